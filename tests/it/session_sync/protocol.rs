//! What OpenCode sends.

use serde_json::{Value, json};

use super::{Agent, SESSION, UNFINISHED, answered, asked, part, session, text};
use crate::support::people::{JSON, Person};
use crate::support::{Server, world};

#[test]
fn a_session_grows_on_its_page_while_it_runs() {
    let (server, ada, _) = world();
    let agent = Agent::of(&server, &ada);
    let shared = agent.share(SESSION);
    assert!(shared.url.ends_with(&format!("/share/{}", shared.uuid())), "{}", shared.url);
    assert_eq!(shared.texts(&server), Vec::<String>::new());

    agent.sync(&shared, &[session(&json!({})), json!({ "type": "session_diff", "data": [] }), asked(1)]);
    let model = json!({ "type": "model", "data": [{ "id": "fake-model" }] });
    agent.sync(&shared, &[model, text(1, "Why is the sky blue?"), answered(2, None)]);
    assert_eq!(shared.texts(&server), ["user: Why is the sky blue?", UNFINISHED]);
    assert_eq!(shared.title(&server), "Sky");

    // A part before its message, and what a tool did.
    let state = json!({ "status": "completed", "input": { "command": "cat sky" }, "output": "blue\n" });
    let tool = json!({ "id": "prt_002_a", "type": "tool", "tool": "bash", "callID": "call_1", "state": state });
    agent.sync(&shared, &[text(3, "Rayleigh scattering."), part(2, &tool)]);
    agent.sync(
        &shared,
        &[answered(3, Some("stop")), answered(2, Some("tool-calls")), session(&json!({ "title": "Blue" }))],
    );
    let texts = shared.texts(&server);
    assert_eq!(texts.len(), 3, "{texts:?}");
    assert!(texts[1].contains("cat sky") && texts[1].contains("blue"), "{texts:?}");
    assert_eq!(texts[2], "assistant: Rayleigh scattering.");
    assert_eq!(shared.title(&server), "Blue");
}

#[test]
fn a_message_that_grows_stays_the_message_that_it_was() {
    let (server, ada, _) = world();
    let agent = Agent::of(&server, &ada);
    let shared = agent.share(SESSION);
    let ids = || {
        let read = server.get(&format!("/api/shared/chats/{}", shared.uuid())).good();
        read["chatMessages"]
            .as_array()
            .expect("messages")
            .iter()
            .map(|message| message["id"].clone())
            .collect::<Vec<_>>()
    };
    agent.sync(&shared, &[session(&json!({})), asked(1), text(1, "Why?"), answered(2, None), text(2, "Because")]);
    let before = ids();
    agent.sync(&shared, &[text(2, "Because of Rayleigh scattering."), answered(2, Some("stop"))]);
    assert_eq!(ids(), before[..2]);
    assert_eq!(shared.texts(&server)[1], "assistant: Because of Rayleigh scattering.");
}

#[test]
fn a_session_is_shared_once_whoever_asks_again() {
    let (server, ada, _) = world();
    let agent = Agent::of(&server, &ada);
    let [one, other] = [0; 2].map(|_| agent.share(SESSION));
    assert_eq!((&one.id, &one.secret, &one.url), (&other.id, &other.secret, &other.url));
    // With a new token, for one that was removed, what was shared before goes on under both secrets.
    let again = Agent::of(&server, &ada);
    let third = again.share(SESSION);
    assert_eq!((&third.id, &third.url), (&one.id, &one.url));
    assert_ne!(third.secret, one.secret);
    again.sync(&one, &[asked(1), text(1, "Hi")]);
    again.sync(&third, &[text(1, "Hello")]);
    assert_eq!(one.texts(&server)[0], "user: Hello");
    let grace = Person::sign_up(&server, "grace@example.com");
    assert_ne!(Agent::of(&server, &grace).share(SESSION).url, one.url, "another account's is another one");
}

