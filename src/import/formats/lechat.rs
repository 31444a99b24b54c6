//! Le Chat (Mistral): a list of the messages of a chat, in no order.

use crate::import::conversation::{
    Context, ImportedChat, ImportedMessage, LenientFields, Location, Part, TITLE, Value, artifact, blocks, is_text,
    message_list, sources,
};
use crate::import::format::{ById, RowCollector};

const CREATED: &[&str] = &["createdAt"];

/// Whether this is such a list of one chat, or an object around it.
pub fn recognises(chat: &Value) -> bool {
    message_list(chat).is_some_and(|list| list.first().is_some_and(recognises_row))
}

/// Reads such a list.
pub fn read(chat: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let mut rows = Box::new(LeChat::default());
    for (number, row) in (1..).zip(message_list(chat).into_iter().flatten()) {
        rows.take(row, Location::Number(number), context);
    }
    let read = rows.finish(context).into_iter().next().ok_or("it has no messages")?;
    Ok(ImportedChat { title: chat.any_string(TITLE), ..read })
}

/// Whether this is a message of such a list.
pub fn recognises_row(row: &Value) -> bool {
    row.text("chatId").is_some() && row.has("role") && row.has("content") && row.has("contentChunks")
}

/// The chats whose messages came, usually one.
#[derive(Default)]
pub struct LeChat(ById<ImportedChat>);

impl RowCollector for LeChat {
    fn take(&mut self, row: &Value, place: Location, context: &mut Context<'_>) {
        let id = row.text("chatId").unwrap_or_default();
        let chat = self.0.get(id);
        chat.id = Some(id.to_owned());
        chat.messages.push(message(row, place, context));
    }

    fn finish(self: Box<Self>, _: &mut Context<'_>) -> Vec<ImportedChat> {
        let mut chats = self.0.all;
        chats.iter_mut().for_each(|chat| chat.messages.sort_by_key(|message| message.created_at));
        chats
    }
}

fn message(row: &Value, place: Location, context: &mut Context<'_>) -> ImportedMessage {
    let created_at = row.time(CREATED);
    let Some(role) = blocks::role_of(row, &["role"]) else { return context.kept(place, row, created_at) };
    let chunks = row.list("contentChunks");
    let mut parts: Vec<Part> = chunks.iter().flat_map(|chunk| read_chunk(chunk, context)).collect();
    // The chunks say the same with what stands between the words.
    match row.text("content") {
        Some(text) if !parts.iter().any(is_text) => parts.push(Part::text(text)),
        _ => {}
    }
    let canvases = row.list("canvas").iter().filter_map(|canvas| {
        let language = canvas.text("language").or_else(|| canvas.text("type").map(artifact::language));
        let content = canvas.any_text(&["content", "text"])?;
        Some(Part::text(artifact::block(canvas.any_text(&["title", "name"]), language.unwrap_or_default(), content)))
    });
    parts.extend(canvases);
    parts.extend(row.list("files").iter().map(|file| blocks::files::attached(file, context)));
    ImportedMessage::new(role, parts, created_at)
}

fn read_chunk(chunk: &Value, context: &mut Context<'_>) -> Vec<Part> {
    match chunk.text("type").unwrap_or_default() {
        "reference" => {
            let listed = chunk.list("references").iter().chain([chunk]);
            listed.filter_map(|page| sources::source(page, &["title", "name"], &["url", "source"])).collect()
        }
        // A picture of the page's own, such as a map.
        "custom_element" => Vec::new(),
        _ => blocks::read_block(chunk, context),
    }
}
