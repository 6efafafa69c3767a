//! One yearly notice of the State Council office: which weekdays are off, which weekends are worked.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};

use super::shipped::{Arrangement, Named};
use super::written::{Chinese, weekday};

/// The years a notice can be about: the regulation came into force in 2008, and a typing mistake is not a year.
const YEARS: std::ops::RangeInclusive<i32> = 2008..=2100;

/// A version of the arrangement of one year; always whole, so that it replaces the version before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    year: i32,
    number: Option<String>,
    published_on: NaiveDate,
    days_off: BTreeMap<NaiveDate, String>,
    working_weekends: BTreeMap<NaiveDate, String>,
}

/// Why a list of days is not a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoticeFault {
    #[error("{0}年不在2008年至2100年之间")]
    YearOutOfRange(i32),
    #[error("{}不属于{year}年的安排（只可跨到上年12月或下年1月）", Chinese(*.date))]
    OutsideYear { date: NaiveDate, year: i32 },
    #[error("{}既列为放假，又列为调休上班", Chinese(*.0))]
    OffAndWorked(NaiveDate),
    #[error("{}是{}，本来就是工作日，不能列为调休上班", Chinese(*.0), weekday(*.0))]
    NotAWeekend(NaiveDate),
    #[error("{0}年一天放假也没有列出")]
    NothingOff(i32),
}

impl NoticeFault {
    /// The day at fault, if it is one day.
    pub fn date(self) -> Option<NaiveDate> {
        match self {
            Self::OutsideYear { date, .. } | Self::OffAndWorked(date) | Self::NotAWeekend(date) => {
                Some(date)
            }
            Self::YearOutOfRange(_) | Self::NothingOff(_) => None,
        }
    }
}

impl Notice {
    /// A notice from its days and their names. Days off that fall on a weekend may be listed and change nothing.
    ///
    /// `published_on` orders the versions of a year; where a file does not say it, the day it was loaded stands in.
    pub fn new(
        year: i32,
        number: Option<String>,
        published_on: NaiveDate,
        days_off: BTreeMap<NaiveDate, String>,
        working_weekends: BTreeMap<NaiveDate, String>,
    ) -> Result<Self, NoticeFault> {
        if !YEARS.contains(&year) {
            return Err(NoticeFault::YearOutOfRange(year));
        }
        if days_off.is_empty() {
            return Err(NoticeFault::NothingOff(year));
        }
        for &date in days_off.keys().chain(working_weekends.keys()) {
            if !may_arrange(year, date) {
                return Err(NoticeFault::OutsideYear { date, year });
            }
        }
        for &date in working_weekends.keys() {
            if days_off.contains_key(&date) {
                return Err(NoticeFault::OffAndWorked(date));
            }
            if !is_weekend(date) {
                return Err(NoticeFault::NotAWeekend(date));
            }
        }
        Ok(Self { year, number, published_on, days_off, working_weekends })
    }

    /// The notice that the program brings along; its table is tested against the published data.
    pub(super) fn shipped(arrangement: &Arrangement) -> Option<Self> {
        let (year, month, day) = arrangement.published_on;
        Some(Self {
            year: arrangement.year,
            number: Some(arrangement.number.to_owned()),
            published_on: NaiveDate::from_ymd_opt(year, month, day)?,
            days_off: dated(arrangement.year, arrangement.days_off),
            working_weekends: dated(arrangement.year, arrangement.working_weekends),
        })
    }

    /// The year it arranges.
    pub fn year(&self) -> i32 {
        self.year
    }

    /// The document number, such as 国办发明电〔2025〕7号.
    pub fn number(&self) -> Option<&str> {
        self.number.as_deref()
    }

    /// The day it became known; of two versions the later one stands.
    pub fn published_on(&self) -> NaiveDate {
        self.published_on
    }

    /// Days off with the name of their holiday.
    pub fn days_off(&self) -> &BTreeMap<NaiveDate, String> {
        &self.days_off
    }

    /// Saturdays and Sundays that are worked (调休上班), with the name of the holiday they pay for.
    pub fn working_weekends(&self) -> &BTreeMap<NaiveDate, String> {
        &self.working_weekends
    }

    /// What the notice says of `date`: worked or off, and for which holiday.
    pub(super) fn says_of(&self, date: NaiveDate) -> Option<(bool, &str)> {
        let off = self.days_off.get(&date).map(|name| (false, name.as_str()));
        off.or_else(|| self.working_weekends.get(&date).map(|name| (true, name.as_str())))
    }
}

/// A notice may move days across the border of its year: the one for 2012 had 2011-12-31 worked.
fn may_arrange(year: i32, date: NaiveDate) -> bool {
    date.year() == year
        || (date.year() == year - 1 && date.month() == 12)
        || (date.year() == year + 1 && date.month() == 1)
}

/// Saturday or Sunday.
pub(super) fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The days of a table as dates.
pub(super) fn dated(year: i32, table: &[Named]) -> BTreeMap<NaiveDate, String> {
    let days = table.iter().flat_map(|(name, days)| days.iter().map(move |day| (*name, *day)));
    days.filter_map(|(name, (month, day))| {
        Some((NaiveDate::from_ymd_opt(year, month, day)?, name.to_owned()))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn notice(year: i32, off: &[&str], worked: &[&str]) -> Result<Notice, NoticeFault> {
        let named = |days: &[&str]| days.iter().map(|d| (day(d), "元旦".to_owned())).collect();
        Notice::new(year, None, day("2026-11-04"), named(off), named(worked))
    }

    #[test]
    fn a_notice_may_reach_over_the_border_of_its_year() {
        assert!(notice(2027, &["2027-01-01", "2026-12-31"], &["2026-12-26", "2028-01-02"]).is_ok());
    }

    #[test]
    fn nonsense_is_refused_by_name() {
        let fault = |year, off: &[&str], worked: &[&str]| notice(year, off, worked).unwrap_err();
        let cases = [
            fault(1999, &["1999-01-01"], &[]),
            fault(2027, &["2027-01-01", "2026-11-30"], &[]),
            fault(2027, &["2027-01-01"], &["2027-01-04"]),
            fault(2027, &["2027-01-01", "2027-01-02"], &["2027-01-02"]),
            fault(2027, &[], &["2027-01-02"]),
        ];
        let said = cases.map(|fault| fault.to_string()).join("\n");
        insta::assert_snapshot!(said, @r#"
        1999年不在2008年至2100年之间
        2026年11月30日不属于2027年的安排（只可跨到上年12月或下年1月）
        2027年1月4日是星期一，本来就是工作日，不能列为调休上班
        2027年1月2日既列为放假，又列为调休上班
        2027年一天放假也没有列出
        "#);
    }
}
