//! text-generation-webui (oobabooga): two lists of pairs, what the model has read and said, and the
//! same as HTML for the page. The first is the original.

use serde_json::Value;

use super::thinking;
use crate::domain::message::Role;
use crate::domain::part::Part;
use crate::import::context::Context;
use crate::import::draft::{Draft, Said};
use crate::import::fields;

/// What stands for the person where the model's greeting comes first.
const NOBODY: &str = "<|BEGIN-VISIBLE-CHAT|>";

/// Whether this is such a chat.
pub fn recognises(chat: &Value) -> bool {
    let is_list = |name| chat.get(name).is_some_and(Value::is_array);
    is_list("internal") && is_list("visible")
}

/// Reads a chat.
pub fn read(chat: &Value, context: &mut Context<'_>) -> Result<Draft, String> {
    let mut messages = Vec::new();
    for (number, pair) in (1..).zip(fields::list(chat, "internal")) {
        let Some([person, model]) = pair.as_array().map(Vec::as_slice) else {
            messages.push(context.kept(format_args!("pair {number}"), pair, None));
            continue;
        };
        let person = person.as_str().filter(|text| *text != NOBODY && !text.is_empty());
        messages.extend(person.map(|text| Said::new(Role::User, vec![Part::text(text)], None)));
        let model = model.as_str().filter(|text| !text.is_empty());
        messages.extend(model.map(|text| Said::new(Role::Assistant, thinking::parts(text), None)));
    }
    let draft = Draft { messages, ..Draft::default() };
    draft.if_visible()
}
