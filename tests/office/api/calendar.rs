//! The calendar over the service: a year is read, a notice is loaded, and open cases follow, even after a crash.

use gongkai::actions::calendar;
use gongkai::actions::verification::verify;
use gongkai::domain::calendar::{Dating, Notice};
use gongkai::domain::people::Role::{Registrar, SystemAdministrator};
use serde_json::{Value, json};

use super::handling::{actor, arrives, does, staff, verified, writes};
use super::support::{Call, Person, Reply, TestService, on_both};

const CITY: &str = "620400";
const COUNTY: &str = "620402";
const NOTICES: &str = "/api/v1/calendar/2026/notices";

/// The arrangement of 2026 as shipped, with 16 March off as well: a change in mid-year, as in 2020.
fn changed_2026() -> Value {
    let mut all: Value =
        serde_json::from_str(include_str!("../../data/cn-working-days.json")).unwrap();
    let mut year = all["years"]["2026"].take();
    let mut days_off = year["days_off"].take();
    days_off["2026-03-16"] = "临时放假".into();
    json!({
        "number": "国办发明电〔2026〕1号", "published_on": "2026-03-02", "days_off": days_off,
        "working_weekends": year["working_weekends"].take(),
    })
}

async fn loads(who: &Person<'_>, uri: &str, body: &Value) -> Reply {
    who.sends(Call::post(uri, body)).await
}

/// Some cases that came in on 2 March and wait for a reply.
fn open_cases(service: &TestService, count: usize) -> Vec<String> {
    staff(service);
    let cases: Vec<String> =
        (0..count).map(|_| arrives(service, "counter", "2026-03-02").unwrap()).collect();
    for number in &cases {
        let confirm = json!({"kind": "confirm_receipt", "evidence": "当面"});
        does(service, "dengji", number, "2026-03-02", confirm).unwrap();
    }
    cases
}

fn due(case: &Reply) -> &str {
    case.body["due_on"].as_str().unwrap()
}

#[test]
fn a_year_is_read_by_everybody_who_works_here() {
    on_both(async |service| {
        let clerk = service.person("dengji", &[(Registrar, COUNTY)]).await;
        let year = clerk.reads("/api/v1/calendar/2026").await.body;
        assert_eq!(
            (&year["basis"], &year["provisional"], &year["working_days"]),
            (&json!("notice"), &json!(false), &json!(248))
        );
        assert_eq!(year["notice"]["number"], "国办发明电〔2025〕7号");
        assert_eq!(year["working_weekends"]["2026-02-28"], "春节");
        assert_eq!(clerk.reads("/api/v1/calendar/2028").await.body["provisional"], true);
        assert_eq!(service.get("/api/v1/calendar/2026").await.code(), "signed_out");
        let nobody = service.person("wuquan", &[]).await;
        assert_eq!(nobody.reads("/api/v1/calendar/2026").await.code(), "forbidden");
    });
}

#[test]
fn a_loaded_notice_moves_the_open_cases_and_their_lists() {
    on_both(async |service| {
        let cases = open_cases(&service, 3);
        let system = service.person("xitong", &[(SystemAdministrator, CITY)]).await;
        let clerk = service.signs_in("dengji").await;
        let uri = format!("/api/v1/cases/{}", cases[0]);
        assert_eq!(due(&clerk.reads(&uri).await), "2026-03-30");
        let foretold = loads(&system, &format!("{NOTICES}?preview=true"), &changed_2026()).await;
        assert_eq!(foretold.status, 200, "{}", foretold.body);
        assert_eq!(foretold.body["written"], false);
        assert_eq!(due(&clerk.reads(&uri).await), "2026-03-30");

        let loaded = loads(&system, NOTICES, &changed_2026()).await.body;
        assert_eq!(
            (&loaded["new"], &loaded["written"], &loaded["entered"], &loaded["version"]),
            (&json!(true), &json!(true), &json!(3), &json!("in_force"))
        );
        assert_eq!(loaded["moved"], foretold.body["moved"]);
        let moved = json!({
            "number": cases[0], "organ": "白银区人民政府", "received_on": "2026-03-02",
            "before": "2026-03-30", "after": "2026-03-31",
        });
        assert_eq!(loaded["moved"][0], moved);
        assert_eq!(due(&clerk.reads(&uri).await), "2026-03-31");
        let events = clerk.reads(&format!("{uri}/events")).await.body;
        assert_eq!(events[2]["kind"], "due_date_moved");

        let again = loads(&system, NOTICES, &changed_2026()).await.body;
        assert_eq!((&again["new"], &again["entered"]), (&json!(false), &json!(0)));
        let year = clerk.reads("/api/v1/calendar/2026").await.body;
        assert_eq!(year["days_off"]["2026-03-16"], "临时放假");
        assert_eq!(year["replaced"].as_array().unwrap().len(), 1);
        verified(&service);
    });
}

