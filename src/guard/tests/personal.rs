//! What tells of people: as readers get it once it is left out.

use serde_json::json;

use super::messages::message;
use super::placements::{everything, of_kinds};
use crate::domain::redaction::{Redactions, SecretKind};
use crate::guard::{FileOutcome, Redactor};

#[test]
fn paths_stay_paths_without_the_name_of_their_home() {
    let redactor = of_kinds([SecretKind::HomeFolder]);
    for (text, expected) in [
        ("open /home/ada/proj/x.rs", "open ~/proj/x.rs"),
        ("It is in /home/ada.", "It is in ~."),
        ("/home/ada", "~"),
        ("cd \"/Users/ada/a b\" && ls '/Users/ada'", "cd \"~/a b\" && ls '~'"),
        ("C:\\Users\\ada\\x.txt and C:\\\\Users\\\\ada\\\\x.txt", "~\\x.txt and ~\\\\x.txt"),
        ("{\"cwd\":\"C:\\\\Users\\\\nina\\\\new\"}", "{\"cwd\":\"~\\\\new\"}"),
        ("-v /home/ada/data:/data -v/home/ada:/x", "-v ~/data:/data -v~:/x"),
        ("/home/ada-2/x /home/ada/y /home/ada_b", "~/x ~/y ~"),
        ("~/.claude/projects/-home-ada-proj/a.jsonl", "~/.claude/projects/~-proj/a.jsonl"),
        ("file:///home/ada/x", "file://~/x"),
        ("https%3A%2F%2Fx%2F%20/home/ada", "https%3A%2F%2Fx%2F%20~"),
    ] {
        let redacted = redactor.text(text);
        assert_eq!(redacted.as_deref(), Some(expected), "{text}");
        assert_eq!(redactor.text(expected), None);
    }
    for text in ["/home/user/x", "~/x", "/homes/ada", "cd /home && ls"] {
        assert_eq!(redactor.text(text), None, "{text}");
    }
}

#[test]
fn one_home_is_left_out_and_another_stays() {
    let findings = [(SecretKind::HomeFolder, "/home/ada".to_owned())].into();
    let redactor = Redactor::new(&Redactions { findings, ..Redactions::default() });
    assert_eq!(redactor.text("/home/ada/x /home/adam/y /home/grace").as_deref(), Some("~/x /home/adam/y /home/grace"));
}

#[test]
fn homes_go_from_tool_calls_and_files() {
    let parts = json!([
        { "type": "tool_call", "name": "read", "input": { "file_path": "/home/ada/x.rs", "/home/ada": 1 } },
        { "type": "tool_result", "text": "{\"cwd\": \"/home/ada\"}", "is_error": false },
    ]);
    let mut message = message("See [x](/home/ada/x.rs): `/home/ada`(y)", Some(parts));
    everything().message(&mut message, None, None);
    assert_eq!(message.content, "See [x](~/x.rs): `~`(y)");
    let parts = message.parts.expect("parts").get().to_owned();
    assert!(parts.contains("\"file_path\":\"~/x.rs\"") && parts.contains("\"~\":1"), "{parts}");
    assert!(!parts.contains("ada"), "{parts}");
    let file = everything().file("application/json", b"{\"cwd\":\"/home/ada\"}");
    assert_eq!(file, FileOutcome::Changed(b"{\"cwd\":\"~\"}".to_vec()));
}

#[test]
fn numbers_of_people_go_and_longer_ones_that_begin_the_same_stay() {
    let findings = [(SecretKind::IpAddress, "91.198.174.19".to_owned())].into();
    let redactor = Redactor::new(&Redactions { findings, ..Redactions::default() });
    assert_eq!(redactor.text("91.198.174.19 91.198.174.192").as_deref(), Some("[redacted: IP address] 91.198.174.192"));
    assert_eq!(
        everything().text("SSN 260-18-1590, tel. +7 912 345-67-89, ada@engine-7:~$").as_deref(),
        Some("SSN [redacted: identity number], tel. [redacted: phone number], [redacted: user name]:~$")
    );
}
