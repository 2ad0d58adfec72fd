//! What was found in finished files, led back to the sources that its words came from.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use url::Url;

use super::Sweep;
use super::pieces::Kind;
use super::unfit::{self, Hit, Home, Unfit};
use crate::diag::{Diagnostics, Shown};
use crate::model::page::{Page, PageId};
use crate::model::site::{Owner, Site};
use crate::model::theme::{StaticContent, Theme};
use crate::source::{Place, SourceFile};

/// The files that pages share: settings, texts, rules, templates, styles.
#[derive(Debug, Default)]
pub(in crate::render) struct Sources {
    files: Vec<(Arc<SourceFile>, Form)>,
}

/// How a source is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A page, whose Markdown begins at this byte.
    Page(usize),
    Yaml,
    Template,
    Plain,
}

impl Sources {
    /// The settings and the rules, then what the theme brings.
    pub(in crate::render) fn new(files: &[Arc<SourceFile>], theme: Option<&Theme>) -> Self {
        let mut all: Vec<(Arc<SourceFile>, Form)> =
            files.iter().map(|file| (file.clone(), Form::Yaml)).collect();
        for places in theme.iter().flat_map(|theme| &theme.text_places) {
            all.extend(places.values().next().map(|place| (place.file.clone(), Form::Yaml)));
        }
        for template in theme.iter().flat_map(|theme| &theme.templates) {
            all.push((template.file.clone(), Form::Template));
        }
        for file in theme.iter().flat_map(|theme| &theme.statics) {
            match &file.content {
                StaticContent::Template(text) => all.push((text.clone(), Form::Template)),
                StaticContent::Text(text) => all.push((text.clone(), Form::Plain)),
                StaticContent::Bytes(_) => {}
            }
        }
        Self { files: all }
    }
}

/// Where a thing is written, and which finished files show it.
struct Traced {
    hit: Hit,
    place: Option<Place>,
    /// Whether a file of the output other than the page's own shows it.
    outputs: Vec<String>,
    page: Option<PageId>,
}

/// Where a thing is written in one source.
#[derive(Debug, Clone)]
struct Written {
    file: Arc<SourceFile>,
    ranges: Vec<Range<usize>>,
    /// The page whose source it is.
    page: Option<PageId>,
}

/// The most pieces of a file that one message more each is worth.
const MOST_OF_ONE: usize = 50;

/// Tells of all that was found, each thing once for each place where it is written.
pub(in crate::render) fn tell(sweep: &Sweep, site: &Site, sources: &Sources, diags: &mut Diagnostics) {
    let found = sweep.found();
    if found.is_empty() {
        return;
    }
    let mut traced: BTreeMap<(String, usize, String), Traced> = BTreeMap::new();
    let mut shared: BTreeMap<(Unfit, String), Vec<Written>> = BTreeMap::new();
    for (output, hits) in &found {
        let own = page_of(site, output);
        for hit in hits {
            let key = hit.key();
            let in_own = own.map(|id| (id, written_in_page(&site.pages[id], hit, &sweep.home)));
            let at = match in_own {
                Some((id, ranges)) if !ranges.is_empty() => {
                    vec![Written { file: site.pages[id].source.file.clone(), ranges, page: Some(id) }]
                }
                _ => shared
                    .entry((hit.unfit.clone(), key.clone()))
                    .or_insert_with(|| elsewhere(site, sources, hit, &sweep.home))
                    .clone(),
            };
            let mut add = |file: String, start: usize, place: Option<Place>, page: Option<PageId>| {
                let kind = format!("{:?} {key}", hit.unfit);
                let one = traced.entry((file, start, kind)).or_insert_with(|| Traced {
                    hit: hit.clone(),
                    place,
                    outputs: Vec::new(),
                    page,
                });
                if page.is_none() || page != own {
                    one.outputs.push(output.clone());
                }
            };
            if at.is_empty() {
                let place = own.map(|id| Place::file(&site.pages[id].source.file));
                add(String::new(), 0, place, None);
            }
            for Written { file, ranges, page } in at {
                for range in ranges.into_iter().take(MOST_OF_ONE) {
                    let place = Place::bytes(&file, range.clone());
                    add(file.path.clone(), range.start, Some(place), page);
                }
            }
        }
    }
    for one in traced.into_values() {
        let Traced { hit, place, outputs, page } = one;
        let is_draft = page.is_some_and(|id| site.pages[id].draft);
        if hit.unfit == Unfit::Mark && is_draft {
            continue;
        }
        if place.as_ref().is_some_and(|place| diags.tells_of(place)) {
            continue;
        }
        let shown = outputs.first().map(|first| Shown {
            address: address_of(first),
            more: outputs.iter().collect::<BTreeSet<_>>().len() - 1,
        });
        report(&hit, place.as_ref(), shown.as_ref(), (sweep, site), diags);
    }
}

