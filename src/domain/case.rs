//! A case: its facts, its items, its numbers, its events.
