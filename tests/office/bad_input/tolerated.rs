//! What looks bad and can be understood: it is taken, with a warning where it is worth a look.

use insta::assert_snapshot;
use serde_json::json;

use super::{GOOD, HEAD, findings, imports, register};
use crate::support::{Office, on_both};
use crate::workbooks::workbook;

const RARE: &str = "䶮喆堃㛃𫍯";

/// The names and the texts of all cases of 2020, as the program lists them and as the database has them.
fn kept(office: &Office) -> (Vec<String>, Vec<String>) {
    let cell = ["report", "2020", "--organ", "620402", "--cell", "received_new/total", "--json"];
    let view = office.must(&cell).json();
    let contents = view["cases"].as_array().unwrap().iter();
    let contents = contents.map(|case| case["content"].as_str().unwrap().to_owned()).collect();
    (office.requesters(), contents)
}

#[test]
fn rare_names_survive_every_encoding() {
    let text = format!("{HEAD}\n{}\n", GOOD.replace("李堃", RARE).replace("某方案", RARE));
    let tabs = text.replace(',', "\t");
    let (gb18030, _, lossy) = encoding_rs::GB18030.encode(&text);
    assert!(!lossy);
    let lines: Vec<&str> = text.lines().collect();
    let files: &[(&str, Vec<u8>)] = &[
        ("bom.csv", format!("\u{FEFF}{text}").into_bytes()),
        ("utf8.csv", text.clone().into_bytes()),
        ("gb18030.csv", gb18030.into_owned()),
        ("tab.txt", tabs.into_bytes()),
        ("台账.xlsx", workbook(&lines, |_| ())),
    ];
    on_both(|office| {
        for (name, bytes) in files {
            let answer = imports(&office, &office.file(name, bytes), &[]);
            let report = answer.json();
            assert_eq!((answer.status, &report["findings"]), (0, &json!([])), "{name}");
            assert_eq!(kept(&office), (vec![RARE.to_owned()], vec![RARE.to_owned()]), "{name}");
        }
        let bad = register(&[&GOOD.replace("李堃", RARE).replace("自然人", "外星人")]);
        let rejects = office.path("退回.xlsx");
        imports(&office, &office.file("坏.csv", &bad), &["--rejects", rejects.to_str().unwrap()]);
        let answer = imports(&office, &rejects, &[]);
        assert_eq!(answer.json()["findings"][0]["column"], "申请人类型");
    });
}

#[test]
fn hidden_and_empty_rows_do_not_matter() {
    let rows = [HEAD, "", GOOD, "", "", &GOOD.replace("1,", "2,"), "合计,2"];
    let book = workbook(&rows, |sheet| {
        sheet.set_row_hidden(5).unwrap();
    });
    on_both(|office| {
        let answer = imports(&office, &office.file("台账.xlsx", &book), &[]);
        let report = answer.json();
        assert_eq!((answer.status, &report["cases"]["new"]), (0, &json!(2)));
        assert_snapshot!(findings(&report), @r"
        6 Sheet1  warning hidden_rows
        7 Sheet1 合计 warning skipped_row
        ");
    });
}

#[test]
fn formulas_count_by_the_value_that_was_calculated() {
    let book = workbook(&[HEAD, &GOOD.replacen("2020-03-02", "", 1)], |sheet| {
        let formula = rust_xlsxwriter::Formula::new("=TEXT(DATE(2020,3,2),\"yyyy-mm-dd\")");
        sheet.write_formula(1, 2, formula.set_result("2020-03-02")).unwrap();
    });
    on_both(|office| {
        let answer = imports(&office, &office.file("台账.xlsx", &book), &[]);
        let report = answer.json();
        assert_eq!((answer.status, &report["findings"]), (0, &json!([])));
        assert_eq!(report["cases"]["new"], 1);
    });
}

#[test]
fn full_width_digits_and_apostrophes_are_read_as_meant() {
    let typed = "'０01,'６２０４０２,２０２０－０３－０２,自然人,'李堃,,,,'某方案,予以公开,'２０２０年３月２０日";
    let plain = "001,620402,2020-03-02,自然人,李堃,,,,某方案,予以公开,2020-03-20";
    on_both(|office| {
        let answer = imports(&office, &office.file("全角.csv", &register(&[typed])), &[]);
        assert_eq!((answer.status, findings(&answer.json()).as_str()), (0, ""));
        let again = imports(&office, &office.file("半角.csv", &register(&[plain])), &[]).json();
        assert_eq!(again["cases"]["unchanged"], 1, "{again}");
        assert_eq!(kept(&office), (vec!["李堃".to_owned()], vec!["某方案".to_owned()]));
    });
}

#[test]
fn masked_and_mistyped_identity_numbers_are_warnings() {
    let masked = GOOD.replacen(",,,", ",620402********1237,,", 1);
    let wrong = GOOD.replacen("1,", "2,", 1).replacen(",,,", ",620402199001011238,,", 1);
    on_both(|office| {
        let answer = imports(&office, &office.file("台账.csv", &register(&[&masked, &wrong])), &[]);
        let report = answer.json();
        assert_eq!((answer.status, &report["cases"]["new"]), (0, &json!(2)));
        assert_snapshot!(findings(&report), @r"
        2 证件号码 620*************37 warning identity_masked
        3 证件号码 620*************38 warning identity_checksum
        ");
    });
}
