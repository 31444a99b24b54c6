//! Tests of the whole way from bytes to conversations, on small files written for them. Each file (or
//! folder) in `tests/fixtures/import` has beside it what must come out, as `NAME.expected.md`.

mod archives;
mod chains;
mod chat_products;
mod databases;
mod golden;
mod growing;
mod hostile;
mod own_export;
mod properties;
mod sessions;
mod splitting;
mod unread;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use super::{ImportError, ImportEvent, ImportSource, ReadOptions};
use crate::domain::chat::NewChat;
use crate::domain::timestamp::Timestamp;

/// What a file held.
#[derive(Debug, Default)]
struct Import {
    chats: Vec<NewChat>,
    /// What was left out or changed, as whole sentences.
    skipped: Vec<String>,
}

/// Reads a file of that name.
fn read(bytes: &[u8], name: &str) -> Result<Import, ImportError> {
    read_source(&ImportSource::of(name.to_owned(), bytes.to_vec().into())?)
}

fn read_source(source: &ImportSource) -> Result<Import, ImportError> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(super::STACK);
        thread.spawn_scoped(scope, || read_here(source)).expect("a thread").join().expect("no panic")
    })
}

fn read_here(source: &ImportSource) -> Result<Import, ImportError> {
    let mut import = Import::default();
    super::read(source, &ReadOptions::default(), &mut |event| {
        match event {
            ImportEvent::File { .. } | ImportEvent::Known(_) => {}
            ImportEvent::Chat { chat, notes } => {
                let name = chat.name.as_str();
                import.skipped.extend(notes.iter().map(|note| format!("“{name}”, {note}.")));
                import.chats.push(*chat);
            }
            ImportEvent::Skipped { label, reason } => import.skipped.push(format!("{label}: {reason}.")),
            ImportEvent::Note(text) | ImportEvent::Whole { text, .. } => import.skipped.push(text),
        }
        Ok(())
    })?;
    Ok(import)
}

fn fixtures_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import")
}

/// Every fixture.
fn fixtures() -> Vec<PathBuf> {
    let entries = fs::read_dir(fixtures_folder()).expect("the fixtures");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> =
        paths.filter(|path| !path.to_str().is_some_and(|path| path.ends_with(".expected.md"))).collect();
    paths.sort();
    paths
}

/// An import as a text that people can read and compare.
fn shown(import: &Import) -> String {
    let time = |time: Option<Timestamp>| time.map_or("-".to_owned(), |time| time.to_string());
    let mut out = String::new();
    for chat in &import.chats {
        let (from, to) = (time(chat.created_at), time(chat.updated_at));
        let source = chat.source.as_ref().expect("a source");
        let id = source.id.as_deref().unwrap_or("-");
        writeln!(out, "# {} | {} | {from} | {to}\n", chat.name.as_str(), chat.model.as_str()).expect("text");
        writeln!(out, "{} {id}\n", source.format).expect("text");
        for message in &chat.messages {
            let at = time(message.created_at);
            let other = message.model.as_ref().filter(|model| **model != chat.model);
            let model = other.map(|model| format!(" | {}", model.as_str())).unwrap_or_default();
            writeln!(out, "## {} | {at}{model}\n\n{}\n", message.role.as_str(), message.content).expect("text");
            for part in &message.parts {
                writeln!(out, "- {}", serde_json::to_string(part).expect("JSON")).expect("text");
            }
            if !message.parts.is_empty() {
                out.push('\n');
            }
        }
        for file in &chat.attachments {
            writeln!(out, "kept: {file:?}").expect("text");
        }
    }
    for line in &import.skipped {
        writeln!(out, "note: {line}").expect("text");
    }
    out
}
