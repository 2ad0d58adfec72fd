//! Front matter, the settings of a site and of a theme.

use super::{Demand, File, Key, Kind, Say, Shape};
use crate::model::page::MadeOf;

pub static PAGE_FILE: File = File {
    name: "page",
    paths: "content/fi/**/*.md",
    about: Say::new(
        "The lines between the `---` lines at the head of a page.",
        "Sivun alkutiedot: rivit `---`-rivien välissä sivun alussa.",
    ),
    root: Kind::Shape(&PAGE),
};

pub static PAGE: Shape = Shape::new(
    Say::new("a page", "sivun"),
    &[
        Key::must(
            "title",
            Kind::Text,
            "Pienhanke",
            Say::new(
                "The page's title: its heading, and its name in menus, lists and search results.",
                "Sivun otsikko. Näkyy sivun pääotsikkona ja sivun nimenä valikoissa, luetteloissa ja hakutuloksissa.",
            ),
        ),
        Key::may(
            "description",
            Kind::Text,
            "Tuki pieniin hankintoihin, rakentamiseen ja kehittämiseen.",
            Say::new(
                "One sentence that says what the page tells. Shown in lists and in search results.",
                "Yksi virke siitä, mitä sivu kertoo. Näkyy luetteloissa ja hakutuloksissa.",
            ),
        ),
        Key::may(
            "menu_title",
            Kind::Text,
            "Hakeminen",
            Say::new(
                "A shorter name for menus and breadcrumbs.",
                "Lyhyempi nimi valikkoihin ja murupolkuun, jos otsikko on pitkä.",
            ),
        ),
        Key::may(
            "picture",
            Kind::Shape(&PAGE_PICTURE),
            "{file: talkoot.jpg, alt: Talkooväkeä kylätalon katolla}",
            Say::new(
                "The picture that stands for the page: on the page, in lists, and beside links to it elsewhere.",
                "Sivun kuva. Näkyy sivulla, luetteloissa ja linkin vieressä, kun sivu jaetaan muualla.",
            ),
        ),
        Key::may(
            "slug",
            Kind::Like(SLUG),
            "pienhanke",
            Say::new(
                "The page's part of the address. Otherwise it comes from the name of the file.",
                "Sivun osuus osoitteesta. Jos kohta puuttuu, osoite tulee tiedoston nimestä.",
            ),
        ),
        Key::may(
            "order",
            Kind::Whole(-100_000, 100_000),
            "3",
            Say::new(
                "The page's place among the pages of its folder: the smallest number comes first.",
                "Sivun paikka kansionsa sivujen joukossa. Pienin luku on ensimmäisenä.",
            ),
        ),
        Key::may(
            "date",
            Kind::Day,
            "2026-11-21",
            Say::new(
                "The day of a news item. A page with a date is shown as news.",
                "Uutisen päivä. Sivu, jolla on päivä, näytetään uutisena.",
            ),
        ),
        Key::may(
            "updated",
            Kind::Day,
            "2026-11-21",
            Say::new(
                "The day on which the page was last looked over; shown on the page.",
                "Päivä, jona sivun sisältö viimeksi tarkistettiin. Näkyy sivulla.",
            ),
        ),
        Key::may(
            "publish",
            Kind::Day,
            "2026-12-01",
            Say::new(
                "The first day on which the page is published. Before it the page does not exist.",
                "Päivä, josta alkaen sivu on julki. Sitä ennen sivua ei ole.",
            ),
        ),
        Key::may(
            "expire",
            Kind::Day,
            "2027-02-01",
            Say::new(
                "The first day on which the page is gone.",
                "Ensimmäinen päivä, jona sivu ei enää ole julki.",
            ),
        ),
        Key::may(
            "draft",
            Kind::Flag,
            "true",
            Say::new(
                "`true`: the page is a draft and is not published.",
                "`true`: sivu on luonnos eikä sitä julkaista.",
            ),
        ),
        Key::may(
            "aliases",
            Kind::List(&Kind::Like(ALIAS)),
            "[/vanha/osoite/]",
            Say::new(
                "Old addresses of the page. Each leads to it.",
                "Sivun vanhat osoitteet. Jokaisesta pääsee tälle sivulle.",
            ),
        ),
        Key::may(
            "template",
            Kind::Text,
            "news",
            Say::new(
                "The theme's template for the page, without `.html`. Mostly the right one is chosen without it.",
                "Sivupohja, jota sivu käyttää, ilman päätettä `.html`. Yleensä oikea valitaan ilman tätä kohtaa.",
            ),
        ),
        Key::may(
            "key",
            Kind::Text,
            "pienhanke",
            Say::new(
                "Pairs a page with its translations: they have the same key. Otherwise the path of the file pairs them.",
                "Yhdistää sivun käännöksiinsä: niillä on sama avain. Muuten sivut yhdistää tiedoston polku.",
            ),
        ),
        Key::may(
            "toc",
            Kind::Flag,
            "false",
            Say::new(
                "Whether the page shows a list of its headings. Without the key: if it has three or more.",
                "Näytetäänkö sivulla sen väliotsikoiden luettelo. Ilman kohtaa: jos otsikoita on vähintään kolme.",
            ),
        ),
        Key::may(
            "questions",
            Kind::Flag,
            "true",
            Say::new(
                "`true`: the headings of the page are questions, and what stands below them the answers. Search engines are told.",
                "`true`: sivun väliotsikot ovat kysymyksiä ja niiden alla ovat vastaukset. Se kerrotaan hakukoneille.",
            ),
        ),
        Key::may(
            "sort",
            Kind::Word(&["order", "date", "title"]),
            "date",
            Say::new(
                "How the pages of a section are ordered: by `order`, by `date` (newest first) or by `title`.",
                "Osion sivujen järjestys: `order` (kohdan `order` mukaan), `date` (uusin ensin) tai `title` (aakkosissa).",
            ),
        ),
        Key::may(
            "list",
            Kind::Flag,
            "false",
            Say::new(
                "Whether a section shows its pages under its text. Without the key it does.",
                "Näytetäänkö osion sivut luettelona tekstin alla. Ilman kohtaa näytetään.",
            ),
        ),
        Key::may(
            "feed",
            Kind::Flag,
            "true",
            Say::new(
                "`true`: the section's news can be subscribed to (an Atom feed), and go by date.",
                "`true`: osion uutiset voi tilata lukuohjelmaan (Atom-syöte), ja ne ovat päivän mukaan.",
            ),
        ),
        Key::may(
            "per_page",
            Kind::Whole(1, 1000),
            "20",
            Say::new(
                "How many pages a section lists at a time.",
                "Kuinka monta sivua osio näyttää kerralla luettelossaan.",
            ),
        ),
        Key::may(
            "indexed",
            Kind::Flag,
            "false",
            Say::new(
                "`false`: the page is kept out of the site map and of search engines.",
                "`false`: sivu jää pois sivukartasta ja hakukoneista.",
            ),
        ),
        Key::may(
            "one_file",
            Kind::Flag,
            "true",
            Say::new(
                "`true`: the page is also published as one file that works from a disk, without a network.",
                "`true`: sivu julkaistaan myös yhtenä tiedostona, joka toimii levyltä ilman verkkoa.",
            ),
        ),
        Key::may(
            "pages_of",
            Kind::List(&Kind::Word(&MadeOf::NAMES)),
            "[rules, parameters]",
            Say::new(
                "What gets a page of its own under this one, made from the rules: each rule, each value.",
                "Mistä tehdään tämän alle omat sivut sääntöjen tiedoista: jokaisesta säännöstä, jokaisesta arvosta.",
            ),
        ),
        Key::may(
            "aliases_of",
            Kind::ById(&Kind::List(&Kind::Like(ALIAS))),
            "{volunteer_hour: [/vanha/osoite/]}",
            Say::new(
                "Old addresses of the pages that `pages_of` makes, by the id of the rule or value. Each leads to its page.",
                "Kohdan `pages_of` tekemien sivujen vanhat osoitteet säännön tai arvon tunnuksen mukaan. Jokaisesta pääsee sivulle.",
            ),
        ),
    ],
);

