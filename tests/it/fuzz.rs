//! The program against files that were changed at random: whatever stands in a template, a page, a rule or a
//! budget, it ends by itself, soon, in little memory, and says what is wrong.
//!
//! Each input is a file of a small site after a few changes that know what such files are made of: words
//! are repeated, nested, swapped with others and joined with parts of other files; numbers grow; characters
//! come in that nobody types. The program runs as a process of its own, so that an overflow of the stack is
//! seen, too. The changes follow from a number alone: each run tries the same, and a failure names the
//! number. `LEADER_SITE_FUZZ=1000` tries a thousand times as many, `LEADER_SITE_FUZZ_FROM=5` begins elsewhere.
//!
//! A fuzzer that is led by coverage would need another compiler and its libraries; what it finds better,
//! the way through a parser byte by byte, the parsers of this project leave to libraries that are fuzzed
//! themselves. What is ours is what is done with a thing once it is read, and that needs input which still
//! can be read.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::fixture::{Site, site};
use crate::project;

/// Seconds of the processor that one input may take: an input that takes more keeps an editor waiting.
/// Without optimisation, as tests are built, the program takes about ten times what it takes otherwise.
const MOST_SECONDS: u32 = if cfg!(debug_assertions) { 60 } else { 10 };
/// The most that a process may hold, in kB.
const MOST_MEMORY: u64 = 500_000;
/// What a process may ask for, in kB, with the stacks of its threads: more is taken for a memory that fills.
const MOST_ASKED: u64 = 6_000_000;