fn report(
    hit: &Hit,
    place: Option<&Place>,
    shown: Option<&Shown>,
    (sweep, site): (&Sweep, &Site),
    diags: &mut Diagnostics,
) {
    use crate::model::host::Reach;
    // As its author wrote it, where that is known.
    let written = place.and_then(Place::written).unwrap_or(&hit.written);
    let in_page = place.is_some_and(|place| place.file.path.ends_with(".md"));
    match &hit.unfit {
        Unfit::Braces => diags.braces_shown(place, shown, written, in_page),
        Unfit::Mark => diags.to_fill_in(place, shown, written, sweep.home.is_real),
        Unfit::Address(Reach::Machine) => {
            let cure = place.and_then(|place| target_of(site, &place.file.path, written));
            diags.link_to_preview(place, shown, written, cure.as_deref());
        }
        Unfit::Address(Reach::Example) => {
            diags.example_address(place, shown, written, &site.base.absolute("/"));
        }
        Unfit::Address(_) => diags.private_address(place, shown, written),
        Unfit::Conflict => diags.conflict_shown(place, shown, written),
        Unfit::Misread(meant) => diags.misread_letters(place, shown, written, meant),
        Unfit::Lost => diags.lost_letter(place, shown, written),
    }
}

/// The page that a finished file is made of, where it is one with a text of its own.
fn page_of(site: &Site, output: &str) -> Option<PageId> {
    match site.addresses.at(&format!("/{output}"))? {
        Owner::Page(id) | Owner::Part(id) => Some(id).filter(|id| site.pages[*id].made.is_none()),
        Owner::Redirect(number) => {
            Some(site.redirects[number].page).filter(|id| site.pages[*id].made.is_none())
        }
        Owner::File(_) | Owner::Size(_) | Owner::Copy(_) | Owner::Made => None,
    }
}

/// `rahoitus/index.html` as people know it: `/rahoitus/`.
fn address_of(output: &str) -> String {
    format!("/{}", output.strip_suffix("index.html").unwrap_or(output))
}

fn written_in_page(page: &Page, hit: &Hit, home: &Home) -> Vec<Range<usize>> {
    written_in(&page.source.file.text, Form::Page(page.source.body), hit, home)
}

/// Where the files that pages share have a thing; where none has it, the first page that does.
fn elsewhere(site: &Site, sources: &Sources, hit: &Hit, home: &Home) -> Vec<Written> {
    let mut found = Vec::new();
    for (file, form) in &sources.files {
        let ranges = written_in(&file.text, *form, hit, home);
        if !ranges.is_empty() {
            found.push(Written { file: file.clone(), ranges, page: None });
        }
    }
    if found.is_empty() {
        let mut pages = site.pages.iter().enumerate().filter(|(_, page)| page.made.is_none());
        found.extend(pages.find_map(|(id, page)| {
            let ranges = written_in_page(page, hit, home);
            (!ranges.is_empty()).then(|| Written { file: page.source.file.clone(), ranges, page: Some(id) })
        }));
    }
    found
}

/// Where a source has what was found in a finished file, as far as its form shows it to readers.
fn written_in(text: &str, form: Form, hit: &Hit, home: &Home) -> Vec<Range<usize>> {
    let key = hit.key();
    let is_same = |found: &Hit| {
        let own = found.key();
        own == key
            || matches!(hit.unfit, Unfit::Address(_))
                && own.len().min(key.len()) >= 6
                && (own.contains(&key) || key.contains(&own))
    };
    // Templates are made of braces: what is meant there is found by its letters.
    let by_kind: Vec<Range<usize>> = if form == Form::Template && hit.unfit == Unfit::Braces {
        Vec::new()
    } else {
        unfit::find(text, Kind::Text { bold: false }, home)
            .into_iter()
            .filter(|found| found.unfit == hit.unfit && is_same(found))
            .map(|found| found.range)
            .collect()
    };
    let code = match (form, &hit.unfit) {
        (_, Unfit::Misread(_) | Unfit::Lost) => Vec::new(),
        (Form::Page(body), _) => code_in(text, body),
        _ => Vec::new(),
    };
    let is_shown = |range: &Range<usize>| {
        !code.iter().any(|code| code.start < range.end && range.start < code.end)
            && !is_remark(text, form, range.start)
    };
    let shown: Vec<Range<usize>> = by_kind.into_iter().filter(|range| is_shown(range)).collect();
    if !shown.is_empty() || hit.written.trim().is_empty() {
        return shown;
    }
    let written = hit.written.strip_prefix("mailto:").unwrap_or(&hit.written);
    let literally = text.match_indices(written).map(|(at, found)| at..at + found.len());
    let within_raw = |range: &Range<usize>| {
        !(form == Form::Template && hit.unfit == Unfit::Braces) || is_raw(text, range.start)
    };
    literally.filter(|range| is_shown(range) && within_raw(range)).collect()
}

