//! The names of secrets: which of the names that contain a word for one really name one.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// What a name says that its value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// A person chose it: it need not be random.
    Password,
    /// Somebody was let in with it.
    Token,
    /// A service gave it out.
    Secret,
    /// A header of HTTP, which may hold a scheme before the token.
    Header,
    /// `key`, `auth` and the like, which name much that is no secret.
    Vague,
}

/// These only count as whole words; the others are also found at the end of one: `rootpassword`.
const WHOLE: [&str; 17] = [
    "pass", "pwd", "psw", "pw", "psk", "pat", "jwt", "oauth", "key", "auth", "salt", "parola", "parole", "clave",
    "mdp", "sifre", "bearer",
];

/// Words that are looked up.
pub type WordSet = LazyLock<HashSet<&'static str>>;

/// The words of a text.
pub fn set(words: &'static str) -> HashSet<&'static str> {
    words.split_ascii_whitespace().collect()
}

/// Whether the word is one of the set, in either case.
pub fn is_in(set: &WordSet, word: &str) -> bool {
    // Nearly all words are in lower case, and need no copy.
    match word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => set.contains(word.to_ascii_lowercase().as_str()),
        false => !word.is_empty() && set.contains(word),
    }
}

/// Before `key` they say that it is secret.
static OF_SECRETS: WordSet = LazyLock::new(|| {
    set("api access secret private encryption encrypt encrypting decryption signing sign signature \
    auth authentication license licence hmac master account storage shared session cookie jwt crypto cipher aes des \
    client consumer app application bot webhook deploy deployment ingest ingestion write live test sandbox prod \
    production subscription developer dev service admin server security security2 wallet hub ssh rsa integration \
    provision device insert nonce logged_in relay stream restricted personal user admin push fcm transaction")
});

/// Before a word of secrets they say that its value is none: `public_key`, `next_page_token`.
static NO_SECRETS: WordSet = LazyLock::new(|| {
    set("page next request continuation cursor sync csrf xsrf public publishable pub cancellation cancel \
    site sitekey pagination anon hashed hash primary foreign sort partition cache row index idempotency idempotent retry creation unique \
    natural lookup dedup dedupe translation i18n query registry map dict host column group join composite candidate \
    alt meta ctrl control shift arrow tab enter escape esc function hot short react item list node tree file path \
    message msg event routing topic property field label name sub parent child left right prev previous last first \
    locale country language search resource object bucket s3 entry hashkey range order dictionary json yaml param \
    config setting attribute no without has is forgot reset new_page stop start end special eos bos pad unk sep cls \
    mask input output prompt completion max min num total token tokens lock verify verification_key known authorized \
    host_key hostkey fingerprint press pressed down up on any every per the")
});

/// Of these a password is none; behind the other words of `NO_SECRETS` it is one: `REGISTRY_PASSWORD`.
static NO_PASSWORDS: WordSet = LazyLock::new(|| {
    set("hashed hash forgot reset no without has is min max num total label field mask public any every per the")
});

/// They say so of a key only, which may be one of anything: a token for a registry lets somebody in.
static OF_KEYS: WordSet = LazyLock::new(|| {
    set("registry resource object bucket s3 config setting group host file query message event property site search \
    json yaml")
});

/// At the end of a name they say that its value is about a secret.
static ABOUT_SECRETS: WordSet = LazyLock::new(|| {
    set("namespace flow id ids name names path paths file filename filepath url uri endpoint type types length \
    len count size hash hashed digest arn expires expiry expiration expire exp prefix suffix version limit usage \
    field fields column ref label labels placeholder title text message messages msg error errors err hint help \
    regex regexp pattern policy rule rules input form box button btn screen page view prompt reset strength class \
    classes format header param params parameter required enabled disabled valid invalid visible hidden status state \
    changed updated created at index location dir source provider type manager service handler store storage \
    factory generator validator validation test tests mode method algorithm alg scheme kind selector alias mask \
    fingerprint checksum sha sha1 sha256 md5 crc thumbprint ttl timeout lifetime age budget cost price map list \
    array set info data config options option settings callback fn func function event listener link style color \
    width height icon image img var variable env position offset line idx no num number words word sum total map \
    mapping lookup table schema model entity class struct interface object spec template descr description desc doc")
});

