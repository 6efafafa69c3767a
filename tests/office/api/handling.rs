//! The life of a case from arrival to archive, as each of the people involved does a part of it.

use chrono::NaiveDate;
use gongkai::actions::intake::{Requester, take_in};
use gongkai::actions::{Actor, Error, handling};
use gongkai::db::{Tx, people, rights};
use gongkai::domain::dossier::deed::{Arrive, Deed};
use gongkai::domain::people::Role;
use serde_json::{Value, json};

use super::support::{Call, TestService, on_both};

pub const ORGAN: &str = "620402";

/// Somebody who is there with all their rights.
pub fn actor(service: &TestService, login_name: &str) -> Actor {
    let at = (service.app.clock.now(), service.app.clock.today());
    let find = |conn: &mut gongkai::db::AnyConn| {
        let account = people::by_login_name(conn, login_name)?.unwrap();
        Actor::of_person(conn, account.id, "127.0.0.1".to_owned(), at)
    };
    service.app.db().scan_blocking(find).unwrap().unwrap()
}

pub fn writes<T>(
    service: &TestService,
    work: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    service.app.db().write_blocking(work)
}

fn arrival(channel: &str) -> Arrive {
    let told = json!({
        "channel": channel, "requester_kind": "natural_person", "consent": true,
        "items": ["2025年老旧小区改造的资金安排𠮷😀<b>'; DROP TABLE cases; --"],
    });
    serde_json::from_value(told).unwrap()
}

pub fn arrives(service: &TestService, channel: &str, on: &str) -> Result<String, Error> {
    let requester = Requester {
        name: "王䶮".to_owned(),
        identity_number: Some("11010519491231002X".to_owned()),
        phone: Some("13800000000".to_owned()),
        ..Requester::default()
    };
    let (registrar, keys, on) =
        (actor(service, "dengji"), service.app.keys.clone(), on.parse().unwrap());
    writes(service, |tx| take_in(tx, &keys, &registrar, ORGAN, (arrival(channel), &requester), on))
}

/// Does a deed to the case as it stands; gives its stage afterwards.
pub fn does(
    service: &TestService,
    who: &str,
    number: &str,
    on: &str,
    deed: Value,
) -> Result<String, Error> {
    let (actor, keys) = (actor(service, who), service.app.keys.clone());
    let deed: Deed = serde_json::from_value(deed).unwrap();
    let on: NaiveDate = on.parse().unwrap();
    writes(service, |tx| {
        let version = gongkai::db::cases::page::numbered(tx, number)?[0].version;
        let which = handling::Which { number, organ: None, version };
        handling::perform(tx, &keys, &actor, which, (deed, on))
    })
    .map(|(case, _)| case.progress.stage.to_string())
}

/// An office with one person for each role; gives the id of its department.
pub fn staff(service: &TestService) -> String {
    for (name, role) in [
        ("dengji", Role::Registrar),
        ("chengban", Role::Handler),
        ("shenhe", Role::Reviewer),
        ("qianfa", Role::Signer),
    ] {
        service.account(name, &[(role, ORGAN)], false);
    }
    let now = service.app.clock.now();
    let department = writes(service, |tx| {
        let organ = gongkai::db::organs::find(tx, ORGAN)?.unwrap();
        Ok(rights::add_department(tx, organ, "城建科", now)?)
    });
    department.unwrap().0.to_string()
}

/// Who does what on which day, and the stage after it, from the receipt to the signature.
pub fn steps(department: &str) -> Vec<(&'static str, &'static str, Value, &'static str)> {
    let decision = json!({"item": 1, "outcome": "does_not_exist", "reason": "经检索未制作、获取", "evidence": {}});
    let search = json!({
        "kind": "record_search", "places": "档案室、OA", "keywords": "老旧小区 资金", "found": false,
        "searched_by": "程承办", "result": "未找到",
    });
    vec![
        (
            "dengji",
            "2026-03-02",
            json!({"kind": "confirm_receipt", "evidence": "EMS 签收单"}),
            "received",
        ),
        ("dengji", "2026-03-03", json!({"kind": "register"}), "registered"),
        ("dengji", "2026-03-03", json!({"kind": "assign", "department": department}), "in_process"),
        ("chengban", "2026-03-04", json!({"kind": "sign_for"}), "in_process"),
        ("chengban", "2026-03-05", search, "in_process"),
        ("chengban", "2026-03-09", json!({"kind": "draft", "decisions": [decision]}), "drafted"),
        ("chengban", "2026-03-09", json!({"kind": "submit"}), "in_review"),
        ("shenhe", "2026-03-10", json!({"kind": "approve"}), "in_review"),
        ("qianfa", "2026-03-11", json!({"kind": "sign"}), "signed"),
    ]
}

