//! What a format has at hand while it reads: the files beside the conversation, a place for those
//! that come along, and one for notes.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::fmt::Display;
use std::io::Read;
use std::sync::Arc;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::Value;

use super::imported::{ImportedChat, ImportedMessage};
use super::markdown::is_web;
use super::unread::UnreadFields;
use crate::domain::attachment::{Content, NewAttachment};
use crate::domain::message::Role;
use crate::domain::part::{Attachment, AttachmentKind, Part, Sha256};
use crate::domain::text::one_line;
use crate::domain::timestamp::Timestamp;
use crate::import::file_info::FileInfo;
use crate::import::sidecars::{Sidecar, Sidecars};

/// Base64 as programs write it: with padding or without.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What one file's reading shares.
pub struct Context<'a> {
    /// The file's name, without folders and extension: what a conversation without a title is called.
    pub file_name: &'a str,
    sidecars: &'a Sidecars,
    attachments: Vec<NewAttachment>,
    /// The digests of these.
    kept: HashSet<Sha256>,
    /// What the files beside are, by their names, or why they can't be read: each is read once, however
    /// many messages name it.
    inspected: HashMap<&'a str, Result<FileInfo, String>>,
    notes: Vec<String>,
    more_notes: usize,
    unread: UnreadFields,
    lost_marks: usize,
    /// The bytes of texts that were taken from files beside the conversation.
    texts: u64,
    /// The digest of the text that is read, as long as nothing else was needed for it.
    text: Cell<Option<Sha256>>,
}

/// The longest text that is taken from a file beside the conversation, in bytes.
const MAX_TEXT: u64 = 16 * 1024 * 1024;
/// How many bytes all such texts of one conversation may have.
const MAX_TEXTS: u64 = 128 * 1024 * 1024;
/// Notes about one conversation that are kept; of more only the number is reported.
const MAX_NOTES: usize = 1000;

impl<'a> Context<'a> {
    /// For a file of that name, with those beside it.
    pub fn new(file_name: &'a str, sidecars: &'a Sidecars) -> Self {
        Self {
            file_name,
            sidecars,
            attachments: Vec::new(),
            kept: HashSet::new(),
            inspected: HashMap::new(),
            notes: Vec::new(),
            more_notes: 0,
            unread: UnreadFields::new(),
            lost_marks: 0,
            texts: 0,
            text: Cell::new(None),
        }
    }

    /// What is read next is all of the text of that digest, and nothing else; `None` where that is not so.
    pub fn reads(&self, text: Option<Sha256>) {
        self.text.set(text);
    }

    /// The digest of the text that is read, if nothing else was needed for it.
    pub fn text(&self) -> Option<Sha256> {
        self.text.get()
    }

