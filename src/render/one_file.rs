//! A page as one file that needs no other: its styles, scripts and pictures within, for use from a disk
//! without a network.
//!
//! Browsers import nothing from beside a file, so the modules become functions of one script, in the order
//! in which they need each other. The policy of the page names the script and the style by their hashes:
//! nothing else can run in it, and nothing can leave it.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

/// The static files that pages may name, by their addresses.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// Why a page cannot be one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Slip {
    /// A script that imports or exports in a form that is not known here.
    Script { url: String, line: String },
}

/// The page with all that it names. Links to other pages lead to `origin`, such as `https://example.org`.
pub(super) fn one_file(html: &str, files: &Files, origin: &str) -> Result<String, Slip> {
    let mut page = Page { files, origin, styles: Vec::new(), entries: Vec::new(), named: Vec::new() };
    let body = page.rewritten(html);
    let mut modules = Modules { files, done: Vec::new(), seen: BTreeSet::new() };
    for url in page.entries.iter().chain(&page.named) {
        modules.add(url)?;
    }
    // Styles that scripts would load are there from the start.
    for url in files.keys().filter(|url| url.ends_with(".css")) {
        let quoted = serde_json::Value::from(format!("href=\"{url}\"")).to_string();
        let quoted = quoted.trim_matches('"').to_owned();
        if modules.done.iter().any(|(_, script)| script.contains(&quoted)) && !page.styles.contains(url) {
            page.styles.push(url.clone());
        }
    }
    let style: String = page.styles.iter().filter_map(|url| text(files, url)).collect();
    let script = modules.script(&page.styles);
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; img-src data:; base-uri 'none'; form-action 'none'",
        hash(&style),
        hash(&script)
    );
    let whole = with_policy(&body, &policy);
    Ok(whole
        .replacen(STYLE_MARK, &format!("<style>{style}</style>"), 1)
        .replace(STYLE_MARK, "")
        .replacen(SCRIPT_MARK, &format!("<script type=\"module\">{script}</script>"), 1)
        .replace(SCRIPT_MARK, ""))
}

// Where style and script go; no page can have these characters.
const STYLE_MARK: &str = "\u{0}style\u{0}";
const SCRIPT_MARK: &str = "\u{0}script\u{0}";

fn text<'f>(files: &'f Files, url: &str) -> Option<&'f str> {
    std::str::from_utf8(files.get(url)?).ok()
}

/// As a policy names what it allows.
fn hash(content: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(content.as_bytes())))
}

/// The page under its own policy in place of the site's.
fn with_policy(html: &str, policy: &str) -> String {
    const MARK: &str = "http-equiv=\"Content-Security-Policy\" content=\"";
    let Some(start) = html.find(MARK).map(|at| at + MARK.len()) else { return html.to_owned() };
    let end = html[start..].find('"').map_or(html.len(), |at| start + at);
    format!("{}{policy}{}", &html[..start], &html[end..])
}

struct Page<'f> {
    files: &'f Files,
    origin: &'f str,
    styles: Vec<String>,
    /// The scripts that the page runs.
    entries: Vec<String>,
    /// Those that it names for its scripts to load.
    named: Vec<String>,
}

impl Page<'_> {
    /// The markup with marks for style and script, pictures within, and absolute links.
    fn rewritten(&mut self, html: &str) -> String {
        let mut written = String::with_capacity(html.len());
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            written.push_str(&rest[..at]);
            rest = &rest[at..];
            let Some(end) = tag_end(rest) else { break };
            let (tag, behind) = rest.split_at(end);
            rest = behind;
            let attribute = |name: &str| attribute(tag, name).map(|range| &tag[range]);
            if tag.starts_with("<link ") {
                match (attribute("rel"), attribute("href")) {
                    (Some("stylesheet"), Some(url)) if self.files.contains_key(url) => {
                        self.styles.push(url.to_owned());
                        written.push_str(STYLE_MARK);
                    }
                    // What a link says of other files and pages is of no use beside none.
                    _ => {}
                }
                continue;
            }
            if tag.starts_with("<script ")
                && let Some(url) = attribute("src").filter(|url| self.files.contains_key(*url))
            {
                self.entries.push(url.to_owned());
                written.push_str(SCRIPT_MARK);
                rest = rest.strip_prefix("</script>").unwrap_or(rest);
                continue;
            }
            // Within one file there are no sizes to choose from.
            if ["<picture>", "</picture>"].contains(&tag) || tag.starts_with("<source ") {
                continue;
            }
            // A picture that is not at hand is what is said of it.
            if tag.starts_with("<img ")
                && attribute("src").is_some_and(|url| url.starts_with('/') && !self.files.contains_key(url))
            {
                written.push_str(attribute("alt").unwrap_or_default());
                continue;
            }
            self.tag(tag, &mut written);
            // Scripts and templates may ask whether they have a network to expect.
            if tag.starts_with("<html") && written.ends_with('>') {
                written.pop();
                written.push_str(" data-one-file>");
            }
            // A data block is no markup.
            if tag.starts_with("<script")
                && let Some(end) = rest.find("</script>")
            {
                written.push_str(&rest[..end]);
                rest = &rest[end..];
            }
        }
        written.push_str(rest);
        written
    }

    /// Any other tag, with its addresses.
    fn tag(&mut self, tag: &str, written: &mut String) {
        let mut at = 0;
        while let Some((name, value)) = next_attribute(tag, at) {
            let url = &tag[value.clone()];
            let new = match (name, self.files.get(url)) {
                ("src", Some(bytes)) => Some(data_url(url, bytes)),
                (_, Some(_)) if url.ends_with(".js") => {
                    self.named.push(url.to_owned());
                    None
                }
                ("href" | "src", None) if url.starts_with('/') => Some(format!("{}{url}", self.origin)),
                _ => None,
            };
            written.push_str(&tag[at..value.start]);
            written.push_str(new.as_deref().unwrap_or(url));
            at = value.end;
        }
        written.push_str(&tag[at..]);
    }
}

