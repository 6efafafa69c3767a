//! What intake is shown of earlier requests, of the month and of others. Nothing of it is decided or stored.

use gongkai::domain::people::Role;
use serde_json::{Value, json};

use super::office::{ORGAN, PHONE, arrival, does, requester, takes_in, tells_nothing, verified};
use super::support::{Call, Person, TestService, on_both};

const CONTENT: &str = "2025年老旧小区改造的资金安排";

async fn received(registrar: &Person<'_>, requester: &Value, content: &str) -> String {
    let number = takes_in(registrar, &arrival(requester, content)).await;
    does(registrar, &number, "receipt-confirmation", json!({"evidence": "当面"})).await;
    number
}

async fn hints(who: &Person<'_>, requester: &Value, content: &str) -> Value {
    let reply = who.sends(Call::post("/api/v1/intake-hints", &arrival(requester, content))).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    tells_nothing(&reply);
    reply.body
}

fn numbers(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one["number"].as_str().unwrap()).collect()
}

async fn registrar(service: &TestService) -> Person<'_> {
    service.person("dengji", &[(Role::Registrar, ORGAN)]).await
}

#[test]
fn a_requester_is_found_again_however_the_number_is_typed() {
    on_both(async |service| {
        let registrar = registrar(&service).await;
        let one = received(&registrar, &requester("王䶮"), CONTENT).await;
        let two = received(&registrar, &requester("王䶮"), "幼儿园招生计划").await;
        received(&registrar, &json!({"name": "王䶮"}), CONTENT).await;
        let typed = json!({"name": "王龑", "identity_number": "１１０１０５ 19491231 002x"});
        let found = hints(&registrar, &typed, "别的").await;
        assert_eq!(numbers(&found["requester"]["cases"]), [two.as_str(), one.as_str()]);
        assert_eq!(found["requester"]["cases"][0]["certain"], true);
        let id = found["requester"]["id"].as_str().unwrap();
        let shown = registrar.reads(&format!("/api/v1/cases/{one}/requester")).await.body;
        assert_eq!(shown["requesters"][0]["id"], id);

        let first = registrar.reads(&format!("/api/v1/requesters/{id}/cases?limit=1")).await;
        tells_nothing(&first);
        assert_eq!(numbers(&first.body["items"]), [two.as_str()]);
        let next = first.body["next"].as_str().unwrap();
        let uri = format!("/api/v1/requesters/{id}/cases?limit=1&cursor={next}");
        let last = registrar.reads(&uri).await.body;
        assert_eq!((numbers(&last["items"]), &last["next"]), (vec![one.as_str()], &Value::Null));

        let elsewhere = service.person("bieren", &[(Role::Registrar, "620403")]).await;
        let uri = format!("/api/v1/requesters/{id}/cases");
        assert_eq!(elsewhere.reads(&uri).await.code(), "not_found");
        let nobody = registrar.reads("/api/v1/requesters/AAAAAAAAAAAAAAAAAAAAAAAAAAAA/cases").await;
        assert_eq!(nobody.code(), "not_found");
        let nothing = service.person("xitong", &[(Role::SystemAdministrator, ORGAN)]).await;
        assert_eq!(nothing.reads(&uri).await.code(), "forbidden");
    });
}

#[test]
fn without_an_identity_number_name_and_telephone_are_a_weaker_hint() {
    on_both(async |service| {
        let registrar = registrar(&service).await;
        let with = |name: &str| json!({"name": name, "phone": PHONE});
        let one = received(&registrar, &with("王 䶮"), CONTENT).await;
        received(&registrar, &with("李四"), CONTENT).await;
        let typed = json!({"name": "王䶮", "phone": "+86 138-0000-1234"});
        let found = hints(&registrar, &typed, CONTENT).await;
        assert_eq!(numbers(&found["requester"]["cases"]), [one.as_str()]);
        assert_eq!(found["requester"]["cases"][0]["certain"], false);
        assert_eq!(
            [&found["month"]["before"], &found["month"]["certain"]],
            [&json!(1), &json!(false)]
        );
        let shown = registrar.reads(&format!("/api/v1/cases/{one}/requester")).await.body;
        let id = shown["requesters"][0]["id"].as_str().unwrap();
        let past = registrar.reads(&format!("/api/v1/requesters/{id}/cases")).await.body;
        assert_eq!(numbers(&past["items"]), [one.as_str()]);
        let unknown = hints(&registrar, &json!({"name": "王䶮"}), CONTENT).await;
        assert_eq!([&unknown["requester"]["id"], &unknown["month"]], [&Value::Null, &Value::Null]);
    });
}

