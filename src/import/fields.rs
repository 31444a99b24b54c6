//! Fields of other programs' objects, read leniently: one of several names, and nothing where the
//! value is of another type.

use serde_json::Value;

use crate::domain::timestamp::Timestamp;

/// The names of a conversation's title.
pub const TITLE: &[&str] = &["title", "name"];

/// A number of seconds from here on is one of milliseconds: as seconds it lies beyond the year 5000.
const FIRST_MILLIS: f64 = 1e11;

/// The first of the fields that is a text with something in it.
pub fn text<'a>(object: &'a Value, names: &[&str]) -> Option<&'a str> {
    names.iter().filter_map(|name| object.get(name).and_then(Value::as_str)).find(|text| !text.trim().is_empty())
}

/// Whether the field is `true`.
pub fn is_true(object: &Value, name: &str) -> bool {
    object.get(name).and_then(Value::as_bool) == Some(true)
}

/// The elements of the field, none when it is no list.
pub fn list<'a>(object: &'a Value, name: &str) -> &'a [Value] {
    object.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The first of the fields that is a time: Unix seconds or milliseconds, or ISO 8601, which is
/// taken as UTC when it names no offset.
pub fn time(object: &Value, names: &[&str]) -> Option<Timestamp> {
    names.iter().find_map(|name| match object.get(name)? {
        Value::Number(number) => unix_time(number.as_f64()?),
        Value::String(text) => Timestamp::from_rfc3339(text)
            .or_else(|| Timestamp::from_rfc3339(&format!("{}Z", text.trim())))
            .or_else(|| unix_time(text.trim().parse().ok()?)),
        _ => None,
    })
}

fn unix_time(number: f64) -> Option<Timestamp> {
    // Nobody chatted in 1970; a program that writes zero does not know.
    if number == 0.0 {
        None
    } else if number.abs() < FIRST_MILLIS {
        Timestamp::from_unix_seconds(number)
    } else {
        Timestamp::from_unix_seconds(number / 1000.0)
    }
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
        ] {
            assert_eq!(time(&json!({"at": written}), &["none", "at"]), expected, "{written}");
        }
        for wrong in [json!(null), json!(0), json!(""), json!("nan"), json!("1e400"), json!([1]), json!(-1e300)] {
            assert_eq!(time(&json!({"at": wrong}), &["at"]), None, "{wrong}");
        }
    }
}
