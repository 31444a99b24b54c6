//! Search words for the index of names, `chat_names`, whose terms are sequences of three characters. Its results are
//! checked again, so it may find too much, but never too little.

use std::collections::BTreeSet;

/// Terms of one search: each narrows it down, and takes its time.
const MOST_TERMS: usize = 24;

/// An expression of FTS5 that each text with these words in lower case fulfils; `None` where no word is long enough.
pub fn expression<'a>(words: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut terms = BTreeSet::new();
    for word in words {
        let characters: Vec<char> = word.chars().collect();
        terms.extend(characters.windows(3).filter(|term| term.iter().all(|c| is_folded_alike(*c))).map(quoted));
    }
    let terms: Vec<String> = terms.into_iter().take(MOST_TERMS).collect();
    (!terms.is_empty()).then(|| terms.join(" AND "))
}

fn quoted(term: &[char]) -> String {
    let term: String = term.iter().collect();
    format!("\"{}\"", term.replace('"', "\"\""))
}

/// Whether SQLite, which knows the letters of an older Unicode, and Rust make the same small letter of each of its forms:
/// of Latin, Greek and Cyrillic, and of what has no case.
fn is_folded_alike(character: char) -> bool {
    character < '\u{530}' || !(character.is_lowercase() || character.is_uppercase())
}

#[cfg(test)]
mod tests {
    use rusqlite::{Connection, params};

    use super::*;
    use crate::store::listing::holds;

    #[test]
    fn the_index_finds_whatever_has_the_words() {
        let db = Connection::open_in_memory().expect("memory");
        db.execute_batch(include_str!("../../../schema.sql")).expect("schema");
        db.execute(
            "insert into users (id, primary_email, email_key, password_hash, created_at, updated_at)
             values (1, 'ada@example.com', 'ada@example.com', '$argon2id$', 0, 0)",
            [],
        )
        .expect("an account");
        let names = [
            "Grey \"Rayleigh\" scattering",
            "KELVIN \u{212a}ELVIN",
            "FOO\u{130} \u{130}STANBUL",
            "ΣΊΣΥΦΟΣ",
            "Straẞe ÄPFEL",
            "Ñandú Жёлтый",
            "今日の天気は晴れ",
            "ᲓᲘᲚᲐ მშვიდობისა",
            "\u{10400}\u{10401}\u{10402}",
            "x -y OR z* (a:b)",
        ];
        for (id, name) in (1..).zip(names) {
            db.execute(
                "insert into chats (id, user_id, name, model, created_at, updated_at) values (?, 1, ?, 'Model X', 0, 0)",
                params![id, name],
            )
            .expect("a chat");
        }
        let mut find = db.prepare("select rowid from chat_names where chat_names match ?").expect("a query");
        let mut asked = 0;
        for name in names {
            let lower: Vec<char> = name.to_lowercase().chars().collect();
            let parts = (1..=lower.len()).flat_map(|length| lower.windows(length).map(String::from_iter));
            for part in parts.filter(|part: &String| !part.contains(' ')) {
                let Some(expression) = expression([part.as_str()].into_iter()) else { continue };
                let found: Vec<i64> = find
                    .query_map([&expression], |row| row.get(0))
                    .and_then(Iterator::collect)
                    .unwrap_or_else(|error| panic!("{expression}: {error}"));
                let has = (1..).zip(names).filter(|(_, name)| holds(name, &part));
                assert!(has.into_iter().all(|(id, _)| found.contains(&id)), "{part:?} by {expression}: {found:?}");
                asked += 1;
            }
        }
        assert!(asked > 200);
        assert_eq!(expression(["ab", "c"].into_iter()), None);
    }
}
