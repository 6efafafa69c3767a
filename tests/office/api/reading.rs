//! Lists, single cases and the year table over the service: the same as the command line gives, to those who may.

use std::path::Path;

use chrono::NaiveDate;
use gongkai::actions::import::{ImportOptions, import};
use gongkai::domain::people::Role;
use gongkai::{demo, ledger};
use serde_json::Value;

use super::support::{Call, TestService, on_both};

/// The demo's register of 153 requests.
pub fn fill(service: &TestService) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.xlsx");
    std::fs::write(&path, demo::register().unwrap()).unwrap();
    let book = ledger::open(Path::new(&path), &ledger::ReadOptions::default()).unwrap();
    let options = ImportOptions {
        organ: None,
        year: Some(demo::YEAR),
        dry_run: false,
        rejects: None,
        update: false,
        allowed: None,
        leave_out_refused: false,
        most_rows: None,
        today: service.app.clock.today(),
        now: service.app.clock.now(),
        actor: "test",
    };
    let keys = service.app.keys.clone();
    import(service.app.db(), &keys, &book, &options, &mut |_| ()).unwrap();
}

pub fn numbers(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap();
    items.iter().map(|case| case["number"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn pages_give_every_case_once_the_last_received_first() {
    on_both(async |service| {
        fill(&service);
        let supervisor = service.person("zhuguan", &[(Role::Supervisor, "620400")]).await;
        let (mut seen, mut days): (Vec<String>, Vec<NaiveDate>) = (Vec::new(), Vec::new());
        let mut uri = "/api/v1/cases?limit=40".to_owned();
        loop {
            let page = supervisor.reads(&uri).await.body;
            seen.extend(numbers(&page));
            let items = page["items"].as_array().unwrap();
            days.extend(
                items
                    .iter()
                    .map(|c| c["received_on"].as_str().unwrap().parse::<NaiveDate>().unwrap()),
            );
            match page["next"].as_str() {
                Some(next) => uri = format!("/api/v1/cases?limit=40&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen.len(), 153);
        assert!(days.is_sorted_by(|one, next| one >= next));
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 153);
    });
}

#[test]
fn filters_narrow_the_list() {
    on_both(async |service| {
        fill(&service);
        let supervisor = service.person("zhuguan", &[(Role::Supervisor, "620400")]).await;
        let count = async |query: &str| {
            numbers(&supervisor.reads(&format!("/api/v1/cases?limit=200&{query}")).await.body).len()
        };
        assert_eq!(count("result_row=granted").await, 71);
        assert_eq!(count("open=true").await, 0);
        assert_eq!(count("requester_kind=natural_person").await, 148);
        let january = count("received_to=2020-01-31").await;
        assert_eq!(january + count("received_from=2020-02-01").await, 153);
        assert_eq!(count("organ=620400&below=true").await, 153);
        assert_eq!(count("organ=620400").await, 0);
    });
}

#[test]
fn a_registrar_reads_the_cases_of_one_organ_and_knows_of_no_other() {
    on_both(async |service| {
        fill(&service);
        let supervisor = service.person("zhuguan", &[(Role::Supervisor, "620400")]).await;
        let all = supervisor.reads("/api/v1/cases?limit=200").await.body;
        let clerk = service.person("li.wei", &[(Role::Registrar, "620402")]).await;
        let own = clerk.reads("/api/v1/cases?limit=200").await.body;
        assert!(!numbers(&own).is_empty() && numbers(&own).len() < 153);
        assert!(own["items"].as_array().unwrap().iter().all(|case| case["organ"] == "620402"));
        let items = all["items"].as_array().unwrap();
        let foreign = items.iter().find(|case| case["organ"] != "620402").unwrap()["number"]
            .as_str()
            .unwrap();
        let uri = format!("/api/v1/cases/{foreign}");
        assert_eq!(clerk.reads(&uri).await.code(), "not_found");
        assert_eq!(clerk.reads(&format!("{uri}/events")).await.code(), "not_found");
        assert_eq!(clerk.reads("/api/v1/cases?organ=620403").await.code(), "forbidden");
        let read = supervisor.reads(&uri).await;
        assert_eq!((read.status.as_u16(), read.etag()), (200, "\"1\"".to_owned()));
        assert_eq!(read.body["items"][0]["content"], read.body["content"]);
        let events = supervisor.reads(&format!("{uri}/events")).await.body;
        assert_eq!((&events[0]["kind"], &events[0]["seq"]), (&"imported".into(), &1.into()));
    });
}

#[test]
fn administrators_and_strangers_read_no_cases() {
    on_both(async |service| {
        fill(&service);
        for role in
            [Role::SystemAdministrator, Role::SecurityAdministrator, Role::AuditAdministrator]
        {
            let person = service.person(&role.to_string(), &[(role, "620400")]).await;
            for uri in ["/api/v1/cases", "/api/v1/annual-tables/2020?organ=620400"] {
                assert_eq!(person.reads(uri).await.code(), "forbidden", "{role} {uri}");
            }
        }
        for uri in ["/api/v1/cases", "/api/v1/cases/1", "/api/v1/annual-tables/2020?organ=620400"] {
            assert_eq!(service.send(Call::get(uri)).await.code(), "signed_out");
        }
    });
}

#[test]
fn the_year_table_is_the_one_of_the_command_line_and_its_numbers_open() {
    on_both(async |service| {
        fill(&service);
        let supervisor = service.person("zhuguan", &[(Role::Supervisor, "620400")]).await;
        let uri = "/api/v1/annual-tables/2020?organ=620400&scope=government";
        let table = supervisor.reads(uri).await.body;
        assert_eq!(
            table["section_three"]["rows"]["granted"],
            serde_json::json!([69, 1, 1, 0, 0, 0, 71])
        );
        assert_eq!(table["section_four"]["review"]["corrected"], 30);
        let cell = "/api/v1/annual-tables/2020/cells/granted/total?organ=620400&scope=government";
        let cell = supervisor.reads(cell).await.body;
        assert_eq!((&cell["value"], cell["cases"].as_array().unwrap().len()), (&71.into(), 71));
        for (accept, kind) in [
            ("text/csv", "text/csv; charset=utf-8"),
            ("text/html", "text/html; charset=utf-8"),
            (
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ),
        ] {
            let file = supervisor.sends(Call::get(uri).with("accept", accept)).await;
            assert_eq!((file.status.as_u16(), file.header("content-type")), (200, kind));
            assert!(file.bytes.len() > 500);
        }
    });
}

#[test]
fn what_cannot_be_meant_is_refused_by_name() {
    on_both(async |service| {
        let clerk = service.person("li.wei", &[(Role::Registrar, "620402")]).await;
        let table = "/api/v1/annual-tables";
        for (uri, status, code) in [
            ("/api/v1/cases?limit=0".to_owned(), 422, "invalid"),
            ("/api/v1/cases?limit=x".to_owned(), 422, "invalid"),
            ("/api/v1/cases?cursor=笑".to_owned(), 422, "invalid"),
            ("/api/v1/cases?result_row=lost".to_owned(), 422, "invalid"),
            ("/api/v1/cases?received_from=2026-02-30".to_owned(), 422, "invalid"),
            ("/api/v1/cases?organ=nowhere".to_owned(), 422, "no_such_organ"),
            ("/api/v1/cases?number='; DROP TABLE cases; --".replace(' ', "%20"), 200, ""),
            ("/api/v1/cases?number=%3Cb%3E%F0%9F%98%80".to_owned(), 200, ""),
            (format!("{table}/9999?organ=620402"), 422, "year_not_begun"),
            (format!("{table}/2025?organ=620402&as_of=2020-01-01"), 422, "day_outside_year"),
            (format!("{table}/2025?organ=620403"), 403, "forbidden"),
            (format!("{table}/2025/cells/granted/nothing?organ=620402"), 404, "no_such_cell"),
            (format!("{table}/never?organ=620402"), 404, "not_found"),
        ] {
            let reply = clerk.reads(&uri.replace('笑', "%E7%AC%91")).await;
            assert_eq!(
                (reply.status.as_u16(), reply.code()),
                (status, code),
                "{uri}: {}",
                reply.body
            );
        }
        let unknown =
            clerk.sends(Call::get("/api/v1/cases?colour=red").against_the_contract()).await;
        assert_eq!(unknown.body["fields"][0]["name"], "colour");
        let pdf =
            Call::get("/api/v1/annual-tables/2025?organ=620402").with("accept", "application/pdf");
        assert_eq!(clerk.sends(pdf).await.code(), "not_acceptable");
    });
}
