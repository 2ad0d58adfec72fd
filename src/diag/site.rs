//! Mistakes in pages, settings, themes and links.

use jiff::civil::Date;

use super::template::TemplateSlip;
use super::{Diagnostic, Diagnostics, Edit, Fix, Group, Reported, Words, nearest, say};
use crate::model::slug::{anchor, slug};
use crate::model::{address, locale};
use crate::source::{Place, SourceFile, Spanned};

/// Settings, theme and folders.
impl Diagnostics {
    /// A folder without `content/site.yaml`.
    pub fn no_site(&mut self, folder: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "no-site",
                say!(
                    "there is no site in `{folder}`: `content/site.yaml` is missing",
                    "kansiossa `{folder}` ei ole sivustoa: `content/site.yaml` puuttuu"
                ),
            )
            .help(Words::new(
                "go to the folder of the site, or name it with `--site`",
                "siirry sivuston kansioon tai anna se valitsimella `--site`",
            )),
        )
    }

    /// A theme that has no folder.
    pub fn no_theme<'a>(
        &mut self,
        name: &Spanned<String>,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Reported {
        let written = &name.value;
        self.push(
            Diagnostic::error("no-theme", say!("there is no theme `{written}`", "teemaa `{written}` ei ole"))
                .at(
                    &name.place,
                    say!("the folder `themes/{written}` is missing", "kansio `themes/{written}` puuttuu"),
                )
                .nearest(written, known),
        )
    }

    /// A word that the search is to take for others, without any others.
    pub fn word_alone(&mut self, found: &Spanned<String>) -> Reported {
        let written = &found.value;
        self.push(
            Diagnostic::error(
                "word-alone",
                say!("`{written}` stands alone in its group", "`{written}` on ryhmässään yksin"),
            )
            .at(&found.place, Words::new("expected at least two words", "tähän kuuluu ainakin kaksi sanaa"))
            .help(Words::new(
                "write the words that mean the same in one list, for example `[tuki, avustus]`",
                "kirjoita samaa tarkoittavat sanat yhteen luetteloon, esimerkiksi `[tuki, avustus]`",
            )),
        )
    }

    /// What the search is to take for a word, and is none or several.
    pub fn not_one_word(&mut self, found: &Spanned<String>) -> Reported {
        let written = &found.value;
        self.push(
            Diagnostic::error(
                "not-one-word",
                say!("`{written}` is not one word", "`{written}` ei ole yksi sana"),
            )
            .at(
                &found.place,
                Words::new("expected letters and digits alone", "tähän kuuluu vain kirjaimia ja numeroita"),
            )
            .help(Words::new(
                "the search looks for each word by itself: write one word",
                "haku etsii joka sanaa erikseen: kirjoita yksi sana",
            )),
        )
    }

    /// What words in another language stand under, and is no code of a language.
    pub fn not_a_language_code(&mut self, found: &Spanned<String>) -> Reported {
        let written = &found.value;
        self.push(
            Diagnostic::error(
                "not-a-language",
                say!("`{written}` is not the code of a language", "`{written}` ei ole kielen koodi"),
            )
            .at(
                &found.place,
                Words::new("expected a code such as fr", "tähän kuuluu koodi, esimerkiksi fr"),
            )
            .help(Words::new(
                "write the two letters by which browsers know the language: `fr` is French, `de` is German",
                "kirjoita kielen kaksikirjaiminen koodi, jonka selaimet tuntevat: `fr` on ranska, `de` on saksa",
            )),
        )
    }

    /// Under what is to lead elsewhere stands no address on the web.
    pub fn not_a_web_address(&mut self, found: &Spanned<String>) -> Reported {
        let written = &found.value;
        let is_page = written.ends_with(".md");
        let meant = if written.contains('.') && !written.contains([':', ' ']) && !is_page {
            format!("https://{written}")
        } else {
            "https://www.ruokavirasto.fi/".to_owned()
        };
        let told = say!("`{written}` is not an address on the web", "`{written}` ei ole verkko-osoite");
        let label =
            Words::new("expected an address with https://", "tähän kuuluu osoite, jonka alussa on https://");
        let help = if is_page {
            say!(
                "this is for places elsewhere; link to a page of this site by its file: `[words]({written})`",
                "tähän kuuluvat paikat muualla; tämän sivuston sivuun linkitetään tiedoston nimellä: `[sanat]({written})`"
            )
        } else {
            say!("write the whole address, such as `{meant}`", "kirjoita koko osoite, esimerkiksi `{meant}`")
        };
        self.push(Diagnostic::error("not-an-address", told).at(&found.place, label).help(help))
    }

    /// A link to a place elsewhere that the settings do not name.
    pub fn unknown_link<'k>(
        &mut self,
        place: &Place,
        id: &str,
        known: impl Iterator<Item = &'k str> + Clone,
    ) -> Reported {
        let told = say!("there is no link called `{id}`", "linkkiä `{id}` ei ole");
        self.push(unnamed_link(Diagnostic::error("unknown-link", told), place).nearest(id, known))
    }

    /// The same in a text of the rules, whose words say all without it: rules go from site to site.
    pub fn unknown_link_in_rules<'k>(
        &mut self,
        place: &Place,
        id: &str,
        known: impl Iterator<Item = &'k str> + Clone,
    ) {
        let told = say!(
            "there is no link called `{id}`; the words stand without one",
            "linkkiä `{id}` ei ole; sanat näkyvät ilman linkkiä"
        );
        let _ = self.push(unnamed_link(Diagnostic::warning("unknown-link", told), place).nearest(id, known));
    }

    /// A base URL that is none.
    pub fn not_a_base_url(&mut self, found: &Spanned<String>) -> Reported {
        let written = &found.value;
        // `www.esimerkki.fi` and `http://esimerkki.fi/?a` with what is missing or too much mended.
        let bare = written.trim().trim_start_matches("http://").trim_start_matches("https://");
        let bare = bare.split(['?', '#', ' ']).next().unwrap_or_default().trim_end_matches('/');
        let meant =
            if bare.contains('.') { format!("https://{bare}/") } else { "https://example.org/".to_owned() };
        self.push(
            Diagnostic::error(
                "not-an-address",
                say!("`{written}` is not the address of a site", "`{written}` ei ole sivuston osoite"),
            )
            .at(
                &found.place,
                Words::new(
                    "expected an address with https:// and without ? or #",
                    "tähän kuuluu osoite, jonka alussa on https:// ja jossa ei ole merkkejä ? ja #",
                ),
            )
            .help(say!("write it like `{meant}`", "kirjoita näin: `{meant}`")),
        )
    }

    /// An address that does not lead out of the site, where one has to.
    pub fn not_an_external_address(&mut self, found: &Spanned<String>) -> Reported {
        let written = &found.value;
        let meant = if written.contains('.') && !written.contains([':', ' ']) {
            format!("https://{written}")
        } else {
            "https://www.ruokavirasto.fi/".to_owned()
        };
        self.push(
            Diagnostic::error(
                "not-an-address",
                say!("`{written}` is not an address on the web", "`{written}` ei ole verkko-osoite"),
            )
            .at(
                &found.place,
                Words::new(
                    "expected an address with https://",
                    "tähän kuuluu osoite, jonka alussa on https://",
                ),
            )
            .help(say!(
                "write the whole address, such as `{meant}`; for a page of this site write `page: …`",
                "kirjoita koko osoite, esimerkiksi `{meant}`; tämän sivuston sivulle kirjoita `page: …`"
            )),
        )
    }

    /// A menu entry with `page` and `url`.
    pub fn menu_entry_with_two_targets(&mut self, url: &Place) -> Reported {
        self.push(
            Diagnostic::error(
                "two-targets",
                Words::new(
                    "this menu entry has both `page` and `url`",
                    "tällä valikon rivillä on sekä `page` että `url`",
                ),
            )
            .at(url, Words::new("where should it lead?", "minne sen pitäisi johtaa?"))
            .help(Words::new(
                "keep `page` for a page of this site, or `url` for another site",
                "jätä `page`, jos se on tämän sivuston sivu, tai `url`, jos se on toinen sivusto",
            )),
        )
    }

    /// A menu entry whose page does not exist.
    pub fn no_page_for_menu<'a>(
        &mut self,
        path: &Spanned<String>,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Reported {
        let mut known: Vec<&str> = known.into_iter().collect();
        known.sort_unstable();
        let written = &path.value;
        self.push(
            Diagnostic::error(
                "no-page",
                say!(
                    "the menu leads to `{written}`, which does not exist",
                    "valikosta on linkki sivulle `{written}`, jota ei ole"
                ),
            )
            .at(&path.place, Words::new("no such page", "tällaista sivua ei ole"))
            .nearest(written, known),
        )
    }

    /// A logo whose picture is not among the files of the site.
    pub fn no_file_for_logo<'a>(
        &mut self,
        path: &Spanned<String>,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Reported {
        let mut known: Vec<&str> = known.into_iter().collect();
        known.sort_unstable();
        let written = &path.value;
        self.push(
            Diagnostic::error(
                "no-logo",
                say!("there is no picture `content/{written}`", "kuvaa `content/{written}` ei ole"),
            )
            .at(&path.place, Words::new("no such file", "tällaista tiedostoa ei ole"))
            .nearest(written, known)
            .help(Words::new(
                "put the picture into the folder of a language and write its path from there, such as `fi/leader-logo.svg`",
                "tallenna kuva jonkin kielen kansioon ja kirjoita sen polku, esimerkiksi `fi/leader-logo.svg`",
            )),
        )
    }

    /// A period that ends before its first day.
    pub fn period_ends_before_it_starts(&mut self, from: &Spanned<Date>) -> Reported {
        let day = from.value;
        self.push(
            Diagnostic::error(
                "empty-period",
                Words::new("this period ends before it begins", "tämä jakso päättyy ennen kuin se alkaa"),
            )
            .at(&from.place, say!("begins on {day}", "alkaa {day}"))
            .help(Words::new(
                "`until` is the last day on which it holds",
                "`until` on viimeinen päivä, jona se on voimassa",
            )),
        )
    }

    /// Two periods with a common day.
    pub fn periods_overlap(&mut self, later: &Spanned<Date>, earlier: &Spanned<Date>) -> Reported {
        self.push(
            Diagnostic::error(
                "overlapping-periods",
                Words::new("two periods hold on the same day", "kaksi jaksoa on voimassa samana päivänä"),
            )
            .at(
                &later.place,
                Words::new(
                    "this one begins before the other has ended",
                    "tämä alkaa ennen kuin toinen on päättynyt",
                ),
            )
            .related(&earlier.place, Words::new("the other one", "toinen"))
            .help(match later.value.yesterday() {
                Ok(eve) if eve >= earlier.value => {
                    say!("end the other one with `until: {eve}`", "päätä toinen: `until: {eve}`")
                }
                _ => Words::new(
                    "give each period its own days with `from` and `until`",
                    "anna kummallekin jaksolle omat päivät kohdissa `from` ja `until`",
                ),
            }),
        )
    }

    /// A day on which no authority decides.
    pub fn no_authority(&mut self, authority: &Place, date: Date) -> Reported {
        self.push(
            Diagnostic::error(
                "no-authority",
                say!("no authority is in force on {date}", "mikään viranomainen ei ole voimassa {date}"),
            )
            .at(authority, Words::new("no period holds that day", "mikään jakso ei kata sitä päivää"))
            .help(say!(
                "add a period that holds on {date}, or build for another day with `--date`",
                "lisää jakso, joka on voimassa {date}, tai valitse toinen päivä valitsimella `--date`"
            )),
        )
    }

    /// A folder of pages whose language the settings do not name.
    pub fn folder_of_no_language<'a>(&mut self, name: &str, known: impl IntoIterator<Item = &'a str>) {
        let known: Vec<&str> = known.into_iter().collect();
        let known = known.join(", ");
        self.warn(
            Diagnostic::warning(
                "unknown-language",
                say!(
                    "the pages in `content/{name}` are not published",
                    "kansion `content/{name}` sivuja ei julkaista"
                ),
            )
            .note(say!(
                "content/site.yaml names these languages: {known}",
                "tiedostossa content/site.yaml on nämä kielet: {known}"
            ))
            .help(say!(
                "add `{{code: {name}, name: …}}` to `languages`, or move the folder away",
                "lisää `{{code: {name}, name: …}}` kohtaan `languages`, tai siirrä kansio muualle"
            )),
        );
    }

    /// A language without a front page.
    pub fn no_home_page(&mut self, language: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "no-front-page",
                say!(
                    "there is no front page `content/{language}/index.md`",
                    "etusivu `content/{language}/index.md` puuttuu"
                ),
            )
            .help(say!(
                "write `content/{language}/index.md`, with `title:` between two lines of `---`",
                "luo `content/{language}/index.md` ja kirjoita sen alkuun `title: Etusivu` kahden `---`-rivin väliin"
            )),
        )
    }

    /// A language for which the theme has no words.
    pub fn no_texts(&mut self, path: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "no-texts",
                say!(
                    "the theme has no words in this language: `{path}` is missing",
                    "teemassa ei ole sanoja tällä kielellä: `{path}` puuttuu"
                ),
            )
            .help(Words::new(
                "copy the file of another language and translate the texts in it",
                "kopioi toisen kielen tiedosto ja käännä siinä olevat tekstit",
            )),
        )
    }

    /// A text that one language of the theme has and another lacks.
    pub fn missing_theme_text(&mut self, place: &Place, group: &str, key: &str, other: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "missing-text",
                say!(
                    "the text `{group}.{key}` is missing in this language",
                    "teksti `{group}.{key}` puuttuu tältä kieleltä"
                ),
            )
            .at(place, say!("`{key}` is missing in this group", "tästä ryhmästä puuttuu `{key}`"))
            .note(say!("`{other}` has it", "se on tiedostossa `{other}`"))
            .help(say!("add `{key}: …` under `{group}:`", "lisää `{key}: …` kohdan `{group}:` alle")),
        )
    }

    /// A text that is shown with a number, written in one form for all numbers.
    pub fn text_without_forms(&mut self, key: &Place, name: &str, other: Option<&str>) -> Reported {
        let key_name = name.rsplit('.').next().unwrap_or(name);
        let mut message = Diagnostic::error(
            "text-without-forms",
            say!(
                "the text `{name}` is shown with a number and has one form for all numbers",
                "teksti `{name}` näytetään luvun kanssa, mutta siitä on yksi muoto kaikille luvuille"
            ),
        )
        .at(key, Words::new("needs a form for each kind of number", "tarvitsee muodon eri luvuille"))
        .help(say!(
            "write it as `{key_name}: {{one: \"…\", other: \"…\"}}`, with `{{count}}` where the number stands",
            "kirjoita se näin: `{key_name}: {{one: \"…\", other: \"…\"}}`, ja luvun kohdalle `{{count}}`"
        ));
        if let Some(other) = other {
            message = message.note(say!("`{other}` has its forms", "muodot ovat tiedostossa `{other}`"));
        }
        self.push(message)
    }

    /// A form that the language does not have behind numbers.
    pub fn form_of_no_number(
        &mut self,
        form: &Spanned<String>,
        name: &str,
        tongue: locale::Tongue,
    ) -> Reported {
        let (written, forms, language) = (&form.value, forms_of(tongue), language(tongue));
        let message = Diagnostic::error(
            "unknown-form",
            say!(
                "the text `{name}` has a form `{written}`, which {language} has for no number",
                "tekstillä `{name}` on muoto `{written}`, jota {language} ei tarvitse millekään luvulle";
                language
            ),
        )
        .at(&form.place, Words::new("no number has this form", "mikään luku ei saa tätä muotoa"));
        let meant = nearest(written, tongue.plural_forms().iter().copied());
        self.push(match meant {
            Some(meant) => message
                .help(say!("did you mean `{meant}`?", "tarkoititko `{meant}`?"))
                .fix(Fix::instead(&form.place, meant)),
            None => message.help(say!(
                "take the line away: the forms are {forms}",
                "poista rivi: muodot ovat {forms}";
                forms
            )),
        })
    }

    /// A form that the language has behind numbers, and the text lacks.
    pub fn missing_form(&mut self, key: &Place, name: &str, form: &str, tongue: locale::Tongue) -> Reported {
        let (forms, language) = (forms_of(tongue), language(tongue));
        self.push(
            Diagnostic::error(
                "missing-form",
                say!(
                    "the text `{name}` lacks the form `{form}`, which {language} has for some numbers",
                    "tekstiltä `{name}` puuttuu muoto `{form}`, jonka {language} tarvitsee joillekin luvuille";
                    language
                ),
            )
            .at(key, say!("`{form}` is missing", "`{form}` puuttuu"))
            .help(say!(
                "add a line `{form}: …`: the forms are {forms}",
                "lisää rivi `{form}: …`: muodot ovat {forms}";
                forms
            )),
        )
    }

    /// The form for most numbers does not say the number.
    pub fn form_without_number(&mut self, form: &Spanned<String>) -> Reported {
        self.push(
            Diagnostic::error(
                "form-without-number",
                Words::new(
                    "this form stands for many numbers and does not show which",
                    "tämä muoto on monelle luvulle eikä näytä, mikä niistä on kyseessä",
                ),
            )
            .at(&form.place, Words::new("the number is missing", "luku puuttuu"))
            .help(Words::new(
                "write `{count}` where the number stands, and put the text in quotes",
                "kirjoita luvun kohdalle `{count}` ja teksti lainausmerkkeihin",
            )),
        )
    }
}

