//! Names of people and of their machines where a program prints them: a shell's prompt, the authors of commits, git's
//! settings, the environment, `uname -a`.

use std::ops::Range;

use memchr::memmem;

use super::home_folders::is_nobody;
use super::{email, matched};
use crate::domain::redaction::SecretKind;
use crate::guard::matches::RawMatch;

/// Longest line before a name that is looked at, and longest name, in bytes.
const NEAR: usize = 96;
const LONGEST: usize = 64;

/// All names.
pub fn scan(text: &str) -> Vec<RawMatch> {
    let mut names: Vec<Range<usize>> = Vec::new();
    for at in memchr::memchr_iter(b'@', text.as_bytes()) {
        names.extend(prompt(text, at).or_else(|| author(text, at)));
    }
    for (sign, name_of) in SIGNS {
        names.extend(memmem::find_iter(text.as_bytes(), sign).filter_map(|at| name_of(text, at, at + sign.len())));
    }
    let name =
        |range: Range<usize>| matched(SecretKind::UserName, "User or host name", range.clone(), text[range].to_owned());
    names.into_iter().map(name).collect()
}

/// What stands right before a name, and what finds it between there and the end of the line.
type NameOf = fn(&str, usize, usize) -> Option<Range<usize>>;
const SIGNS: [(&str, NameOf); 9] = [
    ("user.name", setting),
    ("[user]", section),
    ("GIT_AUTHOR_NAME", assigned),
    ("GIT_COMMITTER_NAME", assigned),
    ("USER=", environment),
    ("LOGNAME=", environment),
    ("NAME=", environment),
    ("Linux ", system),
    ("Darwin ", system),
];

/// `ada@laptop` of a shell's prompt, or behind `ssh`.
fn prompt(text: &str, at: usize) -> Option<Range<usize>> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let before = &text[text.ceil_char_boundary(at.saturating_sub(NEAR))..at];
    let name = &before[before.trim_end_matches(is_name).len()..];
    let lead = &before[..before.len() - name.len()];
    let near = &text[at + 1..text.floor_char_boundary((at + 1 + NEAR).min(text.len()))];
    let host = near[..near.len() - near.trim_start_matches(is_name).len()].trim_end_matches(['.', '-']);
    let after = near[host.len()..].split('\n').next().unwrap_or_default();
    if name.is_empty()
        || !host.contains(|c: char| c.is_ascii_alphabetic())
        || lead.ends_with(['/', '@', ':', '+', '%', '='])
    {
        return None;
    }
    let ends = |signs: &[char]| {
        after.trim_end().ends_with(signs) || signs.iter().any(|sign| after.contains(&format!("{sign} ")))
    };
    let is_prompt = after.starts_with(":~")
        || (after.starts_with(":/") && !after.starts_with("://"))
        || (lead.ends_with('[') && after.starts_with(' ') && after.contains(']'))
        || ((after.starts_with(" ~") || after.starts_with(" /")) && ends(&['%', '$', '#']));
    let is_remote = || {
        let words = lead.rsplit('\n').next().unwrap_or_default();
        lead.ends_with(' ')
            && words
                .split_whitespace()
                .any(|word| matches!(word, "ssh" | "scp" | "sftp" | "mosh" | "rsync" | "ssh-copy-id"))
    };
    let is_machine = matches!(name.to_ascii_lowercase().as_str(), "git" | "hg");
    let is_someone = !is_machine && (!is_nobody(name) || !is_nobodys_host(host));
    (is_someone && (is_prompt || is_remote())).then(|| at - name.len()..at + 1 + host.len())
}

/// The name before the address of the author of a commit.
fn author(text: &str, at: usize) -> Option<Range<usize>> {
    const SIGNS: [&str; 11] = [
        "author: ",
        "author ",
        "authored by ",
        "commit: ",
        "committer: ",
        "committer ",
        "tagger: ",
        "tagger ",
        "-by: ",
        "from: ",
        "\t",
    ];
    let address = email::address(text, at)?;
    let end = text[..address.start].strip_suffix('<')?.trim_end_matches(' ').len();
    let line = text[text.ceil_char_boundary(end.saturating_sub(NEAR))..end].rsplit('\n').next()?;
    let lower = line.to_ascii_lowercase();
    let start = SIGNS.iter().filter_map(|sign| lower.rfind(sign).map(|at| at + sign.len())).max()?;
    let name = line[start..].trim_start();
    is_person(name).then(|| end - name.len()..end)
}

