//! `/cases`: the list, one case, its time-line. What is personal of a requester is not in any of them.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::auth::SignedIn;
use super::input::at_most;
use super::{Cursor, Limit, Page, Path, Problem, Query, tagged};
use crate::actions::{Error, reading};
use crate::app::App;
use crate::db::AnyConn;
use crate::db::cases::log::{self, StoredEvent};
use crate::db::cases::page::{self, CaseRow, Filter, Item};
use crate::db::search;
use crate::domain::life_cycle::Stage;
use crate::domain::outcome::ResultRow;
use crate::domain::requester::RequesterKind;
use crate::domain::segmentation::Sought;

/// Which cases.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    organ: Option<String>,
    #[serde(default)]
    below: bool,
    open: Option<bool>,
    received_from: Option<NaiveDate>,
    received_to: Option<NaiveDate>,
    result_row: Option<ResultRow>,
    requester_kind: Option<RequesterKind>,
    number: Option<String>,
    q: Option<String>,
    #[serde(default)]
    limit: Limit,
    cursor: Option<Cursor>,
}

/// A case as it is shown.
#[derive(Serialize)]
struct CaseView {
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
    closed_on: Option<NaiveDate>,
    result_row: Option<ResultRow>,
    document_number: Option<String>,
    changed_at: DateTime<Utc>,
}

impl From<CaseRow> for CaseView {
    fn from(row: CaseRow) -> Self {
        let stage_label = row.stage.parse::<Stage>().map_or("", Stage::label);
        Self {
            number: row.number,
            registration_number: row.registration_number,
            organ: row.organ,
            stage: row.stage,
            stage_label,
            channel: row.channel,
            requester_kind: row.requester_kind.0,
            requester: row.requester,
            content: row.content,
            arrived_on: row.arrived_on,
            received_on: row.received_on,
            due_on: row.due_on,
            closed_on: row.closed_on,
            result_row: row.result_row.map(|row| row.0),
            document_number: row.document_number,
            changed_at: row.changed_at.0,
        }
    }
}

/// The list, the last received first.
#[get("/cases")]
pub async fn list(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    let Wanted { organ, below, open, received_from, received_to, .. } = wanted.0;
    let (result_row, requester_kind, number) =
        (wanted.0.result_row, wanted.0.requester_kind, wanted.0.number);
    let limit = wanted.0.limit;
    at_most(100, "number", number.as_deref())?;
    let sought = wanted.0.q.as_deref().map(sought).transpose()?;
    let after = wanted.0.cursor.map(|cursor| cursor.read()).transpose()?;
    let query = move |conn: &mut AnyConn| {
        let organs = match reading::organs_to_list(conn, &actor, (organ.as_deref(), below))? {
            Ok(organs) => organs,
            Err(error) => return Ok(Err(error)),
        };
        let found = sought.map(|sought| search::find(conn, &sought)).transpose()?;
        let filter = Filter {
            organs,
            open,
            received_from,
            received_to,
            result_row,
            requester_kind,
            number,
            found,
        };
        Ok(Ok(page::page(conn, &filter, after, limit.with_one_more())?))
    };
    // The tree of organs and what is not indexed yet are scanned, which must not keep this worker.
    let rows: Result<Vec<CaseRow>, Error> = app.scan(query).await?;
    let Page { items, next } = Page::of(rows?, limit, CaseRow::mark);
    let items = items.into_iter().map(CaseView::from).collect();
    Ok(HttpResponse::Ok().json(Page { items, next }))
}

/// What is looked for.
fn sought(q: &str) -> Result<Sought, Problem> {
    at_most(200, "q", Some(q))?;
    Sought::of(q).ok_or_else(|| Problem::field("q", "没有可以检索的字、词或编号"))
}

/// Of which organ, where several have the number.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Which {
    organ: Option<String>,
}

/// One case.
#[get("/cases/{number}")]
pub async fn read(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    number: Path<String>,
    which: Query<Which>,
) -> Result<HttpResponse, Problem> {
    #[derive(Serialize)]
    struct View {
        #[serde(flatten)]
        case: CaseView,
        items: Vec<ItemView>,
    }
    let query = move |conn: &mut AnyConn| {
        let found = match reading::case(conn, &actor, (&number, which.organ.as_deref()))? {
            Ok(found) => found,
            Err(error) => return Ok(Err(error)),
        };
        let items = page::items(conn, found.id)?;
        Ok(Ok((found, items)))
    };
    let found: Result<(CaseRow, Vec<Item>), Error> = app.read(query).await?;
    let (case, items) = found?;
    let version = case.version;
    let items = items.into_iter().map(ItemView::from).collect();
    Ok(tagged(version, &View { case: case.into(), items }))
}

/// One thing that is asked for.
#[derive(Serialize)]
struct ItemView {
    ordinal: i32,
    content: String,
    outcome: Option<String>,
    closed_on: Option<NaiveDate>,
}

impl From<Item> for ItemView {
    fn from((ordinal, content, outcome, closed_on): Item) -> Self {
        Self { ordinal, content, outcome, closed_on }
    }
}

/// The time-line.
#[get("/cases/{number}/events")]
pub async fn events(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    number: Path<String>,
    which: Query<Which>,
) -> Result<HttpResponse, Problem> {
    let query = move |conn: &mut AnyConn| match reading::case(
        conn,
        &actor,
        (&number, which.organ.as_deref()),
    )? {
        Ok(found) => Ok(Ok(log::events(conn, found.id)?)),
        Err(error) => Ok(Err(error)),
    };
    let found: Result<Vec<StoredEvent>, Error> = app.read(query).await?;
    let views: Vec<EventView> = found?.into_iter().map(EventView::from).collect();
    Ok(HttpResponse::Ok().json(views))
}

/// An event: what, when, by whom. Its payload may hold what is personal and stays inside.
#[derive(Serialize)]
struct EventView {
    seq: i32,
    kind: String,
    happened_on: NaiveDate,
    recorded_at: DateTime<Utc>,
    actor: String,
    origin: String,
}

impl From<StoredEvent> for EventView {
    fn from(event: StoredEvent) -> Self {
        Self {
            seq: event.seq,
            kind: event.kind,
            happened_on: event.happened_on,
            recorded_at: event.recorded_at.0,
            actor: event.actor,
            origin: event.origin,
        }
    }
}
