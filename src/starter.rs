//! A complete small site for another association: pages to fill in, the theme and the rules that the
//! program carries.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use jiff::civil::Date;

use crate::check::shape::FILES;
use crate::diag::Tongue;
use crate::model::locale::Locale;
use crate::model::slug::slug;
use crate::schema;
use crate::write::file;
use crate::yaml_text::quoted;

static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/starter");
static THEME: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/leader");
static RULES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content/rules");

/// What a new site has of its own.
#[derive(Debug, Clone)]
pub struct Association {
    pub name: String,
    /// One of [`languages`].
    pub language: String,
    pub municipalities: Vec<String>,
    pub email: String,
    pub base_url: String,
}

/// An address that nobody gets mail at, until the editor writes the right one.
pub const NO_EMAIL: &str = "toimisto@example.org";
/// The address of a site that is not published yet.
pub const NO_BASE_URL: &str = "https://example.org/";

/// The languages that a site can begin in: those for which pages, theme and rules have texts.
pub fn languages() -> Vec<&'static str> {
    let has = |dir: &Dir<'_>, path: String| dir.get_file(path).is_some();
    // The language of most associations first.
    ["fi", "sv", "en"]
        .into_iter()
        .filter(|code| {
            PAGES.get_dir(code).is_some()
                && has(&THEME, format!("texts/{code}.yaml"))
                && has(&RULES, format!("texts/{code}.yaml"))
        })
        .collect()
}

/// What new sites call the authority of their area, until somebody writes its name.
pub fn unnamed_authorities() -> Vec<String> {
    let settings = PAGES.dirs().filter_map(|dir| {
        let path = dir.path().join("site.yaml");
        dir.get_file(path)?.contents_utf8()
    });
    let names = settings.filter_map(|text| {
        let authority = &text[text.find("\nauthority:")?..];
        let (_, name) = authority.lines().find_map(|line| line.trim().split_once("name: "))?;
        Some(name.trim().to_owned())
    });
    names.collect()
}

/// The files of a new site, by their paths in its folder.
pub fn files(association: &Association, today: Date) -> BTreeMap<String, Cow<'static, [u8]>> {
    let mut files = BTreeMap::new();
    let language = association.language.as_str();
    if let Some(pages) = PAGES.get_dir(language) {
        add_pages(pages, association, today, &mut files);
    }
    add(&THEME, "themes/leader", &mut files);
    // What only shows the theme to those who choose one.
    files.remove("themes/leader/preview.png");
    add(&RULES, "content/rules", &mut files);
    files.retain(|path, _| {
        !path.starts_with("content/rules/texts/") || path.ends_with(&format!("/{language}.yaml"))
    });
    own_rules(association, &mut files);
    for file in FILES {
        // Whoever edits in English reads English; the others read Finnish.
        let tongue = if language == "en" { Tongue::English } else { Tongue::Finnish };
        files.insert(format!(".schemas/{}.json", file.name), schema::text(file, tongue).into_bytes().into());
    }
    files.insert(".gitignore".to_owned(), Cow::Borrowed(b"/public\n/.leader-site\n"));
    files
}

fn add(dir: &'static Dir<'static>, to: &str, files: &mut BTreeMap<String, Cow<'static, [u8]>>) {
    for file in dir.files() {
        files.insert(format!("{to}/{}", file.path().to_string_lossy()), Cow::Borrowed(file.contents()));
    }
    for dir in dir.dirs() {
        add(dir, to, files);
    }
}

fn add_pages(
    dir: &'static Dir<'static>,
    association: &Association,
    today: Date,
    files: &mut BTreeMap<String, Cow<'static, [u8]>>,
) {
    for file in dir.files() {
        let path = file.path().to_string_lossy();
        // `fi/content/index.md` is content/fi/index.md in the site, `fi/site.yaml` content/site.yaml.
        let inner = path.split_once('/').map_or(&*path, |(_, inner)| inner);
        let target = match inner.strip_prefix("content/") {
            Some(page) => format!("content/{}/{page}", association.language),
            None if inner == "site.yaml" => "content/site.yaml".to_owned(),
            None => inner.to_owned(),
        };
        let text = file.contents_utf8().unwrap_or_default();
        files.insert(target, fill(text, inner.ends_with(".yaml"), association, today).into_bytes().into());
    }
    for dir in dir.dirs() {
        add_pages(dir, association, today, files);
    }
}

