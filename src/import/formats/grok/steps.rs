//! How Grok came to an answer: its thoughts, and the tools that it used.

use std::collections::HashSet;

use super::card;
use crate::import::conversation::{LenientFields, Part, Value, tools};

/// What a response thought and did before it answered.
pub fn read(response: &Value) -> Vec<Part> {
    let trace = response.text("thinking_trace").unwrap_or_default();
    let mut parts = card::thoughts(trace);
    for agent in response.list("agent_thinking_traces") {
        parts.extend(agent.text("thinking_trace").map(card::thoughts).into_iter().flatten());
    }
    let known: HashSet<&str> = trace.lines().map(str::trim).collect();
    let is_known = |text: &str| text.lines().map(str::trim).all(|line| line.is_empty() || known.contains(line));
    for step in response.list("steps") {
        parts.extend(read_step(step, is_known));
    }
    let mut calls = HashSet::new();
    parts.retain(|part| match part {
        // Steps repeat what the trace says.
        Part::ToolCall { id: Some(id), .. } => calls.insert(id.clone()),
        _ => true,
    });
    parts
}

/// A step of a search: what the model says it does, its tools, and what they found.
/// `is_known` is what the thoughts have said already.
fn read_step(step: &Value, is_known: impl Fn(&str) -> bool) -> Vec<Part> {
    let tagged = &step["tagged_text"];
    let said = tagged.text("summary").filter(|said| !is_known(said));
    let said: Vec<&str> = tagged.text("header").into_iter().chain(said).collect();
    let mut parts = Vec::new();
    if !said.is_empty() {
        parts.push(Part::reasoning(said.join("\n\n")));
    }
    parts.extend(tagged.text("tool_usage_card").map(card::thoughts).into_iter().flatten());
    if parts.is_empty() {
        let text: Vec<&str> = step.list("text").iter().filter_map(Value::as_str).collect();
        let text = text.join("\n\n");
        if !is_known(&text) {
            parts.extend(card::thoughts(&text));
        }
    }
    let results = step.list("tool_usage_results").iter();
    parts.extend(results.map(|result| tools::result(result.text("tool_usage_card_id"), None, found(result), false)));
    parts
}

/// The pages that a search has found, or the result as it is.
fn found(result: &Value) -> String {
    let found = &result["web_search_results"];
    let pages = found.as_array().map_or_else(|| found.list("results"), Vec::as_slice);
    let line = |page: &Value| {
        let words: Vec<&str> = ["title", "url"].iter().filter_map(|name| page.text(name)).collect();
        words.join(" ")
    };
    let lines: Vec<String> = pages.iter().map(line).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() { result.to_string() } else { lines.join("\n") }
}