/// Keeps in step with `model::slug::is_slug`.
const SLUG: &str = "^[a-z0-9_-][a-z0-9_.-]*$";
/// An address of this site that was once in use; the checker says more exactly what is wrong.
const ALIAS: &str = "^/[^?#\\\\\"<>]+$";
/// Where a site can be published.
const BASE_URL: &str = "^[Hh][Tt][Tt][Pp][Ss]?://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9/._~-]*)?$";
const EXTERNAL: &str = "^([Hh][Tt][Tt][Pp][Ss]?://|[Mm][Aa][Ii][Ll][Tt][Oo]:|[Tt][Ee][Ll]:)";
/// The marks of EU money.
pub const MARKS: &[&str] = &["co-funded", "funded"];
/// What the language switch does without a translation.
pub const UNTRANSLATED: &[&str] = &["notice", "hidden"];
const LANGUAGES: &[&str] = &["fi", "sv", "en"];

/// A text that is the same in all languages, or one for each.
pub const LOCALIZED: Kind = Kind::Either(&[Kind::Text, Kind::ByLanguage(&Kind::Text)]);

pub static SITE_FILE: File = File {
    name: "site",
    paths: "content/site.yaml",
    about: Say::new(
        "The settings of the site: its name, languages, contact details, area and menus.",
        "Sivuston asetukset: nimi, kielet, yhteystiedot, toiminta-alue ja valikot.",
    ),
    root: Kind::Shape(&SITE),
};

