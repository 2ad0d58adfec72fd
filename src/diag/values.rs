//! Mistakes in the shape of YAML and JSON, in single values, and in files that cannot be read.

use super::{Diagnostic, Diagnostics, Edit, Fix, Reported, Words, say};
use crate::source::{Place, SourceFile, Spanned};

/// A slip that makes YAML unreadable, with what its message shows of the author's own text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum YamlSlip {
    /// A tab where only spaces may stand.
    Tab,
    /// A space that looks like any other and is none: a no-break space from a word processor.
    OddSpace,
    /// `title Pienhanke`; holds the line as it should be.
    NoColon(String),
    /// `title:Pienhanke`; holds the line as it should be.
    NoSpaceBehindColon(String),
    /// `title: Tuki: yleinen`; holds the line as it should be.
    SecondColon(String),
    /// `title: ”Tuki: yleinen”`; holds the line as it should be.
    CurlyQuotes(String),
    /// A quote that nothing closes; holds the line as it should be.
    OpenQuote(String),
    /// `title: "Tuki" nuorille`; holds the line as it should be.
    TextBehindQuote(String),
    /// `[a, b` or `{a: b`; holds the sign that is missing.
    OpenBracket(char),
    /// A value that begins with a sign of YAML's own; holds the sign, and the line as it should be.
    SignAtStart(char, String),
    /// A line that stands further in or out than its neighbours; holds the line as it should be.
    Indent(String),
    /// `–` or `•` for `-` in a list; holds the line as it should be.
    ListDash(String),
    /// `-/vanha/` in a list; holds the line as it should be.
    NoSpaceBehindHyphen(String),
    /// `]` or `}` that nothing opened.
    StrayBracket(char),
    /// `aliases: - /vanha/`; holds the first line of the list as it should be.
    ListBesideKey(String),
    /// A backslash within double quotes; holds the line as it should be.
    Backslash(String),
    /// `{from: 2023-01-01 value: 8 000 €}`; holds the key before which a comma is missing.
    NoComma(String),
    /// A second `---` in the file.
    SecondDocument,
    /// A sign that cannot be seen and must not be there.
    ControlCharacter,
    /// Lists in lists in lists.
    TooDeep,
    /// Whatever else.
    Other,
}

/// A slip in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonSlip {
    /// The text ends too early.
    Ends,
    /// `,` before `]` or `}`.
    CommaBeforeEnd,
    /// `'a'` or `”a”` for `"a"`.
    Quotes,
    /// A name or text without quotes.
    NoQuotes,
    /// Two entries without a comma between them.
    NoComma,
    /// A name and its value without a colon between them.
    NoColon,
    /// `0,9` for `0.9`, `012` for `12`.
    Number,
    /// A budget, and more text behind it.
    MoreBehind,
    /// Lists in lists in lists.
    TooDeep,
    Other,
}

