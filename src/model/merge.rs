//! The lines that version control leaves where two versions of a file could not be put together.

use std::ops::Range;

/// Whether a line is such a mark: seven of one sign, then nothing or a name.
pub fn is_mark(line: &str, sign: char) -> bool {
    let rest = line.trim_start_matches(sign);
    line.len() - rest.len() == 7 * sign.len_utf8() && (rest.is_empty() || rest.starts_with([' ', '\r', '\t']))
}

/// A text with the first version alone, on the lines that it had, and where the two versions begin.
/// `None` where there is nothing to put together.
pub fn first_version(text: &str) -> Option<(String, Vec<Range<usize>>)> {
    if !text.contains("<<<<<<<") && !text.contains(">>>>>>>") {
        return None;
    }
    let mut kept = String::with_capacity(text.len());
    let mut starts = Vec::new();
    // Whether the line belongs to a version at all, and whether to the first.
    let (mut open, mut first) = (false, true);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let written = line.trim_end();
        let ends = is_mark(written, '>');
        let is_mark_line = match () {
            () if is_mark(written, '<') => {
                starts.push(at..at + written.len());
                (open, first) = (true, true);
                true
            }
            () if ends => {
                if !open {
                    starts.push(at..at + written.len());
                }
                (open, first) = (false, true);
                true
            }
            () if open && (is_mark(written, '=') || is_mark(written, '|')) => {
                first = false;
                true
            }
            () => false,
        };
        if is_mark_line || !first {
            kept.push_str(&line[line.trim_end_matches(['\r', '\n']).len()..]);
        } else {
            kept.push_str(line);
        }
        at += line.len();
    }
    (!starts.is_empty()).then_some((kept, starts))
}

#[cfg(test)]
mod tests {
    use super::first_version;

    #[test]
    fn the_first_version_stays_on_its_lines() {
        let text = "a\n<<<<<<< HEAD\nb\n||||||| base\nc\n=======\nd\n>>>>>>> haara\ne\n";
        let (kept, starts) = first_version(text).expect("a conflict");
        assert_eq!(kept, "a\n\nb\n\n\n\n\n\ne\n");
        assert_eq!(&text[starts[0].clone()], "<<<<<<< HEAD");
        assert_eq!(starts.len(), 1);
        let (kept, starts) = first_version("a\r\n>>>>>>> b\r\nc").expect("what is left of one");
        assert_eq!((kept.as_str(), starts.len()), ("a\r\n\r\nc", 1));
        assert_eq!(first_version("<<<<<<<< a\n a >>>>>>> b\n=======\n"), None);
    }
}
