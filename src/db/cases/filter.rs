//! Which cases a list wants, and in which order.

use chrono::NaiveDate;
use diesel::dsl::{exists, sql};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer, Nullable};
use serde::{Deserialize, Serialize};

use crate::db::AnyConn;
use crate::db::schema::{cases, search_entries};
use crate::db::search::Found;
use crate::db::types::Id;
use crate::domain::dossier::deed::Subject;
use crate::domain::organ::OrganId;
use crate::domain::outcome::ResultRow;
use crate::domain::requester::RequesterKind;

/// Which cases are wanted; all conditions together.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub organs: Vec<OrganId>,
    /// Only those that are open, or only those that are not.
    pub open: Option<bool>,
    pub received: Span,
    pub closed: Span,
    /// The last day for the reply; only open cases have one.
    pub due: Span,
    /// The last day of a wait.
    pub waits_until: Span,
    pub stage: Option<String>,
    pub result_row: Option<ResultRow>,
    pub requester_kind: Option<RequesterKind>,
    pub in_time: Option<InTime>,
    /// What outside the office is waited for: any of these.
    pub waiting_for: Vec<String>,
    pub departments: Vec<Id>,
    /// Whose turn it is: any of these.
    pub turns: Vec<Turn>,
    pub subject: Option<Subject>,
    /// What the number begins with.
    pub number: Option<String>,
    /// Cases that bear, or once bore, that number as one of another kind.
    pub numbered: Vec<Id>,
    /// What the search found.
    pub found: Option<Found>,
}

/// Days from the first, before the second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub from: Option<NaiveDate>,
    pub before: Option<NaiveDate>,
}

/// Whether the first closing was in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InTime {
    Yes,
    No,
    /// A register told of the closing without what moved its clock.
    Unknown,
}

/// Somebody's turn in an organ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    pub organ: OrganId,
    /// The bit of the role.
    pub bit: i32,
    /// For handlers: whose cases, and of which department those that nobody has signed for.
    pub handlers: Option<(Vec<Id>, Option<Id>)>,
    /// A wait that ended before this day is theirs to look at too.
    pub waited_until_before: Option<NaiveDate>,
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The last received first; without what has only arrived.
    #[default]
    Received,
    /// What comes next first; only where something is to be done.
    Next,
}

/// Where a page ended: day and id of its last case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark(pub NaiveDate, pub uuid::Uuid);

/// More organs than this are not asked one by one: the list is walked in its order until the page is full.
const ONE_BY_ONE: usize = 8;

impl Filter {
    /// Whether the list is walked in its order, which is right unless days narrow it down in another one.
    fn is_walked(&self) -> bool {
        let narrowed =
            [self.closed, self.due, self.waits_until].iter().any(|span| *span != Span::default());
        self.organs.len() > ONE_BY_ONE && !narrowed
    }
}

type Backend = <AnyConn as Connection>::Backend;
type Query<'a> = cases::BoxedQuery<'a, Backend>;
type Condition<'a> =
    Box<dyn BoxableExpression<cases::table, Backend, SqlType = Nullable<Bool>> + 'a>;

/// The wanted cases after `after` in order.
pub(super) fn ordered(filter: &Filter, order: Order, after: Option<Mark>) -> Query<'_> {
    let query = match order {
        Order::Received => wanted_of(filter, filter.is_walked())
            .filter(cases::received_on.is_not_null())
            .order((cases::received_on.desc(), cases::id.desc())),
        Order::Next => {
            let wanted = wanted_of(filter, filter.is_walked());
            wanted.filter(cases::next_on.is_not_null()).order((cases::next_on, cases::id))
        }
    };
    let Some(Mark(day, id)) = after else { return query };
    match order {
        Order::Received => query
            .filter(cases::received_on.le(day))
            .filter(cases::received_on.lt(day).or(cases::id.nullable().lt(Id(id)))),
        Order::Next => query
            .filter(cases::next_on.ge(day))
            .filter(cases::next_on.gt(day).or(cases::id.nullable().gt(Id(id)))),
    }
}

/// The wanted cases.
pub(super) fn wanted(filter: &Filter) -> Query<'_> {
    wanted_of(filter, false)
}

