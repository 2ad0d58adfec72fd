//! A form as a script: the parts of the file that are always the same, and where what is typed goes. The
//! browser fills in and packs; every formula is one that Rust wrote.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use serde_json::{Value as Json, json};
use zip::ZipArchive;

use super::source::Source;
use super::workbook::Form;
use crate::model::plan::PlanInputKind;

/// Stands for the number of a row in the row that is repeated.
const ROW: char = '#';

/// The script, of a form with room for one row.
pub(super) fn script(form: &Form, xlsx: &[u8], source: &Source<'_>, file: &str) -> Option<String> {
    let mut parts = unpacked(xlsx)?;
    let path = |sheet: usize| format!("xl/worksheets/sheet{}.xml", sheet + 1);
    let sheet = parts.get_mut(&path(0))?;
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
    let cases: BTreeMap<&str, String> = source
        .plan
        .inputs
        .iter()
        .filter(|input| input.id != "funding_type" && !input.optional)
        .filter_map(|input| match &input.kind {
            PlanInputKind::Choice { of, .. } => Some(of),
            _ => None,
        })
        .flatten()
        .map(|case| (case.as_str(), source.case_name(case)))
        .collect();
    let work = form
        .inputs
        .work
        .as_ref()
        .map(|(sheet, cell)| json!([path(*sheet), cell.short(), source.words.work_all]));
    let data = json!({
        "file": file,
        "parts": parts,
        "sheet": path(0),
        "row": row,
        "first": number,
        "columns": columns,
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

/// A row with a mark wherever its own number stands: in its addresses, and in those that its formulas
/// name without fixing the row.
fn repeated(row: &str, number: u32) -> Option<String> {
    if row.contains(ROW) {
        return None;
    }
    let number = number.to_string();
    let mut marked = row.replacen(&format!("r=\"{number}\""), &format!("r=\"{ROW}\""), 1);
    for column in 'A'..='Z' {
        for end in ['"', '=', ',', ')', '*', '<', '>', '-'] {
            marked = marked.replace(&format!("{column}{number}{end}"), &format!("{column}{ROW}{end}"));
        }
    }
    Some(marked)
}

#[cfg(test)]
mod tests {
    use super::repeated;

    #[test]
    fn a_row_is_marked_where_its_number_stands() {
        let row = "<row r=\"12\"><c r=\"A12\"><f>IF($B12=\"\",MATCH($B12,'x'!$G$12:$G$120,0),ABS($E12*100-$E12))</f><v>12</v></c></row>";
        assert_eq!(
            repeated(row, 12).as_deref(),
            Some(
                "<row r=\"#\"><c r=\"A#\"><f>IF($B#=\"\",MATCH($B#,'x'!$G$12:$G$120,0),ABS($E#*100-$E#))</f><v>12</v></c></row>"
            )
        );
        assert_eq!(repeated("<row r=\"12\">#</row>", 12), None);
    }
}
