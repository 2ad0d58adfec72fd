//! What a theme brings and the policy of its own pages forbids: a font that no browser loads, a script that never
//! runs. Looked at in the finished files, since only they say what a browser gets.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use crate::diag::{BlockedKind as Kind, Diagnostics};
use crate::model::site::BaseUrl;
use crate::model::theme::{StaticContent, Theme};
use crate::source::{Place, SourceFile};

/// What was seen so far.
#[derive(Debug, Default)]
pub(super) struct Policies {
    origin: String,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    /// What pages have and their policy forbids, with that policy.
    blocked: BTreeMap<(Kind, String), Policy>,
    /// The style sheets of pages under each policy.
    sheets: BTreeSet<(Policy, String)>,
    /// What style sheets load, by the path of the sheet.
    loads: BTreeMap<String, Vec<(Kind, String)>>,
}

/// A policy as it is written.
type Policy = String;

impl Policies {
    pub(super) fn new(base: &BaseUrl) -> Self {
        Self { origin: base.origin.clone(), seen: Mutex::default() }
    }

    /// Looks at a finished file.
    pub(super) fn look(&self, path: &str, bytes: &[u8]) {
        let Ok(text) = std::str::from_utf8(bytes) else { return };
        if path.ends_with(".css") {
            let loads = of_sheet(text);
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            seen.loads.insert(path.to_owned(), loads);
        } else if path.ends_with(".html") {
            let (policies, things) = of_page(text);
            if policies.is_empty() {
                return;
            }
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            for policy in policies {
                for (kind, what) in &things {
                    if !allows(&policy, *kind, what, &self.origin) {
                        seen.blocked.entry((*kind, what.clone())).or_insert_with(|| policy.clone());
                    } else if *kind == Kind::Sheet {
                        seen.sheets.insert((policy.clone(), what.clone()));
                    }
                }
            }
        }
    }

    /// Tells what no browser will load or run.
    pub(super) fn tell(&self, theme: &Theme, diags: &mut Diagnostics) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let Seen { blocked, sheets, loads } = &mut *seen;
        for (policy, sheet) in sheets.iter() {
            // The address of the sheet ends in its path in the output.
            let address = sheet.split(['?', '#']).next().unwrap_or_default();
            let own = loads.iter().filter(|(path, _)| {
                address.strip_suffix(path.as_str()).is_some_and(|before| before.ends_with('/'))
            });
            for (kind, what) in own.flat_map(|(_, loads)| loads) {
                if !allows(policy, *kind, what, &self.origin) {
                    blocked.entry((*kind, what.clone())).or_insert_with(|| policy.clone());
                }
            }
        }
        for ((kind, what), policy) in blocked.iter() {
            let policy_place = policy_place(theme, policy);
            let place = place_of(theme, *kind, what).or_else(|| policy_place.clone());
            let Some(place) = place else { continue };
            diags.blocked(
                *kind,
                &shown(what),
                &place,
                policy_place.as_ref(),
                &wanted(policy, *kind, what, &self.origin),
            );
        }
    }
}

/// The name of a published file without its fingerprint.
fn shown(what: &str) -> String {
    let is_own = !what.contains("//") && !what.starts_with("data:");
    let name = if is_own { what.rsplit('/').next().unwrap_or(what) } else { what };
    if is_own { without_hash(name) } else { name.to_owned() }
}

fn without_hash(name: &str) -> String {
    let parts: Vec<&str> = name.split('.').collect();
    let is_hash = |part: &&str| part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    parts
        .into_iter()
        .enumerate()
        .filter(|(at, part)| *at == 0 || !is_hash(part))
        .map(|(_, part)| part)
        .collect::<Vec<_>>()
        .join(".")
}

/// The directives that decide over a thing, the nearest first: the first that the policy has is the one.
fn directives(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Script | Kind::InlineScript => &["script-src-elem", "script-src", "default-src"],
        Kind::Handler => &["script-src-attr", "script-src", "default-src"],
        Kind::Sheet | Kind::InlineStyle => &["style-src-elem", "style-src", "default-src"],
        Kind::StyleAttribute => &["style-src-attr", "style-src", "default-src"],
        Kind::Font => &["font-src", "default-src"],
        Kind::Image => &["img-src", "default-src"],
        Kind::Media => &["media-src", "default-src"],
        Kind::Object => &["object-src", "default-src"],
        Kind::Frame => &["frame-src", "child-src", "default-src"],
        Kind::Manifest => &["manifest-src", "default-src"],
        Kind::Form => &["form-action"],
    }
}

