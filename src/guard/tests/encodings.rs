//! Secrets within what is encoded: all that is encoded goes, as what is in it.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use serde_json::json;

use super::placements::{everything, left};
use super::planted::{Planted, jwt, planted, private_key};
use crate::domain::part::Sha256;
use crate::domain::redaction::{Redactions, SecretKind};
use crate::guard::{ConversationScanner, Redactor, search};

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

fn wide(text: &str) -> String {
    STANDARD.encode(text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>())
}

fn wrapped(text: &str, width: usize, end: &str) -> String {
    text.as_bytes().chunks(width).map(String::from_utf8_lossy).collect::<Vec<_>>().join(end)
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Ways to encode a text: what is to go, in its place.
const ENCODINGS: [fn(&str) -> String; 20] = [
    |text| STANDARD.encode(text),
    |text| STANDARD_NO_PAD.encode(text),
    |text| URL_SAFE.encode(text),
    |text| URL_SAFE_NO_PAD.encode(text),
    |text| wrapped(&STANDARD.encode(text), 64, "\n"),
    |text| wrapped(&STANDARD.encode(text), 76, "\r\n    "),
    |text| wrapped(&STANDARD.encode(text), 48, "\n> "),
    |text| wrapped(&STANDARD.encode(text), 60, "\\n"),
    |text| STANDARD.encode(STANDARD.encode(text)),
    |text| STANDARD.encode(STANDARD.encode(STANDARD.encode(text))),
    |text| STANDARD.encode(format!("export PLACE={text}\nexport PORT=8080\n")),
    |text| STANDARD.encode(percent(text)),
    |text| percent(&STANDARD.encode(text)),
    |text| STANDARD.encode(text).replace('=', "%3D").replace('+', "%2B").replace('/', "%2F"),
    |text| STANDARD.encode(text).bytes().map(|byte| format!("&#{byte};")).collect(),
    |text| STANDARD.encode(text).replace('/', "\\/").replace('=', "\\u003d"),
    hex,
    |text| hex(text).to_uppercase(),
    |text| wrapped(&hex(text), 60, "\n"),
    wide,
];

#[test]
fn what_is_encoded_goes_as_one() {
    let is_key = |planted: &Planted| ["api_key", "access_token", "private_key"].contains(&planted.kind);
    let keys = planted().into_iter().rev().filter(|planted| planted.stands_alone && is_key(planted));
    for planted in keys.step_by(4) {
        for (at, encode) in ENCODINGS.into_iter().enumerate() {
            let encoded = encode(&planted.secret);
            for (before, after) in [("", ""), ("value: ", "\n"), ("{\"value\": \"", "\"}"), ("KEY_B64=", "\nPORT=8080")]
            {
                let text = format!("{before}{encoded}{after}");
                let label = SecretKind::parse(planted.kind).expect("a kind").label();
                let expected = format!("{before}[redacted: {label}]{after}");
                assert_eq!(everything().text(&text).as_deref(), Some(&*expected), "{at} {}: {text}", planted.name);
            }
        }
    }
}

#[test]
fn settings_of_programs_go() {
    let account = json!({ "type": "service_account", "private_key_id": "a1", "private_key": private_key(), "x": 1 });
    let docker = json!({ "auths": { "registry.test": { "auth": STANDARD.encode("ada:n3ptun-Sh4re") } } });
    let key = planted().swap_remove(0).secret;
    for (name, text, kind) in [
        ("client-key-data", private_key(), "private key"),
        ("tls.key", private_key(), "private key"),
        ("DATABASE_URL", "postgres://ada:n3ptun-Sh4re@db.test/app".to_owned(), "password"),
        (".dockerconfigjson", docker.to_string(), "password"),
        ("key.json", account.to_string(), "private key"),
        ("session", jwt(), "access token"),
        (".env", format!("PORT=8080\nAPI={key}\n"), "API key"),
        ("application.properties", "port=8080\napp.password=n3ptun-Sh4re\n".to_owned(), "password"),
    ] {
        let encoded = STANDARD.encode(&text);
        for (before, encoded, after) in [
            (format!("users:\n- name: ada\n  data:\n    {name}: "), encoded.clone(), "\n    other: YWRh\n"),
            (format!("data:\n  {name}: |\n    "), wrapped(&encoded, 64, "\n    "), "\nkind: Secret\n"),
            (format!("    \"{name}\": \""), encoded.clone(), "\",\n"),
            (format!("   12\u{2192}  {name}: "), encoded.clone(), "\n   13\u{2192}  other: YWRh"),
            (format!("$ echo {encoded} | base64 -d\n"), String::new(), ""),
            (format!("/v1/secrets/0x{}", hex(&text)), String::new(), ""),
            (format!("https://api.test/a/b/{}", hex(&text)), String::new(), "/c?d=e"),
            (format!("<l>{}</l>\n", wrapped(&encoded, 64, "</l>\n<l>")), String::new(), ""),
        ] {
            let whole = format!("{before}{encoded}{after}");
            let redacted = everything().text(&whole).unwrap_or_default();
            // Where a name before it says what it is, too, the most dangerous counts.
            let is_named =
                [kind, "API key", "password"].iter().any(|kind| redacted.contains(&format!("[redacted: {kind}]")));
            assert!(is_named, "{name}: {whole}\n{redacted}");
            assert!(left(&STANDARD.encode(text.trim()), &redacted).is_empty(), "{name}: {whole}\n{redacted}");
            assert!(redacted.ends_with(after), "{name}: {redacted}");
        }
    }
}

#[test]
fn what_is_encoded_over_numbered_lines_goes() {
    let encoded = wrapped(&STANDARD.encode(private_key()), 64, "\n");
    for prefix in ["{}\u{2192}", "{}:", "key.b64:{}:", "{}\t", "12:34:{} "] {
        let lines = encoded.lines().enumerate();
        let lines: Vec<String> =
            lines.map(|(at, line)| format!("{}{line}", prefix.replace("{}", &(at + 10).to_string()))).collect();
        let redacted = everything().text(&lines.join("\n")).unwrap_or_default();
        assert!(left(&encoded, &redacted).is_empty(), "{prefix}: {redacted}");
    }
}

#[test]
fn one_secret_is_one_finding_bare_and_encoded() {
    let key = planted().swap_remove(0).secret;
    let text = format!("{key} is {} and {}.", STANDARD.encode(&key), hex(&key));
    let mut scanner = ConversationScanner::new();
    scanner.file(Some("a.txt"), Sha256::new([1; 32]), "text/plain", Some(text.as_bytes()));
    let findings = scanner.finish();
    assert_eq!((findings.len(), findings[0].count), (1, 3), "{findings:?}");

    let findings = [(SecretKind::ApiKey, findings[0].value.clone())].into();
    let single = Redactor::new(&Redactions { findings, ..Redactions::default() });
    let key = "[redacted: API key]";
    assert_eq!(single.text(&text), Some(format!("{key} is {key} and {key}.")));
}

#[test]
fn what_is_encoded_and_no_secret_stays() {
    let program = "const passwordLabel = 'Password'; const token = getToken(user); // see ada@analytical.test\n";
    let noise: Vec<u8> = (0..30_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let certificate = format!("{0}BEGIN CERTIFICATE{0}\n{1}\n{0}END CERTIFICATE{0}", "-".repeat(5), "MIIB".repeat(80));
    for text in [
        STANDARD.encode("Hello, this is a text that nobody minds, and quite a long one."),
        STANDARD.encode("write to ada@analytical.test or call +49 30 901820-15"),
        STANDARD.encode(program.repeat(100)),
        STANDARD.encode(&noise),
        wrapped(&STANDARD.encode(&noise), 76, "\n"),
        hex("The quick brown fox jumps over the lazy dog."),
        noise.iter().map(|byte| format!("{byte:02x}")).collect(),
        format!("client-certificate-data: {}", STANDARD.encode(certificate)),
        "this_is_a_very_long_name_of_a_function_in_some_program".to_owned(),
        "src/guard/projections/decode/entities_of_html.rs".to_owned(),
        jwt().split('.').next().unwrap_or_default().to_owned(),
    ] {
        assert!(search(&text).is_empty(), "{text}\n{:?}", search(&text));
    }
}
