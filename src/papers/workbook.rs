//! The workbook of one funding type: the project, cost estimate, volunteer work, financing plan, result,
//! attachments, and the steps that calculate them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime,
    Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

pub use super::source::Source;

use super::cells::{Cells, Value, written};
use super::formulas::{
    Cell, Code, Column, Cond, Formulas, Places, RowPlaces, STATE, Step, TEXT, VALUE, WINNER, any,
    case_numbers, choose, every, number_state, only, quoted, serial,
};
use crate::model::budget::{Budget, Datum, Entry, cell};
use crate::model::plan::{NodeId, Op, Plan, PlanColumn, PlanInput, PlanInputKind};
use crate::model::quantity::{Quantity, Unit};
use crate::model::rules::Level;
use crate::model::show::{self, Cents};

/// Rows of volunteer work.
const WORK_ROWS: u32 = 25;

/// The places of the sheets.
pub const PROJECT: usize = 0;
pub const COSTS: usize = 1;
pub const WORK: usize = 2;
pub const FINANCING: usize = 3;
pub const ATTACHMENTS: usize = 5;

/// Spreadsheet programs take no longer text in a cell.
const LONGEST_CELL: usize = 30_000;

/// A workbook for one funding type.
#[derive(Debug)]
pub struct Form {
    sheets: Vec<Sheet>,
    title: String,
    subject: String,
    author: String,
    created: (u16, u8, u8),
    pub inputs: Inputs,
    /// Where the results stand: those of names, conditions, notes and attachments.
    pub results: Vec<Found>,
    /// Whether the conditions hold, as the form tells it.
    pub verdict: String,
    /// The most that the rows may come to.
    pub rows_most: Decimal,
}

/// Where what is typed goes.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// Sheet, counted from 0, and cell, by input.
    pub fields: BTreeMap<String, (usize, Cell)>,
    /// The columns of the rows of costs.
    pub columns: BTreeMap<String, u16>,
    pub first_row: u32,
    pub last_row: u32,
    /// Where the kind of the work is told, when only the hours are known.
    pub work: Option<(usize, Cell)>,
}

/// A result of the plan as the formulas come to it; `None` where they come to no number.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub node: NodeId,
    pub state: Option<f64>,
    /// With this many decimals, as a whole number.
    pub value: Option<f64>,
    pub scale: u32,
}

/// A formula, where it stands, and what it comes to; `None` if that is nothing.
#[derive(Debug, Clone, Copy)]
pub struct Calculated<'f> {
    pub sheet: &'f str,
    pub row: u32,
    pub column: u16,
    pub formula: &'f str,
    pub value: Option<&'f Value>,
}

#[derive(Debug)]
struct Sheet {
    name: String,
    cells: Vec<(u32, u16, Content, Style)>,
    widths: Vec<f64>,
    hidden: Vec<u16>,
    validations: Vec<(Column, Check)>,
    repeat: Option<u32>,
    /// The row with which a page begins on paper.
    page_from: Option<u32>,
    /// The last column that is printed, where others stand beside.
    print_to: Option<u16>,
    landscape: bool,
    header: String,
    footer: String,
}

