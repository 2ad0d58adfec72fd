//! The files of `content/rules/`.

use super::{Demand, File, Key, Kind, Say, Shape};
use crate::model::quantity::Unit;

const SOURCE: Key = Key::must(
    "source",
    Kind::Text,
    "joensuu",
    Say::new(
        "Where it comes from: a name in sources.yaml.",
        "Mistä tämä on peräisin: nimi tiedostossa sources.yaml.",
    ),
);
const WHEN: Key = Key::may(
    "when",
    Kind::Text,
    "funding_type = investment",
    Say::new("A formula: it holds only then.", "Kaava: tämä on voimassa vain silloin."),
);
const ASSUMPTION: Key = Key::may(
    "assumption",
    Kind::Text,
    "land_base",
    Say::new(
        "The sources leave something open here: the text that says how it is read.",
        "Lähteet jättävät jotain auki: teksti, joka kertoo, miten asia on tulkittu.",
    ),
);
const NAMES: Kind = Kind::List(&Kind::Text);

pub static SOURCES_FILE: File = File {
    name: "sources",
    paths: "content/rules/sources.yaml",
    about: Say::new(
        "Where the values and rules come from, and when each source was last read.",
        "Mistä arvot ja säännöt ovat peräisin ja milloin kukin lähde on viimeksi luettu.",
    ),
    root: Kind::ById(&Kind::Shape(&SOURCE_ENTRY)),
};

pub static SOURCE_ENTRY: Shape = Shape::new(
    Say::new("a source", "lähteen"),
    &[
        Key::must(
            "url",
            Kind::Like("^https?://"),
            "https://www.ruokavirasto.fi/tuet/",
            Say::new("Address of the page or document.", "Sivun tai asiakirjan osoite."),
        ),
        Key::must(
            "checked",
            Kind::Day,
            "2026-11-21",
            Say::new("The day on which somebody last read it.", "Päivä, jona joku viimeksi luki sen."),
        ),
        Key::may(
            "group",
            Kind::Text,
            "Joensuun seudun Leader",
            Say::new(
                "The group whose own decisions it tells. In the site of another group its values are told as not checked.",
                "Ryhmä, jonka omia päätöksiä lähde kertoo. Toisen ryhmän sivustossa sen arvoista huomautetaan.",
            ),
        ),
    ],
);

pub static PARAMETERS_FILE: File = File {
    name: "parameters",
    paths: "content/rules/parameters.yaml",
    about: Say::new(
        "Every amount, rate and hour value of the rules, with the time it holds.",
        "Sääntöjen euromäärät, prosentit ja tuntiarvot ja aika, jona kukin on voimassa.",
    ),
    root: Kind::ById(&Kind::Shape(&PARAMETER)),
};

pub static PARAMETER: Shape = Shape::new(
    Say::new("a parameter", "sääntöjen arvon"),
    &[
        SOURCE,
        Key::must(
            "values",
            Kind::List(&Kind::Shape(&DATED)),
            "[{from: 2023-01-01, value: 8 000 €}]",
            Say::new(
                "The value over time, oldest first. To change it, end the last one and add a new one below.",
                "Arvo eri aikoina, vanhin ensin. Kun arvo muuttuu, lisää vanhalle `until` ja kirjoita uusi sen alle.",
            ),
        ),
    ],
);

pub static DATED: Shape = Shape::new(
    Say::new("a dated value", "arvon"),
    &[
        Key::must(
            "from",
            Kind::Day,
            "2023-01-01",
            Say::new("The first day it holds.", "Ensimmäinen päivä, jona arvo on voimassa."),
        ),
        Key::may(
            "until",
            Kind::Day,
            "2026-12-31",
            Say::new("The last day it holds.", "Viimeinen päivä, jona arvo on voimassa."),
        ),
        Key::must(
            "value",
            Kind::Quantity(None),
            "8 000 €",
            Say::new(
                "The value with its unit: `8 000 €`, `90 %`, `20 €/h`, `40 h`, `5 years`.",
                "Arvo yksikköineen: `8 000 €`, `90 %`, `20 €/h`, `40 h`, `5 years` (vuotta).",
            ),
        ),
    ],
);

pub static FUNDING_FILE: File = File {
    name: "funding",
    paths: "content/rules/funding.yaml",
    about: Say::new(
        "What there is to choose from: funding types, cost models, cost categories.",
        "Mistä hakija valitsee: rahoitustyypit, kustannusmallit ja kustannuslajit.",
    ),
    root: Kind::Shape(&FUNDING),
};

