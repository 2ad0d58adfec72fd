//! The program killed, and the disk made to fail, at every point where something may be half done.
//!
//! `LEADER_SITE_KILLS=2000 cargo test --test it kills` kills that many builds at random times, besides
//! those that are killed before each call that changes the disk.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::disk::{Bench, can_mount, works};

/// How many builds are killed at random times.
fn kills() -> usize {
    std::env::var("LEADER_SITE_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(24)
}

/// Numbers that look random, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end.max(1)
    }
}

/// How an output gets into its place, by what the program runs below.
const SWAPPED: &[&str] = &[];
const IN_PLACE: &[&str] = &[
    "unshare",
    "--mount",
    "--propagation",
    "private",
    "sh",
    "-c",
    // The last argument is the output.
    "for out; do :; done; mount --bind \"$out\" \"$out\" && exec \"$0\" \"$@\"",
];

type Files = BTreeMap<String, String>;

/// Two states of a site, and which of them the sources are in.
struct States {
    bench: Bench,
    texts: [&'static str; 2],
    now: usize,
}

impl States {
    fn new() -> Self {
        let bench = Bench::new();
        let states = Self { bench, texts: ["Ensimmäinen", "Toinen"], now: 0 };
        assert_eq!(states.bench.found(), Ok(states.bench.wanted()));
        states
    }

    /// Changes the sources. Gives what was in the output, and what the sources make now.
    fn turn(&mut self) -> (Files, Files) {
        let before = self.bench.wanted();
        self.now = 1 - self.now;
        self.bench.page(self.texts[self.now]);
        (before, self.bench.wanted())
    }

    /// A run with a mistake in the sources: it makes nothing, and ends what another has begun.
    fn run_with_a_mistake(&self, below: &[&str]) -> (Option<i32>, String) {
        self.bench.site.write("content/fi/virhe.md", "---\ntitle: V\n---\n[rikki](ei-ole.md)\n");
        let run = self.bench.build_in(below);
        std::fs::remove_file(self.bench.site.path("content/fi/virhe.md")).expect("removed");
        run
    }

    /// What holds after a build was killed or failed, whatever it was doing.
    fn check(&self, before: &Files, after: &Files, below: &[&str], at: &str) {
        let is_whole = || match self.bench.found() {
            Ok(found) if found == *before || found == *after => Ok(()),
            Ok(_) => Err("a mixture".to_owned()),
            Err(why) => Err(why),
        };
        if below == SWAPPED {
            is_whole().unwrap_or_else(|why| panic!("{at}: {why}"));
            self.bench.foreign().unwrap_or_else(|why| panic!("{at}: {why}"));
        }
        self.mended(&is_whole, below, at);
    }

    /// The next run ends what was begun, though it makes nothing itself.
    fn mended(&self, is_whole: &dyn Fn() -> Result<(), String>, below: &[&str], at: &str) {
        if below == IN_PLACE {
            self.bench.foreign().unwrap_or_else(|why| panic!("{at}: {why}"));
        }
        let (code, said) = self.run_with_a_mistake(below);
        assert_eq!(code, Some(1), "{at}: {said}");
        is_whole().unwrap_or_else(|why| panic!("{at}, after the next run: {why}"));
        self.bench.foreign().unwrap_or_else(|why| panic!("{at}, after the next run: {why}"));
        assert_eq!(self.bench.beside(), ["out", "site"], "{at}");
        assert!(!self.bench.out.join(".leader-site-staging").exists(), "{at}");
    }
}

/// Kills builds at random times. Gives how many were killed before they ended.
fn kill_at_random(below: &'static [&'static str], count: usize) -> usize {
    let mut states = States::new();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let start = Instant::now();
    assert_eq!(states.bench.build_in(below).0, Some(0));
    let (_, _) = states.turn();
    assert_eq!(states.bench.build_in(below).0, Some(0));
    // Half of the time of two builds, with some time for what comes last.
    let time = u64::try_from(start.elapsed().as_micros() * 6 / 10).unwrap_or(u64::MAX);
    let mut killed = 0;
    for number in 0..count {
        let (before, after) = states.turn();
        let mut command = states.bench.command(below);
        let mut child = command.spawn().expect("the program runs");
        // More often towards the end, where the swap is.
        let wait = time - random.below(time).min(random.below(time));
        std::thread::sleep(Duration::from_micros(wait));
        let _ = child.kill();
        let status = child.wait().expect("it ends");
        killed += usize::from(status.code().is_none());
        states.check(&before, &after, below, &format!("kill {number}, after {wait} µs"));
        let (code, said) = states.bench.build_in(below);
        assert_eq!(code, Some(0), "{said}");
        assert_eq!(states.bench.found(), Ok(after));
    }
    eprintln!("{killed} of {count} builds were killed at random times");
    killed
}

#[test]
fn killed_at_random_times_while_swapping() {
    assert!(kill_at_random(SWAPPED, kills()) > 0);
}

