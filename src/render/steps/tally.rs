//! What steps count for, together: in the line of a run, and in the list of files.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::names::Doing;
use crate::render::words::{count, line};

/// The order in which a line tells of what was done.
const TOLD: &[Doing] = &[
    Doing::Run,
    Doing::Read,
    Doing::Search,
    Doing::Fetch,
    Doing::Web,
    Doing::Ask,
    Doing::Agent,
    Doing::Skill,
    Doing::Other,
];

/// What one step counts for, or several.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    steps: usize,
    failed: usize,
    done: Vec<Doing>,
    changes: Vec<FileChange>,
}

/// A change of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// The file.
    pub path: String,
    /// Lines.
    pub added: usize,
    /// Lines.
    pub removed: usize,
}

impl Tally {
    /// That of a step which has changed nothing.
    pub fn of(doing: Doing, has_failed: bool) -> Self {
        let done = if doing == Doing::List { Doing::Search } else { doing };
        Self { steps: 1, failed: usize::from(has_failed), done: vec![done], changes: Vec::new() }
    }

    /// Adds changes of files, each with the numbers of lines that were added and removed.
    pub fn change<'a>(&mut self, changes: impl Iterator<Item = (&'a str, (usize, usize))>) {
        self.changes.extend(changes.map(|(path, (added, removed))| FileChange {
            path: line(path, 250),
            added,
            removed,
        }));
    }

    /// Adds another's.
    pub fn add(&mut self, other: Self) {
        self.steps += other.steps;
        self.failed += other.failed;
        self.done.extend(other.done);
        self.changes.extend(other.changes);
    }

    /// How many steps there are.
    pub const fn steps(&self) -> usize {
        self.steps
    }

    /// The changes, in order.
    pub fn changes(&self) -> &[FileChange] {
        &self.changes
    }

    /// Whether a file was changed.
    pub const fn has_changes(&self) -> bool {
        !self.changes.is_empty()
    }

    /// `3 files changed, ran 2 commands`.
    pub fn gist(&self) -> String {
        let files = self.changes.iter().map(|change| &change.path).collect::<BTreeSet<_>>().len();
        let files = (files > 0).then(|| format!("{} changed", count(files, "file", "files")));
        let told = TOLD.iter().filter_map(|doing| {
            let number = self.done.iter().filter(|done| *done == doing).count();
            if number > 0 { doing.told(number) } else { None }
        });
        let mut words: Vec<String> = files.into_iter().collect();
        let mut has_used = false;
        for told in told {
            // Once is enough.
            let is_used = told.strip_prefix("used ");
            words.push(is_used.filter(|_| has_used).unwrap_or(&told).to_owned());
            has_used |= is_used.is_some();
        }
        words.join(", ")
    }

    /// The lines that were added and removed.
    pub fn amount(&self) -> Option<Markup> {
        let sum = self.changes.iter().fold((0, 0), |sum, change| (sum.0 + change.added, sum.1 + change.removed));
        (sum != (0, 0)).then(|| plus_minus(sum.0, sum.1))
    }

    /// `2 failed`.
    pub fn warning(&self) -> Option<String> {
        (self.failed > 0).then(|| format!("{} failed", self.failed))
    }
}

/// `+120 −34`.
pub fn plus_minus(added: usize, removed: usize) -> Markup {
    html! {
        span.diff-count {
            @if added > 0 { ins { "+" (added) } }
            @if added > 0 && removed > 0 { " " }
            @if removed > 0 { del { "−" (removed) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_told_together() {
        let mut tally = Tally::of(Doing::Run, true);
        for (doing, changes) in [
            (Doing::Edit, &[("a", (3, 1)), ("b", (1, 0))][..]),
            (Doing::Edit, &[("a", (2, 2))]),
            (Doing::List, &[]),
            (Doing::Run, &[]),
            (Doing::Other, &[]),
            (Doing::Agent, &[]),
        ] {
            let mut one = Tally::of(doing, false);
            one.change(changes.iter().copied());
            tally.add(one);
        }
        assert_eq!(tally.steps(), 7);
        assert_eq!(tally.gist(), "2 files changed, ran 2 commands, searched once, used 1 agent, 1 other tool");
        assert_eq!(tally.warning().as_deref(), Some("1 failed"));
        assert_eq!(
            tally.amount().map(Markup::into_string).as_deref(),
            Some("<span class=\"diff-count\"><ins>+6</ins> <del>−3</del></span>")
        );
    }
}
