//! Texts of which it is known what comes of them: whoever imports an export again need not wait until all of it has been
//! read. A text is known by a digest of its bytes and of all else that decides how it is read.

use sha2::{Digest, Sha256 as Hasher};

use crate::domain::part::Sha256;
use crate::import::event::ReadOptions;

/// Which importer reads: another one may make something else of the same bytes.
const IMPORTER: [&str; 2] = [env!("CARGO_PKG_VERSION"), env!("NEPTUN_SHARE_COMMIT")];

/// Makes the digests of one file's texts.
pub struct TextDigests(Option<Hasher>);

impl TextDigests {
    /// For a file of that name, without folders and extension; none where nobody asks what is known.
    pub fn new(options: &ReadOptions, file_name: &str) -> Self {
        let hasher = || {
            let format = options.format.map_or("", |format| format.name);
            let mut hasher = Hasher::new();
            for decisive in IMPORTER.into_iter().chain([format, &options.fallback_name, file_name]) {
                hasher.update((decisive.len() as u64).to_le_bytes());
                hasher.update(decisive);
            }
            hasher
        };
        Self(options.known.is_some().then(hasher))
    }

    /// The digest of a text.
    pub fn of(&self, bytes: &[u8]) -> Option<Sha256> {
        let mut hasher = self.0.clone()?;
        hasher.update(bytes);
        Some(Sha256::new(hasher.finalize().into()))
    }
}
