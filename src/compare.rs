//! The `diff` command: two sets of rules, or one on two days: which values differ, which rules and
//! texts, and what that does to the examples and to the projects that can be funded.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use crate::check::Authority;
use crate::compile::{self, Compiled};
use crate::diag::{Diagnostics, Severity, Words, say};
use crate::explain::things::{Kind, things};
use crate::model::budget::{Budget, Datum, Entry, cell};
use crate::model::evaluate::{Evaluation, Standing, Value};
use crate::model::locale::Locale;
use crate::model::plan::{Kind as ValueKind, Plan, PlanColumn, PlanInputKind};
use crate::model::quantity::{Quantity, Unit};
use crate::model::rules::{ColumnKind, InputKind, Max, Need, Parameter, RuleBody, RuleBook};
use crate::model::show;
use crate::sheet::{Cell, Sheet, Speaker, count};
use crate::source::Spanned;

/// One set of rules on one day.
#[derive(Debug)]
pub struct Side<'r> {
    pub book: &'r RuleBook,
    pub day: Date,
    /// The folder that it was read from, as it was named; empty for the rules of the site.
    pub folder: String,
    /// Who decides at which time, by the settings of the site; `None` for rules without a site.
    authorities: Option<Vec<Authority>>,
    compiled: Result<Compiled, Words>,
}

impl<'r> Side<'r> {
    pub fn new(book: &'r RuleBook, day: Date, folder: &str) -> Self {
        let mut diags = Diagnostics::new();
        // Rules that cannot calculate on a day can still be compared: what is missing is the answer.
        let compiled = compile::plan(book, day, &mut diags);
        let compiled = compiled.map_err(|_| {
            let sorted = diags.sorted();
            let first = sorted.into_iter().find(|message| message.severity == Severity::Error);
            first.map(|message| message.title.clone()).unwrap_or_default()
        });
        Self { book, day, folder: folder.to_owned(), authorities: None, compiled }
    }

    /// With those who decide, as the settings of the site have them.
    pub fn decided_by(mut self, authorities: Option<Vec<Authority>>) -> Self {
        self.authorities = authorities;
        self
    }

    /// Who decides on a day.
    fn authority(&self, day: Date) -> Option<&Authority> {
        self.authorities.iter().flatten().find(|one| one.holds_on(day))
    }

    fn words(&self, speaker: &Speaker) -> Words {
        let day = speaker.day(self.day);
        let folder = &self.folder;
        match folder.is_empty() {
            true => day,
            false => say!("{folder} on {day}", "{folder}, {day}"; day),
        }
    }

    fn json(&self) -> Json {
        let rules = (!self.folder.is_empty()).then_some(&self.folder);
        let error = self.compiled.as_ref().err().map(|why| &why.en);
        json!({"date": self.day.to_string(), "rules": rules, "error": error})
    }
}

/// What is different.
#[derive(Debug)]
pub struct Comparison {
    sides: [(Words, Json); 2],
    /// Why a side cannot calculate.
    broken: Vec<(Words, Words)>,
    authorities: Vec<AuthorityChange>,
    values: Vec<ValueChange>,
    things: Vec<ThingChange>,
    texts: Vec<TextChange>,
    examples: Vec<ExampleChange>,
    /// Published examples that stay as they are.
    same_examples: Vec<String>,
    ranges: Vec<RangeChange>,
}

/// Another authority decides.
#[derive(Debug)]
struct AuthorityChange {
    old: Option<String>,
    new: Option<String>,
    /// From when, where the settings say so.
    from: Option<Date>,
}

/// A value that becomes another one.
#[derive(Debug)]
struct ValueChange {
    id: String,
    name: String,
    old: Option<Quantity>,
    new: Option<Quantity>,
    /// From when, where the new rules say so.
    from: Option<Date>,
    /// Until when, if the values are the same again afterwards.
    until: Option<Date>,
    source: Option<(String, String, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Added,
    Removed,
    Changed,
}

impl Fate {
    fn id(self) -> &'static str {
        match self {
            Fate::Added => "added",
            Fate::Removed => "removed",
            Fate::Changed => "changed",
        }
    }

    fn words(self) -> Words {
        match self {
            Fate::Added => Words::new("new", "uusi"),
            Fate::Removed => Words::new("removed", "poistuu"),
            Fate::Changed => Words::new("changed", "muuttuu"),
        }
    }
}

/// A rule, condition or anything else that comes, goes or is written otherwise.
#[derive(Debug)]
struct ThingChange {
    kind: Kind,
    id: String,
    name: String,
    fate: Fate,
    /// By the name of the field: what stands there in the old rules, and in the new ones.
    fields: Vec<(String, Option<String>, Option<String>)>,
}

/// A text of the rules that comes, goes or says something else.
#[derive(Debug)]
struct TextChange {
    language: String,
    key: String,
    old: Option<String>,
    new: Option<String>,
}

/// What happens to an example.
#[derive(Debug)]
struct ExampleChange {
    id: String,
    title: String,
    fate: Fate,
    /// Why it has no result on a side.
    without: [Option<Words>; 2],
    /// Results that change: name, what it is called, how it is shown, exactly.
    results: Vec<ResultChange>,
    /// Conditions that stand otherwise than before.
    conditions: Vec<(String, String, [Standing; 2])>,
    fundable: [Option<Option<bool>>; 2],
    limited_by: [Option<String>; 2],
    /// The example itself has other figures.
    given_changes: bool,
}

#[derive(Debug)]
struct ResultChange {
    name: String,
    label: String,
    shown: [Words; 2],
    exact: [Json; 2],
}

