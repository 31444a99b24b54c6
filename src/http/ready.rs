//! The response cache: finished answers. The key is everything that an answer depends on: the link, the revisions of
//! its contents and rules, what readers are told about it, the form and the encoding. So an answer that is found is
//! current, and outdated ones are no longer found. Memory is bounded. Whether somebody may read is decided first, every
//! time.

use std::collections::{HashMap, HashSet};
use std::io::{self, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::base::byte_cache::{ByteCache, byte_cache};
use crate::base::shared_bytes::{SharedBytes, WeakBytes};
use crate::domain::share::{ShareInfo, ShareUuid};
use crate::http::encoding::Encoding;
use crate::store::shares::FoundShare;

/// Memory for all of them together, in bytes.
const MEMORY: u64 = 24 * 1024 * 1024;
/// Longer ones are not kept, in bytes: each part of the cache has a fraction of its memory, and one answer should not push
/// all others out. Of a stream so much is held for each reader until its end.
const LONGEST_KEPT: usize = 2 * 1024 * 1024;
/// Answers of this length are shared by all who read them at the time, whether they are kept or not.
const SHARED: usize = 256 * 1024;

/// How a conversation is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// As JSON, as it was said.
    Json,
    /// As JSON, with HTML beside what was said.
    JsonWithHtml,
    /// As what stands between the page's frame.
    Fragment,
    /// As what of that is new for whom has that revision.
    Update(i64),
    /// As the page.
    Page,
}

impl Form {
    /// Its name in entity tags.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::JsonWithHtml => "html",
            Self::Fragment | Self::Page => "page",
            Self::Update(_) => "update",
        }
    }
}

/// What an answer depends on.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct AnswerKey {
    /// It is in the addresses of files.
    link: ShareUuid,
    revision: i64,
    info: ShareInfo,
    form: Form,
    encoding: Encoding,
}

impl AnswerKey {
    /// What a visitor gets who was let in.
    pub const fn of(found: &FoundShare, info: ShareInfo, form: Form, encoding: Encoding) -> Self {
        Self { link: found.uuid, revision: found.revision, info, form, encoding }
    }
}

/// The answers; a clone holds the same.
#[derive(Clone)]
pub struct ReadyAnswers(Arc<Answers>);

struct Answers {
    kept: ByteCache<AnswerKey, SharedBytes>,
    /// Long ones, while somebody reads them: all who do have the same bytes, also where they are too long to be kept.
    in_use: Mutex<HashMap<AnswerKey, WeakBytes>>,
    /// Those that are kept while they are sent: to one reader each, because the bytes are held until the end.
    in_making: Mutex<HashSet<AnswerKey>>,
}

impl ReadyAnswers {
    /// None is kept yet.
    pub fn new() -> Self {
        let kept = byte_cache(MEMORY, 16 * 1024);
        Self(Arc::new(Answers { kept, in_use: Mutex::default(), in_making: Mutex::default() }))
    }

    /// The answer, if it stands ready.
    pub fn get(&self, key: &AnswerKey) -> Option<SharedBytes> {
        self.0.kept.get(key).or_else(|| locked(&self.0.in_use).get(key)?.get())
    }

    /// The answer, made where it does not stand ready. Who asks for the same meanwhile waits for it.
    pub fn get_or_make<E>(
        &self,
        key: &AnswerKey,
        make: impl FnOnce() -> Result<SharedBytes, E>,
    ) -> Result<SharedBytes, E> {
        self.0.kept.get_or_insert_with(key, || {
            if let Some(answer) = locked(&self.0.in_use).get(key).and_then(WeakBytes::get) {
                return Ok(answer);
            }
            let answer = make()?;
            if answer.len() >= SHARED {
                let mut in_use = locked(&self.0.in_use);
                in_use.retain(|_, answer| answer.get().is_some());
                in_use.insert(key.clone(), answer.weak());
            }
            Ok(answer)
        })
    }

