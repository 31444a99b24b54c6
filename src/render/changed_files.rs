//! The files that a conversation changed, each with the steps that did it.

use std::collections::HashMap;

use maud::{Markup, html};

use super::fold::{FoldLine, fold};
use super::steps::tally::{Change, plus_minus};
use super::words::count;

/// More steps than these are not listed.
const MOST: usize = 5000;

/// A list that grows with the conversation.
#[derive(Default)]
pub struct ChangedFiles {
    files: Vec<ChangedFile>,
    by_path: HashMap<String, usize>,
    steps: usize,
}

struct ChangedFile {
    path: String,
    /// The id of each step's element, with the lines that it added and removed.
    steps: Vec<(String, usize, usize)>,
}

impl ChangedFiles {
    /// Adds what the step of that element changed.
    pub fn add(&mut self, id: &str, changes: &[Change]) {
        for Change { path, added, removed } in changes {
            if self.steps == MOST {
                return;
            }
            self.steps += 1;
            let at = *self.by_path.entry(path.clone()).or_insert(self.files.len());
            if at == self.files.len() {
                self.files.push(ChangedFile { path: path.clone(), steps: Vec::new() });
            }
            if let Some(file) = self.files.get_mut(at) {
                file.steps.push((id.to_owned(), *added, *removed));
            }
        }
    }

    /// The list, behind the messages; empty where no file was changed.
    pub fn list(&self) -> Markup {
        let all = self.files.iter().map(ChangedFile::sum).fold((0, 0), |sum, of| (sum.0 + of.0, sum.1 + of.1));
        html! {
            @if !self.files.is_empty() {
                section.changed-files id="changed-files" aria-labelledby="changed-files-title" tabindex="-1" {
                    h2 id="changed-files-title" {
                        (count(self.files.len(), "file", "files")) " changed " (plus_minus(all.0, all.1))
                    }
                    @for file in &self.files { (file.fold()) }
                }
            }
        }
    }
}

impl ChangedFile {
    fn sum(&self) -> (usize, usize) {
        self.steps.iter().fold((0, 0), |sum, (_, added, removed)| (sum.0 + added, sum.1 + removed))
    }

    fn fold(&self) -> Markup {
        let (added, removed) = self.sum();
        let line = FoldLine {
            sign: "file",
            label: &self.path,
            amount: Some(plus_minus(added, removed)),
            class: "changed-file",
            ..FoldLine::default()
        };
        let steps = html! {
            ol {
                @for (number, (id, added, removed)) in (1..).zip(&self.steps) {
                    li { a href=(format_args!("#{id}")) { "Change " (number) } " " (plus_minus(*added, *removed)) }
                }
            }
        };
        fold(&line, &steps)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_is_listed_once_with_all_its_steps() {
        let change = |path: &str, added| Change { path: path.to_owned(), added, removed: 1 };
        let mut files = ChangedFiles::default();
        assert_eq!(files.list().into_string(), "");
        files.add("m-1-0", &[change("a<b", 2), change("c", 1)]);
        files.add("m-2-0", &[change("a<b", 3)]);
        let html = files.list().into_string();
        assert!(
            html.contains("2 files changed <span class=\"diff-count\"><ins>+6</ins> <del>−3</del></span></h2>"),
            "{html}"
        );
        assert_eq!(html.matches("a&lt;b").count(), 1);
        assert!(html.contains("<a href=\"#m-2-0\">Change 2</a>"), "{html}");
    }
}
