//! Takes the comments out of a style sheet.

use super::Fault;

/// The style sheet at `path` without its comments and empty lines. It must not name other files: it is served elsewhere.
pub fn strip(path: &str, source: &str) -> Result<String, Fault> {
    let mut rest = source;
    let mut plain = String::new();
    let line_of = |rest: &str| source[..source.len() - rest.len()].matches('\n').count() + 1;
    while let Some(at) = rest.find(['"', '\'', '/']) {
        plain.push_str(&rest[..at]);
        let fault = |message: &str| Fault::at(path, line_of(&rest[at..]), message);
        let length = if rest[at..].starts_with("/*") {
            rest[at..].find("*/").ok_or_else(|| fault("a comment has no end"))? + 2
        } else if rest[at..].starts_with('/') {
            plain.push('/');
            1
        } else {
            let length = text_length(&rest[at..]).ok_or_else(|| fault("a text has no end in its line"))?;
            plain.push_str(&rest[at..at + length]);
            length
        };
        rest = &rest[at + length..];
    }
    plain.push_str(rest);
    for names_a_file in ["@import", "url("] {
        if let Some(at) = source.find(names_a_file).filter(|_| plain.contains(names_a_file)) {
            return Err(Fault::at(path, line_of(&source[at..]), format!("{names_a_file} is not understood")));
        }
    }
    Ok(plain.lines().map(str::trim_end).filter(|line| !line.is_empty()).flat_map(|line| [line, "\n"]).collect())
}

/// How long the text is that begins with a quote.
fn text_length(rest: &str) -> Option<usize> {
    let quote = rest.chars().next()?;
    let mut is_escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => return None,
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::strip;

    #[test]
    fn comments_go_and_texts_stay() {
        let source = "/* One\n * and two. */\n\na {\n  color: red; /* three */\n  content: \"/* no \\\" */\";\n  inset: 1 / 2;\n}\n";
        let plain = "a {\n  color: red;\n  content: \"/* no \\\" */\";\n  inset: 1 / 2;\n}\n";
        assert_eq!(strip("a.css", source).as_deref(), Ok(plain));
    }

    #[test]
    fn what_it_does_not_understand_is_refused_with_its_line() {
        let refused = |source| strip("a.css", source).err().map_or_else(String::new, |fault| fault.to_string());
        assert_eq!(refused("a {}\n/* b"), "assets/a.css:2: a comment has no end");
        assert_eq!(refused("\na { content: \"b; }\n"), "assets/a.css:2: a text has no end in its line");
        assert_eq!(refused("\n@import \"b.css\";\n"), "assets/a.css:2: @import is not understood");
        assert_eq!(refused("\n\na { background: url(b.png); }\n"), "assets/a.css:3: url( is not understood");
    }
}
