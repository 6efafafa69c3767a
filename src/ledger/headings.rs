//! The columns of a register and every heading under which they are known; docs/register.zh-CN.md says the same.

use crate::domain::wording;

/// A column of the register of cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CaseColumn {
    Number,
    Organ,
    ReceivedOn,
    Channel,
    Kind,
    Requester,
    IdentityNumber,
    Phone,
    Email,
    Address,
    Content,
    Result,
    ClosedOn,
    DocumentNumber,
    Remark,
}

/// A column of the register of reviews and lawsuits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChallengeColumn {
    Number,
    Kind,
    AcceptedOn,
    Result,
    ConcludedOn,
    CaseNumbers,
    Defendant,
}

/// A column and its names.
#[derive(Debug)]
pub struct Heading<C: 'static> {
    pub column: C,
    /// The name in our documents, messages and mapping files.
    pub name: &'static str,
    pub is_mandatory: bool,
    /// Other headings for it, in plain form: white space, brackets and signs do not matter.
    pub synonyms: &'static [&'static str],
}

/// The columns of one kind of register.
pub trait Columns: Copy + Eq + 'static {
    /// The kind in messages.
    const WHAT: &'static str;
    /// All columns, mandatory or not.
    const HEADINGS: &'static [Heading<Self>];
    /// Whether the values are personal, and so are never shown whole.
    fn is_personal(self) -> bool;

    /// The name in our documents and messages.
    fn name(self) -> &'static str {
        Self::HEADINGS.iter().find(|known| known.column == self).map_or("", |known| known.name)
    }
}

/// Columns that are passed over in silence: running numbers, and what [`super::Rejects`] adds.
pub const IGNORED: &[&str] = &["序号", "行号", REJECTION];

/// The last column of a rejects file.
pub const REJECTION: &str = "退回原因";

/// Headings that look like a mandatory column and are not it: which column, and why the office has to say so itself.
pub const MISLEADING: &[(&str, &str)] = &[
    ("申请日期", "收到日期"),
    ("申请时间", "收到日期"),
    ("登记日期", "收到日期"),
    ("登记时间", "收到日期"),
    ("受理日期", "收到日期"),
    ("受理时间", "收到日期"),
    ("来件日期", "收到日期"),
    ("类型", "申请人类型"),
    ("类别", "申请人类型"),
    ("名称", "申请人"),
    ("内容", "申请内容"),
];

impl Columns for CaseColumn {
    const WHAT: &'static str = "申请台账";

    fn is_personal(self) -> bool {
        matches!(self, Self::IdentityNumber | Self::Phone | Self::Email | Self::Address)
    }

