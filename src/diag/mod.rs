//! Mistakes and warnings: what is wrong, where, and the way out.
//!
//! The words live here, one method of [`Diagnostics`] per mistake, in a file per subject; the caller
//! hands over the values it holds, places included.

pub mod amounts;
mod asked;
mod disk;
mod drawing;
mod expected;
mod files;
mod fix;
mod limits;
mod markdown;
pub mod output;
mod pasted;
mod place;
mod policy;
mod print;
mod printed;
mod published;
mod review;
mod rules;
mod site;
mod template;
mod typed;
mod values;
mod words;

pub use disk::{why_not_read, why_not_written};
pub use fix::{Edit, Fix, applied};
pub use limits::{HiddenAs, YamlCopy};
pub use output::why_not_written_to;
pub use pasted::{ContactSlip, ForeignSlip, MarkSlip};
pub use policy::BlockedKind;
pub use print::{Look, to_json};
pub use printed::not_printed;
pub use published::Shown;
pub use rules::{quantity_words, unit_words};
pub use site::AddressSlip;
pub use template::{TemplatePart, TemplateSlip, ValueKind};
pub use values::{JsonSlip, YamlSlip};
pub use words::{Tongue, Words, say};

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::source::Place;

/// Proof that the author will be told: only [`Diagnostics`] makes one, with the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Reported(());

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Stops the build.
    Error,
    /// Is printed; the build goes on.
    Warning,
}

impl Severity {
    /// Its name for programs.
    pub fn id(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// `1 mistake`, `3 mistakes`.
pub fn mistakes(count: usize) -> Words {
    match count {
        1 => Words::new("1 mistake", "1 virhe"),
        _ => {
            let count = amounts::count(count);
            say!("{count} mistakes", "{count} virhettä"; count)
        }
    }
}

/// One message to an author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub severity: Severity,
    /// Stable name of the kind of mistake, for programs and for searching.
    pub code: &'static str,
    /// A plain sentence.
    pub title: Words,
    /// The place meant, and what is wrong or expected there.
    pub place: Option<(Place, Words)>,
    /// Other places that matter, such as the first of two pages with one address.
    pub related: Vec<(Place, Words)>,
    /// What is known besides.
    pub notes: Vec<Words>,
    /// How to mend it.
    pub help: Option<Words>,
    /// What the help says to write, as edits of the file.
    pub fix: Option<Fix>,
    /// What several messages have in common that are told as one, with the title that they have together.
    pub group: Option<Box<Group>>,
}

/// Messages that are about one thing, such as links to one page that is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What they are about.
    pub about: String,
    /// The title of one message for all of them.
    pub title: Words,
    /// The help that goes with it.
    pub help: Words,
}

impl Diagnostic {
    fn new(severity: Severity, code: &'static str, title: Words) -> Self {
        Self {
            severity,
            code,
            title,
            place: None,
            related: Vec::new(),
            notes: Vec::new(),
            help: None,
            fix: None,
            group: None,
        }
    }

    pub(crate) fn error(code: &'static str, title: Words) -> Self {
        Self::new(Severity::Error, code, title)
    }

    pub(crate) fn warning(code: &'static str, title: Words) -> Self {
        Self::new(Severity::Warning, code, title)
    }

    pub(crate) fn at(mut self, place: &Place, label: Words) -> Self {
        self.place = Some((place.clone(), label));
        self
    }

    pub(crate) fn related(mut self, place: &Place, label: Words) -> Self {
        self.related.push((place.clone(), label));
        self
    }

    pub(crate) fn note(mut self, text: Words) -> Self {
        self.notes.push(text);
        self
    }

    pub(crate) fn help(mut self, text: Words) -> Self {
        self.help = Some(text);
        self
    }

    /// Takes the cure in that the help speaks of; one that is certain is made by `check --fix`.
    pub(crate) fn fix(mut self, fix: impl Into<Option<Fix>>) -> Self {
        self.fix = fix.into();
        if self.fix.as_ref().is_some_and(|fix| fix.is_certain) {
            self.notes.push(Words::new(
                "`leader-site check --fix` does this",
                "`leader-site check --fix` tekee tämän",
            ));
        }
        self
    }

    /// Whether it says the same of another place.
    fn is_the_same_as(&self, other: &Self) -> bool {
        self.code == other.code
            && self.severity == other.severity
            && self.title == other.title
            && self.notes == other.notes
            && self.help == other.help
    }

