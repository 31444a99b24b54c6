//! To-do lists and plans with steps, of all agents.

use maud::{Markup, html};
use serde_json::Value;

use super::edits::text;
use crate::render::words::line;

/// The fields that hold the list.
pub const LISTS: &[&str] = &["todos", "todoList", "plan", "items", "task_list", "tasks", "new_todos", "checklist"];
const WORDS: &[&str] = &["content", "step", "text", "title", "subject", "description", "task", "name"];
/// Its other fields that need not be shown: they say how far it is, or its words once more.
const ASIDE: &[&str] = &["status", "state", "completed", "done", "activeForm", "id"];

/// Something to be done.
pub struct Item {
    words: String,
    state: TodoState,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum TodoState {
    Open,
    Now,
    Done,
}

/// What is to be done; empty where the call has no list.
pub fn items(input: &Value) -> Vec<Item> {
    let list = LISTS.iter().find_map(|name| input.get(*name)).or_else(|| Some(input).filter(|input| input.is_array()));
    match list {
        Some(Value::Array(list)) => list.iter().filter_map(item).collect(),
        Some(Value::String(list)) => list.lines().filter_map(ticked).collect(),
        // One of them, as Claude Code's task tools have it.
        _ => input.get("subject").and_then(|_| item(input)).into_iter().collect(),
    }
}

/// Whether the items say all that the list does.
pub fn is_told(input: &Value) -> bool {
    let is_known = |name: &String| WORDS.contains(&name.as_str()) || ASIDE.contains(&name.as_str());
    match LISTS.iter().find_map(|name| input.get(*name)) {
        Some(Value::Array(list)) => list.iter().all(|value| match value {
            Value::Object(fields) => {
                fields.keys().all(is_known) && fields.keys().filter(|name| WORDS.contains(&name.as_str())).count() == 1
            }
            value => value.is_string(),
        }),
        Some(Value::String(list)) => list.lines().all(|line| line.trim().is_empty() || ticked(line).is_some()),
        _ => false,
    }
}

fn item(value: &Value) -> Option<Item> {
    let words = value.as_str().or_else(|| text(value, WORDS))?;
    let state = match text(value, &["status", "state"]) {
        Some("completed" | "done" | "complete" | "cancelled") => TodoState::Done,
        Some("in_progress" | "in-progress" | "inProgress" | "active") => TodoState::Now,
        _ if ["completed", "done"].iter().any(|name| value.get(*name) == Some(&Value::Bool(true))) => TodoState::Done,
        _ => TodoState::Open,
    };
    Some(Item { words: line(words, usize::MAX), state }).filter(|item| !item.words.is_empty())
}

/// `- [x] done`
fn ticked(text: &str) -> Option<Item> {
    let (mark, words) = text.trim_start_matches(['-', '*', ' ', '\t']).strip_prefix('[')?.split_once(']')?;
    let state = match mark.trim() {
        "x" | "X" => TodoState::Done,
        "-" | "~" | ">" => TodoState::Now,
        _ => TodoState::Open,
    };
    Some(Item { words: line(words, usize::MAX), state })
}

/// How far it has come, and what is being done.
pub fn gist(items: &[Item]) -> String {
    if let [one] = items {
        return one.words.clone();
    }
    let done = items.iter().filter(|item| item.state == TodoState::Done).count();
    let now = items
        .iter()
        .find(|item| item.state == TodoState::Now)
        .map_or_else(String::new, |item| format!(", now: {}", item.words));
    line(&format!("{done} of {} done{now}", items.len()), super::GIST)
}

pub fn list(items: &[Item]) -> Markup {
    html! {
        ul.todos {
            @for Item { words, state } in items {
                @let (sign, said) = match state {
                    TodoState::Open => ("○", "open: "),
                    TodoState::Now => ("▸", "in progress: "),
                    TodoState::Done => ("✓", "done: "),
                };
                li.todo-done[*state == TodoState::Done] {
                    span aria-hidden="true" { (sign) " " } span.visually-hidden { (said) } bdi { (words) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_agents_list_is_read() {
        let list = |status: [&str; 2], name: &str| json!([{ name: "one", "status": status[0] }, { name: "two", "status": status[1] }]);
        for input in [
            json!({ "todos": list(["completed", "in_progress"], "content") }),
            json!({ "plan": list(["completed", "in_progress"], "step"), "explanation": "why" }),
            json!({ "todoList": list(["completed", "in-progress"], "title") }),
            json!({ "todos": "- [x] one\n- [-] two\n\nsaid" }),
            json!({ "checklist": "- [x] one\n- [-] two" }),
        ] {
            assert_eq!(gist(&items(&input)), "1 of 2 done, now: two", "{input}");
        }
        assert_eq!(
            gist(&items(
                &json!({ "items": [{ "text": "a", "completed": true }, { "text": "b", "completed": false }] })
            )),
            "1 of 2 done"
        );
        assert_eq!(gist(&items(&json!({ "subject": "Fix it", "description": "the bug" }))), "Fix it");
        for input in [json!({}), json!({ "todos": 5 }), json!([1]), json!(null), json!({ "plan": "# words" })] {
            assert!(items(&input).is_empty(), "{input}");
        }
    }
}
