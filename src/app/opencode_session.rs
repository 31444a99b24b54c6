//! A conversation as an OpenCode session: what `opencode import` reads from a link. It is made from the public view, so
//! it contains nothing that readers don't get. Thoughts are left out: only the model that had them accepts them.

use std::collections::HashMap;
use std::io;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::export::{ExportReader, Moment, Need, Writer};
use super::readers::OpenShare;
use crate::base::json;
use crate::domain::message::{Message, Role};
use crate::domain::part::Part;
use crate::store::{Store, StoreError};

/// Its names begin so: any that OpenCode has already, it would take for what it has.
struct Names(String);

impl Names {
    /// Others for each state of each link.
    fn of(link: &str, revision: i64) -> Self {
        let digest = Sha256::digest(format!("{link} {revision}"));
        Self(digest.iter().take(9).map(|byte| format!("{byte:02x}")).collect())
    }

    /// One of that kind, in the order of numbers.
    fn name(&self, kind: &str, number: usize) -> String {
        format!("{kind}_{number:08x}{}", self.0)
    }
}

/// The list of items that OpenCode reads, in JSON, the session first. Made piece by piece while it is taken: anybody who may
/// read asks for it.
pub fn read(store: &Store, open: &OpenShare) -> Result<ExportReader, StoreError> {
    let OpenShare { db, found, view, .. } = open;
    let (chat, moment) = (view.chat(db)?, Moment::of(db, view)?);
    let names = Names::of(&found.uuid.to_string(), found.revision);
    let session = names.name("ses", 0);
    let time = json!({ "created": chat.created_at.as_millis(), "updated": chat.updated_at.as_millis() });
    let info = json!({
        "id": session, "slug": "shared", "projectID": "global", "directory": "/", "title": chat.name.as_str(),
        "version": env!("CARGO_PKG_VERSION"), "time": time,
    });
    let model = chat.model.as_str().to_owned();
    let mut items = Items { names, session, model, list: Vec::new(), count: 0, asked: None, at: 0, is_over: false };
    items.push("session", info);
    Ok(ExportReader::with(store, (view.clone(), moment), Box::new(items), Vec::new()))
}

struct Items {
    names: Names,
    session: String,
    /// Of messages that name none.
    model: String,
    /// Those that are not written yet.
    list: Vec<Value>,
    /// How many there were.
    count: usize,
    /// The last message of the person.
    asked: Option<String>,
    /// The time of the last message: OpenCode orders them by that.
    at: i64,
    is_over: bool,
}

impl Writer for Items {
    fn need(&self) -> Need {
        if self.is_over { Need::Nothing } else { Need::Messages }
    }

    fn messages(&mut self, messages: Vec<Message>, out: &mut Vec<u8>) -> io::Result<()> {
        self.is_over = messages.is_empty();
        for message in messages {
            let model = message.model.as_ref().map_or_else(|| self.model.clone(), |model| model.as_str().to_owned());
            self.add(&message, &model);
        }
        let written = self.count - self.list.len();
        for (number, item) in self.list.drain(..).enumerate() {
            out.push(if written + number == 0 { b'[' } else { b',' });
            serde_json::to_writer(&mut *out, &item)?;
        }
        if self.is_over {
            out.push(b']');
        }
        Ok(())
    }

    fn chunk(&mut self, _: Option<Vec<u8>>, _: &mut Vec<u8>) -> io::Result<()> {
        Ok(())
    }
}

impl Items {
    fn add(&mut self, message: &Message, model: &str) {
        let parts = parts(message);
        if message.role == Role::User {
            let said = parts.iter().filter_map(words).collect::<Vec<_>>().join("\n\n");
            let id = self.begin(message, json!({ "role": "user", "model": named(model) }), false);
            self.part(&id, json!({ "type": "text", "text": said }));
            self.asked = Some(id);
            return;
        }
        let results: HashMap<&str, (&str, bool)> = parts.iter().filter_map(result).collect();
        let answer = || {
            json!({
                "role": "assistant", "mode": "build", "path": { "cwd": "/", "root": "/" }, "cost": 0,
                "tokens": { "input": 0, "output": 0, "reasoning": 0, "cache": { "read": 0, "write": 0 } },
                "modelID": model, "providerID": provider(model), "finish": "stop",
            })
        };
        // Words behind a call are another message: within one, OpenCode gives the model all words first.
        let (mut open, mut has_called) = (None, false);
        for part in &parts {
            let said = match part {
                Part::ToolCall { id, name, input, .. } => {
                    let (output, is_error) = id.as_deref().and_then(|id| results.get(id)).copied().unwrap_or_default();
                    self.call(id.as_deref(), name, input, output, is_error)
                }
                Part::ToolResult { id: Some(id), .. } if calls(&parts, id) => continue,
                other => match words(other) {
                    Some(text) => json!({ "type": "text", "text": text }),
                    None => continue,
                },
            };
            let is_call = said["type"] == "tool";
            if open.is_none() || (has_called && !is_call) {
                open = Some(self.begin(message, answer(), true));
                has_called = false;
            }
            has_called |= is_call;
            if let Some(id) = &open {
                self.part(id, said);
            }
        }
    }

