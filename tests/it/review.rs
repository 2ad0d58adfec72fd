//! What `check` tells beyond mistakes: each finding as a tiny site and its message in both languages,
//! and the repository's own site, which has none.

use std::path::Path;
use std::sync::{Mutex, MutexGuard};

use jiff::civil::date;
use leader_site::diag::{Diagnostics, Look, Tongue};
use leader_site::review::Looks;
use leader_site::source::Project;

use crate::fixture::{Site, site};
use crate::project::rule_texts;

/// The messages with this code, in both languages.
fn told(site: &Site, code: &str) -> String {
    let mut diags = Diagnostics::new();
    let checked = leader_site::review(&site.project, &Looks::default(), &mut diags);
    assert!(checked.is_ok(), "{}", diags.render(Look::Plain, Tongue::English));
    with_code(&diags, code)
}

pub fn with_code(diags: &Diagnostics, code: &str) -> String {
    let mut told = String::new();
    for tongue in [Tongue::English, Tongue::Finnish] {
        let mark = format!("[{code}]");
        let all = diags.render(Look::Plain, tongue);
        for message in
            all.split("\n\n").filter(|message| message.lines().next().unwrap_or("").contains(&mark))
        {
            told.push_str(message.trim_end());
            told.push_str("\n\n");
        }
    }
    told.trim_end().to_owned()
}

/// A page with a text.
fn page(text: &str) -> String {
    format!("-- content/fi/sivu.md --\n---\ntitle: Sivu\n---\n{text}\n")
}

const TWO_LANGUAGES: &str = "-- content/site.yaml --\nname: Leader\nbase_url: https://example.org/\ntheme: plain\n\
    languages:\n  - {code: fi, name: Suomi}\n  - {code: sv, name: Svenska}\n\
    -- content/sv/index.md --\n---\ntitle: Start\n---\n-- themes/plain/texts/sv.yaml --\nnav:\n  home: Start\n";

