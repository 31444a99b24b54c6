//! The files beside the conversations, which these name as attachments.

use std::sync::Arc;

use crate::domain::attachment::Content;

/// What stands between the name by which a conversation knows a file and the rest of the file's name.
const MARKS: [char; 3] = ['-', '.', '_'];

/// The files beside the conversations, in the order of their names.
#[derive(Default)]
pub struct Sidecars(Vec<Sidecar>);

/// A file that a conversation may name.
#[derive(Clone)]
pub struct Sidecar {
    /// Its name without folders.
    pub name: String,
    /// Its bytes.
    pub content: Arc<dyn Content>,
}

impl Sidecar {
    /// The file at that path. Grok keeps each as `content` in a folder of its name.
    pub fn new(path: &str, content: impl Content + 'static) -> Self {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let is_in_own_folder = name == "content" && !folder.is_empty();
        let name = if is_in_own_folder { folder.rsplit('/').next().unwrap_or(name) } else { name };
        Self { name: name.to_owned(), content: Arc::new(content) }
    }
}

impl Sidecars {
    /// These files.
    pub fn new(mut sidecars: Vec<Sidecar>) -> Self {
        sidecars.sort_by(|a, b| a.name.cmp(&b.name));
        Self(sidecars)
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Their names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|sidecar| sidecar.name.as_str())
    }

    /// The file of that name, or the one whose name begins with it and continues with a mark:
    /// ChatGPT's `file-abc` is `file-abc-photo.png` in its export.
    pub fn find(&self, name: &str) -> Option<&Sidecar> {
        if name.is_empty() {
            return None;
        }
        let first = |start: &str| {
            let at = self.0.partition_point(|sidecar| sidecar.name.as_str() < start);
            self.0.get(at).filter(|sidecar| sidecar.name.starts_with(start))
        };
        // Each is looked up by itself: between them there may be any number of names that only begin alike.
        let own = first(name).filter(|sidecar| sidecar.name == name);
        own.or_else(|| MARKS.iter().find_map(|mark| first(&format!("{name}{mark}"))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_by_its_name_or_by_its_beginning_up_to_a_mark() {
        let names = ["abc", "abc-photo.png", "abcd.png", "x-1.png", "x.png", "y_1.png", "yy"];
        let sidecar = |name: &&str| Sidecar::new(name, Vec::new());
        let sidecars = Sidecars::new(names.iter().rev().map(sidecar).collect());
        for (name, found) in [
            ("abc", Some("abc")),
            ("abc-photo", Some("abc-photo.png")),
            ("abcd", Some("abcd.png")),
            ("x", Some("x-1.png")),
            ("y", Some("y_1.png")),
            ("ab", None),
            ("z", None),
            ("", None),
        ] {
            assert_eq!(sidecars.find(name).map(|sidecar| sidecar.name.as_str()), found, "{name}");
        }
    }
}
