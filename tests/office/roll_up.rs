//! The table of a government: own cases, organs below, those that merged, and tables that were handed in.

use serde_json::{Value, json};

use crate::support::{Office, on_both};

const ORGANS: &str = "代码,名称,上级代码,类别,生效日期,失效日期,并入代码,汇总上级代码
c,某市,,government,2015-01-01,,,
o,某市人民政府办公室,c,office,2015-01-01,,,
a,市农业局,c,department,2015-01-01,2021-06-30,n,
n,市农业农村局,c,department,2015-01-01,,,
x,市旧城办,c,department,2015-01-01,2021-03-31,,
t,市税务局,c,vertical,2015-01-01,,,
d,某县,c,government,2015-01-01,,,
k,开发区管委会,d,zone,2015-01-01,,,c
";

const CASES: &str =
    "申请编号,被申请公开的行政机关,收到日期,申请人类型,申请人,申请内容,办理结果,办结日期
1,c,2021-02-01,自然人,甲,内容,予以公开,2021-02-20
2,o,2021-02-01,自然人,甲,内容,予以公开,2021-02-20
3,a,2021-03-01,自然人,甲,内容,予以公开,2021-03-20
4,a,2020-12-20,商业企业,乙,内容,,
5,n,2021-09-01,自然人,甲,内容,部分公开,2021-09-20
6,x,2021-03-01,自然人,甲,内容,予以公开,2021-03-20
7,t,2021-03-01,自然人,甲,内容,予以公开,2021-03-20
8,k,2021-03-01,自然人,甲,内容,予以公开,2021-03-20
9,d,2020-03-01,自然人,甲,内容,予以公开,2020-03-20
";

/// An office with this tree and these cases.
fn filled(office: &Office) {
    let organs = office.file("tree.csv", ORGANS.as_bytes());
    office.must(&["organ", "import", organs.to_str().unwrap()]);
    let (status, report) = office.imports(CASES, &[]);
    assert_eq!(status, 0, "{report}");
}

fn total(report: &Value, row: &str) -> Value {
    report["section_three"]["rows"][row][6].clone()
}

fn codes(report: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let findings = report["findings"].as_array().unwrap();
    findings.iter().map(|f| (text(&f["code"]), text(&f["where"]))).collect()
}

fn government(office: &Office, year: &str, organ: &str) -> Value {
    office.report(&[year, "--organ", organ, "--scope", "government"])
}

/// Hands in a table in which one natural person asked and was answered.
fn hands_in(office: &Office, organ: &str, scope: &str) {
    let mut table = office.report(&["2021", "--organ", "n", "--format", "2021"]);
    let rows = table["section_three"]["rows"].as_object_mut().unwrap();
    for (row, cells) in rows {
        let one = ["received_new", "granted", "results_total"].contains(&row.as_str());
        *cells = if one { json!([1, 0, 0, 0, 0, 0, 1]) } else { json!([0, 0, 0, 0, 0, 0, 0]) };
    }
    let file = office.file("table.json", table.to_string().as_bytes());
    let path = file.to_str().unwrap();
    office.must(&["hand-in", path, "--organ", organ, "--year", "2021", "--scope", scope]);
}

#[test]
fn each_case_counts_once_and_where_it_belongs() {
    on_both(|office| {
        filled(&office);
        let city = government(&office, "2021", "c");
        // 1 to 6 and, by its 汇总上级, 8; the tax office reports up its own system; 9 was closed in 2020.
        assert_eq!(total(&city, "received_new"), 6);
        assert_eq!(total(&city, "carried_over_from_last_year"), 1);
        assert_eq!(total(&city, "carried_forward_to_next_year"), 1);
        assert!(codes(&city).contains(&("no_successor".to_owned(), "x".to_owned())), "{city}");
        let county = government(&office, "2021", "d");
        assert_eq!(total(&county, "received_new"), 0);
        let tax = office.report(&["2021", "--organ", "t"]);
        assert_eq!(total(&tax, "received_new"), 1);
    });
}

