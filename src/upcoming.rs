//! The `upcoming` command: what appears, goes or changes in the months ahead, day by day in Finnish
//! time.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value as Json, json};

use crate::check::{Authority, FrontMatter};
use crate::diag::{Words, say};
use crate::explain::things::Kind;
use crate::model::rules::RuleBook;
use crate::model::texts::RuleTexts;
use crate::sheet::{Sheet, Speaker, count};
use crate::source::Place;

/// A source that was not read for so long may say something else by now.
const SOURCE_AGE_YEARS: i64 = 1;

/// A page of the site with the days that it names; also one that is not shown yet, or no more.
#[derive(Debug)]
pub struct Planned {
    /// Its path in the folder of its language: `ajankohtaista/haku.md`.
    pub path: String,
    pub file: String,
    pub language: String,
    pub front: FrontMatter,
}

/// Everything that has a day.
#[derive(Debug)]
pub struct Plans<'p> {
    pub pages: &'p [Planned],
    pub authorities: &'p [Authority],
    pub rules: Option<(&'p RuleBook, &'p RuleTexts)>,
}

/// What happens on a day.
#[derive(Debug, Clone)]
struct Event {
    kind: What,
    /// The page, value or source.
    subject: String,
    name: String,
    words: Words,
    file: String,
    line: Option<usize>,
    /// Which page is meant, so that its address can be told.
    page: Option<(String, String)>,
    more: Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Draft,
    Appears,
    Expires,
    Value,
    ValueEnds,
    Authority,
    AuthorityEnds,
    SourceOld,
}

impl What {
    fn id(self) -> &'static str {
        match self {
            What::Draft => "draft",
            What::Appears => "appears",
            What::Expires => "expires",
            What::Value => "value",
            What::ValueEnds => "value_ends",
            What::Authority => "authority",
            What::AuthorityEnds => "authority_ends",
            What::SourceOld => "source_old",
        }
    }
}

/// The address of a page by its language and path, on a day; without a day, where drafts are shown.
pub type AddressOf<'a> = dyn Fn(&str, &str, Option<Date>) -> Option<String> + 'a;

/// What is ahead.
#[derive(Debug)]
pub struct Upcoming {
    from: Date,
    until: Date,
    days: BTreeMap<Date, Vec<Event>>,
    /// What should have happened before.
    overdue: Vec<Event>,
    drafts: Vec<Event>,
}

/// The last day that a number of months ahead reaches.
pub fn end(from: Date, months: u32) -> Date {
    from.saturating_add(i64::from(months).months())
}

/// Looks ahead from one day, not included, to another, included.
pub fn upcoming(plans: &Plans<'_>, from: Date, until: Date) -> Upcoming {
    let mut ahead = Ahead { from, until, days: BTreeMap::new(), overdue: Vec::new() };
    let speaker = Speaker::default();
    let mut drafts = Vec::new();
    for page in plans.pages {
        let chain = chain(plans.pages, page);
        let publish =
            chain.iter().filter_map(|one| Some((one.front.publish?, *one))).max_by_key(|(day, _)| *day);
        let expire =
            chain.iter().filter_map(|one| Some((one.front.expire?, *one))).min_by_key(|(day, _)| *day);
        if chain.iter().any(|one| one.front.draft) {
            // A section that is a draft stands for all that is in it.
            if page.front.draft {
                drafts.push(page_event(What::Draft, page, page, Words::default(), None));
            }
            continue;
        }
        if let Some((day, by)) = publish
            && expire.is_none_or(|(end, _)| end > day)
        {
            let words = Words::new("appears", "julkaistaan");
            ahead.add(day, page_event(What::Appears, page, by, words, None));
        }
        if let Some((day, by)) = expire
            && publish.is_none_or(|(start, _)| start < day)
        {
            let words = Words::new("is gone", "poistuu");
            ahead.add(day, page_event(What::Expires, page, by, words, day.yesterday().ok()));
        }
    }
    ahead.authorities(plans.authorities);
    if let Some((book, texts)) = plans.rules {
        ahead.values(book, texts, &speaker);
        ahead.sources(book, texts, &speaker);
    }
    for events in ahead.days.values_mut().chain([&mut ahead.overdue]) {
        events.sort_by(|a, b| (a.kind, &a.file, &a.subject).cmp(&(b.kind, &b.file, &b.subject)));
    }
    Upcoming { from, until, days: ahead.days, overdue: ahead.overdue, drafts }
}

/// A page and the sections that it is in: what hides one of them hides it.
fn chain<'p>(pages: &'p [Planned], page: &'p Planned) -> Vec<&'p Planned> {
    let mut chain = vec![page];
    let mut folder = page.path.as_str();
    while let Some((parent, _)) = folder.rsplit_once('/') {
        let index = format!("{parent}/index.md");
        let section = pages.iter().find(|one| one.language == page.language && one.path == index);
        chain.extend(section.filter(|section| section.path != page.path));
        folder = parent;
    }
    chain
}

