//! Blocks of code, with the parts of known languages told apart by classes that `code.css` colours.

mod highlight;
mod languages;
#[cfg(test)]
mod tests;

use super::ansi;
use super::diagram;
use super::diff::{self, Hunk};
use super::html::{push_escaped, push_text};
use super::patience::Patience;
use languages::Language;

/// Shown as the language's name, in characters: what is longer isn't a name.
const MAX_LABEL: usize = 40;
/// Above these a phone may have to scroll the block, so a keyboard must be able to reach it.
const NARROW_COLUMNS: usize = 20;
const FEW_LINES: usize = 40;
/// Longer blocks are data rather than code to read: their spans would burden the page, so they have none. In bytes.
const MAX_COLOURED: usize = 64 * 1024;

/// A figure with the code and, where one was named, its language. `info` is what follows the fence: `rust,ignore`,
/// `js {1,3}`, `title="x.py" python`. `patience` is that of the text that it stands in.
pub fn block(info: &str, text: &str, patience: &Patience) -> String {
    let word = language_word(info);
    let html = plain_block(word, text, patience);
    let is_diagram = word.is_some_and(|word| word.eq_ignore_ascii_case("mermaid"));
    let figure = if is_diagram { patience.draw(|number| diagram::figure(text, number, &html)) } else { None };
    figure.unwrap_or(html)
}

/// A figure with a command in this language, which is not named: that it is a command is said by how it looks.
pub fn command(language: &str, text: &str) -> String {
    figure(None, language_word(language).map(languages::find), text, &Patience::new())
}

fn plain_block(word: Option<&str>, text: &str, patience: &Patience) -> String {
    let language = word.map(languages::find);
    let label = language.as_ref().map(|language| language.label.chars().filter(|c| !c.is_control()).take(MAX_LABEL));
    figure(label.map(String::from_iter), language, text, patience)
}

fn figure(caption: Option<String>, language: Option<Language<'_>>, text: &str, patience: &Patience) -> String {
    let mut html = String::with_capacity(text.len() * 2 + 160);
    html.push_str("<figure class=\"code-block\">");
    if let Some(caption) = caption {
        html.push_str("<figcaption>");
        push_text(&mut html, &caption);
        html.push_str("</figcaption>");
    }
    begin_code(text, &mut html);
    match language.and_then(|language| language.grammar).filter(|_| text.len() <= MAX_COLOURED) {
        Some(grammar) => highlight::highlight(grammar, text, patience, &mut html),
        None => push_text(&mut html, text),
    }
    html.push_str(END);
    html
}

/// A figure with what a program printed, as a terminal shows it.
pub fn printed(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 160);
    html.push_str("<figure class=\"code-block\">");
    begin_code(text, &mut html);
    if ansi::is_plain(text) {
        push_escaped(&mut html, text)
    } else {
        ansi::write(text, &mut html)
    }
    html.push_str(END);
    html
}

/// A figure with what was changed in a file.
pub fn diff(caption: &str, hunks: &[Hunk<'_>]) -> String {
    let mut html = format!("<figure class=\"code-block diff\"><figcaption>{caption}</figcaption>");
    html.push_str(CODE_THAT_SCROLLS);
    diff::write(hunks, &mut html);
    html.push_str(END);
    html
}

const CODE: &str = "<pre dir=\"ltr\"><code>";
/// Can be reached with the keyboard.
const CODE_THAT_SCROLLS: &str = "<pre dir=\"ltr\" tabindex=\"0\"><code>";
const END: &str = "</code></pre></figure>";

fn begin_code(text: &str, html: &mut String) {
    html.push_str(if may_scroll(text) { CODE_THAT_SCROLLS } else { CODE });
}

/// The word of an info string that names the language: the first that isn't an attribute.
fn language_word(info: &str) -> Option<&str> {
    // Longer ones name no language; a bound keeps the search short.
    let end = info.char_indices().nth(1000).map_or(info.len(), |(end, _)| end);
    let mut rest = info[..end].trim();
    loop {
        rest = rest
            .trim_start_matches(|first: char| first.is_whitespace() || matches!(first, ',' | ';' | '{' | '.' | ':'));
        let is_end =
            |byte: char| byte.is_whitespace() || matches!(byte, ',' | ';' | '{' | '}' | ':' | '=' | '[' | '(' | '"');
        let length = rest.find(is_end).unwrap_or(rest.len());
        let (word, after) = rest.split_at(length);
        if word.is_empty() && after.is_empty() {
            return None;
        }
        if !word.is_empty() && !after.starts_with('=') {
            return word.chars().any(char::is_alphanumeric).then_some(word);
        }
        rest = without_value(after);
    }
}

/// Behind `="a value"`, or the character that no word begins with.
fn without_value(after: &str) -> &str {
    let value = after.strip_prefix('=').unwrap_or(after);
    match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).map_or("", |(_, after)| after),
        Some(_) if after.starts_with('=') => value.find(char::is_whitespace).map_or("", |end| &value[end..]),
        Some(other) => &value[other.len_utf8()..],
        None => "",
    }
}

fn may_scroll(text: &str) -> bool {
    text.lines().count() > FEW_LINES || text.lines().any(|line| line.chars().count() > NARROW_COLUMNS)
}
