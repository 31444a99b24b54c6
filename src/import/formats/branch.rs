//! The branch of a conversation that its reader sees, where it is kept as a tree: each message names
//! the one that it answers.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::domain::timestamp::Timestamp;
use crate::import::context::Context;

/// Parents by which programs say that there is none.
const ROOTS: [&str; 3] =
    ["00000000-0000-0000-0000-000000000000", "00000000-0000-4000-8000-000000000000", "client-created-root"];

/// A message in its tree.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    /// By which others name it.
    pub id: Option<&'a str>,
    /// The one that it answers.
    pub parent: Option<&'a str>,
    /// When it was said.
    pub created_at: Option<Timestamp>,
    /// The message itself.
    pub message: &'a Value,
}

/// The messages from the first to `leaf`, or to the newest one that nobody answered. They are found
/// upwards: links to children are often missing, and do not tell which of them was chosen. Where the
/// messages are not linked at all, they are in order already.
pub fn find<'a>(nodes: &[Node<'a>], leaf: Option<&str>, context: &mut Context<'_>) -> Vec<&'a Value> {
    let mut by_id: HashMap<&str, &Node<'a>> = HashMap::new();
    for node in nodes {
        if let Some(id) = node.id {
            by_id.entry(id).or_insert(node);
        }
    }
    let is_linked = nodes.iter().any(|node| node.parent.is_some_and(|parent| by_id.contains_key(parent)));
    if !is_linked || nodes.iter().any(|node| node.id.is_none()) {
        return nodes.iter().map(|node| node.message).collect();
    }
    let mut next = leaf.and_then(|id| by_id.get(id)).copied().or_else(|| newest_leaf(nodes));
    let mut seen = HashSet::new();
    let mut branch = Vec::new();
    while let Some(node) = next
        && seen.insert(node.id)
    {
        branch.push(node.message);
        next = node.parent.and_then(|parent| by_id.get(parent)).copied();
        if next.is_none() && node.parent.is_some_and(|parent| !parent.is_empty() && !ROOTS.contains(&parent)) {
            context.note("message 1: what it answers is not in the file");
        }
    }
    branch.reverse();
    branch
}

/// Among the messages that nobody answered, the newest; of several, the last. Where all are answers
/// to each other, each is as good a leaf.
fn newest_leaf<'n, 'a>(nodes: &'n [Node<'a>]) -> Option<&'n Node<'a>> {
    let parents: HashSet<&str> = nodes.iter().filter_map(|node| node.parent).collect();
    let is_leaf = |node: &&Node<'_>| !node.id.is_some_and(|id| parents.contains(id));
    let leaf = nodes.iter().filter(is_leaf).max_by_key(|node| node.created_at);
    leaf.or_else(|| nodes.iter().max_by_key(|node| node.created_at))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::import::source::Shelf;

    /// The branch of messages given as id, parent and second; and how many notes there were.
    #[track_caller]
    fn check(nodes: &[(&str, &str, u64)], leaf: Option<&str>, expected: &[&str], notes: usize) {
        let ids: Vec<Value> = nodes.iter().map(|(id, _, _)| json!(id)).collect();
        let nodes: Vec<Node<'_>> = nodes
            .iter()
            .zip(&ids)
            .map(|((id, parent, at), message)| Node {
                id: Some(id),
                parent: Some(*parent).filter(|parent| !parent.is_empty()),
                created_at: Timestamp::from_unix_seconds(*at as f64),
                message,
            })
            .collect();
        let shelf = Shelf::default();
        let mut context = Context::new("file", &shelf);
        let found: Vec<&str> = find(&nodes, leaf, &mut context).into_iter().filter_map(Value::as_str).collect();
        assert_eq!((found.as_slice(), context.take().1.len()), (expected, notes));
    }

    #[test]
    fn the_chosen_branch_is_taken_or_else_the_newest() {
        let tree = [("a", "", 1), ("b", "a", 4), ("c", "a", 3), ("d", "c", 5)];
        check(&tree, Some("b"), &["a", "b"], 0);
        check(&tree, Some("gone"), &["a", "c", "d"], 0);
        check(&tree[..3], None, &["a", "b"], 0);
    }

    #[test]
    fn messages_without_links_are_all_taken() {
        check(&[("a", "", 2), ("b", "", 1)], Some("a"), &["a", "b"], 0);
        check(&[], Some("a"), &[], 0);
    }

    #[test]
    fn a_circle_ends_and_a_missing_beginning_is_told() {
        check(&[("a", "b", 1), ("b", "a", 2)], None, &["a", "b"], 0);
        check(&[("a", "a", 1)], None, &["a"], 0);
        check(&[("a", "gone", 1), ("b", "a", 2)], None, &["a", "b"], 1);
        check(&[("a", ROOTS[0], 1), ("b", "a", 2)], None, &["a", "b"], 0);
    }
}
