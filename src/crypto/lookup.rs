//! Keyed hashes by which a requester is found again without anybody's number being readable.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::key::{MasterKey, Purpose};

/// A look-up hash as stored: the first half of an HMAC-SHA256. 128 bits keep ten million values apart.
pub type LookupHash = [u8; 16];

/// What kind of value is sought; the same digits as a telephone and as an identity number hash differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought {
    /// An identity number of any kind: 身份证, 统一社会信用代码, passport …
    Identity,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A login name, byte for byte as it was typed.
    LoginName,
}

impl Sought {
    /// Part of the stored format; the last byte ends it, so that no label is the beginning of another.
    fn label(self) -> &'static [u8] {
        match self {
            Self::Identity => b"identity\0",
            Self::Phone => b"phone\0",
            Self::Email => b"email\0",
            Self::LoginName => b"login name\0",
        }
    }

    /// The one form in which a value is hashed, however it was typed; `None` where nothing can be found by it.
    ///
    /// A masked value (`6204**********1234`) is no identity: two people may share it.
    fn normal(self, value: &str) -> Option<String> {
        let half_width = value.chars().map(half_width);
        let normal: String = match self {
            Self::Identity => {
                let kept = half_width.filter(|c| c.is_alphanumeric() || *c == '*');
                kept.flat_map(char::to_uppercase).collect()
            }
            Self::Phone => {
                half_width.filter(|c| c.is_ascii_digit() || matches!(c, '+' | '*')).collect()
            }
            Self::Email => {
                half_width.filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
            }
            Self::LoginName => return Some(value.to_owned()),
        };
        let normal = match self {
            Self::Identity | Self::Email | Self::LoginName => normal.as_str(),
            Self::Phone => without_country(&normal),
        };
        let usable = !normal.is_empty() && !normal.contains('*');
        usable.then(|| normal.to_owned())
    }
}

/// How far the full-width forms stand from the plain ones in Unicode.
const FULL_WIDTH: u32 = 0xfee0;

/// Full-width forms (ＡＢＣ１２３) become the plain ones.
fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - FULL_WIDTH).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    }
}

/// A telephone number without the country code of China, if it was written with one.
fn without_country(number: &str) -> &str {
    let local = number.strip_prefix("+86").or_else(|| number.strip_prefix("0086"));
    local.unwrap_or(number)
}

/// Hashes values under the look-up key; the same value always to the same hash.
pub struct Lookup {
    keyed: Hmac<Sha256>,
}

impl Lookup {
    /// Sets up the look-up key.
    pub fn new(master: &MasterKey) -> Self {
        let key = master.derive::<64>(Purpose::Lookup);
        Self { keyed: Hmac::new((&*key).into()) }
    }

    /// The hash under which `value` is stored and sought; `None` for an empty or masked value.
    pub fn hash(&self, sought: Sought, value: &str) -> Option<LookupHash> {
        let normal = sought.normal(value)?;
        let mac = self.keyed.clone().chain_update(sought.label()).chain_update(normal);
        let full: [u8; 32] = mac.finalize().into_bytes().into();
        full.first_chunk().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::super::key::hex;
    use super::*;

    fn hash(sought: Sought, value: &str) -> Option<LookupHash> {
        Lookup::new(&MasterKey::demo()).hash(sought, value)
    }

    #[test]
    fn one_number_is_found_however_it_is_typed() {
        let one = hash(Sought::Identity, "11010519491231002X");
        for typed in [
            "11010519491231002x",
            " 110105 19491231 002X ",
            "１１０１０５１９４９１２３１００２Ｘ",
            "１１０１０５１９４９１２３１００２ｘ\u{3000}",
            "'11010519491231002X",
            "\u{200b}110105-19491231-002X",
        ] {
            assert_eq!(hash(Sought::Identity, typed), one, "{typed}");
        }
        let phone = hash(Sought::Phone, "13800001111");
        for typed in
            ["138 0000 1111", "+86 138-0000-1111", "（0086）13800001111", "１３８００００１１１１"]
        {
            assert_eq!(hash(Sought::Phone, typed), phone, "{typed}");
        }
    }

    #[test]
    fn different_values_and_kinds_hash_differently() {
        let one = hash(Sought::Identity, "13800001111");
        assert_ne!(one, hash(Sought::Identity, "13800001112"));
        assert_ne!(one, hash(Sought::Phone, "13800001111"));
        let other = Lookup::new(&MasterKey::generate().unwrap());
        assert_ne!(one, other.hash(Sought::Identity, "13800001111"));
    }

    #[test]
    fn nothing_is_sought_by_an_empty_or_masked_value() {
        for value in ["", "  ", "-", "6204**********1234", "１３８＊＊＊＊１１１１"] {
            assert_eq!(hash(Sought::Identity, value), None, "{value}");
            assert_eq!(hash(Sought::Phone, value), None, "{value}");
        }
    }

    /// These values stand in databases: they may never change. They were computed by a second program.
    #[test]
    fn hashes_are_pinned() {
        let text = |sought, value| hex(&hash(sought, value).unwrap());
        assert_eq!(
            text(Sought::Identity, "11010519491231002X"),
            "98ef4b3097fdd2c7d1f7243235189dc6"
        );
        assert_eq!(text(Sought::Phone, "13800001111"), "9f80ed70cc640d917d2d2704f5e6aaff");
    }
}
