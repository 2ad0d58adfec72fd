//! Static site generator for Leader associations: pages and an exact budget calculator from one set
//! of rules.
//!
//! Data flows one way, each phase in a module of its own:
//!
//! ```text
//! read     disk -> sources       finds and reads files; interprets nothing
//! check    sources -> Site       front matter, settings, rules; reports every mistake
//! compile  rules -> plan         resolves names, puts the steps in order
//! render   Site + plan -> files  Markdown, templates, feeds; checks every link
//! write    files -> disk         beside the old output, then swapped in as a whole
//! ```
//!
//! `papers` makes documents to attach of a budget, or empty ones.
//!
//! `origin` tells which files make what stands at an address.
//!
//! `schema`, `pattern` and `starter` spare authors typing: schemas for their editors, new pages, whole
//! new sites.
//!
//! `review` stands behind them, for `check` alone: what a build does not stop at, told of a site
//! without mistakes.

pub mod alternatives;
pub mod calculate;
pub mod check;
pub mod cli;
pub mod compare;
pub mod compile;
pub mod diag;
pub mod explain;
pub mod finder;
pub mod fixes;
pub mod last_build;
pub mod model;
pub mod origin;
pub mod outcome;
pub mod papers;
pub mod pattern;
mod photos;
mod picture;
pub mod read;
pub mod render;
pub mod review;
pub mod schema;
pub mod serve;
pub mod sheet;
pub mod source;
pub mod starter;
pub mod upcoming;
pub mod write;
mod yaml_text;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use calculate::{Calculator, Wanted};
use check::rules::RuleSources;
use check::{Authority, Makings, Settings};
use compare::{Comparison, Side};
use compile::Compiled;
use diag::{Diagnostics, Look, Reported, Words, why_not_read};
use explain::things::{Thing, things};
use explain::{Explainer, Page};
use jiff::civil::Date;
use last_build::Outcome;
use model::locale::Locale;
use model::output::{Nowhere, Sink, Totals};
use model::page::Made;
use model::rules::RuleBook;
use model::site::{Language, Site};
use origin::{Known, Origins};
use render::Live;
use render::blocks::{self, Addresses, RuleReferences};
use render::references::{AnyReferences, NoReferences, References};
use rust_decimal::Decimal;
use serde_json::Value as Json;
use sheet::{Sheet, Speaker};
use source::{Project, Seen, SourceFile};
use upcoming::{Planned, Plans};
use write::{Fault, InPlace, Staging, WriteError};

/// The stack of each thread that works on a site. What its authors write is bounded in depth for the usual two
/// megabytes; this is room for what is deep in several ways at once.
pub const STACK_BYTES: usize = 64 * 1024 * 1024;

/// Gives the threads that share the work stacks of [`STACK_BYTES`]; called once, before any work.
pub fn large_stacks() {
    // Someone else's threads do the work as well.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(STACK_BYTES).build_global();
}

/// Why there is no new output.
#[derive(Debug)]
pub enum Failure {
    /// The sources have mistakes; the diagnostics tell them.
    Mistakes,
    /// The output could not be written.
    Disk(WriteError),
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        Self::Disk(error)
    }
}

/// A site that stands in its output folder.
#[derive(Debug)]
pub struct Built {
    pub totals: Totals,
    /// Whether the output was already as it had to be. The warnings are then those of the build that
    /// made it.
    pub unchanged: Option<Words>,
    /// Why the output was changed file by file, and not swapped as a whole.
    pub in_place: Option<InPlace>,
}

/// Builds the site into the folder `out`.
pub fn build(
    project: &Project,
    out: &Path,
    progress: &(dyn Fn(usize) + Sync),
    diags: &mut Diagnostics,
) -> Result<Built, Failure> {
    if let Some(outcome) = last_build::still_holds(project, out) {
        return Ok(Built { totals: outcome.totals, unchanged: Some(outcome.warnings), in_place: None });
    }
    let seen = Seen::new();
    let staging = Staging::open(out, &project.root)?;
    let rendered = render(project, &staging, &seen, progress, diags);
    diags.gather_unfinished();
    let totals = match rendered {
        Err(Failure::Disk(error)) => return Err(not_put(project, staging.fault(error), diags)),
        rendered => rendered?,
    };
    let asked = staging.asked();
    let published = staging.commit()?;
    // What the site no longer shows is made anew should it come back.
    last_build::forget(&project.root, photos::NAMES, &asked);
    let outcome = Outcome { totals, warnings: diags.in_words(Look::Coloured) };
    last_build::remember(project, out, seen.into_entries(), &published, &outcome);
    Ok(Built { totals, unchanged: None, in_place: published.in_place })
}

