//! Values that are well formed and meant badly: what is taken comes back as it was, what is not leaves no trace; old
//! versions and repeated calls at every operation that knows them.

use serde_json::{Value, json};

use super::hostile_input::{digest, digest_without_people, names};
use super::operations::operations;
use super::scene::Scene;
use super::support::{Call, Person, Reply, on_both};

/// Texts that a database, a page or a shell might take for more than words.
const TEXTS: [&str; 7] = [
    "'; DROP TABLE cases; --",
    "\" OR 1=1 /*",
    "<script>alert('文')</script><img src=x onerror=alert(1)>",
    "=HYPERLINK(\"http://例.cn\")",
    "😀👨‍👩‍👧𠮷䶮",
    "%s %n {{7*7}} ${jndi:ldap://x} $(id)",
    "第一行\n第二行\t完",
];

async fn takes_in(clerk: &Person<'_>, name: &str, content: &str) -> Reply {
    let body = json!({
        "organ": "620402",
        "requester": {"name": name, "address": name},
        "request": {"channel": "counter", "requester_kind": "natural_person", "items": [content]},
    });
    clerk.sends(Call::post("/api/v1/cases", &body)).await
}

#[test]
fn words_come_back_as_they_were_and_do_nothing() {
    on_both(async |service| {
        Scene::set(&service).await;
        let clerk = service.signs_in("clerk").await;
        for text in TEXTS {
            let name = text.replace(['\n', '\t'], " ");
            let taken = takes_in(&clerk, &name, text).await;
            assert_eq!(taken.status, 201, "{text}: {}", taken.body);
            let uri = format!("/api/v1/cases/{}", taken.body["number"].as_str().unwrap());
            let case = clerk.reads(&uri).await;
            assert_eq!(
                (&case.body["requester"], &case.body["items"][0]["content"]),
                (&json!(name), &json!(text))
            );
            assert_eq!(case.header("content-type"), "application/json");
            assert_eq!(case.header("x-content-type-options"), "nosniff");
        }
    });
}

#[test]
fn words_that_cannot_be_shown_or_are_none_are_refused() {
    on_both(async |service| {
        Scene::set(&service).await;
        let clerk = service.signs_in("clerk").await;
        let before = digest(&service);
        let long = "长".repeat(20_001);
        for text in ["", " \n ", "\u{7}", "\u{1b}[31m", "a\u{0}b", "\u{85}", &long] {
            let body = json!({
                "organ": "620402",
                "requester": {"name": "王䶮"},
                "request": {"channel": "counter", "requester_kind": "natural_person", "items": [text]},
            });
            let call = Call::post("/api/v1/cases", &body).against_the_contract();
            let reply = clerk.sends(call).await;
            let named = names(&reply) == ["request.items[0]"] || reply.code() == "null_character";
            assert!(named && reply.status.is_client_error(), "{text:?}: {}", reply.body);
            let reply = takes_in_against_the_contract(&clerk, text).await;
            let named = names(&reply) == ["requester.name"] || reply.code() == "null_character";
            assert!(named, "{text:?}: {}", reply.body);
        }
        assert_eq!(digest(&service), before);
    });
}

async fn takes_in_against_the_contract(clerk: &Person<'_>, name: &str) -> Reply {
    let body = json!({
        "organ": "620402",
        "requester": {"name": name},
        "request": {"channel": "counter", "requester_kind": "natural_person", "items": ["某文件"]},
    });
    clerk.sends(Call::post("/api/v1/cases", &body).against_the_contract()).await
}

