//! What can be wrong in a template, in words for people who write templates.

use super::{Words, nearest, say};

/// A mistake in a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplateSlip {
    /// A name that is not there; with those that could have been meant.
    NoName {
        name: String,
        known: Vec<String>,
    },
    /// A name that is there, on this page without a value.
    NoValue,
    /// A filter, test and so on that is not there; with those that could have been meant.
    Unknown {
        what: TemplatePart,
        name: String,
        known: Vec<String>,
    },
    /// Something else than what belongs here. Where it stands there may be nothing to show.
    Expected {
        found: Option<String>,
        expected: Words,
    },
    /// A tag that nothing closes, and what would.
    Unclosed {
        tag: String,
        end: String,
    },
    /// An end of something else than was begun.
    WrongEnd {
        begun: String,
        ended: String,
    },
    /// The template ends within a tag.
    EndsEarly,
    /// A text without its second quote.
    OpenText(char),
    /// `{# …` without `#}`.
    OpenComment,
    /// `{% raw %}` without `{% endraw %}`.
    OpenRaw,
    /// A sign that means nothing in a tag.
    Character,
    /// `{% fi … %}`
    UnknownTag(String),
    /// A value of another kind than the one that is needed.
    Kind {
        found: ValueKind,
        expected: ValueKind,
    },
    /// Two values that cannot be told apart by size.
    NotComparable(ValueKind, ValueKind),
    /// What a filter, function or test needs in its brackets.
    MissingArgument(String),
    /// A number that is none, or does not fit.
    Number,
    DivisionByZero,
    /// A list, and a place in it that is not there.
    NoPlace,
    ExtendsNotFirst,
    ExtendsTwice(String),
    BlockTwice(String),
    /// A block in a loop or condition.
    NestedBlock,
    /// Text beside the blocks of a template that extends another.
    Ignored,
    /// `super()` where there is nothing above.
    NoSuper,
    /// `break` or `continue` outside of a loop.
    OutsideLoop(String),
    Reserved(String),
    ArgumentTwice(String),
    ComponentTwice(String),
    TooDeep,
    /// A loop or call that goes on and on.
    Endless,
    /// A text or list that grows and grows.
    TooLarge,
    /// What a template says itself, with `throw`.
    Thrown(String),
    Other,
}

/// What a template can use by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplatePart {
    Filter,
    Test,
    Function,
    Component,
    Template,
    Block,
    OfLoop,
}

/// What a value in a template can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    Nothing,
    Text,
    Number,
    YesNo,
    List,
    Group,
    ListOrGroup,
    Other,
}

impl ValueKind {
    fn words(self) -> Words {
        match self {
            Self::Nothing => Words::new("nothing", "tyhjä"),
            Self::Text => Words::new("a text", "teksti"),
            Self::Number => Words::new("a number", "luku"),
            Self::YesNo => Words::new("true or false", "true tai false"),
            Self::List => Words::new("a list", "luettelo"),
            Self::Group => Words::new("a group of values", "ryhmä arvoja"),
            Self::ListOrGroup => Words::new("a list or a group of values", "luettelo tai ryhmä arvoja"),
            Self::Other => Words::new("another kind of value", "toisenlainen arvo"),
        }
    }
}

impl TemplatePart {
    fn words(self) -> Words {
        match self {
            Self::Filter => Words::new("filter", "suodatinta"),
            Self::Test => Words::new("test", "testiä"),
            Self::Function => Words::new("function", "funktiota"),
            Self::Component => Words::new("component", "osaa"),
            Self::Template => Words::new("template", "sivupohjaa"),
            Self::Block => Words::new(
                "block in the template that this one extends:",
                "pohjana olevassa sivupohjassa lohkoa",
            ),
            Self::OfLoop => Words::new("value of `loop`:", "silmukan `loop` arvoa"),
        }
    }
}

