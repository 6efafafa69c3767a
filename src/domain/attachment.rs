//! What a file beside a case is, and who may see it.

use serde::{Deserialize, Serialize};

/// What a file is.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum AttachmentKind {
    /// 身份证明.
    IdentityPaper,
    /// 授权文书.
    Proxy,
    /// The request as it came in on paper.
    Request,
    Amendment,
    Evidence,
    /// 审批表, envelope, proof of delivery.
    Scan,
    /// What the requester downloads once it was delivered.
    Reply,
    #[default]
    Other,
}

impl AttachmentKind {
    /// The word for screens.
    pub fn label(self) -> &'static str {
        match self {
            Self::IdentityPaper => "身份证明",
            Self::Proxy => "授权文书",
            Self::Request => "申请书",
            Self::Amendment => "补正材料",
            Self::Evidence => "其他材料",
            Self::Scan => "扫描件",
            Self::Reply => "答复文件",
            Self::Other => "其他",
        }
    }

    /// Whether it shows who somebody is: for those only who may read a requester in full.
    pub fn shows_identity(self) -> bool {
        match self {
            Self::IdentityPaper | Self::Proxy => true,
            Self::Request
            | Self::Amendment
            | Self::Evidence
            | Self::Scan
            | Self::Reply
            | Self::Other => false,
        }
    }

    /// Whether a requester may say so of a file.
    pub fn is_of_requester(self) -> bool {
        matches!(self, Self::IdentityPaper | Self::Proxy | Self::Evidence)
    }
}
