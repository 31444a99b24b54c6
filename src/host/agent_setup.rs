//! What this program adds to coding agents' settings, and takes out again: files of its own, a block of TOML, a member of
//! a JSON object. What is there is recognised by its text, or by its value where the agent has written its settings anew;
//! everything else stays byte for byte.

mod block;
mod edit;
mod member;
mod pieces;

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

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &Path, change: Change) -> Piece {
        Piece { path: path.to_owned(), change, what: "a piece" }
    }

    /// Adds and removes it in a file of this text, and returns what was in between.
    fn there_and_back(before: Option<&str>, change: Change) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("below/settings");
        if let Some(text) = before {
            std::fs::create_dir(folder.path().join("below")).expect("made");
            std::fs::write(&path, text).expect("written");
        }
        let piece = at(&path, change);
        assert_eq!(piece.state(), State::Absent, "{before:?}");
        piece.add().expect("added");
        assert_eq!(piece.state(), State::Present);
        let between = std::fs::read_to_string(&path).expect("there");
        piece.add().expect("added before");
        assert_eq!(std::fs::read_to_string(&path).expect("there"), between, "once is enough");
        piece.remove().expect("removed");
        assert_eq!(std::fs::read_to_string(&path).ok().as_deref(), before, "between: {between}");
        between
    }

    #[test]
    fn every_piece_goes_without_a_trace() {
        let block = |is_first| Change::Block { text: "# ours\nkey = 1\n# end\n", key: "key", is_first };
        for text in
            [None, Some("# mine\na = 1\n\n[t] # x\nb = \"ä\""), Some("[t]\nb = 1\n"), Some("\n\n"), Some("a = 1\r\n")]
        {
            for is_first in [true, false] {
                let between = there_and_back(text, block(is_first));
                assert!(between.contains(text.unwrap_or_default()) && between.contains("\nkey = 1\n"));
            }
        }
        let member =
            || Change::Member { within: &["mcp"], name: "ours", value: "{\n  \"command\": [\n    \"x\"\n  ]\n}" };
        for text in [
            None,
            Some("{}"),
            Some("{ }\n"),
            Some("{\n}\n"),
            Some("// mine\n{\n  // yes\n  \"a\": 1, /* two */\n  \"mcp\": { },\n}\n"),
            Some("{\"mcp\":{\"x\":{\"y\":[1,2,{}]}}}"),
            Some("{\"mcp\": {\"x\": 1,}, \"b\": \"{\\\"}\"}"),
            Some("{\"a\": \"mcp\"}"),
        ] {
            let between = there_and_back(text, member());
            let value = crate::base::jsonc::parse(&between).expect("JSON");
            assert_eq!(value["mcp"]["ours"], serde_json::json!({"command": ["x"]}), "{between}");
        }
        assert_eq!(there_and_back(None, Change::File("text\n")), "text\n");
    }

    #[test]
    fn what_is_not_ours_stays_and_that_is_said() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("settings");
        let member = || Change::Member { within: &["mcp"], name: "ours", value: "{\"x\": 1}" };
        let block = || Change::Block { text: "# ours\nkey = 1\n# end\n", key: "key", is_first: true };
        for (text, change, why) in [
            ("another", Change::File("text\n"), "another file"),
            ("{\"mcp\": {\"ours\": {\"x\": 2}}}", member(), "is another"),
            ("{\"mcp\": [1]}", member(), "is no object"),
            ("[]", member(), "is no object"),
            ("{\"mcp\": ", member(), "is no JSON"),
            ("key = 2\n", block(), "key"),
            ("# ours\nkey = 7\n# end\n", block(), "key"),
        ] {
            std::fs::write(&path, text).expect("written");
            let piece = at(&path, change);
            let said = [piece.add(), piece.remove()].map(|done| done.expect_err("refused"));
            assert!(said.iter().all(|said| said.contains(why)), "{text}: {said:?}");
            assert_eq!(std::fs::read_to_string(&path).expect("there"), text);
        }
    }

    #[test]
    fn a_member_is_known_when_the_agent_has_written_its_settings_anew() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("settings");
        let member = || Change::Member { within: &["mcp"], name: "ours", value: "{\"x\": 1}" };
        for (text, left) in [
            (
                "{\n\t\"mcp\": {\n\t\t\"a\": 1,\n\t\t\"ours\": {\n\t\t\t\"x\": 1\n\t\t}\n\t}\n}\n",
                "{\n\t\"mcp\": {\n\t\t\"a\": 1\n\t}\n}\n",
            ),
            ("{\"mcp\":{\"ours\":{\"x\":1},\"a\":1}}", "{\"mcp\":{\"a\":1}}"),
            ("{\"mcp\":{\"ours\":{\"x\":1}}}", "{\"mcp\":{}}"),
        ] {
            std::fs::write(&path, text).expect("written");
            let piece = at(&path, member());
            assert_eq!(piece.state(), State::Present);
            piece.remove().expect("removed");
            assert_eq!(std::fs::read_to_string(&path).expect("there"), left);
        }
    }
}
