//! Markdown to safe HTML, and conversations as pages show them. Knows no database and no HTTP.

mod ansi;
mod attachments;
mod changed_files;
mod code;
mod conversation;
pub mod diagram;
mod diff;
mod files;
mod fold;
mod html;
mod markdown;
mod math;
mod parts;
mod patience;
pub mod preview;
mod sanitize;
mod saved;
mod set_aside;
mod sources;
mod steps;
#[cfg(test)]
mod tests;
mod tool_pairing;
mod transcript;
mod turn;
pub mod unfurl;
mod visible;
pub mod words;

use std::convert::Infallible;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use quick_cache::Weighter;
use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};

use crate::base::concurrency_limit::ConcurrencyLimit;

pub use conversation::{Audience, Checkpoint, Conversation, Head};
pub use files::{Files, Inline, Mark, SAVED};
#[cfg(any(fuzzing, test))]
pub use sanitize::clean;
pub use saved::{Formulas, SavedPage};
pub use transcript::Transcript;

/// Memory for all cached texts together, in bytes.
const MEMORY: u64 = 24 * 1024 * 1024;

/// The initial capacity of the cache, in texts.
const EXPECTED: usize = 4096;

/// Rendering texts from this size on takes much memory, up to a hundred times their size. So only as many of them are
/// rendered at once as there are cores.
const LONG: usize = 16 * 1024;

/// How long one of them waits for its turn before it is rendered anyway.
const PATIENCE: Duration = Duration::from_secs(60);

/// The renderer. It renders a text only once, even for many readers at the same moment, and caches it while there is
/// room.
pub struct Renderer {
    texts: Cache<TextDigest, Arc<str>, HtmlSize>,
    long: ConcurrencyLimit,
}

/// A digest of everything that the HTML depends on.
type TextDigest = [u8; 32];

#[derive(Clone)]
struct HtmlSize;

impl Weighter<TextDigest, Arc<str>> for HtmlSize {
    fn weight(&self, _: &TextDigest, html: &Arc<str>) -> u64 {
        html.len() as u64 + 96
    }
}

/// Markdown of our own as HTML; every id in it begins with `ids`.
pub fn document(text: &str, ids: &str) -> String {
    markdown::to_html(text, ids)
}

impl Renderer {
    /// An empty cache.
    pub fn new() -> Self {
        let cores = thread::available_parallelism().map_or(2, usize::from);
        let texts = Cache::with_weighter(EXPECTED, MEMORY, HtmlSize);
        Self { texts, long: ConcurrencyLimit::new(cores, usize::MAX) }
    }

    /// Markdown as HTML; every id in it begins with `ids`.
    fn markdown(&self, text: &str, ids: &str) -> Arc<str> {
        self.kept(["markdown", ids, text], || markdown::to_html(text, ids))
    }

    /// A block of code in this language, which may be empty.
    fn code(&self, language: &str, text: &str) -> Arc<str> {
        self.kept(["code", language, text], || {
            code::block(language, &visible::as_written(text), &patience::Patience::new())
        })
    }

    /// A command in this language.
    fn command(&self, language: &str, text: &str) -> Arc<str> {
        self.kept(["command", language, text], || code::command(language, &visible::as_written(text)))
    }

    /// The output of a program.
    fn printed(&self, text: &str) -> Arc<str> {
        self.kept(["printed", "", text], || code::printed(&visible::in_order(text)))
    }

    fn kept(&self, source: [&str; 3], render: impl FnOnce() -> String) -> Arc<str> {
        let mut digest = Sha256::new();
        for piece in source {
            digest.update((piece.len() as u64).to_le_bytes());
            digest.update(piece);
        }
        let key: TextDigest = digest.finalize().into();
        let render = || {
            let is_long = source.iter().map(|piece| piece.len()).sum::<usize>() >= LONG;
            let _turn = is_long.then(|| self.long.enter(PATIENCE));
            Ok::<_, Infallible>(render().into())
        };
        let Ok(html) = self.texts.get_or_insert_with(&key, render);
        html
    }
}
