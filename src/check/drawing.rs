//! Drawings (SVG) and other XML that a browser opens as a page: what they must not hold.
//!
//! As a picture on a page a drawing is harmless. Opened by its address it is a page of the site, beyond the
//! policy of the site's own pages: a script in it may do whatever the site may.

use std::borrow::Cow;
use std::ops::Range;

use roxmltree::{Attribute, Document, Node, ParsingOptions};

/// What is wrong with a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DrawingSlip {
    /// An element that runs a script, or shows a page: `script`, `foreignObject`.
    Element,
    /// An attribute that runs a script when something happens: `onload`.
    Handler,
    /// An address that runs a script or holds a page: `javascript:`, `data:text/html`.
    Address,
    /// An animation that changes an address or a handler.
    Animation,
    /// Something that is loaded from elsewhere.
    Outside,
    /// Entities of its own, behind which anything can hide.
    Entities,
    /// A style sheet or a transformation by a processing instruction.
    Instruction,
    /// It is not in UTF-8.
    Encoding,
    /// It is packed by gzip.
    Packed,
    /// It is no XML.
    Malformed,
    /// It is larger than what is looked through.
    TooLarge,
    /// It is markup, under the name of another kind of picture.
    Disguised,
}

/// A slip with its place in the text.
pub type Found = (DrawingSlip, Range<usize>);

/// No drawing for a page comes near.
pub const MOST_BYTES: usize = 16 * 1024 * 1024;
const MOST_NODES: u32 = 2_000_000;

const XHTML: &str = "http://www.w3.org/1999/xhtml";
const SVG: &str = "http://www.w3.org/2000/svg";
const MATHML: &str = "http://www.w3.org/1998/Math/MathML";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// Whose elements do something in a browser, and have no place in a drawing.
const ACTIVE: [&str; 6] = [
    XHTML,
    "http://www.w3.org/1999/XSL/Transform",
    "http://www.w3.org/2001/xml-events",
    "http://www.mozilla.org/xbl",
    "http://www.w3.org/ns/xbl",
    "http://www.mozilla.org/keymaster/gatekeeper/there.is.only.xul",
];
/// Elements of drawings that run scripts or show pages, in SVG as it is, was, or was meant to be.
const REFUSED: [&str; 20] = [
    "script",
    "foreignobject",
    "handler",
    "listener",
    "iframe",
    "frame",
    "frameset",
    "embed",
    "object",
    "applet",
    "audio",
    "video",
    "portal",
    "fencedframe",
    "html",
    "body",
    "base",
    "meta",
    "link",
    "form",
];
/// Those of them that are refused under any namespace.
const REFUSED_ANYWHERE: [&str; 6] = ["script", "foreignobject", "handler", "listener", "iframe", "embed"];

/// Whether a file of this name is XML that a browser opens as a page.
pub fn is_drawing(name: &str) -> bool {
    has_ending(name, &["svg", "svgz", "xml", "xhtml", "xht", "xsl", "xslt", "rdf", "mml", "xbl"])
}

/// Whether a file of this name is a picture made of points, which is no text.
pub fn is_raster(name: &str) -> bool {
    const RASTER: [&str; 18] = [
        "png", "apng", "jpg", "jpeg", "jpe", "jfif", "pjpeg", "gif", "webp", "avif", "bmp", "ico", "cur",
        "tif", "tiff", "heic", "heif", "jxl",
    ];
    has_ending(name, &RASTER)
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, found)| endings.iter().any(|ending| found.eq_ignore_ascii_case(ending)))
}

/// Whether bytes begin as markup does, in any encoding that browsers take: so begins no picture made of points.
pub fn is_markup(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let head = head.strip_prefix(b"\xff\xfe").or_else(|| head.strip_prefix(b"\xfe\xff")).unwrap_or(head);
    // The bytes of UTF-16 that are 0 are passed over.
    let mut signs = head.iter().filter(|byte| !matches!(byte, 0 | b' ' | b'\t' | b'\r' | b'\n' | 0x0c));
    signs.next() == Some(&b'<')
        && signs
            .next()
            .is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'!' | b'?' | b'/' | b'_'))
}

