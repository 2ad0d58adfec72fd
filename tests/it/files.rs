//! Files beside the pages: which are published, under which names, and what is taken out of pictures.

use std::collections::{BTreeMap, BTreeSet};

use leader_site::diag::{Diagnostics, Look, Tongue};
use leader_site::model::output::{Memory, Totals};
use leader_site::source::Seen;
use proptest::prelude::*;

use crate::fixture::{Site, errors_of, on_disk, site};

/// What is published, and all that is told.
fn published(site: &Site) -> (BTreeSet<String>, String) {
    let memory = Memory::new();
    let mut diags = Diagnostics::new();
    let rendered = leader_site::render(&site.project, &memory, &Seen::new(), &|_| {}, &mut diags);
    let told = diags.render(Look::Plain, Tongue::English);
    assert!(rendered.is_ok(), "{told}");
    (memory.into_files().into_keys().collect(), told)
}

/// The ways in which the text of a page can name `liite.pdf` or `kuva.svg` beside it.
const WAYS: [(&str, &str); 14] = [
    ("a link", "[liite](liite.pdf)"),
    ("a link in angle brackets", "[liite](<liite.pdf>)"),
    ("a link in percents", "[liite](l%69ite.pdf)"),
    ("a link with a place", "[liite](liite.pdf#page=2)"),
    ("a link from the folder of the language", "[liite](/osa/liite.pdf)"),
    ("a link over another folder", "[liite](../osa/liite.pdf)"),
    ("a link with a reference", "[liite][a]\n\n[a]: liite.pdf"),
    ("a link in a list", "- yksi\n  - [liite](liite.pdf)"),
    ("a link in a table", "| a |\n| - |\n| [liite](liite.pdf) |"),
    ("a link in a note", "Teksti[^1].\n\n[^1]: [liite](liite.pdf)"),
    ("a link in a heading", "## [liite](liite.pdf)"),
    ("a picture", "![kuva](kuva.svg)"),
    ("a picture in a link", "[![kuva](kuva.svg)](liite.pdf)"),
    ("a picture in a quotation", "> ![kuva](kuva.svg \"Kuva\")"),
];

/// What hides a page: its own front matter, or that of its section.
const STATES: [(&str, &str, &str); 7] = [
    ("shown", "", ""),
    ("a draft", "draft: true\n", ""),
    ("to come", "publish: 2099-01-01\n", ""),
    ("gone", "expire: 2020-01-01\n", ""),
    ("in a draft", "", "draft: true\n"),
    ("in a section to come", "", "publish: 2099-01-01\n"),
    ("in a section that is gone", "", "expire: 2020-01-01\n"),
];

/// Whatever the way in which a page names a file: the file is published if and only if the page is, and
/// nothing is told of it while the page waits.
#[test]
fn a_file_follows_its_page() {
    for (way, text) in WAYS {
        for (state, of_page, of_section) in STATES {
            let site = site(&format!(
                "-- content/fi/osa/index.md --\n---\ntitle: Osa\n{of_section}---\n\
                 -- content/fi/osa/sivu.md --\n---\ntitle: Sivu\n{of_page}---\n{text}\n\
                 -- content/fi/osa/liite.pdf --\nx\n-- content/fi/osa/kuva.svg --\n<svg/>\n"
            ));
            let (files, told) = published(&site);
            let named = |name: &str, sign: &str| text.contains(sign) || text.contains(name);
            for (name, is_named) in
                [("liite.pdf", named("liite.pdf", "l%69ite")), ("kuva.svg", named("kuva.svg", "kuva.svg"))]
            {
                let is_shown = files.contains(&format!("osa/{name}"));
                assert_eq!(is_shown, is_named && state == "shown", "{name}: {way}, {state}: {files:?}");
                assert_eq!(told.contains(name), !is_named, "{name}: {way}, {state}: {told}");
            }
            assert_eq!(files.contains("osa/sivu/index.html"), state == "shown", "{state}");
        }
    }
    // Who looks at drafts sees what they show.
    let mut drafts = site(
        "-- content/fi/a.md --\n---\ntitle: A\ndraft: true\n---\n![k](k.svg)\n-- content/fi/k.svg --\n<svg/>\n",
    );
    assert!(!published(&drafts).0.contains("k.svg"));
    drafts.project.drafts = true;
    assert!(published(&drafts).0.contains("k.svg"));
}

