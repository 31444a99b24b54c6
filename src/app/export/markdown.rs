//! Markdown: who said what, and nothing that needs an explanation.

use std::io;

use super::{Need, Writer};
use crate::domain::chat::Chat;
use crate::domain::message::{Message, Role};

/// Writes a conversation as Markdown.
pub struct Markdown {
    is_over: bool,
}

impl Markdown {
    /// Writes what stands before the messages.
    pub fn begin(chat: &Chat, out: &mut Vec<u8>) -> Self {
        let Chat { name, model, created_at, .. } = chat;
        out.extend_from_slice(format!("# {}\n\n*{}, {created_at}*\n", name.as_str(), model.as_str()).as_bytes());
        Self { is_over: false }
    }
}

impl Writer for Markdown {
    fn need(&self) -> Need {
        if self.is_over { Need::Nothing } else { Need::Messages }
    }

    fn messages(&mut self, messages: Vec<Message>, out: &mut Vec<u8>) -> io::Result<()> {
        self.is_over = messages.is_empty();
        for Message { role, content, .. } in messages {
            out.extend_from_slice(format!("\n## {}\n\n{}\n", author(role), content.trim_end()).as_bytes());
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
