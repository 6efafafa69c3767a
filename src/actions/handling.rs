//! What is done to a case: one deed, checked by the life cycle, the rights and the evidence, entered in the log.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::casebook::Measure;
use super::entry::{Entry, head};
use super::{Actor, Error, calendar, casebook, letters, messages, numbers, reading};
use crate::crypto::Keys;
use crate::db::cases::page::CaseRow;
use crate::db::cases::{handled, log};
use crate::db::{AnyConn, Id, Instant, QueryResult, Tx, organ_settings, organs};
use crate::domain::deadline::Periods;
use crate::domain::dossier::deed::Deed;
use crate::domain::dossier::{Dossier, Form, Office, Text};
use crate::domain::life_cycle::Act;
use crate::domain::organ::OrganId;
use crate::domain::permission::{self, About, Forbidden, Operation};
use crate::domain::settings::{PeriodsOfOrgans, Settings};

/// What an organ measures deeds with.
pub(super) struct Rules {
    pub measure: Measure,
    periods: Periods,
    settings: Settings,
}

impl Rules {
    /// The calendar, and what the organ set.
    pub fn of(conn: &mut AnyConn, organ: OrganId) -> QueryResult<Self> {
        let settings = organ_settings::of(conn, organ)?.0;
        let set = PeriodsOfOrgans::from([(organ, settings.periods)]);
        let measure = Measure::with(calendar::of(conn)?, set);
        Ok(Self { measure, periods: settings.periods.periods(), settings })
    }

    /// The same for the domain.
    pub fn office(&self, actor: &Actor) -> Office<'_> {
        let Self { measure, periods, settings } = self;
        let (calendar, person) = (&measure.calendar, actor.person.map(|person| person.0));
        let review_steps = settings.review_steps.count();
        Office { calendar, periods, review_steps, today: actor.today, person }
    }
}

/// Which case is meant, as its version was seen.
#[derive(Clone, Copy, Debug)]
pub struct Which<'a> {
    pub number: &'a str,
    /// Needed only where several organs have the number.
    pub organ: Option<&'a str>,
    pub version: i32,
}

/// Does `deed` on the legal day `on`; gives the case after it, and its version.
pub fn perform(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    which: Which<'_>,
    deed: (Deed, NaiveDate),
) -> Result<(Dossier, i32), Error> {
    let (row, deed, after) = done(tx, keys, actor, which, deed)?;
    letters::follow(tx, keys, actor, (row.id, row.organ_id, &after), (&deed.0, deed.1))?;
    Ok((after, row.version + 1))
}

/// The same for one case only, whatever its letters answer.
pub(super) fn perform_alone(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    which: Which<'_>,
    deed: (Deed, NaiveDate),
) -> Result<(), Error> {
    done(tx, keys, actor, which, deed).map(|_| ())
}

fn done(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    which: Which<'_>,
    (deed, on): (Deed, NaiveDate),
) -> Result<(CaseRow, (Deed, NaiveDate), Dossier), Error> {
    let row = reading::case(tx, actor, (which.number, which.organ))??;
    if row.version != which.version {
        return Err(Error::Stale);
    }
    let case = casebook::replay(&log::events(tx, row.id)?)?;
    let rules = Rules::of(tx, row.organ_id)?;
    let deed = completed(tx, deed, (&case, row.organ_id, &rules.settings), (actor, on))?;
    let both = may(tx, actor, (row.id, &case), &deed, (row.organ_id, &rules.settings))?;
    let after = case.after(&deed, on, &rules.office(actor))?;
    enter(tx, keys, actor, (&row, &rules), (&deed, on, &after, both))?;
    if after.items != case.items {
        handled::write_items(tx, row.id, &casebook::items(&after))?;
    }
    keep_numbers(tx, row.id, (&case, &after))?;
    Ok((row, (deed, on), after))
}

