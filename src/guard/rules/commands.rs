//! Secrets on command lines, in settings and in addresses that take one without a name.

use super::super::checks::{is_placeholder, is_random};
use super::super::prose::is_strong;
use super::headers::is_placed_password;
use super::{BASE, Rule, Weight};
use crate::domain::redaction::SecretKind;

/// A rule for a password that its place gives away.
pub(super) const PLACED: Rule = Rule { kind: SecretKind::Password, weight: Weight::Placed, check: is_argument, ..BASE };

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
            "winrs ",
            "signtool ",
            "impacket",
            "evil-winrm",
            "ldapsearch",
            "ldapmodify",
            "nuget ",
            "security unlock-",
        ],
        pattern: r#"[^\n|;&<>\x01]{0,160}?[ ](?:-p|-a|-w|/p|--pass|--password)(?:[ =:]{1,3}["']?|["'])([^\s"'\x01-][^\s"'\x01]{2,127})"#,
        ..PLACED
    },
    Rule {
        name: "Password on a command line",
        literals: &["echo ", "printf "],
        pattern: r#"(?:echo|printf)[ ](?:-\w[ ]|'%s'[ ]|"%s"[ ])?["']?([^\s"'$|\x01]{6,256}?)["']?\)?[ ]?\|[^\n|]{0,120}(?:password-stdin|sudo -S|passwd|env add|with-token|passphrase-fd|cryptsetup|kinit|secret (?:set|put)|secrets? create|data-file=-|/dev/stdin)"#,
        ..PLACED
    },
    // Into a file that is called after what it holds.
    Rule {
        name: "Secret written to a file",
        literals: &["echo ", "printf "],
        pattern: r#"(?:echo|printf)[ ](?:-\w[ ]|'%s'[ ]|"%s"[ ])?["']?([^\s"'$|>\x01]{6,256})["']?[ ]?(?:>{1,2}[ ]?|\|[ ]?(?:sudo[ ])?tee[ ](?:-a[ ])?)["']?[^\s"'|;&\x01]{0,120}(?i:token|secret|password|passwd|[._-]pass|passphrase|credential|api[_-]?key)s?(?:\.\w{1,6})?["']?(?:[\s;&|]|$)"#,
        check: is_mixed,
        ..PLACED
    },
    // https://curl.se/docs/manpage.html#-u : a name and a password, of which one may be missing.
    Rule {
        name: "Password on a command line",
        literals: &["-u ", "-u\"", "-u'", "--user ", "--user=", "--proxy-user ", "--auth ", "--basic-auth "],
        pattern: r#"(?:-u|--user|--proxy-user|--auth|--basic-auth)[ =]{0,3}["']?(?:[^\s:"'/]{0,64}:([^\s:"'\x01][^\s"'\x01]{2,127}\b)|([\w.~!-]{3,128}):(?:["']|[ ]))"#,
        ..PLACED
    },
    // Without a blank behind `-u`.
    Rule {
        name: "Password on a command line",
        literals: &["curl "],
        pattern: r#"curl[ ][^\n|;&<>\x01]{0,200}?-u["']?[^\s:"'/=-][^\s:"'/]{0,63}:([^\s"'\x01]{3,128})"#,
        ..PLACED
    },
    // https://httpie.io/docs/cli/basic-auth
    Rule {
        name: "Password on a command line",
        literals: &["http ", "https ", "xh ", "xhs "],
        pattern: r#"(?:https?|xhs?)[ ][^\n|;&<>\x01]{0,200}?(?:(?:-a|--auth)[ =]["']?[\w.@+-]{1,64}:|-A[ ]?bearer[ ][^\n|;&<>\x01]{0,80}?-a[ ]?["']?)([^\s"'\x01]{3,128})"#,
        check: is_mixed,
        ..PLACED
    },
    Rule {
        name: "Password on a command line",
        literals: &["sshpass="],
        pattern: r#"(?:SSHPASS|sshpass)=["']?([^\s"'\x01]{3,128})"#,
        ..PLACED
    },
    // What these take has no name: the last of their arguments, or one behind a name and an address.
    Rule {
        name: "Password on a command line",
        literals: &["rabbitmqctl ", "wpa_passphrase ", "net user ", "mc alias set ", "neo4j_auth="],
        pattern: r#"(?:rabbitmqctl[ ](?:add_user|change_password)[ ]\S{1,64}[ ]|wpa_passphrase[ ](?:"[^"\n]{1,32}"|\S{1,32})[ ]|(?i:net user)[ ]\S{1,64}[ ]|mc alias set[ ]\S{1,64}[ ]\S{1,128}[ ]\S{1,64}[ ]|(?i:neo4j_auth)=["']?neo4j/)["']?([^\s"'/\x01-][^\s"'\x01]{2,127})"#,
        ..PLACED
    },
    Rule {
        name: "Password on a command line",
        literals: &["usermod ", "useradd ", "mosquitto_pub ", "mosquitto_sub "],
        pattern: r#"\w{7,13}[ ][^\n|;&<>\x01]{0,160}?-[pP][ ]{1,3}["']?([^\s"'\x01-][^\s"'\x01]{2,127})"#,
        ..PLACED
    },
    Rule {
        name: "Password on a command line",
        literals: &["nmcli ", "iwconfig "],
        pattern: r#"(?:nmcli|iwconfig)[ ][^\n|;&<>\x01]{0,120}?[ ](?:password|key)[ ]["']?(?:s:)?([^\s"'\x01]{5,64})"#,
        check: is_mixed,
        ..PLACED
    },
    Rule {
        name: "Password on a command line",
        literals: &["kinit ", "cryptsetup ", "sudo -s"],
        pattern: r#"(?i:kinit|cryptsetup|sudo)[ ][^\n|;&>\x01]{0,80}<<<[ ]?["']?([^\s"'$\x01]{3,128})"#,
        ..PLACED
    },
    Rule {
        name: "Password on a command line",
        literals: &["zip -", "zip a", "7z ", "7za ", "rar "],
        pattern: r#"(?:zip[^\n|;&<>\x01]{0,80}?[ ]-P[ ]?|(?:7za?|rar)[ ][^\n|;&<>\x01]{0,120}?[ ]-h?p)["']?([^\s"'\x01-][^\s"'\x01]{2,127})"#,
        ..PLACED
    },
    Rule {
        name: "Password on a command line",
        literals: &[
            "sqlcmd ",
            "cqlsh ",
            "bcp ",
            "rdesktop ",
            "putty ",
            "plink ",
            "pscp ",
            "psftp ",
            "twine ",
            "ssh-keygen ",
            "ipmitool ",
            "security import ",
            "ncftp",
        ],
        pattern: r#"[\w-]{3,10}[ ][^\n|;&<>\x01]{0,160}?[ ]-(?:P|p|pw|N)[ ]{1,3}["']?([^\s"'\x01-][^\s"'\x01]{2,127})"#,
        ..PLACED
    },
    // https://docs.openssl.org/master/man1/openssl-passphrase-options/
    Rule {
        name: "Password on a command line",
        literals: &["openssl "],
        pattern: r#"openssl[ ](?:passwd[ ](?:-salt[ ]\S{1,20}[ ]|-\w{1,9}[ ]){0,4}|[^\n|;&<>\x01]{0,160}?[ ](?:-k[ ]|-pass(?:in|out)?[ ]["']?pass:))["']?([^\s"'\x01-][^\s"'\x01]{2,127})"#,
        ..PLACED
    },
    // https://httpd.apache.org/docs/current/programs/htpasswd.html
    Rule {
        name: "Password on a command line",
        literals: &["htpasswd -"],
        pattern: r#"htpasswd[ ]-[a-zA-Z]{0,6}b[a-zA-Z]{0,6}[ ](?:[^\s"'\x01]{1,80}[ ]){1,2}["']?([^\s"'\x01-][^\s"'\x01]{2,127})"#,
        ..PLACED
    },
    // A name and a password in one word: `ada/X@db`, `ada%X`.
    Rule {
        name: "Password on a command line",
        literals: &["sqlplus ", "jdbc:oracle:", "expdp ", "impdp ", "sqlldr ", "smbclient ", "rpcclient ", "smbget "],
        pattern: r#"(?:(?:sqlplus|expdp|impdp|sqlldr)[ ](?:-\w+[ ])?[\w.]{1,40}/|jdbc:oracle:(?:thin|oci):[\w.]{1,40}/|\w+[ ][^\n|;&\x01]{0,120}?-U[ ]?["']?[^%\s]{1,64}%)([^\s"'@\x01]{3,128})"#,
        ..PLACED
    },
    // https://learn.microsoft.com/windows-server/administration/windows-commands/net-use
    Rule {
        name: "Password on a command line",
        literals: &["net use "],
        pattern: r#"(?i:net use)[ ](?:[\w*]{1,2}:?[ ])?\\{1,4}\S{1,120}[ ](?:/user:\S{1,80}[ ])?["']?([^\s"'/\x01][^\s"'\x01]{2,127})"#,
        ..PLACED
    },
    // `vault login X`, `cargo login X`
    Rule {
        name: "Token on a command line",
        kind: SecretKind::AccessToken,
        weight: Weight::Placed,
        literals: &[" login "],
        pattern: r"[ ]login[ ]{1,3}([\w.~+/=-]{16,256})",
        check: is_random,
        ..BASE
    },
    // In the settings of routers, before which stands how they are encrypted.
    Rule {
        name: "Password in a router's settings",
        literals: &[
            "password ",
            "secret ",
            "snmp-server community ",
            "plain-text-password-value ",
            "rocommunity ",
            "rwcommunity ",
            "tacacs-server key ",
            "radius-server key ",
        ],
        pattern: r#"(?:(?:password|secret)[ ]\d|snmp-server community|r[ow]community6?|(?:tacacs|radius)-server key(?:[ ]\d)?|plain-text-password-value)[ ]"?([^\s"\x01]{4,128})"#,
        check: is_mixed,
        ..PLACED
    },
    // A name and a password beside each other: `Credentials: ada / X`
    Rule {
        name: "Password behind a name",
        literals: &[
            "creds",
            "u/p:",
            "user/pass",
            "zugang:",
            "credentials",
            "basic auth",
            "zugangsdaten",
            "identifiants",
            "credenciales",
            "credenziali",
            "login:",
            "log in with",
            "login with",
            "log in as",
            "logged in as",
            "sign in with",
            "sign in as",
        ],
        pattern: r#"(?:basic auth|u/p|user/pass(?:word)?|(?i:log|logged|sign)[ ]?in (?:with|as)|[^\s:=]{5,12})(?:[ ]?[:=][ ]{0,3}|[ ])["'`*]{0,3}[\w.@+-]{2,64}["'`]?[ ]?[/:|][ ]?["'`]?([^\s"'`(){}<>=,;:\x01]{6,128})"#,
        check: |password| is_mixed(password) && password.bytes().any(|byte| byte.is_ascii_digit()),
        ..PLACED
    },
    // Whatever the program: `-u ada -p X`.
    Rule {
        name: "Password on a command line",
        literals: &[" -u ", " --username ", " --user "],
        pattern: r#"[ ]-[-\w]{1,12}[ ]["']?[\w.@-]{1,64}["']?[ ](?:-p|-P|--pass)[ ]["']?([^\s"'\x01-][^\s"'\x01]{7,127})"#,
        check: is_strong,
        ..PLACED
    },
    // A token alone before the host, as git takes it, and Sentry's DSN; a word that means nothing may stand for the password.
    Rule {
        name: "Token in a URL",
        kind: SecretKind::AccessToken,
        weight: Weight::Placed,
        literals: &["://"],
        pattern: r#"://([\w~%.+-]{16,255})(?::(?:x-oauth-basic|x-access-token|x)?)?@[\w\[]"#,
        check: is_random,
        ..BASE
    },
    Rule {
        name: "Token on a command line",
        kind: SecretKind::AccessToken,
        weight: Weight::Placed,
        literals: &[" -t "],
        pattern: r#"[ ]-t[ ]["']?([\w-]{20,256})"#,
        check: |token| {
            let has = |what: fn(&u8) -> bool| token.as_bytes().iter().any(what);
            has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && is_random(token)
        },
        ..BASE
    },
    // https://learn.microsoft.com/azure/storage/common/storage-sas-overview
    Rule {
        name: "Signature in a URL",
        weight: Weight::Placed,
        literals: &["?sig=", "&sig="],
        pattern: r"[?&]sig=([\w%+/-]{30,120}={0,2})",
        check: is_random,
        ..BASE
    },
    // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
    Rule {
        name: "Signature in a URL",
        weight: Weight::Placed,
        literals: &["x-amz-signature=", "x-goog-signature=", "?signature=", "&signature="],
        pattern: r"(?:(?i:x-(?:amz|goog)-signature)=([0-9a-fA-F]{64,512})|[?&](?i:signature)=([\w%+/~-]{24,500}))",
        longest: 600,
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

pub(super) fn is_argument(password: &str) -> bool {
    let is_number = password.bytes().all(|byte| byte.is_ascii_digit());
    let is_option = password.starts_with('-') || password.contains("://") || password.starts_with(['/', '\\', '.']);
    is_placed_password(password) && !is_number && !is_option && !is_placeholder(password)
}

/// The same where words often stand, too: not letters alone, and not digits alone.
pub(super) fn is_mixed(password: &str) -> bool {
    let is_letter = |c: char| c.is_alphabetic() || matches!(c, '.' | '-' | '_' | '/' | ':' | ',');
    is_argument(password) && !password.chars().all(is_letter) && password.contains(char::is_alphabetic)
}
