//! What was skipped before the first conversation of a file. Without a conversation, it is the reason.

use super::foreign;
use crate::import::conversation::Value;
use crate::import::error::FileError;

/// Skipped texts that are kept, to be reported.
const MAX_KEPT: usize = 100;

/// The texts that were skipped so far.
#[derive(Default)]
pub struct EarlySkips {
    /// Where they are, and why they were skipped.
    pub kept: Vec<(String, String)>,
    /// How many there were beyond these.
    pub more: usize,
    /// What the first text of an unknown kind is, and how many such texts there are.
    unknown: Option<String>,
    unknown_count: usize,
}

impl EarlySkips {
    /// One more; `reason` is half a sentence.
    pub fn add(&mut self, label: String, reason: String) {
        if self.kept.len() < MAX_KEPT {
            self.kept.push((label, reason));
        } else {
            self.more += 1;
        }
    }

    /// A text of an unknown kind, which is [added](Self::add), too.
    pub fn note_unknown(&mut self, value: &Value) {
        self.unknown.get_or_insert_with(|| foreign::describe(value));
        self.unknown_count += 1;
    }

    /// Why there is no conversation in the file; `fault` is where it ceases to be JSON.
    pub fn into_error(self, fault: Option<String>) -> FileError {
        let Self { kept, more, unknown, unknown_count } = self;
        match unknown {
            Some(what) if unknown_count == kept.len() + more => {
                let what = match unknown_count {
                    1 => what,
                    count => format!("a list of {count}, the first is {what}"),
                };
                match fault {
                    None => FileError::Unrecognised(what),
                    Some(fault) => FileError::NothingRead(vec![fault, format!("What comes before is {what}.")]),
                }
            }
            _ if kept.is_empty() => FileError::Unrecognised("a list or object with nothing in it".to_owned()),
            _ => {
                let reasons = kept.into_iter().map(|(label, reason)| format!("{label}: {reason}."));
                FileError::NothingRead(reasons.chain(fault).collect())
            }
        }
    }
}
