//! The result rows in words: the official label of each, and which row a written label means.

use super::outcome::ResultRow;
use super::wording;
use ResultRow as Row;

/// Why a written result is none of the rows of the year table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownResult {
    /// The heading of a group, which holds no number of its own.
    #[error("“{0}”是一类结果的总称，请写明其中一项：{rows}", rows = rows_of(.0))]
    Group(&'static str),
    /// 其他 may mean the undivided 其他处理 or its third part.
    #[error("“其他”有两种可能，请写“其他处理”（不再细分）或者“其他处理-其他”")]
    AmbiguousOther,
    #[error("不是年度报告中的办理结果")]
    Unknown,
}

impl Row {
    /// The label of the row in the official table, without its numbering (国办公开办函〔2021〕30号, 〔2019〕60号).
    pub fn label(self) -> &'static str {
        match self {
            Self::Granted => "予以公开",
            Self::GrantedInPart => "部分公开（区分处理的，只计这一情形，不计其他情形）",
            Self::RefusedStateSecret => "属于国家秘密",
            Self::RefusedForbiddenByLaw => "其他法律行政法规禁止公开",
            Self::RefusedThreeSecuritiesOneStability => "危及“三安全一稳定”",
            Self::RefusedThirdPartyRights => "保护第三方合法权益",
            Self::RefusedInternalAffairs => "属于三类内部事务信息",
            Self::RefusedProcessInformation => "属于四类过程性信息",
            Self::RefusedEnforcementCaseFile => "属于行政执法案卷",
            Self::RefusedAdministrativeQuery => "属于行政查询事项",
            Self::UnableNotHeld => "本机关不掌握相关政府信息",
            Self::UnableNeedsCreation => "没有现成信息需要另行制作",
            Self::UnableStillUnclearAfterAmendment => "补正后申请内容仍不明确",
            Self::NotProcessedPetitionComplaint => "信访举报投诉类申请",
            Self::NotProcessedRepeated => "重复申请",
            Self::NotProcessedPublication => "要求提供公开出版物",
            Self::NotProcessedExcessive => "无正当理由大量反复申请",
            Self::NotProcessedConfirmOrReissue => "要求行政机关确认或重新出具已获取信息",
            Self::OtherProcessing => "其他处理",
            Self::OtherNotAmended => {
                "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
            }
            Self::OtherFeeNotPaid => {
                "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
            }
            Self::OtherOther => "其他",
        }
    }

    /// The group of rows that the row stands in; `None` for the two rows of their own.
    pub fn group(self) -> Option<&'static str> {
        match self {
            Self::Granted | Self::GrantedInPart => None,
            Self::RefusedStateSecret
            | Self::RefusedForbiddenByLaw
            | Self::RefusedThreeSecuritiesOneStability
            | Self::RefusedThirdPartyRights
            | Self::RefusedInternalAffairs
            | Self::RefusedProcessInformation
            | Self::RefusedEnforcementCaseFile
            | Self::RefusedAdministrativeQuery => Some(REFUSED),
            Self::UnableNotHeld
            | Self::UnableNeedsCreation
            | Self::UnableStillUnclearAfterAmendment => Some(UNABLE),
            Self::NotProcessedPetitionComplaint
            | Self::NotProcessedRepeated
            | Self::NotProcessedPublication
            | Self::NotProcessedExcessive
            | Self::NotProcessedConfirmOrReissue => Some(NOT_PROCESSED),
            Self::OtherProcessing
            | Self::OtherNotAmended
            | Self::OtherFeeNotPaid
            | Self::OtherOther => Some(OTHER),
        }
    }
}

/// The row that a written result means: an id of ours, an official label of either format with or without its
/// numbering and its group, or one of the short forms of [`SHORT_FORMS`].
pub fn recognise(written: &str) -> Result<Row, UnknownResult> {
    if let Ok(row) = written.trim().parse() {
        return Ok(row);
    }
    if written.len() > LONGEST_LABEL {
        return Err(UnknownResult::Unknown);
    }
    find(&wording::compact(written), None)
}

