//! Moves a grown office from its SQLite file to PostgreSQL: everything, resumable, and proved by counts and chains.

use super::Error;
use super::verification::{Verification, verify};
use crate::crypto::Keys;
use crate::db::transfer::{self, Part, Table};
use crate::db::{AnyConn, Db, QueryResult, Tx, settings};

/// Rows of a transaction.
const PART: i64 = 2_000;
/// Under this name with that of a table the target keeps how far its copy is.
const MARK: &str = "copied:";
/// Says that a copy into the target is under way; what it came from.
const UNDER_WAY: &str = "copy_under_way";

/// Why a copy did not begin or did not end well.
#[derive(Debug, thiserror::Error)]
pub enum NotCopied {
    #[error(transparent)]
    Other(#[from] Error),
    #[error("目标库里已经有数据（表 {0}）；请复制到一个新建的空库")]
    NotEmpty(String),
    #[error(
        "表 {table}：原库 {source_rows} 行，目标库 {target_rows} 行；复制期间原库不能再写入，请停下服务，清空目标库重来"
    )]
    Counts { table: String, source_rows: i64, target_rows: i64 },
}

impl From<crate::db::DbError> for NotCopied {
    fn from(error: crate::db::DbError) -> Self {
        Self::Other(error.into())
    }
}

/// What was copied.
#[derive(Debug)]
pub struct Copied {
    pub tables: usize,
    pub rows: i64,
    pub verified: Verification,
}

/// Copies everything from `source` to `target`, goes on where an earlier copy was cut off, and proves the result.
/// `progress` is told the rows done so far.
pub fn copy(
    (source, target): (&Db, &Db),
    keys: &Keys,
    progress: &mut dyn FnMut(u64),
) -> Result<Copied, NotCopied> {
    let tables = target.scan_blocking(transfer::tables)?;
    begin(target, &tables)?;
    let mut rows = 0;
    for table in &tables {
        copy_table((source, target), table, &mut |count| {
            rows += count;
            progress(u64::try_from(rows).unwrap_or_default());
        })?;
    }
    target.write_blocking::<_, Error>(|tx| {
        for table in &tables {
            settings::remove(tx, &mark(table))?;
        }
        Ok(settings::remove(tx, UNDER_WAY)?)
    })?;
    for table in &tables {
        counts((source, target), table)?;
    }
    let verified = verify(target, keys, &mut |_| {})?;
    Ok(Copied { tables: tables.len(), rows, verified })
}

/// A target that holds anything else is left alone.
fn begin(target: &Db, tables: &[Table]) -> Result<(), NotCopied> {
    let begun = |conn: &mut AnyConn| settings::get(conn, UNDER_WAY);
    if target.scan_blocking(begun)?.is_some() {
        return Ok(());
    }
    target.write_blocking(|tx| {
        // A database that was migrated with a key set knows that key; what it knows comes from the source.
        settings::remove(tx, settings::KEY_FINGERPRINT)?;
        for table in tables {
            if transfer::count(tx, table)? > 0 {
                return Err(NotCopied::NotEmpty(table.name.clone()));
            }
        }
        Ok(settings::put(tx, UNDER_WAY, "sqlite")?)
    })
}

fn copy_table(
    (source, target): (&Db, &Db),
    table: &Table,
    done: &mut dyn FnMut(i64),
) -> Result<(), Error> {
    let name = mark(table);
    let reached = target.scan_blocking(|conn| settings::get(conn, &name))?;
    let mut after = reached;
    loop {
        let read = |conn: &mut AnyConn| transfer::part(conn, table, after.as_deref(), PART);
        let part = source.scan_blocking(read)?;
        let Some(last) = part.last.clone() else { return Ok(()) };
        // Rows and mark in one transaction: a copy that is cut off repeats nothing.
        target.write_blocking::<_, Error>(|tx| Ok(put(tx, table, &part, (&name, &last))?))?;
        after = Some(last);
        done(part.count);
    }
}

fn put(tx: &mut Tx<'_>, table: &Table, part: &Part, (name, last): (&str, &str)) -> QueryResult<()> {
    transfer::put(tx, table, part)?;
    settings::put(tx, name, last)
}

fn counts((source, target): (&Db, &Db), table: &Table) -> Result<(), NotCopied> {
    let count = |conn: &mut AnyConn| transfer::count(conn, table);
    let (source_rows, target_rows) = (source.scan_blocking(count)?, target.scan_blocking(count)?);
    if source_rows == target_rows {
        return Ok(());
    }
    Err(NotCopied::Counts { table: table.name.clone(), source_rows, target_rows })
}

fn mark(table: &Table) -> String {
    format!("{MARK}{}", table.name)
}
