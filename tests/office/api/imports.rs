//! A register that is handed to the running service: looked at first, recorded once somebody says so.

use std::fmt::Write;

use actix_web::http::Method;
use gongkai::actions::{Error, imports};
use gongkai::domain::people::Role::{AuditAdministrator, Handler, Registrar};
use serde_json::{Value, json};

use super::support::{Call, Person, Reply, TestService, on_both};

const IMPORTS: &str = "/api/v1/imports";
const COUNTY: &str = "620402";
const HEAD: &str = "申请编号,收到日期,申请人类型,申请人,证件号码,申请内容,办理结果,办结日期\n";

async fn uploads(who: &Person<'_>, query: &str, register: &str) -> Reply {
    let uri = format!("{IMPORTS}?file_name=register.csv&{query}");
    who.sends(Call::new(Method::POST, &uri).bytes("text/csv", register.as_bytes())).await
}

/// Does what the running service does by itself; gives how many imports were taken up.
fn works_off(service: &TestService) -> usize {
    let app = &service.app;
    let mut done = 0;
    while let Some(import) =
        app.db().write_blocking::<_, Error>(|tx| imports::claim(tx, app.clock.now())).unwrap()
    {
        let at = || (app.clock.now(), app.clock.today());
        imports::work_off(app.db(), &app.keys, import, &at).unwrap();
        done += 1;
    }
    done
}

async fn numbers(who: &Person<'_>) -> Vec<String> {
    let listed = who.reads("/api/v1/cases").await.body;
    let items = listed["items"].as_array().unwrap().iter();
    let mut numbers: Vec<String> =
        items.map(|case| case["number"].as_str().unwrap().to_owned()).collect();
    numbers.sort();
    numbers
}

#[test]
fn a_register_is_looked_at_and_recorded_once_somebody_says_so() {
    on_both(async |service| {
        let clerk = service.person("dengji", &[(Registrar, COUNTY)]).await;
        let register = format!(
            "{HEAD}1,2026-01-05,自然人,王䶮,11010519491231002X,预算,予以公开,2026-01-20\n\
             2,2026-02-25,自然人,李四,,名单,,\n"
        );
        let made = uploads(&clerk, "organ=620402&year=2026", &register).await;
        assert_eq!((made.status.as_u16(), &made.body["state"]), (201, &json!("checking")));
        let uri = made.header("location").to_owned();
        let early = clerk.sends(Call::post(&format!("{uri}/confirmation"), &json!({}))).await;
        assert_eq!(early.code(), "import_not_waiting");

        assert_eq!(works_off(&service), 1);
        let checked = clerk.reads(&uri).await.body;
        assert_eq!((&checked["state"], &checked["rows_read"]), (&json!("checked"), &json!(2)));
        let counts = &checked["report"]["cases"];
        assert_eq!((&counts["new"], &counts["refused"]), (&json!(2), &json!(0)), "{checked}");
        assert_eq!(numbers(&clerk).await, Vec::<String>::new(), "nothing is recorded yet");

        let confirmed = clerk.sends(Call::post(&format!("{uri}/confirmation"), &json!({}))).await;
        assert_eq!(confirmed.body["state"], "recording", "{}", confirmed.body);
        assert_eq!(works_off(&service), 1);
        assert_eq!(clerk.reads(&uri).await.body["state"], "recorded");
        assert_eq!(numbers(&clerk).await, ["1", "2"]);
        let again = clerk.sends(Call::post(&format!("{uri}/confirmation"), &json!({}))).await;
        assert_eq!(again.code(), "import_not_waiting");
        assert_eq!(clerk.reads(IMPORTS).await.body["items"][0]["state"], "recorded");
        let audit = service.person("shenji", &[(AuditAdministrator, COUNTY)]).await;
        let log = audit.reads("/api/v1/audit-log?kind=import_confirmed").await.body;
        assert_eq!(log["items"][0]["details"]["file_name"], "register.csv");
    });
}

