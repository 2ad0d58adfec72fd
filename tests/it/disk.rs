//! Outputs on disks that fail, are full, are mounted, belong to others, or are used by others.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use leader_site::model::output::{Content, Sink};
use leader_site::source::hash_of;
use leader_site::write::{Staging, WriteError};

use crate::fixture::{Site, on_disk, site};

pub const PAGES: &str = "-- content/fi/a.md --\n---\ntitle: A\n---\nTeksti\n-- content/fi/b/c.md --\n---\ntitle: C\n---\n[a](../a.md)\n-- content/fi/b/index.md --\n---\ntitle: B\n---\n![Kuva](kuva.svg)\n-- content/fi/b/kuva.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>\n";

/// A site that is built by the program itself, in a process of its own, with files of others in its output.
pub struct Bench {
    pub site: Site,
    pub out: PathBuf,
}

/// Files that others have put into the output.
const FOREIGN: [(&str, &str); 6] = [
    (".git/HEAD", "ref: refs/heads/main\n"),
    (".git/objects/ab/cd", "x"),
    ("CNAME", "example.org\n"),
    (".well-known/acme-challenge/t0k3n", "t0k3n"),
    ("a/oma.txt", "oma\n"),
    ("b/oma/x/y.txt", "y\n"),
];

impl Bench {
    pub fn new() -> Self {
        let site = site(PAGES);
        let out = site.beside("out");
        let bench = Self { site, out };
        bench.page("Ensimmäinen");
        let (code, said) = bench.build();
        assert_eq!(code, Some(0), "{said}");
        for (path, text) in FOREIGN {
            let path = bench.out.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        fs::create_dir(bench.out.join("tyhja")).expect("a folder");
        symlink("CNAME", bench.out.join("linkki")).expect("a link");
        symlink("nowhere", bench.out.join("b/rikki")).expect("a link");
        bench
    }

    /// Changes a page, adds one and takes another away: what is built next differs in all ways.
    pub fn page(&self, text: &str) {
        self.site.write("content/fi/a.md", format!("---\ntitle: A\n---\n{text}\n"));
        let _ = fs::remove_dir_all(self.site.path("content/fi/vaihtuva"));
        let name: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        self.site
            .write(&format!("content/fi/vaihtuva/{name}.md"), format!("---\ntitle: {text}\n---\n{text}\n"));
    }

    pub fn command(&self, before: &[&str]) -> Command {
        let program = env!("CARGO_BIN_EXE_leader-site");
        let mut command = match before {
            [] => Command::new(program),
            [first, rest @ ..] => {
                let mut command = Command::new(first);
                command.args(rest).arg(program);
                command
            }
        };
        command.args(["build", "--date", "2026-11-21", "--lang", "en", "--site"]);
        command.arg(&self.site.project.root).arg("--out").arg(&self.out);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    pub fn run(mut command: Command) -> (Option<i32>, String) {
        let output = command.output().expect("the program runs");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    }

    pub fn build(&self) -> (Option<i32>, String) {
        Self::run(self.command(&[]))
    }

    /// Runs the program below another one: `strace`, `unshare`.
    pub fn build_in(&self, before: &[&str]) -> (Option<i32>, String) {
        Self::run(self.command(before))
    }

    /// What the site would have in an output of its own.
    pub fn wanted(&self) -> BTreeMap<String, String> {
        self.site.files()
    }

    /// What the output has besides the files of others, if its manifest tells just that.
    pub fn found(&self) -> Result<BTreeMap<String, String>, String> {
        let listed = leader_site::write::listed(&self.out).ok_or("no manifest")?;
        let mut files = on_disk(&self.out);
        files.retain(|path, _| !FOREIGN.iter().any(|(foreign, _)| foreign == path));
        files.remove(".leader-site.json");
        // What could not be cleared away is not published, and goes with the next build.
        files.retain(|path, _| !path.starts_with(".leader-site-staging/"));
        for (path, hash) in &listed {
            let text = files.get(path).ok_or_else(|| format!("{path} is listed and not there"))?;
            let found: String = hash_of(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
            if found != *hash {
                return Err(format!("{path} is not what was listed"));
            }
        }
        match files.keys().find(|path| !listed.contains_key(*path)) {
            Some(path) => Err(format!("{path} is there and not listed")),
            None => Ok(files),
        }
    }

    /// Whether the files of others are all as they were.
    pub fn foreign(&self) -> Result<(), String> {
        for (path, text) in FOREIGN {
            if fs::read(self.out.join(path)).ok().as_deref() != Some(text.as_bytes()) {
                return Err(format!("{path} is gone or changed"));
            }
        }
        let link = |path: &str| fs::read_link(self.out.join(path)).ok();
        let all = self.out.join("tyhja").is_dir()
            && link("linkki").as_deref() == Some(Path::new("CNAME"))
            && link("b/rikki").as_deref() == Some(Path::new("nowhere"));
        if all { Ok(()) } else { Err("a link or an empty folder is gone".to_owned()) }
    }

    pub fn beside(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.site.beside(""))
            .expect("a folder")
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

pub fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|found| found.uid() == 0)
}

/// Whether a program that a test needs works here. What is not tested is said aloud.
pub fn works(program: &[&str], what: &str) -> bool {
    let [name, arguments @ ..] = program else { return false };
    let works = Command::new(name)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !works {
        eprintln!("NOT TESTED: {what} (needs `{}`)", program.join(" "));
    }
    works
}

pub fn can_mount(what: &str) -> bool {
    if !is_root() {
        eprintln!("NOT TESTED: {what} (needs root)");
        return false;
    }
    works(&["unshare", "--mount", "true"], what)
}

/// Runs a script of a shell in which things can be mounted, gone with it.
fn mounted(script: &str, values: &[(&str, &Path)]) -> (Option<i32>, String) {
    let mut command = Command::new("unshare");
    command.args(["--mount", "--propagation", "private", "sh", "-ec", script]);
    for (name, value) in values {
        command.env(name, value);
    }
    command.env("PROGRAM", env!("CARGO_BIN_EXE_leader-site")).stdin(Stdio::null());
    let output = command.output().expect("unshare runs");
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&said).into_owned())
}

