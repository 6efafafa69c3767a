//! Clients that ask the service as fast as it answers, and what that costs it.

use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};

use crate::client::Client;

/// The clock of the kernel for processes, a second.
const TICKS: f64 = 100.0;

/// What one kind of request came to.
pub struct Load {
    pub per_second: f64,
    /// Processor time of the service for each, in µs: what other programs on the machine disturb least.
    pub cost: f64,
    pub median: Duration,
    pub p99: Duration,
}

/// Runs `ask` on `clients` connections at once for `time`; `n` is another number for each call.
pub fn load(
    (address, pid): (SocketAddr, u32),
    clients: u64,
    time: Duration,
    bearer: &Client,
    ask: impl Fn(&mut Client, u64) + Sync,
) -> Load {
    let (begun, cost) = (Instant::now(), processor_time(pid));
    let ask = &ask;
    let work = |client: u64| {
        let mut connection = Client::connect(address).unwrap();
        connection.bearer.clone_from(&bearer.bearer);
        let mut took = Vec::new();
        let mut n = client;
        while begun.elapsed() < time {
            let asked = Instant::now();
            ask(&mut connection, n);
            took.push(asked.elapsed());
            n += clients;
        }
        took
    };
    let mut took: Vec<Duration> = thread::scope(|scope| {
        let threads: Vec<_> =
            (0..clients).map(|client| scope.spawn(move || work(client))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    took.sort();
    let count = f64::from(u32::try_from(took.len()).unwrap());
    let at = |share: usize| took.get(took.len() * share / 100).copied().unwrap_or_default();
    Load {
        per_second: count / begun.elapsed().as_secs_f64(),
        cost: (processor_time(pid) - cost) * 1e6 / count,
        median: at(50),
        p99: at(99),
    }
}

/// Seconds of processor time that a process has taken.
fn processor_time(pid: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let (_, after_name) = stat.rsplit_once(") ").unwrap();
    let ticks = after_name.split(' ').skip(11).take(2).map(|field| field.parse::<f64>().unwrap());
    ticks.sum::<f64>() / TICKS
}

/// Memory that a process holds, in MiB.
pub fn memory(pid: u32) -> f64 {
    status(pid, "VmRSS:")
}

/// The most memory that it held since it was told to forget, in MiB.
pub fn peak(pid: u32) -> f64 {
    status(pid, "VmHWM:")
}

/// Forgets how much memory a process held.
pub fn reset_peak(pid: u32) {
    std::fs::write(format!("/proc/{pid}/clear_refs"), "5").unwrap();
}

fn status(pid: u32, name: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1024.0
}
