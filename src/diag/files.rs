//! Mistakes in the files of a site: pictures that cannot be shown, files that nobody publishes, names.

use super::{Diagnostic, Diagnostics, Fix, Reported, Words, amounts::size, say};
use crate::picture::{Kind, Slip};
use crate::source::{Place, SourceFile, Spanned};

/// Of how many files one message tells by name.
const MOST_NAMED: usize = 40;

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn is_composed(path: &str) -> bool {
    crate::model::address::composed(path) == path
}

fn file(path: &str) -> Place {
    Place::file(&SourceFile::new(path, ""))
}

/// What is published and what is not.
impl Diagnostics {
    /// Files beside the pages that no page uses, each with its length.
    pub fn unused_files(&mut self, files: &[(&str, u64)]) {
        let Some((first, _)) = files.first() else { return };
        let title = match files {
            [_] => say!(
                "no page uses the file `{first}`, so it is not published",
                "mikään sivu ei käytä tiedostoa `{first}`, joten sitä ei julkaista"
            ),
            more => {
                let count = more.len();
                say!(
                    "no page uses these {count} files, so they are not published",
                    "mikään sivu ei käytä näitä {count} tiedostoa, joten niitä ei julkaista"
                )
            }
        };
        let mut message = Diagnostic::warning("unused-file", title).at(&file(first), Words::default());
        if files.len() > 1 {
            for (path, bytes) in files.iter().take(MOST_NAMED) {
                let size = size(*bytes);
                message = message.note(say!("`{path}` ({size})", "`{path}` ({size})"; size));
            }
        }
        if files.len() > MOST_NAMED {
            let more = files.len() - MOST_NAMED;
            message = message.note(say!("and {more} more", "ja {more} muuta"));
        }
        let name = name_of(first);
        let is_picture = Kind::named(first).is_some();
        let sign = if is_picture { "!" } else { "" };
        let name = if name.contains([' ', '(', ')']) { format!("<{name}>") } else { name.to_owned() };
        self.warn(message.help(match files {
            [_] => say!(
                "move it out of `content/` or delete it; only if readers should get it, use it on a page: `{sign}[what it is]({name})`",
                "siirrä se pois kansiosta `content/` tai poista se; vain jos lukijoiden kuuluu saada se, käytä sitä jollakin sivulla: `{sign}[mikä se on]({name})`"
            ),
            _ => Words::new(
                "move them out of `content/` or delete them; only what readers should get is used on a page",
                "siirrä ne pois kansiosta `content/` tai poista ne; sivulla käytetään vain sitä, mikä lukijoiden kuuluu saada",
            ),
        }));
    }

    /// `uusi.md.txt` and the like: a page that some program gave another ending.
    pub fn file_like_page(&mut self, path: &str, meant: &str, is_taken: bool) {
        let message = Diagnostic::warning(
            "not-a-page",
            say!(
                "`{path}` looks like a page, but its name does not end in `.md`: it is not published",
                "`{path}` näyttää sivulta, mutta sen nimen lopussa ei ole `.md`: sitä ei julkaista"
            ),
        )
        .at(&file(path), Words::default());
        self.warn(message.help(match is_taken {
            false => say!(
                "rename it to `{meant}`; Windows shows the whole name when “File name extensions” is switched on in the View menu",
                "vaihda nimeksi `{meant}`; Windows näyttää koko nimen, kun Näytä-valikossa on valittu ”Tiedostotunnisteet”"
            ),
            true => say!(
                "`{meant}` is there already: move what is new into it, and delete this file",
                "`{meant}` on jo olemassa: siirrä uusi teksti siihen ja poista tämä tiedosto"
            ),
        }));
    }

    /// A page of another program among the files of the site.
    pub fn file_of_html(&mut self, path: &str) {
        self.warn(
            html_file(Diagnostic::warning, path).at(&file(path), Words::default()).help(html_help(path)),
        );
    }

    /// A link to such a file.
    pub fn link_to_html(&mut self, place: &Place, path: &str) -> Reported {
        self.push(
            html_file(Diagnostic::error, path)
                .at(place, Words::new("would lead nowhere", "ei johtaisi mihinkään"))
                .help(html_help(path)),
        )
    }

    /// A link to `uusi.md.txt` and the like.
    pub fn link_to_file_like_page(&mut self, place: &Place, path: &str, meant: &str) -> Reported {
        let new = name_of(meant);
        self.push(
            Diagnostic::error(
                "not-a-page",
                say!(
                    "this leads to `{path}`, which looks like a page but is none",
                    "tästä pääsee tiedostoon `{path}`, joka näyttää sivulta mutta ei ole sivu"
                ),
            )
            .at(place, Words::new("would show the text as it was typed", "näyttäisi tekstin raakana"))
            .help(say!(
                "rename the file to `{new}`, and link to that",
                "vaihda tiedoston nimeksi `{new}`, ja korjaa linkki samoin"
            )),
        )
    }

