//! A conversation as HTML, message by message, so that a long one is never held as a whole.

use std::sync::Arc;

use maud::{Markup, html};
use sha2::{Digest, Sha256};

use super::files::Files;
use super::fold::icon;
use super::tool_pairing::{ShownMessage, ToolPairing};
use super::words::{author, count, line};
use super::{Renderer, parts};
use crate::domain::chat::Chat;
use crate::domain::message::{Message, Role};
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;

/// What a page says about a conversation above its messages.
pub struct Head<'a> {
    /// The conversation.
    pub chat: &'a Chat,
    /// The number of its messages.
    pub length: usize,
    /// Who may read it; `None` where it is read without a link.
    pub access: Option<Audience>,
    /// Changes with the conversation, so that the page can ask for updates; `None` in a page without a server.
    pub revision: Option<&'a str>,
}

/// Who may read a conversation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Audience {
    /// A password is required.
    pub by_password: bool,
    /// Only invited people may read it.
    pub by_list: bool,
    /// The owner sees who views it.
    pub records_visitors: bool,
}

impl Audience {
    const fn words(self) -> &'static str {
        match (self.by_password, self.by_list) {
            (false, false) => "anyone with the link",
            (true, false) => "those with the password",
            (false, true) => "invited people",
            (true, true) => "invited people with the password",
        }
    }
}

/// The number of messages in a group, which a browser lays out when it comes into view. Laying out each message by
/// itself takes twenty times the work at every step of scrolling through thousands; the style sheet estimates a
/// group's height.
const GROUP: usize = 20;

/// The longest name of a model beside a message, in characters.
const MODEL: usize = 60;

/// The HTML after the messages.
const END: &str = "</section></div>";

const GROUP_BEGIN: &str = "<div class=\"message-group\">\n";
const GROUP_END: &str = "</div>\n";

/// In milliseconds: an earlier change is not shown beside the time of the beginning.
const SAME_TIME: i64 = 60_000;

/// The title and the facts.
fn top(head: &Head<'_>) -> Markup {
    let Head { chat, length, access, .. } = head;
    let updated = chat.updated_at;
    html! {
        header.conversation-head {
            h1 dir="auto" tabindex="-1" { (chat.name.as_str()) }
            dl.facts {
                (fact("Model", &html! { (chat.model.as_str()) }))
                @if let Some(began) = chat.began_at() { (fact("Started", &time(began))) }
                @if updated.as_millis() - chat.created_at.as_millis() >= SAME_TIME {
                    // On a phone for those who listen only.
                    div.fact-more { dt { "Last change" } dd { (time(updated)) } }
                }
                (fact("Length", &html! { (count(*length, "message", "messages")) }))
                @if let Some(access) = access {
                    (fact("Open to", &html! { span data-list[access.by_list] { (access.words()) } }))
                    @if access.records_visitors {
                        (fact("Visitors", &html! { "recorded for its owner" }))
                    }
                }
            }
        }
    }
}

fn fact(name: &str, value: &Markup) -> Markup {
    html! { div { dt { (name) } dd dir="auto" { (value) } } }
}

fn nothing_yet() -> Markup {
    html! {
        div.empty {
            p { "No messages yet." }
            p { "Once something is said in this conversation, it appears here." }
        }
    }
}

/// A time, in UTC; the page's script changes it to the reader's time zone.
fn time(at: Timestamp) -> Markup {
    html! { time datetime=(at) { (at.for_people()) } }
}

/// Renders one conversation.
pub struct Conversation {
    renderer: Arc<Renderer>,
    files: Files,
    pairing: ToolPairing,
    /// The number of messages written so far.
    written: usize,
}

impl Conversation {
    /// A renderer for one conversation, whose files are at these places.
    pub fn new(renderer: Arc<Renderer>, files: Files) -> Self {
        Self { renderer, files, pairing: ToolPairing::default(), written: 0 }
    }

    /// The HTML before the messages.
    pub fn begin(&self, head: &Head<'_>) -> String {
        let whole = html! {
            div.conversation data-revision=[head.revision] {
                (top(head))
                @if head.length == 0 { (nothing_yet()) }
                section.messages aria-label="Messages" { "\n" }
            }
        };
        // The messages go before its end.
        whole.into_string().trim_end_matches(END).to_owned()
    }

    /// Takes the next message, and writes to `out` the messages that wait for no more results of tools.
    pub fn push(&mut self, message: Message, out: &mut String) {
        self.pairing.push(message);
        while let Some(shown) = self.pairing.pop_ready() {
            self.write(&shown, out);
        }
    }

    /// Writes the messages that are left, and the HTML after them.
    pub fn finish(&mut self, out: &mut String) {
        while let Some(shown) = self.pairing.pop() {
            self.write(&shown, out);
        }
        if self.written > 0 {
            out.push_str(GROUP_END);
        }
        out.push_str(END);
        out.push('\n');
    }

    fn write(&mut self, shown: &ShownMessage, out: &mut String) {
        if shown.is_elsewhere {
            return;
        }
        if self.written.is_multiple_of(GROUP) {
            out.push_str(if self.written == 0 { "" } else { GROUP_END });
            out.push_str(GROUP_BEGIN);
        }
        self.written += 1;
        out.push_str(&self.article(shown));
    }

    /// The body of each message; empty where everything in it is shown with an earlier one.
    pub fn bodies(mut self, messages: impl IntoIterator<Item = Message>) -> Vec<String> {
        let mut paired = Vec::new();
        for message in messages {
            self.pairing.push(message);
            paired.extend(std::iter::from_fn(|| self.pairing.pop_ready()));
        }
        paired.extend(std::iter::from_fn(|| self.pairing.pop()));
        let body = |shown: &ShownMessage| if shown.is_elsewhere { String::new() } else { self.body(shown) };
        paired.iter().map(body).collect()
    }

    fn body(&self, shown: &ShownMessage) -> String {
        let ids = format!("m-{}-", shown.message.id.get());
        parts::body(&self.renderer, shown, &ids, &self.files).into_string()
    }

    /// A message with its author and time. `data-digest` changes with anything in it.
    fn article(&self, shown: &ShownMessage) -> String {
        let Message { id, role, model, .. } = &shown.message;
        let said_at = shown.message.said_at();
        let model = model.as_ref().filter(|_| *role == Role::Assistant).map(ShortText::as_str);
        let body = self.body(shown);
        let id = format!("m-{}", id.get());
        // For a page that asks again; in a saved one nothing changes.
        let digest = matches!(self.files, Files::At(_)).then(|| {
            let at = said_at.map(|at| at.to_string()).unwrap_or_default();
            let digest = Sha256::digest(format!("{}\n{at}\n{}\n{body}", role.as_str(), model.unwrap_or_default()));
            digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect::<String>()
        });
        let article = html! {
            article.message id=(id) data-author=(role.as_str()) data-digest=[digest]
                aria-labelledby=(format_args!("{id}-author")) tabindex="-1" {
                span.message-sign { (icon(role.as_str())) }
                header.message-head {
                    h2 id=(format_args!("{id}-author")) { (author(*role)) }
                    @if let Some(model) = model { span.message-model dir="auto" { (line(model, MODEL)) } }
                    @if let Some(at) = said_at { a.message-link href=(format_args!("#{id}")) { (time(at)) } }
                }
                div.message-parts { (maud::PreEscaped(body)) }
            }
            "\n"
        };
        article.into_string()
    }
}
