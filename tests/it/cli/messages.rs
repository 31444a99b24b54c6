//! What commands say beside their results.

use crate::support::CliSandbox;

const MESSAGES: &str = r#"[{"role": "user", "content": "Why?"}, {"role": "assistant", "content": "So."}]"#;

#[test]
fn errors_begin_small_after_the_name_of_the_program_and_all_else_is_a_sentence() {
    let cli = CliSandbox::new();
    let (good, empty, text) =
        (cli.file("why.json", MESSAGES), cli.file("empty.json", ""), cli.file("notes.txt", "Dear diary"));
    let broken = cli.file("broken.zip", "PK\u{3}\u{4}broken");
    let (copy, pages) = (cli.path("copy.md"), cli.path("pages"));
    cli.good(&["user", "token", "add", "ada@example.com", "laptop"]);
    let mut errors = 0;
    for (command, input) in [
        (&["share", &good, "--no-serve"][..], ""),
        (&["share", &empty], ""),
        (&["share", &text], ""),
        (&["continue", &text, "--as", "prompt"], ""),
        (&["import", &empty, &text, &broken, &good], ""),
        (&["import", &good, "--format", "chatgpt"], ""),
        (&["export", "1", "--output", &copy], ""),
        (&["export", "1", "--output", &copy], ""),
        (&["man", "--output-dir", &pages], ""),
        (&["user", "add", "grace@example.com"], "short\n"),
        (&["user", "add", "grace@example.com"], "password1\n"),
        (&["user", "password", "ada@example.com"], "another long password\n"),
        (&["user", "invite", "eve@example.com"], ""),
        (&["link", "renew", "1"], ""),
        (&["rename", "9", "Nine"], ""),
    ] {
        for line in cli.run(command, input).2.lines() {
            let Some(error) = line.strip_prefix("neptun-share: ") else {
                assert!(line.starts_with(char::is_uppercase) || line.contains("@example.com"), "{line}");
                continue;
            };
            errors += 1;
            // After the name of the file that it is about.
            let named =
                [&empty, &text, &broken, &good].into_iter().find(|file| error.starts_with(&format!("{file}: ")));
            let error = named.map_or(error, |file| &error[file.len() + 2..]);
            let begins_small = |c: char| c.is_lowercase() || c.is_ascii_digit() || c == '/';
            assert!(error.starts_with(begins_small), "{command:?}: {line}");
        }
    }
    assert!(errors > 10, "{errors}");
}

#[test]
fn who_gives_an_address_for_a_file_learns_what_to_give() {
    let cli = CliSandbox::new();
    let (page, link) = ("https://example.com/share/abc", "https://example.com/s/67a1f2b4-0c3d-4e5f-8a9b-0c1d2e3f4a5b");
    for command in [&["import", page][..], &["import", link], &["share", page], &["share", link]] {
        let (code, _, err) = cli.run(command, "");
        assert!(code == 1 && err.contains("open the page in a browser, save it as a file"), "{command:?}: {err}");
    }
}

#[test]
fn who_has_only_the_program_learns_which_formats_it_reads() {
    let cli = CliSandbox::new();
    let text = cli.file("notes.txt", "Dear diary");
    for command in [&["import", &text][..], &["share", &text], &["continue", &text, "--as", "prompt"]] {
        let err = cli.run(command, "").2;
        assert!(err.contains("All formats: neptun-share help import") && !err.contains("docs/"), "{err}");
    }
    let help = cli.good(&["help", "import"]).split_whitespace().collect::<Vec<_>>().join(" ");
    for name in ["chatgpt", "claude-code", "open-webui", "transcript"] {
        assert!(help.contains(&format!(" {name},")), "{help}");
    }
}
