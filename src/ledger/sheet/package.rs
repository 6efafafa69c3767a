//! A zip package (xlsx, ods) whose parts are read as guarded streams: a bomb goes off nowhere.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use flate2::Crc;
use flate2::read::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use super::Unreadable;
use crate::ledger::unreadable::Limit;

/// An office file has a few dozen parts.
const MOST_PARTS: usize = 10_000;
/// A part larger than this is refused; a million rows of a wide register take a quarter of it.
const LARGEST_PART: u64 = 4 << 30;
/// How many times its packed size a part may have once it is larger than [`UNSUSPICIOUS`]; real sheets reach 60.
const HIGHEST_RATIO: u64 = 250;
const UNSUSPICIOUS: u64 = 32 << 20;
/// The longest run of text between two tags; Excel allows 32,767 characters in a cell.
const LONGEST_TEXT: usize = 1 << 20;

/// The table of contents of a zip file.
#[derive(Debug)]
pub(super) struct Package {
    path: PathBuf,
    parts: HashMap<String, Part>,
}

#[derive(Clone, Copy, Debug)]
struct Part {
    start: u64,
    packed: u64,
    method: CompressionMethod,
    crc: u32,
}

impl Package {
    /// Reads the table of contents, and refuses what is broken, locked, or says itself that it is too large.
    pub(super) fn open(path: &Path) -> Result<Self, Unreadable> {
        let file = BufReader::new(File::open(path)?);
        let mut archive = ZipArchive::new(file).map_err(|_| Unreadable::Damaged)?;
        if archive.len() > MOST_PARTS {
            return Err(Unreadable::TooLarge("压缩包中的文件过多"));
        }
        let mut parts = HashMap::new();
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(|_| Unreadable::Damaged)?;
            if entry.encrypted() {
                return Err(Unreadable::Encrypted);
            }
            within_limits(entry.size(), entry.compressed_size())
                .map_err(|limit| Unreadable::TooLarge(limit.0))?;
            let part = Part {
                start: entry.data_start().ok_or(Unreadable::Damaged)?,
                packed: entry.compressed_size(),
                method: entry.compression(),
                crc: entry.crc32(),
            };
            let name = entry.name().map_err(|_| Unreadable::Damaged)?;
            parts.insert(normal(&name), part);
        }
        Ok(Self { path: path.to_owned(), parts })
    }

    /// Whether the package has a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&normal(name))
    }

    /// The inflated bytes of a part.
    pub(super) fn part(&self, name: &str) -> Result<Option<Box<dyn Read>>, Unreadable> {
        let Some(part) = self.parts.get(&normal(name)) else {
            return Ok(None);
        };
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(part.start))?;
        let packed = BufReader::new(file.take(part.packed));
        if part.method == CompressionMethod::Stored {
            return Ok(Some(Box::new(Guarded::new(packed, part))));
        }
        if part.method == CompressionMethod::Deflated {
            return Ok(Some(Box::new(Guarded::new(DeflateDecoder::new(packed), part))));
        }
        Err(Unreadable::Damaged)
    }
}

/// Some programs write part names with backslashes or in capitals.
fn normal(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_ascii_lowercase()
}

fn within_limits(size: u64, packed: u64) -> Result<(), Limit> {
    if size > LARGEST_PART {
        return Err(Limit("超过 4 GiB"));
    }
    if size > UNSUSPICIOUS && size / packed.max(1) > HIGHEST_RATIO {
        return Err(Limit("压缩比异常，疑似压缩炸弹"));
    }
    Ok(())
}

/// A stream that counts what really comes out, whatever the table of contents says, and checks it at the end.
struct Guarded<R> {
    inner: R,
    packed: u64,
    expected: u32,
    size: u64,
    since_tag: usize,
    crc: Crc,
}

impl<R> Guarded<R> {
    fn new(inner: R, part: &Part) -> Self {
        Self {
            inner,
            packed: part.packed,
            expected: part.crc,
            size: 0,
            since_tag: 0,
            crc: Crc::new(),
        }
    }

    /// Counts the bytes since the last tag, so that no text can fill the memory.
    fn watch(&mut self, bytes: &[u8]) -> Result<(), Limit> {
        self.since_tag = match bytes.iter().rposition(|byte| *byte == b'<') {
            Some(tag) => bytes.len().saturating_sub(tag),
            None => self.since_tag.saturating_add(bytes.len()),
        };
        if self.since_tag > LONGEST_TEXT {
            Err(Limit("一个单元格超过 1 MiB"))
        } else {
            Ok(())
        }
    }
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let bytes = buffer.get(..read).unwrap_or_default();
        if read == 0 && !buffer.is_empty() && self.crc.sum() != self.expected {
            return Err(io::ErrorKind::InvalidData.into());
        }
        self.crc.update(bytes);
        self.size = self.size.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        within_limits(self.size, self.packed)
            .and_then(|()| self.watch(bytes))
            .map_err(io::Error::other)?;
        Ok(read)
    }
}
