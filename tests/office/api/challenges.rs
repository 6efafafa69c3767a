//! Reviews and lawsuits: recorded beside the case with their own dates, counted in section four, told in the time-line.

use gongkai::domain::people::Role::{Registrar, Supervisor};
use serde_json::{Value, json};

use super::handling::{arrives, staff, verified};
use super::support::{Call, Person, Reply, TestService, on_both};

const LIST: &str = "/api/v1/challenges";
const COUNTY: &str = "620402";

fn review() -> Value {
    json!({
        "kind": "review", "number": "白政复〔2026〕3号", "forum": "白银市人民政府",
        "accepted_on": "2026-03-02", "copy_received_on": "2026-03-02",
    })
}

async fn records(who: &Person<'_>, case: &str, body: &Value) -> Reply {
    who.sends(Call::post(&format!("/api/v1/cases/{case}/challenges"), body)).await
}

async fn does(who: &Person<'_>, of: &Reply, act: &str, body: Value) -> Reply {
    let uri = format!("{LIST}/{}/{act}", of.body["id"].as_str().unwrap());
    who.sends(Call::post(&uri, &body).with("if-match", &of.etag())).await
}

async fn section_four(who: &Person<'_>) -> Value {
    who.reads("/api/v1/annual-tables/2026?organ=620402").await.body["section_four"].clone()
}

/// A case of the county and its registrar.
async fn with_case(service: &TestService) -> (String, Person<'_>) {
    staff(service);
    let number = arrives(service, "counter", "2026-03-02").unwrap();
    (number, service.signs_in("dengji").await)
}

#[test]
fn a_review_stands_beside_its_case_from_acceptance_to_result() {
    on_both(async |service| {
        let (case, clerk) = with_case(&service).await;
        let made = records(&clerk, &case, &review()).await;
        assert_eq!((made.status.as_u16(), made.etag().as_str()), (201, "\"1\""), "{}", made.body);
        assert_eq!(made.body["defence_due_on"], "2026-03-16");
        assert_eq!(made.body["cases"], json!([case]));
        let dates = format!("/api/v1/cases/{case}/deadlines");
        let running = clerk.reads(&dates).await.body["dates"].clone();
        let defence = running.as_array().unwrap().iter().find(|d| d["kind"] == "review_defence");
        assert_eq!(defence.unwrap()["due_on"], "2026-03-16");
        let pending = section_four(&clerk).await;
        assert_eq!(
            (&pending["review"]["pending"], &pending["review"]["total"]),
            (&json!(1), &json!(1))
        );

        service.on("2026-04-20");
        let clerk = service.signs_in("dengji").await;
        let defended = does(&clerk, &made, "defence", json!({"defended_on": "2026-03-12"})).await;
        assert_eq!(defended.status, 200, "{}", defended.body);
        let again = does(&clerk, &defended, "defence", json!({"defended_on": "2026-03-12"})).await;
        assert_eq!(again.code(), "done_already");
        let how = json!({"concluded_on": "2026-04-17", "endings": ["maintained", "quashed"]});
        assert_eq!(does(&clerk, &made, "conclusion", how.clone()).await.code(), "stale");
        let concluded = does(&clerk, &defended, "conclusion", how).await;
        assert_eq!(concluded.body["result"], "corrected");
        assert_eq!(concluded.body["superseded"].as_array().unwrap().len(), 2);
        let counted = section_four(&clerk).await;
        assert_eq!(counted["review"]["corrected"], 1);
        assert_eq!(counted["review"]["pending"], 0);

        let listed = clerk.reads(&format!("/api/v1/cases/{case}/challenges")).await.body;
        assert_eq!(listed.as_array().unwrap().len(), 1);
        assert_eq!(listed[0]["id"], made.body["id"]);
        let events = clerk.reads(&format!("/api/v1/cases/{case}/events")).await.body;
        let told: Vec<_> =
            events.as_array().unwrap().iter().map(|e| (&e["kind"], &e["happened_on"])).collect();
        let kind = json!("challenge_recorded");
        let days = [json!("2026-03-02"), json!("2026-03-12"), json!("2026-04-17")];
        assert_eq!(told[1..], days.each_ref().map(|day| (&kind, day)));
        verified(&service);
    });
}

#[test]
fn a_correction_supersedes_a_version_and_is_told_to_every_case() {
    on_both(async |service| {
        let (case, clerk) = with_case(&service).await;
        let other = arrives(&service, "counter", "2026-03-02").unwrap();
        let made = records(&clerk, &case, &review()).await;
        let mut right = review();
        right["reason"] = "对象录错䶮<b>".into();
        right["kind"] = "litigation_direct".into();
        right["number"] = "（2026）甘04行初12号".into();
        right["cases"] = json!([other]);
        right["conclusion"] = json!({"concluded_on": "2026-03-02", "endings": ["suit_withdrawn"]});
        let corrected = does(&clerk, &made, "correction", right).await;
        assert_eq!(
            (corrected.status.as_u16(), corrected.etag().as_str()),
            (200, "\"2\""),
            "{}",
            corrected.body
        );
        assert_eq!(corrected.body["defence_due_on"], "2026-03-17");
        assert_eq!(corrected.body["superseded"][0]["kind"], "review");
        let four = section_four(&clerk).await;
        assert_eq!(
            (&four["review"]["total"], &four["litigation_direct"]["other_result"]),
            (&json!(0), &json!(1))
        );
        for (number, events, challenges) in [(&case, 3, 0), (&other, 2, 1)] {
            let log = clerk.reads(&format!("/api/v1/cases/{number}/events")).await.body;
            assert_eq!(log.as_array().unwrap().len(), events);
            let found = clerk.reads(&format!("/api/v1/cases/{number}/challenges")).await.body;
            assert_eq!(found.as_array().unwrap().len(), challenges);
        }
        verified(&service);
    });
}