/// Settings, templates, styles and scripts use files, too.
#[test]
fn other_uses_count() {
    let with = |files: &str| {
        let (files, told) =
            published(&site(&format!("{files}-- content/fi/kuva.svg --\n<svg xmlns=\"a\"/>\n")));
        assert_eq!(files.contains("kuva.svg"), !told.contains("unused-file"), "{told}");
        files.contains("kuva.svg")
    };
    let head =
        "name: Leader\nbase_url: https://example.org/\ntheme: plain\nlanguages: [{code: fi, name: Suomi}]\n";
    let template = |html: &str| {
        format!(
            "-- themes/plain/templates/page.html --\n<html>{html}{{{{ page.content | safe }}}}{{% block main %}}{{% endblock main %}}\n"
        )
    };
    assert!(!with(""));
    assert!(with(&format!(
        "-- content/site.yaml --\n{head}menus: {{fi: {{main: [{{url: \"https://example.org/kuva.svg\", title: Kuva}}]}}}}\n{}",
        template("{% for item in menu.main %}<a href=\"{{ item.url }}\">{{ item.title }}</a>{% endfor %}")
    )));
    for html in [
        "<img alt='' src='/kuva.svg'>",
        "<img alt='' srcset='/kuva.svg 2x'>",
        "<meta property=\"og:image\" content=\"https://example.org/kuva.svg\">",
        "<p data-picture=\"/kuva.svg\"></p>",
        "<style>p{background:url(\"/kuva.svg\")}</style>",
        "<p style=\"background:url(/kuva.svg)\"></p>",
    ] {
        assert!(with(&template(html)), "{html}");
    }
    for (name, text) in [("a.css", "p{background:url(/kuva.svg)}"), ("a.js", "show('/kuva.svg');")] {
        assert!(with(&format!("-- themes/plain/static/{name} --\n{text}\n")), "{name}");
    }
    assert!(with(
        "-- content/fi/a.md --\n---\ntitle: A\n---\n[k](https://example.org/kuva.svg) [l](HTTPS://Example.org/kuva.svg)\n"
    ));
}

/// What programs and people leave among the pages does not go out, and all of it is told.
#[test]
fn nothing_goes_out_that_no_page_uses() {
    let names = [
        "jasenrekisteri.xlsx",
        "~$pienhanke.docx",
        "sivu.md.bak",
        "sivu.md.swp",
        "sivu.orig",
        "muistio.txt.tmp",
        "uusi.md.txt",
        "uusi.markdown",
        "vanha.html",
        "vanha.HTM",
        "muistio.txt",
        "kuva.jpg",
        "salasanat.kdbx",
        "osa/liite.pdf",
    ];
    let site = site("");
    let empty = published(&site).0;
    for name in names {
        site.write(&format!("content/fi/{name}"), "x\n");
    }
    let (files, told) = published(&site);
    assert_eq!(files, empty);
    for name in names {
        assert!(told.contains(&format!("content/fi/{name}")), "{name}: {told}");
    }
    for help in told.lines().filter(|line| line.contains("help: ")) {
        assert!(!help.trim_start_matches([' ', '=']).starts_with("help: link"), "{help}");
    }
    // What is named on purpose goes out, whatever it is called.
    let links = names.iter().filter(|name| !name.to_lowercase().contains(".htm") && !name.contains("uusi"));
    let links: Vec<String> = links.map(|name| format!("[liite](<{name}>)")).collect();
    site.write(
        "content/fi/kuva.jpg",
        b"\xff\xd8\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0x\xff\xd9",
    );
    site.write("content/fi/sivu.md", format!("---\ntitle: Sivu\n---\n{}\n", links.join("\n")));
    let (files, told) = published(&site);
    for name in links.iter().map(|link| link.trim_start_matches("[liite](<").trim_end_matches(">)")) {
        assert!(files.contains(name), "{name}: {files:?} {told}");
    }
}

