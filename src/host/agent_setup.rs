//! What this program adds to coding agents' settings, and removes again: files of its own, a block of TOML, a member of
//! a JSON object. Our entries are recognised by their text, or by their value if the agent has rewritten its settings;
//! everything else stays byte for byte.

mod block;
mod edit;
mod member;
mod pieces;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

pub use pieces::{Extra, Piece, SetupAgent, pieces};

/// How a piece is there.
#[derive(Debug, PartialEq, Eq)]
pub enum State {
    /// As this program writes it.
    Present,
    /// Not at all.
    Absent,
    /// Something else is in its place: half a sentence.
    Other(String),
}

/// What is added.
#[derive(Debug)]
pub enum Change {
    /// A file of its own.
    File(&'static str),
    /// A block of TOML, before everything where it is a top-level key, or else behind.
    Block { text: &'static str, key: &'static str, is_first: bool },
    /// A member of an object of JSON: the names of the objects around it, its own, and its value.
    Member { within: &'static [&'static str], name: &'static str, value: &'static str },
}

impl Piece {
    /// Whether it is there.
    pub fn state(&self) -> State {
        let text = match edit::read(&self.path) {
            Ok(None) => return State::Absent,
            Ok(Some(text)) => text,
            Err(error) => return State::Other(format!("it can't be read: {error}")),
        };
        match &self.change {
            Change::File(own) if text == *own => State::Present,
            Change::File(_) => State::Other("there is another file of that name".to_owned()),
            Change::Block { text: own, key, .. } => block::state(&text, own, key),
            Change::Member { within, name, value } => member::state(&text, within, name, value),
        }
    }

    /// Adds it; half a sentence where that is not possible without changing something else.
    pub fn add(&self) -> Result<(), String> {
        match self.state() {
            State::Present => return Ok(()),
            State::Other(why) => return Err(why),
            State::Absent => {}
        }
        let present = self.read()?;
        let text = match (&self.change, &present) {
            (Change::File(own), _) => (*own).to_owned(),
            (Change::Block { text: own, is_first, .. }, present) => {
                block::added(present.as_deref().unwrap_or_default(), own, *is_first)
            }
            (Change::Member { within, name, value }, present) => {
                member::added(present.as_deref(), within, name, value)?
            }
        };
        edit::write(&self.path, present.as_deref(), Some(&text))
    }

    /// Takes it out. A file that would be empty then is removed.
    pub fn remove(&self) -> Result<(), String> {
        match self.state() {
            State::Absent => return Ok(()),
            State::Other(why) => return Err(why),
            State::Present => {}
        }
        let Some(present) = self.read()? else { return Ok(()) };
        let text = match &self.change {
            Change::File(_) => None,
            Change::Block { text: own, .. } => block::removed(&present, own),
            Change::Member { within, name, value } => member::removed(&present, within, name, value)?,
        };
        edit::write(&self.path, Some(&present), text.as_deref())?;
        if let (Change::File(_), Some(folder)) = (&self.change, self.folder()) {
            // Where something else is in it, it stays.
            let _ = std::fs::remove_dir(folder);
        }
        Ok(())
    }

    fn read(&self) -> Result<Option<String>, String> {
        edit::read(&self.path).map_err(|error| format!("it can't be read: {error}"))
    }

    /// The folder that was made for it alone.
    fn folder(&self) -> Option<&Path> {
        self.path.parent().filter(|folder| folder.ends_with("skills/share"))
    }
}

/// Where settings are, by variables and the home folder.
pub struct Places {
    /// The person's home folder.
    pub home: PathBuf,
    /// The value of a variable that names a folder.
    pub variable: fn(&str) -> Option<PathBuf>,
}

impl Places {
    /// Those of whoever runs this; `None` without a home folder.
    pub fn of_this_machine() -> Option<Self> {
        let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        Some(Self { home: std::env::home_dir()?, variable })
    }

    fn folder(&self, variable: &str, usual: &str) -> PathBuf {
        (self.variable)(variable).unwrap_or_else(|| self.home.join(usual))
    }
}
