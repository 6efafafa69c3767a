//! A year table as JSON: the flat shape of collected reports, or the shape of our own `report --output json`.
//!
//! Keys that mean nothing here are passed over; a key that means something must have its type.

use serde_json::{Map, Value};
use strum::VariantArray;

use super::{Error, PublishedTable, quoted};
use crate::domain::annual_report::{
    Cells, Column, Format, Row, Scope, SectionFour, SectionThree, Standing, Standings,
};
use crate::domain::challenge::ChallengeKind;
use crate::domain::outcome::ResultRow;

/// Reads either shape.
pub fn read(text: &str) -> Result<PublishedTable, Error> {
    let value: Value = serde_json::from_str(text)
        .map_err(|error| Error::Json { line: error.line(), column: error.column() })?;
    let Value::Object(report) = value else {
        return Err(wrong_type("（最外层）", "对象"));
    };
    let section_three = match present(&report, "section_three") {
        Some(section) => object(section, "section_three")?,
        None => &report,
    };
    check_columns(section_three)?;
    let rows =
        present(section_three, "rows").ok_or_else(|| Error::MissingKey("rows".to_owned()))?;
    let rows = object(rows, "rows")?;
    let format = format(&report, rows)?;
    Ok(PublishedTable {
        organ: organ(&report)?,
        year: year(&report)?,
        scope: scope(&report)?,
        format,
        section_three: section_three_of(rows, format)?,
        section_four: section_four(&report)?,
    })
}

/// The value of a key that is there and not null.
fn present<'a>(map: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    map.get(key).filter(|value| !value.is_null())
}

fn object<'a>(value: &'a Value, key: &str) -> Result<&'a Map<String, Value>, Error> {
    value.as_object().ok_or_else(|| wrong_type(key, "对象"))
}

fn wrong_type(key: &str, wanted: &'static str) -> Error {
    Error::WrongType { key: key.to_owned(), wanted }
}

/// The name of the organ: a string, or an object with a name.
fn organ(report: &Map<String, Value>) -> Result<Option<String>, Error> {
    match present(report, "organ") {
        None => Ok(None),
        Some(Value::String(name)) => Ok(Some(name.clone())),
        Some(Value::Object(organ)) => match present(organ, "name") {
            None => Ok(None),
            Some(Value::String(name)) => Ok(Some(name.clone())),
            Some(_) => Err(wrong_type("organ.name", "字符串")),
        },
        Some(_) => Err(wrong_type("organ", "字符串，或含 name 的对象")),
    }
}

fn year(report: &Map<String, Value>) -> Result<Option<i32>, Error> {
    let Some(value) = present(report, "year") else { return Ok(None) };
    let year = value.as_i64().and_then(|year| i32::try_from(year).ok());
    year.map(Some).ok_or_else(|| wrong_type("year", "整数"))
}

fn scope(report: &Map<String, Value>) -> Result<Option<Scope>, Error> {
    let Some(value) = present(report, "scope") else { return Ok(None) };
    let scope = value.as_str().and_then(|scope| scope.parse().ok());
    scope.map(Some).ok_or_else(|| wrong_type("scope", "\"organ\" 或 \"government\""))
}

/// The layout that the file names; without a name, the one whose row for 其他处理 it has.
fn format(report: &Map<String, Value>, rows: &Map<String, Value>) -> Result<Format, Error> {
    match present(report, "format") {
        Some(value) => {
            let format = value.as_str().and_then(|format| format.parse().ok());
            format.ok_or_else(|| wrong_type("format", "\"2019\" 或 \"2021\""))
        }
        None if rows.contains_key(Row::Result(ResultRow::OtherProcessing).id()) => {
            Ok(Format::Of2019)
        }
        None => Ok(Format::Of2021),
    }
}

/// Refuses columns in another order than the official one: a number must not land under another head.
fn check_columns(section: &Map<String, Value>) -> Result<(), Error> {
    let Some(columns) = present(section, "columns") else { return Ok(()) };
    let columns = columns.as_array().ok_or_else(|| wrong_type("columns", "数组"))?;
    let is_official = columns.iter().map(Value::as_str).eq(Column::all().map(|c| Some(c.id())));
    if is_official { Ok(()) } else { Err(Error::Columns) }
}

fn section_three_of(rows: &Map<String, Value>, format: Format) -> Result<SectionThree, Error> {
    let mut table = SectionThree::default();
    for (id, cells) in rows {
        let row: Row = id.parse().map_err(|_| Error::UnknownRow(quoted(id)))?;
        if !format.rows().any(|other| other == row) {
            return Err(Error::RowOfOtherFormat { row: id.clone(), format });
        }
        table.rows.insert(row, cells_of(cells, id)?);
    }
    Ok(table)
}

