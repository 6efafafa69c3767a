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
            let (told, expected) = self.0.db().scan_blocking(seen).unwrap();
            assert_eq!(told, expected, "the events that requesters are told of");
        }
    }
}

/// Events of which a requester is told.
const TOLD: [&str; 5] =
    ["arrive", "confirm_receipt", "send_amendment_notice", "tell_extension", "deliver"];

type Events = BTreeSet<(Id, Option<i32>)>;

/// The events of which requesters are told, and those of which they should be.
fn seen(conn: &mut AnyConn) -> QueryResult<(Events, Events)> {
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
    // Who files online is told at once that it was received, and not beside that it arrived.
    let online = events::kind.eq("arrive").and(events::actor.eq("申请人"));
    let expected = events::table
        .filter(events::kind.eq_any(TOLD))
        .filter(diesel::dsl::not(online))
        .filter(events::case_id.eq_any(&reached))
        .select((events::case_id, events::seq.nullable()))
        .load::<(Id, Option<i32>)>(conn)?;
    Ok((told.into_iter().collect(), expected.into_iter().collect()))
}