/// In bytes; the longest official label with its number and group has 150.
const LONGEST_LABEL: usize = 600;

const REFUSED: &str = "不予公开";
const UNABLE: &str = "无法提供";
const NOT_PROCESSED: &str = "不予处理";
const OTHER: &str = "其他处理";

/// The groups that own rows.
const GROUPS: &[&str] = &[REFUSED, UNABLE, NOT_PROCESSED, OTHER];

/// What may stand before a row, and the group that it stands for; 本年度办理结果 stands for none.
const PREFIXES: &[(&str, Option<&str>)] = &[
    ("本年度办理结果", None),
    (REFUSED, Some(REFUSED)),
    (UNABLE, Some(UNABLE)),
    (NOT_PROCESSED, Some(NOT_PROCESSED)),
    (OTHER, Some(OTHER)),
    ("其他", Some(OTHER)),
];

/// How offices shorten or vary the labels, in plain form (no brackets, separators, quotes).
pub const SHORT_FORMS: &[(Row, &[&str])] = &[
    (
        Row::Granted,
        &[
            "公开",
            "同意公开",
            "全部公开",
            "予以提供",
            "已主动公开",
            "主动公开",
            "属于主动公开",
            "属于主动公开范围",
        ],
    ),
    (
        Row::GrantedInPart,
        &["部分公开", "予以部分公开", "部分予以公开", "同意部分公开", "部分提供", "区分处理"],
    ),
    (Row::RefusedStateSecret, &["国家秘密", "涉及国家秘密", "涉密"]),
    (
        Row::RefusedForbiddenByLaw,
        &["法律行政法规禁止公开", "其他法律法规禁止公开", "法律法规禁止公开"],
    ),
    (
        Row::RefusedThreeSecuritiesOneStability,
        &["三安全一稳定", "危及国家安全公共安全经济安全社会稳定"],
    ),
    (
        Row::RefusedThirdPartyRights,
        &[
            "第三方合法权益",
            "损害第三方合法权益",
            "涉及第三方合法权益",
            "商业秘密",
            "涉及商业秘密",
            "个人隐私",
            "涉及个人隐私",
        ],
    ),
    (
        Row::RefusedInternalAffairs,
        &["三类内部事务信息", "属于内部事务信息", "内部事务信息", "内部事务"],
    ),
    (Row::RefusedProcessInformation, &["四类过程性信息", "属于过程性信息", "过程性信息"]),
    (Row::RefusedEnforcementCaseFile, &["行政执法案卷", "行政执法案卷信息", "执法案卷"]),
    (Row::RefusedAdministrativeQuery, &["行政查询事项", "行政查询"]),
    (
        Row::UnableNotHeld,
        &[
            "本机关不掌握",
            "不掌握",
            "不掌握相关政府信息",
            "信息不存在",
            "政府信息不存在",
            "不存在",
            "非本机关",
            "非本机关掌握",
            "非本机关公开",
            "非本机关负责公开",
            "不属于本机关",
            "不属于本机关公开",
            "不属于本机关负责公开",
            "不属于本机关掌握",
        ],
    ),
    (
        Row::UnableNeedsCreation,
        &["没有现成信息", "需要另行制作", "需另行制作", "另行制作", "需要加工分析", "需加工分析"],
    ),
    (Row::UnableStillUnclearAfterAmendment, &["补正后仍不明确", "补正后内容仍不明确"]),
    (
        Row::NotProcessedPetitionComplaint,
        &[
            "信访举报投诉类",
            "信访举报投诉",
            "信访投诉举报",
            "信访",
            "信访类",
            "信访事项",
            "举报投诉",
            "投诉举报",
        ],
    ),
    (Row::NotProcessedRepeated, &["重复"]),
    (Row::NotProcessedPublication, &["公开出版物", "提供公开出版物"]),
    (Row::NotProcessedExcessive, &["大量反复申请", "反复申请"]),
    (
        Row::NotProcessedConfirmOrReissue,
        &["确认或重新出具", "确认或重新出具已获取信息", "要求确认或重新出具已获取信息"],
    ),
    (
        Row::OtherNotAmended,
        &[
            "申请人无正当理由逾期不补正",
            "无正当理由逾期不补正",
            "申请人逾期不补正",
            "逾期不补正",
            "逾期未补正",
        ],
    ),
    (
        Row::OtherFeeNotPaid,
        &[
            "申请人逾期未按收费通知要求缴纳费用",
            "逾期未按收费通知要求缴纳费用",
            "逾期未缴纳费用",
            "逾期不缴纳费用",
            "逾期未缴费",
            "逾期不缴费",
        ],
    ),
    (
        Row::OtherOther,
        &[
            "撤回",
            "撤回申请",
            "申请人撤回",
            "申请人撤回申请",
            "主动撤回",
            "申请人主动撤回",
            "申请人主动撤回申请",
        ],
    ),
];

