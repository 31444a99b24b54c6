//! What a person sees: the table as it grows, the memory, and then each goal with the word whether it is met.

use std::{io, thread};

use tokio::process::Command;

use crate::{
    crowd::Crowd,
    load::{Latencies, Pair},
    scene::{Cell, MESSAGE_CHARACTERS, MESSAGES},
    server::Server,
};

const MIB: f64 = 1024.0 * 1024.0;

/// The goals for the ratios are set at this number of connections.
const GOAL_CONNECTIONS: usize = 16;
const GOAL_START_MIB: f64 = 30.0;
const GOAL_CROWD_MIB: f64 = 150.0;
const GOAL_NEWCOMER: f64 = 2.0;
/// For the slowest hundredth of answers, beside the floor's.
const GOAL_TAIL: f64 = 1.5;

/// Prints at once what it is told, and remembers the goals for the end.
pub struct Report {
    goals: Vec<(String, bool)>,
}

impl Report {
    pub async fn begin(server: &Server) -> io::Result<Self> {
        let version = Command::new(&server.binary).arg("--version").kill_on_drop(true).output().await?.stdout;
        let processors = thread::available_parallelism()?;
        println!("{} on {processors} processors, load and servers together", String::from_utf8_lossy(&version).trim());
        println!("A chat of {MESSAGES} messages of {MESSAGE_CHARACTERS} characters.");
        println!("The floor is a bare hyper server sending the same bytes from memory.\n");
        println!(
            "{:<10} {:>11} {:>11} {:>10} {:>10} {:>14} {:>6}   {:<18} {:>9}",
            "answer",
            "connections",
            "requests/s",
            "p50",
            "p99",
            "floor req/s",
            "ratio",
            "half of the rounds",
            "p99 ratio"
        );
        Ok(Self { goals: Vec::new() })
    }

    pub fn row(&mut self, cell: &Cell, connections: usize, pair: &Pair) {
        let Cell { name, goal, .. } = cell;
        let [low, ratio, high] = pair.ratio;
        let [p50, p99] = [0.5, 0.99].map(|quantile| time(&pair.latencies, quantile));
        let tail = pair.latencies.value_at_quantile(0.99) as f64 / pair.floor_latencies.value_at_quantile(0.99) as f64;
        println!(
            "{name:<10} {connections:>11} {:>11.0} {p50:>10} {p99:>10} {:>14.0} {ratio:>6.2}   {:<18} {tail:>9.2}",
            pair.server,
            pair.floor,
            format!("{low:.2} to {high:.2}")
        );
        if connections > GOAL_CONNECTIONS && *name == "open" {
            self.goal(
                tail <= GOAL_TAIL,
                format!(
                    "{name}: p99 at {connections} connections is {tail:.2} of the floor's, at most {GOAL_TAIL} wanted"
                ),
            );
        }
        if connections == GOAL_CONNECTIONS {
            self.goal(ratio >= *goal, format!("{name}: {ratio:.2} of the floor, at least {goal} wanted"));
        }
    }

    pub fn memory(&mut self, after_start: u64, after_load: u64, crowd: &Crowd) {
        let (after_start, after_load) = (after_start as f64 / MIB, after_load as f64 / MIB);
        let (beside, size, kept) = (crowd.resident as f64 / MIB, crowd.size, crowd.kept);
        println!("\nresident memory");
        println!("  {:<36} {after_start:>7.1} MiB", "after start");
        println!("  {:<36} {after_load:>7.1} MiB", "after the load");
        println!("  {:<36} {beside:>7.1} MiB", format!("with {size} idle connections"));
        println!("  {:<36} {kept:>7}", "of these still open at the end");

        let ratio =
            |quantile| crowd.beside.value_at_quantile(quantile) as f64 / crowd.alone.value_at_quantile(quantile) as f64;
        println!("\na new client: connect, request, answer {:>10} {:>10}", "p50", "p99");
        for (name, times) in [("no others", &crowd.alone), ("beside the idle ones", &crowd.beside)] {
            println!("  {name:<36} {:>10} {:>10}", time(times, 0.5), time(times, 0.99));
        }
        println!("  {:<36} {:>10.2} {:>10.2}", "ratio", ratio(0.5), ratio(0.99));

        self.goal(
            after_start <= GOAL_START_MIB,
            format!("{after_start:.1} MiB after start, at most {GOAL_START_MIB} wanted"),
        );
        self.goal(
            beside <= GOAL_CROWD_MIB && kept == size,
            format!("{beside:.1} MiB with {size} idle connections, at most {GOAL_CROWD_MIB} wanted"),
        );
        self.goal(
            ratio(0.5) <= GOAL_NEWCOMER,
            format!(
                "a new client beside them takes {:.2} of its usual time, at most {GOAL_NEWCOMER} wanted",
                ratio(0.5)
            ),
        );
    }

    fn goal(&mut self, met: bool, text: String) {
        self.goals.push((text, met));
    }

    pub fn goals(&self) {
        println!("\ngoals (ratios at {GOAL_CONNECTIONS} connections, times by the median)");
        for (goal, met) in &self.goals {
            println!("  {}  {goal}", if *met { "met    " } else { "not met" });
        }
    }
}

fn time(latencies: &Latencies, quantile: f64) -> String {
    match latencies.value_at_quantile(quantile) as f64 / 1_000.0 {
        us if us < 10_000.0 => format!("{us:.0} µs"),
        us => format!("{:.1} ms", us / 1_000.0),
    }
}
