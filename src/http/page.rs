//! Lists by page: an opaque cursor says after which row the next page begins; nothing is counted.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize};

use super::Problem;

/// Rows that a page holds if nobody asks for another number.
const DEFAULT: u16 = 50;
/// Rows that a page holds at most.
const AT_MOST: u16 = 200;

/// One page of a list.
#[derive(Debug, Serialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// The cursor of the page after this one; `None` on the last.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// A page from one row more than it holds; `mark` says where a row stands in the order.
    pub fn of<M: Serialize>(mut rows: Vec<T>, limit: Limit, mark: impl Fn(&T) -> M) -> Self {
        let size = usize::from(limit.0);
        let more = rows.len() > size;
        rows.truncate(size);
        let last = if more { rows.last() } else { None };
        let next = last.map(|row| Cursor::write(&mark(row)));
        Self { items: rows, next }
    }
}

/// How many rows a page is to hold: 1 to 200, 50 if not said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(pub u16);

impl Limit {
    /// One row more, which tells whether there is another page.
    pub fn with_one_more(self) -> i64 {
        i64::from(self.0) + 1
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(DEFAULT)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u16::deserialize(deserializer)? {
            rows @ 1..=AT_MOST => Ok(Self(rows)),
            _ => Err(D::Error::custom("limit：应在 1 至 200 之间")),
        }
    }
}

/// Where a page begins, as the caller hands it back.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Cursor(String);

impl Cursor {
    fn write(mark: &impl Serialize) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(mark).unwrap_or_default())
    }

    /// The place that a cursor of ours stands for.
    pub fn read<M: DeserializeOwned>(&self) -> Result<M, Problem> {
        let bytes = URL_SAFE_NO_PAD.decode(&self.0).ok();
        let mark = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        mark.ok_or_else(|| Problem::field("cursor", "应当原样取自上一页的 next"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_where_the_next_begins() {
        let page = Page::of(vec![1, 2, 3], Limit(2), |row| *row);
        assert_eq!(page.items, [1, 2]);
        assert_eq!(Cursor(page.next.unwrap()).read::<i32>().unwrap(), 2);
        assert_eq!(Page::of(vec![1, 2], Limit(2), |row| *row).next, None);
        assert!(Cursor("笑".to_owned()).read::<i32>().is_err());
    }
}
