//! 更正申请人信息: by an act with a reason. What stood there stays sealed in the log.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::person::{self, Agent, Requester};
use crate::actions::handling::{self, Rules, Which};
use crate::actions::sealed::{Sealed, opened};
use crate::actions::{Actor, Error, casebook, reading};
use crate::crypto::Keys;
use crate::db::cases::log::{self, SealedRequester};
use crate::db::cases::page::CaseRow;
use crate::db::{Id, Tx, organs};
use crate::domain::dossier::deed::{CorrectRequester, Deed, RequesterField};
use crate::domain::dossier::{Dossier, Refusal, Text};
use crate::domain::life_cycle::Act;
use crate::domain::permission::{About, Operation};
use crate::domain::requester::RequesterKind;

/// What becomes of a field: it stays, or has another value, or none.
#[derive(Clone, Default)]
pub enum Change<T> {
    #[default]
    Stay,
    To(Option<T>),
}

/// What is to be corrected.
#[derive(Clone)]
pub struct Correction {
    /// By the ordinal in the case.
    pub requester: u16,
    pub reason: Text,
    pub name: Option<String>,
    pub identity_number: Change<String>,
    pub phone: Change<String>,
    pub email: Change<String>,
    pub address: Change<String>,
    pub agent: Change<Agent>,
}

/// Corrects what is recorded of a requester; gives the case and its version.
pub fn correct(
    tx: &mut Tx<'_>,
    keys: &Keys,
    actor: &Actor,
    which: Which<'_>,
    (correction, on): (Correction, NaiveDate),
) -> Result<(Dossier, i32), Error> {
    let row = reading::case(tx, actor, (which.number, which.organ))??;
    let organs = organs::above(tx, row.organ_id, actor.today)?;
    actor.may_about(Operation::Act(Act::CorrectFact), &About::organ(&organs))?;
    if row.version != which.version {
        return Err(Error::Stale);
    }
    let case = casebook::replay(&log::events(tx, row.id)?)?;
    let ordinal = i32::from(correction.requester);
    let stored = log::requesters(tx, row.id)?.into_iter().find(|one| one.ordinal == ordinal);
    let stored = stored.ok_or_else(|| Refusal::field("requester", "没有这个申请人"))?;
    let before = typed(keys, row.id, &stored)?;
    let (after, fields) = corrected(&before, &correction);
    if fields.is_empty() {
        return Err(Refusal::field("requester", "与已登记的相同，没有需要更正的").into());
    }
    let kind = stored.kind.parse::<RequesterKind>().unwrap_or(case.requester_kind);
    person::check_one(&after, kind, "")?;
    let Correction { requester, reason, .. } = correction;
    let deed = Deed::CorrectRequester(CorrectRequester { requester, reason, fields });
    let place = Place { row: &row, case: &case, on };
    place.write(tx, keys, actor, &deed, (&stored, &after))
}

/// What is corrected where, and on which legal day.
struct Place<'a> {
    row: &'a CaseRow,
    case: &'a Dossier,
    on: NaiveDate,
}

impl Place<'_> {
    fn write(
        &self,
        tx: &mut Tx<'_>,
        keys: &Keys,
        actor: &Actor,
        deed: &Deed,
        (stored, after): (&SealedRequester, &Requester),
    ) -> Result<(Dossier, i32), Error> {
        let (id, version) = (self.row.id, self.row.version);
        let rules = Rules::of(tx, self.row.organ_id)?;
        let case = self.case.after(deed, self.on, &rules.office(actor))?;
        let sealed = person::seal(keys, (id, stored.ordinal), after)?;
        let beside = told(stored, &after.name, &sealed);
        handling::enter(tx, keys, actor, (self.row, &rules), (deed, self.on, &case, beside))?;
        log::write_requester(tx, id, &anew(stored, after, sealed))?;
        Ok((case, version + 1))
    }
}

/// What is recorded of a requester, in the clear.
fn typed(keys: &Keys, case: Id, stored: &SealedRequester) -> Result<Requester, Error> {
    let open = |column, sealed: &Option<Vec<u8>>| {
        opened(keys, (case, stored.ordinal), column, sealed.as_deref())
    };
    Ok(Requester {
        name: stored.name.clone(),
        identity_number: open("identity_number", &stored.identity_number)?,
        phone: open("phone", &stored.phone)?,
        email: open("email", &stored.email)?,
        address: open("address", &stored.address)?,
        agent: open("agent", &stored.agent)?.map(|text| Agent::read(&text)).transpose()?,
        ..Requester::default()
    })
}

/// The requester as corrected, and which fields are other than before.
fn corrected(before: &Requester, correction: &Correction) -> (Requester, Vec<RequesterField>) {
    use RequesterField as F;
    let mut after = before.clone();
    let mut fields = Vec::new();
    if let Some(name) = &correction.name
        && name.trim() != before.name
    {
        name.trim().clone_into(&mut after.name);
        fields.push(F::Name);
    }
    for (field, told, value) in [
        (F::IdentityNumber, &correction.identity_number, &mut after.identity_number),
        (F::Phone, &correction.phone, &mut after.phone),
        (F::Email, &correction.email, &mut after.email),
        (F::Address, &correction.address, &mut after.address),
    ] {
        if let Change::To(told) = told
            && told != value
        {
            value.clone_from(told);
            fields.push(field);
        }
    }
    if let Change::To(told) = &correction.agent
        && *told != before.agent
    {
        after.agent.clone_from(told);
        fields.push(F::Agent);
    }
    (after, fields)
}

/// What the event tells: the new values and the old ones, all as ciphertext but the names.
fn told(stored: &SealedRequester, name: &str, sealed: &Sealed) -> Map<String, Value> {
    let before = json!({"requester": stored.name, "sealed": Sealed::from(stored).in_event()});
    let one = json!({
        "ordinal": stored.ordinal, "requester": name, "sealed": sealed.in_event(), "before": before,
    });
    if stored.ordinal > 1 {
        return Map::from_iter([("joint".to_owned(), json!([one]))]);
    }
    if let Value::Object(told) = one { told } else { Map::new() }
}

/// The row of the requester as it is from now on.
fn anew(stored: &SealedRequester, after: &Requester, sealed: Sealed) -> SealedRequester {
    SealedRequester {
        ordinal: stored.ordinal,
        kind: stored.kind.clone(),
        name: after.name.clone(),
        identity_number: sealed.identity_number,
        identity_hash: sealed.identity_hash,
        phone: sealed.phone,
        phone_hash: sealed.phone_hash,
        email: sealed.email,
        email_hash: sealed.email_hash,
        address: sealed.address,
        agent: sealed.agent,
    }
}