/// The text of a drawing, or what it is instead of one.
pub fn text_of(bytes: &[u8]) -> Result<&str, DrawingSlip> {
    if bytes.len() > MOST_BYTES {
        return Err(DrawingSlip::TooLarge);
    }
    if bytes.starts_with(b"\x1f\x8b") {
        return Err(DrawingSlip::Packed);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| DrawingSlip::Encoding)?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// What a drawing holds that it must not, in the order of its text.
pub fn slips(text: &str) -> Vec<Found> {
    // An empty picture is told where it is used.
    if text.trim().is_empty() {
        return Vec::new();
    }
    let mut found = prolog(text);
    if !found.is_empty() {
        return found;
    }
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = match Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(roxmltree::Error::NodesLimitReached) => return vec![(DrawingSlip::TooLarge, 0..0)],
        Err(error) => {
            let at = match error {
                // It was cut off.
                roxmltree::Error::UnclosedRootNode
                | roxmltree::Error::NoRootNode
                | roxmltree::Error::UnexpectedEndOfStream => text.trim_end().len(),
                error => offset(text, error.pos().row, error.pos().col),
            };
            return vec![(DrawingSlip::Malformed, at..at)];
        }
    };
    // Without a namespace it is drawn by no browser; who writes it means a drawing all the same.
    let bare_is_drawn = document.root_element().tag_name().name().eq_ignore_ascii_case("svg");
    for node in document.descendants() {
        look_at(node, bare_is_drawn, &mut found);
    }
    found.sort_by_key(|(slip, range)| (range.start, *slip));
    found.dedup();
    found
}

/// What stands before the root element decides how all the rest is read.
fn prolog(text: &str) -> Vec<Found> {
    let mut at = 0;
    loop {
        let rest = &text[at..];
        at += rest.len() - rest.trim_start().len();
        let rest = &text[at..];
        let behind = |start: &str, end: &str| {
            let inner = rest.strip_prefix(start)?;
            Some(inner.find(end).map_or(rest.len(), |length| start.len() + length + end.len()))
        };
        if let Some(length) = behind("<?", "?>") {
            let declaration = &rest[..length];
            if let Some(range) = foreign_encoding(declaration) {
                return vec![(DrawingSlip::Encoding, at + range.start..at + range.end)];
            }
            at += length;
        } else if let Some(length) = behind("<!--", "-->") {
            at += length;
        } else if rest.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype")) {
            let mut quote = None;
            for (index, sign) in rest.char_indices() {
                match (quote, sign) {
                    (Some(open), sign) if open == sign => quote = None,
                    (Some(_), _) => {}
                    (None, '"' | '\'') => quote = Some(sign),
                    (None, '[') => return vec![(DrawingSlip::Entities, at..at + index + 1)],
                    (None, '>') => return Vec::new(),
                    (None, _) => {}
                }
            }
            return Vec::new();
        } else {
            return Vec::new();
        }
    }
}

/// Where the first line of a drawing names an encoding that its bytes are not in.
fn foreign_encoding(declaration: &str) -> Option<Range<usize>> {
    if !declaration.starts_with("<?xml") || !declaration[5..].starts_with(char::is_whitespace) {
        return None;
    }
    let at = declaration.find("encoding")?;
    let rest = declaration[at + 8..].trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let name = rest[1..].split(quote).next()?;
    let known = ["utf-8", "utf8", "us-ascii", "ascii"];
    if known.iter().any(|known| name.eq_ignore_ascii_case(known)) {
        return None;
    }
    let start = declaration.len() - rest.len() + 1;
    Some(start..start + name.len())
}

