//! What the commands of `link` ask that concerns readers and what they get, as calls of the API.

use serde_json::{Value, json};

use super::Elsewhere;
use crate::app::sharing::credentials;
use crate::cli::{ChatName, Redact, Redaction};
use crate::client::CallBody;
use crate::commands::Failure;
use crate::commands::place::{
    HarmlessMark, NamedLink, PeopleChange, PlacedPeople, PlacedVisitors, json, no_such_mark, no_such_reader,
};
use crate::commands::remote::RemoteError;
use crate::commands::terminal::{one_line, title};
use crate::domain::email::Email;
use crate::domain::redaction::SecretKind;
use crate::domain::text;

impl Elsewhere {
    /// The link of a conversation, and its address in the API.
    fn one(&self, name: &ChatName) -> Result<(NamedLink, String), Failure> {
        let named = self.linked(std::slice::from_ref(name))?.pop().ok_or_else(|| self.garbled())?;
        let share = &named.placed.link.share;
        let path = format!("/chats/{}/shares/{}", share.chat_id.get(), share.id.get());
        Ok((named, path))
    }

    /// Changes who may read, and says who may.
    pub(super) fn change_people(&self, name: &ChatName, change: &PeopleChange<'_>) -> Result<PlacedPeople, Failure> {
        let (named, path) = self.one(name)?;
        let list = format!("{path}/whitelist-entries");
        let entries = if change.remove.is_empty() { Value::Null } else { self.get(&format!("{list}?include=people"))? };
        let mut gone = Vec::new();
        for email in change.remove {
            let listed = entries["shareWhitelistEntries"].as_array().into_iter().flatten();
            let is_it = |entry: &&Value| {
                entry["email"].as_str().and_then(Email::parse).is_some_and(|listed| listed.key() == email.key())
            };
            let id = listed.clone().find(is_it).and_then(|entry| entry["id"].as_i64());
            let is_invited = entries["invited"].as_array().into_iter().flatten().any(|invited| is_it(&invited));
            gone.push(id.ok_or_else(|| match is_invited {
                // A token does nothing about invitations.
                true => Failure::new(format!(
                    "{} is invited to {} and has no account there yet; revoke the invitation on your account page there. \
                     Nothing was changed",
                    email.as_str(),
                    self.name()
                )),
                false => no_such_reader(email, &title(&named.name)),
            })?);
        }
        if change.anyone {
            self.own("DELETE", &list, CallBody::Nothing)?;
        }
        if !change.add.is_empty() {
            let emails: Vec<&str> = change.add.iter().map(Email::as_str).collect();
            let shares = format!("/chats/{}/shares", named.placed.link.share.chat_id.get());
            self.json("POST", &shares, &json!({ "emails": emails }))?;
        }
        for id in gone {
            self.own("DELETE", &format!("{list}/{id}"), CallBody::Nothing)?;
        }
        let (now, _) = self.one(name)?;
        let listed = self.get(&format!("{list}?include=people"))?;
        let invited = listed["invited"].as_array().into_iter().flatten().filter_map(|one| one["email"].as_str());
        let is_listed = now.placed.link.share.has_whitelist;
        let notes = invited.filter(|_| is_listed).map(|email| self.invited(email));
        Ok(PlacedPeople { notes: notes.collect(), link: now.placed.link })
    }

    /// What is said of somebody who is invited there. The link is told to nobody who asks with a token.
    pub fn invited(&self, email: &str) -> String {
        format!(
            "{} is invited and has no account on {} yet; create the invitation's link on your account page there.",
            one_line(email),
            self.name()
        )
    }

    /// Who viewed a link; what is recorded of it is deleted where `forget` says so.
    pub(super) fn record(&self, name: &ChatName, forget: bool) -> Result<PlacedVisitors, Failure> {
        let (named, path) = self.one(name)?;
        let path = format!("{path}/visitors");
        let mut answer = self.get(&path)?;
        if forget {
            self.own("DELETE", &path, CallBody::Nothing)?;
        }
        let Value::Array(visitors) = json::take(&mut answer, "visitors") else { return Err(self.garbled()) };
        Ok(PlacedVisitors { name: title(&named.name), link: named.placed.link, visitors })
    }

