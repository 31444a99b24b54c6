//! Imports of the same again.

use serde_json::{Value, json};

use super::*;
use crate::app::tests::Scene;
use crate::store::{chats, messages};

struct Desk {
    scene: Scene,
    owner: UserId,
}

impl Desk {
    fn new() -> Self {
        let scene = Scene::new();
        let owner = scene.sign_up("ada@example.com").user.id;
        Self { scene, owner }
    }

    /// Imports a file, and says what is reported.
    fn import(&self, file: &Value) -> Vec<String> {
        let stop = AtomicBool::new(false);
        let job = ImportJob {
            store: &self.scene.store,
            owner: self.owner,
            last: None,
            title: None,
            is_dry_run: false,
            stop: &stop,
        };
        let source = ImportSource::of("conversations.json".to_owned(), file.to_string().into_bytes().into());
        let mut lines = Vec::new();
        thread::scope(|scope| {
            let import = || {
                let done = job.run(&source.expect("a source"), &ReadOptions::default(), &mut |line| {
                    lines.push(format!("{line:?}"));
                });
                assert!(done.is_ok(), "{done:?}");
            };
            let thread = thread::Builder::new().stack_size(import::STACK).spawn_scoped(scope, import);
            thread.expect("a thread").join().expect("no panic");
        });
        lines
    }

    /// How many texts are known of what is here.
    fn known(&self) -> i64 {
        let sql = "select count(*) from chats where source_text is not null";
        self.scene.store.read_one(|db| Ok::<_, StoreError>(db.query_row(sql, [], |row| row.get(0))?)).expect("a number")
    }

    fn change(&self, sql: &str) {
        self.scene.store.write(|tx| Ok::<_, StoreError>(tx.execute_batch(sql)?)).expect("changed");
    }
}

/// A conversation of an export of ChatGPT.
fn conversation(id: &str, title: &str, said: &[String]) -> Value {
    let mut mapping = json!({ "root": { "id": "root", "message": null, "parent": null, "children": ["0"] } });
    for (at, words) in said.iter().enumerate() {
        let (parent, next) = (at.checked_sub(1).map_or("root".to_owned(), |at| at.to_string()), (at + 1).to_string());
        mapping[at.to_string()] = json!({
            "id": at.to_string(),
            "message": {
                "id": at.to_string(),
                "author": { "role": if at % 2 == 0 { "user" } else { "assistant" } },
                "create_time": 1_700_000_000 + at,
                "content": { "content_type": "text", "parts": [words] },
            },
            "parent": parent,
            "children": if at + 1 < said.len() { vec![next] } else { Vec::new() },
        });
    }
    json!({
        "title": title,
        "create_time": 1_700_000_000,
        "update_time": 1_700_000_000 + said.len(),
        "mapping": mapping,
        "current_node": (said.len() - 1).to_string(),
        "conversation_id": id,
    })
}

fn said(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn what_comes_again_is_known_by_its_text_until_that_or_what_is_here_changes() {
    let desk = Desk::new();
    let (first, second) =
        (conversation("a", "First", &said(&["x", "y"])), conversation("b", "Second", &said(&["x", "z"])));
    let export = json!([first, second]);
    assert_eq!(desk.import(&export).join("\n").matches("outcome: New").count(), 2);
    assert_eq!(desk.known(), 2);
    let again = desk.import(&export);
    assert_eq!(again.join("\n").matches("outcome: Unchanged").count(), 2);

    // Known or not, the same is said.
    desk.change("update chats set source_text = null");
    assert_eq!(desk.import(&export), again);
    assert_eq!(desk.known(), 2, "and known from then on");

    let grown = json!([first, conversation("b", "Second", &said(&["x", "z", "more"]))]);
    assert!(desk.import(&grown).join("\n").contains("outcome: Updated(1)"));
    desk.change("update chats set deleted_at = 5 where source_id = 'a'");
    assert!(desk.import(&grown).join("\n").contains("outcome: New"), "what was deleted comes back");
    let renamed = json!([conversation("a", "Third", &said(&["x", "y"]))]);
    assert!(desk.import(&renamed).join("\n").contains("outcome: Renamed"));
}

#[test]
fn a_text_of_which_something_was_noted_is_read_again() {
    let desk = Desk::new();
    let mut odd = conversation("a", "First", &said(&["x", "y"]));
    odd["mapping"]["1"]["message"]["marginalia"] =
        json!("Some words that nobody has asked for, and that no page shows.");
    let export = json!([odd]);
    let first = desk.import(&export).join("\n");
    let again = desk.import(&export).join("\n");
    assert!(!first.contains("notes: []") && desk.known() == 0, "{first}");
    assert_eq!(again, first.replace("outcome: New", "outcome: Unchanged"));
}

#[test]
fn whatever_came_before_the_report_is_the_same_as_if_everything_was_read() {
    for seed in 0..5_u64 {
        let (quick, thorough) = (Desk::new(), Desk::new());
        let mut state = seed;
        let mut draw = |most: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % most
        };
        for round in 0..10 {
            let chat = format!("(select min(id) from chats where source_id = 'c{}')", draw(3));
            let sql = match draw(6) {
                0 => format!("update chats set name = 'Mine' where id = {chat}"),
                1 => format!("update chats set deleted_at = 5 where id = {chat}"),
                2 => "update chats set deleted_at = null".to_owned(),
                3 => format!("delete from messages where id = (select max(id) from messages where chat_id = {chat})"),
                _ => String::new(),
            };
            let conversations: Vec<Value> = (0..=draw(4))
                .map(|_| {
                    let words: Vec<String> = (0..=draw(3))
                        .map(|at| format!("word {at} {}", if draw(4) == 0 { "other" } else { "" }))
                        .collect();
                    conversation(&format!("c{}", draw(3)), &format!("Title {}", draw(2)), &words)
                })
                .collect();
            let reports = [&quick, &thorough].map(|desk| {
                desk.change(&sql);
                if std::ptr::eq(desk, &thorough) {
                    desk.change("update chats set source_text = null");
                }
                desk.import(&json!(conversations))
            });
            assert_eq!(reports[0], reports[1], "{seed} {round}");
        }
        let all = |desk: &Desk| {
            let read = |db: &crate::store::Connection| {
                let chat = ChatId::new(1);
                Ok::<_, StoreError>((
                    messages::of_chat(db, chat)?.len(),
                    chats::find(db, desk.owner, chat)?.map(|c| c.name),
                ))
            };
            desk.scene.store.read(read).expect("read")
        };
        assert_eq!(all(&quick), all(&thorough));
    }
}
