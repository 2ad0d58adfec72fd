//! Drawings that do more than show something.

use super::{Diagnostic, Diagnostics, Words, say};
use crate::check::drawing::DrawingSlip;
use crate::source::Place;

/// More places of the same kind are counted, and not shown.
const SHOWN: usize = 3;

/// Pictures.
impl Diagnostics {
    /// A drawing that must not be published as it is. `more`: further places of the same kind.
    pub fn drawing(&mut self, slip: DrawingSlip, place: &Place, more: &[Place]) {
        let file = &place.file.path;
        let written = place.written().unwrap_or_default();
        // As much of it as says what is meant.
        let short: String =
            written.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(40).collect();
        let short = if short.starts_with('<') { format!("{short} …>") } else { short };
        let (code, title, label) = match slip {
            DrawingSlip::Element => (
                "picture-script",
                say!(
                    "`{file}` can run a script or show another page",
                    "`{file}` voi suorittaa ohjelmia tai näyttää toisen sivun"
                ),
                Words::new("this element does more than draw", "tämä elementti tekee muuta kuin piirtää"),
            ),
            DrawingSlip::Handler => (
                "picture-script",
                say!("`{file}` runs a script", "`{file}` suorittaa ohjelman"),
                Words::new("this attribute holds a script", "tämä määrite sisältää ohjelman"),
            ),
            DrawingSlip::Address => (
                "picture-script",
                say!(
                    "`{file}` has an address that can run a script",
                    "`{file}` sisältää osoitteen, joka voi suorittaa ohjelman"
                ),
                Words::new("this address is no picture", "tämä osoite ei ole kuva"),
            ),
            DrawingSlip::Animation => (
                "picture-script",
                say!(
                    "`{file}` has an animation that can bring in a script",
                    "`{file}` sisältää animaation, joka voi tuoda ohjelman"
                ),
                Words::new("an animation may not change this", "animaatio ei saa muuttaa tätä"),
            ),
            DrawingSlip::Instruction => (
                "picture-script",
                say!(
                    "`{file}` is to be changed by another file when it is opened",
                    "`{file}` on tarkoitettu muutettavaksi toisella tiedostolla"
                ),
                Words::new("this takes the other file in", "tämä ottaa toisen tiedoston mukaan"),
            ),
            DrawingSlip::Entities => (
                "picture-entities",
                say!(
                    "`{file}` defines words of its own, behind which a script can hide",
                    "`{file}` määrittelee omia lyhenteitä, joiden taakse voi piilottaa ohjelman"
                ),
                Words::new("the definitions begin here", "määrittelyt alkavat tästä"),
            ),
            DrawingSlip::Outside => (
                "picture-outside",
                say!(
                    "`{file}` takes something from elsewhere, which browsers do not load into a picture",
                    "`{file}` hakee osan muualta, eivätkä selaimet lataa sellaista kuvaan"
                ),
                Words::new("this lies outside the picture", "tämä on kuvan ulkopuolella"),
            ),
            DrawingSlip::Encoding => (
                "picture-encoding",
                say!("`{file}` is not saved as UTF-8", "`{file}` ei ole tallennettu UTF-8-muodossa"),
                Words::new("expected UTF-8", "tähän kuuluu UTF-8"),
            ),
            DrawingSlip::Packed => (
                "picture-packed",
                say!(
                    "`{file}` is a packed drawing, which many web servers send wrongly",
                    "`{file}` on pakattu piirros, jota moni palvelin ei osaa lähettää oikein"
                ),
                Words::default(),
            ),
            DrawingSlip::Malformed => (
                "picture-malformed",
                say!("`{file}` cannot be read as a drawing", "`{file}` ei ole luettavissa piirroksena"),
                Words::new("up to here it can be read", "tähän asti se on luettavissa"),
            ),
            DrawingSlip::TooLarge => (
                "picture-too-large",
                say!("`{file}` is too large for a drawing", "`{file}` on liian suuri piirrokseksi"),
                Words::default(),
            ),
            DrawingSlip::Disguised => (
                "picture-disguised",
                say!(
                    "`{file}` is not the kind of picture that its name says",
                    "`{file}` ei ole sellainen kuva kuin sen nimi sanoo"
                ),
                Words::default(),
            ),
        };
        let help = match slip {
            DrawingSlip::Element
            | DrawingSlip::Handler
            | DrawingSlip::Address
            | DrawingSlip::Animation
            | DrawingSlip::Instruction
                if !short.is_empty() =>
            {
                say!(
                    "take `{short}` out, or have the drawing program save it anew without scripts: Inkscape as “Plain SVG”, Illustrator with “Export As”; or save it as PNG",
                    "poista `{short}` tai tallenna kuva piirto-ohjelmasta uudelleen ilman ohjelmia: Inkscapessa muotoon ”Tavallinen SVG”, Illustratorissa ”Vie muodossa”; tai tallenna se PNG-kuvana"
                )
            }
            DrawingSlip::Outside => Words::new(
                "embed the picture in the drawing, make text with a font of its own into paths, and save it anew; or save it as PNG",
                "upota kuva piirrokseen, muuta omalla fontilla kirjoitettu teksti poluiksi ja tallenna uudelleen; tai tallenna kuva PNG-muodossa",
            ),
            DrawingSlip::Encoding => Words::new(
                "save the drawing as UTF-8; drawing programs do so by themselves when they save it anew",
                "tallenna piirros UTF-8-muodossa; piirto-ohjelmat tekevät niin itse, kun kuvan tallentaa uudelleen",
            ),
            DrawingSlip::Packed => Words::new(
                "save it unpacked, with a name that ends in `.svg`",
                "tallenna se pakkaamattomana, nimen lopussa `.svg`",
            ),
            DrawingSlip::Disguised => Words::new(
                "save the picture anew in the format that its name says; a drawing has a name that ends in `.svg`",
                "tallenna kuva uudelleen siinä muodossa, jonka sen nimi sanoo; piirroksen nimen lopussa on `.svg`",
            ),
            DrawingSlip::TooLarge => Words::new(
                "save it as PNG or JPEG, or simplify it",
                "tallenna se PNG- tai JPEG-kuvana tai yksinkertaista sitä",
            ),
            _ => Words::new(
                "have the drawing program save it anew: Inkscape as “Plain SVG”, Illustrator with “Export As”; or save it as PNG",
                "tallenna kuva piirto-ohjelmasta uudelleen: Inkscapessa muotoon ”Tavallinen SVG”, Illustratorissa ”Vie muodossa”; tai tallenna se PNG-kuvana",
            ),
        };
        let mut message = Diagnostic::error(code, title).at(place, label).help(help);
        for place in more.iter().take(SHOWN) {
            message = message.related(place, Words::new("and here", "ja tässä"));
        }
        if let Some(count) = more.len().checked_sub(SHOWN).filter(|count| *count > 0) {
            message = message.note(say!(
                "there are {count} more of these in the file",
                "samanlaisia on tiedostossa vielä {count}"
            ));
        }
        let _ = self.push(message);
    }
}
