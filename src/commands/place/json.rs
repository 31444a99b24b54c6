//! What a server tells of conversations and links, as this program has them. A field that another version does not have is
//! taken as if it said nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::app::link::Link;
use crate::domain::chat::Chat;
use crate::domain::email::Email;
use crate::domain::id::{ChatId, MessageId, ShareId, UserId};
use crate::domain::redaction::{Redactions, SecretKind};
use crate::domain::share::{Excerpt, Lock, OwnWord, PasswordHash, Share, ShareSettings, ShareUuid};
use crate::domain::slug::Slug;
use crate::domain::text::ShortText;
use crate::domain::timestamp::Timestamp;

/// A conversation; `None` for what is none.
pub fn chat(value: &Value) -> Option<Chat> {
    let created_at = time(&value["created_at"])?;
    Some(Chat {
        id: ChatId::new(number(&value["id"])?),
        neptun_user_id: UserId::new(number(&value["neptun_user_id"]).unwrap_or_default()),
        name: text(&value["name"])?,
        model: text(&value["model"])?,
        created_at,
        updated_at: time(&value["updated_at"]).unwrap_or(created_at),
        is_undated: value["is_undated"].as_bool().unwrap_or(false),
        imported_at: time(&value["imported_at"]),
    })
}

/// A link, whose list has these people, and those who are invited to it; `None` for what is none.
pub fn link(value: &Value, people: Option<Vec<Email>>, invited: Vec<Email>) -> Option<Link> {
    let is_on = |field: &str| value[field].as_bool().unwrap_or(false);
    let views = |field: &str| value[field].as_u64().and_then(|views| u32::try_from(views).ok());
    // Which hash it is, is nobody's business here; that there is one is known.
    let password = is_on("is_protected").then(|| PasswordHash::trusted(String::new()));
    let lock = Lock::new(value["is_shared"].as_bool()?, is_on("is_protected"), password, time(&value["expires_at"]));
    let ids = value["message_ids"].as_array().map(|ids| ids.iter().filter_map(number).map(MessageId::new).collect());
    let excerpt = match (number(&value["until_message_id"]), ids) {
        (Some(until), _) => Excerpt::Until(MessageId::new(until)),
        (None, Some(ids)) => Excerpt::Messages(ids),
        (None, None) => Excerpt::Whole,
    };
    let chat_id = ChatId::new(number(&value["chat_conversation_id"])?);
    let created_at = time(&value["created_at"])?;
    let kinds = value["redactions"]["kinds"].as_array().into_iter().flatten();
    let words = value["redactions"]["words"].as_array().into_iter().flatten();
    let redactions = Redactions {
        kinds: kinds.filter_map(|kind| SecretKind::parse(kind.as_str()?)).collect(),
        findings: BTreeSet::new(),
        harmless: BTreeSet::new(),
        words: words.filter_map(|word| word.as_str().map(str::to_owned)).collect(),
    };
    let word = value["word"].as_str().and_then(|word| Slug::word(word).ok());
    // A server that is older has no short links.
    let slug = value["short_url"].as_str().and_then(|url| Slug::parse(url.rsplit('/').next()?));
    let share = Share {
        id: ShareId::new(number(&value["id"])?),
        chat_id,
        uuid: ShareUuid::parse(value["uuid"].as_str()?)?,
        slug: slug.unwrap_or_else(Slug::random),
        word: word.map(|slug| OwnWord { slug, is_public: is_on("is_word_public") }),
        settings: ShareSettings {
            lock: lock.ok()?,
            max_views: views("max_views"),
            records_visitors: is_on("records_visitors"),
            // A server that is older offers it always.
            may_be_continued: value["may_be_continued"].as_bool().unwrap_or(true),
            excerpt,
            is_frozen: is_on("is_frozen"),
            redactions,
        },
        has_whitelist: is_on("has_whitelist"),
        views: views("views").unwrap_or_default(),
        views_left: views("views_left"),
        last_viewed_at: time(&value["last_viewed_at"]),
        frozen: time(&value["frozen_at"]).map(|at| (chat_id, at)),
        created_at,
        updated_at: time(&value["updated_at"]).unwrap_or(created_at),
    };
    Some(Link { share, people, invited, redacted: BTreeMap::new() })
}

/// Takes a field out of what a server answered; nothing where there is none.
pub fn take(value: &mut Value, field: &str) -> Value {
    value.get_mut(field).map(Value::take).unwrap_or_default()
}

/// A text on one line.
pub fn text(value: &Value) -> Option<ShortText> {
    value.as_str().and_then(ShortText::salvage)
}

fn time(value: &Value) -> Option<Timestamp> {
    value.as_str().and_then(Timestamp::from_rfc3339)
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_no_link_is_none_and_what_a_newer_server_says_besides_is_passed_over() {
        let value = json!({
            "id": 3, "chat_conversation_id": 7, "uuid": "550e8400-e29b-41d4-a716-446655440000", "is_shared": true,
            "is_protected": true, "expires_at": null, "views": 2, "max_views": 5, "views_left": 3, "new": {},
            "redactions": { "kinds": ["api_key", "of_a_newer_version"] }, "created_at": "2026-01-02T03:04:05Z",
        });
        let link = link(&value, None, Vec::new()).expect("a link");
        assert_eq!((link.share.id.get(), link.share.chat_id.get(), link.share.views_left), (3, 7, Some(3)));
        assert!(link.share.settings.lock.is_protected());
        assert_eq!(link.share.settings.redactions.kinds, BTreeSet::from([SecretKind::ApiKey]));
        for wrong in [json!(null), json!({}), json!([]), json!({ "id": "3" })] {
            assert!(super::link(&wrong, None, Vec::new()).is_none() && chat(&wrong).is_none());
        }
    }
}
