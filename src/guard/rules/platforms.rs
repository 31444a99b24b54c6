//! Keys of platforms on which people build: agents, models, data and shops. One line each.

use super::super::checks::entropy;
use super::{Rule, beside, key, token};
use crate::domain::redaction::SecretKind;

pub const RULES: &[Rule] = &[
    // Secrets and code
    // https://infisical.com/docs/documentation/platform/token
    token("Infisical token", &["st."], r"st\.[0-9a-f]{8}[0-9a-f-]{16,28}\.[0-9a-f]{32}\.[0-9a-f]{32}"),
    // https://docs.snyk.io/snyk-api/authentication-for-api
    token("Snyk token", &["snyk_uat.", "snyk_sat."], r"snyk_[us]at\.[0-9a-f]{8}\.[\w-]{20,400}\.[\w-]{20,200}"),
    // https://bitwarden.com/help/access-tokens/
    token("Bitwarden token", &["0."], r"0\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.\w{30}:[\w+/]{22}=="),
    token("Sourcegraph token", &["sgd_"], r"sgd_[0-9a-f]{64}"),
    key("Cursor key", &["crsr_"], r"crsr_[0-9a-f]{64}"),
    Rule { lead: 60, ..key("Azure key", &["jqqj99"], r"[A-Za-z0-9]{50,58}JQQJ99[A-Za-z0-9]{18,30}") },
    // https://supabase.com/docs/guides/integrations/build-a-supabase-oauth-integration
    token("Supabase token", &["sbp_oauth_"], r"sbp_oauth_[0-9a-f]{40}"),
    // https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/nkey_auth
    key("NATS seed", &["sua", "saa", "sna", "soa", "sca", "sxa"], r"S[UANOCX]A[A-Z2-7]{55}"),
    // Language models and agents
    // https://docs.bigmodel.cn/cn/guide/develop/http/introduction
    Rule { check: is_pair, ..key("Zhipu API key", &[], r"[0-9a-f]{32}\.[A-Za-z0-9]{16}") },
    key("Volcengine access key", &["aklt"], r"AKLT[\w-]{40,60}"),
    key("Baidu API key", &["bce-v3/altak-"], r"bce-v3/ALTAK-[A-Za-z0-9]{16,32}/[0-9a-f]{40}"),
    // https://docs.helicone.ai/helicone-headers/helicone-auth
    key(
        "Helicone key",
        &["sk-helicone-"],
        r"sk-helicone-(?:[a-z]{2,6}-)?[a-z0-9]{7}(?:-[a-z0-9]{7}){3}(?:-[0-9a-f-]{36})?",
    ),
    key("Brave Search API key", &["bsa"], r"BSA[\w-]{28}"),
    key("Cartesia API key", &["sk_car_"], r"sk_car_[\w-]{20,60}"),
    key("PromptLayer key", &["pl_"], r"pl_[0-9a-f]{32}"),
    token("OpenAI session", &["sess-"], r"sess-[A-Za-z0-9]{40}"),
    // https://modal.com/docs/reference/modal.config
    Rule { check: is_mixed, ..key("Modal token", &["ak-", "as-"], r"a[ks]-[A-Za-z0-9]{22}") },
    // https://www.daytona.io/docs/en/api-keys/
    key("Daytona key", &["dtn_"], r"dtn_[0-9a-f]{64}"),
    token("Coze token", &["pat_", "sat_"], r"[ps]at_[A-Za-z0-9]{64}"),
    key("n8n key", &["n8n_api_"], r"n8n_api_[0-9a-f]{40,120}"),
    // https://www.inngest.com/docs/platform/signing-keys
    key("Inngest signing key", &["signkey-"], r"signkey-[a-z]{3,8}-[0-9a-f]{40,64}"),
    // https://docs.convex.dev/cli/deploy-key-types
    key(
        "Convex deploy key",
        &["prod:", "dev:", "preview:", "project:"],
        r"(?:prod|dev|preview|project):[\w-]{3,60}(?::[\w-]{3,60})?\|eyJ[\w+/]{20,}={0,2}",
    ),
    // Data
    // https://www.cockroachlabs.com/docs/cockroachcloud/managing-access
    key("CockroachDB Cloud key", &["ccdb1_"], r"CCDB1_[A-Za-z0-9]{22}_[A-Za-z0-9]{40}"),
    key("Aiven password", &["avns_"], r"AVNS_[\w-]{19}"),
    key("Elastic Cloud key", &["essu_"], r"essu_[\w+/-]{40,120}={0,2}"),
    key("Honeycomb key", &["hcaik_", "hcxik_", "hcamk_", "hcxmk_"], r"hc[ax][im]k_[0-9a-z]{50,64}"),
    Rule { check: is_mixed, ..key("Statsig key", &["secret-", "console-"], r"(?:secret|console)-[A-Za-z0-9]{42,46}") },
    beside("Airtable key", &["airtable"], r"(?i:airtable)[^\n]{0,40}?\b(key[A-Za-z0-9]{14})\b"),
    // Lists of codes with which somebody gets in without a second factor.
    Rule {
        kind: SecretKind::Password,
        longest: 1024,
        check: are_codes,
        ..beside(
            "Recovery codes",
            &["recovery codes", "backup codes", "scratch codes"],
            r"(?i:(?:recovery|backup|scratch) codes)(?:[^\n]{0,60}\n\s{0,4}[ \t>*-]{0,6}(?:\d{1,2}[.)] )?|[ ]?[:=][ ]?)([0-9a-zA-Z]{4,8}(?:[- ][0-9a-zA-Z]{4,8}){1,3}(?:[ \t]{0,4}(?:,[ ]|\r?\n)[ \t>*-]{0,6}(?:\d{1,2}[.)] )?[0-9a-zA-Z]{4,8}(?:[- ][0-9a-zA-Z]{4,8}){1,3}){1,24})",
        )
    },
    // Money and shops
    // https://polar.sh/docs/integrate/authentication
    token("Polar token", &["polar_"], r"polar_[a-z]{2,4}_[\w-]{32,60}"),
    // https://developer.paddle.com/api-reference/about/api-keys
    key("Paddle key", &["pdl_"], r"pdl_(?:live|sdbx)_apikey_[a-z0-9]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{3}"),
    // https://stytch.com/docs/api/authentication
    key("Stytch secret", &["secret-live-", "secret-test-"], r"secret-(?:live|test)-[\w-]{32,44}="),
    // https://woocommerce.github.io/woocommerce-rest-api-docs/
    key("WooCommerce key", &["ck_", "cs_"], r"c[ks]_[0-9a-f]{40}"),
    // https://developer.amazon.com/docs/login-with-amazon/
    key("Amazon client secret", &["amzn1.oa2-cs."], r"amzn1\.oa2-cs\.v1\.[0-9a-f]{64}"),
    token("Amazon token", &["atza|", "atzr|"], r"Atz[ar]\|[\w-]{60,500}"),
    // Chats and networks of people
    // https://spec.matrix.org/latest/client-server-api/, as Synapse writes it
    token("Matrix token", &["syt_"], r"syt_[\w+/=-]{2,200}_[A-Za-z]{20}_[A-Za-z0-9]{6}"),
    token("Discord token", &["mfa."], r"mfa\.[\w-]{80,95}"),
    token("Instagram token", &["igqv", "igaa"], r"IG(?:QV|AA)[\w-]{100,300}"),
    token("VK token", &["vk1.a."], r"vk1\.a\.[\w-]{60,250}"),
    Rule { check: has_escape, ..token("X bearer token", &["aaaaaaaaaaaaaaaaaaaa"], r"A{20,22}[\w%]{60,120}") },
    // https://developers.intercom.com/docs/build-an-integration/learn-more/authentication
    token("Intercom token", &["dg9ro"], r"dG9rO[\w+/]{50,60}={0,2}"),
    Rule {
        longest: 2048,
        check: |cookie| entropy(cookie) > 3.0,
        ..token(
            "Roblox session",
            &["_|warning:-do-not-share-this."],
            r"_\|WARNING:-DO-NOT-SHARE-THIS\.[\w.,'-]{20,300}\|_([A-Fa-f0-9]{100,1200}|[\w.-]{100,1200})",
        )
    },
];

/// An identifier and a secret that is random in all that it may be.
fn is_pair(key: &str) -> bool {
    key.split_once('.').is_some_and(|(_, secret)| is_mixed(secret))
}

/// Digits and letters of both cases, as hardly anything has that is not random.
fn is_mixed(key: &str) -> bool {
    let has = |what: fn(&u8) -> bool| key.as_bytes().iter().any(what);
    has(u8::is_ascii_digit) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase) && entropy(key) >= 3.0
}

/// Codes, each with a digit, and no words that happen to stand there.
fn are_codes(block: &str) -> bool {
    block
        .split(['\n', ','])
        .map(str::trim)
        .filter(|code| !code.is_empty())
        .all(|code| code.chars().filter(char::is_ascii_digit).count() * 5 >= code.len() && !code.contains(" 20"))
}

/// Whether something in it is written for addresses, as in no base64.
fn has_escape(token: &str) -> bool {
    token.contains('%') && entropy(token.trim_start_matches('A')) >= 4.0
}
