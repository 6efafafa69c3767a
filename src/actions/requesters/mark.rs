//! By what a requester is known again, and the opaque id that stands for it in addresses.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use crate::db::Id;
use crate::db::cases::log::SealedRequester;

/// By what a requester is known again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The keyed hash of the identity number or credit code.
    Identity([u8; 16]),
    /// Name with telephone or e-mail, as one case has them: a weaker hint.
    Contact(Id, i32),
}

/// The first byte of an id.
const IDENTITY: u8 = 1;
const CONTACT: u8 = 2;

impl Mark {
    /// By what the requester of a case is known; `None` where there is nothing but a name.
    pub fn of(case: Id, requester: &SealedRequester) -> Option<Self> {
        if let Some(hash) = &requester.identity_hash {
            return Some(Self::Identity(hash.as_slice().try_into().ok()?));
        }
        let reachable = requester.phone_hash.is_some() || requester.email_hash.is_some();
        reachable.then_some(Self::Contact(case, requester.ordinal))
    }

    /// The id; tells nothing to those without the key.
    pub fn id(&self) -> String {
        let mut bytes = Vec::with_capacity(21);
        match self {
            Self::Identity(hash) => {
                bytes.push(IDENTITY);
                bytes.extend_from_slice(hash);
            }
            Self::Contact(case, ordinal) => {
                bytes.push(CONTACT);
                bytes.extend_from_slice(&case.bytes());
                bytes.extend_from_slice(&ordinal.to_be_bytes());
            }
        }
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// What an id stands for; `None` if it is none of ours.
    pub fn read(id: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(id).ok()?;
        match bytes.split_first()? {
            (&IDENTITY, hash) => Some(Self::Identity(hash.try_into().ok()?)),
            (&CONTACT, place) => {
                let (case, ordinal) = place.split_first_chunk()?;
                let ordinal = i32::from_be_bytes(ordinal.try_into().ok()?);
                Some(Self::Contact(Id(Uuid::from_bytes(*case)), ordinal))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_back_and_nothing_else_is_one() {
        for mark in [Mark::Identity([7; 16]), Mark::Contact(Id(Uuid::from_u128(9)), 3)] {
            assert_eq!(Mark::read(&mark.id()), Some(mark));
        }
        for id in ["", "AQ", "笑", "11010519491231002X", "AwAAAAAAAAAAAAAAAAAAAAA"] {
            assert_eq!(Mark::read(id), None, "{id}");
        }
    }
}
