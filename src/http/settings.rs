//! `/organs/{code}/settings` and `/organs/{code}/phrases`: what an organ sets for itself.

use actix_web::web::Data;
use actix_web::{HttpResponse, delete, get, post, put};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::auth::SignedIn;
use super::calendar::recounted;
use super::{Create, IfMatch, Json, Path, Problem, Query, created, tagged};
use crate::actions::idempotency::{Created, once};
use crate::actions::{Error, reading, settings};
use crate::app::App;
use crate::db::phrases::Phrase;
use crate::db::{AnyConn, Id, Tx};
use crate::domain::dossier::{Form, Text};
use crate::domain::light::Lights;
use crate::domain::settings::{
    Guide, Messages, NumberPattern, PhraseKind, ReviewSteps, SetPeriods, Settings,
};

/// The settings as they stand, with every pattern that is used.
#[derive(Serialize)]
struct View {
    review_steps: ReviewSteps,
    is_small_unit: bool,
    lights: Lights,
    number_patterns: Patterns,
    periods: SetPeriods,
    messages: Messages,
    guide: Guide,
}

#[derive(Serialize)]
struct Patterns {
    registration: NumberPattern,
    documents: std::collections::BTreeMap<Form, NumberPattern>,
}

impl View {
    fn of(settings: &Settings) -> Self {
        let Settings {
            review_steps,
            is_small_unit,
            lights,
            number_patterns,
            periods,
            messages,
            guide,
        } = settings;
        let forms = <Form as strum::VariantArray>::VARIANTS.iter().copied();
        let documents = forms.map(|form| (form, number_patterns.document(form))).collect();
        let registration = number_patterns.registration();
        Self {
            review_steps: *review_steps,
            is_small_unit: *is_small_unit,
            lights: *lights,
            number_patterns: Patterns { registration, documents },
            periods: *periods,
            messages: messages.clone(),
            guide: guide.clone(),
        }
    }
}

/// The settings of an organ.
#[get("/organs/{code}/settings")]
pub async fn read(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let query = move |conn: &mut AnyConn| reading::apart(settings::read(conn, &actor, &code.0));
    let (found, version) = app.read(query).await??;
    Ok(tagged(version, &View::of(&found)))
}

/// Sets them as a whole; what is left out is as usual again.
#[put("/organs/{code}/settings")]
pub async fn change(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    code: Path<String>,
    version: IfMatch,
    body: Json<Settings>,
) -> Result<HttpResponse, Problem> {
    let (keys, wanted) = (app.keys.clone(), body.0);
    let view = View::of(&wanted);
    let work =
        move |tx: &mut Tx<'_>| settings::change(tx, &keys, &actor, (&code.0, version.0), &wanted);
    if let Some(recount) = app.write::<_, Error>(work).await? {
        recounted(&app, recount).await?;
    }
    Ok(tagged(version.0 + 1, &view))
}

/// A phrase of the library.
#[derive(Serialize)]
struct PhraseView {
    id: Uuid,
    kind: PhraseKind,
    title: String,
    text: String,
}

impl PhraseView {
    fn of(phrase: Phrase) -> Self {
        let Phrase { id, kind, title, text } = phrase;
        Self { id: id.0, kind: kind.0, title, text }
    }
}

/// Which phrases.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    kind: Option<PhraseKind>,
}

/// The phrases of an organ.
#[get("/organs/{code}/phrases")]
pub async fn phrases(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    code: Path<String>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    let query = move |conn: &mut AnyConn| {
        reading::apart(settings::phrases(conn, &actor, (&code.0, wanted.kind)))
    };
    let found = app.read(query).await??;
    Ok(HttpResponse::Ok().json(found.into_iter().map(PhraseView::of).collect::<Vec<_>>()))
}

/// A phrase to be added.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPhrase {
    kind: PhraseKind,
    title: String,
    text: Text,
}

/// Adds a phrase.
#[post("/organs/{code}/phrases")]
pub async fn add_phrase(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    code: Path<String>,
    create: Create<NewPhrase>,
) -> Result<HttpResponse, Problem> {
    let Create { body: NewPhrase { kind, title, text }, once: mark } = create;
    let keys = app.keys.clone();
    let work = move |tx: &mut Tx<'_>| {
        once(tx, &actor, mark.as_ref(), |tx| {
            let said = (kind, title, text);
            let phrase = settings::add_phrase(tx, &keys, &actor, &code.0, said)?;
            let location = format!("/api/v1/organs/{}/phrases/{}", code.0, phrase.id.0);
            let body = serde_json::to_value(PhraseView::of(phrase)).unwrap_or_default();
            Ok(Created { location, version: None, body })
        })
    };
    Ok(created(&app.write::<_, Error>(work).await?))
}

/// Takes a phrase out.
#[delete("/organs/{code}/phrases/{id}")]
pub async fn close_phrase(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    place: Path<(String, Uuid)>,
) -> Result<HttpResponse, Problem> {
    let (code, id) = place.0;
    let keys = app.keys.clone();
    let work = move |tx: &mut Tx<'_>| settings::close_phrase(tx, &keys, &actor, (&code, Id(id)));
    app.write::<_, Error>(work).await?;
    Ok(HttpResponse::NoContent().finish())
}