pub static FUNDING: Shape = Shape::new(
    Say::new("funding.yaml", "funding.yaml-tiedoston"),
    &[
        Key::must(
            "set",
            Kind::Like(ID),
            "joensuu",
            Say::new("A short name of these rules.", "Näiden sääntöjen lyhyt nimi."),
        ),
        Key::must(
            "funding_type",
            Kind::ById(&Kind::Shape(&FUNDING_TYPE)),
            "{development: {costs: [salaries, services]}}",
            Say::new("The funding types.", "Rahoitustyypit."),
        ),
        Key::must(
            "cost_model",
            Kind::ById(&Kind::Shape(&COST_MODEL)),
            "{actual: {counts: all, volunteer_work: true, source: joensuu}}",
            Say::new(
                "The cost models. The first one is meant where nothing is chosen.",
                "Kustannusmallit. Ensimmäistä käytetään, jos mitään ei valita.",
            ),
        ),
        Key::must(
            "cost_category",
            Kind::ById(&Kind::Shape(&COST_CATEGORY)),
            "{salaries: {}, services: {purchase: true}}",
            Say::new("The cost categories.", "Kustannuslajit."),
        ),
        Key::may(
            "choice",
            Kind::ById(&Kind::Shape(&CHOICE)),
            "{applicant: {source: joensuu, cases: [association, municipality]}}",
            Say::new(
                "What the questions about the applicant and the project let choose from.",
                "Mistä hakijaa ja hanketta koskevissa kysymyksissä valitaan.",
            ),
        ),
    ],
);

pub static CHOICE: Shape = Shape::new(
    Say::new("a choice", "valinnan"),
    &[
        SOURCE,
        Key::must(
            "cases",
            NAMES,
            "[association, municipality, company]",
            Say::new(
                "The answers, in the order of the page. Conditions in calculation.yaml say which funding they fit.",
                "Vastaukset siinä järjestyksessä kuin ne näytetään. Ehdot tiedostossa calculation.yaml kertovat, mihin rahoitukseen ne sopivat.",
            ),
        ),
        ASSUMPTION,
    ],
);

/// Keeps in step with the checker's `id`.
pub const ID: &str = "^[a-z][a-z0-9_]*$";

pub static FUNDING_TYPE: Shape = Shape::new(
    Say::new("a funding type", "rahoitustyypin"),
    &[
        Key::may(
            "page",
            Kind::Text,
            "rahoitus/pienhanke",
            Say::new("The page about it, without `.md`.", "Sivu, joka kertoo siitä, ilman päätettä `.md`."),
        ),
        Key::must(
            "costs",
            NAMES,
            "[salaries, services]",
            Say::new("The cost categories that it takes.", "Kustannuslajit, jotka hyväksytään."),
        ),
        Key::may(
            "cost_models",
            NAMES,
            "[actual, flat_19]",
            Say::new("The cost models to choose from.", "Kustannusmallit, joista voi valita."),
        ),
        Key::may(
            "parts",
            Kind::Flag,
            "true",
            Say::new("Whether it is paid in parts.", "Maksetaanko tuki osioittain."),
        ),
        Key::may(
            "means",
            Kind::ByName(&Kind::Text),
            "{purpose: building}",
            Say::new(
                "By question: the answer that whoever chooses this type means, when the question was not asked.",
                "Kysymyksittäin: vastaus, jota tämän tyypin valitseva tarkoittaa, kun kysymystä ei ole esitetty.",
            ),
        ),
    ],
);

pub static COST_MODEL: Shape = Shape::new(
    Say::new("a cost model", "kustannusmallin"),
    &[
        Key::must(
            "counts",
            Kind::Either(&[Kind::Word(&["all"]), NAMES]),
            "all",
            Say::new(
                "The cost categories that are claimed by themselves, or `all`.",
                "Kustannuslajit, joihin haetaan tukea erikseen, tai `all` (kaikki).",
            ),
        ),
        Key::may(
            "flat",
            Kind::Shape(&FLAT_RATE),
            "{rate: flat_19_rate, of: [salaries, services]}",
            Say::new("A flat rate on top.", "Laskennallinen osuus, joka lisätään."),
        ),
        Key::must(
            "volunteer_work",
            Kind::Flag,
            "true",
            Say::new("Whether volunteer work counts as a cost.", "Luetaanko talkootyö kustannukseksi."),
        ),
        SOURCE,
        ASSUMPTION,
    ],
);

pub static FLAT_RATE: Shape = Shape::new(
    Say::new("a flat rate", "flat-kohdan"),
    &[
        Key::must(
            "rate",
            Kind::Text,
            "flat_19_rate",
            Say::new("The rate: a name in parameters.yaml.", "Prosentti: nimi tiedostossa parameters.yaml."),
        ),
        Key::must(
            "of",
            NAMES,
            "[salaries]",
            Say::new(
                "The cost categories that it is counted from.",
                "Kustannuslajit, joista osuus lasketaan.",
            ),
        ),
    ],
);

pub static COST_CATEGORY: Shape = Shape::new(
    Say::new("a cost category", "kustannuslajin"),
    &[Key::may(
        "purchase",
        Kind::Flag,
        "true",
        Say::new(
            "Bought from outside, so that offers can be compared.",
            "Ostetaan ulkopuolelta, joten tarjouksia voi verrata.",
        ),
    )],
);

