//! Photos in the sizes that phones and screens need: which sizes there are, and how they are made.
//!
//! Which sizes a photo has follows from the head of its file, so that pages can name them before
//! anything is decoded. They are turned upright, have the colours of the web, and tell nothing of where
//! and with what they were taken: nothing but pixels goes into them.

use std::io::Cursor;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::{Kind, Slip, jpeg, png, webp};

/// Raised when the same photo would give other bytes.
const EDITION: u8 = 1;

/// How wide the sizes are: a phone, a fine phone, a text on a fine screen, a picture across a page.
const WIDTHS: [u32; 5] = [360, 720, 1000, 1280, 1920];
/// The widest size for browsers without WebP.
const WIDEST_PLAIN: u32 = 1000;
/// A picture with fewer bytes is shown as it is.
const SMALL_BYTES: usize = 20_000;
/// WebP has no room for more.
const MOST_SIDE: u32 = 16_383;

/// What other services show beside a link.
const SHARE: (u32, u32) = (1200, 630);
/// A narrower one they show as a thumbnail, if at all.
const LEAST_SHARE: u32 = 600;

const QUALITY_WEBP: f32 = 74.0;
const QUALITY_JPEG: u8 = 78;

/// A picture that is published in sizes of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Photo {
    /// Width and height as browsers show it.
    pub size: (u32, u32),
    /// The photo and all that its sizes depend on, as a short hash.
    pub digest: [u8; 8],
    /// How it is turned, 1 to 8.
    turn: u8,
    /// Whether parts of it may be clear.
    may_be_clear: bool,
}

/// One size of a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variant {
    pub form: Form,
    pub width: u32,
    pub height: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Webp,
    /// For browsers without WebP.
    Plain,
    /// For other services, cut to their shape.
    Share,
}

impl Photo {
    /// The photo in a file that is whole; `None` for what is shown as it is: small pictures, those that
    /// move, and kinds that are no photos.
    pub(super) fn of(bytes: &[u8], kind: Kind, size: Option<(u32, u32)>) -> Option<Self> {
        let (turn, moves, may_be_clear) = match kind {
            Kind::Jpeg => (jpeg::turn(bytes), false, false),
            Kind::Png => (png::turn(bytes), png::moves(bytes), png::may_be_clear(bytes)),
            Kind::Webp => (webp::turn(bytes), webp::moves(bytes), webp::may_be_clear(bytes)),
            _ => return None,
        };
        let size = size.filter(|(width, _)| *width > WIDTHS[0])?;
        if moves || bytes.len() <= SMALL_BYTES {
            return None;
        }
        let photo = Self { size, digest: digest(bytes), turn: turn.unwrap_or(1), may_be_clear };
        (!photo.widths().is_empty()).then_some(photo)
    }

    /// Whether it is the photo in this file.
    pub fn is_of(&self, bytes: &[u8]) -> bool {
        self.digest == digest(bytes)
    }

    /// From narrow to wide; never wider than the photo.
    fn widths(&self) -> Vec<u32> {
        let widest = self.size.0.min(WIDTHS[WIDTHS.len() - 1]);
        // A size that is hardly narrower than the next spares nobody anything.
        let narrower = WIDTHS.into_iter().filter(|width| width * 10 <= widest * 9);
        narrower.chain([widest]).filter(|width| self.height_at(*width) <= MOST_SIDE).collect()
    }

    fn height_at(&self, width: u32) -> u32 {
        let (full, height) = (u64::from(self.size.0), u64::from(self.size.1));
        u32::try_from((u64::from(width) * height + full / 2) / full).unwrap_or(u32::MAX).max(1)
    }

    fn variant(&self, form: Form, width: u32) -> Variant {
        Variant { form, width, height: self.height_at(width) }
    }

    /// Its sizes in WebP, from narrow to wide.
    pub fn webp(&self) -> Vec<Variant> {
        self.widths().into_iter().map(|width| self.variant(Form::Webp, width)).collect()
    }

    /// The size for browsers without WebP.
    pub fn plain(&self) -> Variant {
        let widths = self.widths();
        let width = widths.iter().rev().find(|width| **width <= WIDEST_PLAIN).unwrap_or(&widths[0]);
        self.variant(Form::Plain, *width)
    }

    /// What other services show of it, if it is large enough.
    pub fn share(&self) -> Option<Variant> {
        let (width, height) = self.largest();
        let cut = u64::from(height) * u64::from(SHARE.0) / u64::from(SHARE.1);
        let width = width.min(u32::try_from(cut).unwrap_or(u32::MAX)).min(SHARE.0);
        let height = (width * SHARE.1 / SHARE.0).max(1);
        (width >= LEAST_SHARE).then_some(Variant { form: Form::Share, width, height })
    }

