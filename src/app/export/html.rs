//! One HTML file that opens offline and looks like the page, with its pictures and other files inside.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::{Need, Writer};
use crate::domain::attachment::{StoredAttachment, picture_type};
use crate::domain::chat::Chat;
use crate::domain::message::Message;
use crate::domain::part::Sha256;
use crate::render::{Conversation, Files, Formulas, Head, Inline, Mark, Renderer, SAVED, SavedPage};

/// The largest file in the page, in bytes. With more, a page that is meant to be passed on gets
/// too large for that; what is larger is named.
pub const LARGEST_FILE: u64 = 8 * 1024 * 1024;

/// Writes a conversation as an HTML page.
pub struct Html {
    conversation: Conversation,
    mark: Mark,
    page: Arc<SavedPage>,
    /// HTML that is to be written, from that byte on: the pictures in it are still marks.
    html: String,
    at: usize,
    /// The picture that is being written, and which piece of it is next.
    picture: Option<(Sha256, u64)>,
    /// What there was of formulas so far.
    formulas: Formulas,
    is_over: bool,
}

impl Html {
    /// Writes what stands before the messages.
    pub fn begin(
        chat: &Chat,
        length: usize,
        has_steps: bool,
        files: &[(Sha256, StoredAttachment)],
        renderer: &Arc<Renderer>,
        page: &Arc<SavedPage>,
        out: &mut Vec<u8>,
    ) -> Self {
        // What is no picture is there to be saved, and so is of no type that a browser would open.
        let held: HashMap<Sha256, &'static str> = files
            .iter()
            .filter(|(_, file)| file.size <= LARGEST_FILE)
            .map(|(sha256, file)| (*sha256, picture_type(&file.media_type).unwrap_or(SAVED)))
            .collect();
        let mark = Mark::random();
        let conversation = Conversation::new(Arc::clone(renderer), Files::Inline(Inline::new(&mark, held)));
        let head = Head { chat, length, access: None, has_steps, revision: None, from: None };
        out.extend_from_slice(page.begin(chat.name.as_str()).as_bytes());
        out.extend_from_slice(conversation.begin(&head).as_bytes());
        let page = Arc::clone(page);
        let (html, formulas) = (String::new(), Formulas::default());
        Self { conversation, mark, page, html, at: 0, picture: None, formulas, is_over: false }
    }

    /// Writes what is there up to the next picture.
    fn go_on(&mut self, out: &mut Vec<u8>) {
        let rest = self.html.get(self.at..).unwrap_or_default();
        if let Some((text, picture, length)) = self.mark.find(rest) {
            out.extend_from_slice(text.as_bytes());
            self.at += length;
            self.picture = Some((picture, 0));
        } else {
            out.extend_from_slice(rest.as_bytes());
            self.at = self.html.len();
            self.picture = None;
        }
    }
}

impl Writer for Html {
    fn need(&self) -> Need {
        match self.picture {
            Some((file, number)) => Need::Chunk { file, number },
            None if self.is_over => Need::Nothing,
            None => Need::Messages,
        }
    }

    fn messages(&mut self, messages: Vec<Message>, out: &mut Vec<u8>) -> io::Result<()> {
        self.html.clear();
        self.at = 0;
        self.is_over = messages.is_empty();
        for message in messages {
            self.conversation.push(message, &mut self.html);
        }
        if self.is_over {
            self.conversation.finish(&mut self.html);
        }
        self.formulas = self.formulas.max(Formulas::of(&self.html));
        if self.is_over {
            self.html.push_str(&self.page.end(self.formulas));
        }
        self.go_on(out);
        Ok(())
    }

    fn chunk(&mut self, chunk: Option<Vec<u8>>, out: &mut Vec<u8>) -> io::Result<()> {
        match (chunk, self.picture) {
            (Some(bytes), Some((file, number))) => {
                out.extend_from_slice(BASE64_STANDARD.encode(bytes).as_bytes());
                self.picture = Some((file, number + 1));
            }
            _ => self.go_on(out),
        }
        Ok(())
    }
}
