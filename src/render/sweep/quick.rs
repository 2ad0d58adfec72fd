//! Whether a finished file is worth a closer look: nearly none is, and reading each as HTML would take longer
//! than making it.

use std::sync::LazyLock;

use memchr::memmem::{self, Finder};

use super::unfit::Home;
use crate::model::host::{self, Reach};

/// Rare letters in a row that stand in whatever [`super::unfit`] looks for. More may have them.
static SIGNS: LazyLock<Vec<Finder<'static>>> = LazyLock::new(|| {
    let signs: [&str; 32] = [
        // Marks, in capitals and as bold words.
        "YDENN",
        "ydenn\u{e4}:",
        "FYLL",
        "yll i:",
        "FILL",
        "ill in:",
        "TODO",
        "psum",
        "PSUM",
        // Lines of a merge; signs of HTML are written as references.
        "&lt;&lt;&lt;",
        "&gt;&gt;&gt;",
        "<<<<<<<",
        ">>>>>>>",
        "=======",
        "|||||||",
        // The first of two letters that one was read as.
        "\u{c3}",
        "\u{c2}",
        "\u{e2}\u{20ac}",
        "\u{e2}\u{201e}",
        "\u{e2}\u{2020}",
        "\u{e2}\u{2c6}",
        "\u{c5}\u{a1}",
        "\u{c5}\u{be}",
        "\u{c5}\u{bd}",
        "\u{ef}\u{bb}",
        "\u{251c}",
        "\u{221a}",
        "\u{fffd}",
        // Hosts without a scheme.
        "ocalhost",
        "127.",
        "file:",
        "=\"//",
    ];
    let more = [
        "192.168.",
        "169.254.",
        ".local",
        "[::1",
        ".lan",
        ".internal",
        ".intranet",
        "0.0.0.0",
        "OCALHOST",
        ".LOCAL",
        "%7B%7B",
        "%7B%25",
    ];
    signs.into_iter().chain(more).map(|sign| Finder::new(sign.as_bytes())).collect()
});

static SCHEME: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"://"));
static SCRIPT: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"<script"));
static MAIL: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"mailto:"));
/// What names have that are kept for examples.
static EXAMPLES: LazyLock<[Finder<'static>; 5]> = LazyLock::new(|| {
    ["example", "Example", "EXAMPLE", ".invalid", ".test"].map(|sign| Finder::new(sign.as_bytes()))
});
/// What numbers begin with that only a network of its own has.
static NETWORKS: LazyLock<[Finder<'static>; 3]> =
    LazyLock::new(|| ["10.", "172.", "100."].map(|sign| Finder::new(sign.as_bytes())));

/// Whether something may stand in the file that must not be published.
pub(super) fn is_suspect(bytes: &[u8], home: &Home) -> bool {
    has_braces(bytes)
        || has_address(bytes, home)
        || SIGNS.iter().any(|sign| sign.find(bytes).is_some())
        || has_mail(bytes)
        || has_number(bytes)
        || home.is_real && EXAMPLES.iter().any(|sign| sign.find(bytes).is_some())
}

/// Whether two braces of templates stand in a row outside of scripts, where they are nothing unusual.
fn has_braces(bytes: &[u8]) -> bool {
    let mut at = 0;
    for script in SCRIPT.find_iter(bytes) {
        if script < at {
            continue;
        }
        if braces_in(&bytes[at..script], true) {
            return true;
        }
        let end = memmem::find(&bytes[script..], b"</script").map_or(bytes.len(), |length| script + length);
        if braces_in(&bytes[script..end], false) {
            return true;
        }
        at = end;
    }
    braces_in(&bytes[at..], true)
}

fn braces_in(bytes: &[u8], also_closing: bool) -> bool {
    memchr::memchr2_iter(b'{', b'}', bytes).any(|at| {
        let next = bytes.get(at + 1);
        match bytes[at] {
            b'{' => matches!(next, Some(b'{' | b'%' | b'#')),
            _ if !also_closing => false,
            _ => next == Some(&b'}') || at > 0 && matches!(bytes[at - 1], b'%' | b'#'),
        }
    })
}

/// Whether an address with a scheme is not everybody's.
fn has_address(bytes: &[u8], home: &Home) -> bool {
    let own = home.origin.as_bytes();
    SCHEME.find_iter(bytes).any(|at| {
        let is_scheme = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        let start = at - bytes[..at].iter().rev().take(12).take_while(|byte| is_scheme(byte)).count();
        if bytes[start..].starts_with(own)
            && bytes
                .get(start + own.len())
                .is_none_or(|byte| matches!(byte, b'/' | b'"' | b'<' | b'?' | b'#'))
        {
            return false;
        }
        let end = bytes[at + 3..].iter().take(253).position(|byte| {
            byte.is_ascii_whitespace()
                || matches!(byte, b'/' | b'"' | b'<' | b'\'' | b'?' | b'#' | b'&' | b'\\')
        });
        let end = at + 3 + end.unwrap_or(bytes.len().min(at + 256) - at - 3);
        match std::str::from_utf8(&bytes[start..end]).ok().and_then(host::reach) {
            Some(reach) => home.keeps_out(reach),
            // What cannot be read is looked at more closely.
            None => true,
        }
    })
}

/// Whether there is a mail address that only a network has; those of examples are looked for by their names.
fn has_mail(bytes: &[u8]) -> bool {
    MAIL.find_iter(bytes).any(|at| {
        let end = bytes[at..]
            .iter()
            .take(253)
            .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'<' | b'\'' | b'?' | b'&'));
        let end = at + end.unwrap_or(bytes.len().min(at + 253) - at);
        let reach = std::str::from_utf8(&bytes[at..end]).ok().and_then(host::reach);
        matches!(reach, Some(Reach::Machine | Reach::Network))
    })
}

/// Whether there are four numbers as a network of its own has them: dates have three.
fn has_number(bytes: &[u8]) -> bool {
    NETWORKS.iter().any(|sign| {
        sign.find_iter(bytes).any(|at| {
            let rest = &bytes[at..bytes.len().min(at + 16)];
            let length = rest.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
            !(at > 0 && (bytes[at - 1].is_ascii_digit() || bytes[at - 1] == b'.'))
                && rest[..length].iter().filter(|byte| **byte == b'.').count() >= 3
        })
    })
}
