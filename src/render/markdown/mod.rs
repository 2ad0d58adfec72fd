//! Markdown as HTML: headings with anchors, links to files resolved, references filled in.
//!
//! The HTML is written here, not by the Markdown library: tables need a frame that scrolls, pictures
//! their size, footnotes an end, and no element may carry a `style`.

mod headings;
mod ids;
mod links;
mod lost;
mod notes;
mod quotes;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::html::{escape, escaped};
use super::photo::Shown;
use super::references::{self, Block, References};
use crate::diag::Diagnostics;
use crate::model::locale::{Locale, Tongue};
use crate::model::page::{Page, PageSource};
use crate::model::site::Site;
use crate::source::{Place, SourceFile};
use ahash::AHashMap;
pub(in crate::render) use ids::HeadingId;
use ids::Ids;
use lost::Definitions;
use notes::Notes;

/// A text as HTML, and what the page has to know of it.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    pub html: String,
    /// Headings of the second level, with those of the third below them.
    pub contents: Vec<Heading>,
    /// Addresses as they stand in the HTML, and the bytes of the file that they come from.
    pub links: Vec<(String, Range<usize>)>,
    /// Whether a block on the page needs the theme's scripts.
    pub scripts: bool,
    /// The anchors of all headings.
    pub ids: Vec<HeadingId>,
    /// The anchors that headings would have with the values that they show, and those that they have.
    pub former: BTreeMap<String, String>,
    /// Where the blocks stand in the file, and in the HTML.
    pub blocks: Vec<(Range<usize>, Range<usize>)>,
}

#[derive(Debug)]
pub(super) struct Heading {
    pub id: String,
    pub title: String,
    pub children: Vec<Heading>,
}

/// What a text can refer to.
pub(super) struct Surroundings<'s> {
    pub site: &'s Site,
    pub page: &'s Page,
    /// The text of the page: another than its own while it is being written.
    pub source: &'s PageSource,
    pub locale: &'s Locale,
    pub references: &'s dyn References,
    /// Anchors that the page has besides those of its headings.
    pub taken: &'s BTreeSet<String>,
    /// Renders a block with its template.
    pub show_block: &'s (dyn Fn(&Block, &mut Diagnostics) -> String + Sync),
    /// How wide pictures are shown, as `sizes` of HTML says it.
    pub column: &'s str,
}

/// Renders the Markdown of a page.
pub(super) fn render(surroundings: &Surroundings<'_>, diags: &mut Diagnostics) -> Rendered {
    let source = surroundings.source;
    let markdown = &source.file.text[source.body..];
    super::pasted::look(source, surroundings.locale.tongue(), surroundings.references, diags);
    let mut writer = Writer {
        surroundings,
        file: &source.file,
        offset: source.body,
        diags,
        rendered: Rendered { html: String::with_capacity(markdown.len() * 3 / 2), ..Rendered::default() },
        text: Vec::with_capacity(16),
        run: String::new(),
        heading: None,
        last_heading: String::new(),
        level: 1,
        ids: Ids::new(surroundings.taken),
        picture: None,
        has_picture: surroundings.page.picture.is_some(),
        links: Vec::new(),
        lists: Vec::new(),
        table: None,
        regions: AHashMap::new(),
        notes: Notes::default(),
        figure: None,
        term: 0..0,
        in_code: false,
        html_block: HtmlBlock::None,
    };
    let mut definitions = Definitions::new(markdown);
    let mut events = Parser::new_ext(markdown, OPTIONS).into_offset_iter();
    // The running text of one paragraph, heading or cell: quotes are curled by what stands around them.
    let mut inline: Vec<(Event<'_>, Range<usize>)> = Vec::new();
    let tongue = surroundings.locale.tongue();
    while let Some((event, range)) = events.next() {
        definitions.see(&event, &range, events.reference_definitions());
        if !writer.in_code && quotes::is_inline(&event) {
            inline.push((event, range));
            continue;
        }
        writer.inline_events(tongue, markdown, &mut inline);
        if matches!(event, Event::Start(Tag::Paragraph))
            && let Some(name) = block_name(&markdown[range.clone()])
        {
            let name = name.start + range.start..name.end + range.start;
            if writer.block(&markdown[name.clone()], name) {
                for (event, _) in events.by_ref() {
                    if event == Event::End(TagEnd::Paragraph) {
                        break;
                    }
                }
                continue;
            }
        }
        writer.event(event, range);
    }
    writer.inline_events(tongue, markdown, &mut inline);
    writer.write_text();
    writer.tell_definitions(definitions, events.reference_definitions());
    writer.write_notes();
    writer.rendered
}

/// What the Markdown of pages has besides CommonMark.
pub(crate) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_SMART_PUNCTUATION);

