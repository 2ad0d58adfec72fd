//! Signs of other systems: shortcodes, attributes, note boxes, a second front matter, references that
//! lead nowhere, and names of files in the place of words for a picture.

use std::sync::LazyLock;

use regex::Regex;

use super::Page;
use super::plain::{BLANK, Block, Kind};
use crate::diag::{Diagnostics, ForeignSlip};
use crate::model::locale::Tongue;

macro_rules! patterns {
    ($($name:ident = $pattern:expr;)+) => {
        $(static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($pattern).expect("a valid pattern"));)+
    };
}

patterns! {
    NOTE = r"^\[!([A-Za-zÅÄÖåäö]{3,12})\][-+]?";
    // WordPress and BBCode: a name with attributes, an end, or a name that can be nothing else.
    SHORTCODE = r#"\[(?:/[a-z][a-z0-9_*-]*|[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*(?:\s+[a-z_][a-z0-9_-]*\s*=\s*(?:"[^"]*"|'[^']*'|[^\s\]"']+))+\s*/?|(?:contact-form-7|gallery|caption|embed|playlist|video|audio|wpforms|ninja_form|gravityform|youtube|vimeo|instagram|facebook|map|googlemap|sitemap|shortcode|vc_row|vc_column|et_pb_section|recent_posts|url|img|b|i|u|quote|list)(?:\s+[^\]\[]*|=[^\]\[]*)?/?)\]"#;
    HUGO = r"\{\{[<%][^\n]*?(?:[>%]\}\}|$)";
    LIQUID = r"\{%[^\n]*?(?:%\}|$)";
    ATTRIBUTES = r#"\{:?[ ]*(?:[.#][\p{L}_][\p{L}\d_:-]*|[A-Za-z_@][\w:.-]*=(?:"[^"\n]*"|'[^'\n]*'|[^\s{}"']+))(?:[ ]+(?:[.#][\p{L}_][\p{L}\d_:-]*|[A-Za-z_@][\w:.-]*=(?:"[^"\n]*"|'[^'\n]*'|[^\s{}"']+)))*[ ]*\}"#;
    ANCHOR = r"#[\p{L}_][\p{L}\d_:.-]*";
    FENCE = r"(?m)^[ \t]*:{3,}[^\n]*";
    RAISED = r"[\p{L}\d)]\^([^\s^\[\]]{1,12})\^";
    LOWERED = r"[\p{L}\d)]~([^\s~\[\]]{1,12})~";
    MARKED = r"(?:^|[\s(])(==([^=\s](?:[^=\n]*[^=\s])?)==)";
    WIKI = r"!?\[\[[^\[\]\n]+\]\]";
    NOTE_IN_LINE = r"\^\[[^\]\n]+\]";
    CONTENTS = r"(?i)^\s*(?:\[\[_toc_\]\]|\[\[?toc\]?\]|\{:?\s*toc\s*\}|\$\{toc\}|@\[toc\])\s*$";
    WIKI_HEADING = r"^(={2,6})[ \t]*([^=\n]+?)[ \t]*={2,6}$";
    JIRA_HEADING = r"^h([1-6])\.[ \t]+([^\n]+)$";
    SMILE = r"(?:^|\s)(:[a-z][a-z0-9_+-]+:)(?:$|[\s.,!?])";
    IMPORT = r#"^(?:import|export)\s[^\n]*(?:from\s+['"]|=\s|default\s)"#;
    REFERENCE = r"\[([^\[\]\x01^\n][^\[\]\x01\n]*)\]\[([^\[\]\x01^\n]*)\]";
    KEY = r"^([A-Za-z][A-Za-z_-]*):(?:[ \t]|$)";
    FILE_NAME = r"(?i)^(?:(?:img|dsc|dscn|dscf|pxl|mvi|sam|cimg|p|dji|gopr|screenshot|screen shot|scan|whatsapp image|näyttökuva|skärmavbild|skärmbild)[ _-]*\(?\d[\d _.()~-]*.*|(?:image|img|kuva|bild|picture|photo|foto|valokuva|untitled|nimetön|namnlös|unnamed|logo)[ _-]*\(?\d+\)?|image|img|untitled|unnamed)$";
    ENDING = r"(?i)\.(?:jpe?g|png|gif|webp|svg|heic|avif|bmp|tiff?|pdf|docx?)$";
}

