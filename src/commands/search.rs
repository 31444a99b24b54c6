//! `neptun-share search`: where words stand in conversations.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::progress::Progress;
use super::terminal::{eprint_line, masked_line, print_line, print_stream, title};
use super::{Failure, open_present, owner};
use crate::app::search::{self, SearchResult};
use crate::cli::Search;
use crate::domain::timestamp::Timestamp;
use crate::store::{self, Store};

/// Prints what was found. Where nothing was, that is no failure.
pub fn run(arguments: &Search) -> Result<(), Failure> {
    let results = match open_present(&arguments.data)? {
        Some(store) => find(&store, arguments)?,
        None => Vec::new(),
    };
    if arguments.json {
        let json = serde_json::to_string_pretty(&results);
        let json = json.map_err(|error| Failure::new(error.to_string()))?;
        return print_stream(format!("{json}\n").as_bytes());
    }
    if results.is_empty() {
        eprint_line("Nothing found.");
    }
    for result in &results {
        let number = result.chat.map_or_else(|| "shared".to_owned(), |chat| chat.get().to_string());
        print_line(format_args!("{number:>6}  {}", title(&result.name)))?;
        print_line(format_args!("        {}", masked_line(&result.snippet)))?;
    }
    Ok(())
}

fn find(store: &Store, arguments: &Search) -> Result<Vec<SearchResult>, Failure> {
    let Some(owner) = owner::find(store, &arguments.owner)? else { return Ok(Vec::new()) };
    fill(store)?;
    let limit = u32::try_from(arguments.limit).unwrap_or(u32::MAX);
    let words = arguments.words.join(" ");
    Ok(search::search(store, owner, &words, arguments.details, limit, Timestamp::now())?.results)
}

/// Makes sure that everything is searched: a server may not have run since much was imported.
fn fill(store: &Store) -> Result<(), Failure> {
    let behind = store.read_one(store::search::behind)?;
    let done = Arc::new(AtomicU64::new(behind.done));
    let _progress = Progress::count(behind.total, Arc::clone(&done));
    search::fill(store, |behind| {
        done.store(behind.done, Ordering::Relaxed);
        true
    })?;
    Ok(())
}