// Deleting ----------------------------------------------------------------------------------------

/// Whatever lies beside the output under a name like ours, and does not hold our lock, stays.
#[test]
fn a_name_alone_is_no_reason_to_delete() {
    let bench = Bench::new();
    let precious = bench.site.beside("tärkeä");
    fs::create_dir_all(precious.join("site")).expect("a folder");
    for name in ["kirje.txt", "lock", "site/kuva.jpg"] {
        fs::write(precious.join(name), if name == "lock" { "" } else { "x" }).expect("a file");
    }
    let name = |number: u32| bench.site.beside(&format!(".out.leader-site-{number}"));
    symlink(&precious, name(1)).expect("a link");
    symlink("out", name(2)).expect("a link");
    symlink("nowhere", name(3)).expect("a link");
    fs::write(name(4), "x").expect("a file");
    fs::create_dir(name(5)).expect("a folder");
    fs::create_dir_all(name(6).join("site")).expect("a folder");
    fs::write(name(6).join("site/a"), "x").expect("a file");
    fs::create_dir(name(7)).expect("a folder");
    symlink(precious.join("lock"), name(7).join("lock")).expect("a link");
    fs::create_dir_all(name(8).join("lock")).expect("a folder");
    fs::create_dir(name(9)).expect("a folder");
    fs::write(name(9).join("lock"), "mine").expect("a file");
    fs::create_dir(name(10)).expect("a folder");
    fs::write(name(10).join("lock"), "").expect("a file");
    fs::write(name(10).join("kirje.txt"), "x").expect("a file");
    // Within one of ours a link is removed, and what it leads to is not.
    fs::create_dir_all(name(11).join("site")).expect("a folder");
    fs::write(name(11).join("lock"), "leader-site staging folder\nlock: held\n").expect("a file");
    symlink(&precious, name(11).join("site/linkki")).expect("a link");
    symlink(&precious, name(11).join("old")).expect("a link");
    let before = bench.beside();
    bench.page("Toinen");
    let (code, said) = bench.build();
    assert_eq!(code, Some(0), "{said}");
    let mut after = bench.beside();
    after.push(".out.leader-site-11".to_owned());
    after.sort();
    assert_eq!(after, before);
    assert_eq!(on_disk(&precious).len(), 3);
    assert!(name(6).join("site/a").is_file() && name(10).join("kirje.txt").is_file());
    assert_eq!(bench.found(), Ok(bench.wanted()));
}

// Success means the disk --------------------------------------------------------------------------