impl Diagnostics {
    /// Text that YAML cannot be read from.
    pub fn yaml_syntax(&mut self, place: &Place, slip: &YamlSlip) -> Reported {
        let write = |line: &str| say!("write `{line}`", "kirjoita `{line}`");
        let (label, help) = match slip {
            YamlSlip::Tab => (
                Words::new("a tab stands here", "tässä on sarkain"),
                Words::new(
                    "lines are indented with spaces: replace the tab by two spaces",
                    "rivejä sisennetään välilyönneillä: korvaa sarkain kahdella välilyönnillä",
                ),
            ),
            YamlSlip::OddSpace
                if yaml_fix(place, slip)
                    .is_some_and(|fix| fix.edits.iter().all(|edit| edit.text.is_empty())) =>
            {
                (
                    Words::new(
                        "a no-break space stands here; it looks like a space",
                        "tässä on sitova välilyönti, joka vain näyttää tavalliselta",
                    ),
                    Words::new(
                        "delete it, so that the line begins where those around it begin; it often comes along when text is copied from a word processor",
                        "poista se, jotta rivi alkaa samasta kohdasta kuin sen ympärillä olevat; se tulee usein mukana, kun tekstiä kopioi tekstinkäsittelystä",
                    ),
                )
            }
            YamlSlip::OddSpace => (
                Words::new(
                    "a no-break space stands here; it looks like a space",
                    "tässä on sitova välilyönti, joka vain näyttää tavalliselta",
                ),
                Words::new(
                    "delete it and type an ordinary space; it often comes along when text is copied from a word processor",
                    "poista se ja kirjoita tavallinen välilyönti; se tulee usein mukana, kun tekstiä kopioi tekstinkäsittelystä",
                ),
            ),
            YamlSlip::NoColon(line) => (
                Words::new("a colon is missing on this line", "tältä riviltä puuttuu kaksoispiste"),
                write(line),
            ),
            YamlSlip::NoSpaceBehindColon(line) => (
                Words::new(
                    "a space is missing behind the colon",
                    "kaksoispisteen jäljestä puuttuu välilyönti",
                ),
                write(line),
            ),
            YamlSlip::SecondColon(line) => (
                Words::new("a second colon stands on this line", "tällä rivillä on toinenkin kaksoispiste"),
                say!(
                    "text that holds a colon goes in quotes: write `{line}`",
                    "teksti, jossa on kaksoispiste, kirjoitetaan lainausmerkkeihin: `{line}`"
                ),
            ),
            YamlSlip::CurlyQuotes(line) => (
                Words::new("these quotes are curly", "nämä lainausmerkit ovat kaarevia"),
                say!(
                    "only straight quotes hold a text together: write `{line}`",
                    "vain suorat lainausmerkit pitävät tekstin koossa: kirjoita `{line}`"
                ),
            ),
            YamlSlip::OpenQuote(line) => {
                (Words::new("this quote is never closed", "tätä lainausta ei suljeta"), write(line))
            }
            YamlSlip::TextBehindQuote(line) => (
                Words::new(
                    "the text goes on behind the closing quote",
                    "teksti jatkuu sulkevan lainausmerkin jälkeen",
                ),
                say!(
                    "put single quotes around the whole: `{line}`",
                    "kirjoita koko teksti yksinkertaisiin lainausmerkkeihin: `{line}`"
                ),
            ),
            YamlSlip::OpenBracket(sign) => (
                Words::new("this bracket is never closed", "tätä sulkua ei suljeta"),
                say!("add `{sign}` where the list ends", "lisää `{sign}` kohtaan, johon luettelo päättyy"),
            ),
            YamlSlip::SignAtStart(sign, line) => (
                say!("a text cannot begin with `{sign}`", "teksti ei voi alkaa merkillä `{sign}`"),
                say!("put it in quotes: `{line}`", "kirjoita se lainausmerkkeihin: `{line}`"),
            ),
            YamlSlip::Indent(line) => (
                Words::new(
                    "this line is indented in another way than those around it",
                    "tämä rivi on sisennetty eri tavalla kuin sen ympärillä olevat",
                ),
                say!(
                    "let lines that belong together begin at the same column: write `{line}`",
                    "aloita yhteen kuuluvat rivit samasta sarakkeesta: kirjoita `{line}`"
                ),
            ),
            YamlSlip::ListDash(line) => (
                Words::new("this is not a plain hyphen", "tämä ei ole tavallinen yhdysmerkki"),
                say!(
                    "each line of a list begins with a hyphen and a space: write `{line}`",
                    "luettelon jokainen rivi alkaa yhdysmerkillä ja välilyönnillä: kirjoita `{line}`"
                ),
            ),
            YamlSlip::NoSpaceBehindHyphen(line) => (
                Words::new("a space is missing behind the hyphen", "yhdysmerkin jäljestä puuttuu välilyönti"),
                write(line),
            ),
            YamlSlip::StrayBracket(sign) => (
                say!("`{sign}` closes nothing", "`{sign}` ei sulje mitään"),
                Words::new("take it out, or add the bracket that opens", "poista se tai lisää avaava sulku"),
            ),
            YamlSlip::ListBesideKey(line) => (
                Words::new(
                    "a list cannot begin beside its key",
                    "luettelo ei voi alkaa kohdan nimen viereltä",
                ),
                say!("begin it on the next line: `{line}`", "aloita luettelo seuraavalta riviltä: `{line}`"),
            ),
            YamlSlip::Backslash(line) => (
                Words::new(
                    "a backslash has a meaning of its own within double quotes",
                    "kenoviivalla on lainausmerkkien sisällä oma merkityksensä",
                ),
                say!("use single quotes: `{line}`", "käytä yksinkertaisia lainausmerkkejä: `{line}`"),
            ),
            YamlSlip::NoComma(key) => (
                say!("a comma is missing before `{key}`", "pilkku puuttuu ennen kohtaa `{key}`"),
                say!(
                    "write a comma and a space: `, {key}: …`",
                    "kirjoita pilkku ja välilyönti: `, {key}: …`"
                ),
            ),
            YamlSlip::SecondDocument => (
                Words::new("a second part begins here", "tästä alkaa toinen osa"),
                Words::new(
                    "take out the line `---`: a file of this kind has one part only",
                    "poista rivi `---`: tällaisessa tiedostossa on vain yksi osa",
                ),
            ),
            YamlSlip::ControlCharacter => (
                Words::new("a sign that cannot be seen stands here", "tässä on merkki, jota ei voi nähdä"),
                Words::new("delete the line and type it again", "poista rivi ja kirjoita se uudelleen"),
            ),
            YamlSlip::TooDeep => (
                Words::new("too many lists within lists", "liian monta luetteloa sisäkkäin"),
                Words::new(
                    "take the additional indents or brackets out",
                    "poista ylimääräiset sisennykset tai sulut",
                ),
            ),
            YamlSlip::Other => (
                Words::new("cannot be read from here on", "tästä eteenpäin ei voi lukea"),
                Words::new(
                    "check quotes, brackets, colons and indents on this line and the one above",
                    "tarkista tämän ja edellisen rivin lainausmerkit, sulut, kaksoispisteet ja sisennykset",
                ),
            ),
        };
        let title = Words::new("this line cannot be read", "tätä riviä ei voi lukea");
        let fix = yaml_fix(place, slip);
        self.push(Diagnostic::error("yaml-syntax", title).at(place, label).help(help).fix(fix))
    }

