//! Who uses what: every name in every formula, and what follows from it.

use std::collections::BTreeSet;

use super::things::Kind;
use crate::diag::Words;
use crate::model::evaluate::{Evaluation, Value};
use crate::model::formula::{ExprKind, Formula};
use crate::model::plan::{NodeId, Op};
use crate::model::rules::{ColumnKind, InputKind, Max, Need, RuleBody, RuleBook};

/// What uses a name, and how that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    pub by: User,
    /// The formula, or the list of names, as it stands in the file.
    pub written: String,
    /// The names that stand there.
    names: BTreeSet<String>,
}

impl Use {
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }
}

/// Something that has a formula, or a list of names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum User {
    Thing(Kind, String),
    /// A line of the receipt.
    Receipt(String),
    /// The results, in their order.
    Outputs,
    /// How the support is divided over the parts of a project.
    Parts,
}

impl User {
    pub fn words(&self) -> Words {
        match self {
            User::Thing(kind, _) => kind.words(),
            User::Receipt(_) => Words::new("receipt line", "laskelman rivi"),
            User::Outputs => Words::new("results", "tulokset"),
            User::Parts => Words::new("parts of a project", "osiot"),
        }
    }

    pub fn id(&self) -> &str {
        match self {
            User::Thing(_, id) | User::Receipt(id) => id,
            User::Outputs | User::Parts => "",
        }
    }

    /// Its stable name in JSON.
    pub fn kind_id(&self) -> &'static str {
        match self {
            User::Thing(kind, _) => kind.id(),
            User::Receipt(_) => "receipt",
            User::Outputs => "outputs",
            User::Parts => "parts",
        }
    }
}

