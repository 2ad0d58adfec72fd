//! How a language writes numbers, dates and lists, and how it sorts names.
//!
//! The data is that of CLDR, through ICU4X: the same that browsers use, so that a number on a page
//! and a number in the calculator look alike.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, LazyLock};

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_datetime::fieldsets::YMD;
use icu_datetime::{DateTimeFormatter, input};
use icu_decimal::DecimalFormatter;
use icu_locale_core::{Locale as IcuLocale, locale};
use icu_plurals::{PluralCategory, PluralOperands, PluralRules};
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use rust_decimal::Decimal;

use super::quantity::Unit;

/// The time of Finland, from the data in the program: the system's may be old, and takes reading.
pub fn finnish_time() -> &'static TimeZone {
    static ZONE: LazyLock<TimeZone> = LazyLock::new(|| {
        TimeZoneDatabase::bundled().get("Europe/Helsinki").expect("the zones are compiled in")
    });
    &ZONE
}

/// The languages that sites are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tongue {
    Finnish,
    Swedish,
    English,
}

/// The words of a language among those in Finnish, Swedish and English; English where there are none.
pub fn in_language<W: ?Sized>(language: &str, [finnish, swedish, english]: [&'static W; 3]) -> &'static W {
    match language {
        "fi" => finnish,
        "sv" => swedish,
        _ => english,
    }
}

impl Tongue {
    /// The language of a code such as `fi`.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "fi" => Some(Self::Finnish),
            "sv" => Some(Self::Swedish),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    /// All codes, for messages.
    pub const CODES: [&'static str; 3] = ["fi", "sv", "en"];

    /// How many forms a noun has behind a number, by their names in CLDR, the last of them `other`.
    pub fn plural_forms(self) -> &'static [&'static str] {
        // The same in all three; tests ask CLDR whether that still holds.
        match self {
            Self::Finnish | Self::Swedish | Self::English => &["one", "other"],
        }
    }

    /// The language for `Intl` in a browser: it has to write as this program does.
    pub fn tag(self) -> String {
        self.icu().to_string()
    }

    fn icu(self) -> IcuLocale {
        match self {
            Self::Finnish => locale!("fi"),
            Self::Swedish => locale!("sv-FI"),
            // Day before month, as readers in Finland expect.
            Self::English => locale!("en-GB"),
        }
    }
}

/// The signs that numbers are written with, for the calculator's script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Separators {
    /// Between groups of three digits.
    pub group: String,
    /// Before the decimals.
    pub decimal: String,
    /// Before a negative number.
    pub minus: String,
}

/// The conventions of one language. A clone is cheap.
#[derive(Clone)]
pub struct Locale {
    tongue: Tongue,
    data: Arc<Data>,
}

struct Data {
    collator: CollatorBorrowed<'static>,
    separators: Separators,
    /// What stands around day and year in a long date, by month.
    months: Vec<MonthPattern>,
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Locale").field("tongue", &self.tongue).finish_non_exhaustive()
    }
}

/// A long date with its day and year taken out: `("", ". marraskuuta ", "")`.
struct MonthPattern {
    before_day: String,
    between: String,
    after_year: String,
}

impl Locale {
    /// The conventions of `fi`, `sv` or `en`.
    pub fn new(code: &str) -> Option<Self> {
        let tongue = Tongue::from_code(code)?;
        let mut preferences = CollatorPreferences::from(&tongue.icu());
        // `Uutinen 2` comes before `Uutinen 10`.
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        let collator = CollatorBorrowed::try_new(preferences, CollatorOptions::default()).ok()?;
        let separators = separators(&number_format(tongue));
        let data = Data { collator, separators, months: month_patterns(tongue) };
        Some(Self { tongue, data: Arc::new(data) })
    }

    pub fn tongue(&self) -> Tongue {
        self.tongue
    }

    pub fn separators(&self) -> &Separators {
        &self.data.separators
    }

    /// The number with its groups and decimals, exact.
    ///
    /// Zeros at the end of the decimals are left out down to `min_fraction_digits`, and added up to
    /// that many.
    pub fn decimal(&self, number: &Decimal, min_fraction_digits: usize) -> String {
        // Through text: both sides are exact decimals, and neither ever was a float.
        let mut exact = icu_decimal::input::Decimal::from_str(&number.to_string())
            .expect("a decimal is written as digits");
        exact.absolute.trim_end();
        exact.absolute.pad_end(-i16::try_from(min_fraction_digits).unwrap_or(i16::MAX));
        number_format(self.tongue).format(&exact).to_string()
    }