    fn push(&mut self, kind: &str, data: Value) {
        self.list.push(json!({ "type": kind, "data": data }));
        self.count += 1;
    }

    /// A message without parts yet; its name.
    fn begin(&mut self, message: &Message, about: Value, is_answer: bool) -> String {
        let id = self.names.name("msg", self.count);
        self.at = message.created_at.as_millis().max(self.at + 1);
        let mut about = about;
        about["id"] = json!(id);
        about["sessionID"] = json!(self.session);
        about["agent"] = json!("build");
        about["time"] = json!({ "created": self.at });
        if is_answer {
            about["time"]["completed"] = json!(self.at);
            about["parentID"] = json!(self.asked.clone().unwrap_or_else(|| id.clone()));
        }
        self.push("message", about);
        id
    }

    fn part(&mut self, message: &str, mut part: Value) {
        part["id"] = json!(self.names.name("prt", self.count));
        part["sessionID"] = json!(self.session);
        part["messageID"] = json!(message);
        self.push("part", part);
    }

    fn call(&self, id: Option<&str>, name: &str, input: &Value, output: &str, is_error: bool) -> Value {
        let id = id.map_or_else(|| self.names.name("call", self.count), str::to_owned);
        let input = if input.is_object() { input.clone() } else { json!({ "input": input }) };
        let time = json!({ "start": self.at, "end": self.at });
        let state = match is_error {
            true => json!({ "status": "error", "input": input, "error": output, "time": time }),
            false => json!({
                "status": "completed", "input": input, "output": output, "title": name, "metadata": {}, "time": time,
            }),
        };
        json!({ "type": "tool", "callID": id, "tool": name, "state": state })
    }
}

/// The parts of a message; of one that is all words, these.
fn parts(message: &Message) -> Vec<Part> {
    let kept = message.parts.as_deref().and_then(|parts| json::parse(parts.get().as_bytes()).ok());
    let kept: Vec<Part> = kept.iter().filter_map(Value::as_array).flatten().filter_map(Part::read).collect();
    if kept.is_empty() { vec![Part::text(message.content.as_str())] } else { kept }
}

fn words(part: &Part) -> Option<String> {
    match part {
        Part::Text { text } | Part::ToolResult { text, .. } => Some(text.clone()),
        Part::Attachment(file) => Some(format!("[{}]", file.name.as_deref().unwrap_or("a file"))),
        Part::Citation { title, url } => url.clone().or_else(|| title.clone()).map(|source| format!("[{source}]")),
        Part::Data { value } => Some(value.to_string()),
        Part::Reasoning { .. } | Part::ToolCall { .. } => None,
    }
}

fn result(part: &Part) -> Option<(&str, (&str, bool))> {
    match part {
        Part::ToolResult { id: Some(id), text, is_error, .. } => Some((id, (text, *is_error))),
        _ => None,
    }
}

fn calls(parts: &[Part], called: &str) -> bool {
    parts.iter().any(|part| matches!(part, Part::ToolCall { id: Some(id), .. } if id == called))
}

fn named(model: &str) -> Value {
    json!({ "providerID": provider(model), "modelID": model })
}

/// Whose model that is, as OpenCode calls them.
fn provider(model: &str) -> &'static str {
    const PROVIDERS: [(&str, &str); 4] =
        [("claude", "anthropic"), ("gpt", "openai"), ("gemini", "google"), ("grok", "xai")];
    PROVIDERS.iter().find(|(start, _)| model.starts_with(start)).map_or("opencode", |(_, provider)| provider)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::app::public_view::PIECE;
    use crate::app::sharing::{self, ShareRequest};
    use crate::app::tests::Scene;
    use crate::app::{conversations, readers};
    use crate::domain::chat::NewChat;
    use crate::domain::message::NewMessage;
    use crate::domain::text::ShortText;

    #[test]
    fn a_long_conversation_is_never_in_memory_as_a_whole() {
        let scene = Scene::new();
        let owner = scene.sign_up("ada@example.com").user.id;
        let mut new = NewChat::named(ShortText::fixed("A chat"), ShortText::fixed("a-model"));
        let said = "word ".repeat(PIECE / 20);
        new.messages = (0..40).map(|_| NewMessage::new(Role::User, said.clone())).collect();
        let chat = conversations::create(&scene.store, owner, &new, scene.now).expect("made").id;
        let published = sharing::publish(&scene.store, owner, chat, &ShareRequest::default(), scene.now);
        let uuid = published.expect("published").link.share.uuid;
        let open = readers::open_to_anyone(&scene.store, uuid, scene.now).expect("read").expect("open");
        let mut reader = read(&scene.store, &open).expect("begun");

        let (mut all, mut piece) = (Vec::new(), vec![0; 100 * PIECE]);
        loop {
            let length = reader.read(&mut piece).expect("read");
            assert!(length < 4 * PIECE, "{length}");
            all.extend_from_slice(&piece[..length]);
            if length == 0 {
                break;
            }
        }

        let items: Vec<Value> = serde_json::from_slice(&all).expect("a list");
        assert_eq!((items.len(), &items[0]["type"]), (1 + 2 * 40, &json!("session")));
        let texts = items.iter().filter(|item| item["data"]["text"] == said).count();
        assert_eq!(texts, 40);
    }
}
