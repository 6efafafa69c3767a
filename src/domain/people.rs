//! The people of an office: their roles, and which of these exclude each other.

use serde::{Deserialize, Serialize};

/// What somebody is in an organ (product.md, People).
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
pub enum Role {
    /// 登记员, in the 公开工作机构.
    Registrar,
    /// 承办人, in a department.
    Handler,
    /// 审核人.
    Reviewer,
    /// 签发人.
    Signer,
    /// 主管部门: sees the organs below.
    Supervisor,
    /// 系统管理员: accounts and settings.
    SystemAdministrator,
    /// 安全管理员: rights and policy.
    SecurityAdministrator,
    /// 审计管理员: reads the audit log.
    AuditAdministrator,
}

impl Role {
    /// The word for screens.
    pub fn label(self) -> &'static str {
        match self {
            Self::Registrar => "登记员",
            Self::Handler => "承办人",
            Self::Reviewer => "审核人",
            Self::Signer => "签发人",
            Self::Supervisor => "主管部门",
            Self::SystemAdministrator => "系统管理员",
            Self::SecurityAdministrator => "安全管理员",
            Self::AuditAdministrator => "审计管理员",
        }
    }

    /// One of the three (三员分立).
    pub fn is_administrator(self) -> bool {
        match self {
            Self::SystemAdministrator | Self::SecurityAdministrator | Self::AuditAdministrator => {
                true
            }
            Self::Registrar | Self::Handler | Self::Reviewer | Self::Signer | Self::Supervisor => {
                false
            }
        }
    }

    /// Whether nobody may be both: the three administrators exclude each other and every role that reads cases.
    pub fn excludes(self, other: Self) -> bool {
        self != other && (self.is_administrator() || other.is_administrator())
    }
}
