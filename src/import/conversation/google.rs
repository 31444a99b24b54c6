//! What programs built on Gemini's API keep alike.

use serde_json::Value;

use super::context::Context;
use super::fields::LenientFields;
use super::tools;
use crate::domain::part::{AttachmentKind, Part};

/// The tool that runs the model's programs.
pub const CODE_EXECUTION: &str = "code_execution";

/// A program that the model wrote.
pub fn program(code: &Value) -> Part {
    let language = code.text("language").map(str::to_ascii_lowercase);
    tools::program(None, CODE_EXECUTION, code["code"].clone(), language.as_deref())
}

/// What it printed.
pub fn program_result(result: &Value, name: Option<&str>) -> Part {
    let is_error = result.text("outcome").is_some_and(|outcome| !outcome.ends_with("OK"));
    tools::result(None, name, result.text("output").unwrap_or_default(), is_error)
}

/// A file within the conversation, whose name is in one of these fields.
pub fn inline_data(data: &Value, names: &[&str], context: &mut Context<'_>) -> Part {
    let media_type = data.any_text(&["mimeType", "mime_type"]);
    let kind = AttachmentKind::of(media_type.unwrap_or_default());
    context.base64(data.text("data").unwrap_or_default(), media_type, kind, data.any_text(names))
}
