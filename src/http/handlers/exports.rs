//! `GET .../export`: a conversation as a file, for its owner.

use crate::export::{Export, Format};
use crate::http::Site;
use crate::http::call::Call;
use crate::http::error::{ApiError, Issue, Outcome};
use crate::http::handlers::chats::no_such_chat;
use crate::http::reply::Reply;
use crate::http::scope::ChatRef;
use crate::store::chats;

/// `GET /api/users/{user_id}/chats/{chat_id}/export?format=markdown|json`
pub fn read(site: &Site, call: &Call<'_>, chat: ChatRef) -> Outcome {
    let format = call.query("format").unwrap_or_else(|| "json".to_owned());
    let format = Format::parse(&format).ok_or_else(unknown_format)?;

    let chat = site.store.read_one(|db| chats::find(db, chat.owner, chat.id))?.ok_or_else(no_such_chat)?;
    let file_name = format!("conversation-{}.{}", chat.id.get(), format.extension());
    let export = Export::open(&site.store, chat, format)?;

    Ok(Reply::stream(format.media_type(), Box::new(export), None)
        .header("Content-Disposition", format!("attachment; filename=\"{file_name}\"")))
}

fn unknown_format() -> ApiError {
    let issue = Issue {
        code: "custom",
        message: "Invalid format. Expected 'markdown' | 'json'".to_owned(),
        path: vec!["format".to_owned()],
    };
    ApiError::invalid("Bad Request. Invalid query({ format?(json) }).", &[issue])
}
