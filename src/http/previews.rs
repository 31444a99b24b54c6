//! Pictures of open shares, drawn once per content and kept in bounded memory, as
//! [`Transcripts`](super::transcripts::Transcripts) are; never more drawn at once than the machine
//! does well.

use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::error::ApiError;
use crate::domain::id::ShareId;
use crate::gate::{Full, Gate, Permit};
use crate::render::preview::{Painter, Preview};
use crate::store::shares::Found;

/// Memory for all of them together, in bytes. One has some 20 KB.
const MEMORY: u64 = 4 * 1024 * 1024;

/// The number of pictures that the cache makes room for to begin with.
const EXPECTED: usize = 128;

/// Those who wait for their turn, and how long. One takes some 20 ms of a core.
const QUEUE: usize = 64;
const PATIENCE: Duration = Duration::from_secs(5);

/// The cache, and who fills it.
pub struct Previews {
    drawn: Cache<(ShareId, i64), Arc<[u8]>, Bytes>,
    painter: Painter,
    gate: Gate,
}

#[derive(Clone)]
struct Bytes;

impl Weighter<(ShareId, i64), Arc<[u8]>> for Bytes {
    fn weight(&self, _: &(ShareId, i64), png: &Arc<[u8]>) -> u64 {
        png.len() as u64 + 64
    }
}

impl Previews {
    /// Nothing is drawn yet. Half the cores may draw: pictures are the least of what readers wait for.
    pub fn new() -> Self {
        let places = available_parallelism().map_or(1, |cores| cores.get().div_ceil(2));
        Self {
            drawn: Cache::with_weighter(EXPECTED, MEMORY, Bytes),
            painter: Painter::new(),
            gate: Gate::new(places, QUEUE),
        }
    }

    /// The picture of a share that anyone may read, if it is kept.
    pub fn kept(&self, found: &Found) -> Option<Arc<[u8]>> {
        self.drawn.get(&(found.id, found.revision))
    }

    /// Waits for the turn to draw.
    pub fn turn(&self) -> Result<Permit<'_>, Full> {
        self.gate.enter(PATIENCE)
    }

    /// Draws that picture, for whoever has the turn.
    pub fn draw(&self, _: &Permit<'_>, found: &Found, preview: &Preview<'_>) -> Result<Arc<[u8]>, ApiError> {
        let png = self.painter.png(preview).map_err(|error| {
            // Memory is written to, so only a mistake of ours can fail.
            tracing::error!(%error, "a preview could not be drawn");
            ApiError::new(500)
        })?;
        let png: Arc<[u8]> = png.into();
        self.drawn.insert((found.id, found.revision), Arc::clone(&png));
        Ok(png)
    }
}