#[derive(Debug, Clone, PartialEq)]
enum Content {
    Blank,
    Text(String),
    Number(Decimal),
    /// With what it comes to, when that is known.
    Formula(String, Option<Value>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Style {
    Title,
    Plain,
    Wrap,
    /// Words that come and go: the row is as high as one line of them.
    Note,
    Bold,
    Number,
    /// A number of the steps, whatever it stands for: programs would show a day as a date.
    Whole,
    Head,
    Input,
    InputMoney,
    InputHours,
    InputPercent,
    InputDate,
    Money,
    Hours,
    TotalLabel,
    Total,
    /// To write on by hand.
    Line,
}

#[derive(Debug, Clone)]
enum Check {
    List { list: Column, message: String },
    Number { max: Decimal, message: String },
    Date { message: String },
}

impl Sheet {
    fn new(name: &str, source: &Source<'_>) -> Self {
        let words = source.words;
        // A sign of its own in headers and footers is written twice.
        let plain = |text: &str| text.replace('&', "&&");
        Self {
            name: name.to_owned(),
            cells: Vec::new(),
            widths: Vec::new(),
            hidden: Vec::new(),
            validations: Vec::new(),
            repeat: None,
            page_from: None,
            print_to: None,
            landscape: false,
            header: format!("&L{}&R{}", plain(&source.texts.words("set.name")), plain(name)),
            footer: format!("&L{}&R{} &P / &N", plain(words.estimate), plain(words.page)),
        }
    }

    fn put(&mut self, row: u32, column: u16, content: Content, style: Style) {
        self.cells.push((row, column, content, style));
    }

    fn text(&mut self, row: u32, column: u16, text: &str, style: Style) {
        self.put(row, column, Content::Text(text.to_owned()), style);
    }

    fn formula(&mut self, row: u32, column: u16, formula: String, style: Style) {
        self.put(row, column, Content::Formula(formula, None), style);
    }

    fn heads(&mut self, row: u32, heads: &[&str]) {
        for (column, head) in (0..).zip(heads) {
            self.text(row, column, head, Style::Head);
        }
    }

    /// How many lines of text the rows with wrapped text need; programs do not all find out by themselves
    /// what formulas need.
    fn lines(&self) -> BTreeMap<u32, f64> {
        let mut lines = BTreeMap::new();
        for (row, column, content, style) in &self.cells {
            let wraps = matches!(style, Style::Wrap | Style::Head | Style::Input | Style::TotalLabel);
            let (true, Some(width)) = (wraps, self.widths.get(usize::from(*column))) else { continue };
            let letters = match content {
                Content::Text(text) => text.chars().count(),
                Content::Formula(formula, _) => longest_text(formula),
                _ => 0,
            };
            // Letters are narrower than the digits that widths count, but words do not fill their lines.
            let fits = letters as f64 <= width * LINE_FITS;
            let needed = if fits { 1.0 } else { (letters as f64 / width).ceil() };
            if needed > 1.0 {
                let most: &mut f64 = lines.entry(*row).or_insert(1.0);
                *most = most.max(needed);
            }
        }
        lines
    }

    fn check(&mut self, first: u32, last: u32, column: u16, check: Check) {
        self.validations.push((Column { sheet: self.name.clone(), first, last, column }, check));
    }
}

/// The points that a line of text needs.
pub const LINE_HEIGHT: f64 = 13.5;
/// How much more letters fit into a line than its width says.
pub const LINE_FITS: f64 = 1.1;

/// How long the text of a formula may get, roughly: that of its alternatives is not told apart where they
/// are joined, and a value in words takes some letters.
fn longest_text(formula: &str) -> usize {
    let mut longest = 0;
    let mut joined = 0;
    for (index, piece) in formula.split('"').enumerate() {
        if index % 2 == 1 {
            joined += piece.chars().count();
        } else if piece.contains(',') {
            longest = longest.max(joined);
            joined = 0;
        } else if piece.contains('!') {
            joined += 12;
        }
    }
    longest.max(joined)
}

/// What the formulas of a form are about.
pub fn wanted(plan: &Plan) -> Vec<NodeId> {
    let mut nodes: Vec<NodeId> =
        plan.outputs.iter().filter_map(|name| plan.names.get(name).copied()).collect();
    nodes.extend(plan.conditions.iter().map(|condition| condition.node));
    nodes.extend(plan.notes.iter().chain(&plan.checklist).map(|item| item.node));
    nodes.extend(plan.receipt.iter().flat_map(|line| [Some(line.value), line.when]).flatten());
    nodes
}

/// Makes the workbooks of a funding type.
struct Maker<'s> {
    source: &'s Source<'s>,
    funding: &'s str,
    budget: &'s Budget,
    formulas: Formulas<'s>,
    inputs: Inputs,
}

impl Form {
    /// A form with room for this many rows of costs, filled with a budget; an empty budget leaves it empty.
    pub fn new(source: &Source<'_>, funding: &str, budget: &Budget, room: u32) -> Self {
        let Source { plan, texts, words, .. } = source;
        let most = most_rows(plan).max(room);
        let list_row = 4;
        let numbers = case_numbers(plan);

        // First where everything stands, then the formulas that go there.
        let costs_first = COSTS_FIRST;
        let column = |sheet: &str, first: u32, last: u32, column: u16| Column {
            sheet: sheet.to_owned(),
            first,
            last,
            column,
        };
        let rows = RowPlaces {
            state: column(words.costs, costs_first, costs_first + most - 1, 7),
            category: column(words.costs, costs_first, costs_first + most - 1, 8),
            amount: column(words.costs, costs_first, costs_first + most - 1, 9),
        };
        let typed = plan.evaluate(&only(funding));
        let asked = |input: &&PlanInput| {
            input.id != "funding_type"
                && plan.asks.get(&input.id).is_none_or(|&node| typed.values[node].bool() != Some(false))
        };
        let inputs: Vec<&PlanInput> = plan.inputs.iter().filter(asked).collect();
        let hours: Vec<&str> = inputs
            .iter()
            .filter(|input| matches!(input.kind, PlanInputKind::Number { unit: Unit::Hour, .. }))
            .map(|input| input.id.as_str())
            .collect();
        let mut fields = BTreeMap::new();
        let mut columns = BTreeMap::new();
        let mut choices = BTreeMap::new();
        let work_first = WORK_FIRST + hours.len() as u32;
        for (index, id) in (0_u16..).zip(&hours) {
            // Beside the table: the state and the number of hours of each row.
            let helper = 4 + hours.len() as u16 + 2 + 2 * index;
            let of = |at| column(words.work, work_first, work_first + WORK_ROWS - 1, at);
            columns.insert((*id).to_owned(), (of(helper), of(helper + 1)));
        }
        let (mut money_row, mut question_row, mut choice_row) =
            (FIELDS_FIRST, QUESTIONS_FIRST, CHOICES_FIRST);
        let mut list_column = 8;
        // Who applies, what for and where comes before how costs are told.
        let (first, last): (Vec<&PlanInput>, Vec<&PlanInput>) =
            inputs.iter().partition(|input| input.optional);
        for input in first.into_iter().chain(last) {
            let id = input.id.clone();
            match &input.kind {
                PlanInputKind::Number { unit: Unit::Hour, .. } | PlanInputKind::Rows { .. } => {}
                PlanInputKind::Number { .. } | PlanInputKind::Date => {
                    fields.insert(id, Cell::new(words.financing, money_row, 1));
                    money_row += 1;
                }
                PlanInputKind::Bool => {
                    fields.insert(id, Cell::new(words.attachments, question_row, 1));
                    question_row += 1;
                }
                PlanInputKind::Choice { of, .. } => {
                    let last = list_row + of.len() as u32 - 1;
                    let place = |at| column(words.steps, list_row, last, at);
                    choices.insert(id.clone(), (place(list_column), place(list_column + 1)));
                    list_column += 2;
                    fields.insert(id, Cell::new(words.project_sheet, choice_row, 1));
                    choice_row += 1;
                }
            }
        }
        let places = Places {
            steps: words.steps.to_owned(),
            first_step: list_row,
            rows,
            fields: fields.clone(),
            columns,
            choices: choices.clone(),
            answers: (words.yes.to_owned(), words.no.to_owned()),
        };
        let formulas = Formulas::new(plan, funding, &places, &wanted(plan));
        let mut maker = Maker { source, funding, budget, formulas, inputs: Inputs::default() };

        let project = maker.project(&inputs, &fields, &choices);
        let costs = maker.costs(&places, costs_first, room);
        let work = maker.work(&places, &hours, work_first);
        let financing = maker.financing(&inputs, &fields);
        let result = maker.result();
        let answers = column(words.steps, list_row, list_row + 1, list_column);
        let attachments = maker.attachments(&inputs, &fields, &answers);
        let verdict = maker.verdict();
        let results: Vec<(NodeId, Step)> =
            wanted(plan).into_iter().map(|node| (node, maker.formulas.step(node))).collect();
        let steps = maker.steps(&places, list_row, &numbers, &answers);
        let mut sheets = vec![project, costs, work, financing, result, attachments, steps];
        let mut cells = calculated(&mut sheets);
        let mut comes_to = |code: &Code| match cells.comes_to(PROJECT, &code.text()) {
            Ok(Value::Number(number)) => Some(number),
            _ => None,
        };
        let results = results.iter().map(|(node, step)| Found {
            node: *node,
            state: comes_to(&step.state),
            value: comes_to(&step.value),
            scale: step.scale,
        });
        let results = results.collect();
        let verdict = match cells.comes_to(PROJECT, &verdict) {
            Ok(Value::Text(verdict)) => verdict,
            _ => String::new(),
        };
        let official = source.text(&format!("funding_type.{funding}.official"));
        let day = plan.as_of;
        Self {
            sheets,
            title: format!("{}: {official}", words.form),
            subject: source.rules_line(),
            author: texts.words("set.name"),
            created: (day.year().unsigned_abs(), day.month().unsigned_abs(), day.day().unsigned_abs()),
            inputs: maker.inputs,
            results,
            verdict,
            rows_most: maker.formulas.rows_most(),
        }
    }

    /// How many letters a line of each column of the rows holds.
    pub fn column_widths(&self) -> BTreeMap<&str, f64> {
        let widths = self.inputs.columns.iter();
        widths.map(|(id, column)| (id.as_str(), COST_WIDTHS[usize::from(*column)])).collect()
    }

    /// All formulas.
    pub fn calculated(&self) -> impl Iterator<Item = Calculated<'_>> {
        self.sheets.iter().flat_map(|sheet| {
            sheet.cells.iter().filter_map(|(row, column, content, _)| match content {
                Content::Formula(formula, value) => Some(Calculated {
                    sheet: &sheet.name,
                    row: *row,
                    column: *column,
                    formula,
                    value: value.as_ref(),
                }),
                _ => None,
            })
        })
    }

    /// The bytes of the file; the same form always gives the same.
    pub fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        Self::together([self])
    }

    /// Forms in one file; no two of their sheets have the same name.
    pub fn together<'f>(forms: impl IntoIterator<Item = &'f Self>) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let formats = formats();
        for form in forms {
            let (year, month, day) = form.created;
            let properties = DocProperties::new()
                .set_title(&form.title)
                .set_subject(&form.subject)
                .set_author(&form.author)
                .set_creation_datetime(&ExcelDateTime::from_ymd(year, month, day)?);
            workbook.set_properties(&properties);
            for sheet in &form.sheets {
                write_sheet(sheet, workbook.add_worksheet(), &formats)?;
            }
        }
        workbook.save_to_buffer()
    }
}

/// Lets all formulas know what they come to.
fn calculated(sheets: &mut [Sheet]) -> Cells {
    let mut cells = Cells::new(sheets.iter().map(|sheet| sheet.name.as_str()));
    for (index, sheet) in sheets.iter().enumerate() {
        for (row, column, content, _) in &sheet.cells {
            let value = match content {
                Content::Blank => Value::Blank,
                // As it is written.
                Content::Text(text) if text.is_empty() => Value::Blank,
                Content::Text(text) => Value::Text(text.clone()),
                Content::Number(number) => Value::Number(number.to_f64().unwrap_or(0.0)),
                Content::Formula(formula, _) => {
                    cells.put_formula(index, *row, *column, formula);
                    continue;
                }
            };
            cells.put(index, *row, *column, value);
        }
    }
    // The steps come first, each of which needs those above: so no way from cell to cell is long.
    for (index, sheet) in sheets.iter_mut().enumerate().rev() {
        for (row, column, content, _) in &mut sheet.cells {
            if let Content::Formula(_, value) = content {
                *value = cells.value((index, *row, *column)).ok();
            }
        }
    }
    cells
}

