//! What keeps the database in order, looked after by every instance again and again: doing it twice does nothing.

use std::time::Duration;

use actix_web::rt::{self, task::JoinHandle};

use super::stop::Stop;
use crate::actions::{
    Error, attachments, calendar, idempotency, imports, jobs, messages, seals, search, sign_in,
};
use crate::app::App;
use crate::db::{self, Id};

const HOUR: Duration = Duration::from_hours(1);

/// Starts all of it.
pub fn start(app: &App, stop: impl Fn() -> Stop) -> Vec<JoinHandle<()>> {
    vec![
        rt::spawn(keep_index(app.clone(), stop())),
        rt::spawn(carry_on_recounts(app.clone(), stop())),
        rt::spawn(work_off_imports(app.clone(), stop())),
        rt::spawn(every(HOUR, "old records not forgotten", app.clone(), forget, stop())),
        rt::spawn(every(HOUR, "files not cleaned", app.clone(), clean_files, stop())),
        rt::spawn(every(HOUR, "logs not sealed", app.clone(), seal_if_due, stop())),
        rt::spawn(every(HOUR, "nobody reminded", app.clone(), remind, stop())),
    ]
}

/// Does something now and after every pause; what fails is tried again at the next look.
async fn every(
    pause: Duration,
    failed: &'static str,
    app: App,
    work: impl AsyncFn(&App) -> Result<(), Error>,
    mut stop: Stop,
) {
    while !stop.is_said() {
        if let Err(error) = work(&app).await {
            tracing::warn!(%error, failed);
        }
        stop.pause(pause).await;
    }
}

/// Keeps the index of the search within a second of the cases; what fails is tried again. After a large import it
/// takes its time, so that clerks do not wait.
async fn keep_index(app: App, mut stop: Stop) {
    /// Between two looks at an empty queue.
    const PAUSE: Duration = Duration::from_millis(500);
    while !stop.is_said() {
        match app.write(|tx| search::index_pending(tx, search::A_FEW)).await {
            Ok(0) => stop.pause(PAUSE).await,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "search index not written");
                stop.pause(PAUSE).await;
            }
        }
    }
}

/// Takes up recounts that were left behind when a service stopped; those under way are left to whoever began them.
async fn carry_on_recounts(app: App, mut stop: Stop) {
    const PAUSE: Duration = Duration::from_secs(10);
    while !stop.is_said() {
        let now = app.clock.now();
        match app.read(move |conn| calendar::left_behind(conn, now)).await {
            Ok(left) => {
                for recount in left {
                    carry_on(&app, recount, &stop).await;
                }
            }
            Err(error) => tracing::warn!(%error, "recounts not looked for"),
        }
        stop.pause(PAUSE).await;
    }
}

/// Carries one recount on to its end; what fails is tried again at the next look.
async fn carry_on(app: &App, recount: Id, stop: &Stop) {
    while !stop.is_said() {
        let (keys, now) = (app.keys.clone(), app.clock.now());
        let part = app.write(move |tx| calendar::carry_on(tx, &keys, recount, now)).await;
        match part {
            Ok(part) if part.is_last => return,
            Ok(_) | Err(Error::Stale) => {}
            Err(error) => {
                tracing::warn!(%error, "recount not carried on");
                return;
            }
        }
    }
}

/// Looks at registers that were handed in and records those that are confirmed, one after the other.
async fn work_off_imports(app: App, mut stop: Stop) {
    const PAUSE: Duration = Duration::from_millis(500);
    while !stop.is_said() {
        let now = app.clock.now();
        match app.write(move |tx| imports::claim(tx, now)).await {
            Ok(Some(import)) => work_off(&app, import).await,
            Ok(None) => stop.pause(PAUSE).await,
            Err(error) => {
                tracing::warn!(%error, "imports not looked for");
                stop.pause(PAUSE).await;
            }
        }
    }
}

/// One import; what the database is at fault for is tried again when its claim has run out.
async fn work_off(app: &App, import: Id) {
    let app = app.clone();
    let work = move || {
        let at = || (app.clock.now(), app.clock.today());
        imports::work_off(app.db(), &app.keys, import, &at)
    };
    match rt::task::spawn_blocking(work).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "import not carried on"),
        Err(error) => tracing::error!(%error, "import broke off"),
    }
}

/// Forgets old answers to creating calls, old failures under unknown names, files of imports on which nobody decided,
/// and what was told long ago.
async fn forget(app: &App) -> Result<(), Error> {
    let now = app.clock.now();
    app.write(move |tx| idempotency::forget(tx, now)).await?;
    app.write(move |tx| sign_in::forget(tx, now)).await?;
    app.write::<_, Error>(move |tx| Ok(imports::forget(tx, now)?)).await?;
    app.write(move |tx| jobs::forget(tx, now)).await.map(drop)
}

/// Cleans away files that belong to no case.
async fn clean_files(app: &App) -> Result<(), Error> {
    attachments::clean(app.db(), &app.files, app.clock.now()).await.map(drop)
}

/// Seals everything that changed, unless that was done today.
async fn seal_if_due(app: &App) -> Result<(), Error> {
    let now = app.clock.now();
    if !app.write(move |tx| seals::is_due(tx, now)).await? {
        return Ok(());
    }
    let mut place = None;
    loop {
        let keys = app.keys.clone();
        place = app.write(move |tx| seals::step(tx, &keys, place, now)).await?;
        if place.is_none() {
            return Ok(());
        }
    }
}

/// Puts down what staff are to be told today; what was put down before is not put down again.
pub async fn remind(app: &App) -> Result<(), Error> {
    /// In one transaction, so that no clerk waits.
    const TOGETHER: usize = 200;
    let (now, today) = (app.clock.now(), app.clock.today());
    let due = app.scan(move |conn| messages::due(conn, today)).await?;
    for some in due.chunks(TOGETHER) {
        let some = some.to_vec();
        app.write::<_, Error>(move |tx| Ok(db::jobs::put(tx, &some, now)?)).await?;
    }
    Ok(())
}
