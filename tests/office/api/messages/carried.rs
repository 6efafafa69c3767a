//! How messages are carried: by SMS, at the second try, in the morning.

use gongkai::actions::Error;
use gongkai::db::jobs::{claim, end};
use gongkai::domain::message::JobState;
use serde_json::{Value, json};

use super::{SECRET, delivers, gateway, jobs, mail, states, writes_from};
use crate::api::handling::{self, staff};
use crate::api::office::{ORGAN, arrival, takes_in};
use crate::api::support::{TestService, on_both};
use crate::sinks::{HttpSink, MailSink};

#[test]
fn who_has_no_mail_is_told_by_sms_through_a_signed_call() {
    on_both(async |service| {
        let sink = HttpSink::start(vec![503]);
        staff(&service);
        let number = handling::arrives(&service, "registered_post", "2026-03-02").unwrap();
        delivers(&service, &gateway(sink.port)).await;
        let job = &jobs(&service)[0];
        assert_eq!((job.state.0, job.tries), (JobState::Waiting, 1));
        assert_eq!((job.fault.as_deref(), job.fault_status), (Some("refused"), Some(503)));
        service.app.clock.set(job.due_at.0);
        delivers(&service, &gateway(sink.port)).await;
        assert_eq!(states(&service)[0].1, "sent");
        let posted = sink.posted();
        assert_eq!(posted.len(), 2);
        let bodies: Vec<Value> =
            posted.iter().map(|one| serde_json::from_slice(&one.body).unwrap()).collect();
        assert_eq!(bodies[0]["id"], bodies[1]["id"], "the gateway can tell that it is the same");
        assert_eq!(bodies[1]["to"], json!({"phone": "13800000000"}));
        assert!(bodies[1]["text"].as_str().unwrap().contains(&number));
        for one in &posted {
            let seconds = one.header("x-gongkai-timestamp");
            assert_eq!(one.header("x-gongkai-signature"), signed(seconds, &one.body));
        }
    });
}

/// The signature as the other side works it out.
fn signed(seconds: &str, body: &[u8]) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("{seconds}.").as_bytes());
    mac.update(body);
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap();
    let digits = |byte: &u8| [digit(byte >> 4), digit(byte & 15)];
    mac.finalize().into_bytes().iter().flat_map(digits).collect()
}

#[test]
fn a_mail_server_that_is_away_slow_or_refuses_is_asked_again_and_given_up() {
    let sink = MailSink::start("none");
    on_both(async |service| {
        staff(&service);
        let clerk = service.signs_in("dengji").await;
        for user in ["refused", "busy", "slow"] {
            let who = writes_from(&format!("{user}@{}.example", uuid::Uuid::now_v7().simple()));
            takes_in(&clerk, &arrival(&who, user)).await;
        }
        delivers(&service, &mail(sink.port)).await;
        let seen: Vec<_> = jobs(&service)
            .into_iter()
            .map(|job| (job.state.0, job.fault.unwrap(), job.fault_status, job.tries))
            .collect();
        let expected = [
            (JobState::Failed, "refused".to_owned(), Some(550), 1),
            (JobState::Waiting, "refused".to_owned(), Some(451), 1),
            (JobState::Waiting, "timeout".to_owned(), None, 1),
        ];
        assert_eq!(seen, expected);
        let busy = &jobs(&service)[1];
        let waited = busy.due_at.0 - service.app.clock.now();
        assert!((48..=72).contains(&waited.num_seconds()), "{waited}");
        service.app.clock.set(busy.due_at.0 + chrono::Duration::minutes(1));
        // In the meantime nobody is there.
        delivers(&service, &mail(1)).await;
        let waiting: Vec<_> = jobs(&service).into_iter().skip(1).collect();
        for job in &waiting {
            assert_eq!((job.fault.as_deref(), job.tries), (Some("away"), 2));
        }
        for tries in 3..=6 {
            let next = jobs(&service)[1].due_at.0.max(jobs(&service)[2].due_at.0);
            service.app.clock.set(next);
            while let Some(morning) = gongkai::domain::message::quiet::QuietHours::default()
                .until(gongkai::clock::office_time(service.app.clock.now()))
            {
                service.app.clock.set(gongkai::clock::at_office_time(morning));
            }
            delivers(&service, &mail(1)).await;
            assert_eq!(jobs(&service)[1].tries, tries);
        }
        assert!(jobs(&service).iter().all(|job| job.state.0 == JobState::Failed));
    });
}

