//! The main job: from an office's register to the annual table, on both databases.

use serde_json::{Value, json};

use crate::support::{Office, on_both};

const HEAD: &str = "申请编号,被申请公开的行政机关,收到日期,申请人类型,申请人,证件号码,联系电话,申请内容,办理结果,办结日期";

fn register(rows: &[&str]) -> String {
    format!("{HEAD}\n{}\n", rows.join("\n"))
}

fn row(report: &Value, row: &str) -> Value {
    report["section_three"]["rows"][row].clone()
}

#[test]
fn the_demo_register_gives_what_baiyin_published() {
    on_both(|office| {
        let register = office.file("台账.xlsx", &gongkai::demo::register().unwrap());
        let path = register.to_str().unwrap();
        let answer = office.must(&["import", path, "--year", "2020", "--json"]).json();
        assert_eq!(answer["cases"]["new"], 153);
        assert_eq!(answer["challenges"]["new"], 35);
        let report = office.report(&["2020", "--organ", "620400", "--scope", "government"]);
        let published: Value = serde_json::from_str(gongkai::demo::PUBLISHED).unwrap();
        assert_eq!(report["section_three"]["rows"], published["rows"]);
        assert_eq!(report["section_four"], published["section_four"]);
        assert!(!report["findings"].as_array().unwrap().iter().any(|f| f["severity"] == "error"));

        let again = office.must(&["import", path, "--json"]).json();
        assert_eq!(again["cases"]["unchanged"], 153);
        assert_eq!(again["challenges"]["unchanged"], 35);
        assert_eq!(again["cases"]["new"], 0);
    });
}

#[test]
fn every_number_opens_the_list_of_its_cases() {
    on_both(|office| {
        let register = office.file("台账.xlsx", &gongkai::demo::register().unwrap());
        office.must(&["import", register.to_str().unwrap()]);
        let report = office.report(&["2020", "--organ", "620400", "--scope", "government"]);
        let rows = report["section_three"]["rows"].as_object().unwrap();
        for (row, cells) in rows {
            let cell = format!("{row}/total");
            let arguments = [
                "report",
                "2020",
                "--organ",
                "620400",
                "--scope",
                "government",
                "--cell",
                &cell,
                "--json",
            ];
            let view = office.must(&arguments).json();
            assert_eq!(view["value"], cells[6], "{cell}");
            assert_eq!(json!(view["cases"].as_array().unwrap().len()), cells[6], "{cell}");
        }
        let cell = [
            "report",
            "2020",
            "--organ",
            "620400",
            "--scope",
            "government",
            "--cell",
            "review/corrected",
            "--json",
        ];
        assert_eq!(office.must(&cell).json()["value"], 30);
    });
}

#[test]
fn an_open_case_is_carried_over_and_closed_next_year() {
    on_both(|office| {
        let open = register(&["1,620402,2020-12-20,自然人,张喆,,,某方案,,"]);
        assert_eq!(office.imports(&open, &["--year", "2020"]).0, 0);
        let closed = register(&["1,620402,2020-12-20,自然人,张喆,,,某方案,予以公开,2021-01-08"]);
        let (status, report) = office.imports(&closed, &["--year", "2021"]);
        assert_eq!((status, &report["cases"]["progressed"]), (0, &json!(1)));
        let old = office.report(&["2020", "--organ", "620402"]);
        assert_eq!(row(&old, "received_new"), json!([1, 0, 0, 0, 0, 0, 1]));
        assert_eq!(row(&old, "carried_forward_to_next_year"), json!([1, 0, 0, 0, 0, 0, 1]));
        let new = office.report(&["2021", "--organ", "620402"]);
        assert_eq!(row(&new, "carried_over_from_last_year"), json!([1, 0, 0, 0, 0, 0, 1]));
        assert_eq!(row(&new, "granted"), json!([1, 0, 0, 0, 0, 0, 1]));
        assert_eq!(new["format"], "2021");
    });
}

#[test]
fn a_contradiction_is_refused_until_it_is_meant() {
    on_both(|office| {
        office.imports(
            &register(&["1,620402,2020-03-02,自然人,李堃,,,某方案,予以公开,2020-03-20"]),
            &[],
        );
        let other = register(&["1,620402,2020-03-02,自然人,李堃,,,某方案,部分公开,2020-03-20"]);
        let (status, report) = office.imports(&other, &[]);
        assert_eq!((status, &report["findings"][0]["code"]), (1, &json!("contradiction")));
        let before = office.report(&["2020", "--organ", "620402"]);
        assert_eq!(row(&before, "granted")[6], 1);
        let known_at = gongkai::clock::now().to_rfc3339();
        let (status, report) = office.imports(&other, &["--update"]);
        assert_eq!((status, &report["cases"]["corrected"]), (0, &json!(1)));
        let after = office.report(&["2020", "--organ", "620402"]);
        assert_eq!(row(&after, "granted_in_part")[6], 1);
        let then = office.report(&["2020", "--organ", "620402", "--known-at", &known_at]);
        assert_eq!(row(&then, "granted")[6], 1);
    });
}

