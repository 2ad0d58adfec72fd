//! Pages that are made from the rules: their addresses, their languages, and what they tell.

use std::collections::BTreeMap;
use std::fs;

use crate::fixture::{Site, site};
use crate::project::rule_texts;

/// A theme that shows all that such pages are given, and a page that asks for them.
const SITE: &str = "-- themes/plain/templates/rule.html --
{{ page.title }}|{{ page.description }}
{% for crumb in page.breadcrumbs %}<a href=\"{{ crumb.url }}\">{{ crumb.title }}</a>{% endfor %}
{% for other in page.translations %}<a hreflang=\"{{ other.lang }}\" href=\"{{ other.url }}\">{% endfor %}
value {{ made.value }} round {% if made.round is defined and made.round %}{{ made.round.mode }}{% endif %} assumed {% if made.assumption is defined and made.assumption %}{{ made.assumption.id }}{% endif %}
{% for one in made.needs | default(value=[]) %}needs {{ one.name }} {{ one.url }} {{ one.value }}
{% endfor %}{% for one in made.asks | default(value=[]) %}asks {{ one }}
{% endfor %}{% for one in made.used_by | default(value=[]) %}used by {{ one.name }} {{ one.url }}
{% endfor %}{% for one in made.further | default(value=[]) %}further {{ one.name }}
{% endfor %}{% for one in made.conditions | default(value=[]) %}condition {{ one.title }} {{ one.level }}
{% endfor %}{% for one in made.examples | default(value=[]) %}example {{ one.title }} {{ one.value }} {{ one.url }}
{% endfor %}{% for one in made.pages | default(value=[]) %}page {{ one.title }} {{ one.url }}
{% endfor %}
-- themes/plain/templates/parameter.html --
{% extends \"rule.html\" %}
-- themes/plain/templates/blocks/example.html --
<p id=\"example-{{ block.id }}\">{% for row in block.rows %}{{ row.category }}: {{ row.what }}; {% endfor %}</p>
{% for line in block.receipt %}<a href=\"{{ line.url }}\">{{ line.label }}</a>
{% endfor %}
-- themes/plain/templates/blocks/rules.html --
{% for rule in block.rules %}<p id=\"rule-{{ rule.id }}\"><a href=\"{{ rule.url }}\">{{ rule.name }}</a></p>
{% endfor %}
-- content/fi/index.md --
---
title: Etusivu
---
Talkootunti on {{ param.volunteer_hour }}.

{{ example.village_event }}

{{ example.ski_track }}
-- content/fi/laskuri/index.md --
---
title: Laskuri
---
-- content/fi/laskuri/saannot.md --
---
title: Säännöt
pages_of: [rules, parameters]
---
{{ rules }}
";

/// A site with the tests' rules; each edit is a text of `texts/fi` and what comes in its place.
fn with_rules(files: &str, edits: &[(&str, &str)]) -> Site {
    let site = site(files);
    let mut rules = rule_texts();
    let texts = rules.get_mut("texts/fi").expect("texts");
    for (old, new) in edits {
        assert_eq!(texts.matches(old).count(), 1, "`{old}` should stand once");
        *texts = texts.replace(old, new);
    }
    write(&site, &rules);
    site
}

fn write(site: &Site, rules: &BTreeMap<String, String>) {
    for (name, text) in rules {
        let path = site.path("content/rules").join(format!("{name}.yaml"));
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
}

/// The addresses under the page that asks for them.
fn addresses(files: &BTreeMap<String, String>, under: &str) -> Vec<String> {
    let inside = files.keys().filter_map(|path| path.strip_prefix(under)?.strip_suffix("/index.html"));
    inside.map(str::to_owned).collect()
}

fn page<'f>(files: &'f BTreeMap<String, String>, path: &str) -> &'f str {
    files.get(path).unwrap_or_else(|| panic!("no {path} among {:?}", files.keys()))
}

#[test]
fn each_rule_and_value_has_a_page() {
    let files = with_rules(SITE, &[]).files();
    insta::assert_snapshot!("addresses", addresses(&files, "laskuri/saannot/").join("\n"));
    insta::assert_snapshot!("a_rule", page(&files, "laskuri/saannot/tuki/index.html"));
    insta::assert_snapshot!("a_value", page(&files, "laskuri/saannot/talkootunnin-arvo/index.html"));
    // The value that a formula takes through the cost model is among what it needs.
    let flat = page(&files, "laskuri/saannot/laskennallinen-osuus/index.html");
    assert_eq!(flat.matches("needs Laskennallinen osuus palkoista").count(), 2, "{flat}");
    let map = page(&files, "sitemap.xml");
    assert!(map.contains("https://example.org/laskuri/saannot/tuki/"), "{map}");
    let example = page(&files, "index.html");
    assert!(example.contains("href=\"/laskuri/saannot/omarahoitus-rahana/\""), "{example}");
    assert!(example.contains("Sora ja valaisimet"), "{example}");
}

