//! The year table as JSON: the shape that other programs read, a row of numbers on one line.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use crate::domain::annual_report::AnnualTable;

/// The table as indented JSON with a line break at the end.
pub fn write(table: &AnnualTable) -> serde_json::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut bytes, RowPerLine { depth: 0 });
    table.serialize(&mut serializer)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Breaks lines within objects only, so that an array of numbers is read at a glance.
struct RowPerLine {
    depth: usize,
}

impl RowPerLine {
    fn break_line<W: io::Write + ?Sized>(&self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| writer.write_all(b" "))
    }
}

impl Formatter for RowPerLine {
    fn begin_object<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        writer.write_all(b"{")
    }

    fn begin_object_key<W: io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        self.break_line(writer)
    }

    fn begin_object_value<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    fn end_object<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth -= 1;
        self.break_line(writer)?;
        writer.write_all(b"}")
    }

    fn begin_array_value<W: io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::sample;
    use super::*;

    #[test]
    #[expect(clippy::too_many_lines, reason = "the length is that of the snapshot")]
    fn the_shape_is_the_agreed_one() {
        let text = String::from_utf8(write(&sample::baiyin()).unwrap()).unwrap();
        insta::assert_snapshot!(text, @r#"
        {
         "organ": {
          "code": "620400",
          "name": "白银市人民政府"
         },
         "year": 2020,
         "scope": "government",
         "format": "2019",
         "as_of": "2020-12-31",
         "known_at": null,
         "section_three": {
          "columns": ["natural_person", "commercial_enterprise", "research_institution", "public_welfare_organization", "legal_service_institution", "other_organization", "total"],
          "rows": {
           "received_new": [148, 3, 2, 0, 0, 0, 153],
           "carried_over_from_last_year": [0, 0, 0, 0, 0, 0, 0],
           "granted": [69, 1, 1, 0, 0, 0, 71],
           "granted_in_part": [9, 0, 0, 0, 0, 0, 9],
           "refused_state_secret": [1, 0, 0, 0, 0, 0, 1],
           "refused_forbidden_by_law": [0, 0, 0, 0, 0, 0, 0],
           "refused_three_securities_one_stability": [0, 0, 0, 0, 0, 0, 0],
           "refused_third_party_rights": [0, 1, 0, 0, 0, 0, 1],
           "refused_internal_affairs": [0, 0, 0, 0, 0, 0, 0],
           "refused_process_information": [0, 0, 0, 0, 0, 0, 0],
           "refused_enforcement_case_file": [0, 0, 0, 0, 0, 0, 0],
           "refused_administrative_query": [0, 0, 0, 0, 0, 0, 0],
           "unable_not_held": [64, 0, 1, 0, 0, 0, 65],
           "unable_needs_creation": [3, 0, 0, 0, 0, 0, 3],
           "unable_still_unclear_after_amendment": [0, 0, 0, 0, 0, 0, 0],
           "not_processed_petition_complaint": [0, 0, 0, 0, 0, 0, 0],
           "not_processed_repeated": [0, 0, 0, 0, 0, 0, 0],
           "not_processed_publication": [0, 0, 0, 0, 0, 0, 0],
           "not_processed_excessive": [0, 0, 0, 0, 0, 0, 0],
           "not_processed_confirm_or_reissue": [0, 0, 0, 0, 0, 0, 0],
           "other_processing": [2, 1, 0, 0, 0, 0, 3],
           "results_total": [148, 3, 2, 0, 0, 0, 153],
           "carried_forward_to_next_year": [0, 0, 0, 0, 0, 0, 0]
          }
         },
         "section_four": {
          "review": {
           "upheld": 1,
           "corrected": 30,
           "other_result": 1,
           "pending": 0,
           "total": 32
          },
          "litigation_direct": {
           "upheld": 1,
           "corrected": 0,
           "other_result": 0,
           "pending": 0,
           "total": 1
          },
          "litigation_after_review": {
           "upheld": 2,
           "corrected": 0,
           "other_result": 0,
           "pending": 0,
           "total": 2
          }
         },
         "findings": []
        }
        "#);
    }

    #[test]
    fn findings_and_blanks_survive() {
        let table = sample::shanghai();
        let json: Value = serde_json::from_slice(&write(&table).unwrap()).unwrap();
        assert_eq!(json["section_three"]["rows"]["granted"], json!([258, 12, 0, 0, 1, 1, null]));
        assert_eq!(json["findings"].as_array().unwrap().len(), table.findings.len());
        assert_eq!(json["findings"][0]["where"], "granted");
        assert_eq!(json["known_at"], Value::Null);
    }

    #[test]
    fn a_table_without_numbers_is_still_json() {
        let mut table = sample::baiyin();
        table.section_three.rows.clear();
        table.section_four.blocks.clear();
        let json: Value = serde_json::from_slice(&write(&table).unwrap()).unwrap();
        assert_eq!(json["section_four"], json!({}));
    }
}
