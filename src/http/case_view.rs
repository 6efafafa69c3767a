//! A case as lists and pages show it: what is stored, and what of it depends on the day of the reader.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use strum::VariantArray;

use crate::actions::casebook::turn;
use crate::actions::{Actor, calendar, settings};
use crate::db::cases::page::CaseRow;
use crate::db::{AnyConn, QueryResult};
use crate::domain::calendar::Calendar;
use crate::domain::dossier::Awaited;
use crate::domain::life_cycle::Stage;
use crate::domain::light::{Light, LightDays, days_left};
use crate::domain::organ::OrganId;
use crate::domain::outcome::ResultRow;
use crate::domain::people::Role;
use crate::domain::requester::RequesterKind;

/// On which day cases are looked at, with what days are counted by.
pub struct Seen {
    calendar: Calendar,
    pub days: LightDays,
}

impl Seen {
    /// The day and the calendar of a reader, and the lights of one organ, else the usual ones.
    pub fn by(conn: &mut AnyConn, actor: &Actor, organs: &[OrganId]) -> QueryResult<Self> {
        let calendar = calendar::of(conn)?;
        let days = settings::lights(conn, organs)?.days(actor.today, &calendar);
        Ok(Self { calendar, days })
    }
}

/// A case as it is shown.
#[derive(Serialize)]
pub struct CaseView {
    number: String,
    registration_number: Option<String>,
    organ: String,
    stage: String,
    stage_label: &'static str,
    channel: Option<String>,
    requester_kind: RequesterKind,
    requester: Option<String>,
    content: Option<String>,
    arrived_on: NaiveDate,
    received_on: Option<NaiveDate>,
    due_on: Option<NaiveDate>,
    provisional: bool,
    light: Option<Light>,
    days_left: Option<i64>,
    waiting_for: Option<Awaited>,
    waiting_label: Option<&'static str>,
    waits_until: Option<NaiveDate>,
    /// Those whose turn it is.
    turns: Vec<Role>,
    next_on: Option<NaiveDate>,
    department: Option<String>,
    handler: Option<String>,
    closed_on: Option<NaiveDate>,
    in_time: Option<bool>,
    result_row: Option<ResultRow>,
    result_label: Option<&'static str>,
    document_number: Option<String>,
    changed_at: DateTime<Utc>,
}

impl CaseView {
    /// What a row says on the day of the reader.
    pub fn of(row: CaseRow, seen: &Seen) -> Self {
        let waiting_for: Option<Awaited> = row.waiting_for.and_then(|what| what.parse().ok());
        let light = seen.days.of_case(row.open, row.due_on, row.in_time);
        let result_row = row.result_row.map(|row| row.0);
        let is_turn = |role: &&Role| row.turns & turn(**role) != 0;
        Self {
            number: row.number,
            registration_number: row.registration_number,
            organ: row.organ,
            stage_label: row.stage.parse::<Stage>().map_or("", Stage::label),
            stage: row.stage,
            channel: row.channel,
            requester_kind: row.requester_kind.0,
            requester: row.requester,
            content: row.content,
            arrived_on: row.arrived_on,
            received_on: row.received_on,
            due_on: row.due_on,
            provisional: row.provisional,
            light,
            days_left: row.due_on.map(|on| days_left(on, seen.days.today, &seen.calendar)),
            waiting_for,
            waiting_label: waiting_for.map(Awaited::label),
            waits_until: row.waits_until,
            turns: Role::VARIANTS.iter().filter(is_turn).copied().collect(),
            next_on: row.next_on,
            department: row.department,
            handler: row.handler,
            closed_on: row.closed_on,
            in_time: row.in_time,
            result_row,
            result_label: result_row.map(ResultRow::label),
            document_number: row.document_number,
            changed_at: row.changed_at.0,
        }
    }
}