    /// Text that JSON cannot be read from.
    pub fn json_syntax(&mut self, place: &Place, slip: JsonSlip) -> Reported {
        let (label, help) = match slip {
            JsonSlip::TooDeep => (
                Words::new("too many lists within lists", "liian monta luetteloa sisäkkäin"),
                Words::new("take the additional brackets out", "poista ylimääräiset sulut"),
            ),
            JsonSlip::Ends => (
                Words::new("the text ends here, too early", "teksti päättyy tähän liian aikaisin"),
                Words::new(
                    "close every quote, `[` and `{` that was opened",
                    "sulje jokainen avattu lainausmerkki, `[` ja `{`",
                ),
            ),
            JsonSlip::CommaBeforeEnd => (
                Words::new("a comma stands before the end", "pilkku on juuri ennen loppua"),
                Words::new("take the comma out", "poista pilkku"),
            ),
            JsonSlip::Quotes => (
                Words::new("these quotes are not straight and double", "nämä lainausmerkit ovat väärät"),
                Words::new(
                    "write straight double quotes: `\"…\"`",
                    "kirjoita suorat kaksinkertaiset: `\"…\"`",
                ),
            ),
            JsonSlip::NoQuotes => (
                Words::new("quotes are missing here", "tästä puuttuvat lainausmerkit"),
                Words::new(
                    "names and texts stand in quotes: `\"funding_type\": \"development\"`",
                    "nimet ja tekstit kirjoitetaan lainausmerkkeihin: `\"funding_type\": \"development\"`",
                ),
            ),
            JsonSlip::NoComma => (
                Words::new(
                    "a comma or a bracket is missing before this",
                    "tämän edeltä puuttuu pilkku tai sulku",
                ),
                Words::new("write a comma between two entries", "kirjoita kahden kohdan väliin pilkku"),
            ),
            JsonSlip::NoColon => (
                Words::new("a colon is missing before this", "tämän edeltä puuttuu kaksoispiste"),
                Words::new(
                    "write a name, a colon and a value: `\"amount\": \"1 800,00\"`",
                    "kirjoita nimi, kaksoispiste ja arvo: `\"amount\": \"1 800,00\"`",
                ),
            ),
            JsonSlip::Number => (
                Words::new("this is not a number", "tämä ei ole luku"),
                Words::new(
                    "write decimals with a point, such as `0.9`, or put the amount in quotes: `\"0,9\"`",
                    "kirjoita desimaalit pisteellä, kuten `0.9`, tai määrä lainausmerkkeihin: `\"0,9\"`",
                ),
            ),
            JsonSlip::MoreBehind => (
                Words::new("more text behind the end", "lopun jälkeen on vielä tekstiä"),
                Words::new(
                    "keep one budget in the file; a file with one budget a line is called `.jsonl`",
                    "jätä tiedostoon yksi budjetti; jos joka rivillä on oma budjetti, tiedoston nimi on `.jsonl`",
                ),
            ),
            JsonSlip::Other => (
                Words::new("cannot be read from here on", "tästä eteenpäin ei voi lukea"),
                Words::new(
                    "check quotes, commas and brackets here",
                    "tarkista tästä lainausmerkit, pilkut ja sulut",
                ),
            ),
        };
        let title = Words::new("this is not valid JSON", "tämä ei ole kelvollista JSONia");
        self.push(Diagnostic::error("json-syntax", title).at(place, label).help(help))
    }

