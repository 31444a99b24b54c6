//! A conversation as HTML, message by message, so that a long one is never held as a whole.

mod checkpoint;
mod head;

use std::sync::Arc;

use maud::html;
use sha2::{Digest, Sha256};

use super::changed_files::ChangedFiles;
use super::files::Files;
use super::fold::icon;
use super::steps::said;
use super::tool_pairing::{ShownMessage, ToolPairing};
use super::turn::Turn;
use super::words::{author, line};
use super::{Renderer, parts};
pub use checkpoint::Checkpoint;
use checkpoint::TurnBeginnings;
pub use head::{Audience, Head};
use head::{nothing_yet, time, top};

use crate::domain::id::MessageId;
use crate::domain::message::{Message, Role};
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;

/// The number of messages in a group, which a browser lays out when it comes into view. Laying out each message by
/// itself takes twenty times the work at every step of scrolling through thousands; the style sheet estimates a
/// group's height.
const GROUP: usize = 20;

/// The longest name of a model beside a message, in characters.
const MODEL: usize = 60;

/// The HTML after the messages.
const END: &str = "</section></div>";
const MESSAGES_END: &str = "</section>";
const CONVERSATION_END: &str = "</div>";

const GROUP_BEGIN: &str = "<div class=\"message-group\">\n";
const GROUP_END: &str = "</div>\n";

fn element_id(message: MessageId) -> String {
    format!("m-{}", message.get())
}

/// Renders one conversation.
pub struct Conversation {
    renderer: Arc<Renderer>,
    files: Files,
    pairing: ToolPairing,
    /// What is being said or done: more of it may come.
    turn: Turn,
    /// When somebody was last heard of before it.
    last: Option<Timestamp>,
    changed_files: ChangedFiles,
    /// The number of turns written so far.
    written: usize,
    beginnings: TurnBeginnings,
}

impl Conversation {
    /// A renderer for one conversation, whose files are at these places.
    pub fn new(renderer: Arc<Renderer>, files: Files) -> Self {
        let (pairing, turn, changed_files) = (ToolPairing::default(), Turn::default(), ChangedFiles::default());
        let beginnings = TurnBeginnings::of_all();
        Self { renderer, files, pairing, turn, last: None, changed_files, written: 0, beginnings }
    }

    /// The same from a message on.
    pub fn behind(renderer: Arc<Renderer>, files: Files, checkpoint: &Checkpoint) -> Self {
        let Checkpoint { last, changed_files, .. } = checkpoint.clone();
        Self { last, changed_files, beginnings: TurnBeginnings::of_rest(), ..Self::new(renderer, files) }
    }

    /// Where it can be gone on with once more was said, before it is finished.
    pub fn checkpoint(&self) -> Option<Checkpoint> {
        self.beginnings.settled(&self.changed_files)
    }

    /// The HTML before the messages.
    pub fn begin(&self, head: &Head<'_>) -> String {
        let whole = html! {
            div.conversation data-revision=[head.revision] data-from=[head.from.map(element_id)] {
                (top(head))
                @if head.length == 0 { (nothing_yet()) }
                section.messages aria-label="Messages" { "\n" }
            }
        };
        // The messages go before its end.
        whole.into_string().trim_end_matches(END).to_owned()
    }

    /// Takes the next message, and writes to `out` the turns that are over, and wait for no more results of tools.
    pub fn push(&mut self, message: Message, out: &mut String) {
        self.beginnings.note(message.id, self.pairing.is_empty());
        self.pairing.push(message);
        while let Some(shown) = self.pairing.pop_ready() {
            self.take(shown, out);
        }
    }

    /// Writes the messages that are left, and the HTML after them.
    pub fn finish(&mut self, out: &mut String) {
        while let Some(shown) = self.pairing.pop() {
            self.take(shown, out);
        }
        self.end_turn(out);
        if self.written > 0 {
            out.push_str(GROUP_END);
        }
        out.push_str(MESSAGES_END);
        out.push_str(&self.changed_files.list().into_string());
        out.push_str(CONVERSATION_END);
        out.push('\n');
    }