pub static CALCULATION_FILE: File = File {
    name: "calculation",
    paths: "content/rules/calculation.yaml",
    about: Say::new("How the result is calculated, step by step.", "Miten tulos lasketaan, vaihe vaiheelta."),
    root: Kind::Shape(&CALCULATION),
};

pub static CALCULATION: Shape = Shape::new(
    Say::new("calculation.yaml", "calculation.yaml-tiedoston"),
    &[
        Key::must(
            "inputs",
            Kind::ById(&Kind::Shape(&INPUT)),
            "{funding_type: {kind: choice, of: funding_type}}",
            Say::new("What the applicant tells.", "Mitä hakija kertoo."),
        ),
        Key::must(
            "rules",
            Kind::ById(&Kind::Shape(&RULE)),
            "{own_share: {formula: total - support, source: joensuu}}",
            Say::new(
                "The steps of the calculation, in any order.",
                "Laskennan vaiheet missä järjestyksessä tahansa.",
            ),
        ),
        Key::must(
            "outputs",
            NAMES,
            "[total, support]",
            Say::new("What the result shows, in this order.", "Mitä tulos näyttää, tässä järjestyksessä."),
        ),
        Key::may(
            "receipt",
            Kind::ById(&Kind::Shape(&RECEIPT_LINE)),
            "{total: {value: total}}",
            Say::new("The lines of the receipt.", "Laskelman rivit."),
        ),
        Key::may(
            "conditions",
            Kind::ById(&Kind::Shape(&CONDITION)),
            "{small_size: {must: total <= small_total_max, level: blocks, source: decree}}",
            Say::new(
                "What has to hold. A condition never changes a value.",
                "Mitä vaaditaan. Ehto ei muuta mitään arvoa.",
            ),
        ),
        Key::may(
            "notes",
            Kind::ById(&Kind::Shape(&NOTE)),
            "{own_risk: {source: joensuu}}",
            Say::new("What is said beside the result.", "Mitä tuloksen vieressä sanotaan."),
        ),
        Key::may(
            "parts",
            Kind::Shape(&PARTS),
            "{split: support, by: costs.part, round: {to: 0.01 €, mode: half_up, source: assumption}, source: joensuu}",
            Say::new(
                "How the support is divided over the parts of a project.",
                "Miten tuki jaetaan hankkeen osioille.",
            ),
        ),
    ],
);

pub static INPUT: Shape = Shape::new(
    Say::new("an input", "lähtötiedon"),
    &[
        Key::must(
            "kind",
            Kind::Word(&["choice", "money", "hours", "percent", "yes_no", "date", "rows"]),
            "money",
            Say::new("What kind of value it is.", "Millainen arvo tämä on."),
        ),
        Key::may(
            "of",
            Kind::Text,
            "funding_type",
            Say::new(
                "What a choice is made from: funding_type, cost_model, cost_category, or a name under `choice` in funding.yaml.",
                "Mistä valitaan: funding_type, cost_model, cost_category tai nimi funding.yaml-tiedoston kohdassa `choice`.",
            ),
        ),
        Key::may(
            "default",
            Kind::Text,
            "0 h",
            Say::new("The value where nothing is given.", "Arvo, jos mitään ei anneta."),
        ),
        Key::may(
            "max",
            Kind::Text,
            "20 000 000 €",
            Say::new(
                "The largest value: with its unit, or a name in parameters.yaml.",
                "Suurin arvo yksikköineen tai nimi tiedostossa parameters.yaml.",
            ),
        ),
        COUNTED_IN,
        Key::may(
            "max_rows",
            Kind::Whole(1, 10_000),
            "500",
            Say::new("The most rows in a list.", "Montako riviä luettelossa voi olla."),
        ),
        Key::may(
            "columns",
            Kind::ById(&Kind::Shape(&COLUMN)),
            "{amount: {kind: money, max: 20 000 000 €}}",
            Say::new("The columns of a list.", "Luettelon sarakkeet."),
        ),
        WHEN,
        Key::may(
            "open",
            Kind::Text,
            "board_decides",
            Say::new(
                "Somebody decides it case by case: the text that says so.",
                "Joku päättää tämän tapauksittain: teksti, joka kertoo siitä.",
            ),
        ),
        Key::may(
            "optional",
            Kind::Flag,
            "true",
            Say::new("The result does without it.", "Tulos saadaan ilman tätäkin."),
        ),
    ],
)
.demanding(&[
    Demand::Where("kind", &["choice"], &["of"]),
    Demand::Where("kind", &["money", "hours", "percent"], &["max"]),
    Demand::Where("kind", &["rows"], &["max_rows", "columns"]),
]);

