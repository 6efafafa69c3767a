//! No room: the process may not make its files longer, as on a full disk (`ulimit -f`, raised later by `prlimit`).

use std::process::Command;

use super::{CASES, arrival, assert_unavailable, number, registrar, stored};
use crate::support::{Database, Office};

/// How long the files of a process may grow, in bytes; `prlimit` is part of util-linux.
pub fn limits(pid: u32, bytes: &str) {
    let limited = Command::new("prlimit")
        .args(["--pid", &pid.to_string(), &format!("--fsize={bytes}:unlimited")])
        .status();
    assert!(limited.is_ok_and(|status| status.success()), "prlimit (util-linux) is needed");
}

#[test]
fn a_full_disk_refuses_and_loses_nothing() {
    let office = Office::open(Database::Sqlite);
    office.hires_registrar();
    // Who writes too far is told so instead of being killed.
    let served = office.serves("trap '' XFSZ;");
    let mut client = registrar(&served);
    let first = number(&client.posts(CASES, &arrival("有地方"), &[]).unwrap()).unwrap();
    let longest = office.longest_file();
    limits(served.pid(), &(longest + 200_000).to_string());
    let long = "长".repeat(3000);
    let (mut acknowledged, mut refused) = (vec![first.clone()], 0);
    while refused < 5 {
        let told = client.posts(CASES, &arrival(&long), &[]).unwrap();
        if let Some(number) = number(&told) {
            acknowledged.push(number);
        } else {
            assert_unavailable(&told);
            refused += 1;
        }
        assert!(acknowledged.len() < 1000, "the disk was meant to be full");
    }
    let read = client.gets(&format!("{CASES}/{first}")).unwrap();
    assert_eq!(read.status, 200, "what is there can be read");

    limits(served.pid(), "unlimited");
    let told = client.posts(CASES, &arrival("又有地方了"), &[]).unwrap();
    acknowledged.push(number(&told).unwrap_or_else(|| panic!("{}", told.body)));
    let mut there = stored(&office);
    there.sort();
    acknowledged.sort();
    assert_eq!(there, acknowledged);
}
