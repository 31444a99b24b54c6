//! Several conversations as one ZIP archive, generated while it is read, one conversation after the other.

use std::collections::HashSet;
use std::io::{self, Cursor, Read, Write};
use std::sync::{Arc, Mutex, PoisonError};

use unicode_normalization::UnicodeNormalization;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{ExportReader, ExportSource, Format, file_name};
use crate::domain::chat::{Chat, ChatColumn};
use crate::domain::id::{ChatId, UserId};
use crate::domain::order::Order;
use crate::domain::timestamp::Timestamp;
use crate::render::{Renderer, SavedPage};
use crate::store::listing::{Query, Words};
use crate::store::{Store, StoreError, chats};

/// What is compressed at a time.
const PIECE: usize = 64 * 1024;

/// One of the archive's files.
pub struct ArchivedFile {
    /// What it is called.
    pub name: String,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// The file's content.
    pub content: Box<dyn Read + Send>,
}

/// Somebody's conversations as an archive: these, or all. `None` when one of them is not theirs. One that is deleted while
/// the archive is made is left out; when messages of one are taken back while it is read, reading fails.
pub fn archive(
    store: &Store,
    owner: UserId,
    ids: Option<Vec<ChatId>>,
    format: Format,
    (renderer, page): (&Arc<Renderer>, &Arc<SavedPage>),
) -> Result<Option<impl Read + Send + use<>>, StoreError> {
    let chosen = store.read(|db| match ids {
        Some(ids) => ids.iter().map(|id| chats::find(db, owner, *id)).collect::<Result<Option<Vec<Chat>>, _>>(),
        None => {
            let order = vec![Order { column: ChatColumn::Id, descending: false }];
            let all = Query { words: Words::of(""), order, limit: u32::MAX, offset: 0 };
            Ok(Some(chats::page(db, owner, &all)?.items))
        }
    })?;
    let Some(chosen) = chosen else { return Ok(None) };
    let (store, renderer, page) = (store.clone(), Arc::clone(renderer), Arc::clone(page));
    let mut names = UniqueNames::default();
    let files = chosen.into_iter().filter_map(move |chat| {
        let source = match ExportSource::of_owner(&store, owner, chat.id) {
            Ok(source) => source?,
            Err(error) => return Some(Err(io::Error::other(error.to_string()))),
        };
        let name = names.take(&source.chat, format);
        let changed_at = source.chat.updated_at;
        let content = ExportReader::new(&store, source, format, &renderer, &page);
        Some(content.map(|content| ArchivedFile { name, changed_at, content: Box::new(content) }))
    });
    Ok(Some(Archive::of(files)))
}

/// Names of files, of which no two are the same on any system: some know neither case nor how an accent is written.
#[derive(Default)]
pub struct UniqueNames(HashSet<String>);

impl UniqueNames {
    /// The name of a conversation's file; where it is taken, with a number.
    pub fn take(&mut self, chat: &Chat, format: Format) -> String {
        let name = file_name(chat.name.as_str(), format);
        let ending = format!(".{}", format.extension());
        let stem = name.strip_suffix(&ending).unwrap_or(&name);
        let numbered = (2_u64..).map(|number| format!("{stem} ({number}){ending}"));
        let free = |name: &String| self.0.insert(name.nfc().collect::<String>().to_lowercase());
        std::iter::once(name.clone()).chain(numbered).find(free).unwrap_or(name)
    }
}

/// An archive's bytes, whose files `I` brings one after the other.
pub struct Archive<I> {
    files: I,
    /// The file that is being written.
    content: Option<Box<dyn Read + Send>>,
    /// `None` when all is written.
    zip: Option<ZipWriter<StreamWriter<ArchiveBuffer>>>,
    written: ArchiveBuffer,
    piece: Vec<u8>,
    ready: Cursor<Vec<u8>>,
}

impl<I: Iterator<Item = io::Result<ArchivedFile>>> Archive<I> {
    /// The archive of these files.
    pub fn of(files: I) -> Self {
        let written = ArchiveBuffer::default();
        // A file of more than 4 GiB is written in the way of ZIP64, others so that every program reads them.
        let zip = ZipWriter::new_stream(written.clone()).set_auto_large_file();
        let (piece, ready) = (vec![0; PIECE], Cursor::default());
        Self { files, content: None, zip: Some(zip), written, piece, ready }
    }

