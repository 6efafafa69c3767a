//! `kill -9` while four clients write.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use super::{CASES, arrival, number, registrar, stored};
use crate::client::Client;
use crate::support::on_both;

const CLIENTS: usize = 4;
/// A thousand in all.
const EACH: usize = 250;

/// Writes until the service is gone or it has written all; gives each key with the number that was acknowledged.
fn writes(mut client: Client, writer: usize, done: &AtomicUsize) -> Vec<(String, String)> {
    let mut acknowledged = Vec::new();
    for n in 0..EACH {
        let key = format!("{writer}-{n}");
        let told = client.posts(CASES, &arrival(&key), &[("idempotency-key", &key)]);
        let Ok(told) = told else { break };
        acknowledged.push((key, number(&told).unwrap()));
        done.fetch_add(1, Ordering::SeqCst);
    }
    acknowledged
}

#[test]
fn every_acknowledged_act_is_there_after_a_kill() {
    on_both(|office| {
        office.hires_registrar();
        let served = office.serves("");
        let done = Arc::new(AtomicUsize::new(0));
        let writers: Vec<_> = (0..CLIENTS)
            .map(|writer| {
                let (client, done) = (registrar(&served), Arc::clone(&done));
                thread::spawn(move || writes(client, writer, &done))
            })
            .collect();
        while done.load(Ordering::SeqCst) < CLIENTS * EACH / 2 {
            thread::sleep(Duration::from_millis(1));
        }
        served.dies();
        let acknowledged: Vec<_> =
            writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
        assert!(acknowledged.len() < CLIENTS * EACH, "it was meant to be killed at its work");

        let there = stored(&office);
        let lost: Vec<_> =
            acknowledged.iter().filter(|(_, number)| !there.contains(number)).collect();
        assert!(lost.is_empty(), "{lost:?}");
        // Of each client one call at most was under way.
        assert!(there.len() <= acknowledged.len() + CLIENTS, "{}", there.len());

        let served = office.serves("");
        let mut client = registrar(&served);
        for (key, given) in acknowledged.iter().rev().take(20) {
            let again = client.posts(CASES, &arrival(key), &[("idempotency-key", key)]).unwrap();
            assert_eq!(number(&again).as_ref(), Some(given), "the same call is answered the same");
        }
        assert_eq!(stored(&office).len(), there.len());
    });
}