pub static SITE: Shape = Shape::new(
    Say::new("site.yaml", "site.yaml-tiedoston"),
    &[
        Key::must(
            "name",
            LOCALIZED,
            "Joensuun seudun Leader",
            Say::new(
                "The name of the association. With several languages: `{fi: …, sv: …}`.",
                "Yhdistyksen nimi. Jos kieliä on monta: `{fi: …, sv: …}`.",
            ),
        ),
        Key::may(
            "tagline",
            LOCALIZED,
            "Rahoitusta, neuvontaa, toimintaa.",
            Say::new("One short sentence beside the name.", "Lyhyt iskulause nimen vieressä."),
        ),
        Key::must(
            "base_url",
            Kind::Like(BASE_URL),
            "https://example.org/",
            Say::new("The address where the site is published.", "Osoite, jossa sivusto julkaistaan."),
        ),
        Key::must(
            "theme",
            Kind::Text,
            "leader",
            Say::new(
                "The theme: the name of a folder under themes/.",
                "Teema: kansion nimi kansiossa themes/.",
            ),
        ),
        Key::may(
            "settings",
            Kind::ByName(&Kind::Anything),
            "{footer_note: Sivustosta vastaa Esimerkin Leader ry.}",
            Say::new(
                "Settings of the theme, such as colours and logo. The theme's theme.yaml lists them.",
                "Teeman asetukset, esimerkiksi värit ja logo. Ne luetellaan teeman tiedostossa theme.yaml.",
            ),
        ),
        Key::must(
            "languages",
            Kind::List(&Kind::Shape(&LANGUAGE)),
            "[{code: fi, name: Suomi}]",
            Say::new(
                "The languages of the site. The pages of each are in content/CODE/.",
                "Sivuston kielet. Kunkin kielen sivut ovat kansiossa content/KOODI/.",
            ),
        ),
        Key::may(
            "default_language",
            Kind::Word(LANGUAGES),
            "fi",
            Say::new(
                "The language at the root of the site. Without the key: the first one.",
                "Kieli, jonka sivut ovat sivuston juuressa. Ilman kohtaa: ensimmäinen kieli.",
            ),
        ),
        Key::may(
            "untranslated",
            Kind::Word(UNTRANSLATED),
            "notice",
            Say::new(
                "Where the language switch leads on a page that a language does not have: to a page that says so (`notice`), or it leaves the language out (`hidden`). Without the key: `notice`.",
                "Mihin kielivalinta vie, kun sivua ei ole jollakin kielellä: sivulle, joka kertoo sen (`notice`), tai kieli jää pois (`hidden`). Ilman kohtaa: `notice`.",
            ),
        ),
        Key::may(
            "contact",
            Kind::Shape(&CONTACT),
            "{email: toimisto@example.org, phone: +358 00 000 0000, address: Joensuu}",
            Say::new("How to reach the association's office.", "Toimiston yhteystiedot."),
        ),
        Key::may(
            "social",
            Kind::List(&Kind::Shape(&ACCOUNT)),
            "[{name: Facebook, url: https://www.facebook.com/leader}]",
            Say::new("Accounts in social media.", "Tilit sosiaalisessa mediassa."),
        ),
        Key::may(
            "municipalities",
            Kind::ByLanguage(&Kind::List(&Kind::Text)),
            "{fi: [Kontiolahti, Liperi]}",
            Say::new(
                "The municipalities of the area, in each language.",
                "Toiminta-alueen kunnat kullakin kielellä.",
            ),
        ),
        Key::may(
            "authority",
            Kind::List(&Kind::Shape(&AUTHORITY)),
            "[{from: 2026-01-01, fi: {name: Itä-Suomen elinvoimakeskus}}]",
            Say::new(
                "Who makes the official decision, and from when. Texts use the forms as `{{ authority.name }}`.",
                "Kuka tekee virallisen päätöksen ja mistä alkaen. Teksteissä muodot ovat `{{ authority.name }}` ja niin edelleen.",
            ),
        ),
        Key::may(
            "links",
            Kind::ById(&Kind::Shape(&LINK)),
            "{hyrra: {name: Hyrrä, url: https://hyrra.ruokavirasto.fi/}}",
            Say::new(
                "Places elsewhere on the web, each under a name. Texts lead there with `[words](link:hyrra)` or `{{ link.hyrra }}`, and an address that changes is changed here alone.",
                "Paikat muualla verkossa, kukin omalla nimellään. Teksteissä niihin viedään kirjoittamalla `[sanat](link:hyrra)` tai `{{ link.hyrra }}`, ja muuttunut osoite korjataan vain tähän.",
            ),
        ),
        Key::may(
            "phrases",
            Kind::ByName(&Kind::List(&Kind::Text)),
            "{fr: [Liaison Entre Actions]}",
            Say::new(
                "Words in other languages, under the code of each. Pages in another language mark them, so that they are read aloud in the right one.",
                "Vieraskieliset ilmaukset kielen koodin alla. Muunkieliset sivut merkitsevät ne, jotta ruudunlukija lukee ne oikealla kielellä.",
            ),
        ),
        Key::may(
            "search",
            Kind::ByLanguage(&Kind::List(&Kind::List(&Kind::Text))),
            "{fi: [[tuki, avustus], [vuosi, vuonna]]}",
            Say::new(
                "Words that the search takes for one another, in each language: words that mean the same, and forms that it does not know by itself.",
                "Sanat, jotka haku löytää toisillaan, kullakin kielellä: samaa tarkoittavat sanat ja taivutusmuodot, joita haku ei muuten tunne.",
            ),
        ),
        Key::may(
            "demonstration",
            Kind::Flag,
            "true",
            Say::new(
                "Whether the site only shows how a site looks. `check` then says nothing of its addresses, which are examples.",
                "Onko sivusto vain esittelyä varten. Silloin `check` ei huomauta esimerkkiosoitteista.",
            ),
        ),
        Key::may(
            "share_pictures",
            Kind::Flag,
            "false",
            Say::new(
                "Whether pictures are made that other services show beside links to the site. Without the key they are.",
                "Tehdäänkö kuvat, joita muut palvelut näyttävät sivuston linkkien vieressä. Ilman kohtaa tehdään.",
            ),
        ),
        Key::may(
            "files",
            Kind::List(&Kind::Shape(&COPY)),
            "[{from: static/security.txt, to: .well-known/security.txt}]",
            Say::new(
                "Files that are published as they are though no page uses them: a file by which a search engine knows the owner, CNAME, security.txt, favicon.ico, a robots.txt of your own.",
                "Tiedostot, jotka julkaistaan sellaisinaan, vaikka mikään sivu ei käytä niitä: hakukoneen vahvistustiedosto, CNAME, security.txt, favicon.ico, oma robots.txt.",
            ),
        ),
        Key::may(
            "publicity",
            Kind::Shape(&PUBLICITY),
            "{mark: co-funded}",
            Say::new(
                "What the rules on publicity ask of those who get money from the EU. Shown at the end of every page and on paper.",
                "Mitä EU-rahoituksesta viestimisen säännöt edellyttävät. Näkyy jokaisen sivun lopussa ja paperilla.",
            ),
        ),
        Key::may(
            "menus",
            Kind::ByLanguage(&Kind::Shape(&MENUS)),
            "{fi: {main: [{page: rahoitus/index.md}]}}",
            Say::new("The menus of each language.", "Kunkin kielen valikot."),
        ),
    ],
);

