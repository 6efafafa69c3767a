//! What `Db` promises to those who write and read, on both databases.

use std::sync::Arc;

use gongkai::db::{Db, DbError, Location, WriteFailed, settings};
use tempfile::TempDir;

use crate::support::{Database, url_of};

/// The error of a use case: its own refusal, or that of the database.
#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error("refused")]
    Refused,
    #[error(transparent)]
    Database(#[from] DbError),
    #[error(transparent)]
    Write(#[from] WriteFailed),
}

async fn on_both<F: Future<Output = ()>>(test: impl Fn(Db) -> F) {
    for database in [Database::Sqlite, Database::Postgres] {
        let folder = TempDir::new().unwrap();
        let location: Location = url_of(database, &folder).parse().unwrap();
        test(Db::migrate(location).unwrap()).await;
    }
}

async fn puts(db: &Db, name: String) -> Result<(), Failed> {
    db.write(move |tx| Ok(settings::put(tx, &name, "1")?)).await
}

async fn holds(db: &Db, name: &str) -> bool {
    let name = name.to_owned();
    db.read(move |conn| settings::get(conn, &name)).await.unwrap().is_some()
}

/// Starts all of `works` at once and waits for every answer.
async fn all_at_once<T: Send + 'static>(
    works: impl IntoIterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    let tasks: Vec<_> = works.into_iter().map(tokio::spawn).collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_is_there() {
    on_both(|db| async move {
        let works = (0..200).map(|n| {
            let db = db.clone();
            async move { puts(&db, format!("s{n}")).await }
        });
        for answer in all_at_once(works).await {
            answer.unwrap();
        }
        for n in 0..200 {
            assert!(holds(&db, &format!("s{n}")).await);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_a_fault_and_a_panic_undo_only_themselves() {
    on_both(|db| async move {
        let works = (0..80).map(|n| {
            let db = db.clone();
            async move {
                let name = format!("s{n}");
                db.write(move |tx| {
                    settings::put(tx, &name, "1")?;
                    match n % 4 {
                        0 => Err(Failed::Refused),
                        1 => Err(broken_statement(tx)),
                        2 => panic!("a job panics"),
                        _ => Ok(()),
                    }
                })
                .await
            }
        });
        for (n, answer) in all_at_once(works).await.into_iter().enumerate() {
            match n % 4 {
                0 => assert!(matches!(answer, Err(Failed::Refused))),
                1 => assert!(matches!(answer, Err(Failed::Database(_)))),
                2 => assert!(matches!(answer, Err(Failed::Write(WriteFailed::Panicked)))),
                _ => answer.unwrap(),
            }
            assert_eq!(holds(&db, &format!("s{n}")).await, n % 4 == 3, "{n}");
        }
    })
    .await;
}

/// A statement that breaks the law of a table.
fn broken_statement(tx: &mut gongkai::db::Tx<'_>) -> Failed {
    use diesel::RunQueryDsl;
    let insert = "INSERT INTO organs (id, code) VALUES (1, NULL)";
    diesel::sql_query(insert).execute(&mut **tx).unwrap_err().into()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_loses_nothing_that_was_answered() {
    use diesel::connection::SimpleConnection;
    let folder = TempDir::new().unwrap();
    let location: Location = url_of(Database::Sqlite, &folder).parse().unwrap();
    let db = Db::migrate(location).unwrap();
    db.write_blocking(|tx| tx.batch_execute("PRAGMA max_page_count = 80")).unwrap();
    let long: Arc<str> = "长".repeat(3000).into();
    let works = (0..60).map(|n| {
        let (db, long) = (db.clone(), Arc::clone(&long));
        async move {
            db.write(move |tx| Ok::<_, Failed>(settings::put(tx, &format!("s{n}"), &long)?)).await
        }
    });
    let answers = all_at_once(works).await;
    assert!(answers.iter().any(Result::is_err), "the disk was meant to be full");
    for (n, answer) in answers.iter().enumerate() {
        assert_eq!(holds(&db, &format!("s{n}")).await, answer.is_ok(), "{n}: {answer:?}");
    }
    puts(&db, "afterwards".to_owned()).await.unwrap();
    assert!(holds(&db, "afterwards").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_sees_one_state() {
    on_both(|db| async move {
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let scan = tokio::spawn({
            let db = db.clone();
            async move {
                db.scan(move |conn| {
                    let before = settings::get(conn, "late")?;
                    wait.recv().unwrap();
                    Ok((before, settings::get(conn, "late")?))
                })
                .await
            }
        });
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        puts(&db, "late".to_owned()).await.unwrap();
        go.send(()).unwrap();
        assert_eq!(scan.await.unwrap().unwrap(), (None, None));
    })
    .await;
}
