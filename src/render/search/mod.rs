//! The index of the site's own search: scripts that the search page loads when somebody searches.
//!
//! The first one, `index.js` below the search page, says how many pages there are and holds the words,
//! each with the pages that have it. A large site has its words in files of their own, in the order of
//! the alphabet, and the pages of its common words in others, so that a search loads few of them. The
//! texts that results show are apart from the words, a few pages to a file. How words of a text and of a
//! search find each other is for the scripts of the theme to know: what lies here are words as they were
//! written.

mod packed;
mod text;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::mem::take;

use ahash::{AHashMap, AHashSet};
use rayon::prelude::*;
use serde_json::{Value as Json, json};

use super::html::encode_path;
use super::references;
use super::texts::Texts;
use crate::model::output::{Content, Sink, SinkError};
use crate::model::page::{Kind, Page, PageId};
use crate::model::site::{SEARCH_INDEX, Site};
use packed::{Packed, push_list, push_number};
pub(super) use text::{Section, sections};

/// Up to this many bytes all words lie in the first file.
const WORDS_IN_ONE: usize = 40 * 1024;
/// About how many bytes of words a file has otherwise, and how many of lists of pages.
const WORDS_IN_PART: usize = 4 * 1024;
const LISTS_IN_PART: usize = 4 * 1024;
/// Up to this many pages are told beside the word itself.
const PAGES_BESIDE: usize = 4;
/// How many pages are told for a word when there are very many: nobody reads on so far, and the words
/// that stand beside it in a search tell pages apart.
const MOST_PAGES: usize = 150;
/// About how many bytes the words have that are looked through for what was meant by a misspelt one.
const WORDS_TO_MEND: usize = 28 * 1024;
/// About how many bytes of text a file has.
const TEXT_IN_PART: usize = 4 * 1024;
/// How many bytes of one page can be shown in results when a site is large; of a longer one it is the
/// beginning of each section.
const TEXT_OF_PAGE: usize = 6 * 1024;

/// What a word is on a page; the higher, the more the page is about it.
mod place {
    /// The end of a longer word: `talo` of `kylätalo`.
    pub const PART: u8 = 0;
    pub const TEXT: u8 = 1;
    /// Several times.
    pub const OFTEN: u8 = 2;
    pub const DESCRIPTION: u8 = 3;
    pub const HEADING: u8 = 4;
    pub const TITLE: u8 = 5;
    /// The only word of the title.
    pub const NAME: u8 = 6;
}

/// How many times in a text are several.
const OFTEN: u32 = 3;
/// What stands before the first heading and is no longer than that is a beginning, and not the whole page.
const LEAD: usize = 600;
/// What the anchors of worked examples begin with: a page that shows one is not about its story.
const EXAMPLE: &str = "example-";
/// A page with more headings than that is about none of them in particular.
const MANY_HEADINGS: usize = 12;
/// The shortest word that is found at the end of a longer one, and the least that stands before it.
const SHORTEST_PART: usize = 4;
const SHORTEST_HEAD: usize = 3;

/// Whether the search finds a page: whoever keeps one from search engines means ours as well.
pub(super) fn is_found(site: &Site, page: PageId) -> bool {
    let search = site.search_page(site.pages[page].language);
    site.pages[page].indexed && search.is_some_and(|search| search != page)
}

/// How much a page is about what it says; the first is shown first of pages that answer equally well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// It tells of a thing.
    Plain,
    /// It gathers what others tell: the front page, tools, lists of rules and examples.
    Gathered,
    /// What was new once.
    News,
    /// Made from the rules.
    Made,
}

/// Leaves out of the pages that gather what others tell the words that stand on a page that tells of a
/// thing: nobody looks for them there.
fn leave_to_others(found: &mut [AHashMap<String, u8>], of: &[Standing]) {
    let plain = found.iter().zip(of).filter(|(_, standing)| **standing == Standing::Plain);
    let told: AHashSet<String> = plain.flat_map(|(words, _)| words.keys().cloned()).collect();
    for (words, _) in found.iter_mut().zip(of).filter(|(_, standing)| **standing == Standing::Gathered) {
        words.retain(|word, place| *place > place::OFTEN || !told.contains(word));
    }
}

