//! What somebody wants of a link.

use std::collections::BTreeSet;

use crate::domain::email::Email;
use crate::domain::message_positions::MessagePositions;
use crate::domain::redaction::SecretKind;
use crate::domain::share::ShareChange;
use crate::domain::text::ShortText;
use crate::guard::Finding;

/// What is wanted of a link. Whatever is `None` or empty stays as it is.
#[derive(Clone, Default)]
pub struct ShareRequest {
    /// Its settings, redactions apart.
    pub change: ShareChange,
    /// Its part of the conversation, by positions; in place of one that `change` names by ids.
    pub positions: Option<MessagePositions>,
    /// What it redacts.
    pub redactions: RedactionRequest,
    /// What may be published although it was found.
    pub accepted: AcceptedFindings,
    /// People who may read it, besides those who may already.
    pub people: Vec<Email>,
    /// People without an account who are invited to it.
    pub invite: Vec<Email>,
    /// A new name for the conversation.
    pub title: Option<ShortText>,
    /// Whoever shares again does not want a dead link: an expiry that is past is removed, and a view limit
    /// that is reached is an error.
    pub must_work: bool,
}

/// What somebody wants redacted.
#[derive(Clone)]
pub enum RedactionRequest {
    /// This and nothing else.
    Replace(RedactionChoice),
    /// This besides what the link redacts. Where no `kinds` are named, nothing was decided: a new link
    /// redacts credentials then.
    Add {
        /// Kinds of secrets.
        kinds: Option<BTreeSet<SecretKind>>,
        /// The owner's own words.
        words: BTreeSet<String>,
    },
}

/// Redactions as clients name them.
#[derive(Clone, Default)]
pub struct RedactionChoice {
    /// Kinds of secrets.
    pub kinds: BTreeSet<SecretKind>,
    /// Single findings, by their ids.
    pub finding_ids: BTreeSet<String>,
    /// The owner's own words.
    pub words: BTreeSet<String>,
}

impl Default for RedactionRequest {
    fn default() -> Self {
        Self::Add { kinds: None, words: BTreeSet::new() }
    }
}

/// Findings that may be published as they are.
#[derive(Clone, Default)]
pub enum AcceptedFindings {
    /// Whatever there is.
    #[default]
    Any,
    /// Those with these ids, which the owner was shown.
    Shown(BTreeSet<String>),
}

impl AcceptedFindings {
    /// None: the owner has to be asked about whatever there is.
    pub const NONE: Self = Self::Shown(BTreeSet::new());

    /// Whether this one may be published.
    pub fn include(&self, finding: &Finding) -> bool {
        match self {
            Self::Any => true,
            Self::Shown(ids) => ids.contains(&finding.id),
        }
    }
}

/// The kinds that give access to something.
pub fn credentials() -> impl Iterator<Item = SecretKind> {
    SecretKind::ALL.into_iter().filter(|kind| kind.is_credential())
}
