//! Patches as agents write them: unified diffs, the envelope of `apply_patch`, and blocks with what to search for and
//! what to put in its place.

use std::borrow::Cow;

use super::file_edit::{FileEdit, How};
use crate::render::diff::{Hunk, Sign, between};

/// Where the envelope begins.
pub const BEGIN: &str = "*** Begin Patch";
/// Where it ends.
pub const END: &str = "*** End Patch";

/// The files of a patch; `path` is that of one that names none.
pub fn read<'a>(text: &'a str, path: Option<&'a str>) -> Vec<FileEdit<'a>> {
    let text = text.split_once(BEGIN).map_or(text, |(_, inner)| inner);
    let text = text.split_once(END).map_or(text, |(inner, _)| inner);
    let mut files: Vec<FileEdit<'a>> = Vec::new();
    // The lines of a hunk that are still to come, where its head tells.
    let mut left: Option<(usize, usize)> = None;
    for line in text.lines() {
        if let Some((old, new)) = left.as_mut().filter(|(old, new)| *old + *new > 0) {
            let (of_old, of_new) = match line.as_bytes().first() {
                Some(b'-') => (1, 0),
                Some(b'+') => (0, 1),
                Some(b'\\') => (0, 0),
                _ => (1, 1),
            };
            (*old, *new) = (old.saturating_sub(of_old), new.saturating_sub(of_new));
            add(&mut files, path, line);
        } else if let Some((how, path)) = file_line(line) {
            left = None;
            files.push(FileEdit::new(path, how));
        } else if let Some(to) = line.strip_prefix("*** Move to: ") {
            // Once: a path that grew with each such line would take ever longer.
            if let Some(FileEdit { path, .. }) = files.last_mut()
                && let Cow::Borrowed(from) = *path
            {
                *path = Cow::Owned(format!("{from} → {}", to.trim()));
            }
        } else if let Some(old) = line.strip_prefix("--- ") {
            left = None;
            let path = unified_path(old);
            files.push(FileEdit::new(
                path.unwrap_or_default(),
                if path.is_none() { How::Created } else { How::Changed },
            ));
        } else if let Some(new) = line.strip_prefix("+++ ") {
            match (files.last_mut(), unified_path(new)) {
                (Some(file), Some(path)) => file.path = Cow::Borrowed(path),
                (Some(file), None) => file.how = How::Deleted,
                _ => {}
            }
        } else if let Some(head) = line.strip_prefix("@@") {
            let (counts, head) = hunk_head(head);
            left = counts;
            if let Some(file) = last(&mut files, path) {
                // Nothing was there before.
                let is_new = file.how == How::Changed && file.hunks.is_empty() && line.starts_with("@@ -0,0 +");
                file.how = if is_new { How::Created } else { file.how };
                file.hunks.push(Hunk { head: if is_new { String::new() } else { head }, lines: Vec::new() });
            }
        } else if !line.starts_with("***") && !is_git_line(line) && (!files.is_empty() || path.is_some()) {
            add(&mut files, path, line);
        }
    }
    files.retain(|file| !file.path.is_empty() && (!file.hunks.is_empty() || file.how != How::Changed));
    files
}

/// Blocks of `SEARCH` and `REPLACE`, with any number of signs around the words.
pub fn blocks(text: &str) -> Vec<Hunk<'_>> {
    let is_mark = |line: &str, sign: char, word: &str| {
        let line = line.trim_end();
        line.starts_with(sign) && line.trim_start_matches(sign).trim() == word && line.len() > word.len() + 4
    };
    let mut hunks = Vec::new();
    let (mut search, mut replace) = (None, None);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let begin = at;
        at += line.len();
        if is_mark(line, '<', "SEARCH") || is_mark(line, '-', "SEARCH") {
            (search, replace) = (Some(at), None);
        } else if is_mark(line, '-', "") && line.trim_end().len() > 5 && replace.is_none() && search.is_some() {
            // Roo's: where it is stands before.
            search = Some(at);
        } else if is_mark(line, '=', "") && search.is_some() && replace.is_none() {
            replace = Some((begin, at));
        } else if (is_mark(line, '>', "REPLACE") || is_mark(line, '+', "REPLACE"))
            && let (Some(from), Some((end, to))) = (search.take(), replace.take())
        {
            hunks.extend(between(text.get(from..end).unwrap_or_default(), text.get(to..begin).unwrap_or_default()));
        }
    }
    hunks
}

/// The file that is told of.
fn last<'a, 'b>(files: &'b mut Vec<FileEdit<'a>>, path: Option<&'a str>) -> Option<&'b mut FileEdit<'a>> {
    if files.is_empty() {
        files.push(FileEdit::new(path.unwrap_or_default(), How::Changed));
    }
    files.last_mut()
}

fn add<'a>(files: &mut Vec<FileEdit<'a>>, path: Option<&'a str>, line: &'a str) {
    let Some(file) = last(files, path) else { return };
    let (sign, text) = match line.as_bytes().first() {
        Some(b'+') => (Sign::Added, &line[1..]),
        Some(b'-') => (Sign::Removed, &line[1..]),
        Some(b' ') => (Sign::Same, &line[1..]),
        Some(b'\\') => return,
        _ => (Sign::Same, line),
    };
    // Between the hunks of a file stand blank lines.
    if file.hunks.is_empty() && line.trim().is_empty() {
        return;
    }
    if file.hunks.is_empty() {
        file.hunks.push(Hunk::default());
    }
    if let Some(hunk) = file.hunks.last_mut() {
        hunk.lines.push((sign, text));
    }
}

