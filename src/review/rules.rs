//! The rules: sources that nobody has read for long, and what no page shows.
//!
//! Values that run out soon are told by every build, and so not here once more.

use std::collections::BTreeSet;

use jiff::Span;

use super::{Kept, Whole};
use crate::diag::Diagnostics;
use crate::model::rules::RuleBook;
use crate::source::Project;

/// As many days ahead as for values that run out.
const SOON_DAYS: i64 = 60;

pub(super) fn rules(whole: &Whole<'_>, kept: &[Kept], diags: &mut Diagnostics) {
    authority(whole, diags);
    let Some(book) = whole.rules else { return };
    let today = whole.project.date;
    let year_ago = today.saturating_sub(Span::new().years(1));
    let year_on = today.saturating_add(Span::new().years(1));
    let names: BTreeSet<&str> = kept.iter().flat_map(|kept| kept.names.iter().map(String::as_str)).collect();
    let used = used_sources(book);
    for source in &book.sources {
        let values = book.parameters.iter().filter(|one| one.source.value == source.id.value).count();
        // A page that lists the sources shows it to readers, whether or not a rule names it.
        if !used.contains(source.id.value.as_str()) && !names.contains("sources") {
            diags.unused_source(&source.id);
        } else if source.checked < year_ago {
            diags.source_not_checked(&source.id, source.checked, values, &source.url, today);
        } else if source.checked > year_on {
            // So it would not be told of for years.
            diags.source_checked_later(&source.id, source.checked, today);
        }
    }
    if !names.contains("examples") {
        for example in book.examples.iter().filter(|example| example.publish) {
            let name = format!("example.{}", example.id.value);
            if !names.contains(name.as_str()) {
                diags.example_on_no_page(&example.id);
            }
        }
    }
    // Rules can have texts in languages that the site does not have yet.
    let languages = whole.site.languages.iter();
    for texts in languages.filter_map(|language| book.texts.get(&language.code)) {
        for (id, steps) in &texts.steps {
            let name = format!("steps.{id}");
            if let Some(first) = steps.first().filter(|_| !names.contains(name.as_str())) {
                diags.steps_on_no_page(&first.title.written.place, id);
            }
        }
    }
}

/// A day soon on which no authority decides: the settings are looked at as they will be then.
fn authority(whole: &Whole<'_>, diags: &mut Diagnostics) {
    let missing = |days: i64| {
        let day = whole.project.date.saturating_add(Span::new().days(days));
        let mut then = Diagnostics::new();
        let project = Project { date: day, ..whole.project.clone() };
        let _ = crate::check::settings(whole.settings, &project, &mut then);
        let message = then.sorted().into_iter().find(|message| message.code == "no-authority")?;
        message.place.as_ref().map(|(place, _)| (place.clone(), day))
    };
    if missing(SOON_DAYS).is_some()
        && let Some((place, day)) = (1..=SOON_DAYS).find_map(missing)
    {
        diags.authority_ends(&place, day);
    }
}

/// The sources that something in the rules names.
fn used_sources(book: &RuleBook) -> BTreeSet<&str> {
    let rules = book.rules.iter().flat_map(|rule| {
        let limits = rule.at_most.iter().map(|limit| &limit.source);
        limits.chain([&rule.source]).chain(rule.round.as_ref().map(|round| &round.source))
    });
    let parts = book.parts.iter().flat_map(|parts| [&parts.source, &parts.round.source]);
    let all = book.parameters.iter().map(|parameter| &parameter.source);
    all.chain(book.cost_models.iter().map(|model| &model.source))
        .chain(rules)
        .chain(parts)
        .chain(book.conditions.iter().map(|condition| &condition.source))
        .chain(book.notes.iter().map(|note| &note.source))
        .chain(book.checklist.iter().map(|item| &item.source))
        .map(|source| source.value.as_str())
        .collect()
}