#[test]
fn what_changes_in_the_staging_folder_is_noticed() {
    type Tamper = fn(&Path);
    let cases: [(&str, Tamper); 9] = [
        ("gone", |site| fs::remove_dir_all(site.parent().expect("the folder")).expect("removed")),
        ("the site in it is gone", |site| fs::remove_dir_all(site).expect("removed")),
        ("a file is gone", |site| fs::remove_file(site.join("x/b.html")).expect("removed")),
        ("a folder is gone", |site| fs::remove_dir_all(site.join("x")).expect("removed")),
        ("shorter", |site| fs::write(site.join("a.html"), "A").expect("written")),
        ("as long, and other", |site| fs::write(site.join("a.html"), "XY").expect("written")),
        ("one more", |site| fs::write(site.join("x/more"), "x").expect("written")),
        ("a link for a file", |site| {
            fs::rename(site.join("a.html"), site.with_file_name("a")).expect("moved");
            symlink("../a", site.join("a.html")).expect("a link");
        }),
        ("replaced by its copy", |site| {
            let other = site.with_file_name("other");
            fs::create_dir_all(other.join("x")).expect("a folder");
            fs::copy(site.join("a.html"), other.join("a.html")).expect("a copy");
            fs::copy(site.join("x/b.html"), other.join("x/b.html")).expect("a copy");
            fs::remove_dir_all(site).expect("removed");
            fs::rename(other, site).expect("moved");
        }),
    ];
    for (what, tamper) in cases {
        let bench = Bench::new();
        let before = on_disk(&bench.out);
        let staging = Staging::open(&bench.out, &bench.site.project.root).expect("a staging folder");
        staging.put("a.html", Content::Bytes(b"AB")).expect("written");
        staging.put("x/b.html", Content::Bytes(b"B")).expect("written");
        let folder = bench.site.beside(&format!(".out.leader-site-{}", std::process::id()));
        tamper(&folder.join("site"));
        let error = staging.commit().expect_err(what);
        let said = error.words();
        assert!(matches!(error, WriteError::Changed { .. } | WriteError::Disk { .. }), "{what}: {error:?}");
        assert!(!said.en.is_empty() && said.en != said.fi, "{what}");
        assert_eq!(on_disk(&bench.out), before, "{what}");
        bench.foreign().expect(what);
        let (code, said) = bench.build();
        assert_eq!((code, bench.found()), (Some(0), Ok(bench.wanted())), "{what}: {said}");
    }
}

/// A file that goes away after it was found is a mistake of the sources.
#[test]
fn a_picture_that_vanishes_is_a_mistake_of_the_sources() {
    let bench = Bench::new();
    let staging = Staging::open(&bench.out, &bench.site.project.root).expect("a staging folder");
    let gone = bench.site.path("content/fi/ei-ole.png");
    let error = staging.put("ei-ole.png", Content::File(&gone)).expect_err("it is not there");
    let error = WriteError::Disk { path: error.path.into(), reason: error.reason };
    assert_eq!(staging.fault(error), leader_site::write::Fault::Unread(gone, std::io::ErrorKind::NotFound));
}

/// What is said of each failure, in both languages.
#[test]
fn messages_say_what_is_where() {
    use leader_site::diag::Words;
    use leader_site::write::{Change, InPlace};
    use std::io::ErrorKind;
    let path = |path: &str| PathBuf::from(path);
    let (target, staging) = (path("/srv/public"), path("/srv/.public.leader-site-7"));
    let (old, new) = (staging.join("old"), staging.join("site"));
    let disk = |reason| WriteError::Disk { path: target.join("a/index.html"), reason };
    let changed = |change| WriteError::Changed { path: target.join("a/index.html"), change };
    let full = |is_out_of_files| WriteError::Full { path: target.join("a/index.html"), is_out_of_files };
    let lies_in = old.clone();
    let errors = [
        disk(ErrorKind::PermissionDenied),
        disk(ErrorKind::ReadOnlyFilesystem),
        disk(ErrorKind::ResourceBusy),
        disk(ErrorKind::CrossesDevices),
        full(false),
        full(true),
        WriteError::InTheWay {
            folder: target.clone(),
            paths: vec!["CNAME".to_owned(), "a/index.html".to_owned()],
        },
        changed(Change::Gone),
        changed(Change::Other),
        changed(Change::Added),
        WriteError::Busy { folder: target.clone(), staging: target.join(".leader-site-staging") },
        WriteError::Stranded { target: target.clone(), old, new },
        WriteError::NotBrought { target, lies_in, path: path(".git"), reason: ErrorKind::PermissionDenied },
    ];
    let said: Vec<Words> = errors
        .iter()
        .map(WriteError::words)
        .chain(
            [InPlace::MountPoint, InPlace::MountWithin, InPlace::Parent, InPlace::Owner].map(InPlace::words),
        )
        .collect();
    let said: Vec<String> = said.iter().map(|words| format!("{}\n{}\n", words.en, words.fi)).collect();
    insta::assert_snapshot!(said.join("\n"));
}

