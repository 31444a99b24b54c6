//! The files of a ZIP archive, as exports are downloaded. The crate `zip` reads the directory at the
//! archive's end; a file is inflated as it is read, and held to a bound, so that a few bytes can't
//! become a mountain.

mod shadowed;

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::CrcReader;
use flate2::read::DeflateDecoder;
use zip::read::ZipFile;
use zip::{CompressionMethod, ZipArchive};

use super::bytes::SourceBytes;
use super::found_files::FoundFiles;
use crate::domain::attachment::Content;
use crate::domain::text::one_line;
use crate::import::error::ImportError;
use shadowed::ShadowedFile;

/// Files in an archive, at most: an export of many years has some ten thousand.
const MAX_FILES: usize = 1_000_000;

/// An archive's files together may inflate to this many times its size, and to [`FREE`] in any case.
/// JSON of conversations shrinks to a fifth, rarely to a fiftieth; a ZIP bomb's zeros to a thousandth.
const MAX_RATIO: u64 = 200;
const FREE: u64 = 64 * 1024 * 1024;

/// Whether a file that begins so is an archive.
pub fn is_beginning(start: &[u8]) -> bool {
    start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06")
}

/// How deep archives in an archive are looked into.
const MAX_DEPTH: usize = 2;

/// A file in an archive.
struct ZipEntry {
    bytes: SourceBytes,
    size: u64,
    /// Its size without compression, as the directory says it.
    plain_size: u64,
    crc32: u32,
    is_deflated: bool,
    /// What all files of the archive may still inflate to.
    budget: Arc<AtomicU64>,
}

/// The files in an archive and in those within, by their paths, and notes of what was left out.
pub fn files(bytes: SourceBytes) -> Result<FoundFiles, ImportError> {
    let length = bytes.length().map_err(ImportError::Unreadable)?;
    let budget = Arc::new(AtomicU64::new(FREE.saturating_add(length.saturating_mul(MAX_RATIO))));
    let mut found = FoundFiles::default();
    gather("", bytes, &budget, MAX_DEPTH, &mut found)?;
    Ok(found)
}

/// Adds the files of an archive whose own path is `root`.
fn gather(
    root: &str,
    bytes: SourceBytes,
    budget: &Arc<AtomicU64>,
    depth: usize,
    found: &mut FoundFiles,
) -> Result<(), ImportError> {
    let damaged = |error: zip::result::ZipError| ImportError::DamagedArchive(error.to_string());
    let mut archive = ZipArchive::new(bytes.clone()).map_err(damaged)?;
    if archive.len() > MAX_FILES {
        let why = format!("the archive lists more than {MAX_FILES} files");
        return Err(ImportError::Unreadable(io::Error::other(why)));
    }
    if archive.has_duplicate_names() {
        for file in shadowed::files(&bytes, archive.central_directory_start()) {
            let path = format!("{root}{}", file.name);
            match hidden(&file, &bytes, archive.offset(), budget) {
                Some(entry) => found.files.push((path, Box::new(entry))),
                None => {
                    let name = one_line(&path, 200);
                    found.notes.push(format!("“{name}” is in the archive twice, and the first was left out."));
                }
            }
        }
    }
    for number in 0..archive.len() {
        let name = archive.name_for_index(number).and_then(Result::ok);
        let name = name.map_or_else(|| format!("file {}", number + 1), |name| name.replace('\\', "/"));
        let path = format!("{root}{name}");
        let entry = match archive.by_index_raw(number) {
            Ok(file) if file.is_dir() => continue,
            Ok(file) => entry(&file, &name, &bytes, budget),
            Err(_) => Err("is damaged"),
        };
        match entry {
            Ok(entry) if name.to_ascii_lowercase().ends_with(".zip") => {
                let within = match depth.checked_sub(1) {
                    Some(depth) => spooled(&entry).map_err(|error| error.to_string()).and_then(|inner| {
                        gather(&format!("{path}/"), inner, budget, depth, found).map_err(|error| error.to_string())
                    }),
                    None => Err("it is nested too deeply.".to_owned()),
                };
                // One file that can't be read must not cost the others.
                found.notes.extend(within.err().map(|why| format!("“{}” was left out: {why}", one_line(&path, 200))));
            }
            Ok(entry) => found.files.push((path, Box::new(entry))),
            Err(reason) => found.notes.push(format!("“{}” {reason} and was left out.", one_line(&path, 200))),
        }
    }
    Ok(())
}

/// A file that another of the same name hides; `None` where it can't be read.
fn hidden(file: &ShadowedFile, bytes: &SourceBytes, offset: u64, budget: &Arc<AtomicU64>) -> Option<ZipEntry> {
    let is_deflated = file.method == 8;
    if file.is_encrypted || !is_deflated && file.method != 0 || !is_inside(&file.name) {
        return None;
    }
    let bytes = bytes.at(file.data_start(bytes, offset)?);
    let ShadowedFile { size, plain_size, crc32, .. } = *file;
    Some(ZipEntry { bytes, size, plain_size, crc32, is_deflated, budget: Arc::clone(budget) })
}

/// The bytes of an archive in an archive, in an unnamed temporary file: one goes back and forth in it.
fn spooled(entry: &ZipEntry) -> io::Result<SourceBytes> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut entry.open()?, &mut file)?;
    Ok(file.into())
}

/// A file of the archive with these bytes, or half a sentence that says why it is left out.
fn entry<R: Read>(
    file: &ZipFile<'_, R>,
    name: &str,
    bytes: &SourceBytes,
    budget: &Arc<AtomicU64>,
) -> Result<ZipEntry, &'static str> {
    let is_deflated = match file.compression() {
        _ if file.encrypted() => return Err("is encrypted"),
        _ if file.is_symlink() => return Err("is a link"),
        _ if !is_inside(name) => return Err("has a path that leads out of the archive"),
        CompressionMethod::Stored => false,
        CompressionMethod::Deflated => true,
        _ => return Err("is compressed in a way that can't be read here"),
    };
    Ok(ZipEntry {
        bytes: bytes.at(file.data_start().ok_or("is damaged")?),
        size: file.compressed_size(),
        plain_size: file.size(),
        crc32: file.crc32(),
        is_deflated,
        budget: Arc::clone(budget),
    })
}

/// Whether a path stays below the archive's root.
fn is_inside(name: &str) -> bool {
    !name.starts_with('/') && !name.contains('\0') && !name.split('/').any(|step| step == "..")
}

impl Content for ZipEntry {
    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        let packed = self.bytes.clone().take(self.size);
        let plain: Box<dyn Read> =
            if self.is_deflated { Box::new(DeflateDecoder::new(packed)) } else { Box::new(packed) };
        Ok(Box::new(VerifiedReader { inner: CrcReader::new(plain), crc32: self.crc32, budget: &self.budget }))
    }

    fn size_hint(&self) -> Option<u64> {
        Some(self.plain_size)
    }
}

/// A file's bytes, checked against the sum in the directory and against the bound.
struct VerifiedReader<'a> {
    inner: CrcReader<Box<dyn Read + 'a>>,
    crc32: u32,
    budget: &'a AtomicU64,
}

impl Read for VerifiedReader<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(out)?;
        let taken =
            self.budget.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(length as u64));
        if taken.is_err() {
            return Err(io::Error::other(format!(
                "the archive inflates to more than {MAX_RATIO} times its size, as no export does"
            )));
        }
        if length == 0 && !out.is_empty() && self.inner.crc().sum() != self.crc32 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it is damaged: its checksum is wrong"));
        }
        Ok(length)
    }
}
