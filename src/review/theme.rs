//! Parts of the theme that nothing uses: words, templates, static files.

use std::collections::BTreeSet;

use super::Whole;
use super::finished::Net;
use crate::diag::Diagnostics;
use crate::model::theme::{StaticContent, Theme};
use crate::render::blocks;
use crate::source::{Place, SourceFile};

pub(super) fn theme(whole: &Whole<'_>, net: &Net, diags: &mut Diagnostics) {
    texts(whole.theme, diags);
    templates(whole, diags);
    statics(whole.theme, net, diags);
    ids(whole.theme, net, diags);
}

/// Attributes of finished pages that name ids which are not there, with their place in a template.
fn ids(theme: &Theme, net: &Net, diags: &mut Diagnostics) {
    for ((attribute, id), pages) in &net.dangling {
        let place = theme.templates.iter().find_map(|template| {
            // The id may be worked out, or be one of several.
            let tail = format!(" {attribute}=\"");
            let file = &template.file;
            file.text.match_indices(&tail).find_map(|(at, _)| {
                let start = at + tail.len();
                let value = &file.text[start..start + file.text[start..].find('"')?];
                value
                    .split_ascii_whitespace()
                    .any(|name| name == id)
                    .then(|| Place::bytes(file, start..start + value.len()))
            })
        });
        let Some(first) = pages.first() else { continue };
        diags.reference_to_no_id(attribute, id, place.as_ref(), (first, pages.len() - 1));
    }
}

fn sources(theme: &Theme) -> impl Iterator<Item = &str> {
    let statics = theme.statics.iter().filter_map(|file| match &file.content {
        StaticContent::Template(text) => Some(text.text.as_str()),
        _ => None,
    });
    theme.templates.iter().map(|template| template.file.text.as_str()).chain(statics)
}

/// Words that no template shows. They are the same in every language: the first one speaks for all.
fn texts(theme: &Theme, diags: &mut Diagnostics) {
    let mut used = Used::default();
    for text in sources(theme) {
        used.read(text);
    }
    let Some(places) = theme.text_places.first() else { return };
    if used.all {
        return;
    }
    for ((group, key), place) in places {
        let is_used =
            used.groups.contains(group.as_str()) || used.keys.contains(&(group.as_str(), key.as_str()));
        if !is_used {
            diags.unused_theme_text(place, group, key);
        }
    }
}

/// What templates name of `t`, the words of the theme.
#[derive(Default)]
struct Used<'t> {
    keys: BTreeSet<(&'t str, &'t str)>,
    /// Groups that are taken as a whole, or by a name worked out on the way.
    groups: BTreeSet<&'t str>,
    all: bool,
}

impl<'t> Used<'t> {
    fn read(&mut self, template: &'t str) {
        let word = |text: &'t str| -> &'t str {
            let end = text.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_');
            &text[..end.unwrap_or(text.len())]
        };
        for (at, _) in template.match_indices('t') {
            let is_name = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '.' | '-');
            if template[..at].chars().next_back().is_some_and(is_name) {
                continue;
            }
            let behind = &template[at + 1..];
            match behind.strip_prefix('.') {
                Some(rest) => {
                    let group = word(rest);
                    let rest = &rest[group.len()..];
                    match rest.strip_prefix('.').map(word) {
                        Some(key) if !key.is_empty() => {
                            self.keys.insert((group, key));
                        }
                        _ => {
                            self.groups.insert(group);
                        }
                    }
                }
                None => self.all |= behind.starts_with('['),
            }
        }
    }
}

