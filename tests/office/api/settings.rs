//! What an organ sets for itself: steps of review, 小单位模式, number patterns, periods; and its phrases.

use gongkai::domain::people::Role;
use gongkai::domain::people::Role::{
    AuditAdministrator, Registrar, Supervisor, SystemAdministrator,
};
use serde_json::{Value, json};

use super::handling::{actor, arrives, does, staff, steps, verified, writes};
use super::support::{Call, Person, Reply, TestService, on_both};

const CITY: &str = "620400";
const COUNTY: &str = "620402";
const SETTINGS: &str = "/api/v1/organs/620402/settings";
const PHRASES: &str = "/api/v1/organs/620402/phrases";

async fn sets(who: &Person<'_>, version: &str, body: Value) -> Reply {
    who.sends(Call::put(SETTINGS, &body).with("if-match", version)).await
}

/// Settings that the contract forbids.
async fn sets_wrongly(who: &Person<'_>, body: Value) -> Reply {
    let call = Call::put(SETTINGS, &body).with("if-match", "\"0\"").against_the_contract();
    who.sends(call).await
}

#[test]
fn settings_are_usual_until_they_are_set_and_again_when_left_out() {
    on_both(async |service| {
        let system = service.person("xitong", &[(SystemAdministrator, CITY)]).await;
        let clerk = service.person("dengji", &[(Registrar, COUNTY)]).await;
        let usual = clerk.reads(SETTINGS).await;
        assert_eq!(usual.etag(), "\"0\"");
        assert_eq!(usual.body["review_steps"], 1);
        assert_eq!(usual.body["lights"], json!({"yellow": 5, "orange": 2}));
        assert_eq!(usual.body["periods"], json!({"amendment": 15, "unproved_delivery": 10}));
        let patterns = &usual.body["number_patterns"];
        assert_eq!(patterns["registration"], "依申请〔{year}〕{seq}号");
        assert_eq!(patterns["documents"]["reply"], "公开复〔{year}〕{seq}号");

        let body = json!({"review_steps": 2, "lights": {"yellow": 3, "orange": 1}});
        let set = sets(&system, "\"0\"", body).await;
        assert_eq!((set.status.as_u16(), set.etag().as_str()), (200, "\"1\""), "{}", set.body);
        let read = clerk.reads(SETTINGS).await;
        assert_eq!((&read.body, read.etag().as_str()), (&set.body, "\"1\""));
        assert_eq!(sets(&system, "\"0\"", json!({})).await.code(), "stale");
        let whole = sets(&system, "\"1\"", read.body.clone()).await;
        assert_eq!(whole.body, read.body, "what is read can be written");
        let again = sets(&system, "\"2\"", json!({})).await;
        assert_eq!(again.body, usual.body);
        assert_eq!(
            clerk.reads("/api/v1/organs/620403/settings").await.code(),
            "forbidden",
            "another organ"
        );
        let audit = service.person("shenji", &[(AuditAdministrator, CITY)]).await;
        let log = audit.reads("/api/v1/audit-log?kind=settings_changed").await;
        assert_eq!(log.body["items"].as_array().unwrap().len(), 3);
        verified(&service);
    });
}

#[test]
fn settings_are_changed_by_the_system_administrator_alone_and_only_to_what_makes_sense() {
    on_both(async |service| {
        let system = service.person("xitong", &[(SystemAdministrator, CITY)]).await;
        let clerk = service.person("dengji", &[(Registrar, COUNTY)]).await;
        let above = service.person("zhuguan", &[(Supervisor, CITY)]).await;
        let elsewhere = service.person("pingchuan", &[(SystemAdministrator, "620403")]).await;
        for who in [&clerk, &above, &elsewhere] {
            assert_eq!(sets(who, "\"0\"", json!({"review_steps": 0})).await.code(), "forbidden");
        }
        assert_eq!(elsewhere.reads(SETTINGS).await.code(), "forbidden");
        assert_eq!(service.get(SETTINGS).await.code(), "signed_out");
        let unknown = system.reads("/api/v1/organs/999999/settings").await;
        assert_eq!(unknown.code(), "no_such_organ");
        for (body, field) in [
            (json!({"review_steps": 4}), "review_steps"),
            (json!({"light": {}}), "light"),
            (json!({"lights": {"yellow": 1, "orange": 2}}), "lights"),
            (json!({"periods": {"amendment": 16}}), "periods"),
            (json!({"periods": {"reply": 30}}), "periods.reply"),
            (
                json!({"number_patterns": {"registration": "登〔{year}〕"}}),
                "number_patterns.registration",
            ),
            (
                json!({"number_patterns": {"documents": {"reply": "复{year}-{seq}"}}}),
                "number_patterns",
            ),
            (
                json!({"number_patterns": {"documents": {"letter": "复〔{year}〕{seq}"}}}),
                "number_patterns.documents",
            ),
        ] {
            let reply = sets_wrongly(&system, body.clone()).await;
            assert_eq!(reply.status, 422, "{body} {}", reply.body);
            assert_eq!(reply.body["fields"][0]["name"], field, "{}", reply.body);
        }
        let no_version = Call::put(SETTINGS, &json!({})).against_the_contract();
        assert_eq!(system.sends(no_version).await.code(), "version_missing");
        assert_eq!(clerk.reads(SETTINGS).await.etag(), "\"0\"", "nothing happened");
    });
}

