//! The words that a mark has itself, where nothing beside the text says what it stands for.

use crate::import::conversation::{LenientFields, Value, markdown};

/// What a page shows of the mark with these pieces, of which the first is its kind; `None` where that is nothing
/// but a source.
pub fn shown(mark: &str, separator: char) -> Option<String> {
    let (kind, rest) = mark.split_once(separator).filter(|(kind, _)| !kind.ends_with("cite"))?;
    if kind == "genui" {
        return widget(rest);
    }
    let (mut words, mut url) = (None, None);
    for piece in rest.split(separator).map(str::trim).filter(|piece| !piece.is_empty() && !is_reference(piece)) {
        match crate::base::json::parse(piece.as_bytes()) {
            Ok(Value::Array(list)) => {
                let names = list.iter().filter_map(Value::as_str).filter(|name| !is_reference(name));
                // Of a thing with a name, its kind comes first.
                words = words.or_else(|| {
                    if kind == "entity" { names.clone().nth(1) } else { names.clone().next() }.map(str::to_owned)
                });
            }
            Ok(Value::Object(_)) => {}
            _ if markdown::is_web(piece) => url = Some(piece),
            _ => words = words.or_else(|| Some(piece.to_owned())),
        }
    }
    match url {
        Some(url) => markdown::link(words.as_deref(), Some(url)),
        None => words,
    }
}

/// Whether a piece names a source or a place in it: `turn0search1`, `L1-L20`.
fn is_reference(piece: &str) -> bool {
    let is_place = |text: &str| {
        text.strip_prefix('L').is_some_and(|line| !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let is_turn = piece.strip_prefix("turn").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    is_turn && !piece.contains(char::is_whitespace) || piece.split('-').all(is_place)
}

/// What a widget shows: a formula, or a text.
fn widget(json: &str) -> Option<String> {
    let value = crate::base::json::parse(json.as_bytes()).ok()?;
    let (name, inner) = value.as_object()?.iter().next()?;
    let content = inner.any_text(&["content", "text", "title"])?;
    Some(if name.starts_with("math") { format!("$${content}$$") } else { content.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_show_their_own_words() {
        for (mark, words) in [
            ("url|My Title|https://example.com/a", Some("[My Title](https://example.com/a)")),
            ("link_title|Foo|turn0search1", Some("Foo")),
            ("navlist|News|turn0news1", Some("News")),
            ("entity|[\"city\",\"Berlin\",\"capital\"]", Some("Berlin")),
            ("product|[\"turn0product1\",\"Shoe X\"]", Some("Shoe X")),
            ("genui|{\"math_block_widget\":{\"content\":\"E = mc^2\"}}", Some("$$E = mc^2$$")),
            ("cite|turn2view3|turn1search0", None),
            ("filecite|turn0file0|L1-L20", None),
            ("image_group|{\"query\":[\"a\"]}", None),
            ("cite", None),
        ] {
            assert_eq!(shown(mark, '|').as_deref(), words, "{mark}");
        }
    }
}