#[test]
fn an_open_case_of_a_register_goes_on_here() {
    on_both(async |service| {
        let clerk = service.person("dengji", &[(Registrar, COUNTY), (Handler, COUNTY)]).await;
        let register = format!("{HEAD}7,2026-02-25,自然人,李四,,名单,,\n");
        let made = uploads(&clerk, "organ=620402", &register).await;
        let uri = made.header("location").to_owned();
        works_off(&service);
        clerk.sends(Call::post(&format!("{uri}/confirmation"), &json!({}))).await;
        works_off(&service);

        let case = clerk.reads("/api/v1/cases/7").await;
        assert_eq!(case.body["due_on"], "2026-03-24", "{}", case.body);
        let call = Call::post(
            "/api/v1/cases/7/amendment-notice",
            &json!({"missing": ["说明所需名单的年份"], "dispatch": {"way": "post"}}),
        );
        let asked = clerk.sends(call.with("if-match", &case.etag())).await;
        assert_eq!(asked.status, 200, "{}", asked.body);
        let amended = Call::post("/api/v1/cases/7/amendment", &json!({"text": "2025 年的"}));
        let amended = clerk.sends(amended.with("if-match", &asked.etag())).await;
        assert_eq!(amended.status, 200, "{}", amended.body);
    });
}

#[test]
fn refused_rows_are_left_out_only_by_a_word() {
    on_both(async |service| {
        let clerk = service.person("dengji", &[(Registrar, COUNTY)]).await;
        let register = format!(
            "{HEAD}1,2026-01-05,自然人,王五,,预算,予以公开,2026-01-20\n\
             2,2026-13-01,自然人,李四,,名单,,\n"
        );
        let uri = uploads(&clerk, "organ=620402", &register).await.header("location").to_owned();
        works_off(&service);
        let checked = clerk.reads(&uri).await.body;
        let finding = &checked["report"]["findings"][0];
        assert_eq!((&finding["row"], &finding["column"]), (&json!(3), &json!("收到日期")));
        let confirmation = format!("{uri}/confirmation");
        let refused = clerk.sends(Call::post(&confirmation, &json!({}))).await;
        assert_eq!(refused.code(), "import_has_errors", "{}", refused.body);
        let word = json!({"leaves_out_refused": true});
        assert_eq!(clerk.sends(Call::post(&confirmation, &word)).await.status, 202);
        works_off(&service);
        assert_eq!(numbers(&clerk).await, ["1"]);
    });
}

#[test]
fn what_is_no_register_or_not_theirs_is_refused() {
    on_both(async |service| {
        let clerk = service.person("dengji", &[(Registrar, COUNTY)]).await;
        let other = uploads(&clerk, "organ=620403", HEAD).await;
        assert_eq!(other.code(), "forbidden");
        assert_eq!(uploads(&clerk, "organ=999999", HEAD).await.code(), "no_such_organ");
        let handler = service.person("chengban", &[(Handler, COUNTY)]).await;
        assert_eq!(uploads(&handler, "organ=620402", HEAD).await.code(), "forbidden");

        assert_eq!(uploads(&clerk, "organ=620402", "").await.code(), "empty_file");
        for rubbish in ["hello", "%PDF-1.7", "PK\u{3}\u{4}rubbish"] {
            let uri = uploads(&clerk, "organ=620402", rubbish).await.header("location").to_owned();
            works_off(&service);
            let failed = clerk.reads(&uri).await.body;
            assert_eq!(failed["state"], "failed", "{rubbish}: {failed}");
            assert!(failed["failure"].as_str().is_some_and(|why| !why.is_empty()));
            assert_eq!(clerk.sends(Call::delete(&uri)).await.status, 204);
        }

        // A row of another organ, for which the clerk may not record.
        let heads = format!("被申请公开的行政机关,{HEAD}");
        let register = format!("{heads}620403,1,2026-01-05,自然人,王五,,预算,,\n");
        let uri = uploads(&clerk, "organ=620402", &register).await.header("location").to_owned();
        works_off(&service);
        let checked = clerk.reads(&uri).await.body;
        assert_eq!(checked["report"]["findings"][0]["code"], "organ_not_allowed", "{checked}");

        let elsewhere = service.person("qita", &[(Registrar, "620403")]).await;
        assert_eq!(elsewhere.reads(&uri).await.code(), "not_found");
        assert_eq!(elsewhere.sends(Call::delete(&uri)).await.code(), "not_found");
        assert_eq!(elsewhere.reads(IMPORTS).await.body["items"], json!([]));
        assert_eq!(clerk.sends(Call::delete(&uri)).await.status, 204);
        assert_eq!(clerk.reads(&uri).await.body["state"], "discarded");
        assert_eq!(clerk.sends(Call::delete(&uri)).await.code(), "import_not_waiting");
    });
}

