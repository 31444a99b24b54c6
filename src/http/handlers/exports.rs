//! `GET .../export`: a conversation as a file, for its owner and for readers of its share.

use std::fmt::Write as _;
use std::io;

use crate::app::export::{self, ExportReader, ExportSource, Format};
use crate::app::readers::{OpenShare, Purpose};
use crate::http::Site;
use crate::http::encoding::Encoding;
use crate::http::error::{ApiError, Issue, Outcome};
use crate::http::handlers::chats::no_such_chat;
use crate::http::reply::{Reply, is_fresh};
use crate::http::request_context::RequestContext;
use crate::http::resources::ChatRef;
use crate::http::visitor::{self, etag, for_readers};
use crate::server::slow;
use crate::store::StoreError;

/// `GET /api/users/{user_id}/chats/{chat_id}/export?format=markdown|json|html|messages`
pub fn own(site: &Site, context: &RequestContext<'_>, chat: ChatRef) -> Outcome {
    let format = format(context)?;

    let source = ExportSource::of_owner(&site.store, chat.owner, chat.id)?.ok_or_else(no_such_chat)?;

    file(site, context, source, format)
}

/// `GET /api/shared/chats/{uuid}/export?format=markdown|json|html|messages`
pub fn shared(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let format = format(context)?;
    let encoding = Encoding::negotiate(context.header("Accept-Encoding"));
    // A page is made of the assets, too.
    let form = format!("{}-{}-{}", format.extension(), site.assets.version(), encoding.tag());

    let visitor = visitor::of(site, context)?;
    let admitted = visitor::admit(site, context, &visitor, Purpose::Read)?;
    let known = etag(&admitted.found, admitted.info, &form);
    if is_fresh(context.header("If-None-Match"), &known) {
        let reply = Reply::made(format.media_type(), io::empty(), Encoding::Identity).not_modified();
        return Ok(for_readers(reply, admitted.info).header("ETag", known));
    }
    let (source, found, info) = slow(|| {
        let OpenShare { db, found, info, view } = admitted.open()?;
        Ok::<_, ApiError>((ExportSource::read(&db, view)?, found, info))
    })?;

    let reply = file(site, context, source, format)?;
    Ok(for_readers(reply, info).header("ETag", etag(&found, info, &form)))
}

fn format(context: &RequestContext<'_>) -> Result<Format, ApiError> {
    let Some(name) = context.query("format") else { return Ok(Format::Json) };
    Format::parse(&name).ok_or_else(|| {
        let message = "Invalid format. Expected 'markdown' | 'json' | 'html' | 'messages'".to_owned();
        let issue = Issue { code: "custom", message, path: vec!["format".to_owned()] };
        ApiError::invalid("Bad Request. Invalid query({ format?(json) }).", &[issue])
    })
}

fn file(site: &Site, context: &RequestContext<'_>, source: ExportSource, format: Format) -> Outcome {
    let name = export::file_name(source.chat.name.as_str(), format);
    let export = ExportReader::new(&site.store, source, format, &site.renderer, site.assets.saved_page())
        .map_err(|error| StoreError::Internal(error.into()))?;
    let encoding = Encoding::negotiate(context.header("Accept-Encoding"));
    Ok(Reply::made(format.media_type(), export, encoding).header("Content-Disposition", disposition(&name)))
}

/// A file to be saved under that name (RFC 6266; the second one in the encoding of RFC 8187).
fn disposition(name: &str) -> String {
    let mut field = format!("attachment; filename=\"{}\"; filename*=UTF-8''", export::ascii(name));
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            field.push(char::from(byte));
        } else {
            // Writing to a string can't fail.
            let _ = write!(field, "%{byte:02X}");
        }
    }
    field
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_survives_in_a_header_field() {
        assert_eq!(
            disposition("Größe, 1 + 1.md"),
            "attachment; filename=\"Gr__e, 1 + 1.md\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%2C%201%20+%201.md"
        );
    }
}
