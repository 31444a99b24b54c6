//! What readers of a share get.

use crate::app::following;
use crate::app::opencode_session;
use crate::app::readers::{Admitted, NotAdmitted, OpenShare, Purpose};
use crate::base::shared_bytes::SharedBytes;
use crate::domain::share::ShareInfo;
use crate::http::Site;
use crate::http::encoding::Encoding;
use crate::http::error::{ApiError, Issue, Outcome};
use crate::http::reading::{self, Content};
use crate::http::ready::{AnswerKey, Form};
use crate::http::reply::{HTML, JSON, Reply, is_fresh};
use crate::http::request_context::RequestContext;
use crate::http::transcript::Transcript;
use crate::http::visitor::{self, etag, for_readers};
use crate::server::slow;
use crate::store::shares::FoundShare;

/// Says that a conversation is being written.
const LIVE: &str = "X-Conversation-Live";

/// Whether readers may take it in order to continue it. That keeps nobody from copying what they read; it says what the owner
/// wants, in each place that is there for continuing.
pub fn may_be_continued(found: &FoundShare) -> Result<(), ApiError> {
    if found.may_be_continued || found.reader_is_owner {
        return Ok(());
    }
    Err(ApiError::new(403)
        .status_message("Forbidden (not to be continued)")
        .message("Its owner does not offer it to be continued; read it on its page."))
}

/// `GET /api/shared/chats/{uuid}?render=html|page&for=continue&since=`
pub fn read(site: &Site, context: &RequestContext<'_>) -> Outcome {
    match context.query("render").as_deref() {
        None => json(site, context, Form::Json),
        Some("html") => json(site, context, Form::JsonWithHtml),
        Some("page") => page(site, context),
        Some(_) => Err(unknown_rendering()),
    }
}

/// `GET /api/share/{uuid}/data`: the conversation as `opencode import` reads it.
pub fn opencode(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let visitor = visitor::of(site, context)?;
    let admitted = visitor::admit(site, context, &visitor, Purpose::Read)?;
    may_be_continued(&admitted.found)?;
    let encoding = Encoding::negotiate(context.header("Accept-Encoding"));
    if context.is_head() {
        return Ok(for_readers(Reply::unmade(JSON, encoding), admitted.info));
    }

    let (items, info) = slow(|| {
        let open = admitted.open()?;
        Ok::<_, ApiError>((opencode_session::read(&site.store, &open)?, open.info))
    })?;
    Ok(for_readers(Reply::made(JSON, items, encoding), info))
}

fn json(site: &Site, context: &RequestContext<'_>, form: Form) -> Outcome {
    let encoding = Encoding::negotiate(context.header("Accept-Encoding"));
    let visitor = visitor::of(site, context)?;
    let admitted = visitor::admit(site, context, &visitor, Purpose::Read)?;
    if context.query("for").as_deref() == Some("continue") {
        may_be_continued(&admitted.found)?;
    }
    if let Some(reply) = answer_at_hand(site, context, &admitted.found, admitted.info, form, encoding) {
        return Ok(reply);
    }
    if context.is_head() {
        let etag = json_etag(&admitted.found, admitted.info, form, encoding);
        return Ok(for_readers(Reply::unmade(JSON, encoding), admitted.info).header("ETag", etag));
    }

    // A long conversation takes its time, once.
    slow(|| {
        let plain = AnswerKey::of(&admitted.found, admitted.info, form, Encoding::Identity);
        let wanted = AnswerKey::of(&admitted.found, admitted.info, form, encoding);
        let info = admitted.info;
        let tag = |encoding| json_etag(&admitted.found, info, form, encoding);
        let (plain_tag, wanted_tag) = (tag(Encoding::Identity), tag(encoding));
        let made = site.ready.get_or_make(&plain, || write(site, admitted, form, &plain));
        let answer = match made {
            Ok(answer) => answer,
            Err(NotKept::Changed { answer, info, etag }) => {
                let reply = Reply::ready(JSON, answer, Encoding::Identity);
                return Ok(for_readers(reply, info).header("ETag", etag));
            }
            Err(NotKept::Failed(error)) => return Err(error.into()),
        };
        let compress = || encoding.compress(&answer).map(SharedBytes::from).ok_or(());
        let reply = match site.ready.get_or_make(&wanted, compress) {
            Ok(compressed) if encoding != Encoding::Identity => {
                Reply::ready(JSON, compressed, encoding).header("ETag", wanted_tag)
            }
            _ => Reply::ready(JSON, answer, Encoding::Identity).header("ETag", plain_tag),
        };
        Ok(for_readers(reply, info))
    })
}

