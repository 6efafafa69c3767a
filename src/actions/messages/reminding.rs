//! What staff are reminded of on a day: cases that are due soon or today, and for the leader the list of what is overdue.
//! Worked out from the work list of each organ; each reminder has a key, so that working it out again tells nobody twice.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::staff;
use crate::actions::calendar;
use crate::db::cases::filter::{Filter, Order, Span};
use crate::db::cases::handled::{self, Copies};
use crate::db::cases::page::{self, CaseRow};
use crate::db::jobs::NewJob;
use crate::db::{AnyConn, Id, QueryResult, organ_settings, rights};
use crate::domain::calendar::Calendar;
use crate::domain::light::{Lights, days_left};
use crate::domain::message::MessageKind;
use crate::domain::organ::OrganId;
use crate::domain::people::Role;

/// Cases read at a time.
const PAGE: i64 = 200;

/// What staff are to be told on `today`; on a rest day nothing.
pub fn due(conn: &mut AnyConn, today: NaiveDate) -> QueryResult<Vec<NewJob>> {
    let calendar = calendar::of(conn)?;
    let mut found = Vec::new();
    if !calendar.is_working_day(today) {
        return Ok(found);
    }
    for organ in rights::organs_with_reachable_staff(conn)? {
        let lights = organ_settings::of(conn, organ)?.0.lights;
        due_soon(conn, (organ, lights), (today, &calendar), &mut found)?;
        overdue(conn, organ, today, &mut found)?;
    }
    Ok(found)
}

fn due_soon(
    conn: &mut AnyConn,
    (organ, lights): (OrganId, Lights),
    (today, calendar): (NaiveDate, &Calendar),
    found: &mut Vec<NewJob>,
) -> QueryResult<()> {
    let marks = [lights.yellow, lights.orange, 0].map(i64::from);
    let before = Some(lights.days(today, calendar).yellow_before);
    let filter = open(organ, Span { from: Some(today), before });
    let mut after = None;
    loop {
        let rows = page::page(conn, &filter, (Order::Next, after), PAGE)?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = Some(last.mark(Order::Next));
        let ids: Vec<Id> = rows.iter().map(|row| row.id).collect();
        let copies = handled::copies(conn, &ids)?;
        for row in &rows {
            let left = row.due_on.map(|due_on| days_left(due_on, today, calendar));
            if left.is_some_and(|left| marks.contains(&left)) {
                let kind =
                    if left == Some(0) { MessageKind::DueToday } else { MessageKind::DueSoon };
                let told = whose(conn, (organ, copies.get(&row.id)), today)?;
                found.extend(told.into_iter().map(|person| reminder(kind, row, person, today)));
            }
        }
    }
}

/// Whose case it is: the handler's, before one signed for it the department's, before that the registrars'.
fn whose(
    conn: &mut AnyConn,
    (organ, copies): (OrganId, Option<&Copies>),
    today: NaiveDate,
) -> QueryResult<BTreeSet<Id>> {
    let (handler, department) =
        copies.map_or((None, None), |copies| (copies.handler_id, copies.department_id));
    let told = match (handler, department) {
        (Some(handler), _) => staff::with_deputies(conn, vec![handler], today)?,
        (None, Some(_)) => staff::holding(conn, (organ, Role::Handler, department), today)?,
        (None, None) => staff::holding(conn, (organ, Role::Registrar, None), today)?,
    };
    Ok(told.into_iter().collect())
}

fn reminder(kind: MessageKind, row: &CaseRow, person: Id, today: NaiveDate) -> NewJob {
    NewJob {
        kind,
        organ: row.organ_id,
        case: Some(row.id),
        event: None,
        person: Some(person),
        day: Some(today),
        once: Some(format!("{}/{}/{kind}/{today}", person.0, row.id.0)),
    }
}

/// One list a day for each leader.
fn overdue(
    conn: &mut AnyConn,
    organ: OrganId,
    today: NaiveDate,
    found: &mut Vec<NewJob>,
) -> QueryResult<()> {
    if page::page(conn, &overdue_of(organ, today), (Order::Next, None), 1)?.is_empty() {
        return Ok(());
    }
    let kind = MessageKind::Overdue;
    let leaders = staff::holding(conn, (organ, Role::Signer, None), today)?;
    found.extend(leaders.into_iter().map(|person| NewJob {
        kind,
        organ,
        case: None,
        event: None,
        person: Some(person),
        day: Some(today),
        once: Some(format!("{}/organ {organ}/{kind}/{today}", person.0)),
    }));
    Ok(())
}

/// The open cases of an organ whose last day was before a day.
pub(super) fn overdue_of(organ: OrganId, today: NaiveDate) -> Filter {
    open(organ, Span { from: None, before: Some(today) })
}

fn open(organ: OrganId, due: Span) -> Filter {
    Filter { organs: vec![organ], open: Some(true), due, ..Filter::default() }
}