/// A file that went away after it was found is a mistake of the sources, not of the disk.
fn not_put(project: &Project, fault: Fault, diags: &mut Diagnostics) -> Failure {
    match fault {
        Fault::Unwritten(error) => error.into(),
        Fault::Unread(path, reason) => {
            let name = path.strip_prefix(&project.root).unwrap_or(&path).display().to_string();
            let _ = diags.unreadable(&name, &why_not_read(reason));
            Failure::Mistakes
        }
    }
}

/// Checks everything that a build checks, writes nothing, and looks at what a build does not: see
/// [`mod@review`].
pub fn review(
    project: &Project,
    looks: &review::Looks<'_>,
    diags: &mut Diagnostics,
) -> Result<Reviewed, Failure> {
    let finished = review::Finished::new(&project.root);
    let mut translations = review::standing::Standing::default();
    let mut look = |whole: &review::Whole<'_>, diags: &mut Diagnostics| {
        review::review(whole, &finished, looks, diags);
        translations = review::standing::standing(whole);
    };
    let onlookers = Onlookers { memo: &mut Memo::default(), live: &mut |_, _, _| {}, whole: &mut look };
    let totals = render_before(project, &finished, &Seen::new(), &|_| {}, diags, onlookers)?;
    Ok(Reviewed { totals, translations })
}

/// A site that was looked at.
#[derive(Debug)]
pub struct Reviewed {
    pub totals: Totals,
    pub translations: review::standing::Standing,
}

/// How far a site is translated.
pub fn translations(
    project: &Project,
    diags: &mut Diagnostics,
) -> Result<review::standing::Standing, Failure> {
    let mut standing = review::standing::Standing::default();
    let mut look = |whole: &review::Whole<'_>, _: &mut Diagnostics| {
        standing = review::standing::standing(whole);
    };
    let onlookers = Onlookers { memo: &mut Memo::default(), live: &mut |_, _, _| {}, whole: &mut look };
    render_before(project, &Nowhere, &Seen::new(), &|_| {}, diags, onlookers)?;
    Ok(standing)
}

/// Renders the site into a sink.
pub fn render(
    project: &Project,
    sink: &dyn Sink,
    seen: &Seen,
    progress: &(dyn Fn(usize) + Sync),
    diags: &mut Diagnostics,
) -> Result<Totals, Failure> {
    let onlookers = Onlookers { memo: &mut Memo::default(), live: &mut |_, _, _| {}, whole: &mut |_, _| {} };
    render_before(project, sink, seen, progress, diags, onlookers)
}

/// What a program that builds again and again keeps from one build to the next.
#[derive(Debug, Default)]
pub struct Memo {
    rules: Option<KnownRules>,
}

/// Rules that were proved, and from what.
#[derive(Debug)]
struct KnownRules {
    files: Vec<Arc<SourceFile>>,
    date: Date,
    languages: Vec<String>,
    proved: Arc<(RuleBook, Compiled)>,
    /// The warnings.
    told: Diagnostics,
}

/// Who else sees a site while it is rendered.
#[expect(clippy::type_complexity, reason = "each is called in one place, and said there in words")]
pub struct Onlookers<'o> {
    pub memo: &'o mut Memo,
    /// Gets the rendered site with all that was made for it; nothing is wrong with it but what was
    /// found while it was rendered; and what tells where everything of it comes from.
    pub live: &'o mut dyn FnMut(Live<'_>, &dyn Fn() -> Origins, &mut Diagnostics),
    /// Is shown a site without mistakes.
    pub whole: &'o mut dyn FnMut(&review::Whole<'_>, &mut Diagnostics),
}

impl std::fmt::Debug for Onlookers<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Onlookers").field("memo", self.memo).finish_non_exhaustive()
    }
}

