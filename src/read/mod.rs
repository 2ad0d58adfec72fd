//! Finds and reads files; interprets nothing.
//!
//! Everything that is read leaves a stamp in [`Seen`], so that a later run can tell whether anything
//! has changed since.

mod files;
mod root;

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

pub use root::{nearest_site, page_from};

use crate::diag::{Diagnostics, Reported, why_not_read};
use crate::picture::{self, Kind, Picture, Slip};
use crate::source::regular;
use crate::source::{
    Content, CopiedFile, Folder, OtherFile, Place, Project, Seen, SourceFile, Spanned, ThemeContent,
    ThemeFile, ThemeFiles,
};

/// Reads `content/site.yaml`.
pub fn settings(
    project: &Project,
    seen: &Seen,
    diags: &mut Diagnostics,
) -> Result<Arc<SourceFile>, Reported> {
    let path = "content/site.yaml";
    if !project.root.join(path).exists() {
        seen.missing(&project.root.join(path));
        let others = ["content/site.yml", "content/site.YAML", "content/Site.yaml", "site.yaml", "site.yml"];
        if let Some(found) = others.into_iter().find(|other| project.root.join(other).is_file()) {
            return Err(diags.settings_with_another_name(found));
        }
        return Err(diags.no_site(&project.root.display().to_string()));
    }
    files::text(&project.root, path, seen, diags)
}

/// Reads the pages of all languages and finds the files beside them.
pub fn content(project: &Project, seen: &Seen, diags: &mut Diagnostics) -> Result<Content, Reported> {
    let listed = files::list(&project.root, "content", &|path| path == "content/rules", seen, diags)?;
    // `content/fi/…`: the second part is the language. What lies beside the folders is not a page.
    let mut folders: Vec<Folder> = Vec::new();
    let mut entries: Vec<(usize, String)> = Vec::new();
    let mut loose: Vec<String> = Vec::new();
    for path in listed {
        let Some((name, _)) = path["content/".len()..].split_once('/') else {
            loose.push(path);
            continue;
        };
        if folders.last().is_none_or(|folder| folder.name != name) {
            folders.push(Folder { name: name.to_owned(), pages: Vec::new(), files: Vec::new() });
        }
        entries.push((folders.len() - 1, path));
    }

    // A page among them would never be seen; notes for those who write have no front matter.
    for path in loose.iter().filter(|path| has_extension(path, &["md"])) {
        let Ok(file) = files::text(&project.root, path, seen, diags) else { continue };
        if let Some(first) = file.text.lines().next().filter(|line| line.trim_end() == "---") {
            let folder = folders.first().map_or("fi", |folder| folder.name.as_str());
            let _ = diags.page_outside_languages(&Place::bytes(&file, 0..first.len()), path, folder);
        }
    }

    enum Found {
        Page(Arc<SourceFile>),
        File(OtherFile),
        Failed,
    }
    let read: Vec<(usize, Found, Diagnostics)> = entries
        .into_par_iter()
        .with_min_len(16)
        .map(|(folder, path)| {
            let mut diags = Diagnostics::new();
            let read = if has_extension(&path, &["md"]) {
                files::text(&project.root, &path, seen, &mut diags).map_or(Found::Failed, Found::Page)
            } else {
                let disk = project.root.join(&path);
                let length = seen.there(&disk).map_or(0, |stamp| stamp.length);
                let picture = Kind::named(&path).and_then(|kind| match look_at(&disk, length, kind) {
                    // That browsers do not show its kind at all is told of elsewhere.
                    Err(_) if !kind.is_shown() => None,
                    seen => Some(seen),
                });
                Found::File(OtherFile { path, disk, length, picture })
            };
            (folder, read, diags)
        })
        .collect();
    for (folder, read, messages) in read {
        diags.absorb(messages);
        match read {
            Found::Page(file) => folders[folder].pages.push(file),
            Found::File(file) => folders[folder].files.push(file),
            Found::Failed => {}
        }
    }
    Ok(Content { loose, copies: Vec::new(), folders })
}

/// Looks into a file that should be a picture.
fn look_at(disk: &Path, length: u64, kind: Kind) -> Result<Picture, Slip> {
    if length > picture::MOST_BYTES {
        return Err(Slip::TooLarge);
    }
    let bytes = regular::read(disk).ok_or(Slip::Broken)?;
    picture::look(&bytes, kind)
}

