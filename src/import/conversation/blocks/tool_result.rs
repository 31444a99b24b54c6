//! The blocks that are answers of tools.

use serde_json::Value;

use crate::domain::part::Part;
use crate::import::conversation::context::Context;
use crate::import::conversation::fields::LenientFields;
use crate::import::conversation::{blocks, sources, tools};

/// An answer: its words, then its pictures and sources.
pub fn read(result: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let mut is_error = result["is_error"] == true;
    let content = match &result["content"] {
        Value::Null => &[],
        Value::Array(blocks) => blocks.as_slice(),
        other => std::slice::from_ref(other),
    };
    let parts = content.iter().flat_map(|block| {
        let (parts, has_failed) = read_block(block, context);
        is_error |= has_failed;
        parts
    });
    let (text, others) = tools::printed(parts);
    let id = result.any_text(&["tool_use_id", "tool_call_id", "call_id"]);
    std::iter::once(tools::result(id, result.text("name"), text, is_error)).chain(others).collect()
}

/// A block's parts, and whether it says that the tool failed.
fn read_block(block: &Value, context: &mut Context<'_>) -> (Vec<Part>, bool) {
    let printed = ["stdout", "stderr"].map(|name| block[name].as_str());
    if printed != [None, None] {
        let printed = printed.into_iter().flatten().filter(|text| !text.is_empty());
        return (printed.map(Part::text).collect(), block["return_code"].as_i64().is_some_and(|code| code != 0));
    }
    match block.text("type").unwrap_or_default() {
        // Beside a page's name there is only text encrypted for the model.
        "web_search_result" => (sources::source(block, &["title"], &["url"]).into_iter().collect(), false),
        "web_fetch_result" => {
            let mut parts = blocks::read(&block["content"], context);
            parts.extend(sources::source(block, &[], &["url"]));
            (parts, false)
        }
        kind if kind.ends_with("_tool_result_error") => {
            (block.text("error_code").map(Part::text).into_iter().collect(), true)
        }
        _ => (blocks::read_block(block, context), false),
    }
}
