//! Files beside the cases: received, looked at, scanned and sealed while they come in, and given out again. Knows no
//! case and no rule of the office.

mod archive;
mod media;
mod name;
mod place;
mod receive;
mod scan;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use object_store::{ObjectStore, ObjectStoreExt, path::Path};
use uuid::Uuid;

pub use media::Media;
pub use receive::{NotReceived, Received, Told};

use crate::config::Config;
use crate::crypto::OpenError;
use crate::crypto::file::{CHUNK, Chunks, FileKey, SEALED_CHUNK};
use scan::Scanner;

/// Where files are kept; cheap to clone.
#[derive(Clone)]
pub struct Files {
    /// Why there is none, where the settings do not fit together.
    store: Result<Arc<dyn ObjectStore>, String>,
    scanner: Option<Scanner>,
}

/// Why a kept file cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("文件存储暂时不可用：{0}")]
    Away(String),
    #[error(transparent)]
    Unseal(#[from] OpenError),
}

impl From<object_store::Error> for Fault {
    fn from(error: object_store::Error) -> Self {
        Self::Away(error.to_string())
    }
}

/// Bytes in the clear, chunk by chunk.
type Plain = Result<Vec<u8>, Fault>;

impl Files {
    /// The store of the settings, and the scanner if one is named.
    pub fn new(config: &Config) -> Self {
        let store = place::store(config);
        let scanner = config.clamav.as_deref().map(Scanner::at);
        Self { store, scanner }
    }

    /// Why files cannot be kept at all, as the settings are.
    pub fn check(&self) -> Result<(), String> {
        self.store.as_ref().map(|_| ()).map_err(Clone::clone)
    }

    fn store(&self) -> Result<&Arc<dyn ObjectStore>, Fault> {
        self.store.as_ref().map_err(|why| Fault::Away(why.clone()))
    }

    /// The bytes of a file. That the first of them can be had and opened is known before anything is given out.
    pub async fn read(
        &self,
        (id, size): (Uuid, u64),
        key: &FileKey,
    ) -> Result<impl Stream<Item = Plain> + use<>, Fault> {
        let chunk = u64::try_from(CHUNK).unwrap_or(u64::MAX);
        let left = size.div_ceil(chunk);
        let sealed = self.store()?.get(&place(id)).await?.into_stream();
        let opener = Chunks::of(key, id.into_bytes());
        let state = Opening { sealed, opener, left, buffer: Vec::with_capacity(2 * SEALED_CHUNK) };
        let mut chunks = Box::pin(stream::try_unfold(state, Opening::next));
        let first = chunks.try_next().await?;
        Ok(stream::iter(first.map(Ok)).chain(chunks))
    }

    /// Takes a file away; one that is not there is away already.
    pub async fn remove(&self, id: Uuid) -> Result<(), Fault> {
        match self.store()?.delete(&place(id)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The files that came in during the month before `now`, with the instant at which they were written.
    pub async fn recent(&self, now: DateTime<Utc>) -> Result<Vec<(Uuid, DateTime<Utc>)>, Fault> {
        let mut found = Vec::new();
        for folder in recent_folders(now) {
            let mut listed = self.store()?.list(Some(&Path::from(folder)));
            while let Some(meta) = listed.try_next().await? {
                let id = meta.location.filename().and_then(|name| name.parse().ok());
                found.extend(id.map(|id| (id, meta.last_modified)));
            }
        }
        Ok(found)
    }
}

/// A file on its way out.
struct Opening<S> {
    sealed: S,
    opener: Chunks,
    /// Chunks still to come.
    left: u64,
    buffer: Vec<u8>,
}

impl<S, B> Opening<S>
where
    S: Stream<Item = object_store::Result<B>> + Unpin,
    B: AsRef<[u8]>,
{
    async fn next(mut self) -> Result<Option<(Vec<u8>, Self)>, Fault> {
        if self.left == 0 {
            return Ok(None);
        }
        while self.buffer.len() < SEALED_CHUNK {
            let Some(bytes) = self.sealed.try_next().await? else { break };
            self.buffer.extend_from_slice(bytes.as_ref());
        }
        self.left -= 1;
        let rest = self.buffer.split_off(self.buffer.len().min(SEALED_CHUNK));
        let mut chunk = std::mem::replace(&mut self.buffer, rest);
        self.opener.open(&mut chunk, self.left == 0)?;
        Ok(Some((chunk, self)))
    }
}

/// Hexadecimal digits of an id that name its folder: the time to about three days.
const FOLDER: usize = 5;

/// Where a file lies. Ids begin with the time, so that what is new lies together.
fn place(id: Uuid) -> Path {
    let name = id.simple().to_string();
    let folder: String = name.chars().take(FOLDER).collect();
    Path::from_iter([folder, name])
}

fn recent_folders(now: DateTime<Utc>) -> Vec<String> {
    const A_FOLDER: Duration = Duration::from_millis(1 << 28);
    let first = now.timestamp_millis() >> 28;
    let days = 31 * 24 * 3600 / A_FOLDER.as_secs();
    (0..=i64::try_from(days).unwrap_or(0) + 1).map(|back| format!("{:05x}", first - back)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_lies_in_a_recent_folder() {
        let now: DateTime<Utc> = "2026-03-02T02:00:00Z".parse().unwrap();
        let folders = recent_folders(now);
        for days in [0, 1, 15, 31] {
            let then = now - chrono::TimeDelta::days(days);
            let seconds = u64::try_from(then.timestamp()).unwrap();
            let id = Uuid::new_v7(uuid::Timestamp::from_unix_time(seconds, 0, 0, 0));
            let path = place(id);
            let folder = path.parts().next().unwrap().as_ref().to_owned();
            assert!(folders.contains(&folder), "{days} {folder} {folders:?}");
            assert_eq!(path.filename().unwrap().parse::<Uuid>().unwrap(), id);
        }
    }
}