/// Enters a deed that was accepted in the log of its case, with what is told beside it, and writes the row anew.
pub(super) fn enter(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    (row, rules): (&CaseRow, &Rules),
    (deed, on, after, beside): (&Deed, NaiveDate, &Dossier, Map<String, Value>),
) -> Result<(), Error> {
    let (count, link) = handled::head(tx, row.id)?;
    let payload = casebook::payload(deed, after, beside)?;
    let (now, actor_name, origin) = (actor.now, actor.name.as_str(), actor.origin.as_str());
    let entry =
        Entry { kind: deed.kind(), happened_on: on, now, actor: actor_name, origin, payload };
    let (event, head) = entry.chain(keys, row.id, head(count, &link));
    let copies = casebook::copies(after, row.organ_id, &rules.measure);
    if !handled::append(tx, (row.id, row.version), &copies, &event, head.link.as_bytes())? {
        return Err(Error::Stale);
    }
    let told = (event.seq, deed, after);
    Ok(messages::follow(tx, (row.id, row.organ_id), told, (now, actor.today))?)
}

/// Does a deed that changes nothing of the row: the case keeps its version, and nobody who looks at it is disturbed.
pub(super) fn perform_beside(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    (id, organ): (Id, OrganId),
    deed: &Deed,
) -> Result<Dossier, Error> {
    handled::touch(tx, id, Instant(actor.now))?;
    let case = casebook::replay(&log::events(tx, id)?)?;
    let rules = Rules::of(tx, organ)?;
    may(tx, actor, (id, &case), deed, (organ, &rules.settings))?;
    let after = case.after(deed, actor.today, &rules.office(actor))?;
    enter_beside(tx, keys, actor, (id, &after), deed)?;
    Ok(after)
}

/// Enters in the log what changes nothing of the row. The case is touched already.
pub(super) fn enter_beside(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    (id, case): (Id, &Dossier),
    deed: &Deed,
) -> Result<(), Error> {
    let (count, link) = handled::head(tx, id)?;
    let entry = Entry {
        kind: deed.kind(),
        happened_on: actor.today,
        now: actor.now,
        actor: &actor.name,
        origin: &actor.origin,
        payload: casebook::payload(deed, case, Map::new())?,
    };
    let (event, head) = entry.chain(keys, id, head(count, &link));
    Ok(handled::append_beside(tx, &event, head.link.as_bytes())?)
}

/// Every number under which the case was ever known finds it for ever.
fn keep_numbers(tx: &mut Tx<'_>, id: Id, (case, after): (&Dossier, &Dossier)) -> QueryResult<()> {
    let numbers =
        [(&after.registration_number, "registration"), (&after.document_number, "document")];
    for (number, kind) in numbers {
        if let Some(number) = number {
            handled::keep_number(tx, id, number, kind)?;
        }
    }
    for former in after.former_numbers.iter().skip(case.former_numbers.len()) {
        handled::keep_former_number(tx, id, former)?;
    }
    Ok(())
}

/// The deed with what is not for the caller to say: who does it, and the numbers that are given here.
#[expect(clippy::wildcard_enum_match_arm, reason = "the others stand as they are told")]
fn completed(
    tx: &mut Tx<'_>,
    mut deed: Deed,
    (case, organ, settings): (&Dossier, OrganId, &Settings),
    (actor, on): (&Actor, NaiveDate),
) -> Result<Deed, Error> {
    let person = actor.person.map(|person| person.0);
    let patterns = &settings.number_patterns;
    let organ = (organ, patterns);
    match &mut deed {
        Deed::SignFor(sign_for) => sign_for.handler = sign_for.handler.or(person),
        Deed::Draft(draft) => draft.drafter = person,
        Deed::Submit(submit) => submit.steps = Some(settings.review_steps.count()),
        Deed::Register(register) if register.registration_number.is_none() => {
            register.registration_number = given(numbers::registration(tx, organ, on)?);
        }
        Deed::Sign(sign) if sign.document_number.is_none() => {
            sign.document_number = given(numbers::document(tx, organ, Form::Reply, on)?);
        }
        Deed::SignOnPaper(sign) if sign.document_number.is_none() => {
            sign.document_number = given(numbers::document(tx, organ, Form::Reply, on)?);
        }
        Deed::CorrectFact(correct) => correct.before = case.before(&correct.fact),
        other => {
            if let Some((form, number)) = letter_number(other)
                && number.is_none()
            {
                *number = given(numbers::document(tx, organ, form, on)?);
            }
        }
    }
    Ok(deed)
}

