//! Dates as registers have them: Excel serial numbers of both systems, and all common ways of writing.

use std::iter::Peekable;

use chrono::{Days, NaiveDate};

use super::fault::FaultCode;
use crate::domain::wording::half_width;

/// The day that serial number 0 stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Epoch {
    /// Windows. Excel believes in 1900-02-29, so from March 1900 on the count starts on 1899-12-30.
    #[default]
    Of1900,
    /// Old Excel for Macintosh.
    Of1904,
}

/// Why a cell is no date a register may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateFault {
    #[error("无法识别的日期，请写成 2020-01-05 的样子")]
    Unreadable,
    #[error("日历上没有这一天")]
    Impossible,
    #[error("早于2008年5月1日，其时条例尚未施行")]
    TooEarly,
}

impl DateFault {
    /// The code under which the fault is reported.
    pub fn code(self) -> FaultCode {
        match self {
            Self::Unreadable => FaultCode::UnreadableDate,
            Self::Impossible => FaultCode::ImpossibleDate,
            Self::TooEarly => FaultCode::DateTooEarly,
        }
    }
}

/// The day that a text names; a time of day behind it is passed over.
pub fn from_text(text: &str) -> Result<NaiveDate, DateFault> {
    after_the_first_rules(of_any_time(text)?)
}

/// The same for what may lie before the first rules, such as the notice of the first year.
pub fn of_any_time(text: &str) -> Result<NaiveDate, DateFault> {
    let mut chars = text.chars().map(half_width).peekable();
    let (first, digits) = number(&mut chars).ok_or(DateFault::Unreadable)?;
    let date = match digits {
        8 => day(first / 10_000, first / 100 % 100, first % 100),
        5 => of_serial(first, Epoch::Of1900).ok_or(DateFault::Unreadable),
        4 => parted(first, &mut chars),
        _ => Err(DateFault::Unreadable),
    }?;
    if is_time(&chars.collect::<String>()) { Ok(date) } else { Err(DateFault::Unreadable) }
}

/// The day that a number stands for: 20200105, or an Excel serial number whose fraction is the time of day.
pub fn from_number(value: f64, epoch: Epoch) -> Result<NaiveDate, DateFault> {
    let whole = whole(value).ok_or(DateFault::Unreadable)?;
    let date = match whole {
        18_000_000..=99_999_999 => day(whole / 10_000, whole / 100 % 100, whole % 100)?,
        serial => of_serial(serial, epoch).ok_or(DateFault::Unreadable)?,
    };
    after_the_first_rules(date)
}

/// The day of an Excel serial number, if Excel has it.
pub fn of_serial_number(value: f64, epoch: Epoch) -> Option<NaiveDate> {
    of_serial(whole(value)?, epoch)
}

fn of_serial(serial: u32, epoch: Epoch) -> Option<NaiveDate> {
    const LAST: u32 = 2_958_465;
    let start = match epoch {
        Epoch::Of1900 => NaiveDate::from_ymd_opt(1899, 12, 30),
        Epoch::Of1904 => NaiveDate::from_ymd_opt(1904, 1, 1),
    }?;
    (1..=LAST).contains(&serial).then(|| start.checked_add_days(Days::new(serial.into())))?
}

/// The whole part of a number that is not negative and fits.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range is checked before"
)]
fn whole(value: f64) -> Option<u32> {
    (0.0..4e9).contains(&value).then_some(value as u32)
}

/// What follows a year: month and day with one of the usual signs between.
fn parted(
    year: u32,
    chars: &mut Peekable<impl Iterator<Item = char>>,
) -> Result<NaiveDate, DateFault> {
    let separator = |chars: &mut Peekable<_>, signs: &str| {
        skip_blanks(chars);
        chars.next_if(|c: &char| signs.contains(*c)).ok_or(DateFault::Unreadable)
    };
    separator(chars, "-/.年—–−")?;
    let (month, _) =
        number(chars).filter(|(_, digits)| *digits <= 2).ok_or(DateFault::Unreadable)?;
    separator(chars, "-/.月—–−")?;
    let (date, _) =
        number(chars).filter(|(_, digits)| *digits <= 2).ok_or(DateFault::Unreadable)?;
    skip_blanks(chars);
    chars.next_if(|c| matches!(c, '日' | '号' | 'T'));
    day(year, month, date)
}

fn day(year: u32, month: u32, day: u32) -> Result<NaiveDate, DateFault> {
    let year = i32::try_from(year).map_err(|_| DateFault::Unreadable)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or(DateFault::Impossible)
}

