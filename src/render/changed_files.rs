//! The files that a conversation changed, each with the steps that did it.

use std::collections::HashMap;

use maud::{Markup, html};

use super::fold::{FoldLine, fold};
use super::steps::tally::{FileChange, plus_minus};
use super::words::count;

/// More steps than these are not listed.
const MOST: usize = 5000;

/// A list that grows with the conversation.
#[derive(Clone, Default)]
pub struct ChangedFiles {
    by_path: HashMap<String, usize>,
    steps: Vec<FileStep>,
}

/// What a step did to a file.
#[derive(Clone)]
struct FileStep {
    /// The number of the file, in the order in which they were changed first.
    file: usize,
    /// Of the step's element.
    id: String,
    added: usize,
    removed: usize,
}

/// A file with all that was done to it.
struct ChangedFile<'a> {
    path: &'a str,
    steps: Vec<&'a FileStep>,
}

impl ChangedFiles {
    /// Adds what the step of that element changed.
    pub fn add(&mut self, id: &str, changes: &[FileChange]) {
        for FileChange { path, added, removed } in changes {
            if self.steps.len() == MOST {
                return;
            }
            let next = self.by_path.len();
            let file = *self.by_path.entry(path.clone()).or_insert(next);
            self.steps.push(FileStep { file, id: id.to_owned(), added: *added, removed: *removed });
        }
    }

    /// How many steps it has.
    pub const fn len(&self) -> usize {
        self.steps.len()
    }

    /// What it was with so many steps.
    pub fn first(&self, steps: usize) -> Self {
        let steps: Vec<FileStep> = self.steps.iter().take(steps).cloned().collect();
        let files = steps.iter().map(|step| step.file + 1).max().unwrap_or(0);
        let paths = self.by_path.iter().filter(|(_, file)| **file < files);
        Self { by_path: paths.map(|(path, file)| (path.clone(), *file)).collect(), steps }
    }

    /// The memory that it takes, roughly, in bytes.
    pub fn byte_size(&self) -> usize {
        let steps: usize = self.steps.iter().map(|step| size_of::<FileStep>() + step.id.len()).sum();
        steps + self.by_path.keys().map(|path| path.len() + 64).sum::<usize>()
    }

    /// The list, behind the messages; empty where no file was changed.
    pub fn list(&self) -> Markup {
        let files = self.files();
        let all = files.iter().map(ChangedFile::sum).fold((0, 0), |sum, of| (sum.0 + of.0, sum.1 + of.1));
        html! {
            @if !files.is_empty() {
                section.changed-files id="changed-files" aria-labelledby="changed-files-title" tabindex="-1" {
                    h2 id="changed-files-title" {
                        (count(files.len(), "file", "files")) " changed " (plus_minus(all.0, all.1))
                    }
                    @for file in &files { (file.fold()) }
                }
            }
        }
    }

    fn files(&self) -> Vec<ChangedFile<'_>> {
        let mut paths: Vec<(&str, usize)> = self.by_path.iter().map(|(path, file)| (path.as_str(), *file)).collect();
        paths.sort_by_key(|(_, file)| *file);
        let mut files: Vec<ChangedFile<'_>> =
            paths.into_iter().map(|(path, _)| ChangedFile { path, steps: Vec::new() }).collect();
        for step in &self.steps {
            if let Some(file) = files.get_mut(step.file) {
                file.steps.push(step);
            }
        }
        files
    }
}

impl ChangedFile<'_> {
    fn sum(&self) -> (usize, usize) {
        self.steps.iter().fold((0, 0), |sum, step| (sum.0 + step.added, sum.1 + step.removed))
    }

    fn fold(&self) -> Markup {
        let (added, removed) = self.sum();
        let line = FoldLine {
            sign: "file",
            label: self.path,
            amount: Some(plus_minus(added, removed)),
            class: "changed-file",
            ..FoldLine::default()
        };
        let steps = html! {
            ol {
                @for (number, step) in (1..).zip(&self.steps) {
                    li {
                        a href=(format_args!("#{}", step.id)) { "Change " (number) } " " (plus_minus(step.added, step.removed))
                    }
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
        let change = |path: &str, added| FileChange { path: path.to_owned(), added, removed: 1 };
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

        let mut fewer = files.first(1);
        assert!(fewer.list().into_string().contains("1 file changed"));
        fewer.add("m-1-0", &[change("c", 1)]);
        fewer.add("m-2-0", &[change("a<b", 3)]);
        assert_eq!(fewer.list().into_string(), html);
    }
}
