//! `gongkai calendar`: which days are worked. Needs no key, and to show a year no database.

mod show;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::values::{date, year};
use super::{ACTOR, Failure, existing, keys_if_set, open, put, say};
use crate::actions::calendar::{LoadOptions, Loaded, Version, load};
use crate::db::{Db, Location, OpenError};
use crate::domain::calendar::Calendar;
use crate::ledger::{self, NoticeOptions};
use crate::{actions, clock};

#[derive(Subcommand)]
pub enum CalendarCommand {
    /// 显示一年的安排：依据、放假、调休上班、工作日数
    Show {
        /// 年份
        #[arg(value_name = "年份", value_parser = year)]
        year: i32,
        /// 用 JSON 打印
        #[arg(long)]
        json: bool,
    },
    /// 载入放假通知，重新推算未办结申请件的答复期限
    Import(ImportArgs),
}

#[derive(Args)]
pub struct ImportArgs {
    #[arg(
        value_name = "文件",
        help = "通知文件：表格 日期,类型,节日（类型写放假或调休上班），或者 JSON（days_off、working_weekends）"
    )]
    file: PathBuf,
    /// 哪一年的安排；默认按文件
    #[arg(long, value_name = "年份", value_parser = year)]
    year: Option<i32>,
    /// 通知文号，如 国办发明电〔2025〕7号
    #[arg(long, value_name = "文号")]
    number: Option<String>,
    /// 通知公布日期；同一年有几份通知的，以公布在后的为准
    #[arg(long, value_name = "日期", value_parser = date)]
    published: Option<NaiveDate>,
    /// 只检查并列出期限的变化，不写入
    #[arg(long)]
    dry_run: bool,
    /// 结果用 JSON 打印
    #[arg(long)]
    json: bool,
}

/// The calendar of the database, or the shipped one where there is no database.
pub fn known(database: &str) -> Result<Calendar, Failure> {
    match Db::open(database.parse::<Location>()?) {
        Ok(db) => Ok(actions::calendar::known(&db)?),
        Err(OpenError::Missing(_)) => Ok(Calendar::shipped()),
        Err(error) => Err(error.into()),
    }
}

/// Shows a year or takes in a notice.
pub fn run(command: &CalendarCommand, database: &str) -> Result<(), Failure> {
    match command {
        CalendarCommand::Show { year, json } => {
            let calendar = known(database)?;
            let year = calendar.year(*year);
            put(if *json { show::json(&year) } else { show::text(&year) }.as_bytes())
        }
        CalendarCommand::Import(args) => import(args, &open(database)?),
    }
}

fn import(args: &ImportArgs, db: &Db) -> Result<(), Failure> {
    let keys = keys_if_set(db)?;
    let said = NoticeOptions {
        year: args.year,
        number: args.number.as_deref(),
        published_on: args.published,
    };
    let notice = ledger::read_notice(existing(&args.file)?, &said, clock::today())?;
    let title = format!("{}年放假安排：{}", notice.year(), show::title(&notice));
    let (dry_run, now) = (args.dry_run, clock::now());
    let options = LoadOptions { dry_run, keys: keys.as_ref(), now, actor: ACTOR };
    let loaded = load(db, &notice, &options)?;
    if args.json {
        return put(format!("{}\n", serde_json::to_string_pretty(&loaded)?).as_bytes());
    }
    tell(&loaded, &title, args)
}

fn tell(loaded: &Loaded, title: &str, args: &ImportArgs) -> Result<(), Failure> {
    for moved in &loaded.moved {
        put(format!(
            "{}  {}  {}收到  {} → {}\n",
            moved.number, moved.organ, moved.received_on, moved.before, moved.after
        )
        .as_bytes())?;
    }
    let replaced = match loaded.version {
        Version::InForce => "",
        Version::Replaced => "（另有公布在后的通知，以后者为准）",
    };
    say(&match (loaded.new, args.dry_run) {
        (false, _) => format!("已经载入过，没有变化：{title}{replaced}"),
        (true, true) => format!("只检查，没有写入：{title}{replaced}"),
        (true, false) => format!("已载入{title}{replaced}"),
    });
    if loaded.falls_short {
        say("！列出的放假日少于法定节假日，请核对是否列全了全年的安排");
    }
    if !loaded.moved.is_empty() {
        say(&format!("答复期限改变的未办结申请件：{}件", loaded.moved.len()));
    }
    if loaded.entered > 0 && !args.dry_run {
        say(&format!("已写入办理记录：{}条", loaded.entered));
    }
    if loaded.missing > 0 {
        say(&format!(
            "还有{}条办理记录没有写，因为没有密钥：请设置 GONGKAI_KEY，再运行一次同样的命令（只补写缺少的）",
            loaded.missing
        ));
    }
    Ok(())
}
