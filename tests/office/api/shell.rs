//! What holds for every operation alike.

use actix_web::http::Method;
use serde_json::json;

use super::support::{Call, on_both};

#[test]
fn the_service_says_that_it_lives_and_can_work() {
    on_both(async |service| {
        assert_eq!(service.get("/healthz").await.body, json!({"status": "alive"}));
        assert_eq!(service.get("/readyz").await.body, json!({"status": "ready"}));
        let counts = service.get("/metrics").await;
        let counts = String::from_utf8(counts.bytes).unwrap();
        assert!(
            counts.contains(
                r#"gongkai_http_requests_total{method="GET",route="/readyz",status="200"} 1"#
            ),
            "{counts}"
        );
    });
}

#[test]
fn the_contract_and_its_page_are_served() {
    on_both(async |service| {
        let contract = service.get("/api/v1/openapi.yaml").await;
        assert_eq!(contract.bytes, include_bytes!("../../../openapi.yaml"));
        let page = service.send(Call::get("/docs").against_the_contract().page()).await;
        let page = String::from_utf8(page.bytes).unwrap();
        assert!(
            page.contains("<h1>政府信息依申请公开办理系统</h1>") && page.contains("read_contract"),
            "{page}"
        );
    });
}

#[test]
fn pages_are_for_people_and_load_nothing_from_elsewhere() {
    on_both(async |service| {
        for uri in ["/", "/status", "/desk/", "/desk/cases"] {
            let page = Call::get(uri).against_the_contract().page().with("accept", "text/html");
            let page = service.send(page).await;
            assert_eq!(page.status, 200, "{uri}");
            assert!(page.header("content-type").starts_with("text/html"), "{uri}");
            assert!(page.header("content-security-policy").starts_with("default-src '"), "{uri}");
        }
        for uri in ["/api/v1/nothing", "/nothing.js"] {
            let call = Call::get(uri).against_the_contract().with("accept", "text/html");
            assert_eq!(service.send(call).await.code(), "not_found", "{uri}");
        }
    });
}

#[test]
fn what_is_not_there_is_told_as_a_problem() {
    on_both(async |service| {
        let nothing = service.send(Call::get("/api/v1/nothing").against_the_contract()).await;
        assert_eq!((nothing.status.as_u16(), nothing.code()), (404, "not_found"));
        let wrong = Call::new(Method::DELETE, "/healthz").against_the_contract();
        let wrong = service.send(wrong).await;
        assert_eq!((wrong.status.as_u16(), wrong.header("allow")), (405, "GET"));
    });
}

#[test]
fn every_reply_bears_an_id() {
    on_both(async |service| {
        let given = service.send(Call::get("/healthz").with("x-request-id", "abc-12345")).await;
        assert_eq!(given.header("x-request-id"), "abc-12345");
        let odd = service.send(Call::get("/healthz").with("x-request-id", "a b c d e")).await;
        assert_eq!(odd.header("x-request-id").len(), 36);
    });
}
