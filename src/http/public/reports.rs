//! `/public/reports`: the year tables that everybody may read; `/annual-tables/{year}/publication`: the act that lets them.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::Deserialize;

use crate::actions::Error;
use crate::actions::public::reports;
use crate::actions::reporting::seal::Report;
use crate::app::App;
use crate::db::Tx;
use crate::db::published_reports::Mark;
use crate::domain::annual_report::Scope;
use crate::http::auth::SignedIn;
use crate::http::input::a_year;
use crate::http::limits::{Asked, count};
use crate::http::{Cursor, Json, Limit, Page, Path, Problem, Query};

/// Which reports.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    organ: Option<String>,
    #[serde(default)]
    limit: Limit,
    cursor: Option<Cursor>,
}

/// The published reports.
#[get("/public/reports")]
pub async fn list(
    app: Data<App>,
    request: HttpRequest,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    count(&request, Asked::Look)?;
    let Wanted { organ, limit, cursor } = wanted.0;
    let after: Option<Mark> = cursor.as_ref().map(Cursor::read).transpose()?;
    let page = (after, limit.with_one_more());
    let found = app
        .scan(move |conn| reports::list(conn, organ.as_deref(), (page.0.as_ref(), page.1)))
        .await??;
    Ok(HttpResponse::Ok().json(Page::of(found, limit, reports::Listed::mark)))
}

fn own() -> Scope {
    Scope::Organ
}

/// Which report.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Which {
    organ: String,
    #[serde(default = "own")]
    scope: Scope,
}

/// A published report.
#[get("/public/reports/{year}")]
pub async fn read(
    app: Data<App>,
    request: HttpRequest,
    year: Path<i32>,
    which: Query<Which>,
) -> Result<HttpResponse, Problem> {
    count(&request, Asked::Look)?;
    a_year(year.0)?;
    let Which { organ, scope } = which.0;
    let report = Report { organ, year: year.0, scope };
    let found = app.read(move |conn| reports::read(conn, &report)).await??;
    Ok(HttpResponse::Ok().json(found))
}

/// What is to be published.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    organ: String,
    #[serde(default = "own")]
    scope: Scope,
    version: Option<i32>,
}

/// Lets everybody read a sealed table.
#[post("/annual-tables/{year}/publication")]
pub async fn publish(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    year: Path<i32>,
    body: Json<Publication>,
) -> Result<HttpResponse, Problem> {
    a_year(year.0)?;
    let Publication { organ, scope, version } = body.0;
    let (keys, report) = (app.keys.clone(), Report { organ, year: year.0, scope });
    let work = move |tx: &mut Tx<'_>| reports::publish(tx, &keys, &actor, &report, version);
    let version = app.write::<_, Error>(work).await?;
    Ok(HttpResponse::Ok().json(serde_json::json!({"version": version})))
}
