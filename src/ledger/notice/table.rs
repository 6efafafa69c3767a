//! A notice as a table: a row a day, 日期,类型,节日, and columns for what is said of the notice as a whole.

use std::path::Path;

use chrono::NaiveDate;

use super::{BadNotice, Said, agreed};
use crate::ledger::sheet::{RawRow, Source};
use crate::ledger::unreadable::Unreadable;
use crate::ledger::{dates, values};

const HEADINGS: [&str; 6] = ["日期", "类型", "节日", "年份", "文号", "公布日期"];
const MANDATORY: usize = 3;

/// The words for the two kinds of day.
const OFF: [&str; 3] = ["放假", "休", "休息"];
const WORKED: [&str; 4] = ["调休上班", "上班", "班", "补班"];

/// Reads the first sheet; title rows above the headings are passed over.
pub(super) fn read(path: &Path) -> Result<Said, BadNotice> {
    let source = Source::open(path)?;
    let mut rows = source.rows(0)?;
    let mut raw = RawRow::default();
    let mut columns: Option<[Option<usize>; 6]> = None;
    let mut seen = Vec::new();
    let mut said = Said::default();
    while rows.next_row(&mut raw)? {
        let cells: Vec<String> =
            raw.cells().map(|cell| values::clean(&cell.display()).to_owned()).collect();
        match columns {
            _ if cells.iter().all(String::is_empty) => {}
            None => {
                columns = columns_of(&cells);
                seen = if seen.is_empty() { cells } else { seen };
            }
            Some(at) => {
                let cell = |column: Option<usize>| {
                    column.and_then(|i| cells.get(i)).map_or("", String::as_str)
                };
                said.take(raw.number, at.map(cell))?;
            }
        }
    }
    if columns.is_none() {
        let missing = HEADINGS.iter().take(MANDATORY).copied().collect();
        let hint = String::new();
        return Err(Unreadable::MissingHeadings {
            what: "放假安排", missing, found: seen, hint
        }
        .into());
    }
    Ok(said)
}

/// Where each heading stands; `None` for a row that is not the heading row.
fn columns_of(cells: &[String]) -> Option<[Option<usize>; 6]> {
    let at = HEADINGS.map(|heading| cells.iter().position(|cell| cell == heading));
    at.iter().take(MANDATORY).all(Option::is_some).then_some(at)
}

impl Said {
    /// Takes in one row; what it says of the notice as a whole may stand in one row or in all.
    fn take(&mut self, row: u32, cells: [&str; 6]) -> Result<(), BadNotice> {
        let [day, kind, name, year, number, published_on] = cells;
        let bad = |column, value: &str, why: String| BadNotice::Cell {
            row,
            column,
            value: value.to_owned(),
            why,
        };
        let read_date = |column, text: &str| -> Result<NaiveDate, BadNotice> {
            dates::of_any_time(text).map_err(|why| bad(column, text, why.to_string()))
        };
        let date = read_date("日期", day)?;
        let days = match kind {
            off if OFF.contains(&off) => &mut self.days_off,
            worked if WORKED.contains(&worked) => &mut self.working_weekends,
            other => return Err(bad("类型", other, "应为“放假”或“调休上班”".to_owned())),
        };
        if days.insert(date, name.to_owned()).is_some() {
            return Err(bad("日期", day, "这一天列了两次".to_owned()));
        }
        let year = filled(year).map(|text| {
            text.trim_end_matches('年')
                .parse()
                .map_err(|_| bad("年份", text, "不是年份".to_owned()))
        });
        let published_on =
            filled(published_on).map(|text| read_date("公布日期", text)).transpose()?;
        self.year = agreed("年份", self.year, year.transpose()?)?;
        self.number = agreed("文号", self.number.take(), filled(number).map(str::to_owned))?;
        self.published_on = agreed("公布日期", self.published_on, published_on)?;
        Ok(())
    }
}

fn filled(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}
