//! `continue`: from a link, a stored conversation, a session or a file to a session of a coding agent.

mod links;
mod network;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::CliSandbox;
use crate::support::cli_sandbox::{CLAUDE_CODE, MESSAGES};

/// The files below a folder, in order.
fn files(folder: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() { found.extend(files(path.to_str().expect("UTF-8"))) } else { found.push(path) }
    }
    found.sort();
    found
}

/// Runs it where no agent runs it, and returns what it prints and says.
#[track_caller]
fn continued(cli: &CliSandbox, arguments: &[&str], input: &str) -> (String, String) {
    let (code, out, err) = crate::support::server::finish(command(cli, arguments), input);
    assert_eq!(code, 0, "{arguments:?}: {err}");
    (out, err)
}

fn command(cli: &CliSandbox, arguments: &[&str]) -> std::process::Command {
    let mut command = cli.command(&[&["continue"], arguments].concat());
    for name in [
        "CLAUDECODE",
        "CODEX_THREAD_ID",
        "OPENCODE",
        "PI_CODING_AGENT",
        "PI_CODING_AGENT_DIR",
        "XDG_CACHE_HOME",
        "XDG_CONFIG_HOME",
        "XDG_STATE_HOME",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
    ] {
        command.env_remove(name);
    }
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"] {
        command.env_remove(name);
    }
    command.current_dir(cli.path(""));
    command
}

#[test]
fn a_stored_conversation_is_a_new_session_of_each_agent() {
    let cli = CliSandbox::new();
    cli.import(&[&cli.file("stars.json", MESSAGES)], "");
    for (agent, folder, program) in [
        ("claude-code", ".claude/projects", "claude --resume "),
        ("codex", ".codex/sessions", "codex resume "),
        ("pi", ".pi/agent/sessions", "pi --session "),
        ("opencode", ".cache/neptun-share/opencode", "opencode import "),
    ] {
        let (out, err) = continued(&cli, &["1", "--in", agent], "");
        assert!(out.starts_with(program) && out.ends_with('\n'), "{out}");
        let first = files(&cli.path(folder));
        assert_eq!(first.len(), 1, "{err}");
        let text = fs::read_to_string(&first[0]).expect("a session");
        assert!(text.contains("How many are there?") && text.contains("Many."), "{text}");
        let id = out.trim().rsplit(' ').next().expect("an id");
        assert!(first[0].to_str().expect("UTF-8").contains(id) && text.contains(id), "{out} {first:?}");
        assert!(text.contains(fs::canonicalize(cli.path("")).expect("a folder").to_str().expect("UTF-8")), "{text}");

        let (again, _) = continued(&cli, &["1", "--in", agent], "");
        assert!(again != out && files(&cli.path(folder)).len() == 2);
        assert_eq!(fs::read_to_string(&first[0]).expect("still there"), text);
    }
}

