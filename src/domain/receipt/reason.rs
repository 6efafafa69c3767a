//! Why a date is the legal date of receipt: article and sentence.

use super::{Channel, Receipt};
use crate::domain::calendar::written::Chinese;

/// What makes the legal date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Ground {
    HandedIn,
    SignedFor,
    /// The form answered 提交成功: with that both sides have confirmed (最高人民法院指导案例26号).
    FormConfirmed,
    MailTakenIn,
    /// The requester was reached on the day of arrival.
    ConfirmedAtOnce,
    /// Nobody tried on the day of arrival: the organ's omission does not move the date.
    NotTried,
    /// A recorded try on the day of arrival failed; a later one succeeded.
    ConfirmedLater,
    /// A recorded try on the day of arrival failed, and none has succeeded yet.
    Unconfirmed,
}

impl Receipt {
    /// The item of art. 31, or the document on what was sent to the wrong desk.
    pub fn article(&self) -> &'static str {
        match (self.passed_on, self.channel) {
            (Some(_), _) => "国办公开办函〔2015〕207号",
            (None, Channel::Counter) => "第三十一条第（一）项",
            (None, Channel::RegisteredPost | Channel::OrdinaryPost) => "第三十一条第（二）项",
            (None, Channel::Internet | Channel::Email | Channel::Fax) => "第三十一条第（三）项",
        }
    }

    /// The reason as a Chinese sentence.
    pub fn text(&self) -> String {
        let desk = Chinese(self.passed_on.unwrap_or(self.arrived_on));
        let detour = match self.passed_on {
            Some(_) => format!("{}由本机关其他部门或者个人收到，", Chinese(self.arrived_on)),
            None => String::new(),
        };
        let reached = || self.received_on.map_or_else(String::new, |on| Chinese(on).to_string());
        let reason = match (self.passed_on, self.ground) {
            (
                Some(_),
                Ground::HandedIn | Ground::SignedFor | Ground::FormConfirmed | Ground::MailTakenIn,
            ) => {
                format!("{desk}转到政府信息公开工作机构，以实际收到之日为准")
            }
            (None, Ground::HandedIn) => format!("{desk}当面提交，以提交之日为准"),
            (None, Ground::SignedFor) => format!("{desk}签收邮件，以签收之日为准"),
            (None, Ground::FormConfirmed) => {
                format!("{desk}网上提交成功，即为双方确认（最高人民法院指导案例26号）")
            }
            (None, Ground::MailTakenIn) => format!("{desk}进入公布的邮箱，以进入之日为准"),
            (_, Ground::ConfirmedAtOnce) => format!("{desk}到件，当日与申请人确认"),
            (_, Ground::NotTried) => {
                format!("{desk}到件，没有当日联系申请人的记录，以到件之日为准")
            }
            (_, Ground::ConfirmedLater) => {
                format!("{desk}到件，当日联系申请人未果，{}联系上，以确认之日为准", reached())
            }
            (_, Ground::Unconfirmed) => {
                format!("{desk}到件，当日联系申请人未果，待与申请人确认")
            }
        };
        format!("{detour}{reason}")
    }
}
