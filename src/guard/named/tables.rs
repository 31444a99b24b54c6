//! Columns of tables whose head is a name: in Markdown, as databases and boxes draw them, with commas or tabs, aligned.

use super::cursor::line_start;
use super::names::Name;
use super::opening::Found;
use super::values::Notation;

/// The rows that are read.
const MOST_ROWS: usize = 50;
/// The most of a table that is read, in bytes.
const LARGEST: usize = 8 << 10;
/// The longest line that is taken for a head or a row.
const LONGEST_HEAD: usize = 400;

/// The cells below a head that is a name.
pub fn column(text: &str, name: &Name) -> Vec<Found> {
    let Some(start) = line_start(text, name.range.start) else { return Vec::new() };
    let rest = &text[start..text.floor_char_boundary(text.len().min(start + LARGEST))];
    let end = rest.find('\n').unwrap_or(rest.len());
    if end > LONGEST_HEAD || end == rest.len() {
        return Vec::new();
    }
    let text = &text[..start + rest.len()];
    let head = &rest[..end];
    let at = name.range.start - start;
    let body = start + end + 1;
    let second = rest[end + 1..].lines().next().unwrap_or_default();
    let is_rule = is_rule(second);
    let is_words = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | ',' | ';' | '"' | '\r');
    let is_values = head.chars().all(is_words) && !head.starts_with(' ') && !head.trim_end().ends_with([',', ';']);
    let is_tabbed = head.starts_with(char::is_alphanumeric) && head.chars().all(|c| is_words(c) || c == '\t');
    // As SQLite's shell lists rows.
    let is_piped = head.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '|' | '\r'));
    let separator =
        [('|', is_rule || is_piped), ('│', true), ('┃', true), ('\t', is_tabbed), (',', is_values), (';', is_values)]
            .into_iter()
            .find(|(mark, is_table)| *is_table && head.contains(*mark) && (is_rule || second.contains(*mark)))
            .map(|(mark, _)| mark);
    match separator {
        Some(mark) => separated(text, name, head, at, body, mark),
        None => aligned(text, head, at, body),
    }
}

/// Cells of rows that PostgreSQL dumps: `COPY users (name, password) FROM stdin;`
pub fn copied(text: &str, name: &Name) -> Vec<Found> {
    let Some(start) = line_start(text, name.range.start) else { return Vec::new() };
    let rest = &text[start..text.floor_char_boundary(text.len().min(start + LARGEST))];
    let (Some(end), true) = (rest.find('\n'), rest.starts_with("COPY ")) else { return Vec::new() };
    let head = &rest[..end];
    let open = head.find('(').unwrap_or(end);
    let at = name.range.start - start;
    if at <= open || !head.to_ascii_lowercase().trim_end().ends_with("from stdin;") {
        return Vec::new();
    }
    let index = head[open..at].matches(',').count();
    let mut line_start = start + end + 1;
    let mut found = Vec::new();
    for line in rest[end + 1..].split_inclusive('\n').take(MOST_ROWS).take_while(|line| !line.starts_with("\\.")) {
        if let Some(cell) = line.split('\t').nth(index) {
            found.extend(trimmed(cell, line_start + (cell.as_ptr() as usize - line.as_ptr() as usize)));
        }
        line_start += line.len();
    }
    found
}

/// Whether a line divides the head of a table from its rows, as Markdown, psql, MySQL and boxes draw it.
fn is_rule(line: &str) -> bool {
    let is_drawn = |c: char| matches!(c, '|' | '-' | ':' | ' ' | '+' | '=' | '\u{2500}'..='\u{257f}');
    line.len() > 2 && line.chars().all(is_drawn)
}

fn separated(text: &str, name: &Name, head: &str, at: usize, body: usize, mark: char) -> Vec<Found> {
    let cell = head.split(mark).nth(head[..at].matches(mark).count()).unwrap_or_default();
    let is_head = cell.trim_matches(|c: char| !c.is_alphanumeric()).len() <= name.range.len() + 16;
    let columns = head.matches(mark).count();
    if !is_head || columns > 30 || columns == 0 {
        return Vec::new();
    }
    let index = head[..at].matches(mark).count();
    let mut found = Vec::new();
    let mut line_start = body;
    for line in text[body..].split_inclusive('\n').take(MOST_ROWS) {
        let bars = line.matches(|c| c == mark || (mark == '┃' && c == '│')).count();
        if is_rule(line.trim_end()) {
            line_start += line.len();
            continue;
        }
        if line.len() > LONGEST_HEAD || bars != columns {
            break;
        }
        if let Some(cell) = line.split(|c| c == mark || (mark == '┃' && c == '│')).nth(index) {
            let offset = cell.as_ptr() as usize - line.as_ptr() as usize;
            found.extend(trimmed(cell, line_start + offset));
        }
        line_start += line.len();
    }
    found
}

/// Columns that begin below their heads, two blanks or more apart.
fn aligned(text: &str, head: &str, at: usize, body: usize) -> Vec<Found> {
    let mut columns = head.split("  ").filter(|cell| !cell.trim().is_empty());
    let is_head = head.trim().contains("  ") && head.len() > 8 && (at == 0 || head[..at].ends_with("  "));
    if !is_head || !columns.all(|cell| cell.trim().chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ' '))) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut line_start = body;
    for line in text[body..].split_inclusive('\n').take(MOST_ROWS) {
        let Some(cell) = line.get(at..).filter(|_| line.len() <= LONGEST_HEAD) else { break };
        let is_column = at == 0 || line[..at].ends_with(' ');
        if is_column {
            let end = cell.find("  ").unwrap_or(cell.len());
            found.extend(trimmed(&cell[..end], line_start + at));
        }
        line_start += line.len();
    }
    found
}

fn trimmed(cell: &str, start: usize) -> Option<Found> {
    let marks = |c: char| c.is_whitespace() || matches!(c, '`' | '"' | '\'' | '*');
    let value = cell.trim_matches(marks);
    let start = start + (cell.len() - cell.trim_start_matches(marks).len());
    let is_value = !value.is_empty() && !value.contains([' ', '\u{1}', '\t']);
    is_value.then(|| Found { range: start..start + value.len(), notation: Notation::Bare, is_loose: false })
}