/// The name in a paragraph that is nothing but one reference.
fn block_name(paragraph: &str) -> Option<Range<usize>> {
    let written = paragraph.trim();
    if !written.starts_with("{{") || !written.ends_with("}}") {
        return None;
    }
    let found = references::find(paragraph, 0)?;
    (paragraph[found.range].len() == written.len()).then_some(found.name)
}

struct Writer<'w, 'm> {
    surroundings: &'w Surroundings<'w>,
    file: &'w Arc<SourceFile>,
    /// Where the Markdown begins in the file.
    offset: usize,
    diags: &'w mut Diagnostics,
    rendered: Rendered,
    /// Pieces of running text that are not written yet: a reference or an amount can be cut in two
    /// by the Markdown reader.
    text: Vec<(CowStr<'m>, Range<usize>)>,
    /// Room for the pieces put together.
    run: String,
    heading: Option<OpenHeading>,
    last_heading: String,
    /// Level of the last heading.
    level: u8,
    ids: Ids,
    picture: Option<OpenPicture>,
    /// Whether the page has shown one before.
    has_picture: bool,
    links: Vec<OpenLink>,
    /// The number that the next item has, in each list that is open; none in a list without numbers.
    lists: Vec<Option<u64>>,
    table: Option<Table>,
    /// How often the tables of the page had each name.
    regions: AHashMap<String, usize>,
    notes: Notes,
    /// The paragraph that is open, while it holds nothing but a picture.
    figure: Option<Figure>,
    /// The last term of a list of definitions, in the Markdown.
    term: Range<usize>,
    in_code: bool,
    html_block: HtmlBlock,
}

enum HtmlBlock {
    None,
    Open(Range<usize>),
    Told,
}

struct OpenHeading {
    level: u8,
    /// Where its HTML begins.
    start: usize,
    title: String,
    /// Its words without the values that it shows.
    words: String,
    /// The names of those.
    names: Vec<String>,
}

struct OpenLink {
    /// One that leads nowhere is left out, its text stays.
    is_written: bool,
    /// Where the HTML of its text begins.
    start: usize,
    range: Range<usize>,
}

struct OpenPicture {
    /// How many pictures are open among its words.
    within: usize,
    url: String,
    shown: Option<Shown>,
    alt: String,
    caption: String,
    range: Range<usize>,
}

/// A paragraph that may become a figure.
struct Figure {
    /// Where its HTML begins.
    start: usize,
    picture: Option<Caption>,
}

struct Caption {
    /// Empty if the picture has none.
    text: String,
    /// Where it stands in the HTML as the picture's title.
    at: usize,
}

struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    /// Where the last cell ends in the Markdown.
    end: usize,
}

