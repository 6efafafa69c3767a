//! `/annual-tables/{year}/seal`: 定稿锁定, and what has changed since.

use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use chrono::NaiveDate;
use serde::Deserialize;

use super::auth::SignedIn;
use super::{Create, Path, Problem, Query, created};
use crate::actions::Error;
use crate::actions::idempotency::{Created, once};
use crate::actions::reporting::seal::{self, Report};
use crate::app::App;
use crate::db::{AnyConn, Tx};
use crate::domain::annual_report::{Format, Scope};

fn own() -> Scope {
    Scope::Organ
}

/// What is to be sealed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSeal {
    organ: String,
    #[serde(default = "own")]
    scope: Scope,
    format: Option<Format>,
    as_of: Option<NaiveDate>,
}

/// Seals the table as the records give it now.
#[post("/annual-tables/{year}/seal")]
pub async fn add(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    year: Path<i32>,
    create: Create<NewSeal>,
) -> Result<HttpResponse, Problem> {
    let Create { body: NewSeal { organ, scope, format, as_of }, once: mark } = create;
    let report = Report { organ, year: year.0, scope };
    // Derived where nobody waits, then written at once.
    let (asker, wanted) = (actor.clone(), report.clone());
    let query = move |conn: &mut AnyConn| seal::derive(conn, &asker, &wanted, (format, as_of));
    let derived = app.scan(query).await??;
    let keys = app.keys.clone();
    let work = move |tx: &mut Tx<'_>| {
        once(tx, &actor, mark.as_ref(), |tx| {
            let version = seal::seal(tx, &keys, &actor, &report, &derived)?;
            let Report { organ, year, scope } = &report;
            let query = format!("organ={organ}&scope={scope}&version={version}");
            let location = format!("/api/v1/annual-tables/{year}/seal?{query}");
            let body = serde_json::json!({"version": version});
            Ok(Created { location, version: None, body })
        })
    };
    Ok(created(&app.write::<_, Error>(work).await?))
}

/// Which version.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Which {
    organ: String,
    #[serde(default = "own")]
    scope: Scope,
    version: Option<i32>,
    #[serde(default)]
    cases: bool,
}

/// A sealed table, held against the records as they are now.
#[get("/annual-tables/{year}/seal")]
pub async fn read(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    year: Path<i32>,
    which: Query<Which>,
) -> Result<HttpResponse, Problem> {
    let Which { organ, scope, version, cases } = which.0;
    let report = Report { organ, year: year.0, scope };
    let query = move |conn: &mut AnyConn| seal::seen(conn, &actor, &report, (version, cases));
    Ok(HttpResponse::Ok().json(app.scan(query).await??))
}
