//! `gongkai serve`: the service, until it is told to stop; requests in flight are finished.

use std::path::PathBuf;
use std::sync::Once;
use std::time::Duration;

use actix_web::{App as WebApp, HttpServer, rt};
use tracing_subscriber::EnvFilter;

use super::{Failure, Verdict, keys, open, say};
use crate::actions::{Error, calendar, idempotency, imports, seals, search, sign_in};
use crate::app::App;
use crate::clock::Clock;
use crate::config::{Config, LogForm};
use crate::db::Id;
use crate::http::Door;

#[derive(clap::Args)]
pub struct Args {
    #[arg(long, value_name = "文件", help = "设置文件（TOML）；环境变量 GONGKAI_… 优先于它")]
    config: Option<PathBuf>,
    #[arg(long, value_name = "地址:端口", help = "监听地址，如 127.0.0.1:8080；优先于设置")]
    listen: Option<std::net::SocketAddr>,
}

/// Serves the database that was named.
pub fn run(args: &Args, database: &str) -> Result<Verdict, Failure> {
    let mut config =
        Config::load(args.config.as_deref()).map_err(|error| Failure(error.to_string()))?;
    config.listen = args.listen.unwrap_or(config.listen);
    log_to_stderr(&config)?;
    let db = open(database)?;
    let keys = keys(&db)?;
    serve(App::new(db, keys, Clock::Real, config))?;
    Ok(Verdict::Fine)
}

/// Serves until a signal says stop.
pub fn serve(app: App) -> Result<(), Failure> {
    let config = app.config.clone();
    let door = Door::new(app.clone());
    rt::System::new().block_on(async move {
        rt::spawn(keep_index(app.clone()));
        rt::spawn(carry_on_recounts(app.clone()));
        rt::spawn(forget_answers(app.clone()));
        rt::spawn(work_off_imports(app.clone()));
        rt::spawn(seal_daily(app));
        let server = HttpServer::new(move || {
            let door = door.clone();
            WebApp::new().configure(move |service| door.configure(service))
        });
        let server = server.shutdown_timeout(config.shutdown_seconds);
        let server = if config.workers == 0 { server } else { server.workers(config.workers) };
        let server = server
            .bind(config.listen)
            .map_err(|error| Failure(format!("不能监听 {}：{error}", config.listen)))?;
        for address in server.addrs() {
            say(&format!(
                "服务已启动：http://{address}　接口文档：http://{address}/docs　按 Ctrl-C 停止"
            ));
        }
        Ok(server.run().await?)
    })
}

/// Keeps the index of the search within a second of the cases; what fails is tried again. After a large import it
/// takes its time, so that clerks do not wait.
async fn keep_index(app: App) {
    /// Between two looks at an empty queue.
    const PAUSE: Duration = Duration::from_millis(500);
    loop {
        match app.write(|tx| search::index_pending(tx, search::A_FEW)).await {
            Ok(0) => rt::time::sleep(PAUSE).await,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "search index not written");
                rt::time::sleep(PAUSE).await;
            }
        }
    }
}

/// Takes up recounts that were left behind when a service stopped; those under way are left to whoever began them.
async fn carry_on_recounts(app: App) {
    const PAUSE: Duration = Duration::from_secs(10);
    loop {
        let now = app.clock.now();
        match app.read(move |conn| calendar::left_behind(conn, now)).await {
            Ok(left) => {
                for recount in left {
                    carry_on(&app, recount).await;
                }
            }
            Err(error) => tracing::warn!(%error, "recounts not looked for"),
        }
        rt::time::sleep(PAUSE).await;
    }
}

/// Carries one recount on to its end; what fails is tried again at the next look.
async fn carry_on(app: &App, recount: Id) {
    loop {
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
async fn work_off_imports(app: App) {
    const PAUSE: Duration = Duration::from_millis(500);
    loop {
        let now = app.clock.now();
        match app.write(move |tx| imports::claim(tx, now)).await {
            Ok(Some(import)) => work_off(&app, import).await,
            Ok(None) => rt::time::sleep(PAUSE).await,
            Err(error) => {
                tracing::warn!(%error, "imports not looked for");
                rt::time::sleep(PAUSE).await;
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

/// Forgets old answers to creating calls and old failures under unknown names, now and every hour.
async fn forget_answers(app: App) {
    const PAUSE: Duration = Duration::from_hours(1);
    loop {
        let now = app.clock.now();
        if let Err(error) = app.write(move |tx| idempotency::forget(tx, now)).await {
            tracing::warn!(%error, "old answers not forgotten");
        }
        if let Err(error) = app.write(move |tx| sign_in::forget(tx, now)).await {
            tracing::warn!(%error, "old failures not forgotten");
        }
        if let Err(error) = app.write(move |tx| Ok::<_, Error>(imports::forget(tx, now)?)).await {
            tracing::warn!(%error, "old imports not forgotten");
        }
        rt::time::sleep(PAUSE).await;
    }
}

/// Seals the logs once a day; looks every hour whether it is time, and nothing depends on the hour.
async fn seal_daily(app: App) {
    const PAUSE: Duration = Duration::from_hours(1);
    loop {
        if let Err(error) = seal_if_due(&app).await {
            tracing::warn!(%error, "logs not sealed");
        }
        rt::time::sleep(PAUSE).await;
    }
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

/// Log lines go to standard error, by the settings.
fn log_to_stderr(config: &Config) -> Result<(), Failure> {
    static ONCE: Once = Once::new();
    let filter = EnvFilter::try_new(&config.log_filter)
        .map_err(|_| Failure("设置有误：\n  log_filter：应为日志级别，如 info".to_owned()))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    ONCE.call_once(|| match config.log {
        LogForm::Text => log.with_target(false).init(),
        LogForm::Json => log.json().flatten_event(true).init(),
    });
    Ok(())
}
