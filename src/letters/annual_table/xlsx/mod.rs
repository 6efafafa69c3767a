//! The year table as a workbook: the official layout on a page of A4, section four, and the findings.

mod page;
mod style;
mod sums;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format as Style, Workbook, Worksheet, XlsxError,
};

use self::page::{Grid, height, line_number, place};
use self::style::Styles;
use super::{Years, facts, title, verdicts};
use crate::domain::annual_report::sheet::{Sheet, Span};
use crate::domain::annual_report::{AnnualTable, Severity};

/// The line on which the head of a table begins, below title, facts and section.
const HEAD_LINE: usize = 3;

/// The widths of the sheet of findings: what it is, and the sentence.
const FINDING_WIDTHS: [u16; 2] = [10, 100];

/// The workbook as bytes.
pub fn write(table: &AnnualTable) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The day of the figures, not of the writing: the same table gives the same bytes.
    let day = ExcelDateTime::parse_from_str(&table.as_of.to_string())?;
    let properties = DocProperties::new().set_title(title(table)).set_creation_datetime(&day);
    workbook.set_properties(&properties);
    let styles = Styles::new();
    let three = Sheet::of_section_three(&table.section_three, table.format);
    write_section(workbook.add_worksheet().set_name("三、申请情况")?, table, &three, &styles)?;
    let four = Sheet::of_section_four(&table.section_four);
    write_section(workbook.add_worksheet().set_name("四、复议诉讼")?, table, &four, &styles)?;
    write_findings(workbook.add_worksheet().set_name("核对结果")?, table, &styles)?;
    workbook.save_to_buffer()
}

/// A worksheet with titles, heads, labels and numbers of one section.
fn write_section(
    page: &mut Worksheet,
    table: &AnnualTable,
    sheet: &Sheet,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let grid = Grid::of(sheet);
    grid.apply(page, HEAD_LINE)?;
    write_titles(page, table, sheet.title, &grid.widths, styles)?;
    for span in sheet.head_spans() {
        let is_corner = span.column < sheet.label_columns();
        let written = Span { text: &page::head_text(&span), ..span };
        let style = if is_corner { &styles.note } else { &styles.head };
        write_span(page, HEAD_LINE, &written, style)?;
    }
    let body = HEAD_LINE + sheet.head.len();
    for span in sheet.label_spans() {
        let is_group = span.rows > 1;
        write_span(page, body, &span, if is_group { &styles.group } else { &styles.label })?;
    }
    write_numbers(page, body, sheet, styles)?;
    page::set_up(page, sheet.label_columns() == 0);
    Ok(())
}

/// The report's title, what the numbers are, and the heading of the section.
fn write_titles(
    page: &mut Worksheet,
    table: &AnnualTable,
    section: &str,
    widths: &[u16],
    styles: &Styles,
) -> Result<(), XlsxError> {
    let facts: Vec<_> =
        facts(table).into_iter().map(|(name, fact)| format!("{name}：{fact}")).collect();
    // Whose numbers on one line, by which rules on the next.
    let facts = facts.chunks(3).map(|line| line.join("　")).collect::<Vec<_>>().join("\n");
    let line = |row, text| Span { text, row, column: 0, rows: 1, columns: widths.len() };
    let title = title(table);
    write_span(page, 0, &line(0, &title), &styles.title)?;
    write_span(page, 0, &line(1, &facts), &styles.facts)?;
    write_span(page, 0, &line(2, section), &styles.section)?;
    let facts_height = height(&facts, widths.iter().sum());
    page.set_row_height(0, 34)?.set_row_height(1, facts_height)?.set_row_height(2, 24)?;
    Ok(())
}

/// A text over the rectangle that it covers, merged if it is more than one cell.
fn write_span(
    page: &mut Worksheet,
    first_line: usize,
    span: &Span<'_>,
    style: &Style,
) -> Result<(), XlsxError> {
    let (row, column) = place(first_line + span.row, span.column);
    if span.rows * span.columns == 1 {
        page.write_with_format(row, column, span.text, style)?;
        return Ok(());
    }
    let (last_row, last_column) =
        place(first_line + span.row + span.rows - 1, span.column + span.columns - 1);
    page.merge_range(row, column, last_row, last_column, span.text, style)?;
    Ok(())
}

/// The numbers; totals as formulas where the formula gives the printed number.
fn write_numbers(
    page: &mut Worksheet,
    body: usize,
    sheet: &Sheet,
    styles: &Styles,
) -> Result<(), XlsxError> {
    for (row, line) in sheet.lines.iter().enumerate() {
        for (column, number) in line.numbers.iter().enumerate() {
            let (at_row, at_column) = place(body + row, sheet.label_columns() + column);
            let formula = sums::formula(sheet, row, column, body);
            match (formula, number) {
                (Some(formula), _) => {
                    page.write_formula_with_format(at_row, at_column, formula, &styles.number)?
                }
                (None, Some(number)) => {
                    page.write_with_format(at_row, at_column, *number, &styles.number)?
                }
                (None, None) => page.write_blank(at_row, at_column, &styles.number)?,
            };
        }
    }
    Ok(())
}

/// The sheet of checks: every rule with its result, then every finding in words.
fn write_findings(
    page: &mut Worksheet,
    table: &AnnualTable,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let [first, second] = FINDING_WIDTHS;
    page.set_column_width(0, first)?.set_column_width(1, second)?;
    write_titles(page, table, "核对结果", &FINDING_WIDTHS, styles)?;
    let rules =
        verdicts(&table.findings, Years::Alone).into_iter().map(|verdict| match verdict.errors {
            0 => ("✓ 一致".to_owned(), verdict.rule.to_owned(), &styles.text),
            errors => (format!("✗ {errors}处"), verdict.rule.to_owned(), &styles.error),
        });
    let findings = table.findings.iter().map(|finding| match finding.severity {
        Severity::Error => ("错误".to_owned(), finding.text.clone(), &styles.error),
        Severity::Warning => ("提示".to_owned(), finding.text.clone(), &styles.text),
    });
    for (line, (kind, text, style)) in (HEAD_LINE..).zip(rules.chain(findings)) {
        let row = line_number(line);
        page.set_row_height(row, height(&text, second))?;
        page.write_with_format(row, 0, kind, style)?.write_with_format(row, 1, text, style)?;
    }
    page::set_up(page, false);
    // A long list of findings runs on to further pages rather than shrinking on one.
    page.set_print_fit_to_pages(1, 0);
    Ok(())
}

#[cfg(test)]
mod tests;
