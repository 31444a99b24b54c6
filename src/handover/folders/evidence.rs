//! What the calls of tools tell of the folder in which they were made.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

use serde_json::Value;

use super::{is_absolute, is_of_windows};
use crate::domain::message::NewMessage;
use crate::domain::part::Part;

/// The most paths that are looked at, and the longest, in bytes.
const MOST_PATHS: usize = 2000;
const LONGEST_PATH: usize = 1024;
/// Fields that name the folder in which a tool works.
const FOLDER_FIELDS: [&str; 5] = ["cwd", "workdir", "working_directory", "workingDirectory", "directory"];
/// Folders that are part of a project, and no project.
const PARTS: [&str; 12] =
    ["src", "lib", "test", "tests", "docs", "doc", "app", "scripts", "assets", "public", "include", "cmd"];
/// Folders of the system, and for what passes.
const ELSEWHERE: [&str; 12] =
    ["/tmp/", "/var/", "/usr/", "/etc/", "/opt/", "/proc/", "/dev/", "/sys/", "/bin/", "/nix/", "/private/", "/run/"];

/// Paths from the root on, with slashes, and how often a folder was said to be the one.
#[derive(Default)]
pub struct Evidence {
    paths: BTreeSet<String>,
    named: BTreeMap<String, usize>,
}

impl Evidence {
    /// Of the tools that these messages call.
    pub fn of(messages: &[NewMessage]) -> Self {
        let mut evidence = Self::default();
        for part in messages.iter().flat_map(|message| &message.parts) {
            if let Part::ToolCall { input, .. } = part {
                evidence.look("", input, 0);
            }
        }
        evidence
    }

    fn look(&mut self, field: &str, value: &Value, depth: usize) {
        match value {
            Value::String(text) if text.len() <= LONGEST_PATH && is_path(text) => {
                if FOLDER_FIELDS.contains(&field) {
                    self.name(text);
                } else if self.paths.len() < MOST_PATHS {
                    self.paths.insert(text.clone());
                }
            }
            Value::String(text) if matches!(field, "command" | "cmd") => {
                if let Some(folder) = entered(text) {
                    self.name(folder);
                }
            }
            Value::Array(items) if depth < 8 => items.iter().for_each(|item| self.look(field, item, depth + 1)),
            Value::Object(fields) if depth < 8 => {
                fields.iter().for_each(|(name, value)| self.look(name, value, depth + 1));
            }
            _ => {}
        }
    }

    fn name(&mut self, folder: &str) {
        if self.named.len() < MOST_PATHS {
            *self.named.entry(folder.trim_end_matches(['/', '\\']).to_owned()).or_default() += 1;
        }
    }

    /// The likeliest folder: below which most of the paths are here, too; or else which was named most often; or else
    /// the one that has all paths.
    pub fn folder(&self, exists: &dyn Fn(&Path) -> bool) -> Option<String> {
        let above = self.paths.iter().flat_map(|path| ancestors(path));
        let candidates: BTreeSet<&str> = self.named.keys().map(String::as_str).chain(above).collect();
        let known = |folder: &&str| {
            self.paths.iter().filter(|path| below(path, folder).is_some_and(|rest| is_here(rest, exists))).count()
        };
        let named = |folder: &&str| self.named.get(*folder).copied().unwrap_or_default();
        let candidates = candidates.into_iter().filter(|folder| !is_home(folder)).take(MOST_PATHS);
        let known =
            candidates.map(|folder| (known(&folder), named(&folder), folder)).max_by_key(|(known, named, folder)| {
                // The upper one of several, as long as it is named.
                (*known, *named, std::cmp::Reverse(folder.len()))
            });
        match known {
            Some((1.., _, folder)) | Some((0, 1.., folder)) => Some(folder.to_owned()),
            _ => self.common(),
        }
    }

    /// The folder that has all paths of a project.
    fn common(&self) -> Option<String> {
        let mut own = self.paths.iter().filter(|path| !ELSEWHERE.iter().any(|other| path.starts_with(other)));
        let first = own.next()?;
        let mut folder = ancestors(first).next()?;
        for path in own {
            folder = std::iter::once(folder).chain(ancestors(folder)).find(|folder| below(path, folder).is_some())?;
        }
        while let Some((upper, name)) = folder.rsplit_once(['/', '\\'])
            && PARTS.contains(&name)
        {
            folder = upper;
        }
        Some(folder.to_owned()).filter(|folder| !is_home(folder))
    }
}

/// Whether a text is nothing but a path that says where it begins.
fn is_path(text: &str) -> bool {
    is_absolute(text) && !text.contains(['\n', '"', '\0']) && !text.starts_with("//") && !text.contains("/../")
}

/// The folders above a path, the nearest first.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(upper(path), |path| upper(path))
}

