//! Answers that stand ready. An answer is kept under everything that it depends on: the link, the revision of what
//! it opens and of its rules, what readers are told of it, the form and the encoding. So one that is found is the
//! answer of this moment, and what has changed is not found any more. Memory is bounded; whether somebody may read is
//! decided before, each time.

use std::collections::HashMap;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use crate::base::byte_cache::{ByteCache, byte_cache};
use crate::domain::share::{ShareInfo, ShareUuid};
use crate::http::encoding::Encoding;
use crate::store::shares::Found;

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
    pub const fn of(found: &Found, info: ShareInfo, form: Form, encoding: Encoding) -> Self {
        Self { link: found.uuid, revision: found.revision, info, form, encoding }
    }
}

/// The answers.
#[derive(Clone)]
pub struct ReadyAnswers {
    kept: Arc<ByteCache<AnswerKey, Arc<[u8]>>>,
    /// Long ones, while somebody reads them: all who do have the same bytes, also where they are too long to be kept.
    in_use: Arc<Mutex<HashMap<AnswerKey, Weak<[u8]>>>>,
}

impl ReadyAnswers {
    /// None is kept yet.
    pub fn new() -> Self {
        Self { kept: Arc::new(byte_cache(MEMORY, 16 * 1024)), in_use: Arc::default() }
    }

    /// The answer, if it stands ready.
    pub fn get(&self, key: &AnswerKey) -> Option<Arc<[u8]>> {
        self.kept.get(key).or_else(|| self.in_use().get(key)?.upgrade())
    }

    /// Keeps an answer.
    pub fn insert(&self, key: AnswerKey, answer: Arc<[u8]>) {
        if answer.len() <= LONGEST_KEPT {
            self.kept.insert(key, answer);
        }
    }

    /// The answer, made where it does not stand ready. Who asks for the same meanwhile waits for it.
    pub fn get_or_make<E>(&self, key: &AnswerKey, make: impl FnOnce() -> Result<Arc<[u8]>, E>) -> Result<Arc<[u8]>, E> {
        self.kept.get_or_insert_with(key, || {
            if let Some(answer) = self.in_use().get(key).and_then(Weak::upgrade) {
                return Ok(answer);
            }
            let answer = make()?;
            if answer.len() >= SHARED {
                let mut in_use = self.in_use();
                in_use.retain(|_, answer| answer.strong_count() > 0);
                in_use.insert(key.clone(), Arc::downgrade(&answer));
            }
            Ok(answer)
        })
    }

    fn in_use(&self) -> MutexGuard<'_, HashMap<AnswerKey, Weak<[u8]>>> {
        self.in_use.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keeps what is sent to the first reader.
pub struct Keeper(Box<dyn FnOnce(Arc<[u8]>) + Send>);

impl Keeper {
    /// Calls `keep` with all bytes once the last of them has been read.
    pub fn new(keep: impl FnOnce(Arc<[u8]>) + Send + 'static) -> Self {
        Self(Box::new(keep))
    }

    /// Reads from `reader`, and keeps what is read.
    pub fn watch(self, reader: Box<dyn Read + Send>) -> Watched {
        Watched { reader, kept: Some((self, Vec::new())) }
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
                if let Some((Keeper(keep), bytes)) = self.kept.take() {
                    keep(bytes.into());
                }
            }
            _ => {}
        }
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn what_was_read_to_its_end_is_kept_and_nothing_else() {
        let kept: Arc<Mutex<Vec<Arc<[u8]>>>> = Arc::default();
        let read = |length: usize, most: u64| {
            let kept = Arc::clone(&kept);
            let keeper = Keeper::new(move |bytes| kept.lock().expect("lock").push(bytes));
            let reader = Box::new(io::repeat(b'x').take(length as u64));
            io::copy(&mut keeper.watch(reader).take(most), &mut io::sink()).expect("read")
        };
        read(100_000, u64::MAX);
        read(100_000, 99_999);
        read(LONGEST_KEPT + 1, u64::MAX);
        let kept = kept.lock().expect("lock");
        assert_eq!(kept.iter().map(|bytes| bytes.len()).collect::<Vec<_>>(), [100_000]);
    }
}
