//! `/session`: signing in and out, and what one holds.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data};
use actix_web::{HttpRequest, HttpResponse, delete, get, post};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::auth::cost as crypto_cost;
use super::auth::{self, ACCESS_COOKIE, InSession, REFRESH_COOKIE};
use super::{Json, Path, Problem};
use crate::actions::session::{self, Tokens};
use crate::actions::sign_in::{self, Attempt};
use crate::actions::{Error, people as accounts};
use crate::app::App;
use crate::db::{AnyConn, Id, Tx, people, rights, sessions};
use crate::domain::password;
use crate::domain::people::Role;

/// How tokens are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Keep {
    /// In the answer, for programs.
    #[default]
    Body,
    /// In cookies that scripts cannot read, for browsers.
    Cookie,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    login_name: String,
    password: String,
    /// Of the second factor, where the account has one.
    code: Option<String>,
    #[serde(default)]
    keep: Keep,
}

#[derive(Serialize)]
struct TokensView {
    access_token: Option<String>,
    access_expires_at: DateTime<Utc>,
    refresh_token: Option<String>,
    refresh_expires_at: DateTime<Utc>,
    csrf_token: Option<String>,
    must_change_password: bool,
}

/// Signs in.
#[post("/session")]
pub async fn begin(
    app: Data<App>,
    request: HttpRequest,
    body: Json<SignIn>,
) -> Result<HttpResponse, Problem> {
    let SignIn { login_name, password, code, keep } = body.0;
    let from = auth::from(&request, &app);
    let name = login_name.clone();
    let account = app.read(move |conn| people::by_login_name(conn, &name)).await?;
    let (checked, cost) = (account.clone(), crypto_cost(&app));
    let is_right = web::block(move || sign_in::is_right(checked.as_ref(), &password, cost)).await;
    let is_right = is_right.map_err(|error| Problem::internal(&error))?;
    let attempt = Attempt { login_name, account, is_right, code };
    let keys = app.keys.clone();
    let work = move |tx: &mut Tx<'_>| sign_in::sign_in(tx, &keys, &attempt, &from);
    let tokens = app.write::<_, Error>(work).await??;
    Ok(answer(&app, tokens, keep))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refresh {
    /// Not needed where the cookie has it.
    refresh_token: Option<String>,
}

/// Trades the refresh token for new ones.
#[post("/session/refresh")]
pub async fn refresh(
    app: Data<App>,
    request: HttpRequest,
    body: Json<Refresh>,
) -> Result<HttpResponse, Problem> {
    let from = auth::from(&request, &app);
    let cookie = request.cookie(REFRESH_COOKIE).map(|cookie| cookie.value().to_owned());
    let keep = if body.0.refresh_token.is_some() { Keep::Body } else { Keep::Cookie };
    let token = body.0.refresh_token.or(cookie).ok_or_else(Problem::signed_out)?;
    let keys = app.keys.clone();
    let tokens =
        app.write::<_, Error>(move |tx| session::refresh(tx, &keys, &token, &from)).await??;
    Ok(answer(&app, tokens, keep))
}

fn answer(app: &App, tokens: Tokens, keep: Keep) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    let in_cookie = keep == Keep::Cookie;
    if in_cookie {
        response.cookie(auth::cookie(ACCESS_COOKIE, tokens.access_token.clone(), app));
        response.cookie(auth::cookie(REFRESH_COOKIE, tokens.refresh_token.clone(), app));
    }
    let csrf_token = in_cookie.then(|| app.keys.signer().form_token(tokens.session.0));
    response.json(TokensView {
        access_token: (!in_cookie).then_some(tokens.access_token),
        access_expires_at: tokens.access_expires_at,
        refresh_token: (!in_cookie).then_some(tokens.refresh_token),
        refresh_expires_at: tokens.refresh_expires_at,
        csrf_token,
        must_change_password: tokens.must_change_password,
    })
}

#[derive(Serialize)]
struct Me {
    login_name: String,
    name: String,
    must_change_password: bool,
    second_factor: bool,
    must_set_second_factor: bool,
    rights: Vec<RightView>,
}

/// A right as it is shown.
#[derive(Serialize)]
pub struct RightView {
    id: Uuid,
    role: Role,
    role_label: &'static str,
    organ: String,
    department: Option<Uuid>,
}

