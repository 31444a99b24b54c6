//! Gemini CLI: `tmp/PROJECT/chats/session-TIME-ID.json`, one object, or a line for each message.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::Path;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::{Glance, HEAD_BYTES, head, prompt, text};
use crate::base::json;

/// The session of a file of that name.
pub fn id(name: &str) -> Option<&str> {
    let name = name.strip_prefix("session-")?;
    let name = name.strip_suffix(".json").or_else(|| name.strip_suffix(".jsonl"))?;
    name.rsplit('-').next()
}

/// The first words in it.
pub fn look(path: &Path) -> io::Result<Glance> {
    let mut title = None;
    if path.extension().is_some_and(|ending| ending == "jsonl") {
        title = head(path)?.iter().find_map(asked);
    } else {
        let beginning = BufReader::new(File::open(path)?.take(HEAD_BYTES));
        // Mostly there is more of it than is read: what was found by then counts.
        let _ = Search(&mut title).deserialize(&mut serde_json::Deserializer::from_reader(beginning));
    }
    Ok(Glance { title, folder: folder(path) })
}

/// The project's folder, where the agent notes it, or its name; a digest of it says nothing.
fn folder(path: &Path) -> Option<String> {
    let project = path.parent()?.parent()?;
    let noted = fs::read_to_string(project.join(".project_root")).ok();
    let noted = noted.map(|folder| folder.trim().to_owned()).filter(|folder| !folder.is_empty());
    let name = project.file_name()?.to_str()?;
    let is_digest = name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    noted.or_else(|| (!is_digest).then(|| name.to_owned()))
}

fn asked(message: &Value) -> Option<String> {
    if text(message, "type") != Some("user") {
        return None;
    }
    prompt(message.get("content")?)
}

/// Goes through a session and its messages to the first words of a person.
struct Search<'a>(&'a mut Option<String>);

impl<'de> DeserializeSeed<'de> for Search<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Search<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a session or its messages")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            if name == "messages" && self.0.is_none() {
                map.next_value_seed(Search(self.0))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(message) = list.next_element::<Box<RawValue>>()? {
            let message = json::parse(message.get().as_bytes()).unwrap_or_default();
            *self.0 = asked(&message);
            if self.0.is_some() {
                break;
            }
        }
        Ok(())
    }
}