    /// A key that nothing reads; `owner` is what has it, in Finnish in the genitive.
    pub fn unknown_key(&mut self, key: &Spanned<String>, owner: &Words, known: &[&str]) -> Reported {
        let written = &key.value;
        // `{value: 0,9}`: what follows the comma is a key to YAML, and half of a number to its author.
        let is_rest = written.starts_with(|first: char| first.is_ascii_digit())
            && written
                .trim_end_matches(['€', '%', 'h', '/', ' ', '\u{a0}'])
                .bytes()
                .all(|byte| byte.is_ascii_digit());
        if is_rest {
            let title = Words::new(
                "a comma within { } ends the value before it",
                "pilkku aaltosulkujen { } sisällä päättää edellisen arvon",
            );
            let before = key.place.range().and_then(|range| key.place.file.text.get(..range.start));
            let before = before.and_then(|before| before.trim_end().strip_suffix(','));
            let first =
                before.and_then(|before| before.rsplit([':', ',', '{']).next()).unwrap_or_default().trim();
            // `8,000 €`: three digits behind the comma are thousands, as other languages write them.
            let digits = written.bytes().take_while(u8::is_ascii_digit).count();
            let is_thousands = digits == 3
                && (1..=3).contains(&first.len())
                && first != "0"
                && first.bytes().all(|byte| byte.is_ascii_digit());
            let mut fix = None;
            let help = if is_thousands {
                let meant = format!("{first} {written}");
                let end = key.place.range().map_or(0, |range| range.end);
                let start = before.map_or(0, |before| before.len() - first.len());
                let edit = Edit { place: start..end, text: meant.clone() };
                fix = Some(Fix::likely(&key.place.file, vec![edit]));
                say!(
                    "thousands are divided by a space: write `{meant}`",
                    "tuhannet erotetaan välilyönnillä: kirjoita `{meant}`"
                )
            } else if first == "0" && !written.contains(['€', '%', 'h']) {
                let percent = match written.as_str() {
                    one if one.len() == 1 => format!("{one}0"),
                    two => two.trim_start_matches('0').to_owned(),
                };
                say!(
                    "write a rate as a percentage: `{percent} %`",
                    "kirjoita osuus prosentteina: `{percent} %`"
                )
            } else {
                say!(
                    "put the value in quotes: `\"{first},{written}\"`",
                    "kirjoita arvo lainausmerkkeihin: `\"{first},{written}\"`"
                )
            };
            return self.push(
                Diagnostic::error("comma-in-number", title)
                    .at(&key.place, Words::new("read as a key of its own", "luetaan omaksi kohdakseen"))
                    .help(help)
                    .fix(fix),
            );
        }
        // Within `{ }` and in a list of one line: `{from:2026-01-01}`.
        if let Some((name, value)) = written.split_once(':').filter(|(name, _)| known.contains(name)) {
            return self.yaml_syntax(&key.place, &YamlSlip::NoSpaceBehindColon(format!("{name}: {value}")));
        }
        let meant = written.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
        if meant != written && known.contains(&meant) {
            return self.yaml_syntax(&key.place, &YamlSlip::OddSpace);
        }
        let message = Diagnostic::error(
            "unknown-key",
            say!("{owner} has no key `{written}`", "{owner} kohtaa `{written}` ei tunneta"; owner),
        )
        .at(&key.place, Words::new("unknown key", "tuntematon kohta"));
        const FINNISH: [(&str, &str); 22] = [
            ("otsikko", "title"),
            ("kuvaus", "description"),
            ("päivä", "date"),
            ("päiväys", "date"),
            ("pvm", "date"),
            ("päivitetty", "updated"),
            ("julkaistu", "publish"),
            ("julkaisu", "publish"),
            ("poistuu", "expire"),
            ("luonnos", "draft"),
            ("järjestys", "order"),
            ("osoite", "slug"),
            ("sivupohja", "template"),
            ("nimi", "name"),
            ("kielet", "languages"),
            ("teema", "theme"),
            ("kunnat", "municipalities"),
            ("valikot", "menus"),
            ("arvo", "value"),
            ("lähde", "source"),
            ("kaava", "formula"),
            ("alkaen", "from"),
        ];
        let translated = FINNISH.iter().find(|(finnish, _)| *finnish == meant.to_lowercase());
        if let Some((_, english)) = translated.filter(|(_, english)| known.contains(english)) {
            let fix = Fix::instead(&key.place, *english);
            return self.push(
                message
                    .help(say!(
                        "keys are in English: write `{english}`",
                        "kohtien nimet ovat englanniksi: kirjoita `{english}`"
                    ))
                    .fix(fix),
            );
        }
        // `Title:` is nearer to `title:` than letters alone tell.
        self.push(message.nearest(meant, known.iter().copied()))
    }