/// The phases, in their order.
pub fn render_before(
    project: &Project,
    sink: &dyn Sink,
    seen: &Seen,
    progress: &(dyn Fn(usize) + Sync),
    diags: &mut Diagnostics,
    onlookers: Onlookers<'_>,
) -> Result<Totals, Failure> {
    // What can be looked at is looked at before a mistake ends the run, so that one run shows all.
    let settings_file = read::settings(project, seen, diags).map_err(|_| Failure::Mistakes)?;
    let settings = check::settings(&settings_file, project, diags).map_err(|_| Failure::Mistakes)?;
    let content = read::content(project, seen, diags);
    if let Ok(content) = &content {
        check::drawings::of_content(project, content, seen, diags);
    }
    let theme = settings
        .theme
        .clone()
        .and_then(|name| read::theme(project, &name, seen, diags))
        .and_then(|files| check::theme(files, &settings, diags));
    let mut content = content.map_err(|_| Failure::Mistakes)?;
    content.copies = read::copies(project, &settings.copies, seen, diags);
    let theme_name = settings.theme.as_ref().map(|name| name.value.clone()).unwrap_or_default();
    let patterns = read::patterns(project, &theme_name, seen, diags);
    let codes: Vec<String> = settings.languages.iter().map(|language| language.code.clone()).collect();
    // The pages come first in what is told, though the rules have pages too.
    let mut of_rules = Diagnostics::new();
    let pages: Vec<Arc<SourceFile>> =
        content.folders.iter().flat_map(|folder| &folder.pages).cloned().collect();
    let rules = remembered_rules(project, (&codes, &pages), seen, &mut of_rules, onlookers.memo);
    let makings = match &rules {
        Ok(Some(rules)) => makings(&settings, &rules.0, &rules.1),
        _ => Makings::new(),
    };
    let mut site = check::site(settings, content, &makings, project, diags);
    site.out_of_reach.extend(theme.iter().flat_map(|theme| &theme.statics).map(|file| file.path.clone()));
    diags.absorb(of_rules);
    let book = rules.as_ref().ok().and_then(Option::as_ref).map(|rules| &rules.0);
    check::unfinished(&site, &settings_file, book, diags);
    if let Some(book) = book {
        check::rules::links_are_known(book, &site, diags);
    }
    pattern::left_over(&site, &patterns, diags);
    let rule_files = onlookers.memo.rules.iter().flat_map(|known| &known.files);
    let sources: Vec<Arc<SourceFile>> = [&settings_file].into_iter().chain(rule_files).cloned().collect();

    let of: Vec<_> = codes.iter().map(|code| |path: &str| site.url_of(code, path)).collect();
    let of_made: Vec<_> = codes.iter().map(|code| |made: &Made| site.url_of_made(code, made)).collect();
    let of_link: Vec<_> = site
        .languages
        .iter()
        .map(|language| |id: &str| language.links.get(id).map(|link| link.url.clone()))
        .collect();
    let of_rules: Vec<Option<RuleReferences<'_>>> = site
        .languages
        .iter()
        .zip(of.iter().zip(of_made.iter().zip(&of_link)))
        .map(|(language, (of, (of_made, of_link)))| {
            let (book, compiled) = &**rules.as_ref().ok()?.as_ref()?;
            let addresses = Addresses { of, of_made, of_link };
            RuleReferences::new(book, compiled, &language.code, &language.locale, addresses)
        })
        .collect();
    let without_rules: &dyn References = if rules.is_ok() { &NoReferences } else { &AnyReferences };
    let references: Vec<&dyn References> =
        of_rules.iter().map(|rules| rules.as_ref().map_or(without_rules, |rules| rules as _)).collect();
    let theme = theme.as_ref().ok();
    let input = render::Input { site: &site, theme, references: &references, sources: &sources, progress };
    // After a mistake nothing is written; the pages are still made, for what they have to tell.
    let sink = if diags.has_errors() { &Nowhere } else { sink };
    let is_whole = !diags.has_errors();
    let mut finish = |mut live: Live<'_>, diags: &mut Diagnostics| {
        let told = diags.len();
        if let Ok(Some(rules)) = &rules {
            let shown = of_rules.iter().flatten().flat_map(RuleReferences::shown_parameters).collect();
            blocks::unused(&rules.0, &shown, diags);
        }
        live.also_tell(diags.since(told));
        // Texts alone mend nothing of what was wrong before they were looked at.
        if is_whole {
            let origins = || {
                let made_from =
                    rules.as_ref().ok().and_then(Option::as_ref).map(|rules| origin::made_from(&rules.0));
                origin::origins(&site, theme, &made_from.unwrap_or_default())
            };
            (onlookers.live)(live, &origins, diags);
        }
    };
    let totals = render::site(&input, sink, diags, &mut finish)
        .map_err(|error| WriteError::Disk { path: error.path.into(), reason: error.reason })?;
    if diags.has_errors() {
        return Err(Failure::Mistakes);
    }
    if let Some(theme) = theme {
        let rules = rules.as_ref().ok().and_then(Option::as_ref).map(|rules| &rules.0);
        let settings = &settings_file;
        let references = references.as_slice();
        (onlookers.whole)(&review::Whole { project, settings, site: &site, theme, rules, references }, diags);
    }
    Ok(totals)
}