#[test]
fn what_was_taken_back_is_hidden_and_gone_when_something_else_is_said() {
    let (server, ada, _) = world();
    let agent = Agent::of(&server, &ada);
    let shared = agent.share(SESSION);
    let talk = [
        [session(&json!({})), asked(1), text(1, "One?")].to_vec(),
        [answered(2, Some("stop")), text(2, "One."), asked(3), text(3, "A wrong turn?")].to_vec(),
        [answered(4, Some("stop")), text(4, "A wrong answer.")].to_vec(),
    ];
    talk.iter().for_each(|batch| agent.sync(&shared, batch));
    assert_eq!(shared.texts(&server).len(), 4);

    let revert = |message: &str| session(&json!({ "revert": { "messageID": message } }));
    agent.sync(&shared, &[revert("msg_003")]);
    assert_eq!(shared.texts(&server), ["user: One?", "assistant: One."]);
    agent.sync(&shared, &[session(&json!({}))]);
    assert_eq!(shared.texts(&server).len(), 4, "taken back was taken back");
    agent.sync(&shared, &[revert("msg_001")]);
    assert_eq!(shared.texts(&server), Vec::<String>::new());
    agent.sync(&shared, &[revert("msg_003")]);
    agent.sync(
        &shared,
        &[session(&json!({})), asked(5), text(5, "Another?"), answered(6, Some("stop")), text(6, "Yes.")],
    );
    assert_eq!(shared.texts(&server), ["user: One?", "assistant: One.", "user: Another?", "assistant: Yes."]);
    agent.sync(&shared, &[session(&json!({ "title": "Later" }))]);
    assert_eq!(shared.texts(&server).len(), 4);
}

#[test]
fn credentials_are_left_out_before_anybody_reads_them() {
    let (server, ada, _) = world();
    let agent = Agent::of(&server, &ada);
    let shared = agent.share(SESSION);
    let secret = format!("ghp_{}", "Zx7Kq2Lm9Pw4Rt6Yv8Bn1Cd3Fg5Hj0Ks2Mt4");
    agent.sync(&shared, &[session(&json!({})), asked(1), text(1, "Use my password: hunter2-Xy7!pQ")]);
    agent.sync(
        &shared,
        &[answered(2, Some("stop")), text(2, &format!("Set GITHUB_TOKEN={secret}, and hunter2-Xy7!pQ again."))],
    );
    for path in ["/api/shared/chats/{}", "/shared/chats/{}", "/api/share/{}/data", "/api/shared/chats/{}/export"] {
        let answer = server.get(&path.replace("{}", shared.uuid()));
        let body = String::from_utf8_lossy(&answer.body);
        assert_eq!(answer.status, 200, "{path}");
        assert!(!body.contains(&secret) && !body.contains("hunter2-Xy7"), "{path}: {body}");
        assert!(body.contains("again."), "{path}: {body}");
    }
}

#[test]
fn its_owner_has_the_last_word_on_the_link() {
    let (server, ada, _) = world();
    let agent = Agent::of(&server, &ada);
    let shared = agent.share(SESSION);
    agent.sync(&shared, &[session(&json!({})), asked(1), text(1, "Hi")]);
    let link = ada.get(&server, &ada.at("/shares")).good()["shares"][0].clone();
    assert_eq!(link["uuid"], shared.uuid());
    let chat = link["chat_conversation_id"].as_i64().expect("a chat");
    ada.share(&server, chat, &json!({ "is_shared": false }));
    agent.sync(&shared, &[answered(2, Some("stop")), text(2, "Hello")]);
    agent.share(SESSION);
    server.get(&format!("/api/shared/chats/{}", shared.uuid())).error(404);
    ada.share(&server, chat, &json!({ "is_shared": true }));
    assert_eq!(shared.texts(&server), ["user: Hi", "assistant: Hello"]);

    ada.delete(&server, &format!("{}/{chat}", ada.chats())).good();
    agent.try_sync(&shared, &[text(2, "Bye")]).error(404);
    let again = agent.share(SESSION);
    assert_ne!((&again.id, &again.url), (&shared.id, &shared.url));
    assert_eq!(again.texts(&server), Vec::<String>::new());
}