/// Peels numbering and group off a compact label until a row is left.
fn find(text: &str, group: Option<&'static str>) -> Result<Row, UnknownResult> {
    if let Some(row) = named(&wording::plain(text), group) {
        return Ok(row);
    }
    for (prefix, inner) in PREFIXES {
        if let Some(rest) = wording::within(text, prefix) {
            return find(rest, inner.or(group));
        }
    }
    match wording::without_numbering(text) {
        // 其他 is numbered 3 in the 2021 format, and nothing else is.
        Some(("3", "其他" | "其它")) => return Ok(Row::OtherOther),
        Some((_, rest)) if !rest.is_empty() => return find(rest, group),
        Some(_) | None => {}
    }
    with_remark(text, group).ok_or_else(|| refusal(&wording::plain(text)))
}

/// The row of exactly this name; under a group only its own rows.
fn named(plain: &str, group: Option<&'static str>) -> Option<Row> {
    use strum::VariantArray;
    if matches!(plain, "其他" | "其它") {
        return (group == Some(OTHER)).then_some(Row::OtherOther);
    }
    let official = Row::VARIANTS.iter().copied().find(|row| is_label(*row, plain));
    let short =
        || SHORT_FORMS.iter().find(|(_, forms)| forms.contains(&plain)).map(|(row, _)| *row);
    official.or_else(short).filter(|row| group.is_none() || row.group() == group)
}

fn is_label(row: Row, plain: &str) -> bool {
    row.label() == plain || wording::plain(&wording::compact(row.label())) == plain
}

/// A row with a remark in brackets behind it, unless the remark speaks of another result.
fn with_remark(text: &str, group: Option<&'static str>) -> Option<Row> {
    let (name, remark) = text.split_once('(')?;
    let row = named(&wording::plain(name), group)?;
    let remark = wording::plain(remark);
    if row.group().is_some_and(|group| group == remark) {
        return Some(row);
    }
    let contradicts = remark.contains(['不', '未', '无']) || remark.contains("部分");
    let agrees = named(&remark, None).is_none_or(|other| other == row);
    (agrees && !contradicts).then_some(row)
}

fn refusal(plain: &str) -> UnknownResult {
    if matches!(plain, "其他" | "其它") {
        return UnknownResult::AmbiguousOther;
    }
    let group = GROUPS.iter().find(|group| **group == plain);
    group.map_or(UnknownResult::Unknown, |group| UnknownResult::Group(group))
}

/// The labels of the rows in a group, for people.
fn rows_of(group: &str) -> String {
    use strum::VariantArray;
    let rows = Row::VARIANTS.iter().filter(|row| row.group() == Some(group));
    rows.map(|row| row.label()).collect::<Vec<_>>().join("；")
}

#[cfg(test)]
mod tests;
