//! `neptun-share search`: where words stand in conversations.

use super::terminal::{eprint_line, masked_line, print_json, print_line, title};
use super::{Failure, place};
use crate::cli::Search;

/// Prints what was found. Where nothing was, that is no failure.
pub fn run(arguments: &Search) -> Result<(), Failure> {
    let words = arguments.words.join(" ");
    if !words.contains(char::is_alphanumeric) {
        return Err(Failure::new("nothing to search for: name a word, with a letter or a digit"));
    }
    let place = place::of(&arguments.server, &arguments.data, &arguments.owner, None)?;
    let results = place.search(&words, arguments.details, arguments.limit)?;
    if arguments.json {
        return print_json(&results.iter().map(|result| &result.json).collect::<Vec<_>>());
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
