//! Grok's data export. Its messages name the ones they answer; where that leads nowhere, which is
//! often, their order in the file counts.

mod card;
mod steps;

use crate::import::conversation::{
    AttachmentKind, Context, ImportedChat, ImportedMessage, LenientFields, MessageTree, Part, Role, TreeMessage, Value,
    blocks, file_name, sources,
};

const ID: &[&str] = &["_id", "response_id", "responseId"];
const PARENT: &[&str] = &["parent_response_id", "parentResponseId"];
const CREATED: &[&str] = &["create_time", "createTime"];

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] = &[
    "webSearchResults",
    "citedWebSearchResults",
    "xposts",
    "citedXposts",
    "ragResults",
    "connectorSearchResults",
    "toolResponses",
    "cardAttachmentsJson",
    "web_search_results",
    "cited_web_search_results",
    "rag_results",
    "connector_search_results",
    "tool_responses",
    "card_attachments_json",
];

/// Whether this is a conversation of such an export, even a broken one.
pub fn recognises(item: &Value) -> bool {
    let has_response = item.list("responses").iter().any(|response| response.has("response"));
    has_response || item.has("responses") && item["conversation"].is_object()
}

/// Reads a conversation; half a sentence when it has no messages.
pub fn read(item: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let responses = item.required_list("responses")?.iter();
    let responses: Vec<&Value> = responses.map(|item| item.get("response").unwrap_or(item)).collect();
    let conversation = &item["conversation"];
    let branch = branch(&responses, conversation.text("leaf_response_id")).unwrap_or(responses);
    let mut answers = branch.iter().rev().filter(|response| role(response) == Role::Assistant);
    let mut asked = branch.iter().rev();
    let chat = ImportedChat {
        // Newer exports name it only where it was asked for.
        model: answers
            .find_map(|response| model(response))
            .or_else(|| asked.find_map(|said| model(said)))
            .map(str::to_owned),
        messages: branch.iter().map(|response| message(response, context)).collect(),
        ..ImportedChat::about(
            conversation,
            &["id", "conversation_id", "conversationId"],
            CREATED,
            &["modify_time", "modifyTime"],
        )
    };
    chat.if_visible()
}

/// The messages from the first to the newest, or to the newest below the one that is chosen, which is
/// not always a leaf. `None` where some of the links between them are missing: better one message that
/// was replaced than one less.
fn branch<'a>(responses: &[&'a Value], leaf: Option<&str>) -> Option<Vec<&'a Value>> {
    let nodes: Vec<TreeMessage<'a>> =
        responses.iter().map(|response| TreeMessage::of(response, ID, PARENT, CREATED)).collect();
    let roots = nodes.iter().filter(|node| node.parent.is_none()).count();
    let tree = MessageTree::new(nodes);
    let chosen = leaf.and_then(|leaf| tree.get(leaf)).map(|leaf| tree.newest_below(leaf));
    let branch = tree.up_to(chosen.or_else(|| tree.newest_leaf())?);
    let is_whole = branch.first()?.parent.is_none_or(|parent| tree.get(parent).is_some()) && roots <= branch.len();
    is_whole.then(|| branch.into_iter().map(|node| node.message).collect())
}

/// Everybody except the person is the model, under any name.
fn role(response: &Value) -> Role {
    match response.text("sender") {
        Some(sender) if sender.eq_ignore_ascii_case("human") || sender.eq_ignore_ascii_case("user") => Role::User,
        _ => Role::Assistant,
    }
}

fn model(response: &Value) -> Option<&str> {
    let metadata = &response["metadata"];
    response
        .text("model")
        .or_else(|| metadata["requestModelDetails"].text("modelId"))
        .or_else(|| metadata.any_text(&["model", "modelId"]))
}

fn message(response: &Value, context: &mut Context<'_>) -> ImportedMessage {
    let mut parts = steps::read(response);
    match response.get("message") {
        Some(Value::String(text)) if !text.is_empty() => {
            parts.push(Part::text(card::shown(text, &card::sources(response))));
        }
        Some(Value::String(_) | Value::Null) => {}
        Some(other) => parts.extend(blocks::read(other, context)),
        None => {
            context.note("a message: it has no text, kept as is");
            parts.extend(blocks::kept(response));
        }
    }
    parts.extend(files(response, context));
    parts.extend(sources(response));
    let said = ImportedMessage::new(role(response), parts, response.time(CREATED));
    said.said_by(model(response).map(str::to_owned))
}

/// The files, which are in the archive under their names on the server, or only on the server.
fn files(response: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    for (list, kind) in [("file_attachments", AttachmentKind::File), ("image_attachments", AttachmentKind::Image)] {
        for file in response.list(list) {
            let id = file.as_str().or_else(|| file.any_text(&["asset_id", "file_metadata_id", "id"]));
            let name = file.any_text(&["file_name", "name"]).or(id);
            parts.push(match id.or(name) {
                Some(key) => context.file(key, kind, name),
                None => Part::Data { value: file.clone() },
            });
        }
    }
    for url in response.list("generated_image_urls").iter().filter_map(Value::as_str) {
        let name = Some(file_name::base(url)).filter(|_| !url.starts_with("http"));
        parts.push(context.at_url(url, AttachmentKind::Image, name));
    }
    parts
}

/// The pages and posts that the answer rests on: those that it names, or else all that were found.
fn sources(response: &Value) -> Vec<Part> {
    let cited = response.list("cited_web_search_results");
    let found = if cited.is_empty() { response.list("web_search_results") } else { cited };
    let pages = found.iter().map(|page| (page.any_text(&["title", "site_name"]), page.text("url")));
    let mut parts = sources::distinct(pages);
    let posts = response.list("xpost_ids").iter().filter_map(Value::as_str);
    let posts = posts.filter(|id| id.len() < 25 && id.bytes().all(|byte| byte.is_ascii_digit()));
    parts.extend(posts.filter_map(|id| {
        sources::citation(Some(&format!("X post {id}")), Some(&format!("https://x.com/i/status/{id}")))
    }));
    parts
}
