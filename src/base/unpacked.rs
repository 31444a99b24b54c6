//! What is in bytes that are packed with gzip or Zstandard, or text in UTF-16 or UTF-32: the text as UTF-8, as it is read.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

use super::utf16::{self, Utf16Order};
use super::utf32;

/// The plain bytes; an error where they are more than `most`.
pub fn reader<'a>(packed: impl Read + 'a, most: u64) -> io::Result<Box<dyn Read + 'a>> {
    let (start, packed) = peek(Box::new(packed))?;
    let plain: Box<dyn Read> = match start.as_slice() {
        [0x1f, 0x8b, ..] => Box::new(BoundedReader { inner: MultiGzDecoder::new(packed), left: most }),
        // RFC 8878, 3.1.1.
        [0x28, 0xb5, 0x2f, 0xfd, ..] => {
            let inner = ZstdReader { source: Some(BufReader::new(packed)), frame: None };
            Box::new(BoundedReader { inner, left: most })
        }
        _ => return Ok(decoded(&start, packed)),
    };
    let (start, plain) = peek(plain)?;
    Ok(decoded(&start, plain))
}

/// The bytes at the beginning, and all bytes.
fn peek<'a>(mut reader: Box<dyn Read + 'a>) -> io::Result<(Vec<u8>, Box<dyn Read + 'a>)> {
    let mut start = Vec::new();
    reader.by_ref().take(Utf16Order::LOOKED_AT as u64).read_to_end(&mut start)?;
    Ok((start.clone(), Box::new(Cursor::new(start).chain(reader))))
}

fn decoded<'a>(start: &[u8], reader: Box<dyn Read + 'a>) -> Box<dyn Read + 'a> {
    if let Some(is_big_endian) = utf32::order(start) {
        return Box::new(utf32::reader(reader, is_big_endian));
    }
    match Utf16Order::of(start) {
        Some(order) => Box::new(utf16::reader(reader, order)),
        None => reader,
    }
}

/// The frames of a Zstandard file one after the other, as programs that add to one leave them.
struct ZstdReader<R: Read> {
    /// Where the next frame begins, between two of them.
    source: Option<BufReader<R>>,
    frame: Option<StreamingDecoder<BufReader<R>, FrameDecoder>>,
}

impl<R: Read> Read for ZstdReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(mut frame) = self.frame.take() {
                let length = frame.read(out)?;
                if length > 0 || out.is_empty() {
                    self.frame = Some(frame);
                    return Ok(length);
                }
                self.source = Some(frame.into_inner());
            }
            let Some(mut source) = self.source.take() else { return Ok(0) };
            if source.fill_buf()?.is_empty() {
                return Ok(0);
            }
            self.frame = Some(StreamingDecoder::new(source).map_err(|error| io::Error::other(error.to_string()))?);
        }
    }
}

/// Ends with an error where there is more than any file of conversations has.
struct BoundedReader<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for BoundedReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(out)?;
        match self.left.checked_sub(length as u64) {
            Some(left) => self.left = left,
            None => return Err(io::Error::other("it inflates to more than any file of conversations does")),
        }
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(bytes).expect("packed");
        packed.finish().expect("packed")
    }

    fn zst(bytes: &[u8]) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
    }

    fn read(bytes: Vec<u8>) -> io::Result<Vec<u8>> {
        let mut plain = Vec::new();
        let most = 64 * 1024 * 1024;
        reader(bytes.as_slice(), most)?.read_to_end(&mut plain)?;
        Ok(plain)
    }

    #[test]
    fn packed_files_are_read_with_all_their_parts() {
        for pack in [gz, zst] {
            let packed = [pack(b"[1, "), pack(b"2]")].concat();
            assert_eq!(read(packed).expect("read"), b"[1, 2]");
        }
        let utf16: Vec<u8> = "[\"\u{1f600}\"]".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(gz(&utf16)).expect("read"), "[\"\u{1f600}\"]".as_bytes());
        let utf32: Vec<u8> = "\u{feff}[1]".chars().map(u32::from).flat_map(u32::to_le_bytes).collect();
        assert_eq!(read(gz(&utf32)).expect("read"), b"[1]");
        assert_eq!(read(b"{".to_vec()).expect("read"), b"{");
    }

    #[test]
    fn damaged_and_endless_files_end_with_an_error() {
        for pack in [gz, zst] {
            let packed = pack(&[b'x'; 1000]);
            assert!(read(packed[..packed.len() - 5].to_vec()).is_err());
            assert!(read(pack(&vec![0; 100 * 1024 * 1024])).is_err());
        }
        assert!(read(vec![0x28, 0xb5, 0x2f, 0xfd]).is_err());
    }
}
