//! What a message says, without Markdown: for places that show text only.

use std::time::Instant;

use comrak::Arena;
use comrak::nodes::{Node, NodeValue};

use super::source::{MarkedText, unguard};
use super::{LONGEST_PARSE, footnotes, options, tags};

/// Bytes of a text that are looked at: a description has some hundred letters.
const LONGEST: usize = 8 * 1024;

/// The beginning of a text as words, with a blank between its blocks. Marks, addresses behind links and tags that work are
/// left out; code and formulas stay as they were typed.
pub fn plain_text(text: &str) -> String {
    let text = &text[..text.floor_char_boundary(LONGEST)];
    let source = MarkedText::new(text);
    let arena = Arena::new();
    let deadline = Instant::now() + LONGEST_PARSE;
    if source.has_deeper_quotes(super::DEEPEST) {
        return text.to_owned();
    }
    let Ok(root) = comrak::try_parse_document(&arena, &source.text, &options(), &|| Instant::now() > deadline) else {
        return text.to_owned();
    };
    unguard(root);
    footnotes::arrange(&arena, root);
    tags::pair(&arena, root);
    let mut plain = String::with_capacity(text.len());
    for node in root.descendants() {
        push(node, &source, &mut plain);
    }
    plain.trim().to_owned()
}

/// A title as it is meant, where it is written in Markdown beyond doubt: `2*3*4` and `snake_case_name` are none.
pub fn plain_title(title: &str) -> String {
    let is_marked = ["**", "`", "](", "~~", "__"].iter().any(|mark| title.contains(mark))
        || ["# ", "## ", "### ", "> ", "- ", "* "].iter().any(|mark| title.trim_start().starts_with(mark));
    if !is_marked {
        return title.to_owned();
    }
    match plain_text(title) {
        plain if plain.is_empty() => title.to_owned(),
        plain => plain,
    }
}

fn push(node: Node<'_>, source: &MarkedText, plain: &mut String) {
    match &node.data().value {
        NodeValue::Text(text) => plain.push_str(&source.restored(text)),
        NodeValue::Code(code) => plain.push_str(&source.restored(&code.literal)),
        NodeValue::CodeBlock(code) => {
            plain.push(' ');
            plain.push_str(&source.restored(&code.literal));
        }
        // Its text is in the nodes below it.
        NodeValue::Link(_) | NodeValue::Image(_) => {}
        NodeValue::Emph | NodeValue::Strong | NodeValue::Strikethrough => {}
        // A tag that works; another one is a text.
        NodeValue::Raw(_) | NodeValue::FootnoteReference(_) => {}
        NodeValue::HtmlInline(tag) => plain.push_str(tag),
        _ => plain.push(' '),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::one_line;

    #[test]
    fn a_prompt_is_told_without_its_marks() {
        for (text, expected) in [
            ("move **without** downtime", "move without downtime"),
            ("hello **x** <b>hi</b> ![i](https://a.example)", "hello x hi i"),
            ("# Title\n\n- one\n- [two](https://a.example)\n\n> three", "Title one two three"),
            ("run `cargo *test*`\n```sh\nls -l\n```", "run cargo *test* ls -l"),
            ("| a | b |\n|---|---|\n| 1 | 2 |", "a b 1 2"),
            ("is $x_1$ < Vec<T>? 3~5 days~", "is $x_1$ < Vec<T>? 3~5 days~"),
            ("see https://a.example/b。好", "see https://a.example/b。好"),
            ("a[^1]\n\n[^1]: note", "a note"),
        ] {
            assert_eq!(one_line(&plain_text(text), 200), expected, "{text:?}");
        }
    }

    #[test]
    fn a_title_without_marks_stays_what_it_is() {
        for title in ["2*3*4", "snake_case_name", "C# > Java?", "a * b", "1. First", "<b> in HTML", "~5 days~"] {
            assert_eq!(plain_title(title), title);
        }
        assert_eq!(plain_title("**Fix** the `bug` in [x](https://a.example)"), "Fix the bug in x");
        assert_eq!(plain_title("## A plan"), "A plan");
    }
}
