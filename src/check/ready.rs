//! What a new site still has of its beginning: the values of another group, an authority without a name.
//!
//! As long as the address of the site is an example, all this is a warning: a new site can be built and looked
//! at. With an address of its own it would be published, and is a mistake.

use std::sync::Arc;

use crate::diag::Diagnostics;
use crate::model::rules::RuleBook;
use crate::model::site::Site;
use crate::render::sweep::is_real;
use crate::source::{Place, SourceFile};
use crate::starter;

/// Tells of values and names that are still those of the start.
pub fn unfinished(
    site: &Site,
    settings: &Arc<SourceFile>,
    rules: Option<&RuleBook>,
    diags: &mut Diagnostics,
) {
    let is_error = is_real(&site.base);
    for name in starter::unnamed_authorities() {
        let written = settings.text.match_indices(&name).find(|(at, _)| {
            let line = &settings.text[settings.text[..*at].rfind('\n').map_or(0, |start| start + 1)..*at];
            !line.contains('#') && line.trim_end().ends_with(':')
        });
        if let Some((at, found)) = written {
            let place = Place::bytes(settings, at..at + found.len());
            diags.authority_to_fill_in(&place, &name, is_error);
        }
    }
    let Some(rules) = rules else { return };
    for parameter in &rules.parameters {
        let Some(source) = rules.source(&parameter.source.value) else { continue };
        let Some(group) = source.group.as_deref().filter(|group| !is_own(site, group)) else { continue };
        let (place, id) = (&parameter.source.place, &parameter.id.value);
        diags.value_of_another_group(place, id, group, &source.id.value, is_error);
    }
}

/// Whether a group is the one whose site this is, with or without the form of its association.
fn is_own(site: &Site, group: &str) -> bool {
    let bare = |name: &str| {
        let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
        words
            .into_iter()
            .filter(|word| !["ry", "rf", "ry.", "rf."].contains(&word.as_str()))
            .collect::<Vec<_>>()
    };
    let group = bare(group);
    site.languages.iter().any(|language| bare(&language.site_name) == group)
}
