//! Formulas into steps.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::graph::Graph;
use crate::diag::{Diagnostics, Reported, Words, say, unit_words};
use crate::model::formula::{Comparison, Expr, ExprKind, Filter, FilterTerm, Formula};
use crate::model::plan::{
    Kind, NodeId, Op, Plan, PlanColumn, PlanCondition, PlanFunding, PlanInput, PlanInputKind, PlanItem,
    PlanLine, PlanParts,
};
use crate::model::quantity::Unit;
use crate::model::rules::{CostModel, FundingType, InputKind, Max, Need, Rounding, Rule, RuleBody, RuleBook};
use crate::source::{Place, Spanned};

type Lowered<T = NodeId> = Result<T, Reported>;

/// Laws, each with the step that says whether it holds.
type Laws = Vec<(NodeId, Formula)>;

/// As many as fit into a set of inputs.
const MOST_INPUTS: usize = 64;

/// The plan, the plan with the laws behind it, and the laws with their steps.
pub(super) fn lower(
    rules: &RuleBook,
    day: Date,
    diags: &mut Diagnostics,
) -> Result<(Plan, Plan, Laws), Reported> {
    let mut lowering = Lowering {
        rules,
        day,
        inputs: rules.plan_inputs(day),
        graph: Graph::default(),
        names: BTreeMap::new(),
        stack: Vec::new(),
        asks: BTreeMap::new(),
        cycles: Vec::new(),
        diags,
    };
    lowering.names_are_unique();
    if rules.inputs.len() > MOST_INPUTS {
        let _ = lowering.diags.too_many_inputs(MOST_INPUTS);
    }
    let plan = lowering.plan();
    let laws = lowering.laws();
    // A mistake in one rule must not hide those in the others: everything was looked at.
    if let Some(reported) = lowering.diags.first_error() {
        return Err(reported);
    }
    let (plan, laws) = (plan?, laws?);
    let mut proof = plan.clone();
    lowering.fill(&mut proof);
    Ok((plan, proof, laws))
}

/// A chain of names, each needing the next, that is looked up from its end.
const LONG_CHAIN: usize = 24;

struct Lowering<'r> {
    rules: &'r RuleBook,
    day: Date,
    inputs: Vec<PlanInput>,
    graph: Graph,
    /// Every name that was looked up, once.
    names: BTreeMap<String, Lowered>,
    /// The names on the way to the one that is looked up, each with where it is named.
    stack: Vec<(String, Place)>,
    asks: BTreeMap<String, NodeId>,
    /// The names of each loop that was told.
    cycles: Vec<(Vec<String>, Reported)>,
    diags: &'r mut Diagnostics,
}

