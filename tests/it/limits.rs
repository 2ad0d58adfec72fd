//! No input ends the program, keeps it for ever or fills the memory: what is too long, too deep or never
//! ends is told with its place, whatever it is made of.

use std::collections::BTreeMap;
use std::thread;

use leader_site::check::formula;
use leader_site::check::yaml::Document;
use leader_site::compile;
use leader_site::diag::{Diagnostics, Look, Tongue};
use leader_site::source::characters::is_hidden;
use leader_site::source::{Place, SourceFile, Spanned};

use crate::fixture::{Site, site};
use crate::project::{self, DAY};

fn shown(diags: &Diagnostics) -> String {
    diags.render(Look::Plain, Tongue::English)
}

/// The smallest stack that work gets anywhere: that of a thread of whoever calls the library.
fn on_a_usual_stack(work: impl FnOnce() + Send) {
    on_a_stack(2 * 1024 * 1024, work);
}

fn on_a_stack(bytes: usize, work: impl FnOnce() + Send) {
    thread::scope(|scope| {
        let builder = thread::Builder::new().stack_size(bytes);
        builder.spawn_scoped(scope, work).expect("a thread").join().expect("no panic");
    });
}

/// What the rules say after the formula of `own_share` was replaced.
fn rules_with_formula(text: &str) -> String {
    project::messages_after(&[("calculation", "formula: total - support\n", &format!("formula: {text}\n"))])
}

#[test]
fn formulas_of_any_length_and_depth() {
    let chains: [(&str, fn(usize) -> String); 9] = [
        ("sum", |n| format!("total{} - support", " + total".repeat(n))),
        ("difference", |n| format!("total{}", " - support".repeat(n))),
        ("product", |n| format!("total{}", " * support_rate".repeat(n))),
        ("brackets", |n| format!("{}total{}", "(".repeat(n), ")".repeat(n))),
        ("right", |n| format!("{}total{}", "total + (".repeat(n), ")".repeat(n))),
        ("calls", |n| format!("{}total{}", "min(total, ".repeat(n), ")".repeat(n))),
        ("arguments", |n| format!("min(total{})", ", total".repeat(n))),
        ("conditions", |n| format!("total > 0 €{}", " or total > 0 €".repeat(n))),
        ("nots", |n| format!("{}total > 0 €", "not ".repeat(n))),
    ];
    on_a_usual_stack(|| {
        for (name, chain) in chains {
            for length in [1, 50, 90, 150, 199, 200, 1_000, 6_000, 100_000] {
                let text = chain(length);
                let file = SourceFile::new("formula.yaml", text.clone());
                let mut diags = Diagnostics::new();
                let place = Place::bytes(&file, 0..text.len());
                let read = formula::formula(&Spanned { value: text.clone(), place }, &mut diags);
                assert_eq!(read.is_err(), diags.has_errors(), "{name} {length}");
                assert!(length < 1_000 || read.is_err(), "{name} {length}");
                shown(&diags);
                // What is read can be walked to its end, too.
                if read.is_ok() && length == 199 {
                    rules_with_formula(&text);
                }
            }
        }
    });
}

/// The rules with others added to them, compiled.
fn rules_with(added: &str) -> (bool, String) {
    let mut files = project::rule_texts();
    let text = files.get_mut("calculation").expect("a file");
    *text = text.replacen("\nrules:\n", &format!("\nrules:\n{added}"), 1);
    let mut diags = Diagnostics::new();
    let book = leader_site::check::rules::rules(&project::sources(&files), &[], &mut diags);
    let compiled = book.and_then(|book| compile::plan(&book, DAY, &mut diags));
    (compiled.is_ok(), shown(&diags))
}