/// The pages that the rules can give in each language of the site.
fn makings(settings: &Settings, book: &RuleBook, compiled: &Compiled) -> Makings {
    let of = |language: &Language| blocks::makings(book, compiled, &language.code, &language.locale);
    settings.languages.iter().map(|language| (language.code.clone(), of(language))).collect()
}

/// Where the texts of the rules lie: what they say changes no result.
const RULE_TEXTS: &str = "content/rules/texts/";

/// The rules as they were proved last, if they are the same still; for a site with these languages and pages.
fn remembered_rules(
    project: &Project,
    (languages, pages): (&[String], &[Arc<SourceFile>]),
    seen: &Seen,
    diags: &mut Diagnostics,
    memo: &mut Memo,
) -> Result<Option<Arc<(RuleBook, Compiled)>>, Reported> {
    let files = read::rules(project, seen, diags)?;
    if files.is_empty() {
        return Ok(None);
    }
    if let Some(known) = &memo.rules
        && known.files == files
        && known.date == project.date
        && known.languages == languages
    {
        diags.absorb(known.told.clone());
        return Ok(Some(known.proved.clone()));
    }
    // What was proved of the rules holds whatever their texts say.
    let rules_of = |files: &[Arc<SourceFile>]| {
        let rules = files.iter().filter(|file| !file.path.starts_with(RULE_TEXTS));
        rules.cloned().collect::<Vec<_>>()
    };
    let is_proved = memo
        .rules
        .as_ref()
        .is_some_and(|known| known.date == project.date && rules_of(&known.files) == rules_of(&files));
    // With messages of their own: a mistake elsewhere is none of the rules.
    let mut told = Diagnostics::new();
    let sources = RuleSources { pages: pages.to_vec(), ..RuleSources::sorted(files.clone()) };
    let proved = proved_rules(project, languages, &sources, is_proved, &mut told);
    diags.absorb(told.clone());
    let proved = Arc::new(proved?);
    memo.rules = Some(KnownRules {
        files,
        date: project.date,
        languages: languages.to_owned(),
        proved: proved.clone(),
        told,
    });
    Ok(Some(proved))
}

/// The rules, compiled for the day of the site, and proved unless they are the same as the last that were.
fn proved_rules(
    project: &Project,
    languages: &[String],
    sources: &RuleSources,
    is_proved: bool,
    diags: &mut Diagnostics,
) -> Result<(RuleBook, Compiled), Reported> {
    let book = check::rules::rules(sources, languages, diags)?;
    let compiled = compile::plan(&book, project.date, diags)?;
    if !is_proved {
        compile::prove(&book, &compiled, diags)?;
    }
    compile::expiring(&book, project.date, diags);
    Ok((book, compiled))
}

/// The answer to a question about the rules or the site.
#[derive(Debug)]
pub struct Answer {
    pub sheet: Sheet,
    pub json: Json,
    /// Whether pages have mistakes, which were not asked about.
    pub mistakes_elsewhere: bool,
}

