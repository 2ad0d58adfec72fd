//! What must not be published, and what a new site still lacks.

use super::{Diagnostic, Diagnostics, Fix, Severity, Words, say};
use crate::source::Place;

/// Where readers see a thing that stands in another file.
#[derive(Debug, Clone)]
pub struct Shown {
    /// `/rahoitus/`
    pub address: String,
    /// On how many pages besides.
    pub more: usize,
}

/// Codes of what a new site has to be given before it is published.
const UNFINISHED: [&str; 2] = ["to-fill-in", "sample-value"];

impl Diagnostic {
    /// At a place where there is one, with the page that shows it.
    fn seen(mut self, place: Option<&Place>, label: Words, shown: Option<&Shown>) -> Self {
        if let Some(place) = place {
            self = self.at(place, label);
        }
        match shown {
            Some(Shown { address, more: 0 }) => self.note(say!(
                "readers would see it on `{address}`",
                "lukijat näkisivät tämän sivulla `{address}`"
            )),
            Some(Shown { address, more }) => self.note(say!(
                "readers would see it on `{address}` and in {more} more places",
                "lukijat näkisivät tämän sivulla `{address}` ja {more} muussa paikassa"
            )),
            None => self,
        }
    }
}

impl Diagnostics {
    /// Whether an error is told of this place already.
    pub(crate) fn tells_of(&self, place: &Place) -> bool {
        let Some(range) = place.range() else { return false };
        let is_there = |other: &Place| {
            other.file.path == place.file.path
                && other.range().is_some_and(|other| other.start < range.end && range.start < other.end)
        };
        self.messages
            .iter()
            .filter(|message| message.severity == Severity::Error)
            .any(|message| message.place.iter().chain(&message.related).any(|(other, _)| is_there(other)))
    }

    /// Braces of templates that stand on a finished page.
    pub fn braces_shown(
        &mut self,
        place: Option<&Place>,
        shown: Option<&Shown>,
        written: &str,
        in_page: bool,
    ) {
        let is_name = written.starts_with("{{");
        let title = say!(
            "readers would see `{written}` as it stands",
            "lukijat näkisivät tekstin `{written}` sellaisenaan"
        );
        let label = match is_name {
            true => Words::new("no value has this name", "tämän nimistä arvoa ei ole"),
            false => Words::new("means nothing here", "ei tarkoita tässä mitään"),
        };
        let help = match (is_name, in_page) {
            (true, true) => Words::new(
                "a name is one word without spaces, such as `{{ site.name }}`; `leader-site explain` lists the names. If readers should see the braces, put the text between backticks",
                "nimi on yksi sana ilman välilyöntejä, kuten `{{ site.name }}`; nimet näkee komennolla `leader-site explain`. Jos lukijan kuuluu nähdä aaltosulkeet, kirjoita teksti gravis-merkkien (`) väliin",
            ),
            (false, true) => Words::new(
                "take it away: pages know only names such as `{{ site.name }}`. If readers should see it, put it between backticks",
                "poista se: sivuilla on vain nimiä, kuten `{{ site.name }}`. Jos lukijan kuuluu nähdä se, kirjoita se gravis-merkkien (`) väliin",
            ),
            (_, false) => Words::new(
                "take the braces away, or write the words that readers should see",
                "poista aaltosulkeet tai kirjoita sanat, jotka lukijan kuuluu nähdä",
            ),
        };
        let _ = self.push(Diagnostic::error("braces-shown", title).seen(place, label, shown).help(help));
    }

    /// A mark for the editor. Until the site has its own address it may stay.
    pub fn to_fill_in(&mut self, place: Option<&Place>, shown: Option<&Shown>, mark: &str, is_error: bool) {
        let title = say!("here is something to fill in: `{mark}`", "tässä on täydennettävää: `{mark}`");
        let message = match is_error {
            true => Diagnostic::error("to-fill-in", title),
            false => Diagnostic::warning("to-fill-in", title),
        };
        let message = message.seen(
            place,
            Words::new("readers would see this mark", "lukijat näkisivät tämän merkinnän"),
            shown,
        );
        let message = message.help(Words::new(
            "write here what the mark asks for, and take the mark away",
            "kirjoita tähän se, mitä merkintä pyytää, ja poista merkintä",
        ));
        let _ = self.push(while_an_example(message, is_error));
    }

