//! Lines that were written before the one that they answer: several writers append to a session.

use std::collections::{HashMap, HashSet};

use super::lines::SessionLine;

/// The lines in their order, but each behind the one that it answers.
pub fn behind_parents(lines: Vec<SessionLine>) -> Vec<SessionLine> {
    let mut first: HashMap<String, usize> = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(uuid) = &line.uuid {
            first.entry(uuid.clone()).or_insert(at);
        }
    }
    let later = |(at, line): (usize, &SessionLine)| {
        let parent = *first.get(line.parent.as_deref()?)?;
        (parent > at).then_some((at, parent))
    };
    let mut waiting: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, parent) in lines.iter().enumerate().filter_map(later) {
        waiting.entry(parent).or_default().push(at);
    }
    if waiting.is_empty() {
        return lines;
    }
    let waits: HashSet<usize> = waiting.values().flatten().copied().collect();
    let mut left: Vec<Option<SessionLine>> = lines.into_iter().map(Some).collect();
    let mut settled = Vec::with_capacity(left.len());
    let starts = (0..left.len()).filter(|at| !waits.contains(at));
    // What waits for each other has no beginning.
    for start in starts.chain(0..left.len()).collect::<Vec<_>>() {
        let mut next = vec![start];
        while let Some(at) = next.pop() {
            if let Some(line) = left[at].take() {
                settled.push(line);
                next.extend(waiting.remove(&at).into_iter().flatten().rev());
            }
        }
    }
    settled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::formats::claude_code::lines::VisibleLine;

    #[track_caller]
    fn check(tree: &[&str], expected: &str) {
        let lines = tree.iter().map(|line| {
            let (uuid, parent) = line.split_once(' ').expect("a pair");
            let (uuid, parent) = (Some(uuid.to_owned()), Some(parent.to_owned()));
            SessionLine { uuid, parent, created_at: None, is_sidechain: false, visible: VisibleLine::Nothing }
        });
        let settled: String = behind_parents(lines.collect()).into_iter().filter_map(|line| line.uuid).collect();
        assert_eq!(settled, expected);
    }

    #[test]
    fn an_answer_stands_behind_its_prompt() {
        check(&["a -", "b a", "c b"], "abc");
        check(&["b a", "a -", "c b"], "abc");
        check(&["c b", "b a", "a -", "d c"], "abcd");
        check(&["a -", "d c", "b a", "c b"], "abcd");
        check(&["a b", "b a", "c -", "d d"], "bacd");
    }
}
