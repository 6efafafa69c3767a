//! Ids and instants that are native on each database: `uuid` and `timestamptz` on PostgreSQL, 16-byte BLOB and fixed UTC
//! text on SQLite, whose text order is time order.

use std::io::Write;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::query_builder::QueryId;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{Binary, Date, HasSqlType, Interval, SqlType, Text, Timestamptz, ops};
use diesel::sqlite::{Sqlite, SqliteValue};
use uuid::Uuid;

use super::connection::{MultiBackend, MultiRawValue};

/// The SQL type of ids.
#[derive(Clone, Copy, Debug, SqlType, QueryId)]
#[diesel(postgres_type(name = "uuid"), sqlite_type(name = "Binary"))]
pub struct DbUuid;

/// The SQL type of instants.
#[derive(Clone, Copy, Debug, SqlType, QueryId)]
#[diesel(postgres_type(oid = 1184, array_oid = 1185), sqlite_type(name = "Text"))]
pub struct DbInstant;

// `table!` gives every column called Timestamptz these operators and so asks for them; no query uses them.
impl ops::Add for DbInstant {
    type Rhs = Interval;
    type Output = Self;
}

impl ops::Sub for DbInstant {
    type Rhs = Interval;
    type Output = Self;
}

/// The types of columns as `diesel print-schema` names them on PostgreSQL, for `schema.rs`.
pub mod columns {
    pub use diesel::sql_types::{Bool, Bytea, Date, Int4, Int8, Nullable, Text};

    pub use super::{DbInstant as Timestamptz, DbUuid as Uuid};
}

/// A time-ordered id (UUID version 7), made by us and never by the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = DbUuid)]
pub struct Id(pub Uuid);

impl Id {
    /// A new id.
    pub fn fresh() -> Self {
        Self(Uuid::now_v7())
    }

    /// Its 16 bytes.
    pub fn bytes(self) -> [u8; 16] {
        self.0.into_bytes()
    }
}

/// An instant, cut to microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = DbInstant)]
pub struct Instant(pub DateTime<Utc>);

const INSTANT: &str = "%Y-%m-%dT%H:%M:%S%.6fZ";

impl ToSql<DbUuid, Pg> for Id {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(self.0.as_bytes())?;
        Ok(IsNull::No)
    }
}

impl FromSql<DbUuid, Pg> for Id {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(Uuid::from_slice(value.as_bytes())?))
    }
}

impl ToSql<DbUuid, Sqlite> for Id {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.as_bytes().as_slice());
        Ok(IsNull::No)
    }
}

impl FromSql<DbUuid, Sqlite> for Id {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        let bytes = <Vec<u8> as FromSql<Binary, Sqlite>>::from_sql(value)?;
        Ok(Self(Uuid::from_slice(&bytes)?))
    }
}

impl ToSql<DbInstant, Pg> for Instant {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Timestamptz, Pg>::to_sql(&self.0, out)
    }
}

impl FromSql<DbInstant, Pg> for Instant {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        <DateTime<Utc> as FromSql<Timestamptz, Pg>>::from_sql(value).map(Self)
    }
}

impl ToSql<DbInstant, Sqlite> for Instant {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.format(INSTANT).to_string());
        Ok(IsNull::No)
    }
}

impl FromSql<DbInstant, Sqlite> for Instant {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        let text = <String as FromSql<Text, Sqlite>>::from_sql(value)?;
        Ok(Self(NaiveDateTime::parse_from_str(&text, INSTANT)?.and_utc()))
    }
}

/// Carries a type over to the connection that may be either database.
macro_rules! on_either {
    ($sql:ty, $rust:ty, $value:expr) => {
        impl HasSqlType<$sql> for MultiBackend {
            fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
                Self::lookup_sql_type::<$sql>(lookup)
            }
        }

        impl FromSql<$sql, MultiBackend> for $rust {
            fn from_sql(value: MultiRawValue<'_>) -> deserialize::Result<Self> {
                value.from_sql::<Self, $sql>()
            }
        }

        impl ToSql<$sql, MultiBackend> for $rust {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                out.set_value(($value, self));
                Ok(IsNull::No)
            }
        }
    };
}

on_either!(DbUuid, Id, DbUuid);
on_either!(DbInstant, Instant, DbInstant);

/// A column of TEXT that names a variant of an enum, read without a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, FromSqlRow)]
pub struct Named<T>(pub T);

fn named<T: std::str::FromStr>(text: &str) -> deserialize::Result<Named<T>> {
    text.parse().map(Named).map_err(|_| format!("unknown stored value {text:?}").into())
}

impl<T: std::str::FromStr> FromSql<Text, Pg> for Named<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        named(std::str::from_utf8(value.as_bytes())?)
    }
}

impl<T: std::str::FromStr> FromSql<Text, Sqlite> for Named<T> {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        named(value.read_text())
    }
}

impl<T: std::str::FromStr> FromSql<Text, MultiBackend> for Named<T> {
    fn from_sql(value: MultiRawValue<'_>) -> deserialize::Result<Self> {
        value.from_sql::<Self, Text>()
    }
}

/// A column of DATE, for queries of many rows: chrono reads the text of SQLite by a format string, several times slower.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromSqlRow)]
pub struct Day(pub NaiveDate);

impl FromSql<Date, Pg> for Day {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        <NaiveDate as FromSql<Date, Pg>>::from_sql(value).map(Self)
    }
}

impl FromSql<Date, Sqlite> for Day {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        let text = value.read_text();
        day(text).map(Self).ok_or_else(|| format!("not a stored day {text:?}").into())
    }
}

/// Reads `2024-12-31` and nothing else.
fn day(text: &str) -> Option<NaiveDate> {
    let (year, rest) = text.as_bytes().split_first_chunk::<4>()?;
    let [b'-', month @ .., b'-', tens, ones] = rest else { return None };
    let month: &[u8; 2] = month.try_into().ok()?;
    let day = [*tens, *ones];
    NaiveDate::from_ymd_opt(number(year)?.into(), number(month)?.into(), number(&day)?.into())
}

/// At most four digits.
fn number(digits: &[u8]) -> Option<u16> {
    digits.iter().try_fold(0, |number, digit| {
        digit.is_ascii_digit().then(|| number * 10 + u16::from(digit - b'0'))
    })
}

/// An enum stored as the text of its id; a text that names nothing is an error of the row, never a default.
pub fn parse<T: std::str::FromStr>(text: &str) -> diesel::QueryResult<T> {
    text.parse().map_err(|_| {
        diesel::result::Error::DeserializationError(format!("unknown stored value {text:?}").into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_day_is_read_as_chrono_reads_it() {
        for text in ["2024-02-29", "2019-12-31", "0001-01-01", "9999-12-31"] {
            assert_eq!(day(text), text.parse().ok(), "{text}");
        }
        for text in [
            "",
            "2023-02-29",
            "2024-13-01",
            "2024-1-01",
            "2024-01-1",
            "+024-01-01",
            "2024-001-01",
            "2024-01-01 ",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
