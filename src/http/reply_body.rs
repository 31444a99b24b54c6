//! The bytes of an answer: in memory, shared by several readers, or generated while the client receives them.

use std::fmt;
use std::io::{self, BufReader, Cursor, Read};
use std::time::{Duration, Instant};

use rouille::ResponseBody;

use crate::base::shared_bytes::SharedBytes;
use crate::server::slow;

/// The bytes of an answer.
pub enum Body {
    Own(Vec<u8>),
    /// Kept elsewhere, too, and not copied for each reader.
    Shared(SharedBytes),
    /// The same of what was a stream once.
    ReadyStream(SharedBytes),
    /// Made while the client takes it; `size` in bytes, where it is known.
    Stream {
        reader: Slow,
        size: Option<u64>,
    },
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.size() {
            Some(size) => write!(f, "{size} bytes"),
            None => f.write_str("a stream"),
        }
    }
}

/// A reader that may take its time, over a disk or the database: the connections of its thread are
/// served by another one meanwhile.
pub struct Slow {
    reader: Box<dyn Read + Send>,
    timeout: Duration,
}

/// What is read at once of a stream: as much as the listener sends.
const CHUNK: usize = 64 * 1024;

/// What is there by then is sent first, however little it is: a page begins to show while its rest is
/// made. What follows may take twice as long each time: then it comes in larger pieces.
const SOON: Duration = Duration::from_millis(20);

impl Body {
    /// The length in bytes, where it is known.
    pub fn size(&self) -> Option<u64> {
        match self {
            Self::Own(bytes) => Some(bytes.len() as u64),
            Self::Shared(bytes) | Self::ReadyStream(bytes) => Some(bytes.len() as u64),
            Self::Stream { size, .. } => *size,
        }
    }

    /// What is made, or read from somewhere, while the client takes it.
    pub fn stream(reader: Box<dyn Read + Send>, size: Option<u64>) -> Self {
        Self::Stream { reader: Slow { reader, timeout: SOON }, size }
    }

    /// The bytes that stand ready, which are sent in its place; nothing of them stays but whether their number is told.
    pub fn take_ready(&mut self) -> Option<SharedBytes> {
        let (ready, left) = match self {
            Self::Shared(bytes) => (bytes.clone(), Self::Own(Vec::new())),
            Self::ReadyStream(bytes) => (bytes.clone(), Self::stream(Box::new(io::empty()), None)),
            Self::Own(_) | Self::Stream { .. } => return None,
        };
        *self = left;
        Some(ready)
    }

    /// As rouille takes it.
    pub fn into_data(self) -> ResponseBody {
        let size = self.size().and_then(|size| usize::try_from(size).ok());
        let sized = |reader: Box<dyn Read + Send>| match size {
            Some(size) => ResponseBody::from_reader_and_size(reader, size),
            None => ResponseBody::from_reader(reader),
        };
        match self {
            Self::Own(bytes) => ResponseBody::from_data(bytes),
            Self::Shared(bytes) | Self::ReadyStream(bytes) => sized(Box::new(Cursor::new(bytes))),
            Self::Stream { reader, .. } => sized(Box::new(BufReader::with_capacity(CHUNK, reader))),
        }
    }
}

impl Read for Slow {
    /// Fills as much of `out` as there is soon: one change of threads for each chunk, however small
    /// the pieces are in which it is made.
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        slow(|| {
            let (started, mut length) = (Instant::now(), 0);
            while length < out.len() && (length == 0 || started.elapsed() < self.timeout) {
                match self.reader.read(&mut out[length..]) {
                    Ok(0) => break,
                    Ok(more) => length += more,
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
            self.timeout = self.timeout.saturating_mul(2);
            Ok(length)
        })
    }
}

impl fmt::Debug for Slow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Slow")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_arrives_whole_whatever_its_pieces_are_and_a_fault_in_it_is_one() {
        struct Pieces(usize);
        impl Read for Pieces {
            fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
                let length = out.len().min(1000).min(self.0);
                self.0 -= length;
                Ok(length)
            }
        }
        let body = |reader: Box<dyn Read + Send>, size| {
            let body = Body::stream(reader, size);
            assert_eq!(body.size(), size);
            let (mut reader, size) = body.into_data().into_reader_and_size();
            (io::copy(&mut reader, &mut io::sink()).ok(), size)
        };
        assert_eq!(body(Box::new(Pieces(200_001)), None), (Some(200_001), None));
        assert_eq!(body(Box::new(Pieces(5)), Some(5)), (Some(5), Some(5)));

        struct Late(Pieces);
        impl Read for Late {
            fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
                std::thread::sleep(SOON);
                self.0.read(out)
            }
        }
        let (mut late, _) = Body::stream(Box::new(Late(Pieces(3000))), None).into_data().into_reader_and_size();
        assert_eq!(late.read(&mut [0; CHUNK]).ok(), Some(1000), "what is there is sent");

        struct Faulty;
        impl Read for Faulty {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("the disk went away"))
            }
        }
        assert_eq!(body(Box::new(Pieces(5).chain(Faulty)), None), (None, None));
    }
}
