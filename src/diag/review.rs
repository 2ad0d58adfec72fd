//! What `check` tells beyond the mistakes that stop a build. All of it is advice: a warning each.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Diagnostic, Diagnostics, Severity, Words, amounts, say};
use crate::review::web::Why;
use crate::source::{Place, Spanned};

/// Places besides the first that a message shows.
const RELATED: usize = 3;

/// What the findings are about, by their codes; for the summary.
static KINDS: [(Words, &[&str]); 9] = [
    (
        Words::new("to do before publishing", "tehtävä ennen julkaisua"),
        &["to-fill-in", "sample-value", "example-address"],
    ),
    (
        Words::new("links to other sites", "linkit muualle"),
        &["dead-link", "moved-link", "unchecked-link", "no-network"],
    ),
    (Words::new("pages nobody finds", "sivut ilman linkkejä"), &["lost-page"]),
    (
        Words::new("titles and descriptions", "otsikot ja kuvaukset"),
        &[
            "no-description",
            "long-description",
            "short-description",
            "same-description",
            "long-title",
            "same-title",
        ],
    ),
    (
        Words::new("reading", "luettavuus"),
        &[
            "long-sentence",
            "long-paragraph",
            "few-headings",
            "empty-link-text",
            "bare-link",
            "plain-address",
            "many-capitals",
        ],
    ),
    (
        Words::new("pictures and files", "kuvat ja tiedostot"),
        &["heavy-picture", "picture-not-shown", "unused-file", "huge-file"],
    ),
    (
        Words::new("rules and sources", "säännöt ja lähteet"),
        &["expires-soon", "authority-ends", "old-source", "source-date", "unused-source", "unused"],
    ),
    (
        Words::new("translations", "käännökset"),
        &["no-translation", "no-original", "older-translation", "copied-text"],
    ),
    (Words::new("unused parts", "käyttämättömät osat"), &["unused-text", "unused-template", "unused-static"]),
];

/// Codes of what could not be looked at, and of servers on trial beside a site on trial: no mistake of an author.
const NOT_SEEN: [&str; 3] = ["unchecked-link", "no-network", "link-to-preview"];

impl Diagnostics {
    /// How many warnings there are that an author can do something about.
    pub fn count_mendable(&self) -> usize {
        let mendable = |message: &&Diagnostic| {
            message.severity == Severity::Warning && !NOT_SEEN.contains(&message.code)
        };
        self.messages.iter().filter(mendable).count()
    }

    /// The warnings by what they are about: `reading 4, translations 1`.
    pub fn kinds(&self) -> Words {
        let mut counts = vec![0; KINDS.len()];
        let mut other = 0;
        for message in self.messages.iter().filter(|message| message.severity == Severity::Warning) {
            match KINDS.iter().position(|(_, codes)| codes.contains(&message.code)) {
                Some(kind) => counts[kind] += 1,
                None => other += 1,
            }
        }
        let kinds = KINDS.iter().map(|(words, _)| words.clone()).zip(counts);
        let mut list = Words::default();
        for (words, count) in kinds.chain([(Words::new("other", "muut"), other)]) {
            if count > 0 {
                let comma = if list.is_empty() { "" } else { ", " };
                list = say!("{list}{comma}{words} {count}", "{list}{comma}{words} {count}"; list, words);
            }
        }
        list
    }
}

impl Diagnostics {
    /// Drops the warnings of each kind that go beyond a number. Gives back how many.
    pub fn keep_few(&mut self, of_one_kind: usize) -> usize {
        let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
        let order: Vec<Diagnostic> = self.sorted().into_iter().cloned().collect();
        let all = order.len();
        self.messages = order
            .into_iter()
            .filter(|message| {
                let count = counts.entry(message.code).or_default();
                *count += 1;
                // Whoever publishes a new site wants each place of it.
                let is_wanted = KINDS[0].1.contains(&message.code);
                message.severity == Severity::Error || is_wanted || *count <= of_one_kind
            })
            .collect();
        all - self.messages.len()
    }
}

/// Adds where else something stands.
fn elsewhere(mut message: Diagnostic, places: &[Place]) -> Diagnostic {
    for place in places.iter().take(RELATED) {
        message = message.related(place, Words::new("and here", "ja täällä"));
    }
    match places.len().saturating_sub(RELATED) {
        0 => message,
        more => message.note(say!("and in {more} more places", "ja lisäksi {more} muussa paikassa")),
    }
}

