//! What can go wrong around the service, tried on the program itself: killed, without room, without a database, told
//! to stop. What was acknowledged is there, what was refused is not, and nobody has to start it again.

mod database_away;
mod disk_full;
mod instances;
mod killed;
mod mail_server;
mod stopped;
mod uploads;

use serde_json::{Value, json};

use crate::client::{Client, Told};
use crate::support::{Office, PASSWORD};

const CASES: &str = "/api/v1/cases";

/// Something that arrives.
fn arrival(content: &str) -> Value {
    json!({
        "organ": "620402",
        "requester": {"name": "王䶮", "identity_number": "11010519491231002X"},
        "request": {"channel": "counter", "requester_kind": "natural_person", "items": [content]},
    })
}

/// Takes in a case; the number if it was acknowledged.
fn number(told: &Told) -> Option<String> {
    (told.status == 201).then(|| told.body["number"].as_str().unwrap().to_owned())
}

/// The problem that tells the caller to come again, in Chinese.
fn assert_unavailable(told: &Told) {
    assert_eq!((told.status, &told.body["code"]), (503, &json!("unavailable")), "{}", told.body);
    let detail = told.body["detail"].as_str().unwrap();
    assert!(detail.contains("没有办理") && detail.contains("再试"), "{detail}");
}

fn registrar(served: &crate::served::Served) -> Client {
    let mut client = served.client();
    client.signs_in("dengji", PASSWORD).unwrap();
    client
}

/// The numbers of all cases that are stored, and that every log verifies.
fn stored(office: &Office) -> Vec<String> {
    office.must(&["audit", "verify"]);
    office.numbers()
}