    /// A comment in the settings that asks for something.
    pub fn comment_to_fill_in(&mut self, place: &Place, mark: &str) {
        self.warn(
            Diagnostic::warning(
                "to-fill-in",
                say!(
                    "a comment asks for something to fill in: `{mark}`",
                    "huomautus pyytää täydentämään: `{mark}`"
                ),
            )
            .at(place, Words::new("is this done?", "onko tämä tehty?"))
            .help(Words::new(
                "write the values of your own association below it, then take this comment away",
                "kirjoita sen alle oman yhdistyksesi tiedot ja poista sitten tämä huomautus",
            )),
        );
    }

    /// An authority that is still called what a new site calls it.
    pub fn authority_to_fill_in(&mut self, place: &Place, name: &str, is_error: bool) {
        let title =
            say!("`{name}` is no authority's name yet", "`{name}` ei ole vielä minkään viranomaisen nimi");
        let message = match is_error {
            true => Diagnostic::error("to-fill-in", title),
            false => Diagnostic::warning("to-fill-in", title),
        };
        let message = message
            .at(place, Words::new("as a new site has it", "näin uudessa sivustossa"))
            .help(Words::new(
                "write the name of the authority that decides in your area, such as `name: Itä-Suomen elinvoimakeskus`",
                "kirjoita alueesi päättävän viranomaisen nimi, esimerkiksi `name: Itä-Suomen elinvoimakeskus`",
            ));
        let _ = self.push(while_an_example(message, is_error));
    }

    /// A value of the rules that another group decided.
    pub fn value_of_another_group(
        &mut self,
        source: &Place,
        id: &str,
        group: &str,
        source_id: &str,
        is_error: bool,
    ) {
        let title = say!(
            "the value `{id}` is that of another group: {group}",
            "arvo `{id}` on toisen ryhmän arvo: {group}"
        );
        let message = match is_error {
            true => Diagnostic::error("sample-value", title),
            false => Diagnostic::warning("sample-value", title),
        };
        let message = message
            .at(source, say!("a decision of {group}", "ryhmän {group} päätös"))
            .help(say!(
                "check the value against the decisions of your own group, then name their source here. Where your group has decided the same, change `group` and `url` of `{source_id}` in content/rules/sources.yaml",
                "tarkista arvo oman ryhmäsi päätöksistä ja vaihda tähän niiden lähde. Jos oma ryhmäsi on päättänyt samoin, vaihda lähteen `{source_id}` kohdat `group` ja `url` tiedostossa content/rules/sources.yaml"
            ));
        let _ = self.push(while_an_example(message, is_error));
    }

    /// An address that opens on the author's own machine alone.
    pub fn link_to_preview(
        &mut self,
        place: Option<&Place>,
        shown: Option<&Shown>,
        written: &str,
        cure: Option<&str>,
    ) {
        let help = match cure {
            Some(cure) => say!("write `{cure}` instead", "kirjoita sen tilalle `{cure}`"),
            None => Words::new(
                "write the file of the page, such as `../rahoitus/talkootyo.md`, or the address at which everybody finds it",
                "kirjoita sivun tiedosto, esimerkiksi `../rahoitus/talkootyo.md`, tai osoite, josta kaikki sen löytävät",
            ),
        };
        let title =
            say!("`{written}` opens on your own computer alone", "`{written}` aukeaa vain omalla koneellasi");
        let label = Words::new("nobody else gets there", "kukaan muu ei pääse tänne");
        let alone = place.filter(|place| place.written() == Some(written));
        let fix = alone.zip(cure).and_then(|(place, cure)| Fix::instead(place, cure));
        let message = Diagnostic::error("link-to-preview", title).seen(place, label, shown);
        let _ = self.push(message.help(help).fix(fix));
    }

