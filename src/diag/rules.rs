//! Mistakes in the rules, their texts, examples and budgets.

use std::sync::Arc;

use super::{Diagnostic, Diagnostics, Fix, Reported, Words, say};
use crate::model::number::Problem;
use crate::model::quantity::{NotAQuantity, Quantity, Unit};
use crate::model::rules::{Dated, Expectation};
use crate::source::{Place, SourceFile, Spanned};

use rust_decimal::Decimal;

/// A unit in words. The Finnish is meant to stand alone, in the nominative.
pub fn unit_words(unit: Unit) -> Words {
    match unit {
        Unit::Eur => Words::new("an amount of money", "rahamäärä"),
        Unit::EurPerHour => Words::new("an hour value", "tunnin arvo"),
        Unit::Hour => Words::new("hours", "tuntimäärä"),
        Unit::Ratio => Words::new("a rate", "prosenttiosuus"),
        Unit::Years => Words::new("years", "vuosien määrä"),
    }
}

/// Why a text is no value with a unit, in words.
pub fn quantity_words(why: NotAQuantity) -> Words {
    match why {
        NotAQuantity::NoUnit => Words::new("the unit is missing", "yksikkö puuttuu"),
        NotAQuantity::UnknownUnit => Words::new("the unit is not known", "yksikköä ei tunneta"),
        NotAQuantity::Number(Problem::Ambiguous) => Words::new(
            "it may be thousands or decimals; group thousands with a space",
            "se voi olla tuhansia tai desimaaleja; erota tuhannet välilyönnillä",
        ),
        NotAQuantity::Number(Problem::Negative) => Words::new("it is below zero", "se on alle nollan"),
        NotAQuantity::Number(Problem::TooLarge) => Words::new("it is too large", "se on liian suuri"),
        NotAQuantity::Number(Problem::TooPrecise) => {
            Words::new("it has too many decimals", "siinä on liikaa desimaaleja")
        }
        NotAQuantity::Number(Problem::Range | Problem::Product) => {
            Words::new("it is two numbers", "siinä on kaksi lukua")
        }
        NotAQuantity::Number(Problem::Unreadable) => Words::new("it is not a number", "se ei ole luku"),
    }
}

fn what_formulas_know() -> Words {
    Words::new(
        "formulas know names, + - *, min, max, sum, comparisons, and, or, not, in",
        "kaavassa voi olla nimiä, + - *, min, max, sum, vertailuja sekä and, or, not ja in",
    )
}

/// How many steps of a loop of names are shown.
const MOST_STEPS_SHOWN: usize = 12;

impl Diagnostics {
    pub fn unknown_rule_file(&mut self, file: &Arc<SourceFile>, name: &str, known: &[&str]) -> Reported {
        let path = &file.path;
        self.push(
            Diagnostic::error(
                "unknown-file",
                say!("nothing reads `{path}`", "mikään ei lue tiedostoa `{path}`"),
            )
            .at(&Place::file(file), Words::default())
            .nearest(name, known.iter().copied()),
        )
    }

