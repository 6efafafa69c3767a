//! Rows and their values, by way of csv.

use chrono::NaiveDate;
use encoding_rs::GB18030;

use super::*;
use crate::domain::outcome::ResultRow;
use crate::domain::receipt::Channel;
use crate::domain::requester::RequesterKind;
use crate::ledger::{Closing, Mapping};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn a_good_row_is_read_whole() {
    let text = format!(
        "白银市2020年台账,,\n填报单位：市政府办,,\n{HEAD},备注,被申请公开的行政机关\n\n{GOOD}, 无　,620400\n"
    );
    let (_folder, path) = file("台账.csv", text);
    let book = opened(&path).unwrap();
    assert_eq!(book.cases().unwrap().heading_row, 3);
    assert!(book.challenges().is_none());
    let (rows, faults) = read(&book);
    assert_eq!(faults, []);
    let expected = CaseRow {
        row: 5,
        number: Some("〔2020〕1号".to_owned()),
        organ: Some("620400".to_owned()),
        received_on: day(2020, 1, 5),
        channel: Some(Channel::Counter),
        kind: RequesterKind::NaturalPerson,
        requester: "张三".to_owned(),
        identity_number: Some("11010519491231002X".to_owned()),
        phone: Some("13912345678".to_owned()),
        email: None,
        address: None,
        content: "征地批文".to_owned(),
        closing: Some(Closing { row: ResultRow::Granted, closed_on: day(2020, 2, 3) }),
        document_number: None,
        remark: Some("无".to_owned()),
        warnings: Vec::new(),
    };
    assert_eq!(rows, [expected]);
    assert_eq!(read(&book).0, rows, "a second time is like the first");
}

#[test]
fn values_are_read_as_they_were_meant() {
    let rows = faults_and_rows(
        "'２０２０－１,２０２０年１月５日,邮寄,１．自然人,　欧阳䶮喆堃㛃 ,,'１３９１２３４５６７８,\"征地\n批文\",,\n,20200105,,公民,李四,,,内容,,",
    );
    assert_eq!(rows[0].number.as_deref(), Some("2020-1"));
    assert_eq!(rows[0].received_on, day(2020, 1, 5));
    assert_eq!(rows[0].requester, "欧阳䶮喆堃㛃");
    assert_eq!(rows[0].phone.as_deref(), Some("13912345678"));
    assert_eq!(rows[0].content, "征地\n批文");
    assert_eq!(rows[0].closing, None);
    assert_eq!((rows[0].row, rows[1].row), (2, 3), "a broken line is one row in Excel");
    assert_eq!(rows[1].number, None);
}

fn faults_and_rows(rows: &str) -> Vec<CaseRow> {
    let (_folder, path) = file("台账.csv", format!("{HEAD}\n{rows}\n"));
    let (rows, faults) = read(&opened(&path).unwrap());
    assert_eq!(faults, []);
    rows
}