pub static COPY: Shape = Shape::new(
    Say::new("a file", "tiedoston"),
    &[
        Key::must(
            "from",
            Kind::Text,
            "static/security.txt",
            Say::new(
                "Where the file lies, from the folder of the site.",
                "Missä tiedosto on, sivuston kansiosta alkaen.",
            ),
        ),
        Key::must(
            "to",
            Kind::Text,
            ".well-known/security.txt",
            Say::new(
                "Its address on the site, from the root and with its name.",
                "Sen osoite sivustolla, juuresta alkaen ja tiedoston nimi mukana.",
            ),
        ),
    ],
);

pub static PUBLICITY: Shape = Shape::new(
    Say::new("publicity", "EU-viestinnän"),
    &[
        Key::must(
            "mark",
            Kind::Word(MARKS),
            "co-funded",
            Say::new(
                "The emblem of the EU with “Co-funded by the European Union” (`co-funded`) or “Funded by the European Union” (`funded`), in the language of the page.",
                "EU-tunnus ja teksti ”Euroopan unionin osarahoittama” (`co-funded`) tai ”Euroopan unionin rahoittama” (`funded`) sivun kielellä.",
            ),
        ),
        Key::may(
            "authority",
            Kind::Flag,
            "false",
            Say::new(
                "Whether the name of the deciding authority stands beside the mark. Without the key it does.",
                "Onko päättävän viranomaisen nimi tunnuksen vieressä. Ilman kohtaa on.",
            ),
        ),
        Key::may(
            "logos",
            Kind::List(&Kind::Shape(&PUBLICITY_LOGO)),
            "[{file: fi/leader-logo.svg, alt: Leader 2023–2027}]",
            Say::new(
                "Further logos, such as that of Leader. None is shown higher than the emblem of the EU.",
                "Muut tunnukset, esimerkiksi Leaderin. Mikään ei ole EU-tunnusta korkeampi.",
            ),
        ),
    ],
);

