//! `gongkai report`.

use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, ValueEnum};

use super::values::{date, instant, word, year};
use super::{Failure, Verdict, put, say};
use crate::actions::Error;
use crate::actions::reporting::{CellView, ReportOptions, behind, report};
use crate::clock;
use crate::db::Db;
use crate::domain::annual_report::{AnnualTable, Cell, Format, Scope, Severity};
use crate::letters::annual_table::{csv, html, json, terminal, xlsx};

#[derive(Clone, Copy, ValueEnum)]
enum Output {
    Table,
    Json,
    Csv,
    Xlsx,
    Html,
}

#[derive(Args)]
pub struct ReportArgs {
    /// 报告年份
    #[arg(value_name = "年份", value_parser = year)]
    year: i32,
    /// 机关代码
    #[arg(long, value_name = "代码")]
    organ: String,
    /// organ 本机关，government 政府汇总
    #[arg(long, default_value = "organ", value_name = "口径", value_parser = word::<Scope>)]
    scope: Scope,
    /// 2019 或 2021；默认按年份
    #[arg(long, value_name = "格式", value_parser = word::<Format>)]
    format: Option<Format>,
    /// 统计截至哪一天；默认年底，年内则为今天
    #[arg(long, value_name = "日期", value_parser = date)]
    as_of: Option<NaiveDate>,
    /// 只计此前录入的，如 2021-01-20T09:00:00+08:00
    #[arg(long, value_name = "时刻", value_parser = instant)]
    known_at: Option<DateTime<Utc>>,
    /// 输出形式
    #[arg(long, default_value = "table", value_name = "形式")]
    output: Output,
    /// 写到文件
    #[arg(short = 'o', long = "out", value_name = "文件")]
    file: Option<PathBuf>,
    /// 列出一个数字背后的申请件，如 granted/total
    #[arg(long, value_name = "行/列")]
    cell: Option<String>,
    /// 与 --cell 同用：用 JSON 打印
    #[arg(long)]
    json: bool,
}

/// Derives the table, or lists what stands behind one of its numbers.
pub fn run(args: &ReportArgs, db: &Db) -> Result<Verdict, Failure> {
    let options = ReportOptions {
        organ: &args.organ,
        year: args.year,
        scope: args.scope,
        format: args.format,
        as_of: args.as_of,
        known_at: args.known_at,
        today: clock::today(),
    };
    if let Some(cell) = &args.cell {
        let asked: Cell = cell.parse().map_err(|_| Error::NoSuchCell(cell.clone()))?;
        let view = behind(db, &options, asked)?;
        let as_json = args.json || matches!(args.output, Output::Json);
        let bytes =
            if as_json { serde_json::to_vec_pretty(&view)? } else { listing(&view).into_bytes() };
        write(args.file.as_deref(), &bytes)?;
        return Ok(Verdict::Fine);
    }
    let table = report(db, &options)?;
    let output = if args.json { Output::Json } else { args.output };
    write(args.file.as_deref(), &bytes(&table, output)?)?;
    Ok(Verdict::errors_if(table.findings.iter().any(|finding| finding.severity == Severity::Error)))
}

fn bytes(table: &AnnualTable, output: Output) -> Result<Vec<u8>, Failure> {
    Ok(match output {
        Output::Table => terminal::print(table)?.into_bytes(),
        Output::Json => json::write(table)?,
        Output::Csv => csv::write(table)?,
        Output::Xlsx => xlsx::write(table)?,
        Output::Html => html::write(table)?.into_bytes(),
    })
}

fn write(file: Option<&Path>, bytes: &[u8]) -> Result<(), Failure> {
    if let Some(path) = file {
        std::fs::write(path, bytes)
            .map_err(|error| Failure(format!("写不了 {}：{error}", path.display())))?;
        say(&format!("已写入 {}", path.display()));
        return Ok(());
    }
    put(bytes)?;
    if bytes.last() == Some(&b'\n') { Ok(()) } else { put(b"\n") }
}

/// The cases behind a number, a line each.
fn listing(view: &CellView) -> String {
    let mut lines: Vec<String> = view
        .cases
        .iter()
        .map(|case| {
            let closed = case.closed_on.map_or("未办结".to_owned(), |day| format!("{day}办结"));
            format!(
                "{}  {}  {}收到  {closed}  {}",
                case.number, case.organ, case.received_on, case.content
            )
        })
        .collect();
    lines.extend(
        view.handed_in.iter().map(|table| format!("{} 报送 {} 件", table.organ, table.value)),
    );
    lines.push(format!("共 {} 件", view.value));
    lines.join("\n")
}
