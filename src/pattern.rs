//! A new page from a pattern, with its front matter filled in.
//!
//! A pattern is a Markdown file: `patterns/page.fi.md` of the site, or of its theme, or else the
//! program's own. Neither folder is published. In the front matter `{title}`, `{date}`, `{order}` and
//! `{draft}` are filled in; a line whose value does not fit the page is left out.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use jiff::civil::Date;
use memchr::memmem::Finder;
use rayon::prelude::*;

use crate::check::{FrontMatter, Settings, front_matter};
use crate::diag::{Diagnostics, Words, say, why_not_read, why_not_written_to};
use crate::model::page::{Page, Sort};
use crate::model::site::Site;
use crate::model::slug::slug;
use crate::source::{Place, Project, Seen, SourceFile, regular};
use crate::write::file;
use crate::yaml_text::quoted;
use crate::{check, read};

static PATTERNS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/patterns");

/// Tells of pages that still have the words of the pattern which they were begun from.
///
/// Every sentence of the program's own patterns is for the author. A site's own may hold what each page keeps:
/// there it is the description, and the text where nothing of it was changed.
pub fn left_over(site: &Site, own: &[Arc<SourceFile>], diags: &mut Diagnostics) {
    let texts = PATTERNS.files().filter_map(include_dir::File::contents_utf8);
    let sentences: BTreeSet<&str> = texts.flat_map(sentences).collect();
    let finders: Vec<Finder<'_>> =
        sentences.iter().map(|sentence| Finder::new(sentence.as_bytes())).collect();
    let own: Vec<(&str, &str)> = own.iter().map(|file| words_of(&file.text)).collect();
    let found: Vec<Vec<Place>> = site
        .pages
        .par_iter()
        .with_min_len(16)
        .map(|page| match page.made.is_some() || page.draft {
            true => Vec::new(),
            false => left_in(page, &finders, &own),
        })
        .collect();
    for place in found.into_iter().flatten() {
        diags.words_of_pattern(&place);
    }
}

/// A page without the lines that speak to its author in the program's own patterns.
fn without_instructions(text: &str) -> String {
    let texts = PATTERNS.files().filter_map(include_dir::File::contents_utf8);
    let sentences: BTreeSet<&str> = texts.flat_map(sentences).collect();
    let mut kept = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let is_for_author = sentences.iter().any(|sentence| line.contains(sentence));
        match line.split_once(": ") {
            _ if !is_for_author => kept.push_str(line),
            // The key stays, for the author to fill in.
            Some((key @ "description", _)) => kept.push_str(&format!("{key}: \"\"\n")),
            _ => {}
        }
    }
    kept
}

/// Shorter ones could be anybody's.
const SHORTEST: usize = 18;

fn left_in(page: &Page, sentences: &[Finder<'_>], own: &[(&str, &str)]) -> Vec<Place> {
    let file = &page.source.file;
    let mut found: Vec<Range<usize>> = sentences
        .iter()
        .filter_map(|sentence| {
            let at = sentence.find(file.text.as_bytes())?;
            Some(at..at + sentence.needle().len())
        })
        .collect();
    let (description, text) = words_of(&file.text);
    for (of_pattern, text_of_pattern) in own {
        let mut add = |written: &str| {
            let at = written.as_ptr() as usize - file.text.as_ptr() as usize;
            found.push(at..at + written.lines().next().unwrap_or_default().len());
        };
        if description.len() >= SHORTEST && description == *of_pattern {
            add(description);
        }
        if text.len() >= SHORTEST && text == *text_of_pattern {
            add(text);
        }
    }
    found.sort_by_key(|range| range.start);
    // One message a line.
    let mut last_end = 0;
    found.retain(|range| {
        let is_new = last_end == 0 || file.text[last_end.min(range.start)..range.start].contains('\n');
        if is_new {
            last_end = range.end;
        }
        is_new
    });
    found.into_iter().map(|range| Place::bytes(file, range)).collect()
}

/// The description of a page or a pattern, and its text.
fn words_of(text: &str) -> (&str, &str) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (front, body) = text
        .strip_prefix("---")
        .and_then(|rest| rest.split_once("\n---"))
        .map_or(("", text), |(front, rest)| (front, rest.split_once('\n').map_or("", |(_, body)| body)));
    let description = front.lines().find_map(|line| line.strip_prefix("description: ")).unwrap_or_default();
    (description.trim().trim_matches('"'), body.trim())
}

