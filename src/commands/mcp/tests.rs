//! A client talks, and what it is answered.

use std::io::Cursor;

use clap::Parser;
use serde_json::{Value, json};

use super::serve;
use crate::cli::{Cli, Command};

/// A database with a conversation of two messages.
struct World(tempfile::TempDir);

impl World {
    fn new() -> Self {
        let world = Self(tempfile::tempdir().expect("a folder"));
        let file = world.0.path().join("sky.json");
        let said =
            json!([{"role": "user", "content": "Why is the sky blue?"}, {"role": "assistant", "content": "Rayleigh."}]);
        std::fs::write(&file, json!({"title": "Sky", "messages": said}).to_string()).expect("written");
        let Command::Import(import) = world.cli(&["import", file.to_str().expect("UTF-8")]) else { panic!("import") };
        crate::commands::import::run(&import).expect("imported");
        world
    }

    fn cli(&self, arguments: &[&str]) -> Command {
        let database = self.0.path().join("test.db");
        let database = ["--database", database.to_str().expect("UTF-8")];
        Cli::parse_from([&["neptun-share"], arguments, &database].concat()).command
    }

    /// What is answered to these lines.
    fn hears(&self, lines: &[Value]) -> Vec<Value> {
        let said = lines.iter().map(|line| format!("{line}\n")).collect::<String>();
        self.hears_text(&said)
    }

    fn hears_text(&self, said: &str) -> Vec<Value> {
        let Command::Mcp(arguments) = self.cli(&["mcp"]) else { panic!("mcp") };
        let mut heard = Vec::new();
        serve(&arguments, Cursor::new(said.as_bytes()), &mut heard).expect("served");
        String::from_utf8(heard).expect("UTF-8").lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }

    /// Shares the conversation, paused.
    fn paused(&self) {
        let Command::Import(_) = self.cli(&["import", "x"]) else { panic!("import") };
        let store = crate::store::Store::open(&self.0.path().join("test.db")).expect("opened");
        let owner = crate::app::owner::find(&store, None).ok().flatten().expect("an account");
        let request = crate::app::sharing::ShareRequest {
            change: crate::domain::share::ShareChange { is_shared: Some(false), ..Default::default() },
            ..Default::default()
        };
        let (chat, now) = (crate::domain::id::ChatId::new(1), crate::domain::timestamp::Timestamp::now());
        assert!(crate::app::sharing::publish(&store, owner, chat, &request, now).is_ok());
    }
}

fn call(id: u64, name: &str, arguments: Value) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": {"name": name, "arguments": arguments}})
}

fn text(answer: &Value) -> &str {
    answer["result"]["content"][0]["text"].as_str().unwrap_or_else(|| panic!("no text: {answer}"))
}

fn initialize(capabilities: Value) -> Value {
    let params = json!({"protocolVersion": "2025-06-18", "capabilities": capabilities, "clientInfo": {"name": "t"}});
    json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params})
}

#[test]
fn a_client_is_told_what_there_is_and_that_it_asks_for_nothing_that_there_is() {
    let heard = World::new().hears_text(&format!(
        "{}\n{}\n\nnonsense\n[]\n{}\n{}\n{}\n",
        json!({"jsonrpc": "2.0", "id": "p", "method": "server/discover"}),
        initialize(json!({})),
        json!({"jsonrpc": "2.0", "method": "notifications/initialized"}),
        json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}),
        call(2, "none", json!({})),
    ));
    assert_eq!(heard.len(), 6);
    assert_eq!((&heard[0]["id"], &heard[0]["error"]["code"]), (&json!("p"), &json!(-32601)));
    assert_eq!(heard[1]["result"]["protocolVersion"], "2025-06-18");
    assert_eq!((&heard[2]["error"]["code"], &heard[3]["error"]["code"]), (&json!(-32700), &json!(-32600)));
    let tools = heard[4]["result"]["tools"].as_array().expect("tools");
    let names: Vec<&str> = tools.iter().filter_map(|tool| tool["name"].as_str()).collect();
    assert_eq!(names, ["share_session", "list_links", "change_link", "search_conversations", "read_conversation"]);
    assert!(tools.iter().all(|tool| tool["inputSchema"]["type"] == "object" && tool["annotations"].is_object()));
    assert_eq!(heard[5]["error"]["code"], -32602);
}

