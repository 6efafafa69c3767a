//! The full-text search: the same on both databases, before and after the index knows a case.

use gongkai::actions::search;
use gongkai::db::search::{Found, find};
use gongkai::domain::people::Role;
use gongkai::domain::segmentation::Sought;
use serde_json::Value;

use super::reading::fill;
use super::support::{Person, TestService, on_both};

/// Percent-encodes everything.
pub fn encoded(text: &str) -> String {
    let bytes: Vec<String> = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    bytes.concat()
}

async fn found(person: &Person<'_>, q: &str) -> Vec<Value> {
    let page = person.reads(&format!("/api/v1/cases?limit=200&q={}", encoded(q))).await;
    assert_eq!(page.status, 200, "{q}: {}", page.body);
    page.body["items"].as_array().unwrap().clone()
}

/// Whether a case as the list shows it holds every word.
fn holds(case: &Value, q: &str) -> bool {
    let shown = ["number", "registration_number", "document_number", "requester", "content"];
    let text: Vec<&str> = shown.iter().filter_map(|name| case[*name].as_str()).collect();
    let text = text.join("\n").to_lowercase();
    q.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

/// What the running service does by itself, a few cases at a time.
fn index_all(service: &TestService) {
    while service.app.db().write_blocking(|tx| search::index_pending(tx, 50)).unwrap() > 0 {}
}

/// Parts of what the cases say: every pair and triple of neighbours of every tenth case, and words that are nowhere.
fn parts(cases: &[Value]) -> Vec<String> {
    let mut parts: Vec<String> =
        ["不存在的词", "𠮷", "公司 报告", "2020", "号"].map(str::to_owned).into();
    for case in cases.iter().step_by(10) {
        for name in ["requester", "content", "number"] {
            let text: Vec<char> = case[name].as_str().unwrap_or_default().chars().collect();
            let places = text.windows(2).chain(text.windows(3)).step_by(3);
            let words = places.filter(|word| word.iter().all(|c| c.is_alphanumeric()));
            parts.extend(words.map(String::from_iter));
        }
    }
    parts.sort();
    parts.dedup();
    parts
}

#[test]
fn every_part_of_a_text_is_found_with_the_index_and_without() {
    on_both(async |service| {
        fill(&service);
        let supervisor = service.person("zhuguan", &[(Role::Supervisor, "620400")]).await;
        let all = supervisor.reads("/api/v1/cases?limit=200").await.body;
        let all = all["items"].as_array().unwrap();
        let parts = parts(all);
        assert!(parts.len() > 40);
        for indexed in [false, true] {
            if indexed {
                index_all(&service);
            }
            for q in &parts {
                let expected: Vec<&Value> = all.iter().filter(|case| holds(case, q)).collect();
                let found = found(&supervisor, q).await;
                assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{q} {indexed}");
            }
        }
    });
}

#[test]
fn a_changed_case_is_found_by_what_it_says_now() {
    on_both(async |service| {
        fill(&service);
        index_all(&service);
        let supervisor = service.person("zhuguan", &[(Role::Supervisor, "620400")]).await;
        let case = supervisor.reads("/api/v1/cases?limit=1").await.body["items"][0].clone();
        let number = case["number"].as_str().unwrap();
        tells_anew(&service, number, "𠮷林路ＡＢＣ工程的环评");
        for index in [false, true] {
            if index {
                index_all(&service);
            }
            for q in ["𠮷林", "路abc", "环评 工程"] {
                assert_eq!(found(&supervisor, q).await.len(), 1, "{q} {index}");
            }
            let old: String = case["content"].as_str().unwrap().chars().collect();
            let old = found(&supervisor, &old).await;
            assert!(old.iter().all(|found| found["number"] != number), "{index}");
        }
    });
}

/// Changes what a case asks for, as an act does.
fn tells_anew(service: &TestService, number: &str, content: &str) {
    use diesel::prelude::*;
    use gongkai::db::schema::{case_items, cases};
    let (number, content) = (number.to_owned(), content.to_owned());
    service
        .app
        .db()
        .write_blocking::<_, gongkai::actions::Error>(|tx| {
            let of = cases::table.filter(cases::number.eq(&number));
            let case: gongkai::db::Id = of.select(cases::id).first(&mut **tx)?;
            let item = case_items::table.filter(case_items::case_id.eq(case));
            diesel::update(item).set(case_items::content.eq(&content)).execute(&mut **tx)?;
            let changed = diesel::update(cases::table.filter(cases::id.eq(case)));
            changed.set(cases::version.eq(cases::version + 1)).execute(&mut **tx)?;
            Ok(())
        })
        .unwrap();
}

#[test]
fn what_is_typed_is_looked_for_and_never_run() {
    on_both(async |service| {
        fill(&service);
        index_all(&service);
        let supervisor = service.person("zhuguan", &[(Role::Supervisor, "620400")]).await;
        for q in [
            "'; DROP TABLE cases; --",
            "a* OR b",
            "\"x",
            "<b>粗</b>",
            "%甲%",
            "NEAR(a b)",
            "a:*&!b",
        ] {
            assert_eq!(found(&supervisor, q).await.len(), 0, "{q}");
        }
        for q in ["😀", "！！", "%"] {
            let uri = format!("/api/v1/cases?q={}", encoded(q));
            let refused = supervisor.reads(&uri).await;
            assert_eq!(refused.body["fields"][0]["name"], "q", "{q}: {}", refused.body);
        }
        let clerk = service.person("li.wei", &[(Role::Registrar, "620402")]).await;
        for case in found(&clerk, "2020").await {
            assert_eq!(case["organ"], "620402");
        }
        let sought = Sought::of("号").unwrap();
        let hits = service.app.db().scan_blocking(|conn| find(conn, &sought)).unwrap();
        assert!(matches!(hits, Found::These(_)));
    });
}
