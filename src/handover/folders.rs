//! Paths of the machine on which a conversation was, turned to here: the folder in which its agent worked is the one in
//! which the next one will.

mod evidence;

use std::path::Path;

use evidence::Evidence;

use crate::domain::message::NewMessage;

/// The folder of the conversation and the one here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folders {
    /// Where the conversation was; `None` where no path is turned.
    from: Option<String>,
    here: String,
}

impl Folders {
    /// Turns paths below `from` to paths below `here`. A folder that holds all others is none, nor is the same one.
    pub fn new(from: Option<&str>, here: &str) -> Self {
        let from = from.map(|from| from.trim_end_matches(['/', '\\']));
        let from = from.filter(|from| is_absolute(from) && *from != here && *from != "~" && from.len() > 2);
        Self { from: from.map(str::to_owned), here: here.trim_end_matches('/').to_owned() }
    }

    /// The folder whose paths are turned.
    pub fn from(&self) -> Option<&str> {
        self.from.as_deref()
    }

    /// The text with its paths turned.
    pub fn turn(&self, text: &str) -> String {
        let Some(from) = self.from.as_deref() else { return text.to_owned() };
        let (mut turned, mut rest, mut before) = (String::with_capacity(text.len()), text, None);
        while let Some(at) = rest.find(from) {
            let (head, found) = rest.split_at(at);
            let (_, behind) = found.split_at(from.len());
            turned.push_str(head);
            let stands_alone = !head.chars().next_back().or(before).is_some_and(goes_on)
                && !behind.chars().next().is_some_and(|c| goes_on(c) && c != '/' && !ends_sentence(behind));
            if stands_alone {
                turned.push_str(&self.here);
                rest = behind;
                if is_of_windows(from) {
                    rest = self.turn_separators(behind, &mut turned);
                }
            } else {
                turned.push_str(from);
                rest = behind;
            }
            before = from.chars().next_back();
        }
        turned.push_str(rest);
        turned
    }

    /// Writes the rest of a path of Windows' with slashes; what is behind it is given back.
    fn turn_separators<'t>(&self, behind: &'t str, turned: &mut String) -> &'t str {
        let is_end = |c: char| c.is_whitespace() || "\"'`<>|:*?,;()[]{}".contains(c);
        let (path, rest) = behind.split_at(behind.find(is_end).unwrap_or(behind.len()));
        // In quotes of JSON, a separator is two.
        turned.push_str(&path.replace("\\\\", "/").replace('\\', "/"));
        rest
    }
}

/// Whether a path names its place from the root on, or from somebody's home folder on.
fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || path.starts_with("~/") || is_of_windows(path)
}

/// `C:\`, as Windows writes it.
fn is_of_windows(path: &str) -> bool {
    matches!(path.as_bytes(), [drive, b':', b'\\', ..] if drive.is_ascii_alphabetic())
}

/// Whether a path goes on with this, or the name in it.
fn goes_on(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '~' | '+' | '@')
}

/// A full stop behind a path, and nothing more of it.
fn ends_sentence(behind: &str) -> bool {
    let mut chars = behind.chars();
    chars.next() == Some('.') && chars.next().is_none_or(|c| !goes_on(c))
}

/// The folder in which a conversation was, as its tools' paths tell; `None` where they don't. `exists` says whether there
/// is a file here below the new folder: where the conversation is about the same project, it is found by that.
pub fn guess(messages: &[NewMessage], exists: &dyn Fn(&Path) -> bool) -> Option<String> {
    Evidence::of(messages).folder(exists)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_below_the_folder_are_turned_and_no_others() {
        let folders = Folders::new(Some("/home/ada/sky/"), "/work/blue");
        for (text, expected) in [
            ("/home/ada/sky", "/work/blue"),
            ("cd /home/ada/sky && ls /home/ada/sky/src/main.rs", "cd /work/blue && ls /work/blue/src/main.rs"),
            ("It is in /home/ada/sky.", "It is in /work/blue."),
            ("\"/home/ada/sky\":1, file:///home/ada/sky", "\"/work/blue\":1, file:///home/ada/sky"),
            ("--dir=/home/ada/sky/x (/home/ada/sky)", "--dir=/work/blue/x (/work/blue)"),
            (
                "/home/ada/sky-2 /home/ada/skyline /home/ada/sky.bak",
                "/home/ada/sky-2 /home/ada/skyline /home/ada/sky.bak",
            ),
            ("/mnt/home/ada/sky /home/ada", "/mnt/home/ada/sky /home/ada"),
        ] {
            assert_eq!(folders.turn(text), expected);
        }
        let windows = Folders::new(Some(r"C:\Users\ada\sky"), "/work/blue");
        assert_eq!(
            windows.turn(r#"open "C:\Users\ada\sky\src\main.rs" \now"#),
            r#"open "/work/blue/src/main.rs" \now"#
        );
        assert_eq!(Folders::new(Some("~/sky"), "/b").turn("vi ~/sky/a a~/sky"), "vi /b/a a~/sky");
        for none in [None, Some("/"), Some("~"), Some("~/"), Some("sky"), Some("/work/blue"), Some("")] {
            assert_eq!(Folders::new(none, "/work/blue").from(), None, "{none:?}");
        }
    }
}