/// `by` is the page whose day it is: the page itself, or a section that it is in.
fn page_event(kind: What, page: &Planned, by: &Planned, words: Words, seen_on: Option<Date>) -> Event {
    let words = if page.path == by.path {
        words
    } else {
        let section = &by.file;
        say!("{words} with its section {section}", "{words} yhdessä sivun {section} kanssa"; words)
    };
    Event {
        kind,
        subject: page.file.clone(),
        name: page.front.title.value.clone(),
        words,
        file: page.file.clone(),
        line: None,
        page: Some((page.language.clone(), page.path.clone())),
        more: json!({
            "language": page.language,
            "with_section": (page.path != by.path).then_some(&by.file),
            "last_day": seen_on.map(|day| day.to_string()),
        }),
    }
}

struct Ahead {
    from: Date,
    until: Date,
    days: BTreeMap<Date, Vec<Event>>,
    overdue: Vec<Event>,
}

impl Ahead {
    fn add(&mut self, day: Date, event: Event) {
        if self.from < day && day <= self.until {
            self.days.entry(day).or_default().push(event);
        }
    }

    fn authorities(&mut self, authorities: &[Authority]) {
        for one in authorities {
            let (file, line) = at(&one.place);
            let event = |kind, words, name: &str, old: Option<&str>| Event {
                kind,
                subject: "authority".to_owned(),
                name: name.to_owned(),
                words,
                file: file.clone(),
                line,
                page: None,
                more: json!({"old": old, "new": (kind == What::Authority).then_some(name)}),
            };
            let before = authorities
                .iter()
                .find(|other| other.until.is_some_and(|until| until.tomorrow().ok() == Some(one.from)));
            let (name, old) = (&one.name, before.map(|other| other.name.as_str()));
            let words = match old {
                Some(old) => say!("the authority: {old} → {name}", "päättävä viranomainen: {old} → {name}"),
                None => say!("the authority: {name}", "päättävä viranomainen: {name}"),
            };
            self.add(one.from, event(What::Authority, words, name, old));
            let end = one.until.and_then(|until| until.tomorrow().ok());
            let follows = |day: Date| authorities.iter().any(|other| other.holds_on(day));
            if let Some(end) = end.filter(|end| !follows(*end)) {
                let words = say!(
                    "the authority {name} ends and none follows",
                    "päättävän viranomaisen {name} aika päättyy, eikä seuraavaa ole"
                );
                self.add(end, event(What::AuthorityEnds, words, name, Some(name)));
            }
        }
    }

    fn values(&mut self, book: &RuleBook, texts: &RuleTexts, speaker: &Speaker) {
        for parameter in &book.parameters {
            let id = &parameter.id.value;
            let name = texts.words(&Kind::Parameter.name_key(id));
            for (number, dated) in parameter.values.iter().enumerate() {
                let (file, line) = at(&dated.place);
                let event = |kind, words, old: Option<String>, new: Option<String>| Event {
                    kind,
                    subject: id.clone(),
                    name: name.clone(),
                    words,
                    file: file.clone(),
                    line,
                    page: None,
                    more: json!({"id": id, "old": old, "new": new, "unit": parameter.unit.id()}),
                };
                let before = number.checked_sub(1).map(|before| &parameter.values[before]);
                let new = speaker.quantity(dated.value);
                let words = match before {
                    Some(before) => {
                        let old = speaker.quantity(before.value);
                        say!("{old} → {new}", "{old} → {new}"; old, new)
                    }
                    None => say!("begins: {new}", "alkaa: {new}"; new),
                };
                let (was, is) = (before.map(|before| before.value.canonical()), dated.value.canonical());
                self.add(dated.from, event(What::Value, words, was, Some(is.clone())));
                let last = number + 1 == parameter.values.len();
                let end = dated.until.filter(|_| last).and_then(|until| until.tomorrow().ok());
                let Some(end) = end else { continue };
                let words =
                    say!("{new} ends and no value follows", "{new} päättyy, eikä uutta arvoa ole"; new);
                let event = event(What::ValueEnds, words, Some(is), None);
                if end <= self.from { self.overdue.push(event) } else { self.add(end, event) }
            }
        }
    }

    fn sources(&mut self, book: &RuleBook, texts: &RuleTexts, speaker: &Speaker) {
        for source in &book.sources {
            let (file, line) = at(&source.id.place);
            let checked = speaker.day(source.checked);
            let event = Event {
                kind: What::SourceOld,
                subject: source.id.value.clone(),
                name: texts.words(&Kind::Source.name_key(&source.id.value)),
                words: say!("last read on {checked}: read it again", "luettu viimeksi {checked}: lue uudelleen"; checked),
                file,
                line,
                page: None,
                more: json!({"id": source.id.value, "url": source.url, "checked": source.checked.to_string()}),
            };
            let old = source.checked.saturating_add(SOURCE_AGE_YEARS.years());
            if old <= self.from { self.overdue.push(event) } else { self.add(old, event) }
        }
    }
}

