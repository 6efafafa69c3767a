//! How a request ends: the result rows of the year table, and the finer outcomes behind them.

mod evidence;

use serde::{Deserialize, Serialize};

pub use evidence::Evidence;

/// The row of the year table in which a closed case counts, in official order.
///
/// `OtherProcessing` is the undivided 其他处理 of the 2019 format; the three `Other…` rows that follow it
/// are its parts in the 2021 format. A case holds the finest row that is known of it.
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
pub enum ResultRow {
    Granted,
    GrantedInPart,
    RefusedStateSecret,
    RefusedForbiddenByLaw,
    RefusedThreeSecuritiesOneStability,
    RefusedThirdPartyRights,
    RefusedInternalAffairs,
    RefusedProcessInformation,
    RefusedEnforcementCaseFile,
    RefusedAdministrativeQuery,
    UnableNotHeld,
    UnableNeedsCreation,
    UnableStillUnclearAfterAmendment,
    NotProcessedPetitionComplaint,
    NotProcessedRepeated,
    NotProcessedPublication,
    NotProcessedExcessive,
    NotProcessedConfirmOrReissue,
    OtherProcessing,
    OtherNotAmended,
    OtherFeeNotPaid,
    OtherOther,
}

/// How one item of a request ends: every line of rules.md section 3.
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
pub enum Outcome {
    AlreadyPublic,
    Provided,
    /// The third party agreed to it being given.
    ProvidedThirdPartyAgreed,
    /// Given against the third party's will, since the public interest weighs more.
    ProvidedPublicInterest,
    /// One item told apart into what can be given and what cannot (区分处理).
    PartlyProvided,
    StateSecret,
    ForbiddenByLaw,
    /// 三安全一稳定: state, public and economic security, social stability.
    ThreeSecuritiesOneStability,
    ThirdPartyRights,
    InternalAffairs,
    ProcessInformation,
    EnforcementCaseFile,
    /// Special rules of access (工商, 不动产登记 …): a refusal row, yet no refusal that needs review first.
    AdministrativeQuery,
    DoesNotExist,
    OtherOrganResponsible,
    NeedsCreation,
    StillUnclearAfterAmendment,
    PetitionOrComplaint,
    Repeated,
    Publication,
    ExcessiveWithoutReason,
    ConfirmOrReissue,
    NotAmended,
    FeeNotPaid,
    Withdrawn,
    NotGovernmentInformation,
    Inquiry,
    /// Handed over to a state archive.
    ArchivesHandedOver,
    PartyInformation,
}

/// Which way of review or lawsuit stands open against an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum RemedyClass {
    /// Review or lawsuit, as one likes.
    Free,
    /// Review, then lawsuit (行政复议法 art. 23).
    ReviewFirst,
    /// Courts will not take it (法释〔2025〕8号 art. 10): a hint for the handler, the letter prints the free clause.
    NotSuable,
    /// Free, but not suable where an earlier reply gave the information.
    NotSuableIfGivenBefore,
    /// Follows the grounds of what is withheld.
    ByItem,
    /// Nothing was decided.
    None,
}

/// What is written to the requester, or to a third party, with an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Letter {
    Reply,
    PartialReply,
    Refusal,
    /// 信息不存在.
    NotHeldNotice,
    /// 非本机关.
    OtherOrganNotice,
    Notice,
    RepeatedNotice,
    /// Asks why so much is asked for (art. 35); goes before the decision.
    ReasonsNotice,
    ClosingNotice,
    WithdrawalConfirmation,
    /// To the third party whose objection was outweighed.
    ThirdPartyNotice,
}

impl Letter {
    /// The name of the form (rules.md section 6).
    pub fn label(self) -> &'static str {
        match self {
            Self::Reply => "答复书",
            Self::PartialReply => "部分公开答复书",
            Self::Refusal => "不予公开答复书",
            Self::NotHeldNotice => "政府信息不存在告知书",
            Self::OtherOrganNotice => "非本机关政府信息告知书",
            Self::Notice => "告知书",
            Self::RepeatedNotice => "重复申请告知书",
            Self::ReasonsNotice => "说明理由告知书",
            Self::ClosingNotice => "不再处理告知书",
            Self::WithdrawalConfirmation => "撤回确认书",
            Self::ThirdPartyNotice => "依申请公开告知书",
        }
    }
}

