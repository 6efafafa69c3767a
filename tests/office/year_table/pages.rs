//! Year tables on web pages as offices really publish them.

use gongkai::domain::annual_report::check::check;
use gongkai::domain::annual_report::{Column, Format, Row, Scope, Standing};
use gongkai::domain::challenge::ChallengeKind;
use gongkai::ledger::package::PackageError;
use gongkai::ledger::published::{self, Error, PublishedTable};
use gongkai::letters::annual_table::html;

use super::{BAIYIN, HONGZE, HUAIAN, SHANGHAI, derived, expected, word};

/// Our own page, to be disfigured.
fn page(report: &str) -> String {
    html::write(&derived(report, Scope::Government)).unwrap()
}

fn read(page: &str) -> Result<PublishedTable, Error> {
    published::read(page.as_bytes())
}

#[test]
fn misprints_are_known_by_their_place() {
    let page = page(HONGZE)
        .replace("2.其他法律行政法规禁止公开", "2.其他法律行政止公开")
        .replace("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（二）部分公开")
        .replace("危及“三安全一稳定”", "危及\"三安全一稳定\"")
        .replace("4.保护第三方合法权益", "４．保护第三方\u{3000}合法权益");
    assert_eq!(read(&page).unwrap(), expected(&derived(HONGZE, Scope::Government)));
}

#[test]
fn a_misprint_among_too_few_lines_is_not_guessed() {
    let page = page(BAIYIN).replace("2.其他法律行政法规禁止公开", "2.别的");
    let (before, after) = page.split_once("<tr data-row=\"refused_internal_affairs\">").unwrap();
    let (_, after) = after.split_once("</tr>").unwrap();
    let error = read(&format!("{before}{after}")).unwrap_err().to_string();
    assert_eq!(
        error,
        "第三部分的表格有22行数据，且“2.别的”不是官方表格的行：2019年格式应为23行，2021年格式应为25行"
    );
}

#[test]
fn a_missing_line_is_left_to_the_checks() {
    let page = page(BAIYIN)
        .replace("rowspan=\"20\"", "rowspan=\"19\"")
        .replace("rowspan=\"8\"", "rowspan=\"7\"");
    let (before, after) = page.split_once("<tr data-row=\"refused_internal_affairs\">").unwrap();
    let (_, after) = after.split_once("</tr>").unwrap();
    let table = read(&format!("{before}{after}")).unwrap();
    let found = check(&table.section_three, &table.section_four, table.format);
    let told: Vec<_> = found.iter().map(|f| format!("{} {}", f.code, f.place)).collect();
    assert_eq!(told, ["missing_row refused_internal_affairs"]);
}

#[test]
fn swapped_lines_are_read_by_their_labels() {
    let page = page(HUAIAN);
    let swapped =
        page.replace("1.信访举报投诉类申请", "@").replace("2.重复申请", "1.信访举报投诉类申请");
    let table = read(&swapped.replace('@', "2.重复申请")).unwrap();
    let total = |row: &str| table.section_three.get(row.parse().unwrap(), Column::Total);
    assert_eq!(total("not_processed_petition_complaint"), Some(25));
    assert_eq!(total("not_processed_repeated"), Some(62));
}

#[test]
fn numbers_are_read_as_printed() {
    let page = page(HUAIAN)
        .replace("<td>3001</td>", "<td><p><span>３，００１</span></p></td>")
        .replace("<td>3119</td>", "<td>&nbsp;3,119&nbsp;</td>")
        .replace("<td>0</td>", "<th>－</th>");
    let table = read(&page).unwrap();
    assert_eq!(table.section_three.get(Row::ReceivedNew, Column::Total), Some(3119));
    assert_eq!(table.section_three.rows[&Row::ReceivedNew][0], Some(3001));
    assert_eq!(table.section_three.rows[&Row::ReceivedNew][2], None);
}

#[test]
fn other_words_are_told_with_their_place() {
    let table = page(HUAIAN).replace("<td>3001</td>", "<td>三千零一</td>");
    let error = read(&table).unwrap_err().to_string();
    assert_eq!(error, "“一、本年新收政府信息公开申请数量”行“自然人”列不是数：三千零一");
    let table = page(HUAIAN).replace("<td>351</td>", "<td>351件</td>");
    assert_eq!(read(&table).unwrap_err().to_string(), "“行政复议”行“总计”列不是数：351件");
}

#[test]
fn tables_within_layout_tables_are_found() {
    let page = page(HUAIAN);
    let inside = format!("<table><tr><td>导航<td>{page}<td>页脚</table>");
    assert_eq!(read(&inside).unwrap(), expected(&derived(HUAIAN, Scope::Government)));
}

#[test]
fn a_head_repeated_on_the_next_page_is_passed_over() {
    let page = page(HUAIAN);
    let (_, head) = page.split_once("<thead>").unwrap();
    let (head, _) = head.split_once("</thead>").unwrap();
    let mark = "<tr data-row=\"received_new\">";
    let blank = format!("<tr>{}</tr>", "<td></td>".repeat(10));
    let (before, after) = page.split_once("<tr data-row=\"carried_over_from_last_year\">").unwrap();
    let again =
        format!("{before}{head}{blank}<tr data-row=\"carried_over_from_last_year\">{after}");
    assert!(again.contains(mark));
    assert_eq!(read(&again).unwrap(), expected(&derived(HUAIAN, Scope::Government)));
}

