//! What an agent did that another has started: it stands behind the call that started it.

use super::imported::ImportedMessage;
use crate::domain::message::Role;
use crate::domain::part::Part;

/// Above what an agent says.
const HEADLINE: &str = "**Subagent**\n\n";

/// What an agent thought, did and said; what it was told is in the call.
pub fn steps(messages: Vec<ImportedMessage>) -> Vec<Part> {
    let mut parts: Vec<Part> =
        messages.into_iter().filter(|message| message.role != Role::User).flat_map(|message| message.parts).collect();
    parts.iter_mut().for_each(|part| {
        if let Part::Text { text } = part {
            *part = Part::reasoning(format!("{HEADLINE}{text}"));
        }
    });
    parts
}

/// What an agent did, without the last words in it that its result says again.
pub fn before(mut done: Vec<Part>, result: &[Part]) -> Vec<Part> {
    if let (Some(Part::Reasoning { text: said }), Some(Part::ToolResult { text, .. })) = (done.last(), result.first())
        && said.strip_prefix(HEADLINE).is_some_and(|said| text.contains(said.trim()))
    {
        done.pop();
    }
    done
}

/// What the model is told once an agent in the background is done: the call that started it, and its report.
pub fn report(told: &str) -> Option<(&str, &str)> {
    let inner = told.trim().strip_prefix("<task-notification>")?;
    let (_, call) = inner.split_once("<tool-use-id>")?;
    let (_, report) = inner.split_once("<result>")?;
    Some((call.split_once("</tool-use-id>")?.0.trim(), report.rsplit_once("</result>")?.0.trim()))
}
