//! The front matter of a page.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::shape::site::{PAGE, PAGE_PICTURE};
use super::yaml::{Cursor, Document, is_curly};
use crate::diag::{Diagnostics, Reported, Words};
use crate::model::page::{MadeOf, PageSource, Sort, Text};
use crate::model::{address, slug};
use crate::source::{Place, SourceFile, Spanned};

/// Front matter, checked by itself: what it says of other pages is still as it was written.
#[derive(Debug, Default)]
pub struct FrontMatter {
    pub title: Text,
    pub description: Text,
    pub menu_title: Option<Text>,
    pub slug: Option<Spanned<String>>,
    pub order: Option<i64>,
    pub date: Option<Date>,
    pub updated: Option<Date>,
    pub publish: Option<Date>,
    /// The first day on which the page is gone.
    pub expire: Option<Date>,
    pub draft: bool,
    pub aliases: Vec<Spanned<String>>,
    pub template: Option<Spanned<String>>,
    pub key: Option<String>,
    pub toc: Option<bool>,
    pub sort: Option<Sort>,
    pub list: Option<bool>,
    pub feed: bool,
    pub questions: bool,
    pub per_page: Option<usize>,
    pub indexed: Option<bool>,
    pub one_file: bool,
    pub picture: Option<RawPicture>,
    /// What has pages of its own under this one.
    pub pages_of: Vec<(MadeOf, Place)>,
    /// Old addresses of those, by the id of what they are about.
    pub aliases_of: Vec<(Spanned<String>, Vec<Spanned<String>>)>,
}

/// The picture of a page, before its file is looked up.
#[derive(Debug)]
pub struct RawPicture {
    pub file: Spanned<String>,
    pub alt: String,
}

impl FrontMatter {
    /// Whether it has a key that only sections use.
    pub fn is_of_section(&self) -> bool {
        self.sort.is_some() || self.feed || self.per_page.is_some() || self.list == Some(true)
    }
}

/// No line of a text that somebody wrote is longer, in bytes: it would fill twenty pages of a book.
const LONGEST_LINE: usize = 64 * 1024;
/// How much of a longer one is shown.
const SHOWN_OF_LINE: usize = 60;

/// Reads and checks the front matter.
///
/// A mistake is told, and what can be read is kept: the text below is looked at all the same, so
/// that one run shows every mistake.
pub fn front_matter(file: &Arc<SourceFile>, diags: &mut Diagnostics) -> (PageSource, FrontMatter) {
    let long = |line: &&str| line.len() > LONGEST_LINE;
    if let Some(line) = file.text.split_inclusive('\n').find(long) {
        // Nothing of it is looked at: what is no text has hundreds of thousands of mistakes.
        let start = line.as_ptr() as usize - file.text.as_ptr() as usize;
        let place = Place::bytes(file, start..start + line.floor_char_boundary(SHOWN_OF_LINE));
        let _ = diags.line_too_long(&place, line.len());
        let source = PageSource { file: file.clone(), front: 0..0, body: file.text.len() };
        return (source, FrontMatter::default());
    }
    let (front, body) = match split(&file.text) {
        Split::Whole(front, body) => (front, body),
        Split::Unclosed => {
            let source = PageSource { file: file.clone(), front: 0..0, body: file.text.len() };
            let _ = diags.unclosed_front_matter(file);
            return (source, FrontMatter::default());
        }
        Split::None => {
            let source = PageSource { file: file.clone(), front: 0..0, body: 0 };
            let _ = diags.no_front_matter(file);
            return (source, FrontMatter::default());
        }
    };
    let source = PageSource { file: file.clone(), front: front.clone(), body };
    let mut page = FrontMatter::default();
    // Whatever was wrong has been told.
    let _ = read(file, front, &mut page, diags);
    hidden_by_sign(&source, diags);
    (source, page)
}

#[derive(Debug, PartialEq, Eq)]
enum Split {
    /// The bytes between the `---` lines, and where the text behind them begins.
    Whole(Range<usize>, usize),
    /// The second line is missing.
    Unclosed,
    /// The file does not begin with such a line.
    None,
}

fn split(text: &str) -> Split {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    if first.trim_end() != "---" {
        return Split::None;
    }
    let start = first.len();
    let mut at = start;
    for line in lines {
        if line.starts_with("---") && line.trim_end() == "---" {
            return Split::Whole(start..at, at + line.len());
        }
        at += line.len();
    }
    Split::Unclosed
}

