//! How addresses and names of files are written and compared: one rule for texts, menus, settings, old
//! addresses and files.
//!
//! Names are compared in Unicode's composed form (NFC): some systems write `ä` as one character, others
//! as `a` and its dots. `%C3%A4` in an address means the same letter.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

use super::slug;

/// A text in composed form.
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    const { ComposingNormalizerBorrowed::new_nfc() }.normalize(text)
}

/// The name that a link means: `%20` and the like as the letters that they stand for, in composed form.
pub fn name_of(link: &str) -> Cow<'_, str> {
    match percent_decoded(link) {
        Cow::Borrowed(plain) => composed(plain),
        Cow::Owned(decoded) => composed(&decoded).into_owned().into(),
    }
}

/// The path with `%20` and the like as the letters that they stand for.
pub fn percent_decoded(path: &str) -> Cow<'_, str> {
    if !path.contains('%') {
        return path.into();
    }
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        let value = match (first, after) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        match value {
            Some(value) => {
                bytes.push(value);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).map_or(path.into(), Into::into)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// A path as it stands in an address: what is not plain ASCII is written in percents.
pub fn encode_path(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z'
            | b'A'..=b'Z'
            | b'0'..=b'9'
            | b'/'
            | b'-'
            | b'_'
            | b'.'
            | b'~'
            | b'('
            | b')'
            | b'+'
            | b','
            | b'@' => encoded.push(char::from(byte)),
            _ => push_encoded(byte, &mut encoded),
        }
    }
    encoded
}

/// An address as CommonMark writes it: signs that may not stand in one are written in percents, so that a
/// browser takes none of them for another (`\` is `/` to it).
pub fn href(url: &str) -> Cow<'_, str> {
    let is_unsafe = |byte: u8| {
        byte <= b' '
            || byte == 0x7f
            || matches!(byte, b'"' | b'<' | b'>' | b'[' | b']' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}')
    };
    if !url.bytes().any(is_unsafe) {
        return url.into();
    }
    let mut encoded = String::with_capacity(url.len() + 8);
    let mut start = 0;
    for (at, byte) in url.bytes().enumerate().filter(|(_, byte)| is_unsafe(*byte)) {
        encoded.push_str(&url[start..at]);
        push_encoded(byte, &mut encoded);
        start = at + 1;
    }
    encoded.push_str(&url[start..]);
    encoded.into()
}

fn push_encoded(byte: u8, encoded: &mut String) {
    let digit = |value: u8| char::from(b"0123456789ABCDEF"[usize::from(value)]);
    encoded.push('%');
    encoded.push(digit(byte >> 4));
    encoded.push(digit(byte & 15));
}

/// An address on the web, of mail or of a telephone, as it is published; `None` if it is none of these.
///
/// Schemes and servers are the same in small and capital letters (RFC 3986, 3.1 and 3.2.2), and are
/// written small.
pub fn external(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    match scheme.as_str() {
        "https" | "http" => {
            let rest = rest.strip_prefix("//")?;
            let (server, path) = rest.split_at(rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len()));
            let (user, host) = server.split_at(server.rfind('@').map_or(0, |at| at + 1));
            let host = host.to_ascii_lowercase();
            // The brackets of a numeric address are part of it.
            let is_numeric = host.starts_with('[') && host.contains(']');
            let host = if is_numeric { host.into() } else { href(&host) };
            Some(format!("{scheme}://{}{host}{}", href(user), href(path)))
        }
        "mailto" | "tel" => Some(format!("{scheme}:{}", href(rest))),
        _ => None,
    }
}

/// What begins a link to a place elsewhere that the settings name: `link:hyrra`.
pub const LINK: &str = "link:";

/// Whether an address is one on the web, of mail or of a telephone.
pub fn is_external(url: &str) -> bool {
    external(url).is_some()
}

/// A place on a page, as it is published: `#ääkköset` is written as the heading's id, `#aakkoset`.
pub fn anchor(written: &str) -> Cow<'_, str> {
    let decoded = percent_decoded(written);
    if decoded.is_ascii() || decoded.contains('=') {
        return href(written);
    }
    let id = slug::anchor(&decoded);
    if id.is_empty() { href(written) } else { id.into() }
}