impl Lowering<'_> {
    fn names_are_unique(&mut self) {
        let rules = self.rules;
        let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
        let inputs = rules.inputs.iter().map(|one| &one.id);
        let all = inputs
            .chain(rules.rules.iter().map(|one| &one.id))
            .chain(rules.parameters.iter().map(|one| &one.id))
            .chain(rules.categories.iter().map(|one| &one.id));
        for id in all {
            match seen.get(id.value.as_str()) {
                Some(first) => {
                    let _ = self.diags.name_twice(id, first);
                }
                None => {
                    seen.insert(&id.value, &id.place);
                }
            }
        }
    }

    /// Looks up what stands at the end of long chains of names first, so that no look-up has far to go:
    /// the stack of a thread is no measure of how many rules there may be.
    fn long_chains(&mut self) {
        let rules = self.rules;
        let order = names_in_order(rules);
        if order.longest <= LONG_CHAIN {
            return;
        }
        for around in &order.cycles {
            // A name that was told of already makes it the same mistake.
            if around.iter().any(|(name, _)| self.names.contains_key(name)) {
                continue;
            }
            let told = self.diags.cycle(around);
            for (name, _) in around {
                self.names.insert(name.clone(), Err(told));
            }
        }
        for (name, place) in order.names {
            let _ = self.name(name, place);
        }
    }

    fn plan(&mut self) -> Lowered<Plan> {
        let rules = self.rules;
        self.long_chains();
        for parameter in &rules.parameters {
            let _ = self.name(&parameter.id.value, &parameter.id.place);
        }
        for input in &rules.inputs {
            if !matches!(input.kind, InputKind::Rows { .. }) {
                let _ = self.name(&input.id.value, &input.id.place);
            }
        }
        for category in &rules.categories {
            let _ = self.name(&category.id.value, &category.id.place);
        }
        for rule in &rules.rules {
            let _ = self.name(&rule.id.value, &rule.id.place);
        }
        for output in &rules.outputs {
            let _ = self.name(&output.value, &output.place);
        }
        let receipt = rules
            .receipt
            .iter()
            .map(|line| {
                let value = self.name(&line.value.value, &line.value.place);
                let when = line.when.as_ref().map(|when| self.condition(when)).transpose();
                Ok(PlanLine { id: line.id.value.clone(), value: value?, when: when? })
            })
            .collect::<Vec<Lowered<_>>>();
        let conditions = rules
            .conditions
            .iter()
            .map(|condition| {
                let must = self.condition(&condition.must);
                let node = self.under(condition.when.as_ref(), must);
                let suggest = condition
                    .suggest
                    .iter()
                    .map(|(from, to)| (from.value.clone(), to.value.clone()))
                    .collect();
                Ok(PlanCondition {
                    id: condition.id.value.clone(),
                    node: node?,
                    level: condition.level,
                    suggest,
                })
            })
            .collect::<Vec<Lowered<_>>>();
        let notes = rules
            .notes
            .iter()
            .map(|note| {
                let node = self.need(note.when.as_ref())?;
                Ok(PlanItem { id: note.id.value.clone(), node, group: None })
            })
            .collect::<Vec<Lowered<_>>>();
        let checklist = rules
            .checklist
            .iter()
            .map(|item| {
                let node = match &item.need {
                    Need::Always => self.need(None),
                    Need::When(when) => self.need(Some(when)),
                    Need::ForEach { rows, filter, when } => self.hit(rows, filter, when),
                }?;
                let group = item.group.as_ref().map(|group| group.value.clone());
                Ok(PlanItem { id: item.id.value.clone(), node, group })
            })
            .collect::<Vec<Lowered<_>>>();
        let parts = rules.parts.as_ref().map(|parts| {
            let when = parts.when.as_ref().map(|when| self.condition(when)).transpose();
            let split = self.name(&parts.split.value, &parts.split.place);
            Ok(PlanParts {
                when: when?,
                split: split?,
                rows: parts.rows.value.clone(),
                column: "amount".to_owned(),
                by: parts.column.value.clone(),
                decimals: parts.round.decimals,
                mode: parts.round.mode,
            })
        });
        self.overflows(None);
        let mut plan = Plan {
            set: rules.set.value.clone(),
            as_of: self.day,
            since: rules.in_force_since(self.day),
            inputs: self.inputs.clone(),
            nodes: Vec::new(),
            kinds: Vec::new(),
            scales: Vec::new(),
            names: BTreeMap::new(),
            outputs: rules.outputs.iter().map(|output| output.value.clone()).collect(),
            asks: self.asks.clone(),
            conditions: conditions.into_iter().collect::<Lowered<_>>()?,
            notes: notes.into_iter().collect::<Lowered<_>>()?,
            checklist: checklist.into_iter().collect::<Lowered<_>>()?,
            receipt: receipt.into_iter().collect::<Lowered<_>>()?,
            funding: rules.funding_types.iter().map(|one| (one.id.value.clone(), funding(one))).collect(),
            models: rules.cost_models.iter().map(|one| (one.id.value.clone(), counts(one))).collect(),
            parts: parts.transpose()?,
        };
        for (name, node) in &self.names {
            plan.names.insert(name.clone(), (*node)?);
        }
        self.fill(&mut plan);
        Ok(plan)
    }

    fn fill(&self, plan: &mut Plan) {
        plan.nodes = self.graph.ops.clone();
        plan.kinds = self.graph.infos.iter().map(|info| info.kind).collect();
        plan.scales = self.graph.infos.iter().map(|info| info.scale).collect();
    }

    fn laws(&mut self) -> Lowered<Laws> {
        let laws = &self.rules.laws;
        let lowered: Vec<_> = laws.iter().map(|law| Ok((self.condition(law)?, law.clone()))).collect();
        lowered.into_iter().collect()
    }

    /// True, or a condition.
    fn need(&mut self, when: Option<&Formula>) -> Lowered {
        match when {
            Some(when) => self.condition(when),
            None => Ok(self.graph.push(Op::Bool(true), Kind::Bool, None, false)),
        }
    }

    /// A value that applies only under a condition.
    fn under(&mut self, when: Option<&Formula>, value: Lowered) -> Lowered {
        match when {
            None => value,
            Some(when) => {
                let condition = self.condition(when)?;
                let value = value?;
                Ok(self.graph.applicable(condition, value))
            }
        }
    }

    /// Looks a name up; what it means is lowered once.
    fn name(&mut self, name: &str, place: &Place) -> Lowered {
        if let Some(known) = self.names.get(name) {
            return *known;
        }
        if let Some(start) = self.stack.iter().position(|(open, _)| open == name) {
            let mut around = self.stack[start..].to_vec();
            around.push((name.to_owned(), place.clone()));
            // A loop can be entered in several ways; it is one mistake.
            if let Some((_, told)) =
                self.cycles.iter().find(|(names, _)| around.iter().any(|(name, _)| names.contains(name)))
            {
                return Err(*told);
            }
            let told = self.diags.cycle(&around);
            self.cycles.push((around.into_iter().map(|(name, _)| name).collect(), told));
            return Err(told);
        }
        if self.stack.len() > 2 * LONG_CHAIN {
            return Err(self.diags.chain_too_long(place, name));
        }
        self.stack.push((name.to_owned(), place.clone()));
        let node = self.meaning(name, place);
        self.stack.pop();
        self.names.insert(name.to_owned(), node);
        node
    }

    fn meaning(&mut self, name: &str, place: &Place) -> Lowered {
        let rules = self.rules;
        if let Some(rule) = rules.rule(name) {
            self.rule(rule)
        } else if let Some(index) = rules.inputs.iter().position(|input| input.id.value == name) {
            self.input(index, place)
        } else if let Some(parameter) = rules.parameter(name) {
            match parameter.at(self.day) {
                Some(dated) => {
                    let value = dated.value.value.normalize();
                    Ok(self.graph.constant(Op::Parameter(name.to_owned(), value), parameter.unit, value))
                }
                None => {
                    let first = parameter.values.first().map(|dated| dated.from);
                    let reason = match first {
                        Some(first) if self.day < first => say!(
                            "its first value holds from {first}",
                            "ensimmäinen arvo on voimassa {first} alkaen"
                        ),
                        _ => {
                            Words::new("its last value has ended", "viimeisen arvon voimassaolo on päättynyt")
                        }
                    };
                    Err(self.diags.no_value_on(&parameter.id, self.day, reason))
                }
            }
        } else if rules.categories.iter().any(|category| category.id.value == name) {
            self.category(name, place)
        } else {
            Err(self.unknown(name, place))
        }
    }

    fn unknown(&mut self, name: &str, place: &Place) -> Reported {
        let rules = self.rules;
        let inputs = rules.inputs.iter().map(|one| one.id.value.as_str());
        let known: Vec<&str> = inputs
            .chain(rules.rules.iter().map(|one| one.id.value.as_str()))
            .chain(rules.parameters.iter().map(|one| one.id.value.as_str()))
            .chain(rules.categories.iter().map(|one| one.id.value.as_str()))
            .collect();
        self.diags.unknown_name(place, name, &known)
    }

    /// The sum of the rows of one category, where the funding type takes it.
    fn category(&mut self, name: &str, place: &Place) -> Lowered {
        let Some((rows, _)) = self.rules.cost_rows() else {
            return Err(self.diags.unknown_name(place, name, &[]));
        };
        let rows = rows.to_owned();
        let by = self.name("funding_type", place)?;
        let mut arms = Vec::new();
        for funding in &self.rules.funding_types {
            let taken = funding.costs.iter().any(|cost| cost.value == name);
            let of = if taken { vec![name.to_owned()] } else { Vec::new() };
            arms.push((funding.id.value.clone(), self.sum_node(&rows, "amount", Some(of))));
        }
        Ok(self.pick(by, arms))
    }

    fn input(&mut self, index: usize, place: &Place) -> Lowered {
        let input = &self.rules.inputs[index];
        let id = input.id.value.clone();
        let op = Op::Input(id.clone());
        let mut node = match &input.kind {
            InputKind::Rows { .. } => {
                return Err(self.diags.unit_mismatch(
                    place,
                    say!("`{id}` is a list of rows, not a value", "`{id}` on luettelo rivejä, ei arvo"),
                    Words::new("a list", "luettelo"),
                    Words::new(
                        "sum a column of it: `sum(costs.amount where counted)`",
                        "laske sarake yhteen: `sum(costs.amount where counted)`",
                    ),
                ));
            }
            InputKind::Choice { of, .. } => {
                let node = self.graph.push(op, Kind::Case, Some(of.value.clone()), false);
                if of.value == "cost_model" && id == "cost_model" {
                    self.offered_model(node, place)?
                } else {
                    node
                }
            }
            InputKind::Number { unit, max, .. } => {
                let most = match max {
                    Max::Value(quantity) if quantity.unit != *unit => {
                        return Err(self.wrong_maximum(&input.id, *unit, quantity.unit));
                    }
                    Max::Value(quantity) => quantity.value,
                    Max::Parameter(name) => {
                        let node = self.name(&name.value, &name.place)?;
                        if self.graph.kind(node) != Kind::Number(*unit) {
                            let unit = unit_words(*unit);
                            return Err(self.diags.unit_mismatch(
                                &name.place,
                                say!("the maximum of `{id}` is not {unit}", "`{id}`: yläraja ei ole {unit}"; unit),
                                say!("expected {unit}", "tähän kuuluu {unit}"; unit),
                                Words::new(
                                    "name a parameter of the same unit",
                                    "kirjoita sellaisen arvon nimi, jolla on sama yksikkö",
                                ),
                            ));
                        }
                        self.graph.info(node).most
                    }
                };
                self.graph.number(op, *unit, unit.decimals(), (Decimal::ZERO, most), false)
            }
            InputKind::YesNo => self.graph.push(op, Kind::Bool, None, false),
            InputKind::Date => self.graph.push(op, Kind::Date, None, false),
        };
        if let Some(when) = &input.when {
            let condition = self.condition(when)?;
            self.asks.insert(id, condition);
            node = self.graph.applicable(condition, node);
        }
        if let Some(reason) = &input.open {
            node = self.graph.same(Op::Open(node, reason.value.clone()), node);
        }
        Ok(node)
    }

    fn wrong_maximum(&mut self, id: &Spanned<String>, unit: Unit, found: Unit) -> Reported {
        let (name, example) = (&id.value, unit.example());
        let (found, unit) = (unit_words(found), unit_words(unit));
        self.diags.unit_mismatch(
            &id.place,
            say!("the maximum of `{name}` is {found}", "`{name}`: ylärajana on {found}"; found),
            say!("expected {unit}", "tähän kuuluu {unit}"; unit),
            say!("write it like `{example}`", "kirjoita näin: `{example}`"),
        )
    }

    /// The cost model in effect: the chosen one where the funding type offers a choice, else its only
    /// one. What was chosen before is kept, and counts again when a type offers it.
    fn offered_model(&mut self, typed: NodeId, place: &Place) -> Lowered {
        let by = self.name("funding_type", place)?;
        let all: Vec<&str> = self.rules.cost_models.iter().map(|model| model.id.value.as_str()).collect();
        let mut arms = Vec::new();
        let mut asked = Vec::new();
        for funding in &self.rules.funding_types {
            let offered: Vec<String> = funding.cost_models.iter().map(|model| model.value.clone()).collect();
            let first = offered.first().cloned().unwrap_or_default();
            let only = self.graph.push(Op::Case(first), Kind::Case, Some("cost_model".to_owned()), false);
            if offered.len() > 1 {
                asked.push(funding.id.value.clone());
            }
            let arm = if offered.len() <= 1 {
                only
            } else if all.iter().all(|model| offered.iter().any(|one| one == model)) {
                typed
            } else {
                let within = self.graph.bool(Op::IsIn(typed, offered), &[typed]);
                self.graph.chosen(Op::If(within, typed, only), within, &[typed, only])
            };
            arms.push((funding.id.value.clone(), arm));
        }
        let asked = self.graph.bool(Op::IsIn(by, asked), &[by]);
        self.asks.insert("cost_model".to_owned(), asked);
        Ok(self.pick(by, arms))
    }

    fn rule(&mut self, rule: &Rule) -> Lowered {
        let id = &rule.id;
        let body = match &rule.body {
            RuleBody::Formula(formula) => self.formula(formula, None),
            RuleBody::Cases { by, cases } => self.cases(id, by, cases),
        };
        let divisor = rule.divide_by.as_ref().map(|divisor| self.formula(divisor, None)).transpose();
        let when = rule.when.as_ref().map(|when| self.condition(when)).transpose();
        let limits: Vec<Lowered<_>> = rule
            .at_most
            .iter()
            .map(|limit| {
                let value = self.formula(&limit.value, None);
                let node = self.under(limit.when.as_ref(), value)?;
                Ok((node, limit))
            })
            .collect();
        let mut node = body?;
        let otherwise = rule
            .otherwise
            .as_ref()
            .map(|otherwise| self.formula(otherwise, Some(self.graph.kind(node))))
            .transpose();
        if let Some(divisor) = divisor? {
            node = self.divided(rule, node, divisor)?;
        } else if let Some(rounding) = &rule.round {
            node = self.round(rule, node, rounding)?;
        }
        if !limits.is_empty() {
            let mut arms = vec![(node, None)];
            for limit in limits {
                let (arm, limit) = limit?;
                self.same_kind(&limit.value.place, node, arm, &{
                    let limit = &limit.id.value;
                    say!("the limit `{limit}`", "raja `{limit}`")
                })?;
                arms.push((arm, Some(limit.id.value.clone())));
            }
            node = self.graph.extreme(arms, true);
        }
        if let Some(when) = when? {
            node = match otherwise? {
                Some(otherwise) => {
                    self.same_kind(&id.place, node, otherwise, &Words::same("`otherwise`"))?;
                    self.graph.chosen(Op::If(when, node, otherwise), when, &[node, otherwise])
                }
                None => self.graph.applicable(when, node),
            };
        }
        self.sound(id, node)?;
        Ok(node)
    }

    /// Money is not finer than cents and never negative, and nothing overflows.
    fn sound(&mut self, id: &Spanned<String>, node: NodeId) -> Lowered<()> {
        self.overflows(Some(id));
        let info = self.graph.info(node).clone();
        let Kind::Number(unit) = info.kind else { return Ok(()) };
        if unit == Unit::Eur
            && let Some(scale) = info.scale.filter(|scale| *scale > unit.decimals())
        {
            return Err(self.diags.too_fine(&id.place, &id.value, scale));
        }
        if matches!(unit, Unit::Eur | Unit::Hour) {
            let lowest = self.graph.lower_bound(node);
            if lowest.is_sign_negative() && !lowest.is_zero() {
                return Err(self.diags.may_be_negative(&id.place, &id.value, lowest.normalize()));
            }
        }
        Ok(())
    }

    fn overflows(&mut self, id: Option<&Spanned<String>>) {
        if let Some(digits) = self.graph.overflow.take() {
            let (place, name) = match id {
                Some(id) => (id.place.clone(), id.value.as_str()),
                None => (self.rules.set.place.clone(), "the calculation"),
            };
            let _ = self.diags.overflow(&place, name, digits);
        }
    }

    fn cases(
        &mut self,
        id: &Spanned<String>,
        by: &Spanned<String>,
        cases: &[(Spanned<String>, Formula)],
    ) -> Lowered {
        let chosen = self.name(&by.value, &by.place)?;
        let Some(known) = self.cases_of(chosen) else {
            let name = &by.value;
            return Err(self.diags.unit_mismatch(
                &by.place,
                say!("`{name}` is not a choice", "`{name}` ei ole valinta"),
                Words::new("not a choice", "ei valinta"),
                {
                    let choices = self.choice_inputs();
                    say!("choose by one of these: {choices}", "valitse jollakin näistä: {choices}")
                },
            ));
        };
        let choice = self.choice_of(chosen);
        let mut result = Ok(());
        for (case, _) in cases {
            if !known.contains(&case.value) {
                result = Err(self.diags.unknown_case(&choice, case, &known));
            }
        }
        for case in &known {
            if !cases.iter().any(|(name, _)| name.value == *case) {
                result = Err(self.diags.case_missing(&id.place, &id.value, case));
            }
        }
        let lowered: Vec<Lowered<_>> = cases
            .iter()
            .map(|(case, formula)| Ok((case.value.clone(), self.formula(formula, None)?)))
            .collect();
        let arms = lowered.into_iter().collect::<Lowered<Vec<_>>>()?;
        result?;
        if let Some((_, first)) = arms.first() {
            for ((_, arm), (_, formula)) in arms.iter().zip(cases) {
                self.same_kind(&formula.place, *first, *arm, &Words::new("this case", "tämä tapaus"))?;
            }
        }
        Ok(self.pick(chosen, arms))
    }

    /// A pick; where every case has the same arm there is nothing to choose.
    fn pick(&mut self, by: NodeId, arms: Vec<(String, NodeId)>) -> NodeId {
        let nodes: Vec<NodeId> = arms.iter().map(|(_, node)| *node).collect();
        match nodes.split_first() {
            Some((first, rest)) if rest.iter().all(|node| node == first) => *first,
            _ => self.graph.chosen(Op::Pick(by, arms), by, &nodes),
        }
    }

    fn cases_of(&self, node: NodeId) -> Option<Vec<String>> {
        let choice = self.graph.info(node).choice.as_ref()?;
        Some(self.rules.cases(choice)?.into_iter().map(str::to_owned).collect())
    }

    /// The name of the choice whose cases a step gives.
    fn choice_of(&self, node: NodeId) -> String {
        self.graph.info(node).choice.clone().unwrap_or_default()
    }

    /// The inputs that choose one of some cases, as a list.
    fn choice_inputs(&self) -> String {
        let choices = self.rules.inputs.iter().filter(|input| matches!(input.kind, InputKind::Choice { .. }));
        choices.map(|input| format!("`{}`", input.id.value)).collect::<Vec<_>>().join(", ")
    }

    fn round(&mut self, rule: &Rule, node: NodeId, rounding: &Rounding) -> Lowered {
        let Kind::Number(unit) = self.graph.kind(node) else {
            let name = &rule.id.value;
            return Err(self.diags.unit_mismatch(
                &rounding.place,
                say!(
                    "`{name}` is not a number, so it cannot be rounded",
                    "`{name}` ei ole luku, joten sitä ei voi pyöristää"
                ),
                Words::new("nothing to round", "ei pyöristettävää"),
                Words::new("take `round` away", "poista `round`"),
            ));
        };
        let info = self.graph.info(node);
        // What cannot be finer than the rounding needs none.
        if info.scale.is_some_and(|scale| i32::try_from(scale).is_ok_and(|scale| scale <= rounding.decimals))
        {
            return Ok(node);
        }
        let bounds = (info.least, info.most);
        let op = Op::Round(node, rounding.decimals, rounding.mode);
        Ok(self.graph.rounded(op, unit, bounds, rounding.decimals, &[node]))
    }

    fn divided(&mut self, rule: &Rule, node: NodeId, divisor: NodeId) -> Lowered {
        let place = rule.divide_by.as_ref().map_or(&rule.id.place, |formula| &formula.place).clone();
        let Some(rounding) = &rule.round else { return Err(self.diags.division_without_rounding(&rule.id)) };
        let units = (self.graph.kind(node), self.graph.kind(divisor));
        let (Kind::Number(top), Kind::Number(bottom)) = units else {
            return Err(self.not_a_number(&place, &Words::new("a divisor", "jakaja")));
        };
        let Some(unit) = top.divided_by(bottom) else {
            let (top, bottom) = (unit_words(top), unit_words(bottom));
            return Err(self.diags.unit_mismatch(
                &place,
                say!("{top} cannot be divided by {bottom}", "näitä ei voi jakaa: {top} / {bottom}"; top, bottom),
                Words::new("units do not fit", "yksiköt eivät sovi yhteen"),
                Words::new(
                    "divide by a rate, or by a value of the same unit",
                    "jaa prosenttiosuudella tai arvolla, jolla on sama yksikkö",
                ),
            ));
        };
        let (top_info, bottom_info) = (self.graph.info(node).clone(), self.graph.info(divisor).clone());
        if bottom_info.least <= Decimal::ZERO || bottom_info.may_not_apply {
            return Err(self.diags.may_divide_by_zero(&place, &rule.id.value));
        }
        let bound = |value: Decimal| value.checked_div(bottom_info.least).unwrap_or(Decimal::MAX);
        let bounds = (bound(top_info.least), bound(top_info.most));
        let op = Op::DivRound(node, divisor, rounding.decimals, rounding.mode);
        Ok(self.graph.rounded(op, unit, bounds, rounding.decimals, &[node, divisor]))
    }

    /// A formula that says yes or no.
    fn condition(&mut self, formula: &Formula) -> Lowered {
        let node = self.formula(formula, Some(Kind::Bool))?;
        if self.graph.kind(node) == Kind::Bool {
            return Ok(node);
        }
        let text = &formula.text;
        Err(self.diags.unit_mismatch(
            &formula.place,
            say!("`{text}` is neither true nor false", "`{text}` ei ole tosi eikä epätosi"),
            Words::new("expected a comparison", "tähän kuuluu vertailu"),
            compare_it(),
        ))
    }

    fn formula(&mut self, formula: &Formula, expected: Option<Kind>) -> Lowered {
        self.expr(&formula.expr, &formula.place, expected)
    }

    fn expr(&mut self, expr: &Expr, place: &Place, expected: Option<Kind>) -> Lowered {
        let here = || place.within(expr.range.clone());
        match &expr.kind {
            ExprKind::Name(name) => self.name(name, &here()),
            ExprKind::Property { choice, property } => self.property(choice, property, &here()),
            ExprKind::Literal { one, unit } => {
                let unit = match (unit, expected) {
                    (Some(quantity), _) => quantity.unit,
                    (None, Some(Kind::Number(unit))) => unit,
                    (None, _) => Unit::Ratio,
                };
                let value = if *one { Decimal::ONE } else { Decimal::ZERO };
                Ok(self.graph.constant(Op::Number(value), unit, value))
            }
            ExprKind::Add(a, b) => self.sum(a, b, place, false, expected),
            ExprKind::Sub(a, b) => self.sum(a, b, place, true, expected),
            ExprKind::Mul(a, b) => self.product(a, b, place),
            ExprKind::Compare(comparison, a, b) => self.compare(*comparison, a, b, place),
            ExprKind::And(a, b) => self.logic(a, b, place, Op::And as fn(Vec<NodeId>) -> Op),
            ExprKind::Or(a, b) => self.logic(a, b, place, Op::Or as fn(Vec<NodeId>) -> Op),
            ExprKind::Not(inner) => {
                let node = self.expr(inner, place, Some(Kind::Bool))?;
                self.is_bool(node, inner, place)?;
                Ok(self.graph.bool(Op::Not(node), &[node]))
            }
            ExprKind::In { value, cases, negated } => {
                let node = self.expr(value, place, Some(Kind::Case))?;
                let cases = self.known_cases(node, cases, value, place)?;
                let within = self.graph.bool(Op::IsIn(node, cases), &[node]);
                Ok(if *negated { self.graph.bool(Op::Not(within), &[within]) } else { within })
            }
            ExprKind::Call { function, arguments } => self.call(function, arguments, expr, place, expected),
            ExprKind::Sum { rows, column, filter } => {
                self.column_unit(rows, column, &here())?;
                self.filtered(filter, &here(), |lowering, of| lowering.sum_node(rows, column, of))
            }
        }
    }

    fn property(&mut self, choice: &str, property: &str, place: &Place) -> Lowered {
        let by = self.name(choice, place)?;
        let of = self.graph.info(by).choice.clone().unwrap_or_default();
        match (of.as_str(), property) {
            ("cost_model", "volunteer_work") => {
                let models = self.rules.cost_models.iter().filter(|model| model.volunteer_work);
                let cases = models.map(|model| model.id.value.clone()).collect();
                Ok(self.graph.bool(Op::IsIn(by, cases), &[by]))
            }
            ("cost_model", "flat_rate") => {
                let mut arms = Vec::new();
                for model in &self.rules.cost_models {
                    let node = match &model.flat {
                        Some(flat) => self.name(&flat.rate.value, &flat.rate.place)?,
                        None => self.graph.constant(Op::Number(Decimal::ZERO), Unit::Ratio, Decimal::ZERO),
                    };
                    if self.graph.kind(node) != Kind::Number(Unit::Ratio) {
                        let place = model.flat.as_ref().map_or(&model.id.place, |flat| &flat.rate.place);
                        return Err(self.diags.unit_mismatch(
                            place,
                            Words::new(
                                "a flat rate is a rate",
                                "prosenttimääräisen korvauksen on oltava prosenttiosuus",
                            ),
                            Words::new("not a rate", "ei prosenttiosuus"),
                            Words::new(
                                "name a parameter such as `19 %`",
                                "kirjoita sellaisen arvon nimi, joka on esimerkiksi `19 %`",
                            ),
                        ));
                    }
                    arms.push((model.id.value.clone(), node));
                }
                Ok(self.pick(by, arms))
            }
            ("funding_type", "parts") => {
                let types = self.rules.funding_types.iter().filter(|funding| funding.parts);
                let cases = types.map(|funding| funding.id.value.clone()).collect();
                Ok(self.graph.bool(Op::IsIn(by, cases), &[by]))
            }
            _ => {
                let known: &[&str] = match of.as_str() {
                    "cost_model" => &["volunteer_work", "flat_rate"],
                    "funding_type" => &["parts"],
                    _ => &[],
                };
                let written = Spanned { value: property.to_owned(), place: place.clone() };
                Err(self.diags.not_one_of(
                    &written,
                    &say!("property of `{choice}`", "valinnan `{choice}` ominaisuus"),
                    known.iter().copied(),
                ))
            }
        }
    }

    fn is_bool(&mut self, node: NodeId, expr: &Expr, place: &Place) -> Lowered<()> {
        if self.graph.kind(node) == Kind::Bool {
            return Ok(());
        }
        Err(self.diags.unit_mismatch(
            &place.within(expr.range.clone()),
            Words::new(
                "`and`, `or` and `not` join conditions only",
                "`and`, `or` ja `not` yhdistävät vain ehtoja",
            ),
            Words::new("neither true nor false", "ei tosi eikä epätosi"),
            compare_it(),
        ))
    }

    fn not_a_number(&mut self, place: &Place, what: &Words) -> Reported {
        self.diags.unit_mismatch(
            place,
            say!("{what} has to be a number", "{what}: tähän kuuluu luku"; what),
            Words::new("not a number", "ei luku"),
            Words::new(
                "calculate with amounts, hours and rates only",
                "laske vain rahamäärillä, tuntimäärillä ja prosenttiosuuksilla",
            ),
        )
    }

    /// Both sides, with a bare 0 or 1 taking its unit from the other.
    fn pair(
        &mut self,
        a: &Expr,
        b: &Expr,
        place: &Place,
        expected: Option<Kind>,
    ) -> Lowered<(NodeId, NodeId)> {
        let bare = |expr: &Expr| matches!(expr.kind, ExprKind::Literal { unit: None, .. });
        if bare(a) && !bare(b) {
            let second = self.expr(b, place, expected)?;
            let first = self.expr(a, place, Some(self.graph.kind(second)))?;
            return Ok((first, second));
        }
        let first = self.expr(a, place, expected);
        // Both are looked at before the first mistake returns.
        let hint = first.ok().map(|node| self.graph.kind(node)).or(expected);
        let second = self.expr(b, place, hint);
        Ok((first?, second?))
    }

    fn same_kind(&mut self, place: &Place, a: NodeId, b: NodeId, what: &Words) -> Lowered<()> {
        let (first, second) = (self.graph.kind(a), self.graph.kind(b));
        if first == second {
            return Ok(());
        }
        let (first, second) = (kind_words(first), kind_words(second));
        Err(self.diags.unit_mismatch(
            place,
            say!(
                "{what} is {second}, and {first} belongs here",
                "{what}: tässä on {second}, vaikka tähän kuuluu {first}"; what, first, second
            ),
            say!("{second}, expected {first}", "{second}, pitäisi olla {first}"; first, second),
            Words::new(
                "only values of one unit can be compared, added or chosen between",
                "vain saman yksikön arvoja voi verrata, laskea yhteen tai asettaa vaihtoehdoiksi",
            ),
        ))
    }

    fn sum(&mut self, a: &Expr, b: &Expr, place: &Place, minus: bool, expected: Option<Kind>) -> Lowered {
        let expected = expected.filter(|kind| matches!(kind, Kind::Number(_)));
        let (first, second) = self.pair(a, b, place, expected)?;
        let here = place.within(a.range.start..b.range.end);
        let units = (self.graph.kind(first), self.graph.kind(second));
        match units {
            (Kind::Number(x), Kind::Number(y)) if x == y => Ok(self.graph.sum(first, second, minus)),
            (x, y) => {
                let (x, y) = (kind_words(x), kind_words(y));
                let title = if minus {
                    say!("{y} cannot be taken from {x}", "näitä ei voi vähentää: {x} - {y}"; x, y)
                } else {
                    say!("{y} cannot be added to {x}", "näitä ei voi laskea yhteen: {x} + {y}"; x, y)
                };
                let hours = (units.0 == Kind::Number(Unit::Eur) && units.1 == Kind::Number(Unit::Hour))
                    || (units.0 == Kind::Number(Unit::Hour) && units.1 == Kind::Number(Unit::Eur));
                // `20 €` where `20 €/h` was meant.
                let pair = [units.0, units.1];
                if pair.contains(&Kind::Number(Unit::Eur)) && pair.contains(&Kind::Number(Unit::EurPerHour)) {
                    let label = say!("{x} and {y}", "{x} ja {y}"; x, y);
                    let help = Words::new(
                        "what an hour is worth is written with `€/h`, such as `20 €/h`",
                        "yhden tunnin arvo kirjoitetaan yksiköllä `€/h`, esimerkiksi `20 €/h`",
                    );
                    return Err(self.diags.unit_mismatch(&here, title, label, help));
                }
                if hours {
                    let expr = if units.0 == Kind::Number(Unit::Hour) { a } else { b };
                    let label = say!("{x} and {y}", "{x} ja {y}"; x, y);
                    let help = self.hours_need_a_value(expr, place);
                    return Err(self.diags.unit_mismatch(&here, title, label, help));
                }
                Err(self.diags.unit_mismatch(
                    &here,
                    title,
                    say!("{x} and {y}", "{x} ja {y}"; x, y),
                    Words::new(
                        "only values of one unit can be added",
                        "vain saman yksikön arvoja voi laskea yhteen",
                    ),
                ))
            }
        }
    }

    /// The way out where hours stand without what an hour is worth, with a value that the rules have.
    fn hours_need_a_value(&self, hours: &Expr, place: &Place) -> Words {
        let written = place.within(hours.range.clone());
        let written = written.written().unwrap_or("volunteer_hours").to_owned();
        let values = self.rules.parameters.iter().find(|parameter| parameter.unit == Unit::EurPerHour);
        let value = values.map_or("volunteer_hour", |parameter| parameter.id.value.as_str());
        say!(
            "multiply the hours by what an hour is worth: `{written} * {value}`",
            "kerro tunnit yhden tunnin arvolla: `{written} * {value}`"
        )
    }

    fn product(&mut self, a: &Expr, b: &Expr, place: &Place) -> Lowered {
        let first = self.expr(a, place, None);
        let second = self.expr(b, place, None);
        let (first, second) = (first?, second?);
        let here = place.within(a.range.start..b.range.end);
        let units = (self.graph.kind(first), self.graph.kind(second));
        if let (Kind::Number(x), Kind::Number(y)) = units
            && let Some(unit) = x.times(y)
        {
            return Ok(self.graph.product(first, second, unit));
        }
        let (x, y) = (kind_words(units.0), kind_words(units.1));
        Err(self.diags.unit_mismatch(
            &here,
            say!("{x} times {y} has no meaning", "tällä kertolaskulla ei ole merkitystä: {x} × {y}"; x, y),
            say!("{x} and {y}", "{x} ja {y}"; x, y),
            Words::new(
                "multiply by a rate, or hours by an hour value such as `20 €/h`",
                "kerro prosenttiosuudella, tai tuntimäärä tunnin arvolla, esimerkiksi `20 €/h`",
            ),
        ))
    }

    fn compare(&mut self, comparison: Comparison, a: &Expr, b: &Expr, place: &Place) -> Lowered {
        // `funding_type = investment`: the right side is a case, not a name.
        if let (ExprKind::Name(left), ExprKind::Name(case)) = (&a.kind, &b.kind) {
            let is_choice =
                self.rules.input(left).is_some_and(|input| matches!(input.kind, InputKind::Choice { .. }));
            if is_choice && !matches!(comparison, Comparison::Eq | Comparison::Ne) {
                return Err(self.diags.unit_mismatch(
                    &place.within(a.range.start..b.range.end),
                    say!(
                        "`{left}` is a choice, and no answer is larger than another",
                        "`{left}` on valinta, eikä mikään vastaus ole toista suurempi"
                    ),
                    Words::new("compared by size", "verrataan koon mukaan"),
                    say!(
                        "write `{left} = {case}`, `{left} != {case}` or `{left} in [{case}]`",
                        "kirjoita `{left} = {case}`, `{left} != {case}` tai `{left} in [{case}]`"
                    ),
                ));
            }
            if is_choice {
                let node = self.expr(a, place, None)?;
                let cases = self.known_cases(node, &[(case.clone(), b.range.clone())], a, place)?;
                let within = self.graph.bool(Op::IsIn(node, cases), &[node]);
                return Ok(match comparison {
                    Comparison::Ne => self.graph.bool(Op::Not(within), &[within]),
                    _ => within,
                });
            }
        }
        let (first, second) = self.pair(a, b, place, None)?;
        let here = place.within(a.range.start..b.range.end);
        self.same_kind(&here, first, second, &Words::new("the right side", "oikea puoli"))?;
        let ordered = matches!(self.graph.kind(first), Kind::Number(_) | Kind::Date);
        if !ordered && !matches!(comparison, Comparison::Eq | Comparison::Ne) {
            return Err(
                self.not_a_number(&here, &Words::new("what is compared by size", "koon mukaan verrattava"))
            );
        }
        Ok(self.graph.bool(Op::Compare(comparison, first, second), &[first, second]))
    }

    fn logic(&mut self, a: &Expr, b: &Expr, place: &Place, op: fn(Vec<NodeId>) -> Op) -> Lowered {
        let first = self.expr(a, place, Some(Kind::Bool));
        let second = self.expr(b, place, Some(Kind::Bool));
        let (first, second) = (first?, second?);
        self.is_bool(first, a, place)?;
        self.is_bool(second, b, place)?;
        // What does not apply is left out, so the whole applies as long as one side does.
        let may_not_apply = self.graph.info(first).may_not_apply && self.graph.info(second).may_not_apply;
        Ok(self.graph.push(op(vec![first, second]), Kind::Bool, None, may_not_apply))
    }

    fn known_cases(
        &mut self,
        node: NodeId,
        cases: &[(String, Range<usize>)],
        value: &Expr,
        place: &Place,
    ) -> Lowered<Vec<String>> {
        let Some(known) = self.cases_of(node) else {
            return Err(self.diags.unit_mismatch(
                &place.within(value.range.clone()),
                Words::new("only a choice has cases", "vain valinnalla on tapauksia"),
                Words::new("not a choice", "ei valinta"),
                {
                    let choices = self.choice_inputs();
                    say!(
                        "use `in` with one of these: {choices}",
                        "käytä sanaa `in` jonkin näistä kanssa: {choices}"
                    )
                },
            ));
        };
        let choice = self.choice_of(node);
        let mut result = Ok(());
        for (case, range) in cases {
            if !known.contains(case) {
                let written = Spanned { value: case.clone(), place: place.within(range.clone()) };
                result = Err(self.diags.unknown_case(&choice, &written, &known));
            }
        }
        result.map(|()| cases.iter().map(|(case, _)| case.clone()).collect())
    }

    fn call(
        &mut self,
        function: &str,
        arguments: &[Expr],
        expr: &Expr,
        place: &Place,
        expected: Option<Kind>,
    ) -> Lowered {
        let here = place.within(expr.range.clone());
        match (function, arguments) {
            ("min" | "max", [first, rest @ ..]) if !rest.is_empty() => {
                let mut nodes = Vec::new();
                let bare = |expr: &Expr| matches!(expr.kind, ExprKind::Literal { unit: None, .. });
                // A bare 0 or 1 takes the unit of the others.
                let model =
                    std::iter::once(first).chain(rest).find(|argument| !bare(argument)).unwrap_or(first);
                let model = self.expr(model, place, expected)?;
                let kind = self.graph.kind(model);
                for argument in arguments {
                    let node = self.expr(argument, place, Some(kind))?;
                    self.same_kind(
                        &place.within(argument.range.clone()),
                        model,
                        node,
                        &Words::new("this value", "tämä arvo"),
                    )?;
                    nodes.push((node, None));
                }
                if !matches!(kind, Kind::Number(_)) {
                    return Err(self.not_a_number(
                        &here,
                        &Words::new("what is compared by size", "koon mukaan verrattava"),
                    ));
                }
                Ok(self.graph.extreme(nodes, function == "min"))
            }
            ("min" | "max", _) => Err(self.diags.wrong_arguments(
                &here,
                function,
                &Words::new("two values or more", "vähintään kaksi arvoa"),
            )),
            ("years_after", [date, years]) => {
                let date_node = self.expr(date, place, Some(Kind::Date));
                let years_node = self.expr(years, place, Some(Kind::Number(Unit::Years)));
                let (date_node, years_node) = (date_node?, years_node?);
                let fits = self.graph.kind(date_node) == Kind::Date
                    && self.graph.kind(years_node) == Kind::Number(Unit::Years);
                if !fits {
                    return Err(self.diags.wrong_arguments(
                        &here,
                        function,
                        &Words::new("a day and a number of years", "päivä ja vuosien määrä"),
                    ));
                }
                // Years can lead past the end of the calendar.
                Ok(self.graph.push(Op::YearsAfter(date_node, years_node), Kind::Date, None, true))
            }
            ("limited", [rule, limit]) => {
                let (ExprKind::Name(rule_name), ExprKind::Name(limit_name)) = (&rule.kind, &limit.kind)
                else {
                    return Err(self.diags.wrong_arguments(
                        &here,
                        function,
                        &Words::new(
                            "a rule and the id of one of its limits",
                            "sääntö ja jonkin sen rajan tunnus",
                        ),
                    ));
                };
                let known: Vec<String> = self
                    .rules
                    .rule(rule_name)
                    .map(|rule| rule.at_most.iter().map(|limit| limit.id.value.clone()).collect())
                    .unwrap_or_default();
                if !known.contains(limit_name) {
                    let place = place.within(limit.range.clone());
                    let written = Spanned { value: limit_name.clone(), place };
                    let what = say!("limit of `{rule_name}`", "säännön `{rule_name}` raja");
                    return Err(self.diags.not_one_of(&written, &what, known.iter().map(String::as_str)));
                }
                let node = self.expr(rule, place, None)?;
                Ok(self.graph.bool(Op::Limited(node, limit_name.clone()), &[node]))
            }
            ("years_after" | "limited", _) => {
                Err(self.diags.wrong_arguments(&here, function, &Words::new("two values", "kaksi arvoa")))
            }
            _ => {
                let known = ["min", "max", "sum", "years_after", "limited"];
                Err(self.diags.unknown_function(&here, function, &known))
            }
        }
    }

    // Rows.

    fn column_unit(&mut self, rows: &str, column: &str, place: &Place) -> Lowered<Unit> {
        let Some(input) = self.inputs.iter().find(|input| input.id == rows) else {
            let known: Vec<String> = self.inputs.iter().map(|input| input.id.clone()).collect();
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            return Err(self.diags.unknown_name(place, rows, &known));
        };
        let PlanInputKind::Rows { columns, .. } = &input.kind else {
            return Err(self.diags.wrong_arguments(
                place,
                "sum",
                &Words::new(
                    "a column of a list, such as `costs.amount`",
                    "luettelon sarake, esimerkiksi `costs.amount`",
                ),
            ));
        };
        match columns.iter().find(|(id, _)| id == column) {
            Some((_, PlanColumn::Number { unit, .. })) => Ok(*unit),
            _ => Err(self.diags.wrong_arguments(
                place,
                "sum",
                &Words::new(
                    "a column of numbers, such as `costs.amount`",
                    "lukusarake, esimerkiksi `costs.amount`",
                ),
            )),
        }
    }

    fn sum_node(&mut self, rows: &str, column: &str, of: Option<Vec<String>>) -> NodeId {
        let (unit, scale, most) = self
            .inputs
            .iter()
            .find(|input| input.id == rows)
            .and_then(|input| match &input.kind {
                PlanInputKind::Rows { most, columns } => {
                    columns.iter().find(|(id, _)| id == column).and_then(|(_, column)| match column {
                        PlanColumn::Number { unit, scale, max, .. } => {
                            Some((*unit, *scale, max.saturating_mul(Decimal::from(*most))))
                        }
                        _ => None,
                    })
                }
                _ => None,
            })
            .unwrap_or((Unit::Eur, 2, Decimal::ZERO));
        let op = Op::Sum { rows: rows.to_owned(), column: column.to_owned(), of };
        self.graph.number(op, unit, scale, (Decimal::ZERO, most), false)
    }

    /// A step over the rows that a filter leaves; which they are can depend on the funding type and
    /// the cost model, so that there is a step for each.
    fn filtered(
        &mut self,
        filter: &Filter,
        place: &Place,
        mut step: impl FnMut(&mut Self, Option<Vec<String>>) -> NodeId,
    ) -> Lowered {
        let mut result = Ok(());
        for (term, range) in &filter.terms {
            if let FilterTerm::Category { cases, .. } = term {
                for case in cases {
                    if !self.rules.categories.iter().any(|category| category.id.value == *case) {
                        let known = self.rules.cases("cost_category").unwrap_or_default();
                        let written = Spanned { value: case.clone(), place: place.within(range.clone()) };
                        result = Err(self.diags.not_one_of(
                            &written,
                            &Words::new("cost category", "kustannuslaji"),
                            known,
                        ));
                    }
                }
            }
        }
        result?;
        if filter.terms.is_empty() {
            return Ok(step(self, None));
        }
        let rules = self.rules;
        let categories = |funding: Option<&FundingType>, model: Option<&CostModel>| -> Vec<String> {
            let fits = |id: &str| filter.terms.iter().all(|(term, _)| fits(term, id, rules, funding, model));
            rules.categories.iter().map(|one| &one.id.value).filter(|id| fits(id)).cloned().collect()
        };
        if !filter.depends_on_choices() {
            return Ok(step(self, Some(categories(None, None))));
        }
        let by_type = self.name("funding_type", place)?;
        let by_model = self.name("cost_model", place)?;
        let mut arms = Vec::new();
        for funding in &rules.funding_types {
            let offered =
                |model: &CostModel| funding.cost_models.iter().any(|one| one.value == model.id.value);
            let mut of_models = Vec::new();
            for model in &rules.cost_models {
                // A model that the type does not offer is never in effect with it: any arm will do.
                let in_effect = if offered(model) { Some(model) } else { None };
                let model_or_first = in_effect
                    .or_else(|| funding.cost_models.first().and_then(|first| rules.cost_model(&first.value)));
                let node = step(self, Some(categories(Some(funding), model_or_first)));
                of_models.push((model.id.value.clone(), node));
            }
            arms.push((funding.id.value.clone(), self.pick(by_model, of_models)));
        }
        Ok(self.pick(by_type, arms))
    }

    fn hit(&mut self, rows: &Spanned<String>, filter: &Filter, when: &Formula) -> Lowered {
        let ExprKind::Compare(compare, left, right) = &when.expr.kind else {
            return Err(self.diags.wrong_arguments(
                &when.place,
                "for_each",
                &Words::new(
                    "a comparison of a column, such as `amount >= quote_threshold`",
                    "sarakkeen vertailu, esimerkiksi `amount >= quote_threshold`",
                ),
            ));
        };
        let ExprKind::Name(column) = &left.kind else {
            return Err(self.diags.wrong_arguments(
                &when.place,
                "for_each",
                &Words::new("a column on the left side", "sarake vasemmalle puolelle"),
            ));
        };
        let unit = self.column_unit(&rows.value, column, &when.place)?;
        let with = self.expr(right, &when.place, Some(Kind::Number(unit)))?;
        if self.graph.kind(with) != Kind::Number(unit) {
            let (unit, with) = (unit_words(unit), kind_words(self.graph.kind(with)));
            return Err(self.diags.unit_mismatch(
                &when.place.within(right.range.clone()),
                say!(
                    "`{column}` is {unit}, and it is compared with {with}",
                    "`{column}`: {unit}, mutta vertailtavana on {with}"; unit, with
                ),
                say!("expected {unit}", "tähän kuuluu {unit}"; unit),
                Words::new(
                    "compare it with a value of the same unit",
                    "vertaa sitä arvoon, jolla on sama yksikkö",
                ),
            ));
        }
        let (rows, column, compare) = (rows.value.clone(), column.clone(), *compare);
        self.filtered(filter, &when.place, |lowering, of| {
            let op = Op::Hit { rows: rows.clone(), column: column.clone(), compare, with, of };
            lowering.graph.bool(op, &[with])
        })
    }
}

