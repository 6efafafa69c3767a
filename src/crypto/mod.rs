//! Keeps personal data unreadable and the log of a case unalterable: field encryption, keyed hashes, event chain.
//!
//! Everything here follows from one [`MasterKey`]; [`Keys`] is made from it once and handed around.

pub mod captcha;
mod chain;
mod digest;
mod field;
pub mod file;
mod key;
mod lookup;
pub mod password;
pub mod query_code;
pub mod second_factor;
mod signature;
pub mod token;

use std::fmt;
use std::sync::Arc;

pub use chain::{Appended, Broken, CaseBytes, Chain, EventText, Head, Kept, Link, Mark, Walk, Why};
pub use digest::{HeadsDigest, digits};
pub use field::{AesGcmCipher, FieldCipher, OpenError, Place, SealError, key_id_of};
pub use key::{BadKey, KeyId, MasterKey, NoRandomness};
pub use lookup::{Lookup, LookupHash, Sought};
pub use signature::signature;

/// What a program needs of its master key, each with a key of its own; cheap to clone and to share.
#[derive(Clone)]
pub struct Keys {
    shared: Arc<Derived>,
}

struct Derived {
    id: KeyId,
    fingerprint: String,
    demo: bool,
    cipher: Box<dyn FieldCipher>,
    lookup: Lookup,
    chain: Chain,
    signer: token::Signer,
    query_codes: query_code::QueryCodes,
    captcha: captcha::Captcha,
}

impl Keys {
    /// Derives every key once; the master key itself is not kept.
    pub fn new(master: &MasterKey) -> Self {
        Self::with_cipher(master, Box::new(AesGcmCipher::new(master)))
    }

    /// The same with another back end for fields: SM4, or a device that keeps its key to itself.
    pub fn with_cipher(master: &MasterKey, cipher: Box<dyn FieldCipher>) -> Self {
        let shared = Arc::new(Derived {
            id: master.id(),
            fingerprint: master.fingerprint(),
            demo: master.is_demo(),
            cipher,
            lookup: Lookup::new(master),
            chain: Chain::new(master),
            signer: token::Signer::new(master),
            query_codes: query_code::QueryCodes::new(master),
            captcha: captcha::Captcha::new(master),
        });
        Self { shared }
    }

    /// Which key this is; stands in every ciphertext.
    pub fn id(&self) -> KeyId {
        self.shared.id
    }

    /// What the database stores to know its key again; tells nothing of the key.
    pub fn fingerprint(&self) -> &str {
        &self.shared.fingerprint
    }

    /// Whether this is the published key of demo databases, which no other database may be opened with.
    pub fn is_demo(&self) -> bool {
        self.shared.demo
    }

    /// Seals and opens the fields that hold personal data.
    pub fn cipher(&self) -> &(dyn FieldCipher + 'static) {
        &*self.shared.cipher
    }

    /// Finds a requester again without reading anybody's number.
    pub fn lookup(&self) -> &Lookup {
        &self.shared.lookup
    }

    /// Signs access tokens.
    pub fn signer(&self) -> &token::Signer {
        &self.shared.signer
    }

    /// Derives the codes with which requesters come back.
    pub fn query_codes(&self) -> &query_code::QueryCodes {
        &self.shared.query_codes
    }

    /// Signs the questions that tell people from programs.
    pub fn captcha(&self) -> &captcha::Captcha {
        &self.shared.captcha
    }

    /// Links the events of a case.
    pub fn chain(&self) -> &Chain {
        &self.shared.chain
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").field("id", &self.shared.id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_shared_between_threads_and_show_nothing() {
        fn shared<T: Clone + Send + Sync + 'static>(_: &T) {}
        let keys = Keys::new(&MasterKey::demo());
        shared(&keys);
        assert_eq!(format!("{keys:?}"), format!("Keys {{ id: KeyId({}), .. }}", keys.id()));
        assert!(keys.is_demo());
        assert!(!Keys::new(&MasterKey::generate().unwrap()).is_demo());
    }
}
