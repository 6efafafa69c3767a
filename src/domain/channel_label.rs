//! The channels of art. 31 in words: the label of each, and which channel a written label means.

use strum::VariantArray;

use super::receipt::Channel;
use super::wording;

impl Channel {
    /// The channel as registers and screens name it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Counter => "当面",
            Self::RegisteredPost => "邮寄",
            Self::OrdinaryPost => "平信",
            Self::Internet => "互联网",
            Self::Email => "电子邮件",
            Self::Fax => "传真",
        }
    }
}

/// Other words for the channels, in plain form. A letter of which nothing more is known was signed for.
pub const SYNONYMS: &[(Channel, &[&str])] = &[
    (
        Channel::Counter,
        &[
            "当面提交",
            "当面申请",
            "当面递交",
            "现场",
            "现场提交",
            "现场申请",
            "窗口",
            "窗口申请",
            "口头",
            "口头申请",
            "上门",
        ],
    ),
    (
        Channel::RegisteredPost,
        &[
            "邮寄申请",
            "邮政寄送",
            "信函",
            "信函申请",
            "挂号",
            "挂号信",
            "ems",
            "邮政ems",
            "特快专递",
            "邮政特快专递",
            "快递",
            "邮政快递",
        ],
    ),
    (Channel::OrdinaryPost, &["普通信函", "平常信函", "普通信件"]),
    (
        Channel::Internet,
        &[
            "网络",
            "网络申请",
            "网上",
            "网上申请",
            "网上提交",
            "在线",
            "在线申请",
            "网站",
            "网站申请",
            "门户网站",
            "政府网站",
            "互联网申请",
            "申请平台",
            "网上平台",
            "依申请公开平台",
            "依申请公开系统",
        ],
    ),
    (Channel::Email, &["电子邮箱", "邮箱", "电邮", "email"]),
    (Channel::Fax, &["传真申请"]),
];

/// The channel that a written label means, if any.
pub fn recognise(written: &str) -> Option<Channel> {
    if let Ok(channel) = written.trim().parse() {
        return Some(channel);
    }
    let compact = wording::compact(written);
    named(&wording::plain(&compact)).or_else(|| {
        let (name, _remark) = compact.split_once('(')?;
        named(&wording::plain(name))
    })
}

fn named(plain: &str) -> Option<Channel> {
    let own = Channel::VARIANTS.iter().copied().find(|channel| channel.label() == plain);
    let synonym =
        || SYNONYMS.iter().find(|(_, words)| words.contains(&plain)).map(|(channel, _)| *channel);
    own.or_else(synonym)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_channels_are_recognised() {
        for (written, channel) in [
            ("当面", Some(Channel::Counter)),
            ("邮寄（EMS）", Some(Channel::RegisteredPost)),
            ("ＥＭＳ", Some(Channel::RegisteredPost)),
            ("E-mail", Some(Channel::Email)),
            ("ordinary_post", Some(Channel::OrdinaryPost)),
            (" 网上 申请 ", Some(Channel::Internet)),
            ("传真", Some(Channel::Fax)),
            ("飞鸽传书", None),
            ("", None),
        ] {
            assert_eq!(recognise(written), channel, "{written}");
        }
    }
}