pub fn verified(service: &TestService) {
    let found =
        gongkai::actions::verification::verify(service.app.db(), &service.app.keys, &mut |_| ());
    let found = found.unwrap();
    assert_eq!(found.faults, 0, "{:?}", found.findings);
}

#[test]
fn a_case_goes_from_the_post_room_to_the_year_table() {
    on_both(async |service| {
        let department = staff(&service);
        let number = arrives(&service, "registered_post", "2026-03-02").unwrap();
        assert_eq!(number, "620402-2026-000001");
        let reader = service.signs_in("dengji").await;
        let uri = format!("/api/v1/cases/{number}");
        let arrived = reader.reads(&uri).await.body;
        assert_eq!((&arrived["stage"], &arrived["received_on"]), (&json!("arrived"), &Value::Null));

        service.on("2026-03-25");
        let reader = service.signs_in("dengji").await;
        for (who, on, deed, stage) in steps(&department) {
            assert_eq!(does(&service, who, &number, on, deed.clone()).unwrap(), stage, "{deed}");
        }
        let signed = reader.reads(&uri).await.body;
        assert_eq!(
            [&signed["due_on"], &signed["registration_number"]],
            ["2026-03-30", "依申请〔2026〕1号"]
        );
        let deliver = json!({"kind": "deliver", "dispatch": {"way": "post", "postal_number": "EA123456789CN"}});
        assert_eq!(does(&service, "dengji", &number, "2026-03-12", deliver).unwrap(), "closed");
        assert_eq!(
            does(
                &service,
                "dengji",
                &number,
                "2026-03-20",
                json!({"kind": "archive", "retention_years": 30})
            )
            .unwrap(),
            "archived"
        );
        let closed = reader.reads(&uri).await;
        assert_eq!(
            [
                &closed.body["closed_on"],
                &closed.body["result_row"],
                &closed.body["items"][0]["closed_on"]
            ],
            ["2026-03-12", "unable_not_held", "2026-03-12"]
        );
        assert_eq!(closed.body["document_number"], "公开复〔2026〕1号");
        assert_eq!(closed.etag(), "\"12\"");
        let table = reader.reads("/api/v1/annual-tables/2026?organ=620402").await.body;
        assert_eq!(table["section_three"]["rows"]["unable_not_held"], json!([1, 0, 0, 0, 0, 0, 1]));
        let events = reader.reads(&format!("{uri}/events")).await.body;
        assert_eq!(events.as_array().unwrap().len(), 12);
        assert!(!closed.body.to_string().contains("13800000000"));
        verified(&service);
    });
}

#[test]
fn what_has_only_arrived_counts_nowhere() {
    on_both(async |service| {
        staff(&service);
        arrives(&service, "registered_post", "2026-03-02").unwrap();
        let reader = service.signs_in("dengji").await;
        let table = reader.reads("/api/v1/annual-tables/2026?organ=620402").await.body;
        let rows = table["section_three"]["rows"].as_object().unwrap();
        assert!(rows.values().all(|row| row[6] == 0), "{rows:?}");
        verified(&service);
    });
}