/// A language of a site, in a sentence.
fn language(tongue: locale::Tongue) -> Words {
    match tongue {
        locale::Tongue::Finnish => Words::new("Finnish", "suomi"),
        locale::Tongue::Swedish => Words::new("Swedish", "ruotsi"),
        locale::Tongue::English => Words::new("English", "englanti"),
    }
}

/// The forms that a language has behind numbers, and for which numbers each is.
fn forms_of(tongue: locale::Tongue) -> Words {
    let forms = tongue.plural_forms().iter().map(|&form| match form {
        "one" => Words::new("`one` for 1", "`one` luvulle 1"),
        "other" => Words::new("`other` for all others", "`other` kaikille muille"),
        _ => Words::same(format!("`{form}`")),
    });
    forms.reduce(|list, form| list.and(&Words::same(", ")).and(&form)).unwrap_or_default()
}

/// The program itself.
impl Diagnostics {
    /// The program failed where it should have told of a mistake.
    pub fn program_fault(&mut self) {
        let _ = self.push(
            Diagnostic::error(
                "program-fault",
                Words::new("the program failed on this change", "ohjelma kaatui tähän muutokseen"),
            )
            .note(Words::new(
                "this is a fault of leader-site, not yours",
                "vika on leader-site-ohjelmassa, ei sinussa",
            ))
            .help(Words::new(
                "undo the last change and save: the preview goes on",
                "peru viimeisin muutos ja tallenna: esikatselu jatkuu",
            )),
        );
    }
}

