//! Pictures that other services show beside a link: title and name on the colours of the theme.
//!
//! One for each front page, section and page of the menu; the others show that of their section. A
//! picture for each page would be megabytes that nobody looks at.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use ab_glyph::{Font, FontRef, OutlineCurve, PxScale, ScaleFont};
use rayon::prelude::*;
use tiny_skia::{Color, FillRule, Paint, Path, PathBuilder, Pixmap, Rect, Transform};

use super::texts::Texts;
use crate::model::output::{Content, Sink, SinkError};
use crate::model::page::{Kind, PageId};
use crate::model::site::{MenuItem, Site, Target};
use crate::model::theme::Setting;

pub(super) const WIDTH: u32 = 1200;
pub(super) const HEIGHT: u32 = 630;

/// Raised when the same words would give another picture.
const EDITION: &str = "1";

/// Room at both sides.
const MARGIN: f32 = 80.0;
/// Where the fields begin.
const HORIZON: f32 = 470.0;
const TITLE_SIZES: [f32; 5] = [84.0, 72.0, 62.0, 52.0, 44.0];
const MOST_LINES: usize = 3;
const NAME_SIZE: f32 = 38.0;

/// Liberation Serif Bold under another name, as its license asks of a smaller copy.
fn font() -> &'static FontRef<'static> {
    static FONT: LazyLock<FontRef<'static>> = LazyLock::new(|| {
        FontRef::try_from_slice(include_bytes!("fonts/share-serif-bold.ttf"))
            .expect("the font is compiled in")
    });
    &FONT
}

/// The pictures of a site: for each page the address of the one that it shows.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    of_page: Vec<Option<Picture>>,
}

#[derive(Debug, Clone)]
pub(super) struct Picture {
    /// Its address without the base.
    pub url: String,
    /// What it says.
    pub alt: String,
    pub width: u32,
    pub height: u32,
}

impl Pictures {
    pub(super) fn of(&self, page: PageId) -> Option<&Picture> {
        self.of_page.get(page)?.as_ref()
    }