#[test]
fn a_successor_takes_over_what_was_carried_forward() {
    on_both(|office| {
        filled(&office);
        let before = office.report(&["2020", "--organ", "a"]);
        assert_eq!(total(&before, "carried_forward_to_next_year"), 1);
        let after = office.report(&["2021", "--organ", "n"]);
        assert_eq!(total(&after, "carried_over_from_last_year"), 1);
        assert_eq!(total(&after, "received_new"), 2);
        let spring = office.report(&["2021", "--organ", "n", "--as-of", "2021-05-31"]);
        assert_eq!(total(&spring, "received_new"), 0);
    });
}

#[test]
fn the_table_of_an_ended_organ_says_whose_it_is() {
    on_both(|office| {
        filled(&office);
        let told = |organ: &str, more: &[&str]| {
            let report = office.report(&[&["2021", "--organ", organ], more].concat());
            let findings = report["findings"].as_array().unwrap().clone();
            let ended = findings.into_iter().filter(|finding| finding["code"] == "organ_ended");
            ended.map(|finding| finding["text"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let text = "市农业局（a）已经撤销或者并入其他机关，2021-06-30以后其申请件计入市农业农村局（n）；这是市农业农村局的表";
        assert_eq!(told("a", &[]), [text]);
        assert_eq!(told("a", &["--scope", "government"]), [text]);
        assert!(told("x", &[])[0].ends_with("计入某市（c）；这是某市的表"));
        for (organ, more) in [("a", &["--as-of", "2021-06-30"][..]), ("n", &[]), ("o", &[])] {
            assert!(told(organ, more).is_empty(), "{organ}");
        }
    });
}

#[test]
fn a_table_handed_in_adds_to_the_tree_or_replaces_a_part_of_it() {
    on_both(|office| {
        filled(&office);
        let without = government(&office, "2021", "c");
        hands_in(&office, "d", "organ");
        let with = government(&office, "2021", "c");
        assert_eq!(total(&without, "received_new"), 6);
        // The county keeps cases here, but none that counts in 2021.
        assert_eq!(total(&with, "received_new"), 7);
        assert!(!codes(&with).iter().any(|(code, _)| code == "cases_and_table"), "{with}");
        let arguments = [
            "report",
            "2021",
            "--organ",
            "c",
            "--scope",
            "government",
            "--cell",
            "granted/total",
            "--json",
        ];
        let cell = office.must(&arguments).json();
        assert_eq!(cell["handed_in"], json!([{"organ": "d", "value": 1}]));
        let listed = cell["cases"].as_array().unwrap().len();
        assert_eq!(json!(listed + 1), cell["value"]);

        hands_in(&office, "n", "organ");
        let both = government(&office, "2021", "c");
        assert_eq!(total(&both, "received_new"), 7);
        assert!(codes(&both).contains(&("cases_and_table".to_owned(), "n".to_owned())), "{both}");
    });
}

#[test]
fn a_government_table_stands_for_its_whole_subtree() {
    on_both(|office| {
        let organs = office.file(
            "tree.csv",
            ORGANS.replace(",zone,2015-01-01,,,c", ",zone,2015-01-01,,,").as_bytes(),
        );
        office.must(&["organ", "import", organs.to_str().unwrap()]);
        office.imports(CASES, &[]);
        assert_eq!(total(&government(&office, "2021", "d"), "received_new"), 1);
        hands_in(&office, "d", "government");
        let city = government(&office, "2021", "c");
        assert_eq!(total(&city, "received_new"), 6);
        assert!(codes(&city).contains(&("cases_and_table".to_owned(), "d".to_owned())), "{city}");
    });
}

#[test]
fn missing_is_not_zero() {
    on_both(|office| {
        let organs = office.file("tree.csv", ORGANS.as_bytes());
        office.must(&["organ", "import", organs.to_str().unwrap()]);
        let city = government(&office, "2021", "c");
        let missing = codes(&city).into_iter().filter(|(code, _)| code == "missing_organ");
        let organs: Vec<String> = missing.map(|(_, organ)| organ).collect();
        assert_eq!(organs, ["c", "n", "d", "k"]);
    });
}
