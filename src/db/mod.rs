//! Persistence: one file per aggregate. Stores what it is told and knows no rule.

pub mod calendar;
pub mod cases;
pub mod challenges;
mod connection;
pub mod handed_in_tables;
mod migration;
pub mod organs;
#[rustfmt::skip]
pub mod schema;
pub mod settings;
pub mod types;

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};

pub use diesel::QueryResult;
use diesel::connection::SimpleConnection;
pub use diesel::result::Error as DbError;

pub use connection::{AnyConn, Location, OpenError};
pub use types::{Id, Instant};

/// A database that is open and migrated; cheap to clone.
#[derive(Clone)]
pub struct Db {
    location: Location,
    conn: Arc<Mutex<AnyConn>>,
}

/// A transaction that may write; only [`Db::write_blocking`] makes one.
pub struct Tx<'a> {
    conn: &'a mut AnyConn,
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
        Ok(Self { location, conn: Arc::new(Mutex::new(conn)) })
    }

    /// Brings a database to this program's version, making the SQLite file where there is none.
    pub fn migrate(location: Location) -> Result<Self, OpenError> {
        let mut conn = location.connect(true)?;
        migration::run(&mut conn)?;
        Ok(Self { location, conn: Arc::new(Mutex::new(conn)) })
    }

    /// Where it is.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// Runs `work` in a durable transaction; nothing it wrote is kept unless it returns `Ok`.
    pub fn write_blocking<T, E>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: From<diesel::result::Error>,
    {
        let mut conn = self.conn.lock().unwrap_or_else(PoisonError::into_inner);
        connection::begin(&mut conn)?;
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            work(&mut Tx { conn: &mut conn })
        }));
        match done {
            Ok(Ok(value)) => {
                connection::commit(&mut conn)?;
                Ok(value)
            }
            Ok(Err(error)) => {
                connection::roll_back(&mut conn)?;
                Err(error)
            }
            Err(panic) => {
                connection::roll_back(&mut conn)?;
                std::panic::resume_unwind(panic)
            }
        }
    }

    /// Runs a query that sees one state of the database from beginning to end.
    pub fn scan_blocking<T>(
        &self,
        query: impl FnOnce(&mut AnyConn) -> QueryResult<T>,
    ) -> QueryResult<T> {
        let mut conn = self.conn.lock().unwrap_or_else(PoisonError::into_inner);
        let begin = connection::begin_reading(&conn);
        conn.batch_execute(begin)?;
        let answer = query(&mut conn);
        conn.batch_execute("COMMIT")?;
        answer
    }
}
