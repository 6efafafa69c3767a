//! What is done once: the database, its key, the list of organs.

use std::path::PathBuf;

use clap::Subcommand;

use super::{Failure, Verdict, existing, keys, open, place, put, say};
use crate::crypto::{Keys, MasterKey};
use crate::db::{Db, Location};
use crate::{actions, clock, config, ledger};

#[derive(Subcommand)]
pub enum KeyCommand {
    /// 生成一把新密钥并打印；丢失后，证件号码、联系方式无法恢复
    New,
    #[command(about = "更换密钥：旧密钥在 GONGKAI_KEY，新密钥在 GONGKAI_NEW_KEY")]
    Rotate,
}

/// What the columns of the list are.
const ORGAN_COLUMNS: &str = "各列：代码、名称、上级代码、类别、生效日期、失效日期、并入代码，
      另可有汇总上级代码
类别：government、office、department、town、subdistrict、zone、agency、
      authorised、party、vertical";

#[derive(Subcommand)]
pub enum OrganCommand {
    /// 导入机关名录
    #[command(after_help = ORGAN_COLUMNS)]
    Import {
        /// 名录文件（csv 或 xlsx）
        #[arg(value_name = "文件")]
        file: PathBuf,
    },
}

/// Makes the database or brings it up to date, and ties it to the key if one is set.
pub fn migrate(database: &str) -> Result<Verdict, Failure> {
    let location: Location = database.parse()?;
    if let Location::Sqlite(path) = &location
        && let Some(folder) = std::path::Path::new(path).parent()
    {
        std::fs::create_dir_all(folder)?;
    }
    let db = Db::migrate(location)?;
    if config::key("GONGKAI_KEY")?.is_some() {
        keys(&db)?;
    }
    actions::casebook::date(&db)?;
    say(&format!("数据库已就绪：{}", place(db.location())));
    Ok(Verdict::Fine)
}

/// Makes keys.
pub fn key(command: &KeyCommand, database: &str) -> Result<Verdict, Failure> {
    match command {
        KeyCommand::New => {
            let key = MasterKey::generate()?;
            put(format!("{}\n", key.to_base64().as_str()).as_bytes())?;
            Ok(Verdict::Fine)
        }
        KeyCommand::Rotate => rotate(&open(database)?),
    }
}

fn rotate(db: &Db) -> Result<Verdict, Failure> {
    let old = keys(db)?;
    let new = config::key("GONGKAI_NEW_KEY")?
        .ok_or_else(|| Failure("请把新密钥放在环境变量 GONGKAI_NEW_KEY 中".to_owned()))?;
    let cases = actions::rotation::rotate(db, &old, &Keys::new(&new))?;
    say(&format!("已更换密钥，重新加密{cases}件；今后请用新密钥"));
    Ok(Verdict::Fine)
}

/// Takes in the list of organs.
pub fn organ(command: &OrganCommand, db: &Db) -> Result<Verdict, Failure> {
    let OrganCommand::Import { file } = command;
    let report = actions::organs::import(db, ledger::read_organs(existing(file)?)?, clock::now())?;
    for bad in &report.refused {
        say(&format!("第{}行「{}」：{}", bad.row, bad.column, bad.text));
    }
    if !report.refused.is_empty() {
        say("名录没有导入，请改正后重新导入");
        return Ok(Verdict::Errors);
    }
    say(&format!("读到{}条，登记{}条", report.read, report.recorded));
    Ok(Verdict::Fine)
}