/// Totals count what goes out, and nothing else.
#[test]
fn totals_are_those_of_the_output() {
    let site = site(
        "-- content/fi/a.md --\n---\ntitle: A\n---\n[x](x.pdf)\n-- content/fi/x.pdf --\n12345\n-- content/fi/y.pdf --\n12345678\n\
         -- static/z.txt --\n123\n-- content/site.yaml --\nname: Leader\nbase_url: https://example.org/\ntheme: plain\n\
         languages: [{code: fi, name: Suomi}]\nfiles: [{from: static/z.txt, to: z.txt}]\n",
    );
    let out = site.beside("out");
    let mut diags = Diagnostics::new();
    let built = leader_site::build(&site.project, &out, &|_| {}, &mut diags);
    let Totals { files, bytes, .. } =
        built.unwrap_or_else(|_| panic!("{}", diags.render(Look::Plain, Tongue::English))).totals;
    let mut written = on_disk(&out);
    written.remove(".leader-site.json");
    assert_eq!(files, written.len());
    assert_eq!(bytes, written.values().map(|text| text.len() as u64).sum::<u64>());
    assert!(written.contains_key("z.txt") && written.contains_key("x.pdf") && !written.contains_key("y.pdf"));
}

/// What has to go out as it is does, whatever it is called; nothing else of its folder goes with it.
#[test]
fn named_files_go_out_as_they_are() {
    let site = site(
        "-- content/site.yaml --\nname: Leader\nbase_url: HTTPS://Example.org/\ntheme: plain\nlanguages: [{code: fi, name: Suomi}]\n\
         files:\n  - {from: static/google123.html, to: google123.html}\n  - {from: static/CNAME, to: /CNAME}\n\
         \x20 - {from: ./muut/.security.txt, to: .well-known/security.txt}\n  - {from: content/fi/robots.txt, to: robots.txt}\n\
         -- static/google123.html --\n<p onclick=\"x()\">{{ kaikki }}\n-- static/CNAME --\nexample.org\n-- muut/.security.txt --\nContact: x\n\
         -- muut/salaisuus.txt --\nx\n-- content/fi/robots.txt --\nUser-agent: *\nDisallow: /vanha/\n",
    );
    let files = site.files();
    assert_eq!(files["google123.html"], "<p onclick=\"x()\">{{ kaikki }}\n");
    assert_eq!(files["CNAME"], "example.org\n");
    assert_eq!(files[".well-known/security.txt"], "Contact: x\n");
    assert_eq!(files["robots.txt"], "User-agent: *\nDisallow: /vanha/\n");
    assert_eq!(site.warnings(), "");
    let all: Vec<&String> = files.keys().collect();
    assert!(!all.iter().any(|path| path.starts_with("assets/") || path.contains("salaisuus")), "{all:?}");
}

/// A photograph goes out without the place where it was taken; the one of the author stays as it was.
#[test]
fn photographs_do_not_tell_where_they_were_taken() {
    let mut photo = b"\xff\xd8".to_vec();
    let exif =
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0 62.6010 N 29.7639 E Canon";
    photo.extend_from_slice(b"\xff\xe1");
    photo.extend_from_slice(&u16::try_from(exif.len() + 2).expect("short").to_be_bytes());
    photo.extend_from_slice(exif);
    photo.extend_from_slice(
        b"\xff\xc0\0\x0b\x08\0\x20\0\x40\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0kuva\xff\xd9",
    );
    let site =
        site("-- content/fi/a.md --\n---\ntitle: A\n---\n![Laavu](laavu.jpg)\n\n[Suurempi](toinen.jpg)\n");
    for path in ["content/fi/laavu.jpg", "content/fi/toinen.jpg", "static/kansi.jpg"] {
        site.write(path, &photo);
    }
    let out = site.beside("out");
    let mut diags = Diagnostics::new();
    let built = leader_site::build(&site.project, &out, &|_| {}, &mut diags);
    assert!(built.is_ok(), "{}", diags.render(Look::Plain, Tongue::English));
    let pictures: BTreeMap<String, String> =
        on_disk(&out).into_iter().filter(|(path, _)| path.ends_with(".jpg")).collect();
    assert_eq!(pictures.len(), 3, "{:?}", pictures.keys());
    for (path, picture) in pictures {
        assert!(
            !picture.contains("62.6") && !picture.contains("Canon") && picture.contains("kuva"),
            "{path}"
        );
        assert!(picture.contains("Exif"), "{path}: how it is turned");
    }
    assert_eq!(std::fs::read(site.path("content/fi/laavu.jpg")).expect("a file"), photo);
    assert!(site.text_of("a/index.html").contains("width=\"32\" height=\"64\""));
}