// Files of others ---------------------------------------------------------------------------------

#[test]
fn what_others_put_into_the_output_stays() {
    let bench = Bench::new();
    let out = &bench.out;
    use std::os::unix::ffi::OsStrExt;
    let odd = out.join("b").join(std::ffi::OsStr::from_bytes(b"n\xff.txt"));
    fs::write(&odd, "odd").expect("a file");
    // More than gets second names.
    for number in 0..1500 {
        let folder = out.join(format!(".suuri/{}", number % 7));
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join(number.to_string()), "x").expect("a file");
    }
    fs::set_permissions(out.join(".git"), fs::Permissions::from_mode(0o700)).expect("rights");
    let inode = |path: &str| fs::symlink_metadata(out.join(path)).expect("it is there").ino();
    let inodes = || {
        [
            inode(".git"),
            inode(".git/HEAD"),
            inode("CNAME"),
            inode("a/oma.txt"),
            inode(".suuri"),
            inode("tyhja"),
        ]
    };
    let before = inodes();
    for text in ["Toinen", "Kolmas", "Neljäs"] {
        bench.page(text);
        // The folder of a file of another goes away from the site, and comes again.
        if text == "Kolmas" {
            fs::rename(bench.site.path("content/fi/b"), bench.site.beside("b")).expect("moved");
        } else if text == "Neljäs" {
            fs::rename(bench.site.beside("b"), bench.site.path("content/fi/b")).expect("moved");
        }
        let (code, said) = bench.build();
        assert_eq!(code, Some(0), "{said}");
        bench.foreign().expect(text);
        assert_eq!(inodes(), before, "{text}");
        assert_eq!(fs::read(&odd).expect("a file"), b"odd");
        assert_eq!(on_disk(&out.join(".suuri")).len(), 1500);
        assert_eq!(fs::metadata(out.join(".git")).expect("a folder").mode() & 0o777, 0o700);
        let listed = leader_site::write::listed(out).expect("a manifest");
        assert!(FOREIGN.iter().all(|(path, _)| !listed.contains_key(*path)));
        // What has not changed is not built again, whatever others have there.
        fs::write(out.join("uusi.txt"), text).expect("a file");
        let (_, said) = bench.build();
        assert!(said.contains("nothing had changed"), "{said}");
        fs::remove_file(out.join("uusi.txt")).expect("removed");
        assert_eq!(
            bench.beside(),
            if text == "Kolmas" { vec!["b", "out", "site"] } else { vec!["out", "site"] }
        );
    }
}

/// Everything below a folder: `Some` text of a file, where a link leads, or a folder.
fn everything(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1).into_iter().flatten() {
        let path = entry.path().strip_prefix(folder).expect("a path inside").to_string_lossy().into_owned();
        let what = if entry.file_type().is_dir() {
            "folder".to_owned()
        } else if entry.file_type().is_symlink() {
            format!("link to {:?}", fs::read_link(entry.path()).expect("a link"))
        } else {
            format!("file {}", String::from_utf8_lossy(&fs::read(entry.path()).expect("a file")))
        };
        found.insert(path, what);
    }
    found
}

