//! `cargo bench --bench growth`: what a server computes for one request where there is much. A shared conversation of 20 to
//! 20,000 messages, each figure beside that of 20; and a page of 50 of the lists of somebody with 100,000 conversations of
//! ten messages, each beside that of somebody with a hundred in the same file. Times are of one core, as the system counts
//! them, so that what else runs disturbs them little.
//!
//! `NEPTUN_SHARE_BENCH_CONVERSATIONS` sets another size.

#[path = "../measured/computed.rs"]
mod computed;
mod filling;
#[path = "../measured/memory.rs"]
mod memory;
mod program;

use std::time::Duration;

use filling::Filling;
use program::Server;

/// A page of a list takes at most so long.
const LIST_GOAL: Duration = Duration::from_millis(5);
/// A new message reaches a reader with at most so much, however long the conversation is.
const LIVE_GOAL: Duration = Duration::from_millis(20);
/// What the server holds at the end, at most, in MiB.
const MEMORY_GOAL: u64 = 64;
/// The system counts in hundredths of a second: a request is repeated for so long.
const MEASURED: Duration = Duration::from_millis(300);

const LENGTHS: [u32; 4] = [20, 200, 2000, 20_000];

fn main() {
    // `cargo test --all-targets` starts this, too, and has no time for it.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let conversations = std::env::var("NEPTUN_SHARE_BENCH_CONVERSATIONS")
        .map_or(100_000, |text| text.parse::<u32>().expect("a number"));
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let database = folder.path().join("bench.db");
    let (many, few) = program::accounts(&database);
    let shared =
        Filling::of(&database).conversations(&many, conversations).conversations(&few, 100).shared(&many, &LENGTHS);
    program::index(&database);

    let server = Server::start(&database);
    let rest = server.resident();
    conversation(&server, &shared);
    live(&server, &many, &shared);
    let are_met = lists(&server, [&many, &few], conversations);
    let verdict = |is_met| if is_met { "met" } else { "not met" };
    println!("\nlists: goal {LIST_GOAL:?} a page: {}", verdict(are_met));
    let resident = server.resident();
    println!(
        "resident: {rest} MiB at rest, {resident} MiB behind it all, goal {MEMORY_GOAL}: {}",
        verdict(resident <= MEMORY_GOAL)
    );
}

/// What readers ask for, by the number of messages. Nothing is kept yet the first time.
fn conversation(server: &Server, shared: &[(i64, String)]) {
    let forms = [
        ("JSON", "/api/shared/chats/LINK"),
        ("JSON with HTML", "/api/shared/chats/LINK?render=html"),
        ("page", "/shared/chats/LINK"),
        ("Markdown", "/api/shared/chats/LINK/export?format=markdown"),
    ];
    println!(
        "{:<28} {:>9} {:>10} {:>10} {:>10}",
        "a conversation, computed", "messages", "first ms", "again ms", "of 20"
    );
    for (name, path) in forms {
        let mut least = None;
        for ((_, link), length) in shared.iter().zip(LENGTHS) {
            let path = path.replace("LINK", link);
            let first = server.computed(None, &path, Duration::ZERO);
            let again = server.computed(None, &path, MEASURED);
            let ratio = again.as_secs_f64() / *least.get_or_insert(again.as_secs_f64());
            println!("{name:<28} {length:>9} {:>10.1} {:>10.2} {ratio:>10.1}", millis(first), millis(again));
        }
    }
}

/// What a new message takes until a reader has it who has all others.
fn live(server: &Server, author: &program::Account, shared: &[(i64, String)]) {
    println!("\n{:<28} {:>9} {:>10}   goal", "a new message, computed", "messages", "ms");
    for ((chat, link), length) in shared.iter().zip(LENGTHS) {
        let took = server.computed_live(author, *chat, link, MEASURED);
        let verdict = if took <= LIVE_GOAL { "met" } else { "not met" };
        println!("{:<28} {length:>9} {:>10.2}   {verdict}", "sent, told, read", millis(took));
    }
}

/// A page of 50, of somebody who has many conversations and of somebody who has few; whether all are quick enough.
fn lists(server: &Server, [many, few]: [&program::Account; 2], conversations: u32) -> bool {
    let (middle, end) = (conversations / 2, conversations - 100);
    let lists = [
        ("conversations", "chats?limit=50".to_owned()),
        ("  from the middle", format!("chats?limit=50&offset={middle}")),
        ("  the last ones", format!("chats?limit=50&offset={end}")),
        ("  with their links", "chats?limit=50&include=share".to_owned()),
        ("  by name", "chats?limit=50&order_by=name".to_owned()),
        ("  from the middle", format!("chats?limit=50&order_by=name&offset={middle}")),
        ("  by model", "chats?limit=50&order_by=model".to_owned()),
        ("  by time of import", "chats?limit=50&order_by=imported_at".to_owned()),
        ("  by number", "chats?limit=50&order_by=id".to_owned()),
        ("  by views", "chats?limit=50&order_by=views".to_owned()),
        ("  search: in one", "chats?limit=50&search=7777%20kalo".to_owned()),
        ("  search: in a tenth", "chats?limit=50&search=kalo".to_owned()),
        ("  search: in all", "chats?limit=50&search=talk".to_owned()),
        ("  search: two letters", "chats?limit=50&search=al".to_owned()),
        ("links", "shares?limit=50".to_owned()),
        ("shared with me", "shared-with-me?limit=50".to_owned()),
        ("search in messages: rare", "search?q=word777".to_owned()),
        ("search in messages: in all", "search?q=talk".to_owned()),
    ];
    println!("\n{:<28} {:>10} {:>10} {:>10}   goal", "a list of 50, computed", "many ms", "few ms", "ratio");
    let mut are_met = true;
    for (name, path) in lists {
        let [of_many, of_few] = [many, few].map(|account| {
            let path = format!("/api/users/{}/{path}", account.id);
            server.computed(Some(account), &path, Duration::ZERO);
            server.computed(Some(account), &path, MEASURED)
        });
        let is_met = of_many <= LIST_GOAL;
        are_met &= is_met;
        let ratio = of_many.as_secs_f64() / of_few.as_secs_f64();
        let verdict = if is_met { "met" } else { "not met" };
        println!("{name:<28} {:>10.2} {:>10.2} {ratio:>10.1}   {verdict}", millis(of_many), millis(of_few));
    }
    are_met
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
