//! One letter may answer several cases: it has one number, and what happens to it is recorded once and seen in each.

use chrono::NaiveDate;

use super::handling::{Which, perform_alone};
use super::{Actor, Error, casebook, reading};
use crate::crypto::Keys;
use crate::db::cases::log;
use crate::db::letters::{self, Answered, StoredLetter};
use crate::db::{AnyConn, Id, Instant, QueryResult, Tx};
use crate::domain::dossier::deed::{Correct, Deed, Fact};
use crate::domain::dossier::{Dossier, Letter, Refusal};
use crate::domain::organ::OrganId;
use crate::domain::permission::Matter;
use uuid::Uuid;

/// A letter with all that it answers.
pub struct Shared {
    pub stored: StoredLetter,
    pub letter: Letter,
    pub cases: Vec<Answered>,
}

/// A letter that answers several cases; one that may not be known of is not there.
pub fn read(conn: &mut AnyConn, actor: &Actor, id: Uuid) -> QueryResult<Result<Shared, Error>> {
    let Some(stored) = letters::find(conn, Id(id))? else { return Ok(Err(Error::NoSuchLetter)) };
    if reading::apart(actor.may(conn, Matter::ReadCases, stored.organ_id))?.is_err() {
        return Ok(Err(Error::NoSuchLetter));
    }
    let cases = letters::answered(conn, stored.id)?;
    let Some(first) = cases.first() else { return Ok(Err(Error::NoSuchLetter)) };
    let events = log::events(conn, first.case)?;
    let letter = casebook::replay(&events)
        .and_then(|case| of(&case, id).cloned().ok_or(Error::NoSuchLetter));
    Ok(letter.map(|letter| Shared { stored, letter, cases }))
}

/// After a deed: enters the letter that answers this case among others, or does the same to it in the others.
pub fn follow(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    (case, organ, after): (Id, OrganId, &Dossier),
    (deed, on): (&Deed, NaiveDate),
) -> Result<(), Error> {
    if let Deed::Deliver(deliver) = deed
        && let Some(id) = deliver.letter
    {
        let letter = of(after, id).ok_or(Error::NoSuchLetter)?;
        return enter(tx, (case, organ), (id, letter), Instant(actor.now));
    }
    let Some(id) = touched(deed).and_then(|ordinal| after.letter(ordinal)?.id) else {
        return Ok(());
    };
    for other in letters::answered(tx, Id(id))? {
        if other.case == case {
            continue;
        }
        let dossier = casebook::replay(&log::events(tx, other.case)?)?;
        let Some(letter) = of(&dossier, id) else { continue };
        let which =
            Which { number: &other.number, organ: Some(&other.organ), version: other.version };
        let same = (of_letter(deed, letter.ordinal), on);
        perform_alone(tx, keys, actor, which, same)
            .map_err(|error| Error::InCases(vec![(None, other.number.clone(), Box::new(error))]))?;
    }
    Ok(())
}

fn of(case: &Dossier, id: Uuid) -> Option<&Letter> {
    case.letters.iter().find(|letter| letter.id == Some(id))
}

/// The letter answers this case too; it is the same for all.
fn enter(
    tx: &mut Tx<'_>,
    (case, organ): (Id, OrganId),
    (id, letter): (Uuid, &Letter),
    now: Instant,
) -> Result<(), Error> {
    let number = letter.document_number.clone();
    let number = number.ok_or_else(|| Refusal::field("letter", "一封信答复几件的，须有文号"))?;
    if let Some(stored) = letters::find(tx, Id(id))? {
        let differs = || {
            Refusal::field(
                "letter",
                "一封信答复几件的，文号、日期、方式、邮件号须相同，且为同一机关",
            )
        };
        let other = letters::answered(tx, stored.id)?.into_iter().find(|other| other.case != case);
        if let Some(other) = other {
            let other = casebook::replay(&log::events(tx, other.case)?)?;
            let same = of(&other, id).is_some_and(|other| is_same(other, letter));
            if !same || stored.organ_id != organ {
                return Err(differs().into());
            }
        }
    } else {
        if letters::is_numbered(tx, organ, &number)? {
            return Err(Refusal::field("document_number", "这个文号已经用于另一封信").into());
        }
        let stored = StoredLetter {
            id: Id(id),
            organ_id: organ,
            document_number: number,
            dated_on: letter.sent_on,
        };
        letters::insert(tx, &stored, letter.form.into(), now)?;
    }
    Ok(letters::answer(tx, Id(id), case)?)
}

/// The same letter, but for its place in the case.
fn is_same(one: &Letter, other: &Letter) -> bool {
    Letter { ordinal: other.ordinal, ..one.clone() } == *other
}

/// The letter to which a deed does something, by ordinal.
#[expect(clippy::wildcard_enum_match_arm, reason = "the others do nothing to a letter that is out")]
fn touched(deed: &Deed) -> Option<u16> {
    match deed {
        Deed::ProveDelivery(of) | Deed::RecordReturnedMail(of) => Some(of.letter),
        Deed::SendAgain(again) => Some(again.letter),
        Deed::CorrectFact(Correct { fact: Fact::Letter { letter, .. }, .. }) => Some(*letter),
        _ => None,
    }
}

/// The same deed for the letter as another case counts it.
#[expect(clippy::wildcard_enum_match_arm, reason = "the others do nothing to a letter that is out")]
fn of_letter(deed: &Deed, ordinal: u16) -> Deed {
    let mut deed = deed.clone();
    match &mut deed {
        Deed::ProveDelivery(of) | Deed::RecordReturnedMail(of) => of.letter = ordinal,
        Deed::SendAgain(again) => again.letter = ordinal,
        Deed::CorrectFact(Correct { fact: Fact::Letter { letter, .. }, .. }) => *letter = ordinal,
        _ => {}
    }
    deed
}
