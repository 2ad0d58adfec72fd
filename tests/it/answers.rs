//! Questions about the rules and the site: what a thing is, what changes, what is ahead.
//!
//! They are asked of the kept rules and a small site, after edits such as editors make.

use std::fs;
use std::path::Path;
use std::process::Command;

use jiff::civil::{Date, date};
use leader_site::compare::Comparison;
use leader_site::diag::{Diagnostics, Look, Tongue};
use leader_site::sheet::{Sheet, Speaker};
use leader_site::source::Project;
use leader_site::{Answer, Compared};

use crate::fixture::{DAY, Site, site};
use crate::project::rule_texts;

const SITE: &str = "-- content/site.yaml --
name: Leader
base_url: https://example.org/
theme: plain
languages:
  - {code: fi, name: Suomi}
authority:
  - from: 2023-01-01
    until: 2026-12-31
    fi: {name: ELY-keskus}
  - from: 2027-01-01
    fi: {name: Elinvoimakeskus}
-- content/fi/index.md --
---
title: Rahoitus alle {{ param.small_total_max }}
---
-- content/fi/rahoitus.md --
---
title: Rahoitus
---
Enintään {{ range.small_development.total_max }} ja {{ rule.machine_hour }}.

{{ example.village_event }}
-- content/fi/laskuri.md --
---
title: Laskuri
---
{{ calculator }}
-- content/fi/saannot.md --
---
title: Säännöt
---
{{ parameters }}

{{ costs.small_investment }}
";

/// An edit: the rule file, a text that stands there once, and what comes in its place.
type Edit<'e> = (&'e str, &'e str, &'e str);

/// A lower limit from New Year's Day: the village event is then too large.
const LOWER_LIMIT: Edit<'_> = (
    "parameters",
    "small_total_max:\n  source: joensuu\n  values:\n    - {from: 2023-01-01, value: 8 000 €}",
    "small_total_max:\n  source: joensuu\n  values:\n    - {from: 2023-01-01, until: 2026-12-31, value: 8 000 €}\n    \
     - {from: 2027-01-01, value: 6 500 €}",
);
const VALUE_ENDS: Edit<'_> =
    ("parameters", "{from: 2023-01-01, value: 40 %}", "{from: 2023-01-01, until: 2027-02-28, value: 40 %}");