#[test]
fn conversations_are_found_and_read() {
    let heard = World::new().hears(&[
        call(1, "search_conversations", json!({"query": "rayleigh"})),
        call(2, "read_conversation", json!({"conversation": 1, "from": 2})),
        call(3, "read_conversation", json!({"conversation": "7"})),
        call(4, "search_conversations", json!({})),
    ]);
    let found: Value = serde_json::from_str(text(&heard[0])).expect("JSON");
    let found = &found["results"][0];
    assert_eq!((&found["conversation"], &found["title"]), (&json!(1), &json!("Sky")));
    assert!(
        text(&heard[1]).contains("Messages 2 to 2 of 2") && text(&heard[1]).contains("## 2: assistant\n\nRayleigh.")
    );
    assert!(!text(&heard[1]).contains("blue"));
    assert!(heard[2]["result"]["isError"] == true && text(&heard[2]).contains("no conversation 7"), "{}", heard[2]);
    assert!(heard[3]["result"]["isError"] == true && text(&heard[3]).contains("query is missing"));
}

#[test]
fn what_is_no_request_is_told_and_the_next_one_is_answered() {
    let long = format!("{{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"{}\"}}", "x".repeat(9 << 20));
    let ping = json!({"jsonrpc": "2.0", "id": 7, "method": "ping"});
    let answer = json!({"jsonrpc": "2.0", "id": "late", "result": null});
    let heard = World::new().hears_text(&format!(
        "{long}\n{}\n{}\n{answer}\n{ping}\n{}",
        json!({"jsonrpc": "2.0", "id": 2}),
        json!({"jsonrpc": "2.0", "id": 3, "method": 4}),
        "x".repeat(5 << 20),
    ));
    let said: Vec<_> = heard.iter().map(|one| (one["id"].clone(), one["error"]["code"].clone())).collect();
    let invalid = |id: Value| (id, json!(-32600));
    let expected =
        [invalid(json!(null)), invalid(json!(2)), invalid(json!(3)), (json!(7), json!(null)), invalid(json!(null))];
    assert_eq!(said, expected);
}

/// A client that has gone.
struct Gone;