fn data_url(url: &str, bytes: &[u8]) -> String {
    let kind = mime_guess::from_path(url).first_or_octet_stream();
    format!("data:{kind};base64,{}", BASE64_STANDARD.encode(bytes))
}

/// Behind the `>` that ends the tag that the text begins with.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    text.bytes()
        .position(|byte| match (quote, byte) {
            (None, b'>') => true,
            (None, b'"' | b'\'') => {
                quote = Some(byte);
                false
            }
            (Some(open), _) if open == byte => {
                quote = None;
                false
            }
            _ => false,
        })
        .map(|at| at + 1)
}

/// The next attribute in double quotes from a place on: its name, and where its value stands.
fn next_attribute(tag: &str, from: usize) -> Option<(&str, std::ops::Range<usize>)> {
    let equals = tag[from..].find("=\"").map(|at| from + at)?;
    let start = equals + 2;
    let end = start + tag[start..].find('"')?;
    let name = tag[..equals].rsplit(|sign: char| sign.is_ascii_whitespace()).next()?;
    Some((name, start..end))
}

fn attribute(tag: &str, wanted: &str) -> Option<std::ops::Range<usize>> {
    let mut at = 0;
    while let Some((name, value)) = next_attribute(tag, at) {
        if name == wanted {
            return Some(value);
        }
        at = value.end;
    }
    None
}

/// Modules as functions of one script.
struct Modules<'f> {
    files: &'f Files,
    /// In the order in which they need each other: address and body.
    done: Vec<(String, String)>,
    seen: BTreeSet<String>,
}

impl Modules<'_> {
    fn add(&mut self, url: &str) -> Result<(), Slip> {
        let Some(script) = text(self.files, url).filter(|_| self.seen.insert(url.to_owned())) else {
            return Ok(());
        };
        let folder = url.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut body = String::with_capacity(script.len());
        let mut exported = Vec::new();
        for line in script.lines() {
            let unknown = || Slip::Script { url: url.to_owned(), line: line.to_owned() };
            if let Some(import) = line.strip_prefix("import ").filter(|rest| !rest.starts_with('(')) {
                let (names, from) = import.split_once(" from ").ok_or_else(unknown)?;
                let name = from.trim_end_matches(';').trim_matches(['\'', '"']).strip_prefix("./");
                let named = format!("{folder}/{}", name.ok_or_else(unknown)?);
                self.add(&named)?;
                body.push_str(&format!("const {} = $modules[{named:?}];\n", names.replace(" as ", ": ")));
            } else if let Some(value) = line.strip_prefix("export default ") {
                exported.push("default: $whole".to_owned());
                body.push_str(&format!("const $whole = {value}\n"));
            } else if let Some(declared) = line.strip_prefix("export ") {
                let mut words =
                    declared.split(|sign: char| !(sign.is_alphanumeric() || matches!(sign, '_' | '$')));
                let kind =
                    words.next().filter(|kind| matches!(*kind, "const" | "let" | "function" | "class"));
                let name = kind.and_then(|_| words.find(|word| !word.is_empty())).ok_or_else(unknown)?;
                exported.push(name.to_owned());
                body.push_str(declared);
                body.push('\n');
            } else {
                body.push_str(line);
                body.push('\n');
            }
        }
        // What is loaded on demand is there already.
        for quote in ['\'', '"'] {
            let mark = format!("import({quote}./");
            while let Some(at) = body.find(&mark) {
                let start = at + mark.len();
                let Some(end) = body[start..].find(quote).map(|end| start + end) else { break };
                let named = format!("{folder}/{}", &body[start..end]);
                self.add(&named)?;
                body.replace_range(at..=end, &format!("$load({named:?}"));
            }
        }
        let body = body.replace("import(", "$load(");
        let wrapped = format!("{body}return {{{}}};\n", exported.join(", "));
        self.done.push((url.to_owned(), wrapped));
        Ok(())
    }

    /// All of them; styles that they would load are left out.
    fn script(&self, styles: &[String]) -> String {
        let mut script =
            "const $modules = {};\nconst $load = async url => (await null, $modules[url]);\n".to_owned();
        for (url, body) in &self.done {
            let mut body = body.clone();
            for style in styles {
                body = body.replace(&format!("<link rel=\\\"stylesheet\\\" href=\\\"{style}\\\">"), "");
            }
            // Neither may end the script that they stand in.
            let body = body.replace("</script", "<\\/script").replace("<!--", "<\\!--");
            script.push_str(&format!("$modules[{url:?}] = (() => {{\n{body}}})();\n"));
        }
        script
    }
}

