//! What changed between two texts, by lines and within a line by words, and how it is shown.

use std::time::{Duration, Instant};

use similar::{Algorithm, DiffTag, capture_diff_slices_deadline, group_diff_ops};

use crate::render::html::push_escaped;
use crate::render::visible::as_written;

/// Lines around a change that stay as they are.
const AROUND: usize = 3;
/// Then a part that is not compared yet counts as changed as a whole.
const PATIENCE: Duration = Duration::from_millis(20);
/// Of longer lines, in bytes, no words are marked.
const LONGEST_LINE: usize = 400;
/// In so many pairs of lines of one hunk words are marked.
const MOST_PAIRS: usize = 100;
/// Lines of which less than this part is alike are other lines, in percent.
const ALIKE: usize = 40;

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Same,
    Removed,
    Added,
}

/// Lines that stand together.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Hunk<'a> {
    /// Where they are: `line 12`, the name of a function, or nothing.
    pub head: String,
    /// The lines, without their ends.
    pub lines: Vec<(Sign, &'a str)>,
}

/// The lines that are in one text and not in the other, with some around them.
pub fn between<'a>(old: &'a str, new: &'a str) -> Vec<Hunk<'a>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let deadline = Instant::now().checked_add(PATIENCE);
    let groups = group_diff_ops(capture_diff_slices_deadline(Algorithm::Myers, &old, &new, deadline), AROUND);
    let lines = |group: &Vec<similar::DiffOp>| {
        let mut lines = Vec::new();
        for (tag, was, is) in group.iter().map(|op| op.as_tag_tuple()) {
            let of = |sign, lines: &'_ [&'a str]| lines.iter().map(|line| (sign, *line)).collect::<Vec<_>>();
            match tag {
                DiffTag::Equal => lines.extend(of(Sign::Same, old.get(was).unwrap_or_default())),
                DiffTag::Delete | DiffTag::Insert | DiffTag::Replace => {
                    lines.extend(of(Sign::Removed, old.get(was).unwrap_or_default()));
                    lines.extend(of(Sign::Added, new.get(is).unwrap_or_default()));
                }
            }
        }
        Hunk { head: String::new(), lines }
    };
    groups.iter().map(lines).collect()
}

/// A text that is new as a whole.
pub fn added(text: &str) -> Vec<Hunk<'_>> {
    let lines: Vec<_> = text.lines().map(|line| (Sign::Added, line)).collect();
    if lines.is_empty() { Vec::new() } else { vec![Hunk { head: String::new(), lines }] }
}

