//! YAML text as a tree of nodes whose places can be found again, and the checked ways to read them.

mod copies;
mod hidden;
mod plain;
mod slips;

pub(super) use slips::is_curly;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

pub(crate) use plain::is_word_of_yaml;

use super::shape::Shape;
use crate::diag::{Diagnostics, HiddenAs, Reported, Words, YamlSlip};
use crate::source::{Part, Place, SourceFile, Spanned, characters};
use copies::{Copies, Fault};

/// A YAML value. Maps keep their order and equal keys, so that both can be shown.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    Null,
    Bool(bool),
    Integer(i64),
    /// A number with a fraction or exponent. Its spelling is read from the source, never from a float.
    Number,
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

/// A parsed YAML document: a whole file, or the front matter of one.
#[derive(Debug)]
pub struct Document {
    file: Arc<SourceFile>,
    bytes: Range<usize>,
    root: Node,
    /// Whether it is JSON, whose numbers have one spelling.
    is_json: bool,
}

impl Document {
    /// Parses these bytes of the file: front matter, in which every value stands for itself.
    pub fn parse(
        file: &Arc<SourceFile>,
        bytes: Range<usize>,
        diags: &mut Diagnostics,
    ) -> Result<Self, Reported> {
        let document = Self::parse_with(Copies::Refused, file, bytes, diags)?;
        document.values_of_nothing(diags)?;
        Ok(document)
    }

    fn parse_with(
        copies: Copies,
        file: &Arc<SourceFile>,
        bytes: Range<usize>,
        diags: &mut Diagnostics,
    ) -> Result<Self, Reported> {
        let text = &file.text[bytes.clone()];
        if let Some(root) = plain::map(text) {
            return Ok(Self { file: file.clone(), bytes, root, is_json: false });
        }
        raw_characters(file, &bytes, diags)?;
        let within =
            |range: Range<usize>| Place::bytes(file, bytes.start + range.start..bytes.start + range.end);
        match copies::check(text, copies) {
            Some((range, Fault::Copy(copy, name))) => {
                return Err(diags.yaml_copy(&within(range), copy, &name));
            }
            Some((range, Fault::TooMany)) => return Err(diags.yaml_too_many(&within(range))),
            Some((range, Fault::TooDeep)) => {
                return Err(diags.yaml_syntax(&within(range), &YamlSlip::TooDeep));
            }
            None => {}
        }
        match serde_yaml::from_str(text) {
            Ok(root) => {
                let document = Self { file: file.clone(), bytes, root, is_json: false };
                document.written_characters(diags)?;
                Ok(document)
            }
            Err(error) => {
                let at = error.location().map_or(0, |location| location.index().min(text.len()));
                let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
                // The reader often notices only at the start of the next line.
                let before = text.get(..at).map_or(0, |before| before.trim_end().len());
                let ends =
                    text.get(at..).is_none_or(|rest| rest.is_empty() || rest.starts_with(['\n', '\r']));
                let at = if ends { before } else { at };
                let (range, slip) = slips::in_yaml(text, at, &error.to_string());
                Err(diags.yaml_syntax(&within(range), &slip))
            }
        }
    }

    /// Parses JSON, whose numbers and places are found again as those of YAML are.
    pub fn parse_json(
        file: &Arc<SourceFile>,
        bytes: Range<usize>,
        diags: &mut Diagnostics,
    ) -> Result<Self, Reported> {
        raw_characters(file, &bytes, diags)?;
        match serde_json::from_str(&file.text[bytes.clone()]) {
            Ok(root) => {
                let document = Self { file: file.clone(), bytes, root, is_json: true };
                document.written_characters(diags)?;
                Ok(document)
            }
            Err(error) => {
                let text = &file.text[bytes.clone()];
                let above: usize =
                    text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
                let mut at = (above + error.column().saturating_sub(1)).min(text.len());
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                let slip = slips::in_json(text, at, &error);
                let start = bytes.start + at;
                Err(diags.json_syntax(&Place::bytes(file, start..start + 1), slip))
            }
        }
    }

    /// Parses a whole file.
    pub fn parse_file(file: &Arc<SourceFile>, diags: &mut Diagnostics) -> Result<Self, Reported> {
        let document = Self::parse_budget(file, diags)?;
        document.values_of_nothing(diags)?;
        Ok(document)
    }

    /// Parses the file of a budget. Other programs write budgets, too, and `null` for what is not known yet.
    pub fn parse_budget(file: &Arc<SourceFile>, diags: &mut Diagnostics) -> Result<Self, Reported> {
        hidden::by_sign(file, diags);
        Self::parse_with(Copies::Bounded, file, 0..file.text.len(), diags)
    }

