//! The virus scanner of the office: ClamAV, asked over its socket (INSTREAM).

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::timeout;

/// How long the scanner may take for one step.
const PATIENCE: Duration = Duration::from_mins(1);
/// The longest answer that is read.
const LONGEST_ANSWER: usize = 4096;

/// Where the scanner listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Scanner {
    Tcp(String),
    Unix(String),
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// A file that is being scanned while it comes in.
pub(super) struct Scan(Box<dyn Stream>);

/// What the scanner says of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Clean,
    Infected,
}

impl Scanner {
    /// The scanner at `unix:/path` or `tcp:host:port`.
    pub fn at(place: &str) -> Self {
        match place.strip_prefix("unix:") {
            Some(path) => Self::Unix(path.to_owned()),
            None => Self::Tcp(place.strip_prefix("tcp:").unwrap_or(place).to_owned()),
        }
    }

    /// Begins to scan a file; `Err` says why the scanner is away.
    pub async fn begin(&self) -> Result<Scan, String> {
        let connected = async {
            Ok::<Box<dyn Stream>, std::io::Error>(match self {
                Self::Tcp(address) => Box::new(TcpStream::connect(address).await?),
                Self::Unix(path) => Box::new(UnixStream::connect(path).await?),
            })
        };
        let mut scan = Scan(in_time(connected).await?);
        scan.writes(b"zINSTREAM\0").await?;
        Ok(scan)
    }
}

impl Scan {
    /// Shows the scanner the next bytes.
    pub async fn show(&mut self, bytes: &[u8]) -> Result<(), String> {
        let length = u32::try_from(bytes.len()).map_err(|error| error.to_string())?;
        if length > 0 {
            self.writes(&length.to_be_bytes()).await?;
            self.writes(bytes).await?;
        }
        Ok(())
    }

    /// What it says of the whole. An answer that is neither is none.
    pub async fn verdict(mut self) -> Result<Verdict, String> {
        self.writes(&0_u32.to_be_bytes()).await?;
        let mut answer = Vec::new();
        while answer.len() < LONGEST_ANSWER && !answer.contains(&0) {
            if in_time(self.0.read_buf(&mut answer)).await? == 0 {
                break;
            }
        }
        let answer = String::from_utf8_lossy(&answer);
        let answer = answer.trim_end_matches(['\0', '\n']);
        if answer.ends_with(" FOUND") {
            Ok(Verdict::Infected)
        } else if answer.ends_with(": OK") {
            Ok(Verdict::Clean)
        } else {
            Err(format!("answers {answer:?}"))
        }
    }

    async fn writes(&mut self, bytes: &[u8]) -> Result<(), String> {
        in_time(self.0.write_all(bytes)).await
    }
}

async fn in_time<T>(step: impl Future<Output = std::io::Result<T>>) -> Result<T, String> {
    match timeout(PATIENCE, step).await {
        Ok(done) => done.map_err(|error| error.to_string()),
        Err(_) => Err("does not answer".to_owned()),
    }
}
