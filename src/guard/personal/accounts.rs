//! Names of a machine's accounts where the system lists them: the owners of files, `id`, `whoami`, `/etc/passwd`.

use std::ops::Range;

use memchr::memmem;

use super::home_folders::is_nobody;
use super::matched;
use crate::domain::redaction::SecretKind;
use crate::guard::matches::RawMatch;

/// Longest line that is looked at, and longest name, in bytes.
const LINE: usize = 200;
const LONGEST: usize = 32;

/// All of them.
pub fn scan(text: &str) -> Vec<RawMatch> {
    let mut names: Vec<Range<usize>> = Vec::new();
    let starts = memchr::memchr2_iter(b'\n', 1, text.as_bytes()).map(|end| end + 1);
    names.extend(std::iter::once(0).chain(starts).filter_map(|at| owner(text, at)));
    names.extend(memmem::find_iter(text.as_bytes(), "id=").filter_map(|at| id(text, at + "id=".len())));
    names.extend(memmem::find_iter(text.as_bytes(), "whoami\n").filter_map(|at| alone(text, at + "whoami\n".len())));
    names.extend(memmem::find_iter(text.as_bytes(), ":x:").filter_map(|at| account(text, at)));
    let name = |range: Range<usize>| matched(SecretKind::UserName, "User name", range.clone(), text[range].to_owned());
    names.into_iter().map(name).collect()
}

/// The owner in a line of `ls -l`: `-rw-r--r-- 1 ada staff 120 Nov 29 10:00 a.txt`.
fn owner(text: &str, at: usize) -> Option<Range<usize>> {
    let line = line(text, at);
    let (kind, mode) = (line.as_bytes().first()?, line.as_bytes().get(1..10)?);
    let is_mode = b"-dlbcps".contains(kind) && mode.iter().all(|byte| b"rwxsStT-".contains(byte));
    let rest = is_mode.then(|| &line[10..])?.trim_start_matches(['.', '@', '+']);
    let mut words = rest.split_ascii_whitespace();
    let (links, owner, _, size) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    (rest.starts_with(' ') && is_number(links) && is_number(size) && is_person(owner))
        .then(|| at + offset(line, owner))
        .map(|start| start..start + owner.len())
}

/// The name in `uid=1000(ada)`, and in `gid=`.
fn id(text: &str, at: usize) -> Option<Range<usize>> {
    let is_whole = matches!(text.as_bytes()[..at - 3].last(), Some(b'u' | b'g'));
    let near = line(text, at);
    let rest = near.trim_start_matches(|c: char| c.is_ascii_digit());
    let name = rest.strip_prefix('(')?.split_once(')')?.0;
    let start = at + offset(near, name);
    (is_whole && rest.len() < near.len() && is_person(name)).then(|| start..start + name.len())
}

/// A name that is alone on its line.
fn alone(text: &str, at: usize) -> Option<Range<usize>> {
    let name = line(text, at).trim_end();
    is_person(name).then(|| at..at + name.len())
}

/// The name in `ada:x:1000:1000:Ada Lovelace:/home/ada:/bin/bash`. Below 1000 are the system's own.
fn account(text: &str, colon: usize) -> Option<Range<usize>> {
    let before = &text[text.ceil_char_boundary(colon.saturating_sub(LONGEST + 1))..colon];
    let name = before.rsplit(|c: char| c.is_whitespace() || c.is_control()).next()?;
    let mut fields = line(text, colon + ":x:".len()).split(':');
    let number: u32 = fields.next()?.parse().ok()?;
    let group = fields.next()?;
    let is_listed = !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()) && fields.count() >= 3;
    (is_listed && (1000..60_000).contains(&number) && is_person(name)).then(|| colon - name.len()..colon)
}

/// Up to the end of the line.
fn line(text: &str, at: usize) -> &str {
    let near = &text[at..text.floor_char_boundary((at + LINE).min(text.len()))];
    near.split(['\n', '\u{1}']).next().unwrap_or(near)
}

fn offset(line: &str, word: &str) -> usize {
    word.as_ptr().addr() - line.as_ptr().addr()
}

/// Whether an account of this name may be a person's: not the system's, an image's or a service's own.
fn is_person(name: &str) -> bool {
    const SYSTEM: [&str; 28] = [
        "daemon",
        "bin",
        "sys",
        "sync",
        "mail",
        "man",
        "lp",
        "news",
        "uucp",
        "proxy",
        "backup",
        "list",
        "irc",
        "games",
        "syslog",
        "messagebus",
        "sshd",
        "wheel",
        "staff",
        "sudo",
        "adm",
        "apache",
        "http",
        "httpd",
        "redis",
        "rabbitmq",
        "mongodb",
        "caddy",
    ];
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    (2..=LONGEST).contains(&name.len())
        && name.starts_with(char::is_alphabetic)
        && name.chars().all(is_name)
        && !name.starts_with("systemd")
        && !SYSTEM.contains(&name)
        && !is_nobody(name)
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;
    use super::*;

    fn names(text: &str) -> Vec<String> {
        found(text).into_iter().filter(|(kind, _)| *kind == SecretKind::UserName).map(|(_, value)| value).collect()
    }

    #[test]
    fn accounts_are_found_where_the_system_lists_them() {
        for text in [
            "-rw-r--r-- 1 adal adal 120 Nov 29 10:00 a.txt",
            "total 8\ndrwx------@  5 adal  staff  160 Nov  1 10:00 .ssh\n",
            "lrwxrwxrwx. 1 adal users 11 Jan  2  2026 a -> b",
            "uid=501(adal) gid=20(staff) groups=20(staff),12(everyone)",
            "$ whoami\nadal\n",
            "adal:x:1000:1000:Ada Lovelace,,,:/srv/x:/bin/bash",
        ] {
            assert_eq!(names(text), ["adal"], "{text}");
        }
        assert_eq!(names("uid=1000(adal) gid=1000(adal) groups=1000(adal),27(sudo)"), ["adal"; 2]);
    }

    #[test]
    fn accounts_of_nobody_are_not() {
        for text in [
            "-rw-r--r-- 1 root root 120 Nov 29 10:00 a.txt\n-rw-r--r-- 1 node node 1 Nov 29 10:00 b",
            "drwxr-xr-x 2 1000 1000 4096 Nov 29 10:00 x\n-rw-r--r-- is the mode of a file",
            "uid=0(root) gid=0(root) groups=0(root); user_id=7(adal); uid=adal",
            "run whoami\nto see who you are; whoami\n\nroot",
            "www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin\na:x:b",
        ] {
            assert_eq!(names(text), Vec::<String>::new(), "{text}");
        }
    }
}
