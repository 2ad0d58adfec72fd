//! Questions about addresses, files and answers by their names that have no one answer.

use super::{Diagnostic, Diagnostics, Reported, Words, say};

impl Diagnostics {
    /// An address or a file at which the site has nothing. `like`: addresses that are like it.
    pub fn nothing_at(&mut self, wanted: &str, like: &[String]) -> Reported {
        let message = Diagnostic::error(
            "nothing-there",
            say!("the site has nothing at `{wanted}`", "sivustolla ei ole mitään kohdassa `{wanted}`"),
        );
        self.push(match like {
            [] => message.help(say!(
                "write an address as it stands in the browser, or a file from the folder of the site: `/rahoitus/`, `content/fi/rahoitus/index.md`",
                "kirjoita osoite niin kuin se on selaimessa, tai tiedosto sivuston kansiosta alkaen: `/rahoitus/`, `content/fi/rahoitus/index.md`"
            )),
            [one] => message.help(say!("did you mean `{one}`?", "tarkoititko `{one}`?")),
            several => {
                let several = several.join("`, `");
                message.help(say!("did you mean one of these: `{several}`?", "tarkoititko jotakin näistä: `{several}`?"))
            }
        })
    }

    /// An answer in words that several answers have in their names.
    pub fn several_answers(&mut self, question: &str, answer: &str, meant: &[&str]) -> Reported {
        let meant = meant.join(", ");
        self.push(
            Diagnostic::error(
                "several-answers",
                say!(
                    "several answers to `{question}` have `{answer}` in their names",
                    "`{answer}` on usean vastauksen nimessä kysymyksessä `{question}`"
                ),
            )
            .help(say!("write one of these: {meant}", "kirjoita jokin näistä: {meant}")),
        )
    }

    /// A page that is not published on this day.
    pub fn not_published(&mut self, file: &str, why: &Words) -> Reported {
        self.push(
            Diagnostic::error(
                "not-published",
                say!("`{file}` has no address: {why}", "sivulla `{file}` ei ole osoitetta: {why}"; why),
            )
            .help(say!(
                "see drafts with `leader-site serve --drafts`, and another day with `--date`",
                "luonnokset näet komennolla `leader-site serve --drafts` ja toisen päivän valitsimella `--date`"
            )),
        )
    }

    /// An address of another site.
    pub fn address_elsewhere(&mut self, wanted: &str, other: &str, own: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "address-elsewhere",
                say!(
                    "`{wanted}` is an address of another site, {other}",
                    "`{wanted}` on toisen sivuston osoite: {other}"
                ),
            )
            .help(say!(
                "the addresses of this site begin with `{own}`",
                "tämän sivuston osoitteiden alussa on `{own}`"
            )),
        )
    }
}
