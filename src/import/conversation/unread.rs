//! Fields with words of which nothing came through are counted, whatever the format: nothing is left out without a
//! word. A field is taken as read once one of its texts is found again in what is imported; from then on, its texts
//! are not looked for in that file, so that most of a file costs a look at where each text begins.

mod words;

use std::io::Read;

use memchr::memmem;
use serde_json::{Map, Value};

use super::imported::ImportedChat;
use crate::domain::attachment::NewAttachment;
use crate::domain::part::Part;
use crate::domain::text::one_line;
use words::{hold_no_words, is_no_name, may_be_words, some_words};

/// Fields that are told apart; hostile files have any number.
const MAX_FIELDS: usize = 1000;
/// Texts of a field that are looked for.
const MAX_SAMPLES: usize = 16;
/// Fields that are named for one conversation.
const MAX_NAMED: usize = 20;
/// Bytes of files that are searched, too.
const MAX_KEPT: u64 = 16 * 1024 * 1024;
/// Bytes that are searched for the texts of one conversation's fields, and what a text takes besides. What is not found
/// by then is not reported.
const MAX_SEARCHED: u64 = 4 << 30;
const TEXT_BYTES: u64 = 64;

/// The fields of a file that hold words, by their places.
pub struct UnreadFields {
    /// Names of fields that the format leaves out on purpose.
    silent: Option<&'static [&'static str]>,
    /// The first is the conversation itself.
    fields: Vec<Field>,
}

struct Field {
    name: Box<str>,
    above: usize,
    below: Vec<usize>,
    /// Nobody misses its words.
    is_silent: bool,
    /// Words in it came through.
    is_read: bool,
    /// Words in it or in a field below came through, or are left out on purpose.
    is_known: bool,
    /// Of the conversation being read.
    texts: usize,
    /// Some words of some of these.
    samples: Vec<Box<str>>,
}

/// Where a value stands: the names of the fields around it.
struct FieldPath<'a> {
    name: &'a str,
    above: Option<&'a FieldPath<'a>>,
}

impl UnreadFields {
    /// No field yet.
    pub fn new() -> Self {
        Self { silent: None, fields: vec![Field::new("", 0, false)] }
    }

    /// Looks at the fields of a conversation, or of a part of one; `silent` are the names of those that the format
    /// leaves out on purpose.
    pub fn look(&mut self, value: &Value, silent: &'static [&'static str]) {
        if self.silent.is_some_and(|before| !std::ptr::eq(before, silent)) {
            *self = Self::new();
        }
        self.silent = Some(silent);
        if !value.is_string() {
            self.look_into(value, None);
        }
    }

    /// Looks at a field beside the conversation that is read next.
    pub fn look_beside(&mut self, name: &str, value: &Value) {
        self.look_into(value, Some(&FieldPath { name, above: None }));
    }

    fn look_into(&mut self, value: &Value, place: Option<&FieldPath<'_>>) {
        match value {
            Value::String(text) => {
                if let Some(field) = self.field(place) {
                    self.fields[field].take(text);
                }
            }
            Value::Array(items) => {
                items.iter().filter(|item| may_hold(item)).for_each(|item| self.look_into(item, place));
            }
            Value::Object(fields) if is_map(fields) => fields.values().for_each(|item| self.look_into(item, place)),
            Value::Object(fields) => {
                for (name, value) in fields.iter().filter(|(_, value)| may_hold(value)) {
                    self.look_into(value, Some(&FieldPath { name, above: place }));
                }
            }
            _ => {}
        }
    }

    /// The field at that place; `None` where nobody misses its words.
    fn field(&mut self, place: Option<&FieldPath<'_>>) -> Option<usize> {
        let Some(FieldPath { name, above }) = place else { return Some(0) };
        let above = self.field(*above)?;
        let is_it = |field: &usize| &*self.fields[*field].name == *name;
        let known = self.fields[above].below.iter().copied().find(is_it);
        let known = known.or_else(|| match is_no_name(name) {
            // What maps identifiers to values is like a list.
            true => Some(above),
            // Replies in replies.
            false => self.lineage(above).find(is_it),
        });
        let field = match known {
            Some(field) => field,
            None => self.add(name, above)?,
        };
        (!self.fields[field].is_silent).then_some(field)
    }

    fn add(&mut self, name: &str, above: usize) -> Option<usize> {
        let field = self.fields.len();
        if field >= MAX_FIELDS {
            return None;
        }
        let around = &*self.fields[above].name;
        let is_named = |silent: &&str| match silent.split_once('.') {
            Some((parent, child)) => parent == around && child == name,
            None => **silent == *name,
        };
        let is_left_out = self.silent.unwrap_or_default().iter().any(is_named);
        self.fields.push(Field::new(name, above, is_left_out || hold_no_words(name)));
        self.fields[above].below.push(field);
        if is_left_out {
            self.know(above);
        }
        Some(field)
    }

    /// A field and those around it, but for the conversation itself.
    fn lineage(&self, field: usize) -> impl Iterator<Item = usize> {
        let above = |field: &usize| Some(self.fields[*field].above);
        std::iter::successors(Some(field), above).take_while(|field| *field > 0)
    }

    /// What was read became these conversations, with these files: which fields came through in none of them, and in how
    /// many texts.
    pub fn settle(&mut self, chats: &[ImportedChat], files: &[NewAttachment]) -> Vec<String> {
        let mut open: Vec<usize> = (1..self.fields.len()).filter(|field| self.fields[*field].texts > 0).collect();
        if !open.is_empty() {
            let mut texts = Vec::new();
            chats.iter().for_each(|chat| came_through(chat, &mut texts));
            open = self.missing(open, &texts);
        }
        if !open.is_empty() && !files.is_empty() {
            let kept = kept(files);
            open = self.missing(open, &kept.iter().map(String::as_str).collect::<Vec<_>>());
        }
        let unread: Vec<(usize, usize)> = open.into_iter().map(|field| (field, self.fields[field].texts)).collect();
        self.forget();
        let more = unread.len().saturating_sub(MAX_NAMED);
        let named = unread.into_iter().take(MAX_NAMED).map(|(field, count)| {
            let plural = if count == 1 { "" } else { "s" };
            format!("not read: the field `{}` ({count} text{plural})", self.path(field))
        });
        named.chain((more > 0).then(|| format!("not read: {more} more fields with words"))).collect()
    }

    /// Those of the fields that are in none of these texts.
    fn missing(&mut self, fields: Vec<usize>, texts: &[&str]) -> Vec<usize> {
        let length: u64 = texts.iter().map(|text| text.len() as u64 + TEXT_BYTES).sum();
        let mut left = MAX_SEARCHED;
        let mut is_found = |sample: &str| {
            let finder = memmem::Finder::new(sample.as_bytes());
            left = left.saturating_sub(length);
            left == 0 || texts.iter().any(|text| finder.find(text.as_bytes()).is_some())
        };
        let (read, missing): (Vec<usize>, Vec<usize>) =
            fields.into_iter().partition(|field| self.fields[*field].samples.iter().any(|sample| is_found(sample)));
        for field in read {
            self.fields[field].is_read = true;
            self.know(field);
        }
        missing
    }

    fn know(&mut self, field: usize) {
        let lineage: Vec<usize> = self.lineage(field).collect();
        lineage.into_iter().for_each(|field| self.fields[field].is_known = true);
    }

    /// The field's name, behind those of the fields around it of which nothing came through either.
    fn path(&self, field: usize) -> String {
        let mut names: Vec<String> = self
            .lineage(field)
            .take_while(|field| !self.fields[*field].is_known)
            .map(|field| one_line(&self.fields[field].name, 40))
            .collect();
        names.reverse();
        names.join(".")
    }

    /// What was read is not imported.
    pub fn forget(&mut self) {
        for field in &mut self.fields {
            field.texts = 0;
            field.samples.clear();
        }
    }
}

