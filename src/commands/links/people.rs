//! Which signed-in people may read.

use crate::cli::People;
use crate::commands::Failure;
use crate::commands::place::{PeopleChange, Place, PlacedPeople};
use crate::commands::terminal::{eprint_line, print_json, print_line};
use crate::domain::email::Email;

/// Changes the list as the flags say, and prints who is on it.
pub fn run(place: &dyn Place, arguments: &People) -> Result<(), Failure> {
    let People { one, add, remove, anyone, json } = arguments;
    let change = PeopleChange { add, remove, anyone: *anyone };
    let PlacedPeople { link, notes } = place.people(&one.chat, &change)?;
    if *json {
        print_json(&link.people.as_ref().map(|people| people.iter().map(Email::as_str).collect::<Vec<_>>()))?;
    } else {
        link.people.iter().flatten().try_for_each(|email| print_line(email.as_str()))?;
    }
    eprint_line(link.readers(place.now()));
    notes.iter().for_each(eprint_line);
    Ok(())
}