fn fill(text: &str, is_yaml: bool, association: &Association, today: Date) -> String {
    let value = |text: &str| if is_yaml { quoted(text) } else { text.to_owned() };
    let municipalities: Vec<String> = association.municipalities.iter().map(|name| quoted(name)).collect();
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    // One pass: what is filled in is not looked at again, whatever it holds.
    while let Some(at) = rest.find("__") {
        let (before, from) = rest.split_at(at);
        filled.push_str(before);
        let known = [
            ("__NAME__", value(&association.name)),
            ("__EMAIL__", value(&association.email)),
            ("__BASE_URL__", value(&association.base_url)),
            ("__MUNICIPALITIES__", format!("[{}]", municipalities.join(", "))),
            ("__TODAY__", today.to_string()),
        ];
        match known.iter().find(|(mark, _)| from.starts_with(mark)) {
            Some((mark, value)) => {
                filled.push_str(value);
                rest = &from[mark.len()..];
            }
            None => {
                filled.push_str("__");
                rest = &from[2..];
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// Gives the rules the name of the association. Their values and sources stay those that they were
/// read from, until the editor has read others.
fn own_rules(association: &Association, files: &mut BTreeMap<String, Cow<'static, [u8]>>) {
    change_line(files, "content/rules/funding.yaml", "set: ", &set_id(&association.name));
    let texts = format!("content/rules/texts/{}.yaml", association.language);
    own_municipalities(association, &texts, files);
    let mut change = |path: String, line: &str, new: String| change_line(files, &path, line, &new);
    // The first text of all names the rules; texts of rules hold no digits, which a name may have.
    let name = match association.language.as_str() {
        "sv" => "Projektstöd",
        "en" => "Project support",
        _ => "Hanketuet",
    };
    change(texts, "  name: ", name.to_owned());
}

/// Gives the first line that begins so another end.
fn change_line(files: &mut BTreeMap<String, Cow<'static, [u8]>>, path: &str, line: &str, new: &str) {
    let mut done = false;
    change_lines(files, path, |found| {
        if done || !found.starts_with(line) {
            return found.to_owned();
        }
        done = true;
        format!("{line}{new}\n")
    });
}

fn change_lines(
    files: &mut BTreeMap<String, Cow<'static, [u8]>>,
    path: &str,
    change: impl FnMut(&str) -> String,
) {
    let Some(content) = files.get_mut(path) else { return };
    let Ok(text) = std::str::from_utf8(content) else { return };
    let changed: String = text.split_inclusive('\n').map(change).collect();
    *content = changed.into_bytes().into();
}

/// The places that the rules of this repository name, and the condition that speaks of one of them.
const PLACES: [&str; 6] = ["heinavesi", "joensuu", "kontiolahti", "liperi", "outokumpu", "polvijarvi"];
const PLACE_CONDITION: &str = "joensuu_rural";

/// The answers to where a project is: the municipalities of the association.
fn own_municipalities(
    association: &Association,
    texts: &str,
    files: &mut BTreeMap<String, Cow<'static, [u8]>>,
) {
    let mut places: BTreeMap<String, &str> = BTreeMap::new();
    // A text of the rules holds neither digits nor the braces of values.
    let fits = |name: &&String| !name.contains(|c: char| c.is_ascii_digit() || matches!(c, '{' | '}'));
    for name in association.municipalities.iter().filter(fits) {
        let id = set_id(name);
        if id != "elsewhere" {
            places.entry(id).or_insert(name);
        }
    }
    let ids: Vec<&str> = places.keys().map(String::as_str).chain(["elsewhere"]).collect();
    let list = format!("    cases: [{}", PLACES[0]);
    change_lines(files, "content/rules/funding.yaml", |line| match line {
        line if line.starts_with(&list) => format!("    cases: [{}]\n", ids.join(", ")),
        line if line.contains(PLACE_CONDITION) => String::new(),
        line => line.to_owned(),
    });
    // A condition ends where a line stands as far left as its name.
    let without_condition = |files: &mut BTreeMap<String, Cow<'static, [u8]>>, path: &str| {
        let mut within = false;
        change_lines(files, path, |line| {
            let is_deeper = line.starts_with("    ");
            within = (within && is_deeper) || line.trim_end() == format!("  {PLACE_CONDITION}:");
            if within { String::new() } else { line.to_owned() }
        });
    };
    without_condition(files, "content/rules/calculation.yaml");
    without_condition(files, texts);
    change_lines(files, texts, |line| {
        let at = PLACES.iter().position(|place| line.starts_with(&format!("    {place}: {{name:")));
        match at {
            Some(0) => places
                .iter()
                .map(|(id, name)| format!("    {id}: {{name: {}, hint: \"\"}}\n", in_braces(name)))
                .collect(),
            Some(_) => String::new(),
            None => line.to_owned(),
        }
    });
}

/// A text as a value between braces, where a comma would end it.
fn in_braces(text: &str) -> String {
    let text = quoted(text);
    if text.starts_with('"') || !text.contains([',', '[', ']']) { text } else { format!("\"{text}\"") }
}

/// An id made of a name: `Leader Öst rf` is `leader_ost_rf`.
fn set_id(name: &str) -> String {
    let id = slug(name).replace('-', "_");
    let id = id.trim_start_matches(|c: char| !c.is_ascii_lowercase());
    if id.is_empty() { "leader".to_owned() } else { id.to_owned() }
}

/// The names in an answer such as `Äänekoski ja Saarijärvi`: people list them with words, too.
pub fn names_in(answer: &str) -> Vec<String> {
    let mut names = vec![answer.to_owned()];
    for between in [",", ";", "\n", "/", "&", "+", " ja ", " sekä ", " och ", " samt ", " and "] {
        names = names
            .iter()
            .flat_map(|name| name.split(between))
            .map(|name| format!(" {} ", name.trim()))
            .collect();
    }
    names.into_iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

/// The municipalities in the order of their language's alphabet, each once.
pub fn sorted(mut names: Vec<String>, language: &str) -> Vec<String> {
    if let Some(locale) = Locale::new(language) {
        names.sort_by(|a, b| locale.compare(a, b));
    }
    names.dedup();
    names
}

/// Why no site was begun.
#[derive(Debug)]
pub enum Refused {
    /// Something is in the folder already.
    NotEmpty,
    /// A file of this name is there.
    NotAFolder,
    Disk(PathBuf, io::Error),
}

/// Writes the files into a folder that is new or empty. A failure leaves nothing of them.
pub fn write(folder: &Path, files: &BTreeMap<String, Cow<'static, [u8]>>) -> Result<(), Refused> {
    let failed = |error| Refused::Disk(folder.to_owned(), error);
    // The settings make a folder a site: they come last.
    let (settings, others): (Vec<_>, Vec<_>) =
        files.iter().partition(|(path, _)| *path == "content/site.yaml");
    let in_order = others.into_iter().chain(settings).map(|(path, content)| (path.as_str(), &**content));
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(failed(error)),
        Ok(_) => {
            if !fs::metadata(folder).map_err(failed)?.is_dir() {
                return Err(Refused::NotAFolder);
            }
            if fs::read_dir(folder).map_err(failed)?.next().is_some() {
                return Err(Refused::NotEmpty);
            }
            return file::create_all(folder, in_order).map_err(|(path, error)| Refused::Disk(path, error));
        }
    }
    file::create_folder(folder, in_order).map_err(|(path, error)| Refused::Disk(path, error))
}
