//! What the policy of the pages (CSP) forbids.

use super::{Diagnostic, Diagnostics, Edit, Fix, Words, say};
use crate::source::Place;

/// What a page has that its policy decides over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BlockedKind {
    Script,
    InlineScript,
    /// `onclick="…"`
    Handler,
    Sheet,
    InlineStyle,
    /// `style="…"`
    StyleAttribute,
    Font,
    Image,
    Media,
    Object,
    Frame,
    Manifest,
    Form,
}

impl Diagnostics {
    /// Browsers will neither load nor run what the theme brings. `wanted`: the directive that would allow it.
    pub fn blocked(
        &mut self,
        kind: BlockedKind,
        what: &str,
        place: &Place,
        policy: Option<&Place>,
        wanted: &str,
    ) {
        use BlockedKind as Kind;
        let title = match kind {
            Kind::Script => {
                say!("browsers do not run the script `{what}`", "selaimet eivät suorita skriptiä `{what}`")
            }
            Kind::InlineScript => {
                Words::new("browsers do not run this script", "selaimet eivät suorita tätä skriptiä")
            }
            Kind::Handler => say!(
                "browsers do not run what stands in `{what}`",
                "selaimet eivät suorita määritteen `{what}` sisältöä"
            ),
            Kind::Sheet => say!(
                "browsers do not load the style sheet `{what}`",
                "selaimet eivät lataa tyylitiedostoa `{what}`"
            ),
            Kind::InlineStyle | Kind::StyleAttribute => {
                Words::new("browsers do not follow this style", "selaimet eivät noudata tätä tyyliä")
            }
            Kind::Font => {
                say!("browsers do not load the font `{what}`", "selaimet eivät lataa fonttia `{what}`")
            }
            Kind::Image => {
                say!("browsers do not load the picture `{what}`", "selaimet eivät lataa kuvaa `{what}`")
            }
            Kind::Media => say!("browsers do not play `{what}`", "selaimet eivät toista tiedostoa `{what}`"),
            Kind::Object | Kind::Frame => say!(
                "browsers do not show `{what}` on the page",
                "selaimet eivät näytä sivulla kohdetta `{what}`"
            ),
            Kind::Manifest => {
                say!("browsers do not load `{what}`", "selaimet eivät lataa tiedostoa `{what}`")
            }
            Kind::Form => say!(
                "browsers do not send this form to `{what}`",
                "selaimet eivät lähetä lomaketta osoitteeseen `{what}`"
            ),
        };
        let mut fix = None;
        let help = match kind {
            Kind::InlineScript => Words::new(
                "put it into a file in `static/`, name that with `<script type=\"module\" src=\"{{ asset['…'] }}\">`, and have `script-src 'self'` in the policy",
                "siirrä se tiedostoon kansiossa `static/`, ota se käyttöön rivillä `<script type=\"module\" src=\"{{ asset['…'] }}\">` ja salli käytännössä `script-src 'self'`",
            ),
            Kind::Handler => Words::new(
                "take it out, and let a script in `static/` listen with `addEventListener`",
                "poista se ja kuuntele tapahtumaa skriptissä (`static/`) kutsulla `addEventListener`",
            ),
            Kind::InlineStyle | Kind::StyleAttribute => Words::new(
                "put it into a style sheet in `static/`, and give the element a class",
                "siirrä se tyylitiedostoon kansiossa `static/` ja anna elementille luokka",
            ),
            _ => {
                fix = policy.and_then(|policy| allowing(policy, wanted));
                say!("write `{wanted}` in the policy", "kirjoita käytäntöön `{wanted}`")
            }
        };
        let label = Words::new(
            "the policy of the pages (Content-Security-Policy) does not allow it",
            "sivujen suojauskäytäntö (Content-Security-Policy) ei salli sitä",
        );
        let mut message =
            Diagnostic::warning("blocked-by-policy", title).at(place, label).help(help).fix(fix);
        if let Some(policy) = policy.filter(|policy| *policy != place) {
            message = message.related(policy, Words::new("the policy", "käytäntö"));
        }
        self.warn(message);
    }
}

/// The policy with this directive, in the place of the one of that name or behind the last.
fn allowing(policy: &Place, wanted: &str) -> Option<Fix> {
    let (range, written) = (policy.range()?, policy.written()?);
    let name_of =
        |directive: &str| directive.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    let mut start = range.start;
    let mut edit = None;
    for part in written.split(';') {
        let directive = part.trim();
        let from = start + part.len() - part.trim_start().len();
        if name_of(directive) == name_of(wanted) {
            edit = Some(Edit { place: from..from + directive.len(), text: wanted.to_owned() });
        }
        start += part.len() + 1;
    }
    let end = range.start + written.trim_end_matches([';', ' ']).len();
    let edit = edit.unwrap_or_else(|| Edit { place: end..end, text: format!("; {wanted}") });
    Some(Fix::likely(&policy.file, vec![edit]))
}
