//! Compression of answers that are made while the client takes them.

use std::io::{self, Read, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

use flate2::write::GzEncoder;

/// What is compressed at once, and sent then: the client can begin to show it.
const PIECE: usize = 64 * 1024;

/// For bytes that are made for one client: half of the best compression's gain for a hundredth of
/// its time.
const BROTLI_QUALITY: u32 = 5;
/// 256 KiB: the memory of a stream is a multiple of it.
const BROTLI_WINDOW: u32 = 18;

/// So many streams are compressed at once; more would take memory that clients who read slowly hold.
const MOST_STREAMS: usize = 128;

static STREAMS: AtomicUsize = AtomicUsize::new(0);

/// How a file's bytes are compressed on their way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// `br`
    Brotli,
    /// `gzip`
    Gzip,
    /// Not at all.
    Identity,
}

impl Encoding {
    /// The best that the client takes.
    pub fn negotiate(accept_encoding: Option<&str>) -> Self {
        match accept_encoding {
            Some(field) if accepts(field, "br") => Self::Brotli,
            Some(field) if accepts(field, "gzip") => Self::Gzip,
            _ => Self::Identity,
        }
    }

    /// Its name in entity tags: one for each encoding, because a strong tag stands for the same bytes
    /// (RFC 9110, 8.8.3.3).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
            Self::Identity => "identity",
        }
    }

    /// As `Content-Encoding` names it, where it has to.
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }
}

impl Encoding {
    /// These bytes compressed; `None` for no encoding, or where too many are compressed already.
    pub fn compress(self, bytes: &[u8]) -> Option<Vec<u8>> {
        let (mut stream, _) = Compressed::new(bytes, self).ok()?;
        let mut compressed = Vec::new();
        stream.read_to_end(&mut compressed).ok()?;
        Some(compressed)
    }
}

/// A place among the streams that are compressed.
struct EncoderSlot(());

impl EncoderSlot {
    /// A place, unless all are taken.
    fn take() -> Option<Self> {
        let more = |taken: usize| (taken < MOST_STREAMS).then_some(taken + 1);
        STREAMS.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).ok().map(|_| Self(()))
    }
}

impl Drop for EncoderSlot {
    fn drop(&mut self) {
        STREAMS.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The bytes of `source`, compressed.
pub struct Compressed<R> {
    source: R,
    encoder: Encoder,
    ready: io::Cursor<Vec<u8>>,
    is_over: bool,
    _slot: EncoderSlot,
}

enum Encoder {
    /// `None` once it has ended.
    Brotli(Option<Box<brotli::CompressorWriter<Vec<u8>>>>),
    Gzip(Box<GzEncoder<Vec<u8>>>),
}

impl<R: Read> Compressed<R> {
    /// Compresses that source, and says how `Content-Encoding` names that; the source again where
    /// `encoding` is none, or too many streams are compressed already.
    pub fn new(source: R, encoding: Encoding) -> Result<(Self, &'static str), R> {
        let Some(name) = encoding.name() else { return Err(source) };
        let Some(slot) = EncoderSlot::take() else { return Err(source) };
        let encoder = match encoding {
            Encoding::Identity => return Err(source),
            Encoding::Brotli => {
                let writer = brotli::CompressorWriter::new(Vec::new(), 4096, BROTLI_QUALITY, BROTLI_WINDOW);
                Encoder::Brotli(Some(Box::new(writer)))
            }
            Encoding::Gzip => Encoder::Gzip(Box::new(GzEncoder::new(Vec::new(), flate2::Compression::default()))),
        };
        Ok((Self { source, encoder, ready: io::Cursor::default(), is_over: false, _slot: slot }, name))
    }
}

impl<R: Read> Read for Compressed<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let length = self.ready.read(out)?;
            if length > 0 || out.is_empty() || self.is_over {
                return Ok(length);
            }
            let mut piece = vec![0; PIECE];
            let length = self.source.read(&mut piece)?;
            self.is_over = length == 0;
            self.ready = io::Cursor::new(self.encoder.put(&piece[..length])?);
        }
    }
}

impl Encoder {
    /// What is to be sent after that piece; nothing more follows an empty one.
    fn put(&mut self, piece: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::Brotli(writer) if piece.is_empty() => {
                Ok(writer.take().map(|writer| writer.into_inner()).unwrap_or_default())
            }
            Self::Gzip(writer) if piece.is_empty() => {
                writer.try_finish()?;
                Ok(std::mem::take(writer.get_mut()))
            }
            Self::Brotli(None) => Ok(Vec::new()),
            Self::Brotli(Some(writer)) => {
                writer.write_all(piece)?;
                writer.flush()?;
                Ok(std::mem::take(writer.get_mut()))
            }
            Self::Gzip(writer) => {
                writer.write_all(piece)?;
                writer.flush()?;
                Ok(std::mem::take(writer.get_mut()))
            }
        }
    }
}

/// Whether an `Accept-Encoding` names this coding without refusing it (`q=0`).
fn accepts(field: &str, coding: &str) -> bool {
    field.split(',').any(|item| {
        let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
        let weight = parameters.trim().strip_prefix(['q', 'Q']).and_then(|rest| rest.trim().strip_prefix('='));
        let weight = weight.and_then(|weight| weight.trim().parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case(coding) && weight != Some(0.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_negotiated() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("GZIP;q=0.5", "gzip"));
        assert!(!accepts("br;q=0, gzip", "br"));
        assert!(!accepts("br ; Q=0.000, gzip", "br"));
        assert!(!accepts("brotli", "br"));
        assert_eq!(Encoding::negotiate(Some("gzip, br")), Encoding::Brotli);
        assert_eq!(Encoding::negotiate(None), Encoding::Identity);
    }

    #[test]
    fn a_compressed_stream_is_the_same_and_each_piece_arrives_when_it_is_made() {
        let long: Vec<u8> = (0..300_000_u32).flat_map(|n| n.to_string().into_bytes()).collect();
        let encoded = |encoding| {
            let mut bytes = Vec::new();
            let Ok((mut stream, _)) = Compressed::new(long.as_slice(), encoding) else { panic!("not compressed") };
            stream.read_to_end(&mut bytes).expect("no error");
            bytes
        };
        let mut plain = Vec::new();
        brotli::Decompressor::new(encoded(Encoding::Brotli).as_slice(), 4096).read_to_end(&mut plain).expect("brotli");
        assert!(plain == long);
        plain.clear();
        flate2::read::GzDecoder::new(encoded(Encoding::Gzip).as_slice()).read_to_end(&mut plain).expect("gzip");
        assert!(plain == long);

        let begin = b"<p>first words".as_slice();
        let never = std::iter::repeat_with(|| -> &[u8] { panic!("read too far") });
        let mut pieces = begin.chain(Late(Box::new(never)));
        let Ok((mut stream, _)) = Compressed::new(&mut pieces, Encoding::Gzip) else { panic!("not compressed") };
        let mut sent = vec![0; 1000];
        let length = stream.read(&mut sent).expect("a piece");
        let mut shown = vec![0; begin.len()];
        flate2::read::GzDecoder::new(&sent[..length]).read_exact(&mut shown).expect("readable so far");
        assert_eq!(shown, begin);
    }

    struct Late(Box<dyn Iterator<Item = &'static [u8]>>);

    impl Read for Late {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            self.0.next();
            Ok(0)
        }
    }
}
