//! `/figures`: how an office and those below it are doing; each number opens its cases.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::auth::SignedIn;
use super::{Problem, Query};
use crate::actions::{figures, reading};
use crate::app::App;
use crate::db::AnyConn;

/// Which figures; this year up to today if no days are said.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    organ: String,
    #[serde(default)]
    below: bool,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// The figures.
#[get("/figures")]
pub async fn read(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    let Wanted { organ, below, from, to } = wanted.0;
    let to = to.unwrap_or(actor.today);
    let from = from.unwrap_or_else(|| NaiveDate::from_ymd_opt(to.year(), 1, 1).unwrap_or(to));
    let query = move |conn: &mut AnyConn| {
        let wanted = figures::Wanted { organ: &organ, below, from, to };
        reading::apart(figures::report(conn, &actor, wanted))
    };
    Ok(HttpResponse::Ok().json(app.scan(query).await??))
}
