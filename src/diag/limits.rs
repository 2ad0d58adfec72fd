//! What is larger, longer or deeper than anything a person writes, and what is no text or file at all.

use super::{Diagnostic, Diagnostics, Reported, Words, amounts, say};
use crate::source::{Place, SourceFile, SpecialFile};

/// What makes a YAML text grow when it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YamlCopy {
    /// `&name`, which gives a part a name.
    Anchor,
    /// `*name`, which repeats it.
    Alias,
}

/// How a character that must not be there was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HiddenAs {
    /// As it is.
    Itself,
    /// In signs that stand for it, such as `\u0007` or `&#7;`.
    Code,
}

/// What it is, in words.
fn special_words(kind: SpecialFile) -> Words {
    match kind {
        SpecialFile::Pipe => Words::new("a pipe between programs", "ohjelmien välinen putki"),
        SpecialFile::Socket => Words::new("a socket of a program", "ohjelman pistoke"),
        SpecialFile::Device => Words::new("a device", "laite"),
        SpecialFile::Other => Words::new("something else", "jotakin muuta"),
    }
}

impl Diagnostics {
    /// A formula with more operations than any that a person writes.
    pub fn formula_too_long(&mut self, place: &Place, most: usize) -> Reported {
        self.push(
            Diagnostic::error(
                "formula-too-long",
                say!(
                    "the formula is too long: it has more than {most} operations",
                    "kaava on liian pitkä: siinä on yli {most} laskutoimitusta"
                ),
            )
            .at(place, Words::new("too long from here on", "tästä eteenpäin liian pitkä"))
            .help(Words::new(
                "give a part of it a rule of its own, and name that rule here",
                "tee osasta kaavaa oma sääntönsä ja kirjoita tähän sen nimi",
            )),
        )
    }

    /// A line of a page that nobody wrote: long texts have breaks.
    pub fn line_too_long(&mut self, place: &Place, bytes: usize) -> Reported {
        let size = amounts::size(u64::try_from(bytes).unwrap_or(u64::MAX));
        self.push(
            Diagnostic::error(
                "line-too-long",
                say!(
                    "this line is {size} long, and no text is",
                    "tämän rivin pituus on {size}, eikä mikään teksti ole niin pitkä";
                    size
                ),
            )
            .at(place, Words::new("the line begins here", "rivi alkaa tästä"))
            .help(Words::new(
                "put an empty line between its paragraphs; save a picture that was pasted into the text as letters and digits (`data:image/…`) as a file beside the page instead, and write `![What it shows](picture.jpg)` here",
                "lisää sen kappaleiden väliin tyhjä rivi; jos tekstiin on liitetty kuva kirjaimina ja numeroina (`data:image/…`), tallenna kuva tiedostoksi sivun viereen ja kirjoita tähän `![Mitä kuvassa on](kuva.jpg)`",
            )),
        )
    }

