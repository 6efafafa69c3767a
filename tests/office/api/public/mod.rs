//! What takes no account: requests filed, followed, guessed at, and the files that go with them.

mod acts;
mod filing;
mod guessing;
mod offices;
mod reply;

use gongkai::domain::people::Role;
use serde_json::{Value, json};

use super::office::{IDENTITY, ORGAN, does};
use super::support::{Call, Person, Reply, TestService};

pub use reply::walk as kept;

pub const REQUESTS: &str = "/api/v1/public/requests";

/// A form with nothing wrong.
pub fn form() -> Value {
    json!({
        "organ": ORGAN, "requester_kind": "natural_person",
        "requester": {
            "name": "王䶮", "identity_kind": "resident_identity_card", "identity_number": IDENTITY,
            "phone": "13800001234",
        },
        "items": [{"title": "2025年老旧小区改造的资金安排"}],
        "wanted_form": "paper", "wanted_way": "collect", "consent": true,
    })
}

/// Files a form; gives number and code.
pub async fn files(service: &TestService, form: &Value) -> (String, String) {
    let reply = service.send(Call::post(REQUESTS, form)).await;
    assert_eq!(reply.status, 201, "{}", reply.body);
    let text = |name: &str| reply.body[name].as_str().unwrap().to_owned();
    (text("number"), text("query_code"))
}

/// Does something to a request by its code.
pub async fn visits(
    service: &TestService,
    (number, code): &(String, String),
    what: &str,
    more: Value,
) -> Reply {
    let mut body = json!({"number": number, "code": code});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    service.send(Call::post(&format!("{REQUESTS}/{what}"), &body)).await
}

pub async fn status(service: &TestService, by: &(String, String)) -> Value {
    let reply = visits(service, by, "status", json!({})).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.body
}

/// Uploads a file without an account; gives its id.
pub async fn uploads(service: &TestService, name: &str, bytes: &[u8]) -> String {
    let uri = format!("/api/v1/public/attachments?name={name}");
    let reply = service.send(Call::post_file(&uri, bytes)).await;
    assert_eq!(reply.status, 201, "{}", reply.body);
    reply.body["id"].as_str().unwrap().to_owned()
}

/// Somebody who does everything in a small office.
pub async fn clerk(service: &TestService) -> Person<'_> {
    let roles = [Role::Registrar, Role::Handler, Role::Reviewer, Role::Signer];
    service.person("clerk", &roles.map(|role| (role, ORGAN))).await
}

/// Registers a case, and brings it to its handler.
pub async fn registers(clerk: &Person<'_>, number: &str) {
    does(clerk, number, "registration", json!({})).await;
    let now = clerk.service.app.clock.now();
    let department = clerk.service.app.db().write_blocking(|tx| {
        let organ = gongkai::db::organs::find(tx, ORGAN)?.unwrap();
        let name = format!("科室{number}");
        gongkai::db::rights::add_department(tx, organ, &name, now)
    });
    let department = department.unwrap().0.to_string();
    does(clerk, number, "assignment", json!({"department": department})).await;
    does(clerk, number, "signing-for", json!({})).await;
}
