//! The values of arguments: read into their types, and what is said of those that cannot be.

use std::fmt;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::language::{Language, Said};
use crate::alternatives::Question as Solved;
use crate::model::number;
use crate::model::site::BaseUrl;
use crate::papers::Paper;
use crate::serve::Editor;

/// What is wrong with the value of an argument: enough to say how to write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slip {
    Amount,
    /// A project that costs nothing.
    Nothing,
    Question,
    Document,
    /// A day; the one that seems to be meant.
    Day(Option<Date>),
    Address,
    Port,
    Months,
    Row,
    /// A language; the code of the one that seems to be meant.
    Language(Option<&'static str>),
    Answer,
    Editor,
}

impl Slip {
    /// How to write it.
    pub fn help(&self, language: Language) -> String {
        let day;
        let (said, meant) = match self {
            Self::Amount => (
                Said::new(
                    "write an amount such as `6000` or `6 000,50`",
                    "kirjoita euromäärä, esimerkiksi `6000` tai `6 000,50`",
                    "skriv ett belopp, till exempel `6000` eller `6 000,50`",
                ),
                "",
            ),
            Self::Nothing => (
                Said::new(
                    "a project costs something: write an amount such as `6000`",
                    "hanke maksaa jotakin: kirjoita euromäärä, esimerkiksi `6000`",
                    "ett projekt kostar något: skriv ett belopp, till exempel `6000`",
                ),
                "",
            ),
            Self::Question => (
                Said::new(
                    "write `hours`, `useful-hours`, `costs=6000` or `project=2500`",
                    "kirjoita `hours`, `useful-hours`, `costs=6000` tai `project=2500`",
                    "skriv `hours`, `useful-hours`, `costs=6000` eller `project=2500`",
                ),
                "",
            ),
            Self::Document => (
                Said::new(
                    "name a file that ends in .xlsx, .csv or .html",
                    "anna tiedosto, jonka nimen lopussa on .xlsx, .csv tai .html",
                    "ange en fil vars namn slutar på .xlsx, .csv eller .html",
                ),
                "",
            ),
            Self::Day(Some(meant)) => {
                day = meant.to_string();
                (Said::new("write `{meant}`", "kirjoita `{meant}`", "skriv `{meant}`"), day.as_str())
            }
            Self::Day(None) => (
                Said::new(
                    "write the day as year, month and day: `2027-01-31`",
                    "kirjoita päivä järjestyksessä vuosi, kuukausi, päivä: `2027-01-31`",
                    "skriv dagen som år, månad och dag: `2027-01-31`",
                ),
                "",
            ),
            Self::Address => (
                Said::new(
                    "write an address such as `https://example.org/` or `https://example.org/leader/`",
                    "kirjoita osoite, esimerkiksi `https://example.org/` tai `https://example.org/leader/`",
                    "skriv en adress, till exempel `https://example.org/` eller `https://example.org/leader/`",
                ),
                "",
            ),
            Self::Port => (
                Said::new(
                    "write a whole number from 0 to 65535, for example `8080`; 0 takes any port that is free",
                    "kirjoita kokonaisluku väliltä 0–65535, esimerkiksi `8080`; 0 ottaa minkä tahansa vapaan portin",
                    "skriv ett heltal mellan 0 och 65535, till exempel `8080`; 0 tar vilken ledig port som helst",
                ),
                "",
            ),
            Self::Months => (
                Said::new(
                    "write a whole number from 1 to 600, for example `12`",
                    "kirjoita kokonaisluku väliltä 1–600, esimerkiksi `12`",
                    "skriv ett heltal mellan 1 och 600, till exempel `12`",
                ),
                "",
            ),
            Self::Row => (
                Said::new(
                    "write the number of the row, counted from 1: `1`",
                    "kirjoita rivin numero; ensimmäinen on `1`",
                    "skriv radens nummer; den första är `1`",
                ),
                "",
            ),
            Self::Language(Some(code)) => {
                (Said::new("write `{meant}`", "kirjoita `{meant}`", "skriv `{meant}`"), *code)
            }
            Self::Language(None) => (
                Said::new(
                    "write the code of a language: `fi`, `sv` or `en`",
                    "kirjoita kielen tunnus: `fi`, `sv` tai `en`",
                    "skriv språkets kod: `fi`, `sv` eller `en`",
                ),
                "",
            ),
            Self::Answer => (
                Said::new(
                    "write the question and its answer with `=` between: `applicant=association`; \
                     `leader-site fits` lists them",
                    "kirjoita kysymys ja vastaus, väliin `=`: `applicant=association`; \
                     `leader-site fits` luettelee ne",
                    "skriv frågan och svaret med `=` emellan: `applicant=association`; \
                     `leader-site fits` räknar upp dem",
                ),
                "",
            ),
            Self::Editor => (
                Said::new(
                    "write `vscode`, `vscodium`, `none`, or an address with `{file}` in it: \
                     `idea://open?file={file}&line={line}`",
                    "kirjoita `vscode`, `vscodium`, `none` tai osoite, jossa on `{file}`: \
                     `idea://open?file={file}&line={line}`",
                    "skriv `vscode`, `vscodium`, `none` eller en adress med `{file}`: \
                     `idea://open?file={file}&line={line}`",
                ),
                "",
            ),
        };
        if meant.is_empty() {
            said.told_in(language).to_owned()
        } else {
            said.with(language, &[("meant", meant)])
        }
    }
}

