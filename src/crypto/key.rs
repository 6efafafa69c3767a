//! The one secret of an installation, and the keys derived from it. Does not know where it is kept.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_PAD_INDIFFERENT};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

/// Bytes of a master key.
const LENGTH: usize = 32;

/// Public by intent: everybody can read what a demo database holds.
const DEMO: [u8; LENGTH] = *b"gongkai demo key, keeps nothing!";

/// Separates our derived keys from those of any other program that is handed the same secret.
const SALT: &[u8] = b"gongkai master key 1";

/// The secret from which all others are derived; wiped from memory when dropped, never printed by `Debug`.
pub struct MasterKey([u8; LENGTH]);

/// Why a text is not a master key. Never repeats the text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    #[error("密钥不是有效的 base64 文本，请使用 gongkai key new 生成的密钥")]
    NotBase64,
    #[error("密钥解码后应为 32 字节，实际为 {0} 字节，请使用 gongkai key new 生成的密钥")]
    WrongLength(usize),
}

/// The operating system could not give random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("操作系统的随机数来源不可用")]
pub struct NoRandomness;

/// What a derived key is for. The labels are part of the stored format: changing one makes data unreadable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::VariantArray)]
pub(super) enum Purpose {
    KeyId,
    Fingerprint,
    Fields,
    Lookup,
    EventChain,
    AccessTokens,
    FormTokens,
    QueryCodes,
    Captcha,
}

impl Purpose {
    fn label(self) -> &'static [u8] {
        match self {
            Self::KeyId => b"gongkai/1/key-id",
            Self::Fingerprint => b"gongkai/1/fingerprint",
            Self::Fields => b"gongkai/1/fields/aes-256-gcm",
            Self::Lookup => b"gongkai/1/lookup/hmac-sha256",
            Self::EventChain => b"gongkai/1/event-chain/hmac-sha256",
            Self::QueryCodes => b"gongkai/1/query-codes/hmac-sha256",
            Self::Captcha => b"gongkai/1/captcha/hmac-sha256",
            Self::FormTokens => b"gongkai/1/form-tokens/hmac-sha256",
            Self::AccessTokens => b"gongkai/1/access-tokens/hs256",
        }
    }
}

impl MasterKey {
    /// A new key from the operating system's randomness.
    pub fn generate() -> Result<Self, NoRandomness> {
        let mut key = Self([0; LENGTH]);
        getrandom::fill(&mut key.0).map_err(|_| NoRandomness)?;
        Ok(key)
    }

    /// The built-in key of demo databases; protects nothing.
    pub fn demo() -> Self {
        Self(DEMO)
    }

    /// Whether this is the built-in key, however it was handed in.
    pub fn is_demo(&self) -> bool {
        self.0 == DEMO
    }

    /// The key as text, to be printed once and kept by the office.
    pub fn to_base64(&self) -> Zeroizing<String> {
        Zeroizing::new(STANDARD.encode(self.0))
    }

    /// What a database may store to know its key again; tells nothing of the key.
    pub fn fingerprint(&self) -> String {
        hex(&*self.derive::<16>(Purpose::Fingerprint))
    }

    /// The short name of this key in every ciphertext.
    pub fn id(&self) -> KeyId {
        KeyId(*self.derive::<4>(Purpose::KeyId))
    }

    /// The key for one purpose, by HKDF-SHA256 (RFC 5869).
    pub(super) fn derive<const N: usize>(&self, purpose: Purpose) -> Zeroizing<[u8; N]> {
        const { assert!(N <= 64, "a derived key is short") }
        let mut key = Zeroizing::new([0; N]);
        #[expect(
            clippy::expect_used,
            reason = "HKDF refuses only more than 8160 bytes; see above"
        )]
        Hkdf::<Sha256>::new(Some(SALT), &self.0)
            .expand(purpose.label(), &mut *key)
            .expect("64 bytes are within the limit of HKDF");
        key
    }
}

impl FromStr for MasterKey {
    type Err = BadKey;

    /// Reads base64, with or without its padding; blanks around it, as a shell or a file leaves them, are fine.
    fn from_str(text: &str) -> Result<Self, BadKey> {
        let bytes = STANDARD_PAD_INDIFFERENT.decode(text.trim()).map_err(|_| BadKey::NotBase64)?;
        let bytes = Zeroizing::new(bytes);
        let key = <[u8; LENGTH]>::try_from(bytes.as_slice());
        key.map(Self).map_err(|_| BadKey::WrongLength(bytes.len()))
    }
}

impl Drop for MasterKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Names a master key among the few that one database ever sees; 32 bits, tells nothing of the key.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyId(pub(super) [u8; 4]);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

/// Lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    use fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use strum::VariantArray;

    use super::*;

    #[test]
    fn a_printed_key_is_read_back() {
        let key = MasterKey::generate().unwrap();
        let again: MasterKey = format!(" {}\n", *key.to_base64()).parse().unwrap();
        assert_eq!(again.0, key.0);
        let unpadded: MasterKey = key.to_base64().trim_end_matches('=').parse().unwrap();
        assert_eq!(unpadded.fingerprint(), key.fingerprint());
    }

    #[test]
    fn two_new_keys_differ() {
        let (one, other) = (MasterKey::generate().unwrap(), MasterKey::generate().unwrap());
        assert_ne!(one.0, other.0);
        assert_ne!(one.fingerprint(), other.fingerprint());
    }

    #[test]
    fn a_bad_key_is_refused_in_words_that_do_not_repeat_it() {
        let refused = |text: &str| text.parse::<MasterKey>().unwrap_err().to_string();
        insta::assert_snapshot!(refused("秘密"), @"密钥不是有效的 base64 文本，请使用 gongkai key new 生成的密钥");
        insta::assert_snapshot!(refused("c2hvcnQ="), @"密钥解码后应为 32 字节，实际为 5 字节，请使用 gongkai key new 生成的密钥");
        insta::assert_snapshot!(refused(""), @"密钥解码后应为 32 字节，实际为 0 字节，请使用 gongkai key new 生成的密钥");
        assert!(refused(&STANDARD.encode([7; 33])).contains("33"));
    }

    #[test]
    fn a_key_is_not_shown() {
        assert_eq!(format!("{:?}", MasterKey::demo()), "***");
    }

    /// These values stand in databases: they may never change. They were computed by a second program.
    #[test]
    fn derived_keys_are_pinned() {
        let key = MasterKey::demo();
        assert_eq!(*key.to_base64(), "Z29uZ2thaSBkZW1vIGtleSwga2VlcHMgbm90aGluZyE=");
        assert_eq!(key.fingerprint(), "5b69968e23abe88cd54ced8e2ba6f535");
        assert_eq!(key.id().to_string(), "ee8f65f2");
        assert_eq!(
            hex(&*key.derive::<32>(Purpose::Fields)),
            "49a8700fd389907996235146ab042da3a26ebcf880d4d6cc888d59b54cba78e5"
        );
    }

    #[test]
    fn every_purpose_has_its_own_key() {
        let key = MasterKey::demo();
        let mut derived: Vec<_> = Purpose::VARIANTS.iter().map(|p| *key.derive::<32>(*p)).collect();
        derived.sort_unstable();
        derived.dedup();
        assert_eq!(derived.len(), Purpose::VARIANTS.len());
    }
}
