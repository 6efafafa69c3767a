//! What takes messages out: the mail server, and a gateway over HTTP that also sends SMS.

mod smtp;
mod webhook;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::config::Outgoing;
use smtp::Smtp;
use webhook::Webhook;

/// A message on its way out.
#[derive(Clone)]
pub struct Parcel {
    /// The same at every try, so that whoever gets it twice can tell.
    pub id: Uuid,
    pub to: Address,
    pub from: Sender,
    pub kind: &'static str,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub at: DateTime<Utc>,
}

/// Where somebody is reached.
#[derive(Clone)]
pub enum Address {
    Email(String),
    Phone(String),
}

/// Who a message is from.
#[derive(Clone)]
pub struct Sender {
    pub name: String,
    /// That of the service where none is set.
    pub email: Option<String>,
}

/// Why a message was not taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotCarried {
    pub what: Fault,
    /// What the other side answered.
    pub status: Option<u16>,
    /// It will never be taken.
    pub is_final: bool,
}

/// What went wrong, for the list; never the words of the other side, which may hold an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Fault {
    /// Not reached, or gone in the middle.
    Away,
    Timeout,
    Tls,
    Refused,
    /// Nothing that can be written to.
    BadAddress,
}

impl Fault {
    fn later(self) -> NotCarried {
        NotCarried { what: self, status: None, is_final: false }
    }
}

/// Something that takes messages out.
pub trait Carrier {
    /// Takes one out, or says why not.
    fn carry(&self, parcel: &Parcel) -> impl Future<Output = Result<(), NotCarried>>;
}

/// All that are set.
pub struct Carriers {
    smtp: Option<Smtp>,
    webhook: Option<Webhook>,
}

/// A carrier that cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum BadCarrier {
    #[error("邮件服务器的 TLS 设置不可用：{0}")]
    Smtp(#[from] lettre::transport::smtp::Error),
    #[error("消息网关的 TLS 设置不可用：{0}")]
    Webhook(#[from] rustls::Error),
}

impl Carriers {
    /// Those of the settings.
    pub fn of(settings: &Outgoing) -> Result<Self, BadCarrier> {
        Ok(Self {
            smtp: settings.smtp.as_ref().map(Smtp::of).transpose()?,
            webhook: settings.webhook.as_ref().map(Webhook::of).transpose()?,
        })
    }

    /// The address that one of them carries to: mail first, else the telephone.
    pub fn address(&self, email: Option<String>, phone: Option<String>) -> Option<Address> {
        let email = email.filter(|_| self.smtp.is_some() || self.webhook.is_some());
        let phone = phone.filter(|_| self.webhook.is_some());
        email.map(Address::Email).or(phone.map(Address::Phone))
    }
}

impl Carrier for Carriers {
    /// Mail goes to the mail server where there is one, everything else to the gateway.
    async fn carry(&self, parcel: &Parcel) -> Result<(), NotCarried> {
        match (&parcel.to, &self.smtp, &self.webhook) {
            (Address::Email(_), Some(smtp), _) => smtp.carry(parcel).await,
            (_, _, Some(webhook)) => webhook.carry(parcel).await,
            (Address::Phone(_), ..) | (_, None, None) => Err(Fault::BadAddress.later()),
        }
    }
}