/// Whether a category fits one term of a filter.
fn fits(
    term: &FilterTerm,
    id: &str,
    rules: &RuleBook,
    funding: Option<&FundingType>,
    model: Option<&CostModel>,
) -> bool {
    let named = |names: &[Spanned<String>]| names.iter().any(|name| name.value == id);
    let counted = || {
        funding.is_some_and(|funding| named(&funding.costs))
            && model.is_some_and(|model| model.counts.as_deref().is_none_or(named))
    };
    match term {
        FilterTerm::Counted => counted(),
        FilterTerm::FlatBase => {
            counted() && model.and_then(|model| model.flat.as_ref()).is_some_and(|flat| named(&flat.of))
        }
        FilterTerm::Purchase => {
            rules.categories.iter().any(|category| category.id.value == id && category.purchase)
        }
        FilterTerm::Category { cases, negated } => cases.iter().any(|case| case == id) != *negated,
    }
}

fn funding(funding: &FundingType) -> PlanFunding {
    let values = |names: &[Spanned<String>]| names.iter().map(|name| name.value.clone()).collect();
    PlanFunding {
        costs: values(&funding.costs),
        cost_models: values(&funding.cost_models),
        parts: funding.parts,
        means: funding.means.iter().map(|(input, case)| (input.value.clone(), case.value.clone())).collect(),
    }
}

