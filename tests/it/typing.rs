//! Less typing: new pages and new sites, schemas, completions and the manual, from the command line.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use leader_site::diag::{Diagnostics, Look, Tongue};
use leader_site::pattern::{self, Kind, NotMade};
use leader_site::review::Looks;
use leader_site::source::Project;
use leader_site::starter::{self, Association, Refused};
use tempfile::TempDir;

use crate::fixture::{DAY, Site, site};

/// What a command says and ends with: its code, standard output, standard error.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_leader-site"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("LC_ALL", "C")
        .stdin(std::process::Stdio::null())
        .output()
        .expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("a code"), text(output.stdout), text(output.stderr))
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn association(name: &str, language: &str) -> Association {
    Association {
        name: name.to_owned(),
        language: language.to_owned(),
        municipalities: vec!["Pedersöre".to_owned(), "O'Higgins: \"x\", #y".to_owned()],
        email: "kansli@example.org".to_owned(),
        base_url: "https://leader.example.org/sivut/".to_owned(),
    }
}

// New sites

#[test]
fn a_new_site_builds_at_once_in_every_language_and_with_any_name() {
    let names = [
        "Leader Öst rf",
        "Leader \"Itä\": uusi & vanha",
        "- 8 000 € #1 { param.x } {total}",
        "no",
        "O'Leader \\ <b>",
        "2026",
        "__EMAIL__ %s",
    ];
    assert_eq!(starter::languages(), ["fi", "sv", "en"]);
    // Each language, and each name: every pair of them would say no more.
    for (language, name) in starter::languages().into_iter().cycle().zip(names) {
        let folder = folder();
        let root = folder.path().join("uusi sivusto");
        starter::write(&root, &starter::files(&association(name, language), DAY)).expect("a site");
        let project = Project { root: root.clone(), date: DAY, base_url: None, drafts: false };
        let mut diags = Diagnostics::new();
        let totals = leader_site::review(&project, &Looks { web: None }, &mut diags);
        let told = diags.render(Look::Plain, Tongue::English);
        // What it lacks is told; it has nothing wrong besides.
        let lacks = ["to-fill-in", "sample-value", "example-address"];
        assert!(diags.sorted().iter().all(|one| lacks.contains(&one.code)), "{language} {name}:\n{told}");
        assert!(diags.len() > 20, "{language} {name}:\n{told}");
        // Those that are made from the rules come on top.
        assert!(totals.expect("no mistake was told").totals.pages >= 15, "{language} {name}");
    }
}

#[test]
fn a_new_site_shows_the_name_and_the_municipalities_as_they_were_given() {
    let given = association("Leader \"Itä\": uusi", "sv");
    let new = Site::of(|root| starter::write(root, &starter::files(&given, DAY)).expect("a site"));
    let files = new.files();
    let home = &files["index.html"];
    assert!(home.contains("Leader &quot;Itä&quot;: uusi"), "{home}");
    assert!(home.contains("Pedersöre") && home.contains("O'Higgins: &quot;x&quot;, #y"), "{home}");
    assert!(files["kontakt/index.html"].contains("kansli@example.org"));
    // Pages that the rules name are found under their Swedish names.
    assert!(files["finansiering/index.html"].contains("href=\"/sivut/finansiering/litet-projekt/\""));
    assert!(files["kalkylator/index.html"].contains("\"/sivut/kalkylator/regler/stod/\""));
    assert!(files["kalkylator/regler/stod/index.html"].contains("/sivut/kalkylator/exempel/#example-"));
    assert!(
        !files.keys().any(|path| path.contains("schema") || path.contains("README")),
        "{:?}",
        files.keys()
    );
}

#[test]
fn what_is_left_to_fill_in_is_marked_in_every_language() {
    for (language, mark) in [("fi", "TÄYDENNÄ"), ("sv", "FYLL I"), ("en", "FILL IN")] {
        let files = starter::files(&association("A", language), DAY);
        let text = |path: &str| String::from_utf8_lossy(&files[path]).into_owned();
        assert!(text("README.md").contains(mark));
        let marked =
            files.keys().filter(|path| path.starts_with("content/") && text(path).contains(mark)).count();
        // Settings, front page, funding and its two large types, applying, rules, news, contact,
        // accessibility, privacy.
        assert_eq!(marked, 11, "{language}");
        let left = files.values().any(|content| {
            ["__NAME__", "__TODAY__", "__EMAIL__", "__BASE_URL__", "__MUNICIPALITIES__"]
                .iter()
                .any(|mark| String::from_utf8_lossy(content).contains(mark))
        });
        assert!(!left, "{language}");
    }
}

