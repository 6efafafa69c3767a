//! `/public`: everything that takes no account.

mod captcha;
mod filing;
mod organs;
mod reports;
mod requests;

use actix_web::HttpRequest;
use actix_web::web::{Data, ServiceConfig};
use serde::Deserialize;
use uuid::Uuid;

use super::Problem;
use super::auth::origin;
use crate::actions::Actor;
use crate::actions::attachments::Upload;
use crate::app::App;
use crate::domain::attachment::AttachmentKind;

pub use captcha::Questions;

/// Hangs every route in.
pub fn configure(service: &mut ServiceConfig) {
    service.service(organs::list).service(organs::read);
    service.service(reports::list).service(reports::read).service(reports::publish);
    service.service(captcha::ask).service(filing::upload).service(filing::add);
    service
        .service(requests::read)
        .service(requests::amend)
        .service(requests::add)
        .service(requests::withdraw)
        .service(requests::confirm_reply)
        .service(requests::download);
}

/// A file that was uploaded before, as a request names it.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    id: Uuid,
    #[serde(default = "evidence")]
    kind: AttachmentKind,
}

fn evidence() -> AttachmentKind {
    AttachmentKind::Evidence
}

/// Files that one call may name.
const MOST_FILES: usize = 20;

fn uploads(named: &[Named]) -> Result<Vec<Upload>, Problem> {
    if named.len() > MOST_FILES {
        return Err(Problem::field("attachments", format!("最多 {MOST_FILES} 个")));
    }
    Ok(named.iter().map(|Named { id, kind }| Upload { id: *id, kind: *kind }).collect())
}

/// Somebody without an account.
fn outsider(app: &Data<App>, request: &HttpRequest) -> Actor {
    Actor::requester(None, origin(request), (app.clock.now(), app.clock.today()))
}