    /// What is found in what the link of a conversation shows or would show; with `is_frozen`, brought up to date or not.
    pub fn findings(&self, chat: i64, is_frozen: Option<bool>) -> Result<Value, RemoteError> {
        let body = is_frozen.map_or_else(|| json!({}), |is_frozen| json!({ "is_frozen": is_frozen }));
        self.json("POST", &format!("/chats/{chat}/shares/check"), &body)
    }

    /// Brings frozen links up to date; what the conversations are called. None is, where somebody has to decide first.
    pub(super) fn bring_up_to_date(&self, names: &[ChatName], redaction: &Redaction) -> Result<Vec<String>, Failure> {
        let body = redactions(redaction)?;
        let links = self.linked(names)?;
        for named in &links {
            let share = &named.placed.link.share;
            if share.frozen.is_none() {
                let name = title(&named.name);
                return Err(Failure::new(format!("the link of \"{name}\" is not frozen, so it is always up to date")));
            }
            if body.is_none() {
                refuse_undecided(&self.findings(share.chat_id.get(), Some(false))?)?;
            }
        }
        for NamedLink { placed, .. } in &links {
            let shares = format!("/chats/{}/shares", placed.link.share.chat_id.get());
            if let Some(body) = &body {
                self.json("POST", &shares, &json!({ "redactions": body }))?;
            }
            self.own("POST", &format!("{shares}/{}/update", placed.link.share.id.get()), CallBody::Nothing)?;
        }
        Ok(links.iter().map(|named| title(&named.name)).collect())
    }

    /// What is harmless in all conversations, once these marks are taken back.
    pub(super) fn marked_harmless(&self, forget: &[String]) -> Result<Vec<HarmlessMark>, Failure> {
        let list = "/harmless-findings";
        for id in forget {
            let id: String = form_urlencoded::byte_serialize(id.as_bytes()).collect();
            match self.own("DELETE", &format!("{list}/{id}"), CallBody::Nothing) {
                Err(error) if error.status == 404 => {
                    return Err(no_such_mark(&id, &format!(" --server {}", self.name())));
                }
                forgotten => drop(forgotten?),
            }
        }
        let listed = self.get(list)?;
        let marked = |finding: &Value| {
            let field = |name: &str| finding[name].as_str().map(|text| text::one_line(text, 200));
            let kind = SecretKind::parse(finding["kind"].as_str()?)?;
            Some(HarmlessMark { id: field("id")?, kind, masked: field("masked")? })
        };
        Ok(listed["findings"].as_array().into_iter().flatten().filter_map(marked).collect())
    }
}

/// What the flags say that is redacted there; `None` where they say nothing.
pub fn redactions(redaction: &Redaction) -> Result<Option<Value>, Failure> {
    let kinds: Vec<&str> = match redaction.redact {
        Some(Redact::All) => SecretKind::ALL.into_iter().map(SecretKind::name).collect(),
        Some(Redact::Credentials) => credentials().map(SecretKind::name).collect(),
        Some(Redact::Nothing) => Vec::new(),
        None if redaction.words.is_empty() => return Ok(None),
        None => return Err(Failure::new("--redact-word needs --redact all, credentials or none on another server")),
    };
    Ok(Some(json!({ "kinds": kinds, "words": redaction.words })))
}

/// Nothing is published about which somebody has to decide.
pub fn refuse_undecided(checked: &Value) -> Result<(), Failure> {
    let open = checked["findings"].as_array().into_iter().flatten().filter(|finding| {
        let kind = finding["kind"].as_str().and_then(SecretKind::parse);
        // A server before version 0.3 does not say.
        let is_decided = finding["is_decided"].as_bool();
        !is_decided.unwrap_or(finding["is_left_out"] == true || kind.is_some_and(SecretKind::is_credential))
    });
    let mut labels: Vec<String> =
        open.filter_map(|finding| Some(text::one_line(finding["label"].as_str()?, 60))).collect();
    labels.sort();
    labels.dedup();
    if labels.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "nothing was published: it has findings that are not redacted ({}). Redact everything with --redact \
         all, credentials alone with --redact credentials, or publish it unchanged with --redact none",
        labels.join(", ")
    )))
}
