//! Passwords as systems keep them. Who has one can try out passwords as fast as a machine can.

use super::super::checks::{entropy, is_monotone};
use super::{BASE, Rule};
use crate::domain::redaction::SecretKind;

const fn hash(name: &'static str, literals: &'static [&'static str], pattern: &'static str) -> Rule {
    Rule { name, kind: SecretKind::Password, literals, pattern, check: is_hash, longest: 1024, ..BASE }
}

pub const RULES: &[Rule] = &[
    // crypt(5). Compose and make want each mark twice.
    hash("Password hash (MD5 crypt)", &["$1$", "$apr1$"], r"\$(?:1|apr1)\${1,2}[./\w]{0,8}\${1,2}[./A-Za-z0-9]{22}"),
    hash("Password hash (bcrypt)", &["$2a$", "$2b$", "$2x$", "$2y$"], r"\$2[abxy]\${1,2}\d\d\${1,2}[./A-Za-z0-9]{53}"),
    hash(
        "Password hash (SHA crypt)",
        &["$5$"],
        r"\$5\${1,2}(?:rounds=\d{1,9}\${1,2})?[^$:\s]{0,16}\${1,2}[./A-Za-z0-9]{43}",
    ),
    hash(
        "Password hash (SHA crypt)",
        &["$6$"],
        r"\$6\${1,2}(?:rounds=\d{1,9}\${1,2})?[^$:\s]{0,16}\${1,2}[./A-Za-z0-9]{86}",
    ),
    hash(
        "Password hash (yescrypt)",
        &["$y$", "$gy$"],
        r"\$g?y\$[./A-Za-z0-9]{2,16}\$[./A-Za-z0-9]{1,86}\$[./A-Za-z0-9]{43}",
    ),
    hash(
        "Password hash (scrypt)",
        &["$7$", "$scrypt$"],
        r"\$(?:7\$[./A-Za-z0-9]{11,97}|scrypt\$ln=\d+,r=\d+,p=\d+\$[\w+/.]+)\$[\w+/.=]{40,90}",
    ),
    // https://github.com/P-H-C/phc-string-format
    hash(
        "Password hash (Argon2)",
        &["$argon2"],
        r"\$argon2(?:id|i|d)\$(?:v=\d+\$)?m=\d+,t=\d+,p=\d+\$[\w+/.=]{8,88}\$[\w+/.=]{16,172}",
    ),
    hash("Password hash (PBKDF2)", &["pbkdf2"], r"\$?pbkdf2[_-]sha\d{1,3}\$\d{3,8}\$[\w+/.=]{8,88}\$[\w+/.=]{27,90}"),
    hash("Password hash (phpass)", &["$p$", "$h$"], r"\$[PH]\$[./A-Za-z0-9]{31}"),
    // https://www.rfc-editor.org/rfc/rfc2307
    hash(
        "Password hash (LDAP)",
        &["{ssha", "{sha", "{smd5}", "{md5}"],
        r"\{S?(?:SHA(?:256|384|512)?|MD5)\}[A-Za-z0-9+/]{22,140}={0,2}",
    ),
    hash("Password hash (Cisco)", &["$8$", "$9$"], r"\$[89]\$[./A-Za-z0-9]{14}\$[./A-Za-z0-9]{43}"),
    hash(
        "Password hash (Cisco)",
        &["password 7 ", "secret 7 ", "key 7 "],
        r"(?i:password|secret|key) 7 ([0-9A-F]{8,64})",
    ),
    // What Windows stores: the LM hash of nothing stands before the NT hash.
    hash(
        "Password hash (NTLM)",
        &["aad3b435b51404eeaad3b435b51404ee:"],
        r"(?i:aad3b435b51404eeaad3b435b51404ee):([0-9a-fA-F]{32})",
    ),
    hash("Password hash (DCC2)", &["$dcc2$"], r"(?i:\$DCC2\$)\d{1,8}#[^#\s]{1,64}#[0-9a-f]{32}"),
    // Answers of Kerberos, which are encrypted with the password.
    hash(
        "Kerberos ticket",
        &["$krb5asrep$", "$krb5tgs$", "$krb5pa$"],
        r"\$krb5(?:asrep|tgs|pa)\$\d{2}\$[^\s]{0,256}?[0-9a-f]{16,32}\$?[0-9a-f]{64,}",
    ),
];

fn is_hash(hash: &str) -> bool {
    let end = hash.rsplit(['$', '}', '#']).next().unwrap_or(hash);
    !is_monotone(end) && entropy(end) >= 2.4
}
