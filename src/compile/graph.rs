//! The steps of a plan while it is built: each with its kind, its decimals and the values it can take.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;

use crate::model::plan::{Kind, NodeId, Op};
use crate::model::quantity::Unit;

/// What is known of a step before it is ever run.
#[derive(Debug, Clone)]
pub(super) struct Info {
    pub kind: Kind,
    /// Decimals, where it is a number.
    pub scale: Option<u32>,
    /// The least and the largest value, where it is a number.
    pub least: Decimal,
    pub most: Decimal,
    /// The number as a sum of multiples of other steps.
    linear: Linear,
    /// Whether it can be not applicable.
    pub may_not_apply: bool,
    /// The choice whose cases it gives, where it gives cases.
    pub choice: Option<String>,
}

/// `constant + Σ factor × step`
#[derive(Debug, Clone, Default)]
struct Linear {
    constant: Decimal,
    terms: BTreeMap<NodeId, Decimal>,
}

impl Linear {
    fn of(node: NodeId) -> Self {
        Self { constant: Decimal::ZERO, terms: BTreeMap::from([(node, Decimal::ONE)]) }
    }

    /// `None` when a factor no longer fits: then nothing is claimed.
    fn plus(&self, other: &Self, factor: Decimal) -> Option<Self> {
        let mut sum = self.clone();
        sum.constant = sum.constant.checked_add(other.constant.checked_mul(factor)?)?;
        for (&node, &by) in &other.terms {
            let term = sum.terms.entry(node).or_default();
            *term = term.checked_add(by.checked_mul(factor)?)?;
        }
        sum.terms.retain(|_, factor| !factor.is_zero());
        Some(sum)
    }

    fn times(&self, factor: Decimal) -> Option<Self> {
        Self::default().plus(self, factor)
    }
}

#[derive(Debug, Default)]
pub(super) struct Graph {
    pub ops: Vec<Op>,
    pub infos: Vec<Info>,
    /// Equal steps are one step.
    known: HashMap<(Op, Kind), NodeId>,
    /// Digits of the largest step that does not fit, if any.
    pub overflow: Option<usize>,
}

/// Both evaluators keep so many digits exactly.
const EXACT_DIGITS: usize = 28;

impl Graph {
    pub fn info(&self, node: NodeId) -> &Info {
        &self.infos[node]
    }

    pub fn kind(&self, node: NodeId) -> Kind {
        self.infos[node].kind
    }

    /// Adds a step that gives no number.
    pub fn push(&mut self, op: Op, kind: Kind, choice: Option<String>, may_not_apply: bool) -> NodeId {
        self.insert(op, |_| Info {
            kind,
            scale: None,
            least: Decimal::ZERO,
            most: Decimal::ZERO,
            linear: Linear::default(),
            may_not_apply,
            choice,
        })
    }

    fn insert(&mut self, op: Op, info: impl FnOnce(NodeId) -> Info) -> NodeId {
        let node = self.ops.len();
        let info = info(node);
        // Nothing in euros is not nothing in hours.
        let key = (op, info.kind);
        if let Some(&node) = self.known.get(&key) {
            return node;
        }
        if let Some(scale) = info.scale {
            let largest = info.most.abs().max(info.least.abs());
            let digits = largest.trunc().normalize().to_string().len() + scale as usize;
            if digits > EXACT_DIGITS {
                self.overflow = self.overflow.max(Some(digits));
            }
        }
        self.ops.push(key.0.clone());
        self.known.insert(key, node);
        self.infos.push(info);
        node
    }

    /// Adds a step that gives a number between two others.
    pub fn number(
        &mut self,
        op: Op,
        unit: Unit,
        scale: u32,
        (least, most): (Decimal, Decimal),
        may_not_apply: bool,
    ) -> NodeId {
        self.insert(op, |node| Info {
            kind: Kind::Number(unit),
            scale: Some(scale),
            least,
            most,
            linear: Linear::of(node),
            may_not_apply,
            choice: None,
        })
    }

    pub fn constant(&mut self, op: Op, unit: Unit, value: Decimal) -> NodeId {
        let scale = value.normalize().scale();
        self.insert(op, |_| Info {
            kind: Kind::Number(unit),
            scale: Some(scale),
            least: value,
            most: value,
            linear: Linear { constant: value, terms: BTreeMap::new() },
            may_not_apply: false,
            choice: None,
        })
    }

    pub fn bool(&mut self, op: Op, uses: &[NodeId]) -> NodeId {
        let may_not_apply = uses.iter().any(|&node| self.infos[node].may_not_apply);
        self.push(op, Kind::Bool, None, may_not_apply)
    }

