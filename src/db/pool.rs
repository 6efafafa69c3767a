//! The connections that read: one per thread for short reads on SQLite, a small pool for everything else.

use std::cell::RefCell;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::r2d2::{ManageConnection, Pool, PooledConnection};

use super::connection::{AnyConn, Location, OpenError};
use super::failure::ReadFailed;

/// How many scans run at once on SQLite; more would only fight for the two or four processors of an office.
const SQLITE_CONNECTIONS: u32 = 4;
/// How many connections one instance holds on PostgreSQL, whose server has 100 by default for all of them.
const POSTGRES_CONNECTIONS: u32 = 16;
/// How long a request waits for a free connection before it is told that the database is away.
const PATIENCE: Duration = Duration::from_secs(5);

/// Makes connections to one database for the pool.
pub(super) struct Manager(Location);

impl ManageConnection for Manager {
    type Connection = AnyConn;
    type Error = OpenError;

    fn connect(&self) -> Result<AnyConn, OpenError> {
        self.0.connect(false)
    }

    fn is_valid(&self, conn: &mut AnyConn) -> Result<(), OpenError> {
        Ok(conn.batch_execute("SELECT 1")?)
    }

    fn has_broken(&self, conn: &mut AnyConn) -> bool {
        std::thread::panicking() || super::connection::is_broken(conn)
    }
}

/// A pool that opens nothing before it is asked.
pub(super) fn open(location: &Location) -> Pool<Manager> {
    let (size, check) = match location {
        // A local file does not go away between two reads.
        Location::Sqlite(_) => (SQLITE_CONNECTIONS, false),
        Location::Postgres(_) => (POSTGRES_CONNECTIONS, true),
    };
    Pool::builder()
        .max_size(size)
        .min_idle(Some(0))
        .connection_timeout(PATIENCE)
        .test_on_check_out(check)
        .build_unchecked(Manager(location.clone()))
}

/// A connection of the pool.
pub(super) fn take(pool: &Pool<Manager>) -> Result<PooledConnection<Manager>, ReadFailed> {
    pool.get().map_err(|error| ReadFailed::Away(error.to_string()))
}

thread_local! {
    /// The connection of this thread, and the database that it goes to.
    static OWN: RefCell<Option<(u64, AnyConn)>> = const { RefCell::new(None) };
}

/// Runs `query` on this thread's own connection to the database `serial`, opening it at the first call.
pub(super) fn on_own_connection<T>(
    serial: u64,
    location: &Location,
    query: impl FnOnce(&mut AnyConn) -> diesel::QueryResult<T>,
) -> Result<T, ReadFailed> {
    // Taken out while it is used, so that a query that panics leaves no half-read connection behind.
    let kept = OWN.take().filter(|(of, _)| *of == serial);
    let mut conn = match kept {
        Some((_, conn)) => conn,
        None => location.connect(false).map_err(|error| ReadFailed::Away(error.to_string()))?,
    };
    let answer = query(&mut conn);
    OWN.set(Some((serial, conn)));
    Ok(answer?)
}
