//! Fields of other programs' objects, read leniently: one of several names, and nothing where the
//! value is of another type.

use serde_json::Value;

use super::dates;
use crate::domain::timestamp::Timestamp;

/// The names of a conversation's title.
pub const TITLE: &[&str] = &["title", "name"];

/// What programs call the time at which something was sent or begun.
const SENT: &[&str] = &[
    "created_at",
    "createdAt",
    "created",
    "create_time",
    "createTime",
    "created_time",
    "timestamp",
    "sent_at",
    "sentAt",
    "date",
    "datetime",
    "date_time",
    "inserted_at",
    "timestamp_ms",
];
/// What they also call a duration.
const PERHAPS_SENT: &[&str] = &["time", "ts"];
/// The first milliseconds that are no duration: nobody talked to a model before 1973.
const FIRST_SENT: i64 = 100_000_000_000;

/// A number from here on is one of milliseconds, microseconds, nanoseconds: as one of the next longer unit it lies beyond
/// the year 5000.
const FIRST_MILLIS: f64 = 1e11;
const FIRST_MICROS: f64 = 1e14;
const FIRST_NANOS: f64 = 1e17;

/// Reads the fields of a value leniently; a value that is not an object has none.
pub trait LenientFields {
    /// The value.
    fn json(&self) -> &Value;

    /// Whether there is such a field, be it `null`.
    fn has(&self, name: &str) -> bool {
        self.json().get(name).is_some()
    }

    /// The first of the fields that is there, be it `null`.
    fn any(&self, names: &[&str]) -> Option<&Value> {
        names.iter().find_map(|name| self.json().get(name))
    }

    /// The field's text, if there is something in it.
    fn text(&self, name: &str) -> Option<&str> {
        self.json()[name].as_str().filter(|text| !text.trim().is_empty())
    }

    /// The first of the fields that is a text with something in it.
    fn any_text(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.text(name))
    }

    /// [`text`](Self::text), to keep.
    fn string(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// [`any_text`](Self::any_text), to keep.
    fn any_string(&self, names: &[&str]) -> Option<String> {
        self.any_text(names).map(str::to_owned)
    }

    /// The first of the fields that is an identifier: a text, or an `{"$oid": "..."}` of MongoDB's
    /// Extended JSON.
    fn id(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.text(name).or_else(|| self.json()[*name].text("$oid")))
    }

    /// The elements of the field, none when it is not a list.
    fn list(&self, name: &str) -> &[Value] {
        self.json()[name].as_array().map_or(&[], Vec::as_slice)
    }

    /// The elements of the field; half a sentence when it is not a list.
    fn required_list(&self, name: &str) -> Result<&[Value], String> {
        self.json()[name].as_array().map(Vec::as_slice).ok_or_else(|| format!("it has no `{name}`"))
    }

    /// When it was sent or begun, by whatever name.
    fn sent(&self) -> Option<Timestamp> {
        let perhaps = || self.time(PERHAPS_SENT).filter(|at| at.as_millis() >= FIRST_SENT);
        self.time(SENT).or_else(perhaps)
    }

    /// The first of the fields that is a time: Unix seconds or milliseconds, ISO 8601, which is taken
    /// as UTC when it names no offset, a time in the form of a language, or any in MongoDB's Extended JSON.
    fn time(&self, names: &[&str]) -> Option<Timestamp> {
        names.iter().find_map(|name| match &self.json()[*name] {
            Value::Number(number) => unix_time(number.as_f64()?),
            Value::String(text) => Timestamp::from_rfc3339(text)
                .or_else(|| Timestamp::from_rfc3339(&format!("{}Z", text.trim())))
                .or_else(|| unix_time(text.trim().parse().ok()?))
                .or_else(|| Timestamp::from_http_date(text))
                .or_else(|| Timestamp::from_javascript_date(text))
                .or_else(|| dates::read(text, None)),
            // Of MongoDB and Firestore.
            typed @ Value::Object(fields) if fields.len() <= 2 => {
                typed.time(&["$date", "$numberLong", "seconds", "_seconds"])
            }
            _ => None,
        })
    }
}

impl LenientFields for Value {
    fn json(&self) -> &Value {
        self
    }
}

/// The messages of a conversation that is a list of them, or an object around one: everybody's, our own
/// API's, or Cohere's.
pub fn message_list(conversation: &Value) -> Option<&Vec<Value>> {
    let lists = ["messages", "chatMessages", "chat_history"].iter().map(|name| &conversation[*name]);
    lists.chain([conversation]).find_map(Value::as_array)
}

/// The model that a message names.
pub fn message_model(message: &Value) -> Option<String> {
    let beside = || message["metadata"].any_string(&["model", "modelId"]);
    message.string("model").or_else(beside).or_else(|| message["extra"].string("fromModel"))
}

fn unix_time(number: f64) -> Option<Timestamp> {
    // Nobody chatted in 1970; a program that writes zero does not know.
    let seconds = match number.abs() {
        0.0 => return None,
        size if size < FIRST_MILLIS => number,
        size if size < FIRST_MICROS => number / 1e3,
        _ if number < FIRST_MICROS => return None,
        size if size < FIRST_NANOS => number / 1e6,
        size if size < FIRST_NANOS * 1e3 => number / 1e9,
        _ => return None,
    };
    Timestamp::from_unix_seconds(seconds)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn times_are_read_however_they_are_written() {
        let expected = Timestamp::from_millis(1_700_000_000_000);
        for written in [
            json!(1_700_000_000),
            json!(1_700_000_000.0),
            json!(1_700_000_000_000_u64),
            json!("1700000000"),
            json!("2023-11-14T22:13:20Z"),
            json!("2023-11-14T23:13:20+01:00"),
            json!("2023-11-14T22:13:20"),
            json!("2023-11-14 22:13:20.000"),
            json!(1_700_000_000_000_000_u64),
            json!(1_700_000_000_000_000_000_u64),
            json!("Tue, 14 Nov 2023 22:13:20 GMT"),
            json!("Tue Nov 14 2023 23:13:20 GMT+0100 (Central European Standard Time)"),
            json!({"seconds": 1_700_000_000, "nanoseconds": 0}),
            json!({"_seconds": 1_700_000_000, "_nanoseconds": 0}),
            json!({"$date": "2023-11-14T22:13:20Z"}),
            json!({"$date": 1_700_000_000_000_u64}),
            json!({"$date": {"$numberLong": "1700000000000"}}),
        ] {
            assert_eq!(json!({"at": written}).time(&["none", "at"]), expected, "{written}");
        }
        let wrong = [json!(null), json!(0), json!(""), json!("nan"), json!("1e400"), json!([1]), json!(-1e300)];
        for wrong in wrong.into_iter().chain([json!({"$date": {}})]) {
            assert_eq!(json!({"at": wrong}).time(&["at"]), None, "{wrong}");
        }
    }

    #[test]
    fn identifiers_are_read_with_their_type_or_without() {
        assert_eq!(json!({"_id": {"$oid": "a1"}}).id(&["_id"]), Some("a1"));
        assert_eq!(json!({"_id": 5, "id": "b"}).id(&["_id", "id"]), Some("b"));
    }

    #[test]
    fn what_is_no_object_has_no_fields() {
        for value in [json!(null), json!("text"), json!(["text"])] {
            assert!(!value.has("text") && value.text("text").is_none() && value.list("text").is_empty(), "{value}");
        }
        assert_eq!(json!({}).required_list("messages"), Err("it has no `messages`".to_owned()));
    }
}
