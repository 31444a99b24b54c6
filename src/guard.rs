//! The search for secrets: finds keys, tokens, passwords, private keys, card and account numbers, and personal data in
//! conversations, and redacts them in what a share shows. Knows conversations, but not where they are stored or who
//! reads them.

mod checks;
mod context;
mod detectors;
mod encoded;
mod encoding;
mod file;
mod mask;
mod matches;
mod named;
mod personal;
mod plain_words;
mod private_keys;
mod projections;
mod prose;
mod redactor;
mod rules;
mod scan;
mod scanner;
mod search;
mod searched_text;
mod seed_phrases;
mod surroundings;
mod values;
mod words;

#[cfg(test)]
mod tests;

pub use file::{FileOutcome, LARGEST as LARGEST_FILE};
pub use mask::{finding_id, mask};
pub use redactor::Redactor;
pub use scanner::{ConversationScanner, Finding, FindingPlace, masked, masked_where};
#[cfg(test)]
pub use search::search;