/// The sentences of a pattern that speak to its author. A heading that asks something may stay.
fn sentences(pattern: &str) -> Vec<&str> {
    let (description, body) = words_of(pattern);
    let lines = body.lines().filter(|line| !(line.starts_with('#') && line.ends_with('?')));
    let parts = lines.flat_map(|line| line.trim_start_matches(['#', ' ']).split_inclusive(". "));
    let all = std::iter::once(description).chain(parts).map(str::trim);
    all.filter(|sentence| sentence.len() >= SHORTEST).collect()
}

/// A page that was made.
#[derive(Debug)]
pub struct NewPage {
    /// Its file, from the folder of the site.
    pub path: String,
    /// What leads to it from a menu: its file, from the folder of its language.
    pub in_menu: String,
    pub kind: Kind,
    pub is_draft: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Page,
    News,
    Section,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::News => "news",
            Self::Section => "section",
        }
    }
}

/// Why no page was made.
#[derive(Debug)]
pub enum NotMade {
    /// The settings of the site have mistakes; the diagnostics tell them.
    Mistakes,
    /// No page can be made of what was asked for.
    Refused(Words),
    /// The file could not be written.
    Disk(Words),
}

/// Makes a page at a path as an editor types it: `content/fi/rahoitus/uusi.md`,
/// `ajankohtaista/Syksyn haku`, `uutiset/` for the page of a folder.
pub fn page(
    project: &Project,
    path: &str,
    title: Option<&str>,
    diags: &mut Diagnostics,
) -> Result<NewPage, NotMade> {
    let seen = Seen::new();
    let settings = read::settings(project, &seen, diags)
        .and_then(|file| check::settings(&file, project, diags))
        .map_err(|_| NotMade::Mistakes)?;
    let asked = Asked::read(project, &settings, path)?;
    let root = project.root.join("content").join(&asked.language);
    let folder = own_folder(&root, &asked.folder)?;
    let title = match title.map(one_line).filter(|title| !title.is_empty()) {
        Some(title) => title,
        None => title_of(&asked.name),
    };

    let mut values = Values { title, date: None, order: None, draft: true };
    let (kind, file) = if asked.is_section {
        let file = join(&folder, "index.md");
        let (above, name) = folder.rsplit_once('/').unwrap_or(("", &folder));
        if !folder.is_empty() && !root.join(&folder).is_dir() {
            is_free(&root, above, name)?;
        }
        values.order = next_order(&root, above);
        // A draft would hide the pages that are in the folder already.
        values.draft = files_in(&root, &folder).iter().all(|(name, _)| name == "index.md");
        (Kind::Section, file)
    } else {
        let name = slug(&asked.name);
        if name.is_empty() {
            return Err(no_address(&asked.name));
        }
        let file = join(&folder, &format!("{name}.md"));
        if !root.join(&file).exists() {
            is_free(&root, &folder, &name)?;
        }
        if goes_by_date(&root, &folder) {
            values.date = Some(project.date);
            (Kind::News, file)
        } else {
            values.order = next_order(&root, &folder);
            (Kind::Page, file)
        }
    };
    let theme = settings.theme.as_ref().map(|name| name.value.clone()).unwrap_or_default();
    let pattern = pattern(project, &theme, kind, &asked.language)?;
    let path = format!("content/{}/{file}", asked.language);
    let mut text = fill(&pattern, &values);
    if !values.draft {
        // It is public at once, so it begins without the words for its author.
        text = without_instructions(&text);
    }
    write(&project.root.join(&path), &path, &text)?;
    Ok(NewPage { path, in_menu: file, kind, is_draft: values.draft })
}

/// What was asked for, before it is held against what is there.
struct Asked {
    language: String,
    folder: Vec<String>,
    /// The last name, as it was typed and without an ending.
    name: String,
    is_section: bool,
}