/// Whether this can be a person's name.
fn is_person(name: &str) -> bool {
    const MACHINES: [&str; 9] = [
        "claude",
        "github",
        "gitlab",
        "dependabot",
        "renovate",
        "copilot",
        "your name",
        "github action",
        "cursor agent",
    ];
    let lower = name.to_lowercase();
    (2..=LONGEST).contains(&name.len())
        && name.starts_with(char::is_alphabetic)
        && name.split(' ').count() <= 5
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '\'' | '’' | ',' | '_' | '(' | ')'))
        && !MACHINES.iter().any(|machine| lower.starts_with(machine))
        && !is_nobody(&lower)
}

/// The value that begins here: in quotes, or up to the end of the line.
fn value(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..text.floor_char_boundary((at + NEAR).min(text.len())))?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let start = at + quote.map_or(0, char::len_utf8);
    let rest = &text[start..at + rest.len()];
    let end = rest.find(|c| quote == Some(c) || c == '\n' || (quote.is_none() && matches!(c, ';' | '"' | '\\' | '&')));
    let value = rest[..end.unwrap_or(rest.len())].trim_end();
    is_person(value).then(|| start..start + value.len())
}

/// `git config user.name "Ada Lovelace"`, and `user.name=Ada Lovelace` as git lists it.
fn setting(text: &str, at: usize, end: usize) -> Option<Range<usize>> {
    let before = &text[text.ceil_char_boundary(at.saturating_sub(NEAR))..at];
    let line = before.rsplit('\n').next()?;
    let rest = &text[end..];
    let is_config = || rest.starts_with([' ', '=']) && (line.contains("config ") || line.ends_with("-c "));
    let is_listed = || {
        rest.starts_with('=')
            && line.is_empty()
            && memmem::find(&text.as_bytes()[end..text.len().min(end + 2 * NEAR)], b"user.email=").is_some()
    };
    let skipped = rest.len() - rest.trim_start_matches([' ', '=']).len();
    (is_config() || is_listed()).then(|| value(text, end + skipped)).flatten()
}

/// The name in `[user]` of a `.gitconfig`.
fn section(text: &str, _: usize, end: usize) -> Option<Range<usize>> {
    let near = text.get(end..text.floor_char_boundary((end + 2 * NEAR).min(text.len())))?;
    let near = near.split("\n[").next()?;
    let name = near.find("name = ").filter(|at| near[..*at].ends_with(['\t', ' ']))?;
    value(text, end + name + "name = ".len())
}

fn assigned(text: &str, _: usize, end: usize) -> Option<Range<usize>> {
    text[end..].starts_with('=').then(|| value(text, end + 1)).flatten()
}

/// A line of what `env` prints.
fn environment(text: &str, at: usize, end: usize) -> Option<Range<usize>> {
    let before = &text[text.ceil_char_boundary(at.saturating_sub(16))..at];
    let name = &text[at..end];
    let is_known = match before.rsplit('\n').next()? {
        "" => name != "NAME=",
        "SUDO_" => name == "USER=",
        "USER" | "HOST" | "COMPUTER" => name == "NAME=",
        _ => false,
    };
    let rest = &text[end..text.floor_char_boundary((end + LONGEST).min(text.len()))];
    let value = rest.split('\n').next()?.trim_end();
    let is_name = value.len() > 1
        && value.starts_with(char::is_alphabetic)
        && value.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    (is_known && is_name && !is_nobody(value) && !is_nobodys_host(value)).then(|| end..end + value.len())
}

/// The host in `Linux laptop 6.8.0-45-generic #45-Ubuntu SMP`.
fn system(text: &str, at: usize, end: usize) -> Option<Range<usize>> {
    let near = text.get(end..text.floor_char_boundary((end + 2 * NEAR).min(text.len())))?;
    let line = near.split('\n').next()?;
    let mut words = line.split(' ');
    let (host, version, next) = (words.next()?, words.next()?, words.next()?);
    let is_version = version.starts_with(|c: char| c.is_ascii_digit()) && version.split('.').count() > 2;
    let is_system = next.starts_with('#') || (next == "Darwin" && text[at..].starts_with("Darwin"));
    (is_version && is_system && host.len() > 1 && !is_nobodys_host(host)).then(|| end..end + host.len())
}