    /// An address that only those on one network reach.
    pub fn private_address(&mut self, place: Option<&Place>, shown: Option<&Shown>, written: &str) {
        let title = say!(
            "`{written}` opens only for those on the same network",
            "`{written}` aukeaa vain samassa lähiverkossa"
        );
        let label = Words::new("readers do not get there", "lukijat eivät pääse tänne");
        let help = Words::new(
            "write the address at which everybody finds it, with its whole name such as `https://www.ruokavirasto.fi/`, or take the link away",
            "kirjoita osoite, josta kaikki sen löytävät, koko nimellään, esimerkiksi `https://www.ruokavirasto.fi/`, tai poista linkki",
        );
        let _ = self.push(Diagnostic::error("private-address", title).seen(place, label, shown).help(help));
    }

    /// An address of an example on a site that has its own.
    pub fn example_address(
        &mut self,
        place: Option<&Place>,
        shown: Option<&Shown>,
        written: &str,
        base: &str,
    ) {
        let title = say!(
            "`{written}` is an example: nobody is there",
            "`{written}` on esimerkki: siellä ei ole ketään"
        );
        let label = Words::new("an address of an example", "esimerkin osoite");
        let message = Diagnostic::error("example-address", title).seen(place, label, shown);
        let message = message.note(say!(
            "the site is to be published at `{base}`, so readers will use it",
            "sivusto julkaistaan osoitteessa `{base}`, joten lukijat käyttävät sitä"
        ));
        let _ = self.push(message.help(Words::new(
            "write your own address here, or take it away",
            "kirjoita tähän oma osoitteesi tai poista se",
        )));
    }

    /// The address of the site, or of its office, is still that of an example.
    pub fn still_an_example(&mut self, place: &Place, written: &str) {
        self.warn(
            Diagnostic::warning(
                "example-address",
                say!("`{written}` is still an example", "`{written}` on vielä esimerkki"),
            )
            .at(place, Words::new("nobody is there", "siellä ei ole ketään"))
            .help(Words::new(
                "write your own address here before you publish the site",
                "kirjoita tähän oma osoitteesi ennen kuin julkaiset sivuston",
            )),
        );
    }

    /// The marks that a merge of two versions leaves.
    pub fn merge_conflict(&mut self, place: &Place) {
        let _ = self.push(
            Diagnostic::error(
                "merge-conflict",
                Words::new("two versions of this file were not put together", "tiedoston kahden version yhdistäminen on kesken"),
            )
            .at(place, Words::new("one version begins or ends here", "toinen versio alkaa tai päättyy tähän"))
            .help(Words::new(
                "keep the lines that are right, and take away the others and the lines that begin with `<<<<<<<`, `|||||||`, `=======` and `>>>>>>>`",
                "jätä oikeat rivit ja poista muut sekä rivit, joiden alussa on `<<<<<<<`, `|||||||`, `=======` tai `>>>>>>>`",
            )),
        );
    }

    /// A line of a merge on a finished page.
    pub fn conflict_shown(&mut self, place: Option<&Place>, shown: Option<&Shown>, written: &str) {
        let title = say!(
            "`{written}` is left of putting two versions together",
            "`{written}` on jäänyt kahden version yhdistämisestä"
        );
        let label = Words::new("readers would see this line", "lukijat näkisivät tämän rivin");
        let help = Words::new("take the line away", "poista rivi");
        let _ = self.push(Diagnostic::error("merge-conflict", title).seen(place, label, shown).help(help));
    }

    /// Letters that were saved in one encoding and read in another.
    pub fn misread_letters(
        &mut self,
        place: Option<&Place>,
        shown: Option<&Shown>,
        written: &str,
        meant: &str,
    ) {
        let title = say!(
            "the letters of `{written}` were converted twice",
            "tekstin `{written}` kirjaimet on muunnettu kahteen kertaan"
        );
        let label = say!("most likely `{meant}`", "luultavasti `{meant}`");
        let help = say!(
            "write `{meant}`. If the whole file looks like this, take an earlier copy of it and save that as UTF-8",
            "kirjoita `{meant}`. Jos koko tiedosto on tällainen, ota siitä aiempi kopio ja tallenna se UTF-8-muodossa"
        );
        // Only where the place is the word: elsewhere an edit would write over its surroundings.
        let alone = place.filter(|place| place.written() == Some(written));
        let fix = alone.and_then(|place| Fix::instead(place, meant));
        let message = Diagnostic::error("misread-letters", title).seen(place, label, shown);
        let _ = self.push(message.help(help).fix(fix));
    }

