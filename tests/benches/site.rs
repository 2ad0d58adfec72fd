//! How fast a large site is built: 1 000 and 10 000 pages, on the disk and in memory.
//!
//! Beside each time stands what it is to be compared with in the same run: a copy of the finished
//! output with `cp -r`, and a bare probe that lists, reads, parses, makes folders and writes without
//! templates, links, hashes or checks.
//!
//! ```text
//! cargo bench --bench site                 all of it
//! cargo bench --bench site -- 10000 memory            only runs whose name holds these words
//! cargo bench --bench site -- generate 10000 FOLDER   only writes the sources of such a site
//! cargo bench --bench site -- looks 2000              what the looks at finished files and syncing cost, of a build
//! cargo bench --bench site -- lines                   how the time of a check grows with the length of a text
//! cargo bench --bench site -- probe FOLDER OUT        only runs the bare probe on such a site
//! ```

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rayon::prelude::*;

const RUNS: usize = 5;

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    if let [generate, pages, folder] = wanted.as_slice()
        && generate == "generate"
    {
        return self::generate(Path::new(folder), pages.parse().expect("a number of pages"));
    }
    if let [probe, folder, out] = wanted.as_slice()
        && probe == "probe"
    {
        return println!("{} ms", bare_probe(Path::new(folder), Path::new(out)).as_millis());
    }
    if let [looks, pages] = wanted.as_slice()
        && looks == "looks"
    {
        return self::looks(pages.parse().expect("a number of pages"));
    }
    if wanted.first().is_some_and(|word| word == "lines") {
        return lines();
    }
    println!(
        "{:<16} {:>8} {:>8} {:>8} {:>8} {:>9} {:>9} {:>9} {:>8} {:>8}",
        "run", "cold", "probe", "cp -r", "again", "unchanged", "one edit", "1 thread", "memory", "files"
    );
    for pages in [1_000, 10_000] {
        for (place, root) in
            [("memory", Path::new("/dev/shm")), ("disk", Path::new(env!("CARGO_TARGET_TMPDIR")))]
        {
            let name = format!("{pages} {place}");
            if root.is_dir() && wanted.iter().all(|word| name.contains(word.as_str())) {
                measure(&name, pages, &root.join(format!("leader-site-bench-{}", std::process::id())));
            }
        }
    }
}

fn measure(name: &str, pages: usize, room: &Path) {
    let _ = fs::remove_dir_all(room);
    let site = room.join("site");
    generate(&site, pages);
    let out = room.join("out");

    let mut cold = Vec::new();
    let mut probe = Vec::new();
    let mut copy = Vec::new();
    let mut alone = Vec::new();
    let mut memory = 0;
    for _ in 0..RUNS {
        clear(&site, &out);
        let (time, peak) = build(&site, &out, 2);
        cold.push(time);
        memory = memory.max(peak);

        let copied = room.join("copy");
        let start = Instant::now();
        let done = Command::new("cp").arg("-r").arg(&out).arg(&copied).status().expect("cp runs");
        copy.push(start.elapsed());
        assert!(done.success());
        remove(&copied);

        let probed = room.join("probe");
        probe.push(bare_probe(&site, &probed));
        remove(&probed);
    }
    for _ in 0..2 {
        clear(&site, &out);
        alone.push(build(&site, &out, 1).0);
    }
    let unchanged: Vec<Duration> = (0..RUNS).map(|_| build(&site, &out, 2).0).collect();
    let again: Vec<Duration> = (0..RUNS)
        .map(|_| {
            remove(&site.join(".leader-site"));
            build(&site, &out, 2).0
        })
        .collect();
    let edited: Vec<Duration> = (0..RUNS)
        .map(|run| {
            let page = site.join("content/fi/osa-3/sivu-7.md");
            let text = fs::read_to_string(&page).expect("a page");
            fs::write(&page, format!("{text}\nLisäys {run}.\n")).expect("a page");
            build(&site, &out, 2).0
        })
        .collect();
    let files = walkdir::WalkDir::new(&out).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let files = files.count();
    let ms = |times: &[Duration]| format!("{} ms", times.iter().min().map_or(0, Duration::as_millis));
    println!(
        "{name:<16} {:>8} {:>8} {:>8} {:>8} {:>9} {:>9} {:>9} {:>5} MB {files:>8}",
        ms(&cold),
        ms(&probe),
        ms(&copy),
        ms(&again),
        ms(&unchanged),
        ms(&edited),
        ms(&alone),
        memory / 1024,
    );
    let ratio = |times: &[Duration], to: &[Duration]| {
        let least = |times: &[Duration]| times.iter().min().map_or(0.0, Duration::as_secs_f64);
        least(times) / least(to)
    };
    println!(
        "{:<16} cold is {:.2} of the probe and {:.2} of the copy; unchanged is {:.3} of cold",
        "",
        ratio(&cold, &probe),
        ratio(&cold, &copy),
        ratio(&unchanged, &cold)
    );
    remove(room);
}

