//! Templates that cannot run for ever.
//!
//! The template engine counts nothing while it renders: two loops within each other can keep it busy for
//! days, and a text that is put behind itself in a loop fills the memory. So counters are written into the
//! templates before the engine gets them, at each loop, include, block and component, and a look at the size of
//! whatever is kept with `set`. They count what is written, too: what `set`, `filter` and components take
//! up never comes by the one who writes the page. The filters that make much of little, and those whose work
//! grows with the square of a list, are ours. What the engine says of the text with the counters is told of the text
//! that its author wrote.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tera::{ErrorKind, Kwargs, State, StringInput, Tera, TeraResult, Value};

use crate::diag::{Diagnostics, Reported};
use crate::source::{Place, SourceFile};

/// Steps of one rendering: turns of loops, includes, blocks and components. A list of all pages of a very
/// large site takes a tenth of it.
const MOST_STEPS: u64 = 1_000_000;
/// Bytes of one rendering: of the page, and of all that was written on the way to it.
pub(super) const MOST_BYTES: usize = 32 * 1024 * 1024;
/// Bytes that a filter may give.
const MOST_FILTERED_BYTES: usize = 8 * 1024 * 1024;
/// How long one rendering may take: it takes milliseconds. What costs much is counted; this is for the rest, as
/// looking for a thing in a long list, again and again.
const LONGEST: Duration = Duration::from_secs(30);
/// How many steps are taken between two looks at the clock.
const STEPS_BETWEEN_LOOKS: u64 = 256;
/// Bytes of a text that is kept with `set`, and entries of a list.
const MOST_KEPT_BYTES: usize = 1024 * 1024;
const MOST_KEPT_ENTRIES: usize = 200_000;
/// Lists within lists that are kept.
const DEEPEST_KEPT: usize = 32;
/// How many `elif` may be open at once: the engine reads each within the one before.
const MOST_BRANCHES: usize = 100;
/// How many templates may lead to one another.
const MOST_CHAIN: usize = 30;

/// What the counters say when it is enough: no other message begins so.
pub(super) const TOO_MANY_STEPS: &str = "counted: too many steps";
pub(super) const TOO_LARGE: &str = "counted: too large";

const STEP: &str = "counted_step";
const SIZE: &str = "counted_size";
const SIZE_AND_DEPTH: &str = "counted_size_and_depth";
const EACH: &str = "counted_each";
const PRINTED: &str = "counted_printed";