/// Templates that neither the program nor another template asks for.
fn templates(whole: &Whole<'_>, diags: &mut Diagnostics) {
    const ASKED: [&str; 10] = [
        "home.html",
        "section.html",
        "news.html",
        "article.html",
        "page.html",
        "not-found.html",
        "untranslated.html",
        "alias.html",
        "rule.html",
        "parameter.html",
    ];
    let theme = whole.theme;
    for template in &theme.templates {
        let name = template.name.as_str();
        let chosen = || {
            let stem = name.strip_suffix(".html").unwrap_or(name);
            whole.site.pages.iter().any(|page| page.template.as_ref().is_some_and(|own| own.value == stem))
        };
        let is_block = || {
            let block = name.strip_prefix("blocks/").and_then(|name| name.strip_suffix(".html"));
            block.is_some_and(|block| block == "contact" || blocks::BLOCKS.contains(&block))
        };
        // A name with a sign in it is asked for in brackets.
        let is_named = |folder: &str| {
            let part = name.strip_prefix(folder).and_then(|name| name.strip_prefix('/'));
            part.and_then(|name| name.strip_suffix(".html")).is_some_and(|part| {
                let (dotted, in_brackets) = (format!("{folder}.{part}"), format!("{folder}["));
                sources(theme).any(|text| text.contains(&dotted) || text.contains(&in_brackets))
            })
        };
        let is_shared = || is_named("shared") || is_named("modules");
        let called = || {
            let mut others = theme.templates.iter().filter(|other| other.file.path != template.file.path);
            // By the bare name, or by the long one with the theme's name before it.
            let ends = [format!("{name}\""), format!("{name}'")];
            others.any(|other| ends.iter().any(|end| other.file.text.contains(end)))
        };
        // Its components are used by their own names.
        let has_parts = || ["{% component", "{% macro"].iter().any(|tag| template.file.text.contains(tag));
        let replaced = || {
            !template.of_site
                && theme.templates.iter().any(|other| other.of_site && other.name == template.name)
        };
        let is_used = ASKED.contains(&name) || chosen() || is_block() || is_shared();
        if !is_used && !replaced() && !has_parts() && !called() {
            diags.unused_template(&Place::file(&template.file), name);
        }
    }
}

/// Static files that no page, style or script names.
fn statics(theme: &Theme, net: &Net, diags: &mut Diagnostics) {
    // Those whose addresses stay are for other sites to name.
    for file in theme.statics.iter().filter(|file| !file.name.starts_with("fixed/")) {
        let (folder, name) =
            file.name.rsplit_once('/').map_or(("", file.name.as_str()), |(folder, name)| (folder, name));
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        // As it is published: with a hash in its name.
        let start = match folder {
            "" => format!("assets/{stem}."),
            folder => format!("assets/{folder}/{stem}."),
        };
        let is_it = |path: &str| {
            path.strip_prefix(&start).is_some_and(|rest| {
                let hash = rest.strip_suffix(ending).map_or(rest, |hash| hash.trim_end_matches('.'));
                hash.len() == 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
            })
        };
        let in_texts = || {
            let mark = format!("{stem}.");
            net.texts.iter().any(|text| {
                text.match_indices(&mark).any(|(at, _)| {
                    let rest = &text[at + mark.len()..];
                    let hash =
                        rest.get(..8).is_some_and(|hash| hash.bytes().all(|byte| byte.is_ascii_hexdigit()));
                    hash && rest[8..].strip_prefix('.').is_some_and(|rest| rest.starts_with(ending))
                })
            })
        };
        if !net.made.iter().any(|path| is_it(path)) && !in_texts() {
            diags.unused_static(&Place::file(&SourceFile::new(file.path.clone(), "")), &file.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Used;

    #[test]
    fn words_that_templates_name() {
        let mut used = Used::default();
        used.read("{{ t.nav.home }} {{t.news.more}} {% for k in t.blocks %} {% set x = not.y.z %} part.a.b");
        let keys: Vec<_> = used.keys.iter().map(|(group, key)| format!("{group}.{key}")).collect();
        assert_eq!(keys, ["nav.home", "news.more"]);
        assert_eq!(used.groups.into_iter().collect::<Vec<_>>(), ["blocks"]);
        assert!(!used.all);
    }
}
