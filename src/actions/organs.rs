//! Takes in a list of organs: all of it or nothing.

use chrono::{DateTime, Utc};

use super::Error;
use crate::db::{Db, organs};
use crate::domain::organ::OrganVersion;
use crate::ledger::{BadOrgan, OrganRow};

/// How a list of organs was taken in.
#[derive(Debug, serde::Serialize)]
pub struct OrganImport {
    /// Versions read.
    pub read: usize,
    /// Versions that were new or said something new.
    pub recorded: usize,
    /// Why nothing was recorded, if so.
    pub refused: Vec<BadOrgan>,
}

/// Records the organs of a list; a line that says what is recorded already changes nothing.
pub fn import(
    db: &Db,
    rows: Vec<Result<OrganRow, BadOrgan>>,
    now: DateTime<Utc>,
) -> Result<OrganImport, Error> {
    let read = rows.len();
    let (rows, mut refused): (Vec<_>, Vec<_>) = rows.into_iter().partition(Result::is_ok);
    let rows: Vec<OrganRow> = rows.into_iter().filter_map(Result::ok).collect();
    let mut refusals: Vec<BadOrgan> = refused.drain(..).filter_map(Result::err).collect();
    refusals.extend(unknown_references(db, &rows)?);
    if !refusals.is_empty() {
        return Ok(OrganImport { read, recorded: 0, refused: refusals });
    }
    let recorded = db.write_blocking(|tx| {
        let known = organs::load(tx, None)?;
        let mut recorded = 0;
        for row in &rows {
            let mut id = |code: &String| organs::id_of(tx, code);
            let version = OrganVersion {
                id: id(&row.code)?,
                code: row.code.clone(),
                name: row.name.clone(),
                parent: row.parent.as_ref().map(&mut id).transpose()?,
                kind: row.kind,
                valid_from: row.valid_from,
                valid_to: row.valid_to,
                merged_into: row.merged_into.as_ref().map(&mut id).transpose()?,
                rolls_up_to: row.rolls_up_to.as_ref().map(&mut id).transpose()?,
            };
            if !known.all().any(|other| *other == version) {
                organs::record(tx, &version, now)?;
                recorded += 1;
            }
        }
        match organs::load(tx, None)?.in_circle() {
            Some(version) => Err(Error::OrganInCircle(version.code.clone())),
            None => Ok(recorded),
        }
    })?;
    Ok(OrganImport { read, recorded, refused: Vec::new() })
}

/// Codes that a line speaks of and that stand neither in the list nor in the database.
fn unknown_references(db: &Db, rows: &[OrganRow]) -> Result<Vec<BadOrgan>, Error> {
    let known = db.scan_blocking(|conn| organs::load(conn, None))?;
    let exists =
        |code: &str| known.by_code(code).is_some() || rows.iter().any(|row| row.code == code);
    let mut unknown = Vec::new();
    for row in rows {
        let references = [
            ("上级代码", &row.parent),
            ("并入代码", &row.merged_into),
            ("汇总上级代码", &row.rolls_up_to),
        ];
        for (column, code) in references {
            if let Some(code) = code.as_deref().filter(|code| !exists(code)) {
                let text = format!("名录和数据库中都没有代码 {code}");
                unknown.push(BadOrgan { row: row.row, column, text });
            }
        }
    }
    Ok(unknown)
}
