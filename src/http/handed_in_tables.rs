//! `/handed-in-tables`: the tables of organs that keep no cases here, as they are, with their faults.

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::{self, Data};
use actix_web::{HttpResponse, get, post};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::auth::SignedIn;
use super::input::a_year;
use super::{Cursor, Limit, Page, Path, Problem, Query};
use crate::actions::reporting::{self, HandedInTable};
use crate::actions::{Error, reading};
use crate::app::App;
use crate::db::handed_in_tables::Listed;
use crate::db::{AnyConn, Id, Tx};
use crate::domain::annual_report::{Finding, Format, Scope, SectionFour, SectionThree};
use crate::ledger::published;

/// The largest file; pictures of a report included.
const FILE_LIMIT: usize = 16 << 20;

/// One as it is listed.
#[derive(Serialize)]
struct Line {
    id: Uuid,
    organ: String,
    year: i32,
    scope: Scope,
    format: Format,
    recorded_at: DateTime<Utc>,
    recorded_by: Option<String>,
}

impl Line {
    fn of(listed: Listed) -> Self {
        Self {
            id: listed.id.0,
            organ: listed.organ,
            year: listed.year,
            scope: listed.table.scope,
            format: listed.table.format,
            recorded_at: listed.recorded_at.0,
            recorded_by: listed.recorded_by,
        }
    }
}

/// One with its numbers and what is wrong with them.
#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    line: Line,
    section_three: SectionThree,
    section_four: SectionFour,
    findings: Vec<Finding>,
}

impl View {
    fn of(shown: HandedInTable) -> Self {
        let HandedInTable { listed, three, four, findings } = shown;
        Self { line: Line::of(listed), section_three: three, section_four: four, findings }
    }
}

/// Which are wanted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    organ: Option<String>,
    #[serde(default)]
    below: bool,
    year: Option<i32>,
    #[serde(default)]
    limit: Limit,
    cursor: Option<Cursor>,
}

/// The current ones, in the order in which they came.
#[get("/handed-in-tables")]
pub async fn list(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    let Wanted { organ, below, year, limit, cursor } = wanted.0;
    year.map_or(Ok(()), a_year)?;
    let after: Option<Uuid> = cursor.map(|cursor| cursor.read()).transpose()?;
    let query = move |conn: &mut AnyConn| {
        let place = (organ.as_deref(), below, year);
        let size = limit.with_one_more();
        reading::apart(reporting::handed_in(conn, &actor, place, after.map(Id), size))
    };
    let found = app.scan(query).await??;
    let Page { items, next } = Page::of(found, limit, |listed: &Listed| listed.id.0);
    Ok(HttpResponse::Ok().json(Page { items: items.into_iter().map(Line::of).collect(), next }))
}

/// One.
#[get("/handed-in-tables/{id}")]
pub async fn read(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let query = move |conn: &mut AnyConn| reading::apart(reporting::seen(conn, &actor, Id(id.0)));
    Ok(HttpResponse::Ok().json(View::of(app.read(query).await??)))
}

/// Whose table of which year.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Whose {
    organ: String,
    year: i32,
    scope: Scope,
}

/// Takes in a table: JSON, xlsx, docx or html, known by its content.
#[post("/handed-in-tables")]
pub async fn hand_in(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    whose: Query<Whose>,
    file: web::Payload,
) -> Result<HttpResponse, Problem> {
    let (asker, organ) = (actor.clone(), whose.0.organ.clone());
    let query =
        move |conn: &mut AnyConn| reading::apart(reporting::may_hand_in(conn, &asker, &organ));
    app.read(query).await??;
    let bytes = bytes(file).await?;
    // A report may be long, and is unpacked where nobody waits.
    let table = web::block(move || published::read(&bytes)).await;
    let table = table.map_err(|error| Problem::internal(&error))?.map_err(Error::from)?;
    let Whose { organ, year, scope } = whose.0;
    let keys = app.keys.clone();
    let work =
        move |tx: &mut Tx<'_>| reporting::receive(tx, &keys, &actor, (&organ, year, scope), table);
    let view = View::of(app.write::<_, Error>(work).await?);
    let location = format!("/api/v1/handed-in-tables/{}", view.line.id);
    Ok(HttpResponse::Created().insert_header((LOCATION, location)).json(view))
}

async fn bytes(file: web::Payload) -> Result<web::Bytes, Problem> {
    match file.to_bytes_limited(FILE_LIMIT).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) => Err(Problem::new(StatusCode::BAD_REQUEST, "unreadable", "文件没有传完")),
        Err(_) => {
            let detail = "文件过大，最多 16 MB";
            Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail))
        }
    }
}