/// Why an answer that was made is not kept.
enum NotKept {
    /// Something changed since the reader was let in: it is the answer of another revision.
    Changed { answer: SharedBytes, info: ShareInfo, etag: String },
    /// There is none.
    Failed(NotAdmitted),
}

/// Makes the answer, which is of that key unless something has changed.
fn write(site: &Site, admitted: Admitted<'_>, form: Form, key: &AnswerKey) -> Result<SharedBytes, NotKept> {
    let open = admitted.open().map_err(NotKept::Failed)?;
    let renderer = (form == Form::JsonWithHtml).then_some((&site.renderer, &site.public_url));
    let written = Transcript::read(&open).and_then(|transcript| transcript.write(renderer));
    let answer: SharedBytes = written.map_err(|error| NotKept::Failed(error.into()))?.into();
    let OpenShare { found, info, .. } = open;
    if AnswerKey::of(&found, info, form, Encoding::Identity) == *key {
        return Ok(answer);
    }
    Err(NotKept::Changed { answer, info, etag: json_etag(&found, info, form, Encoding::Identity) })
}

/// The answer for a reader who was let in: that nothing has changed, or what stands ready.
fn answer_at_hand(
    site: &Site,
    context: &RequestContext<'_>,
    found: &FoundShare,
    info: ShareInfo,
    form: Form,
    encoding: Encoding,
) -> Option<Reply> {
    let etag = json_etag(found, info, form, encoding);
    let reply = if is_fresh(context.header("If-None-Match"), &etag) {
        Reply::empty().vary("Accept-Encoding").not_modified()
    } else {
        Reply::ready(JSON, site.ready.get(&AnswerKey::of(found, info, form, encoding))?, encoding)
    };
    Some(for_readers(reply, info).header("ETag", etag))
}

/// One tag for each encoding (RFC 9110, 8.8.3.3).
fn json_etag(found: &FoundShare, info: ShareInfo, form: Form, encoding: Encoding) -> String {
    match encoding {
        Encoding::Identity => etag(found, info, form.name()),
        _ => etag(found, info, format_args!("{}-{}", form.name(), encoding.tag())),
    }
}

/// What stands between the page's frame: the conversation as HTML.
fn page(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let encoding = Encoding::negotiate(context.header("Accept-Encoding"));
    let since = context.query("since").and_then(|revision| visitor::revision_of(&revision));
    let opened = reading::open(site, context, since.map_or(Form::Fragment, Form::Update), encoding)?;

    let reply = match opened.content {
        Content::NotModified => Reply::empty().vary("Accept-Encoding").not_modified(),
        Content::Ready(bytes) => Reply::ready_page(bytes, encoding),
        Content::Unmade => Reply::unmade(HTML, encoding),
        Content::Stream(stream, keeper) => Reply::html(*stream, encoding, keeper),
    };
    let mut reply = for_readers(reply, opened.info);
    if since.is_none() {
        reply = reply.header("ETag", opened.etag);
    }
    // Who only asks for what is new may better listen.
    if context.is_head() && following::is_live(&site.store, opened.found.opens, context.now)? {
        reply = reply.header(LIVE, "true");
    }
    Ok(reply)
}

fn unknown_rendering() -> ApiError {
    let message = "Invalid rendering. Expected 'html' | 'page'".to_owned();
    let issue = Issue { code: "custom", message, path: vec!["render".to_owned()] };
    ApiError::invalid("Bad Request. Invalid query({ render? }).", &[issue])
}