impl<'m> Writer<'_, 'm> {
    fn place(&self, range: &Range<usize>) -> Place {
        let (start, end) = (range.start + self.offset, range.end + self.offset);
        // A heading reaches over the line break behind it; what is meant ends with its words.
        let written = self.file.text[start..end].trim_end();
        Place::bytes(self.file, start..start + written.len())
    }

    fn html(&mut self) -> &mut String {
        &mut self.rendered.html
    }

    fn push(&mut self, html: &str) {
        self.rendered.html.push_str(html);
    }

    fn event(&mut self, event: Event<'m>, range: Range<usize>) {
        let (file, offset) = (self.file, self.offset);
        let place = || Place::bytes(file, range.start + offset..range.end + offset);
        super::hidden::look(&event, &place, self.diags);
        match event {
            Event::Text(text) if self.in_code => {
                escape(&text, self.html());
            }
            Event::Text(text) => self.text.push((text, range)),
            // A line break can stand within an amount.
            Event::SoftBreak => self.text.push((CowStr::Borrowed("\n"), range)),
            other => {
                self.write_text();
                self.structure(other, range);
            }
        }
    }

    /// Writes running text, with its quotes curled.
    fn inline_events(&mut self, tongue: Tongue, markdown: &str, events: &mut Vec<(Event<'m>, Range<usize>)>) {
        quotes::curl(tongue, markdown, events);
        for (event, range) in events.drain(..) {
            self.event(event, range);
        }
    }

    fn structure(&mut self, event: Event<'m>, range: Range<usize>) {
        let may_be_in_a_figure = matches!(
            event,
            Event::Start(Tag::Image { .. } | Tag::Link { .. })
                | Event::End(TagEnd::Image | TagEnd::Link | TagEnd::Paragraph)
        );
        if self.figure.is_some() && self.picture.is_none() && !may_be_in_a_figure {
            self.no_figure();
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(end) => self.end(end, range),
            Event::Code(code) => {
                if let Some(picture) = &mut self.picture {
                    picture.alt.push_str(&code);
                    return;
                }
                if let Some(heading) = &mut self.heading {
                    heading.title.push_str(&code);
                    heading.words.push_str(&code);
                }
                self.push("<code>");
                escape(&code, self.html());
                self.push("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(&html, range),
            Event::FootnoteReference(name) => self.note_reference(&name, range),
            Event::HardBreak => match &mut self.picture {
                Some(picture) => picture.alt.push('\n'),
                None => self.push("<br>\n"),
            },
            Event::TaskListMarker(is_done) => self.task(is_done),
            Event::Rule => self.push("<hr>\n"),
            // Not switched on, or dealt with before.
            Event::Text(_) | Event::SoftBreak | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'m>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => {
                self.figure = Some(Figure { start: self.rendered.html.len(), picture: None });
                self.push("<p>");
            }
            Tag::Heading { level, .. } => {
                let level = heading_level(level);
                self.check_level(level, &range);
                self.heading = Some(OpenHeading {
                    level,
                    start: self.rendered.html.len(),
                    title: String::new(),
                    words: String::new(),
                    names: Vec::new(),
                });
            }
            Tag::BlockQuote(_) => self.push("<blockquote>\n"),
            Tag::CodeBlock(kind) => {
                self.in_code = true;
                self.check_fence(&kind, &range);
                match kind {
                    CodeBlockKind::Fenced(language) if !language.is_empty() => {
                        let language = language.split([' ', ',']).next().unwrap_or_default();
                        let language = escaped(language);
                        self.push(&format!("<pre><code class=\"language-{language}\">"));
                    }
                    _ => self.push("<pre><code>"),
                }
            }
            Tag::HtmlBlock => self.html_block = HtmlBlock::Open(range),
            Tag::List(start) => {
                self.lists.push(start);
                match start {
                    Some(1) => self.push("<ol>\n"),
                    Some(start) => self.push(&format!("<ol start=\"{start}\">\n")),
                    None => self.push("<ul>\n"),
                }
            }
            Tag::Item => {
                self.check_number(&range);
                self.push("<li>");
            }
            Tag::FootnoteDefinition(name) => self.start_note(&name, range),
            Tag::DefinitionList => self.push("<dl>\n"),
            Tag::DefinitionListTitle => {
                self.term = range;
                self.push("<dt>");
            }
            Tag::DefinitionListDefinition => {
                self.check_term(&range);
                self.push("<dd>");
            }
            Tag::Table(alignments) => {
                let label = escaped(&self.region_name());
                self.push(&format!(
                    "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\">\n<table>\n"
                ));
                self.table = Some(Table { alignments, column: 0, in_head: false, end: range.start });
            }
            Tag::TableHead => {
                self.push("<thead>\n<tr>");
                if let Some(table) = &mut self.table {
                    (table.in_head, table.column) = (true, 0);
                }
            }
            Tag::TableRow => {
                self.push("<tr>");
                if let Some(table) = &mut self.table {
                    table.column = 0;
                }
            }
            Tag::TableCell => {
                let Some(table) = &mut self.table else { return };
                let class = match table.alignments.get(table.column) {
                    Some(Alignment::Right) => " class=\"right\"",
                    Some(Alignment::Center) => " class=\"center\"",
                    _ => "",
                };
                let tag = if table.in_head { "<th scope=\"col\"" } else { "<td" };
                table.column += 1;
                table.end = range.end;
                self.push(tag);
                self.push(class);
                self.push(">");
            }
            Tag::Emphasis => self.inline_tag("<em>"),
            Tag::Strong => self.inline_tag("<strong>"),
            Tag::Strikethrough => self.inline_tag("<del>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.start_link(link_type, &dest_url, &title, range);
            }
            Tag::Image { dest_url, title, .. } => self.start_picture(&dest_url, &title, range),
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, end: TagEnd, range: Range<usize>) {
        match end {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Heading(_) => self.end_heading(&range),
            TagEnd::BlockQuote(_) => self.push("</blockquote>\n"),
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.push("</code></pre>\n");
            }
            TagEnd::HtmlBlock => self.html_block = HtmlBlock::None,
            TagEnd::List(is_numbered) => {
                self.lists.pop();
                self.push(if is_numbered { "</ol>\n" } else { "</ul>\n" });
            }
            TagEnd::Item => self.push("</li>\n"),
            TagEnd::FootnoteDefinition => self.end_note(),
            TagEnd::DefinitionList => self.push("</dl>\n"),
            TagEnd::DefinitionListTitle => self.push("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.push("</dd>\n"),
            TagEnd::Table => {
                self.push("</tbody>\n</table>\n</div>\n");
                self.table = None;
            }
            TagEnd::TableHead => {
                self.check_row(&range);
                self.push("</tr>\n</thead>\n<tbody>\n");
                if let Some(table) = &mut self.table {
                    table.in_head = false;
                }
            }
            TagEnd::TableRow => {
                self.check_row(&range);
                self.push("</tr>\n");
            }
            TagEnd::TableCell => {
                let in_head = self.table.as_ref().is_some_and(|table| table.in_head);
                self.push(if in_head { "</th>" } else { "</td>" });
            }
            TagEnd::Emphasis => self.inline_tag("</em>"),
            TagEnd::Strong => self.inline_tag("</strong>"),
            TagEnd::Strikethrough => self.inline_tag("</del>"),
            TagEnd::Link => self.end_link(),
            TagEnd::Image => self.end_picture(),
            TagEnd::Superscript | TagEnd::Subscript | TagEnd::MetadataBlock(_) => {}
        }
    }

    /// A tag within running text; a picture's alternative text has none.
    fn inline_tag(&mut self, tag: &str) {
        if self.picture.is_none() {
            self.push(tag);
        }
    }

    fn raw_html(&mut self, html: &str, range: Range<usize>) {
        // A block comes line by line; its first line speaks for all of it.
        let (html, range) = match &mut self.html_block {
            HtmlBlock::None => (html, range),
            HtmlBlock::Told => return,
            HtmlBlock::Open(whole) => {
                let whole = whole.clone();
                self.html_block = HtmlBlock::Told;
                (&self.file.text[whole.start + self.offset..whole.end + self.offset], whole)
            }
        };
        let written = html.trim();
        // A comment is a note among editors, and not published.
        if let Some(beside) = lost::beside_comments(written) {
            if !beside.is_empty() {
                let start = range.start + (html.len() - html.trim_start().len()) + beside.start;
                let place = self.place(&(start..start + beside.len()));
                let _ = self.diags.words_beside_a_comment(&place);
            }
            return;
        }
        let first_line = written.lines().next().unwrap_or_default();
        let shown = range.start..(range.start + first_line.len()).min(range.end);
        let place = self.place(&shown);
        let _ = self.diags.raw_html(&place, first_line);
    }

    /// The sign of a task: a box that nobody can press, with words for those who do not see it.
    fn task(&mut self, is_done: bool) {
        let name = match (self.surroundings.locale.tongue(), is_done) {
            (Tongue::Finnish, true) => "Tehty",
            (Tongue::Finnish, false) => "Tekemättä",
            (Tongue::Swedish, true) => "Gjort",
            (Tongue::Swedish, false) => "Inte gjort",
            (Tongue::English, true) => "Done",
            (Tongue::English, false) => "Not done",
        };
        let checked = if is_done { " checked" } else { "" };
        self.push(&format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{name}\"> "));
    }

    /// The name of the area in which a table scrolls: that of the heading above it, and a number from
    /// the second table on.
    fn region_name(&mut self) -> String {
        let title = if self.last_heading.is_empty() {
            &self.surroundings.page.title.value
        } else {
            &self.last_heading
        };
        let count = self.regions.entry(title.clone()).or_insert(0);
        *count += 1;
        if *count == 1 { title.clone() } else { format!("{title} ({count})") }
    }
}

fn heading_level(level: HeadingLevel) -> u8 {
    level as u8
}
