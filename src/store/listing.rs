//! What lists have in common: search words, an order, a page.

mod trigrams;

use rusqlite::{Connection, ToSql, functions::FunctionFlags};

use crate::domain::chat::ChatColumn;
use crate::domain::order::Order;
use crate::domain::share::ShareColumn;

/// A page of a list, and how long the whole is.
pub struct Page<T> {
    /// The items of this page.
    pub items: Vec<T>,
    /// The number of items in the whole list.
    pub total: u32,
    /// Whether that is only roughly so.
    pub is_estimate: bool,
}

/// What is wanted of a list of chats or of their shares.
pub struct Query<C> {
    /// Words, all of which are in the chat's name or model.
    pub words: Words,
    /// What comes first; equal ones by number, in the direction of the last column.
    pub order: Vec<Order<C>>,
    /// How many at most.
    pub limit: u32,
    /// How many to pass over.
    pub offset: u32,
}

/// Words to look for, in lower case; each with its parameter's name.
pub struct Words(Vec<(String, String)>);

impl Words {
    /// Those of a text that somebody typed; more than `MOST` narrow nothing down.
    pub fn of(text: &str) -> Self {
        const MOST: usize = 16;
        let words = text.split_whitespace().take(MOST).map(str::to_lowercase).enumerate();
        Self(words.map(|(number, word)| (format!(":word{number}"), word)).collect())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether each is in a chat's name or model.
    pub fn are_in(&self, name: &str, model: &str) -> bool {
        self.0.iter().all(|(_, word)| holds(name, word) || holds(model, word))
    }

    /// The words for `chat_names`, which finds whatever has them, and maybe more; `None` where they are too short for it.
    pub fn expression(&self) -> Option<String> {
        trigrams::expression(self.0.iter().map(|(_, word)| word.as_str()))
    }

    /// What chats have to fulfil, which are called `c` in the query.
    pub fn clause(&self) -> String {
        let clause = |(name, _): &(String, String)| format!(" and (holds(c.name, {name}) or holds(c.model, {name}))");
        self.0.iter().map(clause).collect()
    }

    /// The clause's parameters.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &dyn ToSql)> {
        self.0.iter().map(|(name, word)| (name.as_str(), word as &dyn ToSql))
    }
}

/// Makes known to a connection how SQL compares words: SQLite's own `lower` and `like` know only ASCII. `fold(text)` is
/// the text in lower case, `holds(text, word)` whether a word in lower case is in it.
pub fn add_functions(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("fold", 1, flags, |call| Ok(call.get_raw(0).as_str()?.to_lowercase()))?;
    connection.create_scalar_function("holds", 2, flags, |call| {
        Ok(holds(call.get_raw(0).as_str()?, call.get_raw(1).as_str()?))
    })
}

/// Asked of each of many thousand names: of most of them no lower case is made.
fn holds(text: &str, word: &str) -> bool {
    if text.is_ascii() {
        return text.as_bytes().windows(word.len().max(1)).any(|part| part.eq_ignore_ascii_case(word.as_bytes()));
    }
    text.to_lowercase().contains(word)
}

/// A column in the words of SQL; chats are called `c`, shares `s`.
pub trait SqlColumn: Copy {
    /// The column as an SQL expression.
    fn sql(self) -> &'static str;

    /// Whether some have no value there. Those come last.
    fn may_be_null(self) -> bool;
}

impl SqlColumn for ChatColumn {
    fn sql(self) -> &'static str {
        match self {
            Self::Id => "c.id",
            Self::Name => "c.name_key",
            Self::Model => "c.model_key",
            Self::CreatedAt => "c.created_at",
            Self::UpdatedAt => "c.updated_at",
            Self::ImportedAt => "c.imported_at",
            Self::Views => "(select s.views from shares s where s.chat_id = c.id)",
            Self::LastViewedAt => "(select s.last_viewed_at from shares s where s.chat_id = c.id)",
        }
    }

    fn may_be_null(self) -> bool {
        // Of a conversation without a link it is not known how often that was opened.
        matches!(self, Self::ImportedAt | Self::Views | Self::LastViewedAt)
    }
}

impl SqlColumn for ShareColumn {
    fn sql(self) -> &'static str {
        match self {
            Self::Name => "c.name_key",
            Self::CreatedAt => "s.created_at",
            Self::UpdatedAt => "s.updated_at",
            Self::ExpiresAt => "s.expires_at",
            Self::Views => "s.views",
            Self::LastViewedAt => "s.last_viewed_at",
        }
    }

    fn may_be_null(self) -> bool {
        matches!(self, Self::ExpiresAt | Self::LastViewedAt)
    }
}

/// An order in the words of SQL, or the same from its other end. Equal ones stand by their number, `id`, in the direction of
/// the last column: as in an index.
pub fn order_by<C: SqlColumn>(order: &[Order<C>], id: &str, is_reversed: bool) -> String {
    let direction = |descending: bool| if descending != is_reversed { "desc" } else { "asc" };
    let step = |step: &Order<C>| {
        let nulls = match (step.column.may_be_null(), is_reversed) {
            (false, _) => "",
            (true, false) => " nulls last",
            (true, true) => " nulls first",
        };
        format!("{} {}{nulls}, ", step.column.sql(), direction(step.descending))
    };
    let steps: String = order.iter().map(step).collect();
    format!("{steps}{id} {}", direction(order.last().is_none_or(|last| last.descending)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_in_whatever_case_and_script() {
        let all = [("Grey Rayleigh", "rayleigh"), ("ÄPFEL", "äpfel"), ("Kelvin \u{212a}", "k"), ("x", "x")];
        assert!(all.iter().all(|(text, word)| holds(text, word)));
        let none = [("Grey", "greyer"), ("Grey", "gräy"), ("", "a")];
        assert!(!none.iter().any(|(text, word)| holds(text, word)));
    }
}
