//! JSON of strangers. serde_json's own way from text to [`Value`] takes some names in an object for
//! its own: with its feature `raw_value`, which the import needs, `{"$serde_json::private::RawValue":
//! "..."}` is parsed again inside, deep enough to end the stack. Here a name is a name.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Error, Map, Value};

/// Parses a whole text; nesting beyond 128 is an error.
pub fn parse(text: &[u8]) -> Result<Value, Error> {
    let mut parser = serde_json::Deserializer::from_slice(text);
    let value = Plain.deserialize(&mut parser)?;
    parser.end()?;
    Ok(value)
}

struct Plain;

impl<'de> DeserializeSeed<'de> for Plain {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, parser: D) -> Result<Value, D::Error> {
        parser.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Plain {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            // Of two fields with one name the last counts (ECMA-404 leaves it open; all browsers do so).
            object.insert(name, fields.next_value_seed(Self)?);
        }
        Ok(Value::Object(object))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Self)? {
            list.push(item);
        }
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
    fn no_name_is_magic() {
        let text = r#"{"$serde_json::private::RawValue": "[1]"}"#;
        assert_eq!(parse(text.as_bytes()).expect("JSON")["$serde_json::private::RawValue"], "[1]");
    }
}
