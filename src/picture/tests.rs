use proptest::prelude::*;

use super::*;

/// Data about a picture with an orientation, and a text that must not come out.
fn tiff(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    tiff.extend_from_slice(&[orientation, 0, 0, 0, 0, 0, 0, 0]);
    tiff.extend_from_slice(b"62.6 N 29.7 E SECRET");
    tiff
}

fn jpeg(orientation: u8) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8];
    let mut put = |marker: u8, content: &[u8]| {
        bytes.extend_from_slice(&[0xff, marker]);
        bytes.extend_from_slice(&u16::try_from(content.len() + 2).expect("short").to_be_bytes());
        bytes.extend_from_slice(content);
    };
    put(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01SECRET");
    put(0xe1, &[b"Exif\0\0".as_slice(), &tiff(orientation)].concat());
    put(0xe1, b"http://ns.adobe.com/xap/1.0/\0SECRET");
    put(0xe2, b"ICC_PROFILE\0\x01\x01colours");
    put(0xe2, b"MPF\0SECRET");
    put(0xed, b"Photoshop 3.0\0SECRET");
    put(0xee, b"Adobe\0\x64\0\0\0\0\x01");
    put(0xfe, b"SECRET");
    put(0xdb, &[1; 65]);
    put(0xc0, &[8, 0, 32, 0, 64, 1, 1, 0x11, 0]);
    put(0xda, &[1, 1, 0, 0, 63, 0]);
    bytes.extend_from_slice(b"picture\xff\0picture\xff\xd0picture\xff\xd9");
    bytes.extend_from_slice(b"a second picture: SECRET");
    bytes
}

fn png(orientation: u8) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut put = |name: &[u8], content: &[u8]| {
        let named = [name, content].concat();
        bytes.extend_from_slice(&u32::try_from(content.len()).expect("short").to_be_bytes());
        bytes.extend_from_slice(&named);
        bytes.extend_from_slice(&crc32fast::hash(&named).to_be_bytes());
    };
    put(b"IHDR", &[0, 0, 0, 64, 0, 0, 0, 32, 8, 2, 0, 0, 0]);
    put(b"eXIf", &tiff(orientation));
    put(b"iCCP", b"colours");
    put(b"tEXt", b"Comment\0SECRET");
    put(b"IDAT", b"picture");
    put(b"IEND", b"");
    bytes.extend_from_slice(b"SECRET");
    bytes
}

fn webp(orientation: u8) -> Vec<u8> {
    let mut bytes = b"RIFF\0\0\0\0WEBP".to_vec();
    let mut put = |name: &[u8], content: &[u8]| {
        bytes.extend_from_slice(name);
        bytes.extend_from_slice(&u32::try_from(content.len()).expect("short").to_le_bytes());
        bytes.extend_from_slice(content);
        if content.len() % 2 == 1 {
            bytes.push(0);
        }
    };
    put(b"VP8X", &[0x2c, 0, 0, 0, 63, 0, 0, 31, 0, 0]);
    put(b"ICCP", b"colours");
    put(b"VP8L", &[0x2f, 63, 0xc0, 0x07, 0, 1, 2]);
    put(b"EXIF", &tiff(orientation));
    put(b"XMP ", b"SECRET");
    let length = u32::try_from(bytes.len() - 8).expect("short");
    bytes[4..8].copy_from_slice(&length.to_le_bytes());
    bytes
}

fn gif() -> Vec<u8> {
    let mut bytes = b"GIF89a\x40\0\x20\0\x80\0\0\0\0\0\xff\xff\xff".to_vec();
    bytes.extend_from_slice(b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0");
    bytes.extend_from_slice(b"\x21\xff\x0bXMP DataXMP\x06SECRET\0\x21\xfe\x06SECRET\0");
    bytes.extend_from_slice(b"\x2c\0\0\0\0\x40\0\x20\0\0\x02\x02\x4c\x01\0\x3bSECRET");
    bytes
}

fn sized_box(name: &[u8], content: &[u8]) -> Vec<u8> {
    let mut bytes = u32::try_from(content.len() + 8).expect("short").to_be_bytes().to_vec();
    bytes.extend_from_slice(name);
    bytes.extend_from_slice(content);
    bytes
}

fn avif() -> Vec<u8> {
    let infe = |id: u8, kind: &[u8], more: &[u8]| {
        sized_box(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0], kind, b"\0", more].concat())
    };
    let listed = [
        &[0, 0, 0, 0, 0, 3][..],
        &infe(1, b"av01", b""),
        &infe(2, b"Exif", b""),
        &infe(3, b"mime", b"application/rdf+xml\0"),
    ]
    .concat();
    let properties =
        sized_box(b"iprp", &sized_box(b"ipco", &sized_box(b"ispe", &[0, 0, 0, 0, 0, 0, 0, 64, 0, 0, 0, 32])));
    let exif = [&[0, 0, 0, 0][..], &tiff(6)].concat();
    let data: [&[u8]; 3] = [b"picture", &exif, b"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">SECRET</x:xmpmeta>"];
    let make = |from: usize| {
        let mut places = vec![0, 0, 0, 0, 0x44, 0, 0, 3];
        let mut at = from;
        for (id, piece) in (1..).zip(data) {
            places.extend_from_slice(&[0, id, 0, 0, 0, 1]);
            places.extend_from_slice(&u32::try_from(at).expect("short").to_be_bytes());
            places.extend_from_slice(&u32::try_from(piece.len()).expect("short").to_be_bytes());
            at += piece.len();
        }
        let meta =
            [&[0, 0, 0, 0][..], &sized_box(b"iinf", &listed), &sized_box(b"iloc", &places), &properties]
                .concat();
        [sized_box(b"ftyp", b"avif\0\0\0\0avifmif1"), sized_box(b"meta", &meta)].concat()
    };
    let head = make(0).len();
    [make(head + 8), sized_box(b"mdat", &data.concat())].concat()
}