/// The columns of the costs.
const COST_WIDTHS: [f64; 7] = [6.0, 36.0, 44.0, 18.0, 16.0, 50.0, 2.0];

/// The first row of costs.
const COSTS_FIRST: u32 = 7;
/// Below the names of the applicant and of the project.
const CHOICES_FIRST: u32 = 9;
/// Rows above the first row of work, besides one for each kind of hours.
const WORK_FIRST: u32 = 8;
const FIELDS_FIRST: u32 = 6;
const QUESTIONS_FIRST: u32 = 6;

fn most_rows(plan: &Plan) -> u32 {
    let most = plan.inputs.iter().find_map(|input| match &input.kind {
        PlanInputKind::Rows { most, .. } => Some(*most),
        _ => None,
    });
    most.and_then(|most| u32::try_from(most).ok()).unwrap_or(0)
}

fn rows_input(plan: &Plan) -> Option<(&str, &[(String, PlanColumn)])> {
    plan.inputs.iter().find_map(|input| match &input.kind {
        PlanInputKind::Rows { columns, .. } => Some((input.id.as_str(), columns.as_slice())),
        _ => None,
    })
}

/// How a value goes into a cell.
fn typed(entry: &Entry) -> Content {
    match entry {
        Entry::Blank => Content::Blank,
        // A sign that no cell can read.
        Entry::Bad => Content::Text("–".to_owned()),
        Entry::Typed(Datum::Number(number)) => Content::Number(*number),
        Entry::Typed(Datum::Date(date)) => Content::Number(Decimal::from(serial(*date) as i64)),
        Entry::Typed(Datum::Text(text) | Datum::Case(text)) => {
            Content::Text(text.chars().take(LONGEST_CELL).collect())
        }
        Entry::Typed(Datum::Bool(_)) => Content::Blank,
    }
}

