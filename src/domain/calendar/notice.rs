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
    dating: Dating,
    days_off: BTreeMap<NaiveDate, String>,
    working_weekends: BTreeMap<NaiveDate, String>,
}

/// The day that orders the versions of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dating {
    Published(NaiveDate),
    /// The day it was loaded stands in where a file does not say when it was published.
    Loaded(NaiveDate),
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
    pub fn new(
        year: i32,
        number: Option<String>,
        dating: Dating,
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
        Ok(Self { year, number, dating, days_off, working_weekends })
    }

    /// The notice that the program brings along; its table is tested against the published data.
    pub(super) fn shipped(arrangement: &Arrangement) -> Option<Self> {
        let (year, month, day) = arrangement.published_on;
        Some(Self {
            year: arrangement.year,
            number: Some(arrangement.number.to_owned()),
            dating: Dating::Published(NaiveDate::from_ymd_opt(year, month, day)?),
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
        let (Dating::Published(day) | Dating::Loaded(day)) = self.dating;
        day
    }

    /// Whether that day is the one of publication.
    pub fn dating(&self) -> Dating {
        self.dating
    }

    /// Whether it says nothing that `known` does not say; what its file left out it does not contradict.
    pub fn repeats(&self, known: &Self) -> bool {
        let number = self.number.is_none() || self.number == known.number;
        let dating = matches!(self.dating, Dating::Loaded(_)) || self.dating == known.dating;
        let days = self.days_off == known.days_off;
        let weekends = self.working_weekends == known.working_weekends;
        self.year == known.year && number && dating && days && weekends
    }

    /// How many ordinary working days it takes off; whether weekends are listed beside them is a matter of taste.
    pub(super) fn weekdays_off(&self) -> usize {
        self.days_off.keys().filter(|date| !is_weekend(**date)).count()
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
pub fn is_weekend(date: NaiveDate) -> bool {
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
        let dating = Dating::Published(day("2026-11-04"));
        Notice::new(year, None, dating, named(off), named(worked))
    }

    #[test]
    fn a_notice_may_reach_over_the_border_of_its_year() {
        assert!(notice(2027, &["2027-01-01", "2026-12-31"], &["2026-12-26", "2028-01-02"]).is_ok());
    }

    #[test]
    fn a_notice_repeats_what_is_known_even_where_its_file_says_less() {
        let (number, days) = (Some("国办发明电〔2026〕5号".to_owned()), ["2027-01-01"]);
        let dated = |number, dating, days: &[&str]| {
            let named = days.iter().map(|d| (day(d), "元旦".to_owned())).collect();
            Notice::new(2027, number, dating, named, BTreeMap::new()).unwrap()
        };
        let (published, loaded) =
            (Dating::Published(day("2026-11-04")), Dating::Loaded(day("2027-03-01")));
        let known = dated(number.clone(), published, &days);
        for (notice, repeats) in [
            (known.clone(), true),
            (dated(None, published, &days), true),
            (dated(number.clone(), loaded, &days), true),
            (dated(number.clone(), published, &["2027-01-04"]), false),
            (dated(number, Dating::Published(day("2026-11-05")), &days), false),
            (dated(Some("国办发明电〔2026〕6号".to_owned()), published, &days), false),
        ] {
            assert_eq!(notice.repeats(&known), repeats, "{notice:?}");
        }
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
