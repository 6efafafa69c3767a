//! `/challenges`: reviews and lawsuits against an organ, of a case or of none.

use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::auth::SignedIn;
use super::input::at_most;
use super::{Create, Cursor, IfMatch, Json, Limit, Page, Path, Problem, Query, created, tagged};
use crate::actions::challenges::{self, Conclusion, Correction, Shown, Told};
use crate::actions::idempotency::{Created, Once, once};
use crate::actions::{Actor, Error, reading};
use crate::app::App;
use crate::db::{AnyConn, Tx};
use crate::domain::challenge::{ChallengeKind, ChallengeResult, Ending};
use crate::domain::dossier::Text;

/// One as it stands.
#[derive(Serialize)]
struct View {
    id: Uuid,
    organ: String,
    kind: ChallengeKind,
    kind_label: &'static str,
    number: Option<String>,
    forum: Option<String>,
    accepted_on: NaiveDate,
    simplified: bool,
    copy_received_on: Option<NaiveDate>,
    /// The last day for answer and evidence.
    defence_due_on: Option<NaiveDate>,
    defence_provisional: bool,
    defended_on: Option<NaiveDate>,
    concluded_on: Option<NaiveDate>,
    endings: Vec<Ending>,
    result: Option<ChallengeResult>,
    result_label: Option<&'static str>,
    cases: Vec<String>,
    reason: Option<String>,
    recorded_by: Option<String>,
    recorded_at: DateTime<Utc>,
}

impl View {
    fn of(shown: Shown) -> Self {
        let Shown { id, organ, recorded, defence } = shown;
        let (challenge, recorded_at) = (recorded.challenge, recorded.at);
        let (result, own) = (challenge.conclusion.map(|(result, _)| result), challenge.own);
        Self {
            id,
            organ,
            kind: challenge.kind,
            kind_label: challenge.kind.label(),
            number: challenge.number,
            forum: own.forum,
            accepted_on: challenge.accepted_on,
            simplified: own.simplified,
            copy_received_on: own.copy_received_on,
            defence_due_on: defence.map(|due| due.day),
            defence_provisional: defence.is_some_and(|due| due.provisional),
            defended_on: own.defended_on,
            concluded_on: challenge.conclusion.map(|(_, on)| on),
            endings: own.endings,
            result,
            result_label: result.map(ChallengeResult::label),
            cases: challenges::listed(&challenge.case_numbers),
            reason: own.reason,
            recorded_by: own.recorded_by,
            recorded_at,
        }
    }
}

/// One with the versions that it superseded, the last first.
#[derive(Serialize)]
struct WithHistory {
    #[serde(flatten)]
    current: View,
    superseded: Vec<View>,
}

fn shown(conn: &mut AnyConn, actor: &Actor, id: Uuid) -> Result<(WithHistory, i32), Error> {
    let versions = challenges::seen(conn, actor, id)?;
    let version = i32::try_from(versions.len()).unwrap_or(i32::MAX);
    let mut versions = versions.into_iter().map(View::of);
    let current = versions.next().ok_or(Error::NoSuchChallenge)?;
    Ok((WithHistory { current, superseded: versions.collect() }, version))
}

/// Which are wanted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    organ: Option<String>,
    #[serde(default)]
    below: bool,
    kind: Option<ChallengeKind>,
    open: Option<bool>,
    result: Option<ChallengeResult>,
    accepted_from: Option<NaiveDate>,
    accepted_to: Option<NaiveDate>,
    number: Option<String>,
    #[serde(default)]
    limit: Limit,
    cursor: Option<Cursor>,
}

/// The list, the last accepted first.
#[get("/challenges")]
pub async fn list(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    let Wanted { organ, below, kind, open, result, accepted_from, accepted_to, number, .. } =
        wanted.0;
    at_most(200, "number", number.as_deref())?;
    let limit = wanted.0.limit;
    let after = wanted.0.cursor.map(|cursor| cursor.read()).transpose()?;
    let wanted =
        challenges::Wanted { organ, below, kind, open, result, accepted_from, accepted_to, number };
    let query = move |conn: &mut AnyConn| {
        reading::apart(challenges::page(conn, &actor, wanted, after, limit.with_one_more()))
    };
    let found = app.scan(query).await??;
    let mark = |shown: &Shown| (shown.recorded.challenge.accepted_on, shown.id);
    let Page { items, next } = Page::of(found, limit, mark);
    Ok(HttpResponse::Ok().json(Page { items: items.into_iter().map(View::of).collect(), next }))
}

/// One.
#[get("/challenges/{id}")]
pub async fn read(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let query = move |conn: &mut AnyConn| reading::apart(shown(conn, &actor, id.0));
    let (view, version) = app.read(query).await??;
    Ok(tagged(version, &view))
}

/// Of which organ, where several have the number.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfOrgan {
    organ: Option<String>,
}

/// Those that touch a case.
#[get("/cases/{number}/challenges")]
pub async fn of_case(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    number: Path<String>,
    which: Query<OfOrgan>,
) -> Result<HttpResponse, Problem> {
    let query = move |conn: &mut AnyConn| match reading::case(
        conn,
        &actor,
        (&number, which.organ.as_deref()),
    )? {
        Ok(case) => Ok(Ok(challenges::of_case(conn, case.id)?)),
        Err(error) => Ok(Err(error)),
    };
    let found: Result<Vec<Shown>, Error> = app.read(query).await?;
    Ok(HttpResponse::Ok().json(found?.into_iter().map(View::of).collect::<Vec<_>>()))
}

/// One to be recorded.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct New {
    organ: String,
    kind: ChallengeKind,
    number: Option<Text>,
    forum: Option<Text>,
    accepted_on: NaiveDate,
    #[serde(default)]
    simplified: bool,
    copy_received_on: Option<NaiveDate>,
    #[serde(default)]
    cases: Vec<String>,
}