impl Maker<'_> {
    /// Title, funding type and what kind of paper it is.
    fn heading(&self, sheet: &mut Sheet, title: &str) {
        sheet.text(0, 0, title, Style::Title);
        sheet.text(1, 0, &self.source.text(&format!("funding_type.{}.official", self.funding)), Style::Bold);
        sheet.text(2, 0, &self.source.rules_line(), Style::Plain);
        sheet.text(3, 0, self.source.words.fill_in, Style::Plain);
    }

    /// A value in its unit, or words where it is not known.
    fn shown(&self, step: &Step) -> String {
        let value = match step.scale {
            0 => step.value.clone(),
            scale => Code::Formula(format!("{}/{}", step.value.text(), 10_i64.pow(scale.min(18)))),
        };
        let zero = choose(
            &step.is_not_applicable(),
            Code::Whole(0),
            Code::Formula(quoted(self.source.words.unknown)),
        );
        choose(&step.is_known(), value, zero).text()
    }

    /// Who applies, what for and where, and what it comes to.
    fn project(
        &mut self,
        inputs: &[&PlanInput],
        fields: &BTreeMap<String, Cell>,
        choices: &BTreeMap<String, (Column, Column)>,
    ) -> Sheet {
        let Source { plan, words, texts, .. } = self.source;
        let mut sheet = Sheet::new(words.project_sheet, self.source);
        sheet.widths = vec![40.0, 50.0, 44.0];
        self.heading(&mut sheet, words.form);
        sheet.text(4, 0, &texts.words("set.name"), Style::Plain);
        sheet.heads(6, &[words.answer, words.reply, words.hint]);
        for (row, name) in [(7, words.applicant), (8, words.project)] {
            sheet.text(row, 0, name, Style::Wrap);
            sheet.put(row, 1, Content::Blank, Style::Input);
            sheet.text(row, 2, "", Style::Wrap);
        }
        let mut row = CHOICES_FIRST;
        for input in inputs {
            let (Some((names, _)), Some(cell), PlanInputKind::Choice { choice, .. }) =
                (choices.get(&input.id), fields.get(&input.id), &input.kind)
            else {
                continue;
            };
            sheet.text(cell.row, 0, &self.source.text(&format!("input.{}.label", input.id)), Style::Wrap);
            let chosen = match self.budget.field(&input.id) {
                Entry::Typed(Datum::Case(case)) => Content::Text(self.source.case_name(choice, case)),
                other => typed(other),
            };
            sheet.put(cell.row, 1, chosen, Style::Input);
            let hint = self.source.text(&format!("input.{}.hint", input.id));
            let hint = if hint.is_empty() { words.choose_from_list } else { &hint };
            sheet.text(cell.row, 2, hint, Style::Wrap);
            let message = words.choose_from_list.to_owned();
            sheet.check(cell.row, cell.row, 1, Check::List { list: names.clone(), message });
            self.inputs.fields.insert(input.id.clone(), (PROJECT, cell.clone()));
            row += 1;
        }
        if !choices.contains_key("cost_model")
            && let Some(model) =
                plan.funding.get(self.funding).and_then(|funding| funding.cost_models.first())
        {
            sheet.text(row, 0, &self.source.text("input.cost_model.label"), Style::Wrap);
            sheet.text(row, 1, &self.source.case_name("cost_model", model), Style::Wrap);
            sheet.text(row, 2, "", Style::Wrap);
            row += 1;
        }
        row += 1;
        sheet.heads(row, &[words.summary, words.amount]);
        for name in ["total", "support", "other_support", "own_in_kind", "own_cash", "uncounted", "own_money"]
        {
            row = self.output(&mut sheet, row, name, Style::Wrap, Style::Money);
        }
        row = self.standing(&mut sheet, row + 2, inputs) + 3;
        for line in [words.place_and_day, words.signature, words.name_in_print] {
            sheet.text(row, 0, &format!("{line}:"), Style::Plain);
            sheet.put(row, 1, Content::Blank, Style::Line);
            row += 2;
        }
        sheet
    }

    /// Whether the conditions hold, what is missing, and what cannot be read, in three rows.
    fn standing(&mut self, sheet: &mut Sheet, row: u32, inputs: &[&PlanInput]) -> u32 {
        let words = self.source.words;
        sheet.formula(row, 0, self.verdict(), Style::Bold);
        let needed: Vec<&PlanInput> = inputs.iter().copied().filter(|input| !input.optional).collect();
        sheet.formula(row + 1, 0, self.waiting(&needed, words.needed, Step::is_missing), Style::Plain);
        sheet.formula(row + 2, 0, self.waiting(inputs, words.to_correct, Step::is_unreadable), Style::Plain);
        row + 2
    }

    fn costs(&mut self, places: &Places, first: u32, room: u32) -> Sheet {
        let Source { plan, words, locale, .. } = self.source;
        let mut sheet = Sheet::new(words.costs, self.source);
        sheet.widths = COST_WIDTHS.to_vec();
        sheet.landscape = true;
        sheet.hidden = vec![7, 8, 9];
        let Some(funding) = plan.funding.get(self.funding) else { return sheet };
        if !funding.parts {
            sheet.hidden.push(3);
        }
        self.heading(&mut sheet, words.costs_title);
        let Some((rows_id, columns)) = rows_input(plan) else { return sheet };
        let (total, _) = self.formulas.typed_rows(rows_id);
        sheet.text(4, 2, words.typed_total, Style::TotalLabel);
        sheet.formula(4, 4, format!("{total}/100"), Style::Total);
        let most =
            show::quantity(locale, Quantity::new(self.formulas.rows_most(), Unit::Eur), Cents::WhereNeeded);
        let too_much = words.too_much.replace("{most}", &most);
        let limit = (self.formulas.rows_most() * Decimal::ONE_HUNDRED).normalize();
        sheet.formula(5, 0, format!("IF({total}>{limit},{},\"\")", quoted(&too_much)), Style::Bold);

        let label = |column: &str| self.source.text(&format!("input.{rows_id}.{column}"));
        let amount_head = words.amount;
        let heads =
            [words.number, &label("category"), &label("what"), &label("part"), amount_head, words.note];
        sheet.heads(first - 1, &heads.map(str::to_owned).iter().map(String::as_str).collect::<Vec<_>>());
        sheet.repeat = Some(first - 1);
        let last = first + room - 1;
        let listed = self.categories();
        let accepted = listed.iter().filter(|case| funding.costs.contains(case)).count() as u32;
        let list = |count: u32| Column {
            sheet: words.steps.to_owned(),
            first: places.first_step,
            last: places.first_step + count - 1,
            column: 6,
        };
        let names = list(listed.len() as u32).address();
        let numbers = Column { column: 7, ..list(listed.len() as u32) }.address();
        let column_spec = |id: &str| columns.iter().find(|(column, _)| column == id).map(|(_, spec)| spec);
        let (scale, max) = match column_spec("amount") {
            Some(PlanColumn::Number { scale, max, .. }) => (*scale, *max),
            _ => (2, Decimal::ZERO),
        };
        // As far as rows may be added.
        let end = first + most_rows(plan).max(room) - 1;
        let message = words.choose_from_list.to_owned();
        sheet.check(first, end, 1, Check::List { list: list(accepted.max(1)), message });
        sheet.check(first, end, 4, Check::Number { max, message: words.number_error.to_owned() });
        let is_accepted = self.is_one_of("{c}", &funding.costs);
        let covered = self.covered(funding);
        for index in 0..room {
            let row = first + index;
            let own = |id: &str| {
                self.budget.rows(rows_id).get(index as usize).map_or(Content::Blank, |row| {
                    match cell(row, id) {
                        Entry::Typed(Datum::Case(case)) => Content::Text(self.source.category_name(case)),
                        other => typed(other),
                    }
                })
            };
            sheet.put(row, 0, Content::Number(Decimal::from(index + 1)), Style::Number);
            for (column, id, style) in [
                (1, "category", Style::Input),
                (2, "what", Style::Input),
                (3, "part", Style::Input),
                (4, "amount", Style::InputMoney),
            ] {
                sheet.put(row, column, own(id), style);
            }
            let n = row + 1;
            let found = format!("IF($B{n}=\"\",0,IFERROR(INDEX({numbers},MATCH($B{n},{names},0)),-1))");
            let state = number_state(&format!("$E{n}"), scale, max, 0);
            let state = format!("IF($E{n}=\"\",0,IF(OR({state}=3,$I{n}=-1),3,IF($I{n}=0,2,1)))");
            let cents = format!("IF(OR($H{n}=1,$H{n}=2),ROUND($E{n}*{},0),0)", 10_i64.pow(scale));
            sheet.formula(row, 7, state, Style::Plain);
            sheet.formula(row, 8, found, Style::Plain);
            sheet.formula(row, 9, cents, Style::Plain);
            let category = format!("$I{n}");
            let is_accepted = is_accepted.replace("{c}", &category);
            let counted = quoted(words.counted);
            let counted = match &covered {
                Cond::Always(_) => counted,
                Cond::Formula(formula) => {
                    format!("IF({},{},{counted})", formula.replace("{c}", &category), quoted(words.covered))
                }
            };
            let note = format!(
                "IF($H{n}=0,\"\",IF($H{n}=3,{},IF($H{n}=2,{},IF(NOT({is_accepted}),{},{counted}))))",
                quoted(words.unreadable_row),
                quoted(words.no_category),
                quoted(words.not_for_type)
            );
            sheet.formula(row, 5, note, Style::Note);
        }
        self.inputs.columns = [("category", 1), ("what", 2), ("part", 3), ("amount", 4)]
            .map(|(id, column)| (id.to_owned(), column))
            .into();
        self.inputs.first_row = first;
        self.inputs.last_row = last;
        sheet
    }

    /// All categories, those of the funding type first.
    fn categories(&self) -> Vec<String> {
        let Source { plan, .. } = self.source;
        let Some((_, columns)) = rows_input(plan) else { return Vec::new() };
        let of = columns.iter().find_map(|(_, column)| match column {
            PlanColumn::Choice(of) => Some(of.clone()),
            _ => None,
        });
        let mut all = of.unwrap_or_default();
        let accepted =
            plan.funding.get(self.funding).map(|funding| funding.costs.clone()).unwrap_or_default();
        all.sort_by_key(|case| !accepted.contains(case));
        all
    }

    fn is_one_of(&self, cell: &str, cases: &[String]) -> String {
        let numbers = case_numbers(self.source.plan);
        any(cases
            .iter()
            .filter_map(|case| numbers.get(case.as_str()))
            .map(|number| Cond::Formula(format!("{cell}={number}"))))
        .text()
    }

    /// Whether a flat rate covers the category `{c}`.
    fn covered(&mut self, funding: &crate::model::plan::PlanFunding) -> Cond {
        let plan = self.source.plan;
        let numbers = case_numbers(plan);
        let model = self.formulas.named("cost_model");
        let conditions: Vec<Cond> = funding
            .cost_models
            .iter()
            .filter_map(|id| Some((id, plan.models.get(id)?.as_ref()?)))
            .map(|(id, counts)| {
                let chosen = match &model {
                    Some(step) => Cond::Formula(format!(
                        "{}={}",
                        step.value.text(),
                        numbers.get(id.as_str()).copied().unwrap_or(0)
                    )),
                    None => Cond::Always(false),
                };
                every([chosen, Cond::Formula(format!("NOT({})", self.is_one_of("{c}", counts)))])
            })
            .collect();
        any(conditions)
    }

    fn work(&mut self, places: &Places, hours: &[&str], first: u32) -> Sheet {
        let Source { plan, words, .. } = self.source;
        let mut sheet = Sheet::new(words.work, self.source);
        sheet.landscape = true;
        sheet.widths = vec![8.0, 44.0, 34.0];
        self.heading(&mut sheet, words.work_title);
        let value_column = 3 + hours.len() as u16;
        for (row, id) in (5..).zip(hours) {
            let (label, hint) = (
                self.source.text(&format!("input.{id}.label")),
                self.source.text(&format!("input.{id}.hint")),
            );
            sheet.text(row, 0, &format!("{label}: {hint}"), Style::Plain);
            sheet.widths.push(18.0);
        }
        sheet.widths.extend([15.0, 34.0]);
        let mut heads = vec![words.number.to_owned(), words.work_kind.to_owned(), words.workers.to_owned()];
        heads.extend(hours.iter().map(|id| self.source.text(&format!("input.{id}.label"))));
        heads.extend([words.work_value.to_owned(), words.note.to_owned()]);
        sheet.heads(first - 1, &heads.iter().map(String::as_str).collect::<Vec<_>>());
        sheet.repeat = Some(first - 1);
        let last = first + WORK_ROWS - 1;

        let node = self.formulas.first_of(Unit::Eur, hours);
        let total_row = first - 2;
        sheet.text(total_row, 1, words.work_all, Style::TotalLabel);
        sheet.put(total_row, 2, Content::Blank, Style::TotalLabel);
        for (column, id) in (3..).zip(hours) {
            let Some(node) = plan.names.get(*id).copied() else { continue };
            let step = self.formulas.step(node);
            let shown = self.shown(&step);
            sheet.formula(total_row, column, shown, Style::Total);
        }
        if let Some(node) = node {
            let step = self.formulas.step(node);
            let shown = self.shown(&step);
            sheet.formula(total_row, value_column, shown, Style::Total);
        }
        for index in 0..WORK_ROWS {
            let row = first + index;
            sheet.put(row, 0, Content::Number(Decimal::from(index + 1)), Style::Number);
            let is_told = hours.iter().any(|id| !matches!(self.budget.field(id), Entry::Blank));
            let kind =
                if index == 0 && is_told { Content::Text(words.work_all.to_owned()) } else { Content::Blank };
            sheet.put(row, 1, kind, Style::Input);
            sheet.put(row, 2, Content::Blank, Style::Input);
            let mut of_row = BTreeMap::new();
            let mut states = Vec::new();
            for (column, id) in (3_u16..).zip(hours) {
                let content = if index == 0 { typed(self.budget.field(id)) } else { Content::Blank };
                sheet.put(row, column, content, Style::InputHours);
                let Some((state, value)) = places.columns.get(*id) else { continue };
                let Some(PlanInputKind::Number { scale, max, .. }) = plan.input(id).map(|input| &input.kind)
                else {
                    continue;
                };
                let cell = Cell { sheet: String::new(), row, column }.short();
                let code = number_state(&cell, *scale, *max, 1);
                // In a column of rows: 0 nothing, 1 read, 3 unreadable.
                let code = format!("IF({cell}=\"\",0,IF({code}=0,1,3))");
                let state_cell = Cell::new(words.work, row, state.column).short();
                let value_cell = Cell::new(words.work, row, value.column).short();
                sheet.formula(row, state.column, code, Style::Plain);
                sheet.formula(
                    row,
                    value.column,
                    format!("IF({state_cell}=1,ROUND({cell}*{},0),0)", 10_i64.pow(*scale)),
                    Style::Plain,
                );
                of_row.insert((*id).to_owned(), value_cell);
                states.push(state_cell);
                if index == 0 {
                    self.inputs.fields.insert((*id).to_owned(), (WORK, Cell::new(words.work, row, column)));
                }
            }
            let typed_any = any(states.iter().map(|state| Cond::Formula(format!("{state}>0")))).text();
            if let Some((value, scale)) = node.and_then(|node| self.formulas.of_hours(node, &of_row)) {
                let value = format!("IF({typed_any},({value})/{},\"\")", 10_i64.pow(scale.min(18)));
                sheet.formula(row, value_column, value, Style::Money);
            }
            let bad = any(states.iter().map(|state| Cond::Formula(format!("{state}=3")))).text();
            sheet.formula(
                row,
                value_column + 1,
                format!("IF({bad},{},\"\")", quoted(words.unreadable)),
                Style::Note,
            );
        }
        for (column, id) in (3_u16..).zip(hours) {
            if let Some((state, value)) = places.columns.get(*id) {
                sheet.hidden.extend([state.column, value.column]);
            }
            if let Some(PlanInputKind::Number { max, .. }) = plan.input(id).map(|input| &input.kind) {
                sheet.check(
                    first,
                    last,
                    column,
                    Check::Number { max: *max, message: words.number_error.to_owned() },
                );
            }
        }
        self.inputs.work = Some((WORK, Cell::new(words.work, first, 1)));
        sheet
    }

    fn financing(&mut self, inputs: &[&PlanInput], fields: &BTreeMap<String, Cell>) -> Sheet {
        let Source { plan, words, texts, locale, .. } = self.source;
        let mut sheet = Sheet::new(words.financing, self.source);
        sheet.widths = vec![44.0, 20.0, 96.0];
        sheet.landscape = true;
        self.heading(&mut sheet, words.financing_title);
        let mut row = FIELDS_FIRST - 1;
        let here: Vec<&&PlanInput> = inputs
            .iter()
            .filter(|input| fields.get(&input.id).is_some_and(|cell| cell.sheet == words.financing))
            .collect();
        if !here.is_empty() {
            sheet.heads(row, &[words.answer, words.value, words.note]);
        }
        for input in here {
            row += 1;
            let Some(cell) = fields.get(&input.id) else { continue };
            let label = self.source.text(&format!("input.{}.label", input.id));
            let hint = self.source.text(&format!("input.{}.hint", input.id));
            sheet.text(cell.row, 0, &label, Style::Wrap);
            let (style, check) = match &input.kind {
                PlanInputKind::Number { unit: Unit::Ratio, max, .. } => (
                    Style::InputPercent,
                    Check::Number { max: *max, message: words.percent_error.to_owned() },
                ),
                PlanInputKind::Number { max, .. } => {
                    (Style::InputMoney, Check::Number { max: *max, message: words.number_error.to_owned() })
                }
                _ => (Style::InputDate, Check::Date { message: words.date_error.to_owned() }),
            };
            sheet.put(cell.row, 1, typed(self.budget.field(&input.id)), style);
            sheet.check(cell.row, cell.row, 1, check);
            self.inputs.fields.insert(input.id.clone(), (FINANCING, cell.clone()));
            let step = plan.names.get(&input.id).map(|&node| self.formulas.step(node));
            let note = match step {
                Some(step) => choose(
                    &step.is_unreadable(),
                    Code::Formula(quoted(words.unreadable)),
                    Code::Formula(quoted(&hint)),
                )
                .text(),
                None => quoted(&hint),
            };
            sheet.formula(cell.row, 2, note, Style::Wrap);
        }

        row = self.standing(&mut sheet, row + 2, inputs);

        row += 2;
        sheet.heads(row, &[words.cost_side, words.amount, words.note]);
        if let (Some((rows_id, _)), Some(funding)) = (rows_input(plan), plan.funding.get(self.funding)) {
            let (_, of_category) = self.formulas.typed_rows(rows_id);
            let covered = self.covered(funding);
            let numbers = case_numbers(plan);
            let cells: Vec<&String> = funding.costs.iter().filter_map(|case| of_category.get(case)).collect();
            for case in &funding.costs {
                let Some(sum) = of_category.get(case) else { continue };
                row += 1;
                sheet.text(row, 0, &self.source.category_name(case), Style::Wrap);
                sheet.formula(row, 1, format!("{sum}/100"), Style::Money);
                let number = numbers.get(case.as_str()).copied().unwrap_or(0).to_string();
                let covered = match &covered {
                    Cond::Formula(formula) => Cond::Formula(formula.replace("{c}", &number)),
                    always => always.clone(),
                };
                let note =
                    choose(&covered, Code::Formula(quoted(words.covered)), Code::Formula("\"\"".to_owned()));
                if note == Code::Formula("\"\"".to_owned()) {
                    sheet.text(row, 2, "", Style::Wrap);
                } else {
                    sheet.formula(row, 2, note.text(), Style::Wrap);
                }
            }
            if let Some(paid) = self.formulas.named("paid_costs") {
                row += 1;
                let all = cells.iter().map(|cell| cell.as_str()).collect::<Vec<_>>().join("+");
                let left = Code::Formula(format!("({}-({all}))/100", paid.value.text()));
                sheet.text(row, 0, words.left_out, Style::Wrap);
                let left = choose(&paid.is_known(), left, Code::Formula(quoted(words.unknown))).text();
                sheet.formula(row, 1, left, Style::Money);
                sheet.text(row, 2, "", Style::Wrap);
            }
        }
        for (name, label, style) in [
            ("paid_costs", Style::Wrap, Style::Money),
            ("flat_part", Style::Wrap, Style::Money),
            ("in_kind", Style::Wrap, Style::Money),
            ("total", Style::TotalLabel, Style::Total),
        ] {
            row = self.output_with_note(&mut sheet, row, name, label, style);
        }

        row += 2;
        sheet.heads(row, &[words.income_side, words.amount, words.note]);
        let support_row = row + 1;
        // Its note tells what limits it.
        row = self.output(&mut sheet, row, "support", Style::Wrap, Style::Money);
        for name in ["other_support", "own_in_kind", "own_cash"] {
            row = self.output_with_note(&mut sheet, row, name, Style::Wrap, Style::Money);
        }
        let limits = self.limits();
        sheet.formula(support_row, 2, limits, Style::Wrap);
        let sides = ["support", "own_in_kind", "own_cash", "total"].map(|name| self.formulas.named(name));
        if let [Some(support), Some(work), Some(cash), Some(total)] = sides {
            row += 1;
            let other = self.formulas.named("other_support").filter(|_| fields.contains_key("other_public"));
            let parts: Vec<&Step> =
                [Some(&support), other.as_ref(), Some(&work), Some(&cash)].into_iter().flatten().collect();
            let known = every(parts.iter().map(|part| part.is_known()));
            let sum = parts.iter().map(|part| part.value.text()).collect::<Vec<_>>().join("+");
            let unknown = Code::Formula(quoted(words.unknown));
            sheet.text(row, 0, words.total, Style::TotalLabel);
            sheet.formula(
                row,
                1,
                choose(&known, Code::Formula(format!("({sum})/100")), unknown).text(),
                Style::Total,
            );
            let compared = |sign: &str| Cond::Formula(format!("{sum}{sign}{}", total.value.text()));
            let mut balance = Code::Formula(quoted(words.not_balanced));
            if other.is_some() {
                let more = every([known.clone(), total.is_known(), compared(">")]);
                balance = choose(&more, Code::Formula(quoted(words.over_financed)), balance);
            }
            let same = every([known, total.is_known(), compared("=")]);
            let balance = choose(&same, Code::Formula(quoted(words.balanced)), balance);
            sheet.formula(row, 2, balance.text(), Style::Wrap);
        }

        row += 2;
        sheet.heads(row, &[words.purse, words.amount, words.note]);
        for name in ["uncounted", "flat_left", "own_money", "cash_needed"] {
            row = self.output_with_note(&mut sheet, row, name, Style::Wrap, Style::Money);
        }

        row += 2;
        sheet.page_from = Some(row);
        sheet.heads(row, &[words.condition, words.state, words.note]);
        for condition in &plan.conditions {
            let step = self.formulas.step(condition.node);
            // What does not apply, or is not asked here.
            if [step.is_not_applicable(), step.is_missing()].contains(&Cond::Always(true)) {
                continue;
            }
            row += 1;
            sheet.text(row, 0, &self.source.text(&format!("condition.{}.title", condition.id)), Style::Wrap);
            let fails = if condition.level == Level::Blocks { words.fails } else { words.look };
            let told = |words: &str| Code::Formula(quoted(words));
            let is_asked = self.formulas.keeps_open(condition.node) != Cond::Always(false);
            let waiting = if is_asked { words.unknown } else { words.not_answered };
            let state = choose(
                &step.is_true(),
                told(words.holds),
                choose(
                    &step.is_false(),
                    told(fails),
                    choose(&step.is_not_applicable(), told(words.does_not_apply), told(waiting)),
                ),
            );
            sheet.formula(row, 1, state.text(), Style::Wrap);
            let message = self.formulas.sentence(
                texts.get(&format!("condition.{}.fails", condition.id)),
                texts,
                locale,
                words.unknown,
            );
            let message = choose(&step.is_false(), Code::Formula(message), Code::Formula("\"\"".to_owned()));
            sheet.formula(row, 2, message.text(), Style::Wrap);
        }
        sheet
    }

    fn output(&mut self, sheet: &mut Sheet, row: u32, name: &str, label: Style, style: Style) -> u32 {
        let Some(step) = self.formulas.named(name) else { return row };
        // What is nothing whatever is typed needs no line.
        if step.value == Code::Whole(0) {
            return row;
        }
        let shown = self.shown(&step);
        sheet.text(row + 1, 0, &self.source.text(&format!("rule.{name}.name")), label);
        sheet.formula(row + 1, 1, shown, style);
        row + 1
    }

    /// The same with an empty note beside it.
    fn output_with_note(
        &mut self,
        sheet: &mut Sheet,
        row: u32,
        name: &str,
        label: Style,
        style: Style,
    ) -> u32 {
        let last = self.output(sheet, row, name, label, style);
        if last > row {
            sheet.text(last, 2, "", Style::Wrap);
        }
        last
    }

    /// Whether the conditions hold, in words.
    fn verdict(&mut self) -> String {
        let Source { plan, words, .. } = self.source;
        let blocks: Vec<NodeId> = plan
            .conditions
            .iter()
            .filter(|condition| condition.level == Level::Blocks)
            .map(|condition| condition.node)
            .collect();
        let fails: Vec<Cond> = blocks.iter().map(|&node| self.formulas.step(node).is_false()).collect();
        let open: Vec<Cond> = blocks.iter().map(|&node| self.formulas.keeps_open(node)).collect();
        let (fails, open) = (any(fails), any(open));
        let warns: Vec<NodeId> = plan
            .conditions
            .iter()
            .filter(|condition| condition.level == Level::Warns)
            .map(|condition| condition.node)
            .collect();
        let warns = any(warns.iter().map(|&node| self.formulas.step(node).is_false()));
        let known = self.formulas.named("support").map_or(Cond::Always(true), |step| step.is_known());
        let told = |words: &str| Code::Formula(quoted(words));
        let whole = every([known, negated(open)]);
        choose(
            &fails,
            told(words.verdict_no),
            choose(
                &whole,
                choose(&warns, told(words.verdict_look), told(words.verdict_yes)),
                told(words.verdict_unknown),
            ),
        )
        .text()
    }

    /// Which inputs are in this state, or nothing.
    fn waiting(&mut self, inputs: &[&PlanInput], title: &str, is: fn(&Step) -> Cond) -> String {
        let mut names = Vec::new();
        for input in inputs {
            let step = match &input.kind {
                PlanInputKind::Rows { .. } => self.formulas.named("total"),
                _ => self.formulas.named(&input.id),
            };
            // The sum waits for the rows and the hours; the hours have a default.
            let Some(step) = step else { continue };
            let label = self.source.text(&format!("input.{}.label", input.id));
            let name = choose(
                &is(&step),
                Code::Formula(quoted(&format!("{label}. "))),
                Code::Formula("\"\"".to_owned()),
            );
            if name != Code::Formula("\"\"".to_owned()) {
                names.push(name.text());
            }
        }
        if names.is_empty() {
            return "\"\"".to_owned();
        }
        let all = names.join("&");
        format!("IF({all}=\"\",\"\",{}&{all})", quoted(title))
    }

    /// What cut the support, in words.
    fn limits(&mut self) -> String {
        let Source { plan, rules, texts, locale, words, .. } = self.source;
        let Some(&support) = plan.names.get("support") else { return "\"\"".to_owned() };
        let mut told = Code::Formula("\"\"".to_owned());
        for limit in rules.rules.iter().flat_map(|rule| &rule.at_most) {
            let id = &limit.id.value;
            let won = self.formulas.won(support, id);
            let sentence =
                self.formulas.sentence(texts.get(&format!("limit.{id}")), texts, locale, words.unknown);
            told = choose(&won, Code::Formula(sentence), told);
        }
        told.text()
    }

    fn result(&mut self) -> Sheet {
        let Source { plan, words, texts, locale, rules, .. } = self.source;
        let mut sheet = Sheet::new(words.result, self.source);
        sheet.widths = vec![44.0, 96.0, 20.0];
        sheet.landscape = true;
        self.heading(&mut sheet, words.result);
        sheet.cells.retain(|(row, ..)| *row != 3);
        let mut row = 4;
        sheet.heads(row, &[words.line, words.calculation, words.amount]);
        for line in &plan.receipt {
            let step = self.formulas.step(line.value);
            let when = line.when.map_or(Cond::Always(true), |when| self.formulas.step(when).is_true());
            if when == Cond::Always(false) || step.is_not_applicable() == Cond::Always(true) {
                continue;
            }
            row += 1;
            let label = self.source.text(&format!("receipt.{}.label", line.id));
            let nothing = || Code::Formula("\"\"".to_owned());
            match &when {
                Cond::Always(_) => sheet.text(row, 0, &label, Style::Wrap),
                when => {
                    let label = choose(when, Code::Formula(quoted(&label)), nothing());
                    sheet.formula(row, 0, label.text(), Style::Wrap);
                }
            }
            let shown = Code::Formula(self.shown(&step));
            sheet.formula(row, 2, choose(&when, shown, nothing()).text(), Style::Money);
            let detail = self.formulas.sentence(
                texts.get(&format!("receipt.{}.detail", line.id)),
                texts,
                locale,
                words.unknown,
            );
            let known = every([when, step.is_known()]);
            let detail = choose(&known, Code::Formula(detail), Code::Formula("\"\"".to_owned()));
            sheet.formula(row, 1, detail.text(), Style::Wrap);
        }
        row += 2;
        sheet.heads(row, &[words.notes, words.note]);
        for reason in self.open_reasons() {
            row += 1;
            sheet.text(row, 0, words.notes, Style::Wrap);
            sheet.text(row, 1, &self.source.text(&format!("open.{reason}")), Style::Wrap);
        }
        for note in &plan.notes {
            let step = self.formulas.step(note.node);
            let holds = step.is_true();
            if holds == Cond::Always(false) {
                continue;
            }
            row += 1;
            let sentence =
                self.formulas.sentence(texts.get(&format!("note.{}", note.id)), texts, locale, words.unknown);
            for (column, words) in [(0, quoted(words.notes)), (1, sentence)] {
                let words = choose(&holds, Code::Formula(words), Code::Formula("\"\"".to_owned()));
                sheet.formula(row, column, words.text(), Style::Wrap);
            }
        }
        row += 2;
        sheet.heads(row, &[words.source, words.address, words.checked]);
        for source in &rules.sources {
            row += 1;
            sheet.text(row, 0, &self.source.text(&format!("source.{}", source.id.value)), Style::Wrap);
            sheet.text(row, 1, &source.url, Style::Wrap);
            sheet.text(row, 2, &locale.date_long(source.checked), Style::Wrap);
        }
        sheet
    }

    /// What somebody has still to decide, for this funding type.
    fn open_reasons(&mut self) -> Vec<String> {
        let plan = self.source.plan;
        let asked = plan.nodes.iter().enumerate().filter_map(|(node, op)| match op {
            Op::Open(_, reason) => Some((node, reason.clone())),
            _ => None,
        });
        let mut reasons = Vec::new();
        for (node, reason) in asked {
            let step = self.formulas.step(node);
            if step.is_not_applicable() != Cond::Always(true) && !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        reasons
    }

    fn attachments(
        &mut self,
        inputs: &[&PlanInput],
        fields: &BTreeMap<String, Cell>,
        answers: &Column,
    ) -> Sheet {
        let Source { plan, words, .. } = self.source;
        let mut sheet = Sheet::new(words.attachments, self.source);
        sheet.landscape = true;
        sheet.widths = vec![46.0, 14.0, 40.0, 52.0, 10.0];
        self.heading(&mut sheet, words.attachments);
        let mut row = QUESTIONS_FIRST - 1;
        let questions: Vec<&&PlanInput> =
            inputs.iter().filter(|input| matches!(input.kind, PlanInputKind::Bool)).collect();
        if !questions.is_empty() {
            sheet.heads(row, &[words.questions, words.reply, words.hint]);
        }
        for input in questions {
            row += 1;
            let Some(cell) = fields.get(&input.id) else { continue };
            sheet.text(cell.row, 0, &self.source.text(&format!("input.{}.label", input.id)), Style::Wrap);
            let answer = match self.budget.field(&input.id) {
                Entry::Typed(Datum::Bool(true)) => Content::Text(words.yes.to_owned()),
                Entry::Typed(Datum::Bool(false)) => Content::Text(words.no.to_owned()),
                other => typed(other),
            };
            sheet.put(cell.row, 1, answer, Style::Input);
            sheet.text(cell.row, 2, &self.source.text(&format!("input.{}.hint", input.id)), Style::Wrap);
            let message = words.choose_from_list.to_owned();
            sheet.check(cell.row, cell.row, 1, Check::List { list: answers.clone(), message });
            self.inputs.fields.insert(input.id.clone(), (ATTACHMENTS, cell.clone()));
        }
        row += 2;
        sheet.heads(row, &[words.attachment, words.is_needed, words.when, words.hint, words.done]);
        for item in &plan.checklist {
            let step = self.formulas.step(item.node);
            // What cannot be needed is not listed.
            if step.value == Code::Whole(0) {
                continue;
            }
            row += 1;
            let text = |field: &str| self.source.text(&format!("checklist.{}.{field}", item.id));
            sheet.text(row, 0, &text("name"), Style::Wrap);
            let told = |words: &str| Code::Formula(quoted(words));
            let needed = choose(
                &step.is_true(),
                told(words.needed_yes),
                choose(
                    &any([step.is_false(), step.is_not_applicable()]),
                    told(words.needed_no),
                    told(words.needed_maybe),
                ),
            );
            sheet.formula(row, 1, needed.text(), Style::Wrap);
            sheet.text(row, 2, &text("when"), Style::Wrap);
            sheet.text(row, 3, &text("hint"), Style::Wrap);
            sheet.text(row, 4, "☐", Style::Wrap);
        }
        sheet
    }

    fn steps(
        &mut self,
        places: &Places,
        first: u32,
        numbers: &BTreeMap<&str, i128>,
        answers: &Column,
    ) -> Sheet {
        let Source { words, .. } = self.source;
        let mut sheet = Sheet::new(words.steps, self.source);
        sheet.landscape = true;
        sheet.widths = vec![44.0, 8.0, 20.0, 24.0, 8.0, 2.0, 36.0, 8.0];
        sheet.text(0, 0, words.steps, Style::Title);
        sheet.text(1, 0, words.steps_hint, Style::Plain);
        sheet.text(2, 0, words.steps_states, Style::Plain);
        sheet.heads(first - 1, &[words.step, words.state, words.value, words.in_words, words.limit]);
        sheet.repeat = Some(first - 1);
        sheet.print_to = Some(WINNER);
        let lines = self.formulas.lines.clone();
        for (row, line) in (first..).zip(&lines) {
            let label = self.step_label(&line.label, row - first + 1);
            sheet.text(row, 0, &label, Style::Wrap);
            for (column, formula) in [
                (STATE, Some(&line.state)),
                (VALUE, Some(&line.value)),
                (TEXT, line.text.as_ref()),
                (WINNER, line.winner.as_ref()),
            ] {
                let Some(formula) = formula else { continue };
                let style = if column == TEXT { Style::Plain } else { Style::Whole };
                match formula.parse::<i64>() {
                    Ok(number) => sheet.put(row, column, Content::Number(Decimal::from(number)), style),
                    Err(_) => sheet.formula(row, column, formula.clone(), style),
                }
            }
        }
        // What can be chosen stands beside the steps.
        let heads = |sheet: &mut Sheet, name: &str, column: u16| {
            sheet.text(first - 1, column, name, Style::Head);
            sheet.text(first - 1, column + 1, words.number, Style::Head);
        };
        heads(&mut sheet, words.choices, 6);
        let number =
            |case: &str| Content::Number(Decimal::from(numbers.get(case).copied().unwrap_or(0) as i64));
        for (row, case) in (first..).zip(self.categories()) {
            sheet.text(row, 6, &self.source.category_name(&case), Style::Plain);
            sheet.put(row, 7, number(&case), Style::Plain);
        }
        for (id, (names, of)) in &places.choices {
            let input = self.source.plan.input(id).map(|input| &input.kind);
            let Some(PlanInputKind::Choice { choice, of: cases, .. }) = input else { continue };
            heads(&mut sheet, &self.source.text(&format!("input.{id}.label")), names.column);
            for (row, case) in (first..).zip(cases) {
                sheet.text(row, names.column, &self.source.case_name(choice, case), Style::Plain);
                sheet.put(row, of.column, number(case), Style::Plain);
            }
            sheet.widths.resize(usize::from(names.column), 8.0);
            sheet.widths.extend([36.0, 8.0]);
        }
        sheet.text(first - 1, answers.column, words.reply, Style::Head);
        sheet.text(first, answers.column, words.yes, Style::Plain);
        sheet.text(first + 1, answers.column, words.no, Style::Plain);
        sheet
    }

    /// What a line is called: by its rule, input or category, or else by its number.
    fn step_label(&self, id: &str, number: u32) -> String {
        let Source { texts, words, .. } = self.source;
        if let Some(case) = id.strip_prefix("category.") {
            return self.source.category_name(case);
        }
        let keys = [format!("rule.{id}.name"), format!("input.{id}.label"), format!("parameter.{id}")];
        let named = keys.iter().find(|key| !id.is_empty() && !texts.get(key).is_empty());
        match named {
            Some(key) => self.source.text(key),
            None if id == "rows" => words.typed_total.to_owned(),
            None => format!("{} {number}", words.step),
        }
    }
}