/// Puts a message to the first of the places where an address stands, or names a page that has it.
fn at_first(message: Diagnostic, places: &[Place], page: &str, label: Words) -> Diagnostic {
    match places {
        [first, rest @ ..] => elsewhere(message.at(first, label), rest),
        [] => message.note(label).note(say!("it stands on the page `{page}`", "se on sivulla `{page}`")),
    }
}

/// Links to other sites.
impl Diagnostics {
    pub fn dead_link(&mut self, url: &str, status: Option<u16>, places: &[Place], page: &str) {
        let server = server(url);
        let label = match status {
            Some(status) => say!(
                "the server answers that there is nothing here ({status})",
                "palvelin vastaa, ettei täällä ole mitään ({status})"
            ),
            None => say!("no server is called `{server}`", "palvelinta `{server}` ei löydy"),
        };
        let message = Diagnostic::warning(
            "dead-link",
            say!("the link to `{url}` does not work", "linkki ei toimi: `{url}`"),
        );
        let help = match status {
            Some(_) => say!(
                "look for the page on `{server}` and write its new address, or take the link away",
                "etsi sivu palvelimelta `{server}` ja kirjoita sen uusi osoite, tai poista linkki"
            ),
            None => say!(
                "see whether the name is spelt right; if the site is no more, take the link away",
                "tarkista, onko nimi kirjoitettu oikein; jos sivustoa ei enää ole, poista linkki"
            ),
        };
        self.warn(at_first(message, places, page, label).help(help));
    }

    /// `is_lost`: it leads to a front page now.
    pub fn moved_link(&mut self, url: &str, to: &str, is_lost: bool, places: &[Place], page: &str) {
        let message =
            Diagnostic::warning("moved-link", say!("`{url}` has moved", "osoite on muuttunut: `{url}`"));
        let label = Words::new("leads elsewhere for good", "johtaa pysyvästi muualle");
        let message = at_first(message, places, page, label);
        self.warn(match is_lost {
            true => message
                .note(say!(
                    "it now leads to the front page `{to}`: the page itself is probably gone",
                    "se johtaa nyt etusivulle `{to}`: itse sivua ei luultavasti enää ole"
                ))
                .help(Words::new(
                    "look for the page on the new site and write its address",
                    "etsi sivu uudelta sivustolta ja kirjoita sen osoite",
                )),
            false => message.help(say!("write `{to}` instead", "kirjoita tilalle `{to}`")),
        });
    }

    /// Addresses of one server about which nothing was found out.
    pub fn unchecked_links(&mut self, server: &str, why: Why, urls: &[&str], places: &[Place]) {
        let label = match why {
            Why::Status(status @ (401 | 403 | 405 | 406 | 429 | 451 | 999)) => say!(
                "the server turns programs away ({status}); people may get through",
                "palvelin torjuu ohjelmat ({status}); ihmiselle sivu voi silti avautua"
            ),
            Why::Status(status @ 500..) => say!(
                "the server has a fault just now ({status})",
                "palvelimella on juuri nyt häiriö ({status})"
            ),
            Why::Status(status) => {
                say!("the server answered with {status}", "palvelin vastasi koodilla {status}")
            }
            Why::Slow => Words::new("the server did not answer in time", "palvelin ei vastannut ajoissa"),
            Why::NoConnection => {
                Words::new("the server could not be reached", "palvelimeen ei saatu yhteyttä")
            }
            Why::Certificate => Words::new(
                "the certificate of the server could not be verified",
                "palvelimen varmennetta ei voitu tarkistaa",
            ),
            Why::NoSense => Words::new(
                "the answer was not that of a web server",
                "vastaus ei ollut verkkopalvelimen vastaus",
            ),
            Why::Circle => Words::new("the server sends on and on", "palvelin ohjaa aina vain eteenpäin"),
            Why::Busy => {
                Words::new("the server asked for fewer questions", "palvelin pyysi kyselemään harvemmin")
            }
            Why::Robots => Words::new(
                "the site asks programs to stay away from this page",
                "sivusto pyytää ohjelmia pysymään poissa tältä sivulta",
            ),
            Why::Private => Words::new(
                "the address leads to a private network, where programs do not follow it",
                "osoite johtaa yksityiseen verkkoon, eikä ohjelma seuraa sitä sinne",
            ),
            Why::Written => Words::new(
                "the address has signs that cannot be asked for",
                "osoitteessa on merkkejä, joita ei voi kysyä",
            ),
        };
        let title = match urls {
            [url] => say!("`{url}` could not be checked", "osoitetta ei voitu tarkistaa: `{url}`"),
            _ => {
                let count = urls.len();
                say!(
                    "{count} addresses at `{server}` could not be checked",
                    "palvelimen `{server}` osoitteista jäi tarkistamatta {count}"
                )
            }
        };
        let message = Diagnostic::warning("unchecked-link", title);
        let page = urls.first().copied().unwrap_or_default();
        let help = Words::new(
            "open it in a browser and see whether it works",
            "avaa se selaimessa ja katso, toimiiko se",
        );
        self.warn(at_first(message, places, page, label).help(help));
    }

