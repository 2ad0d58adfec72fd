use image::codecs::webp::WebPEncoder;
use image::{Rgb, RgbImage, Rgba, RgbaImage};
use proptest::prelude::*;

use super::super::{Picture, look};
use super::*;

const WIDTH: u32 = 600;
const HEIGHT: u32 = 400;

/// The corners of the picture as it lies in the file.
const CORNERS: [[u8; 3]; 4] = [[220, 40, 40], [40, 200, 60], [50, 60, 220], [230, 210, 40]];

/// A colour in each corner, and so much noise between them that it is no small file.
fn pixels() -> RgbImage {
    let mut seed = 7_u32;
    RgbImage::from_fn(WIDTH, HEIGHT, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let is_corner = (x < 80 || x >= WIDTH - 80) && (y < 80 || y >= HEIGHT - 80);
        let corner = CORNERS[usize::from(x >= WIDTH / 2) + 2 * usize::from(y >= HEIGHT / 2)];
        if is_corner { Rgb(corner) } else { Rgb([(seed >> 24) as u8, (seed >> 16) as u8, 90]) }
    })
}

/// Data about a picture with an orientation and a place.
fn tiff(turn: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    tiff.extend_from_slice(&[turn, 0, 0, 0, 0, 0, 0, 0]);
    tiff.extend_from_slice(b"62.6 N 29.7 E SECRET");
    tiff
}

fn jpeg(turn: u8) -> Vec<u8> {
    let mut plain = Vec::new();
    JpegEncoder::new_with_quality(&mut plain, 90).encode_image(&pixels()).expect("encoded");
    let content = [b"Exif\0\0".as_slice(), &tiff(turn)].concat();
    let length = u16::try_from(content.len() + 2).expect("short").to_be_bytes();
    [&plain[..2], &[0xff, 0xe1], &length, &content, &plain[2..]].concat()
}

fn chunk(name: &[u8], content: &[u8]) -> Vec<u8> {
    let named = [name, content].concat();
    let length = u32::try_from(content.len()).expect("short").to_be_bytes();
    [&length[..], &named, &crc32fast::hash(&named).to_be_bytes()].concat()
}

fn encoded_png(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_with_encoder(PngEncoder::new(&mut bytes)).expect("encoded");
    bytes
}

fn png(turn: u8) -> Vec<u8> {
    let plain = encoded_png(&pixels().into());
    // Behind the signature and the head.
    let (head, rest) = plain.split_at(33);
    [head, &chunk(b"eXIf", &tiff(turn)), &chunk(b"tEXt", b"Comment\0SECRET"), rest].concat()
}

fn webp(turn: u8) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut encoder = WebPEncoder::new_lossless(&mut plain);
    encoder.set_exif_metadata(tiff(turn)).expect("taken");
    pixels().write_with_encoder(encoder).expect("encoded");
    plain
}

fn photo(bytes: &[u8], kind: Kind) -> Photo {
    look(bytes, kind).expect("a picture").photo.expect("a photo")
}

/// Which corner of the file stands in each corner of what is shown.
fn shown(turn: u8) -> [usize; 4] {
    match turn {
        2 => [1, 0, 3, 2],
        3 => [3, 2, 1, 0],
        4 => [2, 3, 0, 1],
        5 => [0, 2, 1, 3],
        6 => [2, 0, 3, 1],
        7 => [3, 1, 2, 0],
        8 => [1, 3, 0, 2],
        _ => [0, 1, 2, 3],
    }
}

