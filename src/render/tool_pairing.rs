//! Puts the parts of messages together as they are shown: each tool's result with the call that
//! asked for it, which often stands in an earlier message, or behind others.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::Value;

use super::sources::{Source, addresses_in, same_address, source};
use crate::base::json;
use crate::domain::message::{Message, Role};
use crate::domain::part::{Attachment, Part};

/// So many messages are held back at most, so that a result among the next ones finds its call.
const LOOK_AHEAD: usize = 64;

/// A message as it is shown.
pub struct Shown {
    /// The message.
    pub message: Message,
    /// What it shows, in order; none for an empty message.
    pub pieces: Vec<Piece>,
    /// All that it holds is shown with calls of earlier messages.
    pub is_elsewhere: bool,
    /// So many of its calls have no result yet.
    open_calls: usize,
}

/// Something in a message.
pub enum Piece {
    /// Markdown.
    Text(String),
    /// Markdown.
    Reasoning(String),
    /// A call, its result, or both.
    Tool(Tool),
    /// What the words before it rest on.
    Sources(Vec<Source>),
    /// A file.
    File(Attachment),
    /// What nobody here understands.
    Data(Value),
}

/// A tool that was used.
#[derive(Default)]
pub struct Tool {
    /// By which its result names it.
    pub id: Option<String>,
    /// What it is called.
    pub name: Option<String>,
    /// What it was asked.
    pub call: Option<Call>,
    /// What it answered.
    pub result: Option<Answer>,
    /// The pages that it found.
    pub pages: Vec<Source>,
    /// The files that it made.
    pub files: Vec<Attachment>,
}

/// What a tool was asked.
pub struct Call {
    /// What it was given.
    pub input: Value,
    /// The language of an input that is a program.
    pub language: Option<String>,
}

/// What a tool answered.
pub struct Answer {
    /// As it printed it.
    pub text: String,
    /// It failed.
    pub is_error: bool,
}

/// Where a tool is: the number of its message, counted from the first, and its place there.
type Place = (usize, usize);

/// One conversation's messages, taken in order from the first to the last.
#[derive(Default)]
pub struct Desk {
    /// Those that wait for results, and the number of the first.
    held: VecDeque<Shown>,
    first: usize,
    by_id: HashMap<String, Place>,
    /// Calls in order, for results that name none.
    waiting: VecDeque<Place>,
    served: HashSet<Place>,
}

impl Desk {
    /// Takes a message in.
    pub fn take(&mut self, message: Message) {
        if message.role != Role::Tool {
            // Somebody else speaks: their results belong to their own calls.
            self.waiting.clear();
        }
        let parts = message.parts.as_ref().and_then(|parts| json::parse(parts.get().as_bytes()).ok());
        self.held.push_back(Shown { message, pieces: Vec::new(), is_elsewhere: false, open_calls: 0 });
        match parts {
            Some(Value::Array(parts)) => self.read(parts),
            _ => self.say_words(),
        }
    }

    /// The next message, unless it waits for results that may still come.
    pub fn give_ready(&mut self) -> Option<Shown> {
        let is_ready = self.held.len() > LOOK_AHEAD || self.held.front()?.open_calls == 0;
        if is_ready { self.give() } else { None }
    }

    /// The next message, whatever it waits for.
    pub fn give(&mut self) -> Option<Shown> {
        let shown = self.held.pop_front()?;
        // What is gone can't be claimed any more.
        for (number, piece) in shown.pieces.iter().enumerate() {
            let Piece::Tool(Tool { id, .. }) = piece else { continue };
            let place = (self.first, number);
            self.served.remove(&place);
            if let Some(id) = id.as_ref().filter(|id| self.by_id.get(*id) == Some(&place)) {
                self.by_id.remove(id);
            }
        }
        self.first += 1;
        while self.waiting.front().is_some_and(|(message, _)| *message < self.first) {
            self.waiting.pop_front();
        }
        Some(shown)
    }

