//! One person's many requests, done together; one letter for several cases; former numbers; requests to correct records.

use gongkai::domain::people::Role;
use serde_json::{Value, json};

use super::office::{ORGAN, acts, arrival, does, requester, takes_in, tells_nothing, verified};
use super::searching::encoded;
use super::support::{Call, Person, Reply, TestService, on_both};

/// A township where one person holds every role.
async fn clerk(service: &TestService) -> Person<'_> {
    let roles = [Role::Registrar, Role::Handler, Role::Reviewer, Role::Signer];
    service.person("ganshi", &roles.map(|role| (role, ORGAN))).await
}

async fn arrivals(clerk: &Person<'_>, count: usize) -> Vec<String> {
    let mut numbers = Vec::new();
    for n in 1..=count {
        numbers.push(takes_in(clerk, &arrival(&requester("王䶮"), &format!("第{n}件"))).await);
    }
    numbers
}

async fn batch(
    who: &Person<'_>,
    act: &str,
    numbers: &[String],
    version: i32,
    mut told: Value,
) -> Reply {
    let cases: Vec<Value> =
        numbers.iter().map(|number| json!({"number": number, "version": version})).collect();
    told["cases"] = cases.into();
    who.sends(Call::post(&format!("/api/v1/batches/{act}"), &told)).await
}

async fn all(who: &Person<'_>, act: &str, numbers: &[String], version: i32, told: Value) -> Value {
    let reply = batch(who, act, numbers, version, told).await;
    assert_eq!(reply.status, 200, "{act}: {}", reply.body);
    tells_nothing(&reply);
    reply.body["cases"].clone()
}

/// From the receipt to the signature on paper, with one number for all.
async fn signed(service: &TestService, clerk: &Person<'_>, numbers: &[String]) -> i32 {
    let department = service.app.db().write_blocking::<_, gongkai::actions::Error>(|tx| {
        let organ = gongkai::db::organs::find(tx, ORGAN)?.unwrap();
        Ok(gongkai::db::rights::add_department(tx, organ, "党政办", service.app.clock.now())?)
    });
    let department = department.unwrap().0.to_string();
    let decision = json!({"item": 1, "outcome": "provided", "reason": "见附件", "evidence": {"what_was_given": "预算表", "form_given": "纸质"}});
    let paper = json!({"signer": "张镇长", "filed_at": "文件柜"});
    for (version, (act, told)) in (1..).zip([
        ("receipt-confirmation", json!({"told": {"evidence": "当面"}})),
        ("registration", json!({})),
        ("assignment", json!({"told": {"department": department}})),
        ("signing-for", json!({})),
        ("draft", json!({"told": {"decisions": [decision]}})),
        ("paper-approval", json!({"one_letter": true, "told": paper})),
    ]) {
        all(clerk, act, numbers, version, told).await;
    }
    7
}

#[test]
fn many_requests_are_answered_by_one_letter() {
    on_both(async |service| {
        let clerk = clerk(&service).await;
        let numbers = arrivals(&clerk, 3).await;
        let version = signed(&service, &clerk, &numbers).await;
        let post = json!({"one_letter": true, "told": {"dispatch": {"way": "post", "postal_number": "XA1"}}});
        let done = all(&clerk, "delivery", &numbers, version, post).await;
        for case in done.as_array().unwrap() {
            assert_eq!([&case["stage"], &case["document_number"]], ["closed", "公开复〔2026〕1号"]);
        }
        let uri = |number: &str| format!("/api/v1/cases/{number}/letters");
        let letter = clerk.reads(&uri(&numbers[0])).await.body[0]["id"].clone();
        let letter = format!("/api/v1/letters/{}", letter.as_str().unwrap());
        let shared = clerk.reads(&letter).await.body;
        let answered: Vec<&str> = shared["cases"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c["number"].as_str().unwrap())
            .collect();
        assert_eq!(answered, numbers);
        assert_eq!([&shared["postal_number"], &shared["signed_on"]], [&json!("XA1"), &Value::Null]);

        // Recorded once, seen in each.
        service.on("2026-03-06");
        let clerk = service.signs_in("ganshi").await;
        does(&clerk, &numbers[1], "proofs-of-delivery", json!({"letter": 1})).await;
        for number in &numbers {
            assert_eq!(clerk.reads(&uri(number)).await.body[0]["signed_on"], "2026-03-06");
        }
        assert_eq!(clerk.reads(&letter).await.body["signed_on"], "2026-03-06");
        let elsewhere = service.person("bieren", &[(Role::Registrar, "620403")]).await;
        assert_eq!(elsewhere.reads(&letter).await.code(), "not_found");
        let table = clerk.reads("/api/v1/annual-tables/2026?organ=620402").await.body;
        assert_eq!(table["section_three"]["rows"]["granted"][6], 3, "each case counts");
        verified(&service);
    });
}

