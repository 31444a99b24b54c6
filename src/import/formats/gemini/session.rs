//! A session's messages, from its one object or from its lines.

use std::collections::{HashMap, HashSet};

use super::parts;
use super::rows::{is_content, is_session, says};
use crate::import::conversation::{
    AgentTurns, Context, ImportedChat, ImportedMessage, LenientFields, Location, Part, Role, Value, markdown, person,
    tools,
};
use crate::import::format::{RowCollector, SoFar};

/// What the program has the model answer to its own first words.
const GREETING: &str = "Got it. Thanks for the context!";

/// A session so far.
#[derive(Default)]
pub struct GeminiSession {
    pub chat: ImportedChat,
    pub turns: AgentTurns,
    /// The messages of a session; a line with the id of an earlier one takes its place.
    messages: Vec<GeminiMessage>,
    places: HashMap<String, usize>,
    /// For the first of them how many turns stand before each, in which they are already.
    in_turns: Vec<usize>,
    /// The calls whose results are in the turns.
    answered: HashSet<String>,
    taken_back: usize,
}

struct GeminiMessage {
    id: Option<String>,
    model: Option<String>,
    said: ImportedMessage,
}

impl RowCollector for GeminiSession {
    fn take(&mut self, row: &Value, place: Location, context: &mut Context<'_>) {
        if let Some(changed) = row.get("$set") {
            self.head(changed);
            // A snapshot, poorer than the lines: it has a call's result, or what the person wrote, as the model got it.
            for message in changed.list("messages") {
                if self.known(message).is_none() {
                    self.take(message, place, context);
                }
            }
        } else if let Some(id) = row.text("$rewindTo") {
            self.rewind(id);
        } else if is_session(row) {
            self.head(row);
        } else if says(row) {
            self.message(row, context);
        } else if is_content(row) {
            self.content(row, context);
        } else if row.any(&["type", "role"]).is_some() {
            let said = context.kept(place, row, None);
            self.messages.push(GeminiMessage { id: None, model: None, said });
        } else {
            context.note(format!("{place}: not a message"));
        }
    }

    fn ends_before(&self, row: &Value) -> bool {
        let has_other = is_session(row) && self.chat.id.as_deref().is_some_and(|id| row.text("sessionId") != Some(id));
        has_other && !self.messages.is_empty()
    }

    fn so_far(&mut self, _: &mut Context<'_>) -> Option<SoFar> {
        self.take_messages();
        let (same, messages) = self.turns.news();
        let model = self.model();
        Some(SoFar { same, chat: ImportedChat { messages, model, ..self.chat.clone() } })
    }

    fn finish(self: Box<Self>, context: &mut Context<'_>) -> Vec<ImportedChat> {
        context.note_left_out(self.taken_back, "message", "that the person took back");
        vec![self.into_chat()]
    }
}

impl GeminiSession {
    /// The conversation.
    pub fn into_chat(mut self) -> ImportedChat {
        self.take_messages();
        let model = self.model();
        ImportedChat { messages: self.turns.finish(), model, ..self.chat }
    }

    /// The model that answered last.
    fn model(&self) -> Option<String> {
        self.messages.iter().rev().find_map(|message| message.model.clone()).or_else(|| self.chat.model.clone())
    }

    /// Puts the messages that are new behind the turns.
    fn take_messages(&mut self) {
        for GeminiMessage { model, said, .. } in self.messages.iter().skip(self.in_turns.len()) {
            self.in_turns.push(self.turns.count());
            self.turns.said_by(model.clone());
            let mut parts = said.parts.clone();
            if said.role == Role::User {
                // The program keeps results, and the files in them, twice: beside their calls, and as the next message.
                let mut is_known = false;
                parts.retain(|part| {
                    is_known = match part {
                        Part::Attachment(_) => is_known,
                        part => result_id(part).is_some_and(|id| self.answered.contains(id)),
                    };
                    !is_known
                });
            }
            self.answered.extend(parts.iter().filter_map(result_id).map(str::to_owned));
            self.turns.take(said.role, parts, said.created_at);
        }
    }

    /// Takes the messages from that one on out of the turns, as it is another one now.
    fn take_back(&mut self, from: usize) {
        if let Some(turns) = self.in_turns.get(from) {
            self.turns.take_back(*turns);
            self.in_turns.truncate(from);
        }
    }

    fn head(&mut self, head: &Value) {
        let chat = &mut self.chat;
        chat.id = head.string("sessionId").or(chat.id.take());
        chat.title = head.any_string(&["title", "summary"]).or(chat.title.take());
        chat.created_at = head.time(&["startTime"]).or(chat.created_at);
        chat.updated_at = head.time(&["lastUpdated"]).or(chat.updated_at);
    }

