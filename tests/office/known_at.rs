//! The two times of the year table: what happened by a day, as it was known at an instant.

use gongkai::clock;
use serde_json::{Value, json};

use crate::support::{Office, on_both};

const HEAD: &str = "申请编号,受理机关,收到日期,申请人类型,申请人,申请内容,办理结果,办结日期\n";
const FIRST: &str = "1,620402,2020-03-02,自然人,李堃,甲,予以公开,2020-03-20
2,620402,2020-04-02,商业企业,某公司,乙,部分公开,2020-04-20
3,620403,2020-05-06,自然人,王喆,丙,,
";
/// Case 1 has another result, case 2 another requester and year of closing, case 3 is closed, case 4 is new.
const LATER: &str = "1,620402,2020-03-02,自然人,李堃,甲,信息不存在,2020-03-20
2,620402,2020-04-02,科研机构,某院,乙,部分公开,2021-01-20
3,620403,2020-05-06,自然人,王喆,丙,予以公开,2020-06-01
4,620402,2020-07-06,自然人,李䶮,丁,予以公开,2020-07-08
";
const CITY: [&str; 5] = ["2020", "--organ", "620400", "--scope", "government"];

fn imports(office: &Office, name: &str, rows: &str) {
    let path = office.file(name, format!("{HEAD}{rows}").as_bytes());
    office.must(&["import", path.to_str().unwrap(), "--update"]);
}

/// Both sections of the table; what is known now if no instant is given.
fn table(office: &Office, known_at: Option<&str>) -> Value {
    let known = known_at.map_or(Vec::new(), |instant| vec!["--known-at", instant]);
    let report = office.report(&[&CITY[..], &known].concat());
    json!([report["section_three"], report["section_four"]])
}

/// Every cell of the table is the number of the cases that stand behind it.
fn adds_up(office: &Office, known_at: &str) {
    let table = table(office, Some(known_at));
    for (row, cells) in table[0]["rows"].as_object().unwrap() {
        for (column, value) in
            table[0]["columns"].as_array().unwrap().iter().zip(cells.as_array().unwrap())
        {
            if value == &json!(0) {
                continue;
            }
            let cell = format!("{row}/{}", column.as_str().unwrap());
            let asked = ["report", "--cell", &cell, "--known-at", known_at, "--json"];
            let view = office.must(&[&asked[..1], &CITY, &asked[1..]].concat()).json();
            let cases = json!(view["cases"].as_array().unwrap().len());
            assert_eq!((&view["value"], &cases), (value, value), "{cell} known at {known_at}");
        }
    }
}

#[test]
fn a_table_is_told_again_as_it_was_known() {
    on_both(|office| {
        let at_first = clock::now().to_rfc3339();
        imports(&office, "先.csv", FIRST);
        let before = clock::now().to_rfc3339();
        let old = table(&office, None);
        assert_eq!(old[0]["rows"]["granted"], json!([1, 0, 0, 0, 0, 0, 1]));
        assert_eq!(old[0]["rows"]["carried_forward_to_next_year"], json!([1, 0, 0, 0, 0, 0, 1]));
        imports(&office, "后.csv", LATER);
        let after = clock::now().to_rfc3339();
        let new = table(&office, None);
        assert_eq!(new[0]["rows"]["received_new"], json!([3, 0, 1, 0, 0, 0, 4]));
        assert_eq!(new[0]["rows"]["granted"], json!([2, 0, 0, 0, 0, 0, 2]));
        assert_eq!(new[0]["rows"]["carried_forward_to_next_year"], json!([0, 0, 1, 0, 0, 0, 1]));
        assert_eq!(table(&office, Some(&before)), old);
        assert_eq!(table(&office, Some(&after)), new);
        assert_eq!(table(&office, Some(&at_first))[0]["rows"]["received_new"][6], 0);
        adds_up(&office, &before);
        adds_up(&office, &after);
    });
}

#[test]
fn what_was_not_there_yet_is_told() {
    on_both(|office| {
        let early = ["2020", "--organ", "620402", "--known-at", "2020-01-20T09:00:00+08:00"];
        let unknown = ["2020", "--organ", "9", "--known-at", "2020-01-20T09:00:00+08:00"];
        for (asked, says) in [
            (&early[..], "错误：当时（2020-01-20 09:00）还没有登记机关 620402\n"),
            (&unknown[..], "错误：没有代码为 9 的机关"),
            (&["2999", "--organ", "620402"], "错误：2999年还没有开始\n"),
            (
                &["2020", "--organ", "620402", "--as-of", "2021-01-01"],
                "错误：截止日 2021-01-01 不在 2020 年内\n",
            ),
        ] {
            let answer = office.runs(&[&["report"], asked].concat());
            assert_eq!((answer.status, answer.out.as_str()), (2, ""), "{asked:?}");
            assert!(answer.err.starts_with(says), "{asked:?}: {}", answer.err);
        }
    });
}