/// A name with a word of secrets in it.
#[derive(Clone, Debug)]
pub struct Name {
    pub kind: NameKind,
    /// All of the name: `DB_PASSWORD` where the word is `password`.
    pub range: Range<usize>,
    /// The word is the end of the name.
    pub is_last: bool,
    /// It can hardly mean something else.
    pub is_clear: bool,
}

/// The name in which the word stands that was found there, if it names a secret.
pub fn name_at(text: &str, mut word: Range<usize>, kind: NameKind) -> Option<Name> {
    let found = text.get(word.clone())?;
    let is = |word: &str| found.eq_ignore_ascii_case(word);
    let is_plain = found.is_ascii();
    // Of several the name is not as clear: `tokens` are also those of a language model.
    let are_several = is_plain && (kind != NameKind::Vague || is("key")) && is_plural(text, word.end);
    word.end += usize::from(are_several);
    if is_plain
        && !(is_end(text, word.end) && (is_word_start(text, word.start) || !WHOLE.iter().any(|whole| is(whole))))
    {
        return (is("key") && is_glued_key(text, &word)).then(|| Name {
            kind: NameKind::Secret,
            range: identifier(text, &word),
            is_last: true,
            is_clear: true,
        });
    }
    let range = if is_plain { identifier(text, &word) } else { inflected(text, &word) };
    // `AWS::IAM::AccessKey` names a kind of thing; programs of agents number their sessions.
    let is_kind = text[..range.start].strip_suffix("::").is_some_and(|before| before.ends_with(char::is_alphanumeric));
    if is_kind || (is("sessionid") && found != "sessionid") {
        return None;
    }
    let before = text.get(range.start..word.start)?;
    let after = if is_plain { text.get(word.end..range.end)? } else { "" };
    let is_setter = matches!(after, ".set" | ".value");
    let qualifier = last_word(before);
    // By its `clientToken` AWS knows a request that comes twice. The `client_token` of others lets somebody in.
    let is_of_request = is("token") && qualifier.eq_ignore_ascii_case("client") && !before.ends_with('_');
    let is_other = is_in(&NO_SECRETS, qualifier)
        && match kind {
            NameKind::Password => is_in(&NO_PASSWORDS, qualifier),
            NameKind::Vague => true,
            _ => !is_in(&OF_KEYS, qualifier),
        };
    if is_of_request || is_other || (!after.is_empty() && !is_setter && is_about(after)) {
        return None;
    }
    let is_last = after.bytes().all(|byte| !byte.is_ascii_alphabetic()) || is_setter;
    let (kind, is_clear) = match kind {
        // `keys` of anything.
        NameKind::Vague if are_several && !is_in(&OF_SECRETS, qualifier) => return None,
        _ if are_several => (NameKind::Vague, false),
        NameKind::Vague if !is_last => return None,
        NameKind::Vague if is("key") && is_in(&OF_SECRETS, qualifier) => (NameKind::Secret, true),
        NameKind::Vague => (NameKind::Vague, false),
        NameKind::Token if is("pat") || is("sessionid") => (NameKind::Vague, false),
        kind => (kind, true),
    };
    Some(Name { kind, range, is_last, is_clear })
}

/// The word with what languages add to it: `lösenordet`, `пароля`, `şifreniz`.
fn inflected(text: &str, word: &Range<usize>) -> Range<usize> {
    const LONGEST: usize = 4;
    // Scripts that divide words: up to Arabic's.
    let is_letter = |c: &char| c.is_alphabetic() && *c < '\u{900}';
    let ending = text[word.end..].chars().take_while(is_letter).take(LONGEST + 1);
    let (count, length) = ending.fold((0, 0), |(count, length), c| (count + 1, length + c.len_utf8()));
    let is_divided = text[..word.end].chars().next_back().is_some_and(|c| is_letter(&c));
    word.start..word.end + if is_divided && count <= LONGEST { length } else { 0 }
}

/// Whether an `s` ends the word that goes up to here.
fn is_plural(text: &str, at: usize) -> bool {
    matches!(text.as_bytes().get(at), Some(b's' | b'S')) && is_end(text, at + 1)
}

/// `apikey`, `authkey`: without a mark between the words.
fn is_glued_key(text: &str, word: &Range<usize>) -> bool {
    if !is_end(text, word.end) {
        return false;
    }
    let before = text[..word.start].bytes().rev().take(12).take_while(u8::is_ascii_alphabetic).count();
    let qualifier = text.get(word.start - before..word.start).unwrap_or_default();
    before >= 3 && is_in(&OF_SECRETS, qualifier)
}

