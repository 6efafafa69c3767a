//! `/people/{login_name}/rights` and `/deputies`: who holds which role where, and who acts for whom.

use actix_web::web::Data;
use actix_web::{HttpResponse, delete, get, post};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::auth::SignedIn;
use super::session::RightView;
use super::{Json, Path, Problem};
use crate::actions::{Error, people, reading};
use crate::app::App;
use crate::db::{AnyConn, Id, Tx, rights};
use crate::domain::people::Role;

/// A role to be given.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewRight {
    role: Role,
    organ: String,
    department: Option<Uuid>,
}

/// Gives a role in an organ; the same one again changes nothing.
#[post("/people/{login_name}/rights")]
pub async fn give(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    login_name: Path<String>,
    body: Json<NewRight>,
) -> Result<HttpResponse, Problem> {
    let NewRight { role, organ, department } = body.0;
    let department = department.map(Id);
    let keys = app.keys.clone();
    let work = move |tx: &mut Tx<'_>| {
        people::give_right(tx, &keys, &actor, &login_name.0, (role, &organ, department))
    };
    let right = app.write::<_, Error>(work).await?;
    Ok(HttpResponse::Created().json(RightView::of(&right)))
}

/// Withdraws a role.
#[delete("/people/{login_name}/rights/{id}")]
pub async fn withdraw(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    place: Path<(String, Uuid)>,
) -> Result<HttpResponse, Problem> {
    let (login_name, id) = place.0;
    let keys = app.keys.clone();
    app.write::<_, Error>(move |tx| people::withdraw_right(tx, &keys, &actor, &login_name, Id(id)))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Who acts for a person, as it is shown.
#[derive(Serialize)]
struct DeputyView {
    id: Uuid,
    deputy: String,
    from_on: NaiveDate,
    to_on: NaiveDate,
}

/// Who acts for a person today or later.
#[get("/people/{login_name}/deputies")]
pub async fn deputies(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    login_name: Path<String>,
) -> Result<HttpResponse, Problem> {
    let query = move |conn: &mut AnyConn| {
        let seen = reading::apart(people::seen(conn, &actor, &login_name.0))?;
        let person = match seen {
            Ok((account, _)) => account.id,
            Err(error) => return Ok(Err(error)),
        };
        rights::deputies_of(conn, person, actor.today).map(Ok)
    };
    let found: Result<Vec<rights::Deputy>, Error> = app.read(query).await?;
    let views = found?.into_iter().map(|named| DeputyView {
        id: named.id.0,
        deputy: named.deputy,
        from_on: named.from_on,
        to_on: named.to_on,
    });
    Ok(HttpResponse::Ok().json(views.collect::<Vec<_>>()))
}

/// A deputy to be named.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewDeputy {
    deputy: String,
    from_on: NaiveDate,
    to_on: NaiveDate,
}

/// Names a deputy for some days.
#[post("/people/{login_name}/deputies")]
pub async fn name_deputy(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    login_name: Path<String>,
    body: Json<NewDeputy>,
) -> Result<HttpResponse, Problem> {
    let NewDeputy { deputy, from_on, to_on } = body.0;
    let keys = app.keys.clone();
    let named = deputy.clone();
    let work = move |tx: &mut Tx<'_>| {
        people::name_deputy(tx, &keys, &actor, (&login_name.0, &named), (from_on, to_on))
    };
    let id = app.write::<_, Error>(work).await?.0;
    Ok(HttpResponse::Created().json(DeputyView { id, deputy, from_on, to_on }))
}

/// Ends that somebody acts for a person.
#[delete("/people/{login_name}/deputies/{id}")]
pub async fn end_deputy(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    place: Path<(String, Uuid)>,
) -> Result<HttpResponse, Problem> {
    let (login_name, id) = place.0;
    let keys = app.keys.clone();
    app.write::<_, Error>(move |tx| people::end_deputy(tx, &keys, &actor, &login_name, Id(id)))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
