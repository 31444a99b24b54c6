//! The turns of an agent: what it thinks, the tools that it calls and what it says, between two
//! messages of a person; each tool's result beside its call, wherever the source has it.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::imported::ImportedMessage;
use super::person;
use crate::domain::message::Role;
use crate::domain::part::Part;
use crate::domain::timestamp::Timestamp;

/// A conversation under construction.
#[derive(Default)]
pub struct AgentTurns {
    messages: Vec<ImportedMessage>,
    /// For each message a number that no other has, also not one that was taken back.
    serials: Vec<u64>,
    next_serial: u64,
    /// Where each call is, by its id: the message's place and number.
    calls: HashMap<String, (usize, u64)>,
    /// The results, by the place of the message that made the call.
    answers: BTreeMap<usize, Vec<(String, Vec<Part>)>>,
    /// The last message is of the agent, and what it does next belongs there.
    is_open: bool,
    /// The model that speaks, where the source says so.
    model: Option<String>,
    /// The messages before this place are what they were when what was new was asked for the last time.
    unchanged: usize,
}

impl AgentTurns {
    /// The model that speaks from here on, where the source says so.
    pub fn said_by(&mut self, model: Option<String>) {
        self.model = model;
    }

    /// A message of its own; its place.
    pub fn say(&mut self, role: Role, parts: Vec<Part>, created_at: Option<Timestamp>) -> usize {
        let at = self.messages.len();
        self.is_open = false;
        self.messages.push(ImportedMessage::new(role, Vec::new(), created_at).said_by(self.model.clone()));
        self.serials.push(self.next_serial);
        self.next_serial += 1;
        self.add(at, parts);
        at
    }

    /// An error that the program reported.
    pub fn fail(&mut self, message: &str, created_at: Option<Timestamp>) {
        self.say(Role::System, vec![Part::text(format!("Error: {message}"))], created_at);
    }

    /// More of the message at that place.
    pub fn add(&mut self, at: usize, parts: Vec<Part>) {
        let (Some(message), Some(serial)) = (self.messages.get_mut(at), self.serials.get(at)) else { return };
        for part in &parts {
            if let Part::ToolCall { id: Some(id), .. } = part {
                self.calls.insert(id.clone(), (at, *serial));
            }
        }
        message.parts.extend(parts);
        self.unchanged = self.unchanged.min(at);
    }

    /// The parts of the message at that place.
    pub fn parts(&self, at: usize) -> &[Part] {
        self.messages.get(at).map_or(&[], |message| &message.parts)
    }

    /// What the agent does before it speaks: it stands in one message with the words that follow.
    pub fn act(&mut self, parts: impl IntoIterator<Item = Part>, created_at: Option<Timestamp>) {
        let parts: Vec<Part> = parts.into_iter().collect();
        if parts.is_empty() {
            return;
        }
        if self.is_open {
            self.add(self.messages.len() - 1, parts);
        } else {
            self.say(Role::Assistant, parts, created_at);
            self.is_open = true;
        }
    }

    /// The agent's words, which end the message.
    pub fn speak(&mut self, parts: impl IntoIterator<Item = Part>, created_at: Option<Timestamp>) {
        let mut parts = parts.into_iter().peekable();
        if parts.peek().is_some() {
            self.act(parts, created_at);
            self.is_open = false;
        }
    }

    /// A tool's result and what belongs to it, as pictures; where its call is not known, a message
    /// of its own.
    pub fn answer(&mut self, id: Option<&str>, parts: Vec<Part>, created_at: Option<Timestamp>) {
        let call = id.and_then(|id| self.calls.get(id).copied().map(|call| (id, call)));
        match call.filter(|(_, (at, serial))| self.serials.get(*at) == Some(serial)) {
            Some((id, (at, _))) => {
                self.answers.entry(at).or_default().push((id.to_owned(), parts));
                self.unchanged = self.unchanged.min(at);
            }
            None => drop(self.say(Role::Tool, parts, created_at)),
        }
    }

    /// A message as an API has it: results of tools go to their calls, and of what it has as the person's the
    /// words that are theirs.
    pub fn take(&mut self, role: Role, parts: Vec<Part>, created_at: Option<Timestamp>) {
        if !matches!(role, Role::User | Role::Tool) {
            if !parts.is_empty() {
                self.say(role, parts, created_at);
            }
            return;
        }
        let (mut said, mut results) = (Vec::new(), Vec::<(Option<String>, Vec<Part>)>::new());
        let mut in_result = false;
        for part in parts {
            // The pictures that a tool made follow its words.
            in_result = matches!(part, Part::ToolResult { .. }) || in_result && matches!(part, Part::Attachment(_));
            match (part, results.last_mut().filter(|_| in_result)) {
                (Part::ToolResult { id, name, text, is_error }, _) => {
                    // Of a command that the person ran.
                    if id.is_none() && !said.is_empty() {
                        self.say(role, std::mem::take(&mut said), created_at);
                    }
                    results.push((id.clone(), vec![Part::ToolResult { id, name, text, is_error }]));
                }
                (part, Some((_, result))) => result.push(part),
                (part, None) => said.push(part),
            }
        }
        results.into_iter().for_each(|(id, result)| self.answer(id.as_deref(), result, created_at));
        let said = if role == Role::User { person::own_parts(said) } else { said };
        if !said.is_empty() {
            self.say(role, said, created_at);
        }
    }