#[test]
fn groups_on_lines_of_their_own_are_passed_over() {
    let rows = published::read(HUAIAN.as_bytes()).unwrap().section_three.rows;
    let lines = Format::Of2021.lines().map(|line| {
        let row: Option<Row> = line.heading.id().parse().ok();
        let cells = row.and_then(|row| rows.get(&row)).copied().unwrap_or([None; 7]);
        let cells = cells.map(|number| number.map_or_else(String::new, |n| n.to_string()));
        format!("<tr><td>{}<td>{}", line.text(), cells.join("<td>"))
    });
    let page = format!("<table><tr><td>申请人情况{}", lines.collect::<String>());
    let table = read(&page).unwrap();
    assert_eq!((table.format, table.section_three.rows), (Format::Of2021, rows));
}

#[test]
fn a_review_head_of_two_lines_is_read() {
    let old = "<tr><th scope=\"col\" colspan=\"5\">行政复议</th>";
    let page = page(HUAIAN);
    let (before, after) = page.split_once(old).unwrap();
    let (_, body) = after.split_once("<tbody>").unwrap();
    let heads = "<th>结果维持<th>结果纠正<th>其他结果<th>尚未审结<th>总计";
    let other = format!(
        "{before}<tr><td colspan=5 rowspan=2>行 政 复 议<td colspan=10>行政诉讼\
         <tr><td colspan=5>未经复议直接起诉<td colspan=5>复议后起诉<tr>{heads}{heads}{heads}<tbody>{body}"
    );
    assert_eq!(read(&other).unwrap(), expected(&derived(HUAIAN, Scope::Government)));
}

#[test]
fn review_heads_over_blank_cells_are_read() {
    let page = page(HUAIAN);
    let (before, after) =
        page.split_once("<th scope=\"col\" rowspan=\"2\">结果<wbr>维持</th>").unwrap();
    let after = after.replacen(" rowspan=\"2\"", "", 4);
    let (heads, rest) = after.split_once("</tr>").unwrap();
    let rest = rest.replacen("<tr>", "<tr><td><td>&nbsp;<td><td><td>", 1);
    let other = format!("{before}<th>结果维持</th>{heads}</tr>{rest}");
    assert_eq!(read(&other).unwrap(), expected(&derived(HUAIAN, Scope::Government)));
}

#[test]
fn a_table_cut_by_a_page_break_is_put_together() {
    let page = page(HUAIAN);
    let mark = "<tr data-row=\"carried_forward_to_next_year\">";
    let cut = page.replace(mark, &format!("</table><p>— 3 —</p><table>{mark}"));
    assert_eq!(read(&cut).unwrap(), expected(&derived(HUAIAN, Scope::Government)));
}

#[test]
fn without_section_four_its_blocks_are_blank() {
    let page = page(BAIYIN);
    let (three, _) = page.split_once("<h2 id=\"section_four\">").unwrap();
    let table = read(three).unwrap();
    assert_eq!(table.section_four.blocks.len(), 3);
    assert_eq!(table.section_four.get(ChallengeKind::Review, Standing::Total), None);
    let found = check(&table.section_three, &table.section_four, table.format);
    let told: Vec<_> =
        found.iter().map(|f| format!("{} {} {}", f.severity, f.code, f.place)).collect();
    assert_eq!(told, ["warning blank_cells section_four"]);
}

#[test]
fn a_page_in_gbk_is_read() {
    let page = page(SHANGHAI).replace("charset=\"utf-8\"", "charset=\"gbk\"");
    let (bytes, ..) = encoding_rs::GBK.encode(&page);
    assert!(std::str::from_utf8(&bytes).is_err());
    let table = published::read(&bytes).unwrap();
    assert_eq!(table, expected(&derived(SHANGHAI, Scope::Government)));
}

#[test]
fn hostile_documents_are_refused() {
    let deep = "<w:tbl><w:tr><w:tc>".repeat(1000);
    assert_eq!(published::read(&word::packed(&deep)), Err(PackageError::Broken.into()));
    let closed = format!("{deep}{}", "</w:tc></w:tr></w:tbl>".repeat(1000));
    assert_eq!(published::read(&word::packed(&closed)), Err(Error::TableTooBig));
    let rows = "<w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"4000000000\"/></w:tcPr></w:tc></w:tr>";
    let wide = format!("<w:tbl>{}</w:tbl>", rows.repeat(2000));
    assert_eq!(published::read(&word::packed(&wide)), Err(Error::TableTooBig));
    assert_eq!(
        published::read(&word::packed("<!DOCTYPE x [<!ENTITY a 'b'>]><w:p>&a;</w:p>")),
        Err(Error::NoSectionThree)
    );
}

#[test]
fn a_cell_far_away_makes_no_giant_sheet() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "近").unwrap();
    sheet.write(1_048_575, 16_383, "远").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    assert_eq!(published::read(&bytes), Err(Error::NoSectionThree));
}
