//! Finds addresses, anchors and what names them in finished HTML.

/// Attributes that name elements by their ids, apart from links.
const NAMING: [&str; 14] = [
    "for",
    "headers",
    "list",
    "form",
    "popovertarget",
    "commandfor",
    "aria-activedescendant",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-errormessage",
    "aria-flowto",
    "aria-labelledby",
    "aria-owns",
];

/// What was found, in the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found<'h> {
    /// An element's `id`.
    Anchor(&'h [u8]),
    /// An address, as it is written: `&amp;` is not decoded.
    Address(&'h [u8]),
    /// An attribute that names elements by their ids, and what it says.
    Names(&'static str, &'h [u8]),
    /// What may be an address of this site in another attribute: a picture for those who share the page,
    /// data for a script.
    Named(&'h [u8]),
}

/// Tells of every id and address, and perhaps of a few that stand in running text or in comments.
///
/// Looks at nothing but the `=` signs, which takes a quarter of the time of [`scan`]. It knows only
/// attributes in their [usual form](is_usual).
pub(super) fn scan_fast<'h>(bytes: &'h [u8], mut found: impl FnMut(Found<'h>)) {
    for at in memchr::memchr_iter(b'=', bytes) {
        let before = &bytes[..at];
        if let [b'"' | b'\'', b'/' | b'h', ..] = bytes[at + 1..] {
            let rest = &bytes[at + 2..];
            found(Found::Named(&rest[..memchr::memchr(bytes[at + 1], rest).unwrap_or(rest.len())]));
        }
        // Few attributes end like one that counts.
        let name: &[u8] = match before.last() {
            Some(b'f') => b"href",
            Some(b'c') => b"src",
            Some(b'd') => b"id",
            Some(b't') if before.ends_with(b"content") => b"content",
            Some(b't') if before.ends_with(b"imagesrcset") => b"imagesrcset",
            Some(b't') => b"srcset",
            Some(b'r') => b"poster",
            Some(b'n') if before.ends_with(b"formaction") => b"formaction",
            Some(b'n') => b"action",
            Some(b'a') => b"data",
            _ => continue,
        };
        let Some(before) = before.strip_suffix(name) else { continue };
        if !before.last().is_some_and(u8::is_ascii_whitespace) {
            continue;
        }
        let tag: &[u8] = match name {
            b"content" if is_in(before, b"<meta") => b"meta",
            b"data" if is_in(before, b"<object") => b"object",
            b"content" | b"data" => continue,
            _ => b"",
        };
        let rest = &bytes[at + 1..];
        let value = match rest.first() {
            Some(quote @ (b'"' | b'\'')) => {
                let rest = &rest[1..];
                &rest[..memchr::memchr(*quote, rest).unwrap_or(rest.len())]
            }
            _ => {
                let end = rest.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'>');
                &rest[..end.unwrap_or(rest.len())]
            }
        };
        tell(tag, name, value, &mut found);
    }
}

/// Whether the text ends within a tag that begins like this.
fn is_in(before: &[u8], tag: &[u8]) -> bool {
    memchr::memrchr(b'<', before).is_some_and(|start| before[start..].starts_with(tag))
}

/// Whether a template writes the attributes that count in small letters and with `=` right behind.
pub(super) fn is_usual(template: &str) -> bool {
    const NAMES: [&str; 9] =
        ["href", "src", "id", "srcset", "imagesrcset", "poster", "action", "formaction", "content"];
    // What stands in `{% … %}` is the template's own language.
    let mut html = Vec::with_capacity(template.len());
    let mut rest = template.as_bytes();
    while let Some(at) = memchr::memchr(b'{', rest) {
        let close: &[u8] = match rest.get(at + 1) {
            Some(b'%') => b"%}",
            Some(b'{') => b"}}",
            Some(b'#') => b"#}",
            _ => b"",
        };
        html.extend_from_slice(&rest[..at]);
        let behind = &rest[at + 1..];
        rest = match memchr::memmem::find(behind, close) {
            Some(length) => &behind[length + close.len()..],
            None => behind,
        };
    }
    html.extend_from_slice(rest);
    memchr::memchr_iter(b'=', &html).all(|at| {
        let before = html[..at].trim_ascii_end();
        let start = before.iter().rposition(|byte| !byte.is_ascii_alphanumeric()).map_or(0, |at| at + 1);
        let name = &before[start..];
        let counts = NAMES.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(name));
        let is_plain = before.len() == at && name.iter().all(u8::is_ascii_lowercase);
        let blank_behind = html.get(at + 1).is_some_and(u8::is_ascii_whitespace);
        !counts || (is_plain && !blank_behind)
    })
}

