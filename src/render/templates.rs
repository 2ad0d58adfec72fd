//! The templates of the theme and the site, and what goes wrong in them, told in their own files.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use rust_decimal::Decimal;
use serde::ser::{Serialize, SerializeStruct, Serializer};
use tera::value::Key;
use tera::{Context, ErrorKind, Kwargs, Map, State, Tera, TeraResult, Value};

use super::guard::{self, Guarded};
use super::slips::{self, Known};
use crate::diag::{Diagnostics, Reported, TemplateSlip};
use crate::model::locale::Locale;
use crate::model::site::Language;
use crate::model::theme::{COUNT, StaticContent, Theme};
use crate::source::{Place, SourceFile};

/// The templates, ready for each language.
pub(super) struct Engine {
    /// One for each language, with the values that all of its pages share. They count what is written.
    teras: Vec<Tera>,
    /// The same without the brackets by which bytes are counted: they say best what is wrong in an expression.
    /// None where the engine could not read those brackets.
    plain: Vec<Tera>,
    /// Files of the templates, by the names that the template engine knows them by.
    files: HashMap<String, Guarded>,
    /// What the names of the theme's own templates begin with.
    prefix: String,
    /// Templates that were stopped, with what was said: what makes every page of them takes long enough once.
    stopped: Mutex<HashMap<String, TemplateError>>,
}

/// What went wrong while a page was made from a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TemplateError {
    pub slip: TemplateSlip,
    pub place: Option<Place>,
    /// The templates that called the one that failed.
    pub callers: Vec<Place>,
}

/// Name of a static file that is a template, as the engine knows it.
pub(super) fn static_template(name: &str) -> String {
    format!("static/{name}")
}

impl Engine {
    /// Reads all templates; tells of the mistakes in all of them.
    pub(super) fn load(
        theme: &Theme,
        languages: &[Language],
        diags: &mut Diagnostics,
    ) -> Result<Self, Reported> {
        let prefix = format!("{}/", theme.name);
        let mut files: BTreeMap<String, Arc<SourceFile>> = BTreeMap::new();
        for template in &theme.templates {
            // A template of the theme is called by its bare name, unless the site has one of that
            // name; the site's can still extend it by its long name.
            let name =
                if template.of_site { template.name.clone() } else { format!("{prefix}{}", template.name) };
            files.insert(name, template.file.clone());
        }
        for file in &theme.statics {
            if let StaticContent::Template(text) = &file.content {
                files.insert(static_template(&file.name), text.clone());
            }
        }
        let files = guard::guard(&files, &prefix, diags)?;
        let mut tera = Tera::new();
        guard::register(&mut tera);
        tera.set_fallback_prefixes([prefix.clone()]).expect("no template was added yet");
        // Known before templates ask for it; each language then gets its own.
        tera.register_filter("counted", |text: Value, _: Kwargs, _: &State| text);
        let texts = files.iter().map(|(name, file)| (name.as_str(), file.text.as_str()));
        match on_a_large_stack(|| tera.add_raw_templates(texts)) {
            Ok(()) => {
                let in_language = |tera: &Tera, language: &Language| {
                    let (mut tera, locale) = (tera.clone(), language.locale.clone());
                    tera.register_filter("counted", move |forms: &Map, number: Kwargs, _: &State| {
                        counted(&locale, forms, &number)
                    });
                    tera
                };
                let in_languages =
                    |tera: &Tera| languages.iter().map(|language| in_language(tera, language)).collect();
                let bracketed = files.iter().map(|(name, file)| (name.as_str(), file.counted.as_str()));
                let mut counting = tera.clone();
                // What can be read as it is can be read with brackets around it, if it was not as deep as can be.
                let (teras, plain) = match on_a_large_stack(|| counting.add_raw_templates(bracketed)) {
                    Ok(()) => (in_languages(&counting), in_languages(&tera)),
                    Err(_) => (in_languages(&tera), Vec::new()),
                };
                let stopped = Mutex::default();
                Ok(Self { teras, plain, files: files.into_iter().collect(), prefix, stopped })
            }
            Err(error) => Err(tell_all(&files, &prefix, &error, diags)),
        }
    }

