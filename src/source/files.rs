//! The files of a site as they were read, not yet interpreted.

use std::path::PathBuf;
use std::sync::Arc;

use super::{SourceFile, Spanned};
use crate::picture::{Picture, Slip};

/// The files of `content/`. A clone shares the texts.
#[derive(Debug, Clone)]
pub struct Content {
    /// What lies beside the folders, by its path from the site folder.
    pub loose: Vec<String>,
    /// What is published as it is, from wherever it lies.
    pub copies: Vec<CopiedFile>,
    /// Folders of languages, by name.
    pub folders: Vec<Folder>,
}

/// A folder of pages: `content/fi`.
#[derive(Debug, Clone)]
pub struct Folder {
    /// `fi`
    pub name: String,
    /// Markdown files; a file that could not be read is told of and left out.
    pub pages: Vec<Arc<SourceFile>>,
    pub files: Vec<OtherFile>,
}

/// A file beside the pages.
#[derive(Debug, Clone)]
pub struct OtherFile {
    /// Path from the site folder, as it is on the disk.
    pub path: String,
    pub disk: PathBuf,
    /// How many bytes it has.
    pub length: u64,
    /// For a file whose name says that it is a picture: what it is, or why it is none.
    pub picture: Option<Result<Picture, Slip>>,
}

/// A file that is to be published as it is: it was looked for, and not read.
#[derive(Debug, Clone)]
pub struct CopiedFile {
    /// Path from the site folder.
    pub from: Spanned<String>,
    /// Path in the output folder.
    pub to: Spanned<String>,
    pub disk: PathBuf,
    pub length: u64,
}

/// The files of a theme and those with which the site changes it.
#[derive(Debug)]
pub struct ThemeFiles {
    pub name: String,
    pub settings: Option<Arc<SourceFile>>,
    /// Templates of the theme, then those of the site.
    pub templates: Vec<ThemeFile>,
    /// `texts/fi.yaml` and so on.
    pub texts: Vec<Arc<SourceFile>>,
    pub statics: Vec<ThemeFile>,
}

/// A file of a theme, or of the site in the place of one.
#[derive(Debug)]
pub struct ThemeFile {
    /// Path in `templates/` or `static/`.
    pub name: String,
    pub path: String,
    pub content: ThemeContent,
    /// Whether it lies in the site's own folder.
    pub of_site: bool,
}

/// What a file of a theme holds.
#[derive(Debug)]
pub enum ThemeContent {
    /// Text, of a kind that the program looks into.
    Text(Arc<SourceFile>),
    Bytes(Vec<u8>),
}