#[test]
fn a_letter_that_differs_is_another_letter() {
    on_both(async |service| {
        let clerk = clerk(&service).await;
        let numbers = arrivals(&clerk, 2).await;
        let version = signed(&service, &clerk, &numbers).await;
        let id = "0197a1c2-7b1e-7c55-8a53-3f0f8d9a2b11";
        let post = |way: &str, letter: &str| json!({"dispatch": {"way": way, "postal_number": "XA1"}, "letter": letter});
        does(&clerk, &numbers[0], "delivery", post("post", id)).await;
        let other = "0197a1c2-7b1e-7c55-8a53-3f0f8d9a2b12";
        for (told, field) in
            [(post("electronic", id), "letter"), (post("post", other), "document_number")]
        {
            let reply = acts(&clerk, &numbers[1], version, "delivery", told).await;
            assert_eq!(
                (reply.status.as_u16(), &reply.body["fields"][0]["name"]),
                (422, &json!(field)),
                "{}",
                reply.body
            );
        }
        does(&clerk, &numbers[1], "delivery", post("post", id)).await;
        verified(&service);
    });
}

#[test]
fn a_batch_is_done_whole_or_not_at_all() {
    on_both(async |service| {
        let clerk = clerk(&service).await;
        let numbers = arrivals(&clerk, 3).await;
        let told = json!({"told": {"evidence": "当面"}});
        does(&clerk, &numbers[1], "receipt-confirmation", json!({"evidence": "当面"})).await;
        let mut some = numbers.clone();
        some.push("620402-2026-000099".to_owned());
        let reply = batch(&clerk, "receipt-confirmation", &some, 1, told.clone()).await;
        assert_eq!((reply.status.as_u16(), reply.code()), (409, "stale"));
        let fields = reply.body["fields"].as_array().unwrap();
        assert_eq!([&fields[0]["name"], &fields[1]["name"]], ["cases[1]", "cases[3]"]);
        assert!(fields[0]["text"].as_str().unwrap().contains(&numbers[1]));
        let first = clerk.reads(&format!("/api/v1/cases/{}", numbers[0])).await;
        assert_eq!((first.etag().as_str(), &first.body["stage"]), ("\"1\"", &json!("arrived")));

        let early = json!({"on": "2026-03-01", "told": {"evidence": "当面"}});
        let early = batch(&clerk, "receipt-confirmation", &numbers[..1], 1, early).await;
        assert_eq!(early.body["fields"][0]["name"], "cases[0].on", "{}", early.body);
        let lacking = json!({"told": {}, "cases": [{"number": numbers[0], "version": 1}]});
        let lacking = Call::post("/api/v1/batches/receipt-confirmation", &lacking);
        let lacking = clerk.sends(lacking.against_the_contract()).await;
        assert_eq!(lacking.body["fields"][0]["name"], "told.evidence", "{}", lacking.body);
        let own = json!({"cases": [{"number": numbers[0], "version": 1, "told": {"evidence": 1}}]});
        let own = Call::post("/api/v1/batches/receipt-confirmation", &own);
        let own = clerk.sends(own.against_the_contract()).await;
        assert_eq!(own.body["fields"][0]["name"], "cases[0].told.evidence", "{}", own.body);
        let none = Call::post("/api/v1/batches/delivery", &json!({"cases": []}));
        assert_eq!(
            clerk.sends(none.against_the_contract()).await.body["fields"][0]["name"],
            "cases"
        );
        let unknown = json!({"cases": [{"number": numbers[0], "version": 1}]});
        let unknown = Call::post("/api/v1/batches/explosion", &unknown).against_the_contract();
        assert_eq!(clerk.sends(unknown).await.code(), "not_found");
        let letter = json!({"one_letter": true, "told": {"text": "已电话告知"}});
        let letter = batch(&clerk, "notes", &numbers[..1], 1, letter).await;
        assert_eq!(letter.body["fields"][0]["name"], "one_letter");
        let handler = service.person("chengban", &[(Role::Handler, ORGAN)]).await;
        let refused = batch(&handler, "receipt-confirmation", &numbers[..1], 1, told).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (403, "forbidden"));
        verified(&service);
    });
}