impl Asked {
    fn read(project: &Project, settings: &Settings, path: &str) -> Result<Self, NotMade> {
        let typed = path.replace('\\', "/");
        let root = project.root.to_string_lossy().replace('\\', "/");
        let root = root.trim_end_matches('/');
        // Shells complete paths from where one stands.
        let inner = typed.strip_prefix(root).filter(|rest| !root.is_empty() && rest.starts_with('/'));
        let inner = inner.unwrap_or(&typed);
        let is_absolute = inner.len() == typed.len() && Path::new(&typed).is_absolute();
        let mut parts: Vec<&str> =
            inner.split('/').map(str::trim).filter(|part| !part.is_empty() && *part != ".").collect();
        if is_absolute || parts.contains(&"..") {
            return Err(NotMade::Refused(say!(
                "`{path}` is not in the site: write the path from the folder of a language, such as `rahoitus/uusi-sivu`",
                "`{path}` ei ole sivuston kansiossa: kirjoita polku kielen kansiosta alkaen, esimerkiksi `rahoitus/uusi-sivu`"
            )));
        }
        let from_content = parts.first() == Some(&"content");
        if from_content {
            parts.remove(0);
        }
        let codes: Vec<&str> = settings.languages.iter().map(|language| language.code.as_str()).collect();
        let language = match parts.first() {
            Some(first) if codes.contains(first) => parts.remove(0).to_owned(),
            Some(first) if from_content => {
                let known = codes.join(", ");
                return Err(NotMade::Refused(say!(
                    "`content/{first}` is not the folder of a language; this site has: {known}",
                    "`content/{first}` ei ole minkään kielen kansio; sivuston kielet: {known}"
                )));
            }
            _ => codes.first().map(|code| (*code).to_owned()).unwrap_or_default(),
        };
        let last = parts.last().copied().unwrap_or_default();
        let stem = last.strip_suffix(".md").or_else(|| last.strip_suffix(".MD")).unwrap_or(last);
        let is_index = stem == "index";
        let is_section = typed.ends_with('/') || is_index || parts.is_empty();
        if !is_section || is_index {
            parts.pop();
        }
        let name = if is_section { parts.last().copied().unwrap_or("index") } else { stem };
        Ok(Self {
            language,
            folder: parts.iter().map(|part| (*part).to_owned()).collect(),
            name: name.to_owned(),
            is_section,
        })
    }
}

/// The folder with these names: what is there keeps its name, what is new gets one for addresses.
fn own_folder(root: &Path, names: &[String]) -> Result<String, NotMade> {
    let mut folder = String::new();
    for name in names {
        let new = slug(name);
        let same = folders_in(root, &folder).into_iter().find(|there| there == name);
        let alike = || folders_in(root, &folder).into_iter().find(|there| slug(there) == new);
        let name = match same.or_else(alike) {
            Some(there) => there,
            None if new.is_empty() => return Err(no_address(name)),
            None => new,
        };
        folder = join(&folder, &name);
    }
    Ok(folder)
}

fn no_address(name: &str) -> NotMade {
    NotMade::Refused(say!(
        "`{name}` gives no address: use letters a to z (ä, ö and å become a and o) or digits",
        "nimestä `{name}` ei synny osoitetta: käytä kirjaimia a–z (ä, ö ja å muuttuvat a:ksi ja o:ksi) tai numeroita"
    ))
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

fn folders_in(root: &Path, folder: &str) -> Vec<String> {
    names_in(root, folder, Path::is_dir)
}

/// The pages in a folder, with their front matter as far as it can be read.
fn files_in(root: &Path, folder: &str) -> Vec<(String, FrontMatter)> {
    names_in(root, folder, Path::is_file)
        .into_iter()
        .filter(|name| name.ends_with(".md"))
        .filter_map(|name| {
            let front = front_of(&root.join(folder).join(&name))?;
            Some((name, front))
        })
        .collect()
}

fn front_of(path: &Path) -> Option<FrontMatter> {
    let text = regular::read_to_string(path).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    // Mistakes in other pages are told when the site is built.
    let (_, front) = front_matter(&SourceFile::new("", text), &mut Diagnostics::new());
    Some(front)
}

fn names_in(root: &Path, folder: &str, is_wanted: fn(&Path) -> bool) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root.join(folder))
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| is_wanted(&entry.path()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort();
    names
}

/// Refuses a name whose address another page of the folder has.
fn is_free(root: &Path, folder: &str, name: &str) -> Result<(), NotMade> {
    let of_page = files_in(root, folder).into_iter().find(|(file, front)| {
        let own = front.slug.as_ref().map(|slug| slug.value.clone());
        file != "index.md" && own.unwrap_or_else(|| slug(file.trim_end_matches(".md"))) == name
    });
    let of_folder = folders_in(root, folder).into_iter().find(|inner| {
        let index = front_of(&root.join(folder).join(inner).join("index.md"));
        let own = index.and_then(|front| front.slug).map(|slug| slug.value);
        own.unwrap_or_else(|| slug(inner)) == name
    });
    match of_page.map(|(file, _)| file).or(of_folder.map(|inner| format!("{inner}/index.md"))) {
        None => Ok(()),
        Some(taken) => {
            let taken = join(folder, &taken);
            Err(NotMade::Refused(say!(
                "the address of `{name}` is that of `{taken}` already: choose another name",
                "sivulla `{taken}` on jo osoite, jonka `{name}` saisi: valitse toinen nimi"
            )))
        }
    }
}