/// What parts of a build cost by themselves, with two threads: the sweep over finished files, the look at their
/// policies, and seeing to it that all is on the disk.
fn looks(pages: usize) {
    let room =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("leader-site-bench-{}", std::process::id()));
    let _ = fs::remove_dir_all(&room);
    let (site, out) = (room.join("site"), room.join("out"));
    generate(&site, pages);
    let mut whole = Vec::new();
    let mut parts: [Vec<Duration>; 3] = Default::default();
    let base = leader_site::model::site::BaseUrl::parse("https://example.org/").expect("an address");
    let threads = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("two threads");
    for _ in 0..RUNS {
        clear(&site, &out);
        whole.push(build(&site, &out, 2).0);
        let files: Vec<(String, Vec<u8>)> = walkdir::WalkDir::new(&out)
            .into_iter()
            .flatten()
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                let path =
                    entry.path().strip_prefix(&out).expect("a path inside").to_string_lossy().into_owned();
                (path, fs::read(entry.path()).expect("a file"))
            })
            .collect();
        let looks = leader_site::render::Looks::new(&base);
        let each = |look: &(dyn Fn(&str, &[u8]) + Sync)| {
            let start = Instant::now();
            threads.install(|| files.par_iter().for_each(|(path, bytes)| look(path, bytes)));
            start.elapsed()
        };
        parts[0].push(each(&|path, bytes| looks.sweep(path, bytes)));
        parts[1].push(each(&|path, bytes| looks.policy(path, bytes)));
        let copied = room.join("copy");
        copy_folder(&out, &copied);
        let start = Instant::now();
        rustix::fs::syncfs(fs::File::open(&copied).expect("a folder")).expect("the disk");
        parts[2].push(start.elapsed());
        remove(&copied);
    }
    let least = |times: &[Duration]| times.iter().min().map_or(0.0, Duration::as_secs_f64);
    println!("{pages} pages: a build takes {:.0} ms", least(&whole) * 1000.0);
    for (name, times) in ["sweep", "policy", "syncing"].into_iter().zip(&parts) {
        println!(
            "{name:<8} {:>7.1} ms, {:.3} of the build",
            least(times) * 1000.0,
            least(times) / least(&whole)
        );
    }
    remove(&room);
}

