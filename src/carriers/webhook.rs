//! Messages as signed JSON to an address of the web: an SMS gateway, or a platform that many systems share.

use std::io::ErrorKind::InvalidData;
use std::sync::Arc;
use std::time::Duration;

use awc::error::{ConnectError, SendRequestError};
use awc::{Client, Connector};
use rustls::{ClientConfig, RootCertStore};
use serde_json::json;

use super::{Address, Carrier, Fault, NotCarried, Parcel};
use crate::config::{Gateway, Secret};
use crate::crypto::signature;

/// A gateway.
pub struct Webhook {
    client: Client,
    url: String,
    secret: Secret,
}

impl Webhook {
    /// The gateway of the settings; it is trusted by the certificates of the machine.
    pub fn of(gateway: &Gateway) -> Result<Self, rustls::Error> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let patience = Duration::from_secs(gateway.timeout_seconds);
        let connector = Connector::new().rustls_0_23(Arc::new(config)).timeout(patience);
        let client =
            Client::builder().connector(connector).timeout(patience).disable_redirects().finish();
        Ok(Self { client, url: gateway.url.clone(), secret: gateway.secret.clone() })
    }
}

impl Carrier for Webhook {
    async fn carry(&self, parcel: &Parcel) -> Result<(), NotCarried> {
        let to = match &parcel.to {
            Address::Email(email) => json!({"email": email}),
            Address::Phone(phone) => json!({"phone": phone}),
        };
        let body = json!({
            "id": parcel.id, "kind": parcel.kind, "to": to, "from": parcel.from.name,
            "subject": parcel.subject, "text": parcel.text,
        });
        let body = body.to_string();
        let seconds = parcel.at.timestamp();
        let sent = self
            .client
            .post(&self.url)
            .insert_header(("Content-Type", "application/json"))
            .insert_header(("Idempotency-Key", parcel.id.to_string()))
            .insert_header(("X-Gongkai-Timestamp", seconds.to_string()))
            .insert_header((
                "X-Gongkai-Signature",
                signature(self.secret.reveal(), seconds, body.as_bytes()),
            ))
            .send_body(body)
            .await;
        match sent {
            Ok(answer) => verdict(answer.status().as_u16()),
            Err(error) => Err(why(&error).later()),
        }
    }
}

fn verdict(status: u16) -> Result<(), NotCarried> {
    /// What concerns the message; the others concern the settings or the gateway, and pass.
    const OF_THE_MESSAGE: [u16; 3] = [400, 413, 422];
    if (200..300).contains(&status) {
        return Ok(());
    }
    let is_final = OF_THE_MESSAGE.contains(&status);
    Err(NotCarried { what: Fault::Refused, status: Some(status), is_final })
}

#[expect(clippy::wildcard_enum_match_arm, reason = "whatever else it is, nobody was reached")]
fn why(error: &SendRequestError) -> Fault {
    match error {
        SendRequestError::Timeout | SendRequestError::Connect(ConnectError::Timeout) => {
            Fault::Timeout
        }
        // So a refused certificate is told.
        SendRequestError::Connect(ConnectError::Io(error)) if error.kind() == InvalidData => {
            Fault::Tls
        }
        _ => Fault::Away,
    }
}
