//! Which pages show a thing of the rules: by its name, or in a block that has it.

use std::collections::{BTreeMap, BTreeSet};

use super::things::Kind;
use super::uses;
use crate::compile::{Compiled, simple_project};
use crate::model::plan::PlanLine;
use crate::model::rules::RuleBook;
use crate::model::texts::RuleTexts;

use rust_decimal::Decimal;

/// A page, with what it names in double braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub file: String,
    /// Its address on the site.
    pub url: String,
    pub language: String,
    pub named: BTreeSet<String>,
    /// The thing that it is made from, if no author wrote it.
    pub made: Option<(Kind, String)>,
}

/// A page that shows a thing, and what it is shown by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageShows {
    pub file: String,
    pub url: String,
    /// The references and blocks that show it or speak of it.
    pub shows: Vec<String>,
    /// Those whose results follow from it.
    pub follows: Vec<String>,
}

/// The rules as pages show them.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'r> {
    pub book: &'r RuleBook,
    pub compiled: &'r Compiled,
    pub texts: &'r RuleTexts,
}

/// What references and blocks show.
#[derive(Debug)]
pub struct Shows<'r> {
    rules: Rules<'r>,
    examples: BTreeMap<&'r str, ShownResult>,
}

impl<'r> Shows<'r> {
    pub fn new(rules: Rules<'r>) -> Self {
        Self { rules, examples: shown_of_examples(&rules) }
    }

    /// Whether a reference or block shows a thing or speaks of it.
    pub fn shows(&self, name: &str, kind: Kind, id: &str) -> bool {
        let Rules { book, texts, .. } = self.rules;
        let inside = inside(book, name);
        let is_it = |(one, of): &(Kind, &str)| *one == kind && *of == id;
        // These name the funding type, and tell no more of it.
        let by_name = ["range.", "totals.", "costs."].iter().any(|head| name.starts_with(head));
        let mut told = inside.iter().filter(|(one, _)| !by_name || *one != Kind::FundingType);
        let in_results = |(one, of): &(Kind, &str)| {
            let of_example = self.examples.get(*of).filter(|_| *one == Kind::Example && name != "calculator");
            of_example.is_some_and(|shown| {
                let mut lines = shown.lines.iter();
                (kind == Kind::Limit && shown.limit.as_deref() == Some(id))
                    || lines.any(|line| text_speaks(texts, &format!("receipt.{line}"), kind, id))
            })
        };
        inside.iter().any(|one| is_it(one) || in_results(one))
            || told.any(|(one, of)| text_speaks(texts, &format!("{}.{of}", one.id()), kind, id))
            || (name == "calculator" && text_speaks(texts, "receipt", kind, id))
            || steps_speak(texts, name, kind, id)
    }
}

/// The pages that have to do with a thing, in their order.
pub(super) fn pages(rules: &Rules<'_>, pages: &[Page], kind: Kind, id: &str) -> Vec<PageShows> {
    let shown = Shows::new(*rules);
    let follows = |name: &str| matches!(kind, Kind::Parameter | Kind::Rule) && result_uses(rules, name, id);
    // Every name is looked at once, however many pages have it.
    let all: BTreeSet<&str> = pages.iter().flat_map(|page| &page.named).map(String::as_str).collect();
    let (shown, rest): (BTreeSet<&str>, BTreeSet<&str>) =
        all.into_iter().partition(|name| shown.shows(name, kind, id));
    let following: BTreeSet<&str> = rest.into_iter().filter(|name| follows(name)).collect();
    let of_page = |page: &Page, names: &BTreeSet<&str>| -> Vec<String> {
        page.named.iter().filter(|name| names.contains(name.as_str())).cloned().collect()
    };
    pages
        .iter()
        .map(|page| PageShows {
            file: page.file.clone(),
            url: page.url.clone(),
            shows: of_page(page, &shown),
            follows: of_page(page, &following),
        })
        .filter(|page| !page.shows.is_empty() || !page.follows.is_empty())
        .collect()
}

