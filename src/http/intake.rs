//! Intake: what arrived, as it is typed in at the counter or the post room.

use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use chrono::NaiveDate;
use serde::Deserialize;

use super::auth::SignedIn;
use super::{Create, Problem, created};
use crate::actions::Error;
use crate::actions::idempotency::{Created, once};
use crate::actions::intake::{Agent, Requester, take_in};
use crate::app::App;
use crate::domain::dossier::deed::Arrive;
use crate::domain::requester::RequesterKind;

/// Something that arrived.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intake {
    pub organ: String,
    /// The day it arrived; today if not said.
    pub on: Option<NaiveDate>,
    pub request: Arrive,
    pub requester: Who,
    /// Those who ask together with the first-named.
    #[serde(default)]
    pub joint: Vec<Joint>,
}

/// Who asks.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Who {
    name: String,
    identity_number: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    address: Option<String>,
    agent: Option<Agent>,
}

/// One of those who ask together with the first-named.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joint {
    name: String,
    kind: Option<RequesterKind>,
    identity_number: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    address: Option<String>,
    agent: Option<Agent>,
}

impl Who {
    /// With those who ask together.
    pub fn with(self, joint: Vec<Joint>) -> Requester {
        let Self { name, identity_number, phone, email, address, agent } = self;
        let joint = joint.into_iter().map(Joint::requester).collect();
        Requester { name, kind: None, identity_number, phone, email, address, agent, joint }
    }
}

impl Joint {
    fn requester(self) -> Requester {
        let Self { name, kind, identity_number, phone, email, address, agent } = self;
        Requester { name, kind, identity_number, phone, email, address, agent, joint: Vec::new() }
    }
}

/// Takes in what arrived; the request number is given at once.
#[post("/cases")]
pub async fn arrive(
    app: Data<App>,
    SignedIn(actor): SignedIn,
    create: Create<Intake>,
) -> Result<HttpResponse, Problem> {
    let Create { body: Intake { organ, on, request, requester, joint }, once: mark } = create;
    let requester = requester.with(joint);
    let (keys, on) = (app.keys.clone(), on.unwrap_or(actor.today));
    let work = move |tx: &mut crate::db::Tx<'_>| {
        once(tx, &actor, mark.as_ref(), |tx| {
            let number = take_in(tx, &keys, &actor, &organ, (request, &requester), on)?;
            let location = format!("/api/v1/cases/{number}");
            let body = serde_json::json!({"number": number});
            Ok(Created { location, version: Some(1), body })
        })
    };
    Ok(created(&app.write::<_, Error>(work).await?))
}