fn at(place: &Place) -> (String, Option<usize>) {
    (place.file.path.clone(), place.line_column().map(|(line, _)| line))
}

impl Upcoming {
    /// The days on which the addresses of pages are asked for: when they are there.
    pub fn days_of_pages(&self) -> Vec<Date> {
        let mut days: Vec<Date> = Vec::new();
        for (day, events) in &self.days {
            for event in events {
                match event.kind {
                    What::Appears => days.push(*day),
                    What::Expires => days.extend(day.yesterday().ok()),
                    _ => {}
                }
            }
        }
        days.sort();
        days.dedup();
        days
    }

    /// In words.
    pub fn sheet(&self, address: &AddressOf<'_>) -> Sheet {
        let speaker = Speaker::default();
        let mut sheet = Sheet::new();
        if self.days.is_empty() {
            let (from, until) = (speaker.day(self.from), speaker.day(self.until));
            sheet.line(say!(
                "Nothing appears, goes or changes between {from} and {until}.",
                "Mitään ei julkaista, poistu tai muutu aikana {from} – {until}."; from, until
            ));
        }
        for (day, events) in &self.days {
            sheet.heading(speaker.day(*day));
            for event in events {
                event.rows(&mut sheet, address, event.day_seen(*day));
            }
        }
        if !self.overdue.is_empty() {
            sheet.heading(Words::new("Overdue", "Myöhässä"));
            for event in &self.overdue {
                event.rows(&mut sheet, address, None);
            }
        }
        if !self.drafts.is_empty() {
            let drafts =
                count(self.drafts.len(), Words::new("draft", "luonnos"), Words::new("drafts", "luonnosta"));
            sheet.heading(say!("{drafts}, without a day", "{drafts}, ei päivää"; drafts));
            for event in &self.drafts {
                event.rows(&mut sheet, address, None);
            }
        }
        if !self.days.is_empty() {
            sheet.gap();
            sheet.line(Words::new(
                "Days are in Finnish time. A change shows when the site is built on that day or later.",
                "Päivät ovat Suomen aikaa. Muutos näkyy, kun sivusto rakennetaan sinä päivänä tai myöhemmin.",
            ));
        }
        sheet
    }

    pub fn json(&self, address: &AddressOf<'_>) -> Json {
        let list = |events: &[Event], day: Option<Date>| -> Json {
            events.iter().map(|event| event.json(address, day.and_then(|day| event.day_seen(day)))).collect()
        };
        json!({
            "from": self.from.to_string(),
            "until": self.until.to_string(),
            "days": self.days.iter().map(|(day, events)| json!({
                "day": day.to_string(), "events": list(events, Some(*day)),
            })).collect::<Vec<_>>(),
            "overdue": list(&self.overdue, None),
            "drafts": list(&self.drafts, None),
        })
    }
}

impl Event {
    /// A day on which the page is there.
    fn day_seen(&self, day: Date) -> Option<Date> {
        match self.kind {
            What::Expires => day.yesterday().ok(),
            _ => Some(day),
        }
    }

    fn address(&self, address: &AddressOf<'_>, day: Option<Date>) -> Option<String> {
        let (language, path) = self.page.as_ref()?;
        address(language, path, day)
    }

    fn rows(&self, sheet: &mut Sheet, address: &AddressOf<'_>, day: Option<Date>) {
        let (words, subject, name) = (&self.words, &self.subject, &self.name);
        let written = match self.line {
            Some(line) => format!("{}:{line}", self.file),
            None => self.file.clone(),
        };
        match (&self.page, self.kind) {
            (Some(_), _) => {
                sheet.line(match words.is_empty() {
                    true => Words::same(name.clone()),
                    false => say!("{name}: {words}", "{name}: {words}"; words),
                });
                let address = self.address(address, day).unwrap_or_default();
                sheet.note(Words::same(format!("{written}  {address}").trim_end().to_owned()));
            }
            (None, What::Authority | What::AuthorityEnds) => {
                sheet.line(words.clone());
                sheet.note(Words::same(written));
            }
            (None, _) => {
                sheet.line(say!("{subject}: {words}", "{subject}: {words}"; words));
                sheet.note(Words::same(format!("{name}  ({written})")));
            }
        }
    }

    fn json(&self, address: &AddressOf<'_>, day: Option<Date>) -> Json {
        let mut json = json!({"kind": self.kind.id(), "name": self.name, "file": self.file});
        if let Some(line) = self.line {
            json["line"] = json!(line);
        }
        if self.page.is_some() {
            json["url"] = json!(self.address(address, day));
        }
        if let (Some(to), Some(more)) = (json.as_object_mut(), self.more.as_object()) {
            to.extend(more.iter().map(|(key, value)| (key.clone(), value.clone())));
        }
        json
    }
}
