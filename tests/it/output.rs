//! The output folder: swapped as a whole, never over something else, and not touched in vain.

use std::collections::BTreeMap;
use std::fs::{self, File, FileTimes};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use leader_site::diag::{Diagnostics, Look};
use leader_site::{Built, Failure};

use crate::fixture::{Site, on_disk, site};

const PAGES: &str = "-- content/fi/a.md --\n---\ntitle: A\n---\nTeksti\n-- content/fi/b.md --\n---\ntitle: B\n---\n[a](a.md) ![k](kuva.svg)\n-- content/fi/kuva.svg --\n<svg/>\n";

fn build(site: &Site, out: &Path) -> Result<Built, String> {
    let mut diags = Diagnostics::new();
    leader_site::build(&site.project, out, &|_| {}, &mut diags).map_err(|failure| match failure {
        Failure::Mistakes => diags.render(Look::Plain, leader_site::diag::Tongue::English),
        Failure::Disk(error) => error.words().en.into_owned(),
    })
}

fn built(site: &Site, out: &Path) -> bool {
    build(site, out).unwrap_or_else(|errors| panic!("{errors}")).unchanged.is_none()
}

/// When each file was changed.
fn times(folder: &Path) -> BTreeMap<String, SystemTime> {
    let modified =
        |path: &String| fs::metadata(folder.join(path)).and_then(|file| file.modified()).expect("a time");
    on_disk(folder).into_keys().map(|path| (path.clone(), modified(&path))).collect()
}

/// Moves the times of all files an hour back, so that a new one shows.
fn age(folder: &Path) {
    let old = FileTimes::new().set_modified(SystemTime::now() - Duration::from_secs(3600));
    for path in on_disk(folder).into_keys() {
        File::options()
            .write(true)
            .open(folder.join(path))
            .and_then(|file| file.set_times(old))
            .expect("a time");
    }
}

