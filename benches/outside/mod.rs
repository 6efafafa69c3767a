//! What the public side costs: requests filed and followed, and a file of 100 MB on its way in.

use std::fs::File;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use gongkai::crypto::file::{CHUNK, Chunks, FileKey};
use sha2::{Digest, Sha256};

use crate::client::Client;
use crate::load::{Load, load, memory, peak, reset_peak};
use crate::{CLIENTS, TIME};

/// Where the service keeps its files.
pub fn folder() -> PathBuf {
    std::env::temp_dir().join("gongkai-bench-files")
}

fn form(n: u64) -> serde_json::Value {
    serde_json::json!({
        "organ": "7", "requester_kind": "natural_person",
        "requester": {
            "name": format!("申请人{n}"), "identity_kind": "passport", "identity_number": format!("E{n:08}"),
            "phone": "13800000000",
        },
        "items": [{"title": format!("某建设项目第{n}号环境影响评价文件及其批复")}],
        "wanted_form": "paper", "wanted_way": "collect", "consent": true,
    })
}

/// Files requests, and follows them.
pub fn ask(at: (SocketAddr, u32), tell: &dyn Fn(&str, &Load)) -> [(&'static str, f64); 2] {
    let nobody = Client::connect(at.0).unwrap();
    let filed = Mutex::new(Vec::new());
    let taken = load(at, CLIENTS, TIME, &nobody, |client, n| {
        let told = client.posts("/api/v1/public/requests", &form(n), &[]).unwrap();
        assert_eq!(told.status, 201, "{}", told.body);
        let (number, code) = (&told.body["number"], &told.body["query_code"]);
        filed.lock().unwrap().push(serde_json::json!({"number": number, "code": code}));
    });
    tell("public_intake", &taken);
    let filed = filed.into_inner().unwrap();
    let followed = load(at, CLIENTS, TIME, &nobody, |client, n| {
        let by = &filed[usize::try_from(n.wrapping_mul(2_654_435_761)).unwrap() % filed.len()];
        let told = client.posts("/api/v1/public/requests/status", by, &[]).unwrap();
        assert_eq!(told.status, 200, "{}", told.body);
    });
    tell("public_status", &followed);
    [("public_intake", taken.cost), ("public_status", followed.cost)]
}

/// Bytes of the file: within the limit for requesters, who need not sign in, the service is told to take more.
const SIZE: usize = 100 * 1024 * 1024;

/// A file of 100 MB, beside the same file sealed and written in this process.
pub fn upload(name: &str, (address, pid): (SocketAddr, u32)) {
    let bytes = vec![b'a'; SIZE];
    let (mut sent, mut written) = (Vec::new(), Vec::new());
    let before = memory(pid);
    reset_peak(pid);
    for _ in 0..3 {
        let mut client = Client::connect(address).unwrap();
        let begun = Instant::now();
        let length = SIZE.to_string();
        let headers = [("content-type", "text/plain"), ("content-length", length.as_str())];
        client.begins("POST", "/api/v1/public/attachments?name=a.txt", &headers, 0).unwrap();
        client.says(&bytes).unwrap();
        let told = client.hears().unwrap();
        assert_eq!(told.status, 201, "{}", told.body);
        sent.push(begun.elapsed());
        written.push(seal_and_write(&bytes));
    }
    let best = |took: &[Duration]| took.iter().min().copied().unwrap_or_default().as_secs_f64();
    let (sent, written) = (best(&sent), best(&written));
    println!(
        "{name}/upload {:.0} MB/s = {:.0} % of writing it sealed ({:.0} MB/s), memory {before:.0} MiB, at most {:.0} MiB",
        100.0 / sent,
        written / sent * 100.0,
        100.0 / written,
        peak(pid),
    );
    drop(std::fs::remove_dir_all(folder()));
    std::fs::create_dir_all(folder()).unwrap();
}

fn seal_and_write(bytes: &[u8]) -> Duration {
    let begun = Instant::now();
    let path = folder().join("by-itself");
    let mut file = File::create(&path).unwrap();
    let mut sealer = Chunks::of(&FileKey::generate().unwrap(), [0; 16]);
    let mut hash = Sha256::new();
    for part in bytes.chunks(CHUNK) {
        hash.update(part);
        let mut chunk = part.to_vec();
        sealer.seal(&mut chunk, false).unwrap();
        file.write_all(&chunk).unwrap();
    }
    file.sync_all().unwrap();
    let took = begun.elapsed();
    std::fs::remove_file(path).unwrap();
    took
}
