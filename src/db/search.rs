//! The index of the search: FTS5 on SQLite, GIN on PostgreSQL, over the same tokens. What it does not know yet stands in
//! a queue that triggers write, and is looked through as well.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use diesel::query_builder::BoxedSqlQuery;
use diesel::sql_query;
use diesel::sql_types::Text;

use super::connection::on_backend;
use super::schema::{case_items, case_numbers, cases, requesters, search_entries, search_queue};
use super::types::{DbUuid, Id};
use super::{AnyConn, Tx};
use crate::domain::segmentation::{Sought, tokens};

/// Cases that are found one by one; a word that more have is common, and a walk through the list soon meets it.
const ONE_BY_ONE: usize = 2000;
/// Changed cases that are looked through without the index.
const LOOKED_THROUGH: i64 = 5000;

/// Which cases hold what is sought.
#[derive(Clone, Debug)]
pub enum Found {
    These(Vec<Id>),
    /// Those with an entry like every pattern, but by their present text those that changed since the index was written.
    Many {
        patterns: Vec<String>,
        changed: Vec<Id>,
        not_these: Vec<Id>,
    },
}

/// Looks for cases; in one state of the database.
pub fn find(conn: &mut AnyConn, sought: &Sought) -> QueryResult<Found> {
    let ids = pending(conn, LOOKED_THROUGH)?.into_iter().map(|(case, _)| case).collect::<Vec<_>>();
    let texts = texts(conn, &ids)?;
    let holds = |case: &Id| texts.get(case).is_some_and(|text| sought.stands_in(&tokens(text)));
    let (changed, not_these): (Vec<Id>, Vec<Id>) = ids.iter().partition(|case| holds(case));
    let mut indexed = indexed(conn, sought)?;
    if indexed.len() > ONE_BY_ONE {
        let patterns = sought.runs().iter().map(|run| like(run)).collect();
        return Ok(Found::Many { patterns, changed, not_these });
    }
    let pending: HashSet<Id> = ids.into_iter().collect();
    indexed.retain(|case| !pending.contains(case));
    indexed.extend(changed);
    Ok(Found::These(indexed))
}

/// A run holds letters and blanks only, so that nothing in it is a wildcard.
fn like(run: &str) -> String {
    format!("%{run}%")
}

#[derive(QueryableByName)]
struct Hit {
    #[diesel(sql_type = DbUuid)]
    case_id: Id,
}

/// Cases by the index, one more than are found one by one. Its tokens bring candidates, their order decides.
fn indexed(conn: &mut AnyConn, sought: &Sought) -> QueryResult<Vec<Id>> {
    let select = match conn {
        AnyConn::Sqlite(_) => {
            "SELECT case_id FROM search_index CROSS JOIN search_entries ON entry = search_index.rowid \
             WHERE search_index MATCH $1"
        }
        AnyConn::Postgres(_) => {
            "SELECT case_id FROM search_entries \
             WHERE to_tsvector('simple'::regconfig, tokens) @@ to_tsquery('simple'::regconfig, $1)"
        }
    };
    let like_each: Vec<String> = (2..)
        .zip(sought.runs())
        .map(|(nth, _)| format!(" AND search_entries.tokens LIKE ${nth}"))
        .collect();
    let text = format!("{select}{} LIMIT {}", like_each.concat(), ONE_BY_ONE + 1);
    let terms = match conn {
        AnyConn::Sqlite(_) => terms(sought, "*", " AND "),
        AnyConn::Postgres(_) => terms(sought, ":*", " & "),
    };
    let patterns = sought.runs().iter().map(|run| like(run));
    let hits: Vec<Hit> = on_backend!(conn, c => {
        let query = sql_query(text).into_boxed().bind::<Text, _>(terms);
        patterns.fold(query, BoxedSqlQuery::bind::<Text, _>).load(c)?
    });
    Ok(hits.into_iter().map(|hit| hit.case_id).collect())
}

/// Every token; a single character is the beginning of one.
fn terms(sought: &Sought, beginning: &str, and: &str) -> String {
    let whole = |token: &str| token.len() > 5;
    let spelled = sought
        .tokens()
        .map(|token| if whole(token) { token.to_owned() } else { format!("{token}{beginning}") });
    spelled.collect::<Vec<_>>().join(and)
}