#[test]
fn refusals_leave_nothing_behind() {
    on_both(async |service| {
        let department = staff(&service);
        let number = arrives(&service, "counter", "2026-03-02").unwrap();
        let refused = |who: &str, on: &str, deed: Value| {
            does(&service, who, &number, on, deed).unwrap_err().to_string()
        };
        let assign = json!({"kind": "assign", "department": department});
        assert_eq!(refused("dengji", "2026-03-02", assign), "“已到件待确认”的申请件不能交办");
        let confirm = json!({"kind": "confirm_receipt", "evidence": "当面"});
        assert_eq!(refused("chengban", "2026-03-02", confirm.clone()), "没有办理这件事的权限");
        assert_eq!(
            refused("dengji", "9999-12-31", confirm.clone()),
            "9999年12月31日不在可能的范围内"
        );
        assert_eq!(
            refused("dengji", "2026-03-01", confirm),
            "2026年3月1日早于到件（2026年3月2日）"
        );
        let stale = {
            let (actor, keys) = (actor(&service, "dengji"), service.app.keys.clone());
            let deed: Deed =
                serde_json::from_value(json!({"kind": "confirm_receipt", "evidence": "当面"}))
                    .unwrap();
            let which = handling::Which { number: &number, organ: None, version: 7 };
            writes(&service, |tx| handling::perform(tx, &keys, &actor, which, (deed, actor.today)))
        };
        assert!(matches!(stale, Err(Error::Stale)));
        let reader = service.signs_in("dengji").await;
        let case = reader.reads(&format!("/api/v1/cases/{number}")).await;
        assert_eq!((case.etag().as_str(), &case.body["stage"]), ("\"1\"", &json!("arrived")));
        verified(&service);
    });
}

#[test]
fn numbers_have_no_gaps_under_thirty_two_writers() {
    on_both(async |service| {
        staff(&service);
        let registrar = actor(&service, "dengji");
        let mut writers = Vec::new();
        for writer in 0..32 {
            let (db, keys, registrar) =
                (service.app.db().clone(), service.app.keys.clone(), registrar.clone());
            writers.push(tokio::task::spawn_local(async move {
                let mut numbers = Vec::new();
                for n in 0..5 {
                    let (keys, registrar) = (keys.clone(), registrar.clone());
                    let taken = db.write::<_, Error>(move |tx| {
                        let requester =
                            Requester { name: format!("{writer}-{n}"), ..Requester::default() };
                        let on = registrar.today;
                        let number = take_in(
                            tx,
                            &keys,
                            &registrar,
                            ORGAN,
                            (arrival("internet"), &requester),
                            on,
                        )?;
                        // Some are given up after they have a number.
                        if n == 3 { Err(Error::NotKept) } else { Ok(number) }
                    });
                    numbers.extend(taken.await.ok());
                }
                numbers
            }));
        }
        let mut numbers = Vec::new();
        for writer in writers {
            numbers.extend(writer.await.unwrap());
        }
        numbers.sort();
        let expected: Vec<String> = (1..=128).map(|n| format!("620402-2026-{n:06}")).collect();
        assert_eq!(numbers, expected);
        verified(&service);
    });
}

#[test]
fn an_arrival_said_twice_is_taken_in_once() {
    on_both(async |service| {
        staff(&service);
        let registrar = service.signs_in("dengji").await;
        let intake = json!({
            "organ": ORGAN,
            "request": {"channel": "registered_post", "requester_kind": "natural_person", "items": ["预算"]},
            "requester": {"name": "王䶮", "phone": "13800000000"},
        });
        let arrive = || Call::post("/api/v1/cases", &intake).with("idempotency-key", "once-0001");
        let taken = registrar.sends(arrive()).await;
        assert_eq!(
            (taken.status.as_u16(), taken.header("location")),
            (201, "/api/v1/cases/620402-2026-000001")
        );
        assert_eq!(registrar.sends(arrive()).await.body, taken.body, "said twice, done once");
        let other = Call::post(
            "/api/v1/cases",
            &json!({
                "organ": ORGAN, "request": intake["request"], "requester": {"name": "别人"},
            }),
        );
        let other = registrar.sends(other.with("idempotency-key", "once-0001")).await;
        assert_eq!((other.status.as_u16(), other.code()), (409, "key_used_otherwise"));
    });
}

