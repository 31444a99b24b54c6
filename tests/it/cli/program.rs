//! The program as a whole: its arguments, its environment, `import`, `demo` and `serve`.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use rustix::process::Signal;

use crate::support::cli_sandbox::{CliSandbox, MESSAGES, printed_share};
use crate::support::server::{finish, program, run};
use crate::support::{Connection, Server, eventually};

const CHATGPT: &str = include_str!("../../fixtures/import/chatgpt.json");

#[test]
fn an_imported_conversation_is_read_under_the_printed_link_beside_a_running_server() {
    let cli = CliSandbox::new();
    let server = cli.serve();
    let (code, out, err) = cli.import(&[&cli.file("stars.json", MESSAGES), "--share"], "");
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("imported \"Stars\": 2 messages"), "{out}");

    let read = server.get(&printed_share(&out)).good();
    assert_eq!(read["chat"]["name"], "Stars");
    assert_eq!(read["chat"]["model"], "gpt-5.1");
    assert_eq!(read["chatMessages"][1]["content"], "Many.");
}

#[test]
fn a_chatgpt_export_is_imported() {
    let cli = CliSandbox::new();
    let (code, out, _) = cli.import(&[&cli.file("conversations.json", CHATGPT)], "");
    assert_eq!(code, 0);
    assert!(out.contains("imported"), "{out}");
}

#[test]
fn an_import_can_be_shared_with_a_password_from_standard_input() {
    let cli = CliSandbox::new();
    let server = cli.serve();
    let (code, out, _) = cli.import(&[&cli.file("stars.json", MESSAGES), "--share", "--password"], "open sesame\n");
    assert_eq!(code, 0);

    let path = printed_share(&out);
    server.get(&path).error(401);
    let right = crate::support::people::basic("open sesame");
    server.request("GET", &path, &[("Authorization", &right)], b"").good();
}

#[test]
fn conversations_are_taken_from_standard_input() {
    let cli = CliSandbox::new();
    let (code, out, _) = cli.import(&["-"], MESSAGES);
    assert_eq!(code, 0);
    assert!(out.contains("Stars"), "{out}");
    let (code, _, err) = cli.without_terminal(&["import", "-", "--share", "--password"], MESSAGES);
    assert_eq!(code, 1);
    assert!(err.contains("name a file"), "{err}");
}

#[test]
fn one_unreadable_file_does_not_keep_others_out_and_is_told() {
    let cli = CliSandbox::new();
    let (good, bad) = (cli.file("stars.json", MESSAGES), cli.file("notes.txt", "Dear diary"));
    let (code, out, err) = cli.import(&[&bad, &good, &cli.path("missing.json")], "");
    assert_eq!(code, 1);
    assert!(out.contains("Stars"), "{out}");
    assert!(err.contains("notes.txt: the file is text in which nothing says who speaks"), "{err}");
    assert!(err.contains("missing.json: cannot read it"), "{err}");
    assert!(err.contains("2 of 3 files"), "{err}");
}

#[test]
fn an_import_for_an_unknown_account_says_how_to_make_it() {
    let cli = CliSandbox::new();
    let (code, _, err) = cli.run(&["import", &cli.file("stars.json", MESSAGES), "--user", "grace@example.com"], "");
    assert_eq!(code, 1);
    assert!(err.contains("neptun-share user add grace@example.com"), "{err}");
}

#[test]
fn wrong_arguments_are_usage_errors() {
    for arguments in [
        &["serve", "--frob"][..],
        &["serve", "--listen", "nowhere"],
        &["serve", "--public-url", "https://example.com/a//b"],
        &["serve", "--trusted-proxy", "10.0.0.0/33"],
        &["serve", "--idle-timeout", "10"],
        &["user", "add", "no-address"],
        &["import", "--user", "ada@example.com"],
        &["import", "x.json", "--user", "ada@example.com", "--password"],
        &[],
    ] {
        let (code, out, err) = run(arguments, "");
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(err.contains("Usage") || err.contains("--help"), "{err}");
    }
}

#[test]
fn a_port_that_is_taken_is_a_failure_that_says_what_to_do() {
    let cli = CliSandbox::new();
    let server = cli.serve();
    let (code, out, err) = cli.run(&["serve", "--listen", &server.address().to_string()], "");
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("--listen"), "{err}");
}

#[test]
fn every_flag_can_come_from_the_environment() {
    let cli = CliSandbox::new();
    let mut command = program();
    command
        .arg("serve")
        .env("NEPTUN_SHARE_LISTEN", "127.0.0.1:0")
        .env("NEPTUN_SHARE_PUBLIC_URL", "https://share.example.com");
    command.env("NEPTUN_SHARE_DATABASE", cli.path("test.db")).env("NEPTUN_SHARE_LOG_FORMAT", "json");
    let server = Server::from(command, Path::new(&cli.path("test.db")));
    let ada = crate::support::Person::sign_in_with(&server, "ada@example.com", "a long password");
    let share = ada.share(&server, ada.chat(&server), &serde_json::json!({}));
    assert!(share["url"].as_str().is_some_and(|url| url.starts_with("https://share.example.com/shared/chats/")));
    // The log is written in groups of lines, a moment later.
    eventually("a line of the log", || server.log().contains('\n'));
    let log = server.log();
    let line = log.lines().next().expect("a line");
    assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "{line}");
}

#[test]
fn the_version_names_the_commit() {
    let (code, out, _) = run(&["--version"], "");
    assert_eq!(code, 0);
    assert!(out.starts_with(concat!("neptun-share ", env!("CARGO_PKG_VERSION"), " (")), "{out}");
}

