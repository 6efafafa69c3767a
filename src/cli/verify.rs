//! `gongkai verify`: whether the records are what was written.

use clap::Args;

use super::{Failure, Verdict, keys, progress_bar, put, say};
use crate::actions::verification::verify;
use crate::db::Db;

#[derive(Args)]
pub struct VerifyArgs {
    /// 只打印 JSON
    #[arg(long)]
    json: bool,
}

/// Verifies the log of every case, and every case row by its log.
pub fn run(args: &VerifyArgs, db: &Db) -> Result<Verdict, Failure> {
    let keys = keys(db)?;
    let bar = progress_bar("已核验{pos}件");
    let found = verify(db, &keys, &mut |cases| bar.set_position(cases))?;
    bar.finish_and_clear();
    if args.json {
        put(format!("{}\n", serde_json::to_string_pretty(&found)?).as_bytes())?;
    } else {
        for fault in &found.findings {
            say(&format!("✗ {}：{}", fault.number, fault.text));
        }
        say(&match found.faults {
            0 => format!(
                "✓ {}件申请件的办理记录完整，与登记一致；审计记录{}条完整",
                found.cases, found.audit_entries
            ),
            faults => format!("核验{}件申请件和审计记录，发现{faults}处被改动过", found.cases),
        });
    }
    Ok(Verdict::errors_if(found.faults > 0))
}
