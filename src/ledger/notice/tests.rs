use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const TODAY: &str = "2027-03-01";
const NUMBER: &str = "国办发明电〔2026〕5号";

fn read(content: &str, options: &NoticeOptions<'_>) -> Result<Notice, BadNotice> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notice");
    std::fs::write(&path, content).unwrap();
    read_notice(&path, options, day(TODAY))
}

fn expected(number: Option<&str>, dating: Dating) -> Notice {
    let named = |day: &str, name: &str| BTreeMap::from([(day.parse().unwrap(), name.to_owned())]);
    let (off, worked) = (named("2027-02-08", "春节"), named("2027-02-20", "春节"));
    Notice::new(2027, number.map(str::to_owned), dating, off, worked).unwrap()
}

const BARE: &str =
    r#"{"days_off": {"2027-02-08": "春节"}, "working_weekends": {"2027-02-20": "春节"}}"#;

#[test]
fn json_and_tables_say_the_same() {
    let published = Dating::Published(day("2026-11-10"));
    let full = format!(
        r#"{{"year": 2027, "number": "{NUMBER}", "published_on": "2026年11月10日", {}"#,
        BARE.trim_start_matches('{')
    );
    let table = format!(
        "2027年节假日安排\n年份,日期,类型,节日,文号,公布日期\n,2027/2/8,放假,春节,{NUMBER},20261110\n2027年,2027年2月20日,调休上班,春节,,\n"
    );
    let collection = format!(r#"{{"years": {{"2026": {{}}, "2027": {BARE}}}}}"#);
    let nothing = NoticeOptions::default();
    let all = NoticeOptions {
        year: Some(2027),
        number: Some(NUMBER),
        published_on: Some(day("2026-11-10")),
    };
    for (content, options) in [
        (full.as_str(), nothing),
        (&format!("\u{FEFF}{full}"), all),
        (table.as_str(), nothing),
        (BARE, all),
        (&collection, all),
        ("日期\t类型\t节日\n2027-02-08\t休\t春节\n2027-02-20\t班\t春节", all),
    ] {
        let notice = read(content, &options).unwrap();
        assert_eq!(notice, expected(Some(NUMBER), published), "{content}");
    }
}

#[test]
fn what_nobody_says_is_filled_in() {
    let only = format!(r#"{{"years": {{"2027": {BARE}}}}}"#);
    for content in [BARE, only.as_str()] {
        let notice = read(content, &NoticeOptions::default()).unwrap();
        assert_eq!(notice, expected(None, Dating::Loaded(day(TODAY))));
    }
}

#[test]
fn the_published_collection_is_read_year_by_year() {
    let collection = include_str!("../../../tests/data/cn-working-days.json");
    let calendar = crate::domain::calendar::Calendar::shipped();
    for year in 2008..=2026 {
        let options = NoticeOptions { year: Some(year), ..NoticeOptions::default() };
        assert!(calendar.knows(&read(collection, &options).unwrap()), "{year}");
    }
}

#[test]
fn what_is_no_notice_is_refused_in_words() {
    let of_2026 = NoticeOptions { year: Some(2026), ..NoticeOptions::default() };
    let nothing = NoticeOptions::default();
    let two_years = format!(r#"{{"years": {{"2026": {BARE}, "2027": {BARE}}}}}"#);
    let said = [
        (r#"{"days_off": ["2027-02-08"]}"#, nothing),
        (r#"{"days_off": {"2027-02-30": "春节"}}"#, nothing),
        (r#"{"provisional": true}"#, nothing),
        ("{}", nothing),
        (two_years.as_str(), nothing),
        (&format!(r#"{{"year": 2027, {}"#, BARE.trim_start_matches('{')), of_2026),
        (BARE, of_2026),
        ("日期,节日\n2027-02-08,春节", nothing),
        ("日期,类型,节日\n2027-02-08,放假,春节\n2027-02-08,放假,春节", nothing),
        ("日期,类型,节日\n2027-02-08,半天,春节", nothing),
        ("日期,类型,节日\n初一,放假,春节", nothing),
        ("日期,类型,节日,文号\n2027-02-08,放假,春节,甲\n2027-02-09,放假,春节,乙", nothing),
        ("日期,类型,节日\n2027-02-08,放假,春节\n2027-02-09,调休上班,春节", nothing),
        ("", nothing),
    ]
    .map(|(content, options)| read(content, &options).unwrap_err().to_string());
    insta::assert_snapshot!(said.join("\n"), @r"
    JSON 第1行第28列有错误：应有 days_off 和 working_weekends，各为 日期：节日
    JSON 中的日期“2027-02-30”：日历上没有这一天
    这是按法定节假日推算出来的暂定安排，不是通知，不能载入
    文件中没有任何一年的安排
    文件中有2026年、2027年的安排，请用 --year 指明载入哪一年
    年份前后不一致：“2027”和“2026”
    2027年2月8日不属于2026年的安排（只可跨到上年12月或下年1月）
    放假安排缺少必填列：日期、类型、节日；读到的表头是：日期、节日
    第3行「日期」“2027-02-08”：这一天列了两次
    第2行「类型」“半天”：应为“放假”或“调休上班”
    第2行「日期」“初一”：无法识别的日期，请写成 2020-01-05 的样子
    文号前后不一致：“甲”和“乙”
    2027年2月9日是星期二，本来就是工作日，不能列为调休上班
    文件是空的
    ");
}
