//! From values to conversations: which format reads each, and what becomes of those that none does.

use serde_json::json;

use super::ConversationReader;
use crate::domain::text::opening_words;
use crate::import::conversation::{ImportedChat, LenientFields, Location, NOTHING_VISIBLE, TITLE, Value, nested};
use crate::import::error::FileError;
use crate::import::format::FileFormat;
use crate::import::formats;

/// In the names of fields that hold what a model answered.
const ANSWERS: [&str; 6] = ["response", "answer", "output", "completion", "choices", "reply"];

/// Names of fields that are no title of the conversation in them.
const GENERIC: [&str; 10] =
    ["conversation", "chat", "dialog", "dialogue", "history", "transcript", "thread", "session", "log", "data"];

impl ConversationReader<'_, '_> {
    pub(super) fn is_whole(&self, value: &Value) -> bool {
        self.formats.iter().any(|format| format.is_whole(value))
    }

    pub(super) fn take_value(&mut self, place: Location, value: &Value) -> Result<(), FileError> {
        if self.takes_row(place, value)? {
            return Ok(());
        }
        let Some(conversations) = formats::split(value) else { return self.take_single(place, value) };
        self.context.reads(None);
        // None of them is split again: what is said about each may look like a list of messages, too.
        conversations.iter().try_for_each(|conversation| match self.takes_row(place, conversation)? {
            true => Ok(()),
            false => self.take_single(place, conversation),
        })
    }

    /// Whether the value is one more row of what has begun.
    fn takes_row(&mut self, place: Location, value: &Value) -> Result<bool, FileError> {
        match &mut self.rows {
            Some((_, rows)) if rows.ends_before(value) => self.finish_rows().map(|()| false),
            Some((format, rows)) => {
                rows.take(value, place, &mut self.context);
                if !rows.is_programs_own(value) {
                    self.context.look(value, format.silent);
                }
                Ok(true)
            }
            None => Ok(false),
        }
    }

    fn take_single(&mut self, place: Location, value: &Value) -> Result<(), FileError> {
        let formats = self.formats;
        for format in formats {
            if format.is_whole(value) {
                return self.take_whole(format, place, value);
            }
            if let Some(rows) = format.rows.as_ref().filter(|rows| (rows.recognises)(value)) {
                self.context.reads(None);
                let (_, rows) = self.rows.insert((format, (rows.begin)()));
                rows.take(value, place, &mut self.context);
                if !rows.is_programs_own(value) {
                    self.context.look(value, format.silent);
                }
                return Ok(());
            }
        }
        self.context.reads(None);
        // Exports put behind each other: a list of conversations on each line, for example.
        let is_conversation = |item: &Value| formats.iter().any(|format| format.is_whole(item));
        if let Some(items) = value.as_array().filter(|items| items.iter().any(is_conversation)) {
            return items.iter().try_for_each(|item| self.take_value(place, item));
        }
        // Backups of chat programs.
        let within: Vec<&Value> = nested::find(value).into_iter().filter(|value| self.is_whole(value)).collect();
        if let [asked] = within.as_slice() {
            // Of one alone, as in a log, what was answered may stand beside it.
            let is_answer = |name: &str| ANSWERS.iter().any(|part| name.to_ascii_lowercase().contains(part));
            let beside = value.as_object().into_iter().flatten();
            let beside = beside.filter(|(name, field)| is_answer(name) && !nested::holds(field));
            let mut whole = None;
            for (name, field) in beside {
                match formats::answers(field).filter(|_| whole.is_none() && asked["messages"].is_array()) {
                    Some(answers) => whole = Some(with(asked, &answers)),
                    None => self.context.look_beside(name, field),
                }
            }
            if let Some(whole) = whole {
                return self.take_value(place, &whole);
            }
        }
        if !within.is_empty() {
            return within.into_iter().try_for_each(|conversation| self.take_value(place, conversation));
        }
        // Of other programs, in a list or by their identifiers.
        let lists = value.as_object().into_iter().flatten().map(|(_, field)| elements(field));
        let lists = lists.filter(|items| items.iter().copied().any(is_conversation));
        let items: Vec<&Value> = lists.flatten().collect();
        if !items.is_empty() {
            return items.into_iter().try_for_each(|item| self.take_value(place, item));
        }
        // By their titles.
        let titled = |(title, list): (&String, &Value)| {
            let is_title = !GENERIC.iter().any(|word| title.eq_ignore_ascii_case(word));
            let of = |name: &str| json!({"title": Some(title).filter(|_| is_title), name: list});
            let conversation = ["messages", "conversations"].iter().map(|name| of(name)).find(|it| self.is_whole(it));
            conversation.filter(|_| list.is_array() && !title.is_empty())
        };
        let titled: Vec<Value> = value.as_object().into_iter().flatten().filter_map(titled).collect();
        if !titled.is_empty() {
            return titled.iter().try_for_each(|conversation| self.take_single(place, conversation));
        }
        if let Some(format) = self.usual.or(self.options.format).filter(|format| format.whole.is_some()) {
            return self.take_whole(format, place, value);
        }
        let label = place.label(if place == Location::Only { "File" } else { "Text" });
        self.report.skip_unknown(label, value)
    }