    /// The same key twice in one map.
    pub fn duplicate_key(&mut self, key: &str, second: &Place, first: &Place) -> Reported {
        self.push(
            Diagnostic::error(
                "duplicate-key",
                say!("`{key}` is written twice", "`{key}` on kirjoitettu kahdesti"),
            )
            .at(second, Words::new("second time", "toinen kerta"))
            .related(first, Words::new("first time", "ensimmäinen kerta"))
            .help(Words::new("keep one of them", "jätä niistä vain toinen")),
        )
    }

    /// A key that has to be there; `owner` is what lacks it, in Finnish in the genitive.
    pub fn missing_key(&mut self, place: &Place, owner: &Words, key: &str, example: &str) -> Reported {
        let help = if example.is_empty() {
            say!(
                "add a line `{key}:`, and below it, further in, what belongs to it",
                "lisää rivi `{key}:` ja sen alle sisennettynä se, mikä siihen kuuluu"
            )
        } else {
            say!("add a line such as `{key}: {example}`", "lisää rivi, esimerkiksi `{key}: {example}`")
        };
        self.push(
            Diagnostic::error(
                "missing-key",
                say!("{owner} lacks `{key}`", "{owner} kohta `{key}` puuttuu"; owner),
            )
            .at(place, say!("`{key}` is missing", "`{key}` puuttuu"))
            .help(help),
        )
    }

    /// A key without a value where there has to be one.
    pub fn empty_key(&mut self, place: &Place, owner: &Words, key: &str, example: &str) -> Reported {
        // `title: #1 hanke`: what follows the sign is a remark to YAML, and the title to its author.
        let line = place.range().and_then(|range| place.file.text.get(range.end..)?.lines().next());
        let hidden = line
            .and_then(|line| Some(line.trim_start_matches(':').trim()).filter(|rest| rest.starts_with('#')));
        let help = match hidden {
            Some(hidden) => say!(
                "what follows `#` is not read; put it in quotes: `{key}: \"{hidden}\"`",
                "merkin `#` jälkeistä tekstiä ei lueta; kirjoita se lainausmerkkeihin: `{key}: \"{hidden}\"`"
            ),
            None => say!("write it like `{key}: {example}`", "kirjoita näin: `{key}: {example}`"),
        };
        self.push(
            Diagnostic::error(
                "missing-key",
                say!("{owner} has an empty `{key}`", "{owner} kohta `{key}` on tyhjä"; owner),
            )
            .at(place, say!("`{key}` has no value", "kohdalla `{key}` ei ole arvoa"))
            .help(help),
        )
    }

