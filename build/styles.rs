//! Removes the comments from a style sheet.

use super::Fault;
use super::sources::resolve;

/// What a style sheet becomes.
#[derive(Debug, PartialEq, Eq)]
pub struct Styles {
    /// The sheet without its comments, indentation, and blanks and ends of lines that say nothing.
    pub plain: String,
    /// The files that it names, which have to stand beside it, with the line.
    pub files: Vec<(String, usize)>,
}

/// How a style sheet names a file: `url("./a.woff2")`.
const URL: &str = "url(";

/// Reads the style sheet at `path`. Another sheet it must not name: each would be one more round trip.
pub fn strip(path: &str, source: &str) -> Result<Styles, Fault> {
    let mut rest = source;
    let mut plain = String::new();
    let mut files = Vec::new();
    let line_of = |rest: &str| source[..source.len() - rest.len()].matches('\n').count() + 1;
    while let Some(at) = rest.find(['"', '\'', '/']) {
        plain.push_str(&tight(&rest[..at]));
        let fault = |message: &str| Fault::at(path, line_of(&rest[at..]), message);
        let length = if rest[at..].starts_with("/*") {
            rest[at..].find("*/").ok_or_else(|| fault("a comment has no end"))? + 2
        } else if rest[at..].starts_with('/') {
            plain.push('/');
            1
        } else {
            let length = text_length(&rest[at..]).ok_or_else(|| fault("a text has no end in its line"))?;
            let text = &rest[at..at + length];
            if plain.ends_with(URL) {
                let name = text.get(1..length - 1).unwrap_or_default();
                let file = resolve(path, name).ok_or_else(|| fault("url( takes a relative path"))?;
                plain.push_str(&format!("\"{}\"", file.rsplit('/').next().unwrap_or_default()));
                files.push((file, line_of(&rest[at..])));
            } else {
                plain.push_str(text);
            }
            length
        };
        rest = &rest[at + length..];
    }
    plain.push_str(&tight(rest));
    if plain.matches(URL).count() > files.len() {
        return Err(Fault::at(path, 1, "url( takes a relative path in quotes"));
    }
    if let Some(at) = source.find("@import").filter(|_| plain.contains("@import")) {
        return Err(Fault::at(path, line_of(&source[at..]), "@import is not understood"));
    }
    let lines = plain.lines().map(str::trim).filter(|line| !line.is_empty());
    // Elsewhere the end of a line parts two words.
    let plain = lines.flat_map(|line| [line, if line.ends_with([';', '{', '}', ',']) { "" } else { "\n" }]).collect();
    Ok(Styles { plain, files })
}

/// Without the blanks that say nothing. Those in front of a colon or a bracket part two selectors.
fn tight(words: &str) -> String {
    words.replace(": ", ":").replace(", ", ",")
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
    use super::{Styles, strip};

    #[test]
    fn comments_go_and_texts_stay() {
        let source = "/* One\n * and two. */\n\na {\n  color: red; /* three */\n  content: \"/* no \\\" */\";\n  inset: 1\n    / 2;\n}\n";
        let plain = "a {color:red;content:\"/* no \\\" */\";inset:1\n/ 2;}".to_owned();
        assert_eq!(strip("a.css", source), Ok(Styles { plain, files: Vec::new() }));
    }

    #[test]
    fn blanks_that_say_nothing_go() {
        let source = "a :is(b, c) d {\n  margin: calc(1px + 2px) 0;\n  content: \": , \";\n}\n";
        let plain = "a :is(b,c) d {margin:calc(1px + 2px) 0;content:\": , \";}".to_owned();
        assert_eq!(strip("a.css", source), Ok(Styles { plain, files: Vec::new() }));
    }

    #[test]
    fn a_file_is_named_as_it_stands_beside_the_sheet() {
        let styles = strip("ui/a.css", "@font-face {\n  src: url(\"../fonts/b.woff2\") format(\"woff2\");\n}\n");
        let plain = "@font-face {src:url(\"b.woff2\") format(\"woff2\");}".to_owned();
        assert_eq!(styles, Ok(Styles { plain, files: vec![("fonts/b.woff2".to_owned(), 2)] }));
    }

    #[test]
    fn what_it_does_not_understand_is_refused_with_its_line() {
        let refused = |source| strip("a.css", source).err().map_or_else(String::new, |fault| fault.to_string());
        assert_eq!(refused("a {}\n/* b"), "assets/a.css:2: a comment has no end");
        assert_eq!(refused("\na { content: \"b; }\n"), "assets/a.css:2: a text has no end in its line");
        assert_eq!(refused("\n@import \"b.css\";\n"), "assets/a.css:2: @import is not understood");
        assert_eq!(
            refused("\na { background: url(b.png); }\n"),
            "assets/a.css:1: url( takes a relative path in quotes"
        );
        assert_eq!(
            refused("\na { background: url(\"//b.example\"); }\n"),
            "assets/a.css:2: url( takes a relative path"
        );
    }
}
