use proptest::prelude::*;
use strum::VariantArray;

use super::*;
use crate::domain::annual_report::Format;

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn the_table_of_outcomes() {
    let lines = Outcome::VARIANTS.iter().map(|outcome| {
        let Rule { label, row, articles, letters, remedy, evidence } = outcome.rule();
        let letters: Vec<_> = letters.iter().map(|letter| letter.label()).collect();
        let evidence: Vec<_> = evidence.iter().map(|needed| needed.label()).collect();
        let remedy: &str = remedy.into();
        let (letters, evidence) = (letters.join(" + "), evidence.join("；"));
        format!("{outcome} {label}\n    {row} | {articles} | {letters} | {remedy}\n    {evidence}")
    });
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @r"
        already_public 已主动公开
            granted | 第三十六条第（一）项 | 答复书 | free
            主动公开的位置；已告知申请人获取方式、途径的记录
        provided 予以公开
            granted | 第三十六条第（二）项 | 答复书 | free
            所提供的内容；提供的形式
        provided_third_party_agreed 第三方同意，予以公开
            granted | 第三十二条、第十五条、第三十六条第（二）项 | 答复书 | free
            所提供的内容；提供的形式；征求第三方意见书；第三方的答复或者逾期未答复的记录
        provided_public_interest 因公共利益决定予以公开
            granted | 第三十二条、第十五条、第三十六条第（二）项 | 答复书 + 依申请公开告知书 | free
            所提供的内容；提供的形式；征求第三方意见书；第三方的答复或者逾期未答复的记录；不公开将对公共利益造成重大影响的理由
        partly_provided 部分公开
            granted_in_part | 第三十七条 | 部分公开答复书 | by_item
            所提供的内容；各部分不予公开的内容和理由
        state_secret 属于国家秘密
            refused_state_secret | 第十四条 | 不予公开答复书 | review_first
            定密核实情况：核实人、核实时间、纸质文件存放处（严禁录入涉密内容、标题、扫描件）
        forbidden_by_law 法律、行政法规禁止公开
            refused_forbidden_by_law | 第十四条 | 不予公开答复书 | review_first
            禁止公开的法律、行政法规名称和条款
        three_securities_one_stability 危及“三安全一稳定”
            refused_three_securities_one_stability | 第十四条 | 不予公开答复书 | review_first
            风险评估
        third_party_rights 保护第三方合法权益
            refused_third_party_rights | 第十五条、第三十二条 | 不予公开答复书 | review_first
            征求第三方意见书；征求意见书的送达凭证；第三方的答复或者逾期未答复的记录；本机关自行权衡的意见
        internal_affairs 属于内部事务信息
            refused_internal_affairs | 第十六条第一款 | 不予公开答复书 | review_first
            属于人事管理、后勤管理、内部工作流程中的哪一类
        process_information 属于过程性信息
            refused_process_information | 第十六条第二款 | 不予公开答复书 | review_first
            属于讨论记录、过程稿、磋商信函、请示报告中的哪一类；决定尚未作出的说明
        enforcement_case_file 属于行政执法案卷
            refused_enforcement_case_file | 第十六条第二款 | 不予公开答复书 | review_first
            所属行政执法案卷
        administrative_query 属于行政查询事项
            refused_administrative_query | 第三十六条第（七）项 | 告知书 | not_suable
            规定查询办法的法律、行政法规
        does_not_exist 经检索不存在
            unable_not_held | 第三十六条第（四）项 | 政府信息不存在告知书 | free
            检索记录：范围、关键词、检索人、时间、结果
        other_organ_responsible 不属于本机关负责公开
            unable_not_held | 第三十六条第（五）项 | 非本机关政府信息告知书 | free
            负责机关的名称、联系方式，或者无法确定的说明
        needs_creation 没有现成信息，需要另行制作
            unable_needs_creation | 第三十八条 | 告知书 | not_suable
            现有信息的情况
        still_unclear_after_amendment 补正后仍不明确
            unable_still_unclear_after_amendment | 第三十条 | 告知书 | free
            补正告知书；申请人补正的材料
        petition_or_complaint 信访、举报、投诉
            not_processed_petition_complaint | 第三十九条第一款 | 告知书 | not_suable
            正确的办理渠道
        repeated 重复申请
            not_processed_repeated | 第三十六条第（六）项 | 重复申请告知书 | not_suable_if_given_before
            首次答复的文号和日期
        publication 要求提供公开出版物
            not_processed_publication | 第三十九条第二款 | 告知书 | not_suable
            公开出版物的获取途径
        excessive_without_reason 无正当理由大量反复申请
            not_processed_excessive | 第三十五条 | 说明理由告知书 + 告知书 | free
            申请的数量、频次；申请人说明的理由或者逾期未说明的记录
        confirm_or_reissue 要求确认或者重新出具已获取的信息
            not_processed_confirm_or_reissue |  | 告知书 | free
            申请人已获取的信息
        not_amended 逾期不补正，不再处理
            other_not_amended | 第三十条 | 不再处理告知书 | free
            补正告知书；补正告知书的送达凭证；补正期限届满日期；经办人认定无正当理由的记录
        fee_not_paid 逾期不缴费，不再处理
            other_fee_not_paid | 第四十二条 | 不再处理告知书 | free
            收费通知书；收费通知书的送达凭证；缴费期限届满日期；经办人认定无正当理由的记录
        withdrawn 申请人撤回
            other_other |  | 撤回确认书 | none
            撤回申请的书面材料或者通话记录
        not_government_information 不属于政府信息
            other_other | 第二条 | 告知书 | free
            不属于政府信息公开申请办理范围的认定理由
        inquiry 咨询
            other_other | 第二条 | 告知书 | free
            不属于政府信息公开申请办理范围的认定理由
        archives_handed_over 已移交档案馆的档案
            other_other | 第二条 | 告知书 | free
            不属于政府信息公开申请办理范围的认定理由
        party_information 党务信息
            other_other | 第二条 | 告知书 | free
            不属于政府信息公开申请办理范围的认定理由
        ");
}

