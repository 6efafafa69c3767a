//! Query codes: what a requester comes back with. Derived of the case, never stored.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::chain::CaseBytes;
use super::key::{MasterKey, Purpose};

/// Characters that nobody takes for another: no 0 O, 1 I L, 2 Z, 5 S, 8 B.
const ALPHABET: &[u8; 25] = b"34679ACDEFGHJKMNPQRTUVWXY";

/// Ten of 25 characters are more than 46 bits.
const LENGTH: usize = 10;

/// Derives query codes. The key outlives the master key that it came from, so that a change of key leaves the codes
/// of requesters as they are.
pub struct QueryCodes {
    key: Zeroizing<[u8; 32]>,
    keyed: Hmac<Sha256>,
}

impl QueryCodes {
    /// Those of a master key.
    pub fn new(master: &MasterKey) -> Self {
        Self::with(master.derive::<32>(Purpose::QueryCodes))
    }

    /// Those of a key that was kept.
    pub fn kept(key: &[u8]) -> Option<Self> {
        Some(Self::with(Zeroizing::new(key.try_into().ok()?)))
    }

    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    fn with(key: Zeroizing<[u8; 32]>) -> Self {
        let keyed = Hmac::new_from_slice(&*key).expect("HMAC takes a key of any length");
        Self { key, keyed }
    }

    /// The key, to be kept sealed under another master key.
    pub fn key(&self) -> &[u8] {
        &*self.key
    }

    /// The code of a case after so many resets.
    pub fn of(&self, case: CaseBytes, resets: u16) -> String {
        let mac = self.keyed.clone().chain_update([1]).chain_update(case);
        let full: [u8; 32] = mac.chain_update(resets.to_be_bytes()).finalize().into_bytes().into();
        let mut rest = u128::from_be_bytes(full.first_chunk().copied().unwrap_or_default());
        let base: u128 = 25;
        let characters = (0..LENGTH).filter_map(|_| {
            let at = usize::try_from(rest % base).ok()?;
            rest /= base;
            ALPHABET.get(at).copied().map(char::from)
        });
        characters.collect()
    }

    /// Whether `given` is the code of a case, however it was typed. Takes as long for a wrong one as for a right one.
    pub fn is_code(&self, (case, resets): (CaseBytes, u16), given: &str) -> bool {
        self.of(case, resets).as_bytes().ct_eq(typed(given).as_bytes()).into()
    }
}

/// A code without what people put in between, in capitals; full-width forms become the plain ones.
fn typed(given: &str) -> String {
    const FULL_WIDTH: u32 = 0xfee0;
    let half_width = |c: char| match c {
        '！'..='～' => char::from_u32(u32::from(c) - FULL_WIDTH).unwrap_or(c),
        c => c,
    };
    let kept = given.chars().map(half_width).filter(char::is_ascii_alphanumeric);
    kept.map(|c| c.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn codes() -> QueryCodes {
        QueryCodes::new(&MasterKey::demo())
    }

    /// These stand on receipts: they may never change. Computed by a second program.
    #[test]
    fn codes_are_pinned() {
        assert_eq!(codes().of([0; 16], 0), PINNED[0]);
        assert_eq!(codes().of([0; 16], 1), PINNED[1]);
        let kept = QueryCodes::kept(codes().key()).unwrap();
        assert_eq!(kept.of([0; 16], 1), PINNED[1]);
    }

    const PINNED: [&str; 2] = ["4FANT4TENR", "GQWYRUFG9P"];

    #[test]
    fn every_case_and_every_reset_has_another_code_without_look_alikes() {
        let mut all = BTreeSet::new();
        for case in 0..=255 {
            for resets in 0..4 {
                let code = codes().of([case; 16], resets);
                assert_eq!(code.len(), 10);
                assert!(code.bytes().all(|c| ALPHABET.contains(&c)), "{code}");
                all.insert(code);
            }
        }
        assert_eq!(all.len(), 1024);
    }

    #[test]
    fn a_code_is_known_however_it_is_typed() {
        let code = codes().of([7; 16], 0);
        let (head, tail) = code.split_at(5);
        for typed in [
            code.clone(),
            code.to_lowercase(),
            format!(" {head}-{tail}\n"),
            format!("{head} {tail}"),
        ] {
            assert!(codes().is_code(([7; 16], 0), &typed), "{typed}");
        }
        for wrong in ["", head, &format!("{code}3"), &codes().of([7; 16], 1)] {
            assert!(!codes().is_code(([7; 16], 0), wrong), "{wrong}");
        }
    }
}
