//! What the office does: one function, one use case, one transaction.
