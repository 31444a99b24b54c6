//! Markdown to safe HTML, and conversations as pages show them. Knows no database and no HTTP.

mod ansi;
mod attachments;
mod changed_files;
mod code;
mod conversation;
pub mod diagram;
mod files;
mod fold;
mod html;
mod markdown;
mod math;
mod parts;
pub mod preview;
mod sanitize;
mod saved;
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

use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};

pub use conversation::{Audience, Conversation, Head, has_steps};
pub use files::{Files, Inline, Mark, SAVED};
#[cfg(any(fuzzing, test))]
pub use sanitize::clean;
pub use saved::{Formulas, SavedPage};
pub use transcript::Transcript;

/// Memory for all kept texts together, in bytes.
const MEMORY: u64 = 32 * 1024 * 1024;

/// The number of texts that the cache makes room for to begin with.
const EXPECTED: usize = 4096;

/// The renderer, which renders a text once and keeps it as long as there is room.
pub struct Renderer(Cache<TextDigest, Arc<str>, HtmlSize>);

/// A digest of all that the HTML depends on.
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
    /// Nothing is kept yet.
    pub fn new() -> Self {
        Self(Cache::with_weighter(EXPECTED, MEMORY, HtmlSize))
    }

    /// Markdown as HTML; every id in it begins with `ids`.
    fn markdown(&self, text: &str, ids: &str) -> Arc<str> {
        self.kept(["markdown", ids, text], || markdown::to_html(text, ids))
    }

    /// A block of code in that language, which may be empty.
    fn code(&self, language: &str, text: &str) -> Arc<str> {
        self.kept(["code", language, text], || {
            code::block(language, &visible::as_written(text), &code::Patience::new())
        })
    }

    /// What a program printed.
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
        if let Some(html) = self.0.get(&key) {
            return html;
        }
        let html: Arc<str> = render().into();
        self.0.insert(key, Arc::clone(&html));
        html
    }
}
