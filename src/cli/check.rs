//! `gongkai check`: does a table that somebody published agree with itself, and with last year's?

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::domain::annual_report::check::{check, check_against_previous};
use crate::domain::annual_report::{Finding, Format, Severity};
use crate::ledger;
use crate::ledger::published::{self, PublishedTable, SIZE_LIMIT};
use crate::letters::annual_table::Years;
use crate::letters::annual_table::terminal::print_checks;

/// What to check, and how to tell.
#[derive(Debug, clap::Args)]
#[command(about = "核对公布的年度报告表格（第三、四部分）")]
pub struct CheckArgs {
    #[arg(value_name = "文件", help = "要核对的文件：JSON、xlsx、docx 或 html")]
    pub file: PathBuf,
    #[arg(long, value_name = "文件", help = "上年度的表格，用来核对上年结转")]
    pub previous: Option<PathBuf>,
    #[arg(long, help = "只输出 JSON")]
    pub json: bool,
}

/// Why nothing could be checked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("找不到文件 {}", .0.display())]
    Missing(PathBuf),
    #[error("无法打开 {}", .path.display())]
    Unopened { path: PathBuf, source: ledger::Unreadable },
    #[error("无法读取 {}", .path.display())]
    Unreadable { path: PathBuf, source: published::Error },
    #[error("无法输出结果")]
    Output(#[from] io::Error),
    #[error("无法输出结果")]
    Text(#[from] fmt::Error),
    #[error("无法输出 JSON")]
    Json(#[from] serde_json::Error),
}

/// The answer of `check --json`.
#[derive(Serialize)]
struct Answer<'a> {
    organ: Option<&'a str>,
    year: Option<i32>,
    format: Format,
    findings: &'a [Finding],
}

/// Checks the file and tells `out`; `true` if there is a finding of severity error.
pub fn run(args: &CheckArgs, out: &mut dyn Write) -> Result<bool, Error> {
    let table = read(&args.file)?;
    let previous = args.previous.as_deref().map(read).transpose()?;
    let findings = findings(&table, previous.as_ref());
    if args.json {
        let PublishedTable { organ, year, format, .. } = &table;
        let answer =
            Answer { organ: organ.as_deref(), year: *year, format: *format, findings: &findings };
        serde_json::to_writer_pretty(&mut *out, &answer)?;
        writeln!(out)?;
    } else {
        writeln!(out, "{}", told(&table, previous.as_ref(), &findings)?)?;
    }
    Ok(findings.iter().any(|finding| finding.severity == Severity::Error))
}

/// A table from a file, of which no more is read than a table may have.
pub(super) fn read(path: &Path) -> Result<PublishedTable, Error> {
    let unopened = |error: io::Error| {
        let path = path.to_owned();
        if error.kind() == io::ErrorKind::NotFound {
            return Error::Missing(path);
        }
        Error::Unopened { path, source: error.into() }
    };
    let mut bytes = Vec::new();
    let limit = u64::try_from(SIZE_LIMIT).unwrap_or(u64::MAX);
    let file = File::open(path).map_err(unopened)?;
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(unopened)?;
    published::read(&bytes).map_err(|source| Error::Unreadable { path: path.to_owned(), source })
}

/// Everything that is wrong, errors before warnings.
fn findings(table: &PublishedTable, previous: Option<&PublishedTable>) -> Vec<Finding> {
    let own = check(&table.section_three, &table.section_four, table.format);
    let (errors, warnings): (Vec<_>, Vec<_>) =
        own.into_iter().partition(|finding| finding.severity == Severity::Error);
    let across = previous
        .map(|previous| check_against_previous(&table.section_three, &previous.section_three));
    errors.into_iter().chain(across.into_iter().flatten()).chain(warnings).collect()
}

/// The result in words: whose table, every rule, every finding, and how many.
fn told(
    table: &PublishedTable,
    previous: Option<&PublishedTable>,
    findings: &[Finding],
) -> Result<String, fmt::Error> {
    let organ = table.organ.as_deref().unwrap_or("（未写明机关）");
    let year = table.year.map_or_else(|| "（未写明年度）".to_owned(), |year| format!("{year}年"));
    let head = format!("{organ} {year}（{}年格式）", table.format);
    let years = if previous.is_some() { Years::WithPrevious } else { Years::Alone };
    let checks = print_checks(findings, years)?;
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let warnings = findings.len() - errors;
    let hint = previous.and_then(|previous| not_the_year_before(table, previous));
    let hint = hint.unwrap_or_default();
    Ok(format!("{head}\n{checks}\n{hint}共{errors}个错误，{warnings}个提示"))
}

/// A line that says so if the other table is not of the year before; the checks are made all the same.
fn not_the_year_before(table: &PublishedTable, previous: &PublishedTable) -> Option<String> {
    let (this, last) = (table.year?, previous.year?);
    let line =
        format!("  注意：--previous 的表格是{last}年的，不是{}年的\n", this.saturating_sub(1));
    (last != this.saturating_sub(1)).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/reports").join(name)
    }

    /// What `run` prints, and whether it found an error.
    fn ran(file: &str, previous: Option<&str>, json: bool) -> (String, bool) {
        let args = CheckArgs { file: report(file), previous: previous.map(report), json };
        let mut out = Vec::new();
        let is_broken = run(&args, &mut out).unwrap();
        (String::from_utf8(out).unwrap(), is_broken)
    }

    #[test]
    fn a_sound_table_passes() {
        let (text, is_broken) = ran("baiyin-2020.json", None, false);
        assert!(!is_broken);
        insta::assert_snapshot!(text, @r"
        白银市人民政府 2020年（2019年格式）
        核对结果
          ✓ 表格行次齐全，数字不为负
          ✓ 每行总计＝自然人＋五类法人或其他组织
          ✓ 办理结果总计＝各项办理结果之和
          ✓ 第一项＋第二项＝第三项＋第四项
          ✓ 行政复议、行政诉讼各栏总计＝四项之和
        共0个错误，0个提示
        ");
    }

    #[test]
    fn a_broken_table_is_told_as_json() {
        let (text, is_broken) = ran("hongze-2023.json", None, true);
        assert!(is_broken);
        insta::assert_snapshot!(text, @r#"
        {
          "organ": "淮安市洪泽区人民政府",
          "year": 2023,
          "format": "2019",
          "findings": [
            {
              "code": "section_four_total",
              "severity": "error",
              "where": "review",
              "published": 0,
              "expected": 11,
              "text": "“行政复议”的总计为0，四项之和为11"
            },
            {
              "code": "section_four_total",
              "severity": "error",
              "where": "litigation_after_review",
              "published": 0,
              "expected": 5,
              "text": "“复议后起诉”的总计为0，四项之和为5"
            }
          ]
        }
        "#);
    }

    #[test]
    fn years_are_chained() {
        let (text, is_broken) = ran("huaian-2024.json", Some("hongze-2023.json"), false);
        assert!(is_broken);
        insta::assert_snapshot!(text, @r"
        淮安市人民政府 2024年（2021年格式）
        核对结果
          ✓ 表格行次齐全，数字不为负
          ✓ 每行总计＝自然人＋五类法人或其他组织
          ✓ 办理结果总计＝各项办理结果之和
          ✓ 第一项＋第二项＝第三项＋第四项
          ✓ 行政复议、行政诉讼各栏总计＝四项之和
          ✗ 上年结转＝上年度报告的结转下年度：2处不一致
          错误：“自然人”列：本年的上年结转为34，上年度的结转下年度为0
          错误：“总计”列：本年的上年结转为34，上年度的结转下年度为0
        共2个错误，0个提示
        ");
        let (text, _) = ran("hongze-2023.json", Some("baiyin-2020.json"), false);
        assert!(text.contains("✓ 上年结转＝上年度报告的结转下年度"));
        assert!(text.contains("注意：--previous 的表格是2020年的，不是2022年的"));
    }

    #[test]
    fn what_cannot_be_read_is_an_error() {
        let missing = CheckArgs { file: report("none.json"), previous: None, json: false };
        assert!(matches!(run(&missing, &mut Vec::new()), Err(Error::Missing(_))));
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let other = CheckArgs { file, previous: None, json: true };
        let mut out = Vec::new();
        assert!(matches!(run(&other, &mut out), Err(Error::Unreadable { .. })));
        assert!(out.is_empty());
    }
}
