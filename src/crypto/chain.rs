//! The log of a case as a chain of keyed hashes. Knows neither where events are stored nor what they mean.
//!
//! The running hash after the last event, the *link*, stands on the case row only. An event row keeps its *mark*, a
//! one-way image of the link after it. So what an event row shows proves it, and yet whoever cuts off the last
//! events cannot put the earlier link on the case row: it stands nowhere any more. (One who puts back an old copy
//! of all the rows of a case is not found here; the seals tell.)

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::field::length;
use super::key::{MasterKey, Purpose, hex};

/// The version of the encoding; a link of another version is another link.
const VERSION: u8 = 1;

/// The id of a case: the same 16 bytes on every database.
pub type CaseBytes = [u8; 16];

/// What one event says, exactly as stored: where a field is encrypted, its ciphertext.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventText<'a> {
    pub kind: &'a str,
    /// The legal day.
    pub happened_on: NaiveDate,
    /// The instant of entry; microseconds count, what is finer does not, since one of the databases loses it.
    pub recorded_at: DateTime<Utc>,
    /// Who did it.
    pub actor: &'a str,
    /// From which address or program.
    pub origin: &'a str,
    /// Everything else, as the text that is stored; never encoded anew.
    pub payload: &'a str,
}

macro_rules! hash_bytes {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $name([u8; 32]);

        impl $name {
            /// The bytes to be stored.
            pub fn as_bytes(&self) -> &[u8; 32] {
                &self.0
            }
        }

        impl From<[u8; 32]> for $name {
            fn from(stored: [u8; 32]) -> Self {
                Self(stored)
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.ct_eq(&other.0).into()
            }
        }

        impl Eq for $name {}

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($name), hex(&self.0))
            }
        }
    };
}

hash_bytes! {
    /// What an event row keeps: shows that the event is unaltered and stands where it stood.
    Mark
}

hash_bytes! {
    /// The running hash; stands on the case row and nowhere else.
    Link
}

impl Link {
    /// The one-way image of the link, which may be shown.
    pub fn mark(&self) -> Mark {
        Mark(Sha256::digest(self.0).into())
    }
}

/// What a case row keeps of its log, so that a cut tail is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// How many events there are; the last one has this number.
    pub count: i64,
    pub link: Link,
}

/// What is to be stored when an event was appended: its number is `head.count`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    pub head: Head,
    pub mark: Mark,
}

/// An event as the database keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept<'a> {
    pub seq: i64,
    pub text: EventText<'a>,
    pub mark: Mark,
}

/// A log that is not what was written: the number of the first event at fault, and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("办理记录第 {seq} 条：{why}")]
pub struct Broken {
    pub seq: i64,
    pub why: Why,
}

/// What is wrong with a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    #[error("内容或者先后次序被改动过")]
    Altered,
    #[error("记录缺失")]
    Missing,
    #[error("序号重复或者次序颠倒")]
    OutOfOrder,
    #[error("申请件上没有登记过这条记录")]
    Unknown,
    #[error("申请件上登记的末尾校验值不符")]
    OtherHead,
}

/// Links events under the chain key.
pub struct Chain {
    keyed: Hmac<Sha256>,
}

impl Chain {
    /// Sets up the chain key.
    pub fn new(master: &MasterKey) -> Self {
        let key = master.derive::<64>(Purpose::EventChain);
        Self { keyed: Hmac::new((&*key).into()) }
    }

    /// The head of a case without events; keyed, so that nobody can empty a log either.
    pub fn start(&self, case: CaseBytes) -> Head {
        let mac = self.keyed.clone().chain_update([VERSION, b's']).chain_update(case);
        Head { count: 0, link: Link(mac.finalize().into_bytes().into()) }
    }

    /// The head after one more event, and the mark that the event keeps.
    pub fn append(&self, case: CaseBytes, head: Head, event: &EventText<'_>) -> Appended {
        let count = head.count.saturating_add(1);
        let link = self.link(case, count, head.link, event);
        Appended { head: Head { count, link }, mark: link.mark() }
    }

    /// Whether the events of a case, in the order of their numbers, are those that were written.
    pub fn verify<'a>(
        &self,
        case: CaseBytes,
        events: impl IntoIterator<Item = Kept<'a>>,
        expected: Head,
    ) -> Result<(), Broken> {
        let mut walk = self.walk(case);
        for event in events {
            walk.step(&event)?;
        }
        walk.end(expected)
    }

    /// A verification that is handed one event after the other, for logs that are streamed.
    pub fn walk(&self, case: CaseBytes) -> Walk<'_> {
        Walk { chain: self, case, head: self.start(case) }
    }

    /// The canonical encoding under the chain key. Numbers are big-endian and of fixed width, days count from the
    /// common era, instants are microseconds UTC, and every text is led by its length: nothing in it depends on a
    /// database, and no two events read alike.
    fn link(&self, case: CaseBytes, seq: i64, previous: Link, event: &EventText<'_>) -> Link {
        let mut mac = self.keyed.clone();
        mac.update(&[VERSION, b'e']);
        mac.update(&case);
        mac.update(&seq.to_be_bytes());
        mac.update(&previous.0);
        mac.update(&event.happened_on.num_days_from_ce().to_be_bytes());
        mac.update(&event.recorded_at.timestamp_micros().to_be_bytes());
        for text in [event.kind, event.actor, event.origin, event.payload] {
            mac.update(&length(text.as_bytes()));
            mac.update(text.as_bytes());
        }
        Link(mac.finalize().into_bytes().into())
    }
}

/// A verification under way.
pub struct Walk<'a> {
    chain: &'a Chain,
    case: CaseBytes,
    head: Head,
}

impl Walk<'_> {
    /// Takes the next event in the order of numbers.
    pub fn step(&mut self, event: &Kept<'_>) -> Result<(), Broken> {
        let next = self.chain.append(self.case, self.head, &event.text);
        let seq = next.head.count;
        let why = match event.seq.cmp(&seq) {
            std::cmp::Ordering::Greater => Why::Missing,
            std::cmp::Ordering::Less => Why::OutOfOrder,
            std::cmp::Ordering::Equal if event.mark != next.mark => Why::Altered,
            std::cmp::Ordering::Equal => {
                self.head = next.head;
                return Ok(());
            }
        };
        Err(Broken { seq, why })
    }

    /// Compares what was walked over with what the case row says.
    pub fn end(&self, expected: Head) -> Result<(), Broken> {
        let walked = self.head.count;
        let (seq, why) = match walked.cmp(&expected.count) {
            std::cmp::Ordering::Less => (walked.saturating_add(1), Why::Missing),
            std::cmp::Ordering::Greater => (expected.count.saturating_add(1), Why::Unknown),
            std::cmp::Ordering::Equal if self.head.link != expected.link => {
                (walked, Why::OtherHead)
            }
            std::cmp::Ordering::Equal => return Ok(()),
        };
        Err(Broken { seq, why })
    }
}

#[cfg(test)]
mod tests;
