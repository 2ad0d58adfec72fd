//! What Markdown and front matter become.

use crate::fixture::{page, site};

#[test]
fn headings_get_anchors() {
    insta::assert_snapshot!(page("## Kuka voi hakea?\n\n### Väli & *korostus*\n\n## Kuka voi hakea?\n\n## Oma {#oma-nimi}\n\n## `koodi` {{ site.name }}\n"), @r#"
    <h2 id="kuka-voi-hakea">Kuka voi hakea?</h2>
    <h3 id="vali-korostus">Väli &amp; <em>korostus</em></h3>
    <h2 id="kuka-voi-hakea-2">Kuka voi hakea?</h2>
    <h2 id="oma-nimi">Oma</h2>
    <h2 id="koodi"><code>koodi</code> Leader</h2>
    "#);
}

#[test]
fn quotes_and_dashes_are_finnish() {
    insta::assert_snapshot!(page("\"Näin\" ja 'noin' -- vai... 3-4 \"`\"`\" “tässä”\n"), @"<p>”Näin” ja ’noin’ – vai… 3-4 ”<code>&quot;</code>” “tässä”</p>");
}

#[test]
fn tables_scroll_and_need_no_style() {
    insta::assert_snapshot!(page("## Tuet\n\n| a | b | c |\n| --- | ---: | :-: |\n| 1 | 2 | 3 |\n"), @r#"
    <h2 id="tuet">Tuet</h2>
    <div class="scroll" role="region" tabindex="0" aria-label="Tuet">
    <table>
    <thead>
    <tr><th scope="col">a</th><th scope="col" class="right">b</th><th scope="col" class="center">c</th></tr>
    </thead>
    <tbody>
    <tr><td>1</td><td class="right">2</td><td class="center">3</td></tr>
    </tbody>
    </table>
    </div>
    "#);
}

#[test]
fn footnotes_stand_at_the_end() {
    insta::assert_snapshot!(page("Yksi[^a] ja kaksi[^b] ja taas[^a].\n\n[^b]: Toinen.\n[^a]: Ensimmäinen *viite*.\n\nLoppu.\n"), @r##"
    <p>Yksi<sup id="fnref-1"><a href="#fn-1" role="doc-noteref">1</a></sup> ja kaksi<sup id="fnref-2"><a href="#fn-2" role="doc-noteref">2</a></sup> ja taas<sup id="fnref-1-2"><a href="#fn-1" role="doc-noteref">1</a></sup>.</p>
    <p>Loppu.</p>
    <section class="footnotes" role="doc-endnotes" aria-label="Alaviitteet">
    <ol>
    <li id="fn-1"><p>Ensimmäinen <em>viite</em>. <a href="#fnref-1" role="doc-backlink" aria-label="Takaisin tekstiin, viite 1, kohta 1">↩<sup>1</sup></a> <a href="#fnref-1-2" role="doc-backlink" aria-label="Takaisin tekstiin, viite 1, kohta 2">↩<sup>2</sup></a></p></li>
    <li id="fn-2"><p>Toinen. <a href="#fnref-2" role="doc-backlink" aria-label="Takaisin tekstiin, viite 2">↩</a></p></li>
    </ol>
    </section>
    "##);
}

#[test]
fn lists_definitions_code_and_rules() {
    insta::assert_snapshot!(page("1. a\n2. b\n\n- c\n\n  d\n\nTermi\n: Selitys\n\n> lainaus\n\n~~pois~~ **b** *c* `<d>`\n\n---\n\n```js\nif (a < b) {{ x }}\n```\n\nrivi\\\nvaihto\n"), @r#"
    <ol>
    <li>a</li>
    <li>b</li>
    </ol>
    <ul>
    <li><p>c</p>
    <p>d</p>
    </li>
    </ul>
    <dl>
    <dt>Termi</dt>
    <dd>Selitys</dd>
    </dl>
    <blockquote>
    <p>lainaus</p>
    </blockquote>
    <p><del>pois</del> <strong>b</strong> <em>c</em> <code>&lt;d&gt;</code></p>
    <hr>
    <pre><code class="language-js">if (a &lt; b) {{ x }}
    </code></pre>
    <p>rivi<br>
    vaihto</p>
    "#);
}

#[test]
fn references_are_filled_in() {
    let site = site(
        "-- content/site.yaml --\nname: Leader & ystävät\nbase_url: https://example.org/\ntheme: plain\nlanguages: [{code: fi, name: Suomi}]\ncontact: {email: a@b.fi, phone: 112}\nmunicipalities: {fi: [Ii, Oulu, Pori]}\nauthority:\n  - {from: 2023-01-01, until: 2025-12-31, fi: {name: Vanha, genitive: Vanhan}}\n  - {from: 2026-01-01, fi: {name: Uusi, genitive: Uuden}}\n\
         -- content/fi/sivu.md --\n---\ntitle: \"{{ authority.name }} tukee\"\ndescription: Soita {{ site.phone }}\n---\n{{ authority.genitive }} {{site.name}}, {{ site.municipalities }}; `{{ 5 € }}` {x} `{{ site.name }}` {{ site.email }}\n\n{{ contact }}\n\nloppu 90 %{nolink}\n",
    );
    insta::assert_snapshot!(site.text_of("sivu/index.html"), @r#"
    <p>Uuden Leader &amp; ystävät, Ii, Oulu ja Pori; <code>{{ 5 € }}</code> {x} <code>{{ site.name }}</code> <a href="mailto:a@b.fi">a@b.fi</a></p>
    <p>a@b.fi</p>
    <p>loppu 90 %</p>
    "#);
    assert!(site.files()["sivu/index.html"].contains("<title>Uusi tukee</title>"));
}

#[test]
fn links_and_pictures_are_resolved() {
    let site = site(
        "-- content/fi/index.md --\n---\ntitle: Etusivu\n---\n[a](rahoitus/index.md) [b](/rahoitus/pien.md#ehdot) [c](rahoitus/lomake%20a.pdf) [d](#e) [f](https://a.fi/?b&c) <g@h.fi>\n\n## E\n\
         -- content/fi/rahoitus/index.md --\n---\ntitle: Rahoitus\nslug: raha\n---\n[ylös](../index.md) [naapuri](pien.md)\n\n![Kartta \"tästä\"](kartta.svg)\n\n![Kuva](kartta.svg \"Kuvateksti\")\n\
         -- content/fi/rahoitus/pien.md --\n---\ntitle: Pienhanke\n---\n## Ehdot\n\
         -- content/fi/rahoitus/kartta.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 30\"/>\n\
         -- content/fi/rahoitus/lomake a.pdf --\npdf\n",
    );
    insta::assert_snapshot!(site.text_of("index.html"), @r##"
    <p><a href="/raha/">a</a> <a href="/raha/pien/#ehdot">b</a> <a href="/raha/lomake%20a.pdf">c</a> <a href="#e">d</a> <a href="https://a.fi/?b&amp;c">f</a> <a href="mailto:g@h.fi">g@h.fi</a></p>
    <h2 id="e">E</h2>
    <a href="/raha/">Rahoitus</a>
    "##);
    insta::assert_snapshot!(site.text_of("raha/index.html"), @r#"
    <p><a href="/">ylös</a> <a href="/raha/pien/">naapuri</a></p>
    <p><img src="/raha/kartta.svg" alt="Kartta ”tästä”" width="40" height="30"></p>
    <figure><img src="/raha/kartta.svg" alt="Kuva" width="40" height="30" loading="lazy" decoding="async"><figcaption>Kuvateksti</figcaption></figure>
    <a href="/raha/pien/">Pienhanke</a>
    "#);
    insta::assert_snapshot!(site.files().into_keys().collect::<Vec<_>>().join("\n"), @"
    404.html
    index.html
    raha/index.html
    raha/kartta.svg
    raha/lomake a.pdf
    raha/pien/index.html
    robots.txt
    sitemap.xml
    ");
}

#[test]
fn a_base_address_with_a_path_goes_everywhere() {
    let mut site = site(
        "-- content/fi/index.md --\n---\ntitle: Etusivu\n---\n[a](uutiset/index.md) [b](/uutiset/) ![k](k.svg)\n\
         -- content/fi/k.svg --\n<svg/>\n\
         -- content/fi/uutiset/index.md --\n---\ntitle: Uutiset\nfeed: true\naliases: [/vanha/]\n---\n\
         -- content/fi/uutiset/eka.md --\n---\ntitle: Eka & toka\ndate: 2026-03-01\nupdated: 2026-03-02\ndescription: Kuvaus\n---\n\
         -- themes/plain/templates/article.html --\n{{ page.canonical }} {{ site.home_url }} {{ site.base_path }} {{ site.feed_url }} {% for crumb in page.breadcrumbs %}{{ crumb.url }} {% endfor %}{{ asset[\"a.css\"] }} <a href=\"{{ page.section.url }}\">x</a>\n\
         -- themes/plain/static/a.css --\nx{}\n",
    );
    site.project.base_url = Some("https://example.org/leader/".to_owned());
    let files = site.files();
    insta::assert_snapshot!(site.text_of("index.html"), @r#"
    <p><a href="/leader/uutiset/">a</a> <a href="/leader/uutiset/">b</a> <img src="/leader/k.svg" alt="k"></p>
    <a href="/leader/uutiset/">Uutiset</a>
    "#);
    insta::assert_snapshot!(files["uutiset/eka/index.html"], @r#"https://example.org/leader/uutiset/eka/ /leader/ /leader /leader/uutiset/atom.xml /leader/ /leader/uutiset/ /leader/assets/a.842b503e.css <a href="/leader/uutiset/">x</a>"#);
    insta::assert_snapshot!(files["uutiset/atom.xml"], @r#"
    <?xml version="1.0" encoding="utf-8"?>
    <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fi">
    <title>Uutiset – Leader</title>
    <id>https://example.org/leader/uutiset/atom.xml</id>
    <link rel="self" href="https://example.org/leader/uutiset/atom.xml"/>
    <link rel="alternate" href="https://example.org/leader/uutiset/"/>
    <updated>2026-03-02T00:00:00+02:00</updated>
    <author><name>Leader</name>
    </author>
    <entry>
    <title>Eka &amp; toka</title>
    <id>https://example.org/leader/uutiset/eka/</id>
    <link rel="alternate" href="https://example.org/leader/uutiset/eka/"/>
    <published>2026-03-01T00:00:00+02:00</published>
    <updated>2026-03-02T00:00:00+02:00</updated>
    <summary>Kuvaus</summary>
    </entry>
    </feed>
    "#);
    insta::assert_snapshot!(files["sitemap.xml"], @r#"
    <?xml version="1.0" encoding="utf-8"?>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <url><loc>https://example.org/leader/</loc></url>
    <url><loc>https://example.org/leader/uutiset/eka/</loc><lastmod>2026-03-02</lastmod></url>
    <url><loc>https://example.org/leader/uutiset/</loc></url>
    </urlset>
    "#);
    insta::assert_snapshot!(files["robots.txt"], @"
    User-agent: *
    Allow: /

    Sitemap: https://example.org/leader/sitemap.xml
    ");
    insta::assert_snapshot!(files["vanha/index.html"], @r#"<a href="/leader/uutiset/">Uutiset</a>"#);
}

#[test]
fn languages_are_paired() {
    let site = site(
        "-- content/site.yaml --\nname: {fi: Seutu, sv: Bygd}\nbase_url: https://example.org/\ntheme: plain\nlanguages: [{code: sv, name: Svenska}, {code: fi, name: Suomi}]\ndefault_language: fi\nmenus:\n  sv: {main: [{page: om.md, title: Om}]}\n\
         -- themes/plain/texts/sv.yaml --\nnav:\n  home: Hem\n\
         -- themes/plain/templates/base.html --\n{{ lang }} {{ site.name }} {{ t.nav.home }} {{ site.home_url }}\n{% for other in page.translations %}{{ other.lang }} {{ other.url }}\n{% endfor %}{% for item in menu.main %}{{ item.title }} {{ item.url }}{% endfor %}{% block main %}{% endblock main %}\n\
         -- content/fi/tietoa.md --\n---\ntitle: Tietoa\nkey: tietoa\ndate: 2026-02-03\n---\n\
         -- content/sv/index.md --\n---\ntitle: Framsida\n---\n\
         -- content/sv/om.md --\n---\ntitle: Om oss\nkey: tietoa\n---\n\"Citat\"\n",
    );
    let files = site.files();
    insta::assert_snapshot!(files.keys().cloned().collect::<Vec<_>>().join("\n"), @"
    404.html
    index.html
    robots.txt
    sitemap.xml
    sv/404.html
    sv/index.html
    sv/om/index.html
    tietoa/index.html
    ");
    insta::assert_snapshot!(files["sv/om/index.html"], @"
    sv Bygd Hem /sv/
    fi /tietoa/
    Om /sv/om/<p>”Citat”</p>
    ");
    insta::assert_snapshot!(files["tietoa/index.html"], @"
    fi Seutu Etusivu /
    sv /sv/om/
    ");
    insta::assert_snapshot!(files["sitemap.xml"], @r#"
    <?xml version="1.0" encoding="utf-8"?>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
    <url><loc>https://example.org/</loc><xhtml:link rel="alternate" hreflang="fi" href="https://example.org/"/><xhtml:link rel="alternate" hreflang="sv" href="https://example.org/sv/"/></url>
    <url><loc>https://example.org/tietoa/</loc><lastmod>2026-02-03</lastmod><xhtml:link rel="alternate" hreflang="fi" href="https://example.org/tietoa/"/><xhtml:link rel="alternate" hreflang="sv" href="https://example.org/sv/om/"/></url>
    <url><loc>https://example.org/sv/</loc><xhtml:link rel="alternate" hreflang="sv" href="https://example.org/sv/"/><xhtml:link rel="alternate" hreflang="fi" href="https://example.org/"/></url>
    <url><loc>https://example.org/sv/om/</loc><xhtml:link rel="alternate" hreflang="sv" href="https://example.org/sv/om/"/><xhtml:link rel="alternate" hreflang="fi" href="https://example.org/tietoa/"/></url>
    </urlset>
    "#);
}

#[test]
fn sections_are_sorted_and_cut_into_parts() {
    let mut files = String::from(
        "-- themes/plain/templates/section.html --\n{% for item in pages %}{{ item.title }}\n{% endfor %}{% if pager %}{{ pager.number }}/{{ pager.total }} {{ pager.prev or '-' }} {{ pager.next or '-' }}{% endif %}\n\
         -- content/fi/a/index.md --\n---\ntitle: A\nsort: title\nper_page: 2\n---\n\
         -- content/fi/b/index.md --\n---\ntitle: B\n---\n\
         -- content/fi/c/index.md --\n---\ntitle: C\n---\n",
    );
    for (name, title) in [("1", "Öljy"), ("2", "Åbo"), ("3", "Zoo"), ("4", "Kylä 10"), ("5", "Kylä 9")] {
        files.push_str(&format!("-- content/fi/a/n{name}.md --\n---\ntitle: {title}\n---\n"));
        files.push_str(&format!("-- content/fi/b/n{name}.md --\n---\ntitle: {title}\norder: 1{name}\n---\n"));
        files.push_str(&format!(
            "-- content/fi/c/n{name}.md --\n---\ntitle: {title}\ndate: 2026-01-0{name}\n---\n"
        ));
    }
    let files = site(&files).files();
    let parts = ["a/index.html", "a/2/index.html", "a/3/index.html", "b/index.html", "c/index.html"];
    insta::assert_snapshot!(parts.map(|part| files[part].as_str()).join("--\n"), @"
    Kylä 9
    Kylä 10
    1/3 - /a/2/
    --
    Zoo
    Åbo
    2/3 /a/ /a/3/
    --
    Öljy
    3/3 /a/2/ -
    --
    Öljy
    Åbo
    Zoo
    Kylä 10
    Kylä 9

    --
    Kylä 9
    Kylä 10
    Zoo
    Åbo
    Öljy
    ");
}

#[test]
fn news_know_their_neighbours() {
    let mut files = String::from(
        "-- themes/plain/templates/article.html --\n{{ page.date.text }}|{% if prev %}{{ prev.title }}{% endif %}|{% if next %}{{ next.title }}{% endif %}\n\
         -- themes/plain/templates/home.html --\n{% for item in news %}{{ item.title }} {% endfor %}\n\
         -- content/fi/u/index.md --\n---\ntitle: Uutiset\n---\n",
    );
    for day in 1..=4 {
        files.push_str(&format!(
            "-- content/fi/u/{day}.md --\n---\ntitle: Uutinen {day}\ndate: 2026-01-0{day}\n---\n"
        ));
    }
    let files = site(&files).files();
    insta::assert_snapshot!(files["u/2/index.html"], @"2. tammikuuta 2026|Uutinen 1|Uutinen 3");
    insta::assert_snapshot!(files["u/4/index.html"], @"4. tammikuuta 2026|Uutinen 3|");
    insta::assert_snapshot!(files["index.html"], @"Uutinen 4 Uutinen 3 Uutinen 2");
}

#[test]
fn the_day_decides_what_is_published() {
    let files = "-- content/fi/luonnos.md --\n---\ntitle: Luonnos\ndraft: true\n---\n\
         -- content/fi/tuleva.md --\n---\ntitle: Tuleva\npublish: 2026-11-22\n---\n\
         -- content/fi/tanaan.md --\n---\ntitle: Tänään\npublish: 2026-11-21\nexpire: 2026-11-22\n---\n\
         -- content/fi/mennyt.md --\n---\ntitle: Mennyt\nexpire: 2026-11-21\n---\n\
         -- content/fi/osa/index.md --\n---\ntitle: Osa\npublish: 2027-01-01\n---\n\
         -- content/fi/osa/sivu.md --\n---\ntitle: Osan sivu\n---\n\
         -- content/fi/index.md --\n---\ntitle: Etusivu\n---\n[Tuleva](tuleva.md) [Mennyt](mennyt.md)\n";
    let pages = |site: &crate::fixture::Site| {
        let files = site.files().into_keys().filter(|path| path.ends_with("/index.html"));
        files.collect::<Vec<_>>().join(" ")
    };
    let mut site = site(files);
    assert_eq!(pages(&site), "tanaan/index.html");
    insta::assert_snapshot!(site.text_of("index.html"), @r#"
    <p>Tuleva Mennyt</p>
    <a href="/tanaan/">Tänään</a>
    "#);
    insta::assert_snapshot!(site.warnings(), @"
    warning[link-to-hidden-page]: `tuleva.md` is not published before 2026-11-22
     --> content/fi/index.md:4:1
      |
    4 | [Tuleva](tuleva.md) [Mennyt](mennyt.md)
      | ^^^^^^^^^^^^^^^^^^^ shown without a link until then
      |
      = help: nothing needs to be done: the link appears by itself

    warning[link-to-hidden-page]: `mennyt.md` has been gone since 2026-11-21
     --> content/fi/index.md:4:21
      |
    4 | [Tuleva](tuleva.md) [Mennyt](mennyt.md)
      |                     ^^^^^^^^^^^^^^^^^^^ shown without a link
      |
      = help: take the link out, or give that page a later day in `expire:`
    ");
    site.project.drafts = true;
    assert_eq!(pages(&site), "luonnos/index.html tanaan/index.html");
    site.project.date = "2027-01-01".parse().expect("a date");
    assert_eq!(pages(&site), "luonnos/index.html osa/index.html osa/sivu/index.html tuleva/index.html");
}

#[test]
fn contents_appear_from_three_headings_on() {
    let toc = |front: &str, body: &str| {
        site(&format!(
            "-- themes/plain/templates/toc.html --\n{{% for part in page.toc %}}{{{{ part.id }}}}({{% for below in part.children %}}{{{{ below.title }}}}{{% endfor %}}) {{% endfor %}}\n\
             -- content/fi/sivu.md --\n---\ntitle: Sivu\ntemplate: toc\n{front}---\n{body}",
        ))
        .text_of("sivu/index.html")
    };
    assert_eq!(toc("", "## A\n\n## B\n").trim(), "");
    assert_eq!(toc("", "## A\n\n### \"X\"\n\n## B\n\n## C\n").trim(), "a(”X”) b() c()");
    assert_eq!(toc("toc: true\n", "## A\n").trim(), "a()");
    assert_eq!(toc("toc: false\n", "## A\n\n## B\n\n## C\n").trim(), "");
}

#[test]
fn the_site_goes_before_the_theme() {
    let site = site(
        "-- templates/page.html --\n{% extends \"plain/page.html\" %}{% block main %}[{{ super() }}]{% endblock main %}\n\
         -- static/a.css --\noma{}\n\
         -- themes/plain/static/a.css.tera --\nteema{}\n\
         -- themes/plain/static/b.js --\nimport {c} from './c.js';\n\
         -- themes/plain/static/c.js.tera --\nexport const c = '{{ theme.accent }}';\n\
         -- themes/plain/theme.yaml --\naccent: {default: \"#000\", hint: väri}\nnote: {default: \"\"}\n\
         -- content/site.yaml --\nname: Leader\nbase_url: https://example.org\ntheme: plain\nsettings: {accent: \"#fff\"}\nlanguages: [{code: fi, name: Suomi}]\n\
         -- content/fi/sivu.md --\n---\ntitle: Sivu\n---\nTeksti\n",
    );
    insta::assert_snapshot!(site.text_of("sivu/index.html"), @"
    [<p>Teksti</p>
    ]
    ");
    let files = site.files();
    let assets: Vec<String> = files
        .iter()
        .filter(|(path, _)| path.starts_with("assets/"))
        .map(|(path, text)| format!("{path}: {text}"))
        .collect();
    insta::assert_snapshot!(assets.join(""), @r#"
    assets/a.b19daccb.css: oma{}
    assets/b.86e7190e.js: import{c as e}from"./c.1398fd0a.js";
    assets/c.1398fd0a.js: export const c=`#fff`;
    "#);
}

#[test]
fn what_all_pages_share_is_made_once() {
    let site = site(
        "-- themes/plain/templates/shared/foot.html --\n<b>{{ site.name }} {{ t.nav.home }}</b>\n\
         -- templates/shared/own.html --\n{% if page %}sivu{% else %}ei sivua{% endif %}\n\
         -- themes/plain/templates/page.html --\n{{ shared.foot | safe }} {{ shared.own }}\n\
         -- themes/plain/templates/section.html --\n\
         -- themes/plain/templates/home.html --\n{{ shared.foot | safe }}\n\
         -- content/fi/sivu.md --\n---\ntitle: Sivu\n---\n",
    );
    assert_eq!(site.files()["sivu/index.html"], "<b>Leader Etusivu</b> ei sivua\n");
}
