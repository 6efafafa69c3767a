//! Keeps personal data unreadable and the log of a case unalterable: field encryption, keyed hashes, event chain.
