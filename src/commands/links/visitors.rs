//! Who viewed a link.

use serde_json::Value;

use crate::cli::Visitors;
use crate::commands::Failure;
use crate::commands::place::{Place, PlacedVisitors};
use crate::commands::terminal::{eprint_line, one_line, print_json, print_line};
use crate::commands::when::local;
use crate::domain::timestamp::Timestamp;

/// Prints the record of visitors, or deletes it.
pub fn run(place: &dyn Place, arguments: &Visitors) -> Result<(), Failure> {
    let PlacedVisitors { name, link, visitors } = place.visitors(&arguments.one.chat, arguments.forget)?;
    if arguments.forget {
        return print_line(format_args!("deleted the record of who viewed \"{name}\""));
    }
    if arguments.json {
        print_json(&visitors)?;
    } else {
        visitors.iter().try_for_each(|visitor| print_line(line(visitor)))?;
    }
    if !link.share.settings.records_visitors {
        eprint_line(format_args!(
            "This link does not record who views it. To start recording: neptun-share share {} --record-visitors{}",
            link.share.chat_id.get(),
            place.flag()
        ));
    }
    Ok(())
}

fn line(visitor: &Value) -> String {
    let field = |name: &str| one_line(visitor[name].as_str().unwrap_or("-"));
    let when = visitor["opened_at"].as_str().and_then(Timestamp::from_rfc3339).map_or_else(|| "-".to_owned(), local);
    format!("{when}\t{}\t{}\t{}", field("email"), field("address"), field("client"))
}
