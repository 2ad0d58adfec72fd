//! What must never be published is found whatever it came from, and nothing else is taken for it.

use std::fmt::Write as _;

use leader_site::diag::{Diagnostics, Severity};
use leader_site::source::Project;
use leader_site::starter::{self, Association};

use crate::fixture::{DAY, Site, check, errors_of, site};

/// A new site, with the marks that its editor is to fill in taken away.
fn finished(language: &str) -> Site {
    let association = Association {
        name: "Joensuun seudun Leader".to_owned(),
        language: language.to_owned(),
        municipalities: vec!["Liperi".to_owned()],
        email: "toimisto@leadertesti.fi".to_owned(),
        base_url: "https://leadertesti.fi/".to_owned(),
    };
    Site::of(|root| {
        let mut files = starter::files(&association, DAY);
        for (path, content) in &mut files {
            let Ok(text) = std::str::from_utf8(content) else { continue };
            if !path.starts_with("content/") || path.starts_with("content/rules/") {
                continue;
            }
            let mut text = text.to_owned();
            for name in starter::unnamed_authorities() {
                text = text.replace(&name, "Itä-Suomen elinvoimakeskus");
            }
            let lines = text
                .split_inclusive('\n')
                .filter(|line| !["TÄYDENNÄ", "FYLL I", "FILL IN"].iter().any(|mark| line.contains(mark)));
            *content = lines.collect::<String>().into_bytes().into();
        }
        starter::write(root, &files).expect("a site");
    })
}

fn told(project: &Project) -> (bool, Diagnostics) {
    let mut diags = Diagnostics::new();
    let is_whole = check(project, &mut diags).is_ok();
    (is_whole, diags)
}

/// The messages as `severity code file:line`.
fn lines(diags: &Diagnostics) -> String {
    let mut all = String::new();
    for message in diags.sorted() {
        let place = message.place.as_ref();
        let line = place.and_then(|(place, _)| place.line_column()).map_or(0, |(line, _)| line);
        let file = place.map_or("", |(place, _)| place.file.path.as_str());
        let _ = writeln!(all, "{} {} {file}:{line}", message.severity.id(), message.code);
    }
    all
}

#[test]
fn a_new_site_is_not_ready_until_it_is() {
    for language in starter::languages() {
        let association = Association {
            name: "Leader Testi".to_owned(),
            language: language.to_owned(),
            municipalities: vec!["Liperi".to_owned()],
            email: starter::NO_EMAIL.to_owned(),
            base_url: starter::NO_BASE_URL.to_owned(),
        };
        let mut site =
            Site::of(|root| starter::write(root, &starter::files(&association, DAY)).expect("a site"));
        // It can be built, and what it lacks is told.
        let (is_whole, diags) = told(&site.project);
        let as_example = lines(&diags);
        assert!(is_whole, "{as_example}");
        let count = |what: &str| as_example.matches(what).count();
        assert!(count("warning to-fill-in") >= 13, "{language}\n{as_example}");
        assert!(
            count("warning sample-value content/rules/parameters.yaml") >= 10,
            "{language}\n{as_example}"
        );
        // With an address of its own the same stops it.
        site.project.base_url = Some("https://leadertesti.fi/".to_owned());
        let (is_whole, diags) = told(&site.project);
        let as_real = lines(&diags);
        assert!(!is_whole);
        let lacks = |line: &&str| line.contains("to-fill-in") || line.contains("sample-value");
        for line in as_example.lines().filter(lacks) {
            assert!(as_real.contains(&line.replace("warning", "error")), "{line}\n{as_real}");
        }
        assert!(as_real.contains("error example-address content/site.yaml"), "{as_real}");
        // And once it is filled in, nothing is said.
        let (is_whole, diags) = told(&finished(language).project);
        let said = lines(&diags);
        let lacks = ["to-fill-in", "sample-value", "example-address"].iter().any(|code| said.contains(code));
        assert!(is_whole && !lacks, "{language}\n{said}");
    }
}

#[test]
fn what_a_new_site_lacks_is_one_message_of_a_build() {
    let site = site("-- content/fi/a.md --\n---\ntitle: A\n---\nTÄYDENNÄ: a\n\nFILL IN: b\n");
    let (_, mut diags) = told(&site.project);
    assert_eq!(diags.count(Severity::Warning), 2);
    diags.gather_unfinished();
    assert_eq!(diags.count(Severity::Warning), 1);
    let notes = diags.sorted()[0].notes.iter().map(|note| note.en.to_string()).collect::<Vec<_>>();
    assert_eq!(notes[0], "content/fi/a.md: lines 4, 6");
}

