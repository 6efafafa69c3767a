//! 提交申请: what is answered, what is refused, and what is said of it afterwards.

use gongkai::app::App;
use gongkai::config::{Captcha, Config};
use serde_json::{Value, json};

use super::super::office::{ORGAN, tells_nothing, verified};
use super::super::support::{Call, TestService, on_both};
use super::{REQUESTS, clerk, files, form, status, uploads, visits};

#[test]
fn a_request_is_received_the_day_it_is_filed() {
    on_both(async |service| {
        let reply = service.send(Call::post(REQUESTS, &form())).await;
        assert_eq!(reply.status, 201, "{}", reply.body);
        let number = reply.body["number"].as_str().unwrap();
        assert_eq!(
            (number, &reply.body["received_on"], &reply.body["due_on"], &reply.body["due_text"]),
            (
                "620402-2026-000001",
                &json!("2026-03-02"),
                &json!("2026-03-30"),
                &json!("最迟于2026年3月30日前答复您")
            )
        );
        let clerk = clerk(&service).await;
        let case = clerk.reads(&format!("/api/v1/cases/{number}")).await.body;
        assert_eq!((&case["stage"], &case["channel"]), (&json!("received"), &json!("internet")));
        let events = clerk.reads(&format!("/api/v1/cases/{number}/events")).await;
        let kinds: Vec<&str> =
            events.body.as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["arrive", "confirm_receipt"]);
        assert_eq!(events.body[0]["actor"], "申请人");
        tells_nothing(&events);
        verified(&service);
    });
}

#[test]
fn a_repeated_key_gives_the_same_answer_and_the_code_stands_nowhere() {
    on_both(async |service| {
        let file = |body: &Value| Call::post(REQUESTS, body).with("idempotency-key", "k-1");
        let first = service.send(file(&form())).await;
        let again = service.send(file(&form())).await;
        assert_eq!((again.status, &again.body), (first.status, &first.body));
        let mut other = form();
        other["items"][0]["title"] = json!("别的");
        let refused = service.send(file(&other)).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (409, "key_used_otherwise"));
        let code = first.body["query_code"].as_str().unwrap();
        let kept = |conn: &mut gongkai::db::AnyConn| {
            use diesel::{QueryableByName, RunQueryDsl};
            #[derive(QueryableByName)]
            struct Kept {
                #[diesel(sql_type = diesel::sql_types::Text)]
                body: String,
            }
            let kept: Vec<Kept> = diesel::sql_query(
                "SELECT body FROM idempotency_keys UNION ALL SELECT payload AS body FROM events",
            )
            .load(conn)?;
            Ok(kept.into_iter().map(|kept| kept.body).collect::<Vec<_>>().join("\n"))
        };
        let kept = service.app.db().scan_blocking(kept).unwrap();
        assert!(kept.contains("620402-2026-000001") && !kept.contains(code), "{kept}");
    });
}

#[test]
fn a_code_opens_after_a_restart_and_however_it_is_typed() {
    on_both(async |service| {
        let (number, code) = files(&service, &form()).await;
        let (head, tail) = code.split_at(5);
        let typed = format!(" {}-{tail}", head.to_lowercase());
        let App { keys, clock, config, .. } = service.app.clone();
        let app = App::new(service.app.db().clone(), keys, clock, (*config).clone());
        let service = service.with(app);
        assert_eq!(status(&service, &(format!(" {number} "), typed)).await["stage"], "received");
    });
}

