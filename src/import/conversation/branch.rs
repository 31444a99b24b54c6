//! The branch of a conversation that its reader sees, where it is kept as a tree: each message names
//! the one that it answers.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::context::Context;
use super::fields::LenientFields;
use crate::domain::timestamp::Timestamp;

/// Identifiers that programs give as the parent of a first message.
const ROOTS: [&str; 3] =
    ["00000000-0000-0000-0000-000000000000", "00000000-0000-4000-8000-000000000000", "client-created-root"];

/// A message in its tree.
#[derive(Clone, Copy)]
pub struct TreeMessage<'a> {
    /// Its identifier.
    pub id: Option<&'a str>,
    /// The one that it answers.
    pub parent: Option<&'a str>,
    /// When it was said.
    pub created_at: Option<Timestamp>,
    /// The message itself.
    pub message: &'a Value,
}

impl<'a> TreeMessage<'a> {
    /// A message that says this in fields of these names.
    pub fn of(message: &'a Value, ids: &[&str], parents: &[&str], times: &[&str]) -> Self {
        Self { id: message.id(ids), parent: message.id(parents), created_at: message.time(times), message }
    }
}

/// A conversation's messages as a tree.
pub struct MessageTree<'a> {
    nodes: Vec<TreeMessage<'a>>,
    by_id: HashMap<&'a str, TreeMessage<'a>>,
    parents: HashSet<&'a str>,
}

impl<'a> MessageTree<'a> {
    /// The tree of these messages.
    pub fn new(nodes: Vec<TreeMessage<'a>>) -> Self {
        let mut by_id = HashMap::new();
        for node in &nodes {
            if let Some(id) = node.id {
                by_id.entry(id).or_insert(*node);
            }
        }
        let parents = nodes.iter().filter_map(|node| node.parent).collect();
        Self { nodes, by_id, parents }
    }

    /// The tree in a `mapping` of nodes, as of ChatGPT and DeepSeek. Newer exports leave out the links to children;
    /// where only these are, they tell the parents.
    pub fn of_mapping(mapping: &'a Value, created: &[&str]) -> Self {
        let mapping = || mapping.as_object().into_iter().flatten();
        let mut parents: HashMap<&str, &str> = HashMap::new();
        for (id, node) in mapping() {
            parents.extend(node.list("children").iter().filter_map(Value::as_str).map(|child| (child, id.as_str())));
        }
        let nodes = mapping().map(|(id, node)| TreeMessage {
            id: Some(id),
            parent: node.text("parent").or_else(|| parents.get(id.as_str()).copied()),
            created_at: node["message"].time(created),
            message: &node["message"],
        });
        Self::new(nodes.collect())
    }