impl Field {
    fn new(name: &str, above: usize, is_silent: bool) -> Self {
        let (below, samples) = (Vec::new(), Vec::new());
        Self { name: name.into(), above, below, is_silent, is_read: false, is_known: false, texts: 0, samples }
    }

    fn take(&mut self, text: &str) {
        if self.is_read {
            return;
        }
        let mut words = some_words(text).peekable();
        if words.peek().is_none() {
            return;
        }
        self.texts += 1;
        // Of many some from everywhere: of a tree only one branch is imported.
        if self.samples.len() < MAX_SAMPLES {
            self.samples.extend(words.map(Box::from));
        } else if let Some(words) = words.next().filter(|_| self.texts.is_power_of_two()) {
            self.samples[self.texts.ilog2() as usize % MAX_SAMPLES] = words.into();
        }
    }
}

/// All texts of a conversation.
fn came_through<'a>(chat: &'a ImportedChat, texts: &mut Vec<&'a str>) {
    texts.extend([&chat.title, &chat.id, &chat.model].into_iter().flatten().map(String::as_str));
    for message in &chat.messages {
        texts.extend(message.content.as_deref());
        for part in &message.parts {
            match part {
                Part::Text { text } | Part::Reasoning { text } => texts.push(text),
                Part::ToolResult { text, name, .. } => texts.extend([text].into_iter().chain(name).map(String::as_str)),
                Part::ToolCall { input, name, .. } => {
                    texts.push(name);
                    strings(input, texts);
                }
                Part::Data { value } => strings(value, texts),
                Part::Citation { title, url } => texts.extend([title, url].into_iter().flatten().map(String::as_str)),
                Part::Attachment(file) => texts.extend(file.name.as_deref()),
            }
        }
    }
}

/// Whether a value may hold words: most of what a program notes beside them can't.
fn may_hold(value: &Value) -> bool {
    match value {
        Value::String(text) => may_be_words(text),
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        _ => false,
    }
}

/// What is in the files that may be texts.
fn kept(files: &[NewAttachment]) -> Vec<String> {
    let mut left = MAX_KEPT;
    let is_text =
        |file: &&NewAttachment| !["image/", "audio/", "video/"].iter().any(|kind| file.media_type.starts_with(kind));
    let text = |file: &NewAttachment| {
        let mut bytes = Vec::new();
        file.content.open().ok()?.take(left).read_to_end(&mut bytes).ok()?;
        left -= bytes.len() as u64;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    };
    files.iter().filter(is_text).filter_map(text).collect()
}

/// Whether the names of an object's fields are identifiers of things of one kind: all are objects that begin alike.
fn is_map(fields: &Map<String, Value>) -> bool {
    let first = fields.values().next().and_then(Value::as_object).and_then(|fields| fields.keys().next());
    fields.len() > 1 && first.is_some_and(|name| fields.values().all(|item| item.get(name).is_some()))
}

fn strings<'a>(value: &'a Value, texts: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => texts.push(text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, texts)),
        Value::Object(fields) => fields.values().for_each(|item| strings(item, texts)),
        _ => {}
    }
}
