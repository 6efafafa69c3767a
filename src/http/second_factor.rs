//! `/session/second-factor`: codes from a phone beside the password.

use actix_web::web::{self, Data};
use actix_web::{HttpResponse, delete, post, put};
use serde::{Deserialize, Serialize};

use super::auth::{self, InSession, SignedIn};
use super::{Json, Path, Problem};
use crate::actions::{Error, second_factor, sign_in};
use crate::app::App;
use crate::db::{Tx, people};

/// A secret; told once.
#[derive(Serialize)]
struct SecretView {
    secret: String,
    uri: String,
}

/// Makes a secret for one's phone.
#[post("/session/second-factor")]
pub async fn prepare(app: Data<App>, who: InSession) -> Result<HttpResponse, Problem> {
    ready(&who)?;
    let keys = app.keys.clone();
    let work = move |tx: &mut Tx<'_>| second_factor::prepare(tx, &keys, &who.actor);
    let (secret, uri) = app.write::<_, Error>(work).await?;
    Ok(HttpResponse::Created().json(SecretView { secret: secret.to_base32(), uri }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    code: String,
}

/// Confirms the secret by a code of the phone.
#[put("/session/second-factor")]
pub async fn confirm(
    app: Data<App>,
    who: InSession,
    body: Json<Confirmation>,
) -> Result<HttpResponse, Problem> {
    ready(&who)?;
    let (keys, code) = (app.keys.clone(), body.0.code);
    let work = move |tx: &mut Tx<'_>| second_factor::confirm(tx, &keys, &who.actor, &code);
    app.write::<_, Error>(work).await?;
    Ok(HttpResponse::NoContent().finish())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Removal {
    password: String,
    code: String,
}

/// Takes one's own second factor away.
#[post("/session/second-factor/removal")]
pub async fn remove(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    body: Json<Removal>,
) -> Result<HttpResponse, Problem> {
    let Removal { password, code } = body.0;
    let person = actor.person.ok_or_else(Problem::signed_out)?;
    let account = app.read(move |conn| people::find(conn, person)).await?;
    let account = account.ok_or_else(Problem::signed_out)?;
    let (checked, cost) = (account.clone(), auth::cost(&app));
    let is_right = web::block(move || sign_in::is_right(Some(&checked), &password, cost)).await;
    let is_right = is_right.map_err(|error| Problem::internal(&error))?;
    let keys = app.keys.clone();
    let work = move |tx: &mut Tx<'_>| {
        second_factor::remove(tx, &keys, &actor, (&account, is_right, &code))
    };
    app.write::<_, Error>(work).await??;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes the second factor of somebody away who lost their phone.
#[delete("/people/{login_name}/second-factor")]
pub async fn reset(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    login_name: Path<String>,
) -> Result<HttpResponse, Problem> {
    let keys = app.keys.clone();
    app.write::<_, Error>(move |tx| second_factor::reset(tx, &keys, &actor, &login_name.0)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A first password comes first: whoever read it must not be able to lock its owner out.
fn ready(who: &InSession) -> Result<(), Problem> {
    if who.actor.must_change_password { Err(Problem::password_change_due()) } else { Ok(()) }
}
