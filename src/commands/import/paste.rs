//! A conversation pasted on the terminal: read until Ctrl-D, shown as it was understood, and stored after confirmation.

use std::io::{self, Read};

use crate::commands::Failure;
use crate::commands::import::{CONVERSATION_BYTES, refusal};
use crate::commands::terminal::{Dialog, counted, eprint_line, masked_line, title};
use crate::domain::chat::NewChat;
use crate::domain::text::opening_words;
use crate::import::{self, FileFormat, ImportError, ImportEvent, ImportSource, ReadOptions};
use crate::unix::terminal::Unlined;

/// How many messages are shown of each conversation, and how many conversations.
const MOST_SHOWN: usize = 20;

/// How much of a message is shown, in characters.
const OPENING_CHARS: usize = 100;

/// What ends the text: Ctrl-D, and how Linux keeps one that was typed before we began to read.
const ENDS: [u8; 2] = [4, 0];
/// Ctrl-C.
const BREAK: u8 = 3;

/// Reads what is pasted.
pub fn read() -> Result<Vec<u8>, ImportError> {
    // Before anybody is asked: a Ctrl-C that comes earlier would be a signal, which an import waits out.
    let mut terminal = Unlined::open().map_err(ImportError::Unreadable)?;
    eprint_line("Paste the conversation, text or JSON, and end it with Ctrl-D.");
    let (mut text, mut byte) = (Vec::new(), [0]);
    // One by one: what follows Ctrl-D is the answer to the next question.
    while terminal.read(&mut byte).map_err(ImportError::Unreadable)? == 1 {
        match byte {
            [end] if ENDS.contains(&end) => break,
            [BREAK] => {
                drop(terminal);
                eprint_line("");
                return Err(ImportError::Unreadable(io::ErrorKind::Interrupted.into()));
            }
            [byte] => text.push(byte),
        }
    }
    drop(terminal);
    eprint_line("");
    Ok(text)
}

/// Whether the person wants to keep it; true where there is nobody to ask.
pub fn is_wanted(source: &ImportSource, format: Option<&'static FileFormat>) -> Result<bool, Failure> {
    let Some(mut dialog) = Dialog::open(true) else { return Ok(true) };
    let options = ReadOptions { format, conversation_bytes: CONVERSATION_BYTES, ..ReadOptions::default() };
    let (mut shown, mut count) = (String::from("\n"), 0);
    let read = import::read(source, &options, &mut |event| {
        match event {
            ImportEvent::Chat { chat, notes } => {
                count += 1;
                if count <= MOST_SHOWN {
                    shown.push_str(&outline(&chat));
                }
                shown.extend(notes.iter().map(|note| format!("  {}.\n", masked_line(note))));
            }
            ImportEvent::Skipped { label, reason } => {
                shown.push_str(&format!("skipped: {}: {}.\n", masked_line(&label), masked_line(&reason)));
            }
            ImportEvent::Note(text) | ImportEvent::Whole { text, .. } => {
                shown.push_str(&format!("{}\n", masked_line(&text)));
            }
            ImportEvent::File { .. } | ImportEvent::Known(_) => {}
        }
        Ok(())
    });
    read.map_err(|error| refusal(&error))?;
    if count > MOST_SHOWN {
        shown.push_str(&format!("and {} more\n", count - MOST_SHOWN));
    }
    dialog.print(&shown)?;
    loop {
        let Some(typed) = dialog.ask("Keep it? [Y]es / [n]o: ")? else { return Ok(false) };
        match typed.trim().to_lowercase().as_str() {
            "" | "y" | "yes" => return Ok(true),
            "n" | "no" | "q" | "quit" => return Ok(false),
            _ => {}
        }
    }
}

/// The title, and who says what.
fn outline(chat: &NewChat) -> String {
    let mut outline = format!("\"{}\", {}\n", title(&chat.name), counted(chat.messages.len(), "message"));
    for message in chat.messages.iter().take(MOST_SHOWN) {
        let words = opening_words(&masked_line(&message.content), OPENING_CHARS);
        outline.push_str(&format!("  {:<10} {words}\n", message.role.as_str()));
    }
    if let more @ 1.. = chat.messages.len().saturating_sub(MOST_SHOWN) {
        outline.push_str(&format!("  and {}\n", counted(more, "more message")));
    }
    outline
}
