//! Laws of the text of pages: nothing that is typed is lost in silence, ids stand once and stay, quotes come
//! out as each language has them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use leader_site::diag::{Diagnostics, Look, Tongue};
use leader_site::model::output::Memory;
use leader_site::source::Seen;
use leader_site::starter::{self, Association};
use proptest::prelude::*;

use crate::fixture::{DAY, Site, page, site, texts};
use crate::project;

/// A picture that pages can show, and pages that they can link to.
const BESIDE: &str = "-- content/fi/kuva.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"/>\n\
     -- content/fi/toinen.md --\n---\ntitle: Toinen\n---\n## Kohta\n";

fn with(markdown: &str) -> Site {
    site(&format!("{BESIDE}-- content/fi/sivu.md --\n---\ntitle: Sivu\n---\n{markdown}\n"))
}

/// The finished files, if there is no mistake, and all messages.
fn built(site: &Site) -> (Option<BTreeMap<String, String>>, String) {
    let (memory, mut diags) = (Memory::new(), Diagnostics::new());
    let made = leader_site::render(&site.project, &memory, &Seen::new(), &|_| {}, &mut diags);
    let said = diags.render(Look::Plain, Tongue::English);
    (made.is_ok().then(|| texts(memory)), said)
}

// Quotes ----------------------------------------------------------------------------------------

