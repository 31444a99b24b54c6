//! The elements that Grok writes into its texts where its page shows a card: `<grok:render ...>` for
//! a source, `<xai:tool_usage_card>` for a tool, `<xaiArtifact ...>` for a document.

use std::collections::HashMap;

use crate::import::conversation::elements::{MarkupSegment, attribute, pieces};
use crate::import::conversation::{LenientFields, Part, Value, artifact, markdown, tools};

/// What is in the first element of that name, without the marks of raw text.
fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    let (inner, _) = rest.split_once(&format!("</{name}>"))?;
    let inner = inner.trim();
    Some(inner.strip_prefix("<![CDATA[").and_then(|raw| raw.strip_suffix("]]>")).unwrap_or(inner))
}

/// The sources that a response's cards show, by the cards' names. Each is JSON in a text.
pub fn sources(response: &Value) -> HashMap<String, String> {
    let source = |card: Value| {
        let image = &card["image"];
        let url = card.text("url").or_else(|| image.any_text(&["link", "original"]))?;
        let host = url.split("://").nth(1).and_then(|rest| rest.split('/').next());
        let title = card.text("title").or_else(|| image.text("title")).or(host);
        Some((card.string("id")?, markdown::link(title, Some(url))?))
    };
    let cards = response.list("card_attachments_json").iter().filter_map(Value::as_str);
    cards.filter_map(|card| crate::base::json::parse(card.as_bytes()).ok()).filter_map(source).collect()
}

/// An answer with links for the cards of sources, and documents as fenced text.
pub fn shown(text: &str, sources: &HashMap<String, String>) -> String {
    let mut out = String::new();
    for piece in pieces(text, "grok:render") {
        match piece {
            MarkupSegment::Text(text) => out.push_str(text),
            MarkupSegment::Element(head, _) => {
                if let Some(link) = attribute(head, "card_id").and_then(|id| sources.get(id)) {
                    out.push_str(&format!(" ({link})"));
                }
            }
        }
    }
    let pieces = pieces(&out, "xaiArtifact");
    if let [MarkupSegment::Text(_)] = pieces[..] {
        return out;
    }
    let mut paragraphs = Vec::new();
    for piece in pieces {
        match piece {
            MarkupSegment::Text(text) => paragraphs.push(text.trim().to_owned()),
            MarkupSegment::Element(head, inner) => {
                let language = attribute(head, "contentType").map(artifact::language).unwrap_or_default();
                paragraphs.push(artifact::block(attribute(head, "title"), language, inner));
            }
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs.join("\n\n")
}

/// Thoughts, and the tools that were used between them.
pub fn thoughts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    for piece in pieces(text, "xai:tool_usage_card") {
        match piece {
            MarkupSegment::Text(text) if text.trim().is_empty() => {}
            MarkupSegment::Text(text) => parts.push(Part::reasoning(text.trim())),
            MarkupSegment::Element(_, inner) => {
                let input = field(inner, "xai:tool_args").map(|arguments| tools::input(&Value::from(arguments)));
                let (id, name) = (field(inner, "xai:tool_usage_card_id"), field(inner, "xai:tool_name"));
                parts.push(tools::call(id, name, input.unwrap_or_default()));
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_that_do_not_end_are_text() {
        let none = HashMap::new();
        for text in ["a <grok:render x", "a <grok:render x>b", "<grok:rendering></grok:rendering>", "<xaiArtifact>"] {
            assert_eq!(shown(text, &none), text);
        }
        assert_eq!(shown("a<grok:render x>b</grok:render>.", &none), "a.");
    }
}
