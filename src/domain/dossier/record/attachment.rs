//! What deeds about files change.

use uuid::Uuid;

use crate::domain::attachment::AttachmentKind;
use crate::domain::dossier::deed::Attach;
use crate::domain::dossier::{Attached, Dossier};
use crate::domain::life_cycle::Stage;

impl Dossier {
    /// A reply that is attached once the case is closed is given already.
    pub(super) fn attach(&mut self, attach: &Attach) {
        let is_closed = matches!(self.progress.stage, Stage::Closed | Stage::Archived);
        self.attachments.push(Attached {
            id: attach.attachment,
            kind: attach.attachment_kind,
            is_given: is_closed && is_reply(attach.attachment_kind, attach.from_requester),
            from_requester: attach.from_requester,
            is_removed: false,
        });
    }

    pub(super) fn remove_attachment(&mut self, id: Uuid) {
        let attached = self.attachments.iter_mut().find(|attached| attached.id == id);
        if let Some(attached) = attached {
            attached.is_removed = true;
        }
    }

    /// The reply went out, and its files with it.
    pub(super) fn give_files(&mut self) {
        for attached in &mut self.attachments {
            attached.is_given |= is_reply(attached.kind, attached.from_requester);
        }
    }
}

fn is_reply(kind: AttachmentKind, from_requester: bool) -> bool {
    kind == AttachmentKind::Reply && !from_requester
}
