//! Text as it may stand in HTML: between tags, and in attributes in double quotes. A NUL, which HTML can't hold,
//! becomes U+FFFD.

use comrak::html::escape;

/// The text, escaped.
pub fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 16);
    push_escaped(&mut html, text);
    html
}

/// Writes the text, escaped.
pub fn push_escaped(html: &mut String, text: &str) {
    // Writing to a string can't fail.
    let _ = escape(html, text);
}
