//! A notice as JSON: the arrangement of one year, or a collection of years of which one is taken.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use serde::Deserialize;

use super::{BadNotice, Said};
use crate::ledger::dates;
use crate::ledger::unreadable::Unreadable;

/// No arrangement is longer; a collection of all years has some 40 kB.
const SIZE_LIMIT: u64 = 4 << 20;

/// Either shape; keys that mean nothing here are passed over.
#[derive(Deserialize)]
struct Document {
    years: Option<BTreeMap<i32, Arrangement>>,
    #[serde(flatten)]
    single: Arrangement,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Arrangement {
    year: Option<i32>,
    number: Option<String>,
    published_on: Option<String>,
    days_off: BTreeMap<String, String>,
    working_weekends: BTreeMap<String, String>,
    /// Stands in what `gongkai calendar show --json` says of a year without a notice.
    provisional: bool,
}

/// Reads the only year of the file, or the one that is `wanted`.
pub(super) fn read(path: &Path, wanted: Option<i32>) -> Result<Said, BadNotice> {
    let length = std::fs::metadata(path).map_err(Unreadable::from)?.len();
    if length > SIZE_LIMIT {
        return Err(Unreadable::TooLarge("JSON 超过4MB").into());
    }
    let bytes = std::fs::read(path).map_err(Unreadable::from)?;
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let document: Document = serde_json::from_slice(text)
        .map_err(|error| BadNotice::Json { line: error.line(), column: error.column() })?;
    match document.years {
        Some(years) => said(one_of(years, wanted)?),
        None => said(document.single),
    }
}

/// The year that is wanted, else the only one.
fn one_of(
    mut years: BTreeMap<i32, Arrangement>,
    wanted: Option<i32>,
) -> Result<Arrangement, BadNotice> {
    let known: Vec<i32> = years.keys().copied().collect();
    let year = match (wanted, known.as_slice()) {
        (Some(year), _) => year,
        (None, [year]) => *year,
        (None, []) => return Err(BadNotice::NoYear),
        (None, _) => return Err(BadNotice::SeveralYears(known)),
    };
    let arrangement = years.remove(&year).ok_or(BadNotice::NoYear)?;
    Ok(Arrangement { year: arrangement.year.or(Some(year)), ..arrangement })
}

fn said(arrangement: Arrangement) -> Result<Said, BadNotice> {
    if arrangement.provisional {
        return Err(BadNotice::Provisional);
    }
    Ok(Said {
        year: arrangement.year,
        number: arrangement.number,
        published_on: arrangement.published_on.map(date).transpose()?,
        days_off: dated(arrangement.days_off)?,
        working_weekends: dated(arrangement.working_weekends)?,
    })
}

fn dated(days: BTreeMap<String, String>) -> Result<BTreeMap<NaiveDate, String>, BadNotice> {
    days.into_iter().map(|(day, name)| Ok((date(day)?, name))).collect()
}

/// The first notice, for 2008, was published before the regulation came into force.
fn date(text: String) -> Result<NaiveDate, BadNotice> {
    dates::of_any_time(&text).map_err(|why| BadNotice::JsonDate { text, why })
}
