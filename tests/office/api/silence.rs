//! What is asked of a requester who stays silent, and the extension: the acts that move the clock.

use gongkai::actions::verification;
use gongkai::domain::people::Role;
use serde_json::{Value, json};

use super::support::{Call, Person, Reply, TestService, on_both};

const ORGAN: &str = "620402";

/// Does an act on the case as it stands.
async fn does(person: &Person<'_>, number: &str, act: &str, body: &Value) -> Reply {
    let etag = person.reads(&format!("/api/v1/cases/{number}")).await.etag();
    let call = Call::post(&format!("/api/v1/cases/{number}/{act}"), body);
    person.sends(call.with("if-match", &etag)).await
}

/// Does acts that must all succeed; gives the last reply.
async fn do_all(person: &Person<'_>, number: &str, acts: &[(&str, Value)]) -> Reply {
    let mut last = None;
    for (act, body) in acts {
        let reply = does(person, number, act, body).await;
        assert_eq!(reply.status, 200, "{act}: {}", reply.body);
        last = Some(reply);
    }
    last.unwrap()
}

/// A registered case of today.
async fn registered(registrar: &Person<'_>) -> String {
    let body = json!({
        "organ": ORGAN,
        "requester": {"name": "王䶮"},
        "request": {"channel": "counter", "requester_kind": "natural_person", "items": ["某文件"]},
    });
    let reply = registrar.sends(Call::post("/api/v1/cases", &body)).await;
    assert_eq!(reply.status, 201, "{}", reply.body);
    let number = reply.body["number"].as_str().unwrap().to_owned();
    let acts = [("receipt-confirmation", json!({"evidence": "当面"})), ("registration", json!({}))];
    do_all(registrar, &number, &acts).await;
    number
}

fn by_post() -> Value {
    json!({"way": "post", "postal_number": "EMS1"})
}

async fn due_on(person: &Person<'_>, number: &str) -> Value {
    person.reads(&format!("/api/v1/cases/{number}")).await.body["due_on"].clone()
}

async fn registrar(service: &TestService) -> Person<'_> {
    service.person("dengji", &[(Role::Registrar, ORGAN)]).await
}

#[test]
fn silence_closes_a_case_only_when_a_person_has_found_no_reason() {
    on_both(async |service| {
        let person = registrar(&service).await;
        let number = registered(&person).await;
        assert_eq!(due_on(&person, &number).await, "2026-03-30");
        let notice = json!({"missing": ["文号"], "dispatch": by_post()});
        let acts = [("amendment-notice", notice), ("proofs-of-delivery", json!({"letter": 1}))];
        do_all(&person, &number, &acts).await;
        assert_eq!(due_on(&person, &number).await, Value::Null);
        let early = does(&person, &number, "amendment/run-out", &json!({})).await;
        assert_eq!(early.status, 409, "{}", early.body);
        service.on("2026-03-30");
        let person = service.signs_in("dengji").await;
        do_all(&person, &number, &[("amendment/run-out", json!({}))]).await;
        let closing = json!({"dispatch": by_post()});
        let unfound = does(&person, &number, "closing-without-reply", &closing).await;
        assert_eq!(unfound.status, 409, "{}", unfound.body);
        let acts = [
            ("amendment/given-up", json!({"reason": "电话无人接听"})),
            ("closing-without-reply", closing),
        ];
        let closed = do_all(&person, &number, &acts).await;
        assert_eq!(closed.body["closed_on"], "2026-03-30");
        let read = person.reads(&format!("/api/v1/cases/{number}")).await;
        assert_eq!(read.body["result_row"], "other_not_amended");
        let found = verification::verify(service.app.db(), &service.app.keys, &mut |_| {}).unwrap();
        assert_eq!((found.cases, found.faults), (1, 0), "{:?}", found.findings);
    });
}

#[test]
fn an_extension_moves_the_date_only_when_the_requester_was_told() {
    on_both(async |service| {
        let person = registrar(&service).await;
        let signer = service.person("qianfa", &[(Role::Signer, ORGAN)]).await;
        let number = registered(&person).await;
        let ask = json!({"working_days": 5, "reason": "需要征求意见"});
        do_all(&person, &number, &[("extension", ask)]).await;
        do_all(&signer, &number, &[("extension/approval", json!({"approver": "主任"}))]).await;
        assert_eq!(due_on(&person, &number).await, "2026-03-30");
        do_all(&person, &number, &[("extension/notice", json!({"dispatch": by_post()}))]).await;
        assert_eq!(due_on(&person, &number).await, "2026-04-07");
    });
}

#[test]
fn a_whole_request_is_withdrawn_and_days_that_cannot_be_are_refused() {
    on_both(async |service| {
        let person = registrar(&service).await;
        let number = registered(&person).await;
        let withdrawal = json!({"evidence": "书面撤回申请", "identity_checked": "身份证"});
        for day in ["9999-12-31", "2026-03-03", "2026-03-01"] {
            let uri = format!("/api/v1/cases/{number}/withdrawal?on={day}");
            let call = Call::post(&uri, &withdrawal).with("if-match", "\"3\"");
            let refused = person.sends(call.against_the_contract()).await;
            assert_eq!(refused.status, 422, "{day}: {}", refused.body);
        }
        let withdrawn = do_all(&person, &number, &[("withdrawal", withdrawal)]).await;
        assert_eq!(withdrawn.body["stage"], "closed");
        let read = person.reads(&format!("/api/v1/cases/{number}")).await;
        assert_eq!(read.body["result_row"], "other_other");
    });
}