/// Whether a template shows the place as it is typed.
fn is_raw(text: &str, at: usize) -> bool {
    let before = &text[..at];
    match (before.rfind("raw %}").or_else(|| before.rfind("raw -%}")), before.rfind("endraw")) {
        (Some(opened), Some(closed)) => opened > closed + "end".len(),
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// Whether the place is a remark that no reader sees.
fn is_remark(text: &str, form: Form, at: usize) -> bool {
    let line = &text[text[..at].rfind('\n').map_or(0, |start| start + 1)..at];
    match form {
        Form::Page(body) if at >= body => false,
        Form::Page(_) | Form::Yaml => {
            let in_quotes = |before: &str| before.matches('"').count() % 2 == 1;
            line.trim_start().starts_with('#')
                || line.match_indices(" #").any(|(hash, _)| !in_quotes(&line[..hash]))
        }
        Form::Template => {
            let before = &text[..at];
            before.rfind("{#").is_some_and(|opened| !before[opened..].contains("#}"))
        }
        Form::Plain => false,
    }
}

/// The bytes of a page's text that are shown as they are typed.
fn code_in(text: &str, body: usize) -> Vec<Range<usize>> {
    let mut code = Vec::new();
    let mut block: Option<Range<usize>> = None;
    for (event, range) in Parser::new_ext(&text[body..], super::super::markdown::OPTIONS).into_offset_iter() {
        let range = range.start + body..range.end + body;
        match event {
            Event::Code(_) => code.push(range),
            Event::Start(Tag::CodeBlock(_)) => block = Some(range),
            Event::End(TagEnd::CodeBlock) => code.extend(block.take()),
            _ => {}
        }
    }
    code
}

/// What to write in place of the address of a preview: the file of the page that it shows.
fn target_of(site: &Site, from: &str, written: &str) -> Option<String> {
    let whole = if written.contains("://") { written.to_owned() } else { format!("http://{written}") };
    let url = Url::parse(&whole).ok()?;
    if url.scheme() == "file" {
        return None;
    }
    let decoded = crate::model::address::percent_decoded(url.path());
    let path = decoded.strip_prefix(site.base.path.as_str()).unwrap_or(&decoded);
    let with_slash = format!("{path}/");
    let owner = site.addresses.at(path).or_else(|| site.addresses.at(&with_slash))?;
    let anchor = url.fragment().map(|anchor| format!("#{anchor}")).unwrap_or_default();
    let target = match owner {
        Owner::Page(id) | Owner::Part(id) if site.pages[id].made.is_some() => {
            return Some(format!("{}{anchor}", site.base.path_to(&site.pages[id].url)));
        }
        Owner::Page(id) | Owner::Part(id) => &site.pages[id].source.file.path,
        Owner::Redirect(number) => &site.pages[site.redirects[number].page].source.file.path,
        Owner::File(file) | Owner::Size(file) => &site.files[file].path,
        Owner::Copy(copy) => &site.copies[copy].from,
        Owner::Made => return None,
    };
    Some(format!("{}{anchor}", relative(from, target)))
}

/// The way from one file to another; in settings, from the folder of its language.
fn relative(from: &str, to: &str) -> String {
    if !from.ends_with(".md") {
        let inner = to.strip_prefix("content/").and_then(|path| path.split_once('/'));
        return inner.map_or(to, |(_, path)| path).to_owned();
    }
    let folders = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
    let (from, to) = (folders(from), folders(to));
    let same = from[..from.len() - 1].iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".to_owned(), from.len() - 1 - same);
    up.chain(to[same..].iter().cloned()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn ways_between_files() {
        for (from, to, way) in [
            ("content/fi/a/b.md", "content/fi/rahoitus/talkootyo.md", "../rahoitus/talkootyo.md"),
            ("content/fi/a/b.md", "content/fi/a/c.md", "c.md"),
            ("content/fi/b.md", "content/fi/a/c.md", "a/c.md"),
            ("content/fi/a/b.md", "content/sv/c.md", "../../sv/c.md"),
            ("content/site.yaml", "content/fi/a/c.md", "a/c.md"),
        ] {
            assert_eq!(relative(from, to), way);
        }
    }
}
