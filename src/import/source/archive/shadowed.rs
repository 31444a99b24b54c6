//! Files in a ZIP archive that another of the same name hides, which the crate `zip` does not give out: from the
//! archive's directory itself (APPNOTE 4.3.7 and 4.3.12).

use std::collections::HashSet;
use std::io::{self, BufReader, Read};

use super::MAX_FILES;
use crate::import::source::bytes::SourceBytes;

/// A file as the directory lists it.
pub struct ShadowedFile {
    pub name: String,
    pub is_encrypted: bool,
    /// 0 for stored, 8 for deflated.
    pub method: u16,
    pub crc32: u32,
    pub size: u64,
    pub plain_size: u64,
    /// Where its own head begins.
    head: u64,
}

/// The files of which the directory, which begins at `start`, lists another of the same name further on.
pub fn files(bytes: &SourceBytes, start: u64) -> Vec<ShadowedFile> {
    let mut directory = BufReader::new(bytes.at(start));
    let mut all = Vec::new();
    while all.len() < MAX_FILES
        && let Ok(Some(file)) = next(&mut directory)
    {
        all.push(file);
    }
    // Of each name the last one counts.
    let mut later = HashSet::new();
    let mut hidden: Vec<ShadowedFile> = all.into_iter().rev().filter(|file| !later.insert(file.name.clone())).collect();
    hidden.reverse();
    hidden
}

impl ShadowedFile {
    /// Where its bytes begin; `None` where its own head is damaged.
    pub fn data_start(&self, bytes: &SourceBytes, offset: u64) -> Option<u64> {
        let at = self.head.checked_add(offset)?;
        let mut head = [0; 30];
        bytes.at(at).read_exact(&mut head).ok()?;
        let length = u64::from(half(&head, 26)) + u64::from(half(&head, 28));
        head.starts_with(b"PK\x03\x04").then(|| at + head.len() as u64 + length)
    }
}

/// The next file of a directory; `None` at its end.
fn next(directory: &mut impl Read) -> io::Result<Option<ShadowedFile>> {
    let mut head = [0; 46];
    directory.read_exact(&mut head)?;
    if !head.starts_with(b"PK\x01\x02") {
        return Ok(None);
    }
    let [name, extra, comment] = [28, 30, 32].map(|at| usize::from(half(&head, at)));
    let mut rest = vec![0; name + extra + comment];
    directory.read_exact(&mut rest)?;
    Ok(Some(ShadowedFile {
        name: String::from_utf8_lossy(&rest[..name]).replace('\\', "/"),
        is_encrypted: half(&head, 8) & 1 != 0,
        method: half(&head, 10),
        crc32: word(&head, 16),
        size: word(&head, 20).into(),
        plain_size: word(&head, 24).into(),
        head: word(&head, 42).into(),
    }))
}

fn half(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|two| two.try_into().ok()).map_or(0, u16::from_le_bytes)
}

fn word(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes)
}