#[test]
fn every_row_but_the_undivided_one_has_an_outcome() {
    for row in ResultRow::VARIANTS {
        let reached = Outcome::VARIANTS.iter().any(|outcome| outcome.row() == *row);
        assert_eq!(reached, *row != ResultRow::OtherProcessing, "{row}");
    }
}

/// Art. 36 has one paragraph, articles 16 and 39 have two.
#[test]
fn articles_are_cited_as_the_regulation_is_built() {
    for outcome in Outcome::VARIANTS {
        for citation in outcome.rule().articles.split('、').filter(|c| !c.is_empty()) {
            let (article, rest) = citation.split_once('条').unwrap();
            let fits = match article {
                "第三十六" => rest.starts_with("第（") && rest.ends_with("）项"),
                "第十六" | "第三十九" => matches!(rest, "第一款" | "第二款"),
                _ => rest.is_empty(),
            };
            assert!(fits, "{outcome}: {citation}");
        }
    }
}

#[test]
fn the_row_of_a_case_follows_by_a_fixed_order() {
    use Outcome as O;
    use ResultRow as R;
    let cases: &[(&str, &[Outcome], Option<ResultRow>)] = &[
        ("no item", &[], None),
        ("one item", &[O::Repeated], Some(R::NotProcessedRepeated)),
        ("everything given", &[O::AlreadyPublic, O::Provided], Some(R::Granted)),
        (
            "7: partly given swallows the refusals",
            &[O::PartlyProvided, O::StateSecret],
            Some(R::GrantedInPart),
        ),
        ("given and refused", &[O::InternalAffairs, O::Provided], Some(R::GrantedInPart)),
        ("given and not held", &[O::Provided, O::DoesNotExist], Some(R::GrantedInPart)),
        ("given and partly given", &[O::Provided, O::PartlyProvided], Some(R::GrantedInPart)),
        (
            "refusal before inability",
            &[O::DoesNotExist, O::ThirdPartyRights],
            Some(R::RefusedThirdPartyRights),
        ),
        (
            "inability before no process",
            &[O::Publication, O::NeedsCreation],
            Some(R::UnableNeedsCreation),
        ),
        (
            "no process before other",
            &[O::Withdrawn, O::Publication],
            Some(R::NotProcessedPublication),
        ),
        ("10: withdrawn is a result", &[O::Withdrawn], Some(R::OtherOther)),
    ];
    for (name, items, row) in cases {
        assert_eq!(case_row(items.iter().map(|item| item.row())), *row, "{name}");
        assert_eq!(case_row(items.iter().rev().map(|item| item.row())), *row, "{name}, reversed");
    }
}

/// Edge case 8.
#[test]
fn an_administrative_query_is_a_refusal_but_not_review_first() {
    let rule = Outcome::AdministrativeQuery.rule();
    assert_eq!(rule.row, ResultRow::RefusedAdministrativeQuery);
    assert_eq!(rule.remedy, RemedyClass::NotSuable);
}

/// Edge case 9.
#[test]
fn not_existing_and_not_ours_share_a_row_but_are_two_letters() {
    let (one, other) = (Outcome::DoesNotExist.rule(), Outcome::OtherOrganResponsible.rule());
    assert_eq!(one.row, other.row);
    assert_ne!(one.letters, other.letters);
    assert_ne!(one.articles, other.articles);
}

/// Edge case 12.
#[test]
fn an_unpaid_fee_is_other_processing_in_the_old_layout() {
    let row = Outcome::FeeNotPaid.row();
    assert_eq!(Format::Of2019.fold(row), ResultRow::OtherProcessing);
    assert_eq!(Format::Of2021.fold(row), ResultRow::OtherFeeNotPaid);
}

#[test]
fn a_letter_cannot_be_signed_before_its_evidence_is_there() {
    use Evidence as E;
    let held = [E::ThirdPartyAnswer, E::SearchRecord, E::ConsultationLetter];
    let missing = Outcome::ThirdPartyRights.missing_evidence(&held);
    assert_eq!(missing, [E::ConsultationDelivery, E::OwnWeighing]);
    assert_eq!(Outcome::DoesNotExist.missing_evidence(&held), []);
    for outcome in Outcome::VARIANTS {
        let all = outcome.rule().evidence;
        assert!(!all.is_empty(), "{outcome} demands nothing");
        assert_eq!(outcome.missing_evidence(all), []);
        assert_eq!(outcome.missing_evidence(&[]), all);
    }
}

#[test]
fn every_evidence_is_asked_for_somewhere() {
    for evidence in Evidence::VARIANTS {
        let asked = Outcome::VARIANTS.iter().any(|o| o.rule().evidence.contains(evidence));
        assert!(asked, "{evidence}");
    }
}

proptest! {
    #[test]
    fn a_case_is_partly_given_exactly_when_something_was_and_something_was_not(
        items in prop::collection::vec(prop::sample::select(Outcome::VARIANTS), 1..8),
    ) {
        let rows: Vec<_> = items.iter().map(|item| item.row()).collect();
        let given = rows.iter().any(|row| *row <= ResultRow::GrantedInPart);
        let withheld = rows.iter().any(|row| *row != ResultRow::Granted);
        let row = case_row(rows.iter().copied()).unwrap();
        prop_assert_eq!(row == ResultRow::GrantedInPart, given && withheld);
        prop_assert!(row == ResultRow::GrantedInPart || rows.contains(&row));
    }
}
