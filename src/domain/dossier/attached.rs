//! The files beside a case, as far as deeds depend on them.

use uuid::Uuid;

use super::Dossier;
use crate::domain::attachment::AttachmentKind;

/// A file beside the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attached {
    pub id: Uuid,
    pub kind: AttachmentKind,
    pub from_requester: bool,
    pub is_removed: bool,
    /// A reply that went out: the requester may have the file.
    pub is_given: bool,
}

impl Dossier {
    /// The file with this id, unless it was removed.
    pub fn attached(&self, id: Uuid) -> Option<&Attached> {
        self.attachments.iter().find(|attached| attached.id == id && !attached.is_removed)
    }

    /// The files that the requester may have.
    pub fn given_files(&self) -> impl Iterator<Item = &Attached> {
        self.attachments.iter().filter(|attached| attached.is_given && !attached.is_removed)
    }
}