    /// Writes the next piece; false when there is none.
    fn write(&mut self) -> io::Result<bool> {
        let Some(zip) = &mut self.zip else { return Ok(false) };
        let Some(content) = &mut self.content else {
            if let Some(file) = self.files.next().transpose()? {
                let options = SimpleFileOptions::default()
                    .compression_method(CompressionMethod::Deflated)
                    .last_modified_time(dos_time(file.changed_at));
                zip.start_file(file.name, options)?;
                self.content = Some(file.content);
            } else if let Some(zip) = self.zip.take() {
                zip.finish()?;
            }
            return Ok(true);
        };
        let length = content.read(&mut self.piece)?;
        match self.piece.get(..length) {
            Some(piece) if length > 0 => zip.write_all(piece)?,
            _ => self.content = None,
        }
        Ok(true)
    }
}

impl<I: Iterator<Item = io::Result<ArchivedFile>>> Read for Archive<I> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let length = self.ready.read(out)?;
            if length > 0 || out.is_empty() {
                return Ok(length);
            }
            let has_more = self.write()?;
            self.ready = Cursor::new(self.written.take());
            if !has_more && self.ready.get_ref().is_empty() {
                return Ok(0);
            }
        }
    }
}

/// What the archive's writer has written and nobody has read yet.
#[derive(Clone, Default)]
struct ArchiveBuffer(Arc<Mutex<Vec<u8>>>);

impl ArchiveBuffer {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for ArchiveBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// As archives note it, which begin with 1980; in UTC, since they have no zone.
fn dos_time(time: Timestamp) -> DateTime {
    let (year, [month, day, hour, minute, second]) = time.calendar();
    DateTime::from_date_and_time(year, month, day, hour, minute, second).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::ShortText;
    use zip::ZipArchive;

    fn chat(name: &str) -> Chat {
        let name = ShortText::parse(name).expect("a name");
        Chat {
            id: ChatId::new(1),
            neptun_user_id: UserId::new(1),
            model: name.clone(),
            name,
            created_at: Timestamp::EPOCH,
            updated_at: Timestamp::EPOCH,
            is_undated: false,
            imported_at: None,
        }
    }

    #[test]
    fn no_two_names_are_one_to_any_file_system() {
        let mut names = UniqueNames::default();
        let titles = ["Stars", "stars", "Caf\u{e9}", "Cafe\u{301}", "Stars (2)", "a: b", "a/ b"];
        let taken = titles.map(|title| names.take(&chat(title), Format::Messages));
        assert_eq!(
            taken,
            [
                "Stars.messages.json",
                "stars (2).messages.json",
                "Caf\u{e9}.messages.json",
                "Cafe\u{301} (2).messages.json",
                "Stars (2) (2).messages.json",
                "a b.messages.json",
                "a b (2).messages.json",
            ]
        );
    }

    #[test]
    fn an_archive_has_its_files_as_they_were_with_their_times() {
        let then = Timestamp::from_rfc3339("2026-11-29T18:30:02Z").expect("a time");
        let long = "0123456789".repeat(50_000);
        let file = |name: &str, content: &str| {
            let content = Box::new(Cursor::new(content.to_owned().into_bytes()));
            Ok(ArchivedFile { name: name.to_owned(), changed_at: then, content })
        };
        let mut bytes = Vec::new();
        Archive::of([file("empty", ""), file("Größe", &long)].into_iter()).read_to_end(&mut bytes).expect("an archive");
        let mut read = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
        assert_eq!(read.len(), 2);
        let mut content = String::new();
        read.by_name("Größe").expect("the file").read_to_string(&mut content).expect("UTF-8");
        assert!(content == long);
        assert_eq!(read.by_name("empty").expect("the file").last_modified(), Some(dos_time(then)));
    }

    #[test]
    fn an_archive_of_which_a_file_fails_fails() {
        let files = [Err(io::Error::other("changed"))];
        let error = Archive::of(files.into_iter()).read_to_end(&mut Vec::new()).expect_err("no archive");
        assert_eq!(error.to_string(), "changed");
    }
}