    /// A picture or file that a page names and that lies where no page can show it.
    pub fn file_out_of_reach(
        &mut self,
        place: &Place,
        url: &str,
        at: &str,
        to: &str,
        is_picture: bool,
    ) -> Reported {
        let (code, title) = match is_picture {
            true => ("no-picture", say!("there is no picture `{url}`", "kuvaa `{url}` ei ole")),
            false => ("broken-link", say!("`{url}` leads nowhere", "`{url}` ei johda mihinkään")),
        };
        self.push(
            Diagnostic::error(code, title)
                .at(place, Words::new("not found", "ei löydy"))
                .note(say!(
                    "there is `{at}`, but pages show files of `content/` alone",
                    "`{at}` on olemassa, mutta sivuilla näkyy vain kansion `content/` tiedostoja"
                ))
                .help(say!("move it to `{to}`", "siirrä se: `{to}`")),
        )
    }
}

fn html_file(level: fn(&'static str, Words) -> Diagnostic, path: &str) -> Diagnostic {
    level(
        "html-file",
        say!(
            "`{path}` is a page of another program, and is not published",
            "`{path}` on toisella ohjelmalla tehty sivu, eikä sitä julkaista"
        ),
    )
    .note(Words::new(
        "it would have neither the frame nor the checks of this site",
        "siinä ei olisi tämän sivuston kehystä eikä tarkistuksia",
    ))
}

fn html_help(path: &str) -> Words {
    let name = name_of(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    say!(
        "write its text as a page, `{stem}.md`; if it has to go out as it is, name it in `content/site.yaml`: `files: [{{from: {path}, to: {name}}}]`",
        "kirjoita sen teksti sivuksi `{stem}.md`; jos se on julkaistava sellaisenaan, nimeä se tiedostossa `content/site.yaml`: `files: [{{from: {path}, to: {name}}}]`"
    )
}

/// Names and folders.
impl Diagnostics {
    /// Two files whose names are the same letters, written in two ways.
    pub fn same_name_twice(&mut self, second: &Place, first: &Place) -> Reported {
        self.push(
            Diagnostic::error(
                "same-name-twice",
                Words::new(
                    "two files have the same name: a letter such as ä is one sign in one, and two in the other",
                    "kahdella tiedostolla on sama nimi: ä-kirjain tai muu sellainen on toisessa yksi merkki ja toisessa kaksi",
                ),
            )
            .at(second, Words::new("this file", "tämä tiedosto"))
            .related(first, Words::new("the other one", "toinen"))
            .note(match is_composed(&second.file.path) {
                true => Words::new(
                    "the first one named here has each letter as one sign, the second as two",
                    "tässä ensin mainitussa kukin kirjain on yksi merkki, toisessa kaksi",
                ),
                false => Words::new(
                    "the first one named here has a letter as two signs, as a Mac writes it",
                    "tässä ensin mainitussa kirjain on kaksi merkkiä, kuten Mac sen kirjoittaa",
                ),
            })
            .help(Words::new(
                "keep the one that is right, and delete or rename the other",
                "jätä oikea ja poista toinen tai vaihda sen nimi",
            )),
        )
    }

    /// Two files whose names differ in small and capital letters alone.
    pub fn names_differ_by_case(&mut self, second: &Place, first: &Place) {
        self.warn(
            Diagnostic::warning(
                "names-differ-by-case",
                Words::new(
                    "two files have names that differ in small and capital letters alone",
                    "kahden tiedoston nimet eroavat vain isoissa ja pienissä kirjaimissa",
                ),
            )
            .at(second, Words::new("this file", "tämä tiedosto"))
            .related(first, Words::new("the other one", "toinen"))
            .note(Words::new(
                "on Windows, on a Mac and on many servers they are one file",
                "Windowsissa, Macissa ja monilla palvelimilla ne ovat yksi tiedosto",
            ))
            .help(Words::new("rename one of them", "vaihda toisen nimi")),
        );
    }

    /// A link among the folders of the site that leads to a folder in which it lies.
    pub fn link_in_a_circle(&mut self, path: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "unreadable",
                say!(
                    "the folder `{path}` is a link that leads back to where it lies",
                    "kansio `{path}` on linkki, joka johtaa takaisin sinne, missä se on"
                ),
            )
            .at(&file(path), Words::default())
            .help(Words::new("delete this link", "poista tämä linkki")),
        )
    }
}

/// Files that are published as they are.
impl Diagnostics {
    fn no_copy(&mut self, place: &Place, title: Words, label: Words, help: Words) -> Reported {
        self.push(Diagnostic::error("file-not-published", title).at(place, label).help(help))
    }