/// The projects of a funding type that can be funded.
#[derive(Debug)]
struct RangeChange {
    funding: String,
    name: String,
    bounds: Vec<(&'static str, [Option<Decimal>; 2])>,
}

/// Compares two sides; texts and names are told in this language, where the rules have it.
pub fn compare(old: &Side<'_>, new: &Side<'_>, language: &str, locale: &Locale) -> Comparison {
    let speaker = Speaker::default();
    let comparing = Comparing { old, new, language, locale };
    let (examples, same_examples) = comparing.examples();
    let broken = [old, new].into_iter().filter_map(|side| {
        let why = side.compiled.as_ref().err()?.clone();
        Some((side.words(&speaker), why))
    });
    Comparison {
        sides: [old, new].map(|side| (side.words(&speaker), side.json())),
        broken: broken.collect(),
        authorities: comparing.authorities(),
        values: comparing.values(),
        things: comparing.things(),
        texts: comparing.texts(),
        examples,
        same_examples,
        ranges: comparing.ranges(),
    }
}

struct Comparing<'c> {
    old: &'c Side<'c>,
    new: &'c Side<'c>,
    language: &'c str,
    locale: &'c Locale,
}

impl Comparing<'_> {
    /// What a thing is called: in the new rules, or else in the old ones.
    fn name(&self, kind: Kind, id: &str) -> String {
        let names = [self.new, self.old].map(|side| {
            let texts = side.book.texts.get(self.language)?;
            let key = kind.name_key(id);
            let name = match &side.compiled {
                Ok(compiled) => {
                    let empty = compiled.plan.evaluate(&Budget::default());
                    let as_written = |name: &str| format!("{{{name}}}");
                    show::fixed_text(self.locale, texts.get(&key), &empty, str::to_owned, as_written)
                }
                Err(_) => texts.words(&key),
            };
            Some(name).filter(|name| !name.is_empty())
        });
        names.into_iter().flatten().next().unwrap_or_default()
    }

    // Who decides ---------------------------------------------------------------------------------

    fn authorities(&self) -> Vec<AuthorityChange> {
        let (old, new) = (self.old, self.new);
        let (Some(_), Some(all)) = (&old.authorities, &new.authorities) else { return Vec::new() };
        let name = |one: Option<&Authority>| one.map(|one| one.name.clone());
        let change = |was: Option<&Authority>, is: Option<&Authority>, from| {
            let (old, new) = (name(was), name(is));
            (old != new).then_some(AuthorityChange { old, new, from })
        };
        // Of one site each change on the way is told, of two what they differ in.
        if !std::ptr::eq(old.book, new.book) || old.day >= new.day {
            let is = new.authority(new.day);
            return change(old.authority(old.day), is, is.map(|one| one.from)).into_iter().collect();
        }
        let ends = all.iter().filter_map(|one| one.until?.tomorrow().ok());
        let days: BTreeSet<Date> = all.iter().map(|one| one.from).chain(ends).collect();
        let days = days.into_iter().filter(|day| old.day < *day && *day <= new.day);
        days.filter_map(|day| {
            let was = day.yesterday().ok().and_then(|eve| new.authority(eve));
            change(was, new.authority(day), Some(day))
        })
        .collect()
    }

    // Values --------------------------------------------------------------------------------------

    fn values(&self) -> Vec<ValueChange> {
        let mut changes = Vec::new();
        for id in ids(self.old, self.new, |book| book.parameters.iter().map(|one| &one.id)) {
            let (before, after) = (self.old.book.parameter(&id), self.new.book.parameter(&id));
            let steps = match (before, after) {
                _ if std::ptr::eq(self.old.book, self.new.book) => {
                    after.map(|one| steps(one, self.old.day, self.new.day)).unwrap_or_default()
                }
                _ if self.old.day == self.new.day => differing(before, after),
                _ => {
                    let was = before.and_then(|one| one.at(self.old.day));
                    let is = after.and_then(|one| one.at(self.new.day));
                    let (old, new) = (was.map(|dated| dated.value), is.map(|dated| dated.value));
                    let step = Step { old, new, from: is.map(|dated| dated.from), until: None };
                    if old == new { Vec::new() } else { vec![step] }
                }
            };
            let source = after.map(|one| (self.new, one)).or(before.map(|one| (self.old, one)));
            let source = source.and_then(|(side, one)| {
                let id = &one.source.value;
                let source = side.book.source(id)?;
                Some((id.clone(), self.name(Kind::Source, id), source.url.clone()))
            });
            let name = self.name(Kind::Parameter, &id);
            changes.extend(steps.into_iter().map(|Step { old, new, from, until }| ValueChange {
                id: id.clone(),
                name: name.clone(),
                old,
                new,
                from,
                until,
                source: source.clone(),
            }));
        }
        changes
    }

    // Things --------------------------------------------------------------------------------------

    fn things(&self) -> Vec<ThingChange> {
        if std::ptr::eq(self.old.book, self.new.book) {
            return Vec::new();
        }
        let [before, after] = [self.old.book, self.new.book].map(written);
        let mut order: Vec<&(Kind, String)> = Vec::new();
        for side in [self.new.book, self.old.book] {
            for thing in things(side) {
                let found = before
                    .keys()
                    .chain(after.keys())
                    .find(|(kind, id)| *kind == thing.kind && *id == thing.id.value);
                if let Some(key) = found.filter(|key| !order.contains(key)) {
                    order.push(key);
                }
            }
        }
        order.sort_by_key(|(kind, _)| *kind);
        let mut changes = Vec::new();
        for key in order {
            let (kind, id) = (key.0, key.1.clone());
            let (fate, fields) = match (before.get(key), after.get(key)) {
                (None, Some(_)) => (Fate::Added, Vec::new()),
                (Some(_), None) => (Fate::Removed, Vec::new()),
                (Some(old), Some(new)) => {
                    let fields = differing_fields(old, new);
                    if fields.is_empty() {
                        continue;
                    }
                    (Fate::Changed, fields)
                }
                (None, None) => continue,
            };
            let name = if kind.has_names() { self.name(kind, &id) } else { String::new() };
            changes.push(ThingChange { kind, name, id, fate, fields });
        }
        changes
    }

    fn texts(&self) -> Vec<TextChange> {
        if std::ptr::eq(self.old.book, self.new.book) {
            return Vec::new();
        }
        let [before, after] = [self.old.book, self.new.book].map(texts_of);
        let keys: BTreeSet<&(String, String)> = before.keys().chain(after.keys()).collect();
        let changed = keys.into_iter().filter(|key| before.get(*key) != after.get(*key));
        changed
            .map(|key| {
                let (language, name) = key.clone();
                let (old, new) = (before.get(key).cloned(), after.get(key).cloned());
                TextChange { language, key: name, old, new }
            })
            .collect()
    }

    // Examples ------------------------------------------------------------------------------------

    fn examples(&self) -> (Vec<ExampleChange>, Vec<String>) {
        let published = |book: &'_ RuleBook, id: &str| {
            book.examples.iter().find(|one| one.id.value == id && one.publish).cloned()
        };
        let (mut changes, mut same) = (Vec::new(), Vec::new());
        for id in
            ids(self.old, self.new, |book| book.examples.iter().filter(|one| one.publish).map(|one| &one.id))
        {
            let (before, after) = (published(self.old.book, &id), published(self.new.book, &id));
            let fate = match (&before, &after) {
                (None, _) => Fate::Added,
                (_, None) => Fate::Removed,
                _ => Fate::Changed,
            };
            let given_changes = matches!((&before, &after), (Some(a), Some(b)) if a.given != b.given);
            // Both sides calculate the same budget: what the rules do is asked, not what was retyped.
            let Some(example) = after.or(before) else { continue };
            let change = self.example(&id, &example.given, fate, given_changes);
            if change.is_none_left(fate) && !given_changes { same.push(id) } else { changes.push(change) }
        }
        (changes, same)
    }

    fn example(&self, id: &str, given: &Budget, fate: Fate, given_changes: bool) -> ExampleChange {
        let run = |side: &'_ Side<'_>| -> Result<(), Words> {
            let compiled = side.compiled.as_ref().map_err(Clone::clone)?;
            foreign(&compiled.plan, given).map_or(Ok(()), Err)
        };
        let without = [run(self.old).err(), run(self.new).err()];
        let evaluations = [self.old, self.new].map(|side| {
            let compiled = side.compiled.as_ref().ok()?;
            foreign(&compiled.plan, given).is_none().then(|| (side, compiled.plan.evaluate(given)))
        });
        let mut change = ExampleChange {
            id: id.to_owned(),
            title: self.name(Kind::Example, id),
            fate,
            without,
            results: Vec::new(),
            conditions: Vec::new(),
            fundable: [None, None],
            limited_by: [None, None],
            given_changes,
        };
        for (at, evaluation) in evaluations.iter().enumerate() {
            if let Some((_, evaluation)) = evaluation {
                change.fundable[at] = Some(evaluation.fundable());
                change.limited_by[at] = evaluation.limited_by("support").map(str::to_owned);
            }
        }
        let [Some((_, before)), Some((_, after))] = &evaluations else { return change };
        let mut names: Vec<&String> = after.plan.outputs.iter().collect();
        names.extend(before.plan.outputs.iter().filter(|name| !after.plan.outputs.contains(name)));
        for name in names {
            let exact = [before, after].map(|evaluation| exact(evaluation, name));
            if exact[0] != exact[1] {
                let shown = [before, after].map(|evaluation| self.shown(evaluation, name));
                let label = self.name(Kind::Rule, name);
                change.results.push(ResultChange { name: name.clone(), label, shown, exact });
            }
        }
        let mut conditions: Vec<&str> = after.plan.conditions.iter().map(|one| one.id.as_str()).collect();
        conditions.extend(before.plan.conditions.iter().map(|one| one.id.as_str()));
        let mut seen = BTreeSet::new();
        for id in conditions.into_iter().filter(|id| seen.insert(*id)) {
            // A condition that is not there asks for nothing.
            let standing =
                [before, after].map(|evaluation| evaluation.condition(id).unwrap_or(Standing::NotApplicable));
            let fails = standing.map(|one| one == Standing::Fails);
            let unknown = standing.map(|one| one == Standing::Unknown);
            if fails[0] != fails[1] || unknown[0] != unknown[1] {
                let name = self.name(Kind::Condition, id);
                change.conditions.push((id.to_owned(), name, standing));
            }
        }
        change
    }

    fn shown(&self, evaluation: &Evaluation<'_>, name: &str) -> Words {
        let Some(&node) = evaluation.plan.names.get(name) else {
            return Words::new("is not calculated", "ei lasketa");
        };
        let value = &evaluation.values[node];
        match value {
            Value::Missing(_) => return Words::new("not known", "ei tiedossa"),
            Value::NotApplicable => return Words::new("does not apply", "ei koske"),
            Value::Invalid(_) => return Words::new("cannot be read", "ei luettavissa"),
            Value::Known(_) => {}
        }
        let texts = [self.new, self.old].into_iter().find_map(|side| side.book.texts.get(self.language));
        let Some(texts) = texts else { return Words::default() };
        let kind = evaluation.plan.kinds[node];
        let speak = |code: &str| {
            let locale = Locale::new(code).unwrap_or_else(|| self.locale.clone());
            show::value(&locale, texts, value, kind, "")
        };
        Words { en: speak("en").into(), fi: speak("fi").into() }
    }

    // Ranges --------------------------------------------------------------------------------------

    fn ranges(&self) -> Vec<RangeChange> {
        let (Ok(before), Ok(after)) = (&self.old.compiled, &self.new.compiled) else { return Vec::new() };
        let mut changes = Vec::new();
        for id in ids(self.old, self.new, |book| book.funding_types.iter().map(|one| &one.id)) {
            let ranges = [before.ranges.get(&id), after.ranges.get(&id)];
            let bound =
                |of: fn(&compile::Feasible) -> Option<Decimal>| ranges.map(|range| range.and_then(of));
            let rates =
                [(self.old, before), (self.new, after)].map(|(side, compiled)| rate(side, compiled, &id));
            let mut bounds = vec![
                ("total_min", bound(|range| range.total_min)),
                ("total_max", bound(|range| range.total_max)),
                ("support_min", bound(|range| range.support_min)),
                ("support_max", bound(|range| Some(range.support_max))),
                ("rate", rates),
            ];
            bounds.retain(|(_, [before, after])| before != after);
            if !bounds.is_empty() {
                let name = self.name(Kind::FundingType, &id);
                changes.push(RangeChange { funding: id, name, bounds });
            }
        }
        changes
    }
}

