//! `/organs/{code}/departments`.

use actix_web::web::Data;
use actix_web::{HttpResponse, delete, get, post};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::auth::SignedIn;
use super::{Json, Path, Problem};
use crate::actions::{Error, departments, reading};
use crate::app::App;
use crate::db::rights::Department;
use crate::db::{AnyConn, Id, Tx};

#[derive(Serialize)]
struct View {
    id: Uuid,
    name: String,
}

impl View {
    fn of(department: Department) -> Self {
        Self { id: department.id.0, name: department.name }
    }
}

/// The departments of an organ.
#[get("/organs/{code}/departments")]
pub async fn list(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let query = move |conn: &mut AnyConn| reading::apart(departments::list(conn, &actor, &code.0));
    let found = app.read(query).await??;
    Ok(HttpResponse::Ok().json(found.into_iter().map(View::of).collect::<Vec<_>>()))
}

/// A department to be made.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewDepartment {
    name: String,
}

/// Makes a department.
#[post("/organs/{code}/departments")]
pub async fn add(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    code: Path<String>,
    body: Json<NewDepartment>,
) -> Result<HttpResponse, Problem> {
    let keys = app.keys.clone();
    let work = move |tx: &mut Tx<'_>| departments::add(tx, &keys, &actor, &code.0, body.0.name);
    let made = app.write::<_, Error>(work).await?;
    Ok(HttpResponse::Created().json(View::of(made)))
}

/// Closes a department.
#[delete("/organs/{code}/departments/{id}")]
pub async fn close(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    place: Path<(String, Uuid)>,
) -> Result<HttpResponse, Problem> {
    let (code, id) = place.0;
    let keys = app.keys.clone();
    app.write::<_, Error>(move |tx| departments::close(tx, &keys, &actor, &code, Id(id))).await?;
    Ok(HttpResponse::NoContent().finish())
}
