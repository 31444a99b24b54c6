//! The messages of a conversation as Markdown, for a file: an agent's work is one section, and its steps are short.

use super::markdown::self_contained;
use super::steps::{block, markdown};
use super::tool_pairing::{ContentBlock, ShownMessage, ToolPairing};
use super::turn::Turn;
use super::words::{author, line, thought};
use crate::domain::message::{Message, Role};
use crate::domain::text::ShortText;

/// Writes them one after the other.
pub struct Transcript {
    /// The conversation's: another one is named where it speaks.
    model: ShortText,
    pairing: ToolPairing,
    turn: Turn,
}

impl Transcript {
    /// Of a conversation with that model.
    pub fn new(model: ShortText) -> Self {
        Self { model, pairing: ToolPairing::default(), turn: Turn::default() }
    }

    /// Takes the next message, and writes to `out` what waits for no more results of tools.
    pub fn push(&mut self, message: Message, out: &mut String) {
        self.pairing.push(message);
        while let Some(shown) = self.pairing.pop_ready() {
            self.write(shown, out);
        }
    }

    /// Writes the messages that are left.
    pub fn finish(&mut self, out: &mut String) {
        while let Some(shown) = self.pairing.pop() {
            self.write(shown, out);
        }
    }

    fn write(&mut self, mut shown: ShownMessage, out: &mut String) {
        if shown.is_elsewhere {
            return;
        }
        if !self.turn.goes_on_with(&shown) {
            self.turn = Turn::default();
            let Message { role, model, .. } = &shown.message;
            let other = model.as_ref().filter(|model| *role == Role::Assistant && **model != self.model);
            let other = other.map(|model| format!(" ({})", model.as_str())).unwrap_or_default();
            out.push_str(&format!("\n## {}{other}\n", author(*role)));
        }
        let text = text(&shown);
        if !text.is_empty() {
            out.push_str(&format!("\n{text}\n"));
        }
        // Of what was written no more is needed than what it was.
        shown.message.content = String::new();
        self.turn.push(shown);
    }
}

fn text(shown: &ShownMessage) -> String {
    let has_steps = shown.pieces.iter().any(|piece| matches!(piece, ContentBlock::Tool(_)));
    if !has_steps && !shown.message.content.trim().is_empty() {
        return self_contained(&shown.message.content);
    }
    let role = shown.message.role;
    shown.pieces.iter().filter_map(|piece| written(piece, role)).collect::<Vec<_>>().join("\n\n")
}

fn written(piece: &ContentBlock, role: Role) -> Option<String> {
    let file = |file: &crate::domain::part::Attachment| match &file.name {
        Some(name) => format!("[{}: {}]", file.kind.as_str(), line(name, 200)),
        None => format!("[{}]", file.kind.as_str()),
    };
    Some(match piece {
        ContentBlock::Text(text) => self_contained(text),
        ContentBlock::Reasoning(text) => {
            let lines = text.trim().lines().map(|line| format!("> {line}").trim_end().to_owned());
            format!("> *{}*\n>\n{}", thought(role), lines.collect::<Vec<_>>().join("\n"))
        }
        ContentBlock::Tool(tool) => {
            std::iter::once(markdown(tool)).chain(tool.files.iter().map(file)).collect::<Vec<_>>().join("\n\n")
        }
        ContentBlock::File(attachment) => file(attachment),
        ContentBlock::Sources(list) => {
            let links: Vec<String> =
                list.iter().filter_map(|source| source.url.clone().map(|url| format!("<{url}>"))).collect();
            format!("Sources: {}", Some(links.join(", ")).filter(|links| !links.is_empty())?)
        }
        ContentBlock::Data(value) => block("json", &serde_json::to_string_pretty(value).ok()?).trim_start().to_owned(),
    })
}
