//! What a file is that comes along: its digest, its length, its media type.

use std::io::{self, Read};

use sha2::Digest;

use crate::domain::attachment::Content;
use crate::domain::part::Sha256;

/// How much of a file is looked at to tell what it is.
const SNIFFED: usize = 8 * 1024;

/// What a file is.
#[derive(Clone)]
pub struct FileInfo {
    /// The digest of its bytes.
    pub sha256: Sha256,
    /// Their number.
    pub size: u64,
    /// What they are.
    pub media_type: String,
}

impl FileInfo {
    /// Bytes in memory, of which somebody may have said what they are.
    pub fn of_bytes(bytes: &[u8], declared: Option<&str>) -> Self {
        let start = &bytes[..bytes.len().min(SNIFFED)];
        let sha256 = Sha256::new(sha2::Sha256::digest(bytes).into());
        Self { sha256, size: bytes.len() as u64, media_type: media_type(start, declared) }
    }

    /// Reads a file to its end; why it can't be read.
    pub fn of(content: &dyn Content) -> Result<Self, String> {
        Self::read(content).map_err(|error| error.to_string())
    }

    fn read(content: &dyn Content) -> io::Result<Self> {
        let mut reader = content.open()?;
        let mut start = Vec::new();
        reader.by_ref().take(SNIFFED as u64).read_to_end(&mut start)?;
        let mut hasher = sha2::Sha256::new();
        let (mut size, mut chunk) = (0, start.clone());
        while !chunk.is_empty() {
            hasher.update(&chunk);
            size += chunk.len() as u64;
            chunk.clear();
            reader.by_ref().take(64 * 1024).read_to_end(&mut chunk)?;
        }
        Ok(Self { sha256: Sha256::new(hasher.finalize().into()), size, media_type: media_type(&start, None) })
    }
}

/// The media type of bytes that begin so: from the bytes themselves where they tell, because what
/// others say of them may be wrong, or meant to be.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_say_themselves_what_they_are() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        assert_eq!(media_type(png, Some("text/html")), "image/png");
        assert_eq!(media_type(b"plain words", None), "text/plain");
        assert_eq!(media_type(b"a,b", Some("text/csv")), "text/csv");
        assert_eq!(media_type(b"a\0b", Some("text/csv")), "application/octet-stream");
        assert_eq!(media_type(b"words", Some("image/png")), "text/plain");
    }
}
