//! What one speaker does until another speaks: one message, or all that an agent says and does between two prompts.

use super::tool_pairing::{ContentBlock, ShownMessage};
use crate::domain::message::Role;

/// With more messages, or more bytes of text, a turn goes on in a second block: no conversation is held as a whole.
const MOST_MESSAGES: usize = 500;
const MOST_BYTES: usize = 2 * 1024 * 1024;

/// Messages that are one block.
#[derive(Default)]
pub struct Turn {
    /// In order.
    pub messages: Vec<ShownMessage>,
    has_steps: bool,
    bytes: usize,
}

impl Turn {
    /// Whether that message goes on with it. Two answers without a step between them stay two.
    pub fn goes_on_with(&self, next: &ShownMessage) -> bool {
        let Some(last) = self.messages.last() else { return false };
        let is_agent = |shown: &ShownMessage| shown.message.role == Role::Assistant;
        // What the program says in the person's name, or a tool in its own, is a result whose call is not there.
        let is_result =
            !next.pieces.is_empty() && next.pieces.iter().all(is_step_or_file) && next.message.role != Role::System;
        let is_same =
            is_agent(next) && (self.has_steps || has_steps(next)) || is_result && self.has_steps && has_steps(next);
        let is_small = self.messages.len() < MOST_MESSAGES && self.bytes < MOST_BYTES;
        let is_its = |first: &ShownMessage| {
            let (model, next) = (&first.message.model, &next.message.model);
            is_agent(first) && (next.is_none() || next == model)
        };
        is_same && is_small && self.messages.first().is_some_and(is_its) && !last.pieces.is_empty()
    }

    /// Adds a message.
    pub fn push(&mut self, next: ShownMessage) {
        self.has_steps |= has_steps(&next);
        self.bytes += next.pieces.iter().map(size).sum::<usize>();
        self.messages.push(next);
    }

    /// Whether an agent did more than speak.
    pub const fn has_steps(&self) -> bool {
        self.has_steps
    }
}

fn has_steps(shown: &ShownMessage) -> bool {
    shown.pieces.iter().any(|piece| matches!(piece, ContentBlock::Tool(_)))
}

const fn is_step_or_file(piece: &ContentBlock) -> bool {
    matches!(piece, ContentBlock::Tool(_) | ContentBlock::File(_))
}

fn size(piece: &ContentBlock) -> usize {
    match piece {
        ContentBlock::Text(text) | ContentBlock::Reasoning(text) => text.len(),
        ContentBlock::Tool(tool) => tool.result.as_ref().map_or(0, |result| result.text.len()) + 1000,
        _ => 1000,
    }
}