#[test]
fn a_folder_with_something_in_it_is_left_as_it_is() {
    let folder = folder();
    let files = starter::files(&association("A", "fi"), DAY);
    fs::write(folder.path().join("oma.txt"), "oma").expect("a file");
    assert!(matches!(starter::write(folder.path(), &files), Err(Refused::NotEmpty)));
    assert!(matches!(starter::write(&folder.path().join("oma.txt"), &files), Err(Refused::NotAFolder)));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    // An empty one is as good as a new one.
    let empty = folder.path().join("tyhjä");
    fs::create_dir(&empty).expect("a folder");
    assert!(starter::write(&empty, &files).is_ok());
}

#[test]
fn the_program_carries_what_the_repository_has() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = starter::files(&association("A", "fi"), DAY);
    for (carried, on_disk) in [("themes/leader", "themes/leader"), ("content/rules", "content/rules")] {
        let there: BTreeSet<String> = walkdir::WalkDir::new(root.join(on_disk))
            .into_iter()
            .flatten()
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| entry.path().strip_prefix(root).expect("inside").to_string_lossy().into_owned())
            .filter(|path| {
                !path.ends_with("preview.png")
                    && (!path.contains("rules/texts/") || path.ends_with("/fi.yaml"))
            })
            .collect();
        let here: BTreeSet<String> = files.keys().filter(|path| path.starts_with(carried)).cloned().collect();
        assert_eq!(here, there);
    }
    let same = |path: &str| assert_eq!(*files[path], *fs::read(root.join(path)).expect("a file"), "{path}");
    same("themes/leader/theme.yaml");
    same("content/rules/parameters.yaml");
}

#[test]
fn init_asks_nothing_where_nobody_answers() {
    let folder = folder();
    for (arguments, code, told) in [
        (
            vec!["init", "a"],
            2,
            "error: the name of the association is missing: add `--name \"Esimerkin Leader ry\"`\n",
        ),
        (
            vec!["init", "a", "--name", " \t", "--lang", "fi"],
            2,
            "virhe: yhdistyksen nimi puuttuu: lisää `--name \"Esimerkin Leader ry\"`\n",
        ),
        (
            vec!["init", "a", "--name", "A", "--yes"],
            2,
            "error: the municipalities are missing: add `--municipality Kontiolahti,Liperi`\n",
        ),
        (
            vec!["init", "a", "--name", "A", "--municipality", " , ", "--lang", "fi"],
            2,
            "virhe: kunnat puuttuvat: lisää `--municipality Kontiolahti,Liperi`\n",
        ),
        (
            vec!["init", "a", "--name", "A", "--municipality", "B", "--email", "eiosoite", "--lang", "fi"],
            2,
            "virhe: `eiosoite` ei ole sähköpostiosoite: kirjoita se niin kuin se kirjoitetaan, esimerkiksi `--email toimisto@example.org`\n",
        ),
        (
            vec!["init", "a", "--name", "A", "--municipality", "B", "--lang", "de"],
            2,
            "error: a site cannot begin in `de`: choose `--lang` from fi, sv, en\n",
        ),
        (
            vec![
                "init",
                "a",
                "--name",
                "A",
                "--municipality",
                "Ä ja B",
                "--municipality",
                "C",
                "--lang",
                "fi",
            ],
            0,
            "a: sivusto, jossa on N tiedostoa.\nKatso sitä komennolla `leader-site serve --site a` ja lue a/README.md: siinä kerrotaan, mitä muutat ensin.\n",
        ),
        (
            vec!["init", "a", "--name", "A", "--municipality", "B"],
            3,
            "error: `a` is not empty, and is left as it is: name a new folder\n",
        ),
        (
            vec!["init", "a/README.md", "--name", "A", "--municipality", "B", "--lang", "fi"],
            3,
            "virhe: `a/README.md` on tiedosto: anna uuden kansion nimi\n",
        ),
    ] {
        let (found, out, said) = run(folder.path(), &arguments);
        // How many files a theme has is its own business.
        let said: Vec<&str> =
            said.split(' ').map(|word| if word.parse::<usize>().is_ok() { "N" } else { word }).collect();
        assert_eq!((found, out, said.join(" ")), (code, String::new(), told.to_owned()), "{arguments:?}");
    }
    let settings = fs::read_to_string(folder.path().join("a/content/site.yaml")).expect("settings");
    assert!(settings.contains("  fi: [B, C, Ä]\n"), "{settings}");
    let (code, _, told) = run(folder.path(), &["build", "--site", "a"]);
    assert_eq!(code, 0, "{told}");
    assert!(told.contains(" pages, ") && told.matches("warning[to-fill-in]").count() == 1, "{told}");
}