    /// Tells of texts that have characters which no text may have, written as `\u0007` or so.
    fn written_characters(&self, diags: &mut Diagnostics) -> Result<(), Reported> {
        if !self.file.text[self.bytes.clone()].contains('\\') {
            return Ok(());
        }
        let mut told = Ok(());
        let mut left = vec![self.root()];
        while let Some(cursor) = left.pop() {
            let mut look = |text: &str, place: &dyn Fn() -> Place| {
                if let Some((_, found)) = characters::hidden(text).next() {
                    told = Err(diags.hidden_character(&place(), found, HiddenAs::Code, &[], 1));
                }
            };
            match cursor.node {
                Node::Text(text) => look(text, &|| cursor.place()),
                Node::List(items) => {
                    left.extend(items.iter().enumerate().map(|(index, item)| cursor.child(index, item)));
                }
                Node::Map(entries) => {
                    for (index, (key, value)) in entries.iter().enumerate() {
                        let child = cursor.child(index, value);
                        look(key, &|| child.key_place());
                        left.push(child);
                    }
                }
                Node::Null | Node::Bool(_) | Node::Integer(_) | Node::Number => {}
            }
        }
        told
    }

    /// Tells of values that are written as nothing at all: `~`, `null`. A key with nothing behind it is a
    /// blank to be filled in, but these stand there as if they were words, and none of them would be seen.
    fn values_of_nothing(&self, diags: &mut Diagnostics) -> Result<(), Reported> {
        let text = self.file.text[self.bytes.clone()].as_bytes();
        if !text.contains(&b'~') && !text.windows(4).any(|word| word.eq_ignore_ascii_case(b"null")) {
            return Ok(());
        }
        let mut told = Ok(());
        let mut left = vec![self.root()];
        while let Some(cursor) = left.pop() {
            match cursor.node {
                Node::Null => {
                    let place = cursor.place();
                    if let Some(written) =
                        place.written().map(str::trim).filter(|written| is_nothing(written))
                    {
                        told = Err(diags.value_of_nothing(&place, written, cursor.key()));
                    }
                }
                Node::List(items) => {
                    left.extend(items.iter().enumerate().map(|(index, item)| cursor.child(index, item)));
                }
                Node::Map(entries) => {
                    left.extend(
                        entries.iter().enumerate().map(|(index, (_, value))| cursor.child(index, value)),
                    );
                }
                Node::Bool(_) | Node::Integer(_) | Node::Number | Node::Text(_) => {}
            }
        }
        told
    }

    pub fn root(&self) -> Cursor<'_> {
        Cursor { document: self, node: &self.root, path: Vec::new() }
    }
}

/// Whether a value says in YAML's own words that there is none.
fn is_nothing(written: &str) -> bool {
    matches!(written, "~" | "null" | "Null" | "NULL")
}

/// Tells of characters that no text may have. Those of a site's files were taken out when they were read;
/// budgets come from elsewhere.
fn raw_characters(
    file: &Arc<SourceFile>,
    bytes: &Range<usize>,
    diags: &mut Diagnostics,
) -> Result<(), Reported> {
    let Some((at, found)) = characters::hidden(&file.text[bytes.clone()]).next() else { return Ok(()) };
    let start = bytes.start + at;
    let place = Place::bytes(file, start..start + found.len_utf8());
    Err(diags.hidden_character(&place, found, HiddenAs::Itself, &[], 1))
}

/// A node, with the way to it.
#[derive(Debug, Clone)]
pub struct Cursor<'d> {
    document: &'d Document,
    node: &'d Node,
    path: Vec<u32>,
}

