//! Photos in sizes: what is published of them, what is kept for later builds, and what goes wrong.

use std::collections::BTreeMap;
use std::fs;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{Rgb, RgbImage};
use leader_site::diag::{Diagnostics, Look, Tongue};

use crate::fixture::{DAY, Site, check, site};

/// A photo of this size with noise all over, other for each seed.
fn pixels(width: u32, height: u32, seed: u32) -> RgbImage {
    let mut noise = seed;
    RgbImage::from_fn(width, height, |x, y| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Rgb([(x * 255 / width) as u8, (y * 255 / height) as u8, (noise >> 26) as u8])
    })
}

/// A JPEG file that tells where it was taken.
fn photo(width: u32, height: u32, seed: u32) -> Vec<u8> {
    let mut plain = Vec::new();
    JpegEncoder::new_with_quality(&mut plain, 95)
        .encode_image(&pixels(width, height, seed))
        .expect("encoded");
    let told = b"Exif\0\0II*\0\x08\0\0\0\0\0 62.6 N 29.7 E SECRET";
    let length = u16::try_from(told.len() + 2).expect("short").to_be_bytes();
    [&plain[..2], &[0xff, 0xe1], &length, told, &plain[2..]].concat()
}

fn with_photos() -> Site {
    let site = site(
        "-- content/fi/kyla/index.md --\n---\ntitle: Kylä\n---\n![Talo](talo.jpg)\n\n![Ranta](ranta.jpg \"Illalla\")\n\
         -- content/fi/uutinen.md --\n---\ntitle: Uutinen\ndate: 2026-01-10\npicture: {file: kyla/laavu.png, alt: Laavu}\n---\n\
         -- content/fi/lataa.md --\n---\ntitle: Lataa\n---\n[Alkuperäinen](kyla/talo.jpg)\n",
    );
    site.write("content/fi/kyla/talo.jpg", photo(1500, 1000, 1));
    site.write("content/fi/kyla/ranta.jpg", photo(700, 900, 2));
    let mut png = Vec::new();
    pixels(1400, 1000, 3).write_with_encoder(PngEncoder::new(&mut png)).expect("encoded");
    site.write("content/fi/kyla/laavu.png", png);
    site
}

/// Builds into a folder; the files by path.
fn build(site: &Site, out: &str) -> BTreeMap<String, Vec<u8>> {
    let out = site.beside(out);
    let mut diags = Diagnostics::new();
    let built = leader_site::build(&site.project, &out, &|_| {}, &mut diags);
    assert!(built.is_ok(), "{}", diags.render(Look::Plain, Tongue::English));
    let files = walkdir::WalkDir::new(&out).into_iter().map(|entry| entry.expect("an entry"));
    files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(&out).expect("within").display().to_string();
            (path, fs::read(entry.path()).expect("a file"))
        })
        .filter(|(path, _)| !path.starts_with(".leader-site"))
        .collect()
}

fn pictures(files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let is_picture = |path: &&String| [".jpg", ".png", ".webp"].iter().any(|end| path.ends_with(end));
    let without_hash = |path: &String| {
        let parts: Vec<&str> = path.split('.').collect();
        match parts[..] {
            [name, _, ending] => format!("{name}.{ending}"),
            _ => path.clone(),
        }
    };
    files.keys().filter(is_picture).filter(|path| !path.starts_with("assets/")).map(without_hash).collect()
}

fn kept(site: &Site) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(site.path(".leader-site")).expect("a folder");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("photo-")));
    paths.sort();
    paths
}

