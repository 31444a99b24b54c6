//! The sessions that coding agents have left on this machine: where and when they were, and what they are about, judged
//! by their beginnings. Reading them completely is up to the import.

mod look;
mod places;
mod project;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::import::{ImportError, ImportSource, ListedSession, database_sessions};
use places::AgentPlace;
pub use places::Program;

/// Where the agents keep their sessions.
pub struct AgentFolders(Vec<AgentPlace>);

/// A session's file.
#[derive(Clone, Debug)]
pub struct AgentSession {
    /// The agent whose session it is.
    pub program: Program,
    /// Its file, or the database that it is in.
    pub path: PathBuf,
    /// By which the agent knows it, as far as the file's name tells.
    pub id: String,
    /// When it was last added to.
    pub modified: SystemTime,
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

    /// The folder of that agent, or of several the first that is there.
    pub fn of(&self, program: Program) -> Option<PathBuf> {
        let mut own = self.0.iter().filter(|place| place.program == program).map(|place| &place.root);
        let first = own.clone().next();
        own.find(|root| root.is_dir()).or(first).cloned()
    }

    /// All sessions, the newest first, without a look into them.
    pub fn sessions(&self) -> Vec<AgentSession> {
        let mut all = Vec::new();
        for place in &self.0 {
            walk(&place.root, place.depth, &mut |path| all.extend(sessions_in(path, place)));
        }
        // By path where the times are the same, so that the numbers stay.
        all.sort_by(|a, b| b.modified.cmp(&a.modified).then_with(|| a.path.cmp(&b.path)));
        all
    }
}

impl AgentSession {
    /// The session with its title and folder, as far as its file tells; a broken one has none.
    pub fn look(self) -> Self {
        if self.program.has_database() {
            return self;
        }
        let glance = look::look(&self.path).unwrap_or_default();
        let folder = project::folder(self.program, &self.path).or(glance.folder).map(look::plain_folder);
        Self { title: glance.title, folder, ..self }
    }

    /// Whether it was in this folder, or in one below.
    pub fn is_below(&self, folder: &Path) -> bool {
        let own = match &self.folder {
            Some(own) => Some(own.clone()),
            None => project::folder(self.program, &self.path).or_else(|| look::folder_of(&self.path).ok().flatten()),
        };
        let own = own.map(|own| PathBuf::from(look::plain_folder(own)));
        own.is_some_and(|own| own.starts_with(folder) || own.canonicalize().is_ok_and(|own| own.starts_with(folder)))
    }

    /// Opens it, to be read.
    pub fn open(&self) -> Result<ImportSource, ImportError> {
        if self.program.has_database() {
            return ImportSource::of_database_session(&self.path, &self.id);
        }
        ImportSource::open(&self.path)
    }

    /// Whether that is how its identifier begins, with or without what all of the program's begin with.
    pub fn is_named(&self, start: &str) -> bool {
        !start.is_empty() && (self.id.starts_with(start) || self.short_id().starts_with(start))
    }

    /// Its identifier without what all of the program's begin with.
    pub fn short_id(&self) -> &str {
        self.id.strip_prefix("ses_").unwrap_or(&self.id)
    }
}

/// The folder in which the session in a file was, where the file says so.
pub fn folder_of(path: &Path) -> Option<String> {
    if path.is_file() { look::folder_of(path).ok().flatten().map(look::plain_folder) } else { None }
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

/// The session in a file, or those in a database; one that can't be read has none.
fn sessions_in(path: PathBuf, place: &AgentPlace) -> Vec<AgentSession> {
    let program = place.program;
    let Some(id) = (place.id)(&path).map(str::to_owned) else { return Vec::new() };
    if program.has_database() {
        let listed = database_sessions(&path).unwrap_or_default().into_iter();
        let session = |listed: ListedSession| AgentSession {
            program,
            path: path.clone(),
            id: listed.id,
            modified: listed.modified,
            title: look::title(&listed.title),
            folder: Some(listed.folder).filter(|folder| !folder.is_empty()).or_else(|| project::folder(program, &path)),
        };
        return listed.map(session).collect();
    }
    let modified = path.metadata().ok().filter(|file| file.is_file()).and_then(|file| file.modified().ok());
    modified
        .map(|modified| AgentSession { program, id, modified, title: None, folder: None, path })
        .into_iter()
        .collect()
}
