//! Markdown: who said what, and nothing that needs an explanation.

use std::io;

use super::{Need, Writer};
use crate::domain::chat::Chat;
use crate::domain::message::{Message, Role};
use crate::domain::text::ShortText;
use crate::render::self_contained;

/// Writes a conversation as Markdown.
pub struct Markdown {
    /// The conversation's: another one is named where it speaks.
    model: ShortText,
    is_over: bool,
}

impl Markdown {
    /// Writes what stands before the messages.
    pub fn begin(chat: &Chat, out: &mut Vec<u8>) -> Self {
        let began = chat.began_at().map(|at| format!(", {at}")).unwrap_or_default();
        let model = chat.model.clone();
        out.extend_from_slice(format!("# {}\n\n*{}{began}*\n", chat.name.as_str(), model.as_str()).as_bytes());
        Self { model, is_over: false }
    }
}

impl Writer for Markdown {
    fn need(&self) -> Need {
        if self.is_over { Need::Nothing } else { Need::Messages }
    }

    fn messages(&mut self, messages: Vec<Message>, out: &mut Vec<u8>) -> io::Result<()> {
        self.is_over = messages.is_empty();
        for Message { role, content, model, .. } in messages {
            let other = model.filter(|model| role == Role::Assistant && *model != self.model);
            let model = other.map(|model| format!(" ({})", model.as_str())).unwrap_or_default();
            let content = self_contained(&content);
            out.extend_from_slice(format!("\n## {}{model}\n\n{content}\n", author(role)).as_bytes());
        }
        Ok(())
    }

    fn chunk(&mut self, _: Option<Vec<u8>>, _: &mut Vec<u8>) -> io::Result<()> {
        Ok(())
    }
}

const fn author(role: Role) -> &'static str {
    match role {
        Role::User => "User",
        Role::Assistant => "Assistant",
        Role::System => "System",
        Role::Tool => "Tool",
    }
}
