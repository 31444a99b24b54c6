//! Secrets over several lines, in what programs print before and behind each line.

use super::placements::{everything, left};
use super::planted::{planted, private_key};
use crate::guard::{Redactor, search};

/// Puts lines into a listing: the number of the line, its text.
type Listing = fn(usize, &str) -> String;

const LISTINGS: [Listing; 46] = [
    |n, line| format!("{n:>6}\u{2192}{line}"),
    |n, line| format!("{n}\u{2192}{line}"),
    |n, line| format!("{n:>6}\t{line}"),
    |n, line| format!("{n}:{line}"),
    |n, line| format!("{n}: {line}"),
    |n, line| format!("{n}{}{line}", if n == 8 { ':' } else { '-' }),
    |n, line| format!("id_rsa:{n}:{line}"),
    |n, line| format!("keys/id_rsa-{n}-{line}"),
    |_, line| format!("/home/ada/.ssh/id_rsa:{line}"),
    |n, line| format!("/home/ada/.ssh/id_rsa:{n}:{line}"),
    |n, line| format!("./deploy/staging key.pem:{n}:1:{line}"),
    |n, line| format!("C:\\Users\\ada\\key.pem:{n}:{line}"),
    |n, line| format!("L{n}:{line}"),
    |n, line| format!("L{n}: {line}"),
    |n, line| format!("line {n}: {line}"),
    |n, line| format!("[{n}]{line}"),
    |n, line| format!("({n}) {line}"),
    |n, line| format!("{n}.{line}"),
    |n, line| format!("{n}) {line}"),
    |n, line| format!("{n:05}| {line}"),
    |n, line| format!("{n:>4} \u{2502} {line}"),
    |n, line| format!("{n:>4} \u{2502}+{line}"),
    |n, line| format!("{n:>4} + {line}"),
    |n, line| format!("{n:>4} {n:>4} +{line}"),
    |_, line| format!("  \u{23BF} {line}"),
    |_, line| format!("\u{23BF}{line}"),
    |_, line| format!("\u{2022} {line}"),
    |_, line| format!("+{line}"),
    |_, line| format!("-{line}"),
    |_, line| format!(">>> {line}"),
    |_, line| format!("# {line}"),
    |_, line| format!("//{line}"),
    |_, line| format!("<line>{line}</line>"),
    |n, line| format!("<line n=\"{n}\">{line}</line>"),
    |_, line| format!("<ds:X509Data>{line}</ds:X509Data>"),
    |_, line| format!("\"{line}\\n\" +"),
    |_, line| format!("  '{line}',"),
    |n, line| format!("2024-01-31T12:34:56.78{n}Z {line}"),
    |n, line| format!("2024-01-31T12:34:56.123456{n:03}Z stdout F {line}"),
    |n, line| format!("[12:34:{n:02}] {line}"),
    |n, line| format!("app-1  | 2024-01-31 12:34:{n:02} {line}"),
    |n, line| format!("a1b2c3d4 (Ada Lovelace 2024-01-31 12:34:56 +0100 {n:>3}) {line}"),
    |n, line| format!("^a1b2c3d4{n} keys/id_rsa (<ada@analytical.test> 2024-01-31 12:34:56 +0100 {n}){line}"),
    |n, line| format!("{{\"line\": {n}, \"text\": \"{line}\"}}"),
    |n, line| {
        let place =
            "\"cluster\": \"staging-eu-central\", \"namespace\": \"payments\", \"container\": \"app-7f9c8d5b6-xk2lp\"";
        format!(
            "{{{place}, \"level\": \"info\", \"logger\": \"com.example.Startup\", \"n\": {n}, \"message\": \"{line}\"}}"
        )
    },
    |n, line| format!("Jan 31 12:34:{n:02} host app[4711]: {line}"),
];