thread_local! {
    /// What is left of the rendering that this thread does.
    static LEFT: Cell<u64> = const { Cell::new(MOST_STEPS) };
    /// The bytes that are left of it.
    static BYTES_LEFT: Cell<usize> = const { Cell::new(MOST_BYTES) };
    /// When it began.
    static BEGAN: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Begins a rendering.
pub(super) fn begin() {
    LEFT.set(MOST_STEPS);
    BYTES_LEFT.set(MOST_BYTES);
    BEGAN.set(Some(Instant::now()));
}

fn take(steps: u64) -> TeraResult<()> {
    let left = LEFT.get();
    let is_late = || BEGAN.get().is_some_and(|began| began.elapsed() > LONGEST);
    let looks = left / STEPS_BETWEEN_LOOKS != left.saturating_sub(steps) / STEPS_BETWEEN_LOOKS;
    if steps > left || looks && is_late() {
        LEFT.set(0);
        return Err(tera::Error::message(TOO_MANY_STEPS));
    }
    LEFT.set(left - steps);
    Ok(())
}

/// Takes what is about to be written.
fn write(bytes: usize) -> TeraResult<()> {
    match BYTES_LEFT.get().checked_sub(bytes) {
        Some(left) => {
            BYTES_LEFT.set(left);
            Ok(())
        }
        None => {
            BYTES_LEFT.set(0);
            Err(tera::Error::message(TOO_LARGE))
        }
    }
}

/// About the bytes that a value takes where it is written.
fn written(value: &Value) -> TeraResult<usize> {
    if let Some(text) = value.as_str() {
        return Ok(text.len());
    }
    let mut left = vec![value];
    let (mut bytes, mut seen) = (0_usize, 0_usize);
    while let Some(value) = left.pop() {
        seen += 1;
        bytes = bytes.saturating_add(value.as_str().map_or(8, str::len));
        if seen > MOST_KEPT_ENTRIES {
            return Err(tera::Error::message(TOO_LARGE));
        }
        if let Some(items) = value.as_array() {
            left.extend(items.iter());
        } else if let Some(map) = value.as_map() {
            left.extend(map.values());
        }
    }
    Ok(bytes)
}

/// Whether a counter ended the rendering.
pub(super) fn is_stopped(error: &tera::Error) -> bool {
    match error.kind() {
        ErrorKind::RenderingError(report) => {
            [TOO_MANY_STEPS, TOO_LARGE].iter().any(|said| report.message().contains(said))
        }
        _ => false,
    }
}

/// Gives the engine what the counters call.
pub(super) fn register(tera: &mut Tera) {
    tera.register_function(STEP, |of: Kwargs, _: &State| {
        write(of.get::<usize>("bytes")?.unwrap_or(0))?;
        take(1).map(|()| Value::safe_string(""))
    });
    tera.register_filter(PRINTED, |value: Value, _: Kwargs, _: &State| {
        write(written(&value)?)?;
        TeraResult::Ok(value)
    });
    tera.register_filter("replace", replace);
    tera.register_filter("join", join);
    tera.register_filter("indent", indent);
    tera.register_filter("unique", unique);
    tera.register_function(SIZE, |kept: Kwargs, _: &State| {
        if let Some(value) = kept.get::<Value>("of")? {
            fits(&value)?;
        }
        take(1).map(|()| Value::safe_string(""))
    });
    tera.register_function(SIZE_AND_DEPTH, |kept: Kwargs, _: &State| {
        if let Some(value) = kept.get::<Value>("of")? {
            fits(&value)?;
            is_shallow(&value)?;
        }
        take(1).map(|()| Value::safe_string(""))
    });
    tera.register_filter(EACH, |list: Value, _: Kwargs, _: &State| {
        take(list.len().and_then(|length| u64::try_from(length).ok()).unwrap_or(1)).map(|()| list)
    });
}

fn fits(value: &Value) -> TeraResult<()> {
    let is_large = match value.as_str() {
        Some(text) => text.len() > MOST_KEPT_BYTES,
        None => value.len().is_some_and(|entries| entries > MOST_KEPT_ENTRIES),
    };
    if is_large { Err(tera::Error::message(TOO_LARGE)) } else { Ok(()) }
}

/// Lists in lists in lists are walked by the engine, which calls itself for each.
fn is_shallow(value: &Value) -> TeraResult<()> {
    let mut left = vec![(value, 0)];
    let mut seen = 0;
    while let Some((value, depth)) = left.pop() {
        seen += 1;
        if depth > DEEPEST_KEPT || seen > MOST_KEPT_ENTRIES {
            return Err(tera::Error::message(TOO_LARGE));
        }
        let is_open = |value: &&Value| value.is_array() || value.is_map();
        if let Some(items) = value.as_array() {
            left.extend(items.iter().filter(is_open).map(|item| (item, depth + 1)));
        } else if let Some(map) = value.as_map() {
            left.extend(map.values().filter(is_open).map(|item| (item, depth + 1)));
        }
    }
    Ok(())
}

/// A text as it stands where others of its kind are safe: without signs that mean something in HTML.
fn escaped<'v>(value: &'v Value, state: &State) -> TeraResult<Cow<'v, str>> {
    match value.as_str() {
        Some(text) if value.is_safe() => Ok(Cow::Borrowed(text)),
        _ => state.escape_if_needed(value).map(Cow::Owned),
    }
}

fn is_text(value: &Value) -> TeraResult<&str> {
    let message = || format!("Invalid type for the value, expected `string` but got `{}`", value.name());
    value.as_str().ok_or_else(|| tera::Error::message(message()))
}

/// What a filter may make of a text.
fn filtered(bytes: usize) -> TeraResult<()> {
    if bytes > MOST_FILTERED_BYTES { Err(tera::Error::message(TOO_LARGE)) } else { write(bytes / 8) }
}

fn text_value(text: String, is_safe: bool) -> Value {
    if is_safe { Value::safe_string(&text) } else { Value::from(text) }
}

