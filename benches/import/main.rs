//! `cargo bench --bench import`: an export of 1 GiB with 50,000 conversations through `neptun-share
//! import`, and once more, when nothing of it is new; beside a floor that runs in the same minute: the
//! same bytes parsed by `serde_json` into nothing and written as one table. Prints the ratios of the
//! speeds, which have goals, and the most memory that the import took, which has a bound.
//!
//! `NEPTUN_SHARE_BENCH_MIB` sets another size, `NEPTUN_SHARE_BENCH_ROUNDS` another number of rounds.

mod export;
mod floor;
#[path = "../measured/memory.rs"]
mod memory;
mod program;

use std::path::Path;
use std::time::Instant;

/// Speed of the import as a part of the floor's, at least: of the first, and of the same again.
const GOALS: [f64; 2] = [0.6, 1.5];
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

    let mut ratios = [Vec::new(), Vec::new()];
    let mut most_memory = 0;
    for _ in 0..rounds {
        let floor = with_database(folder.path(), |database| timed(|| floor::run(&file, database)));
        let mut memory = 0;
        let times = with_database(folder.path(), |database| {
            program::make_account(database);
            [(); 2].map(|()| timed(|| memory = memory.max(program::import(&file, database, conversations))))
        });
        let [first, again] = times.map(|time| floor / time);
        println!(
            "floor {:6.1} MB/s   import {:6.1} MB/s   ratio {first:.2}   again {again:.2}   resident {memory} MiB",
            megabytes / floor,
            megabytes / times[0],
        );
        ratios[0].push(first);
        ratios[1].push(again);
        most_memory = most_memory.max(memory);
    }
    let verdict = |is_met| if is_met { "met" } else { "not met" };
    for ((name, mut ratios), goal) in ["first", "again"].into_iter().zip(ratios).zip(GOALS) {
        ratios.sort_by(f64::total_cmp);
        let median = ratios[ratios.len() / 2];
        println!("ratio, {name}, median: {median:.2} (goal {goal:.2}: {})", verdict(median >= goal));
    }
    println!("resident, most: {most_memory} MiB (bound {MEMORY} MiB: {})", verdict(most_memory <= MEMORY));
}

/// Does something with a database of its own, which is removed afterwards.
fn with_database<T>(folder: &Path, work: impl FnOnce(&Path) -> T) -> T {
    let database = tempfile::tempdir_in(folder).expect("a folder");
    work(&database.path().join("bench.db"))
}

/// The seconds that it takes.
fn timed(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().map_or(usual, |text| text.parse().expect("a number"))
}