#[test]
fn quotes_come_out_as_each_language_has_them() {
    let table: serde_json::Value =
        serde_json::from_str(&project::file("tests/reading/quotes.json")).expect("a table");
    let mut wrong = Vec::new();
    for language in ["en", "fi", "sv"] {
        let cases = table[language].as_array().expect("cases");
        assert!(cases.len() >= 5);
        let mut markdown = String::new();
        for case in cases {
            let _ = writeln!(markdown, "{}\n", case[0].as_str().expect("what is typed"));
        }
        let files = site(&format!(
            "-- content/site.yaml --\nname: Leader\nbase_url: https://example.org/\ntheme: plain\nlanguages:\n  - {{code: {language}, name: X}}\n\
             -- themes/plain/texts/{language}.yaml --\nnav:\n  home: X\n\
             -- content/fi/index.md --\n\
             -- content/{language}/index.md --\n---\ntitle: X\n---\n{markdown}## x\n",
        ))
        .files();
        let html = &files["index.html"];
        let found: Vec<&str> = html
            .split("<p>")
            .skip(1)
            .filter_map(|part| part.split_once("</p>"))
            .map(|(text, _)| text)
            .collect();
        assert_eq!(found.len(), cases.len(), "{language}");
        for (case, found) in cases.iter().zip(found) {
            if case[1].as_str() != Some(found) {
                wrong.push(format!("{language}: {}: expected {}, found {found}", case[0], case[1]));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

// Words -----------------------------------------------------------------------------------------

/// Markdown by hand, each with words `w1 w2 …` in one of the places where words can get lost.
const CORNERS: [&str; 44] = [
    "[w1](toinen.md \"w2 w3\")",
    "[w1](toinen.md 'w2') ![w3](kuva.svg \"w4\") w5",
    "[w1][viite]\n\n[viite]: toinen.md \"w2\"",
    "[w1]\n\n[w1]: toinen.md\n[w1]: w2.md \"w3\"",
    "w1\n\n[w2]: toinen.md 'w3'",
    "> - [w1]: toinen.md\n\nw2",
    "![w1](kuva.svg \"w2\")",
    "![w1 *w2* `w3`](kuva.svg \"w4\")",
    "w1 ![w2](kuva.svg \"w3\") w4",
    "- ![w1](kuva.svg \"w2\")\n- w3",
    "[![w1](kuva.svg \"w2\")](toinen.md \"w3\")",
    "![w1](kuva.svg \"w2\") ![w3](kuva.svg \"w4\")",
    "![w1](kuva.svg \"w2\")\nw3",
    "![w1 ![w2](kuva.svg \"w3\") w4](kuva.svg \"w5\")",
    "![w1 [w2](toinen.md \"w3\") w4](kuva.svg)",
    "![w1\\\nw2](kuva.svg)",
    "- [ ] w1\n- [x] w2\n  - [X] w3",
    "1. [x] w1\n\n   w2",
    "| w1 | w2 |\n|---|---|\n| w3 | w4 | w5 |",
    "| w1 | w2 |\n|---|---|\n| `w3|w4` | w5 |",
    "| w1 | w2 |\n|---|---|\n| w3 |\n| ![w4](kuva.svg \"w5\") | [w6](toinen.md \"w7\") |",
    "w1[^a]\n\n[^a]: w2\n[^a]: w3",
    "w1[^a][^b][^a]\n\n[^a]: w2\n[^b]: w3\n\n    w4",
    "w1\n\n[^a]: w2",
    "w1[^A]\n\n[^a]: w2",
    "[w1[^a] w2](toinen.md)\n\n[^a]: w3",
    "w1[^a]\n\n[^a]: w2[^b]\n\n[^b]: w3",
    "## w1[^a]\n\n[^a]: w2",
    "## w1 **w2 {#w3}**",
    "## w1 `w2` {#oma}\n\nw3",
    "```w1 w2\nw3\n```",
    "```w1ä\nw2\n```",
    "~~~ kieli w1\nw2\n~~~",
    "    w1\n\n\tw2",
    "<!-- x --> w1 <!-- x -->",
    "<!-- x -->\nw1\n\nw2",
    "w1 <!-- x --> w2",
    "w1\n: w2\n\n  w3",
    "w1 w2.\n: w3",
    "{{ contact }} w1",
    "{{ contact }}\nw1",
    "> w1\n> # w2\nw3",
    "w1 <w2@example.org> <https://w3.fi>",
    "w1 {nolink} &amp; &lt;w2&gt; \\*w3\\* ~~w4~~",
];

/// The words `w1`, `w2` and so on.
fn words(text: &str) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for word in text.split(|sign: char| !sign.is_ascii_alphanumeric()) {
        if word.len() >= 2 && word.starts_with('w') && word[1..].bytes().all(|byte| byte.is_ascii_digit()) {
            *counts.entry(word).or_insert(0) += 1;
        }
    }
    counts
}

/// What readers get of a page: its text, and attributes that are shown or read aloud.
fn shown(html: &str) -> String {
    let mut shown = String::new();
    for tag in html.split('<') {
        let (inside, text) = tag.split_once('>').unwrap_or(("", tag));
        for attribute in [" alt=\"", " title=\"", " aria-label=\""] {
            if let Some((_, value)) = inside.split_once(attribute) {
                let _ = write!(shown, " {} ", value.split('"').next().unwrap_or_default());
            }
        }
        shown.push(' ');
        shown.push_str(text);
    }
    shown
}

/// The words that stand neither on the page nor in a message.
fn lost(markdown: &str) -> Vec<String> {
    let site = with(markdown);
    let (files, said) = built(&site);
    let Some(files) = files else {
        // A mistake stops the build; the message has to be about the place.
        let told = said.contains("content/fi/sivu.md");
        return if told { Vec::new() } else { vec![format!("not told where: {said}")] };
    };
    let html = &files["sivu/index.html"];
    let on_page = shown(html);
    let (found, told) = (words(&on_page), words(&said));
    words(markdown)
        .into_iter()
        // The id of a heading is no text, and a name that a sign refers to is used up by it.
        .filter(|(word, _)| !html.contains(&format!("id=\"{word}\"")))
        // The name of the language of code is for programs.
        .filter(|(word, _)| !html.contains(&format!("class=\"language-{word}\"")))
        .filter(|(word, count)| found.get(word).unwrap_or(&0) < count && !told.contains_key(word))
        .map(|(word, count)| format!("{word} ×{count} in\n{markdown}\n--\n{html}\n--\n{said}"))
        .collect()
}

#[test]
fn no_word_is_lost_in_the_corners() {
    let lost: Vec<String> = CORNERS.iter().flat_map(|markdown| lost(markdown)).collect();
    assert!(lost.is_empty(), "{}", lost.join("\n\n"));
}

/// Pieces of Markdown, `W` for a word of its own.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "W",
        "W W",
        "*W*",
        "**W W**",
        "`W`",
        "~~W~~",
        "[W](toinen.md)",
        "[W](toinen.md \"W\")",
        "![W](kuva.svg)",
        "![W](kuva.svg \"W W\")",
        "[![W](kuva.svg 'W')](toinen.md)",
        "\\\n",
        "\n",
        " ",
        " ",
        "W.",
        "\"W\"",
        "'W",
        "(W)",
        "&amp;",
        " <!-- x --> ",
        "| W",
        " | ",
        "[^a]",
        "[W]",
        ": W",
        "- ",
        "1. ",
        "[ ] W",
        "[x] W",
        "# ",
        "## W\n",
        "\n\n",
        "\n\n",
        "\n\n- W",
        "\n> W",
        "\n\n    W",
        "\n```\nW\n```\n",
        "```W\n",
        "\n***\n",
        "\n| W | W |\n|---|---|\n| W | W |",
        " W |\n",
        "\n\n[^a]: W",
        "\n\n[W]: toinen.md 'W'\n",
        "\n: W\n",
        "W {#oma}\n",
        "\n\n{{ contact }}",
        " {{ site.name }} ",
        "\n2026. W",
        "\t",
        "* W\n",
        "_W_",
    ])
}

