//! Documents to attach to an application: the itemised cost estimate and the estimate of volunteer work, as
//! a workbook with live formulas, as rows for copying, and as a page for printing.

pub mod formulas;
pub mod words;
pub mod workbook;
