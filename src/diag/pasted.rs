//! Words about what was pasted into a page and is no Markdown of this site.

use super::{Diagnostic, Diagnostics, Edit, Fix, Reported, Words, say};
use crate::source::Place;

/// What is wrong with a sign of emphasis or code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkSlip {
    /// `** sana **`, `**Huom:**sana`: the pair is there, but a blank is at the wrong place.
    Spaced,
    /// `**` that nothing closes.
    Open,
    /// `**` that nothing opens.
    NeverOpened,
    /// `*` or `_` that nothing closes.
    OpenLight,
    /// A backtick that nothing closes.
    Code,
}

/// What other systems have and this one has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForeignSlip {
    /// `[gallery ids="1"]`, `{{< youtube x >}}`, `{% include x %}`
    Shortcode,
    /// `{.button}`, `{width=300}`, `{: .class}`
    Attributes,
    /// `[!NOTE]`
    Note,
    /// `::: tip`
    Box,
    /// `x^2^`, `H~2~O`
    Raised,
    /// `~struck~`, which some systems lower
    Lowered,
    /// `==marked==`
    Marked,
    /// `[[Page]]`
    Wiki,
    /// `^[note]`
    NoteInLine,
    /// `[TOC]`
    Contents,
    /// `:smile:`
    Smile,
    /// `import X from "x"`
    Script,
    /// `== Heading ==`, `h2. Heading`
    Heading,
}

/// How an address or number stands in plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactSlip {
    Mail,
    /// `toimisto(at)example.org`
    HiddenMail,
    Phone,
}

/// `; 3 more on this page`.
fn more_of(more: usize) -> Words {
    match more {
        0 => Words::default(),
        1 => Words::new("; there is another one on this page", "; tällä sivulla on toinenkin"),
        _ => say!("; there are {more} more on this page", "; tällä sivulla on vielä {more} muuta"),
    }
}

impl Diagnostics {
    /// Lines that begin with `•` and the like.
    pub fn bullet_sign(&mut self, place: &Place, sign: &str, words: &str, fix: Option<Fix>) -> Reported {
        // A letter of a symbol font has no look of its own.
        let shown =
            if sign.chars().all(|sign| ('\u{e000}'..='\u{f8ff}').contains(&sign)) { "▪" } else { sign };
        self.push(
            Diagnostic::error(
                "bullet-sign",
                say!(
                    "lines that begin with `{shown}` are no list here: readers would see them as one text",
                    "merkki `{shown}` ei aloita luetteloa: lukijat näkisivät rivit yhtenä tekstinä"
                ),
            )
            .at(place, Words::new("a point of a list", "luettelon kohta"))
            .help(say!(
                "begin each point with a hyphen and a space: `- {words}`",
                "aloita jokainen kohta tavuviivalla ja välilyönnillä: `- {words}`"
            ))
            .fix(fix),
        )
    }

    /// `1.Laavu`, `(1) Laavu`.
    pub fn number_without_space(
        &mut self,
        place: &Place,
        number: u32,
        words: &str,
        fix: Option<Fix>,
    ) -> Reported {
        self.push(
            Diagnostic::error(
                "list-number",
                Words::new(
                    "this would not become a list with numbers",
                    "tästä ei tulisi numeroitua luetteloa",
                ),
            )
            .at(
                place,
                Words::new(
                    "a number, a point and a space are expected",
                    "tähän kuuluu numero, piste ja välilyönti",
                ),
            )
            .help(say!(
                "write `{number}. {words}`, and the other points likewise",
                "kirjoita `{number}. {words}`, ja muut kohdat samoin"
            ))
            .fix(fix),
        )
    }

    /// `a) … b) …`
    pub fn list_letters(&mut self, place: &Place, letter: char, words: &str, fix: Option<Fix>) {
        self.warn(
            Diagnostic::warning(
                "list-letters",
                say!(
                    "`{letter})` begins no list: the points would run together",
                    "merkintä `{letter})` ei aloita luetteloa: kohdat näkyisivät peräkkäin"
                ),
            )
            .at(place, Words::new("a point of a list", "luettelon kohta"))
            .help(say!(
                "begin the points with numbers: `1. {words}`; or with hyphens, if their order does not matter: `- {words}`",
                "aloita kohdat numeroilla: `1. {words}`; jos järjestyksellä ei ole väliä, tavuviivoilla: `- {words}`"
            ))
            .fix(fix),
        );
    }