#[test]
fn rules_that_need_one_another_in_a_long_chain() {
    let texts = project::rule_texts();
    let source = texts["calculation"].split("source: ").nth(1).expect("a source");
    let source = source.lines().next().expect("a line").split([',', '}']).next().expect("a name").to_owned();
    let rules = |count: usize, needs: &dyn Fn(usize) -> String| -> String {
        (0..count).map(|n| format!("  zz{n}:\n    formula: {}\n    source: {source}\n", needs(n))).collect()
    };
    on_a_usual_stack(|| {
        for count in [10, 100, 2_000] {
            let forth = rules(count, &|n| if n == 0 { "total".to_owned() } else { format!("zz{}", n - 1) });
            let (compiled, said) = rules_with(&forth);
            assert!(compiled || !said.contains("chain"), "{count}: {said}");
            let back =
                rules(count, &|n| if n + 1 == count { "total".to_owned() } else { format!("zz{}", n + 1) });
            let (compiled, said) = rules_with(&back);
            assert!(compiled || !said.contains("chain"), "{count}: {said}");
            let around = rules(count, &|n| format!("zz{}", (n + 1) % count));
            let (compiled, said) = rules_with(&around);
            assert!(!compiled && said.contains("error[cycle]"), "{count}: {said}");
            let tangled =
                rules(count, &|n| format!("zz{} + zz{}", (n + 1).min(count - 1), n.saturating_sub(1)));
            let (compiled, said) = rules_with(&tangled);
            assert!(!compiled && said.contains("error[cycle]"), "{count}: {said}");
        }
    });
}

#[test]
fn yaml_and_json_of_any_depth_and_length() {
    let deep: Vec<String> = [10, 63, 70, 127, 500, 2_000, 100_000]
        .into_iter()
        .flat_map(|n| {
            [
                "[".repeat(n),
                format!("{}{}", "[".repeat(n), "]".repeat(n)),
                format!("a: {}", "{a: ".repeat(n)),
                "- ".repeat(n.min(20_000)),
                "? ".repeat(n.min(20_000)),
                (0..n.min(1_500)).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect(),
                format!("a: \"{}", "\\".repeat(n)),
                format!("a: |\n{}", "  [\n".repeat(n)),
                format!("{}", "{\"a\":".repeat(n)),
                format!("a: &a b\nc: [{}]", vec!["*a"; n].join(", ")),
            ]
        })
        .collect();
    on_a_usual_stack(|| {
        for text in deep {
            let file = SourceFile::new("file.yaml", text);
            let mut diags = Diagnostics::new();
            let read = Document::parse_file(&file, &mut diags).is_ok();
            assert_eq!(!read, diags.has_errors());
            let _ = Document::parse(&file, 0..file.text.len(), &mut diags);
            let _ = Document::parse_json(&file, 0..file.text.len(), &mut diags);
            shown(&diags);
        }
    });
}

#[test]
fn templates_of_any_length_and_depth() {
    let shapes: [(&str, fn(usize) -> String); 17] = [
        ("tilde", |n| format!("{{{{ lang{} }}}}", " ~ lang".repeat(n))),
        ("plus", |n| format!("{{{{ 1{} }}}}", " + 1".repeat(n))),
        ("and", |n| format!("{{% if a{} %}}{{% endif %}}", " and a".repeat(n))),
        ("filters", |n| format!("{{{{ lang{} }}}}", " | upper".repeat(n))),
        ("path", |n| format!("{{{{ page{} }}}}", ".a".repeat(n))),
        ("index", |n| format!("{{{{ page{} }}}}", "[0]".repeat(n))),
        ("brackets", |n| format!("{{{{ {}1{} }}}}", "(".repeat(n), ")".repeat(n))),
        ("lists", |n| format!("{{{{ {}1{} }}}}", "[".repeat(n), "]".repeat(n))),
        ("ternary", |n| format!("{{{{ 1{} }}}}", " if a else 1".repeat(n))),
        ("nots", |n| format!("{{{{ {}1 }}}}", "not ".repeat(n))),
        ("elif", |n| format!("{{% if a %}}{}{{% endif %}}", "{% elif b %}".repeat(n))),
        ("ifs", |n| format!("{}{}", "{% if lang %}".repeat(n), "{% endif %}".repeat(n))),
        ("else", |n| format!("{}{}", "{% if lang %}{% else %}".repeat(n), "{% endif %}".repeat(n))),
        ("blocks", |n| (0..n).map(|n| format!("{{% block a{n} %}}")).collect()),
        ("open", |n| "{{".repeat(n)),
        ("quotes", |n| "{{ '".repeat(n)),
        ("set", |n| format!("{{% set x{} %}}a{{% endset %}}", " | upper".repeat(n))),
    ];
    // The template engine calls itself for each part of an expression: see `STACK_BYTES`.
    on_a_stack(leader_site::STACK_BYTES, || {
        for (name, shape) in shapes {
            for length in [1, 39, 99, 250, 5_000] {
                let site = site("");
                site.write("templates/not-found.html", shape(length));
                // It works, or it is told; both are well.
                if let Err(said) = site.build() {
                    assert!(said.contains("templates/not-found.html:1:"), "{name} {length}\n{said}");
                }
            }
        }
    });
}

