//! What a site is told of where nothing is wrong in itself: dates ahead, pages without text, keys and files that
//! lead nowhere.

use jiff::civil::Date;

use super::{Diagnostic, Diagnostics, Reported, Words, say};
use crate::source::{Place, Spanned};

impl Diagnostics {
    /// A page that is dated ahead of the day it is built on. So far ahead that it is a slip, it is an error.
    pub fn dated_ahead(&mut self, place: &Place, date: Date, today: Date, is_slip: bool) {
        let title = say!("this page is dated ahead: {date}", "sivun päiväys on vasta edessä: {date}");
        let message = match is_slip {
            true => Diagnostic::error("dated-ahead", title),
            false => Diagnostic::warning("dated-ahead", title),
        };
        let message = message.at(place, say!("today is {today}", "tänään on {today}"));
        let message = message.note(Words::new(
            "it would stand first among the news until that day",
            "se olisi siihen päivään asti uutisista ylimpänä",
        ));
        let _ = self.push(message.help(match is_slip {
            true => say!(
                "write the day on which it is published, such as `date: {today}`",
                "kirjoita julkaisupäivä, esimerkiksi `date: {today}`"
            ),
            false => say!(
                "write the day on which it is published, such as `date: {today}`, or add `publish: {date}`, which holds it back until then",
                "kirjoita julkaisupäivä, esimerkiksi `date: {today}`, tai lisää `publish: {date}`, niin sivu ilmestyy vasta silloin"
            ),
        }));
    }

    /// A page in a section of news that is none for want of a date.
    pub fn news_without_date(&mut self, place: &Place, today: Date) {
        self.warn(
            Diagnostic::warning(
                "no-date",
                Words::new(
                    "this page is not among the news: it has no date",
                    "sivu ei näy uutisissa: siltä puuttuu päiväys",
                ),
            )
            .at(
                place,
                Words::new(
                    "the pages of this folder go by date",
                    "tämän kansion sivut ovat päiväyksen mukaan",
                ),
            )
            .help(say!("add `date: {today}` to the front matter", "lisää alkutietoihin `date: {today}`")),
        );
    }

    /// A key that no page of another language has.
    pub fn key_of_no_page<'a>(&mut self, key: &Spanned<String>, known: impl IntoIterator<Item = &'a str>) {
        let written = &key.value;
        let near = super::nearest(written, known).map(str::to_owned);
        let fix = near.as_deref().and_then(|near| super::Fix::instead(&key.place, near));
        self.warn(
            Diagnostic::warning(
                "unknown-page-key",
                say!("no page in another language has the key `{written}`", "avain `{written}` ei vastaa mitään toisen kielen sivua"),
            )
            .at(&key.place, Words::new("leads to no page", "ei vastaa mitään sivua"))
            .help(match near {
                Some(near) => say!("did you mean `{near}`?", "tarkoititko `{near}`?"),
                None => Words::new(
                    "write the path of the page that this one translates, from the folder of its language, or take the line away",
                    "kirjoita käännettävän sivun polku sen kielen kansiosta alkaen tai poista rivi",
                ),
            })
            .fix(fix),
        );
    }

    /// A page that lies beside the folders of the languages.
    pub fn page_outside_languages(&mut self, place: &Place, path: &str, folder: &str) -> Reported {
        let name = path.rsplit('/').next().unwrap_or(path);
        self.push(
            Diagnostic::error(
                "outside-languages",
                say!(
                    "the page `{path}` is not published: it lies outside the folders of the languages",
                    "sivua `{path}` ei julkaista: se ei ole minkään kielen kansiossa"
                ),
            )
            .at(place, Words::new("nobody would see this page", "kukaan ei näkisi tätä sivua"))
            .help(say!(
                "move it to `content/{folder}/{name}`",
                "siirrä se paikkaan `content/{folder}/{name}`"
            )),
        )
    }

    /// A page that says nothing.
    pub fn empty_page(&mut self, place: &Place) {
        self.warn(
            Diagnostic::warning("empty-page", Words::new("this page has no text", "sivulla ei ole tekstiä"))
                .at(place, Words::new("readers would find a title alone", "lukija löytäisi pelkän otsikon"))
                .help(Words::new(
                    "write the text below the front matter, or add `draft: true` until you have",
                    "kirjoita teksti alkutietojen alle tai lisää `draft: true` siksi aikaa",
                )),
        );
    }

    /// Settings with the other ending of YAML.
    pub fn settings_with_another_name(&mut self, found: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "no-site",
                say!(
                    "`content/site.yaml` is missing, but there is `{found}`",
                    "`content/site.yaml` puuttuu, mutta löytyi `{found}`"
                ),
            )
            .help(Words::new(
                "change the name of the file to `site.yaml`",
                "vaihda tiedoston nimeksi `site.yaml`",
            )),
        )
    }
}
