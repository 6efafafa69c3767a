//! `gongkai hand-in`: the table of an organ that keeps no cases here.

use std::path::PathBuf;

use clap::Args;

use super::values::{word, year};
use super::{Failure, Verdict, check, say};
use crate::actions::reporting::hand_in;
use crate::clock;
use crate::db::Db;
use crate::domain::annual_report::{Scope, Severity};

#[derive(Args)]
pub struct HandInArgs {
    /// 表格文件：JSON、xlsx、docx 或 html
    #[arg(value_name = "文件")]
    file: PathBuf,
    /// 报送机关的代码
    #[arg(long, value_name = "代码")]
    organ: String,
    /// 报告年份
    #[arg(long, value_name = "年份", value_parser = year)]
    year: i32,
    /// organ 该机关自己的表，government 该级政府的汇总表
    #[arg(long, value_name = "口径", value_parser = word::<Scope>)]
    scope: Scope,
}

/// Records a table as it is, and shows the cells at fault.
pub fn run(args: &HandInArgs, db: &Db) -> Result<Verdict, Failure> {
    let table = check::read(&args.file)?;
    if let Some(year) = table.year.filter(|year| *year != args.year) {
        return Err(Failure(format!("文件是{year}年的表，与 --year {} 不符，没有登记", args.year)));
    }
    let which = (args.year, args.scope, table.format);
    let (three, four) = (table.section_three, table.section_four);
    let findings = hand_in(db, &args.organ, which, three, four, clock::now())?;
    for finding in &findings {
        let mark = if finding.severity == Severity::Error { "✗" } else { "！" };
        say(&format!("{mark} {}", finding.text));
    }
    say("表格已照原样登记");
    Ok(Verdict::errors_if(findings.iter().any(|finding| finding.severity == Severity::Error)))
}