/// `name` of the row, the code that is told, the site.
fn rows() -> Vec<(&'static str, &'static str, String)> {
    let long = "Hakija voi hakea tukea yhdistykselle, joka toimii alueella ja jonka jäsenet asuvat siellä, mutta \
        päätös tehdään aina yhdessä muiden hakijoiden kanssa niin, että kaikki saavat vastauksen samana päivänä.";
    let sentences = "Hakija kertoo hankkeen nimen. Hakija kertoo myös, mitä hankkeessa tehdään. ".repeat(9);
    let paragraphs =
        "Leader-ryhmä neuvoo hakijaa alusta asti. Neuvonta on maksutonta kaikille.\n\n".repeat(40);
    vec![
        ("page_without_links", "lost-page", "-- content/fi/yksin.md --\n---\ntitle: Yksin\n---\n\
            -- content/fi/index.md --\n---\ntitle: Etusivu\nlist: false\n---\n\
            -- themes/plain/templates/section.html --\n{{ page.content | safe }}\n".to_owned()),
        ("section_without_links", "lost-page", "-- content/fi/osio/index.md --\n---\ntitle: Osio\n---\n\
            -- content/fi/osio/a.md --\n---\ntitle: A\n---\n[Osio](index.md)\n\
            -- content/fi/osio/b.md --\n---\ntitle: B\n---\n[Osio](index.md)\n\
            -- content/fi/index.md --\n---\ntitle: Etusivu\nlist: false\n---\n\
            -- themes/plain/templates/section.html --\n{{ page.content | safe }}\n".to_owned()),
        ("no_description", "no-description", page("Leader rahoittaa kylien hankkeita. Lue miten.")),
        ("short_description", "short-description",
            "-- content/fi/sivu.md --\n---\ntitle: Haku\ndescription: Haku\n---\nHae tukea keväällä ja syksyllä.\n".to_owned()),
        ("long_description", "long-description",
            format!("-- content/fi/sivu.md --\n---\ntitle: Haku\ndescription: {long}\n---\n")),
        ("same_description", "same-description",
            "-- content/fi/a.md --\n---\ntitle: A\ndescription: Leader rahoittaa kylien ja pienten yritysten hankkeita.\n---\n\
             -- content/fi/b.md --\n---\ntitle: B\ndescription: Leader rahoittaa kylien ja pienten yritysten hankkeita.\n---\n".to_owned()),
        ("same_title", "same-title",
            "-- content/fi/a.md --\n---\ntitle: Haku\n---\n-- content/fi/b.md --\n---\ntitle: Haku\n---\n".to_owned()),
        ("long_title", "long-title",
            "-- content/fi/a.md --\n---\ntitle: Näin haet Leader-rahoitusta yhdistyksen, yrityksen tai kunnan hankkeelle keväällä\n---\n".to_owned()),
        ("long_sentence", "long-sentence", page(long)),
        ("long_paragraph", "long-paragraph", page(&sentences)),
        ("few_headings", "few-headings", page(&paragraphs)),
        ("empty_link_text", "empty-link-text", format!("{}-- content/fi/haku.md --\n---\ntitle: Haku auki\n---\n", page("Lue ohje [tästä](haku.md)."))),
        ("bare_link", "bare-link", page("Lue ohje: <https://example.com/ohje>.")),
        ("many_capitals", "many-capitals", page("Muista: HAKU PÄÄTTYY JO TÄNÄÄN! Ehdi mukaan.")),
        ("several_findings", "empty-link-text", page("[tästä](/) [täältä](/) [lue lisää](/) [linkki](/) [klikkaa](/)")),
        ("unused_picture", "unused-file", "-- content/fi/kuva.svg --\n<svg/>\n".to_owned()),
        ("unused_document", "unused-file", "-- content/fi/ohje.pdf --\nPDF\n".to_owned()),
        ("picture_not_shown", "picture-not-shown",
            format!("{}-- content/fi/Talo.HEIC --\nx\n", page("![Talo talvella](Talo.HEIC)"))),
        ("no_translation", "no-translation", format!("{TWO_LANGUAGES}-- content/fi/haku.md --\n---\ntitle: Haku\n---\n")),
        ("no_translations", "no-translation", (1..=7).fold(TWO_LANGUAGES.to_owned(), |files, number|
            format!("{files}-- content/fi/sivu-{number}.md --\n---\ntitle: Sivu {number}\n---\n"))),
        ("no_original", "no-original", format!("{TWO_LANGUAGES}-- content/sv/ansok.md --\n---\ntitle: Ansök\n---\n")),
        ("older_translation", "older-translation", format!("{TWO_LANGUAGES}\
            -- content/fi/haku.md --\n---\ntitle: Haku\nupdated: 2026-10-01\n---\nUusi.\n\
            -- content/sv/haku.md --\n---\ntitle: Ansökan\nupdated: 2026-05-01\n---\nGammal.\n")),
        ("copied_page", "copied-text", format!("{TWO_LANGUAGES}\
            -- content/fi/haku.md --\n---\ntitle: Haku\n---\n{long}\n\
            -- content/sv/haku.md --\n---\ntitle: Ansökan\n---\n{long}\n")),
        ("copied_text", "copied-text", format!("{TWO_LANGUAGES}\
            -- themes/plain/texts/fi.yaml --\nnav:\n  home: Palaa tästä etusivulle\n\
            -- themes/plain/texts/sv.yaml --\nnav:\n  home: Palaa tästä etusivulle\n")),
        ("unused_text", "unused-text", String::new()),
        ("unused_template", "unused-template", "-- themes/plain/templates/parts/vanha.html --\n<p>\n\
            -- templates/oma.html --\n{% extends \"base.html\" %}\n".to_owned()),
        ("unused_static", "unused-static", "-- themes/plain/static/vanha.css --\np{}\n\
            -- themes/plain/static/a.css --\np{background:url(b.svg)}\n-- themes/plain/static/b.svg --\n<svg/>\n\
            -- themes/plain/templates/not-found.html --\n<link rel=\"stylesheet\" href=\"{{ asset['a.css'] }}\">\n".to_owned()),
        ("no_such_id", "no-such-id", "-- themes/plain/templates/not-found.html --\n<html>\n<label for=\"haku\">Hae</label>\n".to_owned()),
        ("plain_address", "plain-address", page("Lue ohje osoitteesta www.example.com/ohje. Koodi `https://ei.fi` jää.")),
        (
            "authority_ends",
            "authority-ends",
            "-- content/site.yaml --\nname: Leader\nbase_url: https://example.org/\ntheme: plain\n\
            languages: [{code: fi, name: Suomi}]\nauthority:\n  - from: 2026-01-01\n    until: 2026-12-31\n    \
            fi: {name: Itä-Suomen elinvoimakeskus}\n"
                .to_owned(),
        ),
        ("old_source", "old-source", with_rules("checked: 2026-11-21", "checked: 2025-10-30")),
        ("source_date", "source-date", with_rules("checked: 2026-11-21", "checked: 2062-11-21")),
        ("unused_source", "unused-source", with_rules("", "")),
        ("example_on_no_page", "unused-text", with_one_example()),
    ]
}