/// What lies in the folder beside the site.
fn beside(site: &Site) -> Vec<String> {
    let folder = site.beside("");
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn the_disk_gets_what_memory_gets() {
    let site = site(PAGES);
    let out = site.beside("out");
    assert!(built(&site, &out));
    let mut written = on_disk(&out);
    let manifest = written.remove(".leader-site.json").expect("the manifest");
    assert_eq!(written, site.files());
    insta::assert_snapshot!(manifest, @r#"
    {"made_by":"leader-site","files":{
    "404.html":"e50659296355820fb4f1286ad7d1b25e",
    "a/index.html":"46fb71ae037e29ffdcccbf42e787608b",
    "b/index.html":"1fe91fde4af8d74b06b6dc56af75cc0e",
    "index.html":"27c014c4cec27e74a50ea117d2d3cabc",
    "kuva.svg":"ac5a2dfb43dff9a10870b086421cfc47",
    "robots.txt":"c4af1c0cadef988ee85871f0a0e88fdc",
    "sitemap.xml":"9020fc46c98341b15edb3503329ea275"
    }}
    "#);
    assert_eq!(beside(&site), ["out", "site"]);
}

#[test]
fn only_what_changed_gets_a_new_time() {
    let site = site(PAGES);
    let out = site.beside("out");
    assert!(built(&site, &out));
    age(&out);
    let before = times(&out);
    site.write("content/fi/a.md", "---\ntitle: A\n---\nUutta\n");
    site.write("content/fi/b.md", "---\ntitle: B\n---\n[a](a.md)\n");
    fs::remove_file(site.path("content/fi/kuva.svg")).expect("removed");
    assert!(built(&site, &out));
    let after = times(&out);
    let changed: Vec<&str> = after
        .iter()
        .filter(|(path, time)| before.get(*path) != Some(time))
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(changed, [".leader-site.json", "a/index.html", "b/index.html"]);
    let gone: Vec<&String> = before.keys().filter(|path| !after.contains_key(*path)).collect();
    assert_eq!(gone, ["kuva.svg"]);
    assert_eq!(beside(&site), ["out", "site"]);
}

#[test]
fn a_mistake_leaves_the_old_output() {
    let site = site(PAGES);
    let out = site.beside("out");
    assert!(built(&site, &out));
    let before = (on_disk(&out), times(&out));
    site.write("content/fi/a.md", "---\ntitle: A\n---\n[rikki](x.md)\n");
    assert!(build(&site, &out).expect_err("a mistake").contains("broken-link"));
    assert_eq!((on_disk(&out), times(&out)), before);
    assert_eq!(beside(&site), ["out", "site"]);
}

#[test]
fn folders_that_are_not_ours_are_refused() {
    let site = site(PAGES);
    let foreign = site.beside("valokuvat");
    fs::create_dir(&foreign).expect("a folder");
    fs::write(foreign.join("kesa.jpg"), "x").expect("a file");
    let file = site.beside("tiedosto");
    fs::write(&file, "x").expect("a file");
    let mut refusals = Vec::new();
    for out in [
        foreign.clone(),
        file,
        site.project.root.clone(),
        site.path("content"),
        site.path("content/fi/uusi/out"),
        site.path("themes/../static/out"),
        site.beside(""),
        PathBuf::from("/"),
    ] {
        let message = build(&site, &out).expect_err("refused");
        let root = site.beside("").canonicalize().expect("a folder");
        refusals.push(message.replace(&*root.to_string_lossy(), "…"));
    }
    insta::assert_snapshot!(refusals.join("\n"), @"
    `…/valokuvat` is not taken as the output folder: it holds files that this program did not write; name an empty or a new folder with `--out`
    `…/tiedosto` is not taken as the output folder: it is a file
    `…/site` is not taken as the output folder: the sources of the site lie in it
    `…/site/content` is not taken as the output folder: it lies among the sources, in `content`
    `…/site/content/fi/uusi/out` is not taken as the output folder: it lies among the sources, in `content`
    `…/site/static/out` is not taken as the output folder: it lies among the sources, in `static`
    `…` is not taken as the output folder: the sources of the site lie in it
    `/` is not taken as the output folder: the sources of the site lie in it
    ");
    assert_eq!(on_disk(&foreign).len(), 1);
    // An empty folder is as good as none.
    let empty = site.beside("tyhja");
    fs::create_dir(&empty).expect("a folder");
    assert!(built(&site, &empty));
    assert_eq!(beside(&site), ["site", "tiedosto", "tyhja", "valokuvat"]);
}

#[test]
fn the_output_may_lie_in_the_site() {
    let site = site(PAGES);
    let out = site.path("public");
    assert!(built(&site, &out));
    assert!(!built(&site, &out));
    assert!(out.join("a/index.html").is_file());
}

#[test]
fn what_a_killed_build_left_is_cleared_away() {
    let site = site(PAGES);
    let out = site.beside("out");
    assert!(built(&site, &out));
    // Killed while it wrote.
    let room = site.beside(".out.leader-site-4194303");
    fs::create_dir_all(room.join("site/a")).expect("a folder");
    fs::write(room.join("lock"), "").expect("a file");
    fs::write(room.join("site/a/index.html"), "puoli").expect("a file");
    // A name that is like ours and is not.
    fs::create_dir(site.beside(".out.leader-site-oma")).expect("a folder");
    site.write("content/fi/a.md", "---\ntitle: A\n---\nUutta\n");
    assert!(built(&site, &out));
    assert_eq!(beside(&site), [".out.leader-site-oma", "out", "site"]);

    // A version before this one left its lock empty; ours says whose it was.
    fs::create_dir_all(room.join("site/a")).expect("a folder");
    fs::write(room.join("lock"), "leader-site staging folder\nlock: held\nprocess: 4194303\n")
        .expect("a file");
    site.write("content/fi/a.md", "---\ntitle: A\n---\nUudempaa\n");
    assert!(built(&site, &out));
    assert_eq!(beside(&site), [".out.leader-site-oma", "out", "site"]);

    // Killed in the middle of a swap in two steps: the old output is given back even if the build fails.
    let before = on_disk(&out);
    fs::create_dir(&room).expect("a folder");
    fs::rename(&out, room.join("old")).expect("moved");
    site.write("content/fi/a.md", "---\ntitle: A\n---\n<br>\n");
    assert!(build(&site, &out).is_err());
    assert_eq!(on_disk(&out), before);
    assert_eq!(beside(&site), [".out.leader-site-oma", "out", "site"]);
}

#[test]
fn one_thread_gives_the_same_bytes_as_two() {
    let mut files = String::from(PAGES);
    for page in 0..200 {
        files.push_str(&format!("-- content/fi/o/n{page}.md --\n---\ntitle: Sivu {page}\ndate: 2026-01-{:02}\n---\n## Väli\n\n[a](../a.md) [b](n{}.md)\n", page % 28 + 1, (page + 1) % 200));
    }
    files.push_str(
        "-- content/fi/o/index.md --\n---\ntitle: Osa\nfeed: true\nper_page: 20\naliases: [/vanha/]\n---\n",
    );
    let site = site(&files);
    let output = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let out = site.beside(&format!("out-{threads}"));
        pool.install(|| assert!(built(&site, &out)));
        on_disk(&out)
    };
    let (one, two) = (output(1), output(2));
    assert!(one == two && one.len() > 210);
    // And so do messages.
    site.write("content/fi/o/n7.md", "---\ntitle: Sivu\nx: 1\n---\n[y](y.md)\n");
    site.write("content/fi/o/n150.md", "---\ntitle: Sivu\nx: 1\n---\n[y](y.md)\n");
    let messages = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| site.build().expect_err("mistakes"))
    };
    assert_eq!(messages(1), messages(2));
}

