//! Cures are tried: what a message tells to write is written, and the mistake is gone.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use leader_site::diag::{Diagnostic, Diagnostics, Fix, Tongue, applied};
use leader_site::fixes;
use rand_of::Numbers;
use rayon::prelude::*;

use crate::fixture::{Site, check, site};
use crate::table::{row_site, rows};

/// What is wrong with a site.
fn told(site: &Site) -> Diagnostics {
    let mut diags = Diagnostics::new();
    let _ = check(&site.project, &mut diags);
    diags
}

/// What a message says, apart from its line; all lines that cannot be read are told in the same words.
fn said(message: &Diagnostic) -> (String, String, String) {
    let file = message.place.as_ref().map_or("", |(place, _)| place.file.path.as_str());
    let line = message.place.as_ref().and_then(|(place, _)| place.line_column()).map_or(0, |(line, _)| line);
    let line = if message.code == "yaml-syntax" { format!(" in line {line}") } else { String::new() };
    (message.code.to_owned(), file.to_owned(), format!("{}{line}", message.title.en))
}

fn count(diags: &Diagnostics) -> BTreeMap<(String, String, String), usize> {
    let mut counted = BTreeMap::new();
    for message in diags.sorted() {
        *counted.entry(said(message)).or_default() += 1;
    }
    counted
}

/// Writes a cure into the file of a site.
fn write(site: &Site, fix: &Fix) {
    let path = site.path(&fix.file.path);
    let bytes = fs::read(&path).expect("the file of a message");
    let text = String::from_utf8(bytes).expect("text");
    let (mark, text) = match text.strip_prefix('\u{feff}') {
        Some(rest) => ("\u{feff}", rest),
        None => ("", text.as_str()),
    };
    assert_eq!(text, fix.file.text, "the edits belong to the text that was read");
    fs::write(&path, format!("{mark}{}", applied(text, &fix.edits))).expect("a file");
}

/// Rows after whose cure other mistakes show, which the first one hid; with the reason.
const HIDING: [(&str, &str); 5] = [
    ("front/dash-for-hyphen.txt", "the next line has the same slip, and one is told at a time"),
    ("front/pages-of-misspelt.txt", "the theme of the tests has no template for such pages"),
    ("text/image-wrong-case.txt", "the picture of the row holds a word, and is looked at when it is found"),
    ("theme/logo-nowhere.txt", "the theme of the tests shows no logo"),
    ("theme/menu-child-one-off.txt", "the theme of the tests has no menus"),
];

/// Rows whose help tells to write something that is no replacement, with the reason.
const NO_REPLACEMENT: &[(&str, &str)] = &[
    ("files/front-page-missing", "a new file is to be written"),
    ("front/dashes-for-hyphens", "the place is the whole front matter"),
    ("front/empty-title", "only the author knows the title"),
    ("front/end-of-dashes", "the place is the whole front matter"),
    ("front/neither-yes-nor-no", "one of two values, and only the author knows which"),
    ("front/value-of-nothing", "only the author knows whether there is a value, or the word is meant"),
    ("front/picture-from-elsewhere", "the picture has to be saved first"),
    ("front/one-for-a-list", "an example of a list, not this one"),
    ("markdown/cell-without-column", "a column more or a cell less, and only the author knows which"),
    ("markdown/footnote-twice", "which sign in the text means the second note only the author knows"),
    ("markdown/link-defined-and-not-used", "where the link belongs only the author knows"),
    ("pasted/bold-never-begun", "where the emphasis begins only the author knows"),
    ("pasted/bold-open", "where the emphasis ends only the author knows"),
    ("pasted/italic-open", "where the emphasis ends only the author knows"),
    ("pasted/typed-value-spelled", "the sentence has the amount in a form of its own"),
    ("rules/choice-case-in-words", "the same case stands in the texts of every language"),
    ("rules/choice-compared-with-an-amount", "an example of a comparison, not this one"),
    ("rules/choice-list-without-brackets", "an example of a list, not this one"),
    ("rules/empty-value", "only the author knows the value"),
    ("rules/name-with-capital", "the same name stands in other files"),
    ("rules/no-space-behind-colon", "within braces the line has more than the slip in it"),
    ("rules/parameter-renamed", "the name stands in several files"),
    ("rules/rule-renamed", "the name stands in several files"),
    ("settings/links-wrong", "an example of a name and of an address, not these"),
    ("settings/menu-child-below-a-wrong-entry", "an example of an address, not this one"),
    ("settings/phrases-wrong", "examples of languages and of a list, not these"),
    ("text/block-within-text", "how the text goes on around a block only the author knows"),
    ("text/link-unknown", "an example of a link, not this one"),
    ("text/less-than", "a sign or HTML, and only the author knows which"),
    ("text/picture-from-elsewhere", "the picture has to be saved first"),
    ("text/unclosed-tag", "a sign or HTML, and only the author knows which"),
    ("theme/base-url-without-https", "an example of an address, not this one"),
    ("theme/block-of-no-parent", "told by the engine with a place that is wider than the name"),
    ("theme/form-without-number", "only the author knows where the number belongs"),
    ("theme/missing-argument", "only the author knows the value"),
    ("theme/missing-template", "the name stands in the settings of pages and in folders"),
    ("theme/misspelt-block-tag", "told by the engine with a place that is wider than the name"),
    ("theme/misspelt-filter", "told by the engine with a place that is wider than the name"),
    ("theme/misspelt-function", "told by the engine with a place that is wider than the name"),
    ("theme/misspelt-test", "told by the engine with a place that is wider than the name"),
    ("theme/unclosed-condition", "where the condition ends only the author knows"),
    ("theme/undefined-variable", "told by the engine with a place that is wider than the name"),
    ("theme/unknown-tag", "told by the engine with a place that is wider than the name"),
    ("theme/wrong-end", "one of two tags, and only the author knows which"),
];