/// A site with the rules that stay as they are; `old` is replaced in the first source alone.
fn with_rules(old: &str, new: &str) -> String {
    let mut files = String::new();
    for (name, text) in rule_texts() {
        let text =
            if name == "sources" { text.replacen(old, new, usize::from(!old.is_empty())) } else { text };
        // Their pages are not there.
        let text: String =
            text.split_inclusive('\n').filter(|line| !line.trim_start().starts_with("page:")).collect();
        files.push_str(&format!("-- content/rules/{name}.yaml --\n{text}"));
    }
    files
}

/// The rules with one example to publish, which no page shows, and a page with the first of two
/// lists of steps.
fn with_one_example() -> String {
    let files = with_rules("", "");
    let (before, after) = files.split_once("\n  publish: true").expect("an example");
    format!(
        "{before}\n  publish: true{}-- themes/plain/texts/fi.yaml --\n{{}}\n\
         -- themes/plain/templates/blocks/steps.html --\n<p>\n{}",
        after.replace("publish: true", "publish: false"),
        page("{{ steps.apply }}")
    )
}

#[test]
fn findings() {
    for (name, code, files) in rows() {
        let told = told(&site(&files), code);
        assert!(!told.is_empty(), "nothing with the code {code} is told of {name}");
        insta::assert_snapshot!(name, told);
    }
}

#[test]
fn pictures_too_large() {
    let site = site(&page("![Talo talvella](talo.gif)\n\n![Kartta](kartta.svg)"));
    // A moving picture goes out as it is: its head says 4000 × 3000 pixels, and a remark is what it might weigh.
    let mut picture = b"GIF89a\xa0\x0f\xb8\x0b\0\0\0".to_vec();
    for moment in 0..2 {
        picture.extend_from_slice(b"\x21\xfe");
        for _ in 0..6_640 {
            picture.push(255);
            picture.extend_from_slice(&[moment; 255]);
        }
        picture.extend_from_slice(b"\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0");
    }
    picture.push(b';');
    site.write("content/fi/talo.gif", picture);
    site.write(
        "content/fi/kartta.svg",
        format!("<svg width=\"9\" height=\"9\">{}</svg>", " ".repeat(250_000)),
    );
    insta::assert_snapshot!(told(&site, "heavy-picture"));
    site.write("content/fi/opas.pdf", vec![0; 6_000_000]);
    site.write("content/fi/sivu.md", "---\ntitle: Sivu\n---\n[Opas](opas.pdf)\n");
    insta::assert_snapshot!(told(&site, "huge-file"));
}

