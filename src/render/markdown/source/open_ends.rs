//! A text as it may stand in a file before others: whatever it leaves open would swallow them.

use super::fences;

/// What begins a block of HTML that goes on to its own end, and that end (CommonMark 4.6, kinds 1 to 5).
const BLOCKS: [(&str, &str); 8] = [
    ("<!--", "-->"),
    ("<script", "</script>"),
    ("<style", "</style>"),
    ("<pre", "</pre>"),
    ("<textarea", "</textarea>"),
    ("<![cdata[", "]]>"),
    ("<?", "?>"),
    ("<details", "</details>"),
];

/// The text as its author meant it for every reader of Markdown: with the ends that it lacks, and with fences of code that
/// do not end within.
pub fn self_contained(text: &str) -> String {
    let mut closed = fences::repaired(text.trim_end()).into_owned();
    let end = fences::missing_end(&closed).or_else(|| missing_html_end(&closed));
    if let Some(end) = end {
        closed.push('\n');
        closed.push_str(&end);
    }
    closed
}

/// The end of a block of HTML that has begun outside of code and goes on to the end of the text.
fn missing_html_end(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let mut fence: Option<super::lines::Fence> = None;
    let mut folds = 0_usize;
    let mut open: Option<&str> = None;
    for line in lower.lines() {
        let trimmed = line.trim_start_matches(' ');
        if let Some(end) = open {
            open = Some(end).filter(|end| !line.contains(end));
            continue;
        }
        if let Some(opened) = &fence {
            if opened.is_closed_by(trimmed) {
                fence = None;
            }
            continue;
        }
        fence = super::lines::Fence::opened_by(trimmed, false);
        let begun = BLOCKS.iter().find(|(begin, _)| trimmed.starts_with(begin) && line.len() - trimmed.len() < 4);
        match begun {
            Some((_, end @ "</details>")) => folds += usize::from(!line.contains(end)),
            Some((begin, end)) => open = Some(*end).filter(|end| !trimmed[begin.len()..].contains(end)),
            None => folds = folds.saturating_sub(line.matches("</details>").count()),
        }
    }
    match (open, folds) {
        (Some(end), _) => Some(end.to_owned()),
        (None, 0) => None,
        (None, folds) => Some(format!("\n{}", "</details>\n".repeat(folds).trim_end())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_text_leaves_open_is_closed() {
        for (text, expected) in [
            ("a\n```js\nb", "a\n```js\nb\n```"),
            ("a\n```js\nb\n```\n", "a\n```js\nb\n```"),
            ("a <!-- b", "a <!-- b"),
            ("<!-- a\n\nb", "<!-- a\n\nb\n-->"),
            ("<!-- a -->\nb", "<!-- a -->\nb"),
            ("<pre>\na", "<pre>\na\n</pre>"),
            ("```\n<!-- a\n```", "```\n<!-- a\n```"),
            ("<details>\n<summary>a</summary>\n\nb", "<details>\n<summary>a</summary>\n\nb\n\n</details>"),
            ("<details><summary>a</summary>\n\nb\n\n</details>", "<details><summary>a</summary>\n\nb\n\n</details>"),
        ] {
            assert_eq!(self_contained(text), expected, "{text:?}");
        }
    }
}
