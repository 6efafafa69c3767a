//! What is personal of a requester, sealed: as it stands in a row, and as it stands in the events of the log.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use crate::crypto::{Keys, OpenError, Place, SealError, Sought};
use crate::db::Id;
use crate::db::cases::NewRequester;
use crate::db::cases::log::SealedRequester;

/// The columns that are sealed, by the names they have in events too.
pub const COLUMNS: [&str; 5] = ["identity_number", "phone", "email", "address", "agent"];

/// What is personal of a requester, before it is sealed.
#[derive(Clone, Copy, Default)]
pub struct Personal<'a> {
    pub identity_number: Option<&'a str>,
    pub phone: Option<&'a str>,
    pub email: Option<&'a str>,
    pub address: Option<&'a str>,
    /// 代理人 as JSON.
    pub agent: Option<&'a str>,
}

/// The sealed fields of a requester, and the hashes that it is found by.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Sealed {
    pub identity_number: Option<Vec<u8>>,
    pub identity_hash: Option<Vec<u8>>,
    pub phone: Option<Vec<u8>>,
    pub phone_hash: Option<Vec<u8>>,
    pub email: Option<Vec<u8>>,
    pub email_hash: Option<Vec<u8>>,
    pub address: Option<Vec<u8>>,
    pub agent: Option<Vec<u8>>,
}

impl Sealed {
    /// Seals what is personal of a requester of a case.
    pub fn of(
        keys: &Keys,
        (case, ordinal): (Id, i32),
        personal: Personal<'_>,
    ) -> Result<Self, SealError> {
        let row = row(case, ordinal);
        let seal = |column, value: Option<&str>| {
            value.map(|plain| keys.cipher().seal_text(place(&row, column), plain)).transpose()
        };
        let hash = |sought, value: Option<&str>| hash(keys, sought, value);
        Ok(Self {
            identity_number: seal("identity_number", personal.identity_number)?,
            identity_hash: hash(Sought::Identity, personal.identity_number),
            phone: seal("phone", personal.phone)?,
            phone_hash: hash(Sought::Phone, personal.phone),
            email: seal("email", personal.email)?,
            email_hash: hash(Sought::Email, personal.email),
            address: seal("address", personal.address)?,
            agent: seal("agent", personal.agent)?,
        })
    }

    /// The ciphertexts as they stand in an event, in base64.
    pub fn in_event(&self) -> Map<String, Value> {
        let fields = [&self.identity_number, &self.phone, &self.email, &self.address, &self.agent];
        let present = COLUMNS.into_iter().zip(fields);
        let present = present.filter_map(|(name, sealed)| Some((name, sealed.as_ref()?)));
        present.map(|(name, sealed)| (name.to_owned(), STANDARD.encode(sealed).into())).collect()
    }

    /// The row of a requester of a case.
    pub fn into_row(
        self,
        (case_id, ordinal): (Id, i32),
        kind: &'static str,
        name: &str,
    ) -> NewRequester {
        NewRequester {
            case_id,
            ordinal,
            kind,
            name: name.to_owned(),
            identity_number: self.identity_number,
            identity_hash: self.identity_hash,
            phone: self.phone,
            phone_hash: self.phone_hash,
            email: self.email,
            email_hash: self.email_hash,
            address: self.address,
            agent: self.agent,
        }
    }
}

/// The hash under which a value is found again.
pub fn hash(keys: &Keys, sought: Sought, value: Option<&str>) -> Option<Vec<u8>> {
    value.and_then(|value| keys.lookup().hash(sought, value)).map(|hash| hash.to_vec())
}

/// What names the row of a requester to the cipher: the case, and from the second on the ordinal.
pub fn row(case: Id, ordinal: i32) -> Vec<u8> {
    let mut row = case.bytes().to_vec();
    if ordinal > 1 {
        row.extend_from_slice(&ordinal.to_be_bytes());
    }
    row
}

/// Where a field of a requester stands.
pub fn place<'a>(row: &'a [u8], column: &'static str) -> Place<'a> {
    Place { table: "requesters", row, column }
}

/// A field of a requester in the clear.
pub fn opened(
    keys: &Keys,
    (case, ordinal): (Id, i32),
    column: &'static str,
    sealed: Option<&[u8]>,
) -> Result<Option<String>, OpenError> {
    let row = row(case, ordinal);
    let open = |sealed| keys.cipher().open_text(place(&row, column), sealed);
    Ok(sealed.map(open).transpose()?.map(|plain| plain.as_str().to_owned()))
}

/// The sealed fields of a row.
macro_rules! sealed_of {
    ($row:ident) => {
        impl From<&$row> for Sealed {
            fn from(row: &$row) -> Self {
                Self {
                    identity_number: row.identity_number.clone(),
                    identity_hash: row.identity_hash.clone(),
                    phone: row.phone.clone(),
                    phone_hash: row.phone_hash.clone(),
                    email: row.email.clone(),
                    email_hash: row.email_hash.clone(),
                    address: row.address.clone(),
                    agent: row.agent.clone(),
                }
            }
        }
    };
}
sealed_of!(NewRequester);
sealed_of!(SealedRequester);