    /// Everything that is made of it, in a fixed order.
    pub fn variants(&self, is_shared: bool) -> Vec<Variant> {
        let mut variants = self.webp();
        variants.push(self.plain());
        variants.extend(self.share().filter(|_| is_shared));
        variants
    }

    fn largest(&self) -> (u32, u32) {
        let width = *self.widths().last().unwrap_or(&self.size.0);
        (width, self.height_at(width))
    }

    /// The address of a size beside the file at `url`: `/fi/uutiset/talo-640.1a2b3c4d.webp`. It says all that
    /// the file holds, so browsers may keep it for ever.
    pub fn url(&self, url: &str, variant: &Variant) -> String {
        let folder = url.rfind('/').map_or(0, |at| at + 1);
        let end = url[folder..].rfind('.').map_or(url.len(), |at| folder + at);
        let ending = match variant.form {
            Form::Webp => "webp",
            Form::Plain if self.may_be_clear => "png",
            Form::Plain | Form::Share => "jpg",
        };
        let hash = &self.key(false)[..8];
        match variant.form {
            Form::Share => format!("{}-share.{hash}.{ending}", &url[..end]),
            _ => format!("{}-{}.{hash}.{ending}", &url[..end], variant.width),
        }
    }

    /// A name for all its sizes together.
    pub fn key(&self, is_shared: bool) -> String {
        let hex: String = self.digest.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{hex}{}", if is_shared { "s" } else { "" })
    }

    /// How much memory its making takes, in pixels.
    pub fn pixels(&self) -> u64 {
        u64::from(self.size.0) * u64::from(self.size.1)
    }
}

fn digest(bytes: &[u8]) -> [u8; 8] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&[EDITION]);
    hasher.update(bytes);
    let mut digest = [0; 8];
    digest.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    digest
}

/// Pixels in three or four channels of eight bits.
struct Pixels {
    width: u32,
    height: u32,
    bytes: Vec<u8>,
    is_clear: bool,
}

impl Pixels {
    fn kind(&self) -> PixelType {
        if self.is_clear { PixelType::U8x4 } else { PixelType::U8x3 }
    }

    /// Scaled to this size; what is of another shape is cut at both sides.
    fn scaled(&self, (width, height): (u32, u32)) -> Option<Self> {
        let kind = self.kind();
        let from = ImageRef::new(self.width, self.height, &self.bytes, kind).ok()?;
        let mut to = Image::new(width, height, kind);
        let options = ResizeOptions::new()
            .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
            .fit_into_destination(Some((0.5, 0.5)));
        Resizer::new().resize(&from, &mut to, &options).ok()?;
        Some(Self { width, height, bytes: to.into_vec(), is_clear: self.is_clear })
    }

    fn turned(self, turn: u8) -> Option<Self> {
        let Some(orientation) =
            Orientation::from_exif(turn).filter(|turn| *turn != Orientation::NoTransforms)
        else {
            return Some(self);
        };
        let mut picture = if self.is_clear {
            DynamicImage::ImageRgba8(image::RgbaImage::from_raw(self.width, self.height, self.bytes)?)
        } else {
            DynamicImage::ImageRgb8(image::RgbImage::from_raw(self.width, self.height, self.bytes)?)
        };
        picture.apply_orientation(orientation);
        let (width, height) = (picture.width(), picture.height());
        Some(Self { width, height, bytes: picture.into_bytes(), is_clear: self.is_clear })
    }

    /// With the colours of the web instead of those of the profile; as it is where the profile says nothing
    /// about pixels in red, green and blue.
    fn with_web_colours(mut self, profile: Option<&[u8]>) -> Self {
        let profile = profile.and_then(|profile| ColorProfile::new_from_slice(profile).ok());
        let Some(profile) = profile.filter(|profile| profile.color_space == DataColorSpace::Rgb) else {
            return self;
        };
        let layout = if self.is_clear { Layout::Rgba } else { Layout::Rgb };
        let web = ColorProfile::new_srgb();
        let Ok(transform) = profile.create_transform_8bit(layout, &web, layout, TransformOptions::default())
        else {
            return self;
        };
        let mut bytes = vec![0; self.bytes.len()];
        if transform.transform(&self.bytes, &mut bytes).is_ok() {
            self.bytes = bytes;
        }
        self
    }

    /// In three channels if nothing of it is clear.
    fn without_idle_channel(self) -> Self {
        if !self.is_clear || self.bytes.chunks_exact(4).any(|pixel| pixel[3] != u8::MAX) {
            return self;
        }
        let bytes = self.bytes.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        Self { bytes, is_clear: false, ..self }
    }

