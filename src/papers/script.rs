//! A form as a script: the parts of the file that are always the same, and where what is typed goes. The
//! browser fills in, calculates what the formulas come to, and packs; every formula is one that Rust wrote.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use serde_json::{Value as Json, json};
use zip::ZipArchive;

use super::source::Source;
use super::workbook::{COSTS, Form, LINE_FITS, LINE_HEIGHT};
use crate::model::plan::PlanInputKind;

/// Stands for the number of a row in the row that is repeated.
const ROW: char = '#';

/// The script, of a form with room for one row.
pub(super) fn script(form: &Form, xlsx: &[u8], source: &Source<'_>, file: &str) -> Option<String> {
    let mut parts = unpacked(xlsx)?;
    let path = |sheet: usize| format!("xl/worksheets/sheet{}.xml", sheet + 1);
    // What they come to is calculated when they are filled in.
    for (_, part) in parts.iter_mut().filter(|(name, _)| name.contains("/sheet")) {
        *part = without_results(part);
    }
    let sheet = parts.get_mut(&path(COSTS))?;
    let number = form.inputs.first_row + 1;
    let start = sheet.find(&format!("<row r=\"{number}\""))?;
    let end = start + sheet[start..].find("</row>")? + "</row>".len();
    let row = repeated(&sheet[start..end], number)?;
    sheet.replace_range(start..end, &ROW.to_string());
    let letters = |column: u16| char::from(b'A' + (column % 26) as u8).to_string();
    let columns: BTreeMap<&str, String> =
        form.inputs.columns.iter().map(|(id, column)| (id.as_str(), letters(*column))).collect();
    let fields: BTreeMap<&str, Json> = form
        .inputs
        .fields
        .iter()
        .map(|(id, (sheet, cell))| (id.as_str(), json!([path(*sheet), cell.short()])))
        .collect();
    let cases: BTreeMap<&str, Json> = source
        .plan
        .inputs
        .iter()
        .filter(|input| form.inputs.fields.contains_key(&input.id))
        .filter_map(|input| {
            let PlanInputKind::Choice { choice, of, .. } = &input.kind else { return None };
            let names = of.iter().map(|case| (case.clone(), Json::from(source.case_name(choice, case))));
            Some((input.id.as_str(), Json::Object(names.collect())))
        })
        .collect();
    let work = form
        .inputs
        .work
        .as_ref()
        .map(|(sheet, cell)| json!([path(*sheet), cell.short(), source.words.work_all]));
    let data = json!({
        "file": file,
        "parts": parts,
        "sheet": path(COSTS),
        "row": row,
        "first": number,
        "columns": columns,
        "widths": form.column_widths(),
        "line": [LINE_HEIGHT, LINE_FITS],
        "fields": fields,
        "cases": cases,
        "answers": [source.words.no, source.words.yes],
        "work": work,
    });
    Some(format!("export default {data};\n"))
}

/// The texts in the file, by their names.
pub fn unpacked(xlsx: &[u8]) -> Option<BTreeMap<String, String>> {
    let mut archive = ZipArchive::new(Cursor::new(xlsx)).ok()?;
    let mut parts = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).ok()?;
        let mut text = String::new();
        file.read_to_string(&mut text).ok()?;
        let name = file.name().ok()?.into_owned();
        parts.insert(name, text);
    }
    Some(parts)
}

/// A sheet whose formulas come to nothing yet.
fn without_results(sheet: &str) -> String {
    let mut bare = String::with_capacity(sheet.len());
    for (index, cell) in sheet.split("<c ").enumerate() {
        if index > 0 {
            bare.push_str("<c ");
        }
        match (cell.split_once("<f>"), cell.split_once("</f>")) {
            (Some((tag, _)), Some((whole, rest))) => {
                let formula = &whole[tag.len()..];
                let rest = rest.split_once("</v>").map_or(rest, |(_, rest)| rest);
                bare.push_str(&[&tag.replace(" t=\"str\"", ""), formula, "</f>", rest].concat());
            }
            _ => bare.push_str(cell),
        }
    }
    bare
}

/// A row with a mark wherever its own number stands: in its addresses, and in those that its formulas
/// name without fixing the row.
fn repeated(row: &str, number: u32) -> Option<String> {
    if row.contains(ROW) {
        return None;
    }
    let number = number.to_string();
    let row = row.replacen(&format!("r=\"{number}\""), &format!("r=\"{ROW}\""), 1);
    let mut marked = String::with_capacity(row.len());
    let mut rest = row.as_str();
    while let Some(at) = rest.find(&number) {
        let (before, after) = (&rest[..at], &rest[at + number.len()..]);
        marked.push_str(before);
        let is_address = before.ends_with(|letter: char| letter.is_ascii_uppercase())
            && !after.starts_with(|letter: char| letter.is_ascii_digit());
        match is_address {
            true => marked.push(ROW),
            false => marked.push_str(&number),
        }
        rest = after;
    }
    marked.push_str(rest);
    Some(marked)
}

#[cfg(test)]
mod tests {
    use super::{repeated, without_results};

    #[test]
    fn formulas_lose_what_they_come_to() {
        let row = "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\" s=\"2\" t=\"str\"><f>\"a\"</f><v>a</v></c><c r=\"C1\"><f>1</f><v>1</v></c></row>";
        assert_eq!(
            without_results(row),
            "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\" s=\"2\"><f>\"a\"</f></c><c r=\"C1\"><f>1</f></c></row>"
        );
    }

    #[test]
    fn a_row_is_marked_where_its_number_stands() {
        let row = "<row r=\"12\"><c r=\"A12\"><f>IF($B12=\"\",MATCH($B12,'x'!$G$12:$G$120,0),ABS($E12*100-$E12))</f><v>12</v></c><c r=\"J12\"><f>IF(AND($E12&gt;=0,$E12&lt;=1200),$E120,\"B 12\")</f></c></row>";
        assert_eq!(
            repeated(row, 12).as_deref(),
            Some(
                "<row r=\"#\"><c r=\"A#\"><f>IF($B#=\"\",MATCH($B#,'x'!$G$12:$G$120,0),ABS($E#*100-$E#))</f><v>12</v></c><c r=\"J#\"><f>IF(AND($E#&gt;=0,$E#&lt;=1200),$E120,\"B 12\")</f></c></row>"
            )
        );
        assert_eq!(repeated("<row r=\"12\">#</row>", 12), None);
    }
}
