//! The invented words of the demo: people, firms, what they ask. Nobody here exists.

use crate::domain::requester::RequesterKind;

const COUNTIES: [&str; 5] =
    ["白银区人民政府", "平川区人民政府", "靖远县人民政府", "会宁县人民政府", "景泰县人民政府"];
const DEPARTMENTS: [&str; 6] = [
    "白银市发展和改革委员会",
    "白银市公安局",
    "白银市自然资源局",
    "白银市住房和城乡建设局",
    "白银市人力资源和社会保障局",
    "白银市市场监督管理局",
];
/// How many of the requests the counties received; the departments received the rest.
const TO_COUNTIES: u32 = 99;

const SURNAMES: [&str; 16] = [
    "张", "王", "李", "赵", "陈", "杨", "马", "周", "吴", "徐", "孙", "高", "罗", "郭", "魏", "韩",
];
const GIVEN: [&str; 17] = [
    "建国", "秀兰", "志强", "喆", "堃", "玉梅", "海燕", "䶮", "晓东", "桂英", "文斌", "㛃", "丽华",
    "永红", "翀", "雪琴", "祎",
];
const ENTERPRISES: [&str; 3] = [
    "白银晨曦商贸有限公司（虚构）",
    "甘肃陇上建材有限公司（虚构）",
    "靖远黄河农业有限公司（虚构）",
];
const INSTITUTES: [&str; 2] = ["西北旱地农业研究所（虚构）", "陇中生态研究院（虚构）"];
const SUBJECTS: [&str; 12] = [
    "2019年度城镇低保资金发放汇总情况",
    "某某村集体土地征收补偿安置方案及批复",
    "2018年至2019年老旧小区改造项目清单",
    "道路拓宽工程的建设用地规划许可证",
    "2019年部门预算调整情况说明",
    "国有土地上房屋征收决定及公告",
    "农村饮水安全工程验收报告",
    "企业职工基本养老保险缴费基数核定依据",
    "某某矿区地质环境恢复治理方案",
    "2020年春季义务教育学校划片方案",
    "公共停车场收费标准的批准文件",
    "行政处罚自由裁量基准",
];
const CHANNELS: [&str; 4] = ["当面", "邮寄", "互联网", "电子邮件"];

/// The organ that received the `n`th request.
pub fn organ_of(n: u32) -> &'static str {
    if n < TO_COUNTIES { pick(&COUNTIES, n) } else { pick(&DEPARTMENTS, n) }
}

/// What the `n`th request says: who, and what is asked.
pub struct Request {
    name: String,
    identity: String,
    content: String,
}

/// Invents the `n`th request.
pub fn request(n: u32, kind: RequesterKind) -> Request {
    let is_person = kind == RequesterKind::NaturalPerson;
    let name = match kind {
        RequesterKind::NaturalPerson => {
            format!("{}{}", pick(&SURNAMES, n), pick(&GIVEN, n * 7 + n / 16))
        }
        RequesterKind::CommercialEnterprise => pick(&ENTERPRISES, n).to_owned(),
        RequesterKind::ResearchInstitution
        | RequesterKind::PublicWelfareOrganization
        | RequesterKind::LegalServiceInstitution
        | RequesterKind::OtherOrganization => pick(&INSTITUTES, n).to_owned(),
    };
    let identity = if is_person { identity_number(n) } else { String::new() };
    Request { name, identity, content: format!("申请公开{}", pick(&SUBJECTS, n * 5 + n / 12)) }
}

/// The cells of a row of the register; dates and result are written apart.
pub fn columns(n: u32, organ: &str, kind: RequesterKind, request: &Request) -> [String; 11] {
    [
        format!("BY2020-{:04}", n + 1),
        organ.to_owned(),
        String::new(),
        pick(&CHANNELS, n).to_owned(),
        kind.label().to_owned(),
        request.name.clone(),
        request.identity.clone(),
        format!("1390000{:04}", 1000 + n),
        String::new(),
        format!("白银市虚构路{}号", n + 1),
        request.content.clone(),
    ]
}

/// A number of the right form with the right last digit (GB 11643) that belongs to nobody: region 620499 does not
/// exist.
fn identity_number(n: u32) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let body =
        format!("620499{}{:02}{:02}{:03}", 1950 + n % 50, 1 + n % 12, 1 + n % 28, 1 + n % 900);
    let sum: u32 = body.chars().zip(WEIGHTS).filter_map(|(c, w)| Some(c.to_digit(10)? * w)).sum();
    let last = "10X98765432".chars().nth(usize::try_from(sum % 11).unwrap_or(0)).unwrap_or('X');
    format!("{body}{last}")
}

fn pick(from: &'static [&'static str], n: u32) -> &'static str {
    let at = usize::try_from(n).unwrap_or(0) % from.len().max(1);
    from.get(at).copied().unwrap_or("")
}
