//! What proves an outcome.

use serde::{Deserialize, Serialize};

/// What a case must hold before a letter with a certain outcome may be signed.
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
pub enum Evidence {
    WherePublished,
    RequesterTold,
    WhatWasGiven,
    FormGiven,
    ConsultationLetter,
    ConsultationDelivery,
    ThirdPartyAnswer,
    OwnWeighing,
    PublicInterestReason,
    WhatIsWithheld,
    /// Never the content, the title or a scan of the secret itself (保守国家秘密法).
    ClassificationVerified,
    ForbiddingLaw,
    RiskAssessment,
    InternalAffairsKind,
    ProcessInformationKind,
    DecisionNotYetMade,
    CaseFile,
    SpecialAccessRule,
    SearchRecord,
    ResponsibleOrgan,
    WhatExists,
    AmendmentNotice,
    AmendmentNoticeDelivery,
    AmendmentRanOut,
    WhatCameBack,
    RightChannel,
    FirstReply,
    WhereToGetIt,
    NumbersAndFrequency,
    ReasonsGiven,
    WhatRequesterHas,
    FeeNotice,
    FeeNoticeDelivery,
    FeeRanOut,
    /// Silence alone closes nothing: a person has to find that there was no good reason.
    NoGoodReason,
    Withdrawal,
    WhyOutside,
}

impl Evidence {
    /// Only a recorded deed shows it; words do not.
    pub fn is_shown_by_deed(self) -> bool {
        matches!(
            self,
            Self::ConsultationLetter
                | Self::ConsultationDelivery
                | Self::ThirdPartyAnswer
                | Self::SearchRecord
                | Self::AmendmentNotice
                | Self::AmendmentNoticeDelivery
                | Self::AmendmentRanOut
                | Self::WhatCameBack
                | Self::ReasonsGiven
                | Self::FeeNotice
                | Self::FeeNoticeDelivery
                | Self::FeeRanOut
                | Self::NoGoodReason
                | Self::Withdrawal
        )
    }

    /// What the handler is asked for.
    pub fn label(self) -> &'static str {
        match self {
            Self::WherePublished => "主动公开的位置",
            Self::RequesterTold => "已告知申请人获取方式、途径的记录",
            Self::WhatWasGiven => "所提供的内容",
            Self::FormGiven => "提供的形式",
            Self::ConsultationLetter => "征求第三方意见书",
            Self::ConsultationDelivery => "征求意见书的送达凭证",
            Self::ThirdPartyAnswer => "第三方的答复或者逾期未答复的记录",
            Self::OwnWeighing => "本机关自行权衡的意见",
            Self::PublicInterestReason => "不公开将对公共利益造成重大影响的理由",
            Self::WhatIsWithheld => "各部分不予公开的内容和理由",
            Self::ClassificationVerified => {
                "定密核实情况：核实人、核实时间、纸质文件存放处（严禁录入涉密内容、标题、扫描件）"
            }
            Self::ForbiddingLaw => "禁止公开的法律、行政法规名称和条款",
            Self::RiskAssessment => "风险评估",
            Self::InternalAffairsKind => "属于人事管理、后勤管理、内部工作流程中的哪一类",
            Self::ProcessInformationKind => "属于讨论记录、过程稿、磋商信函、请示报告中的哪一类",
            Self::DecisionNotYetMade => "决定尚未作出的说明",
            Self::CaseFile => "所属行政执法案卷",
            Self::SpecialAccessRule => "规定查询办法的法律、行政法规",
            Self::SearchRecord => "检索记录：范围、关键词、检索人、时间、结果",
            Self::ResponsibleOrgan => "负责机关的名称、联系方式，或者无法确定的说明",
            Self::WhatExists => "现有信息的情况",
            Self::AmendmentNotice => "补正告知书",
            Self::AmendmentNoticeDelivery => "补正告知书的送达凭证",
            Self::AmendmentRanOut => "补正期限届满日期",
            Self::WhatCameBack => "申请人补正的材料",
            Self::RightChannel => "正确的办理渠道",
            Self::FirstReply => "首次答复的文号和日期",
            Self::WhereToGetIt => "公开出版物的获取途径",
            Self::NumbersAndFrequency => "申请的数量、频次",
            Self::ReasonsGiven => "申请人说明的理由或者逾期未说明的记录",
            Self::WhatRequesterHas => "申请人已获取的信息",
            Self::FeeNotice => "收费通知书",
            Self::FeeNoticeDelivery => "收费通知书的送达凭证",
            Self::FeeRanOut => "缴费期限届满日期",
            Self::NoGoodReason => "经办人认定无正当理由的记录",
            Self::Withdrawal => "撤回申请的书面材料或者通话记录",
            Self::WhyOutside => "不属于政府信息公开申请办理范围的认定理由",
        }
    }
}
