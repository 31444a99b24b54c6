//! `cargo bench --bench import`: an export of 1 GiB with 50,000 conversations through `neptun-share
//! import`, beside a floor that runs in the same minute: the same bytes parsed by `serde_json` into
//! nothing and written as one table. Prints the ratio of the two speeds, which has a goal, and the
//! most memory that the import took, which has a bound.
//!
//! `NEPTUN_SHARE_BENCH_MIB` sets another size, `NEPTUN_SHARE_BENCH_ROUNDS` another number of rounds.

mod export;
mod floor;
mod program;

use std::path::Path;
use std::time::Instant;

/// Speed of the import as a part of the floor's, at least.
const GOAL: f64 = 1.0 / 3.0;
/// Resident memory at most, in MiB.
const MEMORY: u64 = 200;
const CONVERSATIONS_A_GIB: u64 = 50_000;

fn main() {
    let size = setting("NEPTUN_SHARE_BENCH_MIB", 1024);
    let rounds = setting("NEPTUN_SHARE_BENCH_ROUNDS", 3);
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let file = folder.path().join("conversations.json");
    let conversations = size * CONVERSATIONS_A_GIB / 1024;
    let bytes = export::write(&file, conversations, size * 1024 * 1024).expect("an export");
    #[expect(clippy::cast_precision_loss, reason = "megabytes")]
    let megabytes = bytes as f64 / 1e6;
    println!("{megabytes:.0} MB, {conversations} conversations; {rounds} rounds in turns");

    let mut ratios = Vec::new();
    let mut most_memory = 0;
    for _ in 0..rounds {
        let floor = timed(folder.path(), |database| floor::run(&file, database));
        let mut memory = 0;
        let import = timed(folder.path(), |database| memory = program::import(&file, database, conversations));
        let ratio = floor / import;
        println!(
            "floor {:6.1} MB/s   import {:6.1} MB/s   ratio {ratio:.2}   resident {memory} MiB",
            megabytes / floor,
            megabytes / import,
        );
        ratios.push(ratio);
        most_memory = most_memory.max(memory);
    }
    ratios.sort_by(f64::total_cmp);
    let median = ratios[ratios.len() / 2];
    let verdict = |is_met| if is_met { "met" } else { "MISSED" };
    println!("ratio, median: {median:.2} (goal {GOAL:.2}: {})", verdict(median >= GOAL));
    println!("resident, most: {most_memory} MiB (bound {MEMORY} MiB: {})", verdict(most_memory <= MEMORY));
}

/// Seconds that `work` takes with a database of its own, which is removed afterwards.
fn timed(folder: &Path, work: impl FnOnce(&Path)) -> f64 {
    let database = tempfile::tempdir_in(folder).expect("a folder");
    let start = Instant::now();
    work(&database.path().join("bench.db"));
    start.elapsed().as_secs_f64()
}

fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().map_or(usual, |text| text.parse().expect("a number"))
}
