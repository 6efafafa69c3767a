//! What people see at their desks: what is to be done by whom, the dates of a case, the figures and their cases.

use gongkai::domain::people::Role;
use serde_json::{Value, json};

use super::handling::{ORGAN, arrives, does, staff, verified};
use super::reading::{fill, numbers};
use super::support::{Call, Person, TestService, on_both};

/// The numbers on a list.
async fn listed(person: &Person<'_>, list: &str) -> Vec<String> {
    numbers(&person.reads(&format!("/api/v1/work-list?list={list}")).await.body)
}

async fn case_of(person: &Person<'_>, number: &str) -> Value {
    person.reads(&format!("/api/v1/cases/{number}")).await.body
}

/// The acts that the case offers to somebody.
async fn offered(person: &Person<'_>, number: &str) -> Vec<String> {
    let case = case_of(person, number).await;
    let acts = case["acts"].as_array().unwrap();
    acts.iter().map(|act| act["act"].as_str().unwrap().to_owned()).collect()
}

/// Every step of a life with the one whose turn it is after it.
fn life(department: &str) -> Vec<(&'static str, Value, &'static str)> {
    let decision = json!({
        "item": 1, "outcome": "provided", "reason": "见附件",
        "evidence": {"what_was_given": "预算表", "form_given": "纸质"},
    });
    vec![
        ("dengji", json!({"kind": "confirm_receipt", "evidence": "当面"}), "dengji"),
        ("dengji", json!({"kind": "register"}), "dengji"),
        ("dengji", json!({"kind": "assign", "department": department}), "chengban"),
        ("chengban", json!({"kind": "sign_for"}), "chengban"),
        ("chengban", json!({"kind": "draft", "decisions": [decision]}), "chengban"),
        ("chengban", json!({"kind": "submit"}), "shenhe"),
        ("shenhe", json!({"kind": "approve"}), "qianfa"),
        ("qianfa", json!({"kind": "sign"}), "dengji"),
        ("dengji", json!({"kind": "deliver", "dispatch": {"way": "post"}}), ""),
    ]
}

#[test]
fn a_case_lies_on_the_desk_of_the_one_whose_turn_it_is() {
    on_both(async |service| {
        let department = staff(&service);
        let number = arrives(&service, "counter", "2026-03-02").unwrap();
        let mut people = Vec::new();
        for name in ["dengji", "chengban", "shenhe", "qianfa"] {
            people.push((name, service.signs_in(name).await));
        }
        assert_eq!(listed(&people[0].1, "mine").await, [number.as_str()]);
        assert_eq!(listed(&people[0].1, "arrived").await, [number.as_str()]);
        for (who, deed, turn) in life(&department) {
            does(&service, who, &number, "2026-03-02", deed.clone()).unwrap();
            for (name, person) in &people {
                let mine = listed(person, "mine").await;
                assert_eq!(mine.len(), usize::from(*name == turn), "{deed}: {name}");
            }
        }
        assert!(listed(&people[0].1, "open").await.is_empty());
        let events = people[0].1.reads(&format!("/api/v1/cases/{number}/events")).await.body;
        assert_eq!([&events[0]["label"], &events[9]["label"]], ["到件", "送达答复"]);
        let returned = json!({"kind": "record_returned_mail", "letter": 1, "remark": "查无此人"});
        does(&service, "dengji", &number, "2026-03-02", returned).unwrap();
        for list in ["mine", "after_closing"] {
            assert_eq!(listed(&people[0].1, list).await, [number.as_str()], "{list}");
        }
        let events = people[0].1.reads(&format!("/api/v1/cases/{number}/events")).await.body;
        assert_eq!(events[10]["reason"], "查无此人");
        let counts = people[0].1.reads("/api/v1/work-list/counts").await.body;
        assert_eq!((&counts["mine"], &counts["open"]), (&json!(1), &json!(0)));
        verified(&service);
    });
}

#[test]
fn a_case_offers_what_its_reader_can_do_now() {
    on_both(async |service| {
        let department = staff(&service);
        let number = arrives(&service, "counter", "2026-03-02").unwrap();
        let registrar = service.signs_in("dengji").await;
        let handler = service.signs_in("chengban").await;
        assert!(offered(&registrar, &number).await.contains(&"confirm_receipt".to_owned()));
        assert_eq!(offered(&handler, &number).await, ["note"]);
        for (who, deed, _) in life(&department).into_iter().take(4) {
            does(&service, who, &number, "2026-03-02", deed).unwrap();
        }
        let acts = offered(&handler, &number).await;
        assert!(
            acts.contains(&"draft".to_owned()) && !acts.contains(&"sign".to_owned()),
            "{acts:?}"
        );
        let supervisor = service.person("zhuguan", &[(Role::Supervisor, "620400")]).await;
        assert!(offered(&supervisor, &number).await.is_empty());
    });
}

