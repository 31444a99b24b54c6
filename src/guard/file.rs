//! Files of conversations. Text is redacted in its own encoding; of other files the texts in them are
//! searched, and one with something to take out is withheld. What is packed can't be searched.

use sha2::{Digest, Sha256};

use super::redactor::{Cut, Redactor, replaced};
use crate::domain::part;
use crate::domain::redaction::SecretKind;

/// Larger files are not searched, in bytes.
pub const LARGEST: u64 = 16 << 20;
/// Shorter texts in a file of bytes are chance.
const SHORTEST_RUN: usize = 8;

/// A file as readers of a share get it.
#[derive(Debug, PartialEq, Eq)]
pub enum FileOutcome {
    /// As it is.
    Same,
    /// With these bytes.
    Changed(Vec<u8>),
    /// Not at all, because of something of this kind in it.
    Withheld(SecretKind),
}

impl Redactor {
    /// A file's bytes as readers get them.
    pub fn file(&self, media_type: &str, bytes: &[u8]) -> FileOutcome {
        if self.is_empty() {
            return FileOutcome::Same;
        }
        match FileText::of(media_type, bytes) {
            FileText::Packed if self.withholds(|| digest(bytes)) => FileOutcome::Withheld(SecretKind::UnsearchedFile),
            FileText::Packed => FileOutcome::Same,
            FileText::Bytes(texts) => match self.first(&texts) {
                Some(kind) => FileOutcome::Withheld(kind.unwrap_or(SecretKind::UnsearchedFile)),
                None => FileOutcome::Same,
            },
            FileText::Text(text, encoding) => {
                let redacted = match is_json(media_type) {
                    true => self.redacted(&text, replaced_json),
                    false => self.text(&text),
                };
                redacted.map_or(FileOutcome::Same, |text| FileOutcome::Changed(encoding.encode(&text)))
            }
        }
    }

    /// Whether readers don't get a file that is too large to be searched.
    pub fn withholds_unsearched(&self, sha256: part::Sha256) -> bool {
        self.withholds(|| sha256.to_string())
    }
}

fn digest(bytes: &[u8]) -> String {
    part::Sha256::new(Sha256::digest(bytes).into()).to_string()
}

/// What can be searched of a file.
pub enum FileText {
    /// All of it, as it is written.
    Text(String, TextEncoding),
    /// The texts among its bytes, with blank lines between.
    Bytes(String),
    /// Nothing: it is compressed, or too large.
    Packed,
}

/// How text is written as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextEncoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    /// One byte for each character, whichever characters they are.
    Bytes,
}

impl FileText {
    /// Of a file that says to be of this type.
    pub fn of(media_type: &str, bytes: &[u8]) -> Self {
        if bytes.len() as u64 > LARGEST || is_packed(media_type, bytes) {
            return Self::Packed;
        }
        let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
            let (pairs, rest) = bytes.as_chunks::<2>();
            let units: Vec<u16> = pairs.iter().copied().map(unit).collect();
            String::from_utf16(&units).ok().filter(|_| rest.is_empty())
        };
        let text = match bytes {
            // The mark stays with the text, as its first character.
            [0xFF, 0xFE, ..] => wide(bytes, u16::from_le_bytes).map(|text| (text, TextEncoding::Utf16Le)),
            [0xFE, 0xFF, ..] => wide(bytes, u16::from_be_bytes).map(|text| (text, TextEncoding::Utf16Be)),
            _ if bytes.contains(&0) => None,
            _ => match std::str::from_utf8(bytes) {
                Ok(text) => Some((text.to_owned(), TextEncoding::Utf8)),
                Err(_) if is_text(media_type) => {
                    Some((bytes.iter().copied().map(char::from).collect(), TextEncoding::Bytes))
                }
                Err(_) => None,
            },
        };
        text.map_or_else(|| Self::Bytes(texts(bytes)), |(text, encoding)| Self::Text(text, encoding))
    }
}

impl TextEncoding {
    fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Self::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Self::Bytes => text.chars().filter_map(|c| u8::try_from(c).ok()).collect(),
        }
    }
}

fn is_text(media_type: &str) -> bool {
    media_type.starts_with("text/")
        || is_json(media_type)
        || ["xml", "javascript", "yaml", "toml", "sql", "x-sh", "csv"].iter().any(|name| media_type.contains(name))
}

fn is_json(media_type: &str) -> bool {
    media_type.contains("json")
}

/// Archives, documents in them, and other compressed files; by their first bytes, whatever they say to be.
fn is_packed(media_type: &str, bytes: &[u8]) -> bool {
    const BEGINNINGS: [&[u8]; 13] = [
        b"%PDF",
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"PK\x07\x08",
        b"\x1f\x8b",
        b"BZh",
        b"\xfd7zXZ\0",
        b"\x28\xb5\x2f\xfd",
        b"7z\xbc\xaf\x27\x1c",
        b"Rar!\x1a\x07",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\x04\x22\x4d\x18",
        b"PAR1",
    ];
    const TYPES: [&str; 12] = [
        "application/pdf",
        "application/zip",
        "application/gzip",
        "application/x-7z",
        "application/vnd.rar",
        "application/x-rar",
        "application/vnd.openxmlformats",
        "application/vnd.oasis",
        "application/vnd.ms-",
        "application/msword",
        "application/epub",
        "application/zstd",
    ];
    // Other programs put something before a PDF's beginning, and readers don't mind.
    let has_pdf =
        bytes.first() != Some(&b'{') && memchr::memmem::find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_some();
    let is_type = || TYPES.iter().any(|name| media_type.starts_with(name));
    let is_plain = || std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0);
    BEGINNINGS.iter().any(|beginning| bytes.starts_with(beginning))
        || (has_pdf && !is_plain())
        || (is_type() && !is_plain())
}

/// Runs of characters that can be seen, of one byte or of two.
fn texts(bytes: &[u8]) -> String {
    let is_seen = |byte: u8| matches!(byte, 0x20..0x7f | b'\t' | b'\n' | b'\r');
    let mut texts = String::new();
    for run in bytes.chunk_by(|a, b| is_seen(*a) && is_seen(*b)).filter(|run| run.len() >= SHORTEST_RUN) {
        texts.extend(run.iter().copied().map(char::from));
        texts.push_str("\n\n");
    }
    for start in [0, 1] {
        let (pairs, _) = bytes.get(start..).unwrap_or_default().as_chunks::<2>();
        let is_wide = |pair: &[u8; 2]| pair[1] == 0 && is_seen(pair[0]);
        for run in pairs.chunk_by(|a, b| is_wide(a) && is_wide(b)).filter(|run| run.len() >= SHORTEST_RUN) {
            texts.extend(run.iter().map(|pair| char::from(pair[0])));
            texts.push_str("\n\n");
        }
    }
    texts
}

/// In JSON a number becomes a string.
fn replaced_json(text: &str, cuts: &[Cut]) -> String {
    replaced(text, cuts, |range, _| {
        let (before, behind) = (text.get(..range.start).unwrap_or_default(), text.get(range.end..).unwrap_or_default());
        let is_number = text.get(range.clone()).is_some_and(|cut| cut.bytes().all(|byte| byte.is_ascii_digit()))
            && before.trim_ascii_end().ends_with([':', '[', ','])
            && behind.trim_ascii_start().starts_with([',', ']', '}']);
        if is_number { ("\"", "\"") } else { ("", "") }
    })
}