/// Pages and their addresses.
impl Diagnostics {
    /// A page that does not begin with front matter.
    pub fn no_front_matter(&mut self, file: &std::sync::Arc<SourceFile>) -> Reported {
        if file.text.trim().is_empty() {
            let path = &file.path;
            return self.push(
                Diagnostic::error(
                    "no-front-matter",
                    say!("the page `{path}` is empty", "sivu `{path}` on tyhjä"),
                )
                .at(&Place::file(file), Words::default())
                .help(Words::new(
                    "begin the file with three lines: `---`, `title: Sivun otsikko`, `---`",
                    "aloita tiedosto kolmella rivillä: `---`, `title: Sivun otsikko`, `---`",
                )),
            );
        }
        let first = file.text.lines().next().unwrap_or_default();
        let end = file.text.find('\n').unwrap_or(file.text.len());
        let place = Place::bytes(file, 0..end);
        // Empty lines above, or a row of the wrong signs: the lines themselves are there.
        let is_row = |line: &str| {
            line.trim().chars().count() >= 2 && line.trim().chars().all(|sign| "-–—_=+*".contains(sign))
        };
        if first.trim().is_empty() || (first.trim() != "---" && is_row(first)) {
            let help = if first.trim().is_empty() {
                Words::new(
                    "take out what stands above the line `---`: it has to be the very first",
                    "poista tyhjät rivit ylhäältä: rivin `---` on oltava aivan ensimmäisenä",
                )
            } else {
                let written = first.trim();
                say!("write `---` in the place of `{written}`", "kirjoita merkkien `{written}` tilalle `---`")
            };
            let title = Words::new(
                "the first line of the page has to be three hyphens: ---",
                "sivun ensimmäisellä rivillä on oltava kolme yhdysmerkkiä: ---",
            );
            return self.push(
                Diagnostic::error("no-front-matter", title)
                    .at(&place, Words::new("expected ---", "tähän kuuluu ---"))
                    .help(help),
            );
        }
        let written = file.text.lines().find_map(|line| {
            let line = line.strip_prefix("# ").or_else(|| line.strip_prefix("title:"))?;
            Some(line.trim()).filter(|line| !line.is_empty())
        });
        let title = written.unwrap_or("Sivun otsikko");
        self.push(
            Diagnostic::error(
                "no-front-matter",
                Words::new("this page does not begin with its title", "sivun alusta puuttuvat alkutiedot"),
            )
            .at(
                &place,
                Words::new(
                    "expected a line of three hyphens: ---",
                    "tähän kuuluu rivi, jolla on kolme yhdysmerkkiä: ---",
                ),
            )
            .help(say!(
                "begin the file with three lines: `---`, `title: {title}`, `---`",
                "aloita tiedosto kolmella rivillä: `---`, `title: {title}`, `---`"
            )),
        )
    }

    /// Front matter without its second line of hyphens.
    pub fn unclosed_front_matter(&mut self, file: &std::sync::Arc<SourceFile>) -> Reported {
        // The first line that cannot be one of the keys is where the text begins.
        let mut at = 0;
        for line in file.text.split_inclusive('\n') {
            let written = line.trim_end();
            let is_row = !written.is_empty() && written.chars().all(|sign| "-–—_=+*".contains(sign));
            let is_key = written.starts_with([' ', '#', '-']) || written.contains(':');
            if at > 0 && (is_row || !is_key) {
                let place = Place::bytes(file, at..at + written.len());
                let help = if is_row {
                    say!(
                        "write `---` in the place of `{written}`",
                        "kirjoita merkkien `{written}` tilalle `---`"
                    )
                } else {
                    Words::new(
                        "write a line `---` here, between the keys and the text of the page",
                        "kirjoita tähän rivi `---`, alkutietojen ja sivun tekstin väliin",
                    )
                };
                return self.push(
                    Diagnostic::error(
                        "unclosed-front-matter",
                        Words::new(
                            "the part with the title has no end",
                            "sivun alkutiedot eivät pääty mihinkään",
                        ),
                    )
                    .at(&place, Words::new("expected ---", "tähän kuuluu ---"))
                    .help(help),
                );
            }
            at += line.len();
        }
        let first = &Place::bytes(file, 0..3);
        self.push(
            Diagnostic::error(
                "unclosed-front-matter",
                Words::new("the part with the title has no end", "sivun alkutiedot eivät pääty mihinkään"),
            )
            .at(first, Words::new("begins here", "alkavat tästä"))
            .help(Words::new(
                "write a line `---` below the last of its keys, before the text of the page",
                "kirjoita rivi `---` viimeisen kohdan alle, ennen sivun tekstiä",
            )),
        )
    }

    /// A slug with other letters than an address takes.
    pub fn not_a_slug(&mut self, found: &Spanned<String>) -> Reported {
        let written = &found.value;
        let meant = slug(written);
        let meant = if meant.is_empty() { "uusi-sivu".to_owned() } else { meant };
        self.push(
            Diagnostic::error(
                "not-a-slug",
                say!("`{written}` cannot stand in an address", "`{written}` ei käy osoitteeseen"),
            )
            .at(
                &found.place,
                Words::new("expected a-z, 0-9 and hyphens", "tähän kuuluu vain a–z, 0–9 ja yhdysmerkkejä"),
            )
            .help(say!("write `slug: {meant}`", "kirjoita `slug: {meant}`"))
            .fix(Fix::instead(&found.place, meant)),
        )
    }

    /// An alias that is not an address of the site.
    pub fn not_an_alias(&mut self, found: &Spanned<String>) -> Reported {
        let written = &found.value;
        let mut fix = None;
        let mut help = Words::new(
            "write the old address from the first `/` behind the name of the site, without ? and #",
            "kirjoita vanha osoite sivuston nimen jälkeisestä `/`-merkistä alkaen, ilman merkkejä ? ja #",
        );
        // `https://www.leader.fi/vanha/` and `vanha/sivu` say what was meant.
        let path = match written.split_once("://") {
            Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
            None => written.as_str(),
        };
        let path = path.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
        if path.is_empty() && written.contains(['?', '#']) {
            // `/?p=123`: servers of plain files look at nothing behind the sign.
            help = Words::new(
                "take this line out: whatever stands behind `?` or `#`, the front page opens",
                "poista tämä rivi: merkin `?` tai `#` jälkeisestä osasta riippumatta aukeaa etusivu",
            );
        }
        if !path.is_empty() && address::old_address(&format!("/{path}")).is_some() {
            let end = if path.rsplit('/').next().is_some_and(|name| name.contains('.')) { "" } else { "/" };
            help = say!("write `/{path}{end}`", "kirjoita `/{path}{end}`");
            fix = Fix::instead(&found.place, format!("/{path}{end}"));
        }
        self.push(
            Diagnostic::error(
                "not-an-address",
                say!(
                    "`{written}` is not an address of this site",
                    "`{written}` ei ole tämän sivuston osoite"
                ),
            )
            .at(
                &found.place,
                Words::new(
                    "expected an old address such as /vanha/osoite/",
                    "tähän kuuluu vanha osoite, kuten /vanha/osoite/",
                ),
            )
            .help(help)
            .fix(fix),
        )
    }

    /// A file name that no address can be made from.
    pub fn no_address(&mut self, page: &Place) -> Reported {
        self.push(
            Diagnostic::error(
                "no-address",
                Words::new(
                    "no address can be made from the name of this file or of its folder",
                    "tämän tiedoston tai sen kansion nimestä ei saa osoitetta",
                ),
            )
            .at(page, Words::default())
            .help(Words::new(
                "rename it with letters a-z, or give the page (or the folder's index.md) an address with `slug: …`",
                "vaihda nimeen kirjaimia a–z, tai anna sivulle (tai kansion tiedostolle index.md) osoite: `slug: …`",
            )),
        )
    }