/// Explains one thing of the rules, or lists all that there are; of an address or a file of the site tells
/// where it comes from.
pub fn explain(
    project: &Project,
    wanted: Option<&str>,
    language: Option<&str>,
    diags: &mut Diagnostics,
) -> Result<Answer, Reported> {
    if let Some(wanted) = wanted.filter(|wanted| is_place(project, wanted)) {
        let mut of_place = Diagnostics::new();
        let explained = explain_place(project, wanted, &mut of_place);
        // A name with a slash in it has spaces, too.
        if explained.is_ok() || !wanted.contains(' ') {
            diags.absorb(of_place);
            return explained;
        }
    }
    let seen = Seen::new();
    let files = RuleSources::sorted(read::rules(project, &seen, diags)?);
    if files.files.is_empty() {
        return Err(diags.no_rules(&project.root.display().to_string()));
    }
    let (book, language, locale) = told_in(project, &seen, &files, language, diags)?;
    let compiled = compile::plan(&book, project.date, diags)?;
    let mut elsewhere = Diagnostics::new();
    let pages = pages_naming(project, &seen, (&book, &compiled), &mut elsewhere);
    let explainer = Explainer::new(&book, &compiled, &language, &locale, &pages);
    let Some(wanted) = wanted else {
        let all = things(&book);
        let (sheet, json) = (explainer.list(&all), explainer.list_json(&all));
        return Ok(Answer { sheet, json, mistakes_elsewhere: false });
    };
    let mut found = explainer.find(wanted);
    if found.is_empty() {
        found = explainer.named(wanted);
    }
    // A kind in front may be what is wrong.
    let called = explainer.called(wanted.rsplit('.').next().unwrap_or(wanted));
    if let ([], [only]) = (found.as_slice(), called.as_slice())
        && !wanted.contains('.')
    {
        found.push(*only);
    }
    let mut found = found.into_iter();
    let Some(first) = found.next() else {
        let all = things(&book);
        // Where several kinds have an id, the kind tells them apart.
        let name = |thing: &Thing<'_>| {
            let id = thing.id.value.as_str();
            let is_shared = all.iter().any(|other| other.kind != thing.kind && other.id.value == id);
            if is_shared { format!("{}.{id}", thing.kind.id()) } else { id.to_owned() }
        };
        let called: Vec<String> = called.iter().map(name).collect();
        let called: Vec<&str> = called.iter().map(String::as_str).collect();
        let all: Vec<&str> = all.iter().map(|thing| thing.id.value.as_str()).collect();
        return Err(diags.nothing_called(wanted, &called, &all));
    };
    let speaker = Speaker::default();
    let first = explainer.explain(first);
    let mut sheet = first.sheet(&speaker);
    let mut json = vec![first.json()];
    for thing in found {
        let explanation = explainer.explain(thing);
        sheet.append(explanation.sheet(&speaker));
        json.push(explanation.json());
    }
    Ok(Answer { sheet, json: Json::Array(json), mistakes_elsewhere: elsewhere.has_errors() })
}

/// Whether an address or a file is asked about, and no part of the rules: ids and names hold no slash.
fn is_place(project: &Project, wanted: &str) -> bool {
    let is_file = || {
        let extension = Path::new(wanted).extension().and_then(|extension| extension.to_str());
        let known = [
            "md", "html", "yaml", "yml", "svg", "jpg", "jpeg", "png", "webp", "pdf", "css", "js", "xml",
            "tera",
        ];
        extension.is_some_and(|extension| known.contains(&extension))
    };
    wanted.contains(['/', '\\'])
        || is_file()
        || (!wanted.contains('.') && project.root.join("content").join(wanted).is_file())
}

/// Tells where what stands at an address comes from, or what is made of a file.
fn explain_place(project: &Project, wanted: &str, diags: &mut Diagnostics) -> Result<Answer, Reported> {
    let seen = Seen::new();
    let settings_file = read::settings(project, &seen, diags)?;
    let settings = check::settings(&settings_file, project, diags)?;
    let content = read::content(project, &seen, diags)?;
    // What is wrong elsewhere was not asked about.
    let mut elsewhere = Diagnostics::new();
    let theme = settings
        .theme
        .clone()
        .and_then(|name| read::theme(project, &name, &seen, &mut elsewhere))
        .and_then(|files| check::theme(files, &settings, &mut elsewhere))
        .ok();
    let codes: Vec<String> = settings.languages.iter().map(|language| language.code.clone()).collect();
    let files = RuleSources::sorted(read::rules(project, &seen, &mut elsewhere).unwrap_or_default());
    let book = match files.files.is_empty() {
        true => None,
        false => check::rules::rules(&files, &codes, &mut elsewhere).ok(),
    };
    let compiled = book.as_ref().and_then(|book| compile::plan(book, project.date, &mut elsewhere).ok());
    let makings = match (&book, &compiled) {
        (Some(book), Some(compiled)) => makings(&settings, book, compiled),
        _ => Makings::new(),
    };
    let site = check::site(settings, content, &makings, project, &mut elsewhere);
    let made_from = book.as_ref().map(origin::made_from).unwrap_or_default();
    let origins = origin::origins(&site, theme.as_ref(), &made_from);
    let mistakes_elsewhere = elsewhere.has_errors();
    match origins.find(&from_site(project, wanted)) {
        Known::Origin(found) => {
            let page = found.page.filter(|_| found.made.is_none() && found.what == origin::What::Page);
            let shows: Vec<String> = match page {
                Some(page) => render::named_on(&site, page).into_iter().collect(),
                None => Vec::new(),
            };
            let anchor = wanted.split_once('#').map(|(_, anchor)| model::address::percent_decoded(anchor));
            let heading = page.zip(anchor).and_then(|(page, anchor)| {
                let source = &site.pages[page].source;
                explain::address::heading(&source.file, source.body, &anchor)
            });
            let sheet = explain::address::sheet(found, &shows, heading.as_ref());
            let json = Json::Array(vec![explain::address::json(found, &shows, heading.as_ref())]);
            Ok(Answer { sheet, json, mistakes_elsewhere })
        }
        Known::File(file, of) => {
            let sheet = explain::address::sheet_of_file(&file, &of);
            let json = Json::Array(vec![explain::address::json_of_file(&file, &of)]);
            Ok(Answer { sheet, json, mistakes_elsewhere })
        }
        Known::Hidden(file, hidden) => Err(diags.not_published(&file, &origin::why_hidden(hidden))),
        Known::Elsewhere(other) => Err(diags.address_elsewhere(wanted, &other, &site.base.absolute("/"))),
        Known::Nothing(_) if mistakes_elsewhere => {
            diags.absorb(elsewhere);
            Err(diags.nothing_at(wanted, &[]))
        }
        Known::Nothing(like) => Err(diags.nothing_at(wanted, &like)),
    }
}