/// What stops a template must change none that does not need it.
#[test]
fn counters_change_no_template() {
    let template = "{%- set pages_of = [1, 2, 3] -%}\n  {% for a in pages_of -%}\n  <{{ a }}>\n  {%- endfor %}\n\
        {% raw %}x{% endraw %}{# {% for a in b %} #}\n\
        {% set text %} a{% for b in [4, 5] %}{{ b }}{% endfor %} {% endset %}[{{ text }}]\n\
        {{ [c * 2 for c in pages_of if c > 1] | join(sep=\"-\") }}{{ \"%}}}\" | length }}\n\
        {% component k(n: integer) %}({{ n }}){% endcomponent k %}{{ <k n={7} /> }}\n\
        {%- include \"osa.html\" -%}\n{% if lang == \"x\" %}{% elif lang == \"fi\" %}suomi{% endif %}\n";
    let site = site("-- templates/osa.html --\n osa {% block b -%}  c {%- endblock b %}\n");
    site.write("templates/not-found.html", template);
    let made = site.files()["404.html"].clone();
    let made: String = made.split_whitespace().collect();
    assert_eq!(made, "<1><2><3>x[a45]4-64(7)osacsuomi",);
}

/// Fields of a site that reach its pages, its feeds and the map of its pages.
const FIELDS: [(&str, &str); 9] = [
    ("title", "content/fi/uutiset/haku.md"),
    ("description", "content/fi/uutiset/haku.md"),
    ("menu_title", "content/fi/uutiset/haku.md"),
    ("section title", "content/fi/uutiset/index.md"),
    ("text", "content/fi/uutiset/haku.md"),
    ("link", "content/fi/uutiset/haku.md"),
    ("name", "content/site.yaml"),
    ("theme text", "themes/plain/texts/fi.yaml"),
    ("template", "templates/not-found.html"),
];

/// A site with this text in one of its fields.
fn with_text(field: &str, text: &str) -> Site {
    let of = |name: &str| if name == field { text } else { "" };
    let site = site("");
    site.write(
        "content/site.yaml",
        format!(
            "name: Leader{}\nbase_url: https://example.org/\ntheme: plain\nlanguages:\n  - {{code: fi, name: Suomi}}\n",
            of("name")
        ),
    );
    site.write(
        "content/fi/uutiset/index.md",
        format!("---\ntitle: Uutiset{}\nfeed: true\n---\n", of("section title")),
    );
    site.write(
        "content/fi/uutiset/haku.md",
        format!(
            "---\ntitle: Haku{}\ndescription: Haku alkaa{}\nmenu_title: Haku{}\ndate: 2026-11-01\n---\nHaku{} alkaa, [katso](https://example.org/a{}).\n",
            of("title"),
            of("description"),
            of("menu_title"),
            of("text"),
            of("link"),
        ),
    );
    site.write("themes/plain/texts/fi.yaml", format!("nav:\n  home: Etusivu{}\n", of("theme text")));
    site.write("templates/not-found.html", format!("<html>Ei löydy{}\n", of("template")));
    site
}

