//! Secrets by where they stand: headers of HTTP, addresses, connection strings, command lines.

use super::super::checks::{is_basic, is_jwt, is_placeholder, is_random};
use super::{BASE, Rule, Weight};
use crate::domain::redaction::SecretKind;

/// A rule for a password that its place gives away.
const PLACED: Rule = Rule { kind: SecretKind::Password, weight: Weight::Placed, check: is_placed_password, ..BASE };

pub const RULES: &[Rule] = &[
    // https://www.rfc-editor.org/rfc/rfc7519
    Rule {
        name: "JSON web token",
        kind: SecretKind::AccessToken,
        literals: &["eyj"],
        pattern: r"eyJ[\w-]{8,}(?:\.[\w-]*){2,4}",
        longest: 16 << 10,
        check: is_jwt,
        ..BASE
    },
    // https://www.rfc-editor.org/rfc/rfc6750
    Rule {
        name: "Bearer token",
        kind: SecretKind::AccessToken,
        weight: Weight::Placed,
        literals: &["bearer"],
        pattern: r#"(?i:bearer)["':=]{0,2}[ \t]{1,3}(?:["'][ ]?[+.][ ]?)?["']?([\w.~+/-]{12,}={0,3})"#,
        longest: 4096,
        check: is_random,
        ..BASE
    },
    // https://www.rfc-editor.org/rfc/rfc7617
    Rule {
        name: "Basic credentials",
        literals: &["basic"],
        pattern: r"(?i:basic)[ \t]{1,3}([\w+/-]{6,}={0,2})",
        longest: 1024,
        check: is_basic,
        ..PLACED
    },
    // Where Docker keeps a registry's name and password.
    Rule {
        name: "Basic credentials",
        literals: &["\"auth\"", "_auth"],
        pattern: r#"(?:"auth"[ \t]{0,3}:[ \t]{0,3}"|_auth[ \t]{0,3}=[ \t]{0,3}"?)([\w+/-]{8,}={0,2})"#,
        longest: 1024,
        check: is_basic,
        ..PLACED
    },
    // https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1 ; what follows the last @ of it is the host.
    Rule {
        name: "Password in a URL",
        literals: &["://"],
        pattern: r#"(?:://[^\s/:@"'<>\x01]{0,128}:([^\s/"'<>\x01]{1,200})@[\w\[.$\x01-])"#,
        ..PLACED
    },
    // https://learn.microsoft.com/dotnet/framework/data/adonet/connection-string-syntax
    Rule {
        name: "Password in a connection string",
        literals: &["server=", "data source=", "host=", "hostname=", "addr=", "address="],
        pattern: r#"(?:(?i:server|data source|host|hostname|addr|address)=[^;\r\n"]{1,100};(?:[^;\r\n"]{1,100};){0,8}?[ ]?(?i:password|pwd)[ ]?=[ ]?([^;"'\s\x01]{1,128}))"#,
        longest: 1024,
        ..PLACED
    },
    // https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html
    Rule {
        name: "Password in .netrc",
        literals: &["machine"],
        pattern: r#"(?:machine\s{1,8}\S{1,200}\s{1,8}login\s{1,8}\S{1,200}\s{1,8}password\s{1,8}([^\s\x01]{1,128}))"#,
        longest: 1024,
        ..PLACED
    },
    // https://www.postgresql.org/docs/current/libpq-pgpass.html
    Rule {
        name: "Password in .pgpass",
        literals: &[":5432:", ":5433:", ":6432:"],
        pattern: r#"(?::\d{4}:[^:\s]{1,64}:[^:\s]{1,64}:([^\s:\x01]{3,128}))"#,
        ..PLACED
    },
    // https://www.rfc-editor.org/rfc/rfc6265
    Rule {
        name: "Cookie",
        kind: SecretKind::AccessToken,
        weight: Weight::Placed,
        literals: &["cookie:"],
        pattern: r#"(?i:cookie):[ \t]{0,3}([\w.$!%-]{1,64}=[^\r\n"'\x01]{10,2000})"#,
        longest: 4096,
        check: |cookies| {
            cookies
                .split(';')
                .filter_map(|cookie| cookie.split_once('='))
                .any(|(_, value)| value.len() >= 16 && is_random(value))
        },
        ..BASE
    },
];

/// Not what documentation writes in such a place.
pub fn is_placed_password(password: &str) -> bool {
    const USUAL: [&str; 13] = [
        "password",
        "pass",
        "passwd",
        "passwort",
        "pwd",
        "pw",
        "secret",
        "token",
        "user",
        "username",
        "api_key",
        "x-oauth-basic",
        "x-access-token",
    ];
    !is_placeholder(password)
        && !USUAL.contains(&password.to_lowercase().trim_matches(['[', ']', '<', '>']))
        && !password.ends_with('}')
}