#[test]
fn a_mail_whose_receipt_was_not_heard_comes_again_under_the_same_id() {
    let sink = MailSink::start("none");
    on_both(async |service| {
        let before = sink.mails().len();
        staff(&service);
        let clerk = service.signs_in("dengji").await;
        let email = format!("cut@{}.example", uuid::Uuid::now_v7().simple());
        takes_in(&clerk, &arrival(&writes_from(&email), "断线")).await;
        delivers(&service, &mail(sink.port)).await;
        let job = &jobs(&service)[0];
        assert_eq!((job.state.0, job.fault.as_deref()), (JobState::Waiting, Some("away")));
        service.app.clock.set(job.due_at.0);
        delivers(&service, &mail(sink.port)).await;
        assert_eq!(states(&service)[0].1, "sent");
        let mails = sink.waits_for(before + 2);
        assert_eq!(mails[before]["message_id"], mails[before + 1]["message_id"]);
        assert_eq!(mails[before]["parts"], mails[before + 1]["parts"]);
    });
}

#[test]
fn at_night_nobody_is_disturbed() {
    let sink = MailSink::start("none");
    on_both(async |service| {
        let before = sink.mails().len();
        staff(&service);
        let clerk = service.signs_in("dengji").await;
        takes_in(&clerk, &arrival(&writes_from("wang@example.com"), "夜里")).await;
        service.at("2026-03-02T13:00:00Z");
        delivers(&service, &mail(sink.port)).await;
        let job = &jobs(&service)[0];
        assert_eq!((job.state.0, job.tries), (JobState::Waiting, 0));
        assert_eq!(job.due_at.0.to_rfc3339(), "2026-03-03T00:00:00+00:00");
        assert_eq!(sink.mails().len(), before);
        service.at("2026-03-03T00:00:00Z");
        delivers(&service, &mail(sink.port)).await;
        assert_eq!(states(&service)[0].1, "sent");
    });
}

#[test]
fn a_gateway_that_is_away_or_does_not_answer_is_asked_again() {
    on_both(async |service| {
        staff(&service);
        handling::arrives(&service, "registered_post", "2026-03-02").unwrap();
        delivers(&service, &gateway(1)).await;
        assert_eq!(jobs(&service)[0].fault.as_deref(), Some("away"));
        service.app.clock.set(jobs(&service)[0].due_at.0);
        // Takes the connection, and never says a word.
        let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        delivers(&service, &gateway(silent.local_addr().unwrap().port())).await;
        let job = &jobs(&service)[0];
        assert_eq!((job.fault.as_deref(), job.tries), (Some("timeout"), 2));
    });
}

/// Puts down as many reminders of nothing.
fn puts_down(service: &TestService, count: usize) {
    use gongkai::db::jobs::{NewJob, put};
    let now = service.app.clock.now();
    let job = |organ, n| NewJob {
        kind: gongkai::domain::message::MessageKind::Overdue,
        organ,
        case: None,
        event: None,
        person: None,
        day: None,
        once: Some(format!("reminder {n}")),
    };
    handling::writes(service, |tx| {
        let organ = gongkai::db::organs::find(tx, ORGAN)?.unwrap();
        let all: Vec<NewJob> = (0..count).map(|n| job(organ, n)).collect();
        assert_eq!(put(tx, &all, now)?, count);
        assert_eq!(put(tx, &all, now)?, 0, "each key once");
        Ok(())
    })
    .unwrap();
}

#[test]
fn many_who_claim_at_once_are_given_each_job_once() {
    on_both(async |service| {
        puts_down(&service, 100);
        let now = service.app.clock.now();
        let mut workers = Vec::new();
        for _ in 0..8 {
            let app = service.app.clone();
            workers.push(tokio::task::spawn_local(async move {
                let mut claimed = Vec::new();
                loop {
                    let until = now + chrono::Duration::minutes(1);
                    let claim = app.write::<_, Error>(move |tx| Ok(claim(tx, now, until)?));
                    let Some(job) = claim.await.unwrap() else { break claimed };
                    claimed.push(job.id);
                }
            }));
        }
        let mut claimed = Vec::new();
        for worker in workers {
            claimed.extend(worker.await.unwrap());
        }
        assert_eq!(claimed.len(), 100);
        claimed.sort_unstable();
        claimed.dedup();
        assert_eq!(claimed.len(), 100);
    });
}

#[test]
fn what_a_dead_instance_held_goes_to_another_and_its_word_counts_no_more() {
    on_both(async |service| {
        puts_down(&service, 1);
        let begun = service.app.clock.now();
        let until = begun + chrono::Duration::minutes(2);
        let claims = |now| handling::writes(&service, |tx| Ok(claim(tx, now, until)?)).unwrap();
        let held = claims(begun).unwrap();
        assert!(claims(begun).is_none());
        let later = until + chrono::Duration::seconds(1);
        let taken_over = handling::writes(&service, |tx| {
            Ok(claim(tx, later, later + chrono::Duration::minutes(2))?)
        });
        let taken_over = taken_over.unwrap().unwrap();
        assert_eq!(taken_over.id, held.id);
        let sent =
            |job| handling::writes(&service, |tx| Ok(end(tx, job, (JobState::Sent, None), later)?));
        assert!(!sent(&held).unwrap(), "it is not for the one who lost it");
        assert!(sent(&taken_over).unwrap());
    });
}
