//! `/service-accounts`: keys of portals and other systems, given by the security administrator.

use actix_web::web::Data;
use actix_web::{HttpResponse, delete, get, post};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::auth::SignedIn;
use super::{Cursor, Json, Limit, Page, Path, Problem, Query};
use crate::actions::{Error, reading, service_accounts};
use crate::app::App;
use crate::db::service_accounts::ServiceAccount;
use crate::db::{AnyConn, Id, Tx};

#[derive(Serialize)]
struct View {
    id: Uuid,
    name: String,
    organ: String,
    scopes: Vec<String>,
    recorded_at: DateTime<Utc>,
    /// Told once.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
}

impl View {
    fn of(account: ServiceAccount, key: Option<String>) -> Self {
        Self {
            id: account.id.0,
            name: account.name,
            organ: account.organ_code,
            scopes: account.scopes.split(' ').map(str::to_owned).collect(),
            recorded_at: account.recorded_at.0,
            key,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    #[serde(default)]
    limit: Limit,
    cursor: Option<Cursor>,
}

/// The accounts of the organs that one administers.
#[get("/service-accounts")]
pub async fn list(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    let Wanted { limit, cursor } = wanted.0;
    let after: Option<Uuid> = cursor.map(|cursor| cursor.read()).transpose()?;
    let query = move |conn: &mut AnyConn| {
        let size = limit.with_one_more();
        reading::apart(service_accounts::page(conn, &actor, after.map(Id), size))
    };
    let found = app.scan(query).await??;
    let Page { items, next } = Page::of(found, limit, |account: &ServiceAccount| account.id.0);
    let items = items.into_iter().map(|account| View::of(account, None)).collect();
    Ok(HttpResponse::Ok().json(Page { items, next }))
}

/// A system that is to get a key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewServiceAccount {
    name: String,
    organ: String,
    scopes: Vec<String>,
}

/// Makes an account; its key is told here and never again.
#[post("/service-accounts")]
pub async fn add(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    body: Json<NewServiceAccount>,
) -> Result<HttpResponse, Problem> {
    let NewServiceAccount { name, organ, scopes } = body.0;
    let keys = app.keys.clone();
    let work =
        move |tx: &mut Tx<'_>| service_accounts::add(tx, &keys, &actor, (name, &organ, &scopes));
    let (account, key) = app.write::<_, Error>(work).await?;
    Ok(HttpResponse::Created().json(View::of(account, Some(key))))
}

/// Closes an account; its key opens nothing from now on.
#[delete("/service-accounts/{id}")]
pub async fn close(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let keys = app.keys.clone();
    app.write::<_, Error>(move |tx| service_accounts::close(tx, &keys, &actor, Id(id.0))).await?;
    Ok(HttpResponse::NoContent().finish())
}
