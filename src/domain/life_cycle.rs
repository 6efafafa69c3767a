//! The life of a case: which act may follow at which stage, with which intervals open.
