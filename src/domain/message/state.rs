//! How the telling of something stands.

/// How a job stands.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum JobState {
    Waiting,
    /// Handed to the mail server, or to whoever carries it.
    Sent,
    /// There was nobody to tell, no way to reach them, or no reason left.
    Skipped,
    /// Given up; stands until a person retries or dismisses it.
    Failed,
    /// A person saw that it failed.
    Dismissed,
}