    /// The message of that identifier.
    pub fn get(&self, id: &str) -> Option<TreeMessage<'a>> {
        self.by_id.get(id).copied()
    }

    /// The messages from the first to `leaf`, or to the newest one that nobody answered. They are found
    /// upwards: links to children are often missing, and do not tell which of them was chosen. Where the
    /// messages are not linked at all, they are in order already.
    pub fn branch(&self, leaf: Option<&str>, context: &mut Context<'_>) -> Vec<&'a Value> {
        let is_linked = self.parents.iter().any(|parent| self.by_id.contains_key(parent));
        if !is_linked || self.nodes.iter().any(|node| node.id.is_none()) {
            return self.nodes.iter().map(|node| node.message).collect();
        }
        let leaf = leaf.and_then(|id| self.get(id)).or_else(|| self.newest_leaf());
        // Where all are answers to each other, each is as good a leaf.
        let leaf = leaf.or_else(|| self.nodes.iter().max_by_key(|node| node.created_at).copied());
        let branch = leaf.map(|leaf| self.up_to(leaf)).unwrap_or_default();
        if let Some(parent) = branch.first().and_then(|first| first.parent)
            && !self.by_id.contains_key(parent)
            && !parent.is_empty()
            && !ROOTS.contains(&parent)
        {
            context.note("message 1: what it answers is not in the file");
        }
        branch.into_iter().map(|node| node.message).collect()
    }

    /// The way from a message without a known parent to `leaf`.
    pub fn up_to(&self, leaf: TreeMessage<'a>) -> Vec<TreeMessage<'a>> {
        let (mut branch, mut seen) = (Vec::new(), HashSet::new());
        let mut next = Some(leaf);
        while let Some(node) = next.filter(|node| seen.insert(node.id)) {
            branch.push(node);
            next = node.parent.and_then(|parent| self.get(parent));
        }
        branch.reverse();
        branch
    }

    /// Among the messages that nobody answered, the newest; of several, the last. One without a time is as new as what
    /// it answers.
    pub fn newest_leaf(&self) -> Option<TreeMessage<'a>> {
        let is_leaf = |node: &&TreeMessage<'_>| !node.id.is_some_and(|id| self.parents.contains(id));
        let mut known = HashMap::new();
        self.nodes.iter().filter(is_leaf).max_by_key(|node| self.time_of(node, &mut known)).copied()
    }

    /// When a message was said, or else the nearest one above it; `known` are those that were looked for before.
    fn time_of(&self, node: &TreeMessage<'a>, known: &mut HashMap<&'a str, Option<Timestamp>>) -> Option<Timestamp> {
        let mut passed = Vec::new();
        let mut next = Some(*node);
        let mut time = None;
        while let Some(node) = next {
            time = node.created_at.or_else(|| node.id.and_then(|id| known.get(id).copied().flatten()));
            let Some(id) = node.id.filter(|id| time.is_none() && !known.contains_key(id)) else { break };
            known.insert(id, None);
            passed.push(id);
            next = node.parent.and_then(|parent| self.get(parent));
        }
        known.extend(passed.into_iter().map(|id| (id, time)));
        time
    }

    /// The end of the way that goes on from a message with the newest answers.
    pub fn newest_below(&self, mut leaf: TreeMessage<'a>) -> TreeMessage<'a> {
        let mut newest: HashMap<&str, TreeMessage<'a>> = HashMap::new();
        for node in &self.nodes {
            if let Some(parent) = node.parent
                && newest.get(parent).is_none_or(|newest| node.created_at >= newest.created_at)
            {
                newest.insert(parent, *node);
            }
        }
        // A message that is its own descendant ends the way: each is passed once.
        while let Some(child) = leaf.id.and_then(|id| newest.remove(id)) {
            leaf = child;
        }
        leaf
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::import::sidecars::Sidecars;

    /// The branch of messages given as id, parent and second; and how many notes there were.
    #[track_caller]
    fn check(nodes: &[(&str, &str, u64)], leaf: Option<&str>, expected: &[&str], notes: usize) {
        let messages: Vec<Value> = nodes
            .iter()
            .map(|(id, parent, at)| json!({"id": id, "parent": parent, "at": (*at > 0).then_some(at)}))
            .collect();
        let nodes = messages.iter().map(|message| TreeMessage::of(message, &["id"], &["parent"], &["at"]));
        let sidecars = Sidecars::default();
        let mut context = Context::new("file", &sidecars);
        let branch = MessageTree::new(nodes.collect()).branch(leaf, &mut context);
        let found: Vec<&str> = branch.into_iter().filter_map(|message| message.text("id")).collect();
        assert_eq!((found.as_slice(), context.take().1.len()), (expected, notes));
    }

    #[test]
    fn the_chosen_branch_is_taken_or_else_the_newest() {
        let tree = [("a", "", 1), ("b", "a", 4), ("c", "a", 3), ("d", "c", 5)];
        check(&tree, Some("b"), &["a", "b"], 0);
        check(&tree, Some("gone"), &["a", "c", "d"], 0);
        check(&tree[..3], None, &["a", "b"], 0);
        let untimed = [("a", "", 1), ("b", "a", 2), ("c", "a", 3), ("d", "c", 0)];
        check(&untimed, None, &["a", "c", "d"], 0);
    }

    #[test]
    fn messages_without_links_are_all_taken() {
        check(&[("a", "", 2), ("b", "", 1)], Some("a"), &["a", "b"], 0);
        check(&[], Some("a"), &[], 0);
    }

    #[test]
    fn a_circle_ends_and_a_missing_beginning_is_noted() {
        check(&[("a", "b", 1), ("b", "a", 2)], None, &["a", "b"], 0);
        check(&[("a", "a", 1)], None, &["a"], 0);
        check(&[("a", "gone", 1), ("b", "a", 2)], None, &["a", "b"], 1);
        check(&[("a", ROOTS[0], 1), ("b", "a", 2)], None, &["a", "b"], 0);
    }
}
