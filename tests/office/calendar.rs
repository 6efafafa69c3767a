//! The working-day calendar: a year is shown, a notice is loaded, and the open cases are counted anew.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::{Answer, Database, Office, on_both};

const HEAD: &str = "申请编号,被申请公开的行政机关,收到日期,申请人类型,申请人,证件号码,联系电话,申请内容,办理结果,办结日期";
const NUMBER: &str = "国办发明电〔2026〕5号";

/// Three open cases, of which the last comes in after the change, and a closed one.
fn with_cases(office: &Office) {
    let rows = [
        "1,620402,2025-12-31,自然人,张喆,,,某方案,,",
        "2,620402,2026-01-05,自然人,李堃,,,某规划,,",
        "3,620400,2026-01-30,自然人,王䶮,,,某预算,,",
        "4,620402,2026-01-05,自然人,赵镕,,,某决算,予以公开,2026-01-20",
    ];
    let (status, _) = office.imports(&format!("{HEAD}\n{}\n", rows.join("\n")), &[]);
    assert_eq!(status, 0);
}

/// The arrangement of 2026 as shipped, with 26 January off as well: a change in mid-year, as in 2020.
fn changed_2026(published_on: &str) -> String {
    let all = include_str!("../data/cn-working-days.json");
    let mut all: Value = serde_json::from_str(all).unwrap();
    let mut year = all["years"]["2026"].take();
    year["days_off"]["2026-01-26"] = "春节".into();
    year["number"] = "国办发明电〔2026〕1号".into();
    year["published_on"] = published_on.into();
    year.to_string()
}

fn load(office: &Office, notice: &Path, more: &[&str]) -> Answer {
    let mut arguments = vec!["calendar", "import", notice.to_str().unwrap()];
    arguments.extend(more);
    office.must(&arguments)
}

fn moves(report: &Value) -> Vec<String> {
    let moved = report["moved"].as_array().unwrap().iter();
    let text = |m: &Value, key: &str| m[key].as_str().unwrap().to_owned();
    moved
        .map(|m| ["number", "organ", "before", "after"].map(|key| text(m, key)).join(" "))
        .collect()
}

#[test]
fn a_year_is_shown_with_or_without_a_database() {
    on_both(|office| {
        let year = office.must(&["calendar", "show", "2027", "--json"]).json();
        assert_eq!(
            (&year["basis"], &year["provisional"]),
            (&json!("statutory_days"), &json!(true))
        );
    });
    let office = Office::open(Database::Sqlite);
    let shown = office.must(&["--database", "sqlite:nowhere.db", "calendar", "show", "2026"]).out;
    assert!(shown.contains("依据：国办发明电〔2025〕7号（2025年11月4日公布）"), "{shown}");
    assert!(shown.contains("春节：2月15日至23日"), "{shown}");
    assert!(!office.path("nowhere.db").exists());
}

#[test]
fn a_loaded_notice_counts_from_then_on() {
    on_both(|office| {
        let off = "01-01 02-05 02-08 02-09 02-10 02-11 02-12 04-05 05-03 06-09".split(' ');
        let off: Vec<_> = off.map(|day| format!("2027-{day},放假,节日")).collect();
        let days = format!("日期,类型,节日\n2027-02-20,调休上班,春节\n{}\n", off.join("\n"));
        let path = office.file("2027.csv", days.as_bytes());
        let before = office.must(&["deadline", "--received", "2027年2月1日", "--json"]).json();
        assert_eq!(
            (&before["due_on"], &before["provisional"]),
            (&json!("2027-03-05"), &json!(true))
        );
        let said = ["--number", NUMBER, "--published", "2026年11月10日"];
        let tried = load(&office, &path, &[&said[..], &["--dry-run"]].concat());
        assert!(tried.err.contains("没有写入"), "{}", tried.err);
        assert_eq!(
            office.must(&["calendar", "show", "2027", "--json"]).json()["notice"],
            Value::Null
        );

        let first = load(&office, &path, &[&said[..], &["--json"]].concat()).json();
        assert_eq!(
            (&first["new"], &first["version"], &first["written"]),
            (&json!(true), &json!("in_force"), &json!(true))
        );
        let after = office.must(&["deadline", "--received", "2027-02-01", "--json"]).json();
        assert_eq!(
            (&after["due_on"], &after["provisional"]),
            (&json!("2027-03-08"), &json!(false))
        );
        let year = office.must(&["calendar", "show", "2027", "--json"]).json();
        assert_eq!((&year["basis"], &year["notice"]["number"]), (&json!("notice"), &json!(NUMBER)));
        let again = load(&office, &path, &["--json"]).json();
        assert_eq!((&again["new"], &again["written"]), (&json!(false), &json!(false)));
        assert_eq!(
            office.must(&["calendar", "show", "2027", "--json"]).json()["replaced"],
            json!([])
        );
    });
}

