//! The list of seals as a small text that an office keeps elsewhere: one line for each seal, and whether a database
//! still has what stands there.

use std::fmt::Write;

use super::proof::instant;
use crate::actions::verification::Fault;
use crate::actions::{Actor, Error};
use crate::crypto::{Keys, digits};
use crate::db::seals::{self, Seal};
use crate::db::{AnyConn, QueryResult};
use crate::domain::permission::Matter;

/// Seals read at a time.
const PAGE: i64 = 2_000;
/// The first line: what this is, in which form, and under which key.
const HEAD: &str = "gongkai-seals 1 key";

/// Whether somebody may have the list: it tells nothing of any organ, so that every audit administrator may.
pub fn may_read(actor: &Actor) -> Result<(), Error> {
    actor.may_somewhere(Matter::ReadAuditLog)
}

/// The list of all seals.
pub fn write(conn: &mut AnyConn, keys: &Keys) -> QueryResult<String> {
    let mut text = format!(
        "{HEAD} {}\n# 每行一次封存：序号 时间 当时件数 本次封存件数 审计记录条数 清单摘要 校验值\n",
        keys.id()
    );
    let mut after = 0;
    loop {
        let page = seals::page(conn, after, PAGE)?;
        let Some(newest) = page.last() else { return Ok(text) };
        after = newest.seq;
        for seal in &page {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{} {}", steady(seal), under_key(seal));
        }
    }
}

/// What a seal says under whatever key.
fn steady(seal: &Seal) -> String {
    let Seal { seq, cases, changed, audit_count, .. } = seal;
    format!("{seq} {} {cases} {changed} {audit_count}", instant(seal.sealed_at.0))
}

/// What a change of key changes of a seal.
fn under_key(seal: &Seal) -> String {
    format!("{} {}", seal.heads, digits(&seal.mark))
}

/// What a database lacks of a list that was kept, and whether the key is the same: under another one only instants
/// and counts can be compared.
pub fn compare(
    conn: &mut AnyConn,
    keys: &Keys,
    list: &str,
) -> QueryResult<Result<(Vec<Fault>, bool), Error>> {
    let mut lines = list.lines().map(str::trim_end);
    let head = lines.next().unwrap_or_default().trim_start_matches('\u{feff}');
    let Some(key) = head.strip_prefix(HEAD) else { return Ok(Err(Error::BadSealList(1))) };
    let same_key = key.trim() == keys.id().to_string();
    let mut faults = Vec::new();
    for (line, number) in lines.zip(2..) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let Some(seq) = read(line) else { return Ok(Err(Error::BadSealList(number))) };
        let stored = seals::find(conn, seq)?;
        faults.extend(difference(seq, line, stored.as_ref(), same_key));
    }
    Ok(Ok((faults, same_key)))
}

/// The number of the seal of a line.
fn read(line: &str) -> Option<i32> {
    let fields: Vec<&str> = line.split(' ').collect();
    if fields.len() == 7 { fields.first()?.parse().ok() } else { None }
}

fn difference(seq: i32, line: &str, stored: Option<&Seal>, same_key: bool) -> Option<Fault> {
    let why = match stored {
        None => "留存的清单里有，数据库里没有",
        Some(seal) => {
            let steady = steady(seal);
            let same = if same_key {
                line == format!("{steady} {}", under_key(seal))
            } else {
                line.strip_prefix(&steady).is_some_and(|rest| rest.starts_with(' '))
            };
            if same {
                return None;
            }
            "与留存的清单不同"
        }
    };
    Some(Fault { number: "封存记录".to_owned(), text: format!("第{seq}次封存：{why}") })
}
