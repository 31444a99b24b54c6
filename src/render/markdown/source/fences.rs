//! Fences of code as people mean them, where CommonMark reads something else: a fence within a fence of the same
//! length, and a fence in a list whose end or whose code is not indented.

use std::borrow::Cow;
use std::ops::Range;

use super::lines;

/// Fences of one text that are looked at: what is behind them may depend on each of them.
const MOST: usize = 2_000;

/// Lines above a block among which the beginning of its list is looked for.
const MOST_ABOVE: usize = 200;

/// Languages that have fences themselves.
const MARKDOWN: [&str; 4] = ["markdown", "md", "mdx", "mkd"];

/// A line that may begin or end a block of code.
struct FenceMark<'t> {
    /// The number of its line.
    line: usize,
    /// The bytes before the run of marks.
    indent: &'t str,
    mark: char,
    length: usize,
    info: &'t str,
}

impl<'t> FenceMark<'t> {
    fn of(line: usize, text: &'t str) -> Option<Self> {
        let (indent, rest) = text.split_at(lines::prefix(text));
        let mark = rest.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
        let info = rest.trim_start_matches(mark);
        let length = rest.len() - info.len();
        let info = info.trim();
        let is_fence = length >= 3 && (mark == '~' || !info.contains('`'));
        is_fence.then_some(Self { line, indent, mark, length, info })
    }

    fn closes(&self, opening: &Self) -> bool {
        self.info.is_empty() && self.mark == opening.mark && self.length >= opening.length
    }

    fn is_quoted(&self) -> bool {
        self.indent.contains('>')
    }

    fn is_markdown(&self) -> bool {
        let language = self.info.split([' ', '{', ',']).next().unwrap_or_default();
        MARKDOWN.iter().any(|name| language.eq_ignore_ascii_case(name))
    }
}

/// The text with its fences so that CommonMark reads what was meant.
pub fn repaired(text: &str) -> Cow<'_, str> {
    if !text.contains("```") && !text.contains("~~~") {
        return Cow::Borrowed(text);
    }
    let mut lines: Vec<Cow<'_, str>> = text.split_inclusive('\n').map(Cow::Borrowed).collect();
    let marks: Vec<FenceMark<'_>> = text
        .split_inclusive('\n')
        .enumerate()
        .filter_map(|(line, text)| FenceMark::of(line, text))
        .take(MOST)
        .collect();
    let is_left_open = left_open(&marks);
    let mut at = 0;
    while let Some(opening) = marks.get(at) {
        let behind = &marks[at + 1..];
        let end = behind.iter().position(|mark| mark.closes(opening)).map(|found| at + 1 + found);
        let nested = nested_end(&marks, at).filter(|nested| Some(*nested) != end).filter(|nested| {
            let stays_open = |from: usize| is_left_open.get(from).copied().unwrap_or(false);
            opening.is_markdown() || (end.is_none_or(|end| stays_open(end + 1)) && !stays_open(nested + 1))
        });
        if let Some(nested) = nested {
            let longest = marks[at..=nested].iter().map(|mark| mark.length).max().unwrap_or_default();
            for mark in [opening, &marks[nested]] {
                lengthen(&mut lines[mark.line], mark, longest + 1);
            }
        } else if let Some(end) = end {
            indent(&mut lines, opening, &marks[end]);
        }
        at = nested.or(end).map_or(marks.len(), |end| end + 1);
    }
    match lines.iter().any(|line| matches!(line, Cow::Owned(_))) {
        true => Cow::Owned(lines.concat()),
        false => Cow::Borrowed(text),
    }
}