    pub fn missing_rule_file(&mut self, name: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "missing-file",
                say!(
                    "the rules lack the file `content/rules/{name}.yaml`",
                    "säännöistä puuttuu tiedosto `content/rules/{name}.yaml`"
                ),
            )
            .help(Words::new(
                "restore the file; it may be empty but for a comment",
                "palauta tiedosto; siinä voi olla pelkkä huomautusrivi, joka alkaa merkillä #",
            )),
        )
    }

    pub fn missing_rule_texts(&mut self, language: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "missing-file",
                say!(
                    "the rules have no texts in the language `{language}`",
                    "säännöillä ei ole tekstejä kielellä `{language}`"
                ),
            )
            .help(say!(
                "add `content/rules/texts/{language}.yaml`, with the keys of another language",
                "lisää `content/rules/texts/{language}.yaml`, jossa on samat kohdat kuin toisella kielellä"
            )),
        )
    }

    pub fn not_an_id(&mut self, key: &Spanned<String>) -> Reported {
        let written = &key.value;
        let mut meant = crate::model::slug::slug(written).replace('-', "_");
        if !meant.starts_with(|first: char| first.is_ascii_lowercase()) {
            meant = "small_total_max".to_owned();
        }
        self.push(
            Diagnostic::error(
                "not-an-id",
                say!(
                    "`{written}` cannot be a name in formulas and links",
                    "`{written}` ei käy nimeksi kaavoihin ja linkkeihin"
                ),
            )
            .at(
                &key.place,
                Words::new(
                    "small letters a to z, digits and _ only",
                    "vain pienet kirjaimet a–z, numerot ja _",
                ),
            )
            .help(say!("write it like `{meant}`", "kirjoita näin: `{meant}`")),
        )
    }

    pub fn not_an_address(&mut self, url: &Spanned<String>) -> Reported {
        let written = &url.value;
        let message = Diagnostic::error(
            "not-an-address",
            say!("`{written}` is not a web address", "`{written}` ei ole verkko-osoite"),
        )
        .at(
            &url.place,
            Words::new(
                "expected an address that begins with https://",
                "tähän kuuluu osoite, jonka alussa on https://",
            ),
        );
        self.push(message.help(Words::new(
            "copy the whole address from the browser",
            "kopioi koko osoite selaimen osoiteriviltä",
        )))
    }

    // Dated values.

    pub fn parameter_without_value(&mut self, id: &Spanned<String>) -> Reported {
        let name = &id.value;
        self.push(
            Diagnostic::error("no-value", say!("`{name}` has no value", "`{name}`: arvo puuttuu"))
                .at(&id.place, Words::new("no value", "ei arvoa"))
                .help(Words::new(
                    "add one below `values:`, for example `- {from: 2023-01-01, value: 8 000 €}`",
                    "lisää arvo kohdan `values:` alle, esimerkiksi `- {from: 2023-01-01, value: 8 000 €}`",
                )),
        )
    }

    pub fn parameter_changes_unit(&mut self, id: &str, place: &Place, first: Unit, other: Unit) -> Reported {
        let example = first.example();
        let (first, other) = (unit_words(first), unit_words(other));
        self.push(
            Diagnostic::error(
                "unit-changes",
                say!("`{id}` is {first} first and {other} later", "`{id}`: ensin {first}, myöhemmin {other}"; first, other),
            )
            .at(place, say!("expected {first}", "tähän kuuluu {first}"; first))
            .help(say!("write it like `{example}`", "kirjoita näin: `{example}`")),
        )
    }

    pub fn ends_before_start(&mut self, id: &str, place: &Place) -> Reported {
        self.push(
            Diagnostic::error(
                "ends-before-start",
                say!("a value of `{id}` ends before it begins", "`{id}`: arvo päättyy ennen kuin se alkaa"),
            )
            .at(place, Words::new("`until` lies before `from`", "`until` on ennen päivää `from`"))
            .help(Words::new(
                "`until` is the last day that the value holds",
                "`until` on viimeinen päivä, jona arvo on voimassa",
            )),
        )
    }

    pub fn parameter_gap(&mut self, id: &str, before: &Dated, after: &Dated) -> Reported {
        let until = before.until.map_or_else(String::new, |date| date.to_string());
        let from = after.from;
        let next = before.until.and_then(|until| until.tomorrow().ok()).unwrap_or(from);
        let help = if next == from {
            Words::new(
                "let the next value begin the day after the one before ends",
                "aloita seuraava arvo edellisen päättymistä seuraavana päivänä",
            )
        } else {
            say!(
                "let the next value begin the day after the one before ends: `from: {next}`",
                "aloita seuraava arvo edellisen päättymistä seuraavana päivänä: `from: {next}`"
            )
        };
        self.push(
            Diagnostic::error(
                "date-gap",
                say!("`{id}` has no value for some days", "`{id}`: arvo puuttuu joiltakin päiviltä"),
            )
            .at(&after.from_place, Words::new("the days before have no value", "tätä ennen arvo puuttuu"))
            .related(before.end_place(), say!("holds until {until}", "voimassa {until} asti"))
            .help(help),
        )
    }

    pub fn parameter_overlap(&mut self, id: &str, before: &Dated, after: &Dated) -> Reported {
        let label = match before.until {
            Some(until) => say!("holds until {until}", "voimassa {until} asti"),
            None => Words::new("holds without an end", "voimassa ilman päättymispäivää"),
        };
        let eve = after.from.yesterday().map_or_else(|_| after.from.to_string(), |day| day.to_string());
        let from = after.from;
        self.push(
            Diagnostic::error(
                "date-overlap",
                say!("`{id}` has two values on the same day", "`{id}`: samalla päivällä on kaksi arvoa"),
            )
            .at(&after.from_place, say!("holds from {from}", "voimassa {from} alkaen"))
            .related(before.end_place(), label)
            .help(say!(
                "end the value before with `until: {eve}`, and keep the values in the order of time",
                "päätä edellinen arvo: `until: {eve}`, ja pidä arvot aikajärjestyksessä"
            )),
        )
    }

    pub fn no_value_on(&mut self, id: &Spanned<String>, day: jiff::civil::Date, reason: Words) -> Reported {
        let name = &id.value;
        self.push(
            Diagnostic::error(
                "no-value-on-day",
                say!("`{name}` has no value on {day}", "`{name}`: arvo puuttuu päivältä {day}"),
            )
            .at(&id.place, reason)
            .help(Words::new(
                "add a value that holds on that day; an older one is never used in its place",
                "lisää arvo, joka on voimassa sinä päivänä; vanhempaa arvoa ei koskaan käytetä sen tilalla",
            )),
        )
    }

    pub fn expires_soon(&mut self, id: &str, dated: &Dated, until: jiff::civil::Date) {
        self.warn(
            Diagnostic::warning(
                "expires-soon",
                say!("`{id}` has no value after {until}", "`{id}`: arvo puuttuu päivän {until} jälkeen"),
            )
            .at(&dated.place, Words::new("the last value", "viimeinen arvo"))
            .help(Words::new(
                "add the next value, or take `until` away if this one goes on",
                "lisää seuraava arvo, tai poista `until`, jos tämä jatkuu",
            )),
        );
    }

    // Formulas.

    pub fn formula_character(&mut self, place: &Place, found: char) -> Reported {
        let fix = match found {
            '×' | '·' => Fix::instead(place, "*"),
            '−' | '–' => Fix::instead(place, "-"),
            '≤' => Fix::instead(place, "<="),
            '≥' => Fix::instead(place, ">="),
            '≠' => Fix::instead(place, "!="),
            _ => None,
        };
        let fix = fix.filter(|_| place.written().is_some_and(|written| written.chars().eq([found])));
        let help = match found {
            '×' | '·' => Words::new("write `*` for times", "kirjoita kertomerkiksi `*`"),
            '−' | '–' => Words::new("write `-` for minus", "kirjoita miinusmerkiksi `-`"),
            '≤' => Words::new("write `<=`", "kirjoita `<=`"),
            '≥' => Words::new("write `>=`", "kirjoita `>=`"),
            '≠' => Words::new("write `!=`", "kirjoita `!=`"),
            '"' | '\'' | '”' | '“' | '’' => {
                Words::new("write names without quotes", "kirjoita nimet ilman lainausmerkkejä")
            }
            _ => what_formulas_know(),
        };
        self.push(
            Diagnostic::error(
                "formula-syntax",
                say!(
                    "`{found}` has no meaning in a formula",
                    "merkillä `{found}` ei ole merkitystä kaavassa"
                ),
            )
            .at(place, Words::new("cannot be read", "tätä ei voi lukea"))
            .help(help)
            .fix(fix),
        )
    }

    pub fn formula_syntax(&mut self, place: &Place, expected: &Words, found: &str) -> Reported {
        let title = if found.is_empty() {
            say!("the formula ends where {expected} belongs", "kaava loppuu, vaikka tähän kuuluu {expected}"; expected)
        } else {
            say!("`{found}` stands where {expected} belongs", "tässä on `{found}`, vaikka tähän kuuluu {expected}"; expected)
        };
        self.push(
            Diagnostic::error("formula-syntax", title)
                .at(place, say!("expected {expected}", "tähän kuuluu {expected}"; expected))
                .help(what_formulas_know()),
        )
    }

    pub fn formula_too_deep(&mut self, place: &Place) -> Reported {
        self.push(
            Diagnostic::error(
                "formula-too-deep",
                Words::new(
                    "the formula has too many brackets within brackets",
                    "kaavassa on liian monta sulkua sisäkkäin",
                ),
            )
            .at(place, Words::new("too deep here", "tässä liian syvällä"))
            .help(Words::new("give a part of it a rule of its own", "tee osasta kaavaa oma sääntönsä")),
        )
    }

    pub fn bare_division(&mut self, place: &Place) -> Reported {
        self.push(
            Diagnostic::error("bare-division", Words::new("a formula does not divide", "kaavassa ei voi jakaa"))
                .at(place, Words::new("division", "jakolasku"))
                .help(Words::new(
                    "write the divisor as `divide_by: …` and the rounding as `round: {to: 0.01 €, mode: down, source: …}` beside the formula",
                    "kirjoita jakaja kaavan viereen: `divide_by: …`, ja pyöristys: `round: {to: 0.01 €, mode: down, source: …}`",
                )),
        )
    }

    pub fn division_without_rounding(&mut self, id: &Spanned<String>) -> Reported {
        let name = &id.value;
        self.push(
            Diagnostic::error(
                "bare-division",
                say!(
                    "`{name}` divides and does not say how to round",
                    "`{name}`: sääntö jakaa mutta ei sano, miten tulos pyöristetään"
                ),
            )
            .at(&id.place, Words::new("`round` is missing", "kohta `round` puuttuu"))
            .help(Words::new(
                "add `round: {to: 0.01 €, mode: half_up, source: assumption}`",
                "lisää `round: {to: 0.01 €, mode: half_up, source: assumption}`",
            )),
        )
    }

    pub fn number_in_formula(&mut self, place: &Place, number: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "number-in-formula",
                say!("the number {number} is written into a formula", "luku {number} on kirjoitettu kaavaan"),
            )
            .at(place, Words::new("only 0 and 1 may stand here", "tässä voi olla vain 0 tai 1"))
            .help(Words::new(
                "give it a name, a time and a source in parameters.yaml, and write the name here",
                "anna sille nimi, voimassaoloaika ja lähde tiedostossa parameters.yaml, ja kirjoita nimi tähän",
            )),
        )
    }

    pub fn unknown_filter(&mut self, place: &Place, word: &str, known: &[&str]) -> Reported {
        self.push(
            Diagnostic::error(
                "unknown-name",
                say!("rows cannot be chosen by `{word}`", "rivejä ei voi valita sanalla `{word}`"),
            )
            .at(place, Words::new("unknown", "tuntematon"))
            .nearest(word, known.iter().copied()),
        )
    }

    pub fn unknown_name(&mut self, place: &Place, name: &str, known: &[&str]) -> Reported {
        let mut message =
            Diagnostic::error("unknown-name", say!("nothing is called `{name}`", "nimeä `{name}` ei ole"))
                .at(place, Words::new("unknown name", "tuntematon nimi"));
        message = match super::nearest(name, known.iter().copied()) {
            Some(near) => message
                .help(say!("did you mean `{near}`?", "tarkoititko `{near}`?"))
                .fix(Fix::instead(place, near).filter(|_| place.written() == Some(name))),
            None => message.help(Words::new(
                "a name is an input, a rule, a parameter or a cost category",
                "nimi voi olla lähtötieto, sääntö, sääntöjen arvo tai kustannuslaji",
            )),
        };
        self.push(message)
    }

    /// A value or rule with a new name, and the lines where it still has the old one.
    pub fn renamed(&mut self, old: &str, new: &Spanned<String>, places: &[String]) -> Reported {
        let name = &new.value;
        let message = Diagnostic::error(
            "renamed",
            say!(
                "nothing in the rules is called `{old}` any more: its new name seems to be `{name}`",
                "säännöissä ei enää ole nimeä `{old}`: uusi nimi näyttää olevan `{name}`"
            ),
        )
        .at(&new.place, Words::new("the new name", "uusi nimi"));
        let lines = places.join("\n");
        self.push(
            message
                .note(say!(
                    "the old name still stands here:\n{lines}",
                    "vanha nimi on vielä näissä:\n{lines}"
                ))
                .help(say!(
                    "write `{name}` there, too, or give the old name back",
                    "kirjoita `{name}` myös niihin, tai palauta vanha nimi"
                )),
        )
    }

    pub fn unknown_function(&mut self, place: &Place, name: &str, known: &[&str]) -> Reported {
        self.push(
            Diagnostic::error(
                "unknown-name",
                say!("there is no function `{name}`", "laskutoimitusta `{name}` ei ole"),
            )
            .at(place, Words::new("unknown function", "tuntematon laskutoimitus"))
            .nearest(name, known.iter().copied()),
        )
    }

    pub fn wrong_arguments(&mut self, place: &Place, function: &str, expected: &Words) -> Reported {
        let example = match function {
            "sum" => "sum(costs.amount where counted)",
            "years_after" => "years_after(last_payment, permanence_years)",
            "limited" => "limited(support, public_ceiling)",
            "for_each" => "amount >= quote_threshold",
            _ => "min(in_kind, own_share)",
        };
        self.push(
            Diagnostic::error(
                "wrong-arguments",
                say!("`{function}` takes {expected}", "`{function}`: tähän kuuluu {expected}"; expected),
            )
            .at(place, say!("expected {expected}", "tähän kuuluu {expected}"; expected))
            .help(say!("write it like `{example}`", "kirjoita näin: `{example}`")),
        )
    }

    /// Names that need one another in a circle. `around`: each with the place where the one before it names
    /// it; the last one is the first again.
    pub fn cycle(&mut self, around: &[(String, Place)]) -> Reported {
        let first = &around[0].0;
        let mut message = Diagnostic::error(
            "cycle",
            say!("`{first}` is needed to calculate itself", "`{first}`: arvon laskemiseen tarvitaan se itse"),
        );
        for (step, pair) in around.windows(2).enumerate().rev() {
            let [(of, _), (needs, place)] = pair else { continue };
            // A loop through hundreds of names is shown by where it begins and where it closes.
            if step >= MOST_STEPS_SHOWN && step + 2 != around.len() {
                continue;
            }
            let label = say!("`{of}` needs `{needs}`", "`{of}` tarvitsee arvon `{needs}`");
            let is_last = step + 2 == around.len();
            message = if is_last { message.at(place, label) } else { message.related(place, label) };
        }
        self.push(message.help(Words::new(
            "take one of these names out of its formula, most likely the one that was written last; \
             if an amount is a percentage of a whole that includes the amount itself, \
             the rule `land_limit` shows how that is written, with `divide_by`",
            "ota jokin näistä nimistä pois kaavastaan, luultavasti se, joka kirjoitettiin viimeksi; \
             jos rahamäärä on prosenttiosuus kokonaisuudesta, johon se itse kuuluu, \
             säännöstä `land_limit` näet, miten se kirjoitetaan kohdan `divide_by` avulla",
        )))
    }

    pub fn name_twice(&mut self, second: &Spanned<String>, first: &Place) -> Reported {
        let name = &second.value;
        self.push(
            Diagnostic::error("name-twice", say!("two things are called `{name}`", "kahdella asialla on nimi `{name}`"))
                .at(&second.place, Words::new("second", "toinen"))
                .related(first, Words::new("first", "ensimmäinen"))
                .help(Words::new(
                    "inputs, rules, parameters and cost categories share one set of names: rename one of them",
                    "lähtötiedoilla, säännöillä, sääntöjen arvoilla ja kustannuslajeilla on oltava eri nimet: vaihda toisen nimi",
                )),
        )
    }

    /// A case that stands twice in the list of a choice.
    pub fn case_twice(&mut self, choice: &str, second: &Spanned<String>, first: &Place) -> Reported {
        let case = &second.value;
        self.push(
            Diagnostic::error(
                "case-twice",
                say!(
                    "`{choice}` lists `{case}` twice",
                    "valinnan `{choice}` luettelossa on kahdesti `{case}`"
                ),
            )
            .at(&second.place, Words::new("here again", "tässä toisen kerran"))
            .related(first, Words::new("first", "ensimmäinen"))
            .help(Words::new("take one of the two away", "poista toinen niistä")),
        )
    }

    /// A choice with nothing to choose from.
    pub fn choice_without_cases(&mut self, id: &Spanned<String>) -> Reported {
        let name = &id.value;
        self.push(
            Diagnostic::error(
                "no-cases",
                say!("`{name}` gives nothing to choose from", "valinnassa `{name}` ei ole mitään valittavaa"),
            )
            .at(&id.place, Words::new("the list is empty", "luettelo on tyhjä"))
            .help(Words::new(
                "write the answers below it: `cases: [association, municipality]`, or take the choice away",
                "kirjoita vastaukset sen alle: `cases: [association, municipality]`, tai poista valinta",
            )),
        )
    }

    /// A choice with the name of one that stands in a part of the file of its own.
    pub fn choice_of_the_program(&mut self, id: &Spanned<String>) -> Reported {
        let name = &id.value;
        self.push(
            Diagnostic::error(
                "name-taken",
                say!(
                    "`{name}` is a choice already, with a part of the file of its own",
                    "`{name}` on jo valinta, ja sillä on tiedostossa oma kohtansa"
                ),
            )
            .at(&id.place, Words::new("cannot be one here", "ei voi olla tässä"))
            .help(say!(
                "give this choice another name, or write its cases below `{name}:` at the start of a line",
                "anna tälle valinnalle toinen nimi, tai kirjoita sen tapaukset rivin alussa olevan kohdan `{name}:` alle"
            )),
        )
    }

    /// A choice that no input asks for.
    pub fn unused_choice(&mut self, id: &Spanned<String>) {
        let name = &id.value;
        self.warn(
            Diagnostic::warning(
                "unused",
                say!("nobody is asked for the choice `{name}`", "valintaa `{name}` ei kysytä missään"),
            )
            .at(&id.place, Words::new("never used", "ei käytössä"))
            .help(say!(
                "add `{name}: {{kind: choice, of: {name}, optional: true}}` to `inputs` in calculation.yaml, or take the choice away",
                "lisää tiedoston calculation.yaml kohtaan `inputs` rivi `{name}: {{kind: choice, of: {name}, optional: true}}`, tai poista valinta"
            )),
        );
    }

    pub fn unit_mismatch(&mut self, place: &Place, title: Words, label: Words, help: Words) -> Reported {
        self.push(Diagnostic::error("unit-mismatch", title).at(place, label).help(help))
    }

    pub fn formula_and_cases(&mut self, place: &Place) -> Reported {
        self.push(
            Diagnostic::error(
                "formula-and-cases",
                Words::new(
                    "a rule has either a formula or cases, not both",
                    "säännöllä on joko kaava tai tapaukset, ei molempia",
                ),
            )
            .at(place, Words::new("`by` beside `formula`", "`by` kohdan `formula` rinnalla"))
            .help(Words::new(
                "keep `formula`, or keep `by` and `cases`",
                "jätä joko `formula` tai `by` ja `cases`",
            )),
        )
    }

    pub fn case_missing(&mut self, place: &Place, rule: &str, case: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "case-missing",
                say!("`{rule}` says nothing for the case `{case}`", "`{rule}`: tapaus `{case}` puuttuu"),
            )
            .at(place, say!("`{case}` is missing", "`{case}` puuttuu"))
            .help(say!("add a line `{case}: …`", "lisää rivi `{case}: …`")),
        )
    }

    pub fn too_fine(&mut self, place: &Place, rule: &str, decimals: u32) -> Reported {
        self.push(
            Diagnostic::error(
                "not-rounded",
                say!(
                    "`{rule}` is money with {decimals} decimals",
                    "`{rule}`: rahamäärässä on {decimals} desimaalia"
                ),
            )
            .at(place, Words::new("finer than a cent", "senttiä tarkempi"))
            .help(Words::new(
                "say how it rounds: `round: {to: 0.01 €, mode: half_up, source: …}`",
                "kerro, miten se pyöristetään: `round: {to: 0.01 €, mode: half_up, source: …}`",
            )),
        )
    }

    pub fn overflow(&mut self, place: &Place, rule: &str, digits: usize) -> Reported {
        self.push(
            Diagnostic::error(
                "overflow",
                say!(
                    "`{rule}` can need {digits} digits; 28 are kept exactly",
                    "`{rule}`: lukuun voidaan tarvita {digits} numeroa, mutta tarkkoina pysyy 28"
                ),
            )
            .at(
                place,
                Words::new(
                    "too large for the largest inputs",
                    "liian suuri, kun lähtötiedot ovat suurimmillaan",
                ),
            )
            .help(Words::new(
                "lower the `max` of an input, or round earlier",
                "pienennä jonkin lähtötiedon kohtaa `max` tai pyöristä aikaisemmin",
            )),
        )
    }

    pub fn may_be_negative(&mut self, place: &Place, rule: &str, lowest: Decimal) -> Reported {
        self.push(
            Diagnostic::error(
                "negative-money",
                say!(
                    "`{rule}` could fall below zero (down to {lowest})",
                    "`{rule}`: tulos voi mennä alle nollan (pienimmillään {lowest})"
                ),
            )
            .at(place, Words::new("may be negative", "voi olla alle nollan"))
            .help(Words::new(
                "keep it at zero with `max(0 €, …)`, or take away no more than there is with `min(…)`",
                "pidä se vähintään nollassa: `max(0 €, …)`, tai vähennä enintään se, mitä on: `min(…)`",
            )),
        )
    }

    pub fn may_divide_by_zero(&mut self, place: &Place, rule: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "division-by-zero",
                say!("the divisor of `{rule}` can be zero", "`{rule}`: jakaja voi olla nolla"),
            )
            .at(place, Words::new("not surely above zero", "ei varmasti yli nollan"))
            .help(Words::new(
                "divide only by something that is always above zero",
                "jaa vain sellaisella, mikä on aina yli nollan",
            )),
        )
    }

    pub fn too_many_inputs(&mut self, most: usize) -> Reported {
        self.push(
            Diagnostic::error(
                "too-many-inputs",
                say!("the rules have more than {most} inputs", "säännöissä on yli {most} lähtötietoa"),
            )
            .help(Words::new(
                "take out the inputs that nothing uses",
                "poista lähtötiedot, joita mikään ei käytä",
            )),
        )
    }

    /// `what` in Finnish in the nominative.
    pub fn unused(&mut self, what: &Words, id: &Spanned<String>) {
        let name = &id.value;
        self.warn(
            Diagnostic::warning(
                "unused",
                say!("no formula uses the {what} `{name}`", "{what} `{name}` ei ole missään kaavassa"; what),
            )
            .at(&id.place, Words::new("never used", "ei käytössä"))
            .help(Words::new("use it, or take it away", "käytä sitä tai poista se")),
        );
    }

    pub fn not_a_column(&mut self, found: &Spanned<String>) -> Reported {
        let written = &found.value;
        self.push(
            Diagnostic::error(
                "unknown-name",
                say!(
                    "`{written}` is not a column of a cost list",
                    "`{written}` ei ole kustannusluettelon sarake"
                ),
            )
            .at(&found.place, Words::new("expected list.column", "tähän kuuluu luettelo.sarake"))
            .help(Words::new("write it like `costs.part`", "kirjoita näin: `costs.part`")),
        )
    }

    // The rules as a whole.

    pub fn threshold_gap(&mut self, place: &Place, other: &Place, value: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "threshold-gap",
                say!(
                    "no funding type takes a project of exactly {value}",
                    "mikään rahoitustyyppi ei kelpaa hankkeelle, joka maksaa tasan {value}"
                ),
            )
            .at(place, Words::new("does not take it", "ei kelpaa"))
            .related(other, Words::new("nor does this", "eikä tämäkään"))
            .help(Words::new(
                "one of the two has to include the limit: `<=` beside `>`, or `<` beside `>=`",
                "toisen on otettava raja mukaan: `<=` ja `>`, tai `<` ja `>=`",
            )),
        )
    }

    pub fn threshold_overlap(&mut self, place: &Place, other: &Place, value: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "threshold-overlap",
                say!(
                    "two funding types take a project of exactly {value}",
                    "kaksi rahoitustyyppiä kelpaa hankkeelle, joka maksaa tasan {value}"
                ),
            )
            .at(place, Words::new("takes it", "kelpaa"))
            .related(other, Words::new("so does this", "kelpaa tämäkin"))
            .help(Words::new(
                "one of the two has to leave the limit out: `<=` beside `>`, or `<` beside `>=`",
                "toisen on jätettävä raja pois: `<=` ja `>`, tai `<` ja `>=`",
            )),
        )
    }

    pub fn never_fundable(&mut self, funding: &Spanned<String>, reason: Words) -> Reported {
        let name = &funding.value;
        self.push(
            Diagnostic::error(
                "never-fundable",
                say!(
                    "no project at all could be funded as `{name}`",
                    "mitään hanketta ei voisi rahoittaa rahoitustyypillä `{name}`"
                ),
            )
            .at(
                &funding.place,
                Words::new("its conditions contradict one another", "sen ehdot ovat ristiriidassa keskenään"),
            )
            .note(reason)
            .help(Words::new(
                "look at the conditions that block, and at the values that they compare with",
                "katso estäviä ehtoja ja arvoja, joihin ne vertaavat",
            )),
        )
    }

    /// `differences`: each expected value that is another, with its name and what was calculated.
    pub fn example_differs(
        &mut self,
        example: &str,
        differences: &[(&Expectation, String)],
        receipt: &str,
    ) -> Reported {
        let mut message = Diagnostic::error(
            "example-differs",
            say!(
                "the example `{example}` no longer gives what it expects",
                "esimerkki `{example}` ei enää anna odotettua tulosta"
            ),
        );
        for (index, (expected, found)) in differences.iter().enumerate() {
            let comma = found.replace('.', ",");
            let label = say!("calculated: {found}", "laskettu: {comma}");
            let place = &expected.value.place;
            message = if index == 0 { message.at(place, label) } else { message.related(place, label) };
        }
        // One changed value can reach every example: the first calculation shows what it does.
        if !self.messages.iter().any(|message| message.code == "example-differs") {
            let comma = receipt.replace('.', ",");
            message = message.note(say!("the calculation:\n{receipt}", "laskelma:\n{comma}"));
        }
        self.push(message.help(Words::new(
            "mend the rule if the example is right, or the example if the rule has changed",
            "korjaa sääntö, jos esimerkki on oikein, tai esimerkki, jos sääntö on muuttunut",
        )))
    }

    pub fn unknown_expectation(&mut self, name: &Spanned<String>, known: &[&str]) -> Reported {
        let written = &name.value;
        self.push(
            Diagnostic::error(
                "unknown-name",
                say!("there is no result `{written}`", "tulosta `{written}` ei ole"),
            )
            .at(&name.place, Words::new("unknown result", "tuntematon tulos"))
            .nearest(written, known.iter().copied()),
        )
    }

    pub fn law_broken(&mut self, place: &Place, law: &str, budget: &str, receipt: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "law-broken",
                say!("`{law}` does not always hold", "`{law}` ei pidä aina paikkaansa"),
            )
            .at(place, Words::new("broken by the budget below", "alla oleva budjetti rikkoo tätä"))
            .note(say!("the budget:\n{budget}", "budjetti:\n{budget}"))
            .note(say!("the calculation:\n{receipt}", "laskelma:\n{receipt}"))
            .help(Words::new(
                "mend the rules, or take the law away if it was wrong",
                "korjaa sääntöjä, tai poista tämä vaatimus, jos se oli väärä",
            )),
        )
    }

    // Texts.

    pub fn missing_text(&mut self, place: &Place, key: &str, language: &str) -> Reported {
        // `funding_type.development.name` is `name` below `development` below `funding_type`.
        let (above, name) = key.rsplit_once('.').unwrap_or(("", key));
        let above = above.replace('.', ":` → `");
        let help = if above.is_empty() {
            say!("add `{name}: …` to the file", "lisää tiedostoon `{name}: …`")
        } else {
            say!(
                "add `{name}: …` to the file, below `{above}:`",
                "lisää tiedostoon `{name}: …` kohdan `{above}:` alle"
            )
        };
        self.push(
            Diagnostic::error(
                "missing-text",
                say!(
                    "the text `{key}` is missing in the language `{language}`",
                    "teksti `{key}` puuttuu kieleltä `{language}`"
                ),
            )
            .at(place, say!("`{name}` is missing here", "tästä puuttuu `{name}`"))
            .help(help),
        )
    }

    /// All words of something that the rules have. `fields`: what there is to say.
    pub fn missing_texts(&mut self, place: &Place, key: &str, fields: &[&str], language: &str) -> Reported {
        let (above, name) = key.rsplit_once('.').unwrap_or(("", key));
        let above = above.replace('.', ":` → `");
        let fields: Vec<String> = fields.iter().map(|field| format!("{field}: …")).collect();
        let fields = fields.join(", ");
        self.push(
            Diagnostic::error(
                "missing-text",
                say!(
                    "the texts of `{key}` are missing in the language `{language}`",
                    "kohdan `{key}` tekstit puuttuvat kieleltä `{language}`"
                ),
            )
            .at(place, say!("`{name}` is missing here", "tästä puuttuu `{name}`"))
            .help(say!(
                "add `{name}: {{{fields}}}` to the file, below `{above}:`",
                "lisää tiedostoon `{name}: {{{fields}}}` kohdan `{above}:` alle"
            )),
        )
    }

    /// Words for something that the rules do not have.
    pub fn text_of_nothing(&mut self, name: &Spanned<String>, key: &str, known: &[&str]) -> Reported {
        let message = Diagnostic::error(
            "unknown-key",
            say!(
                "these words are for `{key}`, and the rules have nothing of that name",
                "nämä sanat ovat kohdalle `{key}`, mutta säännöissä ei ole sen nimistä"
            ),
        )
        .at(&name.place, Words::new("words for nothing", "sanat ilman kohdetta"));
        let near = super::nearest(&name.value, known.iter().copied());
        let known = known.join(", ");
        self.push(match near {
            Some(near) => message
                .help(say!("did you mean `{near}`?", "tarkoititko `{near}`?"))
                .fix(Fix::instead(&name.place, near)),
            None => message.help(say!(
                "take the words away, or correct the name; known here: {known}",
                "poista sanat tai korjaa nimi; tässä käyvät: {known}"
            )),
        })
    }

    pub fn unknown_placeholder(&mut self, place: &Place, name: &str, known: &[&str]) -> Reported {
        self.push(
            Diagnostic::error(
                "unknown-name",
                say!(
                    "the text shows a value `{{{name}}}` that does not exist",
                    "tekstissä on arvo `{{{name}}}`, jota ei ole"
                ),
            )
            .at(place, Words::new("unknown value", "tuntematon arvo"))
            .help(Words::new(
                "the names of values are in parameters.yaml and calculation.yaml",
                "arvojen nimet ovat tiedostoissa parameters.yaml ja calculation.yaml",
            ))
            .nearest(name, known.iter().copied()),
        )
    }

    pub fn digits_in_text(&mut self, place: &Place, digits: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "digits-in-text",
                say!(
                    "the number {digits} is written into a text of the rules",
                    "luku {digits} on kirjoitettu sääntöjen tekstiin"
                ),
            )
            .at(
                place,
                Words::new("would stay behind when the rule changes", "jäisi vanhaksi, kun sääntö muuttuu"),
            )
            .help(Words::new(
                "show the value by its name in braces, such as `{small_total_max}`",
                "näytä arvo nimellään aaltosuluissa, esimerkiksi `{small_total_max}`",
            )),
        )
    }

    // Budgets.

    pub fn no_such_language(&mut self, language: &str, known: &[String]) -> Reported {
        self.push(
            Diagnostic::error(
                "unknown-name",
                say!(
                    "the rules have no texts in the language `{language}`",
                    "säännöillä ei ole tekstejä kielellä `{language}`"
                ),
            )
            .nearest(language, known.iter().map(String::as_str)),
        )
    }

    pub fn too_many_rows(&mut self, place: &Place, name: &str, found: usize, most: usize) -> Reported {
        self.push(
            Diagnostic::error(
                "too-many-rows",
                say!(
                    "`{name}` has {found} rows; {most} are taken",
                    "`{name}`: rivejä on {found}, enintään {most} käy"
                ),
            )
            .at(place, say!("{found} rows", "{found} riviä"))
            .help(Words::new(
                "put several costs of one category together",
                "yhdistä saman kustannuslajin kustannuksia",
            )),
        )
    }

    pub fn unknown_case(&mut self, field: &str, found: &Spanned<String>, known: &[String]) -> Reported {
        if self.is_broken(&found.value)
            && let Some(told) = self.first_error()
        {
            return told;
        }
        let written = &found.value;
        self.push(
            Diagnostic::error(
                "unknown-name",
                say!(
                    "`{field}`: there is no `{written}` to choose",
                    "`{field}`: valittavana ei ole `{written}`"
                ),
            )
            .at(&found.place, Words::new("unknown", "tuntematon"))
            .nearest(written, known.iter().map(String::as_str)),
        )
    }

    pub fn not_an_amount(
        &mut self,
        field: &str,
        found: &Spanned<String>,
        unit: Unit,
        problem: Problem,
        max: Decimal,
    ) -> Reported {
        let written = &found.value;
        let example = unit.example();
        let (what, help) = match problem {
            Problem::Unreadable => (
                Words::new("is not a number", "ei ole luku"),
                say!("write it like `{example}`", "kirjoita näin: `{example}`"),
            ),
            Problem::Ambiguous if unit == Unit::Ratio => (
                Words::new("may be a percentage or a part of one", "voi olla prosentteja tai osa yhdestä"),
                Words::new(
                    "write the percent sign: `80 %`, or `0.8 %` if you mean less than one percent",
                    "kirjoita prosenttimerkki: `80 %`, tai `0,8 %`, jos tarkoitat alle yhtä prosenttia",
                ),
            ),
            Problem::Ambiguous => (
                Words::new("may be thousands or decimals", "voi olla tuhansia tai desimaaleja"),
                Words::new(
                    "group thousands with a space: `1 234`; or write two decimals: `1,23`",
                    "erota tuhannet välilyönnillä: `1 234`; tai kirjoita kaksi desimaalia: `1,23`",
                ),
            ),
            Problem::Negative => (
                Words::new("is below zero", "on alle nollan"),
                say!(
                    "write what is spent or done: `{example}`",
                    "kirjoita, mitä käytetään tai tehdään: `{example}`"
                ),
            ),
            Problem::TooLarge => {
                let most = Quantity::new(max, unit);
                (
                    Words::new("is too large", "on liian suuri"),
                    say!("the most that is taken is {most}", "suurin mahdollinen on {most}"),
                )
            }
            Problem::TooPrecise => (
                Words::new("has too many decimals", "on liian tarkka"),
                Words::new("two decimals are taken", "kirjoita enintään kaksi desimaalia"),
            ),
            Problem::Range => (
                Words::new("is two numbers, from one to the other", "on kaksi lukua, jostakin johonkin"),
                say!(
                    "write one, for example the larger: `{example}`",
                    "kirjoita yksi, esimerkiksi suurempi: `{example}`"
                ),
            ),
            Problem::Product => (
                Words::new("is a multiplication", "on kertolasku"),
                say!(
                    "write what it comes to, as one number: `{example}`",
                    "kirjoita tulos yhtenä lukuna: `{example}`"
                ),
            ),
        };
        self.push(
            Diagnostic::error(
                problem.code(),
                say!("`{field}`: `{written}` {what}", "`{field}`: `{written}` {what}"; what),
            )
            .at(&found.place, what.clone())
            .help(help),
        )
    }
}
