//! Mail over SMTP.

use std::error::Error as _;
use std::io::{self, ErrorKind::InvalidData};
use std::time::Duration;

use actix_web::rt::time::timeout;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::{Address, Carrier, Fault, NotCarried, Parcel};
use crate::config::{MailSecurity, MailServer};

/// A mail server; each message has a connection of its own.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: String,
    /// For everything from connecting to the answer.
    patience: Duration,
}

impl Smtp {
    /// The mail server of the settings.
    pub fn of(server: &MailServer) -> Result<Self, Error> {
        let tls = || TlsParameters::new(server.host.clone());
        let tls = match server.security {
            MailSecurity::Tls => Tls::Wrapper(tls()?),
            MailSecurity::Starttls => Tls::Required(tls()?),
            MailSecurity::None => Tls::None,
        };
        let patience = Duration::from_secs(server.timeout_seconds);
        let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host)
            .port(server.port)
            .tls(tls)
            .timeout(Some(patience));
        let builder = match &server.login {
            Some((user, password)) => {
                builder.credentials(Credentials::new(user.clone(), password.reveal().to_owned()))
            }
            None => builder,
        };
        Ok(Self { transport: builder.build(), from: server.from.clone(), patience })
    }

    fn message(&self, parcel: &Parcel) -> Option<Message> {
        let Address::Email(to) = &parcel.to else { return None };
        let from = parcel.from.email.as_ref().unwrap_or(&self.from);
        let from = Mailbox::new(Some(parcel.from.name.clone()), from.parse().ok()?);
        let (_, domain) = self.from.split_once('@')?;
        let part = |kind, body: &str| SinglePart::builder().header(kind).body(body.to_owned());
        let alternative = MultiPart::alternative()
            .singlepart(part(ContentType::TEXT_PLAIN, &parcel.text))
            .singlepart(part(ContentType::TEXT_HTML, &parcel.html));
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        Message::builder()
            .from(from)
            .to(Mailbox::new(None, to.parse().ok()?))
            .date(parcel.at.into())
            .message_id(Some(format!("<{}@{domain}>", parcel.id)))
            .subject(parcel.subject.clone())
            .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
            .multipart(alternative)
            .ok()
    }
}

impl Carrier for Smtp {
    async fn carry(&self, parcel: &Parcel) -> Result<(), NotCarried> {
        let bad = NotCarried { what: Fault::BadAddress, status: None, is_final: true };
        let message = self.message(parcel).ok_or(bad)?;
        match timeout(self.patience, self.transport.send(message)).await {
            Ok(sent) => sent.map(drop).map_err(|error| why(&error)),
            Err(_) => Err(Fault::Timeout.later()),
        }
    }
}

fn why(error: &Error) -> NotCarried {
    /// What concerns the account of the service and not the message: it is for the settings, and passes.
    const OF_THE_ACCOUNT: [u16; 5] = [530, 534, 535, 538, 454];
    if let Some(status) = error.status().map(u16::from) {
        let is_final = error.is_permanent() && !OF_THE_ACCOUNT.contains(&status);
        return NotCarried { what: Fault::Refused, status: Some(status), is_final };
    }
    if error.is_timeout() {
        Fault::Timeout.later()
    } else if error.is_tls() || error.is_client() || is_handshake(error) {
        // A server without STARTTLS is no transport error to lettre.
        Fault::Tls.later()
    } else {
        Fault::Away.later()
    }
}

/// Whether the other side could not be trusted; rustls says so by way of the connection.
fn is_handshake(error: &Error) -> bool {
    let mut causes = std::iter::successors(error.source(), |cause| (*cause).source());
    causes.any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == InvalidData)
    })
}
