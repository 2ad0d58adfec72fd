//! Every mistake of a site, and what its author is told.

use crate::fixture::{errors_in_page, errors_of, site};

/// Settings with one more line.
fn settings(line: &str) -> String {
    format!(
        "-- content/site.yaml --\nname: Leader\nbase_url: https://example.org/\ntheme: plain\nlanguages: [{{code: fi, name: Suomi}}]\n{line}\n"
    )
}

/// A page with this front matter.
fn front(front: &str) -> String {
    errors_of(&format!("-- content/fi/sivu.md --\n---\n{front}\n---\n"))
}

// Settings ----------------------------------------------------------------------------------------

#[test]
fn no_settings() {
    let errors = errors_of("-- content/site.yaml --\n");
    let path = errors.split('`').nth(1).expect("a path in the message");
    insta::assert_snapshot!(errors.replace(path, "SITE"), @"
    error[no-site]: there is no site in `SITE`: `content/site.yaml` is missing
     |
     = help: go to the folder of the site, or name it with `--site`
    ");
}

#[test]
fn an_unknown_setting() {
    insta::assert_snapshot!(errors_of(&settings("tagine: Rahaa")), @"
    error[unknown-key]: site.yaml has no key `tagine`
     --> content/site.yaml:5:1
      |
    5 | tagine: Rahaa
      | ^^^^^^ unknown key
      |
      = help: did you mean `tagline`?
    ");
}

#[test]
fn settings_that_are_missing() {
    insta::assert_snapshot!(errors_of("-- content/site.yaml --\ntagline: x\n"), @"
    error[missing-key]: site.yaml lacks `base_url`
     --> content/site.yaml:1:1
      |
    1 | tagline: x
      | ^ `base_url` is missing
      |
      = help: add a line such as `base_url: https://example.org/`

    error[missing-key]: site.yaml lacks `languages`
     --> content/site.yaml:1:1
      |
    1 | tagline: x
      | ^ `languages` is missing
      |
      = help: add a line such as `languages: [{code: fi, name: Suomi}]`

    error[missing-key]: site.yaml lacks `theme`
     --> content/site.yaml:1:1
      |
    1 | tagline: x
      | ^ `theme` is missing
      |
      = help: add a line such as `theme: leader`
    ");
}

#[test]
fn a_base_address_that_is_none() {
    insta::assert_snapshot!(errors_of("-- content/site.yaml --\nname: L\nbase_url: example.org\ntheme: plain\nlanguages: [{code: fi, name: Suomi}]\n"), @"
    error[not-an-address]: `example.org` is not the address of a site
     --> content/site.yaml:2:11
      |
    2 | base_url: example.org
      |           ^^^^^^^^^^^ expected an address with https:// and without ? or #
      |
      = help: write it like `https://example.org/`
    ");
}

#[test]
fn a_language_that_is_not_known() {
    insta::assert_snapshot!(errors_of("-- content/site.yaml --\nname: L\nbase_url: https://example.org\ntheme: plain\nlanguages: [{code: fu, name: Suomi}]\ndefault_language: sv\n"), @"
    error[unknown-name]: there is no language `fu`
     --> content/site.yaml:4:20
      |
    4 | languages: [{code: fu, name: Suomi}]
      |                    ^^ unknown language
      |
      = help: did you mean `fi`?
    ");
}

#[test]
fn a_theme_that_is_not_there() {
    insta::assert_snapshot!(errors_of("-- content/site.yaml --\nname: L\nbase_url: https://example.org\ntheme: plian\nlanguages: [{code: fi, name: Suomi}]\n"), @"
    error[no-theme]: there is no theme `plian`
     --> content/site.yaml:3:8
      |
    3 | theme: plian
      |        ^^^^^ the folder `themes/plian` is missing
      |
      = help: did you mean `plain`?
    ");
}

#[test]
fn authorities_that_overlap() {
    insta::assert_snapshot!(errors_of(&settings("authority:\n  - {from: 2023-01-01, fi: {name: Vanha, genitive: Vanhan}}\n  - {from: 2026-01-01, fi: {name: Uusi}}")), @"
    error[missing-key]: the authority's `fi` lacks `genitive`
     --> content/site.yaml:7:12
      |
    7 |   - {from: 2026-01-01, fi: {name: Uusi}}
      |            ^^^^^^^^^^ `genitive` is missing
      |
      = help: add a line such as `genitive: Vanhan`

    error[overlapping-periods]: two periods hold on the same day
     --> content/site.yaml:7:12
      |
    7 |   - {from: 2026-01-01, fi: {name: Uusi}}
      |            ^^^^^^^^^^ this one begins before the other has ended
      |
     ::: content/site.yaml:6:12
      |
    6 |   - {from: 2023-01-01, fi: {name: Vanha, genitive: Vanhan}}
      |            ---------- the other one
      |
      = help: end the other one with `until: 2025-12-31`
    ");
}

#[test]
fn no_authority_in_force() {
    insta::assert_snapshot!(errors_of(&settings("authority:\n  - {from: 2023-01-01, until: 2025-12-31, fi: {name: Vanha}}")), @"
    error[no-authority]: no authority is in force on 2026-11-21
     --> content/site.yaml:5:1
      |
    5 | authority:
      | ^^^^^^^^^ no period holds that day
      |
      = help: add a period that holds on 2026-11-21, or build for another day with `--date`
    ");
}

#[test]
fn a_menu_that_leads_nowhere() {
    insta::assert_snapshot!(errors_of(&format!("{}-- content/fi/rahoitus.md --\n---\ntitle: Rahoitus\n---\n", settings("menus:\n  fi:\n    main:\n      - page: rahotus.md\n      - {page: index.md, url: https://a.fi}\n      - {title: Tyhjä}\n      - {url: a.fi, title: A}"))), @"
    error[no-page]: the menu leads to `rahotus.md`, which does not exist
     --> content/site.yaml:8:15
      |
    8 |       - page: rahotus.md
      |               ^^^^^^^^^^ no such page
      |
      = help: did you mean `rahoitus.md`?

    error[two-targets]: this menu entry has both `page` and `url`
     --> content/site.yaml:9:26
      |
    9 |       - {page: index.md, url: https://a.fi}
      |                          ^^^ where should it lead?
      |
      = help: keep `page` for a page of this site, or `url` for another site

    error[missing-key]: a menu entry lacks `page`
      --> content/site.yaml:10:9
       |
    10 |       - {title: Tyhjä}
       |         ^^^^^^^^^^^^^^ `page` is missing
       |
       = help: add a line such as `page: rahoitus/index.md`

    error[not-an-address]: `a.fi` is not an address on the web
      --> content/site.yaml:11:15
       |
    11 |       - {url: a.fi, title: A}
       |               ^^^^ expected an address with https://
       |
       = help: write the whole address, such as `https://a.fi`; for a page of this site write `page: …`
    ");
}

#[test]
fn a_setting_the_theme_does_not_have() {
    insta::assert_snapshot!(errors_of(&format!("{}-- themes/plain/theme.yaml --\naccent: {{default: \"#000\"}}\nwide: {{default: true}}\n", settings("settings: {acent: red, wide: kyllä}"))), @"
    error[unknown-key]: the settings of the theme has no key `acent`
     --> content/site.yaml:5:12
      |
    5 | settings: {acent: red, wide: kyllä}
      |            ^^^^^ unknown key
      |
      = help: did you mean `accent`?

    error[not-true-or-false]: `kyllä` is neither true nor false
     --> content/site.yaml:5:30
      |
    5 | settings: {acent: red, wide: kyllä}
      |                              ^^^^^ expected true or false
      |
      = help: write `wide: true`
    ");
}

#[test]
fn no_front_page_and_a_folder_of_no_language() {
    insta::assert_snapshot!(errors_of("-- content/fi/index.md --\n-- content/fi/a.md --\n---\ntitle: A\n---\n-- content/en/index.md --\n---\ntitle: Home\n---\n"), @"
    error[no-front-page]: there is no front page `content/fi/index.md`
     |
     = help: write `content/fi/index.md`, with `title:` between two lines of `---`

    warning[unknown-language]: the pages in `content/en` are not published
     |
     = note: content/site.yaml names these languages: fi
     = help: add `{code: en, name: …}` to `languages`, or move the folder away
    ");
}

// Front matter ------------------------------------------------------------------------------------

#[test]
fn no_front_matter() {
    insta::assert_snapshot!(errors_of("-- content/fi/sivu.md --\n# Pienhanke\n\nTeksti\n"), @"
    error[no-front-matter]: this page does not begin with its title
     --> content/fi/sivu.md:1:1
      |
    1 | # Pienhanke
      | ^^^^^^^^^^^ expected a line of three hyphens: ---
      |
      = help: begin the file with three lines: `---`, `title: Pienhanke`, `---`
    ");
}

#[test]
fn front_matter_without_end() {
    insta::assert_snapshot!(errors_of("-- content/fi/sivu.md --\n---\ntitle: Pienhanke\n\nTeksti\n"), @"
    error[unclosed-front-matter]: the part with the title has no end
     --> content/fi/sivu.md:3:1
      |
    3 |
      | ^ expected ---
      |
      = help: write a line `---` here, between the keys and the text of the page
    ");
}

#[test]
fn an_unknown_key() {
    insta::assert_snapshot!(front("title: Sivu\ndescripton: Kuvaus"), @"
    error[unknown-key]: a page has no key `descripton`
     --> content/fi/sivu.md:3:1
      |
    3 | descripton: Kuvaus
      | ^^^^^^^^^^ unknown key
      |
      = help: did you mean `description`?
    ");
}

#[test]
fn no_title() {
    insta::assert_snapshot!(front("description: Kuvaus"), @"
    error[missing-key]: a page lacks `title`
     --> content/fi/sivu.md:2:1
      |
    2 | description: Kuvaus
      | ^ `title` is missing
      |
      = help: add a line such as `title: Pienhanke`
    ");
}

#[test]
fn a_colon_in_a_title() {
    insta::assert_snapshot!(front("title: Tuki: yleinen"), @r#"
    error[yaml-syntax]: this line cannot be read
     --> content/fi/sivu.md:2:12
      |
    2 | title: Tuki: yleinen
      |            ^ a second colon stands on this line
      |
      = help: text that holds a colon goes in quotes: write `title: "Tuki: yleinen"`
    "#);
}

#[test]
fn a_key_without_colon() {
    insta::assert_snapshot!(front("title Sivu\norder: 1"), @"
    error[yaml-syntax]: this line cannot be read
     --> content/fi/sivu.md:2:1
      |
    2 | title Sivu
      | ^^^^^^^^^^ a colon is missing on this line
      |
      = help: write `title: Sivu`
    ");
}

#[test]
fn a_tab() {
    insta::assert_snapshot!(front("title: Sivu\naliases:\n\t- /a/"), @"
    error[yaml-syntax]: this line cannot be read
     --> content/fi/sivu.md:4:1
      |
    4 |     - /a/
      | ^^^^ a tab stands here
      |
      = help: lines are indented with spaces: replace the tab by two spaces
    ");
}

#[test]
fn a_key_twice() {
    insta::assert_snapshot!(front("title: Sivu\ntitle: Toinen"), @"
    error[duplicate-key]: `title` is written twice
     --> content/fi/sivu.md:3:1
      |
    3 | title: Toinen
      | ^^^^^ second time
      |
     ::: content/fi/sivu.md:2:1
      |
    2 | title: Sivu
      | ----- first time
      |
      = help: keep one of them
    ");
}

#[test]
fn a_finnish_date() {
    insta::assert_snapshot!(front("title: Sivu\ndate: 1.3.2026"), @"
    error[not-a-date]: `1.3.2026` is not a day of the calendar
     --> content/fi/sivu.md:3:7
      |
    3 | date: 1.3.2026
      |       ^^^^^^^^ expected year-month-day
      |
      = help: write `date: 2026-03-01`
    ");
}

#[test]
fn a_day_that_does_not_exist() {
    insta::assert_snapshot!(front("title: Sivu\ndate: 2026-02-30"), @"
    error[not-a-date]: `2026-02-30` is not a day of the calendar
     --> content/fi/sivu.md:3:7
      |
    3 | date: 2026-02-30
      |       ^^^^^^^^^^ expected year-month-day
      |
      = help: that month has no day 30: look it up in a calendar
    ");
}

#[test]
fn no_for_false() {
    insta::assert_snapshot!(front("title: Sivu\ndraft: no\ntoc: ei"), @"
    error[not-true-or-false]: `no` is neither true nor false
     --> content/fi/sivu.md:3:8
      |
    3 | draft: no
      |        ^^ expected true or false
      |
      = help: write `draft: false`

    error[not-true-or-false]: `ei` is neither true nor false
     --> content/fi/sivu.md:4:6
      |
    4 | toc: ei
      |      ^^ expected true or false
      |
      = help: write `toc: false`
    ");
}

#[test]
fn values_out_of_range() {
    insta::assert_snapshot!(front("title: Sivu\norder: ensin\nper_page: 0\nsort: datum\nslug: Pien hanke\naliases: [vanha, \"/a?b/\"]"), @r#"
    error[not-a-number]: `ensin` is not a whole number
     --> content/fi/sivu.md:3:8
      |
    3 | order: ensin
      |        ^^^^^ expected a whole number
      |
      = help: write digits only, for example `10`

    error[not-a-number]: `0` is not a whole number
     --> content/fi/sivu.md:4:11
      |
    4 | per_page: 0
      |           ^ expected a whole number from 1 to 1000
      |
      = help: write digits only, for example `10`

    error[unknown-name]: there is no order of pages `datum`
     --> content/fi/sivu.md:5:7
      |
    5 | sort: datum
      |       ^^^^^ unknown order of pages
      |
      = help: known here: order, date, title

    error[not-a-slug]: `Pien hanke` cannot stand in an address
     --> content/fi/sivu.md:6:7
      |
    6 | slug: Pien hanke
      |       ^^^^^^^^^^ expected a-z, 0-9 and hyphens
      |
      = help: write `slug: pien-hanke`

    error[not-an-address]: `vanha` is not an address of this site
     --> content/fi/sivu.md:7:11
      |
    7 | aliases: [vanha, "/a?b/"]
      |           ^^^^^ expected an old address such as /vanha/osoite/
      |
      = help: write `/vanha/`

    error[not-an-address]: `/a?b/` is not an address of this site
     --> content/fi/sivu.md:7:18
      |
    7 | aliases: [vanha, "/a?b/"]
      |                  ^^^^^^^ expected an old address such as /vanha/osoite/
      |
      = help: write `/a/`
    "#);
}

#[test]
fn gone_before_it_is_there() {
    insta::assert_snapshot!(front("title: Sivu\npublish: 2026-05-01\nexpire: 2026-04-01"), @"
    error[empty-period]: this page is gone before it is published
     --> content/fi/sivu.md:4:9
      |
    4 | expire: 2026-04-01
      |         ^^^^^^^^^^ the first day on which the page is gone
      |
      = help: write a day after 2026-05-01
    ");
}

#[test]
fn a_template_that_is_not_there() {
    insta::assert_snapshot!(front("title: Sivu\ntemplate: artcle"), @"
    error[no-template]: there is no template `artcle`
     --> content/fi/sivu.md:3:11
      |
    3 | template: artcle
      |           ^^^^^^ not in the theme
      |
      = help: did you mean `article`?
    ");
}

// Addresses ---------------------------------------------------------------------------------------

#[test]
fn two_pages_with_one_address() {
    insta::assert_snapshot!(errors_of("-- content/fi/pien hanke.md --\n---\ntitle: A\n---\n-- content/fi/pien-hanke.md --\n---\ntitle: B\n---\n"), @"
    error[address-taken]: two pages want the address `/pien-hanke/`
    --> content/fi/pien-hanke.md
    ::: content/fi/pien hanke.md
     = note: this is about the file as a whole, so no line of it is shown
     = help: rename one of the files, or give one of them another address with `slug: …`
    ");
}

#[test]
fn aliases_in_the_way() {
    insta::assert_snapshot!(errors_of("-- content/fi/a.md --\n---\ntitle: A\naliases: [/b/, /a/, /vanha/, /robots.txt/../x/]\n---\n-- content/fi/b.md --\n---\ntitle: B\naliases:\n  - /vanha/\n---\n"), @"
    error[address-taken]: the old address `/b/` is in use
     --> content/fi/a.md:3:11
      |
    3 | aliases: [/b/, /a/, /vanha/, /robots.txt/../x/]
      |           ^^^ would hide what is there
     ::: content/fi/b.md
      = help: take this alias out, or give the other one a new address

    error[alias-of-itself]: `/a/` is the address of this page itself
     --> content/fi/a.md:3:16
      |
    3 | aliases: [/b/, /a/, /vanha/, /robots.txt/../x/]
      |                ^^^ not an old address
      |
      = help: take this line out

    error[not-an-address]: `/robots.txt/../x/` is not an address of this site
     --> content/fi/a.md:3:30
      |
    3 | aliases: [/b/, /a/, /vanha/, /robots.txt/../x/]
      |                              ^^^^^^^^^^^^^^^^^ expected an old address such as /vanha/osoite/
      |
      = help: write the old address from the first `/` behind the name of the site, without ? and #

    error[address-taken]: the old address `/vanha/` is in use
     --> content/fi/b.md:4:5
      |
    4 |   - /vanha/
      |     ^^^^^^^ would hide what is there
      |
     ::: content/fi/a.md:3:21
      |
    3 | aliases: [/b/, /a/, /vanha/, /robots.txt/../x/]
      |                     ------- this has it
      |
      = help: take this alias out, or give the other one a new address
    ");
}

#[test]
fn a_name_without_address() {
    insta::assert_snapshot!(errors_of("-- content/fi/Привет.md --\n---\ntitle: A\n---\n"), @"
    error[no-address]: no address can be made from the name of this file or of its folder
    --> content/fi/Привет.md
     = note: this is about the file as a whole, so no line of it is shown
     = help: rename it with letters a-z, or give the page (or the folder's index.md) an address with `slug: …`
    ");
}

#[test]
fn one_key_for_two_pages() {
    insta::assert_snapshot!(errors_of(
        "-- content/site.yaml --\nname: L\nbase_url: https://example.org\ntheme: plain\nlanguages: [{code: fi, name: Suomi}, {code: sv, name: Svenska}]\n\
         -- themes/plain/texts/sv.yaml --\nnav:\n  hem: Hem\n\
         -- content/sv/index.md --\n---\ntitle: Hem\n---\n\
         -- content/fi/a.md --\n---\ntitle: A\nkey: sama\n---\n-- content/fi/b.md --\n---\ntitle: B\nkey: sama\n---\n"), @"
         error[two-pages-with-one-key]: two pages of one language have the key `sama`
         --> content/fi/b.md
         ::: content/fi/a.md
          = note: this is about the file as a whole, so no line of it is shown
          = help: a key pairs a page with its translation: give each page of a language its own

         error[missing-text]: the text `nav.hem` is missing in this language
          --> themes/plain/texts/fi.yaml:2:3
           |
         2 |   home: Etusivu
           |   ^^^^ `hem` is missing in this group
           |
           = note: `themes/plain/texts/sv.yaml` has it
           = help: add `hem: …` under `nav:`

         error[missing-text]: the text `nav.home` is missing in this language
          --> themes/plain/texts/sv.yaml:2:3
           |
         2 |   hem: Hem
           |   ^^^ `home` is missing in this group
           |
           = note: `themes/plain/texts/fi.yaml` has it
           = help: add `home: …` under `nav:`
         ");
}

// The text ----------------------------------------------------------------------------------------

#[test]
fn raw_html() {
    insta::assert_snapshot!(errors_in_page("Rivi<br>toinen\n\n<div class=\"a\">\nsisältö\n</div>\n\n<!-- huomautus -->\n\n<a href=\"x\">y</a>\n"), @r#"
    error[raw-html]: HTML is not taken in the text of pages
     --> content/fi/sivu.md:4:5
      |
    4 | Rivi<br>toinen
      |     ^^^^ HTML
      |
      = help: end the line with a backslash `\` to begin a new one

    error[raw-html]: HTML is not taken in the text of pages
     --> content/fi/sivu.md:6:1
      |
    6 | <div class="a">
      | ^^^^^^^^^^^^^^^ HTML
      |
      = help: take the tag out: an empty line begins a new paragraph

    error[raw-html]: HTML is not taken in the text of pages
      --> content/fi/sivu.md:12:1
       |
    12 | <a href="x">y</a>
       | ^^^^^^^^^^^^ HTML
       |
       = help: write `[text](address)`

    error[raw-html]: HTML is not taken in the text of pages
      --> content/fi/sivu.md:12:14
       |
    12 | <a href="x">y</a>
       |              ^^^^ HTML
       |
       = help: write `[text](address)`
    "#);
}

#[test]
fn headings_out_of_order() {
    insta::assert_snapshot!(errors_in_page("# Otsikko\n\n#### Syvä\n\n## \n"), @"
    error[first-level-heading]: the title of the page is its only heading of the first level
     --> content/fi/sivu.md:4:1
      |
    4 | # Otsikko
      | ^^^^^^^^^ a second title
      |
      = help: begin the headings of the text with two signs: `## Otsikko`; the title itself is `title:` at the top of the file

    error[skipped-heading-level]: a heading of level 4 stands under a heading of level 2
     --> content/fi/sivu.md:6:1
      |
    6 | #### Syvä
      | ^^^^^^^^^ a level is missing in between
      |
      = help: write `### Syvä`

    error[empty-heading]: this heading has no words
     --> content/fi/sivu.md:8:1
      |
    8 | ## 
      | ^^ nothing behind the signs
      |
      = help: write the heading, or take the line out
    ");
}

#[test]
fn the_first_heading_too_deep() {
    insta::assert_snapshot!(errors_in_page("### Otsikko\n"), @"
    error[skipped-heading-level]: a heading of level 3 stands under the title of the page
     --> content/fi/sivu.md:4:1
      |
    4 | ### Otsikko
      | ^^^^^^^^^^^ a level is missing in between
      |
      = help: write `## Otsikko`
    ");
}

#[test]
fn anchors_that_are_wrong() {
    insta::assert_snapshot!(errors_in_page("## A {#Ä ä}\n\n## B {#b}\n\n## C {#b}\n"), @"
    error[not-an-anchor]: `Ä ä` cannot be an anchor
     --> content/fi/sivu.md:4:1
      |
    4 | ## A {#Ä ä}
      | ^^^^^^^^^^^ expected small letters, digits and hyphens
      |
      = help: write `{#a-a}`

    error[anchor-twice]: the anchor `b` is on this page already
     --> content/fi/sivu.md:8:1
      |
    8 | ## C {#b}
      | ^^^^^^^^^ second time
      |
      = help: give this heading another one, such as `{#b-2}`
    ");
}

#[test]
fn links_that_lead_nowhere() {
    let files = "-- content/fi/rahoitus/pienhanke.md --\n---\ntitle: P\n---\n## Ehdot\n\
        -- content/fi/sivu.md --\n---\ntitle: Sivu\n---\n[a](pienhanke.md) [b](rahoitus/pienhnke.md) [c](rahoitus/pienhanke.md#ehdt) [d](/rahoitus/pienhnke/) [e](#alku)\n[f](www.a.fi) [g](a@b.fi) [h](javascript:x) [i](../../../x.md) [j]() [k](/rahoitus/pienhanke)\n\n\
        ## Alkuun\n";
    insta::assert_snapshot!(errors_of(files), @"
    error[broken-link]: `pienhanke.md` leads nowhere
     --> content/fi/sivu.md:4:1
      |
    4 | [a](pienhanke.md) [b](rahoitus/pienhnke.md) [c](rahoitus/pienhanke.md#ehdt) [d](/rahoitus/pienhnke/) [e](#alku)
      | ^^^^^^^^^^^^^^^^^ no such file
      |
      = help: did you mean `rahoitus/pienhanke.md`?

    error[broken-link]: `rahoitus/pienhnke.md` leads nowhere
     --> content/fi/sivu.md:4:19
      |
    4 | [a](pienhanke.md) [b](rahoitus/pienhnke.md) [c](rahoitus/pienhanke.md#ehdt) [d](/rahoitus/pienhnke/) [e](#alku)
      |                   ^^^^^^^^^^^^^^^^^^^^^^^^^ no such file
      |
      = help: did you mean `rahoitus/pienhanke.md`?

    error[dead-link]: `/rahoitus/pienhanke/#ehdt` leads to a place that the page does not have
     --> content/fi/sivu.md:4:45
      |
    4 | [a](pienhanke.md) [b](rahoitus/pienhnke.md) [c](rahoitus/pienhanke.md#ehdt) [d](/rahoitus/pienhnke/) [e](#alku)
      |                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ leads nowhere
      |
      = help: did you mean `#ehdot`?

    error[dead-link]: `/rahoitus/pienhnke/` leads to nothing on this site
     --> content/fi/sivu.md:4:77
      |
    4 | [a](pienhanke.md) [b](rahoitus/pienhnke.md) [c](rahoitus/pienhanke.md#ehdt) [d](/rahoitus/pienhnke/) [e](#alku)
      |                                                                             ^^^^^^^^^^^^^^^^^^^^^^^^ leads nowhere
      |
      = help: did you mean `/rahoitus/pienhanke/`?

    error[dead-link]: `#alku` leads to a place that the page does not have
     --> content/fi/sivu.md:4:102
      |
    4 | [a](pienhanke.md) [b](rahoitus/pienhnke.md) [c](rahoitus/pienhanke.md#ehdt) [d](/rahoitus/pienhnke/) [e](#alku)
      |                                                                                                      ^^^^^^^^^^ leads nowhere
      |
      = help: did you mean `#alkuun`?

    error[broken-link]: `www.a.fi` leads nowhere
     --> content/fi/sivu.md:5:1
      |
    5 | [f](www.a.fi) [g](a@b.fi) [h](javascript:x) [i](../../../x.md) [j]() [k](/rahoitus/pienhanke)
      | ^^^^^^^^^^^^^ no such file
      |
      = help: for another site write the whole address: `https://www.a.fi`

    error[broken-link]: `a@b.fi` leads nowhere
     --> content/fi/sivu.md:5:15
      |
    5 | [f](www.a.fi) [g](a@b.fi) [h](javascript:x) [i](../../../x.md) [j]() [k](/rahoitus/pienhanke)
      |               ^^^^^^^^^^^ no such file
      |
      = help: for an e-mail address write `mailto:a@b.fi`

    error[broken-link]: links with `javascript:` are not taken
     --> content/fi/sivu.md:5:27
      |
    5 | [f](www.a.fi) [g](a@b.fi) [h](javascript:x) [i](../../../x.md) [j]() [k](/rahoitus/pienhanke)
      |                           ^^^^^^^^^^^^^^^^^ expected a page, https:, mailto: or tel:
      |
      = help: link to a page by its file, and to another site with https://

    error[broken-link]: `../../../x.md` leads out of the folder of pages
     --> content/fi/sivu.md:5:45
      |
    5 | [f](www.a.fi) [g](a@b.fi) [h](javascript:x) [i](../../../x.md) [j]() [k](/rahoitus/pienhanke)
      |                                             ^^^^^^^^^^^^^^^^^^ too many `../`
      |
      = help: begin the path with `/` to start from the folder of the language: `/rahoitus/index.md`

    error[broken-link]: this link leads nowhere
     --> content/fi/sivu.md:5:64
      |
    5 | [f](www.a.fi) [g](a@b.fi) [h](javascript:x) [i](../../../x.md) [j]() [k](/rahoitus/pienhanke)
      |                                                                ^^^^^ the address in the brackets is missing
      |
      = help: write the file of a page or an address: `[j](sivu.md)`

    error[dead-link]: `/rahoitus/pienhanke` lacks the `/` at its end
     --> content/fi/sivu.md:5:70
      |
    5 | [f](www.a.fi) [g](a@b.fi) [h](javascript:x) [i](../../../x.md) [j]() [k](/rahoitus/pienhanke)
      |                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^ leads nowhere
      |
      = help: write `/rahoitus/pienhanke/`
    ");
}

#[test]
fn a_link_to_a_draft() {
    insta::assert_snapshot!(errors_of("-- content/fi/a.md --\n---\ntitle: A\ndraft: true\n---\n-- content/fi/sivu.md --\n---\ntitle: Sivu\n---\n[a](a.md)\n"), @"
    error[link-to-draft]: `a.md` is a draft and not published
     --> content/fi/sivu.md:4:1
      |
    4 | [a](a.md)
      | ^^^^^^^^^ would lead nowhere
      |
      = help: take `draft: true` out of that page, or the link out of this one
    ");
}

#[test]
fn pictures_that_are_wrong() {
    insta::assert_snapshot!(errors_of("-- content/fi/kuva.svg --\n<svg/>\n-- content/fi/sivu.md --\n---\ntitle: Sivu\n---\n![](kuva.svg)\n\n![Kuva](kuvat.svg)\n\n![Kuva](https://a.fi/k.png)\n"), @"
    error[no-alternative-text]: this picture says nothing to those who cannot see it
     --> content/fi/sivu.md:4:1
      |
    4 | ![](kuva.svg)
      | ^^^^^^^^^^^^^ the words in the brackets are missing
      |
      = help: say what the picture shows: `![Talkooväkeä kylätalon pihalla](kuva.svg)`

    error[no-picture]: there is no picture `kuvat.svg`
     --> content/fi/sivu.md:6:1
      |
    6 | ![Kuva](kuvat.svg)
      | ^^^^^^^^^^^^^^^^^^ not found
      |
      = help: did you mean `kuva.svg`?

    error[picture-from-elsewhere]: this picture lies on another site
     --> content/fi/sivu.md:8:1
      |
    8 | ![Kuva](https://a.fi/k.png)
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^ would tell the other site who reads this page
      |
      = help: save the picture beside this page and write `![…](k.png)`
    ");
}

#[test]
fn names_that_nothing_has() {
    insta::assert_snapshot!(errors_of(&format!("{}-- content/fi/sivu.md --\n---\ntitle: \"Soita {{{{ site.puhelin }}}}\"\n---\n{{{{ site.emial }}}} ja {{{{ contact }}}}\n\n{{{{ contcat }}}}\n", settings("contact: {email: a@b.fi}"))), @r#"
    error[unknown-reference]: `site.puhelin` is the name of nothing
     --> content/fi/sivu.md:2:15
      |
    2 | title: "Soita {{ site.puhelin }}"
      |               ^^^^^^^^^^^^^^^^^^ unknown name
      |
      = help: known here: contact, site.email, site.name

    error[unknown-reference]: `site.emial` is the name of nothing
     --> content/fi/sivu.md:4:1
      |
    4 | {{ site.emial }} ja {{ contact }}
      | ^^^^^^^^^^^^^^^^ unknown name
      |
      = help: did you mean `site.email`?

    error[block-within-text]: `contact` cannot stand within a text
     --> content/fi/sivu.md:4:21
      |
    4 | {{ site.emial }} ja {{ contact }}
      |                     ^^^^^^^^^^^^^ this is a whole block of the page
      |
      = help: write `{{ contact }}` on a line of its own, with an empty line above and below

    error[unknown-reference]: `contcat` is the name of nothing
     --> content/fi/sivu.md:6:1
      |
    6 | {{ contcat }}
      | ^^^^^^^^^^^^^ unknown name
      |
      = help: did you mean `contact`?
    "#);
}

#[test]
fn footnotes_without_partner() {
    insta::assert_snapshot!(errors_in_page("Teksti[^1].\n\n[^2]: Viite.\n"), @"
    error[no-footnote]: the footnote `[^1]` has no text
     --> content/fi/sivu.md:4:7
      |
    4 | Teksti[^1].
      |       ^^^^ refers to a note that is not there
      |
      = help: write the note on a line of its own: `[^1]: …`

    error[unused-footnote]: nothing refers to the footnote `2`
     --> content/fi/sivu.md:6:1
      |
    6 | [^2]: Viite.
      | ^^^^^^^^^^^^ would not be shown
      |
      = help: write `[^2]` in the text where the note belongs, or take the note out
    ");
}

#[test]
fn a_file_that_is_not_utf8() {
    let site = site("");
    site.write("content/fi/sivu.md", b"---\ntitle: \xc4iti\n---\n");
    insta::assert_snapshot!(site.build().expect_err("a mistake").trim_end(), @"
    error[not-utf8]: `content/fi/sivu.md` is not saved as UTF-8 (line 2)
     --> content/fi/sivu.md:2:8
      |
    2 | title: Äiti
      |        ^ the first letter that cannot be read
      |
      = help: save the file again with the encoding UTF-8
    ");
}

// The theme ---------------------------------------------------------------------------------------

#[test]
fn templates_that_cannot_be_read() {
    insta::assert_snapshot!(errors_of("-- themes/plain/templates/page.html --\n{% if page %}\n-- themes/plain/templates/article.html --\n<p>\n{{ page.title | }}\n"), @"
    error[template]: this template cannot be used: `}}` stands where a name belongs
     --> themes/plain/templates/article.html:2:17
      |
    2 | {{ page.title | }}
      |                 ^^ here
      |
      = help: values stand in `{{ page.title }}`, and loops and conditions in `{% if page.date %}…{% endif %}`

    error[template]: this template cannot be used: `{% if page %}` is never closed
     --> themes/plain/templates/page.html:1:1
      |
    1 | {% if page %}
      | ^^^^^^^^^^^^^ here
      |
      = help: write `{% endif %}` where it ends
    ");
}

#[test]
fn names_that_templates_do_not_know() {
    insta::assert_snapshot!(errors_of("-- themes/plain/templates/article.html --\nä {{ page.title | uper }}\n{% include \"osa.html\" %}\n"), @r#"
    error[template]: this template cannot be used: there is no filter `uper`
     --> themes/plain/templates/article.html:1:19
      |
    1 | ä {{ page.title | uper }}
      |                   ^^^^ here
      |
      = help: did you mean `upper`?

    error[template]: this template cannot be used: there is no template `osa.html`
     --> themes/plain/templates/article.html:2:12
      |
    2 | {% include "osa.html" %}
      |            ^ here
      |
      = help: known here: alias.html, article.html, base.html, blocks/contact.html, not-found.html, page.html, section.html
    "#);
}

#[test]
fn a_template_without_parent() {
    insta::assert_snapshot!(errors_of("-- themes/plain/templates/article.html --\n{% extends \"bse.html\" %}\n"), @r#"
    error[template]: there is no template `bse.html`
     --> themes/plain/templates/article.html:1:13
      |
    1 | {% extends "bse.html" %}
      |             ^^^^^^^^ not found
      |
      = help: did you mean `base.html`?
    "#);
}

#[test]
fn a_value_that_is_not_there() {
    insta::assert_snapshot!(errors_of("-- themes/plain/templates/page.html --\n{% extends \"base.html\" %}{% block main %}\n{% include \"osa.html\" %}{% endblock main %}\n-- themes/plain/templates/osa.html --\nää {{ page.titel }}\n-- themes/plain/templates/not-found.html --\n{{ t.nav.hoem }}\n"), @r#"
    error[template-failed]: a template fails: `hoem` is not there
     --> themes/plain/templates/not-found.html:1:10
      |
    1 | {{ t.nav.hoem }}
      |          ^^^^ here
      |
      = note: while making `404.html`
      = help: did you mean `home`?

    error[template-failed]: a template fails: `titel` is not there
     --> themes/plain/templates/osa.html:1:12
      |
    1 | ää {{ page.titel }}
      |            ^^^^^ here
      |
     ::: themes/plain/templates/page.html:2:12
      |
    2 | {% include "osa.html" %}{% endblock main %}
      |            - called from here
      |
      = note: while making `content/fi/index.md`
      = help: did you mean `title`?
    "#);
}

#[test]
fn a_template_that_the_theme_lacks() {
    insta::assert_snapshot!(errors_of("-- themes/plain/templates/alias.html --\n-- content/fi/sivu.md --\n---\ntitle: Sivu\naliases: [/vanha/]\n---\n"), @"
    error[no-template]: the theme `plain` lacks the template `alias.html`
     |
     = help: add `themes/plain/templates/alias.html`
    ");
}

#[test]
fn dead_addresses_in_templates() {
    insta::assert_snapshot!(errors_of("-- themes/plain/templates/base.html --\n<a href=\"/tyhja/\"><img src=\"{{ site.base_path }}/assets/a.css\"><a href=\"#alku\">{% block main %}{% endblock main %}\n"), @r##"
    error[dead-link]: `/assets/a.css` leads to nothing on this site
     |
     = note: `section.html` has it on the page `content/fi/index.md`
     = help: check the address: there is no such page or file

    error[dead-link]: `/tyhja/` leads to nothing on this site
     --> themes/plain/templates/base.html:1:10
      |
    1 | <a href="/tyhja/"><img src="{{ site.base_path }}/assets/a.css"><a href="#alku">{% block main %}{% endblock main %}
      |          ^^^^^^^ leads nowhere
      |
      = note: `section.html` has it on the page `content/fi/index.md`
      = help: check the address: there is no such page or file

    error[dead-link]: `#alku` leads to a place that the page does not have
     --> themes/plain/templates/base.html:1:73
      |
    1 | <a href="/tyhja/"><img src="{{ site.base_path }}/assets/a.css"><a href="#alku">{% block main %}{% endblock main %}
      |                                                                         ^^^^^ leads nowhere
      |
      = note: `section.html` has it on the page `content/fi/index.md`
      = help: write `{#alku}` at the end of the heading that you mean
    "##);
}

#[test]
fn words_that_a_language_lacks() {
    insta::assert_snapshot!(errors_of(
        "-- content/site.yaml --\nname: L\nbase_url: https://example.org\ntheme: plain\nlanguages: [{code: fi, name: Suomi}, {code: sv, name: Svenska}, {code: en, name: English}]\n\
         -- themes/plain/texts/sv.yaml --\nnav:\n  hem: Hem\n"), @"
         error[no-texts]: the theme has no words in this language: `themes/plain/texts/en.yaml` is missing
          |
          = help: copy the file of another language and translate the texts in it

         error[no-front-page]: there is no front page `content/en/index.md`
          |
          = help: write `content/en/index.md`, with `title:` between two lines of `---`

         error[no-front-page]: there is no front page `content/sv/index.md`
          |
          = help: write `content/sv/index.md`, with `title:` between two lines of `---`

         error[missing-text]: the text `nav.hem` is missing in this language
          --> themes/plain/texts/fi.yaml:2:3
           |
         2 |   home: Etusivu
           |   ^^^^ `hem` is missing in this group
           |
           = note: `themes/plain/texts/sv.yaml` has it
           = help: add `hem: …` under `nav:`

         error[missing-text]: the text `nav.home` is missing in this language
          --> themes/plain/texts/sv.yaml:2:3
           |
         2 |   hem: Hem
           |   ^^^ `home` is missing in this group
           |
           = note: `themes/plain/texts/fi.yaml` has it
           = help: add `home: …` under `nav:`
         ");
}

#[test]
fn scripts_in_a_circle() {
    insta::assert_snapshot!(errors_of("-- themes/plain/static/a.js --\nimport './b.js'\n-- themes/plain/static/b.js --\nimport './a.js'\n"), @"
    error[assets-in-a-circle]: these files of the theme import each other in a circle
    --> themes/plain/static/a.js
     = note: a.js → b.js → a.js
     = help: their published names hold a hash of their content, so one of the imports has to go

    error[assets-in-a-circle]: these files of the theme import each other in a circle
    --> themes/plain/static/b.js
     = note: b.js → a.js → b.js
     = help: their published names hold a hash of their content, so one of the imports has to go
    ");
}

#[test]
fn a_style_sheet_that_fails() {
    insta::assert_snapshot!(errors_of("-- themes/plain/static/a.css.tera --\na{color:{{ theme.acent }}}\n-- themes/plain/theme.yaml --\naccent: {default: red}\n"), @"
    error[template-failed]: a template fails: `acent` is not there
     --> themes/plain/static/a.css.tera:1:18
      |
    1 | a{color:{{ theme.acent }}}
      |                  ^^^^^ here
      |
      = note: while making `themes/plain/static/a.css.tera`
      = help: did you mean `accent`?
    ");
}

#[test]
fn all_mistakes_of_a_run_are_told_together() {
    let errors = errors_of(
        "-- content/fi/a.md --\n---\ntitel: A\n---\n[x](y.md)\n-- content/fi/b.md --\n---\ntitle: B\n---\n<b>\n-- themes/plain/templates/article.html --\n{{ x | y }}\n",
    );
    let codes: Vec<&str> = errors.lines().filter(|line| line.starts_with("error")).collect();
    insta::assert_snapshot!(codes.join("\n"), @"
    error[unknown-key]: a page has no key `titel`
    error[missing-key]: a page lacks `title`
    error[broken-link]: `y.md` leads nowhere
    error[raw-html]: HTML is not taken in the text of pages
    error[template]: this template cannot be used: there is no filter `y`
    ");
}

#[test]
fn texts_are_looked_at_even_without_theme_and_rules() {
    let errors = errors_of(
        "-- content/fi/a.md --\n---\ntitle: A\n---\n[x](y.md) {{ param.x }} {{ site.x }}\n-- content/rules/parameters.yaml --\n- :\n-- themes/plain/theme.yaml --\n- a\n",
    );
    let codes: Vec<&str> = errors.lines().filter(|line| line.starts_with("error")).collect();
    insta::assert_snapshot!(codes.join("\n"), @"
    error[missing-file]: the rules lack the file `content/rules/calculation.yaml`
    error[missing-file]: the rules lack the file `content/rules/checklist.yaml`
    error[missing-file]: the rules lack the file `content/rules/examples.yaml`
    error[missing-file]: the rules lack the file `content/rules/funding.yaml`
    error[missing-file]: the rules lack the file `content/rules/sources.yaml`
    error[broken-link]: `y.md` leads nowhere
    error[yaml-syntax]: this line cannot be read
    error[wrong-kind]: a list stands where a group of keys belongs
    ");
}