/// Whether pages in this folder are news: its section, or the one above it, goes by date.
fn goes_by_date(root: &Path, folder: &str) -> bool {
    let mut section = folder;
    let index = loop {
        let index = front_of(&root.join(section).join("index.md"));
        if index.is_some() || section.is_empty() {
            break index;
        }
        section = section.rsplit_once('/').map_or("", |(above, _)| above);
    };
    match index {
        Some(front) if front.sort.is_some() || front.feed => front.sort.unwrap_or(Sort::Date) == Sort::Date,
        _ => {
            let mut others = files_in(root, folder);
            others.retain(|(name, _)| name != "index.md");
            !others.is_empty() && others.iter().all(|(_, front)| front.date.is_some())
        }
    }
}

/// The place behind the last page of a folder; `None` where pages have no places.
fn next_order(root: &Path, folder: &str) -> Option<i64> {
    let files = files_in(root, folder).into_iter().filter(|(name, _)| name != "index.md");
    let inner = folders_in(root, folder).into_iter();
    let inner = inner.filter_map(|name| front_of(&root.join(folder).join(name).join("index.md")));
    let all: Vec<FrontMatter> = files.map(|(_, front)| front).chain(inner).collect();
    if all.is_empty() {
        return Some(1);
    }
    all.iter().filter_map(|front| front.order).max().map(|last| (last + 1).min(100_000))
}

/// `syyshaku` and `syksyn-haku` become `Syyshaku` and `Syksyn haku`; what has capitals or spaces is a
/// title already.
fn title_of(name: &str) -> String {
    let name = one_line(name);
    let is_title = name.contains(char::is_whitespace) || name.chars().any(char::is_uppercase);
    let words = if is_title { name } else { one_line(&name.replace(['-', '_'], " ")) };
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Values {
    title: String,
    date: Option<Date>,
    order: Option<i64>,
    draft: bool,
}

impl Values {
    /// The value of a place in a pattern: outside `None` if there is no such place, inside if it is
    /// left out of this page.
    fn of(&self, name: &str) -> Option<Option<String>> {
        Some(match name {
            "{title}" => Some(quoted(&self.title)),
            "{date}" => self.date.map(|date| date.to_string()),
            "{order}" => self.order.map(|order| order.to_string()),
            "{draft}" => self.draft.then(|| "true".to_owned()),
            _ => return None,
        })
    }
}

fn pattern(project: &Project, theme: &str, kind: Kind, language: &str) -> Result<String, NotMade> {
    let names = [format!("{}.{language}.md", kind.name()), format!("{}.md", kind.name())];
    let theme = project.root.join("themes").join(theme).join("patterns");
    for folder in [project.root.join("patterns"), theme] {
        for name in &names {
            let path = folder.join(name);
            match regular::read_to_string(&path) {
                Ok(text) => return Ok(text.trim_start_matches('\u{feff}').replace("\r\n", "\n")),
                Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
                Err(error) => {
                    let path = path.display();
                    let why = why_not_read(error.kind());
                    return Err(NotMade::Disk(say!(
                        "the pattern `{path}` cannot be read: {why}",
                        "pohjaa `{path}` ei voi lukea: {why}"; why
                    )));
                }
            }
        }
    }
    let own = names.first().and_then(|name| PATTERNS.get_file(name)).and_then(|file| file.contents_utf8());
    // Every language that a site can have has its patterns.
    Ok(own.unwrap_or("---\ntitle: {title}\ndate: {date}\norder: {order}\ndraft: {draft}\n---\n").to_owned())
}

/// The pattern with its front matter filled in; the text below stays as it is.
fn fill(pattern: &str, values: &Values) -> String {
    let mut filled = String::with_capacity(pattern.len());
    let mut marks = 0;
    for line in pattern.split_inclusive('\n') {
        marks += u8::from(marks < 2 && line.trim_end() == "---");
        let place = line.split_once(": ").map(|(key, value)| (key, values.of(value.trim())));
        match place {
            Some((key, Some(value))) if marks == 1 => {
                if let Some(value) = value {
                    filled.push_str(&format!("{key}: {value}\n"));
                }
            }
            _ => filled.push_str(line),
        }
    }
    filled
}

fn write(path: &Path, told: &str, text: &str) -> Result<(), NotMade> {
    let failed = |error: std::io::Error| {
        let why = why_not_written_to(path, error.kind());
        NotMade::Disk(
            say!("`{told}` cannot be written: {why}", "tiedostoa `{told}` ei voi kirjoittaa: {why}"; why),
        )
    };
    // A new file or none: what is there is never written over.
    match file::create_with_folders(path, text.as_bytes()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(NotMade::Refused(say!(
            "`{told}` is there already, and is left as it is",
            "`{told}` on jo olemassa, eikä sitä muutettu"
        ))),
        Err(error) => Err(failed(error)),
    }
}