/// Blocks that repeat what stands on other pages.
const GATHERING: [&str; 4] = ["examples", "rules", "parameters", "calculator"];

fn standing(page: &Page) -> Standing {
    if page.made.is_some() {
        return Standing::Made;
    }
    let text = page.source.file.text.get(page.source.body..).unwrap_or_default();
    match page.kind {
        Kind::Article => Standing::News,
        Kind::Home => Standing::Gathered,
        _ if references::names_in(text).iter().any(|name| GATHERING.contains(name)) => Standing::Gathered,
        _ => Standing::Plain,
    }
}

/// Where the index of a language begins, without base.
pub(super) fn index_url(site: &Site, language: usize) -> Option<String> {
    Some(format!("{}{SEARCH_INDEX}", site.pages[site.search_page(language)?].url))
}

/// Puts the index of a language into the sink; `sections` gives the text of a page.
pub(super) fn publish<'t>(
    site: &Site,
    language: usize,
    texts: &[Texts<'_>],
    sections: &(dyn Fn(PageId) -> &'t [Section] + Sync),
    sink: &dyn Sink,
) -> Result<(), SinkError> {
    let Some(search) = site.search_page(language) else { return Ok(()) };
    let mut pages: Vec<PageId> = (0..site.pages.len())
        .filter(|page| site.pages[*page].language == language && is_found(site, *page))
        .collect();
    pages.sort_by_key(|page| {
        let one = &site.pages[*page];
        (standing(one), one.date.map(std::cmp::Reverse), *page)
    });
    let folder = &site.pages[search].url[1..];
    let same = &site.languages[language].same_words;
    for (name, content) in files(site, &pages, texts, sections, same) {
        sink.put(&format!("{folder}{name}"), Content::Bytes(content.as_bytes()))?;
    }
    Ok(())
}

/// The files of an index, by their paths from the search page.
fn files<'t>(
    site: &Site,
    pages: &[PageId],
    texts: &[Texts<'_>],
    sections: &(dyn Fn(PageId) -> &'t [Section] + Sync),
    same: &[Vec<String>],
) -> BTreeMap<String, String> {
    let mut found: Vec<AHashMap<String, u8>> =
        pages.par_iter().map(|page| words_of(&texts[*page], sections(*page))).collect();
    let of: Vec<Standing> = pages.iter().map(|page| standing(&site.pages[*page])).collect();
    leave_to_others(&mut found, &of);
    let mut all: Vec<Posting<'_>> = found
        .iter()
        .zip(0..)
        .flat_map(|(words, page)| words.iter().map(move |(word, place)| (word.as_str(), page, *place)))
        .collect();
    // The order of the hash tables reaches no further than this.
    all.par_sort_unstable();
    let mut entries = entries(&all);

    let is_split =
        entries.iter().map(|entry| entry.word.len() + entry.pages.len() * 2).sum::<usize>() > WORDS_IN_ONE;
    if is_split {
        add_ends(&mut entries);
        for entry in &mut entries {
            entry.keep_best();
        }
    }
    entries.par_sort_by(|a, b| (&a.folded, a.word).cmp(&(&b.folded, b.word)));

    let mut files = BTreeMap::new();
    let mut heads = String::new();
    let words = if is_split {
        let parts = Parts::of(&entries);
        for (kind, parts) in [('w', parts.words), ('p', parts.lists)] {
            files.extend(parts.into_iter().enumerate().map(|(number, part)| (part_name(kind, number), part)));
        }
        files.insert(MENDING.to_owned(), words_to_mend(&entries));
        ("starts", json!(parts.starts))
    } else {
        let mut packed = Packed::default();
        for entry in &entries {
            packed.add(entry.word, |lists| push_list(&entry.pages, lists));
        }
        let numbers: AHashMap<&str, u32> = entries.iter().map(|entry| entry.word).zip(0..).collect();
        for page in pages {
            push_heads(&site.pages[*page], &texts[*page], sections(*page), &numbers, &mut heads);
        }
        ("all", packed.json())
    };

    let most = if is_split { TEXT_OF_PAGE } else { usize::MAX };
    let shown: Vec<String> =
        pages.par_iter().map(|page| shown(site, *page, texts, sections(*page), most)).collect();
    let bytes: usize = shown.iter().map(String::len).sum();
    let together = (TEXT_IN_PART * shown.len() / bytes.max(1)).max(1);
    for (number, part) in shown.chunks(together).enumerate() {
        files.insert(part_name('t', number), format!("export default [{}];\n", part.join(",\n")));
    }

    // Browsers keep files for a while: those of one index ask for each other by this.
    let mut stamp = blake3::Hasher::new();
    for (name, content) in &files {
        stamp.update(name.as_bytes());
        stamp.update(content.as_bytes());
    }
    let stamp = &stamp.finalize().to_hex()[..8];
    let ends = [Standing::Plain, Standing::Gathered, Standing::News]
        .map(|last| pages.partition_point(|page| standing(&site.pages[*page]) <= last));
    let mut root = json!({"stamp": stamp, "pages": pages.len(), "ends": ends, "together": together});
    if !heads.is_empty() {
        root["heads"] = json!(heads);
    }
    if !same.is_empty() {
        root["same"] = json!(same);
    }
    root[words.0] = words.1;
    files.insert(SEARCH_INDEX.to_owned(), script(&root));
    files
}

/// Writes what a page is called and what its sections are called, each as the numbers of its words. A
/// blank ends the page. Pages that gather or repeat have their title alone.
fn push_heads(
    page: &Page,
    texts: &Texts<'_>,
    sections: &[Section],
    numbers: &AHashMap<&str, u32>,
    heads: &mut String,
) {
    let is_plain = matches!(standing(page), Standing::Plain | Standing::News);
    let sections = if is_plain { sections } else { &[] };
    let own = sections.iter().filter(|section| !section.0.starts_with(EXAMPLE));
    let headings = own.map(|Section(_, heading, _)| heading.as_str());
    for heading in [&*texts.title, &*texts.short_title].into_iter().chain(headings) {
        let mut found: BTreeSet<u32> = BTreeSet::new();
        words::each_word(heading, |word| found.extend(numbers.get(word.as_str())));
        let count = found.len();
        let mut next = 0;
        for (at, number) in found.into_iter().enumerate() {
            push_number(number - next, at + 1 == count, heads);
            next = number + 1;
        }
    }
    heads.push(' ');
}

/// The words among which a misspelt one is looked for.
const MENDING: &str = "index/s.js";

/// `index/w3.js`
fn part_name(kind: char, number: usize) -> String {
    format!("index/{kind}{number}.js")
}

fn script(value: &Json) -> String {
    format!("export default {value};\n")
}

/// A word, the number of a page in the index, and what the word is there.
type Posting<'p> = (&'p str, u32, u8);

/// The words of a page, with the best place of each.
fn words_of(texts: &Texts<'_>, sections: &[Section]) -> AHashMap<String, u8> {
    let mut found: AHashMap<String, (u8, u32)> = AHashMap::new();
    let mut read = |text: &str, place: u8| {
        words::each_word(text, |word| {
            let known = found.entry(word).or_insert((place, 0));
            known.0 = known.0.max(place);
            known.1 += 1;
        });
    };
    for title in [&texts.title, &texts.short_title] {
        let mut count = 0;
        words::each_word(title, |_| count += 1);
        read(title, if count == 1 { place::NAME } else { place::TITLE });
    }
    read(&texts.description, place::DESCRIPTION);
    let is_about = sections.len() <= MANY_HEADINGS;
    for Section(anchor, heading, text) in sections {
        let is_about = is_about && !anchor.starts_with(EXAMPLE);
        read(heading, if is_about { place::HEADING } else { place::OFTEN });
        // What a page begins with says what it is about.
        read(text, if anchor.is_empty() && text.len() < LEAD { place::OFTEN } else { place::TEXT });
    }
    let often = |(place, times)| if place == place::TEXT && times >= OFTEN { place::OFTEN } else { place };
    found.into_iter().map(|(word, known)| (word, often(known))).collect()
}

/// A word of the index, with its pages in order.
#[derive(Debug)]
struct Entry<'p> {
    word: &'p str,
    folded: String,
    pages: Vec<(u32, u8)>,
    /// How many pages have it; not all of them need be told.
    total: usize,
}