/// The directive that a policy would need for a thing, with what is to stand in it.
fn wanted(policy: &str, kind: Kind, what: &str, origin: &str) -> String {
    let [specific, ..] = directives(kind) else { return String::new() };
    let name = specific.trim_end_matches("-elem").trim_end_matches("-attr");
    let source = match origin_of(what, origin) {
        Origin::Own => "'self'".to_owned(),
        Origin::Data => "data:".to_owned(),
        Origin::Other(origin) => origin,
    };
    let there = parsed(policy).into_iter().find(|(found, _)| found == name);
    match there {
        Some((name, sources)) => {
            let kept = sources.into_iter().filter(|source| source != "'none'");
            format!("{name} {}", kept.chain([source]).collect::<Vec<_>>().join(" "))
        }
        None => format!("{name} {source}"),
    }
}

fn parsed(policy: &str) -> Vec<(String, Vec<String>)> {
    let mut directives: Vec<(String, Vec<String>)> = Vec::new();
    for directive in policy.split(';') {
        let mut words = directive.split_ascii_whitespace();
        let Some(name) = words.next().map(str::to_ascii_lowercase) else { continue };
        // Of two of one name the first counts.
        if directives.iter().all(|(known, _)| *known != name) {
            directives.push((name, words.map(str::to_owned).collect()));
        }
    }
    directives
}

/// Whether a policy lets a page have this.
fn allows(policy: &str, kind: Kind, what: &str, origin: &str) -> bool {
    let all = parsed(policy);
    let Some((_, sources)) =
        directives(kind).iter().find_map(|name| all.iter().find(|(known, _)| known == name))
    else {
        return true;
    };
    let has = |wanted: &str| sources.iter().any(|source| source.eq_ignore_ascii_case(wanted));
    let starts = |start: &str| sources.iter().any(|source| source.to_ascii_lowercase().starts_with(start));
    // Which words a hash or a one-time word stands for is not checked.
    let by_hash = starts("'sha256-") || starts("'sha384-") || starts("'sha512-") || starts("'nonce-");
    match kind {
        Kind::InlineScript | Kind::InlineStyle => return by_hash || has("'unsafe-inline'"),
        Kind::Handler | Kind::StyleAttribute => {
            return (has("'unsafe-inline'") && !by_hash) || (has("'unsafe-hashes'") && by_hash);
        }
        _ => {}
    }
    if kind == Kind::Script && (by_hash || has("'strict-dynamic'")) {
        return true;
    }
    match origin_of(what, origin) {
        Origin::Own => {
            sources.iter().any(|source| source.eq_ignore_ascii_case("'self'") || matches(source, origin))
        }
        Origin::Data => has("data:"),
        Origin::Other(other) => sources.iter().any(|source| matches(source, &other)),
    }
}

enum Origin {
    Own,
    Data,
    /// `https://example.org`
    Other(String),
}

fn origin_of(what: &str, own: &str) -> Origin {
    let what = what.trim();
    let lower = what.to_ascii_lowercase();
    if lower.starts_with("data:") || lower.starts_with("blob:") {
        return Origin::Data;
    }
    let whole = if lower.starts_with("//") { format!("https:{what}") } else { what.to_owned() };
    match url::Url::parse(&whole) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => {
            let origin = url.origin().ascii_serialization();
            if origin == own { Origin::Own } else { Origin::Other(origin) }
        }
        _ => Origin::Own,
    }
}

/// Whether a source of a policy, as it is written, means this origin.
fn matches(source: &str, origin: &str) -> bool {
    let source = source.to_ascii_lowercase();
    let (scheme, host) = origin.split_once("://").unwrap_or(("https", origin));
    if source == "*" || source.strip_suffix(':') == Some(scheme) {
        return true;
    }
    let (wanted_scheme, rest) = match source.split_once("://") {
        Some((scheme, rest)) => (Some(scheme), rest),
        None => (None, source.as_str()),
    };
    let wanted = rest.split('/').next().unwrap_or_default();
    // A page of http may load the same from https.
    let fits_scheme =
        wanted_scheme.is_none_or(|wanted| wanted == scheme || (wanted == "http" && scheme == "https"));
    let without_port = |host: &str| host.split(':').next().unwrap_or_default().to_owned();
    let fits_host = match wanted.strip_prefix("*.") {
        Some(domain) => {
            without_port(host).strip_suffix(&without_port(domain)).is_some_and(|before| before.ends_with('.'))
        }
        None => wanted == host || without_port(wanted) == host,
    };
    !wanted.is_empty() && fits_scheme && fits_host
}