    fn places(&self) -> impl Iterator<Item = &Place> {
        self.place.iter().chain(&self.related).map(|(place, _)| place)
    }

    /// The same for messages that say the same, wherever their places are.
    fn hash_of_words(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.code, &self.title, &self.notes, &self.help).hash(&mut hasher);
        hasher.finish()
    }

    /// The same for messages that are equal.
    fn hash_of_all(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.code, &self.title, &self.place, self.related.len()).hash(&mut hasher);
        hasher.finish()
    }

    /// Adds "did you mean" when one of the known names is near to the one written.
    pub(crate) fn nearest<'a>(self, written: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        match nearest(written, known.iter().copied()) {
            Some(name) => {
                // Where nothing else stands, the name can be written there.
                let is_alone = |(place, _): &(Place, Words)| place.written() == Some(written);
                let place =
                    self.place.as_ref().filter(|place| is_alone(place)).map(|(place, _)| place.clone());
                let fix = place.and_then(|place| Fix::instead(&place, name));
                let help = match look_alike(written, name) {
                    Some((foreign, meant)) => say!(
                        "the `{foreign}` in it is of another alphabet and only looks like `{meant}`: write `{name}` anew",
                        "sanan `{foreign}` on toisen aakkoston kirjain, joka vain näyttää kirjaimelta `{meant}`: kirjoita `{name}` uudelleen"
                    ),
                    None => say!("did you mean `{name}`?", "tarkoititko `{name}`?"),
                };
                self.help(help).fix(fix)
            }
            None if known.is_empty() || self.help.is_some() => self,
            None if known.len() <= 24 => {
                let known = known.join(", ");
                self.help(say!("known here: {known}", "tässä käyvät: {known}"))
            }
            None => self,
        }
    }
}

/// The known name that is written most like the given one, if any is near.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = written.to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&lower, &name.to_lowercase()), name))
        // A third of the letters may differ: more is another word.
        .filter(|(distance, name)| *distance <= (name.chars().count().max(3)) / 3)
        // Ties go by name, so that the order of a list cannot change a message.
        .min_by(|a, b| a.cmp(b))
        .map(|(_, name)| name)
}

/// The first letter of another alphabet in a word that looks like the known name letter by letter, and the letter
/// in its place: nobody sees what the two differ in.
fn look_alike(written: &str, name: &str) -> Option<(char, char)> {
    // Where Greek begins; before it there are the letters of the Latin alphabet alone, with their marks.
    let is_foreign = |letter: char| letter.is_alphabetic() && letter >= '\u{370}';
    let mut pairs = written.chars().zip(name.chars()).filter(|(one, other)| one != other);
    let first = pairs.next().filter(|(one, _)| is_foreign(*one))?;
    let is_alike = written.chars().count() == name.chars().count() && pairs.all(|(one, _)| is_foreign(one));
    is_alike.then_some(first)
}

/// The mistakes that are told once with all their places.
const GATHERED: [&str; 2] = ["unknown-name", "unknown-reference"];

/// All messages of one run.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    messages: Vec<Diagnostic>,
    /// How many of them are errors.
    errors: usize,
    known: Known,
    /// Things that are there, but wrong: what refers to them is not told once more.
    broken: BTreeSet<String>,
}

/// Finds messages that are there already: thousands can come from one file.
#[derive(Debug, Clone, Default)]
struct Known {
    /// The numbers of messages by a hash of all that they say.
    equal: HashMap<u64, Vec<usize>>,
    /// The numbers of gathered messages by a hash of their words, and the places of each.
    gathered: HashMap<u64, Vec<usize>>,
    /// The numbers of messages that stand for a group, by what they are about.
    groups: HashMap<(&'static str, String), usize>,
    places: HashMap<usize, HashSet<Place>>,
}

impl Diagnostics {
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the message in. Errors and warnings both give proof; callers of warnings drop it.
    pub(crate) fn push(&mut self, mut message: Diagnostic) -> Reported {
        let is_of_file = |(place, _): &(Place, Words)| place.is_file() && !place.file.text.is_empty();
        if message.severity == Severity::Error && message.place.as_ref().is_some_and(is_of_file) {
            message.notes.push(Words::new(
                "this is about the file as a whole, so no line of it is shown",
                "tämä koskee koko tiedostoa, joten siitä ei näytetä riviä",
            ));
        }
        self.take(message);
        Reported(())
    }