#[test]
fn every_fault_of_a_row_is_told() {
    insta::assert_snapshot!(faults_of("1,2020-02-30,飞鸽,村民,,110105194912310021,1,,不予公开,2019-01-01"), @r#"
    2 收到日期 [2020-02-30] error impossible_date: 日历上没有这一天
    2 申请渠道 [飞鸽] warning unknown_channel: 无法识别的申请渠道，按未填处理
    2 申请人类型 [村民] error unknown_requester_kind: 应为自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他之一
    2 申请人 [-] error missing_value: 此项必填
    2 申请内容 [-] error missing_value: 此项必填
    2 办理结果 [不予公开] error unknown_result: “不予公开”是一类结果的总称，请写明其中一项：属于国家秘密；其他法律行政法规禁止公开；危及“三安全一稳定”；保护第三方合法权益；属于三类内部事务信息；属于四类过程性信息；属于行政执法案卷；属于行政查询事项
    "#);
    insta::assert_snapshot!(faults_of("1,2020-02-03,当面,企业,甲公司,9135****M000100Y43,1,内容,予以公开,2020-02-01"), @r#"
    2 证件号码 [913*************43] warning identity_masked: 证件号码经过遮盖，无法校验
    2 办结日期 [2020-02-01] error closed_before_received: 办结日期早于收到日期
    "#);
    insta::assert_snapshot!(faults_of("1,2020-02-03,,自然人,甲,6.20402E+17,,内容,信访,\n2,2020-02-03,,自然人,甲,,,内容,,2020-02-04"), @r#"
    2 证件号码 [6.********7] warning precision_lost: Excel 已丢失这个号码的末几位，证件号码未录入
    2 办结日期 [-] error result_without_date: 有办理结果而没有办结日期
    3 办理结果 [-] error date_without_result: 有办结日期而没有办理结果
    "#);
    insta::assert_snapshot!(faults_of("2.02001E+17,2008-04-30,,法人或其他组织,甲,,,内容,其他,昨天"), @r#"
    2 申请编号 [2.02001E+17] error precision_lost: Excel 已丢失这个号码的末几位，请把该列设为文本格式后重新填写
    2 收到日期 [2008-04-30] error date_too_early: 早于2008年5月1日，其时条例尚未施行
    2 申请人类型 [法人或其他组织] error unknown_requester_kind: “法人或其他组织”包括五类，请写明其中一类：商业企业、科研机构、社会公益组织、法律服务机构、其他
    2 办理结果 [其他] error unknown_result: “其他”有两种可能，请写“其他处理”（不再细分）或者“其他处理-其他”
    2 办结日期 [昨天] error unreadable_date: 无法识别的日期，请写成 2020-01-05 的样子
    "#);
}

#[test]
fn sums_signatures_and_repeated_headings_are_passed_over() {
    let text = format!("{GOOD}\n\n　,,\n{HEAD}\n合 计,2,,\n填表人：王五,,,,审核人：赵六");
    insta::assert_snapshot!(faults_of(&text), @r#"
    5 csv [申请编号] warning skipped_row: 不是登记内容，已跳过
    6 csv [合计] warning skipped_row: 不是登记内容，已跳过
    7 csv [填表人：王五] warning skipped_row: 不是登记内容，已跳过
    "#);
}

#[test]
fn a_person_called_heji_is_no_sum() {
    let rows = faults_and_rows("合计1号,2020-01-05,,自然人,合计,,,内容,,");
    assert_eq!(rows.len(), 1);
}

#[test]
fn encodings_and_separators() {
    let text = format!("{HEAD}\n{}\n", GOOD.replace("张三", "欧阳䶮喆堃㛃"));
    let utf_16 = |bytes: fn(u16) -> [u8; 2]| {
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(bytes).collect::<Vec<u8>>()
    };
    for bytes in [
        text.clone().into_bytes(),
        format!("\u{FEFF}{text}").into_bytes(),
        GB18030.encode(&text).0.into_owned(),
        utf_16(u16::to_le_bytes),
        utf_16(u16::to_be_bytes),
        text.replace(',', "\t").into_bytes(),
        text.replace(',', ";").into_bytes(),
        text.replace('\n', "\r\n").into_bytes(),
        format!("sep=;\n{}", text.replace(',', ";")).into_bytes(),
    ] {
        let (_folder, path) = file("台账.xls", &bytes);
        let (rows, faults) = read(&opened(&path).unwrap());
        assert_eq!(faults, []);
        assert_eq!(rows[0].requester, "欧阳䶮喆堃㛃");
        assert_eq!(rows[0].content, "征地批文");
    }
}

#[test]
fn unknown_headings_are_named_once() {
    let (_folder, path) =
        file("台账.csv", format!("序号,{HEAD},承办人,,是否延期,退回原因\n1,{GOOD},甲,,否,旧的\n"));
    let book = opened(&path).unwrap();
    let mut lines = String::new();
    list(&book.warnings().cloned().collect::<Vec<_>>(), &mut lines);
    insta::assert_snapshot!(lines, @r#"1 csv [-] warning unknown_heading: 以下列不在本系统的列名中，未读取：承办人、是否延期"#);
    assert_eq!(read(&book).0.len(), 1);
}

#[test]
fn a_mapping_goes_before_the_synonyms() {
    let text =
        "编号,登记编号,收件日,申请人类型,单位或个人,申请内容\nA,B,2020-01-05,自然人,张三,内容\n";
    let (_folder, path) = file("台账.csv", text);
    let read_with = |mapping: &str| {
        let mapping = Mapping::parse(mapping).unwrap();
        open(&path, &ReadOptions { mapping: Some(&mapping), ..ReadOptions::default() })
    };
    let book = read_with("申请编号=登记编号\n收到日期=收件日\n申请人=单位或个人").unwrap();
    let (rows, _) = read(&book);
    assert_eq!((rows[0].number.as_deref(), rows[0].requester.as_str()), (Some("B"), "张三"));
    let refused = read_with("申请编号=登记编号\n收到日期=收件日\n申请人=单位或个人\n备注=附注")
        .err()
        .unwrap();
    assert_eq!(refused.to_string(), "对应表指明的列在文件中没有找到：附注");
    assert!(matches!(
        read_with("收到日期=收件日\n申请人=单位或个人"),
        Err(Unreadable::HeadingTwice { .. })
    ));
}

#[test]
fn reviews_and_lawsuits_are_read() {
    let text = "案号,类别,受理日期,结果,审结日期,申请编号,被告\n\
        （2020）甘01行初1号,未经复议直接起诉,2020/3/1,驳回诉讼请求,2020/5/1,\"1号、2号；3号\",白银区政府\n\
        复2号,行政复议,2020-04-01,尚未审结,,,620400\n\
        复3号,行政诉讼,2020-04-01,很好,,,\n\
        复4号,复议,2020-04-01,撤销,,,620400\n\
        复5号,复议,2020-04-01,,2020-03-01,,620400\n";
    let (_folder, path) = file("复议.csv", text);
    let book = opened(&path).unwrap();
    assert!(book.cases().is_none());
    let rows: Vec<_> = book.challenge_rows().unwrap().unwrap().map(Result::unwrap).collect();
    let first = rows[0].as_ref().unwrap();
    assert_eq!(first.case_numbers, ["1号", "2号", "3号"]);
    assert_eq!(first.conclusion.unwrap().result, crate::domain::challenge::ChallengeResult::Upheld);
    assert_eq!(rows[1].as_ref().unwrap().conclusion, None);
    let mut lines = String::new();
    for bad in rows.iter().filter_map(|row| row.as_ref().err()) {
        list(&bad.faults, &mut lines);
    }
    insta::assert_snapshot!(lines, @r#"
    4 类别 [行政诉讼] error unknown_challenge_kind: “行政诉讼”分两类，请写明：未经复议直接起诉，或者复议后起诉
    4 结果 [很好] error unknown_conclusion: 应为结果维持、结果纠正、其他结果、尚未审结之一，或者复议决定、裁判的具体结果
    4 被告 [-] error missing_value: 此项必填
    5 审结日期 [-] error result_without_date: 有结果而没有审结日期
    6 结果 [-] error date_without_result: 有审结日期而没有结果
    6 审结日期 [2020-03-01] error closed_before_received: 审结日期早于受理日期
    "#);
}
