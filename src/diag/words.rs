//! Words in each language that the program speaks to authors.

use std::borrow::Cow;

/// A language of messages. The pages of a site have languages of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tongue {
    #[default]
    English,
    Finnish,
}

impl Tongue {
    /// The language that is named, as in `fi`, `fi-FI` or `fi_FI.UTF-8`; English for those that the
    /// program does not speak.
    pub fn of(code: &str) -> Self {
        let language = code.split(['-', '_', '.']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("fi") { Self::Finnish } else { Self::English }
    }

    /// The code of the language, as in an attribute `lang`.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Finnish => "fi",
        }
    }
}

/// The same words in every [`Tongue`]. Made by [`say!`] where they hold values.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Words {
    pub en: Cow<'static, str>,
    pub fi: Cow<'static, str>,
}

impl Words {
    pub const fn new(en: &'static str, fi: &'static str) -> Self {
        Self { en: Cow::Borrowed(en), fi: Cow::Borrowed(fi) }
    }

    /// What is the same in every language: a name, an amount, what an author has written.
    pub fn same(text: impl Into<String>) -> Self {
        let text: String = text.into();
        Self { en: text.clone().into(), fi: text.into() }
    }

    pub fn told_in(&self, tongue: Tongue) -> &str {
        match tongue {
            Tongue::English => &self.en,
            Tongue::Finnish => &self.fi,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.en.is_empty()
    }

    /// These words with others behind them.
    pub fn and(mut self, more: &Self) -> Self {
        self.en.to_mut().push_str(&more.en);
        self.fi.to_mut().push_str(&more.fi);
        self
    }
}

/// Words in English and in Finnish, with values in braces as in `format!`.
///
/// Names behind the semicolon are [`Words`] themselves: each language shows them in its own.
///
/// ```
/// # use leader_site::diag::{Words, say};
/// let owner = Words::new("a funding type", "rahoitustyyppi");
/// let key = "rate";
/// let words = say!("{owner} lacks `{key}`", "{owner}: avain `{key}` puuttuu"; owner);
/// assert_eq!(words.fi, "rahoitustyyppi: avain `rate` puuttuu");
/// ```
#[macro_export]
macro_rules! say {
    ($en:literal, $fi:literal $(,)?) => {
        $crate::diag::Words { en: ::std::format!($en).into(), fi: ::std::format!($fi).into() }
    };
    ($en:literal, $fi:literal; $($words:ident),+ $(,)?) => {
        $crate::diag::Words {
            en: { $(let $words = &*$words.en;)+ ::std::format!($en).into() },
            fi: { $(let $words = &*$words.fi;)+ ::std::format!($fi).into() },
        }
    };
}

pub use say;
