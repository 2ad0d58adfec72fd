//! The languages that the command line speaks, and which of them a person wants: known before the arguments
//! are read, since what is wrong with those has to be said in it, too.

use std::ffi::OsString;

use super::slips::Slip;

/// A language of help and of what is said of arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    #[default]
    English,
    Finnish,
    Swedish,
}

impl Language {
    /// All of them, those first that most associations speak.
    pub const ALL: [Self; 3] = [Self::Finnish, Self::Swedish, Self::English];

    /// The code of the language.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Finnish => "fi",
            Self::Swedish => "sv",
        }
    }

    /// The language that is named, as in `fi`, `fi-FI` or `fi_FI.UTF-8`.
    pub fn of(code: &str) -> Option<Self> {
        let language = code.split(['-', '_', '.', '@']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|known| language.eq_ignore_ascii_case(known.code()))
    }

    /// The language of the system: the first in its list that the program speaks.
    pub fn of_system() -> Self {
        system_locales().find_map(|locale| Self::of(&locale)).unwrap_or_default()
    }

    /// The language that these arguments ask for, however wrong they are otherwise; the first word is the
    /// name of the program.
    pub fn asked(arguments: &[OsString]) -> Self {
        // What is wrong with `--lang suomi` is said in Finnish.
        let named = |code: String| match super::slips::language(&code) {
            Err(Slip::Language(Some(code))) => Self::of(code),
            _ => Self::of(&code),
        };
        code_in(arguments).and_then(named).unwrap_or_else(Self::of_system)
    }
}

/// The languages of the system, the one that is wanted most first. The one without a name, `C`, is English.
pub fn system_locales() -> impl Iterator<Item = String> {
    sys_locale::get_locales().map(|locale| {
        let is_none = locale.split('.').next().is_some_and(|name| matches!(name, "C" | "POSIX"));
        if is_none { "en".to_owned() } else { locale }
    })
}

/// What stands behind `--lang`: the last one counts, as with other options.
fn code_in(arguments: &[OsString]) -> Option<String> {
    let words: Vec<&str> = arguments
        .iter()
        .skip(1)
        .map(|word| word.to_str().unwrap_or_default())
        .take_while(|word| *word != "--")
        .collect();
    let mut codes = words.iter().enumerate().filter_map(|(at, word)| match word.strip_prefix("--lang")? {
        "" => words.get(at + 1).copied(),
        rest => rest.strip_prefix('='),
    });
    codes.next_back().map(str::to_owned)
}

/// The same words in every [`Language`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    pub en: &'static str,
    pub fi: &'static str,
    pub sv: &'static str,
}

impl Said {
    pub const fn new(en: &'static str, fi: &'static str, sv: &'static str) -> Self {
        Self { en, fi, sv }
    }

    pub fn told_in(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.en,
            Language::Finnish => self.fi,
            Language::Swedish => self.sv,
        }
    }

    /// The words with values in place of their names in braces.
    pub fn with(&self, language: Language, values: &[(&str, &str)]) -> String {
        let mut text = String::new();
        let mut rest = self.told_in(language);
        // One pass: a value is not looked at again, whatever it holds.
        while let Some(start) = rest.find('{') {
            text.push_str(&rest[..start]);
            rest = &rest[start..];
            let value = rest.find('}').and_then(|end| {
                let (_, value) = values.iter().find(|(name, _)| *name == &rest[1..end])?;
                Some((end + 1, *value))
            });
            let (taken, value) = value.unwrap_or((1, "{"));
            text.push_str(value);
            rest = &rest[taken..];
        }
        text.push_str(rest);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(words: &str) -> Option<String> {
        code_in(&words.split(' ').map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn the_language_is_known_before_the_arguments_are_read() {
        for words in [
            "leader-site --lang fi --help",
            "leader-site --help --lang=fi",
            "leader-site bild --lang fi",
            "leader-site serve --prot x --lang sv --lang fi",
        ] {
            assert_eq!(asked(words).as_deref(), Some("fi"), "{words}");
        }
        for words in [
            "leader-site --lang",
            "leader-site build",
            "leader-site x -- --lang fi",
            "leader-site --language fi",
        ] {
            assert_eq!(asked(words), None, "{words}");
        }
        assert_eq!(Language::of("sv-FI"), Some(Language::Swedish));
        assert_eq!(Language::of("fi_FI.UTF-8"), Some(Language::Finnish));
        assert_eq!(Language::of("fil"), None);
    }

    #[test]
    fn values_take_their_places_once() {
        let said = Said::new("{a}: {b} {c}", "", "");
        assert_eq!(said.with(Language::English, &[("a", "{b}"), ("b", "ä}")]), "{b}: ä} {c}");
    }
}