const COUNTED_IN: Key = Key::may(
    "step",
    Kind::Text,
    "1 h",
    Say::new(
        "What people count it in: answers that are calculated backwards are whole multiples of it.",
        "Missä yksiköissä tätä ajatellaan: takaperin lasketut vastaukset ovat sen kerrannaisia.",
    ),
);

pub static COLUMN: Shape = Shape::new(
    Say::new("a column", "sarakkeen"),
    &[
        Key::must(
            "kind",
            Kind::Word(&["choice", "money", "hours", "text"]),
            "money",
            Say::new("What kind of value it is.", "Millainen arvo tämä on."),
        ),
        Key::may(
            "of",
            Kind::Text,
            "cost_category",
            Say::new("What a choice is made from.", "Mistä valitaan."),
        ),
        Key::may(
            "max",
            Kind::Text,
            "20 000 000 €",
            Say::new("The largest value, with its unit.", "Suurin arvo yksikköineen."),
        ),
        COUNTED_IN,
    ],
)
.demanding(&[
    Demand::Where("kind", &["choice"], &["of"]),
    Demand::Where("kind", &["money", "hours"], &["max"]),
]);

pub static RULE: Shape = Shape::new(
    Say::new("a rule", "säännön"),
    &[
        Key::may(
            "formula",
            Kind::Text,
            "rate * total",
            Say::new(
                "The formula: names, + - *, min, max, sum(… where …), comparisons, and, or, not, in.",
                "Kaava: nimiä, + - *, min, max, sum(… where …), vertailuja, and, or, not, in.",
            ),
        ),
        Key::may(
            "by",
            Kind::Text,
            "funding_type",
            Say::new(
                "The choice that decides which case holds.",
                "Valinta, joka ratkaisee, mikä tapaus on voimassa.",
            ),
        ),
        Key::may(
            "cases",
            Kind::ByName(&Kind::Text),
            "{small_development: small_development_rate}",
            Say::new("A formula for each case of `by`.", "Kaava kohdan `by` jokaiselle tapaukselle."),
        ),
        WHEN,
        Key::may(
            "otherwise",
            Kind::Text,
            "0 €",
            Say::new(
                "A formula for when `when` does not hold.",
                "Kaava silloin, kun kohta `when` ei ole voimassa.",
            ),
        ),
        Key::may(
            "divide_by",
            Kind::Text,
            "1 - land_share_max",
            Say::new(
                "A formula that the result is divided by; needs `round`.",
                "Kaava, jolla tulos jaetaan. Vaatii kohdan `round`.",
            ),
        ),
        Key::may(
            "round",
            Kind::Shape(&ROUNDING),
            "{to: 0.01 €, mode: half_up, source: assumption}",
            Say::new("How the result is rounded.", "Miten tulos pyöristetään."),
        ),
        Key::may(
            "at_most",
            Kind::List(&Kind::Shape(&LIMIT)),
            "[{id: public_ceiling, value: public_support_max, source: joensuu}]",
            Say::new("Limits that the result does not pass.", "Rajat, joita tulos ei ylitä."),
        ),
        SOURCE,
        ASSUMPTION,
    ],
)
.demanding(&[
    Demand::One(&["formula", "by"]),
    Demand::Beside("by", "cases"),
    Demand::Beside("divide_by", "round"),
]);

pub static ROUNDING: Shape = Shape::new(
    Say::new("a rounding", "pyöristyksen"),
    &[
        Key::must(
            "to",
            Kind::Quantity(None),
            "0.01 €",
            Say::new("To what: `0.01 €`, `1 €`.", "Mihin tarkkuuteen: `0.01 €`, `1 €`."),
        ),
        Key::must(
            "mode",
            Kind::Word(&["half_up", "half_even", "down", "up"]),
            "half_up",
            Say::new("Which way: half_up is the usual one.", "Mihin suuntaan: half_up on tavallinen."),
        ),
        Key::must(
            "source",
            Kind::Text,
            "assumption",
            Say::new(
                "Where it is written, or `assumption`.",
                "Missä näin sanotaan, tai `assumption` (oletus).",
            ),
        ),
    ],
);

pub static LIMIT: Shape = Shape::new(
    Say::new("a limit", "rajan"),
    &[
        Key::must(
            "id",
            Kind::Text,
            "public_ceiling",
            Say::new(
                "Its name; the text about it is under `limit`.",
                "Rajan nimi. Siitä kertova teksti on kohdassa `limit`.",
            ),
        ),
        WHEN,
        Key::must(
            "value",
            Kind::Text,
            "public_support_max",
            Say::new("A formula for its value.", "Kaava rajan arvolle."),
        ),
        SOURCE,
    ],
);

pub static RECEIPT_LINE: Shape = Shape::new(
    Say::new("a line of the receipt", "laskelman rivin"),
    &[
        Key::must(
            "value",
            Kind::Text,
            "total",
            Say::new("The rule or input that it shows.", "Sääntö tai syöte, jonka rivi näyttää."),
        ),
        WHEN,
    ],
);