fn with_rules(files: &str, edits: &[Edit<'_>]) -> Site {
    let site = site(files);
    write_rules(&site.path("content/rules"), edits);
    site
}

fn write_rules(folder: &Path, edits: &[Edit<'_>]) {
    let mut files = rule_texts();
    for (name, old, new) in edits {
        let text = files.get_mut(*name).unwrap_or_else(|| panic!("no file {name}"));
        assert_eq!(text.matches(old).count(), 1, "`{old}` should stand once in {name}");
        *text = text.replace(old, new);
    }
    for (name, text) in files {
        let path = folder.join(format!("{name}.yaml"));
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
}

/// An answer as it stands in a terminal, in both languages.
fn shown(sheet: &Sheet) -> String {
    let [en, fi] =
        [Tongue::English, Tongue::Finnish].map(|tongue| sheet.render(tongue, Some(100), Look::Plain));
    format!("{en}\n=====\n\n{fi}")
}

fn messages(diags: &Diagnostics) -> String {
    let [en, fi] = [Tongue::English, Tongue::Finnish].map(|tongue| diags.render(Look::Plain, tongue));
    format!("{en}{fi}").trim_end().to_owned()
}

// Explain -----------------------------------------------------------------------------------------

fn ask(site: &Site, wanted: Option<&str>) -> Result<Answer, String> {
    let mut diags = Diagnostics::new();
    leader_site::explain(&site.project, wanted, None, &mut diags).map_err(|_| messages(&diags))
}

fn explained(site: &Site, wanted: &str) -> String {
    shown(&ask(site, Some(wanted)).unwrap_or_else(|told| panic!("{told}")).sheet)
}

#[test]
fn a_value() {
    insta::assert_snapshot!(explained(&with_rules(SITE, &[LOWER_LIMIT]), "small_total_max"));
}

#[test]
fn a_rule() {
    insta::assert_snapshot!(explained(&with_rules(SITE, &[]), "support"));
}

#[test]
fn a_condition() {
    insta::assert_snapshot!(explained(&with_rules(SITE, &[]), "small_size"));
}

#[test]
fn an_example() {
    insta::assert_snapshot!(explained(&with_rules(SITE, &[]), "village_event"));
}

/// The others, in little: each kind has something to say of itself.
#[test]
fn things_of_every_kind() {
    let site = with_rules(SITE, &[]);
    let mut all = String::new();
    for id in [
        "small_investment",
        "flat_19",
        "land",
        "support_rate",
        "quotes",
        "permanence",
        "land_base",
        "decree",
        "public_ceiling",
    ] {
        let answer = ask(&site, Some(id)).unwrap_or_else(|told| panic!("{told}"));
        all.push_str(&answer.sheet.render(Tongue::English, Some(100), Look::Plain));
        all.push('\n');
    }
    insta::assert_snapshot!(all);
}

/// Every id of the rules can be asked for, and is found again under its own kind.
#[test]
fn everything_that_is_listed_can_be_explained() {
    let site = with_rules(SITE, &[]);
    let list = ask(&site, None).expect("a list").json;
    let things = list.as_array().expect("a list");
    assert!(things.len() > 80, "{}", things.len());
    for thing in things {
        let text = |key: &str| thing[key].as_str().unwrap_or_default().to_owned();
        let wanted = format!("{}.{}", text("kind"), text("id"));
        let answer = ask(&site, Some(&wanted)).unwrap_or_else(|told| panic!("{wanted}: {told}"));
        let found = answer.json.as_array().expect("what was found").clone();
        assert_eq!(found.len(), 1, "{wanted}");
        assert_eq!((&found[0]["kind"], &found[0]["id"]), (&thing["kind"], &thing["id"]));
        assert!(!text("name").is_empty() && !text("name").contains("{{"), "{wanted}");
        assert!(found[0]["file"].as_str().is_some_and(|file| file.starts_with("content/rules/")), "{wanted}");
    }
}

#[test]
fn names_that_nothing_has() {
    let site = with_rules(SITE, &[]);
    let told = |wanted: &str| ask(&site, Some(wanted)).err().unwrap_or_default();
    insta::assert_snapshot!(
        [told("suport"), told("maapo"), told("kissa"), told("rule.village_event")].join("\n\n")
    );
}

#[test]
fn an_explanation_for_programs() {
    let answer = ask(&with_rules(SITE, &[LOWER_LIMIT]), Some("param.small_total_max")).expect("an answer");
    insta::assert_snapshot!(format!("{:#}", answer.json));
}

#[test]
fn a_mistake_on_a_page_does_not_matter_to_an_explanation() {
    let broken =
        format!("{SITE}-- content/fi/rikki.md --\n---\ntitel: Rikki\n---\n[x](ei.md) {{{{ param.ei }}}}\n");
    let broken = with_rules(&broken, &[]);
    let answer = ask(&broken, Some("machine_hour")).expect("an answer");
    assert!(answer.mistakes_elsewhere);
    let whole = ask(&with_rules(SITE, &[]), Some("machine_hour")).expect("an answer");
    assert!(!whole.mistakes_elsewhere);
    assert_eq!(shown(&answer.sheet), shown(&whole.sheet));
}

#[test]
fn a_mistake_in_the_rules_is_told_in_place_of_an_explanation() {
    let edit = ("parameters", "{from: 2023-01-01, value: 40 %}", "{from: 2023-01-01, value: 40}");
    let told = ask(&with_rules(SITE, &[edit]), Some("support")).err().unwrap_or_default();
    assert!(told.contains("content/rules/parameters.yaml"), "{told}");
}

// Diff --------------------------------------------------------------------------------------------

fn compared(old: (&Path, Date), new: (&Path, Date)) -> Comparison {
    let mut diags = Diagnostics::new();
    let named = old.0 != new.0;
    let side = |(folder, day)| Compared { folder, named, day };
    let comparison = leader_site::diff(&side(old), &side(new), None, &mut diags);
    comparison.unwrap_or_else(|_| panic!("{}", messages(&diags)))
}

/// Without the folder that the test was given.
fn compared_words(comparison: &Comparison, site: &Site) -> String {
    let root = site.project.root.display().to_string();
    let folders = root.strip_suffix("/site").unwrap_or(&root);
    shown(&comparison.sheet(&Speaker::default())).replace(&format!("{folders}/"), "")
}

#[test]
fn two_days() {
    let site = with_rules(SITE, &[LOWER_LIMIT]);
    let root = site.project.root.as_path();
    let comparison = compared((root, DAY), (root, date(2027, 1, 1)));
    insta::assert_snapshot!(compared_words(&comparison, &site));
}

#[test]
fn two_days_for_programs() {
    let site = with_rules(SITE, &[LOWER_LIMIT]);
    let root = site.project.root.as_path();
    let json = compared((root, DAY), (root, date(2027, 1, 1))).json();
    insta::assert_snapshot!(format!("{json:#}"));
    // Backwards, each change is the other way round.
    let back = compared((root, date(2027, 1, 1)), (root, DAY)).json();
    assert_eq!(back["values"][0]["old"], json["values"][0]["new"]);
    assert_eq!(back["examples"].as_array().map(Vec::len), json["examples"].as_array().map(Vec::len));
}

#[test]
fn a_day_on_which_a_value_is_missing() {
    let site = with_rules(SITE, &[VALUE_ENDS]);
    let root = site.project.root.as_path();
    let comparison = compared((root, DAY), (root, date(2027, 3, 1)));
    assert!(comparison.is_broken());
    insta::assert_snapshot!(compared_words(&comparison, &site));
}

/// A rule that goes, one that is written otherwise, a category that is no more, and a word that
/// changes.
#[test]
fn two_sets_of_rules() {
    let site = with_rules(SITE, &[]);
    let rules = site.beside("rules");
    let in_list = ", insurance]";
    write_rules(
        &rules,
        &[
            LOWER_LIMIT,
            (
                "calculation",
                "  own_money:\n    when: funding_type in [development, investment]\n    must: own_share > 0 €\n    level: info\n    source: joensuu\n",
                "",
            ),
            (
                "texts/fi",
                "  own_money:\n    title: Omarahoitus\n    fails: Laskelmassa ei ole omarahoitusta. Tuki voi olla {support_rate_max}, mutta tavallisesti mukaan tarvitaan omaa rahaa, talkootyötä tai molempia.\n",
                "",
            ),
            (
                "calculation",
                "    formula: rate * total\n    round: {to: 0.01 €, mode: half_up,",
                "    formula: rate * total\n    round: {to: 0.01 €, mode: down,",
            ),
            ("funding", in_list, "]"),
            ("funding", "equipment, insurance, other]", "equipment, other]"),
            ("funding", "  insurance: {purchase: true}\n", ""),
            (
                "texts/fi",
                "  insurance:\n    name: Vakuutusmaksut\n    hint: Vakuutukset hankkeen ajalta.\n",
                "",
            ),
            (
                "texts/fi",
                "  work_value:\n    name: Tehtävän talkootyön arvo\n",
                "  work_value:\n    name: Talkootyön arvo\n",
            ),
            ("examples", "      - {category: insurance, amount: 160 €, what: insurance}\n", ""),
            ("texts/fi", "      insurance: Vakuutus rakentamisen ajalta\n", ""),
            ("examples", "village_event:\n  publish: true\n", "village_event:\n  publish: false\n"),
        ],
    );
    let comparison = compared((&site.project.root, DAY), (&rules, DAY));
    insta::assert_snapshot!(compared_words(&comparison, &site));
    // Without the category there is no result for an example that has it.
    let back = compared((&rules, DAY), (&site.project.root, DAY)).json();
    let track = back["examples"].as_array().into_iter().flatten().find(|one| one["id"] == "ski_track");
    let why = track.map(|track| track["no_result"][0].clone()).unwrap_or_default();
    assert_eq!(why, "the rules have no cost category `insurance`");
}

#[test]
fn rules_compared_with_themselves() {
    let site = with_rules(SITE, &[]);
    let other = site.beside("rules");
    write_rules(&other, &[]);
    let root = site.project.root.as_path();
    assert!(compared((root, DAY), (root, DAY)).is_empty());
    assert!(compared((root, DAY), (&other, DAY)).is_empty());
    assert!(compared((root, DAY), (&other, date(2026, 1, 1))).is_empty());
}

#[test]
fn a_folder_without_rules() {
    let site = site(SITE);
    let mut diags = Diagnostics::new();
    let side = |day| Compared { folder: Path::new("nowhere"), named: true, day };
    assert!(leader_site::diff(&side(DAY), &side(DAY), None, &mut diags).is_err());
    assert!(
        messages(&diags).starts_with("error[no-rules]: `nowhere` holds no rules"),
        "{}",
        messages(&diags)
    );
    assert!(ask(&site, None).is_err_and(|told| told.starts_with("error[no-rules]")));
}

#[test]
fn exit_codes_of_a_comparison() {
    let site = with_rules(SITE, &[LOWER_LIMIT, VALUE_ENDS]);
    let code = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_leader-site"));
        command.args(["diff", "--lang", "en"]).args(arguments);
        if !arguments.contains(&"--site") {
            command.arg("--site").arg(&site.project.root);
        }
        command.output().expect("the program runs").status.code()
    };
    assert_eq!(code(&["--from", "2026-11-21", "--to", "2027-01-01"]), Some(0));
    assert_eq!(code(&["--from", "2026-11-21", "--to", "2027-01-01", "--exit-code"]), Some(4));
    assert_eq!(code(&["--from", "2026-11-20", "--to", "2026-11-21", "--exit-code"]), Some(0));
    assert_eq!(code(&["--from", "2026-11-20", "--to", "2027-03-01", "--exit-code"]), Some(1));
    assert_eq!(code(&["--from", "2026-11-20", "--site", "nowhere"]), Some(1));
    assert_eq!(code(&[]), Some(2));
    assert_eq!(code(&["a", "b", "c"]), Some(2));
}

// Upcoming ----------------------------------------------------------------------------------------

const AHEAD: &str = "-- content/fi/haku.md --
---
title: Talvihaku
publish: 2026-12-01
expire: 2027-02-01
---
-- content/fi/kurssi/index.md --
---
title: Kurssi
publish: 2027-01-01
---
-- content/fi/kurssi/ohjelma.md --
---
title: Ohjelma
expire: 2027-02-01
---
-- content/fi/vanha.md --
---
title: Vanha
expire: 2026-11-01
---
-- content/fi/myohemmin.md --
---
title: Paljon myöhemmin
publish: 2028-01-01
---
-- content/fi/luonnos.md --
---
title: Keskeneräinen
draft: true
publish: 2026-12-24
---
";

fn ahead(site: &Site, months: u32) -> (Answer, Diagnostics) {
    let mut diags = Diagnostics::new();
    let project = Project { date: DAY, ..site.project.clone() };
    let answer = leader_site::upcoming(&project, months, None, &mut diags);
    (answer.unwrap_or_else(|_| panic!("{}", messages(&diags))), diags)
}

fn busy() -> Site {
    let source = (
        "sources",
        "joensuu_small:\n  url: https://joensuunseudunleader.fi/leader-tuet/pienhankkeet\n  checked: 2026-11-21",
        "joensuu_small:\n  url: https://joensuunseudunleader.fi/leader-tuet/pienhankkeet\n  checked: 2025-06-01",
    );
    let other = (
        "sources",
        "decree:\n  url: https://www.finlex.fi/fi/laki/alkup/2023/20230617\n  checked: 2026-11-21",
        "decree:\n  url: https://www.finlex.fi/fi/laki/alkup/2023/20230617\n  checked: 2026-01-15",
    );
    with_rules(&format!("{SITE}{AHEAD}"), &[LOWER_LIMIT, VALUE_ENDS, source, other])
}

#[test]
fn the_months_ahead() {
    insta::assert_snapshot!(shown(&ahead(&busy(), 6).0.sheet));
}

#[test]
fn the_months_ahead_for_programs() {
    insta::assert_snapshot!(format!("{:#}", ahead(&busy(), 1).0.json));
}

#[test]
fn nothing_ahead() {
    let quiet = site("-- content/fi/sivu.md --\n---\ntitle: Sivu\n---\n");
    insta::assert_snapshot!(shown(&ahead(&quiet, 6).0.sheet), @r"
      Nothing appears, goes or changes between 21 November 2026 and 21 May 2027.

    =====

      Mitään ei julkaista, poistu tai muutu aikana 21. marraskuuta 2026 – 21. toukokuuta 2027.
    ");
}

/// Rules with a mistake are told of, and the pages have their days all the same.
#[test]
fn a_mistake_in_the_rules_does_not_hide_the_pages() {
    let edit = ("parameters", "{from: 2023-01-01, value: 40 %}", "{from: 2023-01-01, value: 40}");
    let (answer, diags) = ahead(&with_rules(&format!("{SITE}{AHEAD}"), &[edit]), 6);
    assert!(diags.has_errors());
    let words = answer.sheet.render(Tongue::English, None, Look::Plain);
    assert!(
        words.contains("Talvihaku: appears") && words.contains("the authority: ELY-keskus → Elinvoimakeskus"),
        "{words}"
    );
}