fn negated(condition: Cond) -> Cond {
    match condition {
        Cond::Always(value) => Cond::Always(!value),
        Cond::Formula(formula) => Cond::Formula(format!("NOT({formula})")),
    }
}

fn formats() -> BTreeMap<Style, Format> {
    let border =
        |format: Format| format.set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x8a_8a_8a));
    let wrap =
        |format: Format| format.set_text_wrap().set_align(FormatAlign::Left).set_align(FormatAlign::Top);
    let base = || Format::new().set_font_name("Arial").set_font_size(10.0);
    // Enough contrast on paper and on the screen, and not by colour alone: they have a frame.
    let input = || border(base()).set_background_color(Color::RGB(0xff_f8_d6)).set_align(FormatAlign::Top);
    let (money, hours) = ("#,##0.00", "#,##0.00");
    BTreeMap::from([
        (Style::Title, base().set_bold().set_font_size(16.0)),
        (Style::Plain, base()),
        (Style::Wrap, wrap(border(base())).set_indent(1)),
        (Style::Note, wrap(border(base())).set_indent(1)),
        (Style::Bold, base().set_bold()),
        (Style::Number, border(base()).set_align(FormatAlign::Center).set_align(FormatAlign::Top)),
        (
            Style::Head,
            wrap(border(base().set_bold())).set_indent(1).set_background_color(Color::RGB(0xe3_ec_e6)),
        ),
        (Style::Input, wrap(input()).set_indent(1)),
        (Style::InputMoney, input().set_num_format(money)),
        (Style::InputHours, input().set_num_format(hours)),
        (Style::InputPercent, input().set_num_format("0.00 %")),
        (Style::InputDate, input().set_num_format("d.m.yyyy").set_align(FormatAlign::Left)),
        (Style::Whole, base().set_num_format("0")),
        (Style::Line, base().set_border_bottom(FormatBorder::Thin)),
        (Style::Money, border(base()).set_num_format(money).set_align(FormatAlign::Top)),
        (Style::Hours, border(base()).set_num_format(hours).set_align(FormatAlign::Top)),
        (Style::TotalLabel, wrap(border(base().set_bold())).set_indent(1)),
        (Style::Total, border(base().set_bold()).set_num_format(money).set_align(FormatAlign::Top)),
    ])
}