// New pages

/// A site with pages in places, news, and a folder without a page of its own.
fn with_pages() -> Site {
    site(
        "-- content/fi/rahoitus/index.md --\n---\ntitle: Rahoitus\norder: 3\n---\n\
         -- content/fi/rahoitus/a.md --\n---\ntitle: A\norder: 7\n---\n\
         -- content/fi/rahoitus/b.md --\n---\ntitle: B\nslug: oma\n---\n\
         -- content/fi/Uutisia/index.md --\n---\ntitle: Uutisia\nsort: date\n---\n\
         -- content/fi/Uutisia/2025/x.md --\n---\ntitle: X\ndate: 2025-03-01\n---\n\
         -- content/fi/kerrottua/eka.md --\n---\ntitle: Eka\ndate: 2026-01-01\n---\n\
         -- content/fi/irrallaan/sivu.md --\n---\ntitle: S\n---\n\
         -- content/sv/index.md --\n---\ntitle: Start\n---\n\
         -- content/site.yaml --\nname: Leader\nbase_url: https://example.org/\ntheme: plain\n\
         languages:\n  - {code: fi, name: Suomi}\n  - {code: sv, name: Svenska}\n\
         -- themes/plain/texts/sv.yaml --\nnav:\n  home: Start\n",
    )
}

/// The new file with its front matter, or why there is none.
fn made(site: &Site, path: &str, title: Option<&str>, tongue: Tongue) -> String {
    let mut diags = Diagnostics::new();
    match pattern::page(&site.project, path, title, &mut diags) {
        Ok(page) => {
            let text = fs::read_to_string(site.path(&page.path)).expect("the page");
            let lines: Vec<&str> = text.lines().skip(1).take_while(|line| *line != "---").collect();
            let lines: Vec<&str> =
                lines.into_iter().filter(|line| !line.starts_with("description: ")).collect();
            assert!(text.contains("\ndescription: "), "{text}");
            format!("{}: {}", page.path, lines.join(", "))
        }
        Err(NotMade::Refused(words) | NotMade::Disk(words)) => words.told_in(tongue).to_owned(),
        Err(NotMade::Mistakes) => diags.render(Look::Plain, tongue),
    }
}

#[test]
fn a_page_is_made_where_the_editor_says() {
    for (path, title, expected) in [
        ("rahoitus/uusi", None, "content/fi/rahoitus/uusi.md: title: Uusi, order: 8, draft: true"),
        (
            "content/fi/rahoitus/uusi.md",
            None,
            "content/fi/rahoitus/uusi.md: title: Uusi, order: 8, draft: true",
        ),
        (
            "./content/fi/rahoitus/Uusi Tuki.MD",
            None,
            "content/fi/rahoitus/uusi-tuki.md: title: Uusi Tuki, order: 8, draft: true",
        ),
        (
            "fi/rahoitus/yhteiset_hankkeet",
            Some("Yhteistä: \"me\""),
            "content/fi/rahoitus/yhteiset-hankkeet.md: title: \"Yhteistä: \\\"me\\\"\", order: 8, draft: true",
        ),
        ("sv\\ny sida", None, "content/sv/ny-sida.md: title: Ny sida, order: 1, draft: true"),
        (
            "tapahtumat/Kylä & päivä",
            None,
            "content/fi/tapahtumat/kyla-paiva.md: title: Kylä & päivä, order: 1, draft: true",
        ),
        // Pages without places stay without.
        ("irrallaan/toinen", None, "content/fi/irrallaan/toinen.md: title: Toinen, draft: true"),
        // The page of a folder; one that has pages already is not hidden by it.
        ("tapahtumat/", None, "content/fi/tapahtumat/index.md: title: Tapahtumat, order: 4, draft: true"),
        (
            "fi/tapahtumat/index.md",
            None,
            "content/fi/tapahtumat/index.md: title: Tapahtumat, order: 4, draft: true",
        ),
        (
            "irrallaan/",
            Some("Irti  kaikesta\n"),
            "content/fi/irrallaan/index.md: title: Irti kaikesta, order: 4",
        ),
        // News, by their section, by the section above, and by the other pages.
        (
            "uutisia/Hyvä uutinen",
            None,
            "content/fi/Uutisia/hyva-uutinen.md: title: Hyvä uutinen, date: 2026-11-21, draft: true",
        ),
        (
            "Uutisia/2025/yksi",
            None,
            "content/fi/Uutisia/2025/yksi.md: title: Yksi, date: 2026-11-21, draft: true",
        ),
        ("kerrottua/toka", None, "content/fi/kerrottua/toka.md: title: Toka, date: 2026-11-21, draft: true"),
        ("rahoitus/no", None, "content/fi/rahoitus/no.md: title: \"No\", order: 8, draft: true"),
        ("rahoitus/2026", None, "content/fi/rahoitus/2026.md: title: \"2026\", order: 8, draft: true"),
    ] {
        let mut site = with_pages();
        assert_eq!(made(&site, path, title, Tongue::English), expected, "{path}");
        site.project.drafts = true;
        assert_eq!(site.warnings(), "", "{path}");
        site.project.drafts = false;
        assert_eq!(site.warnings(), "", "{path}");
    }
}

