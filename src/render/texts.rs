//! Titles and descriptions with their references filled in.

use std::borrow::Cow;

use rayon::prelude::*;

use super::references::{self, References};
use crate::diag::Diagnostics;
use crate::model::page::{Page, PageSource, Text};
use crate::model::site::Site;

/// The texts by which other pages know a page.
#[derive(Debug)]
pub(super) struct Texts<'s> {
    pub title: Cow<'s, str>,
    pub short_title: Cow<'s, str>,
    pub description: Cow<'s, str>,
}

/// The texts of all pages, in their order.
pub(super) fn texts<'s>(
    site: &'s Site,
    references: &[&dyn References],
    diags: &mut Diagnostics,
) -> Vec<Texts<'s>> {
    let filled: Vec<(Texts<'s>, Diagnostics)> = site
        .pages
        .par_iter()
        .with_min_len(64)
        .map(|page| {
            let mut diags = Diagnostics::new();
            let texts = of_page(page, references[page.language], &mut diags);
            (texts, diags)
        })
        .collect();
    filled
        .into_iter()
        .map(|(texts, messages)| {
            diags.absorb(messages);
            texts
        })
        .collect()
}

pub(super) fn of_page<'s>(page: &'s Page, references: &dyn References, diags: &mut Diagnostics) -> Texts<'s> {
    if page.made.is_some() {
        // From the rules, with the values in force already in them.
        let (title, description) = (page.title.value.as_str().into(), page.description.value.as_str().into());
        return Texts { short_title: page.title.value.as_str().into(), description, title };
    }
    let mut fill = |text: &'s Text| fill(text, &page.source, references, diags);
    let title = fill(&page.title);
    Texts {
        short_title: page.menu_title.as_ref().map_or_else(|| title.clone(), &mut fill),
        description: fill(&page.description),
        title,
    }
}

fn fill<'s>(
    text: &'s Text,
    source: &PageSource,
    references: &dyn References,
    diags: &mut Diagnostics,
) -> Cow<'s, str> {
    let value = text.value.as_str();
    if value.bytes().any(|byte| byte.is_ascii_digit()) {
        for typed in references.typed_values(value, "") {
            let place = |range| source.place_of(text).within(range);
            references::tell_typed(value, typed, &place, diags);
        }
    }
    if !value.contains('{') {
        return value.into();
    }
    let mut filled = String::with_capacity(value.len() + 16);
    let mut at = 0;
    while let Some(found) = references::find(value, at) {
        filled.push_str(&value[at..found.range.start]);
        let name = &value[found.name.clone()];
        match references.inline(name) {
            Ok(inline) => filled.push_str(&inline.text),
            Err(unknown) => {
                let place = source.place_of(text).within(found.range.clone());
                let _ = match references.block(name) {
                    Ok(Some(_)) => diags.block_within_text(&place, name),
                    _ => diags.unknown_reference(&place, name, &unknown.known),
                };
            }
        }
        at = found.range.end;
    }
    filled.push_str(&value[at..]);
    for (range, name) in references::broken(value) {
        let _ = diags.broken_reference(&source.place_of(text).within(range), &name);
    }
    references::between_marks(&filled).concat().into()
}
