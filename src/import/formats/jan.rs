//! Jan's `messages.jsonl`, in which each line is a message of a thread.

use crate::import::conversation::{
    AttachmentKind, Context, ImportedChat, ImportedMessage, LenientFields, Location, Part, Value, blocks, file_name,
    sources, tools,
};
use crate::import::format::{ById, RowCollector};

/// Whether this is such a line.
pub fn recognises_row(row: &Value) -> bool {
    row["object"] == "thread.message" || row.text("thread_id").is_some() && row.has("role") && row.has("content")
}

/// The threads whose messages came, usually one.
#[derive(Default)]
pub struct JanThreads(ById<ImportedChat>);

impl RowCollector for JanThreads {
    fn take(&mut self, row: &Value, place: Location, context: &mut Context<'_>) {
        let id = row.text("thread_id").unwrap_or_default();
        let chat = self.0.get(id);
        chat.id = Some(id.to_owned());
        chat.model = model(row).or(chat.model.take());
        chat.messages.extend(message(row, place, context));
    }

    fn finish(self: Box<Self>, _: &mut Context<'_>) -> Vec<ImportedChat> {
        let mut chats = self.0.all;
        // OpenAI lists the newest first.
        for chat in &mut chats {
            let times: Vec<_> = chat.messages.iter().map(|message| message.created_at).collect();
            if times.iter().all(Option::is_some) && times.first() > times.last() {
                chat.messages.sort_by_key(|message| message.created_at);
            }
        }
        chats
    }
}

fn message(row: &Value, place: Location, context: &mut Context<'_>) -> Vec<ImportedMessage> {
    let created_at = row.time(&["created_at"]);
    let (Some(role), Some(content)) = (blocks::role_of(row, &["role"]), row.get("content")) else {
        return vec![context.kept(place, row, created_at)];
    };
    let mut parts: Vec<Part> = match content {
        Value::Array(content) => content.iter().flat_map(|block| read_block(block, context)).collect(),
        other => blocks::read(other, context),
    };
    let names = row.list("attachments").iter().filter_map(|file| file.any_text(&["name", "file_id"]));
    parts.extend(names.map(|name| context.file(name, file_name::kind(name), Some(name))));
    parts.extend(row["metadata"].list("tool_calls").iter().flat_map(tool_call));
    let said = blocks::spoken(role, parts, created_at).into_iter();
    said.map(|said| said.said_by(model(row))).collect()
}

fn model(row: &Value) -> Option<String> {
    row["metadata"].any_string(&["model", "modelId"])
}

fn read_block(block: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let text = blocks::text_or_value(&block["text"]);
    match block.text("type").unwrap_or_default() {
        "text" => match text {
            Some("") => Vec::new(),
            Some(text) => {
                let annotations = block["text"].list("annotations").iter().filter_map(annotation);
                std::iter::once(Part::text(text)).chain(annotations).collect()
            }
            None => blocks::kept(block),
        },
        "reasoning" => text.map(Part::reasoning).into_iter().collect(),
        "image_url" => {
            let url = block["image_url"].as_str().or_else(|| block["image_url"].text("url"));
            vec![context.at_url(url.unwrap_or_default(), AttachmentKind::Image, None)]
        }
        "tool_call" => {
            let id = block.text("tool_call_id");
            let call = tools::call(id, block.any_text(&["tool_name", "name"]), tools::input(&block["input"]));
            let output = Some(&block["output"]).filter(|output| !output.is_null());
            let result = output.map(|output| tools::result(id, None, tools::block_output(output), false));
            std::iter::once(call).chain(result).collect()
        }
        _ => blocks::read_block(block, context),
    }
}

/// A place in a file or on a page that a text rests on.
fn annotation(annotation: &Value) -> Option<Part> {
    let source = annotation.any(&["file_citation", "file_path", "url_citation"])?;
    sources::source(source, &["title", "quote", "file_id"], &["url"])
}

/// A tool's call with its answer, as a message of older versions lists them.
fn tool_call(call: &Value) -> Vec<Part> {
    let tool = call.get("tool").unwrap_or(call);
    let mut parts = vec![tools::api_call(tool)];
    let response = &call["response"];
    if !response.is_null() {
        let error = response.text("error");
        let text =
            error.map_or_else(|| tools::block_output(response.get("content").unwrap_or(response)), str::to_owned);
        parts.push(tools::result(tools::call_id(tool), None, text, error.is_some()));
    }
    parts
}
