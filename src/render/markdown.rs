//! Markdown as HTML: headings with anchors, links to files resolved, references filled in.
//!
//! The HTML is written here, not by the Markdown library: tables need a frame that scrolls, pictures
//! their size, footnotes an end, and no element may carry a `style`.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{
    Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd,
};

use super::html::{Signs, encode_path, escape, escaped};
use super::references::{self, Block, References};
use crate::diag::Diagnostics;
use crate::model::locale::{Locale, Tongue};
use crate::model::page::{Page, PageSource};
use crate::model::site::{Hidden, Site, is_external};
use crate::model::slug::slug;
use crate::source::{Place, SourceFile};

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
    /// Renders a block with its template.
    pub show_block: &'s (dyn Fn(&Block, &mut Diagnostics) -> String + Sync),
}

/// Renders the Markdown of a page.
pub(super) fn render(surroundings: &Surroundings<'_>, diags: &mut Diagnostics) -> Rendered {
    let source = surroundings.source;
    let markdown = &source.file.text[source.body..];
    super::pasted::look(source, surroundings.locale.tongue(), diags);
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
        ids: Vec::new(),
        picture: None,
        links: Vec::new(),
        table: None,
        notes: Notes::default(),
        loose_picture: None,
        in_code: false,
        html_block: HtmlBlock::None,
    };
    let mut events = Parser::new_ext(markdown, OPTIONS).into_offset_iter();
    while let Some((event, range)) = events.next() {
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
    writer.finish()
}

/// What the Markdown of pages has besides CommonMark.
pub(crate) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_DEFINITION_LIST)
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
    ids: Vec<String>,
    picture: Option<OpenPicture>,
    /// Whether each open link is written; one that leads nowhere is left out, its text stays.
    links: Vec<bool>,
    table: Option<Table>,
    notes: Notes,
    /// Where a paragraph began, while it holds nothing but a picture with a caption.
    loose_picture: Option<(usize, Option<String>)>,
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
}

struct OpenPicture {
    url: String,
    dimensions: Option<(u32, u32)>,
    alt: String,
    caption: String,
    range: Range<usize>,
}

struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

#[derive(Default)]
struct Notes {
    /// Names in the order in which the text first refers to them, with the number of references.
    used: Vec<(String, usize)>,
    written: Vec<(String, String, Range<usize>)>,
    /// The page's HTML, while a note is written.
    page: Option<(String, String, Range<usize>)>,
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

