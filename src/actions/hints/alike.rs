//! Requests that ask for the same, or for something alike.

use std::collections::HashMap;

use super::Asked;
use crate::actions::requesters::history::is_same;
use crate::db::cases::filter::{Filter, Order};
use crate::db::cases::page::{self, CaseRow};
use crate::db::requesters::{self, Past, Traits};
use crate::db::{AnyConn, Id, QueryResult, search};
use crate::domain::dossier::deed::Subject;
use crate::domain::likeness::{ALIKE, SAME, Shape, sought};
use crate::domain::outcome::ResultRow;
use crate::domain::segmentation::Sought;

/// Requests that are shown.
const SHOWN: usize = 20;
/// Requests that one search brings.
const FOUND: i64 = 100;

/// A request like the one asked about.
#[derive(Clone, Debug)]
pub struct Like {
    pub number: String,
    pub requester: Option<String>,
    pub content: String,
    pub received_on: Option<chrono::NaiveDate>,
    pub closed_on: Option<chrono::NaiveDate>,
    pub result_row: Option<ResultRow>,
    pub document_number: Option<String>,
    /// In percent.
    pub likeness: u8,
    /// Which of the requesters that ask for something alike, from 1.
    pub by: usize,
}

/// Several ask for the same (art. 44).
#[derive(Clone, Debug)]
pub struct Several {
    /// With the one asked about.
    pub requesters: usize,
    /// How many of the others were given it.
    pub granted: usize,
    pub numbers: Vec<String>,
}

/// Requests of the same person for the same.
pub fn repeated(
    conn: &mut AnyConn,
    asked: &Asked,
    past: &[(Past, bool)],
) -> QueryResult<Vec<Like>> {
    let shapes: Vec<Shape> = asked.items.iter().map(|item| Shape::of(item)).collect();
    let ids: Vec<Id> = past.iter().map(|(past, _)| past.id).collect();
    let items = requesters::contents(conn, &ids)?;
    let mut found = Vec::new();
    for (past, _) in past.iter().filter(|(past, _)| past.subject == "request") {
        let (likeness, content) = closest(&shapes, items.get(&past.id));
        if likeness >= SAME && asked.subject == Subject::Request {
            found.push(Like {
                number: past.number.clone(),
                requester: None,
                content,
                received_on: past.received_on,
                closed_on: past.closed_on,
                result_row: past.result_row.map(|row| row.0),
                document_number: past.document_number.clone(),
                likeness,
                by: 0,
            });
        }
    }
    found.sort_by_key(|like| std::cmp::Reverse(like.likeness));
    found.truncate(SHOWN);
    Ok(found)
}

/// Requests of others for something alike; `own` are those of the same person.
pub fn of_others(conn: &mut AnyConn, asked: &Asked, own: &[Id]) -> QueryResult<Vec<Like>> {
    if asked.subject != Subject::Request {
        return Ok(Vec::new());
    }
    let mut rows = candidates(conn, asked)?;
    rows.retain(|id, _| Some(*id) != asked.case && !own.contains(id));
    let ids: Vec<Id> = rows.keys().copied().collect();
    let (traits, items) = (requesters::first_named(conn, &ids)?, requesters::contents(conn, &ids)?);
    let shapes: Vec<Shape> = asked.items.iter().map(|item| Shape::of(item)).collect();
    let mut found: Vec<(Like, Option<&Traits>)> = Vec::new();
    for (id, row) in rows {
        let (likeness, content) = closest(&shapes, items.get(&id));
        let traits = traits.get(&id);
        let is_own = traits.is_some_and(|traits| is_same(traits, &asked.traits));
        if likeness >= ALIKE && !is_own {
            found.push((like(row, content, likeness), traits));
        }
    }
    found.sort_by(|(one, _), (other, _)| {
        (other.likeness, &other.number).cmp(&(one.likeness, &one.number))
    });
    Ok(numbered(found))
}

/// Tells whose is whose.
fn numbered(found: Vec<(Like, Option<&Traits>)>) -> Vec<Like> {
    let mut people: Vec<&Traits> = Vec::new();
    let mut anonymous = 0;
    let mut likes = Vec::new();
    for (like, traits) in found.into_iter().take(SHOWN) {
        let known = traits.and_then(|traits| people.iter().position(|one| is_same(one, traits)));
        let by = match (known, traits) {
            (Some(known), _) => known + 1,
            (None, Some(traits)) => {
                people.push(traits);
                people.len()
            }
            (None, None) => {
                anonymous += 1;
                SHOWN + anonymous
            }
        };
        likes.push(Like { by, ..like });
    }
    likes
}

/// Cases of the organ that have a phrase of the request.
fn candidates(conn: &mut AnyConn, asked: &Asked) -> QueryResult<HashMap<Id, CaseRow>> {
    let mut found = HashMap::new();
    let first = asked.items.first().map(|item| sought(item)).unwrap_or_default();
    // All phrases together, then the longest two by themselves: others may put the rest in other words.
    let whole = first.join(" ");
    let tries = std::iter::once(whole.as_str()).chain(first.iter().take(2).map(String::as_str));
    for words in tries.filter_map(Sought::of) {
        let hits = search::find(conn, &words)?;
        let filter = Filter { organs: vec![asked.organ], found: Some(hits), ..Filter::default() };
        let rows = page::page(conn, &filter, (Order::Received, None), FOUND)?;
        found.extend(rows.into_iter().map(|row| (row.id, row)));
    }
    Ok(found)
}

/// The item that is most like one of `shapes`, and how much.
fn closest(shapes: &[Shape], items: Option<&Vec<String>>) -> (u8, String) {
    let items = items.into_iter().flatten();
    let compared = items.map(|item| {
        let shape = Shape::of(item);
        let likeness = shapes.iter().map(|asked| asked.likeness(&shape)).max();
        (likeness.unwrap_or(0), item)
    });
    let closest = compared.max_by_key(|(likeness, _)| *likeness);
    closest.map_or((0, String::new()), |(likeness, item)| (likeness, item.clone()))
}

fn like(row: CaseRow, content: String, likeness: u8) -> Like {
    Like {
        number: row.number,
        requester: row.requester,
        content,
        received_on: row.received_on,
        closed_on: row.closed_on,
        result_row: row.result_row.map(|row| row.0),
        document_number: row.document_number,
        likeness,
        by: 0,
    }
}

/// Whether several ask for the same: then it may be disclosed to all (art. 44).
pub fn several(similar: &[Like]) -> Option<Several> {
    let same: Vec<&Like> = similar.iter().filter(|like| like.likeness >= SAME).collect();
    let mut people: Vec<usize> = same.iter().map(|like| like.by).collect();
    people.sort_unstable();
    people.dedup();
    let given = |row: &Option<ResultRow>| {
        matches!(row, Some(ResultRow::Granted | ResultRow::GrantedInPart))
    };
    (!people.is_empty()).then(|| Several {
        requesters: people.len() + 1,
        granted: same.iter().filter(|like| given(&like.result_row)).count(),
        numbers: same.iter().map(|like| like.number.clone()).collect(),
    })
}
