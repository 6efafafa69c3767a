//! Invented values, to see what a template makes.

use super::{MessageKind, Placeholder, Value, Values};

/// Values for every placeholder of a kind, for an organ of this name.
pub fn sample(kind: MessageKind, organ: &str) -> Values {
    let filled = kind.placeholders().iter().map(|one| (*one, value(*one, organ)));
    filled.collect()
}

fn value(placeholder: Placeholder, organ: &str) -> Value {
    let text = match placeholder {
        Placeholder::Number => "620402-2026-00017",
        Placeholder::Organ => organ,
        Placeholder::Recipient => "王小明",
        Placeholder::ArrivedOn => "2025年12月30日",
        Placeholder::ReceivedOn => "2025年12月31日",
        Placeholder::DueOn => "2026年1月29日",
        Placeholder::Amendment => "1. 身份证明\n2. 所需信息的名称或者文号",
        Placeholder::AmendmentBy => "2026年1月22日",
        Placeholder::Way => "邮寄，邮件号 EA123456789CN",
        Placeholder::Department => "法制科",
        Placeholder::DaysLeft => "5",
        Placeholder::Count => "2",
        Placeholder::List => "620402-2026-00003　2026年1月27日\n620402-2026-00009　2026年1月28日",
        Placeholder::Address => return Value::Link("https://example.gov.cn/status".to_owned()),
        Placeholder::Instance => "政府信息依申请公开系统",
    };
    Value::Text(text.to_owned())
}
