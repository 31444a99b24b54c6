//! Grok's data export. Its messages name the ones they answer; where that leads nowhere, which is
//! often, their order in the file counts.

mod card;

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{blocks, extended_json, file_name};
use crate::domain::message::Role;
use crate::domain::part::{AttachmentKind, Part};
use crate::domain::timestamp::Timestamp;
use crate::import::context::Context;
use crate::import::draft::{Draft, Said};
use crate::import::fields;

const ID: &[&str] = &["_id", "response_id", "responseId"];
const PARENT: &[&str] = &["parent_response_id", "parentResponseId"];
const CREATED: &[&str] = &["create_time", "createTime"];

/// Whether this is a conversation of such an export, be it a broken one.
pub fn recognises(item: &Value) -> bool {
    let has_response = fields::list(item, "responses").iter().any(|response| response.get("response").is_some());
    has_response || item.get("responses").is_some() && item.get("conversation").is_some_and(Value::is_object)
}

/// Reads a conversation; half a sentence when it has no messages.
pub fn read(item: &Value, context: &mut Context<'_>) -> Result<Draft, String> {
    let Some(responses) = item.get("responses").and_then(Value::as_array) else {
        return Err("it has no `responses`".to_owned());
    };
    let conversation = item.get("conversation").unwrap_or(&Value::Null);
    let responses: Vec<&Value> = responses.iter().map(|item| item.get("response").unwrap_or(item)).collect();
    let branch = branch(&responses, fields::text(conversation, &["leaf_response_id"]));
    let model = branch.iter().rev().filter(|response| role(response) == Role::Assistant).find_map(|r| model(r));
    let draft = Draft {
        id: fields::text(conversation, &["id", "conversation_id", "conversationId"]).map(str::to_owned),
        title: fields::text(conversation, fields::TITLE).map(str::to_owned),
        model: model.map(str::to_owned),
        created_at: extended_json::time(conversation, CREATED),
        updated_at: extended_json::time(conversation, &["modify_time", "modifyTime"]),
        messages: branch.into_iter().map(|response| message(response, context)).collect(),
    };
    draft.if_visible()
}

/// The messages from the first to the newest, or to the one that is chosen. All in their order where
/// some of the links between them are missing: better one that was replaced than one less.
fn branch<'a>(responses: &[&'a Value], leaf: Option<&str>) -> Vec<&'a Value> {
    let by_id: HashMap<&str, &'a Value> =
        responses.iter().filter_map(|response| Some((extended_json::id(response, ID)?, *response))).collect();
    let parents: HashSet<&str> = responses.iter().filter_map(|response| extended_json::id(response, PARENT)).collect();
    let is_leaf = |response: &&&Value| extended_json::id(response, ID).is_some_and(|id| !parents.contains(id));
    let newest = || {
        let leaves = responses.iter().enumerate().filter(|(_, response)| is_leaf(response));
        leaves.max_by_key(|(at, response)| (extended_json::time(response, CREATED), *at)).map(|(_, response)| *response)
    };
    let mut next = leaf.and_then(|leaf| by_id.get(leaf).copied()).map(|leaf| newest_below(leaf, responses));
    next = next.or_else(newest);
    let (mut branch, mut seen) = (Vec::new(), HashSet::new());
    while let Some(response) = next.filter(|response| seen.insert(std::ptr::from_ref(*response))) {
        branch.push(response);
        let parent = extended_json::id(response, PARENT);
        next = parent.and_then(|parent| by_id.get(parent).copied());
        if parent.is_some() && next.is_none() {
            return responses.to_vec();
        }
    }
    let roots = responses.iter().filter(|response| extended_json::id(response, PARENT).is_none()).count();
    if roots > branch.len() || branch.is_empty() {
        return responses.to_vec();
    }
    branch.reverse();
    branch
}

