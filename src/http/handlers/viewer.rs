//! `GET /shared/chats/{uuid}`: the page behind a share link.

use std::io::{Cursor, Read};

use crate::app::access::Decision;
use crate::app::conversation_stream::ConversationStream;
use crate::app::readers::NotAdmitted;
use crate::domain::message::{Message, Role};
use crate::http::Site;
use crate::http::encoding::Encoding;
use crate::http::error::Outcome;
use crate::http::page_template::{FormOutcome, PageState};
use crate::http::reading::{self, Content, Opened};
use crate::http::ready::Form;
use crate::http::reply::{HTML, Reply};
use crate::http::request_context::RequestContext;
use crate::http::visitor::for_readers;
use crate::render::unfurl::{self, Card};
use crate::store::shares::FoundShare;

/// For who is let in the page holds the conversation, so that it can be read after the first
/// answer, and without scripts. For others it says what is missing, and its scripts ask for it.
pub fn page(site: &Site, context: &RequestContext<'_>) -> Outcome {
    let encoding = Encoding::negotiate(context.header("Accept-Encoding"));
    match reading::open(site, context, Form::Page, encoding) {
        Ok(Opened { content, etag, found, info }) => {
            let reply = match content {
                Content::NotModified => Reply::empty().vary("Accept-Encoding").not_modified(),
                Content::Ready(bytes) => Reply::ready_page(bytes, encoding),
                Content::Unmade => Reply::unmade(HTML, encoding),
                Content::Stream(stream, keeper) => {
                    let head = if info.share_is_private { unfurl::protected() } else { about(site, &found, &stream) };
                    let template = site.assets.page_template();
                    let begin = Cursor::new(template.begin(&head, PageState::Conversation, FormOutcome::Nothing));
                    let page = begin.chain(stream).chain(Cursor::new(template.end(PageState::Conversation)));
                    Reply::html(page, encoding, keeper)
                }
            };
            Ok(for_readers(reply.into_page(), info).header("ETag", etag))
        }
        Err(NotAdmitted::Refused(refusal)) => {
            let (state, status) = match refusal.decision {
                Decision::PasswordRequired => (PageState::Password, 200),
                Decision::SessionRequired => (PageState::SignIn, 200),
                Decision::NotOnWhitelist => (PageState::Forbidden, 200),
                Decision::OpeningRequired => (PageState::View, 200),
                Decision::NoSuchShare | Decision::Granted => (PageState::Missing, 404),
            };
            Ok(empty(site, encoding, state, FormOutcome::Nothing).status(status))
        }
        // The page's script finds out what is the matter, and tries again.
        Err(NotAdmitted::Password(_) | NotAdmitted::Store(_)) => {
            Ok(empty(site, encoding, PageState::Unknown, FormOutcome::Nothing).status(503))
        }
    }
}

/// What is told of an open conversation to those who only look at its link.
fn about(site: &Site, found: &FoundShare, stream: &ConversationStream) -> String {
    let url = site.public_url.share(found.uuid);
    // Messengers ask again for a picture only when its address changes.
    let picture = format!("{url}/preview.png?v={:x}", found.revision.cast_unsigned());
    let said = |role| move |message: &&Message| message.role == role;
    let prompt = stream.next.iter().find(said(Role::User)).map_or("", |message| &message.content);
    let (title, model) = (stream.chat.name.as_str(), stream.chat.known_model().unwrap_or_default());
    unfurl::open(&Card { title, prompt, model, url: &url, picture: &picture })
}

/// The page without a conversation, which says what came of what its reader sent.
pub fn say(site: &Site, context: &RequestContext<'_>, state: PageState, said: FormOutcome) -> Reply {
    empty(site, Encoding::negotiate(context.header("Accept-Encoding")), state, said)
}

/// The page where there is no conversation.
pub fn missing(site: &Site, context: &RequestContext<'_>) -> Outcome {
    Ok(say(site, context, PageState::Missing, FormOutcome::Nothing).status(404))
}

/// The frame alone.
fn empty(site: &Site, encoding: Encoding, state: PageState, said: FormOutcome) -> Reply {
    let template = site.assets.page_template();
    let about = if state == PageState::Missing { unfurl::missing() } else { unfurl::protected() };
    let page = Cursor::new(template.begin(&about, state, said)).chain(Cursor::new(template.end(state)));
    Reply::html(page, encoding, None).into_page()
}