/// The path of a file from the folder of the site, where one is named from where the person stands.
fn from_site(project: &Project, wanted: &str) -> String {
    let named = || {
        let root = project.root.canonicalize().ok()?;
        let file = Path::new(wanted).canonicalize().ok().filter(|file| file.is_file())?;
        Some(file.strip_prefix(root).ok()?.to_str()?.replace('\\', "/"))
    };
    named().unwrap_or_else(|| wanted.to_owned())
}

/// What is compared: the rules of a folder on a day.
#[derive(Debug)]
pub struct Compared<'p> {
    /// The folder of a site, or of rules.
    pub folder: &'p Path,
    /// Whether the folder was named, so that it is told.
    pub named: bool,
    pub day: Date,
}

/// Compares rules: those of two folders, or of one on two days. The language is that of the texts.
pub fn diff(
    old: &Compared<'_>,
    new: &Compared<'_>,
    language: Option<&str>,
    diags: &mut Diagnostics,
) -> Result<Comparison, Reported> {
    let seen = Seen::new();
    let project = Project { root: new.folder.to_owned(), date: new.day, base_url: None, drafts: false };
    let read = |one: &Compared<'_>, diags: &mut Diagnostics| {
        let files = read::rules_in(one.folder, &seen, diags)?;
        let read::RuleFolder { root, files } =
            files.ok_or_else(|| diags.no_rules(&one.folder.display().to_string()))?;
        told_in(&project, &seen, &RuleSources::sorted_in(&root, files), language, diags)
    };
    // Both are looked at before a mistake in one ends the run.
    let after = read(new, diags);
    let before = if old.folder == new.folder { None } else { Some(read(old, diags)) };
    let (after, language, locale) = after?;
    let before = before.transpose()?.map(|(book, ..)| book);
    let name = |one: &Compared<'_>| if one.named { one.folder.display().to_string() } else { String::new() };
    let days = [old.day, new.day];
    let side = |book, one: &Compared<'_>| {
        Side::new(book, one.day, &name(one)).decided_by(authorities(one.folder, &days))
    };
    let (old, new) = (side(before.as_ref().unwrap_or(&after), old), side(&after, new));
    Ok(compare::compare(&old, &new, &language, &locale))
}

/// Who decides at which time in a folder that holds a site; its mistakes were not asked about.
fn authorities(folder: &Path, days: &[Date]) -> Option<Vec<Authority>> {
    let mut unheard = Diagnostics::new();
    // On a day without an authority the settings have a mistake.
    days.iter().find_map(|&date| {
        let project = Project { root: folder.to_owned(), date, base_url: None, drafts: false };
        let file = read::settings(&project, &Seen::new(), &mut unheard).ok()?;
        Some(check::settings(&file, &project, &mut unheard).ok()?.authorities())
    })
}

/// What each page names, as far as the site can be read.
fn pages_naming(
    project: &Project,
    seen: &Seen,
    (book, compiled): (&RuleBook, &Compiled),
    diags: &mut Diagnostics,
) -> Vec<Page> {
    let settings =
        read::settings(project, seen, diags).and_then(|file| check::settings(&file, project, diags));
    let content = read::content(project, seen, diags);
    let (Ok(settings), Ok(content)) = (settings, content) else { return Vec::new() };
    let makings = makings(&settings, book, compiled);
    let site = check::site(settings, content, &makings, project, diags);
    let named = render::named(&site);
    site.pages
        .iter()
        .zip(named)
        .map(|(page, named)| Page {
            file: page.source.file.path.clone(),
            url: page.url.clone(),
            language: site.languages[page.language].code.clone(),
            named,
            made: page.made.as_ref().map(|made| (blocks::kind_of(made.of), made.id.clone())),
        })
        .collect()
}

