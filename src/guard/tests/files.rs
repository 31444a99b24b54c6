//! Files: text in its own encoding, other bytes as a whole.

use super::placements::{everything, left, of_kinds};
use super::planted::planted;
use crate::domain::part::Sha256;
use crate::domain::redaction::{Redactions, SecretKind};
use crate::guard::{FileOutcome, LARGEST_FILE, Redactor};

fn changed(media_type: &str, bytes: &[u8]) -> Vec<u8> {
    match everything().file(media_type, bytes) {
        FileOutcome::Changed(bytes) => bytes,
        other => panic!("{other:?}"),
    }
}

#[test]
fn text_is_redacted_in_its_encoding() {
    for planted in planted() {
        let text = format!("a,é\r\n{}\r\n", planted.text);
        let redacted = String::from_utf8(changed("text/csv", text.as_bytes())).expect("UTF-8");
        assert!(redacted.starts_with("a,é\r\n") && left(&planted.secret, &redacted).is_empty(), "{redacted}");

        let with_mark = format!("\u{FEFF}{text}");
        assert!(changed("text/plain", with_mark.as_bytes()).starts_with("\u{FEFF}a,é".as_bytes()));
        for (unit, mark) in [(u16::to_le_bytes as fn(u16) -> [u8; 2], [0xFF, 0xFE]), (u16::to_be_bytes, [0xFE, 0xFF])] {
            let wide: Vec<u8> = with_mark.encode_utf16().flat_map(unit).collect();
            assert!(wide.starts_with(&mark));
            let expected: Vec<u8> = format!("\u{FEFF}{redacted}").encode_utf16().flat_map(unit).collect();
            assert_eq!(changed("text/plain", &wide), expected);
        }
        let latin: Vec<u8> = text.chars().map(|c| u8::try_from(c).expect("Latin-1")).collect();
        let expected: Vec<u8> = redacted.chars().map(|c| u8::try_from(c).expect("Latin-1")).collect();
        assert_eq!(changed("text/csv", &latin), expected);
    }
}

#[test]
fn json_stays_json() {
    for text in [
        r#"{"card": 4242424242424242, "list": [ 5555555555554444 ], "mail": "ada@analytical.engine"}"#,
        r#"{"cells": [{"source": ["password = \"Kx7!mPq2zz\"\n"]}]}"#,
    ] {
        let redacted = changed("application/json", text.as_bytes());
        let value: serde_json::Value = serde_json::from_slice(&redacted).expect("JSON");
        assert!(value.to_string().contains("[redacted: "), "{value}");
    }
    let svg = changed("image/svg+xml", b"<svg><text>ada&#64;analytical.engine</text></svg>");
    assert_eq!(svg, b"<svg><text>[redacted: e-mail address]</text></svg>");
}

#[test]
fn bytes_with_a_secret_are_withheld() {
    let key = planted().swap_remove(0).secret;
    let wide: Vec<u8> = key.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let wide_other: Vec<u8> = key.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [key.as_bytes(), &wide, &wide_other] {
        let file = [b"\x89PNG\r\n\x1a\n\0\0\0\xFF\x80", bytes, b"\0\xFF\0\x01"].concat();
        assert_eq!(everything().file("image/png", &file), FileOutcome::Withheld(SecretKind::ApiKey));
        assert_eq!(of_kinds([SecretKind::Email]).file("image/png", &file), FileOutcome::Same);
    }
    let noise: Vec<u8> = (0..1_000_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert_eq!(everything().file("image/jpeg", &noise), FileOutcome::Same);
}

#[test]
fn what_cannot_be_searched_is_withheld_where_that_is_wanted() {
    let large = vec![b'a'; usize::try_from(LARGEST_FILE).expect("small") + 1];
    let files: [(&str, &[u8]); 5] = [
        ("application/pdf", b"%PDF-1.7\n"),
        ("text/plain", b"PK\x03\x04\0\0"),
        ("application/octet-stream", b"\x1f\x8b\x08"),
        ("application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("text/plain", &large),
    ];
    for (media_type, bytes) in files {
        assert_eq!(everything().file(media_type, bytes), FileOutcome::Withheld(SecretKind::UnsearchedFile));
        assert_eq!(of_kinds([SecretKind::ApiKey]).file(media_type, bytes), FileOutcome::Same);
    }
    let digest = Sha256::new([7; 32]);
    let findings = [(SecretKind::UnsearchedFile, digest.to_string())].into();
    let single = Redactor::new(&Redactions { findings, ..Redactions::default() });
    assert!(single.withholds_unsearched(digest) && !single.withholds_unsearched(Sha256::new([8; 32])));
}