fn counts(model: &CostModel) -> Option<Vec<String>> {
    model.counts.as_ref().map(|counts| counts.iter().map(|name| name.value.clone()).collect())
}

/// The way out where a condition was meant.
fn compare_it() -> Words {
    Words::new(
        "compare it with something, for example `in_kind > 0 €`",
        "vertaa sitä johonkin, esimerkiksi `in_kind > 0 €`",
    )
}

fn kind_words(kind: Kind) -> Words {
    match kind {
        Kind::Number(unit) => unit_words(unit),
        Kind::Bool => Words::new("a condition", "ehto"),
        Kind::Case => Words::new("a choice", "valinta"),
        Kind::Date => Words::new("a day", "päivä"),
    }
}

/// The names that have formulas, each behind those that it needs.
struct NamesInOrder<'r> {
    names: Vec<(&'r str, &'r Place)>,
    /// How many names the longest chain has.
    longest: usize,
    /// Chains that lead back to where they begin, with where each name is named.
    cycles: Vec<Vec<(String, Place)>>,
}

/// Puts the rules and the inputs in the order in which they need one another. Follows the chains without
/// calling itself, however long they are.
fn names_in_order(rules: &RuleBook) -> NamesInOrder<'_> {
    let formulas = formulas_of(rules);
    let index: BTreeMap<&str, usize> =
        formulas.iter().enumerate().map(|(at, (id, _))| (id.value.as_str(), at)).collect();
    let needs: Vec<Vec<(usize, Place)>> = formulas
        .iter()
        .map(|(_, formulas)| {
            let mut needs = Vec::new();
            for formula in formulas {
                formula.expr.each(&mut |part| {
                    let (ExprKind::Name(name) | ExprKind::Property { choice: name, .. }) = &part.kind else {
                        return;
                    };
                    if let Some(&at) = index.get(name.as_str()) {
                        needs.push((at, formula.place.within(part.range.clone())));
                    }
                });
            }
            needs
        })
        .collect();
    let mut order = NamesInOrder { names: Vec::new(), longest: 0, cycles: Vec::new() };
    let mut chain_of: Vec<Option<usize>> = vec![None; formulas.len()];
    let mut is_open = vec![false; formulas.len()];
    for start in 0..formulas.len() {
        if chain_of[start].is_some() {
            continue;
        }
        // Each name on the way, and how many of those that it needs were followed.
        let mut way = vec![(start, 0)];
        is_open[start] = true;
        while let Some((at, followed)) = way.last_mut() {
            let at = *at;
            if let Some((next, place)) = needs[at].get(*followed) {
                *followed += 1;
                if is_open[*next] {
                    let from = way.iter().position(|(open, _)| open == next).unwrap_or(0);
                    let mut around = vec![(formulas[*next].0.value.clone(), place.clone())];
                    for (open, followed) in &way[from..] {
                        let (named, place) = &needs[*open][followed - 1];
                        around.push((formulas[*named].0.value.clone(), place.clone()));
                    }
                    order.cycles.push(around);
                } else if chain_of[*next].is_none() {
                    is_open[*next] = true;
                    way.push((*next, 0));
                }
                continue;
            }
            let below = needs[at].iter().filter_map(|(next, _)| chain_of[*next]).max().unwrap_or(0);
            chain_of[at] = Some(below + 1);
            order.longest = order.longest.max(below + 1);
            is_open[at] = false;
            order.names.push((&formulas[at].0.value, &formulas[at].0.place));
            way.pop();
        }
    }
    order
}

