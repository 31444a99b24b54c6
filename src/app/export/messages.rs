//! JSON as the APIs of models accept it: `{"model": ..., "messages": [{"role": ..., "content": ...}]}`. Tool results
//! become text of the answer that called the tools. Messages without text are left out, because those APIs reject them.

use std::io;

use serde::Serialize;

use super::{Need, Writer};
use crate::domain::chat::Chat;
use crate::domain::message::{Message, Role};

/// Writes a conversation as messages for a model.
pub struct Messages {
    has_messages: bool,
    is_over: bool,
}

#[derive(Serialize)]
struct ModelMessage<'a> {
    role: &'a str,
    content: &'a str,
}

impl Messages {
    /// Writes what stands before the messages.
    pub fn begin(chat: &Chat, out: &mut Vec<u8>) -> io::Result<Self> {
        out.extend_from_slice(b"{\"model\":");
        serde_json::to_writer(&mut *out, chat.model.as_str())?;
        out.extend_from_slice(b",\"messages\":[");
        Ok(Self { has_messages: false, is_over: false })
    }
}

impl Writer for Messages {
    fn need(&self) -> Need {
        if self.is_over { Need::Nothing } else { Need::Messages }
    }

    fn messages(&mut self, messages: Vec<Message>, out: &mut Vec<u8>) -> io::Result<()> {
        self.is_over = messages.is_empty();
        for Message { role, content, .. } in messages.iter().filter(|message| !message.content.trim().is_empty()) {
            let comma: &[u8] = if std::mem::replace(&mut self.has_messages, true) { b",\n" } else { b"\n" };
            out.extend_from_slice(comma);
            // A message of the role `tool` has to name the call that it answers, in a form that differs from API to API.
            let role = if *role == Role::Tool { Role::User } else { *role };
            serde_json::to_writer(&mut *out, &ModelMessage { role: role.as_str(), content })?;
        }
        if self.is_over {
            out.extend_from_slice(b"\n]}\n");
        }
        Ok(())
    }

    fn chunk(&mut self, _: Option<Vec<u8>>, _: &mut Vec<u8>) -> io::Result<()> {
        Ok(())
    }
}