/// A change to the form, and the field that is named.
fn faults() -> Vec<(&'static str, Value, &'static str)> {
    vec![
        ("/requester/identity_number", json!("110105194912310021"), "requester.identity_number"),
        ("/requester/identity_number", json!("110105********002X"), "requester.identity_number"),
        ("/requester/identity_number", json!("E1234"), "requester.identity_number"),
        ("/requester/identity_number", Value::Null, "requester.identity_number"),
        ("/requester/identity_kind", Value::Null, "requester.identity_kind"),
        ("/requester/phone", Value::Null, "requester.phone"),
        ("/requester/name", json!(" "), "requester.name"),
        ("/requester/email", json!("nobody"), "requester.email"),
        ("/wanted_way", json!("post"), "requester.address"),
        ("/wanted_way", json!("email"), "requester.email"),
        ("/consent", json!(false), "consent"),
        ("/items", json!([]), "items"),
        ("/items/0", json!({}), "items[0]"),
        ("/items/0/title", json!(" "), "items[0]"),
        ("/organ", json!("620402-nowhere"), ""),
        (
            "/requester/agent",
            json!({"name": "李律师", "authority": "委托书", "identity_number": "110105194912310021"}),
            "requester.agent.identity_number",
        ),
    ]
}

#[test]
fn what_is_wrong_is_said_at_the_field_in_chinese() {
    on_both(async |service| {
        for (at, value, field) in faults() {
            let mut body = form();
            let (holder, name) = at.rsplit_once('/').unwrap();
            let holder = body.pointer_mut(holder).unwrap();
            if holder.is_array() {
                holder[0] = value;
            } else {
                holder[name] = value;
            }
            let reply = service.send(Call::post(REQUESTS, &body).against_the_contract()).await;
            assert_eq!(reply.status, 422, "{at}: {}", reply.body);
            let named = reply.body["fields"][0]["name"].as_str().unwrap_or_default();
            assert_eq!(named, field, "{at}: {}", reply.body);
            let detail = reply.body["detail"].as_str().unwrap();
            assert!(detail.chars().any(|c| ('一'..='龥').contains(&c)), "{detail}");
            tells_nothing(&reply);
        }
        let kept = |conn: &mut gongkai::db::AnyConn| {
            gongkai::db::cases::page::numbered(conn, "620402-2026-000001")
        };
        assert!(service.app.db().scan_blocking(kept).unwrap().is_empty());
    });
}

#[test]
fn an_organization_says_who_speaks_for_it() {
    on_both(async |service| {
        let mut body = form();
        body["requester_kind"] = json!("commercial_enterprise");
        body["requester"] = json!({
            "name": "某某有限公司", "identity_kind": "credit_code", "identity_number": "91350100M000100Y44",
            "email": "a@example.com", "representative": "赵堃", "contact_person": "钱九",
        });
        let refused = service.send(Call::post(REQUESTS, &body)).await;
        assert_eq!(refused.body["fields"][0]["name"], "requester.identity_number");
        body["requester"]["identity_number"] = json!("91350100M000100Y43");
        let (number, _) = files(&service, &body).await;
        let clerk = clerk(&service).await;
        let shown = clerk.reads(&format!("/api/v1/cases/{number}/requester")).await.body;
        let agent = &shown["requesters"][0]["agent"];
        assert_eq!(
            (&agent["name"], &agent["authority"]),
            (&json!("钱九"), &json!("联系人；法定代表人或者负责人：赵堃"))
        );
        verified(&service);
    });
}

#[test]
fn files_go_with_a_request_within_a_day_and_once() {
    on_both(async |service| {
        let id =
            uploads(&service, "%E8%BA%AB%E4%BB%BD%E8%AF%81.txt", "身份证正面".as_bytes()).await;
        let late = uploads(&service, "b.txt", b"b").await;
        let mut body = form();
        body["attachments"] = json!([{"id": id, "kind": "identity_paper"}]);
        let by = files(&service, &body).await;
        let again = service.send(Call::post(REQUESTS, &body)).await;
        assert_eq!(again.body["fields"][0]["name"], "attachments[0].id", "{}", again.body);
        let clerk = clerk(&service).await;
        let uri = format!("/api/v1/cases/{}/attachments", by.0);
        let listed = clerk.reads(&uri).await.body;
        assert_eq!(
            (&listed[0]["kind"], &listed[0]["name"], &listed[0]["from_requester"]),
            (&json!("identity_paper"), &json!("身份证.txt"), &json!(true))
        );
        assert_eq!(clerk.reads(&format!("{uri}/{id}")).await.bytes, "身份证正面".as_bytes());
        service.at("2026-03-03T02:00:01Z");
        body["attachments"] = json!([{"id": late}]);
        let refused = service.send(Call::post(REQUESTS, &body)).await;
        assert_eq!(refused.body["fields"][0]["name"], "attachments[0].id", "{}", refused.body);
        verified(&service);
    });
}

