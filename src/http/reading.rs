//! Opens a conversation for a page, for its reader or its owner.

use std::sync::Arc;

use super::Site;
use super::encoding::Encoding;
use super::ready::{AnswerKey, Form, Keeper};
use super::reply::is_fresh;
use super::request_context::RequestContext;
use super::visitor::{self, etag, revision};
use crate::app::conversation_stream::ConversationStream;
use crate::app::public_view::PublicView;
use crate::app::readers::{self, NotAdmitted, OpenShare, Purpose};
use crate::base::shared_bytes::SharedBytes;
use crate::domain::share::ShareInfo;
use crate::render::{Audience, Conversation, Files};
use crate::server::slow;
use crate::store::StoreError;
use crate::store::shares::Found;

/// What a reader is let in to.
pub struct Opened {
    /// What holds the conversation.
    pub content: Content,
    /// The entity tag of that.
    pub etag: String,
    /// The share.
    pub found: Found,
    /// What its readers are told of it.
    pub info: ShareInfo,
}

/// The conversation for a reader who was let in.
pub enum Content {
    /// The reader has it already.
    NotModified,
    /// All bytes of the answer, ready to be sent.
    Ready(SharedBytes),
    /// To be made while the reader takes it, and kept for the next one.
    Stream(Box<ConversationStream>, Option<Keeper>),
}

/// Opens a share for its reader, in that form and encoding. Who has only the revision, as a weak entity tag, is told as
/// well that nothing has changed.
pub fn open(site: &Site, context: &RequestContext<'_>, form: Form, encoding: Encoding) -> Result<Opened, NotAdmitted> {
    let visitor = visitor::of(site, context)?;
    let admitted = visitor::admit(site, context, &visitor, Purpose::Read)?;
    // A page is made of the assets, too.
    let assets = if form == Form::Page { ["-", site.assets.stamp()] } else { ["", ""] };
    let etag = |found: &Found, info| {
        etag(found, info, format_args!("{}{}{}-{}", form.name(), assets[0], assets[1], encoding.tag()))
    };
    let at_hand = |found: &Found, info, etag: &str| {
        let known = context.header("If-None-Match");
        let has_revision = || is_fresh(known, &format!("\"{}\"", revision(found, info)));
        if known.is_some() && (is_fresh(known, etag) || has_revision()) {
            return Some(Content::NotModified);
        }
        site.ready.get(&AnswerKey::of(found, info, form, encoding)).map(Content::Ready)
    };
    let tag = etag(&admitted.found, admitted.info);
    if let Some(content) = at_hand(&admitted.found, admitted.info, &tag) {
        return Ok(Opened { content, etag: tag, found: admitted.found, info: admitted.info });
    }
    slow(|| {
        let OpenShare { db, found, info, view } = admitted.open()?;
        let conversation =
            Conversation::new(Arc::clone(&site.renderer), Files::shared(found.uuid).below(&site.public_url));
        let access = Audience {
            shared_by: found.owner_name.clone(),
            by_password: info.share_has_password,
            by_list: info.share_has_whitelist,
            records_visitors: found.records_visitors,
            may_be_continued: found.may_be_continued,
        };
        let (now, store) = (context.now, site.store.clone());
        let revision = revision(&found, info).to_string();
        let stream = ConversationStream::begin(&db, &site.store, view, conversation, Some(access), &revision)?;
        let (link, revision) = (found.uuid, found.revision);
        // Pieces are read one after the other: all of them are of this revision only if it still stands.
        let is_present = move || readers::revision(&store, link, now).is_ok_and(|present| present == Some(revision));
        let keeper = site.ready.keeper(AnswerKey::of(&found, info, form, encoding), is_present);
        let content = Content::Stream(Box::new(stream), keeper);
        Ok(Opened { content, etag: etag(&found, info), found, info })
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