/// What appears, goes or changes within some months.
pub fn upcoming(
    project: &Project,
    months: u32,
    language: Option<&str>,
    diags: &mut Diagnostics,
) -> Result<Answer, Reported> {
    let seen = Seen::new();
    let settings_file = read::settings(project, &seen, diags)?;
    let settings = check::settings(&settings_file, project, diags)?;
    let content = read::content(project, &seen, diags)?;
    // Rules with a mistake are told of; the pages have their days all the same.
    let files = read::rules(project, &seen, diags).map(RuleSources::sorted).unwrap_or_default();
    let rules = match files.files.is_empty() {
        true => None,
        false => told_in(project, &seen, &files, language, diags).ok(),
    };
    let mut pages = Vec::new();
    let languages: Vec<&str> = settings.languages.iter().map(|language| language.code.as_str()).collect();
    for folder in content.folders.iter().filter(|folder| languages.contains(&folder.name.as_str())) {
        let root = format!("content/{}/", folder.name);
        for file in &folder.pages {
            let (_, front) = check::front_matter(file, diags);
            let path = file.path.strip_prefix(&root).unwrap_or(&file.path).to_owned();
            pages.push(Planned { path, file: file.path.clone(), language: folder.name.clone(), front });
        }
    }
    let authorities = settings.authorities();
    let plans = Plans {
        pages: &pages,
        authorities: &authorities,
        rules: rules.as_ref().map(|(book, language, _)| (book, &book.texts[language])),
    };
    let upcoming = upcoming::upcoming(&plans, project.date, upcoming::end(project.date, months));

    // A page has an address on the days when it is there, a draft when drafts are shown.
    let site_on = |date: Date, drafts: bool| {
        let mut unheard = Diagnostics::new();
        let project = Project { date, drafts, ..project.clone() };
        let settings = check::settings(&settings_file, &project, &mut unheard).ok()?;
        Some(check::site(settings, content.clone(), &Makings::new(), &project, &mut unheard))
    };
    let sites: BTreeMap<Date, Option<Site>> =
        upcoming.days_of_pages().into_iter().map(|day| (day, site_on(day, false))).collect();
    let with_drafts =
        pages.iter().any(|page| page.front.draft).then(|| site_on(project.date, true)).flatten();
    let address = |language: &str, path: &str, day: Option<Date>| {
        let site = match day {
            Some(day) => sites.get(&day)?.as_ref(),
            None => with_drafts.as_ref(),
        }?;
        let page = site.by_path.get(&format!("{language}/{path}"))?;
        Some(site.pages[*page].url.clone())
    };
    let (sheet, json) = (upcoming.sheet(&address), upcoming.json(&address));
    Ok(Answer { sheet, json, mistakes_elsewhere: false })
}

/// The rules in a language that they have: the one asked for, or else that of the site.
fn told_in(
    project: &Project,
    seen: &Seen,
    files: &RuleSources,
    language: Option<&str>,
    diags: &mut Diagnostics,
) -> Result<(RuleBook, String, Locale), Reported> {
    let languages: Vec<String> = files.texts.keys().cloned().collect();
    let book = check::rules::rules(files, &languages, diags)?;
    let asked = language.filter(|language| book.texts.contains_key(*language));
    let language = asked.map_or_else(|| first_language(project, seen, &languages), str::to_owned);
    let locale = spoken(&book, &language, diags)?;
    Ok((book, language, locale))
}

/// How a language writes numbers and dates, if the rules have texts in it.
fn spoken(book: &RuleBook, language: &str, diags: &mut Diagnostics) -> Result<Locale, Reported> {
    let locale = Locale::new(language).filter(|_| book.texts.contains_key(language));
    locale.ok_or_else(|| {
        let known: Vec<String> = book.texts.keys().cloned().collect();
        diags.no_such_language(language, &known)
    })
}