    /// How a number of this unit is written, with `{n}` where the number stands: `{n} €`, `€{n}`.
    ///
    /// Years have a form for each kind of number; `plural` is the name of the form, and no other unit
    /// has any. CLDR has these patterns, but its Rust library not yet in what it holds stable. A test
    /// asks a browser.
    pub fn pattern(&self, unit: Unit, plural: &str) -> &'static str {
        let english = self.tongue == Tongue::English;
        match (unit, self.tongue) {
            (Unit::Eur, _) if english => "€{n}",
            (Unit::Eur, _) => "{n}\u{a0}€",
            (Unit::EurPerHour, _) if english => "€{n}/h",
            (Unit::EurPerHour, _) => "{n}\u{a0}€/h",
            (Unit::Hour, _) => "{n}\u{a0}h",
            (Unit::Ratio, _) if english => "{n}%",
            (Unit::Ratio, _) => "{n}\u{a0}%",
            (Unit::Years, Tongue::Finnish) if plural == "one" => "{n} vuosi",
            (Unit::Years, Tongue::Finnish) => "{n} vuotta",
            (Unit::Years, Tongue::Swedish) => "{n} år",
            (Unit::Years, Tongue::English) if plural == "one" => "{n} year",
            (Unit::Years, Tongue::English) => "{n} years",
        }
    }

    /// The number with its unit. The minus stands before both.
    pub fn with_unit(&self, number: &Decimal, min_fraction_digits: usize, unit: Unit) -> String {
        let pattern = self.pattern(unit, self.plural(number));
        let written = pattern.replace("{n}", &self.decimal(&number.abs(), min_fraction_digits));
        if number.is_sign_negative() && !number.is_zero() {
            return format!("{}{written}", self.separators().minus);
        }
        written
    }

    /// The form of a noun behind this number: `one` for `1 vuosi`, `other` for `5 vuotta`.
    pub fn plural(&self, number: &Decimal) -> &'static str {
        let exact = icu_decimal::input::Decimal::from_str(&number.normalize().to_string())
            .expect("a decimal is written as digits");
        let rules = PluralRules::try_new_cardinal(self.tongue.icu().into())
            .expect("the plural rules of the three languages are compiled in");
        form(rules.category_for(PluralOperands::from(&exact)))
    }

    /// The day in words: `21. marraskuuta 2026`.
    pub fn date_long(&self, date: Date) -> String {
        let MonthPattern { before_day, between, after_year } = &self.data.months[date.month() as usize - 1];
        format!("{before_day}{}{between}{}{after_year}", date.day(), date.year())
    }

    /// The day as short as it is written in running text: `21.11.2026`; in English in words, for its order
    /// differs from country to country.
    pub fn date_short(&self, date: Date) -> String {
        match self.tongue() {
            Tongue::English => self.date_long(date),
            _ => format!("{}.{}.{}", date.day(), date.month(), date.year()),
        }
    }

    /// The order of two names in a list.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        // Names that the language holds for equal still need one order.
        self.data.collator.compare(a, b).then_with(|| a.cmp(b))
    }

    /// The items as a running list: `a, b ja c`.
    pub fn list(&self, items: &[&str]) -> String {
        let and = match self.tongue {
            Tongue::Finnish => " ja ",
            Tongue::Swedish => " och ",
            Tongue::English => " and ",
        };
        match items {
            [] => String::new(),
            [one] => (*one).to_owned(),
            [first @ .., last] => format!("{}{and}{last}", first.join(", ")),
        }
    }
}