pub(super) fn look(page: &Page<'_>, diags: &mut Diagnostics) {
    for block in &page.plain.blocks {
        let text = page.plain.of(block);
        if text.contains(['[', '{', ':', '^', '~', '=', '.', 'i', 'e']) {
            in_block(page, block, text, diags);
        }
    }
    boxes(page, diags);
    struck(page, diags);
    second_front_matter(page, diags);
    pictures(page, diags);
}

fn in_block(page: &Page<'_>, block: &Block, text: &str, diags: &mut Diagnostics) {
    let start = block.range.start;
    let at = |range: std::ops::Range<usize>| start + range.start..start + range.end;
    let trimmed = text.trim();
    let is_text = matches!(block.kind, Kind::Paragraph | Kind::Item);
    if let Some(found) = CONTENTS.find(text).filter(|_| is_text) {
        let fix = page.certain(vec![page.edit(whole_lines(page, &at(found.range())), "")]);
        let _ = diags.foreign(&page.place(&at(found.range())), ForeignSlip::Contents, trimmed, "", fix);
        return;
    }
    if let Some(found) = NOTE.captures(text)
        && let (Some(whole), Some(name)) = (found.get(0), found.get(1))
    {
        let word = note_word(name.as_str(), page.tongue);
        let new = format!("**{word}**");
        let fix = page.certain(vec![page.edit(at(whole.range()), new.clone())]);
        let _ = diags.foreign(&page.place(&at(whole.range())), ForeignSlip::Note, whole.as_str(), &new, fix);
    }
    if let Some(found) = SHORTCODE.find(text) {
        // A link or a reference has something behind the bracket.
        let behind = text[found.end()..].chars().next();
        let is_link = matches!(behind, Some('(' | ':' | BLANK)) || text[..found.start()].ends_with(']');
        if !is_link {
            let _ = diags.foreign(
                &page.place(&at(found.range())),
                ForeignSlip::Shortcode,
                found.as_str(),
                "",
                None,
            );
        }
    }
    for pattern in [&HUGO, &LIQUID] {
        if let Some(found) = pattern.find(text) {
            let written = found.as_str();
            let _ = diags.foreign(&page.place(&at(found.range())), ForeignSlip::Shortcode, written, "", None);
            break;
        }
    }
    attributes(page, block, text, diags);
    for (pattern, is_above) in [(&RAISED, true), (&LOWERED, false)] {
        for inside in pattern.captures_iter(text).filter_map(|found| found.get(1)) {
            let range = inside.start() - 1..inside.end() + 1;
            let set = raised(inside.as_str(), is_above);
            let meant = set.clone().unwrap_or_else(|| inside.as_str().to_owned());
            let fix = match set {
                Some(new) => page.certain(vec![page.edit(at(range.clone()), new)]),
                None => page.likely(vec![page.edit(at(range.clone()), meant.clone())]),
            };
            let place = page.place(&at(range.clone()));
            let _ = diags.foreign(&place, ForeignSlip::Raised, &text[range], &meant, fix);
        }
    }
    if !WIKI_HEADING.is_match(trimmed) {
        for found in MARKED.captures_iter(text) {
            let (Some(whole), Some(inside)) = (found.get(1), found.get(2)) else { continue };
            let new = format!("**{}**", &page.plain.markdown[at(inside.range())]);
            let fix = page.certain(vec![page.edit(at(whole.range()), new.clone())]);
            let place = page.place(&at(whole.range()));
            let _ = diags.foreign(&place, ForeignSlip::Marked, whole.as_str(), &new, fix);
        }
    }
    for (pattern, slip) in [(&WIKI, ForeignSlip::Wiki), (&NOTE_IN_LINE, ForeignSlip::NoteInLine)] {
        if let Some(found) = pattern.find(text) {
            let _ = diags.foreign(&page.place(&at(found.range())), slip, found.as_str(), "", None);
        }
    }
    if let Some(found) = SMILE.captures(text).and_then(|found| found.get(1)) {
        let _ = diags.foreign(&page.place(&at(found.range())), ForeignSlip::Smile, found.as_str(), "", None);
    }
    if block.kind == Kind::Paragraph && !trimmed.contains('\n') {
        let lead = text.len() - text.trim_start().len();
        let whole = lead..lead + trimmed.len();
        let heading = WIKI_HEADING
            .captures(trimmed)
            .and_then(|found| Some((found.get(1)?.len(), found.get(2)?)))
            .or_else(|| {
                let found = JIRA_HEADING.captures(trimmed)?;
                Some((found.get(1)?.as_str().parse().ok()?, found.get(2)?))
            });
        if let Some((level, words)) = heading {
            let new = format!("{} {}", "#".repeat(level.max(2)), words.as_str());
            let fix = page.likely(vec![page.edit(at(whole.clone()), new.clone())]);
            let _ = diags.foreign(&page.place(&at(whole)), ForeignSlip::Heading, trimmed, &new, fix);
        }
    }
    if block.kind == Kind::Paragraph && IMPORT.is_match(trimmed) && trimmed.contains(['\'', '"', '{', ';']) {
        let first = trimmed.lines().next().unwrap_or_default();
        let _ = diags.foreign(&page.place(&block.range), ForeignSlip::Script, first, "", None);
    }
    for found in REFERENCE.captures_iter(text) {
        let (Some(whole), Some(words), Some(name)) = (found.get(0), found.get(1), found.get(2)) else {
            continue;
        };
        let behind = text[whole.end()..].chars().next();
        if matches!(behind, Some('(' | '['))
            || text[..whole.start()].ends_with(['!', ']']) && behind == Some(BLANK)
        {
            continue;
        }
        let name = if name.is_empty() { words.as_str() } else { name.as_str() };
        let _ = diags.missing_reference(&page.place(&at(whole.range())), words.as_str(), name);
    }
}