/// `replace`, which can put a long text in the place of each letter of another.
fn replace(text: StringInput<'_>, parts: Kwargs, state: &State) -> TeraResult<Value> {
    let text = text.into_value();
    let (from, to) = (parts.must_get::<&str>("from")?, parts.must_get::<Value>("to")?);
    is_text(&to)?;
    let is_safe = state.autoescaping_enabled() && (text.is_safe() || to.is_safe());
    let (text, to) = match is_safe {
        true => (escaped(&text, state)?, escaped(&to, state)?),
        false => (Cow::Borrowed(is_text(&text)?), Cow::Borrowed(is_text(&to)?)),
    };
    let places = if to.len() > from.len() { text.matches(from).count() } else { 0 };
    filtered(text.len().saturating_add(places.saturating_mul(to.len())))?;
    Ok(text_value(text.replace(from, &to), is_safe))
}

/// `join`, which can put a long text between the entries of a long list.
fn join(list: &[Value], parts: Kwargs, state: &State) -> TeraResult<Value> {
    let between = parts.get::<Value>("sep")?.unwrap_or_else(|| Value::from(""));
    is_text(&between)?;
    let is_safe = state.autoescaping_enabled()
        && (between.is_safe() || list.iter().any(|entry| entry.is_string() && entry.is_safe()));
    let between = if is_safe { escaped(&between, state)? } else { Cow::Borrowed(is_text(&between)?) };
    take(list.len() as u64 / 16)?;
    let mut joined = String::new();
    for (number, entry) in list.iter().enumerate() {
        if number > 0 {
            joined.push_str(&between);
        }
        let size = entry.as_str().map_or_else(|| written(entry), |text| Ok(text.len()))?;
        filtered_so_far(joined.len() + size)?;
        match entry.as_str() {
            _ if is_safe && entry.is_undefined() => {}
            _ if is_safe => joined.push_str(&escaped(entry, state)?),
            Some(text) => joined.push_str(text),
            None => joined.push_str(&entry.to_string()),
        }
    }
    filtered(joined.len())?;
    Ok(text_value(joined, is_safe))
}

fn filtered_so_far(bytes: usize) -> TeraResult<()> {
    if bytes > MOST_FILTERED_BYTES { Err(tera::Error::message(TOO_LARGE)) } else { Ok(()) }
}

/// `indent`, which can put a thousand characters before each of many short lines.
fn indent(text: StringInput<'_>, parts: Kwargs, state: &State) -> TeraResult<Value> {
    let text = text.into_value();
    let width = parts.get::<usize>("width")?.unwrap_or(4).min(1000);
    let sign = parts.get::<Value>("indentation")?.unwrap_or_else(|| Value::from(" "));
    if is_text(&sign)?.chars().count() != 1 {
        return Err(tera::Error::message("The `indentation` argument must contain exactly one character"));
    }
    let (first, blank) =
        (parts.get::<bool>("first")?.unwrap_or(false), parts.get::<bool>("blank")?.unwrap_or(false));
    let is_safe = state.autoescaping_enabled() && (text.is_safe() || sign.is_safe());
    let (text, sign) = match is_safe {
        true => (escaped(&text, state)?, escaped(&sign, state)?),
        false => (Cow::Borrowed(is_text(&text)?), Cow::Borrowed(is_text(&sign)?)),
    };
    let before = sign.repeat(width);
    let lines = text.lines().count();
    filtered(text.len().saturating_add(lines.saturating_mul(before.len() + 1)))?;
    let mut indented = String::with_capacity(text.len() * 2);
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            indented.push('\n');
        }
        if if number == 0 { first } else { blank || !line.is_empty() } {
            indented.push_str(&before);
        }
        indented.push_str(line);
    }
    if text.ends_with('\n') {
        indented.push('\n');
    }
    Ok(text_value(indented, is_safe))
}