#[test]
fn a_changed_notice_moves_the_open_cases_and_says_so_in_their_logs() {
    on_both(|office| {
        with_cases(&office);
        let known_at = gongkai::clock::now().to_rfc3339();
        let notice = office.file("2026.json", changed_2026("2026-01-10").as_bytes());
        let tried = load(&office, &notice, &["--dry-run", "--json"]).json();
        let report = load(&office, &notice, &["--json"]).json();
        assert_eq!(tried["moved"], report["moved"]);
        let expected =
            ["1 白银区人民政府 2026-01-29 2026-01-30", "2 白银区人民政府 2026-02-02 2026-02-03"];
        assert_eq!(moves(&report), expected);
        assert_eq!((&report["entered"], &report["missing"]), (&json!(2), &json!(0)));
        let again = load(&office, &notice, &["--json"]).json();
        assert_eq!(
            (moves(&again).len(), &again["entered"]),
            (2, &json!(0)),
            "nothing is written twice"
        );
        assert_eq!(
            office.must(&["audit", "verify", "--json"]).json()["faults"],
            0,
            "the rows have moved"
        );

        let closed =
            format!("{HEAD}\n1,620402,2025-12-31,自然人,张喆,,,某方案,予以公开,2026-01-28\n");
        assert_eq!(office.imports(&closed, &[]).1["cases"]["progressed"], 1, "the log goes on");
        let table = |more: &[&str]| office.report(&[&["2026", "--organ", "620402"], more].concat());
        let (then, now) = (table(&["--known-at", &known_at]), table(&[]));
        let open = |report: &Value| {
            report["section_three"]["rows"]["carried_forward_to_next_year"][6].as_u64().unwrap()
        };
        assert_eq!((open(&then), open(&now)), (2, 1), "earlier times are read from the log");
        // Rotation verifies every chain.
        let new = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
        let rotated = office.runs_with_new_key(&["key", "rotate"], new);
        assert_eq!(rotated.status, 0, "{}", rotated.err);
    });
}

#[test]
fn more_cases_than_a_page_of_one_day_are_all_recounted() {
    on_both(|office| {
        let rows: Vec<_> = (1..=1100)
            .map(|n| format!("{n},620402,2026-01-05,自然人,李堃,,,某方案{n},,"))
            .collect();
        assert_eq!(office.imports(&format!("{HEAD}\n{}\n", rows.join("\n")), &[]).0, 0);
        let notice = office.file("2026.json", changed_2026("2026-01-10").as_bytes());
        let report = load(&office, &notice, &["--json"]).json();
        let numbers: std::collections::BTreeSet<_> = moves(&report).into_iter().collect();
        assert_eq!((numbers.len(), &report["entered"]), (1100, &json!(1100)));
        assert_eq!(load(&office, &notice, &["--json"]).json()["entered"], json!(0));
    });
}

