//! What the preview itself says to a browser: messages as the overlay shows them, and pages where the site
//! has none.

use serde_json::{Value as Json, json};

use super::Opener;
use crate::diag::{Diagnostic, Diagnostics, Severity, Tongue, Words, mistakes, say};
use crate::origin::{Origin, What};
use crate::source::Place;

/// How much of a long line is shown before and after what is meant, in characters.
const MOST_BEFORE: usize = 80;
const MOST_AFTER: usize = 120;

/// All messages, with the words of the overlay around them.
///
/// `has_site`: whether there has been a site without mistakes, which is shown meanwhile.
pub(super) fn messages(diags: &Diagnostics, has_site: bool, tongue: Tongue, opener: &Opener) -> Json {
    let count = |severity| diags.count(severity);
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let title = match (errors, warnings) {
        (0, 0) => Words::default(),
        (0, 1) => Words::new("1 remark", "1 huomautus"),
        (0, _) => say!("{warnings} remarks", "{warnings} huomautusta"),
        (_, _) => mistakes(errors),
    };
    let stays = if errors > 0 && !has_site {
        Words::new(
            "There is no version without mistakes yet. The site appears by itself when these are mended.",
            "Virheetöntä versiota ei vielä ole. Sivusto ilmestyy itsestään, kun nämä on korjattu.",
        )
    } else if errors > 0 {
        Words::new(
            "The page shows the last version without mistakes. It goes on by itself when these are mended.",
            "Sivulla näkyy viimeisin virheetön versio. Se päivittyy itsestään, kun nämä on korjattu.",
        )
    } else {
        Words::default()
    };
    let word = |en, fi| Words::new(en, fi).told_in(tongue).to_owned();
    json!({
        "lang": tongue.code(),
        "mistakes": errors,
        "warnings": warnings,
        "title": title.told_in(tongue),
        "stays": stays.told_in(tongue),
        "words": {
            "panel": word("Mistakes in the site", "Sivuston virheet"),
            "hide": word("Hide", "Piilota"),
            "show": word("Show", "Näytä"),
            "line": word("line", "rivi"),
            "help": word("What to do:", "Tee näin:"),
            "open": word("Open in the editor", "Avaa editorissa"),
            "error": word("Mistake", "Virhe"),
            "warning": word("Remark", "Huomautus"),
            "lost": word(
                "The preview has stopped. This page no longer follows the files.",
                "Esikatselu on pysähtynyt. Tämä sivu ei enää seuraa tiedostoja."
            ),
        },
        "list": diags.sorted().into_iter().map(|message| one(message, tongue, opener)).collect::<Vec<_>>(),
    })
}

fn one(message: &Diagnostic, tongue: Tongue, opener: &Opener) -> Json {
    let place = |(place, label): &(Place, Words)| {
        let at = place.line_column();
        json!({
            "file": place.file.path,
            "line": at.map(|(line, _)| line),
            "column": at.map(|(_, column)| column),
            "href": opener.link(&place.file.path, at),
            "excerpt": excerpt(place),
            "label": label.told_in(tongue),
        })
    };
    json!({
        "severity": message.severity.id(),
        "code": message.code,
        "title": message.title.told_in(tongue),
        "place": message.place.as_ref().map(place),
        "related": message.related.iter().map(place).collect::<Vec<_>>(),
        "notes": message.notes.iter().map(|note| note.told_in(tongue)).collect::<Vec<_>>(),
        "help": message.help.as_ref().map(|help| help.told_in(tongue)),
    })
}

/// What the page says of where it comes from: the file to change first, then the others.
pub(super) fn source(origin: &Origin, tongue: Tongue, opener: &Opener) -> Json {
    let word = |en, fi| Words::new(en, fi).told_in(tongue).to_owned();
    let this = match origin.what {
        What::Made(_) => Words::new("This page is made from the rules:", "Tämä sivu tehdään säännöistä:"),
        What::Notice => Words::new(
            "This page stands for one without a translation:",
            "Tämä sivu on kääntämättömän sivun paikalla:",
        ),
        What::NotFound => Words::new("There is no page at this address:", "Tässä osoitteessa ei ole sivua:"),
        What::Redirect => Words::new("This address leads on:", "Tämä osoite vie eteenpäin:"),
        _ => Words::new("This page:", "Tämä sivu:"),
    };
    let parts = origin.parts.iter().map(|part| {
        let at = part.at();
        let role = part.role.words();
        json!({
            "role": role.told_in(tongue),
            "file": part.file(),
            "line": at.map(|(line, _)| line),
            "href": opener.link(part.file(), at),
            "path": opener.root.join(part.file()).display().to_string(),
        })
    });
    json!({
        "lang": tongue.code(),
        "this": this.told_in(tongue),
        "parts": parts.collect::<Vec<_>>(),
        "words": {
            "panel": word("The file of this page", "Tämän sivun tiedosto"),
            "line": word("line", "rivi"),
            "copy": word("Copy the path", "Kopioi polku"),
            "copied": word("Copied", "Kopioitu"),
            "others": word("Other files", "Muut tiedostot"),
            "hide": word("Hide", "Piilota"),
            "show": word("Show the file of this page", "Näytä tämän sivun tiedosto"),
        },
    })
}

/// The line of a place in three pieces: before what is meant, that itself, and after it.
fn excerpt(place: &Place) -> Option<[String; 3]> {
    let range = place.range()?;
    let text = &place.file.text;
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.start..].find('\n').map_or(text.len(), |at| range.start + at);
    let meant_end = range.end.clamp(range.start, end);
    let before = last(&text[start..range.start], MOST_BEFORE);
    let meant = first(&text[range.start..meant_end], MOST_AFTER);
    let after = first(text[meant_end..end].trim_end_matches('\r'), MOST_AFTER);
    Some([before, meant, after])
}

fn first(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn last(text: &str, most: usize) -> String {
    match text.char_indices().rev().nth(most) {
        Some((start, character)) => format!("…{}", &text[start + character.len_utf8()..]),
        None => text.to_owned(),
    }
}

/// Shown while the site has mistakes from the start.
pub(super) fn no_site_yet(tongue: Tongue) -> String {
    let title = Words::new("The site has mistakes", "Sivustossa on virheitä");
    let text = Words::new(
        "There is nothing to show yet. Mend what is listed below and save: the page appears by itself.",
        "Näytettävää ei vielä ole. Korjaa alla luetellut virheet ja tallenna: sivu ilmestyy itsestään.",
    );
    own_page(tongue, &title, &text)
}

/// Shown at an address where the site has no page, if it has no page for that either.
pub(super) fn nothing_here(tongue: Tongue) -> String {
    let title = Words::new("There is no such page", "Sivua ei ole");
    let text = Words::new(
        "The site has no page at this address. When it gets one, it is shown here.",
        "Sivustolla ei ole sivua tässä osoitteessa. Kun sellainen tulee, se näkyy tässä.",
    );
    own_page(tongue, &title, &text)
}

fn own_page(tongue: Tongue, title: &Words, text: &Words) -> String {
    let (lang, title, text) = (tongue.code(), title.told_in(tongue), text.told_in(tongue));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n</head>\n\
         <body>\n<h1>{title}</h1>\n<p>{text}</p>\n</body>\n</html>\n"
    )
}
