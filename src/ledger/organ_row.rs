//! The list of organs that an office hands in: 代码,名称,上级代码,类别,生效日期,失效日期,并入代码，另可有汇总上级代码.

use std::path::Path;

use chrono::NaiveDate;

use super::sheet::{RawRow, Source};
use super::unreadable::Unreadable;
use super::{dates, values};
use crate::domain::organ::OrganKind;
use crate::domain::requester::guarded;

/// One line of the list: a version of an organ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganRow {
    /// The row as Excel numbers it.
    pub row: u32,
    pub code: String,
    pub name: String,
    pub parent: Option<String>,
    pub kind: OrganKind,
    pub valid_from: NaiveDate,
    /// 失效日期: the last day on which it holds.
    pub valid_to: Option<NaiveDate>,
    pub merged_into: Option<String>,
    pub rolls_up_to: Option<String>,
}

/// What is wrong with a line of the list.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct BadOrgan {
    pub row: u32,
    pub column: &'static str,
    pub text: String,
}

const HEADINGS: [&str; 8] =
    ["代码", "名称", "上级代码", "类别", "生效日期", "失效日期", "并入代码", "汇总上级代码"];
const MANDATORY: usize = 7;

/// Reads the whole list; a list of organs is short.
pub fn read_organs(path: &Path) -> Result<Vec<Result<OrganRow, BadOrgan>>, Unreadable> {
    let source = Source::open(path)?;
    let mut rows = source.rows(0)?;
    let mut raw = RawRow::default();
    let mut columns: Option<Vec<Option<usize>>> = None;
    let mut organs = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    while rows.next_row(&mut raw)? {
        let cells: Vec<String> =
            raw.cells().map(|cell| values::clean(&cell.display()).to_owned()).collect();
        if cells.iter().all(String::is_empty) {
            continue;
        }
        match &columns {
            None => {
                columns = columns_of(&cells);
                // A row without any heading of ours may be a person's, and so is not told.
                if cells.iter().any(|cell| HEADINGS.contains(&cell.as_str())) {
                    seen = cells;
                }
            }
            Some(at) => {
                let fields: Vec<&str> = at
                    .iter()
                    .map(|column| column.and_then(|i| cells.get(i)).map_or("", String::as_str))
                    .collect();
                organs.push(organ(raw.number, &fields));
            }
        }
    }
    if columns.is_none() {
        let missing = HEADINGS.iter().take(MANDATORY).copied().collect();
        let hint = String::new();
        return Err(Unreadable::MissingHeadings {
            what: "机关名录", missing, found: seen, hint
        });
    }
    Ok(organs)
}

/// Where each heading stands; `None` for a row that is not the heading row.
fn columns_of(cells: &[String]) -> Option<Vec<Option<usize>>> {
    let at: Vec<Option<usize>> =
        HEADINGS.iter().map(|heading| cells.iter().position(|cell| cell == heading)).collect();
    at.iter().take(MANDATORY).all(Option::is_some).then_some(at)
}

fn organ(row: u32, fields: &[&str]) -> Result<OrganRow, BadOrgan> {
    let text = |i: usize| fields.get(i).copied().unwrap_or("");
    let bad = |i: usize, text: String| BadOrgan {
        row,
        column: HEADINGS.get(i).copied().unwrap_or(""),
        text,
    };
    let needed =
        |i: usize| Some(text(i)).filter(|t| !t.is_empty()).ok_or_else(|| bad(i, "不能为空".into()));
    let optional = |i: usize| Some(text(i)).filter(|t| !t.is_empty()).map(str::to_owned);
    let date = |i: usize| dates::from_text(text(i)).map_err(|why| bad(i, why.to_string()));
    let kind = needed(3)?.parse().map_err(|_| {
        let known: Vec<&str> =
            <OrganKind as strum::VariantArray>::VARIANTS.iter().map(Into::into).collect();
        bad(3, format!("类别“{}”不认识；可用：{}", guarded(text(3)), known.join("、")))
    })?;
    needed(4)?;
    let valid_to = if text(5).is_empty() { None } else { Some(date(5)?) };
    let valid_from = date(4)?;
    if valid_to.is_some_and(|last| last < valid_from) {
        return Err(bad(5, "失效日期早于生效日期".into()));
    }
    Ok(OrganRow {
        row,
        code: needed(0)?.to_owned(),
        name: needed(1)?.to_owned(),
        parent: optional(2),
        kind,
        valid_from,
        valid_to,
        merged_into: optional(6),
        rolls_up_to: optional(7),
    })
}