/// A broken picture is told wherever it is used, and of one that nobody uses nothing is.
#[test]
fn a_broken_picture_is_told_where_it_is_used() {
    let picture = "-- content/fi/laavu.jpg --\nonly a note and no picture\n";
    let unused = published(&site(picture)).1;
    assert!(!unused.contains("broken-picture"), "{unused}");
    let errors = errors_of(&format!(
        "{picture}-- content/fi/a.md --\n---\ntitle: A\n---\n![x](laavu.jpg)\n\n[y](laavu.jpg)\n-- content/fi/b.md --\n---\ntitle: B\n---\n![x](/laavu.jpg)\n"
    ));
    for place in ["a.md:4:1", "a.md:6:1", "b.md:4:1"] {
        assert!(errors.contains(place), "{place}: {errors}");
    }
    let in_template = errors_of(&format!(
        "{picture}-- themes/plain/templates/page.html --\n<img alt='' src='/laavu.jpg'>{{{{ page.content | safe }}}}{{% block main %}}{{% endblock main %}}\n-- content/fi/a.md --\n---\ntitle: A\n---\n"
    ));
    assert!(in_template.contains("broken-picture"), "{in_template}");
}

/// Old addresses in either form lead on.
#[test]
fn old_addresses_of_other_systems_lead_on() {
    let site = site(
        "-- content/fi/a.md --\n---\ntitle: A\naliases: [\"/vanha%20sivu/%C3%A4/\", /toinen vanha/, /Ääni.html, /100%25/]\n---\n",
    );
    let (files, told) = published(&site);
    assert_eq!(told, "");
    for path in ["vanha sivu/ä/index.html", "toinen vanha/index.html", "Ääni.html", "100%/index.html"] {
        assert!(files.contains(path), "{path}: {files:?}");
    }
}

#[test]
fn places_are_found_by_the_words_of_their_headings() {
    let site = site(
        "-- content/fi/a.md --\n---\ntitle: A\n---\n[x](#ääkköset) [y](b.md#%C3%A4%C3%A4ni) [z](/b/#ääni)\n\n## Ääkköset\n-- content/fi/b.md --\n---\ntitle: B\n---\n## Ääni\n",
    );
    let text = site.text_of("a/index.html");
    for href in ["href=\"#aakkoset\"", "href=\"/b/#aani\""] {
        assert!(text.contains(href), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// A file and a page are found by their names however the letters are written, on the disk and in the
    /// link; in the output they stand in composed form.
    #[test]
    fn names_are_compared_by_one_rule(
        name in "[a-zäöåéñ각한 +#%&'()_,=@~!-]{1,12}",
        on_disk_apart in any::<bool>(),
        way in 0..4_usize,
    ) {
        let name = name.trim().trim_matches(['#', '~', '.', ' ']).to_owned();
        prop_assume!(name.chars().any(char::is_alphanumeric) && !name.starts_with('~'));
        let apart = |text: &str| -> String {
            icu_normalizer::DecomposingNormalizerBorrowed::new_nfd().normalize(text).into_owned()
        };
        let percent = |text: &str| -> String {
            text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
        };
        let file = format!("{name}.pdf");
        // A sign that means something in an address is written in percents there.
        let plain = file.replace('%', "%25").replace('#', "%23");
        let link = match way {
            0 => format!("<{plain}>"),
            1 => format!("<{}>", apart(&plain)),
            2 => percent(&file),
            _ => percent(&apart(&file)),
        };
        let site = site("");
        let written = if on_disk_apart { apart(&file) } else { file.clone() };
        site.write(&format!("content/fi/{written}"), "x");
        let page = if on_disk_apart { apart("tähti 한") } else { "tähti 한".to_owned() };
        site.write(&format!("content/fi/{page}.md"), "---\ntitle: T\n---\n");
        let to_page = if way % 2 == 0 { "<tähti 한.md>".to_owned() } else { percent(&apart("tähti 한.md")) };
        site.write("content/fi/s.md", format!("---\ntitle: S\n---\n[x]({link}) [y]({to_page})\n"));
        let (files, told) = published(&site);
        prop_assert_eq!(&told, "");
        prop_assert!(files.contains(&file), "{}: {:?}", file, files);
        let html = site.text_of("s/index.html");
        prop_assert!(html.contains("href=\"/tahti/\""), "{}", html);
    }
}
