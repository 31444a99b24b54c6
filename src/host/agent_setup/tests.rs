//! What is added to settings, and taken out again.

use super::*;

fn at(path: &Path, change: Change) -> Piece {
    Piece { path: path.to_owned(), change, what: "a piece" }
}

/// Adds and removes it in a file of this text, and returns what was in between.
fn there_and_back(before: Option<&str>, change: Change) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("below/settings");
    if let Some(text) = before {
        std::fs::create_dir(folder.path().join("below")).expect("made");
        std::fs::write(&path, text).expect("written");
    }
    let piece = at(&path, change);
    assert_eq!(piece.state(), State::Absent, "{before:?}");
    piece.add().expect("added");
    assert_eq!(piece.state(), State::Present);
    let between = std::fs::read_to_string(&path).expect("there");
    piece.add().expect("added before");
    assert_eq!(std::fs::read_to_string(&path).expect("there"), between, "once is enough");
    piece.remove().expect("removed");
    assert_eq!(std::fs::read_to_string(&path).ok().as_deref(), before, "between: {between}");
    between
}

#[test]
fn every_piece_goes_without_a_trace() {
    let block = |is_first| Change::Block { text: "# ours\nkey = 1\n# end\n", key: "key", is_first };
    for text in
        [None, Some("# mine\na = 1\n\n[t] # x\nb = \"ä\""), Some("[t]\nb = 1\n"), Some("\n\n"), Some("a = 1\r\n")]
    {
        for is_first in [true, false] {
            let between = there_and_back(text, block(is_first));
            assert!(between.contains(text.unwrap_or_default()) && between.contains("\nkey = 1\n"));
        }
    }
    let member = || Change::Member { within: &["mcp"], name: "ours", value: "{\n  \"command\": [\n    \"x\"\n  ]\n}" };
    for text in [
        None,
        Some("{}"),
        Some("{ }\n"),
        Some("{\n}\n"),
        Some("// mine\n{\n  // yes\n  \"a\": 1, /* two */\n  \"mcp\": { },\n}\n"),
        Some("{\"mcp\":{\"x\":{\"y\":[1,2,{}]}}}"),
        Some("{\"mcp\": {\"x\": 1,}, \"b\": \"{\\\"}\"}"),
        Some("{\"a\": \"mcp\"}"),
    ] {
        let between = there_and_back(text, member());
        let value = crate::base::jsonc::parse(&between).expect("JSON");
        assert_eq!(value["mcp"]["ours"], serde_json::json!({"command": ["x"]}), "{between}");
    }
    assert_eq!(there_and_back(None, Change::File("text\n")), "text\n");
}

#[test]
fn what_is_not_ours_stays_and_that_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("settings");
    let member = || Change::Member { within: &["mcp"], name: "ours", value: "{\"x\": 1}" };
    let block = || Change::Block { text: "# ours\nkey = 1\n# end\n", key: "key", is_first: true };
    for (text, change, why) in [
        ("another", Change::File("text\n"), "another file"),
        ("{\"mcp\": {\"ours\": {\"x\": 2}}}", member(), "is another"),
        ("{\"mcp\": [1]}", member(), "is no object"),
        ("[]", member(), "is no object"),
        ("{\"mcp\": ", member(), "is no JSON"),
        ("key = 2\n", block(), "key"),
        ("# ours\nkey = 7\n# end\n", block(), "key"),
    ] {
        std::fs::write(&path, text).expect("written");
        let piece = at(&path, change);
        let said = [piece.add(), piece.remove()].map(|done| done.expect_err("refused"));
        assert!(said.iter().all(|said| said.contains(why)), "{text}: {said:?}");
        assert_eq!(std::fs::read_to_string(&path).expect("there"), text);
    }
}