    const HEADINGS: &'static [Heading<Self>] = &[
        Heading {
            column: Self::Number,
            name: "申请编号",
            is_mandatory: false,
            synonyms: &[
                "编号",
                "登记编号",
                "登记号",
                "申请登记编号",
                "申请件编号",
                "申请单编号",
                "申请号",
                "受理编号",
                "受理号",
                "收件编号",
            ],
        },
        Heading {
            column: Self::Organ,
            name: "被申请公开的行政机关",
            is_mandatory: false,
            synonyms: &[
                "受理机关",
                "被申请公开行政机关",
                "被申请公开机关",
                "被申请机关",
                "被申请单位",
                "申请对象",
                "受理单位",
                "受理部门",
                "行政机关",
                "机关名称",
                "机关代码",
                "单位名称",
            ],
        },
        Heading {
            column: Self::ReceivedOn,
            name: "收到日期",
            is_mandatory: true,
            synonyms: &[
                "收到时间",
                "收到申请日期",
                "收到申请时间",
                "申请收到日期",
                "申请收到时间",
                "收件日期",
                "收件时间",
                "收悉日期",
            ],
        },
        Heading {
            column: Self::Channel,
            name: "申请渠道",
            is_mandatory: false,
            synonyms: &[
                "渠道",
                "申请方式",
                "申请途径",
                "提交方式",
                "提交渠道",
                "收件方式",
                "收件渠道",
                "接收渠道",
            ],
        },
        Heading {
            column: Self::Kind,
            name: "申请人类型",
            is_mandatory: true,
            synonyms: &[
                "申请人类别",
                "申请人性质",
                "申请人分类",
                "申请主体",
                "申请主体类型",
                "主体类型",
            ],
        },
        Heading {
            column: Self::Requester,
            name: "申请人",
            is_mandatory: true,
            synonyms: &[
                "申请人姓名",
                "申请人名称",
                "申请人姓名或名称",
                "申请人姓名名称",
                "申请人姓名单位名称",
                "姓名或名称",
                "姓名名称",
                "姓名",
            ],
        },
        Heading {
            column: Self::IdentityNumber,
            name: "证件号码",
            is_mandatory: false,
            synonyms: &[
                "证件号",
                "证照号码",
                "有效证件号码",
                "申请人证件号码",
                "身份证",
                "身份证号",
                "身份证号码",
                "居民身份证号码",
                "公民身份号码",
                "统一社会信用代码",
                "身份证号或统一社会信用代码",
                "身份证号码或统一社会信用代码",
                "身份证号统一社会信用代码",
                "身份证号码统一社会信用代码",
            ],
        },
        Heading {
            column: Self::Phone,
            name: "联系电话",
            is_mandatory: false,
            synonyms: &[
                "电话",
                "电话号码",
                "手机",
                "手机号",
                "手机号码",
                "联系方式",
                "申请人电话",
                "申请人联系电话",
            ],
        },
        Heading {
            column: Self::Email,
            name: "电子邮箱",
            is_mandatory: false,
            synonyms: &["邮箱", "邮箱地址", "电子邮件", "电子邮箱地址", "电子邮件地址", "email"],
        },
        Heading {
            column: Self::Address,
            name: "通信地址",
            is_mandatory: false,
            synonyms: &[
                "通讯地址",
                "联系地址",
                "邮寄地址",
                "送达地址",
                "申请人地址",
                "住址",
                "地址",
            ],
        },
        Heading {
            column: Self::Content,
            name: "申请内容",
            is_mandatory: true,
            synonyms: &[
                "申请事项",
                "申请信息内容",
                "申请公开内容",
                "申请公开的内容",
                "申请公开事项",
                "申请公开信息",
                "申请公开的信息",
                "申请公开的信息内容",
                "申请公开的政府信息",
                "申请公开的政府信息内容",
                "所需信息",
                "所需信息内容",
                "所需信息内容描述",
                "所需政府信息",
                "所需政府信息内容描述",
                "信息内容",
                "内容描述",
            ],
        },
        Heading {
            column: Self::Result,
            name: "办理结果",
            is_mandatory: false,
            synonyms: &[
                "处理结果",
                "答复结果",
                "办结结果",
                "答复类型",
                "答复类别",
                "答复情形",
                "办理结果类型",
            ],
        },
        Heading {
            column: Self::ClosedOn,
            name: "办结日期",
            is_mandatory: false,
            synonyms: &["办结时间", "答复日期", "答复时间", "书面答复日期", "回复日期", "回复时间"],
        },
        Heading {
            column: Self::DocumentNumber,
            name: "答复文号",
            is_mandatory: false,
            synonyms: &[
                "文号",
                "发文字号",
                "答复书文号",
                "答复书编号",
                "告知书文号",
                "告知书编号",
                "文书编号",
            ],
        },
        Heading {
            column: Self::Remark,
            name: "备注",
            is_mandatory: false,
            synonyms: &["说明", "备注说明", "其他说明"],
        },
    ];
}

impl Columns for ChallengeColumn {
    const WHAT: &'static str = "复议诉讼台账";

    fn is_personal(self) -> bool {
        false
    }

    const HEADINGS: &'static [Heading<Self>] = &[
        Heading {
            column: Self::Number,
            name: "案号",
            is_mandatory: false,
            synonyms: &[
                "案件编号",
                "案件号",
                "案件案号",
                "复议案号",
                "诉讼案号",
                "复议诉讼案号",
                "编号",
            ],
        },
        Heading {
            column: Self::Kind,
            name: "类别",
            is_mandatory: true,
            synonyms: &["类型", "案件类别", "案件类型", "复议诉讼类别", "救济类别", "救济途径"],
        },
        Heading {
            column: Self::AcceptedOn,
            name: "受理日期",
            is_mandatory: true,
            synonyms: &["受理时间", "立案日期", "立案时间"],
        },
        Heading {
            column: Self::Result,
            name: "结果",
            is_mandatory: false,
            synonyms: &[
                "审理结果",
                "复议结果",
                "诉讼结果",
                "案件结果",
                "裁判结果",
                "处理结果",
                "办理结果",
            ],
        },
        Heading {
            column: Self::ConcludedOn,
            name: "审结日期",
            is_mandatory: false,
            synonyms: &["审结时间", "结案日期", "结案时间", "办结日期", "办结时间"],
        },
        Heading {
            column: Self::CaseNumbers,
            name: "申请编号",
            is_mandatory: false,
            synonyms: &[
                "对应申请编号",
                "涉及申请编号",
                "关联申请编号",
                "原申请编号",
                "申请件编号",
                "登记编号",
            ],
        },
        Heading {
            column: Self::Defendant,
            name: "被申请机关或被告",
            is_mandatory: true,
            synonyms: &[
                "被申请机关",
                "被告",
                "被告机关",
                "被申请人",
                "被申请机关被告",
                "被申请人被告",
                "被告被申请人",
                "被申请人或被告",
                "被告或被申请人",
            ],
        },
    ];
}