/// Whether what follows the word in a name says that the value is something else.
fn is_about(after: &str) -> bool {
    is_in(&ABOUT_SECRETS, last_word(after))
}

/// Letters, digits and the marks that join the words of a name.
fn identifier(text: &str, word: &Range<usize>) -> Range<usize> {
    let is_inner = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let bytes = text.as_bytes();
    let start = word.start - bytes[..word.start].iter().rev().take(48).take_while(|byte| is_inner(byte)).count();
    let end = word.end + bytes[word.end..].iter().take(24).take_while(|byte| is_inner(byte)).count();
    let end = start + text[start..end].trim_end_matches(['-', '.']).len();
    start..end.max(word.end)
}

/// Whether a word of a name begins here: `-t`, `_T`, `aT`, `Tt` behind capitals.
pub fn is_word_start(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let (Some(before), Some(first)) = (at.checked_sub(1).and_then(|at| bytes.get(at)), bytes.get(at)) else {
        return true;
    };
    !before.is_ascii_alphabetic()
        || (before.is_ascii_lowercase() && first.is_ascii_uppercase())
        || (before.is_ascii_uppercase()
            && (first.is_ascii_lowercase() || bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase)))
}

/// Whether a word of a name ends here.
fn is_end(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let (Some(last), Some(next)) = (at.checked_sub(1).and_then(|at| bytes.get(at)), bytes.get(at)) else {
        return true;
    };
    !next.is_ascii_alphabetic() || last.is_ascii_lowercase() == next.is_ascii_uppercase()
}

/// `id` of `token_id`, `tokenId` and `TOKEN_ID `.
pub fn last_word(text: &str) -> &str {
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    let mut start = text.len();
    let mut next: Option<char> = None;
    for (at, c) in text.char_indices().rev() {
        let is_hump = next.is_some_and(char::is_uppercase) && c.is_lowercase();
        let is_cap = next.is_some_and(char::is_lowercase) && c.is_uppercase();
        if !c.is_alphanumeric() || is_hump {
            break;
        }
        start = at;
        next = Some(c);
        if is_cap {
            break;
        }
    }
    &text[start..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(name: &str, word: &str, kind: NameKind) -> Option<NameKind> {
        let start = name.to_lowercase().find(word).expect("a name with the word");
        name_at(name, start..start + word.len(), kind).map(|name| name.kind)
    }

    #[test]
    fn names_of_secrets_are_told_from_names_of_other_things() {
        for (name, word, kind, expected) in [
            ("DB_PASSWORD", "password", NameKind::Password, Some(NameKind::Password)),
            ("rootpasswd", "passwd", NameKind::Password, Some(NameKind::Password)),
            ("passwordless", "password", NameKind::Password, None),
            ("compass", "pass", NameKind::Password, None),
            ("passwordLabel", "password", NameKind::Password, None),
            ("adobeToken", "token", NameKind::Token, Some(NameKind::Token)),
            ("tokenizer", "token", NameKind::Token, None),
            ("token_count", "token", NameKind::Token, None),
            ("nextPageToken", "token", NameKind::Token, None),
            ("clientToken", "token", NameKind::Token, None),
            ("--client-token", "token", NameKind::Token, None),
            ("opc-retry-token", "token", NameKind::Token, None),
            ("CreationToken", "token", NameKind::Token, None),
            ("client_token", "token", NameKind::Token, Some(NameKind::Token)),
            ("HMAC_KEY", "key", NameKind::Vague, Some(NameKind::Secret)),
            ("encryptionKey", "key", NameKind::Vague, Some(NameKind::Secret)),
            ("authkey", "key", NameKind::Vague, Some(NameKind::Secret)),
            ("buttercmsPRIVATEkey", "key", NameKind::Vague, Some(NameKind::Secret)),
            ("zebra_key", "key", NameKind::Vague, Some(NameKind::Vague)),
            ("public_key", "key", NameKind::Vague, None),
            ("monkey", "key", NameKind::Vague, None),
            ("keyboard", "key", NameKind::Vague, None),
        ] {
            assert_eq!(kind_of(name, word, kind), expected, "{name}");
        }
    }
}