/// Numbers that look like chance and are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 1) as usize % most.max(1)
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// One kind of input.
struct Target {
    name: &'static str,
    /// Files that are changed.
    corpus: Vec<(&'static str, String)>,
    /// Words that mean something in them.
    words: &'static [&'static str],
    /// What is run; `FILE` stands for the file that was changed.
    commands: &'static [&'static [&'static str]],
    /// Whether the site has rules.
    has_rules: bool,
}

const CHECK: &[&str] = &["check", "--offline"];
const BUILD: &[&str] = &["build"];

fn targets() -> Vec<Target> {
    let rules = project::rule_texts();
    let of_rules = |names: &[&'static str]| -> Vec<(&'static str, String)> {
        names.iter().map(|name| (path_of_rules(name), rules[*name].clone())).collect()
    };
    vec![
        Target {
            name: "formulas",
            corpus: of_rules(&["calculation"]),
            words: &[
                "total",
                "support",
                "min(",
                "max(",
                "sum(",
                "count(",
                "floor(",
                " + ",
                " - ",
                " * ",
                " / ",
                "(",
                ")",
                " and ",
                " or ",
                "not ",
                " in ",
                " where ",
                "[",
                "]",
                ",",
                " > ",
                " <= ",
                " = ",
                "1 €",
                "90 %",
                "8 h",
                "costs.amount",
                "support_rate",
                "if ",
                "null",
                "-1",
                "0",
                "1e9",
                "formula: ",
                "at_most:\n",
                "cases:\n",
                "when: ",
                "default: ",
            ],
            commands: &[CHECK],
            has_rules: true,
        },
        Target {
            name: "rules",
            corpus: of_rules(&["sources", "parameters", "funding", "checklist", "examples", "texts/fi"]),
            words: &[
                "- ",
                ": ",
                "\n  ",
                "\n    ",
                "{",
                "}",
                "[",
                "]",
                "&a ",
                "*a",
                "!!str ",
                "|\n",
                ">\n",
                "? ",
                "---\n",
                "...\n",
                "#",
                "\"",
                "'",
                "null",
                "~",
                "true",
                "1_000",
                "0x1f",
                "1e400",
                ".inf",
                "2026-02-30",
                "9999-12-31",
                "0000-01-01",
                "100 %",
                "8 000,00 €",
                "-1 €",
                "from: ",
                "until: ",
                "values:\n",
                "<<: ",
                "{total}",
                "{",
                "{{total}}",
                "id: ",
                "source: ",
                "€/h",
                "%YAML 1.2\n",
            ],
            commands: &[CHECK, &["explain"], &["upcoming"]],
            has_rules: true,
        },
        Target {
            name: "pages",
            corpus: vec![
                ("content/fi/sivu.md", PAGE.to_owned()),
                ("content/fi/uutiset/haku.md", NEWS.to_owned()),
                ("content/site.yaml", SETTINGS.to_owned()),
            ],
            words: &[
                "*",
                "**",
                "_",
                "~~",
                "`",
                "```\n",
                "\n## ",
                "\n- ",
                "\n  - ",
                "\n1. ",
                "\n> ",
                "| a | b |\n",
                "|---|--:|\n",
                "|",
                "\n---\n",
                "\n===\n",
                "[",
                "](",
                ")",
                "![",
                "[^1]",
                "\n[^1]: ",
                "[x]: /a\n",
                "<",
                ">",
                "<b>",
                "<!--",
                "-->",
                "&auml;",
                "&#0;",
                "&",
                "{{",
                "}}",
                "{%",
                "{{ site.name }}",
                "{#",
                "{nolink}",
                ":::",
                "\\",
                "\n\n",
                "  \n",
                "    ",
                "\t",
                "www.a.fi",
                "http://",
                "a@b.fi",
                "050 123 4567",
                "8 000 €",
                "90 %",
                "1.1.2026",
                "\"",
                "'",
                "--",
                "...",
                "<<<<<<< ",
                "=======\n",
                ">>>>>>> ",
                "TÄYDENNÄ",
                "#kohta",
                "toinen.md",
                "toinen.md#kohta",
                "title: ",
                "date: ",
                "aliases: [",
                "draft: true\n",
                "expires: ",
                "%3Cscript%3E",
                "javascript:",
                "data:",
                "../",
                "//",
                "?a=1&b=2",
                "#:~:text=",
            ],
            commands: &[CHECK, BUILD],
            has_rules: false,
        },
        Target {
            name: "links",
            corpus: vec![
                ("content/fi/sivu.md", LINKS.to_owned()),
                ("content/fi/toinen.md", LINKS.to_owned()),
            ],
            words: &[
                "[a](",
                ")",
                "#",
                "#kohta",
                "##",
                "toinen.md",
                "sivu.md#kohta",
                "/sivu/",
                "./",
                "../",
                "//",
                "\\",
                "%",
                "%20",
                "%00",
                "%ff",
                "%C3",
                "?",
                "&",
                "=",
                ":",
                "http:",
                "https://",
                "mailto:",
                "tel:",
                "javascript:",
                "data:,",
                "@",
                "[::1]",
                "127.0.0.1",
                "xn--",
                "<",
                ">",
                " \"",
                "\"",
                "[r]",
                "[r]: ",
                "![",
                "kuva.svg",
                "\u{202e}",
                "ä",
                "e\u{301}",
                "#:~:text=",
            ],
            commands: &[CHECK, BUILD],
            has_rules: false,
        },
        Target {
            name: "templates",
            corpus: vec![
                ("templates/not-found.html", TEMPLATE.to_owned()),
                ("themes/plain/templates/section.html", SECTION.to_owned()),
                ("templates/osa.html", PART.to_owned()),
                ("themes/plain/texts/fi.yaml", "nav: {home: Etusivu, menu: Valikko}\n".to_owned()),
            ],
            words: &[
                "{{ ",
                " }}",
                "{% ",
                " %}",
                "{%- ",
                " -%}",
                "{# ",
                " #}",
                "for a in ",
                "endfor",
                "if ",
                "elif ",
                "else",
                "endif",
                "set x = ",
                "set x",
                "endset",
                "set_global x = ",
                "block a",
                "endblock",
                "include \"osa.html\"",
                "extends \"page.html\"",
                "raw",
                "endraw",
                "filter upper",
                "endfilter",
                "component k(n: integer)",
                "endcomponent",
                "{{ <k n={7} /> }}",
                " ~ ",
                " | ",
                "upper",
                "replace(from=\"a\", to=x)",
                "join(sep=x)",
                "split(pat=\"\")",
                "length",
                "sort",
                "unique",
                "group_by(attribute=\"a\")",
                "indent(width=100000)",
                "truncate(length=9)",
                "pluralize",
                "range(end=100000)",
                "range(end=99999999999)",
                "throw(message=\"a\")",
                "super()",
                "loop.index",
                "[",
                "]",
                "x[0]",
                "x[::-1]",
                "page.title",
                "pages",
                "lang",
                "safe",
                "round",
                "reverse",
                "1 + 1",
                "9223372036854775807",
                "-1",
                "0",
                "1 / 0",
                "1 % 0",
                " * ",
                " ** ",
                "\"a\"",
                "'a'",
                "`a`",
                "format(spec=\"{:>99999999}\")",
                "get(key=\"a\")",
                "as_str",
                "json_encode",
                "urlencode",
            ],
            commands: &[CHECK, BUILD],
            has_rules: false,
        },
        Target {
            name: "budgets",
            corpus: vec![
                ("budget.yaml", BUDGET.to_owned()),
                ("budget.json", BUDGET_JSON.to_owned()),
                ("budget.jsonl", format!("{}\n", BUDGET_JSON.replace('\n', " ")).repeat(3)),
            ],
            words: &[
                "{",
                "}",
                "[",
                "]",
                ":",
                ",",
                "\"",
                "null",
                "true",
                "1e400",
                "-0",
                "1E5",
                "0.1",
                "99999999999999999999999999999999",
                "\"\\ud800\"",
                "\\u0000",
                "8 000 €",
                "8.000,00",
                "1,2.3",
                "−5",
                "2026-02-30",
                "9999-12-31",
                "costs",
                "amount",
                "category",
                "volunteer_hours",
                "funding_type",
                "support_rate",
                "as_of",
                "- ",
                "\n  ",
                "&a ",
                "*a",
                "=1+1",
                "'",
                "#",
                "NaN",
                ".inf",
            ],
            commands: &[
                &["calculate", "FILE"],
                &["calculate", "--json", "FILE"],
                &["calculate", "--compare", "FILE"],
                &["calculate", "--solve", "hours", "--document", "a.csv", "--document", "a.html", "FILE"],
            ],
            has_rules: true,
        },
    ]
}

fn path_of_rules(name: &str) -> &'static str {
    match name {
        "sources" => "content/rules/sources.yaml",
        "parameters" => "content/rules/parameters.yaml",
        "funding" => "content/rules/funding.yaml",
        "calculation" => "content/rules/calculation.yaml",
        "checklist" => "content/rules/checklist.yaml",
        "examples" => "content/rules/examples.yaml",
        _ => "content/rules/texts/fi.yaml",
    }
}

