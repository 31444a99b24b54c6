//! Searches for secrets in what a link publishes, or would publish. Runs on a snapshot and never inside a write
//! transaction: a large conversation takes seconds, and every writer would wait.

use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

use super::public_view::PublicView;
use crate::base::byte_cache::{ByteCache, ByteSize, byte_cache};
use crate::domain::chat::NewChat;
use crate::domain::id::{ChatId, MessageId};
use crate::domain::message::{Message, NewMessage};
use crate::domain::part::{Part, Sha256};
use crate::domain::redaction::{Redactions, SecretKind};
use crate::domain::share::Excerpt;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::guard::{ConversationScanner, Finding, LARGEST_FILE, Redactor};
use crate::store::{Connection, StoreError, attachments, messages};

/// Messages that are read at a time.
const PAGE: i64 = 128;
/// Memory for the results that are kept, in bytes: whoever publishes has looked at them just before.
const MEMORY: u64 = 4 * 1024 * 1024;

/// What a search found.
pub struct Scan {
    /// Each secret once, the most dangerous first.
    pub findings: Vec<Finding>,
    /// How much was searched.
    pub searched: Searched,
}

/// How much was searched.
#[derive(Clone, Copy, Deserialize, Serialize)]
pub struct Searched {
    /// The number of messages.
    pub messages: usize,
    /// The number of files in them.
    pub files: usize,
}

/// What was scanned: a chat, its revision, the part of it, a digest of what was redacted, and whether
/// files were searched, too. A revision is a random number, so it tells databases apart as well.
type ScanKey = (ChatId, i64, Arc<Excerpt>, Option<[u8; 32]>, bool);

static SCANS: LazyLock<ByteCache<ScanKey, Arc<Scan>>> = LazyLock::new(|| byte_cache(MEMORY, 64 * 1024));

impl ByteSize for Arc<Scan> {
    fn byte_size(&self) -> usize {
        let places = |finding: &Finding| finding.places.iter().map(|place| 128 + place.context.len()).sum::<usize>();
        self.findings.iter().map(|finding| 256 + finding.value.len() + places(finding)).sum()
    }
}

impl Scan {
    /// The number of findings of each kind.
    pub fn counts(&self) -> Vec<(SecretKind, usize)> {
        let mut counts: Vec<(SecretKind, usize)> = Vec::new();
        // They are sorted by kind.
        for finding in &self.findings {
            match counts.last_mut() {
                Some((kind, count)) if *kind == finding.kind => *count += 1,
                _ => counts.push((finding.kind, 1)),
            }
        }
        counts
    }
}

impl PublicView {
    /// What is in it that nobody should publish by accident, the text of its files included.
    pub fn scan(&self, db: &Connection) -> Result<Arc<Scan>, StoreError> {
        self.kept_scan(db, true)
    }

    /// The same but for the files, which may be many.
    pub fn scan_messages(&self, db: &Connection) -> Result<Arc<Scan>, StoreError> {
        self.kept_scan(db, false)
    }

    fn kept_scan(&self, db: &Connection, with_files: bool) -> Result<Arc<Scan>, StoreError> {
        let revision = self.revision(db)?.unwrap_or_default();
        let (chat, excerpt) = self.part();
        let key = (chat, revision, excerpt, self.redactions_digest(), with_files);
        SCANS.get_or_insert_with(&key, || self.fresh_scan(db, with_files).map(Arc::new))
    }

