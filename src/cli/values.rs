//! Values as they are typed behind an option, each with a Chinese sentence for what is none.

use std::fmt::Display;
use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use strum::VariantArray;

use crate::ledger;

/// A day, in any form that a register may have it in.
pub fn date(text: &str) -> Result<NaiveDate, String> {
    ledger::read_date(text).map_err(|why| why.to_string())
}

/// The year of a register or report.
pub fn year(text: &str) -> Result<i32, String> {
    let first_day = |year| NaiveDate::from_ymd_opt(year, 1, 1);
    let year = text.parse().ok().and_then(first_day).map(|day| day.year());
    year.filter(|year| (2008..=2999).contains(year)).ok_or("请写成 2020 这样的年份".to_owned())
}

/// An instant with its offset from UTC.
pub fn instant(text: &str) -> Result<DateTime<Utc>, String> {
    text.parse().map_err(|_| "请写成 2021-01-20T09:00:00+08:00".to_owned())
}

/// A number of days.
pub fn days(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| "请写成 20 这样的天数".to_owned())
}

/// The days that an office has for a reply.
pub fn period(text: &str) -> Result<u32, String> {
    let days = days(text)?;
    if (1..=1000).contains(&days) { Ok(days) } else { Err("应当在1至1000之间".to_owned()) }
}

/// One of the words of an enum of ours.
pub fn word<T: FromStr + Display + VariantArray>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| {
        let known: Vec<String> = T::VARIANTS.iter().map(ToString::to_string).collect();
        format!("应为 {} 之一", known.join("、"))
    })
}