const SETTINGS: &str = "name: Leader\nbase_url: https://leader.fi/\ntheme: plain\nlanguages:\n  - {code: fi, name: Suomi}\n\
    menus:\n  fi:\n    main:\n      - page: sivu.md\n";
const PAGE: &str = "---\ntitle: Sivu\ndescription: \"Kuvaus: kaksi\"\naliases: [/vanha/]\n---\nHaku on **auki** 1.1.2026 asti, [katso](toinen.md#kohta).\n\n\
    ## Kohta {#oma}\n\n- yksi\n- *kaksi*, `kolme`\n\n1. a\n2. b\n\n| Nimi | € |\n|---|--:|\n| Tuki | 8 000 € |\n\n\
    > \"Lainaus\" -- ja [^1]\n\n[^1]: Huomautus www.leader.fi, a@leader.fi, 050 123 4567\n\n![Kuva](kuva.svg)\n\n\
    ```\nkoodi\n```\n\n{{ contact }}\n\n[r]: https://leader.fi/a?b=c&d\n\nKs. [r] ja <https://leader.fi>.\n";
const NEWS: &str = "---\ntitle: Haku alkaa\ndescription: Haku.\ndate: 2026-11-01\nexpires: 2027-01-01\n---\nTukea saa 90 %, enintään 8 000 €.\n";
const LINKS: &str = "---\ntitle: Linkit\n---\n## Kohta\n\n[a](toinen.md#kohta) [b](sivu.md) [c](/uutiset/) [d](#kohta) [e][r] <https://leader.fi/a#b>\n\n\
    [f](https://leader.fi/ä?x=1&y=2#z) [g](mailto:a@leader.fi) [h](tel:+358501234567) ![i](kuva.svg \"Kuva\")\n\n[r]: ../fi/toinen.md \"Toinen\"\n";
const TEMPLATE: &str = "{% set a = [1, 2, 3] %}{% for b in a %}{{ b ~ lang }}{% include \"osa.html\" %}{% endfor %}\n\
    {% set x %}{{ lang | upper }} {{ page.title }}{% endset %}{{ x | replace(from=\"a\", to=\"b\") | truncate(length=9) }}\n\
    {% for c in range(end=5) %}{% set_global y = x ~ c %}{% endfor %}{{ [d * 2 for d in a if d > 1] | join(sep=\"-\") }}\n";
