//! Working days: the yearly notices of the State Council, their versions, and the years that have none yet.
