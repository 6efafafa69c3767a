//! What a database knows of itself: whether it is a demo, and the fingerprint of its key.

use diesel::prelude::*;

use super::schema::settings;
use super::{AnyConn, Tx};

/// Whether this is a demo, which anybody may open.
pub const DEMO: &str = "demo";
/// The fingerprint of the key that the personal data are sealed under.
pub const KEY_FINGERPRINT: &str = "key_fingerprint";

/// The value of a setting.
pub fn get(conn: &mut AnyConn, name: &str) -> QueryResult<Option<String>> {
    settings::table.find(name).select(settings::value).first(conn).optional()
}

/// Writes a setting, in place of what stood there.
pub fn put(tx: &mut Tx<'_>, name: &str, value: &str) -> QueryResult<()> {
    let changed = diesel::update(settings::table.find(name))
        .set(settings::value.eq(value))
        .execute(&mut **tx)?;
    if changed == 0 {
        diesel::insert_into(settings::table)
            .values((settings::name.eq(name), settings::value.eq(value)))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// Removes a setting.
pub fn remove(tx: &mut Tx<'_>, name: &str) -> QueryResult<()> {
    diesel::delete(settings::table.find(name)).execute(&mut **tx).map(|_| ())
}
