//! Formulas as their authors wrote them: names are not looked up yet.

use std::collections::BTreeSet;
use std::ops::Range;

use super::quantity::Quantity;
use crate::source::Place;

/// A formula with the place of its text, so that a message can point at one name in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    pub text: String,
    pub expr: Expr,
    pub place: Place,
}

/// A part of a formula; `range` is its bytes in the formula's text.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    pub kind: ExprKind,
    pub range: Range<usize>,
}

impl Expr {
    /// Shows each part of the formula, this one first.
    pub fn each(&self, see: &mut dyn FnMut(&Expr)) {
        see(self);
        match &self.kind {
            ExprKind::Name(_)
            | ExprKind::Property { .. }
            | ExprKind::Literal { .. }
            | ExprKind::Sum { .. } => {}
            ExprKind::Add(a, b)
            | ExprKind::Sub(a, b)
            | ExprKind::Mul(a, b)
            | ExprKind::Compare(_, a, b)
            | ExprKind::And(a, b)
            | ExprKind::Or(a, b) => {
                a.each(see);
                b.each(see);
            }
            ExprKind::Not(inner) => inner.each(see),
            ExprKind::In { value, .. } => value.each(see),
            ExprKind::Call { arguments, .. } => arguments.iter().for_each(|argument| argument.each(see)),
        }
    }

    /// The names of the values that it needs.
    pub fn needs(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        self.each(&mut |part| match &part.kind {
            ExprKind::Name(name) | ExprKind::Property { choice: name, .. } => {
                names.insert(name.clone());
            }
            ExprKind::Sum { rows, filter, .. } => {
                names.insert(rows.clone());
                names.extend(filter.needs().map(str::to_owned));
            }
            _ => {}
        });
        names
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// `total`: an input, a rule, a parameter, or a cost category (the sum of its rows).
    Name(String),
    /// `cost_model.flat_rate`: what the chosen case says.
    Property {
        choice: String,
        property: String,
    },
    /// 0 or 1; other numbers are parameters. Without a unit it takes the one that is needed.
    Literal {
        one: bool,
        unit: Option<Quantity>,
    },
    Add(Box<Expr>, Box<Expr>),
    Sub(Box<Expr>, Box<Expr>),
    Mul(Box<Expr>, Box<Expr>),
    Compare(Comparison, Box<Expr>, Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    Not(Box<Expr>),
    /// `funding_type in [development, investment]`
    In {
        value: Box<Expr>,
        cases: Vec<(String, Range<usize>)>,
        negated: bool,
    },
    /// `min(a, b)`, `max(a, b)`, `years_after(date, years)`, `limited(rule, limit)`
    Call {
        function: String,
        arguments: Vec<Expr>,
    },
    /// `sum(costs.amount where counted)`
    Sum {
        rows: String,
        column: String,
        filter: Filter,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    Lt,
    Le,
    Eq,
    Ne,
    Ge,
    Gt,
}

impl Comparison {
    /// Name of the plan's node.
    pub fn id(self) -> &'static str {
        match self {
            Comparison::Lt => "lt",
            Comparison::Le => "le",
            Comparison::Eq => "eq",
            Comparison::Ne => "ne",
            Comparison::Ge => "ge",
            Comparison::Gt => "gt",
        }
    }

    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Comparison::Lt => order.is_lt(),
            Comparison::Le => order.is_le(),
            Comparison::Eq => order.is_eq(),
            Comparison::Ne => order.is_ne(),
            Comparison::Ge => order.is_ge(),
            Comparison::Gt => order.is_gt(),
        }
    }
}

/// Which rows of a cost list are meant: all that fit every term.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter {
    pub terms: Vec<(FilterTerm, Range<usize>)>,
}

impl Filter {
    /// Whether the funding type and the cost model decide which rows count.
    pub fn depends_on_choices(&self) -> bool {
        self.terms.iter().any(|(term, _)| matches!(term, FilterTerm::Counted | FilterTerm::FlatBase))
    }

    /// The choices that decide which rows count.
    pub fn needs(&self) -> impl Iterator<Item = &'static str> {
        let needed = self.depends_on_choices();
        ["funding_type", "cost_model"].into_iter().filter(move |_| needed)
    }

    /// The categories that it names.
    pub fn categories(&self) -> impl Iterator<Item = &String> {
        self.terms.iter().flat_map(|(term, _)| match term {
            FilterTerm::Category { cases, .. } => cases.as_slice(),
            _ => &[],
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum FilterTerm {
    /// Taken by the funding type and claimed by itself in the cost model.
    Counted,
    /// Counted, and in the base of the cost model's flat rate.
    FlatBase,
    /// Bought from outside.
    Purchase,
    /// `category in [land]`
    Category { cases: Vec<String>, negated: bool },
}
