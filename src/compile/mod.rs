//! Rules into a plan: looks names up, refuses cycles, checks units, decimals and bounds, and puts the
//! steps in order.

mod graph;
mod lower;
mod prove;
pub mod sample;
mod whole;

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::civil::Date;

use crate::diag::{Diagnostics, Reported};
use crate::model::formula::Formula;
use crate::model::plan::{NodeId, Plan};
use crate::model::rules::{Example, RuleBook};

pub use prove::{differences, prove};
pub(crate) use whole::simple_project;
pub use whole::{Feasible, Ranges};

/// The plan of one day, with what was found out about it.
#[derive(Debug)]
pub struct Compiled {
    pub plan: Plan,
    /// By funding type: the projects that can be funded at all.
    pub ranges: Ranges,
    /// Whether laws hold, as steps of `proof`.
    laws: Vec<(NodeId, Formula)>,
    /// The plan with the laws behind its own steps.
    proof: Plan,
    day: Date,
    version: OnceLock<String>,
    /// The same rules on other days, as examples ask for them.
    others: Mutex<BTreeMap<Date, Arc<Compiled>>>,
}

/// The rules as they are on the day of an example.
#[derive(Debug)]
pub enum OfDay<'c> {
    Own(&'c Compiled),
    Other(Arc<Compiled>),
}

impl Deref for OfDay<'_> {
    type Target = Compiled;

    fn deref(&self) -> &Compiled {
        match self {
            Self::Own(compiled) => compiled,
            Self::Other(compiled) => compiled,
        }
    }
}

impl Compiled {
    /// The same rules compiled for another day, once for all who ask.
    pub fn on(&self, rules: &RuleBook, day: Date, diags: &mut Diagnostics) -> Result<OfDay<'_>, Reported> {
        if day == self.day {
            return Ok(OfDay::Own(self));
        }
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(other) = others.get(&day) {
            return Ok(OfDay::Other(other.clone()));
        }
        let other = Arc::new(plan(rules, day, diags)?);
        others.insert(day, other.clone());
        Ok(OfDay::Other(other))
    }

    /// Names the rules and values of the plan in links: see [`Plan::version`].
    pub fn version(&self) -> &str {
        self.version.get_or_init(|| self.plan.version())
    }

    /// The same rules on the day of an example; `None` if they have a mistake then, which a build tells.
    pub fn of_example(&self, rules: &RuleBook, example: &Example) -> Option<OfDay<'_>> {
        self.on(rules, example.as_of, &mut Diagnostics::new()).ok()
    }
}

/// Compiles the rules as they are in force on a day.
pub fn plan(rules: &RuleBook, day: Date, diags: &mut Diagnostics) -> Result<Compiled, Reported> {
    let (plan, proof, laws) = lower::lower(rules, day, diags)?;
    let others = Mutex::default();
    let mut compiled =
        Compiled { plan, ranges: BTreeMap::new(), laws, proof, day, version: OnceLock::new(), others };
    compiled.ranges = whole::check(rules, &compiled.plan, diags)?;
    Ok(compiled)
}

/// Warns of values that run out soon after a day.
pub fn expiring(rules: &RuleBook, day: Date, diags: &mut Diagnostics) {
    const SOON_DAYS: i64 = 60;
    let soon = day.saturating_add(jiff::Span::new().days(SOON_DAYS));
    for parameter in &rules.parameters {
        if let Some(last) = parameter.values.last()
            && let Some(until) = last.until.filter(|until| *until <= soon)
        {
            diags.expires_soon(&parameter.id.value, last, until);
        }
    }
}

/// Names that formulas, conditions and outputs use.
pub fn used_names(rules: &RuleBook) -> std::collections::BTreeSet<String> {
    lower::used_names(rules)
}
