//! The thoughts that models write into their answers, between `<think>` and `</think>`.

use super::blocks::words;
use crate::domain::part::Part;

/// The names of the marks.
const MARKS: [&str; 2] = ["think", "thinking"];

/// An answer's parts: what it begins with between such marks is thought, the rest is said. Thoughts
/// that were stopped before their end are all there is.
pub fn parts(text: &str) -> Vec<Part> {
    let Some((thoughts, said)) = split(text) else { return words(text) };
    let thoughts = Some(thoughts.trim()).filter(|thoughts| !thoughts.is_empty()).map(Part::reasoning);
    thoughts.into_iter().chain(words(said.trim_start())).collect()
}

/// Takes the thoughts out of the words with which an answer begins.
pub fn take_out(answer: &mut Vec<Part>) {
    if let Some(Part::Text { text }) = answer.first() {
        let first = parts(text);
        answer.splice(..1, first);
    }
}

fn split(text: &str) -> Option<(&str, &str)> {
    MARKS.iter().find_map(|mark| {
        let rest = text.trim_start().strip_prefix(&format!("<{mark}>"))?;
        Some(rest.split_once(&format!("</{mark}>")).unwrap_or((rest, "")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thoughts_are_told_from_words() {
        let both = vec![Part::reasoning("a < b"), Part::text("So.\n")];
        assert_eq!(parts("\n<think>\na < b\n</think>\n\nSo.\n"), both);
        assert_eq!(parts("<think>\n\n</think>So."), [Part::text("So.")]);
        assert_eq!(parts("<thinking>cut"), [Part::reasoning("cut")]);
        assert_eq!(parts("Use <think>."), [Part::text("Use <think>.")]);
        assert_eq!(parts(""), []);
    }
}
