//! A name that was changed where it is given, and not everywhere else: one mistake, told once.
//!
//! The texts give it away: they have words for a name that is gone, and none for one that is new.

use std::collections::BTreeSet;

use super::RuleSources;
use crate::check::yaml::{Document, Node};
use crate::diag::Diagnostics;
use crate::model::rules::RuleBook;
use crate::model::texts::placeholders;
use crate::source::{SourceFile, Spanned};

/// Tells of values and rules that have a new name; what is wrong because of it is then not told again.
pub(super) fn renamed(sources: &RuleSources, rules: &RuleBook, diags: &mut Diagnostics) {
    let parameters: Vec<&Spanned<String>> = rules.parameters.iter().map(|one| &one.id).collect();
    let of_rules: Vec<&Spanned<String>> = rules.rules.iter().map(|one| &one.id).collect();
    // What is wrong with a file is told where its texts are read.
    let mut unheard = Diagnostics::new();
    let files = sources.texts.values().map(|file| Document::parse_file(file, &mut unheard));
    let Ok(texts) = files.collect::<Result<Vec<Document>, _>>() else { return };
    for (group, reference, ids) in [("parameter", "param", parameters), ("rule", "rule", of_rules)] {
        let Some((old, new)) = new_name(&texts, group, &ids) else { continue };
        let is_used_otherwise = rules.inputs.iter().any(|input| input.id.value == old)
            || rules.categories.iter().any(|category| category.id.value == old)
            || rules.rule(&old).is_some()
            || rules.parameter(&old).is_some();
        if is_used_otherwise || diags.is_broken(&old) {
            continue;
        }
        let (mut places, words) = places(sources, group, reference, &old);
        // Words alone have the name: it is they that are misspelt.
        if places.is_empty() {
            continue;
        }
        places.extend(words);
        let _ = diags.renamed(&old, new, &places);
        diags.mark_broken(&old);
        diags.mark_broken(&new.value);
    }
}

/// The one name of a group that only the texts know, and the one that they do not: in every language the
/// same.
fn new_name<'r>(
    texts: &[Document],
    group: &str,
    ids: &[&'r Spanned<String>],
) -> Option<(String, &'r Spanned<String>)> {
    let mut found: Option<(String, &Spanned<String>)> = None;
    for document in texts {
        let written = names_of_group(document, group)?;
        let mut gone = written.iter().filter(|name| ids.iter().all(|id| id.value != **name));
        let mut new = ids.iter().filter(|id| !written.contains(&id.value));
        let (Some(old), None, Some(id), None) = (gone.next(), gone.next(), new.next(), new.next()) else {
            return None;
        };
        match &found {
            Some((before, _)) if before != old => return None,
            Some((_, before)) if before.value != id.value => return None,
            _ => found = Some((old.clone(), id)),
        }
    }
    found
}

/// The names that a file of texts has words for.
fn names_of_group(document: &Document, group: &str) -> Option<BTreeSet<String>> {
    let root = document.root();
    let Node::Map(groups) = root.node() else { return None };
    let Some((_, Node::Map(names))) = groups.iter().find(|(name, _)| name == group) else { return None };
    Some(names.iter().map(|(name, _)| name.clone()).collect())
}

/// The lines that use the old name, as `content/rules/calculation.yaml:139`, and those that have its words.
fn places(sources: &RuleSources, group: &str, reference: &str, old: &str) -> (Vec<String>, Vec<String>) {
    let lines = |file: &SourceFile, has: &dyn Fn(usize, &str) -> bool| -> Vec<String> {
        let lines = file.text.lines().enumerate().filter(|(number, line)| has(*number, line));
        lines.map(|(number, _)| format!("{}:{}", file.path, number + 1)).collect()
    };
    let (mut uses, mut words) = (Vec::new(), Vec::new());
    for file in sources.files.values() {
        uses.extend(lines(file, &|_, line| has_word(without_remark(line), old)));
    }
    for file in sources.texts.values() {
        let of_group = lines_of(file, &[format!("{group}:"), format!("{group}_reason:")]);
        let key = format!("{old}:");
        uses.extend(lines(file, &|_, line| placeholders(without_remark(line)).any(|(_, name)| name == old)));
        words.extend(lines(file, &|number, line| {
            of_group.contains(&number) && line.trim_start().starts_with(&key)
        }));
    }
    let name = format!("{reference}.{old}");
    for file in &sources.pages {
        uses.extend(lines(file, &|_, line| line.contains("{{") && has_word(line, &name)));
    }
    (uses, words)
}

/// The numbers of the lines below one of these keys at the start of a line.
fn lines_of(file: &SourceFile, keys: &[String]) -> BTreeSet<usize> {
    let mut within = false;
    let mut lines = BTreeSet::new();
    for (number, line) in file.text.lines().enumerate() {
        if line.starts_with(|first: char| first.is_ascii_alphanumeric()) {
            within = keys.iter().any(|key| line.starts_with(key.as_str()));
        } else if within {
            lines.insert(number);
        }
    }
    lines
}

fn without_remark(line: &str) -> &str {
    if line.trim_start().starts_with('#') { "" } else { line.split(" #").next().unwrap_or(line) }
}

/// Whether the name stands in the line by itself, and not within a longer one.
fn has_word(line: &str, name: &str) -> bool {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let behind = line[at + name.len()..].chars().next();
        !before.is_some_and(is_part) && !behind.is_some_and(is_part)
    })
}

#[cfg(test)]
mod tests {
    use super::{has_word, without_remark};

    #[test]
    fn names_by_themselves() {
        assert!(has_word("must: total <= small_total_max", "total"));
        assert!(!has_word("must: small_total_max > 0 €", "total"));
        assert!(has_word("{{ param.total }}", "param.total"));
        assert_eq!(without_remark("  # total"), "");
        assert_eq!(without_remark("value: total # of all"), "value: total");
    }
}
