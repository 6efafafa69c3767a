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

/// Whether a login name can be typed on any keyboard: 2 to 64 small letters, digits and `. _ -`, a letter first.
pub fn is_login_name(text: &str) -> bool {
    let follows = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_".contains(c);
    (2..=64).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(follows)
}

/// Whether a name of a person or a department can stand on a page: 1 to 100 characters, none of them invisible.
pub fn is_name(text: &str) -> bool {
    (1..=100).contains(&text.chars().count())
        && text.trim() == text
        && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use strum::VariantArray;

    use super::*;

    #[test]
    fn the_three_administrators_exclude_each_other_and_everybody_else() {
        use Role::{Handler, Registrar, SecurityAdministrator, SystemAdministrator};
        assert!(SystemAdministrator.excludes(SecurityAdministrator));
        assert!(SystemAdministrator.excludes(Registrar) && Registrar.excludes(SystemAdministrator));
        assert!(!Registrar.excludes(Handler));
        assert!(Role::VARIANTS.iter().all(|role| !role.excludes(*role)));
    }

    #[test]
    fn names_can_be_typed_and_seen() {
        assert!(is_login_name("li.wei-2") && is_login_name("ab"));
        for bad in ["", "a", "Li.wei", "李伟", "2li", "li wei", &"a".repeat(65)] {
            assert!(!is_login_name(bad), "{bad}");
        }
        assert!(is_name("李䶮") && is_name("法制科（保密）"));
        for bad in ["", " 李", "李\n", &"李".repeat(101)] {
            assert!(!is_name(bad), "{bad:?}");
        }
    }
}
