//! What somebody shows to prove who they are.

use serde::{Deserialize, Serialize};

use super::{IdentityCheck, RequesterKind};

/// 证件类型.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
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
pub enum IdentityKind {
    /// 居民身份证.
    ResidentIdentityCard,
    /// 港澳台居民居住证.
    ResidencePermit,
    /// 外国人永久居留身份证.
    PermanentResidencePermit,
    /// 来往内地（大陆）通行证.
    TravelPermit,
    /// 护照.
    Passport,
    /// 统一社会信用代码.
    CreditCode,
    /// Some other proof; the only one of an organization without a code.
    Other,
}

impl IdentityKind {
    /// What is wrong with a number of this kind, in words that do not repeat it. Older 永居证 have no checksum.
    pub fn fault(self, kind: RequesterKind, number: &str) -> Option<&'static str> {
        let check = IdentityCheck::of(kind, number);
        match (self, check) {
            (_, IdentityCheck::Masked) => Some("请填写完整的证件号码"),
            (_, IdentityCheck::BadChecksum) => Some("校验位不对，请核对证件号码"),
            (
                Self::ResidentIdentityCard | Self::ResidencePermit | Self::CreditCode,
                IdentityCheck::OtherDocument,
            ) => Some("应为18位号码，请核对证件号码和证件类型"),
            (_, IdentityCheck::Fine | IdentityCheck::OtherDocument) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_must_be_of_its_kind_where_the_kind_has_a_checksum() {
        use IdentityKind::*;
        use RequesterKind::{CommercialEnterprise, NaturalPerson};
        for (kind, who, number, is_fine) in [
            (ResidentIdentityCard, NaturalPerson, "11010519491231002X", true),
            (ResidentIdentityCard, NaturalPerson, "110105194912310021", false),
            (ResidentIdentityCard, NaturalPerson, "E12345678", false),
            (ResidentIdentityCard, NaturalPerson, "110105********002X", false),
            (ResidencePermit, NaturalPerson, "810000199001010019", true),
            (PermanentResidencePermit, NaturalPerson, "CHN110123456789", true),
            (Passport, NaturalPerson, "E12345678", true),
            (CreditCode, CommercialEnterprise, "91350100M000100Y43", true),
            (CreditCode, CommercialEnterprise, "91350100M000100Y44", false),
            (CreditCode, CommercialEnterprise, "12345678-9", false),
            (Other, CommercialEnterprise, "12345678-9", true),
        ] {
            assert_eq!(kind.fault(who, number).is_none(), is_fine, "{kind} {number}");
        }
    }
}
