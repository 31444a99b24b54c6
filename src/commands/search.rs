//! `neptun-share search`: where words stand in conversations.

use super::terminal::{eprint_line, masked_line, print_line, print_stream, title};
use super::{Failure, place};
use crate::cli::Search;

/// Prints what was found. Where nothing was, that is no failure.
pub fn run(arguments: &Search) -> Result<(), Failure> {
    let place = place::of(&arguments.server, &arguments.data, &arguments.owner, None)?;
    let results = place.search(&arguments.words.join(" "), arguments.details, arguments.limit)?;
    if arguments.json {
        let json = serde_json::to_string_pretty(&results.iter().map(|result| &result.json).collect::<Vec<_>>());
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