    /// Sets the values that all pages of a language share.
    pub(super) fn share(&mut self, language: usize, values: Vec<(&'static str, Value)>) {
        for (name, value) in values {
            for tera in [&mut self.teras, &mut self.plain].into_iter().filter_map(|all| all.get_mut(language))
            {
                tera.global_context().insert_value(name, value.clone());
            }
        }
    }

    /// Renders the templates in `shared/` once, and shares the result: as `shared.footer` for
    /// `shared/footer.html`. They see what all pages of the language share, and no page.
    pub(super) fn share_parts(
        &mut self,
        language: usize,
        menus: Value,
        diags: &mut Diagnostics,
    ) -> Result<(), Reported> {
        let mut parts: BTreeMap<String, Value> = BTreeMap::new();
        let mut failed = None;
        let mut context = Context::new();
        context.insert_value("menu", menus);
        for name in self.names_in("shared/") {
            let mut html = Vec::new();
            match self.render(language, &format!("shared/{name}.html"), &context, &mut html) {
                Ok(()) => {
                    let html = String::from_utf8_lossy(&html);
                    parts.insert(name, Value::safe_string(html.trim_end_matches('\n')));
                }
                Err(error) => {
                    let TemplateError { slip, place, callers } = *error;
                    let page = format!("shared/{name}.html");
                    failed = Some(diags.template_failed(&slip, place.as_ref(), &callers, (&page, 0)));
                }
            }
        }
        self.share(language, vec![("shared", Value::from(parts))]);
        failed.map_or(Ok(()), Err)
    }

    /// The templates in a folder, of the theme and of the site, without folder and `.html`.
    pub(super) fn names_in(&self, folder: &str) -> BTreeSet<String> {
        let bare = self.files.keys().map(|name| name.strip_prefix(&self.prefix).unwrap_or(name));
        bare.filter_map(|name| Some(name.strip_prefix(folder)?.strip_suffix(".html")?.to_owned())).collect()
    }

    /// Whether all templates write the attributes of links in their usual form.
    pub(super) fn is_usual(&self) -> bool {
        let pages = self.files.iter().filter(|(name, _)| name.ends_with(".html"));
        pages.into_iter().all(|(_, file)| super::scan::is_usual(&file.file.text))
    }

    pub(super) fn has(&self, template: &str) -> bool {
        self.teras.first().is_some_and(|tera| tera.contains_template(template))
    }

    /// The names of the page templates, for messages.
    pub(super) fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .files
            .keys()
            .map(|name| name.strip_prefix(&self.prefix).unwrap_or(name))
            .filter_map(|name| name.strip_suffix(".html"))
            // Those in folders are parts of pages.
            .filter(|name| !name.contains('/'))
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Adds what the template gives to `output`.
    pub(super) fn render(
        &self,
        language: usize,
        template: &str,
        context: &Context,
        output: &mut Vec<u8>,
    ) -> Result<(), Box<TemplateError>> {
        let stopped = || self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(error) = stopped().get(template) {
            return Err(Box::new(error.clone()));
        }
        guard::begin();
        let most = output.len() + guard::MOST_BYTES;
        let mut output = Bounded { output, most, is_full: false };
        let rendered = self.teras[language].render_to(template, context, &mut output);
        let is_full = output.is_full;
        rendered.map_err(|error| {
            let mut error = match self.plain.get(language) {
                // It comes as far as the other, which stayed within all bounds.
                Some(plain) if !is_full && !guard::is_stopped(&error) => {
                    guard::begin();
                    let again = plain.render_to(template, context, io::sink());
                    again.map_or_else(|error| self.explain(&error, false), |()| self.explain(&error, true))
                }
                plain => self.explain(&error, plain.is_some()),
            };
            if is_full {
                error.slip = TemplateSlip::TooLarge;
                error.place = self.file_of(template).map(|file| Place::file(&file.file));
            }
            if matches!(error.slip, TemplateSlip::Endless | TemplateSlip::TooLarge) {
                stopped().insert(template.to_owned(), error.clone());
            }
            Box::new(error)
        })
    }

    fn file_of(&self, template: &str) -> Option<&Guarded> {
        self.files.get(template).or_else(|| self.files.get(&format!("{}{template}", self.prefix)))
    }

    /// What the engine says, of the file of the author; `counts` is whether it has the templates with brackets.
    fn explain(&self, error: &tera::Error, counts: bool) -> TemplateError {
        let templates = template_names(self.files.keys(), &self.prefix);
        let blocks = block_names(self.files.values());
        let known = Known { templates: &templates, blocks: &blocks };
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let file = self.files.get(report.filename());
                let range = report.span().range.clone();
                let place = file.map(|file| match counts {
                    true => file.place_of_counted(range),
                    false => file.place(range),
                });
                let written = place.as_ref().and_then(Place::written).unwrap_or_default();
                let slip = slips::of_message(report.message(), written, known);
                let callers = callers(&error.to_string())
                    .filter_map(|(file, line, column)| place_of(self.files.get(file)?, counts, line, column))
                    .collect();
                TemplateError { slip, place, callers }
            }
            other => TemplateError { slip: slips::of_kind(other, known), place: None, callers: Vec::new() },
        }
    }

    /// Where a template has this address in so many words.
    pub(super) fn place_of_address(&self, url: &str) -> Option<Place> {
        self.place_of(&format!("\"{url}\""), 1, url.len())
    }

    /// Where a template gives an element this id in so many words.
    pub(super) fn place_of_id(&self, id: &str) -> Option<Place> {
        self.place_of(&format!(" id=\"{id}\""), " id=\"".len(), id.len())
    }

    fn place_of(&self, written: &str, before: usize, length: usize) -> Option<Place> {
        let mut names: Vec<&String> = self.files.keys().collect();
        names.sort_unstable();
        names.into_iter().find_map(|name| {
            let file = &self.files[name].file;
            let at = file.text.find(written)? + before;
            Some(Place::bytes(file, at..at + length))
        })
    }
}

