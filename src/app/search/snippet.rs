//! A hit with the text around it, on one line.

use std::ops::Range;

/// Characters of a snippet, roughly: two lines of a list.
const LENGTH: usize = 200;

/// Characters before the first word that was found.
const BEFORE: usize = 60;

/// The part of a text in which most of these places are, from the beginning of a sentence where one is near.
pub fn around(text: &str, places: &[Range<usize>]) -> String {
    let within = |start: usize| places.iter().filter(|place| (start..start + LENGTH).contains(&place.start)).count();
    let best = places.iter().map(|place| place.start).max_by_key(|start| (within(*start), std::cmp::Reverse(*start)));
    let found = best.unwrap_or(0).min(text.len());
    let start = beginning(text, found);
    let line = text.get(start..).unwrap_or_default();
    // More than is shown, since blanks become one.
    let mut snippet = String::new();
    let mut length = 0;
    for word in line.split_whitespace() {
        if length >= LENGTH {
            break;
        }
        let room = LENGTH - length;
        snippet.push_str(if snippet.is_empty() { "" } else { " " });
        snippet.extend(word.chars().take(room));
        length += word.chars().count() + 1;
    }
    let is_cut = length > LENGTH
        || line.split_whitespace().map(|word| word.chars().count() + 1).take(LENGTH).sum::<usize>() > length;
    let (before, behind) =
        (if start > 0 && !starts_sentence(text, start) { "…" } else { "" }, if is_cut { "…" } else { "" });
    format!("{before}{snippet}{behind}")
}

/// Where to begin, so that `found` is not far.
fn beginning(text: &str, found: usize) -> usize {
    let mut start = found;
    let mut blank = None;
    for (at, _) in text.get(..found).unwrap_or_default().char_indices().rev().take(BEFORE) {
        start = at;
        if starts_sentence(text, at) {
            return at;
        }
        if text.get(..at).is_some_and(|before| before.ends_with(char::is_whitespace)) {
            blank = Some(at);
        }
    }
    if start == 0 { 0 } else { blank.unwrap_or(start) }
}

fn starts_sentence(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let trimmed = before.trim_end_matches([' ', '\t']);
    trimmed.ends_with(['\n', '。', '！', '？']) || trimmed.len() < before.len() && trimmed.ends_with(['.', '!', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, words: &[&str]) -> String {
        let places: Vec<Range<usize>> = words
            .iter()
            .map(|word| {
                let start = text.find(word).expect("there");
                start..start + word.len()
            })
            .collect();
        around(text, &places)
    }

    #[test]
    fn a_sentence_is_whole_where_it_is_short() {
        let text = "It is noon. The sky is blue.\n\nWhy is that?";
        assert_eq!(at(text, &["sky"]), "The sky is blue. Why is that?");
        assert_eq!(at(text, &["noon"]), text.replace("\n\n", " "));
        assert_eq!(at("天是蓝的。天空为什么蓝？", &["空"]), "天空为什么蓝？");
        assert_eq!(around("", &[]), "");
    }

    #[test]
    fn a_long_text_is_cut_on_both_sides() {
        let text = format!("{}needle {}", "hay ".repeat(100), "straw ".repeat(100));
        let snippet = at(&text, &["needle"]);
        assert!(
            snippet.starts_with("…hay ") && snippet.contains("needle straw") && snippet.ends_with('…'),
            "{snippet}"
        );
        assert!(snippet.chars().count() <= LENGTH + 2);
        assert_eq!(at(&"x".repeat(1000), &["x"]).chars().count(), LENGTH + 1);
    }

    #[test]
    fn what_is_found_together_is_shown_together() {
        let text = format!("sky {} blue sky", "and ".repeat(100));
        assert!(around(&text, &[0..3, 405..409, 410..413]).ends_with("blue sky"));
    }
}
