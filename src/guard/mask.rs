//! Secrets as their owner is shown them: enough to recognise each, not enough to use it.

use sha2::{Digest, Sha256};

use crate::domain::redaction::SecretKind;

/// `sk-ant-api03-abc…wxyzZq`, `a…@example.com`, `…4242`, `+4930…15`, `/home/a…`. Of a long secret some characters at both
/// ends, so that two of one service can be told apart: at most a quarter of it.
pub fn mask(value: &str) -> String {
    if let Some(label) = value.strip_prefix("-----").and_then(|rest| rest.split_once("-----")) {
        return format!("-----{}-----…", label.0);
    }
    let characters: Vec<char> = value.chars().collect();
    let of = |characters: &[char]| characters.iter().collect::<String>();
    let length = characters.len();
    if let Some((name, host)) = value.rsplit_once('@')
        && host.contains('.')
        && !host.contains(':')
        && !name.contains(':')
    {
        return format!("{}…@{host}", name.chars().take(1).collect::<String>());
    }
    // What stands before the name in a path is the same for everybody.
    if (value.starts_with(['/', '-', '\\']) || value.get(1..2) == Some(":"))
        && let Some(at) = characters.iter().rposition(|c| matches!(c, '/' | '\\' | '-')).filter(|at| at + 1 < length)
    {
        return format!("{}…", of(&characters[..at + 2]));
    }
    if length >= 12 && characters.iter().all(char::is_ascii_digit) {
        return format!("…{}", of(&characters[length - 4..]));
    }
    if length >= 9 && value.starts_with('+') {
        return format!("{}…{}", of(&characters[..3]), of(&characters[length - 2..]));
    }
    match length {
        0..8 => format!("{}…", of(&characters[..length.min(1)])),
        8..16 => format!("{}…", of(&characters[..2])),
        _ => {
            // What says what it is stands up to a hyphen or an underscore, mostly.
            let beginning = characters[..(length / 3).min(13)].iter().rposition(|c| matches!(c, '-' | '_' | '.'));
            let of_secret = |shown: usize| if length >= 48 { shown } else { 0 };
            let beginning = beginning.map_or(4, |at| at + 1) + of_secret(4);
            format!("{}…{}", of(&characters[..beginning]), of(&characters[length - 2 - of_secret(4)..]))
        }
    }
}

/// The name of a finding for clients, in all messages and at all times: nobody learns the secret from it who
/// couldn't guess it.
pub fn finding_id(kind: SecretKind, value: &str) -> String {
    let digest = Sha256::new()
        .chain_update("neptun-share find\0")
        .chain_update(kind.name())
        .chain_update("\0")
        .chain_update(value);
    digest.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_show_what_it_is_and_little_of_it() {
        for (value, masked) in [
            ("sk-ant-api03-abcdefghijklmnopqrstuvwxyzZq", "sk-ant-api03-…Zq"),
            ("ghp_abcdefghijklmnopqrstuvwxyz0123456789", "ghp_…89"),
            ("sk-ant-api03-abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz-AA", "sk-ant-api03-abcd…xyz-AA"),
            ("AKIAIOSFODNN7EXAMPLE", "AKIA…LE"),
            ("ada@example.com", "a…@example.com"),
            ("4242424242424242", "…4242"),
            ("+493090182015", "+49…15"),
            ("/Users/ada", "/Users/a…"),
            ("C:\\Users\\ada", "C:\\Users\\a…"),
            ("hunter2", "h…"),
            ("", "…"),
            ("ü", "ü…"),
            ("-----BEGIN RSA PRIVATE KEY-----MIIabc", "-----BEGIN RSA PRIVATE KEY-----…"),
        ] {
            assert_eq!(mask(value), masked);
        }
    }

    #[test]
    fn ids_tell_finds_apart() {
        assert_eq!(finding_id(SecretKind::Email, "a@b.example"), finding_id(SecretKind::Email, "a@b.example"));
        assert_ne!(finding_id(SecretKind::Email, "x"), finding_id(SecretKind::Phone, "x"));
        assert_eq!(finding_id(SecretKind::Email, "x").len(), 32);
    }
}