/// How the time of a check grows where a text becomes eight times as long, in lines and paragraphs that no
/// person writes: eight is in line with the length, 64 with its square.
fn lines() {
    let room =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("leader-site-bench-{}", std::process::id()));
    for piece in [
        "a",
        "a*b*",
        "1",
        "[",
        "(",
        "\"",
        "&",
        ".",
        "http://",
        "{{",
        "|",
        "| a ",
        "_a",
        "__a",
        "** a ",
        "<",
        "`",
        "`a``b",
        "![",
        "\\",
        "~",
        "^",
        "$",
        "#",
        "- ",
        "> ",
        ",",
        "😀",
        "ä",
        "a_b*c[d](e\"f&g.h{i|",
        "[a](",
        "050 123 4567 ",
        "8 000 € ",
        "www.a.",
        "a@",
        "mm. ",
        "KIIRE ",
        "\"a",
        "'a",
        "[^1]",
        "{{ x }}",
        "<a ",
        "\u{a0}",
    ] {
        let mut times = Vec::new();
        for length in [60_000, 480_000] {
            let _ = fs::remove_dir_all(&room);
            write(
                &room.join("content/site.yaml"),
                "name: Leader\nbase_url: https://example.org/\ntheme: leader\nlanguages: [{code: fi, name: Suomi}]\n\
                 contact: {email: a@example.org, phone: +358 00 000 0000, address: Joensuu}\n",
            );
            copy_folder(
                &Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/leader"),
                &room.join("themes/leader"),
            );
            write(&room.join("content/fi/index.md"), "---\ntitle: Etusivu\n---\n");
            let base = check(&room);
            let line = piece.repeat(30_000 / piece.len());
            let lines = length / 30_000;
            write(
                &room.join("content/fi/sivu.md"),
                &format!("---\ntitle: Sivu\n---\n{}", format!("{line}\n").repeat(lines)),
            );
            times.push(check(&room).saturating_sub(base).as_secs_f64().max(0.001));
        }
        println!(
            "{piece:<24?} {:>8.0} ms {:>8.0} ms, {:.1} times",
            times[0] * 1000.0,
            times[1] * 1000.0,
            times[1] / times[0]
        );
    }
    remove(&room);
}

fn check(site: &Path) -> Duration {
    let start = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_leader-site"));
    command.args(["check", "--offline", "--date", "2026-11-21", "--site"]).arg(site);
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("the program runs");
    assert!(matches!(status.code(), Some(0 | 1)), "{status}");
    start.elapsed()
}

fn remove(folder: &Path) {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => panic!("{}: {error}", folder.display()),
        _ => {}
    }
}

fn clear(site: &Path, out: &Path) {
    remove(out);
    remove(&site.join(".leader-site"));
}

/// Runs the program; gives back its time and its peak memory in kB.
fn build(site: &Path, out: &Path, threads: usize) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_leader-site"))
        .arg("build")
        .arg("--site")
        .arg(site)
        .arg("--out")
        .arg(out)
        .args(["--date", "2026-11-21"])
        .env("RAYON_NUM_THREADS", threads.to_string())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let status_file = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    // The kernel keeps the highest figure itself; the last look before the end is near enough.
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child process") {
            break status;
        }
        let text = fs::read_to_string(&status_file).unwrap_or_default();
        let figure = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let figure = figure.and_then(|figure| figure.trim().strip_suffix(" kB")?.trim().parse().ok());
        peak = peak.max(figure.unwrap_or(0));
        std::thread::sleep(Duration::from_millis(1));
    };
    let time = start.elapsed();
    if !status.success() {
        let output = child.wait_with_output().expect("its messages");
        panic!("{}", String::from_utf8_lossy(&output.stderr));
    }
    (time, peak)
}

/// The least that any generator has to do, with two threads.
fn bare_probe(site: &Path, out: &Path) -> Duration {
    let threads = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("two threads");
    let start = Instant::now();
    let root = site.join("content/fi");
    let mut pages: Vec<PathBuf> = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            if entry.file_type().expect("a kind").is_dir() {
                folders.push(entry.path());
            } else {
                pages.push(entry.path());
            }
        }
    }
    threads.install(|| {
        pages.par_iter().for_each(|page| {
            let text = fs::read_to_string(page).expect("a page");
            let mut html = String::with_capacity(text.len() * 2);
            pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(&text));
            let folder = out.join(page.strip_prefix(&root).expect("a page of the site").with_extension(""));
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(folder.join("index.html"), html).expect("a file");
        });
    });
    start.elapsed()
}

// The generated site -------------------------------------------------------------------------------

