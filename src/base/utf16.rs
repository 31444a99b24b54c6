//! Text in UTF-16, as PowerShell's `>` writes it, to UTF-8.

use std::io::Read;

use super::piece_reader::PieceReader;

/// Which half of a code unit comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Utf16Order {
    Little,
    Big,
}

/// Characters of ASCII that a text in UTF-16 without a mark has at its beginning, at least.
const LEAST_ASCII: usize = 2;

impl Utf16Order {
    /// How much of a text [`of`](Self::of) looks at, in bytes.
    pub const LOOKED_AT: usize = 256;

    /// The order of a text that begins so, with a mark or with words; `None` where it is no UTF-16.
    pub fn of(start: &[u8]) -> Option<Self> {
        match start {
            // UTF-32.
            [0xff, 0xfe, 0, 0, ..] => None,
            [0xff, 0xfe, ..] => Some(Self::Little),
            [0xfe, 0xff, ..] => Some(Self::Big),
            // Other text has no such bytes.
            _ if memchr::memchr(0, start).is_none() => None,
            _ => [Self::Little, Self::Big].into_iter().find(|order| order.makes_words(start)),
        }
    }

    /// Whether bytes are words in this order: nothing but characters, and these of ASCII, or no UTF-8.
    fn makes_words(self, start: &[u8]) -> bool {
        let units: Vec<u16> = start.chunks_exact(2).map(|pair| self.unit(pair)).collect();
        let ascii = units.iter().filter(|unit| **unit < 0x80).count();
        let is_known = ascii >= LEAST_ASCII && (2 * ascii > units.len() || std::str::from_utf8(start).is_err());
        // The last unit may be half of a pair.
        let whole = units.split_last().filter(|(last, _)| is_half(last)).map_or(units.as_slice(), |(_, whole)| whole);
        let mut characters = char::decode_utf16(whole.iter().copied());
        let is_word = |c: char| !c.is_control() || c.is_ascii_whitespace();
        is_known && characters.all(|c| c.is_ok_and(is_word))
    }

    fn unit(self, pair: &[u8]) -> u16 {
        match (self, pair) {
            (Self::Little, [low, high]) => u16::from_le_bytes([*low, *high]),
            (Self::Big, [high, low]) => u16::from_be_bytes([*high, *low]),
            _ => 0xfffd,
        }
    }
}

/// Whether this is the first unit of a pair.
fn is_half(unit: &u16) -> bool {
    (0xd800..0xdc00).contains(unit)
}

/// A reader of such a text, which `inner` gives, that gives UTF-8.
pub fn reader(mut inner: impl Read, order: Utf16Order) -> impl Read {
    // Half a unit, or half a pair of them.
    let mut rest: Vec<u8> = Vec::new();
    let mut has_ended = false;
    PieceReader::new(std::iter::from_fn(move || {
        if has_ended {
            return None;
        }
        let mut chunk = vec![0; 64 * 1024];
        let length = match inner.read(&mut chunk) {
            Ok(length) => length,
            Err(error) => return Some(Err(error)),
        };
        has_ended = length == 0;
        rest.extend_from_slice(&chunk[..length]);
        let mut units: Vec<u16> = rest.chunks_exact(2).map(|pair| order.unit(pair)).collect();
        if !has_ended && units.last().is_some_and(is_half) {
            units.pop();
        }
        rest.drain(..2 * units.len());
        // The mark at the beginning is none of the text.
        let text: String =
            char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).filter(|c| *c != '\u{feff}').collect();
        Some(Ok(text.into_bytes()))
    }))
}

#[cfg(test)]
mod tests {
    use std::io;

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
            assert_eq!(Utf16Order::of(&bytes), Some(order));
            let mut text = String::new();
            let reversed = ByteByByte(bytes.into_iter().rev().collect());
            reader(reversed, order).read_to_string(&mut text).expect("read");
            assert_eq!(text, "[\"ä\u{1f600}\"]\u{fffd}");
        }
    }

    #[test]
    fn words_without_a_mark_are_told_from_other_bytes() {
        let long = "# Rain\n\n".to_owned() + &"今天天气很好。".repeat(30);
        for text in ["[{\"a\": 1}]", "## User\n\nWhy?", "You said: ä\u{1f600}", "用户：\n一\n", "\n\n**A**", &long]
        {
            let start = |bytes: Vec<u8>| Utf16Order::of(&bytes[..bytes.len().min(Utf16Order::LOOKED_AT)]);
            assert_eq!(
                start(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
                Some(Utf16Order::Little),
                "{text}"
            );
            assert_eq!(
                start(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
                Some(Utf16Order::Big),
                "{text}"
            );
            assert_eq!(start(text.as_bytes().to_vec()), None, "{text}");
        }
        for bytes in [
            &b"[{\"a"[..],
            b"",
            b"a",
            b"He\0llo",
            b"{\"a\": 1}\0\0\0",
            b"a long line\0 with \0 marks",
            b"\x89PNG\r\n\x1a\n\0\0",
        ] {
            assert_eq!(Utf16Order::of(bytes), None, "{bytes:?}");
        }
    }
}
