//! Shows a person at the terminal what is about to be shared, before anything is stored or published.

use super::source::ConversationSource;
use crate::app::conversations::{self, ConversationDetails};
use crate::app::link::Link;
use crate::commands::Failure;
use crate::commands::terminal::{Dialog, counted, masked_line, title};
use crate::domain::id::UserId;
use crate::domain::text::opening_words;
use crate::domain::timestamp::Timestamp;
use crate::store::Store;

/// How much of the first message is shown, in characters.
const OPENING_CHARS: usize = 160;

/// Asks whether this is the conversation to share. Nobody is asked about one that its readers can read already, nor
/// where there is no terminal.
pub fn confirm(
    store: &Store,
    owner: Option<UserId>,
    source: &ConversationSource,
    input_is_taken: bool,
) -> Result<(), Failure> {
    let Some(mut dialog) = Dialog::open(input_is_taken) else { return Ok(()) };
    let (name, count, opening) = match (source, owner) {
        (ConversationSource::Found { chat, .. }, _) => {
            let opening = chat.messages.first().map(|message| message.content.clone());
            (&chat.name, chat.messages.len(), opening)
        }
        (ConversationSource::Stored(id), Some(owner)) => {
            let found = conversations::find(store, owner, *id)?;
            let ConversationDetails { message_count, link } = found.details.ok_or_else(gone)?;
            if link.as_ref().is_some_and(|link: &Link| link.works(Timestamp::now())) {
                return Ok(());
            }
            (&found.chat.name.clone(), message_count, conversations::opening(store, owner, *id)?)
        }
        (ConversationSource::Stored(_), None) => return Ok(()),
    };
    let mut shown = format!("\"{}\", {}\n", title(name), counted(count, "message"));
    if let Some(opening) = opening.map(|text| opening_words(&masked_line(&text), OPENING_CHARS)) {
        shown.push_str(&format!("  {opening}\n"));
    }
    dialog.print(&shown)?;
    loop {
        let Some(typed) = dialog.ask("Share it? [Y]es / [n]o: ")? else { return Err(gone()) };
        match typed.trim().to_lowercase().as_str() {
            "" | "y" | "yes" => return Ok(()),
            "n" | "no" | "q" | "quit" => return Err(gone()),
            _ => {}
        }
    }
}

fn gone() -> Failure {
    Failure::new("nothing was stored or published")
}
