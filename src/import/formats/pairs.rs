//! Questions with their answers, a row each: chats of AnythingLLM and threads of Perplexity.

use crate::import::conversation::threads::{self, ThreadGroup, ThreadMarks};
use crate::import::conversation::{
    Context, ImportedChat, ImportedMessage, LenientFields, Location, Part, Role, Value, blocks, sources, tools,
};
use crate::import::format::RowCollector;

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] = &["related_queries"];

/// What was asked, and what was answered.
const ASKED: &[&str] = &["prompt", "query", "question"];
const ANSWERED: &[&str] = &["response", "answer"];
/// The fields of AnythingLLM that say whose the chat is.
const OWNERS: [&str; 3] = ["workspace", "username", "thread"];

/// Whether this is such a row.
pub fn recognises_row(row: &Value) -> bool {
    // Lists of examples have such rows, too, but neither sources nor a place.
    let is_thread = row.text("query").is_some() && row.any(&["sources", "citations"]).is_some();
    let is_chat = row.text("prompt").is_some() && row.any(&["workspace", "sent_at"]).is_some();
    (is_thread || is_chat) && row.any(ANSWERED).is_some() && !row.has("role")
}

/// The rows so far.
#[derive(Default)]
pub struct Pairs(Vec<(ThreadMarks, Vec<ImportedMessage>)>);

impl RowCollector for Pairs {
    fn take(&mut self, row: &Value, place: Location, context: &mut Context<'_>) {
        let mut marks = threads::marks(row);
        marks.key.extend(OWNERS.iter().filter_map(|name| row.string(name)));
        let at = row.sent();
        let mut said = Vec::new();
        for (role, names) in [(Role::User, ASKED), (Role::Assistant, ANSWERED)] {
            let Some(given) = row.any(names).filter(|given| !given.is_null()) else { continue };
            // AnythingLLM keeps an answer as JSON in a text.
            let given = tools::input(given);
            let mut parts: Vec<Part> = given.text("thoughts").map(Part::reasoning).into_iter().collect();
            parts.extend(blocks::read(given.any(&["text", "textResponse"]).unwrap_or(&given), context));
            if role == Role::Assistant {
                let found = row.list("sources").iter().chain(given.list("sources"));
                parts.extend(found.filter_map(source));
            }
            said.push(ImportedMessage::new(role, parts, at));
        }
        if said.is_empty() {
            return context.note(format!("{place}: neither a question nor an answer is in it"));
        }
        self.0.push((marks, said));
    }

    fn finish(self: Box<Self>, _: &mut Context<'_>) -> Vec<ImportedChat> {
        let chat = |group: ThreadGroup<Vec<ImportedMessage>>| ImportedChat {
            id: Some(group.key.join("/")).filter(|id| !id.is_empty()),
            title: group.title,
            messages: group.items.into_iter().flatten().collect(),
            ..ImportedChat::default()
        };
        threads::group(self.0).into_iter().map(chat).collect()
    }
}

fn source(page: &Value) -> Option<Part> {
    match page.as_str() {
        Some(url) => sources::citation(None, Some(url)),
        None => sources::source(page, &["title", "name"], &["url", "link", "chunkSource"]),
    }
}