/// Every use of every name, in the order of the files.
pub fn uses(book: &RuleBook) -> Vec<Use> {
    let flat_rates =
        book.cost_models.iter().filter_map(|model| Some(model.flat.as_ref()?.rate.value.clone()));
    let mut all = Uses { all: Vec::new(), flat_rates: flat_rates.collect() };
    for funding in &book.funding_types {
        let by = User::Thing(Kind::FundingType, funding.id.value.clone());
        let list = |key: &str, names: &[crate::source::Spanned<String>]| {
            let names: Vec<&str> = names.iter().map(|name| name.value.as_str()).collect();
            (format!("{key}: [{}]", names.join(", ")), names.into_iter().map(str::to_owned).collect())
        };
        for (written, names) in [list("costs", &funding.costs), list("cost_models", &funding.cost_models)] {
            all.all.push(Use { by: by.clone(), written, names });
        }
        for (input, case) in &funding.means {
            let written = format!("means: {}: {}", input.value, case.value);
            all.list(&by, written, &[&input.value, &case.value]);
        }
    }
    for model in &book.cost_models {
        let by = User::Thing(Kind::CostModel, model.id.value.clone());
        if let Some(counts) = &model.counts {
            let names: Vec<&str> = counts.iter().map(|name| name.value.as_str()).collect();
            all.list(&by, format!("counts: [{}]", names.join(", ")), &names);
        }
        if let Some(flat) = &model.flat {
            let of: Vec<&str> = flat.of.iter().map(|name| name.value.as_str()).collect();
            let written = format!("flat: {{rate: {}, of: [{}]}}", flat.rate.value, of.join(", "));
            let names: Vec<&str> = of.into_iter().chain([flat.rate.value.as_str()]).collect();
            all.list(&by, written, &names);
        }
    }
    for input in &book.inputs {
        let by = User::Thing(Kind::Input, input.id.value.clone());
        match &input.kind {
            InputKind::Number { max: Max::Parameter(name), .. } => {
                all.list(&by, format!("max: {}", name.value), &[&name.value]);
            }
            InputKind::Choice { default: Some(default), .. } => {
                all.list(&by, format!("default: {}", default.value), &[&default.value]);
            }
            InputKind::Rows { columns, .. } => {
                for column in columns {
                    if let ColumnKind::Choice { of } = &column.kind {
                        all.list(&by, format!("{}: {}", column.id.value, of.value), &[&of.value]);
                    }
                }
            }
            _ => {}
        }
        all.formula(&by, "when", input.when.as_ref());
    }
    for rule in &book.rules {
        let by = User::Thing(Kind::Rule, rule.id.value.clone());
        match &rule.body {
            RuleBody::Formula(formula) => all.formula(&by, "", Some(formula)),
            RuleBody::Cases { by: choice, cases } => {
                for (case, formula) in cases {
                    let mut names = names_of(formula);
                    names.extend([choice.value.clone(), case.value.clone()]);
                    let written = format!("{}: {}", case.value, formula.text);
                    all.all.push(Use { by: by.clone(), written, names });
                }
            }
        }
        all.formula(&by, "divide_by", rule.divide_by.as_ref());
        all.formula(&by, "when", rule.when.as_ref());
        all.formula(&by, "otherwise", rule.otherwise.as_ref());
        for limit in &rule.at_most {
            let limited = User::Thing(Kind::Limit, limit.id.value.clone());
            all.formula(&limited, "", Some(&limit.value));
            all.formula(&limited, "when", limit.when.as_ref());
            let id = limit.id.value.as_str();
            all.list(&by, format!("at_most: {id}"), &[id]);
        }
    }
    if !book.outputs.is_empty() {
        let names: Vec<&str> = book.outputs.iter().map(|name| name.value.as_str()).collect();
        all.list(&User::Outputs, String::new(), &names);
    }
    for line in &book.receipt {
        let by = User::Receipt(line.id.value.clone());
        all.list(&by, line.value.value.clone(), &[&line.value.value]);
        all.formula(&by, "when", line.when.as_ref());
    }
    for condition in &book.conditions {
        let by = User::Thing(Kind::Condition, condition.id.value.clone());
        all.formula(&by, "", Some(&condition.must));
        all.formula(&by, "when", condition.when.as_ref());
        for (from, to) in &condition.suggest {
            let written = format!("suggest: {{{}: {}}}", from.value, to.value);
            all.list(&by, written, &[&from.value, &to.value]);
        }
    }
    for note in &book.notes {
        all.formula(&User::Thing(Kind::Note, note.id.value.clone()), "when", note.when.as_ref());
    }
    for item in &book.checklist {
        let by = User::Thing(Kind::Checklist, item.id.value.clone());
        match &item.need {
            Need::Always => {}
            Need::When(formula) => all.formula(&by, "when", Some(formula)),
            Need::ForEach { rows, filter, when } => {
                all.formula(&by, "when", Some(when));
                if let Some(last) = all.all.last_mut() {
                    last.names.insert(rows.value.clone());
                    last.names.extend(filter.needs().map(str::to_owned));
                    last.names.extend(filter.categories().cloned());
                }
            }
        }
    }
    if let Some(parts) = &book.parts {
        let by = User::Parts;
        let written = format!("{} by {}.{}", parts.split.value, parts.rows.value, parts.column.value);
        all.list(&by, written, &[&parts.split.value, &parts.rows.value]);
        all.formula(&by, "when", parts.when.as_ref());
    }
    all.all
}

struct Uses {
    all: Vec<Use>,
    /// What `cost_model.flat_rate` can be.
    flat_rates: Vec<String>,
}

impl Uses {
    fn list(&mut self, by: &User, written: String, names: &[&str]) {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        self.all.push(Use { by: by.clone(), written, names });
    }

    fn formula(&mut self, by: &User, key: &str, formula: Option<&Formula>) {
        let Some(formula) = formula else { return };
        let written = if key.is_empty() { formula.text.clone() } else { format!("{key}: {}", formula.text) };
        let mut names = names_of(formula);
        formula.expr.each(&mut |part| {
            if matches!(&part.kind, ExprKind::Property { property, .. } if property == "flat_rate") {
                names.extend(self.flat_rates.iter().cloned());
            }
        });
        self.all.push(Use { by: by.clone(), written, names });
    }
}

/// The uses of one name.
pub fn of<'u>(uses: &'u [Use], name: &str) -> Vec<&'u Use> {
    uses.iter().filter(|one| one.names.contains(name)).collect()
}

