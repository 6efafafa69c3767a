//! The accounts of the demo: one for each role. Everybody may know their password.

use crate::domain::people::Role;

/// The password of every demo account.
pub const PASSWORD: &str = "demo-Ginkgo-37";

/// Login name, name, role, organ.
pub const PEOPLE: [(&str, &str, Role, &str); 8] = [
    ("dengji", "邓登记", Role::Registrar, "620402"),
    ("chengban", "程承办", Role::Handler, "620402"),
    ("shenhe", "沈审核", Role::Reviewer, "620402"),
    ("qianfa", "钱签发", Role::Signer, "620402"),
    ("zhuguan", "朱主管", Role::Supervisor, "620400"),
    ("xitong", "席系统", Role::SystemAdministrator, "620400"),
    ("anquan", "安安全", Role::SecurityAdministrator, "620400"),
    ("shenji", "沈审计", Role::AuditAdministrator, "620400"),
];
