//! Lines of our own in a file of TOML.

use super::State;

/// Whether they are there, or something else that sets the same key or table.
pub fn state(text: &str, own: &str, key: &str) -> State {
    if text.contains(own) {
        return State::Present;
    }
    let is_key = |line: &str| {
        let line = line.trim_start();
        line.strip_prefix(key).is_some_and(|rest| key.starts_with('[') || rest.trim_start().starts_with('='))
    };
    if text.lines().any(is_key) {
        return State::Other(format!("it has a {key} that is not ours; remove that first, or add ours by hand"));
    }
    State::Absent
}

/// The text with the lines: before everything, as a key of no table, or behind it.
pub fn added(text: &str, own: &str, is_first: bool) -> String {
    match text {
        "" => own.to_owned(),
        text if is_first => format!("{own}\n{text}"),
        // With an empty line between, unless the last line has no end: so it is known how it was.
        text => format!("{text}\n{own}"),
    }
}

/// The text without them; `None` where nothing is left.
pub fn removed(text: &str, own: &str) -> Option<String> {
    let (before, behind) = text.split_once(own)?;
    let (before, behind) = match before {
        "" => (before, behind.strip_prefix('\n').unwrap_or(behind)),
        before => (before.strip_suffix('\n').unwrap_or(before), behind),
    };
    Some(format!("{before}{behind}")).filter(|_| text != own)
}