#[test]
fn removing_it_leaves_nothing_but_what_was_there_before() {
    let (server, ada, _) = world();
    let agent = Agent::of(&server, &ada);
    let shared = agent.share(SESSION);
    agent.sync(&shared, &[session(&json!({})), asked(1), text(1, "Hi")]);
    agent.remove(&shared).good();
    server.get(&format!("/api/shared/chats/{}", shared.uuid())).error(404);
    assert_eq!(
        ada.get(&server, &ada.chats()).good()["chats"].as_array().map(Vec::len),
        Some(1),
        "the chat of the world"
    );
    agent.try_sync(&shared, &[]).error(404);
    agent.remove(&shared).error(404);
    let count = |table: &str| {
        let query = format!("select count(*) from {table}");
        server.open_database().query_row(&query, [], |row| row.get::<_, i64>(0)).expect("a number")
    };
    assert_eq!([count("synced_sessions"), count("synced_session_secrets"), count("synced_items")], [0; 3]);

    // What an import brought before stays its owner's.
    let imported = json!({ "info": { "id": SESSION, "title": "Sky" }, "messages": [
        { "info": asked(1)["data"], "parts": [text(1, "Hi")["data"]] },
    ] });
    ada.post(&server, &format!("{}/import", ada.chats()), &imported).good();
    let shared = agent.share(SESSION);
    assert_eq!(shared.texts(&server), ["user: Hi"]);
    agent.sync(&shared, &[session(&json!({})), asked(1), text(1, "Hi"), answered(2, Some("stop")), text(2, "Hello")]);
    assert_eq!(shared.texts(&server), ["user: Hi", "assistant: Hello"]);
    agent.remove(&shared).good();
    assert_eq!(ada.get(&server, &ada.chats()).good()["chats"].as_array().map(Vec::len), Some(2));
}

#[test]
fn opencode_can_take_the_session_back_by_its_link() {
    let (server, ada, _) = world();
    let agent = Agent::of(&server, &ada);
    let shared = agent.share(SESSION);
    let page = server.get(&format!("/share/{}", shared.uuid()));
    assert_eq!((page.status, page.header("location")), (308, Some(&*format!("/shared/chats/{}", shared.uuid()))));
    let state = json!({ "status": "completed", "input": { "command": "ls" }, "output": "a.txt\n" });
    let tool = json!({ "id": "prt_002_a", "type": "tool", "tool": "bash", "callID": "call_1", "state": state });
    agent.sync(&shared, &[session(&json!({})), asked(1), text(1, "Hi"), answered(2, Some("stop")), part(2, &tool)]);
    agent.sync(&shared, &[part(2, &json!({ "id": "prt_002_b", "type": "text", "text": "There is a file." }))]);

    let data = server.get(&format!("/api/share/{}/data", shared.uuid())).good();
    let items: Vec<(&str, &Value)> = data
        .as_array()
        .expect("items")
        .iter()
        .map(|item| (item["type"].as_str().expect("a type"), &item["data"]))
        .collect();
    assert_eq!(items[0].0, "session");
    let is_own = |item: &&(&str, &Value)| item.1["sessionID"] == items[0].1["id"];
    assert!(items[1..].iter().all(|item| is_own(&item)));
    let parts: Vec<&Value> = items.iter().filter(|(kind, _)| *kind == "part").map(|(_, data)| *data).collect();
    assert_eq!(parts[0]["text"], "Hi");
    assert_eq!((&parts[1]["tool"], &parts[1]["state"]["output"]), (&json!("bash"), &json!("a.txt\n")));
    assert_eq!(parts[2]["text"], "There is a file.");
    assert_ne!(parts[1]["messageID"], parts[2]["messageID"], "words behind a call are a message of their own");

    let link = ada.get(&server, &ada.at("/shares")).good()["shares"][0].clone();
    let chat = link["chat_conversation_id"].as_i64().expect("a chat");
    ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "open sesame" }));
    server.get(&format!("/api/share/{}/data", shared.uuid())).error(401);
}

#[test]
fn no_log_shows_the_token() {
    let server = Server::start();
    let ada = Person::sign_up(&server, "ada@example.com");
    let agent = Agent::of(&server, &ada);
    let shared = agent.share(SESSION);
    agent.try_sync(&shared, &[json!(1)]).error(400);
    let token = agent.base.strip_prefix("/t/").expect("a token");
    for (method, path) in [("GET", ""), ("GET", "/api/share"), ("POST", "/x"), ("PUT", "/api/share/x")] {
        let answer =
            server.request(method, &format!("{}{path}", agent.base), &[("Accept", "text/html"), JSON[0]], b"{");
        assert!([404, 405].contains(&answer.status), "{method} {path}: {}", answer.status);
        assert!(!String::from_utf8_lossy(&answer.body).contains(token));
    }
    let log = server.hears("/t/{token}/api/share/{sync}/sync");
    assert!(!log.contains(token) && !log.contains(&shared.secret), "{log}");
}
