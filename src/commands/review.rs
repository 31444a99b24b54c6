//! What is found in a conversation before it is published, and what its owner says to that.

use std::collections::{BTreeMap, BTreeSet};

use super::Failure;
use super::terminal::{Dialog, counted, one_line, remark};
use crate::cli::Redact;
use crate::domain::id::{ChatId, MessageId};
use crate::domain::redaction::{Kind, Redactions};
use crate::guard::{Finding, Place};
use crate::store::shares::ChangeError;
use crate::store::{Connection, StoreError, messages};

/// Finds that are listed one by one.
const MOST_LINES: usize = 20;
/// Places that are named of each.
const MOST_PLACES: usize = 3;

/// What to do about what is found.
#[derive(Default)]
pub struct Answer {
    choice: Option<Choice>,
    /// What whoever chose had been shown, by its ids; `None` where they chose for whatever there may be.
    shown: Option<BTreeSet<String>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    All,
    Credentials,
    Nothing,
}

/// Finds that somebody has to be asked about.
#[derive(Default)]
pub struct Found {
    lines: Vec<(Kind, String)>,
    ids: BTreeSet<String>,
}

/// Why nothing was published.
pub enum Refused {
    /// Something is in it about which nobody has said what to do.
    Found(Found),
    /// It can't be done.
    Failed(Failure),
}

impl Answer {
    /// What was said beforehand.
    pub fn given(redact: Option<Redact>) -> Self {
        let choice = redact.map(|redact| match redact {
            Redact::All => Choice::All,
            Redact::Nothing => Choice::Nothing,
        });
        Self { choice, shown: None }
    }

    /// Whether anything was said.
    pub const fn is_given(&self) -> bool {
        self.choice.is_some()
    }

    /// What is left out after it, of a share that leaves that out now.
    pub fn applied(&self, mut current: Redactions) -> Redactions {
        match (self.choice, &self.shown) {
            (Some(Choice::All), _) => current.kinds.extend(Kind::ALL),
            (Some(Choice::Credentials), _) => current.kinds.extend(credentials()),
            // Beforehand it says so of everything, on the terminal of what was shown there.
            (Some(Choice::Nothing), None) => return Redactions::NONE,
            (Some(Choice::Nothing), Some(_)) | (None, _) => {}
        }
        current
    }

    /// Whether that may be published, or is left out, by this answer.
    pub fn covers(&self, finding: &Finding) -> bool {
        match (self.choice, &self.shown) {
            (None, _) => false,
            (Some(Choice::All), _) | (_, None) => true,
            (Some(_), Some(shown)) => shown.contains(&finding.id),
        }
    }
}

impl Found {
    /// Adds a find, with the places where it stands; `name` where it could be in several conversations.
    pub fn add(&mut self, finding: &Finding, positions: &Positions, name: Option<&str>) {
        let of = name.map(|name| format!("\"{}\": ", one_line(name))).unwrap_or_default();
        self.lines.push((finding.kind, format!("{of}{}", line(finding, positions))));
        self.ids.insert(finding.id.clone());
    }

    /// Whether there is nothing to ask about.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// `2 API keys, 1 phone number`.
    pub fn sum(&self) -> String {
        sum(self.lines.iter().map(|(kind, _)| *kind))
    }

    /// The most dangerous ones, each on a line, and how many others there are.
    fn listing(&self) -> String {
        let mut lines: Vec<&(Kind, String)> = self.lines.iter().collect();
        lines.sort_by_key(|(kind, _)| *kind);
        listing(lines.into_iter().map(|(kind, line)| (*kind, line.as_str())))
    }
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<ChangeError> for Refused {
    fn from(error: ChangeError) -> Self {
        Self::Failed(error.into())
    }
}

/// The places of a conversation's messages in it.
pub struct Positions(Vec<MessageId>);

impl Positions {
    /// Those of a chat.
    pub fn of(db: &Connection, chat: ChatId) -> Result<Self, StoreError> {
        Ok(Self(messages::ids(db, chat)?))
    }