    pub fn no_network(&mut self, count: usize) {
        self.warn(
            Diagnostic::warning(
                "no-network",
                match count {
                    1 => Words::new(
                        "the network could not be reached: one link to another site was not checked",
                        "verkkoon ei saatu yhteyttä: yksi linkki muualle jäi tarkistamatta",
                    ),
                    _ => say!(
                        "the network could not be reached: {count} links to other sites were not checked",
                        "verkkoon ei saatu yhteyttä: {count} linkkiä muualle jäi tarkistamatta"
                    ),
                },
            )
            .help(Words::new(
                "run `leader-site check` again when the network is there, or leave these links out with `--offline`",
                "aja `leader-site check` uudelleen, kun verkko toimii, tai jätä nämä linkit väliin valitsimella `--offline`",
            )),
        );
    }
}

fn server(url: &str) -> &str {
    url.split("://").nth(1).and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or(url)
}

/// Pages, titles and descriptions.
impl Diagnostics {
    /// `link` leads to the page as written in the file `beside`; `under`: pages that are lost with it.
    pub fn lost_page(
        &mut self,
        place: &Place,
        title: &str,
        link: &str,
        beside: &str,
        path: &str,
        under: usize,
    ) {
        let message = Diagnostic::warning(
            "lost-page",
            say!(
                "no way leads from the front page to the page “{title}”",
                "etusivulta ei pääse sivulle ”{title}”"
            ),
        )
        .at(
            place,
            Words::new("no menu, list or text leads here", "valikot, luettelot ja tekstit eivät johda tänne"),
        );
        let message = match under {
            0 => message,
            1 => message.note(Words::new("nor to the page under it", "eikä sen alasivulle")),
            _ => message.note(say!("nor to the {under} pages under it", "eikä sen {under} alasivulle")),
        };
        self.warn(message.help(say!(
            "link to it, for example with `[{title}]({link})` in `{beside}`, or add `- page: {path}` to `menus` in `content/site.yaml`",
            "lisää siihen linkki, esimerkiksi `[{title}]({link})` tiedostoon `{beside}`, tai lisää rivi `- page: {path}` valikkoon (`menus`) tiedostossa `content/site.yaml`"
        )));
    }

    pub fn long_title(&mut self, place: &Place, length: usize, most: usize, shown: &str) {
        self.warn(
            Diagnostic::warning(
                "long-title",
                Words::new(
                    "this title is too long for search results",
                    "otsikko on liian pitkä hakutuloksiin",
                ),
            )
            .at(
                place,
                say!(
                    "{length} characters; {most} are shown",
                    "{length} merkkiä; hakutuloksessa näkyy {most}"
                ),
            )
            .note(say!("they show “{shown}”", "näkyviin jää ”{shown}”"))
            .help(Words::new(
                "begin with what matters and leave the rest to the description or the text",
                "aloita tärkeimmästä ja siirrä loput kuvaukseen tai tekstiin",
            )),
        );
    }

    pub fn same_title(&mut self, place: &Place, first: &Place, title: &str) {
        self.warn(
            Diagnostic::warning(
                "same-title",
                say!("two pages have the title “{title}”", "kahdella sivulla on otsikko ”{title}”"),
            )
            .at(place, Words::new("the same", "sama"))
            .related(first, Words::new("the other page", "toinen sivu"))
            .help(say!(
                "say what tells them apart, for example a year or a place: `title: {title} …`",
                "kerro, mikä sivut erottaa, esimerkiksi vuosi tai paikka: `title: {title} …`"
            )),
        );
    }

    pub fn no_description(&mut self, place: &Place, suggested: &str) {
        let message = Diagnostic::warning(
            "no-description",
            Words::new("this page has no description", "sivulla ei ole kuvausta"),
        )
        .at(
            place,
            Words::new(
                "search results and lists have nothing to show",
                "hakutuloksilla ja luetteloilla ei ole näytettävää",
            ),
        );
        self.warn(message.help(description_line(suggested)));
    }