fn wanted_of(filter: &Filter, walked: bool) -> Query<'_> {
    let organs = &filter.organs;
    let mut query = if walked {
        // The plus keeps planners from the indexes that begin with the organ, after which they would have to sort.
        cases::table.filter(sql::<Integer>("+cases.organ_id").eq_any(organs)).into_boxed()
    } else {
        cases::table.filter(cases::organ_id.eq_any(organs)).into_boxed()
    };
    if let Some(open) = filter.open {
        // The word stands in the SQL text, since a bound value never proves the WHERE of a partial index.
        query = query.filter(sql::<Bool>(if open { "cases.open" } else { "NOT cases.open" }));
    }
    query = dated(query, filter);
    if let Some(stage) = &filter.stage {
        query = query.filter(cases::stage.eq(stage));
    }
    if let Some(row) = filter.result_row {
        query = query.filter(cases::result_row.eq(row.to_string()));
    }
    if let Some(kind) = filter.requester_kind {
        query = query.filter(cases::requester_kind.eq(kind.to_string()));
    }
    query = match filter.in_time {
        Some(InTime::Yes) => query.filter(cases::in_time.eq(true)),
        Some(InTime::No) => query.filter(cases::in_time.eq(false)),
        Some(InTime::Unknown) => {
            query.filter(cases::closed_on.is_not_null()).filter(cases::in_time.is_null())
        }
        None => query,
    };
    if !filter.waiting_for.is_empty() {
        query = query.filter(cases::waiting_for.eq_any(&filter.waiting_for));
    }
    if !filter.departments.is_empty() {
        query = query.filter(cases::department_id.eq_any(&filter.departments));
    }
    if let Some(turn) =
        filter.turns.iter().map(has_turn).reduce(|one, other| Box::new(one.or(other)))
    {
        query = query.filter(turn);
    }
    query = named(query, filter);
    found(query, filter.found.as_ref())
}

/// By kind of request, and by number.
fn named<'a>(mut query: Query<'a>, filter: &'a Filter) -> Query<'a> {
    query = match filter.subject {
        // The word stands in the SQL text, since a bound value never proves the WHERE of a partial index.
        Some(Subject::Correction) => query
            .filter(sql::<Bool>("cases.subject <> 'request'"))
            .filter(cases::subject.eq(Subject::Correction.to_string())),
        Some(Subject::Request) => query.filter(cases::subject.eq(Subject::Request.to_string())),
        None => query,
    };
    if let Some(number) = &filter.number {
        // Not LIKE, which would take no index; U+10FFFF comes after every character of a number.
        let begins = cases::number.ge(number).and(cases::number.lt(format!("{number}\u{10ffff}")));
        query = if filter.numbered.is_empty() {
            query.filter(begins)
        } else {
            query.filter(begins.or(cases::id.eq_any(&filter.numbered)))
        };
    }
    query
}

fn dated<'a>(mut query: Query<'a>, filter: &Filter) -> Query<'a> {
    macro_rules! within {
        ($($span:ident: $column:ident),+) => {$(
            if let Some(from) = filter.$span.from {
                query = query.filter(cases::$column.ge(from));
            }
            if let Some(before) = filter.$span.before {
                query = query.filter(cases::$column.lt(before));
            }
        )+};
    }
    within!(received: received_on, closed: closed_on, due: due_on, waits_until: waits_until);
    query
}

/// Whether it is this turn.
fn has_turn(turn: &Turn) -> Condition<'_> {
    let bit = sql::<Nullable<Bool>>(&format!("cases.turns & {} <> 0", turn.bit));
    let own: Condition<'_> = match &turn.handlers {
        None => Box::new(bit),
        Some((people, department)) => {
            let free = cases::handler_id.is_null().nullable();
            let free: Condition<'_> = match department {
                None => Box::new(free),
                Some(department) => Box::new(free.and(cases::department_id.eq(department))),
            };
            Box::new(bit.and(cases::handler_id.eq_any(people).or(free)))
        }
    };
    let own: Condition<'_> = match turn.waited_until_before {
        None => own,
        Some(day) => Box::new(own.or(cases::waits_until.lt(day))),
    };
    Box::new(cases::organ_id.nullable().eq(turn.organ).and(own))
}

fn found<'a>(mut query: Query<'a>, found: Option<&'a Found>) -> Query<'a> {
    match found {
        Some(Found::These(cases)) => query = query.filter(cases::id.eq_any(cases)),
        Some(Found::Many { patterns, changed, not_these }) => {
            for pattern in patterns {
                let entry = search_entries::table
                    .filter(search_entries::case_id.eq(cases::id))
                    .filter(search_entries::tokens.like(pattern));
                query = query.filter(exists(entry).or(cases::id.eq_any(changed)));
            }
            query = query.filter(cases::id.ne_all(not_these));
        }
        None => {}
    }
    query
}