    /// Names that need one another in a tangle that cannot be followed.
    pub fn chain_too_long(&mut self, place: &Place, name: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "chain-too-long",
                say!(
                    "`{name}` is needed through too many other values, which need one another",
                    "arvoon `{name}` johtaa liian monta toisiaan tarvitsevaa arvoa"
                ),
            )
            .at(place, Words::new("needed here", "tarvitaan tässä"))
            .help(Words::new(
                "take this name out of the formula, or put the values together into fewer rules",
                "poista tämä nimi kaavasta tai yhdistä arvoja harvemmiksi säännöiksi",
            )),
        )
    }

    /// Characters that nobody sees and that must not be there: the first of them, how many more the
    /// text has, and where some of those are.
    pub fn hidden_character(
        &mut self,
        place: &Place,
        found: char,
        written: HiddenAs,
        more: &[Place],
        count: usize,
    ) -> Reported {
        let code = format!("U+{:04X}", u32::from(found));
        let what = hidden_kind(found);
        let title = match written {
            HiddenAs::Itself => say!(
                "the text holds a character that cannot be seen: {code}, {what}",
                "tekstissä on merkki, jota ei voi nähdä: {code}, {what}"; what
            ),
            HiddenAs::Code => say!(
                "this stands for a character that cannot be seen: {code}, {what}",
                "tämä tarkoittaa merkkiä, jota ei voi nähdä: {code}, {what}"; what
            ),
        };
        let label = match written {
            HiddenAs::Itself => say!("{code} stands here", "{code} on tässä"),
            HiddenAs::Code => say!("this means {code}", "tämä tarkoittaa merkkiä {code}"),
        };
        let mut message = Diagnostic::error("hidden-character", title).at(place, label);
        for other in more {
            message = message.related(other, Words::new("here too", "myös tässä"));
        }
        let rest = count.saturating_sub(more.len() + 1);
        if rest > 0 {
            message = message.note(say!(
                "and in {rest} more places of the text",
                "ja lisäksi {rest} muussa tekstin kohdassa"
            ));
        }
        let help = match (written, found) {
            (HiddenAs::Code, _) => Words::new("take it out", "poista se"),
            (HiddenAs::Itself, '\u{200b}') => Words::new(
                "delete it: put the cursor before the letter behind it and press Backspace; \
                 where a long word may be broken, write a soft hyphen, `&shy;`",
                "poista se: vie kohdistin sitä seuraavan kirjaimen eteen ja paina askelpalautinta; \
                 pitkän sanan sallittu katkaisukohta merkitään tavuviivalla `&shy;`",
            ),
            (HiddenAs::Itself, _) => Words::new(
                "delete it: put the cursor before the letter behind it and press Backspace, \
                 or type the words again; it often comes along when text is copied from a word processor or a PDF",
                "poista se: vie kohdistin sitä seuraavan kirjaimen eteen ja paina askelpalautinta \
                 tai kirjoita sanat uudelleen; se tulee usein mukana, kun tekstiä kopioi tekstinkäsittelystä tai PDF-tiedostosta",
            ),
        };
        self.push(message.help(help))
    }

    /// Something in the place of a file that has no content of its own.
    pub fn special_file(&mut self, path: &str, kind: SpecialFile) -> Reported {
        let kind = special_words(kind);
        self.push(
            Diagnostic::error(
                "special-file",
                say!("this is no file, but {kind}", "tämä ei ole tiedosto, vaan {kind}"; kind),
            )
            .at(&whole(path), Words::default())
            .help(Words::new(
                "delete it from the folder of the site, or put a file in its place",
                "poista se sivuston kansiosta tai tuo sen tilalle tiedosto",
            )),
        )
    }

    /// A text that is larger than any that is meant to be read.
    pub fn file_too_large(&mut self, path: &str, most: usize) -> Reported {
        let most = amounts::size(u64::try_from(most).unwrap_or(u64::MAX));
        self.push(
            Diagnostic::error(
                "file-too-large",
                say!(
                    "this file is too large: a text of this kind has at most {most}",
                    "tämä tiedosto on liian suuri: tällaisessa tekstissä on enintään {most}";
                    most
                ),
            )
            .at(&whole(path), Words::default())
            .help(Words::new(
                "look whether it is the right file; a long text can be cut into several",
                "tarkista, onko tiedosto oikea; pitkän tekstin voi jakaa useaan tiedostoon",
            )),
        )
    }

    /// A named part, or its repetition, where every value stands for itself.
    pub fn yaml_copy(&mut self, place: &Place, copy: YamlCopy, name: &str) -> Reported {
        let (title, label) = match copy {
            YamlCopy::Anchor => (
                say!("a value is given the name `&{name}`", "arvolle annetaan nimi `&{name}`"),
                Words::new("names for values cannot be used here", "arvoja ei voi nimetä tässä"),
            ),
            YamlCopy::Alias => (
                say!("`*{name}` repeats a value from elsewhere", "`*{name}` toistaa muualla olevan arvon"),
                Words::new("values cannot be repeated by a name here", "arvoja ei voi toistaa nimellä tässä"),
            ),
        };
        let sign = match copy {
            YamlCopy::Anchor => '&',
            YamlCopy::Alias => '*',
        };
        self.push(Diagnostic::error("yaml-alias", title).at(place, label).help(say!(
            "write each value where it belongs; text that begins with `{sign}` goes in quotes: `\"{sign}{name}\"`",
            "kirjoita kukin arvo omaan kohtaansa; teksti, jonka alussa on `{sign}`, kirjoitetaan lainausmerkkeihin: `\"{sign}{name}\"`"
        )))
    }

    /// Repetitions that make a text many times larger than it is.
    pub fn yaml_too_many(&mut self, place: &Place) -> Reported {
        self.push(
            Diagnostic::error(
                "yaml-too-large",
                Words::new(
                    "the repetitions in this text make it too large",
                    "tämän tekstin toistot tekevät siitä liian suuren",
                ),
            )
            .at(place, Words::new("this repetition is one too many", "tämä toisto on liikaa"))
            .help(Words::new(
                "take out names that begin with `*`, and write the values themselves",
                "poista nimet, joiden alussa on `*`, ja kirjoita arvot itse",
            )),
        )
    }

    /// Templates that call one another in too long a chain.
    pub fn template_chain(&mut self, place: &Place, most: usize) -> Reported {
        self.push(
            Diagnostic::error(
                "template-chain",
                say!(
                    "the templates call one another through more than {most} levels",
                    "sivupohjat kutsuvat toisiaan yli {most} tasolla"
                ),
            )
            .at(place, Words::new("this leads on too far", "tämä johtaa liian pitkälle"))
            .help(Words::new(
                "put some of these templates together into one",
                "yhdistä osa näistä sivupohjista yhdeksi",
            )),
        )
    }

    /// A template with a condition of more arms than can be followed.
    pub fn template_branches(&mut self, place: &Place, most: usize) -> Reported {
        self.push(
            Diagnostic::error(
                "template-branches",
                say!(
                    "this `if` has more than {most} `elif`",
                    "tässä `if`-ehdossa on yli {most} kohtaa `elif`"
                ),
            )
            .at(place, Words::new("one too many", "tämä on liikaa"))
            .help(Words::new(
                "close it with `{% endif %}` before this, and begin another one: `{% if … %}`",
                "päätä se ennen tätä merkinnällä `{% endif %}` ja aloita uusi: `{% if … %}`",
            )),
        )
    }
}

/// What a character that cannot be seen is for.
fn hidden_kind(found: char) -> Words {
    match found {
        '\0' => Words::new("which stands for nothing", "joka ei tarkoita mitään"),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Words::new("which turns the direction of writing", "joka kääntää kirjoitussuunnan")
        }
        '\u{200b}' => Words::new("a space without width", "leveydetön väli"),
        '\u{feff}' => Words::new("the mark of the beginning of a file", "tiedoston alkumerkki"),
        found if found.is_control() => Words::new("a control character", "ohjausmerkki"),
        _ => Words::new("which is no character at all", "joka ei ole mikään merkki"),
    }
}

/// A file of which nothing was read.
fn whole(path: &str) -> Place {
    Place::file(&SourceFile::new(path, ""))
}
