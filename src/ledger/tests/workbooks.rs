//! What only workbooks have: dates as numbers, merged cells, hidden rows, formulas, several sheets.

use chrono::NaiveDate;

use super::fixtures::{sheet_xml, workbook_of, xlsx_of};
use super::*;

const MANDATORY: &str = "申请编号,收到日期,申请人类型,申请人,申请内容,证件号码";

/// Everything that reading a workbook says, warnings of the sheet first.
fn everything(bytes: &[u8]) -> String {
    let (_folder, path) = file("台账.xlsx", bytes);
    let book = opened(&path).unwrap();
    let mut lines = String::new();
    list(&book.warnings().cloned().collect::<Vec<_>>(), &mut lines);
    let mut rows = book.case_rows().unwrap().unwrap();
    for row in &mut rows {
        match row.unwrap() {
            Ok(row) => {
                list(&row.warnings, &mut lines);
                let CaseRow { row, number, received_on, requester, .. } = row;
                writeln!(lines, "{row} {} {received_on} {requester}", number.unwrap_or_default())
                    .unwrap();
            }
            Err(bad) => list(&bad.faults, &mut lines),
        }
    }
    list(rows.skipped(), &mut lines);
    lines
}

/// A sheet with [`MANDATORY`] as its headings and these rows in XML.
fn sheet(rows: &str) -> String {
    sheet_xml(&[MANDATORY], "").replace("</sheetData>", &format!("{rows}</sheetData>"))
}

