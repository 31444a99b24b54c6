//! `GET .../export`: a conversation as a file, for its owner and for readers of its share; several as an archive.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io;

use crate::app::conversations;
use crate::app::export::{self, ExportReader, ExportSource, Format};
use crate::app::readers::{OpenShare, Purpose};
use crate::domain::chat::Chat;
use crate::domain::id::{ChatId, UserId};
use crate::http::Site;
use crate::http::encoding::Encoding;
use crate::http::error::{ApiError, Outcome};
use crate::http::fields::Violation;
use crate::http::handlers::chats::no_such_chat;
use crate::http::handlers::shared::may_be_continued;
use crate::http::query::Parameters;
use crate::http::reply::{Reply, is_fresh};
use crate::http::request_context::RequestContext;
use crate::http::resources::ChatRef;
use crate::http::visitor::{self, etag, for_readers};
use crate::server::slow;
use crate::store::StoreError;

/// Chats that one request may name: their numbers stand in its address, of which proxies take 8 KiB.
const MOST_ARCHIVED: usize = 200;

/// `GET /api/users/{user_id}/chats/{chat_id}/export?format=markdown|json|html|messages`
pub fn own(site: &Site, context: &RequestContext<'_>, chat: ChatRef) -> Outcome {
    let format = format(context)?;

    if context.is_head() {
        let chat = conversations::named(&site.store, chat.owner, chat.id)?;
        return Ok(unmade(context, &chat, format));
    }
    let source = ExportSource::of_owner(&site.store, chat.owner, chat.id)?.ok_or_else(no_such_chat)?;

    file(site, context, source, format)
}

/// `GET /api/users/{user_id}/chats/export?format=markdown|json|html|messages&chat_ids=1,2,3`: a ZIP archive
pub fn many(site: &Site, context: &RequestContext<'_>, owner: UserId) -> Outcome {
    let mut query = Parameters::of(context, "Bad Request. Invalid query({ format?(json), chat_ids? }).");
    let format = query.text("format", parse_format);
    let ids = query.text("chat_ids", parse_ids);
    query.done()?;

    let made_of = (&site.renderer, site.assets.saved_page());
    let archive = export::archive(&site.store, owner, ids, format.unwrap_or(Format::Json), made_of)?;
    let archive = archive.ok_or_else(no_such_chat)?;

    let (year, [month, day, ..]) = context.now.calendar();
    let name = disposition(&format!("conversations-{year:04}-{month:02}-{day:02}.zip"));
    Ok(Reply::stream("application/zip", Box::new(archive), None).header("Content-Disposition", name))
}

/// Numbers of chats, each once, in that order.
fn parse_ids(text: &str) -> Result<Vec<ChatId>, Violation> {
    let mut known = HashSet::new();
    let ids: Option<Vec<ChatId>> = text.split(',').map(|id| id.trim().parse().ok().map(ChatId::new)).collect();
    match ids {
        Some(mut ids) if ids.len() <= MOST_ARCHIVED => {
            ids.retain(|id| known.insert(*id));
            Ok(ids)
        }
        _ => {
            let message = format!("Expected at most {MOST_ARCHIVED} numbers of chats, separated by commas");
            Err(Violation { code: "custom", message })
        }
    }
}

/// `GET /api/shared/chats/{uuid}/export?format=markdown|json|html|messages`
pub fn shared(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let format = format(context)?;
    let encoding = Encoding::negotiate(context.header("Accept-Encoding"));
    // A page is made of the assets, too.
    let form = format!("{}-{}-{}", format.extension(), site.assets.version(), encoding.tag());

    let visitor = visitor::of(site, context)?;
    let admitted = visitor::admit(site, context, &visitor, Purpose::Read)?;
    if matches!(format, Format::Messages) {
        may_be_continued(&admitted.found)?;
    }
    let known = etag(&admitted.found, admitted.info, &form);
    if is_fresh(context.header("If-None-Match"), &known) {
        let reply = Reply::made(format.media_type(), io::empty(), Encoding::Identity).not_modified();
        return Ok(for_readers(reply, admitted.info).header("ETag", known));
    }
    if context.is_head() {
        let OpenShare { db, found, info, view } = admitted.open()?;
        let reply = unmade(context, &view.chat(&db)?, format);
        return Ok(for_readers(reply, info).header("ETag", etag(&found, info, &form)));
    }
    let (source, found, info) = slow(|| {
        let OpenShare { db, found, info, view } = admitted.open()?;
        Ok::<_, ApiError>((ExportSource::read(&db, view)?, found, info))
    })?;

    let reply = file(site, context, source, format)?;
    Ok(for_readers(reply, info).header("ETag", etag(&found, info, &form)))
}

fn format(context: &RequestContext<'_>) -> Result<Format, ApiError> {
    let mut query = Parameters::of(context, "Bad Request. Invalid query({ format?(json) }).");
    let format = query.text("format", parse_format);
    query.done()?;
    Ok(format.unwrap_or(Format::Json))
}

fn parse_format(name: &str) -> Result<Format, Violation> {
    let message = "Invalid format. Expected 'markdown' | 'json' | 'html' | 'messages'";
    Format::parse(name).ok_or_else(|| Violation { code: "custom", message: message.to_owned() })
}

/// The header fields of the file alone.
fn unmade(context: &RequestContext<'_>, chat: &Chat, format: Format) -> Reply {
    let encoding = Encoding::negotiate(context.header("Accept-Encoding"));
    let name = export::file_name(chat.name.as_str(), format);
    Reply::unmade(format.media_type(), encoding).header("Content-Disposition", disposition(&name))
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
