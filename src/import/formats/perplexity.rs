//! Perplexity's Markdown: a heading for each question, its answer, and the pages that it rests on as footnotes.

use crate::import::conversation::{Context, ImportedChat, ImportedMessage, Part, Role, Value, sources};

/// Before a question.
const QUESTION: &str = "# ";

/// Whether this is such a text.
pub fn recognises(text: &Value) -> bool {
    let first = |text: &str| text.trim_start().lines().next().is_some_and(|line| line.contains("perplexity.ai"));
    text.as_str().is_some_and(|text| first(text) && text.lines().any(|line| line.starts_with(QUESTION)))
}

/// Reads such a text.
pub fn read(text: &Value, _: &mut Context<'_>) -> Result<ImportedChat, String> {
    let mut messages = Vec::new();
    let mut stretches = text.as_str().unwrap_or_default().split("\n# ");
    // The program's picture.
    stretches.next();
    for stretch in stretches {
        let (asked, rest) = stretch.split_once('\n').unwrap_or((stretch, ""));
        messages.push(ImportedMessage::new(Role::User, vec![Part::text(asked.trim())], None));
        let is_frame = |line: &&str| line.starts_with("<div style=") || line.starts_with("<img src=");
        let (notes, said): (Vec<&str>, Vec<&str>) = rest
            .lines()
            .filter(|line| !is_frame(line))
            .partition(|line| line.starts_with("[^") && line.contains("]: "));
        let said = said.join("\n");
        let cited = notes.iter().filter_map(|note| note.split_once("]: ")).map(|(_, url)| (None, Some(url.trim())));
        let mut parts: Vec<Part> =
            Some(said.trim()).filter(|said| !said.is_empty()).map(Part::text).into_iter().collect();
        parts.extend(sources::distinct(cited));
        if !parts.is_empty() {
            messages.push(ImportedMessage::new(Role::Assistant, parts, None));
        }
    }
    ImportedChat { messages, ..ImportedChat::default() }.if_visible()
}