    fn structure(&mut self, event: Event<'m>, range: Range<usize>) {
        if self.loose_picture.is_some()
            && !matches!(
                event,
                Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image | TagEnd::Paragraph)
            )
        {
            self.loose_picture = None;
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
                }
                self.push("<code>");
                escape(&code, self.html());
                self.push("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(&html, range),
            Event::FootnoteReference(name) => self.note_reference(&name),
            Event::HardBreak => self.push("<br>\n"),
            Event::Rule => self.push("<hr>\n"),
            // Not switched on, or dealt with before.
            Event::Text(_)
            | Event::SoftBreak
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'m>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => {
                self.loose_picture = Some((self.rendered.html.len(), None));
                self.push("<p>");
            }
            Tag::Heading { level, .. } => {
                let level = heading_level(level);
                self.check_level(level, &range);
                self.heading =
                    Some(OpenHeading { level, start: self.rendered.html.len(), title: String::new() });
            }
            Tag::BlockQuote(_) => self.push("<blockquote>\n"),
            Tag::CodeBlock(kind) => {
                self.in_code = true;
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
            Tag::List(Some(1)) => self.push("<ol>\n"),
            Tag::List(Some(start)) => self.push(&format!("<ol start=\"{start}\">\n")),
            Tag::List(None) => self.push("<ul>\n"),
            Tag::Item => self.push("<li>"),
            Tag::FootnoteDefinition(name) => {
                let page = std::mem::take(&mut self.rendered.html);
                self.notes.page = Some((name.into_string(), page, range));
            }
            Tag::DefinitionList => self.push("<dl>\n"),
            Tag::DefinitionListTitle => self.push("<dt>"),
            Tag::DefinitionListDefinition => self.push("<dd>"),
            Tag::Table(alignments) => {
                let label = if self.last_heading.is_empty() {
                    escaped(&self.surroundings.page.title.value)
                } else {
                    escaped(&self.last_heading)
                };
                self.push(&format!(
                    "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\">\n<table>\n"
                ));
                self.table = Some(Table { alignments, column: 0, in_head: false });
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
                self.push(tag);
                self.push(class);
                self.push(">");
            }
            Tag::Emphasis => self.inline_tag("<em>"),
            Tag::Strong => self.inline_tag("<strong>"),
            Tag::Strikethrough => self.inline_tag("<del>"),
            Tag::Link { link_type, dest_url, .. } => self.start_link(link_type, &dest_url, range),
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
            TagEnd::List(true) => self.push("</ol>\n"),
            TagEnd::List(false) => self.push("</ul>\n"),
            TagEnd::Item => self.push("</li>\n"),
            TagEnd::FootnoteDefinition => {
                if let Some((name, page, range)) = self.notes.page.take() {
                    let note = std::mem::replace(&mut self.rendered.html, page);
                    self.notes.written.push((name, note, range));
                }
            }
            TagEnd::DefinitionList => self.push("</dl>\n"),
            TagEnd::DefinitionListTitle => self.push("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.push("</dd>\n"),
            TagEnd::Table => {
                self.push("</tbody>\n</table>\n</div>\n");
                self.table = None;
            }
            TagEnd::TableHead => {
                self.push("</tr>\n</thead>\n<tbody>\n");
                if let Some(table) = &mut self.table {
                    table.in_head = false;
                }
            }
            TagEnd::TableRow => self.push("</tr>\n"),
            TagEnd::TableCell => {
                let in_head = self.table.as_ref().is_some_and(|table| table.in_head);
                self.push(if in_head { "</th>" } else { "</td>" });
            }
            TagEnd::Emphasis => self.inline_tag("</em>"),
            TagEnd::Strong => self.inline_tag("</strong>"),
            TagEnd::Strikethrough => self.inline_tag("</del>"),
            TagEnd::Link => {
                if self.links.pop() == Some(true) {
                    self.inline_tag("</a>");
                }
            }
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

    // Running text ------------------------------------------------------------------------------

    fn write_text(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let mut pieces = std::mem::take(&mut self.text);
        for (text, range) in &mut pieces {
            // A curled quote is a piece of its own.
            if text.len() == "“".len() {
                self.curl(text, range);
            }
        }
        match &pieces[..] {
            [(only, _)] => self.write_run(only, &pieces),
            several => {
                let mut whole = std::mem::take(&mut self.run);
                for (text, _) in several {
                    whole.push_str(text);
                }
                self.write_run(&whole, &pieces);
                whole.clear();
                self.run = whole;
            }
        }
        // The room is used again for the next run.
        pieces.clear();
        self.text = pieces;
    }

    /// Straight quotes come curled as in English; Finnish and Swedish have ” on both sides.
    fn curl(&self, text: &mut CowStr<'m>, range: &Range<usize>) {
        if !matches!(text.as_ref(), "“" | "‘") {
            return;
        }
        let written = &self.file.text[range.start + self.offset..range.end + self.offset];
        *text = match (self.surroundings.locale.tongue(), written) {
            (Tongue::Finnish | Tongue::Swedish, "\"") => CowStr::Borrowed("”"),
            (Tongue::Finnish | Tongue::Swedish, "'") => CowStr::Borrowed("’"),
            // Curled by the author.
            _ => return,
        };
    }

    /// Writes one run of text: references filled in, typed values told of.
    fn write_run(&mut self, text: &str, pieces: &[(CowStr<'m>, Range<usize>)]) {
        let signs = Signs::of(text);
        if self.picture.is_none() && !signs.is_blank() {
            self.loose_picture = None;
        }
        if signs.has_digit() {
            for (range, reference) in self.surroundings.references.typed_values(text) {
                if !text[range.end..].starts_with("{nolink}") {
                    let place = self.place(&in_source(pieces, &range));
                    let _ = self.diags.typed_value(&place, &text[range], &reference);
                }
            }
        }
        if signs.has_bracket()
            && let Some(note) = missing_note(text)
        {
            let place = self.place(&in_source(pieces, &note));
            let _ = self.diags.no_footnote(&place, &text[note]);
        }
        if text.starts_with("##") {
            self.check_heading_sign(text, pieces);
        }
        if signs.has_bracket()
            && let Some((range, meant)) = pieces_of_link(text)
        {
            let place = self.place(&in_source(pieces, &range));
            // With a backslash the signs are meant as they are.
            if place.written().is_some_and(|written| !written.contains('\\')) {
                let _ = self.diags.link_in_pieces(&place, &meant);
            }
        }
        if !signs.has_brace() {
            if signs.is_plain() && self.picture.is_none() && self.heading.is_none() {
                self.push(text);
            } else {
                self.write_plain(text);
            }
            return;
        }
        for (range, name) in references::broken(text) {
            let place = self.place(&in_source(pieces, &range));
            let _ = self.diags.broken_reference(&place, &name);
        }
        let mut at = 0;
        while let Some(found) = references::find(text, at) {
            self.write_unmarked(&text[at..found.range.start]);
            let place = in_source(pieces, &found.range);
            self.inline(&text[found.name.clone()], place);
            at = found.range.end;
        }
        self.write_unmarked(&text[at..]);
    }

    /// `##Ehdot` at the start of a line is no heading.
    fn check_heading_sign(&mut self, text: &str, pieces: &[(CowStr<'m>, Range<usize>)]) {
        let line = text.lines().next().unwrap_or_default();
        let words = line.trim_start_matches('#');
        let place = self.place(&in_source(pieces, &(0..line.len())));
        let begins_line = place.line_column().is_some_and(|(_, column)| column == 1);
        if begins_line && line.len() - words.len() <= 6 && words.starts_with(char::is_alphanumeric) {
            let signs = &line[..line.len() - words.len()];
            let _ = self.diags.heading_without_space(&place, &format!("{signs} {words}"));
        }
    }

    /// Text without its marks that a value is meant as typed.
    fn write_unmarked(&mut self, text: &str) {
        for part in text.split("{nolink}") {
            self.write_plain(part);
        }
    }

    fn write_plain(&mut self, text: &str) {
        if let Some(picture) = &mut self.picture {
            picture.alt.push_str(text);
            return;
        }
        if let Some(heading) = &mut self.heading {
            heading.title.push_str(text);
        }
        escape(text, self.html());
    }

    fn inline(&mut self, name: &str, range: Range<usize>) {
        match self.surroundings.references.inline(name) {
            Ok(inline) => {
                if let Some(picture) = &mut self.picture {
                    picture.alt.push_str(&inline.text);
                    return;
                }
                if let Some(heading) = &mut self.heading {
                    heading.title.push_str(&inline.text);
                }
                // A link within a link is none: there the text alone stands.
                if self.links.iter().any(|written| *written) && inline.html.contains("<a ") {
                    escape(&inline.text, self.html());
                } else {
                    self.push(&inline.html);
                }
            }
            Err(unknown) => {
                let place = self.place(&range);
                let _ = match self.surroundings.references.block(name) {
                    Ok(Some(_)) => self.diags.block_within_text(&place, name),
                    Ok(None) => self.diags.unknown_reference(&place, name, &unknown.known),
                    Err(unknown) => self.diags.unknown_reference(&place, name, &unknown.known),
                };
            }
        }
    }

    /// Writes a block. `false` if the name is one for running text.
    fn block(&mut self, name: &str, range: Range<usize>) -> bool {
        self.write_text();
        match self.surroundings.references.block(name) {
            Ok(Some(block)) => {
                self.rendered.scripts |= block.scripts;
                let html = (self.surroundings.show_block)(&block, self.diags);
                self.push(html.trim_end());
                self.push("\n");
                true
            }
            Ok(None) => false,
            Err(unknown) => {
                let place = self.place(&range);
                let _ = self.diags.unknown_reference(&place, name, &unknown.known);
                true
            }
        }
    }

    // Headings ----------------------------------------------------------------------------------

    fn check_level(&mut self, level: u8, range: &Range<usize>) {
        let place = self.place(range);
        if level == 1 && self.offset == 0 {
            // The front matter is missing, which has been told: this is its title.
            self.level = 1;
            return;
        }
        if level == 1 {
            let _ = self.diags.first_level_heading(&place);
            // As if it stood one lower, so that those below it are not told of too.
            self.level = 2;
            return;
        }
        if level > self.level + 1 {
            let _ = self.diags.skipped_heading_level(&place, self.level, level);
        }
        self.level = level;
    }

    fn end_heading(&mut self, range: &Range<usize>) {
        let Some(OpenHeading { level, start, mut title }) = self.heading.take() else { return };
        let mut chosen = None;
        let trimmed = title.trim_end();
        if trimmed.ends_with('}')
            && let Some(open) = trimmed.rfind("{#")
        {
            let id = trimmed[open + 2..trimmed.len() - 1].to_owned();
            // The same letters end the HTML, where none of them is written otherwise.
            if let Some(end) = self.rendered.html.rfind("{#") {
                self.rendered.html.truncate(end);
            }
            title.truncate(open);
            chosen = Some(id);
        }
        let title = title.trim().to_owned();
        let kept = self.rendered.html.trim_end().len();
        self.rendered.html.truncate(kept.max(start));
        if title.is_empty() {
            let place = self.place(range);
            let _ = self.diags.empty_heading(&place);
        }
        let id = match chosen {
            Some(id) => {
                let place = self.place(range);
                if !is_anchor(&id) {
                    let _ = self.diags.not_an_anchor(&place, &id);
                } else if self.ids.contains(&id) {
                    let _ = self.diags.anchor_twice(&place, &id);
                }
                id
            }
            None => self.free_id(&title),
        };
        self.ids.push(id.clone());
        let digit = char::from(b'0' + level);
        let mut open = String::with_capacity(id.len() + 10);
        open.push_str("<h");
        open.push(digit);
        open.push_str(" id=\"");
        escape(&id, &mut open);
        open.push_str("\">");
        self.rendered.html.insert_str(start, &open);
        self.push("</h");
        self.rendered.html.push(digit);
        self.push(">\n");
        self.last_heading.clone_from(&title);
        let heading = Heading { id, title, children: Vec::new() };
        match (level, self.rendered.contents.last_mut()) {
            (2, _) => self.rendered.contents.push(heading),
            (3, Some(above)) => above.children.push(heading),
            _ => {}
        }
    }

    /// An id from the words of a heading that no other heading has.
    fn free_id(&self, title: &str) -> String {
        let mut id = slug(title);
        if id.is_empty() {
            id.push_str("osio");
        }
        if !self.ids.contains(&id) {
            return id;
        }
        (2..).map(|number| format!("{id}-{number}")).find(|id| !self.ids.contains(id)).expect("numbers go on")
    }

    // Links and pictures ------------------------------------------------------------------------

    fn start_link(&mut self, kind: LinkType, url: &str, range: Range<usize>) {
        if self.picture.is_some() {
            return;
        }
        let target =
            if kind == LinkType::Email { Some(format!("mailto:{url}")) } else { self.target(url, &range) };
        let written = target.is_some();
        if let Some(url) = target {
            self.push("<a href=\"");
            escape(&url, self.html());
            self.push("\">");
            self.rendered.links.push((url, range.start + self.offset..range.end + self.offset));
        }
        self.links.push(written);
    }

    /// The address that a link leads to, as it stands in the page. `None` leaves the text without link.
    fn target(&mut self, url: &str, range: &Range<usize>) -> Option<String> {
        let place = self.place(range);
        if is_external(url) {
            return Some(url.to_owned());
        }
        if url.is_empty() {
            let _ = self.diags.empty_link(&place);
            return None;
        }
        if url.starts_with('#') {
            return Some(url.to_owned());
        }
        if let Some(scheme) = scheme_of(url) {
            let _ = self.diags.unusual_scheme(&place, scheme);
            return None;
        }
        let (path, anchor) = match url.find('#') {
            Some(at) => url.split_at(at),
            None => (url, ""),
        };
        let site = self.surroundings.site;
        let page = self.surroundings.page;
        let decoded = percent_decoded(path);
        let language = &site.languages[page.language].code;
        let Some(file) = resolve(language, &page.path, &decoded) else {
            let _ = self.diags.link_out_of_content(&place, url);
            return None;
        };
        if let Some(target) = site.by_path.get(&file) {
            let mut address = site.base.path_to(&site.pages[*target].url);
            address.push_str(anchor);
            return Some(address);
        }
        if let Some(target) = site.file_by_path.get(&file) {
            return Some(format!("{}{anchor}", site.base.path_to(&encode_path(&site.files[*target].url))));
        }
        if let Some(hidden) = site.hidden.get(&file) {
            match hidden {
                Hidden::Draft => {
                    let _ = self.diags.link_to_draft(&place, url);
                }
                // The day comes and goes by itself: the text must not break then.
                Hidden::Future(date) => self.diags.link_to_future_page(&place, url, *date),
                Hidden::Expired(date) => self.diags.link_to_expired_page(&place, url, *date),
            }
            return None;
        }
        // An address of the site instead of a file: the finished page is checked for it.
        if decoded.starts_with('/') && !decoded.ends_with(".md") {
            return Some(format!("{}{anchor}", site.base.path_to(path)));
        }
        let folder = format!("{language}/");
        let known = site.by_path.keys().chain(site.file_by_path.keys());
        let known = known.filter_map(|path| path.strip_prefix(&folder));
        let from = page.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let wanted = file.strip_prefix(&folder).unwrap_or(&file);
        let _ = self.diags.broken_link(&place, url, wanted, from, known);
        None
    }

    fn start_picture(&mut self, url: &str, title: &str, range: Range<usize>) {
        let place = self.place(&range);
        let site = self.surroundings.site;
        let page = self.surroundings.page;
        let mut picture = OpenPicture {
            url: String::new(),
            dimensions: None,
            alt: String::new(),
            caption: title.to_owned(),
            range: range.clone(),
        };
        let file = resolve(&site.languages[page.language].code, &page.path, &percent_decoded(url));
        let found = file.as_ref().and_then(|file| site.file_by_path.get(file));
        if is_external(url) || url.starts_with("//") {
            let _ = self.diags.picture_from_elsewhere(&place, url);
        } else if let Some(found) = found {
            let file = &site.files[*found];
            picture.url = site.base.path_to(&encode_path(&file.url));
            picture.dimensions = file.dimensions;
        } else {
            let language = format!("{}/", site.languages[page.language].code);
            let known = site.file_by_path.keys().filter_map(|path| path.strip_prefix(&language));
            let wanted = file.as_deref().unwrap_or(url);
            let wanted = wanted.strip_prefix(&language).unwrap_or(wanted);
            let from = page.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let _ = self.diags.no_picture(&place, url, wanted, from, known);
        }
        self.picture = Some(picture);
    }

    fn end_picture(&mut self) {
        let Some(picture) = self.picture.take() else { return };
        if picture.alt.trim().is_empty() {
            let place = self.place(&picture.range);
            let _ = self.diags.picture_without_words(
                &place,
                &self.file.text[picture.range.start + self.offset..picture.range.end + self.offset],
            );
        }
        let mut html = String::from("<img src=\"");
        escape(&picture.url, &mut html);
        html.push_str("\" alt=\"");
        escape(picture.alt.trim(), &mut html);
        html.push('"');
        if let Some((width, height)) = picture.dimensions {
            html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        html.push_str(" loading=\"lazy\">");
        if let Some((start, caption)) = &mut self.loose_picture
            && self.rendered.html.len() == *start + "<p>".len()
            && !picture.caption.is_empty()
        {
            *caption = Some(picture.caption);
        }
        let range = picture.range.start + self.offset..picture.range.end + self.offset;
        self.rendered.links.push((picture.url, range));
        self.push(&html);
    }

    /// A paragraph of nothing but a picture with a caption is a figure.
    fn end_paragraph(&mut self) {
        match self.loose_picture.take() {
            Some((start, Some(caption))) => {
                self.rendered.html.replace_range(start..start + "<p>".len(), "<figure>");
                self.push("<figcaption>");
                escape(&caption, self.html());
                self.push("</figcaption></figure>\n");
            }
            _ => self.push("</p>\n"),
        }
    }

    // Footnotes ---------------------------------------------------------------------------------

    fn note_reference(&mut self, name: &str) {
        let position = self.notes.used.iter().position(|(used, _)| used == name);
        let number = position.unwrap_or(self.notes.used.len()) + 1;
        let times = match position {
            Some(position) => {
                self.notes.used[position].1 += 1;
                self.notes.used[position].1
            }
            None => {
                self.notes.used.push((name.to_owned(), 1));
                1
            }
        };
        let id = if times == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{times}") };
        self.push(&format!(
            "<sup id=\"{id}\"><a href=\"#fn-{number}\" role=\"doc-noteref\">{number}</a></sup>"
        ));
    }

    fn finish(mut self) -> Rendered {
        self.write_text();
        let notes = std::mem::take(&mut self.notes);
        for (name, _, range) in &notes.written {
            if !notes.used.iter().any(|(used, _)| used == name) {
                let place = self.place(range);
                let _ = self.diags.unused_footnote(&place, name);
            }
        }
        if notes.used.is_empty() {
            return self.rendered;
        }
        let (label, back) = match self.surroundings.locale.tongue() {
            Tongue::Finnish => ("Alaviitteet", "Takaisin tekstiin"),
            Tongue::Swedish => ("Fotnoter", "Tillbaka till texten"),
            Tongue::English => ("Footnotes", "Back to the text"),
        };
        self.push(&format!(
            "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"{label}\">\n<ol>\n"
        ));
        for (index, (name, _)) in notes.used.iter().enumerate() {
            let number = index + 1;
            let note = notes.written.iter().find(|(written, ..)| written == name);
            let note = note.map_or("", |(_, note, _)| note.trim_end());
            let link =
                format!(" <a href=\"#fnref-{number}\" role=\"doc-backlink\" aria-label=\"{back}\">↩</a>");
            self.push(&format!("<li id=\"fn-{number}\">"));
            match note.strip_suffix("</p>") {
                Some(open) => {
                    self.push(open);
                    self.push(&link);
                    self.push("</p>");
                }
                None => {
                    self.push(note);
                    self.push(&link);
                }
            }
            self.push("</li>\n");
        }
        self.push("</ol>\n</section>\n");
        self.rendered
    }

    // Raw HTML ----------------------------------------------------------------------------------

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
        if written.starts_with("<!--") && written.ends_with("-->") {
            return;
        }
        let first_line = written.lines().next().unwrap_or_default();
        let shown = range.start..(range.start + first_line.len()).min(range.end);
        let place = self.place(&shown);
        let _ = self.diags.raw_html(&place, first_line);
    }
}

fn heading_level(level: HeadingLevel) -> u8 {
    level as u8
}

/// Bytes of the Markdown for bytes of the text that was read from it.
fn in_source(pieces: &[(CowStr<'_>, Range<usize>)], range: &Range<usize>) -> Range<usize> {
    let mut at = 0;
    let (mut start, mut end) = (None, None);
    for (text, source) in pieces {
        // Text that is written as it reads has its bytes one by one; an entity is one piece as a whole.
        let same = text.len() == source.len();
        let inside = at..at + text.len();
        if start.is_none() && range.start < inside.end {
            start = Some(if same { source.start + (range.start - at) } else { source.start });
        }
        if range.end <= inside.end && end.is_none() {
            end = Some(if same { source.start + (range.end - at) } else { source.end });
        }
        at = inside.end;
    }
    let last = pieces.last().map_or(0, |(_, source)| source.end);
    let start = start.unwrap_or(last);
    start..end.unwrap_or(last).max(start)
}

/// A `[^name]` that was left as text: nothing below says what it means.
fn missing_note(text: &str) -> Option<Range<usize>> {
    let start = text.find("[^")?;
    let length = text[start..].find(']')?;
    (length > 2 && !text[start..start + length].contains(char::is_whitespace))
        .then_some(start..start + length + 1)
}

fn is_anchor(id: &str) -> bool {
    !id.is_empty()
        && id.bytes().all(|byte| {
            matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.') || byte.is_ascii_uppercase()
        })
}

/// The path of a file under `content/` that a link means; `None` if it leads out of there.
pub(crate) fn resolve(language: &str, page: &str, link: &str) -> Option<String> {
    let mut path = String::with_capacity(language.len() + page.len() + link.len() + 2);
    path.push_str(language);
    let link = match link.strip_prefix('/') {
        Some(absolute) => absolute,
        None => {
            if let Some((folder, _)) = page.rsplit_once('/') {
                path.push('/');
                path.push_str(folder);
            }
            link
        }
    };
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." if path.is_empty() => return None,
            ".." => path.truncate(path.rfind('/').unwrap_or(0)),
            name => {
                if !path.is_empty() {
                    path.push('/');
                }
                path.push_str(name);
            }
        }
    }
    Some(path)
}

fn scheme_of(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let plain = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    plain.then_some(scheme)
}

/// The path with `%20` and the like as the letters that they stand for.
pub(crate) fn percent_decoded(path: &str) -> std::borrow::Cow<'_, str> {
    if !path.contains('%') {
        return path.into();
    }
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        let value = match (first, after) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        match value {
            Some(value) => {
                bytes.push(value);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).map_or(path.into(), Into::into)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}
/// Brackets that were meant as a link and do not make one: where they stand, and the link.
fn pieces_of_link(text: &str) -> Option<(Range<usize>, String)> {
    // What can only be an address or a file, and not a remark in brackets.
    let is_target = |target: &str| {
        !target.contains([' ', '(', '[', ']'])
            && (is_external(target)
                || target.starts_with("../")
                || target.starts_with("www.")
                || [".md", ".html", ".pdf", ".jpg", ".png", ".svg", ".docx", ".xlsx", ".fi"].iter().any(
                    |ending| target.split('#').next().unwrap_or_default().to_lowercase().ends_with(ending),
                ))
    };
    let label_before = |end: usize| {
        let start = text[..end].rfind('[')?;
        Some((start, &text[start + 1..end])).filter(|(_, label)| !label.contains(['\n', ']']))
    };
    if let Some(found) = text.find("](") {
        let (start, label) = label_before(found)?;
        let rest = &text[found + 2..];
        let line = rest.lines().next().unwrap_or_default();
        return match line.find(')') {
            // An address with a space in it has to stand in angle brackets.
            Some(end) if line[..end].trim().contains(' ') => {
                Some((start..found + 2 + end + 1, format!("[{label}](<{}>)", line[..end].trim())))
            }
            Some(_) => None,
            None => {
                let target = line.split_whitespace().next().unwrap_or_default();
                let end = found + 2 + line.find(target).unwrap_or(0) + target.len();
                let target = target.trim_end_matches(['.', ',', ';', ':']);
                is_target(target).then(|| (start..end, format!("[{label}]({target})")))
            }
        };
    }
    for (open, close, gap) in [("] (", ')', 3), (")[", ']', 2)] {
        for (found, _) in text.match_indices(open) {
            let Some(length) = text[found + gap..].find(close) else { continue };
            let target = &text[found + gap..found + gap + length];
            let label_sign = if close == ')' { '[' } else { '(' };
            let Some(start) = text[..found].rfind(label_sign) else { continue };
            let label = &text[start + 1..found];
            if is_target(target) && !label.contains('\n') {
                return Some((start..found + gap + length + 1, format!("[{label}]({target})")));
            }
        }
    }
    // `[teksti(sivu.md)`
    let start = text.find('[')?;
    let inside = &text[start + 1..];
    let middle = inside.find(['(', ']', '\n']).filter(|at| inside[*at..].starts_with('('))?;
    let length = inside[middle + 1..].find(')')?;
    let target = &inside[middle + 1..middle + 1 + length];
    is_target(target)
        .then(|| (start..start + middle + length + 3, format!("[{}]({target})", &inside[..middle])))
}