// Nothing changed ---------------------------------------------------------------------------------

#[test]
fn nothing_is_built_while_nothing_has_changed() {
    let mut site = site(PAGES);
    let out = site.beside("out");
    assert!(built(&site, &out));
    assert!(!built(&site, &out));
    assert!(!built(&site, &out));
    site.project.drafts = true;
    assert!(built(&site, &out));
    site.project.date = "2026-12-01".parse().expect("a date");
    assert!(built(&site, &out));
    assert!(!built(&site, &out));
    assert!(built(&site, &site.beside("toinen")));
}

#[test]
fn every_change_is_noticed() {
    let site = site(&format!("{PAGES}-- content/fi/luonnos.md --\n---\ntitle: L\ndraft: true\n---\n"));
    let out = site.beside("out");
    let svg = site.path("content/fi/kuva.svg");
    let times = fs::metadata(&svg).and_then(|file| file.modified()).expect("a time");
    let steps: [(&str, &dyn Fn()); 12] = [
        ("the first build", &|| {}),
        ("a page of the same length", &|| site.write("content/fi/a.md", "---\ntitle: A\n---\nTekst2\n")),
        ("a new page", &|| site.write("content/fi/uusi/c.md", "---\ntitle: C\n---\n")),
        ("a page that is gone", &|| fs::remove_file(site.path("content/fi/uusi/c.md")).expect("removed")),
        ("a picture with its old time", &|| {
            site.write("content/fi/kuva.svg", "<svg />");
            let file = File::options().write(true).open(&svg).expect("a file");
            file.set_times(FileTimes::new().set_modified(times)).expect("a time");
        }),
        ("a template", &|| {
            site.write("themes/plain/templates/article.html", "{% extends \"page.html\" %}\n")
        }),
        ("a template of the site's own", &|| site.write("templates/osa.html", "x")),
        ("settings", &|| {
            let path = site.path("content/site.yaml");
            let text = fs::read_to_string(&path).expect("settings");
            fs::write(path, text.replace("name: Leader", "name: Leaser")).expect("settings");
        }),
        ("a draft", &|| site.write("content/fi/luonnos.md", "---\ntitle: L\ndraft: true\n---\nx\n")),
        ("an output of the same length", &|| {
            let path = out.join("robots.txt");
            let text = fs::read_to_string(&path).expect("an output");
            fs::write(path, text.replace("Allow", "Allew")).expect("an output");
        }),
        ("an output that is gone", &|| fs::remove_file(out.join("b/index.html")).expect("removed")),
        ("a memory that was spoiled", &|| {
            let path = site.path(".leader-site/last-build");
            let mut bytes = fs::read(&path).expect("a memory");
            bytes[40] ^= 1;
            fs::write(path, bytes).expect("a memory");
        }),
    ];
    for (what, change) in steps {
        change();
        assert!(built(&site, &out), "{what} was not noticed");
        let mut written = on_disk(&out);
        written.remove(".leader-site.json");
        assert!(written == site.files(), "{what} was not mended");
        assert!(!built(&site, &out), "built again after {what}");
    }
}

#[test]
fn warnings_are_shown_again() {
    let site = site("-- content/en/a.md --\n---\ntitle: A\n---\n");
    let out = site.beside("out");
    assert!(built(&site, &out));
    let warnings = build(&site, &out).expect("built").unchanged.expect("nothing changed");
    assert!(warnings.en.contains("content/en"), "{warnings:?}");
}
