//! The elements that Claude wrote into its answers in 2024: thoughts that Claude.ai showed to nobody,
//! and artifacts, which it showed beside the conversation.

use crate::import::conversation::elements::{MarkupSegment, attribute, pieces};
use crate::import::conversation::{Part, artifact};

/// An answer without such thoughts, and with artifacts as blocks.
pub fn read(text: &str) -> Vec<Part> {
    if !text.contains("<ant") {
        return vec![Part::text(text)];
    }
    let said: String = pieces(text, "antThinking")
        .into_iter()
        .map(|piece| match piece {
            // Cut off within a thought.
            MarkupSegment::Text(text) => text.split("<antThinking>").next().unwrap_or_default(),
            MarkupSegment::Element(..) => "",
        })
        .collect();
    let paragraphs = pieces(&said, "antArtifact").into_iter().map(|piece| match piece {
        MarkupSegment::Text(text) => text.trim().to_owned(),
        MarkupSegment::Element(head, inner) => {
            let language = attribute(head, "language");
            let language = language.or_else(|| attribute(head, "type").map(artifact::language)).unwrap_or_default();
            artifact::block(attribute(head, "title"), language, inner)
        }
    });
    let paragraphs: Vec<String> = paragraphs.filter(|paragraph| !paragraph.is_empty()).collect();
    if paragraphs.is_empty() { Vec::new() } else { vec![Part::text(paragraphs.join("\n\n"))] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_sees_the_thoughts_and_artifacts_are_blocks() {
        let text = "So.\n\n<antThinking>inner</antThinking>\n\n<antArtifact identifier=\"f\" type=\"application/vnd.ant.code\" language=\"python\" title=\"Fib\">\n  x = '*'\n# y\n</antArtifact>\n\nDone.";
        assert_eq!(read(text), [Part::text("So.\n\n**Fib**\n\n```python\n  x = '*'\n# y\n```\n\nDone.")]);
        assert_eq!(read("<antThinking>cut off"), []);
        assert_eq!(read("a <antler>"), [Part::text("a <antler>")]);
    }
}
