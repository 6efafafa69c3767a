//! Files that do not come through: cut off, without room, without a store, without a scanner. Nothing is half kept.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use serde_json::json;

use super::{CASES, arrival, number, registrar};
use crate::client::{Client, Told};
use crate::support::{Database, Office};

const PUBLIC: &str = "/api/v1/public/attachments?name=a.txt";

/// Sends a file, or as much of it as `sent` has.
fn begins(client: &mut Client, uri: &str, length: usize, sent: &[u8]) {
    let length = length.to_string();
    let headers = [("content-type", "text/plain"), ("content-length", length.as_str())];
    client.begins("POST", uri, &headers, 0).unwrap();
    // The service may have answered and closed already.
    drop(client.says(sent));
}

fn uploads(client: &mut Client, uri: &str, bytes: &[u8]) -> Told {
    begins(client, uri, bytes.len(), bytes);
    client.hears().unwrap()
}

/// How many files the service keeps, whole and half ones.
fn kept(office: &Office) -> usize {
    crate::api::kept(&office.path("data/files")).len()
}

/// Waits until nothing is kept any more.
fn nothing_kept(office: &Office) {
    for _ in 0..100 {
        if kept(office) == 0 {
            return;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("{} files are kept", kept(office));
}

fn code(told: &Told) -> (u16, &str) {
    (told.status, told.body["code"].as_str().unwrap_or_default())
}

#[test]
fn an_upload_that_is_cut_off_leaves_nothing() {
    let office = Office::open(Database::Sqlite);
    let served = office.serves("");
    for sent in [0, 10, 300_000, 12_000_000] {
        let mut client = served.client();
        begins(&mut client, PUBLIC, 15_000_000, &vec![b'a'; sent]);
        drop(client);
        nothing_kept(&office);
    }
    let told = uploads(&mut served.client(), PUBLIC, b"whole");
    assert_eq!((told.status, kept(&office)), (201, 1), "{}", told.body);
}

#[test]
fn a_full_disk_refuses_an_upload_and_keeps_no_half_of_it() {
    let office = Office::open(Database::Sqlite);
    office.hires_registrar();
    let served = office.serves("trap '' XFSZ;");
    let mut client = registrar(&served);
    let case = number(&client.posts(CASES, &arrival("某文件"), &[]).unwrap()).unwrap();
    let uri = format!("{CASES}/{case}/attachments?name=a.txt");
    super::disk_full::limits(served.pid(), "4000000");
    for uri in [uri.as_str(), PUBLIC] {
        let told = uploads(&mut client, uri, &vec![b'a'; 12_000_000]);
        assert_eq!(code(&told), (503, "files_unavailable"), "{}", told.body);
        nothing_kept(&office);
    }
    super::disk_full::limits(served.pid(), "unlimited");
    let told = uploads(&mut client, &uri, &vec![b'a'; 12_000_000]);
    assert_eq!((told.status, kept(&office)), (201, 1), "{}", told.body);
    let listed = client.gets(&format!("{CASES}/{case}/attachments")).unwrap();
    assert_eq!(listed.body.as_array().unwrap().len(), 1);
    office.must(&["audit", "verify"]);
}

#[test]
fn a_store_that_is_away_is_told_and_the_rest_goes_on() {
    let office = Office::open(Database::Sqlite);
    let served = office.serves(
        "GONGKAI_FILES=s3://files/office GONGKAI_S3_ENDPOINT=http://127.0.0.1:9 GONGKAI_S3_ACCESS_KEY_ID=a \
         GONGKAI_S3_SECRET_ACCESS_KEY=b",
    );
    let told = uploads(&mut served.client(), PUBLIC, b"text");
    assert_eq!(code(&told), (503, "files_unavailable"), "{}", told.body);
    assert_eq!(served.client().gets("/api/v1/public/organs").unwrap().status, 200);
}

/// A scanner that finds what bears the mark of the EICAR test file.
fn scanner() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            drop(answers(stream.unwrap()));
        }
    });
    port
}

fn answers(mut stream: TcpStream) -> std::io::Result<()> {
    let mut command = [0; 10];
    stream.read_exact(&mut command)?;
    assert_eq!(&command, b"zINSTREAM\0");
    let mut seen = Vec::new();
    loop {
        let mut length = [0; 4];
        stream.read_exact(&mut length)?;
        let length = u32::from_be_bytes(length);
        if length == 0 {
            break;
        }
        let mut part = vec![0; usize::try_from(length).unwrap()];
        stream.read_exact(&mut part)?;
        seen.extend(part);
    }
    let found = seen.windows(5).any(|part| part == b"EICAR");
    stream.write_all(if found { b"stream: Eicar-Test-Signature FOUND\0" } else { b"stream: OK\0" })
}

#[test]
fn what_the_scanner_finds_is_refused_and_without_it_nothing_is_taken() {
    let office = Office::open(Database::Sqlite);
    let served = office.serves(&format!("GONGKAI_CLAMAV=tcp:127.0.0.1:{}", scanner()));
    let mut client = served.client();
    let infected = uploads(&mut client, PUBLIC, b"X5O!P%@AP EICAR test");
    assert_eq!(code(&infected), (422, "infected"), "{}", infected.body);
    nothing_kept(&office);
    let clean = uploads(&mut client, PUBLIC, &vec![b'a'; 1_000_000]);
    assert_eq!((clean.status, kept(&office)), (201, 1), "{}", clean.body);
    drop(served);
    let served = office.serves("GONGKAI_CLAMAV=tcp:127.0.0.1:9");
    let away = uploads(&mut served.client(), PUBLIC, b"text");
    assert_eq!(code(&away), (503, "scanner_unavailable"), "{}", away.body);
    assert_eq!(kept(&office), 1);
}

/// Tens of thousands of guesses: next to none is looked at, and the citizen is served all the while.
#[test]
fn guessing_over_loopback_is_hopeless() {
    const GUESSES: usize = 20_000;
    let office = Office::open(Database::Sqlite);
    let served = office.serves("GONGKAI_TRUSTED_PROXIES=127.0.0.1");
    let mut client = served.client();
    let form = json!({
        "organ": "620402", "requester_kind": "natural_person",
        "requester": {"name": "王䶮", "identity_kind": "passport", "identity_number": "E1234567", "phone": "1"},
        "items": [{"title": "某文件"}], "wanted_form": "paper", "wanted_way": "collect", "consent": true,
    });
    let filed =
        client.posts("/api/v1/public/requests", &form, &[("x-forwarded-for", "203.0.113.5")]);
    let filed = filed.unwrap();
    assert_eq!(filed.status, 201, "{}", filed.body);
    let by = |code: &str| json!({"number": filed.body["number"], "code": code});
    let status = "/api/v1/public/requests/status";
    let (mut looked_at, mut limited) = (0, 0);
    for at in 0..GUESSES {
        let guess = by(&format!("33333{at:05}"));
        let told = client.posts(status, &guess, &[("x-forwarded-for", "203.0.113.66")]).unwrap();
        match told.status {
            404 => looked_at += 1,
            429 => limited += 1,
            other => panic!("{other} {}", told.body),
        }
    }
    assert_eq!((looked_at, limited), (5, GUESSES - 5));
    let own = by(filed.body["query_code"].as_str().unwrap());
    let told = client.posts(status, &own, &[("x-forwarded-for", "203.0.113.5")]).unwrap();
    assert_eq!(told.status, 200, "{}", told.body);
}
