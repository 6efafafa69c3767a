//! A case out of its stored log, and back into its row: the one place where the two meet.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Error, calendar};
use crate::db::cases::handled::{self, Copies};
use crate::db::cases::log::{StoredEvent, events_of};
use crate::db::cases::page::Item;
use crate::db::cases::{cell, is_carried};
use crate::db::{AnyConn, Db, Id, QueryResult, organ_settings};
use crate::domain::calendar::Calendar;
use crate::domain::case::CaseFacts;
use crate::domain::deadline::Periods;
use crate::domain::dossier::deed::{Deed, Imported, Moved};
use crate::domain::dossier::{Done, Dossier};
use crate::domain::organ::OrganId;
use crate::domain::people::Role;
use crate::domain::settings::PeriodsOfOrgans;

/// What due dates are reckoned with.
pub struct Measure {
    pub calendar: Calendar,
    set: PeriodsOfOrgans,
}

impl Measure {
    /// The calendar of the database, and the periods that each organ set.
    pub fn of(conn: &mut AnyConn) -> QueryResult<Self> {
        Ok(Self::with(calendar::of(conn)?, organ_settings::periods(conn)?))
    }

    /// Another calendar, or other periods.
    pub fn with(calendar: Calendar, set: PeriodsOfOrgans) -> Self {
        Self { calendar, set }
    }

    /// The periods of an organ.
    pub fn periods(&self, organ: OrganId) -> Periods {
        self.set.get(&organ).copied().unwrap_or_default().periods()
    }
}

/// Cases together.
const PAGE: i64 = 500;

/// Brings the rows of open cases up to date that an older version of this program wrote without their due dates;
/// gives how many.
pub fn date(db: &Db) -> Result<usize, Error> {
    db.write_blocking(|tx| {
        let (measure, mut done) = (Measure::of(tx)?, 0);
        loop {
            let ids = handled::without_date(tx, PAGE)?;
            if ids.is_empty() {
                return Ok(done);
            }
            done += ids.len();
            let organs: BTreeMap<Id, OrganId> = ids.iter().copied().collect();
            let ids: Vec<Id> = organs.keys().copied().collect();
            for (case, dossier) in of(tx, &ids)? {
                let organ = organs.get(&case).copied().unwrap_or_default();
                handled::rewrite(tx, case, &copies(&dossier, organ, &measure))?;
            }
        }
    })
}

/// What the logs of some cases come to.
pub fn of(conn: &mut AnyConn, cases: &[Id]) -> Result<Vec<(Id, Dossier)>, Error> {
    let mut logs: BTreeMap<Id, Vec<StoredEvent>> = BTreeMap::new();
    for (case, event) in events_of(conn, cases)? {
        logs.entry(case).or_default().push(event);
    }
    logs.into_iter().map(|(case, events)| Ok((case, replay(&events)?))).collect()
}

/// What the log of a case comes to.
pub fn replay(events: &[StoredEvent]) -> Result<Dossier, Error> {
    Dossier::replay(log(events)?).ok_or_else(|| Error::StoredEvent("办理记录没有开头".to_owned()))
}

/// The deeds of a log.
pub fn log(events: &[StoredEvent]) -> Result<Vec<Done>, Error> {
    events.iter().map(done).collect()
}

fn done(event: &StoredEvent) -> Result<Done, Error> {
    let unreadable = |error: serde_json::Error| Error::StoredEvent(error.to_string());
    let deed = match event.kind.as_str() {
        "imported" | "progressed" | "corrected" => {
            #[derive(Deserialize)]
            struct Payload {
                facts: CaseFacts,
                content: String,
                document_number: Option<String>,
            }
            let Payload { facts, content, document_number } =
                serde_json::from_str(&event.payload).map_err(unreadable)?;
            Deed::Imported(Imported { facts, content, document_number })
        }
        "due_date_moved" => {
            let moved: Moved = serde_json::from_str(&event.payload).map_err(unreadable)?;
            Deed::DueDateMoved(moved)
        }
        _ => {
            #[derive(Deserialize)]
            struct Payload {
                deed: Deed,
            }
            serde_json::from_str::<Payload>(&event.payload).map_err(unreadable)?.deed
        }
    };
    Ok(Done { deed, on: event.happened_on })
}