    pub fn short_description(&mut self, place: &Place, length: usize, suggested: &str) {
        let message = Diagnostic::warning(
            "short-description",
            Words::new("this description says little", "kuvaus on hyvin lyhyt"),
        )
        .at(
            place,
            say!(
                "{length} characters; one whole sentence reads best",
                "{length} merkkiä; yksi kokonainen virke toimii parhaiten"
            ),
        );
        self.warn(message.help(description_line(suggested)));
    }

    pub fn long_description(&mut self, place: &Place, length: usize, most: usize, shown: &str) {
        self.warn(
            Diagnostic::warning(
                "long-description",
                Words::new(
                    "this description is too long for search results",
                    "kuvaus on liian pitkä hakutuloksiin",
                ),
            )
            .at(
                place,
                say!(
                    "{length} characters; {most} are shown",
                    "{length} merkkiä; hakutuloksessa näkyy {most}"
                ),
            )
            .note(say!("they show “{shown}”", "näkyviin jää ”{shown}”"))
            .help(Words::new(
                "say the same in one shorter sentence",
                "sano sama yhdellä lyhyemmällä virkkeellä",
            )),
        );
    }

    pub fn same_description(&mut self, place: &Place, first: &Place, title: &str) {
        self.warn(
            Diagnostic::warning(
                "same-description",
                Words::new("two pages have the same description", "kahdella sivulla on sama kuvaus"),
            )
            .at(place, Words::new("the same", "sama"))
            .related(first, Words::new("the other page", "toinen sivu"))
            .help(say!(
                "write what there is on “{title}” alone",
                "kirjoita, mitä on juuri sivulla ”{title}”"
            )),
        );
    }
}

fn description_line(suggested: &str) -> Words {
    if suggested.is_empty() {
        return Words::new(
            "say in one sentence what a reader finds on the page: `description: …`",
            "kerro yhdellä virkkeellä, mitä lukija sivulta löytää: `description: …`",
        );
    }
    say!(
        "say in one sentence what a reader finds on the page, for example `description: \"{suggested}\"`",
        "kerro yhdellä virkkeellä, mitä lukija sivulta löytää, esimerkiksi `description: \"{suggested}\"`"
    )
}

/// Adds how many findings of the same page are not told.
fn and_more(message: Diagnostic, more: usize) -> Diagnostic {
    match more {
        0 => message,
        1 => message.note(Words::new(
            "one more place of this text could be clearer: it shows when these are mended",
            "tekstissä on vielä yksi muu kohta, jota voisi selkeyttää: se näytetään, kun näitä on korjattu",
        )),
        _ => message.note(say!(
            "{more} more places of this text could be clearer: they show when these are mended",
            "tekstissä on vielä {more} muuta kohtaa, joita voisi selkeyttää: ne näytetään, kun näitä on korjattu"
        )),
    }
}

/// How a text reads. `more`: findings of the page that are not told.
impl Diagnostics {
    pub fn long_sentence(
        &mut self,
        place: &Place,
        words: usize,
        most: usize,
        cut: Option<&str>,
        more: usize,
    ) {
        let message = Diagnostic::warning(
            "long-sentence",
            say!(
                "a sentence of {words} words is hard to read",
                "virkkeessä on {words} sanaa: sitä on raskas lukea"
            ),
        )
        .at(place, Words::new("begins here", "alkaa tästä"));
        let help = match cut {
            Some(cut) => say!(
                "make two of it, for example before “{cut}”; up to {most} words are easy to follow",
                "tee siitä kaksi virkettä, esimerkiksi katkaise ennen kohtaa ”{cut}”; helposti luettavassa on enintään {most} sanaa"
            ),
            None => say!(
                "make two of it, or a list; up to {most} words are easy to follow",
                "tee siitä kaksi virkettä tai luettelo; helposti luettavassa on enintään {most} sanaa"
            ),
        };
        self.warn(and_more(message.help(help), more));
    }

    pub fn long_paragraph(
        &mut self,
        place: &Place,
        words: usize,
        most: usize,
        cut: Option<&str>,
        more: usize,
    ) {
        let message = Diagnostic::warning(
            "long-paragraph",
            say!(
                "a paragraph of {words} words looks like a wall",
                "kappaleessa on {words} sanaa: se on pitkä luettavaksi ruudulta"
            ),
        )
        .at(place, Words::new("begins here", "alkaa tästä"));
        let help = match cut {
            Some(cut) => say!(
                "begin a new paragraph with an empty line, for example before “{cut}”",
                "jaa se tyhjällä rivillä kahdeksi, esimerkiksi ennen kohtaa ”{cut}”"
            ),
            None => say!(
                "say it in fewer words (up to {most}), or as a list",
                "tiivistä (enintään {most} sanaa) tai tee siitä luettelo"
            ),
        };
        self.warn(and_more(message.help(help), more));
    }

