//! The yearly holiday notice as a file: JSON, or a table of days in csv, xlsx, xls or ods. docs/calendar.md says how.

mod json;
mod table;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use chrono::{Datelike, NaiveDate};

use super::dates::DateFault;
use super::unreadable::Unreadable;
use crate::domain::calendar::{Dating, Notice, NoticeFault};

/// What is said beside the file; it must not contradict the file.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoticeOptions<'a> {
    pub year: Option<i32>,
    /// The document number.
    pub number: Option<&'a str>,
    pub published_on: Option<NaiveDate>,
}

/// Why a file is no notice.
#[derive(Debug, thiserror::Error)]
pub enum BadNotice {
    #[error(transparent)]
    File(#[from] Unreadable),
    #[error(
        "JSON 第{line}行第{column}列有错误：应有 days_off 和 working_weekends，各为 日期：节日"
    )]
    Json { line: usize, column: usize },
    #[error("JSON 中的日期“{text}”：{why}")]
    JsonDate { text: String, why: DateFault },
    #[error("文件中没有任何一年的安排")]
    NoYear,
    #[error("文件中有{}的安排，请用 --year 指明载入哪一年", listed(.0))]
    SeveralYears(Vec<i32>),
    #[error("第{row}行「{column}」“{value}”：{why}")]
    Cell { row: u32, column: &'static str, value: String, why: String },
    #[error("{what}前后不一致：“{one}”和“{other}”")]
    Contradiction { what: &'static str, one: String, other: String },
    #[error("这是按法定节假日推算出来的暂定安排，不是通知，不能载入")]
    Provisional,
    #[error(transparent)]
    Fault(#[from] NoticeFault),
}

/// What a file says; what it may leave out can be said beside it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Said {
    year: Option<i32>,
    number: Option<String>,
    published_on: Option<NaiveDate>,
    days_off: BTreeMap<NaiveDate, String>,
    working_weekends: BTreeMap<NaiveDate, String>,
}

/// Reads a notice. Where nobody says when it was published, `today` stands in; without a year it is the one in
/// which most of the days off lie.
pub fn read_notice(
    path: &Path,
    options: &NoticeOptions<'_>,
    today: NaiveDate,
) -> Result<Notice, BadNotice> {
    let said = if is_json(path)? { json::read(path, options.year)? } else { table::read(path)? };
    let year = agreed("年份", said.year, options.year)?;
    let number = agreed("文号", said.number, options.number.map(str::to_owned))?;
    let published_on = agreed("公布日期", said.published_on, options.published_on)?;
    let year = year.or_else(|| fullest_year(&said.days_off)).ok_or(BadNotice::NoYear)?;
    let dating = published_on.map_or(Dating::Loaded(today), Dating::Published);
    Ok(Notice::new(year, number, dating, said.days_off, said.working_weekends)?)
}

/// Whether the first sign of the file is a curly bracket.
fn is_json(path: &Path) -> Result<bool, BadNotice> {
    let mut start = Vec::new();
    File::open(path)
        .and_then(|file| file.take(64).read_to_end(&mut start))
        .map_err(Unreadable::from)?;
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&start);
    Ok(start.trim_ascii_start().starts_with(b"{"))
}

/// The one value that both say, or the only one.
fn agreed<T: PartialEq + ToString>(
    what: &'static str,
    one: Option<T>,
    other: Option<T>,
) -> Result<Option<T>, BadNotice> {
    match (one, other) {
        (Some(one), Some(other)) if one != other => {
            let (one, other) = (one.to_string(), other.to_string());
            Err(BadNotice::Contradiction { what, one, other })
        }
        (one, other) => Ok(one.or(other)),
    }
}

/// The year that most days lie in; a notice reaches over the border of its year by a few.
fn fullest_year(days: &BTreeMap<NaiveDate, String>) -> Option<i32> {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for day in days.keys() {
        *counts.entry(day.year()).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(year, _)| year)
}

fn listed(years: &[i32]) -> String {
    years.iter().map(|year| format!("{year}年")).collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests;
