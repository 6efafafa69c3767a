//! Who asks: masked, read in full with a purpose, corrected with a reason, several together.

use gongkai::actions::Actor;
use gongkai::actions::requesters;
use gongkai::actions::rotation::rotate;
use gongkai::crypto::{Keys, MasterKey};
use gongkai::domain::people::Role;
use serde_json::{Value, json};

use super::office::{
    ADDRESS, EMAIL, IDENTITY, ORGAN, PHONE, acts, arrival, does, requester, takes_in,
    tells_nothing, verified, verified_by,
};
use super::support::{Call, TestService, on_both};

/// Two who ask together, the second with an agent.
fn together() -> Value {
    let mut body = arrival(&requester("王䶮"), "2025年老旧小区改造的资金安排");
    body["joint"] = json!([{
        "name": "赵堃", "identity_number": "440524188001010014", "phone": "13900005678",
        "agent": {"name": "李律师", "phone": "13700009999", "authority": "授权委托书，代为申请、接收答复"},
    }]);
    body["request"]["contact"] = json!(2);
    body
}

fn actor(service: &TestService, login_name: &str) -> Actor {
    let at = (service.app.clock.now(), service.app.clock.today());
    let find = |conn: &mut gongkai::db::AnyConn| {
        let account = gongkai::db::people::by_login_name(conn, login_name)?.unwrap();
        Actor::of_person(conn, account.id, "127.0.0.1".to_owned(), at)
    };
    service.app.db().scan_blocking(find).unwrap().unwrap()
}

#[test]
fn a_requester_is_shown_masked_and_in_full_only_for_a_purpose() {
    on_both(async |service| {
        let registrar = service.person("dengji", &[(Role::Registrar, ORGAN)]).await;
        let handler = service.person("chengban", &[(Role::Handler, ORGAN)]).await;
        let number = takes_in(&registrar, &together()).await;
        let uri = format!("/api/v1/cases/{number}/requester");
        let masked = handler.reads(&uri).await;
        tells_nothing(&masked);
        assert_eq!((masked.etag().as_str(), &masked.body["contact"]), ("\"1\"", &json!(2)));
        let first = &masked.body["requesters"][0];
        assert_eq!([&first["name"], &first["phone"]], ["王䶮", "13********4"]);
        let agent = &masked.body["requesters"][1]["agent"];
        assert_eq!([&agent["name"], &agent["phone"]], ["李律师", "13********9"]);

        let why = json!({"purpose": "寄送答复，核对通信地址"});
        let refused = handler.sends(Call::post(&format!("{uri}/reading"), &why)).await;
        assert_eq!(refused.code(), "forbidden");
        let blank = Call::post(&format!("{uri}/reading"), &json!({"purpose": " "}));
        let blank = registrar.sends(blank).await;
        assert_eq!(
            (blank.code(), &blank.body["fields"][0]["name"]),
            ("invalid", &json!("purpose"))
        );
        let full = registrar.sends(Call::post(&format!("{uri}/reading"), &why)).await.body;
        let first = &full["requesters"][0];
        assert_eq!(
            [&first["identity_number"], &first["phone"], &first["email"], &first["address"]],
            [IDENTITY, PHONE, EMAIL, ADDRESS]
        );
        assert_eq!(full["requesters"][1]["agent"]["phone"], "13700009999");

        let events = registrar.reads(&format!("/api/v1/cases/{number}/events")).await;
        tells_nothing(&events);
        let kinds: Vec<&str> =
            events.body.as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["arrive", "read_requester"]);
        assert_eq!(events.body[1]["actor"], "dengji");
        // Who has seen the case before may still act on it.
        let confirmed =
            acts(&registrar, &number, 1, "receipt-confirmation", json!({"evidence": "当面"})).await;
        assert_eq!(confirmed.status, 200, "{}", confirmed.body);
        verified(&service);
    });
}

#[test]
fn a_correction_keeps_what_was_there_sealed_in_the_log() {
    on_both(async |service| {
        let registrar = service.person("dengji", &[(Role::Registrar, ORGAN)]).await;
        let handler = service.person("chengban", &[(Role::Handler, ORGAN)]).await;
        let number = takes_in(&registrar, &together()).await;
        let uri = format!("/api/v1/cases/{number}/requester");
        let before = registrar.reads(&uri).await.body["requesters"][0]["id"].clone();
        let told = json!({"reason": "来电更正", "name": "王岩", "identity_number": "440524188001010014", "email": null});
        let refused = acts(&handler, &number, 1, "requester/corrections", told.clone()).await;
        assert_eq!(refused.code(), "forbidden");
        let corrected = acts(&registrar, &number, 1, "requester/corrections", told.clone()).await;
        assert_eq!((corrected.status.as_u16(), corrected.etag().as_str()), (200, "\"2\""));
        let again = acts(&registrar, &number, 2, "requester/corrections", told.clone()).await;
        assert_eq!(
            (again.code(), &again.body["fields"][0]["name"]),
            ("invalid", &json!("requester"))
        );
        let stale = acts(&registrar, &number, 1, "requester/corrections", told).await;
        assert_eq!(stale.code(), "stale");
        for (told, field) in [
            (json!({"reason": "误", "identity_number": "110105194912310021"}), "identity_number"),
            (json!({"reason": "误", "requester": 3, "phone": "1"}), "requester"),
            (json!({"reason": "误", "email": "没有"}), "email"),
            (json!({"reason": " ", "phone": "1"}), "reason"),
        ] {
            let reply = acts(&registrar, &number, 2, "requester/corrections", told).await;
            assert_eq!(
                (reply.status.as_u16(), &reply.body["fields"][0]["name"]),
                (422, &json!(field))
            );
            tells_nothing(&reply);
        }
        let second = json!({"requester": 2, "reason": "换代理人", "agent": {"name": "孙律师", "authority": "授权委托书"}});
        let second = acts(&registrar, &number, 2, "requester/corrections", second).await;
        assert_eq!(second.status, 200, "{}", second.body);
        let shown = registrar.reads(&uri).await.body;
        let first = &shown["requesters"][0];
        assert_eq!([&first["name"], &first["email"]], [&json!("王岩"), &Value::Null]);
        assert_ne!(first["id"], before);
        assert_eq!(shown["requesters"][1]["agent"]["name"], "孙律师");
        let case = registrar.reads(&format!("/api/v1/cases/{number}")).await.body;
        assert_eq!(case["requester"], "王岩");
        tells_nothing(&registrar.reads(&format!("/api/v1/cases/{number}/events")).await);
        verified(&service);
    });
}

