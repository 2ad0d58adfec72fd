//! Pictures as files: whether they are whole, how large browsers show them, and what they tell about
//! where and with what they were taken.
//!
//! Bytes in, data out. The parts of a file are walked to its end, which finds files that are empty, cut
//! off or of another kind. What is taken out leaves the picture itself as it was. Only the sizes that are
//! made of a photo need it decoded.

mod exif;
mod gif;
mod heif;
mod jpeg;
mod photo;
mod png;
mod svg;
mod webp;

pub use photo::{Photo, Variant, sizes, try_out};

/// A picture that is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picture {
    pub kind: Kind,
    /// Width and height as browsers show it, in pixels; a drawing need not have a size.
    pub size: Option<(u32, u32)>,
    /// Whether it tells more than it shows: a place, a camera, an earlier picture.
    pub tells_more: bool,
    /// For one that pages show in sizes of its own.
    pub photo: Option<Photo>,
}

/// What a file is, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Jpeg,
    Png,
    Gif,
    Webp,
    Avif,
    Svg,
    /// The pictures of telephones, which browsers do not show.
    Heic,
    Bmp,
    Tiff,
    Html,
    Pdf,
    /// A packed file: an office document, for example.
    Zip,
    Unknown,
}

impl Kind {
    /// Whether browsers show it as a picture.
    pub fn is_shown(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Gif | Self::Webp | Self::Avif | Self::Svg)
    }

    /// The ending that names of this kind have.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::Webp => "webp",
            Self::Avif => "avif",
            Self::Svg => "svg",
            Self::Heic => "heic",
            Self::Bmp => "bmp",
            Self::Tiff => "tif",
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Zip => "zip",
            Self::Unknown => "",
        }
    }

    /// What a file with this name should be, if it should be a picture that is looked into.
    pub fn named(path: &str) -> Option<Self> {
        let (_, ending) = path.rsplit_once('.')?;
        Some(match ending.to_ascii_lowercase().as_str() {
            "jpg" | "jpeg" | "jpe" | "jfif" => Self::Jpeg,
            "png" | "apng" => Self::Png,
            "gif" => Self::Gif,
            "webp" => Self::Webp,
            "avif" => Self::Avif,
            "svg" => Self::Svg,
            "heic" | "heif" => Self::Heic,
            _ => return None,
        })
    }

    fn of(bytes: &[u8]) -> Self {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Self::Jpeg,
            [0x89, b'P', b'N', b'G', ..] => Self::Png,
            [b'G', b'I', b'F', b'8', ..] => Self::Gif,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Self::Webp,
            [_, _, _, _, b'f', b't', b'y', b'p', ..] => heif::kind(bytes),
            [b'B', b'M', ..] => Self::Bmp,
            [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => Self::Tiff,
            [b'%', b'P', b'D', b'F', ..] => Self::Pdf,
            [b'P', b'K', 3, 4, ..] => Self::Zip,
            _ => {
                let head = String::from_utf8_lossy(&bytes[..bytes.len().min(64 * 1024)]).to_ascii_lowercase();
                if head.contains("<svg") || head.contains(":svg") {
                    Self::Svg
                } else if head.contains("<html") || head.contains("<!doctype html") {
                    Self::Html
                } else {
                    Self::Unknown
                }
            }
        }
    }
}

/// Endings of pictures that browsers do not show. What they tell besides the picture is not taken out.
pub const NOT_SHOWN: [&str; 13] =
    ["bmp", "tif", "tiff", "heic", "heif", "psd", "eps", "ai", "raw", "cr2", "nef", "dng", "jp2"];

/// Why a file is not a picture that can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slip {
    Empty,
    /// It is something else, which browsers do not show as a picture.
    Other(Kind),
    /// It ends in the middle.
    Cut,
    /// A part of it cannot be read.
    Broken,
    /// It is no pixel wide or high.
    NoSize,
    /// Larger than anybody would wait for.
    TooLarge,
    /// So many pixels that phones, and this program, would run out of memory.
    TooManyPixels,
}

/// No picture of a page is as large, and all of it is held in memory.
pub const MOST_BYTES: u64 = 50_000_000;

/// A hundred million, as many as the finest cameras give. A file of a few bytes can claim any number.
pub const MOST_PIXELS: u64 = 100_000_000;

/// Looks at the content of a file whose name says that it is a picture of this kind.
pub fn look(bytes: &[u8], named: Kind) -> Result<Picture, Slip> {
    if bytes.is_empty() {
        return Err(Slip::Empty);
    }
    let kind = Kind::of(bytes);
    // A drawing is text, which browsers take for one by the kind that its name gives alone.
    let is_taken = kind == named || (kind.is_shown() && kind != Kind::Svg && named != Kind::Svg);
    if !is_taken {
        // The first bytes of a file that was cut off say nothing.
        return Err(if kind == Kind::Unknown && bytes.len() < 12 { Slip::Cut } else { Slip::Other(kind) });
    }
    let size = match kind {
        Kind::Svg => svg::size(bytes)?,
        Kind::Jpeg => Some(jpeg::size(bytes)?),
        Kind::Png => Some(png::size(bytes)?),
        Kind::Gif => Some(gif::size(bytes)?),
        Kind::Webp => Some(webp::size(bytes)?),
        _ => Some(heif::size(bytes)?),
    };
    if size.is_some_and(|(width, height)| width == 0 || height == 0) {
        return Err(Slip::NoSize);
    }
    let pixels = |(width, height)| u64::from(width) * u64::from(height);
    if kind != Kind::Svg && size.is_some_and(|size| pixels(size) > MOST_PIXELS) {
        return Err(Slip::TooManyPixels);
    }
    Ok(Picture { kind, size, tells_more: cleaned(bytes).is_some(), photo: Photo::of(bytes, kind, size) })
}

/// The picture without what it tells besides itself; `None` if there is nothing to take out. How it is
/// to be turned and its colours stay.
pub fn cleaned(bytes: &[u8]) -> Option<Vec<u8>> {
    let cleaned = match Kind::of(bytes) {
        Kind::Jpeg => jpeg::cleaned(bytes),
        Kind::Png => png::cleaned(bytes),
        Kind::Gif => gif::cleaned(bytes),
        Kind::Webp => webp::cleaned(bytes),
        Kind::Avif | Kind::Heic => heif::cleaned(bytes),
        _ => None,
    };
    cleaned.filter(|cleaned| cleaned != bytes)
}

/// As many bytes from a place on; `Cut` if the file ends before.
fn part(bytes: &[u8], at: usize, length: usize) -> Result<&[u8], Slip> {
    at.checked_add(length).and_then(|end| bytes.get(at..end)).ok_or(Slip::Cut)
}

fn be16(bytes: &[u8], at: usize) -> Result<u16, Slip> {
    part(bytes, at, 2).map(|part| u16::from_be_bytes([part[0], part[1]]))
}

fn be32(bytes: &[u8], at: usize) -> Result<u32, Slip> {
    part(bytes, at, 4).map(|part| u32::from_be_bytes([part[0], part[1], part[2], part[3]]))
}

fn le16(bytes: &[u8], at: usize) -> Result<u16, Slip> {
    part(bytes, at, 2).map(|part| u16::from_le_bytes([part[0], part[1]]))
}

fn le32(bytes: &[u8], at: usize) -> Result<u32, Slip> {
    part(bytes, at, 4).map(|part| u32::from_le_bytes([part[0], part[1], part[2], part[3]]))
}

#[cfg(test)]
mod tests;
