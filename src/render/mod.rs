//! A checked site into finished files: Markdown, templates, feeds, and the check of every link.
//!
//! Pages are rendered on all cores, and each goes to the [`Sink`] as soon as it is done: only what
//! other pages need of it stays in memory.

mod assets;
pub mod blocks;
mod feeds;
mod guard;
mod hidden;
mod html;
pub(crate) mod links;
mod made;
pub(crate) mod markdown;
mod modules;
mod one_file;
mod pasted;
mod photo;
mod policy;
mod published;
pub mod references;
pub(crate) mod scan;
mod script;
mod search;
mod share;
mod slips;
mod sound;
mod structured;
pub(crate) mod sweep;
mod templates;
mod texts;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use rayon::prelude::*;
use tera::Context;

use crate::diag::{AddressSlip, Diagnostics};
use crate::model::output::{Content, Photos, Sink, SinkError, Totals};
use crate::model::page::{Kind, Made, MadeOf, Page, PageId, PageSource, Sort};
use crate::model::site::{Owner, Site};
use crate::model::theme::{Setting, Theme};
use crate::source::{Place, SourceFile};
use assets::Assets;
use links::{Broken, Links, Published, ToAnchor, Why, has_id};
use made::{OnPages, shown_on};
use markdown::{Rendered, Surroundings};
use references::{Block, References, SiteReferences};
use sweep::Sweep;
use templates::{Engine, TemplateError};
use values::Values;

/// Everything that is rendered.
#[expect(missing_debug_implementations, reason = "references and progress have no form to show")]
#[derive(Clone, Copy)]
pub struct Input<'i> {
    pub site: &'i Site,
    /// Nothing if it has mistakes: the texts are then looked at, and no page is made.
    pub theme: Option<&'i Theme>,
    /// What texts may refer to besides the site itself, for each language.
    pub references: &'i [&'i dyn References],
    /// The files of the settings and the rules: words of finished pages may come from there.
    pub sources: &'i [Arc<SourceFile>],
    /// Is told how many pages are done.
    pub progress: &'i (dyn Fn(usize) + Sync),
}