impl std::io::Write for Gone {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_client_that_has_gone_ends_it_and_has_agreed_to_nothing() {
    let world = World::new();
    world.paused();
    let Command::Mcp(arguments) = world.cli(&["mcp"]) else { panic!("mcp") };
    let agreed =
        json!({"jsonrpc": "2.0", "id": "neptun-1", "result": {"action": "accept", "content": {"decision": "yes"}}});
    // What notices it first is the question.
    let lines = [call(1, "change_link", json!({"conversation": 1, "action": "resume"})), agreed];
    for said in [json!({"jsonrpc": "2.0", "id": 7, "method": "ping"}), initialize(json!({"elicitation": {}}))] {
        let said: String = [&[said], &lines[..]].concat().iter().map(|line| format!("{line}\n")).collect();
        assert!(serve(&arguments, Cursor::new(said.into_bytes()), Gone).is_ok());
    }
    let heard = world.hears(&[call(1, "list_links", json!({}))]);
    assert!(text(&heard[0]).contains("\"state\": \"paused\""), "{}", heard[0]);
}

#[test]
fn no_key_and_no_word_that_is_left_out_reaches_the_model() {
    const KEY: &str = "AKIAQX3MPLE7RTZ2WKLB";
    let world = World::new();
    let file = world.0.path().join("key.json");
    let said = json!([{"role": "user", "content": format!("My key is {KEY}, write to ada@example.com about Osprey.")}]);
    std::fs::write(&file, json!({"title": "Key", "messages": said}).to_string()).expect("written");
    let file = file.to_str().expect("UTF-8");
    let Command::Share(share) =
        world.cli(&["share", file, "--redact", "all", "--redact-word", "Osprey", "--no-serve", "--yes"])
    else {
        panic!("share")
    };
    crate::commands::share::run(share).expect("shared");
    let heard = world.hears(&[
        call(1, "read_conversation", json!({"conversation": 2})),
        call(2, "search_conversations", json!({"query": "Key"})),
        call(3, "list_links", json!({})),
    ]);
    assert!(text(&heard[0]).contains("My key is ") && text(&heard[0]).contains("ada@example.com"), "{}", heard[0]);
    assert!(text(&heard[2]).contains("\"kinds\"") && !text(&heard[2]).contains("Osprey"), "{}", heard[2]);
    assert!(heard.iter().all(|answer| !text(answer).contains(KEY)), "{heard:?}");
}

#[test]
fn a_link_is_resumed_when_the_person_agrees_and_paused_without_a_word() {
    let world = World::new();
    world.paused();
    let resume = || call(1, "change_link", json!({"conversation": 1, "action": "resume"}));
    let answered = |action: &str, decision: &str| {
        let result = json!({"action": action, "content": {"decision": decision}});
        world.hears(&[
            initialize(json!({"elicitation": {}})),
            resume(),
            json!({"jsonrpc": "2.0", "id": 9, "method": "ping"}),
            json!({"jsonrpc": "2.0", "id": "neptun-1", "result": result}),
        ])
    };
    for (action, decision) in [("decline", "yes"), ("accept", "cancel"), ("accept", "all"), ("cancel", "")] {
        let heard = answered(action, decision);
        assert_eq!(heard[1]["method"], "elicitation/create");
        assert!(heard[1]["params"]["message"].as_str().expect("words").contains("Resume the link of \"Sky\"?"));
        assert_eq!((&heard[2]["id"], &heard[2]["result"]), (&json!(9), &json!({})), "a ping meanwhile is answered");
        assert!(text(&heard[3]).contains("did not agree"), "{action} {decision}");
    }
    let heard = answered("accept", "yes");
    assert!(text(&heard[3]).contains("Anyone with the link can read it"), "{}", heard[3]);
    let heard = world.hears(&[
        call(1, "change_link", json!({"conversation": 1, "action": "pause"})),
        call(2, "list_links", json!({})),
    ]);
    assert!(text(&heard[0]).contains("It is paused."));
    assert!(
        text(&heard[1]).contains("\"state\": \"paused\"") && text(&heard[1]).contains("1 of 1 links"),
        "{}",
        heard[1]
    );
}

#[test]
fn without_a_question_of_the_client_a_code_is_the_way_and_it_is_for_that_call_alone() {
    let world = World::new();
    world.paused();
    let Command::Mcp(arguments) = world.cli(&["mcp"]) else { panic!("mcp") };
    // Each line is made from what was heard before.
    let (ours, theirs) = std::os::unix::net::UnixStream::pair().expect("a pair");
    let serving = std::thread::spawn(move || {
        let input = std::io::BufReader::new(theirs.try_clone().expect("cloned"));
        serve(&arguments, input, theirs).expect("served");
    });
    let mut input = std::io::BufReader::new(ours.try_clone().expect("cloned"));
    let mut ask = |arguments: Value| {
        use std::io::{BufRead, Write};
        writeln!(&ours, "{}", call(1, "change_link", arguments)).expect("written");
        let mut line = String::new();
        input.read_line(&mut line).expect("read");
        text(&serde_json::from_str(&line).expect("JSON")).to_owned()
    };
    let first = ask(json!({"conversation": 1, "action": "resume"}));
    let (_, code) = first.split_once("\"code\": \"").expect("a code");
    let code = &code[..8];
    assert!(first.contains("Nothing was done yet. Ask the person"), "{first}");
    let with = |action: &str, code: &str, decision: &str| json!({"conversation": 1, "action": action, "expires": (action == "expire").then_some("2d"), "code": code, "decision": decision});
    assert!(ask(with("resume", "AAAAAAAA", "yes")).contains("call again without it"));
    assert!(ask(with("expire", code, "yes")).contains("call again without it"));
    let done = ask(json!({"conversation": 1, "action": "resume", "code": code, "decision": "yes"}));
    assert!(done.contains("Anyone with the link can read it"), "{done}");
    let again = ask(json!({"conversation": 1, "action": "resume", "code": code, "decision": "yes"}));
    assert!(again.contains("call again without it"), "a code is used once: {again}");
    ours.shutdown(std::net::Shutdown::Both).expect("shut");
    serving.join().expect("served");
}
