//! Bad rows: status 1, each named by row, column, value and reason, and nothing is written.

use insta::assert_snapshot;
use serde_json::json;

use super::{GOOD, HEAD, begin, findings, imports, refused, register};
use crate::support::on_both;
use crate::workbooks::{with_sheet, workbook};

/// Organs that make trouble: two of one name, one that came late.
const ORGANS: &str = "代码,名称,上级代码,类别,生效日期,失效日期,并入代码
620402-czj,财政局,620402,department,2015-01-01,,
620403-czj,财政局,620403,department,2015-01-01,,
620402-sjj,数据局,620402,department,2020-06-01,,
";

/// Changes cells of [`GOOD`] by place.
fn row(changes: &[(usize, &str)]) -> String {
    let mut cells: Vec<&str> = GOOD.split(',').collect();
    for (place, cell) in changes {
        cells[*place] = cell;
    }
    cells.join(",")
}

#[test]
fn every_bad_row_is_named() {
    let rows = [
        row(&[]),
        row(&[(0, "1")]),
        row(&[(0, "2"), (1, "没有的局")]),
        row(&[(0, "3"), (1, "财政局")]),
        row(&[(0, "4"), (1, "数据局")]),
        row(&[(0, "5"), (2, "2020-02-30")]),
        row(&[(0, "6"), (2, "三月二日")]),
        row(&[(0, "7"), (2, "2007-03-02")]),
        row(&[(0, "8"), (3, "外星人")]),
        row(&[(0, "9"), (3, "法人或其他组织")]),
        row(&[(0, "10"), (9, "已办")]),
        row(&[(0, "11"), (9, "不予公开")]),
        row(&[(0, "12"), (10, "")]),
        row(&[(0, "13"), (9, "")]),
        row(&[(0, "14"), (10, "2020-03-01")]),
        row(&[(0, "15"), (4, ""), (8, "")]),
        row(&[(0, "16"), (2, "2099-03-02"), (9, ""), (10, "")]),
        row(&[(0, "旧1"), (2, "2020-01-02"), (4, "王喆"), (8, "另一方案"), (10, "2020-01-20")]),
    ];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    on_both(|office| {
        begin(&office);
        let organs = office.file("更多机关.csv", ORGANS.as_bytes());
        office.must(&["organ", "import", organs.to_str().unwrap()]);
        let path = office.file("台账.csv", &register(&rows));
        let answer = refused(&office, &path, &[]);
        assert_eq!((answer.status, answer.err.as_str()), (1, ""));
        let report = answer.json();
        assert_eq!((&report["written"], &report["cases"]["refused"]), (&json!(false), &json!(17)));
        assert_snapshot!(findings(&report));
        let told = office.runs(&["import", path.to_str().unwrap()]);
        assert_eq!((told.status, told.out.as_str()), (1, ""));
        assert_snapshot!("every_bad_row_is_told", told.err);
    });
}

#[test]
fn a_register_of_another_year_is_refused() {
    on_both(|office| {
        begin(&office);
        let path = office.file("台账.csv", &register(&[GOOD]));
        for (year, says) in [
            ("2019", "2 收到日期 2020-03-02 error outside_year"),
            ("2021", "2 办结日期 2020-03-20 error outside_year"),
        ] {
            let answer = refused(&office, &path, &["--year", year]);
            assert_eq!((answer.status, findings(&answer.json()).as_str()), (1, says));
        }
        assert_eq!(imports(&office, &path, &["--year", "2020"]).status, 0);
    });
}

#[test]
fn of_two_organs_of_one_name_the_one_below_is_meant() {
    on_both(|office| {
        let organs = office.file("更多机关.csv", ORGANS.as_bytes());
        office.must(&["organ", "import", organs.to_str().unwrap()]);
        let path = office.file("台账.csv", &register(&[&row(&[(1, "财政局")])]));
        for parent in [&[][..], &["--organ", "620400"], &["--organ", "620421"]] {
            let answer = refused(&office, &path, parent);
            let text = answer.json()["findings"][0]["text"].as_str().unwrap().to_owned();
            assert_eq!(answer.status, 1);
            assert_eq!(text, "有多个机关叫“财政局”（代码 620402-czj、620403-czj），请改填代码");
        }
        assert_eq!(imports(&office, &path, &["--organ", "620403"]).status, 0);
        let report = office.report(&["2020", "--organ", "620403-czj"]);
        assert_eq!(report["section_three"]["rows"]["granted"][6], 1);
    });
}