    /// The sum of two steps, or their difference.
    pub fn sum(&mut self, a: NodeId, b: NodeId, minus: bool) -> NodeId {
        let (first, second) = (self.infos[a].clone(), self.infos[b].clone());
        // What does not apply counts as nothing.
        let bounds = |info: &Info| {
            if info.may_not_apply {
                (info.least.min(Decimal::ZERO), info.most.max(Decimal::ZERO))
            } else {
                (info.least, info.most)
            }
        };
        let ((a_least, a_most), (b_least, b_most)) = (bounds(&first), bounds(&second));
        let (least, most) =
            if minus { (a_least - b_most, a_most - b_least) } else { (a_least + b_least, a_most + b_most) };
        let sign = if minus { Decimal::NEGATIVE_ONE } else { Decimal::ONE };
        // A term that may fall away is a term of its own: its parts must not be cancelled.
        let linear =
            |info: &Info, node| if info.may_not_apply { Linear::of(node) } else { info.linear.clone() };
        let linear = linear(&first, a).plus(&linear(&second, b), sign);
        let scale = first.scale.max(second.scale);
        // Sums of sums are one step with many terms.
        let op = match (&self.ops[a], minus) {
            (_, true) => Op::Sub(a, b),
            (Op::Add(terms), false) if !first.may_not_apply => {
                let mut terms = terms.clone();
                terms.push(b);
                Op::Add(terms)
            }
            _ => Op::Add(vec![a, b]),
        };
        let may_not_apply = first.may_not_apply && second.may_not_apply;
        let node = self.insert(op, |node| Info {
            kind: first.kind,
            scale,
            least,
            most,
            linear: linear.unwrap_or_else(|| Linear::of(node)),
            may_not_apply,
            choice: None,
        });
        self.tighten(node);
        node
    }

    /// The product of two steps.
    pub fn product(&mut self, a: NodeId, b: NodeId, unit: Unit) -> NodeId {
        let (first, second) = (self.infos[a].clone(), self.infos[b].clone());
        let corners = [
            (first.least, second.least),
            (first.least, second.most),
            (first.most, second.least),
            (first.most, second.most),
        ]
        .map(|(a, b)| a.checked_mul(b).unwrap_or(Decimal::MAX));
        let least = corners.iter().copied().min().unwrap_or_default();
        let most = corners.iter().copied().max().unwrap_or_default();
        let scale = first.scale.unwrap_or(0) + second.scale.unwrap_or(0);
        let fixed = |info: &Info| (info.least == info.most).then_some(info.least);
        let linear = match (fixed(&first), fixed(&second)) {
            (Some(by), _) => second.linear.times(by),
            (_, Some(by)) => first.linear.times(by),
            _ => None,
        };
        let may_not_apply = first.may_not_apply || second.may_not_apply;
        self.insert(Op::Mul(a, b), |node| Info {
            kind: Kind::Number(unit),
            scale: Some(scale),
            least,
            most,
            linear: linear.filter(|_| !may_not_apply).unwrap_or_else(|| Linear::of(node)),
            may_not_apply,
            choice: None,
        })
    }

    /// The least or the largest of several steps.
    pub fn extreme(&mut self, arms: Vec<(NodeId, Option<String>)>, least_wins: bool) -> NodeId {
        let infos: Vec<Info> = arms.iter().map(|(node, _)| self.infos[*node].clone()).collect();
        let pick = |values: &mut dyn Iterator<Item = Decimal>, least: bool| {
            if least { values.min() } else { values.max() }.unwrap_or_default()
        };
        let surely: Vec<&Info> = infos.iter().filter(|info| !info.may_not_apply).collect();
        // An arm that may fall away cannot be relied on to hold the others back.
        let (least, most) = if least_wins {
            let most = if surely.is_empty() {
                pick(&mut infos.iter().map(|info| info.most), false)
            } else {
                pick(&mut surely.iter().map(|info| info.most), true)
            };
            (pick(&mut infos.iter().map(|info| info.least), true), most)
        } else {
            let least = if surely.is_empty() {
                pick(&mut infos.iter().map(|info| info.least), true)
            } else {
                pick(&mut surely.iter().map(|info| info.least), false)
            };
            (least, pick(&mut infos.iter().map(|info| info.most), false))
        };
        let scale = infos.iter().filter_map(|info| info.scale).max();
        let kind = infos.first().map_or(Kind::Number(Unit::Eur), |info| info.kind);
        let op = if least_wins { Op::Min(arms) } else { Op::Max(arms) };
        let may_not_apply = surely.is_empty();
        self.insert(op, |node| Info {
            kind,
            scale,
            least,
            most,
            linear: Linear::of(node),
            may_not_apply,
            choice: None,
        })
    }