    fn take(&mut self, message: Diagnostic) {
        // The same mistake can be met on several ways to it; the author needs it once.
        let equal = self.known.equal.get(&message.hash_of_all()).map_or(&[][..], Vec::as_slice);
        if equal.iter().any(|&known| self.messages[known] == message) {
            return;
        }
        if let Some(group) = &message.group
            && let Some(&first) = self.known.groups.get(&(message.code, group.about.clone()))
        {
            let known = self.known.places.entry(first).or_default();
            let told = &mut self.messages[first];
            told.title = group.title.clone();
            told.help = Some(group.help.clone());
            // One edit would mend one of them.
            told.fix = None;
            let places = message.place.into_iter().chain(message.related);
            told.related.extend(places.filter(|(place, _)| known.insert(place.clone())));
            return;
        }
        // A name that is not there is one mistake, wherever it is written.
        if GATHERED.contains(&message.code)
            && let Some(known) = self.known.gathered.get(&message.hash_of_words())
            && let Some(&first) = known.iter().find(|&&known| self.messages[known].is_the_same_as(&message))
        {
            let known = self.known.places.entry(first).or_default();
            // The cure of one is the cure of all of one file; of several files there is none.
            let told = &mut self.messages[first];
            told.fix = match (told.fix.take(), message.fix) {
                (Some(fix), Some(more)) => fix.and(more),
                _ => None,
            };
            let places = message.place.into_iter().chain(message.related);
            told.related.extend(places.filter(|(place, _)| known.insert(place.clone())));
            return;
        }
        self.add(message);
    }

    /// Takes a message in as it is.
    fn add(&mut self, message: Diagnostic) {
        let number = self.messages.len();
        self.errors += usize::from(message.severity == Severity::Error);
        self.known.equal.entry(message.hash_of_all()).or_default().push(number);
        if GATHERED.contains(&message.code) {
            self.known.gathered.entry(message.hash_of_words()).or_default().push(number);
            self.known.places.insert(number, message.places().cloned().collect());
        }
        if let Some(group) = &message.group {
            self.known.groups.insert((message.code, group.about.clone()), number);
            self.known.places.insert(number, message.places().cloned().collect());
        }
        self.messages.push(message);
    }

    pub(crate) fn warn(&mut self, message: Diagnostic) {
        let _ = self.push(message);
    }

    /// Remembers that something with this name is there, though it could not be read.
    pub(crate) fn mark_broken(&mut self, name: &str) {
        self.broken.insert(name.to_owned());
    }

    /// Whether a name is missing only because of a mistake that was told.
    pub(crate) fn is_broken(&self, name: &str) -> bool {
        self.broken.contains(name)
    }

    pub(crate) fn any_broken(&self) -> bool {
        !self.broken.is_empty()
    }

    /// Takes over the messages of a part that was worked on by itself.
    pub fn absorb(&mut self, other: Diagnostics) {
        for message in other.messages {
            let is_gathered = GATHERED.contains(&message.code) || message.group.is_some();
            if is_gathered { self.take(message) } else { self.add(message) }
        }
    }

    /// The messages that came in since there were `count`.
    pub fn since(&self, count: usize) -> Diagnostics {
        let mut since = Self::new();
        self.messages[count..].iter().for_each(|message| since.add(message.clone()));
        since
    }

    /// The cures that are certain, in the order of the messages.
    pub fn certain_fixes(&self) -> Vec<&Fix> {
        let fixes = self.sorted().into_iter().filter_map(|message| message.fix.as_ref());
        fixes.filter(|fix| fix.is_certain).collect()
    }

    /// Whether a mistake of this kind was told.
    pub(crate) fn has(&self, code: &str) -> bool {
        self.messages.iter().any(|message| message.code == code)
    }

    /// How many messages there are.
    pub fn len(&self) -> usize {
        self.messages.len()
    }

    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    pub fn count(&self, severity: Severity) -> usize {
        self.messages.iter().filter(|message| message.severity == severity).count()
    }

    pub fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }

    /// Proof of an error told earlier, where one is known to be there.
    pub(crate) fn first_error(&self) -> Option<Reported> {
        self.has_errors().then_some(Reported(()))
    }

    /// The messages by file and place, so that neither threads nor phases change their order.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<&Diagnostic> = self.messages.iter().collect();
        sorted.sort_by_cached_key(|message| {
            let place = message
                .place
                .as_ref()
                .map(|(place, _)| (place.file.path.clone(), place.range().map_or(0, |range| range.start)));
            // English, whatever language is read: the order is the same in all.
            (message.severity, place, message.title.en.clone())
        });
        sorted
    }
}
