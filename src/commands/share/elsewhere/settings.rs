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
    let people =
        (!request.people.is_empty()).then(|| json!(request.people.iter().map(Email::as_str).collect::<Vec<_>>()));
    let set = [
        ("is_protected", is_protected.map(|is_protected| json!(is_protected))),
        // The hash, which the server takes as it is: the password stays here.
        ("hashed_password", hashed_password.as_ref().map(|password| json!(password))),
        ("expires_at", expires_at.as_ref().map(|at| json!(at))),
        ("max_views", max_views.as_ref().map(|views| json!(views))),
        ("records_visitors", records_visitors.map(|records| json!(records))),
        ("may_be_continued", may_be_continued.map(|may| json!(may))),
        ("is_frozen", is_frozen.map(|is_frozen| json!(is_frozen))),
        ("word", request.word.as_ref().map(|word| json!(word.as_ref().map(Slug::as_str)))),
        ("is_word_public", request.is_word_public.map(|is_public| json!(is_public))),
        ("emails", people),
    ];
    let mut body = json!({ "is_shared": true });
    for (name, value) in set {
        if let Some(value) = value {
            body[name] = value;
        }
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
