//! Colours as style sheets write them, and how well one is seen on another.

/// A colour that covers what is below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

/// Why a text is no colour of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAColour {
    Unknown,
    /// The digits of a colour, without the sign before them.
    NoSign,
    /// What is below would shine through, so that nobody can say how well it is seen.
    SeenThrough,
}

impl Colour {
    /// Reads `#123c69`, `#fc0`, `rgb(18 60 105)`, `hsl(211 71% 24%)` or a name such as `navy`.
    pub fn parse(text: &str) -> Result<Self, NotAColour> {
        let text = text.trim();
        // The reader of colours takes digits for a colour without `#`; browsers do not.
        if matches!(text.len(), 3 | 4 | 6 | 8) && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NotAColour::NoSign);
        }
        let colour = csscolorparser::parse(text).map_err(|_| NotAColour::Unknown)?;
        let [red, green, blue, alpha] = colour.to_rgba8();
        if alpha == u8::MAX { Ok(Self { red, green, blue }) } else { Err(NotAColour::SeenThrough) }
    }

    /// As style sheets and pictures take it: `#123c69`.
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }

    /// The text that it was read from where that has the short form of every style sheet, or else that form.
    pub fn as_written(self, text: &str) -> String {
        let is_short = text.starts_with('#') && matches!(text.len(), 4 | 7);
        if is_short { text.to_owned() } else { self.hex() }
    }

    /// The contrast of WCAG in hundredths: 100 for none, 2100 for black on white.
    pub fn contrast(self, other: Self) -> u32 {
        let (one, two) = (self.luminance(), other.luminance());
        let (light, dark) = (one.max(two), one.min(two));
        // Rounded down: what is told as reached is reached.
        ((light + 0.05) / (dark + 0.05) * 100.0 + 1e-9) as u32
    }

    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

#[cfg(test)]
mod tests {
    use super::{Colour, NotAColour};

    #[test]
    fn colours_are_read_as_browsers_read_them() {
        for (written, hex) in [
            ("#123c69", "#123c69"),
            ("#FC0", "#ffcc00"),
            ("#ffcc00ff", "#ffcc00"),
            ("rgb(18, 60, 105)", "#123c69"),
            ("rgb(18 60 105)", "#123c69"),
            ("hsl(120, 100%, 25%)", "#008000"),
            ("Navy", "#000080"),
        ] {
            assert_eq!(Colour::parse(written).map(Colour::hex).as_deref(), Ok(hex), "{written}");
        }
        for wrong in ["vihreä", "", "#12", "#12345", "#ggg", "rgb(1,2)", "url(a.png)", "red;x:y", "var(--a)"]
        {
            assert_eq!(Colour::parse(wrong), Err(NotAColour::Unknown), "{wrong}");
        }
        assert_eq!(Colour::parse("123c69"), Err(NotAColour::NoSign));
        assert_eq!(Colour::parse("bad"), Err(NotAColour::NoSign));
        assert_eq!(Colour::parse("#123c6980"), Err(NotAColour::SeenThrough));
        assert_eq!(Colour::parse("transparent"), Err(NotAColour::SeenThrough));
    }

    #[test]
    fn contrasts_are_those_of_wcag() {
        let contrast = |a: &str, b: &str| Colour::parse(a).expect(a).contrast(Colour::parse(b).expect(b));
        assert_eq!(contrast("#000", "#fff"), 2100);
        assert_eq!(contrast("#fff", "#fff"), 100);
        assert_eq!(contrast("#767676", "#fff"), 454);
        assert_eq!(contrast("#ff9900", "#fff"), 214);
    }
}
