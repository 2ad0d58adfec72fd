//! The preview: what it serves is what a build would write, whatever was saved and however; and it serves
//! nobody else.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicI8, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use jiff::Span;
use jiff::civil::Date;
use leader_site::diag::Tongue;
use leader_site::serve::{Editor, News, ServeError, Wish, serve};
use serde_json::Value as Json;
use tokio::sync::oneshot;

use crate::fixture::{DAY, Site, site};

/// What must become true is waited for so long. Nothing here takes a hundredth of it, on a machine with ten times
/// the load a tenth.
const PATIENCE: Duration = Duration::from_secs(300);

/// A site with one of each thing that can change.
const SITE: &str = r#"-- content/site.yaml --
name: Leader
base_url: https://example.org/leader/
theme: plain
languages:
  - {code: fi, name: Suomi}
menus:
  fi:
    main:
      - page: rahoitus/index.md
-- content/fi/rahoitus/index.md --
---
title: Rahoitus
---
Tukea haetaan.
-- content/fi/rahoitus/pienhanke.md --
---
title: Pienhanke
description: Pieni hanke.
---
## Tuki {#tuki}

Katso [etusivu](../index.md).
-- content/fi/uutiset/index.md --
---
title: Uutiset
sort: date
feed: true
---
![Kuva](../kuva.svg)
-- content/fi/uutiset/haku.md --
---
title: Haku
date: 2026-11-01
aliases: [/vanha/]
---
Haku on auki. Katso [tuki](../rahoitus/pienhanke.md#tuki).
-- content/fi/etsi.md --
---
title: Etsi
template: search
---
-- content/fi/kuva.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>
-- themes/plain/texts/fi.yaml --
nav: {home: Etusivu, menu: Valikko}
-- themes/plain/static/tyyli.css --
body { color: black }
-- themes/plain/templates/search.html --
{% extends "base.html" %}{% block main %}<p>{{ search_index }}</p>{% for group in all_pages %}<a href="{{ group.url }}">{{ group.title }}</a>
{% for item in group.pages %}<a href="{{ item.url }}">{{ item.title }}</a>{% endfor %}{{ group.left_out }}{% endfor %}{% endblock main %}
-- themes/plain/templates/base.html --
<!doctype html><html lang="{{ lang }}"><head><title>{{ page.title }}</title>
<link rel="stylesheet" href="{{ asset["tyyli.css"] }}"></head><body>
<nav aria-label="{{ t.nav.menu }}">{% for item in menu.main %}<a href="{{ item.url }}">{{ item.title }}</a>{% endfor %}</nav>
{% block main %}{% endblock main %}
</body></html>
"#;

struct Preview {
    address: SocketAddr,
    site: Site,
    news: Receiver<(usize, String)>,
    end: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<Result<(), ServeError>>>,
}

impl Preview {
    fn of(site: Site) -> Self {
        let started = start(&site, 0);
        Self::of_started(site, started)
    }

    fn of_started(site: Site, (address, news, end, thread): Started) -> Self {
        let preview = Self { address, site, news, end: Some(end), thread: Some(thread) };
        preview.told();
        preview
    }

    /// The next thing that the editor is told: how many errors, and what.
    fn told(&self) -> (usize, String) {
        self.news.recv_timeout(PATIENCE).expect("something is told")
    }

    /// Waits until this is told.
    fn until_told(&self, test: impl Fn(usize, &str) -> bool) -> String {
        let start = Instant::now();
        let mut last = String::new();
        while start.elapsed() < PATIENCE {
            if let Ok((errors, text)) = self.news.recv_timeout(Duration::from_millis(100)) {
                if test(errors, &text) {
                    return text;
                }
                last = text;
            }
        }
        panic!("not told; last was:\n{last}");
    }

    fn raw(&self, request: &str) -> Vec<u8> {
        let mut stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time limit");
        stream.write_all(request.as_bytes()).expect("a request");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        answer
    }

    /// Status, headers and body.
    fn get(&self, path: &str) -> (u16, String, Vec<u8>) {
        let answer =
            self.raw(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address));
        let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("headers");
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, head, answer[end + 4..].to_vec())
    }

    fn state(&self) -> Json {
        serde_json::from_slice(&self.get("/.leader-site/state").2).expect("JSON")
    }

    /// What is served in the place of each file that a build would write, without the script.
    fn served(&self, files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        files
            .keys()
            .map(|path| {
                let (status, _, body) = self.get(&format!("/leader/{path}"));
                let body = String::from_utf8_lossy(&body).into_owned();
                let is_lost = path.ends_with("404.html");
                assert!(status == 200 || is_lost, "{path}: {status}");
                (path.clone(), without_script(&body))
            })
            .collect()
    }

    /// Waits until what is served is what a build would write.
    fn settles(&self, what: &str) {
        let fresh = self.site.files();
        let start = Instant::now();
        loop {
            let mut wrong = String::new();
            for (path, wanted) in &fresh {
                let (status, _, body) = self.get(&format!("/leader/{path}"));
                let found = without_script(&String::from_utf8_lossy(&body));
                if status != 200 || found != *wanted {
                    wrong = format!("{path} ({status}):\n{found}\ninstead of\n{wanted}");
                    break;
                }
            }
            if wrong.is_empty() {
                break;
            }
            assert!(start.elapsed() < PATIENCE, "after {what}: {wrong}");
            std::thread::sleep(Duration::from_millis(10));
        }
        assert_eq!(self.served(&fresh), fresh, "{what}");
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        if let Some(end) = self.end.take() {
            let _ = end.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

type Started =
    (SocketAddr, Receiver<(usize, String)>, oneshot::Sender<()>, JoinHandle<Result<(), ServeError>>);

fn start(site: &Site, port: u16) -> Started {
    start_with(Wish {
        root: site.project.root.clone(),
        date: Some(DAY),
        today: || DAY,
        look_at_clock: PATIENCE,
        base_url: None,
        drafts: false,
        port,
        editor: editor(),
    })
}

fn editor() -> Editor {
    Editor::parse("vscode").expect("a known editor")
}

fn start_with(wish: Wish) -> Started {
    let (tell, news) = channel();
    let (listening, heard) = channel();
    let (end, ended) = oneshot::channel();
    let tell = std::sync::Mutex::new((tell, listening));
    let thread = std::thread::spawn(move || {
        let news = move |news: News<'_>| {
            let tell = tell.lock().expect("nobody panics");
            match news {
                News::Listening { url, .. } => drop(tell.1.send(url)),
                News::Told { diags, .. } => {
                    let errors = diags.count(leader_site::diag::Severity::Error);
                    drop(
                        tell.0.send((errors, diags.render(leader_site::diag::Look::Plain, Tongue::English))),
                    );
                }
            }
        };
        serve(wish, Tongue::English, news, async { drop(ended.await) })
    });
    let url = heard.recv_timeout(PATIENCE).expect("an address");
    let address = url.strip_prefix("http://").and_then(|url| url.split('/').next());
    (address.and_then(|address| address.parse().ok()).expect("an address"), news, end, thread)
}

fn without_script(html: &str) -> String {
    let Some(start) = html.find("<script type=\"module\" src=\"/.leader-site/") else {
        return html.to_owned();
    };
    let end = html[start..].find("</script>\n").map_or(html.len(), |at| start + at + "</script>\n".len());
    format!("{}{}", &html[..start], &html[end..])
}

#[test]
fn whatever_changes_the_served_site_is_a_fresh_build() {
    let preview = Preview::of(site(SITE));
    preview.settles("the start");
    let site = &preview.site;
    let write = |path: &str, text: &str| site.write(path, text);
    let page = "---\ntitle: Pienhanke\ndescription: Pieni hanke.\n---\n";

    write("content/fi/rahoitus/pienhanke.md", &format!("{page}## Tuki {{#tuki}}\n\nUutta tekstiä.\n"));
    preview.settles("a text");
    write("content/fi/rahoitus/pienhanke.md", &format!("{page}## Tuki {{#tuki}}\n\nJa [lisää](index.md).\n"));
    preview.settles("another text of the same page");
    write("content/fi/rahoitus/pienhanke.md", "---\ntitle: Pieni hanke\n---\n## Tuki {#tuki}\n");
    preview.settles("a title, shown in the list of its section");
    write("content/fi/rahoitus/index.md", "---\ntitle: Rahat\n---\nTukea haetaan.\n");
    preview.settles("a title, shown in the menu");
    write(
        "content/fi/uutiset/haku.md",
        "---\ntitle: Haku\ndate: 2026-11-02\n---\nEi enää vanhaa osoitetta.\n",
    );
    preview.settles("a date, shown in the feed, and an alias gone");
    write("content/fi/uutiset/toinen.md", "---\ntitle: Toinen\ndate: 2026-11-03\n---\n");
    preview.settles("a new page");
    write("content/fi/kuva.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"2\" height=\"2\"/>");
    preview.settles("a picture");
    let with_picture = fs::read_to_string(site.path("content/fi/uutiset/index.md")).expect("a page");
    write("content/fi/uutiset/index.md", &with_picture.replace("![Kuva](../kuva.svg)", "Ei kuvaa."));
    preview.settles("a picture that no page shows any more");
    write("content/fi/uutiset/index.md", &with_picture);
    preview.settles("a picture that a page shows again");
    write("themes/plain/static/tyyli.css", "body { color: navy }");
    preview.settles("a style");
    assert!(preview.state()["changed"].as_object().is_some_and(|changed| {
        changed.keys().any(|path| path.starts_with("/leader/assets/tyyli."))
            || changed.contains_key("/leader/kuva.svg")
    }));
    write("themes/plain/texts/fi.yaml", "nav: {home: Koti, menu: Lista}\n");
    preview.settles("a text of the theme");
    write(
        "themes/plain/templates/page.html",
        "{% extends \"base.html\" %}{% block main %}<main>{{ page.content | safe }}</main>{% endblock main %}",
    );
    preview.settles("a template");
    write("templates/page.html", "{% extends \"base.html\" %}{% block main %}<p>oma</p>{% endblock main %}");
    preview.settles("a template of the site itself, in a folder that was not there");
    fs::remove_dir_all(site.path("templates")).expect("a folder");
    preview.settles("the folder gone again");
    let settings = fs::read_to_string(site.path("content/site.yaml")).expect("settings");
    write("content/site.yaml", &settings.replace("rahoitus/index.md", "uutiset/index.md"));
    preview.settles("a menu");
    fs::remove_file(site.path("content/fi/uutiset/toinen.md")).expect("a page");
    preview.settles("a page gone");
    assert_eq!(preview.get("/leader/uutiset/toinen/").0, 404);
}

/// The day that the clock shows in the test below, counted from [`DAY`].
static DAYS_LATER: AtomicI8 = AtomicI8::new(0);

fn day_by_the_clock() -> Date {
    DAY.saturating_add(Span::new().days(DAYS_LATER.load(Ordering::SeqCst)))
}

#[test]
fn another_day_is_shown_when_it_begins_and_nothing_was_saved() {
    let (first, second) = (DAY.tomorrow().expect("a day"), DAY.saturating_add(Span::new().days(2)));
    let files = format!(
        "{SITE}-- content/fi/huomenna.md --\n---\ntitle: Huomenna\npublish: {first}\n---\n\
         -- content/fi/huominen.md --\n---\ntitle: Rikki huomisen\npublish: {first}\nexpire: {second}\n---\n[x](ei.md)\n"
    );
    let site = site(&files);
    let started = start_with(Wish {
        root: site.project.root.clone(),
        date: None,
        today: day_by_the_clock,
        look_at_clock: Duration::from_millis(20),
        base_url: None,
        drafts: false,
        port: 0,
        editor: editor(),
    });
    let preview = Preview::of_started(site, started);
    assert_eq!(preview.get("/leader/huomenna/").0, 404);
    // From a site without mistakes to one with a mistake, and from there on.
    DAYS_LATER.store(1, Ordering::SeqCst);
    preview.until_told(|errors, text| errors == 1 && text.contains("ei.md"));
    DAYS_LATER.store(2, Ordering::SeqCst);
    preview.until_told(|errors, _| errors == 0);
    assert_eq!(preview.get("/leader/huomenna/").0, 200);
}

#[test]
fn every_way_of_saving_is_seen() {
    let preview = Preview::of(site(SITE));
    let site = &preview.site;
    let path = "content/fi/rahoitus/index.md";
    let text = |words: &str| format!("---\ntitle: Rahoitus\n---\n{words}\n");

    // A new file in the place of the old one, its name hidden or not.
    for beside in
        ["content/fi/rahoitus/.index.md.swp", "content/fi/rahoitus/index.md.tmp", "content/fi/rahoitus/4913"]
    {
        site.write(beside, text(beside));
        fs::rename(site.path(beside), site.path(path)).expect("renamed");
        preview.settles(beside);
    }
    // The old one is kept under another name, and a new one written.
    fs::rename(site.path(path), site.path("content/fi/rahoitus/index.md~")).expect("renamed");
    site.write(path, text("uusi vanhan tilalle"));
    preview.settles("a backup and a new file");
    // Emptied, and filled a moment later.
    let mut file = fs::File::create(site.path(path)).expect("emptied");
    std::thread::sleep(Duration::from_millis(20));
    file.write_all(text("täytetty").as_bytes()).expect("filled");
    drop(file);
    preview.settles("emptied and filled");
    // In two halves, the first of which is no page.
    site.write(path, "---\ntitle: Raho");
    std::thread::sleep(Duration::from_millis(150));
    site.write(path, text("kaksi osaa"));
    preview.settles("two halves");
    // With a byte order mark and Windows' line ends.
    site.write(path, "\u{feff}---\r\ntitle: Rahoitus\r\n---\r\nWindows\r\n");
    preview.settles("a byte order mark");
    site.write(path, "\u{feff}---\r\ntitle: Rahoitus\r\n---\r\nWindows taas\r\n");
    preview.settles("a byte order mark again");
    // Many files at once, as `git pull` does.
    for number in 0..200 {
        site.write(&format!("content/fi/monta/sivu-{number}.md"), text(&format!("sivu {number}")));
    }
    preview.settles("many files");
    // A folder under another name, and back; then gone.
    fs::rename(site.path("content/fi/monta"), site.path("content/fi/toisaalla")).expect("renamed");
    preview.settles("a folder renamed");
    site.write("content/fi/toisaalla/sivu-1.md", text("muutettu uudessa kansiossa"));
    preview.settles("a page in the renamed folder");
    fs::remove_dir_all(site.path("content/fi/toisaalla")).expect("removed");
    preview.settles("a folder gone");
    // The whole content away, and back.
    fs::rename(site.path("content"), site.path("sisalto")).expect("renamed");
    preview.until_told(|errors, text| errors > 0 && text.contains("content/site.yaml"));
    assert_eq!(preview.get("/leader/rahoitus/").0, 200, "the last good site stays");
    fs::rename(site.path("sisalto"), site.path("content")).expect("renamed");
    preview.settles("the content back");
    site.write(path, text("ja seurataan taas"));
    preview.settles("a page in the content that came back");
}

#[test]
fn mistakes_are_told_and_the_last_good_site_stays() {
    let preview = Preview::of(site(SITE));
    let site = &preview.site;
    let path = "content/fi/rahoitus/index.md";
    let good = "---\ntitle: Rahoitus\n---\nHyvä teksti.\n";
    site.write(path, good);
    preview.settles("a good text");
    let before = preview.get("/leader/rahoitus/").2;

    // What each save does, and what has to be told of it.
    let table: [(&str, &[u8], &str); 6] = [
        (path, b"---\ntitle: Rahoitus\n---\n[rikki](ei-ole.md)\n", "broken-link"),
        (path, b"---\ntitel: Rahoitus\n---\n", "unknown-key"),
        (path, b"---\ntitle: Rahoitus\n---\nP\xe4\xe4t\xf6s\n", "not-utf8"),
        ("content/site.yaml", b"name: [\n", "yaml-syntax"),
        (
            "themes/plain/templates/page.html",
            b"{% extends \"base.html\" %}{% block main %}{{ ei_ole.mitaan }}{% endblock main %}",
            "template-failed",
        ),
        ("themes/plain/templates/page.html", b"{% block %}", "template"),
    ];
    for (path, broken, code) in table {
        let was = fs::read(site.path(path)).expect("a file");
        site.write(path, broken);
        let told = preview.until_told(|errors, text| errors > 0 && text.contains(&format!("[{code}]")));
        assert!(told.contains(path), "{told}");
        let state = preview.state();
        let first = &state["messages"]["list"][0];
        assert_eq!((&first["severity"], &first["code"]), (&"error".into(), &code.into()), "{state}");
        assert_eq!(without_version(&preview.get("/leader/rahoitus/").2), without_version(&before), "{code}");
        site.write(path, was);
        preview.until_told(|errors, _| errors == 0);
        assert_eq!(preview.state()["messages"]["list"], Json::Array(Vec::new()), "{code}");
    }

    // A mistake in the text of a page is mended, and another page is changed while it is there.
    site.write(path, "---\ntitle: Rahoitus\n---\n[rikki](#ei-ole)\n");
    let told = preview.until_told(|errors, _| errors > 0);
    assert!(told.contains("ei-ole"), "{told}");
    site.write(
        "content/fi/rahoitus/pienhanke.md",
        "---\ntitle: Pienhanke\ndescription: Pieni hanke.\n---\n## Tuki\n",
    );
    preview.until_told(|errors, _| errors > 0);
    site.write(path, good);
    preview.settles("both");
    // An anchor that another page leads to.
    site.write(
        "content/fi/rahoitus/pienhanke.md",
        "---\ntitle: Pienhanke\ndescription: Pieni hanke.\n---\n## Raha\n",
    );
    let told = preview.until_told(|errors, _| errors > 0);
    assert!(told.contains("content/fi/uutiset/haku.md") && told.contains("pienhanke.md#tuki"), "{told}");
}

/// A page from the start on which nothing can be shown.
#[test]
fn a_site_with_mistakes_from_the_start() {
    let preview = Preview::of(site("-- content/site.yaml --\nname: Leader\n"));
    let (status, _, body) = preview.get("/");
    let body = String::from_utf8_lossy(&body).into_owned();
    assert!(status == 200 && body.contains("The site has mistakes") && body.contains("client.js"), "{body}");
    assert!(preview.state()["messages"]["mistakes"].as_u64().is_some_and(|mistakes| mistakes > 0));
    let defaults = site("");
    preview.site.write("content/site.yaml", fs::read(defaults.path("content/site.yaml")).expect("settings"));
    preview.until_told(|errors, _| errors == 0);
    assert!(String::from_utf8_lossy(&preview.get("/").2).contains("Etusivu"));
}

#[cfg(unix)]
#[test]
fn links_out_of_the_site_are_not_followed() {
    let preview = Preview::of(site(SITE));
    let secret = preview.site.beside("salaisuus.md");
    fs::write(&secret, "---\ntitle: Salaisuus\n---\n").expect("a file");
    std::os::unix::fs::symlink(&secret, preview.site.path("content/fi/linkki.md")).expect("a link");
    let told = preview.until_told(|errors, _| errors > 0);
    assert!(told.contains("content/fi/linkki.md"), "{told}");
    fs::remove_file(preview.site.path("content/fi/linkki.md")).expect("removed");
    preview.until_told(|errors, _| errors == 0);
}

#[test]
fn reading_is_no_change() {
    let preview = Preview::of(site(SITE));
    let version = preview.state()["version"].clone();
    for _ in 0..3 {
        for path in ["content/fi/rahoitus/index.md", "content/site.yaml", "themes/plain/static/tyyli.css"] {
            fs::read(preview.site.path(path)).expect("a file");
        }
        let _ = fs::read_dir(preview.site.path("content/fi")).expect("a folder").count();
        // What editors keep beside a file while it is open.
        preview.site.write("content/fi/.index.md.swp", "x");
        preview.site.write("content/fi/index.md~", "x");
        fs::remove_file(preview.site.path("content/fi/.index.md.swp")).expect("removed");
        fs::remove_file(preview.site.path("content/fi/index.md~")).expect("removed");
        // Saved without a change.
        preview.site.write("content/fi/rahoitus/index.md", "---\ntitle: Rahoitus\n---\nTukea haetaan.\n");
        std::thread::sleep(Duration::from_millis(60));
    }
    assert_eq!(preview.state()["version"], version);
    assert!(preview.news.try_recv().is_err());
}

#[test]
fn nobody_else_is_served() {
    let preview = Preview::of(site(SITE));
    fs::write(preview.site.beside("salaisuus.txt"), "salaisuus").expect("a file");
    let status = |request: &str| {
        let answer = String::from_utf8_lossy(&preview.raw(request)).into_owned();
        assert!(!answer.contains("salaisuus") && !answer.contains("base_url"), "{request}: {answer}");
        answer.split(' ').nth(1).unwrap_or_default().to_owned()
    };
    let get = |path: &str, host: &str| {
        status(&format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"))
    };
    for host in ["localhost", "localhost:1", "127.0.0.1:4400", "[::1]:4400", "LOCALHOST"] {
        assert_eq!(get("/leader/", host), "200", "{host}");
    }
    for host in [
        "example.org",
        "evil.example:4400",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "169.254.169.254",
        "",
    ] {
        assert_eq!(get("/leader/", host), "421", "{host}");
        assert_eq!(get("/.leader-site/state", host), "421", "{host}");
    }
    assert_ne!(status("GET /leader/ HTTP/1.1\r\nConnection: close\r\n\r\n"), "200");
    for path in [
        "/leader/../content/site.yaml",
        "/leader/../../salaisuus.txt",
        "/../../../../../../etc/passwd",
        "/leader/%2e%2e/content/site.yaml",
        "/leader/..%2fcontent%2fsite.yaml",
        "/leader/%2e%2e%2f%2e%2e%2fsalaisuus.txt",
        "/leader/%252e%252e/salaisuus.txt",
        "/leader//etc/passwd",
        "//etc/passwd",
        "/leader/..\\..\\salaisuus.txt",
        "/leader/%5c..%5csalaisuus.txt",
        "/leader/%00",
        "/leader/index.html%00.txt",
        "/content/site.yaml",
        "/leader/content/site.yaml",
        "/leader/.leader-site/last-build",
        "/.leader-site/",
        "/.leader-site/../content/site.yaml",
    ] {
        let answered = get(path, "localhost");
        assert!(matches!(answered.as_str(), "404" | "400"), "{path}: {answered}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
        let request = format!(
            "{method} /leader/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
        assert_eq!(status(&request), "405", "{method}");
    }
    // Nothing is bound but loopback.
    assert!(preview.address.ip().is_loopback());
}

#[test]
fn addresses_are_those_of_a_host() {
    let preview = Preview::of(site(SITE));
    let location = |path: &str| {
        let (status, head, _) = preview.get(path);
        let location = head.lines().find_map(|line| line.strip_prefix("location: "));
        (status, location.unwrap_or_default().to_owned())
    };
    assert_eq!(location("/"), (307, "/leader/".to_owned()));
    assert_eq!(location("/leader"), (307, "/leader/".to_owned()));
    assert_eq!(location("/leader/rahoitus"), (307, "/leader/rahoitus/".to_owned()));
    assert_eq!(location("/leader/rahoitus?a=b"), (307, "/leader/rahoitus/?a=b".to_owned()));
    let kind = |path: &str| {
        let (_, head, _) = preview.get(path);
        head.lines().find_map(|line| line.strip_prefix("content-type: ")).unwrap_or_default().to_owned()
    };
    assert_eq!(kind("/leader/rahoitus/"), "text/html; charset=utf-8");
    assert_eq!(kind("/leader/kuva.svg"), "image/svg+xml; charset=utf-8");
    assert_eq!(kind("/leader/sitemap.xml"), "text/xml; charset=utf-8");
    let (status, _, body) = preview.get("/leader/ei-ole/");
    assert_eq!((status, String::from_utf8_lossy(&body).contains("Ei löydy")), (404, true));
}

#[test]
fn the_next_free_port_is_taken() {
    let site = site(SITE);
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let (address, _news, end, thread) = start(&site, port);
    assert!(address.port() > port, "{address}");
    end.send(()).expect("it listens");
    assert!(thread.join().expect("no panic").is_ok());
}

fn without_version(html: &[u8]) -> String {
    without_script(&String::from_utf8_lossy(html))
}

#[test]
fn a_rule_reaches_every_page_that_shows_it() {
    let site = site(SITE);
    for (name, text) in crate::project::rule_texts() {
        site.write(&format!("content/rules/{name}.yaml"), text);
    }
    site.write(
        "content/fi/rahoitus/talkoot.md",
        "---\ntitle: Talkoot\n---\nTekijä on {{ param.volunteer_age_min }}.\n",
    );
    let preview = Preview::of(site);
    preview.settles("the start");
    let site = &preview.site;
    let path = "content/rules/parameters.yaml";
    let rules = fs::read_to_string(site.path(path)).expect("rules");
    assert!(rules.contains("value: 15 years"));
    site.write(path, rules.replace("value: 15 years", "value: 61 years"));
    preview.settles("a value");
    assert!(String::from_utf8_lossy(&preview.get("/leader/rahoitus/talkoot/").2).contains(">61 vuotta<"));
    let texts = "content/rules/texts/fi.yaml";
    let words = fs::read_to_string(site.path(texts)).expect("texts");
    site.write("content/fi/rahoitus/index.md", "---\ntitle: Rahoitus\n---\n{{ funding_types }}\n");
    site.write(
        "themes/plain/templates/blocks/funding_types.html",
        "{% for type in block.types %}{{ type.name }}\n{% endfor %}",
    );
    preview.settles("a block and its template");
    site.write(texts, words.replace("name: Pieni kehittämishanke", "name: Pikkuinen kehittämishanke"));
    preview.settles("a text of the rules");
    assert!(String::from_utf8_lossy(&preview.get("/leader/rahoitus/").2).contains("Pikkuinen"));
    // An example that no longer holds: what was shown stays.
    site.write(path, rules.replace("value: 90 %", "value: 80 %"));
    let told = preview.until_told(|errors, text| errors > 0 && text.contains("[example-differs]"));
    assert!(told.contains("content/rules/examples.yaml"), "{told}");
    assert!(String::from_utf8_lossy(&preview.get("/leader/rahoitus/talkoot/").2).contains(">61 vuotta<"));
}

/// Whom a request means is said once: those between a browser and here might read it otherwise.
#[test]
fn requests_that_name_two_hosts_are_not_answered() {
    let preview = Preview::of(site(SITE));
    let status = |head: &str| {
        let answer = preview.raw(&format!("{head}Connection: close\r\n\r\n"));
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert!(!answer.contains("Tukea haetaan") || answer.starts_with("HTTP/1.1 200"), "{head}: {answer}");
        answer.split(' ').nth(1).unwrap_or_default().to_owned()
    };
    let path = "/leader/rahoitus/";
    for hosts in [
        ["localhost", "localhost"],
        ["localhost", "evil.example"],
        ["evil.example", "localhost"],
        ["localhost", ""],
        ["127.0.0.1", "[::1]"],
    ] {
        let [first, second] = hosts;
        assert_eq!(
            status(&format!("GET {path} HTTP/1.1\r\nHost: {first}\r\nHost: {second}\r\n")),
            "400",
            "{hosts:?}"
        );
        assert_eq!(
            status(&format!("GET {path} HTTP/1.1\r\nhost: {first}\r\nX: y\r\nHOST: {second}\r\n")),
            "400"
        );
    }
    for (address, host, expected) in [
        ("http://localhost", "localhost", "200"),
        ("http://127.0.0.1:4400", "localhost", "200"),
        ("HTTP://LOCALHOST", "localhost", "200"),
        ("http://evil", "localhost", "421"),
        ("http://evil.example:4400", "localhost", "421"),
        ("http://localhost.evil.example", "localhost", "421"),
        ("http://localhost@evil.example", "localhost", "421"),
        ("http://evil.example@localhost", "localhost", "421"),
        ("http://localhost", "evil.example", "421"),
        ("https://localhost", "localhost", "421"),
        ("ftp://localhost", "localhost", "421"),
    ] {
        assert_eq!(
            status(&format!("GET {address}{path} HTTP/1.1\r\nHost: {host}\r\n")),
            expected,
            "{address} {host}"
        );
    }
    for (request, known) in [
        ("CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n", &["400", "405", "421"]),
        ("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n", &["400", "405", "421"]),
        ("GET * HTTP/1.1\r\nHost: localhost\r\n", &["400", "404", "421"]),
    ] {
        let found = status(request);
        assert!(known.contains(&found.as_str()), "{request}: {found}");
    }
}

/// What comes with a request is not waited for, and not kept.
#[test]
fn requests_that_bring_much_are_cut_short() {
    let preview = Preview::of(site(SITE));
    let status = |request: &str| {
        let answer = String::from_utf8_lossy(&preview.raw(request)).into_owned();
        answer.split(' ').nth(1).unwrap_or_default().to_owned()
    };
    let get = "GET /leader/ HTTP/1.1\r\nHost: localhost\r\n";
    // A body that never comes; the connection ends all the same.
    assert_eq!(status(&format!("{get}Content-Length: 1000000000\r\n\r\n")), "200");
    assert_eq!(status(&format!("{get}Transfer-Encoding: chunked\r\n\r\nffffffff\r\n")), "200");
    let many: String = (0..5000).map(|number| format!("X-{number}: y\r\n")).collect();
    assert_eq!(status(&format!("{get}{many}\r\n")), "431");
    for nonsense in ["\0\0\0\0\r\n\r\n", "GET\r\n\r\n", "\u{16}\u{3}\u{1}\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"]
    {
        assert!(matches!(status(nonsense).as_str(), "400" | "" | "505"), "{nonsense:?}");
    }
    assert_eq!(preview.get("/leader/rahoitus/").0, 200);
}

/// Connections that say nothing, or half of something, keep nobody else waiting, and do not stay.
#[test]
fn connections_that_say_nothing_are_closed() {
    // Both ends of each are in this process.
    let mut files = rustix::process::getrlimit(rustix::process::Resource::Nofile);
    files.current = files.maximum;
    let _ = rustix::process::setrlimit(rustix::process::Resource::Nofile, files);
    let preview = Preview::of(site(SITE));
    let starts = [
        "",
        "G",
        "GET /leader/ HTTP/1.1\r\nHost: loc",
        "GET /leader/rahoitus/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ];
    let mut held = Vec::new();
    let mut slowest = Duration::ZERO;
    for number in 0..2000 {
        let Ok(mut stream) = TcpStream::connect(preview.address) else { break };
        // One that was closed already takes no more.
        let _ = stream.write_all(starts[number % starts.len()].as_bytes());
        held.push(stream);
        if number % 200 == 0 {
            let start = Instant::now();
            assert_eq!(preview.get("/leader/rahoitus/").0, 200, "beside {number} others");
            slowest = slowest.max(start.elapsed());
        }
    }
    assert!(held.len() > 900, "only {} connections could be opened here", held.len());
    assert_eq!(preview.get("/leader/rahoitus/").0, 200);
    eprintln!("{} connections; the slowest page took {slowest:?}", held.len());
    for mut stream in held {
        stream.set_read_timeout(Some(PATIENCE)).expect("a time limit");
        // The end, or a reset: anything but a wait without end.
        let mut rest = Vec::new();
        if let Err(error) = stream.read_to_end(&mut rest) {
            assert!(
                !matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut),
                "{error}"
            );
        }
    }
    assert_eq!(preview.get("/leader/rahoitus/").0, 200);
}

#[test]
fn what_never_ends_does_not_end_the_preview() {
    let preview = Preview::of(site(SITE));
    let site = &preview.site;
    let template = "themes/plain/templates/not-found.html";
    let loops = "{% for a in range(end=20000) %}{% for b in range(end=20000) %}{% endfor %}{% endfor %}";
    let long_title = format!("---\ntitle: {}\n---\n", "[".repeat(50_000));
    let rest: [(&str, String, &str); 5] = [
        (template, loops.to_owned(), "template-failed"),
        (
            template,
            format!("{{% if a %}}{}{{% endif %}}", "{% elif b %}".repeat(10_000)),
            "template-branches",
        ),
        (template, format!("{{{{ 1{} }}}}", " + 1".repeat(10_000)), "error[template]"),
        ("content/fi/etsi.md", long_title, "yaml-syntax"),
        ("content/fi/etsi.md", "---\ntitle: a\u{7}b\n---\n".to_owned(), "hidden-character"),
    ];
    for (path, text, code) in rest {
        let before = fs::read(site.path(path)).expect("a file");
        site.write(path, text);
        preview.until_told(|errors, said| errors > 0 && said.contains(code));
        assert_eq!(preview.get("/leader/rahoitus/").0, 200, "{code}");
        site.write(path, before);
        preview.until_told(|errors, _| errors == 0);
    }
    // A pipe in the place of a page is not waited for.
    #[cfg(unix)]
    {
        use rustix::fs::{CWD, FileType, Mode, mknodat};
        let pipe = site.path("content/fi/putki.md");
        mknodat(CWD, &pipe, FileType::Fifo, Mode::from_raw_mode(0o644), 0).expect("a pipe");
        preview.until_told(|errors, said| errors > 0 && said.contains("special-file"));
        fs::remove_file(pipe).expect("gone");
        preview.until_told(|errors, _| errors == 0);
    }
}