    /// A step that takes its value from one of several others, or from one with a condition.
    pub fn chosen(&mut self, op: Op, by: NodeId, arms: &[NodeId]) -> NodeId {
        let by_may_fail = self.infos[by].may_not_apply;
        let infos: Vec<&Info> = arms.iter().map(|&arm| &self.infos[arm]).collect();
        let info = Info {
            kind: infos[0].kind,
            scale: infos.iter().filter_map(|info| info.scale).max(),
            least: infos.iter().map(|info| info.least).min().unwrap_or_default(),
            most: infos.iter().map(|info| info.most).max().unwrap_or_default(),
            linear: Linear::default(),
            may_not_apply: by_may_fail || infos.iter().any(|info| info.may_not_apply),
            choice: infos[0].choice.clone(),
        };
        self.insert(op, |node| Info { linear: Linear::of(node), ..info })
    }

    /// `x`, but only under a condition.
    pub fn applicable(&mut self, condition: NodeId, x: NodeId) -> NodeId {
        let info = self.infos[x].clone();
        self.insert(Op::Applicable(condition, x), |node| Info {
            linear: Linear::of(node),
            may_not_apply: true,
            ..info
        })
    }

    /// The same value, marked.
    pub fn same(&mut self, op: Op, x: NodeId) -> NodeId {
        let info = self.infos[x].clone();
        self.insert(op, |_| info)
    }

    /// A value rounded, or divided and rounded, to a power of ten.
    pub fn rounded(
        &mut self,
        op: Op,
        unit: Unit,
        bounds: (Decimal, Decimal),
        decimals: i32,
        uses: &[NodeId],
    ) -> NodeId {
        let may_not_apply = uses.iter().any(|&node| self.infos[node].may_not_apply);
        let step = power_of_ten(decimals);
        let least =
            if bounds.0.is_sign_negative() { bounds.0 - step } else { Decimal::ZERO.max(bounds.0 - step) };
        let bounds = (least, bounds.1 + step);
        self.number(op, unit, u32::try_from(decimals).unwrap_or(0), bounds, may_not_apply)
    }

    /// The least value that a step can have, as far as it can be shown.
    pub fn lower_bound(&self, node: NodeId) -> Decimal {
        let info = &self.infos[node];
        self.lower_bound_of(&info.linear, 0, &mut { MOST_BOUNDS }).max(info.least)
    }

    /// Uses what is known of the parts together: `total - in_kind` is not negative, since `in_kind`
    /// is a part of `total`.
    fn tighten(&mut self, node: NodeId) {
        let bound = self.lower_bound_of(&self.infos[node].linear, 0, &mut { MOST_BOUNDS });
        let info = &mut self.infos[node];
        info.least = info.least.max(bound);
    }

    fn lower_bound_of(&self, linear: &Linear, depth: u32, left: &mut u32) -> Decimal {
        let mut plain = linear.constant;
        for (&node, &factor) in &linear.terms {
            let info = &self.infos[node];
            let (least, most) = if info.may_not_apply {
                (info.least.min(Decimal::ZERO), info.most.max(Decimal::ZERO))
            } else {
                (info.least, info.most)
            };
            let extreme = if factor.is_sign_negative() { most } else { least };
            match factor.checked_mul(extreme).and_then(|part| plain.checked_add(part)) {
                Some(sum) => plain = sum,
                None => return Decimal::MIN,
            }
        }
        *left = left.saturating_sub(1);
        if depth == DEEPEST || *left == 0 {
            return plain;
        }
        // min(a, b) is at most a, so what takes it away leaves at least what taking a away leaves;
        // max(a, b) is at least a. Put in each arm and keep the best bound.
        let mut best = plain;
        for (&node, &factor) in &linear.terms {
            let arms = match (&self.ops[node], factor.is_sign_negative()) {
                (Op::Min(arms), true) | (Op::Max(arms), false) => arms,
                _ => continue,
            };
            for (arm, _) in arms {
                let info = &self.infos[*arm];
                if info.may_not_apply {
                    continue;
                }
                let without = linear.plus(&Linear::of(node), -factor);
                let with = without.and_then(|linear| linear.plus(&info.linear, factor));
                if let Some(with) = with {
                    best = best.max(self.lower_bound_of(&with, depth + 1, left));
                }
            }
        }
        best
    }
}

/// How many limits within limits are looked through.
const DEEPEST: u32 = 4;

/// How many bounds are tried for one step: limits of hundreds of arms within one another have more ways
/// through them than there is time for.
const MOST_BOUNDS: u32 = 2_000;

/// 10^-decimals.
pub(super) fn power_of_ten(decimals: i32) -> Decimal {
    let power = Decimal::from(10_u64.pow(decimals.unsigned_abs().min(18)));
    if decimals >= 0 { Decimal::ONE / power } else { power }
}
