//! Text in UTF-32 to UTF-8.

use std::io::{self, Read};

/// A reader of such a text that gives UTF-8.
pub struct Utf32Reader<R> {
    inner: R,
    is_big_endian: bool,
    /// What is decoded and not taken.
    ready: Vec<u8>,
    at: usize,
}

/// Whether a text that begins so is UTF-32, with a mark or with characters of ASCII; if so, whether the most significant
/// byte comes first.
pub const fn order(start: &[u8]) -> Option<bool> {
    match start {
        [0xff, 0xfe, 0, 0, ..] | [1..0x80, 0, 0, 0, 1..0x80, 0, 0, 0, ..] => Some(false),
        [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, 1..0x80, 0, 0, 0, 1..0x80, ..] => Some(true),
        _ => None,
    }
}

impl<R: Read> Utf32Reader<R> {
    /// Decodes what `inner` gives.
    pub const fn new(inner: R, is_big_endian: bool) -> Self {
        Self { inner, is_big_endian, ready: Vec::new(), at: 0 }
    }

    fn more(&mut self) -> io::Result<()> {
        let mut bytes = Vec::new();
        self.inner.by_ref().take(64 * 1024).read_to_end(&mut bytes)?;
        let character = |unit: &[u8]| {
            let unit = <[u8; 4]>::try_from(unit).unwrap_or([0xff; 4]);
            let code = if self.is_big_endian { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) };
            char::from_u32(code).unwrap_or('\u{fffd}')
        };
        // The mark at the beginning is none of the text.
        let text: String = bytes.chunks(4).map(character).filter(|c| *c != '\u{feff}').collect();
        (self.ready, self.at) = (text.into_bytes(), 0);
        if self.ready.is_empty() && !bytes.is_empty() { self.more() } else { Ok(()) }
    }
}

impl<R: Read> Read for Utf32Reader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at == self.ready.len() {
            self.more()?;
        }
        let length = (&self.ready[self.at..]).read(out)?;
        self.at += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_decoded_in_both_orders() {
        let text = "[\"ä\u{1f600}\"]";
        for marked in ["\u{feff}", ""] {
            let units = || marked.chars().chain(text.chars()).map(u32::from).chain([0xd800]);
            let little: Vec<u8> = units().flat_map(u32::to_le_bytes).collect();
            let big: Vec<u8> = units().flat_map(u32::to_be_bytes).collect();
            for (bytes, is_big_endian) in [(little, false), (big, true)] {
                assert_eq!(order(&bytes), Some(is_big_endian));
                let mut read = String::new();
                Utf32Reader::new(bytes.as_slice(), is_big_endian).read_to_string(&mut read).expect("read");
                assert_eq!(read, format!("{text}\u{fffd}"));
            }
        }
        for other in [&b"[\"a\"]"[..], b"", b"\xff\xfe[\0", b"[\0\"\0a\0\"\0", b"\0\0\0\0\0\0\0\0", b"a\0\0\0\0\0\0\0"]
        {
            assert_eq!(order(other), None, "{other:?}");
        }
    }
}
