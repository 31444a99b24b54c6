//! Home folders in paths: `/home/ada`, `/Users/ada`, `C:\Users\ada`, `/mnt/c/Users/ada`, and `-home-ada-project`, as coding
//! agents name their folders. Names that are nobody's own, of machines and of documentation, are none.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::matched;
use crate::domain::redaction::SecretKind;
use crate::guard::matches::RawMatch;

/// What stands around the name of the folder in which homes are; any number of backslashes counts as one.
static FOLDERS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let folders = ["/home/", "/users/", "\\home\\", "\\users\\", "-home-", "-users-", "\\documents and settings\\"];
    AhoCorasick::builder().ascii_case_insensitive(true).build(folders).ok()
});

/// Longest beginning of a path, and longest name, in bytes.
const LONGEST_LEAD: usize = 48;
const LONGEST_NAME: usize = 64;

/// All home folders, each with everything before the name.
pub fn scan(text: &str) -> Vec<RawMatch> {
    let Some(folders) = FOLDERS.as_ref() else { return Vec::new() };
    let mut matches: Vec<RawMatch> = Vec::new();
    for found in folders.find_overlapping_iter(text) {
        let is_done = matches.last().is_some_and(|last| last.range.end > found.start());
        if !is_done && let Some(range) = home(text, found.range()) {
            let value = text[range.clone()].to_owned();
            let value = if value.contains('\\') { single_backslashes(&value) } else { value };
            matches.push(matched(SecretKind::HomeFolder, "Home folder", range, value));
        }
    }
    matches
}

fn home(text: &str, folder: Range<usize>) -> Option<Range<usize>> {
    let word = &text[folder.clone()];
    let separator = *word.as_bytes().first()?;
    let start = match separator {
        b'/' => slash_start(text, folder.start, word)?,
        b'\\' => drive_start(text, folder.start)?,
        _ => dash_start(text, folder.start)?,
    };
    let mut rest = &text[folder.end..];
    if separator == b'\\' {
        rest = rest.trim_start_matches('\\');
    }
    let at = text.len() - rest.len();
    let length = name(rest, separator);
    let name = rest.get(..length)?;
    let after = &rest[length..];
    let is_ambiguous = separator == b'-' && !text[..start].ends_with(['/', '\\']);
    let is_someone = name.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        && name.chars().count() > 1
        && !after.starts_with(['$', '{', '<', '*', '(', '%', '='])
        && !is_nobody(name)
        // `-home-dir` of a command line.
        && (!is_ambiguous || after.starts_with('-'));
    is_someone.then_some(start..at + length)
}

/// Where a path begins whose `/home/` stands here; `None` where it leads to something else, such as a page of a website.
fn slash_start(text: &str, at: usize, word: &str) -> Option<usize> {
    let before = &text[text.ceil_char_boundary(at.saturating_sub(LONGEST_LEAD))..at];
    let lead = before.len()
        - before
            .trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '+' | '$' | '}'))
            .len();
    let lead = &before[before.len() - lead..];
    let is_windows = word.eq_ignore_ascii_case("/users/");
    let is_mac = word == "/Users/";
    // `file:///home/ada`, `ssh://host/home/ada`, `C:/Users/ada`.
    let outside = &before[..before.len() - lead.len()];
    if let Some(drive) = lead.is_empty().then(|| drive(before)).flatten().filter(|_| is_windows) {
        return Some(at - drive);
    }
    let (scheme, path) = match lead.strip_prefix("//") {
        Some(rest) if outside.ends_with(':') => {
            (Some(scheme(outside)), rest.find('/').map_or("", |slash| &rest[slash..]))
        }
        _ => (None, lead),
    };
    if scheme.is_some_and(|scheme| matches!(scheme, "http" | "https" | "ws" | "wss" | "//")) {
        return None;
    }
    let path = if path == "/" && scheme.is_some() { "" } else { path };
    let is_known = match path.trim_start_matches('/').to_ascii_lowercase().as_str() {
        "" => path.len() < 2 && (is_mac || !is_windows),
        "mnt/c" | "mnt/d" | "cygdrive/c" | "c" | "d" | "host_mnt/c" | "run/desktop/mnt/host/c" => is_windows,
        "system/volumes/data" | "host_mnt" => is_mac || !is_windows,
        "var" | "usr" | "export" | "host" | "rootfs" | "nfs" | "net" | "data" | "mnt" | "hostfs" | "private"
        | "afs" => !is_windows,
        _ => false,
    };
    let is_path = path.is_empty() || path.starts_with('/');
    // A switch that stands right before it: `-I/home/ada/include`, `--prefix=/home/ada`.
    let is_switch = path.len() == 2 && path.starts_with('-');
    if is_switch { Some(at) } else { (is_known && is_path).then(|| at - path.len()) }
}