/// For each mark, whether a block is open at the end of the text when reading begins there.
fn left_open(marks: &[FenceMark<'_>]) -> Vec<bool> {
    let mut open = vec![false; marks.len() + 1];
    for at in (0..marks.len()).rev() {
        let end = marks[at + 1..].iter().position(|mark| mark.closes(&marks[at]));
        open[at] = end.is_none_or(|end| open[at + 2 + end]);
    }
    open
}

/// Where a block ends that has others of its length in it: those that name a language begin one.
fn nested_end(marks: &[FenceMark<'_>], at: usize) -> Option<usize> {
    let opening = &marks[at];
    let mut depth = 1;
    for (number, mark) in marks.iter().enumerate().skip(at + 1) {
        let is_alike = mark.mark == opening.mark && mark.length >= opening.length;
        match (is_alike, mark.info.is_empty()) {
            (true, true) => depth -= 1,
            (true, false) if mark.length == opening.length => depth += 1,
            _ => {}
        }
        if depth == 0 {
            return Some(number);
        }
    }
    None
}

fn lengthen(line: &mut Cow<'_, str>, mark: &FenceMark<'_>, length: usize) {
    let more = mark.mark.to_string().repeat(length.saturating_sub(mark.length));
    let mut longer = line.to_string();
    longer.insert_str(mark.indent.len(), &more);
    *line = Cow::Owned(longer);
}

/// Indents the end of a block in a list, or its code, as its beginning is.
fn indent(lines: &mut [Cow<'_, str>], opening: &FenceMark<'_>, end: &FenceMark<'_>) {
    let width = opening.indent.chars().count();
    if width == 0 || opening.is_quoted() || end.is_quoted() || opening.indent.contains('\t') {
        return;
    }
    if !is_in_list(&lines[..opening.line], opening.indent) {
        return;
    }
    let outdented: Vec<usize> = within(opening, end).filter(|line| is_outdented(&lines[*line], width)).collect();
    let blanks = " ".repeat(width);
    if outdented.is_empty() && end.indent.len() < width {
        let marks = lines[end.line].trim_start().to_owned();
        lines[end.line] = Cow::Owned(blanks + &marks);
    } else if end.indent == blanks {
        for line in outdented {
            lines[line] = Cow::Owned(format!("{blanks}{}", lines[line]));
        }
    }
}

/// Whether a block that is indented so belongs to an item of a list: the line that it is indented against begins one.
fn is_in_list(before: &[Cow<'_, str>], indent: &str) -> bool {
    let width = |line: &str| line.len() - line.trim_start().len();
    let against =
        before.iter().rev().take(MOST_ABOVE).find(|line| !line.trim().is_empty() && width(line) < indent.len());
    !indent.trim().is_empty() || against.is_some_and(|line| begins_item(line.trim_start()))
}

fn begins_item(line: &str) -> bool {
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest =
        if number.len() < line.len() { number.strip_prefix(['.', ')']) } else { line.strip_prefix(['-', '*', '+']) };
    rest.is_some_and(|rest| rest.starts_with([' ', '\t']))
}

const fn within(opening: &FenceMark<'_>, end: &FenceMark<'_>) -> Range<usize> {
    opening.line + 1..end.line
}

fn is_outdented(line: &str, width: usize) -> bool {
    !line.trim_ascii().is_empty() && line.bytes().take_while(|byte| *byte == b' ').count() < width
}

/// How a block of code ends that a text leaves open at its end, outside of lists and quotes, which end with it.
pub fn missing_end(text: &str) -> Option<String> {
    let marks: Vec<FenceMark<'_>> =
        text.split_inclusive('\n').enumerate().filter_map(|(line, text)| FenceMark::of(line, text)).collect();
    let mut open: Option<&FenceMark<'_>> = None;
    for mark in &marks {
        match open {
            Some(opening) if mark.closes(opening) => open = None,
            Some(_) => {}
            None => open = Some(mark),
        }
    }
    let open = open.filter(|open| open.indent.bytes().all(|byte| byte == b' ') && open.indent.len() < 4)?;
    Some(open.mark.to_string().repeat(open.length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_within_one_of_its_length_makes_the_outer_one_longer() {
        let text = "```markdown\na\n```js\nb\n```\nc\n```\nd";
        assert_eq!(repaired(text), "````markdown\na\n```js\nb\n```\nc\n````\nd");
        // Without a language that has fences, only where a block would stay open otherwise.
        assert_eq!(repaired("```\n```js\nb\n```\nc\n```\nd"), "````\n```js\nb\n```\nc\n````\nd");
        for text in ["```\na\n```\n\n```js\nb\n```", "````md\n```js\nb\n```\n````", "```py\na\n```\n```\nb\n```"] {
            assert_eq!(repaired(text), text);
        }
    }

    #[test]
    fn the_end_of_a_fence_in_a_list_may_stand_at_the_edge() {
        assert_eq!(repaired("1. a\n   ```sh\n   b\n```\nc"), "1. a\n   ```sh\n   b\n   ```\nc");
        assert_eq!(repaired("- a\n  ```sh\nb\n  ```\n- c"), "- a\n  ```sh\n  b\n  ```\n- c");
        // CommonMark's own example: elsewhere the code loses what the fence is indented by.
        let not_in_list = "a\n\n   ```\n   b\n  c\n   ```";
        assert_eq!(repaired(not_in_list), not_in_list);
        let forgotten = "- ```js\n  a\nText\n```\nb\n```";
        assert_eq!(repaired(forgotten), forgotten);
    }

    #[test]
    fn what_is_left_open_is_told() {
        assert_eq!(missing_end("a\n````py\n```\nb").as_deref(), Some("````"));
        assert_eq!(missing_end("~~~\na").as_deref(), Some("~~~"));
        assert_eq!(missing_end("```\na\n```"), None);
        assert_eq!(missing_end("- ```\n  a"), None);
    }
}
