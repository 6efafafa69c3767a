//! Mail servers that want a password and an encrypted connection, with a certificate that is trusted or not.

use serde_json::json;

use super::{CASES, arrival, number, registrar};
use crate::served::Served;
use crate::sinks::{LOGIN, MailSink, until};
use crate::support::{Database, Office};

/// An office whose service sends by `sink` with a password; `trusted` says whose certificates it trusts.
fn office(sink: &MailSink, (security, password, trusted): (&str, &str, bool)) -> (Office, Served) {
    let office = Office::open(Database::Sqlite);
    office.hires_registrar();
    office.never_rests();
    let trust = if trusted {
        format!("export SSL_CERT_FILE={};", sink.folder.path().join("authority.pem").display())
    } else {
        String::new()
    };
    let served = office.serves(&format!(
        "{trust} export GONGKAI_SMTP_HOST=localhost GONGKAI_SMTP_PORT={} \
         GONGKAI_SMTP_SECURITY={security} GONGKAI_SMTP_FROM=gk@example.gov.cn GONGKAI_SMTP_USER={} \
         GONGKAI_SMTP_PASSWORD={password} GONGKAI_SMTP_TIMEOUT_SECONDS=5;",
        sink.port, LOGIN.0
    ));
    let mut told = arrival("某文件");
    told["requester"]["email"] = json!("wang@example.com");
    number(&registrar(&served).posts(CASES, &told, &[]).unwrap()).unwrap();
    (office, served)
}

#[test]
fn mail_goes_over_an_encrypted_connection_with_a_password() {
    for security in ["starttls", "tls"] {
        let sink = MailSink::start(security);
        let (office, _served) = office(&sink, (security, LOGIN.1, true));
        let mails = sink.waits_for(1);
        assert_eq!(mails[0]["is_encrypted"], true, "{security}");
        until(|| office.messages()[0].1 == "sent");
    }
}

#[test]
fn nothing_is_sent_to_a_server_that_nobody_vouches_for_or_with_a_wrong_password() {
    for (security, password, trusted, fault) in [
        ("starttls", LOGIN.1, false, "tls"),
        ("tls", LOGIN.1, false, "tls"),
        ("starttls", "falsch", true, "refused"),
    ] {
        let sink = MailSink::start(security);
        let (office, _served) = office(&sink, (security, password, trusted));
        until(|| office.messages()[0].3.is_some());
        let messages = office.messages();
        assert_eq!((messages[0].1.as_str(), messages[0].3.as_deref()), ("waiting", Some(fault)));
        assert!(sink.mails().is_empty());
    }
}

#[test]
fn a_server_that_cannot_encrypt_is_told_nothing() {
    let sink = MailSink::start("none");
    let (office, _served) = office(&sink, ("starttls", LOGIN.1, true));
    until(|| office.messages()[0].3.is_some());
    assert_eq!(office.messages()[0].3.as_deref(), Some("tls"));
    assert!(sink.mails().is_empty());
}