/// The column that a heading names.
pub(super) fn recognise<C: Columns>(heading: &str) -> Option<&'static Heading<C>> {
    let named =
        |form: String| C::HEADINGS.iter().find(|known| names(known).any(|name| name == form));
    forms(heading).find_map(named)
}

/// Whether a heading may be passed over without a word.
pub(super) fn is_ignored(heading: &str) -> bool {
    forms(heading).any(|form| IGNORED.contains(&form.as_str()))
}

/// Whether two headings are the same but for white space, brackets and signs.
pub(super) fn are_equal(one: &str, other: &str) -> bool {
    wording::plain(&wording::compact(one)) == wording::plain(&wording::compact(other))
}

/// A heading with what its brackets hold, and without: 收到日期（必填） is 收到日期.
fn forms(heading: &str) -> impl Iterator<Item = String> {
    /// In bytes; what is longer is no heading.
    const LONGEST: usize = 200;
    let compact = if heading.len() > LONGEST { String::new() } else { wording::compact(heading) };
    let outside = compact.split_once('(').map(|(before, rest)| {
        format!("{before}{}", rest.split_once(')').map_or("", |(_, after)| after))
    });
    [Some(compact), outside]
        .into_iter()
        .flatten()
        .map(|form| wording::plain(&form))
        .filter(|form| !form.is_empty())
}

/// All names of a column.
fn names<C>(heading: &Heading<C>) -> impl Iterator<Item = &'static str> {
    heading.synonyms.iter().copied().chain([heading.name])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_recognised_as_offices_write_them() {
        use CaseColumn::*;
        for (heading, column) in [
            ("收到日期", Some(ReceivedOn)),
            (" 收到\n日期 * ", Some(ReceivedOn)),
            ("收到日期（必填）", Some(ReceivedOn)),
            ("【收到日期】", Some(ReceivedOn)),
            ("＊收到日期", Some(ReceivedOn)),
            ("收到日期(yyyy-mm-dd)", Some(ReceivedOn)),
            ("受理机关", Some(Organ)),
            ("申请对象", Some(Organ)),
            ("申请人（姓名/名称）", Some(Requester)),
            ("E-mail", Some(Email)),
            ("Ｅｍａｉｌ", Some(Email)),
            ("登记编号", Some(Number)),
            ("申请日期", None),
            ("序号", None),
            ("（）", None),
            ("", None),
        ] {
            assert_eq!(
                recognise::<CaseColumn>(heading).map(|known| known.column),
                column,
                "{heading}"
            );
        }
        let defendant = recognise::<ChallengeColumn>("被申请机关 / 被告").unwrap();
        assert_eq!(defendant.column, ChallengeColumn::Defendant);
    }

    #[test]
    fn no_name_means_two_columns() {
        fn check<C: Columns>() {
            let mut seen = std::collections::HashSet::new();
            for name in C::HEADINGS.iter().flat_map(names) {
                assert!(seen.insert(name), "{name} twice");
                assert_eq!(wording::plain(&wording::compact(name)), name);
                assert!(!is_ignored(name));
            }
            for heading in C::HEADINGS {
                assert!(
                    recognise::<C>(heading.name)
                        .is_some_and(|known| known.column == heading.column)
                );
            }
        }
        check::<CaseColumn>();
        check::<ChallengeColumn>();
        for (misleading, _) in MISLEADING {
            assert!(recognise::<CaseColumn>(misleading).is_none(), "{misleading}");
        }
    }

    #[test]
    fn the_documents_list_every_name() {
        fn check<C: Columns>(document: &str) {
            for heading in C::HEADINGS {
                let row =
                    document.lines().find(|line| line.starts_with(&format!("| {} ", heading.name)));
                let row = row.unwrap_or_else(|| panic!("{} is not in the document", heading.name));
                for synonym in heading.synonyms {
                    let listed = row.split(['|', '、']).any(|name| are_equal(name, synonym));
                    assert!(listed, "{synonym} is not listed under {}", heading.name);
                }
            }
        }
        for document in
            [include_str!("../../docs/register.md"), include_str!("../../docs/register.zh-CN.md")]
        {
            let (cases, challenges) = document.split_once("复议诉讼").unwrap();
            check::<CaseColumn>(cases);
            check::<ChallengeColumn>(challenges);
            for (misleading, _) in MISLEADING {
                assert!(document.contains(misleading), "{misleading}");
            }
        }
    }
}