impl Entry<'_> {
    fn keep_best(&mut self) {
        self.total = self.pages.len();
        if self.pages.len() > MOST_PAGES {
            self.pages.sort_by_key(|(page, place)| (std::cmp::Reverse(*place), *page));
            self.pages.truncate(MOST_PAGES);
            self.pages.sort_unstable();
        }
    }
}

fn entries<'p>(sorted: &[Posting<'p>]) -> Vec<Entry<'p>> {
    sorted
        .par_chunk_by(|a, b| a.0 == b.0)
        .map(|of_word| Entry {
            word: of_word[0].0,
            folded: words::folded(of_word[0].0),
            pages: of_word.iter().map(|(_, page, place)| (*page, *place)).collect(),
            total: of_word.len(),
        })
        .collect()
}

/// Tells under each word also the pages that have it at the end of a longer one: when words lie in
/// several files, a search for `talo` does not load the one with `kylätalo`. In one file the script finds
/// that by itself.
fn add_ends(entries: &mut [Entry<'_>]) {
    let numbers: AHashMap<&str, usize> =
        entries.iter().zip(0..).map(|(entry, number)| (entry.word, number)).collect();
    // Looking up each end of a word takes as long as the ends are together: of a word as long as a page,
    // for ever. Only what is as long as some word can be one.
    let lengths: AHashSet<usize> = entries.iter().map(|entry| entry.word.len()).collect();
    let ends: Vec<(usize, usize)> = entries
        .par_iter()
        .enumerate()
        .flat_map_iter(|(number, entry)| {
            let starts = entry.word.char_indices().map(|(at, _)| at).skip(SHORTEST_HEAD);
            let ends = starts.map(|at| &entry.word[at..]);
            let ends = ends.take_while(|end| end.chars().nth(SHORTEST_PART - 1).is_some());
            let (numbers, lengths) = (&numbers, &lengths);
            let ends = ends.filter(|end| lengths.contains(&end.len()));
            ends.filter_map(move |end| Some((*numbers.get(end)?, number)))
        })
        .collect();
    let added: Vec<(usize, Vec<u32>)> = ends
        .into_iter()
        .map(|(end, longer)| (end, entries[longer].pages.iter().map(|(page, _)| *page).collect()))
        .collect();
    let mut touched = AHashSet::new();
    for (end, pages) in added {
        entries[end].pages.extend(pages.into_iter().map(|page| (page, place::PART)));
        touched.insert(end);
    }
    for entry in touched {
        let pages = &mut entries[entry].pages;
        pages.sort_unstable_by_key(|(page, place)| (*page, std::cmp::Reverse(*place)));
        pages.dedup_by_key(|(page, _)| *page);
    }
}

/// The words of a large site.
#[derive(Debug, Default)]
struct Parts {
    /// With what the words of each file begin.
    starts: String,
    /// The files of words; each says behind which list of pages its own ones come.
    words: Vec<String>,
    /// The files of lists of pages.
    lists: Vec<String>,
}

impl Parts {
    fn of(entries: &[Entry<'_>]) -> Self {
        let mut parts = Self::default();
        let mut starts = packed::Words::default();
        let mut packed = Packed::default();
        let mut lists: Vec<String> = vec![String::new()];
        // How many lists the last file has.
        let mut count = 0;
        let mut first = (0, 0);
        let mut last = "";
        for entry in entries {
            // Words that differ by their marks alone stay together.
            let is_full = packed.length() > WORDS_IN_PART && last != entry.folded;
            if is_full {
                parts.words.push(script(&take(&mut packed).json_after(first)));
                first = (lists.len() - 1, count);
            }
            if packed.length() == 0 {
                starts.add(beginning(last, &entry.folded));
            }
            last = &entry.folded;
            if entry.total <= PAGES_BESIDE {
                packed.add(entry.word, |text| push_list(&entry.pages, text));
                continue;
            }
            let is_next = lists.last().is_some_and(|list| list.len() > LISTS_IN_PART);
            if is_next {
                lists.push(String::new());
                count = 0;
            }
            if let Some(list) = lists.last_mut() {
                push_list(&entry.pages, list);
            }
            count += 1;
            packed.add(entry.word, |text| {
                text.push_str(if is_next { packed::IN_NEXT } else { packed::IN_SAME });
                push_number(u32::try_from(entry.total).unwrap_or(u32::MAX), true, text);
            });
        }
        parts.words.push(script(&packed.json_after(first)));
        parts.starts = starts.text;
        parts.lists = lists.into_iter().map(|list| script(&json!(list))).collect();
        parts
    }
}

/// The least of the beginning of a word that tells it from the one before.
fn beginning<'w>(before: &str, word: &'w str) -> &'w str {
    // No beginning that both have comes after the other word.
    let common = before.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
    let ends = word.char_indices().map(|(at, letter)| at + letter.len_utf8());
    ends.skip_while(|end| *end <= common)
        .map(|end| &word[..end])
        .find(|start| *start > before)
        .unwrap_or(word)
}

