//! The lines in which Visual Studio Code writes how a chat grows: each sets, adds to or deletes something.

use crate::import::conversation::{LenientFields, Value};

/// The longest way to what is changed: requests, their number, a field, and what is in that.
const MAX_STEPS: usize = 16;

/// Applies a line to what came before; false where it is no such line, or leads to nothing.
pub fn apply(state: &mut Value, line: &Value) -> bool {
    let path = line.list("k");
    match line["kind"].as_u64() {
        Some(0) => {
            *state = line["v"].clone();
            true
        }
        Some(1) => at(state, path).map(|target| *target = line["v"].clone()).is_some(),
        Some(2) => {
            let Some(target) = at(state, path) else { return false };
            if target.is_null() {
                *target = Value::Array(Vec::new());
            }
            let Some(list) = target.as_array_mut() else { return false };
            if let Some(length) = line["i"].as_u64().and_then(|length| usize::try_from(length).ok()) {
                list.truncate(length);
            }
            list.extend(line.list("v").iter().cloned());
            true
        }
        Some(3) => at(state, path).map(Value::take).is_some(),
        _ => false,
    }
}

/// What a path leads to: fields by their names, which are made, and elements by their numbers, which are not.
fn at<'a>(state: &'a mut Value, path: &[Value]) -> Option<&'a mut Value> {
    if path.is_empty() || path.len() > MAX_STEPS {
        return None;
    }
    path.iter().try_fold(state, |value, step| match (step, value) {
        (Value::String(name), Value::Object(fields)) => Some(fields.entry(name.clone()).or_insert(Value::Null)),
        (Value::String(name), value @ Value::Null) => {
            *value = Value::Object(serde_json::Map::new());
            value.as_object_mut().map(|fields| fields.entry(name.clone()).or_insert(Value::Null))
        }
        (Value::Number(number), Value::Array(items)) => items.get_mut(usize::try_from(number.as_u64()?).ok()?),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn changes_are_made_in_their_order() {
        let mut state = Value::Null;
        for (line, is_change) in [
            (json!({"kind": 0, "v": {"requests": []}}), true),
            (json!({"kind": 2, "k": ["requests"], "v": [{"a": 1}, {"a": 2}]}), true),
            (json!({"kind": 1, "k": ["requests", 1, "a"], "v": 3}), true),
            (json!({"kind": 2, "k": ["requests", 0, "b"], "v": [1]}), true),
            (json!({"kind": 2, "k": ["requests"], "i": 1, "v": [{"a": 4}]}), true),
            (json!({"kind": 1, "k": ["requests", 9], "v": 3}), false),
            (json!({"kind": 3, "k": ["requests", 0, "a"]}), true),
            (json!({"kind": 2, "k": [], "v": [1]}), false),
            (json!({"kind": 7}), false),
        ] {
            assert_eq!(apply(&mut state, &line), is_change, "{line}");
        }
        assert_eq!(state, json!({"requests": [{"a": null, "b": [1]}, {"a": 4}]}));
    }
}