impl<'d> Cursor<'d> {
    pub fn node(&self) -> &'d Node {
        self.node
    }

    /// Where the value stands.
    pub fn place(&self) -> Place {
        self.place_of(Part::Value)
    }

    /// Where the key of this value stands.
    pub fn key_place(&self) -> Place {
        self.place_of(Part::Key)
    }

    fn place_of(&self, part: Part) -> Place {
        Place::yaml(&self.document.file, self.document.bytes.clone(), &self.path, part)
    }

    pub fn spanned<T>(&self, value: T) -> Spanned<T> {
        Spanned { value, place: self.place() }
    }

    pub fn is_null(&self) -> bool {
        matches!(self.node, Node::Null)
    }

    fn child(&self, index: usize, node: &'d Node) -> Cursor<'d> {
        let mut path = Vec::with_capacity(self.path.len() + 1);
        path.extend_from_slice(&self.path);
        path.push(u32::try_from(index).unwrap_or(u32::MAX));
        Cursor { document: self.document, node, path }
    }

    /// The node as words, for messages.
    fn kind(&self) -> Words {
        match self.node {
            Node::Null => Words::new("nothing", "tyhjää"),
            Node::Bool(_) => Words::new("true or false", "true tai false"),
            Node::Integer(_) | Node::Number => Words::new("a number", "luku"),
            Node::Text(_) => Words::new("text", "tekstiä"),
            Node::List(_) => Words::new("a list", "luettelo"),
            Node::Map(_) => Words::new("a group of keys", "joukko kohtia"),
        }
    }

    /// The key that leads to this value, if it is in a map.
    fn key(&self) -> Option<&'d str> {
        let (last, way) = self.path.split_last()?;
        let mut node = &self.document.root;
        for step in way {
            let step = usize::try_from(*step).ok()?;
            node = match node {
                Node::Map(entries) => &entries.get(step)?.1,
                Node::List(items) => items.get(step)?,
                _ => return None,
            };
        }
        match node {
            Node::Map(entries) => Some(&entries.get(usize::try_from(*last).ok()?)?.0),
            _ => None,
        }
    }

    fn wrong_kind(&self, expected: &Words, example: &str, diags: &mut Diagnostics) -> Reported {
        let example = match self.key() {
            Some(key) => format!("{key}: {example}"),
            None => example.to_owned(),
        };
        diags.wrong_kind(&self.place(), &self.kind(), expected, &example)
    }

    /// A map with the keys of this shape, and others only if the shape has room for them.
    pub fn shape(&self, shape: &'static Shape, diags: &mut Diagnostics) -> Result<Map<'d>, Reported> {
        let owner = shape.owner.words();
        let map = self.open_map(&owner, diags)?.of(shape);
        if shape.others.is_none() {
            for (_, key, value) in map.numbered().filter(|(_, key, _)| shape.key(key).is_none()) {
                let key = Spanned { value: key.to_owned(), place: value.key_place() };
                let _ = diags.unknown_key(&key, &owner, &shape.names());
            }
        }
        Ok(map)
    }

    /// A map whose keys are all among `known`; `owner` names the map in messages, in Finnish in the
    /// genitive.
    pub fn map(&self, owner: &Words, known: &[&str], diags: &mut Diagnostics) -> Result<Map<'d>, Reported> {
        let map = self.open_map(owner, diags)?;
        for (key, value) in map.entries() {
            if !known.contains(&key.value.as_str()) {
                let _ = value;
                let _ = diags.unknown_key(&key, owner, known);
            }
        }
        Ok(map)
    }

    /// A map with keys of the author's own choosing, such as ids.
    pub fn open_map(&self, owner: &Words, diags: &mut Diagnostics) -> Result<Map<'d>, Reported> {
        let entries = match self.node {
            Node::Map(entries) => entries.as_slice(),
            // A file or group with nothing but comments in it.
            Node::Null => &[],
            _ => {
                // A value alone, or `title:Pienhanke` as the only line.
                let place = self.place();
                if let Some((range, slip @ YamlSlip::NoSpaceBehindColon(_))) =
                    place.written().map(|written| slips::in_yaml(written, 0, ""))
                    && let Some(whole) = place.range()
                {
                    let place = Place::bytes(&place.file, whole.start + range.start..whole.start + range.end);
                    return Err(diags.yaml_syntax(&place, &slip));
                }
                let expected = Words::new("a group of keys", "joukko kohtia");
                return Err(diags.wrong_kind(&place, &self.kind(), &expected, &self.own_example()));
            }
        };
        let mut first_of: HashMap<&str, usize> = HashMap::with_capacity(entries.len());
        for (index, (key, _)) in entries.iter().enumerate() {
            let first = *first_of.entry(key).or_insert(index);
            if first != index {
                let place = |index: usize| self.child(index, &entries[index].1).key_place();
                let _ = diags.duplicate_key(key, &place(index), &place(first));
            }
        }
        Ok(Map { cursor: self.clone(), owner: owner.clone(), shape: None, entries })
    }

    /// A group of keys with the value that stands alone here, for messages.
    fn own_example(&self) -> String {
        let inner = match self.scalar() {
            Some(written) if !written.contains('\n') => format!("…: {written}"),
            _ => "…: …".to_owned(),
        };
        match self.key() {
            Some(key) => format!("{key}: {{{inner}}}"),
            None => inner,
        }
    }

    pub fn list(&self, diags: &mut Diagnostics) -> Result<Vec<Cursor<'d>>, Reported> {
        match self.node {
            Node::List(items) => {
                Ok(items.iter().enumerate().map(|(index, item)| self.child(index, item)).collect())
            }
            Node::Null => Ok(Vec::new()),
            _ => {
                let place = self.place();
                if let Some(whole) = place.range()
                    && let Some((range, slip)) = slips::list_dash(&place.file.text, &whole)
                {
                    return Err(diags.yaml_syntax(&Place::bytes(&place.file, range), &slip));
                }
                // One value alone is a list in brackets, and so are several with commas.
                let example = match self.scalar() {
                    Some(written) if !written.contains(['[', ']', '"', '\n']) => format!("[{written}]"),
                    _ => "[…, …]".to_owned(),
                };
                Err(self.wrong_kind(&Words::new("a list", "luettelo"), &example, diags))
            }
        }
    }

    /// Text, as one writes it for people.
    pub fn text(&self, diags: &mut Diagnostics) -> Result<Spanned<String>, Reported> {
        match self.node {
            Node::Text(text) => Ok(self.spanned(text.clone())),
            _ => match self.scalar() {
                Some(text) => Ok(self.spanned(text.into_owned())),
                None => {
                    // `[Uutinen] Avustus` and `{{ site.name }}` are texts to their author.
                    let place = self.place();
                    let written = place.written().filter(|written| !written.contains(['\n', '"']));
                    let example = match (self.node, written) {
                        (Node::List(_) | Node::Map(_), Some(written)) if written.starts_with(['[', '{']) => {
                            format!("\"{written}\"")
                        }
                        _ => "…".to_owned(),
                    };
                    Err(self.wrong_kind(&Words::new("text", "tekstiä"), &example, diags))
                }
            },
        }
    }

    /// Text, without its place.
    pub fn plain_text(&self, diags: &mut Diagnostics) -> Result<String, Reported> {
        match self.node {
            Node::Text(text) => Ok(text.clone()),
            _ => self.text(diags).map(|text| text.value),
        }
    }

    /// Any single value as it was written: text, number, true, false.
    pub fn scalar(&self) -> Option<Cow<'d, str>> {
        match self.node {
            Node::Text(text) => Some(Cow::Borrowed(text)),
            Node::Integer(value) if self.document.is_json => Some(Cow::Owned(value.to_string())),
            // As written: neither the plus of a telephone number nor the noughts of 007 and 1.10 get lost.
            Node::Bool(_) | Node::Integer(_) | Node::Number => {
                Some(Cow::Owned(self.place().written()?.to_owned()))
            }
            Node::Null | Node::List(_) | Node::Map(_) => None,
        }
    }

    pub fn bool(&self, diags: &mut Diagnostics) -> Result<bool, Reported> {
        match self.node {
            Node::Bool(value) => Ok(*value),
            Node::Text(text) => Err(diags.not_true_or_false(&self.place(), text, self.key())),
            Node::Integer(number @ (0 | 1)) => {
                Err(diags.not_true_or_false(&self.place(), &number.to_string(), self.key()))
            }
            _ => Err(self.wrong_kind(&Words::new("true or false", "true tai false"), "true", diags)),
        }
    }

    /// A whole number from `least` to `most`.
    pub fn integer(&self, least: i64, most: i64, diags: &mut Diagnostics) -> Result<i64, Reported> {
        match self.node {
            Node::Integer(value) if (least..=most).contains(value) => Ok(*value),
            _ => {
                let found = self.spanned(self.scalar().unwrap_or_default().into_owned());
                Err(diags.not_an_integer(&found, least, most))
            }
        }
    }

    /// A day, written as `2026-11-21`.
    pub fn date(&self, diags: &mut Diagnostics) -> Result<Date, Reported> {
        let written = self.scalar().unwrap_or_default();
        // The library also takes 20261121 and times of day, which nobody means here.
        let shaped = written.len() == 10 && written.as_bytes().get(4) == Some(&b'-');
        match written.parse() {
            Ok(date) if shaped => Ok(date),
            _ => Err(diags.not_a_date(&self.spanned(written.into_owned()), self.key())),
        }
    }

    /// A list of names.
    pub fn names(&self, diags: &mut Diagnostics) -> Result<Vec<Spanned<String>>, Reported> {
        let items = self.list(diags)?;
        // Collected before the first `?`, so that every wrong item is told.
        let read: Vec<_> = items.iter().map(|item| item.text(diags)).collect();
        read.into_iter().collect()
    }
}