fn all() -> Vec<(&'static str, Vec<u8>, Kind)> {
    vec![
        ("jpeg", jpeg(1), Kind::Jpeg),
        ("jpeg that is turned", jpeg(6), Kind::Jpeg),
        ("png", png(1), Kind::Png),
        ("png that is turned", png(8), Kind::Png),
        ("webp", webp(1), Kind::Webp),
        ("webp that is turned", webp(5), Kind::Webp),
        ("gif", gif(), Kind::Gif),
        ("avif", avif(), Kind::Avif),
    ]
}

/// What tells more than the picture is taken out; size, turn and colours stay.
#[test]
fn what_is_published_shows_and_tells_nothing_else() {
    for (name, bytes, kind) in all() {
        let picture = look(&bytes, kind).unwrap_or_else(|slip| panic!("{name}: {slip:?}"));
        assert!(picture.tells_more, "{name}");
        let turned = name.contains("turned");
        assert_eq!(picture.size, Some(if turned { (32, 64) } else { (64, 32) }), "{name}");
        let published = cleaned(&bytes).unwrap_or_else(|| panic!("{name}: nothing was taken out"));
        let has = |bytes: &[u8], text: &[u8]| memchr::memmem::find(bytes, text).is_some();
        assert!(has(&bytes, b"SECRET") && !has(&published, b"SECRET"), "{name}");
        assert_eq!(has(&bytes, b"colours"), has(&published, b"colours"), "{name}");
        assert!(has(&published, b"picture") || !has(&bytes, b"picture"), "{name}");
        let again = look(&published, kind).unwrap_or_else(|slip| panic!("{name}: {slip:?}"));
        assert_eq!(again, Picture { tells_more: false, ..picture }, "{name}");
    }
}

/// A file that ends early is never taken for a whole one.
#[test]
fn each_file_that_was_cut_is_found() {
    for (name, bytes, kind) in all() {
        let whole = match kind {
            // What stands behind the end of the picture is no part of it.
            Kind::Jpeg => bytes.len() - b"a second picture: SECRET".len(),
            Kind::Png | Kind::Gif => bytes.len() - b"SECRET".len(),
            _ => bytes.len(),
        };
        for end in 0..whole {
            assert!(look(&bytes[..end], kind).is_err(), "{name} cut at {end} of {whole}");
        }
        assert_eq!(look(&[], kind), Err(Slip::Empty), "{name}");
    }
    for end in 0..13 {
        assert!(look(&b"<svg a='b'/>"[..end], Kind::Svg).is_err() == (end < 12), "{end}");
    }
    assert_eq!(look(b"<svg><g>", Kind::Svg), Err(Slip::Cut));
}

#[test]
fn files_of_another_kind_are_named() {
    for (bytes, named, found) in [
        (&b"<!DOCTYPE html><p>Not found"[..], Kind::Jpeg, Kind::Html),
        (b"%PDF-1.7 and more", Kind::Png, Kind::Pdf),
        (b"PK\x03\x04 and more of it", Kind::Png, Kind::Zip),
        (b"\0\0\0\x14ftypheic\0\0\0\0mif1", Kind::Jpeg, Kind::Heic),
        (b"<svg xmlns='x'></svg>", Kind::Png, Kind::Svg),
        (b"BM and some more bytes", Kind::Gif, Kind::Bmp),
        (b"only some text of a note", Kind::Png, Kind::Unknown),
    ] {
        assert_eq!(look(bytes, named), Err(Slip::Other(found)), "{found:?}");
    }
    // Browsers look at the content of these, whatever the name says.
    assert_eq!(look(&png(1), Kind::Jpeg).map(|picture| picture.kind), Ok(Kind::Png));
    let mut none = png(1);
    none.truncate(8);
    let head = [b"IHDR".as_slice(), &[0, 0, 0, 0, 0, 0, 0, 32, 8, 2, 0, 0, 0]].concat();
    for named in [head.as_slice(), b"IDATpicture", b"IEND"] {
        none.extend_from_slice(&u32::try_from(named.len() - 4).expect("short").to_be_bytes());
        none.extend_from_slice(named);
        none.extend_from_slice(&crc32fast::hash(named).to_be_bytes());
    }
    assert_eq!(look(&none, Kind::Png), Err(Slip::NoSize));
}

proptest! {
    /// No bytes end the program, and what is taken out twice is taken out once.
    #[test]
    fn any_bytes_are_looked_at(which in 0..8_usize, edits in prop::collection::vec((any::<usize>(), any::<u8>()), 0..6), end in any::<usize>()) {
        let (_, mut bytes, kind) = all().swap_remove(which);
        for (at, value) in edits {
            let at = at % bytes.len();
            bytes[at] = value;
        }
        bytes.truncate(end % (bytes.len() * 2));
        let _ = look(&bytes, kind);
        if let Some(once) = cleaned(&bytes) {
            prop_assert_eq!(cleaned(&once), None);
        }
    }
}