#[test]
fn a_key_is_known_however_it_is_written() {
    let server = || Change::Block {
        text: "# ours\n[servers.our-one]\nx = 1\n# end\n",
        key: "[servers.our-one]",
        is_first: false,
    };
    let first = || Change::Block { text: "# ours\nkey = 1\n# end\n", key: "key", is_first: true };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("settings");
    for (text, change) in [
        ("[ servers . \"our-one\" ] # mine\n", server()),
        ("['servers'.our-one.env]\n", server()),
        ("[servers]\nour-one = { x = 2 }\n", server()),
        ("servers.our-one.x = 2\n", server()),
        ("servers = { a = 1 }\n", server()),
        ("\"key\" = 2\n", first()),
        ("\u{feff}key=2\n", first()),
        ("key.x = 2\n", first()),
        ("[key]\n", first()),
        ("[[key]]\n", first()),
    ] {
        std::fs::write(&path, text).expect("written");
        let piece = at(&path, change);
        assert!(matches!(piece.state(), State::Other(_)), "{text}");
        assert!(piece.add().is_err() && piece.remove().is_err());
        assert_eq!(std::fs::read_to_string(&path).expect("there"), text);
    }
    for text in ["[servers.our-one-2]\n", "[servers.a]\nour-one = 1\n", "[servers]\na = { our-one = 1 }\n"] {
        there_and_back(Some(text), server());
    }
    for text in ["[t]\nkey = 1\n", "keys = 1\n", "\u{feff}a = 1\r\n", "\u{feff}"] {
        let between = there_and_back(Some(text), first());
        assert_eq!(between.rfind('\u{feff}'), text.rfind('\u{feff}'), "the mark stays in front: {between}");
    }
}

#[test]
fn what_was_added_is_found_beside_settings_that_were_made_later() {
    let folder = tempfile::tempdir().expect("a folder");
    let places = Places { home: folder.path().to_owned(), variable: |_| None };
    let piece = || pieces(SetupAgent::OpenCode, Some(Extra::Mcp), &places).pop().expect("a piece");
    piece().add().expect("added");
    let [plain, with_comments] =
        ["opencode.json", "opencode.jsonc"].map(|name| folder.path().join(".config/opencode").join(name));
    std::fs::write(&with_comments, "{} // mine\n").expect("written");
    assert_eq!(piece().state(), State::Present);
    piece().remove().expect("removed");
    assert!(!plain.exists());
    piece().add().expect("added");
    assert!(!plain.exists() && piece().path == with_comments);
    piece().remove().expect("removed");
    assert_eq!(std::fs::read_to_string(&with_comments).expect("there"), "{} // mine\n");
}

#[test]
fn two_at_once_lose_nothing_of_each_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("settings");
    for _ in 0..50 {
        std::fs::write(&path, "{}").expect("written");
        let add = |name: &'static str| {
            let path = path.clone();
            std::thread::spawn(move || {
                loop {
                    let change = Change::Member { within: &["mcp"], name, value: "{\"x\": 1}" };
                    match at(&path, change).add() {
                        Ok(()) => return,
                        Err(why) => assert!(why.contains("try again"), "{why}"),
                    }
                }
            })
        };
        [add("one"), add("two")].into_iter().for_each(|thread| thread.join().expect("added"));
        let text = std::fs::read_to_string(&path).expect("there");
        let value = crate::base::jsonc::parse(&text).expect("JSON");
        assert_eq!(value, serde_json::json!({"mcp": {"one": {"x": 1}, "two": {"x": 1}}}), "{text}");
    }
}

#[test]
fn a_member_is_known_when_the_agent_has_written_its_settings_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("settings");
    let member = || Change::Member { within: &["mcp"], name: "ours", value: "{\"x\": 1}" };
    for (text, left) in [
        (
            "{\n\t\"mcp\": {\n\t\t\"a\": 1,\n\t\t\"ours\": {\n\t\t\t\"x\": 1\n\t\t}\n\t}\n}\n",
            "{\n\t\"mcp\": {\n\t\t\"a\": 1\n\t}\n}\n",
        ),
        ("{\"mcp\":{\"ours\":{\"x\":1},\"a\":1}}", "{\"mcp\":{\"a\":1}}"),
        ("{\"mcp\":{\"ours\":{\"x\":1}}}", "{\"mcp\":{}}"),
    ] {
        std::fs::write(&path, text).expect("written");
        let piece = at(&path, member());
        assert_eq!(piece.state(), State::Present);
        piece.remove().expect("removed");
        assert_eq!(std::fs::read_to_string(&path).expect("there"), left);
    }
}