#[test]
fn what_is_meant_so_is_not_told() {
    let site = site(
        "-- content/fi/index.md --\n---\ntitle: Etusivu\ndescription: Leader rahoittaa kylien ja pienten yritysten hankkeita.\n---\n\
         ![Kuva](kuva.svg)\n\n[Ohje](ohje.pdf), [muualla](https://example.com/)\n\n\
         Tuki on esim. Joensuussa mm. tällainen. EU, ELY, YEL ja TYEL. [Haku](haku.md) alkaa 1.1.2026 klo 12.30.\n\
         -- content/fi/haku.md --\n---\ntitle: Haku\naliases: [/vanha/]\nindexed: false\n---\n\
         -- content/fi/kuva.svg --\n<svg/>\n-- content/fi/ohje.pdf --\nPDF\n-- static/google123.html --\nx\n\
         -- content/site.yaml --\nname: Leader\nbase_url: https://example.org/\ntheme: plain\nlanguages:\n  - {code: fi, name: Suomi}\n\
         files: [{from: static/google123.html, to: google123.html}]\n\
         -- themes/plain/templates/not-found.html --\n<html>{{ t.nav.home }}\n",
    );
    let mut diags = Diagnostics::new();
    assert!(leader_site::review(&site.project, &Looks::default(), &mut diags).is_ok());
    assert_eq!(diags.render(Look::Plain, Tongue::English), "");
    assert_eq!((diags.count_mendable(), diags.kinds().is_empty()), (0, true));
}

#[test]
fn mistakes_come_first() {
    // What could be better is told of a site that can be built.
    let site = site(&page("[rikki](ei-ole.md) [tästä](/)"));
    let mut diags = Diagnostics::new();
    assert!(leader_site::review(&site.project, &Looks::default(), &mut diags).is_err());
    let told = diags.render(Look::Plain, Tongue::English);
    assert!(told.contains("error[") && !told.contains("warning["), "{told}");
}

#[test]
fn a_summary_counts_by_kind() {
    let site = site(&page("[tästä](/) [täältä](/)"));
    let mut diags = Diagnostics::new();
    assert!(leader_site::review(&site.project, &Looks::default(), &mut diags).is_ok());
    let kinds = diags.kinds();
    assert_eq!(kinds.en, "titles and descriptions 2, reading 2, unused parts 1");
    assert_eq!(kinds.fi, "otsikot ja kuvaukset 2, luettavuus 2, käyttämättömät osat 1");
    assert_eq!((diags.keep_few(1), diags.count_mendable()), (2, 3));
}

#[test]
fn the_repositorys_own_site_is_in_order() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).to_owned();
    let project = Project { root, date: date(2026, 11, 21), base_url: None, drafts: false };
    let mut diags = Diagnostics::new();
    assert!(leader_site::review(&project, &Looks::default(), &mut diags).is_ok());
    assert_eq!(diags.render(Look::Plain, Tongue::English), "");
}

// Links to other sites ----------------------------------------------------------------------------

mod links {
    use std::io::{Read, Write};
    use std::net::{SocketAddr, TcpListener, TcpStream};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::{Duration, Instant};

    use jiff::{Span, Timestamp};
    use leader_site::review::{Asking, Limits};

    use super::*;

    const PAUSE: Duration = Duration::from_millis(15);

    /// A server on this machine that notes what it is asked. It has the name of one of the web.
    struct Server {
        address: String,
        seen: Arc<Seen>,
    }

    /// Servers of these names stand on this machine.
    fn known(host: &str, port: u16) -> Option<SocketAddr> {
        host.ends_with(".fi").then(|| SocketAddr::from(([127, 0, 0, 1], port)))
    }

    /// What was asked, by whom, and when.
    type Request = (String, String, Instant);

    #[derive(Default)]
    struct Seen {
        requests: Mutex<Vec<Request>>,
        at_once: AtomicUsize,
        most_at_once: AtomicUsize,
        robots: String,
    }