/// The rules and inputs with the formulas that their values come from.
fn formulas_of(rules: &RuleBook) -> Vec<(&Spanned<String>, Vec<&Formula>)> {
    fn of_rule(rule: &Rule) -> Vec<&Formula> {
        let mut formulas: Vec<&Formula> = Vec::new();
        match &rule.body {
            RuleBody::Formula(formula) => formulas.push(formula),
            RuleBody::Cases { cases, .. } => formulas.extend(cases.iter().map(|(_, formula)| formula)),
        }
        formulas.extend(rule.when.iter().chain(&rule.otherwise).chain(&rule.divide_by));
        for limit in &rule.at_most {
            formulas.push(&limit.value);
            formulas.extend(&limit.when);
        }
        formulas
    }
    let of_rules = rules.rules.iter().map(|rule| (&rule.id, of_rule(rule)));
    let of_inputs = rules.inputs.iter().map(|input| (&input.id, input.when.iter().collect()));
    of_rules.chain(of_inputs).collect()
}

/// Names that formulas use, for finding what nothing uses.
pub(super) fn used_names(rules: &RuleBook) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let mut formulas: Vec<&Formula> = Vec::new();
    for rule in &rules.rules {
        match &rule.body {
            RuleBody::Formula(formula) => formulas.push(formula),
            RuleBody::Cases { by, cases } => {
                used.insert(by.value.clone());
                formulas.extend(cases.iter().map(|(_, formula)| formula));
            }
        }
        formulas.extend(rule.when.iter().chain(&rule.otherwise).chain(&rule.divide_by));
        for limit in &rule.at_most {
            formulas.push(&limit.value);
            formulas.extend(&limit.when);
        }
    }
    for input in &rules.inputs {
        formulas.extend(&input.when);
        if let InputKind::Number { max: Max::Parameter(name), .. } = &input.kind {
            used.insert(name.value.clone());
        }
    }
    for condition in &rules.conditions {
        formulas.push(&condition.must);
        formulas.extend(&condition.when);
    }
    formulas.extend(rules.notes.iter().filter_map(|note| note.when.as_ref()));
    for item in &rules.checklist {
        match &item.need {
            Need::Always => {}
            Need::When(formula) | Need::ForEach { when: formula, .. } => formulas.push(formula),
        }
    }
    for line in &rules.receipt {
        used.insert(line.value.value.clone());
        formulas.extend(&line.when);
    }
    used.extend(rules.outputs.iter().map(|output| output.value.clone()));
    used.extend(rules.parts.iter().map(|parts| parts.split.value.clone()));
    used.extend(
        rules.cost_models.iter().filter_map(|model| model.flat.as_ref()).map(|flat| flat.rate.value.clone()),
    );
    for formula in formulas {
        used.extend(formula.expr.needs());
    }
    used
}