/// The entries of a YAML map.
#[derive(Debug, Clone)]
pub struct Map<'d> {
    cursor: Cursor<'d>,
    owner: Words,
    shape: Option<&'static Shape>,
    entries: &'d [(String, Node)],
}

impl<'d> Map<'d> {
    /// The same map, with the examples of this shape.
    pub fn of(mut self, shape: &'static Shape) -> Self {
        self.shape = Some(shape);
        self
    }

    pub fn place(&self) -> Place {
        self.cursor.place()
    }

    /// The value of a key. A key without a value counts as not written.
    pub fn get(&self, key: &str) -> Option<Cursor<'d>> {
        // What is read and what schemas offer are the same.
        debug_assert!(
            self.shape.is_none_or(|shape| shape.others.is_some() || shape.key(key).is_some()),
            "`{key}` is not among the keys of {}",
            self.owner.en
        );
        let index = self.entries.iter().position(|(name, _)| name == key)?;
        let node = &self.entries[index].1;
        (*node != Node::Null).then(|| self.cursor.child(index, node))
    }

    /// The value of a key that has to be there; the message shows the shape's example.
    pub fn must(&self, key: &str, diags: &mut Diagnostics) -> Result<Cursor<'d>, Reported> {
        self.get(key).ok_or_else(|| self.missing(key, &self.start(), diags))
    }

    /// Tells of a key that is missing in this map; `place` is where it could be.
    pub fn missing(&self, key: &str, place: &Place, diags: &mut Diagnostics) -> Reported {
        let example = self.shape.and_then(|shape| shape.key(key)).map_or("…", |key| key.example);
        self.tell_missing(key, place, example, diags)
    }

    /// The value of a key that has to be there; `example` shows a value in the message.
    pub fn require(&self, key: &str, example: &str, diags: &mut Diagnostics) -> Result<Cursor<'d>, Reported> {
        self.get(key).ok_or_else(|| {
            // In an entry of a map the key that leads to it is the best place to point at.
            self.tell_missing(key, &self.start(), example, diags)
        })
    }

    fn tell_missing(&self, key: &str, place: &Place, example: &str, diags: &mut Diagnostics) -> Reported {
        for (name, child) in self.numbered().map(|(_, name, child)| (name, child)) {
            if name == key {
                return diags.empty_key(&child.key_place(), &self.owner, key, example);
            }
            // `{from:2023-01-01}` and `Title:` were told of, as keys that nobody knows.
            let is_it = name.to_lowercase() == key
                || name.strip_prefix(key).is_some_and(|rest| rest.starts_with(':'));
            if is_it && let Some(told) = diags.first_error() {
                return told;
            }
        }
        diags.missing_key(place, &self.owner, key, example)
    }

    fn first_place(&self) -> Place {
        let start = self.cursor.document.bytes.start;
        Place::bytes(&self.cursor.document.file, start..start)
    }

    /// The start of the map, where a line can be added.
    pub fn start(&self) -> Place {
        if self.cursor.path.is_empty() { self.first_place() } else { self.cursor.key_place() }
    }

    /// Keys with their values and their numbers in the map, in the order of the file.
    pub fn numbered(&self) -> impl Iterator<Item = (u32, &'d str, Cursor<'d>)> {
        self.entries.iter().enumerate().map(|(index, (key, node))| {
            (u32::try_from(index).unwrap_or(u32::MAX), key.as_str(), self.cursor.child(index, node))
        })
    }

    /// Keys with their values, in the order of the file.
    pub fn entries(&self) -> Vec<(Spanned<String>, Cursor<'d>)> {
        self.entries
            .iter()
            .enumerate()
            .map(|(index, (key, node))| {
                let child = self.cursor.child(index, node);
                (Spanned { value: key.clone(), place: child.key_place() }, child)
            })
            .collect()
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Integer(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Node, E> {
        Ok(i64::try_from(value).map_or(Node::Number, Node::Integer))
    }

    fn visit_i128<E: de::Error>(self, _: i128) -> Result<Node, E> {
        Ok(Node::Number)
    }

    fn visit_u128<E: de::Error>(self, _: u128) -> Result<Node, E> {
        Ok(Node::Number)
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Node, E> {
        Ok(Node::Number)
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<Node, E> {
        Ok(Node::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut map = Vec::new();
        while let Some(key) = entries.next_key::<Node>()? {
            let key = match key {
                Node::Text(text) => text,
                Node::Integer(number) => number.to_string(),
                Node::Bool(value) => value.to_string(),
                Node::Null => String::from("null"),
                Node::Number | Node::List(_) | Node::Map(_) => {
                    return Err(de::Error::custom("a key must be a plain name"));
                }
            };
            map.push((key, entries.next_value()?));
        }
        Ok(Node::Map(map))
    }
}
