//! `/cases`: the list, one case, its time-line. What is personal of a requester is not in any of them.

use actix_web::web::{self, Data};
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::{DateTime, NaiveDate, Utc};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::acts::address;
use super::auth::SignedIn;
use super::case_view::{CaseView, Seen};
use super::input::at_most;
use super::{Cursor, Limit, Page, Path, Problem, Query, register, tagged};
use crate::actions::register::{MOST, exported as left, identities};
use crate::actions::{Actor, Error, reading};
use crate::app::App;
use crate::db::cases::filter::{Filter, InTime, Mark, Order, Span};
use crate::db::cases::handled;
use crate::db::cases::log::{self, StoredEvent};
use crate::db::cases::page::{self, CaseRow, Item};
use crate::db::search;
use crate::db::{AnyConn, Id};
use crate::domain::dossier::deed::Subject;
use crate::domain::dossier::{Awaited, label_of};
use crate::domain::life_cycle::{Act, Stage};
use crate::domain::light::{Light, LightDays};
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
    #[serde(default, deserialize_with = "stage")]
    stage: Option<Stage>,
    light: Option<Light>,
    /// Somebody outside is waited for.
    #[serde(default)]
    waiting: bool,
    waiting_for: Option<Awaited>,
    /// The wait is over.
    #[serde(default)]
    ran_out: bool,
    in_time: Option<InTime>,
    received_from: Option<NaiveDate>,
    received_to: Option<NaiveDate>,
    closed_from: Option<NaiveDate>,
    closed_to: Option<NaiveDate>,
    result_row: Option<ResultRow>,
    requester_kind: Option<RequesterKind>,
    subject: Option<Subject>,
    number: Option<String>,
    q: Option<String>,
    #[serde(default)]
    order: Order,
    #[serde(default)]
    limit: Limit,
    cursor: Option<Cursor>,
}

/// A stage by name; how far a review has come does not matter.
fn stage<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Stage>, D::Error> {
    let name = String::deserialize(deserializer)?;
    name.parse().map(Some).map_err(|_| D::Error::custom("stage：没有这个阶段"))
}

impl Wanted {
    /// All but the organs and what was looked for.
    fn filter(&self, days: &LightDays) -> Filter {
        let (mut due, mut waits_until, mut open, mut in_time) =
            (Span::default(), Span::default(), self.open, self.in_time);
        match self.light.map(|light| days.range(light)) {
            Some(Some((from, before))) => {
                due = Span { from, before };
                open = open.or(Some(true));
            }
            Some(None) => in_time = in_time.or(Some(InTime::No)),
            None => {}
        }
        let mut waiting_for: Vec<_> = self.waiting_for.iter().map(ToString::to_string).collect();
        if self.waiting && waiting_for.is_empty() {
            waiting_for = <Awaited as strum::VariantArray>::VARIANTS
                .iter()
                .map(ToString::to_string)
                .collect();
        }
        if self.ran_out {
            waits_until.before = Some(days.today);
            open = open.or(Some(true));
        }
        Filter {
            open,
            due,
            waits_until,
            in_time,
            waiting_for,
            received: days_of(self.received_from, self.received_to),
            closed: days_of(self.closed_from, self.closed_to),
            stage: self.stage.map(|stage| stage.to_string()),
            result_row: self.result_row,
            requester_kind: self.requester_kind,
            subject: self.subject,
            number: self.number.clone(),
            ..Filter::default()
        }
    }
}

