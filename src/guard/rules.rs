//! The forms of secrets: a table, one file per family. If a service documents the form of its keys, the address is next
//! to the rule; other rules are derived from keys that the service issued.

mod calls;
mod chat;
mod clouds;
mod code;
mod commands;
mod forms;
mod hashes;
mod headers;
mod hosting;
mod models;
mod money;
mod monitoring;
mod platforms;
mod products;
mod tools;
mod wallets;

use super::checks::{is_random, is_random_key};
use super::matches::Weight;
use crate::domain::redaction::SecretKind;

/// What one kind of secret looks like.
pub struct Rule {
    /// What it finds: `Anthropic API key`.
    pub name: &'static str,
    /// What that is.
    pub kind: SecretKind,
    /// Which match counts where two overlap.
    pub weight: Weight,
    /// Some of these stand in each such secret or before it, in either case: where the pattern is tried.
    pub literals: &'static [&'static str],
    /// How many characters of the secret stand before the literal, at most.
    pub lead: usize,
    /// The text from the beginning of the secret or from the literal on; with a group where only that is
    /// the secret.
    pub pattern: &'static str,
    /// Most bytes that the pattern is tried on. A longer match is taken to the end of its word.
    pub longest: usize,
    /// Whether what the pattern finds is a secret.
    pub check: fn(&str) -> bool,
    /// Whether the names before the value are those of a secret: what stands before the literal, and what
    /// stands between its beginning and the value.
    pub context: fn(&str, &str) -> bool,
}

/// What most rules share.
const BASE: Rule = Rule {
    name: "",
    kind: SecretKind::ApiKey,
    weight: Weight::Formed,
    literals: &[],
    lead: 0,
    pattern: "",
    longest: 512,
    check: is_random_key,
    context: |_, _| true,
};

/// A key that says by its beginning what it is.
const fn key(name: &'static str, literals: &'static [&'static str], pattern: &'static str) -> Rule {
    Rule { name, literals, pattern, ..BASE }
}

/// A token that says by its beginning what it is.
const fn token(name: &'static str, literals: &'static [&'static str], pattern: &'static str) -> Rule {
    Rule { name, kind: SecretKind::AccessToken, literals, pattern, ..BASE }
}

/// A key that only what stands before it tells from others.
const fn beside(name: &'static str, literals: &'static [&'static str], pattern: &'static str) -> Rule {
    Rule { name, weight: Weight::Placed, literals, pattern, check: is_random, ..BASE }
}

/// All rules, family by family.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [
        models::RULES,
        clouds::RULES,
        hosting::RULES,
        code::RULES,
        chat::RULES,
        money::RULES,
        monitoring::RULES,
        platforms::RULES,
        products::RULES,
        forms::RULES,
        hashes::RULES,
        wallets::RULES,
        headers::RULES,
        commands::RULES,
        tools::RULES,
        calls::RULES,
    ]
    .into_iter()
    .flatten()
}
