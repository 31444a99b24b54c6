//! Markdown: who said what, readable without explanation.

use std::io;

use super::{Need, Writer};
use crate::domain::chat::Chat;
use crate::domain::message::Message;
use crate::render::Transcript;

/// Writes a conversation as Markdown.
pub struct Markdown {
    messages: Transcript,
    is_over: bool,
}

impl Markdown {
    /// Writes what stands before the messages.
    pub fn begin(chat: &Chat, out: &mut Vec<u8>) -> Self {
        out.extend_from_slice(format!("# {}\n", chat.name.as_str()).as_bytes());
        let began = chat.began_at().map(|at| at.to_string());
        let facts: Vec<&str> = chat.known_model().into_iter().chain(began.as_deref()).collect();
        if !facts.is_empty() {
            out.extend_from_slice(format!("\n*{}*\n", facts.join(", ")).as_bytes());
        }
        Self { messages: Transcript::new(chat.model.clone()), is_over: false }
    }
}

impl Writer for Markdown {
    fn need(&self) -> Need {
        if self.is_over { Need::Nothing } else { Need::Messages }
    }

    fn messages(&mut self, messages: Vec<Message>, out: &mut Vec<u8>) -> io::Result<()> {
        self.is_over = messages.is_empty();
        let mut text = String::new();
        for message in messages {
            self.messages.push(message, &mut text);
        }
        if self.is_over {
            self.messages.finish(&mut text);
        }
        out.extend_from_slice(text.as_bytes());
        Ok(())
    }

    fn chunk(&mut self, _: Option<Vec<u8>>, _: &mut Vec<u8>) -> io::Result<()> {
        Ok(())
    }
}