/// What a formula comes to, as the file holds it.
fn shown(value: Option<&Value>) -> String {
    match value {
        Some(Value::Number(number)) => written(*number),
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Truth(truth)) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
        Some(Value::Blank) | None => String::new(),
    }
}

fn write_sheet(
    sheet: &Sheet,
    worksheet: &mut Worksheet,
    formats: &BTreeMap<Style, Format>,
) -> Result<(), XlsxError> {
    worksheet.set_name(&sheet.name)?;
    // A text of no letters is a result, too.
    worksheet.set_formula_result_default("");
    let mut last_row = 0;
    for (row, column, content, style) in &sheet.cells {
        let format = &formats[style];
        match content {
            Content::Blank => worksheet.write_blank(*row, *column, format)?,
            Content::Text(text) if text.is_empty() => worksheet.write_blank(*row, *column, format)?,
            Content::Text(text) => worksheet.write_string_with_format(*row, *column, text, format)?,
            // The file holds a number as decimal digits; the shortest that mean this float are the same
            // that went in.
            Content::Number(number) => {
                worksheet.write_number_with_format(*row, *column, number.to_f64().unwrap_or(0.0), format)?
            }
            Content::Formula(formula, value) => worksheet.write_formula_with_format(
                *row,
                *column,
                Formula::new(format!("={formula}")).set_result(shown(value.as_ref())),
                format,
            )?,
        };
        last_row = last_row.max(*row);
    }
    for (row, lines) in sheet.lines() {
        worksheet.set_row_height(row, lines * LINE_HEIGHT)?;
    }
    for (column, width) in (0..).zip(&sheet.widths) {
        worksheet.set_column_width(column, *width)?;
    }
    for column in &sheet.hidden {
        worksheet.set_column_hidden(*column)?;
    }
    for (column, check) in &sheet.validations {
        let validation = match check {
            Check::List { list, message } => DataValidation::new()
                .allow_list_formula(Formula::new(format!("={}", list.address())))
                .set_error_message(message)?,
            Check::Number { max, message } => DataValidation::new()
                .allow_decimal_number(DataValidationRule::Between(0.0, max.to_f64().unwrap_or(0.0)))
                .set_error_message(message)?,
            Check::Date { message } => DataValidation::new()
                .allow_date(DataValidationRule::GreaterThanOrEqualTo(ExcelDateTime::from_ymd(2000, 1, 1)?))
                .set_error_message(message)?,
        };
        let validation = validation.set_error_style(DataValidationErrorStyle::Stop);
        worksheet.add_data_validation(
            column.first,
            column.column,
            column.last,
            column.column,
            &validation,
        )?;
    }
    worksheet.set_paper_size(9);
    worksheet.set_print_fit_to_pages(1, 0);
    worksheet.set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3);
    worksheet.set_header(&sheet.header);
    worksheet.set_footer(&sheet.footer);
    if sheet.landscape {
        worksheet.set_landscape();
    }
    if let Some(row) = sheet.repeat {
        worksheet.set_repeat_rows(row, row)?;
        worksheet.set_freeze_panes(row + 1, 0)?;
    }
    if let Some(row) = sheet.page_from {
        worksheet.set_page_breaks(&[row])?;
    }
    if let Some(last) = sheet.print_to {
        worksheet.set_print_area(0, 0, last_row, last)?;
    }
    Ok(())
}