/// The end of the branch that goes on with the newest answers: what the export names as the leaf is
/// not always one.
fn newest_below<'a>(response: &'a Value, responses: &[&'a Value]) -> &'a Value {
    let mut newest: HashMap<&str, (Option<Timestamp>, &'a Value)> = HashMap::new();
    for child in responses {
        if let Some(parent) = extended_json::id(child, PARENT) {
            let at = extended_json::time(child, CREATED);
            if newest.get(parent).is_none_or(|(newest, _)| at >= *newest) {
                newest.insert(parent, (at, *child));
            }
        }
    }
    let mut leaf = response;
    // A response that is its own descendant ends the way: each is passed once.
    while let Some((_, child)) = extended_json::id(leaf, ID).and_then(|id| newest.remove(id)) {
        leaf = child;
    }
    leaf
}

/// Everybody but the person is the model, under whichever name.
fn role(response: &Value) -> Role {
    match fields::text(response, &["sender"]) {
        Some(sender) if sender.eq_ignore_ascii_case("human") || sender.eq_ignore_ascii_case("user") => Role::User,
        _ => Role::Assistant,
    }
}

fn model(response: &Value) -> Option<&str> {
    let metadata = response.get("metadata").unwrap_or(&Value::Null);
    let details = metadata.get("requestModelDetails").unwrap_or(&Value::Null);
    fields::text(response, &["model"])
        .or_else(|| fields::text(details, &["modelId"]))
        .or_else(|| fields::text(metadata, &["model", "modelId"]))
}

fn message(response: &Value, context: &mut Context<'_>) -> Said {
    let created_at = extended_json::time(response, CREATED);
    let mut parts = Vec::new();
    let trace = fields::text(response, &["thinking_trace"]).unwrap_or_default();
    parts.extend(card::thoughts(trace));
    for agent in fields::list(response, "agent_thinking_traces") {
        parts.extend(fields::text(agent, &["thinking_trace"]).map(card::thoughts).into_iter().flatten());
    }
    let known: HashSet<&str> = trace.lines().map(str::trim).collect();
    let is_known = |text: &str| text.lines().map(str::trim).all(|line| line.is_empty() || known.contains(line));
    for step in fields::list(response, "steps") {
        parts.extend(read_step(step, is_known));
    }
    let mut calls = HashSet::new();
    parts.retain(|part| match part {
        // Steps repeat what the trace says.
        Part::ToolCall { id: Some(id), .. } => calls.insert(id.clone()),
        _ => true,
    });
    match response.get("message") {
        Some(Value::String(text)) if !text.is_empty() => {
            parts.push(Part::text(card::shown(text, &card::sources(response))));
        }
        Some(Value::String(_) | Value::Null) => {}
        Some(other) => parts.extend(blocks::read(other, context)),
        None => {
            context.note("a message: it has no text, and is kept as it is");
            parts.push(Part::Data { value: response.clone() });
        }
    }
    parts.extend(files(response, context));
    parts.extend(sources(response));
    Said::new(role(response), parts, created_at)
}

/// A step of a search: what the model says it does, its tools, and what they found.
/// `is_known` is what the thoughts have said already.
fn read_step(step: &Value, is_known: impl Fn(&str) -> bool) -> Vec<Part> {
    let tagged = step.get("tagged_text").unwrap_or(&Value::Null);
    let mut parts = Vec::new();
    let title = fields::text(tagged, &["header"]);
    let said = fields::text(tagged, &["summary"]).filter(|said| !is_known(said));
    let said: Vec<&str> = title.into_iter().chain(said).collect();
    if !said.is_empty() {
        parts.push(Part::reasoning(said.join("\n\n")));
    }
    parts.extend(fields::text(tagged, &["tool_usage_card"]).map(card::thoughts).into_iter().flatten());
    if parts.is_empty() {
        let text: Vec<&str> = fields::list(step, "text").iter().filter_map(Value::as_str).collect();
        let text = text.join("\n\n");
        if !is_known(&text) {
            parts.extend(card::thoughts(&text));
        }
    }
    for result in fields::list(step, "tool_usage_results") {
        let id = fields::text(result, &["tool_usage_card_id"]).map(str::to_owned);
        parts.push(Part::ToolResult { id, name: None, text: result_text(result), is_error: false });
    }
    parts
}

/// The pages that a search has found, or the result as it is.
fn result_text(result: &Value) -> String {
    let found = result.get("web_search_results").unwrap_or(&Value::Null);
    let pages = found.as_array().map_or_else(|| fields::list(found, "results"), Vec::as_slice);
    let line = |page: &Value| {
        let words = [fields::text(page, &["title"]), fields::text(page, &["url"])];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let lines: Vec<String> = pages.iter().map(line).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() { result.to_string() } else { lines.join("\n") }
}

/// The files, which lie in the archive under their names on the server, or only there.
fn files(response: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    for name in ["file_attachments", "image_attachments"] {
        let kind = if name == "image_attachments" { AttachmentKind::Image } else { AttachmentKind::File };
        for file in fields::list(response, name) {
            let file_field = |names| fields::text(file, names);
            let id = file.as_str().or_else(|| file_field(&["asset_id", "file_metadata_id", "id"]));
            let name = file_field(&["file_name", "name"]).or(id);
            parts.push(match id.or(name) {
                Some(key) => context.file(key, kind, name),
                None => Part::Data { value: file.clone() },
            });
        }
    }
    for url in fields::list(response, "generated_image_urls").iter().filter_map(Value::as_str) {
        let name = Some(file_name::base(url)).filter(|_| !url.starts_with("http"));
        parts.push(context.at_url(url, AttachmentKind::Image, name));
    }
    parts
}

/// The pages and posts that the answer rests on: those that it names, or else all that were found.
fn sources(response: &Value) -> Vec<Part> {
    let cited = fields::list(response, "cited_web_search_results");
    let found = if cited.is_empty() { fields::list(response, "web_search_results") } else { cited };
    let mut seen = HashSet::new();
    let pages = found.iter().filter_map(|page| {
        let url = fields::text(page, &["url"]);
        let title = fields::text(page, &["title", "site_name"]);
        blocks::citation(title, url).filter(|_| seen.insert(url.or(title)))
    });
    let mut parts: Vec<Part> = pages.collect();
    let posts = fields::list(response, "xpost_ids").iter().filter_map(Value::as_str);
    let posts = posts.filter(|id| id.len() < 25 && id.bytes().all(|byte| byte.is_ascii_digit()));
    parts.extend(posts.filter_map(|id| {
        blocks::citation(Some(&format!("X post {id}")), Some(&format!("https://x.com/i/status/{id}")))
    }));
    parts
}