    pub fn few_headings(&mut self, place: &Place, words: usize, before: &str, more: usize) {
        let message = Diagnostic::warning(
            "few-headings",
            say!("{words} words stand here without a heading", "tässä on {words} sanaa ilman väliotsikkoa"),
        )
        .at(place, Words::new("about the middle", "suunnilleen puoliväli"))
        .help(say!(
            "add a heading that says what follows: `## …` on a line of its own, for example before “{before}”",
            "lisää väliotsikko, joka kertoo mitä seuraa: omalle rivilleen `## …`, esimerkiksi ennen kohtaa ”{before}”"
        ));
        self.warn(and_more(message, more));
    }

    /// `title`: that of the page of this site that the link leads to.
    pub fn empty_link_words(
        &mut self,
        place: &Place,
        text: &str,
        url: &str,
        title: Option<&str>,
        more: usize,
    ) {
        let text = text.trim();
        let message = Diagnostic::warning(
            "empty-link-text",
            say!("the link “{text}” does not say where it leads", "linkki ”{text}” ei kerro, minne se vie"),
        )
        .at(place, Words::new("read by itself it says nothing", "yksinään luettuna se ei kerro mitään"));
        self.warn(and_more(message.help(link_line(url, title)), more));
    }

    pub fn bare_link(&mut self, place: &Place, url: &str, title: Option<&str>, more: usize) {
        let message = Diagnostic::warning(
            "bare-link",
            Words::new("a link shows its address instead of words", "linkissä näkyy osoite eikä sanoja"),
        )
        .at(
            place,
            Words::new("readers and screen readers spell it out", "ruudunlukija lukee sen merkki kerrallaan"),
        );
        self.warn(and_more(message.help(link_line(url, title)), more));
    }

    pub fn plain_address(&mut self, place: &Place, url: &str, more: usize) {
        let message = Diagnostic::warning(
            "plain-address",
            Words::new(
                "this address is no link: nobody can click it",
                "tämä osoite ei ole linkki: sitä ei voi napsauttaa",
            ),
        )
        .at(place, Words::new("plain text", "pelkkää tekstiä"));
        self.warn(and_more(message.help(link_line(url, None)), more));
    }

    pub fn many_capitals(&mut self, place: &Place, calm: &str, more: usize) {
        let message = Diagnostic::warning(
            "many-capitals",
            Words::new(
                "words in capitals are slow to read",
                "isoilla kirjaimilla kirjoitettua on hidas lukea",
            ),
        )
        .at(place, Words::new("reads like shouting", "näyttää huutamiselta"))
        .help(say!(
            "write `{calm}`; for weight, put `**` around it",
            "kirjoita `{calm}`; jos haluat korostaa, laita ympärille `**`"
        ));
        self.warn(and_more(message, more));
    }
}

fn link_line(url: &str, title: Option<&str>) -> Words {
    match title {
        Some(title) => say!(
            "name what stands there, for example `[{title}]({url})`",
            "kerro, mitä siellä on, esimerkiksi `[{title}]({url})`"
        ),
        None => say!(
            "name what stands there: `[what the reader finds]({url})`",
            "kerro, mitä siellä on: `[mitä lukija löytää]({url})`"
        ),
    }
}

/// Pictures and other files.
impl Diagnostics {
    pub fn heavy_picture(&mut self, place: &Place, path: &str, bytes: u64, pixels: Option<(u32, u32)>) {
        /// As wide as a page on a fine screen.
        const WIDE: u32 = 1600;
        let size = amounts::size(bytes);
        let pixels_told = pixels.map_or(Words::default(), |(width, height)| {
            say!(", {width} × {height} pixels", ", {width} × {height} kuvapistettä")
        });
        let message = Diagnostic::warning(
            "heavy-picture",
            say!("the picture `{path}` is too large for the web", "kuva `{path}` on liian suuri verkkoon"),
        )
        .at(place, say!("{size}{pixels_told}", "{size}{pixels_told}"; size, pixels_told));
        let longer = pixels.map(|(width, height)| width.max(height)).filter(|side| *side > WIDE);
        self.warn(message.help(match longer {
            Some(_) => say!(
                "make its longer side {WIDE} pixels in a picture program and save a photograph as JPEG with quality 80: it then takes about 300 kB and looks the same",
                "pienennä kuvankäsittelyohjelmassa pidempi sivu {WIDE} kuvapisteeseen ja tallenna valokuva JPEG-muodossa laadulla 80: koko on silloin noin 300 kt, ja kuva näyttää samalta"
            ),
            None => Words::new(
                "save a photograph as JPEG with quality 80, and a drawing as PNG with few colours or as SVG",
                "tallenna valokuva JPEG-muodossa laadulla 80, piirros PNG-muodossa vähillä väreillä tai SVG-muodossa",
            ),
        }));
    }

