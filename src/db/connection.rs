//! A connection to either database, chosen by the scheme of its URL and by nothing else.

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::prelude::*;

/// SQLite or PostgreSQL.
#[derive(diesel::MultiConnection)]
pub enum AnyConn {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

/// Pastes one expression into both arms, for the few things that the enum connection cannot do.
macro_rules! on_backend {
    ($conn:expr, $c:ident => $body:expr) => {
        match $conn {
            $crate::db::connection::AnyConn::Postgres($c) => $body,
            $crate::db::connection::AnyConn::Sqlite($c) => $body,
        }
    };
}
pub(crate) use on_backend;

/// Where the database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// The path of an SQLite file.
    Sqlite(String),
    /// A `postgres://` URL; holds a password, so it is never printed whole.
    Postgres(String),
}

/// A database that cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("数据库地址应以 sqlite: 或 postgres:// 开头")]
    UnknownScheme,
    #[error("数据库 {0} 不存在；请先运行 gongkai migrate 建立")]
    Missing(String),
    #[error("数据库打不开：{0}")]
    Connection(#[from] ConnectionError),
    #[error("数据库打不开：{0}")]
    Database(#[from] diesel::result::Error),
    #[error("数据库结构不是本程序的版本，请运行 gongkai migrate（{0}）")]
    Migration(String),
}

impl std::str::FromStr for Location {
    type Err = OpenError;

    fn from_str(url: &str) -> Result<Self, OpenError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            return Ok(Self::Sqlite(path.strip_prefix("//").unwrap_or(path).to_owned()));
        }
        let postgres = url.starts_with("postgres://") || url.starts_with("postgresql://");
        postgres.then(|| Self::Postgres(url.to_owned())).ok_or(OpenError::UnknownScheme)
    }
}

impl Location {
    /// Opens a connection; an SQLite file is made only where `create` says so.
    pub fn connect(&self, create: bool) -> Result<AnyConn, OpenError> {
        match self {
            Self::Sqlite(path) => {
                if !create && !std::path::Path::new(path).exists() {
                    return Err(OpenError::Missing(path.clone()));
                }
                let mut conn = SqliteConnection::establish(path)?;
                // The time-out first, or switching to WAL itself can fail as busy.
                conn.batch_execute(
                    "PRAGMA busy_timeout = 30000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                     PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384;",
                )?;
                Ok(AnyConn::Sqlite(conn))
            }
            Self::Postgres(url) => Ok(AnyConn::Postgres(PgConnection::establish(url)?)),
        }
    }
}

impl Location {
    /// A connection to a file that nobody writes, which leaves no trace beside it.
    pub fn look(&self) -> Result<AnyConn, OpenError> {
        match self {
            Self::Sqlite(path) => {
                let path = path.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
                let uri = format!("file:{path}?mode=ro&immutable=1");
                Ok(AnyConn::Sqlite(SqliteConnection::establish(&uri)?))
            }
            Self::Postgres(_) => self.connect(false),
        }
    }
}

/// Begins a transaction that may write: on SQLite at once, or reading first and writing later fails as locked.
pub(super) fn begin(conn: &mut AnyConn) -> QueryResult<()> {
    if let AnyConn::Sqlite(sqlite) = conn {
        return AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE");
    }
    <AnyConn as Connection>::TransactionManager::begin_transaction(conn)
}

/// Begins a part of the transaction that can be undone alone.
pub(super) fn begin_savepoint(conn: &mut AnyConn) -> QueryResult<()> {
    <AnyConn as Connection>::TransactionManager::begin_transaction(conn)
}

/// Whether a transaction was left open, or the link to the server is gone.
pub(super) fn is_broken(conn: &mut AnyConn) -> bool {
    <AnyConn as Connection>::TransactionManager::is_broken_transaction_manager(conn)
}

/// Makes everything since [`begin`] durable, or joins a savepoint to its transaction.
pub(super) fn commit(conn: &mut AnyConn) -> QueryResult<()> {
    <AnyConn as Connection>::TransactionManager::commit_transaction(conn)
}

/// Forgets everything since [`begin`] or [`begin_savepoint`].
pub(super) fn roll_back(conn: &mut AnyConn) -> QueryResult<()> {
    <AnyConn as Connection>::TransactionManager::rollback_transaction(conn)
}

/// The statements that begin a transaction in which all queries see one state.
pub(super) fn begin_reading(conn: &AnyConn) -> &'static str {
    match conn {
        AnyConn::Postgres(_) => BEGIN_READING_POSTGRES,
        AnyConn::Sqlite(_) => "BEGIN",
    }
}

/// A plan made without the values takes any list of organs for a short one. The table of organs is never large enough
/// to be shared among processors, so that is allowed at any size; but another process takes ten milliseconds to begin,
/// and compiling takes longer than most counts, so only a count of many cases is shared and none is compiled.
const BEGIN_READING_POSTGRES: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \
    SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL jit = off; \
    SET LOCAL min_parallel_table_scan_size = 0; SET LOCAL parallel_setup_cost = 10000";
