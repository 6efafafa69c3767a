//! `/organs/{code}/message-templates`: the words in which an organ writes to requesters and staff.

use actix_web::web::Data;
use actix_web::{HttpResponse, delete, get, post, put};
use serde::{Deserialize, Serialize};
use strum::VariantArray;

use super::auth::SignedIn;
use super::{IfMatch, Json, Path, Problem, tagged};
use crate::actions::messages::templates;
use crate::actions::{Actor, Error, reading};
use crate::app::App;
use crate::db::message_templates::StoredTemplate;
use crate::db::{AnyConn, Tx};
use crate::domain::message::{MessageKind, sample};
use crate::letters::message::{Wording, Written, usual, write};

/// The words for a kind of message, as they are used.
#[derive(Serialize)]
struct View {
    kind: MessageKind,
    label: &'static str,
    is_own: bool,
    subject: String,
    text: String,
    placeholders: Vec<&'static str>,
}

impl View {
    fn of(kind: MessageKind, own: Option<Wording>) -> Self {
        let is_own = own.is_some();
        let Wording { subject, text } = own.unwrap_or_else(|| usual(kind));
        let placeholders = kind.placeholders().iter().map(|one| one.word()).collect();
        Self { kind, label: kind.label(), is_own, subject, text, placeholders }
    }
}

fn own(stored: StoredTemplate) -> Option<Wording> {
    Some(Wording { subject: stored.subject?, text: stored.text? })
}

/// The words of every kind.
#[get("/organs/{code}/message-templates")]
pub async fn list(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let query = move |conn: &mut AnyConn| reading::apart(templates::of(conn, &actor, &code.0));
    let mut stored = app.read(query).await??;
    let views = MessageKind::VARIANTS.iter().map(|kind| {
        let place = stored.iter().position(|one| one.kind.0 == *kind);
        View::of(*kind, place.and_then(|place| own(stored.swap_remove(place))))
    });
    Ok(HttpResponse::Ok().json(views.collect::<Vec<_>>()))
}

/// The words of one kind.
#[get("/organs/{code}/message-templates/{kind}")]
pub async fn read(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    place: Path<(String, MessageKind)>,
) -> Result<HttpResponse, Problem> {
    let kind = place.1;
    let (stored, _) = found(&app, actor, place.0).await?;
    let version = stored.as_ref().map_or(0, |stored| stored.version);
    Ok(tagged(version, &View::of(kind, stored.and_then(own))))
}

async fn found(
    app: &App,
    actor: Actor,
    (code, kind): (String, MessageKind),
) -> Result<(Option<StoredTemplate>, String), Problem> {
    let query =
        move |conn: &mut AnyConn| reading::apart(templates::find(conn, &actor, (&code, kind)));
    Ok(app.read(query).await??)
}

/// Words to be used.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewWords {
    subject: String,
    text: String,
}

/// Sets the words of one kind.
#[put("/organs/{code}/message-templates/{kind}")]
pub async fn change(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    place: Path<(String, MessageKind)>,
    version: IfMatch,
    body: Json<NewWords>,
) -> Result<HttpResponse, Problem> {
    let ((code, kind), NewWords { subject, text }) = (place.0, body.0);
    let view = View::of(kind, Some(Wording { subject: subject.clone(), text: text.clone() }));
    let keys = app.keys.clone();
    let work = move |tx: &mut Tx<'_>| {
        let said = Some((subject.as_str(), text.as_str()));
        templates::put(tx, &keys, &actor, (&code, kind, version.0), said)
    };
    app.write::<_, Error>(work).await?;
    Ok(tagged(version.0 + 1, &view))
}

/// Takes the usual words up again.
#[delete("/organs/{code}/message-templates/{kind}")]
pub async fn take_back(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    place: Path<(String, MessageKind)>,
    version: IfMatch,
) -> Result<HttpResponse, Problem> {
    let ((code, kind), keys) = (place.0, app.keys.clone());
    let work =
        move |tx: &mut Tx<'_>| templates::put(tx, &keys, &actor, (&code, kind, version.0), None);
    app.write::<_, Error>(work).await?;
    Ok(tagged(version.0 + 1, &View::of(kind, None)))
}

/// Words to be tried; what is left out is as it is used.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tried {
    subject: Option<String>,
    text: Option<String>,
}

/// A message with invented values.
#[derive(Serialize)]
struct Preview {
    subject: String,
    text: String,
    html: String,
}

/// Shows what words make; sends and keeps nothing.
#[post("/organs/{code}/message-templates/{kind}/preview")]
pub async fn preview(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    place: Path<(String, MessageKind)>,
    body: Json<Tried>,
) -> Result<HttpResponse, Problem> {
    let kind = place.1;
    let (stored, organ) = found(&app, actor, place.0).await?;
    let mut words = stored.and_then(own).unwrap_or_else(|| usual(kind));
    words.subject = body.0.subject.unwrap_or(words.subject);
    words.text = body.0.text.unwrap_or(words.text);
    templates::check(kind, (&words.subject, &words.text))?;
    let written = write(kind, &words, &sample(kind, &organ));
    let Written { subject, text, html } = written.map_err(|bad| Problem::internal(&bad))?;
    Ok(HttpResponse::Ok().json(Preview { subject, text, html }))
}
