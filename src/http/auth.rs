//! Who asks: a bearer token, in browsers a cookie with the token of the page for every change, or the key of another
//! system.

use std::pin::Pin;

use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{AUTHORIZATION, USER_AGENT};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};

use super::{Problem, address};
use crate::actions::session::{self, From};
use crate::actions::{Actor, service_accounts};
use crate::app::App;
use crate::crypto::password::Cost;
use crate::db::{AnyConn, Id};

/// The cookies of a browser.
pub const ACCESS_COOKIE: &str = "gongkai_access";
pub const REFRESH_COOKIE: &str = "gongkai_refresh";
/// The header in which a page proves that it is ours.
const FORM_TOKEN: &str = "X-CSRF-Token";

/// Somebody who is signed in and has nothing to do first.
#[derive(Clone, Debug)]
pub struct SignedIn(pub Actor);

/// Somebody who is signed in, though perhaps with a password that must be changed.
#[derive(Clone, Debug)]
pub struct InSession {
    pub actor: Actor,
    pub session: Id,
}

impl FromRequest for InSession {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { in_session(&request).await })
    }
}

impl FromRequest for SignedIn {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let actor = signed_in(&request).await?;
            if actor.must_change_password {
                return Err(Problem::password_change_due());
            }
            if actor.owes_second_factor(app(&request)?.config.require_second_factor) {
                return Err(Problem::second_factor_missing());
            }
            Ok(Self(actor))
        })
    }
}

/// A person in a session, or another system with its key.
async fn signed_in(request: &HttpRequest) -> Result<Actor, Problem> {
    match token(request) {
        Some((key, false)) if key.starts_with(service_accounts::PREFIX) => {
            let app = app(request)?;
            let (origin, at) = (origin(request), (app.clock.now(), app.clock.today()));
            let query =
                move |conn: &mut AnyConn| service_accounts::actor_of(conn, &key, origin, at);
            app.read(query).await?.ok_or_else(Problem::signed_out)
        }
        _ => Ok(in_session(request).await?.actor),
    }
}

async fn in_session(request: &HttpRequest) -> Result<InSession, Problem> {
    let app = app(request)?;
    let (now, today) = (app.clock.now(), app.clock.today());
    let (token, by_cookie) = token(request).ok_or_else(Problem::signed_out)?;
    let claims = app.keys.signer().read(&token, now).map_err(|_| Problem::signed_out())?;
    if by_cookie && !request.method().is_safe() {
        let given = header(request, FORM_TOKEN);
        if !app.keys.signer().is_form_token(claims.sid, &given) {
            let detail = "请求没有带上本页面的 X-CSRF-Token";
            return Err(Problem::new(StatusCode::FORBIDDEN, "csrf", detail));
        }
    }
    let origin = origin(request);
    let found = app.read(move |conn| session::actor_of(conn, claims, origin, (now, today))).await?;
    let actor = found.ok_or_else(Problem::signed_out)?;
    Ok(InSession { actor, session: Id(claims.sid) })
}

fn token(request: &HttpRequest) -> Option<(String, bool)> {
    if let Some(header) = request.headers().get(AUTHORIZATION) {
        let token = header.to_str().ok()?.strip_prefix("Bearer ")?;
        return Some((token.to_owned(), false));
    }
    request.cookie(ACCESS_COOKIE).map(|cookie| (cookie.value().to_owned(), true))
}

/// The app behind a request.
pub fn app(request: &HttpRequest) -> Result<Data<App>, Problem> {
    request.app_data::<Data<App>>().cloned().ok_or_else(|| Problem::internal(&"no app"))
}

/// The address that a request came from.
pub fn origin(request: &HttpRequest) -> String {
    address::of(request).map_or_else(|| "本机".to_owned(), |address| address.to_string())
}

/// Where and when a sign-in comes from.
pub fn from(request: &HttpRequest, app: &App) -> From {
    let client = header(request, USER_AGENT.as_str());
    From { origin: origin(request), client, now: app.clock.now(), today: app.clock.today() }
}

fn header(request: &HttpRequest, name: &str) -> String {
    let value = request.headers().get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_owned()
}

/// A cookie that scripts and other sites never see.
pub fn cookie(name: &'static str, value: String, app: &App) -> Cookie<'static> {
    Cookie::build(name, value)
        .path("/")
        .http_only(true)
        .secure(app.config.secure_cookies)
        .same_site(SameSite::Strict)
        .finish()
}

/// How dear passwords are to check here.
pub fn cost(app: &App) -> Cost {
    if app.config.cheap_passwords { Cost::Cheap } else { Cost::Full }
}
