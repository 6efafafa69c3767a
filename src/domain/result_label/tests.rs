use super::*;
use strum::VariantArray;

/// The official tables as data, leaf result rows of the section-three table: (id, number, label).
fn official_rows(json: &str) -> Vec<(String, String, String)> {
    let table: serde_json::Value = serde_json::from_str(json).unwrap();
    let tables = table["tables"].as_array().unwrap();
    let three = tables.iter().find(|t| t["id"] == "section_three_table").unwrap();
    let rows = three["rows"].as_array().unwrap().iter();
    let leaves = rows.filter(|r| r["kind"] == "input" && !r["parent"].is_null());
    let text = |v: &serde_json::Value| v.as_str().unwrap().to_owned();
    leaves.map(|r| (text(&r["id"]), text(&r["number"]), text(&r["label"]))).collect()
}

#[test]
fn every_official_label_of_both_formats_is_its_row() {
    for json in [
        include_str!("../../../tests/data/annual_report_2019.json"),
        include_str!("../../../tests/data/annual_report_2021.json"),
    ] {
        let rows = official_rows(json);
        assert!(rows.len() >= 19);
        for (id, number, label) in rows {
            let row: Row = id.parse().unwrap();
            assert_eq!(row.label(), label);
            assert_eq!(recognise(&format!("{number}{label}")), Ok(row), "{number}{label}");
            if row != Row::OtherOther {
                assert_eq!(recognise(&label), Ok(row), "{label}");
            }
            if let Some(group) = row.group() {
                assert_eq!(recognise(&format!("（三）{group}-{number}{label}")), Ok(row));
                assert_eq!(recognise(&format!("{group}：{label}")), Ok(row));
                assert_eq!(recognise(&format!("三（五）{number}{label}")), Ok(row));
            }
        }
    }
}

#[test]
fn written_results_are_recognised() {
    use Row::*;
    for (written, row) in [
        ("granted", Granted),
        ("（三）1.属于国家秘密", RefusedStateSecret),
        ("(三)1、属于国家秘密", RefusedStateSecret),
        ("三（三）1属于国家秘密", RefusedStateSecret),
        ("１．属于国家秘密", RefusedStateSecret),
        ("不予公开：1.属于国家秘密", RefusedStateSecret),
        ("不予公开（属于国家秘密）", RefusedStateSecret),
        ("属于国家秘密（不予公开）", RefusedStateSecret),
        ("三、本年度办理结果/（一）予以公开", Granted),
        ("予以公开（已主动公开）", Granted),
        ("（二）部分公开", GrantedInPart),
        ("部分公开（区分处理的,只计这一情形,不计其他情形）", GrantedInPart),
        ("危及\"三安全一稳定\"", RefusedThreeSecuritiesOneStability),
        ("三安全一稳定", RefusedThreeSecuritiesOneStability),
        ("四类过程性信息", RefusedProcessInformation),
        ("信访举报投诉类", NotProcessedPetitionComplaint),
        ("不予处理（信访）", NotProcessedPetitionComplaint),
        ("撤回", OtherOther),
        ("申请人撤回", OtherOther),
        ("其他处理（申请人撤回）", OtherOther),
        ("其他（撤回）", OtherOther),
        ("其他处理-其他", OtherOther),
        ("3.其他", OtherOther),
        ("（六）3.其他", OtherOther),
        ("逾期不补正", OtherNotAmended),
        ("信息不存在", UnableNotHeld),
        ("非本机关掌握", UnableNotHeld),
        ("无法提供-本机关不掌握", UnableNotHeld),
        ("其他处理", OtherProcessing),
        ("（六）其他处理", OtherProcessing),
        ("其他法律、行政法规禁止公开", RefusedForbiddenByLaw),
    ] {
        assert_eq!(recognise(written), Ok(row), "{written}");
    }
}

#[test]
fn what_is_no_row_is_refused() {
    use UnknownResult::*;
    for (written, why) in [
        ("不予公开", Group("不予公开")),
        ("（四）无法提供", Group("无法提供")),
        ("五、不予处理", Group("不予处理")),
        ("其他", AmbiguousOther),
        ("6.其他", AmbiguousOther),
        ("", Unknown),
        ("已答复", Unknown),
        ("予以公开、部分公开", Unknown),
        ("予以公开（部分不公开）", Unknown),
        ("予以公开（信访）", Unknown),
        ("不予公开-信访", Unknown),
        ("（三）", Unknown),
        ("总计", Unknown),
    ] {
        assert_eq!(recognise(written), Err(why), "{written}");
    }
}

#[test]
fn a_group_says_which_rows_exist() {
    assert_eq!(
        recognise("无法提供").unwrap_err().to_string(),
        "“无法提供”是一类结果的总称，请写明其中一项：\
             本机关不掌握相关政府信息；没有现成信息需要另行制作；补正后申请内容仍不明确"
    );
}

#[test]
fn short_forms_are_plain_and_mean_one_row_each() {
    let mut seen = std::collections::HashSet::new();
    for form in SHORT_FORMS.iter().flat_map(|(_, forms)| *forms) {
        assert_eq!(wording::plain(&wording::compact(form)), *form);
        assert!(seen.insert(form), "{form} twice");
        assert!(!Row::VARIANTS.iter().any(|row| row.label() == *form), "{form} is official");
    }
}
