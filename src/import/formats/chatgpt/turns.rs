//! From the messages of a branch to what its reader sees: a question, and an answer with the
//! thoughts and tools that led to it.

use serde_json::Value;

use super::{content, role};
use crate::domain::message::Role;
use crate::domain::part::Part;
use crate::domain::timestamp::Timestamp;
use crate::import::context::Context;
use crate::import::draft::Said;
use crate::import::fields;

/// Kinds of content that stand for nothing a reader sees, flagged as hidden or not.
const UNSEEN: [&str; 2] = ["reasoning_recap", "model_editable_context"];

/// Reads the messages of a branch, in order.
pub fn read(branch: &[&Value], context: &mut Context<'_>) -> Vec<Said> {
    let mut turns = Turns::default();
    for message in branch.iter().filter(|message| !is_hidden(message)) {
        let created_at = fields::time(message, &["create_time"]);
        match kind(message) {
            Kind::Step => turns.step(content::step(message, context), created_at),
            Kind::Spoken(role) => turns.say(role, content::spoken(message, role, context), created_at),
            Kind::Strange => turns.say(Role::Tool, vec![Part::Data { value: (*message).clone() }], created_at),
        }
    }
    turns.finish()
}

/// What a message is to its reader.
enum Kind {
    /// A thought, a tool's call or its result: on the way to an answer.
    Step,
    /// A message of its own.
    Spoken(Role),
    /// By nobody known.
    Strange,
}

fn kind(message: &Value) -> Kind {
    let Some(role) = role(message) else {
        return Kind::Strange;
    };
    // Any other recipient is a tool: what the model sends there is no answer.
    let is_call = || fields::text(message, &["recipient"]).is_some_and(|recipient| recipient != "all");
    match role {
        Role::Tool => Kind::Step,
        Role::Assistant if is_call() || content::kind(message) == "thoughts" => Kind::Step,
        Role::User if is_instruction(message) => Kind::Spoken(Role::System),
        role => Kind::Spoken(role),
    }
}

fn is_hidden(message: &Value) -> bool {
    message.get("metadata").is_some_and(|metadata| fields::is_true(metadata, "is_visually_hidden_from_conversation"))
        || UNSEEN.contains(&content::kind(message))
        || role(message) == Some(Role::System) && !is_instruction(message)
}

/// Whether a person wrote it for the model to hold to.
fn is_instruction(message: &Value) -> bool {
    message.get("metadata").is_some_and(|metadata| fields::is_true(metadata, "is_user_system_message"))
}

/// The messages so far, and the steps on the way to the next.
#[derive(Default)]
struct Turns {
    messages: Vec<Said>,
    steps: Vec<Part>,
    stepped_at: Option<Timestamp>,
}

impl Turns {
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
        self.messages.push(Said::new(role, parts, created_at));
    }

    /// The steps that led to no answer are one.
    fn close(&mut self) {
        if !self.steps.is_empty() {
            let steps = std::mem::take(&mut self.steps);
            self.messages.push(Said::new(Role::Assistant, steps, self.stepped_at));
        }
    }

    fn finish(mut self) -> Vec<Said> {
        self.close();
        self.messages
    }
}