/// Pieces put together, with a number behind each `W`.
fn markdown() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..14).prop_map(|pieces| {
        let mut number = 0;
        let mut markdown = String::new();
        for letter in pieces.concat().chars() {
            match letter {
                'W' => {
                    number += 1;
                    let _ = write!(markdown, "w{number}");
                }
                letter => markdown.push(letter),
            }
        }
        markdown
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, ..ProptestConfig::default() })]

    /// Every word that an author types is on the page or in a message, whatever stands around it; and the
    /// page is sound.
    #[test]
    fn no_word_is_lost(markdown in markdown()) {
        let lost = lost(&markdown);
        prop_assert!(lost.is_empty(), "{}", lost.join("\n\n"));
        if let Some(files) = built(&with(&markdown)).0 {
            let unsound = unsound(&files["sivu/index.html"]);
            prop_assert!(unsound.is_empty(), "{unsound:?} in\n{markdown}\n{}", files["sivu/index.html"]);
        }
    }
}

// Ids -------------------------------------------------------------------------------------------

/// The attributes of all tags of a page, with the name of the tag.
fn attributes(html: &str) -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
            continue;
        }
        let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        rest = &rest[name.len()..];
        if name.is_empty() {
            continue;
        }
        while !rest.is_empty() && !rest.starts_with('>') {
            let bare = rest.trim_start_matches([' ', '\n', '/']);
            let end = bare.find(['=', ' ', '>', '\n', '/']).unwrap_or(bare.len());
            let (attribute, behind) = bare.split_at(end);
            rest = behind;
            let mut value = String::new();
            if let Some(quoted) = rest.strip_prefix("=\"") {
                let (inside, behind) = quoted.split_once('"').unwrap_or((quoted, ""));
                value = inside.replace("&quot;", "\"").replace("&amp;", "&");
                rest = behind;
            } else if let Some(bare) = rest.strip_prefix('=') {
                let end = bare.find([' ', '>']).unwrap_or(bare.len());
                value = bare[..end].to_owned();
                rest = &bare[end..];
            } else if bare.is_empty() {
                break;
            }
            if !attribute.is_empty() {
                all.push((name.clone(), attribute.to_owned(), value));
            }
        }
        if matches!(name.as_str(), "script" | "style") {
            rest = rest.find("</").map_or("", |end| &rest[end..]);
        }
    }
    all
}

