//! Opens a conversation for a page, for its reader or its owner.

use std::sync::Arc;

use super::Site;
use super::encoding::Encoding;
use super::error::Outcome;
use super::ready::{AnswerKey, Form, Keeper};
use super::reply::{HTML, Reply, is_fresh};
use super::request_context::RequestContext;
use super::visitor::{self, etag};
use crate::app::conversation_stream::{ConversationStream, StreamHead};
use crate::app::public_view::PublicView;
use crate::app::readers::{self, NotAdmitted, OpenShare, Purpose};
use crate::base::shared_bytes::SharedBytes;
use crate::domain::share::ShareInfo;
use crate::render::{Audience, Checkpoint, Conversation, Files};
use crate::server::slow;
use crate::store::shares::FoundShare;

/// What a reader is let in to.
pub struct Opened {
    /// What holds the conversation.
    pub content: Content,
    /// The entity tag of that.
    pub etag: String,
    /// The share.
    pub found: FoundShare,
    /// What its readers are told of it.
    pub info: ShareInfo,
}

/// The conversation for a reader who was let in.
pub enum Content {
    /// The reader has it already.
    NotModified,
    /// All bytes of the answer, ready to be sent.
    Ready(SharedBytes),
    /// Nothing: only the header fields are wanted.
    Unmade,
    /// To be made while the reader takes it, and kept for the next one.
    Stream(Box<ConversationStream>, Option<Keeper>),
}

/// Opens a share for its reader, in that form and encoding. Who has only the revision, as a weak entity tag, is told as
/// well that nothing has changed.
pub fn open(site: &Site, context: &RequestContext<'_>, form: Form, encoding: Encoding) -> Result<Opened, NotAdmitted> {
    let visitor = visitor::of(site, context)?;
    let admitted = visitor::admit(site, context, &visitor, Purpose::Read)?;
    let (etag, content) = at_hand(site, context, (&admitted.found, admitted.info), form, encoding);
    if let Some(content) = content {
        return Ok(Opened { content, etag, found: admitted.found, info: admitted.info });
    }
    if context.is_head() {
        return Ok(Opened { content: Content::Unmade, etag, found: admitted.found, info: admitted.info });
    }
    slow(|| {
        let OpenShare { db, found, info, view } = admitted.open()?;
        let (form, checkpoint) = at_checkpoint(site, &found, form);
        let files = Files::shared(found.uuid).below(&site.public_url);
        let conversation = match &checkpoint {
            Some(checkpoint) => Conversation::behind(Arc::clone(&site.renderer), files, checkpoint),
            None => Conversation::new(Arc::clone(&site.renderer), files),
        };
        let access = Audience {
            shared_by: found.owner_name.clone(),
            by_password: info.share_has_password,
            by_list: info.share_has_whitelist,
            records_visitors: found.records_visitors,
            may_be_continued: found.may_be_continued,
        };
        let (link, revision, history) = (found.uuid, found.revision, found.history);
        let from = checkpoint.map(|checkpoint| checkpoint.message);
        let told = StreamHead { access: Some(access), revision: &visitor::revision(&found, info).to_string(), from };
        let stream = ConversationStream::begin(&db, &site.store, view, conversation, told)?;
        // Pieces are read one after the other: all of them are of this revision only if it still stands.
        let (now, store) = (context.now, site.store.clone());
        let present = move || readers::revision(&store, link, now).ok().flatten();
        let (checkpoints, still) = (site.checkpoints.clone(), present.clone());
        let stream = stream.keeping(move |checkpoint| {
            if still().is_some_and(|(_, present)| present == history) {
                checkpoints.insert(link, revision, history, checkpoint);
            }
        });
        let is_present = move || present().is_some_and(|(present, _)| present == revision);
        let keeper = site.ready.keeper(AnswerKey::of(&found, info, form, encoding), is_present);
        let content = Content::Stream(Box::new(stream), keeper);
        Ok(Opened { content, etag: tag(site, (&found, info), form, encoding), found, info })
    })
}

/// The entity tag of the answer, and the answer where it takes no look at the conversation.
fn at_hand(
    site: &Site,
    context: &RequestContext<'_>,
    (found, info): (&FoundShare, ShareInfo),
    form: Form,
    encoding: Encoding,
) -> (String, Option<Content>) {
    let (form, _) = at_checkpoint(site, found, form);
    let tag = tag(site, (found, info), form, encoding);
    let known = context.header("If-None-Match");
    let has_revision = || is_fresh(known, &format!("\"{}\"", visitor::revision(found, info)));
    if known.is_some() && (is_fresh(known, &tag) || has_revision()) {
        return (tag, Some(Content::NotModified));
    }
    (tag, site.ready.get(&AnswerKey::of(found, info, form, encoding)).map(Content::Ready))
}

/// Where an update begins; it is the whole where that is not known.
fn at_checkpoint(site: &Site, found: &FoundShare, form: Form) -> (Form, Option<Arc<Checkpoint>>) {
    let Form::Update(since) = form else { return (form, None) };
    match site.checkpoints.get(found, since) {
        None => (Form::Fragment, None),
        checkpoint => (form, checkpoint),
    }
}

fn tag(site: &Site, (found, info): (&FoundShare, ShareInfo), form: Form, encoding: Encoding) -> String {
    // A page is made of the assets, too.
    let assets = if form == Form::Page { ["-", site.assets.stamp()] } else { ["", ""] };
    etag(found, info, format_args!("{}{}{}-{}", form.name(), assets[0], assets[1], encoding.tag()))
}

/// What its owner sees of a chat, or of a share of it; `access` is who else gets in.
pub fn own(
    site: &Site,
    context: &RequestContext<'_>,
    view: PublicView,
    files: Files,
    access: Option<Audience>,
) -> Outcome {
    let encoding = Encoding::negotiate(context.header("Accept-Encoding"));
    let reply = if context.is_head() {
        Reply::unmade(HTML, encoding)
    } else {
        let conversation = Conversation::new(Arc::clone(&site.renderer), files);
        Reply::html(ConversationStream::own(&site.store, view, conversation, access)?, encoding, None)
    };
    Ok(reply.header("Cache-Control", "no-store"))
}
