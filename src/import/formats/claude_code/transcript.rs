//! From the lines of a session to its messages.

use std::collections::HashMap;

use super::lines::VisibleLine;
use crate::import::conversation::{AgentTurns, ImportedChat, Part, Role, Timestamp, first_words, subagent};
use crate::import::format::SoFar;

/// The messages so far.
#[derive(Default)]
pub struct SessionTranscript {
    turns: AgentTurns,
    model: Option<String>,
    /// The beginning of the person's first words that are not a command of the program.
    first_words: Option<String>,
    /// What subagents did, by the call that started each.
    subagents: HashMap<String, Vec<Part>>,
    /// The model's messages since the person spoke: each of their blocks has a line of its own.
    open: HashMap<String, usize>,
}

impl SessionTranscript {
    /// What subagents did, which will stand behind the calls that started them.
    pub fn add_subagents(&mut self, subagents: HashMap<String, Vec<Part>>) {
        self.subagents.extend(subagents);
    }

    /// One more line.
    pub fn take(&mut self, visible: VisibleLine, at: Option<Timestamp>) {
        match visible {
            VisibleLine::Nothing => {}
            VisibleLine::Person { role, results, words, outputs, .. } => {
                for (id, result) in results {
                    let done = id.as_ref().and_then(|id| self.subagents.remove(id)).unwrap_or_default();
                    self.turns.answer(
                        id.as_deref(),
                        subagent::before(done, &result).into_iter().chain(result).collect(),
                        at,
                    );
                }
                if role == Role::User && self.first_words.is_none() {
                    self.first_words = words.iter().find_map(|part| match part {
                        Part::Text { text } if !text.starts_with(['/', '!']) => Some(first_words(text)),
                        _ => None,
                    });
                }
                for (role, parts) in [(role, words), (Role::Tool, outputs)] {
                    if !parts.is_empty() {
                        self.turns.say(role, parts, at);
                        self.open = HashMap::new();
                    }
                }
            }
            VisibleLine::Assistant { message_id, model, mut parts } => {
                self.model = model.or(self.model.take());
                self.turns.said_by(self.model.clone());
                if let Some(known) = message_id.as_ref().and_then(|id| self.open.get(id)) {
                    // Some versions repeat what came before.
                    let before = self.turns.parts(*known);
                    if parts.starts_with(before) {
                        parts.drain(..before.len());
                    }
                    self.turns.add(*known, parts);
                } else if !parts.is_empty() {
                    let place = self.turns.say(Role::Assistant, parts, at);
                    self.open.extend(message_id.map(|id| (id, place)));
                }
            }
        }
    }

    /// The conversation, while more is to come; `None` when something is left that stands at its end.
    pub fn so_far(&mut self) -> Option<SoFar> {
        if self.subagents.values().any(|parts| !parts.is_empty()) {
            return None;
        }
        let (same, messages) = self.turns.news();
        let (title, model) = (self.first_words.clone(), self.model.clone());
        Some(SoFar { same, chat: ImportedChat { title, model, messages, ..ImportedChat::default() } })
    }

    /// The conversation, called by its first words.
    pub fn finish(mut self) -> ImportedChat {
        // Those that were still at work.
        let mut left: Vec<_> = self.subagents.into_iter().filter(|(_, parts)| !parts.is_empty()).collect();
        left.sort_by(|(a, _), (b, _)| a.cmp(b));
        left.into_iter().for_each(|(id, parts)| self.turns.answer(Some(&id), parts, None));
        let messages = self.turns.finish();
        ImportedChat { title: self.first_words, model: self.model, messages, ..ImportedChat::default() }
    }
}