/// What is wrong with the ids of a page: one twice, a name of none, a link to none.
fn unsound(html: &str) -> Vec<String> {
    const NAMING: [&str; 9] = [
        "for",
        "headers",
        "list",
        "popovertarget",
        "aria-controls",
        "aria-describedby",
        "aria-details",
        "aria-labelledby",
        "aria-owns",
    ];
    let attributes = attributes(html);
    let mut wrong = Vec::new();
    let mut ids = BTreeSet::new();
    for (tag, _, id) in attributes.iter().filter(|(_, name, _)| name == "id") {
        if id.is_empty() || id.contains(char::is_whitespace) || !ids.insert(id.as_str()) {
            wrong.push(format!("<{tag} id={id:?}> twice, or no id"));
        }
    }
    for (tag, name, value) in &attributes {
        let named: Vec<&str> = match name.as_str() {
            "href" => {
                value.strip_prefix('#').filter(|id| !id.contains('=') && *id != "top").into_iter().collect()
            }
            name if NAMING.contains(&name) => value.split_whitespace().collect(),
            _ => continue,
        };
        wrong.extend(
            named.into_iter().filter(|id| !ids.contains(id)).map(|id| format!("<{tag} {name}> names {id:?}")),
        );
    }
    let mut regions = BTreeSet::new();
    for (_, _, name) in attributes.iter().filter(|(tag, name, _)| tag == "div" && name == "aria-label") {
        if !regions.insert(name) {
            wrong.push(format!("two regions {name:?}"));
        }
    }
    wrong
}

/// A site as it begins in a language.
fn started(language: &str) -> Site {
    let association = Association {
        language: language.to_owned(),
        name: "Leader X".to_owned(),
        municipalities: vec!["Ii".to_owned()],
        email: starter::NO_EMAIL.to_owned(),
        base_url: starter::NO_BASE_URL.to_owned(),
    };
    let site = Site::of(|root| std::fs::create_dir_all(root).expect("a folder"));
    for (path, content) in starter::files(&association, DAY) {
        site.write(&path, content);
    }
    site
}

/// The files that begin a site in each language, and the site of this repository.
fn whole_sites() -> Vec<(String, Site)> {
    let mut sites: Vec<(String, Site)> =
        ["en", "fi", "sv"].into_iter().map(|language| (language.to_owned(), started(language))).collect();
    let own = Site::of(|root| {
        let from = Path::new(env!("CARGO_MANIFEST_DIR"));
        for folder in ["content", "themes"] {
            for entry in walkdir::WalkDir::new(from.join(folder)).into_iter().flatten() {
                let path = entry.path().strip_prefix(from).expect("a path inside");
                if entry.file_type().is_dir() {
                    std::fs::create_dir_all(root.join(path)).expect("a folder");
                } else {
                    std::fs::copy(entry.path(), root.join(path)).expect("a file");
                }
            }
        }
    });
    sites.push(("own".to_owned(), own));
    sites
}

/// Headings that have the names of what themes, notes and blocks have.
const NAMES: [&str; 22] = [
    "Menu",
    "Find",
    "Main",
    "Toc",
    "Local",
    "Footnote-1",
    "Fn 1",
    "Fnref 1",
    "Fnref 1 2",
    "History",
    "Examples",
    "Foot-help",
    "Calc",
    "Calc form",
    "Finder",
    "Rule volunteer",
    "Source joensuu",
    "Koodi",
    "🎉",
    "Привет",
    "Top",
    "H 1",
];