    /// A value of another kind than the one that belongs here; `example` is it as it could be.
    pub fn wrong_kind(&mut self, place: &Place, found: &Words, expected: &Words, example: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "wrong-kind",
                say!("{found} stands where {expected} belongs", "tässä on {found}, vaikka tähän kuuluu {expected}"; found, expected),
            )
            .at(place, say!("expected {expected}", "tähän kuuluu {expected}"; expected))
            .help(say!("write it like `{example}`", "kirjoita näin: `{example}`")),
        )
    }

    /// A value that says in YAML's own words that there is none. `key` is what it is of.
    pub fn value_of_nothing(&mut self, place: &Place, written: &str, key: Option<&str>) -> Reported {
        let quoted = key.map_or_else(|| format!("\"{written}\""), |key| format!("{key}: \"{written}\""));
        let line = key.map_or_else(|| format!("- {written}"), |key| format!("{key}: {written}"));
        self.push(
            Diagnostic::error(
                "value-of-nothing",
                say!("`{line}` means that there is no value", "`{line}` tarkoittaa, ettei arvoa ole"),
            )
            .at(
                place,
                say!(
                    "in these files `{written}` stands for nothing",
                    "näissä tiedostoissa `{written}` ei ole sana vaan tyhjä"
                ),
            )
            .help(say!(
                "write the value, or remove the line; if the word itself is meant, write `{quoted}`",
                "kirjoita arvo tai poista rivi; jos tarkoitat sanaa itseään, kirjoita `{quoted}`"
            )),
        )
    }

    /// `yes`, `no`, `on`, `off` and the like where true or false belongs. `key` is what it is of.
    pub fn not_true_or_false(&mut self, place: &Place, written: &str, key: Option<&str>) -> Reported {
        let line = |value: &str| key.map_or_else(|| value.to_owned(), |key| format!("{key}: {value}"));
        let meant = match written.to_lowercase().trim_matches(['"', '”', '“', '\'', '’', '.']) {
            "yes" | "on" | "y" | "k" | "kyllä" | "joo" | "true" | "tosi" | "x" | "1" => Some(line("true")),
            "no" | "off" | "n" | "e" | "ei" | "false" | "epätosi" | "0" => Some(line("false")),
            _ => None,
        };
        let fix = meant.as_deref().and_then(|meant| value_instead(place, meant));
        let help = match meant {
            Some(meant) => say!("write `{meant}`", "kirjoita `{meant}`"),
            None => {
                let (yes, no) = (line("true"), line("false"));
                say!("write `{yes}` or `{no}`", "kirjoita `{yes}` (kyllä) tai `{no}` (ei)")
            }
        };
        self.push(
            Diagnostic::error(
                "not-true-or-false",
                say!("`{written}` is neither true nor false", "`{written}` ei ole true eikä false"),
            )
            .at(place, Words::new("expected true or false", "tähän kuuluu true (kyllä) tai false (ei)"))
            .help(help)
            .fix(fix),
        )
    }

    /// A name that is not one of those to choose from.
    pub fn not_one_of<'a>(
        &mut self,
        found: &Spanned<String>,
        what: &Words,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Reported {
        let written = &found.value;
        self.push(
            Diagnostic::error(
                "unknown-name",
                say!("there is no {what} `{written}`", "{what} `{written}` on tuntematon"; what),
            )
            .at(&found.place, say!("unknown {what}", "tuntematon {what}"; what))
            .nearest(written, known),
        )
    }

    /// A day that is not written as year-month-day, or does not exist. `key` is what it is of.
    pub fn not_a_date(&mut self, found: &Spanned<String>, key: Option<&str>) -> Reported {
        let written = &found.value;
        let line = |value: &str| key.map_or_else(|| value.to_owned(), |key| format!("{key}: {value}"));
        let meant = meant_day(written);
        let fix = match &meant {
            Some(MeantDay::Day(day) | MeantDay::Swapped(day)) => value_instead(&found.place, day),
            _ => None,
        };
        let help = match meant {
            Some(MeantDay::Day(day)) => {
                let line = line(&day);
                say!("write `{line}`", "kirjoita `{line}`")
            }
            Some(MeantDay::NoYear(day)) => {
                let line = line(&day);
                say!("write the year, too: `{line}`", "kirjoita myös vuosi: `{line}`")
            }
            Some(MeantDay::Swapped(day)) => {
                let line = line(&day);
                say!(
                    "the month stands before the day: did you mean `{line}`?",
                    "kuukausi on ennen päivää: tarkoititko `{line}`?"
                )
            }
            Some(MeantDay::NoSuchMonth(month)) => say!(
                "there is no month {month}: months go from 01 to 12, in the middle of the date",
                "kuukautta {month} ei ole: kuukaudet ovat 01–12, ja kuukausi on päiväyksen keskellä"
            ),
            Some(MeantDay::NoSuchDay(day)) => say!(
                "that month has no day {day}: look it up in a calendar",
                "siinä kuussa ei ole päivää {day}: tarkista kalenterista"
            ),
            None => {
                let line = line("2026-03-01");
                say!("write it like `{line}`", "kirjoita päivä näin: `{line}`")
            }
        };
        self.push(
            Diagnostic::error(
                "not-a-date",
                say!("`{written}` is not a day of the calendar", "`{written}` ei ole kalenterin päivä"),
            )
            .at(&found.place, Words::new("expected year-month-day", "tähän kuuluu vuosi-kuukausi-päivä"))
            .help(help)
            .fix(fix),
        )
    }

    /// A whole number that is none, or out of range.
    pub fn not_an_integer(&mut self, found: &Spanned<String>, least: i64, most: i64) -> Reported {
        let written = &found.value;
        let expected = if least <= -100_000 && most >= 100_000 {
            Words::new("expected a whole number", "tähän kuuluu kokonaisluku")
        } else {
            say!(
                "expected a whole number from {least} to {most}",
                "tähän kuuluu kokonaisluku väliltä {least}–{most}"
            )
        };
        self.push(
            Diagnostic::error(
                "not-a-number",
                say!("`{written}` is not a whole number", "`{written}` ei ole kokonaisluku"),
            )
            .at(&found.place, expected)
            .help(Words::new(
                "write digits only, for example `10`",
                "kirjoita pelkkiä numeroita, esimerkiksi `10`",
            )),
        )
    }

    /// A value with its unit (`8 000 €`, `90 %`) that cannot be read; `meant` is it as it could be.
    pub fn not_a_quantity(&mut self, found: &Spanned<String>, why: &Words, meant: &str) -> Reported {
        // The first half of a number whose comma was told of.
        let line = found.place.line_column().map(|(line, _)| line);
        if let Some(last) = self.messages.last()
            && last.code == "comma-in-number"
            && let Some((place, _)) = &last.place
            && place.file.path == found.place.file.path
            && place.line_column().map(|(line, _)| line) == line
            && let Some(told) = self.first_error()
        {
            return told;
        }
        let written = &found.value;
        self.push(
            Diagnostic::error(
                "not-a-value",
                say!("`{written}` cannot be read: {why}", "arvoa `{written}` ei voi lukea: {why}"; why),
            )
            .at(&found.place, why.clone())
            .help(say!("write it like `{meant}`", "kirjoita näin: `{meant}`"))
            .fix(Fix::instead(&found.place, meant)),
        )
    }

    /// A file or folder that the disk would not give.
    pub fn unreadable(&mut self, path: &str, reason: &Words) -> Reported {
        self.push(
            Diagnostic::error(
                "unreadable-file",
                say!("`{path}` cannot be read: {reason}", "`{path}` ei ole luettavissa: {reason}"; reason),
            )
            .help(Words::new(
                "check that the file is there and that you may read it",
                "tarkista, että tiedosto on paikallaan ja että sinulla on oikeus lukea sitä",
            )),
        )
    }

    /// A document of a word processor that was given the ending of a page.
    pub fn not_a_text(&mut self, path: &str, what: &Words) -> Reported {
        self.push(
            Diagnostic::error(
                "not-a-text",
                say!("`{path}` is {what}, not a text", "`{path}` on {what} eikä tekstiä"; what),
            )
            .help(say!(
                "open it in the program that made it, copy the text, and paste it into a new text file of this name; `leader-site new` makes one",
                "avaa se ohjelmassa, jolla se on tehty, kopioi teksti ja liitä se samannimiseen uuteen tekstitiedostoon; `leader-site new` tekee sellaisen"
            ))
            .at(&Place::file(&SourceFile::new(path, "")), Words::default()),
        )
    }

    /// A text file in another encoding than UTF-8; the place is the first letter that shows it.
    pub fn not_utf8(&mut self, place: &Place) -> Reported {
        let path = &place.file.path;
        let line = place.line_column().map_or(1, |(line, _)| line);
        self.push(
            Diagnostic::error(
                "not-utf8",
                say!(
                    "`{path}` is not saved as UTF-8 (line {line})",
                    "tiedostoa `{path}` ei ole tallennettu UTF-8-muodossa (rivi {line})"
                ),
            )
            .at(
                place,
                Words::new("the first letter that cannot be read", "ensimmäinen merkki, jota ei voi lukea"),
            )
            .help(Words::new(
                "save the file again with the encoding UTF-8",
                "tallenna tiedosto uudelleen niin, että merkistöksi (koodaukseksi) on valittu UTF-8",
            )),
        )
    }
}

