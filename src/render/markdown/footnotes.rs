//! Footnotes: those that are referred to go to the end of the message, the others stay what was typed.

use std::collections::HashMap;

use comrak::Arena;
use comrak::nodes::{AstNode, Node, NodeValue};

use super::tags::text_node;

/// Numbers the notes in the order in which the written text refers to them.
///
/// A picture's text is one attribute or stands in brackets: a reference in it leads nowhere and counts for nothing.
pub fn arrange<'a>(arena: &'a Arena<'a>, root: Node<'a>) {
    let mut noted: HashMap<String, Noted> = HashMap::new();
    let mut definitions = Vec::new();
    for node in root.descendants().collect::<Vec<_>>() {
        let mut data = node.data_mut();
        match &mut data.value {
            NodeValue::FootnoteReference(reference) if is_in_a_picture(node) => {
                let typed = format!("[^{}]", reference.name);
                data.value = NodeValue::Text(typed.into());
            }
            NodeValue::FootnoteReference(reference) => {
                let next = u32::try_from(noted.len()).unwrap_or(u32::MAX).saturating_add(1);
                let note = noted.entry(reference.name.clone()).or_insert(Noted { number: next, references: 0 });
                note.references += 1;
                reference.ix = note.number;
                reference.ref_num = note.references;
            }
            NodeValue::FootnoteDefinition(_) => definitions.push(node),
            _ => {}
        }
    }
    let mut numbered = Vec::new();
    for node in definitions {
        let mut data = node.data_mut();
        let NodeValue::FootnoteDefinition(definition) = &mut data.value else { continue };
        // The first definition of a name is the one.
        match noted.remove(&definition.name) {
            Some(note) => {
                definition.total_references = note.references;
                numbered.push((note.number, node));
            }
            None => {
                let name = definition.name.clone();
                drop(data);
                unfold(arena, node, &name);
            }
        }
    }
    numbered.sort_by_key(|(number, _)| *number);
    for (_, node) in numbered {
        node.detach();
        root.append(node);
    }
}

/// What the text refers to as a note.
struct Noted {
    /// From 1.
    number: u32,
    references: u32,
}

fn is_in_a_picture(node: Node<'_>) -> bool {
    node.ancestors().skip(1).any(|above| matches!(above.data().value, NodeValue::Image(_)))
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
