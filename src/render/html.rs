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

/// Writes text that stands between tags, as the allow-list would write it again.
pub fn push_text(html: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let mut done = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let (escape, length) = match byte {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            0 => ("\u{fffd}", 1),
            0xc2 if bytes.get(at + 1) == Some(&0xa0) => ("&nbsp;", 2),
            _ => continue,
        };
        html.push_str(&text[done..at]);
        html.push_str(escape);
        done = at + length;
    }
    html.push_str(&text[done..]);
}
