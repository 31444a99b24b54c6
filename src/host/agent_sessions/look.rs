//! A look at a session's file: what it is about and where it was, whoever wrote it. Most have a line for each event, some
//! are one object.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use url::Url;

use crate::base::{json, unpacked};
use crate::domain::text::opening_words;
use crate::import::{UNTITLED, person};

/// How much is looked at of a session: its beginning, and of some its end.
const HEAD_BYTES: u64 = 256 * 1024;
const TAIL_BYTES: u64 = 64 * 1024;
/// Longest title, in characters.
const TITLE_CHARS: usize = 200;
/// The fields in which a person, or the agent, names a session.
const NAMES: [&str; 4] = ["customTitle", "aiTitle", "summary", "title"];
/// The fields that hold a message, or what is said about an event.
const AROUND: [&str; 3] = ["message", "payload", "data"];
/// Around the words of a person.
const WRAPPERS: [&str; 1] = ["task"];

/// What a look at a session tells.
#[derive(Default)]
pub struct Glance {
    pub title: Option<String>,
    pub folder: Option<String>,
}

/// Looks at a session.
pub fn look(path: &Path) -> io::Result<Glance> {
    let plain = unpacked::reader(File::open(path)?, u64::MAX)?;
    let mut head = Vec::new();
    // What is damaged behind it is the import's to tell.
    let _ = plain.take(HEAD_BYTES).read_to_end(&mut head);
    let is_lines = path.extension().is_none_or(|ending| ending != "json");
    if !is_lines {
        let mut glance = Glance::default();
        // Mostly there is more of it than is read: what was found by then counts.
        let _ = Search(&mut glance).deserialize(&mut serde_json::Deserializer::from_slice(&head));
        return Ok(glance);
    }
    let (head, tail) = (lines(&head), tail(path)?);
    let last = |field: &str| head.iter().chain(&tail).rev().find_map(|line| title(text(line, field)?));
    let asked = || head.iter().find_map(asked).or_else(|| head.iter().find_map(command));
    Ok(Glance {
        title: NAMES.iter().find_map(|field| last(field)).or_else(asked),
        folder: head.iter().find_map(folder).map(str::to_owned),
    })
}

/// The folder that a session was in, from no more of its file than it takes to find that.
pub fn folder_of(path: &Path) -> io::Result<Option<String>> {
    if path.extension().is_some_and(|ending| ending == "json") {
        return look(path).map(|glance| glance.folder);
    }
    let plain = BufReader::new(unpacked::reader(File::open(path)?, u64::MAX)?.take(HEAD_BYTES));
    let mut lines = plain.split(b'\n').map_while(Result::ok);
    Ok(lines.find_map(|line| folder(&json::parse(&line).ok()?).map(str::to_owned)))
}

/// A folder as a path, where it is written as an address.
pub fn plain_folder(folder: String) -> String {
    let path = Url::parse(&folder).ok().filter(|url| url.scheme() == "file").and_then(|url| url.to_file_path().ok());
    path.map_or(folder, |path| path.to_string_lossy().into_owned())
}

/// The whole lines at the end of a file that is longer than its head.
fn tail(path: &Path) -> io::Result<Vec<Value>> {
    let mut file = File::open(path)?;
    let from = file.metadata()?.len().saturating_sub(TAIL_BYTES);
    if from == 0 {
        return Ok(Vec::new());
    }
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take(TAIL_BYTES).read_to_end(&mut bytes)?;
    Ok(lines(&bytes))
}

/// What is cut off at either end is no JSON, and left out like other broken lines.
fn lines(bytes: &[u8]) -> Vec<Value> {
    bytes.split(|byte| *byte == b'\n').filter_map(|line| json::parse(line).ok()).collect()
}

/// The folder that a line names, or what is in it.
fn folder(line: &Value) -> Option<&str> {
    let places = [line, &line["payload"], &line["data"]["context"], &line["environmentDisclosure"]];
    places.into_iter().find_map(|place| text(place, "cwd"))
}

/// The first words of a person on a line, or in a message.
fn asked(line: &Value) -> Option<String> {
    said(line).and_then(prompt)
}

/// What a person says on a line: a text, or a list of parts with `text`.
fn said(line: &Value) -> Option<&Value> {
    let is_set = |field: &str| line.get(field).and_then(Value::as_bool).unwrap_or_default();
    if is_set("isMeta") || is_set("isSidechain") {
        return None;
    }
    let inner = AROUND.iter().map(|name| &line[*name]).find(|inner| !inner.is_null()).unwrap_or(line);
    let kinds = [text(line, "type"), text(inner, "type"), text(line, "role"), text(inner, "role")];
    let is_persons = kinds.into_iter().flatten().any(|kind| ["user", "user_message", "user.message"].contains(&kind));
    let is_injected = text(&inner["origin"], "kind").is_some_and(|kind| kind != "user");
    if !is_persons || is_injected {
        return None;
    }
    let fields = ["content", "parts", "message"].iter().map(|name| &inner[*name]);
    fields.chain([&inner["text"], inner]).find(|said| said.is_string() || said.is_array())
}

fn texts(said: &Value) -> Vec<&str> {
    match said {
        Value::String(text) => vec![text],
        Value::Array(parts) => parts.iter().filter_map(|part| part.get("text")?.as_str()).collect(),
        _ => Vec::new(),
    }
}

/// The first of the texts that is a person's own; what agents put there otherwise begins with a tag.
fn prompt(said: &Value) -> Option<String> {
    texts(said).into_iter().filter_map(person::own_words).find_map(|own| {
        let own = person::unwrapped(&own, &WRAPPERS).unwrap_or(&own).trim();
        title(own).filter(|_| !own.starts_with('<'))
    })
}

/// A command of Claude Code, where nothing else was said.
fn command(line: &Value) -> Option<String> {
    let text = texts(said(line)?).into_iter().find(|text| text.trim_start().starts_with("<command-"))?;
    let inner = |tag: &str| {
        let (_, rest) = text.split_once(&format!("<{tag}>"))?;
        rest.split_once(&format!("</{tag}>")).map(|(inner, _)| inner.trim())
    };
    let arguments = inner("command-args").unwrap_or_default();
    title(&format!("/{} {arguments}", inner("command-name")?.trim_start_matches('/')))
}

/// A text as a title: one line, not too long.
pub fn title(text: &str) -> Option<String> {
    Some(opening_words(text, TITLE_CHARS)).filter(|line| !line.is_empty())
}

fn text<'a>(value: &'a Value, field: &str) -> Option<&'a str> {
    value.get(field)?.as_str()
}

/// Goes through a session that is one object, and its messages, to the first words of a person.
struct Search<'a>(&'a mut Glance);

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
        let mut named = None;
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "messages" | "history" | "requests" if self.0.title.is_none() => {
                    map.next_value_seed(Search(self.0))?;
                }
                "title" | "customTitle" => {
                    let given = map.next_value::<Value>()?;
                    named = given.as_str().filter(|given| !UNTITLED.contains(given)).and_then(title).or(named);
                }
                "workspaceDirectory" => self.0.folder = map.next_value::<Value>()?.as_str().map(str::to_owned),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
            if named.is_some() {
                self.0.title = named.clone();
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(message) = list.next_element::<Box<RawValue>>()? {
            let message = json::parse(message.get().as_bytes()).unwrap_or_default();
            // VS Code's requests are the person's each.
            let request = text(&message["message"], "text").and_then(title);
            self.0.title = request.or_else(|| asked(&message));
            if self.0.title.is_some() {
                break;
            }
        }
        Ok(())
    }
}