    pub fn no_file_to_copy(&mut self, from: &Spanned<String>) -> Reported {
        let path = &from.value;
        self.no_copy(
            &from.place,
            say!("there is no file `{path}`", "tiedostoa `{path}` ei ole"),
            Words::new("no such file", "tällaista tiedostoa ei ole"),
            Words::new(
                "save the file there, or write its path from the folder of the site, such as `static/security.txt`",
                "tallenna tiedosto sinne, tai kirjoita sen polku sivuston kansiosta alkaen, esimerkiksi `static/security.txt`",
            ),
        )
    }

    pub fn copy_of_folder(&mut self, from: &Spanned<String>) -> Reported {
        let path = &from.value;
        self.no_copy(
            &from.place,
            say!("`{path}` is a folder", "`{path}` on kansio"),
            Words::new("expected a file", "tähän kuuluu tiedosto"),
            Words::new(
                "name each file of it on a line of its own, so that nothing goes out that nobody meant",
                "nimeä sen jokainen tiedosto omalla rivillään, jotta mitään ei julkaista vahingossa",
            ),
        )
    }

    pub fn copy_from_outside(&mut self, from: &Spanned<String>) -> Reported {
        let path = &from.value;
        let name = name_of(path);
        let name = if matches!(name, "" | "..") { "security.txt" } else { name };
        self.no_copy(
            &from.place,
            say!("`{path}` does not lie in the folder of the site", "`{path}` ei ole sivuston kansiossa"),
            Words::new("leads out of the site", "johtaa sivuston ulkopuolelle"),
            say!(
                "copy the file into the folder of the site, for example to `static/{name}`, and write that",
                "kopioi tiedosto sivuston kansioon, esimerkiksi `static/{name}`, ja kirjoita se tähän"
            ),
        )
    }

    pub fn copy_to_no_file(&mut self, to: &Spanned<String>, from: &str) -> Reported {
        let written = &to.value;
        let name = name_of(from);
        let folder: Vec<&str> = written
            .split(['/', '\\'])
            .filter(|part| {
                !matches!(part.trim(), "" | "." | "..") && !part.contains(['?', '#', '<', '>', '"', ':'])
            })
            .collect();
        let meant = match folder.last() {
            Some(last) if last.contains('.') && !written.ends_with('/') => folder.join("/"),
            Some(_) => format!("{}/{name}", folder.join("/")),
            None => name.to_owned(),
        };
        let title = say!("`{written}` is not the address of a file", "`{written}` ei ole tiedoston osoite");
        let label = Words::new(
            "expected a path from the root of the site, with the name of the file",
            "tähän kuuluu polku sivuston juuresta alkaen, tiedoston nimi mukana",
        );
        let fix = Fix::instead(&to.place, meant.clone());
        let message = Diagnostic::error("file-not-published", title).at(&to.place, label);
        self.push(message.help(say!("write `{meant}`", "kirjoita `{meant}`")).fix(fix))
    }

    pub fn copy_hides_another(&mut self, to: &Spanned<String>, first: Option<&Place>) -> Reported {
        let written = &to.value;
        let mut message = Diagnostic::error(
            "address-taken",
            say!("the address `/{written}` is taken", "osoite `/{written}` on jo käytössä"),
        )
        .at(&to.place, Words::new("would hide what is there", "peittäisi sen, mitä siellä on"))
        .help(Words::new(
            "give this file another address, or take its line out",
            "anna tälle tiedostolle toinen osoite, tai poista sen rivi",
        ));
        message = match first {
            Some(first) => message.related(first, Words::new("this has it", "osoite on tällä")),
            None => message.note(Words::new(
                "this program makes a file of that name itself",
                "ohjelma tekee itse sen nimisen tiedoston",
            )),
        };
        self.push(message)
    }
}