pub static PAGE_PICTURE: Shape = Shape::new(
    Say::new("the picture of a page", "sivun kuvan"),
    &[
        Key::must(
            "file",
            Kind::Text,
            "talkoot.jpg",
            Say::new(
                "The file of the picture, beside the page or by its path from there.",
                "Kuvatiedosto: sivun vieressä tai polkuna sivulta.",
            ),
        ),
        Key::must(
            "alt",
            Kind::Text,
            "Talkooväkeä kylätalon katolla",
            Say::new(
                "What the picture shows, for those who do not see it.",
                "Mitä kuvassa näkyy, niille jotka eivät näe sitä.",
            ),
        ),
    ],
);

pub static PUBLICITY_LOGO: Shape = Shape::new(
    Say::new("a logo", "tunnuksen"),
    &[
        Key::must(
            "file",
            Kind::Text,
            "fi/leader-logo.svg",
            Say::new("A picture in the content folder.", "Kuva content-kansiossa."),
        ),
        Key::must(
            "alt",
            LOCALIZED,
            "Leader 2023–2027",
            Say::new(
                "What the logo says, for those who do not see it.",
                "Mitä tunnuksessa lukee, niille jotka eivät näe sitä.",
            ),
        ),
    ],
);

pub static LANGUAGE: Shape = Shape::new(
    Say::new("a language", "kielen"),
    &[
        Key::must(
            "code",
            Kind::Word(LANGUAGES),
            "fi",
            Say::new("Its code: fi, sv or en.", "Kielen koodi: fi, sv tai en."),
        ),
        Key::must(
            "name",
            Kind::Text,
            "Suomi",
            Say::new("Its name in itself.", "Kielen nimi sillä kielellä itsellään."),
        ),
    ],
);

