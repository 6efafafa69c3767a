//! The workbook read back by another library.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};

use super::super::sample;
use super::*;

fn opened(table: &AnnualTable) -> Xlsx<Cursor<Vec<u8>>> {
    open_workbook_from_rs(Cursor::new(write(table).unwrap())).unwrap()
}

/// The formula in a cell, as text.
fn formula_at(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str, place: (u32, u32)) -> String {
    book.worksheet_formula(sheet).unwrap().get_value(place).cloned().unwrap_or_default()
}

#[test]
fn totals_are_formulas_with_their_values() {
    let mut book = opened(&sample::baiyin());
    assert_eq!(formula_at(&mut book, "三、申请情况", (6, 9)), "SUM(D7:I7)");
    assert_eq!(formula_at(&mut book, "三、申请情况", (27, 3)), "SUM(D9:D27)");
    assert_eq!(formula_at(&mut book, "三、申请情况", (27, 9)), "SUM(D28:I28)");
    assert_eq!(formula_at(&mut book, "四、复议诉讼", (6, 4)), "SUM(A7:D7)");
    let values = book.worksheet_range("三、申请情况").unwrap();
    assert_eq!(values.get_value((6, 9)), Some(&Data::Float(153.0)));
    assert_eq!(values.get_value((27, 3)), Some(&Data::Float(148.0)));
}

#[test]
fn a_wrong_total_stays_wrong_and_a_blank_one_blank() {
    let mut book = opened(&sample::hongze());
    assert_eq!(formula_at(&mut book, "四、复议诉讼", (6, 4)), "");
    let values = book.worksheet_range("四、复议诉讼").unwrap();
    assert_eq!(values.get_value((6, 4)), Some(&Data::Float(0.0)));
    let mut book = opened(&sample::shanghai());
    assert_eq!(formula_at(&mut book, "三、申请情况", (8, 9)), "");
    let values = book.worksheet_range("三、申请情况").unwrap();
    assert_eq!(values.get_value((8, 9)), Some(&Data::Empty));
}

#[test]
fn heads_and_groups_are_merged() {
    let mut book = opened(&sample::huaian());
    let merged = book.merge_cells_by_sheet_name("三、申请情况").unwrap();
    let has = |start, end| merged.iter().any(|area| area.start == start && area.end == end);
    assert!(has((3, 0), (5, 2)), "corner");
    assert!(has((3, 3), (3, 9)), "申请人情况");
    assert!(has((8, 0), (29, 0)), "三、本年度办理结果");
    assert!(has((6, 0), (6, 2)), "一、");
}

#[test]
fn the_same_table_gives_the_same_bytes() {
    assert_eq!(write(&sample::baiyin()).unwrap(), write(&sample::baiyin()).unwrap());
}

#[test]
fn findings_stand_on_the_third_sheet() {
    let mut book = opened(&sample::hongze());
    assert_eq!(book.sheet_names(), ["三、申请情况", "四、复议诉讼", "核对结果"]);
    let values = book.worksheet_range("核对结果").unwrap();
    let lines: Vec<_> = values
        .rows()
        .skip(2)
        .map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("|"))
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    核对结果|
    ✓ 一致|表格行次齐全，数字不为负
    ✓ 一致|每行总计＝自然人＋五类法人或其他组织
    ✓ 一致|办理结果总计＝各项办理结果之和
    ✓ 一致|第一项＋第二项＝第三项＋第四项
    ✗ 2处|行政复议、行政诉讼各栏总计＝四项之和
    错误|“行政复议”的总计为0，四项之和为11
    错误|“复议后起诉”的总计为0，四项之和为5
    ");
}

#[test]
fn a_row_without_a_label_is_as_high_as_its_numbers() {
    assert!((height("", 8) - height("1", 8)).abs() < f64::EPSILON);
    assert!(height("结果维持", 4) > height("结果维持", 8));
}
