//! What an office does, through the door: what the tests of several resources need.

use gongkai::actions::verification::verify;
use gongkai::crypto::Keys;
use serde_json::{Value, json};

use super::support::{Call, Person, Reply, TestService};

pub const ORGAN: &str = "620402";
/// 11010519491231002X is the example of GB 11643.
pub const IDENTITY: &str = "11010519491231002X";
pub const PHONE: &str = "13800001234";
pub const EMAIL: &str = "wang.yan@example.com";
pub const ADDRESS: &str = "白银区人民路一百零八号三单元";
/// Whatever must stand in no list, log or error.
pub const SECRETS: [&str; 5] = [IDENTITY, PHONE, EMAIL, ADDRESS, "440524188001010014"];

/// Somebody with everything that is personal.
pub fn requester(name: &str) -> Value {
    json!({"name": name, "identity_number": IDENTITY, "phone": PHONE, "email": EMAIL, "address": ADDRESS})
}

/// An arrival at the counter.
pub fn arrival(requester: &Value, content: &str) -> Value {
    json!({
        "organ": ORGAN, "requester": requester,
        "request": {"channel": "counter", "requester_kind": "natural_person", "items": [content]},
    })
}

/// Takes something in; gives its number.
pub async fn takes_in(registrar: &Person<'_>, body: &Value) -> String {
    let reply = registrar.sends(Call::post("/api/v1/cases", body)).await;
    assert_eq!(reply.status, 201, "{}", reply.body);
    reply.body["number"].as_str().unwrap().to_owned()
}

/// Does an act to the case as `version` has it.
pub async fn acts(who: &Person<'_>, number: &str, version: i32, act: &str, told: Value) -> Reply {
    let call = Call::post(&format!("/api/v1/cases/{number}/{act}"), &told);
    who.sends(call.with("if-match", &format!("\"{version}\""))).await
}

/// Does an act to the case as it stands, which must not be refused.
pub async fn does(who: &Person<'_>, number: &str, act: &str, told: Value) -> Value {
    let etag = who.reads(&format!("/api/v1/cases/{number}")).await.etag();
    let call = Call::post(&format!("/api/v1/cases/{number}/{act}"), &told);
    let reply = who.sends(call.with("if-match", &etag)).await;
    assert_eq!(reply.status, 200, "{act}: {}", reply.body);
    reply.body
}

/// Every log and every row is what was written.
pub fn verified(service: &TestService) {
    verified_by(service, &service.app.keys);
}

pub fn verified_by(service: &TestService, keys: &Keys) {
    let found = verify(service.app.db(), keys, &mut |_| ()).unwrap();
    assert_eq!(found.faults, 0, "{:?}", found.findings);
}

/// Nothing of [`SECRETS`] stands in what was answered.
pub fn tells_nothing(reply: &Reply) {
    let text = String::from_utf8_lossy(&reply.bytes);
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}