    /// Rows with `|` that make no table.
    pub fn table_without_divider(&mut self, place: &Place, divider: &str, fix: Option<Fix>) -> Reported {
        self.push(
            Diagnostic::error(
                "table-without-dashes",
                Words::new("these rows would not become a table", "näistä riveistä ei tulisi taulukkoa"),
            )
            .at(place, Words::new("the first row holds the headings", "ensimmäinen rivi on otsikkorivi"))
            .help(say!(
                "write a line of dashes below the first row, as many parts as there are columns: `{divider}`; leave an empty line above and below the table",
                "kirjoita ensimmäisen rivin alle viivarivi, jossa on yhtä monta osaa kuin sarakkeita: `{divider}`; jätä taulukon ylä- ja alapuolelle tyhjä rivi"
            ))
            .fix(fix),
        )
    }

    /// Rows as a spreadsheet puts them onto the clipboard.
    pub fn tabbed_rows(&mut self, place: &Place, row: &str, divider: &str, fix: Option<Fix>) -> Reported {
        self.push(
            Diagnostic::error(
                "tabbed-rows",
                Words::new(
                    "rows from a spreadsheet are no table here: readers would see them as one text",
                    "taulukkolaskennasta liitetyistä riveistä ei tule taulukkoa: lukijat näkisivät ne yhtenä tekstinä",
                ),
            )
            .at(place, Words::new("the cells are divided by tabs", "solujen välissä on sarkaimia"))
            .help(say!(
                "write `|` between the cells, and below the first row a line of dashes: `{row}`, then `{divider}`",
                "kirjoita solujen väliin `|` ja ensimmäisen rivin alle viivarivi: `{row}`, sitten `{divider}`"
            ))
            .fix(fix),
        )
    }

    /// A sign of emphasis or code that readers would see.
    pub fn open_mark(
        &mut self,
        place: &Place,
        slip: MarkSlip,
        sign: &str,
        words: &str,
        fix: Option<Fix>,
    ) -> Reported {
        let words = if words.is_empty() { "…" } else { words };
        let escaped: String = sign.chars().flat_map(|sign| ['\\', sign]).collect();
        let shown = Words::new("readers would see this sign", "lukijat näkisivät tämän merkin");
        // A sign of code cannot be shown within such signs.
        let is_code = sign.contains('`');
        let title = match slip {
            MarkSlip::Spaced => say!(
                "`{sign}` makes no emphasis here: a blank is at the wrong place",
                "`{sign}` ei korosta tässä mitään: välilyönti on väärässä paikassa"
            ),
            MarkSlip::NeverOpened => {
                say!(
                    "`{sign}` ends an emphasis that nothing begins",
                    "`{sign}` lopettaa korostuksen, joka ei ala mistään"
                )
            }
            MarkSlip::Open | MarkSlip::OpenLight => {
                say!(
                    "`{sign}` begins an emphasis that nothing ends",
                    "`{sign}` aloittaa korostuksen, joka ei lopu mihinkään"
                )
            }
            MarkSlip::Code => Words::new(
                "a backtick begins code that nothing ends",
                "kenoheittomerkki aloittaa koodin, joka ei lopu mihinkään",
            ),
        };
        let help = match slip {
            MarkSlip::Spaced => say!(
                "write `{sign}{words}{sign}`, with no blank inside the signs and one behind them",
                "kirjoita `{sign}{words}{sign}`: ei välilyöntiä merkkien sisäpuolelle, mutta yksi niiden perään"
            ),
            MarkSlip::NeverOpened => say!(
                "write `{sign}` also before the first word that is meant, or take it away here",
                "kirjoita `{sign}` myös ensimmäisen korostettavan sanan eteen tai poista se tästä"
            ),
            MarkSlip::Code => Words::new(
                "write the same sign behind the code, or an apostrophe if that was meant",
                "kirjoita sama merkki koodin perään, tai heittomerkki, jos sitä tarkoitit",
            ),
            _ => say!(
                "write `{sign}` also behind the last word that is meant, as in `{sign}{words}{sign}`; if the sign itself is meant, write `{escaped}`",
                "kirjoita `{sign}` myös viimeisen korostettavan sanan perään, esimerkiksi `{sign}{words}{sign}`; jos tarkoitat itse merkkiä, kirjoita `{escaped}`"
            ),
        };
        let code = if is_code { "open-code" } else { "open-emphasis" };
        let message = match slip {
            MarkSlip::OpenLight => Diagnostic::warning(code, title),
            _ => Diagnostic::error(code, title),
        };
        self.push(message.at(place, shown).help(help).fix(fix))
    }

