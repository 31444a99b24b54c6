//! JSON of strangers. serde_json's own way from text to [`Value`] takes some names in an object for
//! its own: with its feature `raw_value`, which the import needs, `{"$serde_json::private::RawValue":
//! "..."}` is parsed again inside, deep enough to end the stack. Here a name is a name. And a value
//! takes forty times the memory of its two bytes in `[0,0,0]`, so their number is bounded.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Error, Map, Value};

/// Most values in a text: some 120 MB of them, in the worst case.
pub const MAX_VALUES: usize = 400_000;

/// How deep values may be nested, unless said otherwise.
const MAX_DEPTH: usize = 128;

/// Parses a whole text; nesting beyond 128, and more than [`MAX_VALUES`] values, are errors.
pub fn parse(text: &[u8]) -> Result<Value, Error> {
    read(serde_json::Deserializer::from_slice(text), MAX_DEPTH, text)
}

/// The same with another bound of nesting. Each level takes some kilobytes of the thread's stack.
pub fn parse_to_depth(text: &str, depth: usize) -> Result<Value, Error> {
    // Of a text it need not be looked whether each string in it is one.
    read(serde_json::Deserializer::from_str(text), depth, text.as_bytes())
}

fn read<'de, R: serde_json::de::Read<'de>>(
    parser: serde_json::Deserializer<R>,
    depth: usize,
    text: &[u8],
) -> Result<Value, Error> {
    let has_huge = Cell::new(false);
    let value = read_once(parser, depth, &has_huge)?;
    if !has_huge.get() {
        return Ok(value);
    }
    match with_long_integers_as_texts(text) {
        Some(text) => read_once(serde_json::Deserializer::from_slice(&text), depth, &has_huge),
        None => Ok(value),
    }
}

fn read_once<'de, R: serde_json::de::Read<'de>>(
    mut parser: serde_json::Deserializer<R>,
    depth: usize,
    has_huge: &Cell<bool>,
) -> Result<Value, Error> {
    // Counted here, because the library's bound is fixed.
    parser.disable_recursion_limit();
    let (left, fields, items) = (Cell::new(MAX_VALUES), RefCell::default(), RefCell::default());
    let value = Plain { depth, left: &left, has_huge, fields: &fields, items: &items }.deserialize(&mut parser)?;
    parser.end()?;
    Ok(value)
}

/// The text with integers of more than 64 bits in quotes, which keeps their digits: as a number, only the first seventeen
/// would be left. `None` where there are none.
fn with_long_integers_as_texts(text: &[u8]) -> Option<Vec<u8>> {
    let (mut out, mut from, mut at, mut is_in_string) = (Vec::new(), 0, 0, false);
    while let Some(byte) = text.get(at) {
        let length = match byte {
            b'\\' if is_in_string => 2,
            b'"' => {
                is_in_string = !is_in_string;
                1
            }
            b'-' | b'0'..=b'9' if !is_in_string => {
                let is_of_number = |byte: &&u8| byte.is_ascii_digit() || b"-+.eE".contains(byte);
                let number = &text[at..at + text[at..].iter().take_while(is_of_number).count()];
                let digits = std::str::from_utf8(number).unwrap_or_default();
                let is_integer = digits.bytes().skip(1).all(|byte| byte.is_ascii_digit());
                if is_integer && digits.parse::<i64>().is_err() && digits.parse::<u64>().is_err() {
                    out.extend([&text[from..at], b"\"", number, b"\""].concat());
                    from = at + number.len();
                }
                number.len()
            }
            _ => 1,
        };
        at += length;
    }
    out.extend(text.get(from..).unwrap_or_default());
    (from > 0).then_some(out)
}

#[derive(Clone, Copy)]
struct Plain<'a> {
    /// Levels below this one.
    depth: usize,
    /// Values that may still come.
    left: &'a Cell<usize>,
    /// Whether a number beyond 64 bits has come.
    has_huge: &'a Cell<bool>,
    /// What has come of the objects and lists that are not complete, those within others behind them: what is complete gets
    /// as much memory as it needs, at once.
    fields: &'a RefCell<Vec<(String, Value)>>,
    items: &'a RefCell<Vec<Value>>,
}

