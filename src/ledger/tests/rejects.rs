//! The rejects file comes back as it went out.

use super::*;
use crate::ledger::Rejects;

#[test]
fn bad_rows_go_out_and_come_back() {
    let bad =
        "=1+1,2020-02-30,,自然人,欧阳䶮,110105194912310021,013912345678,\"一,\"\"二\"\"\n三\",,";
    let (folder, path) =
        file("台账.csv", format!("序号,{HEAD},承办人\n1,{GOOD},甲\n2,{bad},'乙\n"));
    let book = opened(&path).unwrap();
    let register = book.cases().unwrap();
    for name in ["退回.csv", "退回.xlsx"] {
        let target = folder.path().join(name);
        let mut rejects = Rejects::create(&target, &register.name, &register.headings).unwrap();
        let mut rows = book.case_rows().unwrap().unwrap();
        while let Some(row) = rows.next() {
            if let Err(refused) = row.unwrap() {
                rejects.push(&rows.raw_cells(), &refused.reasons()).unwrap();
            }
        }
        rejects.finish().unwrap();
        let again = opened(&target).unwrap();
        let headings = format!("{HEAD},承办人,退回原因");
        assert_eq!(again.cases().unwrap().headings, headings.split(',').collect::<Vec<_>>());
        let (_, faults) = read(&again);
        let mut lines = String::new();
        list(&faults, &mut lines);
        assert_eq!(lines.lines().count(), 2, "{lines}");
        assert!(
            lines.starts_with("2 收到日期 [2020-02-30] error impossible_date: 日历上没有这一天")
        );
        if name.ends_with("csv") {
            mended(&target);
        }
    }
}

/// Mends the date in place, and reads the row that was refused.
fn mended(path: &Path) {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.starts_with('\u{FEFF}'));
    std::fs::write(path, text.replacen("2020-02-30", "2020-02-28", 1)).unwrap();
    let (rows, faults) = read(&opened(path).unwrap());
    assert_eq!(faults, []);
    assert_eq!(rows[0].number.as_deref(), Some("=1+1"));
    assert_eq!(rows[0].identity_number.as_deref(), Some("110105194912310021"));
    assert_eq!(rows[0].phone.as_deref(), Some("013912345678"));
    assert_eq!(rows[0].content, "一,\"二\"\n三");
}

#[test]
fn two_registers_need_two_sheets() {
    let folder = tempfile::tempdir().unwrap();
    let headings = ["收到日期".to_owned()];
    let mut csv = Rejects::create(&folder.path().join("a.csv"), "台账", &headings).unwrap();
    assert!(csv.begin_sheet("复议诉讼", &headings).is_err());
    let mut xlsx = Rejects::create(&folder.path().join("a.xlsx"), "台账", &headings).unwrap();
    xlsx.push(&["x".to_owned()], "不好").unwrap();
    xlsx.begin_sheet("复议诉讼", &headings).unwrap();
    xlsx.push(&["y".to_owned()], "不好").unwrap();
    xlsx.finish().unwrap();
}
