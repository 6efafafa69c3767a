//! The way of a register that is handed to the running service: looked at, and recorded once a person says so.

/// Where an import stands.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    serde::Serialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ImportState {
    /// The file is still coming in.
    Uploading,
    /// Every row is compared with the organs, the year and the records.
    Checking,
    /// Waits for a person to confirm or discard it.
    Checked,
    Recording,
    Recorded,
    /// The file cannot be read, or holds too much.
    Failed,
    Discarded,
}

impl ImportState {
    /// Whether the program has something to do, without a person.
    pub fn is_under_way(self) -> bool {
        matches!(self, Self::Checking | Self::Recording)
    }

    /// Whether a person may throw the file away.
    pub fn may_be_discarded(self) -> bool {
        matches!(self, Self::Checked | Self::Failed)
    }
}