fn text(reference: &str, text: &str) -> String {
    format!("<c r=\"{reference}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

#[test]
fn numbers_are_dates_and_texts() {
    let row = |row: u32, date: &str| {
        let texts = text(&format!("C{row}"), "自然人")
            + &text(&format!("D{row}"), "张三")
            + &text(&format!("E{row}"), "内容");
        format!(
            "<row r=\"{row}\"><c r=\"A{row}\"><v>20200001</v></c>{date}{texts}<c r=\"F{row}\"><v>6.20402199001011E+17</v></c></row>"
        )
    };
    let rows = row(3, "<c r=\"B3\" s=\"1\"><v>43835.4</v></c>")
        + &row(5, "<c r=\"B5\"><v>43835</v></c>")
        + &row(6, "<c r=\"B6\"><v>20200105</v></c>")
        + &row(7, "<c r=\"B7\" t=\"d\"><v>2020-01-05T00:00:00</v></c>")
        + &row(8, "<c r=\"B8\" s=\"1\"><v>60</v></c>");
    insta::assert_snapshot!(everything(&xlsx_of(&sheet(&rows))), @r#"
    3 证件号码 [620*************00] warning precision_lost: Excel 已丢失这个号码的末几位，证件号码未录入
    3 20200001 2020-01-05 张三
    5 证件号码 [620*************00] warning precision_lost: Excel 已丢失这个号码的末几位，证件号码未录入
    5 20200001 2020-01-05 张三
    6 证件号码 [620*************00] warning precision_lost: Excel 已丢失这个号码的末几位，证件号码未录入
    6 20200001 2020-01-05 张三
    7 证件号码 [620*************00] warning precision_lost: Excel 已丢失这个号码的末几位，证件号码未录入
    7 20200001 2020-01-05 张三
    8 收到日期 [1900-02-28] error date_too_early: 早于2008年5月1日，其时条例尚未施行
    8 证件号码 [620*************00] warning precision_lost: Excel 已丢失这个号码的末几位，证件号码未录入
    "#);
}

#[test]
fn the_calendar_of_1904_counts_from_its_own_day() {
    let row = "<row r=\"2\"><c r=\"B2\" s=\"1\"><v>42373</v></c>".to_owned()
        + &text("C2", "自然人")
        + &text("D2", "张三")
        + &text("E2", "内容")
        + "</row>";
    let bytes = workbook_of(&[("台账", "", &sheet(&row))], "<workbookPr date1904=\"1\"/>");
    let (_folder, path) = file("台账.xlsx", bytes);
    let (rows, faults) = read(&opened(&path).unwrap());
    assert_eq!(faults, []);
    assert_eq!(rows[0].received_on, NaiveDate::from_ymd_opt(2020, 1, 5).unwrap());
}

#[test]
fn formulas_give_their_value_or_are_named() {
    let row = |row: u32, date: &str| {
        format!(
            "<row r=\"{row}\">{date}{}{}{}</row>",
            text(&format!("C{row}"), "自然人"),
            text(&format!("D{row}"), "张三"),
            text(&format!("E{row}"), "内容")
        )
    };
    let rows = row(2, "<c r=\"B2\" s=\"1\"><f>TODAY()</f><v>43835</v></c>")
        + &row(3, "<c r=\"B3\" s=\"1\"><f>TODAY()</f></c>")
        + &row(4, "<c r=\"B4\"><f>A1</f><v></v></c>")
        + &row(5, "<c r=\"B5\" t=\"e\"><f>A0</f><v>#REF!</v></c>")
        + &row(
            6,
            "<c r=\"A6\" t=\"str\"><f>\"\"</f><v></v></c><c r=\"B6\" t=\"str\"><f>X</f><v>2020-01-05</v></c>",
        );
    insta::assert_snapshot!(everything(&xlsx_of(&sheet(&rows))), @r#"
    2  2020-01-05 张三
    3 收到日期 [-] error formula_without_value: 单元格B3是公式，没有计算结果；请用 Excel 打开并保存，或者改为数值
    4 收到日期 [-] error formula_without_value: 单元格B4是公式，没有计算结果；请用 Excel 打开并保存，或者改为数值
    5 收到日期 [#REF!] error error_value: 单元格B5是错误值
    6  2020-01-05 张三
    "#);
}

#[test]
fn merged_cells_below_the_headings_are_errors_of_their_rows() {
    let rows = [
        "白银市台账",
        MANDATORY,
        "1,2020-01-05,自然人,张三,内容",
        ",2020-01-06,自然人,张三,内容",
        "3,2020-01-07,自然人,李四,内容",
    ];
    let merges = "<mergeCells><mergeCell ref=\"A1:F1\"/><mergeCell ref=\"A3:A4\"/><mergeCell ref=\"H3:I5\"/></mergeCells>";
    insta::assert_snapshot!(everything(&xlsx_of(&sheet_xml(&rows, merges))), @r#"
    3 申请编号 [1] error merged_cells: A3:A4是合并单元格，请取消合并单元格，逐行填写
    4 申请编号 [-] error merged_cells: A3:A4是合并单元格，请取消合并单元格，逐行填写
    5 3 2020-01-07 李四
    "#);
}

#[test]
fn headings_may_take_two_rows() {
    let rows = [
        "登记编号,收到日期,申请人情况,,申请内容",
        ",,申请人类型,姓名,",
        "1,2020-01-05,自然人,张三,内容",
    ];
    let merges = "<mergeCells><mergeCell ref=\"A1:A2\"/><mergeCell ref=\"B1:B2\"/><mergeCell ref=\"C1:D1\"/><mergeCell ref=\"E1:E2\"/></mergeCells>";
    insta::assert_snapshot!(everything(&xlsx_of(&sheet_xml(&rows, merges))), @r#"3 1 2020-01-05 张三"#);
}

#[test]
fn hidden_rows_are_read_and_named() {
    let rows = sheet_xml(
        &[MANDATORY, "1,2020-01-05,自然人,张三,内容", "2,2020-01-05,自然人,李四,内容"],
        "",
    );
    let hidden =
        rows.replacen("<row>", "<row r=\"1\">", 1).replacen("<row>", "<row hidden=\"1\">", 1);
    insta::assert_snapshot!(everything(&xlsx_of(&hidden)), @r#"
    2 Sheet1 [-] warning hidden_rows: 有1行被隐藏，已照常读取：第2行
    2 1 2020-01-05 张三
    3 2 2020-01-05 李四
    "#);
}

#[test]
fn sheets_are_told_apart_by_their_headings() {
    let cases = sheet_xml(&[MANDATORY, "1,2020-01-05,自然人,张三,内容"], "");
    let challenges = sheet_xml(&["案号,类别,受理日期,被告", "复1,复议,2020-03-01,620400"], "");
    let notes = sheet_xml(&["说明"], "");
    let all = [
        ("填表说明", "", notes.as_str()),
        ("台账", "", &cases),
        ("复议诉讼", "", &challenges),
        ("旧", "state=\"hidden\"", &cases),
    ];
    let (_folder, path) = file("台账.xlsx", workbook_of(&all, ""));
    let book = opened(&path).unwrap();
    assert_eq!(book.cases().unwrap().name, "台账");
    assert_eq!(book.challenges().unwrap().name, "复议诉讼");
    assert_eq!(book.challenge_rows().unwrap().unwrap().count(), 1);
    let named = |sheet| open(&path, &ReadOptions { sheet: Some(sheet), ..ReadOptions::default() });
    assert_eq!(named("旧").unwrap().cases().unwrap().name, "旧");
    assert_eq!(
        named("没有").err().unwrap().to_string(),
        "没有名为“没有”的工作表；文件中有：填表说明、台账、复议诉讼、旧"
    );
    let only =
        |kind| open(&path, &ReadOptions { kind: Some(kind), ..ReadOptions::default() }).unwrap();
    assert!(only(RegisterKind::Cases).challenges().is_none());
    assert!(only(RegisterKind::Challenges).cases().is_none());
    let months = [("一月", "", cases.as_str()), ("二月", "", &cases)];
    let (_folder, path) = file("台账.xlsx", workbook_of(&months, ""));
    assert_eq!(
        opened(&path).err().unwrap().to_string(),
        "有多个工作表像申请台账：一月、二月；请用 --sheet 指定一个"
    );
}

#[test]
fn xls_ods_and_xlsx_of_an_office_suite_read_alike() {
    let expected = everything(include_bytes!("../../../tests/data/register.xlsx"));
    insta::assert_snapshot!(expected, @r#"
    2 台账 [-] warning unknown_heading: 以下列不在本系统的列名中，未读取：承办人
    6 台账 [-] warning hidden_rows: 有1行被隐藏，已照常读取：第6行
    3 2020001 2020-01-05 欧阳䶮喆堃㛃
    6 收到日期 [2020年2月30日] error impossible_date: 日历上没有这一天
    6 证件号码 [620*************00] warning precision_lost: Excel 已丢失这个号码的末几位，证件号码未录入
    7 申请人类型 [科研机构] error merged_cells: C7:C8是合并单元格，请取消合并单元格，逐行填写
    8 申请人类型 [-] error merged_cells: C7:C8是合并单元格，请取消合并单元格，逐行填写
    9 办理结果 [#N/A] error error_value: 单元格H9是错误值
    10 台账 [合计] warning skipped_row: 不是登记内容，已跳过
    "#);
    assert_eq!(everything(include_bytes!("../../../tests/data/register.ods")), expected);
    // xls does not tell which rows are hidden.
    let shown = |line: &&str| !line.contains("hidden_rows");
    let without_hidden: String = expected.split_inclusive('\n').filter(shown).collect();
    assert_eq!(everything(include_bytes!("../../../tests/data/register.xls")), without_hidden);
}

#[test]
fn what_our_own_writer_writes_is_read() {
    for in_constant_memory in [false, true] {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = if in_constant_memory {
            workbook.add_worksheet_with_constant_memory().unwrap()
        } else {
            workbook.add_worksheet()
        };
        let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
        for (line, row) in [HEAD, GOOD].iter().zip(0_u32..) {
            for (cell, column) in line.split(',').zip(0_u16..) {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
        let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2020, 1, 5).unwrap();
        sheet.write_datetime_with_format(1, 1, &date, &format).unwrap();
        let (_folder, path) = file("台账.xlsx", workbook.save_to_buffer().unwrap());
        let (rows, faults) = read(&opened(&path).unwrap());
        assert_eq!(faults, []);
        assert_eq!(rows[0].received_on, NaiveDate::from_ymd_opt(2020, 1, 5).unwrap());
    }
}