#[test]
fn the_dates_of_a_case_explain_themselves_day_by_day() {
    on_both(async |service| {
        let department = staff(&service);
        let number = arrives(&service, "counter", "2026-03-02").unwrap();
        let registrar = service.signs_in("dengji").await;
        let uri = format!("/api/v1/cases/{number}/deadlines");
        let arrived = registrar.reads(&uri).await.body;
        assert_eq!(
            (&arrived["reply"], &arrived["dates"][0]["kind"]),
            (&Value::Null, &json!("receipt_confirmation"))
        );
        for (who, deed, _) in life(&department).into_iter().take(4) {
            does(&service, who, &number, "2026-03-02", deed).unwrap();
        }
        let dates = registrar.reads(&format!("{uri}?days=true")).await.body;
        let reply = &dates["reply"];
        assert_eq!(
            (&reply["due_on"], &reply["light"], &reply["days_left"]),
            (&json!("2026-03-30"), &json!("green"), &json!(20))
        );
        assert_eq!(reply["chain"][0]["article"], "33");
        let days = dates["days"].as_array().unwrap();
        assert_eq!(days.iter().filter(|day| day["state"] == "counted").count(), 20);
        assert_eq!(dates["dates"][0]["kind"], "amendment_notice");
        assert_eq!(dates["dates"][0]["due_on"], "2026-03-11");
        service.on("2026-03-31");
        let registrar = service.signs_in("dengji").await;
        let late = registrar.reads(&uri).await.body;
        assert_eq!(
            (&late["reply"]["light"], &late["reply"]["days_left"]),
            (&json!("red"), &json!(-1))
        );
        assert_eq!(listed(&registrar, "overdue").await, [number.as_str()]);
        let red = numbers(&registrar.reads("/api/v1/cases?light=red").await.body);
        assert_eq!(red, [number.as_str()]);
    });
}

#[test]
fn who_is_waited_for_stands_on_a_list_until_the_wait_is_over() {
    on_both(async |service| {
        let department = staff(&service);
        let number = arrives(&service, "counter", "2026-03-02").unwrap();
        for (who, deed, _) in life(&department).into_iter().take(4) {
            does(&service, who, &number, "2026-03-02", deed).unwrap();
        }
        let notice = json!({
            "kind": "send_amendment_notice", "missing": ["信息的名称"], "amend_by": "2026-03-10",
            "dispatch": {"way": "direct", "signed_on": "2026-03-02"},
        });
        does(&service, "dengji", &number, "2026-03-02", notice).unwrap();
        let registrar = service.signs_in("dengji").await;
        assert_eq!(listed(&registrar, "waiting").await, [number.as_str()]);
        assert!(listed(&registrar, "mine").await.is_empty());
        assert!(listed(&registrar, "ran_out").await.is_empty());
        let case = case_of(&registrar, &number).await;
        assert_eq!(
            [&case["waiting_for"], &case["waits_until"], &case["next_on"]],
            ["amendment", "2026-03-10", "2026-03-10"]
        );
        service.on("2026-03-11");
        let registrar = service.signs_in("dengji").await;
        for list in ["mine", "ran_out"] {
            assert_eq!(listed(&registrar, list).await, [number.as_str()], "{list}");
        }
        let ran_out =
            registrar.reads("/api/v1/cases?ran_out=true&waiting_for=amendment").await.body;
        assert_eq!(numbers(&ran_out), [number.as_str()]);
    });
}

#[test]
fn what_a_case_holds_is_told_with_what_is_missing() {
    on_both(async |service| {
        let department = staff(&service);
        let number = arrives(&service, "counter", "2026-03-02").unwrap();
        for (who, deed, _) in life(&department).into_iter().take(4) {
            does(&service, who, &number, "2026-03-02", deed).unwrap();
        }
        let asked = json!({
            "kind": "consult", "whom": "third_party", "name": "某公司", "question": "是否同意公开",
            "dispatch": {"way": "post"},
        });
        does(&service, "chengban", &number, "2026-03-02", asked).unwrap();
        let decision =
            json!({"item": 1, "outcome": "does_not_exist", "reason": "经检索没有", "evidence": {}});
        let draft = json!({"kind": "draft", "decisions": [decision]});
        does(&service, "chengban", &number, "2026-03-02", draft).unwrap();
        let handler = service.signs_in("chengban").await;
        let uri = |part: &str| format!("/api/v1/cases/{number}/{part}");
        let items = handler.reads(&uri("items")).await.body;
        assert_eq!(items[0]["missing_evidence"][0]["evidence"], "search_record");
        assert_eq!(items[0]["missing_evidence"][0]["by_act"], true);
        let letters = handler.reads(&uri("letters")).await.body;
        assert_eq!([&letters[0]["label"], &letters[0]["sent_on"]], ["征求意见函", "2026-03-02"]);
        let consultations = handler.reads(&uri("consultations")).await.body;
        assert_eq!(consultations[0]["end"]["how"], "open");
        assert_eq!(handler.reads(&uri("searches")).await.body, json!([]));
        let outcomes = handler.reads("/api/v1/outcomes").await.body;
        assert!(outcomes.as_array().unwrap().len() > 25);
        let stranger = service.person("bieren", &[(Role::Handler, "620403")]).await;
        for part in ["items", "letters", "consultations", "searches", "deadlines"] {
            assert_eq!(stranger.reads(&uri(part)).await.code(), "not_found", "{part}");
        }
    });
}

