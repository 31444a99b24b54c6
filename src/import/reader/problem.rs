//! What is wrong with a JSON text, in half a sentence.

/// The parser's complaint about one text without its position, which is worth little there.
pub fn problem(error: &serde_json::Error) -> String {
    let text = error.to_string();
    if error.is_eof() {
        "it ends unexpectedly".to_owned()
    } else if text.starts_with("recursion limit") {
        "it is nested too deeply".to_owned()
    } else {
        text.split(" at line ").next().unwrap_or_default().to_owned()
    }
}
