//! Conversations of big-AGI, whose messages consist of fragments.

use crate::import::conversation::{
    Context, ImportedChat, ImportedMessage, LenientFields, Part, Value, artifact, blocks, tools,
};

/// Whether this is a conversation.
pub fn recognises(conversation: &Value) -> bool {
    let has_parts = |fragment: &Value| fragment["part"].has("pt");
    conversation.list("messages").iter().any(|message| message.list("fragments").iter().any(has_parts))
}

/// Reads a conversation.
pub fn read(conversation: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let mut messages = Vec::new();
    let mut model = None;
    for (number, message) in (1..).zip(conversation.required_list("messages")?) {
        let created_at = message.time(&["created"]);
        let Some(role) = blocks::role_of(message, &["role"]) else {
            messages.push(context.kept(format_args!("message {number}"), message, created_at));
            continue;
        };
        let by = message["generator"].string("name");
        let fragments = message.list("fragments").iter();
        let parts: Vec<Part> = fragments.flat_map(|fragment| read_fragment(fragment, context)).collect();
        if !parts.is_empty() {
            messages.push(ImportedMessage::new(role, parts, created_at).said_by(by.clone()));
        }
        model = by.or(model);
    }
    let about = ImportedChat::about(conversation, &["id"], &["created"], &["updated"]);
    let title = conversation.any_string(&["userTitle", "autoTitle"]);
    ImportedChat { title, model, messages, ..about }.if_visible()
}

fn read_fragment(fragment: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let part = &fragment["part"];
    let id = part.text("id");
    match part.text("pt").unwrap_or_default() {
        "text" => part.text("text").map(Part::text).into_iter().collect(),
        "ma" => part.text("aText").map(Part::reasoning).into_iter().collect(),
        "error" => part.text("error").map(|error| Part::text(format!("Error: {error}"))).into_iter().collect(),
        "tool_invocation" => {
            let call = &part["invocation"];
            let input = call.any(&["args", "code"]).map_or(Value::Null, tools::input);
            vec![tools::call(id, call.any_text(&["name", "language"]), input)]
        }
        "tool_response" => {
            let response = &part["response"];
            let has_failed = part["error"] == true || part["error"].is_string();
            vec![tools::result(id, response.text("name"), tools::output(&response["result"]), has_failed)]
        }
        "doc" => {
            let text = part["data"].text("text").unwrap_or_default();
            let title = part.any_text(&["l1Title", "ref"]);
            vec![Part::text(artifact::block(title, part.text("vdt").map(artifact::language).unwrap_or_default(), text))]
        }
        "image_ref" | "reference" => {
            let data = &part["dataRef"];
            vec![blocks::files::attached(if data.is_object() { data } else { part }, context)]
        }
        "ph" | "_pt_sentinel" => Vec::new(),
        _ => blocks::kept(fragment),
    }
}
