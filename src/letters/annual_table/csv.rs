//! The year table as CSV for machines: one number a line, with ids and official labels.

use std::io;

use strum::VariantArray;

use super::printed;
use crate::domain::annual_report::format::block_label;
use crate::domain::annual_report::{AnnualTable, Column, Standing};
use crate::domain::challenge::ChallengeKind;

/// The mark by which Excel takes the file for UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The heading line; every number carries whose it is, so that files can be joined.
const HEADINGS: [&str; 12] = [
    "organ_code",
    "organ_name",
    "year",
    "scope",
    "format",
    "as_of",
    "section",
    "row",
    "row_label",
    "column",
    "column_label",
    "value",
];

/// The table as UTF-8 CSV with a byte order mark.
pub fn write(table: &AnnualTable) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    writer.write_record(HEADINGS)?;
    let whose = [
        plain(&table.organ.code),
        plain(&table.organ.name),
        table.year.to_string(),
        table.scope.to_string(),
        table.format.to_string(),
        table.as_of.to_string(),
    ];
    for place in section_three(table).chain(section_four(table)) {
        writer.write_record(whose.iter().chain(&place))?;
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

/// Section, row, its label, column, its label, value.
type Place = [String; 6];

fn section_three(table: &AnnualTable) -> impl Iterator<Item = Place> {
    let places = table.format.rows().flat_map(|row| Column::all().map(move |column| (row, column)));
    places.map(|(row, column)| {
        [
            "section_three".to_owned(),
            row.to_string(),
            table.format.name_of(row),
            column.to_string(),
            column.label().to_owned(),
            printed(table.section_three.get(row, column)),
        ]
    })
}

fn section_four(table: &AnnualTable) -> impl Iterator<Item = Place> {
    let places = ChallengeKind::VARIANTS.iter().flat_map(|b| Standing::all().map(move |s| (*b, s)));
    places.map(|(block, standing)| {
        [
            "section_four".to_owned(),
            block.to_string(),
            block_label(block).to_owned(),
            standing.id().to_owned(),
            standing.label().to_owned(),
            printed(table.section_four.get(block, standing)),
        ]
    })
}

/// A name that a spreadsheet cannot take for a formula.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn each_number_stands_on_its_line() {
        let bytes = write(&sample::huaian()).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.starts_with("\u{feff}organ_code,"));
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 1 + 25 * 7 + 15);
        insta::assert_snapshot!([lines[1], lines[157], lines[190]].join("\n"), @r"
        320800,淮安市人民政府,2024,government,2021,2024-12-31,section_three,received_new,一、本年新收政府信息公开申请数量,natural_person,自然人,3001
        320800,淮安市人民政府,2024,government,2021,2024-12-31,section_three,other_other,（六）其他处理 3.其他,research_institution,科研机构,0
        320800,淮安市人民政府,2024,government,2021,2024-12-31,section_four,litigation_after_review,复议后起诉,total,总计,20
        ");
    }

    #[test]
    fn a_blank_is_an_empty_field() {
        let text = String::from_utf8(write(&sample::shanghai()).unwrap()).unwrap();
        assert!(text.lines().any(|line| line.ends_with("granted,（一）予以公开,total,总计,")));
    }

    #[test]
    fn a_name_is_never_a_formula() {
        let mut table = sample::baiyin();
        table.organ.name = "=HYPERLINK(\"x\")".to_owned();
        let text = String::from_utf8(write(&table).unwrap()).unwrap();
        assert!(text.contains("\"'=HYPERLINK"));
    }
}
