//! The command line. Exit status: 0 fine or warnings only, 1 errors found or rows refused, 2 unusable.

mod audit;
mod backup;
mod calendar;
pub mod check;
mod deadline;
mod demo;
mod demo_public;
mod hand_in;
mod import;
mod message;
mod person;
mod report;
pub mod serve;
mod setup;
mod values;

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};

use crate::crypto::{Keys, MasterKey};
use crate::db::{Db, Location};
use crate::{actions, config};

/// 政府信息依申请公开办理系统：台账进，年报表出，每个数字都能打开看是哪几件
#[derive(Parser)]
#[command(
    name = "gongkai",
    version,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    max_term_width = 80
)]
struct Arguments {
    #[arg(long, help = "数据库，sqlite:路径 或 postgres://…；也可用环境变量 DATABASE_URL", global = true, display_order = 100, env = "DATABASE_URL", default_value = config::DEFAULT_DATABASE, value_name = "URL")]
    database: String,
    /// 显示说明
    #[arg(short, long, global = true, display_order = 101, action = clap::ArgAction::Help)]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, display_order = 102, action = clap::ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 重建演示库，导入演示台账，打印白银市2020年年报表并与公布数核对
    Demo,
    /// 建立数据库，或者升级到本版本
    Migrate,
    /// 密钥
    #[command(subcommand)]
    Key(setup::KeyCommand),
    /// 机关名录
    #[command(subcommand)]
    Organ(setup::OrganCommand),
    /// 导入台账（xlsx、xls、ods、csv）
    Import(import::ImportArgs),
    /// 生成年报第三、四部分的表，或者列出一个数字背后的申请件
    Report(report::ReportArgs),
    /// 推算答复期限，并说明理由
    Deadline(deadline::DeadlineArgs),
    /// 工作日历：放假、调休的安排
    #[command(subcommand)]
    Calendar(calendar::CalendarCommand),
    /// 核对一张已公布的年报表
    Check(check::CheckArgs),
    /// 登记下级或部门报送的年报表（该机关不在本系统办件）
    HandIn(hand_in::HandInArgs),
    /// 账号
    #[command(subcommand)]
    Person(person::PersonCommand),
    /// 启动服务（REST 接口）
    Serve(serve::Args),
    /// 备份数据库和附件（SQLite，服务运行时也可以）
    Backup(backup::BackupArgs),
    /// 从备份恢复
    Restore(backup::RestoreArgs),
    /// 把 SQLite 库整个搬到 PostgreSQL
    Copy(backup::CopyArgs),
    /// 核验、封存办理记录
    #[command(subcommand)]
    Audit(audit::AuditCommand),
}

/// Why the program stopped with status 2: one Chinese sentence.
pub struct Failure(String);

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        let mut why = error.to_string();
        let mut cause = error.source();
        while let Some(deeper) = cause {
            let text = deeper.to_string();
            // A transparent error repeats what it wraps.
            if !why.contains(&text) {
                why = format!("{why}：{text}");
            }
            cause = deeper.source();
        }
        Self(why)
    }
}

/// Whether everything was fine, or errors were found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Fine,
    Errors,
}

impl Verdict {
    fn errors_if(found: bool) -> Self {
        if found { Self::Errors } else { Self::Fine }
    }
}

/// Runs the command that was typed.
pub fn run() -> ExitCode {
    let arguments = match understand() {
        Ok(arguments) => arguments,
        Err(status) => return status,
    };
    match perform(&arguments) {
        Ok(Verdict::Fine) => ExitCode::SUCCESS,
        Ok(Verdict::Errors) => ExitCode::from(1),
        Err(Failure(why)) => {
            say(&format!("错误：{why}"));
            ExitCode::from(2)
        }
    }
}