#[test]
fn killed_at_random_times_while_building_in_place() {
    if can_mount("builds in place that are killed") {
        assert!(kill_at_random(IN_PLACE, kills() / 2) > 0);
    }
}

/// The calls that change the disk: before and after each the disk is in another state. `strace` counts
/// each kind for itself, in each thread.
const CHANGES: [&str; 14] = [
    "rename",
    "renameat2",
    "mkdir",
    "link",
    "linkat",
    "unlink",
    "unlinkat",
    "rmdir",
    "fchmod",
    "chmod",
    "fchown",
    "fdatasync",
    "syncfs",
    "fsync",
];

/// How far calls of one kind are counted; nobody makes more of them here.
const MOST_CALLS: usize = 300;

/// Runs builds each of which is hit once, at one call after another, until one gets through unhurt. Gives
/// how many were hit.
fn hit_at_each_call(below: &'static [&'static str], inject: &[&str], hit: &str) -> usize {
    let mut states = States::new();
    let mut hits = 0;
    let has_two_steps = inject.contains(&NO_EXCHANGE);
    let log = states.bench.site.beside("site").join("strace.log");
    let log = log.to_str().expect("a path").to_owned();
    for call in CHANGES.iter().filter(|call| !(has_two_steps && **call == "renameat2")) {
        // A short run hits what swaps each time, and the rest now and then.
        let step = if kills() > 100 || call.starts_with("rename") { 1 } else { 5 };
        for number in (1..MOST_CALLS).step_by(step) {
            let (before, after) = states.turn();
            let hit_here = format!("inject={call}:{hit}:when={number}");
            let mut strace = vec!["strace", "-f", "-qq", "-o", &log];
            for inject in inject {
                strace.extend(["-e", inject]);
            }
            strace.extend(["-e", &hit_here]);
            // The calls of what runs before the program would count, too.
            let script: String;
            let before_program: Vec<&str> = match below {
                [] => strace,
                [first @ .., last] => {
                    script = last.replace("exec", &format!("exec {}", strace.join(" ")));
                    first.iter().copied().chain([script.as_str()]).collect()
                }
            };
            let (code, said) = states.bench.build_in(&before_program);
            let at = format!("{hit} at {call} {number} ({code:?}): {said}");
            let trace = std::fs::read_to_string(&log).unwrap_or_default();
            let is_hit = code.is_none()
                || trace
                    .lines()
                    .any(|line| line.contains("(INJECTED)") && line.contains(&format!("{call}(")));
            let _ = std::fs::remove_file(&log);
            assert!(matches!(code, None | Some(0 | 3)), "{at}");
            if code == Some(0) {
                assert!(
                    states.bench.found() == Ok(after.clone()),
                    "{at}: success was told, and it is not there"
                );
                states.bench.foreign().unwrap_or_else(|why| panic!("{at}: {why}"));
            }
            if has_two_steps {
                let is_whole = || match states.bench.found() {
                    Ok(found) if found == before || found == after => Ok(()),
                    Ok(_) => Err("a mixture".to_owned()),
                    Err(why) => Err(why),
                };
                // Between two renames there is no output; nothing else may be missing.
                if states.bench.out.exists() {
                    is_whole().unwrap_or_else(|why| panic!("{at}: {why}"));
                }
                states.mended(&is_whole, below, &at);
            } else {
                states.check(&before, &after, below, &at);
            }
            let (again, told) = states.bench.build_in(below);
            assert_eq!(again, Some(0), "{at}: {told}");
            assert_eq!(states.bench.found(), Ok(after), "{at}");
            if !is_hit {
                break;
            }
            hits += 1;
        }
    }
    eprintln!("{hits} builds were hit by {hit}");
    hits
}

fn has_strace() -> bool {
    works(&["strace", "-qq", "-o", "/dev/null", "true"], "failures of the disk, at each call")
}

const NO_EXCHANGE: &str = "inject=renameat2:error=EINVAL";
const KILL: &str = "signal=KILL";

#[test]
fn killed_at_each_call_while_swapping_in_one_step() {
    if has_strace() {
        assert!(hit_at_each_call(SWAPPED, &[], KILL) > 5);
    }
}

#[test]
fn killed_at_each_call_while_swapping_in_two_steps() {
    if has_strace() {
        assert!(hit_at_each_call(SWAPPED, &[NO_EXCHANGE], KILL) > 5);
    }
}

#[test]
fn killed_at_each_call_while_building_in_place() {
    if has_strace() && can_mount("builds in place that are killed at each call") {
        assert!(hit_at_each_call(IN_PLACE, &[], KILL) > 5);
    }
}

/// One call fails, in whatever thread: there is a message and the old output, or the new one.
#[test]
fn failed_at_each_call() {
    if has_strace() {
        for inject in [&[][..], &[NO_EXCHANGE]] {
            assert!(hit_at_each_call(SWAPPED, inject, "error=EIO") > 5);
        }
        // What the swap of a mount point gives: the rest is done in place.
        assert!(hit_at_each_call(SWAPPED, &[NO_EXCHANGE], "error=EBUSY") > 5);
        if can_mount("builds in place at which calls fail") {
            assert!(hit_at_each_call(IN_PLACE, &[], "error=EIO") > 5);
        }
    }
}