/// The path of a file under `content/` that a link means; `None` if it leads out of there.
pub fn resolve(language: &str, page: &str, link: &str) -> Option<String> {
    let mut path = String::with_capacity(language.len() + page.len() + link.len() + 2);
    path.push_str(language);
    let link = match link.strip_prefix('/') {
        Some(absolute) => absolute,
        None => {
            if let Some((folder, _)) = page.rsplit_once('/') {
                path.push('/');
                path.push_str(folder);
            }
            link
        }
    };
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." if path.is_empty() => return None,
            ".." => path.truncate(path.rfind('/').unwrap_or(0)),
            name => {
                if !path.is_empty() {
                    path.push('/');
                }
                path.push_str(name);
            }
        }
    }
    Some(path)
}

/// Longer names are refused by most disks.
const LONGEST_NAME: usize = 240;

/// The path that an old address has in the output: `/vanha%20sivu/` is `vanha sivu/`. `None` if it is no
/// address of this site: one with a host or a query, or one that climbs out.
pub fn old_address(written: &str) -> Option<String> {
    if written.contains(['?', '#']) {
        return None;
    }
    let decoded = name_of(written.strip_prefix('/')?).into_owned();
    is_output_path(decoded.strip_suffix('/').unwrap_or(&decoded)).then_some(decoded)
}

/// Whether a path can lie in the output folder on every system and server.
pub fn is_output_path(path: &str) -> bool {
    let is_plain = |sign: char| !sign.is_control() && !matches!(sign, '\\' | '"' | '<' | '>' | '?' | '#');
    path.chars().all(is_plain)
        && path.split('/').all(|name| {
            !name.is_empty()
                && name != "."
                && name != ".."
                && name.len() <= LONGEST_NAME
                && name.trim() == name
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_other_sites() {
        for (written, published) in [
            ("https://example.com/a\\b", Some("https://example.com/a%5Cb")),
            ("https://example.com/a b", Some("https://example.com/a%20b")),
            ("https://foo.bar.`baz", Some("https://foo.bar.%60baz")),
            ("https://example.com/\\[\\", Some("https://example.com/%5C%5B%5C")),
            ("HTTPS://Example.COM/Aä?x=1&y#Z", Some("https://example.com/Aä?x=1&y#Z")),
            ("https://example.com\\evil", Some("https://example.com%5Cevil")),
            ("http://[::1]:80/", Some("http://[::1]:80/")),
            ("MAILTO:FOO@BAR.BAZ", Some("mailto:FOO@BAR.BAZ")),
            ("Tel:+358 40", Some("tel:+358%2040")),
            ("https://example.com/%20%zz", Some("https://example.com/%20%zz")),
            ("javascript:alert(1)", None),
            ("https:/example.com", None),
            ("sivu.md", None),
        ] {
            assert_eq!(external(written).as_deref(), published, "{written}");
        }
    }

    #[test]
    fn old_addresses() {
        for (written, path) in [
            ("/vanha%20sivu/%C3%A4/", Some("vanha sivu/ä/")),
            ("/vanha sivu/a\u{308}", Some("vanha sivu/ä")),
            ("/a.html", Some("a.html")),
            ("/", None),
            ("/?p=123", None),
            ("/a/../b/", None),
            ("/a/%2e%2e/b/", None),
            ("//evil.example/", None),
            ("/a\\b/", None),
            ("/a%00/", None),
            ("https://example.org/a/", None),
            ("a/", None),
        ] {
            assert_eq!(old_address(written).as_deref(), path, "{written}");
        }
        assert_eq!(old_address(&format!("/{}/", "a".repeat(300))), None);
    }

    #[test]
    fn places_on_pages() {
        assert_eq!(anchor("ääkköset"), "aakkoset");
        assert_eq!(anchor("%C3%84a\u{308}kko\u{308}set"), "aakkoset");
        assert_eq!(anchor("Haku"), "Haku");
        assert_eq!(anchor("t=ä&h=40"), "t=ä&h=40");
    }
}
