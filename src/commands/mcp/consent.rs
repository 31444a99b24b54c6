//! The person's consent before anything is published: through a question from the client, or, if it can't ask, through
//! a code that the model gets together with the question and sends back with the answer.

use std::collections::BTreeSet;
use std::io::{BufRead, Write};
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use super::Tools;
use super::arguments::Arguments;
use crate::commands::Failure;
use crate::domain::id::UserId;
use crate::domain::secret::Secret;

/// How long a code holds.
const HOLDS: Duration = Duration::from_secs(10 * 60);
/// How many are kept of one account, and of all.
const MOST: usize = 20;
const MOST_OF_ALL: usize = 10_000;

/// What was asked and is not answered yet.
#[derive(Default)]
pub struct Consents(Vec<Consent>);

struct Consent {
    owner: UserId,
    code: String,
    /// The tool and what it was given: the code is for nothing else.
    call: String,
    shown: BTreeSet<String>,
    at: Instant,
}

/// What the person said.
pub enum ConsentDecision {
    /// This, about findings with these ids.
    Made { choice: String, shown: BTreeSet<String> },
    /// Nothing yet: the model has to ask, with these words.
    Ask(String),
}

impl<R: BufRead, W: Write> Tools<'_, R, W> {
    /// Asks, or takes the answer that a second call brings. `choices` are what may be answered, with its words; all else
    /// is no.
    pub fn decide(
        &mut self,
        tool: &str,
        given: &Arguments,
        question: &str,
        shown: BTreeSet<String>,
        choices: &[(&str, &str)],
    ) -> Result<ConsentDecision, Failure> {
        let (call, owner) = (format!("{tool} {}", given.without_decision()), self.owner()?);
        if let Some(code) = given.text("code")? {
            let mut consents = self.consents.lock().unwrap_or_else(PoisonError::into_inner);
            consents.0.retain(|consent| consent.at.elapsed() < HOLDS);
            let is_it = |consent: &Consent| consent.owner == owner && consent.code == code && consent.call == call;
            let at = consents.0.iter().position(is_it);
            let at = at.ok_or_else(|| {
                Failure::new("that code is for another call, was used, or is too old; call again without it")
            })?;
            let choice = given.required("decision")?.to_owned();
            let Consent { shown, .. } = consents.0.remove(at);
            return Ok(ConsentDecision::Made { choice, shown });
        }
        if let Some(choice) = self.connection.ask(question, choices)? {
            return Ok(ConsentDecision::Made { choice, shown });
        }
        let secret = Secret::random()
            .map_err(|error| Failure::new(format!("the system provides no random numbers: {error}")))?;
        let code: String = secret.as_str().chars().filter(char::is_ascii_alphanumeric).take(8).collect();
        let list = choices.iter().map(|(value, words)| format!("- {value}: {words}\n")).collect::<String>();
        let mut consents = self.consents.lock().unwrap_or_else(PoisonError::into_inner);
        consents.0.retain(|consent| consent.at.elapsed() < HOLDS);
        let oldest = consents.0.iter().position(|consent| consent.owner == owner);
        if consents.0.iter().filter(|consent| consent.owner == owner).count() >= MOST
            && let Some(oldest) = oldest
        {
            consents.0.remove(oldest);
        } else if consents.0.len() >= MOST_OF_ALL {
            consents.0.remove(0);
        }
        consents.0.push(Consent { owner, code: code.clone(), call, shown, at: Instant::now() });
        Ok(ConsentDecision::Ask(format!(
            "Nothing was done yet. Ask the person, in these words:\n\n{question}\n\n{list}\nThen call {tool} again with the same \
             arguments, \"code\": \"{code}\", and their answer as \"decision\". Don't answer for them."
        )))
    }
}