/// Something bad, as it is written in a text; which code tells of it.
const BAD: [(&str, &str); 8] = [
    ("{{ pienhankkeen raja }}", "braces-shown"),
    ("TÄYDENNÄ", "to-fill-in"),
    ("http://127.0.0.1:4711/rahoitus/", "link-to-preview"),
    ("http://192.168.1.7/ohje", "private-address"),
    ("https://www.example.com/ohje", "example-address"),
    ("HyrrÃ¤ssÃ¤", "misread-letters"),
    ("hyv\u{fffd}", "lost-letter"),
    ("{% if x %}", "braces-shown"),
];

/// A place that words of a site come from: the file, what stands there, and what to put there; `@` is the text.
const PLACES: [(&str, &str, &str); 16] = [
    ("content/fi/yhteystiedot.md", "Toimisto auttaa", "Tekstiä @ ja lisää.\n\nToimisto auttaa"),
    ("content/fi/yhteystiedot.md", "## Mitä kannattaa", "## Otsikko @ tässä\n\n## Mitä kannattaa"),
    ("content/fi/yhteystiedot.md", "Lyhyt viesti", "- Kohta @ luettelossa\n\nLyhyt viesti"),
    ("content/fi/yhteystiedot.md", "Lyhyt viesti", "| A | B |\n| - | - |\n| c | @ |\n\nLyhyt viesti"),
    ("content/fi/yhteystiedot.md", "Lyhyt viesti", "Huomaa.[^a]\n\n[^a]: Viite @ lopussa.\n\nLyhyt viesti"),
    (
        "content/fi/yhteystiedot.md",
        "Lyhyt viesti",
        "Katso [sanat @ linkissä](laskuri/index.md).\n\nLyhyt viesti",
    ),
    ("content/fi/yhteystiedot.md", "Lyhyt viesti", "**Vahva @ kohta** ja *paino*.\n\nLyhyt viesti"),
    ("content/fi/yhteystiedot.md", "Lyhyt viesti", "![Kuva @ tässä](kuva.svg)\n\nLyhyt viesti"),
    ("content/fi/yhteystiedot.md", "title: Yhteystiedot", "title: \"Otsikko @ tässä\""),
    (
        "content/fi/yhteystiedot.md",
        "description: Kerro ideastasi",
        "description: Kuvaus @ tässä, kerro ideastasi",
    ),
    (
        "content/fi/ajankohtaista/uusi-sivusto.md",
        "description: Uudella",
        "description: Uutinen @ tässä uudella",
    ),
    (
        "content/site.yaml",
        "page: yhteystiedot.md",
        "page: yhteystiedot.md\n        title: \"Valikko @ tässä\"",
    ),
    ("content/site.yaml", "footer_note: \"\"", "footer_note: \"Alaosa @ tässä\""),
    ("content/site.yaml", "contact:\n", "contact:\n  address: \"Katu @ tässä\"\n"),
    ("themes/leader/texts/fi.yaml", "  home: Etusivu", "  home: \"Etusivu @ tässä\""),
    ("themes/leader/templates/base.html", "</main>", "<p>Pohja @ tässä</p></main>"),
];

/// Each kind of bad text in each place at once: every one of them is told with its file and line.
#[test]
fn every_bad_text_is_told_wherever_it_comes_from() {
    let mut missing = Vec::new();
    for (bad, code) in BAD {
        let site = finished("fi");
        site.write(
            "content/fi/kuva.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>",
        );
        let mut put = Vec::new();
        for (path, old, new) in PLACES {
            // A template is made of braces, and shows them only where it says so.
            let is_template = path.ends_with(".html") && code == "braces-shown";
            let shown = if is_template { format!("{{% raw %}}{bad}{{% endraw %}}") } else { bad.to_owned() };
            let text = std::fs::read_to_string(site.path(path)).expect("a file of a new site");
            assert!(text.contains(old), "{path} has no `{old}`");
            site.write(path, text.replacen(old, &new.replace('@', &shown), 1));
            put.push((path, new));
        }
        let (is_whole, diags) = told(&site.project);
        assert!(!is_whole, "{bad}");
        let said = lines(&diags);
        for (path, new) in put {
            let text = std::fs::read_to_string(site.path(path)).expect("a file");
            let mark = new.lines().find(|line| line.contains('@')).expect("a line").trim();
            let mark = mark.split('@').next().unwrap_or_default();
            let line =
                text.lines().position(|line| line.contains(mark) && line.contains(bad)).expect("its line")
                    + 1;
            // A place may have a message of its own for what cannot be written there.
            if !said
                .lines()
                .any(|told| told.starts_with("error ") && told.ends_with(&format!(" {path}:{line}")))
            {
                missing.push(format!("{bad} ({code}) at {path}:{line}: {new}\n{said}"));
            }
        }
        assert!(said.contains(&format!("error {code} ")), "{code}\n{said}");
    }
    assert!(missing.is_empty(), "{} are not told\n\n{}", missing.len(), missing.join("\n"));
}