/// The second rename and the way back fail: nothing is deleted, the message says where all is, and the
/// next build mends it.
#[test]
fn nothing_is_cleaned_up_when_there_is_no_way_back() {
    if !has_strace() {
        return;
    }
    let mut states = States::new();
    // The renames are counted in a run in which they all work.
    let log = states.bench.site.beside("site").join("strace.log");
    let log = log.to_str().expect("a path").to_owned();
    states.turn();
    let traced = ["strace", "-f", "-qq", "-o", &log, "-e", NO_EXCHANGE, "-e", "trace=rename,renameat2"];
    assert_eq!(states.bench.build_in(&traced).0, Some(0));
    let trace = std::fs::read_to_string(&log).expect("a trace");
    // Each line begins with its thread, and each thread is counted for itself.
    let calls = trace.lines().filter_map(|line| line.split_once(' '));
    let renames: Vec<(&str, &str)> = calls
        .map(|(thread, call)| (thread, call.trim_start()))
        .filter(|(_, call)| call.starts_with("rename("))
        .collect();
    let is_old = |call: &str| call.contains("/old\"");
    let (swapping, _) = renames.iter().find(|(_, call)| is_old(call)).expect("the old output is moved");
    let of_thread = renames.iter().filter(|(thread, _)| thread == swapping);
    let first = of_thread.take_while(|(_, call)| !is_old(call)).count() + 1;
    std::fs::remove_file(&log).expect("removed");

    let (before, after) = states.turn();
    let fail = format!("inject=rename:error=EIO:when={}..{}", first + 1, first + 2);
    let (code, said) =
        states.bench.build_in(&["strace", "-f", "-qq", "-o", "/dev/null", "-e", NO_EXCHANGE, "-e", &fail]);
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("Nothing was deleted"), "{said}");
    let staging = states.bench.beside().into_iter().find(|name| name.starts_with(".out.leader-site-"));
    let staging = states.bench.site.beside(&staging.expect("the staging folder stays"));
    for part in ["old", "site"] {
        let path = staging.join(part);
        assert!(
            path.join("index.html").is_file()
                && said.contains(&*path.canonicalize().expect("it is there").to_string_lossy()),
            "{said}"
        );
    }
    assert!(!states.bench.out.exists());
    let (code, said) = states.run_with_a_mistake(SWAPPED);
    assert_eq!(code, Some(1), "{said}");
    assert_eq!(states.bench.found(), Ok(before));
    states.bench.foreign().expect("files of others");
    assert_eq!(states.bench.build().0, Some(0));
    assert_eq!(states.bench.found(), Ok(after));
}

/// Two builds at once on a disk that knows no locks: neither clears away what the other is making.
#[test]
fn builds_side_by_side_on_a_disk_without_locks() {
    if !has_strace() {
        return;
    }
    let no_locks = "inject=flock:error=ENOLCK";
    // The first is slow, so that the second finds it at work.
    let slow = "inject=mkdir:delay_exit=60000";
    for (first, second) in
        [(Some(no_locks), Some(no_locks)), (Some(no_locks), None), (None, Some(no_locks)), (None, None)]
    {
        let mut states = States::new();
        for _ in 0..3 {
            let (_, after) = states.turn();
            let strace = |inject: Option<&'static str>, is_slow: bool| {
                let mut words = vec!["strace", "-f", "-qq", "-o", "/dev/null"];
                for inject in inject.into_iter().chain(is_slow.then_some(slow)) {
                    words.extend(["-e", inject]);
                }
                states.bench.command(&words)
            };
            let mut commands = [strace(first, true), strace(second, false)];
            let children: Vec<_> =
                commands.iter_mut().map(|command| command.spawn().expect("it runs")).collect();
            for child in children {
                let output = child.wait_with_output().expect("it ends");
                let said = String::from_utf8_lossy(&output.stderr).into_owned();
                assert_eq!(output.status.code(), Some(0), "{first:?} {second:?}: {said}");
            }
            assert_eq!(states.bench.found(), Ok(after), "{first:?} {second:?}");
            states.bench.foreign().expect("files of others");
            assert_eq!(states.bench.beside(), ["out", "site"]);
        }
        // One that was killed there is cleared away, since its process is known to be gone.
        states.turn();
        let kill = "inject=syncfs:signal=KILL";
        let (code, _) =
            states.bench.build_in(&["strace", "-f", "-qq", "-o", "/dev/null", "-e", no_locks, "-e", kill]);
        assert_eq!((code, states.bench.beside().len()), (None, 3));
        assert_eq!(
            states.bench.build_in(&["strace", "-f", "-qq", "-o", "/dev/null", "-e", no_locks]).0,
            Some(0)
        );
        assert_eq!(states.bench.beside(), ["out", "site"]);
    }
}