/// The commonest words with how common they are, each step twice the one before.
fn words_to_mend(entries: &[Entry<'_>]) -> String {
    let is_word = |word: &str| word.chars().count() > 3 && word.chars().all(char::is_alphabetic);
    let mut common: Vec<&Entry<'_>> = entries.iter().filter(|entry| is_word(entry.word)).collect();
    common.sort_by_key(|entry| std::cmp::Reverse(entry.total));
    let mut bytes = 0;
    // Half of a word is about what it does not have in common with the one before.
    let few = common.into_iter().take_while(|entry| {
        bytes += entry.word.len() / 2 + 2;
        bytes < WORDS_TO_MEND
    });
    let mut few: Vec<&Entry<'_>> = few.collect();
    few.sort_by(|a, b| (&a.folded, a.word).cmp(&(&b.folded, b.word)));
    let mut words = packed::Words::default();
    let mut totals = String::new();
    for entry in few {
        words.add(entry.word);
        push_number(entry.total.ilog2(), true, &mut totals);
    }
    script(&json!([words.text, totals]))
}

/// A page as results show it: address, title, the way to it, description and sections, of which no more
/// than so many bytes.
fn shown(site: &Site, page: PageId, texts: &[Texts<'_>], sections: &[Section], most: usize) -> String {
    let mut way = Vec::new();
    let mut at = site.pages[page].section;
    while let Some(section) = at {
        // The front page is above all others.
        if site.pages[section].section.is_some() {
            way.push(&*texts[section].short_title);
        }
        at = site.pages[section].section;
    }
    way.reverse();
    let url = site.base.path_to(&encode_path(&site.pages[page].url));
    let mut written = String::new();
    let sections = text::within(sections, most);
    let page = json!([url, texts[page].title, way, texts[page].description, sections]);
    let _ = write!(written, "{page}");
    written
}

#[cfg(test)]
mod tests {
    use super::{Entry, Parts, add_ends, beginning};

    fn entry<'p>(word: &'p str, pages: &[u32]) -> Entry<'p> {
        let pages: Vec<(u32, u8)> = pages.iter().map(|page| (*page, 1)).collect();
        Entry { word, folded: word.to_owned(), total: pages.len(), pages }
    }

    #[test]
    fn longer_words_are_found_by_their_ends() {
        let mut entries = [entry("kylätalo", &[1]), entry("talo", &[0, 1]), entry("lo", &[5])];
        add_ends(&mut entries);
        assert_eq!(entries[1].pages, [(0, 1), (1, 1)]);
        entries[0].pages = vec![(7, 1)];
        add_ends(&mut entries);
        assert_eq!(entries[1].pages, [(0, 1), (1, 1), (7, 0)]);
    }

    #[test]
    fn files_are_told_apart_by_few_letters() {
        let starts = [("", "hanke"), ("hankkia", "hankkeen"), ("haku", "hanke"), ("ha", "haku")];
        assert_eq!(starts.map(|(before, word)| beginning(before, word)), ["h", "hankkeen", "han", "hak"]);
    }

    #[test]
    fn common_words_have_their_pages_elsewhere() {
        let entries = [entry("haku", &[0, 1, 2, 3, 4]), entry("raha", &[7]), entry("tuki", &[2, 3, 4, 5, 6])];
        let parts = Parts::of(&entries);
        assert_eq!(parts.starts, "Ah");
        assert_eq!(parts.words, ["export default [\"AhakuArahaAtuki\",\"&fh&f\",0,0];\n"]);
        assert_eq!(parts.lists, ["export default \"BBBBaDBBBa\";\n"]);
    }
}
