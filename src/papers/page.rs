//! The documents as one page for printing: cost estimate, volunteer work, financing plan, calculation,
//! attachments. It needs no other file.

use super::rows::WHEN_TOLD;
use super::source::{CostLine, Source};
use crate::model::budget::{Budget, Datum, Entry};
use crate::model::evaluate::{Standing, Value, Verdict};
use crate::model::plan::{Kind, PlanInputKind};
use crate::model::quantity::{Quantity, Unit};
use crate::model::rules::Level;
use crate::model::show::{self, Cents};
use crate::outcome::parts;

const STYLE: &str = "\
body{max-width:60em;margin:2em auto;padding:0 1em;font:1rem/1.45 sans-serif;color:#000;background:#fff}\
table{width:100%;margin:.5em 0 1.5em;border-collapse:collapse}\
th,td{padding:.3em .5em;border:1px solid #767676;text-align:left;vertical-align:top;font-weight:400}\
thead th,tfoot th,tfoot td{font-weight:700}\
caption{text-align:left;font-weight:700;font-size:1.25em;padding:.3em 0}\
.n{text-align:right;white-space:nowrap}\
.sign{margin-top:3em}\
@page{size:A4;margin:16mm}\
@media print{body{margin:0;padding:0;font-size:10pt}tr,p,li{break-inside:avoid}thead{display:table-header-group}}";

