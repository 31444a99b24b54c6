//! Microsoft Copilot's activity: a table (CSV, RFC 4180) with a row for each message.

use std::collections::HashMap;

use serde_json::json;

use crate::import::conversation::Value;

/// The columns, as the first row names them.
const COLUMNS: [&str; 4] = ["conversation", "time", "author", "message"];

/// The conversations of a table, as lists of messages; `None` when it is none.
pub fn conversations(text: &Value) -> Option<Vec<Value>> {
    let mut rows = rows(text.as_str()?);
    let head: Vec<String> = rows.next()?.iter().map(|name| name.trim().to_ascii_lowercase()).collect();
    let places: Option<Vec<usize>> = COLUMNS.iter().map(|name| head.iter().position(|column| column == name)).collect();
    let places = places?;
    let mut order: Vec<(String, Vec<Value>)> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for row in rows.filter(|row| row.len() >= COLUMNS.len()) {
        let field = |at: usize| places.get(at).and_then(|place| row.get(*place)).map_or("", String::as_str);
        let place = *known.entry(field(0).to_owned()).or_insert_with(|| {
            order.push((field(0).to_owned(), Vec::new()));
            order.len() - 1
        });
        order[place].1.push(json!({"timestamp": field(1), "role": field(2), "content": field(3)}));
    }
    let conversation = |(title, messages): (String, Vec<Value>)| json!({"title": title, "messages": messages});
    (!order.is_empty()).then(|| order.into_iter().map(conversation).collect())
}

/// The rows of a table.
fn rows(text: &str) -> impl Iterator<Item = Vec<String>> {
    let mut rest = text.trim_start_matches('\u{feff}').chars().peekable();
    std::iter::from_fn(move || {
        rest.peek()?;
        let (mut row, mut field, mut in_quotes) = (Vec::new(), String::new(), false);
        while let Some(c) = rest.next() {
            match c {
                '"' if in_quotes && rest.peek() == Some(&'"') => field.extend(rest.next()),
                '"' => in_quotes = !in_quotes,
                ',' if !in_quotes => row.push(std::mem::take(&mut field)),
                '\r' if !in_quotes => {}
                '\n' if !in_quotes => break,
                c => field.push(c),
            }
        }
        row.push(field);
        Some(row)
    })
}