    /// A file whose folder gives no address.
    pub fn no_address_of_file(&mut self, path: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "no-address",
                say!(
                    "no address can be made from the folder of `{path}`",
                    "tiedoston `{path}` kansion nimestä ei saa osoitetta"
                ),
            )
            .help(Words::new("rename the folder with letters a-z", "vaihda kansion nimeen kirjaimia a–z")),
        )
    }

    /// Two pages that want one address.
    pub fn two_pages_with_one_address(
        &mut self,
        second: &Place,
        url: &str,
        first: Option<&Place>,
    ) -> Reported {
        let mut message = Diagnostic::error(
            "address-taken",
            say!("two pages want the address `{url}`", "kahdella sivulla olisi sama osoite `{url}`"),
        )
        .at(second, Words::new("this page", "tämä sivu"))
        .help(Words::new(
            "rename one of the files, or give one of them another address with `slug: …`",
            "vaihda toisen tiedoston nimi, tai anna toiselle sivulle eri osoite: `slug: …`",
        ));
        if let Some(first) = first {
            message = message.related(first, Words::new("the other one", "toinen sivu"));
        }
        self.push(message)
    }

    /// Two pages of a language ask for the same pages under them.
    pub fn pages_made_twice(&mut self, second: &Place, first: &Place) -> Reported {
        self.push(
            Diagnostic::error(
                "pages-made-twice",
                Words::new(
                    "two pages ask for the same pages under them",
                    "kaksi sivua pyytää samoja sivuja alleen",
                ),
            )
            .at(second, Words::new("here again", "tässä toisen kerran"))
            .related(first, Words::new("asked for here first", "pyydetty ensin tässä"))
            .help(Words::new(
                "each rule and value has one page in a language: take one of them out of `pages_of`",
                "jokaisella säännöllä ja arvolla on yksi sivu kullakin kielellä: poista toinen kohdasta `pages_of`",
            )),
        )
    }

    /// An old address of a page that is not made.
    pub fn alias_of_no_made_page(&mut self, id: &Spanned<String>, known: &[&str]) -> Reported {
        let written = &id.value;
        let message = Diagnostic::error(
            "alias-of-no-page",
            say!(
                "no page is made of `{written}`, so an old address cannot lead to it",
                "kohteesta `{written}` ei tehdä sivua, joten vanhasta osoitteesta ei pääse sille"
            ),
        )
        .at(&id.place, Words::new("no page has this id", "millään sivulla ei ole tätä tunnusta"));
        let message = message.nearest(written, known.iter().copied());
        self.push(match &message.help {
            Some(_) => message,
            None if known.is_empty() => message.help(Words::new(
                "add `pages_of: [rules, parameters]`, or take `aliases_of` away",
                "lisää `pages_of: [rules, parameters]` tai poista `aliases_of`",
            )),
            None => message.help(Words::new(
                "write the id of a rule or value as it stands in content/rules/: `leader-site explain` lists them",
                "kirjoita säännön tai arvon tunnus niin kuin se on kansiossa content/rules/: `leader-site explain` luettelee ne",
            )),
        })
    }

    /// Something of the author's stands where a page made from the rules would stand.
    pub fn address_of_made_page(
        &mut self,
        url: &str,
        name: &str,
        wanted: &Place,
        own: Option<&Place>,
    ) -> Reported {
        let message = say!(
            "the page of “{name}” that is made from the rules has the address `{url}` too",
            "osoite `{url}` kuuluu myös säännöistä tehdylle sivulle ”{name}”"
        );
        let wanted_here =
            || Words::new("the pages of the rules are asked for here", "sääntöjen sivut on pyydetty tässä");
        let message = Diagnostic::error("address-taken", message).help(Words::new(
            "rename your file, or give it another address with `slug: …`",
            "vaihda oman tiedostosi nimi, tai anna sille eri osoite: `slug: …`",
        ));
        let message = match own {
            Some(own) => message.at(own, Words::new("this one", "tämä")).related(wanted, wanted_here()),
            None => message.at(wanted, wanted_here()),
        };
        self.push(message)
    }

    /// A file beside the pages at the address of something else.
    pub fn file_hides_another(&mut self, path: &str, url: &str, first: Option<&Place>) -> Reported {
        let mut message = Diagnostic::error(
            "address-taken",
            say!(
                "the address `{url}` of the file `{path}` is taken",
                "tiedoston `{path}` osoite `{url}` on jo käytössä"
            ),
        )
        .help(Words::new("rename the file", "vaihda tiedoston nimi"));
        if let Some(first) = first {
            message = message.related(first, Words::new("this has it", "se on tällä"));
        }
        self.push(message)
    }

    /// A script that cannot become a part of a page's one file.
    pub fn script_not_for_one_file(&mut self, page: &Place, script: &str, line: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "script-not-for-one-file",
                say!(
                    "`{script}` imports or exports in a way that does not go into one file: `{line}`",
                    "skriptissä `{script}` on tuonti tai vienti, joka ei käy yhteen tiedostoon: `{line}`"
                ),
            )
            .at(page, Words::new("this page is to be one file", "tästä sivusta tehdään yksi tiedosto"))
            .help(Words::new(
                "in the theme write `import {a} from './b.js';` and `export const a = …`, each on a line; or take `one_file: true` out of the page",
                "kirjoita teemaan `import {a} from './b.js';` ja `export const a = …` kukin omalle rivilleen, tai poista sivulta rivi `one_file: true`",
            )),
        )
    }

    /// A further part of a list, or a feed, at the address of something else.
    pub fn list_hides_page(&mut self, section: &Place, output: &str, first: Option<&Place>) -> Reported {
        let mut message = Diagnostic::error(
            "address-taken",
            say!(
                "the list of this section needs the address `/{output}`, which is taken",
                "tämän osion luettelo tarvitsee osoitteen `/{output}`, joka on jo käytössä"
            ),
        )
        .at(section, Words::new("this section", "tämä osio"))
        .help(Words::new(
            "rename the page or file that has it",
            "vaihda sen sivun tai tiedoston nimi, jolla osoite on",
        ));
        if let Some(first) = first {
            message = message.related(first, Words::new("this has it", "se on tällä"));
        }
        self.push(message)
    }

    /// An alias at the address of its own page.
    pub fn alias_of_itself(&mut self, alias: &Spanned<String>) -> Reported {
        let written = &alias.value;
        self.push(
            Diagnostic::error(
                "alias-of-itself",
                say!(
                    "`{written}` is the address of this page itself",
                    "`{written}` on tämän sivun oma osoite"
                ),
            )
            .at(&alias.place, Words::new("not an old address", "ei vanha osoite"))
            .help(Words::new("take this line out", "poista tämä rivi")),
        )
    }

    /// An alias at the address of another page or file.
    pub fn alias_hides_page(&mut self, alias: &Spanned<String>, first: Option<&Place>) -> Reported {
        let written = &alias.value;
        let mut message = Diagnostic::error(
            "address-taken",
            say!("the old address `{written}` is in use", "vanha osoite `{written}` on käytössä"),
        )
        .at(&alias.place, Words::new("would hide what is there", "peittäisi sen, mitä siellä on"))
        .help(Words::new(
            "take this alias out, or give the other one a new address",
            "poista tämä vanha osoite, tai anna toiselle sivulle uusi osoite",
        ));
        match first {
            Some(first) => message = message.related(first, Words::new("this has it", "osoite on tällä")),
            None => {
                message = message
                    .note(Words::new(
                        "this program makes a file at that address itself",
                        "ohjelma tekee itse tiedoston siihen osoitteeseen",
                    ))
                    .help(Words::new("take this alias out", "poista tämä vanha osoite"));
            }
        }
        self.push(message)
    }

    /// Two pages of a language with one `key`.
    pub fn two_pages_with_one_key(&mut self, second: &Place, key: &str, first: &Place) -> Reported {
        self.push(
            Diagnostic::error(
                "two-pages-with-one-key",
                say!(
                    "two pages of one language have the key `{key}`",
                    "kahdella saman kielen sivulla on sama tunnus `{key}`"
                ),
            )
            .at(second, Words::new("this page", "tämä sivu"))
            .related(first, Words::new("the other one", "toinen sivu"))
            .help(Words::new(
                "a key pairs a page with its translation: give each page of a language its own",
                "kohta `key` yhdistää sivun sen käännökseen: anna saman kielen sivuille eri tunnukset",
            )),
        )
    }

    /// A page that expires before it is published.
    pub fn expires_before_it_is_published(&mut self, expire: &Place, publish: Date) -> Reported {
        self.push(
            Diagnostic::error(
                "empty-period",
                Words::new(
                    "this page is gone before it is published",
                    "sivu poistuu ennen kuin se julkaistaan",
                ),
            )
            .at(
                expire,
                Words::new(
                    "the first day on which the page is gone",
                    "ensimmäinen päivä, jona sivua ei enää ole",
                ),
            )
            .help(say!("write a day after {publish}", "kirjoita päivä, joka on päivän {publish} jälkeen")),
        )
    }

    /// A text that a `#` cuts short.
    pub fn hidden_by_sign(&mut self, place: &Place, line: &str) {
        let quoted = match line.split_once(": ") {
            Some((key, value)) if value.starts_with(['{', '[']) => format!("{key}: {value}"),
            Some((key, value)) if value.contains('"') => format!("{key}: '{}'", value.replace('\'', "''")),
            Some((key, value)) => format!("{key}: \"{value}\""),
            None => format!("\"{line}\""),
        };
        self.warn(
            Diagnostic::warning(
                "hidden-text",
                Words::new("the text ends before the sign `#`", "teksti päättyy ennen merkkiä `#`"),
            )
            .at(place, Words::new("is not read", "tätä ei lueta"))
            .help(say!(
                "put the text in quotes: `{quoted}`",
                "kirjoita teksti lainausmerkkeihin: `{quoted}`"
            )),
        );
    }

    /// A title or description that stands in curly quotes as a whole.
    pub fn curly_quotes_around(&mut self, place: &Place, key: &str, text: &str) {
        self.warn(
            Diagnostic::warning(
                "curly-quotes",
                Words::new(
                    "curly quotes belong to the text: readers will see them",
                    "kaarevat lainausmerkit kuuluvat tekstiin: lukijat näkevät ne",
                ),
            )
            .at(place, Words::new("quotes around the whole text", "lainausmerkit koko tekstin ympärillä"))
            .help(say!("write `{key}: {text}`", "kirjoita `{key}: {text}`"))
            .fix(Fix::instead(place, text)),
        );
    }
}