#[test]
fn opencode_goes_on_with_the_model_of_its_settings() {
    let cli = CliSandbox::empty();
    let file = cli.file("stars.json", MESSAGES);
    let named = || {
        continued(&cli, &[&file, "--in", "opencode"], "");
        let written = files(&cli.path(".cache"));
        let text = fs::read_to_string(&written[0]).expect("a session");
        fs::remove_file(&written[0]).expect("removed");
        let session: Value = serde_json::from_str(&text).expect("JSON");
        session["messages"][0]["info"]["model"]["providerID"].as_str().expect("a provider").to_owned()
    };
    assert_eq!(named(), "unknown");
    cli.file(".local/state/opencode/model.json", r#"{"recent": [{"providerID": "openai", "modelID": "gpt-5"}]}"#);
    assert_eq!(named(), "openai");
    cli.file(".config/opencode/opencode.jsonc", "{\n  // mine\n  \"model\": \"anthropic/claude\",\n}");
    assert_eq!(named(), "anthropic");
    cli.file("opencode.json", r#"{"model": "local/llama/3"}"#);
    assert_eq!(named(), "local");
}

#[test]
fn a_session_goes_on_in_another_agent_with_its_paths_turned() {
    let cli = CliSandbox::new();
    let read = r#"{"type":"assistant","uuid":"u3","parentUuid":"u2","sessionId":"0e1f2a3b","cwd":"/home/ada/sky","message":{"id":"m2","role":"assistant","content":[{"type":"tool_use","id":"t1","name":"Bash","input":{"command":"cat /home/ada/sky/why.md"}}]}}
{"type":"user","uuid":"u4","parentUuid":"u3","sessionId":"0e1f2a3b","cwd":"/home/ada/sky","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"Rayleigh, see /home/ada/sky/more.md"}]}}
"#;
    cli.file(".claude/projects/-home-ada-sky/0e1f2a3b.jsonl", format!("{CLAUDE_CODE}{read}"));
    let here = fs::canonicalize(cli.path("")).expect("a folder");
    let here = here.to_str().expect("UTF-8");
    let (out, err) = continued(&cli, &["s1", "--in", "codex"], "");
    assert!(out.starts_with("codex resume ") && err.contains("/home/ada/sky"), "{err}");
    let text = fs::read_to_string(&files(&cli.path(".codex/sessions"))[0]).expect("a session");
    let items: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let call = items.iter().find(|item| item["payload"]["type"] == "function_call").expect("a call");
    assert_eq!(call["payload"]["name"], "exec_command");
    assert!(call["payload"]["arguments"].as_str().expect("a text").contains(&format!("cat {here}/why.md")));
    assert!(text.contains(&format!("{here}/more.md")) && !text.contains("/home/ada/sky"), "{text}");

    let (_, err) = continued(&cli, &["s1", "--in", "pi", "--from", "/home/ada"], "");
    assert!(err.contains("Paths below /home/ada are now below"), "{err}");
}

#[test]
fn the_agent_is_the_one_here_or_has_to_be_named() {
    let cli = CliSandbox::new();
    cli.import(&[&cli.file("stars.json", MESSAGES)], "");
    let (code, out, err) = crate::support::server::finish(command(&cli, &["1"]), "");
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("--in: claude-code, codex, opencode, pi"), "{err}");
    fs::create_dir(Path::new(&cli.path(".pi"))).expect("made");
    let (out, _) = continued(&cli, &["1"], "");
    assert!(out.starts_with("pi --session "), "{out}");
    let mut inside = command(&cli, &["1"]);
    inside.env("CODEX_THREAD_ID", "7");
    assert!(crate::support::server::finish(inside, "").1.starts_with("codex resume "));
}

#[test]
fn run_starts_the_agent_in_this_folder() {
    let cli = CliSandbox::new();
    let file = cli.file("stars.json", MESSAGES);
    let program =
        "#!/bin/sh\necho \"$(basename \"$0\") $1 in $(basename \"$PWD\")\"\n[ \"$1\" != import ] || head -c 5 \"$2\"\n";
    for name in ["claude", "opencode"] {
        let path = cli.file(&format!("bin/{name}"), program);
        let status = std::process::Command::new("chmod").args(["+x", &path]).status().expect("run");
        assert!(status.success());
    }
    let run = |agent: &str| {
        let mut command = command(&cli, &[&file, "--in", agent, "--run"]);
        command.env("PATH", format!("{}:{}", cli.path("bin"), std::env::var("PATH").expect("a path")));
        crate::support::server::finish(command, "")
    };
    let folder = fs::canonicalize(cli.path("")).expect("a folder");
    let folder = folder.file_name().expect("a name").to_str().expect("UTF-8");
    assert_eq!(run("claude-code").1, format!("claude --resume in {folder}\n"));
    let (code, out, err) = run("opencode");
    assert_eq!(
        (code, out),
        (
            0,
            format!("opencode import in {folder}\n{{\"inf\"opencode --session in {folder}\n")
                .replace("\"inf\"", "\"inf")
        ),
        "{err}"
    );
    assert!(files(&cli.path(".cache")).is_empty(), "what was imported is needed no longer");
    let (code, _, err) = run("pi");
    assert!(code == 1 && err.contains("there is no program pi") && err.contains("pi --session "), "{err}");
}

#[test]
fn it_is_taken_along_as_a_prompt_or_as_messages() {
    let cli = CliSandbox::new();
    let file = cli.file("stars.json", MESSAGES);
    let (out, err) = continued(&cli, &[&file, "--as", "prompt"], "");
    assert!(out.ends_with("## User\n\nHow many are there?\n\n## Assistant\n\nMany.\n"), "{out}");
    assert!(err.contains("in 2 messages") && !err.contains("left out"), "{err}");
    let (out, err) = continued(&cli, &[&file, "--as", "prompt", "--tokens", "45"], "");
    assert!(out.contains("The first message is left out") && !out.contains("How many"), "{out}");
    assert!(err.contains("1 older message left out"), "{err}");
    let (out, _) = continued(&cli, &[&file, "--as", "messages"], "");
    let json: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(json["messages"][1], serde_json::json!({"role": "assistant", "content": "Many."}));
    let (code, _, err) = crate::support::server::finish(command(&cli, &[&file, "--as", "prompt", "--tokens", "9"]), "");
    assert!(code == 1 && err.contains("raise --tokens"), "{err}");
}