fn look_at(node: Node<'_, '_>, bare_is_drawn: bool, found: &mut Vec<Found>) {
    let start = node.range().start;
    if let Some(instruction) = node.pi() {
        if instruction.target.to_ascii_lowercase().starts_with("xml-") {
            found.push((DrawingSlip::Instruction, start..start + 2 + instruction.target.len()));
        }
        return;
    }
    if !node.is_element() {
        return;
    }
    let name = node.tag_name();
    let local = name.name().to_ascii_lowercase();
    let space = name.namespace().unwrap_or_default();
    let is_drawn = matches!(space, SVG | MATHML) || (space.is_empty() && bare_is_drawn);
    // As it is written, with its prefix.
    let written = node.document().input_text()[start..]
        .find(|sign: char| sign.is_whitespace() || matches!(sign, '>' | '/'))
        .map_or(start + 1, |length| start + length);
    if ACTIVE.contains(&space)
        || (is_drawn && REFUSED.contains(&local.as_str()))
        || REFUSED_ANYWHERE.contains(&local.as_str())
    {
        found.push((DrawingSlip::Element, start..written));
    }
    let is_animation = is_drawn && (local == "set" || local.starts_with("animate"));
    // Elements of other programs mean nothing to a browser, whatever their attributes are called.
    if !is_drawn && !ACTIVE.contains(&space) {
        return;
    }
    for attribute in node.attributes() {
        look_at_attribute(&local, is_animation, attribute, found);
    }
    if local == "style" {
        let text: String = node.children().filter_map(|child| child.text()).collect();
        let source = &node.document().input_text()[node.range()];
        let import = source.find("@import").map(|at| {
            let length = source[at..].find([';', '<', '\n']).unwrap_or(source.len() - at);
            start + at..start + at + length
        });
        for slip in of_style(&text) {
            let range = import.clone().filter(|_| slip == DrawingSlip::Outside);
            found.push((slip, range.unwrap_or(start..written)));
        }
    }
}

fn look_at_attribute(
    element: &str,
    is_animation: bool,
    attribute: Attribute<'_, '_>,
    found: &mut Vec<Found>,
) {
    let local = attribute.name().to_ascii_lowercase();
    let space = attribute.namespace().unwrap_or_default();
    let value = attribute.value();
    let mut tell = |slip| found.push((slip, attribute.range()));
    if space.is_empty() && local.len() > 2 && local.starts_with("on") {
        tell(DrawingSlip::Handler);
    }
    let leads = (matches!(space, "" | XLINK)
        && matches!(
            local.as_str(),
            "href"
                | "src"
                | "srcset"
                | "data"
                | "action"
                | "formaction"
                | "poster"
                | "background"
                | "codebase"
        ))
        || (space == XML && local == "base");
    if leads {
        match where_to(value) {
            To::Script => tell(DrawingSlip::Address),
            // A link is followed by whoever clicks on it; all else is loaded at once.
            To::Elsewhere if element != "a" => tell(DrawingSlip::Outside),
            To::Elsewhere | To::Itself => {}
        }
    }
    if is_animation && space.is_empty() {
        let target = value.rsplit(':').next().unwrap_or_default().trim().to_ascii_lowercase();
        let is_refused = local == "attributename"
            && (matches!(target.as_str(), "href" | "src" | "style") || target.starts_with("on"));
        let values = matches!(local.as_str(), "to" | "from" | "by" | "values")
            && value.split(';').any(|value| where_to(value) == To::Script);
        if is_refused || values {
            tell(DrawingSlip::Animation);
        }
    }
    if space.is_empty() {
        for slip in of_style(value) {
            tell(slip);
        }
    }
}

/// Where an address leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum To {
    /// A part of the drawing, or a picture of points within it.
    Itself,
    Elsewhere,
    Script,
}

