//! Puts the parts of messages together as they are shown: each tool's result with the call that
//! asked for it, which often stands in an earlier message, or behind others.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::Value;

use super::sources::{CitedSource, addresses_in, same_address, source};
use crate::base::json;
use crate::domain::message::{Message, Role};
use crate::domain::part::{Attachment, Part};

/// The most messages that are held back, so that a result among the next ones finds its call.
const LOOK_AHEAD: usize = 64;

/// A message as it is shown.
pub struct ShownMessage {
    pub message: Message,
    /// Its content, in order; none for an empty message.
    pub pieces: Vec<ContentBlock>,
    /// Whether everything in it is shown with the calls of earlier messages.
    pub is_elsewhere: bool,
    /// The number of its calls without a result.
    open_calls: usize,
}

/// A part of a message as it is shown.
pub enum ContentBlock {
    /// The author's words, as Markdown.
    Text(String),
    /// A model's reasoning, as Markdown.
    Reasoning(String),
    /// A call, its result, or both.
    Tool(ToolUse),
    /// The pages that the words before it cite.
    Sources(Vec<CitedSource>),
    File(Attachment),
    /// JSON of a kind that is not known.
    Data(Value),
}

/// The use of a tool: its call, its result, or both.
#[derive(Default)]
pub struct ToolUse {
    /// The id by which a result names its call.
    pub id: Option<String>,
    /// The tool's name.
    pub name: Option<String>,
    pub call: Option<ToolCall>,
    pub result: Option<ToolOutput>,
    /// The pages that it found.
    pub pages: Vec<CitedSource>,
    /// The files that it made.
    pub files: Vec<Attachment>,
}

/// The call of a tool.
pub struct ToolCall {
    /// Its arguments.
    pub input: Value,
    /// The language of an input that is a program.
    pub language: Option<String>,
}

/// The result of a tool.
pub struct ToolOutput {
    /// The text as the tool printed it.
    pub text: String,
    /// Whether the tool failed.
    pub is_error: bool,
}

/// Where the use of a tool is: the number of its message, counted from the first, and its index there.
type ToolPosition = (usize, usize);

/// A queue of one conversation's messages, in which results find their calls.
#[derive(Default)]
pub struct ToolPairing {
    /// Messages that wait for results, and the number of the first.
    held: VecDeque<ShownMessage>,
    first: usize,
    by_id: HashMap<String, ToolPosition>,
    /// Calls in order, for results that name none.
    waiting: VecDeque<ToolPosition>,
    served: HashSet<ToolPosition>,
}

impl ToolPairing {
    /// Adds a message.
    pub fn push(&mut self, message: Message) {
        if message.role != Role::Tool {
            // Somebody else speaks: their results belong to their own calls.
            self.waiting.clear();
        }
        let parts = message.parts.as_ref().and_then(|parts| json::parse(parts.get().as_bytes()).ok());
        self.held.push_back(ShownMessage { message, pieces: Vec::new(), is_elsewhere: false, open_calls: 0 });
        match parts {
            Some(Value::Array(parts)) => self.read(parts),
            _ => self.say_words(),
        }
    }

    /// Whether every message is out: what comes from now on finds nothing of what was before.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// The next message, unless it waits for results that may still come.
    pub fn pop_ready(&mut self) -> Option<ShownMessage> {
        let is_ready = self.held.len() > LOOK_AHEAD || self.held.front()?.open_calls == 0;
        if is_ready { self.pop() } else { None }
    }

    /// The next message, whatever it waits for.
    pub fn pop(&mut self) -> Option<ShownMessage> {
        let shown = self.held.pop_front()?;
        // What is gone can't be claimed any more.
        for (number, piece) in shown.pieces.iter().enumerate() {
            let ContentBlock::Tool(ToolUse { id, .. }) = piece else { continue };
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
        let Some(ShownMessage { message, pieces, .. }) = self.held.back_mut() else { return };
        if !message.content.trim().is_empty() {
            pieces.push(ContentBlock::Text(std::mem::take(&mut message.content)));
        }
    }

    fn read(&mut self, parts: Vec<Value>) {
        let number = self.first + self.held.len() - 1;
        let mut was_claimed = false;
        // What a tool found or drew comes right behind its result.
        let mut from: Option<ToolPosition> = None;
        for value in parts {
            let part = Part::read(&value).unwrap_or(Part::Data { value });
            let behind = from.take().filter(|_| matches!(part, Part::Attachment(_) | Part::Citation { .. }));
            let place = (number, self.held.back().map_or(0, |shown| shown.pieces.len()));
            match part {
                Part::Text { text } if text.trim().is_empty() => {}
                Part::Reasoning { text } if text.trim().is_empty() => {}
                Part::Text { text } => self.add(ContentBlock::Text(text)),
                Part::Reasoning { text } => self.add(ContentBlock::Reasoning(text)),
                Part::ToolCall { id, name, input, language } => {
                    if let Some(id) = &id {
                        self.by_id.insert(id.clone(), place);
                    }
                    self.waiting.push_back(place);
                    self.count_call();
                    let call = Some(ToolCall { input, language });
                    self.add(ContentBlock::Tool(ToolUse { id, name: Some(name), call, ..ToolUse::default() }));
                }
                Part::ToolResult { id, name, text, is_error } => {
                    let answer = ToolOutput { text, is_error };
                    let call = self.claim(id.as_deref(), name.as_deref());
                    was_claimed |= call.is_some();
                    from = call.or(Some(place));
                    match call.and_then(|call| self.tool(call)) {
                        Some(tool) => tool.result = Some(answer),
                        None => self.add(ContentBlock::Tool(ToolUse {
                            id,
                            name,
                            result: Some(answer),
                            ..ToolUse::default()
                        })),
                    }
                }
                Part::Attachment(file) => {
                    from = behind;
                    match behind.and_then(|place| self.tool(place)) {
                        Some(tool) => tool.files.push(file),
                        None => self.add(ContentBlock::File(file)),
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
                Part::Data { value } => self.add(ContentBlock::Data(value)),
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

    fn add(&mut self, piece: ContentBlock) {
        if let Some(shown) = self.held.back_mut() {
            shown.pieces.push(piece);
        }
    }

    fn cite(&mut self, source: CitedSource) {
        match self.held.back_mut().and_then(|shown| shown.pieces.last_mut()) {
            Some(ContentBlock::Sources(list)) => list.push(source),
            _ => self.add(ContentBlock::Sources(vec![source])),
        }
    }

    fn tool(&mut self, (message, piece): ToolPosition) -> Option<&mut ToolUse> {
        match self.held.get_mut(message.checked_sub(self.first)?)?.pieces.get_mut(piece)? {
            ContentBlock::Tool(tool) => Some(tool),
            _ => None,
        }
    }

    /// The call that a result belongs to, which is from then on served.
    fn claim(&mut self, id: Option<&str>, name: Option<&str>) -> Option<ToolPosition> {
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
fn leave_out_named_sources(pieces: &mut Vec<ContentBlock>) {
    if !pieces.iter().any(|piece| matches!(piece, ContentBlock::Sources(_))) {
        return;
    }
    let named: HashSet<String> = pieces
        .iter()
        .filter_map(|piece| if let ContentBlock::Text(text) = piece { Some(addresses_in(text)) } else { None })
        .flatten()
        .map(same_address)
        .map(str::to_owned)
        .collect();
    let is_named = |source: &CitedSource| source.url.as_deref().is_some_and(|url| named.contains(same_address(url)));
    pieces.retain(|piece| !matches!(piece, ContentBlock::Sources(list) if list.iter().all(is_named)));
}

#[cfg(test)]
mod tests;
