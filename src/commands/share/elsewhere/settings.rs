//! What a server elsewhere is told of the link: no password, and nothing that is left out.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::app::sharing::ShareRequest;
use crate::domain::email::Email;
use crate::domain::redaction::{Redactions, SecretKind};
use crate::domain::share::ShareChange;
use crate::domain::slug::Slug;
use crate::guard;

/// What is asked of the link there, redactions apart.
pub fn settings(request: &ShareRequest) -> Value {
    let ShareChange {
        is_protected,
        hashed_password,
        expires_at,
        max_views,
        records_visitors,
        may_be_continued,
        is_frozen,
        ..
    } = &request.change;
    let mut body = json!({ "is_shared": true });
    let mut set = |name: &str, value: Value| body[name] = value;
    if let Some(is_protected) = is_protected {
        set("is_protected", json!(is_protected));
    }
    if let Some(password) = hashed_password {
        // The hash, which the server takes as it is: the password stays here.
        set("hashed_password", json!(password));
    }
    if let Some(expires_at) = expires_at {
        set("expires_at", json!(expires_at));
    }
    if let Some(views) = max_views {
        set("max_views", json!(views));
    }
    if let Some(records) = records_visitors {
        set("records_visitors", json!(records));
    }
    if let Some(may) = may_be_continued {
        set("may_be_continued", json!(may));
    }
    if let Some(is_frozen) = is_frozen {
        set("is_frozen", json!(is_frozen));
    }
    if let Some(word) = &request.word {
        set("word", json!(word.as_ref().map(Slug::as_str)));
    }
    if let Some(is_public) = request.is_word_public {
        set("is_word_public", json!(is_public));
    }
    if !request.people.is_empty() {
        set("emails", json!(request.people.iter().map(Email::as_str).collect::<Vec<_>>()));
    }
    body
}

/// What the link there redacts in what is said later: kinds, and never the findings and words of this machine, which
/// are not to leave it. What stays although its kind is redacted is named by its id.
pub fn redactions(redactions: &Redactions) -> Value {
    let harmless: Vec<String> =
        redactions.harmless.iter().map(|(kind, value)| guard::finding_id(*kind, value)).collect();
    json!({ "kinds": names(&redactions.kinds), "harmless": harmless })
}

fn names(kinds: &BTreeSet<SecretKind>) -> Vec<&'static str> {
    kinds.iter().map(|kind| kind.name()).collect()
}
