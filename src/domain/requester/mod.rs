//! Who asks: the six columns of the year table, and the proofs of identity. Knows nothing of the case.

mod identity;
mod identity_kind;
mod kind_label;
mod stray;

use serde::{Deserialize, Serialize};

pub use identity::{IdentityCheck, masked};
pub use identity_kind::IdentityKind;
pub use kind_label::{SYNONYMS, UnknownKind, recognise};
pub use stray::guarded;

/// The column of the year table a requester counts in (annual report, section three).
///
/// 个体工商户 counts as a natural person; for an agent the principal counts.
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
pub enum RequesterKind {
    NaturalPerson,
    CommercialEnterprise,
    ResearchInstitution,
    PublicWelfareOrganization,
    LegalServiceInstitution,
    OtherOrganization,
}
