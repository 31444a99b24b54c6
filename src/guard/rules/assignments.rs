//! What has a name such as `password` or `api_key`, in code, settings, forms and sentences. What stands
//! there in code is mostly no secret but where one comes from.

use super::super::checks::{is_placeholder, is_random, is_wordy};
use super::{BASE, Rule, Weight};
use crate::domain::redaction::SecretKind;

/// What all of them share.
const ASSIGNED: Rule = Rule { weight: Weight::Assigned, context: is_name_of_secret, ..BASE };

/// A name, what it is for, and what stands between it and its value.
macro_rules! value {
    ($value:literal) => {
        concat!(
            r#"(?:(?i:api key|access key|mot de passe)|contraseña|[\w.-]{1,40})"#,
            r#"(?: (?:for|of|to|für) [\w .@-]{1,30}?)?["'\])]{0,2}"#,
            r#"[ \t]{0,3}(?:=>|:=|==|[=:|]|(?:is|ist|lautet)[ \t])[ \t]{0,3}"#,
            $value,
        )
    };
}

pub const RULES: &[Rule] = &[
    Rule {
        name: "Password",
        kind: SecretKind::Password,
        literals: PASSWORDS,
        pattern: value!(r#"(?:"([^"\s\x01]{4,128})"|'([^'\s\x01]{4,128})')"#),
        check: is_password,
        ..ASSIGNED
    },
    Rule {
        name: "Password",
        kind: SecretKind::Password,
        literals: PASSWORDS,
        pattern: value!(r#"([^\s"'`,;<>(){}\[\]|\x01]{6,128})(?:[\s"'`,;<>|)}\]]|\z)"#),
        check: is_password,
        ..ASSIGNED
    },
    Rule {
        name: "Secret",
        literals: &[
            "secret",
            "api_key",
            "apikey",
            "api-key",
            "api key",
            "access_key",
            "accesskey",
            "access-key",
            "access key",
            "private_key",
            "privatekey",
            "encryption_key",
            "signing_key",
            "credential",
            "auth_key",
            "authkey",
        ],
        pattern: value!(r#"["']?([\w+/.~=-]{12,256})(?:[\s"'`,;<>|)}\]&]|\z)"#),
        check: is_secret,
        ..ASSIGNED
    },
    Rule {
        name: "Token",
        kind: SecretKind::AccessToken,
        literals: &["token", "oauth", "jwt"],
        pattern: value!(r#"["']?([\w+/.~=-]{16,256})(?:[\s"'`,;<>|)}\]&]|\z)"#),
        check: is_secret,
        ..ASSIGNED
    },
];

const PASSWORDS: &[&str] =
    &["password", "passwd", "passwort", "kennwort", "passphrase", "pwd", "db_pass", "contraseña", "mot de passe"];

/// Whether something of this name is secret: `api_key_id` and `next_page_token` name other things.
fn is_name_of_secret(before: &str, name: &str) -> bool {
    const OTHER_ENDS: [&str; 27] = [
        "id", "ids", "name", "names", "path", "file", "filename", "url", "uri", "type", "length", "len", "count",
        "size", "hash", "hashed", "digest", "arn", "expires", "expiry", "prefix", "version", "limit", "usage", "field",
        "column", "ref",
    ];
    const OTHER_BEGINNINGS: [&str; 17] = [
        "page",
        "next",
        "continuation",
        "cursor",
        "sync",
        "csrf",
        "xsrf",
        "public",
        "publishable",
        "cancellation",
        "cancel",
        "site",
        "sitekey",
        "pagination",
        "anon",
        "hashed",
        "hash",
    ];
    let name = name.trim_end_matches(|c: char| !c.is_alphanumeric());
    let name =
        ["is", "ist", "lautet"].iter().find_map(|verb| name.strip_suffix(verb)?.strip_suffix(' ')).unwrap_or(name);
    let is_one_of = |words: &[&str], text: &str| words.iter().any(|word| last_word(text).eq_ignore_ascii_case(word));
    !is_one_of(&OTHER_ENDS, name) && !is_one_of(&OTHER_BEGINNINGS, before)
}

/// `id` of `token_id`, `tokenId` and `TOKEN_ID `.
fn last_word(text: &str) -> &str {
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    let mut start = text.len();
    let mut next: Option<char> = None;
    for (at, c) in text.char_indices().rev() {
        let is_hump = next.is_some_and(char::is_uppercase) && c.is_lowercase();
        let is_cap = next.is_some_and(char::is_lowercase) && c.is_uppercase();
        if !c.is_alphanumeric() || is_hump {
            break;
        }
        start = at;
        next = Some(c);
        if is_cap {
            break;
        }
    }
    &text[start..]
}

/// Not what code takes it from, and not its type.
fn is_password(value: &str) -> bool {
    let has = |what: fn(char) -> bool| value.chars().any(what);
    let is_symbol = |c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '.' | ':' | '/' | '\\');
    let is_code = value.contains(['.', ':', '_']) && is_wordy(value)
        || value.contains("::")
        || value.starts_with(['/', '\\', '.', '-', '=', '*']);
    let is_type = [
        "varchar", "nvarchar", "string", "char", "text", "uint", "int", "float", "bytes", "http", "sha", "md5",
        "bcrypt", "base64", "utf", "argon2",
    ]
    .iter()
    .any(|name| value.to_ascii_lowercase().starts_with(name));
    let is_numeric = value.len() >= 6 && value.chars().all(|c| c.is_ascii_digit());
    let is_mixed = (has(|c| c.is_ascii_digit()) || value.chars().any(is_symbol)) && has(char::is_alphabetic);
    (is_numeric || is_mixed) && !is_placeholder(value) && !is_code && !is_type
}

/// Random, and no part of an address or of a program.
fn is_secret(value: &str) -> bool {
    let is_constant = value.contains('_') && !value.bytes().any(|byte| byte.is_ascii_lowercase());
    is_random(value)
        && !is_constant
        && !value.starts_with(['/', '.', '-', '='])
        && !value.contains("//")
        && !value.contains("..")
}
