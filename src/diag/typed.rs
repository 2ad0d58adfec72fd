//! Settings that are no colour, no address, no number of a telephone; rates beyond the whole.

use super::{Diagnostic, Diagnostics, Reported, Words, say};
use crate::model::colour::NotAColour;
use crate::source::{Place, Spanned};

/// Colours by the names that editors know, in CSS.
const COLOURS: [(&str, &str); 22] = [
    ("vihreä", "green"),
    ("sininen", "blue"),
    ("punainen", "red"),
    ("keltainen", "yellow"),
    ("musta", "black"),
    ("valkoinen", "white"),
    ("oranssi", "orange"),
    ("harmaa", "gray"),
    ("violetti", "purple"),
    ("ruskea", "brown"),
    ("tummansininen", "navy"),
    ("tummanvihreä", "darkgreen"),
    ("grön", "green"),
    ("blå", "blue"),
    ("röd", "red"),
    ("gul", "yellow"),
    ("svart", "black"),
    ("vit", "white"),
    ("grå", "gray"),
    ("brun", "brown"),
    ("mörkblå", "navy"),
    ("mörkgrön", "darkgreen"),
];

/// `2.1:1`, and with a comma in Finnish.
fn ratio(hundredths: u32) -> Words {
    let english = match (hundredths / 100, hundredths % 100 / 10) {
        (whole, 0) => format!("{whole}:1"),
        (whole, tenths) => format!("{whole}.{tenths}:1"),
    };
    Words { fi: english.replace('.', ",").into(), en: english.into() }
}

impl Diagnostics {
    /// A setting that has to be a colour.
    pub fn not_a_colour(&mut self, found: &Spanned<String>, name: &str, why: NotAColour) -> Reported {
        let written = &found.value;
        let (title, label) = match why {
            NotAColour::SeenThrough => (
                say!("`{written}` can be seen through", "`{written}` on läpikuultava väri"),
                Words::new("no text is sure to be read on it", "sen päällä oleva teksti ei aina erotu"),
            ),
            _ => (
                say!("`{written}` is not a colour", "`{written}` ei ole väri"),
                Words::new("expected a colour", "tähän kuuluu väri"),
            ),
        };
        let lower = written.to_lowercase();
        let known = COLOURS.iter().find(|(name, _)| *name == lower).map(|(_, css)| (*css).to_owned());
        let meant = match why {
            NotAColour::NoSign => format!("\"#{written}\""),
            NotAColour::SeenThrough if written.starts_with('#') => {
                format!("\"{}\"", &written[..if written.len() > 5 { 7 } else { 4 }.min(written.len())])
            }
            _ => known.unwrap_or_else(|| "\"#123c69\"".to_owned()),
        };
        self.push(Diagnostic::error("not-a-colour", title).at(&found.place, label).help(say!(
            "write a colour with its sign `#`, in quotes, or by its English name, for example `{name}: {meant}`",
            "kirjoita väri `#`-merkin kanssa lainausmerkeissä tai englanninkielisenä nimenä, esimerkiksi `{name}: {meant}`"
        )))
    }

    /// A colour that is not seen well enough on another.
    pub fn poor_contrast(
        &mut self,
        place: &Place,
        (name, written): (&str, &str),
        (with_name, with): (Option<&str>, &str),
        (found, least): (u32, u32),
    ) -> Reported {
        let (found, least) = (ratio(found), ratio(least));
        let ground = match with_name {
            Some(name) => format!("`{name}` ({with})"),
            None => format!("`{with}`"),
        };
        self.push(
            Diagnostic::error(
                "poor-contrast",
                say!(
                    "the colour of `{name}` cannot be read well: its contrast with {ground} is {found}, and at least {least} is needed",
                    "asetuksen `{name}` väri ei erotu: kontrasti väriin {ground} on {found}, vähintään {least} tarvitaan";
                    found, least
                ),
            )
            .at(place, say!("`{written}`: {found}", "`{written}`: {found}"; found))
            .help(Words::new(
                "choose a darker colour where the ground is light, a lighter one where it is dark",
                "valitse vaalealle pohjalle tummempi ja tummalle pohjalle vaaleampi väri",
            )),
        )
    }

