//! A page as it is shown while it is being written: with the script that keeps it up to date.

use memchr::memmem;
use serde_json::Value as Json;

use crate::source::{Hash, hash_of};

/// The folder of what only the preview has. Hidden names are never published, so it hides nothing.
pub(super) const FOLDER: &str = "/.leader-site/";

/// The page with our script, which the page's own policy is opened for; `name` is that of [`name_of`], and
/// `source` what there is to say of where the page comes from.
pub(super) fn with_script(html: &[u8], name: &str, version: u64, source: Option<&Json>) -> Vec<u8> {
    let quoted = |text: String| text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    let source = source.map(|source| format!(" data-source=\"{}\"", quoted(source.to_string())));
    let source = source.unwrap_or_default();
    let script = format!(
        "<script type=\"module\" src=\"{FOLDER}client.js\" data-page=\"{name}\" data-version=\"{version}\"{source}></script>\n"
    );
    let html = opened(html);
    let at = memmem::find(&html, b"</head>").unwrap_or(html.len());
    [&html[..at], script.as_bytes(), &html[at..]].concat()
}

/// By what a browser knows whether it shows this page already.
pub(super) fn name_of(html: &[u8]) -> String {
    let hash: Hash = hash_of(html);
    hash[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

const POLICY: &[u8] = b"<meta http-equiv=\"Content-Security-Policy\" content=\"";

/// The page, with scripts and requests to its own server allowed. The rest of its policy holds, so that
/// what it forbids is not found out only when the page is online.
fn opened(html: &[u8]) -> Vec<u8> {
    let Some(start) = memmem::find(html, POLICY).map(|at| at + POLICY.len()) else { return html.to_vec() };
    let Some(end) = memchr::memchr(b'"', &html[start..]).map(|at| start + at) else { return html.to_vec() };
    let Ok(policy) = std::str::from_utf8(&html[start..end]) else { return html.to_vec() };
    let mut wanted = vec!["script-src", "connect-src"];
    let mut directives: Vec<String> = Vec::new();
    for directive in policy.split(';').map(str::trim).filter(|directive| !directive.is_empty()) {
        let (name, sources) = directive.split_once(' ').unwrap_or((directive, ""));
        if !wanted.contains(&name) {
            directives.push(directive.to_owned());
            continue;
        }
        wanted.retain(|other| *other != name);
        let sources: Vec<&str> =
            sources.split(' ').filter(|source| !matches!(*source, "" | "'none'" | "'self'")).collect();
        directives.push([vec![name, "'self'"], sources].concat().join(" "));
    }
    directives.extend(wanted.into_iter().map(|name| format!("{name} 'self'")));
    [&html[..start], directives.join("; ").as_bytes(), &html[end..]].concat()
}

#[cfg(test)]
mod tests {
    use super::{POLICY, opened, with_script};

    fn policy(before: &str) -> String {
        let page = format!("{}{before}\">", std::str::from_utf8(POLICY).expect("text"));
        let after = String::from_utf8(opened(page.as_bytes())).expect("text");
        after[POLICY.len()..].trim_end_matches("\">").to_owned()
    }

    #[test]
    fn policies_are_opened_for_the_own_server_only() {
        assert_eq!(policy("default-src 'none'"), "default-src 'none'; script-src 'self'; connect-src 'self'");
        assert_eq!(
            policy("default-src 'none'; script-src 'self'; connect-src 'none'"),
            "default-src 'none'; script-src 'self'; connect-src 'self'"
        );
        assert_eq!(
            policy("script-src https://example.org; img-src 'self'"),
            "script-src 'self' https://example.org; img-src 'self'; connect-src 'self'"
        );
    }

    #[test]
    fn the_script_stands_in_the_head_or_at_the_end() {
        let text = |html: &str| String::from_utf8(with_script(html.as_bytes(), "0a", 7, None)).expect("text");
        assert!(text("<html><head></head><p>a").contains("data-version=\"7\"></script>\n</head><p>a"));
        assert!(text("<p>a").starts_with("<p>a<script type=\"module\""));
    }
}
