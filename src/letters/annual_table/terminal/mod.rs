//! The year table in a terminal: the official layout in box drawing, the result of every check, a comparison.

mod canvas;
mod ruled;
mod wrap;

use std::fmt::{self, Write};

use super::{Years, facts, title, verdicts};
use crate::domain::annual_report::format::block_label;
use crate::domain::annual_report::sheet::Sheet;
use crate::domain::annual_report::{
    AnnualTable, Cell, Difference, Finding, Format, SectionFour, SectionThree, Severity, compare,
};

/// The columns of a terminal that the widest table needs, unless its numbers are enormous.
pub const WIDTH: usize = 113;

/// Both sections, the result of every check and every finding; no trailing line break.
pub fn print(table: &AnnualTable) -> Result<String, fmt::Error> {
    let mut text = String::new();
    writeln!(text, "{}", wrap::centered(&title(table), WIDTH).trim_end())?;
    let facts: Vec<_> =
        facts(table).into_iter().map(|(name, fact)| format!("{name}：{fact}")).collect();
    for line in wrap::joined(&facts, WIDTH) {
        writeln!(text, "{}", wrap::centered(&line, WIDTH).trim_end())?;
    }
    let three = Sheet::of_section_three(&table.section_three, table.format);
    let four = Sheet::of_section_four(&table.section_four);
    for sheet in [three, four] {
        writeln!(text, "\n{}\n{}", sheet.title, ruled::draw(&sheet))?;
    }
    write!(text, "\n{}", print_checks(&table.findings, Years::Alone)?)?;
    Ok(text)
}

/// The result of every check with ✓ or ✗, then every finding in words; no trailing line break.
pub fn print_checks(findings: &[Finding], years: Years) -> Result<String, fmt::Error> {
    let mut text = "核对结果".to_owned();
    for verdict in verdicts(findings, years) {
        match verdict.errors {
            0 => write!(text, "\n  ✓ {}", verdict.rule)?,
            errors => write!(text, "\n  ✗ {}：{errors}处不一致", verdict.rule)?,
        }
    }
    for finding in findings {
        let kind = match finding.severity {
            Severity::Error => "错误",
            Severity::Warning => "提示",
        };
        write!(text, "\n  {kind}：{}", finding.text)?;
    }
    Ok(text)
}

/// What differs between a derived table and the published one; no trailing line break.
pub fn print_comparison(
    table: &AnnualTable,
    published: (&SectionThree, &SectionFour),
) -> Result<String, fmt::Error> {
    let differences = compare((&table.section_three, &table.section_four), published);
    if differences.is_empty() {
        let three: usize = table.section_three.rows.values().map(|cells| cells.len()).sum();
        let four: usize = table.section_four.blocks.values().map(|cells| cells.len()).sum();
        return Ok(format!("✓ 与公布数逐格一致（第三部分{three}个数，第四部分{four}个数）"));
    }
    let mut text = format!("✗ 与公布数有{}处不同", differences.len());
    for Difference { cell, left, right } in &differences {
        let (place, ours, theirs) = (name_of(*cell, table.format), spoken(*left), spoken(*right));
        write!(text, "\n  {place}：本系统{ours}，公布数{theirs}")?;
    }
    Ok(text)
}

/// A cell by its official labels.
fn name_of(cell: Cell, format: Format) -> String {
    match cell {
        Cell::SectionThree(row, column) => {
            format!("“{}”行“{}”列", format.name_of(row), column.label())
        }
        Cell::SectionFour(block, standing) => {
            format!("“{}”的“{}”", block_label(block), standing.label())
        }
    }
}

fn spoken(number: Option<i64>) -> String {
    number.map_or_else(|| "为空白".to_owned(), |number| number.to_string())
}

#[cfg(test)]
mod tests;
