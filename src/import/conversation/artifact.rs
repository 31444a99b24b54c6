//! Documents and programs that a chat program shows beside a conversation: artifacts, canvases, letters.

use super::markdown;
use crate::domain::text::one_line;

/// The block that stands for one: its title, and its content in its language, exactly as it was written.
pub fn block(title: Option<&str>, language: &str, content: &str) -> String {
    titled(title, &markdown::fenced(language, content.trim_matches('\n')))
}

/// The same of what is Markdown.
pub fn titled(title: Option<&str>, content: &str) -> String {
    match title.map(|title| one_line(title, 200)).filter(|title| !title.is_empty()) {
        Some(title) => format!("**{}**\n\n{content}", title.replace('*', "\\*")),
        None => content.to_owned(),
    }
}

/// The language of a document of that media type, as fenced code names it.
pub fn language(media_type: &str) -> &str {
    let kind = media_type.rsplit(['/', '.']).next().unwrap_or_default();
    match kind {
        "react" => "jsx",
        "svg+xml" => "svg",
        "code" | "plain" | "document" => "",
        kind => kind.strip_prefix("x-").unwrap_or(kind),
    }
}