impl Plain<'_> {
    fn inside<E: serde::de::Error>(self) -> Result<Self, E> {
        let depth = self.depth.checked_sub(1).ok_or_else(|| E::custom("recursion limit exceeded"))?;
        Ok(Self { depth, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Plain<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, parser: D) -> Result<Value, D::Error> {
        match self.left.get().checked_sub(1) {
            Some(left) => self.left.set(left),
            None => return Err(D::Error::custom(format_args!("more than {MAX_VALUES} values"))),
        }
        parser.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Plain<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let inside = self.inside()?;
        let start = self.fields.borrow().len();
        while let Some(name) = fields.next_key::<String>()? {
            let value = fields.next_value_seed(inside)?;
            self.fields.borrow_mut().push((name, value));
        }
        let mut come = self.fields.borrow_mut();
        let mut object = Map::with_capacity(come.len() - start);
        for (name, value) in come.drain(start..) {
            // Of two fields with one name the last counts (ECMA-404 leaves it open; all browsers do so).
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inside = self.inside()?;
        let start = self.items.borrow().len();
        while let Some(item) = items.next_element_seed(inside)? {
            self.items.borrow_mut().push(item);
        }
        let list = self.items.borrow_mut().drain(start..).collect();
        Ok(Value::Array(list))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        // Two to the power of 63.
        if value.abs() >= 9_223_372_036_854_775_808.0 {
            self.has_huge.set(true);
        }
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_serde_json_reads() {
        for text in [r#"{"a": [1, -2, 3.5, "é", true, null], "b": {"a": 1, "a": 2}}"#, "0", "[]", "\"x\""] {
            assert_eq!(parse(text.as_bytes()).ok(), serde_json::from_str(text).ok(), "{text}");
        }
        for wrong in ["", "{", "[1] 2", "nul", &"[".repeat(200)] {
            assert!(parse(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn numbers_are_written_as_they_were_read() {
        for text in ["1.2345678901234527e+29", "0.1", "-139.69170000000003", "5e-324", "18446744073709551615"] {
            assert_eq!(parse(text.as_bytes()).expect("JSON").to_string(), text);
        }
    }

    #[test]
    fn integers_beyond_64_bits_keep_their_digits() {
        let text = r#"{"a": 123456789012345678901234567890, "b": [-99999999999999999999, 1e30], "12345678901234567890123": "\"1 34567890123456789012345"}"#;
        let expected = r#"{"a":"123456789012345678901234567890","b":["-99999999999999999999",1e+30],"12345678901234567890123":"\"1 34567890123456789012345"}"#;
        assert_eq!(parse(text.as_bytes()).expect("JSON").to_string(), expected);
        assert_eq!(parse_to_depth("18446744073709551616", 1).expect("JSON"), "18446744073709551616");
        assert_eq!(parse(b"-9223372036854775808").expect("JSON").to_string(), "-9223372036854775808");
    }

    #[test]
    fn nesting_is_bounded() {
        let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        assert!(parse(nested(MAX_DEPTH).as_bytes()).is_ok());
        assert!(parse(nested(MAX_DEPTH + 1).as_bytes()).is_err());
        assert!(parse("[".repeat(1_000_000).as_bytes()).is_err());
        assert!(parse_to_depth(&nested(200), 200).is_ok());
    }

    #[test]
    fn a_text_has_a_bounded_number_of_values() {
        let list = |length: usize| format!("[{}0]", "0,".repeat(length - 1));
        assert!(parse(list(MAX_VALUES - 1).as_bytes()).is_ok());
        let error = parse(list(MAX_VALUES).as_bytes()).expect_err("too many");
        assert!(error.to_string().starts_with("more than 400000 values"), "{error}");
    }

    #[test]
    fn no_name_is_magic() {
        let text = r#"{"$serde_json::private::RawValue": "[1]"}"#;
        assert_eq!(parse(text.as_bytes()).expect("JSON")["$serde_json::private::RawValue"], "[1]");
    }
}
