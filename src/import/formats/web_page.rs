//! Pages that a browser has saved of a shared conversation: ChatGPT's, Claude's, Gemini's, AI Studio's, Grok's,
//! OpenRouter's and our own. What is read is in the file: the data that came with the page, or else the messages as it shows them.

mod data;
mod markup;

use super::chatgpt;
use crate::import::conversation::{AgentTurns, Context, ImportedChat, Part, Role, Value, dates, html};
use markup::Element;

/// What a page is in which none of them finds messages.
pub const UNKNOWN: &str = "a web page in which no conversation is found. Open the link, scroll until all of it has been \
     shown, and save it as a complete page; or export the conversation from the program that it is from";

/// Whose page it is, how its title is framed there, and what each element of a message is.
struct Site {
    around_title: &'static [&'static str],
    said: fn(&Element<'_>) -> Option<Said>,
    /// Whether an element within an answer is what the model thought before.
    is_thought: fn(&Element<'_>) -> bool,
}

/// The classes of Claude's answers, of now and before. What it thought is in another of the same class, within.
const CLAUDE: [&str; 2] = ["font-claude-response", "font-claude-message"];

/// Where ChatGPT's page names the model of an answer.
const MODEL: &str = "data-message-model-slug";

/// What an element of a page holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Message(Role),
    Thought,
}

const SITES: &[Site] = &[
    Site {
        around_title: &["ChatGPT - ", " | ChatGPT", "ChatGPT"],
        said: |element| match element.attribute("data-message-author-role")? {
            "user" => Some(Said::Message(Role::User)),
            "assistant" => Some(Said::Message(Role::Assistant)),
            _ => None,
        },
        is_thought: |_| false,
    },
    Site {
        around_title: &[" | Claude", " - Claude", "Claude"],
        said: |element| match () {
            () if element.attribute("data-testid") == Some("user-message") => Some(Said::Message(Role::User)),
            () if CLAUDE.iter().any(|name| element.has_class(name)) => Some(Said::Message(Role::Assistant)),
            () => None,
        },
        is_thought: |element| CLAUDE.iter().any(|name| element.has_class(name)),
    },
    Site {
        around_title: &["\u{200e}", "Gemini - ", " - Gemini", "Gemini"],
        said: |element| match element.name {
            "message-content" => Some(Said::Message(Role::Assistant)),
            "model-thoughts" => Some(Said::Thought),
            _ => element.has_class("query-text").then_some(Said::Message(Role::User)),
        },
        is_thought: |_| false,
    },
    Site {
        around_title: &[" | Google AI Studio", "Google AI Studio"],
        said: |element| match element.attribute("data-turn-role")? {
            "User" => Some(Said::Message(Role::User)),
            "Model" => Some(Said::Message(Role::Assistant)),
            _ => None,
        },
        is_thought: |element| element.name == "ms-thought-chunk",
    },
    Site {
        around_title: &[" | Shared Grok Conversation", " - Grok", "Grok"],
        said: |element| {
            let is_message = element.attribute("id")?.starts_with("response-");
            let sides = [("items-end", Role::User), ("items-start", Role::Assistant)];
            let side = sides.iter().find(|(name, _)| element.has_class(name)).filter(|_| is_message);
            side.map(|(_, role)| Said::Message(*role))
        },
        is_thought: is_grok_thought,
    },
    // Grok's of now, and OpenRouter's.
    Site {
        around_title: &[" | Shared Grok Conversation", " - Grok", "Grok", "OpenRouter"],
        said: |element| match element.attribute("data-testid")? {
            "user-message" => Some(Said::Message(Role::User)),
            "assistant-message" => Some(Said::Message(Role::Assistant)),
            _ => None,
        },
        is_thought: is_grok_thought,
    },
    // Our own, in which a message's name and time stand before its parts.
    Site {
        around_title: &[],
        said: |element| {
            let is_message = element.name == "article" && element.has_class("message");
            match element.attribute("data-author").filter(|_| is_message)? {
                "user" => Some(Said::Message(Role::User)),
                "assistant" => Some(Said::Message(Role::Assistant)),
                "system" => Some(Said::Message(Role::System)),
                _ => Some(Said::Message(Role::Tool)),
            }
        },
        is_thought: |_| false,
    },
];