    pub fn heavy_drawing(&mut self, place: &Place, path: &str, bytes: u64) {
        let size = amounts::size(bytes);
        self.warn(
            Diagnostic::warning(
                "heavy-picture",
                say!("the drawing `{path}` is too large for the web", "piirros `{path}` on liian suuri verkkoon"),
            )
            .at(place, size)
            .help(Words::new(
                "if it holds a photograph, save that as JPEG instead; else leave out details that nobody sees, or save the drawing as PNG",
                "jos siinä on valokuva, tallenna se JPEG-muodossa; muuten karsi yksityiskohtia tai tallenna piirros PNG-muodossa",
            )),
        );
    }

    pub fn picture_not_shown(&mut self, place: &Place, path: &str, kind: &str) {
        let stem =
            path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or(path, |(stem, _)| stem);
        let kind = kind.to_uppercase();
        self.warn(
            Diagnostic::warning(
                "picture-not-shown",
                say!("many browsers do not show the picture `{path}`", "monet selaimet eivät näytä kuvaa `{path}`"),
            )
            .at(place, say!("{kind} is not a format of the web", "{kind} ei ole verkon kuvamuoto"))
            .help(say!(
                "open it in a picture program, save a photograph as `{stem}.jpg` or a drawing as `{stem}.png`, and use that",
                "avaa se kuvankäsittelyohjelmassa, tallenna valokuva nimellä `{stem}.jpg` tai piirros nimellä `{stem}.png` ja käytä sitä"
            )),
        );
    }

    pub fn huge_file(&mut self, place: &Place, path: &str, bytes: u64, is_pdf: bool) {
        let size = amounts::size(bytes);
        let message = Diagnostic::warning(
            "huge-file",
            say!("the file `{path}` is slow to load ({size})", "tiedosto `{path}` latautuu hitaasti ({size})"; size),
        )
        .at(place, Words::default());
        self.warn(message.help(match is_pdf {
            true => Words::new(
                "save the PDF anew with smaller pictures (“smallest size” or “for the web”), or tell the matter on a page",
                "tallenna PDF uudelleen pienemmillä kuvilla (”pienin koko” tai ”verkkoon”), tai kerro asia sivulla",
            ),
            false => Words::new(
                "make it smaller, or put it where large files belong, such as a video service, and link to it",
                "pienennä sitä, tai vie se suurten tiedostojen palveluun, esimerkiksi videopalveluun, ja lisää sinne linkki",
            ),
        }));
    }
}

/// Rules and their sources.
impl Diagnostics {
    /// `day`: the first one without an authority.
    pub fn authority_ends(&mut self, place: &Place, day: Date) {
        self.warn(
            Diagnostic::warning(
                "authority-ends",
                say!(
                    "from {day} on no authority is in force",
                    "{day} alkaen mikään viranomainen ei ole voimassa"
                ),
            )
            .at(place, Words::new("the last period ends", "viimeinen jakso päättyy"))
            .note(Words::new(
                "from that day on the site cannot be built",
                "siitä päivästä alkaen sivustoa ei voi koostaa",
            ))
            .help(say!(
                "add a period with `from: {day}`, or take `until` away if the last one goes on",
                "lisää jakso, jossa on `from: {day}`, tai poista viimeisestä `until`, jos se jatkuu"
            )),
        );
    }

    pub fn source_not_checked(
        &mut self,
        id: &Spanned<String>,
        checked: Date,
        values: usize,
        url: &str,
        today: Date,
    ) {
        let name = &id.value;
        let message = Diagnostic::warning(
            "old-source",
            say!(
                "nobody has read the source `{name}` for a year",
                "lähdettä `{name}` ei ole tarkistettu vuoteen"
            ),
        )
        .at(&id.place, say!("last read on {checked}", "tarkistettu viimeksi {checked}"));
        let message = match values {
            0 => message,
            1 => message.note(Words::new("one value comes from it", "siitä on peräisin yksi arvo")),
            _ => message.note(say!("{values} values come from it", "siitä on peräisin {values} arvoa")),
        };
        self.warn(message.help(say!(
            "read `{url}`, change the values if they have changed, and write `checked: {today}`",
            "lue `{url}`, korjaa arvot, jos ne ovat muuttuneet, ja kirjoita `checked: {today}`"
        )));
    }