impl fmt::Display for Slip {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.help(Language::English))
    }
}

impl std::error::Error for Slip {}

fn amount(text: &str) -> Result<Decimal, Slip> {
    // As large as one row of a budget can be in any rules that are sane.
    number::read(text, 2, Decimal::from(1_000_000_000)).map_err(|_| Slip::Amount)
}

/// What a project costs.
pub fn size(text: &str) -> Result<Decimal, Slip> {
    match amount(text)? {
        nothing if nothing.is_zero() => Err(Slip::Nothing),
        size => Ok(size),
    }
}

/// A question that is answered backwards.
pub fn question(text: &str) -> Result<Solved, Slip> {
    match text.split_once('=') {
        None if text == "hours" => Ok(Solved::HoursWithoutCash),
        None if text == "useful-hours" => Ok(Solved::UsefulHours),
        Some(("costs", support)) => amount(support).map(Solved::CostsFor),
        Some(("project", cash)) => amount(cash).map(Solved::ProjectFor),
        _ => Err(Slip::Question),
    }
}

/// A question of the rules with its answer: `applicant=association`.
pub fn answer(text: &str) -> Result<(String, String), Slip> {
    let (question, answer) = text.split_once('=').ok_or(Slip::Answer)?;
    Ok((question.trim().to_owned(), answer.trim().to_owned()))
}

/// A document of a kind that can be made.
pub fn document(text: &str) -> Result<PathBuf, Slip> {
    let path = PathBuf::from(text);
    Paper::of(&path).map(|_| path).ok_or(Slip::Document)
}

/// A day.
pub fn date(text: &str) -> Result<Date, Slip> {
    match text.parse() {
        Ok(date) if text.len() == 10 => Ok(date),
        _ => Err(Slip::Day(meant_day(text))),
    }
}

/// The day that is meant by `1.1.2027`, `1/1/2027`, `2027-1-1` or `20270101`.
fn meant_day(text: &str) -> Option<Date> {
    let text = text.trim().trim_end_matches('.');
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = if text.len() == 8 && digits(text) {
        vec![&text[..4], &text[4..6], &text[6..]]
    } else {
        text.split(['.', '/', '-', ' ']).filter(|part| !part.is_empty()).collect()
    };
    let [first, month, last] = parts.as_slice() else { return None };
    if ![first, month, last].into_iter().all(|part| digits(part)) {
        return None;
    }
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Where a site will be published.
pub fn base_url(text: &str) -> Result<String, Slip> {
    BaseUrl::parse(text).map(|_| text.to_owned()).ok_or(Slip::Address)
}

/// A port; 0 is any that is free.
pub fn port(text: &str) -> Result<u16, Slip> {
    text.parse().map_err(|_| Slip::Port)
}

/// How many months ahead.
pub fn months(text: &str) -> Result<u32, Slip> {
    text.parse().ok().filter(|months| (1..=600).contains(months)).ok_or(Slip::Months)
}

/// The number of a row.
pub fn row(text: &str) -> Result<NonZeroUsize, Slip> {
    text.parse().map_err(|_| Slip::Row)
}

/// The code of a language. Rules can have texts in others than the program speaks.
pub fn language(text: &str) -> Result<String, Slip> {
    let code = text.split(['-', '_', '.', '@']).next().unwrap_or_default();
    if matches!(code.len(), 2 | 3) && code.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Ok(text.to_owned());
    }
    let names = [
        ("fi", ["suomi", "suomeksi", "finnish", "finska", "finnisch"]),
        ("sv", ["ruotsi", "ruotsiksi", "swedish", "svenska", "schwedisch"]),
        ("en", ["englanti", "englanniksi", "english", "engelska", "englisch"]),
    ];
    let text = text.to_lowercase();
    Err(Slip::Language(names.iter().find(|(_, names)| names.contains(&text.as_str())).map(|(code, _)| *code)))
}

/// What opens a file that the preview names.
pub fn editor(text: &str) -> Result<Editor, Slip> {
    Editor::parse(text).ok_or(Slip::Editor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_that_is_meant_is_told() {
        for text in [
            "1.2.2027",
            "01.02.2027",
            "1. 2. 2027",
            "1/2/2027",
            "2027-2-1",
            "2027/02/01",
            "20270201",
            "2027.2.1.",
        ] {
            let Err(Slip::Day(Some(day))) = date(text) else { panic!("{text}") };
            assert_eq!(day.to_string(), "2027-02-01", "{text}");
            // What is told to write is a day.
            assert_eq!(date(&day.to_string()), Ok(day));
        }
        for text in ["", "32.1.2027", "1.13.2027", "1.1.27", "huomenna", "2027", "ä.1.2027", "２０２７-01-01"]
        {
            assert_eq!(date(text), Err(Slip::Day(None)), "{text}");
        }
        assert!(date("2027-02-01").is_ok());
    }

    #[test]
    fn a_language_by_its_name_is_told_by_its_code() {
        assert_eq!(language("Suomi"), Err(Slip::Language(Some("fi"))));
        assert_eq!(language("svenska"), Err(Slip::Language(Some("sv"))));
        assert_eq!(language("suomee"), Err(Slip::Language(None)));
        assert_eq!(language("fi_FI.UTF-8").as_deref(), Ok("fi_FI.UTF-8"));
    }
}
