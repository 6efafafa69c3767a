//! A case by its request number alone: what a query code is held against.

use diesel::prelude::*;

use crate::db::AnyConn;
use crate::db::schema::cases;
use crate::db::types::Id;
use crate::domain::organ::OrganId;

/// A case as far as its requester is to be known.
#[derive(Clone, Copy, Debug, Queryable)]
pub struct Door {
    pub case: Id,
    pub organ: OrganId,
    pub code_resets: i32,
}

/// The cases with this request number: one, or none. Imported ones may bear the same in several organs.
pub fn numbered(conn: &mut AnyConn, number: &str) -> QueryResult<Vec<Door>> {
    cases::table
        .filter(cases::number.eq(number))
        .select((cases::id, cases::organ_id, cases::code_resets))
        .limit(20)
        .load(conn)
}
