//! What the text of a page says that readers would not see, or not as it was meant.

use super::{Diagnostic, Diagnostics, Edit, Fix, Reported, Words, say};
use crate::source::Place;

/// Anchors.
impl Diagnostics {
    /// An anchor of an author's that the template of the page has.
    pub fn anchor_of_the_template(&mut self, place: &Place, id: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "anchor-of-the-theme",
                say!(
                    "the theme has the anchor `{id}` on this page",
                    "ankkuri `{id}` on sivulla jo, teeman käytössä"
                ),
            )
            .at(place, Words::new("links would lead elsewhere", "linkit johtaisivat muualle"))
            .help(say!(
                "give this heading another one, such as `{{#{id}-2}}`",
                "anna tälle otsikolle toinen, esimerkiksi `{{#{id}-2}}`"
            )),
        )
    }

    /// A block that stands on a page twice, with the same anchors in it.
    pub fn block_twice(&mut self, place: &Place, first: &Place, id: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "block-twice",
                Words::new("this block is on the page already", "tämä lohko on sivulla jo"),
            )
            .at(place, say!("brings the anchor `{id}` a second time", "toisi ankkurin `{id}` toisen kerran"))
            .related(first, Words::new("here first", "täällä ensimmäisen kerran"))
            .help(Words::new(
                "take this line out, or write a link to the heading above the first one",
                "poista tämä rivi tai kirjoita sen tilalle linkki ensimmäisen yläpuolella olevaan otsikkoon",
            )),
        )
    }

    /// An anchor that a finished page has twice, by its template.
    pub fn id_twice(
        &mut self,
        id: &str,
        place: Option<&Place>,
        (template, page, more): (&str, &str, usize),
    ) -> Reported {
        let mut message = Diagnostic::error(
            "id-twice",
            say!("the id `{id}` stands twice on a page", "tunniste `{id}` on sivulla kahdesti"),
        );
        if let Some(place) = place {
            message = message.at(place, Words::new("this one or another", "tämä tai jokin toinen"));
        }
        self.push(message.note(on_pages(template, page, more)).help(say!(
            "give one of them another id in the template, such as `{id}-2`, and change what refers to it",
            "anna toiselle niistä sivupohjassa uusi tunniste, esimerkiksi `{id}-2`, ja muuta viittaukset siihen"
        )))
    }

    /// An attribute of a finished page that names an id which the page does not have.
    pub fn reference_to_no_id(
        &mut self,
        attribute: &str,
        id: &str,
        place: Option<&Place>,
        (page, more): (&str, usize),
    ) {
        let mut message = Diagnostic::warning(
            "no-such-id",
            say!(
                "`{attribute}=\"{id}\"` names nothing on its page",
                "määritteellä `{attribute}=\"{id}\"` ei ole sivulla kohdetta"
            ),
        );
        if let Some(place) = place {
            message = message.at(place, Words::new("no such id", "tunnistetta ei ole"));
        }
        let pages = match more {
            0 => say!("on the page `{page}`", "sivulla `{page}`"),
            more => say!("on the page `{page}` and {more} more", "sivulla `{page}` ja {more} muulla"),
        };
        self.warn(message.note(pages).help(say!(
            "write `id=\"{id}\"` on the element that is meant, or leave the attribute out where there is none",
            "kirjoita tarkoitettuun elementtiin `id=\"{id}\"` tai jätä määrite pois, kun elementtiä ei ole"
        )));
    }
}

fn on_pages(template: &str, page: &str, more: usize) -> Words {
    match more {
        0 => say!("made by `{template}` on the page `{page}`", "sivupohjasta `{template}`, sivulla `{page}`"),
        more => say!(
            "made by `{template}` on the page `{page}` and {more} more",
            "sivupohjasta `{template}`, sivulla `{page}` ja {more} muulla"
        ),
    }
}

/// Where a link ends whose words go on at `from`: behind `](…)` on the same line, if nothing is nested in it.
fn end_of_link(text: &str, from: usize) -> Option<usize> {
    let line = text.get(from..)?.lines().next()?;
    let address = line.find(['[', ']']).filter(|&at| line[at..].starts_with("]("))? + 2;
    let end = address + line[address..].find(['(', ')', '<', '"'])?;
    line[end..].starts_with(')').then_some(from + end + 1)
}

