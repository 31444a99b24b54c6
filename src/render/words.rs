//! Words and numbers as pages show them.

use super::visible::visible;
use crate::domain::message::Role;

/// What is said while the database is upgraded.
pub const UPGRADING: &str = "This server is upgrading its database. Nothing is lost; try again in a minute.";

/// How a message's author is called.
pub const fn author(role: Role) -> &'static str {
    match role {
        Role::User => "User",
        Role::Assistant => "Assistant",
        Role::System => "System",
        Role::Tool => "Tool",
    }
}

/// How what somebody thought is called. What the program itself has is what it made of a long conversation for the model.
pub const fn thought(role: Role) -> &'static str {
    match role {
        Role::System => "Summary",
        Role::User | Role::Assistant | Role::Tool => "Reasoning",
    }
}

/// `1 message`, `2 messages`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A number of bytes: `512 bytes`, `3.4 kB`, `12 MB`.
pub fn size(bytes: u64) -> String {
    let Some((unit, name)) =
        [(1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "kB")].into_iter().find(|(unit, _)| bytes >= *unit)
    else {
        return format!("{bytes} bytes");
    };
    let (whole, tenth) = (bytes / unit, bytes % unit * 10 / unit);
    if whole < 10 { format!("{whole}.{tenth} {name}") } else { format!("{whole} {name}") }
}

/// The beginning of a text as one line of at most so many characters.
pub fn line(text: &str, most: usize) -> String {
    let line = visible(text);
    match line.char_indices().nth(most) {
        Some(_) => line.chars().take(most - 1).collect::<String>().trim_end().to_owned() + "…",
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        let sizes = [0, 999, 1000, 3456, 12_345_678, u64::MAX].map(size);
        assert_eq!(sizes, ["0 bytes", "999 bytes", "1.0 kB", "3.4 kB", "12 MB", "18446744073 GB"]);
    }
}
