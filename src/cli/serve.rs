//! `gongkai serve`: the service, until it is told to stop; requests in flight are finished.

use std::path::PathBuf;
use std::sync::Once;

use actix_web::{App as WebApp, HttpServer, rt};
use tracing_subscriber::EnvFilter;

use super::{Failure, Verdict, keys, open, say};
use crate::app::App;
use crate::clock::Clock;
use crate::config::{Config, LogForm};
use crate::http::Door;
use crate::jobs::Runner;

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
    let app = App::new(db, keys, Clock::Real, config);
    app.files.check().map_err(|why| Failure(format!("设置有误：\n  files：{why}")))?;
    serve(app)?;
    Ok(Verdict::Fine)
}

/// Serves until a signal says stop.
pub fn serve(app: App) -> Result<(), Failure> {
    let config = app.config.clone();
    let door = Door::new(app.clone());
    rt::System::new().block_on(async move {
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
        let runner = Runner::start(&app)?;
        let ended = server.run().await;
        runner.stop().await;
        Ok(ended?)
    })
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
