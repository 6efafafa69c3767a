//! What requesters and staff are told, as it is written and delivered: to a real mail server and a real gateway.

mod administered;
mod carried;
mod told;

use gongkai::carriers::Carriers;
use gongkai::config::Outgoing;
use gongkai::db::jobs::{SeenJob, page};
use gongkai::jobs::Deliverer;
use serde_json::{Value, json};

use super::office::ORGAN;
use super::support::{Call, Person, TestService};

/// All jobs, the first put down first.
pub fn jobs(service: &TestService) -> Vec<SeenJob> {
    let all = |conn: &mut gongkai::db::AnyConn| {
        let organ = gongkai::db::organs::find(conn, ORGAN)?.unwrap();
        page(conn, (&[organ], None), None, 1000)
    };
    let mut jobs = service.app.db().scan_blocking(all).unwrap();
    jobs.reverse();
    jobs
}

/// The kinds and states of all jobs.
fn states(service: &TestService) -> Vec<(String, String)> {
    let one = |job: SeenJob| (job.kind.0.to_string(), job.state.0.to_string());
    jobs(service).into_iter().map(one).collect()
}

/// Settings with a mail server that is reached without encryption, with the patience of a second.
pub fn mail(port: u16) -> Outgoing {
    outgoing(&[
        ("smtp_host", "127.0.0.1".to_owned()),
        ("smtp_port", port.to_string()),
        ("smtp_security", "none".to_owned()),
        ("smtp_from", "gk@example.gov.cn".to_owned()),
        ("smtp_timeout_seconds", "1".to_owned()),
        ("public_address", "https://gk.example.gov.cn".to_owned()),
    ])
}

pub fn gateway(port: u16) -> Outgoing {
    outgoing(&[
        ("webhook_url", format!("http://127.0.0.1:{port}/send")),
        ("webhook_secret", SECRET.to_owned()),
        ("webhook_timeout_seconds", "1".to_owned()),
    ])
}

const SECRET: &str = "0123456789abcdef";

fn outgoing(settings: &[(&str, String)]) -> Outgoing {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gongkai.toml");
    let line = |(name, value): &(&str, String)| format!("{name} = {value:?}\n");
    std::fs::write(&file, settings.iter().map(line).collect::<String>()).unwrap();
    gongkai::config::Config::load(Some(&file)).unwrap().outgoing
}

/// Delivers everything that is due now.
pub async fn delivers(service: &TestService, outgoing: &Outgoing) -> usize {
    let mut app = service.app.clone();
    let mut config = (*app.config).clone();
    config.outgoing = outgoing.clone();
    app.config = std::sync::Arc::new(config);
    let deliverer = Deliverer::new(app, Carriers::of(outgoing).unwrap());
    let mut count = 0;
    while deliverer.step().await.unwrap() {
        count += 1;
    }
    count
}

/// Somebody with this address, and nothing else that is personal.
fn writes_from(email: &str) -> Value {
    json!({"name": "王䶮", "email": email})
}

/// Somebody on the staff who is reached by mail.
async fn reached<'a>(service: &'a TestService, login_name: &str) -> Person<'a> {
    let person = service.signs_in(login_name).await;
    let contact = json!({"email": format!("{login_name}@office.example")});
    let uri = format!("/api/v1/people/{login_name}/contact");
    assert_eq!(person.sends(Call::put(&uri, &contact)).await.status, 204);
    person
}