    /// Keeps the answer while it is sent, unless that is done for another reader already. `is_present` says in the end
    /// whether it is still the answer.
    pub fn keeper(&self, key: AnswerKey, is_present: impl FnOnce() -> bool + Send + 'static) -> Option<Keeper> {
        let is_first = locked(&self.0.in_making).insert(key.clone());
        is_first.then(|| Keeper { answers: self.clone(), key, is_present: Some(Box::new(is_present)) })
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // No code runs under these locks that could leave something half done.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps what is sent to a reader.
pub struct Keeper {
    answers: ReadyAnswers,
    key: AnswerKey,
    is_present: Option<Box<dyn FnOnce() -> bool + Send>>,
}

impl Keeper {
    /// Reads from `reader`, and keeps what is read.
    pub fn watch(self, reader: Box<dyn Read + Send>) -> Watched {
        Watched { reader, kept: Some((self, Vec::new())) }
    }

    /// All of it has been read.
    fn keep(mut self, bytes: Vec<u8>) {
        if self.is_present.take().is_some_and(|is_present| is_present()) {
            self.answers.0.kept.insert(self.key.clone(), bytes.into());
        }
    }
}

impl Drop for Keeper {
    /// The next reader may.
    fn drop(&mut self) {
        locked(&self.answers.0.in_making).remove(&self.key);
    }
}

/// What is read through this is kept, unless it is too long.
pub struct Watched {
    reader: Box<dyn Read + Send>,
    kept: Option<(Keeper, Vec<u8>)>,
}

impl Read for Watched {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.reader.read(out)?;
        match &mut self.kept {
            Some((_, bytes)) if length > 0 && bytes.len() + length <= LONGEST_KEPT => {
                bytes.extend_from_slice(&out[..length]);
            }
            Some(_) if length > 0 => self.kept = None,
            Some(_) if !out.is_empty() => {
                if let Some((keeper, bytes)) = self.kept.take() {
                    keeper.keep(bytes);
                }
            }
            _ => {}
        }
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::access;
    use crate::domain::timestamp::Timestamp;

    fn key(revision: i64) -> AnswerKey {
        let info = access::visible(None, false, Timestamp::EPOCH);
        AnswerKey { link: ShareUuid::random(), revision, info, form: Form::Page, encoding: Encoding::Identity }
    }

    fn reader(length: usize) -> Box<dyn Read + Send> {
        Box::new(io::repeat(b'x').take(length as u64))
    }

    #[test]
    fn what_was_read_to_its_end_is_kept_and_nothing_else() {
        let answers = ReadyAnswers::new();
        for (length, read, is_present, is_kept) in [
            (100_000, u64::MAX, true, true),
            (100_000, 99_999, true, false),
            (100_000, u64::MAX, false, false),
            (LONGEST_KEPT + 1, u64::MAX, true, false),
        ] {
            let key = key(1);
            let keeper = answers.keeper(key.clone(), move || is_present).expect("the first");
            io::copy(&mut keeper.watch(reader(length)).take(read), &mut io::sink()).expect("read");
            assert_eq!(answers.get(&key).map(|bytes| bytes.len()), is_kept.then_some(length), "{length} {read}");
        }
    }

    #[test]
    fn the_bytes_of_one_answer_are_held_once_while_they_are_sent() {
        let answers = ReadyAnswers::new();
        let key = key(1);
        let first = answers.keeper(key.clone(), || true).expect("the first");
        assert!(answers.keeper(key.clone(), || true).is_none());
        drop(first.watch(reader(10)));
        assert!(answers.keeper(key, || true).is_some(), "that one went away");
    }

    #[test]
    fn readers_of_an_answer_that_is_too_long_to_be_kept_have_the_same_bytes() {
        let (answers, key) = (ReadyAnswers::new(), key(1));
        let make = || Ok::<_, ()>(SharedBytes::from(vec![b'x'; 64 * 1024 * 1024]));
        let first = answers.get_or_make(&key, make).expect("made");
        let second = answers.get_or_make(&key, || Err(())).expect("not made again");
        assert!(std::ptr::eq(&*first, &*second));
        drop((first, second));
        assert!(answers.get(&key).is_none(), "nobody reads it any more");
    }
}