impl TemplateSlip {
    /// What is wrong.
    pub fn words(&self) -> Words {
        match self {
            Self::NoName { name, .. } => say!("`{name}` is not there", "nimeä `{name}` ei ole"),
            Self::NoValue => Words::new("this has no value here", "tällä ei ole tässä arvoa"),
            Self::Unknown { what: TemplatePart::Block, name, .. } => say!(
                "the template that this one extends has no block `{name}`",
                "pohjana olevassa sivupohjassa ei ole lohkoa `{name}`"
            ),
            Self::Unknown { what, name, .. } => {
                let what = what.words();
                say!("there is no {what} `{name}`", "{what} `{name}` ei ole"; what)
            }
            Self::Expected { found: Some(found), expected } => {
                say!("`{found}` stands where {expected} belongs", "tässä on `{found}`, vaikka tähän kuuluu {expected}"; expected)
            }
            Self::Expected { found: None, expected } => {
                say!("{expected} belongs here", "tähän kuuluu {expected}"; expected)
            }
            Self::Unclosed { tag, .. } => say!("`{tag}` is never closed", "merkintää `{tag}` ei suljeta"),
            Self::WrongEnd { begun, ended } => {
                say!("`{begun}` was begun, and `{ended}` is ended", "alussa on `{begun}`, lopussa `{ended}`")
            }
            Self::EndsEarly => Words::new("it ends in the middle of a tag", "se päättyy kesken merkinnän"),
            Self::OpenText(_) => {
                Words::new("a text has no closing quote", "tekstiltä puuttuu sulkeva lainausmerkki")
            }
            Self::OpenComment => Words::new("a comment is never closed", "huomautusta ei suljeta"),
            Self::OpenRaw => Words::new("`{% raw %}` is never closed", "merkintää `{% raw %}` ei suljeta"),
            Self::Character => {
                Words::new("this sign has no meaning in a tag", "tällä merkillä ei ole merkitystä tässä")
            }
            Self::UnknownTag(tag) => say!("there is no tag `{tag}`", "merkintää `{tag}` ei ole"),
            Self::Kind { found, expected } => {
                let (found, expected) = (found.words(), expected.words());
                say!("this is {found}, and {expected} is needed", "tässä on {found}, vaikka tarvitaan {expected}"; found, expected)
            }
            Self::NotComparable(a, b) => {
                let (a, b) = (a.words(), b.words());
                say!("{a} cannot be compared with {b}", "näitä ei voi verrata toisiinsa: {a}, {b}"; a, b)
            }
            Self::MissingArgument(name) => {
                say!("`{name}=` is missing in the brackets", "suluista puuttuu `{name}=`")
            }
            Self::Number => Words::new("this number cannot be used here", "tämä luku ei käy tässä"),
            Self::DivisionByZero => Words::new("this divides by zero", "tässä jaetaan nollalla"),
            Self::NoPlace => Words::new("there is nothing at this place", "tässä kohdassa ei ole mitään"),
            Self::ExtendsNotFirst => {
                Words::new("`extends` does not stand at the very start", "`extends` ei ole aivan alussa")
            }
            Self::ExtendsTwice(parent) => {
                say!("it extends `{parent}` already", "sen pohjana on jo `{parent}`")
            }
            Self::BlockTwice(name) => {
                say!("the block `{name}` is here twice", "lohko `{name}` on tässä kahdesti")
            }
            Self::NestedBlock => Words::new(
                "a block stands within a loop or a condition",
                "lohko on silmukan tai ehdon sisällä",
            ),
            Self::Ignored => Words::new(
                "this stands outside of all blocks, and would not be shown",
                "tämä on kaikkien lohkojen ulkopuolella eikä näkyisi",
            ),
            Self::NoSuper => Words::new(
                "`super()` has nothing above it to show",
                "`super()` ei voi näyttää mitään, koska yläpuolella ei ole samaa lohkoa",
            ),
            Self::OutsideLoop(word) => {
                say!("`{word}` stands outside of a loop", "`{word}` on silmukan ulkopuolella")
            }
            Self::Reserved(name) => say!("`{name}` cannot be a name", "`{name}` ei käy nimeksi"),
            Self::ArgumentTwice(name) => say!("`{name}=` stands here twice", "`{name}=` on tässä kahdesti"),
            Self::ComponentTwice(name) => {
                say!("the component `{name}` is there twice", "osa `{name}` on kahdessa paikassa")
            }
            Self::TooDeep => {
                Words::new("too much stands within one another", "liian monta asiaa on sisäkkäin")
            }
            Self::Endless => Words::new("this goes on without end", "tämä jatkuu loputtomiin"),
            Self::TooLarge => Words::new("this becomes too large", "tästä tulee liian suuri"),
            Self::Thrown(text) => Words::same(text.clone()),
            Self::Other => Words::new("this cannot be read", "tätä ei voi lukea"),
        }
    }