impl RightView {
    pub fn of(right: &rights::Right) -> Self {
        Self {
            id: right.id.0,
            role: right.role.0,
            role_label: right.role.0.label(),
            organ: right.organ_code.clone(),
            department: right.department.map(|department| department.0),
        }
    }
}

/// Who one is and what one holds.
#[get("/session")]
pub async fn me(app: Data<App>, who: InSession) -> Result<HttpResponse, Problem> {
    let person = who.actor.person.ok_or_else(Problem::signed_out)?;
    let read = move |conn: &mut AnyConn| {
        Ok((people::find(conn, person)?, rights::of_person(conn, person)?))
    };
    let (account, held) = app.read(read).await?;
    let account = account.ok_or_else(Problem::signed_out)?;
    Ok(HttpResponse::Ok().json(Me {
        second_factor: account.has_second_factor(),
        must_set_second_factor: who.actor.owes_second_factor(app.config.require_second_factor),
        login_name: account.login_name,
        name: account.name,
        must_change_password: account.must_change_password,
        rights: held.iter().map(RightView::of).collect(),
    }))
}

/// Signs out.
#[delete("/session")]
pub async fn sign_out(app: Data<App>, who: InSession) -> Result<HttpResponse, Problem> {
    end(&app, who, None).await
}

/// The sessions that run.
#[get("/sessions")]
pub async fn list(app: Data<App>, who: InSession) -> Result<HttpResponse, Problem> {
    #[derive(Serialize)]
    struct View {
        id: Uuid,
        client: String,
        origin: String,
        started_at: DateTime<Utc>,
        used_at: DateTime<Utc>,
        is_this: bool,
    }
    let person = who.actor.person.ok_or_else(Problem::signed_out)?;
    let now = who.actor.now;
    let found = app.read(move |conn| sessions::of_person(conn, person, now)).await?;
    let views = found.into_iter().map(|session| View {
        id: session.id.0,
        client: session.client,
        origin: session.origin,
        started_at: session.started_at.0,
        used_at: session.used_at.0,
        is_this: session.id == who.session,
    });
    Ok(HttpResponse::Ok().json(views.collect::<Vec<_>>()))
}

/// Ends one of one's sessions.
#[delete("/sessions/{id}")]
pub async fn end_one(
    app: Data<App>,
    who: InSession,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    end(&app, who, Some(Id(id.0))).await
}

async fn end(app: &App, who: InSession, session: Option<Id>) -> Result<HttpResponse, Problem> {
    let keys = app.keys.clone();
    let session = session.unwrap_or(who.session);
    app.write::<_, Error>(move |tx| session::sign_out(tx, &keys, &who.actor, session)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ends all of one's sessions.
#[delete("/sessions")]
pub async fn end_all(app: Data<App>, who: InSession) -> Result<HttpResponse, Problem> {
    let keys = app.keys.clone();
    app.write::<_, Error>(move |tx| session::sign_out_everywhere(tx, &keys, &who.actor)).await?;
    Ok(HttpResponse::NoContent().finish())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    old_password: String,
    password: String,
}

/// Changes one's own password; every session ends.
#[post("/session/password")]
pub async fn change_password(
    app: Data<App>,
    who: InSession,
    body: Json<NewPassword>,
) -> Result<HttpResponse, Problem> {
    let NewPassword { old_password, password } = body.0;
    let person = who.actor.person.ok_or_else(Problem::signed_out)?;
    let read = move |conn: &mut AnyConn| {
        Ok((
            people::find(conn, person)?,
            people::last_passwords(conn, person, password::REMEMBERED)?,
        ))
    };
    let (account, used) = app.read(read).await?;
    let account = account.ok_or_else(Problem::signed_out)?;
    password::check(&password, &account.login_name).map_err(Error::BadPassword)?;
    let (cost, checked) = (crypto_cost(&app), account.clone());
    let hashed = web::block(move || {
        session::new_password(&checked, &used, (&old_password, &password), cost)
    });
    let hash = hashed.await.map_err(|error| Problem::internal(&error))??;
    let keys = app.keys.clone();
    let work =
        move |tx: &mut Tx<'_>| accounts::change_password(tx, &keys, &who.actor, &account, &hash);
    app.write::<_, Error>(work).await?;
    Ok(HttpResponse::build(StatusCode::NO_CONTENT).finish())
}