/// Whatever others put wherever in the output, and however the site changes: either all of it is as it was
/// and the site is whole besides, or nothing has changed at all.
#[test]
fn nothing_of_others_is_lost_wherever_it_lies() {
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = move |end: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % end as u64).expect("a small number")
    };
    let names = ["a", "b", "c", "index.html", "kuva.svg", ".git", "CNAME", "ä", ".leader-site-staging"];
    let pages = ["a", "b", "c", "a/b", "b/c", "c/a"];
    let (mut built, mut refused) = (0, 0);
    for round in 0..80 {
        let site = site("-- content/fi/kuva.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n");
        let out = site.beside("out");
        let build = || {
            let mut diags = leader_site::diag::Diagnostics::new();
            leader_site::build(&site.project, &out, &|_| {}, &mut diags).map_err(|failure| match failure {
                leader_site::Failure::Disk(error) => error,
                leader_site::Failure::Mistakes => panic!(
                    "{}",
                    diags.render(leader_site::diag::Look::Plain, leader_site::diag::Tongue::English,)
                ),
            })
        };
        let choose = |random: &mut dyn FnMut(usize) -> usize| {
            for page in pages {
                let _ = fs::remove_file(site.path(&format!("content/fi/{page}.md")));
                if random(3) > 0 {
                    site.write(
                        &format!("content/fi/{page}.md"),
                        format!("---\ntitle: {page}\n---\n{}\n", random(2)),
                    );
                }
            }
        };
        choose(&mut random);
        build().expect("there is nothing in the way yet");
        let listed = leader_site::write::listed(&out).expect("a manifest");
        for _ in 0..1 + random(6) {
            let path: PathBuf = (0..1 + random(3)).map(|_| names[random(names.len())]).collect();
            let path = out.join(path);
            let parent = path.parent().expect("a folder");
            if fs::symlink_metadata(&path).is_ok() || fs::create_dir_all(parent).is_err() {
                continue;
            }
            match random(4) {
                0 => fs::create_dir(&path).expect("a folder"),
                1 => symlink("../muualla", &path).expect("a link"),
                _ => fs::write(&path, format!("mine {}", random(9))).expect("a file"),
            }
        }
        let before = everything(&out);
        let is_ours = |path: &str| {
            path == ".leader-site.json"
                || listed.keys().any(|file| file == path || file.starts_with(&format!("{path}/")))
        };
        choose(&mut random);
        let result = build();
        let after = everything(&out);
        match result {
            Ok(_) => {
                built += 1;
                let wanted = site.files();
                for (path, what) in before.iter().filter(|(path, _)| !is_ours(path)) {
                    assert_eq!(after.get(path), Some(what), "round {round}: {path}");
                }
                for (path, text) in &wanted {
                    assert_eq!(after.get(path), Some(&format!("file {text}")), "round {round}: {path}");
                }
                for path in after.keys() {
                    let has_reason = path == ".leader-site.json"
                        || wanted.keys().any(|file| file == path || file.starts_with(&format!("{path}/")))
                        || before.keys().any(|old| {
                            !is_ours(old) && (old == path || old.starts_with(&format!("{path}/")))
                        });
                    assert!(has_reason, "round {round}: {path} was left");
                }
            }
            Err(WriteError::InTheWay { paths, .. }) => {
                refused += 1;
                assert!(
                    !paths.is_empty() && paths.iter().all(|path| before.contains_key(path) && !is_ours(path))
                );
                assert_eq!(after, before, "round {round}");
            }
            Err(error) => panic!("round {round}: {error:?}"),
        }
    }
    assert!(built > 20 && refused > 2, "{built} built, {refused} refused");
}

#[test]
fn a_file_of_another_in_the_way_is_named_and_stays() {
    let cases: [(&str, &str, &str); 4] = [
        // What another has, what is in it, and whether it is in the way of `uusi/index.html`.
        ("uusi/index.html", "mine", "`uusi/index.html`"),
        ("uusi", "mine", "`uusi`"),
        ("uusi/index.html/x", "mine", "`uusi/index.html`"),
        ("uusi/muu.txt", "mine", ""),
    ];
    for (path, text, told) in cases {
        let bench = Bench::new();
        let foreign = bench.out.join(path);
        fs::create_dir_all(foreign.parent().expect("a folder")).expect("a folder");
        fs::write(&foreign, text).expect("a file");
        let before = on_disk(&bench.out);
        bench.site.write("content/fi/uusi.md", "---\ntitle: Uusi\n---\n");
        let (code, said) = bench.build();
        assert_eq!(fs::read(&foreign).expect("it stays"), text.as_bytes(), "{path}");
        if told.is_empty() {
            assert_eq!(code, Some(0), "{path}: {said}");
            assert!(bench.out.join("uusi/index.html").is_file());
        } else {
            assert_eq!(code, Some(3), "{path}: {said}");
            assert!(said.contains(told) && said.contains("did not write"), "{path}: {said}");
            assert_eq!(on_disk(&bench.out), before, "{path}");
            // The way out that is told leads out.
            fs::rename(bench.out.join(told.trim_matches('`')), bench.site.beside("pois")).expect("moved");
            assert_eq!(bench.build().0, Some(0), "{path}");
        }
        bench.foreign().expect(path);
        assert_eq!(
            bench.found().map(|files| files.contains_key("uusi/muu.txt")).unwrap_or(true),
            told.is_empty()
        );
    }
    // What holds just the same is in nobody's way.
    let bench = Bench::new();
    bench.site.write("content/fi/uusi.md", "---\ntitle: Uusi\n---\n");
    let same = bench.wanted()["uusi/index.html"].clone();
    fs::create_dir(bench.out.join("uusi")).expect("a folder");
    fs::write(bench.out.join("uusi/index.html"), same).expect("a file");
    assert_eq!(bench.build().0, Some(0));
    assert_eq!(bench.found(), Ok(bench.wanted()));
}