#[test]
fn a_check_sees_what_a_register_says_of_itself() {
    on_both(async |service| {
        let clerk = service.person("dengji", &[(Registrar, COUNTY)]).await;
        // More than one part, the first number again in the last row.
        let mut register = HEAD.to_owned();
        for n in 1..=1200 {
            let _ = writeln!(register, "{n},2026-01-05,自然人,王五,,第{n}号,,");
        }
        register += "1,2026-01-05,自然人,王五,,又一次,,\n";
        let uri = uploads(&clerk, "organ=620402", &register).await.header("location").to_owned();
        works_off(&service);
        let report = clerk.reads(&uri).await.body["report"].clone();
        let told: Vec<&Value> = report["findings"].as_array().unwrap().iter().collect();
        assert_eq!(told.len(), 1, "{report}");
        assert_eq!((&told[0]["code"], &told[0]["row"]), (&json!("duplicate_number"), &json!(1202)));
        assert_eq!(report["cases"]["new"], 1200);
    });
}

#[test]
fn files_that_nobody_decides_on_go_after_a_week() {
    on_both(async |service| {
        let clerk = service.person("dengji", &[(Registrar, COUNTY)]).await;
        let register = format!("{HEAD}7,2026-02-25,自然人,李四,,名单,,\n");
        let uri = uploads(&clerk, "organ=620402", &register).await.header("location").to_owned();
        works_off(&service);
        let forgets = || {
            let now = service.app.clock.now();
            let forget = |tx: &mut gongkai::db::Tx<'_>| Ok(imports::forget(tx, now)?);
            service.app.db().write_blocking::<_, Error>(forget).unwrap();
        };
        service.on("2026-03-08");
        forgets();
        let clerk = service.signs_in("dengji").await;
        assert_eq!(clerk.reads(&uri).await.body["state"], "checked");
        service.on("2026-03-10");
        forgets();
        let clerk = service.signs_in("dengji").await;
        assert_eq!(clerk.reads(&uri).await.body["state"], "discarded");
    });
}

#[test]
fn the_register_goes_out_as_it_may_come_in() {
    const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    on_both(async |service| {
        let clerk = service.person("dengji", &[(Registrar, COUNTY)]).await;
        let register = format!(
            "{HEAD}1,2026-01-05,自然人,王䶮,11010519491231002X,预算,予以公开,2026-01-20\n\
             2,2026-02-25,自然人,李四,,=名单,,\n"
        );
        let uri = uploads(&clerk, "organ=620402", &register).await.header("location").to_owned();
        works_off(&service);
        clerk.sends(Call::post(&format!("{uri}/confirmation"), &json!({}))).await;
        works_off(&service);

        let call = |uri: &str| Call::get(uri).with("accept", XLSX);
        let exported = clerk.sends(call("/api/v1/cases")).await;
        assert_eq!(exported.status, 200, "{}", exported.body);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("register.xlsx");
        std::fs::write(&file, &exported.bytes).unwrap();
        let book = gongkai::ledger::open(&file, &gongkai::ledger::ReadOptions::default()).unwrap();
        let mut rows = book.case_rows().unwrap().unwrap();
        let first = rows.next().unwrap().unwrap().unwrap();
        assert_eq!((first.number.as_deref(), first.content.as_str()), (Some("2"), "=名单"));
        assert!(!exported.bytes.windows(18).any(|part| part == b"11010519491231002X"));

        // Handed in again it says nothing new.
        let again = format!("{IMPORTS}?file_name=register.xlsx&organ=620402");
        let again = clerk.sends(Call::new(Method::POST, &again).bytes(XLSX, &exported.bytes)).await;
        works_off(&service);
        let counts = clerk.reads(again.header("location")).await.body["report"]["cases"].clone();
        assert_eq!((&counts["unchanged"], &counts["read"]), (&json!(2), &json!(2)), "{counts}");

        let few = clerk.sends(call("/api/v1/cases?open=false")).await;
        std::fs::write(&file, &few.bytes).unwrap();
        let book = gongkai::ledger::open(&file, &gongkai::ledger::ReadOptions::default()).unwrap();
        let mut rows = book.case_rows().unwrap().unwrap();
        assert_eq!(rows.next().unwrap().unwrap().unwrap().number.as_deref(), Some("1"));
        assert!(rows.next().is_none(), "the filter holds");
        let audit = service.person("shenji", &[(AuditAdministrator, COUNTY)]).await;
        let log = audit.reads("/api/v1/audit-log?kind=register_exported").await.body;
        assert_eq!(log["items"][0]["details"]["cases"], 1);
    });
}
