//! A link as JSON, the same for the API and the command line.

use std::collections::BTreeSet;

use serde::Serialize;

use super::access::Rules;
use crate::domain::email::Email;
use crate::domain::id::{ChatId, MessageId, ShareId};
use crate::domain::link_state::LinkState;
use crate::domain::public_url::PublicUrl;
use crate::domain::redaction::{Redactions, SecretKind};
use crate::domain::share::{Excerpt, PasswordHash, Share, ShareUuid};
use crate::domain::timestamp::Timestamp;
use crate::guard;

/// A link, for its owner.
#[derive(Serialize)]
pub struct ShareJson<'a> {
    id: ShareId,
    chat_conversation_id: ChatId,
    uuid: ShareUuid,
    is_shared: bool,
    is_protected: bool,
    /// Left out where nobody asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    hashed_password: Option<Option<&'a PasswordHash>>,
    expires_at: Option<Timestamp>,
    has_whitelist: bool,
    /// The addresses of those who may read; left out where nobody asked for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    people: Option<Option<Vec<&'a str>>>,
    max_views: Option<u32>,
    views_left: Option<u32>,
    views: u32,
    last_viewed_at: Option<Timestamp>,
    records_visitors: bool,
    may_be_continued: bool,
    until_message_id: Option<MessageId>,
    message_ids: Option<&'a [MessageId]>,
    is_frozen: bool,
    frozen_at: Option<Timestamp>,
    redactions: RedactionsJson<'a>,
    /// What was found in what it opens; left out where that was not searched.
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<Vec<FindingCount>>,
    state: LinkState,
    created_at: Timestamp,
    updated_at: Timestamp,
    url: String,
    /// The short address of the same page.
    short_url: String,
    /// The owner's own word in it.
    word: Option<&'a str>,
    is_word_public: bool,
}

#[derive(Serialize)]
struct RedactionsJson<'a> {
    kinds: &'a BTreeSet<SecretKind>,
    finds: Vec<MaskedFinding>,
    harmless: Vec<MaskedFinding>,
    words: &'a BTreeSet<String>,
}

/// A finding that is redacted, or harmless. Never its value: that is what nobody should read.
#[derive(Serialize)]
struct MaskedFinding {
    id: String,
    kind: SecretKind,
    masked: String,
}

#[derive(Serialize)]
struct FindingCount {
    kind: SecretKind,
    count: usize,
}

impl<'a> ShareJson<'a> {
    /// A link whose readers come to `public_url`.
    pub fn of(share: &'a Share, public_url: &PublicUrl, now: Timestamp) -> Self {
        let settings = &share.settings;
        let (until_message_id, message_ids) = match &settings.excerpt {
            Excerpt::Whole => (None, None),
            Excerpt::Until(until) => (Some(*until), None),
            Excerpt::Messages(messages) => (None, Some(messages.as_slice())),
        };
        Self {
            id: share.id,
            chat_conversation_id: share.chat_id,
            uuid: share.uuid,
            is_shared: settings.lock.is_shared(),
            is_protected: settings.lock.is_protected(),
            hashed_password: None,
            expires_at: settings.lock.expires_at(),
            has_whitelist: share.has_whitelist,
            people: None,
            max_views: settings.max_views,
            views_left: share.views_left,
            views: share.views,
            last_viewed_at: share.last_viewed_at,
            records_visitors: settings.records_visitors,
            may_be_continued: settings.may_be_continued,
            until_message_id,
            message_ids,
            is_frozen: settings.is_frozen,
            frozen_at: share.frozen.map(|(_, at)| at),
            redactions: redactions(&settings.redactions),
            findings: None,
            state: Rules::of_share(share).state(now),
            created_at: share.created_at,
            updated_at: share.updated_at,
            url: public_url.share(share.uuid),
            short_url: public_url.short(share.short()),
            word: share.word.as_ref().map(|word| word.slug.as_str()),
            is_word_public: share.word.as_ref().is_some_and(|word| word.is_public),
        }
    }

    /// A link as the API tells of it, with its password's hash.
    pub fn for_api(share: &'a Share, public_url: &PublicUrl, now: Timestamp) -> Self {
        let hashed_password = Some(share.settings.lock.hashed_password());
        Self { hashed_password, ..Self::of(share, public_url, now) }
    }

    /// The same with those who may read; `None` where everybody may.
    pub fn with_people(mut self, people: Option<&'a Vec<Email>>) -> Self {
        self.people = Some(people.map(|people| people.iter().map(Email::as_str).collect()));
        self
    }

    /// The same with what was found in what it opens.
    pub fn with_findings(mut self, counts: Vec<(SecretKind, usize)>) -> Self {
        self.findings = Some(counts.into_iter().map(|(kind, count)| FindingCount { kind, count }).collect());
        self
    }
}

fn redactions(Redactions { kinds, findings, harmless, words }: &Redactions) -> RedactionsJson<'_> {
    let masked = |(kind, value): &(SecretKind, String)| MaskedFinding {
        id: guard::finding_id(*kind, value),
        kind: *kind,
        masked: guard::mask(value),
    };
    RedactionsJson {
        kinds,
        finds: findings.iter().map(masked).collect(),
        harmless: harmless.iter().map(masked).collect(),
        words,
    }
}