/// Where a deed that sends a notice keeps the number of the letter; the reply has the number of its signature.
#[expect(clippy::wildcard_enum_match_arm, reason = "the others send none")]
fn letter_number(deed: &mut Deed) -> Option<(Form, &mut Option<Text>)> {
    Some(match deed {
        Deed::SendAmendmentNotice(notice) => {
            (Form::AmendmentNotice, &mut notice.dispatch.document_number)
        }
        Deed::AskReasons(ask) => (Form::ReasonsNotice, &mut ask.dispatch.document_number),
        Deed::Delay(delay) => (Form::DelayNotice, &mut delay.dispatch.document_number),
        Deed::SendFeeNotice(notice) => (Form::FeeNotice, &mut notice.dispatch.document_number),
        Deed::Consult(consult) => (Form::Consultation, &mut consult.dispatch.document_number),
        Deed::TellExtension(tell) => (Form::ExtensionNotice, &mut tell.dispatch.document_number),
        Deed::EndWithoutReply(end) => (Form::ClosingNotice, &mut end.dispatch.document_number),
        Deed::AnswerOnTheSpot(answer) => (Form::Reply, &mut answer.document_number),
        _ => return None,
    })
}

fn given(number: String) -> Option<Text> {
    Text::try_from(number).ok()
}

/// Whether the actor may do the act that the deed is. Where only 小单位模式 lets them, the event is marked.
fn may(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (id, case): (Id, &Dossier),
    deed: &Deed,
    (organ, settings): (OrganId, &Settings),
) -> Result<Map<String, Value>, Error> {
    let act = case.act(deed).ok_or(Error::NotByHand)?;
    if actor.own_case == Some(id) {
        permission::of_requester(act)?;
        return Ok(Map::new());
    }
    let organs = organs::above(tx, organ, actor.today)?;
    let about = about(actor, case, &organs);
    let operation = Operation::Act(act);
    match actor.may_about(operation, &about) {
        Err(Error::Forbidden(Forbidden::OwnDraft)) if settings.is_small_unit => {
            actor.may_about(operation, &About { is_small_unit: true, ..about })?;
            Ok(Map::from_iter([("small_unit".to_owned(), true.into())]))
        }
        verdict => verdict.map(|()| Map::new()),
    }
}

/// What the rights of the actor in a case depend on.
fn about<'a>(actor: &Actor, case: &Dossier, organs: &'a [OrganId]) -> About<'a> {
    let drafter = case.draft.as_ref().and_then(|draft| draft.drafter);
    About {
        organs,
        department: case.assignment.map(|assignment| assignment.department),
        is_own_draft: drafter.is_some() && drafter == actor.person.map(|person| person.0),
        is_small_unit: false,
    }
}

/// The acts that neither the life cycle nor the rights of the actor refuse now. What an act must tell may still be
/// refused.
pub fn acts_possible(
    conn: &mut AnyConn,
    actor: &Actor,
    (case, organ): (&Dossier, OrganId),
) -> QueryResult<Vec<Act>> {
    let organs = organs::above(conn, organ, actor.today)?;
    let is_small_unit = organ_settings::of(conn, organ)?.0.is_small_unit;
    let about = About { is_small_unit, ..about(actor, case, &organs) };
    let may = |act: &Act| actor.may_about(Operation::Act(*act), &about).is_ok();
    Ok(case.acts_possible().filter(may).collect())
}