fn listed(text: &str, listing: Listing) -> String {
    let lines = text.lines().enumerate();
    lines.map(|(at, line)| listing(at + 8, line)).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_private_key_goes_whole() {
    let key = private_key();
    for (at, listing) in LISTINGS.into_iter().enumerate() {
        let text = format!("The key:\n\n{}\n\nSo much for it.", listed(&key, listing));
        let redacted = everything().text(&text).unwrap_or_default();
        assert!(left(&key, &redacted).is_empty(), "{at}: {text}\n{redacted}");
        assert!(redacted.starts_with("The key:\n\n") && redacted.ends_with("\n\nSo much for it."), "{at}: {redacted}");
        let found = search(&text);
        let keys = found.iter().filter(|found| found.rule == "Private key");
        assert_eq!(keys.map(|found| &found.value).collect::<Vec<_>>(), [&search(&key)[0].value], "{at}: {text}");
    }
}

#[test]
fn a_torn_private_key_goes() {
    let key = private_key();
    let lines: Vec<&str> = key.lines().collect();
    for listing in LISTINGS {
        for part in [&lines[..6], &lines[5..]] {
            let text = format!("{}\n\nSo much for it.", listed(&part.join("\n"), listing));
            let redacted = everything().text(&text).unwrap_or_default();
            assert!(left(&part[1..part.len() - 1].concat(), &redacted).is_empty(), "{text}\n{redacted}");
        }
    }
}

#[test]
fn a_wrapped_token_goes_whole() {
    let is_long = |secret: &str| secret.len() > 70 && !secret.contains('\n');
    let keys = planted().into_iter().filter(|planted| planted.stands_alone && is_long(&planted.secret));
    for planted in keys.step_by(2) {
        for (at, listing) in
            LISTINGS.into_iter().enumerate().filter(|(at, _)| !matches!(at, 5 | 13 | 14 | 18 | 35 | 43 | 44))
        {
            let wrapped = planted.secret.as_bytes().chunks(30).map(String::from_utf8_lossy).collect::<Vec<_>>();
            let text = listed(&format!("{{\n\n{}\n\n}}", wrapped.join("\n")), listing);
            let redacted = everything().text(&text).unwrap_or_default();
            assert!(left(&planted.secret, &redacted).is_empty(), "{at} {}: {text}\n{redacted}", planted.name);
        }
    }
}

#[test]
fn a_key_in_an_unknown_notation_goes_whole() {
    let key = private_key();
    let (begin, rest) = key.split_once('\n').expect("lines");
    let (body, end) = rest.rsplit_once('\n').expect("lines");
    let body = body.replace('\n', "");
    let apart = |separator: &str| body.chars().map(String::from).collect::<Vec<_>>().join(separator);
    let hex: Vec<String> = body.bytes().map(|byte| format!("{byte:02x}")).collect();
    let numbers: Vec<String> = body.bytes().map(|byte| byte.to_string()).collect();
    for written in [apart(" "), apart(", "), apart("\n"), hex.join(" "), hex.join(":"), numbers.join(", ")] {
        let text = format!("a {begin}\n{written}\n{end} b");
        assert_eq!(everything().text(&text).as_deref(), Some("a [redacted: private key] b"), "{text}");
    }
}

#[test]
fn who_speaks_of_keys_tells_none() {
    let dashes = "-".repeat(5);
    let (begin, end) =
        (format!("{dashes}BEGIN RSA PRIVATE KEY{dashes}"), format!("{dashes}END RSA PRIVATE KEY{dashes}"));
    for text in [
        format!("if s.startswith(\"{begin}\"):\n    return load_pem_private_key(s.encode(), password=None)"),
        format!("    12\u{2192}if text.includes('{begin}') {{\n    13\u{2192}  decodePrivateKeyFromPemString(text)"),
        format!("It begins with `{begin}` and ends with `{end}`."),
        format!("{begin}\n...\n{end}"),
        format!("{begin}\n<your key>\n{end}"),
        format!("{begin}\nYOUR_PRIVATE_KEY_GOES_HERE\n{end}"),
        format!("{begin}\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n{end}"),
        format!("{begin}\\n[redacted: private key]\\n{end}"),
        format!("const BEGIN: &str = \"{begin}\";\nconst END: &str = \"{end}\";"),
        format!(
            "fn pem(key: &str) -> bool {{\n    let body = key.strip_prefix(\"{begin}\").and_then(|body| \
             base64::engine::general_purpose::STANDARD.decode(body.trim()).ok());\n    body.is_some_and(|body| \
             Ed25519PrivateKey::from_bytes(&body).is_ok()) && key.trim_end().ends_with(\"{end}\")\n}}"
        ),
    ] {
        assert!(search(&text).is_empty(), "{text}\n{:?}", search(&text));
    }
}

#[test]
fn a_value_found_behind_numbers_goes_where_it_stands_bare() {
    let key = planted().swap_remove(0).secret;
    let findings: Redactor = everything();
    let wrapped = key.as_bytes().chunks(40).map(String::from_utf8_lossy).collect::<Vec<_>>().join("\n");
    let text = format!("{}\n\nThat is {key}.", listed(&format!("{wrapped}\n\nend"), LISTINGS[0]));
    let redacted = findings.text(&text).unwrap_or_default();
    assert!(left(&key, &redacted).is_empty(), "{redacted}");
}