/// The things that a reference or a block shows.
fn inside<'r>(book: &'r RuleBook, name: &'r str) -> Vec<(Kind, &'r str)> {
    let (head, rest) = name.split_once('.').unwrap_or((name, ""));
    let first = rest.split('.').next().unwrap_or_default();
    let mut all: Vec<(Kind, &str)> = Vec::new();
    let types = || book.funding_types.iter().map(|one| (Kind::FundingType, one.id.value.as_str()));
    let models = || book.cost_models.iter().map(|one| (Kind::CostModel, one.id.value.as_str()));
    let categories = || book.categories.iter().map(|one| (Kind::Category, one.id.value.as_str()));
    let rules = || book.rules.iter().map(|one| (Kind::Rule, one.id.value.as_str()));
    let limits = || book.rules.iter().flat_map(|rule| &rule.at_most);
    let limits = || limits().map(|one| (Kind::Limit, one.id.value.as_str()));
    let checklist = || book.checklist.iter().map(|one| (Kind::Checklist, one.id.value.as_str()));
    let sources = || book.sources.iter().map(|one| (Kind::Source, one.id.value.as_str()));
    let assumptions = || book.assumptions().map(|one| (Kind::Assumption, one.value.as_str()));
    let conditions = || book.conditions.iter().map(|one| (Kind::Condition, one.id.value.as_str()));
    let published = || book.examples.iter().filter(|one| one.publish);
    let examples = || published().map(|one| (Kind::Example, one.id.value.as_str()));
    match head {
        "param" => all.push((Kind::Parameter, first)),
        "rule" => all.push((Kind::Rule, first)),
        "range" | "totals" => all.push((Kind::FundingType, first)),
        "costs" => {
            if let Some(funding) = book.funding_type(first) {
                all.push((Kind::FundingType, first));
                all.extend(funding.costs.iter().map(|one| (Kind::Category, one.value.as_str())));
            }
        }
        "funding_types" => all.extend(types()),
        "cost_models" => all.extend(models()),
        "checklist" => all.extend(checklist()),
        "example" | "example_short" => all.push((Kind::Example, first)),
        "examples" => all.extend(examples()),
        "rules" => {
            all.extend(rules());
            all.extend(assumptions());
        }
        "assumptions" => all.extend(assumptions()),
        "parameters" => {
            all.extend(book.parameters.iter().map(|one| (Kind::Parameter, one.id.value.as_str())));
        }
        "sources" => all.extend(sources()),
        "calculator" => {
            all.extend(types());
            all.extend(models());
            all.extend(categories());
            all.extend(rules().filter(|(_, id)| book.outputs.iter().any(|output| output.value == *id)));
            all.extend(limits());
            all.extend(conditions());
            all.extend(book.inputs.iter().map(|one| (Kind::Input, one.id.value.as_str())));
            all.extend(checklist());
            all.extend(book.notes.iter().map(|one| (Kind::Note, one.id.value.as_str())));
            all.extend(examples());
        }
        "finder" => {
            all.extend(types());
            all.extend(book.questions().map(|(input, _)| (Kind::Input, input.id.value.as_str())));
            all.extend(conditions());
        }
        _ => {}
    }
    all
}

/// What the result of an example shows.
#[derive(Debug)]
struct ShownResult {
    /// The lines of its receipt.
    lines: Vec<String>,
    limit: Option<String>,
}

fn shown_of_examples<'r>(rules: &Rules<'r>) -> BTreeMap<&'r str, ShownResult> {
    let mut shown = BTreeMap::new();
    let Rules { book, compiled, .. } = *rules;
    for example in book.examples.iter().filter(|one| one.publish) {
        let Some(of_day) = compiled.of_example(book, example) else { continue };
        let plan = &of_day.plan;
        let evaluation = plan.evaluate(&example.given);
        let holds =
            |when: Option<usize>| when.is_none_or(|when| evaluation.values[when].bool() == Some(true));
        let known = |line: &&PlanLine| holds(line.when) && evaluation.values[line.value].as_known().is_some();
        let lines = plan.receipt.iter().filter(known).map(|line| line.id.clone()).collect();
        let limit = evaluation.limited_by("support").map(str::to_owned);
        shown.insert(example.id.value.as_str(), ShownResult { lines, limit });
    }
    shown
}

/// Whether the texts of one thing show the value of another; `of` is the beginning of their keys.
fn text_speaks(texts: &RuleTexts, of: &str, kind: Kind, id: &str) -> bool {
    if !matches!(kind, Kind::Parameter | Kind::Rule) {
        return false;
    }
    let from_here = texts.entries.range(of.to_owned()..).take_while(|(key, _)| key.starts_with(of));
    // `land` is not the beginning of `land_share`.
    let mut whole = from_here.filter(|(key, _)| matches!(key.as_bytes().get(of.len()), None | Some(b'.')));
    whole.any(|(_, worded)| worded.text.names().any(|name| name == id))
}

fn steps_speak(texts: &RuleTexts, name: &str, kind: Kind, id: &str) -> bool {
    if !matches!(kind, Kind::Parameter | Kind::Rule) {
        return false;
    }
    let steps = name.strip_prefix("steps.").and_then(|list| texts.steps.get(list));
    let mut names = steps.into_iter().flatten();
    names.any(|step| step.title.text.names().chain(step.text.text.names()).any(|name| name == id))
}

/// Whether the results that a reference or block shows are calculated with this value.
fn result_uses(rules: &Rules<'_>, name: &str, id: &str) -> bool {
    let Rules { book, compiled, .. } = *rules;
    let (head, rest) = name.split_once('.').unwrap_or((name, ""));
    let first = rest.split('.').next().unwrap_or_default();
    let example = |one: &crate::model::rules::Example| {
        let of_day = compiled.of_example(book, one);
        of_day.is_some_and(|of_day| uses::taking_part(&of_day.plan.evaluate(&one.given)).contains(id))
    };
    let projects = |funding: &str| {
        let plan = &compiled.plan;
        let Some(range) = compiled.ranges.get(funding) else { return false };
        let totals = [range.total_min, range.total_max, Some(Decimal::ONE_HUNDRED)];
        totals.into_iter().flatten().any(|total| {
            simple_project(book, plan, funding, total)
                .is_some_and(|budget| uses::taking_part(&plan.evaluate(&budget)).contains(id))
        })
    };
    match head {
        "range" | "totals" => projects(first),
        "funding_types" => book.funding_types.iter().any(|one| projects(&one.id.value)),
        "example" | "example_short" => book.examples.iter().any(|one| one.id.value == first && example(one)),
        "examples" => book.examples.iter().any(|one| one.publish && example(one)),
        // It calculates with everything.
        "calculator" => true,
        "finder" => book.funding_types.iter().any(|one| projects(&one.id.value)),
        _ => false,
    }
}