/// The filter `counted(n=3)`: the form of a text that its language has behind this number, with the number
/// in it.
fn counted(locale: &Locale, forms: &Map, number: &Kwargs) -> TeraResult<String> {
    let number = Decimal::from(number.must_get::<i64>("n")?);
    let form = forms.get(&Key::from(locale.plural(&number))).and_then(Value::as_str);
    let form = form.ok_or_else(|| tera::Error::message("Map does not have a key for this number"))?;
    Ok(form.replace(COUNT, &locale.decimal(&number, 0)))
}

/// Does work of the engine that calls itself for each part of an expression: hundreds of parts, with all
/// that a program without optimisation keeps for each, are more than the usual stack holds.
fn on_a_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let work = std::sync::Mutex::new(Some(work));
    let take = || work.lock().unwrap_or_else(PoisonError::into_inner).take().map(|work| work());
    let done = std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(crate::STACK_BYTES);
        builder.spawn_scoped(scope, take).ok().and_then(|thread| thread.join().ok().flatten())
    });
    // Without room for another thread it is done in this one.
    done.or_else(take).expect("the work is done once")
}

/// The templates by the names that they call each other, in order.
fn template_names<'n>(names: impl Iterator<Item = &'n String>, prefix: &str) -> Vec<String> {
    let mut names: Vec<String> =
        names.map(|name| name.strip_prefix(prefix).unwrap_or(name).to_owned()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The names of all blocks, in order.
fn block_names<'f>(files: impl Iterator<Item = &'f Guarded>) -> Vec<String> {
    let mut names: Vec<String> = files
        .flat_map(|file| file.file.text.split("{%").skip(1))
        .filter_map(|tag| tag.trim_start_matches('-').trim_start().strip_prefix("block "))
        .filter_map(|rest| rest.split_whitespace().next())
        .map(str::to_owned)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The place of a mistake without the spaces around it: those that begin with the line before look odd.
fn trimmed(place: Place) -> Place {
    let (file, Some(range)) = (&place.file, place.range()) else { return place };
    let written = file.text.get(range.clone()).unwrap_or_default();
    let bare = written.trim_start();
    let start = range.start + written.len() - bare.len();
    let length = bare.lines().next().map_or(0, |line| line.trim_end().len());
    if length == 0 { place } else { Place::bytes(file, start..start + length) }
}

/// Tells of every mistake in the templates: the engine itself stops at the first bad one.
fn tell_all(
    files: &BTreeMap<String, Guarded>,
    prefix: &str,
    error: &tera::Error,
    diags: &mut Diagnostics,
) -> Reported {
    let templates = template_names(files.keys(), prefix);
    let blocks = block_names(files.values());
    let known = Known { templates: &templates, blocks: &blocks };
    let mut told = None;
    for (name, file) in files {
        let mut alone = Tera::new();
        if let Err(error) = on_a_large_stack(|| alone.add_raw_template(name, &file.text))
            && let ErrorKind::SyntaxError(report) = error.kind()
        {
            let place = trimmed(file.place(report.span().range.clone()));
            let slip = slips::of_message(report.message(), place.written().unwrap_or_default(), known);
            // Where a template ends too early says little: what was left open does.
            let left_open =
                (slip == TemplateSlip::EndsEarly).then(|| slips::unclosed(&file.file.text)).flatten();
            told = Some(match left_open {
                Some((range, slip)) => diags.template_syntax(Some(&Place::bytes(&file.file, range)), &slip),
                None => diags.template_syntax(Some(&place), &slip),
            });
        }
    }
    if let Some(told) = told {
        return told;
    }
    let file = |name: &str| files.get(name).map(|file| Place::file(&file.file));
    match error.kind() {
        ErrorKind::MissingParent { current, parent } => {
            let place = files.get(current).map(|file| {
                let file = &file.file;
                let at = file.text.find(parent.as_str()).unwrap_or(0);
                Place::bytes(file, at..at + parent.len())
            });
            diags.template_without_parent(place.as_ref(), parent, templates.iter().map(String::as_str))
        }
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            diags.template_in_a_circle(file(tpl).as_ref(), tpl)
        }
        // Unknown names come as one text with a report for each.
        ErrorKind::Msg(text) => {
            let mut told = None;
            for report in text.split("\n\n") {
                let message = report.lines().next().unwrap_or_default().trim_start_matches("error: ");
                let place = report
                    .lines()
                    .find_map(|line| locus(line.trim_start().strip_prefix("--> ")?))
                    .and_then(|(name, line, column)| place_of(files.get(name)?, false, line, column));
                let slip = slips::of_message(
                    message,
                    place.as_ref().and_then(Place::written).unwrap_or_default(),
                    known,
                );
                told = Some(diags.template_syntax(place.as_ref(), &slip));
            }
            told.unwrap_or_else(|| diags.template_syntax(None, &TemplateSlip::Other))
        }
        other => diags.template_syntax(None, &slips::of_kind(other, known)),
    }
}

/// `file:line:column`
fn locus(text: &str) -> Option<(&str, usize, usize)> {
    let (rest, column) = text.rsplit_once(':')?;
    let (file, line) = rest.rsplit_once(':')?;
    Some((file, line.parse().ok()?, column.parse().ok()?))
}

fn callers(report: &str) -> impl Iterator<Item = (&str, usize, usize)> {
    report.lines().filter_map(|line| locus(line.strip_prefix("note: called from ")?))
}

/// The word or sign at a line and column of a template as the engine has it.
fn place_of(file: &Guarded, counts: bool, line: usize, column: usize) -> Option<Place> {
    let text = if counts { &file.counted } else { &file.text };
    let start_of_line: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let rest = text.get(start_of_line..)?;
    let start = rest.char_indices().nth(column.checked_sub(1)?).map_or(rest.len(), |(at, _)| at);
    let word = rest[start..]
        .find(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '_' | '-' | '/' | '.'))
        .unwrap_or(0)
        .max(1);
    let range = start_of_line + start..start_of_line + start + word;
    Some(if counts { file.place_of_counted(range) } else { file.place(range) })
}

/// Takes what a template gives, up to a length that no page has.
struct Bounded<'o> {
    output: &'o mut Vec<u8>,
    most: usize,
    is_full: bool,
}

impl Write for Bounded<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.output.len() + bytes.len() > self.most {
            self.is_full = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.output.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A map for templates.
pub(super) fn map<const N: usize>(entries: [(&'static str, Value); N]) -> Value {
    Value::from_serializable(&Entries(entries))
}

/// Entries that go into a map of the engine as they are: its own conversions would first make
/// another map of them.
struct Entries<const N: usize>([(&'static str, Value); N]);

impl<const N: usize> Serialize for Entries<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Entries", N)?;
        for (name, value) in &self.0 {
            fields.serialize_field(name, value)?;
        }
        fields.end()
    }
}
