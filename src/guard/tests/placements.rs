//! Secrets in hostile places: all of each goes, whatever stands within it.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::planted::{Planted, planted};
use crate::domain::redaction::{Redactions, SecretKind};
use crate::guard::{Redactor, search};

pub fn of_kinds(kinds: impl IntoIterator<Item = SecretKind>) -> Redactor {
    Redactor::new(&Redactions { kinds: kinds.into_iter().collect(), ..Redactions::default() })
}

pub fn everything() -> Redactor {
    of_kinds(SecretKind::ALL)
}

/// Letters and digits alone, in lower case: what remains of a secret under any markup.
fn skeleton(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

/// Pieces of six characters that are left of a secret.
pub fn left(secret: &str, text: &str) -> Vec<String> {
    let text = SecretKind::ALL.into_iter().fold(text.to_owned(), |text, kind| text.replace(kind.label(), ""));
    let (secret, text) = (skeleton(secret), skeleton(&text));
    let pieces: BTreeSet<&[u8]> = secret.as_bytes().windows(6).collect();
    let left = text.as_bytes().windows(6).filter(|piece| pieces.contains(piece));
    left.map(|piece| String::from_utf8_lossy(piece).into_owned()).collect()
}

/// Those that are known by themselves, on one line.
fn keys() -> Vec<Planted> {
    planted().into_iter().filter(|planted| planted.stands_alone && !planted.secret.contains(['\n', ' '])).collect()
}

fn keys_of_letters() -> Vec<Planted> {
    let mut keys = keys();
    keys.retain(|planted| ["api_key", "access_token"].contains(&planted.kind));
    keys
}

/// Puts a secret into each place, takes it out, and looks for what is left.
#[track_caller]
fn assert_gone(keys: &[Planted], place: impl Fn(&str, usize) -> String) {
    let redactor = everything();
    let mut wrong = Vec::new();
    for planted in keys {
        for at in [1, 3, planted.secret.len() / 2, planted.secret.len() - 2] {
            let text = place(&planted.secret, at);
            let redacted = redactor.text(&text).unwrap_or_else(|| text.clone());
            let left = left(&planted.secret, &redacted);
            if !left.is_empty() || !redacted.contains("[redacted") || !search(&redacted).is_empty() {
                wrong.push(format!("{} at {at}: {text:?}\n    {redacted:?}\n    {left:?}", planted.name));
            }
            assert_eq!(redactor.text(&redacted), None, "{redacted}");
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), keys.len() * 4, wrong.join("\n"));
}

#[test]
fn within_emphasis() {
    for mark in ["**", "*", "~~", "`", "***"] {
        assert_gone(&keys_of_letters(), |key, at| {
            format!("key {}{mark}{}{mark}{} end", &key[..at], &key[at..at + 2], &key[at + 2..])
        });
    }
    assert_gone(&keys_of_letters(), |key, _| format!("a **{key}** b"));
    assert_gone(&keys_of_letters(), |key, _| format!("a _{key}_ b"));
    assert_gone(&keys_of_letters(), |key, _| format!("a __{key}__ b"));
    assert_gone(&keys_of_letters(), |key, _| format!("a `{key}` b"));
}

#[test]
fn behind_escapes() {
    assert_gone(&keys_of_letters(), |key, _| {
        key.chars().map(|c| if c.is_ascii_punctuation() { format!("\\{c}") } else { c.to_string() }).collect()
    });
    assert_gone(&keys(), |key, at| {
        let entity = |at: usize| format!("&#{};", key.as_bytes()[at]);
        format!("x {}{}{} y", &key[..at], entity(at), &key[at + 1..])
    });
    assert_gone(&keys(), |key, _| key.bytes().map(|byte| format!("&#x{byte:x};")).collect());
    assert_gone(&keys_of_letters(), |key, _| key.bytes().map(|byte| format!("\\u{byte:04x}")).collect());
    assert_gone(&keys_of_letters(), |key, _| {
        format!("https://x.example/?q={}&r=1", key.bytes().map(|b| format!("%{b:02X}")).collect::<String>())
    });
    assert_gone(&keys_of_letters(), |key, at| {
        format!("https://x.example/?q={}%25{:02x}{}", &key[..at], key.as_bytes()[at], &key[at + 1..])
    });
}

#[test]
fn behind_what_nobody_sees() {
    for unseen in [
        "\u{200B}",
        "\u{AD}",
        "\u{2060}",
        "\u{FEFF}",
        "&shy;",
        "&#8203;",
        "<b></b>",
        "<!-- - -->",
        "<wbr>",
        "\u{1b}[1m",
        "\0",
        "[^1]",
    ] {
        assert_gone(&keys_of_letters(), |key, at| format!("key: {}{unseen}{} end", &key[..at], &key[at..]));
    }
    assert_gone(&keys_of_letters(), |key, _| key.chars().map(|c| format!("{c}\u{200B}")).collect());
    assert_gone(&keys_of_letters(), |key, _| key.chars().map(|c| format!("<i>{c}</i>")).collect());
}

#[test]
fn in_links() {
    assert_gone(&keys_of_letters(), |key, _| format!("see [{key}](https://x.example/?key={key}&a=b) there"));
    assert_gone(&keys_of_letters(), |key, at| format!("[{}](https://x.example){} there", &key[..at], &key[at..]));
    assert_gone(&keys_of_letters(), |key, at| format!("[{}][ref]{} there", &key[..at], &key[at..]));
    assert_gone(&keys_of_letters(), |key, _| {
        format!("<https://x.example/?key={key}> ![{key}](https://x.example \"{key}\")")
    });
    assert_gone(&keys_of_letters(), |key, _| format!("<a href=\"https://x.example/?key={key}\">{key}</a>"));
}

#[test]
fn wrapped_at_the_end_of_a_line() {
    for end in ["\n", "\r\n", "\n  ", " \n> ", "\n> > ", "\n    ", "\\\n", " │\n│ "] {
        assert_gone(&keys_of_letters(), |key, at| format!("key:\n{}{end}{}\nend", &key[..at], &key[at..]));
        assert_gone(&keys_of_letters(), |key, at| format!("{}{end}{} is the key", &key[..at], &key[at..]));
    }
}

#[test]
fn in_blocks() {
    for (before, after) in [
        ("```sh\nexport KEY=", "\n```\n"),
        ("    KEY=", "\n"),
        ("| a | b |\n|---|---|\n| x | ", " |\n| y | z |\n"),
        ("[^1]: ", "\n"),
        ("> - 1. ", "\n"),
        ("# ", "\n"),
        ("$$", "$$"),
        ("{\"a\": \"", "\"}"),
        ("{\\\"a\\\": \\\"", "\\\"}"),
        ("(", ")"),
        ("'", "',"),
        ("„", "“"),
        ("key=", "&x=1"),
        ("key:", ":"),
        ("<b>", "</b>"),
    ] {
        assert_gone(&keys_of_letters(), |key, _| format!("{before}{key}{after}"));
    }
}

#[test]
fn in_addresses_that_hold_text() {
    assert_gone(&keys(), |key, _| {
        format!("[a](data:text/plain;base64,{})", STANDARD.encode(format!("the key is {key} so")))
    });
}

#[test]
fn what_stands_beside_a_name_goes_through_markup() {
    for planted in planted().iter().filter(|planted| !planted.stands_alone) {
        let escaped = planted.text.replace('_', "\\_").replace('&', "&amp;");
        for text in [
            format!("```\n{}\n```", planted.text),
            format!("> {}", planted.text),
            escaped,
            format!("\u{200B}{}", planted.text),
        ] {
            let redacted = everything().text(&text).unwrap_or_default();
            assert!(
                redacted.contains("[redacted") && left(&planted.secret, &redacted).is_empty(),
                "{} {text:?} {redacted:?}",
                planted.name
            );
        }
    }
}

#[test]
fn a_key_ends_where_a_sentence_goes_on() {
    let key = keys_of_letters().swap_remove(0).secret;
    for (text, expected) in [
        (format!("{key}\nThanks a lot"), "[redacted: API key]\nThanks a lot"),
        (format!("{key}\nPORT=8080"), "[redacted: API key]\nPORT=8080"),
        (format!("{key}\n{key}"), "[redacted: API key]\n[redacted: API key]"),
        (format!("- {key}\n- other"), "- [redacted: API key]\n- other"),
        (format!("{key}, {key}."), "[redacted: API key], [redacted: API key]."),
        (format!("**{key}**"), "**[redacted: API key]**"),
        (format!("`{key}`: mine"), "`[redacted: API key]`: mine"),
    ] {
        assert_eq!(everything().text(&text).as_deref(), Some(expected), "{text}");
    }
}
