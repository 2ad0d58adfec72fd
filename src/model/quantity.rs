//! Exact values with their units: money, hours, hour values, rates, years.

use std::fmt;

use rust_decimal::Decimal;

use super::number;

/// What a number measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Euros.
    Eur,
    /// Euros for an hour.
    EurPerHour,
    Hour,
    /// A part of a whole, 1 for all of it; written and shown as a percentage.
    Ratio,
    /// Whole years.
    Years,
}

impl Unit {
    /// Stable name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Unit::Eur => "EUR",
            Unit::EurPerHour => "EUR/h",
            Unit::Hour => "h",
            Unit::Ratio => "ratio",
            Unit::Years => "years",
        }
    }

    /// How a value of this unit is written in YAML.
    pub fn example(self) -> &'static str {
        match self {
            Unit::Eur => "8 000 €",
            Unit::EurPerHour => "20 €/h",
            Unit::Hour => "40 h",
            Unit::Ratio => "90 %",
            Unit::Years => "5 years",
        }
    }

    /// Decimals that a value of this unit is given and shown with in JSON.
    pub fn decimals(self) -> u32 {
        match self {
            Unit::Eur | Unit::EurPerHour | Unit::Hour => 2,
            // 33.33 % is 0.3333.
            Unit::Ratio => 4,
            Unit::Years => 0,
        }
    }

    /// The unit of a product, where it has a meaning.
    pub fn times(self, other: Unit) -> Option<Unit> {
        match (self, other) {
            (Unit::Ratio, unit) | (unit, Unit::Ratio) => Some(unit),
            (Unit::EurPerHour, Unit::Hour) | (Unit::Hour, Unit::EurPerHour) => Some(Unit::Eur),
            _ => None,
        }
    }

    /// The unit of a quotient, where it has a meaning.
    pub fn divided_by(self, other: Unit) -> Option<Unit> {
        match (self, other) {
            (unit, Unit::Ratio) => Some(unit),
            (Unit::Eur, Unit::Hour) => Some(Unit::EurPerHour),
            (Unit::Eur, Unit::EurPerHour) => Some(Unit::Hour),
            (a, b) if a == b => Some(Unit::Ratio),
            _ => None,
        }
    }
}

/// A number with its unit. A rate of 90 % has the value 0.9.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quantity {
    pub value: Decimal,
    pub unit: Unit,
}

/// Why a text is no quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAQuantity {
    NoUnit,
    UnknownUnit,
    Number(number::Problem),
}

/// No value of the rules is larger; what is, is a slip of the keyboard.
const LARGEST: i64 = 1_000_000_000_000;

impl Quantity {
    pub fn new(value: Decimal, unit: Unit) -> Self {
        Self { value, unit }
    }

    /// Reads `8 000 €`, `20 €/h`, `40 h`, `90 %`, `5 years`. The unit has to be written.
    pub fn parse(text: &str) -> Result<Self, NotAQuantity> {
        let text = text.trim();
        let end = text.trim_end_matches(|c: char| !c.is_ascii_digit()).len();
        let (number, unit) = text.split_at(end);
        if number.is_empty() {
            return Err(NotAQuantity::Number(number::Problem::Unreadable));
        }
        let unit = match unit.trim_matches(|c: char| c.is_whitespace() || c == '\u{a0}') {
            "" => return Err(NotAQuantity::NoUnit),
            "€" | "EUR" | "eur" | "euro" | "euros" | "euroa" => Unit::Eur,
            "€/h" | "EUR/h" | "€/t" | "€ / h" => Unit::EurPerHour,
            "h" | "hours" | "t" | "tuntia" => Unit::Hour,
            "%" => Unit::Ratio,
            "years" | "year" | "vuotta" => Unit::Years,
            _ => return Err(NotAQuantity::UnknownUnit),
        };
        let scale = if unit == Unit::Years { 0 } else { 2 };
        let value = number::read(number, scale, Decimal::from(LARGEST)).map_err(NotAQuantity::Number)?;
        Ok(match unit {
            Unit::Ratio => Self::new((value / Decimal::ONE_HUNDRED).normalize(), unit),
            _ => Self::new(value.normalize(), unit),
        })
    }

    /// The value with the decimals of its unit, as in JSON: `8000.00`, `0.9000`.
    pub fn canonical(&self) -> String {
        fixed(self.value, self.unit.decimals())
    }
}

/// A decimal with exactly this many decimals; it has no more than that.
pub fn fixed(value: Decimal, decimals: u32) -> String {
    let mut value = value;
    value.rescale(decimals.max(value.normalize().scale()));
    value.to_string()
}

/// Digits in groups of three, with a space between.
fn grouped(number: &str) -> String {
    let (whole, fraction) = number.split_at(number.find('.').unwrap_or(number.len()));
    let (sign, digits) = whole.split_at(usize::from(whole.starts_with('-')));
    let mut grouped = sign.to_owned();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    grouped + fraction
}

impl fmt::Display for Quantity {
    /// As it is written in YAML.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = match self.unit {
            Unit::Ratio => (self.value * Decimal::ONE_HUNDRED).normalize(),
            _ => self.value.normalize(),
        };
        let unit = match self.unit {
            Unit::Eur => "€",
            Unit::EurPerHour => "€/h",
            Unit::Hour => "h",
            Unit::Ratio => "%",
            Unit::Years => "years",
        };
        write!(f, "{} {unit}", grouped(&value.to_string()))
    }
}
