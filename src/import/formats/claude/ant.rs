//! The elements that Claude wrote into its answers in 2024: thoughts that Claude.ai showed to nobody,
//! and artifacts, which it showed beside the conversation.

use crate::import::conversation::elements::{MarkupSegment, attribute, cut_off, pieces};
use crate::import::conversation::{Part, artifact};

/// An answer with its thoughts apart, and with artifacts as blocks. An element that is cut off goes up to the end.
pub fn read(text: &str) -> Vec<Part> {
    if !text.contains("<ant") {
        return vec![Part::text(text)];
    }
    let thought = |inner: &str| Some(inner.trim()).filter(|inner| !inner.is_empty()).map(Part::reasoning);
    let mut parts = Vec::new();
    for piece in pieces(text, "antThinking") {
        match piece {
            MarkupSegment::Element(_, inner) => parts.extend(thought(inner)),
            MarkupSegment::Text(text) => match cut_off(text, "antThinking") {
                Some((said, _, inner)) => parts.extend(said_with_artifacts(said).into_iter().chain(thought(inner))),
                None => parts.extend(said_with_artifacts(text)),
            },
        }
    }
    parts
}

fn said_with_artifacts(text: &str) -> Option<Part> {
    let block = |head: &str, inner: &str| {
        let language = attribute(head, "language");
        let language = language.or_else(|| attribute(head, "type").map(artifact::language)).unwrap_or_default();
        artifact::block(attribute(head, "title"), language, inner)
    };
    let paragraphs = pieces(text, "antArtifact").into_iter().flat_map(|piece| match piece {
        MarkupSegment::Element(head, inner) => vec![block(head, inner)],
        MarkupSegment::Text(text) => match cut_off(text, "antArtifact") {
            Some((said, head, inner)) => vec![said.trim().to_owned(), block(head, inner)],
            None => vec![text.trim().to_owned()],
        },
    });
    let paragraphs: Vec<String> = paragraphs.filter(|paragraph| !paragraph.is_empty()).collect();
    (!paragraphs.is_empty()).then(|| Part::text(paragraphs.join("\n\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thoughts_are_apart_and_artifacts_are_blocks() {
        let text = "So.\n\n<antThinking>inner</antThinking>\n\n<antArtifact identifier=\"f\" type=\"application/vnd.ant.code\" language=\"python\" title=\"Fib\">\n  x = '*'\n# y\n</antArtifact>\n\nDone.";
        let block = "**Fib**\n\n```python\n  x = '*'\n# y\n```";
        let done = Part::text(format!("{block}\n\nDone."));
        assert_eq!(read(text), [Part::text("So."), Part::reasoning("inner"), done]);
        assert_eq!(read("<antThinking>cut off"), [Part::reasoning("cut off")]);
        let cut = "So.\n<antArtifact identifier='f' language='python' title='Fib > 1'>\n  x = '*'\n# y";
        let block = "**Fib > 1**\n\n```python\n  x = '*'\n# y\n```";
        assert_eq!(read(cut), [Part::text(format!("So.\n\n{block}"))]);
        assert_eq!(read("a <antler>"), [Part::text("a <antler>")]);
    }
}
