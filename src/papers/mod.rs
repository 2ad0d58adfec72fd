//! Documents to attach to an application: the itemised cost estimate and the estimate of volunteer work, as
//! a workbook with live formulas, as rows for copying, and as a page for printing.

pub mod cells;
pub mod csv;
pub mod formulas;
pub mod page;
pub mod rows;
pub mod script;
pub mod source;
pub mod words;
pub mod workbook;

use std::path::Path;

use rayon::prelude::*;

use crate::model::budget::Budget;
use crate::model::evaluate::Value;
use crate::model::slug::slug;
use source::Source;
use workbook::Form;

/// Rows of an empty form.
const EMPTY_ROWS: u32 = 60;
/// The fewest rows of a filled one, and how many stay free.
const FILLED_ROWS: u32 = 40;
const FREE_ROWS: u32 = 5;

/// A kind of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    Workbook,
    Rows,
    Page,
}

impl Paper {
    /// The kind that the ending of a file name means.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "xlsx" => Some(Self::Workbook),
            "csv" => Some(Self::Rows),
            "html" => Some(Self::Page),
            _ => None,
        }
    }
}

/// Why there is no document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotMade {
    /// A workbook is that of one funding type, which the budget does not tell.
    NoFundingType,
    /// Something is too large for a workbook.
    TooLarge(String),
}

/// A budget as a document.
pub fn make(paper: Paper, source: &Source<'_>, language: &str, budget: &Budget) -> Result<Vec<u8>, NotMade> {
    match paper {
        Paper::Rows => Ok(rows::rows(source, budget).into_bytes()),
        Paper::Page => Ok(page::page(source, language, budget).into_bytes()),
        Paper::Workbook => {
            let evaluation = source.plan.evaluate(budget);
            let funding = evaluation.named("funding_type").and_then(Value::case);
            let funding = funding.ok_or(NotMade::NoFundingType)?;
            let used = budget.rows.values().map(Vec::len).max().unwrap_or(0);
            let room =
                u32::try_from(used).unwrap_or(u32::MAX).saturating_add(FREE_ROWS).clamp(FILLED_ROWS, 10_000);
            let form = Form::new(source, funding, budget, room);
            form.xlsx().map_err(|error| NotMade::TooLarge(error.to_string()))
        }
    }
}

/// An empty form as it is published.
#[derive(Debug, Clone)]
pub struct EmptyForm {
    pub funding: String,
    /// Its path below the root of its language.
    pub path: String,
    pub xlsx: Vec<u8>,
    /// For filling it in the browser.
    pub script: String,
}

/// The path of the empty form of a funding type, below the root of its language.
pub fn form_path(source: &Source<'_>, funding: &str) -> String {
    let Source { words, .. } = source;
    let name = source.text(&format!("funding_type.{funding}.name"));
    format!("{}/{}-{}.xlsx", words.form_folder, slug(words.costs), slug(&name))
}

/// The empty forms of all funding types.
pub fn forms(source: &Source<'_>) -> Vec<EmptyForm> {
    let empty = Budget::default();
    let made = source.plan.funding.par_iter().filter_map(|(funding, _)| {
        let path = form_path(source, funding);
        let xlsx = Form::new(source, funding, &empty, EMPTY_ROWS).xlsx().ok()?;
        let small = Form::new(source, funding, &empty, 1);
        let file = path.rsplit('/').next().unwrap_or(&path);
        let script = script::script(&small, &small.xlsx().ok()?, source, file)?;
        Some(EmptyForm { funding: funding.clone(), path, xlsx, script })
    });
    made.collect()
}
