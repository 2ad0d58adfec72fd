//! Questions about the rules and the site that have no answer.

use super::{Diagnostic, Diagnostics, Reported, nearest, say};

impl Diagnostics {
    /// A folder without rules.
    pub fn no_rules(&mut self, folder: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "no-rules",
                say!("`{folder}` holds no rules", "kansiossa `{folder}` ei ole sääntöjä"),
            )
            .help(say!(
                "name the folder of a site, which holds content/rules/, or the folder of the rules itself",
                "anna sivuston kansio, jossa on content/rules/, tai itse sääntöjen kansio"
            )),
        )
    }

    /// An answer to something that the rules do not ask.
    pub fn no_such_question(&mut self, question: &str, known: &[&str]) -> Reported {
        let message = Diagnostic::error(
            "no-such-question",
            say!("the rules ask no question `{question}`", "säännöissä ei ole kysymystä `{question}`"),
        );
        let near = nearest(question, known.iter().copied());
        let known = known.join(", ");
        self.push(match near {
            _ if known.is_empty() => message.help(say!(
                "these rules ask none: leave the answer out",
                "näissä säännöissä ei kysytä mitään: jätä vastaus pois"
            )),
            Some(near) => message.help(say!(
                "did you mean `{near}`? The questions are: {known}",
                "tarkoititko `{near}`? Kysymykset ovat: {known}"
            )),
            None => message.help(say!("the questions are: {known}", "kysymykset ovat: {known}")),
        })
    }

    /// An answer that the question does not have.
    pub fn no_such_answer(&mut self, question: &str, answer: &str, known: &[&str]) -> Reported {
        let message = Diagnostic::error(
            "no-such-answer",
            say!(
                "the question `{question}` has no answer `{answer}`",
                "kysymyksellä `{question}` ei ole vastausta `{answer}`"
            ),
        );
        let near = nearest(answer, known.iter().copied());
        let known = known.join(", ");
        self.push(match near {
            Some(near) => message.help(say!(
                "did you mean `{near}`? The answers are: {known}",
                "tarkoititko `{near}`? Vastaukset ovat: {known}"
            )),
            None => message.help(say!("the answers are: {known}", "vastaukset ovat: {known}")),
        })
    }

    /// A question with two answers.
    pub fn answered_twice(&mut self, question: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "answered-twice",
                say!("`{question}` is answered twice", "kysymykseen `{question}` on vastattu kahdesti"),
            )
            .help(say!("leave one of the answers out", "jätä toinen vastauksista pois")),
        )
    }

    /// A document whose kind its name does not tell.
    pub fn no_document(&mut self, path: &str) -> Reported {
        self.push(Diagnostic::error(
            "no-document",
            say!("`{path}` is no document that can be made", "`{path}` ei ole asiakirja, jonka voi tehdä"),
        ))
    }

    /// A workbook of a budget that does not say what is applied for.
    pub fn document_without_type(&mut self, budget: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "document-without-type",
                say!(
                    "`{budget}` has no `funding_type`, and a workbook is that of one funding type",
                    "budjetissa `{budget}` ei ole tietoa `funding_type`, ja laskentataulukko tehdään yhtä rahoitusta varten"
                ),
            )
            .help(say!("add a line such as `funding_type: small_development`", "lisää rivi, esimerkiksi `funding_type: small_development`")),
        )
    }

    /// A budget that a workbook cannot hold.
    pub fn document_too_large(&mut self, budget: &str, why: &str) -> Reported {
        self.push(Diagnostic::error(
            "document-too-large",
            say!(
                "`{budget}` does not fit into a workbook: {why}",
                "`{budget}` ei mahdu laskentataulukkoon: {why}"
            ),
        ))
    }

    /// An id that nothing in the rules has. `called`: what has the word in its name.
    pub fn nothing_called(&mut self, wanted: &str, called: &[&str], all: &[&str]) -> Reported {
        let title =
            say!("nothing in the rules is called `{wanted}`", "säännöissä ei ole mitään nimeltä `{wanted}`");
        let message = Diagnostic::error("unknown-name", title);
        let list = say!(
            "`leader-site explain` lists everything that there is",
            "`leader-site explain` luettelee kaiken, mitä on"
        );
        let near = nearest(wanted, all.iter().copied());
        self.push(match (near, called) {
            (_, [_, ..]) => {
                let called = called.join(", ");
                message.help(say!("these have it in their name: {called}", "näiden nimessä se on: {called}"))
            }
            (Some(near), []) => message.help(say!("did you mean `{near}`?", "tarkoititko `{near}`?")),
            (None, []) => message.help(list),
        })
    }
}