/// Each cure that comes as an edit is made, alone: its mistake is gone, and none has come.
#[test]
fn every_edit_cures_its_mistake() {
    let wrong: Vec<String> = rows()
        .par_iter()
        .flat_map(|row| {
            let text = fs::read_to_string(row).expect("a row");
            let before = told(&row_site(&text));
            let counted = count(&before);
            let name = row.display().to_string();
            let mut wrong = Vec::new();
            for message in before.sorted() {
                let Some(fix) = &message.fix else { continue };
                let site = row_site(&text);
                write(&site, fix);
                let after = told(&site);
                let left = count(&after);
                let about = said(message);
                if left.get(&about).copied().unwrap_or(0) >= counted[&about] {
                    wrong.push(format!("{name}: still there: {about:?}\n{:?}", fix.edits));
                }
                let is_hiding = HIDING.iter().any(|(hiding, _)| name.ends_with(hiding));
                let new: Vec<_> = left
                    .iter()
                    .filter(|(one, times)| **times > counted.get(*one).copied().unwrap_or(0))
                    .map(|(one, _)| one)
                    .collect();
                if !new.is_empty() && !is_hiding {
                    wrong.push(format!("{name}: came with the cure of {about:?}: {new:?}\n{:?}", fix.edits));
                }
            }
            wrong
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A help that tells what to write comes with the edit, or stands in a list with the reason why not.
#[test]
fn a_help_that_tells_what_to_write_comes_with_the_edit() {
    let tells = |help: &str| {
        ["write `", "did you mean `", "write it like `", "kirjoita `", "tarkoititko `"]
            .iter()
            .any(|words| help.contains(words))
    };
    let mut missing = BTreeSet::new();
    for row in rows() {
        let text = fs::read_to_string(&row).expect("a row");
        let name = row.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let folder = row
            .parent()
            .and_then(|folder| folder.file_name())
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        for message in told(&row_site(&text)).sorted() {
            let help = message.help.clone().unwrap_or_default();
            if message.fix.is_none() && (tells(&help.en) || tells(&help.fi)) {
                missing.insert(format!("{folder}/{name}"));
            }
        }
    }
    let listed: BTreeSet<String> = NO_REPLACEMENT.iter().map(|(row, _)| (*row).to_owned()).collect();
    let unlisted: Vec<&String> = missing.difference(&listed).collect();
    let idle: Vec<&String> = listed.difference(&missing).collect();
    assert!(
        unlisted.is_empty() && idle.is_empty(),
        "not in the list: {unlisted:#?}\nfor nothing in it: {idle:#?}"
    );
}

/// The texts of the rows of pasted text, without their front matter.
fn fragments() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mistakes/pasted/");
    let of_pasted = rows().into_iter().filter(|row| row.starts_with(folder));
    let texts = of_pasted.map(|row| fs::read_to_string(row).expect("a row"));
    let texts = texts.filter(|text| !text.contains("base: rules") && text.matches("\n-- ").count() == 1);
    texts.filter_map(|text| Some(text.splitn(4, "---\n").nth(2)?.to_owned())).collect()
}

fn certain(diags: &Diagnostics) -> Vec<String> {
    let sorted = diags.sorted().into_iter();
    let certain = sorted.filter(|message| message.fix.as_ref().is_some_and(|fix| fix.is_certain));
    certain.map(|message| format!("{:?}", said(message))).collect()
}

/// Whatever stands on a page beside whatever: `check --fix` leaves nothing that it could have done, a second
/// run changes nothing, and the ends of lines and a byte order mark stay as they were.
#[test]
fn what_is_written_right_stays_right() {
    let fragments = fragments();
    assert!(fragments.len() > 40, "only {}", fragments.len());
    let mut numbers = Numbers::new(7);
    let mut pages: Vec<String> = fragments.clone();
    for _ in 0..60 {
        let mut text = String::new();
        for _ in 0..2 + numbers.below(4) {
            let _ = write!(text, "{}\n", fragments[numbers.below(fragments.len())]);
        }
        pages.push(text);
    }
    let ways: [(&str, fn(&str) -> String); 3] = [
        ("lf", |text| text.to_owned()),
        ("crlf", |text| text.replace('\n', "\r\n")),
        ("bom", |text| format!("\u{feff}{text}")),
    ];
    let mut results: Vec<Vec<String>> = Vec::new();
    for (way, turned) in ways {
        let site = site("");
        let path = |number: usize| format!("content/fi/sivu-{number}.md");
        for (number, text) in pages.iter().enumerate() {
            site.write(&path(number), turned(&format!("---\ntitle: Sivu {number}\n---\n{text}")));
        }
        let shown = fixes::fix(&site.project, true).expect("nothing is written");
        assert!(!shown.is_empty());
        for (number, text) in pages.iter().enumerate() {
            let now = fs::read_to_string(site.path(&path(number))).expect("a page");
            assert_eq!(
                now,
                turned(&format!("---\ntitle: Sivu {number}\n---\n{text}")),
                "a dry run writes nothing"
            );
        }
        let changes = fixes::fix(&site.project, false).expect("pages can be written");
        assert!(changes.len() >= shown.len(), "{way}");
        assert_eq!(certain(&told(&site)), Vec::<String>::new(), "{way}");
        let again = fixes::fix(&site.project, false).expect("pages can be written");
        assert_eq!(again, Vec::new(), "{way}");
        let read = |number: usize| fs::read_to_string(site.path(&path(number))).expect("a page");
        results.push((0..pages.len()).map(read).collect());
        let files = fs::read_dir(site.path("content/fi")).expect("a folder").count();
        assert_eq!(files, pages.len() + 1, "nothing is left beside the pages");
    }
    for (number, text) in results[0].iter().enumerate() {
        assert_eq!(results[1][number], text.replace('\n', "\r\n"), "page {number}");
        assert_eq!(results[2][number], format!("\u{feff}{text}"), "page {number}");
    }
}

/// Ordinary prose is left alone.
#[test]
fn ordinary_text_stays_silent() {
    let texts = include_str!("../reading/ordinary.md");
    let site = site(&format!("-- content/fi/sivu.md --\n---\ntitle: Sivu\n---\n{texts}"));
    let diags = told(&site);
    assert!(diags.is_empty(), "{}", diags.render(leader_site::diag::Look::Plain, Tongue::English));
}

mod rand_of {
    /// Numbers that are the same on every run.
    pub struct Numbers(u64);

    impl Numbers {
        pub fn new(seed: u64) -> Self {
            Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
        }

        pub fn below(&mut self, limit: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            usize::try_from(self.0 % u64::try_from(limit.max(1)).expect("a small number"))
                .expect("a small number")
        }
    }
}
