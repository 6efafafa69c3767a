//! Jobs that wait to be done, each by one instance at a time: it holds a claim that runs out, so that another takes up
//! what a dead one left.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::connection::on_backend;
use super::schema::{cases, jobs as t, organs};
use super::types::{Id, Instant, Named};
use super::{AnyConn, Tx};
use crate::domain::message::{JobState, MessageKind};
use crate::domain::organ::OrganId;

/// Something that is to be told.
#[derive(Clone, Debug)]
pub struct NewJob {
    pub kind: MessageKind,
    pub organ: OrganId,
    pub case: Option<Id>,
    /// The event of the case that is told.
    pub event: Option<i32>,
    /// Who of the staff is told; the requester where nobody is named.
    pub person: Option<Id>,
    /// The day that a reminder is of.
    pub day: Option<NaiveDate>,
    /// What happens only once.
    pub once: Option<String>,
}

/// A job that this instance has claimed.
#[derive(Clone, Debug, Queryable)]
pub struct Job {
    pub id: Id,
    pub kind: Named<MessageKind>,
    pub organ: OrganId,
    pub case: Option<Id>,
    pub event: Option<i32>,
    pub person: Option<Id>,
    pub day: Option<NaiveDate>,
    pub tries: i32,
    claim: Option<Id>,
}

/// Puts jobs down, due at once; those whose key is there already are not put down again. Gives how many were.
pub fn put(tx: &mut Tx<'_>, jobs: &[NewJob], now: DateTime<Utc>) -> QueryResult<usize> {
    let row = |job: &NewJob| {
        (
            t::id.eq(Id::fresh()),
            t::kind.eq(<&str>::from(job.kind)),
            t::organ_id.eq(job.organ),
            t::case_id.eq(job.case),
            t::event_seq.eq(job.event),
            t::person_id.eq(job.person),
            t::day.eq(job.day),
            t::once_key.eq(job.once.clone()),
            t::state.eq(<&str>::from(JobState::Waiting)),
            t::tries.eq(0),
            t::due_at.eq(Instant(now)),
            t::recorded_at.eq(Instant(now)),
        )
    };
    let mut put = 0;
    for job in jobs {
        let row = row(job);
        put += on_backend!(&mut **tx, c =>
            diesel::insert_into(t::table).values(row).on_conflict_do_nothing().execute(c)?);
    }
    Ok(put)
}

/// The condition of the index of what waits; with a value in its place neither database would use it.
const WAITING: &str = "state = 'waiting'";

/// Whether anything is due; asked often, and writes nothing.
pub fn is_any_due(conn: &mut AnyConn, now: DateTime<Utc>) -> QueryResult<bool> {
    let due = t::table
        .filter(sql::<Bool>(WAITING))
        .filter(t::due_at.le(Instant(now)))
        .filter(t::claimed_until.is_null().or(t::claimed_until.lt(Instant(now)).assume_not_null()));
    due.select(t::id).limit(1).get_result::<Id>(conn).optional().map(|found| found.is_some())
}

/// Claims the job that is due longest and that nobody holds. Two instances that ask at once are given two.
pub fn claim(
    tx: &mut Tx<'_>,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> QueryResult<Option<Job>> {
    macro_rules! free {
        () => {
            t::table
                .filter(sql::<Bool>(WAITING))
                .filter(t::due_at.le(Instant(now)))
                .filter(
                    t::claimed_until
                        .is_null()
                        .or(t::claimed_until.lt(Instant(now)).assume_not_null()),
                )
                .order((t::due_at, t::id))
                .limit(1)
                .select(t::id)
        };
    }
    let free: Option<Id> = match &mut **tx {
        AnyConn::Postgres(c) => free!().for_update().skip_locked().first(c).optional()?,
        // There is one writer.
        AnyConn::Sqlite(c) => free!().first(c).optional()?,
    };
    let Some(id) = free else { return Ok(None) };
    diesel::update(t::table.find(id))
        .set((t::claimed_by.eq(Some(Id::fresh())), t::claimed_until.eq(Some(Instant(until)))))
        .execute(&mut **tx)?;
    let claimed = (
        t::id,
        t::kind,
        t::organ_id,
        t::case_id,
        t::event_seq,
        t::person_id,
        t::day,
        t::tries,
        t::claimed_by,
    );
    t::table.find(id).select(claimed).first(&mut **tx).optional()
}

/// What went wrong, in a word, with the status of the other side.
pub type Fault<'a> = (&'a str, Option<i32>);

