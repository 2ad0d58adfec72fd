//! What is told when an answer could not be given whole.

use std::io::ErrorKind;

use super::{Words, say, why_not_written};

/// Standard output did not take all of the answer.
pub fn not_printed(kind: ErrorKind) -> Words {
    let why = why_not_written(kind);
    say!(
        "error: the answer could not be written to standard output: {why}. What was written of it is not whole: do not use it, make room and run the command again",
        "virhe: vastausta ei voitu kirjoittaa: {why}. Kirjoitettu osa on vajaa: älä käytä sitä, vaan tee tilaa ja anna komento uudelleen";
        why
    )
}
