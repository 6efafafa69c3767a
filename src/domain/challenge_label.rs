//! Reviews and lawsuits in words: kinds and results, official and as decisions word them (rules.md section 5).

use strum::VariantArray;

use super::challenge::{ChallengeKind, ChallengeResult};
use super::wording;

/// Why a written kind is none of the three blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownChallengeKind {
    /// 行政诉讼 heads two blocks.
    #[error("“行政诉讼”分两类，请写明：未经复议直接起诉，或者复议后起诉")]
    AnyLitigation,
    #[error("应为行政复议、未经复议直接起诉、复议后起诉之一")]
    Unknown,
}

/// Other words for the kinds, in plain form.
pub const KIND_SYNONYMS: &[(ChallengeKind, &[&str])] = &[
    (ChallengeKind::Review, &["复议"]),
    (ChallengeKind::LitigationDirect, &["直接起诉", "未经复议起诉", "直接诉讼"]),
    (ChallengeKind::LitigationAfterReview, &["经复议后起诉", "复议后诉讼", "经复议起诉"]),
];

/// Other words for the results, in plain form: those of decisions and judgments.
pub const RESULT_SYNONYMS: &[(ChallengeResult, &[&str])] = &[
    (
        ChallengeResult::Upheld,
        &[
            "维持",
            "维持原行为",
            "维持原行政行为",
            "驳回复议请求",
            "驳回行政复议请求",
            "驳回诉讼请求",
            "驳回原告诉讼请求",
            "驳回原告的诉讼请求",
        ],
    ),
    (
        ChallengeResult::Corrected,
        &[
            "纠正",
            "变更",
            "撤销",
            "部分撤销",
            "撤销原行为",
            "撤销原行政行为",
            "撤销并责令重新答复",
            "撤销并责令限期重新答复",
            "撤销责令重新答复",
            "确认违法",
            "确认无效",
            "责令履行",
            "责令履行职责",
            "责令限期履行",
            "责令答复",
            "责令限期答复",
            "履行判决",
            "给付判决",
        ],
    ),
    (
        ChallengeResult::OtherResult,
        &[
            "其他",
            "不予受理",
            "驳回申请",
            "驳回复议申请",
            "驳回行政复议申请",
            "终止",
            "终止审理",
            "终止复议",
            "终止行政复议",
            "撤回",
            "撤回申请",
            "撤回复议申请",
            "撤回行政复议申请",
            "调解",
            "和解",
            "不予立案",
            "驳回起诉",
            "撤诉",
            "准许撤诉",
            "准予撤诉",
            "裁定准许撤诉",
            "准许撤回起诉",
            "准予撤回起诉",
        ],
    ),
];

/// What says that there is no result yet; the column of the official table is 尚未审结.
pub const PENDING: &[&str] =
    &["尚未审结", "未审结", "未结", "审理中", "正在审理", "在审", "未办结", "pending"];

/// The block that a written kind means.
pub fn recognise_kind(written: &str) -> Result<ChallengeKind, UnknownChallengeKind> {
    if let Ok(kind) = written.trim().parse() {
        return Ok(kind);
    }
    let compact = wording::compact(written);
    let text = bare(&compact);
    let text =
        wording::within(text, "行政诉讼").or_else(|| wording::within(text, "诉讼")).unwrap_or(text);
    let plain = wording::plain(text);
    let official = ChallengeKind::VARIANTS.iter().copied().find(|kind| kind.label() == plain);
    official.or_else(|| lookup(KIND_SYNONYMS, &plain)).ok_or(match plain.as_str() {
        "行政诉讼" | "诉讼" | "起诉" => UnknownChallengeKind::AnyLitigation,
        _ => UnknownChallengeKind::Unknown,
    })
}

/// The result that is written: `Some(None)` where it says that there is none yet, `None` where it says nothing known.
pub fn recognise_result(written: &str) -> Option<Option<ChallengeResult>> {
    if let Ok(result) = written.trim().parse() {
        return Some(Some(result));
    }
    let compact = wording::compact(written);
    let plain = wording::plain(bare(&compact));
    if PENDING.contains(&plain.as_str()) {
        return Some(None);
    }
    let official = ChallengeResult::VARIANTS.iter().copied().find(|result| result.label() == plain);
    official.or_else(|| lookup(RESULT_SYNONYMS, &plain)).map(Some)
}

fn bare(compact: &str) -> &str {
    wording::without_numbering(compact).map_or(compact, |(_, rest)| rest)
}

fn lookup<T: Copy>(synonyms: &[(T, &[&str])], plain: &str) -> Option<T> {
    synonyms.iter().find(|(_, words)| words.contains(&plain)).map(|(meant, _)| *meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_kinds_are_recognised() {
        use ChallengeKind::*;
        for (written, kind) in [
            ("行政复议", Ok(Review)),
            ("复议", Ok(Review)),
            ("（一）行政复议", Ok(Review)),
            ("未经复议直接起诉", Ok(LitigationDirect)),
            ("行政诉讼-未经复议直接起诉", Ok(LitigationDirect)),
            ("行政诉讼（复议后起诉）", Ok(LitigationAfterReview)),
            ("litigation_after_review", Ok(LitigationAfterReview)),
            ("行政诉讼", Err(UnknownChallengeKind::AnyLitigation)),
            ("信访", Err(UnknownChallengeKind::Unknown)),
        ] {
            assert_eq!(recognise_kind(written), kind, "{written}");
        }
    }

    #[test]
    fn written_results_are_recognised() {
        use ChallengeResult::*;
        for (written, result) in [
            ("结果维持", Some(Some(Upheld))),
            ("驳回复议请求", Some(Some(Upheld))),
            ("驳回复议申请", Some(Some(OtherResult))),
            ("驳回起诉", Some(Some(OtherResult))),
            ("结果纠正", Some(Some(Corrected))),
            ("确认违法", Some(Some(Corrected))),
            ("责令履行", Some(Some(Corrected))),
            ("其他结果", Some(Some(OtherResult))),
            ("调解", Some(Some(OtherResult))),
            ("corrected", Some(Some(Corrected))),
            ("尚未审结", Some(None)),
            ("审理中", Some(None)),
            ("维持、部分撤销", None),
            ("很好", None),
        ] {
            assert_eq!(recognise_result(written), result, "{written}");
        }
    }
}