#[test]
fn bad_rows_are_told_and_nothing_is_written() {
    on_both(|office| {
        let bad = register(&[
            "1,620402,2020-03-02,自然人,李堃,,,某方案,予以公开,2020-03-20",
            "2,620402,2020-03-02,外星人,李堃,,,某方案,予以公开,2020-03-20",
            "3,620402,2020-03-02,自然人,李堃,,,某方案,予以公开,2020-02-20",
            "4,没有的局,2020-03-02,自然人,李堃,,,某方案,予以公开,2020-03-20",
            "1,620402,2020-03-02,自然人,李堃,,,某方案,予以公开,2020-03-20",
            "5,620402,2021-03-02,自然人,李堃,,,某方案,,",
            "6,620402,2010-03-02,自然人,李堃,,,某方案,,",
        ]);
        let (status, report) = office.imports(&bad, &["--year", "2020"]);
        assert_eq!((status, &report["written"]), (1, &json!(false)));
        let codes: Vec<_> = report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| (finding["row"].as_u64().unwrap(), finding["code"].as_str().unwrap()))
            .collect();
        let expected = [
            (3, "unknown_requester_kind"),
            (4, "closed_before_received"),
            (5, "unknown_organ"),
            (6, "duplicate_number"),
            (7, "outside_year"),
            (8, "organ_not_then"),
        ];
        assert_eq!(codes, expected);
        assert_eq!(row(&office.report(&["2020", "--organ", "620402"]), "received_new")[6], 0);

        let rejects = office.path("退回.csv");
        let (status, report) =
            office.imports(&bad, &["--year", "2020", "--rejects", rejects.to_str().unwrap()]);
        assert_eq!(
            (status, &report["cases"]["refused"], &report["written"]),
            (1, &json!(6), &json!(true))
        );
        assert_eq!(row(&office.report(&["2020", "--organ", "620402"]), "received_new")[6], 1);
        assert!(std::fs::read_to_string(rejects).unwrap().contains("退回原因"));
    });
}

#[test]
fn a_wrong_key_is_refused_at_once() {
    on_both(|office: Office| {
        let path =
            office.file("r.csv", register(&["1,620402,2020-03-02,自然人,李堃,,,某,,"]).as_bytes());
        let other = "AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        let answer = office.runs_with_key(&["import", path.to_str().unwrap()], other);
        assert_eq!(answer.status, 2);
        assert!(answer.err.contains("密钥不对"), "{}", answer.err);
    });
}

#[test]
fn a_changed_key_opens_everything_and_the_old_one_nothing() {
    on_both(|office| {
        let csv =
            register(&["1,620402,2020-03-02,自然人,李堃,620402199001011237,13900001234,某方案,,"]);
        office.imports(&csv, &[]);
        let new = "AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        let answer = office.runs_with_new_key(&["key", "rotate"], new);
        assert_eq!(answer.status, 0, "{}", answer.err);
        let path = office.path("register.csv");
        let again = ["import", path.to_str().unwrap(), "--json"];
        assert_eq!(office.runs(&again).status, 2);
        let answer = office.runs_with_key(&again, new).json();
        assert_eq!(answer["cases"]["unchanged"], 1, "{answer}");
    });
}

#[test]
fn what_was_changed_behind_the_log_is_seen_and_keeps_its_key() {
    let new = "AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    let tampered = [
        ("UPDATE cases SET received_on = '2019-12-30'", "申请件 1 的登记内容与办理记录不一致"),
        ("UPDATE cases SET result_row = 'granted_in_part'", "登记内容与办理记录不一致"),
        (
            "UPDATE events SET happened_on = '2019-12-30'",
            "办理记录第 1 条：内容或者先后次序被改动过",
        ),
        ("DELETE FROM events", "办理记录第 1 条：记录缺失"),
        ("UPDATE requesters SET name = '王五'", "登记内容与办理记录不一致"),
        ("DELETE FROM requesters", "登记内容与办理记录不一致"),
        ("UPDATE case_items SET content = '别的'", "登记内容与办理记录不一致"),
        ("UPDATE cases SET cell = cell + 2", "登记内容与办理记录不一致"),
        ("UPDATE cases SET due_on = '2020-03-31'", "登记内容与办理记录不一致"),
        ("UPDATE cases SET stage = 'signed'", "登记内容与办理记录不一致"),
        ("UPDATE cases SET carried = NOT carried", "登记内容与办理记录不一致"),
    ];
    for (sql, told) in tampered {
        on_both(|office| {
            let row = "1,620402,2020-03-02,自然人,李堃,,,某,予以公开,2020-03-20";
            assert_eq!(office.imports(&register(&[row]), &[]).0, 0);
            assert_eq!(office.must(&["audit", "verify", "--json"]).json()["cases"], 1);
            office.tampers(sql);
            let verified = office.runs(&["audit", "verify", "--json"]);
            assert_eq!((verified.status, &verified.json()["faults"]), (1, &json!(1)), "{sql}");
            let text = verified.json()["findings"][0]["text"].as_str().unwrap().to_owned();
            assert!(text.contains(told), "{sql}: {text}");
            let answer = office.runs_with_new_key(&["key", "rotate"], new);
            assert!(answer.err.contains(told), "{sql}: {}", answer.err);
            assert_eq!(answer.status, 2, "{sql}");
        });
    }
}