const SECTION: &str = "{% extends \"page.html\" %}{% block main %}{{ super() }}{% for item in pages %}{{ item.title | upper }}\
    {% if loop.last %}.{% elif lang == \"fi\" %},{% endif %}{% endfor %}{% filter upper %}a{% endfilter %}{% endblock main %}";
const PART: &str = "{% component k(n: integer) %}({{ n }}){% endcomponent k %}{{ <k n={7} /> }}";
const BUDGET: &str = "funding_type: small_development\ncost_model: actual\ncosts:\n  - {category: services, amount: 4 200 €, what: Pelimannit}\n\
    \x20 - {category: other, amount: \"1 800,00\"}\nvolunteer_hours: 50 h\nas_of: 2026-11-21\n";
const BUDGET_JSON: &str = "{\"funding_type\": \"development\",\n\"costs\": [{\"category\": \"services\", \"amount\": \"4200.50\", \"what\": \"\\u00e4\"}],\n\
    \"volunteer_hours\": 50, \"as_of\": \"2026-11-21\"}";

/// Characters that nobody types, and pieces that break what is written around them.
const ODD: [&str; 22] = [
    "\0",
    "\u{1}",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{200d}",
    "\u{202e}",
    "\u{2028}",
    "\u{feff}",
    "\u{fffd}",
    "\u{ffff}",
    "\u{10ffff}",
    "😀",
    "👩\u{200d}🌾",
    "e\u{301}\u{301}\u{301}",
    "ﷺ",
    "İ",
    "ß",
    "\\ud800",
    "\r",
];
const NUMBERS: [&str; 10] = [
    "0",
    "-0",
    "1e400",
    "9223372036854775808",
    "79228162514264337593543950335",
    "0.0000000000000000000000000001",
    "-1",
    "4294967296",
    "00000000000000000001",
    "18446744073709551616",
];

