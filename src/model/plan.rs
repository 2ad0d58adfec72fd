//! The compiled calculation: a list of typed steps, each using earlier ones only.
//!
//! One plan is run by Rust and, written as JSON, by the calculator's script. What each kind of step
//! means is written down in `tests/conformance/`, which both read.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use super::formula::Comparison;
use super::quantity::{Unit, fixed};
use super::rules::{Level, RoundMode};

/// Index of an earlier step.
pub type NodeId = usize;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Op {
    Number(Decimal),
    Bool(bool),
    Case(String),
    /// A dated value, frozen; the name is kept for texts.
    Parameter(String, Decimal),
    Input(String),
    /// Sum of a column over the rows of these categories, or over all rows.
    Sum {
        rows: String,
        column: String,
        of: Option<Vec<String>>,
    },
    /// Whether any row of these categories compares so; remembers which.
    Hit {
        rows: String,
        column: String,
        compare: Comparison,
        with: NodeId,
        of: Option<Vec<String>>,
    },
    Add(Vec<NodeId>),
    Sub(NodeId, NodeId),
    Mul(NodeId, NodeId),
    /// Division is never bare: it says how it rounds.
    DivRound(NodeId, NodeId, i32, RoundMode),
    Round(NodeId, i32, RoundMode),
    Pick(NodeId, Vec<(String, NodeId)>),
    If(NodeId, NodeId, NodeId),
    Min(Vec<(NodeId, Option<String>)>),
    Max(Vec<(NodeId, Option<String>)>),
    Compare(Comparison, NodeId, NodeId),
    IsIn(NodeId, Vec<String>),
    And(Vec<NodeId>),
    Or(Vec<NodeId>),
    Not(NodeId),
    /// Whether a `Min` or `Max` was won by this limit.
    Limited(NodeId, String),
    /// Not applicable unless the condition holds.
    Applicable(NodeId, NodeId),
    /// Somebody decides it case by case.
    Open(NodeId, String),
    /// The day that many years later; the last day of February if there is no such day.
    YearsAfter(NodeId, NodeId),
}

impl Op {
    /// The same step with other arguments.
    fn with_arguments(&self, mut at: impl FnMut(NodeId) -> NodeId) -> Op {
        let mut all = |nodes: &[NodeId]| nodes.iter().map(|node| at(*node)).collect::<Vec<_>>();
        match self {
            Op::Number(_) | Op::Bool(_) | Op::Case(_) | Op::Parameter(..) | Op::Input(_) | Op::Sum { .. } => {
                self.clone()
            }
            Op::Hit { rows, column, compare, with, of } => Op::Hit {
                rows: rows.clone(),
                column: column.clone(),
                compare: *compare,
                with: at(*with),
                of: of.clone(),
            },
            Op::Add(nodes) => Op::Add(all(nodes)),
            Op::And(nodes) => Op::And(all(nodes)),
            Op::Or(nodes) => Op::Or(all(nodes)),
            Op::Sub(a, b) => Op::Sub(at(*a), at(*b)),
            Op::Mul(a, b) => Op::Mul(at(*a), at(*b)),
            Op::DivRound(a, b, decimals, mode) => Op::DivRound(at(*a), at(*b), *decimals, *mode),
            Op::Round(a, decimals, mode) => Op::Round(at(*a), *decimals, *mode),
            Op::Pick(by, cases) => {
                Op::Pick(at(*by), cases.iter().map(|(case, arm)| (case.clone(), at(*arm))).collect())
            }
            Op::If(c, a, b) => Op::If(at(*c), at(*a), at(*b)),
            Op::Min(arms) => Op::Min(arms.iter().map(|(arm, label)| (at(*arm), label.clone())).collect()),
            Op::Max(arms) => Op::Max(arms.iter().map(|(arm, label)| (at(*arm), label.clone())).collect()),
            Op::Compare(comparison, a, b) => Op::Compare(*comparison, at(*a), at(*b)),
            Op::IsIn(a, cases) => Op::IsIn(at(*a), cases.clone()),
            Op::Not(a) => Op::Not(at(*a)),
            Op::Limited(a, label) => Op::Limited(at(*a), label.clone()),
            Op::Applicable(c, x) => Op::Applicable(at(*c), at(*x)),
            Op::Open(x, reason) => Op::Open(at(*x), reason.clone()),
            Op::YearsAfter(date, years) => Op::YearsAfter(at(*date), at(*years)),
        }
    }

    /// The steps that it uses.
    fn arguments(&self) -> Vec<NodeId> {
        let mut arguments = Vec::new();
        self.with_arguments(|node| {
            arguments.push(node);
            node
        });
        arguments
    }

