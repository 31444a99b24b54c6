//! A share in the API's words.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::access::{Rules, State};
use crate::domain::id::{ChatId, MessageId, ShareId};
use crate::domain::redaction::{Kind, Redactions};
use crate::domain::share::{Excerpt, PasswordHash, Share, ShareUuid};
use crate::domain::timestamp::Timestamp;
use crate::guard;
use crate::http::Site;

/// A share, for its owner.
#[derive(Serialize)]
pub struct View<'a> {
    id: ShareId,
    chat_conversation_id: ChatId,
    uuid: ShareUuid,
    is_shared: bool,
    is_protected: bool,
    hashed_password: Option<&'a PasswordHash>,
    expires_at: Option<Timestamp>,
    has_whitelist: bool,
    max_views: Option<u32>,
    views_left: Option<u32>,
    views: u32,
    last_viewed_at: Option<Timestamp>,
    records_visitors: bool,
    until_message_id: Option<MessageId>,
    message_ids: Option<&'a [MessageId]>,
    is_frozen: bool,
    frozen_at: Option<Timestamp>,
    redactions: RedactionsView<'a>,
    state: State,
    created_at: Timestamp,
    updated_at: Timestamp,
    url: String,
}

#[derive(Serialize)]
struct RedactionsView<'a> {
    kinds: &'a BTreeSet<Kind>,
    finds: Vec<FindView>,
    words: &'a BTreeSet<String>,
}

/// A find that is left out. Never what was found: that is what nobody should read.
#[derive(Serialize)]
struct FindView {
    id: String,
    kind: Kind,
    masked: String,
}

/// A share as the API tells of it.
pub fn view<'a>(site: &Site, share: &'a Share, now: Timestamp) -> View<'a> {
    let settings = &share.settings;
    let (until_message_id, message_ids) = match &settings.excerpt {
        Excerpt::Whole => (None, None),
        Excerpt::Until(until) => (Some(*until), None),
        Excerpt::Messages(messages) => (None, Some(messages.as_slice())),
    };
    View {
        id: share.id,
        chat_conversation_id: share.chat_id,
        uuid: share.uuid,
        is_shared: settings.lock.is_shared(),
        is_protected: settings.lock.is_protected(),
        hashed_password: settings.lock.hashed_password(),
        expires_at: settings.lock.expires_at(),
        has_whitelist: share.has_whitelist,
        max_views: settings.max_views,
        views_left: share.views_left,
        views: share.views,
        last_viewed_at: share.last_viewed_at,
        records_visitors: settings.records_visitors,
        until_message_id,
        message_ids,
        is_frozen: settings.is_frozen,
        frozen_at: share.frozen.map(|(_, at)| at),
        redactions: redactions(&settings.redactions),
        state: Rules::of_share(share).state(now),
        created_at: share.created_at,
        updated_at: share.updated_at,
        url: site.public_url.share(share.uuid),
    }
}

fn redactions(Redactions { kinds, finds, words }: &Redactions) -> RedactionsView<'_> {
    let find = |(kind, text): &(Kind, String)| FindView {
        id: guard::find_id(*kind, text),
        kind: *kind,
        masked: guard::mask(text),
    };
    RedactionsView { kinds, finds: finds.iter().map(find).collect(), words }
}