#[test]
fn no_field_lets_a_character_through_that_nobody_sees() {
    let hidden = [
        '\0',
        '\u{1}',
        '\u{7}',
        '\u{8}',
        '\u{b}',
        '\u{c}',
        '\u{e}',
        '\u{1b}',
        '\u{1f}',
        '\u{7f}',
        '\u{80}',
        '\u{85}',
        '\u{9f}',
        '\u{200b}',
        '\u{202a}',
        '\u{202e}',
        '\u{2066}',
        '\u{2069}',
        '\u{feff}',
        '\u{fdd0}',
        '\u{fffe}',
        '\u{ffff}',
        '\u{1fffe}',
        '\u{10ffff}',
    ];
    for letter in hidden {
        assert!(is_hidden(letter));
        let code = format!("U+{:04X}", u32::from(letter));
        for (field, path) in FIELDS {
            let said = with_text(field, &letter.to_string()).build().expect_err("refused");
            assert!(said.contains("error[hidden-character]"), "{field} {code}\n{said}");
            assert!(said.contains(&format!(" {path}:")) && said.contains(&code), "{field} {code}\n{said}");
            assert!(!said.chars().any(is_hidden), "{field} {code}\n{said}");
        }
        // By its number, too.
        let number = format!("&#{};", u32::from(letter));
        if letter != '\0' && !('\u{80}'..='\u{9f}').contains(&letter) {
            let said = with_text("text", &number).build().expect_err("refused");
            assert!(said.contains("error[hidden-character]"), "{code}\n{said}");
        }
        let escape = format!("\\U{:08X}", u32::from(letter));
        let site = with_text("", "");
        site.write("content/fi/x.md", format!("---\ntitle: \"a{escape}\"\n---\n"));
        let said = site.build().expect_err("refused");
        assert!(said.contains("error[hidden-character]") && !said.chars().any(is_hidden), "{code}\n{said}");
    }
}