    fn take_whole(&mut self, format: &'static FileFormat, place: Location, value: &Value) -> Result<(), FileError> {
        let Some(whole) = &format.whole else { return Ok(()) };
        self.usual = Some(format);
        let read = (whole.read)(value, &mut self.context);
        // What this program has exported was one.
        let refusal = |chat: &ImportedChat| chat.refusal().filter(|_| format.name != "neptun-share");
        match read.and_then(|chat| refusal(&chat).map_or(Ok(chat), |reason| Err(reason.to_owned()))) {
            Ok(chat) => {
                self.context.look(value, format.silent);
                self.report.put(format, vec![chat], &mut self.context)
            }
            Err(reason) => {
                self.context.take();
                let place = place.label("Conversation");
                let label = match value.any_text(TITLE) {
                    Some(title) => format!("{place} (“{}”)", opening_words(title, 60)),
                    None => place,
                };
                self.report.skip(label, reason)
            }
        }
    }

    pub(super) fn finish_rows(&mut self) -> Result<(), FileError> {
        match self.rows.take() {
            Some((format, rows)) => {
                let chats = rows.finish(&mut self.context);
                self.put_rows(format, chats)
            }
            None => Ok(()),
        }
    }

    fn put_rows(&mut self, format: &FileFormat, chats: Vec<ImportedChat>) -> Result<(), FileError> {
        let is_seen = |chat: &ImportedChat| !chat.messages.is_empty() && chat.refusal().is_none();
        let (chats, others): (Vec<_>, Vec<_>) = chats.into_iter().partition(is_seen);
        if chats.is_empty() {
            let (_, notes) = self.context.take();
            let reasons = match others.iter().find_map(ImportedChat::refusal) {
                Some(reason) => vec![reason.to_owned()],
                None if notes.is_empty() => vec![NOTHING_VISIBLE.to_owned()],
                None => notes,
            };
            return reasons.into_iter().try_for_each(|reason| self.report.skip("The conversation".to_owned(), reason));
        }
        self.report.put(format, chats, &mut self.context)?;
        for chat in others {
            let reason = chat.refusal().unwrap_or(NOTHING_VISIBLE);
            let name = chat.title.or(chat.id).unwrap_or_default();
            self.report.skip(format!("Conversation “{}”", opening_words(&name, 60)), reason.to_owned())?;
        }
        Ok(())
    }
}

/// What is in a list, or in an object.
fn elements(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(fields) => fields.values().collect(),
        _ => Vec::new(),
    }
}

/// A conversation that goes on with these messages.
fn with(conversation: &Value, answers: &[&Value]) -> Value {
    let mut whole = conversation.clone();
    if let Some(messages) = whole["messages"].as_array_mut() {
        messages.extend(answers.iter().map(|answer| (*answer).clone()));
    }
    whole
}