/// What an event keeps of a deed: itself, the facts after it, and what is told beside it.
pub fn payload(deed: &Deed, after: &Dossier, beside: Map<String, Value>) -> Result<Value, Error> {
    let deed = serde_json::to_value(deed).map_err(|error| Error::StoredEvent(error.to_string()))?;
    let mut payload =
        json!({"facts": after.facts(), "content": first_content(after), "deed": deed});
    if let Some(told) = payload.as_object_mut() {
        told.extend(beside);
    }
    Ok(payload)
}

/// The first thing asked for, which lists show.
fn first_content(case: &Dossier) -> Option<&str> {
    case.items.first().map(|item| item.content.as_str())
}

/// The row of a case of an organ, derived from what its log comes to.
pub fn copies(case: &Dossier, organ: OrganId, measure: &Measure) -> Copies {
    let facts = case.facts();
    let open = case.is_open();
    let periods = measure.periods(organ);
    let calendar = &measure.calendar;
    let deadline = if open { case.deadline(calendar, &periods) } else { None };
    let waiting = case.awaiting(deadline.as_ref(), calendar, &periods);
    let due_on = deadline.as_ref().and_then(|deadline| deadline.due_on);
    let turns: i32 = case.turns(deadline.as_ref()).into_iter().map(turn).sum();
    let to_do = open || turns != 0;
    let next_on = due_on.or(waiting.map(|waiting| waiting.until)).or(case.closed_on);
    Copies {
        stage: case.progress.stage.to_string(),
        requester_kind: case.requester_kind.to_string(),
        arrived_on: case.arrival.arrived_on,
        received_on: case.received_on,
        closed_on: facts.and_then(|facts| Some(facts.closing?.closed_on)),
        result_row: facts.and_then(|facts| Some(facts.closing?.row.to_string())),
        registration_number: case.registration_number.clone(),
        document_number: case.document_number.clone(),
        carried: facts.is_some_and(|facts| is_carried(&facts)),
        cell: facts.and_then(|facts| cell(&facts)),
        open,
        due_on,
        provisional: deadline.as_ref().is_some_and(|deadline| deadline.provisional),
        waiting_for: waiting.map(|waiting| waiting.what.to_string()),
        waits_until: waiting.map(|waiting| waiting.until),
        department_id: case.assignment.map(|assignment| Id(assignment.department)),
        handler_id: case.assignment.and_then(|assignment| assignment.handler).map(Id),
        round: i32::from(case.progress.round),
        turns,
        next_on: to_do.then(|| next_on.unwrap_or(case.arrival.arrived_on)),
        in_time: case.is_in_time(calendar, &periods),
        days_taken: days_taken(case, measure),
        subject: case.subject.to_string(),
        code_resets: i32::from(case.code_resets),
    }
}

/// The bit of a role in the stored sum of those whose turn it is.
pub fn turn(role: Role) -> i32 {
    match role {
        Role::Registrar => 1,
        Role::Handler => 2,
        Role::Reviewer => 4,
        Role::Signer => 8,
        Role::Supervisor
        | Role::SystemAdministrator
        | Role::SecurityAdministrator
        | Role::AuditAdministrator => 0,
    }
}

/// Working days from the receipt to the first closing.
fn days_taken(case: &Dossier, measure: &Measure) -> Option<i32> {
    let (received_on, closing) = (case.received_on?, case.closing?);
    let days = measure.calendar.working_days_between(received_on, closing.closed_on);
    i32::try_from(days).ok()
}

/// The items of a case as they are stored.
pub fn items(case: &Dossier) -> Vec<Item> {
    let stored = case.items.iter().map(|item| {
        let outcome = item.decision.as_ref().map(|decision| decision.outcome.to_string());
        (i32::from(item.ordinal), item.content.clone(), outcome, item.given_on)
    });
    stored.collect()
}