/// The day that an author meant by a date in another form.
enum MeantDay {
    Day(String),
    NoYear(String),
    /// Day and month the wrong way round.
    Swapped(String),
    NoSuchMonth(String),
    NoSuchDay(String),
}

fn meant_day(written: &str) -> Option<MeantDay> {
    const MONTHS: [&str; 12] = [
        "tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka", "marras",
        "joulu",
    ];
    let written = written.trim_matches(|letter: char| "\"”“'’".contains(letter) || letter.is_whitespace());
    let parts: Vec<&str> = written
        .split(|letter: char| matches!(letter, '.' | '/' | '-' | '–') || letter.is_whitespace())
        .filter(|part| !part.is_empty())
        .collect();
    let number = |text: &str| text.parse::<u16>().ok();
    let month_of = |text: &str| {
        let text = text.to_lowercase();
        let found = MONTHS.iter().position(|month| {
            text.strip_prefix(month).is_some_and(|rest| rest.is_empty() || rest.starts_with("kuu"))
        });
        found.and_then(|index| u16::try_from(index + 1).ok()).or_else(|| number(&text))
    };
    let (year, month, day) = match parts.as_slice() {
        [year, month, day, ..] if year.len() == 4 => (number(year)?, month_of(month)?, number(day)?),
        [day, month, year, ..] if year.len() == 4 => (number(year)?, month_of(month)?, number(day)?),
        [day, month] => {
            let written = format!("2026-{:02}-{:02}", month_of(month)?, number(day)?);
            return written.parse::<jiff::civil::Date>().ok().map(|_| MeantDay::NoYear(written));
        }
        _ => return None,
    };
    if !(1..=12).contains(&month) {
        let swapped = format!("{year:04}-{day:02}-{month:02}");
        if swapped.parse::<jiff::civil::Date>().is_ok() {
            return Some(MeantDay::Swapped(swapped));
        }
        return Some(MeantDay::NoSuchMonth(month.to_string()));
    }
    let written_right = format!("{year:04}-{month:02}-{day:02}");
    match written_right.parse::<jiff::civil::Date>() {
        Ok(date) => Some(MeantDay::Day(date.to_string())),
        Err(_) => Some(MeantDay::NoSuchDay(day.to_string())),
    }
}

