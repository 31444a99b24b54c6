//! What stands above the messages: the title, the facts, and the switch for how much of an agent's work is shown.

use maud::{Markup, html};

use crate::domain::chat::Chat;
use crate::domain::id::MessageId;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;
use crate::render::words::count;

/// What a page says about a conversation above its messages.
pub struct Head<'a> {
    /// The conversation.
    pub chat: &'a Chat,
    /// The number of its messages.
    pub length: usize,
    /// Who may read it; `None` where it is read without a link.
    pub access: Option<Audience>,
    /// Whether an agent took steps in it, at its beginning at least.
    pub has_steps: bool,
    /// Changes with the conversation, so that the page can ask for updates; `None` in a page without a server.
    pub revision: Option<&'a str>,
    /// The message with which it begins, for whom has what is before that.
    pub from: Option<MessageId>,
}

/// Who may read a conversation, and by whose leave.
#[derive(Clone, PartialEq, Eq)]
pub struct Audience {
    /// The name that its owner chose for this; `None` where none was chosen.
    pub shared_by: Option<ShortText>,
    /// A password is required.
    pub by_password: bool,
    /// Only invited people may read it.
    pub by_list: bool,
    /// The owner sees who views it.
    pub records_visitors: bool,
    /// Readers are offered to continue it in an agent.
    pub may_be_continued: bool,
}

impl Audience {
    const fn words(&self) -> Option<&'static str> {
        match (self.by_password, self.by_list) {
            (false, false) => None,
            (true, false) => Some("those with the password"),
            (false, true) => Some("invited people"),
            (true, true) => Some("invited people with the password"),
        }
    }
}

/// In milliseconds: an earlier change is not shown beside the time of the beginning.
const SAME_TIME: i64 = 60_000;

/// The title and the facts.
pub fn top(head: &Head<'_>) -> Markup {
    let Head { chat, length, access, has_steps, .. } = head;
    let updated = chat.updated_at;
    let is_withheld = access.as_ref().is_some_and(|access| !access.may_be_continued);
    html! {
        header.conversation-head data-continue=[is_withheld.then_some("no")] {
            h1 dir="auto" tabindex="-1" { (chat.name.as_str()) }
            dl.facts {
                @if let Some(model) = chat.known_model() { (fact("Model", &html! { (model) })) }
                @if let Some(began) = chat.began_at() { (fact("Started", &time(began))) }
                @if updated.as_millis() - chat.created_at.as_millis() >= SAME_TIME {
                    // On a phone for those who listen only.
                    div.fact-more { dt { "Last change" } dd { (time(updated)) } }
                }
                (fact("Length", &html! { (count(*length, "message", "messages")) }))
                @if let Some(access) = access {
                    @if let Some(name) = &access.shared_by {
                        (fact("Shared by", &html! { bdi { (name.as_str()) } }))
                    }
                    @if let Some(words) = access.words() {
                        (fact("Open to", &html! { span data-list[access.by_list] { (words) } }))
                    }
                    @if access.records_visitors {
                        (fact("Visitors", &html! { "recorded for its owner" }))
                    }
                }
            }
            @if *has_steps { (view_switch()) }
        }
    }
}

/// How much of an agent's work is to be seen: the style sheet does it, without a script.
fn view_switch() -> Markup {
    html! {
        fieldset.view-switch {
            legend.visually-hidden { "Show" }
            div.theme-choices.cluster {
                @for (value, words) in [("talk", "Conversation only"), ("steps", "With steps"), ("all", "Everything")] {
                    label.theme-choice {
                        input.visually-hidden type="radio" name="view" value=(value) checked[value == "steps"]
                            autocomplete="off";
                        span { (words) }
                    }
                }
            }
        }
    }
}

fn fact(name: &str, value: &Markup) -> Markup {
    html! { div { dt { (name) } dd dir="auto" { (value) } } }
}

/// Stands in the place of messages.
pub fn nothing_yet() -> Markup {
    html! {
        div.empty {
            p { "No messages yet." }
            p { "Once something is said in this conversation, it appears here." }
        }
    }
}

/// A time, in UTC; the page's script changes it to the reader's time zone.
pub fn time(at: Timestamp) -> Markup {
    html! { time datetime=(at) { (at.for_people()) } }
}