#[test]
fn a_case_is_found_by_every_number_it_ever_had() {
    on_both(async |service| {
        let clerk = clerk(&service).await;
        let numbers = arrivals(&clerk, 2).await;
        let (one, other) = (&numbers[0], &numbers[1]);
        for number in &numbers {
            does(&clerk, number, "receipt-confirmation", json!({"evidence": "当面"})).await;
        }
        does(&clerk, one, "registration", json!({})).await;
        let before =
            clerk.reads(&format!("/api/v1/cases/{one}")).await.body["registration_number"].clone();
        let fact =
            json!({"name": "registration_number", "registration_number": "白依申请〔2026〕7号"});
        does(&clerk, one, "corrections", json!({"reason": "登记簿上的号", "fact": fact})).await;
        let former = json!({"number": "WZ-2025-0815", "origin": "旧网站"});
        does(&clerk, other, "former-numbers", former).await;
        for (sought, found) in [
            (before.as_str().unwrap(), one),
            ("白依申请〔2026〕7号", one),
            ("WZ-2025-0815", other),
            (one.as_str(), one),
        ] {
            let uri = format!("/api/v1/cases?number={}", encoded(sought));
            let page = clerk.reads(&uri).await.body;
            assert_eq!(page["items"][0]["number"], found.as_str(), "{sought}");
            assert_eq!(page["items"].as_array().unwrap().len(), 1, "{sought}");
        }
        let page = clerk.reads("/api/v1/cases?number=620402-2026").await.body;
        assert_eq!(page["items"].as_array().unwrap().len(), 2);
        let all = clerk.reads(&format!("/api/v1/cases/{one}/numbers")).await.body;
        let kinds: Vec<_> =
            all.as_array().unwrap().iter().map(|n| n["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["former", "registration", "request"]);
        let fact = json!({"name": "registration_number", "registration_number": "1"});
        let none =
            acts(&clerk, other, 3, "corrections", json!({"reason": "误", "fact": fact})).await;
        assert_eq!(none.body["fields"][0]["name"], "fact", "{}", none.body);
        verified(&service);
    });
}

#[test]
fn a_request_to_correct_records_is_counted_nowhere() {
    on_both(async |service| {
        let clerk = clerk(&service).await;
        let mut correction = arrival(&requester("王䶮"), "更正本人档案中的出生日期");
        correction["request"]["subject"] = json!("correction");
        let number = takes_in(&clerk, &correction).await;
        does(&clerk, &number, "receipt-confirmation", json!({"evidence": "当面"})).await;
        let request = takes_in(&clerk, &arrival(&requester("王䶮"), "预算")).await;
        does(&clerk, &request, "receipt-confirmation", json!({"evidence": "当面"})).await;
        let rows = async || {
            let table = clerk.reads("/api/v1/annual-tables/2026?organ=620402").await.body;
            let rows = &table["section_three"]["rows"];
            let row = |name: &str| rows[name][6].as_i64().unwrap();
            (row("received_new"), row("carried_forward_to_next_year"))
        };
        assert_eq!(rows().await, (1, 1));
        for cell in ["received_new", "carried_forward_to_next_year"] {
            let uri = format!("/api/v1/annual-tables/2026/cells/{cell}/total?organ=620402");
            let text = clerk.reads(&uri).await.body.to_string();
            assert!(text.contains(&request) && !text.contains(&number), "{cell}: {text}");
        }
        let known = "known_at=2026-03-02T03:00:00Z";
        let table = clerk.reads(&format!("/api/v1/annual-tables/2026?organ=620402&{known}")).await;
        assert_eq!(table.body["section_three"]["rows"]["received_new"][6], 1);
        for (subject, found) in [("correction", &number), ("request", &request)] {
            let page = clerk.reads(&format!("/api/v1/cases?subject={subject}")).await.body;
            assert_eq!(page["items"].as_array().unwrap().len(), 1);
            assert_eq!(page["items"][0]["number"], found.as_str());
        }
        // Its clock is that of a reply; closing it counts nowhere either.
        let case = clerk.reads(&format!("/api/v1/cases/{number}")).await.body;
        assert_eq!(case["due_on"], "2026-03-30");
        let withdraw = json!({"evidence": "书面", "identity_checked": "身份证"});
        let done = does(&clerk, &number, "withdrawal", withdraw).await;
        assert_eq!(done["stage"], "closed");
        assert_eq!(rows().await, (1, 1));
        verified(&service);
    });
}
