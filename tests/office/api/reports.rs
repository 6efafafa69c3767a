//! Handed-in tables as they are, and sealed reports that a later change of the records never touches silently.

use gongkai::domain::people::Role::{AuditAdministrator, Handler, Registrar, Supervisor};
use serde_json::{Value, json};

use super::handling::{arrives, does, staff, verified};
use super::support::{Call, Person, Reply, on_both};

const TABLES: &str = "/api/v1/handed-in-tables";
const CITY: &str = "620400";
const COUNTY: &str = "620402";
const HUAIAN: &[u8] = include_bytes!("../../data/reports/huaian-2024.json");

async fn hands_in(who: &Person<'_>, query: &str, kind: &str, bytes: &[u8]) -> Reply {
    let call = Call::new(actix_web::http::Method::POST, &format!("{TABLES}?{query}"));
    who.sends(call.bytes(kind, bytes)).await
}

fn seal_uri(query: &str) -> String {
    format!("/api/v1/annual-tables/2026/seal?organ=620402{query}")
}

async fn seals(who: &Person<'_>, body: &Value) -> Reply {
    who.sends(Call::post("/api/v1/annual-tables/2026/seal", body)).await
}

#[test]
fn a_table_is_handed_in_as_it_is_and_counts_in_the_roll_up() {
    on_both(async |service| {
        let clerk = service.person("dengji", &[(Registrar, "620403")]).await;
        let query = "organ=620403&year=2024&scope=organ";
        let made = hands_in(&clerk, query, "application/octet-stream", HUAIAN).await;
        assert_eq!(made.status, 201, "{}", made.body);
        assert_eq!(
            (&made.body["format"], &made.body["recorded_by"]),
            (&json!("2021"), &json!("dengji"))
        );
        assert_eq!(clerk.reads(made.header("location")).await.body, made.body);
        let total = &made.body["section_three"]["rows"]["received_new"][6];
        let above = service.person("zhuguan", &[(Supervisor, CITY)]).await;
        let table =
            above.reads("/api/v1/annual-tables/2024?organ=620400&scope=government").await.body;
        assert_eq!(&table["section_three"]["rows"]["received_new"][6], total);

        let again = hands_in(&above, query, "application/json", HUAIAN).await;
        assert_eq!(again.status, 201, "{}", again.body);
        let listed = above.reads(&format!("{TABLES}?year=2024&organ=620400&below=true")).await.body;
        assert_eq!(listed["items"].as_array().unwrap().len(), 1, "the later one supersedes");
        assert_eq!(listed["items"][0]["id"], again.body["id"]);
        assert_eq!(above.reads(&format!("{TABLES}?year=2023")).await.body["items"], json!([]));
        let audit = service.person("shenji", &[(AuditAdministrator, CITY)]).await;
        let log = audit.reads("/api/v1/audit-log?kind=table_handed_in").await;
        assert_eq!(log.body["items"].as_array().unwrap().len(), 2);
    });
}

#[test]
fn what_is_no_table_or_not_theirs_is_refused() {
    on_both(async |service| {
        let clerk = service.person("dengji", &[(Registrar, COUNTY)]).await;
        let handler = service.person("chengban", &[(Handler, COUNTY)]).await;
        let own = "organ=620402&year=2024&scope=organ";
        let json = "application/json";
        assert_eq!(hands_in(&handler, own, json, HUAIAN).await.code(), "forbidden");
        let other = "organ=620403&year=2024&scope=organ";
        assert_eq!(hands_in(&clerk, other, json, HUAIAN).await.code(), "forbidden");
        let unknown = "organ=999999&year=2024&scope=organ";
        assert_eq!(hands_in(&clerk, unknown, json, HUAIAN).await.code(), "no_such_organ");
        let year = hands_in(&clerk, "organ=620402&year=2023&scope=organ", json, HUAIAN).await;
        assert_eq!(year.body["fields"][0]["name"], "year", "{}", year.body);
        let later = hands_in(&clerk, "organ=620402&year=2027&scope=organ", json, HUAIAN).await;
        assert_eq!(later.code(), "year_not_begun");
        for bytes in [&b""[..], b"hello", b"{", b"%PDF-1.7", b"PK\x03\x04rubbish", b"\xff\xfe\x00"]
        {
            let reply = hands_in(&clerk, own, "application/octet-stream", bytes).await;
            assert_eq!((reply.status.as_u16(), reply.code()), (422, "bad_table"), "{bytes:?}");
        }
        for query in ["organ=620402&year=2024&scope=world", "organ=620402&year=2024"] {
            let call = Call::new(actix_web::http::Method::POST, &format!("{TABLES}?{query}"));
            let reply = clerk.sends(call.bytes(json, HUAIAN).against_the_contract()).await;
            assert_eq!(reply.status, 422, "{query}");
        }
        assert_eq!(clerk.reads(TABLES).await.body["items"], json!([]), "nothing was recorded");
        assert_eq!(service.get(TABLES).await.code(), "signed_out");
    });
}

