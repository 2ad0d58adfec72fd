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
    let mut change = |path: String, line: &str, new: String| {
        let Some(content) = files.get_mut(&path) else { return };
        let Ok(text) = std::str::from_utf8(content) else { return };
        let mut done = false;
        let changed: String = text
            .split_inclusive('\n')
            .map(|found| {
                if !done && found.starts_with(line) {
                    done = true;
                    format!("{line}{new}\n")
                } else {
                    found.to_owned()
                }
            })
            .collect();
        *content = changed.into_bytes().into();
    };
    change("content/rules/funding.yaml".to_owned(), "set: ", set_id(&association.name));
    let texts = format!("content/rules/texts/{}.yaml", association.language);
    // The first text of all names the rules; texts of rules hold no digits, which a name may have.
    let name = match association.language.as_str() {
        "sv" => "Projektstöd",
        "en" => "Project support",
        _ => "Hanketuet",
    };
    change(texts, "  name: ", name.to_owned());
}

/// An id made of a name: `Leader Öst rf` is `leader_ost_rf`.
fn set_id(name: &str) -> String {
    let id = slug(name).replace('-', "_");
    let id = id.trim_start_matches(|c: char| !c.is_ascii_lowercase());
    if id.is_empty() { "leader".to_owned() } else { id.to_owned() }
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

/// Writes the files into a folder that is new or empty.
pub fn write(folder: &Path, files: &BTreeMap<String, Cow<'static, [u8]>>) -> Result<(), Refused> {
    let failed = |error| Refused::Disk(folder.to_owned(), error);
    if folder.exists() {
        if !folder.is_dir() {
            return Err(Refused::NotAFolder);
        }
        if fs::read_dir(folder).map_err(failed)?.next().is_some() {
            return Err(Refused::NotEmpty);
        }
    }
    for (path, content) in files {
        let path = folder.join(path);
        let written = match path.parent() {
            Some(parent) => fs::create_dir_all(parent).and_then(|()| fs::write(&path, content)),
            None => fs::write(&path, content),
        };
        written.map_err(|error| Refused::Disk(path.clone(), error))?;
    }
    Ok(())
}
