//! Metrics for Prometheus (<https://prometheus.io/docs/instrumenting/exposition_formats/>), on a separate listener:
//! whoever can reach the site can't read them.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::app::backups;
use crate::base::file_names::with_ending;
use crate::base::metrics::{BOUNDS, METRICS};
use crate::commands::Failure;
use crate::domain::timestamp::Timestamp;
use crate::unix::processes;

/// For one client, who is alone meanwhile.
const TIMEOUT: Duration = Duration::from_secs(5);

/// No request for them is longer.
const MOST_REQUEST: u64 = 16 * 1024;

/// Serves them on a thread of their own, until the process ends.
pub fn serve(address: SocketAddr, database: PathBuf) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::new(format!("cannot serve metrics on {address}: {error}"));
    let listener = TcpListener::bind(address).map_err(failed)?;
    tracing::info!(address = %listener.local_addr().map_err(failed)?, "serving metrics");
    let answer_all = move || {
        for stream in listener.incoming() {
            match stream.and_then(|stream| answer(stream, &database)) {
                Ok(()) => {}
                Err(error) => {
                    tracing::debug!(%error, "metrics were not fetched");
                    // Without it, a lack of file descriptors would keep this thread busy.
                    thread::sleep(Duration::from_millis(20));
                }
            }
        }
    };
    thread::Builder::new().name("metrics".to_owned()).spawn(answer_all).map_err(failed)?;
    Ok(())
}

fn answer(mut stream: TcpStream, database: &Path) -> std::io::Result<()> {
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    let mut head = BufReader::new((&stream).take(MOST_REQUEST));
    let mut request = String::new();
    head.read_line(&mut request)?;
    // Read to its end: else the client could lose the answer.
    let mut line = String::new();
    while head.read_line(&mut line)? > 2 {
        line.clear();
    }
    let is_asked = request.starts_with("GET /metrics ") || request.starts_with("GET /metrics?");
    let (status, body) = if is_asked { ("200 OK", text(database)) } else { ("404 Not Found", String::new()) };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n{body}"
    )
}

/// All of them.
fn text(database: &Path) -> String {
    let mut text = Exposition(String::new());
    text.kind("build_info", "gauge", "The program's version.");
    text.line("build_info", &format!("{{version=\"{}\"}}", env!("CARGO_PKG_VERSION")), 1);
    text.kind("http_requests_total", "counter", "Answers, by the class of their status.");
    for (class, counter) in (1..).zip(&METRICS.answers) {
        text.line("http_requests_total", &format!("{{status=\"{class}xx\"}}"), counter.get());
    }
    text.kind("http_request_duration_seconds", "histogram", "Time until an answer was ready to be sent.");
    let mut faster = 0;
    for (bound, counter) in BOUNDS.iter().zip(&METRICS.faster) {
        faster += counter.get();
        text.line("http_request_duration_seconds_bucket", &format!("{{le=\"{}\"}}", seconds(*bound)), faster);
    }
    let all: u64 = METRICS.answers.iter().map(|counter| counter.get()).sum();
    text.line("http_request_duration_seconds_bucket", "{le=\"+Inf\"}", all);
    text.line("http_request_duration_seconds_sum", "", seconds(METRICS.micros.get()));
    text.line("http_request_duration_seconds_count", "", all);
    for (name, kind, help, number) in [
        ("connections", "gauge", "Open connections.", METRICS.open_connections.get()),
        ("connections_total", "counter", "Connections that were made.", METRICS.connections.get()),
        (
            "connections_refused_total",
            "counter",
            "Connections that were turned away, being too many.",
            METRICS.refused_connections.get(),
        ),
        ("failed_sign_ins_total", "counter", "Wrong passwords of accounts and links.", METRICS.failed_sign_ins.get()),
        (
            "log_lines_left_out_total",
            "counter",
            "Log lines that nobody took in time.",
            METRICS.log_lines_left_out.get(),
        ),
        ("backups_failed_total", "counter", "Backups of the schedule that failed.", METRICS.failed_backups.get()),
        ("database_bytes", "gauge", "Size of the database file.", size(database, "")),
        ("database_log_bytes", "gauge", "Size of SQLite's write-ahead log.", size(database, "-wal")),
    ] {
        text.kind(name, kind, help);
        text.line(name, "", number);
    }
    if let Some(made) = backups::last(database).and_then(|backup| Timestamp::from_rfc3339(&backup.made_at)) {
        text.kind("last_backup_timestamp_seconds", "gauge", "When the last backup was made.");
        text.line("last_backup_timestamp_seconds", "", made.as_millis() / 1000);
    }
    text.process();
    text.0
}

struct Exposition(String);

impl Exposition {
    fn kind(&mut self, name: &str, kind: &str, help: &str) {
        // Writing to a string can't fail.
        let _ = writeln!(self.0, "# HELP neptun_share_{name} {help}\n# TYPE neptun_share_{name} {kind}");
    }

    fn line(&mut self, name: &str, labels: &str, value: impl std::fmt::Display) {
        let _ = writeln!(self.0, "neptun_share_{name}{labels} {value}");
    }

    /// Of the process, under the names that all programs use; only where the system tells.
    fn process(&mut self) {
        let known = [
            ("resident_memory_bytes", "Resident memory.", processes::resident_bytes()),
            ("open_fds", "Open file descriptors.", processes::open_files().map(|files| files as u64)),
        ];
        for (name, help, value) in known {
            if let Some(value) = value {
                let _ = writeln!(
                    self.0,
                    "# HELP process_{name} {help}\n# TYPE process_{name} gauge\nprocess_{name} {value}"
                );
            }
        }
    }
}

/// Microseconds as seconds.
fn seconds(micros: u64) -> String {
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

fn size(database: &Path, ending: &str) -> u64 {
    fs::metadata(with_ending(database, ending)).map_or(0, |file| file.len())
}
