//! Footnotes: those that are referred to go to the end of the message, the others stay what was typed.

use std::collections::HashMap;

use comrak::Arena;
use comrak::nodes::{AstNode, Node, NodeValue};

use super::tags::text_node;

pub fn arrange<'a>(arena: &'a Arena<'a>, root: Node<'a>) {
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut definitions = Vec::new();
    for node in root.descendants() {
        match &node.data().value {
            NodeValue::FootnoteReference(reference) => {
                numbers.insert(reference.name.clone(), reference.ix);
            }
            NodeValue::FootnoteDefinition(_) => definitions.push(node),
            _ => {}
        }
    }
    let mut numbered = Vec::new();
    for node in definitions {
        let (name, references) = match &node.data().value {
            NodeValue::FootnoteDefinition(note) => (note.name.clone(), note.total_references),
            _ => continue,
        };
        match numbers.get(&name).filter(|_| references > 0) {
            Some(number) => numbered.push((*number, node)),
            None => unfold(arena, node, &name),
        }
    }
    numbered.sort_by_key(|(number, _)| *number);
    for (_, node) in numbered {
        node.detach();
        root.append(node);
    }
}

/// Puts the blocks of a note that nothing refers to in its place, behind the label that was typed.
fn unfold<'a>(arena: &'a Arena<'a>, note: Node<'a>, name: &str) {
    let label = text_node(arena, format!("[^{name}]: "));
    match note.first_child().filter(|first| matches!(first.data().value, NodeValue::Paragraph)) {
        Some(first) => first.prepend(label),
        None => {
            let paragraph = arena.alloc(AstNode::from(NodeValue::Paragraph));
            paragraph.append(label);
            note.prepend(paragraph);
        }
    }
    for child in note.children().collect::<Vec<_>>() {
        note.insert_before(child);
    }
    note.detach();
}
