//! Decodes text that was encoded to the base of 64 or of 16, piece by piece, as far as it is text.

use super::checks::decoded;

/// Characters that are decoded to see whether this is text at all.
const SAMPLE: usize = 20;
/// Fewer bytes of text are chance.
const SHORTEST: usize = 12;

/// How it is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Base64,
    /// Of UTF-16, as PowerShell takes it.
    WideBase64,
    Hex,
}

/// Something that is being decoded.
pub struct Decoder {
    encoding: Encoding,
    /// The last characters, which don't make a byte yet.
    rest: String,
    bytes: Vec<u8>,
}

impl Decoder {
    /// Of something that begins so; `None` where that is no text.
    pub fn of(run: &str) -> Option<Self> {
        let sample = run.as_bytes().get(..SAMPLE)?;
        let is_hex = sample.iter().all(u8::is_ascii_hexdigit)
            && sample.chunks(2).all(|pair| hex_byte(pair).is_some_and(is_printable));
        let encoding = if is_hex {
            Encoding::Hex
        } else if sample
            .chunks(4)
            .all(|group| group_bytes(group).is_some_and(|bytes| bytes.into_iter().all(is_printable)))
        {
            Encoding::Base64
        } else {
            let mut bytes = sample.chunks(4).filter_map(group_bytes).flatten().enumerate();
            let is_wide = bytes.all(|(at, byte)| if at % 2 == 0 { is_printable(byte) } else { byte == 0 });
            is_wide.then_some(Encoding::WideBase64)?
        };
        Some(Self { encoding, rest: String::new(), bytes: Vec::new() })
    }

    /// How much of a run of characters may be encoded in this way.
    pub fn length(&self, run: &str) -> usize {
        let is_hex = self.encoding == Encoding::Hex;
        run.bytes().take_while(|byte| !is_hex || byte.is_ascii_hexdigit()).count()
    }

    /// Goes on with this; `false` where it isn't text up to its end, of which only the beginning is taken if nothing
    /// was before it.
    pub fn take(&mut self, piece: &str) -> bool {
        self.rest.push_str(piece);
        let unit = if self.encoding == Encoding::Hex { 2 } else { 4 };
        let whole = self.rest.len() / unit * unit;
        let known = self.bytes.len();
        let more = self.rest.get(..whole).and_then(|text| self.encoding.bytes(text)).unwrap_or_default();
        self.rest.drain(..whole);
        let length = self.encoding.text_length(&more);
        let begun = self.encoding.bytes(&self.rest).unwrap_or_default();
        // A character may go on behind the piece.
        let is_text = length + 3 >= more.len()
            && !more[length..].iter().any(u8::is_ascii)
            && (self.encoding == Encoding::WideBase64
                || begun.into_iter().all(|byte| is_printable(byte) || !byte.is_ascii()));
        if is_text || known == 0 {
            let kept = if is_text { more.len() } else { length };
            self.bytes.extend(&more[..kept]);
        }
        is_text
    }

    /// The text; `None` where there was too little of it.
    pub fn finish(mut self) -> Option<String> {
        self.bytes.extend(self.encoding.bytes(&self.rest).unwrap_or_default());
        let text = match self.encoding {
            Encoding::WideBase64 => {
                let (pairs, _) = self.bytes.as_chunks::<2>();
                let units = pairs.iter().copied().map(u16::from_le_bytes);
                char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
            }
            Encoding::Base64 | Encoding::Hex => {
                self.bytes.truncate(self.encoding.text_length(&self.bytes));
                String::from_utf8(self.bytes).ok()?
            }
        };
        (text.len() >= SHORTEST).then_some(text)
    }
}

impl Encoding {
    fn bytes(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Base64 | Self::WideBase64 => decoded(text),
            Self::Hex => text.as_bytes().chunks_exact(2).map(hex_byte).collect(),
        }
    }

    /// How many of these bytes are text, from the first on.
    fn text_length(self, bytes: &[u8]) -> usize {
        if self == Self::WideBase64 {
            return bytes.len();
        }
        let length = bytes.iter().take_while(|byte| is_printable(**byte) || !byte.is_ascii() || **byte == 0x1b).count();
        std::str::from_utf8(&bytes[..length]).map_or_else(|error| error.valid_up_to(), str::len)
    }
}

fn is_printable(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r')
}

fn hex_byte(pair: &[u8]) -> Option<u8> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(pair.first()?)? << 4 | digit(pair.get(1)?)?)
}

/// The three bytes of four characters of either alphabet.
fn group_bytes(group: &[u8]) -> Option<[u8; 3]> {
    let value = |byte: &u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    };
    let bits = group.iter().try_fold(0_u32, |bits, byte| Some(bits << 6 | u32::from(value(byte)?)))?;
    let [_, a, b, c] = bits.to_be_bytes();
    Some([a, b, c])
}
