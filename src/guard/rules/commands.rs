//! Secrets on command lines, in calls and in addresses that take one without a name.

use super::super::checks::{is_placeholder, is_random};
use super::headers::is_placed_password;
use super::{BASE, Rule, Weight};
use crate::domain::redaction::SecretKind;

/// A rule for a password that its place gives away.
const PLACED: Rule = Rule { kind: SecretKind::Password, weight: Weight::Placed, check: is_argument, ..BASE };

pub const RULES: &[Rule] = &[
    // https://dev.mysql.com/doc/refman/en/connecting.html : without a blank behind `-p`.
    Rule {
        name: "Password on a command line",
        literals: &["mysql", "mariadb", "sshpass"],
        pattern: r#"(?i:mysql|mariadb|sshpass)[\w-]{0,12}[^\n|;&<>\x01]{0,120}?[ ]-p["']?([^\s"'\x01-][^\s"'\x01]{2,127})"#,
        ..PLACED
    },
    Rule {
        name: "Password on a command line",
        literals: &[
            "sshpass ",
            "redis-cli",
            "mongosh",
            "mongodump",
            "mongorestore",
            "mongoexport",
            "mongoimport",
            "mongo ",
            "docker login",
            "podman login",
            "registry login",
            "buildah login",
            "nerdctl login",
            "oc login",
            "cf login",
            "az login",
            "psexec",
            "smbclient",
            "xfreerdp",
            "impacket",
            "evil-winrm",
            "ldapsearch",
            "ldapmodify",
        ],
        pattern: r#"[^\n|;&<>\x01]{0,160}?[ ](?:-p|-a|-w|/p|--pass|--password)(?:[ =:]{1,3}["']?|["'])([^\s"'\x01-][^\s"'\x01]{2,127})"#,
        ..PLACED
    },
    Rule {
        name: "Password on a command line",
        literals: &["echo ", "printf "],
        pattern: r#"(?:echo|printf)[ ](?:-n[ ]|'%s'[ ]|"%s"[ ])?["']?([^\s"'$|\x01]{6,256})["']?[ ]?\|[^\n|]{0,80}(?:password-stdin|sudo -S|passwd)"#,
        ..PLACED
    },
    // https://curl.se/docs/manpage.html#-u : a name and a password, of which one may be missing.
    Rule {
        name: "Password on a command line",
        literals: &["-u ", "-u\"", "-u'", "--user ", "--user=", "--proxy-user "],
        pattern: r#"(?:-u|--user|--proxy-user)[ =]{0,3}["']?(?:[^\s:"'/]{0,64}:([^\s"'\x01]{3,128}\b)|([\w.~!-]{3,128}):(?:["']|[ ]))"#,
        ..PLACED
    },
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
        ],
        pattern: r#"[\w]{0,48}\(\s{0,8}(?:"[^"\n]{0,80}"|'[^'\n]{0,80}'|[\w.]{1,40})\s{0,8},\s{0,8}(?:u|b|r)?["']([^"'\s\x01]{3,128})["']"#,
        ..PLACED
    },
    // A token alone before the host, as git takes it, and Sentry's DSN.
    Rule {
        name: "Token in a URL",
        kind: SecretKind::AccessToken,
        weight: Weight::Placed,
        literals: &["://"],
        pattern: r#"://([\w~%.+-]{16,255})@[\w\[]"#,
        check: is_random,
        ..BASE
    },
    // https://learn.microsoft.com/azure/azure-app-configuration/ , Service Bus, Event Hubs, IoT Hub.
    Rule {
        name: "Key in a connection string",
        weight: Weight::Placed,
        literals: &[";secret=", ";accesskey=", ";sharedsecretvalue="],
        pattern: r"(?i:;secret|;accesskey|;sharedsecretvalue)=([A-Za-z0-9+/]{20,100}={0,2})",
        check: is_random,
        ..BASE
    },
];

fn is_argument(password: &str) -> bool {
    let is_number = password.bytes().all(|byte| byte.is_ascii_digit());
    let is_option = password.starts_with('-') || password.contains("://") || password.starts_with(['/', '\\', '.']);
    is_placed_password(password) && !is_number && !is_option && !is_placeholder(password)
}
