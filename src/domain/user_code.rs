//! The short code that a device shows while it waits to be signed in (RFC 8628, 6.1).

use std::fmt;

/// Consonants alone: no two look or sound alike, and they make no words.
const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
const LENGTH: usize = 8;
const GROUP: usize = 4;

/// Eight letters of twenty: one of 25,600,000,000. Shown as `WDJB-MJHT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UserCode([u8; LENGTH]);

impl UserCode {
    /// A random one. Fails only when the system gives no random numbers.
    pub fn random() -> Result<Self, getrandom::Error> {
        // What is above the last multiple would make some letters likelier.
        let most = u8::MAX - u8::MAX % 20;
        let mut code = [0; LENGTH];
        let mut filled = 0;
        while filled < LENGTH {
            let mut bytes = [0; 2 * LENGTH];
            getrandom::fill(&mut bytes)?;
            for byte in bytes.into_iter().filter(|byte| *byte < most) {
                if let (Some(place), Some(letter)) = (code.get_mut(filled), LETTERS.get(usize::from(byte % 20))) {
                    *place = *letter;
                    filled += 1;
                }
            }
        }
        Ok(Self(code))
    }

    /// What a person typed: in either case, with or without the hyphen.
    pub fn parse(text: &str) -> Option<Self> {
        let letters = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}'));
        let letters: Vec<u8> =
            letters.take(LENGTH + 1).map(|c| u8::try_from(c.to_ascii_uppercase()).ok()).collect::<Option<_>>()?;
        let code: [u8; LENGTH] = letters.try_into().ok()?;
        code.iter().all(|letter| LETTERS.contains(letter)).then_some(Self(code))
    }
}

impl fmt::Display for UserCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = String::from_utf8_lossy(&self.0);
        let (first, last) = text.split_at(GROUP);
        write!(f, "{first}-{last}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = UserCode::parse("WDJB-MJHT").expect("a code");
        for typed in ["wdjb-mjht", "WDJBMJHT", " wdjb mjht ", "wdjb\u{2013}mjht"] {
            assert_eq!(UserCode::parse(typed), Some(code), "{typed:?}");
        }
        assert_eq!(code.to_string(), "WDJB-MJHT");
        for wrong in ["", "WDJB", "WDJB-MJHTX", "WDJB-MJH0", "AEIO-UYYY", "WDJB-MJH\u{167}"] {
            assert_eq!(UserCode::parse(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn random_codes_can_be_read_back() {
        let codes = [UserCode::random(), UserCode::random()].map(|code| code.expect("random numbers"));
        assert_ne!(codes[0], codes[1]);
        assert_eq!(UserCode::parse(&codes[0].to_string()), Some(codes[0]));
    }
}
