//! Persistence: one file per aggregate. Stores what it is told and knows no rule.

pub mod attachments;
pub mod audit;
pub mod calendar;
pub mod cases;
pub mod challenges;
mod connection;
pub mod counters;
mod failure;
pub mod handed_in_tables;
pub mod idempotency_keys;
pub mod imports;
pub mod jobs;
mod known;
pub mod letters;
pub mod message_templates;
mod migration;
pub mod organ_links;
pub mod organ_settings;
pub mod organs;
pub mod people;
pub mod phrases;
mod pool;
pub mod published_reports;
pub mod recounts;
pub mod requesters;
pub mod rights;
#[rustfmt::skip]
pub mod schema;
pub mod sealed_reports;
pub mod seals;
pub mod search;
pub mod second_factors;
pub mod service_accounts;
pub mod sessions;
pub mod settings;
pub mod transfer;
pub mod types;
pub mod unknown_names;
mod writer;

use std::ops::{Deref, DerefMut};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

pub use diesel::QueryResult;
use diesel::connection::SimpleConnection;
use diesel::r2d2::Pool;
pub use diesel::result::Error as DbError;

pub use connection::{AnyConn, Location, OpenError};
pub use failure::{ReadFailed, WriteFailed, is_away};
pub use types::{Id, Instant};
use writer::Writer;

/// Organs named in one query: SQLite takes 32,766 values, PostgreSQL 65,535.
pub const ORGANS_A_QUERY: usize = 10_000;

/// A database that is open and migrated; cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    location: Location,
    /// Tells the databases of one process apart, for the connections that threads keep.
    serial: u64,
    /// The connection that writes; on SQLite nobody else in the process does.
    conn: Arc<Mutex<AnyConn>>,
    writer: OnceLock<Writer>,
    readers: Pool<pool::Manager>,
}

/// A transaction that may write; only [`Db::write`] and [`Db::write_blocking`] make one.
pub struct Tx<'a> {
    conn: &'a mut AnyConn,
}

impl Tx<'_> {
    /// Lets nobody else with the same lock go on until this transaction ends, on whatever instance. SQLite has one
    /// writer anyway.
    pub fn alone(&mut self, lock: i64) -> QueryResult<()> {
        if let AnyConn::Postgres(conn) = &mut *self.conn {
            conn.batch_execute(&format!("SELECT pg_advisory_xact_lock({lock})"))?;
        }
        Ok(())
    }
}

impl Deref for Tx<'_> {
    type Target = AnyConn;

    fn deref(&self) -> &AnyConn {
        self.conn
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut AnyConn {
        self.conn
    }
}

impl Db {
    /// Opens a database that exists and stands at this program's version.
    pub fn open(location: Location) -> Result<Self, OpenError> {
        let mut conn = location.connect(false)?;
        migration::require_current(&mut conn)?;
        Ok(Self::over(location, conn))
    }

    /// Brings a database to this program's version, making the SQLite file where there is none.
    pub fn migrate(location: Location) -> Result<Self, OpenError> {
        let mut conn = location.connect(true)?;
        migration::run(&mut conn)?;
        Ok(Self::over(location, conn))
    }

    fn over(location: Location, conn: AnyConn) -> Self {
        static SERIAL: AtomicU64 = AtomicU64::new(0);
        Self(Arc::new(Inner {
            serial: SERIAL.fetch_add(1, Ordering::Relaxed),
            readers: pool::open(&location),
            location,
            conn: Arc::new(Mutex::new(conn)),
            writer: OnceLock::new(),
        }))
    }

    /// Where it is.
    pub fn location(&self) -> &Location {
        &self.0.location
    }

    /// Runs `work` in a durable transaction; nothing it wrote is kept unless it returns `Ok`.
    ///
    /// On SQLite it waits in the queue of the one writer and is answered after the commit of its group, so `work` is
    /// short and passes on every database error it meets; on PostgreSQL it has a transaction of its own.
    pub async fn write<T, E>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<WriteFailed> + Send + 'static,
    {
        match &self.0.location {
            Location::Sqlite(_) => self.writer()?.write(work).await,
            Location::Postgres(_) => {
                let pool = self.0.readers.clone();
                let written = tokio::task::spawn_blocking(move || {
                    let mut conn = pool::take(&pool).map_err(away)?;
                    transact(&mut conn, work, |error| WriteFailed::from(error).into())
                        .unwrap_or_else(|_| Err(WriteFailed::Panicked.into()))
                });
                written.await.unwrap_or_else(|_| Err(WriteFailed::Panicked.into()))
            }
        }
    }

