//! The organs on which the table of one of them can depend: those above it, and all below the organ whose table it is.

use chrono::{DateTime, NaiveDate, Utc};

use crate::db::{AnyConn, ORGANS_A_QUERY, QueryResult, organ_links, organs};
use crate::domain::organ::Organs;

/// What of the tree decides about the table of `code` on `day`; nothing where there is no such organ.
pub fn around(
    conn: &mut AnyConn,
    code: &str,
    day: NaiveDate,
    known_at: Option<DateTime<Utc>>,
) -> QueryResult<Organs> {
    let Some(organ) = organs::find(conn, code)? else {
        return Ok(Organs::default());
    };
    let mut near = organ_links::above(conn, organ)?;
    if near.len() == 1 {
        // It heads the whole tree.
        return organs::load(conn, known_at);
    }
    let top = organs::load_among(conn, Some(&near), known_at)?.table_of(organ, day);
    near.extend(organ_links::below(conn, [organ, top])?);
    let among = (near.len() <= ORGANS_A_QUERY).then_some(&near[..]);
    organs::load_among(conn, among, known_at)
}