/// Tells of every id and address, and of every attribute that names ids. The HTML is the program's own: well-formed in the main.
pub(crate) fn scan<'h>(bytes: &'h [u8], mut found: impl FnMut(Found<'h>)) {
    let mut at = 0;
    while let Some(length) = memchr::memchr(b'<', &bytes[at..]) {
        at += length + 1;
        match bytes.get(at) {
            Some(b'!') => {
                at = if bytes[at..].starts_with(b"!--") {
                    after(bytes, at + 3, b"-->")
                } else {
                    after(bytes, at, b">")
                };
            }
            Some(letter) if letter.is_ascii_alphabetic() => {
                let start = at;
                while bytes.get(at).is_some_and(|byte| is_name(*byte)) {
                    at += 1;
                }
                let name = &bytes[start..at];
                // Most tags have no attributes.
                if bytes.get(at) == Some(&b'>') {
                    at += 1;
                } else {
                    at = attributes(bytes, at, name, &mut found);
                }
                // What stands in these is not HTML.
                if name.eq_ignore_ascii_case(b"script") || name.eq_ignore_ascii_case(b"style") {
                    at += memchr::memmem::find(&bytes[at..], b"</").unwrap_or(bytes.len() - at);
                }
            }
            // A closing tag, or a sign that stands for itself.
            _ => {}
        }
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b':'
}

fn after(bytes: &[u8], from: usize, mark: &[u8]) -> usize {
    memchr::memmem::find(&bytes[from..], mark).map_or(bytes.len(), |length| from + length + mark.len())
}

/// Reads the attributes of a tag; gives back where the tag ends.
fn attributes<'h>(bytes: &'h [u8], from: usize, tag: &[u8], found: &mut impl FnMut(Found<'h>)) -> usize {
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(b'>');
    let mut at = from;
    loop {
        // To the next name, or the end.
        let first = byte(at);
        if first == b'>' {
            return (at + 1).min(bytes.len());
        }
        if first.is_ascii_whitespace() || first == b'/' {
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        while !matches!(byte(at), b'=' | b'>' | b'/' | b' ' | b'\n' | b'\t' | b'\r') {
            at += 1;
        }
        let name = &bytes[start..at];
        while byte(at).is_ascii_whitespace() {
            at += 1;
        }
        if byte(at) != b'=' {
            continue;
        }
        at += 1;
        while byte(at).is_ascii_whitespace() {
            at += 1;
        }
        let value = match byte(at) {
            quote @ (b'"' | b'\'') => {
                let rest = &bytes[at + 1..];
                let value = &rest[..memchr::memchr(quote, rest).unwrap_or(rest.len())];
                at = (at + value.len() + 2).min(bytes.len());
                value
            }
            _ => {
                let start = at;
                while !byte(at).is_ascii_whitespace() && byte(at) != b'>' {
                    at += 1;
                }
                &bytes[start..at]
            }
        };
        if matches!(value.first(), Some(b'/' | b'h')) {
            found(Found::Named(value));
        }
        tell(tag, name, value, found);
    }
}

fn tell<'h>(tag: &[u8], name: &[u8], value: &'h [u8], found: &mut impl FnMut(Found<'h>)) {
    match name {
        b"id" => found(Found::Anchor(value)),
        b"href" | b"src" | b"poster" | b"action" | b"formaction" => found(Found::Address(value)),
        b"data" if tag.eq_ignore_ascii_case(b"object") => found(Found::Address(value)),
        b"srcset" | b"imagesrcset" => {
            let mut rest = value;
            loop {
                let end = memchr::memmem::find(rest, b", ").unwrap_or(rest.len());
                let candidate = rest[..end].trim_ascii();
                let blank = candidate.iter().position(u8::is_ascii_whitespace);
                found(Found::Address(&candidate[..blank.unwrap_or(candidate.len())]));
                if end == rest.len() {
                    break;
                }
                rest = &rest[end + 2..];
            }
        }
        // `<meta http-equiv="refresh" content="0; url=/uusi/">`
        b"content" if tag.eq_ignore_ascii_case(b"meta") => {
            if let Some(at) = memchr::memmem::find(value, b"; url=")
                && value[..at].iter().all(u8::is_ascii_digit)
            {
                found(Found::Address(&value[at + "; url=".len()..]));
            }
        }
        name => {
            if let Some(known) = NAMING.iter().find(|known| known.as_bytes() == name) {
                found(Found::Names(known, value));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, is_usual, scan, scan_fast};

    fn found(html: &str) -> String {
        let mut list = Vec::new();
        scan(html.as_bytes(), |found| list.extend(written(found)));
        list.join(" ")
    }

    fn written(found: Found<'_>) -> Option<String> {
        match found {
            Found::Anchor(id) => Some(format!("#{}", String::from_utf8_lossy(id))),
            Found::Address(url) => Some(String::from_utf8_lossy(url).into_owned()),
            Found::Names(attribute, ids) => Some(format!("{attribute}:{}", String::from_utf8_lossy(ids))),
            Found::Named(_) => None,
        }
    }

    #[test]
    fn other_attributes_can_name_files() {
        let html =
            "<meta property=\"og:image\" content=\"https://a/b.png\"><p data-src='/c.png' title=\"d\">";
        let mut named = Vec::new();
        let mut note = |found: Found<'_>| {
            if let Found::Named(value) = found {
                named.push(String::from_utf8_lossy(value).into_owned());
            }
        };
        scan(html.as_bytes(), &mut note);
        scan_fast(html.as_bytes(), &mut note);
        assert_eq!(named, ["https://a/b.png", "/c.png", "https://a/b.png", "/c.png"]);
    }

    #[test]
    fn the_fast_scan_finds_the_same() {
        let html = r##"<meta charset="utf-8"><meta name="a" content="b; url=no"><meta http-equiv="refresh" content="0; url=/x/">
            <p id=a class="b"><a href="/b/#c">d</a><img alt="f" src='e.svg' srcset="g 1x, h 2x"><object data="i"></object>
            <video poster="j"></video><form action="k"><button formaction="l" data-id="no">a = b</button></form><data value="m">"##;
        let mut fast = Vec::new();
        scan_fast(html.as_bytes(), |found| fast.extend(written(found)));
        assert_eq!(fast.join(" "), found(html));
        assert!(is_usual(html));
        for html in ["<a HREF=\"x\">", "<a href =x>", "<a href= x>", "<img Src=x>"] {
            assert!(!is_usual(html), "{html}");
        }
        assert!(is_usual("{% set id = 1 %}<p id=\"{{ id }}\">{{ f(src = 2) }}"));
        for html in ["", "=", " href=", " href=\"", "href", " id='"] {
            scan_fast(html.as_bytes(), |_| {});
        }
    }

    #[test]
    fn addresses_and_anchors() {
        assert_eq!(
            found(r##"<p id=a><a class="x" href="/b/#c">d</a><IMG src='e.svg' alt="<a href=x>">"##),
            "#a /b/#c e.svg"
        );
        assert_eq!(found(r#"<img srcset="a.png 1x, b.png 2x"><link href=/c rel=d>"#), "a.png b.png /c");
        assert_eq!(
            found(r#"<meta http-equiv="refresh" content="0; url=/x/"><meta name="a" content="b">"#),
            "/x/"
        );
        assert_eq!(
            found(
                r#"<!-- <a href="no"> --><!DOCTYPE html><script src="a.js">"<a href='no'>"</script><i id="b">"#
            ),
            "a.js #b"
        );
        assert_eq!(found(r#"<data href-x="no" value="1">2 < 3</data></a href="no">"#), "");
    }

    #[test]
    fn attributes_that_name_ids() {
        assert_eq!(
            found(r#"<label for="a"></label><p aria-labelledby='b c' data-for="no" form>"#),
            "for:a aria-labelledby:b c"
        );
    }

    #[test]
    fn broken_html_ends() {
        for html in
            ["<", "<a", "<a href", "<a href=", "<a href=\"", "<!--", "<a \"", "<script>", "<a ==", "<a ä=\"ö"]
        {
            found(html);
        }
    }
}