/// Renders a site into the sink. Mistakes go to `diags`; what the sink got is of use only if there
/// are none. An error is the sink's.
///
/// `then` gets the site while everything that was made for it is still at hand.
pub fn site(
    input: &Input<'_>,
    sink: &dyn Sink,
    diags: &mut Diagnostics,
    then: &mut dyn FnMut(Live<'_>, &mut Diagnostics),
) -> Result<Totals, SinkError> {
    let Input { site, theme, .. } = *input;
    let own: Vec<SiteReferences<'_>> = input
        .references
        .iter()
        .enumerate()
        .map(|(language, others)| SiteReferences::new(site, language, *others))
        .collect();
    let references: Vec<&dyn References> = own.iter().map(|own| own as &dyn References).collect();

    let texts = texts::texts(site, &references, diags);
    let values = Values::new(site, &texts, theme.is_some_and(|theme| theme.has_template(NOTICE)));
    // Without templates the texts are still looked at, so that one run shows every mistake.
    let mut engine = theme.and_then(|theme| Engine::load(theme, &site.languages, diags).ok());
    let mut usable = true;
    let mut ready = Assets::default();
    let sweep = Sweep::new(&site.base);
    let policies = policy::Policies::new(&site.base);
    let counted = Counted {
        sink,
        sweep: &sweep,
        policies: &policies,
        files: AtomicUsize::new(0),
        bytes: AtomicU64::new(0),
        texts: Mutex::new(Vec::new()),
    };
    if let (Some(engine), Some(theme)) = (&mut engine, theme) {
        let settings: Vec<_> = theme.settings.iter().map(|settings| values::settings(settings)).collect();
        match assets::prepare(theme, engine, &settings[0], site, diags) {
            Ok((assets, files)) => {
                for file in &files {
                    file.publish(&counted)?;
                }
                ready = assets;
            }
            // Every page would fail for want of them.
            Err(_) => usable = false,
        }
        for (language, settings) in settings.iter().enumerate() {
            engine.share(language, values.shared(language, theme, settings, &ready.urls));
            if usable
                && let Err(told) = engine.share_parts(language, values.menus_without_page(language), diags)
            {
                let _ = told;
                usable = false;
            }
            if usable {
                let to = (&counted as &dyn Sink, &mut ready);
                let done = modules::publish(engine, (site, language), references[language], to, diags)?;
                usable = done.is_ok();
            }
        }
    }
    let pictures = match theme {
        Some(theme) if usable && site.share_pictures && counted.is_public() => {
            share::Pictures::publish(site, &texts, &theme.settings[0], &counted)?
        }
        _ => share::Pictures::default(),
    };
    let work = Work {
        site,
        pictures,
        values: &values,
        texts: &texts,
        engine: engine.as_ref().filter(|_| usable),
        templates: PageTemplates::new(site, &|template| {
            engine.as_ref().filter(|_| usable).is_some_and(|engine| engine.has(template))
        }),
        references: &references,
        published: Published {
            site,
            assets: &ready.outputs,
            usual: engine.as_ref().is_some_and(Engine::is_usual),
        },
        sink: &counted,
        other_texts: std::mem::take(
            &mut *counted.texts.lock().unwrap_or_else(std::sync::PoisonError::into_inner),
        ),
        progress: input.progress,
        done: AtomicUsize::new(0),
        kept: ready.kept.as_ref(),
        news: (0..site.languages.len()).map(|language| values.news(language)).collect(),
        column: column(theme),
        on_pages: OnPages::new(site),
        sweep: &sweep,
        sources: sweep::Sources::new(input.sources, theme),
    };
    if let Some(theme) = theme {
        work.check_templates(theme, diags);
    }
    let mut reports: Vec<Report> = (0..site.pages.len())
        .into_par_iter()
        .with_max_len(64)
        .map_init(Vec::new, |html, page| work.page(page, &site.pages[page].source, html))
        .collect();
    reports.extend(work.redirects());
    reports.extend(work.lost_addresses());
    reports.extend(work.notices());
    let used = published::used(site, &reports, &work.other_texts);
    let copied = published::publish(site, &used, &counted)?;
    published::publish_sizes(site, &reports, &used, &counted, diags)?;
    let sections = site.pages.iter().enumerate();
    for (id, page) in sections.filter(|(_, page)| page.listing.feed) {
        let feed = feeds::feed(site, &texts, id);
        counted.put(&format!("{}atom.xml", &page.url[1..]), Content::Bytes(feed.as_bytes()))?;
    }
    for (path, xml) in feeds::sitemaps(site) {
        counted.put(&path, Content::Bytes(xml.as_bytes()))?;
    }
    // A site may bring its own.
    if site.addresses.at("/robots.txt") == Some(Owner::Made) {
        counted.put("robots.txt", Content::Bytes(feeds::robots(site).as_bytes()))?;
    }

    let pages = work.done.load(Ordering::Relaxed);
    if let Some(theme) = theme {
        policies.tell(theme, diags);
    }
    let before = diags.clone();
    work.tell(&reports, diags)?;
    for language in 0..site.languages.len() {
        work.publish_search(language, &reports)?;
    }
    then(Live { work: &work, reports, used, before, after: Diagnostics::new() }, diags);
    let files = counted.files.load(Ordering::Relaxed);
    Ok(Totals { pages, files, bytes: counted.bytes.load(Ordering::Relaxed) + copied })
}

/// A site that was rendered, with all that was made for it: the text of a page can be changed
/// without making the rest again.
#[expect(missing_debug_implementations, reason = "references have no form to show")]
pub struct Live<'w> {
    work: &'w Work<'w>,
    /// One for each page, then those of pages that have no text.
    reports: Vec<Report>,
    /// The files beside the pages that are published.
    used: published::Used,
    /// What was told before the pages were rendered, and what was found by looking at all of them.
    before: Diagnostics,
    after: Diagnostics,
}

impl Live<'_> {
    pub fn site(&self) -> &Site {
        self.work.site
    }

    /// Renders a page from another text below the same front matter; its files go to the sink.
    ///
    /// No other page shows anything of that text, so none has to be made again. Links to its anchors
    /// are looked at by [`Live::tell`].
    pub fn retext(&mut self, page: PageId, source: &PageSource) {
        self.reports[page] = self.work.page(page, source, &mut Vec::new());
    }

    /// Whether other files beside the pages are to be published than are: the site has to be made again.
    pub fn uses_other_files(&self) -> bool {
        published::used(self.work.site, &self.reports, &self.work.other_texts) != self.used
    }

    /// Makes the index of the search in the language of each of these pages again.
    pub fn search_again(&self, pages: &BTreeSet<PageId>) -> Result<(), SinkError> {
        let languages: BTreeSet<usize> =
            pages.iter().map(|page| self.work.site.pages[*page].language).collect();
        languages.into_iter().try_for_each(|language| self.work.publish_search(language, &self.reports))
    }

    /// Takes in what was found by looking at all pages.
    pub fn also_tell(&mut self, found: Diagnostics) {
        self.after = found;
    }

    /// All mistakes of the site with the texts that it has now.
    pub fn tell(&self) -> Result<Diagnostics, SinkError> {
        let mut diags = self.before.clone();
        self.work.tell(&self.reports, &mut diags)?;
        diags.absorb(self.after.clone());
        Ok(diags)
    }
}

