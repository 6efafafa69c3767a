//! `gongkai person`: the first accounts of an office, before anybody can sign in.

use clap::{Args, Subcommand};
use serde_json::json;

use super::values::word;
use super::{ACTOR, Failure, Verdict, keys, put, say};
use crate::actions::people::{NewAccount, grant_right, insert};
use crate::actions::{Error, audit};
use crate::clock;
use crate::crypto::password::{self, Cost};
use crate::crypto::{Keys, token};
use crate::db::{Db, organs};
use crate::domain::people::Role;
use crate::domain::permission::Grant;

#[derive(Subcommand)]
pub enum PersonCommand {
    /// 新建账号并打印一次性密码；首次登录须修改
    Add(AddArgs),
}

#[derive(Args)]
pub struct AddArgs {
    /// 登录名
    #[arg(long, value_name = "登录名")]
    login_name: String,
    /// 姓名
    #[arg(long, value_name = "姓名")]
    name: String,
    #[arg(long, help = "角色，如 system_administrator、registrar", value_name = "角色", value_parser = word::<Role>)]
    role: Role,
    /// 机关代码
    #[arg(long, value_name = "代码")]
    organ: String,
}

/// Makes an account.
pub fn run(command: &PersonCommand, db: &Db) -> Result<Verdict, Failure> {
    let PersonCommand::Add(args) = command;
    let keys = keys(db)?;
    let once = token::first_password()?;
    let account = NewAccount {
        login_name: args.login_name.clone(),
        name: args.name.clone(),
        password_hash: password::hash(&once, Cost::Full)?,
        must_change_password: true,
    };
    add(db, &keys, account, (args.role, &args.organ))?;
    say(&format!(
        "已新建账号 {}（{}）。一次性密码，只显示这一次：",
        args.login_name,
        args.role.label()
    ));
    put(format!("{once}\n").as_bytes())?;
    Ok(Verdict::Fine)
}

/// Makes an account with one right, and enters both.
pub fn add(
    db: &Db,
    keys: &Keys,
    account: NewAccount,
    (role, code): (Role, &str),
) -> Result<(), Error> {
    let (now, today) = (clock::now(), clock::today());
    let payload = json!({"login_name": account.login_name, "role": role, "organ": code});
    db.write_blocking(|tx| {
        let organ = organs::find(tx, code)?.ok_or_else(|| Error::NoSuchOrgan(code.to_owned()))?;
        let person = insert(tx, account, now)?;
        grant_right(tx, person, Grant { role, organ, department: None }, now)?;
        let entry =
            audit::Entry { kind: "person_added", actor: ACTOR, origin: ACTOR, now, today, payload };
        audit::enter(tx, keys, &entry)
    })
}