#[test]
fn a_sealed_table_names_the_cases_of_every_cell() {
    on_both(async |service| {
        staff(&service);
        let first = arrives(&service, "counter", "2026-03-02").unwrap();
        let confirm = json!({"kind": "confirm_receipt", "evidence": "当面"});
        does(&service, "dengji", &first, "2026-03-02", confirm.clone()).unwrap();
        let clerk = service.signs_in("dengji").await;
        assert_eq!(clerk.reads(&seal_uri("")).await.code(), "not_found");
        let body = json!({"organ": COUNTY});
        let call =
            || Call::post("/api/v1/annual-tables/2026/seal", &body).with("idempotency-key", "k1");
        let sealed = clerk.sends(call()).await;
        assert_eq!(
            (sealed.status.as_u16(), &sealed.body["version"]),
            (201, &json!(1)),
            "{}",
            sealed.body
        );
        assert_eq!(clerk.sends(call()).await.body, sealed.body);
        assert_eq!(seals(&clerk, &body).await.code(), "sealed_already");

        let read = clerk.reads(sealed.header("location")).await.body;
        assert_eq!(
            (&read["intact"], &read["differences"], &read["moved"]),
            (&json!(true), &json!([]), &json!([]))
        );
        assert_eq!(read["table"]["section_three"]["rows"]["received_new"][6], 1);
        let cases = clerk.reads(&seal_uri("&cases=true")).await.body["cases"].clone();
        let of =
            |cell: &str, number: &str| json!({"cell": cell, "organ": COUNTY, "number": number});
        let carried = "carried_forward_to_next_year/natural_person";
        assert_eq!(cases, json!([of(carried, &first), of("received_new/natural_person", &first)]));

        verified(&service);
    });
}

#[test]
fn what_changed_since_the_seal_is_told_case_by_case() {
    on_both(async |service| {
        staff(&service);
        let first = arrives(&service, "counter", "2026-03-02").unwrap();
        let confirm = json!({"kind": "confirm_receipt", "evidence": "当面"});
        does(&service, "dengji", &first, "2026-03-02", confirm.clone()).unwrap();
        let clerk = service.signs_in("dengji").await;
        let body = json!({"organ": COUNTY});
        assert_eq!(seals(&clerk, &body).await.status, 201);
        let read = clerk.reads(&seal_uri("")).await.body;
        let carried = "carried_forward_to_next_year/natural_person";
        // Recorded later, of a day that the sealed table covers.
        let second = arrives(&service, "counter", "2026-03-02").unwrap();
        does(&service, "dengji", &second, "2026-03-02", confirm).unwrap();
        let fact = json!({"name": "requester_kind", "requester_kind": "commercial_enterprise"});
        let correct = json!({"kind": "correct_fact", "reason": "是公司", "fact": fact});
        does(&service, "dengji", &first, "2026-03-02", correct).unwrap();
        let changed = clerk.reads(&seal_uri("")).await.body;
        assert_eq!(changed["intact"], true);
        let cells: Vec<_> = changed["differences"]
            .as_array()
            .unwrap()
            .iter()
            .map(|d| d["cell"].as_str().unwrap())
            .collect();
        assert!(cells.contains(&"received_new/total"), "{cells:?}");
        let moved = changed["moved"].as_array().unwrap();
        let told = |cell: &str, number: &str, change: &str| {
            moved.contains(
                &json!({"cell": cell, "organ": COUNTY, "number": number, "change": change}),
            )
        };
        assert!(told("received_new/natural_person", &second, "added"), "{moved:?}");
        assert!(told(carried, &first, "gone"), "{moved:?}");
        assert!(told("received_new/commercial_enterprise", &first, "added"), "{moved:?}");
        assert_eq!(changed["table"], read["table"], "what was sealed stands");
        assert_eq!(seals(&clerk, &body).await.body["version"], 2);
        let now = clerk.reads(&seal_uri("")).await.body;
        assert_eq!(
            (&now["version"], &now["versions"], &now["moved"]),
            (&json!(2), &json!(2), &json!([]))
        );
        assert_eq!(clerk.reads(&seal_uri("&version=1")).await.body["hash"], read["hash"]);
        verified(&service);
    });
}

#[test]
fn a_report_is_sealed_by_its_organ_or_the_one_above() {
    on_both(async |service| {
        let body = json!({"organ": COUNTY});
        let handler = service.person("chengban", &[(Handler, COUNTY)]).await;
        let elsewhere = service.person("pingchuan", &[(Registrar, "620403")]).await;
        for who in [&handler, &elsewhere] {
            assert_eq!(seals(who, &body).await.code(), "forbidden");
        }
        assert_eq!(elsewhere.reads(&seal_uri("")).await.code(), "forbidden");
        let above = service.person("zhuguan", &[(Supervisor, CITY)]).await;
        assert_eq!(seals(&above, &body).await.status, 201);
        assert_eq!(handler.reads(&seal_uri("")).await.status, 200);
        for (body, code) in [
            (json!({"organ": "999999"}), "no_such_organ"),
            (json!({"organ": COUNTY, "as_of": "2025-12-31"}), "day_outside_year"),
        ] {
            assert_eq!(seals(&above, &body).await.code(), code);
        }
        for body in [
            json!({"organ": COUNTY, "as_of": "2026-02-30"}),
            json!({"organ": COUNTY, "colour": 1}),
            json!({}),
        ] {
            let call = Call::post("/api/v1/annual-tables/2026/seal", &body).against_the_contract();
            assert_eq!(above.sends(call).await.status, 422, "{body}");
        }
        let later = Call::post("/api/v1/annual-tables/2027/seal", &body);
        assert_eq!(above.sends(later).await.code(), "year_not_begun");
        let audit = service.person("shenji", &[(AuditAdministrator, CITY)]).await;
        let log = audit.reads("/api/v1/audit-log?kind=report_sealed").await;
        assert_eq!(log.body["items"].as_array().unwrap().len(), 1);
    });
}
