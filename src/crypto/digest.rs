//! One short text that stands for many heads: whoever changes, drops or adds one gets another text.

use sha2::{Digest, Sha256};

use super::chain::{CaseBytes, Mark};
use super::field::length;
use super::key::hex;

/// The heads of logs in the order of their cases, as one text.
#[derive(Default)]
pub struct HeadsDigest(Sha256);

impl HeadsDigest {
    /// Takes the next head: numbers are of fixed width and texts led by their length, so that no two lists read alike.
    pub fn add(&mut self, case: CaseBytes, events: i64, number: &str, mark: Mark) {
        self.0.update(case);
        self.0.update(events.to_be_bytes());
        self.0.update(length(number.as_bytes()));
        self.0.update(number.as_bytes());
        self.0.update(mark.as_bytes());
    }

    /// The text, in hexadecimal digits.
    pub fn text(self) -> String {
        hex(&self.0.finalize())
    }
}

/// Bytes as people copy them: in hexadecimal digits.
pub fn digits(bytes: &[u8]) -> String {
    hex(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_every_head_counts() {
        let digest = |heads: &[(u8, i64, &str, u8)]| {
            let mut digest = HeadsDigest::default();
            for (case, events, number, mark) in heads {
                digest.add([*case; 16], *events, number, Mark::from([*mark; 32]));
            }
            digest.text()
        };
        let all = [
            digest(&[]),
            digest(&[(1, 2, "a", 3)]),
            digest(&[(2, 2, "a", 3)]),
            digest(&[(1, 1, "a", 3)]),
            digest(&[(1, 2, "b", 3)]),
            digest(&[(1, 2, "a", 4)]),
            digest(&[(1, 2, "a", 3), (1, 2, "a", 3)]),
        ];
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!((distinct.len(), all[1].len()), (7, 64));
    }
}