/// The ids of both sides, the new ones in their order and those that go behind them.
fn ids<'r, I: Iterator<Item = &'r Spanned<String>>>(
    old: &Side<'r>,
    new: &Side<'r>,
    of: impl Fn(&'r RuleBook) -> I,
) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for id in of(new.book).chain(of(old.book)) {
        if !all.contains(&id.value) {
            all.push(id.value.clone());
        }
    }
    all
}

struct Step {
    old: Option<Quantity>,
    new: Option<Quantity>,
    from: Option<Date>,
    until: Option<Date>,
}

/// Each change of one value between two days, the later of them included; backwards in time too.
fn steps(parameter: &Parameter, from: Date, to: Date) -> Vec<Step> {
    let (first, last) = (from.min(to), from.max(to));
    let mut days: Vec<Date> =
        boundaries(parameter).into_iter().filter(|day| first < *day && *day <= last).collect();
    days.sort();
    days.dedup();
    let mut steps = Vec::new();
    for day in days {
        let Ok(before) = day.yesterday() else { continue };
        let [was, is] = [before, day].map(|day| parameter.at(day).map(|dated| dated.value));
        if was != is {
            let (old, new) = if from <= to { (was, is) } else { (is, was) };
            steps.push(Step { old, new, from: Some(day), until: None });
        }
    }
    if from > to {
        steps.reverse();
    }
    steps
}