#[test]
fn steps_of_review_and_number_patterns_are_those_of_the_organ() {
    on_both(async |service| {
        let system = service.person("xitong", &[(SystemAdministrator, CITY)]).await;
        let department = staff(&service);
        let body = json!({
            "review_steps": 2,
            "number_patterns": {
                "registration": "{year}-登-{seq:4}",
                "documents": {"reply": "白政公开〔{year}〕{seq}号", "amendment_notice": "白政公开〔{year}〕{seq:2}号"},
            },
        });
        assert_eq!(sets(&system, "\"0\"", body).await.status, 200);
        let number = arrives(&service, "registered_post", "2026-03-02").unwrap();
        service.on("2026-03-25");
        for (who, on, deed, _) in steps(&department).into_iter().take(8) {
            does(&service, who, &number, on, deed).unwrap();
        }
        let sign = json!({"kind": "sign"});
        assert!(does(&service, "qianfa", &number, "2026-03-11", sign.clone()).is_err());
        let approve = json!({"kind": "approve"});
        does(&service, "shenhe", &number, "2026-03-11", approve).unwrap();
        does(&service, "qianfa", &number, "2026-03-11", sign).unwrap();
        let deliver =
            json!({"kind": "deliver", "dispatch": {"way": "post", "postal_number": "EA1"}});
        does(&service, "dengji", &number, "2026-03-12", deliver).unwrap();
        let clerk = service.signs_in("dengji").await;
        let case = clerk.reads(&format!("/api/v1/cases/{number}")).await.body;
        assert_eq!(case["registration_number"], "2026-登-0001");
        assert_eq!(case["document_number"], "白政公开〔2026〕1号");

        // One series for the forms that share a pattern.
        let second = arrives(&service, "counter", "2026-03-20").unwrap();
        does(
            &service,
            "dengji",
            &second,
            "2026-03-20",
            json!({"kind": "confirm_receipt", "evidence": "当面"}),
        )
        .unwrap();
        does(&service, "dengji", &second, "2026-03-20", json!({"kind": "register"})).unwrap();
        let notice = json!({"kind": "send_amendment_notice", "missing": ["身份证明"], "dispatch": {"way": "post", "postal_number": "EA2"}});
        does(&service, "dengji", &second, "2026-03-20", notice).unwrap();
        let found = writes(&service, |tx| {
            let row = &gongkai::db::cases::page::numbered(tx, &second)?[0];
            let events = gongkai::db::cases::log::events(tx, row.id)?;
            Ok(events.last().unwrap().payload.clone())
        })
        .unwrap();
        assert!(found.contains("白政公开〔2026〕02号"), "{found}");
        verified(&service);
    });
}

#[test]
fn in_a_small_unit_one_person_drafts_reviews_and_signs_and_the_log_says_so() {
    on_both(async |service| {
        service.account("xitong", &[(SystemAdministrator, CITY)], false);
        let department = staff(&service);
        service.account("yiren", &[(Role::Handler, COUNTY), (Role::Signer, COUNTY)], false);
        let number = arrives(&service, "registered_post", "2026-03-02").unwrap();
        service.on("2026-03-25");
        for (who, on, deed, _) in steps(&department).into_iter().take(8) {
            let who = if who == "chengban" { "yiren" } else { who };
            does(&service, who, &number, on, deed).unwrap();
        }
        let sign = json!({"kind": "sign"});
        let refused = does(&service, "yiren", &number, "2026-03-11", sign.clone()).unwrap_err();
        assert!(refused.to_string().contains("小单位模式"), "{refused}");
        let system = service.signs_in("xitong").await;
        assert_eq!(sets(&system, "\"0\"", json!({"is_small_unit": true})).await.status, 200);
        assert_eq!(does(&service, "yiren", &number, "2026-03-11", sign).unwrap(), "signed");
        let payload = writes(&service, |tx| {
            let row = &gongkai::db::cases::page::numbered(tx, &number)?[0];
            Ok(gongkai::db::cases::log::events(tx, row.id)?.last().unwrap().payload.clone())
        });
        assert!(payload.unwrap().contains("\"small_unit\":true"));
        verified(&service);
    });
}