    fn take(&mut self, shown: ShownMessage, out: &mut String) {
        if shown.is_elsewhere {
            return;
        }
        if !self.turn.goes_on_with(&shown) {
            self.end_turn(out);
            self.beginnings.turn(shown.message.id, self.last, self.changed_files.len());
        }
        self.turn.push(shown);
    }

    fn end_turn(&mut self, out: &mut String) {
        let turn = std::mem::take(&mut self.turn);
        let (Some(first), Some(last)) = (turn.messages.first(), turn.messages.last()) else { return };
        if self.written.is_multiple_of(GROUP) {
            out.push_str(if self.written == 0 { "" } else { GROUP_END });
            out.push_str(GROUP_BEGIN);
        }
        self.written += 1;
        let (begun, ended) = (self.last.or(first.message.said_at()), last.message.said_at());
        self.last = ended.or(self.last);
        let took = match (begun, ended) {
            (Some(begun), Some(ended)) if turn.has_steps() => {
                #[expect(clippy::cast_precision_loss, reason = "nobody works that long")]
                let seconds = (ended.as_millis() - begun.as_millis()) as f64 / 1000.0;
                said(seconds.round())
            }
            _ => String::new(),
        };
        out.push_str(&self.article(&turn.messages, &first.message, &took));
    }

    /// The body of each message; empty where everything in it is shown with an earlier one.
    pub fn bodies(mut self, messages: impl IntoIterator<Item = Message>) -> Vec<String> {
        let mut paired = Vec::new();
        for message in messages {
            self.pairing.push(message);
            paired.extend(std::iter::from_fn(|| self.pairing.pop_ready()));
        }
        paired.extend(std::iter::from_fn(|| self.pairing.pop()));
        let body = |shown: &ShownMessage| match shown.is_elsewhere {
            true => String::new(),
            false => {
                let alone = std::slice::from_ref(shown);
                parts::body(&self.renderer, alone, &self.files, &mut ChangedFiles::default()).html
            }
        };
        paired.iter().map(body).collect()
    }

    /// A turn with its author, time, and how long an agent took. `data-digest` changes with anything in it.
    fn article(&mut self, turn: &[ShownMessage], first: &Message, took: &str) -> String {
        let Message { id, role, model, .. } = first;
        let said_at = first.said_at();
        let model = model.as_ref().filter(|_| *role == Role::Assistant).map(ShortText::as_str);
        let parts::TurnBody { html: body, is_steps_only } =
            parts::body(&self.renderer, turn, &self.files, &mut self.changed_files);
        let id = element_id(*id);
        // For a page that asks again; in a saved one nothing changes.
        let digest = matches!(self.files, Files::At(_)).then(|| {
            let at = said_at.map(|at| at.to_string()).unwrap_or_default();
            let model = model.unwrap_or_default();
            let digest = Sha256::digest(format!("{}\n{at}\n{model}\n{took}\n{body}", role.as_str()));
            digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect::<String>()
        });
        let article = html! {
            article.message id=(id) data-author=(role.as_str()) data-digest=[digest] data-steps-only[is_steps_only]
                aria-labelledby=(format_args!("{id}-author")) tabindex="-1" {
                span.message-sign { (icon(role.as_str())) }
                header.message-head {
                    h2 id=(format_args!("{id}-author")) { (author(*role)) }
                    @if let Some(model) = model { span.message-model dir="auto" { (line(model, MODEL)) } }
                    @if let Some(at) = said_at { a.message-link href=(format_args!("#{id}")) { (time(at)) } }
                    @if !took.is_empty() { span.message-took { "took " (took) } }
                }
                div.message-parts { (maud::PreEscaped(body)) }
            }
            "\n"
        };
        article.into_string()
    }
}

#[cfg(test)]
mod tests;