/// The days on which a value begins, and those on which there is none any more.
fn boundaries(parameter: &Parameter) -> Vec<Date> {
    let begins = parameter.values.iter().map(|dated| dated.from);
    let ends = parameter.values.iter().filter_map(|dated| dated.until?.tomorrow().ok());
    begins.chain(ends).collect()
}

/// The times at which two sets have different values.
fn differing(old: Option<&Parameter>, new: Option<&Parameter>) -> Vec<Step> {
    let mut days: Vec<Date> = old.into_iter().chain(new).flat_map(boundaries).collect();
    days.sort();
    days.dedup();
    let at = |parameter: Option<&Parameter>, day: Date| parameter?.at(day).map(|dated| dated.value);
    let mut steps: Vec<Step> = Vec::new();
    for (index, day) in days.iter().enumerate() {
        let until = days.get(index + 1).and_then(|next| next.checked_sub(1.day()).ok());
        let (was, is) = (at(old, *day), at(new, *day));
        match steps.last_mut() {
            // The same difference goes on.
            Some(last) if last.old == was && last.new == is && last.until == day.yesterday().ok() => {
                last.until = until;
            }
            _ if was != is => steps.push(Step { old: was, new: is, from: Some(*day), until }),
            _ => {}
        }
    }
    steps
}

