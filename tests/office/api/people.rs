//! Accounts, rights, deputies, departments and the audit log: three administrators, each for their own.

use gongkai::domain::people::Role::{
    self, AuditAdministrator, Handler, Registrar, SecurityAdministrator, SystemAdministrator,
};
use serde_json::{Value, json};

use super::support::{Call, PASSWORD, Person, Reply, TestService, on_both};

const PEOPLE: &str = "/api/v1/people";
const CITY: &str = "620400";
const COUNTY: &str = "620402";

async fn adds(who: &Person<'_>, login_name: &str) -> Reply {
    who.sends(Call::post(PEOPLE, &json!({"login_name": login_name, "name": "李伟"}))).await
}

async fn gives(who: &Person<'_>, login_name: &str, role: Role, organ: &str) -> Reply {
    let body = json!({"role": role, "organ": organ});
    who.sends(Call::post(&format!("{PEOPLE}/{login_name}/rights"), &body)).await
}

async fn names(who: &Person<'_>, login_name: &str, deputy: &str, days: (&str, &str)) -> Reply {
    let body = json!({"deputy": deputy, "from_on": days.0, "to_on": days.1});
    who.sends(Call::post(&format!("{PEOPLE}/{login_name}/deputies"), &body)).await
}

async fn removes(who: &Person<'_>, uri: &str) -> Reply {
    who.sends(Call::delete(uri)).await
}

fn login_names(page: &Reply) -> Vec<&str> {
    let items = page.body["items"].as_array().unwrap();
    items.iter().map(|person| person["login_name"].as_str().unwrap()).collect()
}

fn kinds(page: &Reply) -> Vec<&str> {
    let items = page.body["items"].as_array().unwrap();
    items.iter().map(|entry| entry["kind"].as_str().unwrap()).collect()
}

async fn three(service: &TestService) -> (Person<'_>, Person<'_>, Person<'_>) {
    (
        service.person("xitong", &[(SystemAdministrator, CITY)]).await,
        service.person("anquan", &[(SecurityAdministrator, CITY)]).await,
        service.person("shenji", &[(AuditAdministrator, CITY)]).await,
    )
}

#[test]
fn one_makes_the_account_another_gives_the_role_a_third_reads_of_it() {
    on_both(async |service| {
        let (system, security, audit) = three(&service).await;
        let made = adds(&system, "li.wei").await;
        assert_eq!(made.status, 201);
        let right = gives(&security, "li.wei", Registrar, COUNTY).await;
        assert_eq!((right.status.as_u16(), &right.body["role_label"]), (201, &json!("登记员")));
        let again = gives(&security, "li.wei", Registrar, COUNTY).await;
        assert_eq!(again.body["id"], right.body["id"], "the same right is there once");

        let first = made.body["first_password"].as_str().unwrap();
        let body = json!({"login_name": "li.wei", "password": first});
        let tokens = service.send(Call::post("/api/v1/session", &body)).await;
        assert_eq!(tokens.body["must_change_password"], true);

        let right = right.body["id"].as_str().unwrap();
        let withdrawn = removes(&security, &format!("{PEOPLE}/li.wei/rights/{right}")).await;
        assert_eq!(withdrawn.status, 204);
        let twice = removes(&security, &format!("{PEOPLE}/li.wei/rights/{right}")).await;
        assert_eq!(twice.code(), "not_found");
        let log = audit.reads("/api/v1/audit-log?limit=5").await;
        let wanted = ["right_withdrawn", "signed_in", "right_given", "right_given", "person_added"];
        assert_eq!(kinds(&log), wanted);
        assert!(!String::from_utf8_lossy(&log.bytes).contains(first));
        assert_eq!(log.body["items"][4]["actor"], "xitong");
    });
}

