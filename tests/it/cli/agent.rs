//! `agent`: what is added to agents' settings and taken out again, and what these additions run.

use std::fs;
use std::path::Path;

use crate::support::CliSandbox;
use crate::support::cli_sandbox::CLAUDE_CODE;
use crate::support::server::finish;

/// A command in a folder of its own, whose agents' settings are below the home folder.
fn run(cli: &CliSandbox, arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut command = cli.command(&[&["agent"], arguments].concat());
    for name in ["XDG_CONFIG_HOME", "CLAUDE_CODE_SESSION_ID", "CODEX_THREAD_ID"] {
        command.env_remove(name);
    }
    finish(command, input)
}

#[test]
fn what_install_adds_uninstall_takes_out_and_leaves_the_rest_as_it_was() {
    let cli = CliSandbox::empty();
    let own = [
        (".claude/settings.json", "{\n    // mine\n    \"model\": \"opus\",\n    \"hooks\": {\"Stop\": []},\n}\n"),
        (".claude.json", "{\"numStartups\": 7, \"mcpServers\": {\"other\": {\"command\": \"x\"}}}"),
        (".codex/config.toml", "model = \"gpt-5\" # mine\n\n[mcp_servers.other]\ncommand = \"x\""),
        (".config/opencode/opencode.json", "{\n  /* mine */\n  \"theme\": \"dark\"\n}"),
        (".gemini/settings.json", "{}\n"),
    ];
    for (name, text) in own {
        cli.file(name, text);
    }
    for (agent, flags, command) in [
        ("claude-code", ["--mcp", "--import"].as_slice(), ".claude/commands/share.md"),
        ("codex", &["--mcp", "--import"], ".codex/skills/share/SKILL.md"),
        ("opencode", &["--mcp", "--import"], ".config/opencode/command/share-link.md"),
        ("gemini", &["--mcp"], ".gemini/commands/share.toml"),
    ] {
        let (code, out, err) = run(&cli, &[&["install", agent], flags].concat(), "");
        assert_eq!((code, out.matches("added: ").count()), (0, flags.len() + 1), "{agent}: {err}");
        assert!(fs::read_to_string(cli.path(command)).expect("there").contains("neptun-share agent share"));
        let (_, again, _) = run(&cli, &[&["install", agent], flags].concat(), "");
        assert_eq!(again.matches("was there: ").count(), flags.len() + 1, "{again}");
    }
    for (name, text) in own {
        let now = fs::read_to_string(cli.path(name)).expect("there");
        assert!(now.contains("neptun-share") && now.len() > text.len(), "{name}: {now}");
    }
    let (_, status, _) = run(&cli, &["status"], "");
    assert_eq!((status.matches("  added ").count(), status.matches("  not added ").count()), (11, 0), "{status}");

    for agent in ["claude-code", "codex", "opencode", "gemini"] {
        let (code, out, err) = run(&cli, &["uninstall", agent], "");
        assert!(code == 0 && out.contains("removed: the command"), "{agent}: {err}");
        assert!(run(&cli, &["uninstall", agent], "").2.contains("Nothing of neptun-share's"));
    }
    for (name, text) in own {
        assert_eq!(fs::read_to_string(cli.path(name)).expect("there"), text, "{name}");
    }
    assert!(!Path::new(&cli.path(".codex/skills/share")).exists());
    assert_eq!(run(&cli, &["status"], "").1.matches("  not added ").count(), 11);
}

#[test]
fn what_a_person_has_is_never_overwritten() {
    let cli = CliSandbox::empty();
    cli.file(".claude/commands/share.md", "my own command\n");
    let (code, out, err) = run(&cli, &["install", "claude-code", "--mcp"], "");
    assert!(
        (code, out.as_str()) == (1, "") && err.contains("there is another file of that name; nothing was added"),
        "{err}"
    );
    assert!(!Path::new(&cli.path(".claude.json")).exists());
    assert_eq!(fs::read_to_string(cli.path(".claude/commands/share.md")).expect("there"), "my own command\n");
    cli.file(".codex/config.toml", "notify = [\"mine\"]\n");
    let (code, _, err) = run(&cli, &["install", "codex", "--import"], "");
    assert!(code == 1 && err.contains("it has a notify that is not ours"), "{err}");
    let (code, _, err) = run(&cli, &["install", "gemini", "--import"], "");
    assert!(code == 1 && err.contains("has no hook"), "{err}");
    // What was added and then changed stays, and that is said.
    run(&cli, &["install", "opencode"], "");
    let path = cli.path(".config/opencode/command/share-link.md");
    let text = fs::read_to_string(&path).expect("there") + "Be quick.\n";
    fs::write(&path, &text).expect("written");
    let (code, _, err) = run(&cli, &["uninstall", "opencode"], "");
    assert!(code == 1 && err.contains("it was left"), "{err}");
    assert_eq!(fs::read_to_string(&path).expect("there"), text);
}

#[test]
fn a_session_is_shared_from_within_and_asked_about_where_something_was_found() {
    let cli = CliSandbox::empty();
    cli.file(".claude/projects/p/0e1f2a3b.jsonl", CLAUDE_CODE);
    let (code, out, err) = run(&cli, &["share", "0e1f2a3b"], "");
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("/shared/chats/") && out.contains("Anyone with the link can read it."), "{out}");
    assert!(out.contains("No server is running"), "{out}");

    let more =
        CLAUDE_CODE.replace("Why is the sky blue?", "Write to grace.hopper@navy.mil").replace("0e1f2a3b", "77777777");
    cli.file(".claude/projects/p/77777777.jsonl", more);
    let (code, out, _) = run(&cli, &["share", "77777777"], "");
    assert!(code == 0 && out.contains("Nothing was shared yet") && out.contains("1 e-mail address"), "{out}");
    assert!(out.contains("neptun-share agent share 77777777 --redact all"), "{out}");
    assert!(!out.contains("grace.hopper@") && cli.list().len() == 1, "{out}");
    let (code, out, _) = run(&cli, &["share", "77777777", "--redact", "all", "--expires", "2d"], "");
    assert!(code == 0 && out.contains("Redacted: 1 e-mail address") && out.contains(", until "), "{out}");
}

#[test]
fn a_finished_session_comes_in_and_is_not_shared() {
    let cli = CliSandbox::empty();
    cli.file(".claude/projects/p/0e1f2a3b.jsonl", CLAUDE_CODE);
    let notice =
        r#"{"session_id": "0e1f2a3b", "transcript_path": "/x", "hook_event_name": "SessionEnd", "reason": "other"}"#;
    let said = run(&cli, &["finished", "claude-code"], notice);
    assert_eq!(said, (0, String::new(), String::new()));
    run(&cli, &["finished", "claude-code"], notice);
    let listed = cli.list();
    assert_eq!((listed.len(), &listed[0]["share"]), (1, &serde_json::Value::Null), "{listed:?}");
    let codex = r#"{"type": "agent-turn-complete", "thread-id": "nothing"}"#;
    let (code, _, err) = run(&cli, &["finished", "codex", codex], "");
    assert!(code == 1 && err.contains("no session with that name"), "{err}");
    assert!(run(&cli, &["finished", "codex", "no JSON"], "").2.contains("is no JSON"));
}
