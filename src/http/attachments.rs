//! `/cases/{number}/attachments`: files beside a case; `/cases/{number}/query-code`: the way in of its requester.

use actix_web::http::header::ETAG;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::Deserialize;
use uuid::Uuid;

use super::acts::After;
use super::auth::SignedIn;
use super::cases::Which;
use super::{IfMatch, Json, Path, Problem, Query, files};
use crate::actions::{Error, attachments, handling, query_code, reading};
use crate::app::App;
use crate::db::{AnyConn, Tx};
use crate::domain::attachment::AttachmentKind;
use crate::domain::dossier::Text;
use crate::domain::dossier::deed::{RemoveAttachment, ResetQueryCode};

/// What is attached.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct New {
    organ: Option<String>,
    name: String,
    #[serde(default)]
    kind: AttachmentKind,
}

/// Attaches a file. Whether that may be is asked before anything is sent, and again before it counts.
#[post("/cases/{number}/attachments")]
pub async fn add(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    number: Path<String>,
    new: Query<New>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let New { organ, name, kind } = new.0;
    let (asker, case, of) = (actor.clone(), number.0.clone(), organ.clone());
    let query = move |conn: &mut AnyConn| {
        reading::apart(attachments::may_attach(conn, &asker, (&case, of.as_deref())))
    };
    app.read(query).await??;
    let file = files::receive(&request, payload, (&name, app.config.file_limit)).await?;
    let (keys, id) = (app.keys.clone(), file.id);
    let location = format!("/api/v1/cases/{}/attachments/{id}", number.0);
    let work = move |tx: &mut Tx<'_>| {
        let which = (number.as_str(), organ.as_deref());
        attachments::attach(tx, &keys, &actor, which, (&file, kind))
    };
    let shown = files::take_back(&app, id, app.write::<_, Error>(work).await).await?;
    Ok(HttpResponse::Created().insert_header(("Location", location)).json(shown))
}

/// The files of a case.
#[get("/cases/{number}/attachments")]
pub async fn list(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    number: Path<String>,
    which: Query<Which>,
) -> Result<HttpResponse, Problem> {
    let keys = app.keys.clone();
    let query = move |conn: &mut AnyConn| {
        let which = (number.as_str(), which.organ.as_deref());
        reading::apart(attachments::list(conn, &keys, &actor, which))
    };
    Ok(HttpResponse::Ok().json(app.read(query).await??))
}

/// One of them, to be saved.
#[get("/cases/{number}/attachments/{id}")]
pub async fn read(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    place: Path<(String, Uuid)>,
    which: Query<Which>,
) -> Result<HttpResponse, Problem> {
    let keys = app.keys.clone();
    let work = move |tx: &mut Tx<'_>| {
        let (number, id) = &place.0;
        attachments::take(tx, &keys, &actor, (number, which.organ.as_deref()), *id)
    };
    let taken = app.write::<_, Error>(work).await?;
    files::give(&app, taken).await
}

/// Why a file goes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Removal {
    reason: Text,
}

/// Removes a file.
#[post("/cases/{number}/attachments/{id}/removal")]
pub async fn remove(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    place: Path<(String, Uuid)>,
    which: Query<Which>,
    version: IfMatch,
    removal: Json<Removal>,
) -> Result<HttpResponse, Problem> {
    let (keys, (number, id)) = (app.keys.clone(), place.0);
    let named = number.clone();
    let work = move |tx: &mut Tx<'_>| {
        let organ = which.organ.as_deref();
        let which = handling::Which { number: &named, organ, version: version.0 };
        let remove = RemoveAttachment { attachment: id, reason: removal.0.reason };
        attachments::remove(tx, &keys, &actor, which, remove)
    };
    let (case, version) = app.write::<_, Error>(work).await?;
    let mut response = HttpResponse::Ok();
    response.insert_header((ETAG, format!("\"{version}\"")));
    Ok(response.json(After::of(number, case)))
}

/// Gives the requester another code.
#[post("/cases/{number}/query-code")]
pub async fn reset_code(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    number: Path<String>,
    which: Query<Which>,
    version: IfMatch,
    reset: Json<ResetQueryCode>,
) -> Result<HttpResponse, Problem> {
    let (keys, named) = (app.keys.clone(), number.0.clone());
    let work = move |tx: &mut Tx<'_>| {
        let organ = which.organ.as_deref();
        let which = handling::Which { number: &named, organ, version: version.0 };
        query_code::reset(tx, &keys, &actor, which, reset.0)
    };
    let (code, version) = app.write::<_, Error>(work).await?;
    let mut response = HttpResponse::Ok();
    response.insert_header((ETAG, format!("\"{version}\"")));
    Ok(response.json(serde_json::json!({"number": number.0, "query_code": code})))
}
