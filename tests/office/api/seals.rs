//! `/audit-log/seals`, and proofs while the service runs.

use actix_web::rt;
use diesel::{RunQueryDsl, sql_query};
use gongkai::actions::{Error, seals, verification};
use gongkai::db::Db;
use gongkai::domain::people::Role::{AuditAdministrator, Registrar, SystemAdministrator};
use serde_json::json;

use super::support::{Call, TestService, on_both};

const SEALS: &str = "/api/v1/audit-log/seals";

fn seal(service: &TestService) {
    let now = service.app.clock.now();
    seals::seal(service.app.db(), &service.app.keys, now).unwrap();
}

fn tampers(service: &TestService, sql: &str) {
    let changed = service
        .app
        .db()
        .write_blocking::<_, Error>(|tx| Ok(sql_query(sql).execute(&mut **tx)?))
        .unwrap();
    assert_ne!(changed, 0, "{sql}");
}

/// What a verification finds, as "number: text".
fn told(service: &TestService) -> Vec<String> {
    let found = verification::verify(service.app.db(), &service.app.keys, &mut |_| {}).unwrap();
    found.findings.iter().map(|fault| format!("{}: {}", fault.number, fault.text)).collect()
}

#[test]
fn an_audit_administrator_takes_the_list_away_and_nobody_else() {
    on_both(async |service| {
        service.account("shenji", &[(AuditAdministrator, "620402")], false);
        seal(&service);
        service.on("2026-03-03");
        seal(&service);
        let audit = service.signs_in("shenji").await;
        let list = audit.reads(SEALS).await;
        assert_eq!(list.status, 200);
        let text = String::from_utf8(list.bytes.clone()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 4, "{text}");
        assert!(lines[2].starts_with("1 2026-03-02T02:00:00Z 0 0 0 "), "{text}");
        assert!(list.header("content-disposition").contains("attachment"));
        for role in [SystemAdministrator, Registrar] {
            let other = service
                .person(&format!("other.{role}").replace('_', "-"), &[(role, "620400")])
                .await;
            assert_eq!(other.reads(SEALS).await.code(), "forbidden");
        }
        assert_eq!(service.get(SEALS).await.code(), "signed_out");
    });
}

#[test]
fn a_log_of_sign_ins_that_was_cut_with_its_head_no_longer_fits_the_seal() {
    on_both(async |service| {
        service.person("li.wei", &[]).await;
        tampers(
            &service,
            "INSERT INTO settings SELECT 'old_head', value FROM settings WHERE name = 'audit_head'",
        );
        service.signs_in("li.wei").await;
        seal(&service);
        assert_eq!(told(&service), Vec::<String>::new());
        tampers(&service, "DELETE FROM audit_entries WHERE seq = 2");
        tampers(
            &service,
            "UPDATE settings SET value = (SELECT value FROM settings WHERE name = 'old_head') WHERE name = 'audit_head'",
        );
        assert_eq!(
            told(&service),
            ["封存记录: 第1次封存：审计记录第 2 条与封存时不同，或者已被删除"]
        );
    });
}

#[test]
fn a_seal_is_due_once_a_day() {
    on_both(async |service| {
        let is_due = || {
            let now = service.app.clock.now();
            service.app.db().write_blocking::<_, Error>(|tx| seals::is_due(tx, now)).unwrap()
        };
        assert!(is_due(), "nothing was ever sealed");
        seal(&service);
        assert!(!is_due());
        service.at("2026-03-02T23:59:59Z");
        assert!(!is_due());
        service.at("2026-03-03T00:00:00Z");
        assert!(is_due());
    });
}

#[test]
fn a_database_is_verified_while_it_is_served() {
    on_both(async |service| {
        let clerk = service.person("li.wei", &[(Registrar, "620402")]).await;
        let (stop, stopped) = std::sync::mpsc::channel::<()>();
        let (db, keys) = (service.app.db().location().clone(), service.app.keys.clone());
        let proof = std::thread::spawn(move || {
            // Another process opens the same database.
            let db = Db::open(db).unwrap();
            let mut rounds = 0;
            while stopped.try_recv().is_err() {
                let found = verification::verify(&db, &keys, &mut |_| {}).unwrap();
                assert_eq!(found.faults, 0, "{:?}", found.findings);
                rounds += 1;
            }
            rounds
        });
        for _ in 0..30 {
            let body = json!({"login_name": "li.wei", "password": super::support::PASSWORD});
            assert_eq!(service.send(Call::post("/api/v1/session", &body)).await.status, 200);
            seal(&service);
            assert_eq!(clerk.reads("/api/v1/cases").await.status, 200);
            rt::task::yield_now().await;
        }
        stop.send(()).unwrap();
        assert!(proof.join().unwrap() > 0);
    });
}
