//! The dates of a case: the reply with its chain of reasons, and all that runs beside it, as one page shows them.

use chrono::NaiveDate;
use serde::Serialize;

use super::challenges::{self, Shown};
use super::{Actor, Error, calendar, casebook, reading};
use crate::db::cases::log;
use crate::db::{AnyConn, organ_settings};
use crate::domain::calendar::Calendar;
use crate::domain::challenge::ChallengeKind;
use crate::domain::deadline::{Deadline, Periods, StripDay};
use crate::domain::dossier::Dossier;
use crate::domain::dossier::dates::{DateKind, RunningDate};
use crate::domain::light::{Light, Lights, days_left};

/// All dates of a case, as seen on one day.
#[derive(Debug, Serialize)]
pub struct Deadlines {
    pub number: String,
    pub today: NaiveDate,
    /// `None` for what was never legally received.
    pub reply: Option<ReplyDate>,
    pub dates: Vec<Lit<RunningDate>>,
    /// The days of the reply one by one, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<Vec<StripDay>>,
}

/// When the reply is or was due.
#[derive(Debug, Serialize)]
pub struct ReplyDate {
    pub closed_on: Option<NaiveDate>,
    #[serde(flatten)]
    pub lit: Lit<Deadline>,
}

/// A date with its light; none once it does not matter any more.
#[derive(Debug, Serialize)]
pub struct Lit<T> {
    #[serde(flatten)]
    pub date: T,
    pub light: Option<Light>,
    /// Working days: 0 on the day itself, negative when it is over.
    pub days_left: Option<i64>,
}

/// The dates of a case that the actor may read.
pub fn read(
    conn: &mut AnyConn,
    actor: &Actor,
    which: (&str, Option<&str>),
    with_days: bool,
) -> Result<Deadlines, Error> {
    let row = reading::case(conn, actor, which)??;
    let case = casebook::replay(&log::events(conn, row.id)?)?;
    let settings = organ_settings::of(conn, row.organ_id)?.0;
    let (calendar, periods) = (calendar::of(conn)?, settings.periods.periods());
    let view = View { calendar, periods, lights: settings.lights, today: actor.today };
    let defences = challenges::of_case(conn, row.id)?.into_iter().filter_map(defence).collect();
    Ok(view.of(&case, row.number, (defences, with_days)))
}

/// When the organ answers the review organ or the court, as long as it has not.
fn defence(shown: Shown) -> Option<RunningDate> {
    let challenge = shown.recorded.challenge;
    if challenge.own.defended_on.is_some() || challenge.conclusion.is_some() {
        return None;
    }
    let (kind, what) = match challenge.kind {
        ChallengeKind::Review => (DateKind::ReviewDefence, "行政复议答复书"),
        ChallengeKind::LitigationDirect | ChallengeKind::LitigationAfterReview => {
            (DateKind::LawsuitDefence, "行政诉讼答辩状")
        }
    };
    Some(kind.on(shown.defence?, format!("提交{what}和证据的最后一日，逾期视为没有证据")))
}

/// What dates are looked at with.
struct View {
    calendar: Calendar,
    periods: Periods,
    lights: Lights,
    today: NaiveDate,
}

impl View {
    fn of(
        &self,
        case: &Dossier,
        number: String,
        (defences, with_days): (Vec<RunningDate>, bool),
    ) -> Deadlines {
        let Self { calendar, periods, today, .. } = self;
        let deadline = case.deadline(calendar, periods);
        let strip = || Some(deadline.as_ref()?.strip(case.received_on?, calendar));
        let days = if with_days { Some(strip().unwrap_or_default()) } else { None };
        let mut dates = case.running_dates(calendar, periods);
        dates.extend(defences);
        dates.sort_by_key(|date| date.due_on);
        let dates = dates.into_iter();
        let dates = dates.map(|date| {
            let due_on = Some(date.due_on);
            self.lit(date, due_on)
        });
        let (dates, reply) = (dates.collect(), deadline.map(|deadline| self.reply(case, deadline)));
        Deadlines { number, today: *today, reply, dates, days }
    }

    fn reply(&self, case: &Dossier, deadline: Deadline) -> ReplyDate {
        let due_on = deadline.due_on;
        let lit = if case.is_open() {
            self.lit(deadline, due_on)
        } else {
            let is_late = case.is_in_time(&self.calendar, &self.periods) == Some(false);
            Lit { date: deadline, light: is_late.then_some(Light::Late), days_left: None }
        };
        ReplyDate { closed_on: case.closed_on, lit }
    }

    fn lit<T>(&self, date: T, due_on: Option<NaiveDate>) -> Lit<T> {
        let Self { calendar, lights, today, .. } = self;
        let light = due_on.map(|due_on| lights.of(due_on, *today, calendar));
        Lit { date, light, days_left: due_on.map(|due_on| days_left(due_on, *today, calendar)) }
    }
}
