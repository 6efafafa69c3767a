//! How fast a register in csv is taken in, the whole way from the file to the commit, and how much memory it takes;
//! beside the bare inserts of the same rows, already checked, sealed and chained.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench may fail loudly, prints, and reads its settings"
)]

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A key for benches: base64 of 32 bytes.
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

fn main() {
    let rows = std::env::var("GONGKAI_BENCH_ROWS").ok().and_then(|text| text.parse().ok());
    let rows = rows.unwrap_or(100_000);
    let folder = tempfile::tempdir().unwrap();
    let small = register(folder.path(), rows / 10);
    let large = register(folder.path(), rows);
    let url = format!("sqlite:{}", folder.path().join("office.db").display());
    measure("sqlite", &url, folder.path(), &[(rows / 10, &small), (rows, &large)]);
    if let Ok(server) = std::env::var("TEST_DATABASE_URL") {
        measure("postgres", &server, folder.path(), &[(rows / 10, &small), (rows, &large)]);
    }
}

fn measure(database: &str, url: &str, folder: &Path, registers: &[(u32, &String)]) {
    runs(url, folder, &["migrate"]);
    std::fs::write(folder.join("organs.csv"), gongkai::demo::ORGANS).unwrap();
    runs(url, folder, &["organ", "import", "organs.csv"]);
    for (rows, file) in registers {
        let (took, peak) =
            runs(url, folder, &["import", file.as_str(), "--organ", "620402", "--json"]);
        let speed = f64::from(*rows) / took.as_secs_f64();
        println!(
            "register_import/{database}/{rows} {speed:.0} rows/s, peak memory {} MB",
            peak / 1024
        );
    }
}

/// Writes a register of `rows` rows; gives its path.
fn register(folder: &Path, rows: u32) -> String {
    let mut text = String::from(
        "申请编号,收到日期,申请渠道,申请人类型,申请人,证件号码,联系电话,通信地址,申请内容,办理结果,办结日期,答复文号\n",
    );
    for n in 0..rows {
        let (month, day) = (n % 11 + 1, n % 28 + 1);
        writeln!(
            text,
            "{rows}-{n:08},2024-{month:02}-{day:02},互联网,自然人,申请人{n},,1380000{:04},某市某区某路{n}号,\
             某建设项目第{n}号环境影响评价文件及其批复,予以公开,2024-{:02}-{day:02},政公开〔2024〕{n}号",
            n % 10_000,
            month + 1,
        )
        .unwrap();
    }
    let path = folder.join(format!("register-{rows}.csv"));
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

/// Runs the program; how long it took, and its peak memory in kB.
fn runs(url: &str, folder: &Path, arguments: &[&str]) -> (Duration, u64) {
    let begun = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(arguments)
        .current_dir(folder)
        .env("DATABASE_URL", url)
        .env("GONGKAI_KEY", KEY)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut peak = 0;
    loop {
        peak = peak.max(peak_of(child.id()));
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success(), "{arguments:?}");
            return (begun.elapsed(), peak);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The most memory that a process has had, in kB; 0 once it is gone.
fn peak_of(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|text| text.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