#[test]
fn the_eleventh_request_of_a_month_costs() {
    on_both(async |service| {
        let registrar = registrar(&service).await;
        let one = requester("王䶮");
        for n in 0..9 {
            received(&registrar, &one, &format!("第{n}件")).await;
        }
        let split = received(&registrar, &one, "两件事").await;
        let count = async |month: &str, value: Value| {
            let found = hints(&registrar, &one, "别的").await;
            assert_eq!(found["month"][month], value, "{found}");
        };
        count("before", json!(10)).await;
        count("fee", json!(100)).await;
        // A request to correct records is no request for information.
        let mut correction = arrival(&one, "更正本人档案中的出生日期");
        correction["request"]["subject"] = json!("correction");
        let number = takes_in(&registrar, &correction).await;
        does(&registrar, &number, "receipt-confirmation", json!({"evidence": "当面"})).await;
        count("before", json!(10)).await;
        let own = registrar.reads(&format!("/api/v1/cases/{number}/hints")).await.body;
        assert_eq!([&own["month"], &own["requester"]["count"]], [&Value::Null, &json!(10)]);
        // The fee may count one paper as several requests, and does not count a withdrawn one less.
        does(&registrar, &split, "registration", json!({"fee_units": 2})).await;
        count("before", json!(11)).await;
        let withdraw = json!({"evidence": "书面", "identity_checked": "身份证"});
        does(&registrar, &split, "withdrawal", withdraw).await;
        count("before", json!(11)).await;
        service.on("2026-04-01");
        let registrar = service.signs_in("dengji").await;
        let found = hints(&registrar, &one, "别的").await;
        assert_eq!(
            found["month"],
            json!({"year": 2026, "month": 4, "before": 0, "units": 1, "fee": 0, "certain": true})
        );
    });
}

#[test]
fn repeated_requests_and_those_of_others_are_pointed_out() {
    on_both(async |service| {
        let registrar = registrar(&service).await;
        let own = received(&registrar, &requester("王䶮"), CONTENT).await;
        let last_year =
            received(&registrar, &requester("王䶮"), "2024年老旧小区改造的资金安排").await;
        let other = json!({"name": "赵堃", "phone": "13900005678"});
        let alike = received(&registrar, &other, "申请公开2025年老旧小区改造资金安排情况").await;
        received(&registrar, &other, "幼儿园招生计划").await;
        let new =
            received(&registrar, &requester("王䶮"), "2025年老旧小区改造的资金安排情况").await;
        let reply = registrar.reads(&format!("/api/v1/cases/{new}/hints")).await;
        tells_nothing(&reply);
        assert_eq!(numbers(&reply.body["repeated"]), [own.as_str()]);
        assert_ne!(own, last_year);
        assert_eq!(numbers(&reply.body["similar"]), [alike.as_str()]);
        assert_eq!(reply.body["similar"][0]["requester"], "赵堃");
        let several = &reply.body["several"];
        assert_eq!([&several["requesters"], &several["granted"]], [&json!(2), &json!(0)]);
        assert!(several["text"].as_str().unwrap().contains("第四十四条"));
        let nothing = hints(&registrar, &requester("王䶮"), "土地出让合同").await;
        assert_eq!([&nothing["repeated"], &nothing["several"]], [&json!([]), &Value::Null]);
        verified(&service);
    });
}

#[test]
fn what_is_being_typed_is_checked_and_explained_and_not_stored() {
    on_both(async |service| {
        let registrar = registrar(&service).await;
        let with = |number: &str| json!({"name": "王䶮", "identity_number": number});
        for (number, check) in [
            ("110105194912310021", "bad_checksum"),
            ("110105********002X", "masked"),
            ("E12345678", "other_document"),
        ] {
            let found = hints(&registrar, &with(number), CONTENT).await;
            assert_eq!(found["identity"]["check"], check);
            assert!(!found.to_string().contains(number));
        }
        let mut post = arrival(&with("110105194912310021"), CONTENT);
        post["request"]["channel"] = json!("ordinary_post");
        post["on"] = json!("2026-02-27");
        let told = registrar.sends(Call::post("/api/v1/intake-hints", &post)).await.body;
        assert_eq!(
            told["receipt"]["text"],
            "2026年2月27日到件，没有当日联系申请人的记录，以到件之日为准"
        );
        let handler = service.person("chengban", &[(Role::Handler, ORGAN)]).await;
        assert_eq!(
            handler.sends(Call::post("/api/v1/intake-hints", &post)).await.code(),
            "forbidden"
        );
        post["organ"] = json!("没有");
        let nowhere = registrar.sends(Call::post("/api/v1/intake-hints", &post)).await;
        assert_eq!(nowhere.code(), "no_such_organ");
        let number = takes_in(&registrar, &arrival(&requester("王䶮"), CONTENT)).await;
        assert_eq!(number, "620402-2026-000001", "the first");
        let none = registrar.reads("/api/v1/cases/620402-2026-000009/hints").await;
        assert_eq!(none.code(), "not_found");
    });
}
