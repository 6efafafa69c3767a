use strum::VariantArray;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn entry(organ: &str, from: &str, until: &str) -> RemedyBodies {
    RemedyBodies {
        organ: organ.to_owned(),
        from: day(from),
        until: (!until.is_empty()).then(|| day(until)),
        review: "白银市人民政府".to_owned(),
        review_alternative: None,
        court: "白银市白银区人民法院".to_owned(),
        internet_channel: Some("https://fuyi.example.gov.cn".to_owned()),
    }
}

/// A department whose reviews went to either of two organs until the end of 2023.
fn table() -> RemedyTable {
    let old = RemedyBodies {
        review_alternative: Some("甘肃省自然资源厅".to_owned()),
        internet_channel: None,
        ..entry("620400-12", "2019-05-15", "2024-01-01")
    };
    RemedyTable::new(vec![entry("620400-12", "2024-01-01", ""), old]).unwrap()
}

fn item(number: u32, outcome: Outcome) -> DecidedItem<'static> {
    DecidedItem { number, outcome, withheld_for: &[] }
}

fn reply<'a>(on: &str, items: &'a [DecidedItem<'a>]) -> Decision<'a> {
    Decision {
        letter: Letter::Reply,
        signed_by: "620400-12",
        on: day(on),
        service: Service::OnPaper,
        items,
    }
}

fn text(decision: &Decision<'_>) -> String {
    clause(&table(), decision).unwrap().unwrap_or_else(|| "(none)".to_owned())
}

/// Edge case 13.
#[test]
fn a_refusal_goes_to_review_first_from_2024_on() {
    let items = [item(1, Outcome::InternalAffairs)];
    insta::assert_snapshot!(text(&reply("2023-12-31", &items)), @"对本答复书不服的，可以自收到本答复书之日起60日内向白银市人民政府或者甘肃省自然资源厅申请行政复议，或者自收到本答复书之日起6个月内向白银市白银区人民法院提起行政诉讼。");
    insta::assert_snapshot!(text(&reply("2024-01-01", &items)), @"对本答复书不服的，应当自收到本答复书之日起60日内先向白银市人民政府申请行政复议；对行政复议决定不服的，可以自收到行政复议决定书之日起15日内向白银市白银区人民法院提起行政诉讼。根据《中华人民共和国行政复议法》第二十三条的规定，未经行政复议，不能直接提起行政诉讼。");
}

#[test]
fn what_is_no_refusal_may_go_either_way() {
    insta::assert_snapshot!(text(&reply("2024-01-01", &[item(1, Outcome::DoesNotExist)])), @"对本答复书不服的，可以自收到本答复书之日起60日内向白银市人民政府申请行政复议，或者自收到本答复书之日起6个月内向白银市白银区人民法院提起行政诉讼。");
}

/// Edge case 8 among them; a way that courts decline is printed all the same.
#[test]
fn every_outcome_prints_its_way() {
    let lines = Outcome::VARIANTS.iter().map(|outcome| {
        let items = [item(1, *outcome)];
        let text = text(&reply("2025-06-03", &items));
        let way = match text.as_str() {
            "(none)" => "none",
            first if first.contains("先向") => "review first",
            _ => "free",
        };
        let hinted = if hint(outcome.rule().remedy).is_some() { ", hint" } else { "" };
        format!("{outcome}: {way}{hinted}")
    });
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @r"
        already_public: free
        provided: free
        provided_third_party_agreed: free
        provided_public_interest: free
        partly_provided: review first
        state_secret: review first
        forbidden_by_law: review first
        three_securities_one_stability: review first
        third_party_rights: review first
        internal_affairs: review first
        process_information: review first
        enforcement_case_file: review first
        administrative_query: free, hint
        does_not_exist: free
        other_organ_responsible: free
        needs_creation: free, hint
        still_unclear_after_amendment: free
        petition_or_complaint: free, hint
        repeated: free, hint
        publication: free, hint
        excessive_without_reason: free
        confirm_or_reissue: free
        not_amended: free
        fee_not_paid: free
        withdrawn: none
        not_government_information: free
        inquiry: free
        archives_handed_over: free
        party_information: free
        ");
}

#[test]
fn items_that_go_different_ways_are_named() {
    let items = [
        item(1, Outcome::StateSecret),
        item(2, Outcome::Provided),
        item(3, Outcome::EnforcementCaseFile),
    ];
    insta::assert_snapshot!(text(&reply("2025-06-03", &items)), @"对本答复书第1项、第3项不服的，应当自收到本答复书之日起60日内先向白银市人民政府申请行政复议；对行政复议决定不服的，可以自收到行政复议决定书之日起15日内向白银市白银区人民法院提起行政诉讼。根据《中华人民共和国行政复议法》第二十三条的规定，未经行政复议，不能直接提起行政诉讼。对本答复书第2项不服的，可以自收到本答复书之日起60日内向白银市人民政府申请行政复议，或者自收到本答复书之日起6个月内向白银市白银区人民法院提起行政诉讼。");
}

#[test]
fn what_is_partly_given_follows_the_grounds_of_the_rest() {
    let partly = |withheld_for| DecidedItem { withheld_for, ..item(1, Outcome::PartlyProvided) };
    let text =
        |item| text(&Decision { letter: Letter::PartialReply, ..reply("2025-06-03", &[item]) });
    assert_eq!(text(partly(&[])), text(partly(&[Outcome::ThirdPartyRights])));
    assert!(text(partly(&[Outcome::ThirdPartyRights])).starts_with("对本答复书不服的，应当"));
    assert!(text(partly(&[Outcome::DoesNotExist])).starts_with("对本答复书不服的，可以"));
    insta::assert_snapshot!(text(partly(&[Outcome::DoesNotExist, Outcome::StateSecret])), @"对本答复书第1项中不予公开的部分不服的，应当自收到本答复书之日起60日内先向白银市人民政府申请行政复议；对行政复议决定不服的，可以自收到行政复议决定书之日起15日内向白银市白银区人民法院提起行政诉讼。根据《中华人民共和国行政复议法》第二十三条的规定，未经行政复议，不能直接提起行政诉讼。对本答复书第1项中的其他部分不服的，可以自收到本答复书之日起60日内向白银市人民政府申请行政复议，或者自收到本答复书之日起6个月内向白银市白银区人民法院提起行政诉讼。");
}

#[test]
fn the_third_party_whose_objection_was_outweighed_may_go_either_way() {
    let items = [item(1, Outcome::ProvidedPublicInterest)];
    let notice = Decision { letter: Letter::ThirdPartyNotice, ..reply("2025-06-03", &items) };
    insta::assert_snapshot!(text(&notice), @"对本告知书不服的，可以自收到本告知书之日起60日内向白银市人民政府申请行政复议，或者自收到本告知书之日起6个月内向白银市白银区人民法院提起行政诉讼。");
}

#[test]
fn electronic_service_names_the_internet_channel() {
    let items = [item(1, Outcome::Provided)];
    let by_mail = |on| Decision { service: Service::Electronic, ..reply(on, &items) };
    let channel = "行政复议申请书也可以通过互联网渠道提交：https://fuyi.example.gov.cn。";
    assert!(text(&by_mail("2024-01-02")).ends_with(channel));
    assert!(!text(&by_mail("2023-12-29")).contains("互联网"));
    let bodies = RemedyBodies { internet_channel: None, ..entry("620400-12", "2024-01-01", "") };
    let without = RemedyTable::new(vec![bodies]).unwrap();
    let error = clause(&without, &by_mail("2024-01-02")).unwrap_err();
    insta::assert_snapshot!(error, @"机关 620400-12 没有登记行政复议的互联网申请渠道，而电子送达的答复必须载明（行政复议法第二十二条）");
}

#[test]
fn the_organ_that_signs_must_stand_in_the_table_on_that_day() {
    let items = [item(1, Outcome::Provided)];
    let too_early = clause(&table(), &reply("2019-05-14", &items)).unwrap_err();
    insta::assert_snapshot!(too_early, @"没有登记机关 620400-12 在 2019-05-14 的复议机关和管辖法院");
    let other = Decision { signed_by: "620400", ..reply("2024-01-02", &items) };
    assert!(matches!(clause(&table(), &other), Err(NoRemedy::NoBodies { .. })));
    let withdrawn = [item(1, Outcome::Withdrawn)];
    assert_eq!(clause(&table(), &reply("2019-05-14", &withdrawn)), Ok(None));
}

#[test]
fn a_table_that_contradicts_itself_is_refused() {
    let refused = |entries| RemedyTable::new(entries).unwrap_err().to_string();
    let (open, later) = (entry("1", "2020-01-01", ""), entry("1", "2024-01-01", ""));
    insta::assert_snapshot!(refused(vec![later.clone(), open]), @"机关 1 登记的复议机关和管辖法院的有效期在 2024-01-01 重叠");
    insta::assert_snapshot!(refused(vec![entry("1", "2024-01-01", "2024-01-01")]), @"机关 1 登记的复议机关和管辖法院的失效日期不晚于生效日期 2024-01-01");
    let ended = entry("1", "2020-01-01", "2024-01-01");
    assert!(RemedyTable::new(vec![later, ended, entry("2", "2022-01-01", "")]).is_ok());
}
