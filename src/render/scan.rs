//! Finds addresses and anchors in finished HTML.

/// What was found, in the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found<'h> {
    /// An element's `id`.
    Anchor(&'h str),
    /// An address, as it is written: `&amp;` is not decoded.
    Address(&'h str),
}

/// Tells of every id and address. The HTML is the program's own: well-formed in the main.
pub(super) fn scan<'h>(bytes: &'h [u8], mut found: impl FnMut(Found<'h>)) {
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
        tell(tag, name, value, found);
    }
}

fn tell<'h>(tag: &[u8], name: &[u8], value: &'h [u8], found: &mut impl FnMut(Found<'h>)) {
    let text = |value: &'h [u8]| std::str::from_utf8(value).unwrap_or_default();
    match name {
        b"id" => found(Found::Anchor(text(value))),
        b"href" | b"src" | b"poster" | b"action" | b"formaction" => found(Found::Address(text(value))),
        b"data" if tag.eq_ignore_ascii_case(b"object") => found(Found::Address(text(value))),
        b"srcset" | b"imagesrcset" => {
            for candidate in text(value).split(", ") {
                found(Found::Address(candidate.split_whitespace().next().unwrap_or_default()));
            }
        }
        // `<meta http-equiv="refresh" content="0; url=/uusi/">`
        b"content" if tag.eq_ignore_ascii_case(b"meta") => {
            if let Some((delay, url)) = text(value).split_once("; url=")
                && delay.bytes().all(|byte| byte.is_ascii_digit())
            {
                found(Found::Address(url));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, scan};

    fn found(html: &str) -> String {
        let mut list = Vec::new();
        scan(html.as_bytes(), |found| {
            list.push(match found {
                Found::Anchor(id) => format!("#{id}"),
                Found::Address(url) => url.to_owned(),
            });
        });
        list.join(" ")
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
    fn broken_html_ends() {
        for html in
            ["<", "<a", "<a href", "<a href=", "<a href=\"", "<!--", "<a \"", "<script>", "<a ==", "<a ä=\"ö"]
        {
            found(html);
        }
    }
}