/// One change of a text. It stays shorter than `most`.
fn change(chance: &mut Chance, text: &mut Vec<u8>, target: &Target, most: usize) {
    // What comes between signs and blanks, as a range of bytes.
    let word = |chance: &mut Chance, text: &[u8]| {
        let start = chance.below(text.len() + 1);
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte >= 0x80 || *byte == b'_';
        let mut end = start;
        while end < text.len() && end - start < 60 && is_word(&text[end]) {
            end += 1;
        }
        start..end.max((start + 1 + chance.below(8)).min(text.len()))
    };
    let at = chance.below(text.len() + 1);
    let times = |chance: &mut Chance, length: usize| {
        let wanted = 10_usize.pow(chance.below(6) as u32);
        wanted.min(most / length.max(1)).max(1)
    };
    let put = |text: &mut Vec<u8>, range: std::ops::Range<usize>, new: &[u8]| {
        if text.len() + new.len() <= most {
            text.splice(range, new.iter().copied());
        }
    };
    match chance.below(14) {
        0 => {
            let byte = chance.below(256) as u8;
            put(text, at..(at + 1).min(text.len()), &[byte]);
        }
        1 => {
            let end = (at + chance.below(80)).min(text.len());
            put(text, at..end, b"");
        }
        2 => {
            let range = word(chance, text);
            let many = text[range.clone()].repeat(times(chance, range.len()));
            put(text, range, &many);
        }
        3 => {
            let new: &str = chance.of::<&str>(target.words);
            let many = new.repeat(times(chance, new.len()));
            put(text, at..at, many.as_bytes());
        }
        4 => {
            let (open, close) = *chance.of(&[
                ("(", ")"),
                ("[", "]"),
                ("{", "}"),
                ("{a: ", "}"),
                ("- ", ""),
                ("> ", ""),
                ("not ", ""),
                ("min(1, ", ")"),
                ("*", "*"),
                ("[a](", ")"),
                ("\"", "\""),
                ("{% if lang %}", "{% endif %}"),
                ("{% for a in pages %}", "{% endfor %}"),
                ("{% set x %}", "{% endset %}"),
                ("![", "]"),
            ]);
            let range = word(chance, text);
            let deep = times(chance, open.len() + close.len()).min(20_000);
            let whole =
                [open.repeat(deep).as_bytes(), &text[range.clone()], close.repeat(deep).as_bytes()].concat();
            put(text, range, &whole);
        }
        5 => {
            let range = word(chance, text);
            let new = chance.of::<&str>(target.words);
            put(text, range, new.as_bytes());
        }
        6 => {
            let other = chance.of(&target.corpus).1.as_bytes();
            let from = chance.below(other.len() + 1);
            let to = (from + chance.below(400)).min(other.len());
            put(text, at..at, &other[from..to]);
        }
        7 => {
            let Some(from) = text[at..].iter().position(u8::is_ascii_digit) else { return };
            let from = at + from;
            let digits = text[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            put(text, from..from + digits, chance.of(&NUMBERS).as_bytes());
        }
        8 => {
            let new = chance.of(&ODD);
            let many = new.repeat(if chance.below(4) == 0 { times(chance, new.len()) } else { 1 });
            put(text, at..at, many.as_bytes());
        }
        9 => {
            let lines = String::from_utf8_lossy(text).replace('\n', "\r\n");
            *text = lines.into_bytes();
        }
        10 => {
            let mut lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
            let (one, other) = (chance.below(lines.len()), chance.below(lines.len()));
            if !lines.is_empty() {
                lines.swap(one, other);
            }
            *text = lines.concat();
        }
        11 => {
            let lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
            if lines.is_empty() {
                return;
            }
            let line = chance.below(lines.len());
            let start: usize = lines[..line].iter().map(|line| line.len()).sum();
            let many = lines[line].repeat(times(chance, lines[line].len()));
            put(text, start..start, &many);
        }
        12 => {
            let end = (at + chance.below(400)).min(text.len());
            let part = text[at..end].to_vec();
            let to = chance.below(text.len() + 1);
            put(text, to..to, &part);
        }
        _ => {
            let new = [chance.of(target.words), chance.of(target.words), chance.of(target.words)];
            let new: String = new.into_iter().copied().collect();
            put(text, at..at, new.as_bytes());
        }
    }
}

/// What became of an input.
struct Ended {
    wrong: Option<String>,
    code: Option<i32>,
    said: String,
    /// The time of the processor that it took.
    took: Duration,
    memory: u64,
}

/// Runs the program on a site, with its bounds.
fn run(folder: &Path, arguments: &[&str], file: &str) -> Ended {
    let start = Instant::now();
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("ulimit -v {MOST_ASKED}; ulimit -t {MOST_SECONDS}; exec \"$@\""), "sh"])
        .arg(std::env::var_os("LEADER_SITE").unwrap_or_else(|| env!("CARGO_BIN_EXE_leader-site").into()))
        .args(arguments.iter().map(|argument| if *argument == "FILE" { file } else { argument }))
        .args(["--date", "2026-11-21", "--lang", "fi"])
        .current_dir(folder)
        .env("RAYON_NUM_THREADS", "2")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program runs");
    let mut errors = child.stderr.take().expect("its messages");
    let reader = std::thread::spawn(move || {
        let mut said = Vec::new();
        let _ = errors.read_to_end(&mut said);
        said
    });
    let status_file = format!("/proc/{}/status", child.id());
    let times_file = format!("/proc/{}/stat", child.id());
    let (mut memory, mut took) = (0, Duration::ZERO);
    let (status, waited) = loop {
        if let Some(status) = child.try_wait().expect("a child process") {
            break (status, false);
        }
        // The kernel keeps the highest figure itself.
        let text = fs::read_to_string(&status_file).unwrap_or_default();
        let figure = text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
        memory = memory.max(figure.and_then(|figure| figure.trim().parse().ok()).unwrap_or(0));
        // The time of the processor, in hundredths of a second, stands behind the name of the program.
        let text = fs::read_to_string(&times_file).unwrap_or_default();
        let behind = text.rsplit(") ").next().unwrap_or_default();
        let ticks =
            behind.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>();
        took = took.max(Duration::from_millis(ticks * 10));
        // A process that only waits takes no time of the processor.
        if start.elapsed() > Duration::from_secs(900) {
            let _ = child.kill();
            break (child.wait().expect("its end"), true);
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let said = reader.join().expect("its messages");
    let said = String::from_utf8_lossy(&said);
    let wrong = if waited {
        Some("it waits for ever".to_owned())
    } else if let Some(signal) = status.signal() {
        Some(format!("ended by signal {signal} after {:?}", start.elapsed()))
    } else if !matches!(status.code(), Some(0 | 1 | 3)) || said.contains("panicked") {
        Some(format!("{:?}", status.code()))
    } else if memory > MOST_MEMORY {
        Some(format!("{} MB", memory / 1000))
    } else {
        None
    };
    let tail: String = said.chars().take(2_000).collect();
    let wrong = wrong.map(|wrong| format!("{wrong}\n{tail}"));
    Ended { wrong, code: status.code(), said: said.into_owned(), took, memory }
}

fn small_site(target: &Target) -> Site {
    let site = site(
        "-- content/fi/toinen.md --\n---\ntitle: Toinen\n---\n## Kohta\n\nSivu.\n-- content/fi/uutiset/index.md --\n---\ntitle: Uutiset\nfeed: true\n---\n\
         -- content/fi/kuva.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>\n",
    );
    site.write("content/site.yaml", SETTINGS);
    site.write("content/fi/sivu.md", PAGE);
    if target.has_rules {
        for (name, text) in project::rule_texts() {
            site.write(path_of_rules(&name), text);
        }
    }
    for (path, text) in &target.corpus {
        site.write(path, text);
    }
    site
}

#[test]
fn no_input_ends_the_program_badly() {
    let number_of = |name: &str| std::env::var(name).ok().and_then(|number| number.parse::<usize>().ok());
    let (times, from) =
        (number_of("LEADER_SITE_FUZZ").unwrap_or(1), number_of("LEADER_SITE_FUZZ_FROM").unwrap_or(0));
    let keep = std::env::var("LEADER_SITE_FUZZ_KEEP").ok();
    let targets = targets();
    let sites: Vec<Site> = targets.iter().map(small_site).collect();
    let mut figures: BTreeMap<&str, (usize, Duration, u64)> = BTreeMap::new();
    let mut failed = Vec::new();
    for round in from..from + times * 4 {
        for (number, target) in targets.iter().enumerate() {
            let mut chance = Chance(((round as u64) << 8) + number as u64);
            let (path, original) = chance.of(&target.corpus);
            let mut text = original.clone().into_bytes();
            // Most inputs are as long as those of people; a few are as long as nobody writes.
            let most = *chance.of(&[20_000, 20_000, 100_000, 100_000, 1_000_000]);
            for _ in 0..=chance.below(6) {
                change(&mut chance, &mut text, target, most);
            }
            let site = &sites[number];
            site.write(path, &text);
            let ended = run(&site.project.root, chance.of::<&[&str]>(target.commands), path);
            site.write(path, original);
            let entry = figures.entry(target.name).or_default();
            *entry = (entry.0 + 1, entry.1.max(ended.took), entry.2.max(ended.memory));
            let is_slow = keep.is_some() && ended.took > Duration::from_secs(10);
            if let Some(folder) = keep.as_ref().filter(|_| ended.wrong.is_some() || is_slow) {
                let name = format!("{}-{round}-{}", target.name, path.replace('/', "_"));
                fs::create_dir_all(folder).expect("a folder");
                fs::write(Path::new(folder).join(name), &text).expect("a file");
                eprintln!("{} {round}: {path} {:?} {:?}", target.name, ended.took, ended.wrong);
            }
            if let Some(wrong) = ended.wrong {
                failed.push(format!("{} {round} ({path}): {wrong}", target.name));
            }
        }
        if round % 50 == 49 {
            eprintln!("{round}: {figures:?}");
        }
    }
    eprintln!("{figures:?}");
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// Whatever a template makes much of is told before the memory is full.
#[test]
fn templates_that_would_fill_the_memory() {
    let long = "{% set y = \"abcdefgh\" %}{% for a in range(end=16) %}{% set_global y = y ~ y %}{% endfor %}";
    let text = "a".repeat(2_000);
    let often = "{% for a in range(end=9000) %}{% for b in range(end=100) %}";
    let end = "{% endfor %}{% endfor %}";
    let shapes = [
        ("text in set", format!("{{% set x %}}{often}{text}{end}{{% endset %}}")),
        ("value in set", format!("{long}{{% set x %}}{often}{{{{ y }}}}{end}{{% endset %}}")),
        (
            "safe value in set",
            format!("{long}{{% set z = y | safe %}}{{% set x %}}{often}{{{{- z -}}}}{end}{{% endset %}}"),
        ),
        (
            "list in set",
            format!("{{% set l = range(end=50000) %}}{{% set x %}}{often}{{{{ l }}}}{end}{{% endset %}}"),
        ),
        ("filter", format!("{{% filter upper %}}{often}{text}{end}{{% endfilter %}}")),
        (
            "component",
            format!(
                "{{% component k() %}}{often}{text}{end}{{% endcomponent k %}}{{% set x %}}{{{{ <k /> }}}}{{% endset %}}"
            ),
        ),
        (
            "components",
            format!(
                "{{% component k() %}}{text}{{% endcomponent k %}}{{% set x %}}{often}{{{{ <k /> }}}}{end}{{% endset %}}"
            ),
        ),
        ("include", format!("{{% set x %}}{often}{{% include \"osa.html\" %}}{end}{{% endset %}}")),
        ("block", format!("{{% block b %}}{often}{text}{end}{{% endblock b %}}")),
        ("replace", format!("{long}{{{{ y | replace(from=\"a\", to=y) | length }}}}")),
        ("join", format!("{long}{{{{ range(end=90000) | join(sep=y) | length }}}}")),
        (
            "indent",
            format!("{long}{{{{ y | replace(from=\"a\", to=\"\n\") | indent(width=1000) | length }}}}"),
        ),
        ("unique", "{% set l = [[a] for a in range(end=90000)] %}{{ l | unique | length }}".to_owned()),
        (
            "doubled",
            "{% set x = \"a\" %}{% for a in range(end=60) %}{% set_global x = x ~ x %}{% endfor %}"
                .to_owned(),
        ),
        ("output", format!("{often}{text}{end}")),
    ];
    let site = site("");
    for (name, template) in shapes {
        site.write("templates/osa.html", &text);
        site.write("templates/not-found.html", template);
        let ended = run(&site.project.root, BUILD, "");
        assert_eq!(ended.wrong, None, "{name}");
        assert!(
            ended.code == Some(1) && ended.said.contains("templates/not-found.html"),
            "{name}: {}",
            ended.said
        );
    }
}

/// What these filters make is what the template engine makes of them.
#[test]
fn filters_that_are_ours_do_what_those_of_the_engine_do() {
    let ours = site("");
    for (written, expected) in [
        ("\"a<b\" | replace(from=\"<\", to=\"&\")", "a&amp;b"),
        ("\"a<b\" | safe | replace(from=\"a\", to=\"<\")", "&lt;<b"),
        ("\"aXb\" | replace(from=\"X\", to=\"<br>\" | safe)", "a<br>b"),
        ("\"abc\" | replace(from=\"\", to=\"-\")", "-a-b-c-"),
        ("[1, \"a\", 2.5, true] | join(sep=\", \")", "1, a, 2.5, true"),
        ("[\"<\", \"b\" | safe] | join(sep=\"&\")", "&lt;&amp;b"),
        ("[] | join", ""),
        ("[\"a\", \"b\"] | join", "ab"),
        ("\"a\nb\n\nc\" | indent(width=2)", "a\n  b\n\n  c"),
        ("\"a\nb\" | indent(width=1, indentation=\">\", first=true)", "&gt;a\n&gt;b"),
        ("\"a\n\nb\" | indent(width=1, blank=true)", "a\n \n b"),
        ("[1, 1.0, \"1\", 2, 1, [1], [1], true] | unique", "[1, \"1\", 2, [1], true]"),
    ] {
        // The engine's own, where nothing is registered in their place.
        let mut engine = tera::Tera::new();
        engine.add_raw_template("a.html", &format!("{{{{ {written} }}}}")).expect(written);
        let theirs = engine.render("a.html", &tera::Context::new()).expect(written);
        ours.write("templates/not-found.html", format!("<p>{{{{ {written} }}}}</p>"));
        let made = ours.files()["404.html"].clone();
        assert_eq!(made.trim(), format!("<p>{theirs}</p>"), "{written}");
        let expected = expected.replace('"', "&quot;");
        assert_eq!(theirs, expected, "{written}");
    }
}
