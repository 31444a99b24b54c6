//! Looks for secrets in what is to be published.

use std::collections::HashMap;

use rusqlite::Connection;
use serde::Serialize;

use super::{Published, StoreError, attachments};
use crate::domain::message::Message;
use crate::domain::part::{Part, Sha256};
use crate::guard::{Finding, LARGEST_FILE, Survey};

/// Messages that are read at a time.
const PAGE: i64 = 128;

/// What was looked at.
#[derive(Serialize)]
pub struct Searched {
    /// So many messages.
    pub messages: usize,
    /// So many files of them.
    pub files: usize,
}

impl Published {
    /// What is in it that nobody should publish by accident, the text of its files included.
    pub fn survey(&self, connection: &Connection) -> Result<(Vec<Finding>, Searched), StoreError> {
        let mut names = HashMap::new();
        let (mut survey, messages) = self.survey_each(connection, |message| names.extend(file_names(message)))?;
        let files = self.files(connection)?;
        for (sha256, file) in &files {
            let bytes = (file.size <= LARGEST_FILE).then(|| attachments::bytes(connection, *sha256)).transpose()?;
            let name = names.get(sha256).and_then(Option::as_deref);
            survey.file(name, *sha256, &file.media_type, bytes.as_deref());
        }
        Ok((survey.finish(), Searched { messages, files: files.len() }))
    }

    /// The same but for the files, which may be many.
    pub fn survey_messages(&self, connection: &Connection) -> Result<Survey, StoreError> {
        Ok(self.survey_each(connection, |_| ())?.0)
    }

    fn survey_each(
        &self,
        connection: &Connection,
        mut look: impl FnMut(&Message),
    ) -> Result<(Survey, usize), StoreError> {
        let mut survey = Survey::new();
        let chat = self.chat(connection)?;
        survey.title(chat.name.as_str());
        survey.model(chat.model.as_str());
        let (mut position, mut after) = (0, 0);
        loop {
            let page = self.page(connection, after, PAGE)?;
            let Some(last) = page.last() else { break };
            after = last.id.get();
            for message in &page {
                position += 1;
                let (before, behind) = self.neighbours(connection, message.id)?;
                survey.message(position, Some(message.id), message, before.as_deref(), behind.as_deref());
                look(message);
            }
        }
        Ok((survey, position))
    }
}

/// What a message calls its files.
fn file_names(message: &Message) -> Vec<(Sha256, Option<String>)> {
    let parts = message.parts.as_deref().and_then(|parts| crate::json::parse(parts.get().as_bytes()).ok());
    let parts = parts.as_ref().and_then(serde_json::Value::as_array);
    let file = |part| match Part::read(part)? {
        Part::Attachment(file) => Some((file.sha256?, file.name)),
        _ => None,
    };
    parts.into_iter().flatten().filter_map(file).collect()
}
