//! `/jobs`: the messages that the service sends, and those that failed, for the system administrator.

use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::auth::SignedIn;
use super::{Cursor, Limit, Page, Path, Problem, Query};
use crate::actions::{Error, jobs, reading};
use crate::app::App;
use crate::db::jobs::SeenJob;
use crate::db::{AnyConn, Id, Tx};
use crate::domain::message::{JobState, MessageKind};

/// A message without what is personal: neither to whom nor what.
#[derive(Serialize)]
struct View {
    id: Uuid,
    kind: MessageKind,
    kind_label: &'static str,
    organ: String,
    number: Option<String>,
    state: JobState,
    tries: i32,
    due_at: DateTime<Utc>,
    fault: Option<String>,
    fault_status: Option<i32>,
    recorded_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
}

impl View {
    fn of(job: SeenJob) -> Self {
        Self {
            id: job.id.0,
            kind: job.kind.0,
            kind_label: job.kind.0.label(),
            organ: job.organ,
            number: job.number,
            state: job.state.0,
            tries: job.tries,
            due_at: job.due_at.0,
            fault: job.fault,
            fault_status: job.fault_status,
            recorded_at: job.recorded_at.0,
            ended_at: job.ended_at.map(|at| at.0),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    state: Option<JobState>,
    #[serde(default)]
    limit: Limit,
    cursor: Option<Cursor>,
}

/// The messages of the organs that one administers, the last first.
#[get("/jobs")]
pub async fn list(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    let Wanted { state, limit, cursor } = wanted.0;
    let before: Option<Uuid> = cursor.map(|cursor| cursor.read()).transpose()?;
    let query = move |conn: &mut AnyConn| {
        let after = (before.map(Id), limit.with_one_more());
        reading::apart(jobs::page(conn, &actor, state, after))
    };
    let found = app.scan(query).await??;
    let Page { items, next } = Page::of(found, limit, |job: &SeenJob| job.id.0);
    Ok(HttpResponse::Ok().json(Page { items: items.into_iter().map(View::of).collect(), next }))
}

/// Sends a failed message again.
#[post("/jobs/{id}/retry")]
pub async fn retry(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let keys = app.keys.clone();
    let work = move |tx: &mut Tx<'_>| jobs::retry(tx, &keys, &actor, Id(id.0));
    Ok(HttpResponse::Ok().json(View::of(app.write::<_, Error>(work).await?)))
}

/// Takes a failed message off the list.
#[post("/jobs/{id}/dismissal")]
pub async fn dismiss(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let keys = app.keys.clone();
    let work = move |tx: &mut Tx<'_>| jobs::dismiss(tx, &keys, &actor, Id(id.0));
    Ok(HttpResponse::Ok().json(View::of(app.write::<_, Error>(work).await?)))
}
