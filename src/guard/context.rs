//! Some words around a finding, which show its owner where it stands.

use super::mask::mask;
use super::matches::Match;
use super::searched_text::{Leaf, SearchedText};
use crate::domain::text::one_line;

/// Characters before and behind a secret that show where it stands.
const AROUND: usize = 20;

/// Some words around a match on one line, with the others masked that stand there.
pub fn context(document: &SearchedText, matches: &[Match], at: usize, leaf: &Leaf) -> String {
    let text = document.text.as_str();
    let mut before: Vec<String> = Vec::new();
    let mut left = AROUND;
    let mut end = matches[at].range.start.max(leaf.range.start);
    for other in matches[..at].iter().rev().map(Some).chain([None]) {
        let from = other.map_or(0, |other| other.range.end).max(leaf.range.start);
        let piece = text.get(from..end).unwrap_or_default();
        let words = last_words(piece, left, before.is_empty());
        before.push(words.to_owned());
        left = if words.len() < piece.len() { 0 } else { left - words.chars().count() };
        match other {
            Some(other) if left > 0 && from > leaf.range.start => {
                let masked = mask(&other.value);
                // In a list, the others would leave no room for the one that is meant.
                left = left.saturating_sub(masked.chars().count());
                before.push(masked);
                end = other.range.start.max(leaf.range.start);
            }
            _ => break,
        }
    }
    let mut line: String = before.into_iter().rev().collect();
    line.push_str(&mask(&matches[at].value));
    let mut left = AROUND;
    let mut from = matches[at].range.end.min(leaf.range.end);
    for other in matches[at + 1..].iter().map(Some).chain([None]) {
        let to = other.map_or(text.len(), |other| other.range.start).min(leaf.range.end);
        let piece = text.get(from..to).unwrap_or_default();
        let words = first_words(piece, left, left == AROUND);
        line.push_str(words);
        left = if words.len() < piece.len() { 0 } else { left - words.chars().count() };
        match other {
            Some(other) if left > 0 && to < leaf.range.end => {
                let masked = mask(&other.value);
                left = left.saturating_sub(masked.chars().count());
                line.push_str(&masked);
                from = other.range.end.min(leaf.range.end);
            }
            _ => break,
        }
    }
    one_line(&line, AROUND * 8)
}

/// The last so many characters, from where a word begins. Of a single long word that is its end, if `is_next` to the secret.
fn last_words(text: &str, most: usize, is_next: bool) -> &str {
    let cut = text.char_indices().rev().take(most).last().map_or(text.len(), |(at, _)| at);
    let (before, words) = text.split_at(cut);
    if before.is_empty() || before.ends_with(char::is_whitespace) {
        return words;
    }
    words.split_once(char::is_whitespace).map_or(if is_next { words } else { "" }, |(_, whole)| whole)
}

/// The first so many characters, to where a word ends. Of a single long word that is its beginning, if `is_next` to the secret.
fn first_words(text: &str, most: usize, is_next: bool) -> &str {
    let Some((cut, next)) = text.char_indices().nth(most) else { return text };
    let words = &text[..cut];
    if next.is_whitespace() {
        return words;
    }
    words.rsplit_once(char::is_whitespace).map_or(if is_next { words } else { "" }, |(whole, _)| whole)
}

#[cfg(test)]
mod tests {
    use super::{first_words, last_words};

    #[test]
    fn words_are_not_cut() {
        assert_eq!(last_words("He deploys with TOKEN=", 14, true), "with TOKEN=");
        assert_eq!(last_words("He deploys with TOKEN=", 11, true), "with TOKEN=");
        assert_eq!(last_words("A_VERY_LONG_TOKEN=", 8, true), "G_TOKEN=");
        assert_eq!(last_words("A_VERY_LONG_TOKEN=", 8, false), "");
        assert_eq!(last_words("short ", 8, false), "short ");
        assert_eq!(first_words(" and mails somebody", 14, true), " and mails");
        assert_eq!(first_words(" and mails somebody", 10, true), " and mails");
        assert_eq!(first_words("/path/to/file", 5, true), "/path");
        assert_eq!(first_words("/path/to/file", 5, false), "");
        assert_eq!(first_words("短い", 8, false), "短い");
    }
}