/// Looks for the files that are to be published as they are: where each comes from, and where it goes.
pub fn copies(
    project: &Project,
    wanted: &[(Spanned<String>, Spanned<String>)],
    seen: &Seen,
    diags: &mut Diagnostics,
) -> Vec<CopiedFile> {
    let find = |(from, to): &(Spanned<String>, Spanned<String>)| {
        let disk = files::as_on_disk(project.root.join(&from.value));
        let stamp = seen.there(&disk);
        let is_inside = files::is_inside(&project.root, &disk);
        match std::fs::metadata(&disk) {
            Ok(found) if found.is_file() && is_inside => {}
            Ok(found) if found.is_dir() => {
                let _ = diags.copy_of_folder(from);
                return None;
            }
            Ok(_) if !is_inside => {
                let _ = diags.copy_from_outside(from);
                return None;
            }
            _ => {
                let _ = diags.no_file_to_copy(from);
                return None;
            }
        }
        let length = stamp.map_or(0, |stamp| stamp.length);
        Some(CopiedFile { from: from.clone(), to: to.clone(), disk, length })
    };
    wanted.iter().filter_map(find).collect()
}

/// Reads the file of a page again.
pub fn page(
    project: &Project,
    path: &str,
    seen: &Seen,
    diags: &mut Diagnostics,
) -> Result<Arc<SourceFile>, Reported> {
    files::text(&project.root, path, seen, diags)
}

/// Reads a drawing beside a page.
pub fn drawing(
    project: &Project,
    path: &str,
    seen: &Seen,
    diags: &mut Diagnostics,
) -> Result<Vec<u8>, Reported> {
    files::binary(&project.root, path, seen, diags)
}

/// The first bytes of a file; none of one that cannot be read, which is told where it is copied.
pub fn head(disk: &Path) -> Vec<u8> {
    let mut head = Vec::new();
    // A pipe would be waited for.
    if disk.is_file()
        && let Ok(file) = std::fs::File::open(disk)
    {
        let _ = std::io::Read::read_to_end(&mut std::io::Read::take(file, 512), &mut head);
    }
    head
}

/// The folders that a site is read from. Not every site has them all.
pub const FOLDERS: [&str; 4] = ["content", "themes", "templates", "static"];

/// Whether a file is passed over wherever it lies: hidden files, and copies that editors leave.
pub fn is_passed_over(name: &str) -> bool {
    files::is_left_behind(name)
}

/// Reads `content/rules/**.yaml`, in the order of their paths. A site without rules has none.
pub fn rules(
    project: &Project,
    seen: &Seen,
    diags: &mut Diagnostics,
) -> Result<Vec<Arc<SourceFile>>, Reported> {
    if !project.root.join("content/rules").is_dir() {
        seen.missing(&project.root.join("content/rules"));
        return Ok(Vec::new());
    }
    let listed = files::list(&project.root, "content/rules", &|_| false, seen, diags)?;
    let read: Vec<_> = listed
        .iter()
        .filter(|path| has_extension(path, &["yaml", "yml"]))
        .map(|path| files::text(&project.root, path, seen, diags))
        .collect();
    read.into_iter().collect()
}

/// Rules that were read from a folder of their own.
#[derive(Debug)]
pub struct RuleFolder {
    /// What stands before the names of its files in their paths.
    pub root: String,
    pub files: Vec<Arc<SourceFile>>,
}

/// Reads the rules in a folder: that of a site, or that of the rules themselves. Messages call the
/// files by the name that the folder was given by. `None` if there are no rules.
pub fn rules_in(folder: &Path, seen: &Seen, diags: &mut Diagnostics) -> Result<Option<RuleFolder>, Reported> {
    let inner = if folder.join("content/rules").is_dir() { "content/rules" } else { "" };
    let at = folder.join(inner);
    // The folder itself may be a link, and `.` has no name.
    let Some((parent, name)) = at
        .canonicalize()
        .ok()
        .and_then(|at| Some((at.parent()?.to_owned(), at.file_name()?.to_str()?.to_owned())))
    else {
        return Ok(None);
    };
    if !at.join("parameters.yaml").is_file() {
        return Ok(None);
    }
    let shown = format!("{}/", at.display().to_string().trim_end_matches('/'));
    let listed = files::list(&parent, &name, &|_| false, seen, diags)?;
    let read: Vec<_> = listed
        .iter()
        .filter(|path| has_extension(path, &["yaml", "yml"]))
        .map(|path| {
            let file = files::text(&parent, path, seen, diags)?;
            let inside = &path[name.len() + 1..];
            Ok(SourceFile::new(format!("{shown}{inside}"), file.text.clone()))
        })
        .collect();
    let files = read.into_iter().collect::<Result<_, Reported>>()?;
    Ok(Some(RuleFolder { root: shown, files }))
}

