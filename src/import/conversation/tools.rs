//! What a model gave to a tool, and what the tool answered.

use serde_json::Value;

use super::fields::LenientFields;
use crate::domain::part::Part;

/// A call; `id` is by which its result names it.
pub fn call(id: Option<&str>, name: Option<&str>, input: Value) -> Part {
    let name = name.unwrap_or("unnamed").to_owned();
    Part::ToolCall { id: id.map(str::to_owned), name, input, language: None }
}

/// A call of a tool that runs the program which it is given, in that language.
pub fn program(id: Option<&str>, name: &str, program: Value, language: Option<&str>) -> Part {
    let (id, language) = (id.map(str::to_owned), language.map(str::to_owned));
    Part::ToolCall { id, name: name.to_owned(), input: program, language }
}

/// A tool's answer; `id` is the call's.
pub fn result(id: Option<&str>, name: Option<&str>, text: impl Into<String>, is_error: bool) -> Part {
    Part::ToolResult { id: id.map(str::to_owned), name: name.map(str::to_owned), text: text.into(), is_error }
}

/// By which a call's result names it: where there are several, not by the one of the call's own row.
pub fn call_id(call: &Value) -> Option<&str> {
    call.any_text(&["call_id", "tool_call_id", "toolCallId", "callID", "id"])
}

/// A call of any of the APIs: `function` or `custom` around it, its arguments a text or not.
pub fn api_call(call: &Value) -> Part {
    let wrapped = ["function", "custom"].iter().map(|name| &call[*name]).chain([&call["toolCall"]["value"]]);
    let inner = wrapped.into_iter().find(|inner| inner.is_object()).unwrap_or(call);
    let arguments = inner.any(&["arguments", "input", "args", "parameters"]);
    match inner.any_text(&["name", "toolName", "tool_name"]) {
        None if arguments.is_none() => Part::Data { value: call.clone() },
        name => self::call(call_id(call), name, arguments.map_or(Value::Null, input)),
    }
}

/// A tool's answer in an object that names its call and says what came out, in the words of any program.
pub fn api_result(result: &Value) -> Part {
    let inner =
        ["toolResult", "run"].iter().map(|name| &result[*name]).find(|inner| inner.is_object()).unwrap_or(result);
    let given = inner.any(&["content", "output", "result", "value", "error"]).unwrap_or(&Value::Null);
    let given = given.any(&["output", "content", "value", "message"]).unwrap_or(given);
    let is_flagged = ["is_error", "isError"].iter().any(|name| result[*name] == true);
    let is_error = is_flagged || inner.text("status").is_some_and(|status| ["error", "failed"].contains(&status));
    let id = result.any_text(RESULT_IDS).or_else(|| call_id(result));
    self::result(id, result.any_text(&["name", "toolName", "tool_name"]), block_output(given), is_error)
}

/// What an edit has changed, where a program keeps that beside its words for the model: a patch, without the names of the
/// files, which are in the call.
pub fn patch(kept: &Value) -> Option<String> {
    kept.any_text(&["patch", "diff", "fileDiff"]).filter(|patch| !patch.trim().is_empty()).map(hunks)
}

/// A patch without what stands before its first hunk.
pub fn hunks(patch: &str) -> String {
    let start = if patch.starts_with("@@") { 0 } else { patch.find("\n@@").map_or(0, |at| at + 1) };
    patch[start..].to_owned()
}

/// By which a result names its call.
pub const RESULT_IDS: &[&str] = &["tool_use_id", "tool_call_id", "toolUseID", "toolUseId", "toolCallId", "call_id"];

/// What a tool was given. Often it is JSON in a string, and sometimes only meant to be.
pub fn input(arguments: &Value) -> Value {
    match arguments {
        Value::String(text) => match crate::base::json::parse(text.as_bytes()) {
            Ok(value @ (Value::Object(_) | Value::Array(_))) => value,
            _ => arguments.clone(),
        },
        other => other.clone(),
    }
}

/// What a tool answered, as a text.
pub fn output(output: &Value) -> String {
    match output {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => serde_json::to_string_pretty(other).unwrap_or_default(),
    }
}

/// The same, where it may be a list of text blocks, also within an object.
pub fn block_output(output: &Value) -> String {
    match output {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => block_texts(other).unwrap_or_else(|| other.to_string()),
    }
}

/// The texts of a list of text blocks, a line each, also of one within an object.
pub fn block_texts(output: &Value) -> Option<String> {
    let blocks = output.as_array().or_else(|| output["content"].as_array())?;
    let texts: Option<Vec<&str>> = blocks.iter().map(|block| block["text"].as_str()).collect();
    texts.filter(|texts| !texts.is_empty()).map(|texts| texts.join("\n"))
}

/// The texts among the parts of an answer, a line each, and the other parts, as pictures.
pub fn printed(parts: impl IntoIterator<Item = Part>) -> (String, Vec<Part>) {
    let (mut printed, mut others) = (String::new(), Vec::new());
    for part in parts {
        match part {
            Part::Text { text } => {
                if !printed.is_empty() {
                    printed.push('\n');
                }
                printed.push_str(&text);
            }
            other => others.push(other),
        }
    }
    (printed, others)
}