/// `unique`, which compares each entry with all that are kept.
fn unique(list: &[Value], _: Kwargs, _: &State) -> TeraResult<Vec<Value>> {
    let mut texts: HashSet<&str> = HashSet::new();
    let mut numbers: HashSet<i128> = HashSet::new();
    let mut kept: Vec<Value> = Vec::new();
    let mut others: Vec<&Value> = Vec::new();
    take(list.len() as u64 / 16)?;
    for entry in list {
        let is_new = match (entry.as_str(), entry.as_i128()) {
            (Some(text), _) => texts.insert(text),
            // A whole number is also equal to one with a comma and nothing behind it.
            (_, Some(number)) if !others.contains(&entry) => numbers.insert(number),
            _ => {
                take(1 + kept.len() as u64 / 64)?;
                let is_new = !kept.contains(entry);
                if is_new {
                    others.push(entry);
                }
                is_new
            }
        };
        if is_new {
            kept.push(entry.clone());
        }
    }
    Ok(kept)
}

/// A template as the engine gets it.
#[derive(Debug, Clone)]
pub(super) struct Guarded {
    pub file: Arc<SourceFile>,
    /// The text with the counters.
    pub text: String,
    /// The same, also with what counts the bytes that are written. What it says of a mistake in an expression
    /// may be of the brackets that it puts around it: it is for templates that the engine can read.
    pub counted: String,
    counters: Vec<Counter>,
    counters_of_counted: Vec<Counter>,
}

/// A counter that was written into a template.
#[derive(Debug, Clone)]
struct Counter {
    /// Where it stands in the text with the counters.
    at: usize,
    length: usize,
    /// What it counts, in the text of the author.
    of: Range<usize>,
}

impl Guarded {
    /// Bytes of the text with the counters as a place in the file.
    pub fn place(&self, range: Range<usize>) -> Place {
        self.place_by(&self.counters, range)
    }

    /// The same of the text that counts bytes.
    pub fn place_of_counted(&self, range: Range<usize>) -> Place {
        self.place_by(&self.counters_of_counted, range)
    }

    fn place_by(&self, counters: &[Counter], range: Range<usize>) -> Place {
        let (start, of) = Self::original(counters, range.start);
        let end = if of.is_some() { start } else { Self::original(counters, range.end).0 };
        Place::bytes(&self.file, of.unwrap_or(start..end.max(start)))
    }

    /// A byte in the text of the author; within a counter what that counts.
    fn original(counters: &[Counter], at: usize) -> (usize, Option<Range<usize>>) {
        let mut before = 0;
        for counter in counters {
            if counter.at > at {
                break;
            }
            if at < counter.at + counter.length {
                return (counter.at - before, Some(counter.of.clone()));
            }
            before += counter.length;
        }
        (at - before, None)
    }
}

/// Writes the counters into all templates; `prefix` begins the full names of the theme's own.
pub(super) fn guard(
    files: &BTreeMap<String, Arc<SourceFile>>,
    prefix: &str,
    diags: &mut Diagnostics,
) -> Result<BTreeMap<String, Guarded>, Reported> {
    let mut guarded = BTreeMap::new();
    let mut calls = BTreeMap::new();
    let mut failed = None;
    for (name, file) in files {
        let length = |called: &str| {
            let called = files.get(called).or_else(|| files.get(&format!("{prefix}{called}")));
            called.map_or(0, |file| file.text.len())
        };
        let scanned = Scanner::new(&file.text, &length).scan();
        if let Some(range) = scanned.one_too_many {
            failed = Some(diags.template_branches(&Place::bytes(file, range), MOST_BRANCHES));
            continue;
        }
        guarded.insert(name.clone(), with_counters(file, scanned.counters, scanned.prints));
        calls.insert(name.as_str(), scanned.calls);
    }
    if let Some((name, range)) = too_long_chain(&calls, prefix) {
        failed = Some(diags.template_chain(&Place::bytes(&files[name], range), MOST_CHAIN));
    }
    failed.map_or(Ok(guarded), Err)
}

