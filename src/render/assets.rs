//! Static files of the theme: rendered, and published under names that hold a hash of their content,
//! so that a browser can keep them for ever.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use ahash::AHashSet;
use tera::{Context, Map, Value};

use super::one_file::Files;
use super::script;
use super::templates::{Engine, TemplateError, static_template};
use crate::check::drawings;
use crate::diag::{Diagnostics, Reported};
use crate::model::output::{Content, Sink, SinkError};
use crate::model::site::Site;
use crate::model::theme::{StaticContent, StaticFile, Theme};
use crate::picture;
use crate::source::{Place, SourceFile};

/// The static files as they are published.
#[derive(Debug)]
pub(super) struct Assets {
    /// Their paths in the output folder.
    pub outputs: AHashSet<Vec<u8>>,
    /// Their addresses by name, for templates.
    pub urls: Value,
    /// Themselves by their addresses, where a page takes them into its one file.
    pub kept: Option<Files>,
}

impl Default for Assets {
    fn default() -> Self {
        Self { outputs: AHashSet::new(), urls: Value::from(Map::new()), kept: None }
    }
}

/// A static file that is ready to be published.
pub(super) struct Asset<'t> {
    output: String,
    content: Bytes<'t>,
    /// A script as a page takes it into its one file: line by line.
    lines: Option<String>,
}

enum Bytes<'t> {
    Made(Vec<u8>),
    Read(&'t [u8]),
}

impl Bytes<'_> {
    fn as_slice(&self) -> &[u8] {
        match self {
            Self::Made(bytes) => bytes,
            Self::Read(bytes) => bytes,
        }
    }
}

/// Makes all static files ready.
pub(super) fn prepare<'t>(
    theme: &'t Theme,
    engine: &Engine,
    settings: &Value,
    site: &Site,
    diags: &mut Diagnostics,
) -> Result<(Assets, Vec<Asset<'t>>), Reported> {
    let mut work = Work {
        files: theme.statics.iter().map(|file| (file.name.as_str(), file)).collect(),
        engine,
        settings,
        done: BTreeMap::new(),
        under_way: Vec::new(),
    };
    let mut failed = None;
    for file in &theme.statics {
        if let Err(told) = work.asset(file, diags) {
            failed = Some(told);
        }
    }
    if let Some(told) = failed {
        return Err(told);
    }
    let mut urls = Map::new();
    let mut kept = site.pages.iter().any(|page| page.one_file).then(Files::new);
    let mut outputs = AHashSet::new();
    let mut assets = Vec::new();
    for (name, asset) in work.done {
        let url = site.base.path_to(&format!("/{}", super::html::encode_path(&asset.output)));
        if let Some(kept) = &mut kept {
            let content = asset.lines.as_ref().map_or(asset.content.as_slice(), String::as_bytes);
            kept.insert(url.clone(), content.to_vec());
        }
        urls.insert(name.to_owned().into(), Value::from(url));
        outputs.insert(asset.output.clone().into_bytes());
        assets.push(asset);
    }
    Ok((Assets { outputs, urls: Value::from(urls), kept }, assets))
}

impl Asset<'_> {
    pub(super) fn publish(&self, sink: &dyn Sink) -> Result<(), SinkError> {
        sink.put(&self.output, Content::Bytes(self.content.as_slice()))
    }
}

struct Work<'w, 't> {
    files: BTreeMap<&'t str, &'t StaticFile>,
    engine: &'w Engine,
    settings: &'w Value,
    done: BTreeMap<&'t str, Asset<'t>>,
    /// The files that led to the one being made.
    under_way: Vec<&'t str>,
}