#[test]
fn pages_show_sizes_and_the_photo_itself_goes_out_where_it_is_linked_to() {
    let site = with_photos();
    let files = build(&site, "out");
    assert_eq!(
        pictures(&files),
        [
            "kyla/laavu-1000.jpg",
            "kyla/laavu-1000.webp",
            "kyla/laavu-1400.webp",
            "kyla/laavu-360.webp",
            "kyla/laavu-720.webp",
            "kyla/laavu-share.jpg",
            "kyla/ranta-360.webp",
            "kyla/ranta-700.jpg",
            "kyla/ranta-700.webp",
            "kyla/talo-1000.jpg",
            "kyla/talo-1000.webp",
            "kyla/talo-1280.webp",
            "kyla/talo-1500.webp",
            "kyla/talo-360.webp",
            "kyla/talo-720.webp",
            "kyla/talo.jpg",
        ]
    );
    for (path, bytes) in &files {
        assert!(memchr::memmem::find(bytes, b"SECRET").is_none(), "{path} tells where it was taken");
    }
    // The first is to be seen at once, the next when it is scrolled to.
    let page = String::from_utf8_lossy(&files["kyla/index.html"]);
    let images: Vec<&str> = page.split("<img ").skip(1).collect();
    assert!(images[0].contains(r#"alt="Talo" width="1500" height="1000">"#), "{page}");
    assert!(images[1].contains(r#"loading="lazy" decoding="async""#), "{page}");
    assert!(
        page.contains("<figure><picture><source type=\"image/webp\" srcset=\"/kyla/ranta-360."),
        "{page}"
    );
    let told = site.warnings();
    assert!(!told.contains("unused"), "{told}");
}

/// Whatever the number of threads, with or without what earlier builds kept, and whatever has become of that.
#[test]
fn the_output_is_always_the_same() {
    let site = with_photos();
    let first = build(&site, "out");
    let shelf = kept(&site);
    assert_eq!(shelf.len(), 3);
    let same = |what: &str| assert!(build(&site, &what.replace(' ', "-")) == first, "{what}");
    same("warm");
    let whole: Vec<Vec<u8>> = shelf.iter().map(|path| fs::read(path).expect("kept")).collect();
    fs::write(&shelf[0], &whole[0][..whole[0].len() / 2]).expect("cut off");
    fs::write(&shelf[1], b"of somebody else").expect("foreign");
    let mut changed = whole[2].clone();
    changed[100] ^= 1;
    fs::write(&shelf[2], changed).expect("changed");
    same("damaged");
    for (path, whole) in shelf.iter().zip(&whole) {
        assert!(fs::read(path).expect("kept") == *whole, "what is damaged is kept anew");
    }
    fs::remove_file(&shelf[0]).expect("removed");
    fs::create_dir(&shelf[0]).expect("a folder in its place");
    same("a folder in the way");
    fs::remove_dir_all(site.path(".leader-site")).expect("removed");
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
    one.install(|| same("cold on one thread"));
}

/// A page takes another photo, and nothing of the former is left: neither in the output nor on the shelf.
#[test]
fn a_photo_that_was_replaced_is_gone() {
    let site = with_photos();
    let before = build(&site, "out");
    let shelf = kept(&site);
    site.write("content/fi/kyla/talo.jpg", photo(1500, 1000, 9));
    let after = build(&site, "out");
    let of_talo = |files: &BTreeMap<String, Vec<u8>>| -> Vec<String> {
        files.keys().filter(|path| path.starts_with("kyla/talo-")).cloned().collect()
    };
    assert_eq!(of_talo(&before).len(), of_talo(&after).len());
    assert!(of_talo(&before).iter().all(|path| !after.contains_key(path)));
    assert_eq!(kept(&site).len(), shelf.len());
    assert_ne!(kept(&site), shelf);
}

/// A file that is whole by its parts, and no picture all the same, is told of at the page that shows it: by a
/// build and by `check`.
#[test]
fn a_photo_that_cannot_be_decoded() {
    let mut png = Vec::new();
    pixels(900, 600, 4).write_with_encoder(PngEncoder::new(&mut png)).expect("encoded");
    // Other data in the place of the pixels, under a right checksum.
    let start = memchr::memmem::find(&png, b"IDAT").expect("a part");
    let length = u32::from_be_bytes(png[start - 4..start].try_into().expect("four")) as usize;
    png[start + 4..start + 4 + length].fill(0xee);
    let sum = crc32fast::hash(&png[start..start + 4 + length]).to_be_bytes();
    png[start + 4 + length..start + 8 + length].copy_from_slice(&sum);
    let site = site("-- content/fi/sivu.md --\n---\ntitle: Sivu\n---\n![Talo](talo.png)\n");
    site.write("content/fi/talo.png", png);
    let mut diags = Diagnostics::new();
    assert!(check(&site.project, &mut diags).is_err());
    let told = diags.render(Look::Plain, Tongue::English);
    assert!(told.contains("the picture `content/fi/talo.png` is damaged"), "{told}");
    assert!(told.contains("--> content/fi/sivu.md:4:1"), "{told}");
    let mut of_build = Diagnostics::new();
    assert!(leader_site::build(&site.project, &site.beside("out"), &|_| {}, &mut of_build).is_err());
    assert_eq!(of_build.render(Look::Plain, Tongue::Finnish), diags.render(Look::Plain, Tongue::Finnish));
}

/// The picture of a page that waits for its day waits with it.
#[test]
fn the_picture_of_a_page_follows_the_page() {
    for (state, is_shown) in [("", true), ("draft: true\n", false), ("publish: 2099-01-01\n", false)] {
        let site = site(&format!(
            "-- content/fi/sivu.md --\n---\ntitle: Sivu\n{state}picture: {{file: talo.jpg, alt: Talo}}\n---\n"
        ));
        site.write("content/fi/talo.jpg", photo(800, 600, 5));
        assert!(site.project.date == DAY && !site.warnings().contains("talo.jpg"), "{}", site.warnings());
        assert_eq!(!pictures(&build(&site, "out")).is_empty(), is_shown, "{state}");
    }
}
