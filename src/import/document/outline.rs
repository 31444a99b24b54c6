//! The first pass over a document: where the elements of its list begin and end, found without
//! building them and without recursion, so that no nesting can overflow the stack.

use std::borrow::Cow;
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// The field under which some tools wrap a list of conversations.
const WRAPPER: &str = "conversations";

/// A document's outermost list.
#[derive(Default)]
pub struct Outline<'a> {
    /// There is such a list: the document itself, or a field `conversations` with something in it.
    pub is_list: bool,
    /// The list's elements, up to the fault if there is one.
    pub elements: Vec<&'a RawValue>,
    /// The first value is complete; a fault is behind it.
    pub is_complete: bool,
    /// What is wrong with the document.
    pub fault: Option<serde_json::Error>,
}

impl<'a> Outline<'a> {
    /// Reads the outline of a text that should be JSON.
    pub fn of(text: &'a str) -> Self {
        let mut outline = Self::default();
        let mut parser = serde_json::Deserializer::from_str(text);
        let list = List { outline: &mut outline, is_outermost: true };
        match parser.deserialize_any(list) {
            Ok(()) => {
                outline.is_complete = true;
                outline.fault = parser.end().err();
            }
            Err(fault) => outline.fault = Some(fault),
        }
        outline
    }
}

/// Visits the document, and once more what its wrapper holds.
struct List<'o, 'a> {
    outline: &'o mut Outline<'a>,
    is_outermost: bool,
}

impl<'a> DeserializeSeed<'a> for List<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, parser: D) -> Result<(), D::Error> {
        parser.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for List<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut list: A) -> Result<(), A::Error> {
        self.outline.is_list |= self.is_outermost;
        while let Some(element) = list.next_element()? {
            self.outline.is_list = true;
            self.outline.elements.push(element);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'a>>(self, mut object: A) -> Result<(), A::Error> {
        while let Some(name) = object.next_key::<Cow<'_, str>>()? {
            if self.is_outermost && name == WRAPPER {
                object.next_value_seed(List { outline: self.outline, is_outermost: false })?;
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}
