//! Handed-in tables over the tree of organs: added once, kept apart from cases, never lost.

use serde_json::{Value, json};

use crate::support::{Office, on_both};

const ORGANS: &str = "代码,名称,上级代码,类别,生效日期,失效日期,并入代码
7,某县政府,,government,2010-01-01,,
71,国土局,7,department,2010-01-01,2020-06-30,72
72,自然资源局,7,department,2010-01-01,,
";

/// The county with a land office that was merged into another in June.
fn county(office: &Office) {
    let path = office.file("county.csv", ORGANS.as_bytes());
    office.must(&["organ", "import", path.to_str().unwrap()]);
}

/// Hands in a table of requests that were all granted to natural persons.
fn hands_in(office: &Office, organ: &str, granted: u32) {
    let report = include_str!("../data/reports/baiyin-2020.json");
    let mut table: Value = serde_json::from_str(report).unwrap();
    for (row, numbers) in table["rows"].as_object_mut().unwrap() {
        let counts = ["received_new", "granted", "results_total"].contains(&row.as_str());
        let n = if counts { granted } else { 0 };
        *numbers = json!([n, 0, 0, 0, 0, 0, n]);
    }
    let path = office.file("table.json", table.to_string().as_bytes());
    let path = path.to_str().unwrap();
    office.must(&["hand-in", path, "--organ", organ, "--year", "2020", "--scope", "organ"]);
}

/// What was received in 2020, and the codes of the findings.
fn received(office: &Office, organ: &str, scope: &str) -> (Value, Vec<String>) {
    let report = office.report(&["2020", "--organ", organ, "--scope", scope]);
    let findings = report["findings"].as_array().unwrap().iter();
    let told =
        |finding: &Value| format!("{} {}", finding["code"], finding["where"]).replace('"', "");
    let total = report["section_three"]["rows"]["received_new"][6].clone();
    (total, findings.map(told).collect())
}

#[test]
fn the_table_of_an_ended_organ_counts_under_its_successor() {
    on_both(|office| {
        county(&office);
        hands_in(&office, "71", 3);
        assert_eq!(received(&office, "72", "organ"), (json!(3), vec![]));
        hands_in(&office, "72", 4);
        assert_eq!(received(&office, "72", "organ"), (json!(7), vec![]));
        let missing = vec!["missing_organ 7".to_owned()];
        assert_eq!(received(&office, "7", "government"), (json!(7), missing));
    });
}

#[test]
fn a_successor_with_cases_leaves_the_table_of_the_ended_organ_standing() {
    on_both(|office| {
        county(&office);
        hands_in(&office, "71", 3);
        let csv = "申请编号,受理机关,收到日期,申请人类型,申请人,申请内容\n1,72,2020-08-03,自然人,李堃,甲\n";
        assert_eq!(office.imports(csv, &[]).0, 0);
        assert_eq!(received(&office, "72", "organ"), (json!(4), vec![]));
        hands_in(&office, "72", 4);
        let both = vec!["cases_and_table 72".to_owned()];
        assert_eq!(received(&office, "72", "organ"), (json!(4), both));
    });
}

#[test]
fn a_handed_in_table_is_that_of_the_whole_year() {
    on_both(|office| {
        county(&office);
        hands_in(&office, "72", 4);
        let report = office.report(&["2020", "--organ", "72", "--as-of", "2020-09-30"]);
        let findings = report["findings"].as_array().unwrap();
        assert_eq!((findings.len(), &findings[0]["code"]), (1, &json!("whole_year_table")));
    });
}

#[test]
fn no_organ_stands_above_itself() {
    on_both(|office| {
        county(&office);
        let before = office.digest();
        let head = ORGANS.lines().next().unwrap();
        let circles = [
            "7,某县政府,72,government,2010-01-01,,",
            "72,自然资源局,7,department,2010-01-01,2020-12-31,71",
            "8,甲局,81,department,2010-01-01,,\n81,乙局,8,department,2015-01-01,,",
        ];
        for rows in circles {
            let path = office.file("circle.csv", format!("{head}\n{rows}\n").as_bytes());
            let answer = office.runs(&["organ", "import", path.to_str().unwrap()]);
            assert_eq!(answer.status, 2, "{rows}");
            assert!(answer.err.contains("绕回到它自己"), "{rows}: {}", answer.err);
            assert_eq!(office.digest(), before, "{rows}");
        }
    });
}