    /// A day that has not come.
    pub fn source_checked_later(&mut self, id: &Spanned<String>, checked: Date, today: Date) {
        let name = &id.value;
        self.warn(
            Diagnostic::warning(
                "source-date",
                say!(
                    "the source `{name}` was read on a day that has not come",
                    "lähteen `{name}` tarkistuspäivä on vasta tulossa"
                ),
            )
            .at(&id.place, say!("`checked: {checked}`", "`checked: {checked}`"))
            .help(say!(
                "write the day on which somebody last read it, for example `checked: {today}`",
                "kirjoita päivä, jona se viimeksi luettiin, esimerkiksi `checked: {today}`"
            )),
        );
    }

    pub fn unused_source(&mut self, id: &Spanned<String>) {
        let name = &id.value;
        self.warn(
            Diagnostic::warning(
                "unused-source",
                say!(
                    "nothing in the rules names the source `{name}`",
                    "mikään sääntö tai arvo ei viittaa lähteeseen `{name}`"
                ),
            )
            .at(&id.place, Words::new("never named", "ei käytössä"))
            .help(say!(
                "write `source: {name}` where it belongs, or take the source away",
                "kirjoita `source: {name}` sinne, minne se kuuluu, tai poista lähde"
            )),
        );
    }

    pub fn example_on_no_page(&mut self, id: &Spanned<String>) {
        let name = &id.value;
        self.warn(
            Diagnostic::warning(
                "unused-text",
                say!("no page shows the example `{name}`", "esimerkki `{name}` ei näy millään sivulla"),
            )
            .at(&id.place, Words::new("meant to be published", "merkitty julkaistavaksi"))
            .help(say!(
                "write `{{{{ example.{name} }}}}` on a line of its own in a page, or take `publish` away",
                "kirjoita `{{{{ example.{name} }}}}` omalle rivilleen jollekin sivulle, tai poista kohta `publish`"
            )),
        );
    }

    pub fn steps_on_no_page(&mut self, place: &Place, id: &str) {
        self.warn(
            Diagnostic::warning(
                "unused-text",
                say!("no page shows the steps `{id}`", "vaiheet `{id}` eivät näy millään sivulla"),
            )
            .at(place, Words::new("the first of them", "ensimmäinen vaihe"))
            .help(say!(
                "write `{{{{ steps.{id} }}}}` on a line of its own in a page, or take the steps away",
                "kirjoita `{{{{ steps.{id} }}}}` omalle rivilleen jollekin sivulle, tai poista vaiheet"
            )),
        );
    }
}

/// Languages.
impl Diagnostics {
    pub fn no_translation(&mut self, place: &Place, title: &str, language: &str, path: &str) {
        self.warn(
            Diagnostic::warning(
                "no-translation",
                say!("“{title}” is not there in `{language}`", "sivua ”{title}” ei ole kielellä `{language}`"),
            )
            .at(place, Words::new("not translated", "kääntämättä"))
            .help(say!(
                "write `content/{language}/{path}`; if the translation lies elsewhere, give both pages the same `key: …`",
                "kirjoita `content/{language}/{path}`; jos käännös on muualla, anna molemmille sivuille sama `key: …`"
            )),
        );
    }

    pub fn no_translations(
        &mut self,
        place: &Place,
        language: &str,
        missing: usize,
        all: usize,
        first: &[&str],
    ) {
        let first = first.join(", ");
        self.warn(
            Diagnostic::warning(
                "no-translation",
                say!(
                    "{missing} of {all} pages are not there in `{language}`",
                    "{missing} sivua {all} sivusta puuttuu kielellä `{language}`"
                ),
            )
            .at(place, Words::default())
            .note(say!("among them: {first}", "näiden joukossa: {first}"))
            .help(say!(
                "translate first what people look for most; each page goes to the same path under `content/{language}/`",
                "käännä ensin se, mitä eniten haetaan; kukin sivu tulee samaan paikkaan kansiossa `content/{language}/`"
            )),
        );
    }

    pub fn no_original(&mut self, place: &Place, title: &str, language: &str, path: &str) {
        self.warn(
            Diagnostic::warning(
                "no-original",
                say!("“{title}” has no page in `{language}` beside it", "sivulla ”{title}” ei ole paria kielellä `{language}`"),
            )
            .at(place, Words::new("in this language alone", "vain tällä kielellä"))
            .help(say!(
                "if `content/{language}/{path}` should be its pair, give it that path, or both pages the same `key: …`",
                "jos sen pari on olemassa, siirrä se paikkaan `content/{language}/{path}` tai anna molemmille sivuille sama `key: …`"
            )),
        );
    }

