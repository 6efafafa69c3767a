//! Seals files chunk by chunk under a key of their own, so that a file of any size is read and written in little memory.
//!
//! Each chunk is AES-256-GCM with its number and the mark of the last one in the nonce (STREAM, Hoang et al. 2015):
//! none can be swapped, dropped or cut off unseen. The key is random for each file, so that no nonce comes twice under
//! it; it stands sealed under the master key beside the row of the file, and only that is sealed anew when the master
//! key changes.

use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use zeroize::Zeroizing;

use super::field::{OpenError, SealError};
use super::key::NoRandomness;

/// Bytes of a chunk in the clear.
pub const CHUNK: usize = 256 * 1024;
/// Bytes that sealing adds to a chunk.
const TAG: usize = 16;
/// Bytes of a sealed chunk that is not the last.
pub const SEALED_CHUNK: usize = CHUNK + TAG;

/// The key of one file.
pub struct FileKey(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for FileKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

impl FileKey {
    /// A new key from the operating system's randomness.
    pub fn generate() -> Result<Self, NoRandomness> {
        let mut key = Zeroizing::new([0; 32]);
        getrandom::fill(&mut *key).map_err(|_| NoRandomness)?;
        Ok(Self(key))
    }

    /// A key that was kept.
    pub fn kept(bytes: &[u8]) -> Option<Self> {
        Some(Self(Zeroizing::new(bytes.try_into().ok()?)))
    }

    /// The key, to be kept sealed.
    pub fn as_bytes(&self) -> &[u8] {
        &*self.0
    }
}

/// Seals or opens the chunks of one file, one after the other.
pub struct Chunks {
    aes: Aes256Gcm,
    file: [u8; 16],
    next: u32,
}

impl Chunks {
    /// Begins with the first chunk of the file `id`.
    pub fn of(key: &FileKey, id: [u8; 16]) -> Self {
        Self { aes: Aes256Gcm::new((&*key.0).into()), file: id, next: 0 }
    }

    /// Seals the next chunk in its place. The last one may be shorter, and even empty.
    pub fn seal(&mut self, chunk: &mut Vec<u8>, is_last: bool) -> Result<(), SealError> {
        let (nonce, beside) = self.place(is_last).ok_or(SealError::TooLong)?;
        let sealed = self.aes.encrypt_in_place(&nonce, &beside, chunk);
        sealed.map_err(|_| SealError::TooLong)
    }

    /// Opens the next chunk in its place.
    pub fn open(&mut self, chunk: &mut Vec<u8>, is_last: bool) -> Result<(), OpenError> {
        let (nonce, beside) = self.place(is_last).ok_or(OpenError::Cut)?;
        let opened = self.aes.decrypt_in_place(&nonce, &beside, chunk);
        opened.map_err(|_| OpenError::Tampered)
    }

    /// The nonce of the next chunk, and what is authenticated beside it: the file and the number.
    fn place(&mut self, is_last: bool) -> Option<(Nonce<aes_gcm::aead::consts::U12>, [u8; 20])> {
        let number = self.next.to_be_bytes();
        self.next = self.next.checked_add(1)?;
        let mut nonce = [0; 12];
        let mut beside = [0; 20];
        let (head, tail) = beside.split_first_chunk_mut::<16>()?;
        *head = self.file;
        tail.copy_from_slice(&number);
        nonce.get_mut(7..11)?.copy_from_slice(&number);
        *nonce.last_mut()? = u8::from(is_last);
        Some((Nonce::from(nonce), beside))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: [u8; 16] = [7; 16];

    fn sealed(chunks: &[&[u8]]) -> (FileKey, Vec<Vec<u8>>) {
        let key = FileKey::generate().unwrap();
        let mut sealer = Chunks::of(&key, ID);
        let last = chunks.len() - 1;
        let all = chunks.iter().enumerate().map(|(at, chunk)| {
            let mut chunk = chunk.to_vec();
            sealer.seal(&mut chunk, at == last).unwrap();
            chunk
        });
        let all = all.collect();
        (key, all)
    }

    fn opened(key: &FileKey, id: [u8; 16], chunks: &[Vec<u8>]) -> Result<Vec<u8>, OpenError> {
        let mut opener = Chunks::of(key, id);
        let mut plain = Vec::new();
        for (at, chunk) in chunks.iter().enumerate() {
            let mut chunk = chunk.clone();
            opener.open(&mut chunk, at + 1 == chunks.len())?;
            plain.extend(chunk);
        }
        Ok(plain)
    }

    #[test]
    fn a_file_is_read_back_and_nothing_of_it_can_be_moved() {
        let (key, chunks) = sealed(&[b"one", b"two", b""]);
        assert_eq!(opened(&key, ID, &chunks).unwrap(), b"onetwo");
        let tampered = Err(OpenError::Tampered);
        assert_eq!(opened(&key, [8; 16], &chunks), tampered, "of another file");
        assert_eq!(opened(&key, ID, &chunks[..2]), tampered, "cut off");
        assert_eq!(opened(&key, ID, &[chunks[1].clone(), chunks[0].clone()]), tampered, "swapped");
        let again = [chunks[0].clone(), chunks[0].clone(), chunks[2].clone()];
        assert_eq!(opened(&key, ID, &again), tampered, "twice");
        let (other, _) = sealed(&[b""]);
        assert_eq!(opened(&other, ID, &chunks), tampered, "under another key");
        let mut flipped = chunks.clone();
        flipped[1][0] ^= 1;
        assert_eq!(opened(&key, ID, &flipped), tampered, "changed");
    }

    #[test]
    fn a_key_is_kept_and_taken_up_again() {
        let (key, chunks) = sealed(&[b"words"]);
        let kept = FileKey::kept(key.as_bytes()).unwrap();
        assert_eq!(opened(&kept, ID, &chunks).unwrap(), b"words");
        assert!(FileKey::kept(&[0; 31]).is_none());
    }
}