/// Cases that changed since the index was written, with the version, the newest first.
pub fn pending(conn: &mut AnyConn, limit: i64) -> QueryResult<Vec<(Id, i32)>> {
    search_queue::table
        .group_by(search_queue::case_id)
        .select((search_queue::case_id, diesel::dsl::max(search_queue::version).assume_not_null()))
        .order(search_queue::case_id.desc())
        .limit(limit)
        .load(conn)
}

/// What is found of each case: its numbers, its requesters by name, what they ask for.
pub fn texts(conn: &mut AnyConn, of: &[Id]) -> QueryResult<HashMap<Id, String>> {
    let numbers: Vec<(Id, String, Option<String>, Option<String>)> = cases::table
        .filter(cases::id.eq_any(of))
        .select((cases::id, cases::number, cases::registration_number, cases::document_number))
        .load(conn)?;
    let mut parts: Vec<(Id, String)> = Vec::new();
    for (case, number, registration, document) in numbers {
        let all = [Some(number), registration, document].into_iter().flatten();
        parts.extend(all.map(|number| (case, number)));
    }
    let former = case_numbers::table.filter(case_numbers::case_id.eq_any(of));
    parts.extend(
        former.select((case_numbers::case_id, case_numbers::number)).load::<(Id, String)>(conn)?,
    );
    let asking = requesters::table.filter(requesters::case_id.eq_any(of));
    parts
        .extend(asking.select((requesters::case_id, requesters::name)).load::<(Id, String)>(conn)?);
    let asked = case_items::table.filter(case_items::case_id.eq_any(of));
    parts.extend(
        asked.select((case_items::case_id, case_items::content)).load::<(Id, String)>(conn)?,
    );
    let mut texts: HashMap<Id, String> = HashMap::new();
    for (case, part) in parts {
        let text = texts.entry(case).or_default();
        text.push('\n');
        text.push_str(&part);
    }
    Ok(texts)
}

/// Writes the entries of cases anew and takes them off the queue, as far as their version was seen.
pub fn index(tx: &mut Tx<'_>, seen: &[(Id, i32)]) -> QueryResult<()> {
    let ids: Vec<Id> = seen.iter().map(|(case, _)| *case).collect();
    let texts = texts(tx, &ids)?;
    forget(tx, &ids)?;
    enter(tx, &texts)?;
    for (case, version) in seen {
        let done = search_queue::table
            .filter(search_queue::case_id.eq(case))
            .filter(search_queue::version.le(version));
        diesel::delete(done).execute(&mut **tx)?;
    }
    Ok(())
}

fn forget(tx: &mut Tx<'_>, ids: &[Id]) -> QueryResult<()> {
    let of_these = search_entries::table.filter(search_entries::case_id.eq_any(ids));
    if let AnyConn::Sqlite(c) = &mut **tx {
        let old: Vec<i64> = of_these.clone().select(search_entries::entry).load(c)?;
        for entry in old {
            sql_query(format!("DELETE FROM search_index WHERE rowid = {entry}")).execute(c)?;
        }
    }
    diesel::delete(of_these).execute(&mut **tx)?;
    Ok(())
}

fn enter(tx: &mut Tx<'_>, texts: &HashMap<Id, String>) -> QueryResult<()> {
    let last: Option<i64> = search_entries::table
        .select(diesel::dsl::max(search_entries::entry))
        .get_result(&mut **tx)?;
    let first = last.unwrap_or_default() + 1;
    let entries: Vec<_> = (first..)
        .zip(texts)
        .map(|(entry, (case, text))| {
            (
                search_entries::case_id.eq(*case),
                search_entries::entry.eq(entry),
                search_entries::tokens.eq(tokens(text)),
            )
        })
        .collect();
    on_backend!(&mut **tx, c => diesel::insert_into(search_entries::table).values(&entries).execute(c)?);
    if let AnyConn::Sqlite(c) = &mut **tx {
        let add = "INSERT INTO search_index (rowid, tokens) SELECT entry, tokens FROM search_entries WHERE entry >=";
        sql_query(format!("{add} {first}")).execute(c)?;
    }
    Ok(())
}

/// Lets only one process at a time write the index.
pub fn alone(tx: &mut Tx<'_>) -> QueryResult<()> {
    /// Any number that nothing else locks.
    const LOCK: i64 = 190_000;
    tx.alone(LOCK)
}
