//! Seals single fields of single rows. Does not know which fields hold personal data.

use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use zeroize::Zeroizing;

use super::key::{KeyId, MasterKey, NoRandomness, Purpose};

/// First byte of a ciphertext: AES-256-GCM, laid out as version, key id, nonce, text, tag.
/// Another back end takes another number, so that one column can hold both while a database moves over.
const AES_256_GCM: u8 = 1;

const NONCE: usize = 12;
const TAG: usize = 16;
/// Version, key id and nonce.
const HEAD: usize = 1 + 4 + NONCE;

/// Where a ciphertext stands. It opens nowhere else, so that rows and columns cannot be swapped unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    pub table: &'static str,
    /// The primary key of the row, in one form for every database.
    pub row: &'a [u8],
    pub column: &'static str,
}

/// The port behind which field encryption stands: AES here, later SM4 or a device of the office.
pub trait FieldCipher: Send + Sync {
    /// The key that new ciphertexts are sealed under.
    fn key_id(&self) -> KeyId;

    /// The ciphertext of `plain` at `place`; never twice the same.
    fn seal(&self, place: Place<'_>, plain: &[u8]) -> Result<Vec<u8>, SealError>;

    /// What was sealed at `place`, if nobody has touched it since.
    fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError>;
}

impl dyn FieldCipher {
    /// [`FieldCipher::seal`] for text.
    pub fn seal_text(&self, place: Place<'_>, plain: &str) -> Result<Vec<u8>, SealError> {
        self.seal(place, plain.as_bytes())
    }

    /// [`FieldCipher::open`] for text.
    pub fn open_text(
        &self,
        place: Place<'_>,
        sealed: &[u8],
    ) -> Result<Zeroizing<String>, OpenError> {
        let plain = self.open(place, sealed)?;
        let text = std::str::from_utf8(&plain).map_err(|_| OpenError::NotText)?;
        Ok(Zeroizing::new(text.to_owned()))
    }
}

/// Why a field was not sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    #[error("内容过长，无法加密")]
    TooLong,
}

/// Why a ciphertext does not open. Never holds any of the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    #[error("密文不完整")]
    Cut,
    #[error("密文格式版本 {0} 未知，可能由更新版本的程序写入")]
    UnknownVersion(u8),
    #[error("密文由另一把密钥（{sealed}）加密，当前密钥为 {ours}")]
    OtherKey { sealed: KeyId, ours: KeyId },
    #[error("密文被改动过，或者被挪到了别的记录")]
    Tampered,
    #[error("解密后的内容不是文本")]
    NotText,
}

/// The key a ciphertext was sealed under, read from its head: a rotation that was interrupted goes on from there.
pub fn key_id_of(sealed: &[u8]) -> Result<KeyId, OpenError> {
    Parts::of(sealed).map(|parts| parts.key)
}

/// The parts of a ciphertext; the text is still sealed.
struct Parts<'a> {
    key: KeyId,
    nonce: &'a [u8; NONCE],
    text: &'a [u8],
    tag: &'a [u8; TAG],
}

impl<'a> Parts<'a> {
    fn of(sealed: &'a [u8]) -> Result<Self, OpenError> {
        let (&version, rest) = sealed.split_first().ok_or(OpenError::Cut)?;
        if version != AES_256_GCM {
            return Err(OpenError::UnknownVersion(version));
        }
        let (key, rest) = rest.split_first_chunk().ok_or(OpenError::Cut)?;
        let (nonce, rest) = rest.split_first_chunk().ok_or(OpenError::Cut)?;
        let (text, tag) = rest.split_last_chunk().ok_or(OpenError::Cut)?;
        Ok(Self { key: KeyId(*key), nonce, text, tag })
    }
}

/// AES-256-GCM with random nonces; the key schedule is set up once.
///
/// Nonces are 96 random bits straight from the kernel for every field. With random nonces one key is good for
/// 2^32 fields (NIST SP 800-38D, 8.3); ten million cases of five fields each written ten times are an eighth of
/// that. A counter would have to survive restarts, restored backups and copied virtual machines, and a pool of
/// random bytes in our memory is repeated by a machine resumed twice from one snapshot: a repeated nonce gives two
/// plaintexts away. The kernel is told of a resumed snapshot, and asking it takes half a microsecond.
pub struct AesGcmCipher {
    id: KeyId,
    aes: Aes256Gcm,
}

impl AesGcmCipher {
    /// Sets up the key of field encryption.
    pub fn new(master: &MasterKey) -> Self {
        let key = master.derive::<32>(Purpose::Fields);
        Self { id: master.id(), aes: Aes256Gcm::new((&*key).into()) }
    }

    /// What is authenticated beside the text: how it is sealed and where it stands. Every part of varying length is
    /// led by its length, so that no two places read alike.
    fn authenticated(&self, place: Place<'_>) -> Vec<u8> {
        let parts = [place.table.as_bytes(), place.row, place.column.as_bytes()];
        let mut bytes = Vec::with_capacity(64);
        bytes.push(AES_256_GCM);
        bytes.extend_from_slice(&self.id.0);
        for part in parts {
            bytes.extend_from_slice(&length(part));
            bytes.extend_from_slice(part);
        }
        bytes
    }
}

impl FieldCipher for AesGcmCipher {
    fn key_id(&self) -> KeyId {
        self.id
    }