#[test]
fn another_key_opens_everything_that_the_old_one_sealed() {
    on_both(async |service| {
        let registrar = service.person("dengji", &[(Role::Registrar, ORGAN)]).await;
        let number = takes_in(&registrar, &together()).await;
        let told = json!({"requester": 2, "reason": "来电更正", "phone": "13900000000"});
        does(&registrar, &number, "requester/corrections", told).await;
        let fresh = Keys::new(&MasterKey::generate().unwrap());
        rotate(service.app.db(), &service.app.keys, &fresh).unwrap();
        verified_by(&service, &fresh);
        let registrar = actor(&service, "dengji");
        let shown = service
            .app
            .db()
            .scan_blocking(|conn| requesters::masked(conn, &fresh, &registrar, (&number, None)));
        let (shown, _) = shown.unwrap().unwrap();
        let phones: Vec<_> =
            shown.requesters.iter().map(|one| one.phone.clone().unwrap()).collect();
        assert_eq!(phones, ["13********4", "13********0"]);
        assert_eq!(shown.requesters[1].agent.as_ref().unwrap().name, "李律师");
    });
}

#[test]
fn one_who_leaves_does_not_end_the_request_of_the_others() {
    on_both(async |service| {
        let registrar = service.person("dengji", &[(Role::Registrar, ORGAN)]).await;
        let number = takes_in(&registrar, &together()).await;
        does(&registrar, &number, "receipt-confirmation", json!({"evidence": "当面"})).await;
        let left = |requester: u16, contact: Value| json!({"requester": requester, "contact": contact, "evidence": "书面声明", "identity_checked": "身份证"});
        for (told, field) in [
            (left(3, Value::Null), "requester"),
            (left(2, Value::Null), "contact"),
            (left(2, json!(2)), "contact"),
        ] {
            let reply = acts(&registrar, &number, 2, "requester/departure", told).await;
            assert_eq!(reply.body["fields"][0]["name"], field, "{}", reply.body);
        }
        does(&registrar, &number, "requester/departure", left(2, json!(1))).await;
        let shown = registrar.reads(&format!("/api/v1/cases/{number}/requester")).await.body;
        assert_eq!(
            [&shown["contact"], &shown["requesters"][1]["left_on"]],
            [&json!(1), &json!("2026-03-02")]
        );
        let last = acts(&registrar, &number, 3, "requester/departure", left(1, Value::Null)).await;
        assert_eq!(
            (last.status.as_u16(), &last.body["fields"][0]["name"]),
            (422, &json!("requester"))
        );
        verified(&service);
    });
}

#[test]
fn who_asks_together_is_checked_one_by_one() {
    on_both(async |service| {
        let registrar = service.person("dengji", &[(Role::Registrar, ORGAN)]).await;
        let with = |path: &str, value: Value| {
            let mut body = together();
            *body.pointer_mut(path).unwrap() = value;
            body
        };
        let wrong = json!("110105194912310021");
        for (body, field) in [
            (with("/requester/identity_number", wrong.clone()), "requester.identity_number"),
            (with("/joint/0/identity_number", wrong), "joint[0].identity_number"),
            (with("/joint/0/agent/authority", json!("  ")), "joint[0].agent.authority"),
            (with("/joint/0/phone", json!("1\n2")), "joint[0].phone"),
            (with("/request/contact", json!(3)), "contact"),
        ] {
            let reply = registrar.sends(Call::post("/api/v1/cases", &body)).await;
            assert_eq!(
                (reply.status.as_u16(), &reply.body["fields"][0]["name"]),
                (422, &json!(field)),
                "{}",
                reply.body
            );
            tells_nothing(&reply);
        }
        let mut more = together();
        more["request"]["requesters"] = json!(3);
        let reply = registrar.sends(Call::post("/api/v1/cases", &more)).await;
        assert_eq!(reply.body["fields"][0]["name"], "request.requesters");
    });
}

#[test]
fn a_telephone_note_is_a_kind_of_its_own() {
    on_both(async |service| {
        let registrar = service.person("dengji", &[(Role::Registrar, ORGAN)]).await;
        let number = takes_in(&registrar, &together()).await;
        let told = json!({"with": "申请人本人", "incoming": true, "text": "询问进度"});
        does(&registrar, &number, "telephone-notes", told).await;
        let events = registrar.reads(&format!("/api/v1/cases/{number}/events")).await.body;
        assert_eq!(events[1]["kind"], "telephone_note");
        verified(&service);
    });
}
