//! Who asks: masked for everybody who may read the case, in full for those who say what for, corrected with a reason.

use actix_web::http::header::ETAG;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Deserializer, Serialize};

use super::acts::{After, When};
use super::auth::SignedIn;
use super::{IfMatch, Json, Path, Problem, Query, tagged};
use crate::actions::handling::Which;
use crate::actions::intake::Agent;
use crate::actions::requesters::{self, Change, Correction, Shown};
use crate::actions::{Error, reading};
use crate::app::App;
use crate::db::cases::handled;
use crate::db::{AnyConn, Tx};
use crate::domain::dossier::Text;
use crate::domain::dossier::deed::ReadRequester;

/// Of which organ, where several have the number.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfOrgan {
    pub(super) organ: Option<String>,
}

/// The requesters, masked.
#[get("/cases/{number}/requester")]
pub async fn show(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    number: Path<String>,
    of: Query<OfOrgan>,
) -> Result<HttpResponse, Problem> {
    let keys = app.keys.clone();
    let query = move |conn: &mut AnyConn| {
        requesters::masked(conn, &keys, &actor, (&number, of.organ.as_deref()))
    };
    let found: Result<(Shown, i32), Error> = app.read(query).await?;
    let (shown, version) = found?;
    Ok(tagged(version, &shown))
}

/// The requesters in full; who reads them and what for stands in the log of the case.
#[post("/cases/{number}/requester/reading")]
pub async fn read(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    number: Path<String>,
    of: Query<OfOrgan>,
    why: Json<ReadRequester>,
) -> Result<HttpResponse, Problem> {
    let keys = app.keys.clone();
    let work = move |tx: &mut Tx<'_>| {
        requesters::read(tx, &keys, &actor, (&number, of.organ.as_deref()), why.0)
    };
    Ok(HttpResponse::Ok().json(app.write::<_, Error>(work).await?))
}

/// What is to be corrected; a field that is not there stays, null takes its value away.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corrected {
    #[serde(default = "first")]
    requester: u16,
    reason: Text,
    name: Option<String>,
    #[serde(default, deserialize_with = "told")]
    identity_number: Change<String>,
    #[serde(default, deserialize_with = "told")]
    phone: Change<String>,
    #[serde(default, deserialize_with = "told")]
    email: Change<String>,
    #[serde(default, deserialize_with = "told")]
    address: Change<String>,
    #[serde(default, deserialize_with = "told")]
    agent: Change<Agent>,
}

fn first() -> u16 {
    1
}

/// Tells null from nothing.
fn told<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Change<T>, D::Error> {
    Option::deserialize(deserializer).map(Change::To)
}

/// Corrects what is recorded of a requester.
#[post("/cases/{number}/requester/corrections")]
pub async fn correct(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    number: Path<String>,
    when: Query<When>,
    version: IfMatch,
    told: Json<Corrected>,
) -> Result<HttpResponse, Problem> {
    let Corrected { requester, reason, name, identity_number, phone, email, address, agent } =
        told.0;
    let correction =
        Correction { requester, reason, name, identity_number, phone, email, address, agent };
    let (keys, named) = (app.keys.clone(), number.0.clone());
    let work = move |tx: &mut Tx<'_>| {
        let which = Which { number: &named, organ: when.organ.as_deref(), version: version.0 };
        let on = when.on.unwrap_or(actor.today);
        requesters::correct(tx, &keys, &actor, which, (correction, on))
    };
    let (case, version) = app.write::<_, Error>(work).await?;
    let mut response = HttpResponse::Ok();
    response.insert_header((ETAG, format!("\"{version}\"")));
    Ok(response.json(After::of(number.0, case)))
}

/// A number of a case.
#[derive(Serialize)]
struct NumberView {
    number: String,
    kind: String,
}

/// Every number under which a case was ever known.
#[get("/cases/{number}/numbers")]
pub async fn numbers(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    number: Path<String>,
    of: Query<OfOrgan>,
) -> Result<HttpResponse, Problem> {
    let query = move |conn: &mut AnyConn| {
        let row = match reading::case(conn, &actor, (&number, of.organ.as_deref()))? {
            Ok(row) => row,
            Err(error) => return Ok(Err(error)),
        };
        Ok(Ok(handled::numbers(conn, row.id)?))
    };
    let found: Result<Vec<(String, String)>, Error> = app.read(query).await?;
    let numbers = found?.into_iter().map(|(number, kind)| NumberView { number, kind });
    Ok(HttpResponse::Ok().json(numbers.collect::<Vec<_>>()))
}