/// However a photo is turned, and whatever its kind: each size stands upright, is as large as it says, and
/// tells nothing of where it was taken.
#[test]
fn sizes_stand_upright_and_tell_nothing_else() {
    let kinds: [(Kind, fn(u8) -> Vec<u8>); 3] = [(Kind::Jpeg, jpeg), (Kind::Png, png), (Kind::Webp, webp)];
    for (kind, make) in kinds {
        for turn in 1..=8 {
            let bytes = make(turn);
            let photo = photo(&bytes, kind);
            let upright = if turn >= 5 { (HEIGHT, WIDTH) } else { (WIDTH, HEIGHT) };
            assert_eq!(photo.size, upright, "{kind:?} {turn}");
            let made = sizes(&bytes, &photo, true).expect("made");
            let variants = photo.variants(true);
            assert_eq!(made.len(), variants.len());
            for (variant, made) in variants.iter().zip(&made) {
                let told = |text: &[u8]| memchr::memmem::find(made, text).is_some();
                assert!(!told(b"SECRET") && !told(b"Exif") && !told(b"EXIF"), "{kind:?} {turn} {variant:?}");
                let picture = image::load_from_memory(made).expect("a picture").into_rgb8();
                let (width, height) = picture.dimensions();
                assert_eq!((width, height), (variant.width, variant.height), "{kind:?} {turn} {variant:?}");
                if variant.form == Form::Share {
                    continue;
                }
                let at = [(9, 9), (width - 10, 9), (9, height - 10), (width - 10, height - 10)];
                for ((x, y), corner) in at.into_iter().zip(shown(turn)) {
                    let found = picture.get_pixel(x, y).0;
                    let is_near = (0..3).all(|part| found[part].abs_diff(CORNERS[corner][part]) < 40);
                    assert!(is_near, "{kind:?} {turn} {variant:?}: {found:?} for corner {corner}");
                }
            }
        }
    }
}

#[test]
fn the_same_photo_gives_the_same_bytes() {
    for (bytes, kind) in [(jpeg(6), Kind::Jpeg), (png(1), Kind::Png), (webp(3), Kind::Webp)] {
        let photo = photo(&bytes, kind);
        assert!(sizes(&bytes, &photo, true) == sizes(&bytes, &photo, true), "{kind:?}");
    }
}

/// What is clear stays clear, in WebP and in the size for old browsers; on white for other services.
#[test]
fn what_is_clear_stays_clear() {
    let mut picture = RgbaImage::from_fn(1400, 900, |x, y| {
        let noise = x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503);
        Rgba([(noise >> 11) as u8, (noise >> 7) as u8, (noise >> 3) as u8, 255])
    });
    for pixel in picture.enumerate_pixels_mut().filter(|(x, ..)| *x < 700).map(|(.., pixel)| pixel) {
        *pixel = Rgba([255, 0, 0, 0]);
    }
    let bytes = encoded_png(&picture.into());
    let photo = photo(&bytes, Kind::Png);
    for (variant, made) in photo.variants(true).iter().zip(sizes(&bytes, &photo, true).expect("made")) {
        let left = image::load_from_memory(&made).expect("a picture").into_rgba8();
        let left = left.get_pixel(20, variant.height / 2).0;
        match variant.form {
            Form::Share => assert!(left[..3].iter().all(|part| *part > 250) && left[3] == 255, "{left:?}"),
            _ => assert_eq!(left[3], 0, "{variant:?}"),
        }
    }
}

/// Colours of a telephone's profile become those of the web: without a profile the red would be paler.
#[test]
fn profiles_become_the_colours_of_the_web() {
    let mut picture = pixels();
    for pixel in picture.pixels_mut().take((WIDTH * 80) as usize) {
        *pixel = Rgb([200, 90, 60]);
    }
    let encode = |profile: Option<Vec<u8>>| {
        let mut bytes = Vec::new();
        let mut encoder = PngEncoder::new(&mut bytes);
        if let Some(profile) = profile {
            encoder.set_icc_profile(profile).expect("taken");
        }
        picture.write_with_encoder(encoder).expect("encoded");
        let photo = photo(&bytes, Kind::Png);
        let widest = sizes(&bytes, &photo, false).expect("made").swap_remove(photo.webp().len() - 1);
        image::load_from_memory(&widest).expect("a picture").into_rgb8().get_pixel(300, 30).0
    };
    let plain = encode(None);
    let wide = encode(Some(ColorProfile::new_display_p3().encode().expect("a profile")));
    let web = encode(Some(ColorProfile::new_srgb().encode().expect("a profile")));
    assert!(wide[0] > plain[0] + 8 && wide[1] < plain[1], "{plain:?} {wide:?}");
    assert!((0..3).all(|part| web[part].abs_diff(plain[part]) <= 1), "{plain:?} {web:?}");
    assert_eq!(encode(Some(b"no profile at all".to_vec())), plain);
}