#[test]
fn the_database_is_by_default_in_the_users_data_folder() {
    let home = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| {
        let mut command = program();
        command.args(arguments).env("XDG_DATA_HOME", home.path());
        finish(command, "a long password\n")
    };
    let (code, out, err) = run(&["user", "list"]);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    assert!(!home.path().join("neptun-share").exists(), "nothing is to be kept yet");
    assert_eq!(run(&["user", "add", "ada@example.com"]).0, 0);
    assert!(home.path().join("neptun-share/neptun-share.db").exists());
}

#[test]
fn the_demo_shows_three_shares_with_curl_lines_that_work_and_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut demo = program()
        .args(["demo", "--listen", "127.0.0.1:0"])
        .env("TMPDIR", folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .expect("started");
    let lines = BufReader::new(demo.stdout.take().expect("standard output")).lines().map_while(Result::ok);
    let mut before = Vec::new();
    let mut curls = Vec::new();
    for line in lines {
        let is_curl = line.trim_start().starts_with("curl ");
        if is_curl {
            curls.push(line)
        } else {
            before.push(line)
        }
        if curls.len() == 3 {
            break;
        }
    }
    let before = before.join("\n");
    assert!(before.contains("sign in as ada@example.com, password: analytical-engine"), "{before}");
    for line in &curls {
        let answer = Command::new("bash").args(["-c", line]).stderr(Stdio::null()).output().expect("curl");
        let answer: serde_json::Value = serde_json::from_slice(&answer.stdout).unwrap_or_else(|_| panic!("{line}"));
        assert!(answer["chatMessages"].as_array().is_some_and(|messages| messages.len() >= 6), "{line}: {answer}");
    }
    assert!(fs::read_dir(folder.path()).expect("folder").count() > 0);

    let pid = i32::try_from(demo.id()).ok().and_then(rustix::process::Pid::from_raw).expect("a process id");
    rustix::process::kill_process(pid, Signal::INT).expect("signalled");
    assert!(demo.wait().expect("ended").success());
    assert_eq!(fs::read_dir(folder.path()).expect("folder").count(), 0);
}

#[test]
fn the_server_says_one_line_and_accepts_connections_when_it_does() {
    let cli = CliSandbox::new();
    let server = cli.serve();
    assert_eq!(Connection::open(server.address()).request("GET", "/api/health", &[], b"").good()["status"], "ok");
}

#[test]
fn a_command_that_brings_nothing_into_it_makes_no_database() {
    let cli = CliSandbox::empty();
    for command in [
        "list",
        "search stars",
        "unshare 1",
        "export 1",
        "export --all --zip x.zip",
        "rename 1 Stars",
        "delete 1",
        "restore 1",
        "continue 1 --as prompt",
        "link list",
        "link pause 1",
        "link remove 1",
        "link update 1",
        "link people 1",
        "link visitors 1",
        "link check 1",
        "link harmless",
        "user list",
        "user admin",
        "user default",
        "user disable ada@example.com",
        "user remove ada@example.com",
        "user invite ada@example.com",
        "user invitations",
        "user sessions ada@example.com",
        "user token list ada@example.com",
        "import --last",
        "check",
        "backup copy.db",
    ] {
        let command: Vec<&str> = command.split(' ').collect();
        assert!(cli.refused(&command).contains("there is no database"), "{command:?}");
    }
    assert!(cli.run(&["status"], "").1.contains("there is no database"));
    assert_eq!(cli.run(&["import", "--dry-run", &cli.file("stars.json", MESSAGES)], "").0, 0);
    assert!(!Path::new(&cli.path("test.db")).exists());
}

#[test]
fn what_cannot_be_looked_at_is_not_called_missing() {
    let cli = CliSandbox::empty();
    let below_a_file = cli.file("notes.txt", "Dear diary") + "/x";
    for command in ["list", "user list", "user add ada@example.com", "import --last", "import --dry-run notes.txt"] {
        let command = [&command.split(' ').collect::<Vec<_>>()[..], &["--database", &below_a_file]].concat();
        assert!(cli.refused(&command).contains("/x: Not a directory"), "{command:?}");
    }
    for command in [&["share"][..], &["continue", "--as", "prompt"], &["import"], &["restore"]] {
        let command = [command, &[below_a_file.as_str()]].concat();
        assert!(cli.refused(&command).contains("Not a directory"), "{command:?}");
    }
}

#[test]
fn an_added_account_says_which_database_was_created_for_it() {
    let cli = CliSandbox::empty();
    let add = |email, password| cli.run(&["user", "add", email], password);
    let (code, _, err) = add("ada@example.com", "short\n");
    assert!(code == 1 && !Path::new(&cli.path("test.db")).exists(), "{err}");
    let (code, out, err) = add("ada@example.com", "a long password\n");
    assert_eq!((code, out.as_str()), (0, "added ada@example.com\n"));
    assert_eq!(err, format!("Created the database {}.\n", cli.path("test.db")));
    assert_eq!(add("grace@example.com", "a long password\n").2, "");
}

#[test]
fn who_lists_links_that_no_server_serves_is_told() {
    let cli = CliSandbox::new();
    let file = cli.file("stars.json", MESSAGES);
    cli.good(&["import", &file, "--share"]);
    for command in [&["list"][..], &["link", "list"]] {
        let (_, out, err) = cli.run(command, "");
        assert!(out.contains("http://127.0.0.1:8080/shared/") && err.contains("neptun-share serve"), "{err}");
    }
    let _server = cli.serve();
    assert_eq!(cli.run(&["list"], "").2, "");
}
