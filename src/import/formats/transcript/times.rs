//! The times beside the names of speakers.

use crate::import::conversation::dates;

/// What stands between a name and a time.
const TIME_MARKS: [&str; 8] = [" — ", " – ", " - ", " | ", " · ", " • ", " @ ", ", "];
/// The longest time, in bytes, and the most words of one before a name.
const MAX_TIME: usize = 40;
const MOST_WORDS: usize = 6;

/// The time in the line of a mark, where `rest` is what follows the name.
pub fn time<'a>(line: &'a str, rest: &str) -> Option<&'a str> {
    let line = line.trim_end();
    let head = line.strip_suffix(rest).unwrap_or(line).trim_start_matches(['#', ' ']);
    let leading = leading_time(head).map(|(time, _)| time);
    let brackets = [('(', ')'), ('[', ']')].into_iter();
    let bracketed =
        brackets.filter_map(|(open, close)| head.rsplit_once(open)?.1.split_once(close)).map(|(time, _)| time);
    let behind = TIME_MARKS.iter().filter_map(|mark| head.split_once(mark)).map(|(_, time)| time);
    let behind_bold =
        ["**", "__"].iter().filter_map(|mark| head.trim_end_matches('_').rsplit_once(mark)).map(|(_, time)| time);
    // Before the name without a mark between: the longest that is one.
    let is_first = head.starts_with(|c: char| c.is_ascii_digit());
    let blanks = head.match_indices(' ').take(MOST_WORDS).filter(|_| is_first).collect::<Vec<_>>();
    let before = blanks.into_iter().rev().map(|(at, _)| &head[..at]);
    let mut times = leading.into_iter().chain(bracketed).chain(behind).chain(behind_bold).chain(before);
    times.find_map(as_time)
}

/// The time that this is, without what decorates it.
pub fn as_time(text: &str) -> Option<&str> {
    // As ChatGPT Exporter has it.
    let element = text.trim().strip_prefix("<time ").and_then(|rest| rest.split_once("datetime=\"")?.1.split_once('"'));
    let text = element.map_or(text, |(time, _)| time);
    let time = text.trim_matches(|c: char| c.is_whitespace() || "*_`#>:()[]".contains(c));
    dates::read(time, Some(dates::DateOrder::DayFirst))
        .or_else(|| dates::read(time, Some(dates::DateOrder::MonthFirst)))?;
    Some(time)
}

/// The time before the words of a line, and the line without it.
fn leading_time(line: &str) -> Option<(&str, &str)> {
    let mut marks = TIME_MARKS.iter().chain(&[": "]);
    let is_first = line.starts_with(|c: char| c.is_alphanumeric());
    marks.find_map(|mark| line.split_once(mark).filter(|(time, _)| is_first && as_time(time).is_some()))
}

/// A line without the time before its words: `[2026-01-01 10:00] User: ...`.
pub fn after_time(line: &str) -> &str {
    let start = line.trim_start();
    if let Some((_, rest)) = leading_time(start) {
        return rest.trim_start();
    }
    let bracketed =
        [('[', ']'), ('(', ')')].iter().find_map(|(open, close)| start.strip_prefix(*open)?.split_once(*close));
    let (time, rest) =
        bracketed.unwrap_or_else(|| start.split_at(start.find(|c: char| c.is_alphabetic() || c == '*').unwrap_or(0)));
    let is_first = bracketed.is_some() || time.starts_with(|c: char| c.is_ascii_digit());
    if is_first && is_time(time) { rest.trim_start_matches([' ', '-', '–', '—', '|', ',', ':']) } else { line }
}

/// A name without the time behind it: `User — 2026-01-01 10:00`.
pub fn before_time(name: &str) -> &str {
    let parts = TIME_MARKS.iter().find_map(|mark| name.split_once(mark).filter(|(_, time)| is_time(time)));
    let bracketed = || {
        let (inner, open) =
            [(')', '('), (']', '[')].iter().find_map(|(close, open)| Some((name.strip_suffix(*close)?, *open)))?;
        inner.rsplit_once(open).filter(|(name, time)| !name.trim().is_empty() && is_time(time))
    };
    parts.or_else(bracketed).map_or(name, |(name, _)| name.trim_end())
}

/// Whether this is a time, or a day in figures.
pub fn is_time(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || " :-/.,+".contains(c);
    let words = text.split(is_part).filter(|word| !word.is_empty());
    let figures = text.bytes().filter(u8::is_ascii_digit).count();
    let is_figures = figures >= 3
        && text.len() <= MAX_TIME
        && text.contains([':', '-', '/'])
        && words.map(str::to_ascii_lowercase).all(|word| ["am", "pm", "utc", "gmt", "t", "z"].contains(&word.as_str()));
    is_figures || as_time(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::super::speaker::mark;
    use super::*;

    #[test]
    fn the_time_of_a_mark_is_found_around_the_name() {
        for (line, expected) in [
            ("[2026-06-01 10:00] User: Why?", "2026-06-01 10:00"),
            ("6/1/2026, 10:00 AM - User: Why?", "6/1/2026, 10:00 AM"),
            ("User (June 1, 2026 at 10:00 AM): Why?", "June 1, 2026 at 10:00 AM"),
            ("### User — 1.6.2026, 10:00", "1.6.2026, 10:00"),
            ("**User** _1 Jun 2026, 10:00_", "1 Jun 2026, 10:00"),
            ("**User** (6/1/2026, 10:00 AM):", "6/1/2026, 10:00 AM"),
            ("User, 6/1/2026, 10:00 AM", "6/1/2026, 10:00 AM"),
            ("## 2026-06-01T10:00:00Z - User", "2026-06-01T10:00:00Z"),
            ("2026-06-01 10:00:00 User: Why?", "2026-06-01 10:00:00"),
            ("User [10:00 AM, 6/1/2026]: Why?", "10:00 AM, 6/1/2026"),
            ("User (6/1/2026 10:00 AM)", "6/1/2026 10:00 AM"),
        ] {
            let rest = mark(line).expect("a mark").rest;
            assert_eq!(time(line, rest), Some(expected), "{line}");
        }
        assert_eq!(time("User (10:00): See 2026-06-01 11:00", "See 2026-06-01 11:00"), None);
    }
}
