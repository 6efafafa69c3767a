//! Dates as people write them: read tolerantly, printed in Chinese.

use std::fmt;

use chrono::{Datelike, NaiveDate, Weekday};

/// A calendar date from 2020-01-05, 2020/1/5, 2020.1.5, 2020年1月5日 or 20200105; full-width characters are read too.
pub fn read_date(text: &str) -> Option<NaiveDate> {
    let text: String = text.trim().chars().map(half_width).collect();
    let (year, month, day) = parts(&text)?;
    let (month, day) = (month.trim(), day.trim());
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    NaiveDate::from_ymd_opt(number(year)?.try_into().ok()?, number(month)?, number(day)?)
}

/// Splits by the separator that is used; one kind of separator per date.
fn parts(text: &str) -> Option<(&str, &str, &str)> {
    if let Some((year, rest)) = text.split_once('年') {
        let (month, day) = rest.split_once('月')?;
        let day = day.strip_suffix(['日', '号']).unwrap_or(day);
        return Some((year.trim(), month, day));
    }
    for separator in ['-', '/', '.'] {
        if let Some((year, rest)) = text.split_once(separator) {
            let (month, day) = rest.split_once(separator)?;
            return Some((year, month, day));
        }
    }
    (text.len() == 8).then_some((text.get(..4)?, text.get(4..6)?, text.get(6..)?))
}

/// Digits only: `parse` alone would take a sign.
fn number(digits: &str) -> Option<u32> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// The ASCII twin of a full-width character (U+FF01 to U+FF5E), other characters as they are.
fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    }
}

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
    fn a_date_is_read_in_every_usual_form() {
        let expected = NaiveDate::from_ymd_opt(2020, 1, 5);
        for text in [
            "2020-01-05",
            "2020-1-5",
            "2020/1/5",
            "2020.1.5",
            "2020年1月5日",
            "2020年01月05日",
            "2020年1月5号",
            "2020 年 1 月 5 日",
            "20200105",
            " 2020-01-05 ",
            "２０２０－０１－０５",
            "２０２０年１月５日",
        ] {
            assert_eq!(read_date(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_not_guessed() {
        for text in [
            "",
            "2020",
            "2020-13-01",
            "2020-02-30",
            "2020-1/5",
            "20-01-05",
            "2020-01",
            "2020-01-05-06",
            "2020-+1-05",
            "202001055",
            "2020年1月",
            "一月五日",
            "2020-001-05",
            "年月日",
            "--",
        ] {
            assert_eq!(read_date(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_prints_without_leading_zeros() {
        let date = NaiveDate::from_ymd_opt(2025, 1, 13).unwrap();
        assert_eq!(Chinese(date).to_string(), "2025年1月13日");
        assert_eq!(weekday(date), "星期一");
    }
}
