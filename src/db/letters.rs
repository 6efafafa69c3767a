//! Letters that answer several cases: written once, each case refers to it.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::connection::on_backend;
use super::schema::{cases, letter_cases, letters, organs};
use super::types::{Id, Instant};
use super::{AnyConn, Tx};
use crate::domain::organ::OrganId;

/// A letter as stored; how it went stands in the log of each case that it answers.
#[derive(Clone, Debug, Queryable)]
pub struct StoredLetter {
    pub id: Id,
    pub organ_id: OrganId,
    pub document_number: String,
    pub dated_on: NaiveDate,
}

/// A case that a letter answers.
#[derive(Clone, Debug, Queryable)]
pub struct Answered {
    pub case: Id,
    pub number: String,
    pub organ: String,
    pub version: i32,
}

/// The letter of an id.
pub fn find(conn: &mut AnyConn, letter: Id) -> QueryResult<Option<StoredLetter>> {
    letters::table
        .find(letter)
        .select((letters::id, letters::organ_id, letters::document_number, letters::dated_on))
        .first(conn)
        .optional()
}

/// Whether a letter of the organ has a number.
pub fn is_numbered(conn: &mut AnyConn, organ: OrganId, number: &str) -> QueryResult<bool> {
    let numbered = letters::table
        .filter(letters::organ_id.eq(organ))
        .filter(letters::document_number.eq(number));
    Ok(numbered.select(letters::id).first::<Id>(conn).optional()?.is_some())
}

/// Writes a new letter.
pub fn insert(
    tx: &mut Tx<'_>,
    letter: &StoredLetter,
    kind: &str,
    recorded_at: Instant,
) -> QueryResult<()> {
    let row = (
        letters::id.eq(letter.id),
        letters::organ_id.eq(letter.organ_id),
        letters::kind.eq(kind),
        letters::document_number.eq(&letter.document_number),
        letters::dated_on.eq(letter.dated_on),
        letters::recorded_at.eq(recorded_at),
    );
    on_backend!(&mut **tx, c => diesel::insert_into(letters::table).values(row).execute(c)?);
    Ok(())
}

/// A letter answers one case more.
pub fn answer(tx: &mut Tx<'_>, letter: Id, case: Id) -> QueryResult<()> {
    let row = (letter_cases::letter_id.eq(letter), letter_cases::case_id.eq(case));
    on_backend!(&mut **tx, c => diesel::insert_into(letter_cases::table).values(row).on_conflict_do_nothing().execute(c)?);
    Ok(())
}

/// The cases that a letter answers, by number.
pub fn answered(conn: &mut AnyConn, letter: Id) -> QueryResult<Vec<Answered>> {
    letter_cases::table
        .inner_join(cases::table.inner_join(organs::table))
        .filter(letter_cases::letter_id.eq(letter))
        .order(cases::number)
        .select((cases::id, cases::number, organs::code, cases::version))
        .load(conn)
}
