//! What lists have in common: words to look for, an order, a page.

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
}

/// What is wanted of a list of chats or of their shares.
pub struct Query<C> {
    /// Words, all of which are in the chat's name or model.
    pub words: Words,
    /// What comes first; equal ones by number, the newest first.
    pub order: Vec<Order<C>>,
    /// How many at most.
    pub limit: u32,
    /// How many to pass over.
    pub offset: u32,
}

/// Words to look for, in lower case.
pub struct Words(Vec<(String, String)>);

impl Words {
    /// Those of a text that somebody typed; more than `MOST` narrow nothing down.
    pub fn of(text: &str) -> Self {
        const MOST: usize = 16;
        let words = text.split_whitespace().take(MOST).map(str::to_lowercase).enumerate();
        Self(words.map(|(number, word)| (format!(":word{number}"), word)).collect())
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

/// The length of a list of which this page is a part. It is counted only where the page can't tell.
pub fn total<T>(
    items: &[T],
    limit: u32,
    offset: u32,
    count: impl FnOnce() -> rusqlite::Result<u32>,
) -> rusqlite::Result<u32> {
    match u32::try_from(items.len()) {
        Ok(length) if length < limit && (length > 0 || offset == 0) => Ok(offset.saturating_add(length)),
        _ => count(),
    }
}

/// A column in the words of SQL; chats are called `c`, shares `s`. What has no value comes last.
pub trait SqlColumn: Copy {
    /// The column as an SQL expression.
    fn sql(self) -> &'static str;
}

impl SqlColumn for ChatColumn {
    fn sql(self) -> &'static str {
        match self {
            Self::Id => "c.id",
            Self::Name => "fold(c.name)",
            Self::Model => "fold(c.model)",
            Self::CreatedAt => "c.created_at",
            Self::UpdatedAt => "c.updated_at",
            Self::ImportedAt => "c.imported_at is null, c.imported_at",
        }
    }
}

impl SqlColumn for ShareColumn {
    fn sql(self) -> &'static str {
        match self {
            Self::Name => "fold(c.name)",
            Self::CreatedAt => "s.created_at",
            Self::UpdatedAt => "s.updated_at",
            Self::ExpiresAt => "s.expires_at is null, s.expires_at",
            Self::Views => "s.views",
            Self::LastViewedAt => "s.last_viewed_at is null, s.last_viewed_at",
        }
    }
}

/// An order in the words of SQL, to be continued.
pub fn order_by<C: SqlColumn>(order: &[Order<C>]) -> String {
    let step = |step: &Order<C>| {
        let direction = if step.descending { "desc" } else { "asc" };
        format!("{} {direction}, ", step.column.sql())
    };
    order.iter().map(step).collect()
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

    #[test]
    fn a_page_that_is_not_full_tells_how_long_the_list_is() {
        let total = |items: &[u8], limit, offset| total(items, limit, offset, || Ok(99)).expect("no database");
        assert_eq!([total(&[], 2, 0), total(&[1], 2, 0), total(&[1], 2, 4)], [0, 1, 5]);
        assert_eq!([total(&[1, 2], 2, 0), total(&[], 2, 4)], [99, 99]);
    }
}
