//! Versions of records as they were known at an instant: recorded by then, and not yet superseded.

/// Narrows a boxed query over `$table` to what was known at `$known_at`, an `Option<DateTime<Utc>>`; by default now.
macro_rules! known {
    ($query:expr, $table:ident, $known_at:expr) => {
        match $known_at {
            None => $query.filter($table::superseded_at.is_null()),
            Some(at) => {
                let at = $crate::db::types::Instant(at);
                let standing =
                    $table::superseded_at.is_null().or($table::superseded_at.gt(Some(at)));
                $query.filter($table::recorded_at.le(at)).filter(standing.assume_not_null())
            }
        }
    };
}
pub(super) use known;
