//! Rows from an SQLite file into PostgreSQL, table by table, as JSON that PostgreSQL turns into rows of its own. Knows
//! every table by asking for it, so that none is forgotten.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::{AnyConn, Tx};

/// A table of both databases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub name: String,
    columns: Vec<Column>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Column {
    name: String,
    /// What PostgreSQL calls its type.
    kind: String,
}

/// Some rows of a table.
#[derive(Clone, Debug)]
pub struct Part {
    /// The rows as a JSON array of objects.
    pub rows: String,
    /// The key of its last row, as SQL; the next part begins after it.
    pub last: Option<String>,
    pub count: i64,
}

#[derive(QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    table: String,
    #[diesel(sql_type = Text)]
    column: String,
    #[diesel(sql_type = Text)]
    kind: String,
}

#[derive(QueryableByName)]
struct LinkRow {
    #[diesel(sql_type = Text)]
    table: String,
    #[diesel(sql_type = Text)]
    to: String,
}

#[derive(QueryableByName)]
struct PartRow {
    #[diesel(sql_type = Nullable<Text>)]
    rows: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    last: Option<String>,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

#[derive(QueryableByName)]
struct NameRow {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct CountRow {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// All but the search, which makes itself anew from the cases, and the list of migrations.
const COLUMNS: &str = "SELECT table_name::text AS \"table\", column_name::text AS \"column\", udt_name::text AS kind \
    FROM information_schema.columns WHERE table_schema = current_schema() \
    AND table_name NOT LIKE 'search\\_%' AND table_name <> '__diesel_schema_migrations' \
    ORDER BY table_name, ordinal_position";

const LINKS: &str = "SELECT conrelid::regclass::text AS \"table\", confrelid::regclass::text AS \"to\" \
    FROM pg_constraint WHERE contype = 'f' AND conrelid <> confrelid";

/// The tables of the target, each after those that it refers to.
pub fn tables(target: &mut AnyConn) -> QueryResult<Vec<Table>> {
    let mut waiting: BTreeMap<String, Vec<Column>> = BTreeMap::new();
    for row in sql_query(COLUMNS).load::<ColumnRow>(target)? {
        let columns = waiting.entry(row.table).or_default();
        columns.push(Column { name: row.column, kind: row.kind });
    }
    let links: Vec<LinkRow> = sql_query(LINKS).load(target)?;
    let mut ordered = Vec::new();
    while !waiting.is_empty() {
        let waits = |name: &str| {
            links.iter().any(|link| link.table == name && waiting.contains_key(&link.to))
        };
        let free: Vec<String> = waiting.keys().filter(|name| !waits(name)).cloned().collect();
        // Two tables that refer to each other would wait for ever; the first of them goes, and PostgreSQL says what it
        // thinks of it.
        let next = if free.is_empty() { waiting.keys().take(1).cloned().collect() } else { free };
        for name in next {
            let columns = waiting.remove(&name).unwrap_or_default();
            ordered.push(Table { name, columns });
        }
    }
    Ok(ordered)
}

/// The next rows of a table of the source, in the order of its key, after those up to `after`.
pub fn part(
    source: &mut AnyConn,
    table: &Table,
    after: Option<&str>,
    size: i64,
) -> QueryResult<Part> {
    let Table { name, columns } = table;
    let fields: Vec<String> = columns.iter().map(Column::as_json).collect();
    let key = key(source, table)?;
    let quoted: Vec<String> = key.iter().map(|column| format!("quote(\"{column}\")")).collect();
    let ordered: Vec<String> = key.iter().map(|column| format!("\"{column}\"")).collect();
    let ordered = ordered.join(", ");
    let begin = after.map(|after| format!("WHERE ({ordered}) > ({after})")).unwrap_or_default();
    let query = format!(
        "WITH page AS MATERIALIZED (SELECT *, {} AS \"key of the row\", row_number() OVER (ORDER BY {ordered}) AS \"place\" \
         FROM \"{name}\" {begin} ORDER BY {ordered} LIMIT {size}) \
         SELECT json_group_array(json_object({})) AS \"rows\", count(*) AS \"count\", \
         (SELECT \"key of the row\" FROM page ORDER BY \"place\" DESC LIMIT 1) AS \"last\" FROM page",
        quoted.join(" || ', ' || "),
        fields.join(", "),
    );
    let row: PartRow = sql_query(query).get_result(source)?;
    Ok(Part { rows: row.rows.unwrap_or_default(), last: row.last, count: row.count })
}

/// The columns of the primary key of a table of the source.
fn key(source: &mut AnyConn, table: &Table) -> QueryResult<Vec<String>> {
    let query =
        format!("SELECT name FROM pragma_table_info('{}') WHERE pk > 0 ORDER BY pk", table.name);
    let named: Vec<NameRow> = sql_query(query).load(source)?;
    Ok(named.into_iter().map(|row| row.name).collect())
}

impl Column {
    /// The column in an object: what is no text for SQLite, spelled as PostgreSQL reads it.
    fn as_json(&self) -> String {
        let name = &self.name;
        match self.kind.as_str() {
            "uuid" => format!(
                "'{name}', CASE WHEN \"{name}\" IS NOT NULL THEN lower(hex(\"{name}\")) END"
            ),
            "bytea" => {
                format!(
                    "'{name}', CASE WHEN \"{name}\" IS NOT NULL THEN '\\x' || lower(hex(\"{name}\")) END"
                )
            }
            _ => format!("'{name}', \"{name}\""),
        }
    }
}

/// Writes rows into the target.
pub fn put(tx: &mut Tx<'_>, table: &Table, part: &Part) -> QueryResult<usize> {
    let names: Vec<String> =
        table.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
    let (name, names) = (&table.name, names.join(", "));
    let query = format!(
        "INSERT INTO \"{name}\" ({names}) SELECT {names} FROM json_populate_recordset(NULL::\"{name}\", $1::json)"
    );
    sql_query(query).into_boxed().bind::<Text, _>(part.rows.as_str()).execute(&mut **tx)
}

/// How many rows a table has.
pub fn count(conn: &mut AnyConn, table: &Table) -> QueryResult<i64> {
    let query = format!("SELECT count(*) AS \"count\" FROM \"{}\"", table.name);
    Ok(sql_query(query).get_result::<CountRow>(conn)?.count)
}

/// A consistent copy of a running SQLite database in a new file.
pub fn snapshot(source: &mut AnyConn, file: &str) -> QueryResult<()> {
    sql_query("VACUUM INTO ?").into_boxed().bind::<Text, _>(file).execute(source).map(|_| ())
}

#[derive(QueryableByName)]
struct Checked {
    #[diesel(sql_type = Text)]
    integrity_check: String,
}

/// What SQLite finds wrong with its file; nothing where it is whole.
pub fn faults(conn: &mut AnyConn) -> QueryResult<Vec<String>> {
    let found: Vec<Checked> = sql_query("PRAGMA integrity_check").load(conn)?;
    let found = found.into_iter().map(|row| row.integrity_check);
    Ok(found.filter(|text| text != "ok").collect())
}
