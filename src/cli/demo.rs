//! `gongkai demo`: the whole way from a register to the published table, made anew each time.

use std::fs;
use std::path::Path;

use super::{ACTOR, Failure, Verdict, demo_public, person, put, say};
use crate::actions::import::{ImportOptions, import};
use crate::actions::people::NewAccount;
use crate::actions::reporting::{ReportOptions, hand_in, report};
use crate::actions::{organs, setup};
use crate::crypto::password::{self, Cost};
use crate::crypto::{Keys, MasterKey};
use crate::db::{Db, Location};
use crate::demo::people;
use crate::domain::annual_report::tally::Tally;
use crate::domain::annual_report::{AnnualTable, Format, Scope, Severity, compare};
use crate::ledger::published;
use crate::letters::annual_table::{csv, html, json, terminal, xlsx};
use crate::{clock, demo, ledger};

const DATABASE: &str = "data/demo.db";
const REGISTER: &str = "out/演示台账.xlsx";
const ORGANS: &str = "out/演示机关名录.csv";

/// Makes the demo and shows what comes of it.
pub fn run() -> Result<Verdict, Failure> {
    fs::create_dir_all("data")?;
    fs::create_dir_all("out")?;
    for file in [DATABASE, "data/demo.db-wal", "data/demo.db-shm"] {
        if Path::new(file).exists() {
            fs::remove_file(file)?;
        }
    }
    fs::write(REGISTER, demo::register()?)?;
    fs::write(ORGANS, demo::ORGANS)?;
    let db = Db::migrate(Location::Sqlite(DATABASE.to_owned()))?;
    setup::mark_as_demo(&db)?;
    let keys = Keys::new(&MasterKey::demo());
    setup::unlock(&db, &keys)?;
    load(&db, &keys)?;
    demo_public::set_guides(&db)?;
    let verdict = show(&db)?;
    let hash = password::hash(people::PASSWORD, Cost::Full)?;
    say(&format!("演示账号（密码都是 {}）：", people::PASSWORD));
    for (login_name, name, role, organ) in people::PEOPLE {
        let account = NewAccount {
            login_name: login_name.to_owned(),
            name: name.to_owned(),
            password_hash: hash.clone(),
            must_change_password: false,
        };
        person::add(&db, &keys, account, (role, organ))?;
        say(&format!("  {login_name:10}{}（{organ}）", role.label()));
    }
    say("启动服务：gongkai serve --database sqlite:data/demo.db");
    Ok(verdict)
}

fn load(db: &Db, keys: &Keys) -> Result<(), Failure> {
    organs::import(db, ledger::read_organs(Path::new(ORGANS))?, clock::now())?;
    let book = ledger::open(Path::new(REGISTER), &ledger::ReadOptions::default())?;
    let options = ImportOptions {
        organ: None,
        year: Some(demo::YEAR),
        dry_run: false,
        rejects: None,
        update: false,
        allowed: None,
        leave_out_refused: false,
        most_rows: None,
        today: clock::today(),
        now: clock::now(),
        actor: ACTOR,
    };
    let imported = import(db, keys, &book, &options, &mut |_| ())?;
    for fault in &imported.findings {
        say(&format!("第{}行「{}」：{}", fault.row, fault.column, fault.text));
    }
    say(&format!(
        "已导入 {REGISTER}：申请件{}件，复议诉讼{}件",
        imported.cases.new, imported.challenges.new
    ));
    // The city itself received nothing, and missing is not zero: it hands in zeros.
    let zeros = Tally::default();
    let three = zeros.section_three(Format::Of2019);
    let which = (demo::YEAR, Scope::Organ, Format::Of2019);
    hand_in(db, demo::CITY, which, three, zeros.section_four(), clock::now())?;
    Ok(())
}

fn show(db: &Db) -> Result<Verdict, Failure> {
    let options = ReportOptions {
        organ: demo::CITY,
        year: demo::YEAR,
        scope: Scope::Government,
        format: None,
        as_of: None,
        known_at: None,
        today: clock::today(),
    };
    let table = report(db, &options)?;
    put(terminal::print(&table)?.as_bytes())?;
    put(b"\n\n")?;
    let published = published::read(demo::PUBLISHED.as_bytes())?;
    let published = (&published.section_three, &published.section_four);
    put(terminal::print_comparison(&table, published)?.as_bytes())?;
    put(b"\n")?;
    export(&table)?;
    say("导出文件：out/年报表.xlsx、out/年报表.html、out/年报表.csv、out/年报表.json");
    say("演示库：data/demo.db（只有数量是真的，人名、内容、日期都是虚构的）");
    let wrong = table.findings.iter().any(|finding| finding.severity == Severity::Error);
    let differs = !compare((&table.section_three, &table.section_four), published).is_empty();
    Ok(Verdict::errors_if(wrong || differs))
}

fn export(table: &AnnualTable) -> Result<(), Failure> {
    fs::write("out/年报表.xlsx", xlsx::write(table)?)?;
    fs::write("out/年报表.html", html::write(table)?)?;
    fs::write("out/年报表.csv", csv::write(table)?)?;
    fs::write("out/年报表.json", json::write(table)?)?;
    Ok(())
}
