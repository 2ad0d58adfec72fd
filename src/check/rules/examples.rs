//! Worked examples and laws: budgets with the results that they must give.

use super::{id as check_id, optional_bool, read_formula};
use crate::check::budget;
use crate::check::shape::rules as shape;
use crate::check::yaml::Cursor;
use crate::diag::{Diagnostics, Reported, Words};
use crate::model::formula::Formula;
use crate::model::rules::{Example, Expectation, RuleBook};
use crate::source::Spanned;

pub(super) fn examples(
    root: &Cursor<'_>,
    rules: &RuleBook,
    diags: &mut Diagnostics,
) -> (Vec<Example>, Vec<Formula>) {
    let mut examples = Vec::new();
    let mut laws = Vec::new();
    let Ok(map) = root.shape(&shape::EXAMPLES, diags) else { return (examples, laws) };
    for (key, value) in map.entries() {
        if key.value == "always" {
            let Ok(items) = value.list(diags) else { continue };
            laws.extend(items.iter().filter_map(|item| read_formula(item, diags).ok()));
        } else {
            check_id(&key, diags);
            let name = key.value.clone();
            match example(key, &value, rules, diags) {
                Ok(example) => examples.push(example),
                Err(_) => diags.mark_broken(&name),
            }
        }
    }
    (examples, laws)
}

fn example(
    id: Spanned<String>,
    cursor: &Cursor<'_>,
    rules: &RuleBook,
    diags: &mut Diagnostics,
) -> Result<Example, Reported> {
    let map = cursor.shape(&shape::EXAMPLE, diags)?;
    let publish = optional_bool(&map, "publish", diags);
    let as_of = map.must("as_of", diags).and_then(|cursor| cursor.date(diags));
    let expect = map.must("expect", diags).and_then(|cursor| {
        let map = cursor.open_map(&Words::new("the expected values", "odotettujen arvojen"), diags)?;
        let read: Vec<_> = map
            .entries()
            .into_iter()
            .map(|(name, cursor)| cursor.text(diags).map(|value| Expectation { name, value }))
            .collect();
        read.into_iter().collect()
    });
    let given = map.must("given", diags);
    let (as_of, given) = (as_of?, given?);
    let inputs = rules.plan_inputs(as_of);
    let given = budget::budget(&given, &inputs, &[], diags).map(|read| read.budget);
    Ok(Example { id, publish: publish?.unwrap_or(false), as_of, given: given?, expect: expect? })
}