/// The policies of a page, and what it has that a policy decides over.
fn of_page(html: &str) -> (Vec<Policy>, BTreeSet<(Kind, String)>) {
    let (mut policies, mut things) = (Vec::new(), BTreeSet::new());
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &html.as_bytes()[at..]) {
        at += found + 1;
        if html[at..].starts_with("!--") {
            at += html[at..].find("-->").map_or(html.len() - at, |end| end + 3);
            continue;
        }
        let length = html[at..].bytes().take_while(u8::is_ascii_alphanumeric).count();
        if length == 0 {
            continue;
        }
        let name = html[at..at + length].to_ascii_lowercase();
        let (attributes, end) = attributes(html, at + length);
        let get = |wanted: &str| {
            attributes
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
                .map(|(_, value)| super::html::decoded(value).into_owned())
        };
        let mut add = |kind: Kind, what: Option<String>| {
            if let Some(what) = what.filter(|what| !what.trim().is_empty()) {
                things.insert((kind, what));
            }
        };
        for (name, value) in &attributes {
            if name.eq_ignore_ascii_case("style") {
                add(Kind::StyleAttribute, Some((*value).to_owned()));
            } else if name.len() > 2 && name[..2].eq_ignore_ascii_case("on") {
                add(Kind::Handler, Some(name.to_ascii_lowercase()));
            }
        }
        at = end;
        match name.as_str() {
            "meta"
                if get("http-equiv")
                    .is_some_and(|name| name.eq_ignore_ascii_case("content-security-policy")) =>
            {
                policies.extend(get("content"));
            }
            "script" | "style" => {
                let close = format!("</{name}");
                let length = html[at..].find(&close).unwrap_or(html.len() - at);
                let inner = html[at..at + length].trim();
                at += length;
                if name == "style" {
                    add(Kind::InlineStyle, Some(inner.to_owned()).filter(|inner| !inner.is_empty()));
                } else if get("type").is_none_or(|kind| is_script(&kind)) {
                    match get("src") {
                        Some(src) => add(Kind::Script, Some(src)),
                        None => add(Kind::InlineScript, Some(inner.to_owned())),
                    }
                }
            }
            "link" => {
                let rel = get("rel").unwrap_or_default().to_ascii_lowercase();
                let has = |word: &str| rel.split_ascii_whitespace().any(|found| found == word);
                let kind = match get("as").as_deref() {
                    _ if has("stylesheet") => Some(Kind::Sheet),
                    _ if has("icon") || has("apple-touch-icon") || has("mask-icon") => Some(Kind::Image),
                    _ if has("modulepreload") => Some(Kind::Script),
                    _ if has("manifest") => Some(Kind::Manifest),
                    Some("font") if has("preload") => Some(Kind::Font),
                    _ => None,
                };
                if let Some(kind) = kind {
                    add(kind, get("href"));
                }
            }
            "img" => add(Kind::Image, get("src")),
            "video" => {
                add(Kind::Media, get("src"));
                add(Kind::Image, get("poster"));
            }
            "audio" | "track" => add(Kind::Media, get("src")),
            "source" => add(Kind::Media, get("src")),
            "iframe" | "frame" => add(Kind::Frame, get("src")),
            "object" => add(Kind::Object, get("data")),
            "embed" => add(Kind::Object, get("src")),
            "form" => add(Kind::Form, get("action")),
            _ => {}
        }
    }
    (policies, things)
}

/// Whether a script of this type runs; others hold data.
fn is_script(kind: &str) -> bool {
    let kind = kind.trim().to_ascii_lowercase();
    kind.is_empty()
        || matches!(kind.as_str(), "module" | "importmap" | "speculationrules")
        || kind.ends_with("javascript")
        || kind.ends_with("ecmascript")
}

/// The attributes of a tag from behind its name, and where it ends.
fn attributes(html: &str, start: usize) -> (Vec<(&str, &str)>, usize) {
    let bytes = html.as_bytes();
    let mut found = Vec::new();
    let mut at = start;
    loop {
        while bytes.get(at).is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b'/') {
            at += 1;
        }
        match bytes.get(at) {
            None => return (found, html.len()),
            Some(b'>') => return (found, at + 1),
            Some(_) => {}
        }
        let name = at;
        // An equals sign in front belongs to the name.
        at += 1;
        while bytes
            .get(at)
            .is_some_and(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>' | b'='))
        {
            at += 1;
        }
        let name = name..at;
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        let mut value = at..at;
        if bytes.get(at) == Some(&b'=') {
            at += 1;
            while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                at += 1;
            }
            match bytes.get(at) {
                Some(quote @ (b'"' | b'\'')) => {
                    let length = memchr::memchr(*quote, &bytes[at + 1..]).unwrap_or(html.len() - at - 1);
                    value = at + 1..at + 1 + length;
                    at = (value.end + 1).min(html.len());
                }
                _ => {
                    let length = bytes[at..]
                        .iter()
                        .take_while(|byte| !byte.is_ascii_whitespace() && **byte != b'>')
                        .count();
                    value = at..at + length;
                    at += length;
                }
            }
        }
        if let (Some(name), Some(value)) = (html.get(name), html.get(value)) {
            found.push((name, value));
        }
    }
}