impl<'t> Work<'_, 't> {
    /// Makes the file ready, after those that it names: its own hash depends on their names.
    fn asset(&mut self, file: &'t StaticFile, diags: &mut Diagnostics) -> Result<(), Reported> {
        if self.done.contains_key(file.name.as_str()) {
            return Ok(());
        }
        if self.under_way.contains(&file.name.as_str()) {
            let place = Place::file(&SourceFile::new(file.path.clone(), ""));
            let names = format!("{} → {}", self.under_way.join(" → "), file.name);
            return Err(diags.assets_in_a_circle(&place, &names));
        }
        self.under_way.push(&file.name);
        let content = self.content(file, diags);
        self.under_way.pop();
        let content = content?;
        let source = match &file.content {
            StaticContent::Template(source) | StaticContent::Text(source) => Some(source),
            StaticContent::Bytes(_) => None,
        };
        drawings::of_theme(&file.path, &file.name, content.as_slice(), source, diags);
        let mut asset = Asset { output: String::new(), content, lines: None };
        if file.name.ends_with(".js") {
            asset = shortened(file, source, asset, diags)?;
        }
        asset.output = published_name(&file.name, asset.content.as_slice());
        self.done.insert(&file.name, asset);
        Ok(())
    }

    fn content(&mut self, file: &'t StaticFile, diags: &mut Diagnostics) -> Result<Bytes<'t>, Reported> {
        let text = match &file.content {
            StaticContent::Bytes(bytes) => {
                return Ok(picture::cleaned(bytes).map_or(Bytes::Read(bytes), Bytes::Made));
            }
            StaticContent::Text(text) => text.text.clone(),
            StaticContent::Template(_) => self.rendered(file, diags)?,
        };
        let mut written = String::with_capacity(text.len() + 64);
        let mut at = 0;
        for (range, name) in names_in(&file.name, &text) {
            let Some(named) = self.files.get(name.as_str()).copied() else { continue };
            self.asset(named, diags)?;
            let output = &self.done[named.name.as_str()].output;
            written.push_str(&text[at..range.start]);
            // Both lie in one folder, and so do their published files.
            written.push_str(output.rsplit('/').next().unwrap_or(output));
            at = range.end;
        }
        written.push_str(&text[at..]);
        Ok(Bytes::Made(written.into_bytes()))
    }

    fn rendered(&self, file: &StaticFile, diags: &mut Diagnostics) -> Result<String, Reported> {
        let mut context = Context::new();
        context.insert_value("theme", self.settings.clone());
        let mut output = Vec::new();
        let template = static_template(&file.name);
        match self.engine.render(0, &template, &context, &mut output) {
            Ok(()) => Ok(String::from_utf8_lossy(&output).into_owned()),
            Err(error) => {
                let TemplateError { slip, place, callers } = *error;
                Err(diags.template_failed(&slip, place.as_ref(), &callers, (&file.path, 0)))
            }
        }
    }
}

/// The script as a phone fetches it.
fn shortened<'t>(
    file: &StaticFile,
    source: Option<&Arc<SourceFile>>,
    asset: Asset<'t>,
    diags: &mut Diagnostics,
) -> Result<Asset<'t>, Reported> {
    // What is no text is told of as a picture or a font would be: not at all.
    let Ok(text) = std::str::from_utf8(asset.content.as_slice()) else { return Ok(asset) };
    match script::shortened(text) {
        Ok(short) => {
            let lines = Some(without_comments(text));
            Ok(Asset { content: Bytes::Made(short.into_bytes()), lines, ..asset })
        }
        Err(mistake) => {
            // As it stands in the source, unless a template has made it.
            let place = match (&file.content, source) {
                (StaticContent::Text(source), _) => match script::shortened(&source.text) {
                    Err(mistake) => Place::bytes(source, mistake.at),
                    Ok(_) => Place::file(source),
                },
                (_, Some(source)) => Place::file(source),
                (_, None) => Place::file(&SourceFile::new(file.path.clone(), "")),
            };
            Err(diags.script_unreadable(&place, &mistake.reason))
        }
    }
}