/// The text of pages.
impl Diagnostics {
    /// A name in `{{ … }}` that nothing has.
    pub fn unknown_reference(&mut self, place: &Place, name: &str, known: &[String]) -> Reported {
        // A setting that the site leaves empty.
        let setting = match name {
            "site.email" => Some("contact: {email: toimisto@example.org}"),
            "site.phone" => Some("contact: {phone: 050 123 4567}"),
            "site.address" => Some("contact: {address: Katu 1}"),
            "site.tagline" => Some("tagline: …"),
            "site.municipalities" => Some("municipalities: {fi: […, …]}"),
            _ => None,
        };
        let mut known: Vec<&str> = known.iter().map(String::as_str).collect();
        if let Some(setting) = setting
            && !known.contains(&name)
        {
            return self.push(
                Diagnostic::error(
                    "unknown-reference",
                    say!("`{name}` has no value", "nimellä `{name}` ei ole arvoa"),
                )
                .at(place, Words::new("nothing to show", "ei mitään näytettävää"))
                .help(say!(
                    "fill it in in content/site.yaml, for example `{setting}`",
                    "täytä se tiedostoon content/site.yaml, esimerkiksi `{setting}`"
                )),
            );
        }
        known.sort_unstable();
        known.dedup();
        // `small_total_max`: the word before the dot is missing.
        let whole = (!name.contains('.'))
            .then(|| {
                let tails = known.iter().filter_map(|known| Some((*known, known.rsplit_once('.')?.1)));
                let tails: Vec<(&str, &str)> = tails.collect();
                let same = tails.iter().find(|(_, tail)| tail.eq_ignore_ascii_case(name));
                let near =
                    super::nearest(name, tails.iter().map(|(_, tail)| *tail).filter(|tail| tail.len() > 4));
                let near = near.and_then(|near| tails.iter().find(|(_, tail)| *tail == near));
                same.or(near).map(|(known, _)| *known)
            })
            .flatten();
        if let Some(meant) = whole.filter(|_| super::nearest(name, known.iter().copied()).is_none()) {
            let fix = name_instead(place, name, meant);
            return self.push(
                Diagnostic::error(
                    "unknown-reference",
                    say!("`{name}` is the name of nothing", "nimeä `{name}` ei ole"),
                )
                .at(place, Words::new("unknown name", "tuntematon nimi"))
                .help(say!("did you mean `{{{{ {meant} }}}}`?", "tarkoititko `{{{{ {meant} }}}}`?"))
                .fix(fix),
            );
        }
        if !name.contains('.') {
            // One word alone can only be a block.
            known.retain(|known| !known.contains('.'));
        }
        let mut message = Diagnostic::error(
            "unknown-reference",
            say!("`{name}` is the name of nothing", "nimeä `{name}` ei ole"),
        )
        .at(place, Words::new("unknown name", "tuntematon nimi"));
        // More than anyone reads through.
        if known.len() > 24 {
            message = message.help(Words::new(
                "names begin with `param.`, `rule.`, `range.`, `site.` or `authority.`; a block is one word, such as `contact`",
                "nimet alkavat `param.`, `rule.`, `range.`, `site.` tai `authority.`; lohko on yksi sana, kuten `contact`",
            ));
        }
        let near = super::nearest(name, known.iter().copied()).map(str::to_owned);
        let mut message = message.nearest(name, known);
        if let Some(near) = near {
            message.fix = name_instead(place, name, &near);
        }
        self.push(message)
    }