/// Serves the same with a question before the form.
fn asking(service: TestService) -> TestService {
    let App { keys, clock, config, .. } = service.app.clone();
    let config = Config { captcha: Captcha::Question, ..(*config).clone() };
    let app = App::new(service.app.db().clone(), keys, clock, config);
    service.with(app)
}

#[test]
fn a_question_is_answered_once_where_it_is_asked() {
    on_both(async |service| {
        let asked = service.get("/api/v1/public/captcha").await.body;
        assert_eq!(asked["required"], false);
        let service = asking(service);
        let refused = service.send(Call::post(REQUESTS, &form())).await;
        assert_eq!(refused.body["fields"][0]["name"], "captcha", "{}", refused.body);
        let asked = service.get("/api/v1/public/captcha").await.body;
        let question = asked["question"].as_str().unwrap();
        let sum = (1..=20).find(|sum| sums(question) == *sum).unwrap();
        let mut body = form();
        body["captcha"] = json!({"token": asked["token"], "answer": sum.to_string()});
        let call = || Call::post(REQUESTS, &body).with("idempotency-key", "c-1");
        let filed = service.send(call()).await;
        assert_eq!(filed.status, 201, "{}", filed.body);
        assert_eq!(service.send(call()).await.body, filed.body, "the same call again");
        let used = service.send(Call::post(REQUESTS, &body)).await;
        assert_eq!(used.body["fields"][0]["name"], "captcha", "{}", used.body);
        let asked = service.get("/api/v1/public/captcha").await.body;
        body["captcha"] = json!({"token": asked["token"], "answer": "99"});
        assert_eq!(service.send(Call::post(REQUESTS, &body)).await.status, 422);
        service.at("2026-03-02T02:10:00Z");
        body["captcha"]["answer"] = json!(sums(asked["question"].as_str().unwrap()).to_string());
        assert_eq!(service.send(Call::post(REQUESTS, &body)).await.status, 422, "too late");
    });
}

fn sums(question: &str) -> usize {
    let words = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let (one, other) = question.trim_end_matches("等于几？").split_once('加').unwrap();
    let number = |word: &str| words.iter().position(|known| *known == word).unwrap();
    number(one) + number(other)
}

#[test]
fn an_organ_that_takes_none_is_not_asked() {
    on_both(async |service| {
        let system = service
            .person("system", &[(gongkai::domain::people::Role::SystemAdministrator, "620400")])
            .await;
        let uri = format!("/api/v1/organs/{ORGAN}/settings");
        let settings = json!({"guide": {"takes_requests": false, "telephone": "0943-8221234"}});
        let put = system.sends(Call::put(&uri, &settings).with("if-match", "\"0\"")).await;
        assert_eq!(put.status, 200, "{}", put.body);
        let refused = service.send(Call::post(REQUESTS, &form())).await;
        assert_eq!(refused.body["fields"][0]["name"], "organ", "{}", refused.body);
        let listed = service.get(&format!("/api/v1/public/organs?q={ORGAN}")).await.body;
        let listed = listed["items"].as_array().unwrap();
        assert!(listed.iter().all(|organ| organ["code"] != ORGAN));
        let by = ("620402-2026-000001".to_owned(), "3333333333".to_owned());
        assert_eq!(visits(&service, &by, "status", json!({})).await.code(), "no_such_request");
    });
}
