//! The program that opens the files which the preview names: an address that the system leads there.

use std::path::Path;
use std::str::FromStr;

use url::Url;

/// What opens a file at a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor {
    /// The address, with `{file}`, `{line}` and `{column}` in it; nothing opens files without one.
    pattern: Option<String>,
}

/// The environment variable that names the editor of a person for good.
pub const EDITOR: &str = "LEADER_SITE_EDITOR";

impl Editor {
    /// Reads `vscode`, `vscodium`, `none`, or an address with `{file}` in it.
    pub fn parse(text: &str) -> Option<Self> {
        let pattern = match text {
            "none" => return Some(Self { pattern: None }),
            "vscode" => "vscode://file{file}:{line}:{column}",
            "vscodium" => "vscodium://file{file}:{line}:{column}",
            other => other,
        };
        let (scheme, rest) = pattern.split_once("://")?;
        let is_plain = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte));
        // An address that runs in the page itself opens no file.
        let runs =
            ["javascript", "data", "vbscript", "blob"].iter().any(|other| scheme.eq_ignore_ascii_case(other));
        (is_plain && !runs && rest.contains("{file}")).then(|| Self { pattern: Some(pattern.to_owned()) })
    }

    /// The address that opens a file, if one does; lines and columns begin with 1.
    pub fn link(&self, file: &Path, line: usize, column: usize) -> Option<String> {
        let pattern = self.pattern.as_ref()?;
        let file = Url::from_file_path(file).ok()?;
        // It may stand behind a question mark.
        let path = file.path().replace('&', "%26").replace('+', "%2B");
        let text = pattern.replace("{line}", &line.to_string()).replace("{column}", &column.to_string());
        // Last: a name may hold braces.
        Some(text.replace("{file}", &path))
    }
}

impl FromStr for Editor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).ok_or(())
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn files_are_opened_at_their_lines() {
        let link = |editor: &str| Editor::parse(editor)?.link(Path::new("/srv/oma sivu/ä&b#.md"), 3, 7);
        assert_eq!(link("vscode").as_deref(), Some("vscode://file/srv/oma%20sivu/%C3%A4%26b%23.md:3:7"));
        let idea = link("idea://open?file={file}&line={line}");
        assert_eq!(idea.as_deref(), Some("idea://open?file=/srv/oma%20sivu/%C3%A4%26b%23.md&line=3"));
        for none in ["none", "emacs", "", "javascript://%0aalert({file})", "vscode://file", "://{file}"] {
            assert_eq!(link(none), None, "{none}");
        }
        assert_eq!(Editor::parse("vscode").and_then(|editor| editor.link(Path::new("a.md"), 1, 1)), None);
    }
}
