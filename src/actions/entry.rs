//! An event on its way into the log of a case: linked after what stands there.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use crate::crypto::{EventText, Head, Keys, Link};
use crate::db::cases::NewEvent;
use crate::db::{Id, Instant};

/// The next event of a case.
pub struct Entry<'a> {
    pub kind: &'static str,
    /// The legal day.
    pub happened_on: NaiveDate,
    pub now: DateTime<Utc>,
    pub actor: &'a str,
    /// From which part of the program.
    pub origin: &'a str,
    /// Holds the `facts` of the case after the event, whatever else it tells: a report of an earlier time reads them.
    pub payload: Value,
}

impl Entry<'_> {
    /// Links the event after `head`; gives it with the new head.
    pub fn chain(self, keys: &Keys, case: Id, head: Head) -> (NewEvent, Head) {
        let payload = self.payload.to_string();
        let text = EventText {
            kind: self.kind,
            happened_on: self.happened_on,
            recorded_at: self.now,
            actor: self.actor,
            origin: self.origin,
            payload: &payload,
        };
        let appended = keys.chain().append(case.bytes(), head, &text);
        let event = NewEvent {
            case_id: case,
            seq: i32::try_from(appended.head.count).unwrap_or(i32::MAX),
            kind: self.kind,
            happened_on: self.happened_on,
            recorded_at: Instant(self.now),
            actor: self.actor.to_owned(),
            origin: self.origin.to_owned(),
            payload,
            mark: appended.mark.as_bytes().to_vec(),
        };
        (event, appended.head)
    }
}

/// The head of a log as a case row keeps it.
pub fn head(count: i32, link: &[u8]) -> Head {
    Head { count: count.into(), link: Link::from(bytes(link)) }
}

/// A hash as stored.
pub fn bytes(stored: &[u8]) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes.iter_mut().zip(stored).for_each(|(to, from)| *to = *from);
    bytes
}
