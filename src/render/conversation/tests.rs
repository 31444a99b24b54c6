//! What becomes of messages that follow each other.

use serde_json::value::to_raw_value;
use serde_json::{Value, json};

use super::*;
use crate::domain::id::MessageId;
use crate::domain::message::Role;
use crate::domain::share::ShareUuid;

pub fn message(id: i64, role: Role, parts: Option<Value>) -> Message {
    let at = Timestamp::from_millis(id * 10_000).expect("a time");
    let parts = parts.map(|parts| to_raw_value(&parts).expect("JSON"));
    Message {
        id: MessageId::new(id),
        role,
        content: format!("words {id}"),
        parts,
        model: None,
        created_at: at,
        updated_at: at,
        is_undated: false,
    }
}

fn call(id: i64, name: &str, input: &Value) -> Message {
    let parts = json!([
        { "type": "tool_call", "id": id.to_string(), "name": name, "input": input },
        { "type": "tool_result", "id": id.to_string(), "text": "out", "is_error": false },
    ]);
    message(id, Role::Assistant, Some(parts))
}

fn rendered(messages: impl IntoIterator<Item = Message>) -> String {
    let uuid = ShareUuid::parse("00000000-0000-4000-8000-000000000000").expect("a UUID");
    let mut conversation = Conversation::new(Arc::new(Renderer::new()), Files::shared(uuid));
    let mut html = String::new();
    for message in messages {
        conversation.push(message, &mut html);
    }
    conversation.finish(&mut html);
    html
}

fn session() -> [Message; 6] {
    let edit = |old: &str, new: &str| json!({ "file_path": "src/a.py", "old_string": old, "new_string": new });
    [
        message(1, Role::User, None),
        message(2, Role::Assistant, None),
        call(3, "Bash", &json!({ "command": "ls" })),
        call(4, "Edit", &edit("x", "y")),
        call(5, "Edit", &edit("y", "z\nz")),
        message(6, Role::Assistant, None),
    ]
}

#[test]
fn what_an_agent_does_between_two_prompts_is_one_block() {
    let html = rendered(session().into_iter().chain([message(7, Role::User, None), message(8, Role::Assistant, None)]));
    let articles: Vec<&str> = html.split("<article").skip(1).collect();
    assert_eq!(articles.len(), 4);
    let (begin, end) = (articles[1].find("words 2"), articles[1].find("words 6"));
    assert!(begin.is_some() && begin < end);
    // Links to each message lead into it.
    for id in [3, 4, 5, 6] {
        assert!(articles[1].contains(&format!("<span class=\"anchor\" id=\"m-{id}\"></span>")), "{id}");
    }
    assert!(articles[1].contains("took 50 s") && !articles[3].contains("took"), "{html}");
}

#[test]
fn steps_that_follow_each_other_are_one_line() {
    let html = rendered(session());
    assert!(html.contains(">3 steps</bdi> <bdi class=\"fold-gist\">1 file changed, ran 1 command</bdi>"), "{html}");
    assert!(html.contains("<ins>+3</ins> <del>−2</del>"), "{html}");
    assert_eq!(html.matches("class=\"fold steps\"").count(), 1);
    // One step needs no fold around it.
    assert!(!rendered(session().into_iter().take(3)).contains("fold steps"));
}

#[test]
fn answers_without_steps_stay_messages_of_their_own() {
    let html = rendered([
        message(1, Role::Assistant, None),
        message(2, Role::Assistant, None),
        message(3, Role::User, None),
        message(4, Role::User, None),
    ]);
    assert_eq!(html.matches("<article").count(), 4);
}

#[test]
fn the_files_that_were_changed_are_listed_with_their_steps() {
    let html = rendered(session());
    let (_, list) = html.split_once("<section class=\"changed-files\"").expect("a list");
    assert_eq!(list.matches("src/a.py").count(), 1);
    for id in ["m-4-0", "m-5-0"] {
        assert!(list.contains(&format!("href=\"#{id}\"")) && html.contains(&format!("id=\"{id}\"")), "{id}");
    }
    let failed = json!([
        { "type": "tool_call", "id": "a", "name": "Write", "input": { "file_path": "b", "content": "x" } },
        { "type": "tool_result", "id": "a", "text": "no", "is_error": true },
    ]);
    assert!(!rendered([message(1, Role::Assistant, Some(failed))]).contains("changed-files"));
}

#[test]
fn a_turn_without_end_is_written_in_pieces() {
    let html = rendered((1..1200).map(|id| call(id, "Bash", &json!({ "command": "ls" }))));
    assert_eq!(html.matches("<article").count(), 3);
    assert_eq!(html.matches("class=\"fold step\"").count(), 1199);
}

#[test]
fn a_body_asked_for_alone_holds_what_its_message_says() {
    let uuid = ShareUuid::parse("00000000-0000-4000-8000-000000000000").expect("a UUID");
    let bodies = Conversation::new(Arc::new(Renderer::new()), Files::shared(uuid)).bodies(session());
    assert_eq!(bodies.len(), 6);
    assert!(bodies[1].contains("words 2") && bodies[3].contains("<ins>+"), "{bodies:?}");
}

#[test]
fn a_session_as_markdown_has_a_section_a_turn_and_short_steps() {
    let mut transcript = crate::render::Transcript::new(ShortText::fixed("a-model"));
    let mut text = String::new();
    for message in session() {
        transcript.push(message, &mut text);
    }
    transcript.finish(&mut text);
    let expected = "\n## User\n\nwords 1\n\n## Assistant\n\nwords 2\n\n**Ran**\n\n```sh\nls\n```\n\n```\nout\n```\n\n\
                    **Edited** `src/a.py`\n\n```diff\n-x\n+y\n```\n\n**Edited** `src/a.py`\n\n```diff\n-y\n+z\n+z\n```\n\n\
                    words 6\n";
    assert_eq!(text, expected);
}