/// `*** Update File: a.rs` and its kin.
fn file_line(line: &str) -> Option<(How, &str)> {
    let (what, path) = line.strip_prefix("*** ")?.split_once(" File: ")?;
    let how = match what {
        "Update" => How::Changed,
        "Add" => How::Created,
        "Delete" => How::Deleted,
        _ => return None,
    };
    Some((how, path.trim()))
}

/// The path behind `---` or `+++`; `None` for `/dev/null`.
fn unified_path(text: &str) -> Option<&str> {
    let path = text.split('\t').next().unwrap_or(text).trim();
    let path = path.strip_prefix("a/").or_else(|| path.strip_prefix("b/")).unwrap_or(path);
    (path != "/dev/null").then_some(path)
}

/// The numbers of lines that a head names, and what it is shown as.
fn hunk_head(head: &str) -> (Option<(usize, usize)>, String) {
    let Some((ranges, name)) = head.strip_prefix(" -").and_then(|rest| rest.split_once(" @@")) else {
        return (None, head.trim_end_matches('@').trim().chars().take(120).collect());
    };
    let number = |text: &str| text.parse::<usize>().ok();
    let range = |range: &str| match range.split_once(',') {
        Some((start, length)) => Some((number(start)?, number(length)?)),
        None => Some((number(range)?, 1)),
    };
    let ranges = ranges.split_once(" +").and_then(|(old, new)| Some((range(old)?, range(new)?)));
    let name: String = name.trim().chars().take(120).collect();
    match ranges {
        Some(((_, old), (start, new))) => (Some((old, new)), format!("line {start} {name}").trim_end().to_owned()),
        None => (None, name),
    }
}

fn is_git_line(line: &str) -> bool {
    let begins = [
        "diff --git ",
        "index ",
        "new file mode ",
        "deleted file mode ",
        "similarity index ",
        "rename ",
        "old mode ",
        "new mode ",
    ];
    begins.iter().any(|begin| line.starts_with(begin))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::diff::counts;

    #[test]
    fn an_envelope_holds_several_files() {
        let patch = "*** Begin Patch\n*** Update File: src/a.py\n@@ class A\n x\n-old\n+new\n*** Add File: b.txt\n+one\n+two\n\
                     *** Delete File: c.txt\n*** Update File: d\n*** Move to: e\n-x\n+y\n*** End of File\n*** End Patch\nEOF";
        let files = read(patch, None);
        let told: Vec<_> = files.iter().map(|file| (&*file.path, file.how, counts(&file.hunks))).collect();
        assert_eq!(
            told,
            [
                ("src/a.py", How::Changed, (1, 1)),
                ("b.txt", How::Created, (2, 0)),
                ("c.txt", How::Deleted, (0, 0)),
                ("d → e", How::Changed, (1, 1)),
            ]
        );
        assert_eq!(files[0].hunks[0].head, "class A");
    }

    #[test]
    fn a_file_moves_once() {
        let moves = "*** Move to: b\n*** Move to: c\n";
        let patch = format!("*** Begin Patch\n*** Update File: a\n{moves}-x\n+y\n*** End Patch");
        assert_eq!(read(&patch, None)[0].path, "a → b");
    }

    #[test]
    fn a_unified_diff_keeps_lines_that_look_like_its_own() {
        let patch = "diff --git a/q.sql b/q.sql\nindex 1..2 100644\n--- a/q.sql\n+++ b/q.sql\n@@ -10,3 +10,3 @@ fn f\n a\n--- note\n+++ note\n b\n\
                     --- /dev/null\n+++ b/new\n@@ -0,0 +1 @@\n+x\n\\ No newline at end of file\n";
        let files = read(patch, None);
        let told: Vec<_> = files.iter().map(|file| (&*file.path, file.how, counts(&file.hunks))).collect();
        assert_eq!(told, [("q.sql", How::Changed, (1, 1)), ("new", How::Created, (1, 0))]);
        assert_eq!(files[0].hunks[0].head, "line 10 fn f");
        assert_eq!(files[0].hunks[0].lines[1], (Sign::Removed, "-- note"));
    }

    #[test]
    fn hunks_alone_belong_to_the_file_that_is_known() {
        let files = read("@@ -1,1 +1,1 @@\n-a\n+b", Some("x.rs"));
        assert_eq!((files.len(), &*files[0].path, counts(&files[0].hunks)), (1, "x.rs", (1, 1)));
        assert!(read("no patch at all", None).is_empty());
        let files = read("@@ -0,0 +1 @@\n+a", Some("x.rs"));
        assert_eq!((files[0].how, &*files[0].hunks[0].head), (How::Created, ""), "nothing was there before");
    }

    #[test]
    fn blocks_of_search_and_replace_are_compared() {
        for text in [
            "<<<<<<< SEARCH\na\nold\n=======\na\nnew\n>>>>>>> REPLACE",
            "------- SEARCH\na\nold\n=======\na\nnew\n+++++++ REPLACE\n",
            "<<<<<<< SEARCH\n:start_line:3\n-------\na\nold\n=======\na\nnew\n>>>>>>> REPLACE\n",
        ] {
            let hunks = blocks(text);
            assert_eq!(hunks.len(), 1, "{text}");
            assert_eq!(hunks[0].lines, [(Sign::Same, "a"), (Sign::Removed, "old"), (Sign::Added, "new")], "{text}");
        }
        assert!(blocks("=======\n>>>>>>> REPLACE\n<<<<<<< SEARCH").is_empty());
    }
}
