//! MongoDB's Extended JSON, in which some programs' databases write what JSON has no type for:
//! `{"$oid": "..."}`, `{"$date": "..."}`, `{"$date": {"$numberLong": "..."}}`.

use serde_json::Value;

use crate::domain::timestamp::Timestamp;
use crate::import::fields;

/// The first of the fields that is a time, in Extended JSON or not.
pub fn time(object: &Value, names: &[&str]) -> Option<Timestamp> {
    names.iter().find_map(|name| {
        let value = object.get(name)?;
        fields::time(object, &[*name])
            .or_else(|| fields::time(value, &["$date"]))
            .or_else(|| fields::time(value.get("$date")?, &["$numberLong"]))
    })
}

/// The first of the fields that is an identifier, likewise.
pub fn id<'a>(object: &'a Value, names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|name| {
        let value = object.get(name)?;
        fields::text(object, &[*name]).or_else(|| fields::text(value, &["$oid"]))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn times_and_ids_are_read_with_their_types_or_without() {
        let expected = Timestamp::from_millis(1_700_000_000_000);
        for written in [
            json!("2023-11-14T22:13:20Z"),
            json!({"$date": "2023-11-14T22:13:20Z"}),
            json!({"$date": 1_700_000_000_000_u64}),
            json!({"$date": {"$numberLong": "1700000000000"}}),
        ] {
            assert_eq!(time(&json!({"at": written}), &["none", "at"]), expected, "{written}");
        }
        assert_eq!(time(&json!({"at": {"$date": {}}}), &["at"]), None);
        assert_eq!(id(&json!({"_id": {"$oid": "a1"}}), &["_id"]), Some("a1"));
        assert_eq!(id(&json!({"_id": 5, "id": "b"}), &["_id", "id"]), Some("b"));
    }
}
