//! A file on its way in: looked at, hashed, scanned and sealed as it comes, never held whole. What is refused leaves
//! nothing behind.

use futures_util::{Stream, StreamExt};
use object_store::{ObjectStoreExt, WriteMultipart};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::media::{Fault as MediaFault, Look, NOTHING_SAID};
use super::scan::{Scan, Verdict};
use super::{Fault, Files, Media, name, place};
use crate::crypto::SealError;
use crate::crypto::file::{CHUNK, Chunks, FileKey, SEALED_CHUNK};

/// What the sender says of a file.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    pub name: &'a str,
    pub media_type: Option<&'a str>,
    /// The largest that is taken, in bytes.
    pub limit: u64,
}

/// A file that was kept.
#[derive(Debug)]
pub struct Received {
    pub id: Uuid,
    pub name: String,
    pub media: Media,
    pub size: u64,
    pub sha256: [u8; 32],
    pub key: FileKey,
}

/// Why a file was not kept.
#[derive(Debug, thiserror::Error)]
pub enum NotReceived {
    #[error("文件没有传完")]
    Cut,
    #[error("文件过大，最多 {} MB", .0 / (1024 * 1024))]
    TooLarge(u64),
    #[error("文件是空的")]
    Empty,
    #[error("文件名应带扩展名，如 身份证.jpg")]
    BadName,
    /// What the sender says it is.
    #[error("不收所说的这种类型；不知道类型的，请写 application/octet-stream")]
    BadType,
    #[error("不收这种文件；可以是 PDF、DOC、DOCX、XLS、XLSX、OFD、ZIP、JPG、PNG、HEIC、TXT")]
    UnknownType,
    #[error("文件内容与扩展名或者所说的类型不符")]
    Mismatch,
    #[error("压缩文件解压后过大或者文件过多，不能接收")]
    Bomb,
    #[error("病毒检查未通过，没有保存")]
    Infected,
    #[error("{0}")]
    ScannerAway(String),
    #[error(transparent)]
    Store(#[from] Fault),
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl From<object_store::Error> for NotReceived {
    fn from(error: object_store::Error) -> Self {
        Self::Store(error.into())
    }
}

/// What a store takes at once: a bucket wants no less.
const PART: usize = 5 * 1024 * 1024;
/// Parts on their way to the store.
const PARTS_AT_ONCE: usize = 2;

impl Files {
    /// Takes a file in. Nothing is kept unless it is whole and fine.
    pub async fn receive<S, B, E>(&self, told: Told<'_>, body: S) -> Result<Received, NotReceived>
    where
        S: Stream<Item = Result<B, E>> + Unpin,
        B: AsRef<[u8]>,
    {
        let declared = told.media_type.unwrap_or(NOTHING_SAID);
        let declared = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if !Media::is_declarable(&declared) {
            return Err(NotReceived::BadType);
        }
        let (name, ending) = name::cleaned(told.name).ok_or(NotReceived::BadName)?;
        let mut intake = self.begin().await?;
        let looked = intake.take_all(told.limit, body).await.and_then(|()| {
            let media = intake.look.media(intake.size, &ending)?;
            let fits = media.may_end(&ending) && media.may_be_called(&declared);
            if fits { Ok(media) } else { Err(NotReceived::Mismatch) }
        });
        match looked {
            Ok(media) => intake.finish(name, media).await,
            Err(why) => {
                intake.abort().await;
                Err(why)
            }
        }
    }

    async fn begin(&self) -> Result<Intake, NotReceived> {
        let scan = match &self.scanner {
            Some(scanner) => Some(scanner.begin().await.map_err(NotReceived::ScannerAway)?),
            None => None,
        };
        let (id, key) = (Uuid::now_v7(), FileKey::generate().map_err(SealError::from)?);
        let upload = self.store()?.put_multipart(&place(id)).await?;
        Ok(Intake {
            sealer: Chunks::of(&key, id.into_bytes()),
            chunk: Vec::with_capacity(SEALED_CHUNK),
            writer: WriteMultipart::new_with_chunk_size(upload, PART),
            hash: Sha256::new(),
            look: Look::default(),
            size: 0,
            scan,
            id,
            key,
        })
    }
}

/// A file that is being taken in.
struct Intake {
    id: Uuid,
    key: FileKey,
    sealer: Chunks,
    /// In the clear until it is full.
    chunk: Vec<u8>,
    writer: WriteMultipart,
    hash: Sha256,
    look: Look,
    size: u64,
    scan: Option<Scan>,
}

impl Intake {
    async fn take_all<S, B, E>(&mut self, limit: u64, mut body: S) -> Result<(), NotReceived>
    where
        S: Stream<Item = Result<B, E>> + Unpin,
        B: AsRef<[u8]>,
    {
        while let Some(bytes) = body.next().await {
            let bytes = bytes.map_err(|_| NotReceived::Cut)?;
            let bytes = bytes.as_ref();
            self.size = self.size.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
            if self.size > limit {
                return Err(NotReceived::TooLarge(limit));
            }
            self.hash.update(bytes);
            self.look.see(bytes);
            if let Some(scan) = &mut self.scan {
                scan.show(bytes).await.map_err(NotReceived::ScannerAway)?;
            }
            self.fill(bytes).await?;
        }
        if self.size == 0 { Err(NotReceived::Empty) } else { Ok(()) }
    }

    /// Fills chunks; a full one goes out only when it is known not to be the last.
    async fn fill(&mut self, mut bytes: &[u8]) -> Result<(), NotReceived> {
        while !bytes.is_empty() {
            if self.chunk.len() == CHUNK {
                self.put(false).await?;
            }
            let room = (CHUNK - self.chunk.len()).min(bytes.len());
            let (now, later) = bytes.split_at(room);
            self.chunk.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    async fn put(&mut self, is_last: bool) -> Result<(), NotReceived> {
        self.sealer.seal(&mut self.chunk, is_last)?;
        self.writer.wait_for_capacity(PARTS_AT_ONCE).await?;
        self.writer.write(&self.chunk);
        self.chunk.clear();
        Ok(())
    }

    async fn finish(mut self, name: String, media: Media) -> Result<Received, NotReceived> {
        if let Err(why) = self.pass().await {
            self.abort().await;
            return Err(why);
        }
        // It aborts by itself where it fails.
        self.writer.finish().await?;
        let Self { id, key, size, hash, .. } = self;
        Ok(Received { id, name, media, size, sha256: hash.finalize().into(), key })
    }

    /// The last chunk, and the word of the scanner.
    async fn pass(&mut self) -> Result<(), NotReceived> {
        self.put(true).await?;
        let Some(scan) = self.scan.take() else { return Ok(()) };
        match scan.verdict().await.map_err(NotReceived::ScannerAway)? {
            Verdict::Clean => Ok(()),
            Verdict::Infected => Err(NotReceived::Infected),
        }
    }

    async fn abort(self) {
        if let Err(error) = self.writer.abort().await {
            tracing::warn!(%error, "upload not taken back");
        }
    }
}

impl From<MediaFault> for NotReceived {
    fn from(fault: MediaFault) -> Self {
        match fault {
            MediaFault::Unknown => Self::UnknownType,
            MediaFault::Bomb => Self::Bomb,
        }
    }
}
