//! E-mail addresses. None here: `git@github.com:...` and other accounts that are no person's, users and passwords of URLs,
//! names of files such as `icon@2x.png`, versions such as `pkg@1.2.3.tgz`, and what is reserved for examples.

use std::ops::Range;

use super::matched;
use crate::domain::redaction::SecretKind;
use crate::guard::matches::RawMatch;

/// The longest name and host of an address (RFC 5321, section 4.5.3.1).
const LONGEST_NAME: usize = 64;
const LONGEST_HOST: usize = 253;

/// All addresses.
pub fn scan(text: &str) -> Vec<RawMatch> {
    let mut matches = Vec::new();
    let mut done = 0;
    for at in memchr::memchr_iter(b'@', text.as_bytes()) {
        if let Some(range) = address(text, at).filter(|range| range.start >= done) {
            done = range.end;
            matches.push(matched(SecretKind::Email, "E-mail address", range.clone(), text[range].to_lowercase()));
        }
    }
    matches
}

/// The address around this `@`.
pub fn address(text: &str, at: usize) -> Option<Range<usize>> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '\'' | '=');
    let before = &text[text.floor_char_boundary(at.saturating_sub(LONGEST_NAME * 4))..at];
    let name = &before[before.trim_end_matches(is_name).len()..];
    let name = name.trim_start_matches(['.', '\'', '-', '=', '%', '+']);
    // As in `to=alice@example.com` of a log or an address.
    let name = name.rsplit('=').next().unwrap_or(name);
    let host = &text[at + 1..text.floor_char_boundary((at + 1 + LONGEST_HOST).min(text.len()))];
    let is_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let host = host[..host.len() - host.trim_start_matches(is_host).len()].trim_end_matches(['.', '-']);
    let start = at - name.len();
    let end = at + 1 + host.len();
    let is_address = !name.is_empty()
        && name.chars().count() <= LONGEST_NAME
        && !name.ends_with('.')
        && is_domain(host)
        && !is_account(name, &text[end..])
        && !is_in_authority(&text[..start]);
    is_address.then_some(start..end)
}

/// At least two labels; the last one no ending of a file, the first one no version, and none that is nobody's.
fn is_domain(host: &str) -> bool {
    let host = host.to_lowercase();
    let Some((rest, last)) = host.rsplit_once('.') else { return false };
    let is_top = last.chars().count() >= 2 && (last.chars().all(char::is_alphabetic) || last.starts_with("xn--"));
    let first = rest.split('.').next().unwrap_or(rest);
    let is_version = |label: &str| {
        let number = label.strip_prefix('v').unwrap_or(label);
        number.starts_with(|c: char| c.is_ascii_digit())
            && (label != number || number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    is_top
        && !NO_TOPS.contains(&last)
        && !is_reserved(&host)
        && !is_version(first)
        && !matches!(first, "latest" | "next" | "canary" | "nightly")
        && rest.split('.').all(|label| !label.is_empty() && !label.starts_with('-'))
}

/// Endings of files, of packages' versions, and of hosts that only one network knows.
const NO_TOPS: [&str; 33] = [
    "png",
    "jpg",
    "jpeg",
    "gif",
    "webp",
    "svg",
    "js",
    "mjs",
    "cjs",
    "ts",
    "tsx",
    "jsx",
    "css",
    "json",
    "html",
    "md",
    "tgz",
    "gz",
    "tar",
    "whl",
    "yml",
    "yaml",
    "toml",
    "lock",
    "beta",
    "alpha",
    "main",
    "master",
    "local",
    "localdomain",
    "lan",
    "internal",
    "service",
];

/// What RFC 2606 and RFC 6761 keep for documentation, tests and this machine.
pub fn is_reserved(host: &str) -> bool {
    const DOMAINS: [&str; 3] = ["example.com", "example.net", "example.org"];
    let is_within = |domain: &str| host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    DOMAINS.into_iter().any(is_within)
        || host.rsplit('.').next().is_some_and(|top| matches!(top, "example" | "test" | "invalid" | "localhost"))
}

/// Names of machines' accounts, and what services take for a user's name beside a token.
const ACCOUNTS: [&str; 12] = [
    "noreply",
    "no-reply",
    "do-not-reply",
    "donotreply",
    "git",
    "hg",
    "svn",
    "x-oauth-basic",
    "x-access-token",
    "x-token-auth",
    "oauth2",
    "gitlab-ci-token",
];

/// Accounts of machines: `git@github.com:owner/repository`, `noreply@...`.
fn is_account(name: &str, after: &str) -> bool {
    let is_path = after
        .strip_prefix(':')
        .is_some_and(|path| path.starts_with(|c: char| c.is_alphabetic() || c == '~' || c == '/'));
    let name = name.to_ascii_lowercase();
    ACCOUNTS.contains(&name.as_str()) || (is_path && matches!(name.as_str(), "gitlab" | "org-git"))
}

/// Whether an address that begins here belongs to a URL: `https://user:password@host`.
fn is_in_authority(before: &str) -> bool {
    let tail = &before[before.floor_char_boundary(before.len().saturating_sub(256))..];
    let word = tail.rsplit(char::is_whitespace).next().unwrap_or(tail);
    // As in `https://${{ secrets.TOKEN }}:...@host`.
    let is_templated = before.ends_with("}:") || before.ends_with("}") || before.ends_with(">:");
    is_templated
        || word.rfind("://").is_some_and(|at| !word[at + 3..].contains(['/', '?', '#', '"', '\'', '<', '>', '(', ')']))
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;

    #[test]
    fn what_is_nobodys_address_is_none() {
        for text in [
            "https://${{ secrets.GH_PAT }}:x-oauth-basic@github.com/",
            "https://${USER}:${TOKEN}@github.com",
            "https://$TOKEN:x-access-token@github.com/a/b.git",
            "npm i foo@latest.beta; pkg@1.2.3.tgz; foo@next.alpha",
            "golang.org/x/tools@v0.3.0golang.org/x/text@v0.4.0",
            "uses: actions/checkout@v4.main",
            "root@server.local ada@laptop.lan build@box.internal",
            "user@example.com, a@b.test, x@mail.example.org, me@host.localhost, y@z.invalid, q@w.example",
            "noreply@anthropic.com git@github.com:a/b.git icon@2x.png",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn addresses_of_people_are_found() {
        for (text, address) in [
            ("Ada <ada@analytical.engine>", "ada@analytical.engine"),
            ("ada@3com.engine!", "ada@3com.engine"),
            ("ada@examples.engine", "ada@examples.engine"),
            ("x=ada.lovelace+1@mail.analytical.engine&", "ada.lovelace+1@mail.analytical.engine"),
            ("ada@vision.engine", "ada@vision.engine"),
        ] {
            assert_eq!(found(text).first().map(|found| found.1.as_str()), Some(address), "{text}");
        }
    }
}
