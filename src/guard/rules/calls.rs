//! Secrets in calls that take one without a name: by what is called, and at which place.

use super::super::checks::is_random;
use super::commands::{PLACED, is_mixed};
use super::{BASE, Rule, Weight};
use crate::domain::redaction::SecretKind;

pub const RULES: &[Rule] = &[
    // A name and a password, as programs hand them to what signs in.
    Rule {
        name: "Password in a call",
        literals: &[
            "networkcredential(",
            "basicauth(",
            "basic_auth(",
            "basicauthentication(",
            "directoryentry(",
            "usernamepasswordcredentials(",
            "passwordauthentication(",
            "usernamepasswordauthenticationtoken(",
            "staticcredentials(",
            ".newstatic(",
            "awscredentials(",
            "auth=(",
            "client('ac",
            "client(\"ac",
            "algoliasearch(",
        ],
        pattern: r#"[\w.=]{0,48}\(\s{0,8}(?:"[^"\n]{0,80}"|'[^'\n]{0,80}'|[\w.]{1,40})\s{0,8},\s{0,8}(?:u|b|r|Some\()?["']([^"'\s\x01]{3,128})["']"#,
        ..PLACED
    },
    // The same where the names are those of much else.
    Rule {
        name: "Password in a call",
        literals: &["login(", "authenticate(", "signin(", "sign_in(", "connectas(", ".auth(", "wifi.begin("],
        pattern: r#"[.\w]{5,12}\(\s{0,8}(?:"[^"\n]{0,80}"|'[^'\n]{0,80}')\s{0,8},\s{0,8}["']([^"'\s\x01]{6,128})["']\s{0,8}[,)]"#,
        check: is_mixed,
        ..PLACED
    },
    // An address or a host, a name, and a password.
    Rule {
        name: "Password in a call",
        literals: &[
            "getconnection(",
            "mysqli_connect(",
            "mysqli(",
            "new pdo(",
            "pg_connect(",
            "mysql.connect(",
            "mysqldb.connect(",
        ],
        pattern: r#"[\w .]{4,20}\((?:\s{0,8}(?:"[^"\n]{0,200}"|'[^'\n]{0,200}'|[\w.$>-]{1,60})\s{0,8},){2}\s{0,8}["']([^"'\s\x01]{3,128})["']"#,
        ..PLACED
    },
    // https://learn.microsoft.com/powershell/module/microsoft.powershell.security/convertto-securestring
    Rule {
        name: "Password in a call",
        literals: &["convertto-securestring "],
        pattern: r#"(?i:convertto-securestring)[ ](?:-\w{1,12}[ ]){0,3}["']([^"'$\s\x01]{3,128})["']"#,
        ..PLACED
    },
    // One that signs in, runs or is made with nothing but a token.
    Rule {
        name: "Token in a call",
        kind: SecretKind::AccessToken,
        weight: Weight::Placed,
        literals: &[".login(", ".run(", "secret::new(", "secretstring::from(", "secretstring::new(", "fernet("],
        pattern: r#"[.\w:]{4,24}\(\s{0,8}b?["']([^"'\s\x01]{16,256})["'](?:\.\w{1,20}\(\))?\s{0,8}[,)]"#,
        check: is_random,
        ..BASE
    },
    // Of SQL, which hashes it: https://www.postgresql.org/docs/current/pgcrypto.html
    Rule {
        name: "Password in a call",
        literals: &[
            "crypt('",
            "with sha256_password by '",
            "with mysql_native_password by '",
            "with caching_sha2_password by '",
        ],
        pattern: r"[\w ]{4,40}\(?'([^'\s\x01]{3,128})'",
        ..PLACED
    },
    // The same in Ruby, which needs no brackets.
    Rule {
        name: "Password in a call",
        literals: &["basic_auth "],
        pattern: r#"basic_auth[ ]["'][^"'\n]{1,80}["'],[ ]?["']([^"'\s\x01]{3,128})["']"#,
        check: is_mixed,
        ..PLACED
    },
    // The secret behind an id of AWS, as its SDKs take both.
    Rule {
        name: "Secret in a call",
        weight: Weight::Placed,
        literals: &["akia", "asia"],
        pattern: r#"A[KS]IA[A-Z0-9]{16}["'`]?[\s,:;|]{1,8}["'`]?([A-Za-z0-9/+]{40})(?:["'`\s,]|$)"#,
        check: is_random,
        ..BASE
    },
    // What cookies, messages and hashes are signed with.
    Rule {
        name: "Secret in a call",
        weight: Weight::Placed,
        literals: &["hmac.new(", "cookieparser("],
        pattern: r#"[\w.]{8,12}\(\s{0,8}(?:key[ ]?=[ ]?)?b?["']([^"'\s\x01]{8,256})["']\s{0,8}[,)]"#,
        check: is_mixed,
        ..BASE
    },
    // What a person writes into the field of a page: https://robotframework.org/SeleniumLibrary/
    Rule {
        name: "Password in a form",
        literals: &["input password"],
        pattern: r"(?i:input password)(?:[ ]{2,20}|\t)\S{1,80}(?:[ ]{2,20}|\t)([^\s\x01]{3,128})",
        check: is_mixed,
        ..PLACED
    },
    // What something is signed with, behind what is signed or how.
    Rule {
        name: "Secret in a call",
        weight: Weight::Placed,
        literals: &["jwt.sign(", "jwt.verify(", "jwt.encode(", "jwt.decode(", "createhmac("],
        pattern: r#"[\w.]{8,12}\([^,\n\x01]{1,120},\s{0,8}b?["']([^"'\s\x01]{8,256})["']\s{0,8}[,)]"#,
        check: is_mixed,
        ..BASE
    },
];