/// Everything in the rules as it is written, by thing and field. Values have a part of their own.
fn written(book: &RuleBook) -> BTreeMap<(Kind, String), Vec<(String, String)>> {
    let mut all = BTreeMap::new();
    let list = |names: &[Spanned<String>]| {
        names.iter().map(|name| name.value.as_str()).collect::<Vec<_>>().join(", ")
    };
    let pairs = |pairs: &[(Spanned<String>, Spanned<String>)]| {
        pairs.iter().map(|(from, to)| format!("{}: {}", from.value, to.value)).collect::<Vec<_>>().join(", ")
    };
    let mut add = |kind: Kind, id: &Spanned<String>, fields: Vec<(&str, Option<String>)>| {
        let fields = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        all.insert((kind, id.value.clone()), fields.collect());
    };
    let text =
        |formula: &Option<crate::model::formula::Formula>| formula.as_ref().map(|one| one.text.clone());
    for one in &book.parameters {
        let fields =
            vec![("source", Some(one.source.value.clone())), ("unit", Some(one.unit.id().to_owned()))];
        add(Kind::Parameter, &one.id, fields);
    }
    for one in &book.rules {
        let mut fields = Vec::new();
        let cases: Vec<(String, String)>;
        match &one.body {
            RuleBody::Formula(formula) => fields.push(("formula", Some(formula.text.clone()))),
            RuleBody::Cases { by, cases: each } => {
                fields.push(("by", Some(by.value.clone())));
                cases =
                    each.iter().map(|(case, formula)| (case.value.clone(), formula.text.clone())).collect();
                fields.extend(cases.iter().map(|(case, formula)| (case.as_str(), Some(formula.clone()))));
            }
        }
        let round = one.round.as_ref();
        let limits: Vec<&str> = one.at_most.iter().map(|limit| limit.id.value.as_str()).collect();
        fields.extend([
            ("divide_by", text(&one.divide_by)),
            ("when", text(&one.when)),
            ("otherwise", text(&one.otherwise)),
            ("round", round.map(|round| format!("{} {}", step(round.decimals), round.mode.id()))),
            ("round.source", round.map(|round| round.source.value.clone())),
            ("at_most", (!limits.is_empty()).then(|| limits.join(", "))),
            ("source", Some(one.source.value.clone())),
            ("assumption", one.assumption.as_ref().map(|one| one.value.clone())),
        ]);
        add(Kind::Rule, &one.id, fields);
        for limit in &one.at_most {
            let fields = vec![
                ("rule", Some(one.id.value.clone())),
                ("value", Some(limit.value.text.clone())),
                ("when", text(&limit.when)),
                ("source", Some(limit.source.value.clone())),
            ];
            add(Kind::Limit, &limit.id, fields);
        }
    }
    for one in &book.conditions {
        let fields = vec![
            ("must", Some(one.must.text.clone())),
            ("when", text(&one.when)),
            ("level", Some(one.level.id().to_owned())),
            ("suggest", (!one.suggest.is_empty()).then(|| pairs(&one.suggest))),
            ("source", Some(one.source.value.clone())),
            ("assumption", one.assumption.as_ref().map(|one| one.value.clone())),
        ];
        add(Kind::Condition, &one.id, fields);
    }
    for one in &book.funding_types {
        let fields = vec![
            ("page", one.page.as_ref().map(|page| page.value.clone())),
            ("costs", Some(list(&one.costs))),
            ("cost_models", Some(list(&one.cost_models))),
            ("parts", Some(one.parts.to_string())),
            ("means", (!one.means.is_empty()).then(|| pairs(&one.means))),
        ];
        add(Kind::FundingType, &one.id, fields);
    }
    for one in &book.cost_models {
        let flat = one.flat.as_ref();
        let fields = vec![
            ("counts", Some(one.counts.as_deref().map_or_else(|| "all".to_owned(), list))),
            ("flat.rate", flat.map(|flat| flat.rate.value.clone())),
            ("flat.of", flat.map(|flat| list(&flat.of))),
            ("volunteer_work", Some(one.volunteer_work.to_string())),
            ("source", Some(one.source.value.clone())),
            ("assumption", one.assumption.as_ref().map(|one| one.value.clone())),
        ];
        add(Kind::CostModel, &one.id, fields);
    }
    for one in &book.categories {
        add(Kind::Category, &one.id, vec![("purchase", Some(one.purchase.to_string()))]);
    }
    for one in &book.inputs {
        let (kind, max, default) = match &one.kind {
            InputKind::Choice { of, default } => {
                (format!("choice of {}", of.value), None, default.as_ref().map(|one| one.value.clone()))
            }
            InputKind::Number { unit, max, default, .. } => {
                let max = match max {
                    Max::Value(most) => most.to_string(),
                    Max::Parameter(name) => name.value.clone(),
                };
                (unit.id().to_owned(), Some(max), default.map(|one| one.to_string()))
            }
            InputKind::YesNo => ("yes_no".to_owned(), None, None),
            InputKind::Date => ("date".to_owned(), None, None),
            InputKind::Rows { most, columns } => {
                let columns: Vec<&str> = columns.iter().map(|column| column.id.value.as_str()).collect();
                (format!("rows with {}", columns.join(", ")), Some(most.to_string()), None)
            }
        };
        let choice = match &one.kind {
            InputKind::Choice { of, .. } => book.choice(&of.value),
            _ => None,
        };
        let step = match &one.kind {
            InputKind::Number { step, .. } => step.map(|step| step.to_string()),
            InputKind::Rows { columns, .. } => columns.iter().find_map(|column| match &column.kind {
                ColumnKind::Number { step: Some(step), .. } => Some(format!("{}: {step}", column.id.value)),
                _ => None,
            }),
            _ => None,
        };
        let fields = vec![
            ("kind", Some(kind)),
            ("cases", choice.map(|choice| list(&choice.cases))),
            ("source", choice.map(|choice| choice.source.value.clone())),
            ("assumption", choice.and_then(|choice| Some(choice.assumption.as_ref()?.value.clone()))),
            ("max", max),
            ("default", default),
            ("step", step),
            ("when", text(&one.when)),
            ("optional", Some(one.optional.to_string())),
            ("open", one.open.as_ref().map(|open| open.value.clone())),
        ];
        add(Kind::Input, &one.id, fields);
    }
    for one in &book.checklist {
        let when = match &one.need {
            Need::Always => None,
            Need::When(when) => Some(when.text.clone()),
            Need::ForEach { rows, when, .. } => Some(format!("for each of {}: {}", rows.value, when.text)),
        };
        let fields = vec![
            ("when", when),
            ("group", one.group.as_ref().map(|group| group.value.clone())),
            ("source", Some(one.source.value.clone())),
        ];
        add(Kind::Checklist, &one.id, fields);
    }
    for one in &book.notes {
        let fields = vec![("when", text(&one.when)), ("source", Some(one.source.value.clone()))];
        add(Kind::Note, &one.id, fields);
    }
    for one in &book.examples {
        let expect: Vec<String> =
            one.expect.iter().map(|one| format!("{}: {}", one.name.value, one.value.value)).collect();
        let fields = vec![
            ("publish", Some(one.publish.to_string())),
            ("as_of", Some(one.as_of.to_string())),
            ("expect", Some(expect.join(", "))),
        ];
        add(Kind::Example, &one.id, fields);
    }
    for one in &book.sources {
        let fields = vec![("url", Some(one.url.clone())), ("checked", Some(one.checked.to_string()))];
        add(Kind::Source, &one.id, fields);
    }
    all
}

