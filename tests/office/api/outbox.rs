//! At the end of every test the outbox is held against the logs: each deed that a requester is told of has put down one
//! message, and nothing else has.

use std::collections::BTreeSet;

use diesel::prelude::*;
use gongkai::app::App;
use gongkai::db::schema::{events, jobs, requesters};
use gongkai::db::{AnyConn, Id};

/// Looks when it is dropped, unless the test has failed anyway.
pub struct Outbox(pub App);

impl Drop for Outbox {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let (told, allowed, required) = self.0.db().scan_blocking(seen).unwrap();
            let (strange, missing) = (&told - &allowed, &required - &told);
            assert!(strange.is_empty() && missing.is_empty(), "{strange:?} {missing:?}");
        }
    }
}

/// Events of which a requester is told.
const TOLD: [&str; 5] =
    ["arrive", "confirm_receipt", "send_amendment_notice", "tell_extension", "deliver"];

type Events = BTreeSet<(Id, Option<i32>)>;

/// The events of which requesters are told, those of which they may be, and those of which they must be: who files
/// online learns of the confirmed receipt alone, which is the second event.
fn seen(conn: &mut AnyConn) -> QueryResult<(Events, Events, Events)> {
    // Who was corrected may have been out of reach before.
    let corrected: Vec<Id> = events::table
        .filter(events::kind.eq("correct_requester"))
        .select(events::case_id)
        .load(conn)?;
    let contact = requesters::email
        .is_not_null()
        .or(requesters::phone.is_not_null())
        .or(requesters::agent.is_not_null());
    let reached: Vec<Id> = requesters::table
        .filter(requesters::ordinal.eq(1))
        .filter(contact)
        .filter(requesters::case_id.ne_all(&corrected))
        .select(requesters::case_id)
        .load(conn)?;
    let told = jobs::table
        .filter(jobs::person_id.is_null())
        .filter(jobs::case_id.eq_any(&reached))
        .select((jobs::case_id.assume_not_null(), jobs::event_seq))
        .load::<(Id, Option<i32>)>(conn)?;
    let allowed: Events = events::table
        .filter(events::kind.eq_any(TOLD))
        .filter(events::case_id.eq_any(&reached))
        .select((events::case_id, events::seq.nullable()))
        .load::<(Id, Option<i32>)>(conn)?
        .into_iter()
        .collect();
    let mut required = allowed.clone();
    required.retain(|(case, seq)| *seq != Some(1) || !allowed.contains(&(*case, Some(2))));
    Ok((told.into_iter().collect(), allowed, required))
}