#[test]
fn a_set_period_moves_the_rows_of_open_cases() {
    on_both(async |service| {
        let system = service.person("xitong", &[(SystemAdministrator, CITY)]).await;
        staff(&service);
        let number = arrives(&service, "counter", "2026-03-02").unwrap();
        for deed in [
            json!({"kind": "confirm_receipt", "evidence": "当面"}),
            json!({"kind": "register"}),
            json!({"kind": "send_amendment_notice", "missing": ["身份证明"], "dispatch": {"way": "direct", "signed_on": "2026-03-02"}}),
        ] {
            does(&service, "dengji", &number, "2026-03-02", deed).unwrap();
        }
        let waits_until = || {
            writes(&service, |tx| {
                let id = gongkai::db::cases::page::numbered(tx, &number)?[0].id;
                Ok(gongkai::db::cases::handled::copies(tx, &[id])?[&id].waits_until.unwrap())
            })
            .unwrap()
            .to_string()
        };
        assert_eq!(waits_until(), "2026-03-23");
        let set = sets(&system, "\"0\"", json!({"periods": {"amendment": 5}})).await;
        assert_eq!(set.status, 200, "{}", set.body);
        assert_eq!(waits_until(), "2026-03-09");
        verified(&service);
    });
}

#[test]
fn numbers_of_a_pattern_have_no_gaps_under_thirty_two_writers() {
    on_both(async |service| {
        let system = service.person("xitong", &[(SystemAdministrator, CITY)]).await;
        staff(&service);
        let body = json!({"number_patterns": {"registration": "登〔{year}〕{seq:3}号"}});
        assert_eq!(sets(&system, "\"0\"", body).await.status, 200);
        let cases: Vec<String> =
            (0..32).map(|_| arrives(&service, "counter", "2026-03-02").unwrap()).collect();
        for number in &cases {
            let confirm = json!({"kind": "confirm_receipt", "evidence": "当面"});
            does(&service, "dengji", number, "2026-03-02", confirm).unwrap();
        }
        let registrar = actor(&service, "dengji");
        let mut writers = Vec::new();
        for number in cases {
            let (app, actor) = (service.app.clone(), registrar.clone());
            writers.push(tokio::task::spawn_local(async move {
                let keys = app.keys.clone();
                let deed = serde_json::from_value(json!({"kind": "register"})).unwrap();
                let done = app.write(move |tx| {
                    let which = gongkai::actions::handling::Which {
                        number: &number,
                        organ: None,
                        version: 2,
                    };
                    let on = actor.today;
                    gongkai::actions::handling::perform(tx, &keys, &actor, which, (deed, on))
                });
                done.await.unwrap().0.registration_number.unwrap()
            }));
        }
        let mut numbers = Vec::new();
        for writer in writers {
            numbers.push(writer.await.unwrap());
        }
        numbers.sort();
        let wanted: Vec<String> = (1..=32).map(|n| format!("登〔2026〕{n:03}号")).collect();
        assert_eq!(numbers, wanted);
    });
}

#[test]
fn an_organ_keeps_phrases() {
    on_both(async |service: TestService| {
        let system = service.person("xitong", &[(SystemAdministrator, CITY)]).await;
        let clerk = service.person("dengji", &[(Registrar, COUNTY)]).await;
        let body = json!({"kind": "reply", "title": "信息不存在", "text": "经检索，本机关未制作、未获取𠮷<b>'; --"});
        assert_eq!(clerk.sends(Call::post(PHRASES, &body)).await.code(), "forbidden");
        let call = || Call::post(PHRASES, &body).with("idempotency-key", "k1");
        let added = system.sends(call()).await;
        assert_eq!(added.status, 201, "{}", added.body);
        assert_eq!(system.sends(call()).await.body["id"], added.body["id"]);
        let listed = clerk.reads(&format!("{PHRASES}?kind=reply")).await;
        assert_eq!(listed.body, json!([added.body]));
        assert_eq!(clerk.reads(&format!("{PHRASES}?kind=general")).await.body, json!([]));
        let bad =
            clerk.sends(Call::get(&format!("{PHRASES}?kind=poem")).against_the_contract()).await;
        assert_eq!(bad.status, 422);
        let empty = json!({"kind": "reply", "title": " ", "text": "x"});
        let refused = system.sends(Call::post(PHRASES, &empty)).await;
        assert_eq!(refused.body["fields"][0]["name"], "title");
        let uri = added.header("location").to_owned();
        assert_eq!(clerk.sends(Call::delete(&uri)).await.code(), "forbidden");
        assert_eq!(system.sends(Call::delete(&uri)).await.status, 204);
        assert_eq!(system.sends(Call::delete(&uri)).await.code(), "not_found");
        assert_eq!(clerk.reads(PHRASES).await.body, json!([]));
    });
}
