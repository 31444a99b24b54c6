//! What holds for all texts.

use proptest::prelude::*;

use super::messages::message;
use super::placements::everything;
use super::planted::planted;
use crate::domain::redaction::{Redactions, SecretKind};
use crate::guard::{ConversationScanner, Redactor, search};

/// Texts of what secrets and markup are made of.
fn text() -> impl Strategy<Value = String> {
    let secrets: Vec<String> = planted().into_iter().flat_map(|planted| [planted.secret, planted.text]).collect();
    let pieces = [
        "password",
        "api_key",
        "token",
        ":",
        "=",
        " ",
        "\n",
        "**",
        "_",
        "`",
        "<b>",
        "</b>",
        "<!--",
        "-->",
        "[",
        "](",
        ")",
        "]",
        "&#45;",
        "%2D",
        "\\",
        "\\n",
        "\u{200B}",
        "> ",
        "- ",
        "\"",
        "'",
        "sk-",
        "ghp_",
        "://",
        "@",
        ".example",
        "+49",
        "/home/",
        "C:\\Users\\",
        "ada",
        "91.198.174.",
        ":~$ ",
        "Author: ",
        "-rw-r--r-- 1 ada ada 1 ",
        "uid=1000(",
        "() { return ",
        "}",
        "q{",
        "4242",
        "-----BEGIN PRIVATE KEY-----",
        "-----END PRIVATE KEY-----",
        "[redacted: API key]",
        "[redacted",
        "é",
        "字",
        "data:text/plain;base64,",
        "\u{1}",
        "is",
        "Bearer ",
        "eyJ",
    ];
    let piece = prop_oneof![
        3 => proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned),
        1 => proptest::sample::select(secrets.clone()),
        1 => (proptest::sample::select(secrets), any::<proptest::sample::Index>()).prop_map(|(secret, at)| {
            let at = secret.floor_char_boundary(at.index(secret.len()));
            secret[at..].to_owned()
        }),
        1 => "[a-zA-Z0-9+/_-]{0,40}",
        1 => any::<String>(),
    ];
    proptest::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn finds_are_in_order_and_on_characters(text in text()) {
        let mut done = 0;
        for matched in search(&text) {
            prop_assert!(matched.range.start >= done && !matched.range.is_empty());
            prop_assert!(text.get(matched.range.clone()).is_some());
            prop_assert!(!matched.value.is_empty());
            done = matched.range.end;
        }
    }

    #[test]
    fn nothing_is_found_in_what_was_redacted(text in text()) {
        let redacted = everything().text(&text).unwrap_or_else(|| text.clone());
        prop_assert_eq!(search(&redacted), vec![], "{:?}", &redacted);
        prop_assert_eq!(everything().text(&redacted), None);
    }

    #[test]
    fn messages_and_files_take_anything(content in text(), part in text(), before in text(), after in text(), kind in 0..SecretKind::ALL.len()) {
        let kinds = [SecretKind::ALL[kind]].into();
        let words = [part.chars().take(5).collect()].into();
        let redactor = Redactor::new(&Redactions { kinds, words, ..Redactions::default() });
        let parts = serde_json::json!([{ "type": "text", "text": part }, { "type": "data", "value": { &part: [&content, &part] } }]);
        let mut message = message(&content, Some(parts));
        let mut scanner = ConversationScanner::new();
        scanner.message(0, None, &message, Some(&before), Some(&after));
        scanner.finish();
        redactor.message(&mut message, Some(&before), Some(&after));
        let once = (message.content.clone(), message.parts.as_ref().map(|parts| parts.get().to_owned()));
        redactor.message(&mut message, Some(&before), Some(&after));
        prop_assert_eq!(once, (message.content.clone(), message.parts.as_ref().map(|parts| parts.get().to_owned())));
        redactor.file("text/plain", content.as_bytes());
    }

    #[test]
    fn bytes_take_anything(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        everything().file("application/octet-stream", &bytes);
        everything().file("text/plain", &bytes);
    }
}
