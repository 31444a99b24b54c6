//! A conversation for programs that have no sessions: as a prompt, whose newest messages count most, or as messages of a
//! model's API.

use serde_json::json;

use super::{Folders, plain};
use crate::domain::chat::NewChat;
use crate::domain::message::{NewMessage, Role};

/// How many bytes of a text are a token, for most models and languages.
const TOKEN_BYTES: usize = 4;

/// A prompt within a number of tokens.
pub struct CutPrompt {
    /// Markdown.
    pub text: String,
    /// How many messages are in it.
    pub messages: usize,
    /// How many older ones are not.
    pub left_out: usize,
    /// About how many tokens it is.
    pub tokens: usize,
}

/// The newest whole messages that are at most so many tokens together, in order; none where the newest alone is more.
pub fn cut(chat: &NewChat, folders: &Folders, tokens: usize) -> CutPrompt {
    let said: Vec<&NewMessage> = chat.messages.iter().filter(|message| !message.content.trim().is_empty()).collect();
    let begin = format!(
        "This is a conversation between a person and an AI model, \"{}\". Read it, and go on from where it ends.\n",
        plain(chat.name.as_str())
    );
    let note = |left_out: usize| match left_out {
        0 => String::new(),
        1 => "\n(The first message is left out.)\n".to_owned(),
        _ => format!("\n(The first {left_out} messages are left out.)\n"),
    };
    let most = tokens.saturating_mul(TOKEN_BYTES).saturating_sub(begin.len() + note(said.len()).len());
    let (mut sections, mut length) = (Vec::new(), 0);
    for message in said.iter().rev() {
        let section = format!("\n## {}\n\n{}\n", author(message.role), folders.turn(&plain(message.content.trim())));
        length += section.len();
        if length > most {
            break;
        }
        sections.push(section);
    }
    let left_out = said.len() - sections.len();
    let messages = sections.len();
    let text = sections.into_iter().rev().fold(begin + &note(left_out), |text, section| text + &section);
    CutPrompt { tokens: text.len().div_ceil(TOKEN_BYTES), text, messages, left_out }
}

/// JSON as the APIs of models take it: what tools said stands in the answer that called them, as text.
pub fn messages(chat: &NewChat, folders: &Folders) -> String {
    let said = chat.messages.iter().filter(|message| !message.content.trim().is_empty());
    let message = |message: &NewMessage| {
        // A message of the role `tool` has to name the call that it answers, in a form that differs from API to API.
        let role = if message.role == Role::Tool { Role::User } else { message.role };
        json!({ "role": role, "content": folders.turn(&plain(&message.content)) })
    };
    let messages: Vec<_> = said.map(message).collect();
    format!("{:#}\n", json!({ "model": plain(chat.model.as_str()), "messages": messages }))
}

const fn author(role: Role) -> &'static str {
    match role {
        Role::User => "User",
        Role::Assistant => "Assistant",
        Role::System => "System",
        Role::Tool => "Tool",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::ShortText;

    fn talk(words: &[&str]) -> NewChat {
        let mut chat = NewChat::named(ShortText::fixed("Sky"), ShortText::fixed("gpt-5"));
        let roles = [Role::User, Role::Assistant].into_iter().cycle();
        chat.messages = roles.zip(words).map(|(role, words)| NewMessage::new(role, (*words).to_owned())).collect();
        chat
    }

    #[test]
    fn the_newest_whole_messages_are_in_a_prompt_and_it_says_what_is_not() {
        let chat = talk(&["Why is it blue?", "Rayleigh.", "And \u{1b}[31mred\u{1b}[0m?", "Dust."]);
        let all = cut(&chat, &Folders::default(), 1000);
        assert_eq!((all.messages, all.left_out), (4, 0));
        assert!(all.text.ends_with("\n## User\n\nAnd red?\n\n## Assistant\n\nDust.\n"), "{}", all.text);
        assert!(!all.text.contains("left out"));
        for tokens in 30..all.tokens {
            let some = cut(&chat, &Folders::default(), tokens);
            assert!(some.messages < 4 && some.messages + some.left_out == 4, "{tokens}");
            assert!(
                some.messages == 0 || some.text.len() <= tokens * TOKEN_BYTES && some.text.ends_with("Dust.\n"),
                "{tokens}"
            );
            let said = if some.left_out == 1 { "The first message is" } else { "messages are left out" };
            assert!(some.text.contains(said), "{}", some.text);
        }
        assert_eq!(cut(&chat, &Folders::default(), 1).messages, 0);
    }

    #[test]
    fn messages_are_roles_and_words() {
        let mut chat = talk(&["Look in /home/ada/sky", ""]);
        chat.messages.push(NewMessage::new(Role::Tool, "a.txt".to_owned()));
        let json: serde_json::Value =
            serde_json::from_str(&messages(&chat, &Folders::new(Some("/home/ada/sky"), "/here"))).expect("JSON");
        let expected = json!([{"role": "user", "content": "Look in /here"}, {"role": "user", "content": "a.txt"}]);
        assert_eq!(json, json!({"model": "gpt-5", "messages": expected}));
    }
}
