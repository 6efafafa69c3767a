//! Deeds about files, and about the requester's way in.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::attachment::AttachmentKind;
use crate::domain::dossier::Text;

/// A file was attached. Its name may tell who somebody is, so that it stands sealed elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attach {
    pub attachment: Uuid,
    pub attachment_kind: AttachmentKind,
    pub media_type: String,
    pub size: u64,
    /// In hexadecimal digits.
    pub sha256: String,
    /// The requester sent it.
    pub from_requester: bool,
}

/// A file is none of the case any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoveAttachment {
    pub attachment: Uuid,
    pub reason: Text,
}

/// Somebody took a file that tells something: the requester the reply, an officer an identity paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DownloadAttachment {
    pub attachment: Uuid,
}

/// 重置查询码: the one before is dead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResetQueryCode {
    /// How it was seen that it was the requester.
    pub identity_checked: Text,
}