/// Ends a job; false if the claim had run out and somebody else has it.
pub fn end(
    tx: &mut Tx<'_>,
    job: &Job,
    (state, fault): (JobState, Option<Fault<'_>>),
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let tries = if state == JobState::Skipped { job.tries } else { job.tries + 1 };
    let ended = diesel::update(t::table.find(job.id).filter(t::claimed_by.eq(job.claim)))
        .set((
            t::state.eq(<&str>::from(state)),
            t::tries.eq(tries),
            t::fault.eq(fault.map(|fault| fault.0)),
            t::fault_status.eq(fault.and_then(|fault| fault.1)),
            t::claimed_by.eq(None::<Id>),
            t::claimed_until.eq(None::<Instant>),
            t::ended_at.eq(Some(Instant(now))),
        ))
        .execute(&mut **tx)?;
    Ok(ended == 1)
}

/// Puts a job off that could not be done; false if somebody else has it.
pub fn put_off(
    tx: &mut Tx<'_>,
    job: &Job,
    fault: Fault<'_>,
    until: DateTime<Utc>,
) -> QueryResult<bool> {
    let put_off = diesel::update(t::table.find(job.id).filter(t::claimed_by.eq(job.claim)))
        .set((
            t::tries.eq(job.tries + 1),
            t::due_at.eq(Instant(until)),
            t::fault.eq(Some(fault.0)),
            t::fault_status.eq(fault.1),
            t::claimed_by.eq(None::<Id>),
            t::claimed_until.eq(None::<Instant>),
        ))
        .execute(&mut **tx)?;
    Ok(put_off == 1)
}

/// Gives a job back untried, to be done not before `due`.
pub fn hand_back(tx: &mut Tx<'_>, job: &Job, due: DateTime<Utc>) -> QueryResult<()> {
    diesel::update(t::table.find(job.id).filter(t::claimed_by.eq(job.claim)))
        .set((
            t::claimed_by.eq(None::<Id>),
            t::claimed_until.eq(None::<Instant>),
            t::due_at.eq(Instant(due)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// A job as administrators see it; nothing personal.
#[derive(Clone, Debug, Queryable)]
pub struct SeenJob {
    pub id: Id,
    pub kind: Named<MessageKind>,
    pub organ_id: OrganId,
    pub organ: String,
    pub number: Option<String>,
    pub state: Named<JobState>,
    pub tries: i32,
    pub due_at: Instant,
    pub fault: Option<String>,
    pub fault_status: Option<i32>,
    pub recorded_at: Instant,
    pub ended_at: Option<Instant>,
}

/// The columns of a job as administrators see it.
macro_rules! seen {
    () => {
        t::table
            .inner_join(organs::table)
            .left_join(cases::table.on(cases::id.nullable().eq(t::case_id)))
            .select((
                t::id,
                t::kind,
                t::organ_id,
                organs::code,
                cases::number.nullable(),
                t::state,
                t::tries,
                t::due_at,
                t::fault,
                t::fault_status,
                t::recorded_at,
                t::ended_at,
            ))
    };
}

/// The next jobs of some organs before `before`, the last put down first.
pub fn page(
    conn: &mut AnyConn,
    (organs, state): (&[OrganId], Option<JobState>),
    before: Option<Id>,
    size: i64,
) -> QueryResult<Vec<SeenJob>> {
    let mut query =
        seen!().filter(t::organ_id.eq_any(organs)).order(t::id.desc()).limit(size).into_boxed();
    if let Some(state) = state {
        query = query.filter(t::state.eq(<&str>::from(state)));
    }
    if let Some(before) = before {
        query = query.filter(t::id.lt(before));
    }
    query.load(conn)
}

/// One job.
pub fn find(conn: &mut AnyConn, id: Id) -> QueryResult<Option<SeenJob>> {
    seen!().filter(t::id.eq(id)).get_result(conn).optional()
}

/// Lets a failed job begin anew; false if it is not failed.
pub fn retry(tx: &mut Tx<'_>, id: Id, now: DateTime<Utc>) -> QueryResult<bool> {
    let again = (
        t::state.eq(<&str>::from(JobState::Waiting)),
        t::tries.eq(0),
        t::due_at.eq(Instant(now)),
        t::ended_at.eq(None::<Instant>),
    );
    Ok(diesel::update(failed(id)).set(again).execute(&mut **tx)? == 1)
}

/// Takes a failed job off the list; false if it is not failed.
pub fn dismiss(tx: &mut Tx<'_>, id: Id, now: DateTime<Utc>) -> QueryResult<bool> {
    let dismissed =
        (t::state.eq(<&str>::from(JobState::Dismissed)), t::ended_at.eq(Some(Instant(now))));
    Ok(diesel::update(failed(id)).set(dismissed).execute(&mut **tx)? == 1)
}

#[diesel::dsl::auto_type]
fn failed(id: Id) -> _ {
    let failed: &'static str = "failed";
    t::table.filter(t::id.eq(id)).filter(t::state.eq(failed))
}

/// How many jobs are in a state.
pub fn count(conn: &mut AnyConn, state: JobState) -> QueryResult<i64> {
    t::table.filter(t::state.eq(<&str>::from(state))).count().get_result(conn)
}

/// Forgets jobs that ended before an instant and that nobody has to look at; gives how many.
pub fn forget(tx: &mut Tx<'_>, before: DateTime<Utc>) -> QueryResult<usize> {
    let over = t::table
        .filter(t::ended_at.lt(Instant(before)))
        .filter(t::state.ne(<&str>::from(JobState::Failed)));
    diesel::delete(over).execute(&mut **tx)
}