    /// A setting that names a file which neither the theme nor the site has.
    pub fn no_static_file<'a>(
        &mut self,
        found: &Spanned<String>,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Reported {
        let written = &found.value;
        let message = Diagnostic::error(
            "no-such-file",
            say!(
                "there is no file `{written}` for `{name}`",
                "tiedostoa `{written}` ei ole asetukselle `{name}`"
            ),
        )
        .at(&found.place, Words::new("not found", "ei löydy"));
        let near = super::nearest(written, known).map(str::to_owned);
        let fix = near.as_deref().and_then(|near| super::Fix::instead(&found.place, near));
        self.push(message.fix(fix).help(match near {
            Some(near) => say!("did you mean `{near}`?", "tarkoititko `{near}`?"),
            None => say!(
                "put the file into the folder `static/` of the site and write its name here, or the address of a published file such as `/kuvat/logo.svg`",
                "laita tiedosto sivuston kansioon `static/` ja kirjoita tähän sen nimi, tai kirjoita julkaistavan tiedoston osoite, esimerkiksi `/kuvat/logo.svg`"
            ),
        }))
    }

    /// A mail address that no mail can be sent to.
    pub fn not_an_email(&mut self, found: &Spanned<String>, meant: Option<&str>) -> Reported {
        let written = &found.value;
        let meant = meant.unwrap_or("toimisto@yhdistys.fi");
        self.push(
            Diagnostic::error(
                "not-an-email",
                say!("`{written}` is not an e-mail address", "`{written}` ei ole sähköpostiosoite"),
            )
            .at(&found.place, Words::new("no mail gets there", "tähän ei voi lähettää postia"))
            .help(say!(
                "write the address as people type it, for example `email: {meant}`",
                "kirjoita osoite niin kuin se kirjoitetaan sähköpostiin, esimerkiksi `email: {meant}`"
            )),
        )
    }

    /// A telephone number that cannot be dialled.
    pub fn not_a_telephone(&mut self, found: &Spanned<String>) -> Reported {
        let written = &found.value;
        let kept: String =
            written.chars().filter(|letter| letter.is_ascii_digit() || " +-".contains(*letter)).collect();
        let kept = kept.trim();
        let meant = match crate::model::reachable::telephone(kept) {
            Some(_) => kept.to_owned(),
            None => "+358 40 123 4567".to_owned(),
        };
        self.push(
            Diagnostic::error(
                "not-a-telephone",
                say!("`{written}` is not one telephone number", "`{written}` ei ole yksi puhelinnumero"),
            )
            .at(&found.place, Words::new("cannot be dialled", "tähän ei voi soittaa"))
            .help(say!(
                "write one number with digits and spaces, for example `phone: {meant}`",
                "kirjoita yksi numero numeroin ja välilyönnein, esimerkiksi `phone: {meant}`"
            )),
        )
    }

    /// A rate that is more than the whole.
    pub fn rate_above_the_whole(&mut self, place: &Place, written: &str, meant: Option<&str>) -> Reported {
        let help = match meant {
            Some(meant) => say!(
                "a rate is at most 100 %: did you mean `{meant}`?",
                "osuus on enintään 100 %: tarkoititko `{meant}`?"
            ),
            None => Words::new("write a rate from 0 % to 100 %", "kirjoita osuus väliltä 0–100 %"),
        };
        self.push(
            Diagnostic::error(
                "rate-above-whole",
                say!("`{written}` is more than the whole", "`{written}` on enemmän kuin koko summa"),
            )
            .at(place, Words::new("more than 100 %", "yli 100 %"))
            .help(help)
            .fix(meant.and_then(|meant| super::Fix::instead(place, meant))),
        )
    }

    /// A text of the theme with a place that nothing fills.
    pub fn unknown_place_in_text(&mut self, place: &Place, written: &str, near: Option<&str>) -> Reported {
        let help = match near {
            Some(near) => say!("did you mean `{near}`?", "tarkoititko `{near}`?"),
            None => Words::new("take it away, or write the words", "poista se tai kirjoita sanat"),
        };
        self.push(
            Diagnostic::error(
                "unknown-place",
                say!(
                    "nothing is put in the place of `{written}`",
                    "merkinnän `{written}` tilalle ei tule mitään"
                ),
            )
            .at(place, Words::new("readers would see it as it stands", "lukijat näkisivät sen sellaisenaan"))
            .help(help)
            .fix(near.and_then(|near| super::Fix::instead(place, near))),
        )
    }
}