pub static CONDITION: Shape = Shape::new(
    Say::new("a condition", "ehdon"),
    &[
        WHEN,
        Key::must(
            "must",
            Kind::Text,
            "total > 0 €",
            Say::new("A formula that has to be true.", "Kaava, jonka on pidettävä paikkansa."),
        ),
        Key::must(
            "level",
            Kind::Word(&["blocks", "warns", "info"]),
            "blocks",
            Say::new(
                "`blocks`: cannot be funded so; `warns`: look again; `info`: good to know.",
                "`blocks`: näin ei voi rahoittaa; `warns`: tarkista; `info`: hyvä tietää.",
            ),
        ),
        Key::may(
            "suggest",
            Kind::ByName(&Kind::Text),
            "{small_development: development}",
            Say::new(
                "By funding type: the one to compare with.",
                "Rahoitustyypeittäin: mihin kannattaa verrata.",
            ),
        ),
        SOURCE,
        ASSUMPTION,
    ],
);

pub static NOTE: Shape = Shape::new(Say::new("a note", "huomautuksen"), &[WHEN, SOURCE]);

pub static PARTS: Shape = Shape::new(
    Say::new("the parts", "osien"),
    &[
        WHEN,
        Key::must(
            "split",
            Kind::Text,
            "support",
            Say::new("The rule that is divided.", "Sääntö, jonka tulos jaetaan."),
        ),
        Key::must(
            "by",
            Kind::Like("\\."),
            "costs.part",
            Say::new(
                "The list and the column that name the part.",
                "Luettelo ja sarake, jotka kertovat osion.",
            ),
        ),
        Key::must(
            "round",
            Kind::Shape(&ROUNDING),
            "{to: 0.01 €, mode: half_up, source: assumption}",
            Say::new("How each part is rounded.", "Miten kunkin osion tuki pyöristetään."),
        ),
        SOURCE,
    ],
);

pub static CHECKLIST_FILE: File = File {
    name: "checklist",
    paths: "content/rules/checklist.yaml",
    about: Say::new(
        "What is attached to the application, and when.",
        "Mitä hakemukseen liitetään ja milloin.",
    ),
    root: Kind::ById(&Kind::Shape(&ATTACHMENT)),
};

pub static ATTACHMENT: Shape = Shape::new(
    Say::new("an attachment", "liitteen"),
    &[
        WHEN,
        Key::may(
            "for_each",
            Kind::Text,
            "costs",
            Say::new(
                "A list: some row of it fulfils `when`.",
                "Luettelo, jonka jokin rivi täyttää kohdan `when`.",
            ),
        ),
        Key::may(
            "where",
            Kind::Text,
            "counted and purchase",
            Say::new("Which rows are looked at.", "Mitkä rivit otetaan huomioon."),
        ),
        Key::may(
            "group",
            Kind::Text,
            "building",
            Say::new("The group that it is listed in.", "Ryhmä, johon liite kuuluu."),
        ),
        SOURCE,
    ],
)
.demanding(&[Demand::Beside("for_each", "when")]);

pub static EXAMPLES_FILE: File = File {
    name: "examples",
    paths: "content/rules/examples.yaml",
    about: Say::new(
        "Worked examples: budgets with their results. A result that differs stops the build.",
        "Laskuesimerkit: budjetteja tuloksineen. Jos tulos ei pidä paikkaansa, sivustoa ei tehdä.",
    ),
    root: Kind::Shape(&EXAMPLES),
};

pub static EXAMPLES: Shape = Shape::new(
    Say::new("examples.yaml", "examples.yaml-tiedoston"),
    &[Key::may(
        "always",
        Kind::List(&Kind::Text),
        "[support <= total]",
        Say::new("Formulas that hold for every budget.", "Kaavat, jotka pätevät jokaiselle budjetille."),
    )],
)
.with_others(&Kind::Shape(&EXAMPLE));

pub static EXAMPLE: Shape = Shape::new(
    Say::new("an example", "esimerkin"),
    &[
        Key::may(
            "publish",
            Kind::Flag,
            "true",
            Say::new("Whether pages can show it.", "Voiko esimerkin näyttää sivuilla."),
        ),
        Key::must(
            "as_of",
            Kind::Day,
            "2026-03-01",
            Say::new("The day whose rules hold.", "Päivä, jonka säännöillä lasketaan."),
        ),
        Key::must(
            "given",
            Kind::ByName(&Kind::Anything),
            "{funding_type: small_development}",
            Say::new("The budget: values of the inputs.", "Budjetti: syötteiden arvot."),
        ),
        Key::must(
            "expect",
            Kind::ByName(&Kind::Text),
            "{support: 6 000 €}",
            Say::new("What the result must be.", "Mikä tuloksen on oltava."),
        ),
    ],
);