    /// The place of that message, where it is known. What a tool answered may have the id of the message that called it.
    fn known(&self, row: &Value) -> Option<usize> {
        let at = *self.places.get(row.text("id")?)?;
        let is_person = |message: &GeminiMessage| message.said.role == Role::User;
        self.messages.get(at).filter(|message| is_person(message) == (row["type"] == "user")).map(|_| at)
    }

    /// Goes back to before that message.
    fn rewind(&mut self, id: &str) {
        if let Some(at) = self.places.get(id).copied() {
            self.take_back(at);
            for message in self.messages.drain(at..) {
                self.taken_back += usize::from(!message.said.parts.is_empty());
                message.id.map(|id| self.places.remove(&id));
            }
        }
    }

    fn message(&mut self, row: &Value, context: &mut Context<'_>) {
        let content = &row["content"];
        let (role, parts) = match row.text("type").unwrap_or_default() {
            "user" => (Role::User, asked(row, context)),
            "gemini" | "model" => {
                let mut parts: Vec<Part> = row.list("thoughts").iter().filter_map(thought).collect();
                parts.extend(parts::read(content, context));
                parts.extend(row.list("toolCalls").iter().flat_map(|call| tool(call, context)));
                (Role::Assistant, parts)
            }
            "error" => {
                let said = markdown::content(&parts::read(content, context));
                (Role::System, vec![Part::text(format!("Error: {said}"))])
            }
            // What the program tells about itself.
            _ => (Role::System, Vec::new()),
        };
        let id = row.string("id");
        let model = row.string("model").filter(|_| role == Role::Assistant);
        let message = GeminiMessage { id, model, said: ImportedMessage::new(role, parts, row.time(&["timestamp"])) };
        let known = self.known(row);
        known.into_iter().for_each(|at| self.take_back(at));
        match known.and_then(|at| self.messages.get_mut(at)) {
            Some(before) => *before = message,
            None => {
                message.id.clone().map(|id| self.places.entry(id).or_insert(self.messages.len()));
                self.messages.push(message);
            }
        }
    }

    /// One of the API's contents: the model's, the person's, or what tools answered in their name.
    fn content(&mut self, content: &Value, context: &mut Context<'_>) {
        // These stand before the messages.
        self.take_back(0);
        let mut said = Vec::new();
        for part in content.list("parts") {
            match part.get("functionResponse") {
                Some(response) => {
                    self.turns.answer(response.any_text(&["id", "name"]), parts::response(response, context), None);
                }
                None => said.extend(parts::read(part, context)),
            }
        }
        let is_model = content["role"] == "model";
        let role = if is_model { Role::Assistant } else { Role::User };
        let said = if is_model { said } else { person::own_parts(said) };
        let is_greeting = is_model && said == [Part::text(GREETING)];
        if !said.is_empty() && !is_greeting {
            self.turns.say(role, said, None);
        }
    }
}

/// What the person wrote, and the files that the model got with it.
fn asked(row: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let given = parts::read(&row["content"], context);
    let Some(shown) = row.get("displayContent").filter(|shown| !shown.is_null()) else { return given };
    let mut parts = parts::read(shown, context);
    if !parts.iter().any(is_attachment) {
        parts.extend(given.into_iter().filter(is_attachment));
    }
    parts
}

fn is_attachment(part: &Part) -> bool {
    matches!(part, Part::Attachment(_))
}

fn thought(thought: &Value) -> Option<Part> {
    match (thought.text("subject"), thought.text("description")) {
        (Some(subject), Some(text)) => Some(Part::reasoning(format!("**{subject}**\n\n{text}"))),
        (subject, text) => subject.or(text).map(Part::reasoning),
    }
}

/// Of which call a part is the result, where that has an identifier of its own.
fn result_id(part: &Part) -> Option<&str> {
    match part {
        Part::ToolResult { id, name, .. } if id != name => id.as_deref(),
        _ => None,
    }
}

/// A call and what it gave.
fn tool(call: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let id = call.text("id");
    let mut parts = vec![tools::call(id, call.text("name"), tools::input(&call["args"]))];
    let mut has_failed = ["error", "cancelled"].contains(&call.text("status").unwrap_or_default());
    let given = ["result", "resultDisplay"].iter().map(|name| &call[*name]).find(|given| !given.is_null());
    let answer = given.map(|given| parts::read(given, context)).unwrap_or_default();
    let (text, others) = tools::printed(answer.into_iter().map(|part| match part {
        Part::ToolResult { text, is_error, .. } => {
            has_failed |= is_error;
            Part::Text { text }
        }
        other => other,
    }));
    if given.is_some() || has_failed {
        // An edit is its patch.
        let text = tools::patch(&call["resultDisplay"]).filter(|_| !has_failed).unwrap_or(text);
        parts.push(tools::result(id, None, text, has_failed));
    }
    parts.extend(others);
    parts
}
