//! Finished files as the pieces of text that people and programs read in them.

use std::borrow::Cow;

use crate::render::html::decoded;

/// What a piece is to those who read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Running text, in bold or not.
    Text { bold: bool },
    /// What is shown as it is typed, for readers who want to see that.
    Code,
    /// A text of an attribute: an alternative text, a title, a description.
    Attribute,
    /// Where a link, a picture or a form leads.
    Address,
    /// A text in data for programs.
    Data,
    /// A script or a style sheet.
    Script,
}

/// A piece of text, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece<'h> {
    pub kind: Kind,
    pub text: Cow<'h, str>,
}

/// Elements that show what is in them as it is typed.
const CODE: [&str; 4] = ["code", "pre", "kbd", "samp"];
const BOLD: [&str; 2] = ["strong", "b"];

/// The pieces of a page, a feed or a drawing.
pub(super) fn of_html<'h>(html: &'h str, tell: &mut dyn FnMut(Piece<'h>)) {
    let (mut code, mut bold) = (0_usize, 0_usize);
    let mut rest = html;
    loop {
        let text = &rest[..rest.find('<').unwrap_or(rest.len())];
        if !text.trim().is_empty() {
            let kind = if code > 0 { Kind::Code } else { Kind::Text { bold: bold > 0 } };
            tell(Piece { kind, text: decoded(text) });
        }
        rest = &rest[text.len()..];
        if rest.is_empty() {
            return;
        }
        let skipped = |rest: &'h str, end: &str| rest.find(end).map_or("", |at| &rest[at + end.len()..]);
        if rest.starts_with("<!--") {
            rest = skipped(rest, "-->");
            continue;
        }
        if let Some(inside) = rest.strip_prefix("<![CDATA[") {
            let text = &inside[..inside.find("]]>").unwrap_or(inside.len())];
            tell(Piece { kind: Kind::Text { bold: false }, text: text.into() });
            rest = skipped(rest, "]]>");
            continue;
        }
        let tag = Tag::read(&rest[1..]);
        rest = &rest[1 + tag.length..];
        let step = |depth: usize| if tag.closes { depth.saturating_sub(1) } else { depth + 1 };
        if CODE.iter().any(|name| tag.name.eq_ignore_ascii_case(name)) {
            code = step(code);
        } else if BOLD.iter().any(|name| tag.name.eq_ignore_ascii_case(name)) {
            bold = step(bold);
        }
        for (name, value) in &tag.attributes {
            of_attribute(name, value, tell);
        }
        let is_script = tag.name.eq_ignore_ascii_case("script");
        if (is_script || tag.name.eq_ignore_ascii_case("style")) && !tag.closes {
            let end = if is_script { "</script" } else { "</style" };
            let inside = &rest[..rest.find(end).unwrap_or(rest.len())];
            let is_data =
                tag.attributes.iter().any(|(name, value)| *name == "type" && value.contains("json"));
            if is_data {
                of_json(inside, tell);
            } else {
                tell(Piece { kind: Kind::Script, text: inside.into() });
            }
            rest = &rest[inside.len()..];
        }
    }
}

/// A tag, without its angle brackets.
struct Tag<'h> {
    name: &'h str,
    closes: bool,
    attributes: Vec<(&'h str, &'h str)>,
    /// Up to behind its `>`.
    length: usize,
}

impl<'h> Tag<'h> {
    fn read(text: &'h str) -> Self {
        let closes = text.starts_with('/');
        let start = usize::from(closes);
        let is_name =
            |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | ':' | '_' | '!' | '?');
        let end = text[start..].find(|letter| !is_name(letter)).map_or(text.len(), |length| start + length);
        let mut tag = Self { name: &text[start..end], closes, attributes: Vec::new(), length: end };
        loop {
            let rest = &text[tag.length..];
            let rest = rest
                .trim_start_matches(|letter: char| letter.is_whitespace() || letter == '/' || letter == '?');
            tag.length = text.len() - rest.len();
            if rest.is_empty() {
                return tag;
            }
            if rest.starts_with('>') {
                tag.length += 1;
                return tag;
            }
            let end = rest
                .find(|letter: char| letter.is_whitespace() || matches!(letter, '=' | '>'))
                .unwrap_or(rest.len())
                .max(rest.chars().next().map_or(0, char::len_utf8).min(rest.len()));
            let name = &rest[..end];
            let behind = rest[end..].trim_start();
            let Some(value) = behind.strip_prefix('=') else {
                tag.length += end;
                continue;
            };
            let value = value.trim_start();
            let at = text.len() - value.len();
            let (value, length) = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let inside = &value[1..];
                    let length = inside.find(quote).unwrap_or(inside.len());
                    (&inside[..length], (length + 2).min(value.len()))
                }
                _ => {
                    let length = value
                        .find(|letter: char| letter.is_whitespace() || letter == '>')
                        .unwrap_or(value.len());
                    (&value[..length], length)
                }
            };
            tag.attributes.push((name, value));
            tag.length = at + length;
        }
    }
}