/// Names that give the same address, or none.
#[test]
fn addresses_stay_apart() {
    let edits = [
        ("name: Kokonaiskustannukset\n", "name: Tuki!\n"),
        ("  volunteer_hour: Talkootunnin arvo\n", "  volunteer_hour: tuki\n"),
        ("name: Omarahoitusosuus\n", "name: Привет\n"),
    ];
    let files = with_rules(SITE, &edits).files();
    let all = addresses(&files, "laskuri/saannot/");
    // The first in the rules keeps the bare name, whatever comes later.
    for (address, title) in [
        ("tuki", "Tuki!|"),
        ("tuki-support", "Tuki|"),
        ("tuki-volunteer-hour", "tuki|"),
        ("own-share", "Привет|"),
    ] {
        assert!(all.iter().any(|one| one == address), "{address}: {all:?}");
        let html = page(&files, &format!("laskuri/saannot/{address}/index.html"));
        assert!(html.starts_with(title), "{address}: {html}");
    }
}

/// Another name is another address; what others have linked to goes on leading there.
#[test]
fn addresses_that_others_have_linked_to_go_on() {
    let renamed = ("  volunteer_hour: Talkootunnin arvo\n", "  volunteer_hour: Tunnin hinta\n");
    let asking = "pages_of: [rules, parameters]\n";
    let with_old = SITE.replace(
        asking,
        &format!("{asking}aliases_of:\n  volunteer_hour: [/laskuri/saannot/talkootunnin-arvo/]\n"),
    );
    let to = |files: &BTreeMap<String, String>, from: &str| {
        let html = page(files, &format!("laskuri/saannot/{from}/index.html"));
        html.split('"').nth(1).unwrap_or_default().to_owned()
    };
    let before = with_rules(SITE, &[]).files();
    assert_eq!(to(&before, "volunteer_hour"), "/laskuri/saannot/talkootunnin-arvo/");
    let after = with_rules(&with_old, &[renamed]).files();
    for old in ["volunteer_hour", "talkootunnin-arvo"] {
        assert_eq!(to(&after, old), "/laskuri/saannot/tunnin-hinta/", "{old}");
    }
    // Search engines and readers are shown one address.
    let map = page(&after, "sitemap.xml");
    assert!(map.contains("/saannot/tunnin-hinta/") && !map.contains("volunteer_hour"), "{map}");
}

/// The id of one thing as the name of another leads to what it is the id of; a page of an author's goes
/// before both.
#[test]
fn an_id_leads_to_what_it_is_the_id_of() {
    let edits = [("  volunteer_hour: Talkootunnin arvo\n", "  volunteer_hour: Total\n")];
    let files = with_rules(SITE, &edits).files();
    assert!(page(&files, "laskuri/saannot/total-volunteer-hour/index.html").starts_with("Total|"));
    let total = page(&files, "laskuri/saannot/total/index.html");
    assert!(total.contains("/laskuri/saannot/kokonaiskustannukset/"), "{total}");
    let own = format!("{SITE}-- content/fi/laskuri/saannot/total.md --\n---\ntitle: Oma\n---\nTeksti.\n");
    let files = with_rules(&own, &[]).files();
    assert!(page(&files, "laskuri/saannot/total/index.html").contains("Teksti."));
}

#[test]
fn without_asking_there_are_none() {
    let files = with_rules(&SITE.replace("pages_of: [rules, parameters]\n", ""), &[]).files();
    assert_eq!(addresses(&files, "laskuri/saannot/"), Vec::<String>::new());
    // The lines of a receipt then lead to the places on the page of all rules.
    let example = page(&files, "index.html");
    assert!(example.contains("href=\"/laskuri/saannot/#rule-own_cash\""), "{example}");
}

#[test]
fn each_language_has_its_own_address_and_words() {
    let swedish = "-- content/site.yaml --
name: Leader
base_url: https://example.org/leader/
theme: plain
languages: [{code: fi, name: Suomi}, {code: sv, name: Svenska}]
-- themes/plain/texts/sv.yaml --
nav:
  home: Startsida
-- content/sv/index.md --
---
title: Startsida
key: index.md
---
{{ example.ski_track }}
-- content/sv/regler.md --
---
title: Regler
key: laskuri/saannot.md
pages_of: [rules, parameters]
---
{{ rules }}
";
    let site = site(&format!("{SITE}{swedish}"));
    let mut rules = rule_texts();
    let texts = rules["texts/fi"].replace("    name: Tuki\n", "    name: Stöd\n");
    rules.insert("texts/sv".to_owned(), texts.replace("Sora ja valaisimet", "Grus och armaturer"));
    write(&site, &rules);
    let files = site.files();
    let finnish = page(&files, "laskuri/saannot/tuki/index.html");
    assert!(finnish.contains("<a hreflang=\"sv\" href=\"/leader/sv/regler/stod/\">"), "{finnish}");
    let swedish = page(&files, "sv/regler/stod/index.html");
    assert!(swedish.contains("<a hreflang=\"fi\" href=\"/leader/laskuri/saannot/tuki/\">"), "{swedish}");
    // It points to pages in its own language.
    assert_eq!(swedish.matches("/leader/laskuri/").count(), 1, "{swedish}");
    let example = page(&files, "sv/index.html");
    assert!(example.contains("Grus och armaturer") && !example.contains("Sora"), "{example}");
}
