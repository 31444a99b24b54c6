//! Keys of the large clouds.

use super::super::checks::{entropy, is_monotone, is_random};
use super::{BASE, Rule, Weight, beside, key, token};
use crate::domain::redaction::SecretKind;

pub const RULES: &[Rule] = &[
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes
    Rule {
        check: |key| !is_monotone(key),
        ..key("AWS access key ID", &["akia", "asia", "abia", "acca"], r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}")
    },
    // https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html
    key(
        "Amazon Bedrock API key",
        &["absk", "bedrock-api-key-"],
        r"(?:ABSK[A-Za-z0-9+/]{100,140}={0,2}|bedrock-api-key-[\w+/=-]{60,})",
    ),
    // https://developers.google.com/identity/protocols/oauth2
    token("Google OAuth client secret", &["gocspx-"], r"GOCSPX-[\w-]{28}"),
    token("Google OAuth access token", &["ya29."], r"ya29\.[\w.-]{20,}"),
    token("Google OAuth refresh token", &["1//0"], r"1//0[\w-]{30,}"),
    // https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string
    Rule {
        check: |key| entropy(key) > 3.5,
        ..beside("Azure storage account key", &["accountkey"], r"(?i:AccountKey)[ =]{1,3}([A-Za-z0-9+/]{86}==)")
    },
    Rule {
        check: |key| entropy(key) > 3.5,
        ..beside("Azure shared access key", &["sharedaccesskey"], r"(?i:SharedAccessKey)=([A-Za-z0-9+/]{43}=)")
    },
    // https://learn.microsoft.com/azure/storage/common/storage-sas-overview
    Rule {
        weight: Weight::Formed,
        ..beside("Azure SAS signature", &["sig="], r"(?i:sig)=([A-Za-z0-9%+/_-]{40,120}(?:=|%3[Dd])?)")
    },
    // https://learn.microsoft.com/entra/identity-platform/
    Rule { lead: 4, ..key("Azure client secret", &["q~"], r"[\w~.-]{3}\dQ~[\w~.-]{31,34}") },
    Rule {
        lead: 76,
        check: |key| entropy(key) > 3.5,
        ..key("Azure DevOps token", &["azdo"], r"[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}")
    },
    // https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair
    key("Alibaba Cloud access key ID", &["ltai"], r"LTAI[A-Za-z0-9]{12,20}"),
    key("Tencent Cloud secret ID", &["akid"], r"AKID[A-Za-z0-9]{32}"),
    key("Yandex Cloud API key", &["aqvn"], r"AQVN[\w-]{35,38}"),
    Rule {
        kind: SecretKind::PrivateKey,
        check: is_random,
        // https://www.rfc-editor.org/rfc/rfc7518#section-6 : the private part of a key in JSON.
        pattern: r#""d"[ \t]{0,3}:[ \t]{0,3}"([\w-]{40,})""#,
        name: "JSON web key",
        literals: &["\"d\""],
        weight: Weight::Placed,
        longest: 1024,
        ..BASE
    },
    // https://github.com/FiloSottile/age
    Rule {
        kind: SecretKind::PrivateKey,
        ..key("age secret key", &["age-secret-key-"], r"(?i:AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58})")
    },
    Rule {
        kind: SecretKind::PrivateKey,
        check: |key| entropy(key) > 3.5,
        // https://www.wireguard.com/quickstart/
        ..beside(
            "WireGuard key",
            &["privatekey", "presharedkey"],
            r"(?i:PrivateKey|PresharedKey)[ ]{0,3}=[ ]{0,3}([A-Za-z0-9+/]{43}=)",
        )
    },
];
