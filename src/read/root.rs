//! Which site a person is in: the folder where they are, or the nearest one above it that holds one.

use std::path::{Path, PathBuf};

/// The folder of the site, as a path from `here` such as `.` or `../..`; `here` is the whole path of a folder.
///
/// As with version control, what lies above a person's own folder or on another disk is not meant.
pub fn nearest_site(here: &Path, home: Option<&Path>) -> Option<PathBuf> {
    let disk = disk_of(here);
    let mut up = PathBuf::new();
    for folder in here.ancestors() {
        if disk_of(folder) != disk {
            return None;
        }
        if holds_site(folder) {
            return Some(if up.as_os_str().is_empty() { PathBuf::from(".") } else { up });
        }
        if home == Some(folder) {
            return None;
        }
        up.push("..");
    }
    None
}

/// Whether a folder holds a site, or rules that stand without one. Settings under a wrong name count: what
/// is wrong with them can then be told.
fn holds_site(folder: &Path) -> bool {
    let content = folder.join("content");
    content.join("site.yaml").is_file()
        || content.join("site.yml").is_file()
        || content.join("rules").is_dir()
}

#[cfg(unix)]
fn disk_of(folder: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    folder.metadata().ok().map(|metadata| metadata.dev())
}

#[cfg(not(unix))]
fn disk_of(_: &Path) -> Option<u64> {
    None
}

/// The path of a new page as the site knows it, from one that is written where a person stands: in
/// `content/sv/finansiering`, `ny-sida` is `content/sv/finansiering/ny-sida`. What begins with a folder of
/// the language or of the site, and with none of where they stand, is meant from there.
pub fn page_from(here: &Path, site: &Path, written: &str) -> String {
    let as_written = || written.to_owned();
    let (Ok(site), Ok(here)) = (site.canonicalize(), here.canonicalize()) else { return as_written() };
    let Ok(inside) = here.strip_prefix(&site) else { return as_written() };
    let Some(inside) = inside.to_str().map(|inside| inside.replace('\\', "/")) else { return as_written() };
    let typed = written.replace('\\', "/");
    let mut stands: Vec<&str> = inside.split('/').filter(|part| !part.is_empty()).collect();
    if Path::new(written).is_absolute() || stands.first() != Some(&"content") {
        return as_written();
    }
    let first = typed.split('/').find(|part| !matches!(*part, "" | ".")).unwrap_or_default().to_owned();
    if first != ".." && !here.join(&first).is_dir() {
        if first == "content" || site.join("content").join(&first).is_dir() {
            return as_written();
        }
        if let Some(language) = stands.get(1)
            && site.join("content").join(language).join(&first).is_dir()
        {
            return format!("content/{language}/{typed}");
        }
    }
    // The folder above the languages is of no language.
    if stands.len() == 1 && first != ".." {
        return as_written();
    }
    for part in typed.split('/').filter(|part| !matches!(*part, "" | ".")) {
        match part {
            ".." if stands.pop().is_none() => return as_written(),
            ".." => {}
            part => stands.push(part),
        }
    }
    let end = if typed.ends_with('/') { "/" } else { "" };
    format!("{}{end}", stands.join("/"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_site_is_found_from_any_folder_within_it() {
        let room = tempfile::tempdir().expect("a folder");
        let room = room.path().canonicalize().expect("a path");
        for folder in
            ["site/content/fi/rahoitus", "site/themes/leader", "home/user/notes", "rules/content/rules"]
        {
            fs::create_dir_all(room.join(folder)).expect("a folder");
        }
        fs::write(room.join("site/content/site.yaml"), "").expect("a file");
        let found = |here: &str| nearest_site(&room.join(here), Some(&room.join("home/user")));
        assert_eq!(found("site"), Some(".".into()));
        assert_eq!(found("site/content"), Some("..".into()));
        assert_eq!(found("site/content/fi/rahoitus"), Some("../../..".into()));
        assert_eq!(found("site/themes/leader"), Some("../..".into()));
        assert_eq!(found("rules/content/rules"), Some("../..".into()));
        // What is above a person's own folder is not theirs.
        fs::create_dir_all(room.join("home/content")).expect("a folder");
        fs::write(room.join("home/content/site.yaml"), "").expect("a file");
        assert_eq!(found("home/user/notes"), None);
        assert_eq!(found("home/user"), None);
        assert_eq!(found("home"), Some(".".into()));
    }

    #[test]
    fn a_page_is_named_from_where_one_stands() {
        let room = tempfile::tempdir().expect("a folder");
        let site = room.path();
        for folder in ["content/fi/rahoitus/vanha", "content/fi/uutiset", "content/sv/finansiering", "themes"]
        {
            fs::create_dir_all(site.join(folder)).expect("a folder");
        }
        let named = |here: &str, written: &str| page_from(&site.join(here), site, written);
        for (here, written, page) in [
            ("", "rahoitus/x", "rahoitus/x"),
            ("themes", "rahoitus/x", "rahoitus/x"),
            ("content", "sv/x", "sv/x"),
            ("content", "x", "x"),
            ("content/fi", "rahoitus/x", "content/fi/rahoitus/x"),
            ("content/sv", "finansiering/x", "content/sv/finansiering/x"),
            ("content/sv", "ny/", "content/sv/ny/"),
            ("content/sv", "fi/x", "fi/x"),
            ("content/sv", "content/fi/x", "content/fi/x"),
            ("content/sv/finansiering", "x", "content/sv/finansiering/x"),
            ("content/fi/rahoitus", "x.md", "content/fi/rahoitus/x.md"),
            ("content/fi/rahoitus", "rahoitus/x", "content/fi/rahoitus/x"),
            ("content/fi/rahoitus", "vanha/x", "content/fi/rahoitus/vanha/x"),
            ("content/fi/rahoitus", "../uutiset/Syksyn haku", "content/fi/uutiset/Syksyn haku"),
            ("content/fi/rahoitus", "../../../../../x", "../../../../../x"),
            ("content/fi/rahoitus", "/x", "/x"),
        ] {
            assert_eq!(named(here, written), page, "{written} in {here}");
        }
    }
}