    /// The same for the command line and jobs, which have no runtime of their own to wait on; may be long.
    pub fn write_blocking<T, E>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: From<diesel::result::Error>,
    {
        let mut conn = self.0.conn.lock().unwrap_or_else(PoisonError::into_inner);
        transact(&mut conn, work, E::from).unwrap_or_else(|panic| resume_unwind(panic))
    }

    /// One row or one page by index, in a single query: on SQLite at once on this thread's own connection, on
    /// PostgreSQL on a pooled one.
    pub async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&mut AnyConn) -> QueryResult<T> + Send + 'static,
    ) -> Result<T, ReadFailed> {
        match &self.0.location {
            location @ Location::Sqlite(_) => {
                pool::on_own_connection(self.0.serial, location, query)
            }
            Location::Postgres(_) => self.on_pool(query).await,
        }
    }

    /// Anything that scans, or whose queries must agree: off the worker, in one state of the database.
    pub async fn scan<T: Send + 'static>(
        &self,
        query: impl FnOnce(&mut AnyConn) -> QueryResult<T> + Send + 'static,
    ) -> Result<T, ReadFailed> {
        self.on_pool(|conn| in_one_state(conn, query)).await
    }

    /// The same for the command line and jobs.
    pub fn scan_blocking<T>(
        &self,
        query: impl FnOnce(&mut AnyConn) -> QueryResult<T>,
    ) -> QueryResult<T> {
        let mut conn = self.0.conn.lock().unwrap_or_else(PoisonError::into_inner);
        in_one_state(&mut conn, query)
    }

    async fn on_pool<T: Send + 'static>(
        &self,
        query: impl FnOnce(&mut AnyConn) -> QueryResult<T> + Send + 'static,
    ) -> Result<T, ReadFailed> {
        let pool = self.0.readers.clone();
        let answer =
            tokio::task::spawn_blocking(move || Ok(query(&mut *pool::take(&pool)?)?)).await;
        answer.unwrap_or(Err(ReadFailed::Panicked))
    }

    /// The writer thread, started by the first write that waits for it.
    fn writer(&self) -> Result<&Writer, WriteFailed> {
        if let Some(writer) = self.0.writer.get() {
            return Ok(writer);
        }
        let started = Writer::start(self.0.location.clone(), Arc::clone(&self.0.conn))?;
        // Of two that start at once one is dropped, and its thread ends.
        Ok(self.0.writer.get_or_init(|| started))
    }
}

fn away(failed: ReadFailed) -> WriteFailed {
    match failed {
        ReadFailed::Database(error) => WriteFailed::Database(error),
        ReadFailed::Away(why) => WriteFailed::Away(why),
        ReadFailed::Panicked => WriteFailed::Panicked,
    }
}

/// Runs `work` in a transaction of its own; `Err` is its panic, after which the connection is as good as before.
fn transact<T, E>(
    conn: &mut AnyConn,
    work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    failed: impl Fn(diesel::result::Error) -> E,
) -> std::thread::Result<Result<T, E>> {
    if let Err(error) = connection::begin(conn) {
        return Ok(Err(failed(error)));
    }
    let done = catch_unwind(AssertUnwindSafe(|| work(&mut Tx { conn })));
    let ended = match done {
        Ok(Ok(_)) => connection::commit(conn),
        Ok(Err(_)) | Err(_) => connection::roll_back(conn),
    };
    Ok(match (done?, ended) {
        (Err(refusal), _) => Err(refusal),
        (Ok(value), ended) => ended.map(|()| value).map_err(failed),
    })
}

/// Runs a query that sees one state of the database from beginning to end.
fn in_one_state<T>(
    conn: &mut AnyConn,
    query: impl FnOnce(&mut AnyConn) -> QueryResult<T>,
) -> QueryResult<T> {
    let begin = connection::begin_reading(conn);
    conn.batch_execute(begin)?;
    let answer = query(conn);
    conn.batch_execute("COMMIT")?;
    answer
}