/// Writes a site of about this many pages, in sections of 50. The same each time.
fn generate(site: &Path, pages: usize) {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy_folder(&repository.join("themes/leader"), &site.join("themes/leader"));
    let sections = pages / 50;
    let mut settings = String::from(
        "name: Koesivusto\ntagline: Paljon sivuja\nbase_url: https://example.org/\ntheme: leader\n\
         languages: [{code: fi, name: Suomi}]\ncontact: {email: a@example.org, phone: +358 00 000 0000, address: Joensuu}\n\
         menus:\n  fi:\n    main:\n",
    );
    for section in 1..=7 {
        settings.push_str(&format!("      - page: osa-{section}/index.md\n        children:\n"));
        for page in 1..=5 {
            settings.push_str(&format!("          - page: osa-{section}/sivu-{page}.md\n"));
        }
    }
    write(&site.join("content/site.yaml"), &settings);
    let content = site.join("content/fi");
    write(&content.join("index.md"), "---\ntitle: Etusivu\nlist: false\n---\nTervetuloa.\n");
    let mut words = Words { state: 1 };
    for section in 1..=sections {
        let folder = content.join(format!("osa-{section}"));
        let feed = if section == 1 { "feed: true\nsort: date\n" } else { "" };
        let title = words.sentence(3);
        write(
            &folder.join("index.md"),
            &format!("---\ntitle: {title}\norder: {section}\n{feed}---\n{}\n", words.sentence(30)),
        );
        for page in 1..50 {
            write(&folder.join(format!("sivu-{page}.md")), &words.page(section, page, sections));
        }
    }
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().flatten() {
        let target = to.join(entry.path().strip_prefix(from).expect("a path inside"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).expect("a folder");
        } else {
            fs::copy(entry.path(), target).expect("a file");
        }
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// Words in an order that looks like chance and is the same each time.
struct Words {
    state: u64,
}

const WORDS: [&str; 24] = [
    "hanke",
    "tuki",
    "kylä",
    "yhdistys",
    "rahoitus",
    "päätös",
    "talkootyö",
    "hakemus",
    "kustannus",
    "laavu",
    "polku",
    "retki",
    "kunnostus",
    "jäsen",
    "alue",
    "kunta",
    "toiminta",
    "ranta",
    "öljy",
    "äänestys",
    "ja",
    "on",
    "sekä",
    "myös",
];

impl Words {
    fn next(&mut self, below: usize) -> usize {
        self.state =
            self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) as usize % below
    }

    fn sentence(&mut self, words: usize) -> String {
        let mut sentence: Vec<&str> = (0..words).map(|_| WORDS[self.next(WORDS.len())]).collect();
        sentence[0] = ["Hanke", "Kylä", "Tuki", "Yhdistys"][self.next(4)];
        sentence.join(" ")
    }

    /// About 3 kB: five headings, paragraphs, lists, a table, links to other pages.
    fn page(&mut self, section: usize, page: usize, sections: usize) -> String {
        let day = page % 28 + 1;
        let month = page % 12 + 1;
        let mut text = format!(
            "---\ntitle: {}\ndescription: {}.\norder: {page}\ndate: 2026-{month:02}-{day:02}\n---\n\n{}.\n",
            self.sentence(4),
            self.sentence(12),
            self.sentence(40)
        );
        for heading in 1..=5 {
            text.push_str(&format!("\n## {} {heading}\n\n", self.sentence(3)));
            for _ in 0..2 {
                let other = self.next(sections) + 1;
                let target = self.next(49) + 1;
                text.push_str(&format!(
                    "{}, **{}** ja [{}](../osa-{other}/sivu-{target}.md) \"{}\".\n\n",
                    self.sentence(12),
                    self.sentence(2),
                    self.sentence(2),
                    self.sentence(8)
                ));
            }
            for _ in 0..3 {
                text.push_str(&format!("- {}\n", self.sentence(5)));
            }
        }
        text.push_str("\n| Nimi | Määrä |\n| --- | ---: |\n");
        for row in 1..=4 {
            text.push_str(&format!("| {} | {} |\n", self.sentence(2), row * section));
        }
        text
    }
}