/// Nothing happened under the 条例 before the first one came into force (State Council Order 492).
pub fn after_the_first_rules(date: NaiveDate) -> Result<NaiveDate, DateFault> {
    let in_force = NaiveDate::from_ymd_opt(2008, 5, 1).is_some_and(|first| first <= date);
    if in_force { Ok(date) } else { Err(DateFault::TooEarly) }
}

/// The digits that come next: their value and how many they are.
fn number(chars: &mut Peekable<impl Iterator<Item = char>>) -> Option<(u32, u32)> {
    skip_blanks(chars);
    let (mut value, mut digits) = (0_u32, 0_u32);
    while let Some(digit) = chars.peek().and_then(|c| c.to_digit(10)) {
        chars.next();
        digits += 1;
        value = value.checked_mul(10)?.checked_add(digit)?;
    }
    (digits > 0).then_some((value, digits))
}

fn skip_blanks(chars: &mut Peekable<impl Iterator<Item = char>>) {
    while chars.next_if(|c| c.is_whitespace()).is_some() {}
}

/// Whether what follows a date is a time of day or a day of the week, and not a second date.
fn is_time(rest: &str) -> bool {
    let known = |c: char| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || ":.+TZtz()时分秒点上下午晨晚星期周一二三四五六日AMPamp".contains(c)
    };
    rest.chars().all(known)
        && (rest.contains([':', '时', '点'])
            || !rest.contains(|c: char| c.is_ascii_digit() || c == '.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_in_all_common_ways() {
        let day = NaiveDate::from_ymd_opt(2020, 1, 5).unwrap();
        for written in [
            "2020-01-05",
            "2020-1-5",
            "2020/1/5",
            "2020.1.5",
            "2020.01.05",
            "2020年1月5日",
            "2020年01月05日",
            "20200105",
            "２０２０－０１－０５",
            "２０２０年１月５日",
            "2020 年 1 月 5 日",
            "2020-01-05 10:30",
            "2020-01-05T10:30:00Z",
            "2020/1/5 0:00:00",
            "2020年1月5日 上午10时",
            "2020-01-05 星期日",
            "2020年1月5号",
            "20200105 09:00",
            "43835",
        ] {
            assert_eq!(from_text(written), Ok(day), "{written}");
        }
        for number in [43_835.0, 43_835.75, 20_200_105.0] {
            assert_eq!(from_number(number, Epoch::Of1900), Ok(day), "{number}");
        }
        assert_eq!(from_number(42_373.0, Epoch::Of1904), Ok(day));
        assert_eq!(from_text("2020-02-29"), Ok(NaiveDate::from_ymd_opt(2020, 2, 29).unwrap()));
    }

    #[test]
    fn what_is_no_date() {
        use DateFault::*;
        for (written, fault) in [
            ("2020-02-30", Impossible),
            ("2021年2月29日", Impossible),
            ("20201301", Impossible),
            ("2020-13-01", Impossible),
            ("2008-04-30", TooEarly),
            ("1999/1/1", TooEarly),
            ("2020-1", Unreadable),
            ("20-1-5", Unreadable),
            ("1/5/2020", Unreadable),
            ("昨天", Unreadable),
            ("2020-01-05至2020-01-08", Unreadable),
            ("2020-01-05 2020", Unreadable),
            ("", Unreadable),
            ("99999999999999", Unreadable),
        ] {
            assert_eq!(from_text(written), Err(fault), "{written}");
        }
        for (number, fault) in [
            (1.0, TooEarly),
            (0.5, Unreadable),
            (-3.0, Unreadable),
            (f64::NAN, Unreadable),
            (20_200_230.0, Impossible),
            (1e12, Unreadable),
        ] {
            assert_eq!(from_number(number, Epoch::Of1900), Err(fault), "{number}");
        }
    }

    proptest! {
        #[test]
        fn every_day_is_read_in_every_form(days in 0_u64..20_000) {
            let date = NaiveDate::from_ymd_opt(2008, 5, 1).unwrap() + Days::new(days);
            for form in ["%Y-%m-%d", "%Y/%-m/%-d", "%Y.%-m.%-d", "%Y年%-m月%-d日", "%Y%m%d"] {
                prop_assert_eq!(from_text(&date.format(form).to_string()), Ok(date));
            }
            let serial = date - NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();
            prop_assert_eq!(from_number(f64::from(i32::try_from(serial.num_days()).unwrap()), Epoch::Of1900), Ok(date));
        }

        #[test]
        fn no_text_is_too_strange(text in "\\PC*") {
            let _ = from_text(&text);
        }
    }
}