#[test]
fn what_is_let_through_is_well_formed() {
    let letters = [
        "&",
        "<",
        ">",
        "\"",
        "'",
        "]]>",
        "\u{ad}",
        "\u{a0}",
        "\u{200d}",
        "\u{200e}",
        "\u{200f}",
        "\u{61c}",
        "\u{2028}",
        "\u{2029}",
        "\u{fffd}",
        "😀",
        "👩\u{200d}🌾",
        "e\u{301}",
        "\u{e000}",
        "א",
        "\u{10fffd}",
    ];
    for letters in letters {
        for (field, _) in FIELDS {
            // What has no end in YAML or in a template is told.
            let Ok(files) = with_text(field, letters).build() else { continue };
            let xml: BTreeMap<&String, &String> =
                files.iter().filter(|(path, _)| path.ends_with(".xml") || path.ends_with(".svg")).collect();
            assert!(xml.len() >= 2, "{:?}", files.keys());
            for (path, text) in xml {
                let parsed = roxmltree::Document::parse(text);
                assert!(parsed.is_ok(), "{field} {letters:?}: {path} {:?}\n{text}", parsed.err());
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_told_and_not_waited_for() {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    for path in [
        "content/fi/putki.md",
        "content/fi/putki.png",
        "content/fi/osa/putki.pdf",
        "content/rules/putki.yaml",
        "static/putki",
        "static/putki.css",
        "templates/putki.html",
        "themes/plain/static/putki.js",
        "themes/plain/texts/sv.yaml",
        "themes/plain/theme.yaml",
    ] {
        let site = site("");
        let disk = site.path(path);
        std::fs::create_dir_all(disk.parent().expect("a folder")).expect("a folder");
        mknodat(CWD, &disk, FileType::Fifo, Mode::from_raw_mode(0o644), 0).expect("a pipe");
        let said = site.build().expect_err("told");
        assert!(said.contains("error[special-file]") && said.contains(path), "{path}\n{said}");
    }
    let site = site("");
    let _socket = std::os::unix::net::UnixListener::bind(site.path("content/fi/s.md")).expect("a socket");
    assert!(site.build().expect_err("told").contains("a socket"));
    // What an earlier build kept is not waited for either.
    let site = crate::fixture::site("");
    std::fs::create_dir_all(site.path(".leader-site")).expect("a folder");
    let kept = site.path(".leader-site/last-build");
    mknodat(CWD, &kept, FileType::Fifo, Mode::from_raw_mode(0o644), 0).expect("a pipe");
    let out = site.beside("out");
    assert!(leader_site::build(&site.project, &out, &|_| {}, &mut Diagnostics::new()).is_ok());
}

#[test]
fn thousands_of_mistakes_are_told_at_once() {
    let many = |piece: fn(usize) -> String| (0..5_000).map(piece).collect::<String>();
    for (name, body) in [
        ("one line", many(|n| format!("{{{{ ei{n} }}}} "))),
        ("one name", many(|_| "{{ ei }} ".to_owned())),
        ("lines", many(|n| format!("[a](ei{n}.md)\n\n"))),
        ("links on one line", many(|n| format!("[a](ei{n}.md) "))),
        ("equal headings", many(|_| "## Sama\n\n".to_owned())),
        ("keys", String::new()),
    ] {
        let front = if name == "keys" { many(|n| format!("avain{n}: 1\n")) } else { String::new() };
        let site = site("");
        site.write("content/fi/x.md", format!("---\ntitle: X\n{front}---\n{body}"));
        let mut diags = Diagnostics::new();
        let start = std::time::Instant::now();
        let _ = crate::fixture::check(&site.project, &mut diags);
        let said = shown(&diags);
        assert!(name == "equal headings" || diags.has_errors(), "{name}");
        assert!(name != "keys" || said.contains("`content/fi/x.md` has 4900 more"), "{name}");
        // Growing with the square it took minutes.
        assert!(start.elapsed().as_secs() < 60, "{name}: {:?}", start.elapsed());
    }
}

/// A line that no person writes is told by its beginning, whatever it is made of.
#[test]
fn lines_that_are_no_text() {
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
        "<",
        "`",
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
        " ",
        "data:image/png;base64,",
    ] {
        let site = site("");
        site.write(
            "content/fi/x.md",
            format!("---\ntitle: X\n---\n{}\n", piece.repeat(1_000_000 / piece.len())),
        );
        let said = site.build().expect_err("told");
        assert!(
            said.contains("error[line-too-long]") && said.contains("content/fi/x.md:4:1"),
            "{piece}\n{said}"
        );
        assert!(said.len() < 2_000 && said.matches("error[").count() == 1, "{piece}\n{said}");
        // The same in the front matter.
        site.write(
            "content/fi/x.md",
            format!("---\ntitle: {}\n---\n", piece.repeat(1_000_000 / piece.len())),
        );
        let said = site.build().expect_err("told");
        assert!(
            said.contains("error[line-too-long]") && said.contains("content/fi/x.md:2:1"),
            "{piece}\n{said}"
        );
    }
}

/// What a short text is told of, a long one is, too; and no message is longer than a screen.
#[test]
fn no_length_silences_a_message() {
    for piece in [
        "_a",
        "__a",
        "** a",
        "a*b*",
        "`a``b",
        "{{",
        "[a](",
        "http://",
        "|",
        "~",
        ":",
        "a@",
        "&amp",
        "KIIRE ",
        "8 000 € ",
    ] {
        let said: Vec<(bool, bool, bool)> = [500, 3_000, 20_000]
            .into_iter()
            .map(|length| {
                let site = site("");
                site.write("content/fi/x.md", format!("---\ntitle: X\n---\n{}\n", piece.repeat(length)));
                let mut diags = Diagnostics::new();
                let built = crate::fixture::check(&site.project, &mut diags).is_ok();
                let said = shown(&diags);
                let longest = said.lines().map(str::len).max().unwrap_or(0);
                assert!(longest < 8_000, "{piece} {length}: {longest}");
                (length * piece.len() > 64_000, built, said.contains("content/fi/x.md"))
            })
            .collect();
        let short = said[0];
        for (is_refused, built, told) in &said {
            assert!(*is_refused || (*built, *told) == (short.1, short.2), "{piece}: {said:?}");
        }
    }
}
