//! Text as HTML.

use std::borrow::Cow;

pub(super) use crate::model::address::encode_path;

/// Signs of a text that call for a closer look, as bits.
pub(super) struct Signs(u8);

impl Signs {
    /// `& < > "`
    const ESCAPED: u8 = 1;
    const DIGIT: u8 = 2;
    const BRACE: u8 = 4;
    const BRACKET: u8 = 8;
    /// Anything but blanks.
    const INK: u8 = 16;

    /// What each byte adds. A table, since this is asked of every byte of every page.
    const OF_BYTE: [u8; 256] = {
        let mut table = [Self::INK; 256];
        table[b' ' as usize] = 0;
        table[b'\n' as usize] = 0;
        table[b'\t' as usize] = 0;
        table[b'&' as usize] |= Self::ESCAPED;
        table[b'<' as usize] |= Self::ESCAPED;
        table[b'>' as usize] |= Self::ESCAPED;
        table[b'"' as usize] |= Self::ESCAPED;
        // What no format of ours may hold is left out: see `escape`.
        let mut control = 0;
        while control < b' ' {
            if !matches!(control, b'\t' | b'\n' | b'\r') {
                table[control as usize] |= Self::ESCAPED;
            }
            control += 1;
        }
        table[NO_CHARACTER[0] as usize] |= Self::ESCAPED;
        table[b'{' as usize] |= Self::BRACE;
        table[b'[' as usize] |= Self::BRACKET;
        let mut digit = b'0';
        while digit <= b'9' {
            table[digit as usize] |= Self::DIGIT;
            digit += 1;
        }
        table
    };

    pub(super) fn of(text: &str) -> Self {
        Self(text.bytes().fold(0, |signs, byte| signs | Self::OF_BYTE[usize::from(byte)]))
    }

    /// Whether there is a `{`.
    pub(super) fn has_brace(&self) -> bool {
        self.0 & Self::BRACE != 0
    }

    /// Whether there is a `[`.
    pub(super) fn has_bracket(&self) -> bool {
        self.0 & Self::BRACKET != 0
    }

    pub(super) fn is_blank(&self) -> bool {
        self.0 & Self::INK == 0
    }

    /// Whether the text means itself in HTML.
    pub(super) fn is_plain(&self) -> bool {
        self.0 & Self::ESCAPED == 0
    }
}

/// How U+FFFE and U+FFFF begin, which XML forbids; 0xBE or 0xBF follows.
const NO_CHARACTER: [u8; 2] = [0xef, 0xbf];

/// Adds the text with `& < > "` written so that it means itself, in text and in attributes.
///
/// Characters that XML forbids are left out. None comes so far: every text is looked at when it is read. But
/// one of them makes a whole feed unreadable.
pub(super) fn escape(text: &str, html: &mut String) {
    if Signs::of(text).is_plain() {
        html.push_str(text);
        return;
    }
    let bytes = text.as_bytes();
    let mut done = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let (written, length) = match byte {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'"' => ("&quot;", 1),
            0..=8 | 0x0b | 0x0c | 0x0e..=0x1f => ("", 1),
            0xef if bytes[at..].starts_with(&NO_CHARACTER)
                && matches!(bytes.get(at + 2), Some(0xbe | 0xbf)) =>
            {
                ("", 3)
            }
            _ => continue,
        };
        html.push_str(&text[done..at]);
        html.push_str(written);
        done = at + length;
    }
    html.push_str(&text[done..]);
}

/// JSON for a data block of a page. HTML looks for nothing but `<` in there, such as that of `</script>`.
pub(super) fn data_block(json: &serde_json::Value) -> String {
    json.to_string().replace('<', "\\u003c")
}

/// The text, escaped.
pub(super) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape(text, &mut html);
    html
}

/// A link, both parts escaped.
pub(super) fn link(url: &str, words: &str) -> String {
    format!("<a href=\"{}\">{}</a>", escaped(url), escaped(words))
}

/// The text with its character references put in: those that stand for signs which matter here.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let reference = rest.find(';').filter(|end| *end <= 10).map(|end| &rest[1..end]);
        let letter = reference.and_then(|name| match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some('\u{a0}'),
            "lbrace" | "lcub" => Some('{'),
            "rbrace" | "rcub" => Some('}'),
            "percnt" => Some('%'),
            _ => {
                let number = name.strip_prefix('#')?;
                let code = match number.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                    None => number.parse().ok()?,
                };
                char::from_u32(code)
            }
        });
        match (letter, reference) {
            (Some(letter), Some(name)) => {
                out.push(letter);
                rest = &rest[name.len() + 2..];
            }
            _ => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out.into()
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_xml_forbids_is_left_out() {
        for number in 0..=0x10_ffff {
            let Some(letter) = char::from_u32(number) else { continue };
            let is_forbidden = match letter {
                '\t' | '\n' | '\r' => false,
                '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => true,
                _ => false,
            };
            let expected = match letter {
                '&' => "a&amp;ä".to_owned(),
                '<' => "a&lt;ä".to_owned(),
                '>' => "a&gt;ä".to_owned(),
                '"' => "a&quot;ä".to_owned(),
                _ if is_forbidden => "aä".to_owned(),
                _ => format!("a{letter}ä"),
            };
            assert_eq!(escaped(&format!("a{letter}ä")), expected, "U+{number:04X}");
        }
    }
}