/// Everything that a name has to do with through other rules, without those that use it themselves.
pub fn through<'u>(uses: &'u [Use], name: &str) -> BTreeSet<&'u User> {
    let direct: BTreeSet<&User> = of(uses, name).into_iter().map(|one| &one.by).collect();
    let mut reached: BTreeSet<&User> = direct.clone();
    let mut open: Vec<&User> = reached.iter().copied().collect();
    while let Some(user) = open.pop() {
        // Others use the values of rules; a limit is a part of the rule that it limits.
        let value = match user {
            User::Thing(Kind::Rule | Kind::Limit, id) => id,
            _ => continue,
        };
        for next in of(uses, value) {
            if reached.insert(&next.by) {
                open.push(&next.by);
            }
        }
    }
    reached.difference(&direct).copied().collect()
}

/// The names in a formula: values, and the cases and categories that it speaks of.
pub fn names_of(formula: &Formula) -> BTreeSet<String> {
    let mut names = formula.expr.needs();
    formula.expr.each(&mut |part| match &part.kind {
        ExprKind::In { cases, .. } => names.extend(cases.iter().map(|(case, _)| case.clone())),
        ExprKind::Sum { filter, .. } => names.extend(filter.categories().cloned()),
        _ => {}
    });
    names
}

/// The names whose values one calculation uses: those that lead to its results and conditions,
/// without the ways that were not taken.
pub fn taking_part(evaluation: &Evaluation<'_>) -> BTreeSet<String> {
    let plan = evaluation.plan;
    let outputs = plan.outputs.iter().filter_map(|name| plan.names.get(name).copied());
    let conditions = plan.conditions.iter().map(|condition| condition.node);
    let checklist = plan.checklist.iter().map(|item| item.node);
    let mut seen = vec![false; plan.nodes.len()];
    let mut open: Vec<NodeId> = outputs.chain(conditions).chain(checklist).collect();
    let mut names = BTreeSet::new();
    while let Some(node) = open.pop() {
        if std::mem::replace(&mut seen[node], true) {
            continue;
        }
        // What does not apply had no use for the values behind it.
        let applies = evaluation.values[node] != Value::NotApplicable;
        match &plan.nodes[node] {
            Op::Number(_) | Op::Bool(_) | Op::Case(_) | Op::Sum { .. } => {}
            Op::Parameter(name, _) | Op::Input(name) => {
                names.insert(name.clone());
            }
            Op::Hit { with, .. } => open.push(*with),
            Op::Add(nodes) | Op::And(nodes) | Op::Or(nodes) => open.extend(nodes),
            // Nothing of anything is nothing, whatever the other factor is.
            Op::Mul(a, b) => {
                let decides = |node: &NodeId| match &evaluation.values[*node] {
                    Value::NotApplicable => true,
                    value => value.number().is_some_and(|number| number.is_zero()),
                };
                let deciding: Vec<NodeId> = [*a, *b].into_iter().filter(decides).collect();
                open.extend(if deciding.is_empty() { vec![*a, *b] } else { deciding });
            }
            Op::Sub(a, b) | Op::Compare(_, a, b) | Op::YearsAfter(a, b) => open.extend([*a, *b]),
            Op::DivRound(a, b, ..) => open.extend([*a, *b]),
            Op::Round(a, ..) | Op::IsIn(a, _) | Op::Not(a) | Op::Limited(a, _) | Op::Open(a, _) => {
                open.push(*a);
            }
            Op::Min(arms) | Op::Max(arms) => open.extend(arms.iter().map(|(arm, _)| *arm)),
            Op::Pick(by, cases) => {
                open.push(*by);
                let case = evaluation.values[*by].case();
                open.extend(
                    cases.iter().filter(|(name, _)| Some(name.as_str()) == case).map(|(_, arm)| *arm),
                );
            }
            Op::If(c, a, b) => {
                open.push(*c);
                match evaluation.values[*c].bool() {
                    Some(true) => open.push(*a),
                    Some(false) => open.push(*b),
                    None => {}
                }
            }
            Op::Applicable(c, x) => {
                open.push(*c);
                if applies {
                    open.push(*x);
                }
            }
        }
    }
    names.extend(plan.names.iter().filter(|(_, node)| seen[**node]).map(|(name, _)| name.clone()));
    names
}