fn cells_of(cells: &Value, id: &str) -> Result<Cells, Error> {
    let cells = cells.as_array().ok_or_else(|| wrong_type(&format!("rows.{id}"), "7个数的数组"))?;
    let numbers: Result<Vec<_>, _> = cells
        .iter()
        .zip(Column::all().map(Some).chain(std::iter::repeat(None)))
        .map(|(cell, column)| {
            number(cell, || format!("rows.{id}（{}）", column.map_or("第8列以后", Column::label)))
        })
        .collect();
    let numbers = numbers?;
    let found = numbers.len();
    numbers.try_into().map_err(|_| Error::RowLength { row: id.to_owned(), found })
}

fn section_four(report: &Map<String, Value>) -> Result<SectionFour, Error> {
    let empty = Map::new();
    let section = match present(report, "section_four") {
        Some(section) => object(section, "section_four")?,
        None => &empty,
    };
    let mut table = SectionFour::default();
    for block in ChallengeKind::VARIANTS {
        let key = format!("section_four.{block}");
        let numbers = match present(section, block.into()) {
            Some(numbers) => object(numbers, &key)?,
            None => &empty,
        };
        let mut standings: Standings = [None; 5];
        for (slot, standing) in standings.iter_mut().zip(Standing::all()) {
            let id = standing.id();
            *slot = match numbers.get(id) {
                Some(value) => number(value, || format!("{key}.{id}"))?,
                None => None,
            };
        }
        table.blocks.insert(*block, standings);
    }
    Ok(table)
}

/// A whole number or null.
fn number(value: &Value, key: impl Fn() -> String) -> Result<Option<i64>, Error> {
    if value.is_null() {
        return Ok(None);
    }
    value.as_i64().map(Some).ok_or_else(|| wrong_type(&key(), "整数或 null"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const BAIYIN: &str = include_str!("../../../tests/data/reports/baiyin-2020.json");

    fn changed(change: impl Fn(&mut Value)) -> Result<PublishedTable, Error> {
        let mut report: Value = serde_json::from_str(BAIYIN).unwrap();
        change(&mut report);
        read(&report.to_string())
    }

    #[test]
    fn the_flat_shape_is_read() {
        let table = read(BAIYIN).unwrap();
        assert_eq!(table.organ.as_deref(), Some("白银市人民政府"));
        assert_eq!((table.year, table.scope, table.format), (Some(2020), None, Format::Of2019));
        assert_eq!(table.section_three.rows.len(), 23);
        assert_eq!(table.section_three.get(Row::ReceivedNew, Column::Total), Some(153));
        assert_eq!(table.section_four.get(ChallengeKind::Review, Standing::Total), Some(32));
    }

    #[test]
    fn what_is_absent_stays_blank() {
        let table = changed(|report| {
            let report = report.as_object_mut().unwrap();
            for key in ["organ", "year", "section_four", "format", "columns"] {
                report.remove(key);
            }
        });
        let table = table.unwrap();
        assert_eq!((table.organ, table.year, table.format), (None, None, Format::Of2019));
        assert_eq!(table.section_four.blocks.len(), 3);
        assert!(table.section_four.blocks.values().all(|numbers| *numbers == [None; 5]));
    }

    #[test]
    fn wrong_values_are_named() {
        type Change = fn(&mut Value);
        let cases: [(Change, &str); 12] = [
            (|r| r["organ"] = json!(7), "JSON 中“organ”的类型不对，应为字符串，或含 name 的对象"),
            (|r| r["year"] = json!("2020"), "JSON 中“year”的类型不对，应为整数"),
            (|r| r["format"] = json!(2019), "JSON 中“format”的类型不对，应为\"2019\" 或 \"2021\""),
            (
                |r| r["scope"] = json!("city"),
                "JSON 中“scope”的类型不对，应为\"organ\" 或 \"government\"",
            ),
            (|r| r["rows"] = json!([1]), "JSON 中“rows”的类型不对，应为对象"),
            (|r| r["columns"][0] = json!("total"), "JSON 中“columns”与官方表格的七列不一致"),
            (|r| r["rows"]["granted"] = json!([1, 2]), "JSON 中“granted”行应有7个数，实有2个"),
            (
                |r| r["rows"]["granted"] = json!("1"),
                "JSON 中“rows.granted”的类型不对，应为7个数的数组",
            ),
            (
                |r| r["rows"]["granted"][1] = json!(1.5),
                "JSON 中“rows.granted（商业企业）”的类型不对，应为整数或 null",
            ),
            (|r| r["rows"]["grnted"] = json!([]), "JSON 中“grnted”不是官方表格的行"),
            (
                |r| r["rows"]["other_other"] = json!([0, 0, 0, 0, 0, 0, 0]),
                "“other_other”行不属于2019年格式的表格",
            ),
            (
                |r| r["section_four"]["review"]["total"] = json!("32"),
                "JSON 中“section_four.review.total”的类型不对，应为整数或 null",
            ),
        ];
        for (change, expected) in cases {
            assert_eq!(changed(change).unwrap_err().to_string(), expected);
        }
        assert_eq!(read("{}").unwrap_err(), Error::MissingKey("rows".to_owned()));
        assert!(matches!(read("[]").unwrap_err(), Error::WrongType { .. }));
        assert!(matches!(read(&"[".repeat(100_000)).unwrap_err(), Error::Json { .. }));
    }
}