/// What is rounded to, as in the file: `0.01`, `10`.
fn step(decimals: i32) -> String {
    match u32::try_from(decimals) {
        Ok(decimals) => Decimal::new(1, decimals.min(Decimal::MAX_SCALE)).to_string(),
        Err(_) => format!("1{}", "0".repeat(decimals.unsigned_abs() as usize)),
    }
}

type Field = (String, Option<String>, Option<String>);

fn differing_fields(old: &[(String, String)], new: &[(String, String)]) -> Vec<Field> {
    let of = |fields: &[(String, String)], name: &str| {
        fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone())
    };
    let mut names: Vec<&String> = Vec::new();
    for (name, _) in new.iter().chain(old) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let fields = names.into_iter().map(|name| (name.clone(), of(old, name), of(new, name)));
    fields.filter(|(_, old, new)| old != new).collect()
}

/// Every text, by language and key.
fn texts_of(book: &RuleBook) -> BTreeMap<(String, String), String> {
    let mut all = BTreeMap::new();
    for (language, texts) in &book.texts {
        for (key, worded) in &texts.entries {
            all.insert((language.clone(), key.clone()), worded.written.value.clone());
        }
        for (list, steps) in &texts.steps {
            for (number, step) in steps.iter().enumerate() {
                let key = format!("steps.{list}[{number}]");
                let text = format!("{}: {}", step.title.written.value, step.text.written.value);
                all.insert((language.clone(), key), text);
            }
        }
    }
    all
}

/// Why rules cannot calculate a budget that was written for others.
fn foreign(plan: &Plan, budget: &Budget) -> Option<Words> {
    let unknown = |what: &Words, name: &str| say!("the rules have no {what} `{name}`", "säännöissä ei ole: {what} `{name}`"; what);
    for (id, entry) in &budget.fields {
        let Some(input) = plan.input(id) else { return Some(unknown(&Kind::Input.words(), id)) };
        match (entry, &input.kind) {
            (Entry::Typed(Datum::Case(case)), PlanInputKind::Choice { of, .. }) if !of.contains(case) => {
                let kind = Kind::named(id).unwrap_or(Kind::Input);
                return Some(unknown(&kind.words(), case));
            }
            (Entry::Typed(Datum::Number(value)), PlanInputKind::Number { max, unit, .. }) if value > max => {
                let most = Quantity::new(*max, *unit).to_string();
                return Some(say!("`{id}` can be at most {most}", "`{id}` on enintään {most}"));
            }
            _ => {}
        }
    }
    for (id, rows) in &budget.rows {
        let Some(input) = plan.input(id) else { return Some(unknown(&Kind::Input.words(), id)) };
        let PlanInputKind::Rows { columns, .. } = &input.kind else { continue };
        let categories = columns.iter().find_map(|(name, column)| match column {
            PlanColumn::Choice(of) if name == "category" => Some(of),
            _ => None,
        });
        for row in rows {
            if let (Entry::Typed(Datum::Case(case)), Some(of)) = (cell(row, "category"), categories)
                && !of.contains(case)
            {
                return Some(unknown(&Kind::Category.words(), case));
            }
        }
    }
    None
}

/// A value with its state, so that no two different results look the same.
fn exact(evaluation: &Evaluation<'_>, name: &str) -> Json {
    use crate::model::evaluate::Plain;
    let Some(&node) = evaluation.plan.names.get(name) else { return Json::Null };
    let value = &evaluation.values[node];
    let Some(known) = value.as_known() else { return json!({"state": value.state()}) };
    match (&known.datum, evaluation.plan.kinds[node]) {
        (Plain::Number(number), ValueKind::Number(unit)) => json!(Quantity::new(*number, unit).canonical()),
        (Plain::Number(number), _) => json!(number.to_string()),
        (Plain::Bool(value), _) => json!(value),
        (Plain::Case(case), _) => json!(case),
        (Plain::Date(date), _) => json!(date.to_string()),
    }
}

/// The rate of a funding type, where it is the same for all.
fn rate(side: &Side<'_>, compiled: &Compiled, funding: &str) -> Option<Decimal> {
    let budget = compile::simple_project(side.book, &compiled.plan, funding, Decimal::ONE_HUNDRED)?;
    compiled.plan.evaluate(&budget).named("rate")?.number()
}

impl ExampleChange {
    fn is_none_left(&self, fate: Fate) -> bool {
        fate == Fate::Changed
            && self.without.iter().all(Option::is_none)
            && self.results.is_empty()
            && self.conditions.is_empty()
            && self.fundable[0] == self.fundable[1]
            && self.limited_by[0] == self.limited_by[1]
    }
}

impl Comparison {
    /// Whether nothing is different.
    pub fn is_empty(&self) -> bool {
        self.broken.is_empty()
            && self.authorities.is_empty()
            && self.values.is_empty()
            && self.things.is_empty()
            && self.texts.is_empty()
            && self.examples.is_empty()
            && self.ranges.is_empty()
    }

    /// Whether a side cannot calculate.
    pub fn is_broken(&self) -> bool {
        !self.broken.is_empty()
    }

    pub fn sheet(&self, speaker: &Speaker) -> Sheet {
        let mut sheet = Sheet::new();
        let [(old, _), (new, _)] = &self.sides;
        sheet.heading(say!("From {old} to {new}", "{old} → {new}"; old, new));
        for (side, why) in &self.broken {
            sheet.line(say!("{side}: nothing can be calculated: {why}", "{side}: mitään ei voi laskea: {why}"; side, why));
        }
        if self.is_empty() {
            sheet.line(Words::new("Nothing is different.", "Mikään ei muutu."));
        }
        self.authorities_sheet(speaker, &mut sheet);
        self.values_sheet(speaker, &mut sheet);
        self.things_sheet(&mut sheet);
        self.examples_sheet(&mut sheet);
        self.ranges_sheet(speaker, &mut sheet);
        sheet
    }

