//! Passwords that tools for systems and networks take at a place of their own, and what else gives one away by its place.

use super::super::checks::is_placeholder;
use super::commands::{PLACED, is_mixed};
use super::{Rule, beside};

const fn placed(name: &'static str, literals: &'static [&'static str], pattern: &'static str) -> Rule {
    Rule { name, literals, pattern, check: is_mixed, ..PLACED }
}

pub const RULES: &[Rule] = &[
    // Users of SNMP, in the settings of routers.
    placed(
        "Password in a router's settings",
        &["snmp-server user "],
        r#"(?i:snmp-server user)[ ][^\n\x01]{1,120}?[ ](?i:auth (?:sha|md5))[ ]"?([^\s"\x01]{8,128})"#,
    ),
    placed(
        "Password in a router's settings",
        &["snmp-server user "],
        r#"(?i:snmp-server user)[ ][^\n\x01]{1,240}?[ ](?i:priv (?:aes|3?des)(?: \d{3})?)[ ]"?([^\s"\x01]{8,128})"#,
    ),
    // https://learn.microsoft.com/windows-server/administration/windows-commands/schtasks-create
    placed(
        "Password on a command line",
        &["schtasks "],
        r#"(?i:schtasks)[ ][^\n\x01]{1,200}?[ ]/(?i:rp)[ ]"?([^\s"\x01]{3,127})"#,
    ),
    // https://learn.microsoft.com/windows-server/administration/windows-commands/reg-add
    placed(
        "Password in a registry",
        &["reg add "],
        r#"(?i:reg add)[ ][^\n\x01]{1,200}?[ ]/(?i:v)[ ]"?[\w.-]{0,40}(?i:pass|pwd|token|secret|key)[\w.-]{0,20}"?[ ][^\n\x01]{0,60}?/(?i:d)[ ]"?([^\s"\x01]{3,256})"#,
    ),
    // In a keychain of macOS.
    placed(
        "Password on a command line",
        &["security add-"],
        r#"security add-(?:generic|internet)-password[ ][^\n|;&\x01]{0,200}?[ ]-w[ ]?["']?([^\s"'\x01-][^\s"'\x01]{2,127})"#,
    ),
    // https://getcomposer.org/doc/articles/authentication-for-private-packages.md
    placed(
        "Password on a command line",
        &["http-basic."],
        r#"http-basic\.[\w.-]{1,100}[ ]\S{1,80}[ ]["']?([^\s"'\x01]{3,127})"#,
    ),
    // https://docs.ansible.com/projects/ansible/latest/cli/ansible-vault.html
    placed(
        "Password on a command line",
        &["encrypt_string "],
        r#"encrypt_string[ ](?:--?[\w-]+[ ]){0,3}["']?([^\s"'\x01-][^\s"'\x01]{2,256})"#,
    ),
    // What a store of secrets is to keep.
    placed(
        "Secret on a command line",
        &["secret set ", "create-secret ", "put-secret-value ", "update-secret ", "put-parameter "],
        r#"[\w-]{3,16}[ ](?:set[ ])?[^\n|;&\x01]{0,200}?--(?:value|secret-string|body)[ =]["']?([^\s"'{\x01-][^\s"'\x01]{5,256})"#,
    ),
    // A program that answers another one's question: expect, pexpect.
    placed(
        "Password in a dialog",
        &["assword"],
        r#"(?i:assword):?[^"'\n\x01]{0,10}["'](?:[ ]?\)|[ ]\{)?;?\s{0,16}(?:\w{1,20}\.)?send(?:line)?[ (](?:--[ ])?["']([^\s"'\\\x01]{3,127})"#,
    ),
    placed(
        "Password on a command line",
        &["lftp "],
        r#"lftp[ ][^\n|;&\x01]{0,80}?-u[ ]?["']?[^\s,"']{1,64},([^\s"'\x01]{3,127})"#,
    ),
    placed("Password of an FTP session", &["ftp> user "], r#"(?i:ftp> user)[ ]\S{1,64}[ ]([^\s\x01]{3,127})"#),
    // Version 3 has two, and those before a community, which is a password by another name.
    placed(
        "Password of SNMP",
        &["snmpwalk ", "snmpget ", "snmpset ", "snmpgetnext ", "snmpbulkwalk ", "snmptrap "],
        r#"snmp\w{3,8}[ ][^\n|;&\x01]{0,160}?[ ]-[Ac][ ]?["']?([^\s"'\x01-][^\s"'\x01]{2,64})"#,
    ),
    placed(
        "Password of SNMP",
        &["snmpwalk ", "snmpget ", "snmpset ", "snmpgetnext ", "snmpbulkwalk ", "snmptrap "],
        r#"snmp\w{3,8}[ ][^\n|;&\x01]{0,200}?[ ]-X[ ]?["']?([^\s"'\x01-][^\s"'\x01]{2,64})"#,
    ),
    // https://cloudinit.readthedocs.io/en/latest/reference/modules.html#set-passwords
    placed(
        "Password of an account",
        &["chpasswd:"],
        r#"chpasswd:\s{1,40}(?:\w+:[^\n]{0,40}\n\s{1,40}){0,2}list:[ ]?[|>]?-?\s{1,40}(?:-[ ])?["']?[\w.-]{1,32}:([^\s"'\x01]{3,127})"#,
    ),
    // https://docs.haproxy.org/3.2/configuration.html#stats%20auth , https://www.squid-cache.org/Doc/config/cache_peer/ ,
    // and how Postfix is told what to say to the next server.
    placed(
        "Password in settings",
        &["stats auth ", " login=", "]:587", "]:465", "]:25 "],
        r#"(?:stats auth[ ]|[ ]login=|\]:\d{2,5}[ \t]{1,8})[\w.@+-]{1,64}:([^\s"'\x01]{3,127})"#,
    ),
    // https://github.com/go-sql-driver/mysql#dsn-data-source-name
    placed(
        "Password in a connection string",
        &["dsn", "sql.open(", "_url", "connstr", "conn_str", "connectionstring"],
        r#"[^\n\x01]{2,80}?["'`=\s][\w.-]{1,64}:([^\s"'`:\x01]{3,127})@(?:tcp|unix)\("#,
    ),
    // Addresses that let in whoever has them.
    beside(
        "Token in a URL",
        &[
            "/reset-password/",
            "/password-reset/",
            "/password/reset/",
            "/magic-link/",
            "/confirm-email/",
            "/verify-email/",
        ],
        r"/[\w-]{5,14}(?:/reset)?/([\w-]{20,256})",
    ),
    beside(
        "Private address of a calendar",
        &["/calendar/ical/"],
        r"/calendar/ical/[^\s/]{1,120}/private-([0-9a-f]{32})",
    ),
    // https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/
    beside(
        "Bootstrap token of Kubernetes",
        &["--token", "token:"],
        r#"(?:--token[ =]|token:[ ]?)["']?([a-z0-9]{6}\.[a-z0-9]{16})\b"#,
    ),
    beside("Snyk token", &["snyk auth "], r"snyk auth ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"),
    // What a command makes of a name and a password for a header.
    placed(
        "Password on a command line",
        &["echo ", "printf "],
        r#"(?:echo|printf)[ ](?:-n[ ])?["']?[\w.@-]{1,64}:([^\s"'|\x01]{6,128})["']?[ ]?\|[ ]?(?:openssl[ ])?base64"#,
    ),
    // Of Rails, Laravel and ASP.NET.
    Rule {
        longest: 4096,
        ..beside(
            "Cookie",
            &["_session=", "asp.net_sessionid=", ".aspxauth="],
            r"(?i:_session|asp\.net_sessionid|\.aspxauth)=([\w%+/=.-]{20,4000})",
        )
    },
    // What Terraform made up, as it stands in the state.
    Rule {
        longest: 2048,
        ..placed(
            "Password in Terraform's state",
            &["\"random_password\""],
            r#""random_password"[^\x01]{0,1600}?"result"\s{0,4}:\s{0,4}"([^"\s\x01]{8,256})""#,
        )
    },
    // What a field is without a setting, in the tags of Go's structs. The field's name says what it is.
    Rule {
        context: |before, _| {
            let line = before.rsplit('\n').next().unwrap_or_default().to_ascii_lowercase();
            let words = ["token", "password", "passwd", "secret", "apikey", "api_key", "credential"];
            line.contains('`') && words.iter().any(|word| line.contains(word))
        },
        ..placed("Default of a setting", &["default:\""], r#"(?i:default):"([^"\s`\x01]{6,256})""#)
    },
    // https://www.rfc-editor.org/rfc/rfc4954
    beside(
        "Password of a mail session",
        &["auth plain ", "auth login "],
        r"(?i:auth[ ](?:plain|login))[ ]([A-Za-z0-9+/]{12,400}={0,2})(?:\s|$)",
    ),
    // What the QR code of a wireless network says.
    Rule {
        check: |password| !is_placeholder(password),
        ..placed(
            "Password of a wireless network",
            &["wifi:"],
            r"WIFI:(?:[HIRST]:[^;\n]{0,64};){0,5}P:((?:[^;\n\\]|\\.){8,63});",
        )
    },
];
