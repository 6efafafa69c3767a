//! 查询进度: what a requester is told of the own request.

use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::reports::Named;
use crate::actions::attachments::{self, Shown};
use crate::actions::{Error, calendar, casebook, query_code};
use crate::crypto::Keys;
use crate::db::cases::log;
use crate::db::cases::public::Door;
use crate::db::{AnyConn, organ_settings, organs};
use crate::domain::dossier::public::{
    PublicAct, PublicAwaited, PublicStage, Step, due_text, steps,
};
use crate::domain::dossier::{self, Dossier};
use crate::domain::settings::Line;

/// How far a request is.
#[derive(Debug, Serialize)]
pub struct Status {
    number: String,
    organ: Named,
    telephone: Option<Line>,
    address: Option<Line>,
    stage: PublicStage,
    stage_text: &'static str,
    submitted_on: NaiveDate,
    received_on: Option<NaiveDate>,
    due_on: Option<NaiveDate>,
    due_text: Option<String>,
    provisional: bool,
    closed_on: Option<NaiveDate>,
    items: Vec<Item>,
    awaited: Vec<PublicAwaited>,
    steps: Vec<Step>,
    documents: Vec<Document>,
    acts: Vec<PublicAct>,
}

/// One thing that was asked for.
#[derive(Debug, Serialize)]
struct Item {
    #[serde(rename = "item")]
    ordinal: u16,
    content: String,
    state: &'static str,
    outcome: Option<&'static str>,
}

/// A file of the reply.
#[derive(Debug, Serialize)]
struct Document {
    id: Uuid,
    name: Option<String>,
    media_type: String,
    size: i64,
    sha256: String,
}

impl Item {
    fn of(item: &dossier::Item) -> Self {
        let outcome = item.decision.as_ref().filter(|_| item.given_on.is_some());
        let state = match (item.withdrawn_on, item.given_on) {
            (Some(_), _) => "withdrawn",
            (None, Some(_)) => "answered",
            (None, None) => "open",
        };
        Self {
            ordinal: item.ordinal,
            content: item.content.clone(),
            state,
            outcome: outcome.map(|decision| decision.outcome.label()),
        }
    }
}

impl From<Shown> for Document {
    fn from(file: Shown) -> Self {
        let Shown { id, name, media_type, size, sha256, .. } = file;
        Self { id, name, media_type, size, sha256 }
    }
}

/// The status of the request that a number and a code open.
pub fn read(
    conn: &mut AnyConn,
    keys: &Keys,
    by: (&str, &str),
    today: NaiveDate,
) -> Result<Status, Error> {
    let door = query_code::open(conn, keys, by)?;
    of(conn, keys, &door, (by.0.trim(), today))
}

/// The status of a request that was opened already.
pub(in crate::actions) fn of(
    conn: &mut AnyConn,
    keys: &Keys,
    door: &Door,
    (number, today): (&str, NaiveDate),
) -> Result<Status, Error> {
    let log = casebook::log(&log::events(conn, door.case)?)?;
    let case = Dossier::replay(log.iter().cloned());
    let case = case.ok_or_else(|| Error::StoredEvent("办理记录没有开头".to_owned()))?;
    let (settings, calendar) = (organ_settings::of(conn, door.organ)?.0, calendar::of(conn)?);
    let periods = settings.periods.periods();
    let deadline = case.deadline(&calendar, &periods).filter(|_| case.is_open());
    let due_on = deadline.as_ref().and_then(|deadline| deadline.due_on);
    let stage = case.public_stage();
    let documents = attachments::given(conn, keys, door.case, &case)?;
    let code = organs::code(conn, door.organ)?;
    Ok(Status {
        number: number.to_owned(),
        organ: Named { code, name: organs::name(conn, door.organ, today)? },
        telephone: settings.guide.telephone,
        address: settings.guide.address,
        stage,
        stage_text: stage.text(),
        submitted_on: case.arrival.arrived_on,
        received_on: case.received_on,
        due_on,
        due_text: due_on.map(due_text),
        provisional: deadline.as_ref().is_some_and(|deadline| deadline.provisional),
        closed_on: case.closed_on,
        items: case.items.iter().filter(|item| !item.is_split).map(Item::of).collect(),
        awaited: case.public_awaited(&log, deadline.as_ref(), (&calendar, &periods)),
        steps: steps(&log),
        documents: documents.into_iter().map(Document::from).collect(),
        acts: case.public_acts(),
    })
}
