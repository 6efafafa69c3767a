//! Role × operation over HTTP: every operation of the contract, asked with a good call by everybody.

use std::collections::BTreeMap;

use super::operations::{Operation, operations};
use super::scene::{ASKERS, Scene};
use super::support::{Person, Reply, TestService};
use crate::support::Database;

/// What an answer means in the table.
fn word(reply: &Reply) -> String {
    match reply.status.as_u16() {
        200..300 => "+".to_owned(),
        401 if reply.code() == "signed_out" => "out".to_owned(),
        403 if reply.code() == "forbidden" => "-".to_owned(),
        status => format!("{status} {}", reply.code()),
    }
}

async fn asks(scene: &Scene<'_>, operation: &Operation, asker: Option<&Person<'_>>) -> Reply {
    let call = scene.good(operation, asker).await;
    match asker {
        Some(asker) => asker.sends(call).await,
        None => scene.service.send(call).await,
    }
}

/// The row of an operation: each answer with those who get it.
async fn row(scene: &Scene<'_>, operation: &Operation) -> String {
    let mut answers: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let nobody = word(&asks(scene, operation, None).await);
    answers.entry(nobody).or_default().push("nobody");
    for (name, role, organ) in ASKERS {
        let asker = if operation.id == "change_password" {
            // Whoever asks for the next operation keeps the old one.
            scene.came_before(&format!("{name}2"), (role, organ));
            scene.service.signs_in(&format!("{name}2")).await
        } else {
            scene.service.signs_in(name).await
        };
        let reply = asks(scene, operation, Some(&asker)).await;
        let own = operation.path.starts_with("/public/requests/");
        if reply.status.is_success() && (own || operation.path.contains("{number}/")) {
            scene.renews_case().await;
        }
        answers.entry(word(&reply)).or_default().push(name);
    }
    let said = |(word, names): (String, Vec<&str>)| {
        let names = match names.len() {
            all if all > ASKERS.len() => "everybody".to_owned(),
            all if all == ASKERS.len() => "all who are signed in".to_owned(),
            _ => names.join(" "),
        };
        format!("{word}: {names}")
    };
    let answers: Vec<String> = answers.into_iter().map(said).collect();
    format!("{:29} {}", operation.id, answers.join(" | "))
}

/// `+` done, `-` forbidden, `out` not signed in; otherwise the status and the code. The rights do not depend on the
/// database, so one will do. A new operation has no row until somebody has looked at it.
#[test]
fn everybody_asks_for_everything() {
    actix_web::rt::System::new().block_on(async {
        let service = TestService::open(Database::Sqlite);
        let scene = Scene::set(&service).await;
        let mut rows = Vec::new();
        for operation in operations() {
            rows.push(row(&scene, &operation).await);
        }
        insta::assert_snapshot!("role_by_operation", rows.join("\n"));
    });
}