    impl Server {
        fn new() -> Self {
            // What is 404 allows all.
            Self::with_robots("404 Not Found\r\n\r\n")
        }

        /// `robots`: the answer to who asks for the rules, from its status on.
        fn with_robots(robots: &str) -> Self {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
            let address = format!("http://palvelin.fi:{}", listener.local_addr().expect("an address").port());
            let seen = Arc::new(Seen { robots: robots.to_owned(), ..Seen::default() });
            let noted = seen.clone();
            // The thread ends with the tests.
            std::thread::spawn(move || {
                for stream in listener.incoming().flatten() {
                    let noted = noted.clone();
                    std::thread::spawn(move || answer(stream, &noted));
                }
            });
            Self { address, seen }
        }

        fn lock(&self) -> MutexGuard<'_, Vec<Request>> {
            self.seen.requests.lock().expect("no thread failed")
        }

        /// What was asked since the last look.
        fn asked(&self) -> Vec<String> {
            std::mem::take(&mut *self.lock()).into_iter().map(|(line, ..)| line).collect()
        }
    }

    fn answer(mut stream: TcpStream, seen: &Seen) {
        let start = Instant::now();
        let at_once = seen.at_once.fetch_add(1, Ordering::SeqCst) + 1;
        seen.most_at_once.fetch_max(at_once, Ordering::SeqCst);
        let mut request = Vec::new();
        let mut part = [0; 1024];
        while !request.windows(4).any(|end| end == b"\r\n\r\n") {
            match stream.read(&mut part) {
                Ok(length) if length > 0 => request.extend_from_slice(&part[..length]),
                _ => break,
            }
        }
        let request = String::from_utf8_lossy(&request).into_owned();
        let mut words = request.split(' ');
        let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let agent = request.lines().find(|line| line.to_lowercase().starts_with("user-agent:"));
        let line = format!("{method} {path}");
        if path == "/robots.txt" {
            seen.requests.lock().expect("no thread failed").push((
                line,
                agent.unwrap_or_default().to_owned(),
                start,
            ));
            seen.at_once.fetch_sub(1, Ordering::SeqCst);
            let _ = write!(stream, "HTTP/1.1 {}", seen.robots);
            return;
        }
        let status = match (path, method) {
            ("/ok" | "/target" | "/", _) => "200 OK",
            ("/gone", _) => "404 Not Found",
            ("/removed", _) => "410 Gone",
            ("/moved", _) => "301 Moved Permanently\r\nLocation: /target",
            ("/moved-away", _) => "308 Permanent Redirect\r\nLocation: /",
            ("/elsewhere", _) => "302 Found\r\nLocation: ok",
            ("/circle", _) => "302 Found\r\nLocation: /circle",
            ("/one", _) => "302 Found\r\nLocation: /two",
            ("/two", _) => "302 Found\r\nLocation: /one",
            ("/cloud", _) => "302 Found\r\nLocation: http://169.254.169.254/latest/meta-data/",
            ("/inward", _) => "301 Moved Permanently\r\nLocation: http://localhost:8080/",
            ("/to-dead", _) => "302 Found\r\nLocation: http://kuollut.fi:9/",
            ("/hangs" | "/hangs-2" | "/hangs-3" | "/hangs-4" | "/hangs-5", _) => {
                seen.requests.lock().expect("no thread failed").push((line, String::new(), start));
                // Whoever asked goes away first.
                let _ = stream.read(&mut part);
                seen.at_once.fetch_sub(1, Ordering::SeqCst);
                return;
            }
            ("/no-head" | "/endless", "HEAD") => "405 Method Not Allowed",
            ("/no-head" | "/endless", _) => "200 OK",
            ("/guard", _) => "403 Forbidden",
            ("/busy", _) => "429 Too Many Requests",
            ("/ill", _) => "503 Service Unavailable",
            ("/slow", _) => {
                std::thread::sleep(Duration::from_secs(2));
                "200 OK"
            }
            _ => "418 I'm a teapot",
        };
        // Whoever has its answer may ask again, and look at what was noted.
        let agent = agent.unwrap_or_default().to_owned();
        seen.requests.lock().expect("no thread failed").push((line, agent, start));
        seen.at_once.fetch_sub(1, Ordering::SeqCst);
        let _ = write!(stream, "HTTP/1.1 {status}\r\nConnection: close\r\n\r\n");
        if path == "/endless" && method == "GET" {
            // Whoever reads all of it never comes to an end.
            while stream.write_all(&[b'x'; 4096]).is_ok() {}
        }
    }

    fn now() -> Timestamp {
        "2026-11-21T12:00:00Z".parse().expect("a moment")
    }

    fn ask(site: &Site, now: Timestamp) -> Diagnostics {
        let limits = Limits {
            pause: PAUSE,
            // A server of this machine needs no hundredth of it.
            request: Duration::from_secs(4),
            known,
            ..Limits::default()
        };
        let asking = Asking { limits, now, progress: &|_, _| {} };
        let mut diags = Diagnostics::new();
        let checked = leader_site::review(&site.project, &Looks { web: Some(asking) }, &mut diags);
        assert!(checked.is_ok(), "{}", diags.render(Look::Plain, Tongue::English));
        diags
    }

    /// A page with a link to each path.
    fn linking(server: &Server, paths: &[&str]) -> Site {
        let links: Vec<String> =
            paths.iter().map(|path| format!("[Sivu {path}]({}{path})\n", server.address)).collect();
        site(&page(&links.join("\n")))
    }

    fn told(server: &Server, diags: &Diagnostics, code: &str) -> String {
        let port = server.address.rsplit_once(':').expect("a port").1;
        // The marks under an address are as long as its port.
        let told = with_code(diags, code).replace(&format!("palvelin.fi:{port}"), "palvelin.fi");
        told.lines()
            .map(|line| if line.contains("^^^") { line.replace("^^^^^", "^") } else { line.to_owned() })
            .map(|line| {
                let marks = line.matches('^').count();
                if marks > 1 { line.replacen(&"^".repeat(marks), "^", 1) } else { line }
            })
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn dead_and_moved_links() {
        let server = Server::new();
        let site = linking(
            &server,
            &[
                "/ok",
                "/gone",
                "/removed",
                "/moved",
                "/moved#kohta",
                "/moved-away",
                "/elsewhere",
                "/no-head",
                "/endless",
            ],
        );
        let diags = ask(&site, now());
        insta::assert_snapshot!("dead_link", told(&server, &diags, "dead-link"));
        insta::assert_snapshot!("moved_link", told(&server, &diags, "moved-link"));
        assert_eq!(told(&server, &diags, "unchecked-link"), "");
        let mut asked = server.asked();
        asked.sort();
        // The head alone, and the whole where the head is refused; `#kohta` is no page of its own.
        assert_eq!(
            asked,
            [
                "GET /endless",
                "GET /gone",
                "GET /no-head",
                "GET /removed",
                "GET /robots.txt",
                "HEAD /",
                "HEAD /elsewhere",
                "HEAD /endless",
                "HEAD /gone",
                "HEAD /moved",
                "HEAD /moved-away",
                "HEAD /no-head",
                "HEAD /ok",
                "HEAD /removed",
                "HEAD /target",
            ]
        );
    }

    #[test]
    fn links_that_could_not_be_checked_are_not_called_broken() {
        let server = Server::new();
        let site = linking(&server, &["/circle", "/guard", "/ill", "/ok", "/other"]);
        let diags = ask(&site, now());
        assert_eq!(told(&server, &diags, "dead-link"), "");
        insta::assert_snapshot!("unchecked_link", told(&server, &diags, "unchecked-link"));
        // Nor do they count as something to mend.
        assert_eq!(diags.count_mendable(), ask(&linking(&server, &["/ok"]), now()).count_mendable());
    }

    #[test]
    fn a_slow_server_is_not_waited_for() {
        let server = Server::new();
        let site = linking(&server, &["/hangs", "/hangs-2", "/hangs-3", "/hangs-4", "/hangs-5", "/ok"]);
        let diags = ask(&site, now());
        // After three in a row the others are left, and told.
        assert_eq!(server.asked(), ["GET /robots.txt", "HEAD /hangs", "HEAD /hangs-2", "HEAD /hangs-3"]);
        insta::assert_snapshot!("slow_link", told(&server, &diags, "unchecked-link"));
    }

    #[test]
    fn a_busy_server_is_left_alone() {
        let server = Server::new();
        let site = linking(&server, &["/busy", "/gone", "/ok"]);
        ask(&site, now());
        assert_eq!(server.asked(), ["GET /robots.txt", "HEAD /busy"]);
    }

    #[test]
    fn one_silent_address_leaves_no_other_unchecked() {
        let server = Server::new();
        let paths = ["/gone", "/hangs", "/moved", "/ok", "/removed", "/target", "/to-dead", "/x", "/z"];
        let diags = ask(&linking(&server, &paths), now());
        let asked = server.asked();
        for path in paths {
            assert_eq!(
                asked.iter().filter(|line| **line == format!("HEAD {path}")).count(),
                1,
                "{path}: {asked:?}"
            );
        }
        let dead = told(&server, &diags, "dead-link");
        assert!(dead.contains("/gone") && dead.contains("/removed"), "{dead}");
        let unsure = told(&server, &diags, "unchecked-link");
        assert!(unsure.contains("`http://palvelin.fi/hangs`"), "{unsure}");
        assert!(!unsure.contains("/ok`") && !unsure.contains("/target`"), "{unsure}");
    }

    #[test]
    fn circles_are_followed_once_round() {
        let server = Server::new();
        ask(&linking(&server, &["/circle", "/one", "/two"]), now());
        assert_eq!(server.asked(), ["GET /robots.txt", "HEAD /circle", "HEAD /one", "HEAD /two"]);
    }

    #[test]
    fn no_server_has_the_program_ask_private_networks() {
        let server = Server::new();
        let own = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let inside = format!("http://127.0.0.1:{}/salaisuus", own.local_addr().expect("an address").port());
        let other = Server::with_robots(&format!(
            "301 Moved Permanently\r\nLocation: {inside}\r\nConnection: close\r\n\r\n"
        ));
        let diags = ask(&linking(&server, &["/cloud", "/inward", "/ok"]), now());
        ask(&linking(&other, &["/ok"]), now());
        insta::assert_snapshot!("private_link", told(&server, &diags, "unchecked-link"));
        assert_eq!(other.asked(), ["GET /robots.txt", "HEAD /ok"]);
        own.set_nonblocking(true).expect("a listener");
        assert!(own.accept().is_err(), "somebody came");
    }

    #[test]
    fn what_a_site_asks_of_programs_is_honoured() {
        let body =
            "User-agent: *\nDisallow: /\nUser-agent: leader-site\nDisallow: /gone\nDisallow: /*.pdf$\n";
        let server = Server::with_robots(&format!(
            "200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        ));
        let diags = ask(&linking(&server, &["/gone", "/ohje.pdf", "/ok"]), now());
        assert_eq!(server.asked(), ["GET /robots.txt", "HEAD /ok"]);
        assert_eq!(told(&server, &diags, "dead-link"), "");
        insta::assert_snapshot!("robots_link", told(&server, &diags, "unchecked-link"));
        // Rules that cannot be had for now allow nothing; a file without an end is read as far as it is long.
        let ill = Server::with_robots("503 Service Unavailable\r\nConnection: close\r\n\r\n");
        ask(&linking(&ill, &["/ok"]), now());
        assert_eq!(ill.asked(), ["GET /robots.txt"]);
    }

    #[test]
    fn servers_are_asked_politely() {
        let server = Server::new();
        ask(&linking(&server, &["/ok", "/gone", "/moved", "/no-head", "/guard"]), now());
        assert_eq!(server.seen.most_at_once.load(Ordering::SeqCst), 1);
        let requests = server.lock();
        for pair in requests.windows(2) {
            let gap = pair[1].2.duration_since(pair[0].2);
            assert!(gap >= PAUSE, "{} came {gap:?} after {}", pair[1].0, pair[0].0);
        }
        for (_, agent, ..) in requests.iter() {
            assert!(agent.contains("leader-site/") && agent.contains("https://example.org/"), "{agent}");
        }
    }

    #[test]
    fn answers_are_kept() {
        let server = Server::new();
        let site = linking(&server, &["/ok", "/gone", "/guard"]);
        let first = ask(&site, now());
        assert_eq!(server.asked().len(), 6);
        let later = |hours: i64| now().checked_add(Span::new().hours(hours)).expect("a moment");
        let again = ask(&site, now());
        assert_eq!(server.asked(), [""; 0]);
        assert_eq!(again.render(Look::Plain, Tongue::English), first.render(Look::Plain, Tongue::English));
        // Mistakes are asked again soon, what turns programs away after a day, the rest after a week.
        ask(&site, later(2));
        assert_eq!(server.asked(), ["GET /robots.txt", "HEAD /gone", "GET /gone"]);
        ask(&site, later(25));
        assert_eq!(
            server.asked(),
            ["GET /robots.txt", "HEAD /gone", "GET /gone", "HEAD /guard", "GET /guard"]
        );
        ask(&site, later(8 * 24));
        assert_eq!(server.asked().len(), 6);
        // A clock that was wrong, and a cache that cannot be read.
        ask(&site, now());
        assert_eq!(server.asked().len(), 6);
        site.write(".leader-site/links.json", "{\"version\": 1, \"answers\": {\"x");
        ask(&site, now());
        assert_eq!(server.asked().len(), 6);
        assert!(site.path(".leader-site/.gitignore").exists());
    }

    #[test]
    fn without_a_network_one_sentence_is_told() {
        // Nobody listens there.
        let links = "[a](http://a.fi:9/a) [b](http://b.fi:9/b) [c](http://c.fi:9/c)";
        let site = site(&page(links));
        let diags = ask(&site, now());
        insta::assert_snapshot!("no_network", with_code(&diags, "no-network"));
        assert_eq!(with_code(&diags, "unchecked-link"), "");
        // Nothing is learnt from it for later.
        assert!(!site.path(".leader-site/links.json").exists());
    }

    #[test]
    fn addresses_outside_the_pages_are_found() {
        let server = Server::new();
        let gone = format!("{}/gone", server.address);
        let site = site(&format!(
            "-- content/site.yaml --\nname: Leader\nbase_url: https://example.org/\ntheme: plain\n\
             languages: [{{code: fi, name: Suomi}}]\nmenus:\n  fi:\n    main:\n      - {{url: {gone}, title: Muualla}}\n\
             -- themes/plain/templates/not-found.html --\n<a href=\"{gone}?malli\">x</a>\n\
             -- themes/plain/templates/section.html --\n{{% for item in menu.main %}}<a href=\"{{{{ item.url }}}}\">{{{{ item.title }}}}</a>{{% endfor %}}\n"
        ));
        let diags = ask(&site, now());
        let told = told(&server, &diags, "dead-link") + &told(&server, &diags, "unchecked-link");
        assert!(told.contains("content/site.yaml:7:") || told.contains("content/site.yaml:8:"), "{told}");
        assert!(told.contains("themes/plain/templates/not-found.html:1:10"), "{told}");
    }
}