    fn authorities_sheet(&self, speaker: &Speaker, sheet: &mut Sheet) {
        if self.authorities.is_empty() {
            return;
        }
        sheet.heading(Words::new("The deciding authority", "Päättävä viranomainen"));
        let shown = |name: &Option<String>| match name {
            Some(name) => Words::same(name.clone()),
            None => Words::new("none", "ei viranomaista"),
        };
        for change in &self.authorities {
            let (old, new) = (shown(&change.old), shown(&change.new));
            sheet.line(match change.from.map(|day| speaker.day(day)) {
                Some(from) => {
                    say!("{old} → {new}, from {from}", "{old} → {new}, {from} alkaen"; old, new, from)
                }
                None => say!("{old} → {new}", "{old} → {new}"; old, new),
            });
        }
    }

    fn values_sheet(&self, speaker: &Speaker, sheet: &mut Sheet) {
        if self.values.is_empty() {
            return;
        }
        sheet.heading(Words::new("Values", "Arvot"));
        let shown = |value: &Option<Quantity>| match value {
            Some(value) => speaker.quantity(*value),
            None => Words::new("none", "ei arvoa"),
        };
        for change in &self.values {
            let (old, new) = (shown(&change.old), shown(&change.new));
            let from = change.from.map(|day| speaker.day(day));
            let until = change.until.map(|day| speaker.day(day));
            let when = match (from, until) {
                (Some(from), None) => say!("from {from}", "{from} alkaen"; from),
                (Some(from), Some(until)) => say!("{from} – {until}", "{from} – {until}"; from, until),
                _ => Words::default(),
            };
            let what = say!("→ {new}", "→ {new}"; new);
            sheet.row([change.id.clone().into(), Cell::number(old), what.into(), when.into()]);
            let source = change.source.as_ref().map(|(_, name, url)| format!("{name}, {url}"));
            let name = change.name.as_str();
            let more = match source {
                Some(source) => format!("{name} ({source})"),
                None => name.to_owned(),
            };
            sheet.note(Words::same(more));
        }
    }

    fn things_sheet(&self, sheet: &mut Sheet) {
        for kind in Kind::ALL {
            let of_kind: Vec<&ThingChange> = self.things.iter().filter(|one| one.kind == kind).collect();
            if of_kind.is_empty() {
                continue;
            }
            // Their amounts come first, under the name alone.
            sheet.heading(match kind {
                Kind::Parameter => Words::new("Values in the files", "Arvot tiedostoissa"),
                kind => kind.heading(),
            });
            for change in of_kind {
                sheet.row([change.id.clone().into(), change.fate.words().into(), change.name.clone().into()]);
                for (field, old, new) in &change.fields {
                    let [old, new] = [old, new].map(|text| text.clone().unwrap_or_else(|| "–".to_owned()));
                    sheet.note(Words::same(format!("{field}: {old} → {new}")));
                }
            }
        }
        if !self.texts.is_empty() {
            sheet.heading(Words::new("Texts", "Tekstit"));
            for TextChange { language, key, old, new } in &self.texts {
                let fate = match (old, new) {
                    (None, _) => Fate::Added,
                    (_, None) => Fate::Removed,
                    _ => Fate::Changed,
                };
                sheet.row([language.clone().into(), key.clone().into(), fate.words().into()]);
                for (sign, text) in [("-", old), ("+", new)] {
                    if let Some(text) = text {
                        sheet.note(Words::same(format!("{sign} {text}")));
                    }
                }
            }
        }
    }

    fn examples_sheet(&self, sheet: &mut Sheet) {
        if self.examples.is_empty() && self.same_examples.is_empty() {
            return;
        }
        sheet.heading(Words::new("Published examples", "Julkaistut esimerkit"));
        if self.is_broken() {
            // Each of them would only say so again.
            sheet.line(Words::new("None can be compared.", "Yhtäkään ei voi verrata."));
            return;
        }
        for change in &self.examples {
            let (id, title) = (&change.id, &change.title);
            let fate = change.fate.words();
            sheet.line(match change.fate {
                Fate::Changed => Words::same(format!("{id}: {title}")),
                _ => say!("{id}: {title} ({fate})", "{id}: {title} ({fate})"; fate),
            });
            if change.given_changes {
                sheet.note(Words::new(
                    "its own figures are other ones too; both results are from the new ones",
                    "myös sen lähtötiedot muuttuvat; molemmat tulokset on laskettu uusista",
                ));
            }
            let [before, after] = &change.without;
            if let Some(why) = before {
                sheet.note(say!("no result before: {why}", "ei tulosta ennen: {why}"; why));
            }
            if let Some(why) = after {
                sheet.note(say!("no result after: {why}", "ei tulosta jälkeen: {why}"; why));
            }
            if let [Some(before), Some(after)] = &change.fundable
                && before != after
            {
                let (before, after) = (fundable(*before), fundable(*after));
                sheet.note(say!("{before} → {after}", "{before} → {after}"; before, after));
            }
            for result in &change.results {
                let label = format!("  {}", result.label);
                let [old, new] = result.shown.clone();
                let new = say!("→ {new}", "→ {new}"; new);
                sheet.row([label.into(), Cell::number(old), new.into()]);
            }
            for (_, name, [before, after]) in &change.conditions {
                let (before, after) = (standing(*before), standing(*after));
                let words = say!("condition {name}: {before} → {after}", "ehto {name}: {before} → {after}"; before, after);
                sheet.note(words);
            }
            if change.limited_by[0] != change.limited_by[1] && change.without.iter().all(Option::is_none) {
                let limit = |limit: &Option<String>| match limit {
                    Some(limit) => Words::same(limit.clone()),
                    None => Words::new("no limit", "ei rajaa"),
                };
                let [before, after] = [limit(&change.limited_by[0]), limit(&change.limited_by[1])];
                sheet.note(
                    say!("limited by: {before} → {after}", "tukea rajaa: {before} → {after}"; before, after),
                );
            }
        }
        if !self.same_examples.is_empty() {
            let names = self.same_examples.join(", ");
            let number = count(
                self.same_examples.len(),
                Words::new("example stays as it is", "esimerkki pysyy ennallaan"),
                Words::new("examples stay as they are", "esimerkkiä pysyy ennallaan"),
            );
            sheet.line(say!("{number}: {names}", "{number}: {names}"; number));
        }
    }

