//! Text as HTML.

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

    pub(super) fn has_digit(&self) -> bool {
        self.0 & Self::DIGIT != 0
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

/// Adds the text with `& < > "` written so that it means itself, in text and in attributes.
pub(super) fn escape(text: &str, html: &mut String) {
    if Signs::of(text).is_plain() {
        html.push_str(text);
        return;
    }
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"')) {
        html.push_str(&rest[..at]);
        html.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    html.push_str(rest);
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

/// A path as it stands in an address: what is not plain ASCII is written in percents.
pub(super) fn encode_path(path: &str) -> String {
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
            | b'@' => {
                encoded.push(char::from(byte));
            }
            _ => {
                let digit = |value: u8| char::from(b"0123456789ABCDEF"[usize::from(value)]);
                encoded.push('%');
                encoded.push(digit(byte >> 4));
                encoded.push(digit(byte & 15));
            }
        }
    }
    encoded
}
