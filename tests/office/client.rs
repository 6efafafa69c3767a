//! A small HTTP client that keeps its connection: what it is told, it tells.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// One connection to the service.
pub struct Client {
    stream: BufReader<TcpStream>,
    bearer: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Told {
    pub status: u16,
    pub body: Value,
    pub etag: Option<String>,
}

impl Client {
    pub fn connect(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect_timeout(&address, Duration::from_secs(10))?;
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream), bearer: None })
    }

    /// Signs in; every later call says who asks.
    pub fn signs_in(&mut self, login_name: &str, password: &str) -> io::Result<()> {
        let body = serde_json::json!({"login_name": login_name, "password": password});
        let told = self.posts("/api/v1/session", &body, &[])?;
        let token = told.body["access_token"].as_str();
        self.bearer = Some(token.ok_or_else(|| broken("not signed in"))?.to_owned());
        Ok(())
    }

    pub fn gets(&mut self, uri: &str) -> io::Result<Told> {
        self.begins("GET", uri, &[], 0)?;
        self.hears()
    }

    pub fn posts(&mut self, uri: &str, body: &Value, more: &[(&str, &str)]) -> io::Result<Told> {
        let body = body.to_string();
        self.begins("POST", uri, more, body.len())?;
        self.says(body.as_bytes())?;
        self.hears()
    }

    /// Sends everything before the body.
    pub fn begins(
        &mut self,
        method: &str,
        uri: &str,
        headers: &[(&str, &str)],
        length: usize,
    ) -> io::Result<()> {
        let more = |head: &mut String, name: &str, value: &str| {
            for part in [name, ": ", value, "\r\n"] {
                head.push_str(part);
            }
        };
        let mut head = format!("{method} {uri} HTTP/1.1\r\nhost: office\r\n");
        if length > 0 {
            head.push_str("content-type: application/json\r\n");
            more(&mut head, "content-length", &length.to_string());
        }
        if let Some(bearer) = &self.bearer {
            more(&mut head, "authorization", &format!("Bearer {bearer}"));
        }
        for (name, value) in headers {
            more(&mut head, name, value);
        }
        self.says(format!("{head}\r\n").as_bytes())
    }

    pub fn says(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.get_mut().write_all(bytes)
    }

    /// Waits for the answer.
    pub fn hears(&mut self) -> io::Result<Told> {
        let first = self.line()?;
        let status = first.split(' ').nth(1).and_then(|status| status.parse().ok());
        let mut told = Told {
            status: status.ok_or_else(|| broken("no status"))?,
            body: Value::Null,
            etag: None,
        };
        let mut length = 0;
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(": ") else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().map_err(|_| broken("no length"))?,
                "etag" => told.etag = Some(value.to_owned()),
                _ => {}
            }
        }
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes)?;
        told.body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Ok(told)
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err(broken("closed"));
        }
        Ok(line.trim_end().to_owned())
    }
}

fn broken(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, why)
}
