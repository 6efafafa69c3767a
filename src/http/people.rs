//! `/people`: accounts, made and closed by the system administrator, and what each person holds.

use actix_web::web::{self, Data};
use actix_web::{HttpResponse, delete, get, post, put};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::auth::{self, SignedIn};
use super::session::RightView;
use super::{Cursor, Json, Limit, Page, Path, Problem, Query};
use crate::actions::messages::Contact;
use crate::actions::people::{self, NewAccount};
use crate::actions::{Error, contacts, reading};
use crate::app::App;
use crate::crypto::{NoRandomness, password, token};
use crate::db::people::Account;
use crate::db::rights::Right;
use crate::db::{AnyConn, Tx};

/// A person as administrators see them.
#[derive(Serialize)]
struct PersonView {
    login_name: String,
    name: String,
    must_change_password: bool,
    second_factor: bool,
    locked_until: Option<DateTime<Utc>>,
    closed_at: Option<DateTime<Utc>>,
    /// Masked.
    email: Option<String>,
    /// Masked.
    phone: Option<String>,
    rights: Vec<RightView>,
}

impl PersonView {
    fn of((account, held): (Account, Vec<Right>), app: &App) -> Result<Self, Problem> {
        let (contact, now) = (contacts::masked(&app.keys, &account)?, app.clock.now());
        Ok(Self {
            second_factor: account.has_second_factor(),
            login_name: account.login_name,
            name: account.name,
            must_change_password: account.must_change_password,
            locked_until: account.locked_until.map(|until| until.0).filter(|until| *until > now),
            closed_at: account.closed_at.map(|at| at.0),
            email: contact.email,
            phone: contact.phone,
            rights: held.iter().map(RightView::of).collect(),
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    #[serde(default)]
    limit: Limit,
    cursor: Option<Cursor>,
}

/// The people of the organs that one administers, and those who hold nothing yet.
#[get("/people")]
pub async fn list(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    let Wanted { limit, cursor } = wanted.0;
    let after: Option<String> = cursor.map(|cursor| cursor.read()).transpose()?;
    let query = move |conn: &mut AnyConn| {
        reading::apart(people::page(conn, &actor, after.as_deref(), limit.with_one_more()))
    };
    let found = app.scan(query).await??;
    let Page { items, next } =
        Page::of(found, limit, |(account, _): &(Account, Vec<Right>)| account.login_name.clone());
    let items = items.into_iter().map(|found| PersonView::of(found, &app));
    let items = items.collect::<Result<Vec<_>, _>>()?;
    Ok(HttpResponse::Ok().json(Page { items, next }))
}

/// One person.
#[get("/people/{login_name}")]
pub async fn read(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    login_name: Path<String>,
) -> Result<HttpResponse, Problem> {
    let query = move |conn: &mut AnyConn| reading::apart(people::seen(conn, &actor, &login_name.0));
    let found = app.scan(query).await??;
    Ok(HttpResponse::Ok().json(PersonView::of(found, &app)?))
}

/// Somebody who is to get an account.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    login_name: String,
    name: String,
}

/// A password for one sign-in; told once, kept nowhere.
#[derive(Serialize)]
struct FirstPassword {
    login_name: String,
    first_password: String,
}

/// Makes an account.
#[post("/people")]
pub async fn add(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    body: Json<NewPerson>,
) -> Result<HttpResponse, Problem> {
    let NewPerson { login_name, name } = body.0;
    let (first_password, password_hash) = fresh_password(&app).await?;
    let told = FirstPassword { login_name: login_name.clone(), first_password };
    let account = NewAccount { login_name, name, password_hash, must_change_password: true };
    let keys = app.keys.clone();
    app.write::<_, Error>(move |tx| people::add(tx, &keys, &actor, account)).await?;
    Ok(HttpResponse::Created().json(told))
}

/// Gives a password for one sign-in to somebody who forgot theirs; their sessions end.
#[post("/people/{login_name}/password-reset")]
pub async fn reset_password(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    login_name: Path<String>,
) -> Result<HttpResponse, Problem> {
    let (first_password, hash) = fresh_password(&app).await?;
    let told = FirstPassword { login_name: login_name.0.clone(), first_password };
    let keys = app.keys.clone();
    app.write::<_, Error>(move |tx| {
        people::reset_password(tx, &keys, &actor, &login_name.0, &hash)
    })
    .await?;
    Ok(HttpResponse::Ok().json(told))
}

/// A new password and its hash, made where nobody waits.
async fn fresh_password(app: &App) -> Result<(String, String), Problem> {
    let cost = auth::cost(app);
    let made = web::block(move || {
        let fresh = token::first_password()?;
        let hash = password::hash(&fresh, cost)?;
        Ok::<_, NoRandomness>((fresh, hash))
    });
    let made = made.await.map_err(|error| Problem::internal(&error))?;
    made.map_err(|error| Problem::internal(&error))
}

/// Closes an account.
#[delete("/people/{login_name}")]
pub async fn close(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    login_name: Path<String>,
) -> Result<HttpResponse, Problem> {
    let keys = app.keys.clone();
    app.write::<_, Error>(move |tx| people::close(tx, &keys, &actor, &login_name.0)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Where somebody is reached; what is left out is taken away.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewContact {
    email: Option<String>,
    phone: Option<String>,
}

/// Sets where a person is reached: oneself, or by the system administrator.
#[put("/people/{login_name}/contact")]
pub async fn set_contact(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    login_name: Path<String>,
    body: Json<NewContact>,
) -> Result<HttpResponse, Problem> {
    let NewContact { email, phone } = body.0;
    let (keys, contact) = (app.keys.clone(), Contact { email, phone });
    let work = move |tx: &mut Tx<'_>| contacts::set(tx, &keys, &actor, (&login_name.0, &contact));
    app.write::<_, Error>(work).await?;
    Ok(HttpResponse::NoContent().finish())
}