#[cfg(test)]
mod tests {
    use super::{Files, Slip, one_file};

    fn files() -> Files {
        [
            ("/a/page.css", "p{color:red}"),
            ("/a/more.css", "b{color:blue}"),
            ("/a/logo.svg", "<svg/>"),
            ("/a/one.js", "import {two, three as four} from './two.js';\nconst x = import('./late.js');\nimport(root.dataset.words);\n"),
            ("/a/two.js", "export const two = 2;\nexport function three() {\n}\n"),
            ("/a/late.js", "import {two} from './two.js';\nexport const late = '</script>';\n"),
            ("/a/words.fi.js", "export default \"<link rel=\\\"stylesheet\\\" href=\\\"/a/more.css\\\"><p>x</p>\";\n"),
        ]
        .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
        .into()
    }

    #[test]
    fn a_page_takes_what_it_names_into_itself() {
        let html = "<html lang=\"fi\"><head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">\
            <link rel=\"icon\" href=\"/a/logo.svg\"><link rel=\"stylesheet\" href=\"/a/page.css\"></head>\
            <a href=\"/b/?x=1&amp;y\">b</a><a href=\"#c\">c</a><img alt=\"a > b\" src=\"/a/logo.svg\"><img alt=\"c\" src=\"/other.png\">\
            <div data-words=\"/a/words.fi.js\"></div><script type=\"application/json\">{\"a\":\"<a href=\\\"/no/\\\">\"}</script>\
            <script type=\"module\" src=\"/a/one.js\"></script>";
        let whole = one_file(html, &files(), "https://example.org").expect("known forms");
        insta::assert_snapshot!(whole, @r###"
<html lang="fi" data-one-file><head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-CzpRukbNfbwUQ3k0Fdg5dS/HGPNUbT7ryCr7ODleV78='; script-src 'sha256-6M7pEEJTH0J4VQ/ffmxRFppeFBONy83RaFax3nh68Lk='; img-src data:; base-uri 'none'; form-action 'none'"><style>p{color:red}b{color:blue}</style></head><a href="https://example.org/b/?x=1&amp;y">b</a><a href="#c">c</a><img alt="a > b" src="data:image/svg+xml;base64,PHN2Zy8+">c<div data-words="/a/words.fi.js"></div><script type="application/json">{"a":"<a href=\"/no/\">"}</script><script type="module">const $modules = {};
const $load = async url => (await null, $modules[url]);
$modules["/a/two.js"] = (() => {
const two = 2;
function three() {
}
return {two, three};
})();
$modules["/a/late.js"] = (() => {
const {two} = $modules["/a/two.js"];
const late = '<\/script>';
return {late};
})();
$modules["/a/one.js"] = (() => {
const {two, three: four} = $modules["/a/two.js"];
const x = $load("/a/late.js");
$load(root.dataset.words);
return {};
})();
$modules["/a/words.fi.js"] = (() => {
const $whole = "<p>x</p>";
return {default: $whole};
})();
</script>
"###);
    }

    #[test]
    fn other_forms_of_modules_are_told() {
        let mut files = files();
        files.insert("/a/two.js".to_owned(), b"export {two};\n".to_vec());
        let told = one_file("<script type=\"module\" src=\"/a/one.js\"></script>", &files, "");
        assert_eq!(told, Err(Slip::Script { url: "/a/two.js".to_owned(), line: "export {two};".to_owned() }));
    }
}