/// A rule's text that readers see is looked at as well.
#[test]
fn texts_of_rules_are_looked_at() {
    for (bad, code) in BAD {
        let site = finished("fi");
        let path = "content/rules/texts/fi.yaml";
        let text = std::fs::read_to_string(site.path(path)).expect("the texts");
        let old = "volunteer_hour: Talkootunnin arvo";
        assert!(text.contains(old));
        let bad = bad.replace("127.0.0.1:4711", "localhost").replace("192.168.1.7", "palvelin.local");
        site.write(path, text.replacen(old, &format!("volunteer_hour: \"Talkootunnin {bad} arvo\""), 1));
        let (is_whole, diags) = told(&site.project);
        let said = lines(&diags);
        let line = text.lines().position(|line| line.contains(old)).expect("the line") + 1;
        let wanted = format!(" {path}:{line}");
        assert!(!is_whole && said.lines().any(|told| told.ends_with(&wanted)), "{bad} ({code})\n{said}");
    }
}

#[test]
fn addresses_of_links_are_looked_at() {
    for address in [
        "http://127.0.0.1/a",
        "http://localhost/a",
        "http://127.0.0.1:4711/ei-sivua/",
        "http://localhost:8080/",
        "http://[::1]:4711/a",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://[::1]/",
        "https://192.168.0.4/",
        "http://10.1.2.3:8080/",
        "http://palvelin.local/",
        "http://intra/",
        "http://169.254.1.1/",
        "http://[fd00::1]/",
    ] {
        for text in [format!("[a]({address})"), format!("<{address}>"), format!("Lue {address}.")] {
            let said = errors_of(&format!("-- content/fi/sivu.md --\n---\ntitle: Sivu\n---\n\n{text}\n"));
            assert!(said.contains("content/fi/sivu.md:5:"), "{text}\n{said}");
        }
    }
}

#[test]
fn the_address_of_the_preview_becomes_the_file_of_the_page() {
    let said = errors_of(
        "-- content/fi/a/b.md --\n---\ntitle: B\n---\n[t](http://127.0.0.1:4711/rahoitus/talkootyo/#arvo)\n\
         -- content/fi/rahoitus/talkootyo.md --\n---\ntitle: T\n---\n## Arvo\n",
    );
    assert!(said.contains("write `../rahoitus/talkootyo.md#arvo` instead"), "{said}");
}

#[test]
fn what_is_shown_on_purpose_may_stay() {
    let site = site(
        "-- content/fi/ohje.md --\n---\ntitle: Ohje\n---\n\
         Kirjoita `{{ param.raja }}` tai `TÄYDENNÄ`. Osoite on `http://127.0.0.1:4711/`.\n\n\
         ```\n{% if x %}\nhttp://localhost/\n```\n\nTäydennä lomake, fill in the form, fyll i blanketten.\n",
    );
    assert_eq!(site.warnings(), "");
}

#[test]
fn words_of_patterns_stop_a_page_but_not_a_draft() {
    let page = |draft: &str| {
        format!(
            "-- content/fi/uusi.md --\n---\ntitle: Uusi\ndescription: Kirjoita tähän yksi virke siitä, mitä sivu kertoo.\n{draft}---\n\
             Kirjoita tähän tärkein asia ensin: mitä lukija saa tietää tai voi tehdä.\n"
        )
    };
    let said = errors_of(&page(""));
    assert_eq!(said.matches("pattern-words").count(), 2, "{said}");
    let mut draft = site(&page("draft: true\n"));
    assert_eq!(draft.warnings(), "");
    draft.project.drafts = true;
    assert_eq!(draft.warnings(), "");
}

