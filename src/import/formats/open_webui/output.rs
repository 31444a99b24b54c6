//! The steps of an answer as newer versions of Open WebUI keep them: items as of OpenAI's Responses
//! API, and some of its own.

use std::collections::HashMap;

use super::files;
use crate::import::conversation::{Context, LenientFields, Part, Value, blocks, is_text, markdown, tools};

/// The tool that runs the model's programs.
const CODE_INTERPRETER: &str = "code_interpreter";

/// Reads the items of an answer, in order.
pub fn read(items: &[Value], context: &mut Context<'_>) -> Vec<Part> {
    let names: HashMap<&str, &str> =
        items.iter().filter_map(|item| Some((item.text("call_id")?, item.text("name")?))).collect();
    items.iter().flat_map(|item| read_item(item, &names, context)).collect()
}

fn read_item(item: &Value, names: &HashMap<&str, &str>, context: &mut Context<'_>) -> Vec<Part> {
    let call_id = item.text("call_id");
    match item.text("type").unwrap_or_default() {
        "reasoning" => {
            // The page shows the summary, where there is one.
            let mut texts = ["summary", "content"].iter().map(|name| text_of(&item[*name]));
            texts.find(|text| !text.trim().is_empty()).map(Part::reasoning).into_iter().collect()
        }
        "function_call" | "custom_tool_call" => vec![tools::api_call(item)],
        "function_call_output" | "custom_tool_call_output" => {
            let output = blocks::read(item.any(&["output", "content"]).unwrap_or(&Value::Null), context);
            let (texts, mut others): (Vec<Part>, Vec<Part>) = output.into_iter().partition(is_text);
            others.extend(item.list("files").iter().map(|file| files::read(file, context)));
            let name = call_id.and_then(|id| names.get(id)).copied();
            let result = tools::result(call_id, name, markdown::content(&texts), item["status"] == "failed");
            std::iter::once(result).chain(others).collect()
        }
        "open_webui:code_interpreter" | CODE_INTERPRETER => {
            program(item.text("code").unwrap_or_default(), item.any_text(&["lang", "language"]), &item["output"])
        }
        "message" => {
            let mut parts = blocks::read(&item["content"], context);
            parts.retain(|part| !matches!(part, Part::Text { text } if text.trim().is_empty()));
            parts
        }
        _ => blocks::kept(item),
    }
}

/// A program that the model wrote and what it printed: a text, or what came on each of its streams.
pub fn program(code: &str, language: Option<&str>, output: &Value) -> Vec<Part> {
    let call = tools::program(None, CODE_INTERPRETER, code.trim_end().into(), language);
    let is_error = output.any_text(&["stderr", "error"]).is_some();
    let streams = ["stdout", "stderr", "result", "error"].iter().map(|stream| &output[*stream]);
    let streams = streams.filter(|value| !value.is_null());
    let streams = streams.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    let text = match output {
        Value::Null => return vec![call],
        Value::Object(_) => streams.filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n"),
        other => text_of(other),
    };
    vec![call, tools::result(None, Some(CODE_INTERPRETER), text, is_error)]
}

/// The texts of a list of elements, or the text itself.
fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(elements) => blocks::texts(elements).join("\n\n"),
        other => other.to_string(),
    }
}