pub static CONTACT: Shape = Shape::new(
    Say::new("contact", "yhteystietojen"),
    &[
        Key::may(
            "email",
            Kind::Text,
            "toimisto@example.org",
            Say::new("E-mail address.", "Sähköpostiosoite."),
        ),
        Key::may("phone", Kind::Text, "+358 00 000 0000", Say::new("Telephone number.", "Puhelinnumero.")),
        Key::may(
            "address",
            LOCALIZED,
            "Torikatu, Joensuu",
            Say::new("Street address of the office.", "Toimiston katuosoite."),
        ),
    ],
);

pub static ACCOUNT: Shape = Shape::new(
    Say::new("an account", "tilin"),
    &[
        Key::must("name", Kind::Text, "Facebook", Say::new("Name of the service.", "Palvelun nimi.")),
        Key::must(
            "url",
            Kind::Like(EXTERNAL),
            "https://www.facebook.com/leader",
            Say::new("Address of the account.", "Tilin osoite."),
        ),
    ],
);

pub static LINK: Shape = Shape::new(
    Say::new("a link", "linkin"),
    &[
        Key::must(
            "name",
            LOCALIZED,
            "Hyrrä",
            Say::new(
                "What the place is called. With several languages: `{fi: …, sv: …}`.",
                "Paikan nimi. Jos kieliä on monta: `{fi: …, sv: …}`.",
            ),
        ),
        Key::must(
            "url",
            LOCALIZED,
            "https://hyrra.ruokavirasto.fi/",
            Say::new(
                "Its address. Where each language has its own: `{fi: …, sv: …}`.",
                "Sen osoite. Jos kielillä on omansa: `{fi: …, sv: …}`.",
            ),
        ),
    ],
);

pub static AUTHORITY: Shape = Shape::new(
    Say::new("an authority", "viranomaisen"),
    &[
        Key::must(
            "from",
            Kind::Day,
            "2026-01-01",
            Say::new("The first day on which it decides.", "Ensimmäinen päivä, jona se tekee päätökset."),
        ),
        Key::may(
            "until",
            Kind::Day,
            "2025-12-31",
            Say::new("The last day on which it decides.", "Viimeinen päivä, jona se tekee päätökset."),
        ),
        Key::may("fi", Kind::Shape(&FORMS), "{name: Itä-Suomen elinvoimakeskus}", FORMS_ABOUT),
        Key::may("sv", Kind::Shape(&FORMS), "{name: Östra Finlands livskraftscentral}", FORMS_ABOUT),
        Key::may(
            "en",
            Kind::Shape(&FORMS),
            "{name: Economic Development Centre of Eastern Finland}",
            FORMS_ABOUT,
        ),
    ],
);

const FORMS_ABOUT: Say = Say::new(
    "Its name in this language, in the forms that texts use: `{{ authority.genitive }}`.",
    "Sen nimi tällä kielellä niissä muodoissa, joita tekstit käyttävät: `{{ authority.genitive }}`.",
);

pub static FORMS: Shape = Shape::new(
    Say::new("the authority", "viranomaisen"),
    &[Key::must(
        "name",
        Kind::Text,
        "Itä-Suomen elinvoimakeskus",
        Say::new("Its name as it is.", "Nimi perusmuodossa."),
    )],
)
.with_others(&Kind::Text);