/// Where a script or style sheet names a file beside it: the bytes of the name, and the file's name
/// in `static/`.
fn names_in(file: &str, text: &str) -> Vec<(Range<usize>, String)> {
    let folder = file.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let mut names = Vec::new();
    let mut note = |range: Range<usize>| {
        let name = &text[range.clone()];
        if !name.is_empty() && !name.contains(['/', ':', '#', '\n']) {
            names.push((range, format!("{folder}{name}")));
        }
    };
    if file.ends_with(".js") {
        for quote in ['\'', '"'] {
            let mark = format!("{quote}./");
            for (at, _) in text.match_indices(&mark) {
                let start = at + mark.len();
                if let Some(length) = text[start..].find(quote) {
                    note(start..start + length);
                }
            }
        }
    } else if file.ends_with(".css") {
        for (at, mark) in text.match_indices("url(") {
            let start = at + mark.len();
            let Some(length) = text[start..].find(')') else { continue };
            let written = &text[start..start + length];
            let bare = written.trim_matches(['"', '\'', ' ']).trim_start_matches("./");
            let start = start + written.find(bare).unwrap_or(0);
            note(start..start + bare.len());
        }
    }
    names.sort_by_key(|(range, _)| range.start);
    names
}

/// A script without the comments that fill whole lines, and without indents: they are for those who
/// read the theme, and half of what a phone would have to fetch.
///
/// Nothing within a line is touched, so that no knowledge of the language is needed but this: a
/// text that goes over several lines stands in backticks. A script that has one stays as it is.
fn without_comments(script: &str) -> String {
    if script.lines().any(|line| line.matches('`').count() % 2 == 1) {
        return script.to_owned();
    }
    let mut kept = String::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.lines() {
        let line = line.trim();
        let opens = !in_comment && line.starts_with("/*");
        let comment = in_comment || opens || line.starts_with("//");
        if (in_comment || opens) && line.contains("*/") {
            in_comment = false;
            // What follows the comment on its last line is code.
            let code = line.split_once("*/").map_or("", |(_, code)| code.trim());
            if !code.is_empty() {
                kept.push_str(code);
                kept.push('\n');
            }
            continue;
        }
        in_comment |= opens;
        if !comment && !line.is_empty() {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// `leader.css` becomes `assets/leader.1a2b3c4d.css`.
pub(super) fn published_name(name: &str, content: &[u8]) -> String {
    // Other sites name these: their addresses stay.
    if name.starts_with("fixed/") {
        return format!("assets/{name}");
    }
    let hash = blake3::hash(content).to_hex();
    let hash = &hash[..8];
    let (folder, file) = name.rsplit_once('/').map_or(("", name), |(folder, file)| (folder, file));
    let slash = if folder.is_empty() { "" } else { "/" };
    match file.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => {
            format!("assets/{folder}{slash}{stem}.{hash}.{extension}")
        }
        _ => format!("assets/{folder}{slash}{file}.{hash}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{names_in, published_name, without_comments};

    #[test]
    fn scripts_and_styles_name_files_beside_them() {
        let names = |file: &str, text: &str| {
            names_in(file, text)
                .into_iter()
                .map(|(range, name)| format!("{}={name}", &text[range]))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            names("js/a.js", "import {b} from './b.js';import(\"./c.js\")"),
            ["b.js=js/b.js", "c.js=js/c.js"]
        );
        assert_eq!(
            names("a.css", "x{background:url(b.svg)}y{src:url( \"./c.woff2\" )}"),
            ["b.svg=b.svg", "c.woff2=c.woff2"]
        );
        assert!(names("a.css", "url(#x) url(data:image/png;base64,AA) url(../b.svg) url(").is_empty());
    }

    #[test]
    fn published_names_hold_a_hash() {
        assert_eq!(published_name("leader.css", b""), "assets/leader.af1349b9.css");
        assert_eq!(published_name("fonts/a.b.woff2", b""), "assets/fonts/a.b.af1349b9.woff2");
        assert_eq!(published_name("LICENSE", b""), "assets/LICENSE.af1349b9");
    }

    #[test]
    fn comments_on_lines_of_their_own_are_left_out() {
        let script = "// Why.\nconst a = '//'; // stays\n\n/**\n * What.\n */\nif (a) {\n  b(); /* stays */\n}\n/* one */ c();\n";
        assert_eq!(
            without_comments(script),
            "const a = '//'; // stays\nif (a) {\nb(); /* stays */\n}\nc();\n"
        );
        let with_text = "const t = `\n  // not a comment\n`;\n";
        assert_eq!(without_comments(with_text), with_text);
    }
}