/// The first template that leads on too far, and the name in it by which it does.
fn too_long_chain<'c>(
    calls: &BTreeMap<&'c str, Vec<(String, Range<usize>)>>,
    prefix: &str,
) -> Option<(&'c str, Range<usize>)> {
    let resolved = |name: &str| {
        let known = calls.get_key_value(name);
        known.or_else(|| calls.get_key_value(format!("{prefix}{name}").as_str())).map(|(name, _)| *name)
    };
    let mut lengths: BTreeMap<&str, usize> = BTreeMap::new();
    for &start in calls.keys() {
        let mut way: Vec<(&str, usize)> = vec![(start, 0)];
        while let Some((name, followed)) = way.last_mut() {
            let name = *name;
            if lengths.contains_key(name) {
                way.pop();
                continue;
            }
            if let Some((next, _)) = calls[name].get(*followed) {
                *followed += 1;
                // The engine tells of templates that lead back to themselves.
                if let Some(next) = resolved(next)
                    && !lengths.contains_key(next)
                    && way.iter().all(|(open, _)| *open != next)
                {
                    way.push((next, 0));
                    if way.len() > MOST_CHAIN + 1 {
                        let (name, followed) = way[way.len() - 2];
                        return Some((name, calls[name][followed - 1].1.clone()));
                    }
                }
                continue;
            }
            let below = calls[name].iter().filter_map(|(next, range)| {
                Some((lengths.get(resolved(next)?).copied().unwrap_or(0), range))
            });
            let longest = below.max_by_key(|(length, _)| *length);
            let length = longest.map_or(0, |(length, _)| length + 1);
            if length > MOST_CHAIN {
                return longest.map(|(_, range)| (name, range.clone()));
            }
            lengths.insert(name, length);
            way.pop();
        }
    }
    None
}

/// What is put into a template: where, what, and what it counts in the text of the author.
type Wanted = (usize, String, Range<usize>);

fn with_counters(file: &Arc<SourceFile>, wanted: Vec<Wanted>, prints: Vec<Wanted>) -> Guarded {
    // The brackets around what is printed are outside of those around lists: they come first at the same byte.
    let all = prints.into_iter().chain(wanted.clone()).collect();
    let (text, counters) = put_in(&file.text, wanted);
    let (counted, counters_of_counted) = put_in(&file.text, all);
    Guarded { file: file.clone(), text, counted, counters, counters_of_counted }
}

fn put_in(original: &str, mut wanted: Vec<Wanted>) -> (String, Vec<Counter>) {
    wanted.sort_by_key(|(at, ..)| *at);
    let mut text = String::with_capacity(original.len() + wanted.len() * 24);
    let mut counters = Vec::with_capacity(wanted.len());
    let mut done = 0;
    for (at, counter, of) in wanted {
        text.push_str(&original[done..at]);
        counters.push(Counter { at: text.len(), length: counter.len(), of });
        text.push_str(&counter);
        done = at;
    }
    text.push_str(&original[done..]);
    (text, counters)
}

/// Finds the tags of a template that take counters.
struct Scanner<'t> {
    text: &'t str,
    /// How long a template is.
    length: &'t dyn Fn(&str) -> usize,
    /// Whether text beside the blocks is a mistake.
    extends: bool,
    /// Tags that are open: what closes each, and for an `if` how many `elif` it has.
    open: Vec<Open>,
    found: Scanned,
}

struct Open {
    end: &'static str,
    branches: usize,
    /// The name that a `set` gives to what stands in it.
    name: String,
    /// Where what stands in it begins.
    start: usize,
    /// The counter of its turns.
    counter: Option<usize>,
}

