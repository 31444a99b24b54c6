//! A conversation as agents keep it: what the person said, and what the model said and called, each call with its result.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::plain::{plain, plain_value};
use super::{Agent, Folders, LeftOut, tools};
use crate::domain::message::{NewMessage, Role};
use crate::domain::part::Part;

/// What stands in place of a result that nobody recorded.
const NO_RESULT: &str = "(The result was not recorded.)";
/// What stands before a model that speaks first: programs and models want a person to begin.
const BEGINNING: &str = "(The conversation begins with the assistant.)";
/// The longest name of a tool, in characters, and what else is in it: what models' APIs take.
const NAME_CHARS: usize = 64;

/// One turn of a conversation.
#[derive(Debug, PartialEq)]
pub enum Turn {
    /// The person's words.
    User(String),
    /// What the model said, and the tools that it then called at once.
    Assistant { text: String, calls: Vec<Call> },
}

/// A call of a tool, with its result.
#[derive(Debug, PartialEq)]
pub struct Call {
    /// By which its result names it: made here, for those of others may be of a form that an API refuses.
    pub id: String,
    pub name: String,
    pub input: Map<String, Value>,
    pub output: String,
    pub is_error: bool,
}

/// The turns of a conversation, and what is not in them.
pub struct Turns {
    pub list: Vec<Turn>,
    pub left_out: LeftOut,
}

impl Turns {
    /// The turns of these messages, with paths turned, and tools called as the agent calls them.
    pub fn of(messages: &[NewMessage], folders: &Folders, agent: Agent) -> Self {
        let mut builder =
            Builder { folders, agent, list: Vec::new(), before: 0, ids: HashMap::new(), open: Vec::new(), calls: 0 };
        let mut left_out = LeftOut::default();
        for message in messages {
            builder.message(message, &mut left_out);
        }
        let mut list = builder.list;
        if matches!(list.first(), Some(Turn::Assistant { .. })) {
            list.insert(0, Turn::User(BEGINNING.to_owned()));
        }
        Self { list, left_out }
    }
}

/// Where a call is: its turn, and its place there.
type At = (usize, usize);

struct Builder<'a> {
    folders: &'a Folders,
    agent: Agent,
    list: Vec<Turn>,
    /// How many turns there were before this message.
    before: usize,
    /// The calls by the identifiers that they have in the source.
    ids: HashMap<String, At>,
    /// Calls without a result, in order.
    open: Vec<At>,
    calls: usize,
}

impl Builder<'_> {
    fn message(&mut self, message: &NewMessage, left_out: &mut LeftOut) {
        self.before = self.list.len();
        if message.parts.is_empty() {
            return self.words(message.role, &message.content);
        }
        for part in &message.parts {
            match part {
                Part::Text { text } => self.words(message.role, text),
                Part::Reasoning { .. } => left_out.thoughts += 1,
                Part::Data { .. } => left_out.data += 1,
                Part::ToolCall { id, name, input, .. } => self.call(id.as_deref(), name, input),
                Part::ToolResult { id, name, text, is_error } => {
                    self.result(id.as_deref(), name.as_deref(), text, *is_error);
                }
                Part::Attachment(file) => {
                    left_out.files += 1;
                    let name = file.name.as_deref().map(|name| format!(": {name}")).unwrap_or_default();
                    self.words(message.role, &format!("[{}{name}]", file.kind.as_str()));
                }
                Part::Citation { title, url } => {
                    let source =
                        [title.as_deref(), url.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
                    self.words(message.role, &format!("[source: {source}]"));
                }
            }
        }
    }

    fn turned(&self, text: &str) -> String {
        self.folders.turn(&plain(text))
    }

    fn words(&mut self, role: Role, text: &str) {
        let text = self.turned(text);
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let is_same = self.list.len() > self.before;
        match (role, self.list.last_mut()) {
            (Role::Tool, _) if !self.open.is_empty() => self.result(None, None, text, false),
            (Role::Assistant, Some(Turn::Assistant { text: said, calls })) if calls.is_empty() => join(said, text),
            (Role::Assistant, _) => self.list.push(Turn::Assistant { text: text.to_owned(), calls: Vec::new() }),
            (Role::User, Some(Turn::User(said))) if is_same => join(said, text),
            (Role::User, _) => self.list.push(Turn::User(text.to_owned())),
            (Role::System, _) => self.list.push(Turn::User(format!("[Instructions to the model]\n\n{text}"))),
            (Role::Tool, _) => self.list.push(Turn::User(format!("[Output of a tool]\n\n{text}"))),
        }
    }

    fn call(&mut self, id: Option<&str>, name: &str, input: &Value) {
        let mut input = input.clone();
        plain_value(&mut input, &|text| self.turned(text));
        let input = match input {
            Value::Object(fields) => fields,
            Value::Null => Map::new(),
            other => Map::from_iter([("input".to_owned(), other)]),
        };
        let (name, input) = tools::translate(self.agent, name, input);
        self.calls += 1;
        let id_here = format!("call_{:04}", self.calls);
        let call = Call { id: id_here, name: tool_name(&name), input, output: NO_RESULT.to_owned(), is_error: false };
        // Behind a result, the model was asked again.
        let has_results = |turn: usize, calls: usize| self.open.iter().filter(|(at, _)| *at == turn).count() < calls;
        let last = self.list.len().saturating_sub(1);
        let at = match self.list.last_mut() {
            Some(Turn::Assistant { calls, .. }) if !has_results(last, calls.len()) => {
                calls.push(call);
                (last, calls.len() - 1)
            }
            _ => {
                self.list.push(Turn::Assistant { text: String::new(), calls: vec![call] });
                (self.list.len() - 1, 0)
            }
        };
        self.open.push(at);
        if let Some(id) = id {
            self.ids.insert(id.to_owned(), at);
        }
    }

    fn result(&mut self, id: Option<&str>, name: Option<&str>, text: &str, is_error: bool) {
        let named = id.map(|id| self.ids.get(id).copied());
        let at = named.unwrap_or_else(|| self.open.first().copied()).filter(|at| self.open.contains(at));
        let Some(at) = at else {
            // A result without its call, or a second one.
            self.call(None, name.unwrap_or("tool"), &Value::Null);
            let Some(at) = self.open.last().copied() else { return };
            return self.answer(at, text, is_error);
        };
        self.answer(at, text, is_error);
    }

    fn answer(&mut self, at: At, text: &str, failed: bool) {
        let text = self.turned(text);
        self.open.retain(|open| *open != at);
        let Some(Turn::Assistant { calls, .. }) = self.list.get_mut(at.0) else { return };
        if let Some(call) = calls.get_mut(at.1) {
            call.output = if text.trim().is_empty() { "(no output)".to_owned() } else { text };
            call.is_error = failed;
        }
    }
}

fn join(said: &mut String, text: &str) {
    if !said.is_empty() {
        said.push_str("\n\n");
    }
    said.push_str(text);
}

fn tool_name(name: &str) -> String {
    let is_fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let name: String = name.chars().map(|c| if is_fine(c) { c } else { '_' }).take(NAME_CHARS).collect();
    if name.is_empty() { "tool".to_owned() } else { name }
}