/// What the regulation attaches to an outcome; one line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The words for screens.
    pub label: &'static str,
    /// The row of the 2021 format; [`Format::fold`](super::annual_report::Format::fold) leads to that of 2019.
    pub row: ResultRow,
    /// The citation in the reply, as the regulation is built; empty where nothing is decided or no article exists.
    pub articles: &'static str,
    /// Every letter that goes out, in order.
    pub letters: &'static [Letter],
    pub remedy: RemedyClass,
    /// What the case must hold before the letter is signed.
    pub evidence: &'static [Evidence],
}

impl Outcome {
    /// The table of rules.md section 3, one line each.
    #[rustfmt::skip]
    #[expect(clippy::too_many_lines, reason = "a table, one entry for each outcome")]
    pub const fn rule(self) -> Rule {
        use {Evidence as E, Letter as L, RemedyClass as R, ResultRow as Row};
        const fn rule(
            label: &'static str,
            row: ResultRow,
            articles: &'static str,
            letters: &'static [Letter],
            remedy: RemedyClass,
            evidence: &'static [Evidence],
        ) -> Rule {
            Rule { label, row, articles, letters, remedy, evidence }
        }
        match self {
            Self::AlreadyPublic => rule("已主动公开",
                Row::Granted, "第三十六条第（一）项",
                &[L::Reply], R::Free, &[E::WherePublished, E::RequesterTold]),
            Self::Provided => rule("予以公开",
                Row::Granted, "第三十六条第（二）项",
                &[L::Reply], R::Free, &[E::WhatWasGiven, E::FormGiven]),
            Self::ProvidedThirdPartyAgreed => rule("第三方同意，予以公开",
                Row::Granted, "第三十二条、第十五条、第三十六条第（二）项",
                &[L::Reply], R::Free, &[E::WhatWasGiven, E::FormGiven, E::ConsultationLetter, E::ThirdPartyAnswer]),
            Self::ProvidedPublicInterest => rule("因公共利益决定予以公开",
                Row::Granted, "第三十二条、第十五条、第三十六条第（二）项",
                &[L::Reply, L::ThirdPartyNotice], R::Free,
                &[E::WhatWasGiven, E::FormGiven, E::ConsultationLetter, E::ThirdPartyAnswer, E::PublicInterestReason]),
            Self::PartlyProvided => rule("部分公开",
                Row::GrantedInPart, "第三十七条",
                &[L::PartialReply], R::ByItem, &[E::WhatWasGiven, E::WhatIsWithheld]),
            Self::StateSecret => rule("属于国家秘密",
                Row::RefusedStateSecret, "第十四条",
                &[L::Refusal], R::ReviewFirst, &[E::ClassificationVerified]),
            Self::ForbiddenByLaw => rule("法律、行政法规禁止公开",
                Row::RefusedForbiddenByLaw, "第十四条",
                &[L::Refusal], R::ReviewFirst, &[E::ForbiddingLaw]),
            Self::ThreeSecuritiesOneStability => rule("危及“三安全一稳定”",
                Row::RefusedThreeSecuritiesOneStability, "第十四条",
                &[L::Refusal], R::ReviewFirst, &[E::RiskAssessment]),
            Self::ThirdPartyRights => rule("保护第三方合法权益",
                Row::RefusedThirdPartyRights, "第十五条、第三十二条",
                &[L::Refusal], R::ReviewFirst,
                &[E::ConsultationLetter, E::ConsultationDelivery, E::ThirdPartyAnswer, E::OwnWeighing]),
            Self::InternalAffairs => rule("属于内部事务信息",
                Row::RefusedInternalAffairs, "第十六条第一款",
                &[L::Refusal], R::ReviewFirst, &[E::InternalAffairsKind]),
            Self::ProcessInformation => rule("属于过程性信息",
                Row::RefusedProcessInformation, "第十六条第二款",
                &[L::Refusal], R::ReviewFirst, &[E::ProcessInformationKind, E::DecisionNotYetMade]),
            Self::EnforcementCaseFile => rule("属于行政执法案卷",
                Row::RefusedEnforcementCaseFile, "第十六条第二款",
                &[L::Refusal], R::ReviewFirst, &[E::CaseFile]),
            Self::AdministrativeQuery => rule("属于行政查询事项",
                Row::RefusedAdministrativeQuery, "第三十六条第（七）项",
                &[L::Notice], R::NotSuable, &[E::SpecialAccessRule]),
            Self::DoesNotExist => rule("经检索不存在",
                Row::UnableNotHeld, "第三十六条第（四）项",
                &[L::NotHeldNotice], R::Free, &[E::SearchRecord]),
            Self::OtherOrganResponsible => rule("不属于本机关负责公开",
                Row::UnableNotHeld, "第三十六条第（五）项",
                &[L::OtherOrganNotice], R::Free, &[E::ResponsibleOrgan]),
            Self::NeedsCreation => rule("没有现成信息，需要另行制作",
                Row::UnableNeedsCreation, "第三十八条",
                &[L::Notice], R::NotSuable, &[E::WhatExists]),
            Self::StillUnclearAfterAmendment => rule("补正后仍不明确",
                Row::UnableStillUnclearAfterAmendment, "第三十条",
                &[L::Notice], R::Free, &[E::AmendmentNotice, E::WhatCameBack]),
            Self::PetitionOrComplaint => rule("信访、举报、投诉",
                Row::NotProcessedPetitionComplaint, "第三十九条第一款",
                &[L::Notice], R::NotSuable, &[E::RightChannel]),
            Self::Repeated => rule("重复申请",
                Row::NotProcessedRepeated, "第三十六条第（六）项",
                &[L::RepeatedNotice], R::NotSuableIfGivenBefore, &[E::FirstReply]),
            Self::Publication => rule("要求提供公开出版物",
                Row::NotProcessedPublication, "第三十九条第二款",
                &[L::Notice], R::NotSuable, &[E::WhereToGetIt]),
            Self::ExcessiveWithoutReason => rule("无正当理由大量反复申请",
                Row::NotProcessedExcessive, "第三十五条",
                &[L::ReasonsNotice, L::Notice], R::Free, &[E::NumbersAndFrequency, E::ReasonsGiven]),
            Self::ConfirmOrReissue => rule("要求确认或者重新出具已获取的信息",
                Row::NotProcessedConfirmOrReissue, "",
                &[L::Notice], R::Free, &[E::WhatRequesterHas]),
            Self::NotAmended => rule("逾期不补正，不再处理",
                Row::OtherNotAmended, "第三十条",
                &[L::ClosingNotice], R::Free,
                &[E::AmendmentNotice, E::AmendmentNoticeDelivery, E::AmendmentRanOut, E::NoGoodReason]),
            Self::FeeNotPaid => rule("逾期不缴费，不再处理",
                Row::OtherFeeNotPaid, "第四十二条",
                &[L::ClosingNotice], R::Free,
                &[E::FeeNotice, E::FeeNoticeDelivery, E::FeeRanOut, E::NoGoodReason]),
            Self::Withdrawn => rule("申请人撤回",
                Row::OtherOther, "",
                &[L::WithdrawalConfirmation], R::None, &[E::Withdrawal]),
            Self::NotGovernmentInformation => rule("不属于政府信息",
                Row::OtherOther, "第二条",
                &[L::Notice], R::Free, &[E::WhyOutside]),
            Self::Inquiry => rule("咨询",
                Row::OtherOther, "第二条",
                &[L::Notice], R::Free, &[E::WhyOutside]),
            Self::ArchivesHandedOver => rule("已移交档案馆的档案",
                Row::OtherOther, "第二条",
                &[L::Notice], R::Free, &[E::WhyOutside]),
            Self::PartyInformation => rule("党务信息",
                Row::OtherOther, "第二条",
                &[L::Notice], R::Free, &[E::WhyOutside]),
        }
    }

    /// The words for screens.
    pub fn label(self) -> &'static str {
        self.rule().label
    }

    /// The row in which an item of this outcome counts, unless the tree of organs has set another one.
    pub fn row(self) -> ResultRow {
        self.rule().row
    }

    /// What the case still lacks of the evidence for this outcome, in the order of the table.
    pub fn missing_evidence(self, held: &[Evidence]) -> Vec<Evidence> {
        self.rule().evidence.iter().copied().filter(|needed| !held.contains(needed)).collect()
    }
}

/// The one row in which a case counts, from the rows of its items; `None` without items.
///
/// Anything given and anything not given is 部分公开; everything given is 予以公开; of what was not given the first
/// in row order decides.
pub fn case_row(items: impl IntoIterator<Item = ResultRow>) -> Option<ResultRow> {
    let items: Vec<_> = items.into_iter().collect();
    let (first, last) = (*items.iter().min()?, *items.iter().max()?);
    Some(match (first, last) {
        (_, ResultRow::Granted) => ResultRow::Granted,
        (ResultRow::Granted | ResultRow::GrantedInPart, _) => ResultRow::GrantedInPart,
        (first, _) => first,
    })
}

#[cfg(test)]
mod tests;