/// The line of a slip as the help has it.
fn yaml_fix(place: &Place, slip: &YamlSlip) -> Option<Fix> {
    let range = place.range()?;
    let text = &place.file.text;
    let start = text[..range.start].rfind('\n').map_or(0, |before| before + 1);
    let end = text[range.start..].find('\n').map_or(text.len(), |behind| range.start + behind);
    let line = text.get(start..end)?.trim_end();
    let indent = line.len() - line.trim_start().len();
    let edit = match slip {
        YamlSlip::Tab => Edit { place: range, text: "  ".to_owned() },
        YamlSlip::OddSpace => {
            let blanks = line.len() - line.trim_start().len();
            let above = text[..start].trim_end().lines().last().unwrap_or_default();
            let begins = above.len() - above.trim_start().len();
            let is_indent = range.start < start + blanks;
            match (is_indent, above.ends_with(':')) {
                // Below a key the line goes on further in.
                (true, true) => {
                    let indent = " ".repeat(line[..blanks].chars().count().max(begins + 2));
                    Edit { place: start..start + blanks, text: indent }
                }
                (true, false) => Edit { place: start..start + blanks, text: " ".repeat(begins) },
                (false, _) => Edit { place: range.start..range.start + '\u{a0}'.len_utf8().min(range.len()), text: " ".to_owned() },
            }
        }
        // The whole line, with where it begins.
        YamlSlip::Indent(meant) => Edit { place: start..start + line.len(), text: meant.clone() },
        YamlSlip::NoComma(_) => {
            // Behind what stands before the key.
            let at = text[..range.start].trim_end().len();
            Edit { place: at..at, text: ",".to_owned() }
        }
        YamlSlip::NoColon(meant)
        | YamlSlip::NoSpaceBehindColon(meant)
        | YamlSlip::SecondColon(meant)
        | YamlSlip::CurlyQuotes(meant)
        | YamlSlip::OpenQuote(meant)
        | YamlSlip::TextBehindQuote(meant)
        | YamlSlip::SignAtStart(_, meant)
        | YamlSlip::ListDash(meant)
        | YamlSlip::NoSpaceBehindHyphen(meant)
        | YamlSlip::Backslash(meant)
            // A line within brackets has more than the slip in it, and what has no words yet says nothing.
            if !line.contains(['{', '[']) || matches!(slip, YamlSlip::SignAtStart(..)) && !meant.contains('…') =>
        {
            Edit { place: start + indent..start + line.len(), text: meant.trim_start().to_owned() }
        }
        _ => return None,
    };
    Some(Fix::likely(&place.file, vec![edit]))
}

/// The value at a place written otherwise; `line` may have its key before it.
fn value_instead(place: &Place, line: &str) -> Option<Fix> {
    let value = line.split_once(": ").map_or(line, |(_, value)| value);
    // A place that is more than one value is not written anew.
    let written = place.written()?;
    (!written.contains('\n')).then(|| Fix::instead(place, value)).flatten()
}