/// One of a case to be recorded.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewOfCase {
    kind: ChallengeKind,
    number: Option<Text>,
    forum: Option<Text>,
    accepted_on: NaiveDate,
    #[serde(default)]
    simplified: bool,
    copy_received_on: Option<NaiveDate>,
    #[serde(default)]
    other_cases: Vec<String>,
}

/// Records one, of cases or of none.
#[post("/challenges")]
pub async fn add(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    create: Create<New>,
) -> Result<HttpResponse, Problem> {
    let Create { body, once } = create;
    let New { organ, kind, number, forum, accepted_on, simplified, copy_received_on, cases } = body;
    let told = Told { kind, number, forum, accepted_on, simplified, copy_received_on, cases };
    recorded(app, actor, once, move |_, _| Ok((organ, told))).await
}

/// Records one of a case.
#[post("/cases/{number}/challenges")]
pub async fn add_to_case(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    number: Path<String>,
    which: Query<OfOrgan>,
    create: Create<NewOfCase>,
) -> Result<HttpResponse, Problem> {
    let Create { body, once } = create;
    let NewOfCase {
        kind, forum, accepted_on, simplified, copy_received_on, mut other_cases, ..
    } = body;
    let own = body.number;
    recorded(app, actor, once, move |tx, actor| {
        let case = reading::case(tx, actor, (&number, which.organ.as_deref()))??;
        other_cases.insert(0, case.number);
        let (cases, number) = (other_cases, own);
        let told = Told { kind, number, forum, accepted_on, simplified, copy_received_on, cases };
        Ok((case.organ, told))
    })
    .await
}

async fn recorded(
    app: Data<App>,
    actor: Actor,
    mark: Option<Once>,
    tell: impl FnOnce(&mut Tx<'_>, &Actor) -> Result<(String, Told), Error> + Send + 'static,
) -> Result<HttpResponse, Problem> {
    let keys = app.keys.clone();
    let work = move |tx: &mut Tx<'_>| {
        once(tx, &actor, mark.as_ref(), |tx| {
            let (organ, told) = tell(tx, &actor)?;
            let id = challenges::add(tx, &keys, &actor, (&organ, &told))?;
            let (view, version) = shown(tx, &actor, id)?;
            let body = serde_json::to_value(view).unwrap_or_default();
            Ok(Created {
                location: format!("/api/v1/challenges/{id}"),
                version: Some(version),
                body,
            })
        })
    };
    Ok(created(&app.write::<_, Error>(work).await?))
}

/// A further version of one; gives it as it stands then.
async fn done(
    app: Data<App>,
    actor: Actor,
    id: Uuid,
    act: impl FnOnce(&mut Tx<'_>, &Actor) -> Result<(), Error> + Send + 'static,
) -> Result<HttpResponse, Problem> {
    let work = move |tx: &mut Tx<'_>| {
        act(tx, &actor)?;
        shown(tx, &actor, id)
    };
    let (view, version) = app.write::<_, Error>(work).await?;
    Ok(tagged(version, &view))
}

/// The day on which answer and evidence were handed in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Defended {
    defended_on: NaiveDate,
}

/// The organ handed in its answer and evidence.
#[post("/challenges/{id}/defence")]
pub async fn defend(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    id: Path<Uuid>,
    version: IfMatch,
    body: Json<Defended>,
) -> Result<HttpResponse, Problem> {
    let (keys, which, on) = (app.keys.clone(), (id.0, version.0), body.0.defended_on);
    done(app, actor, id.0, move |tx, actor| challenges::defend(tx, &keys, actor, which, on)).await
}

/// How it ended.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concluded {
    concluded_on: NaiveDate,
    endings: Vec<Ending>,
}

impl From<Concluded> for Conclusion {
    fn from(Concluded { concluded_on, endings }: Concluded) -> Self {
        Self { on: concluded_on, endings }
    }
}

/// It ended, by its effective result.
#[post("/challenges/{id}/conclusion")]
pub async fn conclude(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    id: Path<Uuid>,
    version: IfMatch,
    body: Json<Concluded>,
) -> Result<HttpResponse, Problem> {
    let (keys, which) = (app.keys.clone(), (id.0, version.0));
    let how = body.0.into();
    done(app, actor, id.0, move |tx, actor| challenges::conclude(tx, &keys, actor, which, how))
        .await
}

/// What the record is to say instead.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corrected {
    reason: Text,
    kind: ChallengeKind,
    number: Option<Text>,
    forum: Option<Text>,
    accepted_on: NaiveDate,
    #[serde(default)]
    simplified: bool,
    copy_received_on: Option<NaiveDate>,
    defended_on: Option<NaiveDate>,
    conclusion: Option<Concluded>,
    #[serde(default)]
    cases: Vec<String>,
}

/// Corrects the record as a whole.
#[post("/challenges/{id}/correction")]
pub async fn correct(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    id: Path<Uuid>,
    version: IfMatch,
    body: Json<Corrected>,
) -> Result<HttpResponse, Problem> {
    let Corrected { reason, kind, number, forum, accepted_on, simplified, .. } = body.0;
    let Corrected { copy_received_on, defended_on, conclusion, cases, .. } = body.0;
    let told = Told { kind, number, forum, accepted_on, simplified, copy_received_on, cases };
    let conclusion = conclusion.map(Conclusion::from);
    let correction = Correction { reason, told, defended_on, conclusion };
    let (keys, which) = (app.keys.clone(), (id.0, version.0));
    let act = move |tx: &mut Tx<'_>, actor: &Actor| {
        challenges::correct(tx, &keys, actor, which, correction)
    };
    done(app, actor, id.0, act).await
}