/// The looks at finished files by themselves, to measure what they cost.
pub struct Looks {
    sweep: Sweep,
    policies: policy::Policies,
}

impl std::fmt::Debug for Looks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Looks").finish_non_exhaustive()
    }
}

impl Looks {
    /// For a site at this address.
    pub fn new(base: &crate::model::site::BaseUrl) -> Self {
        Self { sweep: Sweep::new(base), policies: policy::Policies::new(base) }
    }

    /// Looks for what must not be published.
    pub fn sweep(&self, path: &str, bytes: &[u8]) {
        self.sweep.look(path, bytes);
    }

    /// Looks for what the policy of a page blocks.
    pub fn policy(&self, path: &str, bytes: &[u8]) {
        self.policies.look(path, bytes);
    }
}

/// The title and the description of each page, with their references filled in.
pub fn titles(site: &Site, references: &[&dyn References]) -> Vec<(String, String)> {
    let own: Vec<SiteReferences<'_>> = references
        .iter()
        .enumerate()
        .map(|(language, others)| SiteReferences::new(site, language, *others))
        .collect();
    let references: Vec<&dyn References> = own.iter().map(|own| own as &dyn References).collect();
    // Their mistakes are told where the site is rendered.
    let texts = texts::texts(site, &references, &mut Diagnostics::new());
    texts.into_iter().map(|texts| (texts.title.into_owned(), texts.description.into_owned())).collect()
}

/// The template that shows each page, by its name in the theme.
pub fn template_names(site: &Site, theme: &Theme) -> Vec<String> {
    let templates = PageTemplates::new(site, &|template| theme.has_template(template));
    site.pages.iter().map(|page| templates.of(page).to_owned()).collect()
}

/// What each page names in double braces, in the order of the pages. What is wrong with their texts
/// is for those to hear who ask for the pages themselves.
pub fn named(site: &Site) -> Vec<BTreeSet<String>> {
    (0..site.pages.len()).into_par_iter().map(|page| named_on(site, page)).collect()
}

/// What one page names in double braces.
pub fn named_on(site: &Site, page: PageId) -> BTreeSet<String> {
    let page = &site.pages[page];
    let mut unheard = Diagnostics::new();
    let references = references::Remembered::default();
    texts::of_page(page, &references, &mut unheard);
    let surroundings = Surroundings {
        site,
        page,
        source: &page.source,
        locale: &site.languages[page.language].locale,
        references: &references,
        taken: &BTreeSet::new(),
        show_block: &|_, _| String::new(),
        column: "",
    };
    markdown::render(&surroundings, &mut unheard);
    references.into_names()
}

/// What the theme says of how wide pictures in texts are shown.
fn column(theme: Option<&Theme>) -> String {
    let settings = theme.and_then(|theme| theme.settings.first()).map_or(&[][..], Vec::as_slice);
    let chosen = settings.iter().find_map(|(name, value)| match value {
        Setting::Text(text) if name == "picture_sizes" && !text.is_empty() => Some(text.clone()),
        _ => None,
    });
    chosen.unwrap_or_else(|| "100vw".to_owned())
}

/// Counts what goes into a sink, and looks at it.
struct Counted<'c> {
    sink: &'c dyn Sink,
    sweep: &'c Sweep,
    policies: &'c policy::Policies,
    files: AtomicUsize,
    bytes: AtomicU64,
    /// Styles, scripts and their data, which can name files, too.
    texts: Mutex<Vec<String>>,
}

impl Sink for Counted<'_> {
    fn put(&self, path: &str, content: Content<'_>) -> Result<(), SinkError> {
        self.files.fetch_add(1, Ordering::Relaxed);
        if let Content::Bytes(bytes) = content {
            self.bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
            self.sweep.look(path, bytes);
            self.policies.look(path, bytes);
            let is_text =
                [".css", ".js", ".json", ".webmanifest", ".svg"].iter().any(|end| path.ends_with(end));
            if is_text && path.starts_with("assets/") {
                let mut texts = self.texts.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                texts.push(String::from_utf8_lossy(bytes).into_owned());
            }
        }
        self.sink.put(path, content)
    }

    fn is_public(&self) -> bool {
        self.sink.is_public()
    }

    fn photos(&self) -> Photos {
        self.sink.photos()
    }

    fn kept(&self, name: &str) -> Option<Vec<u8>> {
        self.sink.kept(name)
    }

    fn keep(&self, name: &str, bytes: &[u8]) {
        self.sink.keep(name, bytes);
    }

    fn before(&self, path: &str) -> Option<Vec<u8>> {
        self.sink.before(path)
    }
}