pub static MENUS: Shape = Shape::new(
    Say::new("a language's menus", "kielen valikkojen"),
    &[
        Key::may(
            "main",
            Kind::List(&ENTRY),
            "[{page: rahoitus/index.md}]",
            Say::new("The main menu.", "Päävalikko."),
        ),
        Key::may(
            "footer",
            Kind::List(&ENTRY),
            "[{page: tietosuoja.md}]",
            Say::new("The links in the footer.", "Alatunnisteen linkit."),
        ),
    ],
);

/// By itself, since menu entries hold menu entries.
static ENTRY: Kind = Kind::Shape(&MENU_ENTRY);

pub static MENU_ENTRY: Shape = Shape::new(
    Say::new("a menu entry", "valikon rivin"),
    &[
        Key::may(
            "page",
            Kind::Text,
            "rahoitus/index.md",
            Say::new(
                "The file of a page, from the folder of the language.",
                "Sivun tiedosto kielen kansiosta lukien.",
            ),
        ),
        Key::may(
            "url",
            Kind::Like(EXTERNAL),
            "https://www.ruokavirasto.fi/",
            Say::new("An address elsewhere on the web.", "Osoite muualla verkossa."),
        ),
        Key::may(
            "title",
            Kind::Text,
            "Ruokavirasto",
            Say::new(
                "The name in the menu, if it is not that of the page.",
                "Nimi valikossa, jos se ei ole sama kuin sivun nimi.",
            ),
        ),
        Key::may(
            "children",
            Kind::List(&ENTRY),
            "[{page: rahoitus/pienhanke.md}]",
            Say::new("Entries below this one.", "Tämän alle kuuluvat kohdat."),
        ),
    ],
)
.demanding(&[Demand::One(&["page", "url"]), Demand::Beside("url", "title")]);

pub static THEME_FILE: File = File {
    name: "theme",
    paths: "themes/*/theme.yaml",
    about: Say::new(
        "What a site can set of its theme: each setting with its default and what it does.",
        "Teeman asetukset, joita sivusto voi muuttaa: kunkin oletus ja merkitys.",
    ),
    root: Kind::ByName(&Kind::Shape(&SETTING)),
};

/// What a setting of a theme can be besides a value of the kind of its default.
pub const SETTING_TYPES: &[&str] = &["colour", "file"];

pub static CONTRAST: Shape = Shape::new(
    Say::new("a contrast", "kontrastin"),
    &[
        Key::must(
            "with",
            Kind::Text,
            "\"#ffffff\"",
            Say::new(
                "The other colour, or the setting that holds it.",
                "Toinen väri tai asetus, jossa se on.",
            ),
        ),
        Key::must(
            "least",
            Kind::Text,
            "7",
            Say::new("The least contrast: 7 for 7:1.", "Pienin kontrasti: 7 on 7:1."),
        ),
    ],
);

pub static SETTING: Shape = Shape::new(
    Say::new("a setting", "asetuksen"),
    &[
        Key::must(
            "default",
            Kind::Anything,
            "\"\"",
            Say::new(
                "The value where the site gives none. What a site gives is of the same kind.",
                "Arvo, jos sivusto ei anna omaa. Sivuston arvon on oltava samaa lajia.",
            ),
        ),
        Key::may(
            "type",
            Kind::Word(SETTING_TYPES),
            "colour",
            Say::new(
                "`colour`: the value is a colour. `file`: it names a static file, or is the address of a published one.",
                "`colour`: arvo on väri. `file`: arvo on kansion static/ tiedosto tai julkaistavan tiedoston osoite.",
            ),
        ),
        Key::may(
            "contrast",
            Kind::List(&Kind::Shape(&CONTRAST)),
            "[{with: \"#ffffff\", least: 7}]",
            Say::new(
                "How well the colour has to be seen, and on what.",
                "Kuinka hyvin värin on erotuttava ja mistä väristä.",
            ),
        ),
        Key::may(
            "hint",
            Kind::Anything,
            "Colour of links.",
            Say::new("What the setting does.", "Mihin asetus vaikuttaa."),
        ),
    ],
);
