//! What a site lets programs ask for: `robots.txt`, as RFC 9309 reads it.

/// The name by which a site can mean this program.
const NAME: &str = "leader-site";
/// As much of the file as is read.
pub(super) const MOST_BYTES: u64 = 500 * 1024;
/// More rules than any site has for people; what follows is not read.
const MOST_RULES: usize = 5000;

/// The rules for this program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Robots {
    rules: Vec<Rule>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    allow: bool,
    /// A path, in which `*` stands for anything, and `$` at the end for the end.
    pattern: String,
}

impl Robots {
    /// Everything may be asked for.
    pub(super) fn open() -> Self {
        Self::default()
    }

    /// Nothing may be asked for: RFC 9309 has it so where the rules cannot be had for now.
    pub(super) fn shut() -> Self {
        Self { rules: vec![Rule { allow: false, pattern: "/".to_owned() }] }
    }

    /// Reads the file: the groups that name this program, or else those for all.
    pub(super) fn parse(text: &str) -> Self {
        let (mut own, mut all): (Option<Vec<Rule>>, Vec<Rule>) = (None, Vec::new());
        let (mut is_own, mut is_all, mut among_names) = (false, false, false);
        for line in text.trim_start_matches('\u{feff}').split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            match key.as_str() {
                "user-agent" => {
                    if !among_names {
                        (is_own, is_all) = (false, false);
                    }
                    among_names = true;
                    // A version may follow the name.
                    let name = value
                        .split(|sign: char| !(sign.is_ascii_alphanumeric() || "-_".contains(sign)))
                        .next();
                    is_all |= value == "*";
                    if name.is_some_and(|name| name.eq_ignore_ascii_case(NAME)) {
                        is_own = true;
                        own.get_or_insert_default();
                    }
                }
                "allow" | "disallow" => {
                    among_names = false;
                    if value.is_empty() {
                        continue;
                    }
                    let rule = || Rule { allow: key == "allow", pattern: normal(value) };
                    if let Some(own) = own.as_mut().filter(|own| is_own && own.len() < MOST_RULES) {
                        own.push(rule());
                    }
                    if is_all && all.len() < MOST_RULES {
                        all.push(rule());
                    }
                }
                // What else stands there is of no group.
                _ => {}
            }
        }
        Self { rules: own.unwrap_or(all) }
    }

    /// Whether a path with its query may be asked for. The longest rule decides; of two, the one that allows.
    pub(super) fn allows(&self, path: &str) -> bool {
        let path = normal(path);
        let matching = self.rules.iter().filter(|rule| matches(&rule.pattern, &path));
        matching.max_by_key(|rule| (rule.pattern.len(), rule.allow)).is_none_or(|rule| rule.allow)
    }
}

/// Whether a path begins as the pattern says.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return !to_end || rest.is_empty();
    }
    while let Some(part) = parts.next() {
        // The last part has to stand at the end; those before are best found early.
        if to_end && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

/// A path with every sign that is no plain letter as its percent-encoded bytes, however it was written.
fn normal(path: &str) -> String {
    let mut normal = String::with_capacity(path.len());
    let mut bytes = path.as_bytes().iter();
    while let Some(&byte) = bytes.next() {
        let digits = bytes.as_slice().get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let encoded = digits.filter(|_| byte == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match encoded {
            Some(encoded) => {
                bytes.nth(1);
                if encoded.is_ascii_alphanumeric() || b"-._~".contains(&encoded) {
                    normal.push(char::from(encoded));
                } else {
                    normal.push_str(&format!("%{encoded:02X}"));
                }
            }
            None if byte.is_ascii_graphic() => normal.push(char::from(byte)),
            None => normal.push_str(&format!("%{byte:02X}")),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::Robots;

    fn refused(text: &str, paths: &[&str]) -> Vec<String> {
        let robots = Robots::parse(text);
        paths.iter().filter(|path| !robots.allows(path)).map(|path| (*path).to_owned()).collect()
    }

    #[test]
    fn the_longest_rule_of_the_right_group_decides() {
        let paths = ["/", "/a", "/a/b", "/a/c.pdf", "/b?x=1", "/ä"];
        assert_eq!(refused("", &paths), [""; 0]);
        assert_eq!(refused("User-agent: *\nDisallow:\n", &paths), [""; 0]);
        assert_eq!(refused("User-agent: *\nDisallow: /\n", &paths), paths);
        assert_eq!(
            refused("User-Agent : * # all\r\nDISALLOW: /a # b\r\nAllow: /a/b", &paths),
            ["/a", "/a/c.pdf"]
        );
        assert_eq!(
            refused("User-agent: *\nDisallow: /*.pdf$\nDisallow: /*?\n", &paths),
            ["/a/c.pdf", "/b?x=1"]
        );
        assert_eq!(refused("User-agent: *\nDisallow: /%C3%A4\n", &paths), ["/ä"]);
        assert_eq!(refused("User-agent: *\nDisallow: /ä\n", &["/%c3%a4"]), ["/%c3%a4"]);
        assert_eq!(refused("User-agent: *\nDisallow: /a$\n", &paths), ["/a"]);
        assert_eq!(refused("Disallow: /\n", &paths), [""; 0]);
        // Its own group counts, and no other one.
        let both = "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: Leader-Site/1.0\nDisallow: /b\n\
            User-agent: third\nDisallow: /a\nSitemap: https://a.fi/\nUser-agent: leader-site\nDisallow: /ä\n";
        assert_eq!(refused(both, &paths), ["/b?x=1", "/ä"]);
        assert_eq!(refused("User-agent: leader-site\nUser-agent: *\nDisallow: /a\n", &["/a"]), ["/a"]);
        // Names that follow one another share their rules, whatever blank lines stand between them.
        assert_eq!(
            refused("User-agent: leader-site\n\nUser-agent: *\nDisallow: /a\n", &["/a", "/b"]),
            ["/a"]
        );
        assert_eq!(
            refused("User-agent: leader-site\nDisallow:\n\nUser-agent: *\nDisallow: /a\n", &["/a"]),
            [""; 0]
        );
        assert_eq!(refused("\u{feff}User-agent: *\nDisallow: /a\nAllow: /a", &["/a"]), [""; 0]);
        assert!(!Robots::shut().allows("/") && Robots::open().allows("/"));
    }

    #[test]
    fn many_stars_take_no_longer() {
        let pattern = format!("User-agent: *\nDisallow: /{}b$", "a*".repeat(3000));
        assert!(Robots::parse(&pattern).allows(&format!("/{}", "a".repeat(20_000))));
    }
}
