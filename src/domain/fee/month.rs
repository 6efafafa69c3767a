//! The requests of one requester to one organ in a calendar month (累计申请), in order.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::fee_by_request;

/// A request among those of its month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// How many came before it.
    pub before: u32,
    /// As how many it counts: a paper with several matters may be split into the smallest reasonable ones.
    pub units: u32,
}

impl Counted {
    /// What it costs by request, in 元.
    pub fn fee(self) -> u64 {
        fee_by_request(self.before.saturating_add(self.units)) - fee_by_request(self.before)
    }
}

/// One requester's requests to one organ by month. Withdrawn and unamended ones count.
///
/// Made from the legal dates of receipt as they stand: when one is corrected it is made anew, and counts otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Months<K>(BTreeMap<(i32, u32), BTreeMap<(NaiveDate, K), u32>>);

impl<K: Ord> Months<K> {
    /// Takes date, key and units of each request. Within a day they stand by key, such as the number.
    pub fn new(requests: impl IntoIterator<Item = (NaiveDate, K, u32)>) -> Self {
        let mut months: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for (received_on, key, units) in requests {
            let month = months.entry((received_on.year(), received_on.month())).or_default();
            month.insert((received_on, key), units);
        }
        Self(months)
    }

    /// Where a request stands in its month.
    pub fn counted(&self, key: &K) -> Option<Counted> {
        self.0.values().find_map(|month| {
            let mut before = 0_u32;
            for ((_, known), units) in month {
                if known == key {
                    return Some(Counted { before, units: *units });
                }
                before = before.saturating_add(*units);
            }
            None
        })
    }
}
