//! The embedded migrations: two folders with the same names, kept twins by `tests/office/migrations.rs`.

use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::{AnyConn, OpenError};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Runs what has not run yet.
pub fn run(conn: &mut AnyConn) -> Result<(), OpenError> {
    let ran = match conn {
        AnyConn::Postgres(c) => c.run_pending_migrations(POSTGRES).map(|_| ()),
        AnyConn::Sqlite(c) => c.run_pending_migrations(SQLITE).map(|_| ()),
    };
    ran.map_err(|error| OpenError::Migration(error.to_string()))
}

/// Refuses a database that has not seen every migration.
pub fn require_current(conn: &mut AnyConn) -> Result<(), OpenError> {
    let pending = match conn {
        AnyConn::Postgres(c) => c.has_pending_migration(POSTGRES),
        AnyConn::Sqlite(c) => c.has_pending_migration(SQLITE),
    };
    match pending {
        Ok(false) => Ok(()),
        Ok(true) => Err(OpenError::Migration("有尚未执行的升级".to_owned())),
        Err(error) => Err(OpenError::Migration(error.to_string())),
    }
}