    /// Takes back the last messages from the one at that place on; how many there were.
    pub fn take_back(&mut self, from: usize) -> usize {
        let count = self.messages.len().saturating_sub(from);
        self.messages.truncate(from);
        self.serials.truncate(from);
        self.answers.split_off(&from);
        self.is_open = false;
        self.unchanged = self.unchanged.min(from);
        count
    }

    /// The place of the person's last message but so many; 0 for the last.
    pub fn last_of_person(&self, but: usize) -> Option<usize> {
        let persons = self.messages.iter().enumerate().rev().filter(|(_, message)| message.role == Role::User);
        persons.map(|(at, _)| at).nth(but)
    }

    /// How many messages there are.
    pub const fn count(&self) -> usize {
        self.messages.len()
    }

    /// The messages, with each result behind its call.
    pub fn finish(mut self) -> Vec<ImportedMessage> {
        for (at, answers) in self.answers {
            if let Some(message) = self.messages.get_mut(at) {
                answer(message, answers);
            }
        }
        self.messages
    }

    /// The same while more is to come: how many of the messages are what they were when this was asked the last time, and
    /// those behind them.
    pub fn news(&mut self) -> (usize, Vec<ImportedMessage>) {
        let same = std::mem::replace(&mut self.unchanged, self.messages.len());
        let mut messages = self.messages.get(same..).unwrap_or_default().to_vec();
        for (at, answers) in self.answers.range(same..) {
            if let Some(message) = messages.get_mut(at - same) {
                answer(message, answers.clone());
            }
        }
        (same, messages)
    }
}

/// Puts results behind the calls of a message.
fn answer(message: &mut ImportedMessage, answers: Vec<(String, Vec<Part>)>) {
    let mut by_call: HashMap<String, VecDeque<Vec<Part>>> = HashMap::new();
    for (id, parts) in answers {
        by_call.entry(id).or_default().push_back(parts);
    }
    for part in std::mem::take(&mut message.parts) {
        let answer = match &part {
            Part::ToolCall { id: Some(id), .. } => by_call.get_mut(id).and_then(VecDeque::pop_front),
            _ => None,
        };
        message.parts.push(part);
        message.parts.extend(answer.unwrap_or_default());
    }
    // More results than calls.
    let mut left: Vec<(String, VecDeque<Vec<Part>>)> = by_call.into_iter().collect();
    left.sort_by(|(a, _), (b, _)| a.cmp(b));
    message.parts.extend(left.into_iter().flat_map(|(_, parts)| parts).flatten());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(id: &str) -> Part {
        Part::ToolCall { id: Some(id.to_owned()), name: "look".into(), input: serde_json::Value::Null, language: None }
    }

    fn shown(turns: AgentTurns) -> Vec<String> {
        let part = |part: &Part| match part {
            Part::Text { text } => text.clone(),
            Part::ToolCall { id, .. } => format!("{}?", id.as_deref().unwrap_or_default()),
            other => format!("{other:?}"),
        };
        let message = |message: &ImportedMessage| {
            let parts: Vec<String> = message.parts.iter().map(part).collect();
            format!("{}: {}", message.role.as_str(), parts.join(" "))
        };
        turns.finish().iter().map(message).collect()
    }

    #[test]
    fn results_stand_behind_their_calls() {
        let mut turns = AgentTurns::default();
        turns.act(vec![call("a"), call("b"), call("b")], None);
        turns.speak(vec![Part::text("said")], None);
        for (id, text) in [(Some("b"), "1"), (Some("a"), "2"), (Some("b"), "3"), (Some("b"), "4"), (None, "5")] {
            turns.answer(id, vec![Part::text(text)], None);
        }
        assert_eq!(shown(turns), ["assistant: a? 2 b? 1 b? 3 said 4", "tool: 5"]);
    }

    #[test]
    fn what_was_taken_back_is_not_answered() {
        let mut turns = AgentTurns::default();
        turns.say(Role::User, vec![Part::text("one")], None);
        turns.act(vec![call("a")], None);
        turns.answer(Some("a"), vec![Part::text("1")], None);
        assert_eq!(turns.last_of_person(0), Some(0));
        assert_eq!(turns.take_back(0), 2);
        turns.act(vec![Part::text("two")], None);
        turns.speak(vec![Part::text("three")], None);
        turns.answer(Some("a"), vec![Part::text("late")], None);
        assert_eq!(shown(turns), ["assistant: two three", "tool: late"]);
    }
}