    /// On white, in three channels.
    fn on_white(&self) -> Vec<u8> {
        if !self.is_clear {
            return self.bytes.clone();
        }
        let mix = |colour: u8, alpha: u8| {
            let (colour, alpha) = (u16::from(colour), u16::from(alpha));
            u8::try_from((colour * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
        };
        let pixels = self.bytes.chunks_exact(4);
        pixels.flat_map(|pixel| [0, 1, 2].map(|channel| mix(pixel[channel], pixel[3]))).collect()
    }

    fn webp(&self, lossless: bool) -> Option<Vec<u8>> {
        let encoder = match self.is_clear {
            true => webp_encoder::Encoder::from_rgba(&self.bytes, self.width, self.height),
            false => webp_encoder::Encoder::from_rgb(&self.bytes, self.width, self.height),
        };
        encoder.encode_simple(lossless, QUALITY_WEBP).ok().map(|memory| memory.to_vec())
    }

    fn jpeg(&self) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, QUALITY_JPEG)
            .encode(&self.on_white(), self.width, self.height, ExtendedColorType::Rgb8)
            .ok()?;
        Some(bytes)
    }

    fn png(&self) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let colour = if self.is_clear { ExtendedColorType::Rgba8 } else { ExtendedColorType::Rgb8 };
        PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, PngFilter::Adaptive)
            .write_image(&self.bytes, self.width, self.height, colour)
            .ok()?;
        Some(bytes)
    }
}

/// Decodes a photo; its pixels as they lie in the file, and the profile of their colours.
fn decoded(bytes: &[u8], photo: &Photo) -> Result<(Pixels, Option<Vec<u8>>), Slip> {
    let format = match Kind::of(bytes) {
        Kind::Jpeg => ImageFormat::Jpeg,
        Kind::Png => ImageFormat::Png,
        Kind::Webp => ImageFormat::WebP,
        kind => return Err(Slip::Other(kind)),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    // Sixteen bits in four channels, and as much for the work.
    limits.max_alloc = Some(photo.pixels().saturating_mul(16).saturating_add(64 << 20));
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| Slip::Broken)?;
    let (width, height) = decoder.dimensions();
    if super::exif::turned((width, height), Some(photo.turn)) != photo.size {
        return Err(Slip::Broken);
    }
    let profile = decoder.icc_profile().ok().flatten();
    let picture = DynamicImage::from_decoder(decoder).map_err(|_| Slip::Broken)?;
    let is_clear = picture.color().has_alpha();
    let bytes = if is_clear { picture.into_rgba8().into_raw() } else { picture.into_rgb8().into_raw() };
    Ok((Pixels { width, height, bytes, is_clear }, profile))
}

/// Whether the photo can be decoded.
pub fn try_out(bytes: &[u8], photo: &Photo) -> Result<(), Slip> {
    decoded(bytes, photo).map(|_| ())
}

/// All sizes of a photo, in the order of [`Photo::variants`].
pub fn sizes(bytes: &[u8], photo: &Photo, is_shared: bool) -> Result<Vec<Vec<u8>>, Slip> {
    let (pixels, profile) = decoded(bytes, photo)?;
    made(pixels, profile.as_deref(), photo, Kind::of(bytes), is_shared).ok_or(Slip::Broken)
}

fn made(
    pixels: Pixels,
    profile: Option<&[u8]>,
    photo: &Photo,
    kind: Kind,
    is_shared: bool,
) -> Option<Vec<Vec<u8>>> {
    // The widest first, and the others from it: the photo itself is read once.
    let largest = photo.largest();
    let lying = super::exif::turned(largest, Some(photo.turn));
    let pixels = if (pixels.width, pixels.height) == lying { pixels } else { pixels.scaled(lying)? };
    let base = pixels.turned(photo.turn)?.with_web_colours(profile).without_idle_channel();
    let variants = photo.variants(is_shared);
    let scale = |variant: &Variant| base.scaled((variant.width, variant.height));
    // Drawings and screenshots are smaller, and sharp, without loss; the smallest size shows which it is.
    let lossless = match kind {
        Kind::Jpeg => false,
        _ => {
            let least = scale(&variants[0])?;
            least.webp(true)?.len() <= least.webp(false)?.len()
        }
    };
    variants
        .iter()
        .map(|variant| {
            let scaled = scale(variant)?;
            match variant.form {
                Form::Webp => scaled.webp(lossless),
                Form::Plain if photo.may_be_clear => scaled.png(),
                Form::Plain | Form::Share => scaled.jpeg(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
