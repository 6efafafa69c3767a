//! `/cases/{number}/deadlines`: every date of a case, and why it is what it is.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use serde::Deserialize;

use super::auth::SignedIn;
use super::{Path, Problem, Query};
use crate::actions::{deadlines, reading};
use crate::app::App;
use crate::db::AnyConn;

/// Of which organ, where several have the number; and whether day by day.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    organ: Option<String>,
    #[serde(default)]
    days: bool,
}

/// The dates.
#[get("/cases/{number}/deadlines")]
pub async fn read(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    number: Path<String>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    let query = move |conn: &mut AnyConn| {
        let which = (number.as_str(), wanted.organ.as_deref());
        reading::apart(deadlines::read(conn, &actor, which, wanted.days))
    };
    Ok(HttpResponse::Ok().json(app.read(query).await??))
}