#[test]
fn every_page_is_sound_and_every_list_for_programs_well_formed() {
    let mut wrong = Vec::new();
    let mut pages = 0;
    for (name, site) in whole_sites() {
        // Each page gets headings that the theme could have, and notes.
        let mut met = String::new();
        for heading in NAMES {
            let _ = write!(met, "\n\n## {heading}\n\nSana[^x][^y] ja[^x].\n\n## {heading}\n");
        }
        met.push_str("\n\n[^x]: Yksi\n[^y]: Kaksi\n");
        let mut changed = 0;
        for entry in walkdir::WalkDir::new(site.path("content")).into_iter().flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|ending| ending == "md")
                && let Ok(text) = std::fs::read_to_string(path)
                && text.starts_with("---\n")
                && !text.contains("[^")
            {
                std::fs::write(path, text + &met).expect("a page");
                changed += 1;
            }
        }
        assert!(changed > 10, "{name}: {changed}");
        let files = site.files();
        for (path, text) in &files {
            if path.ends_with(".html") && !path.starts_with("assets/") {
                pages += 1;
                wrong.extend(unsound(text).into_iter().map(|slip| format!("{name}/{path}: {slip}")));
            }
            if path.ends_with(".xml") {
                if let Err(error) = roxmltree::Document::parse(text) {
                    wrong.push(format!("{name}/{path}: {error}"));
                }
            }
        }
        let feeds = files.keys().filter(|path| path.ends_with("atom.xml")).count();
        assert!(feeds > 0 && files.contains_key("sitemap.xml"), "{name}");
    }
    assert!(pages > 300, "{pages}");
    assert!(wrong.is_empty(), "{} slips\n{}", wrong.len(), wrong.join("\n"));
}

/// Whatever stands in titles, names and addresses, feeds and the sitemap can be read.
#[test]
fn feeds_hold_whatever_titles_hold() {
    let nasty = "]]> & < > \\\" ' &amp; <b> \u{a0} \u{2028} 🎉 ä \u{202f}";
    let files = site(&format!(
        "-- content/site.yaml --\nname: \"{nasty}\"\nbase_url: https://example.org/a/\ntheme: plain\nlanguages:\n  - {{code: fi, name: Suomi}}\n\
         -- content/fi/u/index.md --\n---\ntitle: \"{nasty}\"\nfeed: true\n---\n\
         -- content/fi/u/a.md --\n---\ntitle: \"{nasty}\"\ndescription: \"{nasty}\"\ndate: 1890-01-01\n---\n\
         -- content/fi/u/ä b.md --\n---\ntitle: x\ndate: 2026-01-01\n---\n"
    ))
    .files();
    let xml: Vec<&String> =
        files.iter().filter(|(path, _)| path.ends_with(".xml")).map(|(_, text)| text).collect();
    assert_eq!(xml.len(), 2);
    for text in xml {
        roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    }
    let feed = roxmltree::Document::parse(&files["u/atom.xml"]).expect("a feed");
    let titles: Vec<_> = feed
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.w3.org/2005/Atom", "title")))
        .collect();
    assert_eq!(
        titles.last().and_then(|title| title.text()).map(|text| text.starts_with("]]> & < > \" '")),
        Some(true)
    );
}

