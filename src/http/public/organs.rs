//! `/public/organs`: who takes requests, and what its guide tells.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use serde::Deserialize;

use crate::actions::public::organs;
use crate::app::App;
use crate::http::input::at_most;
use crate::http::limits::{Asked, count};
use crate::http::{Cursor, Limit, Page, Path, Problem, Query};

/// Which organs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    q: Option<String>,
    #[serde(default)]
    limit: Limit,
    cursor: Option<Cursor>,
}

/// The organs that take requests.
#[get("/public/organs")]
pub async fn list(
    app: Data<App>,
    request: HttpRequest,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    count(&request, Asked::Look)?;
    let Wanted { q, limit, cursor } = wanted.0;
    at_most(100, "q", q.as_deref())?;
    let after: Option<String> = cursor.as_ref().map(Cursor::read).transpose()?;
    let (today, size) = (app.clock.today(), usize::try_from(limit.with_one_more()).unwrap_or(0));
    let found = app
        .scan(move |conn| organs::list(conn, (q.as_deref(), after.as_deref()), (today, size)))
        .await?;
    Ok(HttpResponse::Ok().json(Page::of(found, limit, |organ| organ.code.clone())))
}

/// One organ with its guide.
#[get("/public/organs/{code}")]
pub async fn read(
    app: Data<App>,
    request: HttpRequest,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    count(&request, Asked::Look)?;
    let today = app.clock.today();
    let found = app.scan(move |conn| organs::read(conn, &code.0, today)).await?;
    Ok(HttpResponse::Ok().json(found.ok_or_else(Problem::not_found)?))
}
