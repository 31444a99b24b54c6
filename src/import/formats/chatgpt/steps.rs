//! From the messages of a branch to what its reader sees: a question, and an answer with the
//! thoughts and tools that led to it.

use super::content;
use crate::import::conversation::{Context, ImportedMessage, LenientFields, Part, Role, Timestamp, Value, blocks};

/// Kinds of content that a reader never sees, flagged as hidden or not: what the program knows of the
/// person is among them.
const UNSEEN: [&str; 3] = ["reasoning_recap", "model_editable_context", "user_editable_context"];
/// The tool with which the model notes something about the person. The page says only that it did.
const MEMORY: &str = "bio";

/// Reads the messages of a branch, in order.
pub fn read(branch: &[&Value], context: &mut Context<'_>) -> Vec<ImportedMessage> {
    let mut answers = Answers::default();
    for message in branch.iter().filter(|message| !is_hidden(message)) {
        answers.model = message["metadata"].string("model_slug").or(answers.model.take());
        let created_at = message.time(&["create_time"]);
        match content::role(message) {
            Some(role) if is_step(message, role) => answers.step(content::step(message, context), created_at),
            Some(role) => {
                let role = if is_instruction(message) { Role::System } else { role };
                answers.say(role, content::spoken(message, role, context), created_at);
            }
            None => answers.say(Role::Tool, blocks::kept(message), created_at),
        }
    }
    answers.close();
    answers.messages
}

/// Whether it is a thought, a tool's call or its result: on the way to an answer.
fn is_step(message: &Value, role: Role) -> bool {
    // Any other recipient is a tool: what the model sends there is not an answer.
    let is_call = || message.text("recipient").is_some_and(|recipient| recipient != "all");
    role == Role::Tool || role == Role::Assistant && (is_call() || content::kind(message) == "thoughts")
}

fn is_hidden(message: &Value) -> bool {
    message["metadata"]["is_visually_hidden_from_conversation"] == true
        || UNSEEN.contains(&content::kind(message))
        || message["recipient"] == MEMORY
        || message["author"]["name"] == MEMORY
        || content::role(message) == Some(Role::System) && !is_instruction(message)
}

/// Whether it is an instruction that a person wrote for the model.
fn is_instruction(message: &Value) -> bool {
    message["metadata"]["is_user_system_message"] == true
}

/// The messages so far, and the steps on the way to the next.
#[derive(Default)]
struct Answers {
    messages: Vec<ImportedMessage>,
    steps: Vec<Part>,
    stepped_at: Option<Timestamp>,
    /// The model of this message, or of the one before it.
    model: Option<String>,
}

impl Answers {
    fn step(&mut self, parts: Vec<Part>, created_at: Option<Timestamp>) {
        if !parts.is_empty() {
            self.steps.extend(parts);
            self.stepped_at = created_at.or(self.stepped_at);
        }
    }

    fn say(&mut self, role: Role, mut parts: Vec<Part>, created_at: Option<Timestamp>) {
        // Such as an answer that was stopped before its first word.
        if parts.is_empty() {
            return;
        }
        if role == Role::Assistant {
            parts.splice(..0, self.steps.drain(..));
        } else {
            self.close();
        }
        self.messages.push(ImportedMessage::new(role, parts, created_at).said_by(self.model.clone()));
    }

    /// Makes a message of steps that led to no answer.
    fn close(&mut self) {
        if !self.steps.is_empty() {
            let steps = std::mem::take(&mut self.steps);
            let said = ImportedMessage::new(Role::Assistant, steps, self.stepped_at);
            self.messages.push(said.said_by(self.model.clone()));
        }
    }
}
