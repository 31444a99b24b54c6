//! A session's lines are a tree: whoever goes back and asks again begins a branch. Which lines are
//! of branches that were left behind.

use std::collections::{HashMap, HashSet};

/// A line's place in the tree.
pub struct LineNode<'a> {
    pub uuid: Option<&'a str>,
    pub parent: Option<&'a str>,
    /// The model's message of which the line has a block.
    pub message_id: Option<&'a str>,
    /// A person or the model says something.
    pub is_said: bool,
    /// It holds only results of tools.
    pub is_answer: bool,
}

/// For each line whether it is on a branch that was left behind. It is when its parent, or one
/// further up, has a later child that leads to where the session ends. Wherever the tree is broken,
/// as by parents that are not in the file, no line is: none is lost for what is not understood.
pub fn abandoned(nodes: &[LineNode<'_>]) -> Vec<bool> {
    let places: HashMap<&str, usize> =
        (0..).zip(nodes).filter_map(|(place, node)| node.uuid.map(|uuid| (uuid, place))).collect();
    let parents: Vec<Option<usize>> =
        nodes.iter().map(|node| node.parent.and_then(|parent| places.get(parent).copied())).collect();
    let path = MainPath::new(nodes, &parents);
    let messages: HashSet<&str> =
        (0..).zip(nodes).filter(|(place, _)| path.is_on[*place]).filter_map(|(_, node)| node.message_id).collect();
    // Tools that the model calls at once make branches, too: their calls and answers all count.
    let is_parallel =
        |place: usize| nodes[place].is_answer || nodes[place].message_id.is_some_and(|id| messages.contains(id));

    let mut verdicts: Vec<Option<bool>> = vec![None; nodes.len()];
    for start in 0..nodes.len() {
        let mut way = Vec::new();
        let mut at = start;
        let verdict = loop {
            if let Some(verdict) = verdicts[at] {
                break verdict;
            }
            if path.is_on[at] {
                break false;
            }
            // Whoever comes here again goes in a circle.
            verdicts[at] = Some(false);
            way.push(at);
            match parents[at] {
                None => break false,
                Some(parent) => match path.children[parent] {
                    Some(chosen) => break chosen > at && !is_parallel(at),
                    None => at = parent,
                },
            }
        };
        for place in way {
            verdicts[place] = Some(verdict);
        }
    }
    verdicts.into_iter().map(|verdict| verdict == Some(true)).collect()
}

/// The way from the session's beginning to its end.
struct MainPath {
    is_on: Vec<bool>,
    /// What follows on the way.
    children: Vec<Option<usize>>,
}

impl MainPath {
    /// Found upwards from the last line. Where a line has no parent, as after the session was
    /// compacted, it goes on with the one before.
    fn new(nodes: &[LineNode<'_>], parents: &[Option<usize>]) -> Self {
        let mut path = Self { is_on: vec![false; nodes.len()], children: vec![None; nodes.len()] };
        let mut end = nodes.len();
        while let Some(leaf) = nodes[..end].iter().rposition(|node| node.is_said && node.uuid.is_some()) {
            let mut at = leaf;
            end = leaf;
            path.is_on[at] = true;
            while let Some(parent) = parents[at]
                && !path.is_on[parent]
            {
                path.is_on[parent] = true;
                path.children[parent] = Some(at);
                at = parent;
                end = end.min(at);
            }
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each node as `uuid parent`, `-` for none; a capital letter for a result of a tool.
    fn left_behind(tree: &[&'static str]) -> String {
        let nodes = tree.iter().map(|line| {
            let (uuid, parent) = line.split_once(' ').expect("a pair");
            let is_answer = uuid.starts_with(char::is_uppercase);
            LineNode { uuid: Some(uuid), parent: Some(parent), message_id: None, is_said: true, is_answer }
        });
        let marks = abandoned(&nodes.collect::<Vec<_>>());
        tree.iter().zip(marks).filter(|(_, mark)| *mark).map(|(line, _)| &line[..1]).collect()
    }

    #[test]
    fn a_branch_that_was_taken_back_is_left_behind_with_all_that_follows_it() {
        assert_eq!(left_behind(&["a -", "b a", "c b", "d a", "e d"]), "bc");
    }

    #[test]
    fn results_of_tools_called_at_once_are_not() {
        assert_eq!(left_behind(&["a -", "b a", "A a", "B b", "c B"]), "");
        assert_eq!(left_behind(&["a -", "A a", "b a", "c b"]), "");
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
