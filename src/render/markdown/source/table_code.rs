//! A pipe in the code of a table's cell. GFM would end the cell there, and lose the last one.

use std::collections::HashMap;
use std::ops::Range;

use super::lines;

/// The text with a backslash before such pipes, which GFM takes away again.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    let mut done = 0;
    if !text.contains('|') || !text.contains('`') {
        return text.to_owned();
    }
    for paragraph in lines::paragraphs(text) {
        // How many columns the table has that has begun.
        let mut columns: Option<usize> = None;
        let mut at = paragraph.start;
        let mut rows = text[paragraph].split_inclusive('\n').peekable();
        while let Some(row) = rows.next() {
            let next = rows.peek().and_then(|next| delimiters(next));
            columns = columns.or(next);
            if let Some(mended) = columns.and_then(|columns| mended(row, columns)) {
                escaped.push_str(&text[done..at]);
                escaped.push_str(&mended);
                done = at + row.len();
            }
            at += row.len();
        }
    }
    escaped.push_str(&text[done..]);
    escaped
}

/// How many columns a row of delimiters has; `None` for any other line.
fn delimiters(row: &str) -> Option<usize> {
    let row = row[lines_of_quotes(row)..].trim();
    let is_one = row.contains('-') && row.contains('|') && row.bytes().all(|byte| b"|:- \t".contains(&byte));
    is_one.then(|| cells(row))
}

/// A table may stand in a quote.
fn lines_of_quotes(row: &str) -> usize {
    row.len() - row.trim_start_matches([' ', '\t', '>']).len()
}

fn cells(row: &str) -> usize {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let pipes = pipes(row).count();
    pipes + usize::from(!row.ends_with('|') || row.ends_with("\\|"))
}

/// Where pipes stand that end a cell.
fn pipes(row: &str) -> impl Iterator<Item = usize> {
    let mut is_escaped = false;
    row.char_indices().filter_map(move |(at, c)| {
        let is_end = c == '|' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        is_end.then_some(at)
    })
}

/// The row with its code in one piece, where it has more cells than there are columns.
fn mended(row: &str, columns: usize) -> Option<String> {
    let quotes = lines_of_quotes(row);
    if !row.contains('`') || cells(&row[quotes..]) <= columns {
        return None;
    }
    let mut code = code(row).into_iter().peekable();
    let mut mended = String::with_capacity(row.len() + 8);
    let mut done = 0;
    let is_in_code = |pipe: &usize| {
        while code.next_if(|code| code.end <= *pipe).is_some() {}
        code.peek().is_some_and(|code| code.contains(pipe))
    };
    for pipe in pipes(row).filter(is_in_code) {
        mended.push_str(&row[done..pipe]);
        mended.push('\\');
        done = pipe;
    }
    mended.push_str(&row[done..]);
    (done > 0 && cells(&mended[quotes..]) >= columns).then_some(mended)
}

/// The pieces of a line between runs of backticks of the same length, in order.
fn code(row: &str) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(found) = row[at..].find('`') {
        let start = at + found;
        let length = row[start..].bytes().take_while(|byte| *byte == b'`').count();
        if !row[..start].ends_with('\\') {
            runs.push((start, length));
        }
        at = start + length;
    }
    // For each run the next one of its length.
    let mut ends = vec![None; runs.len()];
    let mut next = HashMap::new();
    for (number, (_, length)) in runs.iter().enumerate().rev() {
        ends[number] = next.insert(*length, number);
    }
    let mut code = Vec::new();
    let mut at = 0;
    while let Some((start, _)) = runs.get(at) {
        if let Some(end) = ends[at] {
            code.push(*start..runs[end].0);
            at = end;
        }
        at += 1;
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_in_code_ends_no_cell_where_a_row_has_too_many() {
        let table = |row: &str| format!("| a | b |\n|---|---|\n{row}\n");
        assert_eq!(escaped(&table("| `(1 | 2)` | x |")), table("| `(1 \\| 2)` | x |"));
        assert_eq!(escaped(&table("| x | ``a || b`` |")), table("| x | ``a \\|\\| b`` |"));
        for row in ["| `a` | `b` |", "| `a \\| b` | x |", "| ` | x |"] {
            assert_eq!(escaped(&table(row)), table(row), "{row}");
        }
        assert_eq!(code("``` ``a`` b `c`"), [4..7, 12..14], "what has no end is no code");
        let prose = "`a | b` | c | d\n";
        assert_eq!(escaped(prose), prose);
    }
}
