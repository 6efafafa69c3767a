//! `/public/requests`: 提交申请; `/public/attachments`: the files that go with it.

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse, post};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::captcha::{Answer, Questions, check};
use super::{Named, outsider, uploads};
use crate::actions::attachments::{self, Upload};
use crate::actions::idempotency::{Created, Once, once};
use crate::actions::public::filing::{self, Form, Item, Who};
use crate::actions::{Actor, Error};
use crate::app::App;
use crate::crypto::digits;
use crate::db::Tx;
use crate::domain::dossier::deed::WantedWay;
use crate::domain::fee::Provision;
use crate::domain::requester::RequesterKind;
use crate::http::limits::{Asked, count};
use crate::http::{Create, Problem, Query, created, files};

/// The name of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct New {
    name: String,
}

/// A file that waits to be named.
#[derive(Serialize)]
struct View {
    id: Uuid,
    name: String,
    media_type: &'static str,
    size: u64,
    sha256: String,
    attach_by: DateTime<Utc>,
}

/// Keeps a file until a request names it.
#[post("/public/attachments")]
pub async fn upload(
    app: Data<App>,
    request: HttpRequest,
    new: Query<New>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    count(&request, Asked::Upload)?;
    let limit = app.config.public_file_limit;
    let file = files::receive(&request, payload, (&new.name, limit)).await?;
    let view = View {
        id: file.id,
        name: file.name.clone(),
        media_type: file.media.media_type(),
        size: file.size,
        sha256: digits(&file.sha256),
        attach_by: app.clock.now() + attachments::WAITS,
    };
    let (keys, actor, id) = (app.keys.clone(), outsider(&app, &request), file.id);
    let work = move |tx: &mut Tx<'_>| attachments::keep(tx, &keys, &actor, &file);
    files::take_back(&app, id, app.write::<_, Error>(work).await).await?;
    let location = "/api/v1/public/requests";
    Ok(HttpResponse::Created().insert_header(("Location", location)).json(view))
}

/// What a requester sends.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filed {
    organ: String,
    requester_kind: RequesterKind,
    requester: Who,
    items: Vec<Item>,
    wanted_form: Provision,
    wanted_way: WantedWay,
    consent: bool,
    #[serde(default)]
    attachments: Vec<Named>,
    captcha: Option<Answer>,
}

/// What files a request, away from this thread.
struct Work {
    form: Form,
    uploads: Vec<Upload>,
    captcha: Option<Answer>,
    once: Option<Once>,
    actor: Actor,
}

/// Files a request; number, code and due date are answered at once.
#[post("/public/requests")]
pub async fn add(
    app: Data<App>,
    questions: Data<Questions>,
    request: HttpRequest,
    create: Create<Filed>,
) -> Result<HttpResponse, Problem> {
    count(&request, Asked::File)?;
    let Create { body, once } = create;
    let uploads = uploads(&body.attachments)?;
    let Filed { organ, requester_kind, requester, items, wanted_form, wanted_way, .. } = body;
    let (consent, captcha) = (body.consent, body.captcha);
    let form = Form { organ, requester_kind, requester, items, wanted_form, wanted_way, consent };
    let work = Work { form, uploads, captcha, once, actor: outsider(&app, &request) };
    let within = app.clone();
    let done = app.write::<_, Error>(move |tx| work.does(tx, &within, &questions)).await?;
    Ok(created(&done))
}

impl Work {
    /// The code is in the answer and nowhere else: what is kept for a repeated call does not have it.
    fn does(self, tx: &mut Tx<'_>, app: &App, questions: &Questions) -> Result<Created, Error> {
        let Self { form, uploads, captcha, once: mark, actor } = self;
        let kept = once(tx, &actor, mark.as_ref(), |tx| {
            form.check()?;
            check(app, questions, captcha.as_ref())?;
            let filed = filing::file(tx, &app.keys, &actor, (&form, &uploads))?;
            let body = serde_json::to_value(filed).map_err(|error| unreadable(&error))?;
            let location = "/api/v1/public/requests/status".to_owned();
            Ok(Created { location, version: None, body })
        })?;
        let filed = serde_json::from_value(kept.body).map_err(|error| unreadable(&error))?;
        let receipt = filing::receipt(tx, &app.keys, &form.organ, filed)?;
        let body = serde_json::to_value(receipt).map_err(|error| unreadable(&error))?;
        Ok(Created { body, ..kept })
    }
}

fn unreadable(error: &serde_json::Error) -> Error {
    Error::StoredEvent(error.to_string())
}
