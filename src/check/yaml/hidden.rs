//! Text that a `#` hides: to YAML what stands behind it is a comment, to its author it was part of the value.

use std::sync::Arc;

use crate::diag::Diagnostics;
use crate::source::{Place, SourceFile};

/// Tells of each value of a file that such a sign cuts short, or empties.
///
/// A comment of an author has a space behind its sign; `Hanke #1` and `#123c69` have none. In the files of texts,
/// whose values are sentences, one space before the sign is enough to ask.
pub(super) fn by_sign(file: &Arc<SourceFile>, diags: &mut Diagnostics) {
    if !file.text.contains(" #") {
        return;
    }
    let holds_sentences = file.path.contains("/texts/");
    let mut at = 0;
    // How far left the key stands whose text goes on below it, as it is typed.
    let mut block: Option<usize> = None;
    for line in file.text.split_inclusive('\n') {
        let written = line.trim_end();
        let indent = written.len() - written.trim_start().len();
        if block.is_some_and(|key| written.is_empty() || indent > key) {
            at += line.len();
            continue;
        }
        block = None;
        let content = &written[indent..];
        if !content.starts_with('#') {
            if let Some(hash) = sign_in(written, holds_sentences) {
                let place = Place::bytes(file, at + hash..at + written.len());
                diags.hidden_by_sign(&place, content.trim_start_matches("- "));
            }
            let value = written.rsplit([' ', ':']).next().unwrap_or_default();
            if matches!(value, "|" | ">" | "|-" | ">-" | "|+" | ">+") {
                block = Some(indent);
            }
        }
        at += line.len();
    }
}

/// Where the sign stands that hides a part of a value.
fn sign_in(line: &str, holds_sentences: bool) -> Option<usize> {
    let hash = line.match_indices(" #").map(|(at, _)| at).find(|at| !is_quoted(&line[..*at]))?;
    let behind = &line[hash + 2..];
    // Signs in a row begin a comment that is to be seen.
    let is_comment = behind.is_empty() || behind.starts_with([' ', '\t', '#', '!']);
    let before = &line[..hash];
    // A value between quotes or braces has ended where it seems to.
    let has_ended = before.trim_end().ends_with(['"', '\'', ']', '}']);
    let is_text = before.trim_end().contains([':', '-']) && !has_ended;
    let has_value = !before.trim_end().ends_with(':');
    let is_asked = holds_sentences && has_value && !before.ends_with(' ') && !behind.is_empty();
    (is_text && (!is_comment || is_asked)).then_some(hash + 1)
}

/// Whether a place behind this text is within quotes.
fn is_quoted(before: &str) -> bool {
    let mut quote = None;
    let mut last = ' ';
    for letter in before.chars() {
        match quote {
            Some(open) if letter == open && last != '\\' => quote = None,
            // An apostrophe within a word opens nothing.
            None if matches!(letter, '"' | '\'') && matches!(last, ' ' | '[' | '{' | ',' | ':') => {
                quote = Some(letter);
            }
            _ => {}
        }
        last = letter;
    }
    quote.is_some()
}

#[cfg(test)]
mod tests {
    use super::by_sign;
    use crate::diag::Diagnostics;
    use crate::source::SourceFile;

    fn hidden(path: &str, text: &str) -> Vec<String> {
        let mut diags = Diagnostics::new();
        by_sign(&SourceFile::new(path, text), &mut diags);
        let places = diags.sorted().into_iter().filter_map(|message| message.place.as_ref());
        places.filter_map(|(place, _)| place.written().map(str::to_owned)).collect()
    }

    #[test]
    fn what_a_sign_hides() {
        for (line, part) in [
            ("accent: #123c69", "#123c69"),
            ("  accent: #123c69\r", "#123c69"),
            ("name: Hanke #1 alkaa", "#1 alkaa"),
            ("- Hanke #1", "#1"),
            ("a: {b: Hanke #1}", "#1}"),
        ] {
            assert_eq!(hidden("content/site.yaml", &format!("{line}\n")), [part], "{line}");
        }
        assert_eq!(hidden("themes/a/texts/fi.yaml", "a: Hanke # 1\n"), ["# 1"]);
    }

    #[test]
    fn what_is_a_comment() {
        for line in [
            "mark: co-funded        # or: funded",
            "mark: co-funded # or: funded",
            "a: \"Hanke #1\"",
            "a: 'Hanke #1' #x",
            "# a: Hanke #1",
            "a: b#c",
            "a: |\n  Hanke #1\n  b: #c\nd: e",
            "a: [b, c] #d",
            "a: b ##### c",
            "a: # c",
        ] {
            assert_eq!(hidden("content/site.yaml", &format!("{line}\n")), Vec::<String>::new(), "{line}");
        }
        assert_eq!(
            hidden("themes/a/texts/fi.yaml", "a: Hanke  # 1\na: # b\na: \"b\" # c\n"),
            Vec::<String>::new()
        );
    }
}
