//! Where messages arrive: a real mail server as a process of its own, and an HTTP gateway.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// Who may send by the mail server where it asks.
pub const LOGIN: (&str, &str) = ("gk", "geheim-37");

/// `tests/office/mail_sink.py`.
pub struct MailSink {
    child: Child,
    pub port: u16,
    mails: Arc<Mutex<Vec<Value>>>,
    /// Where the certificate of its authority stands.
    pub folder: TempDir,
}

impl MailSink {
    /// Starts one that keeps its connections so: `none`, `starttls` or `tls`.
    pub fn start(security: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let script = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/mail-sink.sh");
        let mut child = Command::new(script)
            .args([security, folder.path().to_str().unwrap()])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines.next().expect("a mail server; see above").unwrap().parse().unwrap();
        let mails: Arc<Mutex<Vec<Value>>> = Arc::default();
        let taken = Arc::clone(&mails);
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                taken.lock().unwrap().push(serde_json::from_str(&line).unwrap());
            }
        });
        Self { child, port, mails, folder }
    }

    /// Every mail that was taken, in order.
    pub fn mails(&self) -> Vec<Value> {
        self.mails.lock().unwrap().clone()
    }

    /// The same once there are so many.
    pub fn waits_for(&self, count: usize) -> Vec<Value> {
        until(|| self.mails.lock().unwrap().len() >= count);
        self.mails()
    }
}

impl Drop for MailSink {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Waits for something that must come about.
pub fn until(comes_about: impl Fn() -> bool) {
    let asked = Instant::now();
    while !comes_about() {
        assert!(asked.elapsed() < Duration::from_mins(1), "it did not come about");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// What a gateway was sent.
#[derive(Clone, Debug)]
pub struct Posted {
    pub head: String,
    pub body: Vec<u8>,
}

impl Posted {
    pub fn header(&self, name: &str) -> &str {
        let line = self.head.lines().find_map(|line| {
            let (of, value) = line.split_once(": ")?;
            of.eq_ignore_ascii_case(name).then_some(value)
        });
        line.unwrap_or_else(|| panic!("no {name} in {}", self.head))
    }
}

/// An HTTP gateway that answers each request with the next of the statuses, and then with 200.
pub struct HttpSink {
    pub port: u16,
    posted: Arc<Mutex<Vec<Posted>>>,
}

impl HttpSink {
    pub fn start(answers: Vec<u16>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let posted: Arc<Mutex<Vec<Posted>>> = Arc::default();
        let taken = Arc::clone(&posted);
        std::thread::spawn(move || {
            let answers = answers.into_iter().chain(std::iter::repeat(200));
            for (stream, answer) in listener.incoming().map_while(Result::ok).zip(answers) {
                let mut stream = BufReader::new(stream);
                let posted = read(&mut stream);
                taken.lock().unwrap().push(posted);
                let line = format!(
                    "HTTP/1.1 {answer} Said\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                );
                stream.get_mut().write_all(line.as_bytes()).unwrap();
            }
        });
        Self { port, posted }
    }

    pub fn posted(&self) -> Vec<Posted> {
        self.posted.lock().unwrap().clone()
    }
}

fn read(stream: &mut impl BufRead) -> Posted {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(stream.read_line(&mut head).unwrap(), 0, "{head}");
    }
    let mut posted = Posted { head, body: Vec::new() };
    posted.body = vec![0; posted.header("content-length").parse().unwrap()];
    stream.read_exact(&mut posted.body).unwrap();
    posted
}
