//! Small sites from one string, built in memory or onto the disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use leader_site::Failure;
use leader_site::diag::{Diagnostics, Look};
use leader_site::model::output::{Memory, Nowhere, Stored, Totals};
use leader_site::source::{Project, Seen};
use tempfile::TempDir;

/// The day that tests build for.
pub const DAY: Date = date(2026, 11, 21);

/// What a site has where a test says nothing else.
const DEFAULTS: [(&str, &str); 10] = [
    (
        "content/site.yaml",
        "name: Leader\nbase_url: https://example.org/\ntheme: plain\nlanguages:\n  - {code: fi, name: Suomi}\n",
    ),
    ("content/fi/index.md", "---\ntitle: Etusivu\n---\n"),
    ("themes/plain/texts/fi.yaml", "nav:\n  home: Etusivu\n"),
    (
        "themes/plain/templates/base.html",
        "<html lang=\"{{ lang }}\"><title>{{ page.title }}</title>\n{% block main %}{% endblock main %}\n</html>\n",
    ),
    (
        "themes/plain/templates/page.html",
        "{% extends \"base.html\" %}{% block main %}{{ page.content | safe }}{% endblock main %}",
    ),
    (
        "themes/plain/templates/section.html",
        "{% extends \"page.html\" %}{% block main %}{{ super() }}{% for item in pages %}\
         <a href=\"{{ item.url }}\">{{ item.title }}</a>\n{% endfor %}{% endblock main %}",
    ),
    ("themes/plain/templates/article.html", "{% extends \"page.html\" %}"),
    ("themes/plain/templates/not-found.html", "<html>Ei löydy\n"),
    ("themes/plain/templates/alias.html", "<a href=\"{{ page.url }}\">{{ page.title }}</a>\n"),
    ("themes/plain/templates/blocks/contact.html", "<p>{{ site.email }}</p>\n"),
];

/// A site on the disk, gone with the test.
pub struct Site {
    folder: TempDir,
    pub project: Project,
}

/// A site from files in one string: `-- path --` and below it what the file holds.
///
/// What it takes besides to be a site is added. An empty file is left out, also from that.
pub fn site(files: &str) -> Site {
    let mut all: BTreeMap<String, String> =
        DEFAULTS.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let mut current = None;
    for line in files.split_inclusive('\n') {
        match line.strip_prefix("-- ").and_then(|line| line.trim_end().strip_suffix(" --")) {
            Some(path) => {
                all.insert(path.to_owned(), String::new());
                current = Some(path);
            }
            None => {
                let path = current.expect("`-- path --` comes first");
                all.entry(path.to_owned()).or_default().push_str(line);
            }
        }
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = Site {
        project: Project { root: folder.path().join("site"), date: DAY, base_url: None, drafts: false },
        folder,
    };
    for (path, text) in all.iter().filter(|(_, text)| !text.is_empty()) {
        site.write(path, text);
    }
    site
}

impl Site {
    /// A site that something else writes into a folder.
    pub fn of(write: impl FnOnce(&Path)) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().join("site");
        write(&root);
        Self { project: Project { root, date: DAY, base_url: None, drafts: false }, folder }
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.project.root.join(path)
    }

    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }

    /// A folder beside the site.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The finished files, or the messages.
    pub fn build(&self) -> Result<BTreeMap<String, String>, String> {
        let memory = Memory::new();
        let mut diags = Diagnostics::new();
        match leader_site::render(&self.project, &memory, &Seen::new(), &|_| {}, &mut diags) {
            Ok(_) => Ok(texts(memory)),
            Err(_) => Err(diags.render(Look::Plain, leader_site::diag::Tongue::English)),
        }
    }

    /// The finished files of a site without mistakes.
    pub fn files(&self) -> BTreeMap<String, String> {
        self.build().unwrap_or_else(|errors| panic!("{errors}"))
    }

    /// What stands between the title and the end of a page.
    pub fn text_of(&self, path: &str) -> String {
        let files = self.files();
        let html = files.get(path).unwrap_or_else(|| panic!("no {path} among {:?}", files.keys()));
        let start = html.find("</title>\n").map_or(0, |at| at + "</title>\n".len());
        html[start..].replace("\n</html>\n", "")
    }

    /// Warnings of a site without mistakes.
    pub fn warnings(&self) -> String {
        let mut diags = Diagnostics::new();
        let checked = check(&self.project, &mut diags);
        assert!(checked.is_ok(), "{}", diags.render(Look::Plain, leader_site::diag::Tongue::English));
        diags.render(Look::Plain, leader_site::diag::Tongue::English).trim_end().to_owned()
    }
}

/// Does all that a build does, and writes nothing.
pub fn check(project: &Project, diags: &mut Diagnostics) -> Result<Totals, Failure> {
    leader_site::render(project, &Nowhere, &Seen::new(), &|_| {}, diags)
}

/// The files that were rendered into memory.
pub fn texts(memory: Memory) -> BTreeMap<String, String> {
    memory.into_files().into_iter().map(|(path, stored)| (path, text(stored))).collect()
}

fn text(stored: Stored) -> String {
    let bytes = match stored {
        Stored::Bytes(bytes) => bytes,
        Stored::File(path) => fs::read(path).expect("a file of the site"),
        // Made when somebody asks for it.
        Stored::Photo(..) => Vec::new(),
    };
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The messages of a site with mistakes.
pub fn errors_of(files: &str) -> String {
    match site(files).build() {
        Ok(_) => panic!("no mistake was found"),
        Err(errors) => errors.trim_end().to_owned(),
    }
}

/// A page in the root of the site, as HTML.
pub fn page(markdown: &str) -> String {
    site(&format!("-- content/fi/sivu.md --\n---\ntitle: Sivu\n---\n{markdown}")).text_of("sivu/index.html")
}

/// The messages of a page with mistakes.
pub fn errors_in_page(markdown: &str) -> String {
    errors_of(&format!("-- content/fi/sivu.md --\n---\ntitle: Sivu\n---\n{markdown}"))
}

/// All files of a folder by path.
pub fn on_disk(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten() {
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).expect("a path inside");
            let bytes = fs::read(entry.path()).expect("a file");
            files.insert(path.to_string_lossy().into_owned(), String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    files
}