/// How many cases a figure opens.
async fn opened(person: &Person<'_>, cases: &str) -> usize {
    let (mut count, mut cursor) = (0, String::new());
    loop {
        let page = person.reads(&format!("/api/v1{cases}&limit=200{cursor}")).await.body;
        count += numbers(&page).len();
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return count,
        }
    }
}

async fn every_figure_opens(person: &Person<'_>, figures: &Value) -> usize {
    let mut checked = 0;
    let results = figures["results"].as_array().unwrap().iter();
    for figure in figures.as_object().unwrap().values().chain(results) {
        let Some(cases) = figure["cases"].as_str() else { continue };
        assert_eq!(json!(opened(person, cases).await), figure["value"], "{cases}");
        checked += 1;
    }
    checked
}

#[test]
fn every_figure_opens_the_cases_that_it_counts() {
    on_both(async |service| {
        fill(&service);
        let department = staff(&service);
        let late = arrives(&service, "counter", "2026-03-02").unwrap();
        for (who, deed, _) in life(&department) {
            does(&service, who, &late, "2026-03-02", deed).unwrap();
        }
        arrives(&service, "counter", "2026-03-02").unwrap();
        let open = arrives(&service, "counter", "2026-03-02").unwrap();
        for (who, deed, _) in life(&department).into_iter().take(3) {
            does(&service, who, &open, "2026-03-02", deed).unwrap();
        }
        let supervisor = service.person("zhuguan", &[(Role::Supervisor, "620400")]).await;
        let uri = "/api/v1/figures?organ=620400&below=true&from=2020-01-01&to=2026-12-31";
        let report = supervisor.reads(uri).await.body;
        let figures = &report["figures"];
        assert_eq!(figures["received"]["value"], 155);
        assert_eq!(figures["in_time"]["value"], 1);
        assert_eq!(figures["in_time_percent"], 100.0);
        assert_eq!(figures["unknown"]["value"], 153);
        assert!(every_figure_opens(&supervisor, figures).await > 15);
        let below = report["below"].as_array().unwrap();
        let sum: i64 =
            below.iter().map(|o| o["figures"]["received"]["value"].as_i64().unwrap()).sum();
        assert_eq!(sum, 155);
        for organ in below {
            every_figure_opens(&supervisor, &organ["figures"]).await;
        }
    });
}

#[test]
fn figures_are_for_those_who_may_read_them() {
    on_both(async |service: TestService| {
        let clerk = service.person("li.wei", &[(Role::Registrar, ORGAN)]).await;
        for (uri, status, code) in [
            ("/api/v1/figures?organ=620402", 200, ""),
            ("/api/v1/figures?organ=620403", 403, "forbidden"),
            ("/api/v1/figures?organ=nowhere", 422, "no_such_organ"),
            ("/api/v1/figures?organ=620402&from=2026-02-01&to=2026-01-01", 422, "days_reversed"),
            ("/api/v1/work-list?organ=620403", 403, "forbidden"),
        ] {
            let reply = clerk.reads(uri).await;
            assert_eq!((reply.status.as_u16(), reply.code()), (status, code), "{uri}");
        }
        for uri in [
            "/api/v1/work-list?list=nothing",
            "/api/v1/cases?light=blue",
            "/api/v1/cases?stage=lost",
        ] {
            let reply = clerk.sends(Call::get(uri)).await;
            assert_eq!((reply.status.as_u16(), reply.code()), (422, "invalid"), "{uri}");
        }
        let auditor = service.person("shenji", &[(Role::AuditAdministrator, ORGAN)]).await;
        for uri in ["/api/v1/work-list", "/api/v1/work-list/counts", "/api/v1/figures?organ=620402"]
        {
            assert_eq!(auditor.reads(uri).await.code(), "forbidden", "{uri}");
        }
    });
}