/// What CLDR calls a form.
fn form(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

/// Made for each number: a formatter cannot be shared between threads, and making one is cheap.
fn number_format(tongue: Tongue) -> DecimalFormatter {
    DecimalFormatter::try_new(tongue.icu().into(), Default::default())
        .expect("the number data of the three languages is compiled in")
}

fn separators(format: &DecimalFormatter) -> Separators {
    let sample = icu_decimal::input::Decimal::from_str("-1234567.8").expect("digits");
    let written = format.format(&sample).to_string();
    let between = |start: char, end: char| {
        let from = written.find(start).map_or(0, |at| at + 1);
        let to = written[from..].find(end).map_or(from, |length| from + length);
        written[from..to].to_owned()
    };
    Separators {
        group: between('1', '2'),
        decimal: between('7', '8'),
        minus: written[..written.find('1').unwrap_or(0)].to_owned(),
    }
}

/// Long dates of a month differ in nothing but digits, so twelve samples are all that is asked of the
/// formatter, which is slow to make and cannot be shared between threads.
fn month_patterns(tongue: Tongue) -> Vec<MonthPattern> {
    let format = DateTimeFormatter::try_new(tongue.icu().into(), YMD::long())
        .expect("the date data of the three languages is compiled in");
    (1..=12)
        .map(|month| {
            let sample = input::Date::try_new_gregorian(2026, month, 21).expect("a day of the calendar");
            let written = format.format(&sample).to_string();
            let (before_day, rest) = written.split_once("21").expect("the day is in digits");
            let (between, after_year) =
                rest.split_once("2026").expect("the year is in digits, after the day");
            MonthPattern {
                before_day: before_day.to_owned(),
                between: between.to_owned(),
                after_year: after_year.to_owned(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locales() -> [Locale; 3] {
        Tongue::CODES.map(|code| Locale::new(code).expect("known"))
    }

    #[test]
    fn numbers() {
        let written: Vec<String> = locales()
            .iter()
            .map(|locale| {
                ["1234567.50", "-1234.5", "0.05", "8000.00", "79228162514264337593543950335"]
                    .map(|number| locale.decimal(&number.parse().expect("a number"), 0))
                    .join(" | ")
            })
            .collect();
        assert_eq!(
            written[0],
            "1\u{a0}234\u{a0}567,5 | \u{2212}1\u{a0}234,5 | 0,05 | 8\u{a0}000 | 79\u{a0}228\u{a0}162\u{a0}514\u{a0}264\u{a0}337\u{a0}593\u{a0}543\u{a0}950\u{a0}335"
        );
        assert_eq!(written[1], written[0]);
        assert_eq!(
            written[2],
            "1,234,567.5 | -1,234.5 | 0.05 | 8,000 | 79,228,162,514,264,337,593,543,950,335"
        );
    }

    #[test]
    fn fraction_digits() {
        let [fi, ..] = locales();
        let show = |number: &str, digits| fi.decimal(&number.parse().expect("a number"), digits);
        assert_eq!(show("8000", 2), "8\u{a0}000,00");
        assert_eq!(show("0.125", 2), "0,125");
        assert_eq!(show("0", 0), "0");
        assert_eq!(show("-0.00", 0), "0");
        assert_eq!(show("100", 0), "100");
    }

    #[test]
    fn dates() {
        let date = "2026-11-21".parse().expect("a date");
        let written = locales().map(|locale| locale.date_long(date));
        assert_eq!(written, ["21. marraskuuta 2026", "21 november 2026", "21 November 2026"]);
        assert_eq!(locales()[0].date_long("2026-03-01".parse().expect("a date")), "1. maaliskuuta 2026");
    }

    #[test]
    fn forms_behind_numbers() {
        for locale in locales() {
            let rules = PluralRules::try_new_cardinal(locale.tongue.icu().into()).expect("compiled in");
            let mut forms: Vec<_> = rules.categories().map(form).collect();
            forms.sort_unstable();
            assert_eq!(forms, locale.tongue.plural_forms(), "{:?}", locale.tongue);
        }
        let [fi, _, en] = locales();
        let form = |locale: &Locale, number: &str| locale.plural(&number.parse().expect("a number"));
        assert_eq!(
            ["0", "1", "1.00", "1.5", "2", "21"].map(|number| form(&fi, number)).join(" "),
            "other one one other other other"
        );
        assert_eq!(form(&en, "1"), "one");
    }

    #[test]
    fn order() {
        let mut names = ["Öljy", "Äänekoski", "Åbo", "Zoo", "Uutinen 10", "Uutinen 2", "ala", "Ala"];
        let [fi, _, en] = locales();
        names.sort_by(|a, b| fi.compare(a, b));
        assert_eq!(names, ["ala", "Ala", "Uutinen 2", "Uutinen 10", "Zoo", "Åbo", "Äänekoski", "Öljy"]);
        names.sort_by(|a, b| en.compare(a, b));
        assert_eq!(names[..3], ["Äänekoski", "Åbo", "ala"]);
    }

    #[test]
    fn lists() {
        let [fi, sv, _] = locales();
        assert_eq!(fi.list(&[]), "");
        assert_eq!(fi.list(&["Joensuu"]), "Joensuu");
        assert_eq!(fi.list(&["Joensuu", "Liperi", "Outokumpu"]), "Joensuu, Liperi ja Outokumpu");
        assert_eq!(sv.list(&["a", "b"]), "a och b");
    }

    #[test]
    fn signs() {
        let [fi, _, en] = locales();
        let signs = |group: &str, decimal: &str, minus: &str| Separators {
            group: group.into(),
            decimal: decimal.into(),
            minus: minus.into(),
        };
        assert_eq!(*fi.separators(), signs("\u{a0}", ",", "\u{2212}"));
        assert_eq!(*en.separators(), signs(",", ".", "-"));
    }
}
