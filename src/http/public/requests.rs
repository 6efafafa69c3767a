//! `/public/requests/…`: the own request, by number and code. A wrong number and a wrong code are answered alike.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use serde::Deserialize;
use uuid::Uuid;

use super::{Named, uploads};
use crate::actions::Error;
use crate::actions::public::acts::{self, Brought, Visit};
use crate::actions::public::status::{self, Status};
use crate::actions::reading;
use crate::app::App;
use crate::crypto::Keys;
use crate::db::{AnyConn, Tx};
use crate::domain::dossier::Text;
use crate::http::auth::origin;
use crate::http::input::at_most;
use crate::http::limits::tries;
use crate::http::{Json, Path, Problem, files};

/// Number and code.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByCode {
    number: String,
    code: String,
}

/// What is amended or added.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Addition {
    number: String,
    code: String,
    text: Text,
    #[serde(default)]
    attachments: Vec<Named>,
}

/// What is withdrawn.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    number: String,
    code: String,
    #[serde(default)]
    items: Vec<u16>,
    reason: Option<String>,
}

/// Longest number and code that are looked at.
const LONGEST: (usize, usize) = (200, 40);

fn check(number: &str, code: &str) -> Result<(), Problem> {
    at_most(LONGEST.0, "number", Some(number))?;
    at_most(LONGEST.1, "code", Some(code))
}

/// Whether the code was right, as far as an answer tells.
fn is_right<T>(answer: &Result<T, Error>) -> bool {
    !matches!(answer, Err(Error::NoSuchRequest))
}

/// How far the request is.
#[post("/public/requests/status")]
pub async fn read(
    app: Data<App>,
    request: HttpRequest,
    by: Json<ByCode>,
) -> Result<HttpResponse, Problem> {
    let ByCode { number, code } = by.0;
    check(&number, &code)?;
    let tried = tries(&request, &number)?;
    let (keys, today) = (app.keys.clone(), app.clock.today());
    let query = move |conn: &mut AnyConn| {
        reading::apart(status::read(conn, &keys, (&number, &code), today))
    };
    let found = app.read(query).await?;
    tried.was(is_right(&found));
    Ok(HttpResponse::Ok().json(found?))
}

/// Does something to the request that number and code open.
async fn visit<T: Send + 'static>(
    app: &Data<App>,
    request: &HttpRequest,
    (number, code): (String, String),
    work: impl FnOnce(&mut Tx<'_>, &Keys, &Visit) -> Result<T, Error> + Send + 'static,
) -> Result<T, Problem> {
    check(&number, &code)?;
    let tried = tries(request, &number)?;
    let at = (app.clock.now(), app.clock.today());
    let visit = Visit { number, code, origin: origin(request), at };
    let keys = app.keys.clone();
    let done = app.write::<_, Error>(move |tx| work(tx, &keys, &visit)).await;
    tried.was(is_right(&done));
    Ok(done?)
}

/// What is done with a text and files that a requester brings.
type Bringing = fn(&mut Tx<'_>, &Keys, &Visit, Brought) -> Result<Status, Error>;

async fn bring(
    app: &Data<App>,
    request: &HttpRequest,
    body: Addition,
    act: Bringing,
) -> Result<HttpResponse, Problem> {
    let Addition { number, code, text, attachments } = body;
    let brought = Brought { text, uploads: uploads(&attachments)? };
    let work = move |tx: &mut Tx<'_>, keys: &_, visit: &_| act(tx, keys, visit, brought);
    Ok(HttpResponse::Ok().json(visit(app, request, (number, code), work).await?))
}

/// 补正.
#[post("/public/requests/amendment")]
pub async fn amend(
    app: Data<App>,
    request: HttpRequest,
    body: Json<Addition>,
) -> Result<HttpResponse, Problem> {
    bring(&app, &request, body.0, acts::amend).await
}

/// 补充材料.
#[post("/public/requests/additions")]
pub async fn add(
    app: Data<App>,
    request: HttpRequest,
    body: Json<Addition>,
) -> Result<HttpResponse, Problem> {
    bring(&app, &request, body.0, acts::add).await
}

/// 撤回.
#[post("/public/requests/withdrawal")]
pub async fn withdraw(
    app: Data<App>,
    request: HttpRequest,
    body: Json<Withdrawal>,
) -> Result<HttpResponse, Problem> {
    let Withdrawal { number, code, items, reason } = body.0;
    at_most(2000, "reason", reason.as_deref())?;
    let told = (items, reason);
    let work = move |tx: &mut Tx<'_>, keys: &_, visit: &_| acts::withdraw(tx, keys, visit, told);
    Ok(HttpResponse::Ok().json(visit(&app, &request, (number, code), work).await?))
}

/// 确认收到答复.
#[post("/public/requests/reply-receipt")]
pub async fn confirm_reply(
    app: Data<App>,
    request: HttpRequest,
    by: Json<ByCode>,
) -> Result<HttpResponse, Problem> {
    let ByCode { number, code } = by.0;
    let done = visit(&app, &request, (number, code), acts::confirm_reply).await?;
    Ok(HttpResponse::Ok().json(done))
}

/// A file of the reply.
#[post("/public/requests/documents/{id}")]
pub async fn download(
    app: Data<App>,
    request: HttpRequest,
    id: Path<Uuid>,
    by: Json<ByCode>,
) -> Result<HttpResponse, Problem> {
    let ByCode { number, code } = by.0;
    let work = move |tx: &mut Tx<'_>, keys: &_, visit: &_| acts::download(tx, keys, visit, id.0);
    let taken = visit(&app, &request, (number, code), work).await?;
    files::give(&app, taken).await
}