    fn ranges_sheet(&self, speaker: &Speaker, sheet: &mut Sheet) {
        if self.ranges.is_empty() {
            return;
        }
        sheet.heading(Words::new("Projects that can be funded", "Hankkeet, joita voidaan rahoittaa"));
        for change in &self.ranges {
            sheet.line(Words::same(format!("{}: {}", change.funding, change.name)));
            for (bound, [old, new]) in &change.bounds {
                let label = match *bound {
                    "total_min" => Words::new("  total costs from", "  kustannukset vähintään"),
                    "total_max" => Words::new("  total costs up to", "  kustannukset enintään"),
                    "support_min" => Words::new("  support from", "  tuki vähintään"),
                    "support_max" => Words::new("  support up to", "  tuki enintään"),
                    _ => Words::new("  rate", "  tukiprosentti"),
                };
                let unit = if *bound == "rate" { Unit::Ratio } else { Unit::Eur };
                let shown = |value: &Option<Decimal>| match value {
                    Some(value) => speaker.quantity(Quantity::new(*value, unit)),
                    None => Words::new("no bound", "ei rajaa"),
                };
                let (old, new) = (shown(old), shown(new));
                let new = say!("→ {new}", "→ {new}"; new);
                sheet.row([label.into(), Cell::number(old), new.into()]);
            }
        }
    }

    pub fn json(&self) -> Json {
        let quantity = |value: &Option<Quantity>| value.map(|value| value.canonical());
        let day = |day: &Option<Date>| day.map(|day| day.to_string());
        json!({
            "from": self.sides[0].1,
            "to": self.sides[1].1,
            "same": self.is_empty(),
            "authority": self.authorities.iter().map(|change| json!({
                "old": change.old, "new": change.new, "from": day(&change.from),
            })).collect::<Vec<_>>(),
            "values": self.values.iter().map(|change| json!({
                "id": change.id, "name": change.name,
                "old": quantity(&change.old), "new": quantity(&change.new),
                "unit": change.new.or(change.old).map(|value| value.unit.id()),
                "from": day(&change.from), "until": day(&change.until),
                "source": change.source.as_ref().map(|(id, name, url)| json!({"id": id, "name": name, "url": url})),
            })).collect::<Vec<_>>(),
            "things": self.things.iter().map(|change| json!({
                "kind": change.kind.id(), "id": change.id, "name": change.name, "change": change.fate.id(),
                "fields": change.fields.iter().map(|(field, old, new)| json!({"field": field, "old": old, "new": new}))
                    .collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
            "texts": self.texts.iter().map(|change| json!({
                "language": change.language, "key": change.key, "old": change.old, "new": change.new,
            })).collect::<Vec<_>>(),
            "examples": self.examples.iter().map(ExampleChange::json).collect::<Vec<_>>(),
            "same_examples": self.same_examples,
            "ranges": self.ranges.iter().map(|change| json!({
                "funding_type": change.funding, "name": change.name,
                "bounds": change.bounds.iter().map(|(bound, [old, new])| {
                    let unit = if *bound == "rate" { Unit::Ratio } else { Unit::Eur };
                    let shown = |value: &Option<Decimal>| value.map(|value| Quantity::new(value, unit).canonical());
                    json!({"bound": bound, "old": shown(old), "new": shown(new)})
                }).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        })
    }
}

impl ExampleChange {
    fn json(&self) -> Json {
        let change = if self.fate == Fate::Changed { "changed" } else { self.fate.id() };
        json!({
            "id": self.id, "title": self.title, "change": change, "given_changes": self.given_changes,
            "no_result": self.without.iter().map(|why| why.as_ref().map(|why| why.en.clone())).collect::<Vec<_>>(),
            "fundable": self.fundable.iter().map(|one| json!(one.flatten())).collect::<Vec<_>>(),
            "limited_by": self.limited_by,
            "results": self.results.iter().map(|result| json!({
                "name": result.name, "old": result.exact[0], "new": result.exact[1],
            })).collect::<Vec<_>>(),
            "conditions": self.conditions.iter().map(|(id, _, [old, new])| json!({
                "id": id, "old": old.id(), "new": new.id(),
            })).collect::<Vec<_>>(),
        })
    }
}

fn fundable(fundable: Option<bool>) -> Words {
    match fundable {
        Some(true) => Words::new("can be funded", "voidaan rahoittaa"),
        Some(false) => Words::new("cannot be funded so", "ei voida rahoittaa näin"),
        None => Words::new("not known whether it can be funded", "ei tiedossa, voidaanko rahoittaa"),
    }
}

fn standing(standing: Standing) -> Words {
    match standing {
        Standing::Holds => Words::new("holds", "täyttyy"),
        Standing::Fails => Words::new("fails", "ei täyty"),
        Standing::Unknown => Words::new("not known", "ei tiedossa"),
        Standing::NotApplicable => Words::new("does not apply", "ei koske"),
    }
}