pub static TEXTS_FILE: File = File {
    name: "texts",
    paths: "content/rules/texts/*.yaml",
    about: Say::new(
        "The texts of the rules in one language, by the ids of the rule files. Values stand in braces: {total}.",
        "Sääntöjen tekstit yhdellä kielellä sääntötiedostojen nimillä. Arvot ovat aaltosulkeissa: {total}.",
    ),
    root: Kind::Shape(&TEXTS),
};

const TEXT: Kind = Kind::Text;

pub static TEXTS: Shape = Shape::new(
    Say::new("the texts", "tekstien"),
    &[
        Key::must(
            "set",
            Kind::Shape(&SET_TEXTS),
            "{name: Hanketuet}",
            Say::new("The rules as a whole.", "Säännöt kokonaisuutena."),
        ),
        Key::may(
            "parameter",
            Kind::ById(&TEXT),
            "{small_total_max: Pienhankkeen koko}",
            Say::new("Names of the values.", "Arvojen nimet."),
        ),
        Key::may(
            "parameter_reason",
            Kind::ById(&TEXT),
            "{small_total_max: Pienhankkeeseen haetaan tukea kevyemmin.}",
            Say::new(
                "Why there is such a value, in one sentence: it begins the value's own page.",
                "Miksi arvo on olemassa, yhtenä virkkeenä: se aloittaa arvon oman sivun.",
            ),
        ),
        Key::may(
            "funding_type",
            Kind::ById(&Kind::Shape(&FUNDING_TYPE_TEXTS)),
            "{development: {name: Kehittämishanke}}",
            Say::new("Texts of the funding types.", "Rahoitustyyppien tekstit."),
        ),
        Key::may(
            "cost_model",
            Kind::ById(&Kind::Shape(&COST_MODEL_TEXTS)),
            "{actual: {name: Tosiasialliset kustannukset}}",
            Say::new("Texts of the cost models.", "Kustannusmallien tekstit."),
        ),
        Key::may(
            "cost_category",
            Kind::ById(&Kind::Shape(&COST_CATEGORY_TEXTS)),
            "{travel: {name: Matkat, hint: Hankkeen matkat.}}",
            Say::new("Texts of the cost categories.", "Kustannuslajien tekstit."),
        ),
        Key::may(
            "choice",
            Kind::ById(&Kind::ById(&Kind::Shape(&CASE_TEXTS))),
            "{applicant: {association: {name: Rekisteröity yhdistys, hint: \"\"}}}",
            Say::new("Texts of the answers to choose from.", "Valittavien vastausten tekstit."),
        ),
        Key::may(
            "input",
            Kind::ById(&Kind::Shape(&INPUT_TEXTS)),
            "{volunteer_hours: {label: Talkootunnit, hint: \"\"}}",
            Say::new("Texts of the calculator's fields.", "Laskurin kenttien tekstit."),
        ),
        Key::may(
            "rule",
            Kind::ById(&Kind::Shape(&RULE_TEXTS)),
            "{own_share: {name: Omarahoitus}}",
            Say::new("Texts of the rules.", "Sääntöjen tekstit."),
        ),
        Key::may(
            "limit",
            Kind::ById(&TEXT),
            "{public_ceiling: Julkisen tuen enimmäismäärä rajaa tukea.}",
            Say::new("A sentence for each limit.", "Virke jokaisesta rajasta."),
        ),
        Key::may(
            "receipt",
            Kind::ById(&Kind::Shape(&RECEIPT_TEXTS)),
            "{total: {label: Yhteensä, detail: \"\"}}",
            Say::new("Texts of the receipt.", "Laskelman rivien tekstit."),
        ),
        Key::may(
            "condition",
            Kind::ById(&Kind::Shape(&CONDITION_TEXTS)),
            "{small_size: {title: Hankkeen koko}}",
            Say::new("Texts of the conditions.", "Ehtojen tekstit."),
        ),
        Key::may(
            "note",
            Kind::ById(&TEXT),
            "{own_risk: Aloitat omalla riskillä.}",
            Say::new("The notes.", "Huomautukset."),
        ),
        Key::may(
            "checklist",
            Kind::ById(&Kind::Shape(&CHECKLIST_TEXTS)),
            "{permit_copies: {name: Luvat, when: \"\", hint: \"\"}}",
            Say::new("Texts of the attachments.", "Liitteiden tekstit."),
        ),
        Key::may(
            "checklist_group",
            Kind::ById(&TEXT),
            "{building: Rakentaminen}",
            Say::new("Headings of groups of attachments.", "Liiteryhmien otsikot."),
        ),
        Key::may(
            "assumption",
            Kind::ById(&Kind::Shape(&ASSUMPTION_TEXTS)),
            "{rounding: {title: Pyöristys, text: Senttiin.}}",
            Say::new(
                "What the sources leave open, and how it is read.",
                "Mitä lähteet jättävät auki ja miten se on tulkittu.",
            ),
        ),
        Key::may(
            "open",
            Kind::ById(&TEXT),
            "{board_decides: Hallitus harkitsee prosentin.}",
            Say::new("What somebody decides case by case.", "Mistä päätetään tapauksittain."),
        ),
        Key::may(
            "source",
            Kind::ById(&TEXT),
            "{decree: Valtioneuvoston asetus}",
            Say::new("Names of the sources.", "Lähteiden nimet."),
        ),
        Key::may(
            "example",
            Kind::ById(&Kind::Shape(&EXAMPLE_TEXTS)),
            "{village_event: {title: Kylätapahtuma, story: Yhdistys järjestää tapahtuman.}}",
            Say::new("Texts of the examples.", "Esimerkkien tekstit."),
        ),
        Key::may(
            "steps",
            Kind::ByName(&Kind::List(&Kind::Shape(&STEP))),
            "{apply: [{title: Ota yhteyttä, text: Kerro ideasta.}]}",
            Say::new(
                "Numbered steps; pages place them as `{{ steps.NAME }}`.",
                "Vaiheet numeroituina. Sivulle ne tulevat kohtaan `{{ steps.NIMI }}`.",
            ),
        ),
    ],
);

