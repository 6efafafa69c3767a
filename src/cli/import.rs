//! `gongkai import`.

use std::path::PathBuf;

use clap::Args;

use super::values::{word, year};
use super::{ACTOR, Failure, Verdict, existing, keys, progress_bar, put, say};
use crate::actions::import::{Counts, ImportOptions, ImportReport, import};
use crate::clock;
use crate::db::Db;
use crate::domain::annual_report::Severity;
use crate::ledger::{self, Mapping, ReadOptions, RegisterKind};

#[derive(Args)]
pub struct ImportArgs {
    /// 台账文件
    #[arg(value_name = "文件")]
    file: PathBuf,
    /// 台账没有写明机关的行，记在这个机关（代码）
    #[arg(long, value_name = "代码")]
    organ: Option<String>,
    /// 只读一种台账：cases（申请）或 challenges（复议诉讼）
    #[arg(long, value_name = "种类", value_parser = word::<RegisterKind>)]
    kind: Option<RegisterKind>,
    /// 台账所属年份；不属于这一年的行不收
    #[arg(long, value_name = "年份", value_parser = year)]
    year: Option<i32>,
    /// 列名对应表
    #[arg(long, value_name = "文件")]
    mapping: Option<PathBuf>,
    /// 只读这个工作表
    #[arg(long, value_name = "名称")]
    sheet: Option<String>,
    /// 只检查，不写入
    #[arg(long)]
    dry_run: bool,
    /// 有问题的行写到这个文件，其余照常导入
    #[arg(long, value_name = "文件")]
    rejects: Option<PathBuf>,
    /// 允许用台账更正已登记的内容
    #[arg(long)]
    update: bool,
    /// 结果用 JSON 打印
    #[arg(long)]
    json: bool,
}

/// Takes in a register and tells what became of it.
pub fn run(args: &ImportArgs, db: &Db) -> Result<Verdict, Failure> {
    let keys = keys(db)?;
    let mapping = args.mapping.as_deref().map(existing).transpose()?;
    let mapping = mapping.map(Mapping::read).transpose()?;
    let options =
        ReadOptions { sheet: args.sheet.as_deref(), mapping: mapping.as_ref(), kind: args.kind };
    let book = ledger::open(existing(&args.file)?, &options)?;
    let bar = progress_bar("已读 {pos} 行 {per_sec} {elapsed}");
    let options = ImportOptions {
        organ: args.organ.as_deref(),
        year: args.year,
        dry_run: args.dry_run,
        rejects: args.rejects.as_deref(),
        update: args.update,
        allowed: None,
        leave_out_refused: false,
        most_rows: None,
        today: clock::today(),
        now: clock::now(),
        actor: ACTOR,
    };
    let report = import(db, &keys, &book, &options, &mut |rows| bar.set_position(rows))?;
    bar.finish_and_clear();
    if args.json {
        put(serde_json::to_string_pretty(&report)?.as_bytes())?;
        put(b"\n")?;
    } else {
        tell(&report, args);
    }
    Ok(Verdict::errors_if(report.errors > 0))
}

fn tell(report: &ImportReport, args: &ImportArgs) {
    for fault in &report.findings {
        let mark = if fault.severity == Severity::Error { "✗" } else { "！" };
        let value = fault.value.as_ref().map(|value| format!("“{value}”")).unwrap_or_default();
        say(&format!("{mark} 第{}行「{}」{value}：{}", fault.row, fault.column, fault.text));
    }
    let told = u64::try_from(report.findings.len()).unwrap_or(u64::MAX);
    let more = (report.errors + report.warnings).saturating_sub(told);
    if more > 0 {
        say(&format!("另有{more}处没有逐条列出"));
    }
    for (what, counts) in [("申请件", report.cases), ("复议诉讼", report.challenges)] {
        if counts.read > 0 {
            say(&summary(what, counts));
        }
    }
    say(match (report.written, args.dry_run) {
        (true, _) => "已写入",
        (false, true) => "只检查，没有写入",
        (false, false) => "有问题的行，全部没有写入；改正后重新导入，或者用 --rejects 把它们分出来",
    });
}

fn summary(what: &str, counts: Counts) -> String {
    format!(
        "{what}：读{}行，新增{}，进展{}，更正{}，未变{}，退回{}",
        counts.read,
        counts.new,
        counts.progressed,
        counts.corrected,
        counts.unchanged,
        counts.refused
    )
}
