//! The sessions that coding agents have left on this machine: where they are, when they were, and
//! what they are about, from a look at their beginnings. Reading them whole is the import's.

mod look;
mod places;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use places::AgentPlace;
pub use places::Program;

/// Where the agents keep their sessions.
pub struct AgentFolders(Vec<AgentPlace>);

/// A session's file.
#[derive(Clone, Debug)]
pub struct AgentSession {
    /// Whose it is.
    pub program: Program,
    /// Its file.
    pub path: PathBuf,
    /// By which the agent knows it, as far as the file's name tells.
    pub id: String,
    /// When it was last added to.
    pub modified: SystemTime,
    /// The size of its file.
    pub bytes: u64,
    /// What it is about, as whoever wrote it did: it may hold anything.
    pub title: Option<String>,
    /// The folder that it was in.
    pub folder: Option<String>,
}

impl AgentFolders {
    /// Those of the person who runs this, where the agents' own variables say, or else below the home
    /// folder.
    pub fn of_this_machine() -> Self {
        Self(places::all(std::env::home_dir().as_deref(), &|variable| std::env::var_os(variable)))
    }

    /// The folders that are looked into: those that are there, or else all.
    pub fn places(&self) -> impl Iterator<Item = &Path> {
        let has_any = self.0.iter().any(|place| place.root.is_dir());
        self.0.iter().map(|place| place.root.as_path()).filter(move |root| !has_any || root.is_dir())
    }

    /// All sessions, the newest first, without a look into them.
    pub fn sessions(&self) -> Vec<AgentSession> {
        let mut all = Vec::new();
        for place in &self.0 {
            walk(&place.root, place.depth, &mut |path| all.extend(session(path, place)));
        }
        // By path where the times are the same, so that the numbers stay.
        all.sort_by(|a, b| b.modified.cmp(&a.modified).then_with(|| a.path.cmp(&b.path)));
        all
    }
}

impl AgentSession {
    /// The session with its title and folder, as far as its file tells; a broken one has none.
    pub fn look(self) -> Self {
        let glance = look::look(&self.path).unwrap_or_default();
        let folder = if self.program == Program::Gemini { places::project(&self.path) } else { glance.folder };
        Self { title: glance.title, folder, ..self }
    }
}

/// Shows `look` the files so many folders below one. What can't be read is not there.
fn walk(folder: &Path, depth: usize, look: &mut dyn FnMut(PathBuf)) {
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        let path = entry.path();
        if depth == 0 {
            look(path);
        } else if path.is_dir() {
            walk(&path, depth - 1, look);
        }
    }
}

fn session(path: PathBuf, place: &AgentPlace) -> Option<AgentSession> {
    let id = (place.id)(&path)?.to_owned();
    let file = path.metadata().ok().filter(|file| file.is_file())?;
    let modified = file.modified().ok()?;
    Some(AgentSession { program: place.program, id, modified, bytes: file.len(), title: None, folder: None, path })
}