/// The name before `://`.
fn scheme(before: &str) -> &str {
    let before = before.trim_end_matches(':');
    &before[before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')).len()..]
}

/// How long the drive is that a path begins with: `C:`.
fn drive(before: &str) -> Option<usize> {
    let mut ends = before.bytes().rev();
    (ends.next() == Some(b':')
        && ends.next()?.is_ascii_alphabetic()
        && !ends.next().is_some_and(|b| b.is_ascii_alphanumeric()))
    .then_some(2)
}

/// Where a path of Windows begins: with a drive, or with Linux as a network share of it.
fn drive_start(text: &str, at: usize) -> Option<usize> {
    let before = text[..at].trim_end_matches('\\');
    if let Some(length) = drive(before) {
        return Some(before.len() - length);
    }
    let tail = &before[before.ceil_char_boundary(before.len().saturating_sub(LONGEST_LEAD))..];
    let start = tail.find("\\\\")?;
    let share = tail[start..].trim_start_matches('\\').to_ascii_lowercase();
    let is_linux = share.starts_with("wsl$\\") || share.starts_with("wsl.localhost\\") || share.starts_with("wsl");
    (is_linux && !share.contains(char::is_whitespace)).then(|| before.len() - tail.len() + start)
}

/// Where the name of a folder begins that is a path with hyphens.
fn dash_start(text: &str, at: usize) -> Option<usize> {
    let before = &text[..at];
    // `-mnt-c-Users-ada`, `C--Users-ada`.
    for lead in ["-mnt-c", "-mnt-d", "C-", "c-", "D-"] {
        if let Some(rest) = before.strip_suffix(lead) {
            return (!rest.ends_with(is_name)).then_some(rest.len());
        }
    }
    (!before.ends_with(is_name)).then_some(at)
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.')
}

/// How long the name is that begins here. In a path of Windows there may be blanks in it.
fn name(rest: &str, separator: u8) -> usize {
    let near = &rest[..rest.floor_char_boundary(LONGEST_NAME)];
    let until = |is_name: fn(char) -> bool| near.len() - near.trim_start_matches(is_name).len();
    if separator == b'-' {
        return until(|c| c.is_alphanumeric() || c == '_');
    }
    let length = until(is_name);
    let length = near[..length].trim_end_matches(['.', '-']).len();
    if separator == b'\\' {
        let words = until(|c| is_name(c) || matches!(c, ' ' | '(' | ')' | '\''));
        if near[words..].starts_with('\\') && near[..words].split(' ').count() <= 4 {
            return words;
        }
    }
    length
}

fn single_backslashes(path: &str) -> String {
    let mut single = String::with_capacity(path.len());
    for c in path.chars() {
        if c != '\\' || !single.ends_with('\\') {
            single.push(c);
        }
    }
    single
}

/// Whether everybody has a folder of that name, or nobody: accounts of images and services, words for you, pages.
pub fn is_nobody(name: &str) -> bool {
    let name = name.to_lowercase();
    let bare = name.trim_matches(['_', '-', '.']).trim_end_matches(|c: char| c.is_ascii_digit());
    let bare = bare.trim_end_matches(['_', '-']);
    let is_you =
        ["your", "my-", "my_", "the-", "some"].iter().any(|start| bare.starts_with(start)) || bare.contains("username");
    is_you || bare.is_empty() || NOBODY.contains(&bare)
}

#[rustfmt::skip]
const NOBODY: [&str; 120] = [
    // Words for anybody.
    "user", "users", "me", "you", "name", "person", "someone", "somebody", "myuser", "myname", "uname", "usuario", "utente",
    "benutzer", "utilisateur", "example", "foo", "bar", "baz", "xxx", "xyz", "abc", "test", "tester", "testuser", "demo",
    "student", "dev", "developer", "devuser", "owner", "username", "first", "last", "nobody", "guest", "nonexistent",
    // Accounts of systems and images.
    "root", "admin", "administrator", "ubuntu", "debian", "fedora", "centos", "arch", "alpine", "ec2-user", "azureuser",
    "opc", "cloud-user", "pi", "deck", "kali", "vagrant", "core", "node", "runner", "runneradmin", "vscode", "codespace",
    "gitpod", "coder", "linuxbrew", "homebrew", "public", "default", "default user", "all users", "shared", "defaultuser",
    "containeradministrator", "containeruser", "nixbld", "travis", "circleci", "jenkins", "gitlab-runner", "buildkite",
    "builder", "build", "ci", "app", "appuser", "nonroot", "container", "docker", "sandbox", "oai", "jovyan", "pwuser",
    "www-data", "www", "nginx", "git", "postgres", "mysql", "oracle", "hadoop", "airflow", "steam", "service", "deploy",
    "agent", "claude", "openhands", "workspace", "server",
    // Pages of websites, and folders that no person is called.
    "index", "dashboard", "about", "page", "pages", "settings", "profile", "login", "assets", "content", "home",
    "directory", "dir",
];

#[cfg(test)]
mod tests {
    use super::super::tests::found;
    use super::*;

    fn homes(text: &str) -> Vec<String> {
        found(text).into_iter().filter(|(kind, _)| *kind == SecretKind::HomeFolder).map(|(_, value)| value).collect()
    }

    #[test]
    fn homes_of_people_are_found() {
        for (text, home) in [
            ("/home/ada/proj/x.rs", "/home/ada"),
            ("It is in /home/ada.", "/home/ada"),
            ("cwd: \"/Users/ada.lovelace\"", "/Users/ada.lovelace"),
            ("cd /home/ada-l && ls", "/home/ada-l"),
            ("C:\\Users\\ada\\x.txt", "C:\\Users\\ada"),
            ("\"C:\\\\Users\\\\nina\\\\x.txt\"", "C:\\Users\\nina"),
            ("c:\\users\\Ada Lovelace\\Documents", "c:\\users\\Ada Lovelace"),
            ("C:\\Documents and Settings\\ada\\x", "C:\\Documents and Settings\\ada"),
            ("C:/Users/ada/x", "C:/Users/ada"),
            ("/c/Users/ada/x", "/c/Users/ada"),
            ("/mnt/c/Users/ada", "/mnt/c/Users/ada"),
            ("~/.claude/projects/-home-ada-project/1.jsonl", "-home-ada"),
            ("ls: -Users-ada-code-x", "-Users-ada"),
            ("projects/C--Users-ada-code", "C--Users-ada"),
            ("projects/-mnt-c-Users-ada-code", "-mnt-c-Users-ada"),
            ("file:///home/ada/x", "/home/ada"),
            ("file:///C:/Users/ada/x", "C:/Users/ada"),
            ("vscode-remote://ssh-remote+box/home/ada/x", "/home/ada"),
            ("scp x box:/home/ada", "/home/ada"),
            ("PATH=/home/ada/bin:/usr/bin", "/home/ada"),
            ("-I/home/ada/include", "/home/ada"),
            ("/var/home/ada/x", "/var/home/ada"),
            ("\\\\wsl$\\Ubuntu\\home\\ada\\x", "\\wsl$\\Ubuntu\\home\\ada"),
            ("/home/łukasz/x", "/home/łukasz"),
            ("(/home/ada)", "/home/ada"),
            ("`/home/ada`", "/home/ada"),
            ("~~~/home/ada", "/home/ada"),
        ] {
            assert_eq!(homes(text), [home], "{text}");
        }
    }

    #[test]
    fn homes_of_nobody_are_not() {
        for text in [
            "/home/user/x /home/runner/work /Users/runner /home/node/app /home/ubuntu /home/vscode /Users/Shared /home/user2",
            "/home/username /Users/you /home/$USER /home/<name>/x /home/{user} C:\\Users\\Public C:\\Users\\Default\\x",
            "/home/linuxbrew/.linuxbrew /home/.snapshots /home/*/x /home/ /Users/ /home/your-name /home/[^/]+",
            "https://host.engine/home/ada /api/Users/ada v2/Users/2819c223 src/home/ada.ts ./home/ada /pages/home/index",
            "a-home-ada-b my-home-page -home-dir /x /users/ada GET /users/42",
            "C:\\Users\\%USERNAME%\\x C:\\Users\\$env:USERNAME /Users/$(whoami)",
        ] {
            assert_eq!(homes(text), Vec::<String>::new(), "{text}");
        }
    }
}