#[test]
fn the_same_life_goes_through_the_door() {
    on_both(async |service| {
        let department = staff(&service);
        arrives(&service, "registered_post", "2026-03-02").unwrap();
        let people = [
            service.signs_in("dengji").await,
            service.signs_in("chengban").await,
            service.signs_in("shenhe").await,
            service.signs_in("qianfa").await,
        ];
        let decision = json!({"item": 1, "outcome": "provided", "reason": "见附件", "evidence": {"what_was_given": "预算表", "form_given": "纸质"}});
        let case = "/api/v1/cases/620402-2026-000001";
        for (version, (who, act, told, stage)) in (1..).zip([
            (0, "receipt-confirmation", json!({"evidence": "EMS 签收单"}), "received"),
            (0, "registration", json!({}), "registered"),
            (0, "assignment", json!({"department": department}), "in_process"),
            (1, "signing-for", json!({}), "in_process"),
            (1, "draft", json!({"decisions": [decision]}), "drafted"),
            (1, "submission", json!({}), "in_review"),
            (2, "reviews", json!({"opinion": "同意"}), "in_review"),
            (3, "signature", json!({}), "signed"),
            (0, "delivery", json!({"dispatch": {"way": "post"}}), "closed"),
        ]) {
            let uri = format!("{case}/{act}");
            let bare = people[who].sends(Call::post(&uri, &told).against_the_contract()).await;
            assert_eq!(bare.code(), "version_missing");
            let call = || Call::post(&uri, &told).with("if-match", &format!("\"{version}\""));
            let done = people[who].sends(call()).await;
            assert_eq!(
                (done.status.as_u16(), &done.body["stage"]),
                (200, &json!(stage)),
                "{}",
                done.body
            );
        }
        let draft = Call::post(&format!("{case}/draft"), &json!({"decisions": []}));
        let draft = draft.with("if-match", "\"10\"").against_the_contract();
        let late = people[1].sends(draft).await;
        assert_eq!((late.status.as_u16(), late.code()), (409, "out_of_turn"));
        let stranger = service
            .send(
                Call::post(&format!("{case}/archive"), &json!({"retention_years": 30}))
                    .with("if-match", "\"10\""),
            )
            .await;
        assert_eq!(stranger.code(), "signed_out");
        verified(&service);
    });
}

#[test]
fn intake_refuses_what_cannot_be_meant() {
    on_both(async |service| {
        staff(&service);
        let registrar = service.signs_in("dengji").await;
        let with = |organ: &str, on: &str, requester: Value| {
            let request = json!({"channel": "counter", "requester_kind": "natural_person", "items": ["预算"]});
            json!({"organ": organ, "on": on, "request": request, "requester": requester})
        };
        let wrong = json!({"name": "王", "identity_number": "110105194912310021"});
        for (body, status, code, field) in [
            (with(ORGAN, "2026-03-02", wrong), 422, "invalid", "requester.identity_number"),
            (with(ORGAN, "2026-03-03", json!({"name": "王"})), 422, "in_future", "arrived_on"),
            (with(ORGAN, "2026-03-02", json!({"name": " "})), 422, "invalid", "requester.name"),
            (with("620403", "2026-03-02", json!({"name": "王"})), 403, "forbidden", ""),
            (with("nowhere", "2026-03-02", json!({"name": "王"})), 422, "no_such_organ", ""),
        ] {
            let reply = registrar.sends(Call::post("/api/v1/cases", &body)).await;
            let named = reply.body["fields"][0]["name"].as_str().unwrap_or_default();
            assert_eq!(
                (reply.status.as_u16(), reply.code(), named),
                (status, code, field),
                "{}",
                reply.body
            );
            assert!(!reply.body.to_string().contains("1101051949"));
        }
        let handler = service.signs_in("chengban").await;
        let body = with(ORGAN, "2026-03-02", json!({"name": "王"}));
        assert_eq!(handler.sends(Call::post("/api/v1/cases", &body)).await.code(), "forbidden");
        let numbers = registrar.reads("/api/v1/cases?number=620402").await.body;
        assert_eq!(numbers["items"], json!([]));
    });
}
