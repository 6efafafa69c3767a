//! A copy of everything while the service runs, and the way back: the database as it stood at one moment, the files
//! beside it, and a list with their hashes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::crypto::digits;
use crate::db::{Db, DbError, Location, transfer};

const DATABASE: &str = "database.db";
const FILES: &str = "files";
const LIST: &str = "manifest.json";

/// What a backup holds.
#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    pub made_at: DateTime<Utc>,
    /// The program that made it.
    pub version: String,
    pub files: Vec<Kept>,
}

/// One file of a backup.
#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Kept {
    /// Below the folder of the backup, with `/` between its parts.
    pub path: String,
    pub bytes: u64,
    pub sha256: String,
}

/// Why there is no backup, or no way back.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    #[error("只有 SQLite 数据库由本程序备份；PostgreSQL 请用 pg_dump 或者持续归档")]
    NotSqlite,
    #[error("{0} 已经存在；不覆盖")]
    Exists(String),
    #[error("备份不完整：{0}")]
    Damaged(String),
    #[error("备份清单读不出：{0}")]
    BadList(#[from] serde_json::Error),
    #[error("{path}：{error}")]
    File { path: String, error: io::Error },
    #[error("数据库出错：{0}")]
    Database(#[from] DbError),
    #[error(transparent)]
    Open(#[from] crate::db::OpenError),
}

fn at(path: &Path) -> impl Fn(io::Error) -> Failed {
    let path = path.display().to_string();
    move |error| Failed::File { path: path.clone(), error }
}

/// Writes a backup of `db`, and of the files below `files`, into the new folder `into`.
pub fn back_up(
    db: &Db,
    files: Option<&Path>,
    into: &Path,
    now: DateTime<Utc>,
) -> Result<Manifest, Failed> {
    let Location::Sqlite(_) = db.location() else { return Err(Failed::NotSqlite) };
    if into.exists() {
        return Err(Failed::Exists(into.display().to_string()));
    }
    // Under another name until it is whole: a folder of this name is a backup.
    let unfinished = into.with_extension("unfinished");
    fs::create_dir_all(&unfinished).map_err(at(&unfinished))?;
    let database = unfinished.join(DATABASE);
    let text = database.display().to_string();
    // A connection of its own: the one that writes goes on meanwhile.
    transfer::snapshot(&mut db.location().connect(false)?, &text)?;
    // After the database: what it names is there, since files are never changed.
    if let Some(files) = files.filter(|folder| folder.exists()) {
        copy_all(files, &unfinished.join(FILES))?;
    }
    let mut kept = Vec::new();
    list(&unfinished, &unfinished, &mut kept)?;
    let version = env!("CARGO_PKG_VERSION").to_owned();
    let manifest = Manifest { made_at: now, version, files: kept };
    let path = unfinished.join(LIST);
    fs::write(&path, serde_json::to_vec_pretty(&manifest)?).map_err(at(&path))?;
    fs::rename(&unfinished, into).map_err(at(into))?;
    Ok(manifest)
}

/// Puts a backup in the place of a database that is not there, once every file of it is proved.
pub fn restore(from: &Path, database: &Location, files: &Path) -> Result<Manifest, Failed> {
    let Location::Sqlite(target) = database else { return Err(Failed::NotSqlite) };
    let manifest = prove(from)?;
    let target = PathBuf::from(target);
    if target.exists() {
        return Err(Failed::Exists(target.display().to_string()));
    }
    let kept = from.join(FILES);
    if kept.exists() {
        copy_all(&kept, files)?;
    }
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(at(folder))?;
    }
    let unfinished = target.with_extension("unfinished");
    fs::copy(from.join(DATABASE), &unfinished).map_err(at(&unfinished))?;
    fs::File::open(&unfinished).and_then(|file| file.sync_all()).map_err(at(&unfinished))?;
    fs::rename(&unfinished, &target).map_err(at(&target))?;
    Ok(manifest)
}

/// That a backup is what it was when it was made.
pub fn prove(from: &Path) -> Result<Manifest, Failed> {
    let path = from.join(LIST);
    let manifest: Manifest = serde_json::from_slice(&fs::read(&path).map_err(at(&path))?)?;
    let mut there = Vec::new();
    list(from, from, &mut there)?;
    there.retain(|file| file.path != LIST);
    for file in &manifest.files {
        if !there.contains(file) {
            return Err(Failed::Damaged(format!("{} 缺失或者被改动过", file.path)));
        }
    }
    if !manifest.files.iter().any(|file| file.path == DATABASE) {
        return Err(Failed::Damaged(format!("没有 {DATABASE}")));
    }
    let copy = Location::Sqlite(from.join(DATABASE).display().to_string());
    match transfer::faults(&mut copy.look()?)?.into_iter().next() {
        Some(fault) => Err(Failed::Damaged(fault)),
        None => Ok(manifest),
    }
}

fn copy_all(from: &Path, to: &Path) -> Result<(), Failed> {
    fs::create_dir_all(to).map_err(at(to))?;
    for entry in fs::read_dir(from).map_err(at(from))? {
        let entry = entry.map_err(at(from))?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy_all(&source, &target)?;
        } else {
            fs::copy(&source, &target).map_err(at(&source))?;
        }
    }
    Ok(())
}

/// Every file below `folder`, by name.
fn list(top: &Path, folder: &Path, found: &mut Vec<Kept>) -> Result<(), Failed> {
    let entries = fs::read_dir(folder).map_err(at(folder))?;
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(at(folder))?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            list(top, &path, found)?;
            continue;
        }
        let mut file = fs::File::open(&path).map_err(at(&path))?;
        let mut hash = Sha256::new();
        let bytes = io::copy(&mut file, &mut Hashing(&mut hash)).map_err(at(&path))?;
        let below = path.strip_prefix(top).unwrap_or(&path);
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        let sha256 = digits(&hash.finalize());
        found.push(Kept { path: parts.join("/"), bytes, sha256 });
    }
    Ok(())
}

struct Hashing<'a>(&'a mut Sha256);

impl io::Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