/// Words that would be lost.
impl Diagnostics {
    /// A cell of a row beyond the columns of its table.
    pub fn cell_without_column(&mut self, place: &Place, columns: usize) -> Reported {
        self.push(
            Diagnostic::error(
                "cell-without-column",
                say!(
                    "this row has more cells than the {columns} of the table's first row",
                    "tällä rivillä on enemmän soluja kuin taulukon ensimmäisen rivin {columns}"
                ),
            )
            .at(place, Words::new("would not be shown", "ei näkyisi sivulla"))
            .help(Words::new(
                "add a column to the first two rows of the table, or move this text into one of the other cells; a `|` that is no border is written `\\|`",
                "lisää taulukon kahdelle ensimmäiselle riville sarake tai siirrä tämä teksti johonkin muuhun soluun; jos `|` ei ole solun raja, kirjoita `\\|`",
            )),
        )
    }

    /// `|` within code in a row of a table.
    pub fn code_cut_by_a_bar(&mut self, place: &Place) -> Reported {
        let meant = place.written().unwrap_or_default().replace('|', "\\|");
        self.push(
            Diagnostic::error(
                "code-in-two-cells",
                Words::new(
                    "the sign `|` cuts this code into two cells",
                    "merkki `|` jakaa tämän koodin kahteen soluun",
                ),
            )
            .at(place, Words::new("one piece of code, two cells", "yksi koodi, kaksi solua"))
            .help(say!("write {meant}", "kirjoita {meant}"))
            .fix(Fix::instead(place, meant.clone())),
        )
    }

    /// A second note of the same name.
    pub fn footnote_twice(&mut self, place: &Place, name: &str, first: &Place) -> Reported {
        self.push(
            Diagnostic::error(
                "footnote-twice",
                say!("there are two footnotes `{name}`", "alaviitteitä `{name}` on kaksi"),
            )
            .at(place, Words::new("would not be shown", "ei näkyisi sivulla"))
            .related(first, Words::new("this one is shown", "tämä näkyy"))
            .help(say!(
                "give this one a name of its own, as in `[^{name}-2]:`, and write `[^{name}-2]` in the text; or take it out",
                "anna tälle oma nimi, esimerkiksi `[^{name}-2]:`, ja kirjoita tekstiin `[^{name}-2]`; tai poista se"
            )),
        )
    }

    /// The sign of a note within the brackets of a link or picture.
    pub fn note_within_link(&mut self, place: &Place) -> Reported {
        let sign = place.written().unwrap_or("[^1]");
        let fix = place.range().and_then(|range| {
            let behind = end_of_link(&place.file.text, range.end)?;
            let taken = Edit { place: range, text: String::new() };
            let moved = Edit { place: behind..behind, text: sign.to_owned() };
            Some(Fix::likely(&place.file, vec![taken, moved]))
        });
        self.push(
            Diagnostic::error(
                "footnote-within-link",
                Words::new(
                    "a footnote cannot stand within the brackets of a link or picture",
                    "alaviite ei voi olla linkin tai kuvan hakasulkujen sisällä",
                ),
            )
            .at(place, Words::new("is a link itself", "on itsekin linkki"))
            .help(say!(
                "take it from here and write `{sign}` behind the closing bracket `)`",
                "siirrä `{sign}` sulkevan merkin `)` perään"
            ))
            .fix(fix),
        )
    }

    /// A second definition of a link's name.
    pub fn definition_twice(&mut self, place: &Place, name: &str, first: Option<&Place>) -> Reported {
        let mut message = Diagnostic::error(
            "definition-twice",
            say!("the link `[{name}]` has two addresses", "linkillä `[{name}]` on kaksi osoitetta"),
        )
        .at(place, Words::new("would not be used", "ei tulisi käyttöön"));
        if let Some(first) = first {
            message = message.related(first, Words::new("this one is used", "tämä on käytössä"));
        }
        self.push(message.help(Words::new(
            "take one of the two lines out, or give it a name of its own and write that in the text",
            "poista toinen riveistä tai anna sille oma nimi ja kirjoita se tekstiin",
        )))
    }