/// A body with every date of it in another year.
fn in_year(body: &Value, year: &str) -> Value {
    let day = |text: &str| {
        let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit() || c == '-');
        text.len() == 10 && digits(text) && text.matches('-').count() == 2
    };
    match body {
        Value::String(text) if day(text) => {
            json!([year, text.split_once('-').unwrap().1].join("-"))
        }
        Value::Array(items) => items.iter().map(|item| in_year(item, year)).collect(),
        Value::Object(fields) => {
            let moved = fields.iter().map(|(name, value)| (name.clone(), in_year(value, year)));
            Value::Object(moved.collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => body.clone(),
    }
}

#[test]
fn days_beyond_all_calendars_never_break_anything() {
    on_both(async |service| {
        let scene = Scene::set(&service).await;
        let clerk = service.signs_in("clerk").await;
        for operation in operations().into_iter().filter(|o| o.has("on") || o.schema().is_some()) {
            for year in ["9999", "0001", "1949"] {
                let uri = scene.uri(&operation, Some(&clerk));
                let dated = if operation.has("on") {
                    format!("{uri}?on={year}-12-31")
                } else {
                    uri.clone()
                };
                let body = operation.full_body().map(|body| in_year(&body, year));
                let mut call = operation.call(&dated, body.as_ref());
                if operation.has("If-Match") {
                    call = call.with("if-match", &scene.etag(&operation, &uri).await);
                }
                // Every answer is held against the contract, in which there is no 500.
                let reply = clerk.sends(call.against_the_contract()).await;
                if reply.status.is_success() && operation.path.contains("{number}/") {
                    assert!(!operation.has("on"), "{} on a day of {year}", operation.id);
                    scene.renews_case().await;
                }
            }
        }
    });
}

#[test]
fn who_saw_another_version_changes_nothing() {
    on_both(async |service| {
        let scene = Scene::set(&service).await;
        let clerk = service.signs_in("clerk").await;
        let before = digest_without_people(&digest(&service));
        for operation in operations().into_iter().filter(|operation| operation.has("If-Match")) {
            let uri = scene.uri(&operation, Some(&clerk));
            let body = scene.body(&operation, Some(&clerk));
            for (version, status, code) in [
                (None, 428, "version_missing"),
                (Some("3"), 400, "version_malformed"),
                (Some("\"-1x\""), 400, "version_malformed"),
                (Some("*"), 400, "version_malformed"),
                (Some("\"77\""), 409, "stale"),
            ] {
                let mut call = operation.call(&uri, body.as_ref()).against_the_contract();
                if let Some(version) = version {
                    call = call.with("if-match", version);
                }
                let reply = clerk.sends(call).await;
                // Who may not do it is not told whether the version was right.
                let forbidden = status == 409 && reply.status == 403;
                let as_told = reply.status == status && reply.code() == code;
                assert!(as_told || forbidden, "{} {version:?}: {}", operation.id, reply.body);
            }
        }
        assert_eq!(digest_without_people(&digest(&service)), before);
    });
}

#[test]
fn a_repeated_call_is_answered_the_same_and_another_one_refused() {
    on_both(async |service| {
        let scene = Scene::set(&service).await;
        let knowing = operations().into_iter().filter(|operation| operation.has("Idempotency-Key"));
        for operation in knowing {
            let of_clerk =
                ["take_in_case", "add_challenge", "add_challenge_of_case", "seal_annual_table"];
            let who = if of_clerk.contains(&operation.id) { "clerk" } else { "system" };
            let asker = service.signs_in(who).await;
            let uri = scene.uri(&operation, Some(&asker));
            let body = scene.body(&operation, Some(&asker)).unwrap();
            let key = format!("key-{}", operation.id);
            let first =
                asker.sends(operation.call(&uri, Some(&body)).with("idempotency-key", &key)).await;
            assert!(first.status.is_success(), "{}: {}", operation.id, first.body);
            let before = digest(&service);
            let again =
                asker.sends(operation.call(&uri, Some(&body)).with("idempotency-key", &key)).await;
            assert_eq!(
                (again.status, &again.body),
                (first.status, &first.body),
                "{}",
                operation.id
            );
            let other = scene.body(&operation, Some(&asker)).unwrap().to_string() + " ";
            let call = Call::new(operation.method.clone(), &uri);
            let call =
                call.bytes("application/json", other.as_bytes()).with("idempotency-key", &key);
            assert_eq!(asker.sends(call).await.code(), "key_used_otherwise", "{}", operation.id);
            for key in ["", "两", &"k".repeat(256)] {
                let call = operation.call(&uri, Some(&body)).with("idempotency-key", key);
                assert_eq!(asker.sends(call).await.code(), "key_malformed", "{key:?}");
            }
            assert_eq!(digest(&service), before, "{}", operation.id);
        }
    });
}