fn is_grok_thought(element: &Element<'_>) -> bool {
    element.has_class("thinking-container")
}

/// Whether a file that begins so is a web page.
pub fn is_page(start: &str) -> bool {
    let mut start = start.trim_start();
    // Where a browser says from which address it is.
    while let Some((_, rest)) = start.strip_prefix("<!--").and_then(|comment| comment.split_once("-->")) {
        start = rest.trim_start();
    }
    let start = start.as_bytes();
    ["<!doctype html", "<html"]
        .iter()
        .any(|tag| start.get(..tag.len()).is_some_and(|s| s.eq_ignore_ascii_case(tag.as_bytes())))
}

/// Whether this is a page that shows a conversation, or brings it along.
pub fn recognises(text: &Value) -> bool {
    let Some(page) = text.as_str().filter(|text| is_page(text)) else { return false };
    data::conversation(page).is_some() || SITES.iter().any(|site| messages(page, site).next().is_some())
}

/// Reads a page; half a sentence when a part of the conversation is not in it.
pub fn read(text: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let page = text.as_str().unwrap_or_default();
    if let Some(conversation) = data::conversation(page) {
        return chatgpt::read(&conversation, context);
    }
    // Several name a person's messages alike.
    let has = |site: &Site, role| messages(page, site).any(|((said, _), _)| said == Said::Message(role));
    let whole = SITES.iter().find(|site| has(site, Role::User) && has(site, Role::Assistant));
    let Some(site) = whole.or_else(|| SITES.iter().find(|site| messages(page, site).next().is_some())) else {
        return Err("no conversation is found in the page".to_owned());
    };
    let mut turns = AgentTurns::default();
    let (mut has_asked, mut has_answered) = (false, false);
    for ((said, model), inner) in messages(page, site) {
        turns.said_by(model);
        let at = markup::matching(inner, |element| {
            element.attribute("datetime").filter(|_| element.name == "time").and_then(|at| dates::read(at, None))
        });
        let at = at.map(|(at, _)| at).next();
        let inner = markup::elements(inner)
            .find(|(element, _)| element.has_class("message-parts"))
            .map_or(inner, |(_, parts)| parts);
        let shown = |inner, is_left_out| {
            Some(html::markdown(&markup::plain(inner, is_left_out))).filter(|text| !text.is_empty())
        };
        if said == Said::Message(Role::Assistant) {
            let thoughts = markup::matching(inner, |element| (site.is_thought)(element).then_some(()));
            for ((), thought) in thoughts {
                turns.act(shown(thought, |_| false).map(Part::reasoning), at);
            }
        }
        let parts = shown(inner, site.is_thought);
        match said {
            Said::Thought => turns.act(parts.map(Part::reasoning), at),
            Said::Message(Role::Assistant) => {
                has_answered |= parts.is_some();
                turns.speak(parts.map(Part::text), at);
            }
            Said::Message(role) => {
                has_asked |= parts.is_some();
                if let Some(text) = parts {
                    turns.say(role, vec![Part::text(text)], at);
                }
            }
        }
    }
    if !(has_asked && has_answered) {
        let who = if has_asked { "a model" } else { "a person" };
        return Err(format!(
            "the page has no words of {who}: scroll until all of it has been shown and save it again, or export it"
        ));
    }
    let title =
        markup::elements(page).find(|(element, _)| element.name == "title").map(|(_, inner)| html::unescaped(inner));
    let title = title.map(|title| site.around_title.iter().fold(title, |title, around| title.replace(around, "")));
    let title = title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
    ImportedChat { title, messages: turns.finish(), ..ImportedChat::default() }.if_visible()
}

/// The messages of a page, in its order, with the model that said each, and what is in it.
fn messages<'a>(page: &'a str, site: &Site) -> impl Iterator<Item = ((Said, Option<String>), &'a str)> {
    markup::matching(page, move |element| {
        let model = || element.attribute(MODEL).map(html::unescaped).filter(|name| !name.is_empty());
        (site.said)(element).map(|said| (said, model()))
    })
}

#[cfg(test)]
mod tests;
