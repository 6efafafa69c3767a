//! What a message may name, by the word that stands in braces in its template.

/// Something that is filled in when a message is sent.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::EnumString,
    strum::IntoStaticStr,
)]
pub enum Placeholder {
    #[strum(serialize = "申请编号")]
    Number,
    #[strum(serialize = "机关名称")]
    Organ,
    /// Of the requester, or of the one on the staff.
    #[strum(serialize = "姓名")]
    Recipient,
    #[strum(serialize = "到件日期")]
    ArrivedOn,
    #[strum(serialize = "收到日期")]
    ReceivedOn,
    #[strum(serialize = "答复期限")]
    DueOn,
    #[strum(serialize = "补正内容")]
    Amendment,
    #[strum(serialize = "补正期限")]
    AmendmentBy,
    /// How the reply comes to the requester.
    #[strum(serialize = "获取方式")]
    Way,
    #[strum(serialize = "承办科室")]
    Department,
    /// Working days.
    #[strum(serialize = "剩余工作日")]
    DaysLeft,
    #[strum(serialize = "件数")]
    Count,
    #[strum(serialize = "清单")]
    List,
    /// Where the case is looked up.
    #[strum(serialize = "查询网址")]
    Address,
    /// The name of this service.
    #[strum(serialize = "系统名称")]
    Instance,
}

impl Placeholder {
    /// The word in the braces.
    pub fn word(self) -> &'static str {
        self.into()
    }
}
