//! The composition root: what every door of the service is handed. Decides nothing.

use std::sync::Arc;

use crate::clock::Clock;
use crate::config::Config;
use crate::crypto::Keys;
use crate::db::{AnyConn, Db, QueryResult, ReadFailed, Tx, WriteFailed};
use crate::files::Files;

/// A service that is set up; cheap to clone.
#[derive(Clone)]
pub struct App {
    db: Db,
    pub keys: Keys,
    pub clock: Clock,
    pub config: Arc<Config>,
    pub files: Files,
}

impl App {
    /// Puts a service together over a database that `keys` open.
    pub fn new(db: Db, keys: Keys, clock: Clock, config: Config) -> Self {
        let files = Files::new(&config);
        Self { db, keys, clock, config: Arc::new(config), files }
    }

    /// The database, for actions that run many transactions.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// See [`Db::write`].
    pub async fn write<T, E>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<WriteFailed> + Send + 'static,
    {
        self.db.write(work).await
    }

    /// See [`Db::read`].
    pub async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&mut AnyConn) -> QueryResult<T> + Send + 'static,
    ) -> Result<T, ReadFailed> {
        self.db.read(query).await
    }

    /// See [`Db::scan`].
    pub async fn scan<T: Send + 'static>(
        &self,
        query: impl FnOnce(&mut AnyConn) -> QueryResult<T> + Send + 'static,
    ) -> Result<T, ReadFailed> {
        self.db.scan(query).await
    }
}