pub static SET_TEXTS: Shape = Shape::new(
    Say::new("`set`", "ryhmän `set`"),
    &[Key::must(
        "name",
        TEXT,
        "Joensuun seudun Leaderin hanketuet",
        Say::new("Name of the rules.", "Sääntöjen nimi."),
    )],
);
pub static FUNDING_TYPE_TEXTS: Shape = Shape::new(
    Say::new("the texts", "tekstien"),
    &[
        Key::must("name", TEXT, "Pienhanke", Say::new("Short name.", "Lyhyt nimi.")),
        Key::must(
            "official",
            TEXT,
            "Yleishyödyllinen kehittämishanke",
            Say::new("Official name.", "Virallinen nimi."),
        ),
        Key::must(
            "description",
            TEXT,
            "Pieniä hankintoja.",
            Say::new("One sentence about it.", "Yksi virke siitä."),
        ),
        Key::must(
            "choice",
            TEXT,
            "Pieni kehittämishanke",
            Say::new("Its name in the calculator.", "Nimi laskurin valinnassa."),
        ),
        Key::may(
            "fits",
            TEXT,
            "Hanke näyttää sopivan pienhankkeeksi.",
            Say::new(
                "What the result says when nothing stands against it.",
                "Mitä tulos sanoo, kun mikään ei ole esteenä.",
            ),
        ),
    ],
);
pub static COST_MODEL_TEXTS: Shape = Shape::new(
    Say::new("the texts", "tekstien"),
    &[
        Key::must("name", TEXT, "Tosiasialliset kustannukset", Say::new("Its name.", "Nimi.")),
        Key::must(
            "description",
            TEXT,
            "Kustannukset korvataan todellisina.",
            Say::new("What it is.", "Mistä on kyse."),
        ),
        Key::must(
            "receipts",
            TEXT,
            "Tositteet kaikista kustannuksista.",
            Say::new("What needs receipts.", "Mistä tarvitaan tositteet."),
        ),
        Key::must(
            "covers",
            TEXT,
            "\"\"",
            Say::new(
                "What the flat rate covers; may be empty.",
                "Mitä laskennallinen osuus kattaa; voi olla tyhjä.",
            ),
        ),
    ],
);
pub static COST_CATEGORY_TEXTS: Shape = Shape::new(
    Say::new("the texts", "tekstien"),
    &[
        Key::must("name", TEXT, "Matkakustannukset", Say::new("Its name.", "Nimi.")),
        Key::must(
            "hint",
            TEXT,
            "Hankkeen työhön kuuluvat matkat.",
            Say::new("What belongs to it.", "Mitä siihen kuuluu."),
        ),
    ],
);
pub static CASE_TEXTS: Shape = Shape::new(
    Say::new("the texts", "tekstien"),
    &[
        Key::must("name", TEXT, "Rekisteröity yhdistys", Say::new("The answer.", "Vastaus.")),
        Key::must(
            "hint",
            TEXT,
            "\"\"",
            Say::new("What helps to choose; may be empty.", "Mikä auttaa valitsemaan; voi olla tyhjä."),
        ),
    ],
);
pub static INPUT_TEXTS: Shape = Shape::new(
    Say::new("the texts", "tekstien"),
    &[
        Key::must(
            "label",
            TEXT,
            "Talkootunnit",
            Say::new("The question or name of the field.", "Kysymys tai kentän nimi."),
        ),
        Key::must(
            "hint",
            TEXT,
            "\"\"",
            Say::new("What helps to fill it in; may be empty.", "Mikä auttaa täyttämään; voi olla tyhjä."),
        ),
    ],
)
.with_others(&TEXT);
pub static RULE_TEXTS: Shape = Shape::new(
    Say::new("the texts", "tekstien"),
    &[
        Key::must("name", TEXT, "Omarahoitus", Say::new("Its name.", "Nimi.")),
        Key::must(
            "formula",
            TEXT,
            "\"{total} − {support}\"",
            Say::new("The formula in words.", "Kaava sanoina."),
        ),
        Key::may(
            "words",
            TEXT,
            "Talkootunnit × talkootunnin arvo",
            Say::new(
                "The formula without its values, for the rule's own page.",
                "Kaava ilman arvoja säännön omalle sivulle, jos kaavassa on arvoja.",
            ),
        ),
        Key::must(
            "reason",
            TEXT,
            "\"\"",
            Say::new("Why it is so; may be empty.", "Miksi näin on; voi olla tyhjä."),
        ),
    ],
);
pub static RECEIPT_TEXTS: Shape = Shape::new(
    Say::new("the texts", "tekstien"),
    &[
        Key::must("label", TEXT, "Yhteensä", Say::new("The name of the line.", "Rivin nimi.")),
        Key::must(
            "detail",
            TEXT,
            "\"{rate} × {total}\"",
            Say::new("The formula with its numbers; may be empty.", "Kaava lukuineen; voi olla tyhjä."),
        ),
    ],
);
pub static CONDITION_TEXTS: Shape = Shape::new(
    Say::new("the texts", "tekstien"),
    &[
        Key::must("title", TEXT, "Pienhankkeen koko", Say::new("Its name.", "Nimi.")),
        Key::must(
            "fails",
            TEXT,
            "Rajaa hanketta.",
            Say::new("What is wrong, and what to do.", "Mikä on vialla ja mitä voi tehdä."),
        ),
        Key::may(
            "suggest",
            Kind::ByName(&TEXT),
            "{development: Laske pienhankkeena}",
            Say::new("Buttons, by funding type.", "Painikkeet rahoitustyypeittäin."),
        ),
    ],
);
pub static CHECKLIST_TEXTS: Shape = Shape::new(
    Say::new("the texts", "tekstien"),
    &[
        Key::must("name", TEXT, "Kopiot luvista", Say::new("Its name.", "Nimi.")),
        Key::must(
            "when",
            TEXT,
            "\"\"",
            Say::new("When it is needed; empty: always.", "Milloin liite tarvitaan; tyhjä: aina."),
        ),
        Key::must("hint", TEXT, "\"\"", Say::new("What helps; may be empty.", "Neuvo; voi olla tyhjä.")),
    ],
);
pub static ASSUMPTION_TEXTS: Shape = Shape::new(
    Say::new("the texts", "tekstien"),
    &[
        Key::must("title", TEXT, "Pyöristys", Say::new("What is left open.", "Mikä jää auki.")),
        Key::must(
            "text",
            TEXT,
            "Tuki pyöristetään senttiin.",
            Say::new("How it is read, and why.", "Miten asia on tulkittu ja miksi."),
        ),
    ],
);
pub static EXAMPLE_TEXTS: Shape = Shape::new(
    Say::new("the texts", "tekstien"),
    &[
        Key::may("title", TEXT, "Kylätapahtuma", Say::new("Its title.", "Otsikko.")),
        Key::may(
            "story",
            TEXT,
            "Yhdistys järjestää tapahtuman.",
            Say::new("What is planned.", "Mitä suunnitellaan."),
        ),
        Key::may(
            "rows",
            Kind::ByName(&TEXT),
            "{programme: Ohjelma}",
            Say::new(
                "Words for each `what` and `part` of the example's rows.",
                "Sanat jokaiselle esimerkin rivien kohdalle `what` ja `part`.",
            ),
        ),
    ],
);
pub static STEP: Shape = Shape::new(
    Say::new("a step", "vaiheen"),
    &[
        Key::must("title", TEXT, "Ota yhteyttä", Say::new("The step in few words.", "Vaihe lyhyesti.")),
        Key::must("text", TEXT, "Kerro ideasta toimistolle.", Say::new("What to do.", "Mitä tehdään.")),
    ],
);

/// How the unit of a quantity can be written.
pub fn units(unit: Option<Unit>) -> &'static str {
    match unit {
        None => "€|EUR|eur|euro|euros|euroa|€/h|EUR/h|€/t|€ / h|h|hours|t|tuntia|%|years|year|vuotta",
        Some(Unit::Eur) => "€|EUR|eur|euro|euros|euroa",
        Some(Unit::EurPerHour) => "€/h|EUR/h|€/t|€ / h",
        Some(Unit::Hour) => "h|hours|t|tuntia",
        Some(Unit::Ratio) => "%",
        Some(Unit::Years) => "years|year|vuotta",
    }
}