#[test]
fn challenges_are_listed_by_organ_kind_and_state() {
    on_both(async |service| {
        let (case, clerk) = with_case(&service).await;
        records(&clerk, &case, &review()).await;
        for n in 1..=3 {
            let body = json!({
                "organ": COUNTY, "kind": "litigation_direct", "number": format!("（2026）甘04行初{n}号"),
                "accepted_on": "2026-03-01",
            });
            let call = || Call::post(LIST, &body).with("idempotency-key", &format!("k{n}"));
            let made = clerk.sends(call()).await;
            assert_eq!(made.status, 201, "{}", made.body);
            assert_eq!(clerk.sends(call()).await.body, made.body);
        }
        let count = |page: &Reply| page.body["items"].as_array().unwrap().len();
        let first = clerk.reads(&format!("{LIST}?limit=3")).await;
        let next = first.body["next"].as_str().unwrap();
        let rest = clerk.reads(&format!("{LIST}?limit=3&cursor={next}")).await;
        assert_eq!((count(&first), count(&rest)), (3, 1));
        assert_eq!(first.body["items"][0]["kind"], "review");
        for (query, wanted) in [
            ("kind=review", 1),
            ("open=false", 0),
            ("open=true&accepted_to=2026-03-01", 3),
            ("result=upheld", 0),
            ("organ=620402&accepted_from=2026-03-02", 1),
            ("number=%E7%99%BD%E6%94%BF%E5%A4%8D%E3%80%942026%E3%80%953%E5%8F%B7", 1),
        ] {
            assert_eq!(count(&clerk.reads(&format!("{LIST}?{query}")).await), wanted, "{query}");
        }
        let above = service.person("zhuguan", &[(Supervisor, "620400")]).await;
        assert_eq!(count(&above.reads(&format!("{LIST}?organ=620400&below=true")).await), 4);
        let elsewhere = service.person("pingchuan", &[(Registrar, "620403")]).await;
        assert_eq!(count(&elsewhere.reads(LIST).await), 0);
        assert_eq!(elsewhere.reads(&format!("{LIST}?organ=620402")).await.code(), "forbidden");
    });
}

#[test]
fn what_cannot_be_is_not_recorded() {
    on_both(async |service| {
        let (case, clerk) = with_case(&service).await;
        for (name, value, field) in [
            ("accepted_on", json!("2026-03-03"), "accepted_on"),
            ("accepted_on", json!("2026-03-01"), "accepted_on"),
            ("accepted_on", json!("9999-12-31"), "accepted_on"),
            ("copy_received_on", json!("2026-03-01"), "copy_received_on"),
            ("other_cases", json!(["620402-2026-009999"]), "cases"),
        ] {
            let mut body = review();
            body[name] = value;
            let reply = records(&clerk, &case, &body).await;
            assert_eq!(reply.status, 422, "{name} {}", reply.body);
            assert_eq!(reply.body["fields"][0]["name"], field);
        }
        let suit =
            json!({"kind": "litigation_direct", "accepted_on": "2026-03-02", "simplified": true});
        assert_eq!(records(&clerk, &case, &suit).await.body["fields"][0]["name"], "simplified");
        for (name, value) in [
            ("kind", json!("complaint")),
            ("colour", json!("red")),
            ("accepted_on", json!("2026-02-30")),
        ] {
            let mut body = review();
            body[name] = value;
            let call = Call::post(&format!("/api/v1/cases/{case}/challenges"), &body);
            assert_eq!(clerk.sends(call.against_the_contract()).await.status, 422, "{name}");
        }
        let made = records(&clerk, &case, &review()).await;
        assert_eq!(records(&clerk, &case, &review()).await.code(), "challenge_taken");
        let wrong = json!({"concluded_on": "2026-03-02", "endings": ["suit_dismissed"]});
        let refused = does(&clerk, &made, "conclusion", wrong).await;
        assert_eq!(refused.body["fields"][0]["name"], "endings");

        let elsewhere = service.person("pingchuan", &[(Registrar, "620403")]).await;
        let above = service.person("zhuguan", &[(Supervisor, "620400")]).await;
        assert_eq!(records(&elsewhere, &case, &review()).await.code(), "not_found");
        assert_eq!(records(&above, &case, &review()).await.code(), "forbidden");
        let uri = format!("{LIST}/{}", made.body["id"].as_str().unwrap());
        assert_eq!(elsewhere.reads(&uri).await.code(), "not_found");
        assert_eq!(above.reads(&uri).await.status, 200);
        let how = json!({"concluded_on": "2026-03-02", "endings": ["maintained"]});
        assert_eq!(does(&elsewhere, &made, "conclusion", how.clone()).await.code(), "not_found");
        assert_eq!(does(&above, &made, "conclusion", how).await.code(), "forbidden");
        assert_eq!(clerk.reads(&uri).await.etag(), "\"1\"", "nothing happened");
        assert_eq!(service.get(&uri).await.code(), "signed_out");
        verified(&service);
    });
}
