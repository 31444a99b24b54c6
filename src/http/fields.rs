//! The fields of a request's body. All wrong fields are collected, so that the client is told about them at once; texts
//! and codes are those of the zod library, which clients know.

mod lists;

use std::fmt::Display;
use std::ops::RangeInclusive;

use serde_json::{Map, Value};
use zeroize::Zeroize;

use super::body;
use super::error::{ApiError, Issue};

/// The fields of a body and what was found wrong with them.
pub struct Fields {
    object: Map<String, Value>,
    /// Where that object stands in the body.
    base: Vec<String>,
    status_message: &'static str,
    issues: Vec<Issue>,
}

/// A rule that a value broke.
pub struct Violation {
    /// The issue's code.
    pub code: &'static str,
    /// The issue's message.
    pub message: String,
}

impl Violation {
    /// A rule with no code of its own.
    pub fn custom(message: impl Display) -> Self {
        Self { code: "custom", message: message.to_string() }
    }
}

/// What a route takes beside a JSON object.
#[derive(Clone, Copy, Default)]
pub struct Accepts {
    /// `application/x-www-form-urlencoded`.
    pub forms: bool,
    /// A bare JSON array in place of an object with this one field.
    pub list_as: Option<&'static str>,
}

impl Fields {
    /// Reads a body. None at all counts as `{}`.
    pub fn parse(
        media_type: Option<&str>,
        body: &[u8],
        accepts: Accepts,
        status_message: &'static str,
    ) -> Result<Self, ApiError> {
        let mut fields = Self { object: Map::new(), base: Vec::new(), status_message, issues: Vec::new() };
        match (body::parse(media_type, body, accepts.forms, status_message)?, accepts.list_as) {
            (Value::Object(object), _) => fields.object = object,
            (list @ Value::Array(_), Some(name)) => _ = fields.object.insert(name.to_owned(), list),
            (other, _) => {
                let none = fields.wrong_type("object", &other, Vec::new());
                return fields.done(none);
            }
        }
        Ok(fields)
    }

    /// Whether the body has that field, `null` included.
    pub fn has(&self, name: &str) -> bool {
        self.object.contains_key(name)
    }

    /// Takes a field under another name, unless it is there under its own.
    pub fn alias(&mut self, other: &str, name: &str) {
        if !self.has(name)
            && let Some(value) = self.object.remove(other)
        {
            self.object.insert(name.to_owned(), value);
        }
    }

    /// A yes or no that may be left out.
    pub fn optional_bool(&mut self, name: &str) -> Option<bool> {
        match self.object.remove(name) {
            None => None,
            Some(Value::Bool(value)) => Some(value),
            Some(other) => {
                let path = self.at(name);
                self.wrong_type("boolean", &other, path)
            }
        }
    }

    /// A yes or no.
    pub fn required_bool(&mut self, name: &str) -> Option<bool> {
        if self.has(name) { self.optional_bool(name) } else { self.required(name) }
    }

