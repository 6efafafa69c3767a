//! SIGTERM while requests are under way.

use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use super::{CASES, arrival, number, registrar, stored};
use crate::support::on_both;

#[test]
fn what_is_under_way_is_finished_and_nothing_new_begins() {
    on_both(|office| {
        office.hires_registrar();
        let mut served = office.serves("");
        // Half of the body is sent; the service waits for the rest.
        let body = arrival("正在办理").to_string();
        let (half, rest) = body.as_bytes().split_at(40);
        let mut under_way: Vec<_> = (0..3).map(|_| registrar(&served)).collect();
        for client in &mut under_way {
            client.begins("POST", CASES, &[], body.len()).unwrap();
            client.says(half).unwrap();
        }
        thread::sleep(Duration::from_millis(200));
        served.must_stop();
        let asked = Instant::now();
        while TcpStream::connect(served.address).is_ok() {
            assert!(asked.elapsed() < Duration::from_secs(10), "new connections are refused");
            thread::sleep(Duration::from_millis(20));
        }
        let mut acknowledged = Vec::new();
        for client in &mut under_way {
            client.says(rest).unwrap();
            acknowledged.push(number(&client.hears().unwrap()).unwrap());
        }
        drop(under_way);
        assert_eq!(served.ends().code(), Some(0));
        let mut there = stored(&office);
        there.sort();
        acknowledged.sort();
        assert_eq!(there, acknowledged);
    });
}
