//! What intake should know of a request: who asked before and for what, what the month costs, whether others ask for
//! the same. Shown, never decided; nothing is stored.

mod alike;
mod asked;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

pub use alike::{Like, Several};
pub use asked::Asked;

use super::requesters::history::by_contact;
use super::requesters::{Mark, person};
use super::{Actor, Error, casebook, reading};
use crate::crypto::Keys;
use crate::db::requesters::{self, Past, Traits, Whose};
use crate::db::{AnyConn, Id, QueryResult, organs};
use crate::domain::dossier::Refusal;
use crate::domain::dossier::deed::Arrive;
use crate::domain::fee::{Chargeable, Counted, Method, Months, Provision};
use crate::domain::permission::Matter;
use crate::domain::receipt::Receipt;
use crate::domain::requester::IdentityCheck;

/// Earlier requests that are shown; the others are counted.
const SHOWN: usize = 20;
/// Earlier requests that are looked at.
const LOOKED_AT: i64 = 500;

/// All hints on a request.
pub struct Hints {
    pub requester: Earlier,
    pub month: Option<Month>,
    /// Requests of the same person for the same, whatever became of them.
    pub repeated: Vec<Like>,
    /// Requests of others for something alike.
    pub similar: Vec<Like>,
    /// Art. 44.
    pub several: Option<Several>,
    pub identity: Option<IdentityCheck>,
    pub receipt: Option<Receipt>,
}

/// The earlier requests of who asks first.
pub struct Earlier {
    /// For the whole history; `None` where the requester cannot be found again.
    pub id: Option<String>,
    /// How many were found, up to five hundred.
    pub count: usize,
    /// The latest, each with whether it is certainly the same requester's.
    pub cases: Vec<(Past, bool)>,
}

/// The requests of a calendar month to the organ (累计申请), for the fee by request.
#[derive(Serialize)]
pub struct Month {
    pub year: i32,
    pub month: u32,
    /// Units of the requests before this one.
    pub before: u32,
    /// Units of this one.
    pub units: u32,
    /// What this one would cost, in 元; none before 2021.
    pub fee: Option<u64>,
    /// Whether the requester is certainly the same in all.
    pub certain: bool,
}

/// Hints on a case.
pub fn on_case(
    conn: &mut AnyConn,
    keys: &Keys,
    actor: &Actor,
    which: (&str, Option<&str>),
) -> QueryResult<Result<Hints, Error>> {
    let row = match reading::case(conn, actor, which)? {
        Ok(row) => row,
        Err(error) => return Ok(Err(error)),
    };
    match Asked::of_case(conn, keys, &row)? {
        Ok(asked) => hints(conn, &asked),
        Err(error) => Ok(Err(error)),
    }
}

/// Hints on what is being typed in.
pub fn on_intake(
    conn: &mut AnyConn,
    keys: &Keys,
    actor: &Actor,
    organ: &str,
    (arrive, requester, on): (&Arrive, &super::intake::Requester, NaiveDate),
) -> QueryResult<Result<Hints, Error>> {
    let Some(organ_id) = organs::find(conn, organ)? else {
        return Ok(Err(Error::NoSuchOrgan(organ.to_owned())));
    };
    if let Err(error) = reading::apart(actor.may(conn, Matter::TakeIn, organ_id))? {
        return Ok(Err(error));
    }
    if arrive.items.is_empty() {
        return Ok(Err(Refusal::field("items", "至少写明一项").into()));
    }
    if let Err(error) = person::check_forms(requester) {
        return Ok(Err(error));
    }
    hints(conn, &Asked::of_form(keys, organ_id, (arrive, requester, on)))
}