fn where_to(address: &str) -> To {
    // Browsers pass over these wherever they stand.
    let bare: String = address.chars().filter(|sign| !sign.is_whitespace() && !sign.is_control()).collect();
    if bare.is_empty() || bare.starts_with('#') {
        return To::Itself;
    }
    let scheme =
        bare.split(['/', '?', '#']).next().unwrap_or_default().split_once(':').map(|(scheme, _)| scheme);
    let Some(scheme) = scheme else { return To::Elsewhere };
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" | "mailto" | "tel" => To::Elsewhere,
        // What a drawing program knows of the disk that it ran on.
        "file" => To::Elsewhere,
        letter if letter.len() == 1 => To::Elsewhere,
        "data" if is_inert(&bare["data:".len()..]) => To::Itself,
        _ => To::Script,
    }
}

/// Whether the data of an address is a picture of points or a font, which run nothing.
fn is_inert(data: &str) -> bool {
    const PICTURES: [&str; 8] = ["png", "jpeg", "jpg", "gif", "webp", "avif", "bmp", "apng"];
    let kind = data.split([';', ',']).next().unwrap_or_default().to_ascii_lowercase();
    let font = ["font/", "application/font", "application/x-font", "application/vnd.ms-fontobject"];
    kind.strip_prefix("image/").is_some_and(|kind| PICTURES.contains(&kind))
        || font.iter().any(|start| kind.starts_with(start))
}

/// What a style sheet, or a value that can hold a piece of one, loads or runs.
fn of_style(written: &str) -> Vec<DrawingSlip> {
    let text = without_escapes(written).to_ascii_lowercase();
    let mut slips = Vec::new();
    if ["@import", "image-set(", "src("].iter().any(|mark| text.contains(mark)) {
        slips.push(DrawingSlip::Outside);
    }
    if ["expression(", "-moz-binding", "behavior:"].iter().any(|mark| text.contains(mark)) {
        slips.push(DrawingSlip::Address);
    }
    for (at, mark) in text.match_indices("url(") {
        let inner = text[at + mark.len()..]
            .trim_start_matches(|sign: char| sign.is_whitespace() || matches!(sign, '"' | '\''));
        let end = inner.find([')', '"', '\'']).unwrap_or(inner.len());
        match where_to(&inner[..end]) {
            To::Itself => {}
            To::Elsewhere => slips.push(DrawingSlip::Outside),
            To::Script => slips.push(DrawingSlip::Address),
        }
    }
    slips.sort_unstable();
    slips.dedup();
    slips
}

/// A style sheet with its escapes (`\75rl(`) as the letters that they stand for.
fn without_escapes(written: &str) -> Cow<'_, str> {
    if !written.contains('\\') {
        return written.into();
    }
    let mut text = String::with_capacity(written.len());
    let mut signs = written.chars().peekable();
    while let Some(sign) = signs.next() {
        if sign != '\\' {
            text.push(sign);
            continue;
        }
        let mut code = String::new();
        while code.len() < 6
            && let Some(digit) = signs.next_if(char::is_ascii_hexdigit)
        {
            code.push(digit);
        }
        match u32::from_str_radix(&code, 16) {
            Ok(code) => {
                text.push(char::from_u32(code).unwrap_or('\u{fffd}'));
                signs.next_if(|sign| sign.is_whitespace());
            }
            // Any other sign stands for itself; a line that ends here goes on.
            Err(_) => text.extend(signs.next().filter(|sign| !matches!(sign, '\n' | '\r' | '\u{c}'))),
        }
    }
    text.into()
}

/// The byte at a line and column, both counted from 1.
fn offset(text: &str, row: u32, column: u32) -> usize {
    let row = usize::try_from(row).unwrap_or(1).max(1);
    let column = usize::try_from(column).unwrap_or(1).max(1);
    let start: usize = text.split_inclusive('\n').take(row - 1).map(str::len).sum();
    let line = text[start..].split_inclusive('\n').next().unwrap_or_default();
    start + line.char_indices().nth(column - 1).map_or(line.trim_end().len(), |(at, _)| at)
}
