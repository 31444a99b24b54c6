//! What a format has at hand while it reads: the files beside the conversation, a place for those
//! that come along, and one for remarks.

use std::collections::{HashMap, HashSet};
use std::fmt::Display;
use std::sync::Arc;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::Value;

use super::draft::Said;
use super::markdown::is_web;
use super::source::Shelf;
use super::weighed::Weighed;
use crate::domain::attachment::NewAttachment;
use crate::domain::message::Role;
use crate::domain::part::{Attachment, AttachmentKind, Part, Sha256};
use crate::domain::text::one_line;
use crate::domain::timestamp::Timestamp;

/// Base64 as programs write it: with padding or without.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// One file's reading.
pub struct Context<'a> {
    /// The file's name, without folders and ending: what a conversation without a title is called.
    pub file_name: &'a str,
    shelf: &'a Shelf,
    attachments: Vec<NewAttachment>,
    /// The digests of these.
    kept: HashSet<Sha256>,
    /// What the files beside are, by their names, or why they can't be read: each is read once, however
    /// many messages name it.
    weighed: HashMap<&'a str, Result<Weighed, String>>,
    notes: Vec<String>,
    more_notes: usize,
}

/// Remarks about one conversation that are kept; of more only the number is told.
const MOST_NOTES: usize = 1000;

impl<'a> Context<'a> {
    /// For a file of that name, with those beside it.
    pub fn new(file_name: &'a str, shelf: &'a Shelf) -> Self {
        Self {
            file_name,
            shelf,
            attachments: Vec::new(),
            kept: HashSet::new(),
            weighed: HashMap::new(),
            notes: Vec::new(),
            more_notes: 0,
        }
    }

    /// Remarks for the person who imports, about the conversation being read: half a sentence that
    /// begins with the place, as "message 3: it names no role".
    pub fn note(&mut self, remark: impl Into<String>) {
        if self.notes.len() < MOST_NOTES {
            self.notes.push(remark.into());
        } else {
            self.more_notes += 1;
        }
    }

    /// The message at that place is not understood: it is told, and kept as it is. As a tool's, because
    /// it is neither a person's words nor the model's.
    pub fn kept(&mut self, place: impl Display, message: &Value, created_at: Option<Timestamp>) -> Said {
        self.note(format!("{place}: it is not understood, and kept as it is"));
        Said::new(Role::Tool, vec![Part::Data { value: message.clone() }], created_at)
    }

    /// The attachment whose bytes did not come along, and whose address says nothing.
    #[expect(clippy::unused_self, reason = "beside the other ways to an attachment")]
    pub fn elsewhere(&self, kind: AttachmentKind, name: Option<&str>) -> Part {
        Part::Attachment(Attachment { kind, name: clean(name), ..Attachment::default() })
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
            let bytes = percent_decoded(data);
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
                self.note(format!(
                    "{} “{}” is damaged: it is no base64",
                    kind.as_str(),
                    name.unwrap_or("without a name")
                ));
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
        let Weighed { sha256, size, media_type } = Weighed::of_bytes(&bytes, media_type);
        self.keep(NewAttachment { sha256, media_type, size, content: Arc::new(bytes) }, kind, name)
    }

    /// The attachment in a file beside the conversation, which is found by the beginning of its
    /// name; a placeholder when there is none.
    pub fn file(&mut self, key: &str, kind: AttachmentKind, name: Option<&str>) -> Part {
        let shelf = self.shelf;
        let Some(sibling) = shelf.find(key) else {
            return self.elsewhere(kind, name);
        };
        let weighed = self.weighed.entry(&sibling.name).or_insert_with(|| Weighed::of(&*sibling.content));
        match weighed.clone() {
            Ok(Weighed { sha256, size, media_type }) => {
                let name = name.unwrap_or(&sibling.name);
                let content = Arc::clone(&sibling.content);
                self.keep(NewAttachment { sha256, media_type, size, content }, kind, Some(name))
            }
            Err(error) => {
                self.note(format!("{} “{}” can't be read: {error}", kind.as_str(), sibling.name));
                self.elsewhere(kind, name)
            }
        }
    }

    /// Whether there is such a file.
    pub fn has_file(&self, key: &str) -> bool {
        self.shelf.find(key).is_some()
    }

    fn keep(&mut self, attachment: NewAttachment, kind: AttachmentKind, name: Option<&str>) -> Part {
        let kind = AttachmentKind::of(&attachment.media_type).or_claimed(kind);
        let part = Part::Attachment(Attachment {
            kind,
            name: clean(name),
            sha256: Some(attachment.sha256),
            media_type: Some(attachment.media_type.clone()),
            size: Some(attachment.size),
            url: None,
        });
        if self.kept.insert(attachment.sha256) {
            self.attachments.push(attachment);
        }
        part
    }

    /// What came together since the last time.
    pub fn take(&mut self) -> (Vec<NewAttachment>, Vec<String>) {
        let mut notes = std::mem::take(&mut self.notes);
        let more = std::mem::take(&mut self.more_notes);
        notes.extend((more > 0).then(|| format!("and {more} more remarks")));
        self.kept = HashSet::new();
        (std::mem::take(&mut self.attachments), notes)
    }
}

fn clean(name: Option<&str>) -> Option<String> {
    name.map(|name| one_line(name, 255)).filter(|name| !name.is_empty())
}

fn percent_decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let digits = tail.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        match digits.and_then(|pair| u8::from_str_radix(pair, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    bytes
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
        let shelf = Shelf::default();
        let mut context = Context::new("file", &shelf);
        for url in ["data:text/plain;base64,aGVsbG8=", "DATA:;base64,aGVs\nbG8", "data:text/plain,hel%6co"] {
            let kept = attachment(context.at_url(url, AttachmentKind::File, Some("a.txt")));
            assert_eq!((kept.size, kept.media_type.as_deref()), (Some(5), Some("text/plain")), "{url}");
        }
        assert_eq!(context.take().0.len(), 1);
    }

    #[test]
    fn what_lies_elsewhere_is_named() {
        let shelf = Shelf::default();
        let mut context = Context::new("file", &shelf);
        let far = attachment(context.at_url("https://x.y/z.png", AttachmentKind::Image, None));
        assert_eq!(far.url.as_deref(), Some("https://x.y/z.png"));
        let private = attachment(context.at_url("file:///etc/passwd", AttachmentKind::Image, Some("a\nb")));
        assert_eq!((private.url, private.name.as_deref()), (None, Some("a b")));
        let damaged = attachment(context.base64("%%%", None, AttachmentKind::Image, None));
        assert!(damaged.sha256.is_none());
        assert_eq!(context.take().1.len(), 1);
    }
}