/// The language that rules speak where none was asked for: that of the site, if they have it.
fn first_language(project: &Project, seen: &Seen, languages: &[String]) -> String {
    // Rules can stand without a site, and its mistakes are not what was asked about.
    let mut unheard = Diagnostics::new();
    let settings = read::settings(project, seen, &mut unheard)
        .and_then(|file| check::settings(&file, project, &mut unheard));
    let of_site = settings.ok().and_then(|settings| Some(settings.languages.first()?.code.clone()));
    let of_site = of_site.filter(|code| languages.contains(code));
    of_site.or_else(|| languages.first().cloned()).unwrap_or_default()
}

/// A question of the rules, for those who answer it on a command line.
#[derive(Debug, Clone)]
pub struct Question {
    pub id: String,
    /// In the language that was asked for, or else in the first of the rules.
    pub label: String,
    pub answers: Vec<String>,
}

/// The questions that say which funding fits. What is wrong with the rules is told where they are used.
pub fn questions(project: &Project, language: &str) -> Vec<Question> {
    let mut unheard = Diagnostics::new();
    let files = read::rules(project, &Seen::new(), &mut unheard).map(RuleSources::sorted).unwrap_or_default();
    let languages: Vec<String> = files.texts.keys().cloned().collect();
    let Ok(book) = check::rules::rules(&files, &languages, &mut unheard) else { return Vec::new() };
    let texts = book.texts.get(language).or_else(|| book.texts.values().next());
    let label = |id: &str| texts.map(|texts| texts.words(&format!("input.{id}.label"))).unwrap_or_default();
    book.questions()
        .map(|(input, choice)| Question {
            id: input.id.value.clone(),
            label: label(&input.id.value),
            answers: choice.cases.iter().map(|case| case.value.clone()).collect(),
        })
        .collect()
}

/// Which funding fits some answers, given by question: the answer in words, or as JSON.
pub fn fits(
    project: &Project,
    told: &[(String, String)],
    size: Option<Decimal>,
    wanted: &Wanted<'_>,
    diags: &mut Diagnostics,
) -> Result<String, Reported> {
    let seen = Seen::new();
    let files = RuleSources::sorted(read::rules(project, &seen, diags)?);
    let languages: Vec<String> = files.texts.keys().cloned().collect();
    let book = check::rules::rules(&files, &languages, diags)?;
    let language = wanted.language.map_or_else(|| first_language(project, &seen, &languages), str::to_owned);
    let locale = spoken(&book, &language, diags)?;
    let compiled = compile::plan(&book, project.date, diags)?;
    let told = check::budget::answers(told, &book, diags)?;
    let answers = finder::Answers { told, size };
    let finder = finder::Finder::new(&book, &compiled.plan);
    let texts = &book.texts[&language];
    Ok(if wanted.json {
        format!("{:#}\n", finder.json(&answers, &compiled.ranges, texts, &locale))
    } else {
        finder.words(&answers, &compiled.ranges, texts, &locale, &language)
    })
}

/// Calculates the budgets of a file and tells each result as soon as it is known, until `tell` says that nobody
/// takes more. Gives the documents that were wanted, to be written where they are wanted.
pub fn calculate(
    project: &Project,
    file: &Path,
    wanted: &Wanted<'_>,
    tell: &mut dyn FnMut(&str) -> bool,
    diags: &mut Diagnostics,
) -> Result<Vec<(PathBuf, Vec<u8>)>, Reported> {
    let seen = Seen::new();
    let files = RuleSources::sorted(read::rules(project, &seen, diags)?);
    let languages: Vec<String> = files.texts.keys().cloned().collect();
    let book = check::rules::rules(&files, &languages, diags)?;
    let language = wanted.language.map_or_else(|| first_language(project, &seen, &languages), str::to_owned);
    let locale = spoken(&book, &language, diags)?;
    let mut calculator =
        Calculator::new(&book, project.date, &language, locale, wanted.tongue).also(wanted.extras);
    // The rules of the day are looked at first: their mistakes are not the budget's.
    calculator.ready(diags)?;
    let budget = read::budget(file, diags)?;
    if file.extension().is_some_and(|extension| extension == "jsonl") {
        for (index, line) in budget.text.lines().enumerate() {
            if !tell(&format!("{}\n", calculator.line(&budget.path, index + 1, line))) {
                break;
            }
        }
        return Ok(Vec::new());
    }
    let told = if wanted.json {
        format!("{:#}\n", calculator.json(&budget, diags)?)
    } else {
        calculator.words(&budget, diags)?
    };
    tell(&told);
    let mut documents = Vec::new();
    for path in wanted.documents {
        documents.push((path.clone(), calculator.document(&budget, path, diags)?));
    }
    Ok(documents)
}
