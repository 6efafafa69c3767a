//! Dates printed in Chinese.

use std::fmt;

use chrono::{Datelike, NaiveDate, Weekday};

/// Prints a date as 2025年1月13日.
#[derive(Clone, Copy, Debug)]
pub struct Chinese(pub NaiveDate);

impl fmt::Display for Chinese {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}年{}月{}日", self.0.year(), self.0.month(), self.0.day())
    }
}

/// The day of the week as 星期一.
pub fn weekday(date: NaiveDate) -> &'static str {
    match date.weekday() {
        Weekday::Mon => "星期一",
        Weekday::Tue => "星期二",
        Weekday::Wed => "星期三",
        Weekday::Thu => "星期四",
        Weekday::Fri => "星期五",
        Weekday::Sat => "星期六",
        Weekday::Sun => "星期日",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_prints_without_leading_zeros() {
        let date = NaiveDate::from_ymd_opt(2025, 1, 13).unwrap();
        assert_eq!(Chinese(date).to_string(), "2025年1月13日");
        assert_eq!(weekday(date), "星期一");
    }
}