#[test]
fn each_administrator_does_only_their_own_part() {
    on_both(async |service| {
        let (system, security, audit) = three(&service).await;
        let clerk = service.person("dengji", &[(Registrar, COUNTY)]).await;
        for who in [&security, &audit, &clerk] {
            assert_eq!(adds(who, "li.wei").await.code(), "forbidden");
            let reset =
                Call::new(actix_web::http::Method::POST, "/api/v1/people/dengji/password-reset");
            assert_eq!(who.sends(reset).await.code(), "forbidden");
            assert_eq!(removes(who, "/api/v1/people/xitong").await.code(), "forbidden");
        }
        for who in [&system, &audit, &clerk] {
            assert_eq!(gives(who, "dengji", Handler, COUNTY).await.code(), "forbidden");
        }
        for who in [&system, &security, &clerk] {
            assert_eq!(who.reads("/api/v1/audit-log").await.code(), "forbidden");
        }
        for who in [&system, &security, &audit] {
            assert_eq!(who.reads("/api/v1/cases").await.code(), "forbidden");
        }
        let stranger = service.get("/api/v1/people").await;
        assert_eq!(stranger.code(), "signed_out");
    });
}

#[test]
fn administrators_exclude_each_other_and_every_other_role() {
    on_both(async |service| {
        let (_, security, _) = three(&service).await;
        service.account("li.wei", &[(Registrar, COUNTY)], false);
        for (person, role) in [
            ("xitong", SecurityAdministrator),
            ("xitong", Registrar),
            ("anquan", AuditAdministrator),
            ("li.wei", SystemAdministrator),
        ] {
            let reply = gives(&security, person, role, CITY).await;
            assert_eq!((reply.status.as_u16(), reply.code()), (409, "roles_exclude"));
        }
        assert_eq!(gives(&security, "li.wei", Handler, COUNTY).await.status, 201);
    });
}

#[test]
fn an_administrator_of_a_county_touches_nobody_above() {
    on_both(async |service| {
        let (_, _, _) = three(&service).await;
        let system = service.person("xian.xitong", &[(SystemAdministrator, COUNTY)]).await;
        let security = service.person("xian.anquan", &[(SecurityAdministrator, COUNTY)]).await;
        service.account("li.wei", &[(Registrar, COUNTY)], false);
        service.account("wang.fang", &[(Registrar, "620403")], false);

        let list = system.reads("/api/v1/people").await;
        assert_eq!(login_names(&list), ["li.wei", "xian.anquan", "xian.xitong"]);
        assert_eq!(system.reads("/api/v1/people/anquan").await.code(), "not_found");
        for person in ["anquan", "wang.fang"] {
            let uri = format!("{PEOPLE}/{person}/password-reset");
            let reset = Call::new(actix_web::http::Method::POST, &uri);
            assert_eq!(system.sends(reset).await.code(), "forbidden");
            assert_eq!(removes(&system, &format!("{PEOPLE}/{person}")).await.code(), "forbidden");
        }
        assert_eq!(gives(&security, "li.wei", Handler, "620403").await.code(), "forbidden");
        let days = ("2026-03-02", "2026-03-06");
        assert_eq!(names(&security, "wang.fang", "li.wei", days).await.code(), "forbidden");
        assert_eq!(gives(&security, "li.wei", Handler, "999999").await.code(), "no_such_organ");
    });
}