#[test]
fn anchors_stay_when_a_value_changes() {
    let mut site = site(
        "-- content/site.yaml --\nname: Leader\nbase_url: https://example.org/\ntheme: plain\nlanguages: [{code: fi, name: Suomi}]\nauthority:\n  - {from: 2023-01-01, until: 2026-12-31, fi: {name: ELY-keskus}}\n  - {from: 2027-01-01, fi: {name: Elinvoimakeskus}}\n\
         -- content/fi/sivu.md --\n---\ntitle: Sivu\n---\n## Näin {{ authority.name }} päättää\n\n## {{ authority.name }}\n\n## Näin päättää\n\n[a](#nain-paattaa) [b](#name)\n",
    );
    let before = site.text_of("sivu/index.html");
    insta::assert_snapshot!(before, @r##"
    <h2 id="nain-paattaa">Näin ELY-keskus päättää</h2>
    <h2 id="name">ELY-keskus</h2>
    <h2 id="nain-paattaa-2">Näin päättää</h2>
    <p><a href="#nain-paattaa">a</a> <a href="#name">b</a></p>
    "##);
    site.project.date = jiff::civil::date(2027, 1, 1);
    assert_eq!(site.text_of("sivu/index.html"), before.replace("ELY-keskus", "Elinvoimakeskus"));
    // A link by the old value is told where the heading is now.
    site.write(
        "content/fi/sivu.md",
        "---\ntitle: Sivu\n---\n## Näin {{ authority.name }} päättää\n\n[a](#nain-elinvoimakeskus-paattaa)\n",
    );
    assert!(site.build().is_err_and(|said| said.contains("did you mean `#nain-paattaa`?")));
}

#[test]
fn links_find_headings_of_any_script() {
    let html = page(
        "## Ääkköset\n\n## Привет мир\n\n## 見出し\n\n## 🎉\n\n[a](#ääkköset) [b](#%C3%84%C3%84kk%C3%B6set) [c](#Привет-мир) [d](#見出し) [e](#h-1)\n",
    );
    insta::assert_snapshot!(html, @r##"
    <h2 id="aakkoset">Ääkköset</h2>
    <h2 id="привет-мир">Привет мир</h2>
    <h2 id="見出し">見出し</h2>
    <h2 id="h-1">🎉</h2>
    <p><a href="#aakkoset">a</a> <a href="#aakkoset">b</a> <a href="#привет-мир">c</a> <a href="#見出し">d</a> <a href="#h-1">e</a></p>
    "##);
}

#[test]
fn twenty_thousand_equal_headings() {
    let mut markdown = String::new();
    for _ in 0..20_000 {
        markdown.push_str("## Tuki\n\n");
    }
    assert!(page(&markdown).contains("<h2 id=\"tuki-20000\">"));
}

#[test]
fn titles_tasks_and_captions_are_shown() {
    let site = with(
        "[a](toinen.md \"T \\\"q\\\"\")\n\n- [ ] x\n- [x] y\n\n![k](kuva.svg \"A\") ![l](kuva.svg \"B\")\n\n[![m](kuva.svg \"C\")](toinen.md)\n\n![n](kuva.svg \"n\")\n\n![o ![p](kuva.svg)](kuva.svg)\n\n## H\n\n| a |\n|---|\n| b |\n\n| a |\n|---|\n| b |\n",
    );
    insta::assert_snapshot!(site.text_of("sivu/index.html"), @r#"
    <p><a href="/toinen/" title="T &quot;q&quot;">a</a></p>
    <ul>
    <li><input type="checkbox" disabled aria-label="Tekemättä"> x</li>
    <li><input type="checkbox" disabled checked aria-label="Tehty"> y</li>
    </ul>
    <p><img src="/kuva.svg" alt="k" width="4" height="3" title="A"> <img src="/kuva.svg" alt="l" width="4" height="3" title="B" loading="lazy" decoding="async"></p>
    <figure><a href="/toinen/"><img src="/kuva.svg" alt="m" width="4" height="3" loading="lazy" decoding="async"></a><figcaption>C</figcaption></figure>
    <p><img src="/kuva.svg" alt="n" width="4" height="3" loading="lazy" decoding="async"></p>
    <p><img src="/kuva.svg" alt="o p" width="4" height="3" loading="lazy" decoding="async"></p>
    <h2 id="h">H</h2>
    <div class="scroll" role="region" tabindex="0" aria-label="H">
    <table>
    <thead>
    <tr><th scope="col">a</th></tr>
    </thead>
    <tbody>
    <tr><td>b</td></tr>
    </tbody>
    </table>
    </div>
    <div class="scroll" role="region" tabindex="0" aria-label="H (2)">
    <table>
    <thead>
    <tr><th scope="col">a</th></tr>
    </thead>
    <tbody>
    <tr><td>b</td></tr>
    </tbody>
    </table>
    </div>
    "#);
}