/// What was typed; help, a version or a refusal is told at once, and the program ends.
fn understand() -> Result<Arguments, ExitCode> {
    let matches = message::in_chinese(Arguments::command()).try_get_matches();
    matches.and_then(|matches| Arguments::from_arg_matches(&matches)).map_err(|error| {
        use clap::error::ErrorKind::{
            DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand, DisplayVersion,
        };
        let asked = [DisplayHelp, DisplayVersion, DisplayHelpOnMissingArgumentOrSubcommand];
        if asked.contains(&error.kind()) {
            // A closed terminal is no reason to fail.
            let _ = error.print();
        } else {
            say(&message::of(&error));
        }
        if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
    })
}

fn perform(arguments: &Arguments) -> Result<Verdict, Failure> {
    let database = &arguments.database;
    match &arguments.command {
        Command::Demo => demo::run(),
        Command::Migrate => setup::migrate(database),
        Command::Key(command) => setup::key(command, database),
        Command::Organ(command) => setup::organ(command, &open(database)?),
        Command::Import(args) => import::run(args, &open(database)?),
        Command::Report(args) => report::run(args, &open(database)?),
        Command::Deadline(args) => {
            deadline::run(args, &calendar::known(database)?).map(|()| Verdict::Fine)
        }
        Command::Calendar(command) => calendar::run(command, database).map(|()| Verdict::Fine),
        Command::Check(args) => {
            let mut told = Vec::new();
            let found = check::run(args, &mut told)?;
            put(&told).map(|()| Verdict::errors_if(found))
        }
        Command::HandIn(args) => hand_in::run(args, &open(database)?),
        Command::Person(command) => person::run(command, &open(database)?),
        Command::Serve(args) => serve::run(args, database),
        Command::Backup(args) => backup::back_up(args, &open(database)?),
        Command::Restore(args) => backup::restore(args, database),
        Command::Copy(args) => backup::copy(args),
        Command::Audit(command) => audit::run(command, &open(database)?),
    }
}

/// Opens the database that was named.
fn open(database: &str) -> Result<Db, Failure> {
    Ok(Db::open(database.parse::<Location>()?)?)
}

/// The keys of `db`: from the environment; a demo has its own.
fn keys(db: &Db) -> Result<Keys, Failure> {
    keys_if_set(db)?
        .ok_or_else(|| Failure("请设置环境变量 GONGKAI_KEY（用 gongkai key new 生成）".to_owned()))
}

/// The same for what can be done without.
fn keys_if_set(db: &Db) -> Result<Option<Keys>, Failure> {
    let is_demo = actions::setup::is_demo(db)?;
    let named =
        config::key("GONGKAI_KEY").map_err(|error| Failure(format!("GONGKAI_KEY：{error}")))?;
    let Some(master) = named.or_else(|| is_demo.then(MasterKey::demo)) else { return Ok(None) };
    let keys = Keys::new(&master);
    actions::setup::unlock(db, &keys)?;
    Ok(Some(keys))
}

/// A count on the terminal that tells how far long work has come.
fn progress_bar(words: &str) -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template(&format!("{{spinner}} {words}")) {
        bar.set_style(style);
    }
    bar
}

/// Says something to the person at the terminal, apart from what the program puts out.
fn say(text: &str) {
    // A closed terminal is no reason to fail.
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Puts out what was asked for; a reader that has closed its end has read enough.
fn put(bytes: &[u8]) -> Result<(), Failure> {
    match std::io::stdout().write_all(bytes) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}

/// A file that is to be read, if it is there.
fn existing(path: &Path) -> Result<&Path, Failure> {
    match path.try_exists() {
        Ok(false) => Err(Failure(format!("找不到文件 {}", path.display()))),
        _ => Ok(path),
    }
}

/// The name of this program in the records.
const ACTOR: &str = "命令行";

/// The path of a local database, for the messages.
fn place(location: &Location) -> &str {
    match location {
        Location::Sqlite(path) => path,
        Location::Postgres(_) => "PostgreSQL",
    }
}