#[test]
fn a_page_is_refused_in_both_languages() {
    let site = with_pages();
    for (path, english, finnish) in [
        (
            "rahoitus/a",
            "`content/fi/rahoitus/a.md` is there already, and is left as it is",
            "`content/fi/rahoitus/a.md` on jo olemassa, eikä sitä muutettu",
        ),
        (
            "rahoitus/oma",
            "the address of `oma` is that of `rahoitus/b.md` already: choose another name",
            "sivulla `rahoitus/b.md` on jo osoite, jonka `oma` saisi: valitse toinen nimi",
        ),
        (
            "rahoitus",
            "the address of `rahoitus` is that of `rahoitus/index.md` already: choose another name",
            "sivulla `rahoitus/index.md` on jo osoite, jonka `rahoitus` saisi: valitse toinen nimi",
        ),
        (
            "rahoitus/a/",
            "the address of `a` is that of `rahoitus/a.md` already: choose another name",
            "sivulla `rahoitus/a.md` on jo osoite, jonka `a` saisi: valitse toinen nimi",
        ),
        (
            "rahoitus/../../x",
            "`rahoitus/../../x` is not in the site: write the path from the folder of a language, such as `rahoitus/uusi-sivu`",
            "`rahoitus/../../x` ei ole sivuston kansiossa: kirjoita polku kielen kansiosta alkaen, esimerkiksi `rahoitus/uusi-sivu`",
        ),
        (
            "content/rules/uusi",
            "`content/rules` is not the folder of a language; this site has: fi, sv",
            "`content/rules` ei ole minkään kielen kansio; sivuston kielet: fi, sv",
        ),
        (
            "Привет",
            "`Привет` gives no address: use letters a to z (ä, ö and å become a and o) or digits",
            "nimestä `Привет` ei synny osoitetta: käytä kirjaimia a–z (ä, ö ja å muuttuvat a:ksi ja o:ksi) tai numeroita",
        ),
        (
            "",
            "`content/fi/index.md` is there already, and is left as it is",
            "`content/fi/index.md` on jo olemassa, eikä sitä muutettu",
        ),
    ] {
        assert_eq!(made(&site, path, None, Tongue::English), english, "{path}");
        assert_eq!(made(&site, path, None, Tongue::Finnish), finnish, "{path}");
    }
    assert_eq!(
        fs::read_to_string(site.path("content/fi/rahoitus/a.md")).expect("a page"),
        "---\ntitle: A\norder: 7\n---\n"
    );
}

#[test]
fn a_pattern_of_the_site_goes_before_that_of_the_theme() {
    let site = with_pages();
    let text = |path: &str| {
        let page = pattern::page(&site.project, path, None, &mut Diagnostics::new()).expect("a page");
        (page.kind, fs::read_to_string(site.path(&page.path)).expect("the page"))
    };
    site.write(
        "themes/plain/patterns/page.md",
        "---\ntitle: {title}\ntemplate: page\norder: {order}\n---\nTeemasta {title}\n",
    );
    site.write("themes/plain/patterns/news.md", "---\ntitle: {title}\ndate: {date}\n---\nTeemasta\n");
    let page = "---\ntitle: Yksi\ntemplate: page\norder: 8\n---\nTeemasta {title}\n".to_owned();
    assert_eq!(text("rahoitus/yksi"), (Kind::Page, page));
    site.write(
        "patterns/news.sv.md",
        "\u{feff}---\r\ntitle: {title}\r\ndate: {date}\r\n---\r\nFrån webbplatsen\r\n",
    );
    site.write("content/sv/nytt/index.md", "---\ntitle: Nytt\nfeed: true\n---\n");
    let news = "---\ntitle: Två\ndate: 2026-11-21\n---\nFrån webbplatsen\n".to_owned();
    assert_eq!(text("sv/nytt/Två"), (Kind::News, news));
    let news = "---\ntitle: Kaksi\ndate: 2026-11-21\n---\nTeemasta\n".to_owned();
    assert_eq!(text("uutisia/kaksi"), (Kind::News, news));
    // Patterns are no part of the site.
    assert!(!site.files().keys().any(|path| path.contains("pattern")));
}