    /// The sign that stands in the place of a letter which could not be read.
    pub fn lost_letter(&mut self, place: Option<&Place>, shown: Option<&Shown>, written: &str) {
        let title = say!("a letter of `{written}` is lost", "tekstistä `{written}` on kadonnut kirjain");
        let label = Words::new(
            "`\u{fffd}` stands for what could not be read",
            "`\u{fffd}` on merkin tilalla, jota ei voitu lukea",
        );
        let help = Words::new("write the word again", "kirjoita sana uudelleen");
        let _ = self.push(Diagnostic::error("lost-letter", title).seen(place, label, shown).help(help));
    }

    /// Words of the pattern that a page was begun from.
    pub fn words_of_pattern(&mut self, place: &Place) {
        let _ = self.push(
            Diagnostic::error(
                "pattern-words",
                Words::new("the words of the pattern are still here", "pohjan ohjeteksti on vielä tässä"),
            )
            .at(place, Words::new("written for you, not for readers", "kirjoitettu sinulle, ei lukijoille"))
            .help(Words::new(
                "write your own text here, or add `draft: true` to the front matter until you have",
                "kirjoita tähän oma teksti tai lisää alkutietoihin `draft: true` siksi aikaa",
            )),
        );
    }

    /// Puts what a new site still lacks into one warning, for those who build and did not ask for a list.
    pub fn gather_unfinished(&mut self) {
        let is_one = |message: &Diagnostic| {
            message.severity == Severity::Warning && UNFINISHED.contains(&message.code)
        };
        let all: Vec<Diagnostic> =
            self.sorted().into_iter().filter(|message| is_one(message)).cloned().collect();
        if all.len() < 2 {
            return;
        }
        self.messages.retain(|message| !is_one(message));
        let mut lines: Vec<(String, Vec<usize>)> = Vec::new();
        for (place, _) in all.iter().filter_map(|message| message.place.as_ref()) {
            let line = place.line_column().map(|(line, _)| line);
            match lines.iter_mut().find(|(file, _)| *file == place.file.path) {
                Some((_, known)) => known.extend(line),
                None => lines.push((place.file.path.clone(), line.into_iter().collect())),
            }
        }
        let count = all.len();
        let mut message = Diagnostic::warning(
            "to-fill-in",
            say!(
                "{count} places of this site are still to be filled in",
                "sivustossa on {count} täydennettävää kohtaa"
            ),
        );
        for (file, lines) in lines {
            let listed = lines.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
            message = message.note(match lines.len() {
                0 => Words::same(file),
                1 => say!("{file}: line {listed}", "{file}: rivi {listed}"),
                _ => say!("{file}: lines {listed}", "{file}: rivit {listed}"),
            });
        }
        let message = while_an_example(message, false);
        self.warn(message.help(Words::new(
            "`leader-site check --all` shows each of them and what to write",
            "`leader-site check --all` näyttää jokaisen ja kertoo, mitä siihen kirjoitetaan",
        )));
    }
}

/// Says why what is missing does not stop a build, or why it does.
fn while_an_example(message: Diagnostic, is_error: bool) -> Diagnostic {
    message.note(match is_error {
        true => Words::new(
            "the site has its own address, so this would be published",
            "sivustolla on oma osoite, joten tämä julkaistaisiin",
        ),
        false => Words::new(
            "`base_url` is still an example, so this does not stop the build; with the address of your own site it does",
            "`base_url` on vielä esimerkki, joten tämä ei pysäytä; kun siinä on sivuston oma osoite, tämä pysäyttää",
        ),
    })
}
