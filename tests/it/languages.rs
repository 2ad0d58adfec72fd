//! Sites in several languages: what stands where a page is not translated, and the report of what is missing.

use leader_site::diag::{Diagnostics, Look, Tongue};
use leader_site::review::standing::Standing;

use crate::fixture::{Site, site};

const SITE: &str = "-- content/site.yaml --\nname: Leader\nbase_url: https://example.org/leader/\ntheme: plain\n\
    languages:\n  - {code: fi, name: Suomi}\n  - {code: sv, name: Svenska}\n\
    menus:\n  fi: {main: [{page: haku/index.md, children: [{page: haku/liitteet.md}]}, {page: ohje.md}]}\n  \
    sv: {main: [{page: haku/index.md}]}\n\
    -- content/fi/haku/index.md --\n---\ntitle: Haku\n---\nHae näin.\n\
    -- content/fi/haku/liitteet.md --\n---\ntitle: Liitteet <ja> muut\n---\nLiitä nämä.\n\
    -- content/fi/ohje.md --\n---\ntitle: Ohje\nupdated: 2026-10-01\n---\nUusi.\n\
    -- content/fi/uutinen.md --\n---\ntitle: Uutinen\ndate: 2026-10-01\n---\nUutta.\n\
    -- content/sv/index.md --\n---\ntitle: Start\n---\n\
    -- content/sv/haku/index.md --\n---\ntitle: Ansökan\nslug: ansokan\n---\nAnsök så här.\n\
    -- content/sv/anvisning.md --\n---\ntitle: Anvisning\nkey: ohje.md\nupdated: 2026-05-01\n---\nGammal.\n\
    -- content/sv/bara.md --\n---\ntitle: Bara på svenska\n---\nSvenska.\n\
    -- themes/plain/texts/fi.yaml --\nnav:\n  home: Palaa tästä etusivulle\n  way: Takaisin\n\
    -- themes/plain/texts/sv.yaml --\nnav:\n  home: Palaa tästä etusivulle\n  way: Tillbaka\n";

const TEMPLATES: &str = "-- themes/plain/templates/base.html --\n<html lang=\"{{ lang }}\">\
    {% for x in page.translations %}<a hreflang=\"{{ x.lang }}\" href=\"{{ x.url }}\">{{ x.title }}</a>\n{% endfor %}\
    {% for x in page.untranslated %}<a class=\"none\" hreflang=\"{{ x.lang }}\" href=\"{{ x.url }}\">{{ x.name }}</a>\n{% endfor %}\
    {% block main %}{% endblock main %}\n\
    -- themes/plain/templates/untranslated.html --\n{% extends \"base.html\" %}{% block main %}\
    {{ page.kind }} {{ page.indexed }} {% if page.section %}{{ page.section.url }}{% endif %}{% endblock main %}\n";

/// The files that stand for missing pages, and what the page of the attachments says.
fn notices(site: &Site) -> String {
    let files = site.files();
    let shown = files.iter().filter(|(path, _)| {
        [
            "sv/haku/liitteet/index.html",
            "sv/uutinen/index.html",
            "bara/index.html",
            "haku/liitteet/index.html",
        ]
        .contains(&path.as_str())
    });
    shown.map(|(path, text)| format!("{path}\n{}\n", text.trim_end())).collect()
}

#[test]
fn a_page_stands_in_each_language_that_lacks_one() {
    insta::assert_snapshot!(notices(&site(&format!("{SITE}{TEMPLATES}"))));
}

#[test]
fn without_a_template_or_when_not_wanted_there_are_none() {
    let hidden = SITE.replace("theme: plain\n", "theme: plain\nuntranslated: hidden\n");
    let without = TEMPLATES.split("-- themes/plain/templates/untranslated.html").next().expect("the others");
    for files in [format!("{hidden}{TEMPLATES}"), format!("{SITE}{without}")] {
        let site = site(&files);
        assert!(!site.files().contains_key("sv/uutinen/index.html"));
        assert!(!notices(&site).contains("class=\"none\""));
    }
}

#[test]
fn an_address_that_is_taken_has_no_notice() {
    // Both the old address of a page and a page of the other language may lie where the notice would.
    let taken = "-- content/sv/bara.md --\n---\ntitle: Bara\naliases: [/sv/haku/liitteet/]\n---\n\
        -- content/sv/uutinen.md --\n---\ntitle: Egen\nkey: annan.md\n---\n";
    let site = site(&format!("{SITE}{TEMPLATES}{taken}"));
    let files = site.files();
    assert!(files["sv/haku/liitteet/index.html"].contains("Bara"));
    assert!(
        files["sv/uutinen/index.html"].contains("lang=\"sv\"")
            && !files["uutinen/index.html"].contains("none")
    );
}

fn standing(site: &Site) -> Standing {
    let mut diags = Diagnostics::new();
    let standing = leader_site::translations(&site.project, &mut diags);
    standing.unwrap_or_else(|_| panic!("{}", diags.render(Look::Plain, Tongue::English)))
}

#[test]
fn what_is_missing_or_out_of_date() {
    let standing = standing(&site(SITE));
    let summary: Vec<String> =
        standing.summary().iter().map(|line| format!("{}\n{}\n", line.en, line.fi)).collect();
    insta::assert_snapshot!(format!(
        "{}\n{}\n{:#}\n",
        summary.concat(),
        standing.sheet().render(Tongue::English, None, Look::Plain),
        standing.json()
    ));
}

#[test]
fn a_site_in_one_language_lacks_nothing() {
    let standing = standing(&site(""));
    assert!(standing.summary().is_empty());
    insta::assert_snapshot!(standing.sheet().render(Tongue::English, None, Look::Plain), @"The site is in one language, `fi`.");
}
