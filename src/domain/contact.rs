//! 联系方式: any one of telephone, e-mail and address will do, plus what the wanted way of delivery needs (art. 29).

use super::dossier::deed::WantedWay;

/// By what a requester can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contact {
    pub by_phone: bool,
    pub by_email: bool,
    pub by_address: bool,
}

/// What is missing, by the field that should tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// There is no way to reach the requester at all.
    Any,
    /// What is to be posted needs an address.
    Address,
    /// What is to be mailed needs an e-mail address.
    Email,
}

impl Missing {
    /// The field of the requester.
    pub fn field(self) -> &'static str {
        match self {
            Self::Any => "phone",
            Self::Address => "address",
            Self::Email => "email",
        }
    }

    /// The sentence for the requester.
    pub fn text(self) -> &'static str {
        match self {
            Self::Any => "联系电话、电子邮箱、通信地址至少写一项",
            Self::Address => "选择邮寄的，请写通信地址",
            Self::Email => "选择电子邮件的，请写电子邮箱",
        }
    }
}

impl Contact {
    /// What is missing for the wanted way.
    pub fn missing(self, way: WantedWay) -> Option<Missing> {
        let Self { by_phone, by_email, by_address } = self;
        if !by_phone && !by_email && !by_address {
            return Some(Missing::Any);
        }
        match way {
            WantedWay::Post if !by_address => Some(Missing::Address),
            WantedWay::Email if !by_email => Some(Missing::Email),
            WantedWay::Post | WantedWay::Email | WantedWay::Collect | WantedWay::Download => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_one_will_do_and_the_way_needs_its_own() {
        use WantedWay::{Collect, Download, Email, Post};
        let of = |kinds: &str| Contact {
            by_phone: kinds.contains('t'),
            by_email: kinds.contains('e'),
            by_address: kinds.contains('a'),
        };
        for (kinds, way, missing) in [
            ("", Collect, Some(Missing::Any)),
            ("", Post, Some(Missing::Any)),
            ("t", Collect, None),
            ("e", Download, None),
            ("a", Collect, None),
            ("t", Post, Some(Missing::Address)),
            ("te", Post, Some(Missing::Address)),
            ("ta", Email, Some(Missing::Email)),
            ("a", Post, None),
            ("e", Email, None),
        ] {
            assert_eq!(of(kinds).missing(way), missing, "{kinds} {way:?}");
        }
    }
}