    /// The input that it reads.
    fn reads(&self) -> Option<&str> {
        match self {
            Op::Input(id) => Some(id),
            Op::Sum { rows, .. } | Op::Hit { rows, .. } => Some(rows),
            _ => None,
        }
    }
}

/// What a step gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Number(Unit),
    Bool,
    Case,
    Date,
}

impl Kind {
    /// Stable name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Kind::Number(unit) => unit.id(),
            Kind::Bool => "bool",
            Kind::Case => "enum",
            Kind::Date => "date",
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct PlanInput {
    pub id: String,
    pub kind: PlanInputKind,
    pub optional: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum PlanInputKind {
    /// The list that the cases are from gives them their names.
    Choice {
        choice: String,
        of: Vec<String>,
        default: Option<String>,
    },
    Number {
        unit: Unit,
        scale: u32,
        max: Decimal,
        default: Option<Decimal>,
        /// What people count it in: answers are whole multiples.
        step: Option<Decimal>,
    },
    Bool,
    Date,
    Rows {
        most: usize,
        columns: Vec<(String, PlanColumn)>,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub enum PlanColumn {
    Choice(Vec<String>),
    Number { unit: Unit, scale: u32, max: Decimal, step: Option<Decimal> },
    Text,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PlanCondition {
    pub id: String,
    pub node: NodeId,
    pub level: Level,
    pub suggest: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PlanItem {
    pub id: String,
    pub node: NodeId,
    pub group: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PlanLine {
    pub id: String,
    pub value: NodeId,
    pub when: Option<NodeId>,
}

/// What a funding type offers, for telling why a row is not counted.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanFunding {
    pub costs: Vec<String>,
    pub cost_models: Vec<String>,
    pub parts: bool,
    /// By question: the answer that is meant by whoever chooses the type and has not been asked.
    pub means: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PlanParts {
    pub when: Option<NodeId>,
    pub split: NodeId,
    pub rows: String,
    pub column: String,
    pub by: String,
    pub decimals: i32,
    pub mode: RoundMode,
}

/// The whole calculation for one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub set: String,
    pub as_of: Date,
    /// The day from which the youngest of its values is in force.
    pub since: Date,
    pub inputs: Vec<PlanInput>,
    pub nodes: Vec<Op>,
    pub kinds: Vec<Kind>,
    /// Decimals of each step that is a number.
    pub scales: Vec<Option<u32>>,
    pub names: BTreeMap<String, NodeId>,
    pub outputs: Vec<String>,
    /// When an input is asked; always, if it is not here.
    pub asks: BTreeMap<String, NodeId>,
    pub conditions: Vec<PlanCondition>,
    pub notes: Vec<PlanItem>,
    pub checklist: Vec<PlanItem>,
    pub receipt: Vec<PlanLine>,
    pub funding: BTreeMap<String, PlanFunding>,
    /// Categories that each cost model counts by themselves; `None`: all.
    pub models: BTreeMap<String, Option<Vec<String>>>,
    pub parts: Option<PlanParts>,
}

impl Plan {
    pub fn input(&self, id: &str) -> Option<&PlanInput> {
        self.inputs.iter().find(|input| input.id == id)
    }

    pub fn input_index(&self, id: &str) -> Option<usize> {
        self.inputs.iter().position(|input| input.id == id)
    }

    /// The cases of a choice among the inputs.
    pub fn cases(&self, input: &str) -> &[String] {
        match self.input(input).map(|input| &input.kind) {
            Some(PlanInputKind::Choice { of, .. }) => of,
            _ => &[],
        }
    }

    /// Which steps these steps need, themselves included.
    pub(crate) fn needed(&self, nodes: impl IntoIterator<Item = NodeId>) -> Vec<bool> {
        let mut needed = vec![false; self.nodes.len()];
        for node in nodes {
            needed[node] = true;
        }
        // Arguments come earlier, so one pass from the end is enough.
        for node in (0..self.nodes.len()).rev() {
            if needed[node] {
                self.nodes[node].arguments().into_iter().for_each(|argument| needed[argument] = true);
            }
        }
        needed
    }

    /// How many steps the longest chain has in which each uses the one before.
    pub(crate) fn longest_chain(&self) -> usize {
        let mut chains: Vec<usize> = Vec::with_capacity(self.nodes.len());
        for op in &self.nodes {
            let before = op.arguments().into_iter().map(|argument| chains[argument]).max();
            chains.push(before.unwrap_or(0) + 1);
        }
        chains.into_iter().max().unwrap_or(0)
    }

    /// The inputs that a step depends on.
    pub fn inputs_of(&self, node: NodeId) -> BTreeSet<&str> {
        let needed = self.needed([node]);
        self.nodes.iter().zip(needed).filter(|(_, needed)| *needed).filter_map(|(op, _)| op.reads()).collect()
    }

    /// The part of the plan that gives these names and conditions: what does nothing for them is left
    /// out, so that a page that asks for little carries little.
    pub fn pruned(&self, names: &BTreeSet<&str>, conditions: &BTreeSet<&str>) -> Plan {
        let kept_names = || self.names.iter().filter(|(name, _)| names.contains(name.as_str()));
        let kept_conditions = || self.conditions.iter().filter(|one| conditions.contains(one.id.as_str()));
        let needed =
            self.needed(kept_names().map(|(_, node)| *node).chain(kept_conditions().map(|one| one.node)));
        let mut place = vec![0; self.nodes.len()];
        let mut plan = Plan {
            set: self.set.clone(),
            as_of: self.as_of,
            since: self.since,
            inputs: Vec::new(),
            nodes: Vec::new(),
            kinds: Vec::new(),
            scales: Vec::new(),
            names: BTreeMap::new(),
            outputs: self.outputs.iter().filter(|name| names.contains(name.as_str())).cloned().collect(),
            asks: BTreeMap::new(),
            conditions: Vec::new(),
            notes: Vec::new(),
            checklist: Vec::new(),
            receipt: Vec::new(),
            funding: BTreeMap::new(),
            models: BTreeMap::new(),
            parts: None,
        };
        for (node, op) in self.nodes.iter().enumerate().filter(|(node, _)| needed[*node]) {
            place[node] = plan.nodes.len();
            plan.nodes.push(op.with_arguments(|argument| place[argument]));
            plan.kinds.push(self.kinds[node]);
            plan.scales.push(self.scales[node]);
        }
        let read: BTreeSet<&str> = plan.nodes.iter().filter_map(Op::reads).collect();
        plan.inputs = self.inputs.iter().filter(|input| read.contains(input.id.as_str())).cloned().collect();
        plan.names = kept_names().map(|(name, node)| (name.clone(), place[*node])).collect();
        plan.conditions =
            kept_conditions().map(|one| PlanCondition { node: place[one.node], ..one.clone() }).collect();
        plan
    }

    /// The plan for the calculator's script.
    pub fn to_json(&self) -> Json {
        let mut plan = self.body();
        // The rules are the same on every day on which their values are.
        let text = plan.to_string();
        let hash = blake3::hash(text.as_bytes()).to_hex();
        plan["as_of"] = json!(self.as_of.to_string());
        plan["hash"] = json!(hash.as_str()[..8]);
        plan["version"] = json!(format!("{}-{}", self.since.strftime("%Y%m%d"), &hash.as_str()[..6]));
        plan
    }

    /// Names the rules and values of this plan, with the day since which they are in force: a link made
    /// with others can tell.
    pub fn version(&self) -> String {
        self.to_json()["version"].as_str().unwrap_or_default().to_owned()
    }

    fn body(&self) -> Json {
        let named: serde_json::Map<String, Json> = self
            .names
            .iter()
            .map(|(name, &node)| (name.clone(), json!([node, self.kinds[node].id()])))
            .collect();
        json!({
            "v": 1,
            "set": self.set,
            "as_of": "",
            "hash": "",
            "inputs": self.inputs.iter().map(input_json).collect::<Vec<_>>(),
            "nodes": (0..self.nodes.len()).map(|node| self.node_json(node)).collect::<Vec<_>>(),
            "scales": self.scales,
            "names": named,
            "outputs": self.outputs,
            "asks": self.asks,
            "conditions": self.conditions.iter().map(|condition| {
                let mut json = json!({"id": condition.id, "node": condition.node, "level": condition.level.id()});
                if !condition.suggest.is_empty() {
                    json["suggest"] = json!(condition.suggest);
                }
                json
            }).collect::<Vec<_>>(),
            "notes": self.notes.iter().map(item_json).collect::<Vec<_>>(),
            "checklist": self.checklist.iter().map(item_json).collect::<Vec<_>>(),
            "receipt": self.receipt.iter().map(|line| {
                let mut json = json!({"id": line.id, "value": line.value});
                if let Some(when) = line.when {
                    json["when"] = json!(when);
                }
                json
            }).collect::<Vec<_>>(),
            "choices": {
                "funding_type": self.funding.iter().map(|(id, funding)| (id.clone(), json!({
                    "costs": funding.costs, "cost_models": funding.cost_models, "parts": funding.parts,
                    "means": funding.means,
                }))).collect::<serde_json::Map<_, _>>(),
                "cost_model": self.models.iter().map(|(id, counts)| (id.clone(), json!({"counts": counts})))
                    .collect::<serde_json::Map<_, _>>(),
            },
            "parts": self.parts.as_ref().map(|parts| json!({
                "when": parts.when, "split": parts.split, "rows": parts.rows, "column": parts.column, "by": parts.by,
                "round": [parts.decimals, parts.mode.id()],
            })),
        })
    }

    fn node_json(&self, node: NodeId) -> Json {
        let scale = self.scales[node].unwrap_or(0);
        let labelled = |id: &str, arms: &[(NodeId, Option<String>)]| {
            let nodes: Vec<NodeId> = arms.iter().map(|(node, _)| *node).collect();
            let labels: Vec<&Option<String>> = arms.iter().map(|(_, label)| label).collect();
            json!([id, nodes, labels])
        };
        let listed = |id: &str, arguments: &[NodeId]| {
            let mut json = vec![json!(id)];
            json.extend(arguments.iter().map(|node| json!(node)));
            Json::Array(json)
        };
        match &self.nodes[node] {
            Op::Number(value) => json!(["k", fixed(*value, scale)]),
            Op::Bool(value) => json!(["k", value]),
            Op::Case(case) => json!(["k", case]),
            Op::Parameter(id, value) => json!(["param", id, fixed(*value, scale)]),
            Op::Input(id) => json!(["in", id]),
            Op::Sum { rows, column, of } => json!(["sum", rows, column, "category", of]),
            Op::Hit { rows, column, compare, with, of } => {
                json!(["hit", rows, column, compare.id(), with, "category", of])
            }
            Op::Add(arguments) => listed("add", arguments),
            Op::Sub(a, b) => json!(["sub", a, b]),
            Op::Mul(a, b) => json!(["mul", a, b]),
            Op::DivRound(a, b, decimals, mode) => json!(["divr", a, b, decimals, mode.id()]),
            Op::Round(a, decimals, mode) => json!(["round", a, decimals, mode.id()]),
            Op::Pick(by, cases) => {
                let arms: serde_json::Map<String, Json> =
                    cases.iter().map(|(case, node)| (case.clone(), json!(node))).collect();
                json!(["pick", by, arms])
            }
            Op::If(c, a, b) => json!(["if", c, a, b]),
            Op::Min(arms) => labelled("min", arms),
            Op::Max(arms) => labelled("max", arms),
            Op::Compare(comparison, a, b) => json!([comparison.id(), a, b]),
            Op::IsIn(value, cases) => json!(["isin", value, cases]),
            Op::And(arguments) => listed("and", arguments),
            Op::Or(arguments) => listed("or", arguments),
            Op::Not(a) => json!(["not", a]),
            Op::Limited(node, label) => json!(["limited", node, label]),
            Op::Applicable(c, x) => json!(["na", c, x]),
            Op::Open(x, reason) => json!(["open", x, reason]),
            Op::YearsAfter(date, years) => json!(["years", date, years]),
        }
    }
}

fn item_json(item: &PlanItem) -> Json {
    let mut json = json!({"id": item.id, "node": item.node});
    if let Some(group) = &item.group {
        json["group"] = json!(group);
    }
    json
}

fn input_json(input: &PlanInput) -> Json {
    let mut json = match &input.kind {
        PlanInputKind::Choice { of, default, .. } => {
            let mut json = json!({"id": input.id, "t": "enum", "of": of});
            if let Some(default) = default {
                json["def"] = json!(default);
            }
            json
        }
        PlanInputKind::Number { unit, scale, max, default, step } => {
            let mut json = json!({"id": input.id, "t": "num", "unit": unit.id(), "scale": scale, "max": fixed(*max, *scale)});
            if let Some(default) = default {
                json["def"] = json!(fixed(*default, *scale));
            }
            if let Some(step) = step {
                json["step"] = json!(fixed(*step, *scale));
            }
            json
        }
        PlanInputKind::Bool => json!({"id": input.id, "t": "bool"}),
        PlanInputKind::Date => json!({"id": input.id, "t": "date"}),
        PlanInputKind::Rows { most, columns } => {
            let columns: serde_json::Map<String, Json> = columns
                .iter()
                .map(|(id, column)| {
                    let column = match column {
                        PlanColumn::Choice(of) => json!({"t": "enum", "of": of}),
                        PlanColumn::Number { unit, scale, max, step } => {
                            let mut json = json!({"t": "num", "unit": unit.id(), "scale": scale, "max": fixed(*max, *scale)});
                            if let Some(step) = step {
                                json["step"] = json!(fixed(*step, *scale));
                            }
                            json
                        }
                        PlanColumn::Text => json!({"t": "text"}),
                    };
                    (id.clone(), column)
                })
                .collect();
            json!({"id": input.id, "t": "rows", "max_rows": most, "cols": columns})
        }
    };
    if input.optional {
        json["optional"] = json!(true);
    }
    json
}