    fn fresh_scan(&self, db: &Connection, with_files: bool) -> Result<Scan, StoreError> {
        let mut scanner = ConversationScanner::new();
        let chat = self.chat(db)?;
        scanner.title(chat.name.as_str());
        scanner.model(chat.model.as_str());
        let mut models = HashSet::from([chat.model]);
        let mut names = HashMap::new();
        let (mut position, mut after) = (0, 0);
        loop {
            let page = self.page(db, after, PAGE)?;
            let Some(last) = page.last() else { break };
            after = last.id.get();
            for message in &page {
                position += 1;
                let (before, behind) = self.neighbours(db, message.id)?;
                scanner.message(position, Some(message.id), message, before.as_deref(), behind.as_deref());
                if let Some(model) = message.model.as_ref().filter(|model| models.insert((*model).clone())) {
                    scanner.model(model.as_str());
                }
                if with_files {
                    names.extend(file_names(message));
                }
            }
        }
        let files = if with_files { self.files(db)? } else { Vec::new() };
        for (sha256, file) in &files {
            let bytes = (file.size <= LARGEST_FILE).then(|| attachments::bytes(db, *sha256)).transpose()?;
            let name = names.get(sha256).and_then(Option::as_deref);
            scanner.file(name, *sha256, &file.media_type, bytes.as_deref());
        }
        let searched = Searched { messages: position, files: files.len() };
        Ok(Scan { findings: scanner.finish(), searched })
    }
}

/// Scans a conversation before it is stored, without what these redactions take out of its texts: of its
/// messages those for which `is_chosen` says so of their position, from 1.
pub fn scan_new(
    chat: &NewChat,
    redactions: &Redactions,
    is_chosen: impl Fn(usize) -> bool,
) -> Result<Scan, StoreError> {
    let redactor = Redactor::new(redactions);
    let mut scanner = ConversationScanner::new();
    let line = |text: &ShortText| redactor.text(text.as_str()).unwrap_or_else(|| text.as_str().to_owned());
    scanner.title(&line(&chat.name));
    scanner.model(&line(&chat.model));
    let mut models = HashSet::from([&chat.model]);
    let mut names = HashMap::new();
    let mut searched = Searched { messages: 0, files: 0 };
    let text = |at: Option<usize>| at.and_then(|at| chat.messages.get(at)).map(|message| message.content.as_str());
    for (at, new) in chat.messages.iter().enumerate().filter(|(at, _)| is_chosen(at + 1)) {
        if let Some(model) = new.model.as_ref().filter(|model| models.insert(model)) {
            scanner.model(&line(model));
        }
        let mut message = as_stored(new)?;
        names.extend(file_names(&message));
        let (before, after) = (text(at.checked_sub(1)), text(Some(at + 1)));
        redactor.message(&mut message, before, after);
        scanner.message(at + 1, None, &message, before, after);
        searched.messages += 1;
    }
    for file in chat.attachments.iter().filter(|file| names.contains_key(&file.sha256)) {
        let bytes = (file.size <= LARGEST_FILE).then(|| {
            let mut bytes = Vec::new();
            file.content.open().and_then(|content| content.take(LARGEST_FILE).read_to_end(&mut bytes)).map(|_| bytes)
        });
        let bytes = bytes.transpose().map_err(|error| StoreError::Internal(error.into()))?;
        let name = names.get(&file.sha256).and_then(Option::as_deref);
        scanner.file(name, file.sha256, &file.media_type, bytes.as_deref());
        searched.files += 1;
    }
    Ok(Scan { findings: scanner.finish(), searched })
}

/// Scans a title on its own.
pub fn scan_title(title: &str) -> Vec<Finding> {
    let mut scanner = ConversationScanner::new();
    scanner.title(title);
    scanner.finish()
}

/// A message as it would be stored.
pub fn as_stored(new: &NewMessage) -> Result<Message, StoreError> {
    let at = new.created_at.unwrap_or(Timestamp::EPOCH);
    Ok(Message {
        id: MessageId::new(0),
        role: new.role,
        content: new.content.clone(),
        parts: messages::parts_json(&new.parts)?,
        created_at: at,
        updated_at: at,
        is_undated: new.created_at.is_none(),
        model: new.model.clone(),
    })
}

/// What a message calls its files.
fn file_names(message: &Message) -> Vec<(Sha256, Option<String>)> {
    let parts = message.parts.as_deref().and_then(|parts| crate::base::json::parse(parts.get().as_bytes()).ok());
    let parts = parts.as_ref().and_then(serde_json::Value::as_array);
    let file = |part| match Part::read(part)? {
        Part::Attachment(file) => Some((file.sha256?, file.name)),
        _ => None,
    };
    parts.into_iter().flatten().filter_map(file).collect()
}
