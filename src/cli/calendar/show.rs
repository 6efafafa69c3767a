//! A year of the calendar in words and as JSON.

use std::fmt::Write;

use chrono::{Datelike, NaiveDate};

use crate::domain::calendar::written::{Chinese, weekday};
use crate::domain::calendar::{Basis, Dating, DayKind, Notice, Year, is_weekend};
use crate::letters::calendar::{self, of_kind};

/// The arrangement of a year for people.
pub fn text(year: &Year<'_>) -> String {
    let mut text = format!("{}年放假安排\n依据：{}\n", year.year, basis(year));
    text.push_str(&days_off(year));
    let worked = of_kind(year, DayKind::WorkingWeekend);
    if !worked.is_empty() {
        text.push_str("调休上班：\n");
    }
    for (day, name) in worked {
        let _ = writeln!(text, "  {}月{}日（{}）{name}", day.month(), day.day(), weekday(day));
    }
    let _ = writeln!(text, "工作日：{}天", year.working_days);
    for old in year.replaced {
        let _ = writeln!(text, "以前的版本：{}", title(old));
    }
    text
}

/// A line for each holiday; with the weekends around it only where it is known which of them are worked.
fn days_off(year: &Year<'_>) -> String {
    let is_known = !year.basis.is_provisional();
    let worked = of_kind(year, DayKind::WorkingWeekend);
    let rests =
        |day| is_known && is_weekend(day) && !worked.iter().any(|(weekend, _)| *weekend == day);
    let mut text = String::new();
    for (name, days) in by_name(&of_kind(year, DayKind::DayOff)) {
        let spans: Vec<String> = spans(&days, rests).into_iter().map(span_text).collect();
        let _ = writeln!(text, "  {name}：{}", spans.join("、"));
    }
    let heading =
        if is_known { "放假（含连休的周末）" } else { "法定节假日和补假" };
    if text.is_empty() { text } else { format!("{heading}：\n{text}") }
}

/// The same for programs.
pub fn json(year: &Year<'_>) -> String {
    format!("{:#}\n", calendar::json(year))
}

/// A notice by its number and day.
pub fn title(notice: &Notice) -> String {
    let number = notice.number().unwrap_or("未注明文号");
    match notice.dating() {
        Dating::Published(day) => format!("{number}（{}公布）", Chinese(day)),
        Dating::Loaded(day) => format!("{number}（公布日期未注明，{}载入）", Chinese(day)),
    }
}

fn basis(year: &Year<'_>) -> String {
    match (year.basis, year.notice) {
        (Basis::Notice, Some(notice)) => title(notice),
        (Basis::Weekdays, _) => "暂定：没有通知，按星期一至星期五推算".to_owned(),
        (Basis::Notice | Basis::StatutoryDays, _) => "暂定：没有通知，按法定节假日推算".to_owned(),
    }
}

/// The days of each holiday, in the order of their first days.
fn by_name<'a>(days: &[(NaiveDate, &'a str)]) -> Vec<(&'a str, Vec<NaiveDate>)> {
    let mut groups: Vec<(&str, Vec<NaiveDate>)> = Vec::new();
    for (day, name) in days {
        match groups.iter_mut().find(|(known, _)| known == name) {
            Some((_, days)) => days.push(*day),
            None => groups.push((name, vec![*day])),
        }
    }
    groups
}

/// First and last of the days that follow each other, with the weekends that they adjoin, as notices print them.
fn spans(days: &[NaiveDate], rests: impl Fn(NaiveDate) -> bool) -> Vec<(NaiveDate, NaiveDate)> {
    let mut spans: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for &day in days {
        let reach = |step: fn(&NaiveDate) -> Option<NaiveDate>| {
            std::iter::successors(Some(day), step).skip(1).take_while(|day| rests(*day)).last()
        };
        let first = reach(NaiveDate::pred_opt).unwrap_or(day);
        let end = reach(NaiveDate::succ_opt).unwrap_or(day);
        match spans.last_mut() {
            Some((_, last)) if last.succ_opt().is_some_and(|next| first <= next) => *last = end,
            _ => spans.push((first, end)),
        }
    }
    spans
}

fn span_text((first, last): (NaiveDate, NaiveDate)) -> String {
    let start = format!("{}月{}日", first.month(), first.day());
    match (first == last, first.month() == last.month()) {
        (true, _) => start,
        (false, true) => format!("{start}至{}日", last.day()),
        (false, false) => format!("{start}至{}月{}日", last.month(), last.day()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::calendar::Calendar;

    #[test]
    fn a_year_is_told_with_what_it_rests_on() {
        let calendar = Calendar::shipped();
        insta::assert_snapshot!(text(&calendar.year(2026)), @r"
        2026年放假安排
        依据：国办发明电〔2025〕7号（2025年11月4日公布）
        放假（含连休的周末）：
          元旦：1月1日至3日
          春节：2月15日至23日
          清明节：4月4日至6日
          劳动节：5月1日至5日
          端午节：6月19日至21日
          中秋节：9月25日至27日
          国庆节：10月1日至7日
        调休上班：
          1月4日（星期日）元旦
          2月14日（星期六）春节
          2月28日（星期六）春节
          5月9日（星期六）劳动节
          9月20日（星期日）国庆节
          10月10日（星期六）国庆节
        工作日：248天
        ");
        insta::assert_snapshot!(text(&calendar.year(2028)), @r"
        2028年放假安排
        依据：暂定：没有通知，按法定节假日推算
        法定节假日和补假：
          元旦：1月1日
          元旦（补假）：1月3日
          除夕：1月25日
          春节：1月26日至28日
          清明节：4月4日
          劳动节：5月1日至2日
          端午节：5月28日
          端午节（补假）：5月29日
          国庆节：10月1日至2日
          中秋节、国庆节：10月3日
          国庆节（补假）：10月4日
        工作日：248天
        ");
        insta::assert_snapshot!(text(&calendar.year(2036)), @r"
        2036年放假安排
        依据：暂定：没有通知，按星期一至星期五推算
        工作日：262天
        ");
    }

    #[test]
    fn a_program_reads_the_same() {
        let calendar = Calendar::shipped();
        let value: Value = serde_json::from_str(&json(&calendar.year(2026))).unwrap();
        let published: Value =
            serde_json::from_str(include_str!("../../../tests/data/cn-working-days.json")).unwrap();
        for days in ["days_off", "working_weekends"] {
            assert_eq!(value[days], published["years"]["2026"][days]);
        }
        assert_eq!((&value["basis"], &value["working_days"]), (&"notice".into(), &248.into()));
        let notice = json!({
            "number": "国办发明电〔2025〕7号", "published_on": "2025-11-04", "loaded_on": null,
        });
        assert_eq!(value["notice"], notice);
        let value: Value = serde_json::from_str(&json(&calendar.year(2027))).unwrap();
        assert_eq!(
            (&value["basis"], &value["provisional"]),
            (&"statutory_days".into(), &true.into())
        );
    }
}