    /// Braces that were meant to be `{{ … }}`.
    pub fn broken_reference(&mut self, place: &Place, name: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "broken-reference",
                Words::new(
                    "these braces would be shown as they are",
                    "nämä aaltosulut näkyisivät lukijoille sellaisinaan",
                ),
            )
            .at(
                place,
                Words::new(
                    "expected two braces on both sides",
                    "tähän kuuluu kaksi aaltosulkua kummallekin puolelle",
                ),
            )
            .help(say!("write `{{{{ {name} }}}}`", "kirjoita `{{{{ {name} }}}}`"))
            .fix(Fix::instead(place, format!("{{{{ {name} }}}}"))),
        )
    }

    /// The name of a block in the middle of a text.
    pub fn block_within_text(&mut self, place: &Place, name: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "block-within-text",
                say!("`{name}` cannot stand within a text", "`{name}` ei voi olla tekstin keskellä"),
            )
            .at(place, Words::new("this is a whole block of the page", "tämä on kokonainen sivun lohko"))
            .help(say!(
                "write `{{{{ {name} }}}}` on a line of its own, with an empty line above and below",
                "kirjoita `{{{{ {name} }}}}` omalle rivilleen ja jätä sen ylä- ja alapuolelle tyhjä rivi"
            )),
        )
    }

    /// A heading of the first level in the text.
    pub fn first_level_heading(&mut self, place: &Place) -> Reported {
        let heading = place.written().and_then(|written| written.lines().next()).unwrap_or_default();
        let heading = heading.trim_start_matches('#').trim();
        let heading = if heading.is_empty() { "…" } else { heading };
        self.push(
            Diagnostic::error(
                "first-level-heading",
                Words::new(
                    "the title of the page is its only heading of the first level",
                    "sivun ainoa ylimmän tason otsikko on sen nimi, kohta `title`",
                ),
            )
            .at(place, Words::new("a second title", "toinen pääotsikko"))
            .help(say!(
                "begin the headings of the text with two signs: `## {heading}`; the title itself is `title:` at the top of the file",
                "aloita tekstin otsikot kahdella merkillä: `## {heading}`; sivun nimi on tiedoston alussa kohdassa `title:`"
            ))
            .fix(Fix::instead(place, format!("## {heading}"))),
        )
    }

    /// A heading two levels or more below the one before it.
    pub fn skipped_heading_level(&mut self, place: &Place, before: u8, found: u8) -> Reported {
        let signs = "#".repeat(usize::from(before) + 1);
        let heading = place.written().and_then(|written| written.lines().next()).unwrap_or_default();
        let heading = heading.trim_start_matches('#').trim();
        let heading = if heading.is_empty() { "…" } else { heading };
        let above = match before {
            1 => Words::new("the title of the page", "sivun nimi"),
            level => say!("a heading of level {level}", "tason {level} otsikko"),
        };
        self.push(
            Diagnostic::error(
                "skipped-heading-level",
                say!(
                    "a heading of level {found} stands under {above}",
                    "tämä on tason {found} otsikko, mutta sen yläpuolella on {above}"; above
                ),
            )
            .at(place, Words::new("a level is missing in between", "välistä puuttuu taso"))
            .help(say!("write `{signs} {heading}`", "kirjoita `{signs} {heading}`"))
            .fix(Fix::instead(place, format!("{signs} {heading}"))),
        )
    }

    /// `##Ehdot`, which is no heading.
    pub fn heading_without_space(&mut self, place: &Place, meant: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "heading-without-space",
                Words::new("this would not become a heading", "tästä ei tulisi otsikkoa"),
            )
            .at(
                place,
                Words::new("a space is missing behind the signs", "merkkien perästä puuttuu välilyönti"),
            )
            .help(say!("write `{meant}`", "kirjoita `{meant}`"))
            .fix(Fix::instead(place, meant)),
        )
    }

    /// A heading without words.
    pub fn empty_heading(&mut self, place: &Place) -> Reported {
        self.push(
            Diagnostic::error(
                "empty-heading",
                Words::new("this heading has no words", "tässä otsikossa ei ole sanoja"),
            )
            .at(place, Words::new("nothing behind the signs", "merkkien perässä ei ole mitään"))
            .help(Words::new("write the heading, or take the line out", "kirjoita otsikko tai poista rivi")),
        )
    }

    /// An anchor with other letters than an address takes.
    pub fn not_an_anchor(&mut self, place: &Place, id: &str) -> Reported {
        let meant = anchor(id);
        let meant = if meant.is_empty() { "a".to_owned() } else { meant };
        // The place is the whole heading; the anchor stands in it in braces.
        let fix = place.range().zip(place.written()).and_then(|(range, written)| {
            let sign = format!("{{#{id}}}");
            let start = range.start + written.rfind(&sign)?;
            let edit = super::Edit { place: start..start + sign.len(), text: format!("{{#{meant}}}") };
            Some(super::Fix::likely(&place.file, vec![edit]))
        });
        self.push(
            Diagnostic::error(
                "not-an-anchor",
                say!("`{id}` cannot be an anchor", "`{id}` ei käy ankkuriksi"),
            )
            .at(
                place,
                Words::new(
                    "expected small letters, digits and hyphens",
                    "tähän kuuluu vain pieniä kirjaimia, numeroita ja yhdysmerkkejä",
                ),
            )
            .help(say!("write `{{#{meant}}}`", "kirjoita `{{#{meant}}}`"))
            .fix(fix),
        )
    }

    /// An anchor that the page has already.
    pub fn anchor_twice(&mut self, place: &Place, id: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "anchor-twice",
                say!("the anchor `{id}` is on this page already", "ankkuri `{id}` on sivulla jo"),
            )
            .at(place, Words::new("second time", "toinen kerta"))
            .help(say!(
                "give this heading another one, such as `{{#{id}-2}}`",
                "anna tälle otsikolle toinen, esimerkiksi `{{#{id}-2}}`"
            )),
        )
    }

    /// HTML in Markdown.
    pub fn raw_html(&mut self, place: &Place, written: &str) -> Reported {
        let tag = written
            .trim_start_matches(['<', '/'])
            .split(|letter: char| !letter.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let help = match tag.as_str() {
            "br" => Words::new(
                "end the line with a backslash `\\` to begin a new one",
                "aloita uusi rivi kirjoittamalla rivin loppuun kenoviiva `\\`",
            ),
            "iframe" | "script" | "video" | "audio" | "embed" | "object" | "form" | "noscript" => {
                // The policy of a page lets nothing from elsewhere in.
                let address = ["src=", "data=", "action=", "href="].iter().find_map(|name| {
                    let rest = written.split_once(name)?.1.trim_start_matches(['"', '\'']);
                    let end = rest.find(['"', '\'', ' ', '>']).unwrap_or(rest.len());
                    Some(rest[..end].trim_end_matches('/').to_owned()).filter(|url| url.contains("//"))
                });
                let address = match address {
                    Some(address) if address.starts_with("//") => format!("https:{address}"),
                    Some(address) => address,
                    None => "https://…".to_owned(),
                };
                say!(
                    "nothing of another site can be shown within a page: make a link, `[Watch the video]({address})`",
                    "toisen sivuston sisältöä ei voi näyttää sivun osana: tee linkki, `[Katso video]({address})`"
                )
            }
            "b" | "strong" => Words::new("write `**bold**`", "kirjoita `**lihavoitu**`"),
            "i" | "em" => Words::new("write `*emphasis*`", "kirjoita `*kursivoitu*`"),
            "a" => Words::new("write `[text](address)`", "kirjoita `[teksti](osoite)`"),
            "img" => Words::new(
                "write `![what the picture shows](picture.jpg)`",
                "kirjoita `![mitä kuvassa näkyy](kuva.jpg)`",
            ),
            "h1" | "h2" | "h3" | "h4" => Words::new("write `## heading`", "kirjoita `## otsikko`"),
            "ul" | "ol" | "li" => Words::new(
                "write each item on a line that begins with `- `",
                "kirjoita jokainen kohta omalle rivilleen, jonka alussa on `- `",
            ),
            "table" | "tr" | "td" | "th" => Words::new(
                "write the table with `|` between the cells",
                "kirjoita taulukko niin, että solujen välissä on `|`",
            ),
            "p" | "div" | "span" => Words::new(
                "take the tag out: an empty line begins a new paragraph",
                "poista merkintä: tyhjä rivi aloittaa uuden kappaleen",
            ),
            "hr" => Words::new("write `---` on a line of its own", "kirjoita `---` omalle rivilleen"),
            "sup" | "sub" => Words::new(
                "write it without the tag, for example m² and CO₂",
                "kirjoita ilman merkintää, esimerkiksi m² ja CO₂",
            ),
            "" => Words::new(
                "write `\\<` where you mean the sign itself",
                "kirjoita `\\<`, jos tarkoitat itse merkkiä",
            ),
            // `<hakuohje>` is no HTML, but means something to its author.
            tag if !is_html(tag) => {
                say!(
                    "write `\\{written}` if readers should see the sign itself",
                    "kirjoita `\\{written}`, jos lukijan pitää nähdä merkki itse"
                )
            }
            _ => Words::new(
                "write it in Markdown; what that cannot show belongs in a template of the theme",
                "kirjoita se Markdownina; mitä sillä ei voi näyttää, kuuluu teeman sivupohjaan",
            ),
        };
        self.push(
            Diagnostic::error(
                "raw-html",
                Words::new(
                    "HTML is not taken in the text of pages",
                    "sivun tekstissä ei voi käyttää HTML-merkintöjä",
                ),
            )
            .at(place, Words::new("HTML", "HTML-merkintä"))
            .help(help),
        )
    }

    /// A footnote sign without a note.
    pub fn no_footnote(&mut self, place: &Place, sign: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "no-footnote",
                say!("the footnote `{sign}` has no text", "alaviitteellä `{sign}` ei ole tekstiä"),
            )
            .at(place, Words::new("refers to a note that is not there", "viittaa huomautukseen, jota ei ole"))
            .help(say!(
                "write the note on a line of its own: `{sign}: …`",
                "kirjoita huomautus omalle rivilleen: `{sign}: …`"
            )),
        )
    }

    /// A note that nothing refers to.
    pub fn unused_footnote(&mut self, place: &Place, name: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "unused-footnote",
                say!("nothing refers to the footnote `{name}`", "mikään ei viittaa alaviitteeseen `{name}`"),
            )
            .at(place, Words::new("would not be shown", "ei näkyisi sivulla"))
            .help(say!(
                "write `[^{name}]` in the text where the note belongs, or take the note out",
                "kirjoita `[^{name}]` tekstiin siihen, mihin huomautus kuuluu, tai poista huomautus"
            )),
        )
    }

    /// A picture without alternative text.
    pub fn picture_without_words(&mut self, place: &Place, written: &str) -> Reported {
        let file = written.split_once("](").map_or("kuva.jpg", |(_, rest)| rest.trim_end_matches(')'));
        self.push(
            Diagnostic::error(
                "no-alternative-text",
                Words::new(
                    "this picture says nothing to those who cannot see it",
                    "kuvalta puuttuu teksti niille, jotka eivät näe kuvaa",
                ),
            )
            .at(
                place,
                Words::new("the words in the brackets are missing", "hakasulkujen välistä puuttuvat sanat"),
            )
            .help(say!(
                "say what the picture shows: `![Talkooväkeä kylätalon pihalla]({file})`",
                "kerro, mitä kuvassa näkyy: `![Talkooväkeä kylätalon pihalla]({file})`"
            )),
        )
    }

    /// The picture of a page without words.
    pub fn picture_of_page_without_words(&mut self, place: &Place, file: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "no-alternative-text",
                Words::new(
                    "this picture says nothing to those who cannot see it",
                    "kuvalta puuttuu teksti niille, jotka eivät näe kuvaa",
                ),
            )
            .at(place, Words::new("the words are missing", "sanat puuttuvat"))
            .help(say!(
                "say what the picture shows: `picture: {{file: {file}, alt: Talkooväkeä kylätalon pihalla}}`",
                "kerro, mitä kuvassa näkyy: `picture: {{file: {file}, alt: Talkooväkeä kylätalon pihalla}}`"
            )),
        )
    }

    /// Another file in the place of a picture.
    pub fn file_is_no_picture(&mut self, place: &Place, url: &str) -> Reported {
        self.push(
            Diagnostic::error("no-picture", say!("`{url}` is no picture", "`{url}` ei ole kuva"))
                .at(place, Words::new("a file of another kind", "muunlainen tiedosto"))
                .help(Words::new(
                    "name a picture here, such as `talkoot.jpg`, and link to other files in the text",
                    "nimeä tähän kuva, esimerkiksi `talkoot.jpg`, ja linkitä muut tiedostot tekstissä",
                )),
        )
    }

    /// A picture that does not lie in the site.
    pub fn picture_from_elsewhere(&mut self, place: &Place, url: &str) -> Reported {
        let name = url.rsplit('/').next().unwrap_or("kuva.jpg");
        self.push(
            Diagnostic::error(
                "picture-from-elsewhere",
                Words::new("this picture lies on another site", "tämä kuva on toisella sivustolla"),
            )
            .at(
                place,
                Words::new(
                    "would tell the other site who reads this page",
                    "kertoisi toiselle sivustolle, kuka tätä sivua lukee",
                ),
            )
            .help(say!(
                "save the picture beside this page and write `![…]({name})`",
                "tallenna kuva tämän sivun viereen ja kirjoita `![…]({name})`"
            )),
        )
    }

    /// A picture that is not there.
    pub fn no_picture<'a>(
        &mut self,
        place: &Place,
        url: &str,
        wanted: &str,
        from: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Reported {
        let message =
            Diagnostic::error("no-picture", say!("there is no picture `{url}`", "kuvaa `{url}` ei ole"))
                .at(place, Words::new("not found", "ei löydy"));
        self.push(with_near_file(
            message,
            (url, wanted),
            from,
            known,
            Words::new(
                "put the file beside the page, or correct its name",
                "laita tiedosto sivun viereen tai korjaa sen nimi",
            ),
        ))
    }

    /// A link to a file that is not there.
    pub fn broken_link<'a>(
        &mut self,
        place: &Place,
        url: &str,
        wanted: &str,
        from: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Reported {
        let message =
            Diagnostic::error("broken-link", say!("`{url}` leads nowhere", "`{url}` ei johda mihinkään"))
                .at(place, Words::new("no such file", "tällaista tiedostoa ei ole"));
        if url.contains('@') {
            let fix = address_instead(place, url, &format!("mailto:{url}"));
            return self.push(
                message
                    .help(say!(
                        "for an e-mail address write `mailto:{url}`",
                        "sähköpostiosoitteeksi kirjoita `mailto:{url}`"
                    ))
                    .fix(fix),
            );
        }
        let looks_like_host = url.starts_with("www.") || (!url.contains('/') && url.ends_with(".fi"));
        if looks_like_host {
            let fix = address_instead(place, url, &format!("https://{url}"));
            return self.push(
                message
                    .help(say!(
                        "for another site write the whole address: `https://{url}`",
                        "toiselle sivustolle kirjoita koko osoite: `https://{url}`"
                    ))
                    .fix(fix),
            );
        }
        let otherwise = Words::new(
            "link to a page by its file, such as `../rahoitus/index.md`, and to another site with https://",
            "linkitä sivuun sen tiedostolla, esimerkiksi `../rahoitus/index.md`, ja toiseen sivustoon osoitteella, jonka alussa on https://",
        );
        let mut message = with_near_file(message, (url, wanted), from, known, otherwise);
        let language = place.file.path.split('/').take(2).collect::<Vec<_>>().join("/");
        let path = format!("{language}/{}", wanted.split('#').next().unwrap_or_default());
        message.group = Some(Box::new(Group {
            title: say!(
                "several links lead to `{path}`, which is not there",
                "usea linkki johtaa tiedostoon `{path}`, jota ei ole"
            ),
            help: say!(
                "if the page was deleted, take these links away or lead them to another page; if it was renamed, bring the file back under its old name or correct the links",
                "jos sivu on poistettu, poista nämä linkit tai johda ne toiselle sivulle; jos se on nimetty uudelleen, palauta vanha nimi tai korjaa linkit"
            ),
            about: path,
        }));
        self.push(message)
    }

    /// A link to nothing at all.
    pub fn empty_link(&mut self, place: &Place) -> Reported {
        let text = place.written().and_then(|written| written.strip_prefix('[')?.split(']').next());
        let text = text.filter(|text| !text.is_empty()).unwrap_or("teksti");
        self.push(
            Diagnostic::error(
                "broken-link",
                Words::new("this link leads nowhere", "tämä linkki ei johda mihinkään"),
            )
            .at(
                place,
                Words::new("the address in the brackets is missing", "sulkujen välistä puuttuu osoite"),
            )
            .help(say!(
                "write the file of a page or an address: `[{text}](sivu.md)`",
                "kirjoita sivun tiedosto tai osoite: `[{text}](sivu.md)`"
            )),
        )
    }

    /// `[teksti] (sivu.md)` and the like, which would be shown as they are.
    pub fn link_in_pieces(&mut self, place: &Place, meant: &str) -> Reported {
        // `![Laavu](uusi laavu.jpg)` is a picture.
        let before = place.range().and_then(|range| place.file.text.get(..range.start));
        if before.is_some_and(|before| before.ends_with('!') && !before.ends_with("\\!")) {
            let meant = format!("!{meant}");
            return self.push(
                Diagnostic::error(
                    "broken-link",
                    Words::new("this would not become a picture", "tästä ei tulisi kuvaa"),
                )
                .at(
                    place,
                    Words::new("the name of the file has a space in it", "tiedoston nimessä on välilyönti"),
                )
                .help(say!(
                    "write `{meant}`, or rename the file so that it has no space",
                    "kirjoita `{meant}`, tai nimeä tiedosto uudelleen ilman välilyöntiä"
                ))
                .fix(Fix::instead(place, &meant[1..])),
            );
        }
        self.push(
            Diagnostic::error(
                "broken-link",
                Words::new("this would not become a link", "tästä ei tulisi linkkiä"),
            )
            .at(place, Words::new("the brackets do not fit together", "sulut eivät sovi yhteen"))
            .help(say!("write `{meant}`", "kirjoita `{meant}`"))
            .fix(Fix::instead(place, meant)),
        )
    }

    /// A link up and out of `content/`.
    pub fn link_out_of_content(&mut self, place: &Place, url: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "broken-link",
                say!(
                    "`{url}` leads out of the folder of pages",
                    "`{url}` johtaa sivujen kansion ulkopuolelle"
                ),
            )
            .at(place, Words::new("too many `../`", "liian monta `../`"))
            .help(Words::new(
                "begin the path with `/` to start from the folder of the language: `/rahoitus/index.md`",
                "aloita polku merkillä `/`, niin se alkaa kielen kansiosta: `/rahoitus/index.md`",
            )),
        )
    }

    /// A link such as `javascript:` or `ftp:`.
    pub fn unusual_scheme(&mut self, place: &Place, scheme: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "broken-link",
                say!("links with `{scheme}:` are not taken", "linkki ei voi alkaa `{scheme}:`"),
            )
            .at(
                place,
                Words::new(
                    "expected a page, https:, mailto: or tel:",
                    "tähän kuuluu sivu tai https:, mailto: tai tel:",
                ),
            )
            .help(Words::new(
                "link to a page by its file, and to another site with https://",
                "linkitä sivuun sen tiedostolla ja toiseen sivustoon osoitteella, jonka alussa on https://",
            )),
        )
    }

    /// A link to a page that is a draft.
    pub fn link_to_draft(&mut self, place: &Place, url: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "link-to-draft",
                say!("`{url}` is a draft and not published", "`{url}` on luonnos eikä sitä julkaista"),
            )
            .at(place, Words::new("would lead nowhere", "ei johtaisi mihinkään"))
            .help(Words::new(
                "take `draft: true` out of that page, or the link out of this one",
                "poista siltä sivulta `draft: true`, tai poista linkki tältä sivulta",
            )),
        )
    }

    /// A link to a page that is published later.
    pub fn link_to_future_page(&mut self, place: &Place, url: &str, date: Date) {
        self.warn(
            Diagnostic::warning(
                "link-to-hidden-page",
                say!("`{url}` is not published before {date}", "`{url}` julkaistaan vasta {date}"),
            )
            .at(
                place,
                Words::new(
                    "shown without a link until then",
                    "siihen asti tässä on pelkkä teksti ilman linkkiä",
                ),
            )
            .help(Words::new(
                "nothing needs to be done: the link appears by itself",
                "mitään ei tarvitse tehdä: linkki tulee näkyviin itsestään",
            )),
        );
    }

    /// A link to a page that is gone.
    pub fn link_to_expired_page(&mut self, place: &Place, url: &str, date: Date) {
        self.warn(
            Diagnostic::warning(
                "link-to-hidden-page",
                say!("`{url}` has been gone since {date}", "`{url}` on poistunut {date}"),
            )
            .at(place, Words::new("shown without a link", "tässä on pelkkä teksti ilman linkkiä"))
            .help(Words::new(
                "take the link out, or give that page a later day in `expire:`",
                "poista linkki, tai anna sille sivulle myöhempi päivä kohdassa `expire:`",
            )),
        );
    }
}