/// The page.
pub fn page(source: &Source<'_>, language: &str, budget: &Budget) -> String {
    let Source { plan, texts, locale, words, .. } = source;
    let evaluation = plan.evaluate(budget);
    let told = |key: &str| show::text(locale, texts, texts.get(key), &evaluation);
    let money = |value| show::quantity(locale, Quantity::new(value, Unit::Eur), Cents::Always);
    let shown = |value: &Value, kind: Kind| show::value(locale, texts, value, kind, words.unknown);
    let named = |name: &str| {
        let node = *plan.names.get(name)?;
        let value = &evaluation.values[node];
        (*value != Value::NotApplicable).then(|| shown(value, plan.kinds[node]))
    };
    let mut html = Html::default();
    let title = words.form;
    html.raw(&format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n<style>{STYLE}</style>\n",
        escaped(title)
    ));
    html.text("h1", title);
    if let Some(funding) = evaluation.named("funding_type").and_then(Value::case) {
        html.text("p", &source.text(&format!("funding_type.{funding}.official")));
    }
    html.text("p", &source.rules_line());
    let verdict = match evaluation.verdict() {
        Verdict::Yes => words.verdict_yes,
        Verdict::Look => words.verdict_look,
        Verdict::No => words.verdict_no,
        Verdict::Unknown => words.verdict_unknown,
    };
    html.text("p", verdict);
    html.text("p", &format!("{}: ____________________________________", words.applicant));
    html.text("p", &format!("{}: ____________________________________", words.project));
    // Who applies, what for and where, as far as that is told.
    for input in plan.inputs.iter().filter(|input| input.optional) {
        if let (PlanInputKind::Choice { choice, .. }, Entry::Typed(Datum::Case(case))) =
            (&input.kind, budget.field(&input.id))
        {
            let label = source.text(&format!("input.{}.label", input.id));
            html.text("p", &format!("{label} {}", source.case_name(choice, case)));
        }
    }

    // The costs, with volunteer work among them.
    if let Some(input) = plan.inputs.iter().find(|input| matches!(input.kind, PlanInputKind::Rows { .. })) {
        let label = |column: &str| source.text(&format!("input.{}.{column}", input.id));
        html.open(words.costs_title, &[&label("category"), &label("what"), words.note, words.amount]);
        for CostLine { category, what, part, amount, note, .. } in
            source.cost_lines(input, budget, &evaluation)
        {
            let what = if part.is_empty() { what } else { format!("{what} ({}: {part})", label("part")) };
            let amount = amount.map(money).unwrap_or_default();
            html.row(&[&category, &what, note.unwrap_or_default(), &amount]);
        }
        for name in ["paid_costs", "flat_part", "in_kind", "total"] {
            if let Some(value) = named(name) {
                html.row(&[&source.text(&format!("rule.{name}.name")), "", "", &value]);
            }
        }
        html.close();
    }

    html.open(words.work_title, &[words.answer, words.hint, words.value]);
    for input in &plan.inputs {
        if let (PlanInputKind::Number { unit: Unit::Hour, .. }, Some(value)) = (&input.kind, named(&input.id))
        {
            let label = source.text(&format!("input.{}.label", input.id));
            html.row(&[&label, &source.text(&format!("input.{}.hint", input.id)), &value]);
        }
    }
    if let Some(value) = named("work_value") {
        html.row(&[&source.text("rule.work_value.name"), "", &value]);
    }
    html.close();
    html.text("p", &format!("{}: ____________________________________", words.work_kind));
    html.text("p", &format!("{}: ____________________________________", words.workers));

    let line = |html: &mut Html, name: &str, note: &str| {
        if let Some(value) = named(name).filter(|_| !WHEN_TOLD.contains(&name) || evaluation.is_told(name)) {
            html.row(&[&source.text(&format!("rule.{name}.name")), note, &value]);
        }
    };
    // What cannot be had is not promised.
    if evaluation.verdict() == Verdict::No {
        html.text("p", &format!("{}: {}", words.financing_title, words.verdict_no));
    } else {
        html.open(words.financing_title, &[words.income_side, words.note, words.amount]);
        let limit = evaluation.limited_by("support").map(|limit| told(&format!("limit.{limit}")));
        line(&mut html, "support", &limit.unwrap_or_default());
        for name in ["other_support", "own_in_kind", "own_cash"] {
            line(&mut html, name, "");
        }
        if let Some(value) = named("total") {
            html.row(&[words.total, "", &value]);
        }
        html.close();
        html.open(words.purse, &[words.line, words.note, words.amount]);
        for name in ["uncounted", "flat_left", "own_money", "cash_needed"] {
            line(&mut html, name, "");
        }
        html.close();
        for part in parts(&evaluation, budget) {
            html.text("p", &format!("{}: {}", part.name, money(part.support)));
        }
    }

    // What need not be told keeps nothing open.
    let is_open = |value: &Value| match value {
        Value::Missing(inputs) => inputs.iter().any(|input| !plan.inputs[input].optional),
        Value::Invalid(_) => true,
        _ => false,
    };
    html.open(words.conditions, &[words.condition, words.state, words.note]);
    for condition in &plan.conditions {
        let (state, message) = match evaluation.standing(condition.node) {
            Standing::Fails => {
                let state = if condition.level == Level::Blocks { words.fails } else { words.look };
                (state, told(&format!("condition.{}.fails", condition.id)))
            }
            Standing::Holds => (words.holds, String::new()),
            _ if !is_open(&evaluation.values[condition.node]) => continue,
            _ => (words.unknown, String::new()),
        };
        html.row(&[&told(&format!("condition.{}.title", condition.id)), state, &message]);
    }
    html.close();

    html.open(words.result, &[words.line, words.calculation, words.amount]);
    for line in &plan.receipt {
        let value = &evaluation.values[line.value];
        let is_shown = line.when.is_none_or(|when| evaluation.values[when].bool() == Some(true));
        if is_shown && *value != Value::NotApplicable {
            let is_known = value.as_known().is_some();
            let detail = if is_known { told(&format!("receipt.{}.detail", line.id)) } else { String::new() };
            let label = told(&format!("receipt.{}.label", line.id));
            html.row(&[&label, &detail, &shown(value, plan.kinds[line.value])]);
        }
    }
    html.close();

    html.open(words.attachments, &[words.attachment, words.is_needed, words.hint, words.done]);
    for item in &plan.checklist {
        let needed = match &evaluation.values[item.node] {
            value if value.bool() == Some(true) => words.needed_yes,
            Value::Missing(_) | Value::Invalid(_) => words.needed_maybe,
            _ => continue,
        };
        let text = |field: &str| told(&format!("checklist.{}.{field}", item.id));
        html.row(&[&text("name"), needed, &text("hint"), "☐"]);
    }
    html.close();
    html.text("p", words.estimate);
    for line in [words.place_and_day, words.signature, words.name_in_print] {
        html.raw(&format!("<p class=\"sign\">{}: ____________________________________</p>\n", escaped(line)));
    }
    html.0
}

#[derive(Default)]
struct Html(String);

impl Html {
    fn raw(&mut self, html: &str) {
        self.0.push_str(html);
    }

    fn text(&mut self, tag: &str, text: &str) {
        self.0.push_str(&format!("<{tag}>{}</{tag}>\n", escaped(text)));
    }

    fn open(&mut self, caption: &str, heads: &[&str]) {
        self.raw(&format!("<table>\n<caption>{}</caption>\n<thead><tr>", escaped(caption)));
        for (index, head) in heads.iter().enumerate() {
            let class = if index + 1 == heads.len() { " class=\"n\"" } else { "" };
            self.raw(&format!("<th scope=\"col\"{class}>{}</th>", escaped(head)));
        }
        self.raw("</tr></thead>\n<tbody>\n");
    }

    fn row(&mut self, cells: &[&str]) {
        self.raw("<tr>");
        for (index, cell) in cells.iter().enumerate() {
            self.raw(&match index {
                0 => format!("<th scope=\"row\">{}</th>", escaped(cell)),
                _ if index + 1 == cells.len() => format!("<td class=\"n\">{}</td>", escaped(cell)),
                _ => format!("<td>{}</td>", escaped(cell)),
            });
        }
        self.raw("</tr>\n");
    }

    fn close(&mut self) {
        self.raw("</tbody>\n</table>\n");
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