    /// An address that no link of the page uses.
    pub fn unused_definition(&mut self, place: &Place, name: &str) {
        self.warn(
            Diagnostic::warning(
                "unused-definition",
                say!("no link uses the address `[{name}]`", "mikään linkki ei käytä osoitetta `[{name}]`"),
            )
            .at(place, Words::new("is not shown", "ei näy sivulla"))
            .help(say!(
                "write `[text][{name}]` in the text where the link belongs, or take this line out",
                "kirjoita `[teksti][{name}]` tekstiin siihen, mihin linkki kuuluu, tai poista tämä rivi"
            )),
        );
    }

    /// Text in the line that begins a block of code.
    pub fn words_behind_a_fence(&mut self, place: &Place) {
        self.warn(
            Diagnostic::warning(
                "words-behind-fence",
                Words::new("these words are not shown", "nämä sanat eivät näy sivulla"),
            )
            .at(
                place,
                Words::new(
                    "only the name of a language stands here",
                    "tähän kuuluu korkeintaan yhden kielen nimi",
                ),
            )
            .help(Words::new("begin the code on the next line", "aloita koodi vasta seuraavalta riviltä")),
        );
    }

    /// Text in the line of a comment.
    pub fn words_beside_a_comment(&mut self, place: &Place) -> Reported {
        self.push(
            Diagnostic::error(
                "words-beside-comment",
                Words::new(
                    "this text stands on the line of a comment",
                    "tämä teksti on samalla rivillä kommentin kanssa",
                ),
            )
            .at(place, Words::new("would not be shown", "ei näkyisi sivulla"))
            .help(Words::new(
                "move it below the comment, with an empty line between them",
                "siirrä se kommentin alapuolelle ja jätä väliin tyhjä rivi",
            )),
        )
    }

    /// A number of a list that becomes another.
    pub fn number_of_item(&mut self, place: &Place, written: u64, shown: u64) {
        self.warn(
            Diagnostic::warning(
                "number-of-item",
                say!(
                    "`{written}.` is shown as {shown}, since a list counts on from its first number",
                    "`{written}.` näkyy lukuna {shown}, koska luettelo jatkuu ensimmäisestä luvustaan"
                ),
            )
            .at(place, Words::new("becomes the number of an item", "tästä tulee luettelon numero"))
            .help(say!(
                "if the numbers themselves are meant, write each as `{written}\\.`, with an empty line between them",
                "jos tarkoitat itse lukuja, kirjoita jokainen näin: `{written}\\.`, ja jätä niiden väliin tyhjä rivi"
            )),
        );
    }

    /// `: ` below a sentence.
    pub fn sentence_as_a_term(&mut self, place: &Place) {
        let fix = place.range().map(|range| {
            let edit = Edit { place: range.start..range.start, text: "\\".to_owned() };
            Fix::likely(&place.file, vec![edit])
        });
        self.warn(
            Diagnostic::warning(
                "sentence-as-term",
                Words::new(
                    "the colon makes this line the definition of the sentence above",
                    "kaksoispiste tekee tästä rivistä yläpuolella olevan virkkeen määritelmän",
                ),
            )
            .at(place, Words::new("begins a definition", "aloittaa määritelmän"))
            .help(Words::new(
                "if no list of definitions is meant, write `\\:`",
                "jos et tarkoita määritelmäluetteloa, kirjoita `\\:`",
            ))
            .fix(fix),
        );
    }

    /// A title of a link or picture among the words of a picture.
    pub fn title_within_picture(&mut self, place: &Place, title: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "title-within-picture",
                say!("`{title}` has no place to be shown", "tekstille `{title}` ei ole paikkaa sivulla"),
            )
            .at(place, Words::new("stands within the words of a picture", "on kuvan sanojen sisällä"))
            .help(Words::new(
                "write plain words between the brackets of the picture",
                "kirjoita kuvan hakasulkujen väliin pelkkiä sanoja",
            )),
        )
    }

    /// A link that shows nothing to press.
    pub fn link_without_words(&mut self, place: &Place) -> Reported {
        let address =
            place.written().and_then(|written| written.split_once("](")).map_or("…)", |(_, rest)| rest);
        self.push(
            Diagnostic::error(
                "link-without-words",
                Words::new("this link has no words", "tässä linkissä ei ole sanoja"),
            )
            .at(place, Words::new("nothing to press", "ei mitään painettavaa"))
            .help(say!(
                "say what the reader finds there: `[How to apply]({address}`",
                "kerro, mitä lukija löytää: `[Näin haet tukea]({address}`"
            )),
        )
    }
}