#[test]
fn a_folder_with_hidden_names_alone_can_be_taken() {
    let site = site(PAGES);
    let bench = Bench { out: site.beside("out"), site };
    fs::create_dir_all(bench.out.join(".git/refs")).expect("a folder");
    fs::write(bench.out.join(".nojekyll"), "").expect("a file");
    let (code, said) = bench.build();
    assert_eq!(code, Some(0), "{said}");
    assert!(bench.out.join(".git/refs").is_dir() && bench.out.join(".nojekyll").is_file());
    // A list that cannot be read says nothing about whose the files are.
    let manifest = bench.out.join(".leader-site.json");
    let text = fs::read_to_string(&manifest).expect("a manifest");
    fs::write(&manifest, &text[..text.len() / 2]).expect("a manifest");
    let (code, said) = bench.build();
    assert!(code == Some(3) && said.contains("damaged"), "{said}");
    assert!(bench.out.join(".git/refs").is_dir());
}

// Rights ------------------------------------------------------------------------------------------

#[test]
fn owner_mode_and_group_of_the_output_stay() {
    for mode in [0o755, 0o750, 0o2750, 0o2775, 0o700, 0o711] {
        let bench = Bench::new();
        if is_root() {
            std::os::unix::fs::chown(&bench.out, Some(33), Some(34)).expect("an owner");
        }
        fs::set_permissions(&bench.out, fs::Permissions::from_mode(mode)).expect("rights");
        bench.page("Toinen");
        let (code, said) = bench.build_in(&["sh", "-c", "umask 077; exec \"$0\" \"$@\""]);
        assert_eq!(code, Some(0), "{said}");
        let rights = |path: &str| {
            let found = fs::metadata(bench.out.join(path)).expect("it is there");
            (found.mode() & 0o7777, found.uid(), found.gid())
        };
        let (_, user, group) = rights("");
        if is_root() {
            assert_eq!((user, group), (33, 34));
        }
        assert_eq!(rights(""), (mode, user, group));
        let of_files = (mode & 0o666 | 0o600, user, group);
        assert_eq!(rights("a/index.html"), of_files, "{mode:o}: a changed file");
        assert_eq!(rights("b/c/index.html"), of_files, "{mode:o}: an old file");
        assert_eq!(rights("b/kuva.svg"), of_files, "{mode:o}: a copied file");
        assert_eq!(rights(".leader-site.json"), of_files, "{mode:o}: the manifest");
        assert_eq!(rights("vaihtuva/toinen"), (mode, user, group), "{mode:o}: a folder");
        bench.foreign().expect("files of others");
        assert_eq!(bench.found(), Ok(bench.wanted()));
    }
}

/// The parent cannot be written: the build goes on in place, and says so.
#[test]
fn a_parent_that_cannot_be_written() {
    let what = "an output whose parent cannot be written";
    if !is_root() {
        return eprintln!("NOT TESTED: {what} (needs root)");
    }
    let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    let program = [&nobody[..], &[env!("CARGO_BIN_EXE_leader-site"), "--version"]].concat();
    if !works(&program, what) {
        return;
    }
    let bench = Bench::new();
    bench.page("Toinen");
    let folder = bench.site.beside("");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("rights");
    let given = Command::new("chown")
        .args(["-R", "65534:65534"])
        .arg(&bench.out)
        .arg(&bench.site.project.root)
        .status();
    assert!(given.is_ok_and(|status| status.success()));
    let identity = fs::metadata(&bench.out).expect("a folder").ino();
    let (code, said) = bench.build_in(&nobody);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("built in place"), "{said}");
    assert_eq!(fs::metadata(&bench.out).expect("a folder").ino(), identity);
    assert_eq!(bench.found(), Ok(bench.wanted()));
    bench.foreign().expect("files of others");
    let (_, said) = bench.build_in(&nobody);
    assert!(said.contains("nothing had changed"), "{said}");
    // Neither the parent nor the folder: nothing is done.
    fs::set_permissions(&bench.out, fs::Permissions::from_mode(0o555)).expect("rights");
    bench.page("Kolmas");
    let (code, said) = bench.build_in(&nobody);
    assert!(code == Some(3) && said.contains("you may not write there"), "{said}");
    bench.foreign().expect("files of others");
}