#[test]
fn a_recount_goes_on_after_a_crash_and_reading_never_waits_for_it() {
    on_both(async |service| {
        // More than two parts.
        let cases = open_cases(&service, 450);
        service.account("xitong", &[(SystemAdministrator, CITY)], false);
        let who = actor(&service, "xitong");
        let body = changed_2026();
        let days = |name: &str| serde_json::from_value(body[name].clone()).unwrap();
        let dating = Dating::Published("2026-03-02".parse().unwrap());
        let number = Some("国办发明电〔2026〕1号".to_owned());
        let (off, worked) = (days("days_off"), days("working_weekends"));
        let notice = Notice::new(2026, number, dating, off, worked).unwrap();
        let keys = service.app.keys.clone();
        let recount = writes(&service, |tx| calendar::store(tx, &keys, &who, &notice)).unwrap();
        let (recount, now) = (recount.unwrap(), service.app.clock.now());
        let part =
            |now| writes(&service, |tx| calendar::carry_on(tx, &keys, recount, now)).unwrap();
        assert_eq!(part(now).entered, 200);

        // Here the service dies. Rows that were not reached yet are no fault, and what is done meanwhile reckons anew.
        let found = verify(service.app.db(), &keys, &mut |_| ()).unwrap();
        assert_eq!(found.faults, 0, "{:?}", found.findings);
        let register = json!({"kind": "register"});
        does(&service, "dengji", cases.last().unwrap(), "2026-03-02", register).unwrap();
        let clerk = service.signs_in("dengji").await;
        let last = clerk.reads(&format!("/api/v1/cases/{}", cases.last().unwrap())).await;
        assert_eq!(due(&last), "2026-03-31");

        let left =
            |now| service.app.db().scan_blocking(|conn| calendar::left_behind(conn, now)).unwrap();
        assert!(left(now).is_empty(), "it is under way");
        let later = now + chrono::TimeDelta::minutes(1);
        assert_eq!(left(later), [recount]);
        assert_eq!(part(later).entered, 200);
        assert_eq!(part(later).entered, 50);
        assert!(part(later).is_last && part(later).is_last, "once it is over, it is over");
        assert!(left(later + chrono::TimeDelta::minutes(1)).is_empty());
        verified(&service);
    });
}

#[test]
fn a_notice_is_loaded_by_who_reaches_every_case_and_only_whole() {
    on_both(async |service| {
        open_cases(&service, 1);
        let clerk = service.signs_in("dengji").await;
        let elsewhere = service.person("pingchuan", &[(SystemAdministrator, "620403")]).await;
        let system = service.person("xitong", &[(SystemAdministrator, CITY)]).await;
        for who in [&clerk, &elsewhere] {
            assert_eq!(loads(who, NOTICES, &changed_2026()).await.code(), "forbidden");
            let preview = format!("{NOTICES}?preview=true");
            assert_eq!(loads(who, &preview, &changed_2026()).await.code(), "forbidden");
        }
        let part = json!({"days_off": {"2026-03-16": "临时放假"}});
        assert_eq!(loads(&system, NOTICES, &part).await.code(), "part_of_year");
        let mut other = changed_2026();
        other["days_off"]["2027-05-01"] = "劳动节".into();
        assert_eq!(loads(&system, NOTICES, &other).await.code(), "bad_notice");
        let mut tomorrow = changed_2026();
        tomorrow["published_on"] = "2026-03-03".into();
        let refused = loads(&system, NOTICES, &tomorrow).await;
        assert_eq!(refused.body["fields"][0]["name"], "published_on");
        for (name, value) in [
            ("day_off", json!({})),
            ("published_on", json!("2026-02-30")),
            ("days_off", json!({"2026-13-01": "x"})),
        ] {
            let mut wrong = changed_2026();
            wrong[name] = value;
            let call = Call::post(NOTICES, &wrong).against_the_contract();
            assert_eq!(system.sends(call).await.status, 422, "{name}");
        }
        let year = clerk.reads("/api/v1/calendar/2026").await.body;
        assert_eq!(year["notice"]["number"], "国办发明电〔2025〕7号", "nothing happened");
    });
}