/// Whether a machine of that name tells of nobody: of an image, a container, a runner.
fn is_nobodys_host(host: &str) -> bool {
    const HOSTS: [&str; 14] = [
        "localhost",
        "host",
        "hostname",
        "myhost",
        "machine",
        "box",
        "vm",
        "vps",
        "remote",
        "laptop",
        "desktop",
        "penguin",
        "raspberrypi",
        "example",
    ];
    let host = host.to_ascii_lowercase();
    let first = host.split('.').next().unwrap_or(&host);
    let is_container = first.len() >= 12 && first.bytes().all(|byte| byte.is_ascii_hexdigit());
    let starts = ["ip-", "fv-az", "runner", "codespaces-", "localhost", "your", "buildkitsandbox"];
    is_container
        || is_nobody(first)
        || HOSTS.contains(&first.trim_end_matches(|c: char| c.is_ascii_digit()))
        || starts.iter().any(|start| first.starts_with(start))
        || email::is_reserved(&host)
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;
    use super::*;

    fn names(text: &str) -> Vec<String> {
        found(text).into_iter().filter(|(kind, _)| *kind == SecretKind::UserName).map(|(_, value)| value).collect()
    }

    #[test]
    fn names_are_found_where_programs_print_them() {
        for (text, name) in [
            ("ada@engine-7:~/proj$ ls", "ada@engine-7"),
            ("ada@laptop:~$ ", "ada@laptop"),
            ("root@ada-desktop:/etc# ", "root@ada-desktop"),
            ("[ada@engine proj]$ make", "ada@engine"),
            ("ada@Adas-MacBook-Pro ~ % ls", "ada@Adas-MacBook-Pro"),
            ("ada@Adas-MacBook-Pro proj % ls\nada@engine /tmp $ x", "ada@engine"),
            ("ssh -p 2222 ada@engine", "ada@engine"),
            ("scp a ada@engine:/srv/a", "ada@engine"),
            ("Author: Ada Lovelace <ada@analytical.engine>", "Ada Lovelace"),
            ("author ada <ada@analytical.engine> 1700000000 +0100", "ada"),
            ("    Signed-off-by: Ada K. Lovelace <ada@analytical.engine>", "Ada K. Lovelace"),
            ("   12\tAda Lovelace <ada@analytical.engine>", "Ada Lovelace"),
            ("git config --global user.name \"Ada Lovelace\"", "Ada Lovelace"),
            ("user.name=Ada Lovelace\nuser.email=x", "Ada Lovelace"),
            ("[user]\n\tname = Ada Lovelace\n\temail = x", "Ada Lovelace"),
            ("GIT_AUTHOR_NAME='Ada Lovelace' git commit", "Ada Lovelace"),
            ("SHELL=/bin/sh\nUSER=adal\nTERM=x", "adal"),
            ("HOSTNAME=ada-pc\n", "ada-pc"),
            ("Linux ada-pc 6.8.0-45-generic #45-Ubuntu SMP", "ada-pc"),
            ("Darwin Adas-MacBook.local 23.1.0 Darwin Kernel Version 23.1.0", "Adas-MacBook.local"),
        ] {
            assert_eq!(names(text), [name], "{text}");
        }
    }

    #[test]
    fn names_of_nobody_are_not() {
        for text in [
            "root@3f2a1b4c5d6e:/app# ls; user@host:~$ root@localhost:~# runner@fv-az123-4:~$ ubuntu@ip-10-0-0-1:~$",
            "git@github.com:/a/b.git pkg@1.2.3:/x @decorator: /x nginx@sha256:abc",
            "Co-Authored-By: Claude <noreply@anthropic.com>\nAuthor: Your Name <you@example.com>",
            "user.name = input.value; console.log(user.name); if (user.name == \"Ada\") {}",
            "DB_USER=adal\nUSER=postgres\nUSERNAME=admin\nHOSTNAME=localhost\nexport PROJECT_NAME=adal",
            "Linux kernel 6.8 is out. Linux a1b2c3d4e5f6 6.8.0-45-generic #45 SMP",
        ] {
            assert_eq!(names(text), Vec::<String>::new(), "{text}");
        }
    }
}