struct Work<'w> {
    site: &'w Site,
    values: &'w Values<'w>,
    pictures: share::Pictures,
    texts: &'w [texts::Texts<'w>],
    /// Nothing if the templates have mistakes.
    engine: Option<&'w Engine>,
    templates: PageTemplates,
    references: &'w [&'w dyn References],
    published: Published<'w>,
    sink: &'w dyn Sink,
    /// Styles and scripts, which can name files beside the pages.
    other_texts: Vec<String>,
    progress: &'w (dyn Fn(usize) + Sync),
    done: AtomicUsize,
    /// The static files, where a page takes them into its one file.
    kept: Option<&'w one_file::Files>,
    /// The newest news of each language.
    news: Vec<tera::Value>,
    /// How wide pictures in texts are shown, as `sizes` of HTML says it.
    column: String,
    /// What the pages name, for those that are made from the rules.
    on_pages: OnPages<'w>,
    /// What finished files show that they must not, and the sources that it may come from.
    sweep: &'w Sweep,
    sources: sweep::Sources,
}

/// What is left of a page when its HTML has gone to the sink.
#[derive(Debug, Default)]
struct Report {
    /// What messages call it: the path of its file.
    name: String,
    template: String,
    diags: Diagnostics,
    /// What was found in the finished page, to be told behind the rest.
    late: Diagnostics,
    ids: String,
    /// The anchors that headings would have with the values that they show, and those that they have.
    former: BTreeMap<String, String>,
    /// Ids that the page has twice, by its template.
    twice: Vec<String>,
    /// Dead addresses, with their place in the text where they come from there.
    broken: Vec<(Broken, Option<Place>)>,
    to_anchors: Vec<(ToAnchor, Option<Place>)>,
    /// The files beside the pages that it uses, with their place in the text where they come from there.
    files: Vec<(usize, Option<Place>)>,
    /// The photos that it shows in sizes of their own, with their place in the text.
    sizes: Vec<(usize, Option<Place>)>,
    /// What the search finds on the page.
    found: Vec<search::Section>,
    failed: Option<Box<TemplateError>>,
    sink_error: Option<SinkError>,
}

impl Report {
    /// Takes in the links of a page that has no text of its own.
    fn without_places(&mut self, links: Option<Links>) {
        let links = links.unwrap_or_default();
        self.broken = links.broken.into_iter().map(|broken| (broken, None)).collect();
        self.files = links.files.into_iter().map(|(file, _)| (file, None)).collect();
        self.sizes = links.sizes.into_iter().map(|file| (file, None)).collect();
    }
}

/// Which template shows which page.
struct PageTemplates {
    /// By the name that pages choose, with the names of their files.
    chosen: BTreeMap<String, String>,
    home: &'static str,
    news: &'static str,
    article: &'static str,
    /// Those of all pages that are there.
    there: BTreeSet<String>,
}

impl PageTemplates {
    fn new(site: &Site, has: &dyn Fn(&str) -> bool) -> Self {
        let or = |template, otherwise| if has(template) { template } else { otherwise };
        let mut templates = Self {
            chosen: BTreeMap::new(),
            home: or("home.html", "section.html"),
            news: or("news.html", "section.html"),
            article: or("article.html", "page.html"),
            there: BTreeSet::new(),
        };
        for chosen in site.pages.iter().filter_map(|page| page.template.as_ref()) {
            templates.chosen.insert(chosen.value.clone(), format!("{}.html", chosen.value));
        }
        let all = [templates.home, templates.news, templates.article, "section.html", "page.html"];
        let all = all.into_iter().chain(templates.chosen.values().map(String::as_str));
        let all = all.chain([MadeOf::Rule, MadeOf::Parameter].map(MadeOf::template));
        templates.there = all.filter(|template| has(template)).map(str::to_owned).collect();
        templates
    }

    /// The file of the template of a page.
    fn of(&self, page: &Page) -> &str {
        if let Some(made) = &page.made {
            return made.of.template();
        }
        match (&page.template, page.kind) {
            (Some(chosen), _) => &self.chosen[&chosen.value],
            (None, Kind::Home) => self.home,
            (None, Kind::Section) if page.listing.sort == Sort::Date => self.news,
            (None, Kind::Section) => "section.html",
            (None, Kind::Article) => self.article,
            (None, Kind::Page) => "page.html",
        }
    }

    fn is_there(&self, template: &str) -> bool {
        self.there.contains(template)
    }
}

