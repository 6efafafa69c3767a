//! The tree of organs over the service: searched as of a day, changed by those who administer both places.

use gongkai::domain::people::Role::{AuditAdministrator, Registrar, SystemAdministrator};
use serde_json::{Value, json};

use super::support::{Call, Person, Reply, on_both};

const ORGANS: &str = "/api/v1/organs";

fn codes(page: &Reply) -> Vec<&str> {
    let items = page.body["items"].as_array().unwrap();
    items.iter().map(|organ| organ["code"].as_str().unwrap()).collect()
}

fn bureau() -> Value {
    json!({
        "code": "620402-fgj", "name": "白银区发展和改革局", "kind": "department", "parent": "620402",
        "valid_from": "2019-03-01",
    })
}

async fn changes(who: &Person<'_>, code: &str, version: &str, body: &Value) -> Reply {
    who.sends(Call::put(&format!("{ORGANS}/{code}"), body).with("if-match", version)).await
}

#[test]
fn organs_are_found_by_name_code_place_and_day() {
    on_both(async |service| {
        let clerk = service.person("dengji", &[(Registrar, "620402")]).await;
        let first = clerk.reads(&format!("{ORGANS}?limit=7")).await;
        let rest = clerk
            .reads(&format!("{ORGANS}?limit=7&cursor={}", first.body["next"].as_str().unwrap()))
            .await;
        assert_eq!((codes(&first).len(), codes(&rest).len()), (7, 5));
        assert_eq!(rest.body["next"], Value::Null);
        let bureaus = clerk.reads(&format!("{ORGANS}?q=%E5%B1%80&below=620400")).await;
        assert!(codes(&bureaus).contains(&"620400-gaj"), "{}", bureaus.body);
        assert_eq!(codes(&clerk.reads(&format!("{ORGANS}?q=0402")).await), ["620402"]);
        let governments = clerk.reads(&format!("{ORGANS}?kind=government&below=620402")).await;
        assert_eq!(codes(&governments), ["620402"]);
        assert!(codes(&clerk.reads(&format!("{ORGANS}?as_of=2014-12-31")).await).is_empty());
        let one = clerk.reads(&format!("{ORGANS}/620402")).await;
        assert_eq!((&one.body["name"], one.etag().as_str()), (&json!("白银区人民政府"), "\"1\""));
        assert_eq!(one.body["versions"][0]["parent"], "620400");
        assert_eq!(clerk.reads(&format!("{ORGANS}/999999")).await.code(), "no_such_organ");
        assert_eq!(clerk.reads(&format!("{ORGANS}?below=999999")).await.code(), "no_such_organ");
        let bad =
            clerk.sends(Call::get(&format!("{ORGANS}?as_of=2026-02-30")).against_the_contract());
        assert_eq!(bad.await.status, 422);
        assert_eq!(service.get(ORGANS).await.code(), "signed_out");
    });
}

#[test]
fn an_organ_is_made_renamed_and_merged() {
    on_both(async |service| {
        let system = service.person("xitong", &[(SystemAdministrator, "620400")]).await;
        let call = || Call::post(ORGANS, &bureau()).with("idempotency-key", "k1");
        let made = system.sends(call()).await;
        assert_eq!((made.status.as_u16(), made.etag().as_str()), (201, "\"1\""), "{}", made.body);
        assert_eq!(system.sends(call()).await.body, made.body);
        assert_eq!(system.sends(Call::post(ORGANS, &bureau())).await.code(), "organ_taken");

        let mut renamed = bureau();
        renamed.as_object_mut().unwrap().remove("code");
        renamed["name"] = "白银区发展改革局䶮".into();
        renamed["valid_from"] = "2026-01-01".into();
        let after = changes(&system, "620402-fgj", "\"1\"", &renamed).await;
        assert_eq!(after.status, 200, "{}", after.body);
        assert_eq!(after.body["versions"].as_array().unwrap().len(), 2);
        assert_eq!(changes(&system, "620402-fgj", "\"1\"", &renamed).await.code(), "stale");
        let then = system.reads(&format!("{ORGANS}?q=fgj&as_of=2025-12-31")).await;
        assert_eq!(then.body["items"][0]["name"], "白银区发展和改革局");

        renamed["valid_to"] = "2026-02-28".into();
        renamed["merged_into"] = "620402".into();
        let merged = changes(&system, "620402-fgj", "\"3\"", &renamed).await;
        assert_eq!((merged.status.as_u16(), merged.etag().as_str()), (200, "\"4\""));
        assert_eq!(merged.body["versions"][0]["valid_to"], "2025-12-31");
        assert_eq!(merged.body["versions"][1]["merged_into"], "620402");
        assert!(codes(&system.reads(&format!("{ORGANS}?q=fgj")).await).is_empty(), "it is gone");
        let audit = service.person("shenji", &[(AuditAdministrator, "620400")]).await;
        let log = audit.reads("/api/v1/audit-log?kind=organ_recorded").await;
        assert_eq!(log.body["items"].as_array().unwrap().len(), 3);
    });
}