#[test]
fn a_deputy_holds_the_roles_of_the_person_on_the_days_named() {
    on_both(async |service| {
        let (_, security, audit) = three(&service).await;
        let clerk = service.person("li.wei", &[(Registrar, COUNTY)]).await;
        let deputy = service.person("wang.fang", &[]).await;
        assert_eq!(deputy.reads("/api/v1/cases").await.code(), "forbidden");
        let week = ("2026-03-02", "2026-03-02");
        let named = names(&clerk, "li.wei", "wang.fang", week).await;
        assert_eq!(named.status, 201);
        assert_eq!(deputy.reads("/api/v1/cases").await.status, 200);
        assert_eq!(names(&deputy, "li.wei", "wang.fang", week).await.code(), "forbidden");
        assert_eq!(names(&clerk, "li.wei", "li.wei", week).await.code(), "own_deputy");
        let reversed = ("2026-03-06", "2026-03-02");
        assert_eq!(names(&clerk, "li.wei", "wang.fang", reversed).await.code(), "days_reversed");

        // The audit administrator's part is lent to nobody.
        assert_eq!(names(&security, "shenji", "wang.fang", week).await.status, 201);
        assert_eq!(deputy.reads("/api/v1/audit-log").await.code(), "forbidden");

        let uri = format!("{PEOPLE}/li.wei/deputies");
        assert_eq!(clerk.reads(&uri).await.body[0]["deputy"], "wang.fang");
        let id = named.body["id"].as_str().unwrap();
        assert_eq!(removes(&clerk, &format!("{uri}/{id}")).await.status, 204);
        assert_eq!(deputy.reads("/api/v1/cases").await.code(), "forbidden");
        assert_eq!(removes(&clerk, &format!("{uri}/{id}")).await.code(), "not_found");
        assert_eq!(
            audit.reads("/api/v1/audit-log?kind=deputy_ended").await.body["items"][0]["actor"],
            "li.wei"
        );

        assert_eq!(names(&clerk, "li.wei", "wang.fang", week).await.status, 201);
        service.on("2026-03-03");
        let deputy = service.signs_in("wang.fang").await;
        assert_eq!(deputy.reads("/api/v1/cases").await.code(), "forbidden", "the day is over");
    });
}

#[test]
fn a_reset_ends_the_sessions_and_a_closed_account_stays_out() {
    on_both(async |service| {
        let (system, _, _) = three(&service).await;
        let clerk = service.person("li.wei", &[(Registrar, COUNTY)]).await;
        service.at("2026-03-02T02:05:00Z");
        let reset =
            Call::new(actix_web::http::Method::POST, "/api/v1/people/li.wei/password-reset");
        let reset = system.sends(reset).await;
        assert_eq!(reset.status, 200);
        assert_eq!(clerk.reads("/api/v1/session").await.code(), "signed_out");
        let tries = |password: String| {
            let body = json!({"login_name": "li.wei", "password": password});
            service.send(Call::post("/api/v1/session", &body))
        };
        assert_eq!(tries(PASSWORD.to_owned()).await.code(), "wrong_password");
        let fresh = reset.body["first_password"].as_str().unwrap().to_owned();
        assert_eq!(tries(fresh.clone()).await.body["must_change_password"], true);

        assert_eq!(removes(&system, "/api/v1/people/li.wei").await.status, 204);
        assert_eq!(tries(fresh).await.code(), "wrong_password");
        let person = system.reads("/api/v1/people/li.wei").await;
        assert!(person.body["closed_at"].is_string());
        assert!(!String::from_utf8_lossy(&person.bytes).contains("argon2"));
    });
}

#[test]
fn a_name_is_taken_once_and_can_be_typed() {
    on_both(async |service| {
        let (system, _, _) = three(&service).await;
        assert_eq!(adds(&system, "anquan").await.code(), "name_taken");
        for (login_name, name, field) in [
            ("Li Wei", "李伟", "login_name"),
            ("'; DROP TABLE people; --", "李伟", "login_name"),
            ("li.wei", " ", "name"),
            ("li.wei", "李\n伟", "name"),
        ] {
            let body = json!({"login_name": login_name, "name": name});
            let reply = system.sends(Call::post(PEOPLE, &body).against_the_contract()).await;
            assert_eq!(
                (reply.status.as_u16(), &reply.body["fields"][0]["name"]),
                (422, &json!(field))
            );
        }
        let odd = json!({"login_name": "li.wei", "name": "<b>李</b>👨‍👩‍👧\u{4dae}"});
        assert_eq!(system.sends(Call::post(PEOPLE, &odd)).await.status, 201);
        assert_eq!(system.reads("/api/v1/people/li.wei").await.body["name"], odd["name"]);
    });
}