/// Within the output is a build that may go on: it is waited for, not cleared away.
#[test]
fn a_build_in_place_that_may_go_on_is_not_disturbed() {
    let bench = Bench::new();
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").expect("Linux says");
    let staging = bench.out.join(".leader-site-staging");
    fs::create_dir_all(staging.join("site")).expect("a folder");
    // A process in a container, on a disk without locks: its number says nothing here.
    let lock = format!(
        "leader-site staging folder\nlock: not known to the disk\nprocess: 4194303\nstart: 1\nspace: pid:[1]\nboot: {boot}machine: x y\n"
    );
    fs::write(staging.join("lock"), lock).expect("a lock");
    bench.page("Toinen");
    let before = on_disk(&bench.out);
    let (code, said) = bench.build();
    assert!(code == Some(3) && said.contains("another build writes into"), "{said}");
    assert_eq!(on_disk(&bench.out), before);
    // The way out that is told leads out.
    fs::remove_dir_all(&staging).expect("removed");
    assert_eq!(bench.build().0, Some(0));
    assert_eq!(bench.found(), Ok(bench.wanted()));
    bench.foreign().expect("files of others");
    // A folder of that name that is none of ours is a file of others like any.
    fs::create_dir(&staging).expect("a folder");
    fs::write(staging.join("oma"), "x").expect("a file");
    bench.page("Kolmas");
    assert_eq!(bench.build().0, Some(0));
    assert_eq!(fs::read(staging.join("oma")).expect("it stays"), b"x");
}

#[test]
fn a_link_to_nowhere_is_called_one() {
    let bench = Bench::new();
    for (link, out) in [("a-link", "a-link"), ("b-link", "b-link/below/it")] {
        symlink("nowhere/at/all", bench.site.beside(link)).expect("a link");
        let bench = Bench { site: site(PAGES), out: bench.site.beside(out) };
        let (code, said) = bench.build();
        assert!(code == Some(3) && said.contains("leads nowhere"), "{out}: {said}");
    }
    // What the program keeps for itself is not written through a link either.
    let elsewhere = bench.site.beside("muualla");
    fs::create_dir(&elsewhere).expect("a folder");
    let _ = fs::remove_dir_all(bench.site.path(".leader-site"));
    symlink(&elsewhere, bench.site.path(".leader-site")).expect("a link");
    bench.page("Toinen");
    assert_eq!(bench.build().0, Some(0));
    assert_eq!(on_disk(&elsewhere).len(), 0);
}

// Mounts and full disks ---------------------------------------------------------------------------

#[test]
fn a_mount_point_is_built_in_place() {
    if !can_mount("outputs that are mount points") {
        return;
    }
    let again = "\"$PROGRAM\" build --date 2026-11-21 --lang en --site \"$SITE\" --out \"$OUT\"";
    let change = "printf -- '---\\ntitle: A\\n---\\nUusi\\n' > \"$SITE/content/fi/a.md\"; rm -r \"$SITE/content/fi/vaihtuva\"";
    for mount in [
        "mount -t tmpfs none \"$OUT\"",
        "mount --bind \"$OUT\" \"$OUT\"",
        "mount --bind \"$OUT/.well-known\" \"$OUT/.well-known\"",
    ] {
        let bench = Bench::new();
        let copy = bench.site.beside("kopio");
        let script = format!("{mount}; {again}; {change}; {again}; {again}; cp -a \"$OUT\" \"$COPY\"");
        let values = [("SITE", &*bench.site.project.root), ("OUT", &*bench.out), ("COPY", &*copy)];
        let (code, said) = mounted(&script, &values);
        assert_eq!(code, Some(0), "{mount}: {said}");
        assert!(said.matches("built in place, file by file").count() >= 1, "{mount}: {said}");
        assert_eq!(
            said.matches("nothing had changed").count(),
            if mount.contains("tmpfs") { 1 } else { 2 },
            "{mount}: {said}"
        );
        let is_empty = mount.contains("tmpfs");
        let bench = Bench { site: bench.site, out: copy };
        assert_eq!(bench.found(), Ok(bench.wanted()), "{mount}");
        if !is_empty {
            bench.foreign().expect(mount);
        }
        assert!(!bench.out.join(".leader-site-staging").exists());
    }
}