/// Pictures.
impl Diagnostics {
    /// A picture that a page shows and that browsers could not show.
    /// A picture that was replaced while the site was made.
    pub fn picture_changed_meanwhile(&mut self, place: &Place, path: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "picture",
                say!(
                    "the picture `{path}` was changed while the site was being made",
                    "kuva `{path}` muuttui, kun sivustoa tehtiin"
                ),
            )
            .at(place, Words::new("shown here", "näytetään tässä"))
            .help(Words::new("make the site once more", "tee sivusto uudelleen")),
        )
    }

    pub fn picture_with_slip(&mut self, place: &Place, path: &str, slip: Slip) -> Reported {
        let stem = name_of(path).rsplit_once('.').map_or(path, |(stem, _)| stem);
        let again = || {
            Words::new(
                "copy the picture here once more from where it is whole, and open it to see that it is",
                "kopioi kuva tänne uudelleen ehjästä alkuperäisestä ja avaa se varmuuden vuoksi",
            )
        };
        let (title, help) = match slip {
            Slip::Empty => (say!("the picture `{path}` is empty", "kuva `{path}` on tyhjä"), again()),
            Slip::Cut => {
                (say!("the picture `{path}` ends in the middle", "kuva `{path}` loppuu kesken"), again())
            }
            Slip::Broken => (say!("the picture `{path}` is damaged", "kuva `{path}` on vioittunut"), again()),
            Slip::NoSize => {
                (say!("the picture `{path}` has no size", "kuvalla `{path}` ei ole kokoa"), again())
            }
            Slip::TooLarge => (
                say!(
                    "the picture `{path}` is too large to be published",
                    "kuva `{path}` on liian suuri julkaistavaksi"
                ),
                Words::new(
                    "make its longer side 1600 pixels in a picture program, and save it as JPEG",
                    "pienennä pidempi sivu kuvankäsittelyohjelmassa 1600 kuvapisteeseen ja tallenna kuva JPEG-muodossa",
                ),
            ),
            Slip::TooManyPixels => (
                say!("the picture `{path}` has too many pixels", "kuvassa `{path}` on liikaa kuvapisteitä"),
                Words::new(
                    "make its longer side 4000 pixels in a picture program, and save it as JPEG",
                    "pienennä pidempi sivu kuvankäsittelyohjelmassa 4000 kuvapisteeseen ja tallenna kuva JPEG-muodossa",
                ),
            ),
            Slip::Other(kind) => {
                let title =
                    say!("`{path}` is not what its name says", "`{path}` ei ole sitä, mitä nimi lupaa");
                let help = match kind {
                    Kind::Svg => {
                        say!("rename the drawing to `{stem}.svg`", "vaihda piirroksen nimeksi `{stem}.svg`")
                    }
                    kind if kind.is_shown() => {
                        let ending = kind.ending();
                        say!(
                            "rename the picture to `{stem}.{ending}`",
                            "vaihda kuvan nimeksi `{stem}.{ending}`"
                        )
                    }
                    Kind::Heic | Kind::Bmp | Kind::Tiff => say!(
                        "open it in a picture program, and save it as JPEG with the name `{stem}.jpg`",
                        "avaa se kuvankäsittelyohjelmassa ja tallenna JPEG-muodossa nimellä `{stem}.jpg`"
                    ),
                    _ => again(),
                };
                (title, help)
            }
        };
        let label = match slip {
            Slip::Other(kind) => {
                let what = kind_words(kind);
                say!("is {what}", "on {what}"; what)
            }
            _ => Words::new("would not be shown", "ei näkyisi"),
        };
        self.push(Diagnostic::error("broken-picture", title).at(place, label).help(help))
    }

    /// A picture that browsers show though its name says another kind.
    pub fn picture_named_otherwise(&mut self, place: &Place, path: &str, kind: Kind) {
        let (stem, ending) = (name_of(path).rsplit_once('.').map_or(path, |(stem, _)| stem), kind.ending());
        let what = kind_words(kind);
        self.warn(
            Diagnostic::warning(
                "picture-kind",
                say!("`{path}` is not what its name says", "`{path}` ei ole sitä, mitä nimi lupaa"),
            )
            .at(place, say!("is {what}", "on {what}"; what))
            .help(say!("rename it to `{stem}.{ending}`", "vaihda nimeksi `{stem}.{ending}`")),
        );
    }
}

fn kind_words(kind: Kind) -> Words {
    match kind {
        Kind::Jpeg => Words::new("a JPEG picture", "JPEG-kuva"),
        Kind::Png => Words::new("a PNG picture", "PNG-kuva"),
        Kind::Gif => Words::new("a GIF picture", "GIF-kuva"),
        Kind::Webp => Words::new("a WebP picture", "WebP-kuva"),
        Kind::Avif => Words::new("an AVIF picture", "AVIF-kuva"),
        Kind::Svg => Words::new("a drawing (SVG)", "piirros (SVG)"),
        Kind::Heic => Words::new(
            "a picture of a telephone (HEIC), which browsers do not show",
            "puhelimen kuva (HEIC), jota selaimet eivät näytä",
        ),
        Kind::Bmp => {
            Words::new("a BMP picture, which is none of the web", "BMP-kuva, joka ei ole verkon kuvamuoto")
        }
        Kind::Tiff => {
            Words::new("a TIFF picture, which is none of the web", "TIFF-kuva, joka ei ole verkon kuvamuoto")
        }
        Kind::Html => Words::new("a web page", "verkkosivu"),
        Kind::Pdf => Words::new("a PDF document", "PDF-asiakirja"),
        Kind::Zip => Words::new(
            "a packed file or an office document",
            "pakattu tiedosto tai toimisto-ohjelman asiakirja",
        ),
        Kind::Unknown => Words::new("no picture", "jotakin muuta kuin kuva"),
    }
}
