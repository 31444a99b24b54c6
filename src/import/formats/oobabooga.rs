//! text-generation-webui (oobabooga): two lists of pairs, what the model has read and said, and the
//! same as HTML for the page. The first is the original.

use crate::import::conversation::{Context, ImportedChat, ImportedMessage, LenientFields, Part, Role, Value};

/// The person's turn where the model's greeting comes first.
const NOBODY: &str = "<|BEGIN-VISIBLE-CHAT|>";

/// Whether this is such a chat.
pub fn recognises(chat: &Value) -> bool {
    chat["internal"].is_array() && chat["visible"].is_array()
}

/// Reads a chat.
pub fn read(chat: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let mut messages = Vec::new();
    for (number, pair) in (1..).zip(chat.list("internal")) {
        let Some([person, model]) = pair.as_array().map(Vec::as_slice) else {
            messages.push(context.kept(format_args!("pair {number}"), pair, None));
            continue;
        };
        let person = person.as_str().filter(|text| *text != NOBODY && !text.is_empty());
        messages.extend(person.map(|text| ImportedMessage::new(Role::User, vec![Part::text(text)], None)));
        let model = model.as_str().filter(|text| !text.is_empty());
        messages.extend(model.map(|text| ImportedMessage::new(Role::Assistant, vec![Part::text(text)], None)));
    }
    ImportedChat { messages, ..ImportedChat::default() }.if_visible()
}