/// At each size of a disk that is too small there is the old output and a message, or the new output.
#[test]
fn a_full_disk_leaves_the_old_output() {
    if !can_mount("full disks") {
        return;
    }
    let old = site(PAGES);
    let (text, from) = ("x".repeat(40_000), old.beside("vanha"));
    let bench = Bench { out: from.clone(), site: old };
    assert_eq!(bench.build().0, Some(0));
    fs::write(from.join("CNAME"), "example.org\n").expect("a file");
    let (before, old_site) = (on_disk(&from), bench.wanted());
    bench.page(&text[..60]);
    let paragraphs = vec!["sana ".repeat(1_000); 40].join("\n\n");
    bench.site.write("content/fi/a.md", format!("---\ntitle: A\n---\n{paragraphs}\n"));
    let wanted = bench.wanted();
    let mut told = BTreeMap::new();
    for (at, within) in [("swapped", "$DISK/out"), ("in place", "$DISK")] {
        let mut done = false;
        for room in [
            "size=60k",
            "size=100k",
            "size=140k",
            "size=200k",
            "size=300k",
            "size=400k",
            "size=2m",
            "nr_inodes=24",
            "nr_inodes=30",
            "nr_inodes=34",
            "nr_inodes=40",
            "nr_inodes=400",
        ] {
            let (disk, copy) = (bench.site.beside("levy"), bench.site.beside("kopio"));
            let _ = fs::remove_dir_all(&copy);
            fs::create_dir_all(&disk).expect("a folder");
            let script = format!(
                "mount -t tmpfs -o {room} none \"$DISK\"; mkdir -p \"{within}\"; cp -a \"$FROM/.\" \"{within}\" || exit 9; \
                 code=0; \"$PROGRAM\" build --date 2026-11-21 --lang en --site \"$SITE\" --out \"{within}\" || code=$?; \
                 cp -a \"{within}\" \"$COPY\"; [ \"{within}\" = \"$DISK\" ] || [ \"$(ls -A \"$DISK\")\" = out ] || exit 8; exit $code"
            );
            let values =
                [("SITE", &*bench.site.project.root), ("DISK", &*disk), ("FROM", &*from), ("COPY", &*copy)];
            let (code, said) = mounted(&script, &values);
            let after = on_disk(&copy);
            match code {
                // The disk has no room for the old output already.
                Some(9) => continue,
                Some(0) => {
                    done = true;
                    let mut after = after;
                    assert_eq!(after.remove("CNAME").as_deref(), Some("example.org\n"));
                    after.remove(".leader-site.json");
                    assert!(after == wanted, "{at}, {room}: the new output is not whole");
                }
                Some(3) => {
                    *told.entry(at).or_insert(0) += 1;
                    assert!(
                        said.contains("the disk is full") || said.contains("not for more files"),
                        "{at}, {room}: {said}"
                    );
                    assert!(after == before, "{at}, {room}: the old output has changed: {said}");
                }
                other => panic!("{at}, {room}: {other:?}: {said}"),
            }
        }
        assert!(done && told.get(at).is_some_and(|count| *count >= 2), "{at}: {told:?}");
    }
    assert_ne!(wanted, old_site);
}

#[test]
fn a_document_that_does_not_fit_leaves_the_old_one() {
    if !can_mount("documents on a full disk") {
        return;
    }
    let folder = site("");
    folder.write("disk/x", "");
    folder.write(
        "budget.yaml",
        "funding_type: small_development\ncosts: [{category: services, amount: 4 200 €}]\n",
    );
    // Each command fails, with its exit code, and leaves the old files and no others.
    let script = "mount -t tmpfs -o size=24k none \"$DISK\"; cd \"$DISK\"
        for file in a.csv a.xlsx site.json; do printf old > $file; done
        mkdir empty; head -c 100000 /dev/zero > full 2>/dev/null || true
        before=$(ls -A . empty)
        for command in 'man --out .' 'schema --out .' 'init new --yes --name N --municipality M' \
            'init empty --yes --name N --municipality M' \
            \"calculate $BUDGET --site $OWN --document a.xlsx\"; do
            code=0; $PROGRAM $command >/dev/null 2>&1 || code=$?
            [ $code = 3 ] || { echo \"$command: $code\"; exit 5; }
            [ \"$(ls -A . empty)\" = \"$before\" ] || { echo \"$command\"; ls -A . empty; exit 6; }
            for file in a.csv a.xlsx site.json; do [ \"$(cat $file)\" = old ] || { echo \"$command: $file\"; exit 7; }; done
        done";
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (code, said) = mounted(
        script,
        &[("DISK", &folder.path("disk")), ("BUDGET", &folder.path("budget.yaml")), ("OWN", own)],
    );
    assert_eq!(code, Some(0), "{said}");
}
