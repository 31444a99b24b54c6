//! Lines of our own in a file of TOML.

use super::State;

/// The mark with which some editors begin a file. Elsewhere it is an error.
const MARK: char = '\u{feff}';
const BOM: &str = "\u{feff}";

/// Whether they are there, or something else that sets the same key or table.
pub fn state(text: &str, own: &str, key: &str) -> State {
    if text.contains(own) {
        return State::Present;
    }
    if sets(text, key) {
        return State::Other(format!("it has a {key} that is not ours; remove that first, or add ours by hand"));
    }
    State::Absent
}

/// Whether a line sets the key, or the table in brackets, or something in it, however it is written: with blanks, in
/// quotes, from the table around it. A line of a longer string that looks like that is taken for one, which loses nothing.
fn sets(text: &str, key: &str) -> bool {
    let plain = |name: &str| name.chars().filter(|c| !matches!(c, ' ' | '\t' | '"' | '\'')).collect::<String>();
    let key = plain(key.trim_matches(['[', ']']));
    let is_part =
        |whole: &str, part: &str| whole.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let mut table = String::new();
    text.trim_start_matches(MARK).lines().any(|line| {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[') {
            let end = header.rfind(']').unwrap_or(header.len());
            table = plain(header.get(..end).unwrap_or_default().trim_start_matches('[').trim_end_matches(']'));
            return is_part(&table, &key);
        }
        let Some((name, value)) = line.split_once('=') else { return false };
        let name = plain(name);
        let path = if table.is_empty() { name } else { format!("{table}.{name}") };
        // A table on one line can't be added to.
        is_part(&path, &key) || (is_part(&key, &path) && value.trim_start().starts_with('{'))
    })
}

/// The text with the lines: before everything, as a key of no table, or behind it.
pub fn added(text: &str, own: &str, is_first: bool) -> String {
    match text {
        "" => own.to_owned(),
        text if is_first => {
            let (mark, text) = text.strip_prefix(MARK).map_or(("", text), |text| (BOM, text));
            format!("{mark}{own}\n{text}")
        }
        // With an empty line between, unless the last line has no end: so it is known how it was.
        text => format!("{text}\n{own}"),
    }
}

/// The text without them; `None` where nothing is left.
pub fn removed(text: &str, own: &str) -> Option<String> {
    let (before, behind) = text.split_once(own)?;
    let (before, behind) = match before {
        "" | BOM => (before, behind.strip_prefix('\n').unwrap_or(behind)),
        before => (before.strip_suffix('\n').unwrap_or(before), behind),
    };
    Some(format!("{before}{behind}")).filter(|_| text != own)
}
