//! The same act on many cases, all or nothing: one person's two hundred requests are registered, answered and posted
//! together.

use chrono::NaiveDate;
use uuid::Uuid;

use super::handling::{Which, perform};
use super::{Actor, Error, reading};
use crate::crypto::Keys;
use crate::db::Tx;
use crate::domain::dossier::deed::Deed;
use crate::domain::dossier::{Dossier, Text};

/// One of the cases, as its version was seen, and what is done to it.
pub struct One {
    pub number: String,
    pub organ: Option<String>,
    pub version: i32,
    pub deed: Deed,
}

/// A case afterwards.
pub struct Done {
    pub number: String,
    pub case: Dossier,
    pub version: i32,
}

/// Does every deed, or none. What is refused is told of each case.
pub fn perform_all(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    (all, on): (Vec<One>, NaiveDate),
    one_letter: bool,
) -> Result<Vec<Done>, Error> {
    if one_letter {
        of_one_organ(tx, actor, &all)?;
    }
    let mut shared = Shared { on: one_letter, letter: Uuid::now_v7(), number: None };
    let (mut done, mut refused) = (Vec::new(), Vec::new());
    for (at, one) in all.into_iter().enumerate() {
        let One { number, organ, version, deed } = one;
        let which = Which { number: &number, organ: organ.as_deref(), version };
        match perform(tx, keys, actor, which, (shared.with(deed), on)) {
            Ok((case, version)) => {
                shared.learn(&case);
                done.push(Done { number, case, version });
            }
            Err(error) if is_refusal(&error) => refused.push((Some(at), number, Box::new(error))),
            Err(error) => return Err(error),
        }
    }
    if refused.is_empty() { Ok(done) } else { Err(Error::InCases(refused)) }
}

/// What a letter that answers all of them has in each.
struct Shared {
    on: bool,
    letter: Uuid,
    number: Option<Text>,
}

impl Shared {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the others send no reply")]
    fn with(&self, mut deed: Deed) -> Deed {
        if !self.on {
            return deed;
        }
        let number = match &mut deed {
            Deed::Sign(sign) => &mut sign.document_number,
            Deed::SignOnPaper(sign) => &mut sign.document_number,
            Deed::Deliver(deliver) => {
                deliver.letter = Some(self.letter);
                &mut deliver.dispatch.document_number
            }
            _ => return deed,
        };
        *number = number.take().or_else(|| self.number.clone());
        deed
    }

    /// The number that the first case was given.
    fn learn(&mut self, case: &Dossier) {
        if self.number.is_none() {
            let signed = case.signature.as_ref().and_then(|signed| signed.document_number.clone());
            self.number = signed.and_then(|number| Text::try_from(number).ok());
        }
    }
}

fn of_one_organ(tx: &mut Tx<'_>, actor: &Actor, all: &[One]) -> Result<(), Error> {
    let mut organs = Vec::new();
    for one in all {
        // A case that is not there is told of later, with the others.
        if let Ok(row) = reading::case(tx, actor, (&one.number, one.organ.as_deref()))? {
            organs.push(row.organ_id);
        }
    }
    organs.dedup();
    if organs.len() > 1 {
        let text = "一封信只能答复同一机关的申请件".to_owned();
        return Err(Error::Field { name: "one_letter".to_owned(), text });
    }
    Ok(())
}

/// Whether the rules said no, and the transaction goes on.
fn is_refusal(error: &Error) -> bool {
    matches!(
        error,
        Error::Refused(_)
            | Error::Forbidden(_)
            | Error::Stale
            | Error::NoSuchCase
            | Error::AmbiguousNumber
            | Error::NotByHand
            | Error::Field { .. }
            | Error::InCases(_)
    )
}
