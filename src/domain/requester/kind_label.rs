//! The six kinds of requester in words: the official label of each, and which kind a written label means.

use strum::VariantArray;

use super::RequesterKind;
use crate::domain::wording;

/// Why a written kind is none of the six columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownKind {
    /// 法人或其他组织 heads five columns.
    #[error(
        "“法人或其他组织”包括五类，请写明其中一类：商业企业、科研机构、社会公益组织、法律服务机构、其他"
    )]
    AnyOrganization,
    #[error("应为自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他之一")]
    Unknown,
}

impl RequesterKind {
    /// The label of the column in the official table.
    pub fn label(self) -> &'static str {
        match self {
            Self::NaturalPerson => "自然人",
            Self::CommercialEnterprise => "商业企业",
            Self::ResearchInstitution => "科研机构",
            Self::PublicWelfareOrganization => "社会公益组织",
            Self::LegalServiceInstitution => "法律服务机构",
            Self::OtherOrganization => "其他",
        }
    }
}

/// The kind that a written label means: an id of ours, an official label with or without its numbering and
/// its group 法人或其他组织, or one of [`SYNONYMS`].
pub fn recognise(written: &str) -> Result<RequesterKind, UnknownKind> {
    if let Ok(kind) = written.trim().parse() {
        return Ok(kind);
    }
    if written.len() > LONGEST_LABEL {
        return Err(UnknownKind::Unknown);
    }
    find(&wording::compact(written))
}

/// In bytes.
const LONGEST_LABEL: usize = 300;

/// What may stand before one of the five kinds of organization; alone it names none of them.
const GROUPS: &[&str] =
    &["法人或其他组织", "法人或者其他组织", "法人及其他组织", "法人和其他组织", "法人", "组织"];

/// Other words for the kinds, in plain form. 个体工商户 counts as a natural person (rules.md section 1).
pub const SYNONYMS: &[(RequesterKind, &[&str])] = &[
    (RequesterKind::NaturalPerson, &["公民", "个人", "个体工商户", "个体户", "公民个人"]),
    (RequesterKind::CommercialEnterprise, &["企业", "公司", "商业公司"]),
    (RequesterKind::ResearchInstitution, &["科研院所", "科研单位", "研究机构"]),
    (RequesterKind::PublicWelfareOrganization, &["公益组织", "社会公益机构", "公益机构"]),
    (RequesterKind::LegalServiceInstitution, &["律师事务所", "律所", "法律服务所", "法律服务"]),
    (RequesterKind::OtherOrganization, &["其它", "其他组织", "其它组织", "其他机构", "其他单位"]),
];

/// Peels numbering and group off a compact label until a kind is left.
fn find(text: &str) -> Result<RequesterKind, UnknownKind> {
    if let Some(kind) = named(&wording::plain(text)) {
        return Ok(kind);
    }
    if let Some(rest) = GROUPS.iter().find_map(|group| wording::within(text, group)) {
        return find(rest);
    }
    match wording::without_numbering(text) {
        Some((_, rest)) if !rest.is_empty() => return find(rest),
        Some(_) | None => {}
    }
    with_remark(text).ok_or_else(|| refusal(&wording::plain(text)))
}

fn refusal(plain: &str) -> UnknownKind {
    if GROUPS.contains(&plain) { UnknownKind::AnyOrganization } else { UnknownKind::Unknown }
}

fn named(plain: &str) -> Option<RequesterKind> {
    let official = RequesterKind::VARIANTS.iter().copied().find(|kind| kind.label() == plain);
    let synonym =
        || SYNONYMS.iter().find(|(_, words)| words.contains(&plain)).map(|(kind, _)| *kind);
    official.or_else(synonym)
}

/// A kind with a remark in brackets behind it, unless the remark names another kind.
fn with_remark(text: &str) -> Option<RequesterKind> {
    let (name, remark) = text.split_once('(')?;
    let kind = named(&wording::plain(name))?;
    let agrees = named(&wording::plain(remark)).is_none_or(|other| other == kind);
    agrees.then_some(kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_kinds_are_recognised() {
        use RequesterKind::*;
        for (written, kind) in [
            ("自然人", NaturalPerson),
            ("natural_person", NaturalPerson),
            (" 自 然 人", NaturalPerson),
            ("1.自然人", NaturalPerson),
            ("公民", NaturalPerson),
            ("个体工商户", NaturalPerson),
            ("自然人（个体工商户）", NaturalPerson),
            ("商业企业", CommercialEnterprise),
            ("企业", CommercialEnterprise),
            ("法人或其他组织-商业企业", CommercialEnterprise),
            ("法人或其他组织（商业企业）", CommercialEnterprise),
            ("二、法人或其他组织：1.商业企业", CommercialEnterprise),
            ("法人（公司）", CommercialEnterprise),
            ("科研机构", ResearchInstitution),
            ("社会公益组织", PublicWelfareOrganization),
            ("律师事务所", LegalServiceInstitution),
            ("其他", OtherOrganization),
            ("法人或其他组织-其他", OtherOrganization),
            ("其他组织", OtherOrganization),
        ] {
            assert_eq!(recognise(written), Ok(kind), "{written}");
        }
    }

    #[test]
    fn what_is_no_kind_is_refused() {
        use UnknownKind::*;
        for (written, why) in [
            ("法人或其他组织", AnyOrganization),
            ("（二）法人", AnyOrganization),
            ("", Unknown),
            ("张三", Unknown),
            ("自然人（企业）", Unknown),
            ("自然人、企业", Unknown),
        ] {
            assert_eq!(recognise(written), Err(why), "{written}");
        }
    }

    #[test]
    fn every_label_is_its_kind() {
        for kind in RequesterKind::VARIANTS {
            assert_eq!(recognise(kind.label()), Ok(*kind));
            assert_eq!(recognise(kind.into()), Ok(*kind));
        }
    }
}