    /// The words of a message that has no parts, or none that can be shown.
    fn say_words(&mut self) {
        let Some(Shown { message, pieces, .. }) = self.held.back_mut() else { return };
        if !message.content.trim().is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut message.content)));
        }
    }

    fn read(&mut self, parts: Vec<Value>) {
        let number = self.first + self.held.len() - 1;
        let mut was_claimed = false;
        // What a tool found or drew comes right behind its result.
        let mut from: Option<Place> = None;
        for value in parts {
            let part = Part::read(&value).unwrap_or(Part::Data { value });
            let behind = from.take().filter(|_| matches!(part, Part::Attachment(_) | Part::Citation { .. }));
            let place = (number, self.held.back().map_or(0, |shown| shown.pieces.len()));
            match part {
                Part::Text { text } if text.trim().is_empty() => {}
                Part::Reasoning { text } if text.trim().is_empty() => {}
                Part::Text { text } => self.add(Piece::Text(text)),
                Part::Reasoning { text } => self.add(Piece::Reasoning(text)),
                Part::ToolCall { id, name, input, language } => {
                    if let Some(id) = &id {
                        self.by_id.insert(id.clone(), place);
                    }
                    self.waiting.push_back(place);
                    self.count_call();
                    let call = Some(Call { input, language });
                    self.add(Piece::Tool(Tool { id, name: Some(name), call, ..Tool::default() }));
                }
                Part::ToolResult { id, name, text, is_error } => {
                    let answer = Answer { text, is_error };
                    let call = self.claim(id.as_deref(), name.as_deref());
                    was_claimed |= call.is_some();
                    from = call.or(Some(place));
                    match call.and_then(|call| self.tool(call)) {
                        Some(tool) => tool.result = Some(answer),
                        None => self.add(Piece::Tool(Tool { id, name, result: Some(answer), ..Tool::default() })),
                    }
                }
                Part::Attachment(file) => {
                    from = behind;
                    match behind.and_then(|place| self.tool(place)) {
                        Some(tool) => tool.files.push(file),
                        None => self.add(Piece::File(file)),
                    }
                }
                Part::Citation { title, url } => {
                    from = behind;
                    let Some(source) = source(title, url) else { continue };
                    match behind.and_then(|place| self.tool(place)) {
                        Some(tool) => tool.pages.push(source),
                        None => self.cite(source),
                    }
                }
                Part::Data { value } => self.add(Piece::Data(value)),
            }
        }
        let Some(shown) = self.held.back_mut() else { return };
        leave_out_named_sources(&mut shown.pieces);
        match (shown.pieces.is_empty(), was_claimed) {
            (true, true) => shown.is_elsewhere = true,
            (true, false) => self.say_words(),
            (false, _) => {}
        }
    }

    fn add(&mut self, piece: Piece) {
        if let Some(shown) = self.held.back_mut() {
            shown.pieces.push(piece);
        }
    }

    fn cite(&mut self, source: Source) {
        match self.held.back_mut().and_then(|shown| shown.pieces.last_mut()) {
            Some(Piece::Sources(list)) => list.push(source),
            _ => self.add(Piece::Sources(vec![source])),
        }
    }

    fn tool(&mut self, (message, piece): Place) -> Option<&mut Tool> {
        match self.held.get_mut(message.checked_sub(self.first)?)?.pieces.get_mut(piece)? {
            Piece::Tool(tool) => Some(tool),
            _ => None,
        }
    }

    /// The call that a result belongs to, which is from then on served.
    fn claim(&mut self, id: Option<&str>, name: Option<&str>) -> Option<Place> {
        let named = id.and_then(|id| self.by_id.get(id).copied());
        let place = match named.filter(|place| !self.served.contains(place)) {
            Some(place) => place,
            None => {
                while self.waiting.front().is_some_and(|place| self.served.contains(place)) {
                    self.waiting.pop_front();
                }
                let place = *self.waiting.front()?;
                let tool = self.tool(place)?;
                // Both have an id, or both a name, and they differ: it is another's.
                if (id.is_some() && tool.id.is_some()) || name.is_some_and(|name| tool.name.as_deref() != Some(name)) {
                    return None;
                }
                place
            }
        };
        self.tool(place)?;
        self.served.insert(place);
        let asking = place.0.checked_sub(self.first).and_then(|at| self.held.get_mut(at))?;
        asking.open_calls = asking.open_calls.saturating_sub(1);
        Some(place)
    }

    fn count_call(&mut self) {
        if let Some(shown) = self.held.back_mut() {
            shown.open_calls += 1;
        }
    }
}

/// Sources that the text links to are not told again.
fn leave_out_named_sources(pieces: &mut Vec<Piece>) {
    if !pieces.iter().any(|piece| matches!(piece, Piece::Sources(_))) {
        return;
    }
    let named: HashSet<String> = pieces
        .iter()
        .filter_map(|piece| if let Piece::Text(text) = piece { Some(addresses_in(text)) } else { None })
        .flatten()
        .map(same_address)
        .map(str::to_owned)
        .collect();
    let is_named = |source: &Source| source.url.as_deref().is_some_and(|url| named.contains(same_address(url)));
    pieces.retain(|piece| !matches!(piece, Piece::Sources(list) if list.iter().all(is_named)));
}

#[cfg(test)]
mod tests;
