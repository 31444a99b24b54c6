//! What Google Takeout has of Gemini: an activity for each prompt, with its answer as HTML. Nothing says which of
//! them were one conversation, so each is its own.

use crate::import::conversation::{
    Context, ImportedChat, ImportedMessage, LenientFields, Location, Part, Role, Value, blocks, html,
};
use crate::import::format::RowCollector;

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] = &["header", "products", "activityControls", "details", "subtitles"];

/// The product, as the file names it in every language.
const PRODUCT: &str = "Gemini";
/// What stands before the prompt.
const PROMPTED: &str = "Prompted ";

/// Whether this is an activity of Gemini.
pub fn recognises_row(activity: &Value) -> bool {
    let is_gemini = |name: &Value| name.as_str().is_some_and(|name| name.contains(PRODUCT) || name == "Bard");
    activity.has("title")
        && activity.has("time")
        && activity.list("products").iter().chain([&activity["header"]]).any(is_gemini)
}

/// The activities, the newest first.
#[derive(Default)]
pub struct GeminiActivities {
    chats: Vec<ImportedChat>,
    others: usize,
    /// What is neither a prompt nor has an answer, as that a setting was changed.
    deeds: usize,
}

impl RowCollector for GeminiActivities {
    fn take(&mut self, row: &Value, _: Location, context: &mut Context<'_>) {
        let Some(title) = row.text("title").filter(|_| recognises_row(row)) else {
            self.others += 1;
            return;
        };
        let at = row.time(&["time"]);
        // In other languages, an answer tells a prompt.
        let prompt = title.strip_prefix(PROMPTED);
        if prompt.is_none() && row.list("safeHtmlItem").is_empty() {
            self.deeds += 1;
            return;
        }
        let prompt = prompt.unwrap_or(title);
        let mut asked = vec![Part::text(prompt)];
        let files = row.list("attachedFiles").iter().chain(row.get("imageFile"));
        asked.extend(files.map(|file| blocks::files::attached(file, context)));
        let mut messages = vec![ImportedMessage::new(Role::User, asked, at)];
        let answer: Vec<String> =
            row.list("safeHtmlItem").iter().filter_map(|item| item.text("html")).map(html::markdown).collect();
        if !answer.is_empty() {
            messages.push(ImportedMessage::new(Role::Assistant, vec![Part::text(answer.join("\n\n"))], at));
        }
        let model = Some("gemini".to_owned());
        self.chats.push(ImportedChat { model, messages, ..ImportedChat::default() });
    }

    fn finish(self: Box<Self>, context: &mut Context<'_>) -> Vec<ImportedChat> {
        context.note_left_out(self.others, "record", "of other products");
        context.note_left_out(self.deeds, "record", "without a prompt and without an answer");
        self.chats
    }
}
