//! `gongkai audit`: whether the records are what was written, and seals that prove it later.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Failure, Verdict, existing, keys, progress_bar, put, say};
use crate::actions::seals;
use crate::actions::verification::{Verification, verify_against};
use crate::clock;
use crate::crypto::Keys;
use crate::db::Db;

#[derive(Subcommand)]
pub enum AuditCommand {
    /// 核验办理记录、审计记录有没有被改动、删减
    Verify(VerifyArgs),
    /// 封存现在的办理记录（服务运行时每天自动封存一次）
    Seal(SealArgs),
}

#[derive(Args)]
pub struct VerifyArgs {
    /// 与留存在别处的封存清单核对
    #[arg(long, value_name = "文件")]
    against: Option<PathBuf>,
    /// 只打印 JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub struct SealArgs {
    /// 把全部封存的清单写到文件，留存在别处
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
}

/// Verifies or seals.
pub fn run(command: &AuditCommand, db: &Db) -> Result<Verdict, Failure> {
    let keys = keys(db)?;
    match command {
        AuditCommand::Verify(args) => verify_all(args, db, &keys),
        AuditCommand::Seal(args) => seal(args, db, &keys),
    }
}

/// Verifies the log of every case, every case row by its log, and the seals.
fn verify_all(args: &VerifyArgs, db: &Db, keys: &Keys) -> Result<Verdict, Failure> {
    let list = match &args.against {
        Some(path) => Some(std::fs::read_to_string(existing(path)?)?),
        None => None,
    };
    let bar = progress_bar("已核验{pos}件");
    let found = verify_against(db, keys, list.as_deref(), &mut |cases| bar.set_position(cases))?;
    bar.finish_and_clear();
    if args.json {
        put(format!("{}\n", serde_json::to_string_pretty(&found)?).as_bytes())?;
    } else {
        tell(&found);
    }
    Ok(Verdict::errors_if(found.faults > 0))
}

fn tell(found: &Verification) {
    for fault in &found.findings {
        say(&format!("✗ {}：{}", fault.number, fault.text));
    }
    if found.list_of_other_key {
        say("留存的清单是更换密钥以前写出的，只核对了时间和件数；请重新写出一份清单");
    }
    let Verification { cases, audit_entries, seals, faults, .. } = found;
    say(&match faults {
        0 => format!(
            "✓ {cases}件申请件的办理记录完整，与登记一致；审计记录{audit_entries}条完整；{seals}次封存相符"
        ),
        _ => format!("核验{cases}件申请件、审计记录和{seals}次封存，发现{faults}处被改动过"),
    });
}

fn seal(args: &SealArgs, db: &Db, keys: &Keys) -> Result<Verdict, Failure> {
    let last = seals::seal(db, keys, clock::now())?;
    if let Some(path) = &args.output {
        std::fs::write(path, db.scan_blocking(|conn| seals::list::write(conn, keys))?)?;
    }
    say(&format!("✓ 第{}次封存：共{}件申请件", last.seq, last.cases));
    Ok(Verdict::Fine)
}
