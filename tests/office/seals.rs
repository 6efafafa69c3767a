//! Seals: what was changed, cut, put back or deleted behind the program's back is found and named.

use serde_json::{Value, json};

use crate::support::{Database, Office, on_both};

const HEAD: &str = "申请编号,被申请公开的行政机关,收到日期,申请人类型,申请人,证件号码,联系电话,申请内容,办理结果,办结日期";
const OPEN: &str = "1,620402,2020-03-02,自然人,李堃,,,某,,\n2,620402,2020-03-02,自然人,王䶮,,,某,,";
const CLOSED: &str = "1,620402,2020-03-02,自然人,李堃,,,某,予以公开,2020-03-20";
const NEW_KEY: &str = "AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

fn imports(office: &Office, rows: &str) {
    let (status, report) = office.imports(&format!("{HEAD}\n{rows}\n"), &["--update"]);
    assert_eq!(status, 0, "{report}");
}

/// Two cases, sealed; then one of them closed, sealed again.
fn sealed_twice(office: &Office) {
    imports(office, OPEN);
    office.must(&["audit", "seal"]);
    imports(office, CLOSED);
    office.must(&["audit", "seal"]);
    assert_eq!(told(office, &[]), Vec::<String>::new());
}

/// What a verification finds, as "number: text".
fn told(office: &Office, more: &[&str]) -> Vec<String> {
    let mut arguments = vec!["audit", "verify", "--json"];
    arguments.extend(more);
    let answer = office.runs(&arguments);
    let found = answer.json();
    assert_eq!(answer.status == 0, found["faults"] == 0);
    let text = |fault: &Value, key: &str| fault[key].as_str().unwrap().to_owned();
    let findings = found["findings"].as_array().unwrap();
    findings
        .iter()
        .map(|fault| format!("{}: {}", text(fault, "number"), text(fault, "text")))
        .collect()
}

/// Deletes a case with everything that hangs on it.
fn delete(office: &Office, number: &str) {
    let case = format!("(SELECT id FROM cases WHERE number = '{number}')");
    for table in ["events", "requesters", "case_items"] {
        office.tampers(&format!("DELETE FROM {table} WHERE case_id = {case}"));
    }
    for table in ["search_entries", "case_numbers"] {
        office.tampers_batch(&format!("DELETE FROM {table} WHERE case_id = {case}"));
    }
    office.tampers(&format!("DELETE FROM cases WHERE number = '{number}'"));
}

#[test]
fn a_case_that_was_deleted_whole_is_named() {
    on_both(|office| {
        sealed_twice(&office);
        delete(&office, "2");
        assert_eq!(told(&office, &[]), ["2: 整件被删除：第1次封存时还在"]);
        let refused = office.runs_with_new_key(&["key", "rotate"], NEW_KEY);
        assert!(refused.err.contains("整件被删除"), "{}", refused.err);
    });
}

/// Every column of a case row but its key.
fn columns_of_cases() -> Vec<String> {
    let schema = include_str!("../../src/db/schema.rs");
    let table = schema.split("    cases (id) {").nth(1).unwrap().split('}').next().unwrap();
    let names =
        table.lines().filter_map(|line| line.split_once(" -> ")).map(|(name, _)| name.trim());
    names.filter(|name| *name != "id").map(str::to_owned).collect()
}

#[test]
fn rows_put_back_from_an_old_copy_are_found() {
    on_both(|office| {
        imports(&office, OPEN);
        office.tampers_batch("CREATE TABLE old_cases AS SELECT * FROM cases");
        imports(&office, CLOSED);
        office.must(&["audit", "seal"]);
        office.tampers("DELETE FROM events WHERE seq = 2");
        let columns = columns_of_cases().join(", ");
        office.tampers(&format!(
            "UPDATE cases SET ({columns}) = (SELECT {columns} FROM old_cases WHERE old_cases.id = cases.id)"
        ));
        assert_eq!(told(&office, &[]), ["1: 第1次封存时有2条办理记录，现在只有1条"]);
    });
}