/// What a style sheet loads.
fn of_sheet(css: &str) -> Vec<(Kind, String)> {
    let mut loads = Vec::new();
    let mut in_font = false;
    let mut at = 0;
    while let Some(rest) = css.get(at..).filter(|rest| !rest.is_empty()) {
        let lower = |length: usize| rest.get(..length).unwrap_or_default().to_ascii_lowercase();
        if rest.starts_with("/*") {
            at += rest.find("*/").map_or(rest.len(), |end| end + 2);
        } else if lower(10) == "@font-face" {
            in_font = true;
            at += 10;
        } else if rest.starts_with('}') {
            in_font = false;
            at += 1;
        } else if lower(7) == "@import" {
            let end = rest.find(';').unwrap_or(rest.len());
            let written = rest[7..end].trim();
            let written = written
                .strip_prefix("url(")
                .map_or(written, |inner| inner.split(')').next().unwrap_or(inner))
                .trim();
            let written =
                written.trim_matches(['"', '\'']).split(['"', '\'', ' ']).next().unwrap_or_default();
            loads.push((Kind::Sheet, written.to_owned()));
            at += end;
        } else if lower(4) == "url(" {
            let inner = rest[4..].trim_start();
            let written = match inner.chars().next() {
                Some(quote @ ('"' | '\'')) => inner[1..].split(quote).next().unwrap_or_default(),
                _ => inner.split(')').next().unwrap_or_default().trim(),
            };
            if !written.starts_with('#') && !written.is_empty() {
                loads.push((if in_font { Kind::Font } else { Kind::Image }, written.to_owned()));
            }
            at += 4 + (rest[4..].len() - inner.len()) + written.len();
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    loads
}

/// The files of a theme that people write.
fn sources(theme: &Theme) -> impl Iterator<Item = &Arc<SourceFile>> {
    let statics = theme.statics.iter().filter_map(|file| match &file.content {
        StaticContent::Template(text) | StaticContent::Text(text) => Some(text),
        StaticContent::Bytes(_) => None,
    });
    theme.templates.iter().map(|template| &template.file).chain(statics)
}

fn found_in<'f>(mut files: impl Iterator<Item = &'f Arc<SourceFile>>, words: &str) -> Option<Place> {
    if words.trim().is_empty() {
        return None;
    }
    files.find_map(|file| file.text.find(words).map(|at| Place::bytes(file, at..at + words.len())))
}

/// Where the theme brings a thing.
fn place_of(theme: &Theme, kind: Kind, what: &str) -> Option<Place> {
    let first_line = what.trim().lines().next().unwrap_or_default();
    match kind {
        Kind::Handler => [format!(" {what}="), format!(" {what} =")]
            .iter()
            .find_map(|words| found_in(sources(theme), words)),
        Kind::InlineScript | Kind::InlineStyle => found_in(sources(theme), first_line).or_else(|| {
            found_in(sources(theme), if kind == Kind::InlineScript { "<script" } else { "<style" })
        }),
        Kind::StyleAttribute => found_in(sources(theme), &format!("style=\"{what}\""))
            .or_else(|| found_in(sources(theme), " style=")),
        _ => found_in(sources(theme), what).or_else(|| found_in(sources(theme), &shown(what))),
    }
}

/// Where a template has this policy: the one that begins like it for the longest.
fn policy_place(theme: &Theme, policy: &str) -> Option<Place> {
    let mut best: Option<(usize, Place)> = None;
    for template in &theme.templates {
        let text = &template.file.text;
        for (at, _) in text.match_indices("Content-Security-Policy") {
            let Some(start) = text[at..].find("content=").map(|found| at + found + "content=".len() + 1)
            else {
                continue;
            };
            let Some(written) = text.get(start..) else { continue };
            let same = written.bytes().zip(policy.bytes()).take_while(|(one, other)| one == other).count();
            let length = written.find(['"', '\n']).unwrap_or(written.len());
            if best.as_ref().is_none_or(|(longest, _)| same > *longest) {
                best = Some((same, Place::bytes(&template.file, start..start + length)));
            }
        }
    }
    best.map(|(_, place)| place)
}

#[cfg(test)]
mod tests {
    use super::{Kind, allows, of_page, of_sheet, wanted, without_hash};

    const OWN: &str = "https://leader.fi";

    #[test]
    fn policies_decide_as_browsers_do() {
        let strict = "default-src 'none'; style-src 'self'; img-src 'self' https://kuvat.fi *.example.net; script-src 'self'; form-action 'none'";
        for (kind, what, allowed) in [
            (Kind::Font, "/assets/a.woff2", false),
            (Kind::Script, "/assets/a.js", true),
            (Kind::Script, "https://cdn.fi/a.js", false),
            (Kind::Script, "https://leader.fi/a.js", true),
            (Kind::InlineScript, "alert(1)", false),
            (Kind::Handler, "onclick", false),
            (Kind::Sheet, "a.css", true),
            (Kind::InlineStyle, "a{}", false),
            (Kind::StyleAttribute, "color:red", false),
            (Kind::Image, "https://kuvat.fi/a.png", true),
            (Kind::Image, "//kuvat.fi/a.png", true),
            (Kind::Image, "https://muut.fi/a.png", false),
            (Kind::Image, "https://a.example.net/a.png", true),
            (Kind::Image, "https://example.net/a.png", false),
            (Kind::Image, "data:image/png;base64,AA", false),
            (Kind::Frame, "https://video.fi/", false),
            (Kind::Media, "/a.mp4", false),
            (Kind::Object, "/a.pdf", false),
            (Kind::Form, "/haku/", false),
        ] {
            assert_eq!(allows(strict, kind, what, OWN), allowed, "{kind:?} {what}");
            assert!(allows("", kind, what, OWN) && allows("base-uri 'none'", kind, what, OWN));
        }
        assert!(allows("DEFAULT-SRC 'self'; default-src 'none'", Kind::Font, "a.woff2", OWN));
        assert!(allows("script-src 'unsafe-inline'", Kind::Handler, "onclick", OWN));
        assert!(allows("script-src 'sha256-x'", Kind::InlineScript, "x", OWN));
        assert!(!allows("script-src 'sha256-x'", Kind::Handler, "onclick", OWN));
        assert!(allows("script-src-elem 'self'; script-src 'none'", Kind::Script, "a.js", OWN));
        assert!(allows("child-src https:", Kind::Frame, "https://video.fi/", OWN));
        assert!(allows("img-src data:", Kind::Image, "data:image/png,x", OWN));
        assert_eq!(wanted(strict, Kind::Font, "a.woff2", OWN), "font-src 'self'");
        assert_eq!(wanted(strict, Kind::Form, "/haku/", OWN), "form-action 'self'");
        assert_eq!(
            wanted(strict, Kind::Script, "https://cdn.fi/a.js", OWN),
            "script-src 'self' https://cdn.fi"
        );
    }

    #[test]
    fn pages_and_sheets_are_read_as_browsers_do() {
        let (policies, things) = of_page(
            "<META http-equiv=content-security-policy content=\"a &#39;self&#39;\"><!-- <script src=x> --><script type=\"application/ld+json\">{\"<img src=x>\":1}</script>\
             <script type=module src='/a.js'></script><script>let a = '<img src=y>'</script><link rel=\"icon\" href=\"/i.svg\"><LINK REL=stylesheet HREF=/s.css>\
             <p style=\"a\" onClick = 'b' title=\"<iframe src=z>\">on style=</p><iframe src=\"/f/?a&amp;b\"></iframe><style> </style><form action=/h/><img",
        );
        assert_eq!(policies, ["a 'self'"]);
        let things: Vec<String> = things.into_iter().map(|(kind, what)| format!("{kind:?} {what}")).collect();
        assert_eq!(
            things,
            [
                "Script /a.js",
                "InlineScript let a = '<img src=y>'",
                "Handler onclick",
                "Sheet /s.css",
                "StyleAttribute a",
                "Image /i.svg",
                "Frame /f/?a&b",
                "Form /h/"
            ]
        );
        assert_eq!(
            of_sheet(
                "@import \"a.css\";@import url('b.css') screen;/* url(x) */@font-face{src:url( \"c.woff2\" ) format('woff2'),url(d.woff)}p{background:URL(e.png)}g{fill:url(#f)}ä"
            ),
            [
                (Kind::Sheet, "a.css".to_owned()),
                (Kind::Sheet, "b.css".to_owned()),
                (Kind::Font, "c.woff2".to_owned()),
                (Kind::Font, "d.woff".to_owned()),
                (Kind::Image, "e.png".to_owned())
            ]
        );
        assert_eq!(without_hash("a.b.1a2b3c4d.woff2"), "a.b.woff2");
    }
}
