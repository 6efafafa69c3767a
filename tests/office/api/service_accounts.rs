//! `/service-accounts`: keys of other systems, each for what its scopes say in one organ.

use gongkai::domain::people::Role::{
    AuditAdministrator, Registrar, SecurityAdministrator, SystemAdministrator,
};
use serde_json::{Value, json};

use super::support::{Call, Person, Reply, TestService, on_both};

const ACCOUNTS: &str = "/api/v1/service-accounts";
const CITY: &str = "620400";
const COUNTY: &str = "620402";

async fn adds(who: &Person<'_>, name: &str, organ: &str, scopes: &[&str]) -> Reply {
    let body = json!({"name": name, "organ": organ, "scopes": scopes});
    who.sends(Call::post(ACCOUNTS, &body)).await
}

/// The system that holds the key of an account.
fn system<'a>(service: &'a TestService, made: &Reply) -> Person<'a> {
    assert_eq!(made.status, 201, "{}", made.body);
    let access = made.body["key"].as_str().unwrap().to_owned();
    Person { service, access, refresh: String::new() }
}

fn arrival(organ: &str) -> Value {
    json!({
        "organ": organ, "on": "2026-03-02",
        "request": {
            "channel": "registered_post", "requester_kind": "natural_person",
            "items": ["2025年老旧小区改造实施方案"],
        },
        "requester": {"name": "王䶮"},
    })
}

#[test]
fn a_portal_hands_in_requests_and_does_nothing_else() {
    on_both(async |service| {
        let security = service.person("anquan", &[(SecurityAdministrator, CITY)]).await;
        let made =
            adds(&security, "政府网站申请平台", COUNTY, &["take_in", "read_organs", "take_in"])
                .await;
        assert_eq!(made.body["scopes"], json!(["take_in", "read_organs"]));
        let portal = system(&service, &made);
        let arrive =
            || Call::post("/api/v1/cases", &arrival(COUNTY)).with("idempotency-key", "one");
        let arrived = portal.sends(arrive()).await;
        assert_eq!(arrived.status, 201, "{}", arrived.body);
        assert_eq!(portal.sends(arrive()).await.body, arrived.body, "the same once more");
        let elsewhere = portal.sends(Call::post("/api/v1/cases", &arrival("620403"))).await;
        assert_eq!(elsewhere.code(), "forbidden");
        for uri in [
            "/api/v1/cases",
            "/api/v1/people",
            "/api/v1/audit-log",
            "/api/v1/audit-log/seals",
            ACCOUNTS,
            "/api/v1/annual-tables/2026?organ=620402",
        ] {
            assert_eq!(portal.reads(uri).await.code(), "forbidden", "{uri}");
        }
        assert_eq!(portal.reads("/api/v1/organs/620403/departments").await.status, 200);
        for uri in ["/api/v1/session", "/api/v1/sessions"] {
            assert_eq!(portal.reads(uri).await.code(), "signed_out", "{uri}");
        }

        let clerk = service.person("dengji", &[(Registrar, COUNTY)]).await;
        let number = arrived.body["number"].as_str().unwrap();
        let events = clerk.reads(&format!("/api/v1/cases/{number}/events")).await;
        assert!(events.body.to_string().contains("系统：政府网站申请平台"), "{}", events.body);
    });
}

#[test]
fn two_systems_do_not_share_their_idempotency_keys() {
    on_both(async |service| {
        let security = service.person("anquan", &[(SecurityAdministrator, CITY)]).await;
        let mut numbers = Vec::new();
        for name in ["甲平台", "乙平台"] {
            let portal = system(&service, &adds(&security, name, COUNTY, &["take_in"]).await);
            let arrive =
                Call::post("/api/v1/cases", &arrival(COUNTY)).with("idempotency-key", "one");
            numbers.push(portal.sends(arrive).await.body["number"].clone());
        }
        assert_ne!(numbers[0], numbers[1]);
    });
}

#[test]
fn a_system_reads_only_the_cases_of_its_organ() {
    on_both(async |service| {
        let security = service.person("anquan", &[(SecurityAdministrator, CITY)]).await;
        let scopes = ["take_in", "read_cases", "confirm_receipt"];
        let portal = system(&service, &adds(&security, "平台", COUNTY, &scopes).await);
        let number =
            portal.sends(Call::post("/api/v1/cases", &arrival(COUNTY))).await.body["number"]
                .clone();
        let uri = format!("/api/v1/cases/{}", number.as_str().unwrap());
        assert_eq!(portal.reads(&uri).await.status, 200);
        let list = system(&service, &adds(&security, "别处", "620403", &["read_cases"]).await);
        assert_eq!(list.reads(&uri).await.code(), "not_found");
        assert_eq!(list.reads("/api/v1/cases").await.body["items"], json!([]));
        assert_eq!(list.reads("/api/v1/cases?organ=620402").await.code(), "forbidden");
    });
}

