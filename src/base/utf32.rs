//! Text in UTF-32 to UTF-8.

use std::io::Read;

use super::piece_reader::PieceReader;

/// Whether a text that begins so is UTF-32, with a mark or with characters of ASCII; if so, whether the most significant
/// byte comes first.
pub const fn order(start: &[u8]) -> Option<bool> {
    match start {
        [0xff, 0xfe, 0, 0, ..] | [1..0x80, 0, 0, 0, 1..0x80, 0, 0, 0, ..] => Some(false),
        [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, 1..0x80, 0, 0, 0, 1..0x80, ..] => Some(true),
        _ => None,
    }
}

/// A reader of such a text, which `inner` gives, that gives UTF-8.
pub fn reader(mut inner: impl Read, is_big_endian: bool) -> impl Read {
    let character = move |unit: &[u8]| {
        let unit = <[u8; 4]>::try_from(unit).unwrap_or([0xff; 4]);
        let code = if is_big_endian { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) };
        char::from_u32(code).unwrap_or('\u{fffd}')
    };
    PieceReader::new(std::iter::from_fn(move || {
        let mut bytes = Vec::new();
        if let Err(error) = inner.by_ref().take(64 * 1024).read_to_end(&mut bytes) {
            return Some(Err(error));
        }
        // The mark at the beginning is none of the text.
        let text: String = bytes.chunks(4).map(character).filter(|c| *c != '\u{feff}').collect();
        (!bytes.is_empty()).then(|| Ok(text.into_bytes()))
    }))
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
                reader(bytes.as_slice(), is_big_endian).read_to_string(&mut read).expect("read");
                assert_eq!(read, format!("{text}\u{fffd}"));
            }
        }
        for other in [&b"[\"a\"]"[..], b"", b"\xff\xfe[\0", b"[\0\"\0a\0\"\0", b"\0\0\0\0\0\0\0\0", b"a\0\0\0\0\0\0\0"]
        {
            assert_eq!(order(other), None, "{other:?}");
        }
    }
}