#[test]
fn what_only_workbooks_can_do_wrong() {
    let other = row(&[(0, "2")]);
    let merged = workbook(&[HEAD, GOOD, &other], |sheet| {
        let plain = rust_xlsxwriter::Format::new();
        sheet.merge_range(1, 8, 2, 8, "某方案", &plain).unwrap();
    });
    let uncalculated = with_sheet(
        &workbook(&[HEAD, GOOD, &row(&[(0, "2"), (2, "")])], |sheet| {
            sheet.write_formula(2, 2, "=DATE(2020,3,2)").unwrap();
        }),
        |xml| xml.replace("</f><v>0</v>", "</f>"),
    );
    let broken = with_sheet(
        &workbook(&[HEAD, &row(&[(8, "")])], |sheet| {
            sheet.write_formula(1, 8, "=VLOOKUP(A1,B1:C2,2)").unwrap();
        }),
        |xml| xml.replace("><f>", " t=\"e\"><f>").replace("</f><v>0</v>", "</f><v>#N/A</v>"),
    );
    let cut = workbook(&[HEAD, &row(&[(0, "")])], |sheet| {
        sheet.write_number(1, 0, 6.204_022_020_000_1e17).unwrap();
    });
    on_both(|office| {
        begin(&office);
        for (name, bytes, says) in [
            (
                "合并",
                &merged,
                "2 申请内容 某方案 error merged_cells\n3 申请内容  error merged_cells",
            ),
            ("公式", &uncalculated, "3 收到日期  error formula_without_value"),
            ("错误", &broken, "2 申请内容 #N/A error error_value"),
            ("长号", &cut, "2 申请编号 620*************00 error precision_lost"),
        ] {
            let answer = refused(&office, &office.file(&format!("{name}.xlsx"), bytes), &[]);
            assert_eq!((answer.status, findings(&answer.json()).as_str()), (1, says), "{name}");
        }
    });
}

#[test]
fn rejects_are_mended_and_imported() {
    let bad = [row(&[(0, "007"), (3, "外星人")]), row(&[(0, "=3"), (9, "已办"), (4, "㛃䶮")])];
    on_both(|office| {
        let path = office.file("台账.csv", &register(&[GOOD, &bad[0], &bad[1]]));
        let rejects = office.path("退回.csv");
        let answer = imports(&office, &path, &["--rejects", rejects.to_str().unwrap()]);
        let report = answer.json();
        assert_eq!((answer.status, &report["written"]), (1, &json!(true)));
        let text = std::fs::read_to_string(&rejects).unwrap();
        let reason =
            "申请人类型：应为自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他之一";
        assert!(text.contains(reason) && text.contains("㛃䶮"), "{text}");
        let mended = text.replace("外星人", "自然人").replace("已办", "部分公开");
        let answer = imports(&office, &office.file("改.csv", mended.as_bytes()), &[]);
        assert_eq!(
            (answer.status, &answer.json()["cases"]["new"]),
            (0, &json!(2)),
            "{}",
            answer.out
        );
        let again = imports(&office, &path, &["--rejects", rejects.to_str().unwrap()]).json();
        assert_eq!(again["cases"]["unchanged"], 1);
        let rows = office.report(&["2020", "--organ", "620402"])["section_three"]["rows"].clone();
        assert_eq!((&rows["granted"][6], &rows["granted_in_part"][6]), (&json!(2), &json!(1)));
    });
}

const CHALLENGES: &str = "案号,类别,受理日期,结果,审结日期,申请编号,被申请机关
复1,行政复议,2020-05-06,结果维持,2020-06-06,旧1,620402
";

#[test]
fn bad_rows_of_reviews_and_lawsuits_are_named() {
    let other = CHALLENGES.replace("结果维持,2020-06-06", "结果纠正,2020-07-06");
    let bad = format!(
        "{CHALLENGES}复1,行政复议,2020-05-06,,,,620402
复2,行政诉讼,2020-05-06,,,,620402
复3,行政复议,2020-02-30,赢了,2020-06-06,,620402
复4,行政复议,2020-05-06,结果维持,,,620402
复5,行政复议,2020-05-06,结果维持,2020-05-05,,620402
复6,行政复议,2020-05-06,,,,没有的局
"
    );
    on_both(|office| {
        begin(&office);
        let path = office.file("复议.csv", CHALLENGES.as_bytes());
        assert_eq!(imports(&office, &path, &["--kind", "challenges"]).status, 0);
        let answer = refused(&office, &office.file("错.csv", bad.as_bytes()), &[]);
        assert_eq!(answer.status, 1);
        assert_snapshot!(findings(&answer.json()), @r"
        3 案号 复1 error duplicate_number
        4 类别 行政诉讼 error unknown_challenge_kind
        5 受理日期 2020-02-30 error impossible_date
        5 结果 赢了 error unknown_conclusion
        6 审结日期  error result_without_date
        7 审结日期 2020-05-05 error closed_before_received
        8 被申请机关 没有的局 error unknown_organ
        ");
        let other = office.file("不同.csv", other.as_bytes());
        let answer = refused(&office, &other, &[]);
        assert_snapshot!(findings(&answer.json()), @r"
        2 结果 结果纠正 error contradiction
        2 审结日期 2020-07-06 error contradiction
        ");
        assert_eq!(imports(&office, &other, &["--update"]).json()["challenges"]["corrected"], 1);
    });
}

#[test]
fn a_review_of_a_case_that_is_not_recorded_is_taken_with_a_warning() {
    on_both(|office| {
        begin(&office);
        let text = CHALLENGES.replace(",旧1,", ",旧1；没有1、没有2,");
        let path = office.file("复议.csv", text.as_bytes());
        for said in ["new", "unchanged"] {
            let answer = imports(&office, &path, &["--kind", "challenges"]);
            assert_eq!((answer.status, &answer.json()["challenges"][said]), (0, &json!(1)));
            assert_snapshot!(findings(&answer.json()), @r"
            2 申请编号 没有1 warning unknown_case
            2 申请编号 没有2 warning unknown_case
            ");
        }
    });
}
