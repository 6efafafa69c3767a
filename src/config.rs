//! Settings from the environment, read in one place.
