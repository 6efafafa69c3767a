//! `gongkai backup`, `gongkai restore` and `gongkai copy`: everything kept elsewhere, brought back, or moved.

use std::path::PathBuf;

use clap::Args;

use super::{Failure, Verdict, existing, keys, open, progress_bar, say};
use crate::actions::backup::{self, Manifest};
use crate::actions::transfer;
use crate::clock;
use crate::config::Config;
use crate::db::{Db, Location};

#[derive(Args)]
pub struct BackupArgs {
    /// 备份写到这个新文件夹
    #[arg(value_name = "文件夹")]
    into: PathBuf,
    /// 附件所在的文件夹；不写为设置 files 所指的
    #[arg(long, value_name = "文件夹")]
    files: Option<PathBuf>,
}

#[derive(Args)]
pub struct RestoreArgs {
    /// 备份所在的文件夹
    #[arg(value_name = "文件夹")]
    from: PathBuf,
    /// 附件恢复到这个文件夹；不写为设置 files 所指的
    #[arg(long, value_name = "文件夹")]
    files: Option<PathBuf>,
}

#[derive(Args)]
pub struct CopyArgs {
    /// 原库，sqlite:路径；复制期间要停下服务
    #[arg(long, value_name = "URL")]
    from: String,
    /// 目标库，postgres://…；先用 gongkai migrate 建好
    #[arg(long, value_name = "URL")]
    to: String,
}

/// Backs an office up while it works.
pub fn back_up(args: &BackupArgs, db: &Db) -> Result<Verdict, Failure> {
    let files = folder(args.files.as_ref())?;
    if let Some(named) = &args.files {
        existing(named)?;
    }
    if files.is_none() {
        say("附件在对象存储里，不在这份备份之内，请用对象存储自己的备份");
    }
    let manifest = backup::back_up(db, files.as_deref(), &args.into, clock::now())?;
    say(&format!("已备份到 {}：{}", args.into.display(), told(&manifest)));
    say("数据库和附件是加密的，密钥（GONGKAI_KEY）不在备份里，请另行保管");
    Ok(Verdict::Fine)
}

/// Brings a backup back.
pub fn restore(args: &RestoreArgs, database: &str) -> Result<Verdict, Failure> {
    let location: Location = database.parse()?;
    let files = folder(args.files.as_ref())?.unwrap_or_else(|| PathBuf::from("data/files"));
    let manifest = backup::restore(&args.from, &location, &files)?;
    say(&format!("已恢复 {} 的备份：{}", manifest.made_at, told(&manifest)));
    say("请运行 gongkai migrate（程序比备份新时）和 gongkai audit verify 核验");
    Ok(Verdict::Fine)
}

/// Where the files lie: where it is said, else where the settings say; `None` for a bucket.
fn folder(said: Option<&PathBuf>) -> Result<Option<PathBuf>, Failure> {
    if let Some(folder) = said {
        return Ok(Some(folder.clone()));
    }
    let files = Config::load(None).map_err(|error| Failure(error.to_string()))?.files;
    Ok((!files.starts_with("s3://")).then(|| PathBuf::from(files)))
}

fn told(manifest: &Manifest) -> String {
    let bytes: u64 = manifest.files.iter().map(|file| file.bytes).sum();
    format!("{} 个文件，{} 字节", manifest.files.len(), bytes)
}

/// Moves an office to PostgreSQL.
pub fn copy(args: &CopyArgs) -> Result<Verdict, Failure> {
    let (source, target) = (open(&args.from)?, open(&args.to)?);
    let (Location::Sqlite(_), Location::Postgres(_)) = (source.location(), target.location())
    else {
        return Err(Failure("只能从 sqlite: 复制到 postgres://".to_owned()));
    };
    let keys = keys(&source)?;
    let bar = progress_bar("已复制 {pos} 行 {per_sec} {elapsed}");
    let copied = transfer::copy((&source, &target), &keys, &mut |rows| bar.set_position(rows))?;
    bar.finish_and_clear();
    for fault in &copied.verified.findings {
        say(&format!("✗ {}：{}", fault.number, fault.text));
    }
    say(&format!(
        "已复制 {} 张表，本次 {} 行；各表行数相同，核验 {} 件申请件，发现 {} 处问题",
        copied.tables, copied.rows, copied.verified.cases, copied.verified.faults
    ));
    Ok(Verdict::errors_if(copied.verified.faults > 0))
}