    fn seal(&self, place: Place<'_>, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| NoRandomness)?;
        let mut sealed = Vec::with_capacity(HEAD + plain.len() + TAG);
        sealed.push(AES_256_GCM);
        sealed.extend_from_slice(&self.id.0);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(plain);
        let text = sealed.get_mut(HEAD..).unwrap_or_default();
        let tag = self
            .aes
            .encrypt_inout_detached(&nonce.into(), &self.authenticated(place), text.into())
            .map_err(|_| SealError::TooLong)?;
        sealed.extend_from_slice(&tag);
        Ok(sealed)
    }

    fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let parts = Parts::of(sealed)?;
        if parts.key != self.id {
            return Err(OpenError::OtherKey { sealed: parts.key, ours: self.id });
        }
        let mut text = Zeroizing::new(parts.text.to_vec());
        let (nonce, tag) = (Nonce::from(*parts.nonce), (*parts.tag).into());
        self.aes
            .decrypt_inout_detached(
                &nonce,
                &self.authenticated(place),
                text.as_mut_slice().into(),
                &tag,
            )
            .map_err(|_| OpenError::Tampered)?;
        Ok(text)
    }
}

/// The length of a part as eight bytes, the same on every machine.
pub(super) fn length(part: &[u8]) -> [u8; 8] {
    u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PLACE: Place<'_> =
        Place { table: "requesters", row: b"0123456789abcdef", column: "phone" };

    fn cipher() -> AesGcmCipher {
        AesGcmCipher::new(&MasterKey::demo())
    }

    #[test]
    fn a_field_is_read_back_and_sealed_anew_each_time() {
        let cipher: &dyn FieldCipher = &cipher();
        let (one, other) = (
            cipher.seal_text(PLACE, "兰州市䶮路1号").unwrap(),
            cipher.seal_text(PLACE, "兰州市䶮路1号").unwrap(),
        );
        assert_ne!(one, other);
        assert_eq!(one.len(), HEAD + "兰州市䶮路1号".len() + TAG);
        assert_eq!(*cipher.open_text(PLACE, &one).unwrap(), "兰州市䶮路1号");
        assert_eq!(key_id_of(&one), Ok(cipher.key_id()));
    }

    /// A ciphertext of version 1 must open for ever. This one was made by a second program: version, key id, nonce, text, tag.
    #[test]
    fn the_format_is_pinned() {
        #[rustfmt::skip]
        let sealed = [
            0x01,
            0xee, 0x8f, 0x65, 0xf2,
            0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b,
            0x30, 0x3f, 0x14, 0x65, 0xf4, 0x37, 0x55, 0xb9, 0x0c, 0xe3, 0x30,
            0x79, 0x95, 0x3e, 0x88, 0xa1, 0x98, 0x9e, 0xff, 0xfd, 0x8c, 0xec, 0x3c, 0x66, 0x0e, 0xa5, 0x12,
        ];
        let plain = cipher().open(PLACE, &sealed);
        assert_eq!(plain.as_deref().map(Vec::as_slice), Ok("13800000000".as_bytes()));
    }

    #[test]
    fn a_field_opens_nowhere_else() {
        let sealed = cipher().seal(PLACE, b"13800000000").unwrap();
        let elsewhere = [
            Place { table: "cases", ..PLACE },
            Place { row: b"0123456789abcdeg", ..PLACE },
            Place { column: "email", ..PLACE },
            // The same bytes, cut elsewhere.
            Place { table: "requesters0", row: b"123456789abcdef", column: "phone" },
        ];
        for place in elsewhere {
            assert_eq!(cipher().open(place, &sealed), Err(OpenError::Tampered), "{place:?}");
        }
    }

    #[test]
    fn another_key_an_unknown_version_and_bytes_that_are_no_text_are_told_apart() {
        let other = AesGcmCipher::new(&MasterKey::generate().unwrap());
        let sealed = other.seal(PLACE, b"x").unwrap();
        let ours = cipher().key_id();
        assert_eq!(
            cipher().open(PLACE, &sealed),
            Err(OpenError::OtherKey { sealed: other.key_id(), ours })
        );
        assert_eq!(cipher().open(PLACE, &[9; 60]), Err(OpenError::UnknownVersion(9)));
        let bytes = cipher().seal(PLACE, &[0xff]).unwrap();
        let cipher: &dyn FieldCipher = &cipher();
        assert_eq!(cipher.open_text(PLACE, &bytes), Err(OpenError::NotText));
    }

    proptest! {
        #[test]
        fn everything_is_read_back(plain: Vec<u8>) {
            let sealed = cipher().seal(PLACE, &plain).unwrap();
            prop_assert_eq!(&*cipher().open(PLACE, &sealed).unwrap(), &plain);
        }

        #[test]
        fn every_flipped_bit_is_seen(plain: Vec<u8>, at: prop::sample::Index, bit in 0_u8..8) {
            let mut sealed = cipher().seal(PLACE, &plain).unwrap();
            let at = at.index(sealed.len());
            sealed[at] ^= 1 << bit;
            prop_assert!(cipher().open(PLACE, &sealed).is_err());
        }

        #[test]
        fn every_cut_is_seen(plain: Vec<u8>, at: prop::sample::Index) {
            let sealed = cipher().seal(PLACE, &plain).unwrap();
            prop_assert!(cipher().open(PLACE, &sealed[..at.index(sealed.len())]).is_err());
        }
    }
}