#[test]
fn nobody_takes_or_leaves_a_place_that_they_do_not_administer() {
    on_both(async |service| {
        let system = service.person("xitong", &[(SystemAdministrator, "620400")]).await;
        let county = service.person("xian", &[(SystemAdministrator, "620402")]).await;
        let clerk = service.person("dengji", &[(Registrar, "620402")]).await;
        assert_eq!(clerk.sends(Call::post(ORGANS, &bureau())).await.code(), "forbidden");
        let mut elsewhere = bureau();
        elsewhere["parent"] = "620403".into();
        assert_eq!(county.sends(Call::post(ORGANS, &elsewhere)).await.code(), "forbidden");
        let mut top = bureau();
        top["parent"] = Value::Null;
        let refused = system.sends(Call::post(ORGANS, &top)).await;
        assert_eq!(refused.body["fields"][0]["name"], "parent");
        assert_eq!(county.sends(Call::post(ORGANS, &bureau())).await.status, 201);

        let own = |parent: Value| json!({"name": "白银区人民政府", "kind": "government", "parent": parent, "valid_from": "2026-01-01"});
        for parent in [Value::Null, json!("620403")] {
            let moved = changes(&county, "620402", "\"1\"", &own(parent)).await;
            assert_eq!(moved.code(), "forbidden", "out of the city");
        }
        assert_eq!(changes(&county, "620402", "\"1\"", &own(json!("620400"))).await.status, 200);
        assert_eq!(
            changes(&county, "620403", "\"1\"", &own(json!("620400"))).await.code(),
            "forbidden"
        );
    });
}

#[test]
fn circles_and_impossible_versions_are_refused() {
    on_both(async |service| {
        let system = service.person("xitong", &[(SystemAdministrator, "620400")]).await;
        let city = |parent: &str| json!({"name": "白银市", "kind": "government", "parent": parent, "valid_from": "2026-01-01"});
        assert_eq!(
            changes(&system, "620400", "\"1\"", &city("620402")).await.code(),
            "organ_in_circle"
        );
        assert_eq!(
            changes(&system, "620400", "\"1\"", &city("999999")).await.code(),
            "no_such_organ"
        );
        let reversed = json!({
            "name": "白银区人民政府", "kind": "government", "parent": "620400",
            "valid_from": "2026-01-01", "valid_to": "2025-12-31",
        });
        assert_eq!(changes(&system, "620402", "\"1\"", &reversed).await.code(), "days_reversed");
        let mut far = reversed.clone();
        far["valid_to"] = "9999-12-31".into();
        let refused = changes(&system, "620402", "\"1\"", &far).await;
        assert_eq!(refused.body["fields"][0]["name"], "valid_to");
        for (name, value) in [
            ("kind", json!("circus")),
            ("colour", json!("red")),
            ("valid_from", json!("2026-02-30")),
        ] {
            let mut wrong = bureau();
            wrong[name] = value;
            let reply = system.sends(Call::post(ORGANS, &wrong).against_the_contract()).await;
            assert_eq!(reply.status, 422, "{name}");
        }
        let mut wrong = bureau();
        wrong["code"] = "../x".into();
        let reply = system.sends(Call::post(ORGANS, &wrong).against_the_contract()).await;
        assert_eq!(reply.body["fields"][0]["name"], "code");
        assert_eq!(
            system.reads(&format!("{ORGANS}/620400")).await.etag(),
            "\"1\"",
            "nothing happened"
        );
    });
}