/// Lines that begin with `:::`. Below a paragraph they read as what it means, so that blocks do not show them.
fn boxes(page: &Page<'_>, diags: &mut Diagnostics) {
    let markdown = page.plain.markdown;
    if !markdown.contains(":::") {
        return;
    }
    let is_code = |at: usize| page.plain.code.iter().any(|code| code.range.contains(&at));
    let lines: Vec<_> = FENCE.find_iter(markdown).filter(|line| !is_code(line.end() - 1)).collect();
    let Some(first) = lines.first() else { return };
    let shown = first.end() - first.as_str().trim_start().len()..first.end();
    let edits = lines.iter().map(|line| page.edit(whole_lines(page, &line.range()), "")).collect();
    let written = first.as_str().trim();
    let _ = diags.foreign(&page.place(&shown), ForeignSlip::Box, written, "", page.likely(edits));
}

/// The lines that a range fills, with the line end behind them where nothing else stands on them.
fn whole_lines(page: &Page<'_>, range: &std::ops::Range<usize>) -> std::ops::Range<usize> {
    let markdown = page.plain.markdown;
    let start = markdown[..range.start].rfind('\n').map_or(0, |before| before + 1);
    let end = markdown[range.end..].find('\n').map_or(markdown.len(), |behind| range.end + behind + 1);
    let is_whole =
        markdown[start..range.start].trim().is_empty() && markdown[range.end..end].trim().is_empty();
    if is_whole { start..end } else { range.clone() }
}

fn attributes(page: &Page<'_>, block: &Block, text: &str, diags: &mut Diagnostics) {
    let start = block.range.start;
    for found in ATTRIBUTES.find_iter(text) {
        let written = found.as_str();
        let ends_heading = block.kind == Kind::Heading && text[found.end()..].trim().is_empty();
        let anchor = ANCHOR.find(written).map(|anchor| anchor.as_str());
        // An anchor at the end of a heading is one of ours, whatever its letters.
        if ends_heading && anchor.is_some_and(|anchor| written == format!("{{{anchor}}}")) {
            continue;
        }
        let kept = anchor.filter(|_| ends_heading).map(|anchor| format!("{{{anchor}}}")).unwrap_or_default();
        let blanks = match kept.is_empty() {
            true => text[..found.start()].len() - text[..found.start()].trim_end_matches([' ', '\t']).len(),
            false => 0,
        };
        let range = start + found.start() - blanks..start + found.end();
        let range = if kept.is_empty() { whole_lines(page, &range) } else { range };
        let fix = page.certain(vec![page.edit(range, kept.clone())]);
        let place = page.place(&(start + found.start()..start + found.end()));
        let _ = diags.foreign(&place, ForeignSlip::Attributes, written, &kept, fix);
    }
}

