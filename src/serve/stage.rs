//! What browsers see: the files of the last good site, and what is wrong now.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use axum::body::Bytes;
use serde_json::{Value as Json, json};
use tokio::sync::watch;

use crate::model::address::name_of;
use crate::model::output::Stored;
use crate::origin::{Origin, Origins};
use crate::photos::Sizes;

/// A finished file as it is served.
#[derive(Debug, Clone)]
pub(super) enum File {
    Bytes(Bytes),
    /// As this file on the disk, which is published as it is.
    Disk(PathBuf),
    /// A size of a photo, which is made when it is asked for.
    Photo(Arc<Sizes>, usize),
}

/// What stands at an address.
#[derive(Debug)]
pub(super) enum Found {
    /// The file, and its path in the output.
    File(String, File),
    /// It is there with a `/` at the end, or under the path of the site.
    Elsewhere(String),
    /// The page for lost addresses, if the site has one.
    Nothing(Option<File>),
    /// There has been no good site yet.
    NoSite,
}

/// The site that is shown. One thread changes it, many read it.
#[derive(Debug)]
pub(super) struct Stage {
    shown: RwLock<Shown>,
    told: watch::Sender<Told>,
}

#[derive(Debug, Default)]
struct Shown {
    /// The path that the site is published under: `/leader`, or nothing.
    base: String,
    files: HashMap<String, File>,
    is_there: bool,
    origins: Origins,
    /// In which version files other than pages were changed last, by their address.
    changed: BTreeMap<String, u64>,
    version: u64,
}

/// What browsers are told of the site that is shown, as JSON.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    pub version: u64,
    pub text: String,
}

/// Of how many changed pictures and styles browsers are told; more than that is a new site.
const MOST_CHANGED: usize = 200;

impl Stage {
    pub fn new() -> Self {
        let (told, _) = watch::channel(Told::default());
        Self { shown: RwLock::default(), told }
    }

    /// Is told of every change, the last one at once.
    pub fn follow(&self) -> watch::Receiver<Told> {
        self.told.subscribe()
    }

    /// What browsers were told last.
    pub fn told(&self) -> watch::Ref<'_, Told> {
        self.told.borrow()
    }

    /// Puts files in their places; `all` of the site, or some of them.
    pub fn show(&self, base: &str, files: BTreeMap<String, Stored>, all: bool) {
        let mut shown = self.shown.write().unwrap_or_else(PoisonError::into_inner);
        let version = shown.version + 1;
        let before = if all { std::mem::take(&mut shown.files) } else { HashMap::new() };
        let was_there = shown.is_there;
        for (path, stored) in files {
            let file = match stored {
                Stored::Bytes(bytes) => File::Bytes(bytes.into()),
                Stored::File(disk) => File::Disk(disk),
                Stored::Photo(sizes, number) => File::Photo(sizes, number),
            };
            let is_other = |file: &File| match (file, before.get(&path)) {
                (File::Bytes(now), Some(File::Bytes(before))) => now != before,
                (File::Photo(now, _), Some(File::Photo(before, _))) => now != before,
                (_, Some(_)) => true,
                (_, None) => was_there,
            };
            if all && !path.ends_with(".html") && is_other(&file) {
                shown.changed.insert(format!("{base}/{path}"), version);
            }
            shown.files.insert(path, file);
        }
        if shown.changed.len() > MOST_CHANGED {
            shown.changed.retain(|_, changed| *changed == version);
        }
        shown.base = base.to_owned();
        shown.is_there = true;
    }

    /// Knows from now on where the files come from.
    pub fn know(&self, origins: Origins) {
        self.shown.write().unwrap_or_else(PoisonError::into_inner).origins = origins;
    }

    /// Where a file comes from, by its path in the output.
    pub fn origin(&self, output: &str) -> Option<Origin> {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).origins.of_output(output).cloned()
    }

    /// Whether there has been a site without mistakes.
    pub fn has_site(&self) -> bool {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).is_there
    }

    /// Tells browsers that there is something new: files, messages or both.
    pub fn tell(&self, messages: Json) {
        let mut shown = self.shown.write().unwrap_or_else(PoisonError::into_inner);
        shown.version += 1;
        let version = shown.version;
        let changed: serde_json::Map<String, Json> =
            shown.changed.iter().map(|(path, version)| (path.clone(), json!(version))).collect();
        drop(shown);
        let text = json!({"version": version, "changed": changed, "messages": messages}).to_string();
        self.told.send_replace(Told { version, text });
    }

    /// What stands at an address, written as browsers send it.
    pub fn find(&self, address: &str) -> Found {
        let shown = self.shown.read().unwrap_or_else(PoisonError::into_inner);
        if !shown.is_there {
            return Found::NoSite;
        }
        let Some(inside) = address.strip_prefix(&shown.base).and_then(|rest| rest.strip_prefix('/')) else {
            return match address {
                "/" => Found::Elsewhere(format!("{}/", shown.base)),
                _ if address == shown.base => Found::Elsewhere(format!("{}/", shown.base)),
                _ => shown.nothing(""),
            };
        };
        let Some(path) = decoded(inside) else { return shown.nothing("") };
        let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path };
        match shown.files.get(&file) {
            Some(found) => Found::File(file, found.clone()),
            None if shown.files.contains_key(&format!("{file}/index.html")) => {
                Found::Elsewhere(format!("{}/{inside}/", shown.base))
            }
            None => shown.nothing(&file),
        }
    }
}

impl Shown {
    /// The page for lost addresses in the language that the path begins with.
    fn nothing(&self, path: &str) -> Found {
        let language = path.split('/').next().unwrap_or_default();
        let in_language = self.files.get(&format!("{language}/404.html"));
        Found::Nothing(in_language.or_else(|| self.files.get("404.html")).cloned())
    }
}

/// The path of a file in the output, from an address. Only plain names lead anywhere: what climbs or
/// hides a separator is the path of no file of the site.
fn decoded(address: &str) -> Option<String> {
    let mut names = Vec::new();
    for name in address.split('/') {
        let name = name_of(name);
        if matches!(&*name, "." | "..") || name.contains(['/', '\\', '\0']) {
            return None;
        }
        names.push(name);
    }
    Some(names.join("/"))
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn only_plain_names_lead_anywhere() {
        assert_eq!(decoded("rahoitus/p%C3%A4%C3%A4.html").as_deref(), Some("rahoitus/pää.html"));
        assert_eq!(decoded("").as_deref(), Some(""));
        for wrong in [
            "..",
            "../x",
            "a/../../etc/passwd",
            "a/./b",
            "%2e%2e/x",
            "a%2fb",
            "a%5Cb",
            "..%2fx",
            "a%00",
            "a\\b",
        ] {
            assert_eq!(decoded(wrong), None, "{wrong}");
        }
        // Decoded once: this is a name with a percent sign.
        assert_eq!(decoded("%252e%252e").as_deref(), Some("%2e%2e"));
    }
}