    /// The way out, where one is known.
    pub fn help(&self) -> Option<Words> {
        let near_or_all = |name: &str, known: &[String]| {
            let mut known: Vec<&str> = known.iter().map(String::as_str).collect();
            known.sort_unstable();
            let near = match self {
                Self::Unknown { what: TemplatePart::Template, .. } => {
                    nearest_template(name, known.iter().copied())
                }
                _ => nearest(name, known.iter().copied()),
            };
            if let Some(near) = near {
                return Some(say!("did you mean `{near}`?", "tarkoititko `{near}`?"));
            }
            let known = known.join(", ");
            (!known.is_empty()).then(|| say!("known here: {known}", "tässä käyvät: {known}"))
        };
        Some(match self {
            Self::NoName { name, known } | Self::Unknown { name, known, .. } => {
                return near_or_all(name, known);
            }
            Self::NoValue => Words::new(
                "show it only where it is there: `{% if name %}…{% endif %}`",
                "näytä se vain, kun se on olemassa: `{% if nimi %}…{% endif %}`",
            ),
            Self::Expected { .. } | Self::Other => Words::new(
                "values stand in `{{ page.title }}`, and loops and conditions in `{% if page.date %}…{% endif %}`",
                "arvot kirjoitetaan `{{ page.title }}` ja silmukat ja ehdot `{% if page.date %}…{% endif %}`",
            ),
            Self::Unclosed { end, .. } => {
                say!("write `{end}` where it ends", "kirjoita `{end}` kohtaan, johon se päättyy")
            }
            Self::WrongEnd { begun, .. } => {
                say!("write `{begun}` in both places", "kirjoita kumpaankin `{begun}`")
            }
            Self::EndsEarly => Words::new(
                "close what is open: `}}` ends a value, `%}` ends a tag",
                "sulje avoin merkintä: `}}` päättää arvon, `%}` muun merkinnän",
            ),
            Self::OpenText(quote) => say!(
                "write `{quote}` where the text ends",
                "kirjoita `{quote}` kohtaan, johon teksti päättyy"
            ),
            Self::OpenComment => {
                Words::new("write `#}` where it ends", "kirjoita `#}` kohtaan, johon se päättyy")
            }
            Self::OpenRaw => Words::new(
                "write `{% endraw %}` where it ends",
                "kirjoita `{% endraw %}` kohtaan, johon se päättyy",
            ),
            Self::Character => Words::new(
                "tags know names, texts in quotes, numbers, and signs such as + - * / | . ( ) [ ]",
                "merkinnöissä voi olla nimiä, tekstejä lainausmerkeissä, lukuja ja merkkejä kuten + - * / | . ( ) [ ]",
            ),
            Self::UnknownTag(tag) => {
                let known = [
                    "if",
                    "elif",
                    "else",
                    "endif",
                    "for",
                    "endfor",
                    "block",
                    "endblock",
                    "extends",
                    "include",
                    "set",
                    "set_global",
                    "endset",
                    "filter",
                    "endfilter",
                    "raw",
                    "endraw",
                    "component",
                    "endcomponent",
                    "break",
                    "continue",
                ];
                match nearest(tag, known) {
                    Some(near) => say!("did you mean `{near}`?", "tarkoititko `{near}`?"),
                    None => Words::new(
                        "usual tags are `if`, `for`, `block`, `set`, `include` and their ends, such as `endif`",
                        "tavallisia merkintöjä ovat `if`, `for`, `block`, `set`, `include` ja niiden loput, kuten `endif`",
                    ),
                }
            }
            Self::Kind { expected: ValueKind::List | ValueKind::ListOrGroup, .. } => Words::new(
                "a loop goes over lists such as `pages`; a single value is shown as `{{ name }}`",
                "silmukka käy läpi luettelon, kuten `pages`; yksittäinen arvo näytetään `{{ nimi }}`",
            ),
            Self::Kind { .. } | Self::NotComparable(..) | Self::Number => Words::new(
                "turn it into a number with `| int` or into a text with `| str`",
                "muuta se luvuksi: `| int`, tai tekstiksi: `| str`",
            ),
            Self::MissingArgument(name) => say!("write `({name}=…)`", "kirjoita `({name}=…)`"),
            Self::DivisionByZero => Words::new(
                "divide only where the divisor is not zero: `{% if n > 0 %}…{% endif %}`",
                "jaa vain, kun jakaja ei ole nolla: `{% if n > 0 %}…{% endif %}`",
            ),
            Self::NoPlace => Words::new(
                "lists begin with number 0 and end with their length less one",
                "luettelon ensimmäinen on numero 0 ja viimeinen pituus miinus yksi",
            ),
            Self::ExtendsNotFirst => Words::new(
                "move `{% extends … %}` to the first line of the file",
                "siirrä `{% extends … %}` tiedoston ensimmäiselle riville",
            ),
            Self::ExtendsTwice(_) => Words::new("take this `extends` out", "poista tämä `extends`"),
            Self::BlockTwice(name) => say!(
                "give one of the two another name, or take it out: `{{% block {name}_2 %}}`",
                "anna toiselle eri nimi tai poista se: `{{% block {name}_2 %}}`"
            ),
            Self::NestedBlock => Words::new(
                "put the loop or the condition into the block",
                "siirrä silmukka tai ehto lohkon sisään",
            ),
            Self::Ignored => Words::new(
                "move it into one of the blocks, or take it out",
                "siirrä se johonkin lohkoon tai poista se",
            ),
            Self::NoSuper => Words::new("take `super()` out", "poista `super()`"),
            Self::OutsideLoop(_) => Words::new(
                "move it between `{% for … %}` and `{% endfor %}`",
                "siirrä se merkintöjen `{% for … %}` ja `{% endfor %}` väliin",
            ),
            Self::Reserved(_) => Words::new("choose another name", "valitse toinen nimi"),
            Self::ArgumentTwice(_) | Self::ComponentTwice(_) => {
                Words::new("keep one of them", "jätä vain toinen")
            }
            Self::TooDeep => Words::new(
                "put a part into a template of its own and `include` it",
                "tee osasta oma sivupohja ja liitä se merkinnällä `include`",
            ),
            Self::Endless => Words::new(
                "a page takes at most a million turns: take a loop out of the other, or go over a shorter list",
                "sivulla on enintään miljoona kierrosta: siirrä silmukka toisen ulkopuolelle tai käy läpi lyhyempi luettelo",
            ),
            Self::TooLarge => Words::new(
                "a loop puts more and more together here: write it out at once, with `{{ … }}`, in place of keeping it",
                "silmukka kokoaa tähän yhä enemmän: kirjoita se heti merkinnällä `{{ … }}` sen sijaan, että säilytät sen",
            ),
            Self::Thrown(_) => return None,
        })
    }
}

/// The nearest of several templates. What all their names end with makes none nearer.
pub(super) fn nearest_template<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let stem = |name: &str| name.rsplit_once('.').map_or(0, |(stem, _)| stem.len());
    let all: Vec<&str> = known.into_iter().collect();
    let near = nearest(&name[..stem(name)], all.iter().map(|known| &known[..stem(known)]))?;
    all.iter().copied().find(|known| &known[..stem(known)] == near)
}