#[derive(Default)]
struct Scanned {
    /// Where counters belong, what they are, and what they count.
    counters: Vec<Wanted>,
    /// The same for what is printed.
    prints: Vec<Wanted>,
    /// Templates that this one includes or extends.
    calls: Vec<(String, Range<usize>)>,
    one_too_many: Option<Range<usize>>,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str, length: &'t dyn Fn(&str) -> usize) -> Self {
        Self { text, length, extends: false, open: Vec::new(), found: Scanned::default() }
    }

    fn scan(mut self) -> Scanned {
        let mut at = 0;
        while let Some(found) = self.text[at..].find('{') {
            let start = at + found;
            let rest = &self.text[start..];
            at = if rest.starts_with("{#") {
                match rest.find("#}") {
                    Some(end) => start + end + 2,
                    None => break,
                }
            } else if rest.starts_with("{{") {
                let Some(end) = tag_end(self.text, start + 2, "}}") else { break };
                self.print(start + 2..end - 2);
                self.comprehensions(start + 2..end - 2);
                end
            } else if rest.starts_with("{%") {
                let Some(end) = tag_end(self.text, start + 2, "%}") else { break };
                let Some(end) = self.tag(start..end) else { break };
                end
            } else {
                start + 1
            };
            if self.found.one_too_many.is_some() {
                break;
            }
        }
        self.found
    }

    /// Looks at a tag; gives where to go on, or nothing where the rest cannot be read.
    fn tag(&mut self, tag: Range<usize>) -> Option<usize> {
        let inside = tag.start + 2..tag.end - 2;
        let written = &self.text[inside.clone()];
        let trimmed = written.trim_start_matches('-').trim_start();
        let word = first_word(trimmed);
        let rest = trimmed[word.len()..].trim_end_matches('-').trim();
        self.comprehensions(inside);
        match word {
            "raw" => {
                // Nothing within is a tag.
                let mut at = tag.end;
                loop {
                    let start = at + self.text[at..].find("{%")?;
                    let end = start + self.text[start..].find("%}")? + 2;
                    if self.text[start + 2..end - 2].trim_matches(['-', ' ', '\t', '\n', '\r']) == "endraw" {
                        return Some(end);
                    }
                    at = start + 2;
                }
            }
            "extends" => {
                self.extends = true;
                self.call(rest, &tag);
            }
            "include" => {
                self.call(rest, &tag);
                if self.takes_text() {
                    let trims = if self.text[tag.start + 2..].starts_with('-') { "-" } else { "" };
                    let bytes = self.found.calls.last().map_or(0, |(name, _)| (self.length)(name));
                    let counter = format!("{{{{{trims} {STEP}(bytes={bytes}) }}}}");
                    self.found.counters.push((tag.start, counter, tag.clone()));
                }
            }
            "for" => self.repeated("endfor", &tag),
            "block" => self.repeated("endblock", &tag),
            "component" => self.repeated("endcomponent", &tag),
            "if" => self.begin("endif", "", &tag),
            "filter" => self.begin("endfilter", "", &tag),
            "elif" => {
                if let Some(open) = self.open.last_mut() {
                    open.branches += 1;
                }
                if self.open.iter().map(|open| open.branches).sum::<usize>() > MOST_BRANCHES {
                    self.found.one_too_many = Some(tag.clone());
                }
            }
            "set" | "set_global" => {
                let name = first_word(rest).to_owned();
                let value = rest[name.len()..].trim_start();
                match value.strip_prefix('=') {
                    Some(value) => self.kept(&name, value, &tag),
                    None => self.begin("endset", &name, &tag),
                }
            }
            "endfor" | "endblock" | "endcomponent" | "endif" | "endfilter" | "endset" => {
                if let Some(open) = self.open.pop_if(|open| open.end == word) {
                    if let Some(counter) = open.counter {
                        // Each turn writes what stands in it, but for what is put into it.
                        let (_, counter, _) = &mut self.found.counters[counter];
                        let bytes = tag.start.saturating_sub(open.start);
                        *counter = counter.replace(&format!("{STEP}()"), &format!("{STEP}(bytes={bytes})"));
                    }
                    if word == "endset" {
                        self.kept(&open.name, "~", &tag);
                    }
                }
            }
            _ => {}
        }
        Some(tag.end)
    }

    fn begin(&mut self, end: &'static str, name: &str, tag: &Range<usize>) {
        let name = name.to_owned();
        self.open.push(Open { end, branches: 0, name, start: tag.end, counter: None });
    }

    /// Begins what may be written again and again, and counts how often it is.
    fn repeated(&mut self, end: &'static str, tag: &Range<usize>) {
        self.begin(end, "", tag);
        let before = self.found.counters.len();
        self.behind(tag, &format!("{STEP}()"));
        if let Some(open) = self.open.last_mut().filter(|_| self.found.counters.len() > before) {
            open.counter = Some(before);
        }
    }

    /// Counts the bytes of what is printed.
    fn print(&mut self, inside: Range<usize>) {
        let written = &self.text[inside.clone()];
        let bare = written.trim_start_matches('-').trim_start();
        let start = inside.end - bare.len();
        let bare = bare.trim_end_matches('-').trim_end();
        // Components print what is in them by themselves, and are no values.
        if bare.is_empty() || bare.starts_with(['<', '/']) {
            return;
        }
        let range = start..start + bare.len();
        self.found.prints.push((range.start, "(".to_owned(), range.clone()));
        self.found.prints.push((range.end, format!(") | {PRINTED}"), range));
    }

    /// Beside the blocks of a template that extends another there may be no text.
    fn takes_text(&self) -> bool {
        !self.extends || self.open.iter().any(|open| matches!(open.end, "endblock" | "endcomponent"))
    }

    /// Puts a counter behind a tag.
    fn behind(&mut self, tag: &Range<usize>, call: &str) {
        if !self.takes_text() {
            return;
        }
        // Spaces that the tag takes away are taken away behind the counter.
        let trims = self.text[..tag.end - 2].ends_with('-');
        let counter = if trims { format!("{{{{ {call} -}}}}") } else { format!("{{{{ {call} }}}}") };
        self.found.counters.push((tag.end, counter, tag.clone()));
    }

    /// Looks at the size of what is kept under a name, where it can have grown.
    fn kept(&mut self, name: &str, value: &str, tag: &Range<usize>) {
        if name.is_empty() {
            return;
        }
        if value.contains(['[', '{']) {
            self.behind(tag, &format!("{SIZE_AND_DEPTH}(of={name})"));
        } else if value.contains(['~', '|', '(', '+']) {
            self.behind(tag, &format!("{SIZE}(of={name})"));
        }
    }

    fn call(&mut self, rest: &str, tag: &Range<usize>) {
        let Some(quote) = rest.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`')) else {
            return;
        };
        if let Some(name) = rest[1..].split(quote).next() {
            self.found.calls.push((name.to_owned(), tag.clone()));
        }
    }

    /// Counts the turns of `[… for x in list if …]`.
    fn comprehensions(&mut self, inside: Range<usize>) {
        let written = &self.text[inside.clone()];
        if !written.contains("for") || !written.contains('[') {
            return;
        }
        // For each bracket that is open: whether it is a square one with `for` in it, and where the list begins.
        let mut open: Vec<(char, bool, Option<usize>)> = Vec::new();
        let mut at = 0;
        while let Some(letter) = written[at..].chars().next() {
            match letter {
                '"' | '\'' | '`' => {
                    let Some(end) = string_end(written, at) else { return };
                    at = end;
                    continue;
                }
                '[' | '(' | '{' => open.push((letter, false, None)),
                ']' | ')' | '}' => {
                    if let Some((_, _, Some(from))) = open.pop() {
                        self.each(inside.start + from..inside.start + at);
                    }
                }
                letter if letter.is_alphabetic() || letter == '_' => {
                    let word = first_word(&written[at..]);
                    if let Some((bracket, is_for, from)) = open.last_mut() {
                        match word {
                            "for" if *bracket == '[' => *is_for = true,
                            "in" if *is_for && from.is_none() => *from = Some(at + word.len()),
                            "if" if from.is_some() => {
                                if let Some(from) = from.take() {
                                    *is_for = false;
                                    self.each(inside.start + from..inside.start + at);
                                }
                            }
                            _ => {}
                        }
                    }
                    at += word.len();
                    continue;
                }
                _ => {}
            }
            at += letter.len_utf8();
        }
    }

    fn each(&mut self, list: Range<usize>) {
        self.found.counters.push((list.start, " (".to_owned(), list.clone()));
        self.found.counters.push((list.end, format!(") | {EACH} "), list));
    }
}

fn first_word(text: &str) -> &str {
    let end = text.find(|letter: char| !(letter.is_alphanumeric() || letter == '_')).unwrap_or(text.len());
    &text[..end]
}

/// Where a tag ends whose inside begins at a byte: behind `close`.
fn tag_end(text: &str, from: usize, close: &str) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = text.get(at..)?;
        let found = rest.find(['"', '\'', '`', '%', '}'])?;
        at += found;
        let rest = &text[at..];
        if rest.starts_with(close) {
            return Some(at + close.len());
        }
        at = if rest.starts_with(['%', '}']) { at + 1 } else { string_end(text, at)? };
    }
}

/// Where the text in quotes ends that begins at a byte.
fn string_end(text: &str, at: usize) -> Option<usize> {
    let quote = *text.as_bytes().get(at)?;
    let mut bytes = text.as_bytes().iter().enumerate().skip(at + 1);
    while let Some((at, byte)) = bytes.next() {
        match *byte {
            b'\\' => {
                bytes.next();
            }
            byte if byte == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}