/// A word to begin a note with, in the language of the page.
fn note_word(name: &str, tongue: Tongue) -> &'static str {
    let of = |words: [&'static str; 3]| match tongue {
        Tongue::Finnish => words[0],
        Tongue::Swedish => words[1],
        Tongue::English => words[2],
    };
    match name.to_lowercase().as_str() {
        "tip" | "hint" | "vinkki" | "tips" => of(["Vinkki:", "Tips:", "Tip:"]),
        "important" | "tärkeää" | "viktigt" => of(["Tärkeää:", "Viktigt:", "Important:"]),
        "warning" | "danger" | "varoitus" | "varning" => of(["Varoitus:", "Varning:", "Warning:"]),
        "caution" | "varo" => of(["Varo:", "Varning:", "Caution:"]),
        "example" | "esimerkki" | "exempel" => of(["Esimerkki:", "Exempel:", "Example:"]),
        _ => of(["Huomaa:", "Obs!", "Note:"]),
    }
}

/// Digits and signs set above or below the line.
fn raised(text: &str, is_above: bool) -> Option<String> {
    const PLAIN: &str = "0123456789+-()";
    const ABOVE: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾";
    const BELOW: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₍₎";
    let signs = if is_above { ABOVE } else { BELOW };
    text.chars().map(|sign| signs.chars().nth(PLAIN.chars().position(|plain| plain == sign)?)).collect()
}

/// One `~` on each side: struck through here, lowered elsewhere.
fn struck(page: &Page<'_>, diags: &mut Diagnostics) {
    for range in &page.plain.struck {
        let written = &page.plain.markdown[range.clone()];
        let inside = written.trim_matches('~');
        if written.starts_with("~~") || inside.is_empty() {
            continue;
        }
        let before = page.plain.markdown[..range.start].chars().next_back();
        let lowered = raised(inside, false).filter(|_| before.is_some_and(char::is_alphanumeric));
        let meant = lowered.clone().unwrap_or_else(|| format!("~~{inside}~~"));
        let fix = match lowered {
            Some(new) => page.certain(vec![page.edit(range.clone(), new)]),
            None => page.likely(vec![page.edit(range.clone(), meant.clone())]),
        };
        let _ = diags.foreign(&page.place(range), ForeignSlip::Lowered, written, &meant, fix);
    }
}

/// Keys that a front matter has, here or elsewhere.
const KEYS: [&str; 26] = [
    "title",
    "description",
    "date",
    "draft",
    "layout",
    "tags",
    "categories",
    "category",
    "author",
    "slug",
    "permalink",
    "weight",
    "template",
    "aliases",
    "type",
    "image",
    "lang",
    "language",
    "publish",
    "expire",
    "expires",
    "order",
    "key",
    "menu_title",
    "summary",
    "keywords",
];

fn second_front_matter(page: &Page<'_>, diags: &mut Diagnostics) {
    let markdown = page.plain.markdown;
    // Without a first one the lines are its own, which has been told.
    if page.source.body == 0 {
        return;
    }
    let is_matter = |text: &str| {
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        let key = |line: &&str| KEY.captures(line).map(|key| key[1].to_lowercase());
        let known = lines.iter().filter_map(key).any(|key| KEYS.contains(&key.as_str()));
        known && lines.iter().all(|line| KEY.is_match(line) || line.starts_with([' ', '-', '\t']))
    };
    for (_, range) in &page.plain.headings {
        let written = markdown[range.clone()].trim_end();
        let Some((text, line)) = written.rsplit_once('\n') else { continue };
        if line.trim_matches(['-', ' ', '\r']).is_empty() && is_matter(text) {
            let _ = diags.second_front_matter(&page.place(range));
        }
    }
    for block in page.plain.blocks.iter().filter(|block| block.kind == Kind::Paragraph) {
        let written = markdown[block.range.clone()].trim();
        let has_keys = written.lines().any(|line| {
            line.split_once('=').is_some_and(|(key, _)| KEYS.contains(&key.trim().to_lowercase().as_str()))
        });
        if written.starts_with("+++") && has_keys {
            let _ = diags.second_front_matter(&page.place(&block.range));
        }
    }
}

fn pictures(page: &Page<'_>, diags: &mut Diagnostics) {
    for (words, url, range) in &page.plain.pictures {
        let words = words.trim();
        let name = url.rsplit('/').next().unwrap_or_default();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let is_stem =
            words == stem && words.contains(['_', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
        if !words.is_empty() && (FILE_NAME.is_match(words) || ENDING.is_match(words) || is_stem) {
            let _ = diags.file_name_for_words(&page.place(range), words, url);
        }
    }
}
