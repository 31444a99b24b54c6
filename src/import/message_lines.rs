//! Lines of agents that each hold a message as an API takes it, with the line before it: what was taken
//! back is left out.

use std::collections::{HashMap, HashSet};

use super::conversation::{AgentTurns, Context, ImportedChat, Part, Role, Timestamp};

/// A session so far.
#[derive(Default)]
pub struct MessageLines {
    /// What is known of it.
    pub chat: ImportedChat,
    lines: Vec<MessageLine>,
}

/// A line of it.
#[derive(Default)]
pub struct MessageLine {
    /// Its identifier.
    pub id: Option<String>,
    /// That of the line that it follows.
    pub parent: Option<String>,
    /// What is said on it, and by whom; none on a line of the program.
    pub said: Option<(Role, Vec<Part>)>,
    /// When.
    pub created_at: Option<Timestamp>,
    /// The model that says it.
    pub model: Option<String>,
}

impl MessageLines {
    /// One more line.
    pub fn push(&mut self, line: MessageLine) {
        self.lines.push(line);
    }

    /// Whether something was said.
    pub fn has_said(&self) -> bool {
        self.lines.iter().any(|line| line.said.is_some())
    }

    /// The conversation.
    pub fn finish(self, context: &mut Context<'_>) -> ImportedChat {
        let chosen = self.chosen();
        let mut turns = AgentTurns::default();
        let mut taken_back = 0;
        for (number, MessageLine { said, created_at, model, .. }) in self.lines.into_iter().enumerate() {
            let Some((role, parts)) = said else { continue };
            if chosen.as_ref().is_none_or(|chosen| chosen.contains(&number)) {
                turns.said_by(model);
                turns.take(role, parts, created_at);
            } else {
                taken_back += 1;
            }
        }
        context.note_left_out(taken_back, "message", "that the person took back");
        ImportedChat { messages: turns.finish(), ..self.chat }
    }

    /// The lines from the first to the last on which something is said; `None` where links between them are missing.
    fn chosen(&self) -> Option<HashSet<usize>> {
        let places: HashMap<&str, usize> =
            (0..).zip(&self.lines).filter_map(|(place, line)| Some((line.id.as_deref()?, place))).collect();
        let last = self.lines.iter().rposition(|line| line.said.is_some())?;
        let (mut chosen, mut at) = (HashSet::from([last]), last);
        while let Some(parent) = self.lines.get(at)?.parent.as_deref() {
            at = *places.get(parent)?;
            if !chosen.insert(at) {
                return None;
            }
        }
        // A line that does not say what it follows is no beginning unless it is the first.
        let first = self.lines.iter().position(|line| line.said.is_some() && line.id.is_some())?;
        (at <= first).then_some(chosen)
    }
}