/// Reads the patterns of new pages that the site and its theme have.
pub fn patterns(
    project: &Project,
    theme: &str,
    seen: &Seen,
    diags: &mut Diagnostics,
) -> Vec<Arc<SourceFile>> {
    let mut patterns = Vec::new();
    for folder in ["patterns".to_owned(), format!("themes/{theme}/patterns")] {
        if !project.root.join(&folder).is_dir() {
            seen.missing(&project.root.join(&folder));
            continue;
        }
        let listed = files::list(&project.root, &folder, &|_| false, seen, diags).unwrap_or_default();
        let pages = listed.iter().filter(|path| has_extension(path, &["md"]));
        patterns.extend(pages.filter_map(|path| files::text(&project.root, path, seen, diags).ok()));
    }
    patterns
}

/// The bytes of the longest file with a budget on each line.
const MOST_BUDGETS: usize = 128 * 1024 * 1024;

/// Reads a budget from a file, or from standard input for `-`. Unlike a file of a site it may be a pipe:
/// whoever names one waits for what comes through it.
pub fn budget(path: &Path, diags: &mut Diagnostics) -> Result<Arc<SourceFile>, Reported> {
    let name = path.display().to_string();
    let most = if has_extension(&name, &["jsonl"]) { MOST_BUDGETS } else { files::MOST_YAML };
    let mut bytes = Vec::new();
    // One byte more tells that there is more: what has no end is not read to it.
    let limit = u64::try_from(most + 1).unwrap_or(u64::MAX);
    let read = if name == "-" {
        std::io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes))
    };
    read.map_err(|error| diags.unreadable(&name, &why_not_read(error.kind())))?;
    if bytes.len() > most {
        return Err(diags.file_too_large(&name, most));
    }
    files::decoded(&name, bytes, diags)
}

/// Reads a theme, and the site's own `templates/` and `static/`.
pub fn theme(
    project: &Project,
    name: &Spanned<String>,
    seen: &Seen,
    diags: &mut Diagnostics,
) -> Result<ThemeFiles, Reported> {
    let folder = format!("themes/{}", name.value);
    if !project.root.join(&folder).is_dir() {
        seen.missing(&project.root.join(&folder));
        let known = files::folders(&project.root.join("themes"));
        return Err(diags.no_theme(name, known.iter().map(String::as_str)));
    }
    let mut theme = ThemeFiles {
        name: name.value.clone(),
        settings: None,
        templates: Vec::new(),
        texts: Vec::new(),
        statics: Vec::new(),
    };
    let mut failed = None;
    for (root, of_site) in [(folder.as_str(), false), ("templates", true), ("static", true)] {
        if !project.root.join(root).is_dir() {
            seen.missing(&project.root.join(root));
            continue;
        }
        for path in files::list(&project.root, root, &|_| false, seen, diags)? {
            // Within the theme the first folder says what a file is; the site's folders are that folder.
            let inner = if of_site { path.as_str() } else { &path[folder.len() + 1..] };
            let (place, name) = inner.split_once('/').unwrap_or(("", inner));
            let mut text =
                || files::text(&project.root, &path, seen, diags).map_err(|told| failed = Some(told)).ok();
            match place {
                "templates" => {
                    let Some(text) = text() else { continue };
                    let content = ThemeContent::Text(text);
                    theme.templates.push(ThemeFile { name: name.to_owned(), path, content, of_site });
                }
                "texts" if has_extension(name, &["yaml", "yml"]) => theme.texts.extend(text()),
                "static" => {
                    let content = if has_extension(name, &["tera", "css", "js"]) {
                        text().map(ThemeContent::Text)
                    } else {
                        let read = files::binary(&project.root, &path, seen, diags);
                        read.map_err(|told| failed = Some(told)).ok().map(ThemeContent::Bytes)
                    };
                    let Some(content) = content else { continue };
                    theme.statics.push(ThemeFile { name: name.to_owned(), path, content, of_site });
                }
                "" if name == "theme.yaml" => theme.settings = text(),
                _ => {}
            }
        }
    }
    match failed {
        Some(told) => Err(told),
        None => Ok(theme),
    }
}

fn has_extension(path: &str, extensions: &[&str]) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|found| extensions.iter().any(|extension| found.eq_ignore_ascii_case(extension)))
}
