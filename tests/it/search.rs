//! The search inside conversations: over the API, and on the command line.

use serde_json::json;

use crate::support::cli_sandbox::MESSAGES;
use crate::support::{CliSandbox, Person, world};

#[test]
fn what_was_just_said_is_found_and_others_find_nothing() {
    let (server, ada, chat) = world();
    let eve = Person::sign_up(&server, "eve@example.com");
    let find = |person: &Person, query: &str| person.get(&server, &person.at(&format!("/search?{query}"))).good();
    let found = find(&ada, "q=RAYL%C3%89IGH");
    assert_eq!(found["results"].as_array().map(Vec::len), Some(1), "{found}");
    let result = &found["results"][0];
    assert_eq!((&result["chat_id"], &result["name"]), (&json!(chat), &json!("A chat")));
    assert_eq!(result["snippet"], "Because of Rayleigh scattering.");
    assert!(result["message_id"].is_i64() && result.get("shared_uuid").is_none());
    assert_eq!(find(&eve, "q=rayleigh"), json!({ "results": [] }));
    for odd in ["", "q=", "q=%22", "q=%22%29+OR+%28", "q=*", "q=a%00b", "q=NEAR%28sky%29&include=details&limit=1"] {
        find(&ada, odd);
    }
    for wrong in ["limit=0", "limit=201", "include=all", &format!("q={}", "a".repeat(1001))] {
        ada.get(&server, &ada.at(&format!("/search?{wrong}"))).error(400);
    }
}

#[test]
fn a_reader_finds_what_is_shared_with_them_by_name() {
    let (server, ada, chat) = world();
    let grace = Person::sign_up(&server, "grace@example.com");
    let share = ada.share(&server, chat, &json!({ "emails": ["grace@example.com"] }));
    let find = || grace.get(&server, &grace.at("/search?q=rayleigh")).good()["results"].clone();
    assert_eq!(find()[0]["shared_uuid"], share["uuid"]);
    assert!(find()[0]["chat_id"].is_null());
    ada.share(&server, chat, &json!({ "is_protected": true, "hashed_password": "sesame" }));
    assert_eq!(find(), json!([]));
}

#[test]
fn the_command_finds_what_was_imported_without_a_server() {
    let cli = CliSandbox::new();
    let file = cli.file("stars.json", MESSAGES);
    cli.good(&["import", &file]);
    let out = cli.good(&["search", "how", "MANY"]);
    assert!(out.contains("Stars") && out.contains("How many are there?"), "{out}");
    let json: serde_json::Value = serde_json::from_str(&cli.good(&["search", "--json", "stars"])).expect("JSON");
    assert_eq!((&json[0]["name"], &json[0]["message_id"]), (&json!("Stars"), &json!(null)));
    for nothing in ["", " ", "--", "\"!?\""] {
        assert!(cli.refused(&["search", "--", nothing]).contains("name a word, with a letter or a digit"), "{nothing}");
    }
    let (code, out, err) = cli.run(&["search", "nowhere"], "");
    assert_eq!((code, out.as_str(), err.as_str()), (0, "", "Nothing found.\n"));
}
