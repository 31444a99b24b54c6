//! What readers of a share get.

use std::io;

use crate::app::readers::{OpenShare, Purpose};
use crate::domain::share::ShareInfo;
use crate::http::Site;
use crate::http::encoding::Encoding;
use crate::http::error::{ApiError, Issue, Outcome};
use crate::http::reading;
use crate::http::reply::{Reply, is_fresh};
use crate::http::request_context::RequestContext;
use crate::http::transcripts::{Form, Transcripts};
use crate::http::visitor::{self, etag, for_readers};
use crate::server::slow;
use crate::store::shares::Found;

/// `GET /api/shared/chats/{uuid}?render=html|page`
pub fn read(site: &Site, context: &RequestContext<'_>) -> Outcome {
    match context.query("render").as_deref() {
        None => json(site, context, Form::Plain),
        Some("html") => json(site, context, Form::Rendered),
        Some("page") => page(site, context),
        Some(_) => Err(unknown_rendering()),
    }
}

fn json(site: &Site, context: &RequestContext<'_>, form: Form) -> Outcome {
    let visitor = visitor::of(context);
    let admitted = visitor::admit(site, context, &visitor, Purpose::Read)?;
    if let Some(reply) = answer_from_memory(site, context, &admitted.found, admitted.info, form) {
        return Ok(reply);
    }

    // A long conversation takes its time, once.
    slow(|| {
        let open = admitted.open()?;
        let transcript = Transcripts::read(&open, form)?;
        let OpenShare { found, info, .. } = open;
        let answer = site.transcripts.write(transcript, &site.renderer)?;
        Ok(for_readers(Reply::shared_json(answer), info).header("ETag", etag(&found, info, form.name())))
    })
}

/// The answer for a reader who was let in: that nothing has changed, or what was written before.
fn answer_from_memory(
    site: &Site,
    context: &RequestContext<'_>,
    found: &Found,
    info: ShareInfo,
    form: Form,
) -> Option<Reply> {
    let etag = etag(found, info, form.name());
    let reply = if is_fresh(context.header("If-None-Match"), &etag) {
        Reply::empty().not_modified()
    } else {
        Reply::shared_json(site.transcripts.kept(found, info, form)?)
    };
    Some(for_readers(reply, info).header("ETag", etag))
}

/// What stands between the page's frame: the conversation as HTML.
fn page(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let encoding = Encoding::negotiate(context.header("Accept-Encoding"));
    let opened = reading::open(site, context, &format!("page-{}", encoding.tag()))?;

    let reply = match opened.stream {
        None => Reply::html(io::empty(), Encoding::Identity).not_modified(),
        Some(stream) => Reply::html(stream, encoding),
    };
    Ok(for_readers(reply, opened.info).header("ETag", opened.etag))
}

fn unknown_rendering() -> ApiError {
    let message = "Invalid rendering. Expected 'html' | 'page'".to_owned();
    let issue = Issue { code: "custom", message, path: vec!["render".to_owned()] };
    ApiError::invalid("Bad Request. Invalid query({ render? }).", &[issue])
}
