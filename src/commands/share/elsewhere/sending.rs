//! The conversation on its way: what readers of the link would get, and nothing else.

use std::io::{self, Seek};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::app::export::{ExportReader, ExportSource, Format};
use crate::app::link;
use crate::app::sharing::Published;
use crate::client::CallBody;
use crate::commands::Failure;
use crate::commands::place::Elsewhere;
use crate::commands::progress::{CountedReader, Progress};
use crate::commands::terminal::{eprint_line, one_line};
use crate::domain::chat::ChatSource;
use crate::domain::id::{ChatId, UserId};
use crate::domain::part::Sha256;
use crate::domain::secret;
use crate::domain::text;
use crate::http::saved_page;
use crate::render::Renderer;
use crate::store::Store;
use crate::store::imports::ImportOutcome;

/// Sends what readers of the link would get.
pub fn send(
    elsewhere: &Elsewhere,
    store: &Store,
    owner: UserId,
    ready: &Published,
    source: Option<&ChatSource>,
) -> Result<(ChatId, ImportOutcome), Failure> {
    let gone = || Failure::new("what was to be sent is gone; try again");
    let (_, view) = link::preview(store, owner, ready.link.share.id)?.ok_or_else(gone)?;
    let mut export = store.read(|db| ExportSource::read(db, view))?;
    export.source_id = source.and_then(source_id);
    let (renderer, page) = (Arc::new(Renderer::new()), saved_page());
    let mut reader =
        ExportReader::new(store, export, Format::Json, &renderer, &page).map_err(|error| unwritable(&error))?;
    let mut file = tempfile::tempfile().map_err(|error| unwritable(&error))?;
    let length = io::copy(&mut reader, &mut file).map_err(|error| unwritable(&error))?;
    file.rewind().map_err(|error| unwritable(&error))?;
    eprint_line(format_args!("Sending {} kB to {}.", length.div_ceil(1000), elsewhere.name()));

    let done = Arc::new(AtomicU64::new(0));
    let progress = Progress::follow(Some(length), Arc::clone(&done));
    let answer = elsewhere.own(
        "POST",
        "/chats/import?format=neptun-share",
        CallBody::File(&mut CountedReader(file, done), length),
    );
    drop(progress);
    let answer = answer?;
    let conversation = &answer["report"]["files"][0]["conversations"][0];
    let chat = conversation["chat_id"].as_i64().filter(|id| *id > 0).map(ChatId::new);
    let new = conversation["new_messages"].as_u64().and_then(|new| usize::try_from(new).ok()).unwrap_or_default();
    let outcome = match conversation["outcome"].as_str() {
        Some("imported") => Some(ImportOutcome::New),
        Some("updated") if new > 0 => Some(ImportOutcome::Updated(new)),
        Some("updated") => Some(ImportOutcome::Renamed),
        Some("unchanged") => Some(ImportOutcome::Unchanged),
        Some("changed_here") => Some(ImportOutcome::ChangedHere),
        _ => None,
    };
    chat.zip(outcome).ok_or_else(|| {
        let why = conversation["reason"].as_str().or(answer["report"]["notes"][0].as_str());
        let why = why.map_or_else(String::new, |why| format!(": {}", one_line(&text::one_line(why, 300))));
        Failure::new(format!("{} could not take the conversation{why}; nothing was shared", elsewhere.name()))
    })
}

/// By which the server knows the conversation again: a digest, as the source's own name for it may be a path.
fn source_id(source: &ChatSource) -> Option<String> {
    let id = source.id.as_ref()?;
    Some(Sha256::new(secret::digest(&format!("{}\n{id}", source.format))).to_string())
}

fn unwritable(error: &io::Error) -> Failure {
    Failure::new(format!("cannot prepare what is to be sent: {error}; nothing was sent"))
}