    /// A file beside the conversation.
    fn beside(&self, name: &str) -> Option<&'a Sidecar> {
        self.reads(None);
        self.sidecars.find(name)
    }

    /// Notes something for the person who imports, about the conversation being read: half a sentence
    /// that begins with the place, as "message 3: it names no role".
    pub fn note(&mut self, note: impl Into<String>) {
        if self.notes.len() < MAX_NOTES {
            self.notes.push(note.into());
        } else {
            self.more_notes += 1;
        }
    }

    /// Notes how many messages, lines or files are left out, and which: "left out: 2 lines of subagents".
    pub fn note_left_out(&mut self, count: usize, noun: &str, which: &str) {
        if count > 0 {
            let plural = if count == 1 { "" } else { "s" };
            self.note(format!("left out: {count} {noun}{plural} {which}"));
        }
    }

    /// Looks for fields with words in a conversation, or a part of one; `silent` are the names of those that the
    /// format leaves out on purpose.
    pub fn look(&mut self, value: &Value, silent: &'static [&'static str]) {
        self.unread.look(value, silent);
    }

    /// Looks for words in a field beside the conversation that is read next.
    pub fn look_beside(&mut self, name: &str, value: &Value) {
        self.unread.look_beside(name, value);
    }

    /// Notes which of these came through in none of the conversations that were made of it.
    pub fn settle(&mut self, chats: &[ImportedChat]) {
        self.notes.extend(self.unread.settle(chats, &self.attachments));
    }

    /// Counts marks in a text whose source the file does not name.
    pub const fn note_marks(&mut self, count: usize) {
        self.lost_marks += count;
    }

    /// The message at that place, which is not understood: this is noted, and it is kept as is. As a
    /// tool's, because it is neither a person's words nor the model's.
    pub fn kept(&mut self, place: impl Display, message: &Value, created_at: Option<Timestamp>) -> ImportedMessage {
        self.note(format!("{place}: not understood, kept as is"));
        ImportedMessage::new(Role::Tool, vec![Part::Data { value: message.clone() }], created_at)
    }

    /// The attachment whose bytes did not come along, and whose address says nothing.
    pub fn elsewhere(&mut self, kind: AttachmentKind, name: Option<&str>) -> Part {
        self.at_url("", kind, name)
    }

    /// The attachment at an address: a data URL's bytes come along, of any other the name is kept.
    pub fn at_url(&mut self, url: &str, kind: AttachmentKind, name: Option<&str>) -> Part {
        let data = url.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("data:")).and(url.split_once(','));
        if let Some((head, data)) = data {
            let head = &head[5..];
            if head.trim_end().to_ascii_lowercase().ends_with(";base64") {
                return self.base64(data, head.split(';').next(), kind, name);
            }
            // Percent-encoded: text, mostly an SVG image.
            let bytes = percent_encoding::percent_decode_str(data).collect();
            return self.bytes(bytes, head.split(';').next(), kind, name);
        }
        let url = is_web(url).then(|| one_line(url, 2000));
        Part::Attachment(Attachment { kind, name: clean(name), url, ..Attachment::default() })
    }

    /// The attachment whose bytes stand in base64 in the conversation.
    pub fn base64(&mut self, data: &str, media_type: Option<&str>, kind: AttachmentKind, name: Option<&str>) -> Part {
        let mut compact = Vec::with_capacity(data.len());
        // Half of the programs write the alphabet for URLs.
        compact.extend(data.bytes().filter(|byte| !byte.is_ascii_whitespace()).map(|byte| match byte {
            b'-' => b'+',
            b'_' => b'/',
            other => other,
        }));
        match LENIENT.decode(&compact) {
            Ok(bytes) if !bytes.is_empty() => self.bytes(bytes, media_type, kind, name),
            _ => {
                let called = name.unwrap_or("without a name");
                self.note(format!("{} “{called}” is damaged: not base64", kind.as_str()));
                self.elsewhere(kind, name)
            }
        }
    }

    /// The attachment that consists of these bytes.
    pub fn bytes(
        &mut self,
        bytes: Vec<u8>,
        media_type: Option<&str>,
        kind: AttachmentKind,
        name: Option<&str>,
    ) -> Part {
        self.keep(FileInfo::of_bytes(&bytes, media_type), Arc::new(bytes), kind, name)
    }

    /// The attachment in a file beside the conversation, which is found by the beginning of its
    /// name; a placeholder when it is not there.
    pub fn file(&mut self, key: &str, kind: AttachmentKind, name: Option<&str>) -> Part {
        let Some(sidecar) = self.beside(key) else {
            return self.elsewhere(kind, name);
        };
        let inspected = self.inspected.entry(&sidecar.name).or_insert_with(|| FileInfo::of(&*sidecar.content));
        match inspected.clone() {
            Ok(info) => self.keep(info, Arc::clone(&sidecar.content), kind, name.or(Some(&sidecar.name))),
            Err(error) => {
                self.note(format!("{} “{}” can't be read: {error}", kind.as_str(), sidecar.name));
                self.elsewhere(kind, name)
            }
        }
    }

    /// The text of a file beside the conversation, of exactly that name; `None` where there is none, or no text.
    pub fn text_beside(&mut self, name: &str) -> Option<String> {
        let sidecar = self.beside(name).filter(|sidecar| sidecar.name == name && self.texts < MAX_TEXTS)?;
        let mut bytes = Vec::new();
        let content = sidecar.content.open().ok()?;
        content.take(MAX_TEXT + 1).read_to_end(&mut bytes).ok()?;
        // However often the same is named.
        self.texts += bytes.len() as u64;
        if bytes.len() as u64 > MAX_TEXT {
            self.note(format!("“{name}” is longer than {} MiB, and left out", MAX_TEXT / (1024 * 1024)));
            return None;
        }
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The length of that file in bytes; `None` where there is none.
    pub fn length_beside(&self, name: &str) -> Option<u64> {
        self.sidecars.find(name).filter(|sidecar| sidecar.name == name)?.content.size_hint()
    }

    /// Whether there is such a file.
    pub fn has_file(&self, key: &str) -> bool {
        self.beside(key).is_some()
    }

    fn keep(&mut self, info: FileInfo, content: Arc<dyn Content>, kind: AttachmentKind, name: Option<&str>) -> Part {
        let FileInfo { sha256, size, media_type } = info;
        let part = Part::Attachment(Attachment {
            kind: AttachmentKind::of(&media_type).or_claimed(kind),
            name: clean(name),
            sha256: Some(sha256),
            media_type: Some(media_type.clone()),
            size: Some(size),
            url: None,
        });
        if self.kept.insert(sha256) {
            self.attachments.push(NewAttachment { sha256, media_type, size, content });
        }
        part
    }

    /// Takes the attachments and notes since the last time.
    pub fn take(&mut self) -> (Vec<NewAttachment>, Vec<String>) {
        let mut notes = std::mem::take(&mut self.notes);
        let more = std::mem::take(&mut self.more_notes);
        notes.extend((more > 0).then(|| format!("and {more} more notes")));
        self.unread.forget();
        let marks = std::mem::take(&mut self.lost_marks);
        let plural = if marks == 1 { "" } else { "s" };
        notes.extend(
            (marks > 0).then(|| format!("left out: {marks} mark{plural} of sources that the file does not name")),
        );
        self.texts = 0;
        self.kept = HashSet::new();
        (std::mem::take(&mut self.attachments), notes)
    }
}

