//! How people are reached: mail addresses, telephone numbers, addresses on the web.

use url::Url;

/// Whether mail can be sent to this address.
pub fn is_email(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else { return false };
    let is_name = |letter: char| letter.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(letter);
    let dots_are_right = |part: &str| !part.starts_with('.') && !part.ends_with('.') && !part.contains("..");
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
    };
    let ends = domain.rsplit('.').next().unwrap_or_default();
    !name.is_empty()
        && name.chars().all(is_name)
        && dots_are_right(name)
        && domain.contains('.')
        && domain.split('.').all(is_label)
        && ends.chars().count() >= 2
        && !ends.chars().all(|letter| letter.is_ascii_digit())
}

/// The mail address that was most likely meant: `toimisto(at)leader.fi` hides one from machines.
pub fn meant_email(text: &str) -> Option<String> {
    let mut meant = text.trim().trim_matches(['<', '>']).to_owned();
    if let Some(rest) = meant.strip_prefix("mailto:") {
        meant = rest.to_owned();
    }
    for sign in ["(at)", "[at]", "{at}", "(ät)", "[ät]", "(a)", "[a]", " at ", " ät ", "(@)", "(miuku)"] {
        meant = meant.replace(sign, "@").replace(&sign.to_uppercase(), "@");
    }
    for sign in ["(dot)", "[dot]", "(piste)", "[piste]", "(punkt)", " dot ", " piste "] {
        meant = meant.replace(sign, ".");
    }
    meant.retain(|letter| !letter.is_whitespace());
    let meant = meant.replace(',', ".");
    (meant != text && is_email(&meant)).then_some(meant)
}

/// A telephone number as a link has it: `+358401234567`. `None` for what is no number.
pub fn telephone(text: &str) -> Option<String> {
    let mut digits = String::new();
    let text = text.trim();
    let is_abroad = text.starts_with('+');
    // The nought of `+358 (0)40` is dialled at home alone.
    let text = if is_abroad { text.replace("(0)", "") } else { text.to_owned() };
    let mut open = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '0'..='9' => digits.push(letter),
            '+' if at == 0 => digits.push('+'),
            '(' if !open => open = true,
            ')' if open => open = false,
            ' ' | '\u{a0}' | '\u{202f}' | '-' | '–' | '‑' | '.' | '/' => {}
            _ => return None,
        }
    }
    let count = digits.trim_start_matches('+').len();
    (!open && (3..=15).contains(&count)).then_some(digits)
}

/// Whether a text is an address on the web with the name of a server in it.
pub fn is_web(text: &str) -> bool {
    let is_scheme = ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme));
    is_scheme
        && !text.contains(char::is_whitespace)
        && Url::parse(text).is_ok_and(|url| url.host_str().is_some_and(|host| host.contains(['.', ':'])))
}

#[cfg(test)]
mod tests {
    use super::{is_email, is_web, meant_email, telephone};

    #[test]
    fn mail_addresses() {
        for right in ["toimisto@example.org", "a.b+c@d-e.fi", "öljy@äänekoski.fi", "x_y@a.b.fi"] {
            assert!(is_email(right), "{right}");
        }
        for (wrong, meant) in [
            ("eiosoite", None),
            ("toimisto(at)example.org", Some("toimisto@example.org")),
            ("toimisto (at) example.org", Some("toimisto@example.org")),
            ("toimisto at example.org", Some("toimisto@example.org")),
            ("toimisto@ example.org", Some("toimisto@example.org")),
            ("toimisto@example,org", Some("toimisto@example.org")),
            ("mailto:toimisto@example.org", Some("toimisto@example.org")),
            ("<toimisto@example.org>", Some("toimisto@example.org")),
            ("toimisto@example", None),
            ("toimisto@", None),
            ("@example.org", None),
            ("a@b@c.fi", None),
            ("a..b@c.fi", None),
            ("a@c..fi", None),
            ("a@-c.fi", None),
            ("a@1.2.3.4", None),
            ("Toimisto toimisto@example.org", None),
            ("", None),
        ] {
            assert!(!is_email(wrong), "{wrong}");
            if meant.is_some() {
                assert_eq!(meant_email(wrong).as_deref(), meant, "{wrong}");
            }
        }
    }

    #[test]
    fn telephone_numbers() {
        for (written, dialled) in [
            ("+358401234567", "+358401234567"),
            ("+358 00 000 0000", "+358000000000"),
            ("+358 (0)40 123 4567", "+358401234567"),
            ("040-123 4567", "0401234567"),
            ("(013) 123\u{a0}456", "013123456"),
            ("112", "112"),
        ] {
            assert_eq!(telephone(written).as_deref(), Some(dialled), "{written}");
        }
        for wrong in [
            "",
            "puh. 040 123",
            "040 123 4567, 050 765",
            "12",
            "040+1234",
            "(040 123",
            "+1234567890123456",
            "soita",
        ] {
            assert_eq!(telephone(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn web_addresses() {
        assert!(is_web("https://www.facebook.com/leader"));
        for wrong in
            ["www.a.fi", "https://", "https://facebook", "https://a b.fi", "ftp://a.fi", "https:///a"]
        {
            assert!(!is_web(wrong), "{wrong}");
        }
    }
}
