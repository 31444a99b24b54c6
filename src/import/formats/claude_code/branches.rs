//! A session's lines are a tree: whoever goes back and asks again begins a branch. Which lines are
//! of branches that were left behind.

use std::collections::HashMap;

/// A line's place in the tree.
pub struct LineNode<'a> {
    pub uuid: Option<&'a str>,
    pub parent: Option<&'a str>,
    /// A person or the model says something. Lines of the program, its hooks and its progress do not:
    /// what hangs on one of them hangs on what was said before.
    pub is_said: bool,
    /// A person asks.
    pub is_prompt: bool,
}

/// For each line whether it is on a branch that was taken back: below a prompt after which the same
/// person asked something else from the same place, and to which nothing was added since. Nothing else makes
/// a branch, so none is lost for what is not understood.
pub fn abandoned(nodes: &[LineNode<'_>]) -> Vec<bool> {
    let places: HashMap<&str, usize> =
        (0..).zip(nodes).filter_map(|(place, node)| node.uuid.map(|uuid| (uuid, place))).collect();
    let parents: Vec<Option<usize>> =
        nodes.iter().map(|node| node.parent.and_then(|parent| places.get(parent).copied())).collect();
    let ends = ends(nodes, &parents);
    let mut verdicts: Vec<Option<bool>> = vec![None; nodes.len()];
    let mut asked: HashMap<usize, usize> = HashMap::new();
    for (at, node) in nodes.iter().enumerate().filter(|(_, node)| node.is_prompt) {
        let Some(from) = said_above(nodes, &parents, at) else { continue };
        if let Some(before) = asked.insert(from, at)
            && ends[before] < at
            && node.uuid != nodes[before].uuid
        {
            verdicts[before] = Some(true);
        }
    }
    for start in 0..nodes.len() {
        let (mut way, mut at) = (Vec::new(), Some(start));
        let verdict = loop {
            let Some(here) = at else { break false };
            if let Some(verdict) = verdicts[here] {
                break verdict;
            }
            // Whoever comes here again goes in a circle.
            verdicts[here] = Some(false);
            way.push(here);
            at = parents[here];
        };
        way.into_iter().for_each(|place| verdicts[place] = Some(verdict));
    }
    verdicts.into_iter().map(|verdict| verdict == Some(true)).collect()
}

/// The nearest line above one on which something was said.
fn said_above(nodes: &[LineNode<'_>], parents: &[Option<usize>], at: usize) -> Option<usize> {
    // Between two things that are said there are some lines of the program, and hardly ever a hundred.
    std::iter::successors(parents[at], |above| parents[*above]).take(MOST_BETWEEN).find(|above| nodes[*above].is_said)
}

/// Lines of the program one below the other that are gone through.
const MOST_BETWEEN: usize = 200;

/// For each line the last one below it on which something is said, or the line itself.
fn ends(nodes: &[LineNode<'_>], parents: &[Option<usize>]) -> Vec<usize> {
    let mut ends: Vec<usize> = (0..nodes.len()).collect();
    let mut children = vec![0_usize; nodes.len()];
    parents.iter().flatten().for_each(|parent| children[*parent] += 1);
    let mut leaves: Vec<usize> = (0..nodes.len()).filter(|at| children[*at] == 0).collect();
    while let Some(at) = leaves.pop() {
        let Some(parent) = parents[at] else { continue };
        if nodes[at].is_said || ends[at] > at {
            ends[parent] = ends[parent].max(ends[at]);
        }
        children[parent] -= 1;
        if children[parent] == 0 {
            leaves.push(parent);
        }
    }
    // What goes in a circle has no end.
    for (end, _) in ends.iter_mut().zip(children).filter(|(_, children)| *children > 0) {
        *end = usize::MAX;
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each node as `uuid parent`, `-` for none: a capital letter for what is no prompt, a digit for a line
    /// of the program.
    fn left_behind(tree: &[&'static str]) -> String {
        let nodes = tree.iter().map(|line| {
            let (uuid, parent) = line.split_once(' ').expect("a pair");
            let (is_said, is_prompt) = (uuid.starts_with(char::is_alphabetic), uuid.starts_with(char::is_lowercase));
            LineNode { uuid: Some(uuid), parent: Some(parent), is_said, is_prompt }
        });
        let marks = abandoned(&nodes.collect::<Vec<_>>());
        tree.iter().zip(marks).filter(|(_, mark)| *mark).map(|(line, _)| &line[..1]).collect()
    }

    #[test]
    fn a_prompt_that_was_taken_back_is_left_behind_with_all_that_follows_it() {
        assert_eq!(left_behind(&["a -", "B a", "c B", "D c", "e B", "F e"]), "cD");
        // The first hangs on a line of the program, the second on what was said before it.
        assert_eq!(left_behind(&["a -", "B a", "1 B", "c 1", "D c", "2 D", "e B", "F e"]), "cD2");
        assert_eq!(left_behind(&["A -", "b A", "c A", "d A"]), "bc");
    }

    #[test]
    fn answers_results_and_lines_of_the_program_make_no_branch() {
        assert_eq!(left_behind(&["a -", "B a", "C a", "D B", "E C", "f E"]), "");
        assert_eq!(left_behind(&["a -", "B a", "1 a", "c 1", "D c"]), "");
        assert_eq!(left_behind(&["a -", "B a", "C B", "1 B", "d 1"]), "");
    }

    #[test]
    fn two_who_go_on_from_the_same_place_both_stay() {
        assert_eq!(left_behind(&["A -", "b A", "c A", "D b", "E c"]), "");
    }

    #[test]
    fn what_comes_before_a_line_without_a_parent_stays() {
        assert_eq!(left_behind(&["a -", "b a", "c a", "d missing", "e d"]), "b");
        assert_eq!(left_behind(&["a -", "b -", "c b"]), "");
    }

    #[test]
    fn lines_that_name_each_other_or_themselves_stay() {
        assert_eq!(left_behind(&["a b", "b a", "c c", "d a"]), "");
        assert_eq!(left_behind(&["a a"]), "");
    }
}