/// All kinds of pixels that PNG has.
#[test]
fn grey_and_sixteen_bits_are_photos_too() {
    let picture = DynamicImage::from(pixels());
    for picture in [
        DynamicImage::from(picture.to_luma8()),
        picture.to_luma_alpha8().into(),
        picture.to_luma16().into(),
        picture.to_rgb16().into(),
        picture.to_rgba16().into(),
    ] {
        let bytes = encoded_png(&picture);
        let photo = photo(&bytes, Kind::Png);
        let made = sizes(&bytes, &photo, false).expect("made");
        for (variant, made) in photo.variants(false).iter().zip(made) {
            let made = image::load_from_memory(&made).expect("a picture");
            assert_eq!(
                (made.width(), made.height()),
                (variant.width, variant.height),
                "{:?}",
                picture.color()
            );
        }
    }
}

/// A few bytes can claim any number of pixels.
#[test]
fn what_claims_too_many_pixels_is_refused() {
    let of_size = |width: u32, height: u32| {
        let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
        let parts = [chunk(b"IHDR", &head), chunk(b"IDAT", &[7; 30_000]), chunk(b"IEND", b"")];
        [b"\x89PNG\r\n\x1a\n".as_slice(), &parts.concat()].concat()
    };
    for (width, height) in [(40_000, 40_000), (u32::MAX, u32::MAX), (100_000, 1001)] {
        assert_eq!(look(&of_size(width, height), Kind::Png), Err(Slip::TooManyPixels), "{width} × {height}");
    }
    // Whole to its end, but no pixels in it: only who decodes it can tell.
    let bytes = of_size(4000, 3000);
    let photo = photo(&bytes, Kind::Png);
    assert_eq!(sizes(&bytes, &photo, false), Err(Slip::Broken));
    assert_eq!(try_out(&bytes, &photo), Err(Slip::Broken));
}

#[test]
fn what_is_small_or_moves_stays_as_it_is() {
    let photo = |bytes: &[u8], kind| look(bytes, kind).map(|Picture { photo, .. }| photo.is_some());
    let small = encoded_png(&RgbImage::from_pixel(500, 300, Rgb([9, 90, 9])).into());
    assert_eq!(photo(&small, Kind::Png), Ok(false));
    let plain = encoded_png(&pixels().into());
    assert_eq!(photo(&plain, Kind::Png), Ok(true));
    let moving = [&plain[..33], &chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]), &plain[33..]].concat();
    assert_eq!(photo(&moving, Kind::Png), Ok(false));
}

proptest! {
    /// No size is wider than the photo, all have its shape, and each is named by itself.
    #[test]
    fn no_size_is_larger_than_the_photo(width in 361..20_000_u32, height in 1..20_000_u32) {
        let photo = Photo { size: (width, height), digest: [0; 8], turn: 1, may_be_clear: false };
        let widths = photo.widths();
        prop_assert!(widths.is_sorted());
        prop_assume!(!widths.is_empty());
        let mut names = std::collections::BTreeSet::new();
        for variant in photo.variants(true) {
            prop_assert!(variant.width <= width && variant.height <= height.max(1));
            prop_assert!(variant.width >= 1 && variant.height >= 1 && variant.height <= MOST_SIDE);
            prop_assert!(names.insert(photo.url("/fi/a.b/kuva.jpg", &variant)));
            if variant.form != Form::Share {
                let exact = f64::from(variant.width) * f64::from(height) / f64::from(width);
                prop_assert!((f64::from(variant.height) - exact).abs() <= 1.0);
            }
        }
    }
}