fn read(
    file: &Arc<SourceFile>,
    front: Range<usize>,
    page: &mut FrontMatter,
    diags: &mut Diagnostics,
) -> Result<(), Reported> {
    let document = Document::parse(file, front, diags)?;
    let map = document.root().shape(&PAGE, diags)?;
    let mut has_title = false;
    for (entry, key, value) in map.numbered() {
        if value.is_null() {
            continue;
        }
        // A closure, so that `?` ends the one entry and not the whole front matter.
        let mut read = || -> Result<(), Reported> {
            match key {
                "title" => {
                    has_title = true;
                    page.title = text(key, &value, entry, diags)?;
                    if page.title.value.trim().is_empty() {
                        return Err(map.missing("title", &value.key_place(), diags));
                    }
                }
                "description" => page.description = text(key, &value, entry, diags)?,
                "menu_title" => page.menu_title = Some(text(key, &value, entry, diags)?),
                "slug" => {
                    let written = value.text(diags)?;
                    if !slug::is_slug(&written.value) {
                        return Err(diags.not_a_slug(&written));
                    }
                    page.slug = Some(written);
                }
                "order" => page.order = Some(value.integer(-100_000, 100_000, diags)?),
                "date" => page.date = Some(value.date(diags)?),
                "updated" => page.updated = Some(value.date(diags)?),
                "publish" => page.publish = Some(value.date(diags)?),
                "expire" => page.expire = Some(value.date(diags)?),
                "draft" => page.draft = value.bool(diags)?,
                "aliases" => {
                    page.aliases = aliases(&value, diags)?;
                }
                "template" => page.template = Some(value.text(diags)?),
                "key" => page.key = Some(address::composed(&value.text(diags)?.value).into_owned()),
                "toc" => page.toc = Some(value.bool(diags)?),
                "sort" => {
                    let written = value.text(diags)?;
                    page.sort = Some(match written.value.as_str() {
                        "order" => Sort::Order,
                        "date" => Sort::Date,
                        "title" => Sort::Title,
                        _ => {
                            return Err(diags.not_one_of(
                                &written,
                                &Words::new("order of pages", "järjestys"),
                                ["order", "date", "title"],
                            ));
                        }
                    });
                }
                "list" => page.list = Some(value.bool(diags)?),
                "feed" => page.feed = value.bool(diags)?,
                "questions" => page.questions = value.bool(diags)?,
                "per_page" => {
                    page.per_page = usize::try_from(value.integer(1, 1000, diags)?).ok();
                }
                "indexed" => page.indexed = Some(value.bool(diags)?),
                "one_file" => page.one_file = value.bool(diags)?,
                "picture" => {
                    if let Some(file) = value.scalar() {
                        return Err(diags.picture_of_page_without_words(&value.place(), &file));
                    }
                    let picture = value.shape(&PAGE_PICTURE, diags)?;
                    let file = picture.must("file", diags).and_then(|file| file.text(diags));
                    let alt = picture.must("alt", diags).and_then(|alt| alt.text(diags));
                    let (file, alt) = (file?, alt?);
                    if alt.value.trim().is_empty() {
                        return Err(diags.picture_of_page_without_words(&alt.place, &file.value));
                    }
                    page.picture = Some(RawPicture { file, alt: alt.value.trim().to_owned() });
                }
                "pages_of" => {
                    for name in value.names(diags)? {
                        match MadeOf::named(&name.value) {
                            Some(of) => page.pages_of.push((of, name.place)),
                            None => {
                                let what = Words::new("kind of pages", "sivujen laji");
                                let _ = diags.not_one_of(&name, &what, MadeOf::NAMES);
                            }
                        }
                    }
                }
                "aliases_of" => {
                    let owner = Words::new("the list of old addresses", "vanhojen osoitteiden luettelon");
                    for (id, listed) in value.open_map(&owner, diags)?.entries() {
                        if let Ok(listed) = aliases(&listed, diags) {
                            page.aliases_of.push((id, listed));
                        }
                    }
                }
                // Told of when the map was opened.
                _ => {}
            }
            Ok(())
        };
        let _ = read();
    }
    if !has_title {
        let _ = map.missing("title", &map.start(), diags);
    }
    if let (Some(publish), Some(expire)) = (page.publish, page.expire)
        && expire <= publish
        && let Some(cursor) = map.get("expire")
    {
        let _ = diags.expires_before_it_is_published(&cursor.place(), publish);
    }
    Ok(())
}

/// Old addresses; what is none is told of and left out.
fn aliases(value: &Cursor<'_>, diags: &mut Diagnostics) -> Result<Vec<Spanned<String>>, Reported> {
    let mut aliases = value.names(diags)?;
    aliases.retain_mut(|alias| {
        alias.value = alias.value.trim().to_owned();
        let is_one = address::old_address(&alias.value).is_some();
        if !is_one {
            let _ = diags.not_an_alias(alias);
        }
        is_one
    });
    Ok(aliases)
}

fn text(key: &str, value: &Cursor<'_>, entry: u32, diags: &mut Diagnostics) -> Result<Text, Reported> {
    let text = value.plain_text(diags)?;
    let inside = text.strip_prefix(is_curly).and_then(|text| text.strip_suffix(is_curly));
    if let Some(inside) = inside.filter(|inside| !inside.contains(is_curly)) {
        diags.curly_quotes_around(&value.place(), key, inside);
    }
    Ok(Text { value: text, entry })
}

/// Tells of `title: Hanke #1 alkaa`: what follows the sign is a remark to YAML.
fn hidden_by_sign(source: &PageSource, diags: &mut Diagnostics) {
    let front = &source.file.text[source.front.clone()];
    let mut at = source.front.start;
    for line in front.split_inclusive('\n') {
        let written = line.trim_end();
        let hidden = written.find(" #").filter(|hash| {
            let is_text =
                ["title: ", "description: ", "menu_title: "].iter().any(|key| written.starts_with(key));
            let value = written[..*hash].split_once(": ").map_or("", |(_, value)| value.trim());
            // A remark has a space behind the sign, a number or a name has none.
            is_text
                && !value.is_empty()
                && !value.starts_with(['"', '\'', '|', '>'])
                && !written[hash + 2..].starts_with(' ')
        });
        if let Some(hash) = hidden {
            let place = Place::bytes(&source.file, at + hash + 1..at + written.len());
            diags.hidden_by_sign(&place, written);
        }
        at += line.len();
    }
}

#[cfg(test)]
mod tests {
    use super::{Split, split};

    #[test]
    fn front_matter_ends_at_its_second_line() {
        assert_eq!(split("---\na: 1\n---\ntext"), Split::Whole(4..9, 13));
        assert_eq!(split("---\r\na: 1\r\n---\r\ntext"), Split::Whole(5..11, 16));
        assert_eq!(split("---\n---"), Split::Whole(4..4, 7));
        assert_eq!(split("---\na: 1\n"), Split::Unclosed);
        assert_eq!(split("a: 1\n"), Split::None);
        assert_eq!(split(""), Split::None);
    }
}
