//! Whatever is written, nothing panics: it is read, or it is told what is wrong with it.

use leader_site::calculate::Calculator;
use leader_site::check::formula;
use leader_site::check::yaml::Document;
use leader_site::diag::{Diagnostics, Look};
use leader_site::model::locale::Locale;
use leader_site::model::number;
use leader_site::model::quantity::Quantity;
use leader_site::model::texts::Text;
use leader_site::source::{Place, SourceFile, Spanned};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::project::{self, DAY, messages_after};

/// Text made of what formulas, numbers, YAML and front matter are made of, and of anything else.
fn written() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        prop::sample::select(vec![
            "0",
            "1",
            "8 000 €",
            "90 %",
            "1.234",
            "1,5",
            "-",
            "−",
            "+",
            "*",
            "/",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ",",
            ".",
            ":",
            " ",
            "\u{a0}",
            "\n",
            "\t",
            "#",
            "\"",
            "'",
            "&a",
            "*a",
            "!t",
            "|",
            ">",
            "- ",
            "? ",
            "---\n",
            "total",
            "support",
            "funding_type",
            "in",
            "not",
            "and",
            "or",
            "where",
            "sum",
            "min",
            "max",
            "costs.amount",
            "counted",
            "=",
            "<=",
            "null",
            "true",
            "no",
            "2026-02-30",
            "ä",
            "\u{feff}",
            "\u{0}",
            "😀",
            "amount",
            "€/h",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
}

/// The messages are made, places included: finding a place again must not fail either.
fn shown(diags: &Diagnostics) -> String {
    diags.render(Look::Plain, leader_site::diag::Tongue::English)
}

/// How many cases are tried: a short round, or as many times more as `LEADER_SITE_FUZZ` says.
fn cases(short: u32) -> u32 {
    let times = std::env::var("LEADER_SITE_FUZZ").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    short.saturating_mul(times)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(2_000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn numbers_quantities_and_texts(text in written()) {
        let _ = number::read(&text, 2, Decimal::from(20_000_000));
        let _ = Quantity::parse(&text);
        let filled = Text::parse(&text).fill(|name| format!("{{{name}}}"));
        prop_assert_eq!(filled, text);
    }

    #[test]
    fn formulas(text in written()) {
        let file = SourceFile::new("formula.yaml", text.clone());
        let mut diags = Diagnostics::new();
        let place = Place::bytes(&file, 0..text.len());
        let read = formula::formula(&Spanned { value: text.clone(), place: place.clone() }, &mut diags);
        prop_assert_eq!(read.is_err(), diags.has_errors());
        let _ = formula::filter(&Spanned { value: text, place }, &mut diags);
        shown(&diags);
    }

    #[test]
    fn documents(text in written()) {
        let file = SourceFile::new("file.yaml", text);
        let mut diags = Diagnostics::new();
        let read = Document::parse_file(&file, &mut diags);
        prop_assert_eq!(read.is_err(), diags.has_errors());
        let _ = Document::parse_json(&file, 0..file.text.len(), &mut diags);
        shown(&diags);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(200), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rule_files_with_something_else_in_a_line(line in 0_usize..200, text in written(), file in 0_usize..7) {
        let names = ["sources", "parameters", "funding", "calculation", "checklist", "examples", "texts/fi"];
        let whole = project::rule_texts()[names[file]].clone();
        let lines: Vec<&str> = whole.lines().collect();
        let line = lines[line % lines.len()];
        // Only lines that stand once can be replaced alone.
        prop_assume!(!line.trim().is_empty() && whole.matches(line).count() == 1);
        messages_after(&[(names[file], line, &text)]);
    }
}

#[test]
fn budgets() {
    let rules = project::rules();
    let locale = Locale::new("fi").expect("Finnish");
    let mut calculator = Calculator::new(&rules.book, DAY, "fi", locale, leader_site::diag::Tongue::English);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: cases(2_000),
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let field = prop::sample::select(vec![
        "funding_type",
        "cost_model",
        "support_rate",
        "costs",
        "volunteer_hours",
        "machine_hours",
        "other_public",
        "as_of",
        "last_payment",
        "vat_liable",
        "amount",
    ]);
    let value = prop_oneof![
        written().prop_map(|text| serde_json::json!(text)),
        any::<f64>().prop_map(|number| serde_json::json!(number)),
        any::<i64>().prop_map(|number| serde_json::json!(number)),
        Just(serde_json::json!([{"category": "services", "amount": "1"}])),
        written().prop_map(|text| serde_json::json!([{"category": text.clone(), "amount": text}])),
        Just(serde_json::Value::Null),
    ];
    let budget = prop::collection::vec((field, value), 0..6);
    let outcome = runner.run(&budget, |fields| {
        let line =
            serde_json::Value::Object(fields.into_iter().map(|(id, value)| (id.to_owned(), value)).collect());
        let result = calculator_line(&rules, &line.to_string());
        prop_assert!(result["error"].is_object() || result["outputs"].is_object());
        Ok(())
    });
    outcome.expect("every line gives a result or an error");
    // A line that is no JSON at all.
    assert!(calculator.line("budgets.jsonl", 1, "{")["error"].is_object());
}

fn calculator_line(rules: &project::Rules, line: &str) -> serde_json::Value {
    let locale = Locale::new("fi").expect("Finnish");
    Calculator::new(&rules.book, DAY, "fi", locale, leader_site::diag::Tongue::English).line(
        "budgets.jsonl",
        1,
        line,
    )
}

/// Markdown made of the signs that mean something in it, and of words.
fn markdown() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "Haku ",
        "on auki. ",
        "tuki, ",
        "mm. ",
        "1.1.2026 ",
        "KIIRE ON NYT KOVA ",
        "ä",
        "\u{a0}",
        "😀",
        "e\u{301}",
        " ",
        "\n",
        "\n\n",
        "\n\n",
        "    ",
        "  \n",
        "\\",
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```\n",
        "## Otsikko\n\n",
        "### Toinen {#oma}\n",
        "- ",
        "\n- ",
        "1. ",
        "> ",
        "| a | b |\n|---|--:|\n| c | d |\n",
        "|",
        "---\n",
        "\n===\n",
        "[tästä](toinen.md)",
        "[x](toinen.md#kohta)",
        "[",
        "]",
        "](",
        ")",
        "(",
        "![kuva](kuva.svg)",
        "![kuva](kuva.svg \"Teksti\")",
        "![](kuva.svg)",
        "<https://example.com/?a=1&b=2>",
        "www.example.com",
        "[^1]",
        "\n[^1]: Huomautus\n\n",
        "[r]: https://example.com\n",
        "[r]",
        ": selitys\n",
        "&auml;",
        "&",
        "<",
        ">",
        "<b>",
        "<!-- x -->",
        "\"",
        "'",
        "--",
        "...",
        "{{ site.name }}",
        "\n\n{{ contact }}\n\n",
        "{{",
        "}}",
        "{nolink}",
        "{#",
        "\t",
        "\r\n",
        "\u{0}",
        "\u{feff}",
        "\u{2028}",
    ]);
    prop::collection::vec(pieces, 0..14).prop_map(|pieces| pieces.concat())
}

/// Every tag that opens is closed, in order; says which is not.
fn unbalanced(html: &str) -> Option<String> {
    const EMPTY: [&str; 7] = ["br", "hr", "img", "input", "link", "meta", "wbr"];
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let tag = &rest[at + 1..];
        // Within quotes a `>` is a sign like others.
        let mut quoted = false;
        let end = tag.find(|sign: char| {
            quoted ^= sign == '"';
            sign == '>' && !quoted
        });
        let Some(end) = end else { return Some(format!("<{tag}")) };
        let name = tag[..end].split([' ', '\n']).next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) if open.pop() != Some(name) => {
                return Some(format!("</{name}> at {:?}", &rest[..at + 1]));
            }
            None if !EMPTY.contains(&name) => open.push(name),
            _ => {}
        }
        rest = &tag[end + 1..];
    }
    open.pop().map(|name| format!("<{name}>"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(200), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pages_of_any_markdown(text in markdown()) {
        let page = format!("---\ntitle: Sivu\n---\n{text}");
        let site = crate::fixture::site(
            "-- content/fi/toinen.md --\n---\ntitle: Toinen\n---\n## Kohta\n-- content/fi/kuva.svg --\n<svg/>\n",
        );
        site.write("content/fi/sivu.md", page);
        // A mistake is told; what is not told is whole. Its links were followed where it was built.
        if let Ok(files) = site.build() {
            let html = files["sivu/index.html"].replace("</title>\n", "</title>");
            prop_assert_eq!(unbalanced(&html), None, "{}", html);
        }
        let mut diags = Diagnostics::new();
        let checked = leader_site::review(&site.project, &leader_site::review::Looks::default(), &mut diags);
        prop_assert_eq!(checked.is_err(), diags.has_errors());
        shown(&diags);
    }
}

/// The files of a small site, each of another kind.
const KINDS: [(&str, &str); 7] = [
    (
        "content/site.yaml",
        "name: Leader\nbase_url: https://example.org/\ntheme: plain\nlanguages:\n  - {code: fi, name: Suomi}\nmenus:\n  fi:\n    main:\n      - page: sivu.md\n",
    ),
    (
        "content/fi/sivu.md",
        "---\ntitle: Sivu\ndescription: \"Kuvaus: kaksi\"\naliases: [/vanha/]\ndate: 2026-11-01\n---\n",
    ),
    (
        "content/fi/toinen.md",
        "---\ntitle: Toinen\n---\n## Kohta\n\n- [a](sivu.md)\n- *b* **c**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: N\n\nX[^1] {{ site.name }}\n",
    ),
    ("themes/plain/texts/fi.yaml", "nav: {home: Etusivu, menu: Valikko}\n"),
    (
        "themes/plain/templates/section.html",
        "{% extends \"page.html\" %}{% block main %}{% for item in pages %}{{ item.title | upper }}{% if loop.last %}.{% elif lang == \"fi\" %},{% endif %}{% endfor %}{% endblock main %}",
    ),
    (
        "templates/not-found.html",
        "{% set a = [1, 2] %}{% for b in a %}{{ b ~ lang }}{% include \"osa.html\" %}{% endfor %}",
    ),
    ("templates/osa.html", "{% component k(n: integer) %}({{ n }}){% endcomponent k %}{{ <k n={7} /> }}"),
];

/// A change of a text: a part of it is taken away, doubled many times, moved, or replaced.
fn changed(text: &str, from: usize, length: usize, to: usize, times: usize, other: &str) -> String {
    let mut starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    starts.push(text.len());
    let at = |index: usize| starts[index % starts.len()];
    let (from, to) = (at(from), at(to));
    let end = starts.iter().copied().find(|start| *start >= from + length).unwrap_or(text.len());
    let part = &text[from..end];
    match times {
        0 => format!("{}{}", &text[..from], &text[end..]),
        1 => format!("{}{other}{}", &text[..from], &text[end..]),
        2 => format!("{}{part}{}", &text[..to], &text[to..]),
        _ => format!("{}{}{}", &text[..from], part.repeat(times), &text[end..]),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(150), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sites_with_files_that_were_changed_at_random(
        file in 0..KINDS.len(),
        changes in prop::collection::vec(
            (0_usize..400, 0_usize..30, 0_usize..400, prop_oneof![0_usize..4, Just(40), Just(3_000)], written()), 1..5
        ),
    ) {
        let site = crate::fixture::site("");
        for (index, (path, text)) in KINDS.iter().enumerate() {
            let mut text = (*text).to_owned();
            if index == file {
                for (from, length, to, times, other) in &changes {
                    // A change that makes too much of it is a matter of its own.
                    if text.len() < 100_000 {
                        text = changed(&text, *from, *length, *to, *times, other);
                    }
                }
            }
            site.write(path, text);
        }
        let start = std::time::Instant::now();
        let mut diags = Diagnostics::new();
        let checked = crate::fixture::check(&site.project, &mut diags);
        prop_assert_eq!(checked.is_err(), diags.has_errors());
        let said = shown(&diags);
        prop_assert!(!said.chars().any(leader_site::source::characters::is_hidden));
        prop_assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
    }
}
