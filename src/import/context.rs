//! What a format has at hand while it reads: the files beside the conversation, a place for those
//! that come along, and one for remarks.

use std::collections::HashSet;
use std::io::Read;
use std::sync::Arc;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use sha2::Digest;

use super::markdown::one_line;
use super::source::{Shelf, Sibling, Weight};
use crate::domain::attachment::NewAttachment;
use crate::domain::part::{Attachment, AttachmentKind, Part, Sha256};

/// Base64 as programs write it: with padding or without.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// How much of a file is looked at to tell what it is.
const SNIFFED: u64 = 8 * 1024;

/// One file's reading.
pub struct Context<'a> {
    /// The file's name, without folders and ending: what a conversation without a title is called.
    pub file_name: &'a str,
    shelf: &'a Shelf,
    attachments: Vec<NewAttachment>,
    /// The digests of these.
    kept: HashSet<Sha256>,
    notes: Vec<String>,
    more_notes: usize,
}

/// Remarks about one conversation that are kept; of more only the number is told.
const MOST_NOTES: usize = 1000;

impl<'a> Context<'a> {
    /// For a file of that name, with those beside it.
    pub fn new(file_name: &'a str, shelf: &'a Shelf) -> Self {
        Self { file_name, shelf, attachments: Vec::new(), kept: HashSet::new(), notes: Vec::new(), more_notes: 0 }
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
        let is_web = url.starts_with("https://") || url.starts_with("http://");
        let url = is_web.then(|| one_line(url, 2000));
        Part::Attachment(Attachment { kind, name: clean(name), url, ..Attachment::default() })
    }

    /// The attachment whose bytes stand in base64 in the conversation.
    pub fn base64(&mut self, data: &str, media_type: Option<&str>, kind: AttachmentKind, name: Option<&str>) -> Part {
        let compact: Vec<u8> = data.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
        // Half of the programs write the alphabet for URLs.
        let compact: Vec<u8> = compact
            .into_iter()
            .map(|byte| match byte {
                b'-' => b'+',
                b'_' => b'/',
                other => other,
            })
            .collect();
        match LENIENT.decode(&compact) {
            Ok(bytes) if !bytes.is_empty() => self.bytes(bytes, media_type, kind, name),
            _ => {
                self.note(format!(
                    "{} “{}” is damaged: it is no base64",
                    kind.as_str(),
                    name.unwrap_or("without a name")
                ));
                placeholder(kind, name)
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
        let start = &bytes[..bytes.len().min(SNIFFED as usize)];
        let media_type = self::media_type(start, media_type);
        let sha256 = Sha256::new(sha2::Sha256::digest(&bytes).into());
        let size = bytes.len() as u64;
        self.keep(NewAttachment { sha256, media_type, size, content: Arc::new(bytes) }, kind, name)
    }

    /// The attachment in a file beside the conversation, which is found by the beginning of its
    /// name; a placeholder when there is none.
    pub fn file(&mut self, key: &str, kind: AttachmentKind, name: Option<&str>) -> Part {
        let Some(sibling) = self.shelf.find(key).cloned() else {
            return placeholder(kind, name);
        };
        match weigh(&sibling) {
            Ok(Weight { sha256, size, media_type }) => {
                let name = name.unwrap_or(&sibling.name);
                self.keep(NewAttachment { sha256, media_type, size, content: sibling.content }, kind, Some(name))
            }
            Err(error) => {
                self.note(format!("{} “{}” can't be read: {error}", kind.as_str(), sibling.name));
                placeholder(kind, name)
            }
        }
    }

    /// Whether there is such a file.
    pub fn has_file(&self, key: &str) -> bool {
        self.shelf.find(key).is_some()
    }

    fn keep(&mut self, attachment: NewAttachment, kind: AttachmentKind, name: Option<&str>) -> Part {
        let kind = match AttachmentKind::of(&attachment.media_type) {
            AttachmentKind::File if kind != AttachmentKind::Image => kind,
            seen => seen,
        };
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

fn placeholder(kind: AttachmentKind, name: Option<&str>) -> Part {
    Part::Attachment(Attachment { kind, name: clean(name), ..Attachment::default() })
}

fn clean(name: Option<&str>) -> Option<String> {
    name.map(|name| one_line(name, 255)).filter(|name| !name.is_empty())
}

fn weigh(sibling: &Sibling) -> std::io::Result<Weight> {
    if let Some(weight) = sibling.weight.get() {
        return Ok(weight.clone());
    }
    let mut reader = sibling.content.open()?;
    let mut start = Vec::new();
    reader.by_ref().take(SNIFFED).read_to_end(&mut start)?;
    let mut hasher = sha2::Sha256::new();
    hasher.update(&start);
    let mut size = start.len() as u64;
    let mut chunk = vec![0; 64 * 1024];
    loop {
        match reader.read(&mut chunk)? {
            0 => break,
            length => {
                hasher.update(&chunk[..length]);
                size += length as u64;
            }
        }
    }
    let sha256 = Sha256::new(hasher.finalize().into());
    Ok(sibling.weight.get_or_init(|| Weight { sha256, size, media_type: media_type(&start, None) }).clone())
}

/// What bytes that begin so are: by themselves where they tell, because what others say of them may
/// be wrong, or meant to be.
fn media_type(start: &[u8], declared: Option<&str>) -> String {
    if let Some(kind) = infer::get(start) {
        return kind.mime_type().to_owned();
    }
    // The last character may be cut in two.
    let is_text = !start.contains(&0) && std::str::from_utf8(start).map_or_else(|e| e.error_len().is_none(), |_| true);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/+-.".contains(c);
    match declared.map(|declared| declared.trim().to_ascii_lowercase()) {
        Some(declared)
            if is_text
                && declared.len() < 100
                && declared.chars().all(is_plain)
                && (declared.starts_with("text/") || declared == "application/json" || declared == "image/svg+xml") =>
        {
            declared
        }
        _ if is_text => "text/plain".to_owned(),
        _ => "application/octet-stream".to_owned(),
    }
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
    fn bytes_say_themselves_what_they_are() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        assert_eq!(media_type(png, Some("text/html")), "image/png");
        assert_eq!(media_type(b"plain words", None), "text/plain");
        assert_eq!(media_type(b"a,b", Some("text/csv")), "text/csv");
        assert_eq!(media_type(b"a\0b", Some("text/csv")), "application/octet-stream");
        assert_eq!(media_type(b"words", Some("image/png")), "text/plain");
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
