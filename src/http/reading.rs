//! Opens a conversation for a page, for its reader or its owner.

use std::sync::Arc;

use super::Site;
use super::reply::is_fresh;
use super::request_context::RequestContext;
use super::visitor::{self, etag, revision};
use crate::app::conversation_stream::ConversationStream;
use crate::app::public_view::PublicView;
use crate::app::readers::{NotAdmitted, OpenShare, Purpose};
use crate::domain::share::ShareInfo;
use crate::render::{Audience, Conversation, Files};
use crate::server::slow;
use crate::store::StoreError;
use crate::store::shares::Found;

/// What a reader is let in to.
pub struct Opened {
    /// The conversation, unless the reader has it already.
    pub stream: Option<ConversationStream>,
    /// The entity tag of what holds it.
    pub etag: String,
    /// The share.
    pub found: Found,
    /// What its readers are told of it.
    pub info: ShareInfo,
}

/// Opens a share for its reader; `form` names what holds the conversation, for the entity tag. Who has
/// only the revision, as a weak one, is told as well that nothing has changed.
pub fn open(site: &Site, context: &RequestContext<'_>, form: &str) -> Result<Opened, NotAdmitted> {
    let visitor = visitor::of(context);
    let admitted = visitor::admit(site, context, &visitor, Purpose::Read)?;
    slow(|| {
        let OpenShare { db, found, info, view } = admitted.open()?;
        let (etag, revision) = (etag(&found, info, form), revision(&found, info));
        let has = |tag: &str| is_fresh(context.header("If-None-Match"), tag);
        if has(&etag) || has(&format!("\"{revision}\"")) {
            return Ok(Opened { stream: None, etag, found, info });
        }
        let conversation = Conversation::new(Arc::clone(&site.renderer), Files::shared(found.uuid));
        let access = Audience {
            by_password: info.share_has_password,
            by_list: info.share_has_whitelist,
            records_visitors: found.records_visitors,
        };
        let stream = ConversationStream::begin(&db, &site.store, view, conversation, Some(access), &revision)?;
        Ok(Opened { stream: Some(stream), etag, found, info })
    })
}

/// What its owner sees of a chat, or of a share of it; `access` is who else gets in.
pub fn own(
    site: &Site,
    view: PublicView,
    files: Files,
    access: Option<Audience>,
) -> Result<ConversationStream, StoreError> {
    let conversation = Conversation::new(Arc::clone(&site.renderer), files);
    ConversationStream::own(&site.store, view, conversation, access)
}
