//! `cargo bench --bench render`: a chat of 300 messages with 200 code blocks, tables and formulas,
//! as a reader gets it: as JSON, as JSON with HTML for the first time, and once more. Beside it, in
//! the same minute, what can't be done without: the same Markdown parsed and written by comrak alone.
//! Each round has a server of its own, which remembers nothing. Prints medians and quartiles, and
//! the most memory that was resident.
//!
//! `NEPTUN_SHARE_BENCH_ROUNDS` sets the number of rounds.

#[path = "../measured/computed.rs"]
mod computed;
mod conversation;
mod floor;
#[path = "../measured/memory.rs"]
mod memory;
mod program;

use std::time::{Duration, Instant};

/// The first rendering takes one core at most so long.
const GOAL: Duration = Duration::from_millis(500);
/// And every later one so many times as long as the JSON without HTML.
const AGAIN_GOAL: f64 = 5.0;
/// Requests of which the fastest counts where the answer is kept: what disturbs them is longer than they are.
const REPEATED: usize = 5;

fn main() {
    let rounds = std::env::var("NEPTUN_SHARE_BENCH_ROUNDS").map_or(9, |text| text.parse().expect("a number"));
    let messages = conversation::messages();
    let bytes: usize = messages.iter().map(String::len).sum();
    let blocks: usize = messages.iter().map(|text| text.matches("```").count() / 2).sum();
    println!("{} messages, {bytes} bytes, {blocks} code blocks; {rounds} rounds in turns", messages.len());

    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let program = program::Program::new(folder.path());
    let path = program.share(&conversation::file(&messages));
    let plain = format!("/api{path}");
    let html = format!("{plain}?render=html");

    let mut figures = [
        ("comrak alone", vec![]),
        ("JSON", vec![]),
        ("HTML, first time", vec![]),
        ("  computed", vec![]),
        ("HTML, again", vec![]),
    ];
    let mut ratios = Vec::new();
    let mut memories = [Vec::new(), Vec::new()];
    for _ in 0..rounds {
        let server = program.serve();
        server.get("/api/health");
        let floor = timed(|| floor::run(&messages));
        let json = timed(|| server.get(&plain));
        memories[0].push(server.memory());
        let computed = server.computed();
        let first = timed(|| server.get(&html));
        // Where other programs run beside it, this is what it took of one core.
        let computed = Duration::from_millis(10 * (server.computed() - computed));
        memories[1].push(server.memory());
        let again = (0..REPEATED).map(|_| timed(|| server.get(&html))).min().unwrap_or_default();
        for ((_, figures), figure) in figures.iter_mut().zip([floor, json, first, computed, again]) {
            figures.push(figure);
        }
        ratios.push(first.as_secs_f64() / floor.as_secs_f64());
    }

    println!("{:18} {:>10} {:>10} {:>10}", "milliseconds", "median", "quarter", "3 quarters");
    for (name, figures) in &mut figures {
        figures.sort();
        let [median, low, high] = quartiles(figures).map(|figure| figure.as_secs_f64() * 1e3);
        println!("{name:18} {median:10.2} {low:10.2} {high:10.2}");
    }
    ratios.sort_by(f64::total_cmp);
    let [median, low, high] = quartiles(&ratios);
    println!("{:18} {median:10.2} {low:10.2} {high:10.2}", "first / comrak");
    let [before, after] = memories.map(|figures| figures.into_iter().max().unwrap_or(0));
    println!("resident, most: {before} MiB before anything was rendered, {after} MiB behind it");

    let [_, (_, json), _, (_, computed), (_, again)] = &figures;
    let computed = quartiles(computed)[0];
    let again = quartiles(again)[0].as_secs_f64() / quartiles(json)[0].as_secs_f64();
    let verdict = |is_met| if is_met { "met" } else { "not met" };
    println!("first time, computed: {computed:.0?} (goal {GOAL:.0?}: {})", verdict(computed <= GOAL));
    println!("again / JSON: {again:.2} (goal {AGAIN_GOAL:.2}: {})", verdict(again <= AGAIN_GOAL));
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    std::hint::black_box(work());
    start.elapsed()
}

/// The median, and what a quarter and three quarters of the sorted figures stay below.
fn quartiles<T: Copy>(sorted: &[T]) -> [T; 3] {
    let last = sorted.len() - 1;
    [sorted[last / 2], sorted[last / 4], sorted[last * 3 / 4]]
}