#[test]
fn without_a_key_the_entries_are_made_up_for_later() {
    on_both(|office| {
        with_cases(&office);
        let notice = office.file("2026.json", changed_2026("2026-01-10").as_bytes());
        let arguments = ["calendar", "import", notice.to_str().unwrap()];
        let other = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
        assert_eq!(office.runs_with_key(&arguments, other).status, 2, "a wrong key is no key");
        let first = office.runs_with_key(&arguments, "");
        assert_eq!(first.status, 0, "{}", first.err);
        assert!(first.out.contains("2026-01-29 → 2026-01-30"), "{}", first.out);
        assert!(first.err.contains("还有2条办理记录没有写"), "{}", first.err);
        // What is registered afterwards never had the old date.
        let late = format!("{HEAD}\n5,620402,2026-01-06,自然人,孙祎,,,某标准,,\n");
        assert_eq!(office.imports(&late, &[]).0, 0);
        let second = office.must(&arguments);
        assert!(second.err.contains("已写入办理记录：2条"), "{}", second.err);
        assert!(!second.out.contains("5  "), "{}", second.out);
        let third = load(&office, &notice, &["--json"]).json();
        assert_eq!((&third["entered"], &third["missing"]), (&json!(0), &json!(0)));
    });
}

#[test]
fn an_older_version_is_kept_and_moves_nothing() {
    on_both(|office| {
        with_cases(&office);
        let notice = office.file("2026.json", changed_2026("2025-10-01").as_bytes());
        let report = load(&office, &notice, &["--json"]).json();
        assert_eq!((&report["new"], &report["version"]), (&json!(true), &json!("replaced")));
        assert_eq!(report["moved"], json!([]));
        let year = office.must(&["calendar", "show", "2026", "--json"]).json();
        assert_eq!(year["notice"]["number"], "国办发明电〔2025〕7号");
        assert_eq!(year["replaced"][0]["number"], "国办发明电〔2026〕1号");
    });
}

#[test]
fn what_is_no_notice_loads_nothing() {
    on_both(|office| {
        let part = office.file("part.csv", "日期,类型,节日\n2026-01-26,放假,春节\n".as_bytes());
        let answer = office.runs(&["calendar", "import", part.to_str().unwrap()]);
        assert_eq!(answer.status, 2);
        assert!(answer.err.contains("变更以后全年的安排"), "{}", answer.err);
        let year = office.must(&["calendar", "show", "2026", "--json"]).json();
        assert_eq!(year["replaced"], json!([]));
        let first = office.file("first.csv", "日期,类型,节日\n2027-01-01,放假,元旦\n".as_bytes());
        let warned = load(&office, &first, &["--dry-run"]);
        assert!(warned.err.contains("少于法定节假日"), "{}", warned.err);
    });
}

#[test]
fn a_date_is_read_in_all_ways_and_refused_by_the_name_of_its_argument() {
    let office = Office::open(Database::Sqlite);
    for received in ["2025-12-31", "2025/12/31", "2025.12.31", "2025年12月31日", "20251231"] {
        let due = office.must(&["deadline", "--received", received]).out;
        assert!(due.contains("最迟于2026年1月29日答复"), "{received}: {due}");
    }
    let answer = office.runs(&["deadline", "--received", "2025-02-30"]);
    assert_eq!(answer.status, 2);
    assert!(
        answer.err.contains("--received") && answer.err.contains("日历上没有这一天"),
        "{}",
        answer.err
    );
}

#[test]
fn what_is_late_or_open_is_told_to_a_reader_too() {
    let office = Office::open(Database::Sqlite);
    let late = ["--amendment-notice", "2024-12-25", "--consult", "2025-01-02.."];
    let told = office.must(&[&["deadline", "--received", "2024-12-13"], &late[..]].concat()).out;
    let remarks: Vec<_> = told.lines().filter(|line| line.starts_with('！')).collect();
    assert_eq!(
        remarks,
        [
            "！ 补正告知书最迟应当于2024年12月24日发出，实际于2024年12月25日发出",
            "！ 2025年1月2日发出的征求意见函没有送达证明，2025年1月16日后须核实",
            "！ 暂定：2025年1月2日发出的征求意见函尚未收到答复",
        ]
    );
}