/// From the first day to the last.
fn days_of(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Span {
    Span { from, before: to.map(|to| to.succ_opt().unwrap_or(NaiveDate::MAX)) }
}

/// The list, the last received first unless another order is asked for.
#[get("/cases")]
pub async fn list(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    request: HttpRequest,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    let wanted = wanted.0;
    if register::is_wanted(&request) {
        return exported(&app, actor, wanted).await;
    }
    let (limit, order) = (wanted.limit, wanted.order);
    at_most(100, "number", wanted.number.as_deref())?;
    let sought = wanted.q.as_deref().map(sought).transpose()?;
    let after: Option<Mark> = wanted.cursor.as_ref().map(Cursor::read).transpose()?;
    let query = move |conn: &mut AnyConn| {
        let page = (after, limit.with_one_more());
        reading::apart(listed(conn, &actor, &wanted, (sought.as_ref(), page)))
    };
    // The tree of organs and what is not indexed yet are scanned, which must not keep this worker.
    let (rows, seen) = app.scan(query).await??;
    let Page { items, next } = Page::of(rows, limit, |row| row.mark(order));
    let items = items.into_iter().map(|row| CaseView::of(row, &seen)).collect();
    Ok(HttpResponse::Ok().json(Page { items, next }))
}

/// All that the list would show, as a workbook.
async fn exported(app: &App, actor: Actor, wanted: Wanted) -> Result<HttpResponse, Problem> {
    at_most(100, "number", wanted.number.as_deref())?;
    let sought = wanted.q.as_deref().map(sought).transpose()?;
    let (asker, keys) = (actor.clone(), app.keys.clone());
    let query = move |conn: &mut AnyConn| {
        let all = (sought.as_ref(), (None, MOST + 1));
        let rows = match reading::apart(listed(conn, &asker, &wanted, all))? {
            Ok((rows, _)) => rows,
            Err(error) => return Ok(Err(error)),
        };
        let cases: Vec<Id> = rows.iter().map(|row| row.id).collect();
        let identities = reading::apart(identities(conn, &keys, &cases))?;
        Ok(identities.map(|identities| (rows, identities)))
    };
    let (rows, identities) = app.scan(query).await??;
    if i64::try_from(rows.len()).unwrap_or(i64::MAX) > MOST {
        return Err(register::too_many());
    }
    let cases = rows.len();
    let bytes = web::block(move || register::workbook(rows, identities)).await;
    let bytes = bytes.map_err(|error| Problem::internal(&error))??;
    let keys = app.keys.clone();
    app.write::<_, Error>(move |tx| left(tx, &keys, &actor, cases)).await?;
    Ok(register::answer(bytes))
}

fn listed(
    conn: &mut AnyConn,
    actor: &Actor,
    wanted: &Wanted,
    (sought, (after, size)): (Option<&Sought>, (Option<Mark>, i64)),
) -> Result<(Vec<CaseRow>, Seen), Error> {
    let organs = reading::organs_to_list(conn, actor, (wanted.organ.as_deref(), wanted.below))??;
    let seen = Seen::by(conn, actor, &organs)?;
    let found = sought.map(|sought| search::find(conn, sought)).transpose()?;
    let numbered = match wanted.number.as_deref() {
        Some(number) => handled::ever_numbered(conn, number)?,
        None => Vec::new(),
    };
    let filter = Filter { organs, numbered, found, ..wanted.filter(&seen.days) };
    let rows = page::page(conn, &filter, (wanted.order, after), size)?;
    Ok((rows, seen))
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
    pub organ: Option<String>,
}

/// One case.
#[get("/cases/{number}")]
pub async fn read(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    number: Path<String>,
    which: Query<Which>,
) -> Result<HttpResponse, Problem> {
    let query = move |conn: &mut AnyConn| {
        reading::apart(one(conn, &actor, (number.as_str(), which.organ.as_deref())))
    };
    let (version, view) = app.read(query).await??;
    Ok(tagged(version, &view))
}

/// A case on a page of its own.
#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    case: CaseView,
    items: Vec<ItemView>,
    acts: Vec<ActView>,
}

fn one(
    conn: &mut AnyConn,
    actor: &Actor,
    which: (&str, Option<&str>),
) -> Result<(i32, View), Error> {
    let row = reading::case(conn, actor, which)??;
    let acts = reading::acts_possible(conn, actor, &row)?.into_iter().map(ActView::of).collect();
    let items = page::items(conn, row.id)?.into_iter().map(ItemView::from).collect();
    let seen = Seen::by(conn, actor, &[row.organ_id])?;
    Ok((row.version, View { case: CaseView::of(row, &seen), items, acts }))
}

/// An act that is possible now for the asker, and its address below the case.
#[derive(Serialize)]
struct ActView {
    act: String,
    label: &'static str,
    address: &'static str,
}

impl ActView {
    fn of(act: Act) -> Self {
        Self { act: act.to_string(), label: act.label(), address: address(act) }
    }
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
    let query = move |conn: &mut AnyConn| {
        let which = (number.as_str(), which.organ.as_deref());
        match reading::case(conn, &actor, which)? {
            Ok(found) => Ok(Ok(log::events(conn, found.id)?)),
            Err(error) => Ok(Err(error)),
        }
    };
    let found: Result<Vec<StoredEvent>, Error> = app.read(query).await?;
    let views: Vec<EventView> = found?.into_iter().map(EventView::from).collect();
    Ok(HttpResponse::Ok().json(views))
}

/// An event: what, when, by whom, and the words with which it was done. The rest of its payload may hold what is
/// personal and stays inside.
#[derive(Serialize)]
struct EventView {
    seq: i32,
    kind: String,
    label: &'static str,
    /// The reason, the opinion, the remark or the purpose.
    reason: Option<String>,
    /// What stood there before a correction.
    before: Option<String>,
    happened_on: NaiveDate,
    recorded_at: DateTime<Utc>,
    actor: String,
    origin: String,
}

impl From<StoredEvent> for EventView {
    fn from(event: StoredEvent) -> Self {
        let payload: Value = serde_json::from_str(&event.payload).unwrap_or_default();
        let said = |key: &str| payload.get("deed")?.get(key)?.as_str().map(str::to_owned);
        Self {
            seq: event.seq,
            label: label_of(&event.kind),
            kind: event.kind,
            reason: ["reason", "opinion", "remark", "purpose"].into_iter().find_map(said),
            before: said("before"),
            happened_on: event.happened_on,
            recorded_at: event.recorded_at.0,
            actor: event.actor,
            origin: event.origin,
        }
    }
}
