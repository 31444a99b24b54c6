//! Reads a shared conversation: what its link asks for, and the conversation as its readers get it.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;

use super::LinkAddress;
use super::network::{Client, Question, Reply};
use crate::base::json;
use crate::domain::chat::{NewChat, UNKNOWN_MODEL};
use crate::domain::message::{NewMessage, Role};
use crate::domain::part::Part;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;

/// What a reader has to show.
#[derive(Default)]
pub struct Keys {
    /// The link's password.
    pub password: Option<String>,
    /// A token of the reader's account on that server.
    pub token: Option<String>,
    /// What the server gave to be known again by.
    cookies: Vec<(String, String)>,
}

/// What a link answers.
#[derive(Debug)]
pub enum LinkAnswer {
    /// The conversation.
    Conversation(Box<NewChat>),
    /// It wants a password, or another one.
    Password,
    /// It is for named people: it wants a token, or a valid one.
    Token,
    /// It was opened: it can be read now, and so many views are left, where that was said.
    Opened { left: Option<u64> },
}

impl LinkAddress {
    /// Asks for the conversation; a sentence where nothing that a reader shows would help. A link with a view limit is
    /// opened, which uses one of its views.
    pub fn read(&self, client: &Client, keys: &mut Keys) -> Result<LinkAnswer, String> {
        // Two kinds of `Authorization` don't fit into one head: with a token, the password goes by the page's form.
        if let (Some(password), Some(_)) = (&keys.password, &keys.token)
            && !keys.has("neptun-unlock")
        {
            let form = [("password", password.as_str())];
            let reply = client.ask(&Question { url: self.page(), fields: Vec::new(), form: Some(&form) })?;
            if !matches!(reply.status, 200..=399) {
                return self.refusal(&reply, keys);
            }
            keys.cookies.extend(reply.cookies);
        }
        // A server that is older takes no notice of what for.
        let url = format!("{}?for=continue", self.api());
        let reply = client.ask(&Question { url, fields: keys.fields(), form: None })?;
        if reply.status == 200 {
            return conversation(&reply.body).map(|chat| LinkAnswer::Conversation(Box::new(chat))).map_err(|why| {
                format!(
                    "what {} answers is no conversation that this version of neptun-share reads: {why}",
                    self.host()
                )
            });
        }
        self.refusal(&reply, keys).and_then(|answer| match answer {
            LinkAnswer::Opened { left } => {
                let url = format!("{}/views", self.api());
                let reply = client.ask(&Question { url, fields: keys.fields(), form: Some(&[]) })?;
                if reply.status != 200 || reply.cookies.is_empty() {
                    return Err(self.said(&reply));
                }
                keys.cookies.extend(reply.cookies);
                Ok(LinkAnswer::Opened { left: left.map(|left| left.saturating_sub(1)) })
            }
            answer => Ok(answer),
        })
    }

    /// What is missing, or a sentence.
    fn refusal(&self, reply: &Reply, keys: &Keys) -> Result<LinkAnswer, String> {
        let said = json::parse(&reply.body).unwrap_or_default();
        let status = said["statusMessage"].as_str().unwrap_or_default();
        match (reply.status, status) {
            (401, status) if status.contains("session required") => Ok(LinkAnswer::Token),
            (401, _) => Ok(LinkAnswer::Password),
            (403, status) if status.contains("opening required") => {
                Ok(LinkAnswer::Opened { left: said["data"]["viewsLeft"].as_u64() })
            }
            (403, status) if status.contains("not to be continued") => {
                Err("its owner does not offer it to be continued; read it on its page".to_owned())
            }
            (403, status) if status.contains("whitelist") => {
                Err("it is shared with named people, and the account of your token is not one of them".to_owned())
            }
            (403, _) if keys.password.is_some() => Ok(LinkAnswer::Password),
            (404, _) => Err(format!(
                "there is no such link on {}, or it no longer works: it may be paused, expired or used up",
                self.host()
            )),
            (429, _) => {
                Err(format!("{} asks to wait, after too many attempts; try again in some minutes", self.host()))
            }
            _ => Err(self.said(reply)),
        }
    }

    /// An answer that nobody expects, in a sentence.
    fn said(&self, reply: &Reply) -> String {
        let said = json::parse(&reply.body).unwrap_or_default();
        let why = said["message"].as_str().or(said["statusMessage"].as_str());
        let why = why.map(|why| format!(": {}", crate::domain::text::one_line(why, 200))).unwrap_or_default();
        format!("{} answers with the status {}{why}", self.host(), reply.status)
    }
}

impl Keys {
    fn has(&self, cookie: &str) -> bool {
        self.cookies.iter().any(|(name, _)| name == cookie)
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        let shown = match (&self.token, &self.password) {
            (Some(token), _) => Some(format!("Bearer {token}")),
            (None, Some(password)) => Some(format!("Basic {}", BASE64_STANDARD.encode(format!(":{password}")))),
            (None, None) => None,
        };
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        let cookies = Some(cookies).filter(|cookies| !cookies.is_empty());
        shown
            .map(|shown| ("Authorization", shown))
            .into_iter()
            .chain(cookies.map(|cookies| ("Cookie", cookies)))
            .collect()
    }
}

/// A conversation as readers get it; half a sentence where it is none. Fields that are not known are left.
pub fn conversation(body: &[u8]) -> Result<NewChat, String> {
    let body = json::parse(body).map_err(|error| error.to_string())?;
    let messages = body["chatMessages"].as_array().ok_or("it has no messages")?;
    let text = |value: &Value| value.as_str().and_then(ShortText::salvage);
    let name = text(&body["chat"]["name"]).unwrap_or_else(|| ShortText::fixed("Shared conversation"));
    let model = text(&body["chat"]["model"]).unwrap_or_else(|| ShortText::fixed(UNKNOWN_MODEL));
    let mut chat = NewChat::named(name, model);
    chat.messages = messages.iter().map(message).collect::<Option<_>>().ok_or("one of its messages is none")?;
    Ok(chat)
}

fn message(value: &Value) -> Option<NewMessage> {
    let parts = value["parts"].as_array().into_iter().flatten();
    let part = |part: &Value| Part::read(part).unwrap_or_else(|| Part::Data { value: part.clone() });
    Some(NewMessage {
        role: Role::parse(value["role"].as_str()?)?,
        content: value["content"].as_str()?.to_owned(),
        parts: parts.map(part).collect(),
        created_at: value["timestamp"].as_str().and_then(Timestamp::from_rfc3339),
        model: value["model"].as_str().and_then(ShortText::salvage),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conversation_is_read_as_its_readers_get_it() {
        let body = r#"{"chatMessages": [
            {"id": "1", "role": "user", "content": "Why?", "timestamp": "2026-01-02T03:04:05Z", "html": "<p>"},
            {"id": "2", "role": "assistant", "content": "So.", "parts": [{"type": "text", "text": "So."}, {"type": "new"}]}
        ], "chat": {"name": "Sky\nblue", "model": "gpt-5"}, "shareInfo": {}}"#;
        let chat = conversation(body.as_bytes()).expect("a conversation");
        assert_eq!((chat.name.as_str(), chat.model.as_str(), chat.messages.len()), ("Sky blue", "gpt-5", 2));
        assert_eq!(chat.messages[1].parts.len(), 2);
        for wrong in ["", "[]", "{}", "<html>", r#"{"chatMessages": 1}"#, r#"{"chatMessages": [{"role": "user"}]}"#] {
            assert!(conversation(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}
