//! Delivers messages one by one: claimed, written, handed to a carrier, and its end recorded.

use std::time::Duration;

use crate::actions::jobs::{Outcome, settle};
use crate::actions::messages::{Composed, Instance, Message, compose};
use crate::actions::{Error, reading};
use crate::app::App;
use crate::carriers::{Carrier, Carriers, Parcel, Sender};
use crate::clock::{at_office_time, office_day, office_time};
use crate::db::AnyConn;
use crate::db::jobs::{self, Job};
use crate::letters::message::{Wording, Written, usual, write};

/// Takes up messages that are due.
pub struct Deliverer {
    app: App,
    carriers: Carriers,
    instance: Instance,
}

impl Deliverer {
    /// One that hands its messages to these carriers.
    pub fn new(app: App, carriers: Carriers) -> Self {
        let outgoing = &app.config.outgoing;
        let page =
            |path: &str| outgoing.public_address.as_ref().map(|base| format!("{base}{path}"));
        let instance = Instance {
            name: outgoing.instance_name.clone(),
            status_page: page("/status"),
            desk: page("/desk/"),
        };
        Self { app, carriers, instance }
    }

    /// Delivers one message; false if none is due.
    pub async fn step(&self) -> Result<bool, Error> {
        let Some(job) = self.claim().await? else { return Ok(false) };
        let outcome = self.attempt(&job).await;
        if let Outcome::Failed { what, status, .. } = outcome {
            tracing::warn!(job = %job.id.0, what, status, "message not sent");
        }
        let now = self.app.clock.now();
        self.app.write::<_, Error>(move |tx| settle(tx, (&job, outcome), now)).await?;
        Ok(true)
    }

    async fn claim(&self) -> Result<Option<Job>, Error> {
        let now = self.app.clock.now();
        if !self.app.read(move |conn| jobs::is_any_due(conn, now)).await? {
            return Ok(None);
        }
        let until = now + Duration::from_secs(self.app.config.outgoing.job_lease_seconds);
        self.app.write(move |tx| Ok(jobs::claim(tx, now, until)?)).await
    }

    async fn attempt(&self, job: &Job) -> Outcome {
        let (keys, instance, asked) = (self.app.keys.clone(), self.instance.clone(), job.clone());
        let today = office_day(self.app.clock.now());
        let query = move |conn: &mut AnyConn| {
            reading::apart(compose(conn, &keys, &instance, (&asked, today)))
        };
        let composed = self.app.scan(query).await.map_err(Error::from).and_then(|done| done);
        match composed {
            Ok(Composed::Message(message)) => self.send(job, *message).await,
            Ok(Composed::Needless(why)) => Outcome::Needless(why),
            Err(error) => {
                tracing::warn!(%error, job = %job.id.0, "message not written");
                Outcome::Failed { what: "internal", status: None, is_final: false }
            }
        }
    }

    async fn send(&self, job: &Job, message: Message) -> Outcome {
        let now = self.app.clock.now();
        if let Some(morning) = message.settings.quiet_hours.until(office_time(now)) {
            return Outcome::HandedBack(at_office_time(morning));
        }
        let written = written(job, &message);
        let Some(to) = self.carriers.address(message.to.email, message.to.phone) else {
            return Outcome::Needless("no_carrier");
        };
        let Some(Written { subject, text, html }) = written else {
            return Outcome::Failed { what: "internal", status: None, is_final: true };
        };
        let name = message.settings.sender_name.unwrap_or(message.organ);
        let from = Sender { name, email: message.settings.sender_email };
        let (id, kind) = (job.id.0, job.kind.0.into());
        let parcel = Parcel { id, to, from, kind, subject, text, html, at: now };
        match self.carriers.carry(&parcel).await {
            Ok(()) => Outcome::Sent,
            Err(why) => Outcome::Failed {
                what: why.what.into(),
                status: why.status,
                is_final: why.is_final,
            },
        }
    }
}

/// In the organ's words; those that an older version of this program took and this one does not give way to the usual.
fn written(job: &Job, message: &Message) -> Option<Written> {
    let kind = job.kind.0;
    let own = message.own_words.clone().map(|(subject, text)| Wording { subject, text });
    let own = own.and_then(|own| write(kind, &own, &message.values).ok());
    own.or_else(|| write(kind, &usual(kind), &message.values).ok())
}
