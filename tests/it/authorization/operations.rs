//! What the OpenAPI document says of each route, and requests made from it.

use serde_json::{Map, Value, json};

use super::resources::Resources;

/// One method of one path.
pub struct Operation {
    pub id: String,
    pub method: String,
    pub path: String,
    /// The names of the places in its path.
    pub places: Vec<String>,
    /// Whether scripts may call it with a token.
    pub takes_tokens: bool,
    schema: Option<Value>,
    /// The names of the fields in its query.
    queried: Vec<String>,
}

/// What stands behind a reference, or what is no reference.
fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(name) => document.pointer(&name[1..]).expect("what it refers to"),
        None => value,
    }
}

/// All of them; `HEAD` is where `GET` is.
pub fn operations() -> Vec<Operation> {
    let document = document();
    let paths = document["paths"].as_object().expect("paths");
    paths
        .iter()
        .flat_map(|(path, item)| item.as_object().expect("methods").iter().map(move |(method, of)| (path, method, of)))
        .filter(|(_, method, _)| ["get", "post", "put", "patch", "delete"].contains(&method.as_str()))
        .map(|(path, method, operation)| {
            let security = operation["security"].as_array().expect("who may call it");
            let body = resolved(&document, &operation["requestBody"]);
            let schema = &body["content"]["application/json"]["schema"];
            Operation {
                id: operation["operationId"].as_str().expect("a name").to_owned(),
                method: method.to_uppercase(),
                path: path.clone(),
                places: path.split('/').filter_map(place).map(str::to_owned).collect(),
                takes_tokens: security.iter().any(|way| way.get("token").is_some()),
                schema: (!schema.is_null()).then(|| schema.clone()),
                queried: [&paths[path]["parameters"], &operation["parameters"]]
                    .into_iter()
                    .flat_map(|parameters| parameters.as_array().into_iter().flatten())
                    .map(|parameter| resolved(&document, parameter))
                    .filter(|parameter| parameter["in"] == "query")
                    .map(|parameter| parameter["name"].as_str().expect("a name").to_owned())
                    .collect(),
            }
        })
        .collect()
}

fn place(step: &str) -> Option<&str> {
    step.strip_prefix('{')?.strip_suffix('}')
}

fn document() -> Value {
    serde_json::from_str(include_str!("../../../assets/openapi.json")).expect("JSON")
}

impl Operation {
    /// Its path; `whose` says whose thing stands in which of its places.
    pub fn at<'a>(&self, whose: impl Fn(usize) -> &'a Resources) -> String {
        let mut number = 0;
        let steps = self.path.split('/').map(|step| match place(step) {
            Some(name) => {
                number += 1;
                whose(number - 1).in_path(name).to_owned()
            }
            None => step.to_owned(),
        });
        steps.collect::<Vec<_>>().join("/")
    }

    /// A body that its schema allows, with the ids of what somebody has; null where it takes none.
    pub fn body(&self, of: &Resources) -> Value {
        self.schema.as_ref().map_or(Value::Null, |schema| example(&document(), schema, of, 0))
    }

    /// For each field of its query that holds ids the query that has this one and no other.
    pub fn queries_with_one_id(&self, of: &Resources) -> Vec<String> {
        let ids = |value: &Value| match value {
            Value::Array(ids) => ids.iter().map(Value::to_string).collect::<Vec<_>>().join(","),
            id => id.to_string(),
        };
        self.queried.iter().filter_map(|name| of.in_body(name).map(|value| format!("{name}={}", ids(value)))).collect()
    }

    /// For each field with ids a body that has this one and no other.
    pub fn bodies_with_one_id(&self, of: &Resources) -> Vec<Value> {
        let Value::Object(whole) = self.body(of) else { return Vec::new() };
        let is_id = |name: &str| of.in_body(name).is_some();
        let without = |kept: &str| -> Value {
            whole
                .iter()
                .filter(|(name, _)| *name == kept || !is_id(name))
                .map(|(n, v)| (n.clone(), v.clone()))
                .collect()
        };
        whole.keys().filter(|name| is_id(name)).map(|name| without(name)).collect()
    }
}

/// Something that a schema allows: what it requires, and every field that holds ids.
fn example(document: &Value, schema: &Value, of: &Resources, depth: usize) -> Value {
    assert!(depth < 20, "a schema within itself: {schema}");
    let deeper = |schema: &Value| example(document, schema, of, depth + 1);
    if schema["$ref"].is_string() {
        return deeper(resolved(document, schema));
    }
    for one_of in ["oneOf", "anyOf", "allOf"] {
        if let Some(schemas) = schema[one_of].as_array() {
            let all = schemas.iter().filter(|schema| schema["type"] != "null").map(deeper);
            return if one_of == "allOf" { all.reduce(merged) } else { all.into_iter().next() }.expect("a schema");
        }
    }
    for fixed in ["const", "default"] {
        if let Some(value) = schema.get(fixed).filter(|value| !value.is_null()) {
            return value.clone();
        }
    }
    if let Some(value) = schema["enum"].get(0).or_else(|| schema["examples"].get(0)) {
        return value.clone();
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str()).unwrap_or("object");
    match (kind, schema["format"].as_str()) {
        ("boolean", _) => json!(true),
        ("integer" | "number", _) => schema.get("minimum").cloned().unwrap_or(json!(1)),
        ("string", Some("date-time")) => json!("2035-01-01T00:00:00Z"),
        ("string", Some("password")) => json!(crate::support::people::PASSWORD),
        ("string", _) => json!("something"),
        ("array", _) => json!([deeper(&schema["items"])]),
        _ => object(schema, of, &deeper),
    }
}

fn object(schema: &Value, of: &Resources, deeper: &dyn Fn(&Value) -> Value) -> Value {
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let mut fields = Map::new();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        match of.in_body(name) {
            Some(ids) => _ = fields.insert(name.clone(), ids.clone()),
            None if required.contains(&json!(name)) => _ = fields.insert(name.clone(), deeper(field)),
            None => {}
        }
    }
    Value::Object(fields)
}

fn merged(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Object(mut one), Value::Object(other)) => {
            one.extend(other);
            Value::Object(one)
        }
        (_, other) => other,
    }
}
