//! Sessions of agents, with what these keep beside them.

use std::fs;
use std::io::Write;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

use super::super::ImportSource;
use super::{fixtures_folder, read_source, shown};

#[test]
fn a_session_is_read_with_the_folder_beside_it() {
    let folder = fixtures_folder().join("claude-code-session");
    let path = folder.join("6f0c0b1e-0000-4000-8000-000000000002.jsonl");
    let of = |path| shown(&read_source(&ImportSource::open(path).expect("opened")).expect("read"));
    assert_eq!(of(&path), of(&folder));
}

#[test]
fn a_session_that_its_program_still_writes_is_read_as_far_as_it_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("6f0c0b1e-0000-4000-8000-000000000003.jsonl");
    let line = |number: usize| {
        let parent = number.checked_sub(1).map_or("null".to_owned(), |parent| format!("\"u{parent}\""));
        let role = if number.is_multiple_of(2) { "user" } else { "assistant" };
        format!(
            r#"{{"type":"{role}","uuid":"u{number}","parentUuid":{parent},"sessionId":"s","message":{{"role":"{role}","content":"said {number}"}}}}"#
        )
    };
    let begun: String = (0..200).map(|number| line(number) + "\n").collect();
    let half = &line(200)[..40];
    fs::write(&path, format!("{begun}{half}")).expect("written");

    let import = read_source(&ImportSource::open(&path).expect("opened")).expect("read");
    assert_eq!(import.chats[0].messages.len(), 200);
    assert!(import.skipped.len() == 1 && import.skipped[0].contains("line 201"), "{:?}", import.skipped);

    let is_read = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut file = fs::OpenOptions::new().append(true).open(&path).expect("opened");
            let rest =
                line(200)[40..].to_owned() + "\n" + &(201..2000).map(|number| line(number) + "\n").collect::<String>();
            for piece in rest.as_bytes().chunks(37).take_while(|_| !is_read.load(Relaxed)) {
                file.write_all(piece).expect("written");
            }
        });
        for _ in 0..20 {
            let import = read_source(&ImportSource::open(&path).expect("opened")).expect("read");
            let said: Vec<_> = import.chats[0].messages.iter().map(|message| message.content.as_str()).collect();
            let expected: Vec<_> = (0..said.len()).map(|number| format!("said {number}")).collect();
            assert!(said.len() >= 200 && said == expected, "{said:?}");
        }
        is_read.store(true, Relaxed);
    });
}