#[test]
fn new_says_what_it_wrote_and_what_to_do() {
    let site = with_pages();
    let run = |arguments: &[&str]| run(&site.project.root, arguments);
    assert_eq!(
        run(&["new", "rahoitus/uusi", "--lang", "fi"]),
        (0, String::new(), "content/fi/rahoitus/uusi.md: uusi sivu\nKirjoita sivu ja katso sitä komennolla `leader-site serve --drafts`. Se on luonnos: poista rivi `draft: true`, kun sivun saa julkaista.\nJos sivu kuuluu valikkoon, lisää rivi `- page: rahoitus/uusi.md` tiedoston content/site.yaml kohtaan `menus`.\n".to_owned())
    );
    assert_eq!(
        run(&["new", "uutisia/uusi", "--date", "2026-12-24"]),
        (0, String::new(), "content/fi/Uutisia/uusi.md: a new news item\nWrite it, and see it with `leader-site serve --drafts`. It is a draft: take the line `draft: true` away when it may be published.\n".to_owned())
    );
    let news = fs::read_to_string(site.path("content/fi/Uutisia/uusi.md")).expect("the page");
    assert!(news.contains("\ndate: 2026-12-24\n"), "{news}");
    assert_eq!(run(&["new", "rahoitus/uusi"]).0, 2);
    assert_eq!(run(&["new", "a", "--date", "24.12.2026"]).0, 2);
    assert_eq!(run(&["new"]).0, 2);
    // Where a file stands in the way of a folder.
    site.write("content/fi/tiedosto", "x");
    assert_eq!(run(&["new", "tiedosto/uusi"]).0, 3);
    site.write("content/site.yaml", "nimi: Leader\n");
    let (code, _, told) = run(&["new", "b", "--lang", "fi"]);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("content/site.yaml") && told.ends_with("; sivua ei tehty\n"), "{told}");
}

// Schemas, completions, manual

#[test]
fn schemas_are_printed_and_written() {
    let folder = folder();
    let (code, listed, _) = run(folder.path(), &["schema", "--lang", "fi"]);
    assert_eq!(code, 0);
    assert_eq!(listed.lines().count(), 10, "{listed}");
    assert!(listed.contains("parameters") && listed.contains("Sääntöjen euromäärät"), "{listed}");
    let (code, printed, _) = run(folder.path(), &["schema", "parameters"]);
    let kept = crate::project::file(".schemas/parameters.json");
    assert_eq!((code, printed), (0, kept.clone()), "in Finnish, whatever the system speaks");
    let (_, english, _) = run(folder.path(), &["schema", "parameters", "--lang", "en"]);
    assert!(english.contains("Every amount, rate and hour value"), "{english}");
    assert_eq!(run(folder.path(), &["schema", "parametres"]).0, 2);
    let (code, _, told) = run(folder.path(), &["schema", "--out", "uudet/skeemat", "--lang", "fi"]);
    assert_eq!((code, told.as_str()), (0, "10 skeemaa kirjoitettu kansioon uudet/skeemat\n"));
    let written = fs::read_to_string(folder.path().join("uudet/skeemat/parameters.json")).expect("a schema");
    assert_eq!(written, kept);
    assert_eq!(run(folder.path(), &["schema", "--out", "uudet/skeemat/site.json"]).0, 3);
}

#[test]
fn shells_and_man_know_every_command() {
    let folder = folder();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, script, _) = run(folder.path(), &["completions", shell]);
        assert_eq!(code, 0);
        for command in ["build", "check", "new", "init", "schema"] {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
    assert_eq!(run(folder.path(), &["completions", "tcsh"]).0, 2);
    let (code, page, _) = run(folder.path(), &["man"]);
    assert!(code == 0 && page.contains(".TH leader-site 1"), "{page}");
    let (code, _, told) = run(folder.path(), &["man", "--out", "man1", "--lang", "fi"]);
    assert_eq!((code, told.as_str()), (0, "ohjesivut kirjoitettu kansioon man1\n"));
    for page in ["leader-site.1", "leader-site-new.1", "leader-site-init.1"] {
        assert!(folder.path().join("man1").join(page).is_file(), "{page}");
    }
    assert_eq!(run(folder.path(), &["man", "--out", "man1/leader-site.1"]).0, 3);
}
