//! A request to create or change a link.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::share_error::ShareError;
use crate::domain::email::Email;
use crate::domain::message_positions::MessagePositions;
use crate::domain::redaction::{Redactions, SecretKind};
use crate::domain::share::ShareChange;
use crate::domain::slug::Slug;
use crate::domain::text::ShortText;
use crate::guard::{self, Finding};

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
    /// People who may read it, besides those who may already. Who has no account is invited to one.
    pub people: Vec<Email>,
    /// Its owner's word for its short link; `Some(None)` takes it away.
    pub word: Option<Option<Slug>>,
    /// Whether its owner knows that whoever guesses the word may read.
    pub is_word_public: Option<bool>,
    /// A new name for the conversation.
    pub title: Option<ShortText>,
    /// Whoever shares again does not want a dead link: an expiry that is past is removed, and a view limit
    /// that is reached is an error.
    pub must_work: bool,
}

/// What somebody wants redacted. What is `None` stays as it is.
#[derive(Clone, Default)]
pub struct RedactionRequest {
    /// Kinds of secrets. While they are `None`, nothing was decided: a new link redacts credentials then.
    pub kinds: Option<BTreeSet<SecretKind>>,
    /// Single findings, by their ids.
    pub findings: Option<BTreeSet<String>>,
    /// Findings that stay although their kind is redacted, by their ids.
    pub harmless: Option<BTreeSet<String>>,
    /// The same in all conversations of this owner, from now on.
    pub harmless_everywhere: BTreeSet<String>,
    /// The owner's own words.
    pub words: Option<BTreeSet<String>>,
    /// Words besides those.
    pub more_words: BTreeSet<String>,
}

/// Values that were found, each as something of its kind.
pub type Findings = BTreeSet<(SecretKind, String)>;

/// Looks findings up by their ids.
pub type FindById<'a> = dyn FnMut(&BTreeSet<String>) -> Result<Findings, ShareError> + 'a;

/// The values of those of these ids that are known: among what was found, or what a link names now.
pub fn values_by_id<'a>(
    ids: &BTreeSet<String>,
    found: impl Iterator<Item = &'a Finding>,
    former: Option<&Redactions>,
) -> BTreeMap<String, (SecretKind, String)> {
    let named = former.into_iter().flat_map(|former| former.findings.iter().chain(&former.harmless));
    let named = named.map(|(kind, value)| (guard::finding_id(*kind, value), (*kind, value.clone())));
    let found = found.map(|finding| (finding.id.clone(), finding.key()));
    found.chain(named).filter(|(id, _)| ids.contains(id)).collect()
}

/// The same; an error where one of them is not known.
pub fn all_by_id<'a>(
    ids: &BTreeSet<String>,
    found: impl Iterator<Item = &'a Finding>,
    former: Option<&Redactions>,
) -> Result<Findings, ShareError> {
    let mut known = values_by_id(ids, found, former);
    ids.iter().map(|id| known.remove(id).ok_or_else(|| ShareError::NoSuchFinding(id.clone()))).collect()
}

impl RedactionRequest {
    /// These kinds and nothing else.
    pub fn only(kinds: impl IntoIterator<Item = SecretKind>) -> Self {
        Self {
            kinds: Some(kinds.into_iter().collect()),
            findings: Some(BTreeSet::new()),
            harmless: Some(BTreeSet::new()),
            harmless_everywhere: BTreeSet::new(),
            words: Some(BTreeSet::new()),
            more_words: BTreeSet::new(),
        }
    }

    /// What a link redacts afterwards that redacts `former` now; `None` for one that is new. With it what is to be
    /// harmless everywhere.
    pub fn apply(
        &self,
        former: Option<&Redactions>,
        find: &mut FindById<'_>,
    ) -> Result<(Redactions, Findings), ShareError> {
        let mut redactions = former.cloned().unwrap_or_default();
        match &self.kinds {
            Some(kinds) => redactions.kinds.clone_from(kinds),
            None if former.is_none() => redactions.kinds.extend(credentials()),
            None => {}
        }
        if let Some(ids) = &self.findings {
            redactions.findings = find(ids)?;
        }
        if let Some(ids) = &self.harmless {
            redactions.harmless = find(ids)?;
        }
        if let Some(words) = &self.words {
            redactions.words.clone_from(words);
        }
        redactions.words.extend(self.more_words.iter().cloned());
        Ok((redactions, find(&self.harmless_everywhere)?))
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
