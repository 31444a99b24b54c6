//! Text in UTF-16, as PowerShell's `>` writes it, to UTF-8.

use std::io::{self, Read};

/// Which half of a code unit comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Utf16Order {
    Little,
    Big,
}

impl Utf16Order {
    /// The order of a text that begins so, with a mark or with JSON; `None` where it is no UTF-16.
    pub const fn of(start: [u8; 4]) -> Option<Self> {
        match start {
            // UTF-32.
            [0xff, 0xfe, 0, 0] => None,
            [0xff, 0xfe, ..] | [b'{' | b'[' | b'"' | b' ', 0, 0x09..=0x7e, 0] => Some(Self::Little),
            [0xfe, 0xff, ..] | [0, b'{' | b'[' | b'"' | b' ', 0, 0x09..=0x7e] => Some(Self::Big),
            _ => None,
        }
    }
}

/// A reader of such a text that gives UTF-8.
pub struct Utf16Reader<R> {
    inner: R,
    order: Utf16Order,
    /// Bytes that were read and are not decoded: half a unit, or half a pair of them.
    rest: Vec<u8>,
    /// What is decoded and not taken.
    ready: Vec<u8>,
    at: usize,
    has_ended: bool,
}

impl<R: Read> Utf16Reader<R> {
    /// Decodes what `inner` gives.
    pub const fn new(inner: R, order: Utf16Order) -> Self {
        Self { inner, order, rest: Vec::new(), ready: Vec::new(), at: 0, has_ended: false }
    }

    fn more(&mut self) -> io::Result<()> {
        let mut chunk = vec![0; 64 * 1024];
        let length = self.inner.read(&mut chunk)?;
        self.has_ended = length == 0;
        self.rest.extend_from_slice(&chunk[..length]);
        let unit = |pair: &[u8]| match (self.order, pair) {
            (Utf16Order::Little, [low, high]) => u16::from_le_bytes([*low, *high]),
            (Utf16Order::Big, [high, low]) => u16::from_be_bytes([*high, *low]),
            _ => 0xfffd,
        };
        let mut units: Vec<u16> = self.rest.chunks_exact(2).map(unit).collect();
        let is_half = |unit: &u16| (0xd800..0xdc00).contains(unit);
        if !self.has_ended && units.last().is_some_and(is_half) {
            units.pop();
        }
        self.rest.drain(..2 * units.len());
        // The mark at the beginning is none of the text.
        let text: String =
            char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).filter(|c| *c != '\u{feff}').collect();
        (self.ready, self.at) = (text.into_bytes(), 0);
        Ok(())
    }
}

impl<R: Read> Read for Utf16Reader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() && !self.has_ended {
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
    fn text_is_decoded_whatever_is_read_at_a_time() {
        struct ByteByByte(Vec<u8>);
        impl Read for ByteByByte {
            fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
                let Some(byte) = self.0.pop() else { return Ok(0) };
                out[0] = byte;
                Ok(1)
            }
        }
        let units = "\u{feff}[\"ä\u{1f600}\"]".encode_utf16().chain([0xd83d]);
        let little: Vec<u8> = units.clone().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units.flat_map(u16::to_be_bytes).collect();
        for (bytes, order) in [(little, Utf16Order::Little), (big, Utf16Order::Big)] {
            assert_eq!(Utf16Order::of([bytes[0], bytes[1], bytes[2], bytes[3]]), Some(order));
            let mut text = String::new();
            let reversed = ByteByByte(bytes.into_iter().rev().collect());
            Utf16Reader::new(reversed, order).read_to_string(&mut text).expect("read");
            assert_eq!(text, "[\"ä\u{1f600}\"]\u{fffd}");
        }
        assert_eq!(Utf16Order::of(*b"[{\"a"), None);
    }
}