    /// Makes the pictures and puts them where they belong. None if the theme has no colours for them.
    pub(super) fn publish(
        site: &Site,
        texts: &[Texts<'_>],
        settings: &[(String, Setting)],
        sink: &dyn Sink,
    ) -> Result<Self, SinkError> {
        let colour = |name: &str| {
            let (_, setting) = settings.iter().find(|(known, _)| known == name)?;
            let Setting::Text(written) = setting else { return None };
            colour(written)
        };
        let (Some(band), Some(sun)) = (colour("band"), colour("sun")) else { return Ok(Self::default()) };
        let mut wanted: BTreeMap<String, (&str, &str)> = BTreeMap::new();
        let shown_by: Vec<PageId> = (0..site.pages.len()).map(|page| shown_by(site, page)).collect();
        let of_page = shown_by.into_iter().enumerate().map(|(page, shown)| {
            if let Some(picture) = of_photo(site, page) {
                return Some(picture);
            }
            let name = site.languages[site.pages[shown].language].site_name.as_str();
            let title: &str = &texts[shown].title;
            // A name that says all that the picture shows: a file of this name never changes.
            let key = format!("{EDITION}\n{band:?}\n{sun:?}\n{name}\n{title}");
            let url = format!("/assets/share/{}.png", &blake3::hash(key.as_bytes()).to_hex()[..12]);
            wanted.insert(url.clone(), (title, name));
            let alt = if title == name { title.to_owned() } else { format!("{title} – {name}") };
            Some(Picture { url, alt, width: WIDTH, height: HEIGHT })
        });
        let of_page = of_page.collect();
        wanted.into_par_iter().try_for_each(|(url, (title, name))| {
            let path = &url[1..];
            match sink.before(path) {
                Some(bytes) => sink.put(path, Content::Bytes(&bytes)),
                None => sink.put(path, Content::Bytes(&draw(title, name, band, sun))),
            }
        })?;
        Ok(Self { of_page })
    }
}

/// The photo that stands for a page, cut to the shape that other services show.
fn of_photo(site: &Site, page: PageId) -> Option<Picture> {
    let picture = site.pages[page].picture.as_ref()?;
    let (url, width, height) = super::photo::share(&site.files[picture.file])?;
    Some(Picture { url, alt: picture.alt.clone(), width, height })
}

/// The page whose picture a page shows: its own, or that of the nearest section.
fn shown_by(site: &Site, page: PageId) -> PageId {
    let it = &site.pages[page];
    let language = &site.languages[it.language];
    let in_menu =
        || [&language.menu.main, &language.menu.footer].into_iter().any(|menu| leads_to(menu, page));
    match it.section {
        Some(section) if it.kind == Kind::Article || (it.kind == Kind::Page && !in_menu()) => {
            shown_by(site, section)
        }
        _ => page,
    }
}

fn leads_to(menu: &[MenuItem], page: PageId) -> bool {
    menu.iter().any(|item| item.target == Target::Page(page) || leads_to(&item.children, page))
}

/// `#12402f` as a colour.
fn colour(written: &str) -> Option<[u8; 3]> {
    let digits = written.strip_prefix('#').filter(|digits| digits.is_ascii())?;
    let digits = match digits.len() {
        3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        6 => digits.to_owned(),
        _ => return None,
    };
    let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// The picture as PNG, the same bytes each time.
fn draw(title: &str, name: &str, band: [u8; 3], sun: [u8; 3]) -> Vec<u8> {
    let mut picture = Pixmap::new(WIDTH, HEIGHT).expect("a picture of that size");
    let (width, height) = (WIDTH as f32, HEIGHT as f32);
    picture.fill(Color::from_rgba8(band[0], band[1], band[2], 255));
    let mut fill = |path: Option<Path>, [red, green, blue]: [u8; 3]| {
        let mut paint = Paint::default();
        paint.set_color_rgba8(red, green, blue, 255);
        if let Some(path) = path {
            picture.fill_path(&path, &paint, FillRule::Winding, Transform::identity(), None);
        }
    };
    // The sun over seven strips of field, as on the front page.
    fill(PathBuilder::from_circle(width / 2.0, HORIZON, 78.0), sun);
    let ground = Rect::from_ltrb(0.0, HORIZON, width, height).map(PathBuilder::from_rect);
    fill(ground, [0x3a, 0x8a, 0x58]);
    for (left, right) in [(-1400.0, -560.0), (60.0, 330.0), (510.0, 690.0), (870.0, 1140.0), (1760.0, 2600.0)]
    {
        let mut strip = PathBuilder::new();
        strip.move_to(width / 2.0, HORIZON);
        strip.line_to(left, height);
        strip.line_to(right, height);
        strip.close();
        fill(strip.finish(), [0x9c, 0xcb, 0x6c]);
    }
    fill(words(name, NAME_SIZE, MARGIN, 104.0), sun);
    let (size, lines) = fitted(title);
    let mut at = 104.0 + NAME_SIZE * 0.4 + size;
    for line in lines {
        fill(words(&line, size, MARGIN, at), [0xff; 3]);
        at += size * 1.12;
    }
    picture.encode_png().unwrap_or_default()
}

/// The largest size at which a title fits, and its lines. What is too long even for the smallest is cut.
fn fitted(title: &str) -> (f32, Vec<String>) {
    let room = WIDTH as f32 - 2.0 * MARGIN;
    let title = title.replace('\u{ad}', "");
    for size in TITLE_SIZES {
        let lines = lines_of(&title, size, room);
        if lines.len() <= MOST_LINES && lines.iter().all(|line| length(line, size) <= room) {
            return (size, lines);
        }
    }
    let size = TITLE_SIZES[TITLE_SIZES.len() - 1];
    let mut lines = lines_of(&title, size, room);
    let is_cut = lines.len() > MOST_LINES;
    lines.truncate(MOST_LINES);
    let count = lines.len();
    for (number, line) in lines.iter_mut().enumerate() {
        let ends_early = is_cut && number + 1 == count;
        if ends_early {
            line.push('…');
        }
        while length(line, size) > room && line.pop().is_some() {
            if line.pop().is_none() {
                break;
            }
            line.push('…');
        }
    }
    (size, lines)
}

/// A text in lines, broken between words.
fn lines_of(text: &str, size: f32, room: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if length(&format!("{line} {word}"), size) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// How wide a text is.
fn length(text: &str, size: f32) -> f32 {
    let font = font().as_scaled(PxScale::from(size));
    let mut length = 0.0;
    let mut last = None;
    for letter in text.chars() {
        let glyph = font.glyph_id(letter);
        if let Some(last) = last {
            length += font.kern(last, glyph);
        }
        length += font.h_advance(glyph);
        last = Some(glyph);
    }
    length
}

/// A line of text as a shape; `y` is the line that its letters stand on.
fn words(text: &str, size: f32, x: f32, y: f32) -> Option<Path> {
    let font = font();
    let scaled = font.as_scaled(PxScale::from(size));
    // Outlines are in units of the font, upwards.
    let scale = scaled.scale_factor();
    let mut path = PathBuilder::new();
    let mut at = x;
    let mut last = None;
    for letter in text.chars() {
        let glyph = font.glyph_id(letter);
        if let Some(last) = last {
            at += scaled.kern(last, glyph);
        }
        let mut end = None;
        let point = |point: ab_glyph::Point| (at + point.x * scale.horizontal, y - point.y * scale.vertical);
        for curve in font.outline(glyph).map(|outline| outline.curves).unwrap_or_default() {
            let (from, to) = match curve {
                OutlineCurve::Line(from, to)
                | OutlineCurve::Quad(from, _, to)
                | OutlineCurve::Cubic(from, _, _, to) => (from, to),
            };
            if end != Some(from) {
                if end.is_some() {
                    path.close();
                }
                let (x, y) = point(from);
                path.move_to(x, y);
            }
            let (x, y) = point(to);
            match curve {
                OutlineCurve::Line(..) => path.line_to(x, y),
                OutlineCurve::Quad(_, middle, _) => {
                    let (x1, y1) = point(middle);
                    path.quad_to(x1, y1, x, y);
                }
                OutlineCurve::Cubic(_, first, second, _) => {
                    let ((x1, y1), (x2, y2)) = (point(first), point(second));
                    path.cubic_to(x1, y1, x2, y2, x, y);
                }
            }
            end = Some(to);
        }
        if end.is_some() {
            path.close();
        }
        at += scaled.h_advance(glyph);
        last = Some(glyph);
    }
    path.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_fit() {
        let room = WIDTH as f32 - 2.0 * MARGIN;
        for title in [
            "",
            "Haku",
            "Näin haet Leader-rahoitusta yhdistyksen hankkeelle",
            "Maaseudunkehittämisrahoitushakemuksenkäsittelyvaihe",
            &"Pitkä otsikko jatkuu ".repeat(20),
            &"ä".repeat(300),
        ] {
            let (size, lines) = fitted(title);
            assert!(lines.len() <= MOST_LINES, "{title}");
            assert!(lines.iter().all(|line| length(line, size) <= room), "{title}: {lines:?} at {size}");
        }
        assert_eq!(fitted("Haku").1, ["Haku"]);
        assert!(fitted(&"pitkä ".repeat(60)).1[2].ends_with('…'));
    }

    #[test]
    fn the_font_has_the_letters_of_the_three_languages() {
        for letter in "aåäöÅÄÖšžŠŽéü–—’”“…€0123456789".chars() {
            assert_ne!(font().glyph_id(letter).0, 0, "{letter}");
        }
    }

    #[test]
    fn a_picture_is_the_same_each_time() {
        let one = || draw("Pienhanke", "Leader", [0x12, 0x40, 0x2f], [0xff, 0xc8, 0x3d]);
        let picture = one();
        assert!(
            picture == one() && picture.starts_with(b"\x89PNG") && picture.len() < 60_000,
            "{}",
            picture.len()
        );
        let size = imagesize::blob_size(&picture).expect("a picture");
        assert_eq!((size.width, size.height), (WIDTH as usize, HEIGHT as usize));
    }

    #[test]
    fn colours() {
        assert_eq!(colour("#12402f"), Some([0x12, 0x40, 0x2f]));
        assert_eq!(colour("#fc0"), Some([0xff, 0xcc, 0]));
        for wrong in ["", "#", "#12", "#ggg", "green", "#äää", "#12402f1"] {
            assert_eq!(colour(wrong), None, "{wrong}");
        }
    }
}