/// The template of a page that stands for one that is not translated.
const NOTICE: &str = "untranslated.html";

/// Where a file belongs.
struct Target<'t> {
    /// Its address, from which relative links start.
    url: &'t str,
    /// Its path in the output folder.
    output: &'t str,
}

impl Work<'_> {
    /// Every template that pages ask for has to be there.
    fn check_templates(&self, theme: &Theme, diags: &mut Diagnostics) {
        let Some(engine) = self.engine else { return };
        for page in &self.site.pages {
            let template = self.templates.of(page);
            if self.templates.is_there(template) {
                continue;
            }
            let _ = match &page.template {
                Some(chosen) => diags.no_template(chosen, engine.names()),
                None => diags.theme_lacks_template(&theme.name, template),
            };
        }
        let wanted = [("not-found.html", true), ("alias.html", !self.site.redirects.is_empty())];
        for (template, _) in wanted.into_iter().filter(|(template, wanted)| *wanted && !engine.has(template))
        {
            let _ = diags.theme_lacks_template(&theme.name, template);
        }
    }

    /// Renders a page; `html` is room that is used again for the next one.
    fn page(&self, id: PageId, source: &PageSource, html: &mut Vec<u8>) -> Report {
        let mut report = match self.page_beside(id, source, &BTreeSet::new(), html) {
            Ok(report) => report,
            // Only the finished page shows which anchors its template has. Headings make room for them.
            Err(taken) => self.page_beside(id, source, &taken, html).unwrap_or_default(),
        };
        report.diags.absorb(std::mem::take(&mut report.late));
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        (self.progress)(done);
        report
    }

    /// Renders a page whose template and blocks are known to have the anchors in `taken`. Gives them back
    /// if none was known and headings have the same: nothing has been put away then.
    fn page_beside(
        &self,
        id: PageId,
        source: &PageSource,
        taken: &BTreeSet<String>,
        html: &mut Vec<u8>,
    ) -> Result<Report, BTreeSet<String>> {
        let page = &self.site.pages[id];
        let mut diags = Diagnostics::new();
        let failed_block = Mutex::new(None);
        let show_block = |block: &Block, _: &mut Diagnostics| {
            let Some(engine) = self.engine else { return String::new() };
            let mut context = Context::new();
            context.insert_value("block", block.data.clone());
            let mut html = Vec::new();
            match engine.render(page.language, &block.template, &context, &mut html) {
                Ok(()) => String::from_utf8_lossy(&html).into_owned(),
                Err(error) => {
                    *failed_block.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(error);
                    String::new()
                }
            }
        };
        let surroundings = Surroundings {
            site: self.site,
            page,
            source,
            locale: &self.site.languages[page.language].locale,
            references: self.references[page.language],
            taken,
            show_block: &show_block,
            column: self.column.as_str(),
        };
        let mut rendered = markdown::render(&surroundings, &mut diags);
        let template = self.templates.of(page);
        let mut report = Report {
            name: page.source.file.path.clone(),
            template: template.to_owned(),
            diags,
            former: std::mem::take(&mut rendered.former),
            ..Report::default()
        };
        report.failed = failed_block.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        if report.failed.is_none() && self.templates.is_there(template) {
            for part in 1..=page.parts() {
                self.part((id, source), part, (&rendered, taken), html, &mut report)?;
            }
        }
        if search::is_found(self.site, id) {
            report.found = search::sections(&rendered.html);
        }
        Ok(report)
    }

    /// Renders a page, or a further part of its list, and puts it where it belongs.
    fn part(
        &self,
        (id, source): (PageId, &PageSource),
        part: usize,
        (rendered, taken): (&Rendered, &BTreeSet<String>),
        html: &mut Vec<u8>,
        report: &mut Report,
    ) -> Result<(), BTreeSet<String>> {
        let page = &self.site.pages[id];
        // The text stands on the first part alone.
        let first = part == 1;
        let second_level = rendered.contents.len();
        let contents: &[markdown::Heading] =
            if first && page.toc.unwrap_or(second_level >= 3) { &rendered.contents } else { &[] };
        let text = values::PageText {
            html: if first { &rendered.html } else { "" },
            contents,
            headings: if first { &rendered.contents } else { &[] },
            scripts: rendered.scripts,
        };
        let mut context = Context::new();
        context.insert_value("page", self.values.page(id, part, &report.template, &text));
        if let Some(picture) = self.pictures.of(id) {
            context.insert_value("share", values::share(self.site, picture));
        }
        context.insert_value("data", tera::Value::safe_string(&self.values.structured(id, part, &text)));
        context.insert_value("menu", self.values.menus(page));
        if matches!(page.kind, Kind::Home | Kind::Section) {
            context.insert_value("pages", self.values.list(id, part));
            context.insert_value("pager", self.values.pager(id, part));
        }
        if page.kind == Kind::Home {
            context.insert_value("news", self.news[page.language].clone());
        }
        if self.site.search_page(page.language) == Some(id) {
            context.insert_value("all_pages", self.values.all_pages(page.language));
        }
        if page.kind == Kind::Article {
            let (older, newer) = self.values.neighbours(id);
            context.insert_value("prev", older);
            context.insert_value("next", newer);
        }
        if let Some(made) = &page.made {
            context.insert_value("made", self.made(page, made));
        }
        let url = values::part_url(page, part);
        let output = format!("{}index.html", &url[1..]);
        let template = report.template.clone();
        let target = Target { url: &url, output: &output };
        let Some(links) = self.draw(page.language, &template, &context, &target, html, report) else {
            return Ok(());
        };
        if first && taken.is_empty() {
            let met = sound::met(&links, &rendered.ids);
            if !met.is_empty() {
                return Err(met);
            }
        }
        self.put(&target, html, report);
        let mut places = sound::Places::new(source, &rendered.links);
        report.broken.extend(links.broken.into_iter().map(|broken| {
            let place = places.next(&broken.url);
            (broken, place)
        }));
        report.to_anchors.extend(links.to_anchors.into_iter().map(|link| {
            let place = places.next(&link.url);
            (link, place)
        }));
        sound::tell_twice(links.twice, first.then_some((rendered, source)), report);
        let in_text = |file: usize| {
            let url = self.site.base.path_to(&html::encode_path(&self.site.files[file].url));
            let here = rendered.links.iter().filter(|(written, _)| written.split('#').next() == Some(&url));
            let places: Vec<Option<Place>> =
                here.map(|(_, range)| Some(Place::bytes(&source.file, range.clone()))).collect();
            if places.is_empty() { vec![None] } else { places }
        };
        for (file, _) in links.files {
            report.files.extend(in_text(file).into_iter().map(|place| (file, place)));
        }
        for file in links.sizes {
            report.sizes.extend(in_text(file).into_iter().map(|place| (file, place)));
        }
        if first {
            report.ids = links.ids;
            self.one_file(id, source, html, report);
        }
        Ok(())
    }

    /// Puts the page, as it has just been rendered, away as one file where its author asks for that.
    fn one_file(&self, id: PageId, source: &PageSource, html: &[u8], report: &mut Report) {
        let page = &self.site.pages[id];
        let (Some(output), Some(files)) = (page.one_file_output(), self.kept) else { return };
        let base = &self.site.base;
        let origin = base.absolute("/");
        let origin = origin.strip_suffix(base.path_to("/").as_str()).unwrap_or(&origin);
        match one_file::one_file(&String::from_utf8_lossy(html), files, origin) {
            Ok(whole) => {
                if let Err(error) = self.sink.put(&output, Content::Bytes(whole.as_bytes())) {
                    report.sink_error = Some(error);
                }
            }
            Err(one_file::Slip::Script { url, line }) => {
                let _ = report.diags.script_not_for_one_file(&Place::file(&source.file), &url, &line);
            }
        }
    }

    /// What the template of a page made from the rules is given.
    fn made(&self, page: &Page, made: &Made) -> tera::Value {
        let references = self.references[page.language];
        let named = &self.on_pages.of(page.language);
        let at = |name: &str| {
            let first = *named.get(name)?.first()?;
            Some(self.site.base.path_to(&html::encode_path(&self.site.pages[first].url)))
        };
        let Some(mut data) = references.made(made, &at) else { return tera::Value::none() };
        // Unless an author has put something else there.
        let leads_here = |url: &String| match self.site.addresses.at(url) {
            Some(Owner::Page(id)) => self.site.pages[id].url == page.url,
            Some(Owner::Redirect(number)) => {
                self.site.pages[self.site.redirects[number].page].url == page.url
            }
            _ => false,
        };
        let lasting = self.site.lasting_url(page).filter(leads_here);
        data["lasting_url"] = lasting.map(|url| self.site.base.path_to(&html::encode_path(&url))).into();
        let names = named.keys().copied().collect();
        let pages = shown_on(named, &references.showing(made, &names));
        let more = pages.len().saturating_sub(made::MOST_PAGES);
        data["pages_more"] = if more > 0 { more.into() } else { serde_json::Value::Null };
        data["pages"] = pages.iter().take(made::MOST_PAGES).map(|page| self.values.named(*page)).collect();
        tera::Value::from_serializable(&data)
    }

    /// Renders, checks and puts away one file.
    fn finish(
        &self,
        language: usize,
        template: &str,
        context: &Context,
        target: &Target<'_>,
        html: &mut Vec<u8>,
        report: &mut Report,
    ) -> Option<Links> {
        let links = self.draw(language, template, context, target, html, report)?;
        self.put(target, html, report);
        report.twice.extend(links.twice.iter().cloned());
        Some(links)
    }

    /// Renders and checks one file.
    fn draw(
        &self,
        language: usize,
        template: &str,
        context: &Context,
        target: &Target<'_>,
        html: &mut Vec<u8>,
        report: &mut Report,
    ) -> Option<Links> {
        html.clear();
        if let Err(error) = self.engine?.render(language, template, context, html) {
            report.failed = Some(error);
            return None;
        }
        Some(self.published.check(html, target.url))
    }

    fn put(&self, target: &Target<'_>, html: &[u8], report: &mut Report) {
        if let Err(error) = self.sink.put(target.output, Content::Bytes(html)) {
            report.sink_error = Some(error);
        }
    }

    /// Puts the index of the search in a language where it belongs.
    fn publish_search(&self, language: usize, reports: &[Report]) -> Result<(), SinkError> {
        search::publish(self.site, language, self.texts, &|page| &reports[page].found, self.sink)
    }

    /// The pages at old addresses.
    fn redirects(&self) -> Vec<Report> {
        let wanted = self.engine.is_some_and(|engine| engine.has("alias.html"));
        let redirects = if wanted { self.site.redirects.as_slice() } else { &[] };
        redirects
            .par_iter()
            .map(|redirect| {
                let page = &self.site.pages[redirect.page];
                let mut report = Report {
                    name: page.source.file.path.clone(),
                    template: "alias.html".to_owned(),
                    ..Report::default()
                };
                let text = values::PageText { html: "", contents: &[], headings: &[], scripts: false };
                let mut context = Context::new();
                context.insert_value("page", self.values.page(redirect.page, 1, "alias", &text));
                context.insert_value("menu", self.values.menus_without_page(page.language));
                let url = format!("/{}", redirect.output);
                let target = Target { url: &url, output: &redirect.output };
                let html = &mut Vec::new();
                let links = self.finish(page.language, "alias.html", &context, &target, html, &mut report);
                report.without_places(links);
                report
            })
            .collect()
    }

    /// The page of each language for addresses that lead nowhere.
    fn lost_addresses(&self) -> Vec<Report> {
        let wanted = self.engine.is_some_and(|engine| engine.has("not-found.html"));
        let languages = if wanted { self.site.languages.as_slice() } else { &[] };
        languages
            .iter()
            .enumerate()
            .map(|(number, language)| {
                let url = format!("{}/404.html", language.prefix);
                let mut report = Report {
                    name: url[1..].to_owned(),
                    template: "not-found.html".to_owned(),
                    ..Report::default()
                };
                let mut context = Context::new();
                context.insert_value("page", values::not_found(self.site, language, &url));
                context.insert_value("menu", self.values.menus_without_page(number));
                let target = Target { url: &url, output: &url[1..] };
                let html = &mut Vec::new();
                let links = self.finish(number, "not-found.html", &context, &target, html, &mut report);
                report.without_places(links);
                report
            })
            .collect()
    }

    /// The pages that say that a page is not there in a language.
    fn notices(&self) -> Vec<Report> {
        let notices = if self.values.has_notices() { self.site.notices.as_slice() } else { &[] };
        notices
            .par_iter()
            .map_init(Vec::new, |html, notice| {
                let url = &notice.url;
                let output = format!("{}index.html", &url[1..]);
                let mut report =
                    Report { name: output.clone(), template: NOTICE.to_owned(), ..Report::default() };
                let mut context = Context::new();
                context.insert_value("page", self.values.notice(notice));
                context.insert_value("menu", self.values.menus_without_page(notice.language));
                let target = Target { url, output: &output };
                let links = self.finish(notice.language, NOTICE, &context, &target, html, &mut report);
                report.without_places(links);
                report
            })
            .collect()
    }

    /// Tells of everything that the pages met, what many pages share but once.
    fn tell(&self, reports: &[Report], diags: &mut Diagnostics) -> Result<(), SinkError> {
        if let Some(error) = reports.iter().find_map(|report| report.sink_error.as_ref()) {
            return Err(error.clone());
        }
        let ids = |page: PageId| reports[page].ids.as_str();
        let whole = self.references.iter().all(|references| references.is_whole());
        let mut failures: Vec<(Box<TemplateError>, String, usize)> = Vec::new();
        let mut dead: BTreeMap<(String, String, AddressSlip), (String, usize)> = BTreeMap::new();
        for (number, report) in reports.iter().enumerate() {
            diags.absorb(report.diags.clone());
            if let Some(error) = &report.failed {
                match failures.iter_mut().find(|(known, ..)| known == error) {
                    Some((_, _, more)) => *more += 1,
                    None => failures.push((error.clone(), report.name.clone(), 0)),
                }
            }
            let anchors =
                report.to_anchors.iter().filter(|(link, _)| whole && !has_id(ids(link.page), &link.anchor));
            let anchors: Vec<_> = anchors
                .map(|(link, place)| {
                    let near = reports[link.page].near(&link.anchor);
                    (link.url.clone(), AddressSlip::NoAnchor(near), place.clone())
                })
                .collect();
            let broken = report.broken.iter().map(|(broken, place)| {
                let slip = match self.slip(broken) {
                    // A place on the page itself.
                    AddressSlip::NoAnchor(None) => {
                        let anchor = broken.url.split_once('#').map_or("", |(_, anchor)| anchor);
                        let own = reports.get(number).filter(|_| number < self.site.pages.len());
                        AddressSlip::NoAnchor(own.and_then(|own| own.near(anchor)))
                    }
                    slip => slip,
                };
                (broken.url.clone(), slip, place.clone())
            });
            for (url, slip, place) in broken.chain(anchors) {
                match place {
                    Some(place) => {
                        let _ = diags.dead_address(&url, &slip, Some(&place), None);
                    }
                    // Written by a template: most likely on many pages.
                    None => {
                        dead.entry((report.template.clone(), url, slip))
                            .and_modify(|(_, more)| *more += 1)
                            .or_insert((report.name.clone(), 0));
                    }
                }
            }
        }
        let mut twice: BTreeMap<&str, (&str, &str, usize)> = BTreeMap::new();
        for report in reports {
            for id in &report.twice {
                twice.entry(id).and_modify(|(_, _, more)| *more += 1).or_insert((
                    &report.template,
                    &report.name,
                    0,
                ));
            }
        }
        for (id, (template, page, more)) in twice {
            let place = self.engine.and_then(|engine| engine.place_of_id(id));
            let _ = diags.id_twice(id, place.as_ref(), (template, page, more));
        }
        let used = published::used(self.site, reports, &self.other_texts);
        published::tell_of_used(self.site, reports, &used, diags);
        let all_were_made = self.engine.is_some()
            && reports.iter().all(|report| report.failed.is_none() && self.was_made(report));
        // What no page uses is known when all of them were made.
        if all_were_made {
            published::tell_of_unused(self.site, &used, diags);
        }
        for (error, page, more) in failures {
            let TemplateError { slip, place, callers } = &*error;
            let _ = diags.template_failed(slip, place.as_ref(), callers, (&page, more));
        }
        for ((template, url, slip), (page, more)) in dead {
            let place = self.engine.and_then(|engine| engine.place_of_address(&url));
            let _ = diags.dead_address(&url, &slip, place.as_ref(), Some((&template, &page, more)));
        }
        sweep::tell(self.sweep, self.site, &self.sources, diags);
        Ok(())
    }

    /// Whether the page of a report was made: its template was there.
    fn was_made(&self, report: &Report) -> bool {
        self.engine.is_some_and(|engine| engine.has(&report.template))
    }

    fn slip(&self, broken: &Broken) -> AddressSlip {
        let base = &self.site.base.path;
        match broken.why {
            Why::NothingThere => {
                let known: Vec<String> =
                    self.site.pages.iter().map(|page| format!("{base}{}", page.url)).collect();
                let path = broken.url.split(['#', '?']).next().unwrap_or_default();
                let mut sorted: Vec<&str> = known.iter().map(String::as_str).collect();
                sorted.sort_unstable();
                AddressSlip::NothingThere(crate::diag::nearest(path, sorted).map(str::to_owned))
            }
            Why::NoSlash => AddressSlip::NoSlash,
            Why::OutsideBase => AddressSlip::OutsideBase(base.clone()),
            Why::NoAnchor => AddressSlip::NoAnchor(None),
            Why::Scheme => AddressSlip::Scheme,
        }
    }
}

impl Report {
    /// The anchor of the page that was meant by one which it does not have.
    fn near(&self, anchor: &str) -> Option<String> {
        // As it was when the heading still had a value of the rules in it.
        if let Some(now) = self.former.get(anchor) {
            return Some(now.clone());
        }
        let known = self.ids.split('\n').filter(|id| !id.is_empty());
        crate::diag::nearest(anchor, known).map(str::to_owned)
    }
}