    pub fn older_translation(
        &mut self,
        place: &Place,
        original: &Place,
        changed: Date,
        translated: Option<Date>,
    ) {
        let label = match translated {
            Some(day) => say!("last changed on {day}", "muutettu viimeksi {day}"),
            None => Words::new("says no day of its own", "muutospäivää ei ole kerrottu"),
        };
        self.warn(
            Diagnostic::warning(
                "older-translation",
                Words::new(
                    "this translation is older than its original",
                    "käännös on vanhempi kuin alkuperäinen sivu",
                ),
            )
            .at(place, label)
            .related(original, say!("changed on {changed}", "muutettu {changed}"))
            .help(say!(
                "bring over what has changed, then write `updated: {changed}` or a later day",
                "tuo muutokset käännökseen ja kirjoita sitten `updated: {changed}` tai myöhempi päivä"
            )),
        );
    }

    pub fn copied_page(&mut self, place: &Place, original: &Place, language: &str) {
        self.warn(
            Diagnostic::warning(
                "copied-text",
                say!(
                    "the text of this page is still that in `{language}`",
                    "sivun teksti on yhä kielellä `{language}`"
                ),
            )
            .at(place, Words::new("not translated", "kääntämättä"))
            .related(original, Words::new("the same text", "sama teksti"))
            .help(Words::new(
                "translate it; until then `draft: true` keeps it from readers",
                "käännä se; siihen asti `draft: true` pitää sen poissa lukijoilta",
            )),
        );
    }

    /// Words of the theme or the rules that are the same in two languages.
    pub fn copied_texts(&mut self, places: &[&Place], language: &str) {
        let [first, rest @ ..] = places else { return };
        let rest: Vec<Place> = rest.iter().map(|place| (*place).clone()).collect();
        let title = match places.len() {
            1 => say!("a text is still that in `{language}`", "teksti on yhä kielellä `{language}`"),
            count => say!(
                "{count} texts are still those in `{language}`",
                "{count} tekstiä on yhä kielellä `{language}`"
            ),
        };
        let message = Diagnostic::warning("copied-text", title)
            .at(first, Words::new("not translated", "kääntämättä"))
            .help(Words::new("translate it here", "käännä se tähän"));
        self.warn(elsewhere(message, &rest));
    }
}

/// What is there for nothing.
impl Diagnostics {
    pub fn unused_theme_text(&mut self, place: &Place, group: &str, key: &str) {
        self.warn(
            Diagnostic::warning(
                "unused-text",
                say!(
                    "no template shows the text `{group}.{key}`",
                    "mikään sivupohja ei näytä tekstiä `{group}.{key}`"
                ),
            )
            .at(place, Words::new("never shown", "ei käytössä"))
            .help(say!(
                "show it with `{{{{ t.{group}.{key} }}}}` in a template, or take it away in every language",
                "näytä se sivupohjassa: `{{{{ t.{group}.{key} }}}}`, tai poista se kaikista kielistä"
            )),
        );
    }

    pub fn unused_template(&mut self, place: &Place, name: &str) {
        let stem = name.strip_suffix(".html").unwrap_or(name);
        let message = Diagnostic::warning(
            "unused-template",
            say!("nothing uses the template `{name}`", "mikään ei käytä sivupohjaa `{name}`"),
        )
        .at(place, Words::default());
        self.warn(message.help(match name.contains('/') {
            true => say!(
                "include it with `{{% include \"{name}\" %}}`, or delete the file",
                "ota se mukaan: `{{% include \"{name}\" %}}`, tai poista tiedosto"
            ),
            false => say!(
                "choose it on a page with `template: {stem}`, or delete the file",
                "valitse se sivulla: `template: {stem}`, tai poista tiedosto"
            ),
        }));
    }

    pub fn unused_static(&mut self, place: &Place, path: &str) {
        self.warn(
            Diagnostic::warning(
                "unused-static",
                say!(
                    "nothing uses the file `{path}` of the theme",
                    "mikään ei käytä teeman tiedostoa `{path}`"
                ),
            )
            .at(place, Words::default())
            .note(Words::new("it is published all the same", "se julkaistaan silti"))
            .help(Words::new(
                "name it in a template, or delete it",
                "viittaa siihen sivupohjassa, tai poista se",
            )),
        );
    }
}
