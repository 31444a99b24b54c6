//! The source files, by their path in `assets/`.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::Fault;

/// Source files. Paths have `/` on every system.
pub struct Sources {
    files: BTreeMap<String, Vec<u8>>,
    /// The paths of those that something asked for.
    used: RefCell<BTreeSet<String>>,
}

impl Sources {
    /// Reads a folder and those in it.
    pub fn read(folder: &Path) -> Result<Self, Fault> {
        let mut files = BTreeMap::new();
        add_folder(folder, "", &mut files)?;
        Ok(Self { files, used: RefCell::default() })
    }

    /// The paths of all files, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The content of a file that `file` names in that line.
    pub fn bytes(&self, path: &str, (file, line): (&str, usize)) -> Result<&[u8], Fault> {
        self.used.borrow_mut().insert(path.to_owned());
        self.files
            .get(path)
            .map(Vec::as_slice)
            .ok_or_else(|| Fault::at(file, line, format!("there is no assets/{path}")))
    }

    /// The same as text.
    pub fn text(&self, path: &str, from: (&str, usize)) -> Result<&str, Fault> {
        std::str::from_utf8(self.bytes(path, from)?).map_err(|_| Fault::at(path, 1, "this is not UTF-8"))
    }

    /// Refuses a file that nothing asked for.
    pub fn check_use(&self) -> Result<(), Fault> {
        let used = self.used.borrow();
        match self.paths().find(|path| !used.contains(*path)) {
            Some(path) => Err(Fault::at(path, 1, "no page uses this file")),
            None => Ok(()),
        }
    }
}

fn add_folder(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<(), Fault> {
    for entry in fs::read_dir(folder).map_err(|error| Fault::io(folder, &error))? {
        let path = entry.map_err(|error| Fault::io(folder, &error))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // What an editor or the system leaves there, and under what licence a file beside it stands.
        if name.starts_with('.') || name.ends_with('~') || name.starts_with("LICENSE") {
            continue;
        }
        if path.is_dir() {
            add_folder(&path, &format!("{prefix}{name}/"), files)?;
        } else {
            let content = fs::read(&path).map_err(|error| Fault::io(&path, &error))?;
            files.insert(format!("{prefix}{name}"), content);
        }
    }
    Ok(())
}

/// The path that `relative` (`./x.js`, `../lib/x.js`) means in the file `from`; none where it leaves `assets/` or is
/// no relative path.
pub fn resolve(from: &str, relative: &str) -> Option<String> {
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    if !relative.starts_with("./") && !relative.starts_with("../") {
        return None;
    }
    for part in relative.split('/') {
        match part {
            "." => {}
            ".." => drop(folders.pop()?),
            "" => return None,
            name => folders.push(name),
        }
    }
    Some(folders.join("/"))
}

#[cfg(test)]
impl Sources {
    pub fn of(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        Self { files: files.collect(), used: RefCell::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn relative_paths_start_at_the_file_that_has_them() {
        let resolved = |relative| resolve("ui/table/row.js", relative);
        assert_eq!(resolved("./cell.js").as_deref(), Some("ui/table/cell.js"));
        assert_eq!(resolved("../../lib/dom.js").as_deref(), Some("lib/dom.js"));
        assert_eq!(resolved("../../../lib/dom.js"), None);
        assert_eq!(resolved("lib/dom.js"), None);
        assert_eq!(resolved("/lib/dom.js"), None);
        assert_eq!(resolved("https://x.example/dom.js"), None);
    }
}