fn is_html(tag: &str) -> bool {
    const TAGS: [&str; 60] = [
        "abbr",
        "address",
        "article",
        "aside",
        "audio",
        "blockquote",
        "body",
        "button",
        "canvas",
        "caption",
        "center",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "dfn",
        "dl",
        "dt",
        "embed",
        "fieldset",
        "figcaption",
        "figure",
        "font",
        "footer",
        "form",
        "h5",
        "h6",
        "head",
        "header",
        "html",
        "iframe",
        "input",
        "ins",
        "kbd",
        "label",
        "legend",
        "link",
        "main",
        "map",
        "mark",
        "meta",
        "nav",
        "object",
        "option",
        "picture",
        "pre",
        "q",
        "s",
        "script",
        "section",
        "select",
        "small",
        "style",
        "summary",
        "svg",
        "u",
        "video",
    ];
    TAGS.contains(&tag)
}

/// A name within braces, written otherwise.
fn name_instead(place: &Place, name: &str, new: &str) -> Option<Fix> {
    let range = place.range()?;
    let at = place.written()?.find(name)?;
    let edit = Edit { place: range.start + at..range.start + at + name.len(), text: new.to_owned() };
    Some(Fix::likely(&place.file, vec![edit]))
}

/// Adds the nearest file that is there, written as a link from the folder `from`.
fn with_near_file<'a>(
    message: Diagnostic,
    (url, wanted): (&str, &str),
    from: &str,
    known: impl IntoIterator<Item = &'a str>,
    otherwise: Words,
) -> Diagnostic {
    let mut known: Vec<&str> = known.into_iter().collect();
    known.sort_unstable();
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let same_letters =
        known.iter().copied().find(|path| path.to_lowercase() == wanted.to_lowercase() && *path != wanted);
    if let Some(near) = same_letters {
        let near = relative(from, near);
        let fix = message.place.as_ref().and_then(|(place, _)| address_instead(place, url, &near));
        let near = as_target(&near);
        return message
            .help(say!(
                "small and capital letters differ: write `{near}`",
                "isot ja pienet kirjaimet ovat eri merkkejä: kirjoita `{near}`"
            ))
            .fix(fix);
    }
    // The right name in the wrong folder is the usual slip.
    let moved = known
        .iter()
        .copied()
        .find(|path| name(path).to_lowercase() == name(wanted).to_lowercase() && name(path) != "index.md");
    match moved.or_else(|| near_file(wanted, &known)) {
        // Windows adds an ending that it does not show.
        Some(near) if near.strip_suffix(".txt") == Some(wanted) => {
            let file = name(wanted);
            message.help(say!(
                "the file is called `{near}`: rename it to `{file}`",
                "tiedoston nimi on `{near}`: vaihda nimeksi `{file}`"
            ))
        }
        Some(near) => {
            let near = relative(from, near);
            let fix = message.place.as_ref().and_then(|(place, _)| address_instead(place, url, &near));
            let near = as_target(&near);
            message.help(say!("did you mean `{near}`?", "tarkoititko `{near}`?")).fix(fix)
        }
        None => message.help(otherwise),
    }
}

/// The file whose name is near, folder and name each by itself: a long folder makes no other name near.
fn near_file<'a>(wanted: &str, known: &[&'a str]) -> Option<&'a str> {
    let parts = |path: &str| {
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        (folder.to_lowercase(), stem.to_lowercase())
    };
    let (folder, stem) = parts(wanted);
    let is_near = |one: &str, other: &str| {
        strsim::damerau_levenshtein(one, other) <= one.chars().count().min(other.chars().count()) / 3
    };
    let near = known.iter().copied().filter(|path| {
        let (other_folder, other) = parts(path);
        is_near(&stem, &other) && (folder == other_folder || is_near(&folder, &other_folder))
    });
    near.min_by_key(|path| (strsim::damerau_levenshtein(wanted, path), *path))
}

/// The address of a link or picture written otherwise, where it stands in the place once.
fn address_instead(place: &Place, url: &str, new: &str) -> Option<Fix> {
    let range = place.range()?;
    let written = place.written()?;
    let new = as_target(new);
    let bracketed = format!("<{url}>");
    let old = if written.contains(&bracketed) { bracketed.as_str() } else { url };
    let at = written.rfind(old).filter(|_| !old.is_empty())?;
    let edit = Edit { place: range.start + at..range.start + at + old.len(), text: new };
    Some(Fix::likely(&place.file, vec![edit]))
}

/// The path of a file as it is written between the brackets of a link.
fn as_target(path: &str) -> String {
    if path.contains([' ', '(', ')', '#', '%']) {
        let plain = path.replace('%', "%25").replace('#', "%23");
        return format!("<{plain}>");
    }
    path.to_owned()
}

