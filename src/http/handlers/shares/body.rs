//! What a request says of a share.

use serde_json::Value;

use crate::app::passwords::{accept_hash, looks_like_hash};
use crate::app::sharing::{MOST_MESSAGES, RedactionRequest, ShareRequest};
use crate::domain::id::MessageId;
use crate::domain::password::PlainPassword;
use crate::domain::redaction::{LONGEST_WORD, SecretKind};
use crate::domain::share::{Excerpt, MOST_VIEWS, PasswordHash, ShareChange};
use crate::domain::slug::Slug;
use crate::domain::timestamp::Timestamp;
use crate::http::fields::{Fields, Violation};
use crate::http::handlers::auth;

/// The phrase of a 400 about it.
pub const INVALID: &str = "Bad Request. Invalid body({ is_shared?(true), is_protected?(false), hashed_password?(null), \
    expires_at?(null), max_views?(null), records_visitors?(false), may_be_continued?(true), until_message_id?(null), \
    message_ids?(null), is_frozen?(false), redactions?, emails?, word?(null), is_word_public?(false) }).";

/// Addresses that one request may name.
pub const MOST_EMAILS: usize = 1000;
/// Finds, and words, that one share may leave out.
const MOST_REDACTIONS: usize = 1000;

/// What `hashed_password` may hold.
pub enum Password {
    Hash(PasswordHash),
    Plain(PlainPassword),
}

/// A request to change a share.
pub struct ShareBody {
    /// The password, before it is hashed.
    pub password: Option<Option<Password>>,
    /// All else.
    pub request: ShareRequest,
}

impl ShareBody {
    /// Takes its fields.
    pub fn read(fields: &mut Fields) -> Option<Self> {
        let is_shared = fields.optional_bool("is_shared");
        let is_protected = fields.optional_bool("is_protected");
        let password = fields.optional_nullable_text("hashed_password", password);
        let expires_at = fields.optional_nullable_text("expires_at", time);
        let max_views = fields.optional_nullable("max_views", |fields, value, path| {
            fields.number(&value, path, 1..=MOST_VIEWS.into()).and_then(|number| u32::try_from(number).ok())
        });
        let records_visitors = fields.optional_bool("records_visitors");
        let may_be_continued = fields.optional_bool("may_be_continued");
        let (until, messages) = excerpt_fields(fields);
        let is_frozen = fields.optional_bool("is_frozen");
        let redactions = fields.optional_nullable("redactions", |fields, value, path| {
            fields.object(value, path, |fields| Some(redaction_request(fields)))
        });
        let people = fields
            .optional_list("emails", MOST_EMAILS, |fields, item, path| fields.parse_text(&item, path, auth::email));
        let word = fields.optional_nullable_text("word", |raw| {
            Slug::word(raw).map_err(|wrong| Violation::custom(format_args!("Invalid word, {}", wrong.expected())))
        });
        let is_word_public = fields.optional_bool("is_word_public");
        let change = ShareChange {
            is_shared,
            is_protected,
            hashed_password: None,
            expires_at,
            max_views,
            records_visitors,
            may_be_continued,
            until,
            messages,
            is_frozen,
        };
        let redactions = match redactions {
            Some(chosen) => chosen.unwrap_or_else(|| RedactionRequest::only([])),
            None => RedactionRequest::default(),
        };
        let people = people?.unwrap_or_default();
        Some(Self {
            password,
            request: ShareRequest { change, redactions, people, word, is_word_public, ..ShareRequest::default() },
        })
    }
}

/// The part of the conversation that a body chooses, where it chooses one.
pub fn excerpt(fields: &mut Fields) -> Option<Excerpt> {
    match excerpt_fields(fields) {
        (Some(Some(until)), _) => Some(Excerpt::Until(until)),
        (_, Some(Some(messages))) => Some(Excerpt::Messages(messages)),
        (None, None) => None,
        _ => Some(Excerpt::Whole),
    }
}

type ExcerptFields = (Option<Option<MessageId>>, Option<Option<Vec<MessageId>>>);

fn excerpt_fields(fields: &mut Fields) -> ExcerptFields {
    let id = |fields: &mut Fields, value: Value, path| fields.id(&value, path).map(MessageId::new);
    let until = fields.optional_nullable("until_message_id", id);
    let messages = fields.optional_nullable("message_ids", |fields, value, path| {
        let messages = fields.items(value, &path, MOST_MESSAGES, id)?;
        if messages.is_empty() {
            let message = "Array must contain at least 1 element".to_owned();
            return fields.issue(Violation { code: "too_small", message }, path);
        }
        Some(messages)
    });
    if let (Some(Some(_)), Some(Some(_))) = (&until, &messages) {
        let both = Violation::custom("Choose either until_message_id or message_ids");
        fields.issue::<()>(both, vec!["message_ids".to_owned()]);
    }
    (until, messages)
}

fn redaction_request(fields: &mut Fields) -> RedactionRequest {
    let kinds = fields.optional_nullable("kinds", |fields, value, path| {
        if value == "all" {
            return Some(SecretKind::ALL.to_vec());
        }
        fields.items(value, &path, SecretKind::ALL.len(), |fields, item, path| {
            fields.parse_text(&item, path, |name| {
                SecretKind::parse(name).ok_or_else(|| {
                    let kinds: Vec<&str> = SecretKind::ALL.iter().map(|kind| kind.name()).collect();
                    Violation::custom(format!("Invalid kind. Expected one of {}", kinds.join(", ")))
                })
            })
        })
    });
    let mut texts = |name: &str| {
        let texts = fields.optional_nullable(name, |fields, value, path| {
            fields.items(value, &path, MOST_REDACTIONS, |fields, item, path| fields.parse_text(&item, path, word))
        });
        texts.flatten().unwrap_or_default().into_iter().collect()
    };
    let (findings, harmless, words) = (Some(texts("finds")), Some(texts("harmless")), Some(texts("words")));
    let harmless_everywhere = texts("harmless_everywhere");
    RedactionRequest {
        findings,
        harmless,
        harmless_everywhere,
        words,
        ..RedactionRequest::only(kinds.flatten().unwrap_or_default())
    }
}

fn word(raw: &str) -> Result<String, Violation> {
    let word = raw.trim();
    if word.is_empty() {
        let message = "String must contain at least 1 character".to_owned();
        Err(Violation { code: "too_small", message })
    } else if word.chars().count() > LONGEST_WORD {
        Err(Violation { code: "too_big", message: format!("String must contain at most {LONGEST_WORD} characters") })
    } else {
        Ok(word.to_owned())
    }
}

fn password(raw: &str) -> Result<Password, Violation> {
    if looks_like_hash(raw) {
        accept_hash(raw).map(Password::Hash).map_err(|unusable| Violation::custom(unusable.0))
    } else {
        PlainPassword::for_share(raw).map(Password::Plain).map_err(auth::password)
    }
}

/// A time in a body.
pub fn time(raw: &str) -> Result<Timestamp, Violation> {
    let expected = || Violation { code: "invalid_string", message: "Invalid datetime, expected RFC 3339".to_owned() };
    Timestamp::from_rfc3339(raw).ok_or_else(expected)
}