    /// A text that `parse` accepts.
    pub fn text<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Result<T, Violation>) -> Option<T> {
        let path = self.at(name);
        match self.object.remove(name) {
            None => self.required(name),
            Some(value) => self.parse_and_wipe(value, path, parse),
        }
    }

    /// A text that `parse` accepts, or `null`, or left out (`None`).
    pub fn optional_nullable_text<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Violation>,
    ) -> Option<Option<T>> {
        let path = self.at(name);
        match self.object.remove(name)? {
            Value::Null => Some(None),
            value => self.parse_and_wipe(value, path, parse).map(Some),
        }
    }

    /// A value that `read` accepts, or `null`, or left out (`None`).
    pub fn optional_nullable<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut Self, Value, Vec<String>) -> Option<T>,
    ) -> Option<Option<T>> {
        let path = self.at(name);
        match self.object.remove(name)? {
            Value::Null => Some(None),
            value => read(self, value, path).map(Some),
        }
    }

    /// A row's number, whether there is such a row or not.
    pub fn id(&mut self, value: &Value, path: Vec<String>) -> Option<i64> {
        self.number(value, path, i64::MIN..=i64::MAX)
    }

    /// A whole number in that range, which JSON may also write as `1.0` (JSON Schema, 6.1.1).
    pub fn number(&mut self, value: &Value, path: Vec<String>, range: RangeInclusive<i64>) -> Option<i64> {
        #[expect(clippy::cast_possible_truncation, reason = "whole, and within what an f64 counts exactly")]
        let whole = |number: f64| (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64);
        match value.as_i64().or_else(|| value.as_f64().and_then(whole)) {
            Some(number) if number > *range.end() => {
                let message = format!("Number must be less than or equal to {}", range.end());
                self.issue(Violation { code: "too_big", message }, path)
            }
            Some(number) if number < *range.start() => {
                let message = format!("Number must be greater than or equal to {}", range.start());
                self.issue(Violation { code: "too_small", message }, path)
            }
            Some(number) => Some(number),
            None if value.is_number() => self.issue(Violation::custom("Expected an integer"), path),
            None => self.wrong_type("number", value, path),
        }
    }

    /// The text of an item in a list.
    pub fn parse_text<T>(
        &mut self,
        value: &Value,
        path: Vec<String>,
        parse: impl FnOnce(&str) -> Result<T, Violation>,
    ) -> Option<T> {
        match value {
            Value::String(text) => parse(text).map_err(|violation| self.issue::<()>(violation, path)).ok(),
            other => self.wrong_type("string", other, path),
        }
    }

    /// The same of one that may be a password.
    fn parse_and_wipe<T>(
        &mut self,
        mut value: Value,
        path: Vec<String>,
        parse: impl FnOnce(&str) -> Result<T, Violation>,
    ) -> Option<T> {
        let read = self.parse_text(&value, path, parse);
        if let Value::String(text) = &mut value {
            text.zeroize();
        }
        read
    }

    fn at(&self, name: &str) -> Vec<String> {
        [self.base.as_slice(), &[name.to_owned()]].concat()
    }

    /// That a field is missing which must be there.
    pub fn required<T>(&mut self, name: &str) -> Option<T> {
        let path = self.at(name);
        self.issue(Violation { code: "invalid_type", message: "Required".to_owned() }, path)
    }

    /// Notes that a value has another type than `expected`.
    pub fn wrong_type<T>(&mut self, expected: &str, received: &Value, path: Vec<String>) -> Option<T> {
        let received = match received {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let message = format!("Expected {expected}, received {received}");
        self.issue(Violation { code: "invalid_type", message }, path)
    }

    /// Notes a broken rule.
    pub fn issue<T>(&mut self, Violation { code, message }: Violation, path: Vec<String>) -> Option<T> {
        self.issues.push(Issue { code, message, path });
        None
    }

    /// What was read, or all that was wrong.
    pub fn done<T>(self, read: Option<T>) -> Result<T, ApiError> {
        match read {
            Some(read) if self.issues.is_empty() => Ok(read),
            _ => Err(ApiError::invalid(self.status_message, &self.issues)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(body: &str) -> Result<Fields, ApiError> {
        Fields::parse(Some("application/json; charset=UTF-8"), body.as_bytes(), Accepts::default(), "Bad Request.")
    }

    fn issues(error: ApiError) -> Value {
        let response = crate::http::reply::Reply::from(error).into_answer().response;
        let (mut reader, _) = response.data.into_reader_and_size();
        let body: Value = serde_json::from_reader(&mut reader).expect("JSON");
        body["data"]["issues"].clone()
    }

    #[test]
    fn a_whole_number_may_be_written_with_a_point_or_an_exponent() {
        let mut fields = json("{}").expect("an object");
        for (text, expected) in [("211", Some(211)), ("211.0", Some(211)), ("2.11e2", Some(211)), ("211.5", None)] {
            let value = serde_json::from_str(text).expect("JSON");
            assert_eq!(fields.number(&value, vec!["max_views".to_owned()], 1..=1_000_000), expected, "{text}");
        }
        assert_eq!(issues(fields.done(None::<()>).expect_err("issues"))[0]["message"], "Expected an integer");
    }

    #[test]
    fn all_issues_of_a_body_are_told_at_once() {
        let mut fields = json(r#"{"a": 1, "b": "x", "list": ["ok", 2, null]}"#).expect("an object");
        let a = fields.text("a", |text| Ok(text.to_owned()));
        fields.optional_bool("b");
        fields.text("c", |text| Ok(text.to_owned()));
        fields.list("list", 10, |fields, item, path| fields.parse_text(&item, path, |text| Ok(text.to_owned())));
        assert_eq!(
            issues(fields.done(a).expect_err("issues")),
            serde_json::json!([
                { "code": "invalid_type", "message": "Expected string, received number", "path": ["a"] },
                { "code": "invalid_type", "message": "Expected boolean, received string", "path": ["b"] },
                { "code": "invalid_type", "message": "Required", "path": ["c"] },
                { "code": "invalid_type", "message": "Expected string, received number", "path": ["list", "1"] },
                { "code": "invalid_type", "message": "Expected string, received null", "path": ["list", "2"] },
            ])
        );
    }

    #[test]
    fn nothing_at_all_is_an_empty_object() {
        assert!(Fields::parse(None, b"", Accepts::default(), "").is_ok());
        assert!(json("").is_ok());
        assert!(json("\u{feff}{}").is_ok());
    }

    #[test]
    fn what_is_no_object_is_refused() {
        for body in ["null", "1", "\"x\"", "true", "[]", "{", "{]", "{\"a\":\"\\ud800\"}", "nul"] {
            assert!(json(body).is_err(), "{body}");
        }
        let deep = format!("{{\"a\":{}", "[".repeat(100_000));
        assert!(json(&deep).is_err());
        assert!(Fields::parse(Some("application/json"), b"{\"a\":\"\xff\"}", Accepts::default(), "").is_err());
        let list = Accepts { list_as: Some("list"), ..Accepts::default() };
        assert!(Fields::parse(Some("application/json"), b"[1]", list, "").is_ok_and(|fields| fields.has("list")));
    }
}
