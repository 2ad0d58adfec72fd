//! Sizes, times and counts as people read them in each language: the one place that writes them.

use std::time::Duration;

use super::Words;

/// How much a file or a site takes: `640 kB`, `3.4 MB`; `640 kt`, `3,4 Mt`.
pub fn size(bytes: u64) -> Words {
    let kilo = bytes.div_ceil(1000);
    if kilo < 1000 {
        return unit(&kilo.to_string(), "kB", "kt");
    }
    match bytes / 100_000_000 {
        0..10 => unit(&tenths(bytes, 1_000_000), "MB", "Mt"),
        _ => unit(&tenths(bytes, 1_000_000_000), "GB", "Gt"),
    }
}

/// How long something took: `41 ms`, `1.2 s`, `3 min 5 s`.
pub fn time(time: Duration) -> Words {
    let millis = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    match millis {
        0..1000 => unit(&millis.to_string(), "ms", "ms"),
        // Beyond this the tenth is not seen, and what rounds up to a minute is one.
        1000..59_950 => unit(&tenths(millis, 1000), "s", "s"),
        _ => {
            let seconds = millis.saturating_add(500) / 1000;
            unit(&(seconds / 60).to_string(), "min", "min").and(&Words::same(" ")).and(&unit(
                &(seconds % 60).to_string(),
                "s",
                "s",
            ))
        }
    }
}

/// A number of things: `1,234`; `1 234`.
pub fn count(number: usize) -> Words {
    let digits = number.to_string();
    let grouped = |between: char| {
        let mut text = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push(between);
            }
            text.push(digit);
        }
        text
    };
    Words { en: grouped(',').into(), fi: grouped(' ').into() }
}

/// A number with one decimal, as each language writes it in [`unit`].
fn tenths(amount: u64, of: u64) -> String {
    let tenths = (u128::from(amount) * 10 + u128::from(of) / 2) / u128::from(of);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn unit(number: &str, en: &str, fi: &str) -> Words {
    Words { en: format!("{number} {en}").into(), fi: format!("{} {fi}", number.replace('.', ",")).into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_each_language_writes_them() {
        let plain = |words: Words| [words.en, words.fi].map(|text| text.into_owned());
        for (bytes, en, fi) in [
            (0, "0 kB", "0 kt"),
            (1, "1 kB", "1 kt"),
            (640_000, "640 kB", "640 kt"),
            (999_001, "1.0 MB", "1,0 Mt"),
            (7_450_000, "7.5 MB", "7,5 Mt"),
            (6_200_000, "6.2 MB", "6,2 Mt"),
            (1_000_000_000, "1.0 GB", "1,0 Gt"),
            (u64::MAX, "18446744073.7 GB", "18446744073,7 Gt"),
        ] {
            assert_eq!(plain(size(bytes)), [en, fi]);
        }
        for (millis, en, fi) in [
            (0, "0 ms", "0 ms"),
            (999, "999 ms", "999 ms"),
            (1240, "1.2 s", "1,2 s"),
            (59_949, "59.9 s", "59,9 s"),
            (59_950, "1 min 0 s", "1 min 0 s"),
            (185_000, "3 min 5 s", "3 min 5 s"),
        ] {
            assert_eq!(plain(time(Duration::from_millis(millis))), [en, fi]);
        }
        assert_eq!(plain(count(999)), ["999", "999"]);
        assert_eq!(plain(count(1234)), ["1,234", "1 234"]);
        assert_eq!(plain(count(1_234_567)), ["1,234,567", "1 234 567"]);
    }
}