#[test]
fn people_come_by_page() {
    on_both(async |service| {
        let (system, _, _) = three(&service).await;
        let (mut uri, mut found) = (format!("{PEOPLE}?limit=2"), Vec::new());
        loop {
            let page = system.reads(&uri).await;
            found.extend(login_names(&page).into_iter().map(ToOwned::to_owned));
            let Value::String(next) = &page.body["next"] else { break };
            uri = format!("{PEOPLE}?limit=2&cursor={next}");
        }
        assert_eq!(found, ["anquan", "shenji", "xitong"]);
    });
}

#[test]
fn an_organ_has_departments() {
    on_both(async |service| {
        let (system, security, _) = three(&service).await;
        let uri = format!("/api/v1/organs/{COUNTY}/departments");
        let adds = |name: &str| Call::post(&uri, &json!({"name": name}));
        let made = system.sends(adds("法制科")).await;
        assert_eq!(made.status, 201);
        assert_eq!(system.sends(adds("法制科")).await.code(), "department_taken");
        assert_eq!(security.sends(adds("保密科")).await.code(), "forbidden");
        assert_eq!(security.reads(&uri).await.body, json!([made.body]));

        service.account("li.wei", &[], false);
        let gives = |organ: &str| {
            let body = json!({"role": "handler", "organ": organ, "department": made.body["id"]});
            security.sends(Call::post("/api/v1/people/li.wei/rights", &body))
        };
        assert_eq!(gives("620403").await.code(), "no_such_department");
        assert_eq!(gives(COUNTY).await.body["department"], made.body["id"]);

        let one = format!("{uri}/{}", made.body["id"].as_str().unwrap());
        assert_eq!(removes(&security, &one).await.code(), "forbidden");
        assert_eq!(removes(&system, &one).await.status, 204);
        assert_eq!(removes(&system, &one).await.code(), "not_found");
        assert_eq!(system.reads(&uri).await.body, json!([]));
    });
}

#[test]
fn an_audit_administrator_reads_of_the_own_organs_only() {
    on_both(async |service| {
        let (_, security, _) = three(&service).await;
        service.account("chengban", &[(Handler, "620403")], false);
        for (login_name, organ) in [("zhang", COUNTY), ("wang", "620403"), ("zhao", CITY)] {
            service.account(login_name, &[], false);
            assert_eq!(gives(&security, login_name, Registrar, organ).await.status, 201);
        }
        let unknown = json!({"login_name": "nobody", "password": "not this one 1"});
        service.send(Call::post("/api/v1/session", &unknown)).await;
        service.signs_in("chengban").await;
        let county = service.person("shenji-xian", &[(AuditAdministrator, COUNTY)]).await;
        let city = service.person("shenji-shi", &[(AuditAdministrator, CITY)]).await;

        let seen = async |who: &Person<'_>| {
            let log = who.reads("/api/v1/audit-log").await;
            let items = log.body["items"].as_array().unwrap().clone();
            let told = items.iter().map(|entry| {
                let whom = entry["details"]["login_name"].as_str().unwrap_or_default();
                format!(
                    "{} {} {whom}",
                    entry["actor"].as_str().unwrap(),
                    entry["kind"].as_str().unwrap()
                )
                .trim()
                .to_owned()
            });
            told.collect::<Vec<_>>()
        };
        assert_eq!(seen(&county).await, ["shenji-xian signed_in", "anquan right_given zhang"]);
        insta::assert_snapshot!(seen(&city).await.join("\n"), @r"
        shenji-shi signed_in
        shenji-xian signed_in
        chengban signed_in
        未知 sign_in_failed
        anquan right_given zhao
        anquan right_given wang
        anquan right_given zhang
        shenji signed_in
        anquan signed_in
        xitong signed_in
        ");
        let few = county.reads("/api/v1/audit-log?limit=1").await;
        let next = few.body["next"].as_str().unwrap();
        let rest = county.reads(&format!("/api/v1/audit-log?limit=1&cursor={next}")).await;
        assert_eq!((kinds(&rest), &rest.body["next"]), (vec!["right_given"], &Value::Null));
        let given = county.reads("/api/v1/audit-log?kind=right_given").await;
        assert_eq!(kinds(&given), ["right_given"]);
    });
}
