//! `/imports`: registers handed to the running service; looked at first, recorded once a person says so.

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::{self, Data};
use actix_web::{HttpResponse, delete, get, post};
use chrono::{DateTime, Utc};
use futures_util::StreamExt;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::auth::SignedIn;
use super::input::a_year;
use super::{Cursor, Json, Limit, Page, Path, Problem, Query};
use crate::actions::imports::{self, FILE_LIMIT, PART, Wanted};
use crate::actions::{Error, reading};
use crate::app::App;
use crate::db::imports::StoredImport;
use crate::db::{AnyConn, Id, Tx};
use crate::domain::import::ImportState;
use crate::ledger::RegisterKind;

/// An import as it is shown.
#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    line: Line,
    /// What the check or the recording came to, as `gongkai import --json` prints it.
    report: Option<Value>,
}

/// An import as it is listed.
#[derive(Serialize)]
struct Line {
    id: Uuid,
    organ: String,
    file_name: String,
    kind: Option<String>,
    year: Option<i32>,
    sheet: Option<String>,
    corrects: bool,
    state: ImportState,
    rows_read: i32,
    errors: i32,
    failure: Option<String>,
    recorded_by: String,
    recorded_at: DateTime<Utc>,
}

impl View {
    fn of(mut stored: StoredImport) -> Result<Self, Problem> {
        let report = stored.report.take().map(|text| serde_json::from_str(&text)).transpose();
        let report = report.map_err(|error| Problem::internal(&error))?;
        Ok(Self { line: Line::of(stored), report })
    }
}

impl Line {
    fn of(stored: StoredImport) -> Self {
        Self {
            id: stored.id.0,
            organ: stored.organ,
            file_name: stored.file_name,
            kind: stored.kind,
            year: stored.year,
            sheet: stored.sheet,
            corrects: stored.corrects,
            state: stored.state.0,
            rows_read: stored.rows_read,
            errors: stored.errors,
            failure: stored.failure,
            recorded_by: stored.actor,
            recorded_at: stored.recorded_at.0,
        }
    }
}

/// Which are wanted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Which {
    organ: Option<String>,
    #[serde(default)]
    limit: Limit,
    cursor: Option<Cursor>,
}

/// Those of the own organs, the newest first.
#[get("/imports")]
pub async fn list(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    which: Query<Which>,
) -> Result<HttpResponse, Problem> {
    let Which { organ, limit, cursor } = which.0;
    let before: Option<Uuid> = cursor.map(|cursor| cursor.read()).transpose()?;
    let query = move |conn: &mut AnyConn| {
        let size = limit.with_one_more();
        reading::apart(imports::page(conn, &actor, organ.as_deref(), before.map(Id), size))
    };
    let found = app.scan(query).await??;
    let Page { items, next } = Page::of(found, limit, |stored: &StoredImport| stored.id.0);
    Ok(HttpResponse::Ok().json(Page { items: items.into_iter().map(Line::of).collect(), next }))
}

/// How a register is to be read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct How {
    organ: String,
    file_name: String,
    kind: Option<RegisterKind>,
    year: Option<i32>,
    sheet: Option<String>,
    #[serde(default)]
    corrects: bool,
}

/// Takes in a file, part by part, and has it looked at.
#[post("/imports")]
pub async fn upload(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    how: Query<How>,
    mut file: web::Payload,
) -> Result<HttpResponse, Problem> {
    let How { organ, file_name, kind, year, sheet, corrects } = how.0;
    year.map_or(Ok(()), a_year)?;
    let wanted = Wanted { organ, file_name, kind, year, sheet, corrects };
    let id = app.write::<_, Error>(move |tx| imports::begin(tx, &actor, wanted)).await?;
    if let Err(problem) = received(&app, id, &mut file).await {
        app.write::<_, Error>(move |tx| imports::break_off(tx, id)).await?;
        return Err(problem);
    }
    let view = View::of(app.write::<_, Error>(move |tx| imports::uploaded(tx, id)).await?)?;
    let location = format!("/api/v1/imports/{}", id.0);
    Ok(HttpResponse::Created().insert_header((LOCATION, location)).json(view))
}

/// Puts the file down, part by part.
async fn received(app: &App, id: Id, file: &mut web::Payload) -> Result<(), Problem> {
    let (mut part, mut ordinal, mut size) = (Vec::with_capacity(PART), 0, 0);
    while let Some(chunk) = file.next().await {
        let chunk = chunk.map_err(|_| cut_off())?;
        size += chunk.len();
        if size > FILE_LIMIT {
            return Err(too_large());
        }
        part.extend_from_slice(&chunk);
        if part.len() >= PART {
            put(app, (id, ordinal), std::mem::take(&mut part)).await?;
            ordinal += 1;
        }
    }
    if size == 0 {
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "empty_file", "文件是空的"));
    }
    put(app, (id, ordinal), part).await
}

async fn put(app: &App, place: (Id, i32), part: Vec<u8>) -> Result<(), Problem> {
    let keys = app.keys.clone();
    Ok(app.write::<_, Error>(move |tx| imports::put_part(tx, &keys, place, &part)).await?)
}

fn cut_off() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "unreadable", "文件没有传完")
}

fn too_large() -> Problem {
    let detail = "文件过大，最多 32 MB；更大的台账请用命令行 gongkai import 导入";
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail)
}

/// One, with what was found.
#[get("/imports/{id}")]
pub async fn read(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let query = move |conn: &mut AnyConn| reading::apart(imports::read(conn, &actor, Id(id.0)));
    Ok(HttpResponse::Ok().json(View::of(app.scan(query).await??)?))
}

/// What a person decides.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    #[serde(default)]
    leaves_out_refused: bool,
}

/// Has it recorded.
#[post("/imports/{id}/confirmation")]
pub async fn confirm(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    id: Path<Uuid>,
    body: Json<Confirmation>,
) -> Result<HttpResponse, Problem> {
    let keys = app.keys.clone();
    let leaves_out = body.0.leaves_out_refused;
    let work = move |tx: &mut Tx<'_>| imports::confirm(tx, &keys, &actor, Id(id.0), leaves_out);
    Ok(HttpResponse::Accepted().json(View::of(app.write::<_, Error>(work).await?)?))
}

/// Throws it away.
#[delete("/imports/{id}")]
pub async fn discard(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let keys = app.keys.clone();
    app.write::<_, Error>(move |tx| imports::discard(tx, &keys, &actor, Id(id.0))).await?;
    Ok(HttpResponse::NoContent().finish())
}
