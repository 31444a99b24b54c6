//! What does serving a shared chat cost? `cargo bench --bench serve` answers it with real sockets and the real, optimised
//! executable, and beside every number with that of the *floor*: a bare hyper server in a process of its own that sends
//! the same bytes from memory. The ratio of the two is what can be compared between machines.
//!
//! Linux only (it reads `/proc`), loopback only, ends by itself in about five minutes. `NEPTUN_SHARE_BIN` names another
//! executable to measure, for comparing two builds. Exits with 0 also when a goal is missed: it reports, it does not judge.

mod client;
mod crowd;
mod floor;
mod load;
mod nginx;
mod peers;
mod report;
mod scene;
mod server;

use std::{env, io, process::ExitCode, time::Duration};

use floor::Floor;
use report::Report;
use server::Server;

/// The whole run takes about half of this. A server that hangs must not hang the benchmark.
const LONGEST_RUN: Duration = Duration::from_secs(600);

const CONNECTIONS: [usize; 4] = [1, 16, 128, 1_000];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let outcome = if arguments.iter().any(|argument| argument == floor::ARGUMENT) {
        floor::serve()
    } else if arguments.iter().any(|argument| argument == "--peers") {
        measure(peers::run())
    } else if cargo_wants_the_load(&arguments) {
        measure(run())
    } else {
        Ok(())
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("serve benchmark: {error}");
            ExitCode::FAILURE
        }
    }
}

/// `cargo bench` passes `--bench`. `cargo test --all-targets` starts this program too, with `--test` or with nothing, and
/// must not wait for minutes.
fn cargo_wants_the_load(arguments: &[String]) -> bool {
    let has = |name| arguments.iter().any(|argument| argument == name);
    has("--bench") && !has("--test")
}

/// One thread makes the load: on a small machine more of them would only take the processors from the servers.
#[tokio::main(flavor = "current_thread")]
async fn measure(run: impl Future<Output = io::Result<()>>) -> io::Result<()> {
    // Whatever is still running when the time is over is ended as its handle is dropped with the future.
    tokio::time::timeout(LONGEST_RUN, run)
        .await
        .unwrap_or_else(|_| Err(io::Error::other(format!("not done after {LONGEST_RUN:?}, given up"))))
}

async fn run() -> io::Result<()> {
    let idle = crowd::size_allowed()?;
    let server = Server::start().await?;
    let resident_after_start = server.resident()?;
    let cells = scene::prepare(server.address).await?;
    let floor = Floor::start(cells.iter().map(|cell| &cell.answer)).await?;

    let mut report = Report::begin(&server).await?;
    for (cell, floor_address) in cells.iter().zip(&floor.addresses) {
        for connections in CONNECTIONS {
            let pair = load::compare((server.address, cell), (*floor_address, cell), connections).await?;
            report.row(cell, connections, &pair);
        }
    }

    let resident_after_load = server.resident()?;
    let crowd = crowd::measure(&server, &cells[0], idle).await?;
    report.memory(resident_after_start, resident_after_load, &crowd);
    report.goals();

    floor.stop().await?;
    server.stop().await
}