#[test]
fn words_of_a_sites_own_pattern() {
    let pattern = "-- patterns/page.md --\n---\ntitle: {title}\ndescription: Tähän tulee kuvaus sivusta.\n---\n\
                   Tähän tulee teksti, jota kirjoittaja muuttaa.\n\nLisätietoja antaa toimisto.\n";
    let untouched = "-- content/fi/a.md --\n---\ntitle: A\ndescription: Oma kuvaus.\n---\n\
                     Tähän tulee teksti, jota kirjoittaja muuttaa.\n\nLisätietoja antaa toimisto.\n";
    assert!(errors_of(&format!("{pattern}{untouched}")).contains("content/fi/a.md:5:1"));
    let described =
        "-- content/fi/a.md --\n---\ntitle: A\ndescription: Tähän tulee kuvaus sivusta.\n---\nOma.\n";
    assert!(errors_of(&format!("{pattern}{described}")).contains("content/fi/a.md:3:14"));
    // What every page of the kind says may stay.
    let own = "-- content/fi/a.md --\n---\ntitle: A\ndescription: Oma kuvaus.\n---\nOma teksti.\n\nLisätietoja antaa toimisto.\n";
    assert_eq!(site(&format!("{pattern}{own}")).warnings(), "");
}

/// Lines of a merge are one mistake, in whatever file.
#[test]
fn a_merge_that_was_not_finished_is_told_in_every_file() {
    for (path, above, first, second) in [
        ("content/fi/a.md", "---\ntitle: A\n---\n\n", "yksi", "kaksi"),
        ("content/fi/a.md", "---\n", "title: A\n---\n\nsana", "title: B\n---\n\nsana"),
        (
            "content/site.yaml",
            "base_url: https://example.org/\ntheme: plain\nlanguages: [{code: fi, name: S}]\n",
            "name: A",
            "name: B",
        ),
        ("themes/plain/texts/fi.yaml", "nav:\n", "  home: A", "  home: B"),
        ("themes/plain/templates/alias.html", "<a href=\"{{ page.url }}\">\n", "a", "b"),
        ("static/a.css", "a{}\n", "b{}", "c{}"),
    ] {
        let text = format!("{above}<<<<<<< HEAD\n{first}\n=======\n{second}\n>>>>>>> haara\n");
        let said = errors_of(&format!("-- {path} --\n{text}"));
        let line = above.lines().count() + 1;
        assert_eq!(said.matches("error[").count(), 1, "{path}\n{said}");
        assert!(
            said.contains("merge-conflict") && said.contains(&format!("{path}:{line}:1")),
            "{path}\n{said}"
        );
    }
}

/// Texts are what was written, whatever YAML would make of it.
#[test]
fn texts_stay_as_they_were_written() {
    for value in [
        "007",
        "1.10",
        "1_000",
        "no",
        "yes",
        "0x10",
        "0o17",
        "1e3",
        ".5",
        "2026-01-02",
        "True",
        "FALSE",
        "12:30",
        "+5",
        "-7",
        "1.0",
        "99999999999999999999999",
        "5.",
        "10%",
    ] {
        let site = site(&format!(
            "-- content/site.yaml --\nname: {value}\ntagline: {value}\nbase_url: https://example.org/\ntheme: plain\n\
             languages: [{{code: fi, name: Suomi}}]\ncontact: {{address: {value}}}\n\
             -- themes/plain/texts/fi.yaml --\nnav:\n  home: {value}\n\
             -- content/fi/a.md --\n---\ntitle: {value}\ndescription: {value}\n---\nteksti\n\
             -- themes/plain/templates/page.html --\n{{% block main %}}|{{{{ site.name }}}}|{{{{ site.tagline }}}}|{{{{ site.address }}}}|\
             {{{{ t.nav.home }}}}|{{{{ page.title }}}}|{{{{ page.description }}}}|{{% endblock main %}}\n"
        ));
        let html = &site.files()["a/index.html"];
        assert_eq!(html.trim(), format!("|{value}|{value}|{value}|{value}|{value}|{value}|"), "{value}");
    }
    let phone = site(
        "-- content/site.yaml --\nname: L\nbase_url: https://example.org/\ntheme: plain\nlanguages: [{code: fi, name: S}]\n\
         contact: {phone: +358401234567}\n-- content/fi/a.md --\n---\ntitle: A\n---\n{{ site.phone }}\n",
    );
    assert!(phone.text_of("a/index.html").contains("+358401234567"));
}
