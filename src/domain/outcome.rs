//! How a request ends: the result rows of the year table, and the finer outcomes behind them.

use serde::{Deserialize, Serialize};

/// The row of the year table in which a closed case counts, in official order.
///
/// `OtherProcessing` is the undivided 其他处理 of the 2019 format; the three `Other…` rows that follow it
/// are its parts in the 2021 format. A case holds the finest row that is known of it.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ResultRow {
    Granted,
    GrantedInPart,
    RefusedStateSecret,
    RefusedForbiddenByLaw,
    RefusedThreeSecuritiesOneStability,
    RefusedThirdPartyRights,
    RefusedInternalAffairs,
    RefusedProcessInformation,
    RefusedEnforcementCaseFile,
    RefusedAdministrativeQuery,
    UnableNotHeld,
    UnableNeedsCreation,
    UnableStillUnclearAfterAmendment,
    NotProcessedPetitionComplaint,
    NotProcessedRepeated,
    NotProcessedPublication,
    NotProcessedExcessive,
    NotProcessedConfirmOrReissue,
    OtherProcessing,
    OtherNotAmended,
    OtherFeeNotPaid,
    OtherOther,
}
