//! The manifest of an output: which of its files are ours.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::Written;

/// The file that marks a folder as an output of this program, and lists what is in it.
pub const MANIFEST: &str = ".leader-site.json";

/// Begins the manifest: a folder without it is not ours.
const MARK: &str = "{\"made_by\":\"leader-site\"";

/// The files of an output that this program wrote, with the hash that each had then.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    files: BTreeMap<String, String>,
    /// The folders that these files lie in.
    folders: BTreeSet<String>,
}

impl Manifest {
    /// What the manifest of a folder says; `Ok(None)` if the folder has none. An error of the kind
    /// `InvalidData` is a manifest that is ours and cannot be read.
    pub fn of(folder: &Path) -> io::Result<Option<Self>> {
        let path = folder.join(MANIFEST);
        match std::fs::symlink_metadata(&path) {
            Ok(found) if found.is_file() => {}
            Ok(_) => return Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        }
        let mut bytes = Vec::new();
        File::open(path)?.read_to_end(&mut bytes)?;
        if !bytes.starts_with(MARK.as_bytes()) {
            return Ok(None);
        }
        Self::parse(&bytes).map(Some).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }

    /// Reads the text of a manifest. It may come from elsewhere: a path that leads out of the folder
    /// makes it unreadable.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let json: serde_json::Value = serde_json::from_slice(text).ok()?;
        let mut manifest = Self::default();
        for (path, hash) in json.get("files")?.as_object()? {
            if !stays_within(path) {
                return None;
            }
            manifest.add(path, hash.as_str()?);
        }
        Some(manifest)
    }

    pub fn add(&mut self, path: &str, hash: &str) {
        let mut inner = path;
        while let Some((folder, _)) = inner.rsplit_once('/') {
            if !self.folders.insert(folder.to_owned()) {
                break;
            }
            inner = folder;
        }
        self.files.insert(path.to_owned(), hash.to_owned());
    }

    /// The list of files that were just made.
    pub fn of_written<'w>(files: impl Iterator<Item = &'w Written>) -> Self {
        let mut manifest = Self::default();
        for file in files {
            manifest.add(&file.path, &hex(&file.hash));
        }
        manifest
    }

    /// These files, whatever they hold.
    pub fn of_paths<'p>(paths: impl Iterator<Item = &'p str>) -> Self {
        let mut manifest = Self::default();
        for path in paths {
            manifest.add(path, "");
        }
        manifest
    }

    /// The files of both; where both have one, as the other has it.
    pub fn with(&self, other: &Self) -> Self {
        let mut both = self.clone();
        for (path, hash) in &other.files {
            both.add(path, hash);
        }
        both
    }

    pub fn hash_of(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    pub fn has_file(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    pub fn has_folder(&self, path: &str) -> bool {
        self.folders.contains(path)
    }

    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, hash)| (path.as_str(), hash.as_str()))
    }

    /// The files below a folder.
    pub fn below<'m>(&'m self, folder: &str) -> impl Iterator<Item = &'m str> + use<'m> {
        let start = format!("{folder}/");
        self.files
            .range(start.clone()..)
            .map(|(path, _)| path.as_str())
            .take_while(move |path| path.starts_with(&start))
    }

    pub fn into_files(self) -> BTreeMap<String, String> {
        self.files
    }

    pub fn text(&self) -> String {
        let mut json = String::with_capacity(self.files.len() * 80 + 64);
        json.push_str(MARK);
        json.push_str(",\"files\":{");
        for (number, (path, hash)) in self.files.iter().enumerate() {
            json.push_str(if number == 0 { "\n" } else { ",\n" });
            json.push_str(&serde_json::Value::from(path.as_str()).to_string());
            json.push_str(":\"");
            json.push_str(hash);
            json.push('"');
        }
        json.push_str("\n}}\n");
        json
    }
}

pub(super) fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a path is one of a file in the folder: no `..`, no root, no drive.
fn stays_within(path: &str) -> bool {
    let parts = |path: &str| Path::new(path).components().count();
    !path.is_empty()
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
        && Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_)))
        && parts(path) == path.split('/').count()
}

#[cfg(test)]
mod tests {
    use super::Manifest;

    #[test]
    fn a_list_that_leads_out_of_the_folder_is_no_list() {
        let list = |path: &str| format!("{{\"files\":{{{}:\"00\"}}}}", serde_json::Value::from(path));
        for path in ["../a", "a/../../b", "/etc/passwd", "a//b", "./a", "a/.", "", "a/"] {
            assert_eq!(Manifest::parse(list(path).as_bytes()), None, "{path}");
        }
        let good = Manifest::parse(list("a/b/..c.html").as_bytes()).expect("a list");
        assert!(good.has_folder("a/b") && good.has_folder("a") && !good.has_folder("a/b/..c.html"));
        assert_eq!(good.below("a").collect::<Vec<_>>(), ["a/b/..c.html"]);
        assert_eq!(Manifest::parse(b"{\"made_by\":\"leader-site\",\"files\":{\"a"), None);
    }
}
