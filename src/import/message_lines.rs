//! Lines of agents that each hold a message as an API takes it, with the line before it: what was taken
//! back is left out.

use std::collections::{HashMap, HashSet};

use super::conversation::{AgentTurns, Context, ImportedChat, Part, Role, Timestamp};
use super::format::SoFar;

/// A session so far.
#[derive(Default)]
pub struct MessageLines {
    /// What is known of it.
    pub chat: ImportedChat,
    lines: Vec<MessageLine>,
    /// The messages of the first lines, and which of these are among them; of these lines nothing else is kept but their
    /// places.
    turns: AgentTurns,
    is_taken: Vec<bool>,
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
    /// When the message was written, if known.
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
    pub fn finish(mut self, context: &mut Context<'_>) -> ImportedChat {
        // Nothing can be in the way, as no line was taken yet.
        let _ = self.take_lines();
        let is_taken_back = |(line, is_taken): &(&MessageLine, &bool)| line.said.is_some() && !**is_taken;
        let taken_back = self.lines.iter().zip(&self.is_taken).filter(is_taken_back).count();
        context.note_left_out(taken_back, "message", "that the person took back");
        ImportedChat { messages: self.turns.finish(), ..self.chat }
    }

    /// The conversation, while more is to come; `None` when its person has gone back to before what was told of it.
    pub fn so_far(&mut self) -> Option<SoFar> {
        self.take_lines()?;
        let (same, messages) = self.turns.news();
        Some(SoFar { same, chat: ImportedChat { messages, ..self.chat.clone() } })
    }

    /// Takes the lines that are new; `None` when others of those that were taken belong to the conversation now.
    fn take_lines(&mut self) -> Option<()> {
        let chosen = self.chosen();
        let is_chosen = |number: &usize| chosen.as_ref().is_none_or(|chosen| chosen.contains(number));
        let is_taken: Vec<bool> = (0..self.lines.len()).map(|number| is_chosen(&number)).collect();
        let is_other = |((line, before), now): ((&MessageLine, &bool), &bool)| line.said.is_some() && before != now;
        if self.lines.iter().zip(&self.is_taken).zip(&is_taken).any(is_other) {
            return None;
        }
        let first = self.is_taken.len();
        for (line, is_taken) in self.lines.iter_mut().zip(&is_taken).skip(first) {
            if let (Some((role, parts)), true) = (&mut line.said, *is_taken) {
                self.turns.said_by(line.model.take());
                self.turns.take(*role, std::mem::take(parts), line.created_at);
            }
        }
        self.is_taken = is_taken;
        Some(())
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