#[test]
fn a_seal_that_was_changed_or_deleted_is_named() {
    let changes = [
        (
            "UPDATE seals SET cases = 1 WHERE seq = 2",
            "封存记录: 第2次封存：内容或者先后次序被改动过",
        ),
        (
            "UPDATE seals SET sealed_at = covers_until, covers_until = '2020-01-01T00:00:00.000000Z' WHERE seq = 1",
            "封存记录: 第1次封存：内容或者先后次序被改动过",
        ),
        (
            "UPDATE sealed_heads SET number = '3' WHERE number = '2'",
            "封存记录: 第1次封存：所封存的申请件清单被改动过",
        ),
        (
            "DELETE FROM sealed_heads WHERE number = '2'",
            "封存记录: 第1次封存：所封存的申请件清单被改动过",
        ),
        (
            "UPDATE sealed_heads SET mark = (SELECT mark FROM seals WHERE seq = 1) WHERE seal_seq = 2",
            "封存记录: 第2次封存：所封存的申请件清单被改动过",
        ),
    ];
    for (sql, expected) in changes {
        on_both(|office| {
            sealed_twice(&office);
            office.tampers(sql);
            let told = told(&office, &[]);
            assert!(told.iter().any(|told| told == expected), "{sql}: {told:?}");
        });
    }
    on_both(|office| {
        sealed_twice(&office);
        office.tampers("DELETE FROM sealed_heads WHERE seal_seq = 1");
        office.tampers("DELETE FROM seals WHERE seq = 1");
        assert_eq!(told(&office, &[]), ["封存记录: 第1次封存：记录缺失"]);
    });
    on_both(|office| {
        sealed_twice(&office);
        office.tampers("DELETE FROM sealed_heads WHERE seal_seq = 2");
        office.tampers("DELETE FROM seals WHERE seq = 2");
        assert_eq!(told(&office, &[]), ["封存记录: 第2次封存：记录缺失"]);
    });
}

#[test]
fn a_list_kept_elsewhere_finds_what_was_put_back_with_its_head() {
    on_both(|office| {
        imports(&office, OPEN);
        office.must(&["audit", "seal"]);
        office.tampers_batch("CREATE TABLE old_settings AS SELECT * FROM settings");
        imports(&office, CLOSED);
        let list = office.path("清单.txt");
        let list = list.to_str().unwrap();
        office.must(&["audit", "seal", "-o", list]);
        assert_eq!(told(&office, &["--against", list]), Vec::<String>::new());

        office.tampers("DELETE FROM sealed_heads WHERE seal_seq = 2");
        office.tampers("DELETE FROM seals WHERE seq = 2");
        office.tampers(
            "UPDATE settings SET value = (SELECT value FROM old_settings WHERE name = 'seal_head') WHERE name = 'seal_head'",
        );
        assert_eq!(told(&office, &[]), Vec::<String>::new(), "nothing in the database tells");
        let expected = ["封存记录: 第2次封存：留存的清单里有，数据库里没有"];
        assert_eq!(told(&office, &["--against", list]), expected);
        office.must(&["audit", "seal"]);
        let expected = ["封存记录: 第2次封存：与留存的清单不同"];
        assert_eq!(told(&office, &["--against", list]), expected);
    });
}

#[test]
fn seals_move_to_another_key() {
    on_both(|office| {
        sealed_twice(&office);
        let list = office.path("清单.txt");
        let list = list.to_str().unwrap();
        office.must(&["audit", "seal", "-o", list]);
        let answer = office.runs_with_new_key(&["key", "rotate"], NEW_KEY);
        assert_eq!(answer.status, 0, "{}", answer.err);
        let verified =
            office.runs_with_key(&["audit", "verify", "--json", "--against", list], NEW_KEY);
        let found = verified.json();
        let seen = (&found["faults"], &found["seals"], &found["list_of_other_key"]);
        assert_eq!(seen, (&json!(0), &json!(3), &json!(true)), "{found}");
        delete(&office, "2");
        let verified = office.runs_with_key(&["audit", "verify", "--json"], NEW_KEY).json();
        assert_eq!(verified["findings"][0]["number"], "2");
    });
}

#[test]
fn a_large_import_is_covered_by_several_seals() {
    on_both(|office| {
        let rows: Vec<String> =
            (1..=5_001).map(|n| format!("{n},620402,2020-03-02,自然人,李堃,,,某,,")).collect();
        imports(&office, &rows.join("\n"));
        office.must(&["audit", "seal"]);
        let found = office.must(&["audit", "verify", "--json"]).json();
        assert_eq!((&found["cases"], &found["seals"]), (&json!(5_001), &json!(2)));
        delete(&office, "4999");
        assert_eq!(told(&office, &[]).len(), 1);
    });
}

#[test]
fn a_file_that_is_no_list_of_seals_is_refused() {
    let office = Office::open(Database::Sqlite);
    let path = office.file("x.txt", "申请编号\n".as_bytes());
    let answer = office.runs(&["audit", "verify", "--against", path.to_str().unwrap()]);
    assert_eq!(answer.status, 2);
    assert!(answer.err.contains("封存清单第1行无法解读"), "{}", answer.err);
    let answer = office.runs(&["audit", "verify", "--against", "没有.txt"]);
    assert!(answer.err.contains("找不到文件"), "{}", answer.err);
}
