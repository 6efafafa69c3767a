//! The information-processing fee (政府信息公开信息处理费管理办法, 国办函〔2020〕109号): progressive, by request or by
//! page, never both. Charging is for the organ to choose; amounts are whole 元.

mod month;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use month::{Counted, Months};

/// How a request is charged for: one method, never both.
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
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Method {
    /// 按件: by all that one requester asks of the organ in a calendar month, whatever becomes of it.
    ByRequest,
    /// 按量: by the pages of what one request is given.
    ByPage,
}

/// How information is handed over.
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
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Provision {
    /// 提供纸质件.
    Paper,
    /// 发送电子邮件.
    Email,
    /// 复制电子数据.
    CopiedData,
    /// Looked at, downloaded or told, or nothing is handed over at all.
    Other,
}

/// What the fee for a request depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chargeable {
    /// The legal date of receipt.
    pub received_on: NaiveDate,
    /// The information is published already (主动公开), so that the reply only says where.
    pub is_public_already: bool,
    pub provision: Provision,
    /// Where it stands among the requests of its month.
    pub counted: Counted,
    /// One side of A4 or smaller is a page; the pages of other requests are not added.
    pub pages: u32,
}

/// Why a request cannot be charged for, or not in this way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoFee {
    #[error("信息处理费自2021年1月1日起施行，此前收到的申请不收费")]
    BeforeTheRules,
    #[error("已经主动公开的信息，不按量计收")]
    PublicAlready,
    #[error("不是提供纸质件、发送电子邮件或者复制电子数据的，不按量计收")]
    NothingHandedOver,
}

impl Chargeable {
    /// What the request costs by `method`, in 元; 0 within what is free.
    pub fn fee(&self, method: Method) -> Result<u64, NoFee> {
        if NaiveDate::from_ymd_opt(2021, 1, 1).is_some_and(|first| self.received_on < first) {
            return Err(NoFee::BeforeTheRules);
        }
        match (method, self.provision) {
            (Method::ByRequest, _) => Ok(self.counted.fee()),
            (Method::ByPage, _) if self.is_public_already => Err(NoFee::PublicAlready),
            (Method::ByPage, Provision::Other) => Err(NoFee::NothingHandedOver),
            (Method::ByPage, Provision::Paper | Provision::Email | Provision::CopiedData) => {
                Ok(fee_by_page(self.pages))
            }
        }
    }
}

/// What the first `requests` of a month cost together, in 元: 10 are free, 11-30 cost 100 each, and each further ten
/// 100 more apiece.
pub fn fee_by_request(requests: u32) -> u64 {
    let steps = std::iter::once(10).chain((30_u64..).step_by(10));
    steps
        .map_while(|free| u64::from(requests).checked_sub(free))
        .fold(0, |sum, beyond| sum.saturating_add(100 * beyond))
}

/// What `pages` of one request cost, in 元: 1-30 free, 31-100 10 each, 101-200 20, from 201 on 40.
pub fn fee_by_page(pages: u32) -> u64 {
    // What each step adds to the price of the one before it.
    const STEPS: [(u32, u64); 3] = [(30, 10), (100, 10), (200, 20)];
    STEPS.iter().map(|(free, more)| more * u64::from(pages.saturating_sub(*free))).sum()
}

#[cfg(test)]
mod tests;
