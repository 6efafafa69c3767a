//! The year table as files: one table model, five writers, and what they all say around the numbers.
//!
//! The writers print what they are handed. They derive, fold and mend nothing.

pub mod csv;
pub mod html;
pub mod json;
pub mod terminal;
mod verdict;
pub mod xlsx;

use chrono::{Datelike, FixedOffset, NaiveDate};

use crate::domain::annual_report::{AnnualTable, Scope};

pub use verdict::{Verdict, Years, verdicts};

/// Office time: UTC+8, without summer time since 1992.
const OFFICE_OFFSET_SECONDS: i32 = 8 * 3600;

/// The title over both tables.
pub fn title(table: &AnnualTable) -> String {
    format!("{}{}年政府信息公开工作年度报告", table.organ.name, table.year)
}

/// What the numbers are, as pairs of name and value: whose, by which layout, as of when.
pub fn facts(table: &AnnualTable) -> Vec<(&'static str, String)> {
    let format = table.format;
    let mut facts = vec![
        ("统计机关", format!("{}（{}）", table.organ.name, table.organ.code)),
        ("统计口径", scope_label(table.scope).to_owned()),
        ("统计截至", long_date(table.as_of)),
        ("报告格式", format!("{format}年格式（{}）", format.document_number())),
    ];
    if let Some(instant) = table.known_at
        && let Some(offset) = FixedOffset::east_opt(OFFICE_OFFSET_SECONDS)
    {
        let local = instant.with_timezone(&offset);
        let moment = format!("{}{}", long_date(local.date_naive()), local.format("%H:%M"));
        facts.push(("只计此前录入", moment));
    }
    facts.push(("计量单位", "件".to_owned()));
    facts
}

/// Whose cases a table holds, in words.
pub fn scope_label(scope: Scope) -> &'static str {
    match scope {
        Scope::Organ => "本机关",
        Scope::Government => "政府汇总（含部门和下级）",
    }
}

/// A date as it stands in an official text.
fn long_date(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// A number as printed; a blank stays blank.
fn printed(number: Option<i64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

#[cfg(test)]
pub(crate) mod sample;