fn clean(name: Option<&str>) -> Option<String> {
    name.map(|name| one_line(name, 255)).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attachment(part: Part) -> Attachment {
        match part {
            Part::Attachment(attachment) => attachment,
            other => panic!("no attachment: {other:?}"),
        }
    }

    #[test]
    fn a_data_url_comes_along_once() {
        let sidecars = Sidecars::default();
        let mut context = Context::new("file", &sidecars);
        for url in ["data:text/plain;base64,aGVsbG8=", "DATA:;base64,aGVs\nbG8", "data:text/plain,hel%6co"] {
            let kept = attachment(context.at_url(url, AttachmentKind::File, Some("a.txt")));
            assert_eq!((kept.size, kept.media_type.as_deref()), (Some(5), Some("text/plain")), "{url}");
        }
        assert_eq!(context.take().0.len(), 1);
    }

    #[test]
    fn what_lies_elsewhere_is_named() {
        let sidecars = Sidecars::default();
        let mut context = Context::new("file", &sidecars);
        let far = attachment(context.at_url("https://x.y/z.png", AttachmentKind::Image, None));
        assert_eq!(far.url.as_deref(), Some("https://x.y/z.png"));
        let private = attachment(context.at_url("file:///etc/passwd", AttachmentKind::Image, Some("a\nb")));
        assert_eq!((private.url, private.name.as_deref()), (None, Some("a b")));
        let damaged = attachment(context.base64("%%%", None, AttachmentKind::Image, None));
        assert!(damaged.sha256.is_none());
        assert_eq!(context.take().1.len(), 1);
    }
}