/// How many lines were added and removed.
pub fn counts(hunks: &[Hunk<'_>]) -> (usize, usize) {
    let count = |sign| hunks.iter().flat_map(|hunk| &hunk.lines).filter(|line| line.0 == sign).count();
    (count(Sign::Added), count(Sign::Removed))
}

/// Writes the lines, each with its sign, so that what is copied is a patch.
pub fn write(hunks: &[Hunk<'_>], html: &mut String) {
    for (number, hunk) in hunks.iter().enumerate() {
        if number > 0 || !hunk.head.is_empty() {
            html.push_str("<span class=\"diff-head\">@@");
            push(html, if hunk.head.is_empty() { "" } else { " " });
            push(html, &hunk.head);
            html.push_str("\n</span>");
        }
        let mut pairs = MOST_PAIRS;
        let mut at = 0;
        while let Some((sign, line)) = hunk.lines.get(at) {
            if *sign == Sign::Same {
                html.push(' ');
                push(html, line);
                html.push('\n');
                at += 1;
                continue;
            }
            let run = |from: usize, sign| {
                hunk.lines.iter().skip(from).take_while(|line| line.0 == sign).map(|line| line.1).collect::<Vec<_>>()
            };
            let removed = run(at, Sign::Removed);
            let added = run(at + removed.len(), Sign::Added);
            at += removed.len() + added.len();
            let marks: Vec<_> =
                removed.iter().zip(&added).take(pairs).map(|(was, is)| changed_words(was, is)).collect();
            pairs -= marks.len();
            for (number, line) in removed.iter().enumerate() {
                put(html, ("<del>-", "</del>"), line, marks.get(number).and_then(Option::as_ref).map(|marks| &marks.0));
            }
            for (number, line) in added.iter().enumerate() {
                put(html, ("<ins>+", "</ins>"), line, marks.get(number).and_then(Option::as_ref).map(|marks| &marks.1));
            }
        }
    }
}

/// Writes the lines as a patch.
pub fn write_plain(hunks: &[Hunk<'_>], out: &mut String) {
    for (number, hunk) in hunks.iter().enumerate() {
        if number > 0 || !hunk.head.is_empty() {
            out.push_str(format!("@@ {}", hunk.head).trim_end());
            out.push('\n');
        }
        for (sign, line) in &hunk.lines {
            out.push(match sign {
                Sign::Same => ' ',
                Sign::Removed => '-',
                Sign::Added => '+',
            });
            out.push_str(line);
            out.push('\n');
        }
    }
}

fn push(html: &mut String, text: &str) {
    push_escaped(html, &as_written(text));
}

/// A line, with the pieces marked that are its own.
fn put(html: &mut String, (begin, end): (&str, &str), line: &str, pieces: Option<&Vec<(bool, &str)>>) {
    html.push_str(begin);
    for (is_own, piece) in pieces.map_or(&[(false, line)][..], Vec::as_slice) {
        html.push_str(if *is_own { "<b>" } else { "" });
        push(html, piece);
        html.push_str(if *is_own { "</b>" } else { "" });
    }
    html.push('\n');
    html.push_str(end);
}

/// A line in pieces, each with whether it is this line's own.
type LinePieces<'a> = Vec<(bool, &'a str)>;

/// What differs in two lines that are much alike.
fn changed_words<'a>(was: &'a str, is: &'a str) -> Option<(LinePieces<'a>, LinePieces<'a>)> {
    if was.len().max(is.len()) > LONGEST_LINE {
        return None;
    }
    let (old, new) = (words(was), words(is));
    let deadline = Instant::now().checked_add(PATIENCE);
    let ops = capture_diff_slices_deadline(Algorithm::Myers, &old, &new, deadline);
    let (mut pieces, mut alike) = ((Vec::new(), Vec::new()), 0);
    let mut end = (0, 0);
    for op in ops {
        let (tag, was_at, is_at) = op.as_tag_tuple();
        let length = |words: &[&str], range: std::ops::Range<usize>| {
            words.get(range).unwrap_or_default().iter().map(|word| word.len()).sum::<usize>()
        };
        let is_own = tag != DiffTag::Equal;
        let (was_length, is_length) = (length(&old, was_at), length(&new, is_at));
        pieces.0.push((is_own, was.get(end.0..end.0 + was_length)?));
        pieces.1.push((is_own, is.get(end.1..end.1 + is_length)?));
        end = (end.0 + was_length, end.1 + is_length);
        let words = was.get(end.0 - was_length..end.0).filter(|_| !is_own);
        alike += words.map_or(0, length_of_words);
    }
    let is_alike = alike * 100 >= length_of_words(was).max(length_of_words(is)) * ALIKE;
    pieces.0.retain(|piece| !piece.1.is_empty());
    pieces.1.retain(|piece| !piece.1.is_empty());
    is_alike.then_some(pieces)
}

fn length_of_words(line: &str) -> usize {
    line.split_whitespace().map(str::len).sum()
}

/// Words, runs of blanks, and single signs.
fn words(line: &str) -> Vec<&str> {
    let kind = |c: char| match c {
        c if c.is_alphanumeric() || c == '_' => 1,
        c if c.is_whitespace() => 2,
        _ => 0,
    };
    let mut words = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let is_end = |c: char| kind(first) == 0 || kind(c) != kind(first);
        let end = rest.char_indices().skip(1).find(|(_, c)| is_end(*c)).map_or(rest.len(), |(end, _)| end);
        let (word, behind) = rest.split_at(end);
        words.push(word);
        rest = behind;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(old: &str, new: &str) -> String {
        let mut html = String::new();
        write(&between(old, new), &mut html);
        html
    }

    #[test]
    fn lines_and_words_that_changed_are_marked() {
        assert_eq!(
            html("def f():\n    return 1\n", "def f():\n    return 2\n    # end\n"),
            " def f():\n<del>-    return <b>1</b>\n</del><ins>+    return <b>2</b>\n</ins><ins>+    # end\n</ins>"
        );
        assert_eq!(html("alpha", "something else"), "<del>-alpha\n</del><ins>+something else\n</ins>");
        assert_eq!(html("a b", "a  b"), "<del>-a<b> </b>b\n</del><ins>+a<b>  </b>b\n</ins>");
        assert_eq!(html("same\n", "same\n"), "");
    }

    #[test]
    fn far_changes_are_hunks_of_their_own() {
        let text = |first: &str, last: &str| format!("{first}\n{}{last}\n", "line\n".repeat(20));
        let (old, new) = (text("a", "b"), text("c", "d"));
        let hunks = between(&old, &new);
        assert_eq!(hunks.len(), 2);
        assert_eq!(counts(&hunks), (2, 2));
        assert_eq!(html(&old, &new).matches("diff-head").count(), 1);
    }

    #[test]
    fn markup_in_a_line_is_text_wherever_it_is_cut() {
        for (old, new) in [
            ("<script>alert(1)</script>", "<script>alert(2)</script>"),
            ("a</ins></pre><img src=x onerror=x>", "a</del></pre><img src=y onerror=x>"),
            ("&lt;b&gt;", "&lt;i&gt;"),
            ("\u{202e}a", "\u{202e}b"),
        ] {
            let html = html(old, new);
            let tags = html.matches('<').count();
            let own: usize =
                ["<del>", "</del>", "<ins>", "</ins>", "<b>", "</b>"].map(|tag| html.matches(tag).count()).iter().sum();
            assert_eq!(tags, own, "{html}");
            assert!(!html.contains('\u{202e}'));
        }
    }

    #[test]
    fn texts_that_have_nothing_in_common_are_compared_all_the_same() {
        let text = |begin: &str| (0..20_000).map(|n| format!("{begin}{n}\n")).collect::<String>();
        let (old, new) = (text("a"), text("b"));
        assert_eq!(counts(&between(&old, &new)), (20_000, 20_000));
        assert!(changed_words(&"a ".repeat(200), &"b ".repeat(200)).is_none());
    }
}
