//! What a format is: what it recognises, and how it is read.

use std::collections::HashMap;

use serde_json::Value;

use super::conversation::threads::{self, ThreadGroup, ThreadMarks};
use super::conversation::{Context, ImportedChat, ImportedMessage, Location, message_model};

/// A program's way to write conversations.
pub struct FileFormat {
    /// Its name for `--format` and the report.
    pub name: &'static str,
    /// How one JSON text of a file is read that is a whole conversation.
    pub whole: Option<WholeFormat>,
    /// How one is read that is a part of a conversation, as a line of a session.
    pub rows: Option<RowFormat>,
    /// Fields with words in them that it leaves out on purpose: others that are not read are reported.
    pub silent: &'static [&'static str],
}

/// A format of whole conversations.
pub struct WholeFormat {
    /// Whether this is one, even a broken one.
    pub recognises: fn(&Value) -> bool,
    /// Reads it, or says in half a sentence what is wrong with it.
    pub read: fn(&Value, &mut Context<'_>) -> Result<ImportedChat, String>,
}

/// A format of parts of conversations.
pub struct RowFormat {
    /// Whether this is one.
    pub recognises: fn(&Value) -> bool,
    /// Begins to collect them.
    pub begin: fn() -> Box<dyn RowCollector>,
}

/// A conversation of which more is to come.
pub struct SoFar {
    /// So many of its first messages are what they were when this was asked the last time.
    pub same: usize,
    /// The conversation, without these.
    pub chat: ImportedChat,
}

/// Collects the parts of a conversation as they come; keeps only what is shown of them.
pub trait RowCollector {
    /// Takes one more.
    fn take(&mut self, row: &Value, place: Location, context: &mut Context<'_>);

    /// Whether this part is the first of another conversation than those taken so far: files are put
    /// behind each other, and two conversations must not become one.
    fn ends_before(&self, _: &Value) -> bool {
        false
    }

    /// Whether this part is one that the program writes for itself: nobody misses its words.
    fn is_programs_own(&self, _: &Value) -> bool {
        false
    }

    /// The conversation as far as its parts have come, while more are to come. `None` where that can be told only of all
    /// parts anew; always so unless a format says otherwise.
    fn so_far(&mut self, _: &mut Context<'_>) -> Option<SoFar> {
        None
    }

    /// All parts were taken: the conversations, usually one.
    fn finish(self: Box<Self>, context: &mut Context<'_>) -> Vec<ImportedChat>;
}

/// Begins to collect with a collector that has nothing yet.
pub fn begin<C: RowCollector + Default + 'static>() -> Box<dyn RowCollector> {
    Box::new(C::default())
}

impl FileFormat {
    /// A format of whole conversations.
    pub const fn whole(
        name: &'static str,
        recognises: fn(&Value) -> bool,
        read: fn(&Value, &mut Context<'_>) -> Result<ImportedChat, String>,
    ) -> Self {
        Self { name, whole: Some(WholeFormat { recognises, read }), rows: None, silent: &[] }
    }

    /// A format of parts of conversations.
    pub const fn rows(
        name: &'static str,
        recognises: fn(&Value) -> bool,
        begin: fn() -> Box<dyn RowCollector>,
    ) -> Self {
        Self { name, whole: None, rows: Some(RowFormat { recognises, begin }), silent: &[] }
    }

    /// This format, whose conversations may also come in parts.
    pub const fn or_rows(mut self, recognises: fn(&Value) -> bool, begin: fn() -> Box<dyn RowCollector>) -> Self {
        self.rows = Some(RowFormat { recognises, begin });
        self
    }

    /// This format, which leaves out fields of these names on purpose.
    pub const fn silent(mut self, names: &'static [&'static str]) -> Self {
        self.silent = names;
        self
    }

    /// Whether this is a whole conversation of this format.
    pub fn is_whole(&self, value: &Value) -> bool {
        self.whole.as_ref().is_some_and(|whole| (whole.recognises)(value))
    }
}

/// How a row is read that is a message: it may become several, and nothing.
pub type ReadMessage = fn(&Value, Location, &mut Context<'_>) -> Vec<ImportedMessage>;

/// Collects rows that are each a message, of one conversation together unless they say otherwise.
pub struct MessageRows {
    rows: Vec<(ThreadMarks, MessageRow)>,
    read: ReadMessage,
}

struct MessageRow {
    model: Option<String>,
    messages: Vec<ImportedMessage>,
}

impl MessageRows {
    /// Begins to collect what `read` reads.
    pub fn begin(read: ReadMessage) -> Box<dyn RowCollector> {
        Box::new(Self { rows: Vec::new(), read })
    }
}

impl RowCollector for MessageRows {
    fn take(&mut self, row: &Value, place: Location, context: &mut Context<'_>) {
        let messages = (self.read)(row, place, context);
        self.rows.push((threads::marks(row), MessageRow { model: message_model(row), messages }));
    }

    fn finish(self: Box<Self>, _: &mut Context<'_>) -> Vec<ImportedChat> {
        let chat = |group: ThreadGroup<MessageRow>| ImportedChat {
            id: Some(group.key.join("/")).filter(|id| !id.is_empty()),
            title: group.title,
            model: group.items.iter().rev().find_map(|row| row.model.clone()),
            messages: group.items.into_iter().flat_map(|row| row.messages).collect(),
            ..ImportedChat::default()
        };
        threads::group(self.rows).into_iter().map(chat).collect()
    }
}

/// What is collected of several conversations, in the order in which they came first.
#[derive(Default)]
pub struct ById<T> {
    /// Of each conversation.
    pub all: Vec<T>,
    by_id: HashMap<String, usize>,
}

impl<T: Default> ById<T> {
    /// That of the conversation of this identifier.
    pub fn get(&mut self, id: &str) -> &mut T {
        match self.by_id.get(id) {
            Some(at) => &mut self.all[*at],
            None => {
                self.by_id.insert(id.to_owned(), self.all.len());
                self.add()
            }
        }
    }

    /// That of a conversation without an identifier, to which nothing else belongs.
    pub fn add(&mut self) -> &mut T {
        self.all.push(T::default());
        let last = self.all.len() - 1;
        &mut self.all[last]
    }
}