/// Attributes that hold words for people.
const WORDS: [&str; 13] = [
    "alt",
    "title",
    "content",
    "placeholder",
    "value",
    "label",
    "summary",
    "download",
    "aria-label",
    "aria-description",
    "aria-placeholder",
    "aria-roledescription",
    "aria-valuetext",
];
/// Attributes that lead somewhere.
const ADDRESSES: [&str; 12] = [
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "cite",
    "data",
    "xlink:href",
    "background",
    "manifest",
    "ping",
    "longdesc",
];

fn of_attribute<'h>(name: &str, value: &'h str, tell: &mut dyn FnMut(Piece<'h>)) {
    let is = |names: &[&str]| names.iter().any(|one| name.eq_ignore_ascii_case(one));
    let text = decoded(value);
    if is(&ADDRESSES) {
        tell(Piece { kind: Kind::Address, text });
    } else if is(&["srcset", "imagesrcset"]) {
        for candidate in text.split(',') {
            let address = candidate.split_whitespace().next().unwrap_or_default().to_owned();
            tell(Piece { kind: Kind::Address, text: address.into() });
        }
    } else if is(&WORDS) {
        // `<meta property="og:image" content="https://…">` and `0; url=https://…` are addresses besides.
        tell(Piece { kind: Kind::Attribute, text });
    } else if name.len() > 5 && name.as_bytes()[..5].eq_ignore_ascii_case(b"data-") {
        if text.trim_start().starts_with(['{', '[']) {
            of_json(&text, &mut |piece| {
                tell(Piece { kind: piece.kind, text: piece.text.into_owned().into() })
            });
        } else {
            tell(Piece { kind: Kind::Attribute, text });
        }
    } else if is(&["style"]) || name.len() > 2 && name.as_bytes()[..2].eq_ignore_ascii_case(b"on") {
        tell(Piece { kind: Kind::Script, text });
    }
}

/// The texts in JSON.
pub(super) fn of_json<'j>(json: &'j str, tell: &mut dyn FnMut(Piece<'j>)) {
    let mut rest = json;
    while let Some(start) = rest.find('"') {
        let inside = &rest[start + 1..];
        let mut end = 0;
        let bytes = inside.as_bytes();
        while end < bytes.len() && bytes[end] != b'"' {
            end += if bytes[end] == b'\\' { 2 } else { 1 };
        }
        let end = end.min(inside.len());
        let Some(text) = inside.get(..end) else { return };
        let text = match text.contains('\\') {
            true => {
                serde_json::from_str::<String>(&format!("\"{text}\"")).map_or(Cow::Borrowed(text), Cow::Owned)
            }
            false => Cow::Borrowed(text),
        };
        tell(Piece { kind: Kind::Data, text });
        rest = inside.get(end + 1..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, of_html};

    fn pieces(html: &str) -> Vec<String> {
        let mut told = Vec::new();
        of_html(html, &mut |piece| {
            let kind = match piece.kind {
                Kind::Text { bold: false } => "text",
                Kind::Text { bold: true } => "bold",
                Kind::Code => "code",
                Kind::Attribute => "attribute",
                Kind::Address => "address",
                Kind::Data => "data",
                Kind::Script => "script",
            };
            told.push(format!("{kind}: {}", piece.text));
        });
        told
    }

    #[test]
    fn what_is_read_in_a_page() {
        assert_eq!(
            pieces(
                "<!doctype html><p class=\"a\">Yksi &lt;&amp; <strong>kaksi</strong><!-- ei --><code>{{ x }}</code>\
                 <img alt='kuva &quot;a&quot;' src=/a.png><a href=\"/b\" title=c>d</a>\
                 <script type=\"application/ld+json\">{\"@a\":{\"b\":\"c \\u003c\\\"\"}}</script><script>x{}</script>"
            ),
            [
                "text: Yksi <& ",
                "bold: kaksi",
                "code: {{ x }}",
                "attribute: kuva \"a\"",
                "address: /a.png",
                "address: /b",
                "attribute: c",
                "text: d",
                "data: @a",
                "data: b",
                "data: c <\"",
                "script: x{}",
            ]
        );
    }

    #[test]
    fn broken_html_ends() {
        for broken in [
            "<",
            "<a",
            "<a b",
            "<a b=",
            "<a b=\"",
            "<!--",
            "</",
            "<script",
            "<script>",
            "<a =>",
            "<a ö=ä",
            "a<ä>",
            "<a/=\"\"",
            "<![CDATA[",
        ] {
            let _ = pieces(broken);
        }
    }
}