#[test]
fn a_closed_account_opens_nothing_at_once() {
    on_both(async |service| {
        let security = service.person("anquan", &[(SecurityAdministrator, CITY)]).await;
        let made = adds(&security, "平台", COUNTY, &["read_cases"]).await;
        let portal = system(&service, &made);
        assert_eq!(portal.reads("/api/v1/cases").await.status, 200);
        let listed = security.reads(ACCOUNTS).await;
        assert_eq!(listed.body["items"][0]["name"], "平台");
        assert!(!String::from_utf8_lossy(&listed.bytes).contains("gk_"));
        let uri = format!("{ACCOUNTS}/{}", made.body["id"].as_str().unwrap());
        assert_eq!(security.sends(Call::delete(&uri)).await.status, 204);
        assert_eq!(portal.reads("/api/v1/cases").await.code(), "signed_out");
        assert_eq!(security.sends(Call::delete(&uri)).await.code(), "not_found");
        assert_eq!(security.reads(ACCOUNTS).await.body["items"], json!([]));
        assert_eq!(
            adds(&security, "平台", COUNTY, &["read_cases"]).await.status,
            201,
            "the name is free"
        );
        let wrong = Person { service: &service, access: "gk_x".to_owned(), refresh: String::new() };
        assert_eq!(wrong.reads("/api/v1/cases").await.code(), "signed_out");

        let audit = service.person("shenji", &[(AuditAdministrator, CITY)]).await;
        let log = audit.reads("/api/v1/audit-log?kind=service_account_added").await;
        assert_eq!(log.body["items"][0]["details"]["scopes"], json!(["read_cases"]));
        assert!(!String::from_utf8_lossy(&log.bytes).contains(&portal.access));
    });
}

#[test]
fn only_the_security_administrator_of_the_organ_gives_keys() {
    on_both(async |service| {
        let county = service.person("anquan", &[(SecurityAdministrator, COUNTY)]).await;
        let city = service.person("anquan-shi", &[(SecurityAdministrator, CITY)]).await;
        assert_eq!(adds(&county, "平台", CITY, &["read_cases"]).await.code(), "forbidden");
        let made = adds(&city, "市平台", CITY, &["read_cases"]).await;
        let uri = format!("{ACCOUNTS}/{}", made.body["id"].as_str().unwrap());
        assert_eq!(county.sends(Call::delete(&uri)).await.code(), "not_found");
        assert_eq!(county.reads(ACCOUNTS).await.body["items"], json!([]));
        for (name, role) in
            [("xitong", SystemAdministrator), ("shenji", AuditAdministrator), ("dengji", Registrar)]
        {
            let other = service.person(name, &[(role, CITY)]).await;
            assert_eq!(adds(&other, "平台", CITY, &["read_cases"]).await.code(), "forbidden");
            assert_eq!(other.reads(ACCOUNTS).await.code(), "forbidden");
            assert_eq!(other.sends(Call::delete(&uri)).await.code(), "forbidden");
        }
    });
}

#[test]
fn a_scope_that_is_for_people_only_is_refused() {
    on_both(async |service| {
        let security = service.person("anquan", &[(SecurityAdministrator, CITY)]).await;
        for scope in [
            "change_people",
            "change_rights",
            "read_people",
            "read_audit_log",
            "change_settings",
            "sign",
            "approve",
            "draft",
            "everything",
            "",
        ] {
            let body = json!({"name": "平台", "organ": COUNTY, "scopes": ["read_cases", scope]});
            let call = Call::post(ACCOUNTS, &body);
            let call = if scope.is_empty() { call.against_the_contract() } else { call };
            let reply = security.sends(call).await;
            assert_eq!(
                (reply.status.as_u16(), &reply.body["fields"][0]["name"]),
                (422, &json!("scopes")),
                "{scope}"
            );
        }
        let none = json!({"name": "平台", "organ": COUNTY, "scopes": []});
        let reply = security.sends(Call::post(ACCOUNTS, &none).against_the_contract()).await;
        assert_eq!(reply.body["fields"][0]["name"], "scopes");
        let blank = json!({"name": " ", "organ": COUNTY, "scopes": ["read_cases"]});
        assert_eq!(
            security.sends(Call::post(ACCOUNTS, &blank)).await.body["fields"][0]["name"],
            "name"
        );
        assert_eq!(
            adds(&security, "平台", "nowhere", &["read_cases"]).await.code(),
            "no_such_organ"
        );
        assert_eq!(adds(&security, "平台", COUNTY, &["read_cases"]).await.status, 201);
        assert_eq!(adds(&security, "平台", COUNTY, &["read_cases"]).await.code(), "name_taken");
    });
}
