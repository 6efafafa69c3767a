//! A year of the calendar as JSON: for programs, over the service and on the command line alike.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use crate::domain::calendar::{Dating, DayKind, Notice, Year};

/// The arrangement of a year: what it rests on, its days off and worked weekends, and the versions before.
pub fn json(year: &Year<'_>) -> Value {
    let days = |kind| -> Map<String, Value> {
        of_kind(year, kind).into_iter().map(|(day, name)| (day.to_string(), name.into())).collect()
    };
    json!({
        "year": year.year,
        "basis": year.basis.to_string(),
        "provisional": year.basis.is_provisional(),
        "notice": year.notice.map(notice),
        "days_off": days(DayKind::DayOff),
        "working_weekends": days(DayKind::WorkingWeekend),
        "working_days": year.working_days,
        "replaced": year.replaced.iter().map(notice).collect::<Vec<_>>(),
    })
}

/// The days of a kind that have a name, in order.
pub fn of_kind<'a>(year: &Year<'a>, kind: DayKind) -> Vec<(NaiveDate, &'a str)> {
    let days = year.exceptions.iter().filter(|(_, day)| day.kind == kind);
    days.filter_map(|(date, day)| Some((*date, day.name?))).collect()
}

fn notice(notice: &Notice) -> Value {
    let (published_on, loaded_on) = match notice.dating() {
        Dating::Published(day) => (Some(day), None),
        Dating::Loaded(day) => (None, Some(day)),
    };
    json!({ "number": notice.number(), "published_on": published_on, "loaded_on": loaded_on })
}