fn hints(conn: &mut AnyConn, asked: &Asked) -> QueryResult<Result<Hints, Error>> {
    let past = past(conn, asked)?;
    let month = match month(conn, asked)? {
        Ok(month) => month,
        Err(error) => return Ok(Err(error)),
    };
    let ids: Vec<Id> = past.iter().map(|(past, _)| past.id).collect();
    let repeated = alike::repeated(conn, asked, &past)?;
    let similar = alike::of_others(conn, asked, &ids)?;
    let several = alike::several(&similar);
    let (count, mut cases) = (past.len(), past);
    cases.truncate(SHOWN);
    let id = asked.mark().as_ref().map(Mark::id);
    Ok(Ok(Hints {
        requester: Earlier { id, count, cases },
        month,
        repeated,
        similar,
        several,
        identity: asked.identity,
        receipt: asked.receipt,
    }))
}

/// Earlier requests to the organ, each with whether it is certainly the same requester's.
fn past(conn: &mut AnyConn, asked: &Asked) -> QueryResult<Vec<(Past, bool)>> {
    let organ = [asked.organ];
    let mut found: Vec<(Past, bool)> = Vec::new();
    if let Some(hash) = &asked.traits.identity_hash {
        let whose = Whose::Identity(hash.clone());
        let certain = requesters::history(conn, (&whose, &organ), None, LOOKED_AT)?;
        found.extend(certain.into_iter().map(|past| (past, true)));
    }
    let mut others = by_contact(conn, &asked.traits)?;
    others.retain(|case| found.iter().all(|(past, _)| past.id != *case));
    if !others.is_empty() {
        let whose = Whose::These(others);
        let weaker = requesters::history(conn, (&whose, &organ), None, LOOKED_AT)?;
        found.extend(weaker.into_iter().map(|past| (past, false)));
    }
    found.retain(|(past, _)| Some(past.id) != asked.case);
    found.sort_by_key(|(past, _)| std::cmp::Reverse((past.arrived_on, past.id)));
    Ok(found)
}

/// Where the request stands in its month.
fn month(conn: &mut AnyConn, asked: &Asked) -> QueryResult<Result<Option<Month>, Error>> {
    let (Some(day), Some(whose)) = (asked.counts_on(), whose(conn, &asked.traits)?) else {
        return Ok(Ok(None));
    };
    let Some(days) = days_of_month(day) else { return Ok(Ok(None)) };
    let received = requesters::received(conn, (&whose, asked.organ), days)?;
    let ids: Vec<Id> = received.iter().map(|(case, ..)| *case).collect();
    let units = match reading::apart(casebook::of(conn, &ids))? {
        Ok(found) => found,
        Err(error) => return Ok(Err(error)),
    };
    let units = |case: Id| units.iter().find(|(id, _)| *id == case).map_or(1, |(_, c)| c.fee_units);
    let others = received.into_iter().filter(|(case, ..)| Some(*case) != asked.case);
    // What has no number yet comes after everything of its day.
    let others = others.map(|(case, on, number)| (on, (false, number), u32::from(units(case))));
    let key = (asked.number.is_none(), asked.number.clone().unwrap_or_default());
    let months = Months::new(others.chain([(day, key.clone(), u32::from(asked.units))]));
    let certain = matches!(whose, Whose::Identity(_));
    Ok(Ok(months.counted(&key).map(|counted| Month::of(day, counted, certain))))
}

impl Month {
    fn of(day: NaiveDate, counted: Counted, certain: bool) -> Self {
        let chargeable = Chargeable {
            received_on: day,
            is_public_already: false,
            provision: Provision::Other,
            counted,
            pages: 0,
        };
        let Counted { before, units } = counted;
        let fee = chargeable.fee(Method::ByRequest).ok();
        Self { year: day.year(), month: day.month(), before, units, fee, certain }
    }
}

/// Whose requests are counted together.
fn whose(conn: &mut AnyConn, traits: &Traits) -> QueryResult<Option<Whose>> {
    if let Some(hash) = &traits.identity_hash {
        return Ok(Some(Whose::Identity(hash.clone())));
    }
    if traits.phone_hash.is_none() && traits.email_hash.is_none() {
        return Ok(None);
    }
    Ok(Some(Whose::These(by_contact(conn, traits)?)))
}

fn days_of_month(day: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let first = day.with_day(1)?;
    let last = first.checked_add_months(chrono::Months::new(1))?.pred_opt()?;
    Some((first, last))
}