    /// A fence of code that goes on to the end.
    pub fn open_fence(&mut self, place: &Place, fence: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "open-code-block",
                Words::new("this block of code never ends", "tämä koodilohko ei lopu mihinkään"),
            )
            .at(place, Words::new("all that follows would be code", "kaikki tästä eteenpäin näkyisi koodina"))
            .help(match fence.starts_with('`') {
                true => Words::new(
                    "write the same three backticks on a line of their own where the code ends, or take this line away",
                    "kirjoita samat kolme kenoheittomerkkiä omalle rivilleen siihen, mihin koodi loppuu, tai poista tämä rivi",
                ),
                false => say!(
                    "write `{fence}` on a line of its own where the code ends, or take this line away",
                    "kirjoita `{fence}` omalle rivilleen siihen, mihin koodi loppuu, tai poista tämä rivi"
                ),
            }),
        )
    }

    /// Sentences with four blanks before them.
    pub fn indented_code(&mut self, place: &Place, fix: Option<Fix>) -> Reported {
        self.push(
            Diagnostic::error(
                "indented-text",
                Words::new(
                    "the blanks before this text make code of it",
                    "rivin alussa olevat välilyönnit tekevät tekstistä koodia",
                ),
            )
            .at(place, Words::new("would be shown in the type of code", "näkyisi koodin kirjasimella"))
            .help(Words::new(
                "take the blanks at the start of the line away",
                "poista välilyönnit rivin alusta",
            ))
            .fix(fix),
        )
    }

    /// A paragraph of bold words over a text.
    pub fn bold_heading(&mut self, place: &Place, heading: &str, fix: Option<Fix>) {
        self.warn(
            Diagnostic::warning(
                "bold-heading",
                Words::new(
                    "this looks like a heading, but is none",
                    "tämä näyttää otsikolta mutta ei ole otsikko",
                ),
            )
            .at(
                place,
                Words::new(
                    "screen readers and the contents list pass it over",
                    "ruudunlukija ja sisällysluettelo ohittavat tämän",
                ),
            )
            .help(say!("write `{heading}`", "kirjoita `{heading}`"))
            .fix(fix),
        );
    }

    /// `[words][name]` where no line says where `name` leads.
    pub fn missing_reference(&mut self, place: &Place, words: &str, name: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "missing-reference",
                say!("nothing says where `[{name}]` leads", "mikään ei kerro, mihin `[{name}]` johtaa"),
            )
            .at(place, Words::new("would be shown as it is", "näkyisi lukijoille sellaisenaan"))
            .help(say!(
                "write the address here: `[{words}](address)`; or on a line of its own: `[{name}]: address`",
                "kirjoita osoite tähän: `[{words}](osoite)`; tai omalle rivilleen: `[{name}]: osoite`"
            )),
        )
    }

    /// Signs of another system. `meant` is what this one has for it.
    pub fn foreign(
        &mut self,
        place: &Place,
        slip: ForeignSlip,
        written: &str,
        meant: &str,
        fix: Option<Fix>,
    ) -> Reported {
        use ForeignSlip as Slip;
        let written = written.lines().next().unwrap_or_default().trim();
        let title = match slip {
            Slip::Lowered => say!("`{written}` is struck through here", "`{written}` näkyisi yliviivattuna"),
            _ => say!(
                "`{written}` means nothing here: readers would see it as it is",
                "`{written}` ei merkitse täällä mitään: lukijat näkisivät sen sellaisenaan"
            ),
        };
        let label = match slip {
            Slip::Shortcode => {
                Words::new("a shortcode of another system", "toisen julkaisujärjestelmän lyhytkoodi")
            }
            Slip::Attributes => Words::new("attributes of another system", "toisen järjestelmän määritteitä"),
            Slip::Script => Words::new("a line of a program", "ohjelmakoodia"),
            _ => Words::new("the writing of another system", "toisen järjestelmän merkintä"),
        };
        let help = match slip {
            Slip::Shortcode => Words::new(
                "take it away; write a text, a picture `![words](picture.jpg)` or a link `[words](https://…)` in its place",
                "poista se; kirjoita tilalle tekstiä, kuva `![sanat](kuva.jpg)` tai linkki `[sanat](https://…)`",
            ),
            Slip::Attributes if meant.is_empty() => {
                Words::new("take it away: the theme says how things look", "poista se: ulkoasun määrää teema")
            }
            Slip::Attributes | Slip::Marked => say!("write `{meant}`", "kirjoita `{meant}`"),
            Slip::Note => say!("write `{meant}` in its place", "kirjoita sen tilalle `{meant}`"),
            Slip::Box => Words::new(
                "take this line and the one that ends the box away; a quote begins with `> `",
                "poista tämä rivi ja laatikon päättävä rivi; lainaus alkaa merkeillä `> `",
            ),
            Slip::Raised | Slip::Lowered | Slip::Heading => say!("write `{meant}`", "kirjoita `{meant}`"),
            Slip::Wiki => {
                Words::new("write a link: `[words](page.md)`", "kirjoita linkki: `[sanat](sivu.md)`")
            }
            Slip::NoteInLine => Words::new(
                "write `[^1]` here, and the note on a line of its own: `[^1]: The note.`",
                "kirjoita tähän `[^1]` ja itse viite omalle rivilleen: `[^1]: Viitteen teksti.`",
            ),
            Slip::Contents => Words::new(
                "take it away: the list of contents is made of the headings by itself",
                "poista se: sisällysluettelo tehdään otsikoista itsestään",
            ),
            Slip::Smile => Words::new("write the sign itself, or words", "kirjoita itse merkki tai sanoja"),
            Slip::Script => Words::new("take the line away", "poista rivi"),
        };
        self.push(Diagnostic::error("foreign-writing", title).at(place, label).help(help).fix(fix))
    }

    /// Keys between `---` in the middle of a text.
    pub fn second_front_matter(&mut self, place: &Place) -> Reported {
        self.push(
            Diagnostic::error(
                "second-front-matter",
                Words::new(
                    "the lines that belong to the top of a file stand in its text",
                    "tekstin seassa on tiedoston alkuun kuuluvia rivejä",
                ),
            )
            .at(place, Words::new("readers would see this", "lukijat näkisivät tämän"))
            .help(Words::new(
                "move what is needed to the first lines of the file, between its `---`, and take these lines away",
                "siirrä tarvittava tiedoston ensimmäisille riveille `---`-rivien väliin ja poista nämä rivit",
            )),
        )
    }

    /// `&amp;nbsp;`
    pub fn escaped_twice(
        &mut self,
        place: &Place,
        meant: Option<&str>,
        more: usize,
        fix: Option<Fix>,
    ) -> Reported {
        let more = more_of(more);
        let help = match meant {
            Some("\u{a0}") => Words::new("write a space in its place", "kirjoita sen tilalle välilyönti"),
            Some("") => Words::new("take it away", "poista se"),
            Some(meant) => say!("write `{meant}`", "kirjoita `{meant}`"),
            None => Words::new("write the sign itself", "kirjoita itse merkki"),
        };
        self.push(
            Diagnostic::error(
                "escaped-twice",
                say!(
                    "readers would see this code in the place of a sign{more}",
                    "lukijat näkisivät merkin tilalla tämän koodin{more}"; more
                ),
            )
            .at(place, Words::new("escaped twice", "muunnettu kahteen kertaan"))
            .help(help)
            .fix(fix),
        )
    }

    /// `[MM1]`
    pub fn comment_mark(&mut self, place: &Place, written: &str, is_certain: bool, fix: Option<Fix>) {
        let title = say!(
            "`{written}` looks like a comment left by a word processor",
            "`{written}` näyttää tekstinkäsittelyn kommentilta"
        );
        let message = match is_certain {
            true => Diagnostic::error("comment-mark", title),
            false => Diagnostic::warning("comment-mark", title),
        };
        let _ = self.push(
            message
                .at(place, Words::new("readers would see this", "lukijat näkisivät tämän"))
                .help(Words::new(
                    "take it away; if it is meant, write a backslash before it",
                    "poista se; jos tarkoitat sitä, kirjoita sen eteen kenoviiva",
                ))
                .fix(fix),
        );
    }

    /// `Error! Reference source not found.`
    pub fn lost_cross_reference(&mut self, place: &Place, written: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "lost-cross-reference",
                say!(
                    "`{written}` is a message of a word processor, not a text",
                    "`{written}` on tekstinkäsittelyn virheilmoitus eikä tekstiä"
                ),
            )
            .at(place, Words::new("a reference was lost here", "tästä on kadonnut viittaus"))
            .help(Words::new(
                "write what the reference named, such as `Table 1`, or a link to it",
                "kirjoita, mihin viittaus johti, esimerkiksi `taulukko 1`, tai linkki siihen",
            )),
        )
    }

    /// `lorem ipsum`
    pub fn filler_text(&mut self, place: &Place, written: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "filler-text",
                say!(
                    "`{written}` fills a place until there is a text",
                    "`{written}` on täytettä, jonka paikalle kuuluu teksti"
                ),
            )
            .at(place, Words::new("readers would see this", "lukijat näkisivät tämän"))
            .help(Words::new(
                "write the text, or make the page a draft: `draft: true`",
                "kirjoita teksti tai tee sivusta luonnos: `draft: true`",
            )),
        )
    }

    /// A letter of a symbol font.
    pub fn symbol_letter(&mut self, place: &Place) -> Reported {
        self.push(
            Diagnostic::error(
                "symbol-letter",
                Words::new(
                    "this sign belongs to a font of a word processor: readers would see an empty box",
                    "tämä merkki kuuluu tekstinkäsittelyn kirjasimeen: lukijat näkisivät tyhjän ruudun",
                ),
            )
            .at(
                place,
                Words::new("a sign that only one font has", "merkki, joka on vain yhdessä kirjasimessa"),
            )
            .help(Words::new(
                "delete it and type the sign that is meant, such as `→`, `✓` or `–`",
                "poista se ja kirjoita tarkoittamasi merkki, esimerkiksi `→`, `✓` tai `–`",
            )),
        )
    }

    /// `ﬁ` as one sign.
    pub fn ligature(&mut self, place: &Place, meant: &str, more: usize, fix: Option<Fix>) {
        let more = more_of(more);
        self.warn(
            Diagnostic::warning(
                "joined-letters",
                say!(
                    "two letters are one sign here, as PDF files have them: the search does not find the word{more}",
                    "kaksi kirjainta on tässä yhtenä merkkinä, kuten PDF-tiedostoissa: haku ei löydä sanaa{more}"; more
                ),
            )
            .at(place, Words::new("joined letters", "yhteen liitetyt kirjaimet"))
            .help(say!("write `{meant}`", "kirjoita `{meant}`"))
            .fix(fix),
        );
    }

    /// Blanks that do not break, in a row or between all words.
    pub fn many_no_break_spaces(&mut self, place: &Place, more: usize, fix: Option<Fix>) {
        let more = more_of(more);
        self.warn(
            Diagnostic::warning(
                "no-break-spaces",
                say!(
                    "spaces that do not break keep these words apart or on one line{more}",
                    "sitovat välilyönnit tekevät tähän aukon tai estävät rivin katkeamisen{more}"; more
                ),
            )
            .at(place, Words::new("left by a word processor", "jäänyt tekstinkäsittelystä"))
            .help(Words::new(
                "write one ordinary space in their place",
                "kirjoita niiden tilalle yksi tavallinen välilyönti",
            ))
            .fix(fix),
        );
    }

    /// An address or a telephone number that cannot be tapped.
    pub fn plain_contact(
        &mut self,
        place: &Place,
        slip: ContactSlip,
        meant: &str,
        more: usize,
        fix: Option<Fix>,
    ) {
        let more = more_of(more);
        let title = match slip {
            ContactSlip::Mail => say!(
                "readers cannot tap this e-mail address{more}",
                "lukija ei voi napsauttaa tätä sähköpostiosoitetta{more}"; more
            ),
            ContactSlip::HiddenMail => say!(
                "readers can neither tap nor copy this e-mail address{more}",
                "lukija ei voi napsauttaa eikä kopioida tätä sähköpostiosoitetta{more}"; more
            ),
            ContactSlip::Phone => say!(
                "readers cannot tap this telephone number{more}",
                "lukija ei voi napsauttaa tätä puhelinnumeroa{more}"; more
            ),
        };
        self.warn(
            Diagnostic::warning("plain-contact", title)
                .at(place, Words::new("plain text", "pelkkää tekstiä"))
                .help(say!("write `{meant}`", "kirjoita `{meant}`"))
                .fix(fix),
        );
    }

    /// An amount or percentage in prose that is a value of the rules.
    pub fn typed_value(
        &mut self,
        place: &Place,
        written: &str,
        references: &[String],
        is_plain: bool,
    ) -> Reported {
        let braced: Vec<String> = references.iter().map(|name| format!("`{{{{ {name} }}}}`")).collect();
        let meant = Words { en: braced.join(" or ").into(), fi: braced.join(" tai ").into() };
        let fix = match (braced.as_slice(), is_plain) {
            ([only], true) => Fix::instead(place, only.trim_matches('`')),
            _ => None,
        };
        self.push(
            Diagnostic::error(
                "typed-value",
                say!(
                    "`{written}` is typed here, but it is a value of the rules",
                    "`{written}` on kirjoitettu tähän käsin, mutta se on sääntöjen arvo"
                ),
            )
            .at(place, Words::new("goes stale when the rules change", "jää vanhaksi, kun säännöt muuttuvat"))
            .help(say!(
                "write {meant}; if this is another number, write `{written}{{not-a-value}}`",
                "kirjoita {meant}; jos tämä on jokin muu luku, kirjoita `{written}{{ei-arvo}}`"; meant
            ))
            .fix(fix),
        )
    }

    /// `8 000 € {ei-arvo}`: the mark belongs to what stands right before it.
    pub fn blank_before_mark(&mut self, place: &Place, written: &str, mark: &str, gap: &Place) -> Reported {
        let edit = gap.range().map(|range| Edit { place: range, text: String::new() });
        let fix = edit.map(|edit| Fix::certain(&gap.file, vec![edit]));
        self.push(
            Diagnostic::error(
                "typed-value",
                say!("a space stands before `{mark}`", "merkinnän `{mark}` edessä on välilyönti"),
            )
            .at(place, Words::new("the mark says nothing of the number so", "näin merkintä ei koske lukua"))
            .help(say!("take the space away: `{written}{mark}`", "poista välilyönti: `{written}{mark}`"))
            .fix(fix),
        )
    }

    /// `![IMG_1234.jpg](IMG_1234.jpg)`
    pub fn file_name_for_words(&mut self, place: &Place, words: &str, url: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "file-name-for-words",
                say!(
                    "`{words}` is the name of a file: it says nothing to those who do not see the picture",
                    "`{words}` on tiedoston nimi: se ei kerro mitään sille, joka ei näe kuvaa"
                ),
            )
            .at(place, Words::new("alternative text", "vaihtoehtoinen teksti"))
            .help(say!(
                "write what the picture shows: `![The new lean-to by the lake]({url})`",
                "kirjoita, mitä kuvassa on: `![Uusi laavu järven rannalla]({url})`"
            )),
        )
    }
}
