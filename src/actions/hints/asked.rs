//! What is asked and by whom, from a case or from a form.

use chrono::NaiveDate;

use crate::actions::intake::Requester;
use crate::actions::requesters::Mark;
use crate::actions::sealed::{hash, opened};
use crate::actions::{Error, casebook};
use crate::crypto::{Keys, Sought};
use crate::db::cases::log;
use crate::db::cases::page::CaseRow;
use crate::db::requesters::Traits;
use crate::db::{AnyConn, Id, QueryResult};
use crate::domain::dossier::deed::{Arrive, Subject};
use crate::domain::organ::OrganId;
use crate::domain::receipt::{Arrival, Receipt};
use crate::domain::requester::IdentityCheck;

/// Things asked for that are compared.
const ITEMS: usize = 20;

/// What is asked and by whom.
pub struct Asked {
    pub organ: OrganId,
    /// `None` before it is taken in.
    pub case: Option<Id>,
    pub number: Option<String>,
    pub subject: Subject,
    pub items: Vec<String>,
    pub units: u16,
    pub traits: Traits,
    pub identity: Option<IdentityCheck>,
    /// `None` for what a register says.
    pub receipt: Option<Receipt>,
    received_on: Option<NaiveDate>,
}

impl Asked {
    /// A case.
    pub fn of_case(
        conn: &mut AnyConn,
        keys: &Keys,
        row: &CaseRow,
    ) -> QueryResult<Result<Self, Error>> {
        let events = log::events(conn, row.id)?;
        let first = log::requesters(conn, row.id)?.into_iter().find(|one| one.ordinal == 1);
        Ok(casebook::replay(&events).and_then(|case| {
            let kind = case.requester_kind;
            let mut traits = Traits::default();
            let mut identity = None;
            if let Some(one) = first {
                let number = one.identity_number.as_deref();
                let number = opened(keys, (row.id, 1), "identity_number", number)?;
                identity = number.map(|number| IdentityCheck::of(kind, &number));
                traits = Traits {
                    name: one.name,
                    identity_hash: one.identity_hash,
                    phone_hash: one.phone_hash,
                    email_hash: one.email_hash,
                };
            }
            // A register does not tell how a request came in.
            let told = events.first().is_some_and(|event| event.kind != "imported");
            let receipt = case.arrival.receipt().ok().filter(|_| told);
            let open = case.items.iter().filter(|item| !item.is_split);
            Ok(Self {
                organ: row.organ_id,
                case: Some(row.id),
                number: Some(row.number.clone()),
                subject: case.subject,
                items: open.take(ITEMS).map(|item| item.content.clone()).collect(),
                units: case.fee_units,
                traits,
                identity,
                receipt,
                received_on: case.received_on,
            })
        }))
    }

    /// What is being typed in.
    pub fn of_form(
        keys: &Keys,
        organ: OrganId,
        (arrive, requester, on): (&Arrive, &Requester, NaiveDate),
    ) -> Self {
        let hash = |sought, value: &Option<String>| hash(keys, sought, value.as_deref());
        let traits = Traits {
            name: requester.name.clone(),
            identity_hash: hash(Sought::Identity, &requester.identity_number),
            phone_hash: hash(Sought::Phone, &requester.phone),
            email_hash: hash(Sought::Email, &requester.email),
        };
        let check = |number: &String| IdentityCheck::of(arrive.requester_kind, number);
        Self {
            organ,
            case: None,
            number: None,
            subject: arrive.subject,
            items: arrive.items.iter().take(ITEMS).map(|item| item.as_str().to_owned()).collect(),
            units: 1,
            traits,
            identity: requester.identity_number.as_ref().map(check),
            receipt: Arrival::by(arrive.channel, on).receipt().ok(),
            received_on: None,
        }
    }

    /// The day on which it counts, known or likely; a request to correct records counts nowhere.
    pub fn counts_on(&self) -> Option<NaiveDate> {
        let likely = self.receipt.map(|receipt| receipt.received_on.unwrap_or(receipt.arrived_on));
        self.received_on.or(likely).filter(|_| self.subject == Subject::Request)
    }

    /// By what the requester is found again.
    pub fn mark(&self) -> Option<Mark> {
        if let Some(hash) = &self.traits.identity_hash {
            return hash.as_slice().try_into().ok().map(Mark::Identity);
        }
        let reachable = self.traits.phone_hash.is_some() || self.traits.email_hash.is_some();
        self.case.filter(|_| reachable).map(|case| Mark::Contact(case, 1))
    }
}
