//! Two instances over one PostgreSQL that send messages: whichever is killed at its work, every message is sent, and what
//! is sent twice bears the same id.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use serde_json::{Value, json};

use super::{CASES, arrival, number, registrar};
use crate::served::Served;
use crate::sinks::{MailSink, until};
use crate::support::{Database, Office};

/// Messages that one instance has on their way at the same time.
const AT_ONCE: usize = 4;

/// Settings for an instance that sends by `sink`, and whose claims run out soon.
fn settings(sink: &MailSink) -> String {
    format!(
        "export GONGKAI_SMTP_HOST=127.0.0.1 GONGKAI_SMTP_PORT={} GONGKAI_SMTP_SECURITY=none \
         GONGKAI_SMTP_FROM=gk@example.gov.cn GONGKAI_SMTP_TIMEOUT_SECONDS=2 \
         GONGKAI_JOB_LEASE_SECONDS=3;",
        sink.port
    )
}

/// A case of somebody whose mails take a fifth of a second.
fn steady(content: &str) -> Value {
    let mut arrival = arrival(content);
    arrival["requester"]["email"] = json!("steady@example.com");
    arrival
}

/// Takes cases in until it is told to stop or the service is gone; gives the numbers that were acknowledged.
fn writes(served: &Served, stop: &Arc<AtomicBool>) -> JoinHandle<Vec<String>> {
    let (mut client, stop) = (registrar(served), Arc::clone(stop));
    thread::spawn(move || {
        let mut acknowledged = Vec::new();
        while !stop.load(Ordering::SeqCst) {
            let Ok(told) = client.posts(CASES, &steady("某文件"), &[]) else { break };
            acknowledged.push(number(&told).unwrap());
            thread::sleep(std::time::Duration::from_millis(20));
        }
        acknowledged
    })
}

#[test]
fn every_message_is_sent_though_either_is_killed() {
    let sink = MailSink::start("none");
    let office = Office::open(Database::Postgres);
    office.hires_registrar();
    office.never_rests();
    let settings = settings(&sink);
    let stop = Arc::default();
    let (one, other) = (office.serves(&settings), office.serves(&settings));
    let mut writers = vec![writes(&one, &stop), writes(&other, &stop)];
    sink.waits_for(20);
    one.dies();
    let one = office.serves(&settings);
    writers.push(writes(&one, &stop));
    sink.waits_for(60);
    other.dies();
    stop.store(true, Ordering::SeqCst);
    let acknowledged: Vec<String> =
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
    until(|| office.messages().iter().all(|(_, state, ..)| state == "sent"));
    drop(one);
    let mut mails: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for mail in sink.mails() {
        let text = |name: &str| mail[name].as_str().unwrap().to_owned();
        mails.entry(text("message_id")).or_default().push(text("subject"));
    }
    let sent: BTreeSet<String> = mails.keys().cloned().collect();
    let messages = office.messages();
    let expected = messages.iter().map(|(id, ..)| format!("<{}@example.gov.cn>", id.0));
    assert_eq!(sent, expected.collect());
    let subjects: BTreeSet<&String> = mails.values().flatten().collect();
    for number in &acknowledged {
        assert!(subjects.iter().any(|subject| subject.ends_with(number.as_str())), "{number}");
    }
    for (id, subjects) in &mails {
        let different: BTreeSet<_> = subjects.iter().collect();
        assert_eq!(different.len(), 1, "{id}: {subjects:?}");
    }
    let twice = mails.values().map(|subjects| subjects.len() - 1).sum::<usize>();
    assert!(twice <= 2 * AT_ONCE, "only what was on its way when one was killed: {twice}");
}

#[test]
fn who_is_told_to_stop_sends_what_is_on_its_way_and_holds_nothing() {
    let sink = MailSink::start("none");
    let office = Office::open(Database::Postgres);
    office.hires_registrar();
    office.never_rests();
    let mut served = office.serves(&settings(&sink));
    let mut client = registrar(&served);
    for n in 0..30 {
        number(&client.posts(CASES, &steady(&n.to_string()), &[]).unwrap()).unwrap();
    }
    drop(client);
    sink.waits_for(3);
    served.must_stop();
    assert_eq!(served.ends().code(), Some(0));
    let left = office.messages();
    assert!(left.iter().any(|(_, state, ..)| state == "waiting"), "it was meant to be at its work");
    assert!(left.iter().all(|(_, _, held, _)| !held), "{left:?}");
    let _next = office.serves(&settings(&sink));
    until(|| office.messages().iter().all(|(_, state, ..)| state == "sent"));
    assert_eq!(sink.mails().len(), 30, "none twice");
}
