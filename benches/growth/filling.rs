//! Much in the database, put there as rows: through the program it would take minutes.

use std::path::Path;

use rusqlite::{Connection, params};

use crate::program::Account;

pub struct Filling(Connection);

impl Filling {
    pub fn of(database: &Path) -> Self {
        let connection = Connection::open(database).expect("a database");
        connection.pragma_update(None, "synchronous", "off").expect("set");
        Self(connection)
    }

    /// Conversations of ten messages of some forty words, a tenth of whose names have the word "kalo".
    pub fn conversations(mut self, owner: &Account, number: u32) -> Self {
        self.fill(owner, number, |place| {
            let word = if place % 10 == 7 { "kalo" } else { "mirenu" };
            (format!("Talk {place} {word}"), 10)
        });
        self
    }

    /// A conversation of each length, each with an open link; their numbers, and the links' names.
    pub fn shared(mut self, owner: &Account, lengths: &[u32]) -> Vec<(i64, String)> {
        let first = self.fill(owner, lengths.len().try_into().expect("few"), |place| {
            (format!("Of {}", lengths[place as usize]), lengths[place as usize])
        });
        let links = (0..lengths.len()).map(|place| {
            let link = format!("00000000-0000-4000-8000-{place:012}");
            let sql = "insert into shares (chat_id, uuid, is_shared, is_protected, created_at, updated_at)
                       values (?, ?, 1, 0, 1, 1)";
            let chat = first + i64::try_from(place).expect("few");
            self.0.execute(sql, params![chat, link]).expect("a link");
            (chat, link)
        });
        links.collect()
    }

    /// The number of the first one.
    fn fill(&mut self, owner: &Account, number: u32, of: impl Fn(u32) -> (String, u32)) -> i64 {
        let transaction = self.0.transaction().expect("a transaction");
        let mut first = None;
        {
            let mut chats = transaction
                .prepare(
                    "insert into chats (user_id, name, name_key, model, model_key, created_at, updated_at)
                     values (?1, ?2, lower(?2), 'a-model', 'a-model', ?3, ?3)",
                )
                .expect("a statement");
            let mut messages = transaction
                .prepare("insert into messages (chat_id, role, content, created_at, updated_at) values (?, ?, ?, ?, ?)")
                .expect("a statement");
            for place in 0..number {
                let (name, length) = of(place);
                let time = 1_700_000_000_000 + i64::from(place) * 60_000;
                let chat = chats.insert(params![owner.id, name, time]).expect("a chat");
                first.get_or_insert(chat);
                for message in 0..length {
                    let role = if message % 2 == 0 { "user" } else { "assistant" };
                    messages.insert(params![chat, role, text(place, message), time, time]).expect("a message");
                }
            }
        }
        transaction.commit().expect("committed");
        first.expect("one")
    }
}

/// Words by their numbers, the first ones more often, as in a language.
fn text(place: u32, message: u32) -> String {
    let mut state = u64::from(place) << 20 | u64::from(message);
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let wide = state >> 44;
        format!(" word{}", (wide * wide) >> 24)
    };
    let words: String = (0..40).map(|_| word()).collect();
    format!("A **talk** about{words}.\n\n- one\n- two `code`")
}