/// The path of a file as seen from a folder.
fn relative(from: &str, path: &str) -> String {
    let from: Vec<&str> = from.split('/').filter(|part| !part.is_empty()).collect();
    let parts: Vec<&str> = path.split('/').collect();
    let same = from.iter().zip(&parts[..parts.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(from.len() - same);
    format!("{up}{}", parts[same..].join("/"))
}

/// What is wrong with an address in a finished page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum AddressSlip {
    /// Nothing is there; perhaps the address of a page is near.
    NothingThere(Option<String>),
    NoSlash,
    /// Not below the path of the site, which is given.
    OutsideBase(String),
    /// The page has no such place; perhaps an anchor of it is near.
    NoAnchor(Option<String>),
    Scheme,
}

/// Templates and finished pages.
impl Diagnostics {
    /// A template that cannot be used, with its place if that is known.
    pub fn template_syntax(&mut self, place: Option<&Place>, slip: &TemplateSlip) -> Reported {
        let what = slip.words();
        let title =
            say!("this template cannot be used: {what}", "tätä sivupohjaa ei voi käyttää: {what}"; what);
        let mut message = Diagnostic::error("template", title);
        if let Some(place) = place {
            message = message.at(place, Words::new("here", "tässä"));
        }
        if let Some(help) = slip.help() {
            message = message.help(help);
        }
        self.push(message)
    }

    /// A template that extends one that is not there.
    pub fn template_without_parent<'a>(
        &mut self,
        place: Option<&Place>,
        parent: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Reported {
        let mut message = Diagnostic::error(
            "template",
            say!("there is no template `{parent}`", "sivupohjaa `{parent}` ei ole"),
        );
        if let Some(place) = place {
            message = message.at(place, Words::new("not found", "ei löydy"));
        }
        let help = match super::template::nearest_template(parent, known) {
            Some(near) => say!("did you mean `{near}`?", "tarkoititko `{near}`?"),
            None => Words::new(
                "templates lie in `templates/` of the theme, or of the site",
                "sivupohjat ovat teeman tai sivuston kansiossa `templates/`",
            ),
        };
        self.push(message.help(help))
    }

    /// Templates that extend or include each other in a circle.
    pub fn template_in_a_circle(&mut self, place: Option<&Place>, name: &str) -> Reported {
        let mut message = Diagnostic::error(
            "template",
            say!("the template `{name}` comes back to itself", "sivupohja `{name}` johtaa takaisin itseensä"),
        );
        if let Some(place) = place {
            message = message.at(place, Words::default());
        }
        self.push(message.help(Words::new(
            "take out one of the `extends` or `include` that lead back here",
            "poista jokin niistä `extends`- tai `include`-riveistä, jotka johtavat takaisin tänne",
        )))
    }

    /// A template that failed on a page, and on `more` pages besides.
    pub fn template_failed(
        &mut self,
        slip: &TemplateSlip,
        place: Option<&Place>,
        callers: &[Place],
        pages: (&str, usize),
    ) -> Reported {
        let what = slip.words();
        let mut message = Diagnostic::error(
            "template-failed",
            say!("a template fails: {what}", "sivupohja ei toimi: {what}"; what),
        );
        if let Some(place) = place {
            message = message.at(place, Words::new("here", "tässä"));
        }
        for caller in callers {
            message = message.related(caller, Words::new("called from here", "kutsuttu tästä"));
        }
        message = message.note(match pages {
            (page, 0) => say!("while making `{page}`", "kun tehtiin sivua `{page}`"),
            (page, 1) => {
                say!(
                    "while making `{page}`, and one more page",
                    "kun tehtiin sivua `{page}` ja yhtä muuta sivua"
                )
            }
            (page, more) => say!(
                "while making `{page}`, and {more} more pages",
                "kun tehtiin sivua `{page}` ja {more} muuta sivua"
            ),
        });
        if let Some(help) = slip.help() {
            message = message.help(help);
        }
        self.push(message)
    }

    /// A page that asks for a template that is not there.
    pub fn no_template<'a>(
        &mut self,
        found: &Spanned<String>,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Reported {
        let written = &found.value;
        self.push(
            Diagnostic::error(
                "no-template",
                say!("there is no template `{written}`", "sivupohjaa `{written}` ei ole"),
            )
            .at(&found.place, Words::new("not in the theme", "ei ole teemassa"))
            .nearest(written, known),
        )
    }

    /// A theme without a template that every site needs.
    pub fn theme_lacks_template(&mut self, theme: &str, template: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "no-template",
                say!(
                    "the theme `{theme}` lacks the template `{template}`",
                    "teemasta `{theme}` puuttuu sivupohja `{template}`"
                ),
            )
            .help(say!(
                "add `themes/{theme}/templates/{template}`",
                "lisää `themes/{theme}/templates/{template}`"
            )),
        )
    }

    /// An address in a finished page that leads nowhere.
    ///
    /// `place` is where it was written: in the text of the page, or in a template. `pages` are the
    /// template, a page that it made, and how many more of them have the address.
    pub fn dead_address(
        &mut self,
        url: &str,
        slip: &AddressSlip,
        place: Option<&Place>,
        pages: Option<(&str, &str, usize)>,
    ) -> Reported {
        // As its author knows it.
        let url = &*address::percent_decoded(url);
        let near = |near: &str| say!("did you mean `{near}`?", "tarkoititko `{near}`?");
        let (title, help) = match slip {
            AddressSlip::NothingThere(page) => (
                say!("`{url}` leads to nothing on this site", "`{url}` ei johda mihinkään tällä sivustolla"),
                Some(page.as_deref().map_or_else(
                    || {
                        Words::new(
                            "check the address: there is no such page or file",
                            "tarkista osoite: tällaista sivua tai tiedostoa ei ole",
                        )
                    },
                    near,
                )),
            ),
            AddressSlip::NoSlash => (
                say!("`{url}` lacks the `/` at its end", "osoitteen `{url}` lopusta puuttuu `/`"),
                Some(say!("write `{url}/`", "kirjoita `{url}/`")),
            ),
            AddressSlip::OutsideBase(base) => (
                say!("`{url}` does not begin with the path of the site", "`{url}` ei ala sivuston polulla"),
                Some(say!(
                    "addresses of this site begin with `{base}/`",
                    "tämän sivuston osoitteet alkavat `{base}/`"
                )),
            ),
            AddressSlip::NoAnchor(anchor) => (
                say!(
                    "`{url}` leads to a place that the page does not have",
                    "`{url}` johtaa kohtaan, jota sivulla ei ole"
                ),
                Some(match anchor {
                    Some(anchor) => near(&format!("#{anchor}")),
                    None => {
                        let anchor = url.split_once('#').map_or("kohta", |(_, anchor)| anchor);
                        say!(
                            "write `{{#{anchor}}}` at the end of the heading that you mean",
                            "kirjoita tarkoittamasi otsikon loppuun `{{#{anchor}}}`"
                        )
                    }
                }),
            ),
            AddressSlip::Scheme => (
                say!(
                    "`{url}` is not an address that browsers open",
                    "`{url}` ei ole osoite, jonka selain avaa"
                ),
                Some(Words::new(
                    "write an address that begins with https:, mailto: or tel:",
                    "kirjoita osoite, jonka alussa on https:, mailto: tai tel:",
                )),
            ),
        };
        let anchor = match slip {
            AddressSlip::NoAnchor(anchor) => anchor.as_deref(),
            _ => None,
        };
        let anchor_fix = anchor.zip(place).and_then(|(anchor, place)| {
            // The one place in a link where its address stands.
            let (range, written) = (place.range()?, place.written()?);
            let address = format!("({url})");
            let at = written.find(&address).filter(|&at| written.rfind(&address) == Some(at))?;
            let start = range.start + at + 1;
            let (file, _) = url.split_once('#')?;
            let edit = super::Edit { place: start..start + url.len(), text: format!("{file}#{anchor}") };
            Some(super::Fix::likely(&place.file, vec![edit]))
        });
        let mut message = Diagnostic::error("dead-link", title);
        if let Some(place) = place {
            message = message.at(place, Words::new("leads nowhere", "ei johda mihinkään"));
            message = message.fix(anchor_fix);
        }
        if let Some((template, page, more)) = pages {
            message = message.note(match more {
                0 => say!(
                    "`{template}` has it on the page `{page}`",
                    "se tulee sivupohjasta `{template}` sivulle `{page}`"
                ),
                1 => say!(
                    "`{template}` has it on the page `{page}` and one more",
                    "se tulee sivupohjasta `{template}` sivulle `{page}` ja yhdelle muulle"
                ),
                more => say!(
                    "`{template}` has it on the page `{page}` and {more} more",
                    "se tulee sivupohjasta `{template}` sivulle `{page}` ja {more} muulle"
                ),
            });
        }
        if let Some(help) = help {
            message = message.help(help);
        }
        self.push(message)
    }

    /// A script of the theme that no browser would run.
    pub fn script_unreadable(&mut self, at: &Place, reason: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "script-unreadable",
                Words::new(
                    "this script cannot be read, and browsers would run nothing of it",
                    "tätä skriptiä ei voi lukea, eivätkä selaimet suorittaisi siitä mitään",
                ),
            )
            .at(at, Words::default())
            .note(say!(
                "the reading stopped with “{reason}”",
                "lukeminen päättyi ilmoitukseen ”{reason}” (englanniksi)",
            ))
            .help(Words::new(
                "mend the script at this place, or put back the version that worked",
                "korjaa skripti tässä kohdassa tai palauta versio, joka toimi",
            )),
        )
    }

    /// A static file that names another in a circle.
    pub fn assets_in_a_circle(&mut self, file: &Place, names: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "assets-in-a-circle",
                Words::new(
                    "these files of the theme import each other in a circle",
                    "nämä teeman tiedostot viittaavat toisiinsa kehässä",
                ),
            )
            .at(file, Words::default())
            .note(Words::same(names))
            .help(Words::new(
                "their published names hold a hash of their content, so one of the imports has to go",
                "niiden julkaistava nimi riippuu sisällöstä, joten yksi viittauksista on poistettava",
            )),
        )
    }
}

fn unnamed_link(told: Diagnostic, place: &Place) -> Diagnostic {
    told.at(place, Words::new("unknown link", "tuntematon linkki")).help(Words::new(
        "the links are under `links:` in content/site.yaml; write one as `[words](link:hyrra)`",
        "linkit ovat tiedoston content/site.yaml kohdassa `links:`; kirjoita linkki näin: `[sanat](link:hyrra)`",
    ))
}
