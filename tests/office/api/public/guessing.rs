//! Guessing is hopeless: a wrong code and an unknown number are answered alike, in the same time, and seldom; yet no
//! stranger locks anybody out.

use std::time::{Duration, Instant};

use gongkai::app::App;
use gongkai::config::Config;
use serde_json::{Value, json};

use super::super::support::{Call, Reply, TestService, on_both};
use super::{REQUESTS, files, form, status};

async fn asks(service: &TestService, from: &str, number: &str, code: &str) -> Reply {
    let body = json!({"number": number, "code": code});
    service.send(Call::post(&format!("{REQUESTS}/status"), &body).from(from)).await
}

#[test]
fn a_wrong_code_and_an_unknown_number_get_the_same_answer() {
    on_both(async |service| {
        let (number, code) = files(&service, &form()).await;
        let wrong = asks(&service, "203.0.113.1", &number, "3333333333").await;
        let unknown = asks(&service, "203.0.113.1", "620402-2026-999999", &code).await;
        assert_eq!((wrong.status.as_u16(), wrong.code()), (404, "no_such_request"));
        assert_eq!((unknown.status, &unknown.bytes), (wrong.status, &wrong.bytes));
        let names = |reply: &Reply| {
            let mut names: Vec<String> =
                reply.headers.iter().map(|(name, _)| name.to_string()).collect();
            names.sort();
            names
        };
        assert_eq!(names(&wrong), names(&unknown));
        for what in ["amendment", "additions", "withdrawal", "reply-receipt"] {
            let mut body = json!({"number": number, "code": "3333333333"});
            if ["amendment", "additions"].contains(&what) {
                body["text"] = json!("文字");
            }
            let call = Call::post(&format!("{REQUESTS}/{what}"), &body).from("203.0.113.2");
            assert_eq!(service.send(call).await.bytes, wrong.bytes, "{what}");
        }
    });
}

/// The middle of what some calls take.
fn median(mut took: Vec<Duration>) -> f64 {
    took.sort();
    took[took.len() / 2].as_secs_f64()
}

#[test]
fn a_wrong_code_and_an_unknown_number_take_the_same_time() {
    on_both(async |service| {
        let (number, code) = files(&service, &form()).await;
        let (mut wrong, mut unknown) = (Vec::new(), Vec::new());
        for at in 0..400 {
            let begun = Instant::now();
            asks(&service, "127.0.0.1", &number, &format!("33333333{at:03}")).await;
            wrong.push(begun.elapsed());
            let begun = Instant::now();
            asks(&service, "127.0.0.1", &format!("620402-2026-9{at:05}"), &code).await;
            unknown.push(begun.elapsed());
        }
        let ratio = median(wrong) / median(unknown);
        assert!((0.7..1.4).contains(&ratio), "{ratio}");
    });
}

#[test]
fn five_wrong_codes_lock_a_number_for_one_address_until_it_opens_by_itself() {
    on_both(async |service| {
        let (number, code) = files(&service, &form()).await;
        for _ in 0..5 {
            assert_eq!(asks(&service, "203.0.113.1", &number, "3333333333").await.status, 404);
        }
        let locked = asks(&service, "203.0.113.1", &number, &code).await;
        assert_eq!((locked.status.as_u16(), locked.code()), (429, "too_many"));
        let wait: i64 = locked.header("retry-after").parse().unwrap();
        assert!((890..=901).contains(&wait), "{wait}");
        let unknown = "620402-2026-999999";
        for _ in 0..5 {
            asks(&service, "203.0.113.1", unknown, &code).await;
        }
        let same = asks(&service, "203.0.113.1", unknown, &code).await;
        assert_eq!(
            (same.status, same.bytes),
            (locked.status, locked.bytes),
            "unknown ones lock too"
        );
        assert_eq!(asks(&service, "203.0.113.9", &number, &code).await.status, 200, "the citizen");
        service.at("2026-03-02T02:15:01Z");
        assert_eq!(asks(&service, "203.0.113.1", &number, &code).await.status, 200, "open again");
    });
}

#[test]
fn an_address_asks_only_so_often() {
    on_both(async |service| {
        let (number, code) = files(&service, &form()).await;
        let mut answered = 0;
        while asks(&service, "203.0.113.1", &number, &code).await.status == 200 {
            answered += 1;
            assert!(answered < 100, "no limit");
        }
        assert_eq!(answered, 60);
        assert_eq!(asks(&service, "203.0.113.2", &number, &code).await.status, 200);
        service.at("2026-03-02T02:00:10Z");
        assert_eq!(asks(&service, "203.0.113.1", &number, &code).await.status, 200);
        let filed = async |from: &str| {
            service.send(Call::post(REQUESTS, &form()).from(from)).await.status.as_u16()
        };
        for _ in 0..20 {
            assert_eq!(filed("203.0.113.3").await, 201);
        }
        assert_eq!((filed("203.0.113.3").await, filed("203.0.113.4").await), (429, 201));
    });
}

/// Serves the same behind a proxy at 10.0.0.1.
fn behind_proxy(service: TestService) -> TestService {
    let App { keys, clock, config, .. } = service.app.clone();
    let trusted_proxies = "10.0.0.0/8".parse().unwrap();
    let config = Config { trusted_proxies, ..(*config).clone() };
    let app = App::new(service.app.db().clone(), keys, clock, config);
    service.with(app)
}

#[test]
fn only_a_trusted_proxy_says_who_asks() {
    on_both(async |service| {
        let by = files(&service, &form()).await;
        let service = behind_proxy(service);
        let asks = async |peer: &str, forwarded: &str, code: &str| {
            let body: Value = json!({"number": by.0, "code": code});
            let call = Call::post(&format!("{REQUESTS}/status"), &body);
            let call = call.from(peer).with("x-forwarded-for", forwarded);
            service.send(call).await.status.as_u16()
        };
        for _ in 0..5 {
            asks("10.0.0.1", "203.0.113.1", "3333333333").await;
        }
        assert_eq!(asks("10.0.0.1", "203.0.113.1", &by.1).await, 429);
        assert_eq!(asks("10.0.0.1", "1.1.1.1, 203.0.113.1", &by.1).await, 429, "invented");
        assert_eq!(asks("10.0.0.1", "203.0.113.2", &by.1).await, 200);
        for at in 0..5 {
            asks("203.0.113.7", &format!("203.0.113.{at}"), "3333333333").await;
        }
        assert_eq!(asks("203.0.113.7", "203.0.113.8", &by.1).await, 429, "not trusted");
        assert_eq!(status(&service, &by).await["stage"], "received");
    });
}
