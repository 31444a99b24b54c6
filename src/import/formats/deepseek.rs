//! DeepSeek's data export: a tree of messages as ChatGPT's, which say otherwise what is in them. Newer ones
//! consist of fragments; older ones name nobody who speaks.

use crate::import::conversation::{
    AttachmentKind, Context, ImportedChat, ImportedMessage, LenientFields, MessageTree, Part, Role, Value, blocks,
    markdown, sources,
};

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] = &["search_results", "tips"];

/// Pages that are looked for in a text.
const MOST_LINKED: usize = 200;
const CREATED: &[&str] = &["inserted_at"];

/// Whether this is a conversation of such an export.
pub fn recognises(conversation: &Value) -> bool {
    let has_any = |node: &Value| node["message"].any(&["inserted_at", "fragments"]).is_some();
    let nodes = || conversation["mapping"].as_object().into_iter().flatten();
    conversation.has("mapping") && (conversation.has("inserted_at") || nodes().any(|(_, node)| has_any(node)))
}

/// Reads a conversation; half a sentence when it has no messages.
pub fn read(conversation: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    if !conversation["mapping"].is_object() {
        return Err("it has no `mapping`, in which DeepSeek keeps the messages".to_owned());
    }
    let tree = MessageTree::of_mapping(&conversation["mapping"], CREATED);
    let mut branch = tree.branch(conversation.text("current_node"), context);
    branch.retain(|message| message.is_object());
    let mut messages: Vec<ImportedMessage> = Vec::new();
    for said in &branch {
        let was_persons = messages.last().is_some_and(|last| last.role == Role::User);
        messages.push(message(said, was_persons, context));
    }
    ImportedChat {
        model: branch.iter().rev().find_map(|message| message.string("model")),
        messages,
        ..ImportedChat::about(conversation, &["id"], CREATED, &["updated_at"])
    }
    .if_visible()
}

fn message(message: &Value, was_persons: bool, context: &mut Context<'_>) -> ImportedMessage {
    let fragments = message.list("fragments");
    let mut parts = Vec::new();
    let (mut is_persons, mut found) = (fragments.is_empty() && !was_persons, message.list("search_results"));
    parts.extend(message.text("reasoning_content").map(Part::reasoning));
    parts.extend(message.text("content").map(Part::text));
    for fragment in fragments {
        let content = fragment.text("content");
        match fragment.text("type").unwrap_or_default() {
            "REQUEST" => {
                is_persons = true;
                parts.extend(content.map(Part::text));
            }
            "THINK" => parts.extend(content.map(Part::reasoning)),
            "SEARCH" | "TOOL_SEARCH" if found.is_empty() => found = fragment.list("results"),
            "RESPONSE" | "TEMPLATE_RESPONSE" => parts.extend(content.map(Part::text)),
            "SEARCH" | "TOOL_SEARCH" | "TOOL_OPEN" | "READ_LINK" if content.is_none() => {}
            _ => parts.extend(blocks::kept(fragment)),
        }
    }
    parts.iter_mut().for_each(|part| link(part, found));
    parts.extend(found.iter().filter_map(|page| sources::source(page, &["title", "site_name"], &["url"])));
    let names = message.list("files").iter().map(|file| file.any_text(&["file_name", "name", "id"]));
    parts.extend(names.map(|name| context.elsewhere(AttachmentKind::File, name)));
    let role = if is_persons { Role::User } else { Role::Assistant };
    ImportedMessage::new(role, parts, message.time(CREATED)).said_by(message.string("model"))
}

/// Makes links of the marks that stand for what was found: `[citation:1]`.
fn link(part: &mut Part, found: &[Value]) {
    let Part::Text { text } = part else { return };
    if !text.contains("[citation:") {
        return;
    }
    // Each is a search through the text.
    for (place, page) in (1_u64..).zip(found).take(MOST_LINKED) {
        let number = page["cite_index"].as_u64().unwrap_or(place);
        let link = markdown::link(page.any_text(&["title", "site_name"]), page.text("url"));
        *text =
            text.replace(&format!("[citation:{number}]"), &link.map(|link| format!("({link})")).unwrap_or_default());
    }
}