    fn name(&self, place: &Place) -> String {
        let position = place.message_id.and_then(|id| self.0.binary_search(&id).ok()).map(|at| at + 1);
        let message = position.or(place.position).map(|at| format!("message {at}")).unwrap_or_default();
        match place.part {
            "title" => "the title".to_owned(),
            "model" => "the model's name".to_owned(),
            "thought" => format!("a thought in {message}"),
            "tool" => format!("a tool in {message}"),
            "file_name" => format!("a file's name in {message}"),
            "file" => place.name.as_deref().map_or_else(|| "a file".to_owned(), one_line),
            _ => message,
        }
    }
}

/// Does something that publishes, and asks what to do about what that would publish until it has an
/// answer to all of it. `attempt` leaves no trace where it finds something.
pub fn settle<T>(
    redact: Option<Redact>,
    input_is_taken: bool,
    mut attempt: impl FnMut(&Answer) -> Result<T, Refused>,
) -> Result<T, Failure> {
    let mut answer = Answer::given(redact);
    loop {
        match attempt(&answer) {
            Ok(done) => return Ok(done),
            Err(Refused::Failed(failure)) => return Err(failure),
            Err(Refused::Found(found)) => answer = ask(found, input_is_taken)?,
        }
    }
}

fn ask(found: Found, input_is_taken: bool) -> Result<Answer, Failure> {
    let introduction = format!("This would publish {}:\n{}", found.sum(), found.listing());
    let Some(mut dialog) = Dialog::open(input_is_taken) else {
        remark(introduction);
        return Err(Failure::new(
            "nothing was stored, nothing was published; leave out what was found with --redact all, or publish it as \
             it is with --redact none",
        ));
    };
    dialog.tell(&format!("{introduction}\n"))?;
    loop {
        let question = "Leave them out? [Y]es, all / [c]redentials only / [n]o, publish as it is / [q]uit: ";
        let typed = dialog.ask(question)?;
        let choice = match typed.as_deref().map(|line| line.trim().to_lowercase()).as_deref() {
            Some("" | "y" | "yes" | "all") => Choice::All,
            Some("c" | "credentials") => Choice::Credentials,
            Some("n" | "no" | "none") => Choice::Nothing,
            Some("q" | "quit") | None => return Err(Failure::new("nothing was stored, nothing was published")),
            Some(_) => continue,
        };
        return Ok(Answer { choice: Some(choice), shown: Some(found.ids) });
    }
}

/// The kinds that open something to who has them.
pub fn credentials() -> impl Iterator<Item = Kind> {
    Kind::ALL.into_iter().filter(|kind| kind.is_credential())
}

/// `Anthropic API key  sk-ant-…Zq  3 times: message 2, message 5, notes.txt`.
pub fn line(finding: &Finding, positions: &Positions) -> String {
    let mut places: Vec<String> = Vec::new();
    for place in &finding.places {
        let name = positions.name(place);
        if !places.contains(&name) {
            places.push(name);
        }
    }
    let more = if places.len() > MOST_PLACES { ", ..." } else { "" };
    places.truncate(MOST_PLACES);
    format!(
        "{}  {}  {}: {}{more}",
        finding.rule,
        one_line(&finding.masked),
        counted(finding.count, "time"),
        places.join(", ")
    )
}

/// The first lines, and how many others there are of which kinds.
pub fn listing<'a>(lines: impl ExactSizeIterator<Item = (Kind, &'a str)>) -> String {
    let mut lines = lines;
    let mut listed: Vec<String> = lines.by_ref().take(MOST_LINES).map(|(_, line)| format!("  {line}")).collect();
    if lines.len() > 0 {
        listed.push(format!("  and {}", sum(lines.map(|(kind, _)| kind))));
    }
    listed.join("\n")
}

/// `2 API keys, 1 phone number`.
pub fn sum(kinds: impl Iterator<Item = Kind>) -> String {
    let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
    for kind in kinds {
        *counts.entry(kind).or_default() += 1;
    }
    let name = |(kind, count): (Kind, usize)| match kind {
        Kind::UnsearchedFile => format!("{} that can't be searched", counted(count, "file")),
        kind => counted(count, kind.label()),
    };
    counts.into_iter().map(name).collect::<Vec<_>>().join(", ")
}