fn upper(path: &str) -> Option<&str> {
    path.rsplit_once(['/', '\\']).map(|(upper, _)| upper).filter(|upper| !upper.is_empty())
}

/// What of a path is below a folder.
fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    path.strip_prefix(folder)?.strip_prefix(['/', '\\'])
}

/// Whether a path from the folder on is one here. Nothing that leads out of the folder is looked at.
fn is_here(rest: &str, exists: &dyn Fn(&Path) -> bool) -> bool {
    let rest = rest.replace('\\', "/");
    let path = Path::new(&rest);
    !rest.is_empty() && path.components().all(|part| matches!(part, Component::Normal(_))) && exists(path)
}

/// A root, or somebody's home folder.
fn is_home(folder: &str) -> bool {
    let names = folder.split(['/', '\\']).filter(|name| !name.is_empty()).collect::<Vec<_>>();
    let drive = usize::from(is_of_windows(&format!("{folder}\\")));
    match names.get(drive..) {
        None | Some([] | ["root" | "~" | "home" | "Users"] | ["home" | "Users", _]) => true,
        Some(_) => false,
    }
}

/// The folder that a command enters before it does something.
fn entered(command: &str) -> Option<&str> {
    let rest = command.trim_start().strip_prefix("cd ")?.trim_start();
    let (folder, behind) = match rest.strip_prefix(['"', '\'']) {
        Some(quoted) => quoted.split_once(['"', '\''])?,
        None => rest.split_at(rest.find([' ', ';', '&', '\n']).unwrap_or(rest.len())),
    };
    let goes_on = behind.trim_start().starts_with(['&', ';', '\n']);
    Some(folder).filter(|folder| goes_on && folder.len() <= LONGEST_PATH && is_path(folder))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::message::Role;
    use serde_json::json;

    fn called(inputs: &[Value]) -> Vec<NewMessage> {
        let part =
            |input: &Value| Part::ToolCall { id: None, name: "tool".into(), input: input.clone(), language: None };
        vec![NewMessage { parts: inputs.iter().map(part).collect(), ..NewMessage::new(Role::Assistant, String::new()) }]
    }

    fn guessed(inputs: &[Value], here: &[&str]) -> Option<String> {
        super::super::guess(&called(inputs), &|path| here.iter().any(|known| Path::new(known) == path))
    }

    #[test]
    fn the_folder_is_the_one_whose_files_are_here() {
        let read = |path: &str| json!({"file_path": path});
        let inputs = [read("/home/ada/sky/src/a.rs"), read("/home/ada/sky/src/b.rs"), read("/etc/hosts")];
        assert_eq!(guessed(&inputs, &["src/a.rs", "src/b.rs"]).as_deref(), Some("/home/ada/sky"));
        assert_eq!(guessed(&inputs, &["a.rs", "b.rs"]).as_deref(), Some("/home/ada/sky/src"));
        assert_eq!(guessed(&inputs, &[]).as_deref(), Some("/home/ada/sky"), "src is a part of it");
    }

    #[test]
    fn or_the_one_that_was_named_or_has_all_paths() {
        for (inputs, expected) in [
            (
                vec![
                    json!({"cmd": "ls", "workdir": "/w/sky"}),
                    json!({"cmd": "cd /w/sky/src && ls"}),
                    json!({"workdir": "/w/sky"}),
                ],
                Some("/w/sky"),
            ),
            (vec![json!({"command": "cd \"/w/my sky\" && ls"})], Some("/w/my sky")),
            (
                vec![json!({"command": "cd /tmp/x"}), json!({"path": "/w/sky/a/b.c"}), json!({"path": "/w/sky/d.c"})],
                Some("/w/sky"),
            ),
            (vec![json!({"edits": [{"path": "~/sky/a"}, {"path": "~/sky/b/c"}]})], Some("~/sky")),
            (vec![json!({"path": r"C:\Users\ada\sky\a.c"})], Some(r"C:\Users\ada\sky")),
            (vec![json!({"path": "/home/ada/a.c"})], None),
            (vec![json!({"path": "a.c"}), json!({"path": "/etc/passwd"}), json!({"url": "//x/y"})], None),
            (vec![], None),
        ] {
            assert_eq!(guessed(&inputs, &[]).as_deref(), expected, "{inputs:?}");
        }
    }

    #[test]
    fn nothing_outside_of_the_folder_is_looked_for() {
        let asked = std::cell::RefCell::new(Vec::new());
        let messages = called(&[json!({"path": "/w/sky/../../etc/passwd"}), json!({"path": "/w/sky/a/./..//b"})]);
        let folder = super::super::guess(&messages, &|path| {
            asked.borrow_mut().push(path.to_path_buf());
            false
        });
        assert!(asked.borrow().iter().all(|path| path.components().all(|part| matches!(part, Component::Normal(_)))));
        assert_ne!(folder.as_deref(), Some("/w/sky/../.."));
    }
}
